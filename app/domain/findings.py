"""What a check saw. A finding is data: codes and values, never a sentence."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from app.domain.sources import Source
from app.domain.words import Text


class Severity(StrEnum):
    """What a finding means for the packet: refused, allowed but look, or for information."""

    BLOCKER = "blocker"
    WARNING = "warning"
    NOTE = "note"


Param: TypeAlias = str | int | float | date | Text | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Holds one thing that a check saw; `file` as the case names it, `page` counted from 1."""

    code: str
    severity: Severity
    requirement: str | None = None
    person: str | None = None
    part: str | None = None
    file: str | None = None
    page: int | None = None
    params: dict[str, Param] = field(default_factory=dict)
    source: tuple[Source, ...] = ()


DEFAULT_SEVERITY: dict[str, Severity] = {
    "requirement.missing": Severity.BLOCKER,
    "requirement.too_few": Severity.BLOCKER,
    "requirement.count_unclear": Severity.NOTE,
    "requirement.not_asked": Severity.NOTE,
    "requirement.ask_window": Severity.NOTE,
    "requirement.undecided": Severity.NOTE,
    "requirement.waived": Severity.NOTE,
    "file.empty": Severity.BLOCKER,
    "file.unreadable": Severity.BLOCKER,
    "file.encrypted": Severity.BLOCKER,
    "file.unsupported": Severity.BLOCKER,
    "file.needs_converter": Severity.BLOCKER,
    "file.pages_unknown": Severity.BLOCKER,
    "file.repaired": Severity.NOTE,
    "file.wrong_extension": Severity.NOTE,
    "file.active_content": Severity.WARNING,
    "file.signed": Severity.WARNING,
    "file.duplicate": Severity.WARNING,
    "text.character_missing": Severity.WARNING,
    "category.condition_not_met": Severity.BLOCKER,
    "category.condition_open": Severity.NOTE,
    "case.planned_day_past": Severity.NOTE,
    "person.role_missing": Severity.BLOCKER,
    "answer.too_small": Severity.WARNING,
    "answer.too_large": Severity.WARNING,
    "answer.in_future": Severity.WARNING,
    "answer.before_age": Severity.WARNING,
    "answer.differs_from_person": Severity.WARNING,
    "answer.differs_from_day": Severity.WARNING,
    "answer.longer_than": Severity.WARNING,
    "answer.more_than": Severity.WARNING,
    "answer.only_if": Severity.WARNING,
    "year.before_birth": Severity.WARNING,
    "stay.before_birth": Severity.WARNING,
    "year.too_many_days": Severity.WARNING,
    "year.tax_above_wage": Severity.WARNING,
    "person.born_in_future": Severity.BLOCKER,
    "person.child_older": Severity.WARNING,
    "person.spouse_of_unmarried": Severity.WARNING,
    "person.not_minor": Severity.BLOCKER,
    "person.not_accompanying": Severity.WARNING,
    "person.birth_date_missing": Severity.WARNING,
    "passport.expired": Severity.BLOCKER,
    "passport.expires_soon": Severity.WARNING,
    "passport.expiry_missing": Severity.WARNING,
    "date.too_old": Severity.BLOCKER,
    "date.use_by_soon": Severity.WARNING,
    "date.expired": Severity.BLOCKER,
    "date.expiry_missing": Severity.NOTE,
    "date.in_future": Severity.WARNING,
    "date.not_found": Severity.NOTE,
    "chain.authentication_missing": Severity.BLOCKER,
    "chain.translation_missing": Severity.BLOCKER,
    "chain.translator_licence_missing": Severity.WARNING,
    "wage.year_missing": Severity.BLOCKER,
    "wage.below_threshold": Severity.BLOCKER,
    "wage.standard_unknown": Severity.NOTE,
    "tax.year_missing": Severity.BLOCKER,
    "tax.below_standard": Severity.BLOCKER,
    "tax.below_strict_reading": Severity.WARNING,
    "tax.standard_unknown": Severity.NOTE,
    "stay.ends_before": Severity.WARNING,
    "stay.overlaps": Severity.WARNING,
    "stay.open_inside": Severity.WARNING,
    "stay.differs_from_year": Severity.WARNING,
    "stay.long_absence": Severity.NOTE,
    "stay.year_missing": Severity.BLOCKER,
    "stay.year_short": Severity.BLOCKER,
}


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Say whether any finding refuses the packet."""
    return any(finding.severity is Severity.BLOCKER for finding in findings)
