"""The case folder's `case.toml`, format 1: reading with every fault at once, and writing.

Format 1, 2026: title, category, place, submit_on, [[person]], [answers], [[year]], [[evidence]];
since November 2026 also [[stay]], the entries and exits of a person, [[not_needed]], and what letters
say: [details.ID] of a person, [[history]], [[relative]], [[letter_read]].
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from babel.core import get_global

from app.domain.case import (
    Answer,
    Case,
    Evidence,
    EvidencePart,
    HistoryRow,
    LetterRead,
    NotNeeded,
    Occupation,
    PageTurn,
    Person,
    PersonRole,
    Relation,
    Relative,
    Sex,
    Stay,
    YearRow,
)
from app.domain.errors import Fault
from app.toml_lines import KeyPath, MarkedToml, model_faults, nearest, read_toml

if TYPE_CHECKING:
    from app.store import case_model

FORMAT = 1
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
FIRST_SUBMIT_ON, LAST_SUBMIT_ON = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_LARGEST_ANSWER = 10**15
# What a case may hold at most, and how many faults of it are told: a real one stays far below both.
_MOST_VALUES = 30_000
_MOST_FAULTS = 200
# Of what letters say in one place.
LONGEST_TEXT = 2000
LARGEST_CASE_TOML = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Names what a case may refer to: the ids of the rule pack."""

    categories: frozenset[str]
    places: frozenset[str]
    requirements: frozenset[str]
    answers: Mapping[str, str]  # the kind of answer that each question takes
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what a choice may be
    details: Mapping[str, str] = field(default_factory=dict)  # the kind of each detail that letters say
    detail_choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_case(raw: bytes, file: str, known: KnownIds) -> tuple[Case | None, MarkedToml, list[Fault]]:
    """Read a case and tell every fault; the case is None when there is any."""
    # Only here: the window lists cases before it reads one.
    from pydantic import ValidationError

    from app.store.case_model import CaseToml, known_keys

    marked = read_toml(raw, file)
    if _counts_beyond(marked.data, _MOST_VALUES):
        return None, marked, [marked.fault("case.too_long", (), limit=_MOST_VALUES)]
    faults = list(marked.faults)
    if marked.data or not faults:
        try:
            model: CaseToml | None = CaseToml.model_validate(marked.data)
        except ValidationError as error:
            # Answers are checked one by one, against the kind that their question takes.
            found = model_faults(error, marked, known_keys)
            own = (fault for fault in found if not fault.key.startswith(("answers.", "details.")))
            faults += islice(own, _MOST_FAULTS)
            model = None
        # To look for the nearest known name takes long: for thousands of strange ones nobody waits.
        faults += islice(_reference_faults(marked, known), _MOST_FAULTS)
        if model is not None and not faults:
            return _case_of(model), marked, []
    return None, marked, sorted(distinct(faults), key=lambda fault: (fault.line or 0, fault.key))


def _counts_beyond(value: object, most: int) -> bool:
    """Say whether more values than these stand in tables and lists, however they are nested."""
    waiting, count = [value], 0
    while waiting and count <= most:
        each = waiting.pop()
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        count += len(inner)
        waiting.extend(islice(inner, most))
    return count > most


