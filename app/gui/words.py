"""The words of the window: buttons and headings in one language, rule texts in one or in both.

A widget carries its own message, as a dynamic property named after the setter that shows it. So
switching the language is one walk over all widgets, and a text cannot be forgotten: whatever was
shown through `bind` is shown anew, and whatever depends on the case is shown anew by its page.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from app.domain.words import DisplayMode, Language, Text
from app.i18n.catalogue import Catalogue, catalogue, chrome_language

_PREFIX = "say_"
_LOCALES = {
    Language.EN: QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    Language.ZH: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
}


def system_language() -> Language:
    """Return Chinese when the system speaks Chinese, else English."""
    chinese = QLocale.system().language() is QLocale.Language.Chinese
    return Language.ZH if chinese else Language.EN


class Words(QObject):
    """Knows the language of the window and changes it while the window is open."""

    changed = Signal()

    def __init__(self, language: Language, mode: DisplayMode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.mode = mode
        self._translator = QTranslator(self)
        self._install()

    @property
    def say(self) -> Catalogue:
        """Return the catalogue in which buttons and headings speak."""
        return catalogue(self.language)

    def shown(self, text: Text, separator: str = "\n") -> str:
        """Return a rule text as the display mode wants it."""
        return text.shown(self.mode, separator)

    def lines(self, text: Text) -> tuple[str, str]:
        """Return the first line of a rule text and, where both languages are shown, the second."""
        first, _, second = text.shown(self.mode, "\0").partition("\0")
        return first, second

    def bind(self, target: QObject, message: str, setter: str = "setText") -> None:
        """Show a message through a setter now and in every language chosen later."""
        target.setProperty(_PREFIX + setter, message)
        getattr(target, setter)(self.say(message))

    def choose(self, mode: DisplayMode) -> None:
        """Switch the language of the whole window."""
        self.language = chrome_language(mode, self.language)
        self.mode = mode
        self._install()
        self.repeat()

    def repeat(self) -> None:
        """Show every text again."""
        for window in QApplication.topLevelWidgets():
            for each in (window, *window.findChildren(QObject)):
                self._repeat_for(each)
        self.changed.emit()

    def _repeat_for(self, target: QObject) -> None:
        for name in target.dynamicPropertyNames():
            prefix, _, setter = bytes(name.data()).decode().partition(_PREFIX)
            if not prefix and setter:
                getattr(target, setter)(self.say(target.property(_PREFIX + setter)))

    def _install(self) -> None:
        QLocale.setDefault(_LOCALES[self.language])
        # English is what Qt speaks without any translator.
        QCoreApplication.removeTranslator(self._translator)
        if self.language is Language.ZH:
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load("qtbase_zh_CN", folder):
                QCoreApplication.installTranslator(self._translator)
        for window in QApplication.topLevelWidgets():
            window.setLocale(_LOCALES[self.language])
