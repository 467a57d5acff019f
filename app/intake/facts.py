"""States the facts of one sheet: what is labelled, what running text says, what tables and seals hold.

A fact that is stated must be right. Where two readings of equal standing compete, neither is stated.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.reading import Fact, FactName, KindGuess, Subject, TextLine
from app.intake.apostilles import apostille_of
from app.intake.countries import country_of, writes_month_first
from app.intake.labels import Pair, pairs_of, segments_of
from app.intake.prose import (
    deed_numbers,
    employer_facts,
    foot_day,
    pages_stated,
    position_facts,
    prose_facts,
    relatives_in,
)
from app.intake.sheet import Sheet
from app.intake.statements import stay_facts, tax_facts, wage_facts
from app.intake.tables import Row, cells_of, middle, part_of, rows_of
from app.intake.values import Value, fits, values_of
from app.intake.writing import fold, plain, vocabulary

_LABELLED, _IN_PROSE, _AT_FOOT = 0, 1, 2
_TRANSLATION, _APOSTILLE = "translation", "apostille"
# No paper for a person has more lines on a page, or longer ones: a hostile file must not take minutes.
_MOST_LINES, _LONGEST_LINE = 1500, 1000
# A country's name by itself this far up a paper says which state issues it.
_HEADING = 0.35
_MANY = frozenset(
    [
        *(FactName.WAGE, FactName.WAGE_TOTAL, FactName.TAX, FactName.TAX_TOTAL),
        *(FactName.ENTERED_ON, FactName.LEFT_ON, FactName.DAYS_IN_CHINA),
    ]
)
_PERSONAL = frozenset(
    [
        *(FactName.NAME, FactName.SURNAME, FactName.GIVEN_NAMES, FactName.CHINESE_NAME, FactName.SEX),
        *(FactName.BIRTH_DATE, FactName.BIRTH_PLACE, FactName.NATIONALITY),
        *(FactName.PASSPORT_NUMBER, FactName.MARITAL_STATUS),
    ]
)
_FAMILY = frozenset(("birth-certificate", "kinship-proof", "marriage-certificate"))
_SOMEBODYS_CHILD = re.compile(r"的(?:亲生|婚生|独生)?(?:女儿|儿子|子女|孩子|养女|养子)")
_ANY_KIND = frozenset(
    (
        FactName.PAGES_STATED,
        FactName.AUTHENTICATED_ON,
        FactName.AUTHENTICATION_NUMBER,
        FactName.ISSUING_COUNTRY,
    )
)
_CONFUSED = str.maketrans("oilsbz", "011582")


@dataclass(frozen=True, slots=True)
class _Paper:
    """Holds what is known of the kind of a sheet before it is read."""

    lines: tuple[TextLine, ...]
    page: int
    kind: str | None
    about: str
    month_first: bool

    @property
    def translated(self) -> bool:
        """Say whether the sheet is a translation."""
        return self.kind == _TRANSLATION

    @property
    def allowed(self) -> frozenset[str]:
        """Return the names of the facts that such a paper can state."""
        return frozenset(_settings(self.about)["facts"])

    def says(self, setting: str) -> bool:
        """Say whether a setting of the kind is on."""
        return bool(_settings(self.about).get(setting))


@dataclass(frozen=True, slots=True)
class _Claim:
    """Holds a fact as read, and by what standing."""

    fact: Fact
    standing: int


@functools.cache
def _settings(kind: str) -> dict[str, Any]:
    known = vocabulary("kinds")
    if kind in known:
        return dict(known[kind])
    return dict(known["recommendation" if kind.endswith("recommendation") else "default"])


def state_facts(sheet: Sheet, kind: KindGuess | None) -> tuple[Fact, ...]:
    """State what a sheet says, as far as papers of its kind say it; little where the kind is unknown."""
    paper = _paper(sheet, kind)
    apostille = (
        apostille_of(paper.lines, paper.page, translated=paper.kind != _APOSTILLE) if paper.kind else None
    )
    claims = [_Claim(fact, _LABELLED) for fact in (apostille.facts if apostille else ())]
    if apostille and paper.kind == _APOSTILLE:
        return _settled(claims)
    taken = apostille.lines if apostille else ()
    paper = replace(paper, lines=tuple(line for line in paper.lines if line not in taken))
    claims += _claims(paper)
    return _settled(claim for claim in claims if _may_say(paper, claim.fact))


def _may_say(paper: _Paper, fact: Fact) -> bool:
    if paper.about == "marriage-certificate" and fact.subject is Subject.HOLDER and fact.name in _PERSONAL:
        return False  # of husband and wife, but nobody knows which
    if fact.name in _ANY_KIND or (paper.translated and fact.name is FactName.TRANSLATED_ON):
        return True
    return fact.name.value in paper.allowed


def _paper(sheet: Sheet, kind: KindGuess | None) -> _Paper:
    printed = [line for line in sheet.lines if line.text.strip()][:_MOST_LINES]
    lines = tuple(
        line if len(line.text) <= _LONGEST_LINE else part_of(line, 0, _LONGEST_LINE) for line in printed
    )
    name = kind.kind if kind else None
    about = (kind.of or "default") if kind and name == _TRANSLATION else name or "default"
    country = next((code for line in _heading_lines(lines) if (code := country_of(line.text))), None)
    return _Paper(lines, sheet.number, name, about, writes_month_first(country))


def _heading_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    return [line for line in lines if line.box.top < _HEADING]


def _claims(paper: _Paper) -> Iterator[_Claim]:
    relatives, rest = _relatives_table(paper)
    for fact in relatives:
        yield _Claim(fact, _LABELLED)
    paper = replace(paper, lines=rest)
    spouses, rest = _subject_columns(paper)
    yield from (_Claim(fact, _LABELLED) for fact in spouses)
    paper = replace(paper, lines=rest)
    pairs = pairs_of(paper.lines, fits)
    yield from _from_pairs(paper, pairs)
    yield from _from_heading(paper, pairs)
    if paper.says("prose"):
        yield from _from_prose(paper)
    yield from _from_statements(paper)
    yield from _from_foot(paper, pairs)
    for text, line in deed_numbers(paper.lines):
        fact = Fact(FactName.DOCUMENT_NUMBER, text, line.text, paper.page, line.box, line.confidence)
        yield _Claim(fact, _IN_PROSE)
    for number, line in pages_stated(paper.lines):
        yield _Claim(
            Fact(FactName.PAGES_STATED, number, line.text, paper.page, line.box, line.confidence), _LABELLED
        )


# Labels ---------------------------------------------------------------------------------------------


def _from_pairs(paper: _Paper, pairs: Sequence[Pair]) -> Iterator[_Claim]:
    yield from _period_of_report(paper)
    if paper.about == "marriage-certificate":
        pairs = tuple(_by_spouse(pairs))
    dated = any(pair.field == "issued_on" for pair in pairs)
    for pair in pairs:
        # In an application a "date of issue" is the passport's; elsewhere an application is another paper.
        if pair.field == ("issued_on" if paper.about == "application-form" else "applied_on"):
            continue
        if pair.field == "ignored" or (pair.field == "date" and dated):
            continue
        field = "card_number" if pair.field == "id_number" and "card_number" in paper.allowed else pair.field
        for value in values_of(field, pair.text, month_first=paper.month_first):
            yield _Claim(_labelled(paper, pair, value), _LABELLED)


def _labelled(paper: _Paper, pair: Pair, value: Value) -> Fact:
    name, subject = value.name, _subject(paper, pair.subject, value.name)
    if name is FactName.DOCUMENT_NUMBER and (number := _settings(paper.about).get("number")):
        name = FactName(str(number))
    if paper.translated and pair.field in ("date", "translated_on"):
        name = FactName.TRANSLATED_ON
    if paper.about == "consular-authentication" and name is FactName.ISSUED_ON:
        name = FactName.AUTHENTICATED_ON
    sure = pair.confidence * value.confidence
    return Fact(
        name,
        value.value,
        pair.text,
        paper.page,
        pair.box,
        sure,
        value.others,
        value.year,
        value.month,
        subject,
    )


def _period_of_report(paper: _Paper) -> Iterator[_Claim]:
    """State the year that an annual report is for."""
    if paper.about != "annual-report":
        return
    for line in paper.lines:
        year = re.search(r"((?:19|20)\d\d)\s*年度", line.text)
        if year:
            for name, day in ((FactName.PERIOD_FROM, (1, 1)), (FactName.PERIOD_UNTIL, (12, 31))):
                fact = Fact(
                    name, date(int(year[1]), *day), year.group(), paper.page, line.box, line.confidence
                )
                yield _Claim(fact, _LABELLED)


def _subject(paper: _Paper, subject: Subject, name: FactName) -> Subject:
    """Return whom a fact is about: on a birth certificate what names nobody else is about the child."""
    if subject not in (Subject.HOLDER, Subject.OTHER) and paper.about not in _FAMILY:
        return Subject.OTHER
    if subject is not Subject.HOLDER or name not in _PERSONAL:
        return subject
    person = _settings(paper.about).get("person")
    if paper.about == "kinship-proof" and any(
        _SOMEBODYS_CHILD.search(line.text) for line in paper.lines
    ):
        person = "child"
    return Subject(str(person)) if person else subject


def _by_spouse(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Tell the two people of a marriage certificate apart that repeats its labels for each.

    Each begins with a name; the sex says who it is. Where it is missing nothing is said of either.
    """
    ordered = sorted(pairs, key=lambda pair: (pair.box.top, pair.box.left))
    named = [pair for pair in ordered if pair.field == "name" and pair.subject is Subject.HOLDER]
    if len({plain(pair.text) for pair in named}) < 2:
        yield from pairs
        return
    personal = {
        "name",
        "sex",
        "birth_date",
        "nationality",
        "passport_number",
        "id_number",
        "chinese_name",
        "birth_place",
    }
    blocks: list[list[Pair]] = []
    for pair in ordered:
        if pair.subject is not Subject.HOLDER or pair.field not in personal:
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


