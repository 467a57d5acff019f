"""The parts of the packet's page: the plan with its sum, the card that builds, the card of the options."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.findings import Severity
from app.domain.judgement import ChecklistItem
from app.domain.packet import Built, PacketPlan
from app.gui.autosave import Autosave
from app.gui.fields import button, quiet, subheading, text_label
from app.gui.flow import flow_of
from app.gui.marks import Mark, mark_icon
from app.gui.open_case import Task
from app.gui.packet_options import PacketOptionsForm
from app.gui.packet_plan import PlanTree, about_size, count_lacking, has_unlaid_word_file, say_size
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.wording import word_progress


class PlanSide(QWidget):
    """Shows the plan and what it comes to."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.total = text_label()
        self.estimate = text_label("", "muted")
        self.tree = PlanTree(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.total)
        column.addWidget(self.tree, 1)
        column.addWidget(self.estimate)

    def show_total(self, plans: tuple[PacketPlan, ...], built: Built | None) -> None:
        """Say what is planned and, where that was built, what it came to."""
        say = self._words.say
        pages = sum(plan.page_count for plan in plans)
        for each in (self.total, self.estimate):
            each.setVisible(bool(pages))
        if not pages:
            return
        about = about_size(sum(sum(plan.reckoned.values()) for plan in plans), self._words)
        count = say.plural("{count} page", "{count} pages", pages)
        lines = [say("Planned: {pages}, {size}", pages=count, size=about)]
        if built is not None:
            real = say.plural("{count} page", "{count} pages", built.page_count)
            size = say_size(built.size_bytes, self._words)
            lines.append(say("Built: {pages}, {size}", pages=real, size=size))
        self.total.setText("   ".join(lines))
        note = say("Sizes are reckoned from the files; what was built is told exactly.")
        if has_unlaid_word_file(plans):
            note = say(
                "Sizes are reckoned. A Word file that was not laid out yet counts as one page, so the "
                "number of pages may grow."
            )
        self.estimate.setText(note)


class _Card(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(8)


class BuildCard(_Card):
    """Says what stands in the way of a packet, and begins the work."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self.block_mark, self.block_words = QLabel(), text_label()
        blockers = QHBoxLayout()
        blockers.setSpacing(8)
        blockers.addWidget(self.block_mark, 0, Qt.AlignmentFlag.AlignTop)
        blockers.addWidget(self.block_words, 1)
        self.draft = QCheckBox()
        words.bind(self.draft, N_("Draft, marked as one on every page"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        words.bind(self.bar, N_("Progress"), "setAccessibleName")
        self.step = text_label("", "muted")
        column = self.column
        column.addWidget(subheading(words, N_("Build")))
        column.addLayout(blockers)
        column.addWidget(self.draft)
        column.addWidget(quiet(words, N_("A draft shows a placeholder page where a file cannot be used.")))
        column.addWidget(self._buttons())
        column.addWidget(self.bar)
        column.addWidget(self.step)
        session.working.connect(self._show_task)

    def _buttons(self) -> QWidget:
        words = self._words
        self.build_button = button(words, N_("Build…"), "primary")
        self.cancel_button = button(words, N_("Cancel"))
        self.share_button = button(words, N_("Share copy…"))
        words.bind(
            self.share_button,
            N_("A copy for somebody else, with their name on every page and areas removed"),
            "setToolTip",
        )
        self.upload_button = button(words, N_("Upload files…"))
        words.bind(self.upload_button, N_("One file for each paper, for a portal"), "setToolTip")
        return flow_of(self.build_button, self.cancel_button, self.share_button, self.upload_button)

    @property
    def is_building(self) -> bool:
        """Say whether the packet of the open case is being built."""
        work = self._session.building
        return work is not None and work.case_id == self._session.case_id

    def show_blockers(self) -> None:
        """Say what stands in the way."""
        mark, words = self._blockers()
        other = self._session.building
        if other is not None and not self.is_building:
            mark = Mark.NOTE
            words = self._words.say(
                'The packet of "{case}" is being built; this one can follow.', case=other.case.title
            )
        self.block_mark.setPixmap(mark_icon(mark).pixmap(16, 16))
        self.block_words.setText(words)

    def _blockers(self) -> tuple[Mark, str]:
        say, session = self._words.say, self._session
        if session.review is None:
            return Mark.ASK, say("The case is being checked…")
        count = session.count(Severity.BLOCKER)
        if count:
            words = say.plural(
                "{count} thing must be solved before the packet can be built. A draft is possible now.",
                "{count} things must be solved before the packet can be built. A draft is possible now.",
                count,
            )
            return Mark.BAD, words
        lacking = count_lacking(self._checklist())
        if lacking:
            words = say.plural(
                "{count} paper is missing, which these checks let pass.",
                "{count} papers are missing, which these checks let pass.",
                lacking,
            )
            return Mark.WARN, words
        return Mark.GOOD, say("Nothing stands in the way that these checks can see.")

    def _checklist(self) -> Iterable[ChecklistItem]:
        return self._session.checklist() if self._session.has_case else ()

    def allow(self, *, may: bool, planned: bool) -> None:
        """Allow what can be done now."""
        building = self.is_building
        self.build_button.setEnabled(may)
        self.upload_button.setEnabled(may)
        self.share_button.setEnabled(may and planned)
        self.draft.setEnabled(not building)
        for each in (self.cancel_button, self.bar, self.step):
            each.setVisible(building)
        if not building:
            self.bar.setRange(0, 0)
            self.step.clear()

    def _show_task(self, task: Task | None) -> None:
        if self.is_building and task is not None and task.verb == "build" and task.progress is not None:
            self.bar.setRange(0, max(task.progress.total, 1))
            self.bar.setValue(task.progress.done)
            self.step.setText(word_progress(task.progress, self._words.language))


class OptionsCard(_Card):
    """Takes who hands the packet in, and how it is made."""

    agent_said = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.agent = QLineEdit()
        self.agent.setMaxLength(120)
        label = QLabel()
        words.bind(label, N_("Prepared and handed in by"))
        label.setBuddy(self.agent)
        words.bind(self.agent, N_("Prepared and handed in by"), "setAccessibleName")
        words.bind(self.agent, N_("the applicant"), "setPlaceholderText")
        self._saving = Autosave(self.agent, self._say_agent)
        self.form = PacketOptionsForm(words)
        for part in (subheading(words, N_("How it is made")), label, self.agent, self.form):
            self.column.addWidget(part)

    def show_agent(self, agent: str) -> None:
        """Show who hands the packet in, unless somebody is typing it."""
        if not self.agent.isModified():
            self._saving.show(agent)

    def _say_agent(self) -> None:
        self.agent.setModified(False)
        self.agent_said.emit(self.agent.text())
