"""Copies of private papers do not outlive the run that made them."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped
from app.env.processes import own_mark
from app.env.work_folder import work_folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_is_gone_afterwards_even_when_the_work_fails(temporary: Path):
    def fail() -> None:
        with work_folder() as folder:
            (folder / "paper.pdf").write_bytes(b"x")
            raise RuntimeError("the work failed")

    with pytest.raises(RuntimeError, match="the work failed"):
        fail()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_left_behind_is_removed_and_a_running_one_is_left_alone(temporary: Path):
    tell = "from app.env.processes import own_mark; print(own_mark())"
    told = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True)
    left = temporary / f"yongju-{told.stdout.strip()}-abc"
    running = temporary / f"yongju-{own_mark()}-abc"
    other = temporary / "yongju-notes"
    for folder in (left, running, other):
        folder.mkdir()
        (folder / "paper.pdf").write_bytes(b"x")
    with work_folder():
        assert not left.exists()
    assert running.exists()
    assert other.exists()


def test_without_a_place_for_it_the_machine_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(MachineStopped, match=r"machine\.cannot_write"), work_folder():
        pass