def distinct(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults with repeats left out."""
    kept: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        kept.setdefault((fault.code, fault.line, fault.key, *fault.params.values()), fault)
    return list(kept.values())


def is_country(code: str) -> bool:
    """Say whether a code is an ISO 3166-1 alpha-3 country."""
    names = get_global("territory_aliases").get(code, ())
    # What has no two-letter code of its own is a state of the past or no country at all.
    return len(code) == 3 and code.isupper() and len(names) == 1 and len(names[0]) == 2 and names[0] != "ZZ"


def _reference_faults(marked: MarkedToml, known: KnownIds) -> Iterator[Fault]:
    """Check what the case refers to, in whatever could be read of it, so that all is told at once."""
    data = marked.data
    yield from _unknown(marked, ("category",), data.get("category"), known.categories, "category")
    yield from _unknown(marked, ("place",), data.get("place"), known.places, "place")
    answers = data.get("answers")
    for key, answer in answers.items() if isinstance(answers, dict) else ():
        yield from _answer_faults(marked, key, answer, known)
    people = _tables(data, "person")
    yield from _people_faults(people, marked)
    ids = frozenset(person["id"] for _, person in people if isinstance(person.get("id"), str))
    for index, row in _tables(data, "evidence"):
        yield from _evidence_faults(marked, index, row, ids, known)
    for index, row in _tables(data, "not_needed"):
        here: KeyPath = ("not_needed", index)
        yield from _paper_faults(marked, here, row, ids, known)
    for name in ("stay", "history", "relative", "letter_read"):
        for index, row in _tables(data, name):
            yield from _unknown(marked, (name, index, "person"), row.get("person"), ids, "person")
    for index, row in _tables(data, "relative"):
        yield from _country_faults(marked, ("relative", index, "nationality"), row.get("nationality"))
    for index, row in _tables(data, "history"):
        yield from _order_faults(marked, ("history", index, "until"), row.get("since"), row.get("until"))
    details = data.get("details")
    yield from _detail_faults(details if isinstance(details, dict) else {}, ids, known, marked)
    principal = next((str(each.get("id")) for _, each in people if each.get("role") == "principal"), "")
    yield from _year_faults(_tables(data, "year"), ids, principal, marked)


def _tables(data: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    rows = data.get(name)
    return [(i, row) for i, row in enumerate(rows) if isinstance(row, dict)] if isinstance(rows, list) else []


def _order_faults(marked: MarkedToml, path: KeyPath, since: object, until: object) -> list[Fault]:
    # Letters count in months, so within one nothing is out of order.
    if isinstance(since, dt.date) and isinstance(until, dt.date) and str(until)[:7] < str(since)[:7]:
        return [marked.fault("case.ends_before_it_begins", path)]
    return []


def _detail_faults(
    details: dict[str, Any], people: frozenset[str], known: KnownIds, marked: MarkedToml
) -> Iterator[Fault]:
    for person, rows in details.items():
        if not isinstance(rows, dict):
            yield marked.fault("toml.wrong_type", ("details", person), expected="table", value=str(rows)[:60])
            continue
        yield from _unknown(marked, ("details", person), person, people, "person")
        for key, value in rows.items():
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                yield marked.fault("toml.text_too_long", ("details", person, key), limit=LONGEST_TEXT)
                continue
            yield from _value_faults(
                marked, ("details", person, key), value, known.details, known.detail_choices, "detail"
            )


def _evidence_faults(
    marked: MarkedToml, index: int, row: dict[str, Any], people: frozenset[str], known: KnownIds
) -> list[Fault]:
    here: KeyPath = ("evidence", index)
    faults = _paper_faults(marked, here, row, people, known)
    issued_on, expires_on = row.get("issued_on"), row.get("expires_on")
    if (
        isinstance(issued_on, dt.date)
        and isinstance(expires_on, dt.date)
        and str(expires_on) < str(issued_on)
    ):
        faults.append(marked.fault("case.expires_before_issue", (*here, "expires_on")))
    return faults


def _paper_faults(
    marked: MarkedToml, here: KeyPath, row: dict[str, Any], people: frozenset[str], known: KnownIds
) -> list[Fault]:
    """Check which paper of whom a row is about."""
    faults = _unknown(
        marked, (*here, "requirement"), row.get("requirement"), known.requirements, "requirement"
    )
    faults += _unknown(marked, (*here, "person"), row.get("person"), people, "person")
    return faults + _country_faults(marked, (*here, "country"), row.get("country"))


def _year_faults(
    rows: list[tuple[int, dict[str, Any]]], people: frozenset[str], principal: str, marked: MarkedToml
) -> Iterator[Fault]:
    seen: dict[tuple[object, object], int] = {}
    for index, row in rows:
        yield from _unknown(marked, ("year", index, "person"), row.get("person"), people, "person")
        year = row.get("year")
        first = seen.setdefault((str(year), str(row.get("person", principal))), index)
        if first != index and isinstance(year, int):
            first_line = marked.line_of(("year", first)) or 0
            path: KeyPath = ("year", index, "year")
            yield marked.fault("case.repeated_year", path, year=year, first_line=first_line)


def _answer_faults(marked: MarkedToml, key: str, answer: object, known: KnownIds) -> list[Fault]:
    return _value_faults(marked, ("answers", key), answer, known.answers, known.choices, "answer")


def _value_faults(
    marked: MarkedToml,
    path: KeyPath,
    value: object,
    kinds: Mapping[str, str],
    every_choice: Mapping[str, tuple[str, ...]],
    what: str,
) -> list[Fault]:
    """Check an answer or a detail against the kind that its name takes."""
    key = str(path[-1])
    if isinstance(value, dict):
        name = f"{key}.{next(iter(value), '')}"
        return [marked.fault("case.unquoted_answer", path, name=name)]
    if key not in kinds:
        return _unknown(marked, path, key, frozenset(kinds), what)
    kind = kinds[key]
    choices = every_choice.get(key, ())
    if _is_of_kind(value, kind):
        if kind != "choice" or not choices or value in choices:
            return []
        near = nearest(str(value), choices)
        params = {"value": str(value)[:60], "nearest": near, "known": ", ".join(choices)}
        return [marked.fault("toml.unknown_value", path, **params)]
    return [marked.fault("toml.wrong_type", path, expected=kind, value=str(value)[:60])]


def _is_of_kind(answer: object, kind: str) -> bool:
    if kind == "yes-no":
        return isinstance(answer, bool)
    if kind == "number":
        number = isinstance(answer, int | float) and not isinstance(answer, bool)
        return number and -_LARGEST_ANSWER <= answer <= _LARGEST_ANSWER  # type: ignore[operator]  # a number
    if kind == "date":
        day = isinstance(answer, dt.date) and not isinstance(answer, dt.datetime)
        return day and FIRST_DAY <= answer <= LAST_DAY  # type: ignore[operator]  # a day
    return isinstance(answer, str)


def _people_faults(people: list[tuple[int, dict[str, Any]]], marked: MarkedToml) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, person in people:
        name = str(person.get("id"))
        if name in seen:
            yield marked.fault("case.repeated_person", ("person", index, "id"), name=name)
        seen.add(name)
        yield from _country_faults(marked, ("person", index, "nationality"), person.get("nationality"))
    principals = [index for index, person in people if person.get("role") == "principal"]
    for index in principals[1:]:
        yield marked.fault("case.second_principal", ("person", index, "role"))
    # A role that cannot be read may be the principal's: then only that is told.
    if not principals and all(person.get("role") in tuple(PersonRole) for _, person in people):
        yield marked.fault("case.no_principal", ("person",))


def _unknown(
    marked: MarkedToml, path: KeyPath, value: object, known: frozenset[str], what: str
) -> list[Fault]:
    if not isinstance(value, str) or value in known:
        return []
    value = value[:100]
    return [marked.fault(f"case.unknown_{what}", path, value=value, nearest=nearest(value, known))]


def _country_faults(marked: MarkedToml, path: KeyPath, code: object) -> list[Fault]:
    if not isinstance(code, str) or is_country(code):
        return []
    code = code[:100]
    alphabet = [key for key in get_global("territory_aliases") if len(key) == 3 and key.isalpha()]
    near = code.upper() if is_country(code.upper()) else nearest(code.upper(), alphabet)
    return [marked.fault("case.unknown_country", path, value=code, nearest=near)]


def _case_of(model: "case_model.CaseToml") -> Case:
    people = tuple(_person_of(person) for person in model.person)
    principal = next(person.id for person in people if person.role is PersonRole.PRINCIPAL)
    answers: dict[str, Answer] = dict(model.answers)
    return Case(
        title=model.title,
        category=model.category,
        place=model.place,
        submit_on=model.submit_on,
        agent=model.agent.strip(),
        people=people,
        answers=answers,
        years=tuple(YearRow(**{**row.model_dump(), "person": row.person or principal}) for row in model.year),
        evidence=tuple(_evidence_of(row, principal) for row in model.evidence),
        stays=tuple(Stay(row.person or principal, row.entered_on, row.left_on) for row in model.stay),
        not_needed=tuple(
            NotNeeded(**{**row.model_dump(), "person": row.person or principal}) for row in model.not_needed
        ),
        details={person: dict(rows) for person, rows in model.details.items() if rows},
        history=tuple(_history_of(row, principal) for row in model.history),
        relatives=tuple(_relative_of(row, principal) for row in model.relative),
        letters_read=tuple(
            LetterRead(**{**row.model_dump(), "person": row.person or principal}) for row in model.letter_read
        ),
    )


def _history_of(model: "case_model.HistoryTable", principal: str) -> HistoryRow:
    values = model.model_dump()
    values.update(kind=Occupation(model.kind), person=model.person or principal)
    # Letters count in months.
    values["since"] = model.since.replace(day=1)
    values["until"] = model.until.replace(day=1) if model.until else None
    return HistoryRow(**values)


def _relative_of(model: "case_model.RelativeTable", principal: str) -> Relative:
    values = model.model_dump()
    values.update(relation=Relation(model.relation), person=model.person or principal)
    values["sex"] = Sex(model.sex) if model.sex else None
    return Relative(**values)


def _person_of(model: "case_model.PersonTable") -> Person:
    values = model.model_dump()
    values["role"] = PersonRole(model.role)
    values["sex"] = Sex(model.sex) if model.sex else None
    return Person(**values)


def _evidence_of(model: "case_model.EvidenceTable", principal: str) -> Evidence:
    values = model.model_dump()
    values.update(files=tuple(model.files), part=EvidencePart(model.part), person=model.person or principal)
    turns = sorted((int(page), degrees) for page, degrees in model.turns.items())
    values["turns"] = tuple(PageTurn(page, degrees) for page, degrees in turns)
    return Evidence(**values)


def write_case(case: Case) -> str:
    """Return the case as the text of a case.toml; reading it gives the same case."""
    rows = [
        f"format = {FORMAT}",
        f"title = {_string(case.title)}",
        f"category = {_string(case.category)}",
        f"place = {_string(case.place)}",
        f"submit_on = {_value(case.submit_on)}",
        *([f"agent = {_string(case.agent)}"] if case.agent else []),
    ]
    for person in case.people:
        rows += ["", "[[person]]", *_pairs(_fields(person))]
    if case.answers:
        rows += [
            "",
            "[answers]",
            *(f"{_string(key)} = {_value(value)}" for key, value in case.answers.items()),
        ]
    for year in case.years:
        rows += ["", "[[year]]", *_pairs(_fields(year))]
    for stay in case.stays:
        rows += ["", "[[stay]]", *_pairs(_fields(stay))]
    for row in case.not_needed:
        rows += ["", "[[not_needed]]", *_pairs(_fields(row))]
    for person_id, details in case.details.items():
        if details:
            rows += ["", f"[details.{_string(person_id)}]"]
            rows += [f"{_string(key)} = {_value(value)}" for key, value in details.items()]
    for history in case.history:
        rows += ["", "[[history]]", *_pairs(_fields(history))]
    for relative in case.relatives:
        rows += ["", "[[relative]]", *_pairs(_fields(relative))]
    for read in case.letters_read:
        rows += ["", "[[letter_read]]", *_pairs(_fields(read))]
    for evidence in case.evidence:
        fields = _fields(evidence)
        if evidence.part is EvidencePart.ORIGINAL:
            del fields["part"]
        for name in ("one_page", "layout_approved"):
            fields[name] = fields[name] or None
        fields["turns"] = {str(turn.page): turn.degrees for turn in evidence.turns} or None
        rows += ["", "[[evidence]]", *_pairs(fields)]
    return "\n".join(rows) + "\n"


def _fields(
    row: Person | YearRow | Stay | Evidence | NotNeeded | HistoryRow | Relative | LetterRead,
) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _pairs(fields: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in fields.items() if value is not None and value != ""]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_string(str(each)) for each in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_string(key)} = {_value(each)}" for key, each in value.items()) + " }"
    return _string(str(value))


def _string(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else _escape(sign) for sign in escaped) + '"'


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04X}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08X}"
