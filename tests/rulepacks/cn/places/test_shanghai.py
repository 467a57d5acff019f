"""Shanghai: a fixed wage standard until April 2023, six times the average wage after it; more papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.case import Case, Evidence, YearRow
from app.domain.judgement import ConditionResult, ItemState, Verdict
from app.domain.rules import CategoryKind, RulePack
from app.domain.sources import Confidence
from app.rules.checklist import make_checklist
from tests.support.standards import wage_standard

CaseMaker = Callable[..., Case]
ConditionJudge = Callable[[Case, str], ConditionResult]

TODAY = date(2026, 11, 18)
DAY = date(2026, 12, 15)


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
    assert shanghai.wage_standards[0].tax_cny == 120_000


def test_that_the_average_of_2023_was_not_found_is_told(pack: RulePack) -> None:
    assert "average-wage-2023" in {each.id for each in pack.places["shanghai"].missing}


def test_the_two_tax_lines_for_2023_both_stand(pack: RulePack) -> None:
    conflict = next(each for each in pack.places["shanghai"].conflicts if each.id == "tax-line-2023")
    assert [each.value.en for each in conflict.readings] == ["175,435.20 CNY", "about 173,000 CNY"]


# ------------------------------------------------------------------------------- photos and translation


@pytest.mark.parametrize(
    ("kind", "count", "colours"),
    [
        # The pages on permanent residence name no colour: those of the photo guide are taken.
        (CategoryKind.PERMANENT_RESIDENCE, 2, ("white", "light-grey", "light-blue")),
        (CategoryKind.RESIDENCE_PERMIT, 1, ("white",)),
    ],
)
def test_the_photos_that_are_asked(
    pack: RulePack, kind: CategoryKind, count: int, colours: tuple[str, ...]
) -> None:
    photo = pack.places["shanghai"].photo_on(kind, DAY)
    assert photo is not None
    assert (photo.count, photo.width_mm, photo.height_mm, photo.colours) == (count, 33, 48, colours)


def test_at_the_window_the_photo_for_a_permit_is_taken_free(pack: RulePack) -> None:
    shanghai = pack.places["shanghai"]
    notes = shanghai.notes_for("photo", pack.categories["rp.in-country-change"], DAY)
    assert any("free of charge" in note.text.en for note in notes)
    notes = shanghai.notes_for("photo", pack.categories["pr.wage-tax"], DAY)
    assert not any("free of charge" in note.text.en for note in notes)


def test_the_translators_licence_is_asked(pack: RulePack) -> None:
    switch = pack.places["shanghai"].translator_licence_on(DAY)
    assert switch is not None
    assert switch.asked
    assert switch.source


def test_an_apostille_is_taken(pack: RulePack) -> None:
    switch = pack.places["shanghai"].apostille_on(DAY)
    assert switch is not None
    assert switch.taken == "yes"
    assert switch.source[0].confidence is Confidence.SECONDARY


# ------------------------------------------------------------------------------------------ papers


def items(pack: RulePack, case: Case, requirement: str) -> list[tuple[str | None, ItemState, int | None]]:
    """Return country, state and copies of each item of one requirement."""
    return [
        (item.ask.country, item.state, item.copies)
        for item in make_checklist(pack, case, today=TODAY)
        if item.requirement.id == requirement
    ]


def test_earlier_permits_are_asked_in_two_copies(pack: RulePack, make_case: CaseMaker) -> None:
    case = make_case("pr.wage-tax", "shanghai")
    assert items(pack, case, "previous-permits") == [(None, ItemState.MISSING, 2)]


def test_a_chinese_criminal_record_is_asked_besides_the_one_from_abroad(
    pack: RulePack, make_case: CaseMaker, paper: Callable[..., Evidence]
) -> None:
    case = make_case("pr.wage-tax", "shanghai", evidence=[paper("criminal-record", country="DEU")])
    found = [(country, state) for country, state, _ in items(pack, case, "criminal-record")]
    assert found == [(None, ItemState.PROVIDED), ("CHN", ItemState.MISSING)]


@pytest.mark.parametrize(("day", "asked"), [(date(2023, 4, 30), False), (date(2023, 5, 1), True)])
def test_the_chinese_criminal_record_is_asked_since_1_may_2023(
    pack: RulePack, day: date, asked: bool
) -> None:
    ask = next(each for each in pack.places["shanghai"].asks if each.country == "CHN")
    assert ask.effective.holds_on(day) is asked


def test_the_further_papers_belong_to_the_wage_and_tax_category_alone(
    pack: RulePack, make_case: CaseMaker
) -> None:
    case = make_case("rp.in-country-change", "shanghai")
    assert items(pack, case, "previous-permits") == []
    assert items(pack, case, "criminal-record") == []
    assert {ask.scope.categories for ask in pack.places["shanghai"].asks} == {("pr.wage-tax",)}


@pytest.mark.parametrize(
    ("requirement", "count"),
    [
        ("passport", 2),
        ("visa-or-permit", 2),
        ("work-permit", 2),
        ("employer-registration", 2),
        ("employer-annual-report", 2),
        ("marriage-certificate", 2),
        ("sponsor-identity", 2),
        ("income-proof", 1),
        ("tax-proof", 1),
        ("employer-recommendation", 1),
        ("health-certificate", None),
    ],
)
def test_the_copies_of_each_paper(pack: RulePack, requirement: str, count: int | None) -> None:
    copies = pack.places["shanghai"].copies_of(requirement, pack.categories["pr.wage-tax"], DAY)
    assert (None if copies is None else copies.count) == count


@pytest.mark.parametrize(
    "requirement", ["passport", "visa-or-permit", "work-permit", "employer-registration"]
)
def test_the_copies_are_those_of_permanent_residence_alone(pack: RulePack, requirement: str) -> None:
    assert pack.places["shanghai"].copies_of(requirement, pack.categories["rp.work"], DAY) is None


def test_the_authentication_of_a_marriage_certificate_counts_for_six_months(pack: RulePack) -> None:
    validity = pack.places["shanghai"].validity_on(pack.requirements["marriage-certificate"], DAY)
    assert validity is not None
    assert (validity.months, [part.value for part in validity.counts_from]) == (6, ["authentication"])


# ------------------------------------------------------------------------------------------ spouses


def test_spouses_freeze_200_000_for_six_months(pack: RulePack) -> None:
    shanghai = pack.places["shanghai"]
    (deposit,) = shanghai.deposits_for("livelihood-proof", pack.categories["pr.spouse"], DAY)
    assert (deposit.cny, deposit.frozen_months) == (200_000, 6)
    assert shanghai.deposits_for("livelihood-proof", pack.categories["pr.elder"], DAY) == ()


@pytest.mark.parametrize(
    ("requirement", "words"),
    [("housing-proof", "the very name in the passport"), ("sponsor-identity", "must read 'married'")],
)
def test_names_must_be_those_of_the_passport(pack: RulePack, requirement: str, words: str) -> None:
    notes = pack.places["shanghai"].notes_for(requirement, pack.categories["pr.spouse"], DAY)
    assert any(words in note.text.en for note in notes)


# ------------------------------------------------------------------------------------------ local rules


def test_local_rules_are_shown_beside_their_categories(pack: RulePack) -> None:
    variants = {each.id: each.category for each in pack.places["shanghai"].variants}
    assert variants == {"shanghai-research-team": "pr.recommended", "shanghai-investor": "pr.investor"}


def test_no_severity_is_changed(pack: RulePack) -> None:
    assert pack.places["shanghai"].severity == {}
