"""Where loose files belong: proposals that a person accepts or not. Nothing is moved by them."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Param
from app.domain.reading import KindGuess


class Sureness(StrEnum):
    """How far a proposal can be relied on; only `sure` ones may be taken over without a look."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Says why a file is placed where it is; worded at the edge."""

    code: str
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """Names a place in a case: a part of a requirement of a person, and how much of one speaks for it."""

    requirement: str
    person: str | None
    part: EvidencePart = EvidencePart.ORIGINAL
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Proposes where a file belongs.

    `file` is its name below the sorted folder. `with_files` are all files of the same paper in order,
    where it is scattered over several. `already` are the names under which the case has the same bytes.
    """

    file: str
    sha256: str
    sureness: Sureness
    spot: Spot | None = None
    others: tuple[Spot, ...] = ()
    kind: KindGuess | None = None
    reasons: tuple[Reason, ...] = ()
    with_files: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SortedFolder:
    """Holds the placements of all files of a folder, and the evidence that the sure ones would make."""

    placements: tuple[Placement, ...]
    sure_evidence: tuple[Evidence, ...]
