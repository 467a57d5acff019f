"""What is seen before there is a case: what the program does, in seven steps, and how to begin."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.words import DisplayMode
from app.gui.fields import button, card, heading, quiet, subheading
from app.gui.first_start import KeptLine
from app.gui.flow import flow_of
from app.gui.marks import application_icon
from app.gui.session import Session
from app.gui.steps import STEP_NAMES, Step
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_

_STEPS = {
    Step.CASES: N_("One case for each application: its name, its place and the day you plan for."),
    Step.CATEGORY: N_("One question at a time, until you see which category fits and what is short."),
    Step.PEOPLE: N_("Drop a passport and its fields are filled in; you only look them over."),
    Step.DOCUMENTS: N_("Every paper that is asked for; drop your files and it is said where each belongs."),
    Step.LETTERS: N_(
        "The letters that are asked for, written from what you have entered, ready to be signed."
    ),
    Step.REVIEW: N_("What is missing, what contradicts itself, what lapses before your day."),
    Step.PACKET: N_("One PDF in the right order with its contents, verified page by page."),
}
# Narrower than this, nothing stands side by side.
_NARROW = 660
# Each language names itself, whatever the window speaks.
_LANGUAGES = (
    (DisplayMode.ZH, "中文", N_("Show Chinese")),
    (DisplayMode.EN, "English", N_("Show English")),
    (DisplayMode.BOTH, "中文 + English", N_("Show rules in Chinese and English")),
)


class Welcome(QWidget):
    """Greets a person who has no case yet."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._words = words
        self.kept = KeptLine(session, words, is_whole=True)
        self._parts: list[QWidget] = []
        self._is_narrow: bool | None = None
        frame, column = card(margin=36)
        self._column = column
        frame.setMaximumWidth(960)
        column.setSpacing(0)
        column.addLayout(self._greeting())
        column.addSpacing(22)
        self.start_button = button(words, N_("Start a new case"), "primary")
        self.sample_button = button(words, N_("Open the sample case"))
        self.import_button = button(words, N_("Import case folder…"))
        column.addWidget(flow_of(self.start_button, self.sample_button, self.import_button))
        column.addSpacing(8)
        column.addWidget(
            quiet(
                words,
                N_("The sample is an invented family with all its papers: nothing in it can break."),
            )
        )
        column.addSpacing(20)
        column.addWidget(self.kept)
        column.addSpacing(22)
        column.addWidget(subheading(words, N_("What will happen, in seven steps")))
        column.addSpacing(12)
        column.addLayout(self._all_steps())
        self._place(frame)
        words.changed.connect(self._show_mode)
        self._show_mode()

    def _greeting(self) -> QHBoxLayout:
        words = self._words
        picture = QLabel()
        picture.setFixedSize(72, 72)
        picture.setPixmap(application_icon().pixmap(QSize(72, 72)))
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(heading(words, N_("Welcome to Yongju")))
        column.addWidget(
            quiet(
                words,
                N_(
                    "From a first question about your category to a finished, checked packet for the window. "
                    "Everything stays on this computer."
                ),
            )
        )
        column.addStretch(1)
        row = self._greets = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addLayout(self._language_switch())
        return row

    def _language_switch(self) -> QVBoxLayout:
        group = QButtonGroup(self)
        # In both languages at once: who reads only one of them has to find it.
        label = QLabel("语言 · Language")
        label.setObjectName("muted")
        column = self._speaks = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label)
        self.languages: dict[DisplayMode, QPushButton] = {}
        for mode, own_name, name in _LANGUAGES:
            made = QPushButton(own_name)
            made.setObjectName("language")
            made.setCheckable(True)
            made.setAutoDefault(False)
            self._words.bind(made, name, "setAccessibleName")
            made.clicked.connect(lambda _=False, mode=mode: self._words.choose(mode))
            group.addButton(made)
            column.addWidget(made)
            self.languages[mode] = made
        column.addStretch(1)
        return column

    def _all_steps(self) -> QGridLayout:
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(16)
        for step, message in _STEPS.items():
            name = QLabel()
            name.setObjectName("subheading")
            self._words.bind(name, STEP_NAMES[step])
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(name)
            words.addWidget(quiet(self._words, message))
            words.addStretch(1)
            part = QWidget()
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(12)
            row.addWidget(_Number(step + 1), 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            self._parts.append(part)
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put one thing below the other where there is no room side by side."""
        is_narrow = self.width() < _NARROW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        is_narrow = bool(self._is_narrow)
        direction = QBoxLayout.Direction
        down, aside = direction.TopToBottom, direction.LeftToRight
        self._greets.setDirection(down if is_narrow else aside)
        self._speaks.setDirection(aside if is_narrow else down)
        margin = 18 if is_narrow else 36
        self._column.setContentsMargins(margin, margin - 2, margin, margin - 2)
        # Read down the left, then down the right.
        rows = 6 if is_narrow else 3
        for at, part in enumerate(self._parts):
            self._grid.addWidget(part, at % rows, at // rows)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 0 if is_narrow else 1)

    def _place(self, frame: QWidget) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 22)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(frame, 100)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def _show_mode(self) -> None:
        self.languages[self._words.mode].setChecked(True)


class _Number(QWidget):
    """A number in a disc; the words beside it say the same to a screen reader by their order."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = str(number)
        self.setFixedSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Draw the disc."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.soft))
        painter.drawEllipse(QRectF(0.5, 0.5, 27, 27))
        painter.setPen(QColor(c.accent))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._number)
