"""What letters say of a case: every fact and every row of a list, as words in both languages.

Each fact is worded once, here, so that no two letters say it differently.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import days_after
from app.domain.case import (
    Answer,
    Case,
    EvidencePart,
    HistoryRow,
    Person,
    PersonRole,
    Relation,
    Relative,
    Sex,
    Stay,
    YearRow,
)
from app.domain.history import OF_AGE, HistoryGap, comes_of_age, find_gaps
from app.domain.letters import DetailKind, LetterFact, LetterSource
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, both
from app.i18n.families import OCCUPATION_NAMES, RELATION_NAMES
from app.i18n.terms import ROLE_NAMES, country_name
from app.i18n.written import addressed, capital_amount, to_fen, written_amount, written_day, written_month
from app.letters.catalogue import ENGLISH, facts

Row = Mapping[str, Text]
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

SEX_NAMES = {Sex.FEMALE: N_("Female"), Sex.MALE: N_("Male"), Sex.UNSPECIFIED: N_("Not stated")}


@dataclass(frozen=True, slots=True)
class Values:
    """Holds what letters about one person may say: the facts that are known, and the rows of each list."""

    facts: Mapping[str, Text]
    lists: Mapping[str, tuple[Row, ...]]


def values_of(source: LetterSource) -> Values:
    """Return what letters about the person say; what is not known is left out."""
    known = {name: text for name, text in _known_facts(source) if text is not None}
    return Values(known, {name: tuple(make(source)) for name, make in _LISTS.items()})


def _known_facts(source: LetterSource) -> Iterator[tuple[str, Text | None]]:
    for fact in facts().values():
        owner = source.case.principal if fact.of_principal else source.person
        if fact.asked:
            yield fact.name, _typed(fact, owner, source.case) or _ELSEWHERE.get(fact.name, _nothing)(source)
        else:
            yield fact.name, _FOLLOWING[fact.name](source)


def _typed(fact: LetterFact, owner: Person | None, case: Case) -> Text | None:
    if owner is None or not fact.is_asked_of(owner.nationality):
        return None
    return detail_text(fact, case.details_of(owner.id))


def detail_text(fact: LetterFact, details: Mapping[str, Answer]) -> Text | None:
    """Return what was typed of a fact, in both languages, empty in one that is not known; None in neither."""
    zh, en = details.get(fact.name), details.get(fact.name + ENGLISH)
    if en in (None, "") and not (fact.bilingual and _is_chinese(zh)):
        en = zh
    chinese, english = worded(fact, zh, Language.ZH), worded(fact, en, Language.EN)
    return None if chinese is None and english is None else Text(en=english or "", zh=chinese or "")


def _is_chinese(value: Answer | None) -> bool:
    """Say whether a reader of English could not read it: names in Latin letters stand in both languages."""
    return isinstance(value, str) and _CHINESE.search(value) is not None


def _says_something(words: str) -> bool:
    """Say whether anything can be seen of words: blanks, marks of direction and the like say nothing."""
    return any(unicodedata.category(mark)[0] not in "CZ" for mark in words)


def worded(fact: LetterFact, value: Answer | None, language: Language) -> str | None:
    """Write what was typed of a fact in a language."""
    if value is None or value == "":
        return None
    match fact.kind:
        case DetailKind.DATE if isinstance(value, date):
            return written_day(value, language)
        case DetailKind.MONTH if isinstance(value, date):
            return written_month(value, language)
        case DetailKind.MONEY if isinstance(value, int | float):
            return written_amount(value, language)
        case DetailKind.NUMBER if isinstance(value, int | float):
            return f"{value:,.10g}"
        case DetailKind.CHOICE:
            chosen = next((label for each, label in fact.choices if each == value), None)
            return str(value) if chosen is None else chosen.in_language(language)
    words = str(value).strip()
    if not _says_something(words):
        return None
    if fact.kind is DetailKind.LINES and language is Language.ZH:
        # Every paragraph begins two characters in.
        return words.replace("\n", "\n\u3000\u3000")
    return words


def _day(day: date | None) -> Text | None:
    return None if day is None else Text(*(written_day(day, each) for each in (Language.EN, Language.ZH)))


def _month(day: date | None) -> Text:
    if day is None:
        return both(_UNTIL_NOW)
    return Text(*(written_month(day, each) for each in (Language.EN, Language.ZH)))


_UNTIL_NOW = N_("present")


def _money(cny: float | None) -> Text | None:
    return None if cny is None else Text(*(written_amount(cny, each) for each in (Language.EN, Language.ZH)))


def _capitals(cny: float | None) -> Text | None:
    return None if cny is None else Text.same(f"人民币{capital_amount(cny)}")


def _same(words: str | None) -> Text | None:
    return Text.same(words) if words else None


def _named(person: Person | None) -> Text | None:
    return None if person is None or not person.has_name else Text.same(person.full_name)


def _called(person: Person | None) -> Text | None:
    if person is None or not person.has_name:
        return None
    return Text(*(addressed(person, person.full_name, each) for each in (Language.EN, Language.ZH)))


def _country(code: str | None) -> Text | None:
    return None if code is None else country_name(code)


def _sex(sex: Sex | None) -> Text | None:
    return None if sex is None else both(SEX_NAMES[sex])


def _marital_status(person: Person) -> Text | None:
    if person.married is None:
        return None
    return both("Married") if person.married else both("Not married")


def _minor(source: LetterSource) -> Text | None:
    """Say of whoever is not of age on the day of the letter that somebody else signs for them."""
    age = source.person.age_on(source.today)
    return both(_MINOR) if age is not None and age < OF_AGE else None


_MINOR = N_("Yes")


def _relation(person: Person) -> Text:
    """Return what a person is to the principal applicant."""
    return _kin(PersonRole.PRINCIPAL, person, "")


def _kin(role: PersonRole, other: Person, category: str) -> Text:
    """Return what somebody is to a person of a role."""
    relations = _KIN.get((role, other.role))
    if other.role is PersonRole.SPONSOR and role is PersonRole.PRINCIPAL and category == _JOINS_SPOUSE:
        relations = (Relation.SPOUSE,) * 3
    if relations is None:
        return both(ROLE_NAMES[other.role])
    return both(RELATION_NAMES[relations[_SEXES.index(other.sex) if other.sex in _SEXES else 2]])


_SEXES = (Sex.FEMALE, Sex.MALE)
_JOINS_SPOUSE = "pr.spouse"
_Kin = tuple[Relation, Relation, Relation]
_SPOUSES: _Kin = (Relation.SPOUSE,) * 3
_CHILDREN: _Kin = (Relation.DAUGHTER, Relation.SON, Relation.CHILD)
_PARENTS: _Kin = (Relation.MOTHER, Relation.FATHER, Relation.PARENT)
_SIBLINGS: _Kin = (Relation.SISTER, Relation.BROTHER, Relation.OTHER)
# What the second is to the first: a woman, a man, somebody whose sex is not stated.
_KIN: Mapping[tuple[PersonRole, PersonRole], _Kin] = {
    (PersonRole.PRINCIPAL, PersonRole.SPOUSE): _SPOUSES,
    (PersonRole.PRINCIPAL, PersonRole.CHILD): _CHILDREN,
    (PersonRole.PRINCIPAL, PersonRole.PARENT): _PARENTS,
    (PersonRole.SPOUSE, PersonRole.PRINCIPAL): _SPOUSES,
    (PersonRole.SPOUSE, PersonRole.CHILD): _CHILDREN,
    (PersonRole.SPOUSE, PersonRole.PARENT): (Relation.PARENT_IN_LAW,) * 3,
    (PersonRole.CHILD, PersonRole.PRINCIPAL): _PARENTS,
    (PersonRole.CHILD, PersonRole.SPOUSE): _PARENTS,
    (PersonRole.CHILD, PersonRole.CHILD): _SIBLINGS,
    (PersonRole.CHILD, PersonRole.PARENT): (Relation.GRANDPARENT,) * 3,
    (PersonRole.PARENT, PersonRole.PRINCIPAL): _CHILDREN,
    (PersonRole.PARENT, PersonRole.SPOUSE): (Relation.OTHER,) * 3,
    (PersonRole.PARENT, PersonRole.CHILD): (Relation.GRANDCHILD,) * 3,
    (PersonRole.PARENT, PersonRole.PARENT): _SPOUSES,
}


def _counted_rows(source: LetterSource) -> tuple[YearRow, ...]:
    rows = source.case.years_of_principal()
    return tuple(row for row in rows if row.year in source.counted) if source.counted else rows


def _wages(source: LetterSource) -> tuple[float, ...]:
    """Return the wages of the counted years; none where a full year lacks its own: sums would be short."""
    wages = {row.year: row.wage_cny for row in _counted_rows(source) if row.wage_cny is not None}
    full = [year for year in source.counted if year < source.case.submit_on.year]
    return tuple(wages.values()) if all(year in wages for year in full) else ()


def _total(source: LetterSource) -> float | None:
    # Each as it is written, so that the rows of a table give its total.
    return float(sum(map(to_fen, _wages(source)))) if _wages(source) else None


def _year(source: LetterSource, choose: Callable[[list[int]], int]) -> Text | None:
    years = [row.year for row in _counted_rows(source) if row.wage_cny is not None]
    return Text.same(str(choose(years))) if years else None


_FOLLOWING: Mapping[str, Callable[[LetterSource], Text | None]] = {
    "person.name": lambda source: _named(source.person),
    "person.surname": lambda source: _same(source.person.surname),
    "person.given_names": lambda source: _same(source.person.given_names),
    "person.chinese_name": lambda source: _same(source.person.chinese_name),
    "person.called": lambda source: _called(source.person),
    "person.sex": lambda source: _sex(source.person.sex),
    "person.minor": _minor,
    "person.birth_date": lambda source: _day(source.person.birth_date),
    "person.nationality": lambda source: _country(source.person.nationality),
    "person.passport_number": lambda source: _same(source.person.passport_number),
    "person.passport_expires_on": lambda source: _day(source.person.passport_expires_on),
    "person.marital_status": lambda source: _marital_status(source.person),
    "person.relation": lambda source: _relation(source.person),
    "principal.name": lambda source: _named(source.case.principal),
    "principal.called": lambda source: _called(source.case.principal),
    "principal.nationality": lambda source: _country(
        source.case.principal.nationality if source.case.principal else None
    ),
    "principal.passport_number": lambda source: _same(
        source.case.principal.passport_number if source.case.principal else None
    ),
    "wages.total": lambda source: _money(_total(source)),
    "wages.total_in_words": lambda source: _capitals(_total(source)),
    "wages.first_year": lambda source: _year(source, min),
    "wages.last_year": lambda source: _year(source, max),
    "case.category": lambda source: source.category,
    "case.place": lambda source: source.place,
    "case.submit_on": lambda source: _day(source.case.submit_on),
    "today.day": lambda source: _day(source.today),
}
NOTHING = Text.same("")


def _nothing(_: LetterSource) -> Text | None:
    return None


def _leader(source: LetterSource) -> Person | None:
    return next((person for person in source.case.people if person.role is PersonRole.LEADER), None)


def _paper_day(source: LetterSource, requirement: str, field: str) -> Text | None:
    """Return the latest day of a kind that was entered with a person's papers."""
    papers = (
        row
        for row in source.case.evidence
        if (row.requirement, row.person) == (requirement, source.person.id)
    )
    days = [getattr(row, field) for row in papers if row.part is EvidencePart.ORIGINAL]
    return _day(max((day for day in days if day is not None), default=None))


