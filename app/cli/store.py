"""The verbs of `yongju store`: how the kept cases are encrypted, and what opens them."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from app.casework import safety
from app.casework.desk import Desk
from app.casework.safety import NewState, StoreState
from app.cli import forms
from app.cli.call import Call, begin, options
from app.cli.unlock import take_new_passphrase, unlock_by_code, unlock_desk
from app.domain.errors import UnusableInput
from app.domain.words import Language
from app.i18n.catalogue import N_, Catalogue, catalogue

_PATH = click.Path(path_type=Path, readable=False)
_FILE = "is the first line of this file (- for standard input, where each secret takes the next line)"
_FILE_ZH = "取自该文件第一行（- 表示标准输入，各项依次取一行）"
_PASSPHRASE = click.option(
    "--passphrase-file", type=_PATH, metavar="FILE", help=f"The passphrase {_FILE} · 口令{_FILE_ZH}"
)
_NEW_PASSPHRASE = click.option(
    "--new-passphrase-file", type=_PATH, metavar="FILE", help=f"The new passphrase {_FILE} · 新口令{_FILE_ZH}"
)
_CODE = click.option(
    "--code-file", type=_PATH, metavar="FILE", help=f"The recovery code {_FILE} · 恢复码{_FILE_ZH}"
)
_SHEET = click.option(
    "--recovery-sheet",
    type=_PATH,
    metavar="FILE",
    help="Also write a page to print (PDF) with a recovery code · 同时写出可打印的恢复单（PDF）",
)
_DESPITE_DAMAGE = click.option(
    "--despite-damage",
    is_flag=True,
    help="Keep what can still be read of damaged papers · 材料损坏时，保留仍可读取的部分",
)

_EARLIER_SHEET = N_(
    "The earlier recovery sheet no longer opens the cases, but it still opens backups made before. "
    "Keep it safe as long as you keep those; then destroy it."
)


@click.group("store", help="How the kept cases are encrypted · 案件的加密保存")
def store_group() -> None:
    """Work on the store of kept cases."""


@store_group.command("status", help="Whether the kept cases are encrypted · 是否加密保存")
@options
def status_command(language: str | None, as_json: bool) -> None:
    """Say where the kept cases are, whether they are encrypted, and what opens them."""
    call = begin(language, as_json)
    state = safety.state_of(call.open_desk())
    call.answer(
        lambda: {"format": 1, **_state_form(state)}, lambda: "\n".join(_state_words(state, call.language))
    )


@store_group.command("encrypt", help="Encrypt the kept cases · 加密保存案件")
@_NEW_PASSPHRASE
@_SHEET
@options
def encrypt_command(
    new_passphrase_file: Path | None, recovery_sheet: Path | None, language: str | None, as_json: bool
) -> None:
    """Encrypt everything that is kept by a new passphrase, and a recovery code where one is wanted."""
    call = begin(language, as_json)
    desk = call.open_desk()
    if safety.state_of(desk).is_encrypted:
        raise UnusableInput("store.encrypted_already")
    passphrase = take_new_passphrase(call, new_passphrase_file)
    with _sheet(desk, recovery_sheet) as code:
        done = safety.encrypt_store(desk, passphrase, code, call.report())
    say = catalogue(call.language)
    _answer_form(call, done, recovery_sheet, say("The kept cases are encrypted now."))


@store_group.command("decrypt", help="Keep the cases without encryption · 取消加密")
@_PASSPHRASE
@_DESPITE_DAMAGE
@click.option("--yes", is_flag=True, help="Without being asked again · 不再询问")
@options
def decrypt_command(
    passphrase_file: Path | None, despite_damage: bool, yes: bool, language: str | None, as_json: bool
) -> None:
    """Keep the cases without encryption from now on, once the person said so."""
    call = begin(language, as_json)
    desk = _unlocked(call, passphrase_file)
    if not yes:
        _confirm(call)
    done = safety.decrypt_store(desk, call.report(), despite_damage=despite_damage)
    say = catalogue(call.language)
    _answer_form(call, done, None, say("The kept cases are not encrypted any more."))


@store_group.command("passphrase", help="Change the passphrase · 更改口令")
@_PASSPHRASE
@_NEW_PASSPHRASE
@options
def passphrase_command(
    passphrase_file: Path | None, new_passphrase_file: Path | None, language: str | None, as_json: bool
) -> None:
    """Change the passphrase; the cases themselves are not written anew."""
    call = begin(language, as_json)
    desk = _unlocked(call, passphrase_file)
    safety.change_passphrase(desk, take_new_passphrase(call, new_passphrase_file))
    _answer_changed(call, desk)


@store_group.command("recover", help="Set a new passphrase by the recovery code · 用恢复码重设口令")
@_CODE
@_NEW_PASSPHRASE
@options
def recover_command(
    code_file: Path | None, new_passphrase_file: Path | None, language: str | None, as_json: bool
) -> None:
    """Open the cases by the code of the recovery sheet, and set a new passphrase."""
    call = begin(language, as_json)
    desk = _encrypted(call)
    unlock_by_code(desk, call, code_file)
    safety.change_passphrase(desk, take_new_passphrase(call, new_passphrase_file))
    _answer_changed(call, desk)


@store_group.command("new-key", help="Encrypt everything anew by another key · 更换密钥并重新加密")
@_PASSPHRASE
@_SHEET
@_DESPITE_DAMAGE
@options
def new_key_command(
    passphrase_file: Path | None,
    recovery_sheet: Path | None,
    despite_damage: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """Encrypt everything anew, by a key that no older copy holds; the passphrase stays."""
    call = begin(language, as_json)
    desk = _encrypted(call)
    had_recovery = safety.state_of(desk).has_recovery
    passphrase = unlock_desk(desk, call, passphrase_file)
    with _sheet(desk, recovery_sheet) as code:
        done = safety.renew_key(desk, passphrase, code, call.report(), despite_damage=despite_damage)
    say = catalogue(call.language)
    void = [say(_EARLIER_SHEET)] if had_recovery else []
    _answer_form(call, done, recovery_sheet, say("The kept cases are encrypted by a new key now."), *void)


@store_group.command("sheet", help="A new recovery sheet to print · 制作新的恢复单")
@click.option("-o", "--output", required=True, type=_PATH, help="The page's file (PDF) · 输出文件（PDF）")
@_PASSPHRASE
@options
def sheet_command(output: Path, passphrase_file: Path | None, language: str | None, as_json: bool) -> None:
    """Write a page with a new recovery code; the code of before opens only backups made before."""
    call = begin(language, as_json)
    desk = _unlocked(call, passphrase_file)
    had_recovery = safety.state_of(desk).has_recovery
    with _sheet(desk, output) as code:
        safety.set_recovery(desk, code)
    say = catalogue(call.language)
    lines = [_sheet_words(output, say)]
    if had_recovery:
        lines.append(say(_EARLIER_SHEET))
    call.answer(
        lambda: {"format": 1, "recovery_sheet": str(output), **_state_form(safety.state_of(desk))},
        lambda: "\n".join(lines),
    )


def _encrypted(call: Call) -> Desk:
    desk = call.open_desk()
    if not safety.state_of(desk).is_encrypted:
        raise UnusableInput("store.plain_already")
    return desk


def _unlocked(call: Call, file: Path | None) -> Desk:
    desk = _encrypted(call)
    unlock_desk(desk, call, file)
    return desk


def _confirm(call: Call) -> None:
    if not sys.stdin.isatty():
        raise UnusableInput("store.not_confirmed")
    say = catalogue(call.language)
    click.confirm(
        say("Whoever can use this computer or its disk will be able to read every paper. Go on?"),
        abort=True,
        err=True,
    )


@contextlib.contextmanager
def _sheet(desk: Desk, path: Path | None) -> Iterator[str | None]:
    """Give a new code that stands on a written sheet by then; where it comes to nothing, no sheet is left."""
    if path is None:
        yield None
        return
    code = safety.new_code()
    written = safety.write_recovery_sheet(desk, code, path, today=date.today())
    try:
        yield code
    except BaseException:
        with contextlib.suppress(OSError):
            written.unlink()
        raise


def _answer_form(call: Call, done: NewState, sheet: Path | None, *words: str) -> None:
    """Answer what became of the form of the store."""
    state = safety.state_of(call.open_desk())
    form: forms.Form = {
        "format": 1,
        **_state_form(state),
        "recovery_sheet": None if sheet is None else str(sheet),
        "damaged": [{"case": case, "file": file} for case, file in done.damaged],
        "leaves_rest": done.leaves_rest,
    }
    say = catalogue(call.language)
    call.answer(lambda: form, lambda: "\n".join([*words, *_outcome(state, done, sheet, say)]))


def _outcome(state: StoreState, done: NewState, sheet: Path | None, say: Catalogue) -> Iterator[str]:
    if sheet is not None:
        yield _sheet_words(sheet, say)
    elif state.is_encrypted and not state.has_recovery:
        yield _no_sheet_words(say)
    for case, file in done.damaged:
        yield say(
            "Damaged before already, and kept as far as it can be read: {file} in the case {case}",
            file=file,
            case=case,
        )
    if done.leaves_rest:
        yield say(
            "Some of what was there before could not be removed from {path}; it goes when the cases are next "
            "opened.",
            path=state.data_folder,
        )
    if state.is_encrypted:
        yield say("What was written elsewhere before (packets, exported cases, backups) stays as it is.")
        yield say(
            "Of the backups, those that are not encrypted go with the next one that is made: yongju backup "
            "now."
        )


def _answer_changed(call: Call, desk: Desk) -> None:
    say = catalogue(call.language)
    call.answer(
        lambda: {"format": 1, **_state_form(safety.state_of(desk))},
        lambda: say(
            "The passphrase is changed. Older copies of the data folder still open by the one before; where "
            "somebody else knows it, also run “yongju store new-key”."
        ),
    )


def _sheet_words(path: Path, say: Catalogue) -> str:
    return say(
        "Recovery sheet: {path}. Print it, keep it apart from the computer, and delete the file.", path=path
    )


def _no_sheet_words(say: Catalogue) -> str:
    return say(
        "There is no recovery sheet: whoever forgets the passphrase loses the cases. “yongju store sheet -o "
        "FILE” makes one."
    )


def _state_form(state: StoreState) -> forms.Form:
    return {
        "data_folder": state.data_folder,
        "begun": state.is_begun,
        "encrypted": state.is_encrypted,
        "recovery": state.has_recovery,
    }


def _state_words(state: StoreState, language: Language) -> Iterator[str]:
    say = catalogue(language)
    yield say("Data folder: {path}", path=state.data_folder)
    if not state.is_begun:
        yield say("No case is kept there yet.")
    if not state.is_encrypted:
        yield say("Not encrypted: whoever can use this computer or its disk can read every paper.")
        return
    yield say("Encrypted; a passphrase opens it.")
    yield say("A recovery sheet opens it too.") if state.has_recovery else _no_sheet_words(say)
