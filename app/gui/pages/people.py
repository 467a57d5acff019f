"""The people of the case: the principal applicant and the family, as their passports say."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Person, PersonRole, Sex
from app.domain.reading import Reading
from app.domain.words import Language
from app.gui.fields import (
    DateField,
    button,
    card,
    dropped_files,
    heading,
    quiet,
    row_of,
    scrolled,
    set_flag,
    text_label,
)
from app.gui.page import Page
from app.gui.open_case import zone_of
from app.gui.session import Session
from app.gui.words import Words
from app.gui.zone_panel import SEX_NAMES, ZonePanel, ZoneSeen
from app.i18n.catalogue import N_
from app.i18n.terms import ROLE_NAMES, country_name

_ADD_NAMES = {
    PersonRole.SPONSOR: N_("Add sponsor"),
    PersonRole.LEADER: N_("Add team leader"),
    PersonRole.PARENT: N_("Add parent"),
}
_OTHER_ROLES = (PersonRole.PARENT, PersonRole.SPONSOR, PersonRole.LEADER)


class PassportArea(QWidget):
    """Takes a passport that is dropped on the form of a person."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take one file only."""
        if len(files := dropped_files(event)) == 1 and not files[0].is_dir():
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
        self._shown_id = ""
        # The last paper that was dropped on a person's form, until another case is open.
        self._dropped: dict[str, ZoneSeen] = {}
        self._build()
        session.opened.connect(self._dropped.clear)
        session.reviewed.connect(self._show_zone)
        words.changed.connect(self._show_zone)

    def _build(self) -> None:
        words = self.words
        self.list = QListWidget()
        self.list.setObjectName("people")
        self.list.setMinimumWidth(230)
        self.list.setMaximumWidth(280)
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        words.bind(self.list, N_("People of the case"), "setAccessibleName")
        self.list.currentRowChanged.connect(lambda _: self._fill())
        self.spouse_button = button(words, N_("Add spouse"))
        self.child_button = button(words, N_("Add child"))
        self.other_button = button(words, N_("Add another"))
        self.other_menu = QMenu(self.other_button)
        for role in _OTHER_ROLES:
            action = self.other_menu.addAction("")
            words.bind(action, ROLE_NAMES[role])
            action.triggered.connect(lambda _=False, role=role: self.add(role))
        self.other_button.setMenu(self.other_menu)
        self.remove_button = button(words, N_("Remove…"))
        self.spouse_button.clicked.connect(lambda: self.add(PersonRole.SPOUSE))
        self.child_button.clicked.connect(lambda: self.add(PersonRole.CHILD))
        self.remove_button.clicked.connect(self.remove)

        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("People")))
        column.addWidget(
            quiet(
                words,
                N_("Enter names as the passport prints them. Every entry is kept as you leave its field."),
            )
        )
        column.addLayout(row_of(self.spouse_button, self.child_button, self.other_button, self.remove_button))
        self.asked, asked = card(margin=12)
        self.asked_label = text_label()
        self.asked_buttons = {role: button(words, message) for role, message in _ADD_NAMES.items()}
        line = QHBoxLayout()
        line.addWidget(self.asked_label, 1)
        for role, made in self.asked_buttons.items():
            made.clicked.connect(lambda _=False, role=role: self.add(role))
            line.addWidget(made)
        asked.addLayout(line)
        column.addWidget(self.asked)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list)
        both.addWidget(scrolled(self._form()), 1)
        column.addLayout(both, 1)

    def _form(self) -> QWidget:
        words = self.words
        frame, column = card(margin=22)
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(11)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.role = QLabel()
        self.role.setObjectName("subheading")
        column.addWidget(self.role)
        self.surname, self.given_names, self.chinese_name = (QLineEdit() for _ in range(3))
        self.sex, self.married = QComboBox(), QComboBox()
        self.birth_date = DateField(words, N_("Date of birth"))
        self.nationality = QLineEdit()
        self.nationality.setMaxLength(3)
        self.nationality.setMaximumWidth(80)
        self.nationality.setPlaceholderText("DEU")
        self.country = QLabel()
        self.country.setObjectName("muted")
        self.passport_number = QLineEdit()
        self.passport_expires_on = DateField(words, N_("Passport valid until"))
        for line in (self.surname, self.given_names, self.chinese_name, self.passport_number):
            line.setMinimumWidth(320)
        for combo in (self.sex, self.married):
            combo.setMinimumWidth(190)
        for message, field in (
            (N_("Surname"), self.surname),
            (N_("Given names"), self.given_names),
            (N_("Chinese name, if any"), self.chinese_name),
            (N_("Sex"), self.sex),
            (N_("Date of birth"), self.birth_date),
            (N_("Nationality (three letters)"), self._nationality_row()),
            (N_("Passport number"), self.passport_number),
            (N_("Passport valid until"), self.passport_expires_on),
            (N_("Married"), self.married),
        ):
            label = QLabel()
            words.bind(label, message)
            target = self.nationality if field is self._nationality_box else field
            label.setBuddy(target)
            words.bind(target, message, "setAccessibleName")
            form.addRow(label, field)
        column.addLayout(form)
        column.addStretch(1)
        for line in (
            self.surname,
            self.given_names,
            self.chinese_name,
            self.nationality,
            self.passport_number,
        ):
            line.editingFinished.connect(self._save)
        self.nationality.textEdited.connect(self._show_country)
        for day in (self.birth_date, self.passport_expires_on):
            day.edited.connect(self._save)
        for combo in (self.sex, self.married):
            combo.activated.connect(lambda _: self._save())
        self.form = frame
        self.zone = ZonePanel(words)
        self.zone.taken.connect(self._take_over)
        self.zone.hide()
        holder = PassportArea()
        holder.dropped.connect(self.look_at)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.zone)
        inner.addWidget(frame)
        inner.addStretch(1)
        return holder

    def _nationality_row(self) -> QWidget:
        self._nationality_box = QWidget()
        row = QHBoxLayout(self._nationality_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.nationality)
        row.addWidget(self.country, 1)
        return self._nationality_box

    def refresh(self) -> None:
        """Show everyone, keeping the one that is chosen."""
        if not self.session.has_case:
            self.zone.hide()
            self.list.clear()
            self.form.setEnabled(False)
            return
        self._show_asked()
        chosen = self.person()
        self._filling = True
        self.list.clear()
        say = self.words.say
        for person in self.session.case.people:
            name = _name_of(person, say("Name not entered yet"))
            item = QListWidgetItem(f"{name}\n{say(ROLE_NAMES[person.role])}")
            item.setData(Qt.ItemDataRole.UserRole, person.id)
            self.list.addItem(item)
        self._fill_choices()
        self._filling = False
        self.choose(chosen.id if chosen else None)

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
        if item is None or not self.session.has_case:
            return None
        return self.session.case.person(item.data(Qt.ItemDataRole.UserRole))

    def add(self, role: PersonRole) -> None:
        """Add a person and put the cursor into the first field."""
        person = self.session.add_person(role)
        self.choose(person.id)
        self.surname.setFocus()

    def remove(self) -> None:
        """Take the chosen person out after asking."""
        person, say = self.person(), self.words.say
        if person is None or person.role is PersonRole.PRINCIPAL:
            return
        name = _name_of(person, say(ROLE_NAMES[person.role]))
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(say("Remove a person"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(say("Remove {name} from the case, with the papers entered under that name?", name=name))
        remove = box.addButton(say("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(say("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        if box.clickedButton() is remove:
            self.session.remove_person(person.id)

    def _fill_choices(self) -> None:
        say = self.words.say
        for combo, choices in (
            (self.sex, [(None, N_("Not entered")), *SEX_NAMES.items()]),
            (self.married, [(None, N_("Not entered")), (True, N_("Yes")), (False, N_("No"))]),
        ):
            combo.clear()
            for value, message in choices:
                combo.addItem(say(message), value)

    def _fill(self) -> None:
        person = self.person()
        if self._filling:
            return
        self.form.setEnabled(person is not None)
        self.remove_button.setEnabled(person is not None and person.role is not PersonRole.PRINCIPAL)
        if person is None:
            return
        self._filling = True
        anew, self._shown_id = person.id != self._shown_id, person.id
        self.role.setText(self.words.say(ROLE_NAMES[person.role]))
        self.surname.setText(person.surname)
        self.given_names.setText(person.given_names)
        self.chinese_name.setText(person.chinese_name or "")
        self.sex.setCurrentIndex(self.sex.findData(person.sex))
        self.birth_date.show_day(person.birth_date, anew=anew)
        self.nationality.setText(person.nationality or "")
        self.passport_number.setText(person.passport_number or "")
        self.passport_expires_on.show_day(person.passport_expires_on, anew=anew)
        self.married.setCurrentIndex(self.married.findData(person.married))
        self._show_country()
        self._filling = False
        self._show_zone()

    # What a passport says.

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
        self.surname.setFocus()

    def _show_country(self) -> None:
        code = self.nationality.text().strip().upper()
        name = country_name(code) if len(code) == 3 else None
        known = name is not None and name.en != code
        set_flag(self.nationality, "wrong", on=bool(code) and not known)
        if name is not None and known:
            self.country.setText(self.words.shown(name, " "))
        else:
            say = self.words.say
            self.country.setText(say("Three letters as in the passport, such as DEU or USA.") if code else "")

    def _save(self) -> None:
        person = self.person()
        if person is None or self._filling:
            return
        code = self.nationality.text().strip().upper()
        known = len(code) == 3 and country_name(code).en != code
        self.session.save_person(
            replace(
                person,
                surname=self.surname.text().strip(),
                given_names=self.given_names.text().strip(),
                chinese_name=self.chinese_name.text().strip() or None,
                sex=Sex(self.sex.currentData()) if self.sex.currentData() else None,
                birth_date=person.birth_date if self.birth_date.is_wrong else self.birth_date.day,
                nationality=code if known else (person.nationality if code else None),
                passport_number=self.passport_number.text().strip() or None,
                passport_expires_on=(
                    person.passport_expires_on
                    if self.passport_expires_on.is_wrong
                    else self.passport_expires_on.day
                ),
                married=self.married.currentData(),
            )
        )


def _name_of(person: Person, unnamed: str) -> str:
    named = bool(person.surname or person.given_names)
    name = person.full_name if named else (person.chinese_name or unnamed)
    return f"{name} {person.chinese_name}" if named and person.chinese_name else name
