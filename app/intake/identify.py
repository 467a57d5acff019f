"""Says what a file is by its first bytes and its parts, never by its name.

Light on purpose: it may look at thousands of files, so nothing in here decodes a page or a picture.
Signatures: ISO 32000-1 7.5.2 (PDF), ISO/IEC 23008-12 annex B (HEIF brands), ECMA-376-2 (DOCX parts),
MS-OFFCRYPTO 2.3 (locked Office files).
"""

import mmap
import re
import zipfile
import zlib
from pathlib import Path, PurePath

from app.domain.errors import UnusableInput
from app.domain.files import FileKind

# Viewers accept a header that other bytes precede, as some mail gateways leave them.
_PDF_HEADER_WITHIN = 1024
_HEAD_BYTES = 4096

_STARTS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"II+\0", FileKind.TIFF),  # BigTIFF
    (b"MM\0+", FileKind.TIFF),
)
_BMP_HEADER_SIZES = frozenset({12, 40, 52, 56, 64, 108, 124})

_HEVC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_HEIF_BRANDS = frozenset({b"mif1", b"mif2", b"msf1"})
_AV1_BRANDS = frozenset({b"avif", b"avis"})

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

_ZIP_START = b"PK\x03\x04"
_CONTENT_TYPES = "[Content_Types].xml"
_MAX_CONTENT_TYPES = 1_000_000
_MAIN_DOCUMENT = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.document"
    rb"|ms-word\.document\.macroEnabled)\.main\+xml"
)
# What zipfile raises for an archive whose directory or parts are damaged or of a kind it cannot open.
DAMAGED_ZIP = (
    OSError,  # a place before the beginning of the file
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)

_SUFFIXES = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "jpe": FileKind.JPEG,
    "jfif": FileKind.JPEG,
    "mpo": FileKind.JPEG,
    "png": FileKind.PNG,
    "tif": FileKind.TIFF,
    "tiff": FileKind.TIFF,
    "heic": FileKind.HEIC,
    "heif": FileKind.HEIC,
    "hif": FileKind.HEIC,
    "webp": FileKind.WEBP,
    "bmp": FileKind.BMP,
    "dib": FileKind.BMP,
    "docx": FileKind.DOCX,
    "docm": FileKind.DOCX,
}


def identify_file(path: Path) -> FileKind:
    """Say what a file's content is; raises UnusableInput when it cannot be opened."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        return _kind_of(path, head)
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=path.name) from error


def named_kind_of(name: str) -> FileKind | None:
    """Say what a file's ending claims it to be, or None for an ending that is not ours."""
    return _SUFFIXES.get(PurePath(name).suffix[1:].lower())


def _kind_of(path: Path, head: bytes) -> FileKind:
    if not head:
        return FileKind.EMPTY
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp":
        return _heif_kind(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return FileKind.BMP
    if head.startswith(_ZIP_START):
        return FileKind.DOCX if _is_word_package(path) else FileKind.UNSUPPORTED
    if head.startswith(OLE_START):
        return FileKind.DOCX if contains(path, ENCRYPTED_PACKAGE) else FileKind.UNSUPPORTED
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return FileKind.PDF
    return FileKind.UNSUPPORTED


def _heif_kind(head: bytes) -> FileKind:
    """Tell HEIC from AVIF and from films, all of which share one container."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if brands & _HEVC_BRANDS:
        return FileKind.HEIC
    if brands & _AV1_BRANDS:
        return FileKind.UNSUPPORTED
    return FileKind.HEIC if brands & _HEIF_BRANDS else FileKind.UNSUPPORTED


def _is_word_package(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            types = package.getinfo(_CONTENT_TYPES)
            if types.file_size > _MAX_CONTENT_TYPES:
                return False
            names = package.namelist()
            return _MAIN_DOCUMENT.search(package.read(types)) is not None and any(
                name.startswith("word/document") for name in names
            )
    except DAMAGED_ZIP:
        # An archive that lost its directory still names its parts in front of each of them.
        return contains(path, b"[Content_Types].xml") and contains(path, b"word/")


def contains(path: Path, wanted: bytes) -> bool:
    """Say whether bytes occur anywhere in a file, without reading it into memory."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0
