"""The verbs of `yongju cases`: the kept cases, and handing one over to another machine as one file."""

import re
from pathlib import Path

import click

from app.casework import handover, keep
from app.casework.desk import Desk
from app.casework.results import Changed
from app.cli import forms
from app.cli.call import STORE_PASSPHRASE_FILE, Call, begin, options
from app.cli.passphrase import take_passphrase
from app.domain.errors import UnusableInput
from app.domain.handover import Difference, HandedOver, Offer, Standing, TakeOver
from app.domain.rules import RulePack
from app.domain.summaries import CaseSummary
from app.domain.words import Language
from app.i18n.catalogue import Catalogue, catalogue
from app.i18n.handovers import GROUP_NAMES, word_difference, word_moment, word_standing
from app.i18n.terms import date_words

_PATH = click.Path(path_type=Path, readable=False)
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_PASSPHRASE = click.option(
    "--passphrase-file",
    type=_PATH,
    metavar="FILE",
    help="The passphrase of the handed-over file is the first line of this file (- for standard input)"
    " · 移交文件的口令取自该文件第一行（- 表示标准输入）",
)


@click.group("cases", help="Kept cases, and handing them over · 已保存的案件及其移交")
def cases_group() -> None:
    """Work on the cases that are kept in the data folder."""


@cases_group.command("list", help="Every kept case · 列出已保存的案件")
@STORE_PASSPHRASE_FILE
@options
def list_command(language: str | None, as_json: bool) -> None:
    """List the kept cases, the one changed last first."""
    call = begin(language, as_json)
    desk = call.open_desk(unlock=True)
    # Looking makes nothing: on a drive that is not there, a new empty store would look like the loss of all.
    kept = keep.list_cases(desk) if desk.place.is_begun else ()
    call.answer(
        lambda: {"format": 1, "cases": [_summary_form(each) for each in kept]},
        lambda: _plain(_list_words(kept, call.language)),
    )


