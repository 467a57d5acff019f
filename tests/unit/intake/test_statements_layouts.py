"""Statements of tax and wages in further layouts: subtotals, parts side by side, several lines to a cell."""

import pytest

from app.domain.reading import Box, Fact, FactName, TextLine
from app.intake.sheet import Sheet
from app.intake.statements import tax_facts, wage_facts
from tests.support.sheets import columns, letter, line, sheet_of


def rows_of(facts: tuple[Fact, ...], name: FactName) -> list[tuple[int | None, int | None, object]]:
    return [(fact.year, fact.month, fact.value) for fact in facts if fact.name is name]


def totals(facts: tuple[Fact, ...], name: FactName) -> dict[int | None, object]:
    return {fact.year: fact.value for fact in facts if fact.name is name}


def sure_of(facts: tuple[Fact, ...], name: FactName) -> float:
    return next(fact.confidence for fact in facts if fact.name is name)


def lower(sheet: Sheet, places: dict[str, float]) -> Sheet:
    """Move some runs of a sheet down by parts of a page."""
    moved = tuple(
        TextLine(
            one.text,
            Box(
                one.box.left,
                one.box.top + places.get(one.text, 0),
                one.box.right,
                one.box.bottom + places.get(one.text, 0),
            ),
            one.confidence,
        )
        for one in sheet.lines
    )
    return Sheet(sheet.number, sheet.ratio, moved)


# Tax ------------------------------------------------------------------------------------------------

LIST = (0.06, 0.14, 0.3, 0.56, 0.76)
TWO_YEARS = sheet_of(
    "纳税清单",
    "税款所属期：2022年11月至2023年2月   单位：人民币元",
    columns(LIST, "序号", "所得期间", "扣缴义务人", "收入额", "已缴税额"),
    columns(LIST, "1", "2022年11月", "某某公司", "80,000.00", "12,000.00"),
    columns(LIST, "2", "2022年12月", "某某公司", "80,000.00", "13,000.00"),
    columns(LIST, "3", "2023年1月", "某某公司", "81,000.00", "2,000.00"),
    columns(LIST, "4", "2023年2月", "某某公司", "81,000.00", "4,000.00"),
    columns(LIST, "合计", None, None, "322,000.00", "31,000.00"),
)


def test_a_list_over_two_years_keeps_income_and_tax_apart():
    facts = tax_facts(TWO_YEARS.lines, 1)
    assert rows_of(facts, FactName.TAX) == [
        (2022, 11, 12000.0),
        (2022, 12, 13000.0),
        (2023, 1, 2000.0),
        (2023, 2, 4000.0),
    ]
    assert [value for _, _, value in rows_of(facts, FactName.WAGE)] == [80000.0, 80000.0, 81000.0, 81000.0]
    assert totals(facts, FactName.TAX_TOTAL) == {None: 31000.0}
    assert totals(facts, FactName.WAGE_TOTAL) == {None: 322000.0}


def test_income_of_other_kinds_is_no_wage():
    places = (0.07, 0.25, 0.45, 0.65)
    sheet = sheet_of(
        columns(places, "税款所属期", "所得项目", "收入额", "已缴税额"),
        columns(places, "2025-01", "劳务报酬", "50,000.00", "8,000.00"),
    )
    assert rows_of(tax_facts(sheet.lines, 1), FactName.WAGE) == []


SUBTOTALS = (0.1, 0.4)


def test_the_sum_of_each_year_is_its_total():
    sheet = sheet_of(
        columns(SUBTOTALS, "税款所属期", "实缴金额"),
        columns(SUBTOTALS, "2022-11", "100.00"),
        columns(SUBTOTALS, "2022-12", "200.00"),
        columns(SUBTOTALS, "2022年小计", "300.00"),
        columns(SUBTOTALS, "2023-01", "150.00"),
        columns(SUBTOTALS, "2023-02", "250.00"),
        columns(SUBTOTALS, "小计", "400.00"),
        columns(SUBTOTALS, "合计", "700.00"),
    )
    assert totals(tax_facts(sheet.lines, 1), FactName.TAX_TOTAL) == {2022: 300.0, 2023: 400.0, None: 700.0}


