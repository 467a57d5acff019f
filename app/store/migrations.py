"""The steps that bring an older case database to today's form, oldest first; never edited once released."""

import sqlite3
import tomllib
from collections.abc import Callable


def create_cases(connection: sqlite3.Connection) -> None:
    """Create the tables of cases and of the names under which they know their files."""
    connection.execute(
        """
        CREATE TABLE case_record (
            id TEXT PRIMARY KEY,
            document TEXT NOT NULL,   -- the case as its case.toml
            changed_at TEXT NOT NULL  -- UTC, ISO 8601
        ) STRICT
        """
    )
    connection.execute(
        """
        CREATE TABLE case_file (
            case_id TEXT NOT NULL REFERENCES case_record (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            PRIMARY KEY (case_id, name)
        ) STRICT
        """
    )


def keep_changes(connection: sqlite3.Connection) -> None:
    """Keep every change of a case, so that it can be undone, and what the list of cases shows of it."""
    for column in (
        "title TEXT NOT NULL DEFAULT ''",
        "category TEXT NOT NULL DEFAULT ''",
        "place TEXT NOT NULL DEFAULT ''",
        "submit_on TEXT NOT NULL DEFAULT ''",
        "applicant TEXT NOT NULL DEFAULT ''",
        "people INTEGER NOT NULL DEFAULT 0",
        "papers INTEGER NOT NULL DEFAULT 0",
        "change_number INTEGER NOT NULL DEFAULT 0",  # of the change that led to what is kept now
        "archived_at TEXT",
        "deleted_at TEXT",
        "blockers INTEGER",  # this and the following: by the last check, NULL while there was none
        "warnings INTEGER",
        "given INTEGER",
        "asked INTEGER",
        "lapses_on TEXT",
    ):
        connection.execute(f"ALTER TABLE case_record ADD COLUMN {column}")
    connection.execute("ALTER TABLE case_file ADD COLUMN origin TEXT NOT NULL DEFAULT ''")
    connection.execute(
        """
        CREATE TABLE case_change (
            case_id TEXT NOT NULL REFERENCES case_record (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            deed TEXT NOT NULL,
            params TEXT NOT NULL,     -- JSON
            merges TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            document BLOB,            -- the case after it, as its case.toml, zlib; NULL once out of reach
            files TEXT,               -- JSON: name -> [sha256, size, origin]
            PRIMARY KEY (case_id, number)
        ) STRICT
        """
    )
    rows = connection.execute("SELECT id, document FROM case_record").fetchall()
    for case_id, document in rows:
        connection.execute(
            """
            UPDATE case_record SET title = ?, category = ?, place = ?, submit_on = ?, applicant = ?,
                people = ?, papers = ? WHERE id = ?
            """,
            (*_summary_in(document), case_id),
        )


def _summary_in(document: str) -> tuple[str, str, str, str, str, int, int]:
    case = tomllib.loads(document)
    people = case.get("person", [])
    nobody: dict[str, object] = {}
    principal = next((each for each in people if each.get("role") == "principal"), nobody)
    names = (str(principal.get(key, "")) for key in ("surname", "given_names"))
    return (
        str(case.get("title", "")),
        str(case.get("category", "")),
        str(case.get("place", "")),
        str(case.get("submit_on", "")),
        " ".join(filter(None, names)),
        len(people),
        len(case.get("evidence", [])),
    )


def index_list(connection: sqlite3.Connection) -> None:
    """Keep what the list of cases shows apart from the cases, which are many times as large."""
    connection.execute(
        """
        CREATE INDEX case_list ON case_record (
            changed_at DESC, id, deleted_at, archived_at, title, category, place, submit_on, people, papers,
            applicant, blockers, warnings, given, asked, lapses_on
        ) WHERE deleted_at IS NULL
        """
    )


def name_who(connection: sqlite3.Connection) -> None:
    """Keep with every change who made it, and beside the cases what a person set for all of them."""
    connection.execute("ALTER TABLE case_change ADD COLUMN who TEXT NOT NULL DEFAULT ''")
    connection.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    create_cases,
    keep_changes,
    index_list,
    name_who,
)
