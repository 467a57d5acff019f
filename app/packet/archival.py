"""Refuses an archival packet (PDF/A-2b, ISO 19005-2) that cannot be one."""

from pathlib import Path

from app.domain.errors import FaultyFile, UnusableInput
from app.domain.packet import Originals, PacketOptions, PacketPlan


def refuse_mixture(options: PacketOptions) -> None:
    """Refuse what an archival packet cannot be as well: locked, or with originals attached."""
    if options.archival and options.password:
        raise UnusableInput("packet.archival_locked")
    if options.archival and options.originals is Originals.ATTACHED:
        raise UnusableInput("packet.archival_attached")


def refuse_unfit(plan: PacketPlan, path: Path) -> None:
    """Refuse a written packet in which something is no PDF/A-2b, with every reason and where it stands.

    Raises FaultyFile "packet.not_archival".
    """
    # The validator takes a second to load, and only few packets are archival.
    from app.packet.archival_check import archival_faults

    faults = archival_faults(plan, path)
    if faults:
        raise FaultyFile("packet.not_archival", faults)
