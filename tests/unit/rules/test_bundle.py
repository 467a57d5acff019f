"""A pack in one file is taken whole and as it was signed, or not at all."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import FaultyFile, UnusableInput
from app.rules import bundle
from app.rules.bundle import (
    SIGNATURE_FILE,
    digest_of,
    is_pack_file,
    make_key,
    read_bundle,
    read_folder,
    read_key,
)
from tests.support.packs import BUNDLED, PUBLISHER, change, copy_pack, new_key, signed

SEED = "11" * 32
NAME = "own.yongju-rules"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bundled pack, signed."""
    folder = tmp_path_factory.mktemp("signed")
    return signed(BUNDLED, folder / NAME, new_key(folder)).read_bytes()


@pytest.fixture(scope="module")
def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def refusal(data: bytes, folder: Path) -> str:
    """Return the code of what is said of an archive; nothing may be written beside it."""
    path = folder / NAME
    path.write_bytes(data)
    with pytest.raises(UnusableInput) as caught:
        read_bundle(path)
    assert list(folder.iterdir()) == [path]
    return caught.value.code


def test_a_signed_pack_comes_out_as_it_went_in(archive: bytes, tmp_path: Path):
    (tmp_path / NAME).write_bytes(archive)
    read = read_bundle(tmp_path / NAME)
    assert read.files == read_folder(BUNDLED).files
    assert read.signature is not None
    assert read.signature.publisher == PUBLISHER
    assert read.digest == digest_of(read_folder(BUNDLED).files)


def test_the_same_pack_and_key_give_the_same_bytes(tmp_path: Path):
    key = new_key(tmp_path)
    copy = copy_pack(tmp_path / "copy")
    first = signed(BUNDLED, tmp_path / "a.yongju-rules", key).read_bytes()
    assert first == signed(copy, tmp_path / "b.yongju-rules", key).read_bytes()


def test_every_file_of_the_bundled_pack_has_its_place():
    names = [path.relative_to(BUNDLED).as_posix() for path in BUNDLED.rglob("*.toml")]
    assert [name for name in names if not is_pack_file(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "../pack.toml", "/pack.toml", "C:/pack.toml", "C:pack.toml", "places/../pack.toml",
        "places\\ningbo.toml", "places/ningbo.txt", "places/a/b.toml", "place/ningbo.toml", "places/.toml",
        "places/Ningbo.toml",
        "./pack.toml", "places//a.toml", "pack.toml/", "places/con.toml", "places/nul.x.toml", "pack.toml\n",
        "places/宁波.toml", "other.toml", "signature.toml", f"places/{'a' * 200}.toml",
    ],
)  # fmt: skip
def test_a_name_that_is_not_of_a_pack_is_refused(name: str, files: dict[str, bytes], tmp_path: Path):
    assert refusal(packed({**files, name: b""}), tmp_path) == "bundle.foreign_member"


