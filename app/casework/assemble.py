"""Assembling: a case becomes a finished packet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_files, known_readings
from app.casework.exhibits import make_request
from app.casework.results import Review
from app.casework.review import judge_case, review_case
from app.casework.upright import set_upright
from app.domain.errors import PacketBlocked, UnusableInput
from app.domain.files import FileFacts, ReadyFile
from app.domain.findings import Finding, Severity
from app.domain.packet import USUAL_OPTIONS, Built, PacketOptions, PacketPlan, Progress, Verification
from app.env.replace import machine_error
from app.env.work_folder import work_folder
from app.intake.ready import make_ready
from app.packet.plan import plan_packet
from app.packet.verify import compare_with_request, verify_packet
from app.packet.write import write_packet


def assemble_packet(
    desk: Desk,
    opened: OpenCase,
    destination: Path,
    *,
    draft: bool,
    today: date,
    report: Callable[[Progress], None],
    options: PacketOptions = USUAL_OPTIONS,
) -> Built:
    """Review a case, plan its packet, draw, stamp, write and verify it.

    Raises PacketBlocked while there are blockers and no draft was asked for, UnusableInput when the
    destination cannot be one, MachineStopped when it cannot be written; then nothing is left behind.
    """
    _refuse_destination(destination, opened)
    review = review_case(desk, opened, today=today, report=report)
    _refuse_blockers(review.findings, draft=draft)
    with work_folder() as folder:
        ready = make_all_ready(opened, review.facts, folder, report)
        # Converting a Word file shows what no look at it could: whether it has pages, and how many.
        prepared = {name: each.facts for name, each in ready.items()}
        readings = known_readings(desk, review.facts)
        judged = judge_case(desk, opened.case, prepared, readings, today=today)
        _refuse_blockers(judged.findings, draft=draft)
        upright = set_upright(ready, readings)
        request = make_request(
            desk.pack, opened.case, review.checklist, upright, draft=draft, options=options
        )
        return write_packet(plan_packet(request), destination, report)


def preview_plan(desk: Desk, opened: OpenCase, review: Review) -> PacketPlan:
    """Plan a draft packet from what a review saw, without converting or drawing anything.

    Word files count as one page here: how many they have shows only when they are converted.
    """
    ready = {
        name: ReadyFile(name, str(opened.files[name]), each.kind, each) for name, each in review.facts.items()
    }
    upright = set_upright(ready, review.readings)
    return plan_packet(make_request(desk.pack, opened.case, review.checklist, upright, draft=True))


def verify_against_case(
    path: Path,
    desk: Desk | None,
    opened: OpenCase | None,
    report: Callable[[Progress], None],
    *,
    today: date,
) -> Verification:
    """Read a packet back and hold it against its own manifest, and against a case where given.

    Raises UnusableInput when the file is no packet.
    """
    verification = verify_packet(path)
    if desk is None or opened is None:
        return verification
    facts = examine_files(desk, opened, report)
    ready = {name: ReadyFile(name, str(opened.files[name]), each.kind, each) for name, each in facts.items()}
    request = make_request(
        desk.pack, opened.case, list_checklist(desk, opened.case, today=today), ready, draft=True
    )
    differences = compare_with_request(verification, request)
    return replace(verification, discrepancies=(*verification.discrepancies, *differences))


def make_all_ready(
    opened: OpenCase,
    facts: Mapping[str, FileFacts],
    work_folder: Path,
    report: Callable[[Progress], None],
) -> dict[str, ReadyFile]:
    """Return each file with a path from which its pages can be taken: repaired, converted or as it is."""
    ready = {}
    for done, (name, each) in enumerate(facts.items(), start=1):
        report(Progress("prepare", done, len(facts), name))
        ready[name] = make_ready(opened.files[name], name, each, work_folder)
    return ready


def _refuse_blockers(findings: tuple[Finding, ...], *, draft: bool) -> None:
    blockers = tuple(finding for finding in findings if finding.severity is Severity.BLOCKER)
    if blockers and not draft:
        raise PacketBlocked(blockers)


def _refuse_destination(destination: Path, opened: OpenCase) -> None:
    try:
        if destination.is_dir():
            raise UnusableInput("destination.is_folder", path=str(destination))
        if not destination.absolute().parent.is_dir():
            raise UnusableInput("destination.no_folder", path=str(destination.absolute().parent))
        if destination.exists() and not destination.is_file():
            raise UnusableInput("destination.not_a_file", path=str(destination))
        if destination.exists() and any(destination.samefile(path) for path in _own_files(opened)):
            raise UnusableInput("destination.is_evidence", path=str(destination))
    except OSError as error:
        # A name too long for the system, a folder that may not be entered.
        raise machine_error(error, destination) from error


def _own_files(opened: OpenCase) -> Iterator[Path]:
    """Give the files of a case that a packet must never replace."""
    yield from (path for path in opened.files.values() if path.exists())
    if opened.case_file is not None:
        yield opened.case_file
