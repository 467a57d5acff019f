"""What rows of papers are called: their keys, what is asked, how far it is, what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.domain.case import Evidence, Person
from app.domain.findings import Finding, Severity
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.words import Language, Text
from app.gui.judgements import in_both
from app.gui.words import Words
from app.i18n.catalogue import both, catalogue
from app.i18n.terms import FORM_NAMES, PART_NAMES, ROLE_NAMES, STATE_NAMES, country_name, date_words

# What somebody has still to do something about.
OPEN_STATES = (ItemState.MISSING, ItemState.TOO_FEW, ItemState.UNSIGNED)


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Names the heading of a person's papers."""

    person: str


@dataclass(frozen=True, slots=True)
class ItemKey:
    """Names a row of the checklist."""

    person: str
    requirement: str
    country: str | None


@dataclass(frozen=True, slots=True)
class EvidenceKey:
    """Names a piece of evidence by its place in the case."""

    index: int


def key_of(item: ChecklistItem) -> ItemKey:
    """Return the name of an item's row."""
    return ItemKey(item.person.id, item.ask.requirement, item.ask.country)


def findings_of(item: ChecklistItem, findings: Iterable[Finding]) -> list[Finding]:
    """Return what was found about an item, the worst first."""
    accepted = {item.ask.requirement, *item.ask.instead}
    own = [
        each
        for each in findings
        if each.person == item.person.id and each.requirement in accepted and not _is_of_other(each, item)
    ]
    return sorted(own, key=lambda each: list(Severity).index(each.severity))


def _is_of_other(finding: Finding, item: ChecklistItem) -> bool:
    """Say whether a finding is about a paper of another country, which another item asks for."""
    if item.ask.country is None:
        return False
    named = finding.params.get("country")
    if isinstance(named, str) and len(named) == len(item.ask.country):
        return named != item.ask.country
    return finding.file is not None and all(finding.file not in each.files for each in item.evidence)


def findings_of_evidence(evidence: Evidence, findings: Iterable[Finding]) -> list[Finding]:
    """Return what was found about a paper that nobody asks for."""
    return [
        each
        for each in findings
        if each.person == evidence.person and each.requirement == evidence.requirement
    ]


def person_words(person: Person, words: Words) -> str:
    """Return what a person is in the case, and the name once it is known."""
    role = words.say(ROLE_NAMES[person.role])
    return f"{role} · {person.full_name}" if person.full_name != person.id else role


def state_words(item: ChecklistItem, words: Words) -> tuple[str, str]:
    """Return how far an item is and, below it, until when it counts or why it is left out."""
    state = words.shown(both(STATE_NAMES[item.state]))
    if item.state is ItemState.NOT_NEEDED and item.not_needed is not None:
        return state, words.say("said by {name}", name=item.not_needed.said_by)
    if item.state is ItemState.UNSIGNED:
        return state, words.say("to be signed and sealed, then scanned")
    if item.use_by is None:
        return state, ""
    return state, words.say("use by {day}", day=date_words(item.use_by.day, words.language))


def asked_text(item: ChecklistItem) -> Text:
    """Say in a few words what is handed in."""

    def make(language: Language) -> str:
        say = catalogue(language)
        parts = [say(FORM_NAMES[item.requirement.form])]
        if item.ask.country is not None:
            # The same paper may be asked of several countries.
            parts.insert(0, country_name(item.ask.country).in_language(language))
        if item.ask.pieces > 1:
            parts.append(say("{count} pieces", count=item.ask.pieces))
        if item.copies is not None and item.requirement.form != "original":
            parts.append(say.plural("{count} copy", "{count} copies", item.copies))
        return " · ".join(parts)

    return in_both(make)


def evidence_words(evidence: Evidence, words: Words, title: Text | None = None) -> tuple[str, str]:
    """Return the files of a paper and, below them, which part it is and when it was issued."""
    names = "\n".join(Path(name).name for name in evidence.files)
    parts = [] if title is None else [words.shown(title, " / ")]
    parts.append(words.shown(both(PART_NAMES[evidence.part]), " / "))
    if evidence.made_from:
        parts.append(words.say("not signed yet"))
    elif evidence.issued_on is not None:
        parts.append(words.say("issued on {day}", day=date_words(evidence.issued_on, words.language)))
    return names or words.say("No file"), " · ".join(parts)
