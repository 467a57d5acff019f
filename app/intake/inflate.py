"""Inflates compressed data (RFC 1950) piece by piece, and tells whether it reaches its end."""

import zlib
from collections.abc import Iterator

from pypdf.errors import LimitReachedError

MAX_CONTENT_BYTES = 75_000_000
_CHUNK = 1 << 20


class Incomplete(ValueError):
    """Something that should be there is missing or breaks off."""


def inflate(data: bytes, limit: int) -> Iterator[bytes]:
    """Give the data in pieces; raises Incomplete when it ends before its last block has.

    Raises LimitReachedError when there is more of it than the limit.
    """
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            yield from _inflate_with(zlib.decompressobj(window), data if window > 0 else data[2:], limit)
        except zlib.error:
            # Only the checksum behind the last block may be wrong: without it the rest must still hold.
            if window < 0:
                raise Incomplete("compressed data is damaged") from None
        else:
            return


def _inflate_with(inflater: "zlib._Decompress", data: bytes, limit: int) -> Iterator[bytes]:
    total = 0
    while not inflater.eof:
        piece = inflater.decompress(data, _CHUNK)
        total += len(piece)
        if total > limit:
            raise LimitReachedError("too much data in a stream")
        if not piece and not inflater.unconsumed_tail and not inflater.eof:
            raise zlib.error("the data ends early")
        yield piece
        data = inflater.unconsumed_tail
