"""Shows what a passport's machine-readable zone says beside what is typed; takes over what a person wants."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.case import Person, Sex
from app.domain.names import same_name, same_number
from app.domain.reading import Zone
from app.domain.words import Language
from app.gui.fields import button, card, row_of, text_label
from app.gui.marks import Mark, mark_icon
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import country_name, date_words

SEX_NAMES = {Sex.FEMALE: N_("Female"), Sex.MALE: N_("Male"), Sex.UNSPECIFIED: N_("Unspecified")}
_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "X": Sex.UNSPECIFIED, "<": Sex.UNSPECIFIED}

Value = str | date | Sex


@dataclass(frozen=True, slots=True)
class ZoneField:
    """Holds one field of a zone beside what is typed; a doubtful one may have been misread."""

    name: str
    typed: Value | None
    read: Value
    agrees: bool
    doubtful: bool

    @property
    def fills_gap(self) -> bool:
        """Say whether it can be taken over unseen: nothing is typed, and it was read plainly."""
        return self.typed is None and not self.doubtful


@dataclass(frozen=True, slots=True)
class _Kind:
    """Says which field of a person stands for which field of a zone."""

    name: str
    message: str
    zone_names: tuple[str, ...]
    read: Callable[[Zone], Value | None]


_KINDS = (
    _Kind("surname", N_("Surname"), ("surname",), lambda zone: zone.surname or None),
    _Kind("given_names", N_("Given names"), ("given_names",), lambda zone: zone.given_names or None),
    _Kind("sex", N_("Sex"), ("sex",), lambda zone: _SEXES.get(zone.sex)),
    _Kind("birth_date", N_("Date of birth"), ("birth_date",), lambda zone: zone.birth_date),
    _Kind("nationality", N_("Nationality"), ("nationality",), lambda zone: zone.nationality or None),
    _Kind(
        "passport_number",
        N_("Passport number"),
        ("document_number",),
        lambda zone: zone.document_number or None,
    ),
    _Kind("passport_expires_on", N_("Passport valid until"), ("expires_on",), lambda zone: zone.expires_on),
)
_MESSAGES = {kind.name: kind.message for kind in _KINDS}
_NAMES = frozenset({"surname", "given_names"})


def zone_fields(person: Person, zone: Zone) -> list[ZoneField]:
    """Hold the fields of a zone against what is typed of a person; fields that were not read are left out."""
    made = []
    for kind in _KINDS:
        read = kind.read(zone)
        if read is not None:
            typed: Value | None = getattr(person, kind.name) or None
            made.append(
                ZoneField(kind.name, typed, read, _agrees(kind.name, typed, read, zone), _doubt(kind, zone))
            )
    return made


def _agrees(name: str, typed: Value | None, read: Value, zone: Zone) -> bool:
    if typed is None:
        return False
    if name in _NAMES:
        return same_name(str(typed), str(read), cut=zone.cut)
    if name == "passport_number":
        return same_number(str(typed), str(read))
    return typed == read


def _doubt(kind: _Kind, zone: Zone) -> bool:
    if zone.cut and kind.name in _NAMES:
        # The zone had no room: what stands there may not be the whole name.
        return True
    return any(each in zone.failed or each in zone.doubtful for each in kind.zone_names)


@dataclass(frozen=True, slots=True)
class ZoneSeen:
    """Says what is known of a person's zone: the file, the zone if there is one, whether one waits."""

    file: str
    zone: Zone | None = None
    waiting: bool = False


