"""Opens the package of a Word template that a person brought, within limits, and writes packages anew.

Only parts that a letter can show are reached (ISO/IEC 29500-2: parts and relationships); macros, scripts,
other people's data and whatever lies unused in the package are never read.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree  # type: ignore[import-untyped]  # it ships none

# A letterhead with photographs has a few megabytes, its words some hundred kilobytes of XML.
MAX_FILE = 25_000_000
_MAX_ENTRIES = 2_000
_MAX_PART, _MAX_XML = 40_000_000, 8_000_000
# What the parser and docxtpl go through in three seconds; a letter of ten pages has a third of it.
_MAX_TAGS, _MAX_NAMESPACES, _MAX_ATTRIBUTES = 60_000, 2_000, 300
_ATTRIBUTE = re.compile(rb"=\s*[\"']")
# In others a tag can be written without its signs, which are counted before it is parsed.
_ENCODINGS = frozenset(("UTF-8", "UTF8", "US-ASCII", "ASCII"))
_MAX_TOGETHER = 80_000_000
_OLE_START, _ZIP_START, _ZIP_ENTRY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"PK\x01\x02"
_LOCKED, _OLD_WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_WRITTEN_THEN = (1980, 1, 1, 0, 0, 0)
_WRITTEN_THEN_IN_ZIP = struct.pack("<2H", 0, 1 << 5 | 1)
# A record of the directory of an archive, without its name, extra data and remark.
_RECORD = 46

TYPES = "[Content_Types].xml"
_MAIN = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document|template)\.main\+xml$"
)
_STRICT = "purl.oclc.org/ooxml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE = f"{_RELATIONSHIPS}/metadata/core-properties"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DAMAGED = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    etree.LxmlError,
)


class Unusable(Exception):
    """A file that is no Word template, whatever stands in it; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Relationship:
    """Holds what a part refers to: the last word of the kind, a part's name, or an address outside."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Part:
    """Holds a part to write: its content, what it is, and what it refers to."""

    name: str
    type: str
    data: bytes
    relationships: list[Relationship] = field(default_factory=list)


@dataclass(slots=True)
class Package:
    """Reads the parts of a package, never more than a template can have of them."""

    archive: zipfile.ZipFile
    types: Mapping[str, str]
    endings: Mapping[str, str]
    left: int = _MAX_TOGETHER

    def type_of(self, name: str) -> str:
        """Return the content type of a part, "" where none is said."""
        return self.types.get(name.lower()) or self.endings.get(name.rpartition(".")[2].lower(), "")

    def read(self, name: str) -> bytes:
        """Return a part. Raises Unusable where it is missing, damaged or too large."""
        data = _read(self.archive, name)
        self.left -= len(data)
        if self.left < 0:
            raise Unusable("template.too_large")
        return data

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return what a part refers to, by the ids that it uses."""
        folder, _, file = name.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        if path not in self.archive.NameToInfo:
            return {}
        return {each.id: each for each in _relationships(parse(self.read(path)), folder)}

    @property
    def main(self) -> str:
        """Return the name of the document itself. Raises Unusable where there is none."""
        for each in self.relationships("").values():
            if each.kind == "officeDocument" and not each.external:
                return each.target
        raise Unusable("template.not_word")


def open_package(raw: bytes) -> Package:
    """Open the package of a Word document. Raises Unusable with what stands against it."""
    if len(raw) > MAX_FILE:
        raise Unusable("template.too_large")
    if raw.startswith(_OLE_START):
        raise Unusable(_kind_of_old_file(raw))
    if not raw.startswith(_ZIP_START):
        raise Unusable("template.not_word")
    # Python reads the whole directory into memory: it is counted before.
    if raw.count(_ZIP_ENTRY) > _MAX_ENTRIES:
        raise Unusable("template.too_large")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except _DAMAGED as error:
        raise Unusable("template.unreadable") from error
    if TYPES not in archive.NameToInfo:
        raise Unusable("template.not_word")
    package = Package(archive, *_content_types(parse(_read(archive, TYPES))))
    _refuse_other_kinds(package)
    return package


def _kind_of_old_file(raw: bytes) -> str:
    if _LOCKED in raw:
        return "template.locked"
    return "template.old_word" if _OLD_WORD in raw else "template.not_word"


