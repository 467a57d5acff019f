"""The pages of a letter as they will be, and what can be done with it: read, saved, attached."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.case import LetterRead
from app.domain.judgement import ItemState
from app.domain.letters import Letter, LetterOffer, WrittenLetter
from app.gui.fields import button, text_label
from app.gui.flow import flow_of
from app.gui.letter_preview import LetterPreview
from app.gui.letter_result import LetterResult
from app.gui.marks import Mark, mark_icon
from app.gui.notice import Notice
from app.gui.session import Session
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.i18n.catalogue import N_
from app.i18n.terms import date_words

_LEAST_HEIGHT = 320
_LONGEST_NAME = 26


class LetterPages(QWidget):
    """Shows the pages and offers what can be done with them."""

    read_said = Signal()
    save_wanted = Signal(str)  # the ending of the file
    attach_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words = session, words
        self.letter: Letter | None = None
        self.offer: LetterOffer | None = None
        self._previewed = ""
        self._build()
        self.show_letter(None, None)

    def _build(self) -> None:
        words = self._words
        self.preview = LetterPreview(words)
        self.preview.setMinimumHeight(_LEAST_HEIGHT)
        self.mark, self.state = QLabel(), text_label()
        self.read_button = button(words, N_("I have read it"), "primary")
        self.word_button = button(words, N_("Save as Word…"))
        self.pdf_button = button(words, N_("Save as PDF…"))
        self.attach_button = button(words, N_("Attach"))
        self.paper_button = button(words, N_("Show in Documents"))
        self.read_button.clicked.connect(self.read_said)
        self.word_button.clicked.connect(lambda: self.save_wanted.emit(".docx"))
        self.pdf_button.clicked.connect(lambda: self.save_wanted.emit(".pdf"))
        self.attach_button.clicked.connect(self.attach_wanted)
        self.paper_button.clicked.connect(self.paper_wanted)
        self.signing = text_label("", "muted")
        self.notice = Notice()
        self.writing = WorkRow(self._session, words, "write_letter", lambda: self._cancel("write_letter"))
        self.attaching = WorkRow(self._session, words, "attach_letter", lambda: self._cancel("attach_letter"))
        self.result = LetterResult(self._session, words)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self.mark)
        state.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.preview, 1)
        column.addLayout(state)
        column.addWidget(flow_of(self.read_button, self.word_button, self.pdf_button))
        column.addWidget(self.signing)
        column.addWidget(flow_of(self.attach_button, self.paper_button))
        for each in (self.writing, self.attaching, self.notice, self.result):
            column.addWidget(each)

    def _cancel(self, verb: str) -> None:
        self._session.cancel(verb)

    # What is shown.

    def show_letter(self, letter: Letter | None, offer: LetterOffer | None) -> None:
        """Show how far a letter is and what can be done with it."""
        other = letter is None or self.letter is None or _named(letter) != _named(self.letter)
        self.letter, self.offer = letter, offer
        if other:
            self._previewed = ""
            self.preview.show_file(None)
            self.notice.hide()
            self.result.show_written(None)
        self.result.renew()
        self._show_state()
        self._show_signing()

    def show_pages(self, written: WrittenLetter, path: object) -> None:
        """Show the pages that were drawn of the letter."""
        from pathlib import Path

        self._previewed = written.letter.content
        title = self._words.shown(written.letter.template.title, " / ")
        self.preview.renew(Path(str(path)), written.pages, title)
        self._show_state()

    @property
    def is_current(self) -> bool:
        """Say whether the pages that are shown say what the letter says now."""
        return self.letter is not None and self._previewed == self.letter.content

    def _show_state(self) -> None:
        say, letter = self._words.say, self.letter
        for each in (self.word_button, self.pdf_button):
            each.setEnabled(letter is not None)
        mark, told = self._state(letter)
        self.mark.setPixmap(mark_icon(mark).pixmap(16, 16))
        self.mark.setVisible(bool(told))
        self.state.setText(told)
        changed = letter is not None and not letter.is_read and self._read_before() is not None
        self.read_button.setText(say("I have read it again") if changed else say("I have read it"))
        may_read = letter is not None and not letter.missing and not letter.is_read and self.is_current
        self.read_button.setEnabled(may_read)
        self.read_button.setVisible(letter is None or not letter.is_read)
        self._show_attaching(letter)

    def _state(self, letter: Letter | None) -> tuple[Mark, str]:
        say = self._words.say
        if letter is None:
            return Mark.OFF, ""
        if letter.missing:
            told = say.plural("{count} fact is missing.", "{count} facts are missing.", len(letter.missing))
            return Mark.OPEN, told
        if letter.is_read and letter.read_on is not None:
            day = date_words(letter.read_on, self._words.language)
            return Mark.GOOD, say("Read by {name} on {day}.", name=letter.read_by, day=day)
        if self._read_before() is not None:
            return Mark.WARN, say(
                "Something was changed since it was read, so what was filled in is marked again."
            )
        return Mark.NOTE, say("Read it: what was filled in is marked until you say that you have.")

    def _read_before(self) -> LetterRead | None:
        """Return that the letter was read as it was before a change."""
        letter = self.letter
        if letter is None or not self._session.has_case:
            return None
        key = (letter.template.id, letter.person, letter.form.value)
        rows = self._session.case.letters_read
        return next((row for row in rows if (row.letter, row.person, row.form) == key), None)

    def _show_attaching(self, letter: Letter | None) -> None:
        """Offer to let the letter stand for what is asked, and say why where that cannot be."""
        say, offer = self._words.say, self.offer
        asked = offer is not None and bool(offer.requirement)
        self.attach_button.setVisible(asked)
        self.paper_button.setVisible(asked)
        if letter is None or offer is None or not asked:
            self.attach_button.setText(say("Attach"))
            for tell in (
                self.attach_button.setAccessibleName,
                self.attach_button.setAccessibleDescription,
                self.attach_button.setToolTip,
            ):
                tell("")
            return
        title = self._requirement()
        self.attach_button.setText(say("Attach to {requirement}", requirement=_short(title)))
        self.attach_button.setAccessibleName(say("Attach to {requirement}", requirement=title))
        signed = offer.state is ItemState.PROVIDED
        self.attach_button.setEnabled(letter.is_read and not letter.missing and not signed)
        if signed:
            why = say("The signed paper is there already.")
        elif letter.missing or not letter.is_read:
            why = say("It can be attached once nothing is missing and you have read it.")
        else:
            why = say("Attach to {requirement}", requirement=title)
        self.attach_button.setToolTip(why)
        self.attach_button.setAccessibleDescription(why)

    def _requirement(self) -> str:
        offer = self.offer
        known = None if offer is None else self._session.desk.pack.requirements.get(offer.requirement)
        return "" if known is None else known.title.in_language(self._words.language)

    def _show_signing(self) -> None:
        letter = self.letter
        self.signing.setText("" if letter is None else self._words.shown(letter.template.signing))
        self.signing.setVisible(letter is not None)

    def tell_attached(self) -> None:
        """Say what has to be done next with a letter that was attached."""
        if self.letter is None:
            return
        say = self._words.say
        told = say(
            "Attached to {requirement}, not signed yet. Print it, have it signed and sealed, then drop the "
            "scan on that paper in Documents: it takes this one's place.",
            requirement=self._requirement(),
        )
        self.notice.tell(told, Mark.GOOD)


def _named(letter: Letter) -> tuple[str, str, str]:
    return letter.template.id, letter.person, letter.form.value


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1].rstrip()}…"
