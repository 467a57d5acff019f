"""Until when the papers count, and what would be wrong on another day: the day is moved and tried out."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.findings import Finding, Severity
from app.domain.timelines import DayJudgement, Timeline
from app.domain.words import Language
from app.gui.chart_frame import ChartFrame
from app.gui.fields import button, empty_part, quiet, text_label
from app.gui.marks import Mark
from app.gui.review_findings import finding_text, set_about
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.session import Session
from app.gui.state_marks import SEVERITY_MARKS
from app.gui.timeline import TimelineChart
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.terms import SEVERITY_NAMES, date_words
from app.i18n.timelines import word_last_day
from app.i18n.wording import Names

# Longer than the worker takes for a day when it is free.
_LATE_MS = 150


class TimelinePanel(QWidget):
    """Shows the timeline, the last day for all papers, and what is wrong on the day that is shown.

    `judged` tells what is found on a day that is tried out, and None when it is tried no more.
    """

    judged = Signal(object)

    def __init__(self, session: Session, words: Words, to_documents: Callable[[], None]) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.trial: DayJudgement | None = None
        self._case_id: str | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._say_late)
        self._build(to_documents)
        self.chart.moved.connect(self._try)
        self.chart.released.connect(self._use)
        self.chart.left.connect(self._end_trial)

    def _build(self, to_documents: Callable[[], None]) -> None:
        words = self.words
        self.last_day = text_label()
        self.use_last = button(words, N_("Use this day"))
        self.use_last.clicked.connect(self._use_last)
        words.bind(self.use_last, N_("Plan for the last day on which all papers count"), "setToolTip")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.last_day, 1)
        top.addWidget(self.use_last)
        self.chart = TimelineChart(words)
        self.frame = ChartFrame(
            words,
            N_("Until when each paper counts"),
            self.chart,
            widths=(120, 190, 200),
            describe=self._describe,
            told=self.session.told.emit,
            failed=lambda code, path: self.session.failed.emit(Stopped(code, {"path": path, "reason": ""})),
            scrolls=True,
        )
        self.frame.setMinimumHeight(280)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        split.addWidget(self.frame)
        split.addWidget(self._day_part())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([380, 170])
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(split, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(full)
        self.stack.addWidget(self._empty_part(to_documents))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(self.stack)

    def _day_part(self) -> QWidget:
        words = self.words
        self.day_title = QLabel()
        self.day_title.setObjectName("subheading")
        self.counts = QLabel()
        self.counts.setObjectName("muted")
        self.use_day = button(words, N_("Make it the planned day"), "primary")
        self.use_day.clicked.connect(self.chart.settle)
        self.leave_day = button(words, N_("Leave the planned day"))
        self.leave_day.clicked.connect(self.chart.go_back)
        row = QHBoxLayout()
        row.setSpacing(10)
        for each in (self.day_title, self.counts):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.leave_day)
        row.addWidget(self.use_day)
        self.hint = quiet(
            words,
            N_(
                "Move the planned day with the mouse, or with the arrow keys (with Shift by a month); Enter "
                "keeps the day, Esc goes back."
            ),
        )
        self.tree = RowTree(4)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(190, 140, 170)
        words.bind(self.tree, N_("What is wrong on the day that is shown"), "setAccessibleName")
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.hint)
        column.addLayout(row)
        column.addWidget(self.tree, 1)
        return part

    def _empty_part(self, to_documents: Callable[[], None]) -> QWidget:
        part, self.empty, self.go = empty_part(self.words, N_("Go to Documents"), to_documents)
        return part

    # What is shown.

    @property
    def timeline(self) -> Timeline:
        """Return the timeline of the day that is shown."""
        if self.trial is not None:
            return self.trial.timeline
        return Timeline() if self.session.review is None else self.session.review.timeline

    def refresh(self) -> None:
        """Show the last review; a day that is being tried out is judged anew."""
        if self.session.case_id != self._case_id:
            self._case_id, self.trial = self.session.case_id, None
            self.chart.planned = self.chart.shown_day = None
        filled = any(span.limits for span in self.timeline.spans)
        self.stack.setCurrentIndex(0 if filled else 1)
        if not self.session.has_case or not filled:
            self._show_empty()
            return
        self._keep_trial()
        self._show_chart()
        self._show_day()

    def _keep_trial(self) -> None:
        """Judge the day that is tried out anew, or forget it once the review has come to it."""
        day = self.chart.shown_day
        if self.chart.is_trying and day is not None:
            self.session.judge_on(day, self._take)
        elif self.trial is not None:
            settled = self.trial.submit_on == self.session.case.submit_on
            if not (settled and self.session.is_reviewing):
                self._forget_trial()

    def _show_empty(self) -> None:
        say, checking = self.words.say, self.session.has_case and self.session.review is None
        self.go.setVisible(not checking)
        if checking:
            self.empty.setText(say("The case is being checked…"))
            return
        words = say("No paper with a date is given yet. Here it will show until when each paper counts.")
        self.empty.setText(words)

    def _show_chart(self) -> None:
        case, timeline = self.session.case, self.timeline
        self.chart.show_timeline(timeline, self._names(), case.submit_on, self.session.today())
        self.frame.renew()
        self.last_day.setText(self._gap().join(self._sentences(timeline)))
        usable = timeline.last_day is not None and timeline.last_day != case.submit_on
        self.use_last.setVisible(timeline.last_day is not None)
        self.use_last.setEnabled(usable)

    def _gap(self) -> str:
        return "" if self.words.language is Language.ZH else " "

    def _sentences(self, timeline: Timeline) -> list[str]:
        said = [word_last_day(timeline, self._names(), self.words.language)]
        if timeline.timeless:
            said.append(
                self.words.say.plural(
                    "{count} paper has no time limit by the rules and no bar.",
                    "{count} papers have no time limit by the rules and no bar.",
                    timeline.timeless,
                )
            )
        return said

    def _names(self) -> Names:
        return self.session.names

    def _describe(self) -> str:
        say, case = self.words.say, self.session.case
        return say(
            "{case}. Planned day {day}.", case=case.title, day=date_words(case.submit_on, self.words.language)
        )

    # Trying a day out.

    def _try(self, day: date) -> None:
        self._show_trial_part()
        if not self._late.isActive():
            self._late.start()
        self.session.judge_on(day, self._take)

    def _take(self, judged: DayJudgement) -> None:
        if judged.submit_on != self.chart.shown_day:
            return
        self._late.stop()
        self.trial = judged
        self._show_chart()
        self._show_day()
        self.judged.emit(judged)

    def _use(self, day: date) -> None:
        """Make a day the planned one: only now anything is kept."""
        self.session.set_basics(submit_on=day)
        if self.session.case.submit_on != day:
            # It could not be kept: that was told.
            self._forget_trial()
        self._show_trial_part()

    def _use_last(self) -> None:
        if self.timeline.last_day is not None:
            self.chart.try_day(self.timeline.last_day)
            self.chart.settle()

    def _end_trial(self) -> None:
        self._forget_trial()
        self.refresh()

    def _forget_trial(self) -> None:
        self._late.stop()
        self.trial = None
        self.judged.emit(None)

    def _say_late(self) -> None:
        """Say that the day is still being judged: the worker is at something else."""
        self.counts.setText(self.words.say("This day is being judged…"))
        self.tree.clear()

    # What is wrong on the day.

    def _show_trial_part(self) -> None:
        day, say = self.chart.shown_day, self.words.say
        trying = self.chart.is_trying
        self.use_day.setVisible(trying)
        self.leave_day.setVisible(trying)
        self.hint.setVisible(not trying)
        if day is not None:
            words = date_words(day, self.words.language)
            message = say("On {day}", day=words) if trying else say("On the planned day, {day}", day=words)
            self.day_title.setText(message)

    def _show_day(self) -> None:
        self._show_trial_part()
        if self.chart.is_trying and self.trial is None:
            return
        findings = self.session.findings() if self.trial is None else self.trial.findings
        self.counts.setText(self._count_words(findings))
        self._fill(findings)

    def _count_words(self, findings: tuple[Finding, ...]) -> str:
        say = self.words.say
        counts = [
            say(
                "{severity}: {count}",
                severity=say(SEVERITY_NAMES[severity]),
                count=sum(finding.severity is severity for finding in findings),
            )
            for severity in Severity
        ]
        return "   ".join(counts)

    def _fill(self, findings: tuple[Finding, ...]) -> None:
        say = self.words.say
        before = {key_of(each): each for each in self.session.findings()}
        now = {key_of(each): each for each in findings}
        compares = self.chart.is_trying
        self.tree.setHeaderLabels([say("What was found"), say("Paper"), say("Person"), say("Compared")])
        self.tree.clear()
        self.tree.setColumnHidden(3, not compares)
        new = [each for key, each in now.items() if key not in before] if compares else []
        gone = [each for key, each in before.items() if key not in now] if compares else []
        kept = [each for key, each in now.items() if not compares or key in before]
        for finding in new:
            self._add(finding, say("new on this day"), SEVERITY_MARKS[finding.severity])
        for finding in gone:
            self._add(finding, say("solved on this day"), Mark.GOOD)
        for finding in kept:
            words = say("as on the planned day") if compares else ""
            self._add(finding, words, SEVERITY_MARKS[finding.severity])
        if not self.tree.topLevelItemCount():
            add_row(self.tree, say("Nothing was found."), mark=Mark.GOOD)

    def _add(self, finding: Finding, compared: str, mark: Mark) -> None:
        first, second = self.words.lines(finding_text(finding, self.session))
        row = add_row(self.tree, first, second, mark=mark, data=finding)
        set_about(row, finding, self.session, self.words)
        set_cell(row, 3, compared)


def key_of(finding: Finding) -> tuple[object, ...]:
    """Return what makes a finding the same on two days, though its figures may differ."""
    place = (finding.requirement, finding.person, finding.part, finding.file, finding.page)
    beside = (str(finding.params.get(name)) for name in ("year", "condition", "question", "reason"))
    return (finding.code, finding.severity, *place, *beside)
