"""Sharing: a copy of the packet for somebody else, watermarked, with chosen areas taken out."""

import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from app.casework.assemble import assemble_packet
from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_files, names_in
from app.casework.redacting import refuse_missing_pages
from app.domain.errors import UnusableInput
from app.domain.packet import Area, Built, Originals, PacketOptions, Progress, ShareCopy
from app.domain.rules import CategoryKind, RulePack
from app.domain.words import DisplayMode, Text
from app.i18n.catalogue import N_, both

_PURPOSES = {
    CategoryKind.PERMANENT_RESIDENCE: N_("For the application for permanent residence only"),
    CategoryKind.RESIDENCE_PERMIT: N_("For the application for a residence permit only"),
    CategoryKind.VISA: N_("For the visa application only"),
    CategoryKind.FILING: N_("For this filing only"),
}
_EDGE = re.compile(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*", re.ASCII)
_PAGE = re.compile(r"\s*\d{1,7}\s*", re.ASCII)
# Names in Persian and some pictures are written with these.
_JOINERS = ("\u200c", "\u200d")
_LONGEST_RECIPIENT = 200
_LARGEST_LIST = 1_000_000


def share_packet(
    desk: Desk,
    opened: OpenCase,
    destination: Path,
    *,
    recipient: str,
    day: date,
    areas: tuple[Area, ...],
    draft: bool,
    today: date,
    report: Callable[[Progress], None],
    language: DisplayMode = DisplayMode.BOTH,
    password: str = "",
) -> Built:
    """Write a copy of the packet for `recipient`: a watermark on every page, areas taken out for good.

    Raises UnusableInput where the recipient is missing, an area names nothing or cannot be removed, and
    whatever assembling raises; then nothing is left behind.
    """
    share = ShareCopy(_recipient(recipient), day, _known_areas(opened, areas), purpose_of(desk.pack, opened))
    if areas:
        # Reading the papers takes long: what can be refused is refused before.
        refuse_missing_pages(areas, examine_files(desk, opened, report))
    options = PacketOptions(language=language, password=password, originals=Originals.LEFT, share=share)
    return assemble_packet(
        desk, opened, destination, draft=draft, today=today, report=report, options=options
    )


def purpose_of(pack: RulePack, opened: OpenCase) -> Text:
    """Return what a copy of a case's packet may be used for, as its watermark says."""
    return both(_PURPOSES[pack.categories[opened.case.category].kind])


def read_area(words: str) -> Area:
    """Read an area such as "passport.pdf:1:10%,20%,60%,35%": file, page, left, top, right, bottom.

    Raises UnusableInput where it cannot be read, or is empty or reaches beyond the page.
    """
    name, _, rest = words.rpartition(":")
    file, _, page = name.rpartition(":")
    edges = [_EDGE.fullmatch(each) for each in rest.split(",")]
    if not file.strip() or _PAGE.fullmatch(page) is None or len(edges) != 4 or None in edges:
        raise UnusableInput("share.area_unreadable", area=words)
    left, top, right, bottom = (float(each[1]) / 100 for each in edges if each is not None)
    return Area(file.strip(), int(page), left, top, right, bottom)


def read_area_list(path: Path) -> tuple[Area, ...]:
    """Read the areas of a TOML file: `areas`, a list of what `read_area` reads.

    Raises UnusableInput where the file is no such list.
    """
    try:
        with path.open("rb") as stream:
            content = tomllib.loads(stream.read(_LARGEST_LIST).decode("utf-8-sig"))
    except OSError as error:
        raise UnusableInput("share.no_list", path=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise UnusableInput("share.list_unreadable", path=str(path)) from error
    listed = content.get("areas")
    if set(content) != {"areas"} or not isinstance(listed, list):
        raise UnusableInput("share.list_unreadable", path=str(path))
    if not all(isinstance(each, str) for each in listed):
        raise UnusableInput("share.list_unreadable", path=str(path))
    return tuple(map(read_area, listed))


def _recipient(words: str) -> str:
    """Return the recipient in one line, without marks that show nothing or turn what follows around."""
    # Bytes of the command line that are no UTF-8 come as halves of characters, which no PDF can hold.
    whole = words.encode("utf-8", "replace").decode("utf-8")
    recipient = " ".join("".join(filter(_is_shown, whole)).split())
    if not recipient:
        raise UnusableInput("share.no_recipient")
    if len(recipient) > _LONGEST_RECIPIENT:
        raise UnusableInput("share.recipient_too_long", most=_LONGEST_RECIPIENT)
    return recipient


def _is_shown(mark: str) -> bool:
    return mark.isspace() or mark in _JOINERS or unicodedata.category(mark) not in ("Cc", "Cf")


def _known_areas(opened: OpenCase, areas: Iterable[Area]) -> tuple[Area, ...]:
    """Return the areas, sound and each with a file that the case names."""
    names = frozenset(names_in(opened))
    known = []
    for area in areas:
        _refuse_empty(area)
        if area.file not in names:
            raise UnusableInput("share.no_such_file", file=area.file)
        known.append(area)
    return tuple(known)


def _refuse_empty(area: Area) -> None:
    edges = (area.left, area.top, area.right, area.bottom)
    sound = all(math.isfinite(edge) and 0 <= edge <= 1 for edge in edges)
    if not sound or area.left >= area.right or area.top >= area.bottom:
        shown = ",".join(f"{100 * edge:g}%" for edge in edges)
        raise UnusableInput("share.area_empty", area=f"{area.file}:{area.page}:{shown}")
