"""The verbs `yongju build` and `yongju verify`: a packet is assembled, and read back."""

from datetime import date
from pathlib import Path

import click

from app.casework import assemble
from app.casework.desk import OpenCase
from app.cli import forms, show
from app.cli.call import Call, begin, options
from app.cli.passphrase import read_first_line
from app.domain.errors import ExitCode, PacketBlocked
from app.domain.packet import Originals, PacketOptions
from app.domain.passwords import typed_password
from app.domain.words import DisplayMode
from app.i18n.catalogue import catalogue
from app.i18n.wording import Names, word_finding

_PATH = click.Path(path_type=Path, readable=False)
_MEGABYTE = 1_000_000
PASSWORD_FILE = click.option(
    "--password-file",
    type=_PATH,
    metavar="FILE",
    help="The password is the first line of this file (- for standard input) · 密码取自该文件第一行",
)


@click.command("build", help="Assemble the packet PDF · 生成材料包 PDF")
@click.argument("case", type=_PATH)
@click.option("-o", "--output", required=True, type=_PATH, help="The packet's file · 输出文件")
@click.option("--draft", is_flag=True, help="Build although there are blockers · 有未解决问题时也生成草稿")
@click.option(
    "--packet-language",
    type=click.Choice([mode.value for mode in DisplayMode]),
    default=DisplayMode.BOTH.value,
    help="Language of the packet's own pages (default both) · 材料包自身页面的语言（默认双语）",
)
@click.option(
    "--printing",
    is_flag=True,
    help="For printing: exhibits begin on odd pages, with every copy that the place asks for"
    " · 打印版：各项材料从奇数页开始，并含所需份数",
)
@click.option(
    "--volume-mb",
    type=click.FloatRange(min=0.1),
    metavar="MB",
    help="Split into volumes of at most this size · 按此大小上限分册",
)
@PASSWORD_FILE
@click.option("--archival", is_flag=True, help="As PDF/A-2b, where every paper allows it · 生成 PDF/A-2b")
@click.option(
    "--originals",
    type=click.Choice([each.value for each in Originals]),
    default=Originals.LEFT.value,
    help="Digitally signed papers also untouched: left out (default), beside the packet, or attached in it"
    " · 电子签名文件的原件：不附（默认）、放在旁边或作为附件",
)
@click.option(
    "--supplement-to",
    type=_PATH,
    metavar="PACKET",
    help="Only what is new or changed since this packet · 只含该材料包之后新增或更换的材料",
)
@click.option(
    "--supplement-password-file",
    type=_PATH,
    metavar="FILE",
    help="The password of that packet, where it is another · 该材料包的密码（如与本次不同）",
)
@options
def build_command(
    case: Path,
    output: Path,
    draft: bool,
    packet_language: str,
    printing: bool,
    volume_mb: float | None,
    password_file: Path | None,
    archival: bool,
    originals: str,
    supplement_to: Path | None,
    supplement_password_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Assemble the packet; refuses while there are blockers unless a draft is asked for."""
    call = begin(language, as_json)
    wanted = PacketOptions(
        language=DisplayMode(packet_language),
        printing=printing,
        volume_bytes=None if volume_mb is None else round(volume_mb * _MEGABYTE),
        password=read_password(password_file, call),
        archival=archival,
        originals=Originals(originals),
        supplement_to="" if supplement_to is None else str(supplement_to),
        supplement_password=read_password(supplement_password_file, call),
    )
    desk = call.open_desk()
    opened = desk.open_folder(case)
    try:
        built = assemble.assemble_packet(
            desk, opened, output, draft=draft, today=date.today(), report=call.report(), options=wanted
        )
    except PacketBlocked as blocked:
        tell_blocked(blocked, Names(desk.pack, opened.case), opened, call)
        return
    call.answer(
        lambda: forms.built_form(built, draft), lambda: show.show_built(built, call.language, draft=draft)
    )


def tell_blocked(blocked: PacketBlocked, names: Names, opened: OpenCase, call: Call) -> None:
    """Tell what stands against a packet, each finding with what to do."""
    call.status = blocked.exit_code
    if call.json:
        click.echo(forms.to_json(forms.blocked_form(opened.case, blocked, names)))
        return
    for language in call.languages():
        for finding in blocked.findings:
            click.echo(f"- {word_finding(finding, names, language)}", err=True)
        click.echo(show.show_error(blocked, language), err=True)


@click.command("verify", help="Read a packet back and compare · 核对材料包")
@click.argument("file", type=_PATH)
@click.argument("case", required=False, type=_PATH)
@PASSWORD_FILE
@options
def verify_command(
    file: Path, case: Path | None, password_file: Path | None, language: str | None, as_json: bool
) -> None:
    """Hold a packet against its own manifest, and against a case where given."""
    call = begin(language, as_json)
    password = read_password(password_file, call)
    desk = None if case is None else call.open_desk()
    opened = None if desk is None or case is None else desk.open_folder(case)
    verification = assemble.verify_against_case(
        file, desk, opened, call.report(), today=date.today(), password=password
    )
    call.answer(
        lambda: forms.verification_form(verification),
        lambda: show.show_verification(verification, call.language),
    )
    if not verification.sound:
        call.status = ExitCode.BLOCKED


def read_password(path: Path | None, call: Call) -> str:
    """Return the password as it will be typed, and say so where that differs from what was given."""
    if path is None:
        return ""
    given = read_first_line(path)
    typed = typed_password(given)
    if typed != given:
        _tell_typed(typed, call)
    return typed


def _tell_typed(password: str, call: Call) -> None:
    """Tell how a password is typed in a viewer, where that is not how it was given."""
    for language in call.languages():
        say = catalogue(language)
        click.echo(say("In a PDF viewer this password is typed: {password}", password=password), err=True)