def _last_entry(source: LetterSource) -> Text | None:
    entries = [stay.entered_on for stay in source.case.stays_in_order() if stay.person == source.person.id]
    return _day(max((day for day in entries if day <= source.today), default=None))


def _only_gap(source: LetterSource, field: str) -> Text | None:
    gaps = _gaps_of(source)
    return _month(getattr(gaps[0], field)) if len(gaps) == 1 else None


# What the case says elsewhere already, where nobody typed it among the details.
_ELSEWHERE: Mapping[str, Callable[[LetterSource], Text | None]] = {
    "case.office": lambda source: source.office,
    "agent.company": lambda source: _in_each(source.case.agent, "") if source.case.agent else None,
    "leader.name": lambda source: _named(_leader(source)),
    "leader.nationality": lambda source: _country(getattr(_leader(source), "nationality", None)),
    "leader.identity_number": lambda source: _same(getattr(_leader(source), "passport_number", None)),
    "person.passport_issued_on": lambda source: _paper_day(source, "passport", "issued_on"),
    "person.permit_expires_on": lambda source: _paper_day(source, "visa-or-permit", "expires_on"),
    "person.entered_on": _last_entry,
    "gap.since": lambda source: _only_gap(source, "since"),
    "gap.until": lambda source: _only_gap(source, "until"),
}


