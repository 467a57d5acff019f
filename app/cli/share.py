"""The verb `yongju share`: a copy of the packet for somebody else, with areas taken out for good."""

from datetime import date, datetime
from pathlib import Path

import click

from app.casework import share
from app.cli import forms
from app.cli.build import PASSWORD_FILE, read_password, tell_blocked
from app.cli.call import begin, options
from app.domain.errors import PacketBlocked
from app.domain.packet import Area, Built
from app.domain.words import DisplayMode, Language
from app.i18n.catalogue import catalogue
from app.i18n.wording import Names

_PATH = click.Path(path_type=Path, readable=False)


@click.command("share", help="A watermarked copy for somebody else · 生成带水印的分享副本")
@click.argument("case", type=_PATH)
@click.option("-o", "--output", required=True, type=_PATH, help="The copy's file · 输出文件")
@click.option("--for", "recipient", required=True, help="For whom the copy is · 副本提供给谁")
@click.option(
    "--remove",
    multiple=True,
    metavar="AREA",
    help="An area to remove for good, as FILE:PAGE:LEFT%,TOP%,RIGHT%,BOTTOM% of the page as a viewer shows it"
    " · 要彻底去除的区域：文件:页:左%,上%,右%,下%（按阅读器中显示的页面）",
)
@click.option(
    "--remove-list",
    type=_PATH,
    metavar="FILE",
    help='A TOML file with areas = ["AREA", …] · 列出区域的 TOML 文件',
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on the watermark (default today) · 水印上的日期"
)
@click.option("--draft", is_flag=True, help="Although there are blockers · 有未解决问题时也生成")
@click.option(
    "--packet-language",
    type=click.Choice([mode.value for mode in DisplayMode]),
    default=DisplayMode.BOTH.value,
    help="Language of the copy's own pages (default both) · 副本自身页面的语言（默认双语）",
)
@PASSWORD_FILE
@options
def share_command(
    case: Path,
    output: Path,
    recipient: str,
    remove: tuple[str, ...],
    remove_list: Path | None,
    on: datetime | None,
    draft: bool,
    packet_language: str,
    password_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Write a copy that says for whom it is and what for, without the areas that are nobody's business."""
    call = begin(language, as_json)
    listed = () if remove_list is None else share.read_area_list(remove_list)
    areas = (*map(share.read_area, remove), *listed)
    password = read_password(password_file, call)
    desk = call.open_desk()
    opened = desk.open_folder(case)
    day = date.today() if on is None else on.date()
    try:
        built = share.share_packet(
            desk,
            opened,
            output,
            recipient=recipient,
            day=day,
            areas=areas,
            draft=draft,
            today=date.today(),
            report=call.report(),
            language=DisplayMode(packet_language),
            password=password,
        )
    except PacketBlocked as blocked:
        tell_blocked(blocked, Names(desk.pack, opened.case), opened, call)
        return
    call.answer(
        lambda: share_form(built, recipient, day, areas, draft),
        lambda: show_shared(built, recipient, areas, call.language),
    )


def share_form(
    built: Built, recipient: str, day: date, areas: tuple[Area, ...], draft: bool
) -> dict[str, object]:
    """Return where the copy is, for whom, and which areas are gone from it."""
    removed = [
        {
            "file": area.file,
            "page": area.page,
            "left": area.left,
            "top": area.top,
            "right": area.right,
            "bottom": area.bottom,
        }
        for area in areas
    ]
    return {
        **forms.built_form(built, draft),
        "recipient": recipient,
        "on": day.isoformat(),
        "areas_removed": removed,
    }


def show_shared(built: Built, recipient: str, areas: tuple[Area, ...], language: Language) -> str:
    """Say where the copy is and that its areas are gone."""
    say = catalogue(language)
    pages = say.plural("{count} page", "{count} pages", built.page_count)
    lines = [
        say("Copy for {recipient}: {path} ({pages}).", recipient=recipient, path=built.path, pages=pages)
    ]
    if areas:
        lines.append(
            say.plural(
                "{count} area was removed for good; the finished copy was searched for it.",
                "{count} areas were removed for good; the finished copy was searched for them.",
                len(areas),
            )
        )
    lines.append(say("Look through it before you hand it on: nothing was removed but what you chose."))
    return "\n".join(lines)
