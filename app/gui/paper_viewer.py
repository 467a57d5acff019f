"""Shows the pages of one paper: thumbnails, the chosen page, what was read on it, how a photo measures."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.case import Evidence
from app.domain.reading import Box
from app.gui.layouts import Layouts
from app.gui.page_strip import PageStrip
from app.gui.photo_table import PhotoTable
from app.gui.preview import Preview
from app.gui.read_facts import ReadFacts
from app.gui.session import Session
from app.gui.word_pages import WordPages
from app.gui.words import Words
from app.i18n.catalogue import N_

_PHOTO = "photo"
_PREVIEW_HEIGHT = 380


class PaperViewer(QWidget):
    """Shows one piece of evidence at a time."""

    place_shown = Signal()
    layout_approved = Signal(bool)
    copy_made = Signal(str, object)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._evidence: Evidence | None = None
        self.preview = Preview(words)
        self.preview.setMinimumHeight(_PREVIEW_HEIGHT)
        layouts = Layouts(session)
        self.strip = PageStrip(session, words, layouts)
        self.which = QComboBox()
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        words.bind(self.which, N_("File that is shown"), "setAccessibleName")
        self.word_pages = WordPages(session, words, layouts)
        self.read_facts = ReadFacts(words)
        self.photo = PhotoTable(session, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.which)
        column.addWidget(self.strip)
        column.addWidget(self.word_pages)
        column.addWidget(self.preview, 1)
        column.addWidget(self.read_facts)
        column.addWidget(self.photo)
        self._listen()

    def _listen(self) -> None:
        self.which.activated.connect(lambda _: self._show_file())
        self.strip.page_chosen.connect(self.show_page)
        self.preview.page_shown.connect(self._note_page)
        self.word_pages.laid_out.connect(self._show_laid_out)
        self.word_pages.approved.connect(self.layout_approved)
        self.read_facts.chosen.connect(self._show_place)
        self.photo.copied.connect(self.copy_made)

    def show_evidence(self, index: int | None, evidence: Evidence | None) -> None:
        """Show a paper of the case, given with its place; the file that was shown stays chosen."""
        self._evidence = evidence
        before = self.which.currentData()
        files = () if evidence is None else evidence.files
        self.which.clear()
        for name in files:
            self.which.addItem(Path(name).name, name)
        self.which.setCurrentIndex(max(0, self.which.findData(before)) if files else -1)
        self.which.setVisible(len(files) > 1)
        self.strip.show_evidence(index, evidence)
        self._show_file()
        self.setVisible(evidence is not None)

    @property
    def file(self) -> str | None:
        """Return the name of the file that is shown."""
        name: str | None = self.which.currentData()
        return name

    def show_page(self, name: str, page: int) -> None:
        """Show a page of a file, counted from 1."""
        at = self.which.findData(name)
        if at < 0:
            return
        if at != self.which.currentIndex():
            self.which.setCurrentIndex(at)
            self._show_file()
        self.preview.show_page(page)
        self.strip.show_page(name, page)

    def stop(self) -> None:
        """End the drawing of pages."""
        self.preview.stop()

    def _show_file(self) -> None:
        """Show the chosen file: its pages, what was read on it, how it was measured."""
        name, evidence = self.file, self._evidence
        pages = self.word_pages.show_file(name, evidence)
        if name is not None and not self.word_pages.is_word(name):
            pages = self._session.path_of(name)
        self._draw(pages)
        self._show_reading(name)
        is_photo = evidence is not None and evidence.requirement == _PHOTO
        self.photo.show_photo(name if is_photo else None)

    def _show_laid_out(self, path: Path) -> None:
        self._draw(path)

    def _draw(self, pages: Path | None) -> None:
        name = self.file
        at = self.which.currentIndex()
        turns = self.strip.turns_of(at) if at >= 0 else {}
        self.preview.show_file(pages, name="" if name is None else Path(name).name, turns=turns)
        # A paper without any page to draw needs no room for one.
        self.preview.setVisible(pages is not None)

    def _note_page(self, page: int) -> None:
        if self.file is not None:
            self.strip.show_page(self.file, page)

    def _show_place(self, page: int, box: Box) -> None:
        self.preview.show_place(page, box)
        # After the layout has made room for the place that is magnified.
        QTimer.singleShot(0, self, self.place_shown.emit)

    def _show_reading(self, name: str | None) -> None:
        review = self._session.review
        if review is None or name is None:
            self.read_facts.show_reading(None, None, waiting=False)
            return
        is_new = name not in review.facts and self._session.is_reviewing
        waiting = is_new or name in self._session.unread
        self.read_facts.show_reading(review.readings.get(name), self._session.kinds, waiting=waiting)
