"""A case: one family, one category, one place, one packet to come."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from app.domain.calendar import months_between

Answer: TypeAlias = bool | int | float | str | date


class PersonRole(StrEnum):
    """What a person is in the case."""

    PRINCIPAL = "principal"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SPONSOR = "sponsor"
    LEADER = "leader"


class Sex(StrEnum):
    """The sex as printed in a passport."""

    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = "X"


class EvidencePart(StrEnum):
    """The place of a paper in the chain original, authentication, translation, translator's licence."""

    ORIGINAL = "original"
    AUTHENTICATION = "authentication"
    TRANSLATION = "translation"
    TRANSLATOR_LICENCE = "translator-licence"


@dataclass(frozen=True, slots=True)
class Person:
    """Holds what the case says of one person; names as printed in the passport."""

    id: str
    role: PersonRole
    surname: str = ""
    given_names: str = ""
    chinese_name: str | None = None
    sex: Sex | None = None
    birth_date: date | None = None
    nationality: str | None = None
    passport_number: str | None = None
    passport_expires_on: date | None = None
    married: bool | None = None

    @property
    def full_name(self) -> str:
        """Return surname and given names in passport order, or the id while no name is known."""
        return " ".join(part for part in (self.surname, self.given_names) if part) or self.id

    @property
    def has_name(self) -> bool:
        """Say whether any part of the name is entered."""
        return bool(self.surname or self.given_names)

    def age_on(self, day: date) -> int | None:
        """Return the completed years of age on a day, None while the birth date is not known."""
        if self.birth_date is None:
            return None
        return months_between(self.birth_date, day) // 12


@dataclass(frozen=True, slots=True)
class YearRow:
    """Holds the figures of one calendar year; money in CNY, stay in days."""

    year: int
    person: str
    wage_cny: float | None = None
    tax_cny: float | None = None
    days_in_china: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Holds one stay in China by the days on which the border was crossed.

    `left_on` is None while the stay lasts, or where the exit is not known.
    """

    person: str
    entered_on: date
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class PageTurn:
    """Says by how many degrees clockwise a page is turned from how its file shows it; counted from 1.

    Of a page that is not named, the packet finds out itself which way is up.
    """

    page: int
    degrees: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Holds the files given as one paper for one requirement of one person.

    `files` are names relative to the case, in order. `pages` selects from all their pages in that
    order, counted from 1 ("1-3,5"); None takes every page. `turns` are pages that a person has turned,
    counted likewise. `one_page` puts two pages, such as the two sides of a card, on one page of the packet.
    `layout_approved` says that a person looked at the pages that another program laid out from a Word file.
    """

    requirement: str
    person: str
    files: tuple[str, ...]
    part: EvidencePart = EvidencePart.ORIGINAL
    pages: str | None = None
    country: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    one_page: bool = False
    layout_approved: bool = False
    turns: tuple[PageTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """Holds why a person leaves out a paper that is asked for, and who said that it is not needed."""

    requirement: str
    person: str
    reason: str
    said_by: str
    said_on: date | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Holds everything that a person has said about one case.

    `agent` is who prepares it and hands it in, where that is not the applicant.
    """

    title: str
    category: str
    place: str
    submit_on: date
    people: tuple[Person, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict)
    years: tuple[YearRow, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    stays: tuple[Stay, ...] = ()
    agent: str = ""
    not_needed: tuple[NotNeeded, ...] = ()

    @property
    def principal(self) -> Person | None:
        """Return the principal applicant, None while there is none."""
        return next((p for p in self.people if p.role is PersonRole.PRINCIPAL), None)

    def person(self, person_id: str) -> Person | None:
        """Return the person of an id."""
        return next((p for p in self.people if p.id == person_id), None)

    def said_not_needed(
        self, requirement: str, person_id: str, country: str | None = None
    ) -> NotNeeded | None:
        """Return what was said of a paper that a person leaves out, None where nothing was."""
        wanted = (requirement, person_id, country)
        said = (row for row in self.not_needed if (row.requirement, row.person, row.country) == wanted)
        return next(said, None)

    def years_of_principal(self) -> tuple[YearRow, ...]:
        """Return the principal's year rows, newest first."""
        principal = self.principal
        if principal is None:
            return ()
        rows = (row for row in self.years if row.person == principal.id)
        return tuple(sorted(rows, key=lambda row: row.year, reverse=True))

    def stays_of_principal(self) -> tuple[Stay, ...]:
        """Return the principal's stays in China, in the order of entry."""
        principal = self.principal
        if principal is None:
            return ()
        return tuple(stay for stay in self.stays_in_order() if stay.person == principal.id)

    def stays_in_order(self) -> tuple[Stay, ...]:
        """Return everybody's stays in China, in the order of entry."""
        return tuple(sorted(self.stays, key=lambda stay: (stay.entered_on, stay.left_on or date.max)))

    def with_evidence(self, evidence: tuple[Evidence, ...]) -> "Case":
        """Return the case with other evidence."""
        return replace(self, evidence=evidence)


# Nobody's papers have ten million pages; a longer number is a slip.
_PAGE_RANGE = re.compile(r"\s*(\d{1,7})\s*(?:-\s*(\d{1,7})\s*)?", re.ASCII)


class PageSelectionError(ValueError):
    """A page selection that cannot be read."""


def select_pages(selection: str | None, page_count: int) -> tuple[int, ...]:
    """Return the 0-based page indexes that a selection such as "1-3,5" names.

    Raises PageSelectionError when it is malformed or names a page that is not there.
    """
    if selection is None:
        return tuple(range(page_count))
    indexes: list[int] = []
    for piece in selection.split(","):
        found = _PAGE_RANGE.fullmatch(piece)
        if found is None:
            raise PageSelectionError(selection)
        start, end = int(found[1]), int(found[2] or found[1])
        if not 1 <= start <= end <= page_count:
            raise PageSelectionError(selection)
        indexes.extend(range(start - 1, end))
    return tuple(indexes)
