"""The case database: one SQLite file; each change is one transaction."""

import contextlib
import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.case import Case
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import StoredFile
from app.env.replace import machine_error
from app.store.case_toml import KnownIds, read_case, write_case
from app.store.migrations import MIGRATIONS

_BUSY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class KeptCase:
    """Holds a case as it is kept, with the stored bytes behind each file name."""

    id: str
    case: Case
    files: Mapping[str, StoredFile]
    changed_at: str


class CaseDatabase:
    """Keeps cases. Several processes may use one database; each call is its own transaction."""

    def __init__(self, path: Path, known: Callable[[], KnownIds]) -> None:
        """Open or create the database; what a case may refer to is asked for when one is read.

        Raises UnusableInput when a newer version wrote it or it is none, MachineStopped when it may
        not be written.
        """
        self._path = path
        self._known = known
        try:
            # Nobody else on the machine has business in a folder of passports and tax records.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise machine_error(error, path.parent) from error
        with _told(path):
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._migrate()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all cases, the one changed last first."""
        rows = self._connection.execute("SELECT id FROM case_record ORDER BY changed_at DESC, id").fetchall()
        return tuple(row[0] for row in rows)

    def load(self, case_id: str) -> KeptCase:
        """Return a kept case. Raises UnusableInput when there is none of that id."""
        query = "SELECT document, changed_at FROM case_record WHERE id = ?"
        row = self._connection.execute(query, (case_id,)).fetchone()
        if row is None:
            raise UnusableInput("case.not_kept", id=case_id)
        case, _, faults = read_case(row[0].encode(), "case.toml", self._known())
        if case is None:
            # The rule pack no longer knows what the case refers to.
            raise UnusableInput("case.kept_with_other_rules", id=case_id, key=faults[0].key)
        names = "SELECT name, sha256, size_bytes FROM case_file WHERE case_id = ?"
        files = {
            name: StoredFile(sha, size) for name, sha, size in self._connection.execute(names, (case_id,))
        }
        return KeptCase(case_id, case, files, row[1])

    def add(self, case: Case, files: Mapping[str, StoredFile]) -> str:
        """Keep a new case and return its id."""
        case_id = uuid.uuid4().hex
        with self._transaction():
            self._put(case_id, case, files)
        return case_id

    def change(
        self,
        case_id: str,
        change: Callable[[Case], Case],
        new_files: Mapping[str, StoredFile] | None = None,
    ) -> Case:
        """Change a kept case and return it; reading and writing are one transaction, so no edit is lost.

        Raises UnusableInput when there is no case of that id.
        """
        with self._transaction():
            kept = self.load(case_id)
            case = change(kept.case)
            self._put(case_id, case, {**kept.files, **(new_files or {})})
        return case

    def named_hashes(self) -> frozenset[str]:
        """Return the SHA-256 of every file that any case names."""
        return frozenset(row[0] for row in self._connection.execute("SELECT DISTINCT sha256 FROM case_file"))

    def delete(self, case_id: str) -> None:
        """Forget a case."""
        with self._transaction():
            self._connection.execute("DELETE FROM case_record WHERE id = ?", (case_id,))

    def _put(self, case_id: str, case: Case, files: Mapping[str, StoredFile]) -> None:
        document = write_case(case)
        _, _, faults = read_case(document.encode(), "case.toml", self._known())
        if faults:
            # Kept as it is, it could not be opened again.
            raise UnusableInput("case.cannot_keep", key=faults[0].key)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        self._connection.execute(
            """
            INSERT INTO case_record (id, document, changed_at) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at
            """,
            (case_id, document, now),
        )
        named = {name for evidence in case.evidence for name in evidence.files}
        rows = [(case_id, name, f.sha256, f.size_bytes) for name, f in files.items() if name in named]
        self._connection.execute("DELETE FROM case_file WHERE case_id = ?", (case_id,))
        self._connection.executemany("INSERT INTO case_file VALUES (?, ?, ?, ?)", rows)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with _told(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _migrate(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise UnusableInput("database.newer", path=str(self._path))
        for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
            with self._transaction():
                step(self._connection)
                self._connection.execute(f"PRAGMA user_version = {number:d}")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell SQLite's own refusals as errors that a person can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = "machine.disk_full" if "full" in str(error) else "machine.cannot_write"
        raise MachineStopped(code, path=str(path), reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        raise UnusableInput("database.damaged", path=str(path)) from error
