"""What the window and its worker say to each other about loose papers; light to import."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.case import Case, EvidencePart
from app.domain.findings import Param
from app.domain.sorting import SortedFolder


@dataclass(frozen=True, slots=True)
class SortedPapers:
    """Holds where loose papers belong, and where on the disk each of them is, by its name.

    `gone` are names of files that were no longer there when they were looked for.
    """

    sorted: SortedFolder
    paths: Mapping[str, str]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """Holds one paper that a person takes into the case, and where; `country` is where it was issued."""

    requirement: str
    person: str
    part: EvidencePart
    files: tuple[str, ...]
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Says which paper could not be entered, and why."""

    file: str
    code: str
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entered:
    """Holds the case after papers were entered, how many were, and which were not."""

    case: Case
    count: int
    refused: tuple[Refused, ...] = ()
