"""What the checks found; until when papers count; the counted years; who each person is by each paper."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout

from app.domain.findings import Finding
from app.domain.timelines import DayJudgement
from app.gui.fields import heading
from app.gui.finding_ways import way_of
from app.gui.page import Page
from app.gui.review_findings import FindingsPanel, SeverityChips
from app.gui.review_identity import IdentityPanel
from app.gui.review_timeline import TimelinePanel
from app.gui.review_years import YearsPanel
from app.gui.session import Session
from app.gui.steps import Step
from app.gui.words import Words
from app.i18n.catalogue import N_

_TABS = (N_("Findings"), N_("Timeline"), N_("Years"), N_("Identity"))
_FINDINGS, _TIMELINE = 0, 1


class _Parts(QTabWidget):
    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say no: its parts scroll, and take whatever height there is."""
        return False


class ReviewPage(Page):
    """Shows what the last review came to; on the timeline another planned day is tried out."""

    def __init__(
        self,
        session: Session,
        words: Words,
        show_finding: Callable[[Finding], None],
        show_step: Callable[[Step], None],
    ) -> None:
        super().__init__(session, words)
        self._show_finding = show_finding
        self.chips = SeverityChips(words)
        self.findings = FindingsPanel(session, words, self.chips, self._follow)
        self.timeline = TimelinePanel(session, words, lambda: show_step(Step.DOCUMENTS))
        self.years = YearsPanel(session, words, lambda: show_step(Step.CATEGORY))
        self.identity = IdentityPanel(session, words)
        self._build()
        self.chips.chosen.connect(lambda _: self.tabs.setCurrentIndex(_FINDINGS))
        self.timeline.judged.connect(self._show_judged)
        session.reviewed.connect(self.make_stale)

    def _build(self) -> None:
        words = self.words
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(heading(words, N_("Review")))
        top.addStretch(1)
        top.addWidget(self.chips)
        self.tabs = _Parts()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for panel in (self.findings, self.timeline, self.years, self.identity):
            self.tabs.addTab(panel, "")
        words.bind(self.tabs, N_("Parts of the review"), "setAccessibleName")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Show the last review."""
        for place, name in enumerate(_TABS):
            self.tabs.setTabText(place, self.words.say(name))
        self.timeline.refresh()
        self.findings.refresh()
        self.identity.refresh()
        self._show_judged(self.timeline.trial)

    def _show_judged(self, judged: DayJudgement | None) -> None:
        """Show the counts and the years of the day that is tried out, else those of the planned day."""
        review = self.session.review
        self.chips.show_counts(self.session.findings() if judged is None else judged.findings)
        years = None if review is None else review.years
        self.years.refresh(years if judged is None else judged.years)

    def _follow(self, finding: Finding) -> None:
        way = way_of(finding, self.session)
        if way is not None and way.step is Step.REVIEW:
            self.tabs.setCurrentIndex(_TIMELINE)
            self.timeline.chart.setFocus()
        elif way is not None:
            self._show_finding(finding)
