"""Runs the parsers of applicants' files in guarded processes: whatever a file does to one costs that file.

A guarded process is this Python run anew (`app.intake.guarded`): it inherits no memory, no open file and
no standard input, does one call at a time, and is held to limits (`app.intake.limits`). One that
crashes, hangs or outgrows its limits is ended, its call comes out as a Trouble, and the next call gets a
new process. Processes start with the first call, stay while idle, and never outlive the guard.
"""

import contextlib
import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeAlias

import app
from app.domain.errors import MachineStopped
from app.env.replace import machine_error
from app.env.work_folder import work_folder
from app.intake.calls import CODEC, READY_BYTES, Call, Outcome, Step, Tell, Trouble, perform
from app.intake.limits import DOES_NOT_LOAD, MIB, OUTGREW_MEMORY, Ceiling, memory_of_machine

_ROOT = Path(app.__file__).resolve().parents[1]
_START_SECONDS = 60
# The models take longest to load: they are there when the first call comes.
_READING_MODULES = ("app.intake.read",)
_END_SECONDS = 2
# No work has more steps than a file has pages.
_MOST_STEPS = 20_000
# Of what a call may use: so much is left of it for the second try, whatever the first one took.
_LEAST_LEFT = 0.25
_TICK_SECONDS = 0.05
if sys.platform == "win32":
    # STATUS_QUOTA_EXCEEDED and its Win32 name: how a job object ends a process that used up its time.
    _OUT_OF_TIME = frozenset({0xC0000044, 1816})
    _OUT_OF_MEMORY = frozenset({OUTGREW_MEMORY})
else:
    _OUT_OF_TIME = frozenset({-signal.SIGXCPU})
    # Nobody but the system's own keeper of memory ends a process by SIGKILL, unless the guard does.
    _OUT_OF_MEMORY = frozenset({OUTGREW_MEMORY, -signal.SIGKILL})
# Numeric libraries otherwise start a thread for every core, in every process.
_ONE_THREAD = MappingProxyType(
    dict.fromkeys(
        (
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "NUMEXPR_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS",
            "OPENCV_FOR_THREADS_NUM",
        ),
        "1",
    )
    # Each arena of glibc takes 64 MiB of address space, which is counted.
    | {"MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"}
)
_log = logging.getLogger(__name__)

# Each with the place of its call among the calls.
Outcomes: TypeAlias = Generator[tuple[int, Outcome], None, None]


class Work(Enum):
    """The kinds of guarded work, each with processes of its own: only those that read hold models."""

    EXAMINING = "examining"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Team:
    """Says how many processes do a kind of work at once, what each may use, and what each loads at once.

    `calls_each` is how many calls make up for the start of another process.
    """

    size: int
    ceiling: Ceiling
    modules: tuple[str, ...] = ()
    calls_each: int = 1


class Guard(Protocol):
    """Does calls somewhere and gives their outcomes, each with the place of its call."""

    def run(self, work: Work, calls: Sequence[Call], tell: Tell | None = None) -> Outcomes:
        """Do calls and give each outcome as it comes; closing the iterator stops what is left.

        `tell` hears how far the calls have come that tell of it.
        """

    def warm_up(self, work: Work) -> None:
        """Start processes before the first call needs them."""

    def close(self) -> None:
        """End every process."""


class InProcess:
    """Does calls in the calling process, without any limit: for papers of one's own making."""

    def run(self, work: Work, calls: Sequence[Call], tell: Tell | None = None) -> Outcomes:
        """Do calls one after the other."""
        del work
        return ((index, perform(call, tell)) for index, call in enumerate(calls))

    def warm_up(self, work: Work) -> None:
        """Do nothing: there is nothing to start."""

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


class GuardedProcesses:
    """Does calls in guarded processes, of which it is the owner."""

    def __init__(self, teams: Mapping[Work, Team] | None = None) -> None:
        self._pools = {work: _Pool(team) for work, team in (teams or usual_teams()).items()}
        # Also when nobody closes it: nothing is left behind when the program ends.
        self._end = weakref.finalize(self, _close_all, tuple(self._pools.values()))

    def run(self, work: Work, calls: Sequence[Call], tell: Tell | None = None) -> Outcomes:
        """Do calls and give each outcome as it comes; closing the iterator stops what is left."""
        return self._pools[work].run(calls, tell)

    def warm_up(self, work: Work) -> None:
        """Start the processes of a kind of work before the first call needs them."""
        self._pools[work].hire(self._pools[work].team.size)

    def close(self) -> None:
        """End every process."""
        self._end()


