"""Hidden names beside a destination, `.NAME.MARK-RANDOM.KIND`; the mark tells which process made them."""

import os
import re
import tempfile
from pathlib import Path

from app.env.processes import MARK, own_mark

PART, OLD, MOVES = "part", "old", "moves"
# Enough to be recognised, and within what every system takes even where each sign is four bytes long.
_LONGEST = 40
_NAME = re.compile(rf"\..+\.(?P<mark>{MARK})-[a-z0-9_]{{8}}\.(?P<kind>{PART}|{OLD}|{MOVES})", re.DOTALL)


def make_hidden_file(destination: Path, kind: str) -> Path:
    """Make an empty file of its own beside a destination. Raises OSError where none can be."""
    descriptor, name = tempfile.mkstemp(f".{kind}", _start(destination), destination.parent)
    os.close(descriptor)
    return Path(name)


def make_hidden_folder(destination: Path, kind: str, parent: Path | None = None) -> Path:
    """Make an empty folder of its own beside a destination, or below a parent, likewise."""
    return Path(tempfile.mkdtemp(f".{kind}", _start(destination), parent or destination.parent))


def unused_hidden(destination: Path, kind: str) -> Path:
    """Return a hidden name that nothing bears; nobody but this process ever chooses it."""
    return destination.with_name(f"{_start(destination)}{os.urandom(4).hex()}.{kind}")


def is_hidden_name(name: str) -> bool:
    """Say whether a name is one of these, whoever made it."""
    return Path(name).name == name and _NAME.fullmatch(name) is not None


def kind_and_mark(name: str) -> tuple[str, str] | None:
    """Return of what kind a hidden name is and whose, None where it is none of these."""
    found = _NAME.fullmatch(name)
    return None if found is None else (found["kind"], found["mark"])


def _start(destination: Path) -> str:
    return f".{destination.name[:_LONGEST]}.{own_mark()}-"
