"""What differs between the case that is kept here and the same case as a file brings it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from app.domain.case import (
    Answer,
    Case,
    Evidence,
    HistoryRow,
    LetterRead,
    NotNeeded,
    PageTurn,
    Person,
    Relative,
    Stay,
    YearRow,
)
from app.domain.handover import Difference, DiffGroup, Told
from app.domain.words import Text
from app.letters.catalogue import details, templates

_BASICS = ("title", "category", "place", "submit_on", "agent")
_YEAR_FIELDS = ("wage_cny", "tax_cny", "days_in_china")
_SAID_FIELDS = ("reason", "said_by", "said_on")
_RELATIVE_FIELDS = tuple(
    each.name for each in fields(Relative) if each.name not in ("person", "relation", "name")
)
_KEYS = frozenset({"id", "requirement", "person", "files"})
_PAPER_FIELDS = tuple(each.name for each in fields(Evidence) if each.name not in _KEYS)
_PERSON_FIELDS = tuple(each.name for each in fields(Person) if each.name not in _KEYS)
_Params = dict[str, str | int]
# So many kinds of likeness there are between papers.
_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Side:
    """Holds a case and the SHA-256 of each of its files by name."""

    case: Case
    hashes: Mapping[str, str]

    def bytes_of(self, row: Evidence) -> tuple[str, ...]:
        """Return what tells the contents of a paper."""
        return tuple(self.hashes.get(name, "") for name in row.files)


def differences(kept: Side, offered: Side) -> tuple[Difference, ...]:
    """Return everything that differs, in the order in which a case is told."""
    old, new = kept.case, offered.case
    people = _People(old, new)
    return (
        *_changed(DiffGroup.BASICS, "basics", {}, old, new, _BASICS),
        *_people(old.people, new.people, people),
        *_papers(kept, offered, people),
        *_answers(old, new),
        *_years(old.years, new.years, people),
        *_stays(old.stays, new.stays, people),
        *_not_needed(old.not_needed, new.not_needed, people),
        *_details(old, new, people),
        *_history(old.history, new.history, people),
        *_relatives(old.relatives, new.relatives, people),
        *_letters_read(old.letters_read, new.letters_read, people),
    )


class _People:
    """Names people as they are named here, or else in the file."""

    def __init__(self, kept: Case, offered: Case) -> None:
        self._people = {each.id: each for each in (*offered.people, *kept.people)}

    def params(self, person_id: str) -> _Params:
        person = self._people.get(person_id)
        if person is None:
            return {"person": person_id}
        return {"person": person.full_name if person.has_name else "", "role": person.role.value}


def _changed(
    group: DiffGroup, code: str, params: _Params, old: object, new: object, names: Iterable[str]
) -> Iterator[Difference]:
    """Tell the fields of one row that differ."""
    for name in names:
        before, after = _told(getattr(old, name)), _told(getattr(new, name))
        if before != after:
            yield Difference(group, code, {**params, "field": name}, before, after)


def _told(value: object) -> Told:
    match value:
        case tuple():
            return tuple(_turn_words(each) if isinstance(each, PageTurn) else str(each) for each in value)
        case str():
            # Roles and sexes are words of their own; on the way they are plain ones.
            return str(value)
    return value  # type: ignore[return-value]  # what is left of a case's values is told as it is


def _turn_words(turn: PageTurn) -> str:
    return f"{turn.page}: {turn.degrees}°"


def _people(old: Sequence[Person], new: Sequence[Person], people: _People) -> Iterator[Difference]:
    before, after = ({each.id: each for each in rows} for rows in (old, new))
    for person_id, person in after.items():
        if person_id not in before:
            yield Difference(DiffGroup.PEOPLE, "person.added", people.params(person_id))
        else:
            yield from _changed(
                DiffGroup.PEOPLE,
                "person",
                people.params(person_id),
                before[person_id],
                person,
                _PERSON_FIELDS,
            )
    for person_id in before:
        if person_id not in after:
            yield Difference(DiffGroup.PEOPLE, "person.gone", people.params(person_id))
    if before.keys() == after.keys() and list(before) != list(after):
        yield Difference(DiffGroup.PEOPLE, "people.order", {}, _names(old), _names(new))


def _names(people: Sequence[Person]) -> tuple[str, ...]:
    return tuple(each.full_name for each in people)


def _answers(old: Case, new: Case) -> Iterator[Difference]:
    for question in dict.fromkeys((*old.answers, *new.answers)):
        before, after = old.answers.get(question), new.answers.get(question)
        if before != after or type(before) is not type(after):
            yield Difference(DiffGroup.ANSWERS, "answer", {"question": question}, before, after)


def _years(old: Sequence[YearRow], new: Sequence[YearRow], people: _People) -> Iterator[Difference]:
    before, after = ({(each.year, each.person): each for each in rows} for rows in (old, new))
    for year, person_id in dict.fromkeys((*after, *before)):
        key = (year, person_id)
        empty = YearRow(year, person_id)
        yield from _changed(
            DiffGroup.YEARS,
            "year",
            {**people.params(person_id), "year": year},
            before.get(key, empty),
            after.get(key, empty),
            _YEAR_FIELDS,
        )


def _stays(old: Sequence[Stay], new: Sequence[Stay], people: _People) -> Iterator[Difference]:
    before, after = Counter(old), Counter(new)
    for stay in (before - after).elements():
        yield Difference(DiffGroup.STAYS, "stay.gone", people.params(stay.person), kept=_days(stay))
    for stay in (after - before).elements():
        yield Difference(DiffGroup.STAYS, "stay.added", people.params(stay.person), offered=_days(stay))


def _days(stay: Stay) -> tuple[str, ...]:
    return (stay.entered_on.isoformat(), "" if stay.left_on is None else stay.left_on.isoformat())


def _not_needed(old: Sequence[NotNeeded], new: Sequence[NotNeeded], people: _People) -> Iterator[Difference]:
    before, after = (
        {(each.requirement, each.person, each.country): each for each in rows} for rows in (old, new)
    )
    for key in dict.fromkeys((*after, *before)):
        row, other = before.get(key), after.get(key)
        params = _paper_params(row or other, people)  # type: ignore[arg-type]  # one of them has the key
        if row is None or other is None:
            code = "not-needed.added" if row is None else "not-needed.gone"
            kept, offered = (None if each is None else each.reason for each in (row, other))
            yield Difference(DiffGroup.NOT_NEEDED, code, params, kept, offered)
        else:
            yield from _changed(DiffGroup.NOT_NEEDED, "not-needed", params, row, other, _SAID_FIELDS)


def _details(old: Case, new: Case, people: _People) -> Iterator[Difference]:
    """Tell what letters say of each person beside the rest, detail by detail."""
    for person_id in dict.fromkeys((*new.details, *old.details)):
        before, after = old.details_of(person_id), new.details_of(person_id)
        for name in dict.fromkeys((*after, *before)):
            kept, offered = before.get(name), after.get(name)
            if kept != offered or type(kept) is not type(offered):
                params = {**people.params(person_id), **_detail_params(name, kept, offered)}
                yield Difference(DiffGroup.LETTERS, "detail", params, kept, offered)


def _detail_params(name: str, *values: Answer | None) -> _Params:
    """Return what a detail is called and, where it is a choice, what its values are."""
    fact = details().get(name)
    if fact is None:
        return {"detail": name, "label": name, "label_en": name, "kind": ""}
    params: _Params = {
        "detail": name,
        "label": fact.label.zh,
        "label_en": fact.label.en,
        "kind": fact.kind.value,
    }
    for value, words in fact.choices:
        if value in values:
            params |= {f"choice {value}": words.zh, f"choice_en {value}": words.en}
    return params


def _history(old: Sequence[HistoryRow], new: Sequence[HistoryRow], people: _People) -> Iterator[Difference]:
    before, after = Counter(old), Counter(new)
    for row in (before - after).elements():
        yield Difference(DiffGroup.LETTERS, "history.gone", people.params(row.person), kept=_time(row))
    for row in (after - before).elements():
        yield Difference(DiffGroup.LETTERS, "history.added", people.params(row.person), offered=_time(row))


def _time(row: HistoryRow) -> tuple[str, ...]:
    """Return a time of somebody's life as plain words: its months, what it was given to, and all it says."""
    until = "" if row.until is None else row.until.isoformat()
    said = (row.organisation, row.organisation_en, row.post, row.post_en, row.place, row.place_en)
    return (row.since.isoformat(), until, row.kind.value, *said)


