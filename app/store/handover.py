"""A case as one encrypted file: written, and read back with suspicion, as a stream, in constant memory.

    head (`handover_head`) | stream (`streams`), whose content is a plain tar archive (POSIX ustar):
    manifest.json (`handover_manifest`), case.toml, and files/<SHA-256> for the bytes of every file, each once

The archive is never unpacked: each header has to be, byte for byte, the one that the list asks for at that
place, so there are no links, no devices, no other names, and nothing a second time. What is read goes to
whoever asked for it by its SHA-256; no name in the file ever becomes a path.
"""

import contextlib
import hashlib
import os
import stat
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import tomli

from app.domain.errors import UnusableInput
from app.env.replace import replacing
from app.store.case_folder import CASE_FILE
from app.store.handover_head import read_head, write_head
from app.store.handover_manifest import (
    MOST_BYTES,
    MOST_FILES,
    FaultyManifest,
    Manifest,
    is_plain_name,
    manifest_bytes,
    read_manifest,
    shown_name,
)
from app.store.streams import SealingWriter, open_blocks

MANIFEST_FILE = "manifest.json"

_SECTOR = tarfile.BLOCKSIZE
_END = bytes(2 * _SECTOR)


def write_handover(
    destination: Path,
    passphrase: str,
    manifest: Manifest,
    document: bytes,
    blocks_of: Callable[[str], Iterable[bytes]],
) -> int:
    """Write a case to one file and return its size; `blocks_of` gives the bytes of a SHA-256.

    Raises UnusableInput where the passphrase is too short or a file of the case is not whole, MachineStopped
    where the file cannot be written.
    """
    listed = manifest_bytes(manifest)
    _refuse_unreadable(manifest, len(listed))
    with replacing(destination) as temporary, temporary.open("wb") as target:
        sealed = SealingWriter(target, write_head(target, passphrase))
        _write_member(sealed, MANIFEST_FILE, len(listed), [listed])
        _write_member(sealed, CASE_FILE, len(document), [document])
        for sha256, size in manifest.contents.items():
            whole = _whole_blocks(manifest, sha256, blocks_of)
            _write_member(sealed, _member_name(sha256), size, whole)
        sealed.write(_END)
        sealed.finish()
        return target.tell()


def _refuse_unreadable(manifest: Manifest, listed: int) -> None:
    """Refuse to write what would be refused where it is read."""
    for each in manifest.files:
        if not is_plain_name(each.name):
            raise UnusableInput("attach.bad_name", file=shown_name(each.name))
    if listed > MOST_BYTES or len(manifest.files) > MOST_FILES:
        raise UnusableInput("handover.case_too_large", count=len(manifest.files))


def _whole_blocks(
    manifest: Manifest, sha256: str, blocks_of: Callable[[str], Iterable[bytes]]
) -> Iterator[bytes]:
    """Give the bytes of a kept file; where they are not what came in, nothing is handed over."""
    digest, size = hashlib.sha256(), 0
    try:
        for block in blocks_of(sha256):
            digest.update(block)
            size += len(block)
            yield block
    except (OSError, UnusableInput) as error:
        raise _damaged(manifest, sha256) from error
    if (digest.hexdigest(), size) != (sha256, manifest.contents[sha256]):
        raise _damaged(manifest, sha256)


def _damaged(manifest: Manifest, sha256: str) -> UnusableInput:
    name = next(each.name for each in manifest.files if each.sha256 == sha256)
    return UnusableInput("handover.paper_damaged", file=name)


def _write_member(sealed: SealingWriter, name: str, size: int, blocks: Iterable[bytes]) -> None:
    sealed.write(_header(name, size))
    for block in blocks:
        sealed.write(block)
    sealed.write(bytes(-size % _SECTOR))


