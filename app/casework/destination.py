"""Says where a file that is made of a case may be written: never over what the case itself stands on."""

from collections.abc import Iterator
from pathlib import Path

from app.casework.desk import OpenCase
from app.domain.errors import UnusableInput
from app.env.replace import machine_error


def refuse_destination(destination: Path, opened: OpenCase, *sources: Path) -> None:
    """Raise UnusableInput where a file cannot be written, or where the case or what it is made of stands."""
    try:
        if destination.is_dir():
            raise UnusableInput("destination.is_folder", path=str(destination))
        if not destination.absolute().parent.is_dir():
            raise UnusableInput("destination.no_folder", path=str(destination.absolute().parent))
        if destination.exists() and not destination.is_file():
            raise UnusableInput("destination.not_a_file", path=str(destination))
        if destination.exists() and any(destination.samefile(path) for path in _own_files(opened, sources)):
            raise UnusableInput("destination.is_evidence", path=str(destination))
    except OSError as error:
        # A name too long for the system, a folder that may not be entered.
        raise machine_error(error, destination) from error


def _own_files(opened: OpenCase, sources: tuple[Path, ...]) -> Iterator[Path]:
    """Give the files that must never be replaced."""
    yield from (path for path in (*opened.files.values(), *sources) if path.exists())
    if opened.case_file is not None:
        yield opened.case_file
