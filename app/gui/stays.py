"""Entries and exits: when each person came to China and left, typed row by row or pasted as a list."""

import re
from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework.stays import count_years
from app.domain.case import Person, Stay
from app.domain.words import Language
from app.gui.fields import button, quiet, row_of, text_label
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import ROLE_NAMES

_ROW, _ROWS_SHOWN = 34, 7
_YEARS_COUNTED = 5
_ENTERED, _LEFT = range(2)
_HEADS = (N_("Entered on"), N_("Left on"))
# A year, a month and a day with anything between them that is no digit: 2026-1-5, 2026/01/05, 2026年1月5日.
_DAY = re.compile(r"(?<!\d)(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?(?!\d)")


def days_in(text: str) -> list[date]:
    """Return the dates that stand in a text, in its order; what is no day of the calendar is left out."""
    found = []
    for year, month, day in _DAY.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def stays_in(text: str, person: str) -> list[Stay]:
    """Read one stay from every line that holds a date of entry and, after it, one of exit or none."""
    made = []
    for line in text.splitlines():
        days = days_in(line)
        if days:
            made.append(Stay(person, days[0], days[1] if len(days) > 1 else None))
    return made


class StayTable(QTableWidget):
    """Takes the stays of one person; the last row is empty and takes the next one."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(0, len(_HEADS))
        self._session = session
        self._words = words
        self._filling = False
        self._person = ""
        self._stays: tuple[Stay, ...] = ()
        self._shown: object = None
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.bind(self, N_("Entries and exits"), "setAccessibleName")
        self.cellChanged.connect(self._save)

    def show_stays(self, person: str) -> None:
        """Show a person's stays in the order of entry."""
        stays = tuple(stay for stay in self._session.case.stays_in_order() if stay.person == person)
        shown = (person, stays, self._words.language)
        if shown == self._shown:
            return
        self._shown, self._person, self._stays = shown, person, stays
        place = self.currentRow(), self.currentColumn()
        self._filling = True
        self.setHorizontalHeaderLabels([self._words.say(head) for head in _HEADS])
        self.setRowCount(len(stays) + 1)
        for at in range(len(stays) + 1):
            stay = stays[at] if at < len(stays) else None
            for column, day in enumerate((None, None) if stay is None else (stay.entered_on, stay.left_on)):
                item = QTableWidgetItem("" if day is None else day.isoformat())
                name = self._words.say(_HEADS[column])
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{at + 1} {name}: {item.text()}")
                self.setItem(at, column, item)
        self._filling = False
        self.setFixedHeight(
            _ROW * min(len(stays) + 1, _ROWS_SHOWN) + self.horizontalHeader().sizeHint().height() + 8
        )
        if place[0] >= 0:
            self.setCurrentCell(min(place[0], len(stays)), place[1])

    def remove_chosen(self) -> None:
        """Take the chosen stays out."""
        chosen = {index.row() for index in self.selectedIndexes()} | {self.currentRow()}
        left = tuple(stay for at, stay in enumerate(self._stays) if at not in chosen)
        if left != self._stays:
            self._session.save_stays(self._person, left)

    def paste(self, text: str) -> None:
        """Take a list of entries and exits, such as one copied from a spreadsheet."""
        new = stays_in(text, self._person)
        if not new:
            self._session.told.emit(
                self._words.say("No dates were found there. Copy lines such as 2025-01-05 2025-06-30.")
            )
            return
        self._session.save_stays(self._person, tuple(dict.fromkeys((*self._stays, *new))))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Remove by the Delete key, take a list by the key of pasting."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_chosen()
        else:
            super().keyPressEvent(event)

    def _save(self, at: int, column: int) -> None:
        item = self.item(at, column)
        if self._filling or item is None:
            return
        text = item.text().strip()
        days = days_in(text)
        if text and len(days) != 1:
            say = self._words.say
            self._session.told.emit(
                say("{text} cannot stand here: a date like 2026-12-15 is expected.", text=text)
            )
        else:
            self._put(at, column, days[0] if days else None)
        # What was typed is shown as it was kept, or as it was before.
        self._shown = None
        self.show_stays(self._person)

    def _put(self, at: int, column: int, day: date | None) -> None:
        rows = list(self._stays)
        before = rows.pop(at) if at < len(rows) else None
        entered = day if column == _ENTERED else (None if before is None else before.entered_on)
        left = day if column == _LEFT else (None if before is None else before.left_on)
        if entered is None and (left is not None or before is None):
            self._session.told.emit(self._words.say("Enter first on which day China was entered."))
            return
        new = () if entered is None else (Stay(self._person, entered, left),)
        self._session.save_stays(self._person, tuple(dict.fromkeys((*rows, *new))))


