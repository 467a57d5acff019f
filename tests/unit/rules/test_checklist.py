"""The checklist says what is asked of whom, on what ground, and what may be left out."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Evidence, Person, PersonRole
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.rules import CategoryKind, Effective
from app.rules.checklist import make_checklist
from tests.support.cases import PACK, TODAY, changed_person, family


def items(case: Case, requirement: str, person: str = "anna") -> list[ChecklistItem]:
    found = make_checklist(PACK, case, today=TODAY)
    return [item for item in found if (item.requirement.id, item.person.id) == (requirement, person)]


def item(case: Case, requirement: str, person: str = "anna") -> ChecklistItem:
    (only,) = items(case, requirement, person)
    return only


def answering(answers: dict[str, Answer], **values: object) -> Case:
    case = replace(family(), **values)  # type: ignore[arg-type]  # by their names
    return replace(case, answers={**case.answers, **answers})


def test_papers_of_former_citizens_are_asked_of_them_alone():
    asked = answering({"origin.former_citizen": True})
    assert item(asked, "naturalisation-proof").state is ItemState.MISSING
    assert items(family(), "naturalisation-proof") == []


def test_while_the_answer_is_missing_a_paper_stays_on_the_list_with_its_question():
    unanswered = replace(family(), answers={"work.consecutive_years": 6})
    waiting = item(unanswered, "naturalisation-proof")
    assert waiting.state is ItemState.UNDECIDED
    assert waiting.unanswered == ("origin.former_citizen",)


@pytest.mark.parametrize(
    ("answer", "state"), [(True, ItemState.WAIVED), (False, ItemState.MISSING), (None, ItemState.MISSING)]
)
def test_what_the_office_finds_by_itself_need_not_be_given(answer: bool | None, state: ItemState):
    answers: dict[str, Answer] = {} if answer is None else {"office.finds_registration": answer}
    case = answering(answers, category="rp.in-country-change", evidence=())
    found = item(case, "accommodation-registration")
    assert found.state is state
    assert (found.waiver is not None) is (answer is True)
    assert (found.waivable != ()) is (answer is None)


def test_what_is_waived_counts_as_given_once_it_is_given():
    paper = Evidence("accommodation-registration", "anna", ("a.pdf",))
    case = answering({"office.finds_registration": True}, category="rp.in-country-change", evidence=(paper,))
    assert item(case, "accommodation-registration").state is ItemState.PROVIDED


def test_a_waiver_hangs_on_the_age_of_the_person_asked():
    child = Person("kim", PersonRole.PRINCIPAL, "ROE", "KIM", birth_date=date(2008, 12, 16))
    case = replace(family(), category="rp.work", people=(child,), evidence=())
    assert item(case, "health-certificate", "kim").state is ItemState.WAIVED
    grown = changed_person(case, "kim", birth_date=date(2008, 12, 15))
    assert item(grown, "health-certificate", "kim").state is ItemState.MISSING


def test_any_of_five_papers_proves_chinese_origin():
    five = (
        "former-id-card",
        "household-register",
        "former-passport",
        "birth-certificate",
        "chinese-origin-proof",
    )
    for name in five:
        case = replace(family(), category="pr.chinese-phd", evidence=(Evidence(name, "anna", ("a.pdf",)),))
        assert item(case, "chinese-origin-proof").state is ItemState.PROVIDED
    assert item(replace(family(), category="pr.chinese-phd", evidence=()), "chinese-origin-proof").state is (
        ItemState.MISSING
    )


def test_copies_are_the_places_and_unknown_where_no_text_says():
    assert item(family(), "passport").copies is None
    assert item(replace(family(), place="guangdong"), "passport").copies == 3
    assert item(replace(family(), place="shanghai"), "passport").copies == 2


def test_photos_are_asked_as_the_place_asks_them():
    photo = item(family(), "photo").photo
    assert photo is not None
    assert (photo.count, photo.colours) == (4, ("white",))
    assert item(family(), "passport").photo is None


def test_a_deposit_belongs_to_the_paper_that_proves_it():
    case = replace(family(), category="pr.spouse", place="shanghai")
    assert [each.cny for each in item(case, "livelihood-proof").deposits] == [200_000]


def test_what_a_place_asks_besides_is_asked_there_alone():
    assert items(replace(family(), place="shanghai"), "previous-permits")
    assert items(family(), "previous-permits") == []


def test_what_is_no_longer_in_effect_is_no_longer_asked():
    category = PACK.categories["pr.wage-tax"]
    ended = tuple(replace(ask, effective=Effective(until=date(2026, 12, 14))) for ask in category.asks)
    pack = replace(PACK, categories={**PACK.categories, category.id: replace(category, asks=ended)})
    assert make_checklist(pack, family(), today=TODAY) == ()
    day_before = replace(family(), submit_on=date(2026, 12, 14))
    assert make_checklist(pack, day_before, today=TODAY)


@pytest.mark.parametrize("name", [each.id for each in PACK.categories.values()])
@pytest.mark.parametrize("place", list(PACK.places))
def test_every_category_makes_a_checklist_at_every_place(name: str, place: str):
    sponsor = Person("sam", PersonRole.SPONSOR, "ROE", "SAM")
    people = (*family().people, sponsor)
    case = replace(family(), category=name, place=place, people=people, evidence=(), answers={})
    found = make_checklist(PACK, case, today=TODAY)
    assert all(each.ask.source for each in found)
    if PACK.categories[name].kind is CategoryKind.PERMANENT_RESIDENCE and PACK.categories[name].asks:
        assert {each.person.id for each in found} >= {"anna"}


def letters(*made_from: str, requirement: str = "employment-proof") -> Case:
    """Return a case with papers for a requirement, each a letter of ours or a paper that somebody signed."""
    rest = (each for each in family().evidence if each.requirement != requirement)
    given = (
        Evidence(requirement, "anna", (f"{number}.pdf",), made_from=letter)
        for number, letter in enumerate(made_from)
    )
    return family().with_evidence((*rest, *given))


def test_a_paper_of_which_only_our_letter_is_there_is_not_signed_yet():
    found = item(letters("employment-certificate"), "employment-proof")
    assert found.state is ItemState.UNSIGNED
    assert item(letters("employment-certificate", ""), "employment-proof").state is ItemState.PROVIDED


def test_a_letter_is_no_piece_of_what_is_asked_several_times():
    wanted = item(family(), "income-proof")
    assert wanted.ask.pieces == 4
    for signed, unsigned, state in (
        (4, 1, ItemState.PROVIDED),
        (3, 1, ItemState.TOO_FEW),
        (0, 4, ItemState.UNSIGNED),
    ):
        case = letters(*[""] * signed, *["wage-certificate"] * unsigned, requirement="income-proof")
        assert item(case, "income-proof").state is state


def test_a_letter_that_is_not_signed_does_not_grow_old():
    case = family()
    changed = (
        replace(each, made_from="x") if each.requirement == "health-certificate" else each
        for each in case.evidence
    )
    assert item(case, "health-certificate").use_by is not None
    assert item(case.with_evidence(tuple(changed)), "health-certificate").use_by is None
