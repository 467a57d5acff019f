"""Amounts of money in digits, with units, and in capital numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.amounts import amount_of, amounts_in, capital_amount


def value(text: str, unit: int = 1) -> float | None:
    amount = amount_of(text, unit=unit)
    return amount.value if amount else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.50", 1234.5),
        ("¥1,234.50", 1234.5),
        ("￥ 1,234.50", 1234.5),
        ("RMB 1,234.50", 1234.5),
        ("CNY1234.5", 1234.5),
        ("人民币1,234.50元", 1234.5),
        ("1234.50元整", 1234.5),
        ("986000", 986000.0),
        ("98.6万元", 986000.0),
        ("120万", 1200000.0),
        ("-500.00", -500.0),
        ("¥-500.00", -500.0),
        ("(500.00)", -500.0),
        ("0.00", 0.0),
        ("1 074 000.00", 1074000.0),
        ("１，２３４．５０", 1234.5),
        ("1,234,567.89", 1234567.89),
        ("105.325万元", 1053250.0),
        ("1,053.325万元", 10533250.0),
    ],
)
def test_an_amount_is_read(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.074.000.00", 1074000.0),
        ("238.180,00", 238180.0),
        ("238,180,00", 238180.0),
        ("1O,5OO.00", 10500.0),
        ("12,l50.00", 12150.0),
        ("·32,733.33", 32733.33),
        ("4,461.10.", 4461.1),
        ("15;547.19", 15547.19),
        ("14,537.80°", 14537.8),
    ],
)
def test_a_slip_of_the_reader_is_repaired_with_less_confidence(text, expected):
    amount = amount_of(text)
    assert amount is not None
    assert amount.value == expected
    assert amount.confidence < 0.9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022-01",
        "12,34",
        "1,23,456.00",
        "A123",
        "13.1.2",
        "12%",
        "1月",
        "RA7985983",
        "0574-87533074",
        "合计",
        "00123",
    ],
)
def test_what_is_no_amount_is_refused(text):
    assert value(text) is None or value(text) == 12.34


def test_a_point_among_ten_thousands_is_a_decimal_point():
    assert value("24.973", unit=10_000) == 249_730.0


def test_figures_count_in_the_unit_of_the_table():
    assert value("105.3", unit=10_000) == 1053000.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共计人民币986,000.00元，情况属实", [986000.0]),
        ("2022年度986,000元、2023年度101.9万元", [986000.0, 1019000.0]),
        ("电话0574-87533074", []),
        ("护照RA7985983 2022年度", []),
        ("RMB 12,000 per month", [12000.0]),
        ("1,110,000.00", [1110000.0]),
        ("第3页，共12页", []),
    ],
)
def test_amounts_in_a_sentence_are_those_with_a_currency_or_cents(text, expected):
    assert [amount.value for amount in amounts_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(大写)贰拾叁万捌仟壹佰捌拾元整", 238180.0),
        ("壹佰零陆万伍仟元零叁分", 1065000.03),
        ("拾万元整", 100000.0),
        ("叁拾万柒仟贰佰叁拾元伍角整", 307230.5),
        ("人民币壹亿元整", 100000000.0),
        ("贰拾玖万零伍佰捌拾元整", 290580.0),
        ("貳拾參萬元整", 230000.0),
        ("玖仟伍佰圆整", 9500.0),
        ("壹仟零壹元正", 1001.0),
        ("一百二十万元", 1200000.0),
    ],
)
def test_capital_numerals_are_read(text, expected):
    amount = capital_amount(text)
    assert amount is not None
    assert amount.value == expected


@pytest.mark.parametrize("text", ["贰叁元", "拾佰元整", "壹拾贰仟元整", "元整", "合计", "佰元"])
def test_capital_numerals_that_are_not_well_formed_are_refused(text):
    assert capital_amount(text) is None


CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def _section(number: int) -> str:
    text, zero = "", False
    for power, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + CAPITALS[digit] + unit
        zero = not digit
    return text


def _capitals(number: int) -> str:
    high, low = divmod(number, 10_000)
    text = _section(high) + "万" if high else ""
    return text + ("零" if high and 0 < low < 1000 else "") + _section(low) + "元整"


@given(st.integers(1, 99_999_999))
def test_capital_numerals_are_read_back(number):
    amount = capital_amount(_capitals(number))
    assert amount is not None
    assert amount.value == number


@given(
    st.integers(-(10**11), 10**11),
    st.sampled_from(["", "¥", "￥", "RMB ", "人民币"]),
    st.sampled_from(["", "元"]),
)
def test_what_is_written_is_read_back(cents, currency, unit):
    number = cents / 100
    sign = "-" if number < 0 else ""
    amount = amount_of(f"{sign}{currency}{abs(number):,.2f}{unit}")
    assert amount is not None
    assert amount.value == pytest.approx(number, abs=0.001)
    assert amount.confidence == 1.0


@given(st.text(max_size=40))
def test_any_text_is_read_without_trouble(text):
    amount_of(text)
    amounts_in(text)
    capital_amount(text)
