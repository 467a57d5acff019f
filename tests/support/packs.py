"""Rule packs for tests: copies of the bundled one, changed in one place, signed by keys made for the test."""

import shutil
from pathlib import Path

from nacl.signing import SigningKey

from app.env import paths
from app.rules.bundle import make_key, read_key, sign_pack

BUNDLED = paths.resource("rulepacks", "cn")
PUBLISHER = "Example 事务所"


def copy_pack(folder: Path) -> Path:
    """Copy the bundled pack to a folder."""
    shutil.copytree(BUNDLED, folder)
    return folder


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