def test_the_sum_of_a_page_is_no_total():
    sheet = sheet_of(
        "记录期间：2025年1月至2025年12月",
        columns(SUBTOTALS, "税款所属期", "实缴金额"),
        columns(SUBTOTALS, "2025-01", "100.00"),
        columns(SUBTOTALS, "本页小计", "900.00"),
    )
    assert totals(tax_facts(sheet.lines, 1), FactName.TAX_TOTAL) == {}


def test_a_total_above_the_table_is_read():
    sheet = sheet_of(
        "纳税人：PARK JI WOO    税款金额合计：¥300.00",
        columns(SUBTOTALS, "税款所属期", "实缴金额"),
        columns(SUBTOTALS, "2022-11", "100.00"),
        columns(SUBTOTALS, "2022-12", "200.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert totals(facts, FactName.TAX_TOTAL) == {2022: 300.0}
    assert sure_of(facts, FactName.TAX_TOTAL) > 0.93


def test_a_total_that_nothing_proves_is_less_sure():
    sheet = sheet_of(
        "税款所属期：2022年1月至2022年12月",
        columns(SUBTOTALS, "税款所属期", "实缴金额"),
        columns(SUBTOTALS, "2022-11", "100.00"),
        columns(SUBTOTALS, "合计", "300.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert totals(facts, FactName.TAX_TOTAL) == {2022: 300.0}
    assert sure_of(facts, FactName.TAX_TOTAL) < 0.9


def test_a_total_on_a_later_page_is_of_no_year_unless_proven():
    rows = (
        columns(SUBTOTALS, "税款所属期", "实缴金额"),
        columns(SUBTOTALS, "2023-11", "100.00"),
        columns(SUBTOTALS, "合计", "1,300.00"),
    )
    assert totals(tax_facts(sheet_of(*rows, number=2).lines, 2), FactName.TAX_TOTAL) == {None: 1300.0}


def test_a_table_of_years_states_totals():
    sheet = sheet_of(
        columns(SUBTOTALS, "年度", "缴纳个人所得税（元）"),
        columns(SUBTOTALS, "2023年", "249,730.00"),
        columns(SUBTOTALS, "2024年", "251,000.00"),
        columns(SUBTOTALS, "合计", "500,730.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert totals(facts, FactName.TAX_TOTAL) == {2023: 249730.0, 2024: 251000.0, None: 500730.0}
    assert sure_of(facts, FactName.TAX_TOTAL) > 0.93
    assert rows_of(facts, FactName.TAX) == []


def test_years_above_their_taxes_are_read():
    places = (0.1, 0.3, 0.5)
    sheet = sheet_of(
        columns(places, "年度", "2023年", "2024年"), columns(places, "已缴税额", "249,730.00", "251,000.00")
    )
    assert 249730.0 in [fact.value for fact in tax_facts(sheet.lines, 1)]


def test_a_quarter_and_a_settlement_are_of_their_year():
    sheet = sheet_of(
        columns(SUBTOTALS, "税款所属期", "实缴（退）金额"),
        columns(SUBTOTALS, "2024年第4季度", "1,000.00"),
        columns(SUBTOTALS, "2024-12", "500.00"),
        columns(SUBTOTALS, "2024年1月至12月", "-300.00"),
        columns(SUBTOTALS, "合计", "1,200.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert rows_of(facts, FactName.TAX) == [(2024, None, 1000.0), (2024, 12, 500.0), (2024, None, -300.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {2024: 1200.0}


def test_what_is_owed_and_what_is_paid_are_kept_apart():
    places = (0.06, 0.22, 0.4, 0.58, 0.76)
    sheet = sheet_of(
        columns(places, "所属期", "应纳税额", "减免税额", "应补(退)税额", "实缴税额"),
        columns(places, "2024-11", "500.00", "0.00", "500.00", "480.00"),
        columns(places, "2024-12", "500.00", "0.00", "500.00", "480.00"),
        columns(places, "合计", "1,000.00", "0.00", "1,000.00", "960.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert rows_of(facts, FactName.TAX) == [(2024, 11, 480.0), (2024, 12, 480.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {2024: 960.0}


def test_two_columns_of_tax_that_nothing_tells_apart_state_nothing():
    sheet = sheet_of(
        columns((0.1, 0.3, 0.5), "所属期", "税额", "税款金额"),
        columns((0.1, 0.3, 0.5), "2024-12", "500.00", "480.00"),
    )
    assert tax_facts(sheet.lines, 1) == ()


def test_a_period_of_two_lines_belongs_to_its_row():
    places = (0.1, 0.3, 0.55)
    sheet = Sheet(
        1,
        1.4,
        (
            *(
                line(text, place, 0.1)
                for place, text in zip(places, ("品目", "税款所属时期", "实缴金额"), strict=True)
            ),
            line("2024-01-01至", 0.3, 0.140),
            line("工资薪金", 0.1, 0.149),
            line("5,000.00", 0.55, 0.149),
            line("2024-12-31", 0.3, 0.158),
            line("2025-01-01至", 0.3, 0.180),
            line("工资薪金", 0.1, 0.189),
            line("6,000.00", 0.55, 0.189),
            line("2025-01-31", 0.3, 0.198),
        ),
    )
    assert rows_of(tax_facts(sheet.lines, 1), FactName.TAX) == [(2024, None, 5000.0), (2025, 1, 6000.0)]


def test_a_row_that_slants_stays_in_its_columns():
    sheet = lower(TWO_YEARS, {"12,000.00": 0.006, "80,000.00": 0.004, "2022年11月": -0.003})
    assert (2022, 11, 12000.0) in rows_of(tax_facts(sheet.lines, 1), FactName.TAX)


def test_two_cells_read_as_one_run_are_parted():
    places = (0.1, 0.3, 0.5)
    sheet = sheet_of(
        columns(places, "所属期", "收入额", "已缴税额"),
        columns(places, "2024-11", "50,000.00", "1,480.00"),
        ((0.1, "2024-12"), (0.3, "50,000.00                  1,490.00")),
    )
    assert rows_of(tax_facts(sheet.lines, 1), FactName.TAX) == [(2024, 11, 1480.0), (2024, 12, 1490.0)]


def test_a_header_in_ten_thousands_counts_for_its_column():
    sheet = sheet_of(columns(SUBTOTALS, "年度", "已缴税额（万元）"), columns(SUBTOTALS, "2023年", "24.973"))
    assert totals(tax_facts(sheet.lines, 1), FactName.TAX_TOTAL) == {2023: 249730.0}


def test_the_sum_of_one_month_is_no_year():
    sheet = sheet_of(
        columns(SUBTOTALS, "税款所属期", "实缴金额"),
        columns(SUBTOTALS, "2024-12-01至2024-12-31", "500.00"),
        columns(SUBTOTALS, "金额合计", "¥500.00"),
        "（大写）伍佰元整",
    )
    facts = tax_facts(sheet.lines, 1)
    assert rows_of(facts, FactName.TAX) == [(2024, 12, 500.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {}


# Wages ----------------------------------------------------------------------------------------------

PAIRS = (0.12, 0.3, 0.52, 0.7)


def test_months_side_by_side_are_all_read():
    sheet = sheet_of(
        "2024年度工资收入如下：",
        columns(PAIRS, "月份", "工资（元）", "月份", "工资（元）"),
        columns(PAIRS, "1月", "10,000.00", "7月", "11,000.00"),
        columns(PAIRS, "2月", "10,000.00", "8月", "11,000.00"),
        ((0.2, "合计"), (0.6, "42,000.00")),
        "合计大写：人民币肆万贰仟元整",
    )
    facts = wage_facts(sheet.lines, 1)
    assert sorted(rows_of(facts, FactName.WAGE), key=str) == [
        (2024, 1, 10000.0),
        (2024, 2, 10000.0),
        (2024, 7, 11000.0),
        (2024, 8, 11000.0),
    ]
    assert totals(facts, FactName.WAGE_TOTAL) == {2024: 42000.0}
    assert sure_of(facts, FactName.WAGE_TOTAL) > 0.93


DEDUCTIONS = (0.08, 0.25, 0.42, 0.59, 0.76)


@pytest.mark.parametrize(
    "heads",
    [
        ("期间 Period", "应发工资 Gross", "社保 Insurance", "个税 IIT", "实发 Net pay"),
        ("月份", "工资收入", "代扣社保", "代扣个税", "实发工资"),
        ("Month", "Gross pay", "Pension fund", "Income tax", "Take-home pay"),
    ],
)
def test_deductions_are_no_wages(heads):
    sheet = sheet_of(
        columns(DEDUCTIONS, *heads),
        columns(DEDUCTIONS, "2024-01", "50,000.00", "3,000.00", "4,000.00", "43,000.00"),
        columns(DEDUCTIONS, "2024-02", "50,000.00", "3,000.00", "5,000.00", "42,000.00"),
        columns(DEDUCTIONS, "合计 Total", "100,000.00", None, "9,000.00", None),
    )
    facts = wage_facts(sheet.lines, 1)
    assert rows_of(facts, FactName.WAGE) == [(2024, 1, 50000.0), (2024, 2, 50000.0)]
    assert totals(facts, FactName.WAGE_TOTAL) == {2024: 100000.0}
    assert rows_of(facts, FactName.TAX) == [(2024, 1, 4000.0), (2024, 2, 5000.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {2024: 9000.0}


def test_a_sum_of_deductions_is_no_wage():
    sheet = sheet_of(
        columns(DEDUCTIONS, "月份", "应发工资", "社保", "个税", "合计"),
        columns(DEDUCTIONS, "2024-01", "50,000.00", "3,000.00", "4,000.00", "43,000.00"),
    )
    assert rows_of(wage_facts(sheet.lines, 1), FactName.WAGE) == [(2024, 1, 50000.0)]


def test_pay_and_bonus_without_a_sum_are_left_open():
    sheet = sheet_of(
        columns(PAIRS, "月份", "工资", "奖金"), columns(PAIRS, "2024-01", "50,000.00", "3,000.00")
    )
    assert rows_of(wage_facts(sheet.lines, 1), FactName.WAGE) == []


def test_a_bonus_below_the_months_belongs_to_the_total():
    sheet = sheet_of(
        "2024年度工资收入",
        columns(SUBTOTALS, "月份", "税前工资"),
        columns(SUBTOTALS, "1月", "10,000.00"),
        columns(SUBTOTALS, "2月", "10,000.00"),
        columns(SUBTOTALS, "年终奖", "5,000.00"),
        columns(SUBTOTALS, "合计", "25,000.00"),
    )
    facts = wage_facts(sheet.lines, 1)
    assert totals(facts, FactName.WAGE_TOTAL) == {2024: 25000.0}
    assert sure_of(facts, FactName.WAGE_TOTAL) > 0.93


def test_a_year_that_stands_once_beside_its_months_is_theirs():
    places = (0.1, 0.25, 0.5)
    sheet = sheet_of(
        columns(places, "年度", "月份", "税前工资"),
        columns(places, None, "11月", "10,000.00"),
        columns(places, "2023年", "12月", "10,000.00"),
        columns(places, "2024年", "1月", "11,000.00"),
        columns(places, None, "2月", "11,000.00"),
    )
    assert rows_of(wage_facts(sheet.lines, 1), FactName.WAGE) == [
        (2023, 11, 10000.0),
        (2023, 12, 10000.0),
        (2024, 1, 11000.0),
        (2024, 2, 11000.0),
    ]


def test_a_grid_of_months_above_amounts_goes_on_below():
    places = (0.1, 0.3, 0.5, 0.7)
    sheet = sheet_of(
        "2025年度工资收入",
        columns(places, "1月", "2月", "3月", "4月"),
        columns(places, "8,000.00", "8,100.00", "8,200.00", "8,300.00"),
        columns(places, "5月", "6月"),
        columns(places, "8,400.00", "8,500.00"),
    )
    assert [value for _, _, value in rows_of(wage_facts(sheet.lines, 1), FactName.WAGE)] == [
        8000.0,
        8100.0,
        8200.0,
        8300.0,
        8400.0,
        8500.0,
    ]


def test_of_rows_below_months_the_one_before_tax_is_the_wage():
    places = (0.08, 0.3, 0.5, 0.7)
    sheet = sheet_of(
        "2025年工资条",
        columns(places, "项目", "1月", "2月", "3月"),
        columns(places, "应发工资", "8,000.00", "8,100.00", "8,200.00"),
        columns(places, "代扣个税", "80.00", "81.00", "82.00"),
        columns(places, "实发工资", "7,000.00", "7,100.00", "7,200.00"),
    )
    assert [value for _, _, value in rows_of(wage_facts(sheet.lines, 1), FactName.WAGE)] == [
        8000.0,
        8100.0,
        8200.0,
    ]


def test_years_above_their_wages_are_read():
    places = (0.1, 0.3, 0.55)
    sheet = sheet_of(
        "收入证明",
        columns(places, "年度", "2023年", "2024年"),
        columns(places, "税前年收入（元）", "1,019,000.00", "1,053,000.00"),
        columns(places, "已缴个人所得税", "249,730.00", "251,000.00"),
    )
    assert totals(wage_facts(sheet.lines, 1), FactName.WAGE_TOTAL) == {2023: 1019000.0, 2024: 1053000.0}


def test_a_table_of_years_with_tax_states_both():
    places = (0.1, 0.3, 0.6)
    sheet = sheet_of(
        "收入证明",
        columns(places, "年度", "税前年收入（元）", "缴纳个人所得税（元）"),
        columns(places, "2023年", "1,019,000.00", "249,730.00"),
        columns(places, "2024年", "1,053,000.00", "251,000.00"),
        columns(places, "合计", "2,072,000.00", "500,730.00"),
    )
    facts = wage_facts(sheet.lines, 1)
    assert totals(facts, FactName.WAGE_TOTAL) == {2023: 1019000.0, 2024: 1053000.0, None: 2072000.0}
    assert totals(facts, FactName.TAX_TOTAL) == {2023: 249730.0, 2024: 251000.0, None: 500730.0}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("其2023年度税前总收入为人民币1,019,000.00元（大写：壹佰零壹万玖仟元整）。", {2023: 1019000.0}),
        ("其2023年度税前收入总额：101.9万元。", {2023: 1019000.0}),
        ("Total gross salary paid in 2023: CNY 1,019,000.00.", {2023: 1019000.0}),
        ("His net salary in 2023 was RMB 780,000.00.", {}),
        ("2023年度税前总收入1,019,000.00元，缴纳个人所得税249,730.00元。", {2023: 1019000.0}),
    ],
)
def test_totals_in_sentences(sentence, expected):
    assert totals(wage_facts(letter("收入证明", sentence).lines, 1), FactName.WAGE_TOTAL) == expected


def test_the_sum_of_a_payslip_is_no_year():
    sheet = sheet_of(
        "2024年5月工资条",
        columns(SUBTOTALS, "基本工资", "40,000.00"),
        columns(SUBTOTALS, "应发合计", "50,000.00"),
        columns(SUBTOTALS, "实发合计", "43,000.00"),
    )
    assert totals(wage_facts(sheet.lines, 1), FactName.WAGE_TOTAL) == {}


def test_a_month_misread_leaves_the_total_as_it_is():
    for name, months in (("Janulary 2023", 2), ("J?nu 2023", 1)):
        sheet = sheet_of(
            "The gross salary paid in 2023 was as follows:",
            columns(SUBTOTALS, "Month", "Gross salary (CNY)"),
            columns(SUBTOTALS, name, "10,000.00"),
            columns(SUBTOTALS, "February 2023", "11,000.00"),
            columns(SUBTOTALS, "Total", "21,000.00"),
        )
        facts = wage_facts(sheet.lines, 1)
        assert len(rows_of(facts, FactName.WAGE)) == months
        assert totals(facts, FactName.WAGE_TOTAL) == {2023: 21000.0}
        assert (sure_of(facts, FactName.WAGE_TOTAL) > 0.93) is (months == 2)


def test_a_total_in_a_sentence_that_the_table_repeats_is_sure():
    sheet = sheet_of(
        "其2024年度税前工资总收入为人民币20,000.00元，明细如下：",
        columns(SUBTOTALS, "月份", "税前工资"),
        columns(SUBTOTALS, "1月", "10,000.00"),
        columns(SUBTOTALS, "2月", "10,000.00"),
        columns(SUBTOTALS, "合计", "20,000.00"),
    )
    facts = wage_facts(sheet.lines, 1)
    assert totals(facts, FactName.WAGE_TOTAL) == {2024: 20000.0}
    assert sure_of(facts, FactName.WAGE_TOTAL) > 0.93


def test_a_list_of_payments_by_day_is_no_wage_before_tax():
    places = (0.1, 0.3, 0.5, 0.7)
    sheet = sheet_of(
        "代发工资流水",
        columns(places, "交易日期", "摘要", "金额", "余额"),
        columns(places, "2024-01-10", "代发工资", "43,000.00", "99,000.00"),
        columns(places, "2024-02-10", "代发工资", "43,000.00", "142,000.00"),
    )
    assert wage_facts(sheet.lines, 1) == ()
