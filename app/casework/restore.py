"""Looking into a backup, and bringing back all of it or one case."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.casework import kept_settings
from app.casework.backup_folders import (
    backing_up,
    is_there,
    open_by,
    place_now,
    source_of,
    target_of,
)
from app.casework.desk import Desk
from app.casework.keep import EVERYTHING, forget_strays, prove_kept
from app.casework.results import Changed
from app.domain.backups import BackupReason, Preview, PreviewCase, Restored, Side
from app.domain.errors import AppError, UnusableInput
from app.domain.operations import Deed, Operation
from app.domain.packet import Progress
from app.domain.summaries import CaseSummary
from app.env.work_folder import work_folder
from app.store import restoring
from app.store.backup_database import count_cases, states_of_cases
from app.store.backup_folder import BackupFolder, Found
from app.store.backup_settings import read_settings
from app.store.backups import Made, make_backup
from app.store.database import CaseDatabase, KeptCase
from app.store.keys import VaultKey
from app.store.place import Place
from app.store.restoring import Opened, cases_in
from app.store.vault import Vault

Report = Callable[[Progress], None]
# A worker that was just told to end needs a moment.
_ALONE_SECONDS = 3.0
_CARRIED = (kept_settings.PACKETS, kept_settings.LEFT_OUT, kept_settings.LAST_STEPS)
_Seen = dict[str, tuple[CaseSummary, str]]


def look_into_backup(
    desk: Desk, backup: str, *, passphrase: str | None = None, code: str | None = None
) -> Preview:
    """Say what restoring a backup would change, case by case; nothing is changed.

    Raises UnusableInput where it is damaged or of a newer version, the passphrase is wrong, or one of its
    time is needed.
    """
    opened = open_by(desk, backup, passphrase, code)
    here, trouble = _seen_here(desk)
    with work_folder() as room, cases_in(opened, room, lambda: desk.known) as (cases, _):
        there = _seen(cases)
    rows = [_row(case_id, there.get(case_id), here.get(case_id)) for case_id in {**there, **here}]
    changed = tuple(each for each in rows if each is not None)
    return Preview(
        opened.found.told(),
        changed,
        same=len(rows) - len(changed),
        keeps_passphrase=_keeps_passphrase(place_now(desk), desk.key, opened),
        present_trouble=trouble,
    )


def restore_case(
    desk: Desk,
    backup: str,
    case_id: str,
    report: Report,
    *,
    passphrase: str | None = None,
    code: str | None = None,
) -> Changed:
    """Bring one case back as it is in a backup: as one undoable change where it is kept here, else added.

    Raises UnusableInput where it is not in the backup or its papers are not whole there, MachineStopped where
    there is no room; then nothing is changed.
    """
    opened = open_by(desk, backup, passphrase, code)
    with work_folder() as room, cases_in(opened, room, lambda: desk.known) as (cases, vault):
        kept = cases.load(case_id)
        try:
            _keep_files(desk, opened.found, kept, vault, report)
            return _take_back(desk, cases, kept)
        except BaseException:
            forget_strays(desk, {each.sha256 for each in kept.files.values()})
            raise


def restore_backup(
    desk: Desk,
    backup: str,
    report: Report,
    *,
    passphrase: str | None = None,
    code: str | None = None,
    set_aside: bool = False,
    despite_damage: bool = False,
) -> Restored:
    """Have all be as it was in a backup, after backing up what is there now; the desk is closed then.

    Where what is there now cannot be read it is refused, or its files are `set_aside` as they are. Raises
    UnusableInput, likewise where papers in the backup are not whole unless `despite_damage`, and
    MachineStopped while somebody else uses the store or where there is no room; then nothing is changed.
    """
    if desk.is_missing and not desk.data_folder.is_dir():
        raise UnusableInput("store.folder_missing", path=str(desk.data_folder))
    opened = open_by(desk, backup, passphrase, code)
    safety = _back_up_first(desk, report, set_aside=set_aside)
    with desk.in_use.alone(wait_seconds=_ALONE_SECONDS):
        place, key = place_now(desk), desk.key
        desk.rest()
        aside = ""
        if set_aside and safety is None and restoring.holds_anything(desk.data_folder):
            aside = str(restoring.set_aside(desk.data_folder, _aside_folder(desk, place, opened.found)))
        keeps = _keeps_passphrase(place, key, opened)
        content, damaged = restoring.restore(place, key, opened, report, despite_damage=despite_damage)
    desk.close()
    told = None if safety is None else safety.found.told()
    return Restored(content.cases, len(content.files), keeps, told, aside, damaged)


def _seen(cases: CaseDatabase) -> _Seen:
    states = states_of_cases(cases.connection)
    return {each.id: (each, states[each.id]) for each in cases.summaries() if each.id in states}


def _seen_here(desk: Desk) -> tuple[_Seen, str]:
    if not place_now(desk).is_begun:
        return {}, ""
    try:
        return _seen(desk.cases), ""
    except UnusableInput as error:
        return {}, error.code


def _row(
    case_id: str, there: tuple[CaseSummary, str] | None, here: tuple[CaseSummary, str] | None
) -> PreviewCase | None:
    if there is not None and here is not None and there[1] == here[1]:
        return None
    row = PreviewCase(case_id, Side.DIFFERS)
    if there is None:
        row = replace(row, side=Side.ONLY_HERE)
    else:
        kept = there[0]
        row = replace(row, title=kept.title, applicant=kept.applicant, changed_at=kept.changed_at)
    if here is None:
        return replace(row, side=Side.ONLY_THERE)
    now = here[0]
    return replace(row, here_title=now.title, here_applicant=now.applicant, here_changed_at=now.changed_at)


def _keeps_passphrase(place: Place, key: VaultKey | None, opened: Opened) -> bool:
    if key is not None:
        return True
    return not place.is_encrypted and opened.key is None


def _keep_files(desk: Desk, found: Found, kept: KeptCase, vault: Vault, report: Report) -> None:
    for done, (name, stored) in enumerate(kept.files.items()):
        report(Progress(restoring.STEP, done, len(kept.files), name))
        try:
            desk.vault.keep_blocks(vault.blocks_of(stored.sha256), stored.sha256)
        except (UnusableInput, OSError) as error:
            # Trouble with what is written is MachineStopped: this is that of what is read.
            raise UnusableInput("backup.papers_damaged", path=str(found.path), count=1, file=name) from error
    report(Progress(restoring.STEP, len(kept.files), len(kept.files)))


def _take_back(desk: Desk, cases: CaseDatabase, kept: KeptCase) -> Changed:
    operation = Operation(Deed.RESTORE)

    def prove() -> None:
        prove_kept(desk, kept.files)

    if kept.id in desk.cases.deleted_ids():
        desk.cases.set_deleted(kept.id, deleted=False)
    if desk.cases.summary(kept.id) is not None:
        now = desk.cases.load(kept.id)
        if (now.case, dict(now.files)) == (kept.case, dict(kept.files)):
            return Changed(kept.id, now.case, frozenset())
        case = desk.cases.change(kept.id, lambda _: kept.case, operation, kept.files, prove=prove)
        return Changed(kept.id, case, EVERYTHING)
    before = tuple(each for each in cases.history(kept.id) if not each.is_undone)
    case_id = desk.cases.add(kept.case, kept.files, operation, case_id=kept.id, before=before, prove=prove)
    for name in _CARRIED:
        if value := cases.setting(f"{name}/{kept.id}"):
            kept_settings.keep_setting(desk, name, value, case_id)
    return Changed(case_id, kept.case, EVERYTHING)


def _back_up_first(desk: Desk, report: Report, *, set_aside: bool) -> Made | None:
    """Back up what is there now; None where there is nothing, or it is to be set aside as it is."""
    try:
        if not restoring.holds_anything(desk.data_folder):
            return None
        connection = desk.cases.connection
        if not count_cases(connection):
            return None
        with backing_up(desk):
            target = target_of(desk, read_settings(desk.data_folder))
            return make_backup(source_of(desk, connection), target, BackupReason.RESTORE, report)
    except AppError as error:
        if not (isinstance(error, UnusableInput) or error.code == "backup.not_proven"):
            raise
        if set_aside:
            return None
        raise UnusableInput("backup.present_unreadable", path=str(desk.data_folder)) from error


def _aside_folder(desk: Desk, place: Place, found: Found) -> BackupFolder:
    """Return where what cannot be read is copied to: among this store's backups, else beside the one used."""
    settings = read_settings(desk.data_folder)
    folder = Path(settings.folder) if is_there(settings) else found.path.parent.parent
    return BackupFolder(folder, place.id or found.manifest.store)
