"""Reading a page tells nobody of it and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_library_that_runs_the_models_notes_nothing_and_gives_the_machine_no_number(
    tmp_path: Path, repo_root: Path
) -> None:
    places = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR", "LOCALAPPDATA")
    unset = ("ORT_DISABLE_TELEMETRY", "CI")
    usual = {name: value for name, value in os.environ.items() if name not in unset}
    subprocess.run(
        [sys.executable, "-c", "import app.intake.ocr, onnxruntime"],
        env={**usual, **dict.fromkeys(places, str(tmp_path)), "PYTHONPATH": str(repo_root)},
        check=True,
    )
    assert [*tmp_path.rglob("*")] == []
