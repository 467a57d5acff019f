"""Rows and cells."""

from app.domain.reading import Box, TextLine
from app.intake.tables import Column, cell_in, cells_of, part_of, rows_of
from tests.support.sheets import columns, line, sheet_of


def test_lines_beside_each_other_are_a_row_from_left_to_right():
    rows = rows_of(sheet_of(((0.5, "b"), (0.1, "a")), ((0.1, "c"),)).lines)
    assert [[cell.text for cell in row.cells] for row in rows] == [["a", "b"], ["c"]]


def test_a_row_that_slants_stays_one():
    cells = [line(str(index), 0.1 + 0.15 * index, 0.1 + 0.004 * index) for index in range(5)]
    assert len(rows_of(cells)) == 1


def test_a_run_with_long_gaps_is_parted_into_cells():
    cells = cells_of(TextLine("2022-01    5,196.67    宁波", Box(0.0, 0.1, 1.0, 0.12)))
    assert [cell.text for cell in cells] == ["2022-01", "5,196.67", "宁波"]
    assert cells[0].box.right < cells[1].box.left < cells[2].box.left


def test_a_piece_of_a_line_stands_where_its_letters_do():
    piece = part_of(TextLine("出生AB", Box(0.0, 0.0, 0.6, 0.1)), 2, 4)
    assert piece.text == "AB"
    assert (round(piece.box.left, 3), round(piece.box.right, 3)) == (0.4, 0.6)


def test_a_cell_stands_under_its_header():
    header, body = rows_of(
        sheet_of(
            columns((0.1, 0.4, 0.7), "期间", "实缴金额", "机关"),
            columns((0.1, 0.42, 0.7), "2025-01", "88.00", "某局"),
        ).lines
    )
    heads = [Column(str(index), cell.box) for index, cell in enumerate(header.cells)]
    assert [cell.text for head in heads if (cell := cell_in(body, head, heads))] == [
        "2025-01",
        "88.00",
        "某局",
    ]
