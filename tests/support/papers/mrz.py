"""Writes machine-readable zones (ICAO Doc 9303, parts 4, 5 and 7)."""

from datetime import date

from tests.support.papers.people import Person, plain

_VALUES = {letter: at for at, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


def check(text: str) -> str:
    """Return the check digit with weights 7, 3, 1."""
    return str(sum(_VALUES[letter] * (7, 3, 1)[at % 3] for at, letter in enumerate(text)) % 10)


def names(person: Person, room: int) -> str:
    """Write the names into so much room."""
    surname, given = (
        plain(each).replace("-", "<").replace(" ", "<") for each in (person.surname, person.given)
    )
    return (f"{surname}<<{given}" if surname else given)[:room].ljust(room, "<")


def passport(person: Person) -> tuple[str, str]:
    """Write the two lines of a passport (TD3)."""
    code = {"DEU": "D"}.get(person.country.code, person.country.code).ljust(3, "<")
    number = person.passport.ljust(9, "<")
    birth, expires = f"{person.birth:%y%m%d}", f"{person.passport_expires:%y%m%d}"
    body = f"{number}{check(number)}{code}{birth}{check(birth)}{person.sex}{expires}{check(expires)}"
    optional = "<" * 14
    body += optional + "<"
    return f"P<{code}{names(person, 39)}", body + check(body[:10] + body[13:20] + body[21:43])


def visa(person: Person, number: str, until: date, second: str = "C") -> tuple[str, str]:
    """Write the two lines of a visa (MRV-A); the issuer chooses the letter after V."""
    code = {"DEU": "D"}.get(person.country.code, person.country.code).ljust(3, "<")
    held = number.ljust(9, "<")[:9]
    birth, expires = f"{person.birth:%y%m%d}", f"{until:%y%m%d}"
    body = f"{held}{check(held)}{code}{birth}{check(birth)}{person.sex}{expires}{check(expires)}"
    return f"V{second}CHN{names(person, 39)}", body.ljust(44, "<")


def card(person: Person, number: str, until: date) -> tuple[str, str, str]:
    """Write the three lines of a card (TD1)."""
    held = number[:9].ljust(9, "<")
    rest = number[9:]
    first = f"I<CHN{held}{check(held)}{rest}".ljust(30, "<")
    birth, expires = f"{person.birth:%y%m%d}", f"{until:%y%m%d}"
    code = {"DEU": "D"}.get(person.country.code, person.country.code).ljust(3, "<")
    second = f"{birth}{check(birth)}{person.sex}{expires}{check(expires)}{code}".ljust(29, "<")
    second += check(first[5:] + second[:7] + second[8:15] + second[18:29])
    return first, second, names(person, 30)
