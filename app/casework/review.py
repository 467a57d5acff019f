"""Reviewing: what the rules ask of a case, what its files show, and what follows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, OpenCase
from app.casework.exhibits import make_request
from app.casework.results import Review
from app.checks.bench import Bench, found
from app.checks.check import check_case
from app.domain.case import Case
from app.domain.files import FileFacts, FileProblem, ReadyFile
from app.domain.findings import Finding
from app.domain.judgement import ChecklistItem, YearJudgement
from app.domain.packet import PacketRequest, Progress
from app.domain.rules import EachYear
from app.domain.sources import Source
from app.intake.examine import examine_file
from app.packet.plan import missing_characters
from app.rules.chain import chains_in
from app.rules.contradictions import contradicted_facts, find_contradictions, find_long_absences
from app.rules.match import known_facts, match_category
from app.rules.standards import judge_years


def review_case(desk: Desk, opened: OpenCase, *, today: date, report: Callable[[Progress], None]) -> Review:
    """Examine every file of a case and hold all of it against the rules."""
    facts = examine_files(desk, opened, report)
    review = judge_case(desk, opened.case, facts, today=today)
    missing = _missing_characters(desk, opened, review.checklist, facts)
    return replace(review, findings=(*review.findings, *missing))


def judge_case(desk: Desk, case: Case, facts: Mapping[str, FileFacts], *, today: date) -> Review:
    """Hold what a case says and what was seen in its files against the rules."""
    checklist = list_checklist(desk, case, today=today)
    contradictions = find_contradictions(desk.pack, case, today=today)
    years = _judged_years(desk, case, today)
    bench = Bench(
        case=case,
        pack=desk.pack,
        category=desk.pack.categories[case.category],
        place=desk.pack.places[case.place],
        checklist=checklist,
        years=years,
        facts=facts,
        today=today,
        chains=chains_in(desk.pack, case),
        contradictions=contradictions,
        absences=() if "stays" in contradicted_facts(contradictions) else find_long_absences(desk.pack, case),
        match=match_category(desk.pack, desk.pack.categories[case.category], case, today=today),
    )
    return Review(check_case(bench), checklist, tuple(judgement for judgement, _ in years), facts)


def examine_files(desk: Desk, opened: OpenCase, report: Callable[[Progress], None]) -> dict[str, FileFacts]:
    """Return the facts of every file that the case names, by that name."""
    names = list(dict.fromkeys(name for evidence in opened.case.evidence for name in evidence.files))
    facts = {}
    for done, name in enumerate(names, start=1):
        report(Progress("examine", done, len(names), name))
        facts[name] = _examine(desk, opened, name)
    return facts


def _examine(desk: Desk, opened: OpenCase, name: str) -> FileFacts:
    """Examine a file, once for a kept one: its path names its content, so what was seen stays true."""
    path = opened.files[name]
    if opened.id is None:
        return examine_file(path, name)
    if (path, name) not in desk.seen:
        facts = examine_file(path, name)
        if facts.sha256 != path.name:
            # Something else has written over the kept bytes: they are not the paper any more.
            facts = replace(facts, pages=(), problem=FileProblem.UNREADABLE)
        desk.seen[path, name] = facts
    return desk.seen[path, name]


def _judged_years(
    desk: Desk, case: Case, today: date
) -> tuple[tuple[YearJudgement, tuple[Source, ...]], ...]:
    """Judge the year rules of the case's category, whether it is in force or not."""
    facts, place = known_facts(desk.pack, case, today=today), desk.pack.places[case.place]
    return tuple(
        (judgement, condition.source)
        for condition in desk.pack.categories[case.category].conditions_on(case.submit_on)
        if isinstance(condition.test, EachYear)
        for judgement in judge_years(condition.test, facts, place).years
    )


def _missing_characters(
    desk: Desk, opened: OpenCase, checklist: tuple[ChecklistItem, ...], facts: Mapping[str, FileFacts]
) -> tuple[Finding, ...]:
    """State the characters that the packet's font cannot draw, before any packet is built."""
    request = _drawn_words(desk, opened, checklist, facts)
    return tuple(
        found(
            "text.character_missing",
            params={"character": character, "codepoint": f"U+{ord(character):04X}", "text": text},
        )
        for character, text in missing_characters(request)
    )


def _drawn_words(
    desk: Desk, opened: OpenCase, checklist: tuple[ChecklistItem, ...], facts: Mapping[str, FileFacts]
) -> PacketRequest:
    files = {name: ReadyFile(name, str(opened.files[name]), each.kind, each) for name, each in facts.items()}
    return make_request(desk.pack, opened.case, checklist, files, draft=True)
