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
    `made_from` names the letter of ours that the files are, not signed yet; a scan that replaces it has none.
    `made_of` stands for the form of that letter and what it says ("zh:4f2c…"): by it a letter is found whose
    facts have changed since.
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
    made_from: str = ""
    made_of: str = ""


class Occupation(StrEnum):
    """What a time of somebody's life was given to."""

    STUDY = "study"
    WORK = "work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Holds a time of a person's studies or work, by months: both days are the first of theirs.

    `until` is None while it lasts. What has a form in each language has its English one under `…_en`.
    """

    person: str
    since: date
    until: date | None = None
    kind: Occupation = Occupation.WORK
    organisation: str = ""
    organisation_en: str = ""
    post: str = ""
    post_en: str = ""
    place: str = ""
    place_en: str = ""


class Relation(StrEnum):
    """What a member of the family is to a person."""

    SPOUSE = "spouse"
    FATHER = "father"
    MOTHER = "mother"
    SON = "son"
    DAUGHTER = "daughter"
    CHILD = "child"
    PARENT = "parent"
    BROTHER = "brother"
    SISTER = "sister"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    PARENT_IN_LAW = "parent-in-law"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Relative:
    """Holds a member of a person's family who is no person of the case."""

    person: str
    relation: Relation
    name: str
    sex: Sex | None = None
    birth_date: date | None = None
    nationality: str | None = None
    passport_number: str | None = None
    occupation: str = ""
    occupation_en: str = ""
    address: str = ""
    address_en: str = ""


@dataclass(frozen=True, slots=True)
class LetterRead:
    """Holds that a person has read a letter as it was filled: `content` is a fingerprint of what it said."""

    letter: str
    person: str
    form: str
    content: str
    read_by: str
    read_on: date


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

    `agent` is who prepares it and hands it in, where that is not the applicant. `details` are what letters
    and forms say of each person (by id) beside the rest, by the names of `templates/letters/facts.toml`.
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
    details: dict[str, dict[str, Answer]] = field(default_factory=dict)
    history: tuple[HistoryRow, ...] = ()
    relatives: tuple[Relative, ...] = ()
    letters_read: tuple[LetterRead, ...] = ()

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

    def details_of(self, person_id: str) -> dict[str, Answer]:
        """Return what letters and forms say of a person beside the rest."""
        return self.details.get(person_id, {})

    def history_of(self, person_id: str) -> tuple[HistoryRow, ...]:
        """Return a person's studies and work, in the order of their beginnings."""
        rows = (row for row in self.history if row.person == person_id)
        return tuple(sorted(rows, key=lambda row: (row.since, row.until or date.max)))

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
