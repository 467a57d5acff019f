"""Writes a packet: front matter, source pages, stamps, bookmarks and manifest into one file.

The file is assembled beside its destination, read back and held against its manifest, and only then
moved into place. Whatever stops the work leaves the destination as it was.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from pathlib import Path

import pypdf

from app.domain.errors import MachineStopped
from app.domain.packet import Built, PacketPlan, PacketRequest, Progress
from app.env.replace import replacing, replacing_all
from app.packet.archival import refuse_mixture, refuse_unfit
from app.packet.assembly import Assembly
from app.packet.document import PdfDocument
from app.packet.draw import draw_pages
from app.packet.encryption import Lock
from app.packet.hashing import file_sha256, flushed
from app.packet.plan import plan_volumes
from app.packet.verify import verify_stream
from app.packet.volumes import Division, exhibit_sizes, refuse_occupied, replaced_packets, volume_paths

Report = Callable[[Progress], None]
# A scan of a large page may legitimately be this large; pypdf's own limit is 75 MB.
_LARGEST_STREAM = 1_000_000_000


def write_packet(plan: PacketPlan, destination: Path, report: Report) -> Built:
    """Write a packet, verify it and only then put it into place, in volumes where a limit is set.

    Volumes are named after the destination (packet-1-of-3.pdf) and put into place together; packets of
    an earlier build under the same name, whole or in another number of volumes, are replaced by them.

    Raises MachineStopped when the disk refuses or the written file is not as planned, UnusableInput
    when a source page cannot be used after all, when an archival packet is also locked or carries
    originals, when an exhibit alone exceeds the limit of a volume or
    a volume's name is taken by another file, FaultyFile when a paper cannot stand in an archival packet,
    and whatever `report` raises.
    """
    refuse_mixture(plan.request.options)
    cap = plan.request.options.volume_bytes
    if cap is not None:
        return _write_volumes(plan.request, cap, destination, report)
    with replacing(destination) as temporary:
        written = _write_file(plan, temporary, _Told(report, plan.page_count))
        sha256 = _read_back(plan, temporary, destination, _Told(report, plan.page_count))
    return Built(str(destination), plan.page_count, written.size, sha256, sizes=written.sizes)


@dataclass(frozen=True, slots=True)
class _Told:
    """Reports the pages of a file that is one of several written after each other."""

    report: Report
    total: int
    before: int = 0

    def tell(self, step: str, number: int, name: str = "") -> None:
        self.report(Progress(step, self.before + number, self.total, name))


@dataclass(frozen=True, slots=True)
class _Written:
    """Holds the size of a written file, and that of each exhibit in it, by its label."""

    size: int
    sizes: Mapping[str, int]


def _write_file(plan: PacketPlan, path: Path, told: _Told) -> _Written:
    with path.open("wb", buffering=1 << 20) as stream:
        password = plan.request.options.password
        document = PdfDocument(stream, Lock(password) if password else None)
        ends = {0: stream.tell()}

        def note(number: int) -> None:
            ends[number] = stream.tell()

        _assemble(plan, document, told, note)
        size = stream.tell()
    if plan.request.options.archival:
        refuse_unfit(plan, path)
    return _Written(size, exhibit_sizes(plan, ends))


def _assemble(
    plan: PacketPlan, document: PdfDocument, told: _Told, after_page: Callable[[int], None]
) -> None:
    drawn = draw_pages(plan, lambda number: told.tell("draw", number))
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        assembly = Assembly(plan, document, drawn)
        try:
            for page in plan.pages:
                told.tell("page", page.number, page.source.file.name if page.source else "")
                assembly.add_page(page)
                after_page(page.number)
            told.report(Progress("write", 0, 1))
            assembly.finish()
        finally:
            assembly.close()
    told.report(Progress("write", 1, 1))


# Volumes


class _OverCapError(Exception):
    """A volume came out larger than it may be; what was learnt stands in the division."""


def _write_volumes(request: PacketRequest, cap: int, destination: Path, report: Report) -> Built:
    """Write volumes anew, each time divided by what was learnt, until each is within the limit.

    A volume over the limit raises what its exhibits are known to take, so that the same division does
    not come again, and one of a single exhibit is refused: this ends.
    """
    division = Division(request, cap)
    while True:
        plans = plan_volumes(request, division.starts())
        with contextlib.suppress(_OverCapError):
            return _write_series(plans, division, destination, report)


def _write_series(
    plans: tuple[PacketPlan, ...], division: Division, destination: Path, report: Report
) -> Built:
    request = plans[0].request
    targets = volume_paths(destination, len(plans))
    refuse_occupied(request, destination, targets)
    obsolete = replaced_packets(request, destination, targets)
    with replacing_all(targets, obsolete=obsolete) as temporaries:
        written = _write_files(plans, division, temporaries, report)
        digests = [
            _read_back(plans[index], temporaries[index], targets[index], told)
            for told, index in _in_order(plans, range(len(plans)), report)
        ]
    volumes = tuple(
        Built(
            str(targets[index]),
            plan.page_count,
            written[index].size,
            digests[index],
            sizes=written[index].sizes,
        )
        for index, plan in enumerate(plans)
    )
    return volumes[0] if len(volumes) == 1 else _series(volumes)


def _write_files(
    plans: tuple[PacketPlan, ...], division: Division, paths: Sequence[Path], report: Report
) -> dict[int, _Written]:
    """Write all volumes, though one be too large: then every exhibit's size is known for the next time."""
    written: dict[int, _Written] = {}
    fits = True
    for told, index in _in_order(plans, division.heaviest_first(plans), report):
        plan, each = plans[index], _write_file(plans[index], paths[index], told)
        fits = division.holds(plan, tuple(each.sizes.values()), each.size) and fits
        written[index] = each
    if not fits:
        raise _OverCapError
    return written


def _in_order(
    plans: tuple[PacketPlan, ...], order: Iterable[int], report: Report
) -> Iterator[tuple[_Told, int]]:
    """Give volumes in an order, each with what reports its pages after those of the volumes before."""
    total = sum(plan.page_count for plan in plans)
    before = 0
    for index in order:
        yield _Told(report, total, before), index
        before += plans[index].page_count


def _series(volumes: tuple[Built, ...]) -> Built:
    return Built(
        volumes[0].path,
        sum(volume.page_count for volume in volumes),
        sum(volume.size_bytes for volume in volumes),
        volumes[0].sha256,
        volumes,
    )


def _read_back(plan: PacketPlan, temporary: Path, destination: Path, told: _Told) -> str:
    """Refuse a written file that is not as planned, and return its SHA-256."""
    # The disk writes while the file is read back from memory; before it is moved, all has to be there.
    on_disk, digest = flushed(temporary), file_sha256(temporary)
    try:
        _refuse_unsound(plan, temporary, destination, told)
    finally:
        # While somebody has the file open, it cannot be removed everywhere.
        wait((on_disk,))
        wait((digest,))
    on_disk.result()
    return digest.result()


def _refuse_unsound(plan: PacketPlan, temporary: Path, destination: Path, told: _Told) -> None:
    with temporary.open("rb") as stream:
        found = verify_stream(
            stream,
            str(destination),
            lambda number, _: told.tell("verify", number),
            plan.request.options.password,
        )
    if found.page_count != plan.page_count or not found.sound:
        codes = ", ".join(sorted({discrepancy.code for discrepancy in found.discrepancies}))
        raise MachineStopped("packet.verification_failed", path=str(destination), reason=codes)
