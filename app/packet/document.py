"""Writes a PDF file object by object, so that no more than one object is held in memory."""

import hashlib
from typing import BinaryIO

from app.packet.encryption import Lock
from app.packet.values import Pointer, Stream, Value, spell

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LARGE, _ENDS = 1 << 16, 1 << 12


class PdfDocument:
    """A PDF file being written: objects go to the stream at once, the cross-reference table at the end.

    Nothing in it comes from a clock or, without a lock, from a random source; the file's identifier is a
    digest of its bytes, of which large streams count with their ends (a packet's manifest, a small one,
    holds the digests of all of them). With a lock every string and stream is encrypted as it is written.
    """

    def __init__(self, stream: BinaryIO, lock: Lock | None = None) -> None:
        self._stream = stream
        self._lock = lock
        self._offsets: list[int] = []
        self._position = 0
        self._identity = hashlib.sha256()
        self._write(_HEADER)

    def reserve(self) -> Pointer:
        """Give the number of an object that is added later."""
        self._offsets.append(0)
        return Pointer(len(self._offsets))

    def add(self, value: Value, pointer: Pointer | None = None) -> Pointer:
        """Write one object and return the pointer to it."""
        target = pointer or self.reserve()
        return self._add(value if self._lock is None else self._lock.lock(value), target)

    def _add(self, value: Value, target: Pointer) -> Pointer:
        self._offsets[target.number - 1] = self._position
        self._write(b"%d 0 obj\n" % target.number)
        if isinstance(value, Stream):
            self._write(spell({**value.entries, "Length": len(value.data)}) + b"\nstream\n")
            self._write(value.data)
            self._write(b"\nendstream")
        else:
            self._write(spell(value))
        self._write(b"\nendobj\n")
        return target

    def finish(self, root: Pointer, information: Pointer) -> None:
        """Write the cross-reference table and the trailer."""
        # The strings of the dictionary that says how to decrypt are never encrypted, nor the identifier.
        lock = {} if self._lock is None else {"Encrypt": self._add(self._lock.entries, self.reserve())}
        identifier = self._identity.digest()[:16]
        start = self._position
        count = len(self._offsets) + 1
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count + rows)
        identity: Value = [identifier, identifier]
        trailer: Value = {"Size": count, "Root": root, "Info": information, "ID": identity, **lock}
        self._write(b"trailer\n" + spell(trailer) + b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._identity.update(data if len(data) < _LARGE else data[:_ENDS] + data[-_ENDS:])
        self._position += len(data)