def _year_rows(source: LetterSource) -> Iterator[Row]:
    for row in _counted_rows(source):
        yield {
            "year": Text.same(str(row.year)),
            "wage": _money(row.wage_cny) or NOTHING,
            "wage_in_words": _capitals(row.wage_cny) or NOTHING,
            "tax": _money(row.tax_cny) or NOTHING,
            "days": NOTHING if row.days_in_china is None else Text.same(str(row.days_in_china)),
        }


def _history_rows(source: LetterSource) -> Iterator[Row]:
    for row in source.case.history_of(source.person.id):
        yield {
            "since": _month(row.since),
            "until": _month(row.until),
            "kind": both(OCCUPATION_NAMES[row.kind]),
            **{name: _either(row, name) for name in ("organisation", "post", "place")},
        }


def _either(row: HistoryRow | Relative, name: str) -> Text:
    """Return words that have a form in each language."""
    return _in_each(getattr(row, name), getattr(row, f"{name}_en"))


def _in_each(zh: str, en: str) -> Text:
    """Return words in both languages; Chinese ones are no English ones, where there are none of these."""
    return Text(en=en or ("" if _is_chinese(zh) else zh), zh=zh or en)


def _gap_rows(source: LetterSource) -> Iterator[Row]:
    for gap in _gaps_of(source):
        yield {
            "since": _month(gap.since),
            "until": _month(gap.until),
            "months": Text.same(str(gap.months)),
        }


