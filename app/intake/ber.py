"""Reads the Basic Encoding Rules (X.690), in which certificates and signatures are written.

Only as much as naming a signer takes: tags, lengths and nesting. Nothing is verified.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET = 0x30, 0x31
INTEGER, OCTET_STRING, OBJECT_ID = 0x02, 0x04, 0x06
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
_CONSTRUCTED, _LONG_TAG, _LONG_LENGTH = 0x20, 0x1F, 0x80
# A signature has some hundreds, whatever its size: certificates, attributes, revocations.
_MAX_ELEMENTS = 20_000


class BadEncoding(ValueError):
    """Bytes that are no element, or one that does not end within them."""


@dataclass(frozen=True, slots=True)
class Element:
    """Holds one element: its identifier octet, and where it and its contents stand in `data`."""

    data: bytes
    tag: int
    start: int
    content_start: int
    content_end: int
    end: int

    @property
    def content(self) -> bytes:
        """Return the contents octets."""
        return self.data[self.content_start : self.content_end]

    @property
    def encoding(self) -> bytes:
        """Return the whole element as it is written."""
        return self.data[self.start : self.end]

    def children(self) -> Iterator["Element"]:
        """Give the elements within. Raises BadEncoding where one does not end within this one."""
        position = self.content_start
        for _ in range(_MAX_ELEMENTS):
            if position >= self.content_end:
                return
            child = _element_at(self.data, position, self.content_end)
            yield child
            position = child.end
        raise BadEncoding("too many elements")

    def first_child(self) -> "Element":
        """Return the first element within. Raises BadEncoding where there is none."""
        for child in self.children():
            return child
        raise BadEncoding("nothing within")


def parse_element(data: bytes) -> Element:
    """Return the element that the bytes begin with; what follows it is not looked at.

    Raises BadEncoding.
    """
    return _element_at(data, 0, len(data))


def _element_at(data: bytes, start: int, limit: int) -> Element:
    content_start, end = _header_at(data, start, limit)
    if end is not None:
        return Element(data, data[start], start, content_start, end, end)
    end = _end_of_indefinite(data, content_start, limit)
    return Element(data, data[start], start, content_start, end - 2, end)


def _header_at(data: bytes, start: int, limit: int) -> tuple[int, int | None]:
    """Return where contents begin and where they end; no end in the indefinite form."""
    if start + 2 > limit:
        raise BadEncoding("no element")
    tag, first = data[start], data[start + 1]
    if tag & _LONG_TAG == _LONG_TAG:
        raise BadEncoding("a tag of several octets")
    if first == _LONG_LENGTH:
        if not tag & _CONSTRUCTED:
            raise BadEncoding("no length")
        return start + 2, None
    content_start, length = start + 2, first
    if first > _LONG_LENGTH:
        content_start += first & 0x7F
        length = int.from_bytes(data[start + 2 : content_start])
    end = content_start + length
    if end > limit:
        raise BadEncoding("ends beyond its parent")
    return content_start, end


def _end_of_indefinite(data: bytes, position: int, limit: int) -> int:
    """Return where an element of the indefinite form ends: behind two zero octets of its own."""
    waiting = 1
    for _ in range(_MAX_ELEMENTS):
        if data[position : position + 2] == b"\0\0":
            waiting, position = waiting - 1, position + 2
            if not waiting:
                break
            continue
        content_start, end = _header_at(data, position, limit)
        waiting, position = (waiting + 1, content_start) if end is None else (waiting, end)
    if waiting or position > limit:
        raise BadEncoding("has no end")
    return position
