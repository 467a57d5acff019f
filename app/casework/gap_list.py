"""What the client still has to bring, from whom, and by when; and the list of it as a file to send."""

from datetime import date, timedelta
from pathlib import Path

from app.casework.desk import Desk, OpenCase
from app.casework.letters import write_letter
from app.casework.results import Review
from app.domain.case import EvidencePart
from app.domain.errors import UnusableInput
from app.domain.findings import Finding, Severity
from app.domain.letters import LetterForm, Wanted, WrittenLetter
from app.domain.rules import Requirement
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, both, catalogue, filled
from app.i18n.terms import PART_NAMES, country_name
from app.i18n.wording import Names, say_finding

GAP_LIST = "gap-list"
# Time for whoever prepares the case to look at a paper before the day at the window.
_LEEWAY = timedelta(days=14)

_PARTS = {
    "chain.authentication_missing": EvidencePart.AUTHENTICATION,
    "chain.translation_missing": EvidencePart.TRANSLATION,
    "chain.translator_licence_missing": EvidencePart.TRANSLATOR_LICENCE,
}
# What a client has to know of it; other findings are told in full.
_IN_SHORT = {
    "requirement.missing": N_("Not there yet"),
    "requirement.too_few": N_("Some of it is not there yet"),
    "letter.unsigned": N_("Signature and seal; then a scan of it"),
    "date.too_old": N_("Too old on the planned day: a new one is needed"),
    "date.expired": N_("Expired on the planned day: a new one is needed"),
    "passport.expired": N_("Expired on the planned day: a new one is needed"),
    "file.unreadable": N_("The file cannot be opened: please send it again"),
    "file.encrypted": N_("The file needs a password: please send it without one"),
    "file.empty": N_("The file is empty: please send it again"),
}
_FROM_WHOM = {
    EvidencePart.AUTHENTICATION: N_(
        "The authority for apostilles of the country of issue, or a Chinese embassy"
    ),
    EvidencePart.TRANSLATION: N_("A translation company in China"),
    EvidencePart.TRANSLATOR_LICENCE: N_("The translation company"),
}


def usual_day(submit_on: date, today: date) -> date:
    """Return by when papers have to be there unless somebody says otherwise: never a day that has passed."""
    return max(submit_on - _LEEWAY, min(submit_on, today + timedelta(days=1)), today)


def wanted_of(
    desk: Desk, opened: OpenCase, review: Review, *, today: date, by: date | None = None
) -> tuple[Wanted, ...]:
    """Return what stands in the way of the case, a row for each paper of each person."""
    names, day = Names(desk.pack, opened.case), by or usual_day(opened.case.submit_on, today)
    found: dict[tuple[str, ...], list[Finding]] = {}
    for finding in review.findings:
        if finding.severity is Severity.BLOCKER:
            key = (
                finding.person or "",
                finding.requirement or "",
                _part_of(finding).value,
                _country(finding),
            )
            found.setdefault(key, []).append(finding)
    return tuple(_row(desk, names, findings, day) for findings in found.values())


def _row(desk: Desk, names: Names, findings: list[Finding], day: date) -> Wanted:
    first = findings[0]
    requirement = desk.pack.requirements.get(first.requirement or "")
    part = _part_of(first)
    issuer = Text.same("") if requirement is None else requirement.issuer
    return Wanted(
        title=_title(requirement, part, _country(first)),
        person=Text(*(names.person(first.person or "", each) for each in (Language.EN, Language.ZH))),
        what=Text(*(_what(findings, names, each) for each in (Language.EN, Language.ZH))),
        from_whom=both(_FROM_WHOM[part]) if part in _FROM_WHOM else issuer,
        by=day,
    )


def _part_of(finding: Finding) -> EvidencePart:
    if finding.code in _PARTS:
        return _PARTS[finding.code]
    return EvidencePart(finding.part) if finding.part else EvidencePart.ORIGINAL


def _country(finding: Finding) -> str:
    """Return where the paper is from that is meant: there may be one from each of several countries."""
    return str(finding.params.get("country") or "")


def _title(requirement: Requirement | None, part: EvidencePart, country: str) -> Text:
    if requirement is None:
        return both("The case itself")
    title = requirement.title
    if country:
        title = filled("{title} issued in {country}", title=title, country=country_name(country))
    if part is EvidencePart.ORIGINAL:
        return title
    return filled("{paper}: {part}", paper=title, part=both(PART_NAMES[part]))


def _what(findings: list[Finding], names: Names, language: Language) -> str:
    gap = "；" if language is Language.ZH else "; "
    return gap.join(dict.fromkeys(_said(finding, names, language) for finding in findings))


def _said(finding: Finding, names: Names, language: Language) -> str:
    if finding.code in _PARTS:
        return catalogue(language)(_IN_SHORT["requirement.missing"])
    if finding.code in _IN_SHORT:
        return _with_file(catalogue(language)(_IN_SHORT[finding.code]), finding, language)
    return say_finding(finding, names, language).rstrip("。.")


def _with_file(words: str, finding: Finding, language: Language) -> str:
    """Name the file that is to be sent again: there may be several of the kind."""
    if not finding.code.startswith("file.") or finding.file is None:
        return words
    name = finding.file.rpartition("/")[2]
    return f"{words}（{name}）" if language is Language.ZH else f"{words} ({name})"


def write_gap_list(
    desk: Desk,
    opened: OpenCase,
    review: Review,
    destination: Path,
    form: LetterForm,
    *,
    today: date,
    by: date | None = None,
) -> WrittenLetter:
    """Write the list of what is still missing, for the client, as a Word file or as a PDF.

    Raises UnusableInput where nothing is missing, for a day that has passed, and as `write_letter`.
    """
    if by is not None and by < today:
        raise UnusableInput("letter.day_passed", day=by)
    rows = wanted_of(desk, opened, review, today=today, by=by)
    if not rows:
        raise UnusableInput("letter.nothing_wanted")
    # Whose name is not known yet has most to bring.
    return write_letter(desk, opened, GAP_LIST, destination, form=form, today=today, blanks=True, wanted=rows)
