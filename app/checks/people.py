"""May everyone who is in the case come along?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.case import Person, PersonRole
from app.domain.findings import Finding
from app.domain.rules import Accompanying

_WITH_THE_PRINCIPAL = (PersonRole.SPOUSE, PersonRole.CHILD, PersonRole.PARENT)


def check_people(bench: Bench) -> Iterator[Finding]:
    """State accompanying people who are too old, married, or whom the category does not take along."""
    day = bench.case.submit_on
    rules = {rule.role: rule for rule in bench.category.accompanying_on(day)}
    # Whom the category itself asks for papers without taking them along, such as a parent who is joined.
    asked = {role for ask in bench.category.asks_on(day) for role in ask.of} - rules.keys()
    for person in bench.case.people:
        if person.role not in _WITH_THE_PRINCIPAL:
            continue
        if person.role in asked:
            continue
        if person.role not in rules:
            yield found(
                "person.not_accompanying",
                person=person.id,
                params={"role": person.role.value},
                source=bench.category.source,
            )
        else:
            yield from _check_minor(person, rules[person.role], bench)


def _check_minor(person: Person, rule: Accompanying, bench: Bench) -> Iterator[Finding]:
    if rule.unmarried and person.married:
        yield found("person.not_minor", person=person.id, params={"reason": "married"}, source=rule.source)
        return
    if rule.under_age is None:
        return
    age = person.age_on(bench.case.submit_on)
    if age is None:
        yield found("person.birth_date_missing", person=person.id, params={"under_age": rule.under_age})
    elif age >= rule.under_age:
        yield found(
            "person.not_minor",
            person=person.id,
            params={"reason": "age", "age": age, "under_age": rule.under_age},
            source=rule.source,
        )
