"""Where the files of a case came from: whether these are still the same on the disk."""

import hashlib
from pathlib import Path

from app.casework.desk import Desk
from app.domain.files import OriginChange, Origins, StoredFile
from app.env.stamp import file_stamp


def compare_origins(desk: Desk, case_id: str) -> Origins:
    """Hold every file of a case against the one from which it was copied, as far as that is known."""
    changes, paths = [], []
    for name, stored in desk.cases.load(case_id).files.items():
        if not stored.origin:
            continue
        found = _compare(desk, name, stored)
        if found is not None:
            changes.append(found)
        if found is None or not found.is_gone:
            paths.append(stored.origin)
    return Origins(tuple(changes), tuple(dict.fromkeys(paths)))


def _compare(desk: Desk, name: str, stored: StoredFile) -> OriginChange | None:
    path = Path(stored.origin)
    try:
        digest = _digest_of(desk, path)
    except OSError:
        # Deleted, moved, or on a drive that is not there now.
        return OriginChange(name, stored.origin)
    return None if digest == stored.sha256 else OriginChange(name, stored.origin, digest)


def _digest_of(desk: Desk, path: Path) -> str:
    """Return the SHA-256 of a file, which is read again only when its stamp is another one."""
    stamp = file_stamp(path)
    known = desk.hashed.get(path)
    if known is not None and stamp is not None and known[0] == stamp:
        return known[1]
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if stamp is not None:
        desk.hashed[path] = (stamp, digest)
    return digest
