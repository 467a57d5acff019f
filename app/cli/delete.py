"""The verb `yongju cases delete`: a case is deleted for good, and what that does not reach is said."""

import sys

import click

from app.casework import erase
from app.cli.backup_words import erased_form, erased_words
from app.cli.call import STORE_PASSPHRASE_FILE, begin, options
from app.domain.errors import UnusableInput
from app.i18n.catalogue import catalogue


@click.command("delete", help="Delete a case for good · 彻底删除案件")
@click.argument("id")
@click.option("--backups", is_flag=True, help="Out of every backup too · 同时从所有备份中删除")
@click.option("--yes", is_flag=True, help="Without being asked · 不再询问")
@STORE_PASSPHRASE_FILE
@options
def delete_command(id: str, backups: bool, yes: bool, language: str | None, as_json: bool) -> None:
    """Delete a case and the papers that no other case uses; say what still may hold it."""
    call = begin(language, as_json)
    desk = call.open_desk(unlock=True)
    title, _ = desk.cases.traces(id)
    if not yes:
        if not sys.stdin.isatty():
            raise UnusableInput("backup.not_confirmed")
        say = catalogue(call.language)
        click.confirm(say("Delete {title} for good?", title=title), abort=True, err=True)
    erased = erase.forget_case_everywhere(desk, id, call.report(), backups=backups)
    call.answer(lambda: erased_form(id, erased), lambda: erased_words(erased, call.language))
