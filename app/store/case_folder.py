"""The case folder: the plain form of a case that people, other systems and the command line share."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from app.domain.case import Case
from app.domain.errors import Fault, FaultyFile, UnusableInput
from app.env.flush import flush_tree, make_folder
from app.env.leftovers import sweep_folder
from app.env.moves import move_together
from app.env.replace import machine_error, move_contents, new_folder
from app.store.case_toml import LARGEST_CASE_TOML, KnownIds, distinct, read_case, write_case
from app.toml_lines import MarkedToml, nearest

CASE_FILE = "case.toml"
# A whole 300-page colour scan stays well below; more is a disk image or a mistake.
LARGEST_FILE = 512 * 1024 * 1024


def read_case_folder(folder: Path, known: KnownIds) -> tuple[Case, dict[str, Path]]:
    """Read a case folder; returns the case and the path of every file that it names.

    Raises UnusableInput when there is no case folder, FaultyFile with every fault at once.
    """
    raw = _read_case_file(folder)
    case, marked, faults = read_case(raw, CASE_FILE, known)
    paths, file_faults = _resolve_files(folder, marked)
    faults = distinct([*faults, *file_faults])
    if faults or case is None:
        raise FaultyFile(
            "case.faulty", tuple(sorted(faults, key=lambda fault: fault.line or 0)), path=str(folder)
        )
    return case, paths


def write_case_folder(folder: Path, case: Case, open_file: Callable[[str], Path]) -> None:
    """Write a case and its files as a new folder; `open_file` gives the path of a named file.

    Raises UnusableInput when the folder holds anything, MachineStopped when it cannot be written.
    """
    # An empty folder that is there may be a drive of its own, to which nothing can be moved from outside.
    parent = folder if folder.is_dir() else folder.parent
    sweep_folder(parent)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UnusableInput("folder.not_empty", path=str(folder))
    try:
        make_folder(folder.parent)
        with new_folder(folder, parent) as temporary:
            _fill(temporary, case, open_file)
            if folder.exists():
                move_contents(temporary, folder)
            else:
                flush_tree(temporary)
                move_together(((temporary, folder),))
    except OSError as error:
        raise machine_error(error, folder) from error


def _fill(folder: Path, case: Case, open_file: Callable[[str], Path]) -> None:
    for name in dict.fromkeys(name for evidence in case.evidence for name in evidence.files):
        destination = folder / PurePosixPath(name)
        destination.parent.mkdir(parents=True, exist_ok=True)
        with open_file(name).open("rb") as reader, destination.open("wb") as writer:
            while block := reader.read(1 << 20):
                writer.write(block)
    (folder / CASE_FILE).write_bytes(write_case(case).encode())


def _read_case_file(folder: Path) -> bytes:
    path = folder / CASE_FILE
    if not folder.exists():
        raise UnusableInput("case.not_found", path=str(folder))
    if not folder.is_dir():
        raise UnusableInput("case.not_a_folder", path=str(folder))
    if not path.is_file():
        raise UnusableInput("case.no_case_file", path=str(folder))
    try:
        if path.stat().st_size > LARGEST_CASE_TOML:
            raise UnusableInput("case.file_too_long", path=str(path))
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput("case.cannot_read", path=str(path), reason=error.strerror or "") from error


def _resolve_files(folder: Path, marked: MarkedToml) -> tuple[dict[str, Path], list[Fault]]:
    """Find every file that the evidence names, in whatever could be read of the case."""
    paths: dict[str, Path] = {}
    faults: list[Fault] = []
    rows = marked.data.get("evidence")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        names = row.get("files") if isinstance(row, dict) else None
        for name in names if isinstance(names, list) else ():
            if not isinstance(name, str):
                continue
            found = resolve_file(folder, name)
            if isinstance(found, Path):
                paths[name] = found
            else:
                code, params = found
                faults.append(marked.fault(code, ("evidence", index, "files"), name=name, **params))
    return paths, faults


def resolve_file(folder: Path, name: str) -> Path | tuple[str, Mapping[str, str]]:
    """Return the path of a file that a case names, or the code and params of what is wrong with it."""
    if leaves(name):
        return "case.path_leaves", {}
    path = folder / PurePosixPath(name)
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
    except FileNotFoundError:
        return "case.file_missing", {"nearest": _nearest_file(folder, name)}
    except (OSError, RuntimeError, ValueError):
        # A loop of links, a name too long for the system, a null character.
        return "case.file_missing", {"nearest": ""}
    if not inside:
        return "case.link_leaves", {}
    if path.is_dir():
        return "case.file_is_folder", {}
    if not path.is_file():
        return "case.not_a_file", {}
    if path.stat().st_size > LARGEST_FILE:
        return "case.file_too_large", {"limit": f"{LARGEST_FILE // 1024 // 1024} MB"}
    return path


def leaves(name: str) -> bool:
    """Say whether a name leads out of the folder that it is looked for in, here or on another system."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    parts = {*windows.parts, *posix.parts}
    return (
        ".." in parts or windows.is_absolute() or posix.is_absolute() or bool(windows.drive or windows.root)
    )


def _nearest_file(folder: Path, name: str) -> str:
    names = {}
    for root, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for file in files:
            relative = (Path(root) / file).relative_to(folder).as_posix()
            names[relative.lower()] = relative
        if len(names) > 5000:
            break
    return names.get(nearest(name, names), "")
