"""The members of a person's family: those who are persons of the case, and those who are not."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.case import Person, Relation, Relative, Sex
from app.domain.words import Language
from app.gui.autosave import Autosave
from app.gui.country_field import CountryField
from app.gui.fields import DateField, button, card, quiet, row_of, set_flag
from app.gui.rows import add_row, row_data
from app.gui.session import Session
from app.gui.two_languages import DAY_WIDTH, LABEL_TOP, LowTree, TwoLanguages
from app.gui.words import Words
from app.gui.zone_panel import SEX_NAMES
from app.i18n.catalogue import N_
from app.i18n.families import RELATION_NAMES
from app.i18n.terms import ROLE_NAMES

_FIELDS = (
    (
        "occupation",
        N_("Occupation and employer"),
        N_("Occupation and employer, in Chinese"),
        N_("Occupation and employer, in English"),
    ),
    ("address", N_("Home address"), N_("Home address, in Chinese"), N_("Home address, in English")),
)
_LINES = ("name", "passport_number")
_LONGEST, _FIELD_WIDTH = 120, 300


class FamilyList(LowTree):
    """Lists the family; Enter and Delete act on the chosen member."""

    def __init__(self, owner: "RelativesTable") -> None:
        super().__init__(1)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Remove by the Delete key; go to the fields by Enter."""
        if event.key() == Qt.Key.Key_Delete:
            self._owner.remove_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.name.setFocus()
        else:
            super().keyPressEvent(event)


