"""Attaches untouched originals to a packet (ISO 32000-1, 7.11.4): the bytes of a file as it was brought."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.domain.packet import PacketPlan, SourceFile
from app.packet.document import PdfDocument
from app.packet.values import Name, Pointer, Value, compressed, text

# As viewers show them, and as the media types are registered.
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ANY_TYPE = "application/octet-stream"
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Attachment:
    """Names a file that is attached to a packet; `name` begins with its exhibit's label."""

    name: str
    sha256: str
    size_bytes: int


def attachments_of(plan: PacketPlan) -> tuple[Attachment, ...]:
    """Return what is to be attached to this volume, ordered as a viewer lists it."""
    return tuple(attachment for attachment, _ in _attached(plan))


def write_attachments(document: PdfDocument, plan: PacketPlan) -> dict[str, Value]:
    """Write the attached files and return the catalogue's entries for them; none where nothing is attached.

    Raises UnusableInput when an original is gone or no longer the file that was examined.
    """
    rows = [(each, _write_file(document, each, file)) for each, file in _attached(plan)]
    if not rows:
        return {}
    names = [item for each, pointer in rows for item in (text(each.name), pointer)]
    return {
        "Names": {"EmbeddedFiles": {"Names": names}},
        "AF": [pointer for _, pointer in rows],
    }


def _attached(plan: PacketPlan) -> list[tuple[Attachment, SourceFile]]:
    found: dict[str, tuple[Attachment, SourceFile]] = {}
    for label, file in _wanted(plan):
        name = f"{label} {file.name}"
        found.setdefault(name, (Attachment(name, file.sha256, file.size_bytes), file))
    # The tree of names is ordered by their bytes (7.9.6).
    return sorted(found.values(), key=lambda row: text(row[0].name))


def _wanted(plan: PacketPlan) -> Iterator[tuple[str, SourceFile]]:
    for exhibit in plan.exhibits:
        yield from ((exhibit.label, file) for file in exhibit.request.files if file.attached)


def _write_file(document: PdfDocument, attachment: Attachment, file: SourceFile) -> Pointer:
    data = _original(file)
    # MD5 is what the standard asks for as CheckSum; it protects nothing, the description's SHA-256 does.
    checksum = hashlib.md5(data, usedforsecurity=False).digest()
    entries: dict[str, Value] = {
        "Type": Name("EmbeddedFile"),
        "Subtype": Name(_MEDIA_TYPES.get(file.kind, _ANY_TYPE)),
        "Params": {"Size": len(data), "CheckSum": checksum},
    }
    content = document.add(compressed(data, entries))
    name = text(attachment.name)
    return document.add(
        {
            "Type": Name("Filespec"),
            "F": name,
            "UF": name,
            "EF": {"F": content, "UF": content},
            "AFRelationship": Name("Source"),
            "Desc": text(described(attachment)),
        }
    )


def described(attachment: Attachment) -> str:
    """Return what is said of an attached file: the digest by which it is recognised."""
    return f"SHA-256 {attachment.sha256}"


def _original(file: SourceFile) -> bytes:
    try:
        data = Path(file.original or file.path).read_bytes()
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=file.name) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise UnusableInput("packet.source_changed", file=file.name)
    return data


def inflated_digest(data: bytes, filters: Sequence[str], most: int) -> str:
    """Return the SHA-256 of an attached file's bytes, empty where it is larger than it should be.

    Raises zlib.error for damaged data, ValueError for a filter that is not ours.
    """
    digest = hashlib.sha256()
    if not filters:
        digest.update(data)
        return digest.hexdigest()
    if list(filters) != ["FlateDecode"]:
        raise ValueError("an attached file in another form than ours")
    inflater = zlib.decompressobj()
    rest, total = data, 0
    while rest and not inflater.eof:
        piece = inflater.decompress(rest, _CHUNK)
        total += len(piece)
        if total > most:
            return ""
        digest.update(piece)
        rest = inflater.unconsumed_tail
    return digest.hexdigest()