def _relatives(old: Sequence[Relative], new: Sequence[Relative], people: _People) -> Iterator[Difference]:
    """Tell the relatives that came, went or are told otherwise; two of one name go by their order."""
    before, after = _numbered(old), _numbered(new)
    for key, row in before.items():
        params: _Params = {**people.params(row.person), "relation": row.relation.value, "name": row.name}
        if key in after:
            yield from _changed(DiffGroup.LETTERS, "relative", params, row, after[key], _RELATIVE_FIELDS)
        else:
            yield Difference(DiffGroup.LETTERS, "relative.gone", params)
    for key, row in after.items():
        if key not in before:
            params = {**people.params(row.person), "relation": row.relation.value, "name": row.name}
            yield Difference(DiffGroup.LETTERS, "relative.added", params)
    for person in dict.fromkeys(row.person for row in old):
        here, there = ([row for row in rows if row.person == person] for rows in (old, new))
        if here != there and Counter(here) == Counter(there):
            yield Difference(DiffGroup.LETTERS, "relatives.order", people.params(person))


def _numbered(rows: Sequence[Relative]) -> dict[tuple[str, str, str, int], Relative]:
    seen: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for row in rows:
        key = (row.person, row.relation.value, row.name)
        found[*key, seen[key]] = row
        seen[key] += 1
    return found


