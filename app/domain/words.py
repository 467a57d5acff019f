"""Text in two languages, and which of them to show."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language in which the product speaks."""

    EN = "en"
    ZH = "zh"


class DisplayMode(StrEnum):
    """How rule text is shown: in one language, or in both beneath each other."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Text:
    """Holds the same content in English and in simplified Chinese."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """Return the words of one language."""
        return self.zh if language is Language.ZH else self.en

    def shown(self, mode: DisplayMode, separator: str = "\n") -> str:
        """Return the words of a display mode, Chinese first where both are shown."""
        if mode is DisplayMode.BOTH:
            return self.zh if self.zh == self.en else f"{self.zh}{separator}{self.en}"
        return self.in_language(Language(mode.value))

    @classmethod
    def same(cls, words: str) -> "Text":
        """Make a text that reads the same in both languages, such as a name."""
        return cls(words, words)
