"""The fields of one person, as the passport prints them, with what follows from their dates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.case import Case, Person, PersonRole, Sex
from app.domain.rules import Category
from app.gui.autosave import Autosave
from app.gui.country_field import CountryField
from app.gui.fields import DateField, card, text_label
from app.gui.marks import Mark, mark_icon
from app.gui.words import Words
from app.gui.zone_panel import SEX_NAMES
from app.i18n.catalogue import N_
from app.i18n.terms import ROLE_NAMES

_LINES = ("surname", "given_names", "chinese_name", "passport_number")
_OTHER_ROLES = tuple(role for role in PersonRole if role is not PersonRole.PRINCIPAL)
# Many states let nobody in whose passport runs out sooner.
_SOON_DAYS = 180
_WIDTH, _HINT_WIDTH = 320, 380


class Hint(QWidget):
    """Says in words, after a mark, what follows from a field; takes no room while nothing does."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self.text = text_label("", "muted")
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.hide()

    def tell(self, words: str, mark: Mark | None = None) -> None:
        """Show words, or nothing."""
        self.text.setText(words)
        # Beside a form's fields nobody asks a wrapped text how high it is.
        room = _HINT_WIDTH - (20 if mark is not None else 0)
        self.text.setFixedHeight(max(0, self.text.heightForWidth(room)))
        self._icon.setVisible(mark is not None)
        if mark is not None:
            self._icon.setPixmap(mark_icon(mark).pixmap(14, 14))
        self.setVisible(bool(words))