def _relatives_table(paper: _Paper) -> tuple[tuple[Fact, ...], tuple[TextLine, ...]]:
    """Read a table of relatives: its header names the relationship, and its rows are about other people."""
    rows = rows_of(cell for line in paper.lines for cell in cells_of(line))
    at = next((index for index, row in enumerate(rows) if _is_relatives_header(row)), None)
    if at is None:
        return (), paper.lines
    end = next((index for index in range(at + 1, len(rows)) if _ends_table(rows[index])), len(rows))
    top = rows[at].top
    bottom = rows[end].top if end < len(rows) else 1.0
    inside = [line for line in paper.lines if top <= (line.box.top + line.box.bottom) / 2 < bottom]
    facts = tuple(fact for row in rows[at + 1 : end] for fact in _relative(paper, rows[at], row))
    return facts, tuple(line for line in paper.lines if line not in inside)


def _is_relatives_header(row: Row) -> bool:
    keys = [plain(cell.text) for cell in row.cells]
    relation = any(re.match(r"(?:与(?:申请人|本人)的?)?关系|称谓|relation", key) for key in keys)
    return relation and len(row.cells) >= 3


def _subject_columns(paper: _Paper) -> tuple[tuple[Fact, ...], tuple[TextLine, ...]]:
    """Read a table whose columns are people (Groom, Bride) and whose rows say what is told of them."""
    if paper.about not in _FAMILY:
        return (), paper.lines
    rows = rows_of(cell for line in paper.lines for cell in cells_of(line))
    for index, header in enumerate(rows):
        people = [(cell, who) for cell in header.cells if (who := _lone_subject(cell))]
        if len({who for _, who in people}) >= 2 and len(people) >= 2:
            body = [
                row
                for row in rows[index + 1 :]
                if len(row.cells) >= 2 and row.cells[0].box.left < people[0][0].box.left
            ]
            facts = tuple(fact for row in body for fact in _told_of(paper, people, row))
            read = {id(cell) for row in body for cell in row.cells if _row_label(row)} | {
                id(cell) for cell in header.cells
            }
            return facts, tuple(line for line in paper.lines if id(line) not in read)
    return (), paper.lines


