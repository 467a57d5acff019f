"""The pages that another program made of a Word file: who laid them out, and with which fonts."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.case import Evidence
from app.domain.files import FileKind, FileProblem, ReadyFile
from app.gui.fields import card, text_label
from app.gui.layouts import Layouts
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_


class WordPages(QWidget):
    """Has a Word file laid out, tells how that went, and takes the word of the person who looked."""

    laid_out = Signal(object)  # where the pages are
    approved = Signal(bool)

    def __init__(self, session: Session, words: Words, layouts: Layouts) -> None:
        super().__init__()
        self._session = session
        self._layouts = layouts
        self._words = words
        self._path: Path | None = None
        self._approved = False
        # What became of each file, by where its bytes are; None while it is being laid out.
        self._known: dict[Path, ReadyFile | Stopped | None] = {}
        frame, column = card(margin=12)
        self.told = text_label()
        self.fonts = text_label("", "muted")
        self.trouble = Notice()
        self.tick = QCheckBox()
        words.bind(self.tick, N_("I looked at the pages made from this Word file"))
        self.tick.clicked.connect(lambda on: self.approved.emit(on))
        for each in (self.told, self.fonts, self.trouble, self.tick):
            column.addWidget(each)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        session.opened.connect(self._known.clear)
        words.changed.connect(self._show)
        self.hide()

    def is_word(self, name: str) -> bool:
        """Say whether a file of the case is a Word file, by its content where that is known."""
        facts = None if self._session.review is None else self._session.review.facts.get(name)
        return name.lower().endswith(".docx") if facts is None else facts.kind is FileKind.DOCX

    def show_file(self, name: str | None, evidence: Evidence | None) -> Path | None:
        """Show how a Word file was laid out, and return where its pages are once that is known."""
        path = None if name is None or not self.is_word(name) else self._session.path_of(name)
        self.setVisible(path is not None)
        if path is None or name is None or evidence is None:
            self._path = None
            return None
        self._path, self._approved = path, evidence.layout_approved
        if path not in self._known:
            self._known[path] = None
            self._layouts.lay_out(
                name,
                lambda ready: self._take(path, ready),
                lambda stopped: self._take(path, stopped),
            )
        self._show()
        found = self._known[path]
        usable = isinstance(found, ReadyFile) and found.facts.problem is None
        return Path(found.path) if usable and isinstance(found, ReadyFile) else None

    def _take(self, path: Path, found: ReadyFile | Stopped) -> None:
        self._known[path] = found
        if path == self._path:
            self._show()
            if isinstance(found, ReadyFile) and found.facts.problem is None:
                self.laid_out.emit(Path(found.path))

    def _found(self) -> ReadyFile | Stopped | None:
        return None if self._path is None else self._known.get(self._path)

    def _show(self) -> None:
        if self._path is None:
            return
        say, found = self._words.say, self._found()
        laid_out = isinstance(found, ReadyFile) and found.facts.problem is None
        if found is None:
            self.told.setText(say("The Word file is being laid out…"))
        elif laid_out and isinstance(found, ReadyFile):
            self.told.setText(self._laid_out_words(found))
        else:
            self.trouble.tell(self._trouble_words(found), Mark.BAD)
        self.told.setVisible(found is None or laid_out)
        self.trouble.setVisible(not (found is None or laid_out))
        self.fonts.setText(self._font_words(found))
        self.fonts.setVisible(laid_out and bool(self.fonts.text()))
        # Nobody can have looked at pages that were not there to be seen.
        self.tick.setEnabled(laid_out or self._approved)
        self.tick.setChecked(self._approved)

    def _laid_out_words(self, ready: ReadyFile) -> str:
        say = self._words.say
        return say.plural(
            "{count} page, laid out by {program} on this machine. Compare it with what its writer saw.",
            "{count} pages, laid out by {program} on this machine. Compare them with what their writer saw.",
            len(ready.facts.pages),
            program=ready.facts.converter,
        )

    def _font_words(self, found: ReadyFile | Stopped | None) -> str:
        if not isinstance(found, ReadyFile) or not found.facts.substituted:
            return ""
        lines = [f"{asked} → {used}" for asked, used in found.facts.substituted]
        return "\n".join([self._words.say("Fonts used instead of those it asks for:"), *lines])

    def _trouble_words(self, found: ReadyFile | Stopped | None) -> str:
        if isinstance(found, Stopped):
            return error_words(found, self._words)
        if found is not None and found.facts.problem is FileProblem.NEEDS_CONVERTER:
            return self._words.say(
                "No program on this machine can lay out a Word file. Save it as PDF where it was written, "
                "and use that."
            )
        return self._words.say(
            "This Word file could not be laid out. Save it as PDF where it was written, and use that."
        )
