"""Where the files of a case can be read by who shows them; large ones are deciphered beside the window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.casework.desk import Desk

# Deciphered at once, in some five milliseconds; a larger one would be noticed.
_AT_ONCE_BYTES = 2 << 20


@dataclass(frozen=True, slots=True)
class ClearFile:
    """Says where a file can be read, and whether it is there already or has to be deciphered first."""

    path: Path
    sha256: str
    is_there: bool


def locate(desk: Desk, case_id: str, names: Iterable[str]) -> dict[str, ClearFile]:
    """Return where files of a kept case can be read, as far as it has them; small ones are deciphered.

    Raises UnusableInput while the store is locked, MachineStopped where there is no room to decipher.
    """
    kept, vault = desk.cases.load(case_id).files, desk.vault
    found: dict[str, ClearFile] = {}
    for name in names:
        stored = kept.get(name)
        if stored is None:
            continue
        at_once = vault.sealing is None or stored.size_bytes <= _AT_ONCE_BYTES
        path = vault.clear(stored.sha256) if at_once else vault.clear_path(stored.sha256)
        is_there = at_once or path.exists() or not vault.path_of(stored.sha256).exists()
        found[name] = ClearFile(path, stored.sha256, is_there)
    return found


def decipher(desk: Desk, sha256: str) -> Path:
    """Decipher a file and return where it can be read; it may run beside the thread of the desk.

    Raises MachineStopped where there is no room for it.
    """
    return desk.vault.clear(sha256)
