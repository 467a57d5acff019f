"""Records of entry and exit in the layouts that offices and firms write."""

from datetime import date

import pytest

from app.domain.reading import Fact, FactName
from app.intake.stays import stay_facts
from tests.support.sheets import columns, letter, sheet_of

YEARS = (0.1, 0.25, 0.4, 0.55, 0.7)


def days_of(*rows: object) -> dict[int | None, object]:
    facts = stay_facts(sheet_of(*rows).lines, 1)  # type: ignore[arg-type]
    return {fact.year: fact.value for fact in facts if fact.name is FactName.DAYS_IN_CHINA}


def crossings(facts: tuple[Fact, ...]) -> list[tuple[str, object]]:
    names = (FactName.ENTERED_ON, FactName.LEFT_ON)
    return [(fact.name.value, fact.value) for fact in facts if fact.name in names]


def test_years_above_their_days_are_paired_by_column():
    assert days_of(
        "各年度在华停留天数",
        columns(YEARS, "2026年", "2025年", "2024年", "2023年", "2022年"),
        columns(YEARS, "263天", "302天", "309天", "316天", "324天"),
    ) == {2026: 263, 2025: 302, 2024: 309, 2023: 316, 2022: 324}


def test_years_above_their_days_with_labels_are_paired_by_column():
    assert days_of(
        columns(YEARS, "年度", "2023", "2024", "2025"), columns(YEARS, "天数", "302", "309", "316")
    ) == {2023: 302, 2024: 309, 2025: 316}


def test_a_blank_below_a_year_moves_nothing():
    assert days_of(
        columns(YEARS, "年度", "2023", "2024", "2025"), columns(YEARS, "天数", "302", None, "316")
    ) == {2023: 302, 2025: 316}


def test_years_in_one_run_before_all_days_state_nothing():
    assert days_of("2026年 2025年 2024年", "263天 302天 309天") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年在华居住302天，2024年在华居住309天。", {2023: 302, 2024: 309}),
        ("2023年度累计停留302日；2024年度累计停留309日", {2023: 302, 2024: 309}),
        ("He stayed in China for 302 days in 2023 and 309 days in 2024.", {2023: 302, 2024: 309}),
        ("Days in China: 2023: 302 days, 2024: 309 days", {2023: 302, 2024: 309}),
        ("2026年（截至2026年11月8日）在华263天", {2026: 263}),
        ("2023年至2025年在华共计900天", {}),
        ("2023年平均每季度在华80天", {}),
        ("2023年1月至6月在华150天", {}),
        ("2023年在华居住超过183天", {}),
        ("2023年在华居住302天，2023年在华居住203天", {}),
    ],
)
def test_days_of_years_in_running_text(text, expected):
    facts = stay_facts(letter("在华居住时间证明", text).lines, 1)
    assert {fact.year: fact.value for fact in facts if fact.name is FactName.DAYS_IN_CHINA} == expected


@pytest.mark.parametrize("heads", [("入境日期 Entry", "出境日期 Exit"), ("Arrival date", "Departure date")])
def test_a_stay_in_one_row_is_read_by_its_columns(heads):
    places = (0.1, 0.25, 0.5, 0.75)
    facts = stay_facts(
        sheet_of(
            columns(places, "序号 No.", *heads, "停留天数 Days"),
            columns(places, "1", "2024/01/05", "2024/03/01", "57"),
            columns(places, "2", "2024/03/20", None, None),
        ).lines,
        1,
    )
    assert crossings(facts) == [
        ("entered_on", date(2024, 1, 5)),
        ("left_on", date(2024, 3, 1)),
        ("entered_on", date(2024, 3, 20)),
    ]


def test_a_journey_in_one_row_leaves_first():
    facts = stay_facts(
        sheet_of(
            columns((0.1, 0.4), "出境日期", "入境日期"),
            columns((0.1, 0.4), "2024-03-01", "2024-03-20"),
            columns((0.1, 0.4), None, "2024-01-05"),
        ).lines,
        1,
    )
    assert crossings(facts) == [
        ("entered_on", date(2024, 1, 5)),
        ("left_on", date(2024, 3, 1)),
        ("entered_on", date(2024, 3, 20)),
    ]


def test_a_sentence_with_both_crossings_is_read():
    facts = stay_facts(sheet_of("1. 2024年1月5日入境，2024年3月1日出境").lines, 1)
    assert crossings(facts) == [("entered_on", date(2024, 1, 5)), ("left_on", date(2024, 3, 1))]


def test_days_with_times_and_words_before_them_are_read():
    facts = stay_facts(sheet_of("入境：2024-01-05 10:20  出境：2024-03-01 08:00").lines, 1)
    assert crossings(facts) == [("entered_on", date(2024, 1, 5)), ("left_on", date(2024, 3, 1))]


def test_the_day_of_a_query_is_no_crossing():
    facts = stay_facts(sheet_of("出入境记录查询结果", "查询时间：2026年11月8日 出入境记录").lines, 1)
    assert crossings(facts) == []
