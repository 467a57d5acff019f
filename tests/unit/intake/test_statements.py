"""Tax records, wage certificates and records of entry and exit, in layouts of every kind."""

from datetime import date

import pytest

from app.domain.reading import Fact, FactName
from app.intake.sheet import Sheet
from app.intake.statements import stay_facts, tax_facts, time_of, wage_facts
from tests.support.sheets import columns, letter, line, sheet_of

RECORD = (0.07, 0.2, 0.33, 0.46, 0.6, 0.72)


def by_month(facts: tuple[Fact, ...], name: FactName) -> list[tuple[int | None, int | None, object]]:
    return [(fact.year, fact.month, fact.value) for fact in facts if fact.name is name]


def totals(facts: tuple[Fact, ...], name: FactName) -> dict[int | None, object]:
    return {fact.year: fact.value for fact in facts if fact.name is name}


def record(*rows: tuple[str, ...], foot: tuple[str, ...] = ()) -> Sheet:
    head = ("申报日期", "实缴(退)金额", "入(退)库日期", "所得项目", "税款所属期", "入库税务机关")
    return sheet_of(
        "个人所得税纳税记录", columns(RECORD, *head), *(columns(RECORD, *row) for row in rows), *foot
    )


# Tax ------------------------------------------------------------------------------------------------

ROWS = (
    ("2025-02-10", "1,234.50", "2025-02-11", "正常工资薪金", "2025-01", "某税务局"),
    ("2025-03-10", "2,000.00", "2025-03-11", "正常工资薪金", "2025-02", "某税务局"),
)


def test_tax_belongs_to_the_month_it_is_owed_for():
    assert by_month(tax_facts(record(*ROWS).lines, 1), FactName.TAX) == [(2025, 1, 1234.5), (2025, 2, 2000.0)]


def test_a_total_that_figures_words_and_rows_agree_on_is_sure():
    sheet = record(*ROWS, foot=("金额合计（大写）叁仟贰佰叁拾肆元伍角整", "（小写）¥3,234.50"))
    total = next(fact for fact in tax_facts(sheet.lines, 1) if fact.name is FactName.TAX_TOTAL)
    assert (total.value, total.year) == (3234.5, 2025)
    assert total.confidence > 0.9


def test_a_total_against_its_words_and_its_rows_is_not_stated():
    sheet = record(*ROWS, foot=("合计：（大写）肆仟元整", "（小写）¥3,500.00"))
    assert totals(tax_facts(sheet.lines, 1), FactName.TAX_TOTAL) == {}


def test_where_figures_and_words_differ_the_rows_decide():
    sheet = record(*ROWS, foot=("合计：（大写）叁仟贰佰叁拾肆元伍角整", "（小写）¥3,284.50"))
    assert totals(tax_facts(sheet.lines, 1), FactName.TAX_TOTAL) == {2025: 3234.5}


def test_a_refund_is_negative_and_a_month_may_have_several_rows():
    rows = (
        *ROWS,
        ("2025-02-10", "300.00", "2025-02-11", "全年一次性奖金收入", "2025-01", "某税务局"),
        ("2026-04-01", "-500.00", "2026-04-08", "综合所得年度汇算", "2025-01至2025-12", "某税务局"),
    )
    assert by_month(tax_facts(record(*rows).lines, 1), FactName.TAX) == [
        (2025, 1, 1234.5),
        (2025, 2, 2000.0),
        (2025, 1, 300.0),
        (2025, None, -500.0),
    ]


