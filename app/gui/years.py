"""The figures of each year: wage, tax and days in China of the principal applicant."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.case import YearRow
from app.domain.rules import YearColumn
from app.gui.fields import number_of, whole
from app.gui.judgements import COLUMN_NAMES
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_

_YEARS_SHOWN = 5
_COLUMNS = tuple(YearColumn)


class YearTable(QTableWidget):
    """Takes the principal applicant's figures, a row for each calendar year."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(_YEARS_SHOWN, len(_COLUMNS))
        self._session = session
        self._words = words
        self._filling = False
        self._first = 0
        self._shown: object = None
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setFixedHeight(38)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(34)
        self.verticalHeader().setFixedWidth(58)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # In a narrow window the columns keep the room of their headings and are scrolled.
        header.setMinimumSectionSize(17 * header.fontMetrics().horizontalAdvance("x") + 20)
        self.setFixedHeight(34 * _YEARS_SHOWN + 44)
        words.bind(self, N_("Figures of each year"), "setAccessibleName")
        self.cellChanged.connect(self._save)

    def show_years(self) -> None:
        """Show the figures from the year of submission back."""
        case, say = self._session.case, self._words.say
        shown = (case.years, case.submit_on, case.principal, self._words.language)
        if shown == self._shown:
            return
        self._shown = shown
        self._filling = True
        self._first = case.submit_on.year
        known = {row.year: row for row in case.years_of_principal()}
        self.setHorizontalHeaderLabels([say(COLUMN_NAMES[column]) for column in _COLUMNS])
        self.setVerticalHeaderLabels([str(self._first - at) for at in range(_YEARS_SHOWN)])
        for at in range(_YEARS_SHOWN):
            row = known.get(self._first - at)
            for place, column in enumerate(_COLUMNS):
                value = None if row is None else getattr(row, column.value)
                item = QTableWidgetItem("" if value is None else f"{value:,.15g}")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                name = f"{self._first - at} {say(COLUMN_NAMES[column])}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {item.text()}")
                self.setItem(at, place, item)
        self._filling = False

    def _save(self, at: int, place: int) -> None:
        principal, item = self._session.case.principal, self.item(at, place)
        if self._filling or principal is None or item is None:
            return
        column, year = _COLUMNS[place], self._first - at
        number = number_of(item.text())
        fits = number is not None and (column is not YearColumn.STAY or (number <= 366 and number % 1 == 0))
        if item.text().strip() and not fits:
            say = self._words.say
            self._session.told.emit(say("{text} cannot stand here: a number is expected.", text=item.text()))
        else:
            known = {row.year: row for row in self._session.case.years_of_principal()}
            row = known.get(year, YearRow(year, principal.id))
            value = None if number is None else whole(number)
            self._session.save_year(replace(row, **{column.value: value}))  # type: ignore[arg-type]  # by its name
        # What was typed is shown as it was kept, or as it was before.
        self._shown = None
        self.show_years()
