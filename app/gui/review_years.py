"""Wage, tax and days in China of every counted year against what is asked, as charts."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.judgement import YearJudgement
from app.domain.rules import YearColumn
from app.gui.bar_chart import YearBars
from app.gui.chart_frame import ChartFrame
from app.gui.fields import empty_part, quiet, scrolled
from app.gui.judgements import COLUMN_NAMES
from app.gui.session import Session
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.terms import date_words

_WIDE = 1300


class YearsPanel(QWidget):
    """Shows a chart for each figure that the case's category counts by years."""

    def __init__(self, session: Session, words: Words, to_figures: Callable[[], None]) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.frames = {column: self._frame(column) for column in YearColumn}
        self.charts = {column: frame.chart for column, frame in self.frames.items()}
        inside = QWidget()
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 6, 0)
        self.grid.setSpacing(12)
        self.grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        for place, frame in enumerate(self.frames.values()):
            self.grid.addWidget(frame, place, 0)
        self.note = quiet(
            words,
            N_(
                "The national text decides here. Some windows take the tax rule more strictly, as a "
                "share of the actual wage; that reading stands beside it."
            ),
        )
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.note)
        column.addWidget(scrolled(inside), 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(full)
        self.stack.addWidget(self._empty_part(to_figures))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(self.stack)

    def _frame(self, column: YearColumn) -> ChartFrame:
        return ChartFrame(
            self.words,
            COLUMN_NAMES[column],
            YearBars(self.words, column),
            widths=(150, 190, 150, 190),
            describe=self._describe,
            told=self.session.told.emit,
            failed=lambda code, path: self.session.failed.emit(Stopped(code, {"path": path, "reason": ""})),
        )

    def _empty_part(self, to_figures: Callable[[], None]) -> QWidget:
        part, self.empty, self.go = empty_part(self.words, N_("Go to Category"), to_figures)
        return part

    def _describe(self) -> str:
        case = self.session.case
        return self.words.say(
            "{case}. Planned day {day}.", case=case.title, day=date_words(case.submit_on, self.words.language)
        )

    def refresh(self, years: tuple[YearJudgement, ...] | None) -> None:
        """Show the judged years; None while they are not judged yet."""
        self.stack.setCurrentIndex(0 if years else 1)
        if not years:
            self._show_empty(checking=years is None)
        for frame in self.frames.values():
            chart = frame.chart
            if isinstance(chart, YearBars):
                chart.show_years(tuple(years or ()))
                frame.setVisible(bool(chart.years))
            frame.renew()
        self.note.setVisible(any(year.strict_threshold is not None for year in years or ()))
        self._place()

    def _show_empty(self, *, checking: bool) -> None:
        say = self.words.say
        self.go.setVisible(not checking)
        words = (
            say("The case is being checked…") if checking else say("No years are counted in this category.")
        )
        self.empty.setText(words)

    def _place(self) -> None:
        """Lay the charts in one column, in two where there is room."""
        columns = 2 if self.width() >= _WIDE else 1
        shown = [frame for frame in self.frames.values() if not frame.isHidden()]
        for frame in self.frames.values():
            self.grid.removeWidget(frame)
        for place, frame in enumerate(shown):
            self.grid.addWidget(frame, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for at in range(2):
            self.grid.setColumnStretch(at, int(at < columns))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Use the room that there is."""
        super().resizeEvent(event)
        if (event.size().width() >= _WIDE) is not (event.oldSize().width() >= _WIDE):
            self._place()
