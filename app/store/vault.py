"""The file vault: bytes kept once, addressed by their SHA-256."""

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.files import StoredFile
from app.env.replace import machine_error, replacing

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Vault:
    """Keeps files below one folder as `ab/abcdef...`.

    `journal` is a file that names the hashes of what is copied in, so that whoever ends this process can
    remove what it had not come to enter.
    """

    folder: Path
    journal: Path | None = None

    def keep(self, path: Path) -> StoredFile:
        """Copy a file in, once for the same bytes.

        Raises UnusableInput when it cannot be read, MachineStopped when it cannot be written.
        """
        try:
            stored = StoredFile(_sha256(path), path.stat().st_size)
        except OSError as error:
            raise UnusableInput("file.cannot_open", file=path.name, reason=error.strerror or "") from error
        kept = self.path_of(stored.sha256)
        if not kept.exists():
            self._note(stored.sha256)
            self._copy(path, kept)
        return stored

    def forget(self, hashes: Iterable[str]) -> None:
        """Remove kept bytes that nothing came to name."""
        for each in hashes:
            with contextlib.suppress(OSError):
                self.path_of(each).unlink()

    def forget_all_but(self, hashes: frozenset[str]) -> None:
        """Remove the kept bytes that nothing names any more."""
        for path in self.folder.glob("??/*"):
            if path.name not in hashes:
                with contextlib.suppress(OSError):
                    path.unlink()

    def path_of(self, sha256: str) -> Path:
        """Return where the bytes of a hash are, whether or not they are kept."""
        return self.folder / sha256[:2] / sha256

    def _note(self, sha256: str) -> None:
        if self.journal is not None:
            with self.journal.open("a", encoding="ascii") as stream:
                stream.write(f"{sha256}\n")

    def _copy(self, path: Path, kept: Path) -> None:
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise machine_error(error, kept) from error
        with replacing(kept) as temporary, path.open("rb") as reader, temporary.open("wb") as writer:
            while block := reader.read(_BLOCK):
                writer.write(block)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
