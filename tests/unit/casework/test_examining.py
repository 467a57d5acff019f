"""Files are examined and read once, each on its own; what is known comes first, and all of it in order."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.casework import examining
from app.casework.attach import attach_evidence
from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_each, examine_files, read_files
from app.casework.keep import delete_case, purge_deleted
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem, PageFacts
from app.domain.packet import Progress
from app.domain.reading import Reading
from app.intake.calls import Call, Outcome, Tell, Trouble
from app.intake.guard import GuardedProcesses, InProcess, Outcomes, Team, Work
from app.intake.limits import MIB, Ceiling
from tests.support.cases import PACK, TODAY, family
from tests.unit.intake.papers import encoded, noise, pdf_of

HERE = "tests.unit.casework.test_examining"
LONG_AGO = time.time() - 1000


class Recording(InProcess):
    """Does calls in this process, or has them come out as told, and remembers them."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.calls: list[Call] = []
        self.outcomes = list(outcomes)
        self.warmed = 0

    def run(self, work: Work, calls: Sequence[Call], tell: Tell | None = None) -> Outcomes:
        for index, outcome in super().run(work, calls):
            self.calls.append(calls[index])
            yield index, self.outcomes.pop(0) if self.outcomes else outcome

    def warm_up(self, work: Work) -> None:
        self.warmed += 1


def silent(_progress: Progress) -> None:
    pass


@pytest.fixture
def guard() -> Recording:
    return Recording()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def desk(data: Path, guard: Recording) -> Desk:
    return Desk(PACK, data, guard=guard)


@pytest.fixture
def opened(tmp_path: Path) -> OpenCase:
    """A case folder of a PDF, the same again as another kind, an empty file and a text file."""
    contents = {"a.pdf": pdf_of(1), "b.jpg": pdf_of(1), "empty.pdf": b"", "notes.txt": b"words"}
    files = {}
    for name, content in contents.items():
        files[name] = tmp_path / name
        files[name].write_bytes(content if name != "b.jpg" else files["a.pdf"].read_bytes())
    return case_of(files)


def case_of(files: dict[str, Path]) -> OpenCase:
    case = family()
    return OpenCase(case.with_evidence((replace(case.evidence[0], files=tuple(files)),)), files)


def test_facts_come_in_the_order_of_the_case_and_by_every_name(desk: Desk, opened: OpenCase):
    facts = examine_files(desk, opened, silent)
    assert list(facts) == ["a.pdf", "b.jpg", "empty.pdf", "notes.txt"]
    assert [each.kind for each in facts.values()] == [
        FileKind.PDF, FileKind.PDF, FileKind.EMPTY, FileKind.UNSUPPORTED,
    ]  # fmt: skip
    assert [each.named_kind for each in facts.values()] == [FileKind.PDF, FileKind.JPEG, FileKind.PDF, None]
    assert facts["notes.txt"].size_bytes == 5


def test_the_same_bytes_are_examined_once_and_what_has_no_page_not_at_all(
    desk: Desk, guard: Recording, opened: OpenCase
):
    examine_files(desk, opened, silent)
    assert len(guard.calls) == 1


def test_what_needs_no_parser_comes_first(desk: Desk, opened: OpenCase):
    assert [name for name, _ in examine_each(desk, opened)][:2] == ["empty.pdf", "notes.txt"]


def test_each_file_is_reported_as_it_comes(desk: Desk, opened: OpenCase):
    heard: list[Progress] = []
    examine_files(desk, opened, heard.append)
    assert [(each.done, each.total) for each in heard] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_another_desk_examines_nothing_again(desk: Desk, data: Path, opened: OpenCase):
    first = examine_files(desk, opened, silent)
    desk.close()
    guard = Recording()
    assert examine_files(Desk(PACK, data, guard=guard), opened, silent) == first
    assert guard.calls == []


