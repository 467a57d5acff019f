"""Builds the Word templates of `templates/letters` from the wording beside them.

`python -m app.letters.build_templates` after a change of a wording. Each letter comes in Chinese, in English,
in facing columns and one after the other; the same wording always gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Pt
from lxml import etree  # type: ignore[import-untyped]

from app.domain.letters import LetterForm, LetterTemplate
from app.domain.words import Language, Text
from app.env.replace import write_bytes
from app.letters.catalogue import letters_folder, read_template, wording_files
from app.letters.styles import (
    GRID,
    NARROW,
    STYLE_NAMES,
    WHOLE,
    add_styles,
    chinese_font,
    prepare_page,
    set_run_fonts,
)
from app.letters.wording import Block, BlockStyle, Column, in_language, read_wording

_LABEL_SHARE = 0.36
_THEN = datetime(2026, 1, 1)
# Parts of the empty document of python-docx that no letter needs.
_DROPPED = ("thumbnail.jpeg", "stylesWithEffects.xml", "item1.xml", "itemProps1.xml", "item1.xml.rels")


def template_name(letter: str, form: LetterForm) -> str:
    """Return the name of a letter's Word template."""
    return f"{letter}.{form.value}.docx"


def build_template(template: LetterTemplate, blocks: Sequence[Block], form: LetterForm) -> bytes:
    """Return the Word template of a letter in one form."""
    document = docx.Document()
    measures = NARROW if form is LetterForm.COLUMNS else WHOLE
    prepare_page(document, measures)
    add_styles(document, form.languages[0], measures)
    _Builder(document, form, measures.text_width).build(template, blocks)
    _note_properties(document, template.title.in_language(form.languages[0]))
    buffer = io.BytesIO()
    document.save(buffer)
    return _settled(buffer.getvalue())


class _Builder:
    """Adds the blocks of a letter to a document, one after the other."""

    def __init__(self, document: Any, form: LetterForm, width: float) -> None:
        self._width = width
        self._document = document
        self._form = form
        self._staying: Sequence[Block] = ()

    def build(self, template: LetterTemplate, blocks: Sequence[Block]) -> None:
        self._staying = _staying(blocks)
        match self._form:
            case LetterForm.ZH | LetterForm.EN:
                language = self._form.languages[0]
                for block in blocks:
                    self._add(block, language, "")
            case LetterForm.AFTER:
                for language in self._form.languages:
                    for at, block in enumerate(blocks):
                        begins = at == 0 and language is Language.EN
                        self._add(block, language, language.value, new_page=begins)
            case LetterForm.COLUMNS:
                self._add_columns(blocks)
        self._note(template.signing)

    def _note(self, signing: Text) -> None:
        """Say in the margin at the foot who signs and stamps."""
        footer = self._document.sections[0].footer
        for at, language in enumerate(self._form.languages):
            paragraph = footer.paragraphs[0] if at == 0 else footer.add_paragraph()
            paragraph.style = STYLE_NAMES["margin"]
            _write(paragraph, signing.in_language(language))

    def _add(self, block: Block, language: Language, prefix: str, *, new_page: bool = False) -> None:
        if block.when:
            self._statement(f"p if {_prefixed(block.when, prefix)}")
        match block.style:
            case BlockStyle.TABLE:
                self._add_table(block, (language,), prefix)
            case BlockStyle.FIELDS:
                self._add_fields(block, (language,), prefix)
            case _:
                words = block.text.in_language(language)
                paragraph = self._document.add_paragraph(style=_style_of(block.style, language))
                paragraph.paragraph_format.page_break_before = new_page or None
                paragraph.paragraph_format.keep_with_next = block in self._staying or None
                _write(paragraph, in_language(words, prefix) if prefix else words)
        if block.when:
            self._statement("p endif")

    def _statement(self, words: str) -> None:
        self._document.add_paragraph(f"{{%{words} %}}", style=STYLE_NAMES["plain"])

    def _add_columns(self, blocks: Sequence[Block]) -> None:
        """Add text in facing columns, tables over the whole width."""
        whole = (BlockStyle.TABLE, BlockStyle.FIELDS)
        for is_whole, group in groupby(blocks, key=lambda block: block.style in whole):
            if is_whole:
                for block in group:
                    self._add_whole(block)
            else:
                self._add_facing(list(group))

    def _add_whole(self, block: Block) -> None:
        if block.when:
            self._statement(f"p if {_prefixed(block.when, 'zh')}")
        add = self._add_table if block.style is BlockStyle.TABLE else self._add_fields
        add(block, (Language.ZH, Language.EN), "zh")
        if block.when:
            self._statement("p endif")

    def _add_facing(self, blocks: Sequence[Block]) -> None:
        table = self._document.add_table(rows=0, cols=2)
        table.style = STYLE_NAMES["columns"]
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for block in blocks:
            if block.when:
                table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr if {_prefixed(block.when, 'zh')} %}}")
            for cell, language in zip(table.add_row().cells, (Language.ZH, Language.EN), strict=True):
                cell.width = Pt(self._width / 2)
                paragraph = cell.paragraphs[0]
                paragraph.style = _style_of(block.style, language)
                paragraph.paragraph_format.keep_with_next = block in self._staying or None
                _write(paragraph, in_language(block.text.in_language(language), language.value))
            if block.when:
                table.add_row().cells[0].paragraphs[0].add_run("{%tr endif %}")
        # Word puts two tables that follow each other into one.
        gap = self._document.add_paragraph(style=STYLE_NAMES["gap"])
        gap.paragraph_format.keep_with_next = blocks[-1].style is BlockStyle.HEADING or None

    def _add_table(self, block: Block, languages: Sequence[Language], prefix: str) -> None:
        widths = self._widths([column.width for column in block.columns])
        table = self._grid(widths)
        heads = [_joined(column.head, languages) for column in block.columns]
        _fill_row(table, widths, heads, "head", block.columns)
        rows = _prefixed(block.rows, prefix)
        # Rows of a list in two languages name both.
        self._row_statement(table, f"tr for row in {rows}")
        cells = [_cell(column.cell, languages, prefix) for column in block.columns]
        _fill_row(table, widths, cells, "cell", block.columns)
        self._row_statement(table, "tr endfor")
        self._document.add_paragraph(style=STYLE_NAMES["gap"])

    def _row_statement(self, table: Any, words: str) -> None:
        table.add_row().cells[0].paragraphs[0].add_run(f"{{%{words} %}}")

    def _add_fields(self, block: Block, languages: Sequence[Language], prefix: str) -> None:
        widths = self._widths((_LABEL_SHARE, 1 - _LABEL_SHARE))
        table = self._grid(widths)
        for field in block.columns:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            cells = row.cells
            _set_cell(cells[0], widths[0], _joined(field.head, languages), "head", "left")
            _set_cell(cells[1], widths[1], _cell(field.cell, languages, prefix), "cell", "left")
        self._document.add_paragraph(style=STYLE_NAMES["gap"])

    def _widths(self, shares: Sequence[float]) -> tuple[float, ...]:
        return tuple(self._width * share / sum(shares) for share in shares)

    def _grid(self, widths: Sequence[float]) -> Any:
        table = self._document.add_table(rows=0, cols=len(widths))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        table.style = GRID
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        return table


