"""What the checks found, worst first; the counted years; who each person is by each paper."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.findings import Finding, Severity
from app.domain.judgement import YearJudgement
from app.domain.ledger import LedgerRow
from app.domain.rules import YearColumn
from app.domain.words import Text
from app.gui.fields import button, heading, paragraphs, quiet, row_of, text_label
from app.gui.judgements import COLUMN_NAMES, COLUMN_UNITS, in_both, source_lines
from app.gui.marks import AGREEMENT_MARKS, SEVERITY_MARKS, VERDICT_MARKS, Mark, mark_icon
from app.gui.page import Page
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.judgements import word_year
from app.i18n.readings import word_value
from app.i18n.terms import AGREEMENT_NAMES, FACT_NAMES, SEVERITY_NAMES, VERDICT_NAMES, amount_words
from app.i18n.wording import advise, say_finding

_YEAR_HEADERS = (
    N_("Year"),
    N_("Entered"),
    N_("Asked"),
    N_("Comes out"),
    N_("Stricter reading"),
)
_IDENTITY_HEADERS = (N_("What"), N_("As stated"), N_("Paper"), N_("Compared"))


class ReviewPage(Page):
    """Lists the findings and judges the years."""

    def __init__(self, session: Session, words: Words, show_finding: Callable[[Finding], None]) -> None:
        super().__init__(session, words)
        self._show_finding = show_finding
        self._build()
        session.reviewed.connect(self.make_stale)

    def _build(self) -> None:
        words = self.words
        self.counts = {severity: (QLabel(), QLabel()) for severity in Severity}
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(heading(words, N_("Review")))
        top.addStretch(1)
        for icon, label in self.counts.values():
            top.addSpacing(12)
            top.addWidget(icon)
            top.addWidget(label)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._findings_tab(), "")
        self.tabs.addTab(self._years_tab(), "")
        self.tabs.addTab(self._identity_tab(), "")
        words.bind(self.tabs, N_("Parts of the review"), "setAccessibleName")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)

    def _findings_tab(self) -> QWidget:
        words = self.words
        self.state = text_label("", "muted")
        self.tree = RowTree(3)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(190, 150)
        words.bind(self.tree, N_("Findings"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._show_detail())
        self.tree.itemActivated.connect(lambda *_: self.follow())
        self.tree.itemDoubleClicked.connect(lambda *_: self.follow())
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        self.detail.setMaximumHeight(190)
        words.bind(self.detail, N_("What to do and where it is written"), "setAccessibleName")
        self.follow_button = button(words, N_("Show in Documents"))
        self.follow_button.clicked.connect(self.follow)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.state)
        column.addWidget(self.tree, 3)
        column.addWidget(self.detail, 1)
        column.addLayout(row_of(self.follow_button))
        return page

    def _years_tab(self) -> QWidget:
        words = self.words
        self.years = RowTree(5)
        self.years.setRootIsDecorated(False)
        self.years.set_widths(150, 190, 150, 190)
        words.bind(self.years, N_("Years against what is asked"), "setAccessibleName")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            quiet(
                words,
                N_(
                    "The national text decides here. Some windows take the tax rule more strictly, as a "
                    "share of the actual wage; that reading stands beside it."
                ),
            )
        )
        column.addWidget(self.years, 1)
        return page

    def _identity_tab(self) -> QWidget:
        words = self.words
        self.identity = RowTree(4)
        self.identity.setRootIsDecorated(False)
        self.identity.set_widths(250, 190, 150)
        words.bind(self.identity, N_("Who each person is, as each paper states it"), "setAccessibleName")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            quiet(
                words, N_("Names, numbers, dates of birth, employer and position, as each paper states them.")
            )
        )
        column.addWidget(self.identity, 1)
        return page

    def refresh(self) -> None:
        """Show the last review."""
        say = self.words.say
        for severity, (icon, label) in self.counts.items():
            count = self.session.count(severity)
            icon.setPixmap(mark_icon(SEVERITY_MARKS[severity] if count else Mark.OFF).pixmap(16, 16))
            label.setText(f"{say(SEVERITY_NAMES[severity])}  {count}")
        self.tabs.setTabText(0, say("Findings"))
        self.tabs.setTabText(1, say("Years"))
        self.tabs.setTabText(2, say("Identity"))
        self.state.setText(self._state_words())
        self.state.setVisible(bool(self.state.text()))
        self._fill_findings()
        self._fill_years()
        self._fill_identity()

    def follow(self) -> None:
        """Go to the row of the checklist that the finding is about."""
        finding = row_data(self.tree.currentItem())
        if isinstance(finding, Finding):
            self._show_finding(finding)

    def _state_words(self) -> str:
        say = self.words.say
        if not self.session.has_case:
            return ""
        if self.session.review is None:
            return say("The case is being checked…") if self.session.review_stopped is None else ""
        unread = len(self.session.review.unread)
        if unread and self.session.reading_stopped:
            return say.plural(
                "{count} paper could not be read; compare it yourself.",
                "{count} papers could not be read; compare them yourself.",
                unread,
            )
        if unread:
            return say.plural(
                "{count} paper is still being read; more may be found.",
                "{count} papers are still being read; more may be found.",
                unread,
            )
        if not self.session.findings() and self.session.is_reviewing:
            return say("The case is being checked…")
        if not self.session.findings():
            return say("Nothing was found. Whether a paper is accepted is for the window to say.")
        return ""

    def _fill_findings(self) -> None:
        words, say = self.words, self.words.say
        chosen = row_data(self.tree.currentItem())
        scroll = self.tree.verticalScrollBar().value()
        self.tree.setHeaderLabels([say("What was found"), say("Paper"), say("Person")])
        self.tree.clear()
        for severity in Severity:
            of_it = [each for each in self.session.findings() if each.severity is severity]
            if not of_it:
                continue
            title = f"{words.shown(both(SEVERITY_NAMES[severity]), ' / ')} ({len(of_it)})"
            head = add_row(self.tree, title, mark=SEVERITY_MARKS[severity], head=True)
            head.setFirstColumnSpanned(True)
            for finding in of_it:
                self._add_finding(finding)
        if chosen is not None:
            self.tree.select_row(chosen)
        self.tree.verticalScrollBar().setValue(scroll)
        self._show_detail()

    def _add_finding(self, finding: Finding) -> None:
        sentence, second = self.words.lines(self._sentence(finding))
        row = add_row(self.tree, sentence, second, mark=SEVERITY_MARKS[finding.severity], data=finding)
        if finding.requirement is not None:
            title, more = self.words.lines(self.session.desk.pack.requirements[finding.requirement].title)
            name = Path(finding.file).name if finding.file else ""
            set_cell(row, 1, title, "\n".join(part for part in (more, name) if part))
        if finding.person is not None:
            set_cell(row, 2, self.session.names.person(finding.person, self.words.say.language))

    def _sentence(self, finding: Finding) -> Text:
        names = self.session.names
        return in_both(lambda language: say_finding(finding, names, language))

    def _show_detail(self) -> None:
        finding, words, say = row_data(self.tree.currentItem()), self.words, self.words.say
        shown = isinstance(finding, Finding)
        self.follow_button.setEnabled(shown and finding.requirement is not None)
        self.detail.setVisible(shown)
        if not shown:
            return
        names = self.session.names
        parts = [
            (say("What was found"), [words.shown(self._sentence(finding))]),
            (say("What to do"), [words.shown(in_both(lambda language: advise(finding, names, language)))]),
            (say("Where it is written"), source_lines(finding.source, words)),
        ]
        self.detail.setHtml(paragraphs(parts))

    def _fill_identity(self) -> None:
        say = self.words.say
        self.identity.setHeaderLabels([say(each) for each in _IDENTITY_HEADERS])
        self.identity.clear()
        rows = () if self.session.review is None else self.session.review.ledger
        person = None
        for row in rows:
            if row.person != person:
                person = row.person
                name = self.session.names.person(person, self.words.language)
                add_row(self.identity, name, head=True)
            self._add_statement(row)

    def _add_statement(self, statement: LedgerRow) -> None:
        words, say = self.words, self.words.say
        row = add_row(self.identity, words.shown(both(FACT_NAMES[statement.what]), " / "))
        value, printed = word_value(statement.value, words.language), statement.text
        set_cell(row, 1, value, printed if printed != value else "")
        if statement.file is None:
            set_cell(row, 2, say("As you entered it"))
        else:
            page = say("Page {page}", page=statement.page) if statement.page is not None else ""
            set_cell(row, 2, Path(statement.file).name, page)
        agreement = words.shown(both(AGREEMENT_NAMES[statement.agreement]), " / ")
        set_cell(row, 3, agreement, mark=AGREEMENT_MARKS[statement.agreement])

    def _fill_years(self) -> None:
        say = self.words.say
        self.years.setHeaderLabels([say(each) for each in _YEAR_HEADERS])
        self.years.clear()
        judged = () if self.session.review is None else self.session.review.years
        column: YearColumn | None = None
        for year in judged:
            if year.column is not column:
                column = year.column
                add_row(self.years, say(COLUMN_NAMES[column]), head=True)
            self._add_year(year)

    def _add_year(self, year: YearJudgement) -> None:
        say, language, unit = self.words.say, self.words.language, COLUMN_UNITS[year.column]

        def amount(value: float | None, unknown: str) -> str:
            return unknown if value is None else amount_words(value, unit, language)

        row = add_row(self.years, word_year(year, language))
        set_cell(row, 1, amount(year.value, say("not entered")))
        average = year.average_year
        basis = "" if average is None else say("by the average wage of {year}", year=average)
        set_cell(row, 2, amount(year.threshold, say("no figure known")), basis)
        set_cell(row, 3, say(VERDICT_NAMES[year.verdict]), mark=VERDICT_MARKS[year.verdict])
        if year.strict_threshold is not None:
            asked = say("asked: {value}", value=amount(year.strict_threshold, ""))
            verdict = year.strict_verdict
            set_cell(row, 4, say(VERDICT_NAMES[verdict]), asked, mark=VERDICT_MARKS[verdict])
