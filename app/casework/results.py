"""What casework gives back: light to import, so that the window starts without the libraries behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.case import Case
from app.domain.files import FileFacts
from app.domain.findings import Finding, Severity
from app.domain.judgement import ChecklistItem, YearJudgement
from app.domain.ledger import LedgerRow
from app.domain.operations import Operation
from app.domain.reading import Reading
from app.domain.timelines import Timeline

# In the temporary folder of a worker: the hashes of files that it copied in for the request at work.
JOURNAL = "copied-in"


@dataclass(frozen=True, slots=True)
class Changed:
    """Says what a change made stale: any of basics, people, answers, years, stays, evidence,
    not-needed, details.
    """

    case_id: str
    case: Case
    stale: frozenset[str]


@dataclass(frozen=True, slots=True)
class Undone:
    """Holds the case after a change was undone or done again, and which change that was."""

    changed: Changed
    operation: Operation


@dataclass(frozen=True, slots=True)
class Attached:
    """Holds the change and what was seen in each attached file, by the name that the case gives it."""

    changed: Changed
    facts: dict[str, FileFacts]


@dataclass(frozen=True, slots=True)
class Review:
    """Holds the findings, the checklist, the judged years, and what is known of each file by its name.

    `readings` are without the lines of text. `unread` files still wait for being read; what they say is
    no part of the findings yet. `ledger` tells who each person is as each paper states it, `timeline` until
    when the papers count.
    """

    findings: tuple[Finding, ...]
    checklist: tuple[ChecklistItem, ...]
    years: tuple[YearJudgement, ...]
    facts: Mapping[str, FileFacts]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    timeline: Timeline = field(default_factory=Timeline)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)
