"""Untouched originals of signed files beside the packet."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.casework.originals import DIGESTS, folder_of, originals_beside
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import FileKind, PageFacts, Signature
from app.domain.packet import Originals, PacketOptions, PacketPlan, ShareCopy, SourceFile
from app.packet.plan import plan_packet
from tests.unit.packet.support import exhibit, request, section

SIGNED = (Signature("Anna"),)
BESIDE = PacketOptions(originals=Originals.BESIDE)


def source(folder: Path, name: str, content: bytes, *, signed: bool = True) -> SourceFile:
    path = folder / hashlib.sha256(name.encode()).hexdigest()
    path.write_bytes(content)
    return SourceFile(
        name,
        str(path),
        FileKind.PDF,
        hashlib.sha256(content).hexdigest(),
        len(content),
        (PageFacts(1, 595, 842),),
        (0,),
        signatures=SIGNED if signed else (),
    )


def planned(*files: SourceFile, options: PacketOptions = BESIDE) -> PacketPlan:
    each = (exhibit(file) for file in files)
    return plan_packet(replace(request(section(*each)), options=options))


def put(plan: PacketPlan, destination: Path) -> tuple[str, ...]:
    with originals_beside(plan, destination) as beside:
        destination.write_bytes(b"packet")
    return beside


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "packet.pdf"


def test_signed_files_stand_beside_the_packet_byte_for_byte(tmp_path: Path, packet: Path) -> None:
    files = (
        source(tmp_path, "tax/2025.pdf", b"one"),
        source(tmp_path, "plain.pdf", b"two", signed=False),
        source(tmp_path, "工资/2025.pdf", b"three"),
    )
    beside = put(planned(*files), packet)
    folder = folder_of(packet)
    assert folder == packet.parent / "packet-originals"
    assert beside == (str(folder / "1-1 2025.pdf"), str(folder / "1-3 2025.pdf"))
    assert [Path(each).read_bytes() for each in beside] == [b"one", b"three"]
    assert {entry.name for entry in packet.parent.iterdir()} == {packet.name, folder.name}
    digests = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()[1:]
    assert digests == [f"{files[0].sha256} *1-1 2025.pdf", f"{files[2].sha256} *1-3 2025.pdf"]


def test_the_original_is_taken_where_the_pages_come_from_a_copy(tmp_path: Path, packet: Path) -> None:
    file = source(tmp_path, "a.pdf", b"original")
    copy = tmp_path / "copy"
    copy.write_bytes(b"rebuilt")
    [beside] = put(planned(replace(file, path=str(copy), original=file.path)), packet)
    assert Path(beside).read_bytes() == b"original"


def test_names_are_those_that_every_system_takes(tmp_path: Path, packet: Path) -> None:
    names = ("x/a:b?.pdf", "y/" + "长" * 200 + ".pdf", "CON.pdf", "end. .pdf")
    beside = put(planned(*(source(tmp_path, name, name.encode()) for name in names)), packet)
    written = [Path(each).name for each in beside]
    assert written == ["1-1 a_b_.pdf", "1-2 " + "长" * 65 + ".pdf", "1-3 CON.pdf", "1-4 end.pdf"]


def test_two_files_of_one_name_in_one_exhibit_stay_two(tmp_path: Path, packet: Path) -> None:
    files = (source(tmp_path, "a/x.pdf", b"one"), source(tmp_path, "b/X.pdf", b"two"))
    plan = plan_packet(replace(request(section(exhibit(*files, files[0]))), options=BESIDE))
    assert [Path(each).name for each in put(plan, packet)] == ["1-1 x.pdf", "1-1 X (2).pdf"]


@pytest.mark.parametrize(
    "options",
    [
        PacketOptions(),
        PacketOptions(originals=Originals.ATTACHED),
        PacketOptions(originals=Originals.BESIDE, share=ShareCopy("office", date(2026, 11, 9))),
    ],
    ids=["left out", "attached", "shared copy"],
)
def test_nothing_stands_beside_where_it_is_not_asked_for(
    tmp_path: Path, packet: Path, options: PacketOptions
) -> None:
    assert put(planned(source(tmp_path, "a.pdf", b"one"), options=options), packet) == ()
    assert not folder_of(packet).exists()


def test_an_earlier_folder_of_ours_is_replaced(tmp_path: Path, packet: Path) -> None:
    put(planned(source(tmp_path, "a.pdf", b"one"), source(tmp_path, "b.pdf", b"two")), packet)
    put(planned(source(tmp_path, "c.pdf", b"three")), packet)
    assert {entry.name for entry in folder_of(packet).iterdir()} == {DIGESTS, "1-1 c.pdf"}
    assert {entry.name for entry in packet.parent.iterdir()} == {packet.name, folder_of(packet).name}


def test_an_earlier_folder_goes_when_nothing_is_signed_any_more(tmp_path: Path, packet: Path) -> None:
    put(planned(source(tmp_path, "a.pdf", b"one")), packet)
    assert put(planned(source(tmp_path, "a.pdf", b"one", signed=False)), packet) == ()
    assert [entry.name for entry in packet.parent.iterdir()] == [packet.name]


def add_a_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")


def change_a_file(folder: Path) -> None:
    (folder / "1-1 a.pdf").write_bytes(b"mine")


def make_it_another(folder: Path) -> None:
    (folder / DIGESTS).write_text("mine", encoding="utf-8")


def make_it_a_file(folder: Path) -> None:
    for entry in folder.iterdir():
        entry.unlink()
    folder.rmdir()
    folder.write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("change", [add_a_file, change_a_file, make_it_another, make_it_a_file])
def test_what_a_person_put_there_is_left_as_it_is(tmp_path: Path, packet: Path, change) -> None:
    plan = planned(source(tmp_path, "a.pdf", b"one"))
    put(plan, packet)
    change(folder_of(packet))
    packet.unlink()
    with pytest.raises(UnusableInput, match=r"originals\.in_the_way"):
        put(plan, packet)
    assert not packet.exists()
    assert folder_of(packet).exists()


def test_a_failed_packet_leaves_no_originals_and_the_earlier_ones(tmp_path: Path, packet: Path) -> None:
    put(planned(source(tmp_path, "a.pdf", b"one")), packet)
    with pytest.raises(RuntimeError), originals_beside(planned(source(tmp_path, "b.pdf", b"two")), packet):
        raise RuntimeError
    assert {entry.name for entry in folder_of(packet).iterdir()} == {DIGESTS, "1-1 a.pdf"}
    assert {entry.name for entry in packet.parent.iterdir()} == {packet.name, folder_of(packet).name}


def test_a_file_that_changed_meanwhile_stops_the_packet(tmp_path: Path, packet: Path) -> None:
    file = source(tmp_path, "a.pdf", b"one")
    Path(file.path).write_bytes(b"other")
    with pytest.raises(UnusableInput, match=r"packet\.source_changed"):
        put(planned(file), packet)
    assert not list(packet.parent.iterdir())


def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, packet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.casework.originals.shutil.copyfile", full)
    with pytest.raises(MachineStopped, match=r"machine\.disk_full"):
        put(planned(source(tmp_path, "a.pdf", b"one")), packet)
    assert not list(packet.parent.iterdir())
