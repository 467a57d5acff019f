"""The steps that bring an older case database to today's form, oldest first; never edited once released."""

import sqlite3
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


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (create_cases,)
