"""Reads what stands by itself without a label: the name on a diploma, its university, its degree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from app.domain.reading import Fact, FactName, TextLine
from app.intake.flow import flows_of
from app.intake.labels import joined, segments_of
from app.intake.mentions import is_person
from app.intake.tables import height, rows_of
from app.intake.writing import fold, has_han, vocabulary

# A name over a paper about its bearer stands in the upper part, larger than the rest.
_UPPER, _LARGER = 0.4, 1.12
# Where a university's name heads a diploma, and how long it is at most.
_HEAD, _LONGEST = 0.45, 70
_TRUST = 0.9


@dataclass(frozen=True, slots=True)
class _Alone:
    """Holds a line that has a row to itself, with the lines before and after it."""

    line: TextLine
    before: str
    after: str


def _alone(lines: Sequence[TextLine]) -> list[_Alone]:
    rows = rows_of(lines)
    texts = ["", *(row.text for row in rows), ""]
    return [
        _Alone(row.cells[0], texts[at], texts[at + 2]) for at, row in enumerate(rows) if len(row.cells) == 1
    ]


def _fact(name: FactName, value: str, line: TextLine, page: int) -> Fact:
    return Fact(name, value, line.text, page, line.box, line.confidence * _TRUST)


def lone_names(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """State the name that has a line to itself within a sentence: "certify that", name, "has completed"."""
    for one in _alone(lines):
        name = one.line.text.strip(" ,，.")
        if not _is_full_name(name) or segments_of(one.line)[0].label:
            continue
        if _says("before", one.before, at_end=True) or _says("after", one.after):
            yield _fact(FactName.NAME, name, one.line, page)


def _says(where: str, text: str, *, at_end: bool = False) -> bool:
    patterns = vocabulary("prose")["lone_name"][where]
    folded = fold(text).strip(" .,:;，：")
    ends = (rf"(?:^|\W)(?:{pattern})$" if at_end else rf"^(?:{pattern})(?:\W|$)" for pattern in patterns)
    return any(re.search(end, folded) for end in ends)


def _is_full_name(text: str) -> bool:
    return is_person(text) and len(text.split()) > 1 and not _is_office(text)


def _is_office(text: str) -> bool:
    words = {word.strip(".,") for word in fold(text).split()}
    return bool(words & set(vocabulary("words")["names"]["never_alone"]))


def title_name(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """State the name that stands large over a paper without labels for names, if only one line can be it."""
    usual = median([height(line.box) for line in lines] or [0.0])
    found = [
        one.line
        for one in _alone(lines)
        if one.line.box.top < _UPPER
        and height(one.line.box) >= _LARGER * usual
        and _is_full_name(one.line.text.strip())
        and not segments_of(one.line)[0].label
    ]
    if len(found) == 1:
        yield _fact(FactName.NAME, found[0].text.strip(), found[0], page)


def lone_class(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """State the class of a work permit whose letter stands by itself on the card."""
    letters = [line for line in lines if line.text.strip() in ("A", "B", "C")]
    if len(letters) == 1:
        yield _fact(FactName.WORK_PERMIT_CLASS, letters[0].text.strip(), letters[0], page)


def university_facts(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """State the university whose name heads a diploma, or signs it, in a line of its own."""
    alone = [one.line for one in _alone(lines) if is_university(one.line.text)]
    head = [line for line in alone if line.box.top < _HEAD]
    found = {line.text.strip(): line for line in (head or alone)[:1]} or dict(_universities_told(lines))
    if len(found) == 1:
        for name, line in found.items():
            yield _fact(FactName.UNIVERSITY, name, line, page)


def _universities_told(lines: Sequence[TextLine]) -> Iterator[tuple[str, TextLine]]:
    for flow in flows_of(lines):
        for form in vocabulary("prose")["university"]["forms"]:
            for match in re.finditer(form, flow.text):
                if match["university"] not in ("本大学", "本学院", "我校"):
                    yield match["university"], flow.spans[0][2]


def is_university(text: str) -> bool:
    """Say whether a line is the name of a place of learning and no more."""
    name = re.sub(r"[(（](?:盖章|公章|章)[)）]$", "", text.strip())
    words = vocabulary("words")["universities"]
    if has_han(name):
        return (
            name.endswith(tuple(words["endings"]))
            and 4 <= len(name) <= 20
            and not re.search(r"[，。：:]", name)
        )
    marks = {word.strip(".,") for word in fold(name).split()} & set(words["marks"])
    return bool(marks) and 2 <= len(name.split()) <= 10 and len(name) <= _LONGEST and name[:1].isupper()


def degree_facts(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """State the degree that a diploma confers, in a sentence or in a line of its own."""
    text = ""
    for line in lines:
        text = joined(text, line.text.strip())
    degrees = {match["degree"].strip() for form in _degrees() for match in form.finditer(text)}
    shown = [
        degree for degree in degrees if not any(degree != other and degree in other for other in degrees)
    ]
    if len(shown) == 1:
        line = next((line for line in lines if shown[0] in line.text), lines[0])
        yield _fact(FactName.DEGREE, shown[0], line, page)


def _degrees() -> list[re.Pattern[str]]:
    return [re.compile(form) for form in vocabulary("prose")["degree"]["forms"]]
