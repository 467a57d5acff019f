"""Tells the people of a paper apart: whom a row, a column or a block of labels is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.reading import Fact, Subject, TextLine
from app.intake.labels import Pair, meaning_of, segments_of
from app.intake.tables import Row, cells_of, middle, rows_of, same_row
from app.intake.values import values_of
from app.intake.writing import plain, vocabulary

PERSONAL_FIELDS = frozenset(
    ("name", "surname", "given_names", "chinese_name", "sex", "birth_date", "birth_place", "nationality")
) | {"passport_number", "id_number"}
_FAMILY = (Subject.HUSBAND, Subject.WIFE, Subject.CHILD, Subject.MOTHER, Subject.FATHER)
_RELATION = re.compile(r"(?:与(?:申请人|本人)的?)?关系|称谓|relation")
# A longer first cell is a sentence below a table.
_LONGEST_CELL = 25


@dataclass(frozen=True, slots=True)
class Table:
    """Holds how tables of people are read: on which page, whether they are a family, how days are written."""

    page: int
    family: bool
    month_first: bool


Found = tuple[tuple[Fact, ...], tuple[TextLine, ...]]


def _rows(lines: Sequence[TextLine]) -> tuple[Row, ...]:
    return rows_of(cell for line in lines for cell in cells_of(line))


def _fields(row: Row) -> list[str | None]:
    """Return the field that each cell of a row names and nothing else."""
    found: list[str | None] = []
    for cell in row.cells:
        segments = segments_of(cell)
        label = segments[0].label if len(segments) == 1 and not segments[0].text else None
        found.append(label.field if label else None)
    return found


def rows_of_people(lines: Sequence[TextLine], table: Table) -> Found:
    """Read a table with a person in each row: the facts, and the lines that are no part of it."""
    rows = _rows(lines)
    at = next((index for index, row in enumerate(rows) if _is_header(row, table)), None)
    if at is None:
        return (), tuple(lines)
    end = next((index for index in range(at + 1, len(rows)) if _ends_table(rows[index])), len(rows))
    top, bottom = rows[at].top, rows[end].top if end < len(rows) else 1.0
    body = rows[at + 1 : end]
    facts = tuple(fact for row in body for fact in _told_in(rows[at], row, _who(row, table), table))
    inside = [line for line in lines if top <= (line.box.top + line.box.bottom) / 2 < bottom]
    return facts, tuple(line for line in lines if line not in inside)


def _is_header(row: Row, table: Table) -> bool:
    if len(row.cells) < 3:
        return False
    if any(_RELATION.match(plain(cell.text)) for cell in row.cells):
        return True
    fields = [field for field in _fields(row) if field in PERSONAL_FIELDS]
    return table.family and "name" in fields and len(set(fields)) >= 3


def _who(row: Row, table: Table) -> Subject:
    """Return whom a row is about; somebody else where no word of the row says so."""
    if not table.family:
        return Subject.OTHER
    words = vocabulary("subjects")["standing"]
    said = {who for cell in row.cells if (who := lone_subject(cell))}
    said |= {Subject(who) for who, known in words.items() for cell in row.cells if plain(cell.text) in known}
    return said.pop() if len(said) == 1 else Subject.OTHER


def lone_subject(cell: TextLine) -> Subject | None:
    """Return whom a text names that is a word for a person and nothing else."""
    segments = segments_of(cell)
    label = segments[0].label if len(segments) == 1 and not segments[0].text else None
    if label is None:
        return _explained_subject(cell.text)
    return label.subject if label.field == "name" and label.subject in _FAMILY else None


def _explained_subject(text: str) -> Subject | None:
    """Read "Spouse A (husband)": whom the brackets after a word for somebody name."""
    match = re.fullmatch(r"\s*([^()（）]{2,20}?)\s*[(（]([^()（）]{1,20})[)）]\s*[:：]?\s*", text)
    known = [plain(word) for words in vocabulary("subjects")["words"]["other"].values() for word in words]
    if not match or not plain(match[1]).startswith(tuple(known)):
        return None
    meaning = meaning_of(plain(match[2]))
    return meaning[1] if meaning and meaning[1] in _FAMILY else None


def _ends_table(row: Row) -> bool:
    first = row.cells[0].text
    return (len(first) > _LONGEST_CELL and len(row.cells) < 3) or any(
        one.label and one.label.colon for one in segments_of(row.cells[0])
    )


def _told_in(header: Row, row: Row, who: Subject, table: Table) -> Iterator[Fact]:
    for cell in row.cells:
        over = min(header.cells, key=lambda one: abs(middle(one.box) - middle(cell.box)))
        label = next((one.label for one in segments_of(over) if one.label), None)
        if label:
            yield from _facts(label.field, cell, who, table)


def columns_of_people(lines: Sequence[TextLine], table: Table) -> Found:
    """Read a table whose columns are people (Groom, Bride) and whose rows say what is told of them."""
    rows = _rows(lines) if table.family else ()
    for index, header in enumerate(rows):
        people = [(cell, who) for cell in header.cells if (who := lone_subject(cell))]
        if len({who for _, who in people}) < 2 or len(header.cells) > len(people) + 1:
            continue
        first = people[0][0].box.left
        body = [row for row in rows[index + 1 :] if len(row.cells) >= 2 and row.cells[0].box.left < first]
        facts = tuple(fact for row in body for fact in _told_of(people, row, table))
        read = {id(cell) for row in body if _row_label(row) for cell in row.cells}
        read |= {id(cell) for cell in header.cells}
        return facts, tuple(line for line in lines if id(line) not in read)
    return (), tuple(lines)


def _row_label(row: Row) -> str | None:
    label = segments_of(row.cells[0])[0].label
    return label.field if label else None


def _told_of(people: Sequence[tuple[TextLine, Subject]], row: Row, table: Table) -> Iterator[Fact]:
    field = _row_label(row)
    for cell in row.cells[1:]:
        over = min(people, key=lambda one: abs(middle(one[0].box) - middle(cell.box)))
        if field:
            yield from _facts(field, cell, over[1], table)


def _facts(field: str, cell: TextLine, who: Subject, table: Table) -> Iterator[Fact]:
    for value in values_of(field, cell.text, month_first=table.month_first):
        yield Fact(
            value.name,
            value.value,
            cell.text,
            table.page,
            cell.box,
            cell.confidence,
            value.others,
            subject=who,
        )


# Labels that say nothing of whose they are -------------------------------------------------------------


def by_person(pairs: Sequence[Pair], lines: Sequence[TextLine]) -> list[Pair]:
    """Say whom the labels of a family's paper are about that do not say so themselves.

    A person's name in the same row, a heading (Mother) above, or the name before repeated labels tells it.
    """
    headings = _headings(lines)
    ordered = sorted(pairs, key=lambda pair: (pair.box.top, pair.box.left))
    repeated = _repeated(ordered)
    found: list[Pair] = []
    for pair in ordered:
        if pair.subject is not Subject.HOLDER or pair.field not in PERSONAL_FIELDS:
            found.append(pair)
            continue
        who = _named_beside(pair, ordered) or _headed_by(pair, headings)
        if who is None and pair.field in repeated:
            who = _named_before(pair, ordered)
        found.append(replace(pair, subject=who) if who else pair)
    return found


def _headings(lines: Sequence[TextLine]) -> list[tuple[float, Subject]]:
    """Return the words for a person that stand by themselves in a row, with where they end."""
    alone = [row.cells[0] for row in _rows(lines) if len(row.cells) == 1]
    return [(cell.box.bottom, who) for cell in alone if (who := lone_subject(cell))]


def _headed_by(pair: Pair, headings: Sequence[tuple[float, Subject]]) -> Subject | None:
    level = (pair.box.top + pair.box.bottom) / 2
    above = [heading for heading in headings if heading[0] < level]
    return max(above, key=lambda heading: heading[0])[1] if above and len(headings) > 1 else None


def _named_beside(pair: Pair, pairs: Sequence[Pair]) -> Subject | None:
    """Return the member of a family whose label stands to the left in the same row."""
    beside = [
        other
        for other in pairs
        if other.subject in _FAMILY and same_row(other.box, pair.box) and other.box.left < pair.box.left
    ]
    return max(beside, key=lambda other: other.box.left).subject if beside else None


def _repeated(pairs: Sequence[Pair]) -> set[str]:
    fields = [pair.field for pair in pairs if pair.subject is Subject.HOLDER]
    return {field for field in fields if fields.count(field) > 1}


def _named_before(pair: Pair, ordered: Sequence[Pair]) -> Subject | None:
    before = [
        other
        for other in ordered[: ordered.index(pair)]
        if other.subject in _FAMILY and other.field == "name"
    ]
    return before[-1].subject if before else None


def by_spouse(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Tell the two people of a marriage certificate apart that repeats its labels for each.

    Each begins with a name; the sex says who it is. Where it is missing nothing is said of either.
    """
    ordered = sorted(pairs, key=lambda pair: (pair.box.top, pair.box.left))
    named = [pair for pair in ordered if pair.field == "name" and pair.subject is Subject.HOLDER]
    if len({plain(pair.text) for pair in named}) < 2:
        yield from pairs
        return
    blocks: list[list[Pair]] = []
    for pair in ordered:
        if pair.subject is not Subject.HOLDER or pair.field not in PERSONAL_FIELDS:
            yield pair
        elif any(one.field == pair.field for one in (blocks[-1] if blocks else [])) or not blocks:
            blocks.append([pair])
        else:
            blocks[-1].append(pair)
    for block in blocks:
        who = _spouse(block)
        if who:
            yield from (replace(pair, subject=who) for pair in block)


def _spouse(block: Sequence[Pair]) -> Subject | None:
    sexes = {value.value for pair in block if pair.field == "sex" for value in values_of("sex", pair.text)}
    return {"M": Subject.HUSBAND, "F": Subject.WIFE}.get(str(sexes.pop())) if len(sexes) == 1 else None
