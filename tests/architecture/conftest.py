from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping


class Git(Protocol):
    def __call__(self, *arguments: str) -> str: ...


@pytest.fixture(scope="session")
def git(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Git:
    """Run git in the repository, whoever owns the folder, and return what it prints."""
    settings = tmp_path_factory.mktemp("git") / "settings"
    settings.write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    environment: Mapping[str, str] = {**os.environ, "GIT_CONFIG_GLOBAL": str(settings)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=repo_root, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode()

    return run


@pytest.fixture(scope="session")
def kept_files(repo_root: Path, git: Git) -> list[Path]:
    """Every file that is, or would be, committed."""
    names = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [path for path in (repo_root / name for name in sorted(set(names)) if name) if path.is_file()]


@pytest.fixture(scope="session")
def plain_environment() -> dict[str, str]:
    """The environment as a person's shell has it, without what run.py adds for the program."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
