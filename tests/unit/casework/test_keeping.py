"""What a person does with kept cases: each change lands, says what became stale, and survives."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.casework import keep
from app.casework.attach import add_files, attach_evidence, replace_files
from app.casework.desk import Desk
from app.casework.loose import enter_papers
from app.casework.review import review_case
from app.casework.tray import Accepted
from app.casework.wire import from_line, to_line
from app.casework.worker import run_worker
from app.domain.case import (
    Evidence,
    EvidencePart,
    HistoryRow,
    LetterRead,
    NotNeeded,
    PageTurn,
    PersonRole,
    Relation,
    Relative,
    Stay,
    YearRow,
)
from app.domain.errors import FaultyFile, MachineStopped, UnusableInput
from app.domain.files import StoredFile
from app.domain.operations import Deed, Operation
from app.domain.packet import Progress
from app.env import paths
from tests.support.cases import desk_in

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f00038401"
    "8032a3a8a50000000049454e44ae426082"
)


def silent(_progress: Progress) -> None:
    """Report to nobody."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "data")


def new_case(desk: Desk) -> str:
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


# Two windows on one case


def with_papers(desk: Desk, *names: str, requirement: str = "photo") -> str:
    """Keep a case with a paper for each name; the files themselves are nowhere."""
    case_id = new_case(desk)
    papers = tuple(Evidence(requirement, "principal", (name,)) for name in names)
    keep.enter_evidence(desk, case_id, papers, {name: StoredFile(name, 1) for name in names})
    return case_id


def test_two_windows_that_change_one_person_both_keep_their_fields(desk: Desk):
    case_id = new_case(desk)
    shown = desk.cases.load(case_id).case.people[0]
    keep.save_person(desk, case_id, replace(shown, surname="ROE"), shown)
    case = keep.save_person(desk, case_id, replace(shown, given_names="ANNA"), shown).case
    assert (case.people[0].surname, case.people[0].given_names) == ("ROE", "ANNA")


def test_of_one_field_changed_twice_the_later_word_stands(desk: Desk):
    case_id = new_case(desk)
    shown = desk.cases.load(case_id).case.people[0]
    for surname in ("ROE", "DOE"):
        case = keep.save_person(desk, case_id, replace(shown, surname=surname), shown).case
    assert case.people[0].surname == "DOE"


def test_a_person_removed_meanwhile_does_not_come_back_by_a_change(desk: Desk):
    case_id = new_case(desk)
    child = keep.new_person(desk.cases.load(case_id).case, PersonRole.CHILD)
    keep.save_person(desk, case_id, child)
    keep.remove_person(desk, case_id, child.id)
    with pytest.raises(UnusableInput, match=r"case\.changed_elsewhere"):
        keep.save_person(desk, case_id, replace(child, surname="ROE"), child)
    assert len(desk.cases.load(case_id).case.people) == 1


def test_two_windows_that_change_one_year_both_keep_their_figures(desk: Desk):
    case_id = new_case(desk)
    shown = YearRow(2025, "principal")
    keep.save_year(desk, case_id, replace(shown, wage_cny=5), shown)
    case = keep.save_year(desk, case_id, replace(shown, tax_cny=1), shown).case
    assert case.years == (YearRow(2025, "principal", 5, 1),)


def test_stays_are_kept_in_order_beside_those_of_others_and_taken_back(desk: Desk):
    case_id = new_case(desk)
    first = Stay("principal", date(2024, 1, 1), date(2024, 2, 1))
    second = Stay("principal", date(2025, 1, 1))
    keep.save_person(desk, case_id, keep.new_person(desk.cases.load(case_id).case, PersonRole.SPOUSE))
    other = Stay("spouse", date(2023, 1, 1))
    keep.save_stays(desk, case_id, "spouse", (other,), ())
    changed = keep.save_stays(desk, case_id, "principal", (second, first), ())
    assert changed.case.stays == (other, first, second)
    assert changed.stale == {"stays"}
    keep.undo(desk, case_id)
    assert desk.cases.load(case_id).case.stays == (other,)


