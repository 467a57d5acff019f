"""The styles of our Word templates: fonts for both scripts on every one, sizes, indents, the page."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.domain.words import Language

# What an office's computer has: Song and Hei for Chinese, Times for the rest.
LATIN, SONG, HEI = "Times New Roman", "SimSun", "SimHei"
PAGE_WIDTH_MM = 210.0
BODY_PT = 12.0
GRID = "Letter Grid"

STYLE_NAMES = {
    "title": "Letter Title",
    "heading": "Letter Heading",
    "addressee": "Letter Addressee",
    "body": "Letter Body",
    "body-en": "Letter Body English",
    "plain": "Letter Plain",
    "item": "Letter Item",
    "item-en": "Letter Item English",
    "closing": "Letter Closing",
    "sign": "Letter Signature",
    "note": "Letter Note",
    "margin": "Letter Margin Note",
    "gap": "Letter Gap",
    "columns": "Letter Columns",
    "head-left": "Letter Label",
    "head-center": "Letter Table Head",
    "cell-left": "Letter Cell",
    "cell-center": "Letter Cell Centre",
    "cell-right": "Letter Cell Right",
}

_LEFT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_RIGHT, _EVEN = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
# Style: size in pt, alignment, space before and after in pt, indent of the first line in characters, heavy.
_LOOKS: dict[str, tuple[float, Any, float, float, float, bool]] = {
    "title": (18, _CENTRE, 6, 18, 0, True),
    "heading": (12, _LEFT, 10, 4, 0, True),
    "addressee": (BODY_PT, _LEFT, 0, 6, 0, False),
    "body": (BODY_PT, _EVEN, 0, 4, 2, False),
    # Even English lines tear holes between few long words.
    "body-en": (BODY_PT, _LEFT, 0, 8, 0, False),
    "plain": (BODY_PT, _LEFT, 4, 6, 0, False),
    "item": (BODY_PT, _EVEN, 0, 4, 2, False),
    "item-en": (BODY_PT, _LEFT, 0, 4, 0, False),
    "closing": (BODY_PT, _LEFT, 4, 4, 0, False),
    "sign": (BODY_PT, _RIGHT, 24, 0, 0, False),
    "note": (9, _LEFT, 4, 4, 0, False),
    "margin": (8, _LEFT, 0, 0, 0, False),
    "gap": (6, _LEFT, 0, 0, 0, False),
    "head-left": (10, _LEFT, 2, 2, 0, False),
    "head-center": (10, _CENTRE, 2, 2, 0, True),
    "cell-left": (10, _LEFT, 2, 2, 0, False),
    "cell-center": (10, _CENTRE, 2, 2, 0, False),
    "cell-right": (10, _RIGHT, 2, 2, 0, False),
}
_HEAVY = {STYLE_NAMES[key] for key, look in _LOOKS.items() if look[5]}
# What Word falls back on; python-docx needs the last two.
_KEPT = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer")
_QUIET = ("note", "margin")
_TEXT = ("addressee", "body", "body-en", "plain", "item", "item-en", "closing", "sign")


@dataclass(frozen=True, slots=True)
class Measures:
    """Holds what differs between a letter over the whole width and one in columns.

    `text_share` is the size of its text, `space_share` the space between paragraphs, both as a share of the
    usual; `pitch` is the height of a line of text as a multiple of its size, by language.
    """

    margin_mm: float
    text_share: float
    space_share: float
    pitch: Mapping[Language, float]

    @property
    def text_width(self) -> float:
        """Return how wide the text is, in points."""
        return (PAGE_WIDTH_MM - 2 * self.margin_mm) * 72 / 25.4


WHOLE = Measures(25.0, 1.0, 1.0, {Language.ZH: 1.75, Language.EN: 1.4})
# Half a page's width holds fewer words.
NARROW = Measures(18.0, 10.5 / BODY_PT, 0.6, {Language.ZH: 1.45, Language.EN: 1.3})


def prepare_page(document: Any, measures: Measures) -> None:
    """Make the pages A4 with even margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(297)
    section.left_margin = section.right_margin = Mm(measures.margin_mm)
    section.top_margin = section.bottom_margin = Mm(measures.margin_mm)
    section.footer_distance = Mm(10)
    compatibility = document.settings.element.find(qn("w:compat"))
    # Word would pull a line apart that ends with a line break.
    compatibility.insert(0, OxmlElement("w:doNotExpandShiftReturn"))


