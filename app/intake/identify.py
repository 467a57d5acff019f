"""Says what a file is by its first bytes and its parts, never by its name.

Light on purpose: it may look at thousands of files, so nothing in here decodes a page or a picture.
Signatures: ISO 32000-1 7.5.2 (PDF), ISO/IEC 23008-12 annex B (HEIF brands), ECMA-376-2 (DOCX parts),
MS-OFFCRYPTO 2.3 (locked Office files).
"""

import mmap
import re
import stat
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
# The directory of ten thousand parts; Python reads all of it into memory, whatever it says of itself.
_MAX_DIRECTORY = 2_000_000
_ZIP_END, _ZIP64_END = b"PK\x05\x06", b"PK\x06\x06"
_ZIP_TAIL = 1 << 17
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
    """Say what a file's content is; raises UnusableInput when it cannot be opened, or is no ordinary file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe to which nobody writes, or a device that never ends.
            raise UnusableInput("file.cannot_open", file=path.name)
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
    if has_endless_directory(path):
        # Told by its first bytes: what it is, is for a reader with limits to refuse.
        return contains(path, b"word/")
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


def has_endless_directory(path: Path) -> bool:
    """Say whether the directory of an archive is larger than that of any document."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _ZIP_TAIL))
        tail = stream.read()
    end, wide = tail.rfind(_ZIP_END), tail.rfind(_ZIP64_END)
    stated = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    stated_wide = int.from_bytes(tail[wide + 40 : wide + 48], "little") if wide >= 0 else 0
    # Four bytes that are all set mean that the wide record counts.
    narrow = 0 if stated == 0xFFFFFFFF and wide >= 0 else stated
    return max(narrow, stated_wide) > _MAX_DIRECTORY


def contains(path: Path, wanted: bytes) -> bool:
    """Say whether bytes occur anywhere in a file, without reading it into memory."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0
