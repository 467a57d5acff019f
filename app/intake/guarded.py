"""A guarded process: does one piece of work after the other, each within its limits.

Started by `app.intake.guard`, with its ceiling and the modules to load on its command line. Reads one
call a line from standard input and answers each with one line on standard output (`app.intake.calls`).
"""

import importlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

from app.intake.calls import CODEC, READY, Call, Outcome, Trouble, perform
from app.intake.limits import (
    DOES_NOT_LOAD,
    Ceiling,
    allow_processor_time,
    die_with_parent,
    hold_to,
    refuse_reaching_out,
)


def main() -> None:
    """Answer calls until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    die_with_parent()
    calls, answers = _take_pipes()
    hold_to(Ceiling(int(sys.argv[1]), int(sys.argv[2])))
    refuse_reaching_out()
    _send(answers, READY)
    _load(sys.argv[3:])
    for line in _lines_of(calls):
        _send(answers, _answer(line))


def _load(modules: list[str]) -> None:
    """Load what the work needs, and end where a library is not there: no file is to blame for that."""
    try:
        for module in modules:
            importlib.import_module(module)
    except (ImportError, OSError, MemoryError):
        sys.exit(DOES_NOT_LOAD)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output away from whatever libraries may read or print."""
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return calls, answers


def _send(answers: BinaryIO, line: bytes) -> None:
    answers.write(line)
    answers.flush()


def _lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Give the lines of a pipe, and end the process when the pipe does, whatever it is at."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def watch() -> None:
        for line in stream:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    while True:
        yield lines.get()


def _answer(line: bytes) -> bytes:
    call = CODEC.from_line(line)
    allow_processor_time(call.allowance.processor_seconds)
    answer = _written(call)
    if len(answer) > call.allowance.answer_bytes:
        answer = CODEC.to_line(Outcome(trouble=Trouble.TOO_LARGE)).encode()
    return answer + b"\n"


def _written(call: Call) -> bytes:
    try:
        return CODEC.to_line(perform(call)).encode()
    except MemoryError:
        return CODEC.to_line(Outcome(trouble=Trouble.MEMORY)).encode()
    except Exception as error:  # noqa: BLE001 - a door: what a parser did not foresee costs one file
        return CODEC.to_line(Outcome(trouble=Trouble.CRASH, detail=type(error).__name__)).encode()


if __name__ == "__main__":
    main()
