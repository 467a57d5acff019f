"""A handed-over case comes back whole, and nothing else is ever taken from a file that a stranger made."""

import hashlib
import io
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.casework.desk import Desk
from app.casework.handover import look_into, take_over
from app.casework.keep import create_case
from app.domain.errors import AppError, FaultyFile, UnusableInput
from app.domain.handover import TakeOver
from app.domain.operations import Deed, HistoryEntry, Operation
from app.domain.packet import Progress
from app.domain.words import Language
from app.i18n.wording import word_app_error
from app.store.handover import open_handover, write_handover
from app.store.handover_head import MAGIC, write_head
from app.store.handover_manifest import ListedFile, Manifest, is_plain_name, manifest_bytes, read_manifest
from tests.support.archive_attacks import ATTACKS, PAPER_MEMBER, case_of
from tests.support.archives import (
    CASE_ID,
    DOCUMENT,
    END,
    LOW,
    NOW,
    PAPER,
    PASSPHRASE,
    form,
    member,
    offer_of,
    packed,
    sealed,
    sealed_bytes,
    sha,
    snapshot,
)
from tests.support.cases import SUBMIT_ON, desk_in


def unheard(_progress: Progress) -> None:
    """Hear no progress."""


def manifest_of(document: bytes, contents: dict[str, bytes]) -> Manifest:
    files = tuple(ListedFile(name, sha(data), len(data)) for name, data in contents.items())
    return Manifest("Yongju 0", NOW, CASE_ID, "ROE", 3, NOW, sha(document), len(document), files)


def write(path: Path, contents: dict[str, bytes], document: bytes = DOCUMENT.encode()) -> None:
    by_hash = {sha(data): data for data in contents.values()}
    manifest = manifest_of(document, contents)
    write_handover(path, PASSPHRASE, manifest, document, lambda each: [by_hash[each]])


def read_all(path: Path, passphrase: str = PASSPHRASE) -> tuple[Manifest, bytes, dict[str, bytes]]:
    with open_handover(path, passphrase) as opened:
        contents = {sha256: b"".join(blocks) for sha256, blocks in opened.contents}
        return opened.manifest, opened.document, contents


names = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).filter(is_plain_name)
sizes = st.sampled_from([0, 1, 511, 512, 513, 262_144 - 512, 262_144, 300_000])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    named=st.dictionaries(names, st.tuples(sizes, st.integers(0, 2)), max_size=5),
    document=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=2000),
)
def test_what_is_written_comes_back_the_same(
    tmp_path: Path, named: dict[str, tuple[int, int]], document: str
):
    contents = {name: bytes([seed]) * size for name, (size, seed) in named.items()}
    raw = f"title = {json.dumps(document, ensure_ascii=False)}".encode()
    path = tmp_path / "case.yongju"
    write(path, contents, raw)
    manifest, read, found = read_all(path)
    assert manifest == read_manifest(manifest_bytes(manifest_of(raw, contents)))
    assert read == raw
    assert {name: found[sha(data)] for name, data in contents.items()} == contents


def test_the_same_bytes_stand_in_it_once(tmp_path: Path):
    paper = os.urandom(400_000)
    write(tmp_path / "case.yongju", {"a.pdf": paper, "b.pdf": paper})
    assert (tmp_path / "case.yongju").stat().st_size < 410_000


def test_nothing_of_a_case_can_be_read_without_the_passphrase(tmp_path: Path):
    write(tmp_path / "case.yongju", {"anna/passport.pdf": PAPER})
    raw = (tmp_path / "case.yongju").read_bytes()
    assert not any(words in raw for words in (b"passport", b"case.toml", b"manifest", PAPER[:16]))


