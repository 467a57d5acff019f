"""Holds a process that helps the window to limits: what draws and what prints reads files of anybody."""

from app.intake import limits

MIB = limits.MIB


def hold(memory_mib: int) -> None:
    """Hold this process to so much memory beside what it has by now, for good; it ends with its parent."""
    limits.die_with_parent()
    limits.hold_to(limits.Ceiling(limits.memory_in_use() + memory_mib * MIB))
    limits.refuse_reaching_out()


def allow_seconds(seconds: float) -> None:
    """Let this process use so much more time of the processor before the system ends it."""
    limits.allow_processor_time(seconds)


def own_pace() -> float:
    """Return how many times as long as a present machine this one takes for the same work, from 1 to 3."""
    return limits.pace()
