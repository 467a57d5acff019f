"""Work that counts goes on without a gap of more than two months."""

from dataclasses import replace
from datetime import date

import pytest

from app.checks.history import check_history
from app.domain.case import Case
from app.domain.findings import Finding
from app.domain.reading import Fact, FactName, Subject
from tests.support.cases import family
from tests.support.readings import bench_of, fact, page, reading

HISTORY, EMPLOYMENT = "work/work-history-proof.pdf", "work/employment-proof.pdf"


def since(day: date, sure: float = 0.99) -> Fact:
    return fact(FactName.EMPLOYED_SINCE, day, sure=sure)


def until(day: date, sure: float = 0.99) -> Fact:
    return fact(FactName.EMPLOYED_UNTIL, day, sure=sure)


def findings(case: Case | None = None, **papers: tuple[Fact, ...]) -> list[Finding]:
    files = {"history": HISTORY, "employment": EMPLOYMENT}
    readings = {files[name]: reading(page(*facts)) for name, facts in papers.items()}
    return list(check_history(bench_of(case or family(), readings)))


@pytest.mark.parametrize(
    ("begin", "count"),
    [(date(2024, 3, 16), 0), (date(2024, 5, 15), 0), (date(2024, 5, 16), 1), (date(2025, 1, 1), 1)],
)
def test_two_months_between_two_employers_are_no_gap(begin: date, count: int):
    found = findings(history=(since(date(2020, 1, 1)), until(date(2024, 3, 15)), since(begin)))
    assert [finding.code for finding in found] == ["history.gap"] * count


def test_a_gap_is_told_with_its_days():
    [finding] = findings(history=(since(date(2020, 1, 1)), until(date(2024, 3, 15)), since(date(2024, 9, 1))))
    assert finding.params == {"since": date(2024, 3, 15), "until": date(2024, 9, 1)}


def test_a_month_without_a_day_lasts_to_its_end():
    assert findings(history=(since(date(2020, 1, 1)), until(date(2024, 3, 1)), since(date(2024, 6, 1)))) == []


def test_work_on_another_paper_fills_a_gap():
    first = (since(date(2020, 1, 1)), until(date(2023, 3, 15)))
    later = (since(date(2024, 6, 1)),)
    between = (since(date(2023, 4, 1)), until(date(2024, 5, 20)))
    assert len(findings(history=(*first, *later))) == 1
    assert findings(history=(*first, *later), employment=between) == []


@pytest.mark.parametrize(
    "facts",
    [
        (since(date(2020, 1, 1)),),
        (since(date(2025, 1, 1)),),  # what was before is not known
        (since(date(2015, 1, 1)), until(date(2017, 1, 1)), since(date(2019, 1, 1))),  # long before it counts
        (since(date(2020, 1, 1)), until(date(2024, 3, 15), sure=0.5), since(date(2024, 9, 1))),
        (since(date(2020, 1, 1)), until(date(2024, 3, 15)), since(date(2024, 9, 1), sure=0.5)),
        (until(date(2024, 3, 15)), since(date(2024, 9, 1))),
    ],
)
def test_what_is_not_known_for_certain_is_no_gap(facts: tuple[Fact, ...]):
    assert findings(history=facts) == []


def test_the_work_of_others_does_not_count():
    facts = (since(date(2020, 1, 1)), until(date(2024, 3, 15)), since(date(2024, 9, 1)))
    assert findings(history=tuple(replace(each, subject=Subject.OTHER) for each in facts)) == []


def test_a_category_that_counts_no_years_of_work_has_no_gap():
    case = replace(family(), category="pr.spouse")
    facts = (since(date(2020, 1, 1)), until(date(2024, 3, 15)), since(date(2024, 9, 1)))
    assert findings(case, history=facts) == []