def test_a_page_that_goes_on_without_a_header_is_read():
    sheet = sheet_of(*(columns(RECORD, *row) for row in ROWS), "合计  ¥43,234.50")
    facts = tax_facts(sheet.lines, 2)
    assert by_month(facts, FactName.TAX) == [(2025, 1, 1234.5), (2025, 2, 2000.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {None: 43234.5}


def test_a_total_of_several_years_is_of_no_single_year():
    sheet = record(
        ROWS[0],
        ("2024-02-10", "1,000.00", "2024-02-11", "正常工资薪金", "2024-01", "某税务局"),
        foot=("金额合计：¥2,234.50",),
    )
    assert totals(tax_facts(sheet.lines, 1), FactName.TAX_TOTAL) == {None: 2234.5}


def test_a_certificate_of_tax_paid_is_read():
    places = (0.07, 0.22, 0.36, 0.52, 0.72, 0.85)
    sheet = sheet_of(
        "中华人民共和国 税收完税证明",
        columns(places, "原凭证号", "税种", "品目名称", "税款所属时期", "入（退）库日期", "实缴（退）金额"),
        columns(
            places, "3331", "个人所得税", "工资薪金所得", "2025-01-01至2025-01-31", "2025-02-12", "4,410.00"
        ),
        columns(
            places, "3332", "个人所得税", "工资薪金所得", "2025-02-01至2025-02-28", "2025-03-12", "5,090.00"
        ),
        columns(places, "金额合计", "（大写）玖仟伍佰元整", None, None, None, "¥9,500.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert by_month(facts, FactName.TAX) == [(2025, 1, 4410.0), (2025, 2, 5090.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {2025: 9500.0}


def test_income_and_tax_rate_columns_are_no_tax():
    places = (0.07, 0.2, 0.36, 0.52, 0.68)
    sheet = sheet_of(
        columns(places, "税款所属期", "收入额", "应纳税所得额", "税率", "已缴税额"),
        columns(places, "202501", "50,000.00", "40,000.00", "10%", "1,480.00"),
    )
    assert by_month(tax_facts(sheet.lines, 1), FactName.TAX) == [(2025, 1, 1480.0)]


def test_an_english_table_is_read():
    places = (0.1, 0.35, 0.6)
    sheet = sheet_of(
        "Tax Clearance Certificate",
        columns(places, "Tax period", "Item of income", "Tax paid (CNY)"),
        columns(places, "2025-01", "Wages", "1,480.00"),
        columns(places, "2025-02", "Wages", "1,520.00"),
        columns(places, "Total", None, "3,000.00"),
    )
    facts = tax_facts(sheet.lines, 1)
    assert by_month(facts, FactName.TAX) == [(2025, 1, 1480.0), (2025, 2, 1520.0)]
    assert totals(facts, FactName.TAX_TOTAL) == {2025: 3000.0}


@pytest.mark.parametrize(
    "sentence",
    [
        "兹证明PARK JI WOO 2024年度缴纳个人所得税共计人民币238,180.00元。",
        "PARK JI WOO has paid individual income tax of RMB 238,180.00 for the year 2024.",
    ],
)
def test_the_tax_of_a_year_is_read_in_a_sentence(sentence):
    assert totals(tax_facts(letter("证明", sentence).lines, 1), FactName.TAX_TOTAL) == {2024: 238180.0}


def test_a_header_of_two_lines_is_one():
    sheet = Sheet(
        1,
        1.4,
        (
            line("税款", 0.1, 0.1),
            line("实缴(退)", 0.3, 0.1),
            line("所属期", 0.1, 0.12),
            line("金额", 0.3, 0.12),
            line("2025-03", 0.1, 0.15),
            line("88.00", 0.3, 0.15),
        ),
    )
    assert by_month(tax_facts(sheet.lines, 1), FactName.TAX) == [(2025, 3, 88.0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01", (2025, 1)),
        ("202512", (2025, 12)),
        ("2025年3月", (2025, 3)),
        ("2025-02-01至2025-02-28", (2025, 2)),
        ("2025-01至2025-12", (2025, None)),
        ("2024-12至2025-01", None),
        ("Jan 2025", (2025, 1)),
        ("正常工资薪金", None),
    ],
)
def test_a_time_is_a_month_or_a_year(text, expected):
    assert time_of(text) == expected


# Wages ----------------------------------------------------------------------------------------------

GRID = (0.15, 0.26, 0.41, 0.52, 0.66, 0.77)


def test_a_grid_of_months_is_read():
    sheet = sheet_of(
        "收入证明",
        "我公司员工PARK JI WOO 2024年度工资收入如下：",
        columns(GRID, "1月", "10,000.00", "2月", "10,000.00", "3月", "10,000.00"),
        columns(GRID, "4月", "12,000.00", "奖金", "8,000.00", "合计", "50,000.00"),
    )
    facts = wage_facts(sheet.lines, 1)
    assert by_month(facts, FactName.WAGE) == [
        (2024, 1, 10000.0),
        (2024, 2, 10000.0),
        (2024, 3, 10000.0),
        (2024, 4, 12000.0),
    ]
    assert totals(facts, FactName.WAGE_TOTAL) == {2024: 50000.0}


def test_a_list_of_months_with_their_years_is_read():
    sheet = sheet_of(
        "工资证明",
        columns((0.2, 0.5), "月份", "工资（元）"),
        columns((0.2, 0.5), "2024年11月", "30,500.00"),
        columns((0.2, 0.5), "2024年12月", "30,500.00"),
        columns((0.2, 0.5), "2025年1月", "31,000.00"),
    )
    assert by_month(wage_facts(sheet.lines, 1), FactName.WAGE) == [
        (2024, 11, 30500.0),
        (2024, 12, 30500.0),
        (2025, 1, 31000.0),
    ]


def test_the_wage_is_the_one_before_tax():
    places = (0.1, 0.25, 0.4, 0.55, 0.7)
    sheet = sheet_of(
        "2024年度工资明细",
        columns(places, "月份", "应发工资", "社保", "个人所得税", "实发工资"),
        columns(places, "1月", "50,000.00", "3,000.00", "4,000.00", "43,000.00"),
        columns(places, "合计", "50,000.00", "3,000.00", "4,000.00", "43,000.00"),
    )
    facts = wage_facts(sheet.lines, 1)
    assert by_month(facts, FactName.WAGE) == [(2024, 1, 50000.0)]
    assert 43000.0 not in totals(facts, FactName.WAGE_TOTAL).values()


def test_only_wages_after_tax_are_no_wages():
    sheet = sheet_of(
        "2024年度工资明细", columns((0.1, 0.4), "月份", "税后工资"), columns((0.1, 0.4), "1月份", "43,000.00")
    )
    assert by_month(wage_facts(sheet.lines, 1), FactName.WAGE_TOTAL) == []


def test_months_above_their_amounts_are_read():
    places = (0.1, 0.25, 0.4, 0.55)
    sheet = sheet_of(
        "2025年度工资收入",
        columns(places, "1月", "2月", "3月", "4月"),
        columns(places, "8,000.00", "8,100.00", "8,200.00", "8,300.00"),
    )
    assert by_month(wage_facts(sheet.lines, 1), FactName.WAGE) == [
        (2025, 1, 8000.0),
        (2025, 2, 8100.0),
        (2025, 3, 8200.0),
        (2025, 4, 8300.0),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("兹证明我公司员工PARK JI WOO 2024年度工资薪金收入共计人民币986,000.00元。", {2024: 986000.0}),
        (
            "其2022年度税前收入为98.6万元，2023年度税前收入为101.9万元，2024年度税前收入为105.3万元。",
            {2022: 986000.0, 2023: 1019000.0, 2024: 1053000.0},
        ),
        ("该员工2023年1月至12月工资收入总计￥1,019,000.00元。", {2023: 1019000.0}),
        ("His total annual income before tax for the year 2023 was RMB 1,019,000.00.", {2023: 1019000.0}),
        ("该员工月薪人民币80,000元。", {}),
        ("该员工2023年度税后收入为人民币780,000.00元。", {}),
        ("该员工2023年度缴纳个人所得税249,730.00元。", {}),
        ("我公司注册资本5000万元，成立于2012年。", {}),
        ("该员工2023年度月均收入80,000.00元。", {}),
    ],
)
def test_yearly_wages_in_a_sentence_are_read(sentence, expected):
    assert (
        totals(
            wage_facts(letter("收入证明", sentence, foot=("某某有限公司", "2026年11月13日")).lines, 1),
            FactName.WAGE_TOTAL,
        )
        == expected
    )


def test_a_table_of_years_is_read():
    sheet = sheet_of(
        "收入证明",
        columns((0.2, 0.5), "年度", "税前年收入（元）"),
        columns((0.2, 0.5), "2023年", "1,019,000.00"),
        columns((0.2, 0.5), "2024年", "1,053,000.00"),
    )
    assert totals(wage_facts(sheet.lines, 1), FactName.WAGE_TOTAL) == {2023: 1019000.0, 2024: 1053000.0}


def test_a_table_in_ten_thousands_is_read_in_yuan():
    sheet = sheet_of(
        "收入证明", "单位：万元", columns((0.2, 0.5), "年度", "年收入"), columns((0.2, 0.5), "2024", "105.3")
    )
    assert totals(wage_facts(sheet.lines, 1), FactName.WAGE_TOTAL) == {2024: 1053000.0}


def test_an_english_list_of_months_is_read():
    sheet = sheet_of(
        "Salary Certificate for the year 2024",
        columns((0.2, 0.5), "Month", "Gross salary (RMB)"),
        columns((0.2, 0.5), "January", "80,000.00"),
        columns((0.2, 0.5), "February", "80,000.00"),
        columns((0.2, 0.5), "Total", "160,000.00"),
    )
    facts = wage_facts(sheet.lines, 1)
    assert by_month(facts, FactName.WAGE) == [(2024, 1, 80000.0), (2024, 2, 80000.0)]
    assert totals(facts, FactName.WAGE_TOTAL) == {2024: 160000.0}


def test_a_total_against_another_total_needs_the_months_for_proof():
    rows = (
        "2024年度工资收入共计人民币30,000.00元",
        columns(GRID, "1月", "10,000.00", "2月", "10,000.00", "合计", "20,000.00"),
    )
    assert totals(wage_facts(sheet_of(*rows).lines, 1), FactName.WAGE_TOTAL) == {2024: 20000.0}


# Stays ----------------------------------------------------------------------------------------------


def crossings(facts: tuple[Fact, ...]) -> list[tuple[str, object]]:
    return [
        (fact.name.value, fact.value)
        for fact in facts
        if fact.name in (FactName.ENTERED_ON, FactName.LEFT_ON)
    ]


EXPECTED = [
    ("entered_on", date(2024, 1, 5)),
    ("left_on", date(2024, 3, 1)),
    ("entered_on", date(2024, 3, 20)),
]
STAYS = {
    "rows, newest first": sheet_of(
        columns((0.1, 0.25, 0.5, 0.7), "序号", "出入境时间", "出入境标识", "口岸"),
        columns((0.1, 0.25, 0.5, 0.7), "1", "2024年03月20日", "入境", "浦东"),
        columns((0.1, 0.25, 0.5, 0.7), "2", "2024年03月01日", "出境", "浦东"),
        columns((0.1, 0.25, 0.5, 0.7), "3", "2024年01月05日", "入境", "虹桥"),
    ),
    "way first, ISO days": sheet_of(
        columns((0.1, 0.3), "入境", "2024-01-05"),
        columns((0.1, 0.3), "出境", "2024-03-01"),
        columns((0.1, 0.3), "入境", "2024-03-20"),
    ),
    "compact days with time": sheet_of(
        columns((0.1, 0.3, 0.6), "入境", "2024-01-05 10:22:01", "PVG"),
        columns((0.1, 0.3, 0.6), "出境", "2024-03-01 08:00:00", "PVG"),
        columns((0.1, 0.3, 0.6), "入境", "2024-03-20 23:10:00", "PVG"),
    ),
    "two columns": sheet_of(
        columns((0.2, 0.5), "入境日期", "出境日期"),
        columns((0.2, 0.5), "2024-01-05", "2024-03-01"),
        columns((0.2, 0.5), "2024-03-20", None),
    ),
    "English": sheet_of(
        columns((0.2, 0.5), "Date", "Direction"),
        columns((0.2, 0.5), "05 JAN 2024", "Entry"),
        columns((0.2, 0.5), "01 MAR 2024", "Exit"),
        columns((0.2, 0.5), "20 MAR 2024", "Entry"),
    ),
    "one run for each row": sheet_of(
        "1 2024年01月05日 入境 浦东机场", "2 2024年03月01日 出境 浦东机场", "3 2024年03月20日 入境 虹桥机场"
    ),
    "both languages": sheet_of(
        columns((0.2, 0.5), "2024/01/05", "入境 Entry"),
        columns((0.2, 0.5), "2024/03/01", "出境 Exit"),
        columns((0.2, 0.5), "2024/03/20", "入境 Entry"),
    ),
    "short words": sheet_of(
        columns((0.2, 0.5), "2024.01.05", "入"),
        columns((0.2, 0.5), "2024.03.01", "出"),
        columns((0.2, 0.5), "2024.03.20", "入"),
    ),
}


@pytest.mark.parametrize("layout", STAYS)
def test_entries_and_exits_are_read_in_the_order_of_time(layout):
    assert crossings(stay_facts(STAYS[layout].lines, 1)) == EXPECTED


def test_the_days_of_each_year_are_read():
    facts = stay_facts(sheet_of("各年度在华停留天数：2025年320天；2024年322天").lines, 1)
    assert totals(facts, FactName.DAYS_IN_CHINA) == {2025: 320, 2024: 322}


def test_a_table_of_days_is_read():
    facts = stay_facts(
        sheet_of(
            columns((0.2, 0.5), "年度", "在华停留天数"),
            columns((0.2, 0.5), "2025", "320"),
            columns((0.2, 0.5), "2024年", "322天"),
        ).lines,
        1,
    )
    assert totals(facts, FactName.DAYS_IN_CHINA) == {2025: 320, 2024: 322}


def test_a_least_number_of_days_is_no_count():
    assert totals(stay_facts(sheet_of("2025年在华居留不少于183天").lines, 1), FactName.DAYS_IN_CHINA) == {}


def test_the_period_of_a_record_is_read():
    facts = stay_facts(
        letter("出入境记录", "经查，PARK JI WOO自2022年01月01日至2026年11月08日的出入境记录如下：").lines, 1
    )
    assert {fact.name.value: fact.value for fact in facts} == {
        "period_from": date(2022, 1, 1),
        "period_until": date(2026, 11, 8),
    }


def test_yearly_wages_in_a_list_of_one_sentence_are_kept_apart():
    text = (
        "He earned a gross annual income of RMB 986,000.00 in 2022, "
        "RMB 1,019,000.00 in 2023 and RMB 1,053,000.00 in 2024."
    )
    assert totals(wage_facts(letter("Income", text).lines, 1), FactName.WAGE_TOTAL) == {
        2022: 986000.0,
        2023: 1019000.0,
        2024: 1053000.0,
    }


def test_a_total_of_a_table_stands_in_the_column_of_wages():
    places = (0.1, 0.3, 0.5, 0.7)
    sheet = sheet_of(
        "2025年度收入",
        columns(places, "月份", "基本工资", "奖金", "合计"),
        columns(places, "1月", "80,000.00", "5,000.00", "85,000.00"),
        columns(places, "合计", "80,000.00", "5,000.00", "85,000.00"),
    )
    assert totals(wage_facts(sheet.lines, 1), FactName.WAGE_TOTAL) == {2025: 85000.0}


def test_two_amounts_beside_a_month_without_a_header_are_none():
    sheet = sheet_of("2025年度收入", columns((0.1, 0.3, 0.5), "1月", "80,000.00", "68,000.00"))
    assert by_month(wage_facts(sheet.lines, 1), FactName.WAGE) == []


def test_a_table_of_wages_after_tax_alone_states_nothing():
    sheet = sheet_of(
        "2025年度收入", columns((0.1, 0.4), "月份", "税后工资"), columns((0.1, 0.4), "1月", "43,000.00")
    )
    assert wage_facts(sheet.lines, 1) == ()
