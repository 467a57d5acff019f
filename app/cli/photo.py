"""The verb `yongju photo`: single measurements beside what the place asks, and a copy that fits."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from app.casework import photo
from app.cli import forms
from app.cli.call import Call, begin, options
from app.domain.errors import ExitCode
from app.domain.photos import CopyObstacle, MeasuredPhoto, MeasureState, PhotoCopy, PhotoMeasurement
from app.domain.rules import Range
from app.domain.words import Language
from app.i18n.catalogue import Catalogue, catalogue
from app.i18n.photos import (
    STATE_SIGNS,
    word_limits,
    word_measure,
    word_measure_state,
    word_obstacle,
    word_value,
)
from app.i18n.wording import word_source

_PATH = click.Path(path_type=Path, readable=False)


@click.command("photo", help="Measure a photo against what a place asks · 按办理地要求测量照片")
@click.argument("file", type=_PATH)
@click.option("--place", default="ningbo", show_default=True, help="Id of the place · 办理地")
@click.option("--category", help="Id of the category; permanent residence without it · 类别（默认永久居留）")
@click.option("-o", "--output", type=_PATH, help="Write a copy that fits, if possible · 输出符合要求的副本")
@options
def photo_command(
    file: Path, place: str, category: str | None, output: Path | None, language: str | None, as_json: bool
) -> None:
    """Measure a photo, and make a copy that fits where cutting and scaling allow."""
    call = begin(language, as_json)
    desk = call.open_desk()
    measured = photo.measure(desk, file, place, category, date.today())
    copy = None if output is None else photo.make_copy(desk, measured, output)
    if copy is not None and copy.obstacles:
        call.status = ExitCode.BLOCKED
    call.answer(lambda: _form(measured, copy), lambda: _words(measured, copy, call))


def _form(measured: MeasuredPhoto, copy: PhotoCopy | None) -> forms.Form:
    return {
        "format": 1,
        "file": measured.path,
        "place": measured.place,
        "measurements": [_row_form(row) for row in measured.rows],
        "copy": None if copy is None else _copy_form(copy),
    }


def _row_form(row: PhotoMeasurement) -> forms.Form:
    return {
        "name": row.name.value,
        "value": row.value,
        "unit": row.unit or None,
        "state": row.state.value,
        "wanted": _range_form(row.wanted),
        "words": list(row.words),
        "tolerance": row.tolerance,
        "source": [forms.source_form(source) for source in row.source],
    }


def _range_form(wanted: Range | None) -> forms.Form | None:
    return None if wanted is None else {"least": wanted.least, "most": wanted.most}


def _copy_form(copy: PhotoCopy) -> forms.Form:
    if copy.path is None:
        return {
            "path": None,
            "obstacles": [
                {"code": each.value, "message": {lang.value: word_obstacle(each, lang) for lang in Language}}
                for each in copy.obstacles
            ],
        }
    return {
        "path": copy.path,
        "obstacles": [],
        "width": copy.width,
        "height": copy.height,
        "size_bytes": copy.size_bytes,
        "dpi": copy.dpi,
        "quality": copy.quality,
        "cut": list(copy.cut),
        "scale": copy.scale,
    }


def _words(measured: MeasuredPhoto, copy: PhotoCopy | None, call: Call) -> str:
    say = catalogue(call.language)
    lines = [*_row_lines(measured.rows, say), ""]
    lines += _source_lines(measured, say)
    lines.append(
        say("These are measurements. The office decides; glasses, expression and retouching are not judged.")
    )
    if copy is not None:
        lines += ["", *_copy_lines(copy, say)]
    return "\n".join(lines)


def _row_lines(rows: tuple[PhotoMeasurement, ...], say: Catalogue) -> Iterator[str]:
    for row in rows:
        value, state = word_value(row, say.language), word_measure_state(row.state, say.language)
        line = f"{STATE_SIGNS[row.state]} {word_measure(row.name, say.language)}: {value}"
        limits = word_limits(row, say.language)
        # Without a limit the state tells nothing that the sign does not.
        if limits:
            cited = " [1]" if row.source else ""
            line = say(
                "{line} ({state}; asked: {limits}){cited}", line=line, state=state, limits=limits, cited=cited
            )
        elif row.state is MeasureState.NOT_MEASURED:
            line = say("{line} ({state})", line=line, state=state)
        yield line


def _source_lines(measured: MeasuredPhoto, say: Catalogue) -> list[str]:
    words = [word_source(source, say.language) for source in measured.profile.source]
    return [
        *(f"[1] {each}" for each in words),
        say("Limits without a number are the product's own; no rule was found that names any."),
    ]


def _copy_lines(copy: PhotoCopy, say: Catalogue) -> Iterator[str]:
    if copy.path is None:
        yield say("No copy was made:")
        yield from (f"  - {_obstacle(each, say)}" for each in copy.obstacles)
        return
    yield say(
        "Copy: {path} ({width} × {height} pixels, {kb} KB, {dpi} dpi). "
        "Only cut and scaled; the original stays as it is.",
        path=copy.path,
        width=copy.width,
        height=copy.height,
        kb=f"{copy.size_bytes / 1024:.1f}",
        dpi=copy.dpi,
    )


def _obstacle(obstacle: CopyObstacle, say: Catalogue) -> str:
    return word_obstacle(obstacle, say.language)
