"""Leaving a window in which a packet is being built: asked once, and what became of it is told."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.domain.packet import Built
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

# Work that writes what a person is waiting for; everything else can be done again at any time.
_WRITES = {
    "build": N_("A packet is being built."),
    "share": N_("A copy is being made."),
    "upload": N_("Upload files are being written."),
    "export": N_("A case is being exported."),
    "import": N_("A case is being imported."),
    "hand_over": N_("A case is being handed over."),
    "take_over": N_("A case is being taken over."),
    "back_up": N_("A backup is being made."),
}


def left_work_words(title: str, became: object, words: Words) -> str:
    """Say what became of the packet of a case that is no longer open."""
    say = words.say
    if isinstance(became, Built):
        return say('The packet of "{case}" is ready: {path}.', case=title, path=became.path)
    if isinstance(became, Stopped):
        return say('The packet of "{case}": {reason}', case=title, reason=error_words(became, words))
    return ""


def may_close(session: Session, words: Words, window: QWidget) -> bool:
    """Say whether a window may close now; where something is being written it is asked, once."""
    verb = next((verb for verb in _WRITES if session.worker.has(verb)), "")
    if not verb or not window.isVisible():
        return True
    known = window.findChild(Waiting)
    if known is not None:
        # Who closes a second time while it waits wants it closed.
        return known.ask_again()
    choice = _ask(session, words, window, verb)
    if choice == "wait":
        Waiting(session, window, verb)
        return False
    return choice == "stop"


class Waiting(QObject):
    """Closes a window as soon as the work is done; when it fails the window stays and tells why."""

    def __init__(self, session: Session, window: QWidget, verb: str) -> None:
        super().__init__(window)
        self._session, self._window, self._verb = session, window, verb
        session.worker.busy_changed.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self._is_over = False
        session.failed.connect(self._give_up)
        session.left_work.connect(lambda _, became: self._give_up(became))

    def ask_again(self) -> bool:
        """Let go of the wait and allow closing at once."""
        self._end()
        return True

    def _look(self) -> None:
        # What was queued before the wait ended still arrives.
        if not self._is_over and not self._session.worker.has(self._verb):
            self._end()
            self._window.close()

    def _give_up(self, became: object) -> None:
        if isinstance(became, Stopped):
            self._end()

    def _end(self) -> None:
        self._is_over = True
        self.setParent(None)
        self.deleteLater()


def _ask(session: Session, words: Words, window: QWidget, verb: str) -> str:
    """Ask what is to become of the work; the question goes away by itself once it is done."""
    say = words.say
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(say("Close the window"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(say(_WRITES[verb]))
    box.setInformativeText(_details(session, words, verb))
    buttons = {
        "wait": box.addButton(say("Wait, then close"), QMessageBox.ButtonRole.AcceptRole),
        "stop": box.addButton(say("Stop and close"), QMessageBox.ButtonRole.DestructiveRole),
        "stay": box.addButton(say("Keep the window open"), QMessageBox.ButtonRole.RejectRole),
    }
    box.setDefaultButton(buttons["wait"])
    box.setEscapeButton(buttons["stay"])
    finished = []

    def look() -> None:
        if not session.worker.has(verb):
            finished.append(verb)
            box.reject()

    session.worker.busy_changed.connect(look)
    box.exec()
    session.worker.busy_changed.disconnect(look)
    chosen = box.clickedButton()
    box.deleteLater()
    if finished:
        # It ended while it was asked; what came of it is shown, and closing is one more click.
        return "stay"
    return next((name for name, each in buttons.items() if each is chosen), "stay")


def _details(session: Session, words: Words, verb: str) -> str:
    say = words.say
    last = say("If you stop, nothing half-finished stays behind.")
    if verb != "build" or session.building is None:
        return last
    name = Path(session.building.destination).name
    first = say('"{case}" into {file}.', case=session.building.case.title, file=name)
    return f"{first}\n{last}"