def test_a_large_file_is_written_and_read_in_constant_memory(tmp_path: Path):
    block, count = b"\0" * (1 << 18), 64 * 4
    path = tmp_path / "large.yongju"
    blank = tmp_path / "blank"
    with blank.open("wb") as stream:
        stream.truncate(len(block) * count)
    with blank.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    document = b"title = 1"
    files = (ListedFile("scan.pdf", digest, len(block) * count),)
    manifest = Manifest("", NOW, CASE_ID, "", 0, NOW, sha(document), len(document), files)
    tracemalloc.start()
    try:
        write_handover(path, PASSPHRASE, manifest, document, lambda _: [block] * count)
        with open_handover(path, PASSPHRASE) as opened:
            read = sum(len(piece) for _, blocks in opened.contents for piece in blocks)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read == len(block) * count
    assert most < 12 * len(block)


def test_a_paper_that_is_not_whole_here_is_not_handed_over(tmp_path: Path):
    manifest = manifest_of(DOCUMENT.encode(), {"anna/passport.pdf": PAPER})
    for changed in (b"other", PAPER + b"x", PAPER[:-1]):
        with pytest.raises(UnusableInput) as told:
            write_handover(
                tmp_path / "x.yongju", PASSPHRASE, manifest, DOCUMENT.encode(), lambda _, now=changed: [now]
            )
        assert (told.value.code, told.value.params["file"]) == ("handover.paper_damaged", "anna/passport.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_short_passphrase_is_refused_before_anything_is_written(tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"store\.passphrase_short"):
        write_handover(tmp_path / "x.yongju", "short", manifest_of(b"", {}), b"", lambda _: [b""])
    assert list(tmp_path.iterdir()) == []


def test_changes_come_along_and_unknown_ones_by_a_common_name():
    at = "2026-01-02T03:04:05.000000+00:00"
    entry = HistoryEntry(4, Operation(Deed.YEAR, {"year": 2025}), at, who="Li")
    manifest = Manifest("", NOW, CASE_ID, "", 4, NOW, sha(b""), 0, (), (sha(b"1"),), (entry,))
    raw = manifest_bytes(manifest)
    [read] = read_manifest(raw).history
    assert (read.number, read.operation, read.at, read.who) == (4, entry.operation, entry.at, "Li")
    [other] = read_manifest(raw.replace(b"year.change", b"tomorrow.deed")).history
    assert other.operation.deed is Deed.KEEP


# What a stranger may send. Each is refused by a code, in one sentence, and leaves no trace.


def desk_with_a_case(folder: Path) -> Desk:
    opened = desk_in(folder)
    create_case(opened, title="kept before", category="pr.wage-tax", place="ningbo", submit_on=SUBMIT_ON)
    return opened


@pytest.fixture
def desk(quick_path: Path) -> Iterator[Desk]:
    opened = desk_with_a_case(quick_path / "data")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Give a desk that no attack may change, so that one serves all of them."""
    opened = desk_with_a_case(tmp_path_factory.mktemp("attacked") / "data")
    yield opened
    opened.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_in_one_sentence_and_leaves_no_trace(attack: str, attacked: Desk):
    make, code = ATTACKS[attack]
    plain, desk, folder = make(), attacked, attacked.data_folder.parent
    path = sealed(folder / "evil.yongju", plain)
    before, kept = snapshot(folder), desk.cases.ids()
    with pytest.raises(AppError) as looked:
        look_into(desk, path, PASSPHRASE, unheard)
    codes = [looked.value.code]
    if plain[:13] == b"manifest.json":
        with pytest.raises(AppError) as taken:
            take_over(desk, offer_of(path, plain), PASSPHRASE, TakeOver.ADD, unheard)
        codes.append(taken.value.code)
    assert set(codes) == {code}
    assert snapshot(folder) == before
    assert desk.cases.ids() == kept
    for language in Language:
        words = word_app_error(looked.value, language)
        assert "{" not in words
        assert "\n" not in words
        assert "\x1b" not in words


def test_the_archive_that_the_attacks_change_is_taken_over(desk: Desk, quick_path: Path):
    path = sealed(quick_path / "good.yongju", packed())
    changed = take_over(desk, look_into(desk, path, PASSPHRASE, unheard), PASSPHRASE, TakeOver.ADD, unheard)
    assert changed.case_id == CASE_ID
    assert b"".join(desk.vault.blocks_of(sha(PAPER))) == PAPER
    # But for the store and what was there before, nothing was written.
    assert {each.name for each in quick_path.iterdir()} == {"data", "good.yongju"}


def test_bytes_that_came_before_a_fault_are_forgotten_and_those_that_a_case_names_stay(
    desk: Desk, quick_path: Path
):
    good = sealed(quick_path / "good.yongju", packed())
    take_over(desk, look_into(desk, good, PASSPHRASE, unheard), PASSPHRASE, TakeOver.ADD, unheard)
    new = b"new paper"
    document = DOCUMENT.replace('"anna/passport.pdf"', '"anna/passport.pdf", "new.pdf"')
    listed = form(document, {"anna/passport.pdf": PAPER, "new.pdf": new}, case={
        **form(document)["case"], "id": "f" * 32})  # fmt: skip
    plain = packed(listed, document, PAPER_MEMBER + member(f"files/{sha(new)}", new) + END + b"x")
    path = sealed(quick_path / "evil.yongju", plain)
    with pytest.raises(UnusableInput, match=r"handover\.not_whole"):
        take_over(desk, offer_of(path, plain), PASSPHRASE, TakeOver.ADD, unheard)
    assert desk.vault.is_whole(sha(PAPER))
    assert not desk.vault.path_of(sha(new)).exists()


def test_a_disk_without_room_is_told_before_anything_is_written(
    desk: Desk, quick_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = sealed(quick_path / "good.yongju", packed())
    offer = look_into(desk, path, PASSPHRASE, unheard)
    before = snapshot(quick_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: Room(1))
    with pytest.raises(AppError, match=r"handover\.no_room"):
        take_over(desk, offer, PASSPHRASE, TakeOver.ADD, unheard)
    assert snapshot(quick_path) == before


@dataclass
class Room:
    """Stands for a disk of so many free bytes."""

    free: int


# The head, and what is not a handed-over case at all.


def head_with(**changed: Any) -> bytes:
    """Return a whole file whose head says something else, with a sum that goes with it."""
    target = io.BytesIO()
    write_head(target, PASSPHRASE, LOW)
    said = json.loads(target.getvalue().split(b"\n")[1])
    del said["sum"]
    said.update(changed)
    total = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
    return MAGIC + json.dumps({**said, "sum": total}).encode() + b"\n" + bytes(1000)


def whole() -> bytes:
    """Return a whole file with nothing wrong in it."""
    return sealed_bytes(packed())


def flipped(at: int) -> bytes:
    raw = bytearray(whole())
    raw[at] ^= 1
    return bytes(raw)


def after_head(raw: bytes) -> int:
    return raw.index(b"\n", len(MAGIC)) + 1


HEADS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty file": (lambda: b"", "handover.not_one"),
    "other file": (lambda: b"%PDF-1.7\n" * 100, "handover.not_one"),
    "newer file": (lambda: b"YONGJU HANDOVER 2\n{}\n", "handover.newer"),
    "newer head": (lambda: head_with(format=2), "handover.newer"),
    "head alone": (lambda: MAGIC, "handover.damaged"),
    "head without end": (lambda: MAGIC + b"{" * 10_000_000, "handover.damaged"),
    "head nested deep": (lambda: MAGIC + b"[" * 4_000 + b"\n", "handover.damaged"),
    "head that is no JSON": (lambda: MAGIC + b"hello\n", "handover.damaged"),
    "head with a key twice": (lambda: MAGIC + b'{"format":1,"format":1}\n', "handover.damaged"),
    "head with a changed byte": (lambda: flipped(len(MAGIC) + 60), "handover.damaged"),
    "head with another salt": (
        lambda: whole().replace(b'"salt": "', b'"salt": "A', 1), "handover.damaged"),
    "head with words for numbers": (lambda: head_with(ops="4"), "handover.damaged"),
    "head of another cipher": (lambda: head_with(stream="none"), "handover.damaged"),
    "head with all memory": (lambda: head_with(memory_bytes=1 << 40), "handover.too_costly"),
    "head with more memory than is taken": (
        lambda: head_with(memory_bytes=(256 << 20) + 1), "handover.too_costly"),
    "head with all the time": (lambda: head_with(ops=1_000_000), "handover.too_costly"),
    "head with an endless number": (lambda: head_with(ops=10**3000), "handover.too_costly"),
    "head with no cost": (lambda: head_with(ops=0), "handover.too_costly"),
    "stream missing": (lambda: whole()[: after_head(whole())], "handover.damaged"),
    "stream with a changed byte": (lambda: flipped(-100), "handover.damaged"),
    "stream cut off": (lambda: whole()[:-1], "handover.damaged"),
    "stream with more behind": (lambda: whole() + b"x", "handover.damaged"),
    "head that was made cheaper to try": (lambda: head_with(ops=2), "handover.wrong_passphrase"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADS)
def test_what_is_no_whole_handover_is_told_by_what_it_is(kind: str, tmp_path: Path):
    make, code = HEADS[kind]
    (tmp_path / "case.yongju").write_bytes(make())
    with pytest.raises(UnusableInput) as told:
        read_all(tmp_path / "case.yongju")
    assert told.value.code == code


def test_a_stream_that_was_cut_off_between_blocks_is_damaged(tmp_path: Path):
    write(tmp_path / "case.yongju", {"a.pdf": os.urandom(1_000_000)})
    raw = (tmp_path / "case.yongju").read_bytes()
    start = after_head(raw) + 8 + 24
    (tmp_path / "case.yongju").write_bytes(raw[: start + 2 * (262_144 + 17)])
    with pytest.raises(UnusableInput, match=r"handover\.damaged"):
        read_all(tmp_path / "case.yongju")


def test_a_head_cannot_be_put_before_another_stream(tmp_path: Path):
    one, other = whole(), whole()
    (tmp_path / "case.yongju").write_bytes(one[: after_head(one)] + other[after_head(other) :])
    with pytest.raises(UnusableInput, match=r"handover\.damaged"):
        read_all(tmp_path / "case.yongju")


def test_a_wrong_passphrase_is_told_from_a_damaged_file(tmp_path: Path):
    (tmp_path / "case.yongju").write_bytes(whole())
    for wrong in ("wrong horse", "", PASSPHRASE + " "):
        with pytest.raises(UnusableInput, match=r"handover\.wrong_passphrase"):
            read_all(tmp_path / "case.yongju", wrong)


def test_a_passphrase_opens_however_its_characters_were_composed(tmp_path: Path):
    sealed(tmp_path / "case.yongju", packed(), "crème brûlée 永居")
    read_all(tmp_path / "case.yongju", "cre\u0300me bru\u0302le\u0301e 永居")


def test_what_is_no_file_is_never_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for path, code in (
        (tmp_path, "handover.not_one"),
        (tmp_path / "pipe", "handover.not_one"),
        (tmp_path / "gone", "handover.not_found"),
        (tmp_path / "nul\0l", "handover.not_found"),
        (tmp_path / ("x" * 300), "handover.cannot_read"),
    ):
        with pytest.raises(UnusableInput) as told:
            read_all(path)
        assert told.value.code == code


def test_a_file_costs_as_much_to_try_as_the_store_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.store.keys.OPS", 2)
    monkeypatch.setattr("app.store.keys.MEMORY_BYTES", 9 * 1024)
    write(tmp_path / "case.yongju", {})
    said = json.loads((tmp_path / "case.yongju").read_bytes().split(b"\n")[1])
    assert (said["ops"], said["memory_bytes"]) == (2, 9 * 1024)


def test_faults_of_a_case_are_told_with_their_lines(desk: Desk, quick_path: Path):
    path = sealed(quick_path / "x.yongju", case_of(DOCUMENT.replace("pr.wage-tax", "pr.wage-tex")))
    with pytest.raises(FaultyFile) as told:
        look_into(desk, path, PASSPHRASE, unheard)
    [fault] = told.value.faults
    assert (fault.code, fault.line, fault.params["nearest"]) == ("case.unknown_category", 4, "pr.wage-tax")
