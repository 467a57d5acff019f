"""Fills a Word template: names become what the case says, nothing else of it can run."""

import functools
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined

from app.domain.letters import LetterForm
from app.domain.words import Language, Text
from app.letters.catalogue import lists
from app.letters.closed import ClosedEnvironment
from app.letters.marks import marked, settle_marks
from app.letters.mending import ChineseFonts, mend
from app.letters.said import Row
from app.letters.values import Values

# What XML has no place for; some of it comes along when words are pasted from Word.
_NOT_WRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What turns the order of the signs that follow, or is not seen: a copied number would read otherwise in Word.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
# What stands where a fact is not known and the letter is written all the same.
BLANK = "＿＿＿＿＿＿"
_BLANK_ROWS = 4
_MARGINS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


class Names:
    """Holds what a template may name at one place; nothing of Python can be reached from it."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, Any]) -> None:
        self._held = held

    def __getitem__(self, name: str) -> Any:
        return self._held[name]


@dataclass(frozen=True, slots=True)
class Filling:
    """Holds what one letter may say: `used` are its facts and lists, `blanks` those left to fill by hand."""

    values: Values
    used: frozenset[str]
    blanks: frozenset[str] = frozenset()


@functools.cache
def environment() -> ClosedEnvironment:
    """Return the sandbox in which templates are filled: strict, escaping, with nothing to call."""
    sandbox = ClosedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=marked)
    sandbox.globals.clear()
    upper = sandbox.filters["upper"]
    sandbox.filters.clear()
    sandbox.filters["upper"] = upper
    sandbox.tests.clear()
    return sandbox


def fill_template(
    template: bytes,
    filling: Filling,
    form: LetterForm,
    *,
    keep_marks: bool,
    without_notes: Collection[str] = (),
) -> Any:
    """Return the Word document that a template becomes, without those notes in the margin at its foot.

    Raises jinja2.TemplateError where it cannot be filled.
    """
    filled = DocxTemplate(io.BytesIO(template))
    filled.render(context_of(filling, form), environment(), autoescape=True)
    document = filled.docx
    _settle_margins(document)
    fonts = ChineseFonts(document)
    for element in _parts(document):
        mend(element)
        fonts.set_where_missing(element)
        settle_marks(element, keep=keep_marks)
    _leave_out(document, without_notes)
    return document


def _settle_margins(document: Any) -> None:
    """Put what docxtpl filled into the headers and footers that python-docx knows: it made others of them."""
    for name, each in document.part.rels.items():
        if each.reltype in _MARGINS:
            part = document.part.related_parts[name]
            part._element = each.target_part.element
            each._target = part


def _leave_out(document: Any, notes: Collection[str]) -> None:
    """Take paragraphs that say just these words out of the footers; Word wants one left in each."""
    for each in document.part.rels.values():
        if each.reltype == RELATIONSHIP_TYPE.FOOTER:
            for paragraph in list(each.target_part.element.iterchildren(qn("w:p"))):
                if "".join(text.text or "" for text in paragraph.iter(qn("w:t"))) in notes:
                    _take_out(paragraph)


def _take_out(paragraph: Any) -> None:
    if len(paragraph.getparent()) > 1:
        paragraph.getparent().remove(paragraph)
        return
    for run in paragraph.findall(qn("w:r")):
        paragraph.remove(run)


def _parts(document: Any) -> Iterator[Any]:
    """Give what of a document can be filled: its body, its headers and footers, also of even pages."""
    yield document.element.body
    for each in document.part.rels.values():
        if each.reltype in _MARGINS:
            yield each.target_part.element


def context_of(filling: Filling, form: LetterForm) -> dict[str, Any]:
    """Return what the names of a template stand for: in the main language, and in each by its own."""
    each = {language: _names_in(filling, language) for language in Language}
    context = dict(each[form.languages[0]])
    context.update({language.value: Names(names) for language, names in each.items()})
    return context


def _names_in(filling: Filling, language: Language) -> dict[str, Any]:
    groups: dict[str, dict[str, Any]] = {}
    for name in filling.used:
        group, _, field = name.partition(".")
        if field:
            groups.setdefault(group, {})[field] = _word(filling, name, language)
    names: dict[str, Any] = {group: Names(held) for group, held in groups.items()}
    for name in filling.used & filling.values.lists.keys():
        names[name] = tuple(_row(row, language) for row in _rows(filling, name))
    return names


def _rows(filling: Filling, name: str) -> tuple[Row, ...]:
    """Return the rows of a list, with blanks for what is known in one language alone, or of empty rows."""
    rows = filling.values.lists[name]
    if name not in filling.blanks:
        return rows
    if rows:
        return tuple({field: _with_blank(text) for field, text in row.items()} for row in rows)
    return ({field: Text.same(BLANK) for field, _ in lists()[name].fields},) * _BLANK_ROWS


def _with_blank(text: Text) -> Text:
    return Text(en=text.en or BLANK, zh=text.zh or BLANK) if text.en or text.zh else text


def _word(filling: Filling, name: str, language: Language) -> str:
    text = filling.values.facts.get(name)
    words = "" if text is None else _written(text, language)
    return words or (BLANK if name in filling.blanks else "")


def _row(row: Row, language: Language) -> Names:
    def held(which: Language) -> dict[str, str]:
        return {name: _written(text, which) for name, text in row.items()}

    both: dict[str, Any] = {each.value: Names(held(each)) for each in Language}
    return Names(held(language) | both)


def _written(text: Text, language: Language) -> str:
    # Each line ends with one sign; Windows pastes two.
    words = text.in_language(language).replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_WRITTEN.sub(" ", _TURNS.sub("", words))


def words_of(text: Text, form: LetterForm) -> str:
    """Return the words of a text that a letter says, in two languages beside each other."""
    return " / ".join(dict.fromkeys(text.in_language(language) for language in form.languages))
