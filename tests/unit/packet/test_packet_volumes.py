"""A packet is split into volumes below a number of bytes, at exhibits only, all or none put into place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Cancelled, UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import (
    Built,
    ExhibitRequest,
    PacketOptions,
    PacketRequest,
    PageKind,
    Progress,
    SourceFile,
)
from app.packet.holdings import packet_files, sums_of
from app.packet.plan import plan_packet, plan_volumes
from app.packet.verify import compare_with_request, verify_packet
from app.packet.volumes import refuse_occupied, sibling_names, volume_paths
from app.packet.write import write_packet
from tests.unit.packet import support

CAP = 600_000
SCAN = 150_000  # about the bytes of one scan below


def _scan(folder: Path, number: int, side: int = 400) -> SourceFile:
    data = support.picture_bytes(support.noise(side, side, number), "JPEG", quality=95)
    return support.picture_file(folder / f"scan{number}.jpg", data, FileKind.JPEG)


def _request(*exhibits: ExhibitRequest, cap: int | None = CAP, printing: bool = False) -> PacketRequest:
    middle = max(1, len(exhibits) // 2)
    sections = [support.section(*part) for part in (exhibits[:middle], exhibits[middle:]) if part]
    options = PacketOptions(volume_bytes=cap, printing=printing)
    return replace(support.request(*sections), options=options)


def _scans(folder: Path, count: int, cap: int | None = CAP) -> PacketRequest:
    return _request(*(support.exhibit(_scan(folder, number)) for number in range(count)), cap=cap)


def _write(
    request: PacketRequest, folder: Path, report: Callable[[Progress], None] = support.silent
) -> Built:
    return write_packet(plan_packet(request), folder / "packet.pdf", report)


def _output(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_volume_is_below_the_limit_and_sound_by_itself(tmp_path: Path) -> None:
    request, folder = _scans(tmp_path, 8), _output(tmp_path)
    built = _write(request, folder)
    assert len(built.volumes) > 1
    assert _names(folder) == [Path(volume.path).name for volume in built.volumes]
    for number, volume in enumerate(built.volumes, start=1):
        path = Path(volume.path)
        assert path.stat().st_size == volume.size_bytes <= CAP
        found = verify_packet(path)
        assert found.discrepancies == ()
        assert (found.volume, found.volumes) == (number, len(built.volumes))
        assert set(found.siblings) == set(_names(folder)) - {path.name}
        assert compare_with_request(found, request) == ()


def test_every_exhibit_stands_in_one_volume_and_labels_run_on(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    built = _write(_scans(tmp_path, 8), folder)
    found = [verify_packet(Path(volume.path)) for volume in built.volumes]
    assert sum(each.source_pages for each in found) == 8
    assert {each.files for each in found} == {found[0].files}
    files = found[0].files
    assert [file.label for file in files] == [f"{part}-{place}" for part in (1, 2) for place in (1, 2, 3, 4)]
    assert [file.volume for file in files] == sorted(file.volume for file in files)
    for file in files:
        words = support.text_by_pdfium(Path(built.volumes[file.volume - 1].path), file.pages[0])
        assert file.label in words


def test_the_contents_of_each_volume_name_every_exhibit_and_lead_only_within_it(tmp_path: Path) -> None:
    request, folder = _scans(tmp_path, 8), _output(tmp_path)
    built = _write(request, folder)
    plans = plan_volumes(request, _starts(built))
    for plan, volume in zip(plans, built.volumes, strict=True):
        number = next(page.number for page in plan.pages if page.kind is PageKind.CONTENTS)
        words = support.text_by_pdfium(Path(volume.path), number)
        labels = [file.label for file in packet_files(plan)]
        assert all(label in words for label in labels)
        targets = support.link_targets(Path(volume.path), number)
        firsts = {exhibit.first_page for exhibit in plan.exhibits}
        assert firsts <= targets
        exhibit_pages = {page.number for page in plan.pages if page.exhibit is not None}
        assert targets & exhibit_pages == firsts


def _starts(built: Built) -> tuple[int, ...]:
    files = verify_packet(Path(built.volumes[0].path)).files
    numbers = [file.volume for file in files]
    return tuple(numbers.index(volume) for volume in range(1, len(built.volumes) + 1))


def test_the_cover_of_each_volume_says_which_it_is(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    built = _write(_scans(tmp_path, 8), folder)
    for number, volume in enumerate(built.volumes, start=1):
        words = support.text_by_pdfium(Path(volume.path), 1)
        assert f"Volume {number} of {len(built.volumes)}" in words


def test_bookmarks_are_those_of_the_volume(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    built = _write(_scans(tmp_path, 8), folder)
    labels = []
    for volume in built.volumes:
        plan_labels = [str(item.title).split()[0] for item in _exhibit_bookmarks(volume.path)]
        labels += plan_labels
    assert labels == [f"{part}-{place}" for part in (1, 2) for place in (1, 2, 3, 4)]


def _exhibit_bookmarks(path: str) -> list[object]:
    outline = pypdf.PdfReader(path).outline
    return [item for part in outline if isinstance(part, list) for item in part]


def test_a_packet_within_the_limit_is_one_file_under_its_own_name(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    built = _write(_scans(tmp_path, 2), folder)
    assert (built.path, built.volumes) == (str(folder / "packet.pdf"), ())
    assert _names(folder) == ["packet.pdf"]
    assert verify_packet(folder / "packet.pdf").volumes == 1


def test_exhibits_that_turn_out_larger_than_their_files_are_divided_anew(tmp_path: Path) -> None:
    # One page of ten is taken, and it holds nearly all of the file's bytes.
    exhibits = []
    for number in range(6):
        picture = support.picture_bytes(support.noise(400, 400, number), "JPEG", quality=95)
        form = support.Stream(
            {
                "Type": support.Name("XObject"),
                "Subtype": support.Name("Image"),
                "Width": 400,
                "Height": 400,
                "ColorSpace": support.Name("DeviceGray"),
                "BitsPerComponent": 8,
                "Filter": support.Name("DCTDecode"),
            },
            picture,
        )
        heavy = {
            "Contents": support.content("400 0 0 400 0 0 cm /I Do"),
            "Resources": {"XObject": {"I": form}},
        }
        path = support.write_pdf(tmp_path / f"heavy{number}.pdf", [heavy, *({},) * 9])
        exhibits.append(support.exhibit(replace(support.pdf_file(path), selected=(0,))))
    folder = _output(tmp_path)
    built = _write(_request(*exhibits), folder)
    assert len(built.volumes) > 1
    assert all(volume.size_bytes <= CAP for volume in built.volumes)
    assert _names(folder) == [Path(volume.path).name for volume in built.volumes]


def test_an_exhibit_that_alone_exceeds_the_limit_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    exhibits = [support.exhibit(_scan(tmp_path, number)) for number in range(3)]
    exhibits.append(support.exhibit(_scan(tmp_path, 9, side=1200)))
    with pytest.raises(UnusableInput) as caught:
        _write(_request(*exhibits), folder)
    assert caught.value.code == "packet.volume_too_small"
    assert caught.value.params["exhibit"] == "2-2"
    assert caught.value.params["cap"] == "0.6 MB"
    assert _names(folder) == []


def test_a_limit_below_the_front_matter_is_refused(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    with pytest.raises(UnusableInput, match="volume_too_small"):
        _write(_scans(tmp_path, 2, cap=10_000), folder)
    assert _names(folder) == []


@pytest.mark.parametrize("step", ["draw", "page", "write", "verify"])
def test_cancelling_leaves_nothing_behind_and_the_earlier_volumes_alone(tmp_path: Path, step: str) -> None:
    folder = _output(tmp_path)
    request = _scans(tmp_path, 8)
    _write(request, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    seen = []

    def cancel(progress: Progress) -> None:
        seen.append(progress)
        if progress.step == step and progress.done == progress.total:
            raise Cancelled

    with pytest.raises(Cancelled):
        _write(_scans(tmp_path, 7), folder, cancel)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert seen


def test_progress_counts_the_pages_of_all_volumes(tmp_path: Path) -> None:
    told: list[Progress] = []
    built = _write(_scans(tmp_path, 8), _output(tmp_path), told.append)
    for step in ("draw", "page", "verify"):
        done = [each.done for each in told if each.step == step]
        assert done == list(range(1, built.page_count + 1))
        assert {each.total for each in told if each.step == step} == {built.page_count}


def test_volumes_of_an_earlier_build_in_another_number_go(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    _write(_scans(tmp_path, 8), folder)
    earlier = _names(folder)
    built = _write(_scans(tmp_path, 8, cap=CAP * 2), folder)
    assert len(built.volumes) < len(earlier)
    assert _names(folder) == [Path(volume.path).name for volume in built.volumes]


def test_a_whole_packet_of_an_earlier_build_under_the_same_name_goes(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    _write(_scans(tmp_path, 8, cap=None), folder)
    built = _write(_scans(tmp_path, 8), folder)
    assert _names(folder) == [Path(volume.path).name for volume in built.volumes]


def test_a_packet_without_a_limit_leaves_volumes_alone(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    _write(_scans(tmp_path, 8), folder)
    earlier = _names(folder)
    _write(_scans(tmp_path, 8, cap=None), folder)
    assert _names(folder) == sorted([*earlier, "packet.pdf"])


def test_other_peoples_files_with_such_names_are_never_touched(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    (folder / "packet-1-of-9.pdf").write_bytes(b"%PDF-1.4 a file of somebody else")
    built = _write(_scans(tmp_path, 8), folder)
    assert "packet-1-of-9.pdf" in _names(folder)
    taken = Path(built.volumes[1].path)
    taken.write_bytes(b"something else")
    with pytest.raises(UnusableInput) as caught:
        _write(_scans(tmp_path, 8), folder)
    assert (caught.value.code, caught.value.params["path"]) == ("packet.volume_in_the_way", str(taken))
    assert taken.read_bytes() == b"something else"


def test_an_earlier_volume_that_is_itself_a_paper_of_the_case_is_never_replaced(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    built = _write(_scans(tmp_path, 8), folder)
    kept = Path(built.volumes[0].path)
    before = kept.read_bytes()
    exhibits = [support.exhibit(support.pdf_file(kept))]
    exhibits += [support.exhibit(_scan(tmp_path, number)) for number in range(8)]
    request = _request(*exhibits, cap=CAP * 2)
    assert str(kept) not in [volume.path for volume in _write(request, folder).volumes]
    assert kept.read_bytes() == before
    with pytest.raises(UnusableInput, match="volume_in_the_way"):
        refuse_occupied(request, folder / "packet.pdf", [kept])


def test_the_same_papers_give_the_same_volumes(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    first = [volume.sha256 for volume in _write(_scans(tmp_path, 6), folder).volumes]
    assert [volume.sha256 for volume in _write(_scans(tmp_path, 6), folder).volumes] == first


def test_a_printing_set_can_be_split(tmp_path: Path) -> None:
    exhibits = [replace(support.exhibit(_scan(tmp_path, number)), copies=3) for number in range(6)]
    built = _write(_request(*exhibits, printing=True), _output(tmp_path))
    assert len(built.volumes) > 1
    for volume in built.volumes:
        assert volume.size_bytes <= CAP
        assert verify_packet(Path(volume.path)).sound


def test_a_paper_that_several_exhibits_show_weighs_once_in_a_volume(tmp_path: Path) -> None:
    scan = _scan(tmp_path, 1)
    folder = _output(tmp_path)
    built = _write(_request(*(support.exhibit(scan) for _ in range(12))), folder)
    assert _names(folder) == ["packet.pdf"]
    assert built.size_bytes <= CAP


def test_locked_volumes_are_replaced_by_a_later_build_as_well(tmp_path: Path) -> None:
    folder = _output(tmp_path)
    request = _scans(tmp_path, 8)
    locked = replace(request, options=replace(request.options, password="geheim"))
    first = _write(locked, folder)
    assert verify_packet(Path(first.volumes[0].path), "geheim").sound
    assert len(_write(locked, folder).volumes) == len(first.volumes)
    assert _names(folder) == [Path(volume.path).name for volume in first.volumes]


def test_siblings_are_named_only_while_a_volume_has_its_name(tmp_path: Path) -> None:
    assert sibling_names(tmp_path / "a-2-of-3.pdf", 2, 3) == ("a-1-of-3.pdf", "a-3-of-3.pdf")
    assert sibling_names(tmp_path / "renamed.pdf", 2, 3) == ()
    assert sibling_names(tmp_path / "a-1-of-3.pdf", 2, 3) == ()
    assert [path.name for path in volume_paths(tmp_path / "a.b.pdf", 2)] == [
        "a.b-1-of-2.pdf",
        "a.b-2-of-2.pdf",
    ]


def _file(pages: int) -> SourceFile:
    facts = tuple(PageFacts(number, 595, 842) for number in range(1, pages + 1))
    return SourceFile("a.pdf", "/nowhere/a.pdf", FileKind.PDF, "ab" * 32, 1, facts, tuple(range(pages)))


@given(shape=st.lists(st.lists(st.integers(1, 3), max_size=4), min_size=1, max_size=4), data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_division_holds_every_page_once_and_accounts_for_it(
    shape: list[list[int]], data: st.DataObject
) -> None:
    sections = [support.section(*(support.exhibit(_file(pages)) for pages in part)) for part in shape]
    count = sum(map(len, shape))
    cuts = data.draw(st.sets(st.integers(1, count - 1))) if count > 1 else set()
    plans = plan_volumes(support.request(*sections), (0, *sorted(cuts)))
    labels = [page.label for plan in plans for page in plan.pages if page.kind is PageKind.SHEET]
    expected = [
        f"{index}-{place}"
        for index, part in enumerate(shape, start=1)
        for place, pages in enumerate(part, start=1)
        for _ in range(pages)
    ]
    assert labels == expected
    dividers = [page.section for plan in plans for page in plan.pages if page.kind is PageKind.DIVIDER]
    assert dividers == list(range(1, len(shape) + 1))
    assert sum(sums_of(plan).source_pages for plan in plans) == len(expected)
    for plan in plans:
        assert plan.volume_pages == tuple(each.page_count for each in plans)
        assert all(1 <= bookmark.page <= plan.page_count for bookmark in plan.bookmarks)
        for exhibit in plan.exhibits:
            assert plan.pages[exhibit.first_page - 1].label == exhibit.label
        for section in plan.sections:
            divider = plans[section.volume - 1].pages[section.divider_page - 1]
            assert (divider.kind, divider.section) == (PageKind.DIVIDER, section.number)
