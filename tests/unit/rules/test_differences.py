"""What another pack changes in a case is told as data, and nothing else is."""

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case, PersonRole
from app.domain.packs import PackChange
from app.domain.rules import (
    Accompanying,
    All,
    Ask,
    Compared,
    Condition,
    Copies,
    Deposit,
    RulePack,
    Scope,
    Switch,
    WorkHistory,
)
from app.domain.words import Language, Text
from app.i18n.changes import CHANGES, word_change
from app.i18n.wording import Names
from app.rules.differences import compare_case
from app.rules.load import load_pack
from tests.support.cases import PACK, TODAY, changed_evidence, family
from tests.support.packs import change, copy_pack

CASE = family()
CATEGORY, PLACE = PACK.categories[CASE.category], PACK.places[CASE.place]


# The same in every part, and none of its parts is the same object.
TWIN = copy.deepcopy(PACK)


def changes(new: RulePack, case: Case = CASE, old: RulePack = PACK) -> tuple[PackChange, ...]:
    found = compare_case(old, new, case, today=TODAY)
    for each in found:
        for language in Language:
            words = word_change(each, Names(old, case), language)
            assert "{" not in words
            assert words
    return found


def codes(new: RulePack, case: Case = CASE) -> list[str]:
    return [each.code for each in changes(new, case)]


def with_category(**values: object) -> RulePack:
    return replace(PACK, categories={**PACK.categories, CATEGORY.id: replace(CATEGORY, **values)})  # type: ignore[arg-type]


def with_place(**values: object) -> RulePack:
    return replace(PACK, places={**PACK.places, PLACE.id: replace(PLACE, **values)})  # type: ignore[arg-type]


def with_requirement(name: str, **values: object) -> RulePack:
    changed = replace(PACK.requirements[name], **values)  # type: ignore[arg-type]
    return replace(PACK, requirements={**PACK.requirements, name: changed})


def without(table: str, name: str) -> RulePack:
    kept = {key: value for key, value in getattr(PACK, table).items() if key != name}
    return replace(PACK, **{table: kept})  # type: ignore[arg-type]


def ask_of(requirement: str) -> Ask:
    return next(ask for ask in CATEGORY.asks if ask.requirement == requirement)


def with_ask(requirement: str, **values: object) -> RulePack:
    old = ask_of(requirement)
    return with_category(
        asks=tuple(replace(ask, **values) if ask is old else ask for ask in CATEGORY.asks)  # type: ignore[arg-type]
    )


@settings(max_examples=60, deadline=None)
@given(
    category=st.sampled_from(sorted(PACK.categories)),
    place=st.sampled_from(sorted(PACK.places)),
    day=st.dates(date(2015, 1, 1), date(2040, 1, 1)),
    answers=st.dictionaries(
        st.sampled_from([*sorted(PACK.questions), "not.known"]),
        st.booleans() | st.integers(0, 99) | st.text(),
        max_size=9,
    ),
)
def test_a_pack_beside_itself_changes_nothing(
    category: str, place: str, day: date, answers: dict[str, bool | int | str]
):
    case = replace(CASE, category=category, place=place, submit_on=day, answers={**answers})
    assert compare_case(PACK, TWIN, case, today=TODAY) == ()


def test_a_pack_read_anew_from_its_files_changes_nothing(tmp_path: Path):
    assert changes(load_pack(copy_pack(tmp_path / "cn"))) == ()


@pytest.mark.parametrize(
    ("table", "name", "code"),
    [
        ("categories", CASE.category, "category.unknown"),
        ("places", CASE.place, "place.unknown"),
        ("questions", "work.consecutive_years", "answer.unknown"),
    ],
)
def test_what_the_new_pack_does_not_know_is_told(table: str, name: str, code: str):
    assert code in codes(without(table, name))


def test_a_paper_that_the_new_pack_does_not_know_is_told():
    asks = tuple(ask for ask in CATEGORY.asks if ask.requirement != "work-history-proof")
    kept = {key: value for key, value in PACK.requirements.items() if key != "work-history-proof"}
    new = replace(with_category(asks=asks), requirements=kept)
    assert codes(new) == ["requirement.unknown", "paper.removed"]


