"""Files are made ready for the packet once for each content, guarded, kept, and told page by page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.casework import ready
from app.casework.desk import Desk, OpenCase
from app.casework.ready import make_all_ready
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem, Handling
from app.domain.packet import Progress
from app.env.stamp import file_stamp
from app.intake.calls import Call, Outcome, Tell, Trouble
from app.intake.examine import examine_file
from app.intake.guard import GuardedProcesses, InProcess, Outcomes, Team, Work
from app.intake.limits import MIB, Ceiling
from tests.support.cases import PACK, family
from tests.unit.intake.papers import docx_of, encoded, noise, page_pdf, paper, pdf_of

HERE = "tests.unit.casework.test_ready"
CLEAR = noise().convert("RGBA")


class Recording(InProcess):
    """Does calls in this process, or has those of one function come out as told, and remembers them."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.told: dict[str, Outcome] = {}

    def run(self, work: Work, calls: Sequence[Call], tell: Tell | None = None) -> Outcomes:
        for index, call in enumerate(calls):
            function = call.function.partition(":")[2]
            self.calls.append(function)
            if function in self.told:
                yield index, self.told[function]
            else:
                yield from ((index, outcome) for _, outcome in super().run(work, [call], tell))


@pytest.fixture
def guard() -> Recording:
    return Recording()


@pytest.fixture
def desk(tmp_path: Path, guard: Recording) -> Desk:
    return Desk(PACK, tmp_path / "data", guard=guard)


Prepare = Callable[..., dict[str, ready.ReadyFile]]


@pytest.fixture
def prepare(tmp_path: Path, desk: Desk) -> Prepare:
    def run(
        contents: dict[str, bytes], *, by: Desk = desk, report: Callable[[Progress], None] = lambda _: None
    ) -> dict[str, ready.ReadyFile]:
        files, facts = {}, {}
        (tmp_path / "case").mkdir(exist_ok=True)
        for name, content in contents.items():
            files[name] = tmp_path / "case" / name
            files[name].write_bytes(content)
            facts[name] = examine_file(files[name], name)
        return make_all_ready(by, OpenCase(family(), files), facts, tmp_path / "work", report)

    return run


def fax(*frames: Image.Image) -> bytes:
    first, *rest = (frame.convert("1") for frame in frames)
    return encoded(first, "TIFF", compression="group4", save_all=True, append_images=rest, strip_size=1 << 30)


def annotated_pdf() -> bytes:
    """Make a PDF whose one note says two things: its picture, and a field out of date."""
    return page_pdf(b"/Annots [<</Type/Annot/Subtype/Square/Rect[50 50 150 150]/C[1 0 0]>>]")


def test_what_passes_through_is_taken_from_itself(prepare: Prepare, guard: Recording, tmp_path: Path) -> None:
    files = {"a.pdf": pdf_of(2), "b.jpg": encoded(noise(), "JPEG"), "c.tif": fax(noise(), paper())}
    for name, each in prepare(files).items():
        assert (each.path, each.parts, each.handling) == (str(tmp_path / "case" / name), (), ())


def test_each_page_that_needs_decoding_has_a_file_of_its_own(prepare: Prepare, guard: Recording) -> None:
    frames = [noise(), paper(), noise(80, 90)]
    colors = [frame.convert("RGB") for frame in frames]
    data = encoded(colors[0], "TIFF", compression="tiff_lzw", save_all=True, append_images=colors[1:])
    (made,) = prepare({"a.tif": data}).values()
    assert guard.calls == ["make_part"] * 3
    for frame, part in zip(colors, made.parts, strict=True):
        with Image.open(part) as kept:
            assert kept.tobytes() == frame.tobytes()


def test_pages_that_pass_stay_with_the_file_that_holds_them(prepare: Prepare, tmp_path: Path) -> None:
    # The small frame fits in one strip, the large one does not.
    small, large = noise(80, 90).convert("1"), paper().convert("1")
    options = {"compression": "group4", "strip_size": 2000, "save_all": True}
    data = encoded(small, "TIFF", append_images=[large], **options)
    (made,) = prepare({"a.tif": data}).values()
    assert made.parts[0] == made.path != made.parts[1]


def test_the_same_content_is_made_ready_once(prepare: Prepare, guard: Recording, tmp_path: Path) -> None:
    made = prepare({"a.png": encoded(CLEAR, "PNG"), "b.png": encoded(CLEAR, "PNG")})
    assert guard.calls == ["make_part"]
    assert made["a.png"].parts == made["b.png"].parts
    assert [each.path for each in made.values()] == [str(tmp_path / "case" / name) for name in made]


def test_a_second_time_nothing_is_done(prepare: Prepare, guard: Recording, tmp_path: Path) -> None:
    files = {"a.pdf": pdf_of(2)[:-100], "b.png": encoded(CLEAR, "PNG"), "c.jpg": encoded(noise(), "JPEG")}
    first = prepare(files)
    guard.calls.clear()
    again = prepare(files, by=Desk(PACK, tmp_path / "data", guard=guard))
    assert guard.calls == []
    assert again == first


