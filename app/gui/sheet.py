"""Longer texts of rules: titled parts, marks before words of state, and numbered sources at the end."""

import html
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser

from app.domain.sources import Source
from app.domain.words import Text
from app.gui.judgements import source_lines
from app.gui.marks import Mark, mark_icon
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_

_MARK_SCHEME = "mark"
_MARK_SIZE = 14
_INDENT = 14


class Sheet:
    """Collects lines as markup in which every word is escaped; a source is told once and named by number."""

    def __init__(self, words: Words, *, linked: bool = True) -> None:
        self._words = words
        self._linked = linked
        self._blocks: list[str] = []
        self._section = ""
        self._sources: dict[Source, int] = {}

    def title(self, text: Text) -> None:
        """Write the title of the whole."""
        first, second = self._words.lines(text)
        more = f"<br>{_escaped(second)}" if second else ""
        self._blocks.append(f'<p style="margin:2px 0 4px 0; font-size:12pt">{_escaped(first)}{more}</p>')

    def section(self, message: str) -> None:
        """Begin a part; its title is written with its first line, so that none stands over nothing."""
        self._section = self._words.say(message)

    def text(self, text: Text, sources: Iterable[Source] = (), **look: Any) -> None:
        """Write a rule text as the display mode wants it."""
        self.line(self._words.shown(text), sources, **look)

    def line(
        self,
        words: str,
        sources: Iterable[Source] = (),
        *,
        mark: Mark | None = None,
        quiet: bool = False,
        indent: int = 0,
    ) -> None:
        """Write a line with the numbers of its sources behind it."""
        if not words:
            return
        if self._section:
            colour = colours().accent
            self._blocks.append(
                f'<p style="color:{colour}; margin:14px 0 3px 0; font-weight:600">'
                f"{_escaped(self._section)}</p>"
            )
            self._section = ""
        icon = f'<img src="{_MARK_SCHEME}:{mark.value}" style="vertical-align:middle">&nbsp; ' if mark else ""
        style = f"margin:0 0 5px {indent * _INDENT}px"
        if quiet:
            style += f"; color:{colours().muted}"
        self._blocks.append(f'<p style="{style}">{icon}{_escaped(words)}{self._numbers(sources)}</p>')

    def html(self) -> str:
        """Return everything, the sources last."""
        sources = dict(self._sources)
        self.section(N_("Where it is written"))
        for source, number in sources.items():
            line = source_lines((source,), self._words)[0]
            self.line(f"[{number}] {line}", quiet=True)
            if self._linked:
                # The name to which the number jumps.
                self._blocks[-1] = self._blocks[-1].replace(">[", f'><a name="{number}"></a>[', 1)
        return "".join(self._blocks)

    def _numbers(self, sources: Iterable[Source]) -> str:
        links = []
        for source in dict.fromkeys(sources):
            number = self._sources.setdefault(source, len(self._sources) + 1)
            target = f'<a href="#{number}" style="text-decoration:none">[{number}]</a>'
            links.append(target if self._linked else f"[{number}]")
        return f" {' '.join(links)}" if links else ""


class SheetView(QTextBrowser):
    """Shows a sheet, keeps its place while the same sheet changes, and draws nothing twice."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, str] = (None, "")
        self.setOpenLinks(False)
        self.document().setDocumentMargin(10)
        self.anchorClicked.connect(lambda url: self.scrollToAnchor(url.fragment()))

    def show_sheet(self, subject: object, markup: str) -> None:
        """Show a sheet about a subject."""
        before, old = self._shown
        # The marks are drawn in the colours in use, which the words in colour tell by their markup.
        if (subject, markup) == (before, old):
            return
        place = self.verticalScrollBar().value() if subject == before else 0
        self._shown = (subject, markup)
        self.setHtml(markup)
        self.verticalScrollBar().setValue(place)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """Draw the marks that a sheet names."""
        url = QUrl(name)
        if url.scheme() == _MARK_SCHEME:
            return mark_icon(Mark(url.path())).pixmap(_MARK_SIZE, _MARK_SIZE)
        return super().loadResource(kind, url)


def _escaped(words: str) -> str:
    return html.escape(words).replace("\n", "<br>")
