"""The verb `yongju letter`: letters and data sheets are filled from a case."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from app.casework import gap_list, letters, own_templates, review
from app.casework.desk import Desk, OpenCase
from app.cli import letter_forms, letter_words
from app.cli.call import Call, begin, options
from app.domain.errors import ExitCode, UnusableInput
from app.domain.letters import LetterForm, WrittenLetter

_PATH = click.Path(path_type=Path, readable=False)
_BOTH = "both"
_FORMS = (*(form.value for form in LetterForm), _BOTH)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Holds how a letter is wanted."""

    name: str
    output: Path
    form: LetterForm
    person: str | None
    blanks: bool
    read: bool
    by: date | None


@click.command("letter", help="Fill a letter or a data sheet from a case · 根据案件填写函件或填表参考")
@click.argument("name", required=False)
@click.argument("case", required=False, type=_PATH)
@click.option("-o", "--output", type=_PATH, help="The file, .docx or .pdf · 输出文件（.docx 或 .pdf）")
@click.option(
    "--in",
    "form",
    type=click.Choice(_FORMS),
    help="zh, en, columns (facing each other, also both) or after (one after the other) · "
    "中文、英文、左右对照（both 同此）或先中后英",
)
@click.option("--person", metavar="ID", help="Whom it is about, by id · 所涉人员的代号")
@click.option("--blanks", is_flag=True, help="Leave blanks for what is missing · 缺少的内容留空")
@click.option(
    "--read",
    is_flag=True,
    help="I have read it: leave out the marks and the note on who signs · 本人已核对，去除标记和签章说明",
)
@click.option(
    "--by",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="gap-list: by when, such as 2027-03-01 · gap-list 的补交期限",
)
@click.option("--list", "listed", is_flag=True, help="The letters there are, or those of a case · 列出函件")
@click.option(
    "--fields",
    is_flag=True,
    help="The names that a letter or an own Word template uses, or that any may use · 列出模板可用的字段",
)
@options
def letter_command(
    name: str | None,
    case: Path | None,
    output: Path | None,
    form: str | None,
    person: str | None,
    blanks: bool,
    read: bool,
    by: datetime | None,
    listed: bool,
    fields: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """Fill a letter; NAME is a letter's id, or the path of an own Word template."""
    call = begin(language, as_json)
    desk = call.open_desk()
    if fields:
        _tell_fields(call, desk, name)
    elif listed or name is None:
        _tell_letters(call, desk, name)
    elif case is None or output is None:
        raise UnusableInput("call.missing_word", word="CASE -o FILE", command="yongju letter")
    else:
        day = None if by is None else by.date()
        wish = _Wish(name, output, _form_of(form, language), person, blanks, read, day)
        _write(call, desk, desk.open_folder(case), wish)


def _form_of(form: str | None, language: str | None) -> LetterForm:
    """Return the form asked for; a call that only asks for a language wants the letter in it."""
    if form is None:
        return LetterForm.COLUMNS if language is None else LetterForm(language)
    return LetterForm.COLUMNS if form == _BOTH else LetterForm(form)


def _tell_fields(call: Call, desk: Desk, name: str | None) -> None:
    fields = own_templates.fields_of(desk, name)
    call.answer(
        lambda: letter_forms.fields_form(fields), lambda: letter_words.fields_words(fields, call.language)
    )


def _tell_letters(call: Call, desk: Desk, case: str | None) -> None:
    if case is None:
        every = letters.every_letter(desk)
        call.answer(
            lambda: letter_forms.letters_form(every), lambda: letter_words.letters_words(every, call.language)
        )
        return
    opened = desk.open_folder(Path(case))
    offers = letters.list_letters(desk, opened, today=date.today())
    call.answer(
        lambda: letter_forms.offers_form(offers),
        lambda: letter_words.offers_words(offers, opened.case, call.language),
    )


def _write(call: Call, desk: Desk, opened: OpenCase, wish: _Wish) -> None:
    try:
        written = _written(call, desk, opened, wish)
    except letters.LetterLacks as lacks:
        _tell_lacks(call, lacks)
        return
    call.answer(
        lambda: letter_forms.written_form(written), lambda: letter_words.written_words(written, call.language)
    )


def _tell_lacks(call: Call, lacks: letters.LetterLacks) -> None:
    call.status = ExitCode.UNUSABLE
    call.answer(
        lambda: letter_forms.lacks_form(lacks), lambda: letter_words.lacks_words(lacks, call.language)
    )


def _written(call: Call, desk: Desk, opened: OpenCase, wish: _Wish) -> WrittenLetter:
    today = date.today()
    _refuse_others(wish)
    if wish.name == gap_list.GAP_LIST:
        seen = review.review_case(desk, opened, today=today, report=call.report())
        return gap_list.write_gap_list(desk, opened, seen, wish.output, wish.form, today=today, by=wish.by)
    return letters.write_letter(
        desk,
        opened,
        wish.name,
        wish.output,
        person=wish.person,
        form=wish.form,
        today=today,
        blanks=wish.blanks,
        read=wish.read,
    )


def _refuse_others(wish: _Wish) -> None:
    """Refuse options that would change nothing. Raises UnusableInput."""
    if wish.name == gap_list.GAP_LIST:
        given = {"--person": wish.person is not None, "--blanks": wish.blanks, "--read": wish.read}
    else:
        given = {"--by": wish.by is not None}
    for word, is_given in given.items():
        if is_given:
            raise UnusableInput("call.not_with", word=word, name=wish.name)
