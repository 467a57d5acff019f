"""Lays out Word documents as PDF through LibreOffice or Microsoft Word, where the machine has one.

A document may come from anybody: what it would fetch, run or link to is taken out of the copy that is
handed over (`docx_copy`), and the programs are told besides to load, run and remember nothing.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import app
from app.intake import libreoffice, word
from app.intake.held import command_held
from app.intake.limits import CLOCK_FACTOR, MIB, pace

_TIMEOUT_SECONDS, _LEAST_TIMEOUT_SECONDS = 120.0, 30.0
# LibreOffice takes 250 MiB for a letter and twice that of addresses. In seconds of the processor, it starts
# in 2 and lays out 4,000 paragraphs (50 kB) in less than one.
_MEMORY = 832 * MIB
_SECONDS, _SECONDS_PER_MIB = 7.0, 40.0
_ROOT = Path(app.__file__).resolve().parents[1]
_PATIENCE_SECONDS = 5
# A group of its own, so that it can be ended with whatever it starts.
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    _PROCESS_GROUP = None
else:
    _CREATION_FLAGS, _PROCESS_GROUP = 0, 0


Copy = Callable[[Path, Path], None]


class ConversionFailed(Exception):
    """No program of this machine made a PDF of a document."""


class ConversionTooHeavy(ConversionFailed):
    """A document takes more time or memory than any paper should."""


def find_converter() -> Path | None:
    """Return the program of this machine that lays Word documents out, or None.

    LibreOffice comes first: it takes a profile of its own, so that nothing of the person's is touched.
    """
    return libreoffice.find_program() or word.find_program()


def converter_stamp() -> str:
    """Return what changes whenever another program, or another version of it, would lay documents out."""
    program = find_converter()
    if program is None:
        return ""
    try:
        state = program.resolve().stat()
    except OSError:
        return str(program)
    return f"{program}-{state.st_size}-{state.st_mtime_ns}"


def convert_document(path: Path, destination: Path, copy: Copy | None = None) -> str:
    """Write a Word document as PDF and return the program that did it; its version stands in the PDF.

    `copy` makes the copy that is handed over, where that is not to be done in this process. Raises
    ConversionFailed, and leaves nothing behind then.
    """
    # Only here: whoever asks whether there is a converter need not wait for what reads the files.
    from app.intake.docx_copy import COPY_ERRORS, write_inert_copy

    program = find_converter()
    if program is None:
        raise ConversionFailed("no converter")
    # LibreOffice keeps to itself what went wrong, and on a profile in use it does nothing at all:
    # each run gets a profile of its own, and only the file that it should have made counts.
    with _folder_for(program, destination) as folder:
        document = folder / "document.docx"
        made = document.with_suffix(".pdf")
        try:
            (copy or write_inert_copy)(path, document)
            _convert(program, document, made, path.stat().st_size)
        except subprocess.TimeoutExpired as error:
            raise ConversionTooHeavy("too long") from error
        except (*COPY_ERRORS, subprocess.SubprocessError) as error:
            raise ConversionFailed("not copied, or the converter stopped") from error
        if not made.is_file() or not made.stat().st_size:
            raise ConversionFailed("no result")
        shutil.move(made, destination)
    return word.NAME if word.is_word(program) else libreoffice.NAME


def _convert(program: Path, document: Path, made: Path, size: int) -> None:
    if word.is_word(program):
        try:
            _run(word.command(), word.environment(document, made))
        finally:
            word.end_left_behind(document.parent)
    else:
        seconds = (_SECONDS + _SECONDS_PER_MIB * size / MIB) * pace()
        _run_held(libreoffice.command(program, document), libreoffice.environment(document.parent), seconds)


def _run_held(command: list[str], environment: dict[str, str], seconds: float) -> None:
    """Run a program to its end, or end it when it has used so much of the processor or of memory."""
    paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    clock = min(max(seconds * CLOCK_FACTOR, _LEAST_TIMEOUT_SECONDS), _TIMEOUT_SECONDS)
    begun = _seconds_of_children()
    try:
        _run(command_held(command, _MEMORY, seconds), {**environment, "PYTHONPATH": paths}, clock)
    except subprocess.CalledProcessError as error:
        if _seconds_of_children() - begun >= seconds:
            # Its own launcher does not pass on what ended it.
            raise subprocess.TimeoutExpired(command[0], seconds) from error
        raise


@contextlib.contextmanager
def _folder_for(program: Path, destination: Path) -> Iterator[Path]:
    """Give a folder beside the destination, or where the program may read and write."""
    parent = word.reachable_folder() if word.is_word(program) else None
    try:
        # The folder of a profile that is still being written goes as far as it can.
        made = tempfile.TemporaryDirectory(
            prefix="convert-", dir=parent or destination.parent, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise ConversionFailed("no folder") from error
    with made as name:
        yield Path(name)


def _seconds_of_children() -> float:
    """Return the processor time of all programs that this process started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _run(command: list[str], environment: dict[str, str], seconds: float | None = None) -> None:
    """Run a converter to its end, or end it with everything that it has started."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=_CREATION_FLAGS,
        process_group=_PROCESS_GROUP,
    )
    try:
        status = process.wait(seconds or _TIMEOUT_SECONDS)
    finally:
        # Also where all went well: `soffice` is a script whose children may outlive it.
        _end_group(process)
    if status:
        raise subprocess.CalledProcessError(status, command[0])


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            _end_tree(process.pid)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE_SECONDS)


def _end_tree(process_id: int) -> None:
    """End a process of Windows with those it has started, which form no group there."""
    word.run_quietly(["taskkill", "/PID", str(process_id), "/T", "/F"])
