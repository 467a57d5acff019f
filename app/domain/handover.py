"""Cases handed from one machine to another: what a file holds, and how it differs from what is kept."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

# Ends the name of a file in which a case is handed over.
SUFFIX = ".yongju"

Told: TypeAlias = bool | int | float | str | date | tuple[str, ...] | None


class Standing(StrEnum):
    """How the case in a file stands to what is kept here under the same id."""

    NEW = "new"  # nothing is kept under its id
    SAME = "same"
    AHEAD = "ahead"  # what is kept is an earlier state of it: taking it over loses nothing
    BEHIND = "behind"  # it is an earlier state of what is kept
    APART = "apart"  # both went on, or neither can be told to come from the other


class TakeOver(StrEnum):
    """What to do with a case in a file: add it, put it in the place of the kept one, or keep both."""

    ADD = "add"
    REPLACE = "replace"
    KEEP_BOTH = "keep-both"


class DiffGroup(StrEnum):
    """The part of a case in which something differs, in the order in which it is told."""

    BASICS = "basics"
    PEOPLE = "people"
    PAPERS = "papers"
    ANSWERS = "answers"
    YEARS = "years"
    STAYS = "stays"
    NOT_NEEDED = "not-needed"
    LETTERS = "letters"  # what letters say of people, and who has read one


@dataclass(frozen=True, slots=True)
class Difference:
    """Holds one thing that differs: a code, ids and names, and the value here and in the file.

    `kept` is None where only the file says something, `offered` where only what is kept does. `params` may
    hold `person` (a name, empty while none is entered) with `role`, `requirement`, `question` (ids), `part`,
    `country`, `year`, `field`, `detail`, `letter` with `form`, and `relation` with `name`.
    """

    group: DiffGroup
    code: str
    params: dict[str, str | int] = field(default_factory=dict)
    kept: Told = None
    offered: Told = None


@dataclass(frozen=True, slots=True)
class KeptSide:
    """Says which case is kept here under the id of the one in a file, and when it was last changed (UTC)."""

    title: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Holds what a file offers: a case, when and by which version it was written, and how it differs.

    `digest` tells it from whatever the file may hold later. `changed_at` and `made_at` are UTC, ISO 8601;
    `changes` counts the changes that come with it. Where nothing is kept under its id, nothing differs.
    """

    path: str
    digest: str
    case_id: str
    title: str
    category: str
    place: str
    submit_on: date
    applicant: str
    people: int
    papers: int
    files: int
    size_bytes: int
    made_at: str
    made_by: str
    changed_at: str
    changes: int
    standing: Standing
    kept: KeptSide | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def is_newer(self) -> bool:
        """Say whether the case in the file was changed after the kept one.

        By what each is known to have been before, else by the clocks of both machines.
        """
        if self.standing in (Standing.AHEAD, Standing.BEHIND):
            return self.standing is Standing.AHEAD
        return self.kept is None or self.changed_at > self.kept.changed_at


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Says where a case was written to, and how much of it."""

    path: str
    title: str
    files: int
    size_bytes: int
