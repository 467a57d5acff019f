"""Each step looks as it was approved: in Chinese, in English, dark, and at 200 % in both languages.

`YONGJU_PICTURES=write` writes the pictures anew (see CONTRIBUTING.md); look at each before committing it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import PySide6
import pytest
from PIL import Image

from app.gui.steps import Step

FOLDER = Path(__file__).parent / "pictures"
WRITE = os.environ.get("YONGJU_PICTURES") == "write"
LOOKS = ("zh", "en", "dark", "both-200")
# So many pixels may differ by more than so much: letters are drawn a hair's breadth apart elsewhere.
SHARE, DIFFERENCE = 0.005, 24


def locked_qt(repo_root: Path) -> str:
    """Return the version of Qt for which the pictures were drawn."""
    found = re.search(r"^pyside6-essentials==(\S+)", (repo_root / "requirements.lock").read_text(), re.M)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw every step in every look, in processes of their own: the scale is that of a whole process."""
    repo_root = Path(__file__).resolve().parents[2]
    locked = locked_qt(repo_root)
    if PySide6.__version__ != locked:
        pytest.skip(f"the pictures are drawn by Qt {locked}, this is {PySide6.__version__}")
    folder = tmp_path_factory.mktemp("drawn")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.gui.draw_steps", str(folder), *looks],
            cwd=repo_root,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "TZ": "UTC"},
            stderr=subprocess.PIPE,
            text=True,
        )
        for scale, looks in (("1", ("zh", "en", "dark")), ("2", ("both-200",)))
    ]
    for process in running:
        _, told = process.communicate(timeout=200)
        assert process.returncode == 0, told
    return folder


@pytest.mark.parametrize("step", [step.name.lower() for step in Step])
@pytest.mark.parametrize("look", LOOKS)
def test_a_step_looks_as_approved(drawn: Path, look: str, step: str) -> None:
    name = f"{step}-{look}.png"
    new = drawn / name
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        with Image.open(new) as picture:
            # In 256 colours it takes a quarter of the room, and no colour is off by as much as counts.
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)
    approved = FOLDER / name
    assert approved.exists(), "no picture was approved yet: write them anew (CONTRIBUTING.md)"
    share = differing(approved, new)
    if share >= SHARE:
        # Beside the approved one, to be looked at; ignored by git.
        (FOLDER / f"{step}-{look}.new.png").write_bytes(new.read_bytes())

    assert share < SHARE, f"{share:.2%} of {name} differs: compare {name} with {step}-{look}.new.png"


def differing(first: Path, second: Path) -> float:
    """Return the share of pixels that differ."""
    with Image.open(first) as one, Image.open(second) as two:
        if one.size != two.size:
            return 1.0
        apart = np.abs(np.asarray(one.convert("RGB"), int) - np.asarray(two.convert("RGB"), int)).max(axis=2)
    return float((apart > DIFFERENCE).mean())
