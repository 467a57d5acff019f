"""What the window asks its worker to do with backups."""

from collections.abc import Callable

from app.casework import backup as backups_of
from app.casework import erase, restore
from app.casework.desk import Desk
from app.casework.results import Changed
from app.domain.backups import BackupCheck, BackupList, BackupMade, BackupSettings, Erased, Preview, Restored
from app.domain.packet import Progress

Report = Callable[[Progress], None]


def _back_up(desk: Desk, report: Report, *, automatic: bool = False) -> BackupMade | None:
    return backups_of.back_up(desk, report, automatic=automatic)


def _list(desk: Desk, _report: Report) -> BackupList:
    return backups_of.list_backups(desk)


def _set(
    desk: Desk,
    _report: Report,
    *,
    folder: str | None = None,
    automatic: bool | None = None,
    keep: int | None = None,
) -> BackupSettings:
    return backups_of.set_backups(desk, folder=folder, automatic=automatic, keep=keep)


def _verify(
    desk: Desk, report: Report, *, backup: str, passphrase: str | None = None, code: str | None = None
) -> BackupCheck:
    return backups_of.verify_backup(desk, backup, report, passphrase=passphrase, code=code)


def _look_into(
    desk: Desk, _report: Report, *, backup: str, passphrase: str | None = None, code: str | None = None
) -> Preview:
    return restore.look_into_backup(desk, backup, passphrase=passphrase, code=code)


def _restore_case(
    desk: Desk,
    report: Report,
    *,
    backup: str,
    case_id: str,
    passphrase: str | None = None,
    code: str | None = None,
) -> Changed:
    return restore.restore_case(desk, backup, case_id, report, passphrase=passphrase, code=code)


def _restore(
    desk: Desk,
    report: Report,
    *,
    backup: str,
    passphrase: str | None = None,
    code: str | None = None,
    set_aside: bool = False,
    despite_damage: bool = False,
) -> Restored:
    return restore.restore_backup(
        desk,
        backup,
        report,
        passphrase=passphrase,
        code=code,
        set_aside=set_aside,
        despite_damage=despite_damage,
    )


def _remove(desk: Desk, _report: Report, *, backup: str) -> None:
    backups_of.remove_backup(desk, backup)


def _forget(desk: Desk, report: Report, *, case_id: str, backups: bool) -> Erased:
    return erase.forget_case_everywhere(desk, case_id, report, backups=backups)


BACKUP_VERBS: dict[str, Callable[..., object]] = {
    "back_up": _back_up,
    "list_backups": _list,
    "set_backups": _set,
    "verify_backup": _verify,
    "look_into_backup": _look_into,
    "restore_case": _restore_case,
    "restore_backup": _restore,
    "remove_backup": _remove,
    "forget_case": _forget,
}