def _gaps_of(source: LetterSource) -> tuple[HistoryGap, ...]:
    """Return the months that a person's history leaves out; none where there is no history to speak of."""
    rows = source.case.history_of(source.person.id)
    if source.person.birth_date is None or not rows:
        return ()
    return find_gaps(rows, comes_of_age(source.person.birth_date), source.today)


def _relative_rows(source: LetterSource) -> Iterator[Row]:
    for companion in _rows_of(source, (PersonRole.LEADER,)):
        yield {**companion, "occupation": NOTHING, "address": NOTHING}
    for relative in source.case.relatives:
        if relative.person != source.person.id:
            continue
        yield {
            "relation": both(RELATION_NAMES[relative.relation]),
            "name": Text.same(relative.name),
            "sex": _sex(relative.sex) or NOTHING,
            "birth_date": _day(relative.birth_date) or NOTHING,
            "nationality": _country(relative.nationality) or NOTHING,
            "passport_number": _same(relative.passport_number) or NOTHING,
            "occupation": _either(relative, "occupation"),
            "address": _either(relative, "address"),
        }


def _companion_rows(source: LetterSource) -> Iterator[Row]:
    return _rows_of(source, (PersonRole.SPONSOR, PersonRole.LEADER))


def _rows_of(source: LetterSource, without: tuple[PersonRole, ...]) -> Iterator[Row]:
    for person in source.case.people:
        if person.id == source.person.id or person.role in without:
            continue
        yield {
            "relation": _kin(source.person.role, person, source.case.category),
            "name": Text.same(person.full_name),
            "sex": _sex(person.sex) or NOTHING,
            "birth_date": _day(person.birth_date) or NOTHING,
            "nationality": _country(person.nationality) or NOTHING,
            "passport_number": _same(person.passport_number) or NOTHING,
        }


def _stay_rows(source: LetterSource) -> Iterator[Row]:
    for stay in source.case.stays_in_order():
        if stay.person == source.person.id:
            yield {
                "entered_on": _day(stay.entered_on) or NOTHING,
                "left_on": _day(stay.left_on) or NOTHING,
                "days": _days_of(stay, source),
            }


def _days_of(stay: Stay, source: LetterSource) -> Text:
    """Count the days of a stay as the rules count them, up to the planned day."""
    first = stay.entered_on if source.counting.entry_day else days_after(stay.entered_on, 1)
    last = source.case.submit_on
    if stay.left_on is not None:
        last = min(last, stay.left_on if source.counting.exit_day else days_after(stay.left_on, -1))
    return Text.same(str((last - first).days + 1)) if first <= last else Text.same("0")


def _paper_rows(source: LetterSource) -> Iterator[Row]:
    for number, paper in enumerate(source.handed_in, 1):
        yield {
            "number": Text.same(str(number)),
            "title": paper.title,
            "person": paper.person,
            "form": paper.form,
        }


def _wanted_rows(source: LetterSource) -> Iterator[Row]:
    for wanted in source.wanted:
        yield {
            "title": wanted.title,
            "person": wanted.person,
            "what": wanted.what,
            "from_whom": wanted.from_whom,
            "by": _day(wanted.by) or NOTHING,
        }


_LISTS: Mapping[str, Callable[[LetterSource], Iterator[Row]]] = {
    "years": _year_rows,
    "history": _history_rows,
    "gaps": _gap_rows,
    "relatives": _relative_rows,
    "companions": _companion_rows,
    "stays": _stay_rows,
    "papers": _paper_rows,
    "wanted": _wanted_rows,
}
