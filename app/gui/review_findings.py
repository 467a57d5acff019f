"""The findings of a review, worst first: of one severity and one person if wanted, with what to do."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.findings import Finding, Severity
from app.domain.words import Text
from app.gui.fields import button, paragraphs, row_of, text_label
from app.gui.finding_ways import way_of
from app.gui.judgements import in_both, source_lines
from app.gui.marks import Mark, mark_icon
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.state_marks import SEVERITY_MARKS
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.terms import SEVERITY_NAMES
from app.i18n.wording import advise, say_finding

_ANYBODY = ""
# Between the mark and the words of a button.
_GAP = 4


class SeverityChips(QWidget):
    """Counts the findings of each severity; pressing one shows only these."""

    chosen = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.buttons: dict[Severity, QPushButton] = {}
        for severity in Severity:
            made = QPushButton()
            made.setObjectName("filter")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setIconSize(QSize(16 + _GAP, 16))
            made.clicked.connect(lambda checked, severity=severity: self._choose(severity, on=checked))
            row.addWidget(made)
            self.buttons[severity] = made

    def show_counts(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings there are of each severity."""
        say = self._words.say
        for severity, made in self.buttons.items():
            count = sum(finding.severity is severity for finding in findings)
            words = say("{severity}: {count}", severity=say(SEVERITY_NAMES[severity]), count=count)
            made.setText(words)
            made.setIcon(mark_icon(SEVERITY_MARKS[severity] if count else Mark.OFF, gap=_GAP))
            made.setToolTip(say("Show only these findings; press again to show all"))

    @property
    def severity(self) -> Severity | None:
        """Return the severity that is wanted alone, None for all."""
        return next((each for each, made in self.buttons.items() if made.isChecked()), None)

    def _choose(self, severity: Severity, *, on: bool) -> None:
        for each, made in self.buttons.items():
            made.setChecked(on and each is severity)
        self.chosen.emit(self.severity)


