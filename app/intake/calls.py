"""What the guard and its processes say to each other, one line each; see `domain.codec` for why no pickle."""

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain import files, reading
from app.domain.codec import Codec
from app.domain.errors import AppError
from app.domain.findings import Param
from app.intake import limits
from app.intake.limits import Allowance

READY = b"ready\n"


class Trouble(StrEnum):
    """Why a piece of work did not come to its end."""

    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Call:
    """Names a function (`package.module:function`), what it is called with, and what that may use."""

    function: str
    arguments: tuple[object, ...]
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Outcome:
    """Holds what a call gave back, or the code and params of the error it raised, or why it was stopped."""

    value: object = None
    error: tuple[str, Mapping[str, Param]] | None = None
    trouble: Trouble | None = None
    detail: str = ""


CODEC = Codec(files, reading, limits, sys.modules[__name__])


def perform(call: Call) -> Outcome:
    """Do what a call asks for, in this process; raises what was not foreseen."""
    module, _, function = call.function.partition(":")
    try:
        return Outcome(getattr(importlib.import_module(module), function)(*call.arguments))
    except AppError as error:
        return Outcome(error=(error.code, dict(error.params)))
