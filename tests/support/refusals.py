"""Refuses one after another of the calls by which work on a store writes, and looks what became of it.

Run: python -m tests.support.refusals FOLDER [DEED ...] [--every N]

With the library of benchmarks/refusing.c loaded before all others every single call can be refused, those
of SQLite too. Each trial is a process of its own, forked from one that has everything loaded; another one
then opens the store, looks at it, and does the same work again, now with nothing in its way.
"""

import argparse
import contextlib
import ctypes
import errno
import functools
import hashlib
import importlib
import json
import os
import pkgutil
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import app
from app.casework.desk import Desk
from app.domain.errors import AppError
from tests.support.deeds import (
    BUILDS,
    CHANGES,
    attach_paper,
    backup_once,
    make_paper,
    open_store,
    retitle,
    rules,
)
from tests.support.killing import LostError, Told, Trial

_CREATE, _OPEN, _WRITE, _FLUSH, _NAME, _REMOVE, _FOLDER = (1 << bit for bit in range(7))
# What a full disk refuses, what a lost permission does, and what a broken disk does.
_ROOM = _CREATE | _WRITE | _FLUSH | _FOLDER
_PERMISSION = _CREATE | _OPEN | _NAME | _REMOVE | _FOLDER
_SECRET = "correct horse battery"
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Way:
    """Says what is refused and whether everything after it is, too."""

    name: str
    reason: int
    kinds: int
    lasting: bool


WAYS = (
    Way("disk full", errno.ENOSPC, _ROOM, lasting=True),
    Way("disk full once", errno.ENOSPC, _ROOM, lasting=False),
    Way("permission lost", errno.EACCES, _PERMISSION, lasting=True),
    Way("disk broken once", errno.EIO, _WRITE | _FLUSH, lasting=False),
)

Refuse = Callable[[Path, int], contextlib.AbstractContextManager[Callable[[], bool]]]


@contextlib.contextmanager
def refusing(way: Way, folder: Path, number: int) -> Iterator[Callable[[], bool]]:
    """Refuse a call within the block; what is given says afterwards whether there were so many."""
    library, fired = ctypes.CDLL(None), []
    library.refuse_at(str(folder).encode(), ctypes.c_long(number), way.reason, int(way.lasting), way.kinds)
    try:
        yield lambda: bool(fired)
    finally:
        if library.refuse_no_more():
            fired.append(True)


@dataclass(slots=True)
class Deed:
    """One piece of work on a store, and what is told of it before and after."""

    name: str
    secret: str = ""

    def do(self, folder: Path, told: Told) -> None:
        """Open the store and do it."""
        desk = open_store(folder, told.secret)
        try:
            self._do(desk, folder, told)
        finally:
            # What is not closed is closed once nothing is refused any more.
            _OPEN_DESKS.append(desk)

    def _do(self, desk: Desk, folder: Path, told: Told) -> None:
        # Opening it is all that brings an older one to today's form.
        case_id = desk.cases.ids()[0]
        if self.name == "migrate":
            return
        if self.name == "edit":
            told.next_title = told.title + 1
            retitle(desk, case_id, told.next_title)
            told.title = told.next_title
        elif self.name == "attach":
            path = folder / "paper extra.pdf"
            told.next_paper = hashlib.sha256(path.read_bytes()).hexdigest()
            attach_paper(desk, case_id, path)
            told.papers.add(told.next_paper)
        elif self.name == "backup":
            told.backup = backup_once(desk)
        elif self.name in BUILDS:
            told.building = self.name
            # One file first, then volumes in its place.
            number = 2 if (folder / "out" / "series.pdf").exists() else 1
            told.built[self.name] = BUILDS[self.name](desk, case_id, folder / "out", number)
            told.building = ""
        else:
            told.next_secret = "" if self.name == "decrypt" else "another passphrase"
            CHANGES[self.name](desk, told.next_secret)
            told.secret, told.next_secret = told.next_secret, None


_OPEN_DESKS: list[Desk] = []
DEEDS = tuple(
    Deed(name, secret)
    for name, secret in (
        ("edit", ""),
        ("edit", _SECRET),
        ("attach", ""),
        ("attach", _SECRET),
        ("encrypt", ""),
        ("change", _SECRET),
        ("renew", _SECRET),
        ("decrypt", _SECRET),
        ("backup", ""),
        ("backup", _SECRET),
        ("migrate", ""),
        ("packet", ""),
        ("series", ""),
        ("set", ""),
        ("packet", _SECRET),
    )
)


