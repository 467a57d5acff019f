"""Runs the command line as a person would, and gives a copy of the sample case to spoil."""

import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.support.known_papers import give_knowledge, know_sample

# Reading the papers of the sample case takes a minute: it is done once, not in every test.
READING_VERBS = ("check", "build", "demo", "share", "upload", "verify")


@dataclass(frozen=True)
class Answer:
    """What a call printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document


class Run(Protocol):
    def __call__(self, *arguments: object, env: dict[str, str] | None = None) -> Answer: ...


@pytest.fixture(scope="session")
def known(pytestconfig: pytest.Config) -> Callable[[], Path]:
    """Return where it is kept what stands in the papers of the sample case; the first to ask reads them."""
    cache = pytestconfig.cache
    assert cache is not None
    return functools.cache(lambda: know_sample(cache.mkdir("papers")))


@pytest.fixture
def run(tmp_path: Path, repo_root: Path, known: Callable[[], Path]) -> Run:
    """Run `python -m app ARGUMENTS` in a folder of its own and wait for it."""

    def call(*arguments: object, env: dict[str, str] | None = None) -> Answer:
        if str(arguments[0] if arguments else "") in READING_VERBS:
            give_knowledge(known(), tmp_path / "data")
        ours = {"PYTHONPATH": str(repo_root), "YONGJU_DATA": str(tmp_path / "data")}
        environment = {**os.environ, **ours, **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def sample(tmp_path: Path, repo_root: Path) -> Path:
    """Return a copy of the sample case."""
    folder = tmp_path / "case"
    shutil.copytree(repo_root / "resources" / "sample_case", folder)
    return folder
