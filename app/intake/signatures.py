"""States who signed a PDF digitally, and when, as its signatures themselves say (ISO 32000-1, 12.8).

Nothing here judges whether a signature is valid or a certificate to be trusted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject

from app.domain.files import Signature
from app.intake.ber import BadEncoding
from app.intake.certificates import (
    MAX_SIGNATURE_BYTES,
    Signer,
    day_of_time,
    name_on,
    read_signer,
    shown_name,
)

_MAX_FIELDS = 10_000
_MAX_SIGNATURES = 50
_TIME_STAMP_FORMAT = "/ETSI.RFC3161"
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f\s]*")


@dataclass(frozen=True, slots=True)
class _Given:
    """Holds a signature dictionary and what it stands for: a signature, a time stamp or usage rights."""

    entries: DictionaryObject
    is_signature: bool


def find_signatures(reader: PdfReader) -> tuple[Signature, ...]:
    """Return who signed a document, in the order of the fields; empty fields do not count.

    Time stamps and the rights that a maker of programs grants are named only where nobody signed.
    Raises what pypdf raises.
    """
    given = list(_given_in(reader))
    signatures = [each for each in given if each.is_signature] or given
    return tuple(dict.fromkeys(_signature(each.entries, reader) for each in signatures[:_MAX_SIGNATURES]))


def _given_in(reader: PdfReader) -> Iterator[_Given]:
    root = reader.root_object
    seen: set[int] = set()
    for entries in _values_of_fields(_top_fields(root, reader)):
        if id(entries) in seen:
            continue
        seen.add(id(entries))
        is_stamp = entries.get("/Type") == "/DocTimeStamp" or entries.get("/SubFilter") == _TIME_STAMP_FORMAT
        yield _Given(entries, is_signature=not is_stamp)
    permissions = _resolve(root.get("/Perms"))
    if not isinstance(permissions, DictionaryObject):
        return
    for key in permissions:
        granted = _resolve(permissions.get(key))
        if isinstance(granted, DictionaryObject) and id(granted) not in seen:
            seen.add(id(granted))
            yield _Given(granted, is_signature=key == "/DocMDP")


def _top_fields(root: DictionaryObject, reader: PdfReader) -> Iterator[object]:
    form = _resolve(root.get("/AcroForm"))
    fields = _resolve(form.get("/Fields")) if isinstance(form, DictionaryObject) else None
    if isinstance(fields, ArrayObject):
        yield from list.__iter__(fields)
    # Some makers forget to list a field that stands on a page.
    for page in reader.pages:
        annotations = _resolve(page.get("/Annots"))
        if isinstance(annotations, ArrayObject):
            yield from list.__iter__(annotations)


def _values_of_fields(fields: Iterator[object]) -> Iterator[DictionaryObject]:
    """Give the value of each signature field that has one; kids inherit their parents' type."""
    waiting: list[tuple[object, object]] = [(item, None) for item in _at_most(fields)]
    waiting.reverse()
    visited: set[int] = set()
    count = 0
    while waiting and count < _MAX_FIELDS:
        count += 1
        item, inherited = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in visited:
                continue
            visited.add(item.idnum)
        entries = _resolve(item)
        if not isinstance(entries, DictionaryObject):
            continue
        kind = _resolve(entries.get("/FT")) or inherited
        value = _resolve(entries.get("/V"))
        if kind == "/Sig" and isinstance(value, DictionaryObject):
            yield value
        kids = _resolve(entries.get("/Kids"))
        if isinstance(kids, ArrayObject):
            waiting.extend((kid, kind) for kid in reversed(list(list.__iter__(kids))))


def _at_most(items: Iterator[object]) -> Iterator[object]:
    for count, item in enumerate(items):
        if count >= _MAX_FIELDS:
            return
        yield item


def _signature(entries: DictionaryObject, reader: PdfReader) -> Signature:
    named = _text(entries, "/Name")
    signer = _signer(entries, reader)
    written = _text(entries, "/M")
    day = day_of_time(written.removeprefix("D:")) if written else None
    return Signature(signer.name or named, day or signer.signed_on, _text(entries, "/Reason"))


def _signer(entries: DictionaryObject, reader: PdfReader) -> Signer:
    signer = read_signer(_octets(entries.get("/Contents")))
    if signer == Signer():
        # pypdf deciphers every string of a locked file, and this one never was enciphered.
        signer = read_signer(_octets_in_file(entries, reader))
    if signer == Signer():
        # adbe.x509.rsa_sha1 keeps the certificate apart.
        signer = _from_certificate(_octets(_first(entries.get("/Cert"))))
    return signer


def _from_certificate(certificate: bytes) -> Signer:
    try:
        return Signer(name_on(certificate)) if len(certificate) <= MAX_SIGNATURE_BYTES else Signer()
    except (BadEncoding, LookupError, ValueError):
        return Signer()


def _octets_in_file(entries: DictionaryObject, reader: PdfReader) -> bytes:
    """Return what stands in the gap of the byte range: the signature, in hexadecimal."""
    gap = _resolve(entries.get("/ByteRange"))
    numbers = [_resolve(each) for each in list.__iter__(gap)] if isinstance(gap, ArrayObject) else []
    if len(numbers) != 4 or not all(isinstance(each, int) for each in numbers):
        return b""
    first, length, second = (int(str(each)) for each in numbers[:3])
    start = first + length
    if not 0 <= start < second <= start + 2 * MAX_SIGNATURE_BYTES + 2:
        return b""
    reader.stream.seek(start)
    written = reader.stream.read(second - start).strip().removeprefix(b"<").removesuffix(b">")
    found = _HEXADECIMAL.match(written)
    return bytes.fromhex(written.decode("ascii")) if found and found.end() == len(written) else b""


def _octets(value: object) -> bytes:
    target = _resolve(value)
    if isinstance(target, bytes):
        return target
    original = getattr(target, "original_bytes", b"")
    return original if isinstance(original, bytes) else b""


def _first(value: object) -> object:
    target = _resolve(value)
    return next(list.__iter__(target), None) if isinstance(target, ArrayObject) else target


def _text(entries: DictionaryObject, key: str) -> str:
    value = _resolve(entries.get(key))
    return shown_name(value) if isinstance(value, str) else ""


def _resolve(value: object) -> object:
    target = value.get_object() if isinstance(value, PdfObject) else value
    return None if isinstance(target, NullObject) else target