def test_unchanged_files_are_not_even_opened(
    desk: Desk, data: Path, opened: OpenCase, monkeypatch: pytest.MonkeyPatch
):
    for path in opened.files.values():
        os.utime(path, (LONG_AGO, LONG_AGO))
    # As if it were looked at long after the last change, also by the clock that nobody can set back.
    monkeypatch.setattr("app.store.readings._TICK_NS", 0)
    first = examine_files(desk, opened, silent)
    monkeypatch.setattr(examining, "_hash", lambda path, name: pytest.fail("was hashed"))
    assert examine_files(Desk(PACK, data, guard=InProcess()), opened, silent) == first


def test_a_changed_file_is_examined_again(desk: Desk, guard: Recording, opened: OpenCase):
    examine_files(desk, opened, silent)
    opened.files["a.pdf"].write_bytes(pdf_of(3))
    assert len(examine_files(desk, opened, silent)["a.pdf"].pages) == 3
    assert len(guard.calls) == 2


def test_another_examiner_examines_again(
    desk: Desk, guard: Recording, opened: OpenCase, monkeypatch: pytest.MonkeyPatch
):
    examine_files(desk, opened, silent)
    monkeypatch.setattr(examining, "examiner_version", lambda: "another")
    examine_files(desk, opened, silent)
    assert len(guard.calls) == 2


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [
        (Trouble.TIMEOUT, FileProblem.TOO_HEAVY),
        (Trouble.MEMORY, FileProblem.TOO_HEAVY),
        (Trouble.TOO_LARGE, FileProblem.TOO_HEAVY),
        (Trouble.CRASH, FileProblem.UNREADABLE),
    ],
)
def test_a_stopped_examination_is_a_problem_of_that_file_and_tried_again_another_day(
    data: Path, opened: OpenCase, trouble: Trouble, problem: FileProblem
):
    desk = Desk(PACK, data, guard=Recording(Outcome(trouble=trouble)))
    facts = examine_files(desk, opened, silent)
    assert (facts["a.pdf"].problem, facts["a.pdf"].kind, facts["a.pdf"].pages) == (problem, FileKind.PDF, ())
    assert examine_files(desk, opened, silent) == facts
    assert examine_files(Desk(PACK, data, guard=InProcess()), opened, silent)["a.pdf"].problem is None


def test_a_file_that_cannot_be_opened_is_an_error(desk: Desk, opened: OpenCase):
    opened.files["a.pdf"].unlink()
    with pytest.raises(UnusableInput, match=r"file\.cannot_open"):
        examine_files(desk, opened, silent)


def test_a_file_that_goes_before_it_is_examined_is_an_error(
    desk: Desk, opened: OpenCase, monkeypatch: pytest.MonkeyPatch
):
    hash_file = examining._hash

    def hash_and_lose(path: Path, name: str) -> str:
        digest = hash_file(path, name)
        path.unlink()
        return digest

    monkeypatch.setattr(examining, "_hash", hash_and_lose)
    with pytest.raises(UnusableInput, match=r"file\.cannot_open"):
        examine_files(desk, opened, silent)


class Losing(Recording):
    """Loses the file while it is examined, and the process that examines it."""

    def run(self, work: Work, calls: Sequence[Call], tell: Tell | None = None) -> Outcomes:
        for index, call in enumerate(calls):
            Path(str(call.arguments[0])).unlink()
            yield index, Outcome(trouble=Trouble.CRASH)


def test_a_file_that_goes_while_it_is_examined_is_an_error(data: Path, opened: OpenCase):
    with pytest.raises(UnusableInput, match=r"file\.cannot_open"):
        examine_files(Desk(PACK, data, guard=Losing()), opened, silent)


def test_what_may_have_failed_for_want_of_disk_or_memory_is_tried_again_another_day(
    desk: Desk, data: Path, opened: OpenCase
):
    opened.files["a.pdf"].write_bytes(pdf_of(2)[:-600])
    opened.files["b.jpg"].write_bytes(encoded(noise(), "JPEG")[:900])
    facts = examine_files(desk, opened, silent)
    assert facts["b.jpg"].problem is FileProblem.UNREADABLE
    guard = Recording()
    assert examine_files(Desk(PACK, data, guard=guard), opened, silent) == facts
    assert opened.files["b.jpg"].absolute() in [call.arguments[0] for call in guard.calls]


