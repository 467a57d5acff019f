"""Whether the case's category fits is told with its papers: a whole packet alone helps nobody."""

from dataclasses import replace
from datetime import date

from app.domain.case import Answer, Case, Person, PersonRole
from app.domain.findings import Finding
from tests.support.cases import SUBMIT_ON, codes_of, family, findings_of

SPOUSE: dict[str, Answer] = {
    "sponsor.relation": "spouse",
    "sponsor.status": "chinese-citizen",
    "marriage.since": date(2015, 1, 1),
    "stay.since": date(2015, 1, 1),
    "livelihood.stable": True,
    "housing.has": True,
}
WEI = Person("wei", PersonRole.SPONSOR, "WANG", "WEI")


def joining(answers: dict[str, Answer], *, sponsor: bool = True) -> Case:
    people = (family().people[0], *((WEI,) if sponsor else ()))
    return replace(family(), category="pr.spouse", people=people, answers=answers, evidence=())


def of(case: Case, code: str) -> list[Finding]:
    return [finding for finding in findings_of(case) if finding.code == code]


def test_a_condition_that_answers_meet_is_not_told():
    assert not {"category.condition_not_met", "category.condition_open"} & set(codes_of(joining(SPOUSE)))


def test_a_condition_that_answers_do_not_meet_blocks():
    (told,) = of(joining({**SPOUSE, "housing.has": False}), "category.condition_not_met")
    assert told.severity == "blocker"
    assert "met_on" not in told.params
    assert told.source


def test_a_condition_that_time_will_meet_names_the_day():
    (told,) = of(joining({**SPOUSE, "marriage.since": date(2022, 1, 15)}), "category.condition_not_met")
    assert told.params["met_on"] == date(2027, 1, 15)


def test_a_question_without_an_answer_leaves_its_condition_open():
    without = {key: answer for key, answer in SPOUSE.items() if key != "housing.has"}
    (told,) = of(joining(without), "category.condition_open")
    assert told.severity == "note"


def test_figures_of_years_are_told_once():
    assert not {"category.condition_not_met", "category.condition_open"} & set(codes_of(family()))


def test_the_person_who_is_joined_has_to_be_entered():
    (told,) = of(joining(SPOUSE, sponsor=False), "person.role_missing")
    assert told.params["role"] == "sponsor"
    assert told.params["requirements"] == ("sponsor-identity",)
    assert not of(joining(SPOUSE), "person.role_missing")


def test_a_planned_day_that_has_passed_is_told():
    assert "case.planned_day_past" in [each.code for each in findings_of(family(), today=date(2026, 12, 16))]
    assert "case.planned_day_past" not in [each.code for each in findings_of(family(), today=SUBMIT_ON)]
