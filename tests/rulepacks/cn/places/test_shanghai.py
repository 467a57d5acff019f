"""Shanghai: a fixed wage standard until April 2023, six times the average wage after it; more papers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.case import Case, Evidence, YearRow
from app.domain.judgement import ConditionResult, ItemState, Verdict
from app.domain.rules import RulePack
from app.domain.sources import Confidence
from app.rules.checklist import make_checklist
from app.rules.standards import wage_standard

CaseMaker = Callable[..., Case]
ConditionJudge = Callable[[Case, str], ConditionResult]


@pytest.mark.parametrize(
    ("year", "standard", "average_year"),
    [
        (2015, 600_000, None),
        (2022, 600_000, None),
        (2023, 877_176, 2022),
        (2024, 877_176, 2022),
        (2025, 886_104, 2024),
        (2026, 886_104, 2024),
    ],
)
def test_the_wage_standard_of_each_year(
    pack: RulePack, year: int, standard: float, average_year: int | None
) -> None:
    assert wage_standard(pack.places["shanghai"], year, 6)[:2] == (standard, average_year)


def test_before_july_2015_no_standard_is_known(pack: RulePack) -> None:
    assert wage_standard(pack.places["shanghai"], 2014, 6) == (None, None, ())


@pytest.mark.parametrize(
    ("year", "tax_line"), [(2022, 120_000), (2023, 175_435.20), (2024, 175_435.20), (2025, 177_220.80)]
)
def test_the_tax_line_of_each_year(
    make_case: CaseMaker, judge_condition: ConditionJudge, year: int, tax_line: float
) -> None:
    rows = [YearRow(each, "anna", 900_000, tax_line, 300) for each in (2025, 2024, 2023, 2022)]
    result = judge_condition(make_case("pr.wage-tax", "shanghai", years=rows), "tax.each-year")
    judged = next(each for each in result.years if each.year == year)
    assert (judged.threshold, judged.verdict) == (tax_line, Verdict.MET)


@pytest.mark.parametrize(("wage", "verdict"), [(886_103.99, Verdict.NOT_MET), (886_104, Verdict.MET)])
def test_a_wage_of_2025_is_held_against_886_104(
    make_case: CaseMaker, judge_condition: ConditionJudge, wage: float, verdict: Verdict
) -> None:
    wages = {2025: wage, 2024: 877_176, 2023: 877_176, 2022: 600_000}
    rows = [YearRow(year, "anna", each) for year, each in wages.items()]
    case = make_case("pr.wage-tax", "shanghai", years=rows)
    assert judge_condition(case, "wage.each-year").verdict is verdict


def test_how_sure_each_figure_is(pack: RulePack) -> None:
    shanghai = pack.places["shanghai"]
    known = {each.year: each.source[0].confidence for each in shanghai.average_wages}
    assert known == {2022: Confidence.UNVERIFIED, 2024: Confidence.SECONDARY}
    assert shanghai.wage_standards[0].source[0].confidence is Confidence.OFFICIAL


def test_two_photos_and_the_translators_licence_are_asked(pack: RulePack) -> None:
    shanghai = pack.places["shanghai"]
    assert shanghai.photo.count == 2
    assert shanghai.translator_licence
    assert shanghai.translator_licence_source


def items(pack: RulePack, case: Case, requirement: str) -> list[tuple[str | None, ItemState, int]]:
    """Return country, state and copies of each item of one requirement."""
    return [
        (item.ask.country, item.state, item.copies)
        for item in make_checklist(pack, case)
        if item.requirement.id == requirement
    ]


def test_earlier_permits_are_asked_in_two_copies(pack: RulePack, make_case: CaseMaker) -> None:
    case = make_case("pr.wage-tax", "shanghai")
    assert items(pack, case, "previous-permits") == [(None, ItemState.MISSING, 2)]


def test_a_chinese_criminal_record_is_asked_besides_the_one_from_abroad(
    pack: RulePack, make_case: CaseMaker, paper: Callable[..., Evidence]
) -> None:
    case = make_case("pr.wage-tax", "shanghai", evidence=[paper("criminal-record", country="DEU")])
    assert items(pack, case, "criminal-record") == [
        (None, ItemState.PROVIDED, 1),
        ("CHN", ItemState.MISSING, 1),
    ]


def test_the_further_papers_belong_to_the_wage_and_tax_category_alone(
    pack: RulePack, make_case: CaseMaker
) -> None:
    case = make_case("rp.in-country-change", "shanghai")
    assert items(pack, case, "previous-permits") == []
    assert items(pack, case, "criminal-record") == []
    assert {ask.category for ask in pack.places["shanghai"].asks} == {"pr.wage-tax"}


def test_no_severity_is_changed(pack: RulePack) -> None:
    assert pack.places["shanghai"].severity == {}
