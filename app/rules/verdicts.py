"""Joins verdicts: unknown never satisfies, and what is shut out is shut out whatever else is unknown."""

from collections.abc import Iterable

from app.domain.judgement import Verdict


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Join verdicts that must all be met."""
    found = set(verdicts)
    if Verdict.NOT_MET in found:
        return Verdict.NOT_MET
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.MET


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Join verdicts of which one must be met."""
    found = set(verdicts)
    if Verdict.MET in found:
        return Verdict.MET
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.NOT_MET


def inverted(verdict: Verdict) -> Verdict:
    """Return the verdict of the opposite; of what is unknown the opposite is unknown too."""
    return {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(verdict, Verdict.UNKNOWN)
