"""Encrypted files: a stream of authenticated blocks, of which none can be changed, moved, lost or added.

    YONGJU1 + newline | 24 bytes of header | blocks of up to 256 KiB, each 17 bytes longer than what it holds

libsodium's secretstream (XChaCha20-Poly1305). The last block is tagged as the last: a file that was cut
off is not taken for a whole one. Memory is constant: two blocks, however long the file.
"""

from collections.abc import Iterator
from typing import BinaryIO

from nacl import bindings

from app.domain.errors import UnusableInput

MAGIC = b"YONGJU1\n"
# Fits the processor's cache: larger and smaller ones are slower.
BLOCK = 1 << 18

_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_ADDED = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class SealingWriter:
    """Encrypts what is written to it; `finish` tells that nothing is missing."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        """Write the head of a stream."""
        self._target = target
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        target.write(MAGIC + header)
        self._held = b""

    def write(self, data: bytes) -> int:
        """Encrypt some bytes."""
        # One block is always held back: only `finish` knows which is the last.
        if len(self._held) == BLOCK and data:
            self._push(self._held, _MESSAGE)
            self._held = b""
        held, at = (self._held + data if self._held else data), 0
        while len(held) - at > BLOCK:
            self._push(held[at : at + BLOCK], _MESSAGE)
            at += BLOCK
        self._held = held[at:] if at else held
        return len(data)

    def finish(self) -> None:
        """Write the last block."""
        self._push(self._held, _FINAL)
        self._held = b""

    def _push(self, plain: bytes, tag: int) -> None:
        push = bindings.crypto_secretstream_xchacha20poly1305_push
        self._target.write(push(self._state, plain, None, tag))


def open_blocks(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Give the blocks of a stream as they are authenticated.

    Raises UnusableInput where anything was changed, moved, cut off or added, or the key is another.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise UnusableInput("sealed.damaged")
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, source.read(_HEADER), key)
        tag = _MESSAGE
        while tag == _MESSAGE:
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
                state, source.read(BLOCK + _ADDED), None
            )
            yield plain
    except (RuntimeError, ValueError, TypeError) as error:
        # libsodium itself says no more than that it failed.
        raise UnusableInput("sealed.damaged") from error
    if tag != _FINAL or source.read(1):
        raise UnusableInput("sealed.damaged")


def seal(source: BinaryIO, target: BinaryIO, key: bytes) -> None:
    """Encrypt all of one file into another."""
    writer = SealingWriter(target, key)
    while block := source.read(BLOCK):
        writer.write(block)
    writer.finish()
