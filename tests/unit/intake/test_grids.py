"""Tables: headers in one language or two, columns, rows of several lines."""

import pytest

from app.domain.reading import Box, TextLine
from app.intake.grids import grid_rows, meaning_of, records_of, rows_across, tables_in
from app.intake.ledger import year_of
from tests.support.sheets import columns, line, sheet_of

MONTH, PAY = frozenset({"month"}), frozenset({"pay", "gross"})


def wage(text: str) -> str | None:
    return meaning_of("wage", text)


@pytest.mark.parametrize(
    ("table", "header", "meaning"),
    [
        ("tax", "实缴(退)金额(元)", "amount"),
        ("tax", "所得期间", "period"),
        ("tax", "应纳税所得额", "other"),
        ("tax", "应补(退)税额", "other"),
        ("tax", "累计已缴税额", "other"),
        ("tax", "本期收入额", "income"),
        ("tax", "Individual income tax paid (CNY)", "amount"),
        ("tax", "Date of payment", "other"),
        ("wage", "应发工资 Gross", "gross"),
        ("wage", "税前应发合计（元）", "gross"),
        ("wage", "个税 IIT", "tax"),
        ("wage", "代扣代缴个税金额", "tax"),
        ("wage", "社保 Insurance", "other"),
        ("wage", "扣款合计", "other"),
        ("wage", "实发 Net pay", "other"),
        ("wage", "税后工资总额", "other"),
        ("wage", "年终一次性奖金", "basic"),
        ("wage", "税前年度总收入", "gross"),
        ("wage", "其2022年度税前收入如下", None),
        ("stay", "入境日期 Entry", "entry_day"),
        ("stay", "出入境日期", "other"),
        ("stay", "出入境口岸", "other"),
        ("stay", "在华停留天数 Days", "days"),
    ],
)
def test_a_header_means_what_it_says_however_it_is_worded(table, header, meaning):
    assert meaning_of(table, header) == meaning


def test_a_title_above_a_header_is_no_part_of_it():
    rows = grid_rows(
        sheet_of(
            ((0.05, "工资"),), columns((0.2, 0.5), "月份", "工资"), columns((0.2, 0.5), "1月", "8")
        ).lines
    )
    (table,) = tables_in(rows, wage, MONTH, PAY)
    assert [column.text for column in table.columns] == ["月份", "工资"]


def test_every_header_of_a_sheet_begins_a_table():
    rows = grid_rows(
        sheet_of(
            columns((0.2, 0.5), "月份", "工资"),
            columns((0.2, 0.5), "1月", "8"),
            columns((0.3, 0.6), "月份", "工资"),
            columns((0.3, 0.6), "2月", "9"),
        ).lines
    )
    assert [len(table.rows) for table in tables_in(rows, wage, MONTH, PAY)] == [1, 1]


def test_a_cell_stands_under_the_header_and_under_the_cell_above():
    rows = grid_rows(
        sheet_of(
            columns((0.1, 0.4, 0.7), "月份", "工资", "备注"),
            ((0.1, "1月"), (0.45, "8,000.00"), (0.7, "无")),
            ((0.1, "2月"), (0.505, "80.00")),
        ).lines
    )
    (table,) = tables_in(rows, wage, MONTH, PAY)
    records = records_of(table, lambda cells: 1 in cells)
    assert [record.cells[1].text for record in records] == ["8,000.00", "80.00"]


def test_the_lines_of_a_cell_belong_to_the_row_that_they_stand_around():
    lines = [
        line("月份", 0.1, 0.1),
        line("工资", 0.4, 0.1),
        line("2024年", 0.1, 0.140),
        line("8,000", 0.4, 0.149),
        line("11月", 0.1, 0.158),
    ]
    (table,) = tables_in(grid_rows(lines), wage, MONTH, PAY)
    (record,) = records_of(table, lambda cells: 1 in cells)
    assert [piece.text for piece in record.pieces[0]] == ["2024年", "11月"]


def test_a_run_over_two_columns_is_parted_at_its_blanks():
    rows = grid_rows(
        [
            line("月份", 0.1, 0.1),
            line("工资", 0.3, 0.1),
            TextLine("2024-01 8,000.00", Box(0.09, 0.13, 0.36, 0.145)),
        ]
    )
    (table,) = tables_in(rows, wage, MONTH, PAY)
    (record,) = records_of(table, lambda cells: 1 in cells)
    assert [record.cells[index].text for index in (0, 1)] == ["2024-01", "8,000.00"]


def test_parts_side_by_side_begin_with_the_same_column():
    rows = grid_rows(sheet_of(columns((0.1, 0.3, 0.5, 0.7), "月份", "工资", "月份", "工资")).lines)
    (table,) = tables_in(rows, wage, MONTH, PAY)
    assert table.parts("month") == ((0, 1), (2, 3))


def test_what_stands_below_years_belongs_to_the_year_above():
    rows = grid_rows(
        sheet_of(
            columns((0.1, 0.3, 0.5), "年度", "2023", "2024"), columns((0.1, 0.3, 0.5), "天数", None, "309")
        ).lines
    )

    def whole(text: str) -> tuple[int, int | None] | None:
        year = year_of(text)
        return (year, None) if year else None

    (across,) = rows_across(rows, whole)
    assert (across.label, [(when, cell.text) for when, cell in across.cells]) == (
        "天数",
        [((2024, None), "309")],
    )
