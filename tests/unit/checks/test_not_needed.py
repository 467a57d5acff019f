"""A paper of which somebody said that it is not needed blocks no longer, and is told with who said so."""

from dataclasses import replace
from datetime import date

import pytest

from app.casework.summary import count_provided
from app.domain.case import Case, NotNeeded
from app.domain.findings import Finding, Severity
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.words import Language
from app.i18n.wording import Names, word_finding
from app.rules.checklist import make_checklist
from tests.support.cases import (
    PACK,
    TODAY,
    changed_person,
    family,
    findings_of,
    without_evidence,
)

REASON, WHO, DAY = "The company is younger than a year", "Window 3", date(2026, 11, 2)


def said(case: Case, requirement: str, person: str = "anna", country: str | None = None) -> Case:
    row = NotNeeded(requirement, person, REASON, WHO, DAY, country)
    return replace(case, not_needed=(*case.not_needed, row))


def item_of(case: Case, requirement: str, person: str, country: str | None = None) -> ChecklistItem:
    items = make_checklist(PACK, case, today=TODAY)
    wanted = requirement, person, country
    return next(i for i in items if (i.ask.requirement, i.person.id, i.ask.country) == wanted)


def of_papers(case: Case) -> list[Finding]:
    return [each for each in findings_of(case) if each.code.startswith(("requirement.", "chain."))]


def test_a_warning_with_reason_and_who_said_so_stands_for_what_was_missing():
    case = said(without_evidence(family(), "work-permit", "anna"), "work-permit")
    [finding] = of_papers(case)
    assert (finding.code, finding.severity) == ("requirement.said_not_needed", Severity.WARNING)
    assert (finding.requirement, finding.person) == ("work-permit", "anna")
    assert finding.params == {"reason": REASON, "said_by": WHO, "said_on": DAY}
    assert finding.source == item_of(case, "work-permit", "anna").ask.source


def test_the_item_says_so_carries_the_row_and_is_no_longer_asked():
    before = without_evidence(family(), "work-permit", "anna")
    case = said(before, "work-permit")
    item = item_of(case, "work-permit", "anna")
    assert (item.state, item.not_needed) == (ItemState.NOT_NEEDED, case.not_needed[0])
    counts = [count_provided(make_checklist(PACK, each, today=TODAY)) for each in (before, case)]
    assert counts[0] == (counts[1][0], counts[1][1] + 1)


@pytest.mark.parametrize("person", ["jon", "lea"])
def test_what_is_said_of_one_person_lets_no_other_persons_paper_go(person: str):
    case = said(without_evidence(family(), "passport", "anna"), "passport", person)
    assert [each.code for each in of_papers(case)] == [
        "requirement.missing",
        "requirement.not_needed_given",
    ]


def test_pieces_that_are_too_few_are_left_out_in_part():
    case = family()
    kept = tuple(each for each in case.evidence if each.files != ("income/2024.pdf",))
    case = said(case.with_evidence(kept), "income-proof")
    [finding] = of_papers(case)
    assert (finding.code, finding.severity) == ("requirement.said_not_needed", Severity.WARNING)
    assert finding.params["in_part"] is True
    item = item_of(case, "income-proof", "anna")
    assert (item.state, len(item.evidence)) == (ItemState.NOT_NEEDED, 3)


@pytest.mark.parametrize("country", [None, "DEU"])
@pytest.mark.parametrize("part", ["authentication", "translation"])
def test_a_link_of_its_chain_blocks_no_longer(part: str, country: str | None):
    case = without_evidence(family(), "criminal-record", "anna", part)
    assert f"chain.{part}_missing" in [each.code for each in of_papers(case)]
    [finding] = of_papers(said(case, "criminal-record", country=country))
    assert (finding.code, finding.params["in_part"]) == ("requirement.said_not_needed", True)


def test_a_link_of_another_countrys_paper_still_blocks():
    case = without_evidence(family(), "criminal-record", "anna", "translation")
    codes = [each.code for each in of_papers(said(case, "criminal-record", country="FRA"))]
    assert codes == ["chain.translation_missing", "requirement.said_not_needed"]


def test_what_is_given_all_the_same_counts_and_both_stand():
    case = said(family(), "work-permit")
    [finding] = of_papers(case)
    assert (finding.code, finding.severity) == ("requirement.not_needed_given", Severity.NOTE)
    assert item_of(case, "work-permit", "anna").state is ItemState.PROVIDED
    spoilt = replace(
        case,
        evidence=tuple(
            replace(each, expires_on=date(2026, 11, 1)) if each.requirement == "work-permit" else each
            for each in case.evidence
        ),
    )
    assert "date.expired" in [each.code for each in findings_of(spoilt)]