def test_a_case_that_only_the_new_pack_knows_has_nothing_to_compare():
    assert compare_case(without("categories", CASE.category), PACK, CASE, today=TODAY) == ()


def test_a_question_that_takes_another_kind_of_answer_is_told():
    question = replace(PACK.questions["work.consecutive_years"], kind="yes-no")
    assert "answer.kind" in codes(replace(PACK, questions={**PACK.questions, question.id: question}))


def test_an_answer_that_can_no_longer_be_chosen_is_told():
    question = next(each for each in PACK.questions.values() if each.kind == "choice")
    value, words = question.choices[0]
    case = replace(CASE, answers={**CASE.answers, question.id: value})
    narrower = replace(question, choices=question.choices[1:])
    found = changes(replace(PACK, questions={**PACK.questions, question.id: narrower}), case)
    assert [each.params["value"] for each in found if each.code == "answer.choice"] == [words]


def test_a_condition_that_asks_more_is_told_with_verdict_and_fit():
    tests = {"work.consecutive_years": Compared("work.consecutive_years", "at_least", 7, "years")}
    conditions = tuple(
        replace(each, test=tests["work.consecutive_years"]) if "consecutive" in str(each.test) else each
        for each in CATEGORY.conditions
    )
    found = {each.code: each.params for each in changes(with_category(conditions=conditions))}
    assert found.keys() == {"category.fit", "condition.verdict", "condition.threshold"}
    assert (found["category.fit"]["before"], found["category.fit"]["after"]) == ("fits", "does-not-fit")
    assert found["condition.threshold"]["after"] == 7


def test_a_higher_average_wage_is_told_for_each_year_that_counts():
    wages = tuple(replace(each, cny=each.cny + 1000) for each in PLACE.average_wages)
    found = [
        each for each in changes(with_place(average_wages=wages)) if each.code == "condition.year_threshold"
    ]
    wage = [each.params for each in found if each.params["column"] == "wage_cny"]
    assert len(wage) == 4
    assert all(each["after"] - each["before"] == 6000 for each in wage)  # type: ignore[operator]


def test_conditions_that_come_and_go_are_told():
    label = Text.same("A new condition")
    added = Condition("new", label, Compared("work.consecutive_years", "at_least", 1), ())
    found = changes(with_category(conditions=(*CATEGORY.conditions[1:], added)))
    assert [each.code for each in found if each.code.startswith("condition.")] == [
        "condition.removed",
        "condition.added",
    ]


def test_a_test_put_otherwise_with_the_same_outcome_is_told():
    first = CATEGORY.conditions[0]
    assert first.test is not None
    again = replace(first, test=All((first.test,)))
    assert codes(with_category(conditions=(again, *CATEGORY.conditions[1:]))) == ["condition.other"]


def test_papers_newly_asked_and_no_longer_asked_are_told_for_the_person():
    asks = tuple(ask for ask in CATEGORY.asks if ask.requirement != "stay-record")
    new = Ask("curriculum-vitae", (PersonRole.SPOUSE,), (), country="DEU")
    found = changes(with_category(asks=(*asks, new)))
    assert [(each.code, each.params["requirement"], each.params["person"]) for each in found] == [
        ("paper.removed", "stay-record", "anna"),
        ("paper.added", "curriculum-vitae", "jon"),
    ]
    assert found[1].params["country"] == "DEU"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (lambda: with_requirement("stay-record", form="original-and-copy"), {"paper.form"}),
        (lambda: with_ask("stay-record", pieces=3), {"paper.pieces", "paper.state"}),
        (lambda: with_ask("stay-record", instead=("curriculum-vitae",)), {"paper.instead"}),
        (lambda: with_place(translator_licence=(Switch(True, ()),)), {"paper.licence"}),
        (
            lambda: with_place(deposits=(Deposit("stay-record", 1000, 3, Scope(), ()),)),
            {"paper.deposit"},
        ),
        (lambda: replace(PACK, passport_months=PACK.passport_months + 3), {"passport.months"}),
        (
            lambda: replace(PACK, apostille=replace(PACK.apostille, members={}, exceptions=())),
            {"paper.way"},
        ),
    ],
)
def test_each_thing_asked_of_a_paper_is_told(new: Callable[[], RulePack], expected: set[str]):
    assert set(codes(new())) == expected


