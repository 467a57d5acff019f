"""One call of the command line: in which language and form it answers, and on which desk it works."""

import locale
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app.casework.desk import Desk, open_desk
from app.cli import forms
from app.domain.errors import ExitCode
from app.domain.packet import Progress
from app.domain.words import Language
from app.i18n.catalogue import catalogue
from app.i18n.wording import word_app_error, word_progress

_PASSPHRASE_FILE = "yongju.store_passphrase_file"


@dataclass(slots=True)
class Call:
    """Holds how a call wants its answer: language (and whether it was asked for), JSON or words."""

    language: Language
    chosen: bool
    json: bool
    status: ExitCode = ExitCode.DONE
    desk: Desk | None = None

    def open_desk(self, *, unlock: bool = False) -> Desk:
        """Open the desk with the rules in use; `unlock` for a verb that needs kept cases.

        Such a verb also has `STORE_PASSPHRASE_FILE`. Raises UnusableInput where the store is locked then,
        and neither that file nor anybody at a terminal gives its passphrase.
        """
        self.desk = open_desk()
        if unlock and self.desk.is_locked:
            from app.cli.unlock import unlock_desk

            unlock_desk(self.desk, self, click.get_current_context().meta.get(_PASSPHRASE_FILE))
        return self.desk

    def languages(self) -> tuple[Language, ...]:
        """Return the languages in which trouble is told: the one asked for, else both, the system's first."""
        other = Language.EN if self.language is Language.ZH else Language.ZH
        return (self.language,) if self.chosen else (self.language, other)

    def tell_rules_trouble(self) -> None:
        """Tell on standard error why the bundled rules are used although others were chosen."""
        trouble = None if self.desk is None else self.desk.rules_trouble
        if trouble is None:
            return
        for language in self.languages():
            say = catalogue(language)
            click.echo(f"! {word_app_error(trouble, language)}", err=True)
            click.echo("  " + say("Until then the bundled rules are used."), err=True)

    def answer(self, form: Callable[[], dict[str, object]], words: Callable[[], str]) -> None:
        """Print the answer as one JSON document or as words."""
        self.tell_rules_trouble()
        click.echo(forms.to_json(form()) if self.json else words())

    def report(self) -> Callable[[Progress], None]:
        """Return what shows progress: one line on standard error, only on a terminal."""
        if not sys.stderr.isatty():
            return lambda _progress: None

        def show_line(progress: Progress) -> None:
            words = word_progress(progress, self.language)
            click.echo(f"\r\033[K{words[:100]}", err=True, nl=False)
            if progress.done >= progress.total:
                click.echo("\r\033[K", err=True, nl=False)

        return show_line


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that every verb has."""
    command = click.option(
        "--json", "as_json", is_flag=True, help="One JSON document · 只输出一个 JSON 文档"
    )(command)
    return click.option(
        "--language", type=click.Choice(["en", "zh"]), help="Language of the answer · 输出语言（默认随系统）"
    )(command)


def _remember(context: click.Context, _option: click.Parameter, path: Any) -> None:
    context.meta[_PASSPHRASE_FILE] = path


STORE_PASSPHRASE_FILE = click.option(
    "--store-passphrase-file",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    callback=_remember,
    expose_value=False,
    help="Where the kept cases are encrypted: their passphrase is the first line of this file (- for standard"
    " input) · 已加密保存的案件：口令取自该文件第一行（- 表示标准输入）",
)


def begin(language: str | None, as_json: bool) -> Call:
    """Begin a call: what it wants its answer to be is known from here on, whatever happens."""
    call = Call(Language(language) if language else system_language(), language is not None, as_json)
    click.get_current_context().find_root().obj.append(call)
    return call


def system_language() -> Language:
    """Return Chinese when the system speaks Chinese, English otherwise."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    named = named or (locale.getlocale()[0] or "")
    return Language.ZH if named.lower().startswith(("zh", "chinese")) else Language.EN
