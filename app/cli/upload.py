"""The verb `yongju upload`: files for a portal, one for each paper of each person."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from app.casework import upload, upload_record
from app.cli import forms, show
from app.cli.build import tell_blocked
from app.cli.call import Call, begin, options
from app.domain.errors import ExitCode, PacketBlocked
from app.domain.uploads import UploadFile, UploadSet
from app.i18n.catalogue import Catalogue, catalogue
from app.i18n.packets import word_left_out
from app.i18n.wording import Names, word_finding, word_source

_PATH = click.Path(path_type=Path, readable=False)


@click.command("upload", help="Write one file per paper for a portal · 按上传平台要求逐项输出文件")
@click.argument("case", type=_PATH)
@click.option("-o", "--output", required=True, type=_PATH, help="The folder of the files · 输出文件夹")
@click.option("--draft", is_flag=True, help="Write although there are blockers · 有未解决问题时也输出草稿")
@options
def upload_command(case: Path, output: Path, draft: bool, language: str | None, as_json: bool) -> None:
    """Write the upload set; refuses while there are blockers unless a draft is asked for."""
    call = begin(language, as_json)
    desk = call.open_desk()
    opened = desk.open_folder(case)
    names = Names(desk.pack, opened.case)
    try:
        made = upload.write_upload_set(
            desk, opened, output, draft=draft, today=date.today(), report=call.report()
        )
    except PacketBlocked as blocked:
        tell_blocked(blocked, names, opened, call)
        return
    if not made.usable:
        call.status = ExitCode.BLOCKED
    call.answer(lambda: _form(made, names), lambda: _words(made, names, call))


def _form(made: UploadSet, names: Names) -> forms.Form:
    return {
        **upload_record.manifest_form(made, names),
        "folder": made.path,
        "usable": made.usable,
        "findings": [forms.finding_form(finding, names) for finding in made.findings],
    }


def _words(made: UploadSet, names: Names, call: Call) -> str:
    say = catalogue(call.language)
    lines = [*(_file_line(file, say) for file in made.files), ""]
    lines += _missing_lines(made, say)
    lines += [
        f"{show.SEVERITY_SIGNS[finding.severity]} {word_finding(finding, names, call.language)}"
        for finding in made.findings
    ]
    lines += _limit_lines(made, say)
    count = say.plural("{count} file", "{count} files", len(made.files))
    if made.draft:
        lines.append(say("Draft, not for submission: {path} ({files}).", path=made.path, files=count))
    elif made.usable:
        lines.append(say("Upload set: {path} ({files}).", path=made.path, files=count))
    else:
        lines.append(
            say("Upload set: {path} ({files}). Not every file is as asked.", path=made.path, files=count)
        )
    return "\n".join(lines)


def _file_line(file: UploadFile, say: Catalogue) -> str:
    size = -(-file.size_bytes // 1000)
    if file.photo is not None:
        return say(
            "{name}  {width} × {height} pixels, {dpi} dpi, {size} KB",
            name=file.name,
            width=file.photo.width,
            height=file.photo.height,
            dpi=file.photo.dpi,
            size=size,
        )
    pages = say.plural("{count} page", "{count} pages", file.pages)
    return say("{name}  {pages}, {size} KB", name=file.name, pages=pages, size=size)


def _missing_lines(made: UploadSet, say: Catalogue) -> Iterator[str]:
    for each in made.missing:
        yield say(
            "Still missing: {requirement} for {person}",
            requirement=say.text(each.title),
            person=each.person_name,
        )
    for paper in made.not_handed_in:
        yield f"{say.text(paper.title)} · {paper.person_name} · {say.text(word_left_out(paper))}"


def _limit_lines(made: UploadSet, say: Catalogue) -> Iterator[str]:
    limits = made.limits
    if limits.most_bytes is None:
        yield say("No limit to the size of files is known here; ask before you upload.")
        return
    size = limits.most_bytes // 1000
    if limits.binding:
        yield say("At most {size} KB in one file, as the rules say:", size=size)
    else:
        yield say("Told from {size} KB in one file on; that is no rule of the place:", size=size)
    yield from (f"  {word_source(source, say.language)}" for source in limits.source)
