"""A supplement holds what is new or changed, under labels that go on, and tells what became of the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.desk import Desk
from app.casework.supplement import only_changes, read_earlier
from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import (
    Change,
    ExhibitRequest,
    PacketOptions,
    PacketRequest,
    SectionRequest,
    ShareCopy,
    SourceFile,
    Verification,
)
from app.domain.words import DisplayMode, Text
from app.intake.guard import InProcess
from app.packet.holdings import packet_files
from app.packet.plan import plan_packet
from app.packet.verify import compare_with_request, verify_packet
from app.packet.write import write_packet
from tests.support.cases import PACK
from tests.unit.packet import support

TITLES = {"tax": Text("Proof of tax", "完税证明")}


def paper(
    name: str, content: str = "", pages: int = 1, selected: tuple[int, ...] | None = None
) -> SourceFile:
    sheets = tuple(PageFacts(number, 595, 842) for number in range(1, pages + 1))
    chosen = tuple(range(pages)) if selected is None else selected
    return SourceFile(name, name, FileKind.PDF, f"hash of {content or name}", 100, sheets, chosen)


def exhibit(requirement: str, *files: SourceFile, person: str = "anna", part: str = "original"):
    title = Text(requirement.title(), requirement.upper())
    return ExhibitRequest(requirement, part, title, person.upper(), (), files, person=person)


def case(*sections: tuple[ExhibitRequest, ...]) -> PacketRequest:
    numbered = (
        SectionRequest(Text(f"Section {n}", f"章{n}"), Text.same(""), exhibits)
        for n, exhibits in enumerate(sections)
    )
    return support.request(*numbered)


def built(request: PacketRequest, earlier: Verification | None = None, name: str = "P1") -> Verification:
    """Return what reading back the packet of a request would show."""
    supplement = request.supplement
    found = Verification(
        path=f"{name}.pdf",
        title="MÜLLER family",
        category="",
        place="",
        page_count=1,
        source_pages=1,
        draft=False,
        files=packet_files(plan_packet(request)),
        packet_id=name,
    )
    if supplement is None:
        return found
    assert earlier is not None
    return replace(found, standing=supplement.standing, labels=supplement.labels)


def supplemented(now: PacketRequest, earlier: Verification) -> PacketRequest:
    return only_changes(now, earlier, TITLES)


def labels(request: PacketRequest) -> dict[str, tuple[str, ...]]:
    """Return the files of each exhibit by its label in the finished packet."""
    plan = plan_packet(request)
    return {
        each.label: tuple(file.name for file in each.request.files)
        for section in plan.sections
        for each in section.exhibits
    }


def changes(request: PacketRequest) -> list[Change]:
    assert request.supplement is not None
    return list(request.supplement.changes)


IDENTITY = (exhibit("passport", paper("passport.pdf")), exhibit("photo", paper("photo.pdf")))
WORK = (
    exhibit("permit", paper("permit.pdf", pages=2)),
    exhibit("tax", paper("tax-2025.pdf")),
    exhibit("tax", paper("tax-2024.pdf")),
)
FIRST = case(IDENTITY, WORK)


def test_a_paper_added_to_an_exhibit_goes_on_from_its_label():
    more = exhibit("passport", paper("passport.pdf"), paper("stamp.pdf"))
    now = supplemented(case((more, IDENTITY[1]), WORK), built(FIRST))
    assert labels(now) == {"1-1-1": ("stamp.pdf",)}
    (change,) = changes(now)
    assert (change.kind, change.label, change.old_label) == ("added", "1-1-1", "1-1")
    assert now.supplement is not None
    assert now.supplement.unchanged == 4


def test_another_exhibit_of_the_same_requirement_goes_on_from_the_last():
    now = supplemented(case(IDENTITY, (*WORK, exhibit("tax", paper("tax-2023.pdf")))), built(FIRST))
    assert labels(now) == {"2-3-1": ("tax-2023.pdf",)}


def test_a_new_requirement_gets_the_next_free_number_of_its_section():
    now = supplemented(case((exhibit("visa", paper("visa.pdf")), *IDENTITY), WORK), built(FIRST))
    assert labels(now) == {"1-3": ("visa.pdf",)}
    assert changes(now)[0].old_label == ""


def test_a_new_section_gets_the_next_free_number_and_stands_last():
    health = (exhibit("health", paper("health.pdf")),)
    more = (*WORK, exhibit("contract", paper("contract.pdf")))
    now = supplemented(case(health, IDENTITY, more), built(FIRST))
    assert labels(now) == {"2-4": ("contract.pdf",), "3-1": ("health.pdf",)}
    assert [section.number for section in plan_packet(now).sections] == [2, 3]


def test_a_replaced_paper_names_label_and_pages_of_the_earlier_packet():
    newer = exhibit("permit", paper("permit.pdf", "new permit", pages=3))
    earlier = built(FIRST)
    now = supplemented(case(IDENTITY, (newer, *WORK[1:])), earlier)
    assert labels(now) == {"2-1-1": ("permit.pdf",)}
    (change,) = changes(now)
    (old,) = (file for file in earlier.files if file.name == "permit.pdf")
    assert (change.kind, change.old_label, change.old_packet) == ("replaced", "2-1", "P1")
    assert change.old_pages == old.pages
    assert len(change.old_pages) == 2


def test_of_several_exhibits_the_one_of_that_name_is_replaced():
    newer = exhibit("tax", paper("tax-2024.pdf", "corrected"))
    now = supplemented(case(IDENTITY, (*WORK[:2], newer)), built(FIRST))
    assert labels(now) == {"2-3-1": ("tax-2024.pdf",)}
    assert changes(now)[0].old_label == "2-3"


def test_other_pages_of_the_same_file_are_a_change():
    fewer = exhibit("permit", paper("permit.pdf", pages=2, selected=(1,)))
    now = supplemented(case(IDENTITY, (fewer, *WORK[1:])), built(FIRST))
    assert [change.kind for change in changes(now)] == ["replaced"]


def test_a_renamed_file_with_the_same_content_is_none():
    renamed = exhibit("permit", paper("scan0001.pdf", "permit.pdf", pages=2))
    with pytest.raises(UnusableInput) as caught:
        supplemented(case(IDENTITY, (renamed, *WORK[1:])), built(FIRST))
    assert caught.value.code == "supplement.nothing_new"


def test_what_is_gone_is_listed_by_the_title_that_the_rules_give_it():
    now = supplemented(case(IDENTITY, WORK[:1]), built(FIRST))
    assert labels(now) == {}
    assert [(each.kind, each.old_label, each.title) for each in changes(now)] == [
        ("removed", "2-2", TITLES["tax"]),
        ("removed", "2-3", TITLES["tax"]),
    ]
    assert now.supplement is not None
    assert now.supplement.unchanged == 3


def test_the_same_requirement_of_another_person_is_another_paper():
    of_jon = exhibit("passport", paper("passport.pdf"), person="jon")
    now = supplemented(case((*IDENTITY, of_jon), WORK), built(FIRST))
    assert labels(now) == {"1-3": ("passport.pdf",)}


def test_a_supplement_to_a_supplement_goes_on_counting_and_knows_what_stands_where():
    more = exhibit("passport", paper("passport.pdf"), paper("stamp.pdf"))
    newer = exhibit("permit", paper("permit.pdf", "new permit"))
    first = built(FIRST)
    now = supplemented(case((more, IDENTITY[1]), (newer, *WORK[1:])), first)
    second = built(now, first, "P2")
    assert {file.label for file in second.files} == {"1-1-1", "2-1-1"}

    third = exhibit("passport", paper("passport.pdf"), paper("stamp.pdf", "other stamp"), paper("visa.pdf"))
    newest = exhibit("permit", paper("permit.pdf", "newest permit"))
    last = supplemented(case((third, IDENTITY[1]), (newest, *WORK[1:])), second)
    assert labels(last) == {"1-1-2": ("stamp.pdf", "visa.pdf"), "2-1-2": ("permit.pdf",)}
    passport, permit = changes(last)
    assert (passport.kind, passport.old_label, passport.old_packet) == ("replaced", "1-1-1", "P2")
    assert (permit.kind, permit.old_label, permit.old_packet) == ("replaced", "2-1-1", "P2")
    assert last.supplement is not None
    standing = {(file.name, file.packet) for file in last.supplement.standing}
    assert standing == {
        (name, "P1") for name in ("passport.pdf", "photo.pdf", "tax-2025.pdf", "tax-2024.pdf")
    }


def test_a_label_once_given_is_not_given_again():
    newer = exhibit("permit", paper("permit.pdf", "new permit"))
    first = built(FIRST)
    second = built(supplemented(case(IDENTITY, (newer, *WORK[1:])), first), first, "P2")
    # The first permit, replaced by 2-1-1, comes back.
    last = supplemented(FIRST, second)
    assert labels(last) == {"2-1-2": ("permit.pdf",)}


def test_packets_that_do_not_say_whose_a_paper_is_are_compared_without():
    old = built(FIRST)
    old = replace(old, files=tuple(replace(file, person="", part="", indices=()) for file in old.files))
    with pytest.raises(UnusableInput):
        supplemented(FIRST, old)
    now = supplemented(case((*IDENTITY, exhibit("visa", paper("visa.pdf"))), WORK), old)
    assert labels(now) == {"1-3": ("visa.pdf",)}


def test_without_an_earlier_packet_nothing_changes():
    assert only_changes(FIRST, None, TITLES) is FIRST
    assert read_earlier(Desk(PACK, Path(), guard=InProcess()), PacketOptions()) is None


names = st.sampled_from(["a", "b", "c", "d", "e"])
papers = st.lists(
    st.builds(
        lambda requirement, files: exhibit(requirement, *(paper(f"{name}.pdf") for name in files)),
        st.sampled_from(["passport", "permit", "tax"]),
        st.lists(names, min_size=1, max_size=3, unique=True),
    ),
    min_size=1,
    max_size=4,
)


@given(papers, papers)
def test_what_stands_and_what_is_new_make_up_the_case(
    before: list[ExhibitRequest], after: list[ExhibitRequest]
):
    def held(files: object) -> list[str]:
        return sorted(f"{file.requirement} {file.sha256}" for file in files)  # type: ignore[attr-defined]

    earlier, whole = built(case(tuple(before))), case(tuple(after))
    wanted = held(packet_files(plan_packet(whole)))
    try:
        now = supplemented(whole, earlier)
    except UnusableInput:
        assert held(earlier.files) == wanted
        return
    assert now.supplement is not None
    assert held((*now.supplement.standing, *packet_files(plan_packet(now)))) == wanted
    given_labels = [file.label for file in earlier.files]
    assert not set(labels(now)) & set(given_labels)


# As files


@pytest.fixture
def first(tmp_path: Path) -> tuple[PacketRequest, Path]:
    pages = [{"Contents": support.corners_content((0, 0, 300, 400))}]
    files = [support.pdf_file(support.write_pdf(tmp_path / f"{name}.pdf", pages)) for name in ("a", "b")]
    request = case(tuple(exhibit(file.name[0], file) for file in files))
    write_packet(plan_packet(request), tmp_path / "first.pdf", support.silent)
    return request, tmp_path / "first.pdf"


def with_one_more(request: PacketRequest, folder: Path) -> PacketRequest:
    page = {"Contents": support.content("1 0 0 rg 0 0 100 100 re f")}
    file = support.pdf_file(support.write_pdf(folder / "c.pdf", [page]))
    section = request.sections[0]
    return replace(request, sections=(replace(section, exhibits=(*section.exhibits, exhibit("c", file))),))


@pytest.mark.parametrize("mode", list(DisplayMode))
def test_a_supplement_is_a_sound_packet_and_holds_the_case_together_with_the_earlier_one(
    tmp_path: Path, first: tuple[PacketRequest, Path], mode: DisplayMode
):
    request, path = first
    whole = with_one_more(request, tmp_path)
    options = PacketOptions(language=mode, supplement_to=str(path))
    earlier = read_earlier(Desk(PACK, tmp_path / "data", guard=InProcess()), options)
    now = only_changes(replace(whole, options=options), earlier, TITLES)
    target = tmp_path / "supplement.pdf"
    write_packet(plan_packet(now), target, support.silent)
    found = verify_packet(target)
    assert found.sound, found.discrepancies
    assert [file.label for file in found.files] == ["1-3"]
    assert {file.name for file in found.standing} == {"a.pdf", "b.pdf"}
    assert earlier is not None
    assert found.supplement_to == earlier.packet_id
    assert compare_with_request(found, whole) == ()
    assert {one.code for one in compare_with_request(found, request)} == {"case.file_gone"}
    words = support.text_by_pdfium(target, 3)
    assert "1-3" in words
    assert "c.pdf" in words


def test_a_packet_that_was_changed_or_is_a_copy_is_not_supplemented(
    tmp_path: Path, first: tuple[PacketRequest, Path]
):
    request, path = first
    raw = path.read_bytes()
    at = raw.index(b"/MediaBox [0 0 595")
    (tmp_path / "changed.pdf").write_bytes(raw[: at + 15] + b"6" + raw[at + 16 :])
    share = ShareCopy("x", request.submit_on, (), Text("only", "仅供"))
    copy = replace(request, options=PacketOptions(share=share))
    write_packet(plan_packet(copy), tmp_path / "copy.pdf", support.silent)
    desk = Desk(PACK, tmp_path / "data", guard=InProcess())
    for name, code in (("changed.pdf", "supplement.unsound"), ("copy.pdf", "supplement.to_share")):
        with pytest.raises(UnusableInput) as caught:
            read_earlier(desk, PacketOptions(supplement_to=str(tmp_path / name)))
        assert caught.value.code == code
