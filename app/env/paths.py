"""One door to the files that ship with the product and to the user's folders.

Where the cases are kept is a person's choice: a file named `location` in the system's usual folder for
settings holds the path of the folder, and nothing else. Without it the cases lie in the usual data folder.
"""

import contextlib
import os
from pathlib import Path

import platformdirs

_ROOT = Path(__file__).resolve().parents[2]


def resource(*parts: str) -> Path:
    """Return the path of a file or folder below `resources`."""
    return _ROOT.joinpath("resources", *parts)


def template(*parts: str) -> Path:
    """Return the path of a file or folder below `templates`."""
    return _ROOT.joinpath("templates", *parts)


def locale_folder() -> Path:
    """Return the folder of the message catalogues."""
    return _ROOT / "locales"


def font_file() -> Path:
    """Return the font of the window and of the packet."""
    return resource("fonts", "NotoSansSC-Regular.ttf")


def data_folder() -> Path:
    """Return the folder that keeps cases: YONGJU_DATA, else what a person chose, else the usual one."""
    named = os.environ.get("YONGJU_DATA")
    return Path(named) if named else chosen_folder() or usual_folder()


def usual_folder() -> Path:
    """Return the system's usual place for what a program keeps."""
    return platformdirs.user_data_path("yongju", appauthor=False)


def location_file() -> Path:
    """Return the file that says which folder a person chose for the cases."""
    return platformdirs.user_config_path("yongju", appauthor=False) / "location"


def chosen_folder() -> Path | None:
    """Return the folder that a person chose for the cases, None where nobody chose any."""
    with contextlib.suppress(OSError, ValueError):
        told = location_file().read_text("utf-8").strip("\r\n")
        return Path(told) if told and Path(told).is_absolute() else None
    return None


def remember_folder(folder: Path | None) -> None:
    """Remember which folder a person chose, None for the usual one. Raises MachineStopped."""
    from app.env.replace import machine_error, write_bytes

    file = location_file()
    try:
        if folder is None or folder == usual_folder():
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, file) from error
    write_bytes(file, f"{folder}\n".encode())


def is_chosen(folder: Path) -> bool:
    """Say whether a folder is the one that a person chose, where its cases have to be found again."""
    return not os.environ.get("YONGJU_DATA") and folder == chosen_folder()