@dataclass(slots=True)
class Row:
    """Counts what came of the refusals in one deed."""

    deed: Deed
    way: str
    refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def run(folder: Path, deed: Deed, way: Way, every: int) -> Row:
    """Refuse every so many-th call of a deed in turn, until it has none so late."""
    row = Row(deed, way.name)
    template = folder / f"{deed.name}-{'encrypted' if deed.secret else 'plain'}"
    if not template.exists():
        _forked(lambda: _set_up(template, deed))
    for number in range(0, _MOST, every):
        store = folder / "store"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(template, store)
        seen = _forked(functools.partial(_attempt, deed, way, store, number))
        row.lost += seen.get("lost", [])
        if seen.get("fired") is not True and "lost" not in seen:
            break
        row.refused += 1
        row.codes[seen.get("code", "")] += 1
        if "told" in seen:
            row.lost += _forked(functools.partial(_look, deed, store, seen["told"])).get("lost", [])
    return row


def run_limited(folder: Path, deed: Deed, most_bytes: int) -> Row:
    """Do a deed while no file may grow beyond so many bytes, and look what became of it."""
    row = Row(deed, f"{most_bytes} bytes")
    store = folder / f"{deed.name}-{most_bytes}"
    _forked(functools.partial(_set_up, store, deed))
    seen = _forked(functools.partial(_attempt_limited, deed, store, most_bytes))
    row.lost += seen.get("lost", [])
    if "told" in seen:
        row.refused += bool(seen["code"])
        row.codes[seen["code"]] += 1
        row.lost += _forked(functools.partial(_look, deed, store, seen["told"])).get("lost", [])
    return row


def _attempt_limited(deed: Deed, store: Path, most_bytes: int) -> dict[str, object]:
    # Only here: Windows has none, and imports this module all the same.
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = Told(secret=deed.secret)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        code = _code_of(deed, store, told)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    return {"code": code, "told": _form(told)}


def _code_of(deed: Deed, store: Path, told: Told) -> str:
    try:
        deed.do(store, told)
    except AppError as error:
        return error.code
    return ""


def _set_up(template: Path, deed: Deed) -> dict[str, object]:
    Trial(deed.name, template, deed.secret).set_up()
    make_paper(template, "extra")
    if deed.name in BUILDS:
        # Reading the papers takes long and is not what is looked at; and there is something to replace.
        deed.do(template, Told(secret=deed.secret))
    for desk in _OPEN_DESKS:
        desk.close()
    return {}


def _attempt(deed: Deed, way: Way, store: Path, number: int) -> dict[str, object]:
    told = Told(secret=deed.secret)
    with refusing(way, store, number) as was_refused:
        code = _code_of(deed, store, told)
    return {"fired": was_refused(), "code": code, "told": _form(told)}


def _form(told: Told) -> dict[str, object]:
    return {
        "title": told.title,
        "next_title": told.next_title,
        "papers": sorted(told.papers),
        "next_paper": told.next_paper,
        "secret": told.secret,
        "next_secret": told.next_secret,
        "built": told.built,
        "building": told.building,
        "backup": told.backup,
    }


def _look(deed: Deed, store: Path, form: dict[str, Any]) -> dict[str, object]:
    """Look at the store as the next process would find it, and do the same again."""
    told = Told(**{**form, "papers": set(form["papers"])})
    trial = Trial(deed.name, store, deed.secret, told)
    trial.is_old = deed.name == "migrate"
    trial.check()
    if not (deed.name in CHANGES and told.secret != deed.secret):
        deed.do(store, told)
        trial.check()
    return {}


def _forked(work: Callable[[], dict[str, object]]) -> dict[str, Any]:
    """Do something in a process of its own and return what it came to; a fault in it counts as a loss."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        with os.fdopen(writing, "w") as answer:
            try:
                # What the deeds tell is for those who kill them.
                sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
                came = work()
            except LostError as error:
                came = {"lost": [str(error)]}
            except BaseException:  # noqa: BLE001 - told to the parent, whatever it is
                came = {"lost": [traceback.format_exc()]}
            answer.write(json.dumps(came))
            answer.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        came = json.loads(answer.read() or '{"lost": ["it ended without a word"]}')
    os.waitpid(process, 0)
    return came


def load_everything() -> None:
    """Load what the deeds need, so that each trial need not."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith(("app.gui", "app.cli", "app.__main__", "app.intake.windows")):
            importlib.import_module(module.name)
    rules()


def main(arguments: Sequence[str] | None = None) -> int:
    """Refuse, print what came of it, and return how much was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("deeds", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args(arguments)
    load_everything()
    lost = 0
    print(f"{'work':10}{'store':11}{'refused':20}{'times':>6}{'lost':>6}  told as")
    for deed in DEEDS:
        if asked.deeds and deed.name not in asked.deeds:
            continue
        for way in WAYS:
            row = run(asked.folder, deed, way, asked.every)
            lost += len(row.lost)
            codes = ", ".join(f"{code or 'done'} {count}" for code, count in row.codes.most_common())
            store = "encrypted" if deed.secret else "plain"
            print(
                f"{deed.name:10}{store:11}{way.name:20}{row.refused:6}{len(row.lost):6}  {codes}", flush=True
            )
            for each in row.lost[:3]:
                print(each, flush=True)
    return lost


if __name__ == "__main__":
    raise SystemExit(main() and 1)
