"""How Microsoft Word is found and told to lay a document out: through COM on Windows, AppleScript on macOS.

Written by the published object model of Word; never run by us, since no machine of ours has Word.
"""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

NAME = "Microsoft Word"
_MAC_PROGRAM = Path("/Applications/Microsoft Word.app")
# The one folder in which Word, which is sandboxed there, opens files of others without asking.
_MAC_FOLDER = Path("~/Library/Group Containers/UBF8T346G9.Office")
_REGISTERED = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\Winword.exe"
_DOCUMENT, _MADE, _PROCESSES = "YONGJU_DOCUMENT", "YONGJU_PDF", "YONGJU_WORD_PROCESSES"
_PROCESS_FILE = "word-process.txt"
_TASKKILL_SECONDS = 15

# Word runs as a process of the system's, not of this one: which it is, is written down, so that it can be
# ended with the rest. Arguments come by the environment: no name of a file is ever part of a script.
_POWERSHELL = f"""
$ErrorActionPreference = 'Stop'
$before = @(Get-Process -Name WINWORD -ErrorAction SilentlyContinue | ForEach-Object {{ $_.Id }})
$word = New-Object -ComObject Word.Application
try {{
  Get-Process -Name WINWORD | Where-Object {{ $before -notcontains $_.Id }} |
    ForEach-Object {{ $_.Id }} | Set-Content -Encoding Ascii -LiteralPath $env:{_PROCESSES}
  $word.Visible = $false
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  $update = $word.Options.UpdateLinksAtOpen
  $word.Options.UpdateLinksAtOpen = $false
  try {{
    $document = $word.Documents.Open($env:{_DOCUMENT}, $false, $true, $false, 'none')
    $document.ExportAsFixedFormat($env:{_MADE}, 17)
    $document.Close(0)
  }} finally {{
    $word.Options.UpdateLinksAtOpen = $update
  }}
}} finally {{
  $word.Quit(0)
}}
"""
_APPLESCRIPT = f"""
set theDocument to system attribute "{_DOCUMENT}"
set thePdf to system attribute "{_MADE}"
set wasRunning to application "Microsoft Word" is running
tell application "Microsoft Word"
  open (POSIX file theDocument)
  set opened to active document
  save as opened file name thePdf file format format PDF
  close opened saving no
  if not wasRunning then quit saving no
end tell
"""


def find_program() -> Path | None:
    """Return the Word of this machine, or None."""
    if sys.platform == "win32":
        return _registered_program()
    if sys.platform == "darwin" and _MAC_PROGRAM.exists():
        return _MAC_PROGRAM
    return None


def is_word(program: Path) -> bool:
    """Say whether a converter is Word."""
    return program.name.lower() in ("winword.exe", "microsoft word.app")


def command(platform: str = sys.platform) -> list[str]:
    """Return the call that has Word lay out the document that the environment names."""
    if platform == "win32":
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL]
    return ["osascript", "-e", _APPLESCRIPT]


def environment(document: Path, made: Path) -> dict[str, str]:
    """Return the surroundings that name the document, its PDF, and where Word's process is written down."""
    named = {_DOCUMENT: document, _MADE: made, _PROCESSES: document.parent / _PROCESS_FILE}
    return {**os.environ, **{name: str(path) for name, path in named.items()}}


def reachable_folder() -> Path | None:
    """Return where Word may read and write; None where it may everywhere."""
    folder = _MAC_FOLDER.expanduser()
    return folder if sys.platform == "darwin" and folder.is_dir() else None


def end_left_behind(folder: Path) -> None:
    """End the Word that a stopped run has left behind; one that the person works in is another process."""
    with contextlib.suppress(OSError, ValueError):
        for line in (folder / _PROCESS_FILE).read_text(encoding="ascii").split():
            # Only while it is still Word: the number of a process that ended is given to others.
            condition = ["/FI", "IMAGENAME eq WINWORD.EXE", "/FI", f"PID eq {int(line)}"]
            run_quietly(["taskkill", "/F", *condition])


def run_quietly(call: list[str]) -> None:
    """Run a program of the system whatever comes of it."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            call,
            check=False,
            timeout=_TASKKILL_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _registered_program() -> Path | None:
    if sys.platform == "win32":
        import winreg

        with (
            contextlib.suppress(OSError),
            winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _REGISTERED) as key,
        ):
            program = Path(winreg.QueryValue(key, None).strip('"'))
            return program if program.is_file() else None
    return None
