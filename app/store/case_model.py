"""The form of a `case.toml`: its tables, keys and types, as pydantic checks them."""

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    field_validator,
)

from app.store.case_toml import (
    FIRST_DAY,
    FIRST_SUBMIT_ON,
    FORMAT,
    LAST_DAY,
    LAST_SUBMIT_ON,
    LONGEST_TEXT,
)

_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_Day = Annotated[dt.date, Field(ge=FIRST_DAY, le=LAST_DAY)]
_Money = Annotated[StrictFloat | StrictInt, Field(ge=0, le=1e12)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PersonTable(_Table):
    """Holds one `[[person]]`."""

    id: Annotated[StrictStr, Field(min_length=1, max_length=40)]
    role: Literal["principal", "spouse", "child", "parent", "sponsor", "leader"]
    surname: StrictStr = ""
    given_names: StrictStr = ""
    chinese_name: StrictStr | None = None
    sex: Literal["F", "M", "X"] | None = None
    birth_date: _Day | None = None
    nationality: StrictStr | None = None
    passport_number: StrictStr | None = None
    passport_expires_on: _Day | None = None
    married: StrictBool | None = None


class YearTable(_Table):
    """Holds one `[[year]]`."""

    year: Annotated[StrictInt, Field(ge=1950, le=2100)]
    person: StrictStr | None = None
    wage_cny: _Money | None = None
    tax_cny: _Money | None = None
    days_in_china: Annotated[StrictInt, Field(ge=0, le=366)] | None = None


class EvidenceTable(_Table):
    """Holds one `[[evidence]]`."""

    requirement: StrictStr
    person: StrictStr | None = None
    part: Literal["original", "authentication", "translation", "translator-licence"] = "original"
    files: Annotated[list[StrictStr], Field(min_length=1)]
    pages: StrictStr | None = None
    country: StrictStr | None = None
    issued_on: _Day | None = None
    expires_on: _Day | None = None
    one_page: StrictBool = False
    layout_approved: StrictBool = False
    turns: dict[str, StrictInt] = {}
    made_from: Annotated[StrictStr, Field(max_length=100)] = ""
    made_of: Annotated[StrictStr, Field(max_length=100)] = ""

    @field_validator("turns")
    @classmethod
    def _check_turns(cls, turns: dict[str, int]) -> dict[str, int]:
        """Take whole quarter turns of pages counted from 1."""
        for page, degrees in turns.items():
            if not _PAGE_NUMBER.fullmatch(page):
                raise ValueError(f"{page} is no page; pages count from 1")
            if degrees not in (0, 90, 180, 270):
                raise ValueError(f"{degrees} is none of 0, 90, 180, 270")
        return turns


class NotNeededTable(_Table):
    """Holds one `[[not_needed]]`."""

    requirement: StrictStr
    person: StrictStr | None = None
    reason: Annotated[StrictStr, Field(min_length=1, max_length=500)]
    said_by: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    said_on: _Day | None = None
    country: StrictStr | None = None


class StayTable(_Table):
    """Holds one `[[stay]]`."""

    person: StrictStr | None = None
    entered_on: _Day
    left_on: _Day | None = None


_Words = Annotated[StrictStr, Field(max_length=LONGEST_TEXT)]


class HistoryTable(_Table):
    """Holds one `[[history]]`."""

    person: StrictStr | None = None
    since: _Day
    until: _Day | None = None
    kind: Literal["study", "work", "other"] = "work"
    organisation: _Words = ""
    organisation_en: _Words = ""
    post: _Words = ""
    post_en: _Words = ""
    place: _Words = ""
    place_en: _Words = ""


class RelativeTable(_Table):
    """Holds one `[[relative]]`."""

    person: StrictStr | None = None
    relation: Literal[
        "spouse", "father", "mother", "son", "daughter", "child", "parent", "brother", "sister",
        "grandparent", "grandchild", "parent-in-law", "other",
    ]  # fmt: skip
    name: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    sex: Literal["F", "M", "X"] | None = None
    birth_date: _Day | None = None
    nationality: StrictStr | None = None
    passport_number: StrictStr | None = None
    occupation: _Words = ""
    occupation_en: _Words = ""
    address: _Words = ""
    address_en: _Words = ""


class LetterReadTable(_Table):
    """Holds one `[[letter_read]]`."""

    letter: Annotated[StrictStr, Field(min_length=1, max_length=100)]
    person: StrictStr | None = None
    form: Literal["zh", "en", "columns", "after"]
    content: Annotated[StrictStr, Field(min_length=1, max_length=100)]
    read_by: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    read_on: _Day


class CaseToml(_Table):
    """Holds a whole `case.toml`."""

    format: Annotated[StrictInt, Field(ge=FORMAT, le=FORMAT)]
    title: StrictStr
    category: StrictStr
    place: StrictStr = "ningbo"
    submit_on: Annotated[dt.date, Field(ge=FIRST_SUBMIT_ON, le=LAST_SUBMIT_ON)]
    agent: StrictStr = ""
    person: list[PersonTable] = []
    answers: dict[str, StrictBool | StrictInt | StrictFloat | dt.date | StrictStr] = {}
    year: list[YearTable] = []
    evidence: list[EvidenceTable] = []
    stay: list[StayTable] = []
    not_needed: list[NotNeededTable] = []
    details: dict[str, dict[str, StrictBool | StrictInt | StrictFloat | dt.date | _Words]] = {}
    history: list[HistoryTable] = []
    relative: list[RelativeTable] = []
    letter_read: list[LetterReadTable] = []


_KNOWN_KEYS = {
    "": set(CaseToml.model_fields),
    "person": set(PersonTable.model_fields),
    "year": set(YearTable.model_fields),
    "evidence": set(EvidenceTable.model_fields),
    "stay": set(StayTable.model_fields),
    "not_needed": set(NotNeededTable.model_fields),
    "history": set(HistoryTable.model_fields),
    "relative": set(RelativeTable.model_fields),
    "letter_read": set(LetterReadTable.model_fields),
}


def known_keys(table: str) -> set[str]:
    """Return the keys of a table by its name."""
    return _KNOWN_KEYS.get(table, set())
