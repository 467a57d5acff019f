"""Takes a country by its name in either language or by its three letters."""

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QIcon
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.domain.words import Language, Text
from app.env import paths
from app.gui.fields import set_flag
from app.gui.theme import DARK, colours
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import countries, country_name

_ROWS = 12


class CountryField(QLineEdit):
    """Finds a country while one types any part of its name, in Chinese or English, or its code.

    What names no country, or several, is marked and not kept: `code` stays what it was.
    """

    edited = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._kept: str | None = None
        self._listed_in: Language | None = None
        self._names = QStringListModel(self)
        finder = QCompleter(self._names, self)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setMaxVisibleItems(_ROWS)
        finder.activated.connect(lambda _: self._finish())
        self.setCompleter(finder)
        self.arrow = QAction(self)
        self.arrow.triggered.connect(self.show_all)
        words.bind(self.arrow, N_("All countries"))
        self.addAction(self.arrow, QLineEdit.ActionPosition.TrailingPosition)
        words.bind(self, N_("Country or three letters"), "setPlaceholderText")
        self.editingFinished.connect(self._finish)
        words.changed.connect(self._say_anew)
        self._renew_icon()

    @property
    def code(self) -> str | None:
        """Return the three letters of the country that stands in the field, None while none does."""
        return self._kept

    @property
    def is_wrong(self) -> bool:
        """Say whether something stands in the field that names no country."""
        text = self.text().strip()
        return bool(text) and code_of(text) is None

    def show_code(self, code: str | None, *, anew: bool = True) -> None:
        """Show a country; not anew, what is being typed stays where it is."""
        if not anew and code == self._kept and (self.is_wrong or self.hasFocus()):
            return
        self._kept = code
        words = "" if code is None else country_words(code, self._words.language)
        if self.text() != words:
            self.setText(words)
            self.setCursorPosition(0)
        self._judge()

    def show_all(self) -> None:
        """Open the list of all countries."""
        self.setFocus()
        self._list()
        self.completer().setCompletionPrefix("")
        self.completer().complete()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """List the countries; nobody needs them before."""
        self._list()
        super().focusInEvent(event)

    def _list(self) -> None:
        language = self._words.language
        if self._listed_in is language:
            return
        self._listed_in = language
        listed = (country_words(code, language) for code, _ in countries())
        self._names.setStringList(sorted(listed, key=str.casefold))

    def _finish(self) -> None:
        text = self.text().strip()
        code = code_of(text)
        if not text or code is not None:
            before = self._kept
            self.show_code(code)
            if code != before:
                self.edited.emit()
        self._judge()

    def _judge(self) -> None:
        set_flag(self, "wrong", on=self.is_wrong)

    def _say_anew(self) -> None:
        self._renew_icon()
        if not self.is_wrong:
            self.show_code(self._kept)

    def _renew_icon(self) -> None:
        kind = "dark" if colours() is DARK else "light"
        icon = QIcon()
        icon.addFile(str(paths.resource("icons", f"down-{kind}.svg")), QSize(12, 12))
        self.arrow.setIcon(icon)


def country_words(code: str, language: Language) -> str:
    """Return a country's name in both languages, the window's first, and its three letters."""
    name = country_name(code)
    if name.en == code:
        return code
    first, second = (name.zh, name.en) if language is Language.ZH else (name.en, name.zh)
    return f"{first} {second} ({code})"


def code_of(text: str) -> str | None:
    """Return the code of the country that a text names: by code, by name, or by a part that only one has."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    rows = countries()
    exact = [code for code, name in rows if wanted in _exact(code, name)]
    if exact:
        return exact[0]
    part = [code for code, name in rows if wanted in f"{name.en} {name.zh}".casefold()]
    return part[0] if len(part) == 1 and len(wanted) > 1 else None


def _exact(code: str, name: Text) -> tuple[str, ...]:
    both = [country_words(code, language) for language in Language]
    return tuple(each.casefold() for each in (code, name.en, name.zh, *both))