def test_two_windows_that_enter_stays_both_keep_theirs(desk: Desk):
    case_id = new_case(desk)
    one, two, three = (Stay("principal", date(year, 1, 1), date(year, 2, 1)) for year in (2023, 2024, 2025))
    keep.save_stays(desk, case_id, "principal", (one,), ())
    keep.save_stays(desk, case_id, "principal", (one, two), (one,))
    case = keep.save_stays(desk, case_id, "principal", (three,), (one,)).case
    assert case.stays == (two, three)


def test_people_are_put_in_another_order(desk: Desk):
    case_id = new_case(desk)
    for role in (PersonRole.SPOUSE, PersonRole.CHILD):
        keep.save_person(desk, case_id, keep.new_person(desk.cases.load(case_id).case, role))
    case = keep.move_person(desk, case_id, "child", 0).case
    assert [person.id for person in case.people] == ["child", "principal", "spouse"]


def test_a_changed_paper_is_found_where_it_stands_by_now(desk: Desk):
    case_id = with_papers(desk, "a.jpg", "b.jpg")
    shown = desk.cases.load(case_id).case.evidence[1]
    keep.detach_evidence(desk, case_id, 0)
    case = keep.save_evidence(desk, case_id, 1, replace(shown, pages="1"), shown).case
    assert [(row.files, row.pages) for row in case.evidence] == [(("b.jpg",), "1")]


def test_two_windows_that_change_one_paper_both_keep_what_they_said_of_it(desk: Desk):
    case_id = with_papers(desk, "a.jpg")
    shown = desk.cases.load(case_id).case.evidence[0]
    keep.save_evidence(desk, case_id, 0, replace(shown, pages="1"), shown)
    case = keep.save_evidence(desk, case_id, 0, replace(shown, country="DEU"), shown).case
    assert (case.evidence[0].pages, case.evidence[0].country) == ("1", "DEU")


@pytest.mark.parametrize(
    "change",
    [
        lambda desk, case_id, shown: keep.save_evidence(desk, case_id, 0, replace(shown, pages="1"), shown),
        lambda desk, case_id, shown: keep.detach_evidence(desk, case_id, 0, shown),
        lambda desk, case_id, shown: keep.move_evidence(desk, case_id, 0, 0, shown),
    ],
)
def test_a_paper_removed_meanwhile_is_told_and_no_other_changes(desk: Desk, change):
    case_id = with_papers(desk, "a.jpg", "b.jpg")
    shown = desk.cases.load(case_id).case.evidence[0]
    keep.detach_evidence(desk, case_id, 0)
    with pytest.raises(UnusableInput, match=r"case\.changed_elsewhere"):
        change(desk, case_id, shown)
    assert [row.files for row in desk.cases.load(case_id).case.evidence] == [("b.jpg",)]


def test_of_two_papers_alike_the_one_that_was_shown_is_changed(desk: Desk):
    case_id = with_papers(desk, "a.jpg", "a.jpg")
    shown = desk.cases.load(case_id).case.evidence[1]
    case = keep.save_evidence(desk, case_id, 1, replace(shown, pages="1"), shown).case
    assert [row.pages for row in case.evidence] == [None, "1"]


def test_a_paper_is_put_elsewhere_and_back_by_taking_it_back(desk: Desk):
    case_id = with_papers(desk, "a.jpg", "b.jpg", "c.jpg")
    case = keep.move_evidence(desk, case_id, 2, 0).case
    assert [row.files for row in case.evidence] == [("c.jpg",), ("a.jpg",), ("b.jpg",)]
    undone = keep.undo(desk, case_id)
    assert undone is not None
    assert [row.files for row in undone.changed.case.evidence] == [("a.jpg",), ("b.jpg",), ("c.jpg",)]


