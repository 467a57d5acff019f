"""The timeline: a bar for every paper from its issue to its last day, and the planned day to be moved."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from app.domain.calendar import days_after, months_after
from app.domain.case import EvidencePart
from app.domain.timelines import Span, SpanState, Timeline
from app.gui.chart_frame import Chart, TableCell, TableRow, draw_line, text_fonts
from app.gui.judgements import in_both
from app.gui.marks import paint_mark
from app.gui.state_marks import SPAN_MARKS
from app.gui.theme import Colours
from app.gui.time_axis import TimeAxis, bounds_of
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.terms import PART_NAMES
from app.i18n.timelines import SPAN_NAMES, word_end
from app.i18n.wording import Names

_HEADERS = (N_("Paper"), N_("Issued on"), N_("Until"), N_("On the planned day"))
_BAR, _MARK, _GRIP = 12, 16, 8
_TICKS_APART = 84


@dataclass(frozen=True, slots=True)
class _Row:
    """Holds one row: a person's name, or a paper."""

    words: str
    second: str = ""
    span: Span | None = None


class TimelineChart(Chart):
    """Shows until when each paper counts; the planned day is moved by mouse and by keys.

    `moved` tells each day while it moves, `released` the one on which it is let go, `left` that it went back.
    """

    moved = Signal(object)
    released = Signal(object)
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.timeline = Timeline()
        self.planned: date | None = None
        self.shown_day: date | None = None
        self._today = date.min
        self._rows: tuple[_Row, ...] = ()
        self._bounds = (date.min, date.max)
        self._held = False
        self._seen: QRect | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_timeline(self, timeline: Timeline, names: Names, planned: date, today: date) -> None:
        """Show the papers of a case; a day that is being tried out stays where it is."""
        trying = self.is_trying
        self.timeline, self.planned, self._today = timeline, planned, today
        self._rows = tuple(self._made_rows(names))
        if not trying:
            self.shown_day = planned
            self._bounds = self._wanted_bounds()
        self.renew()

    @property
    def is_trying(self) -> bool:
        """Say whether another day than the planned one is being tried out."""
        return self._held or self.shown_day != self.planned

    def try_day(self, day: date) -> None:
        """Show every paper as it stands on another day."""
        if day != self.shown_day:
            self.shown_day = day
            if not self._bounds[0] <= day <= self._bounds[1]:
                self._bounds = self._wanted_bounds()
            self.update()
            self.moved.emit(day)

    def settle(self) -> None:
        """Let the day that is shown be the planned one."""
        self._held = False
        day = self.shown_day
        if day is not None and day != self.planned:
            self.planned = day
            self.released.emit(day)
        else:
            self.left.emit()
        self.update()

    def go_back(self) -> None:
        """Go back to the planned day."""
        self._held = False
        self.shown_day = self.planned
        self.update()
        self.left.emit()

    def _wanted_bounds(self) -> tuple[date, date]:
        days = (self._today, self.planned, self.shown_day, self.timeline.last_day)
        return bounds_of(self.timeline, [day for day in days if day is not None])

    def _made_rows(self, names: Names) -> list[_Row]:
        rows, person = [], ""
        for span in self.timeline.spans:
            if span.person != person:
                person = span.person
                rows.append(_Row(names.person(person, self._words.language)))
            rows.append(self._paper_row(span, names))
        return rows

    def _paper_row(self, span: Span, names: Names) -> _Row:
        title = in_both(lambda language: names.requirement(span.requirement, language))
        first, second = self._words.lines(title)
        if span.part is EvidencePart.ORIGINAL:
            return _Row(first, second, span)
        part = self._words.shown(both(PART_NAMES[span.part]), " / ")
        return _Row(first, part if not second else f"{second}\n{part}", span)

    # The same as a table.

    def headers(self) -> tuple[str, ...]:
        """Return what stands above the columns of the table."""
        return tuple(self._words.say(each) for each in _HEADERS)

    def table(self) -> tuple[TableRow, ...]:
        """Return the papers as rows, under the people to whom they belong."""
        return tuple(self._table_row(row) for row in self._rows)

    def _table_row(self, row: _Row) -> TableRow:
        span = row.span
        if span is None:
            return TableRow((TableCell(row.words),), head=True)
        say, state = self._words.say, self._state(span)
        issued = say("not known") if span.issued_on is None else span.issued_on.isoformat()
        return TableRow(
            (
                TableCell(row.words, row.second),
                TableCell(issued),
                TableCell(self._end(span)),
                TableCell(say(SPAN_NAMES[state]), mark=SPAN_MARKS[state]),
            )
        )

    def _state(self, span: Span) -> SpanState:
        return span.state_on(self.shown_day or date.max, self.timeline.soon_days)

    def _end(self, span: Span) -> str:
        day = self.shown_day or date.max
        return word_end(span, day, self.timeline.soon_days, self._words.language)

    # Where things are.

    def _row_heights(self) -> list[float]:
        first, small = text_fonts(self.font())
        line, low = QFontMetricsF(first).height(), QFontMetricsF(small).height()
        return [
            line + 12 if row.span is None else max(line + low * len(row.second.splitlines()) + 8, _BAR + 12)
            for row in self._rows
        ]

    def _top(self) -> float:
        first, small = text_fonts(self.font())
        return QFontMetricsF(first).height() + 10 + QFontMetricsF(small).height() + 6

    def _foot(self) -> float:
        return QFontMetricsF(text_fonts(self.font())[1]).height() + 8

    def height_at(self, width: float) -> float:  # noqa: ARG002 - the words stand in lines of their own
        """Return how high it is: the days, a row for each paper, the names of the lines."""
        return self._top() + sum(self._row_heights()) + self._foot()

    def axis(self, width: float | None = None) -> TimeAxis:
        """Return where the days lie at a width."""
        width = self.width() if width is None else width
        left = min(360.0, max(170.0, 0.29 * width))
        right = min(260.0, max(205.0, 0.21 * width))
        return TimeAxis(*self._bounds, left, max(100.0, width - left - right))

    # How it is drawn.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw with the days and the names of the lines within what is seen."""
        self._seen = self.visibleRegion().boundingRect()
        super().paintEvent(event)
        self._seen = None

    def draw(self, painter: QPainter, width: float, c: Colours) -> None:
        """Draw the bars, the days above them and the lines through them."""
        if self.shown_day is None:
            return
        axis, heights = self.axis(width), self._row_heights()
        bottom = self._top() + sum(heights)
        self._draw_grid(painter, axis, bottom, c)
        painter.translate(0, self._top())
        for row, high in zip(self._rows, heights, strict=True):
            self._draw_row(painter, axis, row, QRectF(0, 0, width, high), c)
            painter.translate(0, high)
        painter.translate(0, -bottom)
        self._draw_lines(painter, axis, bottom, c)
        self._draw_names(painter, axis, bottom, width, c)
        self._draw_days(painter, axis, width, c)

    def _draw_grid(self, painter: QPainter, axis: TimeAxis, bottom: float, c: Colours) -> None:
        painter.setPen(QPen(QColor(c.line), 1))
        for day in axis.ticks(_TICKS_APART):
            across = axis.place(day)
            painter.drawLine(QPointF(across, self._top()), QPointF(across, bottom))

    def _draw_row(self, painter: QPainter, axis: TimeAxis, row: _Row, area: QRectF, c: Colours) -> None:
        first, small = text_fonts(self.font())
        painter.setFont(first)
        line = QFontMetricsF(first).height()
        if row.span is None:
            draw_line(painter, QRectF(0, 6, area.width(), line), row.words, c.accent)
            return
        state = self._state(row.span)
        low, more = QFontMetricsF(small).height(), row.second.splitlines()
        high = line + low * len(more)
        top = (area.height() - high) / 2
        draw_line(painter, QRectF(8, top, axis.left - 20, line), row.words, c.text)
        self._draw_bar(painter, axis, row.span, state, area.height() / 2, c)
        self._draw_state(painter, axis.left + axis.width + 14, area, row.span, state, c)
        painter.setFont(small)
        for place, words in enumerate(more):
            draw_line(painter, QRectF(8, top + line + place * low, axis.left - 20, low), words, c.muted)

    def _draw_bar(
        self, painter: QPainter, axis: TimeAxis, span: Span, state: SpanState, middle: float, c: Colours
    ) -> None:
        limit = span.limit_on(self.shown_day or date.max)
        if limit is None:
            painter.setPen(QPen(QColor(c.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(axis.left, middle), QPointF(axis.left + axis.width, middle))
            return
        begin = axis.left if span.issued_on is None else axis.place(span.issued_on)
        end = axis.place(limit.day)
        bar = QRectF(begin, middle - _BAR / 2, max(4.0, end - begin), _BAR)
        colour = QColor({SpanState.GOOD: c.good, SpanState.SOON: c.warn}.get(state, c.bad))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 2, 2)
        if state is not SpanState.GOOD:
            # A pattern as well: nobody has to tell the colours apart.
            pattern = (
                Qt.BrushStyle.BDiagPattern if state is SpanState.SOON else Qt.BrushStyle.DiagCrossPattern
            )
            painter.setBrush(QBrush(QColor(c.base), pattern))
            painter.drawRoundedRect(bar, 2, 2)
        if limit.day > axis.last:
            self._draw_arrow(painter, bar.right(), middle, colour)

    @staticmethod
    def _draw_arrow(painter: QPainter, right: float, middle: float, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            [QPointF(right, middle - 9), QPointF(right + 8, middle), QPointF(right, middle + 9)]
        )

    def _draw_state(
        self, painter: QPainter, left: float, area: QRectF, span: Span, state: SpanState, c: Colours
    ) -> None:
        paint_mark(painter, SPAN_MARKS[state], left, (area.height() - _MARK) / 2, c)
        room = QRectF(left + _MARK + 6, 0, area.right() - left - _MARK - 6, area.height())
        draw_line(painter, room, self._end(span), c.muted if state is SpanState.UNDATED else c.text)

    def _draw_lines(self, painter: QPainter, axis: TimeAxis, bottom: float, c: Colours) -> None:
        """Draw the line of today, of the last day for all, and of the planned day."""
        lines = [(self._today, QPen(QColor(c.muted), 1.5, Qt.PenStyle.DotLine))]
        last = self.timeline.last_day
        if last is not None and axis.first <= last <= axis.last:
            lines.append((last, QPen(QColor(c.note), 2, Qt.PenStyle.DashLine)))
        if self.is_trying and self.planned is not None:
            lines.append((self.planned, QPen(QColor(c.accent), 1, Qt.PenStyle.DashLine)))
        lines.append((self.shown_day or self._today, QPen(QColor(c.accent), 2)))
        for day, pen in lines:
            painter.setPen(pen)
            across = axis.place(day)
            painter.drawLine(QPointF(across, self._top() - 2), QPointF(across, bottom + 3))

    def _draw_names(self, painter: QPainter, axis: TimeAxis, bottom: float, width: float, c: Colours) -> None:
        """Name the lines below the bars, where one sees it however far up one is."""
        top = bottom if self._seen is None else min(bottom, self._seen.bottom() + 1 - self._foot())
        painter.fillRect(QRectF(0, top + 3, width, self._foot()), QColor(c.base))
        painter.setFont(text_fonts(self.font())[1])
        metrics, names = QFontMetricsF(painter.font()), [(self._today, self._words.say("Today"), c.muted)]
        last = self.timeline.last_day
        if last is not None and axis.first <= last <= axis.last:
            words = self._words.say("Last day for all: {day}", day=last.isoformat())
            names.append((last, words, c.note))
        free = 0.0
        for day, words, colour in sorted(names):
            long = metrics.horizontalAdvance(words) + 2
            left = max(free, min(axis.place(day) - long / 2, width - long))
            draw_line(painter, QRectF(left, top + 5, long, metrics.height()), words, colour)
            free = left + long + 14

    def _draw_days(self, painter: QPainter, axis: TimeAxis, width: float, c: Colours) -> None:
        """Draw the names of the days, which stay in view however far down one has gone, and the handle."""
        first, small = text_fonts(self.font())
        painter.save()
        painter.translate(0, 0 if self._seen is None else max(0, self._seen.top()))
        painter.fillRect(QRectF(0, 0, width, self._top() - 2), QColor(c.base))
        low, handle = QFontMetricsF(small).height(), self._handle(axis)
        foot = QPointF(handle.center().x(), self._top())
        painter.setPen(QPen(QColor(c.accent), 2))
        painter.drawLine(QPointF(foot.x(), handle.bottom()), foot)
        painter.setFont(small)
        for day in axis.ticks(_TICKS_APART):
            words = f"{day:%Y-%m}"
            long = QFontMetricsF(small).horizontalAdvance(words) + 2
            area = QRectF(axis.place(day) - long / 2, 0, long, low)
            draw_line(painter, area, words, c.muted)
        painter.setPen(QPen(QColor(c.text if self.hasFocus() else c.accent), 2))
        painter.setBrush(QColor(c.accent))
        painter.drawRoundedRect(handle, 5, 5)
        painter.setFont(first)
        words = "" if self.shown_day is None else self.shown_day.isoformat()
        draw_line(painter, handle, words, c.on_accent, align=Qt.AlignmentFlag.AlignHCenter)
        painter.restore()

    def _handle(self, axis: TimeAxis) -> QRectF:
        """Return the box with the day, at the top of its line."""
        metrics = QFontMetricsF(self.font())
        long = metrics.horizontalAdvance("2026-12-15") + 22
        across = axis.place(self.shown_day or axis.first)
        below = QFontMetricsF(text_fonts(self.font())[1]).height() + 2
        return QRectF(across - long / 2, below, long, metrics.height() + 4)

    # How it is moved.

    def _is_on_line(self, place: QPointF) -> bool:
        axis = self.axis()
        handle = self._handle(axis).translated(0, max(0, self.visibleRegion().boundingRect().top()))
        across = axis.place(self.shown_day or axis.first)
        return handle.contains(place) or abs(place.x() - across) <= _GRIP

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the planned day."""
        if event.button() is Qt.MouseButton.LeftButton and self._is_on_line(event.position()):
            self._held = True
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the planned day while it is held."""
        if self._held:
            self.try_day(self.axis().day_at(event.position().x()))
            return
        near = self.shown_day is not None and self._is_on_line(event.position())
        self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the planned day go."""
        if self._held and event.button() is Qt.MouseButton.LeftButton:
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the planned day by a day, with shift by a month; Enter keeps it, Escape lets it go back."""
        key, day = event.key(), self.shown_day
        if day is None:
            super().keyPressEvent(event)
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        a_month = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if step:
            self.try_day(months_after(day, step) if a_month else days_after(day, step))
        elif key == Qt.Key.Key_Home:
            self.try_day(self._today)
        elif key == Qt.Key.Key_End and self.timeline.last_day is not None:
            self.try_day(self.timeline.last_day)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
        elif key == Qt.Key.Key_Escape and self.is_trying:
            self.go_back()
        else:
            super().keyPressEvent(event)
