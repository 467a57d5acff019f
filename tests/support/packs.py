"""Rule packs for tests: copies of the bundled one, changed in one place, signed by keys made for the test."""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from app.domain.rules import RulePack
from app.env import paths
from app.rules.bundle import make_key, read_key, sign_pack
from app.rules.load import load_pack

BUNDLED = paths.resource("rulepacks", "cn")
PUBLISHER = "Example 事务所"


def copy_pack(folder: Path) -> Path:
    """Copy the bundled pack to a folder."""
    shutil.copytree(BUNDLED, folder)
    return folder


@contextlib.contextmanager
def each_content_loaded_once() -> Iterator[None]:
    """Let folders of the same bytes give the same pack: loading takes long, and tests load a pack many times.

    A folder in which one byte is another is loaded, and one with faults is refused, each time anew.
    """
    loaded: dict[str, RulePack] = {}

    def load(folder: Path) -> RulePack:
        content = _content_of(folder)
        if content not in loaded:
            loaded[content] = load_pack(folder)
        return loaded[content]

    with pytest.MonkeyPatch.context() as here:
        for module in ("app.rules.load", "app.rules.bundle", "app.casework.rule_packs"):
            here.setattr(f"{module}.load_pack", load)
        yield


def _content_of(folder: Path) -> str:
    """Return what is another as soon as a file of a folder has another name or other bytes."""
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace words in a file of a pack, wherever they stand."""
    path = folder / file
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")


def new_key(folder: Path, name: str = "key") -> SigningKey:
    """Make a signing key in a folder."""
    make_key(folder / name)
    return read_key(folder / name)


def signed(folder: Path, destination: Path, key: SigningKey, publisher: str = PUBLISHER) -> Path:
    """Sign a pack and return the file."""
    sign_pack(folder, key, publisher, destination)
    return destination
