"""Sees to it that a filled document opens and reads well, whatever its template left open.

Word refuses a cell without a paragraph and a table without rows, which a template leaves where a condition
does not hold. And it sets Chinese in a Japanese font where nothing names one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]  # it ships none

from app.letters.marks import BEGIN, END
from app.letters.styles import SONG

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = {"zh-cn": "Hans", "zh-sg": "Hans", "zh-tw": "Hant", "zh-hk": "Hant"}
_MOST_BASES = 20
# What has to end with a paragraph.
_HOLDERS = tuple(map(qn, ("w:tc", "w:txbxContent", "w:hdr", "w:ftr")))


def mend(root: Any) -> None:
    """Give back to a part of a document what Word needs of it."""
    for row in list(root.iter(qn("w:tr"))):
        if not any(True for _ in row.iter(qn("w:tc"))):
            row.getparent().remove(row)
    for table in list(root.iter(qn("w:tbl"))):
        if not any(True for _ in table.iter(qn("w:tr"))):
            table.getparent().remove(table)
    for control in list(root.iter(qn("w:sdt"))):
        content = control.find(qn("w:sdtContent"))
        if content is None or not len(content):
            control.getparent().remove(control)
    for holder in root.iter(*_HOLDERS):
        if not len(holder) or holder[-1].tag not in (qn("w:p"), qn("w:sdt")):
            holder.append(OxmlElement("w:p"))


class ChineseFonts:
    """Knows which font the template names for Chinese, by its runs, styles and theme."""

    def __init__(self, document: Any) -> None:
        self._theme = _theme_fonts(document)
        styles = _part(document, RELATIONSHIP_TYPE.STYLES)
        self._styles: dict[str, Any] = {}
        self._default, self._usual = "", None
        if styles is not None:
            self._usual = styles.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr"))))
            for style in styles.iter(qn("w:style")):
                self._note_style(style)

    def _note_style(self, style: Any) -> None:
        name = str(style.get(qn("w:styleId"), ""))
        self._styles[name] = style
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on"):
            self._default = name

    def set_where_missing(self, root: Any) -> None:
        """Set a font for the Chinese that was filled into a part, where the template names none."""
        is_open = False
        for run in root.iter(qn("w:r")):
            words = "".join(each.text or "" for each in run if each.tag == qn("w:t"))
            is_filled = is_open or BEGIN in words
            if BEGIN in words or END in words:
                is_open = words.rfind(BEGIN) > words.rfind(END)
            if is_filled and _CHINESE.search(words) and not self._named(run):
                fonts = run.get_or_add_rPr().get_or_add_rFonts()
                fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
                fonts.set(qn("w:eastAsia"), SONG)

    def _named(self, run: Any) -> str:
        """Return the font of Chinese in a run, "" where Word would have to guess it."""
        for properties in self._properties(run):
            fonts = None if properties is None else properties.find(qn("w:rFonts"))
            if fonts is None:
                continue
            if reference := fonts.get(qn("w:eastAsiaTheme")):
                return self._theme.get(reference, "")
            if name := fonts.get(qn("w:eastAsia")):
                return str(name)
        return ""

    def _properties(self, run: Any) -> Iterator[Any]:
        own = run.find(qn("w:rPr"))
        yield own
        yield from self._bases(_value(own, "w:rStyle"))
        paragraph = next(run.iterancestors(qn("w:p")), None)
        named = None if paragraph is None else paragraph.find(qn("w:pPr"))
        yield from self._bases(_value(named, "w:pStyle") or self._default)
        table = next(run.iterancestors(qn("w:tbl")), None)
        if table is not None:
            yield from self._bases(_value(table.find(qn("w:tblPr")), "w:tblStyle"))
        yield self._usual

    def _bases(self, name: str) -> Iterator[Any]:
        """Give the properties of a style and of those that it is based on."""
        for _ in range(_MOST_BASES):
            if (style := self._styles.get(name)) is None:
                return
            yield style.find(qn("w:rPr"))
            name = _value(style, "w:basedOn")


def _value(element: Any, name: str) -> str:
    found = None if element is None else element.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _part(document: Any, kind: str) -> Any:
    """Return the root of a part that stands beside the document, None where there is none."""
    for each in document.part.rels.values():
        if each.reltype == kind and not each.is_external:
            part = each.target_part
            return part.element if hasattr(part, "element") else etree.fromstring(part.blob, _parser())
    return None


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _theme_fonts(document: Any) -> Mapping[str, str]:
    """Return the fonts for Chinese that a theme names, by the words with which runs refer to them."""
    theme = _part(document, RELATIONSHIP_TYPE.THEME)
    if theme is None:
        return {}
    settings = _part(document, RELATIONSHIP_TYPE.SETTINGS)
    language = None if settings is None else settings.find(qn("w:themeFontLang"))
    spoken = "" if language is None else str(language.get(qn("w:eastAsia"), "")).lower()
    fonts = {}
    for kind in ("major", "minor"):
        for holder in theme.iter(f"{_DRAWING}{kind}Font"):
            fonts[f"{kind}EastAsia"] = _face(holder, _SCRIPTS.get(spoken, ""))
    return fonts


def _face(holder: Any, script: str) -> str:
    east_asian = holder.find(f"{_DRAWING}ea")
    if east_asian is not None and east_asian.get("typeface"):
        return str(east_asian.get("typeface"))
    by_script = {each.get("script"): str(each.get("typeface", "")) for each in holder.iter(f"{_DRAWING}font")}
    return by_script.get(script, "")
