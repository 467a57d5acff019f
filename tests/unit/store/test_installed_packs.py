"""Packs, keys and the choice between packs are kept whole, and damage to them is told."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped, UnusableInput
from app.domain.packs import TrustedKey
from app.store.installed_packs import InstalledPack, InstalledPacks, InUse

DIGEST = "0123456789abcdef" * 4
FILES = {"pack.toml": b"a = 1\n", "places/ningbo.toml": b"b = 2\n"}
KEY = TrustedKey('Example "事务所" \\ Co', "ab" * 32, date(2026, 11, 22))


@pytest.fixture
def packs(tmp_path: Path) -> InstalledPacks:
    return InstalledPacks(tmp_path / "data" / "rules")


def test_a_pack_is_kept_under_its_id_version_and_digest(packs: InstalledPacks):
    kept = packs.keep("cn", "2026.12", DIGEST, FILES)
    assert kept.name == "cn/2026.12-01234567"
    assert packs.files_of(kept) == FILES
    assert packs.kept() == (kept,)


@pytest.mark.parametrize(
    ("version", "folder"),
    [
        ("2026/12", "2026-12"),
        ("../..", "0"),
        ("", "0"),
        ("第一版", "0"),
        ("1 ä 2", "1-2"),
        ("v" * 99, "v" * 40),
    ],
)
def test_any_version_gives_a_name_that_every_system_takes(version: str, folder: str, packs: InstalledPacks):
    kept = packs.keep("cn", version, DIGEST, FILES)
    assert kept.folder == f"{folder}-01234567"
    packs.use(InUse(kept, DIGEST))
    assert packs.in_use() == InUse(kept, DIGEST)


def test_keeping_the_same_pack_again_replaces_it_whole(packs: InstalledPacks):
    kept = packs.keep("cn", "1", DIGEST, FILES)
    (packs.path_of(kept) / "stray.toml").write_text("")
    assert packs.keep("cn", "1", DIGEST, FILES) == kept
    assert packs.files_of(kept) == FILES


def test_nothing_is_left_of_a_pack_that_could_not_be_written(
    packs: InstalledPacks, monkeypatch: pytest.MonkeyPatch
):
    kept = packs.keep("cn", "1", DIGEST, FILES)

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MachineStopped) as caught:
        packs.keep("cn", "2", DIGEST, FILES)
    assert caught.value.code == "machine.disk_full"
    assert packs.kept() == (kept,)
    assert [path.name for path in packs.path_of(kept).parent.iterdir()] == [kept.folder]


def test_the_old_pack_stays_when_the_new_one_cannot_take_its_place(
    packs: InstalledPacks, monkeypatch: pytest.MonkeyPatch
):
    kept = packs.keep("cn", "1", DIGEST, FILES)
    honest = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise PermissionError(13, "Permission denied")
        return honest(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(MachineStopped):
        packs.keep("cn", "1", DIGEST, {"pack.toml": b""})
    assert packs.files_of(kept) == FILES


def test_a_removed_pack_is_gone_with_its_folder(packs: InstalledPacks):
    packs.remove(packs.keep("cn", "1", DIGEST, FILES))
    assert packs.kept() == ()
    assert list(packs.folder.iterdir()) == []


def test_the_bundled_pack_is_in_use_until_another_is_chosen_and_again_afterwards(packs: InstalledPacks):
    assert packs.in_use() is None
    chosen = InUse(packs.keep("cn", "1", DIGEST, FILES), DIGEST)
    packs.use(chosen)
    assert InstalledPacks(packs.folder).in_use() == chosen
    packs.use(None)
    packs.use(None)
    assert packs.in_use() is None


OUTSIDE = 'format = 1\npack = "{}"\nfolder = "{}"\ndigest = "{}"'


@pytest.mark.parametrize(
    "words",
    [
        "", "format = 2", "[", "\0",
        OUTSIDE.format("../..", "x-01234567", DIGEST),
        OUTSIDE.format("cn", "../../x-01234567", DIGEST),
        OUTSIDE.format("cn", "1-01234567", "../"),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_read_is_told(words: str, packs: InstalledPacks):
    packs.use(InUse(InstalledPack("cn", "1-01234567"), DIGEST))
    (packs.folder / "in_use.toml").write_text(words)
    with pytest.raises(UnusableInput, match=r"rules\.in_use_unreadable"):
        packs.in_use()


def test_a_key_is_kept_with_publisher_and_day(packs: InstalledPacks):
    assert packs.trusted() == ()
    packs.trust(KEY)
    other = TrustedKey("B", "cd" * 32, date(2026, 11, 23))
    packs.trust(other)
    packs.trust(other)
    assert InstalledPacks(packs.folder).trusted() == (KEY, other)


def test_keys_that_cannot_be_read_are_told_and_not_lost(packs: InstalledPacks):
    packs.trust(KEY)
    path = packs.folder / "trusted.toml"
    path.write_text("damaged")
    with pytest.raises(UnusableInput, match=r"rules\.trusted_unreadable"):
        packs.trust(KEY)
    assert path.read_text() == "damaged"
