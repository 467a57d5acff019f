"""The verbs of `yongju backup`: making backups, reading them, bringing back what is in one."""

import sys
from pathlib import Path

import click

from app.casework import backup, restore
from app.casework.desk import Desk
from app.casework.results import Changed
from app.cli import forms
from app.cli.backup_words import (
    backup_form,
    check_form,
    list_words,
    made_form,
    made_words,
    preview_form,
    preview_words,
    restored_form,
    restored_words,
    settings_form,
    settings_words,
    verified_words,
)
from app.cli.call import STORE_PASSPHRASE_FILE, Call, begin, options
from app.cli.passphrase import ask_unseen, read_first_line
from app.domain.backups import BackupMade, BackupSettings
from app.domain.errors import ExitCode, UnusableInput
from app.i18n.catalogue import catalogue

_PATH = click.Path(path_type=Path, readable=False)
_ID = click.argument("id")
_OLD_PASSPHRASE = click.option(
    "--passphrase-file",
    type=_PATH,
    metavar="FILE",
    help="The passphrase of the time of the backup, where it is another: the first line of this file"
    " · 备份时的口令（与现在不同时），取自该文件第一行",
)
_OLD_CODE = click.option(
    "--code-file",
    type=_PATH,
    metavar="FILE",
    help="Or the recovery code of that time, likewise · 或当时的恢复码，同上",
)


@click.group("backup", help="Backups of the kept cases · 案件备份")
def backup_group() -> None:
    """Work on the backups of everything that is kept."""


@backup_group.command("now", help="Make a backup and prove it by opening it · 立即备份并验证")
@click.option("--to", type=_PATH, metavar="FOLDER", help="To this folder for once · 仅此一次备份到该文件夹")
@STORE_PASSPHRASE_FILE
@options
def now_command(to: Path | None, language: str | None, as_json: bool) -> None:
    """Make a backup of everything that is kept."""
    call = begin(language, as_json)
    desk = call.open_desk(unlock=True)
    made = backup.back_up(desk, call.report(), to=to)
    if made is not None:
        _answer_made(call, made)


def _answer_made(call: Call, made: BackupMade) -> None:
    call.answer(lambda: made_form(made), lambda: made_words(made, call.language))


@backup_group.command("list", help="Every backup, the newest first · 列出备份")
@options
def list_command(language: str | None, as_json: bool) -> None:
    """List the backups in the folder; it needs no passphrase."""
    call = begin(language, as_json)
    found = backup.list_backups(call.open_desk())
    call.answer(
        lambda: {
            "format": 1,
            "settings": settings_form(found.settings),
            "trouble": found.trouble or None,
            "unprotected": found.unprotected,
            "backups": [backup_form(each) for each in found.backups],
        },
        lambda: list_words(found, call.language),
    )


