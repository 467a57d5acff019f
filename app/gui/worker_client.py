"""Speaks with the worker process: a queue of requests, progress, results, and what stopped them."""

import contextlib
import logging
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QProcess,
    QProcessEnvironment,
    QTemporaryDir,
    QTimer,
    Signal,
)

import app
from app.domain.errors import AppError, Fault, FaultyFile, PacketBlocked
from app.domain.findings import Finding, Param
from app.env.later import import_later
from app.gui.private_folder import private_folder

if TYPE_CHECKING:
    from app.casework import results, wire
    from app.domain import packet
else:
    # Nothing is said to the worker before the window is painted.
    packet = import_later("app.domain.packet")
    results = import_later("app.casework.results")
    wire = import_later("app.casework.wire")

_ROOT = Path(app.__file__).resolve().parents[1]
# Longer than a killed process takes to end, shorter than a person notices.
_STOP_MS = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Holds what stopped some work, whether the worker told it or a call in this process raised it."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    faults: tuple[Fault, ...] = ()

    @classmethod
    def by(cls, error: AppError) -> "Stopped":
        """Take over what an error says."""
        findings = error.findings if isinstance(error, PacketBlocked) else ()
        faults = error.faults if isinstance(error, FaultyFile) else ()
        return cls(error.code, error.params, findings, faults)


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Holds one piece of work for the worker and who wants to hear of it."""

    verb: str
    arguments: Mapping[str, object]
    done: Callable[[Any], None]
    failed: Callable[[Stopped], None]
    progressed: Callable[["packet.Progress"], None] | None = None
    patient: bool = False
    started: Callable[[], None] | None = None


class WorkerClient(QObject):
    """Keeps one worker process and gives it one request after the other.

    A worker that dies takes only the request at work with it; the next request starts a new one.
    """

    busy_changed = Signal()
    # What a worker that was ended had copied in, by its hashes.
    left_behind = Signal(tuple)
    # A worker that could not be ended at once is gone.
    ended = Signal()

    def __init__(
        self,
        data_folder: Path,
        parent: QObject | None = None,
        *,
        key: Callable[[], bytes | None] | None = None,
    ) -> None:
        """Make it for a data folder; `key` gives what opens the store there, None where nothing is needed."""
        super().__init__(parent)
        self._data_folder = data_folder
        self._key = key
        self._waiting: list[Request] = []
        self._at_work: Request | None = None
        self._process: QProcess | None = None
        # What a killed worker leaves in its temporary folder goes with this folder.
        self._scratch: QTemporaryDir | None = None

    @property
    def process_id(self) -> int:
        """Return the worker's process id, 0 while there is none."""
        return 0 if self._process is None else self._process.processId()

    @property
    def at_work(self) -> str:
        """Return the verb at work, nothing while there is none."""
        return "" if self._at_work is None else self._at_work.verb

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return the verbs that wait and that a person asked for, the next one first."""
        return tuple(each.verb for each in self._waiting if not each.patient)

    def ask(self, request: Request) -> None:
        """Queue a request; a patient one lets all others pass."""
        place = len(self._waiting)
        if not request.patient:
            place = next((i for i, each in enumerate(self._waiting) if each.patient), place)
        self._waiting.insert(place, request)
        self._give_next()

    def has(self, verb: str) -> bool:
        """Say whether a request of a verb waits or is at work."""
        at_work = () if self._at_work is None else (self._at_work,)
        return any(each.verb == verb for each in (*at_work, *self._waiting))

    def withdraw(self, verb: str) -> None:
        """Take back the requests of a verb that still wait."""
        self._waiting = [each for each in self._waiting if each.verb != verb]

    def cancel(self, verb: str) -> None:
        """Stop the requests of a verb, the one at work by ending the process, and say so at once."""
        stopped = [each for each in self._waiting if each.verb == verb]
        self.withdraw(verb)
        if self._at_work is not None and self._at_work.verb == verb:
            self._end_process()
            self._fail(Stopped("work.cancelled"))
        for request in stopped:
            request.failed(Stopped("work.cancelled"))

    def cancel_all(self) -> None:
        """Stop every request, and say so to whoever waits for one."""
        for verb in dict.fromkeys((self.at_work, *(each.verb for each in self._waiting))):
            self.cancel(verb)

    def warm_up(self) -> None:
        """Start the process before the first request needs it."""
        if self._process is None:
            self._start()

    def close(self) -> None:
        """Drop every request and end the process."""
        self._waiting.clear()
        self._at_work = None
        self._end_process()

    def _give_next(self) -> None:
        if self._at_work is not None or not self._waiting:
            return
        self.warm_up()
        if self._process is None:
            return
        self._at_work = request = self._waiting.pop(0)
        line = wire.to_line({"id": id(request), "verb": request.verb, "arguments": dict(request.arguments)})
        self._process.write(line.encode() + b"\n")
        self.busy_changed.emit()
        if request.started is not None:
            request.started()

    def _start(self) -> None:
        self._scratch = private_folder()
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(["-m", "app", "--worker", str(self._data_folder.absolute())])
        process.setWorkingDirectory(str(_ROOT))
        process.setProcessEnvironment(self._environment(self._scratch.path()))
        process.setStandardErrorFile(QProcess.nullDevice())
        if sys.platform != "win32":
            # A session of its own, so that helpers of the worker can be ended with it.
            parameters = QProcess.UnixProcessParameters()
            parameters.flags = QProcess.UnixProcessFlag.CreateNewSession
            process.setUnixProcessParameters(parameters)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._crashed)
        process.errorOccurred.connect(self._not_started)
        self._process = process
        process.start()
        self._give_key(process)

    def _give_key(self, process: QProcess) -> None:
        """Open the store for a new process, before anything is asked of it.

        The key is neither among its arguments nor in its surroundings, which others on the machine can read.
        """
        key = None if self._key is None else self._key()
        if key is not None:
            line = wire.to_line({"id": 0, "verb": "unlock", "arguments": {"key": key.hex()}})
            process.write(line.encode() + b"\n")

    @staticmethod
    def _environment(scratch: str) -> QProcessEnvironment:
        environment = QProcessEnvironment.systemEnvironment()
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (str(_ROOT), known))))
        environment.insert("PYTHONUTF8", "1")
        for name in ("TMPDIR", "TEMP", "TMP"):
            environment.insert(name, scratch)
        return environment

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            line = bytes(self._process.readLine().data())
            try:
                answer = wire.from_line(line)
                identifier = answer["id"]
                stopped = Stopped(**answer["error"]) if "error" in answer else None
            except (ValueError, TypeError, KeyError):
                # Anything may have printed it; an answer that never comes is ended by a cancel.
                _log.debug("the worker wrote a line that is no answer")
                continue
            if self._at_work is None or identifier != id(self._at_work):
                continue
            if stopped is not None:
                self._fail(stopped)
            else:
                self._take(answer)

    def _take(self, answer: Mapping[str, Any]) -> None:
        request = self._at_work
        if request is None:
            return
        if "progress" in answer:
            if request.progressed is not None and isinstance(answer["progress"], packet.Progress):
                request.progressed(answer["progress"])
            return
        self._at_work = None
        self.busy_changed.emit()
        request.done(answer.get("result"))
        self._give_next()

    def _fail(self, stopped: Stopped) -> None:
        request, self._at_work = self._at_work, None
        self.busy_changed.emit()
        if request is not None:
            request.failed(stopped)
        # Not from within this call: a worker that dies at once must not be restarted in a circle.
        QTimer.singleShot(0, self, self._give_next)

    def _crashed(self) -> None:
        if self.sender() is self._process:
            self._forget_process()
            if self._at_work is not None:
                self._fail(Stopped("worker.crashed"))

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self.sender() is self._process:
            self._forget_process()
            waiting, self._waiting = self._waiting, []
            for request in waiting if self._at_work is None else [self._at_work, *waiting]:
                request.failed(Stopped("worker.not_started"))
            self._at_work = None

    def _end_process(self) -> None:
        process, self._process = self._process, None
        scratch, self._scratch = self._scratch, None
        if process is None:
            return
        process.blockSignals(True)
        identifier = process.processId()
        if identifier and sys.platform != "win32":
            # Helpers live in the same session, and none of them may outlive the worker.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(identifier, signal.SIGKILL)
        process.kill()
        if process.waitForFinished(_STOP_MS):
            process.deleteLater()
        else:
            # It hangs in a drive that does not answer, or the machine is busy: nobody waits for it, and who
            # started it may be gone before it is.
            process.setParent(QCoreApplication.instance())
            process.blockSignals(False)
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.connect(self.ended)
            process.finished.connect(process.deleteLater)
        if scratch is not None:
            self._clear(scratch)

    def _clear(self, scratch: QTemporaryDir) -> None:
        """Tell what was copied in, and remove the temporary files without making anybody wait."""
        scratch.setAutoRemove(False)
        folder = Path(scratch.path())
        with contextlib.suppress(OSError):
            self.left_behind.emit(tuple((folder / results.JOURNAL).read_text("ascii").split()))
        threading.Thread(target=shutil.rmtree, args=(folder,), kwargs={"ignore_errors": True}).start()

    def _forget_process(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        scratch, self._scratch = self._scratch, None
        if scratch is not None:
            self._clear(scratch)
