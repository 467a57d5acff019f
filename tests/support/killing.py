"""Kills processes at work on a store, and looks whether anything that they told as done was lost."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.casework import backup
from app.casework.desk import Desk
from app.casework.upload_folder import sha256_of, verify_upload_set
from app.casework.upload_record import LIST_FILE, MANIFEST_FILE
from app.domain.errors import AppError, UnusableInput
from app.env.hidden import kind_and_mark
from app.env.leftovers import sweep_folder
from app.packet.verify import verify_packet
from app.store.migrations import MIGRATIONS
from app.store.streams import open_blocks
from app.store.vault import Vault
from tests.support.deeds import DEEDS, make_store, open_store, stretch

ROOT = Path(__file__).resolve().parents[2]
_VOLUME = re.compile(r"(?P<stem>.+)-(?P<number>\d+)-of-(?P<count>\d+)\.pdf")
# What is told once everything that a kind of work needs is loaded.
_WARM = {"build": '"files"', "backup": '"backup"'}
# A database of an older version holds so many cases, so that bringing it up to date takes a while.
_OLD_CASES = 300


class LostError(AssertionError):
    """Something that was told as done is not there, or something half done is."""


@dataclass(slots=True)
class Told:
    """Holds what processes told: what is done for sure, and what one was about when it was killed."""

    title: int = 0
    next_title: int = 0
    papers: set[str] = field(default_factory=set)
    next_paper: str = ""
    secret: str = ""
    next_secret: str | None = None
    built: dict[str, dict[str, str]] = field(default_factory=dict)
    building: str = ""
    backup: str = ""
    done: int = 0

    def take(self, lines: Iterator[str]) -> None:
        """Take in what a process printed before it ended."""
        for line in lines:
            # Killed while it told something: then it was not told.
            with contextlib.suppress(ValueError):
                self._take(json.loads(line))

    def _take(self, told: Mapping[str, Any]) -> None:
        is_done = told["kind"] == "done"
        self.done += is_done
        if "title" in told:
            self.next_title = told["title"]
            self.title = told["title"] if is_done else self.title
        if "paper" in told:
            self.next_paper = "" if is_done else told["paper"]
            self.papers |= {told["paper"]} if is_done else set()
        if "secret" in told:
            self.next_secret = None if is_done else told["secret"]
            self.secret = told["secret"] if is_done else self.secret
        if "backup" in told:
            self.backup = told["backup"] or self.backup
        if "built" in told:
            self.building = "" if is_done else told["built"]
            if is_done:
                self.built[told["built"]] = told["files"]


class Running(Protocol):
    """A process at work, the first of a group of its own."""

    pid: int
    stdout: Any

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


Start = Callable[[Sequence[str], Mapping[str, str]], Running]


def spawn(arguments: Sequence[str], environment: Mapping[str, str]) -> Running:
    """Start a deed as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.deeds", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


class Fork:
    """A deed in a copy of this process, which has everything loaded already."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            os.dup2(writing, sys.stdout.fileno())
            deed, folder, number, secret = arguments
            try:
                stretch(float(environment.get("STRETCH", "0")))
                DEEDS[deed](Path(folder), int(number), secret)
            except BaseException:  # noqa: BLE001 - a door: it must never come back as this process
                traceback.print_exc()
            finally:
                os._exit(1)
        os.close(writing)
        self.stdout = os.fdopen(reading)
        self._status: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, None while it runs."""
        if self._status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = status if ended else None
        return self._status

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ended, and return how. Raises subprocess.TimeoutExpired."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("deed", timeout or 0.0)
            time.sleep(0.001)
        return status