def _letters_read(
    old: Sequence[LetterRead], new: Sequence[LetterRead], people: _People
) -> Iterator[Difference]:
    before, after = ({(each.letter, each.person, each.form): each for each in rows} for rows in (old, new))
    for key in dict.fromkeys((*after, *before)):
        row, other = before.get(key), after.get(key)
        # What stood in the letter follows from the rest of the case.
        kept, offered = (
            None if each is None else (each.read_by, each.read_on.isoformat()) for each in (row, other)
        )
        if kept != offered:
            letter, person_id, form = key
            params: _Params = {**people.params(person_id), **_letter_params(letter), "form": form}
            yield Difference(DiffGroup.LETTERS, "letter-read", params, kept, offered)


def _letter_params(letter: str) -> _Params:
    template = templates().get(letter)
    title = Text.same(letter) if template is None else template.title
    return {"letter": title.zh, "letter_en": title.en}


def _paper_params(row: Evidence | NotNeeded, people: _People) -> _Params:
    params = {**people.params(row.person), "requirement": row.requirement}
    if isinstance(row, Evidence):
        params["part"] = row.part.value
    return params if row.country is None else {**params, "country": row.country}


def _papers(kept: Side, offered: Side, people: _People) -> Iterator[Difference]:
    olds, news = kept.case.evidence, offered.case.evidence
    partners = _partners(kept, offered)
    for at, other in sorted(partners.items()):
        params = _paper_params(olds[at], people)
        yield from _other_files(kept, offered, olds[at], news[other], params)
        titles = {**_titles_of(olds[at].made_from), **_titles_of(news[other].made_from)}
        for each in _changed(DiffGroup.PAPERS, "paper", params, olds[at], news[other], _PAPER_FIELDS):
            is_letter = each.params["field"] == "made_from"
            yield replace(each, params={**each.params, **titles}) if is_letter else each
    taken = frozenset(partners.values())
    for at, row in enumerate(news):
        if at not in taken:
            yield Difference(DiffGroup.PAPERS, "paper.added", _paper_params(row, people), offered=row.files)
    for at, row in enumerate(olds):
        if at not in partners:
            yield Difference(DiffGroup.PAPERS, "paper.gone", _paper_params(row, people), kept=row.files)
    order = [partners[at] for at in sorted(partners)]
    if order != sorted(order):
        yield Difference(DiffGroup.PAPERS, "papers.order")


def _titles_of(letter: str) -> _Params:
    """Return what a letter is called, by its id."""
    if not letter:
        return {}
    named = _letter_params(letter)
    return {f"choice {letter}": named["letter"], f"choice_en {letter}": named["letter_en"]}


def _other_files(
    kept: Side, offered: Side, old: Evidence, new: Evidence, params: _Params
) -> Iterator[Difference]:
    if old.files != new.files:
        yield Difference(DiffGroup.PAPERS, "paper.files", params, old.files, new.files)
    changed = tuple(
        name for name in new.files if name in old.files and kept.hashes.get(name) != offered.hashes.get(name)
    )
    if changed:
        yield Difference(DiffGroup.PAPERS, "paper.bytes", params, changed, changed)


def _partners(kept: Side, offered: Side) -> dict[int, int]:
    """Return which papers are the same ones: where each stands here, and where in the file.

    What is alike in most counts first; what is left over is taken in the order in which it stands.
    """
    olds = [_likenesses(row, kept) for row in kept.case.evidence]
    news = [_likenesses(row, offered) for row in offered.case.evidence]
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for level in range(_LEVELS):
        found: dict[object, list[int]] = {}
        for at, keys in enumerate(news):
            if at not in taken:
                found.setdefault(keys[level], []).append(at)
        for at, keys in enumerate(olds):
            same = found.get(keys[level]) if at not in partners else None
            if same:
                partners[at] = same.pop(0)
                taken.add(partners[at])
    return partners


def _likenesses(row: Evidence, side: Side) -> tuple[object, ...]:
    """Return what makes a paper like another one, from all of it to no more than what it is and whose."""
    contents = side.bytes_of(row)
    whose = (row.requirement, row.person)
    return (
        (row, contents),
        (whose, row.part, row.country, contents),
        (whose, contents),
        (whose, row.part, row.country, row.files),
        (whose, row.part, row.country),
        (whose, row.part),
    )
