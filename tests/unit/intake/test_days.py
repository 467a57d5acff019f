"""Days, months and periods in every form that papers write them in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.days import day_of, days_in, months_in, periods_in

FIRST = date(2026, 9, 1)
ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HAN = "〇一二三四五六七八九"


def only(text: str) -> date | None:
    days = days_in(text)
    return days[0].value if len(days) == 1 else None


@pytest.mark.parametrize(
    "text",
    [
        "2026年9月1日",
        "2026年09月01日",
        "2026 年 9 月 1 日",
        "二〇二六年九月一日",
        "二○二六年九月一日",
        "2026-09-01",
        "2026/9/1",
        "2026.9.1",
        "2026.09.01",
        "2026－09－01",
        "01 SEP 2026",
        "01SEP2026",
        "01SEP 2026",
        "1 September 2026",
        "September 1, 2026",
        "Sept. 1, 2026",
        "1st of September 2026",
        "the 1st day of September, 2026",
        "01/SEPT/2026",
        "01-Sep-2026",
        "01.09.2026",
        "1. September 2026",
        "den 1. September 2026",
        "le 1er septembre 2026",
        "1 de septiembre de 2026",
        "1º de setembro de 2026",
        "1 settembre 2026",
        "1 september 2026",
        "1 сентября 2026 г.",
        "01 SEP/SEPT 2026",
        "01 СЕН/SEP 2026",
        "2026年9月1号",
        "2O26年9月l日",
        "on1September 2026",
        "2026-SEP-01",
        "2026-09-01T10:00",
        "2026년 9월 1일",
    ],
)
def test_every_usual_form_is_read(text):
    assert only(text) == FIRST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02 MAR/MARS 1985", date(1985, 3, 2)),
        ("01 MAI/MAY 2026", date(2026, 5, 1)),
        ("05 AOÛT/AUG 2026", date(2026, 8, 5)),
        ("3. März 2026", date(2026, 3, 3)),
        ("12 DÉC 2020", date(2020, 12, 12)),
        ("二〇二六年十二月二十三日", date(2026, 12, 23)),
        ("2026年11月30日", date(2026, 11, 30)),
        ("9 maja 2024", date(2024, 5, 9)),
        ("14 mei 2024", date(2024, 5, 14)),
        ("21 ENE 1992", date(1992, 1, 21)),
    ],
)
def test_months_are_read_in_other_languages(text, expected):
    assert only(text) == expected


@pytest.mark.parametrize("text", ["2026年11月12月务专用章", "2026年11月12务专用章", "2026年11月12目"])
def test_a_seal_over_the_last_character_leaves_the_day_less_sure(text):
    day = days_in(text)[0]
    assert day.value == date(2026, 11, 12)
    assert day.confidence < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "2026年13月1日",
        "2026-02-30",
        "32 MAY 2026",
        "0574-87533074",
        "2026-1234",
        "A-17535/2026",
        "2026年9月",
        "13.13.2026",
        "1234567",
        "01 MAY/JUN 2026",
        "91330212MA8EPAB9T6",
        "",
        "301 MAY 2026",
    ],
)
def test_what_is_no_day_is_refused(text):
    assert days_in(text) == ()


def test_one_of_two_readings_is_named_beside_the_other():
    day = days_in("1/9/2026")[0]
    assert (day.value, day.others) == (FIRST, (date(2026, 1, 9),))


def test_countries_that_write_the_month_first_are_read_so():
    day = days_in("9/1/2026", month_first=True)[0]
    assert (day.value, day.others) == (FIRST, (date(2026, 1, 9),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25/12/2026", date(2026, 12, 25)),
        ("12/25/2026", date(2026, 12, 25)),
        ("5/5/2026", date(2026, 5, 5)),
        ("01.09.2026", FIRST),
    ],
)
def test_what_can_only_mean_one_day_has_no_other(text, expected):
    day = days_in(text)[0]
    assert (day.value, day.others) == (expected, ())


def test_bare_digits_are_a_day_beside_a_label_only():
    assert days_in("20260901") == ()
    found = day_of("20260901")
    assert found is not None
    assert found.value == FIRST


@pytest.mark.parametrize(
    ("text", "born", "value", "others"),
    [
        ("12 DEC/DÉC 20", False, date(2020, 12, 12), ()),
        ("05 JUNE/JUIN 88", True, date(1988, 6, 5), ()),
        ("05 JUN 12", True, date(2012, 6, 5), (date(1912, 6, 5),)),
        ("25.12.31", False, date(2031, 12, 25), ()),
    ],
)
def test_years_of_two_digits_are_read_beside_a_label(text, born, value, others):
    found = day_of(text, born=born)
    assert found is not None
    assert (found.value, found.others) == (value, others)


def test_two_different_days_beside_one_label_are_none():
    assert day_of("2026-09-01 2026-09-02") is None


def test_a_day_with_two_digits_throughout_is_none():
    assert day_of("01/09/26") is None


def test_a_months_place_is_known():
    month = months_in("自2019年9月起")[0]
    assert (month.year, month.month, month.start, month.end) == (2019, 9, 1, 8)


@pytest.mark.parametrize(
    "text",
    [
        "2019年9月",
        "2019年09月份",
        "2019-09",
        "2019.9",
        "09/2019",
        "Sept 2019",
        "September 2019",
        "septembre 2019",
    ],
)
def test_a_month_without_a_day_is_read(text):
    assert [(month.year, month.month) for month in months_in(text)] == [(2019, 9)]


@pytest.mark.parametrize("text", ["2019年9月1日", "2019-09-01", "1 Sept 2019", "2019-0912"])
def test_a_day_is_no_month(text):
    assert months_in(text) == ()


@pytest.mark.parametrize(
    ("text", "begin", "until"),
    [
        ("2025年07月30日至2027年07月29日", date(2025, 7, 30), date(2027, 7, 29)),
        ("2022年1月至12月", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022年01月至2022年12月", date(2022, 1, 1), date(2022, 12, 31)),
        ("2019年9月一至今", date(2019, 9, 1), None),
        ("2003.9-2008.6", date(2003, 9, 1), date(2008, 6, 30)),
        ("from 1 May 2020 to 30 April 2024", date(2020, 5, 1), date(2024, 4, 30)),
        ("Sept 2019 to present", date(2019, 9, 1), None),
        ("2025-01-01至2025-01-31", date(2025, 1, 1), date(2025, 1, 31)),
        ("2022.08.01-2032.07.31", date(2022, 8, 1), date(2032, 7, 31)),
        ("自2022年01月01日起至2026年11月08日止", date(2022, 1, 1), date(2026, 11, 8)),
        ("2024年2月～2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_stretch_of_time_is_read(text, begin, until):
    period = periods_in(text)[0]
    assert (period.begin, period.until) == (begin, until)


def test_two_days_that_nothing_joins_are_no_period():
    assert periods_in("2026-09-01，2026-09-02") == ()


def _han(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[units] if units else "")


FORMS = {
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "padded": lambda d: f"{d:%Y年%m月%d日}",
    "characters": lambda d: "".join(HAN[int(n)] for n in str(d.year)) + f"年{_han(d.month)}月{_han(d.day)}日",
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "passport": lambda d: f"{d.day:02} {ENGLISH[d.month - 1][:3].upper()} {d.year}",
    "british": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "american": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "german": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
}


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(["", "出生日期：", "issued on ", "编号12，"]),
    st.sampled_from(["", "止", " at Bonn", "，特此证明"]),
)
def test_what_is_written_is_read_back(day, form, before, after):
    text = before + FORMS[form](day) + after
    found = days_in(text)
    assert [one.value for one in found] == [day]
    assert found[0].text == FORMS[form](day)
    assert found[0].others == ()


@given(st.text(max_size=60))
def test_any_text_is_read_without_trouble(text):
    for day in days_in(text):
        assert text[day.start : day.end].strip() == day.text
    months_in(text)
    periods_in(text)
    day_of(text, born=True)