def test_a_shorter_validity_is_told_with_the_day_until_which_the_paper_counts():
    health = PACK.requirements["health-certificate"]
    shorter = tuple(replace(each, months=2) for each in health.validity)
    found = changes(with_requirement(health.id, validity=shorter))
    own = {each.code: each.params for each in found if each.params["person"] == "anna"}
    assert (own["paper.months"]["before"], own["paper.months"]["after"]) == (6, 2)
    assert own["paper.use_by"]["after"] == date(2026, 11, 1)


def test_the_number_of_copies_is_told_where_it_was_not_said_before():
    found = changes(with_place(copies=(Copies("stay-record", 2, Scope(), ()),)))
    [own] = [each for each in found if each.params["requirement"] == "stay-record"]
    assert own.params["after"] == 2


def test_each_measure_of_the_photo_is_told():
    photos = tuple(replace(each, width_mm=99, digital=not each.digital) for each in PLACE.photos)
    found = changes(with_place(photos=photos))
    assert {(each.code, each.params["measure"]) for each in found} == {
        ("photo.changed", "width_mm"),
        ("photo.changed", "digital"),
    }


def test_each_limit_of_files_for_portals_is_told():
    uploads = tuple(replace(each, most_kb=500, binding=True) for each in PLACE.uploads)
    found = changes(with_place(uploads=uploads))
    told = {str(each.params["measure"]): (each.params["before"], each.params["after"]) for each in found}
    assert told == {"most_kb": (2000, 500), "binding": ("no", "yes")}


def test_who_may_come_along_is_told_for_the_roles_of_the_case():
    alone = with_category(accompanying=())
    assert codes(alone) == ["family.removed", "family.removed"]
    younger = tuple(
        replace(each, under_age=10) if each.role is PersonRole.CHILD else each
        for each in CATEGORY.accompanying
    )
    assert codes(with_category(accompanying=younger)) == ["family.changed"]
    parent = Accompanying(PersonRole.PARENT, None, False, ())
    assert codes(with_category(accompanying=(*CATEGORY.accompanying, parent))) == []


def test_words_put_better_change_nothing():
    better = with_requirement("stay-record", title=Text.same("Better words"), obtain=Text.same("x"))
    assert changes(better) == ()


def test_what_is_not_of_this_case_changes_nothing(tmp_path: Path):
    folder = copy_pack(tmp_path / "cn")
    change(folder, "places/shanghai.toml", "cny = 600_000", "cny = 700_000")
    assert changes(load_pack(folder)) == ()


def test_a_paper_of_another_country_is_told_with_its_country():
    case = changed_evidence(CASE, "criminal-record", "anna", country="FRA")
    found = changes(replace(PACK, apostille=replace(PACK.apostille, members={}, exceptions=())), case)
    assert {each.params["country"] for each in found if each.params["person"] == "anna"} == {"FRA"}


def test_every_change_that_has_words_is_made_and_the_other_way_round(repo_root: Path):
    files = ("rules/differences.py", "casework/rule_packs.py")
    source = "".join((repo_root / "app" / file).read_text(encoding="utf-8") for file in files)
    assert [code for code in CHANGES if f'"{code}"' not in source] == []
    made = re.findall(r'(?:PackChange|told)\("([a-z_.]+)"', source)
    assert [code for code in made if code not in CHANGES] == []


def test_another_pause_between_two_jobs_is_told():
    [changed] = changes(replace(PACK, work_history=replace(PACK.work_history, longest_gap_months=3)))
    assert (changed.code, changed.params) == ("history.gap_months", {"before": 2, "after": 3})
    assert "2 months → 3 months" in word_change(changed, Names(PACK, CASE), Language.EN)
    [dropped] = changes(replace(PACK, work_history=WorkHistory()))
    assert dropped.params == {"before": 2}