def test_a_damaged_copy_is_made_anew(prepare: Prepare, guard: Recording) -> None:
    files = {"b.png": encoded(CLEAR, "PNG")}
    (first,) = prepare(files).values()
    content = Path(first.parts[0]).read_bytes()
    Path(first.parts[0]).write_bytes(content[:-1])
    (again,) = prepare(files).values()
    assert guard.calls == ["make_part"] * 2
    assert Path(again.parts[0]).read_bytes() == content


def test_a_damaged_pdf_is_rebuilt_and_said_so(prepare: Prepare) -> None:
    (made,) = prepare({"a.pdf": pdf_of(3)[:-100]}).values()
    assert made.handling == (Handling("rebuilt", "pikepdf"),)
    with pikepdf.open(made.path) as copy:
        assert len(copy.pages) == 3


def test_a_restricted_pdf_is_unlocked_and_said_so(prepare: Prepare, tmp_path: Path) -> None:
    (tmp_path / "plain.pdf").write_bytes(pdf_of(2))
    with pikepdf.open(tmp_path / "plain.pdf") as plain:
        plain.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    (made,) = prepare({"a.pdf": (tmp_path / "locked.pdf").read_bytes()}).values()
    assert made.handling == (Handling("unlocked", "pikepdf"),)
    with pikepdf.open(made.path) as copy:
        assert not copy.is_encrypted


def test_pages_that_would_look_otherwise_become_pictures(prepare: Prepare, guard: Recording) -> None:
    guard.told["differing_pages"] = Outcome((1,))
    (made,) = prepare({"a.pdf": pdf_of(3)}).values()
    assert made.parts[0] == made.parts[2] == made.path
    with Image.open(made.parts[1]) as picture:
        assert picture.format == "JPEG"
        assert picture.width * 72 / 200 == pytest.approx(made.facts.pages[1].width_pt, abs=1)
    assert made.handling == (Handling("pictured", "pdfium", (2,)),)
    assert [page.dpi for page in made.facts.pages] == [None, 200.0, None]


def test_all_pages_become_pictures_where_none_can_be_taken(prepare: Prepare, guard: Recording) -> None:
    guard.told["differing_pages"] = Outcome(trouble=Trouble.CRASH)
    (made,) = prepare({"a.pdf": pdf_of(2)}).values()
    assert made.handling == (Handling("pictured", "pdfium", (1, 2)),)


def test_a_page_that_should_be_a_picture_and_cannot_is_not_to_be_used(
    prepare: Prepare, guard: Recording
) -> None:
    guard.told |= {"differing_pages": Outcome((1,)), "picture_pages": Outcome(trouble=Trouble.CRASH)}
    (made,) = prepare({"a.pdf": pdf_of(2)}).values()
    assert [page.problem for page in made.facts.pages] == [None, "unreadable"]


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [(Trouble.CRASH, "unreadable"), (Trouble.TIMEOUT, "too_heavy"), (Trouble.MEMORY, "too_heavy")],
)
def test_a_page_whose_decoder_fails_is_named_and_tried_again(
    prepare: Prepare, guard: Recording, trouble: Trouble, problem: str
) -> None:
    guard.told["make_part"] = Outcome(trouble=trouble)
    files = {"a.png": encoded(CLEAR, "PNG"), "b.pdf": pdf_of(1)}
    made = prepare(files)
    assert [page.problem for page in made["a.png"].facts.pages] == [problem]
    assert made["b.pdf"].facts.problem is None
    del guard.told["make_part"]
    assert prepare(files)["a.png"].facts.pages[0].problem is None


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [(Trouble.CRASH, FileProblem.UNREADABLE), (Trouble.TIMEOUT, FileProblem.TOO_HEAVY)],
)
def test_a_pdf_that_cannot_be_rebuilt_has_a_problem(
    prepare: Prepare, guard: Recording, trouble: Trouble, problem: FileProblem
) -> None:
    guard.told["rebuild"] = Outcome(trouble=trouble)
    (made,) = prepare({"a.pdf": pdf_of(2)[:-100]}).values()
    assert (made.facts.problem, made.facts.pages, made.kind) == (problem, (), FileKind.PDF)


def test_a_file_with_a_problem_comes_back_as_it_is(prepare: Prepare, guard: Recording) -> None:
    (made,) = prepare({"a.pdf": b"<html>"}).values()
    assert made.facts.problem is FileProblem.UNSUPPORTED
    assert guard.calls == []


def lay_out_as(data: bytes | None) -> Callable[[Path, Path, object], str | None]:
    def lay_out(_path: Path, destination: Path, _copy: object) -> str | None:
        if data is not None:
            destination.write_bytes(data)
        return None if data is None else "Writer 1.0"

    return lay_out


def word_facts(path: Path) -> FileFacts:
    return replace(examine_file(path, path.name), problem=None)


