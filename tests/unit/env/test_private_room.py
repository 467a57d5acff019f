"""What a process that knows a key writes, and what it lets others see of itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.env import work_folder as rooms
from app.env.processes import own_mark

_TELL = """
import ctypes, resource
from app.env.private_room import leave_no_dumps
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
leave_no_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how it is asked is Linux's own")
def test_a_process_leaves_no_picture_of_its_memory_and_lets_nobody_look_into_it(repo_root: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _TELL],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(repo_root)},
    )
    assert told.stdout.split() == ["0", "0"]


def test_what_a_killed_process_left_goes_from_memory_and_from_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = own_mark().replace(str(os.getpid()), str(ended.pid), 1)
    disk, memory = tmp_path / "disk", tmp_path / "memory"
    monkeypatch.setattr("tempfile.tempdir", str(disk))
    monkeypatch.setattr(rooms, "MEMORY_FOLDER", memory)
    for parent in (disk, memory):
        for mark in (gone, own_mark()):
            (parent / f"yongju-{mark}-abcdefgh").mkdir(parents=True)
            (parent / f"yongju-{mark}-abcdefgh" / "paper").write_bytes(b"private")
    rooms.sweep_rooms()
    assert {each.name for parent in (disk, memory) for each in parent.iterdir()} == {
        f"yongju-{own_mark()}-abcdefgh"
    }
