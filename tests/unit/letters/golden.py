"""What the kept texts of all letters are held against: each letter filled and drawn once a run."""

import functools
import io
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from docx.oxml.ns import qn
from docx.table import Table

from app.domain.letters import LetterForm, LetterKind
from app.domain.words import Language
from app.letters.catalogue import template_of
from app.letters.fill import Filling, fill_template
from app.letters.marks import MARK_COLOR
from app.letters.pdf import draw_letter
from app.letters.styles import STYLE_NAMES
from tests.unit.letters import rich_case

FOLDER = Path(__file__).parent / "golden"
WRITE = os.environ.get("YONGJU_LETTERS") == "write"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Holds words of one paragraph that are marked, or are not, run by run, and in what languages."""

    runs: tuple[str, ...]
    marked: bool
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Holds a letter as both of its files show it; `body` and `foot` are without white space."""

    readable: str
    body: str
    foot: str
    heads: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    by_pdfium: tuple[str, ...]
    by_pypdf: tuple[str, ...]
    lacking: tuple[str, ...]
    left_out: tuple[str, ...]


def dense(words: str) -> str:
    """Return words without white space."""
    return re.sub(r"\s", "", words)


@functools.cache
def kept(letter: str, form: LetterForm) -> Kept:
    """Fill and draw a letter about the rich case, and read both files."""
    template = template_of(letter)
    filling = Filling(rich_case.values(template), rich_case.used(template))
    raw = rich_case.template_bytes(letter, form.value)
    document = fill_template(raw, filling, form, keep_marks=True)
    title = template.title.in_language(form.languages[0])
    drawn = draw_letter(
        document, title, language=form.languages[0], one_page=template.kind is LetterKind.LIST
    )
    blocks, footer = list(_blocks(document)), [each.text for each in document.sections[0].footer.paragraphs]
    return Kept(
        "\n".join([*(_readable(block) for block in blocks), "-" * 20, *footer, ""]),
        dense("".join(cell for block in blocks for cell in block)),
        dense("".join(footer)),
        tuple(_heads(document)),
        tuple(_stretches(document, form)),
        _texts_by_pdfium(drawn.data),
        tuple(dense(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(drawn.data)).pages),
        drawn.lacking,
        drawn.left_out,
    )


def _texts_by_pdfium(data: bytes) -> tuple[str, ...]:
    texts = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            holder = page.get_textpage()
            # A hyphen at the end of a line comes out as a character of its own.
            texts.append(dense(holder.get_text_range().replace("\ufffe", "-").replace("\x02", "-")))
            holder.close()
    finally:
        pdf.close()
    return tuple(texts)


def _blocks(document: Any) -> Iterator[tuple[str, ...]]:
    """Give each paragraph as one text, each row of a table as one for each cell."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block._tbl.tr_lst:
                yield tuple("\n".join(_text(p) for p in cell.iter(qn("w:p"))) for cell in row.tc_lst)
        else:
            yield (block.text,)


def _text(paragraph: Any) -> str:
    pieces = (each for run in paragraph.iter(qn("w:r")) for each in run)
    return "".join("\n" if each.tag == qn("w:br") else each.text or "" for each in pieces)


def _readable(block: tuple[str, ...]) -> str:
    if len(block) == 1:
        return block[0]
    return "\n".join("| " + cell.replace("\n", "\n  ") for cell in block)


def _heads(document: Any) -> Iterator[str]:
    """Give the rows that stand again at the head of a page on which their table goes on."""
    for row in document.element.body.iter(qn("w:tr")):
        if next(row.iter(qn("w:tblHeader")), None) is not None:
            yield dense("".join(_text(paragraph) for paragraph in row.iter(qn("w:p"))))


def _stretches(document: Any, form: LetterForm) -> Iterator[Stretch]:
    """Give the words of every paragraph in stretches, each with the languages of its place."""
    languages = form.languages
    body = document.element.body
    if form is LetterForm.AFTER:
        languages = (Language.ZH,)
    for block in body.iter(qn("w:p")):
        if form is LetterForm.AFTER and next(block.iter(qn("w:pageBreakBefore")), None) is not None:
            languages = (Language.EN,)
        here = _facing(block) if form is LetterForm.COLUMNS else languages
        yield from _marked(block, here)


def _facing(paragraph: Any) -> tuple[Language, ...]:
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    if cell is None or cell.getparent().getparent().tblPr.style != STYLE_NAMES["columns"].replace(" ", ""):
        return (Language.ZH, Language.EN)
    return (Language.ZH,) if cell.getparent().index(cell) == 0 else (Language.EN,)


def _marked(paragraph: Any, languages: tuple[Language, ...]) -> Iterator[Stretch]:
    for is_marked, runs in groupby(paragraph.iter(qn("w:r")), key=_is_marked):
        words = ("".join("\n" if each.tag == qn("w:br") else each.text or "" for each in run) for run in runs)
        yield Stretch(tuple(words), is_marked, languages)


def _is_marked(run: Any) -> bool:
    return any(shade.get(qn("w:fill")) == MARK_COLOR for shade in run.iter(qn("w:shd")))


def is_made_of(runs: tuple[str, ...], words: Collection[str]) -> bool:
    """Say whether runs are words that follow each other, each of one run or of several."""
    return not runs or any(
        "".join(runs[:count]) in words and is_made_of(runs[count:], words)
        for count in range(1, len(runs) + 1)
    )


def told(pages: tuple[str, ...], letter: Kept) -> str:
    """Return what pages say beside the foot that each has, its number, and heads of tables that go on."""
    said = ""
    for number, page in enumerate(pages, 1):
        foot = letter.foot + (f"{number}/{len(pages)}" if len(pages) > 1 else "")
        if not page.endswith(foot):
            return f"{page} has no foot {foot}"
        words = page.removesuffix(foot)
        rest = letter.body[len(said) :]
        heads = [head for head in letter.heads if words.startswith(head) and not rest.startswith(words)]
        said += words.removeprefix(heads[0]) if heads and number > 1 else words
    return said
