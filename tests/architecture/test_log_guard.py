"""A warning in the log fails a test that did not wait for it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = """
import logging, pytest
log = logging.getLogger("part")

def test_stray_warning_fails():
    log.warning("stray")

def test_awaited_warning_passes(caplog):
    with caplog.at_level(logging.WARNING):
        log.warning("awaited")

def test_error_where_a_warning_is_awaited_fails(caplog):
    with caplog.at_level(logging.WARNING):
        log.error("worse")

@pytest.mark.allow_log_warnings
def test_marked_test_passes():
    log.error("allowed")

def test_information_passes():
    log.info("fine")

@pytest.fixture
def loud():
    log.warning("in a fixture")

def test_loud_fixture_errs(loud):
    pass
"""


def test_the_guard_fails_what_it_should_and_nothing_else(repo_root: Path, tmp_path: Path) -> None:
    shutil.copy(repo_root / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_samples.py").write_text(TESTS, encoding="utf-8")
    options = [
        "-p",
        "no:cacheprovider",
        "--tb=no",
        f"--rootdir={tmp_path}",
        "-c",
        str(repo_root / "pyproject.toml"),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path], cwd=tmp_path, capture_output=True, check=False
    )
    printed = done.stdout.decode()
    outcomes = sorted(re.findall(r"^(FAILED|ERROR) \S+::(\w+)", printed, re.MULTILINE))
    assert outcomes == [
        ("ERROR", "test_loud_fixture_errs"),
        ("FAILED", "test_error_where_a_warning_is_awaited_fails"),
        ("FAILED", "test_stray_warning_fails"),
    ], printed
    assert "3 passed" in printed
