"""The figures of each year as bars against what is asked of them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from app.domain.judgement import Verdict, YearJudgement
from app.domain.rules import YearColumn
from app.gui.chart_frame import Chart, TableCell, TableRow, draw_line, text_fonts
from app.gui.judgements import COLUMN_UNITS
from app.gui.marks import paint_mark
from app.gui.state_marks import VERDICT_MARKS
from app.gui.theme import Colours
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.judgements import word_year
from app.i18n.terms import VERDICT_NAMES, amount_words

_HEADERS = (N_("Year"), N_("Entered"), N_("Asked"), N_("Comes out"), N_("Stricter reading"))
_BAR, _MARK, _GAP = 16, 16, 8
_LEAST_PLOT = 120


class YearBars(Chart):
    """Shows one figure of every counted year: the bar, what is asked, what comes out."""

    def __init__(self, words: Words, column: YearColumn) -> None:
        super().__init__()
        self._words = words
        self.column = column
        self.years: tuple[YearJudgement, ...] = ()

    def show_years(self, years: tuple[YearJudgement, ...]) -> None:
        """Show the judged years of the column."""
        self.years = tuple(year for year in years if year.column is self.column)
        self.renew()

    def headers(self) -> tuple[str, ...]:
        """Return what stands above the columns of the table."""
        return tuple(self._words.say(each) for each in _HEADERS)

    def table(self) -> tuple[TableRow, ...]:
        """Return the years as rows."""
        return tuple(TableRow(tuple(self._cells(year))) for year in self.years)

    def _cells(self, year: YearJudgement) -> list[TableCell]:
        say = self._words.say
        basis = (
            "" if year.average_year is None else say("by the average wage of {year}", year=year.average_year)
        )
        strict = TableCell("")
        if year.strict_threshold is not None:
            asked = say("asked: {value}", value=self._amount(year.strict_threshold))
            strict = TableCell(
                say(VERDICT_NAMES[year.strict_verdict]), asked, VERDICT_MARKS[year.strict_verdict]
            )
        return [
            TableCell(word_year(year, self._words.language)),
            TableCell(self._entered(year)),
            TableCell(self._asked(year), basis),
            TableCell(say(VERDICT_NAMES[year.verdict]), self._short(year), VERDICT_MARKS[year.verdict]),
            strict,
        ]

    def _amount(self, value: float) -> str:
        return amount_words(value, COLUMN_UNITS[self.column], self._words.language)

    def _entered(self, year: YearJudgement) -> str:
        return self._words.say("not entered") if year.value is None else self._amount(year.value)

    def _asked(self, year: YearJudgement) -> str:
        return self._words.say("no figure known") if year.threshold is None else self._amount(year.threshold)

    def _short(self, year: YearJudgement) -> str:
        if not year.shortfall:
            return ""
        return self._words.say("short by {amount}", amount=self._amount(year.shortfall))

    # How it is drawn.

    def _row_height(self) -> float:
        first, small = text_fonts(self.font())
        lines = 3 if any(year.strict_threshold is not None for year in self.years) else 2
        high = QFontMetricsF(first).height() + (lines - 1) * QFontMetricsF(small).height()
        return high + 14

    def _legend_height(self) -> float:
        return QFontMetricsF(text_fonts(self.font())[1]).height() + 10

    def height_at(self, width: float) -> float:  # noqa: ARG002 - the words stand in lines of their own
        """Return how high it is: a row for each year and the legend."""
        return len(self.years) * self._row_height() + self._legend_height()

    def draw(self, painter: QPainter, width: float, c: Colours) -> None:
        """Draw a row for each year and the legend."""
        first, _ = text_fonts(self.font())
        names = [word_year(year, self._words.language) for year in self.years]
        label = min(
            max((QFontMetricsF(first).horizontalAdvance(name) for name in names), default=0) + 16, 0.3 * width
        )
        words = min(340.0, max(200.0, 0.42 * width))
        plot = QRectF(label, 0, max(_LEAST_PLOT, width - label - words - 2 * _GAP), self._row_height())
        most = max((value for year in self.years for value in _values(year)), default=0) * 1.06 or 1
        painter.save()
        for year, name in zip(self.years, names, strict=True):
            painter.setFont(first)
            draw_line(painter, QRectF(0, 0, label - 8, plot.height()), name, c.text)
            self._draw_bar(painter, plot, year, most, c)
            self._draw_words(painter, plot.right() + 2 * _GAP, width, year, c)
            painter.translate(0, plot.height())
        self._draw_legend(painter, label, width, c)
        painter.restore()

    @staticmethod
    def _draw_bar(painter: QPainter, plot: QRectF, year: YearJudgement, most: float, c: Colours) -> None:
        middle = plot.center().y()
        track = QRectF(plot.left(), middle - _BAR / 2, plot.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.window))
        painter.drawRoundedRect(track, 3, 3)
        if year.value is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.muted), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        else:
            bar = QRectF(track.left(), track.top(), track.width() * year.value / most, _BAR)
            colour = QColor(
                {Verdict.MET: c.good, Verdict.NOT_MET: c.bad, Verdict.UNKNOWN: c.muted}[year.verdict]
            )
            painter.setBrush(colour)
            painter.drawRoundedRect(bar, 3, 3)
            if year.verdict is not Verdict.MET:
                # A pattern as well: nobody has to tell the colours apart.
                painter.setBrush(QBrush(QColor(c.base), Qt.BrushStyle.BDiagPattern))
                painter.drawRoundedRect(bar, 3, 3)
        for value, pen in ((year.threshold, _solid(c)), (year.strict_threshold, _dashed(c))):
            if value is not None:
                across = plot.left() + plot.width() * value / most
                painter.setPen(pen)
                painter.drawLine(QPointF(across, middle - _BAR), QPointF(across, middle + _BAR))

    def _draw_words(
        self, painter: QPainter, left: float, right: float, year: YearJudgement, c: Colours
    ) -> None:
        first, small = text_fonts(self.font())
        say, top = self._words.say, 7.0
        verdict = say(
            "{amount}: {verdict}", amount=self._entered(year), verdict=say(VERDICT_NAMES[year.verdict])
        )
        high = QFontMetricsF(first).height()
        paint_mark(painter, VERDICT_MARKS[year.verdict], left, top + (high - _MARK) / 2, c)
        painter.setFont(first)
        draw_line(painter, QRectF(left + _MARK + 6, top, right - left - _MARK - 6, high), verdict, c.text)
        painter.setFont(small)
        top, low = top + high, QFontMetricsF(small).height()
        for line in self._small_lines(year):
            draw_line(painter, QRectF(left + _MARK + 6, top, right - left - _MARK - 6, low), line, c.muted)
            top += low

    def _small_lines(self, year: YearJudgement) -> list[str]:
        say = self._words.say
        asked, short = say("asked: {value}", value=self._asked(year)), self._short(year)
        lines = [say("{asked}, {short}", asked=asked, short=short) if short else asked]
        if year.strict_threshold is not None:
            lines.append(
                say(
                    "stricter reading: {asked} asked: {verdict}",
                    asked=self._amount(year.strict_threshold),
                    verdict=say(VERDICT_NAMES[year.strict_verdict]),
                )
            )
        return lines

    def _draw_legend(self, painter: QPainter, left: float, width: float, c: Colours) -> None:
        say = self._words.say
        painter.setFont(text_fonts(self.font())[1])
        metrics = QFontMetricsF(painter.font())
        entries = [(say("What is asked"), _solid(c))]
        if any(year.strict_threshold is not None for year in self.years):
            entries.append((say("What the stricter reading asks"), _dashed(c)))
        high = self._legend_height()
        for words, pen in entries:
            painter.setPen(pen)
            painter.drawLine(QPointF(left + 2, 5), QPointF(left + 2, high - 3))
            draw_line(painter, QRectF(left + 12, 0, width - left - 12, high), words, c.muted)
            left += 12 + metrics.horizontalAdvance(words) + 24


def _values(year: YearJudgement) -> list[float]:
    return [each for each in (year.value, year.threshold, year.strict_threshold) if each is not None]


def _solid(c: Colours) -> QPen:
    return QPen(QColor(c.text), 2)


def _dashed(c: Colours) -> QPen:
    pen = QPen(QColor(c.text), 2)
    pen.setDashPattern([1.5, 1.5])
    return pen
