"""Reads the ten numbered items of an apostille (Hague Convention of 5 October 1961) or its translation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.reading import Fact, FactName, FactValue, Subject, TextLine
from app.intake.countries import country_at_start
from app.intake.days import days_in
from app.intake.flow import Flow, joined_lines
from app.intake.names import name_of
from app.intake.tables import rows_of
from app.intake.writing import fold, plain, vocabulary

_CONVENTION = date(1961, 10, 5)
_COUNTRY, _SIGNED_BY, _DAY, _BY, _NUMBER = 1, 2, 6, 7, 8
_MARKER = re.compile(
    r"(?<![\w/.,-])(10|[1-9])\s*[.．、)）]\s*(?=\D|\s\d)|(?<=[^\d\s])(10|[2-9])\s*[.．、]\s*(?=[^\d\s])"
)


@dataclass(frozen=True, slots=True)
class Apostille:
    """Holds the facts of an apostille and the lines that it takes."""

    facts: tuple[Fact, ...]
    lines: tuple[TextLine, ...]


def apostille_of(lines: Sequence[TextLine], page: int, *, translated: bool) -> Apostille | None:
    """Read the apostille on a sheet, None where there is none."""
    top = next((line.box.top for line in lines if _is_heading(line.text)), None)
    if top is None:
        return None
    rows = [row for row in rows_of(lines) if row.bottom > top]
    flow = joined_lines((cell for row in rows for cell in row.cells), gap="  ")
    items = dict(_items(flow.text, _row_ends(flow, [len(row.cells) for row in rows])))
    if _COUNTRY not in items or len(items) < 4:
        return None
    end = max(stop for _, stop in items.values())
    taken = tuple(line for start, _, line in flow.spans if start < end)
    return Apostille(tuple(_facts(flow, items, page, translated=translated)), taken)


def _is_heading(text: str) -> bool:
    key = plain(text)
    return any(plain(word) in key for word in vocabulary("apostille")["headings"])


def _row_ends(flow: Flow, cells: Sequence[int]) -> list[int]:
    """Return where each row ends in the text."""
    last = [sum(cells[: index + 1]) - 1 for index in range(len(cells))]
    return [flow.spans[index][1] for index in last if index < len(flow.spans)]


def _items(text: str, row_ends: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Return where the text of each numbered item stands; the numbers rise."""
    starts: list[tuple[int, int, int]] = []
    for match in _MARKER.finditer(text):
        number = int(match[1] or match[2])
        before = starts[-1][0] if starts else 0
        if before < number <= before + 3:
            starts.append((number, match.start(), match.end()))
    for index, (number, _, begin) in enumerate(starts):
        end = (
            starts[index + 1][1]
            if index + 1 < len(starts)
            else min((stop for stop in row_ends if stop >= begin), default=len(text))
        )
        yield number, (begin, end)


def _facts(flow: Flow, items: dict[int, tuple[int, int]], page: int, *, translated: bool) -> Iterator[Fact]:
    for number, read in (
        (_COUNTRY, _country),
        (_DAY, _day),
        (_NUMBER, _number),
        (_SIGNED_BY, _signatory),
        (_BY, _by),
    ):
        if number not in items:
            continue
        begin, end = items[number]
        found = read(flow.text[begin:end])
        if found is None:
            continue
        value, start, stop = found
        others = days_in(flow.text[begin:end])[0].others if number == _DAY else ()
        start, stop = begin + start, begin + stop
        name = _name(number, translated=translated)
        who = Subject.OTHER if number == _SIGNED_BY else Subject.HOLDER
        if name is not None:
            sure = flow.confidence(start, stop)
            yield Fact(
                name,
                value,
                flow.text[start:stop].strip(),
                page,
                flow.box(start, stop),
                sure,
                others,
                subject=who,
            )


def _name(number: int, *, translated: bool) -> FactName | None:
    names = {
        _COUNTRY: FactName.ISSUING_COUNTRY,
        _DAY: FactName.AUTHENTICATED_ON,
        _SIGNED_BY: FactName.NAME,
        _BY: None if translated else FactName.AUTHORITY,
        _NUMBER: FactName.AUTHENTICATION_NUMBER if translated else FactName.DOCUMENT_NUMBER,
    }
    return names[number]


_Found = tuple[FactValue, int, int] | None


def _country(text: str) -> _Found:
    for match in re.finditer(r"[^\W\d_]+", text):
        code = country_at_start(text[match.start() :])
        if code:
            return code, match.start(), len(text.rstrip())
    return None


def _day(text: str) -> _Found:
    days = [day for day in days_in(text) if day.value != _CONVENTION]
    if len({day.value for day in days}) != 1:
        return None
    return days[0].value, days[0].start, days[0].end


def _number(text: str) -> _Found:
    tokens = list(re.finditer(r"[^\s:：°]*\d[^\s]*(?:\s[\d/\-A-Z]*\d[\d/\-A-Z]*)*", text))
    if len(tokens) != 1:
        return None
    start = tokens[0].start()
    label = re.match(r"(?:no|nr|n)[.°º:]+|附加证明书编号|编号", fold(tokens[0].group()))
    start += label.end() if label else 0
    return text[start : tokens[0].end()].strip(), start, tokens[0].end()


def _after_label(text: str, words: Sequence[str]) -> int:
    """Return where the label of an item ends: at its last known word, and the colon after it."""
    folded = fold(text)
    ends = [folded.rfind(fold(word)) + len(word) for word in words if fold(word) in folded]
    end = max(ends, default=0)
    mark = re.match(r"[\s:：.()/]*", text[end:])
    return end + (mark.end() if mark else 0)


def _signatory(text: str) -> _Found:
    start = _after_label(text, vocabulary("apostille")["signed_by"])
    name = name_of(text[start:])
    return (name.latin or name.chinese or "", start, len(text.rstrip())) if name and start else None


def _by(text: str) -> _Found:
    start = _after_label(text, vocabulary("apostille")["by"])
    rest = text[start:].strip()
    return (rest, start, len(text.rstrip())) if rest and start else None
