"""Divides a packet into volumes under a number of bytes, at exhibits only, and names their files.

How large an exhibit will be is reckoned from its files, since their bytes are mostly passed through.
What was written is known exactly, so a division that does not hold is mended from what was measured.
"""

import contextlib
import math
import mmap
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.packet import ExhibitRequest, PacketPlan, PacketRequest, SourceFile

# Bytes that a packet has around its exhibits: fonts, cover, contents, manifest.
_FRONT = 90_000
_FRONT_EXHIBIT = 600
# Bytes of a page of ours around what is placed on it.
_PAGE = 2_500
# Sizes are told in hundredths of a megabyte.
_HUNDREDTH = 10_000

_NAME = re.compile(r"(?P<stem>.*)-(?P<volume>[1-9]\d*)-of-(?P<volumes>[1-9]\d*)", re.DOTALL)


@dataclass(slots=True)
class _Weight:
    """Holds what an exhibit is thought to weigh in bytes: itself, and each source page, by file and index.

    `scale` is how much more or less was written than that, None while nothing was.
    """

    base: int
    pages: dict[tuple[str, int], float]
    scale: float | None = None

    def beside(self, held: set[tuple[str, int]]) -> float:
        """Return what the exhibit adds to a volume that holds some source pages already."""
        return self.base + sum(size for page, size in self.pages.items() if page not in held)

    def learn(self, reckoned: float, written: int) -> None:
        self.scale = max(self.scale or 0.0, written / reckoned)