@dataclass(slots=True)
class Trial:
    """Holds a store on which one kind of work is killed again and again."""

    deed: str
    folder: Path
    secret: str = ""
    told: Told = field(default_factory=Told)
    start: Start = field(default_factory=lambda: spawn)
    strays: int = 0
    is_old: bool = False

    def set_up(self) -> None:
        """Make the store."""
        make_store(self.folder, self.secret)
        self.told.secret = self.secret
        if self.deed == "migrate":
            self._make_old()

    def kill(self, after_seconds: float, environment: Mapping[str, str] | None = None) -> bool:
        """Have the work done by a process group of its own and kill it; say whether it still ran."""
        if self.is_old:
            shutil.rmtree(self.folder / "data")
            shutil.copytree(self.folder / "old", self.folder / "data")
        arguments = [self.deed, str(self.folder), str(self._number()), self.told.secret]
        process = self.start(arguments, environment or {})
        assert process.stdout is not None
        lines = list(self._warmed_up(process.stdout))
        # What it tells from now on must not fill the pipe and hold it up.
        reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()))
        reader.start()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after_seconds)
        was_running = process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join()
        process.stdout.close()
        self.told.take(iter(lines))
        return was_running

    def _warmed_up(self, told: Iterable[str]) -> Iterator[str]:
        """Give what a process tells until everything that it works with is loaded."""
        for line in told:
            yield line
            if self.is_old or ('"done"' in line and _WARM.get(self.deed, "") in line):
                return

    def _number(self) -> int:
        """Return where the work goes on counting."""
        if self.deed in ("edit", "build", "backup"):
            return max(self.told.title, self.told.next_title)
        return time.time_ns()

    def check(self) -> None:
        """Open the store as the next process would. Raises LostError where anything is not as it must be."""
        desk = self._opened()
        try:
            self._check_database(desk)
            self._check_files(desk)
            self._check_edits(desk)
            self._check_backups(desk)
        finally:
            desk.close()
        _check_leftovers(self.folder / "data", desk.place.generation)
        self._check_packets()

    # The parts of it

    def _opened(self) -> Desk:
        known = [self.told.secret]
        if self.told.next_secret is not None:
            known.append(self.told.next_secret)
        for secret in known:
            try:
                desk = open_store(self.folder, secret)
                _ = desk.cases
            except UnusableInput as error:
                if error.code not in ("store.wrong_passphrase", "store.locked"):
                    raise LostError(f"{self.deed}: does not open: {error.code}") from error
                continue
            # Not encrypted, it opens whatever is given.
            self.told.secret, self.told.next_secret = secret if desk.place.is_encrypted else "", None
            return desk
        raise LostError(f"{self.deed}: none of {known} opens the store")

    def _check_database(self, desk: Desk) -> None:
        connection = desk.cases._connection
        for check, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            found = [tuple(row) for row in connection.rows(f"PRAGMA {check}")]
            if found != sound:
                raise LostError(f"{self.deed}: {check}: {found}")

    def _check_files(self, desk: Desk) -> None:
        named = desk.cases.named_hashes()
        for sha256 in named:
            if not desk.vault.is_whole(sha256):
                raise LostError(f"{self.deed}: the file {sha256} is not there whole")
        lost = self.told.papers - named
        if lost:
            raise LostError(f"{self.deed}: {len(lost)} papers were told as given and are not named")
        if self.told.next_paper in named:
            self.told.papers.add(self.told.next_paper)
        strays = _strays(desk.vault, named)
        self.strays = max(self.strays, len(strays))
        half = [path for path in strays if not _is_whole(desk.vault, path)]
        if half:
            raise LostError(f"{self.deed}: half a file is left: {half}")

    def _check_edits(self, desk: Desk) -> None:
        if self.is_old:
            count = len(desk.cases.ids())
            if count != _OLD_CASES:
                raise LostError(f"{self.deed}: {count} of {_OLD_CASES} cases")
            return
        if len(desk.cases.ids()) != 1:
            raise LostError(f"{self.deed}: the case is gone")
        [case_id] = desk.cases.ids()
        title = int(desk.cases.load(case_id).case.title)
        if title not in (self.told.title, self.told.next_title):
            raise LostError(f"{self.deed}: the title is {title}, told was {self.told.title}")
        self.told.title = self.told.next_title = title

    def _check_backups(self, desk: Desk) -> None:
        """Refuse a backup that is half there; what a killed one left goes with the next one."""
        if self.deed != "backup":
            return
        broken = [each for each in backup.list_backups(desk).backups if each.trouble]
        if broken:
            raise LostError(f"{self.deed}: backups that cannot be used: {broken}")
        if self.told.backup and not backup.verify_backup(desk, self.told.backup, lambda _: None).is_whole:
            raise LostError(f"{self.deed}: papers of the backup {self.told.backup} are damaged")
        made = backup.back_up(desk, lambda _: None)
        self.told.backup = "" if made is None else made.backup.id

    def _check_packets(self) -> None:
        out = self.folder / "out"
        sweep_folder(out)
        _check_leftovers(out, "")
        for name, files in self.told.built.items():
            if name != self.told.building and _digests(out, name) != files:
                raise LostError(f"{name}: it is not as it was told")
        if self.told.building and _digests(out, self.told.building) != self.told.built.get(
            self.told.building, {}
        ):
            _refuse_half(out, self.told.building)
            self.told.built[self.told.building] = _digests(out, self.told.building)
        self.told.building = ""

    # Migrating

    def _make_old(self) -> None:
        """Keep a database of the first version, with many cases, to begin with each time."""
        desk = open_store(self.folder, self.secret)
        [case_id] = desk.cases.ids()
        document = desk.cases._connection.rows("SELECT document FROM case_record")[0][0]
        desk.close()
        shutil.rmtree(self.folder / "data")
        self.is_old = True
        (self.folder / "old").mkdir()
        with contextlib.closing(sqlite3.connect(self.folder / "old" / "cases.sqlite3")) as old:
            MIGRATIONS[0](old)
            rows = [
                (f"{case_id}{number}", _without_papers(document), "2026-01-01")
                for number in range(_OLD_CASES)
            ]
            old.executemany("INSERT INTO case_record VALUES (?, ?, ?)", rows)
            old.execute("PRAGMA user_version = 1")
            old.commit()
        shutil.copytree(self.folder / "old", self.folder / "data")
        self.told = Told()