@pytest.mark.parametrize("data", [None, b"%PDF-1.7\nnothing", pdf_of(2)[:-100]])
def test_a_word_file_of_which_no_sound_pdf_is_made_is_unreadable(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | None
) -> None:
    monkeypatch.setattr(ready, "lay_out", lay_out_as(data))
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of())
    opened = OpenCase(family(), {"a.docx": path})
    made = make_all_ready(desk, opened, {"a.docx": word_facts(path)}, tmp_path / "work", lambda _: None)
    assert made["a.docx"].facts.problem is FileProblem.UNREADABLE


def test_a_word_file_has_the_pages_of_its_pdf(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "lay_out", lay_out_as(pdf_of(3)))
    path = tmp_path / "a.docx"
    path.write_bytes(docx_of())
    opened, facts = OpenCase(family(), {"a.docx": path}), {"a.docx": word_facts(path)}
    made = make_all_ready(desk, opened, facts, tmp_path / "work", lambda _: None)["a.docx"]
    assert (made.kind, made.facts.kind, len(made.facts.pages)) == (FileKind.PDF, FileKind.DOCX, 3)
    # Which version it was, the PDF itself tells.
    assert made.handling == (Handling("converted", made.facts.converter),)
    assert made.facts.converter.startswith("ReportLab")
    monkeypatch.setattr(ready, "lay_out", lay_out_as(None))
    assert make_all_ready(desk, opened, facts, tmp_path / "work", lambda _: None)["a.docx"] == made


def test_a_file_that_changed_since_it_was_examined_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded(CLEAR, "PNG"))
    facts = {"a.png": examine_file(path, "a.png")}
    path.write_bytes(encoded(noise(90, 80).convert("RGBA"), "PNG"))
    with pytest.raises(UnusableInput, match="source_changed"):
        make_all_ready(desk, OpenCase(family(), {"a.png": path}), facts, tmp_path / "work", lambda _: None)
    assert not (tmp_path / "data" / "ready").exists()


def test_a_file_that_is_as_it_was_hashed_bears_its_stamp_and_a_changed_one_none(
    desk: Desk, tmp_path: Path
) -> None:
    paths = {name: tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf")}
    for count, path in enumerate(paths.values(), start=1):
        path.write_bytes(pdf_of(count))
    facts = {name: examine_file(path, name) for name, path in paths.items()}
    stamps = {name: file_stamp(path) or "" for name, path in paths.items()}
    # The third was never remembered.
    desk.readings.remember_hashes(
        {paths[name]: (stamps[name], facts[name].sha256) for name in ("a.pdf", "b.pdf")}
    )
    paths["b.pdf"].write_bytes(pdf_of(2) + b" ")
    made = make_all_ready(desk, OpenCase(family(), paths), facts, tmp_path / "work", lambda _: None)
    assert {name: each.stamp for name, each in made.items()} == {
        "a.pdf": stamps["a.pdf"],
        "b.pdf": "",
        "c.pdf": "",
    }


def test_progress_is_told_by_page_and_ends_at_all_of_them(prepare: Prepare) -> None:
    told: list[Progress] = []
    frames = [noise(), paper(), noise()]
    files = {
        "a.pdf": pdf_of(4), "b.jpg": encoded(noise(), "JPEG"), "d.pdf": b"<html>",
        "c.tif": encoded(frames[0], "TIFF", compression="tiff_lzw", save_all=True, append_images=frames[1:]),
    }  # fmt: skip
    prepare(files, report=told.append)
    assert {each.step for each in told} == {"prepare"}
    assert (told[-1].done, told[-1].total) == (9, 9)
    assert [each.done for each in told] == sorted(each.done for each in told)


def test_a_stop_leaves_nothing_in_what_is_kept(prepare: Prepare, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare({"a.png": encoded(CLEAR, "PNG"), "b.jpg": encoded(noise(), "JPEG")}, report=stop)
    assert not (tmp_path / "data" / "ready").exists()


def crash(*_arguments: object) -> None:
    os._exit(3)


@pytest.fixture
def processes() -> Iterator[GuardedProcesses]:
    made = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(1000 * MIB))})
    yield made
    made.close()


def test_a_decoder_that_takes_its_process_along_costs_one_file(
    prepare: Prepare, processes: GuardedProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "_LOOK", f"{HERE}:crash")
    monkeypatch.setattr(ready, "_DRAW", f"{HERE}:crash")
    made = prepare(
        {"a.png": encoded(CLEAR, "PNG"), "b.pdf": pdf_of(1), "c.bmp": encoded(paper(), "BMP")},
        by=Desk(PACK, tmp_path / "data", guard=processes),
    )
    assert [page.problem for page in made["b.pdf"].facts.pages] == ["unreadable"]
    for name in ("a.png", "c.bmp"):
        assert made[name].facts.pages[0].problem is None
        assert Path(made[name].parts[0]).exists()
