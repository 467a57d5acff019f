"""The list in a backup: when and of what it was made, and which files belong to it.

    {"format": 1, "made_at": ..., "made_by": "Yongju 0.1.0", "reason": "automatic", "store": 16 hex digits,
     "generation": "g-...", "version": of the database, "encrypted": true, "cases": 3, "state": 64 hex digits,
     "database": {"sha256": ..., "size": ...},
     "files": [{"name": 64 hex digits, "size": ...}, ...]}

Read with suspicion: keys, kinds and lengths are exactly these, or nothing of it is taken. No name in it can
lead anywhere but to a file in the pool.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.backups import BackupReason
from app.domain.errors import UnusableInput
from app.store.strict_json import read_object

FORMAT = 1
MOST_BYTES = 64 << 20

_NAMES = frozenset(
    {"format", "made_at", "made_by", "reason", "store", "generation", "version", "encrypted", "cases"}
    | {"state", "database", "files"}
)
_MOST_FILES, _MOST = 500_000, 1 << 50
_HASH, _STORE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{16}")
_GENERATION, _WORDS = re.compile(r"(g-[0-9a-f]{16})?"), re.compile(r"[^\x00-\x1f]{0,100}")


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """Holds what a backup says of itself.

    `state` tells one state of the cases from another, so that nothing is backed up twice. `files` are the
    sizes of the vault's files, as they lie there, by their names.
    """

    made_at: dt.datetime
    made_by: str
    reason: BackupReason
    store: str
    generation: str
    version: int
    is_encrypted: bool
    cases: int
    state: str
    database_sha256: str
    database_size: int
    files: Mapping[str, int]

    @property
    def size_bytes(self) -> int:
        """Return how much all of it is."""
        return self.database_size + sum(self.files.values())


def manifest_bytes(manifest: BackupManifest) -> bytes:
    """Return a list as it stands in a backup."""
    form = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(timespec="microseconds"),
        "made_by": manifest.made_by,
        "reason": manifest.reason.value,
        "store": manifest.store,
        "generation": manifest.generation,
        "version": manifest.version,
        "encrypted": manifest.is_encrypted,
        "cases": manifest.cases,
        "state": manifest.state,
        "database": {"sha256": manifest.database_sha256, "size": manifest.database_size},
        "files": [{"name": name, "size": size} for name, size in sorted(manifest.files.items())],
    }
    return json.dumps(form, separators=(",", ":")).encode() + b"\n"


def read_backup_manifest(raw: bytes) -> BackupManifest:
    """Return the list that some bytes hold.

    Raises UnusableInput, `backup.newer` where a newer version wrote it and `backup.damaged` where it is none.
    """
    try:
        form = read_object(raw)
        number = form.get("format")
        if type(number) is int and number > FORMAT:
            raise UnusableInput("backup.newer")
        return _read(form)
    except (ValueError, OverflowError) as error:
        raise UnusableInput("backup.damaged") from error


def _read(form: Mapping[str, Any]) -> BackupManifest:
    if form.keys() != _NAMES or form["format"] != FORMAT or type(form["encrypted"]) is not bool:
        raise ValueError
    database, files = form["database"], form["files"]
    if not isinstance(database, dict) or database.keys() != {"sha256", "size"}:
        raise ValueError
    if not isinstance(files, list) or len(files) > _MOST_FILES:
        raise ValueError
    return BackupManifest(
        made_at=_moment(form["made_at"]),
        made_by=_matching(form["made_by"], _WORDS),
        reason=BackupReason(form["reason"]),
        store=_matching(form["store"], _STORE),
        generation=_matching(form["generation"], _GENERATION),
        version=_number(form["version"]),
        is_encrypted=form["encrypted"],
        cases=_number(form["cases"]),
        state=_matching(form["state"], _HASH),
        database_sha256=_matching(database["sha256"], _HASH),
        database_size=_number(database["size"]),
        files=dict(map(_file, files)),
    )


def _file(row: object) -> tuple[str, int]:
    if not isinstance(row, dict) or row.keys() != {"name", "size"}:
        raise ValueError
    return _matching(row["name"], _HASH), _number(row["size"])


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        raise ValueError
    return value


def _moment(value: object) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_matching(value, _WORDS))
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(dt.UTC)
