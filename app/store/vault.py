"""The file vault: bytes kept once, addressed by their SHA-256; encrypted where the store is."""

import contextlib
import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import UnusableInput
from app.domain.files import StoredFile
from app.env.flush import make_folder
from app.env.hidden import PART, make_hidden_file
from app.env.replace import machine_error, replacing
from app.env.stamp import file_stamp
from app.store.sealing import Sealing
from app.store.streams import BLOCK, SealingWriter, open_blocks

_NAME = re.compile(r"[0-9a-f]{64}")
# Read at once: worth the way to another thread, and little memory.
_PIECE = 1 << 20
# The coarsest clock of a file system is FAT's, 2 s.
_TICK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Vault:
    """Keeps files below one folder as `ab/abcdef...`, by their SHA-256 or by a name that hides it.

    `journal` is a file that names the hashes of what is copied in, so that whoever ends this process can
    remove what it had not come to enter. With `sealing` every file is encrypted.
    """

    folder: Path
    journal: Path | None = None
    sealing: Sealing | None = None

    def keep(self, path: Path) -> StoredFile:
        """Copy a file in, once for the same bytes.

        Raises UnusableInput when it cannot be read or changes meanwhile, MachineStopped when it cannot be
        written.
        """
        # Read once: what its bytes are is known when they are written, and only then what they are called.
        before = file_stamp(path)
        with self._unnamed() as written:
            stored = self._write_through(path, written)
            if not _is_unchanged(path, before, stored.sha256):
                raise UnusableInput("file.changed_meanwhile", file=path.name)
            kept = self.path_of(stored.sha256)
            # Whoever attaches a paper again that was damaged here has it whole from then on.
            if not (kept.exists() and self.is_whole(stored.sha256)):
                self._note(stored.sha256)
                self._make_folder(kept)
                with replacing(kept, self.folder, private=True) as temporary:
                    written.replace(temporary)
        return stored

    def keep_blocks(self, blocks: Iterable[bytes], sha256: str) -> None:
        """Keep what comes block by block.

        Raises UnusableInput where it has not that SHA-256, MachineStopped when it cannot be written.
        """
        kept = self.path_of(sha256)
        if kept.exists():
            # Told all the same where it is not what it is said to be.
            _refuse_other(_hash_all(blocks), sha256)
            return
        self._note(sha256)
        self._write(blocks, kept, sha256)

    def keep_damaged(self, blocks: Iterable[bytes], sha256: str) -> None:
        """Keep what is left of bytes, in their place; their SHA-256 tells whoever reads them.

        Raises MachineStopped when it cannot be written.
        """
        self._write(blocks, self.path_of(sha256), None)

    def forget(self, hashes: Iterable[str]) -> None:
        """Remove kept bytes that nothing came to name."""
        for each in hashes:
            with contextlib.suppress(OSError):
                self.path_of(each).unlink()

    def forget_all_but(self, hashes: frozenset[str]) -> None:
        """Remove the kept bytes that nothing names any more."""
        named = {self.path_of(each).name for each in hashes}
        for path in self.folder.glob("??/*"):
            # What somebody else put into a folder of this name is none of ours.
            if path.name not in named and _NAME.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    path.unlink()

    def path_of(self, sha256: str) -> Path:
        """Return where the bytes of a hash lie, encrypted or not, whether or not they are kept."""
        name = sha256 if self.sealing is None else self.sealing.name_of(sha256)
        return self.folder / name[:2] / name

    def blocks_of(self, sha256: str) -> Iterator[bytes]:
        """Give the bytes of a hash block by block.

        Raises UnusableInput where they were changed, OSError where they cannot be read.
        """
        with self.path_of(sha256).open("rb") as stream:
            if self.sealing is not None:
                yield from open_blocks(stream, self.sealing.file_key)
                return
            while block := stream.read(BLOCK):
                yield block

    def is_whole(self, sha256: str) -> bool:
        """Say whether the bytes of a hash are kept as they came."""
        try:
            return _hash_all(self.blocks_of(sha256)) == sha256
        except (OSError, UnusableInput):
            return False

    def clear(self, sha256: str) -> Path:
        """Return where the bytes of a hash can be read: in the room for what is deciphered where encrypted.

        What was changed or cut off comes out as far as it is whole; its SHA-256 tells. Raises MachineStopped
        where the room is full.
        """
        if self.sealing is None:
            return self.path_of(sha256)
        clear = self.clear_path(sha256)
        if not clear.exists() and self.path_of(sha256).exists():
            with replacing(clear, private=True) as temporary, temporary.open("wb") as writer:
                self._decipher(sha256, writer)
        return clear

    def clear_path(self, sha256: str) -> Path:
        """Return where the bytes of a hash can be read once they are deciphered."""
        return self.path_of(sha256) if self.sealing is None else self.sealing.room / sha256

    def _decipher(self, sha256: str, writer: BinaryIO) -> None:
        with contextlib.suppress(UnusableInput):
            for block in self.blocks_of(sha256):
                writer.write(block)

    def files(self, named: Mapping[str, StoredFile]) -> "KeptFiles":
        """Return where files can be read, by their names; nothing is deciphered before it is asked for."""
        return KeptFiles(self, named)

    def _note(self, sha256: str) -> None:
        if self.journal is not None:
            with self.journal.open("a", encoding="ascii") as stream:
                stream.write(f"{sha256}\n")

    @contextlib.contextmanager
    def _unnamed(self) -> Iterator[Path]:
        """Give a file among the unfinished ones; what is still there in the end is removed."""
        self._make_folder(self.folder / "file")
        try:
            made = make_hidden_file(self.folder / "file", PART)
        except OSError as error:
            raise machine_error(error, self.folder) from error
        try:
            yield made
        finally:
            with contextlib.suppress(OSError):
                made.unlink(missing_ok=True)

    def _write_through(self, path: Path, written: Path) -> StoredFile:
        """Write a file as the vault keeps it, and return what it is."""
        digest, size = _Digest(), 0
        with contextlib.closing(digest), _telling_trouble(written), written.open("wb") as target:
            sealed = None if self.sealing is None else SealingWriter(target, self.sealing.file_key)
            for piece in _pieces_of(path):
                digest.update(piece)
                (sealed or target).write(piece)
                size += len(piece)
            if sealed is not None:
                sealed.finish()
            return StoredFile(digest.hexdigest(), size)

    def _make_folder(self, file: Path) -> None:
        with _telling_trouble(file):
            make_folder(file.parent, 0o700)

    def _write(self, blocks: Iterable[bytes], kept: Path, sha256: str | None) -> None:
        self._make_folder(kept)
        # Unfinished ones lie in one folder, where the next opening finds what a killed process left.
        with replacing(kept, self.folder, private=True) as temporary, temporary.open("wb") as target:
            sealed = None if self.sealing is None else SealingWriter(target, self.sealing.file_key)
            digest = hashlib.sha256()
            for block in blocks:
                digest.update(block)
                (sealed or target).write(block)
            if sealed is not None:
                sealed.finish()
            if sha256 is not None:
                _refuse_other(digest.hexdigest(), sha256)