def test_without_a_data_folder_files_are_examined_all_the_same(tmp_path: Path, opened: OpenCase):
    (tmp_path / "file").touch()
    facts = examine_files(Desk(PACK, tmp_path / "file", guard=InProcess()), opened, silent)
    assert facts["a.pdf"].problem is None


def test_larger_files_are_given_more_time(desk: Desk, guard: Recording, tmp_path: Path):
    files = {name: tmp_path / name for name in ("small.pdf", "large.pdf")}
    files["small.pdf"].write_bytes(pdf_of(1))
    files["large.pdf"].write_bytes(pdf_of(1) + b"%" + bytes(3 * MIB))
    examine_files(desk, case_of(files), silent)
    small, large = (call.allowance.processor_seconds for call in guard.calls)
    assert large > small + 3


def test_what_was_kept_of_a_deleted_case_is_forgotten(desk: Desk, tmp_path: Path):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded(noise(), "PNG"))
    case_id = desk.cases.add(family().with_evidence(()), {})
    attached = attach_evidence(desk, case_id, requirement="photo", person="anna", paths=(path,))
    (facts,) = attached.facts.values()
    version = examining.examiner_version()
    assert desk.readings.facts([facts.sha256], version) != {}
    delete_case(desk, case_id)
    assert desk.readings.facts([facts.sha256], version) != {}
    purge_deleted(desk, (case_id,))
    assert desk.readings.facts([facts.sha256], version) == {}


# Reading: what the reader itself does is tried elsewhere.


def read_page(path: Path, facts: FileFacts, today: date) -> Reading:
    """Stands for the reader: says what it was given."""
    return Reading(facts.sha256, f"{path.name} {today}")


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_READ", f"{HERE}:read_page")
    monkeypatch.setattr(examining, "reader_version", lambda: "reader 1")


def read_all(desk: Desk, opened: OpenCase) -> dict[str, Reading]:
    facts = examine_files(desk, opened, silent)
    return read_files(desk, opened, facts, silent, today=TODAY)


def test_only_what_can_be_read_is_read_each_content_once(desk: Desk, guard: Recording, opened: OpenCase):
    readings = read_all(desk, opened)
    assert list(readings) == ["a.pdf", "b.jpg"]
    assert {each.reader for each in readings.values()} == {f"a.pdf {TODAY}"}
    assert len([call for call in guard.calls if call.function.endswith("read_page")]) == 1


def test_what_was_read_is_kept_until_there_is_another_reader(
    desk: Desk, data: Path, opened: OpenCase, monkeypatch: pytest.MonkeyPatch
):
    first = read_all(desk, opened)
    guard = Recording()
    assert read_all(Desk(PACK, data, guard=guard), opened) == first
    assert guard.calls == []
    monkeypatch.setattr(examining, "reader_version", lambda: "reader 2")
    read_all(Desk(PACK, data, guard=guard), opened)
    assert len(guard.calls) == 1


def test_a_stopped_reading_says_why_and_is_tried_again_another_day(desk: Desk, data: Path, opened: OpenCase):
    facts = examine_files(desk, opened, silent)
    troubled = Desk(PACK, data, guard=Recording(Outcome(trouble=Trouble.TIMEOUT)))
    readings = read_files(troubled, opened, facts, silent, today=TODAY)
    assert readings["a.pdf"].trouble == "timeout"
    assert read_files(troubled, opened, facts, silent, today=TODAY) == readings
    assert read_all(desk, opened)["a.pdf"].trouble is None


def test_a_reading_of_a_file_that_changed_meanwhile_is_not_kept(desk: Desk, data: Path, opened: OpenCase):
    facts = examine_files(desk, opened, silent)
    opened.files["a.pdf"].write_bytes(pdf_of(2))
    read_files(desk, opened, facts, silent, today=TODAY)
    guard = Recording()
    read_files(Desk(PACK, data, guard=guard), opened, facts, silent, today=TODAY)
    assert len(guard.calls) == 1


