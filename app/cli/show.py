"""What the command line prints for people: short, aligned, in one language."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

from app.casework.results import Review
from app.domain.case import NotNeeded
from app.domain.errors import AppError
from app.domain.findings import Severity
from app.domain.judgement import (
    CategoryMatch,
    ChecklistItem,
    ConditionResult,
    Fit,
    ItemState,
    Matching,
    Verdict,
    YearJudgement,
)
from app.domain.packet import Built, Verification
from app.domain.rules import Background, Category, RulePack, YearColumn
from app.domain.sources import Source
from app.domain.words import Language
from app.i18n.catalogue import Catalogue, catalogue
from app.i18n.judgements import word_chain, word_deposit, word_fact, word_photo, word_result, word_year
from app.i18n.packets import word_nature
from app.i18n.terms import (
    FIT_NAMES,
    FORCE_NAMES,
    FORM_NAMES,
    NOT_EVALUATED_NAMES,
    ROLE_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    TOPIC_NAMES,
    amount_words,
    country_name,
    date_words,
    money_words,
)
from app.i18n.wording import (
    Names,
    word_app_error,
    word_contradiction,
    word_discrepancy,
    word_finding,
    word_source,
)

SEVERITY_SIGNS = {Severity.BLOCKER: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
_STATE_SIGNS = {
    ItemState.PROVIDED: "✓",
    ItemState.MISSING: "✗",
    ItemState.TOO_FEW: "✗",
    ItemState.UNSIGNED: "✗",
    ItemState.ASK_WINDOW: "?",
    ItemState.UNDECIDED: "?",
    ItemState.WAIVED: "–",
    ItemState.NOT_NEEDED: "–",
}
_VERDICT_SIGNS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?"}


def show_error(error: AppError, language: Language) -> str:
    """Say what stopped the work and what to do."""
    return word_app_error(error, language)


def show_categories(
    categories: tuple[Category, ...], background: tuple[Background, ...], language: Language
) -> str:
    """List categories with outcome, status and source, and what is shown beside them."""
    say = catalogue(language)
    lines = []
    for category in categories:
        lines.append(f"{category.id}  {say.text(category.title)}  [{say(FORCE_NAMES[category.force])}]")
        lines.append(f"    {say.text(category.outcome)}")
        lines += [f"    {word_source(source, language)}" for source in category.source]
    for each in background:
        lines += ["", f"{each.id}  {say.text(each.title)}  [{say('Background, no category')}]"]
        for article in each.articles:
            lines.append(f"    {say(TOPIC_NAMES[article.topic])}{_colon(language)}{say.text(article.text)}")
        lines += [f"    {word_source(source, language)}" for source in each.source]
    return "\n".join(lines)


def show_matches(matching: Matching, names: Names, language: Language) -> str:
    """List how every category came out, nearest first, each condition with what is short and why."""
    say = catalogue(language)
    lines = [f"! {word_contradiction(each, names, language)}" for each in matching.contradictions]
    footnotes = _Footnotes(language)
    for match in matching.matches:
        lines.append(_match_line(match, say))
        for result in match.results:
            lines += _condition_lines(result, names, language, footnotes)
        if match.fit is not Fit.NOT_EVALUATED:
            lines.append("")
    if matching.next_questions:
        question = matching.next_questions[0].question
        lines.append(
            say("Decides most now: {question} [{id}]", question=say.text(question.text), id=question.id)
        )
    for row in () if names.case is None else names.case.not_needed:
        paper = names.requirement(row.requirement, language)
        person = names.person(row.person, language)
        lines.append(f"– {paper} · {person}{_colon(language)}{_not_needed_words(row, say)}")
    lines.append(say("The office decides; this shows only how the case stands against the written rules."))
    return "\n".join([*lines, "", *footnotes.lines()])


class _Footnotes:
    """Gives each source a number where it is cited, and its words once at the end."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._numbers: dict[str, int] = {}

    def cite(self, sources: tuple[Source, ...]) -> str:
        """Return the numbers of sources, in brackets; nothing where there are none."""
        words = dict.fromkeys(word_source(source, self._language) for source in sources)
        marks = [f"[{self._numbers.setdefault(each, len(self._numbers) + 1)}]" for each in words]
        return "".join(["  ", *marks]) if marks else ""

    def lines(self) -> list[str]:
        """Return every source that was cited, with its number."""
        return [f"[{number}] {words}" for words, number in self._numbers.items()]


