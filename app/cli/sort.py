"""The verb `yongju sort`: where each loose file of a folder most likely belongs."""

from datetime import date
from pathlib import Path

import click

from app.casework import sort
from app.cli import forms
from app.cli.call import Call, begin, options
from app.domain.case import Evidence
from app.domain.sorting import Placement, SortedFolder, Spot, Sureness
from app.domain.words import Language
from app.i18n.catalogue import catalogue
from app.i18n.sorting import word_placement_kind, word_reason, word_spot, word_sureness
from app.i18n.wording import Names

_PATH = click.Path(path_type=Path, readable=False)
_SIGNS = {Sureness.SURE: "✓", Sureness.LIKELY: "~", Sureness.UNSURE: "?", Sureness.UNKNOWN: "–"}


@click.command("sort", help="Where each loose file most likely belongs · 判断散放的文件各属于哪一项材料")
@click.argument("folder", type=_PATH)
@click.option("--case", "case", required=True, type=_PATH, help="The case · 案件文件夹")
@click.option(
    "--toml",
    "as_toml",
    is_flag=True,
    help="The sure ones as lines for case.toml · 把确定的写成 case.toml 的内容",
)
@options
def sort_command(folder: Path, case: Path, as_toml: bool, language: str | None, as_json: bool) -> None:
    """Propose for each file of a folder a requirement, a person and a part; move nothing."""
    call = begin(language, as_json)
    desk = call.open_desk()
    opened = desk.open_folder(case)
    done = sort.sort_papers(desk, folder, opened, today=date.today(), report=call.report())
    names = Names(desk.pack, opened.case)
    toml = sort.evidence_toml(_named_from(case, folder, done.sure_evidence), opened.case)
    call.answer(
        lambda: sorted_form(folder, done, names, toml),
        lambda: toml.rstrip("\n") if as_toml else show_sorted(done, names, call),
    )


def _named_from(case: Path, folder: Path, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Name files as the case folder has to name them; those outside of it keep their names."""
    root, below = case.resolve(), folder.resolve()
    inside = below.relative_to(root).as_posix() if below.is_relative_to(root) else "."
    if inside == ".":
        return evidence
    return tuple(
        Evidence(each.requirement, each.person, tuple(f"{inside}/{name}" for name in each.files), each.part)
        for each in evidence
    )


def sorted_form(folder: Path, done: SortedFolder, names: Names, toml: str) -> forms.Form:
    """Return every file with where it belongs, how sure that is and why."""
    counts = {each.value: sum(p.sureness is each for p in done.placements) for each in Sureness}
    return {
        "format": 1,
        "folder": str(folder),
        "files": [_placement_form(placement, names) for placement in done.placements],
        "summary": counts,
        "toml": toml,
    }


def _placement_form(placement: Placement, names: Names) -> forms.Form:
    guess, spot = placement.kind, placement.spot
    return {
        "file": placement.file,
        "sha256": placement.sha256,
        "requirement": spot.requirement if spot else None,
        "person": spot.person if spot else None,
        "part": spot.part.value if spot else None,
        "sure": placement.sureness.value,
        "share": spot.share if spot else 0.0,
        "kind": guess.kind if guess else None,
        "of": guess.of if guess else None,
        "kind_title": {each.value: word_placement_kind(placement, sort.kinds(), each) for each in Language},
        "why": [
            {
                "code": reason.code,
                "params": {key: forms.param_form(value) for key, value in reason.params.items()},
                "message": {each.value: word_reason(reason, names, each) for each in Language},
            }
            for reason in placement.reasons
        ],
        "others": [_spot_form(other) for other in placement.others],
        "with_files": list(placement.with_files),
        "already": list(placement.already),
        "year": placement.year,
    }


def _spot_form(spot: Spot) -> forms.Form:
    return {
        "requirement": spot.requirement,
        "person": spot.person,
        "part": spot.part.value,
        "share": spot.share,
    }


def show_sorted(done: SortedFolder, names: Names, call: Call) -> str:
    """List every file with where it belongs and why, in one language."""
    language = call.language
    say = catalogue(language)
    lines = []
    for placement in done.placements:
        lines += _placement_lines(placement, names, language)
    counts = {each: sum(p.sureness is each for p in done.placements) for each in Sureness}
    lines.append(
        say(
            "Sure: {sure}, likely: {likely}, unsure: {unsure}, unknown: {unknown}. Nothing was moved.",
            **{each.value: counts[each] for each in Sureness},
        )
    )
    return "\n".join(lines)


def _placement_lines(placement: Placement, names: Names, language: Language) -> list[str]:
    say = catalogue(language)
    sureness = word_sureness(placement.sureness, language)
    words = [f"{_SIGNS[placement.sureness]} {placement.file}  [{sureness}]"]
    kind = word_placement_kind(placement, sort.kinds(), language)
    if placement.spot is not None:
        words.append("    → " + word_spot(placement.spot, names, language))
    elif kind is not None:
        words.append(f"    {kind}")
    if placement.reasons:
        separator = "; " if language is Language.EN else "；"
        words.append(
            "    " + separator.join(word_reason(each, names, language) for each in placement.reasons)
        )
    if len(placement.with_files) > 1 and placement.with_files[0] == placement.file:
        words.append("    " + say("Together with: {files}", files=", ".join(placement.with_files[1:])))
    if placement.already:
        words.append("    " + say("Already in the case as {files}", files=", ".join(placement.already)))
    return words
