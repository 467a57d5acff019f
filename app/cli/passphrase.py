"""Secrets on the command line: the first line of a file, or typed unseen at a terminal; no argument."""

import sys
from pathlib import Path

import click

from app.cli.call import Call
from app.domain.errors import UnusableInput
from app.env.replace import machine_error
from app.i18n.catalogue import catalogue

_LONGEST_LINE = 4096


def read_first_line(path: Path) -> str:
    """Return the first line of a file, of standard input where its name is "-".

    Raises UnusableInput where there is none or it is no text, MachineStopped where it cannot be read.
    """
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.readline(_LONGEST_LINE)
        else:
            with path.open("rb") as stream:
                raw = stream.readline(_LONGEST_LINE)
        return raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UnusableInput("password.not_text", path=str(path)) from error
    except FileNotFoundError as error:
        raise UnusableInput("password.no_file", path=str(path)) from error
    except OSError as error:
        raise machine_error(error, path) from error


def take_passphrase(path: Path | None, call: Call, *, is_new: bool) -> str:
    """Return the passphrase of a handed-over case, asked for twice where it is a new one.

    Raises UnusableInput where there is neither a file nor a terminal, or two different ones were typed.
    """
    if path is not None:
        return read_first_line(path)
    if not sys.stdin.isatty():
        raise UnusableInput("handover.no_passphrase")
    say = catalogue(call.language)
    asked = say("New passphrase for this file") if is_new else say("Passphrase of this file")
    typed = ask_unseen(asked)
    if is_new and ask_unseen(say("The same again")) != typed:
        raise UnusableInput("handover.passphrases_differ")
    return typed


def ask_unseen(words: str) -> str:
    """Return what is typed at the terminal, which does not show it."""
    typed: str = click.prompt(words, hide_input=True, default="", show_default=False, err=True)
    return typed
