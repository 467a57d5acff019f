"""The `yongju` command: its verbs, and the door at which every error becomes one sentence and a status."""

import contextlib
import itertools
import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path

import click

from app import __version__
from app.casework import assemble, demo, match, review
from app.casework.checklist import list_checklist
from app.casework.desk import Desk
from app.cli import forms, show
from app.cli.backup import backup_group
from app.cli.build import build_command, verify_command
from app.cli.call import Call, begin, options, system_language
from app.cli.cases import cases_group
from app.cli.delete import delete_command
from app.cli.letter import letter_command
from app.cli.photo import photo_command
from app.cli.rules import rules_group
from app.cli.share import share_command
from app.cli.sort import sort_command
from app.cli.store import store_group
from app.cli.upload import upload_command
from app.domain.case import Case
from app.domain.errors import AppError, Cancelled, ExitCode, FaultyFile, UnusableInput
from app.domain.findings import blocks
from app.domain.letters import FaultyTemplate
from app.domain.words import Language
from app.env.replace import machine_error
from app.i18n.letters import word_template_fault
from app.i18n.wording import Names, word_fault

_ON = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="As if submitted on that day, such as 2027-03-01 · 按该日递交计算",
)
_CASE = click.argument("case", type=click.Path(path_type=Path, readable=False))


@click.group(
    help="Yongju 永居: from a folder of papers to a checked submission packet, offline. "
    "Without a verb it opens the window. · 离线整理并检查永久居留申请材料；不带命令时打开窗口。"
)
@click.version_option(__version__, prog_name="yongju")
def yongju() -> None:
    """Group the verbs; without one, `app.__main__` opens the window."""


@yongju.command(
    "demo", help="Write the sample case, check it and build its packet · 写出示例案件、检查并生成材料包"
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, readable=False))
@options
def demo_command(folder: Path | None, language: str | None, as_json: bool) -> None:
    """Write the sample case to a folder, check it, build its packet, say where both are."""
    call = begin(language, as_json)
    desk = call.open_desk()
    folder = folder or demo.free_folder(Path.cwd())
    opened = demo.write_sample_case(desk, folder)
    found = review.review_case(desk, opened, today=date.today(), report=call.report())
    built = assemble.assemble_packet(
        desk, opened, folder / "packet.pdf", draft=False, today=date.today(), report=call.report()
    )
    verification = assemble.verify_against_case(
        Path(built.path), desk, opened, call.report(), today=date.today()
    )
    call.answer(
        lambda: forms.demo_form(folder, opened.case, found, built, verification),
        lambda: show.show_demo(folder, found, built, verification, call.language),
    )


@yongju.command("categories", help="Every category, with its source · 列出全部类别及其依据")
@options
def categories_command(language: str | None, as_json: bool) -> None:
    """List every category with outcome, instrument, status and source."""
    call = begin(language, as_json)
    desk = call.open_desk()
    categories, background = match.list_categories(desk), match.list_background(desk)
    call.answer(
        lambda: forms.categories_form(categories, background),
        lambda: show.show_categories(categories, background, call.language),
    )


@yongju.command("match", help="Which category fits, and why · 判断符合哪一类别及原因")
@_CASE
@_ON
@options
def match_command(case: Path, on: datetime | None, language: str | None, as_json: bool) -> None:
    """Judge every category for a case."""
    call = begin(language, as_json)
    desk = call.open_desk()
    asked = _on(desk, desk.open_folder(case).case, on)
    matching, names = match.match_case(desk, asked, today=date.today()), Names(desk.pack, asked)
    call.answer(
        lambda: forms.matches_form(asked, matching, names),
        lambda: show.show_matches(matching, names, call.language),
    )


@yongju.command("checklist", help="What is asked, of whom, until when · 材料清单")
@_CASE
@_ON
@options
def checklist_command(case: Path, on: datetime | None, language: str | None, as_json: bool) -> None:
    """List what is asked of whom, how many, in which form, with use-by date and state."""
    call = begin(language, as_json)
    desk = call.open_desk()
    asked = _on(desk, desk.open_folder(case).case, on)
    checklist, names = list_checklist(desk, asked, today=date.today()), Names(desk.pack, asked)
    call.answer(
        lambda: forms.checklist_form(asked, checklist),
        lambda: show.show_checklist(checklist, names, call.language),
    )


def _on(desk: Desk, case: Case, day: datetime | None) -> Case:
    """Return the case as it would stand if it were submitted on another day."""
    return case if day is None else match.as_if_on(desk, case, day.date())