def _header(name: str, size: int) -> bytes:
    """Return the one header that a member can have: nothing in it but its name and size."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _member_name(sha256: str) -> str:
    return f"files/{sha256}"


@dataclass(frozen=True, slots=True)
class Handover:
    """Holds an open file with its list and case.toml read; `digest` tells it from any other.

    `contents` gives the bytes of all files in their order: it has to be gone through to the end, since only
    there it is known that nothing is missing and nothing was added.
    """

    manifest: Manifest
    digest: str
    document: bytes
    contents: Iterator[tuple[str, Iterator[bytes]]]


@contextlib.contextmanager
def open_handover(path: Path, passphrase: str) -> Iterator[Handover]:
    """Open a handed-over case; nothing is written anywhere.

    Raises UnusableInput, here or while the contents are gone through, where the passphrase is wrong or
    anything is not as it has to be; whoever has kept something of it by then has to forget that again.
    """
    with _opened(path) as source:
        key = read_head(source, passphrase, path)
        plain = _Plain(path, source, key)
        raw = plain.member(MANIFEST_FILE, most=MOST_BYTES)
        manifest = _manifest_of(raw, path)
        if sum(manifest.contents.values()) > os.fstat(source.fileno()).st_size:
            # Nothing in it is packed: what promises more than it holds was cut off, or never had it.
            raise _refused("handover.damaged", path)
        document = plain.member(CASE_FILE, manifest.case_size)
        if hashlib.sha256(document).hexdigest() != manifest.case_sha256:
            raise _refused("handover.not_whole", path)
        _refuse_faulty(document, path)
        digest = hashlib.sha256(raw).hexdigest()
        yield Handover(manifest, digest, document, plain.contents(manifest))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        # Asked before it is opened: a pipe would keep whoever opens it waiting for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused("handover.not_one", path)
        source = path.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise _refused("handover.not_found", path) from error
    except OSError as error:
        raise _refused("handover.cannot_read", path, reason=error.strerror or "") from error
    with source:
        yield source


def _manifest_of(raw: bytes, path: Path) -> Manifest:
    try:
        return read_manifest(raw)
    except FaultyManifest as error:
        raise _refused(error.code, path, **error.params) from error


def _refuse_faulty(document: bytes, path: Path) -> None:
    """Refuse a case.toml that cannot be read at all: nobody mends it within the file, fault by fault."""
    try:
        tomli.loads(document.decode())
    except (ValueError, RecursionError) as error:
        raise _refused("handover.list_faulty", path) from error


def _refused(code: str, path: Path, **params: str) -> UnusableInput:
    return UnusableInput(code, path=str(path), **params)


class _Plain:
    """Reads the archive within the stream, block by block."""

    def __init__(self, path: Path, source: BinaryIO, key: bytes) -> None:
        self._path = path
        self._blocks = self._authentic(source, key)
        self._held = memoryview(b"")

    def member(self, name: str, size: int | None = None, most: int = 0) -> bytes:
        """Return a whole member of a size, or of any size up to a limit."""
        header = self._take(_SECTOR)
        if size is None:
            size = self._size_in(header, most)
        self._expect(header, name, size)
        held = b"".join(self._pieces(size))
        self._skip_padding(size)
        return held

    def contents(self, manifest: Manifest) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Give the SHA-256 and the bytes of every file in turn, and refuse whatever comes after the last."""
        for sha256, size in manifest.contents.items():
            self._expect(self._take(_SECTOR), _member_name(sha256), size)
            blocks = self._verified(sha256, size)
            yield sha256, blocks
            # What nobody wanted is held against its hash all the same.
            for _ in blocks:
                pass
            self._skip_padding(size)
        last = self._take(len(_END))
        if last != _END:
            raise self._foreign(last)
        # The last block is known by its tag: without it the stream was cut off.
        if len(self._held) or any(map(len, self._blocks)):
            raise _refused("handover.not_whole", self._path)

    def _authentic(self, source: BinaryIO, key: bytes) -> Iterator[bytes]:
        try:
            yield from open_blocks(source, key)
        except UnusableInput as error:
            raise _refused("handover.damaged", self._path) from error
        except OSError as error:
            raise _refused("handover.cannot_read", self._path, reason=error.strerror or "") from error

    def _pieces(self, size: int) -> Iterator[bytes]:
        """Give so many bytes as they come. Raises UnusableInput where there are not so many."""
        while size:
            if not len(self._held):
                block = next(self._blocks, None)
                if block is None:
                    raise _refused("handover.not_whole", self._path)
                self._held = memoryview(block)
            piece, self._held = self._held[:size], self._held[size:]
            size -= len(piece)
            yield bytes(piece)

    def _take(self, size: int) -> bytes:
        return b"".join(self._pieces(size))

    def _verified(self, sha256: str, size: int) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for piece in self._pieces(size):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != sha256:
            raise _refused("handover.not_whole", self._path)

    def _skip_padding(self, size: int) -> None:
        if any(self._take(-size % _SECTOR)):
            raise _refused("handover.not_whole", self._path)

    def _size_in(self, header: bytes, most: int) -> int:
        try:
            size = tarfile.TarInfo.frombuf(header, "ascii", "replace").size
        except tarfile.HeaderError as error:
            raise _refused("handover.not_whole", self._path) from error
        if size > most:
            raise _refused("handover.too_many", self._path)
        return max(size, 0)

    def _expect(self, header: bytes, name: str, size: int) -> None:
        if header != _header(name, size):
            raise self._foreign(header)

    def _foreign(self, header: bytes) -> UnusableInput:
        """Return the refusal of a member that the list does not ask for, with its name where it has one."""
        try:
            name = tarfile.TarInfo.frombuf(header[:_SECTOR], "utf-8", "replace").name
        except (tarfile.HeaderError, ValueError):
            return _refused("handover.not_whole", self._path)
        return _refused("handover.foreign", self._path, name=shown_name(name))
