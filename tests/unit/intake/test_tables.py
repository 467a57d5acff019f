"""Rows and cells."""

from app.domain.reading import Box, TextLine
from app.intake.tables import cells_of, part_of, rows_of
from tests.support.sheets import line, sheet_of


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


def test_a_piece_of_a_cell_of_two_lines_does_not_part_its_row():
    piece = line("国家税务总局某市", 0.7, 0.093)
    rows = rows_of([piece, *(line(str(index), 0.1 + 0.2 * index, 0.1) for index in range(3))])
    assert max(len(row.cells) for row in rows) >= 3
