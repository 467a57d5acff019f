"""What a killed process left beside its work is taken back and swept; what is not its own stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.env import leftovers
from app.env.hidden import MOVES, OLD, PART, make_hidden_file, make_hidden_folder
from app.env.leftovers import sweep_folder
from app.env.processes import is_gone, own_mark
from app.env.replace import write_bytes

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell whether a process runs")

# Killed once its second volume was moved, before all of it counts: the worst moment there is.
KILLED = """
import os, signal, sys
from pathlib import Path
from app.env.replace import replacing_all
folder, honest, moved = Path(sys.argv[1]), os.replace, []
def replace(source, target):
    honest(source, target)
    moved.append(target)
    if len([each for each in moved if not each.name.startswith(".")]) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
Path.replace = lambda self, target: replace(self, Path(target))
places = [folder / f"a-{number}-of-3.pdf" for number in (1, 2, 3)]
with replacing_all(places, obsolete=[folder / "a.pdf"]) as temporaries:
    for each in temporaries:
        each.write_bytes(b"new")
"""
BEFORE = {"a-1-of-3.pdf": b"old", "a.pdf": b"whole", "b.pdf": b"another"}


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def killed(tmp_path: Path, repo_root: Path) -> Path:
    """Return a folder in which a process was killed in the middle of its moves."""
    folder = tmp_path / "packets"
    folder.mkdir()
    for name, data in BEFORE.items():
        (folder / name).write_bytes(data)
    done = subprocess.run([sys.executable, "-c", KILLED, folder], cwd=repo_root, check=False)
    assert done.returncode == -signal.SIGKILL
    assert {"a-1-of-3.pdf": b"new", "a-2-of-3.pdf": b"new"}.items() <= _state(folder).items()
    return folder


@posix
def test_what_a_killed_process_had_begun_to_move_is_put_back(killed: Path) -> None:
    sweep_folder(killed)
    assert _state(killed) == BEFORE


@posix
def test_the_next_that_writes_there_puts_it_back_first(killed: Path) -> None:
    write_bytes(killed / "c.pdf", b"c")
    assert _state(killed) == {**BEFORE, "c.pdf": b"c"}


@posix
def test_what_somebody_put_in_the_place_meanwhile_stays(killed: Path) -> None:
    for name in ("a-1-of-3.pdf", "a-2-of-3.pdf"):
        (killed / name).unlink()
        (killed / name).write_bytes(b"by hand, since then")
    sweep_folder(killed)
    assert _state(killed) == {
        **BEFORE, "a-1-of-3.pdf": b"by hand, since then", "a-2-of-3.pdf": b"by hand, since then"
    }  # fmt: skip


@posix
def test_while_another_process_takes_it_back_nothing_is_touched(killed: Path) -> None:
    import fcntl

    before = _state(killed)
    [listed] = killed.glob(f"*.{MOVES}")
    with listed.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        sweep_folder(killed)
        assert _state(killed) == before
    sweep_folder(killed)
    assert _state(killed) == BEFORE


def test_what_a_running_process_writes_stays(tmp_path: Path) -> None:
    made = {make_hidden_file(tmp_path / "a.pdf", kind) for kind in (PART, OLD)}
    made.add(make_hidden_folder(tmp_path / "folder", PART))
    sweep_folder(tmp_path)
    assert set(tmp_path.iterdir()) == made


def test_what_only_looks_like_it_stays(tmp_path: Path) -> None:
    for name in (".a.pdf.part", ".a.pdf.xyz12345.old", "a.pdf.1-abcdef-1-abcdefgh.part", ".hidden"):
        (tmp_path / name).write_bytes(b"mine")
    sweep_folder(tmp_path)
    assert len(_state(tmp_path)) == 4


@posix
def test_a_process_is_gone_once_it_ended_and_not_before() -> None:
    tell = (
        "import sys; from app.env.processes import own_mark; print(own_mark(), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", tell], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        mark = child.stdout.readline().strip()
        assert is_gone(mark) is False
        child.kill()
        # Whoever ended and was not waited for writes no more either.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert sys.platform != "linux" or is_gone(mark) is True
    assert is_gone(mark) is True
    assert is_gone(own_mark()) is False


@posix
def test_a_number_that_went_to_another_process_counts_as_gone() -> None:
    number, machine, start = own_mark().split("-")
    if start != "0":
        assert is_gone(f"{number}-{machine}-{int(start) + 1}") is True


def test_of_another_machine_nothing_is_known_and_a_day_is_waited(tmp_path: Path) -> None:
    mark = own_mark().replace(own_mark().split("-")[1], "000000")
    assert is_gone(mark) is None
    left = tmp_path / f".a.pdf.{mark}-abcdefgh.part"
    left.write_bytes(b"half")
    sweep_folder(tmp_path)
    assert left.exists()
    os.utime(left, (0, 0))
    sweep_folder(tmp_path)
    assert not left.exists()


@pytest.mark.parametrize(
    "step",
    [
        {"place": "../outside", "new": "", "old": "HIDDEN", "made": [0, 0]},
        {"place": "mine", "new": "", "old": "../outside", "made": [0, 0]},
        {"place": "mine", "new": "outside", "old": "", "made": [4, 0]},
        {"place": "mine", "old": 3},
        {"place": "mine", "new": "HIDDEN", "old": "", "made": ["x", {}]},
        [],
    ],
)
def test_a_list_that_a_stranger_made_moves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: object
) -> None:
    monkeypatch.setattr(leftovers, "is_gone", lambda mark: True)
    folder = tmp_path / "stick"
    folder.mkdir()
    for path in (tmp_path / "outside", folder / "mine"):
        path.write_bytes(b"mine")
    hidden = make_hidden_file(folder / "mine", OLD)
    listed = make_hidden_file(folder / "mine", MOVES)
    listed.write_text(json.dumps([step]).replace("HIDDEN", hidden.name))
    sweep_folder(folder)
    assert (tmp_path / "outside").read_bytes() == b"mine"
    assert _state(folder) == {"mine": b"mine"}
