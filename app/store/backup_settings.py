"""Where backups go and how many stay: `backups.json` in the data folder, found though cases be damaged.

{"format": 1, "folder": "" or a path, "automatic": true, "keep": 7, "earlier": [path, ...]}
"""

import json
from pathlib import Path

from app.domain.backups import BackupSettings
from app.domain.errors import UnusableInput
from app.env.flush import make_folder
from app.env.replace import machine_error, write_bytes
from app.store.rotation import LAST
from app.store.strict_json import read_object

SETTINGS_FILE = "backups.json"
USUAL_FOLDER = "backups"
MOST_KEPT = 365
_FORMAT, _MOST_BYTES, _MOST_EARLIER, _LONGEST = 1, 1 << 20, 20, 4096
_NAMES = frozenset({"format", "folder", "automatic", "keep", "earlier"})


def read_settings(data_folder: Path) -> BackupSettings:
    """Return what is set, or what is usual. Raises UnusableInput where the file is none of ours."""
    path = data_folder / SETTINGS_FILE
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return usual_settings(data_folder)
    except OSError as error:
        raise machine_error(error, path) from error
    try:
        form = read_object(raw) if len(raw) <= _MOST_BYTES else {}
        if type(form.get("format")) is int and form["format"] > _FORMAT:
            raise UnusableInput("database.newer", path=str(path))
        return _read(data_folder, form)
    except ValueError as error:
        raise UnusableInput("backup.settings_damaged", path=str(path)) from error


def usual_settings(data_folder: Path) -> BackupSettings:
    """Return what is usual."""
    return _settings(data_folder, "", automatic=True, keep=LAST, earlier=())


def folder_of(settings: BackupSettings) -> Path:
    """Return the folder that is set."""
    return Path(settings.folder)


def write_settings(data_folder: Path, settings: BackupSettings) -> None:
    """Keep what is set. Raises MachineStopped where it cannot be written."""
    form = {
        "format": _FORMAT,
        "folder": "" if settings.is_default else settings.folder,
        "automatic": settings.automatic,
        "keep": settings.keep,
        "earlier": list(settings.earlier),
    }
    try:
        make_folder(data_folder, 0o700)
    except OSError as error:
        raise machine_error(error, data_folder) from error
    write_bytes(data_folder / SETTINGS_FILE, json.dumps(form, indent=1).encode() + b"\n")


def changed_settings(
    data_folder: Path,
    settings: BackupSettings,
    *,
    folder: str | None = None,
    automatic: bool | None = None,
    keep: int | None = None,
) -> BackupSettings:
    """Return settings with what is given changed; an empty folder is the usual one.

    Raises UnusableInput where the folder is one that the store needs for itself, or `keep` is beyond reason.
    """
    if keep is not None and not 1 <= keep <= MOST_KEPT:
        raise UnusableInput("backup.keep_out_of_range", most=MOST_KEPT)
    chosen = ("" if settings.is_default else settings.folder) if folder is None else folder
    if chosen:
        chosen = str(Path(chosen).absolute())
        _refuse_own(data_folder, Path(chosen))
    made = _settings(
        data_folder,
        chosen,
        automatic=settings.automatic if automatic is None else automatic,
        keep=settings.keep if keep is None else keep,
        earlier=settings.earlier,
    )
    if made.folder == settings.folder:
        return made
    earlier = tuple(
        dict.fromkeys(each for each in (settings.folder, *settings.earlier) if each != made.folder)
    )
    return _settings(
        data_folder, chosen, automatic=made.automatic, keep=made.keep, earlier=earlier[:_MOST_EARLIER]
    )


def _refuse_own(data_folder: Path, folder: Path) -> None:
    own = data_folder.resolve()
    inside = folder.resolve()
    if inside.is_relative_to(own) and not inside.is_relative_to(own / USUAL_FOLDER):
        raise UnusableInput("backup.inside_cases", path=str(folder))


def _settings(
    data_folder: Path, folder: str, *, automatic: bool, keep: int, earlier: tuple[str, ...]
) -> BackupSettings:
    usual = str((data_folder / USUAL_FOLDER).absolute())
    chosen = folder if folder and folder != usual else usual
    return BackupSettings(
        folder=chosen,
        is_default=chosen == usual,
        automatic=automatic,
        keep=keep,
        earlier=earlier,
        is_beside_cases=_is_on_one_disk(data_folder, Path(chosen)),
    )


def _is_on_one_disk(data_folder: Path, folder: Path) -> bool:
    try:
        return _there(data_folder).stat().st_dev == _there(folder).stat().st_dev
    except OSError:
        return False


def _there(folder: Path) -> Path:
    """Return a folder, or the nearest above it that is there."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _read(data_folder: Path, form: dict[str, object]) -> BackupSettings:
    folder, automatic, keep, earlier = (form.get(name) for name in ("folder", "automatic", "keep", "earlier"))
    if form.keys() != _NAMES or not isinstance(automatic, bool) or not isinstance(earlier, list):
        raise ValueError
    if type(keep) is not int or not 1 <= keep <= MOST_KEPT or len(earlier) > _MOST_EARLIER:
        raise ValueError
    if not all(isinstance(each, str) and _is_path(each) for each in earlier):
        raise ValueError
    if not isinstance(folder, str) or (folder and not _is_path(folder)):
        raise ValueError
    return _settings(data_folder, folder, automatic=automatic, keep=keep, earlier=tuple(earlier))


def _is_path(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and "\0" not in text and Path(text).is_absolute()