def _match_line(match: CategoryMatch, say: Catalogue) -> str:
    fit = say(
        FIT_NAMES[match.fit] if match.not_evaluated is None else NOT_EVALUATED_NAMES[match.not_evaluated]
    )
    line = f"{match.category.id}  {say.text(match.category.title)}{_colon(say.language)}{fit}"
    if match.met_on is not None:
        day = date_words(match.met_on, say.language)
        line += say(" (from {day} at the latest, if things go on as they are)", day=day)
    return line


def _condition_lines(
    result: ConditionResult, names: Names, language: Language, footnotes: _Footnotes
) -> Iterator[str]:
    say = catalogue(language)
    label, words = say.text(result.condition.label), word_result(result, names, language)
    cited = footnotes.cite(result.condition.source)
    yield f"  {_VERDICT_SIGNS[result.verdict]} {label}{_colon(language)}{words}{cited}"
    if len(result.facts) > 1:
        for fact in result.facts:
            yield f"      {_VERDICT_SIGNS[fact.verdict]} {word_fact(fact, names, language)}"
    for year in result.years:
        yield f"      {_year_words(year, say)}{footnotes.cite(year.source)}"


def _year_words(year: YearJudgement, say: Catalogue) -> str:
    value, threshold = (_amount(each, year.column, say) for each in (year.value, year.threshold))
    name = f"{_VERDICT_SIGNS[year.verdict]} {word_year(year, say.language)}"
    words = f"{name}{_colon(say.language)}{value} / {threshold}"
    for other in year.others:
        words += say(" (or {amount})", amount=money_words(other.cny, say.language))
    if year.shortfall:
        words += say(" ({amount} short)", amount=_amount(year.shortfall, year.column, say))
    if year.income is not None and year.verdict is Verdict.NOT_MET:
        words += say(
            " (falls due on a yearly wage of about {amount})", amount=money_words(year.income, say.language)
        )
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
        amount_words(value, "days", say.language)
        if column is YearColumn.STAY
        else money_words(value, say.language)
    )


def show_checklist(checklist: tuple[ChecklistItem, ...], names: Names, language: Language) -> str:
    """List what is asked of each person, with state, form, copies and use-by date, and why."""
    say, footnotes = catalogue(language), _Footnotes(language)
    lines: list[str] = []
    person = None
    for item in checklist:
        if item.person != person:
            person = item.person
            lines += (
                ["", f"{say(ROLE_NAMES[person.role])}{_colon(language)}{person.full_name}"]
                if lines
                else [f"{say(ROLE_NAMES[person.role])}{_colon(language)}{person.full_name}"]
            )
        lines.append(_item_line(item, names, say, footnotes))
    return "\n".join([*lines, "", *footnotes.lines()])


def _item_line(item: ChecklistItem, names: Names, say: Catalogue, footnotes: _Footnotes) -> str:
    name = say.text(item.title)
    if item.ask.country is not None:
        country = country_name(item.ask.country).in_language(say.language)
        name = say("{requirement} ({part})", requirement=name, part=country)
    title = _padded(name, 44)
    notes = [say(STATE_NAMES[item.state]), say(FORM_NAMES[item.requirement.form])]
    if item.ask.pieces > 1:
        notes.append(say("{count} asked", count=item.ask.pieces))
    if item.copies is not None and item.copies > 1:
        notes.append(say("{count} copies", count=item.copies))
    if item.use_by is not None:
        notes.append(say("use by {day}", day=date_words(item.use_by.day, say.language)))
    separator = "，" if say.language is Language.ZH else ", "
    head = f"  {_STATE_SIGNS[item.state]} {title} {separator.join(notes)}{footnotes.cite(item.ask.source)}"
    return "\n".join([head, *(f"      {line}" for line in _item_details(item, names, say))])


