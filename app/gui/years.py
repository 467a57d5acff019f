"""The figures of each year: wage, tax and days in China of the principal applicant."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.casework.stays import count_years
from app.domain.case import YearRow
from app.domain.rules import YearColumn
from app.gui.fields import number_of, whole
from app.gui.judgements import COLUMN_NAMES
from app.gui.marks import Mark, mark_icon
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_

_YEARS_SHOWN = 5
_COLUMNS = tuple(YearColumn)


class YearTable(QTableWidget):
    """Takes the principal applicant's figures, a row for each calendar year."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(_YEARS_SHOWN, len(_COLUMNS) + 1)
        self._session = session
        self._words = words
        self._filling = False
        self._first = 0
        self._shown: object = None
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setFixedHeight(50)
        header.setMinimumSectionSize(64)
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
        self.setFixedHeight(34 * _YEARS_SHOWN + 56)
        words.bind(self, N_("Figures of each year"), "setAccessibleName")
        self.cellChanged.connect(self._save)

    def show_years(self) -> None:
        """Show the figures from the year of submission back."""
        case, say = self._session.case, self._words.say
        shown = (case.years, case.stays, case.submit_on, case.principal, self._words.language)
        if shown == self._shown:
            return
        self._shown = shown
        self._filling = True
        self._first = case.submit_on.year
        known = {row.year: row for row in case.years_of_principal()}
        names = [say(COLUMN_NAMES[column]) for column in _COLUMNS]
        # The unit stands below, so that four columns have room beside each other.
        names = [name.replace(", ", "\n").replace("（", "\n（") for name in names]
        self.setHorizontalHeaderLabels([*names, say("Days counted")])
        self._show_counted()
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

    def _show_counted(self) -> None:
        """Show beside the typed days those that the entries and exits come to; nothing is overwritten."""
        case, say = self._session.case, self._words.say
        principal = case.principal
        years = range(self._first, self._first - _YEARS_SHOWN, -1)
        counted = () if principal is None else count_years(self._session.desk, case, principal.id, years)
        self.setColumnHidden(len(_COLUMNS), not counted)
        for at, each in enumerate(counted):
            words = say("{days} known", days=each.days) if each.unknown else str(each.days)
            item = QTableWidgetItem(say("{days}: differs", days=each.days) if each.differs else words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if each.differs:
                item.setIcon(mark_icon(Mark.WARN))
                item.setToolTip(
                    say("Other days are typed than the entries and exits come to. Look at both again.")
                )
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{each.year} {say('Days counted')}: {item.text()}"
            )
            self.setItem(at, len(_COLUMNS), item)

    def _save(self, at: int, place: int) -> None:
        principal, item = self._session.case.principal, self.item(at, place)
        if self._filling or principal is None or item is None or place >= len(_COLUMNS):
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
