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
    "letter.unsigned": Severity.BLOCKER,
    "letter.outdated": Severity.WARNING,
    "requirement.count_unclear": Severity.NOTE,
    "requirement.not_asked": Severity.NOTE,
    "requirement.ask_window": Severity.NOTE,
    "requirement.undecided": Severity.NOTE,
    "requirement.waived": Severity.NOTE,
    "requirement.said_not_needed": Severity.WARNING,
    "requirement.not_needed_given": Severity.NOTE,
    "requirement.not_needed_unasked": Severity.NOTE,
    "file.empty": Severity.BLOCKER,
    "file.unreadable": Severity.BLOCKER,
    "file.encrypted": Severity.BLOCKER,
    "file.unsupported": Severity.BLOCKER,
    "file.needs_converter": Severity.BLOCKER,
    "file.too_heavy": Severity.BLOCKER,
    "file.dynamic_form": Severity.BLOCKER,
    "file.note_not_drawn": Severity.WARNING,
    "file.pages_unknown": Severity.BLOCKER,
    "file.turns_unknown": Severity.WARNING,
    "file.repaired": Severity.NOTE,
    "file.wrong_extension": Severity.NOTE,
    "file.active_content": Severity.WARNING,
    "file.signed": Severity.WARNING,
    "file.converted": Severity.NOTE,
    "file.layout_unapproved": Severity.NOTE,
    "file.duplicate": Severity.WARNING,
    "reading.stopped": Severity.NOTE,
    "page.blank": Severity.WARNING,
    "page.blurred": Severity.WARNING,
    "page.low_resolution": Severity.WARNING,
    "page.sideways": Severity.WARNING,
    "page.cut_edge": Severity.NOTE,
    "page.glare": Severity.NOTE,
    "seal.not_found": Severity.NOTE,
    "document.mismatch": Severity.WARNING,
    "document.page_missing": Severity.WARNING,
    "document.pages_scattered": Severity.NOTE,
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
    "identity.name_mismatch": Severity.WARNING,
    "identity.name_unclear": Severity.NOTE,
    "identity.birth_date_mismatch": Severity.BLOCKER,
    "identity.birth_date_unclear": Severity.NOTE,
    "identity.passport_number_mismatch": Severity.WARNING,
    "identity.passport_number_unclear": Severity.NOTE,
    "identity.employer_differs": Severity.NOTE,
    "identity.position_differs": Severity.NOTE,
    "passport.mrz_unreadable": Severity.WARNING,
    "passport.mrz_check_digit": Severity.BLOCKER,
    "passport.expired": Severity.BLOCKER,
    "passport.expires_soon": Severity.WARNING,
    "passport.expiry_missing": Severity.WARNING,
    "date.too_old": Severity.BLOCKER,
    "date.use_by_soon": Severity.WARNING,
    "date.expired": Severity.BLOCKER,
    "date.expiry_missing": Severity.NOTE,
    "date.in_future": Severity.WARNING,
    "date.not_found": Severity.NOTE,
    "date.differs": Severity.WARNING,
    "date.unclear": Severity.NOTE,
    "photo.wrong_ratio": Severity.BLOCKER,
    "photo.too_small": Severity.BLOCKER,
    "photo.too_large": Severity.NOTE,
    "photo.file_size": Severity.BLOCKER,
    "photo.not_colour": Severity.BLOCKER,
    "photo.no_face": Severity.BLOCKER,
    "photo.several_faces": Severity.BLOCKER,
    "photo.wrong_background": Severity.WARNING,
    "photo.background_not_plain": Severity.WARNING,
    "photo.head_size": Severity.WARNING,
    "photo.off_centre": Severity.WARNING,
    "photo.tilted": Severity.WARNING,
    "photo.blurred": Severity.WARNING,
    "photo.over_exposed": Severity.WARNING,
    "photo.under_exposed": Severity.WARNING,
    "photo.not_measured": Severity.NOTE,
    "upload.over_limit": Severity.BLOCKER,
    "upload.too_many_pages": Severity.BLOCKER,
    "upload.photo_not_fitting": Severity.BLOCKER,
    "upload.left_out": Severity.BLOCKER,
    "upload.large": Severity.WARNING,
    "upload.many_pages": Severity.WARNING,
    "upload.signature_lost": Severity.WARNING,
    "upload.reduced": Severity.NOTE,
    "chain.authentication_missing": Severity.BLOCKER,
    "chain.translation_missing": Severity.BLOCKER,
    "chain.translator_licence_missing": Severity.WARNING,
    "chain.authentication_before_issue": Severity.WARNING,
    "chain.translation_pages": Severity.NOTE,
    "history.gap": Severity.WARNING,
    "history.differs": Severity.WARNING,
    "history.untold": Severity.NOTE,
    "card.number_check": Severity.BLOCKER,
    "card.number_unclear": Severity.NOTE,
    "figures.differ": Severity.WARNING,
    "figures.unclear": Severity.NOTE,
    "figures.statements_differ": Severity.NOTE,
    "figures.month_unmatched": Severity.NOTE,
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
    "stay.record_differs": Severity.WARNING,
    "stay.long_absence": Severity.NOTE,
    "stay.year_missing": Severity.BLOCKER,
    "stay.year_short": Severity.BLOCKER,
}


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Say whether any finding refuses the packet."""
    return any(finding.severity is Severity.BLOCKER for finding in findings)
