"""Makes copies of PDFs and Word files from which the packet can take pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.files import FileFacts, FileKind, FileProblem, Repair


def needs_copy(facts: FileFacts) -> bool:
    """Say whether pages can be taken from a copy only: of a damaged, a restricted or a Word file."""
    return facts.kind is FileKind.DOCX or facts.repair is not None or facts.restricted


def rebuild(path: Path, facts: FileFacts, destination: Path) -> bool:
    """Write a PDF anew, without damage and without its encryption; say whether that was possible.

    Runs in a guarded process.
    """
    from app.intake.repair import REPAIR_ERRORS, Locked, repair_pdf

    try:
        # qpdf also takes off an encryption that an empty password opens.
        repair_pdf(path, facts.repair or Repair.PIKEPDF, destination)
    except (Locked, *REPAIR_ERRORS):
        destination.unlink(missing_ok=True)
        return False
    return True


class TooHeavyToLayOut(Exception):
    """A Word file takes more time or memory to lay out than any paper should."""


def lay_out(path: Path, destination: Path, copy: Callable[[Path, Path], None] | None = None) -> str | None:
    """Write a Word file as PDF and return the name of the program that did it, None where none could.

    The program is a process of its own, held to limits; what it made is examined like any other file. `copy`
    makes what it is given, where that is to be done elsewhere. Raises TooHeavyToLayOut.
    """
    from app.intake.converter import ConversionFailed, ConversionTooHeavy, convert_document

    try:
        return convert_document(path, destination, copy)
    except ConversionTooHeavy as error:
        raise TooHeavyToLayOut from error
    except ConversionFailed:
        return None


def examine_laid_out(made: Path, facts: FileFacts) -> FileFacts:
    """State the facts of a Word file that was laid out: its pages, by which program, with which fonts.

    The facts name the program already; the PDF itself tells its version, too. Runs in a guarded process.
    """
    from app.intake.examine import examine_file
    from app.intake.font_names import substitutions
    from app.intake.pdf_fonts import read_making

    seen = examine_file(made, made.name)
    if seen.problem is not None or seen.repair is not None or any(page.problem for page in seen.pages):
        return replace(facts, pages=(), problem=FileProblem.UNREADABLE)
    producer, fonts = read_making(made)
    return replace(
        facts,
        pages=seen.pages,
        converter=producer or facts.converter,
        substituted=substitutions(facts.fonts_asked, fonts),
    )