def test_what_nobody_asks_for_is_told_by_a_note():
    [finding] = of_papers(said(family(), "investment-approval"))
    assert (finding.code, finding.severity) == ("requirement.not_needed_unasked", Severity.NOTE)


def test_what_a_rule_lets_go_stays_so_and_the_row_is_told_by_a_note():
    answers = {**family().answers, "office.finds_registration": True}
    case = replace(family(), category="rp.in-country-change", answers=answers)
    case = said(case, "accommodation-registration")
    item = item_of(case, "accommodation-registration", "anna")
    assert (item.state, item.not_needed) == (ItemState.WAIVED, case.not_needed[0])
    codes = {each.code: each.severity for each in of_papers(case) if each.requirement == item.ask.requirement}
    assert codes == {"requirement.waived": Severity.NOTE, "requirement.not_needed_unasked": Severity.NOTE}


def test_where_the_window_decides_its_word_is_no_more_than_a_note():
    case = without_evidence(family(), "criminal-record", "lea")
    case = changed_person(case, "lea", birth_date=date(2014, 10, 6))
    assert item_of(case, "criminal-record", "lea").state is ItemState.ASK_WINDOW
    case = said(case, "criminal-record", "lea")
    [finding] = [each for each in of_papers(case) if each.requirement == "criminal-record"]
    assert (finding.code, finding.severity) == ("requirement.said_not_needed", Severity.NOTE)


def test_what_hangs_on_an_answer_is_settled_by_a_note():
    case = replace(family(), answers={"work.consecutive_years": 6})
    [open_item, *_] = [i for i in make_checklist(PACK, case, today=TODAY) if i.state is ItemState.UNDECIDED]
    case = said(case, open_item.ask.requirement, open_item.person.id)
    assert item_of(case, open_item.ask.requirement, open_item.person.id).state is ItemState.NOT_NEEDED
    [finding] = [each for each in of_papers(case) if each.requirement == open_item.ask.requirement]
    assert (finding.code, finding.severity) == ("requirement.said_not_needed", Severity.NOTE)
    undecided = [each for each in of_papers(case) if each.code == "requirement.undecided"]
    assert all(open_item.ask.requirement not in str(each.params["requirements"]) for each in undecided)


# Shanghai asks the principal for a record from China beside the one of any other country.


def records_in_shanghai(
    *rows: str | None, given: str | None = None
) -> tuple[dict[str | None, ItemState], list[str]]:
    """Return the states of both items, by country, and what is found of them."""
    case = replace(family(), place="shanghai")
    for country in rows:
        case = said(case, "criminal-record", country=country)
    case = case.with_evidence(
        tuple(
            each
            for each in case.evidence
            if (each.requirement, each.person) != ("criminal-record", "anna") or each.country == given
        )
    )
    items = [each for each in make_checklist(PACK, case, today=TODAY) if each.person.id == "anna"]
    states = {each.ask.country: each.state for each in items if each.ask.requirement == "criminal-record"}
    found = [
        each
        for each in of_papers(case)
        if (each.requirement, each.person) == ("criminal-record", "anna") and "licence" not in each.code
    ]
    return states, [each.code for each in found]


@pytest.mark.parametrize("country", [None, "CHN"])
def test_a_row_lets_the_item_of_its_country_go_and_no_other(country: str | None):
    states, codes = records_in_shanghai(country)
    assert states.pop(country) is ItemState.NOT_NEEDED
    assert list(states.values()) == [ItemState.MISSING]
    assert codes == ["requirement.missing", "requirement.said_not_needed"]


def test_a_row_of_a_country_answers_for_the_item_that_names_none():
    states, _ = records_in_shanghai("DEU")
    assert states == {None: ItemState.NOT_NEEDED, "CHN": ItemState.MISSING}


def test_of_two_countries_one_may_be_given_and_the_other_left_out():
    states, codes = records_in_shanghai("FRA", "CHN", given="DEU")
    assert states == {None: ItemState.PROVIDED, "CHN": ItemState.NOT_NEEDED}
    assert codes == ["requirement.said_not_needed"] * 2


# Words


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("requirement", "given", "changed"),
    [
        ("work-permit", False, {}),
        ("work-permit", False, {"said_on": None}),
        ("work-permit", True, {"country": "DEU"}),
        ("investment-approval", False, {"reason": "later"}),  # the name of a form of other findings
    ],
)
def test_it_is_said_with_the_persons_own_words(
    language: Language, requirement: str, given: bool, changed: dict[str, object]
):
    case = family() if given else without_evidence(family(), requirement, "anna")
    row = replace(NotNeeded(requirement, "anna", REASON, WHO, DAY), **changed)  # type: ignore[arg-type]
    case = replace(case, not_needed=(row,))
    [finding] = of_papers(case)
    words = word_finding(finding, Names(PACK, case), language)
    assert row.reason in words
    assert WHO in words
    assert "{" not in words