class ZonePanel(QWidget):
    """Offers the fields of a passport's zone; nothing is taken over by itself."""

    taken = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._person: Person | None = None
        self._fields: list[ZoneField] = []
        self._shown: object = None
        self.buttons: dict[str, QPushButton] = {}
        self._parts: list[QWidget] = []
        self.title = QLabel()
        self.title.setObjectName("subheading")
        words.bind(self.title, N_("From the passport"))
        self.icon = QLabel()
        self.told = text_label("", "muted")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(2, 1)
        self.all_button = button(words, N_("Take over into all empty fields"), "primary")
        self.all_button.clicked.connect(self.take_all)
        self.every_button = button(words, N_("Take over everything that differs"))
        self.every_button.clicked.connect(self.take_every)
        self.choose_button = button(words, N_("Choose a passport file…"))
        frame, column = card(margin=18)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.told, 1)
        head = row_of(self.title, stretch=False)
        head.addStretch(1)
        head.addWidget(self.choose_button)
        column.addLayout(head)
        column.addLayout(line)
        column.addLayout(self.grid)
        column.addLayout(row_of(self.all_button, self.every_button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_zone(self, person: Person | None, seen: ZoneSeen | None) -> None:
        """Show a zone beside a person, or how to give a passport where none was given."""
        wanted = (person, seen, self._words.language, colours())
        if wanted == self._shown:
            return
        self._shown = wanted
        self._person = person
        self._clear()
        if person is None:
            return
        zone = None if seen is None else seen.zone
        fields = [] if zone is None else zone_fields(person, zone)
        self._fields = [each for each in fields if not each.agrees]
        self._tell(seen)
        if self._fields:
            self._add_head()
        for field in self._fields:
            self._add_field(field)
        gaps = sum(field.fills_gap for field in self._fields)
        plain = sum(not field.doubtful for field in self._fields)
        self.all_button.setVisible(gaps > 0)
        self.every_button.setVisible(plain > gaps)

    def take_all(self) -> None:
        """Take over every field of which nothing is typed and that was read plainly."""
        self._take([field for field in self._fields if field.fills_gap])

    def take_every(self) -> None:
        """Take over every field that was read plainly, also where something else is typed."""
        self._take([field for field in self._fields if not field.doubtful])

    def _take(self, fields: list[ZoneField]) -> None:
        if self._person is not None and fields:
            values = {field.name: field.read for field in fields}
            self.taken.emit(replace(self._person, **values))  # type: ignore[arg-type]  # each is its field's own

    def _tell(self, seen: ZoneSeen | None) -> None:
        say = self._words.say
        if seen is None:
            mark = Mark.NOTE
            words = say(
                "Drop a scan or photo of the passport here, paste it, or choose its file. The two lines "
                "at the foot of its page fill the fields; nothing is taken over unless you say so."
            )
        elif seen.waiting:
            mark, words = Mark.OPEN, say("{file} is being read…", file=seen.file)
        elif seen.zone is None:
            mark = Mark.ASK
            words = say(
                "No machine-readable zone could be read in {file}. Type the fields by hand.", file=seen.file
            )
        elif not self._fields:
            mark, words = Mark.GOOD, say("What is typed agrees with the zone of {file}.", file=seen.file)
        else:
            mark = Mark.NOTE
            words = say(
                "The zone of {file} says more, or other, than what is typed. Compare with the passport; "
                "nothing is taken over unless you press the button.",
                file=seen.file,
            )
        self.icon.setPixmap(mark_icon(mark).pixmap(16, 16))
        self.told.setText(words)

    def _clear(self) -> None:
        for part in self._parts:
            self.grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.buttons, self._fields = [], {}, []
        self.all_button.hide()
        self.every_button.hide()

    def _add_head(self) -> None:
        say = self._words.say
        for column, words in enumerate((say("Field"), say("Typed"), say("Read"))):
            self._put(text_label(words, "muted"), 0, column)

    def _add_field(self, field: ZoneField) -> None:
        say, row = self._words.say, len(self.buttons) + 1
        name, read = say(_MESSAGES[field.name]), self._value_words(field.name, field.read)
        typed = say("Not entered") if field.typed is None else self._value_words(field.name, field.typed)
        self._put(text_label(name), row, 0)
        self._put(text_label(typed, "" if field.typed is not None else "muted"), row, 1)
        doubt = "\n" + say("may be misread: compare letter by letter") if field.doubtful else ""
        self._put(text_label(read + doubt), row, 2)
        made = QPushButton(say("Take over"))
        made.setAutoDefault(False)
        made.setAccessibleName(say("Take over {field}: {value}", field=name, value=read + doubt))
        made.clicked.connect(lambda: self._take([field]))
        self.buttons[field.name] = made
        self._put(made, row, 3)

    def _put(self, part: QWidget, row: int, column: int) -> None:
        self._parts.append(part)
        self.grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)

    def _value_words(self, name: str, value: Value) -> str:
        if isinstance(value, date):
            return date_words(value, self._words.language)
        if isinstance(value, Sex):
            return self._words.say(SEX_NAMES[value])
        if name == "nationality" and (country := country_name(value)).en != value:
            gap = " " if self._words.language is Language.EN else ""
            return f"{value}{gap}({country.in_language(self._words.language)})"
        return value
