"""The lock files hold all that the project asks for, and nothing but names, versions, markers and hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.+!]*)"
    r"(?: ; (?P<marker>[a-z_]+ [!=<>]+ '[\w.]+'(?: (?:and|or) [a-z_]+ [!=<>]+ '[\w.]+')*))?"
    r"(?: --hash=sha256:[0-9a-f]{64})+"
)


def entries(lock: Path) -> list[str]:
    """One text for each locked package: its continued lines joined."""
    joined = re.sub(r"\s*\\\n\s*", " ", lock.read_text(encoding="utf-8"))
    return joined.splitlines()


def versions(lock: Path) -> dict[str, str]:
    found = [LOCKED.fullmatch(entry) for entry in entries(lock)]
    return {match["name"]: match["version"] for match in found if match}


@pytest.fixture(scope="module")
def project(repo_root: Path) -> dict[str, list[str]]:
    """What pyproject.toml asks for, by lock file."""
    content = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))
    program: list[str] = content["project"]["dependencies"]
    return {
        "requirements.lock": program,
        "requirements-dev.lock": program + content["dependency-groups"]["dev"],
    }


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_names_versions_markers_and_hashes_alone(repo_root: Path, name: str) -> None:
    assert [entry for entry in entries(repo_root / name) if not LOCKED.fullmatch(entry)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_answers_all_that_the_project_asks(
    repo_root: Path, project: dict[str, list[str]], name: str
) -> None:
    locked = versions(repo_root / name)
    for asked in map(Requirement, project[name]):
        version = locked.get(canonicalize_name(asked.name))
        assert version is not None, f"{asked} is not locked"
        assert asked.specifier.contains(version), f"{asked}, but {version} is locked"


def test_the_lock_for_tests_holds_all_of_the_lock_for_the_program(repo_root: Path) -> None:
    program = set(entries(repo_root / "requirements.lock"))
    assert program <= set(entries(repo_root / "requirements-dev.lock"))


def test_every_locked_part_of_the_program_is_named_with_its_licence(repo_root: Path) -> None:
    words = (repo_root / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    assert [name for name in versions(repo_root / "requirements.lock") if f"| {name} |" not in words] == []