def _lone_subject(cell: TextLine) -> Subject | None:
    """Return whom a header names that is a word for a person and nothing else."""
    segments = segments_of(cell)
    label = segments[0].label if len(segments) == 1 and not segments[0].text else None
    people = (Subject.HUSBAND, Subject.WIFE, Subject.CHILD, Subject.MOTHER, Subject.FATHER)
    return label.subject if label and label.field == "name" and label.subject in people else None


def _row_label(row: Row) -> str | None:
    label = segments_of(row.cells[0])[0].label
    return label.field if label else None


def _told_of(paper: _Paper, people: Sequence[tuple[TextLine, Subject]], row: Row) -> Iterator[Fact]:
    field = _row_label(row)
    for cell in row.cells[1:]:
        over = min(people, key=lambda one: abs(one[0].box.left - cell.box.left))
        for value in values_of(field, cell.text, month_first=paper.month_first) if field else ():
            yield Fact(
                value.name,
                value.value,
                cell.text,
                paper.page,
                cell.box,
                cell.confidence,
                value.others,
                subject=over[1],
            )


def _ends_table(row: Row) -> bool:
    first = row.cells[0].text
    return len(first) > 25 or any(one.label and one.label.colon for one in segments_of(row.cells[0]))


def _relative(paper: _Paper, header: Row, row: Row) -> Iterator[Fact]:
    for cell in row.cells:
        over = min(header.cells, key=lambda one: abs(middle(one.box) - middle(cell.box)))
        label = next((one.label for one in segments_of(over) if one.label), None)
        for value in values_of(label.field, cell.text) if label else ():
            yield Fact(
                value.name,
                value.value,
                cell.text,
                paper.page,
                cell.box,
                cell.confidence,
                value.others,
                subject=Subject.OTHER,
            )


