"""The worker: long casework in a process of its own, so that the window never stalls.

Reads one request a line from standard input, with `id`, `verb` and `arguments`, and answers on
standard output with any number of lines with `id` and `progress` and then one with `id` and `result`
or `error`; each line as `casework.wire` writes it. Cancelling is ending the process: whatever it
was writing stood in a temporary file.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from app.casework import (
    assemble,
    attach,
    handover,
    keep,
    layouts,
    loose,
    photo,
    review,
    safety,
    share,
    upload,
)
from app.casework.backup_verbs import BACKUP_VERBS
from app.casework.desk import Desk, open_desk
from app.casework.letter_verbs import LETTER_VERBS
from app.casework.origins import compare_origins
from app.casework.results import JOURNAL, Attached, Changed, Review
from app.casework.safety import NewState
from app.casework.summary import check_summary
from app.casework.tray import Accepted, Entered, SortedPapers
from app.casework.wire import from_line, to_line
from app.domain.case import Evidence, EvidencePart
from app.domain.errors import AppError, MachineStopped
from app.domain.files import Origins, ReadyFile
from app.domain.handover import HandedOver, Offer, TakeOver
from app.domain.packet import USUAL_OPTIONS, Built, PacketOptions, PacketPlan, Progress, ShareCopy
from app.domain.photos import MeasuredPhoto, PhotoCopy
from app.domain.reading import Reading
from app.domain.timelines import DayJudgement
from app.domain.uploads import UploadSet
from app.domain.words import DisplayMode
from app.env.replace import machine_error
from app.store.keys import VaultKey

Report = Callable[[Progress], None]


def run_worker(data_folder: Path, requests: TextIO, answers: TextIO) -> int:
    """Answer requests until the input ends."""
    desk = open_desk(data_folder)
    # What is copied in and not entered when this process is ended is known by the list of it.
    desk.journal = journal = Path(tempfile.gettempdir()) / JOURNAL
    for line in requests:
        if line.strip():
            _answer(desk, from_line(line), answers)
            journal.unlink(missing_ok=True)
    return 0


def _answer(desk: Desk, request: dict[str, Any], answers: TextIO) -> None:
    def send(**message: object) -> None:
        answers.write(to_line({"id": request["id"], **message}) + "\n")
        answers.flush()

    try:
        _refuse_gone(desk, request["arguments"])
        result = VERBS[request["verb"]](
            desk, lambda progress: send(progress=progress), **request["arguments"]
        )
    except AppError as error:
        send(error=_told(error))
    except OSError as error:
        # What the disk refuses where nobody saw it coming: a drive that went, a folder that was removed.
        send(error=_told(machine_error(error, Path(str(error.filename or desk.data_folder)))))
    except Exception as error:  # noqa: BLE001 - a door: one file's bug must not end the session
        send(error={"code": "bug", "params": {"kind": type(error).__name__}, "findings": (), "faults": ()})
    else:
        send(result=result)


def _unlock(desk: Desk, _report: Report, *, key: str) -> None:
    """Open an encrypted store by its key, which the window gives a worker before anything else."""
    desk.unlock(VaultKey(bytes.fromhex(key)))


def _encrypt_store(desk: Desk, report: Report, *, passphrase: str) -> NewState:
    # The recovery sheet comes after: it would be for nothing where this is stopped.
    return safety.encrypt_store(desk, passphrase, None, report)


def _decrypt_store(desk: Desk, report: Report) -> NewState:
    return safety.decrypt_store(desk, report)


def _renew_key(desk: Desk, report: Report, *, passphrase: str) -> NewState:
    return safety.renew_key(desk, passphrase, None, report)


def _change_passphrase(desk: Desk, _report: Report, *, passphrase: str) -> None:
    safety.change_passphrase(desk, passphrase)


def _set_recovery(desk: Desk, _report: Report, *, code: str) -> None:
    safety.set_recovery(desk, code)


def _recovery_sheet(
    desk: Desk, _report: Report, *, code: str, path: str, language: DisplayMode, today: date
) -> str:
    return str(safety.write_recovery_sheet(desk, code, Path(path), language, today=today))


def _refuse_gone(desk: Desk, arguments: dict[str, Any]) -> None:
    """Refuse to look for a case where its database was taken away: a new one would be made in its place."""
    if arguments.get("case_id") is not None and not desk.cases_file.exists():
        raise MachineStopped("database.gone", path=str(desk.cases_file))


def _told(error: AppError) -> dict[str, object]:
    return {
        "code": error.code,
        "params": error.params,
        "findings": getattr(error, "findings", ()),
        "faults": getattr(error, "faults", ()),
    }


def _review(desk: Desk, report: Report, *, case_id: str, today: date) -> Review:
    # What has to be read first is read by and by: nobody waits a minute for the first findings.
    seen = review.review_case(desk, desk.open_kept(case_id), today=today, report=report, read=False)
    desk.cases.note_check(case_id, check_summary(seen))
    return seen


def _read(desk: Desk, report: Report, *, case_id: str, today: date) -> tuple[str, ...]:
    return review.read_some(desk, desk.open_kept(case_id), today=today, report=report)


def _judge_on(desk: Desk, _report: Report, *, case_id: str, submit_on: date, today: date) -> DayJudgement:
    return review.judge_on(desk, desk.open_kept(case_id), submit_on, today=today)


def _attach(
    desk: Desk,
    report: Report,
    *,
    case_id: str,
    requirement: str,
    person: str,
    part: EvidencePart,
    paths: tuple[str, ...],
    country: str | None = None,
) -> Attached:
    return attach.attach_evidence(
        desk,
        case_id,
        requirement=requirement,
        person=person,
        part=part,
        paths=tuple(map(Path, paths)),
        country=country,
        report=report,
    )


def _add_files(
    desk: Desk, report: Report, *, case_id: str, index: int, paths: tuple[str, ...], base: Evidence
) -> Attached:
    return attach.add_files(desk, case_id, index, tuple(map(Path, paths)), base, report)


def _replace_files(
    desk: Desk,
    report: Report,
    *,
    case_id: str,
    index: int,
    paths: tuple[str, ...],
    base: Evidence,
    instead_of: str | None = None,
) -> Attached:
    files = tuple(map(Path, paths))
    return attach.replace_files(desk, case_id, index, files, base, report, instead_of=instead_of)


def _compare_origins(desk: Desk, _report: Report, *, case_id: str) -> Origins:
    return compare_origins(desk, case_id)


def _sort(desk: Desk, report: Report, *, case_id: str, paths: tuple[str, ...], today: date) -> SortedPapers:
    opened = desk.open_kept(case_id)
    return loose.sort_paths(desk, tuple(map(Path, paths)), opened, today=today, report=report)


def _enter(desk: Desk, report: Report, *, case_id: str, papers: tuple[Accepted, ...]) -> Entered:
    return loose.enter_papers(desk, case_id, papers, report)


def _look(desk: Desk, report: Report, *, path: str, today: date) -> Reading | None:
    report(Progress("read", 0, 1, Path(path).name))
    return loose.read_one(desk, Path(path), today=today)


def _measure(desk: Desk, _report: Report, *, case_id: str, file: str) -> MeasuredPhoto:
    opened = desk.open_kept(case_id)
    case = opened.case
    return photo.measure(desk, opened.files[file], case.place, case.category, case.submit_on)


def _copy_photo(desk: Desk, report: Report, *, case_id: str, file: str, destination: str) -> PhotoCopy:
    return photo.make_copy(desk, _measure(desk, report, case_id=case_id, file=file), Path(destination))


def _import(desk: Desk, report: Report, *, folder: str) -> Changed:
    return keep.import_case(desk, Path(folder), report)


def _export(desk: Desk, report: Report, *, case_id: str, folder: str) -> None:
    keep.export_case(desk, case_id, Path(folder), report)


def _hand_over(
    desk: Desk,
    report: Report,
    *,
    case_id: str,
    destination: str,
    passphrase: str,
    with_history: bool = True,
) -> HandedOver:
    return handover.hand_over(desk, case_id, Path(destination), passphrase, report, with_history=with_history)


def _look_into(desk: Desk, report: Report, *, path: str, passphrase: str) -> Offer:
    return handover.look_into(desk, Path(path), passphrase, report)


def _take_over(desk: Desk, report: Report, *, offer: Offer, passphrase: str, how: TakeOver) -> Changed:
    return handover.take_over(desk, offer, passphrase, how, report)


def _plan(
    desk: Desk, report: Report, *, case_id: str, today: date, options: PacketOptions = USUAL_OPTIONS
) -> tuple[PacketPlan, ...]:
    opened = desk.open_kept(case_id)
    seen = review.review_case(desk, opened, today=today, report=report, read=False)
    return assemble.preview_plans(desk, opened, seen, options)


def _lay_out(desk: Desk, report: Report, *, case_id: str, file: str) -> ReadyFile:
    """Lay a Word file out; where the copy cannot be kept it stays until the worker ends."""
    report(Progress("prepare", 0, 1, Path(file).name))
    folder = Path(tempfile.mkdtemp(prefix="layout-"))
    ready = layouts.preview_of(desk, desk.open_kept(case_id), file, folder)
    if not Path(ready.path).is_relative_to(folder):
        shutil.rmtree(folder, ignore_errors=True)
    return ready


def _build(
    desk: Desk,
    report: Report,
    *,
    case_id: str,
    destination: str,
    draft: bool,
    today: date,
    options: PacketOptions = USUAL_OPTIONS,
) -> object:
    opened = desk.open_kept(case_id)
    return assemble.assemble_packet(
        desk, opened, Path(destination), draft=draft, today=today, report=report, options=options
    )


def _verify(
    desk: Desk, report: Report, *, path: str, today: date, case_id: str | None = None, password: str = ""
) -> object:
    opened = None if case_id is None else desk.open_kept(case_id)
    return assemble.verify_against_case(Path(path), desk, opened, report, today=today, password=password)


def _upload(
    desk: Desk, report: Report, *, case_id: str, destination: str, draft: bool, today: date
) -> UploadSet:
    opened = desk.open_kept(case_id)
    return upload.write_upload_set(desk, opened, Path(destination), draft=draft, today=today, report=report)


def _share(
    desk: Desk,
    report: Report,
    *,
    case_id: str,
    destination: str,
    share_copy: ShareCopy,
    draft: bool,
    today: date,
    language: DisplayMode = DisplayMode.BOTH,
    password: str = "",
) -> Built:
    return share.share_packet(
        desk,
        desk.open_kept(case_id),
        Path(destination),
        recipient=share_copy.recipient,
        day=share_copy.day,
        areas=share_copy.areas,
        draft=draft,
        today=today,
        report=report,
        language=language,
        password=password,
    )


VERBS: dict[str, Callable[..., object]] = {
    "unlock": _unlock,
    "encrypt_store": _encrypt_store,
    "decrypt_store": _decrypt_store,
    "renew_key": _renew_key,
    "change_passphrase": _change_passphrase,
    "set_recovery": _set_recovery,
    "recovery_sheet": _recovery_sheet,
    "review": _review,
    "read": _read,
    "judge_on": _judge_on,
    "attach": _attach,
    "add_files": _add_files,
    "replace_files": _replace_files,
    "compare_origins": _compare_origins,
    "sort": _sort,
    "enter": _enter,
    "look": _look,
    "measure": _measure,
    "copy_photo": _copy_photo,
    "import": _import,
    "export": _export,
    "hand_over": _hand_over,
    "look_into": _look_into,
    "take_over": _take_over,
    "plan": _plan,
    "lay_out": _lay_out,
    "build": _build,
    "share": _share,
    "verify": _verify,
    "upload": _upload,
    **BACKUP_VERBS,
    **LETTER_VERBS,
}


def main() -> int:
    """Run as the window's worker; the data folder is the last argument."""
    return run_worker(Path(sys.argv[-1]), sys.stdin, sys.stdout)
