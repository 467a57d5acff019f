"""What a guarded process may use, and how each system is told to hold it to that.

                     memory              processor time      size of a file     ends with its parent
    Linux            RLIMIT_AS           RLIMIT_CPU          RLIMIT_FSIZE       PR_SET_PDEATHSIG, pipe
    macOS            watched peak        RLIMIT_CPU          RLIMIT_FSIZE       pipe
    Windows          job object          job object          not held           pipe

The wall clock is watched by the parent, everywhere. Nothing here keeps a process that runs hostile machine
code from reading files; `refuse_reaching_out` stops Python code alone.

How much a piece of work may use follows from the size of its file: a paper of many pages or of many points
has many bytes, and what is small and endless is no paper. Seconds are those of a present machine; a slower
one gets as many more as it is slower (`pace`).
"""

import contextlib
import os
import signal
import sys
import threading
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

# The exit statuses by which a guarded process tells that it outgrew its memory, or that a library it works
# with does not load; no signal, no Python status.
OUTGREW_MEMORY, DOES_NOT_LOAD = 77, 78
MIB = 1 << 20

# By the clock a piece of work may take longer: on a busy machine the processor is mostly somebody else's.
CLOCK_FACTOR = 4.0
# A scanned page has more bytes than this, even a bare one in black and white; pages of words have fewer, and
# are done in no time.
_BYTES_OF_A_SCAN = 16 * 1024

_PEAK_EVERY_SECONDS = 0.1
_WORTH_GIVING_BACK = 64 * MIB
# What the trial work of `pace` takes on a present machine, and how much slower than that a machine may be.
_PRESENT_SECONDS, _SLOWEST, _TRIALS = 0.005, 3.0, 3
_PR_SET_PDEATHSIG = 1
# Anything by which Python code reaches another machine or starts another program (sys.audit events).
_REACHING_OUT = (
    "socket.connect", "socket.bind", "socket.send", "socket.getaddrinfo", "socket.gethostby",
    "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "pty.spawn", "webbrowser.open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Holds what a guarded process may use as long as it lives: memory, and bytes in one file it writes."""

    memory_bytes: int
    file_bytes: int = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Allowance:
    """Holds what one piece of work may use: seconds of the clock and of the processor, bytes of answer.

    `memory_bytes` is what it may take beside what the process has once its libraries are loaded; None leaves
    it to the ceiling.
    """

    seconds: float
    processor_seconds: float
    answer_bytes: int = 64 * MIB
    memory_bytes: int | None = None


def allow(processor_seconds: float, memory_bytes: int | None = None) -> Allowance:
    """Return an allowance of so much processor time, and the clock's time that goes with it."""
    return Allowance(processor_seconds * CLOCK_FACTOR, processor_seconds, memory_bytes=memory_bytes)


def costly_pages(pages: int, size: int) -> int:
    """Return how many pages of a file of so many bytes can be costly at all, at least one."""
    return max(1, min(pages, 1 + size // _BYTES_OF_A_SCAN))


def hold_to(ceiling: Ceiling) -> None:
    """Hold this process to a ceiling for good."""
    if sys.platform == "win32":
        from app.intake import windows_job

        windows_job.enter(ceiling.memory_bytes)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, ceiling.file_bytes)
    if sys.platform == "darwin":
        # The kernel of macOS takes RLIMIT_AS and does not keep it.
        threading.Thread(target=_watch_peak, args=(ceiling.memory_bytes,), daemon=True).start()
    else:
        _limit(resource.RLIMIT_AS, ceiling.memory_bytes)


def _limit(what: int, most: int) -> None:
    """Set a limit for good, or keep the one that the person's own system has set lower."""
    import resource

    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))


def allow_processor_time(seconds: float) -> None:
    """Let this process use so much more processor time before the system ends it.

    The clock that the parent watches may stand while a machine sleeps or is overloaded; this one does not.
    """
    if sys.platform == "win32":
        from app.intake import windows_job

        windows_job.allow_processor_time(seconds)
        return
    import resource

    # The limit counts whole seconds since the process began.
    until = int(time.process_time() + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        until = min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def allow_memory(loaded: int, working: int | None) -> None:
    """Let this process have so much memory beside what it had once it was loaded (Linux).

    The ceiling stays above it; elsewhere the ceiling alone counts.
    """
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = hard if working is None else min(hard, loaded + working)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def memory_in_use() -> int:
    """Return the bytes of address space that this process has (Linux, 0 elsewhere)."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def give_back_memory(loaded: int) -> None:
    """Return to the system what a piece of work has left unused, where it is much (Linux)."""
    if sys.platform != "linux" or memory_in_use() < loaded + _WORTH_GIVING_BACK:
        return
    import ctypes
    import gc

    gc.collect()
    # Of glibc alone: others give back by themselves.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def pace() -> float:
    """Return how many times as long as a present machine this one takes for the same work, from 1 to 3."""
    least = min(_trial_seconds() for _ in range(_TRIALS))
    return min(max(least / _PRESENT_SECONDS, 1.0), _SLOWEST)


def _trial_seconds() -> float:
    """Return the processor time of some work of both kinds: of compiled code and of Python's own."""
    begun = time.thread_time()
    zlib.crc32(zlib.compress(bytes(range(256)) * 1024, 6))
    sum(number * number % 7 for number in range(50_000))
    return time.thread_time() - begun


def die_with_parent() -> None:
    """Have the system end this process with the thread that started it; the pipe does it elsewhere."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def refuse_reaching_out() -> None:
    """Refuse Python code in this process the network and other programs, for good."""

    def refuse(event: str, _arguments: object) -> None:
        if event.startswith(_REACHING_OUT):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def memory_of_machine() -> int:
    """Return how much memory the machine has, 0 where it does not say."""
    if sys.platform == "win32":
        from app.intake import windows_job

        return windows_job.memory_of_machine()
    with contextlib.suppress(ValueError, OSError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 0


def _watch_peak(memory_bytes: int) -> None:
    import resource

    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= memory_bytes:
        time.sleep(_PEAK_EVERY_SECONDS)
    os._exit(OUTGREW_MEMORY)