def _item_details(item: ChecklistItem, names: Names, say: Catalogue) -> Iterator[str]:
    """Give why it is asked, the chain it needs, what may be left out, and what the place says of it."""
    if item.ask.why is not None:
        yield say.text(item.ask.why)
    if item.ask.instead:
        others = [names.requirement(each, say.language) for each in item.ask.instead]
        yield say("or instead: {others}", others=("、" if say.language is Language.ZH else ", ").join(others))
    if item.photo is not None:
        yield word_photo(item.photo, say.language)
    for letter in item.unsigned:
        yield say("written, not signed yet: {letter}", letter=say.text(letter.title))
        if letter.signing is not None:
            yield say.text(letter.signing)
    for need in item.chains:
        yield word_chain(need, say.language)
    for question in item.unanswered:
        yield say("depends on: {question}", question=names.question(question, say.language))
    if item.waiver is not None:
        yield say("not needed: {ground}", ground=say.text(item.waiver.ground))
    if item.not_needed is not None:
        yield _not_needed_words(item.not_needed, say)
    for waiver in item.waivable:
        yield say("may not be needed: {ground}", ground=say.text(waiver.ground))
    for deposit in item.deposits:
        yield word_deposit(deposit, say.language)
    for note in item.notes:
        yield say.text(note.text)
    if item.requirement.legacy is not None:
        yield say.text(item.requirement.legacy.text)


def _not_needed_words(row: NotNeeded, say: Catalogue) -> str:
    if row.said_on is None:
        return say("said not to be needed: {reason} ({said_by})", reason=row.reason, said_by=row.said_by)
    return say(
        "said not to be needed: {reason} ({said_by}, {day})",
        reason=row.reason,
        said_by=row.said_by,
        day=date_words(row.said_on, say.language),
    )


def show_review(review: Review, names: Names, language: Language) -> str:
    """List all findings, gravest first, and how many there are of each kind."""
    lines = [
        f"{SEVERITY_SIGNS[finding.severity]} {word_finding(finding, names, language)}"
        for finding in review.findings
    ]
    return "\n".join([*lines, _summary(review, language)])


def _summary(review: Review, language: Language) -> str:
    say = catalogue(language)
    counts = (
        f"{say(SEVERITY_NAMES[severity])}{_colon(language)}{review.count(severity)}" for severity in Severity
    )
    return "  ".join(counts)


def show_built(built: Built, language: Language, *, draft: bool = False) -> str:
    """Say where the packet is, volume by volume, and what stands beside it."""
    say = catalogue(language)
    pages = say.plural("{count} page", "{count} pages", built.page_count)
    size = f"{built.size_bytes / 1e6:.1f}"
    if draft:
        first = say(
            "Draft, not for submission: {path} ({pages}). What is missing is marked in it.",
            path=built.path,
            pages=pages,
        )
    elif built.volumes:
        first = say(
            "Packet in {count} volumes ({pages}, {size} MB). Each was read back and is complete.",
            count=len(built.volumes),
            pages=pages,
            size=size,
        )
    else:
        first = say(
            "Packet: {path} ({pages}, {size} MB). It was read back and is complete.",
            path=built.path,
            pages=pages,
            size=size,
        )
    return "\n".join([first, *_volume_lines(built, say), *_beside_lines(built, say)])


def _volume_lines(built: Built, say: Catalogue) -> Iterator[str]:
    for volume in built.volumes:
        pages = say.plural("{count} page", "{count} pages", volume.page_count)
        yield f"  {volume.path} ({pages}, {volume.size_bytes / 1e6:.1f} MB)"


def _beside_lines(built: Built, say: Catalogue) -> Iterator[str]:
    if built.beside:
        yield say("Untouched originals of signed papers, to hand in with it:")
        yield from (f"  {path}" for path in built.beside)


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
        first = say(
            "Verified: {pages} pages, {sources} of them from the case's papers, all present and unchanged.",
            pages=verification.page_count,
            sources=verification.source_pages,
        )
        return "\n".join([first, *word_nature(verification, language)])
    lines = [f"✗ {word_discrepancy(each, language)}" for each in verification.discrepancies]
    lines.append(say("It is not as it was built; build it again."))
    return "\n".join([*lines, *word_nature(verification, language)])


def show_pack(pack: RulePack, language: Language) -> str:
    """Say what a sound rule pack holds."""
    say = catalogue(language)
    return say(
        "{title} {version}: no faults. {categories} categories, {requirements} requirements, {places} places",
        title=pack.title.in_language(language),
        version=pack.version,
        categories=len(pack.categories),
        requirements=len(pack.requirements),
        places=len(pack.places),
    )


def _colon(language: Language) -> str:
    return "：" if language is Language.ZH else ": "


def _padded(words: str, width: int) -> str:
    """Pad words to a width of columns, in which Chinese signs take two."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)
    return words + " " * max(0, width - taken)
