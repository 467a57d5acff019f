"""Does the number of every permanent residence card hold against its own check digit?"""

import re
from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, Stated, read_pages, stated
from app.domain.case import Evidence
from app.domain.findings import Finding
from app.domain.reading import Fact, FactName

# Cards made since December 2023 have 18 characters: a 9, and at the end a check digit by ISO 7064.
_FIVE_STAR = re.compile(r"9\d{16}[\dX]")


def check_cards(bench: Bench) -> Iterator[Finding]:
    """State five-star card numbers whose check digit is wrong, or looks wrong where it was hard to read."""
    for evidence in bench.case.evidence:
        pages = read_pages(bench, evidence)
        numbers = list(stated(pages, FactName.CARD_NUMBER)) or list(_standing_alone(evidence, pages, bench))
        wrong = [each for each in numbers if _is_wrong(str(each.fact.value))]
        if not wrong or any(is_sound_card_number(str(each.fact.value)) for each in numbers):
            continue
        first = next((each for each in wrong if each.clear), wrong[0])
        code = "card.number_check" if first.clear else "card.number_unclear"
        params = {"read": first.fact.text}
        yield found(code, evidence, file=first.file, page=first.page.number, params=params)


def _standing_alone(evidence: Evidence, pages: tuple[ReadPage, ...], bench: Bench) -> Iterator[Stated]:
    """Give numbers that can only be a card's though their label was not read: they hold the birth date."""
    person = bench.case.person(evidence.person)
    if person is None or person.birth_date is None:
        return
    born = f"{person.birth_date:%Y%m%d}"
    for page in pages:
        for line in page.read.lines:
            if _FIVE_STAR.fullmatch(_plain(line.text)) and _plain(line.text)[6:14] == born:
                fact = Fact(
                    FactName.CARD_NUMBER, line.text, line.text, page.number, line.box, line.confidence
                )
                yield Stated(page, fact)


def _is_wrong(number: str) -> bool:
    return _FIVE_STAR.fullmatch(_plain(number)) is not None and not is_sound_card_number(number)


def is_sound_card_number(number: str) -> bool:
    """Say whether a five-star card number has the right check digit (ISO 7064, MOD 11-2)."""
    plain = _plain(number)
    if _FIVE_STAR.fullmatch(plain) is None:
        return False
    rest = 0
    for digit in plain[:-1]:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11] == plain[-1]


def _plain(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())
