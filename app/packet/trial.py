"""Places pages of a file as a packet would, to nowhere: what comes through here comes through in the packet.

A packet is written in the process that is at work for a person, so this runs before, in a guarded process.
"""

from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path

import pypdf

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, FileProblem, PageFacts
from app.domain.packet import Frame, PageKind, PageSource, PlannedPage, SourceFile
from app.packet.document import PdfDocument
from app.packet.placing import Placer

_LARGEST_STREAM = 1_000_000_000
_TREATMENT = "tried"
_SIDE = 595.0

# The index of a page (from 0), and a word of FileProblem that says why it cannot be placed.
Unplaceable = tuple[int, str]


class _Nowhere(RawIOBase):
    """Takes what is written and keeps none of it."""

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        return len(data)  # type: ignore[arg-type]  # bytes, as all that is written here


def unplaceable_pages(path: Path, pages: tuple[PageFacts, ...]) -> tuple[Unplaceable, ...]:
    """Return those of the pages of a PDF that cannot be placed, and why. Raises what placing raises."""
    file = SourceFile(path.name, str(path), FileKind.PDF, "", 0, pages, (), treatment=_TREATMENT)
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        placer = Placer(PdfDocument(_Nowhere()))  # type: ignore[arg-type]  # all of it that is asked for
        try:
            return tuple(_unplaceable(placer, file, pages))
        finally:
            placer.close()


def _unplaceable(placer: Placer, file: SourceFile, pages: tuple[PageFacts, ...]) -> Iterator[Unplaceable]:
    for place, facts in enumerate(pages):
        index = facts.number - 1
        planned = PlannedPage(
            place + 1, PageKind.SHEET, _SIDE, _SIDE,
            sources=(PageSource(file, index, facts),), frames=(Frame(0, 0, _SIDE, _SIDE),),
        )  # fmt: skip
        try:
            # The digests of large streams are made by other threads, and belong to the work.
            for digest in placer.place(planned).digests:
                digest.hexdigest()
        except UnusableInput as error:
            heavy = error.params.get("reason") == "too_large"
            yield index, (FileProblem.TOO_HEAVY if heavy else FileProblem.UNREADABLE).value
