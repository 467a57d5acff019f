"""Lays out Word documents as PDF through LibreOffice, where the machine has it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from app.env.paths import font_file

_PROGRAMS = ("soffice", "libreoffice")
_TIMEOUT_SECONDS = 120
_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "linux": (
        "/usr/bin/soffice",
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/snap/bin/libreoffice",
        "/var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice",
    ),
}
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432")
_SYSTEM_FONTS = (
    "/etc/fonts/fonts.conf",
    "/opt/homebrew/etc/fonts/fonts.conf",
    "/usr/local/etc/fonts/fonts.conf",
)


class ConversionFailed(Exception):
    """LibreOffice made no PDF of a document."""


def find_converter() -> Path | None:
    """Return the LibreOffice program of this machine, or None."""
    for program in _PROGRAMS:
        found = shutil.which(program)
        if found:
            return Path(found)
    return next((place for place in _usual_places() if place.is_file()), None)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in _WINDOWS_FOLDERS:
            folder = os.environ.get(variable)
            if folder:
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
        return
    yield from map(Path, _PLACES.get(sys.platform, ()))
    if sys.platform == "linux":
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def convert_document(path: Path, destination: Path) -> None:
    """Write a Word document as PDF; raises ConversionFailed, and leaves nothing behind then."""
    program = find_converter()
    if program is None:
        raise ConversionFailed("no converter")
    # LibreOffice keeps to itself what went wrong, and on a profile in use it does nothing at all:
    # each run gets a profile of its own, and only the file that it should have made counts.
    with tempfile.TemporaryDirectory(prefix="convert-", dir=destination.parent) as name:
        folder = Path(name)
        document = folder / "document.docx"
        shutil.copyfile(path, document)
        _run(program, document, folder)
        made = document.with_suffix(".pdf")
        if not made.is_file() or not made.stat().st_size:
            raise ConversionFailed("no result")
        made.replace(destination)


def _run(program: Path, document: Path, folder: Path) -> None:
    command = [
        str(program),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(document),
    ]
    try:
        subprocess.run(
            command,
            check=True,
            timeout=_TIMEOUT_SECONDS,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ConversionFailed("LibreOffice stopped") from error


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "FONTCONFIG_FILE": str(_write_font_settings(folder))}


def _write_font_settings(folder: Path) -> Path:
    """Add the bundled font to those of the system, so that Chinese never becomes boxes."""
    settings = folder / "fonts.conf"
    included = "".join(f'<include ignore_missing="yes">{place}</include>' for place in _SYSTEM_FONTS)
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{included}<dir>{escape(str(font_file().parent))}</dir>"
        f"<cachedir>{escape(str(folder / 'font-cache'))}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return settings