@yongju.command("check", help="Every finding about a case · 检查案件")
@_CASE
@options
def check_command(case: Path, language: str | None, as_json: bool) -> None:
    """State all findings; the exit status is 1 when any blocks."""
    call = begin(language, as_json)
    desk = call.open_desk()
    opened = desk.open_folder(case)
    found = review.review_case(desk, opened, today=date.today(), report=call.report())
    names = Names(desk.pack, opened.case)
    call.answer(
        lambda: forms.review_form(opened.case, found, names),
        lambda: show.show_review(found, names, call.language),
    )
    if blocks(found.findings):
        call.status = ExitCode.BLOCKED


yongju.add_command(backup_group)
yongju.add_command(build_command)
yongju.add_command(cases_group)
cases_group.add_command(delete_command)
yongju.add_command(letter_command)
yongju.add_command(photo_command)
yongju.add_command(rules_group)
yongju.add_command(share_command)
yongju.add_command(sort_command)
yongju.add_command(store_group)
yongju.add_command(upload_command)
yongju.add_command(verify_command)


def main(arguments: list[str]) -> int:
    """Run one call and return its exit status; no traceback ever leaves here."""
    for stream in (sys.stdout, sys.stderr):
        # Windows pipes and LANG=C would otherwise refuse Chinese.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # What reads our output has gone.
        _close_output()
        return int(ExitCode.DONE)
    except OSError as error:
        _close_output()
        return _tell_unwritten(error)
    return status


def _tell_unwritten(error: OSError) -> int:
    """Tell that the disk that takes our output is full, where that can still be told."""
    told = machine_error(error, Path("stdout"))
    language = system_language()
    with contextlib.suppress(OSError):
        for each in (language, *(other for other in Language if other is not language)):
            click.echo(show.show_error(told, each), err=True)
    return int(told.exit_code)


def _close_output() -> None:
    """Let nothing more be written to standard output, not even when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    # Ended from outside, it cleans up as when it is interrupted from the keyboard.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    calls: list[Call] = []
    try:
        status = yongju.main(args=arguments, prog_name="yongju", standalone_mode=False, obj=calls)
    except AppError as error:
        return _tell(error, _last(calls, arguments))
    except click.UsageError as error:
        return _tell_usage(error, _last(calls, arguments))
    except (KeyboardInterrupt, click.Abort):
        return _tell(Cancelled(), _last(calls, arguments))
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("YONGJU_DEBUG"):
            raise
        return _tell(_Bug(error), _last(calls, arguments))
    return int(calls[-1].status) if calls else int(status or 0)


class _Bug(AppError):
    """Something that only we can mend."""

    exit_code = ExitCode.MACHINE

    def __init__(self, error: Exception) -> None:
        super().__init__("bug", kind=type(error).__name__)


def _last(calls: list[Call], arguments: list[str]) -> Call:
    """Return the call that failed; one whose options could not be read answers as best it can."""
    if calls:
        return calls[-1]
    asked = next((language for language in Language if _asks_for(language, arguments)), None)
    return Call(asked or system_language(), asked is not None, "--json" in arguments)


def _asks_for(language: Language, arguments: list[str]) -> bool:
    return f"--language={language}" in arguments or ("--language", language) in itertools.pairwise(arguments)


def _tell(error: AppError, call: Call) -> int:
    call.tell_rules_trouble()
    if call.json:
        click.echo(forms.to_json(forms.error_form(error)))
        return int(error.exit_code)
    for language in call.languages():
        if isinstance(error, FaultyFile):
            for fault in error.faults:
                click.echo(f"- {word_fault(fault, language)}", err=True)
        elif isinstance(error, FaultyTemplate):
            for each in error.faults:
                click.echo(f"- {word_template_fault(each, language)}", err=True)
        click.echo(show.show_error(error, language), err=True)
    return int(error.exit_code)


def _tell_usage(error: click.UsageError, call: Call) -> int:
    """Tell a call that cannot be understood."""
    command = error.ctx.command_path if error.ctx else "yongju"
    match error:
        case click.NoSuchOption():
            told = UnusableInput("call.unknown_word", word=error.option_name, command=command)
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            told = UnusableInput("call.missing_word", word=name, command=command)
        case click.BadParameter() if error.param is not None:
            told = _wrong_value(error.param, command)
        case click.BadParameter():
            told = UnusableInput("call.wrong_word", word="", command=command)
        case _:
            told = UnusableInput("call.misunderstood", command=command)
    return _tell(told, call)


def _wrong_value(parameter: click.Parameter, command: str) -> UnusableInput:
    """Tell what an option or a word of a call takes."""
    name = max(parameter.opts, key=len) if isinstance(parameter, click.Option) else ""
    name = name or parameter.human_readable_name
    match parameter.type:
        case click.DateTime():
            return UnusableInput("call.not_a_date", word=name, command=command)
        case click.Choice(choices=choices):
            return UnusableInput("call.not_a_choice", word=name, known=", ".join(map(str, choices)))
    return UnusableInput("call.wrong_word", word=name, command=command)
