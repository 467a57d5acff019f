"""Tells what a planned packet holds: its source files with their pages, its exhibits, pages of each kind."""

from dataclasses import dataclass

from app.domain.packet import PacketFile, PacketPlan, PageKind
from app.packet.sheets import placed_indices


def packet_files(plan: PacketPlan) -> tuple[PacketFile, ...]:
    """Return every source file of the packet, in whichever volume, with the pages on which it stands."""
    return tuple(
        PacketFile(
            label=exhibit.label,
            requirement=exhibit.request.requirement,
            name=file.name,
            sha256=file.sha256,
            pages_in_file=len(file.pages),
            pages=exhibit.file_pages[place],
            treatment=file.treatment,
            problem=file.problem or "",
            person=exhibit.request.person,
            part=exhibit.request.part,
            indices=placed_indices(file),
            volume=exhibit.volume,
            redacted=tuple(each.index for each in file.redacted if each.areas),
        )
        for section in plan.sections
        for exhibit in section.exhibits
        for place, file in enumerate(exhibit.request.files)
    )


def own_places(plan: PacketPlan) -> frozenset[tuple[int, int]]:
    """Return which exhibits stand in this packet, or this volume of it: section and place, both from 0."""
    return frozenset(
        (index, place)
        for index, section in enumerate(plan.sections)
        for place, exhibit in enumerate(section.exhibits)
        if exhibit.volume == plan.volume
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts what a packet, or this volume of it, consists of; the kinds of pages add up to all pages.

    `sheets` are pages with source pages, of which there may be two on one, or one on several;
    `repeated` are the further copies of a printing set.
    """

    files: int
    source_pages: int
    sheets: int
    placeholders: int
    repeated: int
    blank: int
    own: int


def sums_of(plan: PacketPlan) -> Sums:
    """Count a packet's files, source pages and pages of each kind."""
    files = [file for file in packet_files(plan) if file.volume == plan.volume]
    firsts = [page.kind for page in plan.pages if page.copy == 1]
    sheets, placeholders = firsts.count(PageKind.SHEET), firsts.count(PageKind.PLACEHOLDER)
    blank = firsts.count(PageKind.BLANK)
    return Sums(
        files=len(files),
        source_pages=sum(len(file.indices) for file in files),
        sheets=sheets,
        placeholders=placeholders,
        repeated=plan.page_count - len(firsts),
        blank=blank,
        own=len(firsts) - sheets - placeholders - blank,
    )
