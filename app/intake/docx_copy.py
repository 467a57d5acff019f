"""Copies Word documents without what they would fetch or run: linked contents, macros, controls, templates.

What was left out is stated when a document is examined (`docx.examine_docx`). Everything else is copied as
it stands; ISO/IEC 29500-2 has the parts and relationships of a package.
"""

import re
import zipfile
import zlib
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # it ships none

from app.intake.identify import DAMAGED_ZIP

COPY_ERRORS = (*DAMAGED_ZIP, etree.LxmlError, ValueError, zlib.error, MemoryError)

MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
_PLAIN_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RUNNABLE = re.compile(
    r"^word/(?:vba(?:Project|Data)[^/]*|activeX/.*)$|^customUI/|^userCustomization/", re.IGNORECASE
)
# Relationships by the last part of their type. A link to click is only text on a page.
_CLICKED = "hyperlink"
_RUNNING = frozenset(
    {
        "vbaProject",
        "wordVbaData",
        "control",
        "activeXControlBinary",
        "attachedTemplate",
        "keyMapCustomizations",
    }
)
# Fields that take their text from elsewhere or start something (ISO/IEC 29500-1, 17.16.5).
_FETCHING = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|INCLUDE|LINK|RD|DATABASE)\b", re.IGNORECASE
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write_inert_copy(path: Path, destination: Path) -> None:
    """Copy a document without what it would fetch or run. Raises COPY_ERRORS or OSError."""
    with (
        zipfile.ZipFile(path) as package,
        zipfile.ZipFile(destination, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
    ):
        for name in dict.fromkeys(package.namelist()):
            if not _RUNNABLE.match(name):
                copy.writestr(zipfile.ZipInfo(name, _FIXED_TIME), _inert(name, package.read(name)))


def fetches_contents(package: zipfile.ZipFile) -> bool:
    """Say whether a document would fetch contents from elsewhere. Raises COPY_ERRORS."""
    for name in package.namelist():
        if name.endswith(".rels"):
            if any(_is_fetched(each) for each in _parsed(package.read(name)).iter(_RELATIONSHIP)):
                return True
        elif name.endswith(".xml") and any(
            _FETCHING.match(code) for code in _field_codes(package.read(name))
        ):
            return True
    return False


def _inert(name: str, content: bytes) -> bytes:
    if name == _TYPES:
        return content.replace(MACRO_MAIN.encode(), _PLAIN_MAIN.encode())
    if name.endswith(".rels"):
        return _without_relationships(content)
    return _without_fetching_fields(content) if name.endswith(".xml") else content


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _without_relationships(content: bytes) -> bytes:
    root = _parsed(content)
    unwanted = [each for each in root.iter(_RELATIONSHIP) if _is_fetched(each) or _kind_of(each) in _RUNNING]
    for each in unwanted:
        each.getparent().remove(each)
    return _written(root) if unwanted else content


def _is_fetched(relationship: etree._Element) -> bool:
    return relationship.get("TargetMode") == "External" and _kind_of(relationship) != _CLICKED


def _kind_of(relationship: etree._Element) -> str:
    return str(relationship.get("Type", "")).rpartition("/")[2]


def _without_fetching_fields(content: bytes) -> bytes:
    """Keep the text that such a field showed last, and take away what it would fetch."""
    if not _has_fetching_field(content):
        return content
    root = _parsed(content)
    for codes in _instructions(root):
        if _FETCHING.match("".join(code.text or "" for code in codes)):
            for code in codes:
                code.text = ""
    for simple in root.iter(f"{_WORD}fldSimple"):
        if _FETCHING.match(simple.get(f"{_WORD}instr", "")):
            simple.set(f"{_WORD}instr", "")
    return _written(root)


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _has_fetching_field(content: bytes) -> bool:
    return any(_FETCHING.match(code) for code in _field_codes(content))


def _field_codes(content: bytes) -> list[str]:
    """Return what every field of a part says; parts without any are not even parsed."""
    if not (b"instrText" in content or b"fldSimple" in content or content.startswith(_WIDE)):
        return []
    root = _parsed(content)
    codes = ["".join(code.text or "" for code in each) for each in _instructions(root)]
    return codes + [str(each.get(f"{_WORD}instr", "")) for each in root.iter(f"{_WORD}fldSimple")]


def _instructions(root: etree._Element) -> list[list[etree._Element]]:
    """Return the pieces of each field's instruction: runs may part a word anywhere."""
    found: list[list[etree._Element]] = []
    waiting: list[list[etree._Element]] = []
    for each in root.iter(f"{_WORD}fldChar", f"{_WORD}instrText"):
        if each.tag == f"{_WORD}instrText":
            if waiting:
                waiting[-1].append(each)
            else:
                found.append([each])
        elif each.get(f"{_WORD}fldCharType") == "begin":
            waiting.append([])
            found.append(waiting[-1])
        elif each.get(f"{_WORD}fldCharType") == "end" and waiting:
            waiting.pop()
    return found
