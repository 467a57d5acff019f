"""Makes the case databases of older versions that tests of migrations begin with, by those versions' code.

    git worktree add /tmp/old COMMIT && python make_old_databases.py /tmp/old version_2.sqlite3

Version 1 was made by aa6ce25, version 2 by 38630d8, version 3 by 1edc8b3. `encrypted_3.sqlite3` is version 3
encrypted as a store was when stores could first be encrypted:

    python make_old_databases.py REPOSITORY encrypted_3.sqlite3 version_3.sqlite3

They are never made anew: what counts is that files of that time can be read.
"""

import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

# Of the encrypted one: a vault key that protects nothing.
KEY = bytes(range(32))


def make_old(path: Path) -> None:
    """Keep three cases as that version did, with changes, one undone, and a check where it knew of them."""
    from app.domain.files import StoredFile
    from app.store.database import CaseDatabase
    from tests.support.cases import family
    from tests.unit.store.test_case_folder import KNOWN

    case = replace(family(), evidence=family().evidence[:20])
    files = {name: StoredFile(f"{at:064x}", at) for at, name in enumerate(names_in(case))}
    try:
        database = CaseDatabase(path, lambda: KNOWN)
        first = database.add(case, files)
    except (TypeError, AttributeError):
        # The first version knew what cases may refer to from the beginning.
        path.unlink()
        database = CaseDatabase(path, KNOWN)
        first = database.add(case, files)
    database.add(replace(case, title="李雷一家", evidence=case.evidence[:6]), {})
    empty = database.add(replace(case, title="Empty", people=case.people[:1], evidence=(), years=()), {})
    database.change(first, lambda kept: replace(kept, title="ROE family, moved"))
    if hasattr(database, "undo"):
        database.change(empty, lambda kept: replace(kept, title="Undone"))
        database.undo(empty)
        database.set_archived(empty, archived=True)
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")


def names_in(case: object) -> list[str]:
    """Return the files that a case of any version names."""
    return [name for evidence in case.evidence for name in evidence.files]  # type: ignore[attr-defined]


def make_encrypted(source: Path, path: Path) -> None:
    """Encrypt a database by a known key, as it is."""
    from sqlcipher3 import dbapi2

    from app.store.keys import Purpose, VaultKey

    key = VaultKey(KEY).derive(Purpose.DATABASE)

    connection = dbapi2.connect(str(source), isolation_level=None)
    connection.execute(f"ATTACH DATABASE '{path}' AS made KEY \"x'{key.hex()}'\"")
    connection.execute("SELECT sqlcipher_export('made')").fetchall()
    [(version,)] = connection.execute("PRAGMA main.user_version").fetchall()
    connection.execute(f"PRAGMA made.user_version = {version}")
    connection.close()


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    if len(sys.argv) > 3:
        make_encrypted(Path(sys.argv[3]), Path(sys.argv[2]))
    else:
        make_old(Path(sys.argv[2]))
