"""What the guard and its processes say to each other, one line each; see `domain.codec` for why no pickle."""

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain import files, packet, photos, reading, rules, sources, words
from app.domain.codec import Codec
from app.domain.errors import AppError
from app.domain.findings import Param
from app.intake import limits
from app.intake.limits import Allowance

# What a process says once it is ready for calls: how its pace compares with that of a present machine.
READY = "ready {pace:7.3f}\n"
READY_BYTES = len(READY.format(pace=1.0))

Tell = Callable[[int, int], None]


class Trouble(StrEnum):
    """Why a piece of work did not come to its end."""

    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Call:
    """Names a function (`package.module:function`), what it is called with, and what that may use.

    One that `tells` is given besides what it tells its progress to: how much is done, and of how much.
    """

    function: str
    arguments: tuple[object, ...]
    allowance: Allowance
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Tells how far a call has come."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Holds what a call gave back, or the code and params of the error it raised, or why it was stopped.

    `seconds` is what it took of the processor, in those of a present machine.
    """

    value: object = None
    error: tuple[str, Mapping[str, Param]] | None = None
    trouble: Trouble | None = None
    detail: str = ""
    seconds: float = field(default=0.0, compare=False)


CODEC = Codec(files, reading, packet, photos, rules, sources, words, limits, sys.modules[__name__])


def perform(call: Call, tell: Tell | None = None) -> Outcome:
    """Do what a call asks for, in this process; raises what was not foreseen."""
    module, _, function = call.function.partition(":")
    told = (tell or _tell_nobody,) if call.tells else ()
    try:
        return Outcome(getattr(importlib.import_module(module), function)(*call.arguments, *told))
    except AppError as error:
        return Outcome(error=(error.code, dict(error.params)))


def _tell_nobody(done: int, total: int) -> None:
    del done, total