def some_of(files: Mapping[str, Path], names: Iterable[str]) -> Mapping[str, Path]:
    """Return some of the files of a case, in the order of the names; none is deciphered for it."""
    return files.only(names) if isinstance(files, KeptFiles) else {name: files[name] for name in names}


def where_lies(files: Mapping[str, Path], name: str) -> Path:
    """Return where the bytes of a file lie, encrypted or not: what tells whether anybody touched them."""
    return files.lies_at(name) if isinstance(files, KeptFiles) else files[name]


class KeptFiles(Mapping[str, Path]):
    """Says where the files of a case can be read, by name; encrypted ones are deciphered when asked for."""

    def __init__(self, vault: Vault, named: Mapping[str, StoredFile]) -> None:
        self._vault = vault
        self._named = named

    def __getitem__(self, name: str) -> Path:
        return self._vault.clear(self._named[name].sha256)

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def only(self, names: Iterable[str]) -> "KeptFiles":
        """Return some of the files, in the order of the names."""
        return KeptFiles(self._vault, {name: self._named[name] for name in names})

    def sha256_of(self, name: str) -> str:
        """Return the SHA-256 that the bytes of a file had when they were kept."""
        return self._named[name].sha256

    def lies_at(self, name: str) -> Path:
        """Return where the kept bytes lie, encrypted or not."""
        return self._vault.path_of(self._named[name].sha256)


class _Digest:
    """Hashes what comes piece by piece; long ones by a thread, while they are encrypted and written."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._thread: ThreadPoolExecutor | None = None
        self._pending: Future[None] | None = None

    def update(self, piece: bytes) -> None:
        self._wait()
        if len(piece) < _PIECE:
            self._digest.update(piece)
            return
        self._thread = self._thread or ThreadPoolExecutor(1)
        self._pending = self._thread.submit(self._digest.update, piece)

    def hexdigest(self) -> str:
        self._wait()
        return self._digest.hexdigest()

    def close(self) -> None:
        if self._thread is not None:
            self._thread.shutdown()

    def _wait(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()


def _pieces_of(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as reader:
            while piece := reader.read(_PIECE):
                yield piece
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=path.name, reason=error.strerror or "") from error


@contextlib.contextmanager
def _telling_trouble(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise machine_error(error, path) from error


def _is_unchanged(path: Path, before: str | None, sha256: str) -> bool:
    """Say whether a file is still the one that was read from its begin to its end."""
    after = file_stamp(path)
    if after is None or after != before:
        return False
    changed = max(int(part) for part in after.split()[1:3])
    # A file that is written twice within one tick of its clock keeps its times: then its bytes tell.
    return abs(time.time_ns() - changed) > _TICK_NS or _sha256(path) == sha256


def _refuse_other(found: str, sha256: str) -> None:
    if found != sha256:
        raise UnusableInput("file.other_bytes", sha256=sha256)


def _hash_all(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