class PersonForm(QWidget):
    """Shows and changes what the case says of one person; `saved` carries the person as it is then."""

    saved = Signal(object)

    def __init__(self, words: Words, person_of: Callable[[str], Person | None]) -> None:
        super().__init__()
        self._words = words
        self._person_of = person_of
        self._id = ""
        self._filling = False
        self._chosen_in: object = None
        self.role, self.sex, self.married = QComboBox(), QComboBox(), QComboBox()
        self.surname, self.given_names, self.chinese_name, self.passport_number = (
            QLineEdit() for _ in range(4)
        )
        self.birth_date = DateField(words, N_("Date of birth"))
        self.passport_expires_on = DateField(words, N_("Passport valid until"))
        self.nationality = CountryField(words)
        self.age_hint, self.expiry_hint = Hint(), Hint()
        self.id_label = QLabel()
        self.id_label.setObjectName("muted")
        self._build()
        self._autosaves = {name: Autosave(getattr(self, name), self._save) for name in _LINES}
        for field in (self.birth_date, self.passport_expires_on, self.nationality):
            field.edited.connect(self._save)
        for combo in (self.role, self.sex, self.married):
            combo.activated.connect(lambda _: self._save())

    def _build(self) -> None:
        frame, column = card(margin=20)
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for name in _LINES:
            getattr(self, name).setFixedWidth(_WIDTH)
            getattr(self, name).setMaxLength(120)
        self.nationality.setFixedWidth(_WIDTH)
        for combo in (self.role, self.sex, self.married):
            combo.setMinimumWidth(190)
        for message, field, hint in (
            (N_("Role"), self.role, None),
            (N_("Surname"), self.surname, None),
            (N_("Given names"), self.given_names, None),
            (N_("Chinese name, if any"), self.chinese_name, None),
            (N_("Sex"), self.sex, None),
            (N_("Date of birth"), self.birth_date, self.age_hint),
            (N_("Nationality"), self.nationality, None),
            (N_("Passport number"), self.passport_number, None),
            (N_("Passport valid until"), self.passport_expires_on, self.expiry_hint),
            (N_("Married"), self.married, None),
        ):
            label = QLabel()
            self._words.bind(label, message)
            label.setBuddy(field)
            self._words.bind(field, message, "setAccessibleName")
            form.addRow(label, field if hint is None else _with_hint(field, hint))
        column.addLayout(form)
        column.addSpacing(4)
        column.addWidget(self.id_label)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    @property
    def shown_id(self) -> str:
        """Return the id of the person whose fields are shown, empty where nobody is."""
        return self._id

    def show_person(self, person: Person, case: Case, category: Category, today: date) -> None:
        """Show a person; what is being typed of the same person stays as it is."""
        anew, self._id = person.id != self._id, person.id
        self._filling = True
        self._fill_choices(person)
        for name, saving in self._autosaves.items():
            (saving.show_anew if anew else saving.show)(getattr(person, name) or "")
        self.birth_date.show_day(person.birth_date, anew=anew)
        self.passport_expires_on.show_day(person.passport_expires_on, anew=anew)
        self.nationality.show_code(person.nationality, anew=anew)
        self.role.setCurrentIndex(self.role.findData(person.role))
        self.sex.setCurrentIndex(self.sex.findData(person.sex))
        self.married.setCurrentIndex(self.married.findData(person.married))
        self.id_label.setText(self._words.say("In the case folder: {id}", id=person.id))
        self._filling = False
        self.age_hint.tell(*self._age_words(person, case, category))
        self.expiry_hint.tell(*self._expiry_words(person, case, today))

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        for saving in self._autosaves.values():
            saving.save_now()

    def _fill_choices(self, person: Person) -> None:
        is_principal = person.role is PersonRole.PRINCIPAL
        wanted = (self._words.language, is_principal)
        if wanted == self._chosen_in:
            return
        self._chosen_in, say = wanted, self._words.say
        roles = (PersonRole.PRINCIPAL,) if is_principal else _OTHER_ROLES
        for combo, choices in (
            (self.role, [(role, ROLE_NAMES[role]) for role in roles]),
            (self.sex, [(None, N_("Not entered")), *SEX_NAMES.items()]),
            (self.married, [(None, N_("Not entered")), (True, N_("Yes")), (False, N_("No"))]),
        ):
            combo.clear()
            for value, message in choices:
                combo.addItem(say(message), value)
        self.role.setEnabled(not is_principal)

    def _age_words(self, person: Person, case: Case, category: Category) -> tuple[str, Mark | None]:
        say, age = self._words.say, person.age_on(case.submit_on)
        if age is None:
            return "", None
        if age < 0:
            return say("Born after the planned day: look at both days again."), Mark.BAD
        rules = category.accompanying_on(case.submit_on)
        limit = next((each.under_age for each in rules if each.role is person.role), None)
        if limit is not None and age >= limit:
            return say(
                "{age} years old on the planned day: only who is under {limit} can come along. A category of "
                "their own is needed.",
                age=age,
                limit=limit,
            ), Mark.BAD
        return say.plural(
            "{count} year old on the planned day", "{count} years old on the planned day", age
        ), None

    def _expiry_words(self, person: Person, case: Case, today: date) -> tuple[str, Mark | None]:
        say, expires_on = self._words.say, person.passport_expires_on
        if expires_on is None:
            return "", None
        if expires_on < today:
            return say("The passport has run out: a new one is needed first."), Mark.BAD
        left, after = (expires_on - today).days, (expires_on - case.submit_on).days
        if after < 0:
            return say.plural(
                "Expires in {count} day, before the planned day: renew it first",
                "Expires in {count} days, before the planned day: renew it first",
                left,
            ), Mark.BAD
        words = say.plural(
            "Expires in {count} day; on the planned day it is valid for {after} more",
            "Expires in {count} days; on the planned day it is valid for {after} more",
            left,
            after=after,
        )
        return words, Mark.WARN if after < _SOON_DAYS else None

    def _save(self) -> None:
        person = self._person_of(self._id)
        if person is None or self._filling:
            return
        sex = self.sex.currentData()
        self.saved.emit(
            replace(
                person,
                role=PersonRole(self.role.currentData()),
                surname=self.surname.text().strip(),
                given_names=self.given_names.text().strip(),
                chinese_name=self.chinese_name.text().strip() or None,
                sex=Sex(sex) if sex else None,
                birth_date=_day(self.birth_date, person.birth_date),
                nationality=self.nationality.code,
                passport_number=self.passport_number.text().strip() or None,
                passport_expires_on=_day(self.passport_expires_on, person.passport_expires_on),
                married=self.married.currentData(),
            )
        )


def _day(field: DateField, kept: date | None) -> date | None:
    return kept if field.is_wrong else field.day


def _with_hint(field: QWidget, hint: QWidget) -> QWidget:
    holder = QWidget()
    holder.setFixedWidth(_HINT_WIDTH)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(field)
    column.addWidget(hint)
    return holder
