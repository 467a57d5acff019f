"""A case goes from one desk to another and back, and what differs is told before anything is replaced."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.casework import keep, safety
from app.casework.desk import Desk
from app.casework.handover import hand_over, look_into, take_over
from app.casework.handover_diff import Side, differences
from app.casework.results import Changed
from app.casework.wire import from_line, to_line
from app.casework.worker import run_worker
from app.domain.case import (
    Answer,
    Case,
    Evidence,
    EvidencePart,
    HistoryRow,
    LetterRead,
    NotNeeded,
    Occupation,
    PageTurn,
    PersonRole,
    Relation,
    Relative,
    Sex,
    Stay,
    YearRow,
)
from app.domain.errors import AppError, UnusableInput
from app.domain.files import StoredFile
from app.domain.handover import Difference, DiffGroup, HandedOver, KeptSide, Offer, Standing, TakeOver
from app.domain.operations import Deed
from app.domain.packet import Progress
from app.domain.words import Language
from app.i18n.handovers import GROUP_NAMES, difference_values, word_difference, word_standing
from tests.support.archives import NOW, PASSPHRASE, offer_of, packed
from tests.support.cases import ANNA, JON, LEA, PACK, SUBMIT_ON, desk_in

PAPERS = (
    Evidence("passport", "anna", ("anna/passport.jpg",), country="DEU"),
    Evidence("photo", "anna", ("anna/photo.jpg",)),
    Evidence("tax-proof", "anna", ("tax/2024.pdf",)),
    Evidence("tax-proof", "anna", ("tax/2025.pdf",)),
)
CASE = Case(
    title="ROE family",
    category="pr.wage-tax",
    place="ningbo",
    submit_on=SUBMIT_ON,
    people=(ANNA, JON),
    answers={"work.consecutive_years": 6, "agent.submits": False},
    years=(YearRow(2025, "anna", 900_000, 200_000, 300),),
    evidence=PAPERS,
    stays=(Stay("anna", date(2024, 1, 1), date(2024, 5, 1)),),
    not_needed=(NotNeeded("photo", "jon", "too young", "window 3"),),
    details={"anna": {"employer.name": "示例公司", "post.since": date(2019, 3, 1)}},
    history=(HistoryRow("anna", date(2019, 3, 1), organisation="示例公司", post="Line one\nline two"),),
    relatives=(
        Relative("anna", Relation.MOTHER, "ROE MARTHA", birth_date=date(1958, 4, 12)),
        Relative("anna", Relation.BROTHER, "ROE MAX", address="Line one\nline two"),
    ),
    letters_read=(LetterRead("gap-list", "anna", "zh", "abc", "Lin Mei", date(2026, 11, 20)),),
)


def silent(_progress: Progress) -> None:
    """Report to nobody."""


def hashes(case: Case, **other: str) -> dict[str, str]:
    """Return a hash for each file of a case, the same for the same name unless told."""
    names = {name for row in case.evidence for name in row.files}
    return {name: hashlib.sha256(other.get(name, name).encode()).hexdigest() for name in names}


def keep_file(desk: Desk, contents: bytes) -> StoredFile:
    sha256 = hashlib.sha256(contents).hexdigest()
    desk.vault.keep_blocks([contents], sha256)
    return StoredFile(sha256, len(contents), "/home/anna/secret.pdf")


@dataclass
class Two:
    """Two desks, and a case that is kept on the first of them."""

    folder: Path
    here: Desk
    there: Desk
    case_id: str

    def hand(self, desk: Desk | None = None, name: str = "case.yongju", **how: bool) -> Path:
        path = self.folder / name
        hand_over(desk or self.here, self.case_id, path, PASSPHRASE, silent, **how)
        return path

    def look(self, path: Path, desk: Desk | None = None) -> Offer:
        return look_into(desk or self.there, path, PASSPHRASE, silent)

    def take(self, path: Path, how: TakeOver = TakeOver.ADD, desk: Desk | None = None) -> Changed:
        desk = desk or self.there
        return take_over(desk, self.look(path, desk), PASSPHRASE, how, silent)

    def change(self, desk: Desk, title: str) -> None:
        keep.set_basics(desk, self.case_id, title=title)

    def title(self, desk: Desk) -> str:
        return desk.cases.load(self.case_id).case.title


@pytest.fixture
def two(quick_path: Path) -> Iterator[Two]:
    here, there = desk_in(quick_path / "here"), desk_in(quick_path / "there")
    files = {name: keep_file(here, name.encode()) for row in PAPERS for name in row.files}
    yield Two(quick_path, here, there, here.cases.add(CASE, files))
    here.close()
    there.close()


def test_a_case_comes_to_another_desk_whole_and_under_its_own_id(two: Two):
    changed = two.take(two.hand())
    assert changed == Changed(two.case_id, CASE, keep.EVERYTHING)
    kept = two.there.cases.load(two.case_id)
    assert kept.case == CASE
    for name, stored in kept.files.items():
        assert b"".join(two.there.vault.blocks_of(stored.sha256)) == name.encode()


def test_where_files_lay_on_the_other_machine_is_not_told(two: Two):
    two.take(two.hand())
    assert {each.origin for each in two.there.cases.load(two.case_id).files.values()} == {""}


def test_what_a_file_offers_is_told_before_anything_is_kept(two: Two):
    offer = two.look(two.hand())
    assert (offer.title, offer.applicant, offer.people, offer.papers, offer.files) == (
        "ROE family", "ROE ANNA", 2, 4, 4)  # fmt: skip
    assert (offer.standing, offer.kept, offer.differences) == (Standing.NEW, None, ())
    assert two.there.cases.ids() == ()
    assert list((two.folder / "there").glob("files/*/*")) == []


def test_changes_come_along_and_end_where_undoing_ends(two: Two):
    two.change(two.here, "ROE and LEE")
    two.take(two.hand())
    history = keep.list_history(two.there, two.case_id)
    assert [entry.operation.deed for entry in history] == [Deed.CREATE, Deed.TITLE, Deed.TAKE_OVER]
    assert history[0].at == keep.list_history(two.here, two.case_id)[0].at
    assert keep.undo(two.there, two.case_id) is None


def test_changes_stay_at_home_where_that_is_asked_for(two: Two):
    two.change(two.here, "ROE and LEE")
    offer = two.look(two.hand(with_history=False))
    assert offer.changes == 0
    take_over(two.there, offer, PASSPHRASE, TakeOver.ADD, silent)
    [entry] = keep.list_history(two.there, two.case_id)
    assert entry.operation.deed is Deed.TAKE_OVER


def test_a_case_that_is_kept_already_and_does_not_differ_stays_as_it_is(two: Two):
    path = two.hand()
    two.take(path)
    before = keep.list_history(two.there, two.case_id)
    for how in (TakeOver.ADD, TakeOver.REPLACE):
        assert two.look(path).standing is Standing.SAME
        assert two.take(path, how).stale == frozenset()
    assert keep.list_history(two.there, two.case_id) == before


def test_replacing_is_one_change_that_can_be_undone(two: Two):
    two.take(two.hand())
    new = keep_file(two.here, b"a better scan")
    two.here.cases.change(
        two.case_id, lambda case: replace(case, title="ROE and LEE"), new_files={"anna/photo.jpg": new}
    )
    two.take(two.hand(), TakeOver.REPLACE)
    kept = two.there.cases.load(two.case_id)
    assert (kept.case.title, kept.files["anna/photo.jpg"].sha256) == ("ROE and LEE", new.sha256)
    undone = keep.undo(two.there, two.case_id)
    assert undone is not None
    assert (undone.operation.deed, undone.changed.case) == (Deed.TAKE_OVER, CASE)
    assert two.there.cases.load(two.case_id).files["anna/photo.jpg"].sha256 != new.sha256
    redone = keep.redo(two.there, two.case_id)
    assert redone is not None
    assert redone.changed.case.title == "ROE and LEE"


def test_other_contents_alone_are_a_difference_that_can_be_taken_over(two: Two):
    two.take(two.hand())
    new = keep_file(two.here, b"a better scan")
    two.here.cases.change(two.case_id, lambda case: case, new_files={"anna/photo.jpg": new})
    path = two.hand()
    [difference] = two.look(path).differences
    assert (difference.code, difference.offered) == ("paper.bytes", ("anna/photo.jpg",))
    two.take(path, TakeOver.REPLACE)
    assert two.there.cases.load(two.case_id).files["anna/photo.jpg"].sha256 == new.sha256


def test_both_can_be_kept(two: Two):
    two.take(two.hand())
    two.change(two.here, "ROE and LEE")
    changed = two.take(two.hand(), TakeOver.KEEP_BOTH)
    assert changed.case_id != two.case_id
    assert two.title(two.there) == "ROE family"
    assert two.there.cases.load(changed.case_id).case.title == "ROE and LEE"


def test_a_case_that_differs_is_never_added_over_the_kept_one(two: Two):
    two.take(two.hand())
    two.change(two.here, "ROE and LEE")
    with pytest.raises(UnusableInput, match=r"handover\.already_kept"):
        two.take(two.hand(), TakeOver.ADD)
    assert two.title(two.there) == "ROE family"


def test_an_id_that_a_deleted_case_still_has_is_not_taken(two: Two):
    path = two.hand()
    two.take(path)
    keep.delete_case(two.there, two.case_id)
    changed = two.take(path)
    assert changed.case_id != two.case_id
    keep.restore_case(two.there, two.case_id)
    assert set(two.there.cases.ids()) == {changed.case_id, two.case_id}


def test_from_one_encrypted_store_to_another_nothing_is_ever_written_plain(quick_path: Path):
    desks = []
    for name in ("here", "there"):
        made = desk_in(quick_path / name)
        safety.encrypt_store(made, f"own passphrase {name}", None, silent)
        desk = desk_in(quick_path / name)
        desk.unlock(safety.open_by_passphrase(desk, f"own passphrase {name}"))
        desks.append(desk)
    here, there = desks
    secret = b"the tax figure 177220.80 of ROE ANNA"
    case = replace(CASE, evidence=PAPERS[:1])
    case_id = here.cases.add(case, {"anna/passport.jpg": keep_file(here, secret)})
    two = Two(quick_path, here, there, case_id)
    assert two.take(two.hand()).case == case
    [stored] = there.cases.load(case_id).files.values()
    assert b"".join(there.vault.blocks_of(stored.sha256)) == secret
    for desk in desks:
        desk.close()
    for path in filter(Path.is_file, quick_path.rglob("*")):
        raw = path.read_bytes()
        assert not any(words in raw for words in (secret, b"ROE family", stored.sha256.encode()))


# How the two stand to each other.


def test_where_only_the_other_side_went_on_nothing_is_lost_by_replacing(two: Two):
    two.take(two.hand())
    two.change(two.here, "ROE and LEE")
    offer = two.look(two.hand(with_history=False))
    assert (offer.standing, offer.is_newer) == (Standing.AHEAD, True)


def test_an_earlier_state_of_the_kept_case_is_told_as_one(two: Two):
    path = two.hand()
    two.change(two.here, "ROE and LEE")
    offer = two.look(path, two.here)
    assert (offer.standing, offer.is_newer) == (Standing.BEHIND, False)


def test_where_both_went_on_that_is_told_and_which_was_changed_last(two: Two):
    two.take(two.hand())
    two.change(two.there, "ROE there")
    two.change(two.here, "ROE here")
    offer = two.look(two.hand())
    assert (offer.standing, offer.is_newer) == (Standing.APART, True)
    two.change(two.there, "ROE there later")
    assert not two.look(two.folder / "case.yongju").is_newer


def test_what_was_taken_over_and_changed_goes_back_as_a_later_state(two: Two):
    two.take(two.hand())
    two.change(two.there, "ROE there")
    back = two.hand(two.there, "back.yongju")
    assert two.look(back, two.here).standing is Standing.AHEAD
    two.take(back, TakeOver.REPLACE, two.here)
    assert two.title(two.here) == "ROE there"
    assert two.look(two.hand()).standing is Standing.SAME


def test_what_changes_between_looking_and_taking_is_not_overwritten(two: Two):
    two.take(two.hand())
    two.change(two.here, "ROE and LEE")
    offer = two.look(two.hand())
    two.change(two.there, "typed meanwhile")
    for how in TakeOver:
        with pytest.raises(UnusableInput, match=r"case\.changed_elsewhere"):
            take_over(two.there, offer, PASSPHRASE, how, silent)
    assert two.title(two.there) == "typed meanwhile"


def test_another_file_in_the_place_of_the_one_looked_at_is_refused(two: Two):
    offer = two.look(two.hand())
    two.change(two.here, "ROE and LEE")
    two.hand()
    with pytest.raises(UnusableInput, match=r"handover\.other_file"):
        take_over(two.there, offer, PASSPHRASE, TakeOver.ADD, silent)
    assert two.there.cases.ids() == ()


# What differs.


def passport(**changed: Any) -> dict[str, Any]:
    """Return the papers with the passport changed."""
    return {"evidence": (replace(PAPERS[0], **changed), *PAPERS[1:])}


CHANGES: dict[str, tuple[dict[str, Any], DiffGroup, str]] = {
    "the title": ({"title": "DOE"}, DiffGroup.BASICS, "basics"),
    "the day": ({"submit_on": date(2027, 1, 5)}, DiffGroup.BASICS, "basics"),
    "the agent": ({"agent": "Harbour"}, DiffGroup.BASICS, "basics"),
    "a name": ({"people": (replace(ANNA, surname="DOE"), JON)}, DiffGroup.PEOPLE, "person"),
    "no more an answer whether married": (
        {"people": (replace(ANNA, married=None), JON)}, DiffGroup.PEOPLE, "person"),
    "another sort of person": (
        {"people": (ANNA, replace(JON, role=PersonRole.PARENT))}, DiffGroup.PEOPLE, "person"),
    "one person more": ({"people": (ANNA, JON, LEA)}, DiffGroup.PEOPLE, "person.added"),
    "other order of people": ({"people": (JON, ANNA)}, DiffGroup.PEOPLE, "people.order"),
    "one paper more": ({"evidence": (*PAPERS, Evidence("photo", "jon", ("jon.jpg",)))}, DiffGroup.PAPERS,
                       "paper.added"),
    "one paper less": ({"evidence": PAPERS[1:]}, DiffGroup.PAPERS, "paper.gone"),
    "one of two alike less": ({"evidence": PAPERS[:2] + PAPERS[3:]}, DiffGroup.PAPERS, "paper.gone"),
    "other order of papers": ({"evidence": PAPERS[::-1]}, DiffGroup.PAPERS, "papers.order"),
    "other files": (passport(files=("new.jpg",)), DiffGroup.PAPERS, "paper.files"),
    "another country": (passport(country="FRA"), DiffGroup.PAPERS, "paper"),
    "another part": (passport(part=EvidencePart.TRANSLATION), DiffGroup.PAPERS, "paper"),
    "a turned page": (passport(turns=(PageTurn(1, 90),)), DiffGroup.PAPERS, "paper"),
    "a flag": (passport(one_page=True), DiffGroup.PAPERS, "paper"),
    "an answer": (
        {"answers": {"work.consecutive_years": 5, "agent.submits": False}}, DiffGroup.ANSWERS, "answer"),
    "an answer less": ({"answers": {"agent.submits": False}}, DiffGroup.ANSWERS, "answer"),
    "a wage": ({"years": (replace(CASE.years[0], wage_cny=1.5),)}, DiffGroup.YEARS, "year"),
    "a year less": ({"years": ()}, DiffGroup.YEARS, "year"),
    "a stay less": ({"stays": ()}, DiffGroup.STAYS, "stay.gone"),
    "a stay that lasts": (
        {"stays": (*CASE.stays, Stay("jon", date(2026, 1, 1)))}, DiffGroup.STAYS, "stay.added"),
    "another reason": (
        {"not_needed": (replace(CASE.not_needed[0], reason="said so"),)}, DiffGroup.NOT_NEEDED, "not-needed"),
    "needed after all": ({"not_needed": ()}, DiffGroup.NOT_NEEDED, "not-needed.gone"),
    "a letter that is not signed": (
        {"evidence": (*PAPERS[:3], replace(PAPERS[3], made_from="wage-certificate"))},
        DiffGroup.PAPERS, "paper"),
    "a letter of somebody's own": (
        {"evidence": (*PAPERS[:3], replace(PAPERS[3], made_from="own:ours"))}, DiffGroup.PAPERS, "paper"),
    "a detail": (
        {"details": {"anna": {**CASE.details["anna"], "employer.name": "别家公司"}}},
        DiffGroup.LETTERS, "detail"),
    "a month": (
        {"details": {"anna": {**CASE.details["anna"], "post.since": date(2020, 3, 1)}}},
        DiffGroup.LETTERS, "detail"),
    "no details": ({"details": {}}, DiffGroup.LETTERS, "detail"),
    "details of somebody else": (
        {"details": {**CASE.details, "jon": {"person.passport_kind": "service"}}},
        DiffGroup.LETTERS, "detail"),
    "a number": (
        {"details": {**CASE.details, "jon": {"visa.stay_days": 90}}}, DiffGroup.LETTERS, "detail"),
    "a time less": ({"history": ()}, DiffGroup.LETTERS, "history.gone"),
    "a time that ends": (
        {"history": (*CASE.history, HistoryRow("jon", date(2019, 3, 1), date(2020, 1, 1), Occupation.STUDY))},
        DiffGroup.LETTERS, "history.added"),
    "a relative less": ({"relatives": CASE.relatives[:1]}, DiffGroup.LETTERS, "relative.gone"),
    "two relatives of one name": (
        {"relatives": (*CASE.relatives, CASE.relatives[0])}, DiffGroup.LETTERS, "relative.added"),
    "another address": (
        {"relatives": (CASE.relatives[0], replace(CASE.relatives[1], address="", sex=Sex.MALE))},
        DiffGroup.LETTERS, "relative"),
    "other order of relatives": ({"relatives": CASE.relatives[::-1]}, DiffGroup.LETTERS, "relatives.order"),
    "a letter that nobody read": ({"letters_read": ()}, DiffGroup.LETTERS, "letter-read"),
    "a letter that somebody else read": (
        {"letters_read": (replace(CASE.letters_read[0], read_by="Wang"),)}, DiffGroup.LETTERS, "letter-read"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_every_difference_is_found_both_ways_and_worded_in_both_languages(what: str):
    values, group, code = CHANGES[what]
    other = replace(CASE, **values)
    kept, offered = Side(CASE, hashes(CASE)), Side(other, hashes(other))
    found, back = differences(kept, offered), differences(offered, kept)
    assert (found[0].group, found[0].code) == (group, code)
    assert {each.group for each in (*found, *back)} == {group}
    swapped = {"added": "gone", "gone": "added"}
    ends = [each.code.rpartition(".")[2] for each in back]
    assert [swapped.get(end, end) for end in ends] == [each.code.rpartition(".")[2] for each in found]
    for each in (*found, *back):
        assert from_line(to_line(each)) == each
        for language in Language:
            words = word_difference(each, PACK, language)
            assert words
            assert not {"{", "\n"} & set(words)


def test_nothing_differs_between_a_case_and_itself_in_another_order():
    details = {"anna": dict(reversed(CASE.details["anna"].items()))}
    other = replace(
        CASE, answers=dict(reversed(CASE.answers.items())), years=CASE.years[::-1], details=details
    )
    assert differences(Side(CASE, hashes(CASE)), Side(other, hashes(other))) == ()


def test_yes_and_one_are_different_answers():
    values: list[dict[str, Answer]] = [{"agent.submits": True}, {"agent.submits": 1}]
    one, other = (Side(replace(CASE, answers=each), hashes(CASE)) for each in values)
    assert [each.code for each in differences(one, other)] == ["answer"]


def test_values_are_told_as_people_know_them():
    changed = replace(
        CASE,
        people=(replace(ANNA, nationality="FRA", birth_date=date(1985, 3, 3)), JON),
        answers={"work.consecutive_years": 5, "agent.submits": False},
    )
    found = differences(Side(CASE, hashes(CASE)), Side(changed, hashes(changed)))
    told = [difference_values(each, PACK, Language.EN) for each in found]
    assert told == [("2 March 1985", "3 March 1985"), ("Germany", "France"), ("6 years", "5 years")]
    words = word_difference(found[1], PACK, Language.EN)
    assert words == "ROE ANNA: Nationality: here Germany, in the file France"


def test_what_letters_say_is_told_as_people_know_it():
    details: dict[str, Answer] = {
        "person.passport_kind": "service",
        "post.since": date(2019, 3, 1),
        "studies.since": date(2019, 3, 1),
    }
    other = replace(
        CASE,
        evidence=(*PAPERS[:3], replace(PAPERS[3], made_from="wage-certificate")),
        details={**CASE.details, "jon": details},
        history=(HistoryRow("anna", date(2019, 3, 1), date(2020, 1, 1), post="Cook"),),
    )
    found = differences(Side(CASE, hashes(CASE)), Side(other, hashes(other)))
    told = [word_difference(each, PACK, Language.EN) for each in found]
    assert [words.partition(": ")[2] for words in told[1:]] == [
        "Kind of passport: here nothing entered, in the file service",
        "Employed there since: here nothing entered, in the file 1 March 2019",
        "Studied from: here nothing entered, in the file March 2019",
        "Studies and work: only here (since March 2019, Work, 示例公司, Line one line two)",
        "Studies and work: only in the file (March 2019 to January 2020, Work, Cook)",
    ]
    assert told[0].endswith("here nothing entered, in the file Wage Certificate")


def test_a_paper_of_a_person_without_a_name_is_told_by_the_role():
    child: dict[str, str | int] = {"requirement": "photo", "person": "", "role": "child"}
    difference = Difference(DiffGroup.PAPERS, "paper.added", child, None, ("a.jpg",))
    assert word_difference(difference, PACK, Language.EN).endswith("for Child: only in the file (a.jpg)")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("standing", Standing)
def test_every_standing_has_words(standing: Standing, language: Language):
    kept = None if standing is Standing.NEW else KeptSide("ROE family", NOW)
    offer = replace(offer_of(Path("case.yongju"), packed()), standing=standing, kept=kept, changed_at=NOW)
    assert not {"{", "\n"} & set(word_standing(offer, language))
    assert set(GROUP_NAMES) == set(DiffGroup)


# What is refused here.


def test_a_file_is_written_neither_over_a_folder_nor_into_the_store(two: Two):
    (two.folder / "pipe").mkdir()
    for path, code in (
        (two.folder, "handover.to_folder"),
        (two.folder / "pipe", "handover.to_folder"),
        (two.folder / "none" / "case.yongju", "destination.no_folder"),
        (two.folder / "here" / "cases.sqlite3", "handover.in_data_folder"),
        (two.folder / "here" / "files" / "case.yongju", "handover.in_data_folder"),
        (two.folder / ("x" * 300), "machine.cannot_write"),
    ):
        (two.folder / "here" / "files").mkdir(exist_ok=True)
        with pytest.raises(AppError) as told:
            hand_over(two.here, two.case_id, path, PASSPHRASE, silent)
        assert told.value.code == code
    assert two.title(two.here) == "ROE family"


def test_a_paper_that_is_gone_from_the_vault_is_told_by_its_name(two: Two):
    stored = two.here.cases.load(two.case_id).files["tax/2024.pdf"]
    two.here.vault.path_of(stored.sha256).unlink()
    with pytest.raises(UnusableInput) as told:
        two.hand()
    assert (told.value.code, told.value.params["file"]) == ("handover.paper_damaged", "tax/2024.pdf")
    assert not (two.folder / "case.yongju").exists()


def test_the_worker_hands_over_looks_into_and_takes_over(two: Two):
    def ask(desk: Desk, verb: str, **arguments: object) -> Any:
        desk.close()
        answers = io.StringIO()
        request = to_line({"id": 1, "verb": verb, "arguments": arguments})
        run_worker(desk.data_folder, io.StringIO(request), answers)
        return from_line(answers.getvalue().splitlines()[-1])["result"]

    path = str(two.folder / "case.yongju")
    done = ask(two.here, "hand_over", case_id=two.case_id, destination=path, passphrase=PASSPHRASE)
    assert isinstance(done, HandedOver)
    assert (done.files, done.size_bytes) == (4, Path(path).stat().st_size)
    offer = ask(two.there, "look_into", path=path, passphrase=PASSPHRASE)
    assert isinstance(offer, Offer)
    changed = ask(two.there, "take_over", offer=offer, passphrase=PASSPHRASE, how=TakeOver.ADD)
    assert (changed.case_id, changed.case) == (two.case_id, CASE)