def _refuse_other_kinds(package: Package) -> None:
    kind = package.type_of(package.main)
    if "macroEnabled" in kind:
        raise Unusable("template.macros")
    if not _MAIN.match(kind):
        raise Unusable("template.not_word")
    if any("vbaproject" in name.lower() for name in package.archive.NameToInfo):
        raise Unusable("template.macros")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.NameToInfo.get(name)
    if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unusable("template.unreadable")
    if info.flag_bits & 1:
        raise Unusable("template.locked")
    if info.file_size > _MAX_PART:
        raise Unusable("template.too_large")
    try:
        with archive.open(info) as stream:
            data = stream.read(_MAX_PART + 1)
    except _DAMAGED as error:
        raise Unusable("template.unreadable") from error
    if len(data) > _MAX_PART:
        raise Unusable("template.too_large")
    return data


def parse(data: bytes) -> Any:
    """Parse a part that is XML, without anything that it could bring in. Raises Unusable."""
    if len(data) > _MAX_XML or data.count(b"<") > _MAX_TAGS or data.count(b"xmlns") > _MAX_NAMESPACES:
        raise Unusable("template.too_large")
    if any(len(_ATTRIBUTE.findall(tag)) > _MAX_ATTRIBUTES for tag in data.split(b"<")):
        raise Unusable("template.too_large")
    # Word writes UTF-8 and declares no entities; what does otherwise was made for something else.
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unusable("template.unreadable")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unusable("template.unreadable") from error
    told = root.getroottree().docinfo
    if told.internalDTD is not None or (told.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise Unusable("template.unreadable")
    return root


def _content_types(root: Any) -> tuple[dict[str, str], dict[str, str]]:
    names = {
        str(each.get("PartName", "")).lstrip("/").lower(): str(each.get("ContentType", ""))
        for each in root.iter(f"{{{_CONTENT_TYPES}}}Override")
    }
    endings = {
        str(each.get("Extension", "")).lower(): str(each.get("ContentType", ""))
        for each in root.iter(f"{{{_CONTENT_TYPES}}}Default")
    }
    return names, endings


def _relationships(root: Any, folder: str) -> Iterator[Relationship]:
    for each in root.iter(_RELATIONSHIP):
        kind, target = str(each.get("Type", "")), str(each.get("Target", ""))
        if _STRICT in kind:
            raise Unusable("template.strict")
        external = each.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        yield Relationship(str(each.get("Id", "")), kind.rpartition("/")[2], target, external)


def write_package(parts: Sequence[Part], roots: Sequence[Relationship]) -> bytes:
    """Return a package of these parts; the same parts always give the same bytes."""
    files = {TYPES: _types_of(parts), "_rels/.rels": _rels(roots, "")}
    for part in parts:
        files[part.name] = part.data
        if part.relationships:
            folder, _, file = part.name.rpartition("/")
            files[f"{folder}/_rels/{file}.rels"] = _rels(part.relationships, folder)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WRITTEN_THEN), data, zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


def without_times(raw: bytes) -> bytes:
    """Return an archive that does not tell when it was written: the same parts give the same bytes."""
    data = bytearray(raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        at = archive.start_dir
        for info in archive.infolist():
            # Where the record before a part and the one in the directory keep time and day (APPNOTE 4.3).
            for place in (info.header_offset + 10, at + 12):
                data[place : place + 4] = _WRITTEN_THEN_IN_ZIP
            at += _RECORD + sum(struct.unpack_from("<3H", raw, at + 28))
    return bytes(data)


def _types_of(parts: Sequence[Part]) -> bytes:
    root = etree.Element(f"{{{_CONTENT_TYPES}}}Types", nsmap={None: _CONTENT_TYPES})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    for extension, kind in (("rels", rels), ("xml", "application/xml")):
        etree.SubElement(root, f"{{{_CONTENT_TYPES}}}Default", Extension=extension, ContentType=kind)
    for part in parts:
        etree.SubElement(
            root, f"{{{_CONTENT_TYPES}}}Override", PartName=f"/{part.name}", ContentType=part.type
        )
    return serialised(root)


def _rels(relationships: Sequence[Relationship], folder: str) -> bytes:
    root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
    for each in relationships:
        kind = _CORE if each.kind == "core-properties" else _OFFICE + each.kind
        element = etree.SubElement(root, _RELATIONSHIP, Id=each.id, Type=kind)
        if each.external:
            element.set("Target", each.target)
            element.set("TargetMode", "External")
        else:
            element.set("Target", posixpath.relpath(each.target, folder) if folder else each.target)
    return serialised(root)


def serialised(root: Any) -> bytes:
    """Return an element as a part of a package."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
