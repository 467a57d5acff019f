"""Takes out of a Word template what would fetch, run or tell on somebody, and finds what cannot stay.

What changes nothing on the page goes silently: an attached template, comments, custom data, properties of
the document, passwords against changes. What would leave a hole where it stood is refused with its place:
linked pictures, embedded objects, inserted files, fields that take their text from elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.letters import TemplateFault
from app.letters.package import Relationship, Unusable
from app.letters.places import Places, W

_STRICT = "http://purl.oclc.org/ooxml/"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_BINDING = "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding"
_VIDEO = "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}webVideoPr"
_PRESERVED = frozenset(f"{W}{name}" for name in ("t", "instrText", "delText", "delInstrText"))

_INSERTED = frozenset({f"{W}altChunk", f"{W}subDoc"})
_OBJECTS = frozenset({f"{W}object", f"{W}control", f"{W}contentPart", f"{W}movie", f"{_OFFICE}OLEObject"})
_CHANGES = frozenset(
    f"{W}{name}"
    for name in ("ins", "del", "moveFrom", "moveTo", "delText", "delInstrText", "cellIns", "cellDel")
)
_UNWRAPPED = frozenset({f"{W}smartTag", f"{W}customXml"})
_DROPPED = frozenset(
    f"{W}{name}"
    for name in (
        "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
        "annotationRef", "lastRenderedPageBreak", "dataBinding", "placeholder", "fldData", "entryMacro",
        "exitMacro", "printerSettings", "rsid", "smartTagPr", "customXmlPr", "rPrChange", "pPrChange",
        "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange", "tblPrExChange",
        "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    )
) | {_VIDEO, _BINDING}  # fmt: skip
# Of the settings of a document: what names other files and people, locks it, or asks when it is opened.
_SETTINGS_DROPPED = frozenset(
    f"{W}{name}"
    for name in (
        "attachedTemplate", "mailMerge", "documentProtection", "writeProtection", "docVars", "rsids",
        "saveThroughXslt", "attachedSchema", "linkStyles", "updateFields", "trackRevisions", "schemaLibrary",
        "smartTagType", "revisionView", "saveXmlDataOnly", "activeWritingStyle",
    )
)  # fmt: skip
# Addresses that stand in a drawing itself; a name with a namespace is looked at by its own rule.
_ADDRESSES = frozenset({"src", "href", "althref", "action", "hrefTo"})
_OFFICE_ADDRESSES = frozenset(f"{_OFFICE}{name}" for name in ("href", "althref"))
_EMPTY_WITHOUT = frozenset(f"{W}{name}" for name in ("headerReference", "footerReference"))
_WEB = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
# Fields (ISO/IEC 29500-1, 17.16.5) that say what the letter itself knows.
_FIELDS = frozenset(
    (
        "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE",
        "HYPERLINK", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "SEQ", "SYMBOL", "TOC", "TC", "XE", "INDEX",
        "TITLE", "SUBJECT", "AUTHOR", "EQ", "ADVANCE", "LISTNUM", "AUTONUM", "FORMTEXT", "FORMCHECKBOX",
        "FORMDROPDOWN",
    )
)  # fmt: skip
_FIELD_NAME = re.compile(r"\s*(=|\w*)")
_FIELD_WORD = re.compile(r'"[^"]*"?|[^\s"]+')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "\u00a0": " "})
# Switches of a link: a place within the document, a tip, a frame follow; the last two stand alone.
_LINK_TELLS, _LINK_ALONE = ("\\l", "\\o", "\\t"), ("\\n", "\\m", "\\h")

Relationships = Mapping[str, Relationship]


def find_faults(root: Any, places: Places, relationships: Relationships) -> Iterator[TemplateFault]:
    """Give what of a part cannot stay in a letter, each with its place."""
    for element in root.iter():
        if element.tag in _INSERTED:
            yield TemplateFault("template.inserted_file", places.of(element), "")
        elif element.tag in _OBJECTS:
            yield TemplateFault("template.object", places.of(element), "")
        elif element.tag in _CHANGES:
            yield TemplateFault("template.tracked_change", places.of(element), "")
        for value in _references(element).values():
            if code := _fault_of(relationships.get(value)):
                yield TemplateFault(code, places.of(element), "")
    for element, words in _fields(root):
        if not _is_kept(words):
            yield TemplateFault("template.field", places.of(element), words.strip()[:60])


def _is_kept(words: str) -> bool:
    """Say whether a field with such an instruction may stay in a letter."""
    name = _FIELD_NAME.match(words)
    if name is None or name[1].upper() not in _FIELDS:
        return False
    return name[1].upper() != "HYPERLINK" or _is_web(words[name.end() :])


def _is_web(words: str) -> bool:
    """Say whether a field that is a link leads to the web, or to a place in the document alone."""
    if "{{" in words or "{%" in words:
        # Told as a tag where none can be.
        return True
    found = _FIELD_WORD.findall(words.translate(_QUOTES))
    targets: list[str] = []
    is_inside = False
    while found:
        word = found.pop(0)
        if word.lower() in _LINK_TELLS:
            is_inside = is_inside or word.lower() == _LINK_TELLS[0]
            del found[:1]
        elif word.lower() not in _LINK_ALONE:
            targets.append(word.strip('"'))
    return bool(targets or is_inside) and all(map(_WEB.match, targets))


def _references(element: Any) -> dict[str, str]:
    """Return the attributes of an element that name relationships."""
    return {
        name: str(value)
        for name, value in element.attrib.items()
        if name.startswith(_REFERENCE) or name == f"{_OFFICE}relid"
    }


def _fault_of(relationship: Relationship | None) -> str:
    if relationship is None or relationship.kind == "hyperlink" or is_shown(relationship):
        return ""
    if relationship.kind == "image":
        return "template.linked_picture" if relationship.external else ""
    return "" if relationship.kind in ("aFChunk", "subDocument", "printerSettings") else "template.object"


def is_shown(relationship: Relationship) -> bool:
    """Say whether a letter keeps what a relationship names."""
    if relationship.external:
        return relationship.kind == "hyperlink" and _WEB.match(relationship.target) is not None
    return relationship.kind in ("image", "header", "footer", "font")


def _fields(root: Any) -> Iterator[tuple[Any, str]]:
    """Give every field with its whole instruction: runs may part a word anywhere."""
    for simple in root.iter(f"{W}fldSimple"):
        yield simple, str(simple.get(f"{W}instr", ""))
    found: list[tuple[Any, list[str]]] = []
    waiting: list[list[str]] = []
    for each in root.iter(f"{W}fldChar", f"{W}instrText"):
        if each.tag == f"{W}instrText":
            if not waiting:
                found.append((each, [each.text or ""]))
            else:
                waiting[-1].append(each.text or "")
        elif each.get(f"{W}fldCharType") == "begin":
            waiting.append([])
            found.append((each, waiting[-1]))
        elif each.get(f"{W}fldCharType") == "end" and waiting:
            waiting.pop()
    for element, pieces in found:
        yield element, "".join(pieces)


def clean_part(root: Any, relationships: Relationships, *, settings: bool = False) -> list[Relationship]:
    """Take out of a part what no letter needs; returns the relationships that it still uses.

    Raises Unusable where it is written in another way than Word writes it.
    """
    _refuse_other_names(root)
    for element in list(root.iter()):
        if element.tag in _DROPPED or (settings and element.tag in _SETTINGS_DROPPED):
            _remove(element)
        elif element.tag == _SVG:
            # The picture for older programs stands beside it.
            _remove(element.getparent())
        elif element.tag in _UNWRAPPED:
            _unwrap(element)
        else:
            _drop_stray_words(element)
    used = [each for element in list(root.iter()) for each in _clean_attributes(element, relationships)]
    return sorted({each.id: each for each in used}.values(), key=lambda each: each.id)


def _refuse_other_names(root: Any) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):
            # A reference to an entity that nothing declares.
            raise Unusable("template.unreadable")
        is_word = element.tag.startswith(W)
        if element.tag.startswith(f"{{{_STRICT}"):
            raise Unusable("template.strict")
        if is_word is not (element.prefix == "w"):
            raise Unusable("template.unreadable")


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(place + offset, child)
    parent.remove(element)


def _drop_stray_words(element: Any) -> None:
    """Drop what stands between elements: Word shows nothing of it."""
    element.tail = None
    if len(element):
        element.text = None
    elif element.tag in _PRESERVED:
        element.text = re.sub(r"[\r\n]+", " ", element.text or "")


def _clean_attributes(element: Any, relationships: Relationships) -> Iterator[Relationship]:
    for name in list(element.attrib):
        is_address = name in _OFFICE_ADDRESSES or (name in _ADDRESSES and not element.tag.startswith(W))
        if is_address or name.startswith(f"{W}rsid"):
            del element.attrib[name]
    for name, value in _references(element).items():
        found = relationships.get(value)
        if found is not None and is_shown(found):
            yield found
            continue
        del element.attrib[name]
        if element.tag in _EMPTY_WITHOUT:
            _remove(element)
