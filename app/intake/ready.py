"""Makes files ready for the packet: gives a path from which plain pypdf and Pillow can take pages."""

import dataclasses
import hashlib
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem, ReadyFile, Repair


def make_ready(path: Path, name: str, facts: FileFacts, work_folder: Path) -> ReadyFile:
    """Return the file itself when its pages can be taken, else a copy of it in the work folder.

    Copies: a damaged PDF rebuilt, a restricted one without its encryption, a DOCX laid out as PDF
    (the facts then have its pages). A file with a problem comes back as it is. Raises UnusableInput
    when the file changed since it was examined.
    """
    if facts.problem is not None:
        return ReadyFile(name, str(path), facts.kind, facts)
    if facts.kind is FileKind.DOCX:
        ready = _converted(path, name, facts, work_folder)
    elif facts.repair is not None or facts.restricted:
        ready = _rebuilt(path, name, facts, work_folder)
    else:
        return ReadyFile(name, str(path), facts.kind, facts)
    _refuse_changed(path, name, facts)
    return ready


def _refuse_changed(path: Path, name: str, facts: FileFacts) -> None:
    """Refuse a file that is no longer the one that was examined: the copy would be of something else."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != facts.sha256:
        raise UnusableInput("packet.source_changed", file=name)


def _converted(path: Path, name: str, facts: FileFacts, work_folder: Path) -> ReadyFile:
    from app.intake.converter import ConversionFailed, convert_document
    from app.intake.pdf import examine_pdf

    destination = _destination(facts, work_folder)
    try:
        convert_document(path, destination)
    except ConversionFailed:
        return _unreadable(path, name, facts)
    seen = examine_pdf(destination)
    if seen.problem is not None or seen.repair is not None or seen.bad_pages:
        return _unreadable(path, name, facts)
    return ReadyFile(name, str(destination), FileKind.PDF, dataclasses.replace(facts, pages=seen.pages))


def _rebuilt(path: Path, name: str, facts: FileFacts, work_folder: Path) -> ReadyFile:
    from app.intake.repair import REPAIR_ERRORS, Locked, repair_pdf

    destination = _destination(facts, work_folder)
    try:
        # qpdf also takes off an encryption that an empty password opens.
        repair_pdf(path, facts.repair or Repair.PIKEPDF, destination)
    except (Locked, *REPAIR_ERRORS):
        return _unreadable(path, name, facts)
    return ReadyFile(name, str(destination), FileKind.PDF, facts)


def _destination(facts: FileFacts, work_folder: Path) -> Path:
    # Named by content: two files of one name in different folders stay two.
    work_folder.mkdir(parents=True, exist_ok=True)
    return work_folder / f"{facts.sha256}.pdf"


def _unreadable(path: Path, name: str, facts: FileFacts) -> ReadyFile:
    facts = dataclasses.replace(facts, pages=(), problem=FileProblem.UNREADABLE)
    return ReadyFile(name, str(path), facts.kind, facts)
