"""What is read in the sample case, kept from one run of the tests to the next, as it is for a person."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.casework.desk import Desk
from app.casework.examining import examine_files, read_files
from app.env import paths
from tests.support.cases import PACK, TODAY


def know_sample(folder: Path) -> Path:
    """Examine and read the sample case with a desk of its own; returns the file in which that is kept."""
    with _alone(folder):
        desk = Desk(PACK, folder)
        opened = desk.open_folder(paths.resource("sample_case"))
        facts = examine_files(desk, opened, lambda _progress: None)
        read_files(desk, opened, facts, lambda _progress: None, today=TODAY)
        desk.close()
    return desk.readings_file


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process of a run read and the others wait for what it finds, so that none reads it twice."""
    with closing(sqlite3.connect(folder / "turn.sqlite3", timeout=280, isolation_level=None)) as turn:
        # Given back by the system, whatever becomes of the process that holds it.
        turn.execute("BEGIN EXCLUSIVE")
        yield


def give_knowledge(known: Path, data_folder: Path) -> None:
    """Put what is known into a data folder that knows nothing yet."""
    data_folder.mkdir(mode=0o700, exist_ok=True)
    own = data_folder / known.name
    if own.exists():
        return
    # Not a plain copy: another process of the same run may be writing.
    with closing(sqlite3.connect(known)) as source, closing(sqlite3.connect(own)) as copy:
        source.backup(copy)