def test_a_name_that_the_system_would_cut_off_is_refused(files: dict[str, bytes], tmp_path: Path):
    data = packed({**files, "places/aaaa.toml": b""}).replace(b"places/aaaa.toml", b"places/a.toml\0\0\0")
    assert refusal(data, tmp_path) in ("bundle.foreign_member", "bundle.damaged")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_what_is_no_plain_file_is_refused(kind: int, tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        info = zipfile.ZipInfo("pack.toml")
        info.create_system, info.external_attr = 3, (kind | 0o777) << 16
        opened.writestr(info, "/etc/passwd")
    assert refusal(buffer.getvalue(), tmp_path) == "bundle.foreign_member"


def test_a_folder_entry_is_refused(files: dict[str, bytes], tmp_path: Path):
    assert refusal(packed({**files, "places/": b""}), tmp_path) == "bundle.foreign_member"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused(tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr("pack.toml", "a = 1")
        opened.writestr("pack.toml", "a = 2")
    assert refusal(buffer.getvalue(), tmp_path) == "bundle.twice"


def test_an_encrypted_file_is_refused(tmp_path: Path):
    data = bytearray(packed({"pack.toml": b"a = 1"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data), tmp_path) == "bundle.encrypted"


def test_more_files_than_a_pack_has_are_refused(tmp_path: Path):
    many = {f"lists/a{number}.toml": b"" for number in range(bundle.MOST_FILES + 2)}
    assert refusal(packed(many), tmp_path) == "bundle.too_large"


def test_a_file_larger_than_a_pack_has_is_refused(tmp_path: Path):
    large = b"#" * (bundle.LARGEST_FILE + 1)
    assert refusal(packed({"pack.toml": large}, zipfile.ZIP_DEFLATED), tmp_path) == "bundle.too_large"


def test_more_than_a_pack_holds_in_all_is_refused(tmp_path: Path):
    many = {f"lists/a{number}.toml": b"#" * bundle.LARGEST_FILE for number in range(21)}
    assert refusal(packed(many, zipfile.ZIP_DEFLATED), tmp_path) == "bundle.too_large"


def test_an_archive_too_large_to_be_a_pack_is_not_even_opened(tmp_path: Path):
    assert refusal(b"PK" + bytes(bundle.LARGEST_PACK + 2_000_000), tmp_path) == "bundle.too_large"


@pytest.mark.parametrize("declared", [0, 5, 100, 2_000])
def test_a_file_that_is_not_as_long_as_it_says_is_refused(declared: int, tmp_path: Path):
    data = bytearray(packed({"pack.toml": b"#" * 500_000}, zipfile.ZIP_DEFLATED))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, 22, declared)
    struct.pack_into("<L", data, central + 24, declared)
    assert refusal(bytes(data), tmp_path) == "bundle.damaged"


def test_a_cut_off_archive_is_refused(archive: bytes, tmp_path: Path):
    for end in (0, 1, 21, 1000, len(archive) - 1):
        assert refusal(archive[:end], tmp_path) == "bundle.not_a_bundle"


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06" + bytes(18), b"%PDF-1.7" + bytes(100)])
def test_what_is_no_pack_is_refused(data: bytes, tmp_path: Path):
    assert refusal(data, tmp_path) in ("bundle.not_a_bundle", "pack.not_found")


def test_bytes_before_or_behind_the_archive_are_refused(archive: bytes, tmp_path: Path):
    assert refusal(b"PK" + archive, tmp_path) == "bundle.not_a_bundle"
    assert refusal(archive + b"more", tmp_path) == "bundle.not_a_bundle"


def test_an_archive_without_a_signature_is_read_as_unsigned(files: dict[str, bytes], tmp_path: Path):
    path = tmp_path / NAME
    path.write_bytes(packed({n: c for n, c in files.items() if n != SIGNATURE_FILE}, zipfile.ZIP_DEFLATED))
    assert read_bundle(path).signature is None


Change = Callable[[dict[str, bytes]], object]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda files: files.update({"pack.toml": files["pack.toml"] + b"\n"}),
        lambda files: files.update({"lists/more.toml": b""}),
        lambda files: files.pop("places/ningbo.toml"),
        lambda files: files.update({"places/ningbp.toml": files.pop("places/ningbo.toml")}),
        lambda files: files.update({SIGNATURE_FILE: b""}),
        lambda files: files.update({SIGNATURE_FILE: b"format = 1"}),
        lambda files: files.update({SIGNATURE_FILE: b"\xff"}),
        lambda files: files.update({SIGNATURE_FILE: b"a = " + b"[" * 100_000}),
        lambda files: files.update({SIGNATURE_FILE: files[SIGNATURE_FILE] + b"more = 1\n"}),
        lambda files: files.update(
            {SIGNATURE_FILE: files[SIGNATURE_FILE].replace(PUBLISHER.encode(), b"Somebody else")}
        ),
        lambda files: files.update(
            {SIGNATURE_FILE: files[SIGNATURE_FILE].replace(b"format = 1", b"format = 2")}
        ),
    ],
)
def test_what_was_changed_after_signing_is_refused(spoil: Change, files: dict[str, bytes], tmp_path: Path):
    spoilt = dict(files)
    spoil(spoilt)
    assert refusal(packed(spoilt), tmp_path) == "bundle.signature_broken"