def usual_teams() -> Mapping[Work, Team]:
    """Return the teams that suit this machine."""
    cores = _cores()
    # A reader needs about 1 GiB, and the person's other programs want to stay in memory.
    readers = memory_of_machine() // (3072 * MIB)
    return {
        # The largest picture that is let in (178 million pixels of four bytes), a small copy of it, and the
        # libraries that measure a photo; what one call may take of it stands in its allowance.
        Work.EXAMINING: Team(min(2, cores), Ceiling(1152 * MIB), ("app.intake.pdf", "app.intake.image")),
        # Of this a quarter is set aside by the models and never touched.
        Work.READING: Team(
            max(1, min(2, cores, readers)), Ceiling(1344 * MIB), _READING_MODULES, calls_each=3
        ),
    }


def _cores() -> int:
    # Those that this process may use, where the system tells.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _close_all(pools: Sequence["_Pool"]) -> None:
    for pool in pools:
        pool.close()


@dataclass(eq=False, slots=True)
class _Run:
    """One run of calls: where its outcomes go, and whether anybody still waits for them."""

    replies: "queue.SimpleQueue[tuple[int, Outcome | Step | MachineStopped]]" = field(
        default_factory=queue.SimpleQueue
    )
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    run: _Run
    index: int
    call: Call


