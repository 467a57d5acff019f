"""Reads indirect objects that are written plainly, many times faster than what forgives everything.

Whatever is not spelled as nearly every program spells it is left to pypdf: escapes, comments, keys that
stand twice, lengths that stand elsewhere, data that do not end where they should.
"""

import re
from collections.abc import Callable
from typing import BinaryIO

from app.packet.values import Name, Pointer, Value

_HEADS = (1 << 11, 1 << 16)
_LONGEST_STREAM = 75_000_000
_DEEPEST = 30
_SPACE = rb"[\0\t\n\f\r ]"
_REGULAR = rb"[!\"$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~]"
_END = rb"(?=[\0\t\n\f\r ()<>\[\]/])"
_TOKEN = re.compile(
    _SPACE
    + rb"*(?:(<<)|(>>)|(\[)|(\])|/("
    + _REGULAR
    + rb"{1,127})"
    + _END
    + rb"|(\d{1,8}) (\d{1,5}) R"
    + _END
    + rb"|(-?\d{1,15})"
    + _END
    + rb"|(-?\d{0,15}\.\d{1,15})"
    + _END
    + rb"|\(([ -'*-\[\]-~]*)\)|<((?:[0-9A-Fa-f]{2})*)>|(true|false|null)"
    + _END
    + rb")"
)
_OPEN, _CLOSE, _LIST, _LIST_END, _NAME, _NUMBER, _GENERATION, _INTEGER, _REAL, _TEXT, _HEX, _WORD = range(
    1, 13
)
_OBJECT_END = re.compile(_SPACE + rb"*endobj\b")
_DATA_START = re.compile(_SPACE + rb"*stream\r?\n")
_DATA_END = re.compile(_SPACE + rb"{0,2}endstream\b")
_WORDS: dict[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}

# What becomes of a dictionary's entries, and of a stream's.
Making = Callable[[dict[str, Value]], Value]
StreamMaking = Callable[[dict[str, Value], bytes], Value]


class NotPlainError(Exception):
    """An object is written in another way than most."""


def read_plain(
    stream: BinaryIO, place: int, pointer: Pointer, make: Making, make_stream: StreamMaking
) -> tuple[Value, int]:
    """Read the object at a place of a file, and return it with where its stream's data begin, else 0.

    Raises NotPlainError where it has to be read by what forgives more.
    """
    for size in _HEADS:
        stream.seek(place)
        head = stream.read(size)
        try:
            return _Reading(head, make).read(stream, place, pointer, make_stream)
        except NotPlainError:
            # A longer object may only have been cut off.
            if len(head) < size:
                raise
    raise NotPlainError


class _Reading:
    """One object being read from the bytes with which it begins."""

    def __init__(self, head: bytes, make: Making) -> None:
        self._head = head
        self._make = make
        self._place = 0

    def read(
        self, stream: BinaryIO, place: int, pointer: Pointer, make_stream: StreamMaking
    ) -> tuple[Value, int]:
        start = b"%d %d obj" % (pointer.number, pointer.generation)
        if not self._head.startswith(start):
            raise NotPlainError
        self._place = len(start)
        token = self._token()
        if token.lastindex == _GENERATION:
            # An object that only leads to another one, or in a ring.
            raise NotPlainError
        if token.lastindex != _OPEN:
            value = self._value(token, 0)
            self._expect(_OBJECT_END)
            return value, 0
        entries = self._entries(0)
        if _DATA_START.match(self._head, self._place) is None:
            self._expect(_OBJECT_END)
            return self._make(entries), 0
        self._expect(_DATA_START)
        data = self._data(stream, place, entries.get("Length"))
        return make_stream(entries, data), place + self._place

    def _data(self, stream: BinaryIO, place: int, length: Value) -> bytes:
        if type(length) is not int or not 0 <= length <= _LONGEST_STREAM:
            raise NotPlainError
        if self._place + length + 16 <= len(self._head):
            data, rest = self._head[self._place : self._place + length], self._head[self._place + length :]
        else:
            stream.seek(place + self._place)
            data, rest = stream.read(length), stream.read(16)
        if len(data) != length or _DATA_END.match(rest) is None:
            raise NotPlainError
        return data

    def _expect(self, pattern: re.Pattern[bytes]) -> None:
        match = pattern.match(self._head, self._place)
        if match is None:
            raise NotPlainError
        self._place = match.end()

    def _token(self) -> re.Match[bytes]:
        match = _TOKEN.match(self._head, self._place)
        if match is None:
            raise NotPlainError
        self._place = match.end()
        return match

    def _entries(self, depth: int) -> dict[str, Value]:
        """Return the entries of a dictionary that was opened, those that are null left out."""
        entries: dict[str, Value] = {}
        met: set[bytes] = set()
        while (token := self._token()).lastindex != _CLOSE:
            key = token[_NAME]
            if key is None or key in met:
                raise NotPlainError
            met.add(key)
            value = self._value(self._token(), depth + 1)
            if value is not None:
                entries[key.decode("ascii")] = value
        return entries

    def _value(self, token: re.Match[bytes], depth: int) -> Value:
        kind = token.lastindex
        if kind == _NAME:
            return Name(token[_NAME], "ascii")
        if kind == _INTEGER:
            return int(token[_INTEGER])
        if kind == _GENERATION:
            return Pointer(int(token[_NUMBER]), int(token[_GENERATION]))
        if kind == _REAL:
            return float(token[_REAL])
        if kind == _TEXT:
            return token[_TEXT]
        if kind == _HEX:
            return bytes.fromhex(token[_HEX].decode("ascii"))
        if kind == _WORD:
            return _WORDS[token[_WORD]]
        return self._collection(kind, depth)

    def _collection(self, kind: int | None, depth: int) -> Value:
        if depth > _DEEPEST:
            raise NotPlainError
        if kind == _OPEN:
            return self._make(self._entries(depth))
        if kind != _LIST:
            raise NotPlainError
        items: list[Value] = []
        while (token := self._token()).lastindex != _LIST_END:
            items.append(self._value(token, depth + 1))
        return items
