"""Whoever is killed at work, or refused room to write, loses nothing that was told as done.

A few of what `python -m benchmarks.kills` does two hundred times.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.kill_sample import KILLED, REFUSED


@pytest.mark.skipif(
    sys.platform != "linux", reason="kills groups of processes and limits files as Linux does"
)
def test_a_kill_and_a_full_disk_lose_nothing(tmp_path: Path, repo_root: Path) -> None:
    seed = str(secrets.randbelow(1_000_000))
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.kill_sample", str(tmp_path), seed],
        cwd=repo_root,
        env={**os.environ, "PYTHONPATH": str(repo_root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = f"seed {seed}: {done.stdout}{done.stderr}"
    assert done.returncode == 0, told
    made, refused = (int(word) for word in done.stdout.split() if word.isdigit())
    # That nothing was lost says something only where something was done, and refused.
    assert made >= len(KILLED) - 1, told
    assert refused == len(REFUSED), told
