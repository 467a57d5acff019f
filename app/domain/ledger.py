"""The identity ledger: who a person is, as the case says it and as each paper states it."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.case import EvidencePart
from app.domain.reading import Box, FactName, FactValue


class Agreement(StrEnum):
    """How what a paper states stands to what is known of the person.

    `unclear` may be a misreading or another way of writing: a person has to look. `unknown` has nothing
    to be held against.
    """

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Holds one statement about a person: what it is about, its value, and where it stands.

    `text` is as printed. A row without a file is what the person typed. `other_person` is whom else of
    the case the statement fits.
    """

    person: str
    what: FactName
    value: FactValue
    text: str
    agreement: Agreement
    requirement: str | None = None
    part: EvidencePart | None = None
    file: str | None = None
    page: int | None = None
    box: Box | None = None
    other_person: str | None = None
