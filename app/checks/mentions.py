"""Whom of the case a page speaks of, and by which names."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.checks.bench import Bench
from app.checks.evidence import ReadPage, Stated, stated
from app.domain.case import Evidence, Person, PersonRole
from app.domain.names import Likeness, compare_names
from app.domain.reading import Box, FactName, Subject

# Made out to a company, or to whoever of the family owns, pays or heads the household.
OF_OTHERS = frozenset(
    (
        *("employer-registration", "employer-annual-report", "part-time-company-registration"),
        *("investment-approval", "investment-registration", "investment-annual-report"),
        *("capital-verification", "project-certificate", "housing-proof", "livelihood-proof"),
        *("household-register", "leader-guarantee", "organisation-letter", "entrepreneurship-proof"),
    )
)
# About several people at once, who keep another surname there: from before a marriage, or of a parent.
OF_FAMILY = frozenset(("marriage-certificate", "birth-certificate", "kinship-proof"))

PARTNERS = (Subject.HUSBAND, Subject.WIFE)
PARENTS = (Subject.MOTHER, Subject.FATHER)
_PARTNER_SEX = {Subject.HUSBAND: "M", Subject.WIFE: "F"}


@dataclass(frozen=True, slots=True)
class Mention:
    """Holds what one page says about one of the people that it names."""

    evidence: Evidence
    page: ReadPage
    subject: Subject
    facts: tuple[Stated, ...]

    def of(self, *names: FactName) -> list[Stated]:
        """Return the facts of some names."""
        return [each for each in self.facts if each.fact.name in names]


@dataclass(frozen=True, slots=True)
class PrintedName:
    """Holds a name as a paper prints it, put together where surname and given names stand apart."""

    text: str
    box: Box
    clear: bool
    confidence: float


def mentions_on(evidence: Evidence, page: ReadPage) -> list[Mention]:
    """Return what a page says about each of the people that it names, bystanders left out."""
    facts = sorted(stated((page,), *FactName), key=lambda each: each.fact.subject)
    grouped = groupby(facts, key=lambda each: each.fact.subject)
    return [
        Mention(evidence, page, subject, tuple(each))
        for subject, each in grouped
        if subject is not Subject.OTHER
    ]


def names_of(mention: Mention) -> list[PrintedName]:
    """Return the names that a page gives a person."""
    names = [_as_name(each) for each in mention.of(FactName.NAME, FactName.CHINESE_NAME)]
    surnames, given = mention.of(FactName.SURNAME), mention.of(FactName.GIVEN_NAMES)
    for first, last in zip(given, surnames, strict=False):
        text = f"{last.fact.value} {first.fact.value}"
        confidence = min(first.fact.confidence, last.fact.confidence)
        names.append(PrintedName(text, last.fact.box, first.clear and last.clear, confidence))
    return names


def _as_name(each: Stated) -> PrintedName:
    return PrintedName(str(each.fact.value), each.fact.box, each.clear, each.fact.confidence)


def bears(person: Person, text: str) -> bool:
    """Say whether a name is that of a person, in any writing."""
    if person.has_name and compare_names(person.full_name, text) is Likeness.SAME:
        return True
    return bool(person.chinese_name) and person.chinese_name == text


def person_of(mention: Mention, mentions: list[Mention], bench: Bench) -> Person | None:
    """Return whom of the case a page speaks of, None where it is nobody or cannot be told."""
    owner = bench.case.person(mention.evidence.person)
    if owner is None:
        return None
    if mention.subject in PARTNERS:
        return _partner(mention, mentions, owner, bench)
    if mention.subject in PARENTS or mention.evidence.requirement in OF_OTHERS:
        return _named(mention, bench.case.people)
    if mention.subject is Subject.CHILD:
        return _child(mention, owner, bench)
    if mention.evidence.requirement in OF_FAMILY:
        return _named(mention, [owner, *bench.case.people]) or _unless_named(owner, mention, mentions)
    return owner


def _named(mention: Mention, people: Iterable[Person]) -> Person | None:
    """Return whom of some people a page names, beyond doubt."""
    names = names_of(mention)
    return next((person for person in people if any(bears(person, name.text) for name in names)), None)


def _unless_named(owner: Person, mention: Mention, mentions: list[Mention]) -> Person | None:
    """Return the owner of a paper, unless it names them as somebody else: then this is a relative."""
    others = (each for each in mentions if each is not mention)
    return None if any(_named(each, [owner]) for each in others) else owner


def _child(mention: Mention, owner: Person, bench: Bench) -> Person | None:
    children = [each for each in bench.case.people if each.role is PersonRole.CHILD]
    about_a_child = owner.role is PersonRole.CHILD or mention.evidence.requirement in OF_FAMILY
    return _named(mention, [owner, *children]) or (owner if about_a_child else None)


def _partner(mention: Mention, mentions: list[Mention], owner: Person, bench: Bench) -> Person | None:
    """Return which of a couple a husband or a wife is: by name, by elimination, by sex."""
    couple = _couple(owner, bench)
    own = _named(mention, couple)
    if own is not None or len(couple) < 2:
        return own
    for other in mentions:
        if other.subject in PARTNERS and other.subject is not mention.subject:
            taken = _named(other, couple)
            if taken is not None:
                return next(each for each in couple if each is not taken)
    sexes = [each for each in couple if each.sex == _PARTNER_SEX[mention.subject]]
    return sexes[0] if len(sexes) == 1 else None


def _couple(owner: Person, bench: Bench) -> list[Person]:
    if owner.role is not PersonRole.PRINCIPAL:
        principal = bench.case.principal
        return [owner] if principal is None else [owner, principal]
    roles = (PersonRole.SPOUSE, PersonRole.SPONSOR)
    partners = [each for role in roles for each in bench.case.people if each.role is role]
    return [owner, *partners[:1]]
