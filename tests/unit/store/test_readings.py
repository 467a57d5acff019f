"""What was seen and read is kept by content, privately, and never stands in anybody's way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.reading import Box, PageReading, Reading, TextLine, TextSource
from app.store.readings import Readings, stamp_before_hashing

FACTS = FileFacts("a" * 64, 10, FileKind.PDF, FileKind.PDF, (PageFacts(1, 595.5, 842, picture=b"\0\1"),))
LINES = (TextLine("王 Anna", Box(0.1, 0.2, 0.3, 0.4), 0.9),)
READING = Reading("a" * 64, "1", (PageReading(1, TextSource.RECOGNISED, LINES),))
OTHER = replace(FACTS, sha256="b" * 64)
LONG_AGO = time.time() - 1000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "readings.sqlite3"


def kept_in(file: Path, version: str = "1") -> dict[str, FileFacts]:
    readings = Readings(file)
    found = readings.facts([FACTS.sha256, OTHER.sha256], version)
    readings.close()
    return found


def keep(file: Path, *facts: FileFacts, version: str = "1") -> None:
    readings = Readings(file)
    for each in facts:
        readings.keep_facts(each, version)
    readings.close()


def test_facts_and_readings_come_back_the_same(file: Path):
    readings = Readings(file)
    readings.keep_facts(FACTS, "1")
    readings.keep_reading(READING, "1")
    readings.close()
    again = Readings(file)
    assert again.facts([FACTS.sha256], "1") == {FACTS.sha256: FACTS}
    assert again.readings([FACTS.sha256, "c" * 64], "1") == {READING.sha256: READING}


def test_what_another_version_saw_does_not_count_and_is_replaced(file: Path):
    keep(file, FACTS)
    assert kept_in(file, "2") == {}
    keep(file, replace(FACTS, signed=True), version="2")
    assert kept_in(file, "2") == {FACTS.sha256: replace(FACTS, signed=True)}
    assert kept_in(file, "1") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_only_the_owner_may_look(file: Path):
    readings = Readings(file)
    readings.keep_facts(FACTS, "1")
    assert file.parent.stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3  # the journal and its index too


@pytest.mark.parametrize("length", [0, 100, 5000])
def test_a_damaged_file_is_made_anew(file: Path, length: int):
    keep(file, FACTS)
    file.write_bytes(file.read_bytes()[:length] + b"\xff" * 9000)
    assert kept_in(file) == {}
    keep(file, FACTS)
    assert kept_in(file) == {FACTS.sha256: FACTS}


def test_a_file_that_is_damaged_while_it_is_open_is_made_anew(file: Path):
    keep(file, FACTS)
    readings = Readings(file)
    file.write_bytes(b"\xff" * 70_000)
    readings.facts([FACTS.sha256], "1")
    readings.keep_facts(FACTS, "1")
    readings.keep_facts(FACTS, "1")
    assert readings.facts([FACTS.sha256], "1") == {FACTS.sha256: FACTS}


@pytest.mark.parametrize(
    "statement", ["PRAGMA user_version = 99", "DROP TABLE file", "PRAGMA user_version = 0"]
)
def test_a_file_of_another_program_or_version_is_made_anew(file: Path, statement: str):
    keep(file, FACTS)
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    keep(file, OTHER)
    assert set(kept_in(file)) == {OTHER.sha256}


def test_a_value_that_nobody_can_read_counts_as_none(file: Path):
    keep(file, FACTS, OTHER)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET value = x'00' WHERE sha256 = ?", (FACTS.sha256,))
    connection.close()
    assert set(kept_in(file)) == {OTHER.sha256}


def test_facts_of_another_file_are_not_taken_for_those_of_this_one(file: Path):
    keep(file, FACTS, OTHER)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET value = (SELECT max(value) FROM kept)")
    connection.close()
    assert len(kept_in(file)) == 1


def test_without_a_place_to_write_it_is_kept_in_memory(tmp_path: Path):
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    readings = Readings(tmp_path / "data" / "readings.sqlite3")
    readings.keep_facts(FACTS, "1")
    assert readings.facts([FACTS.sha256], "1") == {FACTS.sha256: FACTS}
    readings.close()


def test_a_busy_file_is_neither_waited_for_without_end_nor_thrown_away(
    file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.store.readings._BUSY_SECONDS", 0.05)
    keep(file, FACTS)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    readings = Readings(file)
    readings.keep_facts(OTHER, "1")
    readings.close()
    other.execute("ROLLBACK")
    other.close()
    assert FACTS.sha256 in kept_in(file)


def test_several_processes_may_keep_at_once(file: Path, repo_root: Path):
    code = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from tests.unit.store.test_readings import FACTS, Readings\n"
        "readings = Readings(Path(sys.argv[1]))\n"
        "for n in range(30): readings.keep_facts(replace(FACTS, sha256=f'{sys.argv[2]}{n:063d}'), '1')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(file), letter], cwd=repo_root) for letter in "ab"
    ]
    assert [each.wait(60) for each in running] == [0, 0]
    hashes = [f"{letter}{number:063d}" for letter in "ab" for number in range(30)]
    assert len(Readings(file).facts(hashes, "1")) == 60


def test_what_no_case_names_is_forgotten_without_a_trace(file: Path, tmp_path: Path):
    readings = Readings(file)
    secret = replace(READING, pages=(), trouble="SECRET-WORDS-OF-A-PAPER")
    readings.keep_reading(secret, "1")
    readings.keep_facts(OTHER, "1")
    readings.forget_all_but(frozenset({OTHER.sha256}))
    assert readings.readings([secret.sha256], "1") == {}
    assert set(readings.facts([OTHER.sha256], "1")) == {OTHER.sha256}
    readings.close()
    assert secret.sha256.encode() not in b"".join(path.read_bytes() for path in file.parent.iterdir())


def test_what_was_not_used_for_longest_goes_first(file: Path):
    readings = Readings(file, most_bytes=3000)
    old = [replace(FACTS, sha256=f"{n:064d}") for n in range(30)]
    for each in old:
        readings.keep_facts(each, "1")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET used_on = 1")
    connection.close()
    readings.facts([old[0].sha256], "1")  # used today
    readings.trim()
    left = readings.facts([each.sha256 for each in old], "1")
    assert old[0].sha256 in left
    assert 1 < len(left) < 30


def hashed_at(readings: Readings, path: Path) -> None:
    readings.remember_hashes({path: (stamp_before_hashing(path), "f" * 64)})


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was last changed long before now."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"one")
    os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.setattr("app.store.readings.time.time_ns", lambda: time.monotonic_ns() + 2 * 10**18)
    return path


def test_an_unchanged_file_need_not_be_hashed_again(file: Path, settled: Path):
    readings = Readings(file)
    hashed_at(readings, settled)
    assert readings.known_hashes([settled, settled.with_name("other")]) == {settled: "f" * 64}
    assert settled.name.encode() not in file.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no time of the last change of any kind")
def test_a_file_changed_with_its_size_and_time_put_back_is_hashed_again(file: Path, settled: Path):
    readings = Readings(file)
    hashed_at(readings, settled)
    settled.write_bytes(b"two")
    os.utime(settled, (LONG_AGO, LONG_AGO))
    assert readings.known_hashes([settled]) == {}


def test_a_file_changed_just_before_it_was_hashed_is_hashed_again(file: Path, tmp_path: Path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"one")
    readings = Readings(file)
    hashed_at(readings, path)
    assert readings.known_hashes([path]) == {}