@cases_group.command("hand-over", help="Write a case as one encrypted file · 将案件导出为一个加密文件")
@click.argument("id", type=str)
@click.option("-o", "--output", required=True, type=_PATH, help="The file, ending in .yongju · 输出文件")
@click.option("--no-history", is_flag=True, help="Without what was done to the case · 不含修改记录")
@_PASSPHRASE
@STORE_PASSPHRASE_FILE
@options
def hand_over_command(
    id: str,
    output: Path,
    no_history: bool,
    passphrase_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Write a case with all its papers as one file, encrypted by a passphrase of its own."""
    call = begin(language, as_json)
    desk = call.open_desk(unlock=True)
    case_id = _find(desk, id)
    passphrase = take_passphrase(passphrase_file, call, is_new=True)
    done = handover.hand_over(desk, case_id, output, passphrase, call.report(), with_history=not no_history)
    call.answer(lambda: _handed_form(case_id, done), lambda: _handed_words(done, call.language))


@cases_group.command("take-over", help="Keep the case that such a file holds · 接收移交文件中的案件")
@click.argument("file", type=_PATH)
@click.option(
    "--diff", is_flag=True, help="Only say what it holds and how it differs · 只说明内容与差异，不作更改"
)
@click.option("--replace", is_flag=True, help="In the place of the kept one · 替换已保存的案件")
@click.option("--keep-both", is_flag=True, help="As a second case · 另存为第二个案件")
@_PASSPHRASE
@STORE_PASSPHRASE_FILE
@options
def take_over_command(
    file: Path,
    diff: bool,
    replace: bool,
    keep_both: bool,
    passphrase_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Read a handed-over case, say how it stands to what is kept, and keep it."""
    call = begin(language, as_json)
    if replace and keep_both:
        raise click.UsageError("--replace or --keep-both", click.get_current_context())
    passphrase = take_passphrase(passphrase_file, call, is_new=False)
    desk = call.open_desk(unlock=True)
    offer = handover.look_into(desk, file, passphrase, call.report())
    done: Changed | None = None
    if not diff and offer.standing is not Standing.SAME:
        how = _how(offer, replace=replace, keep_both=keep_both)
        done = handover.take_over(desk, offer, passphrase, how, call.report())
    call.answer(
        lambda: _taken_form(offer, done, desk.pack),
        lambda: _plain(_taken_words(offer, done, desk.pack, call)),
    )


def _plain(words: str) -> str:
    """Return words without signs that move a cursor: a case from elsewhere may have any in its names."""
    return _CONTROLS.sub("?", words)


def _find(desk: Desk, word: str) -> str:
    """Return the id that a word is, or begins as no other does. Raises UnusableInput where there is none."""
    found = [each.id for each in keep.list_cases(desk) if each.id.startswith(word)]
    if not word or (len(found) != 1 and word not in found):
        raise UnusableInput("cases.no_such", id=word)
    return word if word in found else found[0]


def _how(offer: Offer, *, replace: bool, keep_both: bool) -> TakeOver:
    if offer.standing is Standing.NEW:
        return TakeOver.ADD
    if keep_both:
        return TakeOver.KEEP_BOTH
    return TakeOver.REPLACE if replace else TakeOver.ADD


def _list_words(kept: tuple[CaseSummary, ...], language: Language) -> str:
    say = catalogue(language)
    if not kept:
        return say("No case is kept yet.")
    lines = []
    for each in kept:
        away = f"  [{say('put away')}]" if each.archived else ""
        lines.append(f"{each.id}  {each.title}{away}")
        day = date_words(each.submit_on, language)
        about = (each.applicant, each.category, each.place, day)
        lines.append("    " + " · ".join(filter(None, about)))
    return "\n".join(lines)


def _summary_form(each: CaseSummary) -> forms.Form:
    return {
        "id": each.id,
        "title": each.title,
        "applicant": each.applicant,
        "category": each.category,
        "place": each.place,
        "submit_on": each.submit_on.isoformat(),
        "people": each.people,
        "papers": each.papers,
        "archived": each.archived,
        "changed_at": each.changed_at,
    }


def _handed_form(case_id: str, done: HandedOver) -> forms.Form:
    return {
        "format": 1,
        "id": case_id,
        "title": done.title,
        "path": done.path,
        "files": done.files,
        "size_bytes": done.size_bytes,
    }


def _handed_words(done: HandedOver, language: Language) -> str:
    say = catalogue(language)
    files = say.plural("{count} file", "{count} files", done.files)
    return "\n".join(
        [
            say("Handed over: {title}, to {path} ({files}).", title=done.title, path=done.path, files=files),
            say(
                "Tell the passphrase to whoever receives the file in another way than the file itself; "
                "without it nobody can open it, not even you."
            ),
        ]
    )


def _taken_form(offer: Offer, done: Changed | None, pack: RulePack) -> forms.Form:
    return {
        "format": 1,
        "done": done is not None,
        "id": None if done is None else done.case_id,
        "standing": offer.standing.value,
        "message": {language.value: word_standing(offer, language) for language in Language},
        "offer": {
            "id": offer.case_id,
            "title": offer.title,
            "applicant": offer.applicant,
            "category": offer.category,
            "place": offer.place,
            "submit_on": offer.submit_on.isoformat(),
            "people": offer.people,
            "papers": offer.papers,
            "files": offer.files,
            "size_bytes": offer.size_bytes,
            "made_at": offer.made_at,
            "made_by": offer.made_by,
            "changed_at": offer.changed_at,
            "changes": offer.changes,
        },
        "kept_changed_at": None if offer.kept is None else offer.kept.changed_at,
        "differences": [_difference_form(each, pack) for each in offer.differences],
    }


def _difference_form(difference: Difference, pack: RulePack) -> forms.Form:
    return {
        "group": difference.group.value,
        "code": difference.code,
        "params": dict(difference.params),
        "kept": None if difference.kept is None else forms.param_form(difference.kept),
        "offered": None if difference.offered is None else forms.param_form(difference.offered),
        "message": {language.value: word_difference(difference, pack, language) for language in Language},
    }


def _taken_words(offer: Offer, done: Changed | None, pack: RulePack, call: Call) -> str:
    say = catalogue(call.language)
    lines = [_offer_words(offer, say), word_standing(offer, call.language)]
    lines += _difference_lines(offer, pack, say)
    if done is not None:
        lines.append(say("Taken over: {title} ({id})", title=done.case.title, id=done.case_id))
    else:
        lines.append(say("Nothing was changed here."))
    return "\n".join(lines)


def _offer_words(offer: Offer, say: Catalogue) -> str:
    return say(
        "In the file: {title}, {files}, written {moment} by {program}.",
        title=offer.title,
        files=say.plural("{count} file", "{count} files", offer.files),
        moment=word_moment(offer.made_at, say.language),
        program=offer.made_by,
    )


def _difference_lines(offer: Offer, pack: RulePack, say: Catalogue) -> list[str]:
    lines: list[str] = []
    for group, name in GROUP_NAMES.items():
        of_group = [each for each in offer.differences if each.group is group]
        if of_group:
            lines.append(say(name))
            lines += [f"  - {word_difference(each, pack, say.language)}" for each in of_group]
    return lines
