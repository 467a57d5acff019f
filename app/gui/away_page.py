"""Pages that stand in the place of the whole window while nothing of the cases is shown."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.gui.fields import button, card, heading, row_of, scrolled, text_label
from app.gui.flow import flow_of
from app.gui.language_switch import LanguageSwitch
from app.gui.marks import Mark, application_icon
from app.gui.notice import Notice
from app.gui.words import Words

_WIDEST = 620


class AwayPage(QWidget):
    """Shows one card in the middle, with the switch of the language above; `column` takes what it is for."""

    def __init__(self, words: Words, title: str) -> None:
        super().__init__()
        self.words = words
        self.languages = LanguageSwitch(words)
        frame, self.column = card(margin=32)
        frame.setMaximumWidth(_WIDEST)
        self.column.setSpacing(12)
        picture = QLabel()
        picture.setFixedSize(40, 40)
        picture.setPixmap(application_icon().pixmap(QSize(40, 40)))
        self.heading = heading(words, title)
        self.heading.setWordWrap(True)
        top = row_of(picture, stretch=False)
        top.setSpacing(14)
        top.addWidget(self.heading, 1)
        self.column.addLayout(top)
        self.notice = Notice()
        inside = QWidget()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(28, 8, 28, 22)
        middle.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(frame, 100)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        switch = QHBoxLayout()
        switch.setContentsMargins(28, 14, 28, 6)
        switch.addWidget(self.languages)
        whole.addLayout(switch)
        self._area = scrolled(inside)
        whole.addWidget(self._area, 1)

    def take_focus(self) -> None:
        """Put the focus where a person begins."""

    def show_bad(self, words: str) -> None:
        """Tell what went wrong."""
        self.notice.tell(words, Mark.BAD)
        # Once there is room for it.
        QTimer.singleShot(0, self.notice, lambda: self._area.ensureWidgetVisible(self.notice))


class TellingPage(AwayPage):
    """Tells why nothing of the cases is shown, how far it is, and offers what can be done."""

    def __init__(
        self,
        words: Words,
        title: str,
        told: Callable[[], str],
        deeds: tuple[tuple[str, Callable[[], object]], ...] = (),
    ) -> None:
        """Make it; `told` words what is told in the language of the moment, `deeds` are named buttons."""
        super().__init__(words, title)
        self._make = told
        self.text = text_label()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Yongju 永居")
        self.bar.hide()
        self.column.addWidget(self.text)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.notice)
        self.buttons = tuple(button(words, name) for name, _ in deeds)
        for made, (_, do) in zip(self.buttons, deeds, strict=True):
            made.clicked.connect(lambda _=False, do=do: do())
        if self.buttons:
            self.column.addSpacing(6)
            self.column.addWidget(flow_of(*self.buttons))
        words.changed.connect(self._show)
        self._show()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is; nothing known as a bar that runs."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()

    def take_focus(self) -> None:
        """Put the focus on the first thing that can be done."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self.text.setText(self._make())
        self.text.setAccessibleName(self.text.text())
