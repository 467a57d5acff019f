"""Reads a packet back in a guarded process: it may be another's, and made to bring its reader down."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.casework.desk import Desk
from app.domain.errors import UnusableInput
from app.domain.packet import Verification
from app.intake.calls import Call
from app.intake.calls import Trouble as _Trouble
from app.intake.guard import Guard, GuardedProcesses, Team, Work
from app.intake.limits import MIB, Allowance, Ceiling, allow

_VERIFY = "app.packet.verify:verify_packet"
# Seconds of the processor of a present machine: a packet is read at some tens of MB a second, and a page of
# words is small.
_SECONDS, _SECONDS_OF_FIRST_MIB, _SECONDS_PER_MIB = 8.0, 6.0, 1.0
_MEMORY, _MEMORY_PER_BYTE, _MOST_MEMORY = 640 * MIB, 4, 900 * MIB
_CEILING = Ceiling(1152 * MIB)
_HEAVY = frozenset({_Trouble.TIMEOUT, _Trouble.MEMORY, _Trouble.TOO_LARGE})

Tell = Callable[[int, int], None]


def _tell_nobody(done: int, total: int) -> None:
    del done, total


def read_packet(path: Path, desk: Desk | None, password: str = "", tell: Tell = _tell_nobody) -> Verification:
    """Read a packet back and say in what it differs from its own manifest.

    `tell` is told each page looked at and how many there are. Raises UnusableInput when the path leads to no
    packet of ours, to one that the password does not open, or to one that takes too much to be read.
    """
    if not path.is_file():
        # Gone, or a pipe to which nobody writes.
        raise UnusableInput("packet.not_found", path=str(path))
    call = Call(_VERIFY, (path.absolute(), password), _allowance(path), tells=True)
    with _guard_of(desk) as guard, closing(guard.run(Work.EXAMINING, [call], tell)) as outcomes:
        _, outcome = next(outcomes)
    if outcome.error is not None:
        code, params = outcome.error
        raise UnusableInput(code, **{**params, "path": str(path)})
    if outcome.trouble in _HEAVY:
        raise UnusableInput("packet.too_heavy", path=str(path))
    if not isinstance(outcome.value, Verification):
        raise UnusableInput("packet.not_a_pdf", path=str(path))
    return replace(outcome.value, path=str(path))


@contextlib.contextmanager
def _guard_of(desk: Desk | None) -> Iterator[Guard]:
    """Give the desk's guard, or one of its own where nobody sits at a desk."""
    if desk is not None:
        yield desk.guard
        return
    with closing(GuardedProcesses({Work.EXAMINING: Team(1, _CEILING, ("app.packet.verify",))})) as guard:
        yield guard


def _allowance(path: Path) -> Allowance:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    mib = size / MIB
    more = _SECONDS_OF_FIRST_MIB * min(mib, 1.0) + _SECONDS_PER_MIB * max(mib - 1.0, 0.0)
    return allow(_SECONDS + more, min(_MEMORY + _MEMORY_PER_BYTE * size, _MOST_MEMORY))