# Headings, running text, statements -------------------------------------------------------------------


def _from_heading(paper: _Paper, pairs: Sequence[Pair]) -> Iterator[_Claim]:
    """State the country whose name heads a paper, by itself in its row and no label's value."""
    if not paper.says("heading"):
        return
    alone = {id(row.cells[0]) for row in rows_of(paper.lines) if len(row.cells) == 1}
    values = [source for pair in pairs for source in pair.sources]
    for line in _heading_lines(paper.lines):
        in_row = id(line) not in alone and paper.about != "passport"
        if in_row or any(_within(source, line) for source in values):
            continue
        text = re.sub(r"(?:主管机关|护照|passport)$", "", fold(line.text).strip()).strip()
        code = country_of(text) if len(plain(text)) > 1 else None
        if code and not any(one.label for one in segments_of(line)):
            yield _Claim(
                Fact(FactName.ISSUING_COUNTRY, code, line.text, paper.page, line.box, line.confidence),
                _AT_FOOT,
            )


def _from_prose(paper: _Paper) -> Iterator[_Claim]:
    facts = list(prose_facts(paper.lines, paper.page, month_first=paper.month_first))
    if paper.says("letter"):
        facts += position_facts(paper.lines, paper.page)
        # What an authority signs names no employer.
        by_employer = paper.about == "employer-recommendation" or not paper.about.endswith("recommendation")
        facts += employer_facts(paper.lines, paper.page) if by_employer else ()
    if paper.about in ("birth-certificate", "kinship-proof", "marriage-certificate"):
        facts += relatives_in(paper.lines, paper.page)
    for fact in facts:
        if paper.translated and fact.name is FactName.ISSUED_ON:
            continue
        if paper.about == "consular-authentication" and fact.name is FactName.ISSUED_ON:
            fact = replace(fact, name=FactName.AUTHENTICATED_ON)
        yield _Claim(replace(fact, subject=_subject(paper, fact.subject, fact.name)), _IN_PROSE)


