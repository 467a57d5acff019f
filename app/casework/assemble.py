"""Assembling: a case becomes a finished packet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, OpenCase
from app.casework.destination import refuse_destination
from app.casework.examining import examine_files, known_readings
from app.casework.exhibits import make_request
from app.casework.originals import originals_beside
from app.casework.reading_back import read_packet
from app.casework.ready import make_all_ready
from app.casework.redacting import remove_areas, write_checked
from app.casework.results import Review
from app.casework.review import judge_case, review_case
from app.casework.supplement import only_changes, read_earlier
from app.casework.upload_folder import verify_upload_set
from app.domain.errors import PacketBlocked
from app.domain.files import ReadyFile
from app.domain.findings import Finding, Severity
from app.domain.packet import USUAL_OPTIONS, Built, PacketOptions, PacketPlan, Progress, Verification
from app.env.work_folder import work_folder
from app.packet.plan import plan_packet, plan_volumes
from app.packet.verify import compare_with_request
from app.packet.volumes import Division
from app.store.vault import where_lies


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
    refuse_destination(destination, opened)
    earlier = read_earlier(desk, options)
    review = review_case(desk, opened, today=today, report=report)
    _refuse_blockers(review.findings, draft=draft)
    with work_folder() as folder:
        ready = make_all_ready(desk, opened, review.facts, folder, report)
        # Converting a Word file shows what no look at it could: whether it has pages, and how many.
        prepared = {name: each.facts for name, each in ready.items()}
        readings = known_readings(desk, review.facts)
        judged = judge_case(desk, opened.case, prepared, readings, today=today)
        _refuse_blockers(judged.findings, draft=draft)
        request = make_request(
            desk.pack, opened.case, review.checklist, ready, draft=draft, options=options, readings=readings
        )
        titles = {each.id: each.title for each in desk.pack.requirements.values()}
        redacted = remove_areas(desk, only_changes(request, earlier, titles), ready, folder, report)
        plan = plan_packet(redacted.request)
        with originals_beside(plan, destination) as beside:
            built = write_checked(desk, redacted, plan, destination, report)
        return replace(built, beside=beside)


def preview_plans(
    desk: Desk, opened: OpenCase, review: Review, options: PacketOptions = USUAL_OPTIONS
) -> tuple[PacketPlan, ...]:
    """Plan the volumes of a draft packet from what a review saw, without converting or drawing anything.

    Word files count as one page until they were laid out once: only then it shows how many they have.
    How large each paper will be is reckoned. Raises UnusableInput where the
    earlier packet of a supplement cannot be used.
    """
    earlier = read_earlier(desk, options)
    ready = {
        name: ReadyFile(name, str(where_lies(opened.files, name)), each.kind, each)
        for name, each in review.facts.items()
    }
    request = make_request(
        desk.pack,
        opened.case,
        review.checklist,
        ready,
        draft=True,
        options=options,
        readings=review.readings,
    )
    titles = {each.id: each.title for each in desk.pack.requirements.values()}
    wanted = only_changes(request, earlier, titles)
    division = Division(wanted, options.volume_bytes or 0)
    plans = plan_volumes(wanted, (0,) if options.volume_bytes is None else division.starts())
    return tuple(replace(plan, reckoned=division.reckon(plan)) for plan in plans)


def verify_against_case(
    path: Path,
    desk: Desk | None,
    opened: OpenCase | None,
    report: Callable[[Progress], None],
    *,
    today: date,
    password: str = "",
) -> Verification:
    """Read a packet back and hold it against its own manifest, and against a case where given.

    Raises UnusableInput when the file is no packet.
    """
    if path.is_dir():
        return verify_upload_set(path, opened, report)
    verification = read_packet(
        path, desk, password, lambda number, count: report(Progress("verify", number, count))
    )
    if desk is None or opened is None:
        return verification
    facts = examine_files(desk, opened, report)
    ready = {
        name: ReadyFile(name, str(where_lies(opened.files, name)), each.kind, each)
        for name, each in facts.items()
    }
    request = make_request(
        desk.pack, opened.case, list_checklist(desk, opened.case, today=today), ready, draft=True
    )
    differences = compare_with_request(verification, request)
    return replace(verification, discrepancies=(*verification.discrepancies, *differences))


def _refuse_blockers(findings: tuple[Finding, ...], *, draft: bool) -> None:
    blockers = tuple(finding for finding in findings if finding.severity is Severity.BLOCKER)
    if blockers and not draft:
        raise PacketBlocked(blockers)
