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
from collections.abc import Iterator
from pathlib import Path

from app.intake import libreoffice, word

_TIMEOUT_SECONDS = 120
_PATIENCE_SECONDS = 5
# A group of its own, so that it can be ended with whatever it starts.
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    _PROCESS_GROUP = None
else:
    _CREATION_FLAGS, _PROCESS_GROUP = 0, 0


class ConversionFailed(Exception):
    """No program of this machine made a PDF of a document."""


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


def convert_document(path: Path, destination: Path) -> str:
    """Write a Word document as PDF and return the program that did it; its version stands in the PDF.

    Raises ConversionFailed, and leaves nothing behind then.
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
            write_inert_copy(path, document)
            _convert(program, document, made)
        except (*COPY_ERRORS, subprocess.SubprocessError) as error:
            raise ConversionFailed("not copied, or the converter stopped") from error
        if not made.is_file() or not made.stat().st_size:
            raise ConversionFailed("no result")
        shutil.move(made, destination)
    return word.NAME if word.is_word(program) else libreoffice.NAME


def _convert(program: Path, document: Path, made: Path) -> None:
    if word.is_word(program):
        try:
            _run(word.command(), word.environment(document, made))
        finally:
            word.end_left_behind(document.parent)
    else:
        _run(libreoffice.command(program, document), libreoffice.environment(document.parent))


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


def _run(command: list[str], environment: dict[str, str]) -> None:
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
        status = process.wait(_TIMEOUT_SECONDS)
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