def test_the_window_is_told_by_one_error_whatever_it_keeps(tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    case_id = new_case(desk)
    (tmp_path / "data").rename(tmp_path / "away")
    for change in (
        lambda: keep.set_basics(desk, case_id, title="U"),
        lambda: keep.set_agent(desk, case_id, "Agent"),
        lambda: keep.set_answer(desk, case_id, "work.consecutive_years", 5),
        lambda: keep.remove_person(desk, case_id, "nobody"),
        lambda: keep.archive_case(desk, case_id, archived=True),
        lambda: keep.duplicate_case(desk, case_id, "Copy"),
    ):
        with pytest.raises(MachineStopped, match=r"database\.gone"):
            change()
    desk.cases.close()


# Papers that are not needed


def test_what_is_said_of_a_paper_replaces_what_was_said_before_and_is_taken_back_whole(desk: Desk):
    case_id = new_case(desk)
    row = NotNeeded("passport", "principal", "lost", "Window 3")
    other = replace(row, country="DEU")
    for said in (row, other, replace(row, reason="stolen")):
        changed = keep.say_not_needed(desk, case_id, said)
    assert changed.case.not_needed == (other, replace(row, reason="stolen"))
    assert changed.stale == {"not-needed"}
    assert keep.take_not_needed_back(desk, case_id, row).case.not_needed == (other,)
    assert [each.operation.deed for each in keep.list_history(desk, case_id)][-1] is Deed.NEEDED


def test_with_a_person_goes_what_was_said_of_that_persons_papers(desk: Desk):
    case_id = new_case(desk)
    child = keep.new_person(desk.cases.load(case_id).case, PersonRole.CHILD)
    keep.save_person(desk, case_id, child)
    keep.say_not_needed(desk, case_id, NotNeeded("passport", child.id, "lost", "Window 3"))
    assert keep.remove_person(desk, case_id, child.id).case.not_needed == ()


# Whole cases


def test_a_copy_of_a_case_has_everything_and_goes_its_own_way(desk: Desk):
    first = with_papers(desk, "a.jpg")
    copy = keep.duplicate_case(desk, first, "Copy")
    kept = [desk.cases.load(each) for each in (first, copy.case_id)]
    assert kept[1].case == replace(kept[0].case, title="Copy")
    assert kept[1].files == kept[0].files
    keep.set_agent(desk, copy.case_id, "Agent")
    assert desk.cases.load(first).case.agent == ""
    first_entry, *_ = keep.list_history(desk, copy.case_id)
    assert first_entry.operation.deed is Deed.DUPLICATE


def test_a_case_that_is_put_away_stays_whole_and_is_listed_as_such(desk: Desk):
    case_id = with_papers(desk, "a.jpg")
    before = desk.cases.load(case_id)
    for archived in (True, False):
        keep.archive_case(desk, case_id, archived=archived)
        [summary] = keep.list_cases(desk)
        assert (summary.archived, desk.cases.load(case_id)) == (archived, before)


def test_a_deleted_case_comes_back_until_it_is_purged(desk: Desk):
    case_id = with_papers(desk, "a.jpg")
    keep.delete_case(desk, case_id)
    keep.purge_deleted(desk)
    keep.restore_case(desk, case_id)
    assert [each.id for each in keep.list_cases(desk)] == [case_id]
    keep.delete_case(desk, case_id)
    keep.purge_deleted(desk, (case_id,))
    keep.restore_case(desk, case_id)
    assert keep.list_cases(desk) == ()


# Files of a paper that is there


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    canvas = Canvas(str(tmp_path / "two.pdf"), invariant=True)
    for words in ("one", "two"):
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return tmp_path / "two.pdf"


@pytest.mark.parametrize(("pages", "grown"), [("2", "2,3-4"), (None, None)])
def test_added_files_come_last_and_all_their_pages_are_selected(
    desk: Desk, two_pages: Path, pages: str | None, grown: str | None
):
    case_id = new_case(desk)
    attach_evidence(desk, case_id, requirement="photo", person="principal", paths=(two_pages,))
    first = desk.cases.load(case_id).case.evidence[0]
    keep.save_evidence(desk, case_id, 0, replace(first, pages=pages, turns=(PageTurn(2, 90),)), first)
    [row] = add_files(desk, case_id, 0, (two_pages,)).changed.case.evidence
    assert row.files == ("photo/two.pdf", "photo/two (2).pdf")
    assert (row.pages, row.turns) == (grown, (PageTurn(2, 90),))


def test_other_files_come_without_what_was_said_of_the_pages_before(desk: Desk, two_pages: Path):
    case_id = new_case(desk)
    attach_evidence(desk, case_id, requirement="photo", person="principal", paths=(two_pages,), country="DEU")
    first = desk.cases.load(case_id).case.evidence[0]
    said = replace(first, pages="2", turns=(PageTurn(2, 90),), layout_approved=True)
    keep.save_evidence(desk, case_id, 0, said, first)
    [row] = replace_files(desk, case_id, 0, (two_pages,)).changed.case.evidence
    assert row == replace(first, files=("photo/two (2).pdf",))
    assert set(desk.open_kept(case_id).files) == {"photo/two (2).pdf"}
    undone = keep.undo(desk, case_id)
    assert undone is not None
    assert undone.changed.case.evidence == (said,)
    assert desk.open_kept(case_id).files["photo/two.pdf"].read_bytes() == two_pages.read_bytes()


def test_one_file_of_several_is_replaced_where_it_stands(desk: Desk, two_pages: Path):
    case_id = new_case(desk)
    paths = tuple(two_pages.with_name(name) for name in ("a.pdf", "b.pdf", "c.pdf", "new.pdf", "more.pdf"))
    for path in paths:
        path.write_bytes(two_pages.read_bytes())
    attach_evidence(desk, case_id, requirement="photo", person="principal", paths=paths[:3])
    given = replace_files(desk, case_id, 0, paths[3:], instead_of="photo/b.pdf").changed
    [row] = given.case.evidence
    assert row.files == ("photo/a.pdf", "photo/new.pdf", "photo/more.pdf", "photo/c.pdf")
    assert set(desk.open_kept(case_id).files) == set(row.files)
    with pytest.raises(UnusableInput, match=r"case\.changed_elsewhere"):
        replace_files(desk, case_id, 0, paths[3:4], instead_of="photo/b.pdf")
    assert desk.cases.load(case_id).case.evidence == (row,)


def test_papers_entered_together_are_one_change_and_a_refused_one_keeps_none_out(
    desk: Desk, two_pages: Path, tmp_path: Path
):
    case_id = new_case(desk)
    (tmp_path / "empty.pdf").write_bytes(b"")
    papers = [
        Accepted("photo", "principal", EvidencePart.ORIGINAL, (str(path),))
        for path in (two_pages, tmp_path / "empty.pdf", two_pages)
    ]
    entered = enter_papers(desk, case_id, papers, silent)
    assert (entered.count, [each.code for each in entered.refused]) == (2, ["attach.empty"])
    assert [row.files for row in entered.case.evidence] == [("photo/two.pdf",), ("photo/two (2).pdf",)]
    undone = keep.undo(desk, case_id)
    assert undone is not None
    assert undone.operation == Operation(Deed.ADD_PAPERS, {"count": 2})
    assert undone.changed.case.evidence == ()


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
    # The window opens the database before it asks for anything.
    desk_in(tmp_path).cases.close()
    [answer] = ask_worker(tmp_path, "review", case_id="gone", today=date(2026, 11, 20))
    assert (answer["error"]["code"], answer["error"]["params"]) == ("case.not_kept", {"id": "gone"})


def test_a_bug_in_one_verb_does_not_end_the_worker(tmp_path: Path):
    [answer] = ask_worker(tmp_path, "attach", nonsense=EvidencePart.ORIGINAL)
    assert answer["error"]["code"] == "bug"


# Letters of ours that are not signed yet


def with_letter(desk: Desk, path: Path) -> str:
    """Keep a case in which a letter of ours, not signed yet, stands for the proof of employment."""
    case_id = new_case(desk)
    attach_evidence(desk, case_id, requirement="employment-proof", person="principal", paths=(path,))
    [row] = desk.cases.load(case_id).case.evidence
    keep.save_evidence(desk, case_id, 0, replace(row, made_from="employment-certificate"), row)
    return case_id


def letters_in(desk: Desk, case_id: str) -> list[tuple[tuple[str, ...], str]]:
    return [(row.files, row.made_from) for row in desk.cases.load(case_id).case.evidence]


UNSIGNED = (("employment-proof/two.pdf",), "employment-certificate")
SCAN = (("employment-proof/two (2).pdf",), "")


def test_a_scan_takes_the_place_of_the_letter_and_undoing_brings_it_back(desk: Desk, two_pages: Path):
    case_id = with_letter(desk, two_pages)
    attach_evidence(desk, case_id, requirement="employment-proof", person="principal", paths=(two_pages,))
    assert letters_in(desk, case_id) == [SCAN]
    keep.undo(desk, case_id)
    assert letters_in(desk, case_id) == [UNSIGNED]
    assert desk.open_kept(case_id).files[UNSIGNED[0][0]].read_bytes() == two_pages.read_bytes()
    keep.redo(desk, case_id)
    assert letters_in(desk, case_id) == [SCAN]


def test_sorted_papers_take_the_place_of_the_letter_too(desk: Desk, two_pages: Path):
    case_id = with_letter(desk, two_pages)
    paper = Accepted("employment-proof", "principal", EvidencePart.ORIGINAL, (str(two_pages),))
    enter_papers(desk, case_id, [paper], silent)
    assert letters_in(desk, case_id) == [SCAN]


@pytest.mark.parametrize(
    ("requirement", "part"),
    [("income-proof", EvidencePart.ORIGINAL), ("employment-proof", EvidencePart.TRANSLATION)],
)
def test_what_is_given_for_another_place_leaves_the_letter(
    desk: Desk, two_pages: Path, requirement: str, part: EvidencePart
):
    case_id = with_letter(desk, two_pages)
    attach_evidence(desk, case_id, requirement=requirement, person="principal", paths=(two_pages,), part=part)
    assert letters_in(desk, case_id)[0] == UNSIGNED


def test_a_file_in_place_of_the_letter_is_signed_and_one_added_to_it_is_not(desk: Desk, two_pages: Path):
    case_id = with_letter(desk, two_pages)
    add_files(desk, case_id, 0, (two_pages,))
    assert letters_in(desk, case_id)[0][1] == "employment-certificate"
    replace_files(desk, case_id, 0, (two_pages,), instead_of="employment-proof/two (2).pdf")
    assert letters_in(desk, case_id)[0][1] == "employment-certificate"
    replace_files(desk, case_id, 0, (two_pages,), instead_of="employment-proof/two.pdf")
    assert letters_in(desk, case_id)[0][1] == ""


def test_what_letters_say_goes_along_wherever_a_case_goes(desk: Desk, two_pages: Path, tmp_path: Path):
    case_id = with_letter(desk, two_pages)
    kept = desk.cases.load(case_id)
    whole = replace(
        kept.case,
        details={"principal": {"employer.name": "示例公司", "post.since": date(2019, 3, 1)}},
        history=(HistoryRow("principal", date(2019, 3, 1)),),
        relatives=(Relative("principal", Relation.MOTHER, "DOE MARTHA"),),
        letters_read=(LetterRead("gap-list", "principal", "zh", "0123", "Lin", date(2026, 11, 20)),),
    )
    desk.cases.change(case_id, lambda _: whole)
    assert keep.duplicate_case(desk, case_id, kept.case.title).case == whole
    keep.export_case(desk, case_id, tmp_path / "out")
    assert keep.import_case(desk, tmp_path / "out", silent).case == whole


def test_a_person_goes_with_all_that_letters_say_of_them(desk: Desk):
    case_id = new_case(desk)
    spouse = keep.new_person(desk.cases.load(case_id).case, PersonRole.SPOUSE)
    before = keep.save_person(desk, case_id, spouse).case
    said = replace(
        before,
        details={"spouse": {"employer.name": "示例公司"}},
        history=(HistoryRow("spouse", date(2019, 3, 1)),),
        relatives=(Relative("spouse", Relation.MOTHER, "DOE MARTHA"),),
        letters_read=(LetterRead("gap-list", "spouse", "zh", "0123", "Lin", date(2026, 11, 20)),),
    )
    desk.cases.change(case_id, lambda _: said)
    assert keep.remove_person(desk, case_id, "spouse").case == replace(before, people=before.people[:1])