class StaysEditor(QWidget):
    """Shows whose entries and exits, the list, and the days of each year counted from it."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self.people = QComboBox()
        words.bind(self.people, N_("Whose entries and exits"), "setAccessibleName")
        self.people.activated.connect(lambda _: self.refresh())
        self.table = StayTable(session, words)
        self.add_button = button(words, N_("Add a stay"))
        self.paste_button = button(words, N_("Paste a list"))
        self.remove_button = button(words, N_("Remove the stay"))
        self.add_button.clicked.connect(self._add)
        self.paste_button.clicked.connect(lambda: self.table.paste(QGuiApplication.clipboard().text()))
        self.remove_button.clicked.connect(self.table.remove_chosen)
        self.counted = text_label("", "muted")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            quiet(
                self._words,
                N_("As the stamps or the entry record show them. Leave the exit empty while the stay lasts."),
            )
        )
        who = QHBoxLayout()
        label = QLabel()
        self._words.bind(label, N_("Of"))
        label.setBuddy(self.people)
        who.addWidget(label)
        who.addWidget(self.people, 1)
        column.addLayout(who)
        column.addWidget(self.table)
        column.addLayout(row_of(self.add_button, self.paste_button, self.remove_button))
        column.addWidget(self.counted)

    def refresh(self) -> None:
        """Show the stays of the chosen person, and the days of each year."""
        case = self._session.case
        self._fill_people(case.people)
        chosen = self.people.currentData()
        if chosen is None:
            return
        self.table.show_stays(chosen)
        first = case.submit_on.year
        years = count_years(self._session.desk, case, chosen, range(first, first - _YEARS_COUNTED, -1))
        say = self._words.say
        lines = []
        for each in years:
            line = say.plural(
                "{year}: {count} day counted", "{year}: {count} days counted", each.days, year=each.year
            )
            if each.unknown:
                line = say("{line}, nothing known of {unknown}", line=line, unknown=each.unknown)
            if each.typed is not None:
                line = say("{line}, {typed} typed", line=line, typed=each.typed)
            lines.append(say("{line}: they differ", line=line) if each.differs else line)
        self.counted.setText("\n".join(lines))
        self.counted.setVisible(bool(lines))

    def _fill_people(self, people: Iterable[Person]) -> None:
        say, chosen = self._words.say, self.people.currentData()
        wanted = [(_name(person, self._words), person.id) for person in people]
        held = [(self.people.itemText(at), self.people.itemData(at)) for at in range(self.people.count())]
        if wanted == held:
            return
        self.people.clear()
        for name, person_id in wanted:
            self.people.addItem(name, person_id)
        principal = self._session.case.principal
        fallback = None if principal is None else principal.id
        at = self.people.findData(chosen)
        self.people.setCurrentIndex(max(0, at if at >= 0 else self.people.findData(fallback)))
        self.people.setToolTip(say("Whose entries and exits"))

    def _add(self) -> None:
        self.table.setCurrentCell(self.table.rowCount() - 1, _ENTERED)
        self.table.setFocus()
        item = self.table.item(self.table.rowCount() - 1, _ENTERED)
        if item is not None:
            self.table.editItem(item)


def _name(person: Person, words: Words) -> str:
    role = words.say(ROLE_NAMES[person.role])
    if not (person.has_name or person.chinese_name):
        return role
    name = person.full_name if person.has_name else str(person.chinese_name)
    gap = "，" if words.language is Language.ZH else ", "
    return f"{name}{gap}{role}"
