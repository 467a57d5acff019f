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
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from app.intake.calls import CODEC, READY, Call, Outcome, Step, Trouble, perform
from app.intake.limits import (
    DOES_NOT_LOAD,
    Ceiling,
    allow_memory,
    allow_processor_time,
    die_with_parent,
    give_back_memory,
    hold_to,
    memory_in_use,
    pace,
    refuse_reaching_out,
)

# As onnxruntime, OpenCV and the standard library of C++ say it.
_WANT_OF_MEMORY = ("bad_alloc", "failed to allocate", "insufficient memory", "out of memory")


def main() -> None:
    """Answer calls until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    die_with_parent()
    calls, answers = _take_pipes()
    hold_to(Ceiling(int(sys.argv[1]), int(sys.argv[2])))
    refuse_reaching_out()
    own_pace = pace()
    _send(answers, READY.format(pace=own_pace).encode())
    _load(sys.argv[3:])
    door = _Door(answers, own_pace, memory_in_use())
    for line in _lines_of(calls):
        door.answer(line)


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


@dataclass(frozen=True, slots=True)
class _Door:
    """Answers calls; `loaded` is the memory that the process had before the first of them."""

    answers: BinaryIO
    pace: float
    loaded: int

    def answer(self, line: bytes) -> None:
        call = CODEC.from_line(line)
        allow_processor_time(call.allowance.processor_seconds * self.pace)
        allow_memory(self.loaded, call.allowance.memory_bytes)
        begun = time.process_time()
        outcome = self._outcome_of(call)
        # Nothing of what is left to do is the file's: it may not fail for want of memory.
        allow_memory(self.loaded, None)
        outcome = replace(outcome, seconds=round((time.process_time() - begun) / self.pace, 3))
        _send(self.answers, _written(outcome, call.allowance.answer_bytes) + b"\n")
        del outcome, call
        give_back_memory(self.loaded)

    def _outcome_of(self, call: Call) -> Outcome:
        try:
            return perform(call, self._tell)
        except MemoryError:
            return Outcome(trouble=Trouble.MEMORY)
        except Exception as error:  # noqa: BLE001 - a door: what a parser did not foresee costs one file
            trouble = Trouble.MEMORY if _is_want_of_memory(error) else Trouble.CRASH
            return Outcome(trouble=trouble, detail=type(error).__name__)

    def _tell(self, done: int, total: int) -> None:
        _send(self.answers, CODEC.to_line(Step(done, total)).encode() + b"\n")


def _is_want_of_memory(error: Exception) -> bool:
    """Say whether it is memory that a library of another language lacked."""
    return any(words in str(error).lower() for words in _WANT_OF_MEMORY)


def _written(outcome: Outcome, most: int) -> bytes:
    try:
        answer = CODEC.to_line(outcome).encode()
    except MemoryError:
        answer = CODEC.to_line(Outcome(trouble=Trouble.MEMORY)).encode()
    except Exception as error:  # noqa: BLE001 - a door: a value that cannot be told is one that went wrong
        answer = CODEC.to_line(Outcome(trouble=Trouble.CRASH, detail=type(error).__name__)).encode()
    return answer if len(answer) <= most else CODEC.to_line(Outcome(trouble=Trouble.TOO_LARGE)).encode()


if __name__ == "__main__":
    main()
