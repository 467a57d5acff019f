"""Puts PDF files together, and the XML that laughs."""

from __future__ import annotations

import zlib
from collections.abc import Iterable


def pdf(objects: Iterable[bytes], *, trailer: bytes = b"") -> bytes:
    """Join objects, the first of them the catalogue, to a PDF with cross-references."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(data), len(places) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    data += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(data)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object of compressed data."""
    return stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


def one_page(
    content: bytes, *more: bytes, page: bytes = b"", box: bytes = b"0 0 595 842", root: bytes = b""
) -> bytes:
    """Return a PDF of one page with a content stream object; objects of one's own start at number 5."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s>>" % (box, page),
            content,
            *more,
        ]
    )


def laughs() -> bytes:
    """Declare ten entities of which each is ten times the one before."""
    rows = [b"<!ENTITY a 'ha'>"]
    for one, other in zip(b"abcdefgh", b"bcdefghi", strict=True):
        rows.append(b"<!ENTITY %c '%s'>" % (other, b"&%c;" % one * 10))
    return b"<!DOCTYPE w [" + b"".join(rows) + b"]>"
