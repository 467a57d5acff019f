"""Runs the command line as a person would, and gives a copy of the sample case to spoil."""

import contextlib
import functools
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from app.casework.desk import Desk, bundled_folder, open_desk
from app.cli.main import main
from app.domain.rules import RulePack
from app.intake.guard import GuardedProcesses
from app.rules.load import load_pack
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


CallHere = Callable[[Sequence[object], Path, Mapping[str, str]], Answer]


@pytest.fixture(scope="session")
def known(pytestconfig: pytest.Config) -> Callable[[], Path]:
    """Return where it is kept what stands in the papers of the sample case; the first to ask reads them."""
    cache = pytestconfig.cache
    assert cache is not None
    return functools.cache(lambda: know_sample(cache.mkdir("papers")))


@pytest.fixture
def run_anew(tmp_path: Path, repo_root: Path, known: Callable[[], Path]) -> Run:
    """Run `python -m app ARGUMENTS` in a process and a folder of its own and wait for it."""

    def call(*arguments: object, env: dict[str, str] | None = None) -> Answer:
        _know(arguments, known, tmp_path)
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
def run(tmp_path: Path, known: Callable[[], Path], call_here: CallHere) -> Run:
    """Run the same door as `run_anew` in this process: starting one for each call is what takes long."""

    def call(*arguments: object, env: dict[str, str] | None = None) -> Answer:
        _know(arguments, known, tmp_path)
        return call_here(arguments, tmp_path, {"YONGJU_DATA": str(tmp_path / "data"), **(env or {})})

    return call


@pytest.fixture(scope="session")
def call_here(guard: GuardedProcesses, bundled: RulePack) -> CallHere:
    """Run calls of the command line in this process, in a folder and with some of the environment.

    Files are examined and read in guarded processes as ever; these stay from one call to the next.
    """

    def load(path: Path) -> RulePack:
        return bundled if path == bundled_folder() else load_pack(path)

    def call(arguments: Sequence[object], folder: Path, env: Mapping[str, str]) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as here, _desks_closed(here, guard), _signals_kept():
            here.setattr("app.rules.load.load_pack", load)
            here.chdir(folder)
            for name, value in env.items():
                here.setenv(name, value)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = main([*map(str, arguments)])
        return Answer(status, out.getvalue(), err.getvalue())

    return call


def _know(arguments: tuple[object, ...], known: Callable[[], Path], folder: Path) -> None:
    reads = str(arguments[0] if arguments else "") in READING_VERBS
    if reads or "gap-list" in arguments:
        give_knowledge(known(), folder / "data")


@pytest.fixture(scope="session")
def guard() -> Iterator[GuardedProcesses]:
    made = GuardedProcesses()
    yield made
    made.close()


@pytest.fixture(scope="session")
def bundled() -> RulePack:
    return load_pack(bundled_folder())


@contextlib.contextmanager
def _desks_closed(here: pytest.MonkeyPatch, guard: GuardedProcesses) -> Iterator[None]:
    """Let every desk of a call use one guard, and close it with the call, as the end of a process would."""
    opened: list[Desk] = []

    def open_here() -> Desk:
        opened.append(open_desk())
        opened[-1]._guard = guard
        return opened[-1]

    here.setattr("app.cli.call.open_desk", open_here)
    try:
        yield
    finally:
        for desk in opened:
            desk.close()


@contextlib.contextmanager
def _signals_kept() -> Iterator[None]:
    """Give the signals that the command line takes for itself back to the tests."""
    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {each: signal.getsignal(each) for each in names}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@pytest.fixture
def sample(tmp_path: Path, repo_root: Path) -> Path:
    """Return a copy of the sample case."""
    folder = tmp_path / "case"
    shutil.copytree(repo_root / "resources" / "sample_case", folder)
    return folder
