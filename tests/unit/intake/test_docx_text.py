"""The writing of a Word document, its tables row by row."""

import docx

from app.intake.docx_text import read_docx


def _document(tmp_path, fill):
    document = docx.Document()
    fill(document)
    path = tmp_path / "letter.docx"
    document.save(str(path))
    return read_docx(path)


def test_paragraphs_come_in_order_and_empty_ones_not_at_all(tmp_path):
    def fill(document):
        for text in ("在职证明", "", "兹证明……", "2026年11月12日"):
            document.add_paragraph(text)

    assert [line.text for line in _document(tmp_path, fill)] == ["在职证明", "兹证明……", "2026年11月12日"]


def test_the_cells_of_a_row_stand_side_by_side(tmp_path):
    def fill(document):
        table = document.add_table(rows=2, cols=2)
        for row, pair in zip(table.rows, (("姓名", "DEAN"), ("国籍", "澳大利亚")), strict=True):
            for cell, text in zip(row.cells, pair, strict=True):
                cell.text = text

    lines = _document(tmp_path, fill)
    assert [line.text for line in lines] == ["姓名", "DEAN", "国籍", "澳大利亚"]
    assert lines[0].box.top == lines[1].box.top < lines[2].box.top
    assert lines[0].box.right <= lines[1].box.left


def test_a_cell_over_two_columns_is_read_once(tmp_path):
    def fill(document):
        table = document.add_table(rows=1, cols=3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
        table.cell(0, 2).text = "值"

    assert [line.text for line in _document(tmp_path, fill)] == ["合并", "值"]


def test_the_letterhead_is_read_too(tmp_path):
    def fill(document):
        document.sections[0].header.paragraphs[0].text = "宁波某某有限公司"
        document.add_paragraph("正文")

    assert [line.text for line in _document(tmp_path, fill)] == ["宁波某某有限公司", "正文"]