class FindingsPanel(QWidget):
    """Lists the findings, and says of the chosen one what to do and where to go."""

    def __init__(
        self, session: Session, words: Words, chips: SeverityChips, follow: Callable[[Finding], None]
    ) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.chips = chips
        self._follow = follow
        self._build()
        chips.chosen.connect(lambda _: self.refresh())

    def _build(self) -> None:
        words = self.words
        self.state = text_label("", "muted")
        self.person = QComboBox()
        self.person.setMinimumWidth(190)
        label = QLabel()
        label.setObjectName("muted")
        words.bind(label, N_("About"))
        words.bind(self.person, N_("Show only what is about this person"), "setAccessibleName")
        label.setBuddy(self.person)
        self.person.activated.connect(lambda _: self.refresh())
        self.tree = RowTree(3)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(190, 150)
        self.tree.setMinimumHeight(180)
        words.bind(self.tree, N_("Findings"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._show_detail())
        self.tree.itemActivated.connect(lambda *_: self.follow())
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        self.detail.setMinimumHeight(150)
        self.detail.setMaximumHeight(260)
        words.bind(self.detail, N_("What to do and where it is written"), "setAccessibleName")
        self.follow_button = button(words, N_("Show in Documents"))
        self.follow_button.clicked.connect(self.follow)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self, self.follow)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        top = QHBoxLayout()
        top.addWidget(self.state, 1)
        top.addWidget(label)
        top.addWidget(self.person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.tree, 5)
        column.addWidget(self.detail, 4)
        column.addLayout(row_of(self.follow_button))

    def refresh(self) -> None:
        """Show the findings that are wanted, the one that was chosen again."""
        self._fill_people()
        self.state.setText(self._state_words())
        self._fill()

    def follow(self) -> None:
        """Go to what the finding is about."""
        finding = row_data(self.tree.currentItem())
        if isinstance(finding, Finding):
            self._follow(finding)

    def shown(self) -> list[Finding]:
        """Return the findings of the wanted severity and person."""
        severity, person = self.chips.severity, self.person.currentData()
        return [
            each
            for each in self.session.findings()
            if severity in (None, each.severity) and person in (None, each.person or _ANYBODY)
        ]

    def _fill_people(self) -> None:
        say, kept = self.words.say, self.person.currentData()
        with QSignalBlocker(self.person):
            self.person.clear()
            self.person.addItem(say("Everybody"), None)
            for person in self.session.case.people if self.session.has_case else ():
                self.person.addItem(self.session.names.person(person.id, self.words.language), person.id)
            self.person.addItem(say("The case itself"), _ANYBODY)
            self.person.setCurrentIndex(max(0, self.person.findData(kept)))

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
        return self._empty_words()

    def _empty_words(self) -> str:
        say = self.words.say
        if not self.session.findings() and self.session.is_reviewing:
            return say("The case is being checked…")
        if not self.session.findings():
            return say("Nothing was found. Whether a paper is accepted is for the window to say.")
        if not self.shown():
            return say("Nothing of this kind was found. Show all findings to see the others.")
        return ""

    def _fill(self) -> None:
        words, say = self.words, self.words.say
        chosen = row_data(self.tree.currentItem())
        scroll = self.tree.verticalScrollBar().value()
        self.tree.setHeaderLabels([say("What was found"), say("Paper"), say("Person")])
        self.tree.clear()
        wanted = self.shown()
        for severity in Severity:
            of_it = [each for each in wanted if each.severity is severity]
            if not of_it:
                continue
            title = f"{words.shown(both(SEVERITY_NAMES[severity]), ' / ')} ({len(of_it)})"
            add_row(self.tree, title, mark=SEVERITY_MARKS[severity], head=True)
            for finding in of_it:
                self._add(finding)
        if chosen is not None:
            self.tree.select_row(chosen)
        if self.tree.currentItem() is None:
            self._choose_first()
        self.tree.verticalScrollBar().setValue(scroll)
        self._show_detail()

    def _choose_first(self) -> None:
        """Choose the worst finding, so that it is said at once what to do."""
        first = next((row for row in self.tree.rows() if isinstance(row_data(row), Finding)), None)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _add(self, finding: Finding) -> None:
        sentence, second = self.words.lines(finding_text(finding, self.session))
        row = add_row(self.tree, sentence, second, mark=SEVERITY_MARKS[finding.severity], data=finding)
        set_about(row, finding, self.session, self.words)

    def _show_detail(self) -> None:
        finding, words, say = row_data(self.tree.currentItem()), self.words, self.words.say
        shown = isinstance(finding, Finding)
        way = way_of(finding, self.session) if shown else None
        self.follow_button.setVisible(way is not None)
        self.detail.setVisible(shown)
        if way is not None:
            self.words.bind(self.follow_button, way.words)
        if not shown:
            return
        names = self.session.names
        parts = [
            (say("What was found"), [words.shown(finding_text(finding, self.session))]),
            (say("What to do"), [words.shown(in_both(lambda language: advise(finding, names, language)))]),
            (say("Where it is written"), source_lines(finding.source, words)),
        ]
        self.detail.setHtml(paragraphs(parts))


def finding_text(finding: Finding, session: Session) -> Text:
    """Say a finding in both languages."""
    names = session.names
    return in_both(lambda language: say_finding(finding, names, language))


def set_about(row: QTreeWidgetItem, finding: Finding, session: Session, words: Words) -> None:
    """Fill the cells that say which paper and which person a finding is about."""
    if finding.requirement is not None:
        title, more = words.lines(session.desk.pack.requirements[finding.requirement].title)
        name = Path(finding.file).name if finding.file else ""
        set_cell(row, 1, title, "\n".join(part for part in (more, name) if part))
    if finding.person is not None:
        set_cell(row, 2, session.names.person(finding.person, words.say.language))
