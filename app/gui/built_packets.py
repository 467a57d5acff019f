"""What was built for each case, so that a packet is found again: kept with the cases."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from app.casework.kept_settings import PACKETS
from app.casework.wire import to_line
from app.domain.case import Case
from app.domain.packet import Built

_MOST = 20


class Keeper(Protocol):
    """Keeps small things with the cases, and tells by itself what cannot be kept."""

    def kept(self, name: str, case_id: str = "") -> str:
        """Return what is kept under a name."""

    def keep(self, name: str, value: str, case_id: str = "") -> None:
        """Keep something under a name."""


class _Work(Protocol):
    draft: bool
    locked: bool
    recipient: str


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """Holds one file of a packet: the packet itself, or one of its volumes."""

    path: str
    pages: int
    size_bytes: int
    sha256: str = ""
    sizes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BuiltPacket:
    """Holds a packet that was built; `case_digest` names the state of the case that stands in it."""

    path: str
    pages: int
    size_bytes: int
    built_at: str
    case_digest: str
    files: tuple[BuiltFile, ...]
    draft: bool = False
    locked: bool = False
    recipient: str = ""
    beside: tuple[str, ...] = ()

    def as_built(self) -> Built:
        """Return what the build gave back."""
        files = tuple(
            Built(each.path, each.pages, each.size_bytes, each.sha256, sizes=each.sizes)
            for each in self.files
        )
        if len(files) == 1:
            return replace(files[0], beside=self.beside)
        return Built(self.path, self.pages, self.size_bytes, files[0].sha256, files, self.beside)


class BuiltPackets:
    """Keeps the packets that were built of each case, the latest first; none is lost on a restart."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def note(self, case_id: str, packet: BuiltPacket) -> None:
        """Keep a packet; one that stood at the same place before is no more."""
        others = [each for each in self.of(case_id) if each.path != packet.path]
        self._write(case_id, [packet, *others][:_MOST])

    def of(self, case_id: str) -> tuple[BuiltPacket, ...]:
        """Return the packets of a case, the latest first."""
        try:
            return tuple(_packet(each) for each in json.loads(self._keeper.kept(PACKETS, case_id) or "[]"))
        except (ValueError, TypeError, KeyError, AttributeError):
            # Another version, or another hand, wrote it.
            return ()

    def drop(self, case_id: str, path: str) -> None:
        """Take a packet off the list; the file stays where it is."""
        self._write(case_id, [each for each in self.of(case_id) if each.path != path])

    def _write(self, case_id: str, packets: list[BuiltPacket]) -> None:
        kept = json.dumps([asdict(each) for each in packets], ensure_ascii=True) if packets else ""
        self._keeper.keep(PACKETS, kept, case_id)


def packet_of(built: Built, case: Case, work: _Work, now: dt.datetime | None = None) -> BuiltPacket:
    """Return what is kept of a packet that was built of a case."""
    files = built.volumes or (built,)
    return BuiltPacket(
        path=built.path,
        pages=built.page_count,
        size_bytes=built.size_bytes,
        built_at=(now or dt.datetime.now()).astimezone().isoformat(timespec="seconds"),
        case_digest=case_digest(case),
        files=tuple(
            BuiltFile(each.path, each.page_count, each.size_bytes, each.sha256, dict(each.sizes))
            for each in files
        ),
        draft=work.draft,
        locked=work.locked,
        recipient=work.recipient,
        beside=built.beside,
    )


def case_digest(case: Case) -> str:
    """Return what two states of a case share only when nothing differs that a packet could show."""
    plain = replace(case, answers=dict(sorted(case.answers.items())))
    return hashlib.sha256(to_line(plain).encode()).hexdigest()


def _packet(kept: dict[str, object]) -> BuiltPacket:
    files = kept.pop("files")
    beside = kept.pop("beside")
    if not isinstance(files, list) or not files or not isinstance(beside, list):
        raise ValueError("no packet of ours")
    return BuiltPacket(**kept, files=tuple(BuiltFile(**each) for each in files), beside=tuple(beside))  # type: ignore[arg-type]  # TypeError above