class RelativesTable(QWidget):
    """Shows and changes the family of one person; every entry is kept while one types."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._person = ""
        self._rows: tuple[Relative, ...] = ()
        # One who has no name yet is not kept: nothing could be said of them in a letter.
        self._draft: Relative | None = None
        self._at = -1
        self._shown: object = None
        self._in_fields: tuple[str, int] = ("", -1)
        self._filling = False
        self._build()
        session.changed.connect(lambda _: self._show_again())
        words.changed.connect(self._show_again)

    # How it is made.

    def _build(self) -> None:
        words = self._words
        self.list = FamilyList(self)
        words.bind(self.list, N_("Members of the family"), "setAccessibleName")
        self.list.currentItemChanged.connect(lambda now, _: self._choose(row_data(now)))
        self.add_button = button(words, N_("Add a relative"))
        self.remove_button = button(words, N_("Remove this relative"))
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            quiet(words, N_("Whoever applies together is told already; add the others of the family."))
        )
        column.addWidget(self.list)
        column.addLayout(row_of(self.add_button, self.remove_button))
        column.addWidget(self._fields())

    def _fields(self) -> QWidget:
        words = self._words
        self.fields, inside = card(margin=14)
        self.relation, self.sex = QComboBox(), QComboBox()
        self.name, self.passport_number = QLineEdit(), QLineEdit()
        self.birth_date = DateField(words, N_("Date of birth"))
        self.birth_date.setMinimumWidth(DAY_WIDTH)
        self.nationality = CountryField(words)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (N_("Relation"), self.relation),
            (N_("Name in the passport"), self.name),
            (N_("Sex"), self.sex),
            (N_("Date of birth"), self.birth_date),
            (N_("Nationality"), self.nationality),
            (N_("Passport number"), self.passport_number),
        )
        for at, (message, field) in enumerate(rows):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            label.setContentsMargins(0, LABEL_TOP, 0, 0)
            if field is not self.birth_date:
                words.bind(field, message, "setAccessibleName")
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            if isinstance(field, QLineEdit):
                field.setMaxLength(_LONGEST)
                field.setMaximumWidth(_FIELD_WIDTH)
                grid.addWidget(field, at, 1)
            else:
                grid.addWidget(field, at, 1, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(grid)
        self.told = TwoLanguages(words, _FIELDS, self._save)
        inside.addWidget(self.told)
        self._saving = {name: Autosave(getattr(self, name), self._save) for name in _LINES}
        self.birth_date.edited.connect(self._save)
        self.nationality.edited.connect(self._save)
        for combo in (self.relation, self.sex):
            combo.setMinimumWidth(160)
            combo.activated.connect(lambda _: self._save())
        return self.fields

    # What is shown.

    def show_person(self, person_id: str) -> None:
        """Show the family of a person; what is being typed of the same person stays as it is."""
        if person_id != self._person:
            self.save_now()
            self._person, self._at, self._in_fields, self._draft = person_id, -1, ("", -1), None
        self._show_again()

    def _show_again(self) -> None:
        case = self._session.case if self._session.has_case else None
        if case is None or case.person(self._person) is None:
            return
        rows = tuple(row for row in case.relatives if row.person == self._person)
        shown = (self._person, rows, self._draft, case.people, self._words.language)
        if shown == self._shown:
            return
        self._shown, self._rows = shown, rows
        self._fill_choices()
        self.list.blockSignals(True)
        self.list.clear()
        for person in case.people:
            if person.id != self._person:
                self._add_person(person)
        for at, row in enumerate(self._all()):
            add_row(self.list, self._title(row), self._about(row), data=at)
        self.list.fit()
        self.list.blockSignals(False)
        self._choose(self._at)

    def _all(self) -> tuple[Relative, ...]:
        return self._rows if self._draft is None else (*self._rows, self._draft)

    def _add_person(self, person: Person) -> None:
        say = self._words.say
        name = person.full_name if person.has_name else (person.chinese_name or say("Name not entered yet"))
        told = say("{role}, a person of this case", role=say(ROLE_NAMES[person.role]))
        item = add_row(self.list, name, told)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _title(self, row: Relative) -> str:
        say = self._words.say
        return say(
            "{relation}: {name}",
            relation=say(RELATION_NAMES[row.relation]),
            name=row.name or say("Name not entered yet"),
        )

    def _about(self, row: Relative) -> str:
        zh = self._words.language is Language.ZH
        return ("，" if zh else ", ").join(self._parts(row, zh=zh))

    def _parts(self, row: Relative, *, zh: bool) -> Iterator[str]:
        if row.birth_date is not None:
            yield self._words.say("born {day}", day=row.birth_date.isoformat())
        for first, second in ((row.occupation, row.occupation_en), (row.address, row.address_en)):
            if told := (first or second) if zh else (second or first):
                yield told

    def _fill_choices(self) -> None:
        if self.relation.property("language") == self._words.language.value:
            return
        self.relation.setProperty("language", self._words.language.value)
        say = self._words.say
        self.relation.clear()
        self.sex.clear()
        for relation, message in RELATION_NAMES.items():
            self.relation.addItem(say(message), relation)
        for sex, message in ((None, N_("Not entered")), *SEX_NAMES.items()):
            self.sex.addItem(say(message), sex)

    # What is chosen.

    def _choose(self, at: int | None) -> None:
        """Show the fields of a relative; where one went, those of the next one."""
        at = min(-1 if at is None else at, len(self._all()) - 1)
        self._at = at
        if row_data(self.list.currentItem()) != at:
            self.list.blockSignals(True)
            if at < 0:
                self.list.choose_none()
            else:
                self.list.select_row(at)
            self.list.blockSignals(False)
        self.remove_button.setEnabled(at >= 0)
        self.fields.setVisible(at >= 0)
        if at >= 0:
            self._fill_fields(self._all()[at])

    def _fill_fields(self, row: Relative) -> None:
        anew = (self._person, self._at) != self._in_fields
        self._in_fields = (self._person, self._at)
        self._filling = True
        for name, saving in self._saving.items():
            (saving.show_anew if anew else saving.show)(getattr(row, name) or "")
        set_flag(self.name, "wrong", on=False)
        self.birth_date.show_day(row.birth_date, anew=anew)
        self.nationality.show_code(row.nationality, anew=anew)
        self.relation.setCurrentIndex(self.relation.findData(row.relation))
        self.sex.setCurrentIndex(self.sex.findData(row.sex))
        self.told.show_of(row, anew=anew)
        self._filling = False

    # What is done.

    def add(self) -> None:
        """Begin a relative, and put the cursor into the name."""
        self.save_now()
        if self._draft is None:
            relation = next((each for each in _USUAL if each not in self._relations()), Relation.OTHER)
            self._draft = Relative(self._person, relation, "")
        self._at, self._in_fields = len(self._rows), ("", -1)
        self._show_again()
        self._choose(self._at)
        self.name.setFocus()

    def _relations(self) -> frozenset[Relation]:
        return frozenset(row.relation for row in self._rows)

    def remove_chosen(self) -> None:
        """Take the chosen relative out; it can be undone."""
        at = self._at
        if at < 0:
            return
        self._in_fields = ("", -1)
        if at == len(self._rows):
            self._draft = None
            self._show_again()
        else:
            words = self._title(self._rows[at])
            self._session.save_relatives(self._person, (*self._rows[:at], *self._rows[at + 1 :]))
            self._session.told.emit(self._words.say("Removed: {name}. Ctrl+Z brings it back.", name=words))
        self.list.setFocus()

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        for saving in self._saving.values():
            saving.save_now()
        self.told.save_now()

    def _save(self) -> None:
        if self._filling or self._at < 0:
            return
        row, sex = self._all()[self._at], self.sex.currentData()
        name = self.name.text().strip()
        # Who was named keeps the name until there is another.
        set_flag(self.name, "wrong", on=bool(row.name) and not name)
        new = replace(
            row,
            relation=Relation(self.relation.currentData()),
            name=name or row.name,
            sex=Sex(sex) if sex else None,
            birth_date=row.birth_date if self.birth_date.is_wrong else self.birth_date.day,
            nationality=self.nationality.code,
            passport_number=self.passport_number.text().strip() or None,
            **self.told.said(),
        )
        if new == row:
            return
        if self._at == len(self._rows) and not new.name:
            self._draft = new
            self._show_again()
            return
        rows = tuple(new if at == self._at else each for at, each in enumerate(self._all()))
        # The one that waits for a name stays beside those that are kept.
        self._draft = None if self._at == len(self._rows) else self._draft
        self._session.save_relatives(self._person, rows if self._draft is None else rows[:-1])


# Forms ask for the parents first.
_USUAL = (Relation.FATHER, Relation.MOTHER)