class Division:
    """Divides the exhibits of a packet into volumes, and learns from what was written."""

    def __init__(self, request: PacketRequest, cap: int) -> None:
        self._cap = cap
        self._weights = [
            _weight(exhibit, exhibit.copies if request.options.printing else 1)
            for section in request.sections
            for exhibit in section.exhibits
        ]
        self._front = _FRONT + _FRONT_EXHIBIT * len(self._weights)

    def starts(self) -> tuple[int, ...]:
        """Return the exhibits with which volumes begin, counted from 0; the first is 0."""
        starts, held, total = [0], set[tuple[str, int]](), float(self._front)
        for number, weight in enumerate(self._weights):
            added = weight.beside(held) * (weight.scale or 1.0)
            if total + added > self._cap and number > starts[-1]:
                starts.append(number)
                held.clear()
                total, added = float(self._front), weight.beside(held) * (weight.scale or 1.0)
            total += added
            held |= weight.pages.keys()
        return tuple(starts)

    def reckon(self, plan: PacketPlan) -> dict[str, int]:
        """Return about how many bytes each exhibit of a volume will take, by its label; "" is the rest."""
        every = [exhibit for section in plan.sections for exhibit in section.exhibits]
        found = {every[number].label: round(size) for number, size in self._reckoned(plan)}
        return {"": self._front, **found}

    def heaviest_first(self, plans: Sequence[PacketPlan]) -> list[int]:
        """Return the volumes, from 0, in the order in which they should be tried: the largest first."""
        sizes = [
            sum(size * (self._weights[number].scale or 1.0) for number, size in self._reckoned(plan))
            for plan in plans
        ]
        return sorted(range(len(plans)), key=lambda index: -sizes[index])

    def holds(self, plan: PacketPlan, sizes: Sequence[int], total: int) -> bool:
        """Say whether a written volume is within the limit, and learn from its size and its exhibits'.

        Raises UnusableInput when it exceeds the limit and cannot be divided further.
        """
        for (number, reckoned), written in zip(self._reckoned(plan), sizes, strict=True):
            self._weights[number].learn(reckoned, written)
        self._front = max(self._front, total - sum(sizes))
        if total > self._cap and len(sizes) < 2:
            self._refuse(plan, total)
        return total <= self._cap

    def _reckoned(self, plan: PacketPlan) -> list[tuple[int, float]]:
        """Return what each exhibit of a volume, by its number, is thought to add to it, unscaled."""
        every = (exhibit for section in plan.sections for exhibit in section.exhibits)
        held: set[tuple[str, int]] = set()
        found = []
        for number, exhibit in enumerate(every):
            if exhibit.volume == plan.volume:
                found.append((number, self._weights[number].beside(held)))
                held |= self._weights[number].pages.keys()
        return found

    def _refuse(self, plan: PacketPlan, total: int) -> None:
        exhibits = plan.exhibits
        raise UnusableInput(
            "packet.volume_too_small",
            exhibit=exhibits[0].label if exhibits else "—",
            size=_megabytes(math.ceil(total / _HUNDREDTH)),
            cap=_megabytes(self._cap // _HUNDREDTH),
        )


def _weight(exhibit: ExhibitRequest, copies: int) -> _Weight:
    """Return about what an exhibit weighs: of each file the share of its pages that are selected."""
    sizes = {file.path: _size_of(file) for file in exhibit.files}
    pages = {
        (file.path, index): sizes[file.path] / max(1, len(file.pages))
        for file in exhibit.files
        for index in file.selected
    }
    count = sum(max(1, len(file.selected)) for file in exhibit.files)
    return _Weight(_PAGE * max(1, count) * max(1, copies) + _attached(exhibit), pages)


def _attached(exhibit: ExhibitRequest) -> int:
    """Return how many bytes the untouched originals take that are attached with an exhibit, at most."""
    return sum(file.size_bytes for file in exhibit.files if file.attached)


def _size_of(file: SourceFile) -> int:
    # A converted or repaired copy has another size than the original, whose size is recorded.
    with contextlib.suppress(OSError):
        return Path(file.path).stat().st_size
    return file.size_bytes


def _megabytes(hundredths: int) -> str:
    return f"{hundredths / 100:g} MB"


def exhibit_sizes(plan: PacketPlan, ends: Mapping[int, int]) -> dict[str, int]:
    """Return the bytes of a volume's exhibits by their labels, in order.

    `ends` holds the file's size after each page, from page 0.

    What is attached with an exhibit comes after all pages and counts as large as the file is.
    """
    sizes = {exhibit.label: _attached(exhibit.request) for exhibit in plan.exhibits}
    for page in plan.pages:
        if page.exhibit is not None:
            sizes[page.label] += ends[page.number] - ends[page.number - 1]
    return sizes


# The files


def volume_paths(destination: Path, volumes: int) -> tuple[Path, ...]:
    """Return the path of each volume: packet.pdf becomes packet-1-of-3.pdf and so on; one alone keeps it."""
    if volumes == 1:
        return (destination,)
    return tuple(_volume_path(destination, number, volumes) for number in range(1, volumes + 1))


def _volume_path(destination: Path, volume: int, volumes: int) -> Path:
    return destination.with_name(f"{destination.stem}-{volume}-of-{volumes}{destination.suffix}")


def sibling_names(path: Path, volume: int, volumes: int) -> tuple[str, ...]:
    """Return the names of the other volumes, where a volume's file still has the name it was given."""
    match = _NAME.fullmatch(path.stem)
    if match is None or (int(match["volume"]), int(match["volumes"])) != (volume, volumes):
        return ()
    first = path.with_name(match["stem"] + path.suffix)
    return tuple(each.name for each in volume_paths(first, volumes) if each.name != path.name)


def refuse_occupied(request: PacketRequest, destination: Path, targets: Sequence[Path]) -> None:
    """Refuse to replace a file that the person did not name, unless it is an earlier packet."""
    for path in targets:
        if path != destination and path.exists() and not _may_be_replaced(request, path):
            raise UnusableInput("packet.volume_in_the_way", path=str(path))


def replaced_packets(request: PacketRequest, destination: Path, targets: Sequence[Path]) -> tuple[Path, ...]:
    """Return earlier packets under this name that the volumes replace: of another number, or whole."""
    earlier = (destination, *_volumes_beside(destination))
    return tuple(path for path in earlier if path not in targets and _may_be_replaced(request, path))


def _may_be_replaced(request: PacketRequest, path: Path) -> bool:
    """Say whether a file is a packet of ours, and none that is itself a paper of this one."""
    return is_packet(path) and not any(_is_same(path, Path(file.path)) for file in _files(request))


def _files(request: PacketRequest) -> Iterator[SourceFile]:
    for section in request.sections:
        for exhibit in section.exhibits:
            yield from exhibit.files


def _is_same(path: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.samefile(other)
    return False


def _volumes_beside(destination: Path) -> Iterator[Path]:
    found: list[Path] = []
    with contextlib.suppress(OSError):
        # A folder that cannot be listed cannot be written either, and then that is said.
        found = sorted(destination.parent.iterdir())
    for path in found:
        match = _NAME.fullmatch(path.stem)
        if match is not None and match["stem"] == destination.stem and path.suffix == destination.suffix:
            yield path


def is_packet(path: Path) -> bool:
    """Say whether a file is a packet of ours, locked or not: its catalogue names who keeps data in it."""
    with (
        contextlib.suppress(OSError, ValueError),
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return data[:5] == b"%PDF-" and data.rfind(b"/Yongju") >= 0
    return False
