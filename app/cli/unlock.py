"""Opens an encrypted store for one call: its passphrase comes from a file, or is typed unseen."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from app.casework import safety
from app.casework.desk import Desk
from app.cli.call import Call
from app.cli.passphrase import ask_unseen, read_first_line
from app.domain.errors import UnusableInput
from app.i18n.catalogue import catalogue
from app.i18n.wording import word_app_error

_TRIES = 3
_TYPED_WRONG = frozenset(
    {"store.wrong_passphrase", "store.wrong_code", "store.code_mistyped", "store.code_length"}
)


def unlock_desk(desk: Desk, call: Call, file: Path | None) -> str:
    """Open the store by its passphrase, and return that.

    Raises UnusableInput where the passphrase is wrong, or there is neither a file nor a terminal.
    """
    say = catalogue(call.language)

    def use(passphrase: str) -> str:
        desk.unlock(safety.open_by_passphrase(desk, passphrase))
        return passphrase

    return _take(say("Passphrase of the kept cases"), desk, call, file, use)


def unlock_by_code(desk: Desk, call: Call, file: Path | None) -> None:
    """Open the store by its recovery code, likewise."""
    say = catalogue(call.language)

    def use(code: str) -> str:
        desk.unlock(safety.open_by_code(desk, code))
        return code

    _take(say("Recovery code"), desk, call, file, use)


def take_new_passphrase(call: Call, file: Path | None) -> str:
    """Return a passphrase to be set, typed twice where no file has it.

    Raises UnusableInput where there is neither a file nor a terminal, or two different ones were typed.
    """
    if file is not None:
        return read_first_line(file)
    if not sys.stdin.isatty():
        raise UnusableInput("store.no_new_passphrase")
    say = catalogue(call.language)
    typed = ask_unseen(say("New passphrase for the kept cases"))
    if ask_unseen(say("The same again")) != typed:
        raise UnusableInput("store.passphrases_differ")
    return typed


def _take(words: str, desk: Desk, call: Call, file: Path | None, use: Callable[[str], str]) -> str:
    """Use what a file says, or what is typed; whoever mistypes may try again."""
    if file is not None:
        return use(read_first_line(file))
    if not sys.stdin.isatty():
        raise UnusableInput("store.locked", path=str(desk.data_folder))
    for left in reversed(range(_TRIES)):
        try:
            return use(ask_unseen(words))
        except UnusableInput as error:
            if not left or error.code not in _TYPED_WRONG:
                raise
            for language in call.languages():
                click.echo(word_app_error(error, language), err=True)
    raise AssertionError("the last try is returned or raised")