def _without_papers(document: str) -> str:
    return document.partition("[[evidence]]")[0]


def _strays(vault: Vault, named: frozenset[str]) -> list[Path]:
    """Return what lies in the vault and no case names: kept, and killed before a case came to name it."""
    known = {vault.path_of(each) for each in named}
    return [path for path in vault.folder.glob("??/*") if path not in known]


def _is_whole(vault: Vault, path: Path) -> bool:
    if vault.sealing is None:
        return sha256_of(path) == path.name
    with path.open("rb") as stream, contextlib.suppress(UnusableInput):
        return sum(map(len, open_blocks(stream, vault.sealing.file_key))) > 0
    return False


def _check_leftovers(folder: Path, generation: str) -> None:
    for path in folder.rglob("*"):
        if kind_and_mark(path.name) is not None:
            raise LostError(f"half a file is left: {path}")
        if path.parent == folder and path.name.startswith("g-") and path.name != generation:
            raise LostError(f"half a store is left: {path}")


def _digests(out: Path, name: str) -> dict[str, str]:
    found = [*out.glob(f"{name}*.pdf"), *out.glob(f"{name}/*")]
    return {
        path.relative_to(out).as_posix(): sha256_of(path)
        for path in found
        if path.name not in (LIST_FILE, MANIFEST_FILE)
    }


def _refuse_half(out: Path, name: str) -> None:
    """Refuse what was being built when the process was killed unless all of it is there, and sound."""
    files = sorted(out.glob(f"{name}*.pdf"))
    try:
        read = [verify_packet(path) for path in files]
        if (out / name).is_dir():
            read.append(verify_upload_set(out / name, None, lambda _: None))
    except AppError as error:
        raise LostError(f"{name}: {error.code}") from error
    counts = {int(found["count"]) for path in files if (found := _VOLUME.fullmatch(path.name))}
    # Each build has a title of its own: what is there is all of one.
    is_one = len({each.title for each in read}) <= 1 and counts in (set(), {len(files)})
    if not (is_one and all(each.sound for each in read)):
        raise LostError(f"{name}: half of it is there: {[path.name for path in files]}")
