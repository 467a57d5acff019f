"""Names the fonts in which the text of a Word document is set (ISO/IEC 29500-1, 17.3.2.26).

A run names up to four fonts, itself or by its styles or the theme; which of them a character takes
depends on its script. Only fonts of characters that are written count: a template names dozens.
"""

import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from lxml import etree  # type: ignore[import-untyped]  # it ships none

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WRITTEN = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml", "word/endnotes.xml")
_ATTRIBUTES = ("ascii", "hAnsi", "eastAsia", "cs")
_MAX_DEPTH = 30
_MAX_FONTS = 50
# What Word takes where nothing names a font.
_USUAL = "Times New Roman"
_SCRIPT_OF_LANGUAGE = {
    "zh-cn": "Hans",
    "zh-sg": "Hans",
    "zh-tw": "Hant",
    "zh-hk": "Hant",
    "ja-jp": "Jpan",
    "ko-kr": "Hang",
}
_WIDE = frozenset("WF")

_Fonts = dict[str, str]


def fonts_of(package: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the fonts that a document's text asks for, sorted. Raises COPY_ERRORS of `docx_copy`."""
    names = set(package.namelist())
    theme = _Theme.read(package, names)
    styles = _Styles.read(package, names, theme)
    found: set[str] = set()
    for name in sorted(names):
        if name.startswith(_WRITTEN) and name.endswith(".xml"):
            found.update(_fonts_in(_parsed(package.read(name)), styles, theme))
    return tuple(sorted(found))[:_MAX_FONTS]


@dataclass(frozen=True, slots=True)
class _Theme:
    fonts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, package: zipfile.ZipFile, names: set[str]) -> "_Theme":
        part = next((name for name in sorted(names) if name.startswith("word/theme/theme")), None)
        if part is None or not part.endswith(".xml"):
            return cls()
        script = _east_asian_script(package, names)
        fonts: _Fonts = {}
        root = _parsed(package.read(part))
        for kind in ("major", "minor"):
            holder = next(root.iter(f"{_A}{kind}Font"), None)
            if holder is not None:
                fonts |= {f"{kind}{key}": value for key, value in _theme_fonts(holder, script).items()}
        return cls(fonts)

    def name(self, reference: str) -> str:
        """Return the font that minorHAnsi, majorEastAsia and the like stand for."""
        return self.fonts.get(reference.replace("Ascii", "HAnsi"), "")


def _theme_fonts(holder: etree._Element, script: str) -> _Fonts:
    def face(tag: str) -> str:
        found = holder.find(f"{_A}{tag}")
        return "" if found is None else str(found.get("typeface", ""))

    by_script = {each.get("script"): str(each.get("typeface", "")) for each in holder.iter(f"{_A}font")}
    return {
        "HAnsi": face("latin"),
        "EastAsia": face("ea") or by_script.get(script, ""),
        "Bidi": face("cs"),
    }


def _east_asian_script(package: zipfile.ZipFile, names: set[str]) -> str:
    if "word/settings.xml" not in names:
        return ""
    language = next(_parsed(package.read("word/settings.xml")).iter(f"{_W}themeFontLang"), None)
    written = "" if language is None else str(language.get(f"{_W}eastAsia", ""))
    return _SCRIPT_OF_LANGUAGE.get(written.lower(), "")


@dataclass(frozen=True, slots=True)
class _Styles:
    usual: _Fonts
    own: Mapping[str, _Fonts]
    based_on: Mapping[str, str]
    paragraph: str = ""

    @classmethod
    def read(cls, package: zipfile.ZipFile, names: set[str], theme: _Theme) -> "_Styles":
        if "word/styles.xml" not in names:
            return cls({}, {}, {})
        root = _parsed(package.read("word/styles.xml"))
        usual = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        own, based_on, paragraph = {}, {}, ""
        for style in root.iter(f"{_W}style"):
            name = str(style.get(f"{_W}styleId", ""))
            own[name] = _fonts_named(style.find(f"{_W}rPr"), theme)
            based_on[name] = _value(style.find(f"{_W}basedOn"))
            is_default = style.get(f"{_W}default") in ("1", "true", "on")
            if is_default and style.get(f"{_W}type") == "paragraph":
                paragraph = name
        return cls(_fonts_named(usual, theme), own, based_on, paragraph)

    def fonts(self, style: str) -> _Fonts:
        """Return what a style and those that it is based on name."""
        found: _Fonts = {}
        for _ in range(_MAX_DEPTH):
            if style not in self.own:
                break
            found = {**self.own[style], **found}
            style = self.based_on[style]
        return found


def _fonts_in(root: etree._Element, styles: _Styles, theme: _Theme) -> Iterator[str]:
    style_fonts = cache(styles.fonts)
    for run in root.iter(f"{_W}r"):
        text = "".join(piece.text or "" for piece in run.iter(f"{_W}t"))
        if not text.strip():
            continue
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        style = "" if paragraph is None else _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        properties = run.find(f"{_W}rPr")
        character_style = "" if properties is None else _value(properties.find(f"{_W}rStyle"))
        fonts = {
            **styles.usual,
            **style_fonts(style or styles.paragraph),
            **style_fonts(character_style),
            **_fonts_named(properties, theme),
        }
        yield from {fonts.get(_slot_of(c), "") or _USUAL for c in set(text) if not c.isspace()}


def _fonts_named(properties: etree._Element | None, theme: _Theme) -> _Fonts:
    """Return the fonts that properties name, the theme's before plain ones as Word has it."""
    named = None if properties is None else properties.find(f"{_W}rFonts")
    if named is None:
        return {}
    fonts = {}
    for slot in _ATTRIBUTES:
        # The schema spells this one alone in small letters.
        reference = named.get(f"{_W}cstheme" if slot == "cs" else f"{_W}{slot}Theme")
        name = theme.name(reference) if reference else ""
        name = name or str(named.get(f"{_W}{slot}", ""))
        if name:
            fonts[slot] = name
    return fonts


def _slot_of(character: str) -> str:
    if character < "\x80":
        return "ascii"
    return "eastAsia" if unicodedata.east_asian_width(character) in _WIDE else "hAnsi"


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(f"{_W}val", ""))


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
