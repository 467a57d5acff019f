"""The help: a window of its own beside the work, in the language of the window."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.words import Language
from app.env import paths
from app.gui.fields import button, fit_to_screen, quiet
from app.gui.marks import application_icon
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_

CHAPTERS = (
    "start",
    "cases",
    "category",
    "people",
    "documents",
    "pages",
    "sorting",
    "letters",
    "review",
    "packet",
    "verify",
    "undo",
    "keeping",
    "marks",
    "rules",
    "privacy",
    "keys",
)
KEYS = "keys"
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
# The keys by menu: the name of each menu, and each deed with its key.
KeyTable = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Holds a chapter of the help as markup, and what is searched in it."""

    id: str
    title: str
    markup: str

    @property
    def words(self) -> str:
        """Return the words alone."""
        return html.unescape(_TAG.sub(" ", self.markup))


@functools.cache
def read_chapters(language: Language) -> tuple[Chapter, ...]:
    """Return the chapters in a language, in their order."""
    found = []
    for name in CHAPTERS:
        markup = paths.resource("help", language.value, f"{name}.html").read_text("utf-8")
        title = _TITLE.search(markup)
        found.append(Chapter(name, html.unescape(title[1]) if title else name, markup))
    return tuple(found)


class HelpWindow(QWidget):
    """Shows the chapters; what is searched narrows their list and is marked in the text."""

    def __init__(self, words: Words, keys: Callable[[], KeyTable], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._words = words
        self._keys = keys
        self._chapter = CHAPTERS[0]
        self._seen: list[str] = []
        self._at = -1
        self.setWindowIcon(application_icon())
        self._build()
        fit_to_screen(self, QSize(920, 660))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(lambda: self._step(-1))
        QShortcut(QKeySequence("Alt+Right"), self).activated.connect(lambda: self._step(1))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        words.changed.connect(self._reword)
        self._reword()

    def _build(self) -> None:
        words = self._words
        self.back_button = button(words, N_("Back"))
        self.forward_button = button(words, N_("Forward"))
        self.back_button.clicked.connect(lambda: self._step(-1))
        self.forward_button.clicked.connect(lambda: self._step(1))
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        words.bind(self.search, N_("Search the help"), "setPlaceholderText")
        words.bind(self.search, N_("Search the help"), "setAccessibleName")
        self.search.textChanged.connect(lambda _: self._fill())
        self.search.returnPressed.connect(self._find_next)
        self.chapters = QListWidget()
        self.chapters.setObjectName("chapters")
        self.chapters.setWordWrap(True)
        self.chapters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.bind(self.chapters, N_("Contents"), "setAccessibleName")
        self.chapters.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.nothing = quiet(words, N_("Nothing in the help has these words."))
        self.nothing.hide()
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        words.bind(self.text, N_("Help"), "setAccessibleName")
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.search, self.nothing):
            column.addWidget(part)
        column.addWidget(self.chapters, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        parts.addWidget(side)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        parts.setSizes([250, 600])
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.back_button)
        top.addWidget(self.forward_button)
        top.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 20, 28, 22)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(parts, 1)

    def show_chapter(self, name: str) -> None:
        """Show a chapter and remember it for going back."""
        name = name if name in CHAPTERS else CHAPTERS[0]
        if self._at < 0 or self._seen[self._at] != name:
            self._seen = [*self._seen[: self._at + 1], name]
            self._at = len(self._seen) - 1
        self._show(name)

    def _show(self, name: str) -> None:
        self._chapter = name
        chapter = next(each for each in read_chapters(self._words.language) if each.id == name)
        markup = chapter.markup
        if name == KEYS:
            markup = markup.replace("<!-- keys -->", _key_markup(self._keys()))
        self.text.document().setDefaultStyleSheet(_style())
        self.text.setHtml(markup)
        for at in range(self.chapters.count()):
            if self.chapters.item(at).data(Qt.ItemDataRole.UserRole) == name:
                self.chapters.setCurrentRow(at)
        self.back_button.setEnabled(self._at > 0)
        self.forward_button.setEnabled(self._at < len(self._seen) - 1)
        if self.search.text():
            self.text.find(self.search.text())

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._seen):
            self._at += by
            self._show(self._seen[self._at])

    def _fill(self) -> None:
        wanted = self.search.text().strip().casefold()
        self.chapters.blockSignals(True)
        self.chapters.clear()
        for chapter in read_chapters(self._words.language):
            if wanted in chapter.words.casefold():
                item = QListWidgetItem(chapter.title)
                item.setData(Qt.ItemDataRole.UserRole, chapter.id)
                self.chapters.addItem(item)
                if chapter.id == self._chapter:
                    self.chapters.setCurrentItem(item)
        self.chapters.blockSignals(False)
        self.nothing.setVisible(not self.chapters.count())
        if wanted and self.chapters.count() and self.chapters.currentRow() < 0:
            self.chapters.setCurrentRow(0)
        elif wanted:
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(wanted)

    def _find_next(self) -> None:
        wanted = self.search.text().strip()
        if wanted and not self.text.find(wanted):
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
            self.text.find(wanted, QTextDocument.FindFlag(0))

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(Qt.ItemDataRole.UserRole) != self._chapter:
            self.show_chapter(item.data(Qt.ItemDataRole.UserRole))

    def _follow(self, link: QUrl) -> None:
        self.show_chapter(link.toString().removesuffix(".html"))

    def _reword(self) -> None:
        self.setWindowTitle(self._words.say("Help"))
        self._fill()
        self._show(self._chapter)


def _key_markup(menus: KeyTable) -> str:
    parts = []
    for title, deeds in menus:
        rows = "".join(
            f"<tr><td>{html.escape(name)}&nbsp;&nbsp;</td><td><b>{html.escape(key)}</b></td></tr>"
            for name, key in deeds
        )
        parts.append(f'<h2>{html.escape(title)}</h2><table cellspacing="0" cellpadding="4">{rows}</table>')
    return "".join(parts)


def _style() -> str:
    c = colours()
    return (
        f"h1 {{ font-size: 17pt; font-weight: 400; margin: 4px 0 10px 0; }}"
        f"h2 {{ font-size: 12pt; font-weight: 600; color: {c.accent}; margin: 16px 0 4px 0; }}"
        f"p, li {{ margin: 0 0 7px 0; line-height: 135%; }}"
        f"a {{ color: {c.accent}; }} td {{ padding: 2px 14px 2px 0; }}"
    )
