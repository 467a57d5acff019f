"""What became of a letter that was written: its file to take hold of, and what has to be known of it."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.letters import LetterKind, WrittenLetter
from app.gui.fields import button, subheading, text_label
from app.gui.file_chip import FileChip, open_file, show_in_folder
from app.gui.flow import flow_of
from app.gui.outside import answer_soon
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class LetterResult(QFrame):
    """Shows one file that was written; it can be opened, dragged, copied, and found in its folder."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words = session, words
        self.written: WrittenLetter | None = None
        self.setObjectName("card")
        self.title = subheading(words, N_("The file is written"))
        self.chip = FileChip(words, N_("File: {name}"))
        self.told = text_label("", "muted")
        self.open_button = button(words, N_("Open"))
        self.folder_button = button(words, N_("Show in folder"))
        self.open_button.clicked.connect(lambda: self._do(show=False))
        self.folder_button.clicked.connect(lambda: self._do(show=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for each in (self.title, self.chip, self.told, flow_of(self.open_button, self.folder_button)):
            column.addWidget(each)
        self.hide()

    def show_written(self, written: WrittenLetter | None) -> None:
        """Show a file, or nothing."""
        self.written = written
        self.setVisible(written is not None)
        self.renew()

    def renew(self) -> None:
        """Say in the language of the moment what has to be known of the file."""
        if self.written is not None:
            self.chip.show_file(Path(self.written.path))
            lines = self._lines(self.written)
            self.told.setText("\n".join(lines))
            self.told.setVisible(bool(lines))

    def _lines(self, written: WrittenLetter) -> list[str]:
        say, lines = self._words.say, []
        if written.pages:
            lines.append(say.plural("{count} page", "{count} pages", written.pages))
        if written.letter.missing:
            lines.append(
                say.plural(
                    "{count} fact is missing; a blank line stands for it.",
                    "{count} facts are missing; blank lines stand for them.",
                    len(written.letter.missing),
                )
            )
        if written.marked:
            lines.append(say("What was filled in is marked, because nobody has said that they have read it."))
        elif written.letter.template.kind is LetterKind.LETTER:
            # The letter itself says it only as long as nobody has read it.
            lines.append(self._words.shown(written.letter.template.signing))
        if written.lacking:
            lines.append(
                say(
                    "The PDF has no picture for: {characters}. The Word file shows them.",
                    characters=" ".join(written.lacking),
                )
            )
        if written.left_out:
            lines.append(
                say("Not everything of your own template is in the PDF; the Word file has all of it.")
            )
        return lines

    def _do(self, *, show: bool) -> None:
        path = None if self.written is None else Path(self.written.path)
        if path is None:
            return
        if not answer_soon(path.exists, otherwise=True):
            self._session.told.emit(self._words.say("{name} is no longer there.", name=path.name))
            return
        (show_in_folder if show else open_file)(path)
