"""Work that counts goes on without a long gap, and papers and the typed history tell the same."""

from dataclasses import replace
from datetime import date

import pytest

from app.checks.history import check_history
from app.domain.case import Case, HistoryRow, Occupation
from app.domain.findings import Finding
from app.domain.reading import Fact, FactName, Subject
from app.domain.rules import WorkHistory
from app.domain.words import Language
from app.i18n.wording import Names, advise, say_finding
from app.i18n.written import written_month
from tests.support.cases import PACK, SUBMIT_ON, family
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
    assert finding.params == {"since": date(2024, 3, 15), "until": date(2024, 9, 1), "months": 2}
    assert "more than 2 months" in say_finding(finding, Names(PACK, family()), Language.EN)
    assert finding.source == PACK.work_history.source


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


# Against the typed history

COMPANY, ENGLISH = "宁波示例有限公司", "Ningbo Example Co., Ltd"


def worked(since: date, until: date | None = None, **more: object) -> HistoryRow:
    row = HistoryRow("anna", since, until, organisation=COMPANY, organisation_en=ENGLISH)
    return replace(row, **more)  # type: ignore[arg-type]  # by their names


def at(*facts: Fact, employer: str = COMPANY) -> tuple[Fact, ...]:
    return (fact(FactName.EMPLOYER, employer), *facts)


def typed(*rows: HistoryRow) -> Case:
    return replace(family(), history=rows)


def codes(case: Case, *facts: Fact) -> list[str]:
    return [finding.code for finding in findings(case, employment=facts)]


@pytest.mark.parametrize(
    ("read", "count"),
    [(date(2019, 3, 15), 0), (date(2019, 2, 1), 0), (date(2019, 4, 30), 0), (date(2019, 5, 1), 1)],
)
def test_a_beginning_more_than_a_month_off_is_told(read: date, count: int):
    case = typed(worked(date(2019, 3, 1)))
    assert codes(case, *at(since(read))) == ["history.differs"] * count


def test_what_differs_is_told_with_the_employer_and_both_months():
    [finding] = findings(typed(worked(date(2019, 3, 1))), employment=at(since(date(2020, 7, 15))))
    assert (finding.requirement, finding.file) == ("employment-proof", EMPLOYMENT)
    assert finding.params == {"employer": COMPANY, "typed": date(2019, 3, 1), "read": date(2020, 7, 1)}
    words = say_finding(finding, Names(PACK, family()), Language.EN)
    assert "March 2019" in words
    assert "July 2020" in words


def test_an_end_that_differs_is_told_as_an_end():
    case = typed(worked(date(2019, 3, 1), date(2023, 6, 1)))
    [finding] = findings(case, employment=at(since(date(2019, 3, 1)), until(date(2022, 6, 30))))
    assert finding.params["ended"] is True
    assert "end in June 2023" in say_finding(finding, Names(PACK, case), Language.EN)


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        # A contract that ends is no work that ends.
        (worked(date(2019, 3, 1)), at(since(date(2019, 3, 1)), until(date(2022, 6, 30)))),
        (worked(date(2019, 3, 1), date(2023, 6, 1)), at(until(date(2030, 1, 1)))),
        # What was not read for certain, of two times, or of two employers, says nothing.
        (worked(date(2019, 3, 1)), at(since(date(2020, 7, 1), sure=0.5))),
        (worked(date(2019, 3, 1)), at(since(date(2020, 7, 1)), since(date(2021, 7, 1)))),
        (worked(date(2019, 3, 1)), at(*at(since(date(2020, 7, 1))), employer="杭州别家有限公司")),
        (worked(date(2019, 3, 1)), at(replace(since(date(2020, 7, 1)), others=(date(2019, 3, 7),)))),
        # Of another employer, or of studies.
        (worked(date(2019, 3, 1)), at(since(date(2020, 7, 1)), employer="杭州别家有限公司")),
        (worked(date(2019, 3, 1), kind=Occupation.STUDY), at(since(date(2020, 7, 1)))),
    ],
)
def test_what_is_not_sure_is_no_difference(row: HistoryRow, facts: tuple[Fact, ...]):
    assert codes(typed(row), *facts) == []


def test_the_employer_may_be_typed_in_either_language_and_written_without_its_form():
    case = typed(worked(date(2019, 3, 1)))
    assert codes(case, *at(since(date(2020, 7, 1)), employer="NINGBO EXAMPLE")) == ["history.differs"]


def test_several_posts_with_one_employer_are_one_time():
    rows = worked(date(2017, 3, 1), date(2019, 2, 1)), worked(date(2019, 3, 1))
    assert codes(typed(*rows), *at(since(date(2017, 3, 1)))) == []


def in_guangdong(*rows: HistoryRow) -> Case:
    return replace(typed(*rows), place="guangdong")


def untold(case: Case, *facts: Fact) -> list[tuple[object, object]]:
    found = [each for each in findings(case, employment=facts) if each.code == "history.untold"]
    assert all((each.requirement, each.person) == ("curriculum-vitae", "anna") for each in found)
    return [(each.params["since"], each.params["until"]) for each in found]


def test_where_a_curriculum_vitae_is_asked_every_gap_of_the_typed_history_is_told():
    # Born on 2 March 1985: of age in March 2003.
    rows = (
        worked(date(2003, 1, 1), date(2007, 6, 1), kind=Occupation.STUDY),
        worked(date(2007, 8, 1), date(2012, 1, 1)),
        worked(date(2015, 1, 1)),
    )
    assert untold(in_guangdong(*rows)) == [
        (date(2007, 7, 1), date(2007, 7, 1)),
        (date(2012, 2, 1), date(2014, 12, 1)),
    ]
    assert untold(typed(*rows)) == []
    assert untold(in_guangdong()) == []


def test_what_a_paper_tells_is_not_untold():
    rows = worked(date(2003, 1, 1), date(2012, 1, 1)), worked(date(2015, 1, 1))
    assert untold(in_guangdong(*rows), since(date(2012, 2, 1)), until(date(2014, 11, 30))) == [
        (date(2014, 12, 1), date(2014, 12, 1))
    ]


@pytest.mark.parametrize("language", Language)
def test_a_gap_of_one_month_is_told_by_it_alone(language: Language):
    rows = worked(date(2003, 1, 1), date(2012, 1, 1)), worked(date(2012, 3, 1), date(2012, 3, 1))
    names = Names(PACK, family())
    first, second = findings(in_guangdong(*rows))
    months = [written_month(day, language) for day in (date(2012, 2, 1), date(2012, 4, 1), SUBMIT_ON)]
    assert months[0] in say_finding(first, names, language)
    assert all(month in say_finding(second, names, language) for month in months[1:])
    for each in (first, second):
        assert "{" not in say_finding(each, names, language) + advise(each, names, language)


def test_a_pack_that_says_nothing_of_pauses_lets_any_pass():
    facts = (since(date(2020, 1, 1)), until(date(2024, 3, 15)), since(date(2024, 9, 1)))
    bench = bench_of(family(), {HISTORY: reading(page(*facts))})
    assert [each.code for each in check_history(bench)] == ["history.gap"]
    silent = replace(bench.pack, work_history=WorkHistory())
    assert list(check_history(replace(bench, pack=silent))) == []
