"""The message catalogues: loading, and compiling when older than their source.

`python -m app.i18n.catalogue extract|update|compile|check` keeps them.
"""

import contextlib
import functools
import gettext
import io
import sys
from pathlib import Path

from app.domain.errors import MachineStopped
from app.domain.words import DisplayMode, Language, Text
from app.env import paths, replace

DOMAIN = "yongju"
LOCALE_NAMES = {Language.EN: "en", Language.ZH: "zh_CN"}


def N_(message: str) -> str:  # noqa: N802 - the usual name of the marker "translate later"
    """Mark a message for extraction and return it untranslated."""
    return message


def source_path(language: Language) -> Path:
    """Return the editable catalogue of a language."""
    return paths.locale_folder() / LOCALE_NAMES[language] / "LC_MESSAGES" / f"{DOMAIN}.po"


class Catalogue:
    """Says messages in one language."""

    def __init__(self, language: Language, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def __call__(self, message: str, /, **params: object) -> str:
        """Return the message in this language with its named places filled."""
        words = self._translations.gettext(message)
        return words.format(**params) if params else words

    def plural(self, one: str, many: str, count: int, /, **params: object) -> str:
        """Return the form of a message that goes with a count, which fills the place {count}."""
        return self._translations.ngettext(one, many, count).format(count=count, **params)

    def text(self, text: Text) -> str:
        """Return a rule text in this language."""
        return text.in_language(self.language)


@functools.cache
def catalogue(language: Language) -> Catalogue:
    """Return the catalogue of a language, compiled anew when its source is newer."""
    source = source_path(language)
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
        return Catalogue(language, compile_catalogue(source, compiled))
    with compiled.open("rb") as stream:
        return Catalogue(language, gettext.GNUTranslations(stream))


def both(message: str, /, **params: object) -> Text:
    """Return a message in both languages."""
    return Text(en=catalogue(Language.EN)(message, **params), zh=catalogue(Language.ZH)(message, **params))


def filled(message: str, /, **texts: Text) -> Text:
    """Return a message in both languages, each filled with the words of its own language."""
    return Text(
        en=catalogue(Language.EN)(message, **{name: text.en for name, text in texts.items()}),
        zh=catalogue(Language.ZH)(message, **{name: text.zh for name, text in texts.items()}),
    )


def chrome_language(mode: DisplayMode, fallback: Language) -> Language:
    """Return the language of buttons and headings: that of the mode, or the last single one chosen."""
    return fallback if mode is DisplayMode.BOTH else Language(mode.value)


def compile_catalogue(source: Path, compiled: Path) -> gettext.NullTranslations:
    """Compile a catalogue, keep the result where that is allowed, and load it."""
    # Only here: a compiled catalogue is read without them.
    from babel.messages import mofile, pofile

    with source.open("rb") as stream:
        messages = pofile.read_po(stream)
    buffer = io.BytesIO()
    mofile.write_mo(buffer, messages)
    # A read-only installation works all the same, only a few milliseconds slower at each start.
    with contextlib.suppress(MachineStopped):
        replace.write_bytes(compiled, buffer.getvalue())
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


if __name__ == "__main__":
    from app.i18n.upkeep import main

    sys.exit(main(sys.argv[1:]))
