"""Writes a packet: front matter, source pages, stamps, bookmarks and manifest into one file.

The file is assembled beside its destination, read back and held against its manifest, and only then
moved into place. Whatever stops the work leaves the destination as it was.
"""

from collections.abc import Callable
from pathlib import Path

import pypdf

from app.domain.errors import MachineStopped
from app.domain.packet import Built, PacketPlan, Progress
from app.env.replace import replacing
from app.packet.assembly import Assembly
from app.packet.document import PdfDocument
from app.packet.draw import draw_pages
from app.packet.verify import verify_stream

Report = Callable[[Progress], None]
# A scan of a large page may legitimately be this large; pypdf's own limit is 75 MB.
_LARGEST_STREAM = 1_000_000_000


def write_packet(plan: PacketPlan, destination: Path, report: Report) -> Built:
    """Write a packet, verify it and only then put it into place.

    Raises MachineStopped when the disk refuses or the written file is not as planned, UnusableInput
    when a source page cannot be used after all, and whatever `report` raises.
    """
    with replacing(destination) as temporary:
        with temporary.open("wb", buffering=1 << 20) as stream:
            document = PdfDocument(stream)
            _assemble(plan, document, report)
        _refuse_unsound(plan, temporary, destination, report)
        size = temporary.stat().st_size
    return Built(str(destination), plan.page_count, size, document.hexdigest())


def _assemble(plan: PacketPlan, document: PdfDocument, report: Report) -> None:
    count = plan.page_count
    drawn = draw_pages(plan, lambda number: report(Progress("draw", number, count)))
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        assembly = Assembly(plan, document, drawn)
        try:
            for page in plan.pages:
                report(Progress("page", page.number, count, page.source.file.name if page.source else ""))
                assembly.add_page(page)
            report(Progress("write", 0, 1))
            assembly.finish()
        finally:
            assembly.close()
    report(Progress("write", 1, 1))


def _refuse_unsound(plan: PacketPlan, temporary: Path, destination: Path, report: Report) -> None:
    count = plan.page_count
    with temporary.open("rb") as stream:
        found = verify_stream(
            stream, str(destination), lambda number: report(Progress("verify", number, count))
        )
    if found.page_count != count or not found.sound:
        codes = ", ".join(sorted({discrepancy.code for discrepancy in found.discrepancies}))
        raise MachineStopped("packet.verification_failed", path=str(destination), reason=codes)
