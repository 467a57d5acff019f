"""What a person does with kept cases: each change lands, says what became stale, and survives."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.casework import keep
from app.casework.attach import attach_evidence
from app.casework.review import review_case
from app.casework.wire import from_line, to_line
from app.casework.worker import run_worker
from app.domain.case import EvidencePart, PersonRole, YearRow
from app.domain.errors import FaultyFile, UnusableInput
from app.domain.packet import Progress
from app.env import paths
from tests.support.cases import desk_in

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f00038401"
    "8032a3a8a50000000049454e44ae426082"
)


def silent(_progress: Progress) -> None:
    """Report to nobody."""


def new_case(desk) -> str:
    return keep.create_case(
        desk, title="T", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    ).case_id


def test_a_new_case_has_a_principal_and_is_listed(tmp_path: Path):
    desk = desk_in(tmp_path)
    case_id = new_case(desk)
    [summary] = keep.list_cases(desk)
    assert (summary.id, summary.people, summary.papers) == (case_id, 1, 0)


def test_each_change_lands_and_says_what_became_stale(tmp_path: Path):
    desk = desk_in(tmp_path)
    case_id = new_case(desk)
    child = keep.new_person(desk.cases.load(case_id).case, PersonRole.CHILD)
    assert keep.save_person(desk, case_id, child).stale == {"people"}
    assert keep.new_person(desk.cases.load(case_id).case, PersonRole.CHILD).id == "child2"
    assert keep.set_answer(desk, case_id, "work.consecutive_years", 5).stale == {"answers"}
    assert keep.save_year(desk, case_id, YearRow(2025, "principal", wage_cny=1)).stale == {"years"}
    case = keep.save_person(desk, case_id, replace(child, surname="DOE")).case
    assert case == desk_in(tmp_path).cases.load(case_id).case
    assert [person.surname for person in case.people] == ["", "DOE"]
    assert case.answers == {"work.consecutive_years": 5}


def test_taking_things_back_leaves_nothing_of_them(tmp_path: Path):
    desk = desk_in(tmp_path)
    case_id = new_case(desk)
    keep.set_answer(desk, case_id, "work.consecutive_years", 5)
    assert keep.set_answer(desk, case_id, "work.consecutive_years", None).case.answers == {}
    keep.save_year(desk, case_id, YearRow(2025, "principal", wage_cny=1))
    assert keep.save_year(desk, case_id, YearRow(2025, "principal")).case.years == ()
    child = keep.new_person(desk.cases.load(case_id).case, PersonRole.CHILD)
    keep.save_person(desk, case_id, child)
    assert [person.id for person in keep.remove_person(desk, case_id, child.id).case.people] == ["principal"]


def test_a_deleted_case_takes_its_papers_along_and_leaves_those_of_others(tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    cases = [new_case(desk) for _ in range(2)]
    for name, owners in (("shared.png", cases), ("own.png", cases[:1])):
        (tmp_path / name).write_bytes(PNG + name.encode())
        for case_id in owners:
            attach_evidence(desk, case_id, requirement="photo", person="principal", paths=(tmp_path / name,))
    keep.delete_case(desk, cases[0])
    assert len(list((tmp_path / "data" / "files").glob("??/*"))) == 2
    keep.purge_deleted(desk, cases[:1])
    kept = [path.read_bytes() for path in (tmp_path / "data" / "files").glob("??/*")]
    assert kept == [PNG + b"shared.png"]


def test_kept_bytes_that_were_written_over_are_not_taken_for_the_paper(tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    case_id = new_case(desk)
    (tmp_path / "a.png").write_bytes(PNG)
    attach_evidence(desk, case_id, requirement="photo", person="principal", paths=(tmp_path / "a.png",))
    opened = desk.open_kept(case_id)
    [path] = opened.files.values()
    path.write_bytes(PNG + b"something else")
    found = review_case(desk, opened, today=date(2026, 11, 20), report=silent)
    assert "file.unreadable" in {finding.code for finding in found.findings}


def test_a_change_that_could_not_be_opened_again_is_refused(tmp_path: Path):
    desk = desk_in(tmp_path)
    case_id = new_case(desk)
    with pytest.raises(UnusableInput, match=r"case\.cannot_keep"):
        keep.remove_person(desk, case_id, "principal")
    assert len(desk.cases.load(case_id).case.people) == 1


def test_an_attached_file_is_kept_named_and_seen(tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    case_id = new_case(desk)
    photo = tmp_path / "照片 1.png"
    photo.write_bytes(PNG)
    for expected in ("photo/照片 1.png", "photo/照片 1 (2).png"):
        attached = attach_evidence(desk, case_id, requirement="photo", person="principal", paths=(photo,))
        [name] = attached.facts
        assert name == expected
        assert desk.open_kept(case_id).files[name].read_bytes() == PNG
    assert len(attached.changed.case.evidence) == 2


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.mkdir(), "attach.is_folder"),
        (lambda path: path.write_bytes(b""), "attach.empty"),
        (lambda path: path.write_text("<html>"), "attach.unsupported"),
        (lambda path: None, "attach.missing"),
    ],
)
def test_what_cannot_be_a_paper_is_refused_and_nothing_lands(tmp_path: Path, make, code: str):
    desk = desk_in(tmp_path / "data")
    case_id = new_case(desk)
    make(tmp_path / "x.pdf")
    with pytest.raises(UnusableInput) as caught:
        attach_evidence(desk, case_id, requirement="photo", person="principal", paths=(tmp_path / "x.pdf",))
    assert caught.value.code == code
    assert desk.cases.load(case_id).case.evidence == ()
    assert not (tmp_path / "data" / "files").exists()


def test_a_case_folder_imports_and_exports_the_same(tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    changed = keep.import_case(desk, paths.resource("sample_case"), silent)
    keep.export_case(desk, changed.case_id, tmp_path / "out")
    exported = desk.open_folder(tmp_path / "out")
    assert exported.case == changed.case
    original = desk.open_folder(paths.resource("sample_case"))
    assert {name: path.read_bytes() for name, path in exported.files.items()} == {
        name: path.read_bytes() for name, path in original.files.items()
    }


def test_a_faulty_folder_is_not_imported(tmp_path: Path):
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.toml").write_text("format = 2\n")
    desk = desk_in(tmp_path / "data")
    with pytest.raises(FaultyFile):
        keep.import_case(desk, tmp_path / "case", silent)
    assert keep.list_cases(desk) == ()


def ask_worker(data: Path, verb: str, **arguments: object) -> list[dict]:
    answers = io.StringIO()
    request = to_line({"id": 7, "verb": verb, "arguments": arguments})
    assert run_worker(data, io.StringIO(request + "\n"), answers) == 0
    return [from_line(line) for line in answers.getvalue().splitlines()]


def test_the_worker_reports_progress_and_then_the_result(tmp_path: Path):
    *progress, last = ask_worker(tmp_path, "import", folder=str(paths.resource("sample_case")))
    assert {message["id"] for message in (*progress, last)} == {7}
    assert progress[-1]["progress"].done == progress[-1]["progress"].total
    assert last["result"].case.category == "pr.wage-tax"


def test_the_worker_tells_an_error_as_data_and_goes_on(tmp_path: Path):
    [answer] = ask_worker(tmp_path, "review", case_id="gone", today=date(2026, 11, 20))
    assert (answer["error"]["code"], answer["error"]["params"]) == ("case.not_kept", {"id": "gone"})


def test_a_bug_in_one_verb_does_not_end_the_worker(tmp_path: Path):
    [answer] = ask_worker(tmp_path, "attach", nonsense=EvidencePart.ORIGINAL)
    assert answer["error"]["code"] == "bug"
