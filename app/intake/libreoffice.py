"""How LibreOffice is found and told to lay a document out, with a profile of its own for each run."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from app.env.paths import font_file

NAME = "LibreOffice"
_PROGRAMS = ("soffice", "libreoffice")
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
# Port 9 is the discard service (RFC 863), which no machine of today runs: requests end there.
_NOWHERE, _NOWHERE_PORT = "127.0.0.1", "9"
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
# What a document may not do, by the names of LibreOffice's own settings: path, name, type, value.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "boolean", "true"),
    ("Office.Common/Load", "UserDefinedSettings", "boolean", "false"),
    ("Office.Common/History", "PickListSize", "int", "0"),
    ("Office.Common/Misc", "FirstRun", "boolean", "false"),
    ("Office.Writer/Content/Update", "Link", "int", "2"),
    ("Office.Writer/Content/Update", "Field", "boolean", "false"),
    ("Inet/Settings", "ooInetProxyType", "int", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "string", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPProxyPort", "int", _NOWHERE_PORT),
    ("Inet/Settings", "ooInetHTTPSProxyName", "string", _NOWHERE),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "int", _NOWHERE_PORT),
    ("Inet/Settings", "ooInetFTPProxyName", "string", _NOWHERE),
    ("Inet/Settings", "ooInetFTPProxyPort", "int", _NOWHERE_PORT),
    ("Inet/Settings", "ooInetNoProxy", "string", ""),
)


def find_program() -> Path | None:
    """Return the LibreOffice program of this machine, or None."""
    for program in _PROGRAMS:
        found = shutil.which(program)
        if found:
            return Path(found)
    return next((place for place in usual_places() if place.is_file()), None)


def usual_places() -> Iterator[Path]:
    """Give the places where installers put the program."""
    if sys.platform == "win32":
        for variable in _WINDOWS_FOLDERS:
            folder = os.environ.get(variable)
            if folder:
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
        return
    yield from map(Path, _PLACES.get(sys.platform, ()))
    if sys.platform == "linux":
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def command(program: Path, document: Path) -> list[str]:
    """Return the call that lays a document out beside itself; writes the profile for it there, too."""
    profile = document.parent / "profile"
    _write_profile(profile)
    return [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(document.parent),
        str(document),
    ]


def environment(folder: Path) -> dict[str, str]:
    """Return the surroundings for a run: the bundled font besides the system's, and no way to a network.

    What it puts down meanwhile, of a private paper, goes with the folder, also when it is ended half-way.
    """
    nowhere = f"http://{_NOWHERE}:{_NOWHERE_PORT}"
    proxies = {name: nowhere for each in _PROXIES for name in (each, each.upper())}
    usual = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    return {**usual, **proxies, **temporary, "FONTCONFIG_FILE": str(_write_font_settings(folder))}


def _write_profile(profile: Path) -> None:
    folder = profile / "user"
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse" oor:type="xs:{kind}">'
        f"<value>{value}</value></prop></item>"
        for path, name, kind, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


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
