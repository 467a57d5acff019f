"""States the facts of one sheet: what is labelled, what running text says, what tables and seals hold.

A fact that is stated must be right. Where two readings of equal standing compete, neither is stated.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.reading import Box, Fact, FactName, KindGuess, Subject, TextLine
from app.intake.apostilles import apostille_of
from app.intake.countries import country_of, writes_month_first
from app.intake.days import days_in
from app.intake.flow import continued_lines
from app.intake.labels import Pair, pairs_of, segments_of
from app.intake.people import Table, by_person, by_spouse, columns_of_people, rows_of_people
from app.intake.prose import (
    PERSONAL,
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
from app.intake.tables import part_of, rows_of
from app.intake.titled import degree_facts, lone_class, lone_names, title_name, university_facts
from app.intake.values import Value, fits, values_of
from app.intake.wrapped import mended, unwrapped
from app.intake.writing import fold, has_han, plain, vocabulary

# The number of whatever paper identifies somebody yields to one that is said to be a passport's.
_LABELLED, _BY_ID, _IN_PROSE, _AT_FOOT = 0, 1, 2, 3
# A day by itself at the foot of a letter is its day of issue; hardly ever is it anything else.
_FOOT_TRUST = 0.95
_TRANSLATION, _APOSTILLE = "translation", "apostille"
# No paper for a person has more lines on a page, or longer ones: a hostile file must not take minutes.
_MOST_LINES, _LONGEST_LINE = 1500, 1000
# Days of a column begin within this part of the page below each other.
_COLUMN = 0.02
# Who signs stands this near to the day, as a part of the page.
_SIGNATURE = 0.13
_NAMES = frozenset((FactName.NAME, FactName.SURNAME, FactName.GIVEN_NAMES, FactName.CHINESE_NAME))
# A country's name by itself this far up a paper says which state issues it.
_HEADING = 0.35
_MANY = frozenset(
    [
        *(FactName.WAGE, FactName.WAGE_TOTAL, FactName.TAX, FactName.TAX_TOTAL),
        *(FactName.ENTERED_ON, FactName.LEFT_ON, FactName.DAYS_IN_CHINA),
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
    printed: tuple[TextLine, ...]  # before the lines of one cell were joined
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
    if kind not in known:
        return dict(known["recommendation" if "recommendation" in kind else "default"])
    settings = dict(known[kind])
    return settings if "like" not in settings else _settings(settings["like"]) | settings


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
    if paper.about == "marriage-certificate" and fact.subject is Subject.HOLDER and fact.name in PERSONAL:
        return False  # of husband and wife, but nobody knows which
    if fact.name in _ANY_KIND or (paper.translated and fact.name is FactName.TRANSLATED_ON):
        return True
    return fact.name.value in paper.allowed


def _paper(sheet: Sheet, kind: KindGuess | None) -> _Paper:
    printed = [line for line in sheet.lines if line.text.strip()][:_MOST_LINES]
    lines = tuple(
        line if len(line.text) <= _LONGEST_LINE else part_of(line, 0, _LONGEST_LINE) for line in printed
    )
    lines = mended(lines, sheet.ratio)
    name = kind.kind if kind else None
    about = (kind.of or _TRANSLATION) if kind and name == _TRANSLATION else name or "default"
    country = next((code for line in _heading_lines(lines) if (code := country_of(line.text))), None)
    return _Paper(unwrapped(lines), lines, sheet.number, name, about, writes_month_first(country))


def _heading_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    return [line for line in lines if line.box.top < _HEADING]


def _claims(paper: _Paper) -> Iterator[_Claim]:
    table = Table(paper.page, paper.about in _FAMILY, paper.month_first)
    for read in (rows_of_people, columns_of_people):
        people, rest = read(paper.lines, table)
        yield from (_Claim(fact, _LABELLED) for fact in people)
        paper = replace(paper, lines=rest)
    running = continued_lines(paper.lines) if paper.says("prose") else ()
    pairs = [pair for pair in pairs_of(paper.lines, fits) if not _in_sentence(pair, running)]
    by_label = list(_from_pairs(paper, pairs))
    labelled = [claim.fact for claim in by_label]
    yield from by_label
    yield from _by_themselves(paper, labelled)
    yield from _from_heading(paper, pairs)
    if paper.says("prose"):
        yield from _from_prose(paper, labelled)
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
    if paper.about in _FAMILY:
        pairs = by_person(pairs, paper.lines)
    if paper.about == "marriage-certificate":
        pairs = tuple(by_spouse(pairs))
    dated = any(pair.field == "issued_on" for pair in pairs)
    for pair in pairs:
        # In an application a "date of issue" is the passport's; elsewhere an application is another paper.
        if pair.field == ("issued_on" if paper.about == "application-form" else "applied_on") and (
            paper.about != "annual-report"
        ):
            continue
        if pair.field == "ignored" or (pair.field == "date" and (dated or _heads_column(pair, paper.lines))):
            continue
        if pair.field == "birth_name" and any(other.field == "surname" for other in pairs):
            continue
        for value in values_of(pair.field, pair.text, month_first=paper.month_first):
            yield _Claim(_labelled(paper, pair, value), _standing(pair))


def _in_sentence(pair: Pair, running: Sequence[TextLine]) -> bool:
    """Say whether a label is a word at the beginning of a line of running text: born on ..."""
    source = pair.sources[0]
    return not pair.colon and any(
        _within(source, line) and source.text != line.text and not has_han(line.text) for line in running
    )


def _standing(pair: Pair) -> int:
    return {"id_number": _BY_ID, "applied_on": _AT_FOOT}.get(pair.field, _LABELLED)


def _heads_column(pair: Pair, lines: Sequence[TextLine]) -> bool:
    """Say whether a day is one of many below each other: a column of a table."""
    box = pair.box
    tall = box.bottom - box.top
    below = (
        line
        for line in lines
        if abs(line.box.left - box.left) < _COLUMN and 0 < line.box.top - box.top <= 3 * tall
    )
    return any(days_in(line.text) for line in below)


def _labelled(paper: _Paper, pair: Pair, value: Value) -> Fact:
    name, subject = value.name, _subject(paper, pair.subject, value.name)
    if pair.field == "principal" and not paper.says("principal"):
        subject = Subject.OTHER
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
    if subject is not Subject.HOLDER or name not in PERSONAL:
        return subject
    person = _settings(paper.about).get("person")
    if paper.about == "kinship-proof" and any(_SOMEBODYS_CHILD.search(line.text) for line in paper.lines):
        person = "child"
    return Subject(str(person)) if person else subject


def _by_themselves(paper: _Paper, labelled: Sequence[Fact]) -> Iterator[_Claim]:
    """State what stands without a label on papers that are made out so."""
    named = any(fact.name in _NAMES and fact.subject is Subject.HOLDER for fact in labelled)
    facts: list[Fact] = []
    if paper.says("title") and not named:
        facts += title_name(paper.lines, paper.page)
    if paper.about == "work-permit":
        facts += lone_class(paper.lines, paper.page)
    if paper.says("diploma"):
        facts += () if named else lone_names(paper.lines, paper.page)
        facts += university_facts(paper.lines, paper.page)
        facts += degree_facts(paper.lines, paper.page)
    yield from (_Claim(fact, _IN_PROSE) for fact in facts)


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


def _from_prose(paper: _Paper, labelled: Sequence[Fact]) -> Iterator[_Claim]:
    named = {
        str(fact.value) for fact in labelled if fact.name is FactName.NAME and fact.subject is Subject.HOLDER
    }
    holder = next(iter(named)) if len(named) == 1 else None
    facts = list(prose_facts(paper.lines, paper.page, month_first=paper.month_first, holder=holder))
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
        if any(_same_matter(fact.name, one.name) and _touch(fact.box, one.box) for one in labelled):
            continue  # a label says already what this is, and whose
        if paper.about == "consular-authentication" and fact.name is FactName.ISSUED_ON:
            fact = replace(fact, name=FactName.AUTHENTICATED_ON)
        yield _Claim(replace(fact, subject=_subject(paper, fact.subject, fact.name)), _IN_PROSE)


def _from_statements(paper: _Paper) -> Iterator[_Claim]:
    readers = {"tax-record": tax_facts, "income-proof": wage_facts, "stay-record": stay_facts}
    reader = readers.get(paper.about)
    for fact in reader(paper.printed, paper.page) if reader else ():
        yield _Claim(fact, _LABELLED)


def _from_foot(paper: _Paper, pairs: Sequence[Pair]) -> Iterator[_Claim]:
    if not paper.says("foot") and not paper.translated:
        return
    taken = [
        source
        for pair in pairs
        if pair.field not in ("date", "issued_on", "signature")
        for source in pair.sources
    ]
    held = [line for line in paper.lines if any(_within(source, line) for source in taken)]
    found = foot_day(paper.lines, held, month_first=paper.month_first)
    if not found:
        return
    line, day = found
    name = FactName.ISSUED_ON
    if paper.translated and not _signed_by_notary(paper, line):
        name = FactName.TRANSLATED_ON
    if paper.about == "consular-authentication":
        name = FactName.AUTHENTICATED_ON
    if name is FactName.ISSUED_ON and any(pair.field == "issued_on" for pair in pairs):
        return
    sure = line.confidence * day.confidence * _FOOT_TRUST
    yield _Claim(Fact(name, day.value, day.text, paper.page, line.box, sure, day.others), _AT_FOOT)


def _signed_by_notary(paper: _Paper, day: TextLine) -> bool:
    """Say whether a day under a translation is the notary's: his words are near, a translator's are not."""
    near = " ".join(fold(line.text) for line in paper.lines if abs(line.box.top - day.box.top) < _SIGNATURE)
    said = {
        who for who, words in vocabulary("prose")["signer"].items() if any(re.search(w, near) for w in words)
    }
    return said == {"notary"}


def _same_matter(first: FactName, second: FactName) -> bool:
    return first is second or (first in _NAMES and second in _NAMES)


def _touch(first: Box, second: Box) -> bool:
    across = min(first.right, second.right) - max(first.left, second.left)
    down = min(first.bottom, second.bottom) - max(first.top, second.top)
    return across > 0 and down > 0


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
