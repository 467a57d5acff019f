"""Before the first case: where the cases are to be kept, and whether encrypted; nothing is preselected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFileDialog, QFrame, QVBoxLayout, QWidget

from app.casework.kept_settings import PLAIN_CHOSEN
from app.domain.errors import AppError
from app.gui.fields import (
    button,
    card,
    fit_to_screen,
    heading,
    quiet,
    row_of,
    scrolled,
    subheading,
    text_label,
)
from app.gui.flow import flow_of
from app.gui.moved_store import MovedStore, is_free_to_choose
from app.gui.safety_deeds import LATER, PLAIN, SafetyDeeds
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.session import Session
    from app.gui.window import MainWindow
    from app.gui.words import Words


_INSIDE = 14
_ENCRYPTED = N_(
    "Nobody reads them without the passphrase, on a lost or shared computer either; if it is forgotten and "
    "there is no recovery sheet, they are lost."
)
_PLAIN = N_(
    "Nothing to remember; but whoever can use this computer, or takes its disk, can read passports, tax and "
    "criminal records."
)


def is_decided(session: Session) -> bool:
    """Say whether a person has said how the cases are to be kept."""
    try:
        is_encrypted = session.desk.place.is_encrypted
    except AppError:
        return True
    return is_encrypted or session.kept(PLAIN_CHOSEN) == PLAIN


def decide_first(window: QWidget, go_on: Callable[[], None]) -> bool:
    """Ask how the cases are to be kept where nobody said so yet, once; say whether to go on at once.

    Where they are being encrypted, `go_on` is called when that is done.
    """
    from app.gui.window import MainWindow

    if not isinstance(window, MainWindow) or is_decided(window.session):
        return True
    if window.session.kept(PLAIN_CHOSEN) == LATER:
        return True
    dialog = FirstStartDialog(window, go_on)
    goes_on = bool(dialog.exec())
    dialog.deleteLater()
    return goes_on


class FirstChoice(QFrame):
    """Offers the two ways of keeping cases, each with what it means, and another folder for them."""

    def __init__(
        self,
        words: Words,
        encrypt: Callable[[], object],
        keep_plain: Callable[[], object],
        choose_folder: Callable[[], object],
    ) -> None:
        super().__init__()
        self.folder = text_label("", "muted")
        self._words = words
        self._folder = Path()
        self.folder_button = button(words, N_("Choose another folder…"), "flat")
        self.folder_button.clicked.connect(lambda _=False: choose_folder())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.folder)
        column.addWidget(flow_of(self.folder_button))
        self.encrypt_button = button(words, N_("Encrypt them with a passphrase…"))
        self.plain_button = button(words, N_("Keep them without encryption"))
        self._ways = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._ways.setSpacing(10)
        for made, do, told in (
            (self.encrypt_button, encrypt, _ENCRYPTED),
            (self.plain_button, keep_plain, _PLAIN),
        ):
            made.clicked.connect(lambda _=False, do=do: do())
            frame, inside = card(kind="slot", margin=_INSIDE)
            inside.addWidget(flow_of(made))
            inside.addWidget(quiet(words, told))
            inside.addStretch(1)
            self._ways.addWidget(frame, 1)
        column.addLayout(self._ways)
        words.changed.connect(self._show)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the two one below the other: side by side they may be put only then."""
        least = max(each.sizeHint().width() for each in (self.encrypt_button, self.plain_button))
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), least + 4 * _INSIDE), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the two side by side where there is room."""
        direction = QBoxLayout.Direction
        wide = self.width() >= 72 * self.fontMetrics().horizontalAdvance("x")
        self._ways.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        super().resizeEvent(event)

    def show_folder(self, folder: Path) -> None:
        """Show where the cases are kept, and offer another folder where that is free to choose."""
        self._folder = folder
        self.folder_button.setVisible(is_free_to_choose(folder))
        self._show()

    def _show(self) -> None:
        self.folder.setText(self._words.say("They are kept in {folder}", folder=str(self._folder)))


class FirstStartDialog(QDialog):
    """Asks before the first case; it is accepted where the case can be started at once."""

    def __init__(self, window: MainWindow, go_on: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._go_on = window, go_on
        words = window.words
        self.setWindowTitle(words.say("Before your first case"))
        self.choice = FirstChoice(words, self._encrypt, self._keep_plain, self._choose_folder)
        self.choice.show_folder(window.session.desk.data_folder)
        self.later_button = button(words, N_("Decide later"))
        self.later_button.clicked.connect(self._decide_later)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(
            quiet(
                words,
                N_(
                    "How shall your cases be kept on this computer? You can change it at any time under "
                    "Case, Safety."
                ),
            )
        )
        column.addWidget(self.choice)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 22, 28, 22)
        whole.setSpacing(12)
        whole.addWidget(heading(words, N_("Before your first case")))
        whole.addWidget(scrolled(inside), 1)
        buttons = row_of()
        buttons.addWidget(self.later_button)
        whole.addLayout(buttons)
        fit_to_screen(self, QSize(640, 500))
        self.choice.encrypt_button.setFocus()

    def _encrypt(self) -> None:
        # This dialog is left by what encrypts; whoever opened it goes on only when that is done.
        SafetyDeeds(self._window).encrypt(self, self._go_on)

    def _keep_plain(self) -> None:
        self._window.session.keep(PLAIN_CHOSEN, PLAIN)
        self.accept()

    def _decide_later(self) -> None:
        self._window.session.keep(PLAIN_CHOSEN, LATER)
        self.accept()

    def _choose_folder(self) -> None:
        choose_folder(self._window, self)


class KeptLine(QWidget):
    """Says how the cases are kept, and asks quietly as long as nobody has decided."""

    def __init__(self, session: Session, words: Words, *, is_whole: bool) -> None:
        """Make it; `is_whole` offers everything there and then, as before the first case."""
        super().__init__()
        self._session, self._words, self._is_whole = session, words, is_whole
        self.title = subheading(words, N_("How your cases are kept"))
        self.choice = FirstChoice(words, self._encrypt, self._keep_plain, self._choose_folder)
        self.told = text_label("", "muted")
        self.button = button(words, N_("Decide how they are kept…"), "flat")
        self.button.clicked.connect(self._decide)
        line = QWidget()
        row = row_of(self.told, stretch=False)
        row.setContentsMargins(0, 0, 0, 0)
        row.setStretch(0, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        line.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.choice)
        column.addWidget(line)
        self._line = line
        words.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show how they are kept now."""
        if not self._session.has_started:
            return
        decided = is_decided(self._session)
        folder = self._session.desk.data_folder
        asks = self._is_whole and not decided
        self.title.setVisible(asks)
        self.choice.setVisible(asks)
        self._line.setVisible(not asks)
        self.choice.show_folder(folder)
        say = self._words.say
        self.button.setVisible(not decided)
        if not decided:
            undecided = N_("Your cases are not encrypted. Nobody has decided yet whether they should be.")
            self.told.setText(say(undecided))
        elif self._session.desk.place.is_encrypted:
            self.told.setText(say("Your cases are kept encrypted in {folder}", folder=str(folder)))
        else:
            self.told.setText(say("Your cases are kept in {folder}, not encrypted", folder=str(folder)))
        self.setVisible(self._is_whole or not decided)

    @property
    def _window(self) -> MainWindow | None:
        from app.gui.window import MainWindow

        window = self.window()
        return window if isinstance(window, MainWindow) else None

    def _encrypt(self) -> None:
        if self._window is not None:
            SafetyDeeds(self._window).encrypt(self._window)

    def _keep_plain(self) -> None:
        self._session.keep(PLAIN_CHOSEN, PLAIN)
        self.refresh()

    def _choose_folder(self) -> None:
        if self._window is not None:
            choose_folder(self._window, self._window)

    def _decide(self) -> None:
        if self._window is not None:
            dialog = FirstStartDialog(self._window, lambda: None)
            dialog.exec()
            dialog.deleteLater()
            if not self._window.is_away:
                self.refresh()


def choose_folder(window: MainWindow, parent: QWidget) -> None:
    """Ask for another folder for the cases, and use it."""
    start = str(window.session.desk.data_folder.parent)
    chosen = QFileDialog.getExistingDirectory(parent, window.words.say("Where the cases are kept"), start)
    if chosen:
        MovedStore(window).use(Path(chosen))
