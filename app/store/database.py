"""The case database: one SQLite file; each change is one transaction, and can be undone."""

import datetime as dt
import json
import uuid
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.case import Case
from app.domain.errors import UnusableInput
from app.domain.files import StoredFile
from app.domain.operations import Deed, HistoryEntry, Operation
from app.domain.summaries import CaseSummary, CheckSummary
from app.store.case_toml import KnownIds, read_case, write_case
from app.store.connection import Connection
from app.store.migrations import MIGRATIONS
from app.store.states import state_digest

# So many changes back can a case be taken; of older ones only their names are kept.
REACH = 200
_MERGED_WITHIN = dt.timedelta(seconds=30)
# There, among the settings, from when a case is forgotten until its papers are too.
PURGING = "purging"
# What a list shows of a case; an index has all of it, so that no case has to be read for a list.
LISTED = (
    "id, title, category, place, submit_on, people, papers, applicant, archived_at, changed_at, "
    "blockers, warnings, given, asked, lapses_on"
)
_CREATED, _KEPT = Operation(Deed.CREATE), Operation(Deed.KEEP)


@dataclass(frozen=True, slots=True)
class KeptCase:
    """Holds a case as it is kept, with the stored bytes behind each file name."""

    id: str
    case: Case
    files: Mapping[str, StoredFile]
    changed_at: str


