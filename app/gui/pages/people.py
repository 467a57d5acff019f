"""The people of the case: the principal applicant and the family, as their passports say."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Person, PersonRole
from app.domain.reading import Reading
from app.domain.words import Language
from app.gui.fields import button, card, dropped_files, heading, quiet, row_of, scrolled, text_label
from app.gui.open_case import zone_of
from app.gui.page import Page
from app.gui.person_form import PersonForm
from app.gui.scratch import Scratch, pasted_files, pasted_picture
from app.gui.session import Session
from app.gui.undo_notice import UndoNotice
from app.gui.words import Words
from app.gui.zone_panel import ZonePanel, ZoneSeen
from app.i18n.catalogue import N_
from app.i18n.terms import ROLE_NAMES

_ADD_NAMES = {
    PersonRole.SPONSOR: N_("Add sponsor"),
    PersonRole.LEADER: N_("Add team leader"),
    PersonRole.PARENT: N_("Add parent"),
}
_OTHER_ROLES = (PersonRole.PARENT, PersonRole.SPONSOR, PersonRole.LEADER)
_LIST_WIDTH, _FORM_WIDTH = 250, 580
# From here on the passport stands beside the form, else above it.
_WIDE = 1020


class PassportArea(QWidget):
    """Takes a passport that is dropped; its two parts stand beside each other where there is room."""

    dropped = Signal(object)

    def __init__(self, form: QWidget, zone: QWidget) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._zone = zone
        form.setMaximumWidth(_FORM_WIDTH)
        zone.setMaximumWidth(_FORM_WIDTH)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 4, 0)
        self._row.setSpacing(14)
        self._row.addWidget(zone, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(form, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the parts beside each other, or the passport above the form."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
            self._row.removeWidget(self._zone)
            self._row.insertWidget(1 if wide else 0, self._zone, int(wide), Qt.AlignmentFlag.AlignTop)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take one file only."""
        if len(dropped_files(event)) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which file was dropped."""
        event.acceptProposedAction()
        self.dropped.emit(dropped_files(event))


class PeoplePage(Page):
    """Shows everyone in the case and what the case says of each."""

    concerned = frozenset({"people", "basics"})

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(session, words)
        self._filling = False
        # The last paper that was dropped on a person's form, until another case is open.
        self._dropped: dict[str, ZoneSeen] = {}
        self._scratch: Scratch | None = None
        self._build()
        session.opened.connect(self._forget)
        session.reviewed.connect(self._show_zone)
        words.changed.connect(self._show_zone)

    def _build(self) -> None:
        words = self.words
        self.notice = UndoNotice(words, self._undo_removal)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("People")))
        column.addWidget(
            quiet(
                words,
                N_(
                    "Enter names as the passport prints them, or drop a passport here. "
                    "Every entry is kept while you type."
                ),
            )
        )
        column.addLayout(self._adding())
        column.addWidget(self._asked())
        column.addWidget(self.notice)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(self._everyone())
        both.addWidget(scrolled(self._person()), 1)
        column.addLayout(both, 1)

    def _adding(self) -> QHBoxLayout:
        words = self.words
        self.spouse_button = button(words, N_("Add spouse"))
        self.child_button = button(words, N_("Add child"))
        self.other_button = button(words, N_("Add another"))
        self.other_menu = QMenu(self.other_button)
        for role in _OTHER_ROLES:
            action = self.other_menu.addAction("")
            words.bind(action, ROLE_NAMES[role])
            action.triggered.connect(lambda _=False, role=role: self.add(role))
        self.other_button.setMenu(self.other_menu)
        self.spouse_button.clicked.connect(lambda: self.add(PersonRole.SPOUSE))
        self.child_button.clicked.connect(lambda: self.add(PersonRole.CHILD))
        return row_of(self.spouse_button, self.child_button, self.other_button)

    def _asked(self) -> QWidget:
        self.asked, asked = card(margin=12)
        self.asked_label = text_label()
        self.asked_buttons = {role: button(self.words, message) for role, message in _ADD_NAMES.items()}
        line = QHBoxLayout()
        line.addWidget(self.asked_label, 1)
        for role, made in self.asked_buttons.items():
            made.clicked.connect(lambda _=False, role=role: self.add(role))
            line.addWidget(made)
        asked.addLayout(line)
        return self.asked

    def _everyone(self) -> QVBoxLayout:
        words = self.words
        self.list = QListWidget()
        self.list.setObjectName("people")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        words.bind(self.list, N_("People of the case"), "setAccessibleName")
        self.list.currentRowChanged.connect(lambda _: self._fill())
        self.up_button = button(words, N_("Up"))
        self.down_button = button(words, N_("Down"))
        self.remove_button = button(words, N_("Remove"))
        self.up_button.clicked.connect(lambda: self.move_by(-1))
        self.down_button.clicked.connect(lambda: self.move_by(1))
        self.remove_button.clicked.connect(self.remove)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addLayout(row_of(self.up_button, self.down_button, self.remove_button))
        return column

    def _person(self) -> QWidget:
        self.form = PersonForm(self.words, self._person_of)
        self.form.saved.connect(self.session.save_person)
        for name in (
            "role", "surname", "given_names", "chinese_name", "sex", "birth_date", "nationality",
            "passport_number", "passport_expires_on", "married",
        ):  # fmt: skip
            setattr(self, name, getattr(self.form, name))
        self.zone = ZonePanel(self.words)
        self.zone.taken.connect(self._take_over)
        self.zone.choose_button.clicked.connect(self.choose_passport)
        area = PassportArea(self.form, self.zone)
        area.dropped.connect(self.look_at)
        return area

    def refresh(self) -> None:
        """Show everyone, keeping the one that is chosen."""
        has_case = self.session.has_case
        self.form.setEnabled(has_case)
        self.zone.setVisible(has_case)
        if not has_case:
            self.list.clear()
            return
        self._show_asked()
        chosen = self.person()
        self._filling = True
        self._fill_list()
        self._filling = False
        self.choose(chosen.id if chosen else None)

    def _fill_list(self) -> None:
        say, people = self.words.say, self.session.case.people
        while self.list.count() > len(people):
            self.list.takeItem(self.list.count() - 1)
        for at, person in enumerate(people):
            if at == self.list.count():
                self.list.addItem(QListWidgetItem())
            item = self.list.item(at)
            name = _name_of(person, say("Name not entered yet"))
            item.setText(f"{name}\n{say(ROLE_NAMES[person.role])}")
            item.setData(Qt.ItemDataRole.UserRole, person.id)

    def _show_asked(self) -> None:
        """Offer the people of whom papers are asked, and who are not in the case yet."""
        roles = self.session.lacking_roles()
        say = self.words.say
        self.asked.setVisible(bool(roles))
        gap = "、" if self.words.language is Language.ZH else ", "
        named = gap.join(say(ROLE_NAMES[role]) for role in roles)
        self.asked_label.setText(say("This category asks papers of somebody else too: {roles}.", roles=named))
        for role, made in self.asked_buttons.items():
            made.setVisible(role in roles)

    def choose(self, person_id: str | None) -> None:
        """Show a person, the first when there is none of that id."""
        ids = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        self.list.setCurrentRow(ids.index(person_id) if person_id in ids else 0)
        self._fill()

    def person(self) -> Person | None:
        """Return the person whose fields are shown."""
        item = self.list.currentItem()
        return None if item is None else self._person_of(item.data(Qt.ItemDataRole.UserRole))

    def _person_of(self, person_id: str) -> Person | None:
        return self.session.case.person(person_id) if self.session.has_case else None

    def add(self, role: PersonRole) -> None:
        """Add a person and put the cursor into the first field."""
        self.form.save_now()
        person = self.session.add_person(role)
        self.choose(person.id)
        self.form.surname.setFocus()

    def remove(self) -> None:
        """Take the chosen person out; it is told how to get them back."""
        person = self.person()
        if person is None or person.role is PersonRole.PRINCIPAL:
            return
        self.form.save_now()
        self.session.remove_person(person.id)
        if self._person_of(person.id) is None:
            self.notice.tell(lambda: self._removed_words(person), can_undo=True)

    def _removed_words(self, person: Person) -> str:
        say = self.words.say
        name = _name_of(person, say(ROLE_NAMES[person.role]))
        return say("Removed: {name}, with their papers. Ctrl+Z brings them back.", name=name)

    def _undo_removal(self) -> None:
        self.notice.hide()
        self.session.undo()

    def move_by(self, by: int) -> None:
        """Put the chosen person before or after their neighbour; the papers follow in that order."""
        person, at = self.person(), self.list.currentRow()
        if person is not None and 0 <= at + by < self.list.count():
            self.form.save_now()
            self.session.move_person(person.id, at + by)
            self.choose(person.id)

    def _fill(self) -> None:
        if self._filling:
            return
        person = self.person()
        if person is not None and person.id != self.form.shown_id:
            self.form.save_now()
        self.form.setEnabled(person is not None)
        at = self.list.currentRow()
        self.remove_button.setEnabled(person is not None and person.role is not PersonRole.PRINCIPAL)
        self.up_button.setEnabled(person is not None and at > 0)
        self.down_button.setEnabled(person is not None and at < self.list.count() - 1)
        if person is not None:
            case = self.session.case
            category = self.session.desk.pack.categories[case.category]
            self.form.show_person(person, case, category, self.session.today())
            self._show_zone()

    def _forget(self) -> None:
        self._dropped.clear()
        self.notice.hide()

    # What a passport says.

    def choose_passport(self) -> None:
        """Let a person choose the file of a passport."""
        say = self.words.say
        kinds = say("Scans and pictures (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp)")
        chosen, _ = QFileDialog.getOpenFileName(self, say("Choose a passport"), "", kinds)
        if chosen:
            self.look_at((Path(chosen),))

    def paste(self) -> bool:
        """Read a passport that is on the clipboard, as a file or as a picture."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or self.person() is None:
            return False
        files = pasted_files(data)
        if files:
            self.look_at(files)
            return True
        picture = pasted_picture(data)
        if picture is None:
            return False
        self._scratch = self._scratch or Scratch(self)
        self._scratch.save_picture(picture, lambda path: self.look_at(() if path is None else (path,)))
        return True

    def look_at(self, files: tuple[Path, ...]) -> None:
        """Read a passport that was dropped and offer its fields; it does not become a paper of the case."""
        person = self.person()
        if person is None or not files:
            return
        path = files[0]
        self._dropped[person.id] = ZoneSeen(path.name, waiting=True)
        self._show_zone()

        def read(reading: Reading | None) -> None:
            zone = None if reading is None else zone_of(reading)
            self._dropped[person.id] = ZoneSeen(path.name, zone)
            self._show_zone()

        def failed() -> None:
            self._dropped.pop(person.id, None)
            self._show_zone()

        self.session.look_at(path, read, failed)

    def _seen(self, person: Person) -> ZoneSeen | None:
        """Return what is known of a person's zone: of what was dropped last, else of the papers given."""
        if person.id in self._dropped:
            return self._dropped[person.id]
        found = self.session.passport_zone(person.id)
        if found is not None:
            return ZoneSeen(Path(found[0]).name, found[1])
        files = self.session.passports_of(person.id)
        if not files:
            return None
        review = self.session.review
        unread = [name for name in files if name in self.session.unread]
        if review is None and self.session.review_stopped is None:
            unread = list(files)
        return ZoneSeen(Path((unread or files)[0]).name, waiting=bool(unread))

    def _show_zone(self) -> None:
        person = self.person()
        self.zone.show_zone(person, None if person is None else self._seen(person))

    def _take_over(self, person: Person) -> None:
        self.session.save_person(person)
        self.form.surname.setFocus()


def _name_of(person: Person, unnamed: str) -> str:
    named = bool(person.surname or person.given_names)
    name = person.full_name if named else (person.chinese_name or unnamed)
    return f"{name} {person.chinese_name}" if named and person.chinese_name else name