def _from_statements(paper: _Paper) -> Iterator[_Claim]:
    readers = {"tax-record": tax_facts, "income-proof": wage_facts, "stay-record": stay_facts}
    reader = readers.get(paper.about)
    for fact in reader(paper.lines, paper.page) if reader else ():
        yield _Claim(fact, _LABELLED)


def _from_foot(paper: _Paper, pairs: Sequence[Pair]) -> Iterator[_Claim]:
    if not paper.says("foot") and not paper.translated:
        return
    taken = [source for pair in pairs if pair.field not in ("date", "issued_on") for source in pair.sources]
    held = [line for line in paper.lines if any(_within(source, line) for source in taken)]
    found = foot_day(paper.lines, held, month_first=paper.month_first)
    if not found:
        return
    line, day = found
    name = FactName.TRANSLATED_ON if paper.translated else FactName.ISSUED_ON
    if paper.about == "consular-authentication":
        name = FactName.AUTHENTICATED_ON
    if not paper.translated and any(pair.field == "issued_on" for pair in pairs):
        return
    sure = line.confidence * day.confidence * 0.95
    yield _Claim(Fact(name, day.value, day.text, paper.page, line.box, sure, day.others), _AT_FOOT)


def _within(source: TextLine, line: TextLine) -> bool:
    return source.text in line.text and abs(source.box.top - line.box.top) < 1e-6


# Settling -------------------------------------------------------------------------------------------


def _settled(claims: Iterable[_Claim]) -> tuple[Fact, ...]:
    """Keep one fact for each thing that can be only one: of the best standing, and undisputed there."""
    groups: dict[tuple[FactName, Subject], list[_Claim]] = {}
    facts: list[Fact] = []
    for claim in claims:
        if claim.fact.name in _MANY or claim.fact.subject is Subject.OTHER:
            if claim.fact not in facts:
                facts.append(claim.fact)
        else:
            groups.setdefault((claim.fact.name, claim.fact.subject), []).append(claim)
    for group in groups.values():
        chosen = _undisputed(group)
        if chosen:
            facts.append(chosen)
    return tuple(sorted(facts, key=lambda fact: (fact.box.top, fact.box.left)))


def _undisputed(group: Sequence[_Claim]) -> Fact | None:
    best = min(claim.standing for claim in group)
    facts = [claim.fact for claim in group if claim.standing == best]
    keys = {_key(fact) for fact in facts}
    if len(keys) > 1 and facts[0].name is FactName.NAME:
        facts = _fullest(facts)
        keys = {_key(fact) for fact in facts}
    return max(facts, key=lambda fact: fact.confidence) if len(keys) == 1 else None


def _fullest(facts: Sequence[Fact]) -> list[Fact]:
    """Where a name stands once in part and once in full, the full one counts."""
    words = {id(fact): set(fold(str(fact.value)).replace(",", " ").split()) for fact in facts}
    full = max(facts, key=lambda fact: len(words[id(fact)]))
    return [full] if all(words[id(fact)] <= words[id(full)] for fact in facts) else list(facts)


def _key(fact: Fact) -> object:
    if isinstance(fact.value, date) or not isinstance(fact.value, str):
        return fact.value
    if fact.name is FactName.NAME:
        return tuple(sorted(fold(fact.value).replace(",", " ").split()))
    return plain(fact.value).translate(_CONFUSED)