class CaseDatabase:
    """Keeps cases. Several processes may use one database; each call is its own transaction."""

    def __init__(
        self,
        path: Path,
        known: Callable[[], KnownIds],
        *,
        key: bytes | None = None,
        who: str = "",
        before_migration: Callable[[Connection, int], None] | None = None,
    ) -> None:
        """Open or create the database, an encrypted one by its key.

        What a case may refer to is asked for when one is read; `who` is at work here, for the history. An
        older database is brought to today's form after `before_migration` was called with its version.
        Raises UnusableInput when a newer version wrote it or it is none of ours, MachineStopped when it may
        not be written.
        """
        self._known = known
        self.who = who
        self._connection = Connection(path, key)
        self._before_migration = before_migration
        self._migrate()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    @property
    def connection(self) -> Connection:
        """Return the connection, for whoever copies the database."""
        return self._connection

    @property
    def version_seen(self) -> int:
        """Return a number that grows whenever somebody else changed the database."""
        return int(self._connection.rows("PRAGMA data_version")[0][0])

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all cases, the one changed last first."""
        rows = self._connection.rows(
            "SELECT id FROM case_record WHERE deleted_at IS NULL ORDER BY changed_at DESC, id"
        )
        return tuple(row[0] for row in rows)

    def some_open_ids(self, limit: int) -> tuple[str, ...]:
        """Return the ids of so many cases that are not put away, the one changed last first."""
        rows = self._connection.rows(
            """
            SELECT id FROM case_record WHERE deleted_at IS NULL AND archived_at IS NULL
            ORDER BY changed_at DESC, id LIMIT ?
            """,
            (limit,),
        )
        return tuple(row[0] for row in rows)

    def summaries(self, *, after: CaseSummary | None = None, limit: int = -1) -> tuple[CaseSummary, ...]:
        """Return what a list shows of all cases, the one changed last first; or of so many after one."""
        last = ("9", "") if after is None else (after.changed_at, after.id)
        rows = self._connection.rows(
            f"""
            SELECT {LISTED} FROM case_record
            WHERE deleted_at IS NULL AND changed_at <= ? AND (changed_at < ? OR id > ?)
            ORDER BY changed_at DESC, id LIMIT ?
            """,
            (last[0], *last, limit),
        )
        return tuple(map(_summary_of, rows))

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return what a list shows of one case, None where it is not kept."""
        query = f"SELECT {LISTED} FROM case_record WHERE id = ? AND deleted_at IS NULL"
        row = self._connection.row(query, (case_id,))
        return None if row is None else _summary_of(row)

    def load(self, case_id: str) -> KeptCase:
        """Return a kept case. Raises UnusableInput when there is none of that id."""
        query = "SELECT document, changed_at FROM case_record WHERE id = ? AND deleted_at IS NULL"
        names = "SELECT name, sha256, size_bytes, origin FROM case_file WHERE case_id = ?"
        with self._connection.snapshot():
            row = self._connection.row(query, (case_id,))
            named = self._connection.rows(names, (case_id,))
        if row is None:
            raise UnusableInput("case.not_kept", id=case_id)
        files = {name: StoredFile(*rest) for name, *rest in named}
        return KeptCase(case_id, self._read(case_id, row[0]), files, row[1])

    def add(
        self,
        case: Case,
        files: Mapping[str, StoredFile],
        operation: Operation = _CREATED,
        *,
        case_id: str = "",
        before: Sequence[HistoryEntry] = (),
        prove: Callable[[], None] | None = None,
    ) -> str:
        """Keep a new case and return its id: the one given where that is free, else a new one.

        `before` are the changes that led to it elsewhere; it cannot be taken back to one of them.
        `prove` raises where it must not be, and is called when nobody else can write any more.
        """
        with self._connection.transaction():
            if prove is not None:
                prove()
            used = "SELECT 1 FROM case_record WHERE id = ?"
            if not case_id or self._connection.row(used, (case_id,)) is not None:
                case_id = uuid.uuid4().hex
            self._put(case_id, case, files, len(before))
            for number, entry in enumerate(before):
                self._note_name(case_id, number, entry.operation, entry.at, entry.who)
            self._note(case_id, len(before), operation, case, files)
        return case_id

    def change(
        self,
        case_id: str,
        change: Callable[[Case], Case],
        operation: Operation = _KEPT,
        new_files: Mapping[str, StoredFile] | None = None,
        *,
        prove: Callable[[], None] | None = None,
    ) -> Case:
        """Change a kept case and return it; reading and writing are one transaction, so no edit is lost.

        `prove` is as for `add`. Raises UnusableInput when there is no case of that id.
        """
        with self._connection.transaction():
            if prove is not None:
                prove()
            kept = self.load(case_id)
            case = change(kept.case)
            if case == kept.case and not new_files:
                return case
            files = {**kept.files, **(new_files or {})}
            head = self._number_of(case_id)
            if not self._is_noted(case_id, head):
                # A case of before changes were kept: what it was is where undoing ends.
                self._note(case_id, head, _KEPT, kept.case, kept.files)
            number = head if self._merges(case_id, head, operation) else head + 1
            self._connection.run(
                "DELETE FROM case_change WHERE case_id = ? AND number >= ?", (case_id, number)
            )
            self._put(case_id, case, files, number)
            self._note(case_id, number, operation, case, files)
            self._forget_beyond_reach(case_id, number)
        return case

    def undo(self, case_id: str) -> tuple[Case, Operation] | None:
        """Take the last change back; None where there is none to take back."""
        with self._connection.transaction():
            head = self._number_of(case_id)
            operation = self._operation(case_id, head)
            if head == 0 or operation is None or not self._is_noted(case_id, head - 1):
                return None
            return self._go_to(case_id, head - 1), operation

    def redo(self, case_id: str) -> tuple[Case, Operation] | None:
        """Do the change again that was undone last; None where there is none."""
        with self._connection.transaction():
            number = self._number_of(case_id) + 1
            operation = self._operation(case_id, number)
            return None if operation is None else (self._go_to(case_id, number), operation)

    def go_to(self, case_id: str, number: int) -> Case | None:
        """Show a case as it was after a change, as if it were undone or done again one by one."""
        with self._connection.transaction():
            if number == self._number_of(case_id) or not self._is_noted(case_id, number):
                return None
            return self._go_to(case_id, number)

    def undoable(self, case_id: str) -> tuple[Operation | None, Operation | None]:
        """Return the change that `undo` would take back and the one that `redo` would do again."""
        with self._connection.snapshot():
            head = self._number_of(case_id)
            reaches = head > 0 and self._is_noted(case_id, head - 1)
            return (self._operation(case_id, head) if reaches else None), self._operation(case_id, head + 1)

    def history(self, case_id: str) -> tuple[HistoryEntry, ...]:
        """Return every change of a case, the first one first."""
        head = self._number_of(case_id)
        rows = self._connection.rows(
            """
            SELECT number, deed, params, merges, changed_at, who, document IS NOT NULL FROM case_change
            WHERE case_id = ? ORDER BY number
            """,
            (case_id,),
        )
        return tuple(
            HistoryEntry(
                number, _operation_of(deed, params, merges), at, number > head, bool(within_reach), who
            )
            for number, deed, params, merges, at, who, within_reach in rows
        )

    def states(self, case_id: str) -> tuple[str, ...]:
        """Return what tells each state of a case that is still kept, the last one first."""
        rows = self._connection.rows(
            """
            SELECT document, files FROM case_change
            WHERE case_id = ? AND number <= ? AND document IS NOT NULL ORDER BY number DESC
            """,
            (case_id, self._number_of(case_id)),
        )
        return tuple(
            state_digest(zlib.decompress(document).decode(), _stored(named)) for document, named in rows
        )

    def note_check(self, case_id: str, checked: CheckSummary) -> None:
        """Keep what the last check of a case came to, for the list of cases."""
        day = None if checked.lapses_on is None else checked.lapses_on.isoformat()
        row = (checked.blockers, checked.warnings, checked.given, checked.asked, day)
        known = self._connection.row(
            "SELECT blockers, warnings, given, asked, lapses_on FROM case_record WHERE id = ?", (case_id,)
        )
        if known is not None and tuple(known) != row:
            with self._connection.transaction():
                self._connection.run(
                    """
                    UPDATE case_record SET blockers = ?, warnings = ?, given = ?, asked = ?, lapses_on = ?
                    WHERE id = ?
                    """,
                    (*row, case_id),
                )

    def named_hashes(self) -> frozenset[str]:
        """Return the SHA-256 of every file that any case names, or named as far back as it can be taken."""
        rows = self._connection.rows(
            """
            SELECT sha256 FROM case_file
            UNION
            SELECT json_extract(each.value, '$[0]') FROM case_change, json_each(case_change.files) AS each
            """
        )
        return frozenset(row[0] for row in rows)

    def traces(self, case_id: str) -> tuple[str, tuple[str, ...]]:
        """Return a case's title, marked as deleted or not, and from where its files came, now or before.

        Raises UnusableInput when there is no case of that id.
        """
        row = self._connection.row("SELECT title FROM case_record WHERE id = ?", (case_id,))
        if row is None:
            raise UnusableInput("case.not_kept", id=case_id)
        rows = self._connection.rows(
            """
            SELECT origin FROM case_file WHERE case_id = ?1
            UNION
            SELECT json_extract(each.value, '$[2]') FROM case_change, json_each(case_change.files) AS each
            WHERE case_id = ?1
            """,
            (case_id,),
        )
        return str(row[0]), tuple(sorted(origin for (origin,) in rows if origin))

    def set_archived(self, case_id: str, *, archived: bool) -> None:
        """Put a case away, or bring it back."""
        self._set_day("archived_at", case_id, since_now=archived)

    def set_deleted(self, case_id: str, *, deleted: bool) -> None:
        """Mark a case as deleted, which `purge` makes true, or take the mark away."""
        self._set_day("deleted_at", case_id, since_now=deleted)

    def deleted_ids(self, before: str = "") -> tuple[str, ...]:
        """Return the cases that are marked as deleted, those from before a time (UTC, ISO 8601) if given."""
        query = "SELECT id FROM case_record WHERE deleted_at IS NOT NULL AND (? = '' OR deleted_at < ?)"
        return tuple(row[0] for row in self._connection.rows(query, (before, before)))

    def setting(self, name: str) -> str:
        """Return what is kept under a name beside the cases, nothing where that is nothing."""
        row = self._connection.row("SELECT value FROM setting WHERE name = ?", (name,))
        return "" if row is None else str(row[0])

    def set_setting(self, name: str, value: str) -> None:
        """Keep something under a name beside the cases; nothing to forget it."""
        with self._connection.transaction():
            self._connection.run("DELETE FROM setting WHERE name = ?", (name,))
            if value:
                self._connection.run("INSERT INTO setting VALUES (?, ?)", (name, value))

    def purge(self, case_ids: Iterable[str]) -> None:
        """Forget cases that are marked as deleted, with everything that was noted of them."""
        gone = tuple(case_ids)
        with self._connection.transaction():
            # Whoever is stopped before the papers are gone too leaves word of it.
            self._connection.run("INSERT OR REPLACE INTO setting VALUES (?, '1')", (PURGING,))
            self._connection.run_each(
                "DELETE FROM case_record WHERE id = ? AND deleted_at IS NOT NULL",
                [(each,) for each in gone],
            )
            # What was kept beside a case, under a name that ends in its id.
            self._connection.run_each(
                """
                DELETE FROM setting WHERE name LIKE '%/' || ?1
                AND NOT EXISTS (SELECT 1 FROM case_record WHERE id = ?1)
                """,
                [(each,) for each in gone],
            )
        self._connection.forget_for_good()

    def _read(self, case_id: str, document: str) -> Case:
        case, _, faults = read_case(document.encode(), "case.toml", self._known())
        if case is None:
            # The rule pack no longer knows what the case refers to.
            raise UnusableInput("case.kept_with_other_rules", id=case_id, key=faults[0].key)
        return case

    def _put(self, case_id: str, case: Case, files: Mapping[str, StoredFile], number: int) -> None:
        document = write_case(case)
        _, _, faults = read_case(document.encode(), "case.toml", self._known())
        if faults:
            # Kept as it is, it could not be opened again.
            raise UnusableInput("case.cannot_keep", key=faults[0].key)
        principal = case.principal
        applicant = principal.full_name if principal is not None and principal.has_name else ""
        self._connection.run(
            """
            INSERT INTO case_record (id, document, changed_at, title, category, place, submit_on, applicant,
                people, papers, change_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at,
                title = excluded.title, category = excluded.category, place = excluded.place,
                submit_on = excluded.submit_on, applicant = excluded.applicant, people = excluded.people,
                papers = excluded.papers, change_number = excluded.change_number
            """,
            (
                case_id,
                document,
                _now(),
                case.title,
                case.category,
                case.place,
                case.submit_on.isoformat(),
                applicant,
                len(case.people),
                len(case.evidence),
                number,
            ),
        )
        named = _named(case, files)
        rows = [(case_id, name, f.sha256, f.size_bytes, f.origin) for name, f in named.items()]
        self._connection.run("DELETE FROM case_file WHERE case_id = ?", (case_id,))
        self._connection.run_each("INSERT INTO case_file VALUES (?, ?, ?, ?, ?)", rows)

    # The changes of a case: each is kept with the case as it was after it.

    def _note(
        self, case_id: str, number: int, operation: Operation, case: Case, files: Mapping[str, StoredFile]
    ) -> None:
        named = {name: [f.sha256, f.size_bytes, f.origin] for name, f in _named(case, files).items()}
        self._note_name(case_id, number, operation, _now(), self.who)
        self._connection.run(
            "UPDATE case_change SET document = ?, files = ? WHERE case_id = ? AND number = ?",
            (zlib.compress(write_case(case).encode()), json.dumps(named), case_id, number),
        )

    def _note_name(self, case_id: str, number: int, operation: Operation, at: str, who: str) -> None:
        self._connection.run(
            """
            INSERT INTO case_change (case_id, number, deed, params, merges, changed_at, who)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            (case_id, number, operation.deed.value, json.dumps(operation.params), operation.merges, at, who),
        )

    def _go_to(self, case_id: str, number: int) -> Case:
        [(document, named)] = self._connection.rows(
            "SELECT document, files FROM case_change WHERE case_id = ? AND number = ?", (case_id, number)
        )
        case = self._read(case_id, zlib.decompress(document).decode())
        self._put(case_id, case, _stored(named), number)
        return case

    def _number_of(self, case_id: str) -> int:
        query = "SELECT change_number FROM case_record WHERE id = ? AND deleted_at IS NULL"
        row = self._connection.row(query, (case_id,))
        if row is None:
            raise UnusableInput("case.not_kept", id=case_id)
        return int(row[0])

    def _is_noted(self, case_id: str, number: int) -> bool:
        query = "SELECT 1 FROM case_change WHERE case_id = ? AND number = ? AND document IS NOT NULL"
        return self._connection.row(query, (case_id, number)) is not None

    def _operation(self, case_id: str, number: int) -> Operation | None:
        query = "SELECT deed, params, merges FROM case_change WHERE case_id = ? AND number = ?"
        row = self._connection.row(query, (case_id, number))
        return None if row is None else _operation_of(*row)

    def _merges(self, case_id: str, head: int, operation: Operation) -> bool:
        """Say whether a change goes on where the last one, of a moment ago, left off."""
        if not operation.merges or head == 0:
            return False
        query = "SELECT merges, changed_at FROM case_change WHERE case_id = ? AND number = ?"
        [(merges, at)] = self._connection.rows(query, (case_id, head))
        age = dt.datetime.fromisoformat(_now()) - dt.datetime.fromisoformat(at)
        return bool(merges == operation.merges) and age < _MERGED_WITHIN

    def _forget_beyond_reach(self, case_id: str, number: int) -> None:
        self._connection.run(
            """
            UPDATE case_change SET document = NULL, files = NULL
            WHERE case_id = ? AND number < ? AND document IS NOT NULL
            """,
            (case_id, number - REACH),
        )

    def _set_day(self, column: str, case_id: str, *, since_now: bool) -> None:
        with self._connection.transaction():
            self._connection.run(
                f"UPDATE case_record SET {column} = ? WHERE id = ?",
                (_now() if since_now else None, case_id),
            )

    def _migrate(self) -> None:
        if 0 < (version := self._version()) < len(MIGRATIONS) and self._before_migration is not None:
            self._before_migration(self._connection, version)
        while (version := self._version()) < len(MIGRATIONS):
            with self._connection.transaction():
                # Another process may have opened the database at the same moment.
                if self._version() == version:
                    MIGRATIONS[version](self._connection.raw)
                    self._connection.run(f"PRAGMA user_version = {version + 1:d}")
        if version > len(MIGRATIONS):
            raise UnusableInput("database.newer", path=str(self._connection.path))

    def _version(self) -> int:
        return int(self._connection.rows("PRAGMA user_version")[0][0])


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def _named(case: Case, files: Mapping[str, StoredFile]) -> dict[str, StoredFile]:
    """Return the files that a case names."""
    named = {name for evidence in case.evidence for name in evidence.files}
    return {name: stored for name, stored in files.items() if name in named}


def _stored(named: str) -> dict[str, StoredFile]:
    return {name: StoredFile(*stored) for name, stored in json.loads(named).items()}


def _operation_of(deed: str, params: str, merges: str) -> Operation:
    # A later version may know deeds that this one has no words for.
    known = Deed(deed) if deed in tuple(Deed) else Deed.KEEP
    return Operation(known, json.loads(params), merges)


def _summary_of(row: tuple[Any, ...]) -> CaseSummary:
    (case_id, title, category, place, submit_on, people, papers, applicant, archived_at, changed_at) = row[
        :10
    ]
    blockers, warnings, given, asked, lapses_on = row[10:]
    checked = None
    if blockers is not None:
        day = None if lapses_on is None else dt.date.fromisoformat(lapses_on)
        checked = CheckSummary(blockers, warnings, given, asked, day)
    return CaseSummary(
        id=case_id,
        title=title,
        category=category,
        place=place,
        submit_on=dt.date.fromisoformat(submit_on),
        people=people,
        papers=papers,
        applicant=applicant,
        archived=archived_at is not None,
        changed_at=changed_at,
        checked=checked,
    )
