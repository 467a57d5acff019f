"""A power cut finds a paper kept or not, and the store in one form or the other; what was told stays."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped
from app.store.keys import VaultKey
from app.store.place import find_place, new_generation, use_place
from app.store.sealing import Sealing
from app.store.vault import Vault
from tests.support.faulty_disk import BROKEN, FORBIDDEN, FULL, FaultyDisk, lay_out

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the faulty disk asks Linux which file is which"
)

PAPER = b"a paper of several blocks " * 100


def _no_room() -> Path:
    raise AssertionError("nothing is deciphered here")


@pytest.fixture(params=["plain", "sealed"])
def vault_in(request: pytest.FixtureRequest) -> Callable[[Path], Vault]:
    sealing = None if request.param == "plain" else Sealing(VaultKey(bytes(range(32))), _no_room)
    return lambda data: Vault(data / "files", sealing=sealing)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(PAPER)
    return path


def _disk(folder: Path, refuse: int | None = None, reason: int = FULL) -> FaultyDisk:
    folder.mkdir()
    return FaultyDisk(folder, refuse, reason)


def _is_done(work: Callable[[], object]) -> bool:
    try:
        work()
    except MachineStopped:
        return False
    return True


def _is_sound(vault: Vault) -> bool:
    """Say whether the paper is kept; what bears its name is never anything else."""
    sha256 = hashlib.sha256(PAPER).hexdigest()
    if not vault.path_of(sha256).exists():
        return False
    assert vault.is_whole(sha256)
    return True


def test_a_paper_that_was_told_as_kept_survives_a_cut(
    tmp_path: Path, vault_in: Callable[[Path], Vault], paper: Path
) -> None:
    disk = _disk(tmp_path / "disk")
    with disk.mounted():
        vault_in(disk.root).keep(paper)
    found = list(disk.cuts())
    assert len(found) > 5
    for number, (is_done, state) in enumerate(found):
        lay_out(state, tmp_path / f"cut-{number}")
        assert _is_sound(vault_in(tmp_path / f"cut-{number}")) or not is_done


@pytest.mark.parametrize("reason", [FULL, FORBIDDEN, BROKEN], ids=["full", "forbidden", "broken"])
def test_a_paper_that_the_disk_refuses_can_be_kept_the_next_time(
    tmp_path: Path, vault_in: Callable[[Path], Vault], paper: Path, reason: int
) -> None:
    number, refused = 0, "any"
    while refused:
        disk = _disk(tmp_path / str(number), number, reason)
        vault = vault_in(disk.root)
        with disk.mounted():
            is_kept = _is_done(lambda vault=vault: vault.keep(paper))
        assert is_kept is not bool(disk.refused) or disk.refused == "unlink"
        assert _is_sound(vault) or not is_kept
        refused, number = disk.refused, number + 1
        vault.keep(paper)
        assert _is_sound(vault)
    assert number > 5


def _change_form(data: Path) -> None:
    """Make another generation and use it, as encrypting, a new key and a restored backup do."""
    made = new_generation(find_place(data), ())
    vault = Vault(made.vault_folder)
    vault.keep_blocks([PAPER], hashlib.sha256(PAPER).hexdigest())
    use_place(made)


def test_a_cut_finds_the_store_in_one_form_or_the_other(tmp_path: Path) -> None:
    disk = _disk(tmp_path / "disk")
    first = new_generation(find_place(disk.root), ())
    Vault(first.vault_folder).keep_blocks([PAPER], hashlib.sha256(PAPER).hexdigest())
    use_place(first)
    with disk.mounted():
        _change_form(disk.root)
    for number, (is_done, state) in enumerate(disk.cuts()):
        data = tmp_path / f"cut-{number}"
        lay_out(state, data)
        place = find_place(data)
        assert place.generation
        assert is_done is False or place.generation != first.generation
        # Whatever it names is there, whole.
        assert _is_sound(Vault(place.vault_folder))


@pytest.mark.parametrize("reason", [FULL, FORBIDDEN, BROKEN], ids=["full", "forbidden", "broken"])
def test_whatever_the_disk_refuses_the_store_has_a_form(tmp_path: Path, reason: int) -> None:
    number, refused = 0, "any"
    while refused:
        disk = _disk(tmp_path / str(number))
        _change_form(disk.root)
        before = find_place(disk.root)
        disk.refuse, disk.reason = number, reason
        with disk.mounted():
            is_done = _is_done(lambda data=disk.root: _change_form(data))
        assert is_done is False or find_place(disk.root) != before
        assert _is_sound(Vault(find_place(disk.root).vault_folder))
        refused, number = disk.refused, number + 1
    assert number > 10
