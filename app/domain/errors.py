"""What stops the work: one class per thing that the user can do about it. No sentence in here."""

from dataclasses import dataclass, field
from enum import IntEnum

from app.domain.findings import Finding, Param


class ExitCode(IntEnum):
    """The exit status of the command line."""

    DONE = 0
    BLOCKED = 1
    UNUSABLE = 2
    MACHINE = 3
    CANCELLED = 130


class AppError(Exception):
    """Work that could not finish; worded at the edge from its code and params."""

    exit_code = ExitCode.UNUSABLE

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class UnusableInput(AppError):
    """The call or something it names cannot be used: the person corrects it and calls again."""


class MachineStopped(AppError):
    """The machine refused (disk full, no permission): the person makes room or asks for access."""

    exit_code = ExitCode.MACHINE


class Cancelled(AppError):
    """The person stopped it."""

    exit_code = ExitCode.CANCELLED

    def __init__(self) -> None:
        super().__init__("work.cancelled")


class PacketBlocked(AppError):
    """Blockers stand against the packet: the person mends them or asks for a draft."""

    exit_code = ExitCode.BLOCKED

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("packet.blocked", count=len(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Fault:
    """Holds one thing wrong in a file that a person writes: where (line counted from 1), which key."""

    code: str
    file: str
    line: int | None
    key: str
    params: dict[str, Param] = field(default_factory=dict)


class FaultyFile(AppError):
    """A case folder or a rule pack with faults, all of them at once."""

    def __init__(self, code: str, faults: tuple[Fault, ...], **params: Param) -> None:
        super().__init__(code, count=len(faults), **params)
        self.faults = faults
