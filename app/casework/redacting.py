"""Takes chosen areas out of a packet's source pages, and looks in the written packet whether they are gone.

Files are opened in guarded processes only; see `packet.redaction` for how a page becomes a picture.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.casework.desk import Desk
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import FileFacts, FileKind, ReadyFile
from app.domain.packet import (
    Area,
    Built,
    PacketPlan,
    PacketRequest,
    PageKind,
    PlannedPage,
    Progress,
    RedactedPage,
    SourceFile,
)
from app.env.replace import replacing
from app.intake.calls import Call
from app.intake.guard import Work
from app.intake.limits import MIB, Allowance, allow
from app.packet.redaction import UNKNOWN, Edges, standing_for, turned_edges
from app.packet.watermark import watermark_words
from app.packet.write import Report, write_packet

_DIGEST, _REDACT, _LOOK = (
    f"app.packet.redaction:{name}" for name in ("digest_streams", "redact_pages", "find_remains")
)
# Drawing a page at 300 dots an inch and packing it twice takes about 3 s.
_SECONDS, _SECONDS_PER_PAGE = 10.0, 8.0
_MEMORY = 840 * MIB

# Of a page, by the SHA-256 of its file and its index: what of it goes, as a viewer shows it.
_Chosen = dict[tuple[str, int], tuple[Area, ...]]
# Where a file is, and how its pages are turned.
_Way = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Redacted:
    """Holds a request whose pages are redacted, and the digests of streams that must be nowhere in it."""

    request: PacketRequest
    gone: tuple[str, ...] = ()


def remove_areas(
    desk: Desk, request: PacketRequest, seen: Mapping[str, ReadyFile], folder: Path, report: Report
) -> Redacted:
    """Return the request of a shared copy with a picture for each page that has an area to remove.

    `seen` are the files as they were brought: areas are told as a viewer shows their pages. A page that
    stands in several places is redacted in all of them, also under another name. Pages that share a
    picture or a drawing with a redacted one become pictures too: they would carry it along unseen.
    Raises UnusableInput where an area names nothing, or a page cannot be drawn.
    """
    share = request.options.share
    if share is None or not share.areas:
        return Redacted(request)
    chosen = _chosen(share.areas, seen)
    files = {file.path: file for file in _files_of(request) if file.problem is None}
    pages = {path: _pages_of(request, path) for path in files}
    digests = _digest_all(desk, files, pages)
    gone = {
        digest
        for (path, index), found in digests.items()
        if (files[path].sha256, index) in chosen
        for digest in found
    } - {UNKNOWN}
    pictured = {
        path: tuple(
            index
            for index in pages[path]
            if (file.sha256, index) in chosen or gone.union({UNKNOWN}).intersection(digests[path, index])
        )
        for path, file in files.items()
    }
    # Under two papers the same file may be turned in two ways: then it is drawn twice.
    ways = {_way_of(file): file for file in _files_of(request) if file.problem is None}
    made = _redact_all(desk, ways, pictured, chosen, seen, folder, report)
    return Redacted(_with_pictures(request, made), tuple(sorted(gone)))


def write_checked(
    desk: Desk, redacted: Redacted, plan: PacketPlan, destination: Path, report: Report
) -> Built:
    """Write a shared copy, look whether what was to go is gone, and only then put it into place.

    Raises UnusableInput where something is left, and whatever `write_packet` raises.
    """
    removed = tuple(_removed(plan))
    if not removed:
        return write_packet(plan, destination, report)
    with replacing(destination) as temporary:
        built = _write_as(plan, temporary, destination, report)
        report(Progress("recheck", 0, 1))
        _refuse_remains(desk, plan, temporary, removed, redacted.gone)
        report(Progress("recheck", 1, 1))
    return replace(built, path=str(destination))


def _write_as(plan: PacketPlan, temporary: Path, destination: Path, report: Report) -> Built:
    """Write a packet to a temporary path; what stops it is told of the path that the person named."""
    try:
        return write_packet(plan, temporary, report)
    except MachineStopped as error:
        raise MachineStopped(error.code, **{**error.params, "path": str(destination)}) from error


def _refuse_remains(
    desk: Desk,
    plan: PacketPlan,
    path: Path,
    removed: tuple[tuple[int, int, tuple[Edges, ...]], ...],
    gone: tuple[str, ...],
) -> None:
    options = plan.request.options
    own = "" if options.share is None else "".join(watermark_words(options.share, options.language))
    bare = tuple(page.number for page in plan.pages if _is_bare(page))
    arguments = (str(path.absolute()), removed, bare, gone, own, options.password)
    call = Call(_LOOK, arguments, _allowance(plan.page_count))
    (remains,) = _values(desk, [call], [path.name])
    if remains:
        raise UnusableInput("share.remains", page=int(remains[0][0]))


# What is to go


def refuse_missing_pages(areas: Iterable[Area], facts: Mapping[str, FileFacts]) -> None:
    """Refuse an area of a file or page that is not there. Raises UnusableInput.

    How many pages a Word file has shows only once it is converted.
    """
    for area in areas:
        each = facts.get(area.file)
        if each is None:
            raise UnusableInput("share.no_such_file", file=area.file)
        if each.kind is not FileKind.DOCX:
            _refuse_missing_page(area, each)


def _refuse_missing_page(area: Area, facts: FileFacts) -> None:
    count = len(facts.pages)
    if not 1 <= area.page <= count:
        raise UnusableInput("share.no_such_page", file=area.file, page=area.page, count=count)


def _chosen(areas: tuple[Area, ...], seen: Mapping[str, ReadyFile]) -> _Chosen:
    chosen: _Chosen = {}
    for area in areas:
        ready = seen.get(area.file)
        if ready is None:
            raise UnusableInput("share.no_such_file", file=area.file)
        _refuse_missing_page(area, ready.facts)
        key = ready.facts.sha256, area.page - 1
        chosen[key] = (*chosen.get(key, ()), area)
    return chosen


def _files_of(request: PacketRequest) -> Iterator[SourceFile]:
    for section in request.sections:
        for exhibit in section.exhibits:
            yield from exhibit.files


def _way_of(file: SourceFile) -> _Way:
    return file.path, tuple(page.turn for page in file.pages)


def _pages_of(request: PacketRequest, path: str) -> tuple[int, ...]:
    """Return the pages of a file that stand anywhere in the packet."""
    wanted = {
        index
        for file in _files_of(request)
        if file.path == path and file.problem is None
        for index in file.selected
        if file.pages[index].problem is None
    }
    return tuple(sorted(wanted))


def _digest_all(
    desk: Desk, files: Mapping[str, SourceFile], pages: Mapping[str, tuple[int, ...]]
) -> dict[tuple[str, int], tuple[str, ...]]:
    paths = [path for path in files if pages[path]]
    calls = [
        Call(_DIGEST, (_absolute(path), files[path].kind.value, pages[path]), _allowance(len(pages[path])))
        for path in paths
    ]
    answers = _values(desk, calls, [files[path].name for path in paths])
    return {
        (path, index): tuple(found)
        for path, answer in zip(paths, answers, strict=True)
        for index, found in zip(pages[path], answer, strict=True)
    }


# Pictures


def _redact_all(
    desk: Desk,
    ways: Mapping[_Way, SourceFile],
    pictured: Mapping[str, tuple[int, ...]],
    chosen: _Chosen,
    seen: Mapping[str, ReadyFile],
    folder: Path,
    report: Report,
) -> dict[_Way, tuple[RedactedPage, ...]]:
    wanted_ways = [way for way in ways if pictured[way[0]]]
    made: dict[_Way, tuple[RedactedPage, ...]] = {}
    for done, way in enumerate(wanted_ways):
        file, path = ways[way], way[0]
        report(Progress("redact", done, len(wanted_ways), file.name))
        own = folder / f"redacted-{done}"
        own.mkdir()
        wanted = tuple(_wanted(file, seen[file.name], index, chosen) for index in pictured[path])
        arguments = (_absolute(path), file.kind.value, wanted, str(own), file.name)
        call = Call(_REDACT, arguments, _allowance(len(wanted)))
        (answer,) = _values(desk, [call], [file.name])
        made[way] = tuple(
            _redacted_page(file, one, each, chosen) for one, each in zip(wanted, answer, strict=True)
        )
    return made


def _wanted(
    file: SourceFile, seen: ReadyFile, index: int, chosen: _Chosen
) -> tuple[int, int, bool, int, tuple[Edges, ...]]:
    own, placed = seen.facts.pages[index], file.pages[index]
    areas = chosen.get((file.sha256, index), ())
    edges = tuple((area.left, area.top, area.right, area.bottom) for area in areas)
    return index, own.turn, own.mirrored, (placed.turn - own.turn) % 360, edges


def _redacted_page(
    file: SourceFile,
    wanted: tuple[int, int, bool, int, tuple[Edges, ...]],
    made: tuple[int, str, str],
    chosen: _Chosen,
) -> RedactedPage:
    index, path, kind = made
    areas = tuple(
        Area(file.name, index + 1, *turned_edges((area.left, area.top, area.right, area.bottom), wanted[3]))
        for area in chosen.get((file.sha256, index), ())
    )
    return RedactedPage(index, path, FileKind(kind), areas)


def _with_pictures(request: PacketRequest, made: Mapping[_Way, tuple[RedactedPage, ...]]) -> PacketRequest:
    sections = tuple(
        replace(
            section,
            exhibits=tuple(
                replace(
                    exhibit,
                    files=tuple(
                        replace(file, redacted=made.get(_way_of(file), ())) for file in exhibit.files
                    ),
                )
                for exhibit in section.exhibits
            ),
        )
        for section in request.sections
    )
    return replace(request, sections=sections)


# What was written


def _removed(plan: PacketPlan) -> Iterator[tuple[int, int, tuple[Edges, ...]]]:
    """Give each redacted picture: its page, its place among the page's pictures, and its areas."""
    for page in plan.pages:
        if page.kind is not PageKind.SHEET:
            continue
        placed = [frame.source for frame in page.frames] or [0]
        drawn = [place for place in placed if standing_for(page.sources[place]).file.kind.is_picture]
        for number, place in enumerate(drawn):
            source = page.sources[place]
            for each in source.file.redacted:
                if each.index == source.index and each.areas:
                    edges = tuple((area.left, area.top, area.right, area.bottom) for area in each.areas)
                    yield page.number, number, edges


def _is_bare(page: PlannedPage) -> bool:
    """Say whether a page shows pictures only, so that no word on it can be a source's."""
    return page.kind is PageKind.SHEET and all(
        standing_for(source).file.kind.is_picture for source in page.sources
    )


# Guarded work


def _values(desk: Desk, calls: list[Call], names: list[str]) -> list[tuple[Any, ...]]:
    """Do calls and return their answers in order. Raises UnusableInput where one did not come to its end."""
    answers: dict[int, tuple[Any, ...]] = {}
    with closing(desk.guard.run(Work.EXAMINING, calls)) as outcomes:
        for place, outcome in outcomes:
            if outcome.error is not None:
                code, params = outcome.error
                raise UnusableInput(code, **params)
            if outcome.trouble is not None or not isinstance(outcome.value, tuple):
                raise UnusableInput("share.too_heavy", file=names[place])
            answers[place] = outcome.value
    return [answers[place] for place in range(len(calls))]


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


def _allowance(pages: int) -> Allowance:
    seconds = _SECONDS + _SECONDS_PER_PAGE * pages
    return allow(seconds, _MEMORY)