def test_a_reading_of_what_could_not_be_drawn_is_not_kept(
    desk: Desk, data: Path, opened: OpenCase, monkeypatch: pytest.MonkeyPatch
):
    facts = examine_files(desk, opened, silent)
    failed = Outcome(Reading(facts["a.pdf"].sha256, "reader 1", trouble="unreadable"))
    troubled = Desk(PACK, data, guard=Recording(failed))
    assert read_files(troubled, opened, facts, silent, today=TODAY)["a.pdf"].trouble == "unreadable"
    assert read_all(desk, opened)["a.pdf"].trouble is None


def test_a_book_is_given_time_for_the_pages_that_are_read_of_it():
    page = PageFacts(1, 595, 842)
    facts = FileFacts(
        "0" * 64,
        100 << 20,
        FileKind.PDF,
        pages=tuple(replace(page, number=at) for at in range(1, 10_001)),
    )
    assert 300 < examining._to_read(facts, 0.0).seconds < 3600


def test_many_pages_in_few_bytes_are_given_no_more_time_than_they_can_be_worth():
    pages = tuple(PageFacts(at, 595, 842) for at in range(1, 61))
    facts = FileFacts("0" * 64, 10_000, FileKind.PDF, pages=pages)
    assert examining._to_read(facts, 0.0).processor_seconds <= 20


def test_all_work_on_a_file_has_one_budget():
    facts = FileFacts("0" * 64, 10_000, FileKind.PDF, pages=(PageFacts(1, 595, 842),))
    first, later = (examining._to_read(facts, spent).processor_seconds for spent in (0.0, 8.0))
    assert later == first - 8


def test_files_of_more_pages_are_given_more_time(desk: Desk, guard: Recording, tmp_path: Path):
    files = {name: tmp_path / name for name in ("one.pdf", "five.pdf")}
    files["one.pdf"].write_bytes(pdf_of(1))
    files["five.pdf"].write_bytes(pdf_of(5))
    read_all(desk, case_of(files))
    one, five = (call.allowance.seconds for call in guard.calls[-2:])
    assert five > one + 20


# With the real guard.


@pytest.fixture
def guarded(data: Path) -> Iterator[Desk]:
    guard = GuardedProcesses({work: Team(1, Ceiling(600 * MIB)) for work in Work})
    yield Desk(PACK, data, guard=guard)
    guard.close()


def crash(path: Path, facts: FileFacts, today: date) -> Reading:
    """Stands for a reader that some file brings down."""
    if len(facts.pages) > 1:
        os.abort()
    return read_page(path, facts, today)


def test_a_file_that_brings_its_reader_down_costs_no_other(
    guarded: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(examining, "_READ", f"{HERE}:crash")
    files = {name: tmp_path / name for name in ("bad.pdf", "good.pdf")}
    files["bad.pdf"].write_bytes(pdf_of(2))
    files["good.pdf"].write_bytes(pdf_of(1))
    readings = read_all(guarded, case_of(files))
    assert [each.trouble for each in readings.values()] == ["crash", None]


def test_stopping_amid_the_work_ends_it_at_once_and_keeps_what_was_done(
    guarded: Desk, data: Path, tmp_path: Path
):
    files = {f"{number}.pdf": tmp_path / f"{number}.pdf" for number in range(40)}
    for path in files.values():
        path.write_bytes(pdf_of(1))
    begun = []

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            begun.append(time.monotonic())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examine_files(guarded, case_of(files), stop)
    assert time.monotonic() - begun[0] < 0.25
    guard = Recording()
    examine_files(Desk(PACK, data, guard=guard), case_of(files), silent)
    assert len(guard.calls) == 37


def test_the_desk_ends_only_the_processes_that_it_started(data: Path, opened: OpenCase):
    own = Desk(PACK, data)
    examine_files(own, opened, silent)
    own.close()
    with pytest.raises(ValueError, match="closed"):
        own.guard.warm_up(Work.EXAMINING)