def add_styles(document: Any, language: Language, measures: Measures) -> None:
    """Add the styles of letters to a new document; `language` is its main one."""
    _drop_unused(document)
    normal = document.styles["Normal"]
    _set_fonts(normal.element, LATIN, SONG)
    normal.font.size = Pt(BODY_PT)
    _set_defaults(document)
    for key in _LOOKS:
        _add_paragraph_style(document, key, measures, language)
    _add_table_style(document, STYLE_NAMES["columns"], lines=False)
    _add_table_style(document, GRID, lines=True)


def _drop_unused(document: Any) -> None:
    """Drop the hundred and sixty styles that python-docx brings along."""
    styles = document.styles.element
    for style in list(styles.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _KEPT:
            styles.remove(style)


def set_run_fonts(run: Any, chinese: str) -> None:
    """Set the fonts of a run itself: it keeps them when it is pasted elsewhere."""
    _set_fonts(run._r, LATIN, chinese)


def chinese_font(style_name: str) -> str:
    """Return the font of Chinese in one of our styles."""
    return HEI if style_name in _HEAVY else SONG


def _add_paragraph_style(document: Any, key: str, measures: Measures, language: Language) -> None:
    size, align, before, after, indent, heavy = _LOOKS[key]
    if size >= BODY_PT:
        size *= measures.text_share
    style = document.styles.add_style(STYLE_NAMES[key], WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _set_fonts(style.element, LATIN, HEI if heavy else SONG)
    style.font.size = Pt(size)
    style.font.bold = heavy
    if key in _QUIET:
        style.font.color.rgb = RGBColor(0x6B, 0x73, 0x7A)
    layout = style.paragraph_format
    layout.alignment = align
    layout.space_before, layout.space_after = (Pt(each * measures.space_share) for each in (before, after))
    layout.first_line_indent = Pt(indent * size) if indent else None
    if key in _TEXT:
        spoken = Language.EN if key.endswith("-en") else language
        layout.line_spacing = Pt(size * measures.pitch[spoken])
        layout.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    else:
        layout.line_spacing = 1.15
    layout.keep_with_next = key in ("title", "heading")
    layout.keep_together = key in ("sign", "plain", "closing")
    # Breaks lines by the rules of Chinese punctuation.
    element = style.element.get_or_add_pPr()
    for name in ("w:kinsoku", "w:overflowPunct"):
        element.append(OxmlElement(name))


def _set_fonts(style: Any, latin: str, chinese: str) -> None:
    """Set the font of each script: what Word takes from the theme would win over it."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name, font in (("w:ascii", latin), ("w:hAnsi", latin), ("w:cs", latin), ("w:eastAsia", chinese)):
        fonts.set(qn(name), font)


def _set_defaults(document: Any) -> None:
    """Set the fonts and languages that hold where no style says otherwise."""
    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        properties = defaults.find(qn("w:rPr"))
        if properties is None:
            continue
        for fonts in properties.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            for name, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", SONG)):
                fonts.set(qn(f"w:{name}"), font)
        for words in properties.iter(qn("w:lang")):
            words.set(qn("w:val"), "en-GB")
            words.set(qn("w:eastAsia"), "zh-CN")
    for style in document.styles.element.iter(qn("w:style")):
        for fonts in style.iter(qn("w:rFonts")):
            _strip_theme(fonts)


def _strip_theme(fonts: Any) -> None:
    themed = [name for name in fonts.attrib if name.lower().endswith("theme")]
    for name in themed:
        del fonts.attrib[name]
    for name, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", SONG)):
        if fonts.get(qn(f"w:{name}")) is None:
            fonts.set(qn(f"w:{name}"), font)


def _add_table_style(document: Any, name: str, *, lines: bool) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    _set_fonts(style.element, LATIN, SONG)
    properties = OxmlElement("w:tblPr")
    if lines:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "100")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    style.element.append(copy.copy(properties))