def _staying(blocks: Sequence[Block]) -> list[Block]:
    """Return what stays on the page of a signature: nobody signs a page on which nothing else stands.

    Whom to ask stands below the signature, on the same page.
    """
    staying: list[Block] = []
    for at, block in enumerate(blocks):
        if block.style is BlockStyle.SIGN:
            if blocks[at + 1 :]:
                staying.append(block)
            for before in reversed(blocks[:at]):
                staying.append(before)
                if before.style not in (BlockStyle.PLAIN, BlockStyle.CLOSING, BlockStyle.NOTE):
                    break
    return staying


def _style_of(style: BlockStyle, language: Language) -> str:
    name = STYLE_NAMES[style.value]
    # Chinese paragraphs begin two characters in; English ones are set apart by space.
    return name if language is Language.ZH else STYLE_NAMES.get(f"{style.value}-en", name)


def _prefixed(name: str, prefix: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _joined(text: Text, languages: Sequence[Language]) -> str:
    words = dict.fromkeys(text.in_language(language) for language in languages)
    return "\n".join(words)


def _cell(text: Text, languages: Sequence[Language], prefix: str) -> str:
    """Return what a cell says, in two languages where they differ once filled."""
    if not prefix:
        return text.in_language(languages[0])
    if len(languages) == 1:
        return in_language(text.in_language(languages[0]), prefix)
    first, second = (
        [in_language(line, language.value) for line in text.in_language(language).split("\n")]
        for language in languages
    )
    if len(first) != len(second):
        return "\n".join((*first, *second))
    return "\n".join(_paired(one, other) for one, other in zip(first, second, strict=True))


def _paired(first: str, second: str) -> str:
    """Return a line in two languages, the second where it says anything else."""
    if not first.startswith("{{") or first.count("{") != 2:
        return f"{first}\n{second}"
    one, other = first.strip("{} "), second.strip("{} ")
    return f"{first}{{% if {one} != {other} %}}\n{second}{{% endif %}}"


def _fill_row(
    table: Any, widths: Sequence[float], words: Sequence[str], kind: str, columns: Sequence[Column]
) -> None:
    row = table.add_row()
    cells = row.cells
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if kind == "head":
        properties.append(OxmlElement("w:tblHeader"))
    for cell, width, text, column in zip(cells, widths, words, columns, strict=True):
        _set_cell(cell, width, text, kind, "center" if kind == "head" else column.align)


def _set_cell(cell: Any, width: float, words: str, kind: str, align: str) -> None:
    cell.width = Pt(width)
    paragraph = cell.paragraphs[0]
    paragraph.style = STYLE_NAMES[f"{kind}-{align}"]
    _write(paragraph, words)


def _write(paragraph: Any, words: str) -> None:
    """Write words into a paragraph, a line for each of theirs."""
    run = paragraph.add_run()
    set_run_fonts(run, chinese_font(paragraph.style.name))
    for at, line in enumerate(words.split("\n")):
        if at:
            run.add_break()
        run.add_text(line)


def _note_properties(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = _THEN
    properties.last_modified_by = ""


def _settled(raw: bytes) -> bytes:
    """Return a Word file without what differs from run to run, and without python-docx's own picture."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in sorted(source.namelist()):
            if not name.endswith(_DROPPED):
                data = _without_dropped(name, source.read(name))
                target.writestr(zipfile.ZipInfo(name, _THEN.timetuple()[:6]), data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _without_dropped(name: str, data: bytes) -> bytes:
    """Return a part of a Word file that does not speak of parts that were dropped."""
    if not name.endswith((".rels", "[Content_Types].xml")):
        return data
    root = etree.fromstring(data)
    for each in list(root):
        if (each.get("Target") or each.get("PartName") or "").endswith(_DROPPED):
            root.remove(each)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def build_all() -> Iterator[tuple[Path, bytes]]:
    """Give every Word template with where it belongs."""
    for path in wording_files():
        template, blocks = read_template(path), read_wording(path)
        for form in LetterForm:
            yield letters_folder() / template_name(template.id, form), build_template(template, blocks, form)


def main() -> None:
    """Write every Word template."""
    for path, data in build_all():
        if not path.exists() or path.read_bytes() != data:
            write_bytes(path, data)


if __name__ == "__main__":
    main()