@backup_group.command("verify", help="Read all of a backup (the newest) · 完整检查一个备份（默认最新）")
@click.argument("id", required=False)
@_OLD_PASSPHRASE
@_OLD_CODE
@STORE_PASSPHRASE_FILE
@options
def verify_command(
    id: str | None,
    passphrase_file: Path | None,
    code_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Read a backup to its end; the exit status is 1 where anything in it is damaged."""
    call = begin(language, as_json)
    passphrase, code = _secrets(passphrase_file, code_file)
    desk = _open(call, has_own=bool(passphrase or code))
    word = id or _newest(desk)
    checked = backup.verify_backup(desk, word, call.report(), passphrase=passphrase, code=code)
    call.answer(lambda: check_form(checked), lambda: verified_words(checked, call.language))
    if not checked.is_whole:
        call.status = ExitCode.BLOCKED


@backup_group.command("show", help="What restoring a backup would change · 恢复备份会改变什么")
@_ID
@_OLD_PASSPHRASE
@_OLD_CODE
@STORE_PASSPHRASE_FILE
@options
def show_command(
    id: str, passphrase_file: Path | None, code_file: Path | None, language: str | None, as_json: bool
) -> None:
    """Say what is in a backup and how it differs from what is kept; nothing is changed."""
    call = begin(language, as_json)
    passphrase, code = _secrets(passphrase_file, code_file)
    desk = _open(call, has_own=bool(passphrase or code))
    preview = restore.look_into_backup(desk, id, passphrase=passphrase, code=code)
    call.answer(lambda: preview_form(preview), lambda: preview_words(preview, call.language))


@backup_group.command("restore", help="Bring back all of a backup, or one case · 恢复整个备份或一个案件")
@_ID
@click.option("--case", "case_id", metavar="CASE", help="Only this case, by its id · 只恢复该编号的案件")
@click.option("--yes", is_flag=True, help="Without being asked · 不再询问")
@click.option(
    "--set-aside",
    is_flag=True,
    help="Although what is kept now cannot be read: its files are put beside the backups"
    " · 即使现有数据无法读取也恢复，其文件另存在备份旁",
)
@click.option(
    "--despite-damage", is_flag=True, help="Although papers in it are damaged · 备份中有材料损坏也恢复"
)
@_OLD_PASSPHRASE
@_OLD_CODE
@STORE_PASSPHRASE_FILE
@options
def restore_command(
    id: str,
    case_id: str | None,
    yes: bool,
    set_aside: bool,
    despite_damage: bool,
    passphrase_file: Path | None,
    code_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Have all be as it was in a backup, after backing up what is there now; or bring back one case."""
    call = begin(language, as_json)
    passphrase, code = _secrets(passphrase_file, code_file)
    # What cannot be opened any more need not be opened to be set aside.
    desk = call.open_desk() if set_aside else _open(call, has_own=bool(passphrase or code))
    if case_id is not None:
        changed = restore.restore_case(desk, id, case_id, call.report(), passphrase=passphrase, code=code)
        _answer_case(call, changed)
        return
    if set_aside and passphrase is None and code is None:
        passphrase = _asked(call)
    _confirm(call, yes=yes)
    done = restore.restore_backup(
        desk,
        id,
        call.report(),
        passphrase=passphrase,
        code=code,
        set_aside=set_aside,
        despite_damage=despite_damage,
    )
    call.answer(lambda: restored_form(done), lambda: restored_words(done, call.language))


@backup_group.command("remove", help="Remove a backup · 删除一个备份")
@_ID
@click.option("--yes", is_flag=True, help="Without being asked · 不再询问")
@options
def remove_command(id: str, yes: bool, language: str | None, as_json: bool) -> None:
    """Remove a backup, and the files that no other backup needs."""
    call = begin(language, as_json)
    desk = call.open_desk()
    _confirm(call, yes=yes)
    backup.remove_backup(desk, id)
    say = catalogue(call.language)
    call.answer(lambda: {"format": 1, "removed": id}, lambda: say("The backup {id} was removed.", id=id))


@backup_group.command("settings", help="Where backups go, and how many stay · 备份位置与保留份数")
@click.option("--folder", type=_PATH, metavar="FOLDER", help="Where they go · 备份文件夹")
@click.option("--usual-folder", is_flag=True, help="Back to the folder beside the cases · 恢复默认文件夹")
@click.option("--automatic/--no-automatic", default=None, help="By themselves or not · 是否自动备份")
@click.option("--keep", type=int, metavar="N", help="How many of the last stay · 保留最近几份")
@options
def settings_command(
    folder: Path | None,
    usual_folder: bool,
    automatic: bool | None,
    keep: int | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Say where backups go, or change it."""
    call = begin(language, as_json)
    desk = call.open_desk()
    chosen = "" if usual_folder else None if folder is None else str(folder.absolute())
    if chosen is None and automatic is None and keep is None:
        settings = backup.read_settings(desk)
    else:
        settings = backup.set_backups(desk, folder=chosen, automatic=automatic, keep=keep)
    _answer_settings(call, settings)


def _answer_settings(call: Call, settings: BackupSettings) -> None:
    call.answer(
        lambda: {"format": 1, **settings_form(settings)}, lambda: settings_words(settings, call.language)
    )


def _answer_case(call: Call, changed: Changed) -> None:
    say = catalogue(call.language)
    title, is_same = changed.case.title, not changed.stale

    def words() -> str:
        if is_same:
            return say("{title} is as in the backup already; nothing was changed.", title=title)
        return say("Brought back: {title} ({id}).", title=title, id=changed.case_id)

    def form() -> forms.Form:
        return {"format": 1, "id": changed.case_id, "title": title, "changed": not is_same}

    call.answer(form, words)


def _newest(desk: Desk) -> str:
    found = backup.list_backups(desk)
    for each in found.backups:
        if not each.trouble:
            return each.path
    raise UnusableInput(found.trouble or "backup.none", path=found.settings.folder)


def _open(call: Call, *, has_own: bool) -> Desk:
    """Open the desk, and the kept cases as far as they can be: a backup is most wanted where they cannot.

    `has_own`: what opens the backup itself is given.
    """
    desk = call.open_desk()
    try:
        return call.open_desk(unlock=True)
    except UnusableInput as error:
        if error.code == "database.damaged" or (has_own and error.code == "store.locked"):
            return call.desk or desk
        raise


def _secrets(passphrase_file: Path | None, code_file: Path | None) -> tuple[str | None, str | None]:
    passphrase = None if passphrase_file is None else read_first_line(passphrase_file)
    return passphrase, None if code_file is None else read_first_line(code_file)


def _asked(call: Call) -> str | None:
    """Ask for the passphrase of a backup's time; nothing where nobody is there or it needs none."""
    if not sys.stdin.isatty():
        return None
    say = catalogue(call.language)
    return ask_unseen(say("Passphrase of the time of the backup (empty where it needs none)")) or None


def _confirm(call: Call, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UnusableInput("backup.not_confirmed")
    say = catalogue(call.language)
    click.confirm(say("Go on?"), abort=True, err=True)