def test_a_signature_under_another_key_is_refused(files: dict[str, bytes], tmp_path: Path):
    folder = tmp_path / "keys"
    folder.mkdir()
    own, other = (bytes(new_key(folder, name).verify_key).hex() for name in ("a", "b"))
    written = files[SIGNATURE_FILE].decode()
    key = written.split('key = "')[1][:64]
    (tmp_path / "in").mkdir()
    for replaced in (own, other, "0" * 64, "01" + "0" * 62):
        spoilt = {**files, SIGNATURE_FILE: written.replace(key, replaced).encode()}
        assert refusal(packed(spoilt), tmp_path / "in") == "bundle.signature_broken"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_changed_byte_of_any_file_is_refused(data: st.DataObject, files: dict[str, bytes]):
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name]) - 1))
    other = data.draw(st.integers(1, 255))
    spoilt = bytearray(files[name])
    spoilt[at] ^= other
    read = bundle.check_signature(
        {
            each: bytes(spoilt) if each == name else content
            for each, content in files.items()
            if each != SIGNATURE_FILE
        },
        bytes(spoilt) if name == SIGNATURE_FILE else files[SIGNATURE_FILE],
    )
    assert read is None


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_changed_byte_of_the_archive_is_refused_or_changes_nothing(
    data: st.DataObject, archive: bytes, files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
):
    at, other = data.draw(st.integers(0, len(archive) - 1)), data.draw(st.integers(1, 255))
    spoilt = bytearray(archive)
    spoilt[at] ^= other
    path = tmp_path_factory.getbasetemp() / f"any-{NAME}"
    path.write_bytes(spoilt)
    try:
        read = read_bundle(path)
    except UnusableInput:
        return
    assert {**read.files, SIGNATURE_FILE: read.signature_file} == files
    assert read.signature is not None


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_refused_in_one_sentence(data: bytes, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.getbasetemp() / f"bytes-{NAME}"
    path.write_bytes(b"PK\x03\x04" + data)
    with pytest.raises(UnusableInput):
        read_bundle(path)


def test_a_pack_with_faults_is_not_signed(tmp_path: Path):
    pack = copy_pack(tmp_path / "cn")
    change(pack, "pack.toml", 'id = "cn"', 'id = "CN"')
    with pytest.raises(FaultyFile):
        signed(pack, tmp_path / NAME, new_key(tmp_path))
    assert not (tmp_path / NAME).exists()


def test_a_toml_file_without_a_place_is_told_and_not_left_out(tmp_path: Path):
    pack = copy_pack(tmp_path / "cn")
    (pack / "place").mkdir()
    (pack / "place" / "ningbo.toml").write_text("")
    with pytest.raises(UnusableInput, match=r"bundle\.foreign_member"):
        signed(pack, tmp_path / NAME, new_key(tmp_path))


def test_a_link_in_a_plain_folder_is_refused(tmp_path: Path):
    pack = copy_pack(tmp_path / "cn")
    (pack / "lists" / "own.toml").symlink_to(pack / "pack.toml")
    with pytest.raises(UnusableInput, match=r"bundle\.foreign_member"):
        read_folder(pack)


@pytest.mark.parametrize("publisher", ["", " A", "A ", "A\nB", "A\u2028B", "A\u202eB", "x" * 101])
def test_a_publisher_whose_name_could_deceive_is_refused(publisher: str, tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"bundle\.bad_publisher"):
        signed(BUNDLED, tmp_path / NAME, new_key(tmp_path), publisher)


def test_the_file_has_to_end_as_its_kind_does(tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"bundle\.wrong_ending"):
        signed(BUNDLED, tmp_path / "own.zip", new_key(tmp_path))


def test_a_key_is_never_written_over_and_is_its_owners_alone(tmp_path: Path):
    path = tmp_path / "key"
    public = make_key(path)
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UnusableInput, match=r"key\.exists"):
        make_key(path)
    assert path.read_bytes() == before
    assert bytes(read_key(path).verify_key).hex() == public


@pytest.mark.parametrize(
    "words", ["", "format = 1", 'format = 1\nsecret = "zz"', f'format = 2\nsecret = "{SEED}"', "["]
)
def test_what_is_no_key_is_told(words: str, tmp_path: Path):
    (tmp_path / "key").write_text(words)
    with pytest.raises(UnusableInput, match=r"key\.unusable"):
        read_key(tmp_path / "key")
