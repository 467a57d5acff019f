"""Looks at Word documents: whether they open, and what they carry besides text.

How many pages one has is known only once a converter has laid it out.
"""

import re
import zipfile
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from lxml import etree  # type: ignore[import-untyped]  # it ships none

from app.domain.files import FileProblem
from app.intake.converter import find_converter
from app.intake.docx_copy import MACRO_MAIN, fetches_contents
from app.intake.docx_fonts import fonts_of
from app.intake.identify import DAMAGED_ZIP, OLE_START, has_endless_directory
from app.intake.seen import ENCRYPTED, TOO_HEAVY, UNREADABLE, Seen

# What python-docx raises for a package whose parts are missing, damaged or of another kind.
DOCX_ERRORS = (
    *DAMAGED_ZIP,
    OpcError,
    etree.LxmlError,
    AttributeError,
    TypeError,
    AssertionError,
    MemoryError,
)


_MAX_UNPACKED = 300_000_000
# A thousand pages of words take 10 MB of XML in 800,000 tags; once they are read they take ten times that.
_MAX_WORDS, _MAX_TAGS = 16_000_000, 1_500_000
_MAX_PARTS = 10_000
_MACROS = re.compile(r"vbaProject[^/]*\.bin$", re.IGNORECASE)
_EMBEDDED = re.compile(r"^word/(?:embeddings|activeX)/", re.IGNORECASE)
_TYPES = "[Content_Types].xml"


class TooMuchUnpackedError(ValueError):
    """A package has more parts, or grows to more, than any document."""


def examine_docx(path: Path) -> Seen:
    """State the facts of a Word document."""
    with path.open("rb") as stream:
        if stream.read(len(OLE_START)) == OLE_START:
            return ENCRYPTED
    if has_endless_directory(path):
        return TOO_HEAVY
    try:
        names = _proven_names(path)
        with zipfile.ZipFile(path) as package:
            fetches, fonts = fetches_contents(package), fonts_of(package)
    except (TooMuchUnpackedError, MemoryError):
        return TOO_HEAVY
    except DOCX_ERRORS:
        return UNREADABLE
    problem = None if find_converter() else FileProblem.NEEDS_CONVERTER
    return Seen(problem=problem, active_content=_active_content(names, fetches=fetches), fonts_asked=fonts)


def _proven_names(path: Path) -> tuple[str, ...]:
    """Return the names of a package's parts after opening all of them."""
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        _refuse_too_much(package, parts)
        if package.testzip() is not None:
            raise ValueError("a part is damaged")
        types = package.read(_TYPES).decode("utf-8", "replace")
        names = tuple(part.filename for part in parts)
        if MACRO_MAIN in types:
            # python-docx refuses documents with macros for their type alone.
            _refuse_broken_xml(package, names)
            return names
    docx.Document(str(path))
    return names


def _refuse_too_much(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what would take too much once it is read, before it is."""
    written = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    words = max((part.file_size for part in written), default=0)
    total = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or total > _MAX_UNPACKED or words > _MAX_WORDS:
        raise TooMuchUnpackedError("too large when unpacked")
    if any(part.file_size > _MAX_TAGS and package.read(part).count(b"<") > _MAX_TAGS for part in written):
        raise TooMuchUnpackedError("too many tags")


def _refuse_broken_xml(package: zipfile.ZipFile, names: tuple[str, ...]) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in names:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(package.read(name), parser)


def _active_content(names: tuple[str, ...], *, fetches: bool) -> tuple[str, ...]:
    codes = {"linked"} if fetches else set()
    if any(_MACROS.search(name) for name in names):
        codes.add("macros")
    if any(_EMBEDDED.search(name) for name in names):
        codes.add("attachment")
    return tuple(sorted(codes))
