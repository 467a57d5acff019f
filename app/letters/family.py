"""What letters say of the family: what everybody is to the person, and who they are."""

from collections.abc import Iterator, Mapping

from app.domain.case import Person, PersonRole, Relation, Relative, Sex
from app.domain.letters import LetterSource
from app.domain.words import Text
from app.i18n import families
from app.i18n.catalogue import both
from app.i18n.families import RELATION_NAMES, Kin, relation_name
from app.i18n.terms import ROLE_NAMES
from app.letters.catalogue import facts
from app.letters.said import NOTHING, Row, detail_text, say_country, say_day, say_either, say_same, say_sex

SPONSOR_RELATION = "sponsor.relation"
# What the second is to the first.
_KIN: Mapping[tuple[PersonRole, PersonRole], Kin] = {
    (PersonRole.PRINCIPAL, PersonRole.SPOUSE): families.SPOUSES,
    (PersonRole.PRINCIPAL, PersonRole.CHILD): families.CHILDREN,
    (PersonRole.PRINCIPAL, PersonRole.PARENT): families.PARENTS,
    (PersonRole.SPOUSE, PersonRole.PRINCIPAL): families.SPOUSES,
    (PersonRole.SPOUSE, PersonRole.CHILD): families.CHILDREN,
    (PersonRole.SPOUSE, PersonRole.PARENT): families.PARENTS_IN_LAW,
    (PersonRole.CHILD, PersonRole.PRINCIPAL): families.PARENTS,
    (PersonRole.CHILD, PersonRole.SPOUSE): families.PARENTS,
    (PersonRole.CHILD, PersonRole.CHILD): families.SIBLINGS,
    (PersonRole.PARENT, PersonRole.PRINCIPAL): families.CHILDREN,
    (PersonRole.PARENT, PersonRole.SPOUSE): families.CHILDREN_IN_LAW,
    (PersonRole.PARENT, PersonRole.PARENT): families.SPOUSES,
}
# Those whose name hangs on the parent in between, the principal applicant: a mother, a father, not stated.
_OVER_PRINCIPAL: Mapping[tuple[PersonRole, PersonRole], tuple[Kin, Kin, Kin]] = {
    (PersonRole.CHILD, PersonRole.PARENT): (
        families.MATERNAL_GRANDPARENTS,
        families.PATERNAL_GRANDPARENTS,
        families.GRANDPARENTS,
    ),
    (PersonRole.PARENT, PersonRole.CHILD): (
        families.CHILDREN_OF_A_DAUGHTER,
        families.CHILDREN_OF_A_SON,
        families.GRANDCHILDREN,
    ),
}
# Whom the applicant joins, where the category itself says so; else it is the answer to this question.
_JOINED = {"pr.spouse": "spouse", "pr.child": "parent"}
_JOINED_ANSWER = "sponsor.relation"


def relation_to_principal(source: LetterSource) -> Text | None:
    """Say what the person is to the principal applicant."""
    if source.person.role is PersonRole.SPONSOR:
        return sponsor_relation(source, source.case.principal, source.person)
    kin = _KIN.get((PersonRole.PRINCIPAL, source.person.role))
    return both(ROLE_NAMES[source.person.role] if kin is None else kin.of(source.person.sex))


def first_sponsor(source: LetterSource) -> Person | None:
    """Return whom the applicants join."""
    return next(_sponsors(source), None)


def _sponsors(source: LetterSource) -> Iterator[Person]:
    return (person for person in source.case.people if person.role is PersonRole.SPONSOR)


def sponsor_relation(source: LetterSource, person: Person | None, sponsor: Person | None) -> Text | None:
    """Say what somebody who is joined is to a person; None where nobody said it."""
    if person is None or sponsor is None:
        return None
    follows = _followed_relation(source, sponsor) if person.role is PersonRole.PRINCIPAL else None
    if follows is not None and len(list(_sponsors(source))) > 1:
        # What was typed is of one of them, and nothing says of which.
        return follows
    return detail_text(facts()[SPONSOR_RELATION], source.case.details_of(person.id)) or follows


def _followed_relation(source: LetterSource, sponsor: Person) -> Text | None:
    """Say what follows from the category, or from the answer on whom the principal applicant joins."""
    joined = _JOINED.get(source.case.category) or source.case.answers.get(_JOINED_ANSWER)
    if joined == "spouse":
        return both(RELATION_NAMES[Relation.SPOUSE])
    if sponsor.sex not in (Sex.FEMALE, Sex.MALE):
        return None
    kin = {"parent": families.PARENTS, "child": families.CHILDREN}.get(str(joined))
    return None if kin is None else both(kin.of(sponsor.sex))


def _relation(source: LetterSource, other: Person) -> Text:
    """Say what somebody else of the case is to the person."""
    roles = source.person.role, other.role
    if other.role is PersonRole.SPONSOR:
        return sponsor_relation(source, source.person, other) or NOTHING
    if (over := _OVER_PRINCIPAL.get(roles)) is not None:
        principal = source.case.principal
        return both(Kin(*(each.of(other.sex) for each in over)).of(principal.sex if principal else None))
    kin = _KIN.get(roles)
    return both(ROLE_NAMES[other.role] if kin is None else kin.of(other.sex))


def relative_rows(source: LetterSource) -> Iterator[Row]:
    """Give the members of the family, those of the case first."""
    for person in _others(source, (PersonRole.LEADER,)):
        yield _row_of(source, person) | {
            "occupation": _typed(source, person, "person.occupation"),
            "address": _typed(source, person, "person.address_in_china", "person.address_abroad"),
        }
    for relative in source.case.relatives:
        if relative.person == source.person.id:
            yield _row_of_relative(relative)


def _row_of_relative(relative: Relative) -> Row:
    return {
        "relation": both(relation_name(relative.relation, relative.sex)),
        "name": Text.same(relative.name),
        "sex": say_sex(relative.sex) or NOTHING,
        "birth_date": say_day(relative.birth_date) or NOTHING,
        "nationality": say_country(relative.nationality) or NOTHING,
        "passport_number": say_same(relative.passport_number) or NOTHING,
        "occupation": say_either(relative, "occupation"),
        "address": say_either(relative, "address"),
    }


def _typed(source: LetterSource, person: Person, *names: str) -> Text:
    """Say what was typed of somebody, under the first of the names under which anything was."""
    details = source.case.details_of(person.id)
    said = (detail_text(facts()[name], details) for name in names)
    return next((text for text in said if text is not None), NOTHING)


def companion_rows(source: LetterSource) -> Iterator[Row]:
    """Give those who apply together with the person."""
    for person in _others(source, (PersonRole.SPONSOR, PersonRole.LEADER)):
        yield _row_of(source, person)


def _others(source: LetterSource, without: tuple[PersonRole, ...]) -> Iterator[Person]:
    people = source.case.people
    return (each for each in people if each.id != source.person.id and each.role not in without)


def _row_of(source: LetterSource, person: Person) -> dict[str, Text]:
    return {
        "relation": _relation(source, person),
        "name": Text.same(person.full_name),
        "sex": say_sex(person.sex) or NOTHING,
        "birth_date": say_day(person.birth_date) or NOTHING,
        "nationality": say_country(person.nationality) or NOTHING,
        "passport_number": say_same(person.passport_number) or NOTHING,
    }
