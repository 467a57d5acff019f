"""What the command line prints for people: short, aligned, in one language."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

from app.casework.results import Review
from app.domain.errors import AppError
from app.domain.findings import Param, Severity
from app.domain.judgement import (
    CategoryMatch,
    ChecklistItem,
    ConditionResult,
    Fit,
    ItemState,
    Verdict,
    YearJudgement,
)
from app.domain.packet import Built, Verification
from app.domain.rules import Category, RulePack, YearColumn
from app.domain.words import Language
from app.i18n.catalogue import Catalogue, catalogue
from app.i18n.terms import (
    FIT_NAMES,
    FORCE_NAMES,
    FORM_NAMES,
    ROLE_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
    date_words,
    money_words,
)
from app.i18n.wording import Names, word_app_error, word_discrepancy, word_finding, word_source

_SEVERITY_SIGNS = {Severity.BLOCKER: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
_STATE_SIGNS = {
    ItemState.PROVIDED: "✓",
    ItemState.MISSING: "✗",
    ItemState.TOO_FEW: "✗",
    ItemState.ASK_WINDOW: "?",
}
_VERDICT_SIGNS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?"}


def show_error(error: AppError, language: Language) -> str:
    """Say what stopped the work and what to do."""
    return word_app_error(error, language)


def show_categories(categories: tuple[Category, ...], language: Language) -> str:
    """List categories with outcome, status and source."""
    say = catalogue(language)
    lines = []
    for category in categories:
        lines.append(f"{category.id}  {say.text(category.title)}  [{say(FORCE_NAMES[category.force])}]")
        lines.append(f"    {say.text(category.outcome)}")
        lines += [f"    {word_source(source, language)}" for source in category.source]
    return "\n".join(lines)


def show_matches(matches: tuple[CategoryMatch, ...], language: Language) -> str:
    """List how every category came out, nearest first, each condition with what is short and why."""
    say = catalogue(language)
    lines: list[str] = []
    for match in matches:
        lines.append(f"{match.category.id}  {say.text(match.category.title)}: {say(FIT_NAMES[match.fit])}")
        for result in match.results:
            lines += _condition_lines(result, language)
        if match.fit is not Fit.NOT_EVALUATED:
            lines.append("")
    lines.append(say("The office decides; this shows only how the case stands against the written rules."))
    return "\n".join(lines)


def _condition_lines(result: ConditionResult, language: Language) -> Iterator[str]:
    say = catalogue(language)
    label, verdict = say.text(result.condition.label), say(VERDICT_NAMES[result.verdict])
    head = f"  {_VERDICT_SIGNS[result.verdict]} {label}: {verdict}"
    if result.value is not None and result.threshold is not None:
        head += f" ({_number(result.value)} / {_number(result.threshold)})"
    yield head
    for year in result.years:
        yield f"      {_year_words(year, say)}"
    for source in result.condition.source:
        yield f"      {word_source(source, language)}"


def _number(value: Param) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _year_words(year: YearJudgement, say: Catalogue) -> str:
    value, threshold = (_amount(each, year.column, say) for each in (year.value, year.threshold))
    words = f"{_VERDICT_SIGNS[year.verdict]} {year.year}: {value} / {threshold}"
    if year.average_year is not None and year.average_year != year.year - 1:
        words += say(" (average wage of {year}, the latest known)", year=year.average_year)
    if year.verdict is Verdict.MET and year.strict_verdict is Verdict.NOT_MET:
        words += say(
            " (short of the strict reading, {amount})",
            amount=_amount(year.strict_threshold, year.column, say),
        )
    return words


def _amount(value: float | None, column: YearColumn, say: Catalogue) -> str:
    if value is None:
        return "?"
    return (
        say("{count} days", count=f"{value:g}")
        if column is YearColumn.STAY
        else money_words(value, say.language)
    )


def show_checklist(checklist: tuple[ChecklistItem, ...], language: Language) -> str:
    """List what is asked of each person, with state, form, copies and use-by date."""
    say = catalogue(language)
    lines: list[str] = []
    person = None
    for item in checklist:
        if item.person != person:
            person = item.person
            lines += (
                ["", f"{say(ROLE_NAMES[person.role])}: {person.full_name}"]
                if lines
                else [f"{say(ROLE_NAMES[person.role])}: {person.full_name}"]
            )
        lines.append(_item_line(item, say))
    return "\n".join(lines)


def _item_line(item: ChecklistItem, say: Catalogue) -> str:
    title = _padded(say.text(item.title), 44)
    notes = [say(STATE_NAMES[item.state]), say(FORM_NAMES[item.requirement.form])]
    if item.ask.pieces > 1:
        notes.append(say("{count} asked", count=item.ask.pieces))
    if item.copies > 1:
        notes.append(say("{count} copies", count=item.copies))
    if item.use_by is not None:
        notes.append(say("use by {day}", day=date_words(item.use_by.day, say.language)))
    separator = "，" if say.language is Language.ZH else ", "
    return f"  {_STATE_SIGNS[item.state]} {title} {separator.join(notes)}"


def show_review(review: Review, names: Names, language: Language) -> str:
    """List all findings, gravest first, and how many there are of each kind."""
    lines = [
        f"{_SEVERITY_SIGNS[finding.severity]} {word_finding(finding, names, language)}"
        for finding in review.findings
    ]
    return "\n".join([*lines, _summary(review, language)])


def _summary(review: Review, language: Language) -> str:
    say = catalogue(language)
    counts = (f"{say(SEVERITY_NAMES[severity])}: {review.count(severity)}" for severity in Severity)
    return "  ".join(counts)


def show_built(built: Built, language: Language, *, draft: bool = False) -> str:
    """Say where the packet is."""
    say = catalogue(language)
    pages = say.plural("{count} page", "{count} pages", built.page_count)
    if draft:
        return say(
            "Draft, not for submission: {path} ({pages}). What is missing is marked in it.",
            path=built.path,
            pages=pages,
        )
    return say(
        "Packet: {path} ({pages}, {size} MB). It was read back and is complete.",
        path=built.path,
        pages=pages,
        size=f"{built.size_bytes / 1e6:.1f}",
    )


def show_demo(
    folder: Path, review: Review, built: Built, verification: Verification, language: Language
) -> str:
    """Say where the sample case and its packet are."""
    say = catalogue(language)
    return "\n".join(
        [
            say("Sample case: {path}", path=folder),
            _summary(review, language),
            show_built(built, language),
            show_verification(verification, language),
        ]
    )


def show_verification(verification: Verification, language: Language) -> str:
    """Say whether a packet is as it was built, and what is not."""
    say = catalogue(language)
    if verification.sound:
        return say(
            "Verified: {pages} pages, {sources} of them from the case's papers, all present and unchanged.",
            pages=verification.page_count,
            sources=verification.source_pages,
        )
    lines = [f"✗ {word_discrepancy(each, language)}" for each in verification.discrepancies]
    lines.append(say("The packet is not as it was built; build it again."))
    return "\n".join(lines)


def show_pack(pack: RulePack, language: Language) -> str:
    """Say what a sound rule pack holds."""
    return catalogue(language)(
        "{title} {version}: no faults. {categories} categories, {requirements} requirements, {places} places",
        title=pack.title.in_language(language),
        version=pack.version,
        categories=len(pack.categories),
        requirements=len(pack.requirements),
        places=len(pack.places),
    )


def _padded(words: str, width: int) -> str:
    """Pad words to a width of columns, in which Chinese signs take two."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)
    return words + " " * max(0, width - taken)