class _Pool:
    """Keeps the workers of one kind of work; they take jobs from one queue."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._folder = contextlib.ExitStack()
        self._closed = False

    def run(self, calls: Sequence[Call], tell: Tell | None) -> Outcomes:
        run = _Run()
        self.hire(min(self.team.size, -(-len(calls) // self.team.calls_each)))
        for index, call in enumerate(calls):
            self._jobs.put(_Job(run, index, call))
        try:
            for _ in calls:
                yield self._next_outcome(run, tell)
        finally:
            run.stopped = True
            for worker in self._workers:
                worker.drop(run)

    def hire(self, size: int) -> None:
        """See to it that so many workers are there. Raises MachineStopped without a place for their files."""
        if self._closed:
            raise ValueError("the guard was closed")
        while len(self._workers) < size:
            parent = self._workers[0].folder if self._workers else self._folder.enter_context(work_folder())
            self._workers.append(_Worker(self._jobs, self.team, parent))

    def close(self) -> None:
        """End every worker and remove what they wrote."""
        self._closed = True
        for _ in self._workers:
            self._jobs.put(None)
        for worker in self._workers:
            worker.close()
        self._folder.close()

    def _next_outcome(self, run: _Run, tell: Tell | None) -> tuple[int, Outcome]:
        while True:
            for worker in self._workers:
                worker.end_if_overdue()
            # Not without a limit: on Windows nothing, not even Ctrl-C, interrupts a wait that has none.
            with contextlib.suppress(queue.Empty):
                index, reply = run.replies.get(timeout=_TICK_SECONDS)
                if isinstance(reply, MachineStopped):
                    raise reply
                if isinstance(reply, Outcome):
                    return index, reply
                if tell is not None:
                    tell(reply.done, reply.total)


class _Worker:
    """Keeps one guarded process in a thread of its own.

    The thread lives as long as the worker: Linux ends a process with the thread that started it.
    """

    def __init__(self, jobs: "queue.SimpleQueue[_Job | None]", team: Team, folder: Path) -> None:
        self.folder = folder
        self._jobs = jobs
        self._team = team
        self._lock = threading.RLock()  # the collector may close the guard amid any line
        self._process: subprocess.Popen[bytes] | None = None
        self._own_folder = folder
        self._is_fresh = True
        self._pace = 1.0
        self._deadline: float | None = None
        self._was_overdue = False
        self._at_work_for: _Run | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._work, daemon=True, name="guard")
        self._thread.start()

    def drop(self, run: _Run) -> None:
        """End the process if it is at work for a run that was stopped."""
        with self._lock:
            if self._at_work_for is run:
                self._kill()

    def end_if_overdue(self) -> None:
        """End the process if its call takes longer than it may."""
        with self._lock:
            if self._deadline is not None and time.monotonic() > self._deadline:
                self._was_overdue = True
                self._kill()

    def close(self) -> None:
        """End the process and the thread."""
        with self._lock:
            self._closed = True
            self._kill()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _work(self) -> None:
        try:
            # Before the first call, so that the start overlaps with what the caller still prepares.
            self._start_unless_running()
        except MachineStopped:
            _log.info("a guarded process did not start")
        while (job := self._jobs.get()) is not None:
            with self._lock:
                self._at_work_for = job.run
            if not job.run.stopped:
                job.run.replies.put((job.index, self._try(job)))
            with self._lock:
                self._at_work_for = None
        self._bury()

    def _try(self, job: _Job) -> Outcome | MachineStopped:
        try:
            self._start_unless_running()
            was_fresh, begun = self._is_fresh, time.monotonic()
            outcome = self._do(job)
            if was_fresh or job.run.stopped or outcome.trouble not in (Trouble.MEMORY, Trouble.CRASH):
                return outcome
            # It may be the fault of what went before: only a new process tells it of this file. Two tries
            # together may not take longer than one.
            self._bury()
            self._start_unless_running()
            call = _with_what_is_left(job.call, (time.monotonic() - begun) / self._pace)
            return self._do(replace(job, call=call))
        except MachineStopped as error:
            return error

    def _do(self, job: _Job) -> Outcome:
        self._is_fresh = False
        # Set in the moment between the last answer and its receipt, it would be held against this call.
        self._was_overdue = False
        begun = time.monotonic()
        self._expect_within(job.call.allowance.seconds * self._pace)
        try:
            line = self._exchange(CODEC.to_line(job.call).encode() + b"\n", job)
        finally:
            self._expect_within(None)
        if line is None:
            used = min((time.monotonic() - begun) / self._pace, job.call.allowance.processor_seconds)
            return Outcome(trouble=self._cause_of_death(), seconds=used)
        if not line.endswith(b"\n"):
            self._bury()
            return Outcome(trouble=Trouble.TOO_LARGE)
        outcome = _told(line)
        if isinstance(outcome, Outcome):
            return outcome
        # Whatever writes anything else is no longer the program that was started.
        self._bury()
        return Outcome(trouble=Trouble.CRASH)

    def _exchange(self, line: bytes, job: _Job) -> bytes | None:
        """Give the process a line and return its answer, None when it died over it; pass on its steps."""
        process, most = self._process, job.call.allowance.answer_bytes + 1
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = process.stdout.readline(most)
            for _ in range(_MOST_STEPS if job.call.tells else 0):
                if not isinstance(step := _told(answer), Step):
                    break
                job.run.replies.put((job.index, step))
                answer = process.stdout.readline(most)
            return answer or None
        except OSError:
            return None

    def _expect_within(self, seconds: float | None) -> None:
        with self._lock:
            self._deadline = None if seconds is None else time.monotonic() + seconds

    def _start_unless_running(self) -> None:
        """Start a process unless there is one. Raises MachineStopped when the system does not let it."""
        if self._process is not None and self._process.poll() is None:
            return
        self._bury()
        try:
            self._own_folder = Path(tempfile.mkdtemp(dir=self.folder))
        except OSError as error:
            raise machine_error(error, self.folder) from error
        try:
            with self._lock:
                if self._closed:
                    raise MachineStopped("machine.no_guard", reason="")
                self._process = process = self._spawn()
        except OSError as error:
            raise MachineStopped("machine.no_guard", reason=error.strerror or "") from error
        self._is_fresh, self._was_overdue = True, False
        self._expect_within(_START_SECONDS)
        ready = process.stdout.readline(READY_BYTES) if process.stdout is not None else b""
        self._expect_within(None)
        if len(ready) != READY_BYTES:
            self._bury()
            raise MachineStopped("machine.no_guard", reason=str(process.returncode))
        self._pace = float(ready.split()[1])

    def _spawn(self) -> subprocess.Popen[bytes]:
        # -P: nothing is imported from the folder that the process stands in.
        command = [sys.executable, "-P", "-m", "app.intake.guarded"]
        ceiling = self._team.ceiling
        limits = [str(ceiling.memory_bytes), str(ceiling.file_bytes)]
        paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        folders = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._own_folder))
        return subprocess.Popen(
            [*command, *limits, *self._team.modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._own_folder,
            env={**os.environ, **_ONE_THREAD, **folders, "PYTHONPATH": paths},
        )

    def _cause_of_death(self) -> Trouble:
        """Say what the process died of. Raises MachineStopped when it is the machine that lacks something."""
        process, was_overdue = self._process, self._was_overdue
        if process is not None:
            # Its pipe ends before it does, and what it ends with tells the cause.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_END_SECONDS)
        self._bury()
        status = 0 if process is None else process.returncode
        _log.info("a guarded process ended with status %s", status)
        if was_overdue or status in _OUT_OF_TIME:
            return Trouble.TIMEOUT
        if status == DOES_NOT_LOAD:
            raise MachineStopped("machine.part_missing")
        return Trouble.MEMORY if status in _OUT_OF_MEMORY else Trouble.CRASH

    def _bury(self) -> None:
        """End the process for good and remove what it wrote."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # What was not written yet has nobody to go to.
                with contextlib.suppress(OSError):
                    pipe.close()
        shutil.rmtree(self._own_folder, ignore_errors=True)


def _told(line: bytes) -> object:
    """Return what a line of a guarded process says, None where it says nothing of ours."""
    try:
        return CODEC.from_line(line) if line.endswith(b"\n") else None
    except ValueError:
        return None


def _with_what_is_left(call: Call, seconds: float) -> Call:
    """Return a call that may use what it has not used yet, after so many seconds of a present machine."""
    was = call.allowance
    left = replace(
        was,
        seconds=max(was.seconds - seconds, _LEAST_LEFT * was.seconds),
        processor_seconds=max(was.processor_seconds - seconds, _LEAST_LEFT * was.processor_seconds),
    )
    return replace(call, allowance=left)
