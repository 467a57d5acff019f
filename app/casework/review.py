"""Reviewing: what the rules ask of a case, what its files show, and what follows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, Judged, OpenCase
from app.casework.examining import examine_files, is_readable, known_readings, read_files
from app.casework.exhibits import make_request
from app.casework.layouts import with_layouts
from app.casework.results import Review
from app.casework.timeline import make_timeline
from app.checks.bench import Bench, found
from app.checks.check import check_case
from app.checks.identity import ledger_of
from app.domain.case import Case
from app.domain.files import FileFacts, ReadyFile
from app.domain.findings import Finding, Param
from app.domain.judgement import ChecklistItem, YearJudgement
from app.domain.packet import PacketRequest, Progress
from app.domain.reading import Reading
from app.domain.rules import EachYear
from app.domain.sources import Source
from app.domain.timelines import DayJudgement
from app.packet.plan import missing_characters
from app.rules.chain import chains_in
from app.rules.contradictions import contradicted_facts, find_contradictions, find_long_absences
from app.rules.match import known_facts, match_category
from app.rules.standards import judge_years
from app.store.vault import where_lies

# So many are read before other work gets its turn; one takes a second or two.
_FILES_AT_ONCE = 4


def review_case(
    desk: Desk, opened: OpenCase, *, today: date, report: Callable[[Progress], None], read: bool = True
) -> Review:
    """Examine and read every file of a case and hold all of it against the rules.

    Without `read`, only what was read before counts; the review names the files that still wait.
    """
    facts = examine_files(desk, opened, report)
    if read:
        read_files(desk, opened, facts, report, today=today)
    readings = known_readings(desk, facts)
    facts = with_layouts(desk, opened, facts)
    review = judge_case(desk, opened.case, facts, readings, today=today)
    missing = _missing_characters(desk, opened, review.checklist, facts)
    desk.judged[opened.id or ""] = Judged(opened.case, facts, missing)
    return replace(review, findings=(*review.findings, *missing))


def read_some(
    desk: Desk, opened: OpenCase, *, today: date, report: Callable[[Progress], None]
) -> tuple[str, ...]:
    """Read the next few files of a case that wait, and return those that still do."""
    facts = examine_files(desk, opened, lambda _: None)
    waiting = _unread(facts, known_readings(desk, facts))
    now = {name: facts[name] for name in waiting[:_FILES_AT_ONCE]}
    done = sum(map(is_readable, facts.values())) - len(waiting)

    def tell(progress: Progress) -> None:
        report(replace(progress, done=done + progress.done, total=done + len(waiting)))

    read = read_files(desk, opened, now, tell, today=today)
    return tuple(name for name in waiting if name not in read)


def _unread(facts: Mapping[str, FileFacts], readings: Mapping[str, Reading]) -> tuple[str, ...]:
    return tuple(name for name, each in facts.items() if is_readable(each) and name not in readings)


def judge_case(
    desk: Desk, case: Case, facts: Mapping[str, FileFacts], readings: Mapping[str, Reading], *, today: date
) -> Review:
    """Hold what a case says and what was seen and read in its files against the rules."""
    bench = _bench_of(desk, case, facts, readings, today)
    return Review(
        findings=(*check_case(bench), *_outdated_letters(desk, case, today)),
        checklist=bench.checklist,
        years=tuple(judgement for judgement, _ in bench.years),
        facts=facts,
        readings={name: _without_lines(each) for name, each in readings.items()},
        unread=_unread(facts, readings),
        ledger=ledger_of(bench.without_unsigned()),
        timeline=make_timeline(bench),
    )


def judge_on(desk: Desk, opened: OpenCase, submit_on: date, *, today: date) -> DayJudgement:
    """Judge a kept case as if it were handed in on another day, by what is known of its files already.

    What the last review saw is taken up as long as nothing but the day is another.
    """
    known = desk.judged.get(opened.id or "")
    if known is None or replace(known.case, submit_on=opened.case.submit_on) != opened.case:
        review_case(desk, opened, today=today, report=lambda _: None, read=False)
        known = desk.judged[opened.id or ""]
    case = replace(opened.case, submit_on=submit_on)
    readings = known_readings(desk, known.facts)
    bench = _bench_of(desk, case, known.facts, readings, today)
    return DayJudgement(
        submit_on=submit_on,
        findings=(*check_case(bench), *known.beside),
        years=tuple(judgement for judgement, _ in bench.years),
        timeline=make_timeline(bench),
    )


def _bench_of(
    desk: Desk, case: Case, facts: Mapping[str, FileFacts], readings: Mapping[str, Reading], today: date
) -> Bench:
    contradictions = find_contradictions(desk.pack, case, today=today)
    return Bench(
        case=case,
        pack=desk.pack,
        category=desk.pack.categories[case.category],
        place=desk.pack.places[case.place],
        checklist=list_checklist(desk, case, today=today),
        years=_judged_years(desk, case, today),
        facts=facts,
        today=today,
        chains=chains_in(desk.pack, case),
        contradictions=contradictions,
        absences=() if "stays" in contradicted_facts(contradictions) else find_long_absences(desk.pack, case),
        match=match_category(desk.pack, desk.pack.categories[case.category], case, today=today),
        readings=readings,
        kinds=desk.kinds,
    )


def _without_lines(reading: Reading) -> Reading:
    """Leave out the text itself: what is shown of a reading are its facts."""
    return replace(reading, pages=tuple(replace(page, lines=()) for page in reading.pages))


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


def _outdated_letters(desk: Desk, case: Case, today: date) -> Iterator[Finding]:
    """State letters of ours, not signed yet, that say what the case says no longer."""
    attached = [each for each in case.evidence if each.made_from and each.made_of]
    if not attached:
        return
    # Only here: most cases hold no letter that is not signed.
    from app.casework.letters import is_outdated

    for evidence in attached:
        if is_outdated(desk, case, evidence, today=today):
            params: dict[str, Param] = {"made_from": evidence.made_from}
            yield found("letter.outdated", evidence, file=evidence.files[0], params=params)


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
    files = {
        name: ReadyFile(name, str(where_lies(opened.files, name)), each.kind, each)
        for name, each in facts.items()
    }
    return make_request(desk.pack, opened.case, checklist, files, draft=True)
