"""Whatever the disk refuses, and whenever the power goes: the whole old or the whole new, nothing lost."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.errors import AppError, UnusableInput
from app.env import leftovers
from app.env.leftovers import sweep_folder
from app.env.replace import (
    machine_error,
    move_contents,
    new_folder,
    replacing,
    replacing_all,
    replacing_folder,
    take_away,
    write_bytes,
    write_new,
)
from tests.support.faulty_disk import BROKEN, FORBIDDEN, FULL, FaultyDisk, lay_out

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the faulty disk asks Linux which file is which"
)

OLD, NEW = b"the old words", b"the new and longer words"
State = dict[str, bytes]


@dataclass(frozen=True)
class Work:
    """One way of writing: what is there before, what is done, and what may be found afterwards."""

    before: State
    do: Callable[[Path], None]
    after: State

    def __post_init__(self) -> None:
        assert self.before != self.after


def _write_one(folder: Path) -> None:
    with replacing(folder / "a.pdf") as temporary, temporary.open("wb") as stream:
        stream.write(NEW[:9])
        stream.write(NEW[9:])


def _write_several(folder: Path) -> None:
    places = (folder / "a-1-of-2.pdf", folder / "a-2-of-2.pdf")
    with replacing_all(places, obsolete=(folder / "a.pdf",)) as temporaries:
        for number, temporary in enumerate(temporaries):
            temporary.write_bytes(NEW + bytes([number]))


def _write_folder(folder: Path) -> None:
    with replacing_folder(folder / "set") as made:
        (made / "list.txt").write_bytes(NEW)
        (made / "more").mkdir()
        (made / "more" / "a.pdf").write_bytes(NEW)


def _fill_folder(folder: Path) -> None:
    with new_folder(folder, folder) as made:
        try:
            (made / "papers").mkdir()
            (made / "papers" / "a.pdf").write_bytes(NEW)
            (made / "case.toml").write_bytes(NEW)
            move_contents(made, folder)
        except OSError as error:
            raise machine_error(error, folder) from error


WORKS = {
    "a new file": Work({}, _write_one, {"a.pdf": NEW}),
    "over a file": Work({"a.pdf": OLD}, _write_one, {"a.pdf": NEW}),
    "a few bytes": Work({"a": OLD}, lambda folder: write_bytes(folder / "a", NEW), {"a": NEW}),
    "volumes where there are none": Work(
        {"b": OLD}, _write_several, {"a-1-of-2.pdf": NEW + b"\0", "a-2-of-2.pdf": NEW + b"\1", "b": OLD}
    ),
    "volumes in place of others": Work(
        {"a-1-of-2.pdf": OLD, "a-2-of-2.pdf": OLD + b"2", "a.pdf": OLD + b"0"},
        _write_several,
        {"a-1-of-2.pdf": NEW + b"\0", "a-2-of-2.pdf": NEW + b"\1"},
    ),
    "a new folder": Work({}, _write_folder, {"set/list.txt": NEW, "set/more/a.pdf": NEW}),
    "over a folder": Work(
        {"set/list.txt": OLD, "set/b.pdf": OLD}, _write_folder, {"set/list.txt": NEW, "set/more/a.pdf": NEW}
    ),
    "into an empty folder": Work({}, _fill_folder, {"case.toml": NEW, "papers/a.pdf": NEW}),
    "a folder away": Work(
        {"set/a": OLD, "set/b": OLD, "c": OLD}, lambda folder: take_away(folder / "set"), {"c": OLD}
    ),
    "a key of one's own": Work(
        {},
        lambda folder: write_new(folder / "key", NEW, UnusableInput("key.exists", path="key")),
        {"key": NEW},
    ),
}


@pytest.fixture
def nobody_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every process count as gone, this one too: as it is after a kill, and after a cut."""
    monkeypatch.setattr(leftovers, "is_gone", lambda mark: True)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no real disk wait for what is swept: what it would hold is what these tests reckon."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(params=WORKS)
def work(request: pytest.FixtureRequest) -> Work:
    return WORKS[request.param]


def _set_up(folder: Path, state: State) -> Path:
    folder.mkdir()
    for name, data in state.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def _state(folder: Path) -> State:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _try(work: Work, disk: FaultyDisk) -> bool:
    try:
        with disk.mounted():
            work.do(disk.root)
    except AppError:
        return False
    return True


def _refusals(work: Work, tmp_path: Path, reason: int, lasting: bool) -> Iterator[tuple[FaultyDisk, bool]]:
    """Do the work again and again, each time with another call refused; say whether it came to its end."""
    for number in itertools.count():
        disk = FaultyDisk(_set_up(tmp_path / str(number), work.before), number, reason, lasting)
        is_done = _try(work, disk)
        if not disk.refused:
            assert is_done
            assert number > 0
            return
        yield disk, is_done


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("reason", [FULL, FORBIDDEN, BROKEN], ids=["full", "forbidden", "broken"])
@pytest.mark.usefixtures("nobody_runs")
def test_whichever_call_is_refused_it_is_the_old_or_the_new(
    tmp_path: Path, work: Work, reason: int, lasting: bool
) -> None:
    for disk, is_done in _refusals(work, tmp_path, reason, lasting):
        sweep_folder(disk.root)
        assert _state(disk.root) in ([work.after] if is_done else [work.before, work.after])


@pytest.mark.parametrize("reason", [FULL, BROKEN], ids=["full", "broken"])
def test_where_a_call_is_refused_once_nothing_is_left_lying_about(
    tmp_path: Path, work: Work, reason: int
) -> None:
    for disk, is_done in _refusals(work, tmp_path, reason, lasting=False):
        state = _state(disk.root)
        hidden = {name for name in state if name.startswith(".")}
        if disk.refused == "fsync":
            # It may be needed: whether the disk knows that all is in place, it does not say.
            assert all(".old" in name for name in hidden)
        elif disk.refused not in ("unlink", "rmdir"):
            assert not hidden
        seen = {name: data for name, data in state.items() if name not in hidden}
        assert seen in ([work.after] if is_done else [work.before, work.after])


@pytest.mark.usefixtures("nobody_runs")
def test_whenever_the_power_goes_it_is_the_old_or_the_new(tmp_path: Path, work: Work) -> None:
    disk = FaultyDisk(_set_up(tmp_path / "disk", work.before))
    assert _try(work, disk)
    assert _state(disk.root) == work.after
    for number, (is_done, found) in enumerate(disk.cuts()):
        folder = tmp_path / f"cut-{number}"
        lay_out(found, folder)
        sweep_folder(folder)
        # What was told as done is there: a cut afterwards takes nothing back.
        assert _state(folder) in ([work.after] if is_done else [work.before, work.after])
