"""One door to the files that ship with the product and to the user's folders."""

import os
from pathlib import Path

import platformdirs

_ROOT = Path(__file__).resolve().parents[2]


def resource(*parts: str) -> Path:
    """Return the path of a file or folder below `resources`."""
    return _ROOT.joinpath("resources", *parts)


def locale_folder() -> Path:
    """Return the folder of the message catalogues."""
    return _ROOT / "locales"


def font_file() -> Path:
    """Return the font of the window and of the packet."""
    return resource("fonts", "NotoSansSC-Regular.ttf")


def data_folder() -> Path:
    """Return the folder that keeps cases; YONGJU_DATA overrides the system's usual place."""
    chosen = os.environ.get("YONGJU_DATA")
    return Path(chosen) if chosen else platformdirs.user_data_path("yongju", appauthor=False)
