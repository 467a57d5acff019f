"""Writes whole files and folders: first beside the destination, then moved into place.

The order is always the same, so that neither a kill nor a power cut leaves half of anything: write under a
hidden name; flush the file; rename it over the destination; flush the folder. Several together are moved
as `app.env.moves` tells. What a killed process left beside is swept by the next that writes there.
"""

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.errors import AppError, MachineStopped
from app.env.flush import flush_folder, flush_to_disk, flush_tree
from app.env.hidden import OLD, PART, make_hidden_file, make_hidden_folder, unused_hidden
from app.env.leftovers import sweep_folder
from app.env.moves import move_together, remove

_MACHINE_CODES = {
    errno.ENOSPC: "machine.disk_full",
    errno.EDQUOT: "machine.disk_full",
    errno.EACCES: "machine.no_permission",
    errno.EPERM: "machine.no_permission",
    errno.EROFS: "machine.no_permission",
}


def machine_error(error: OSError, path: Path) -> AppError:
    """Turn an operating-system error met while writing into the error that a person can act on."""
    code = _MACHINE_CODES.get(error.errno or 0, "machine.cannot_write")
    return MachineStopped(code, path=str(path), reason=error.strerror or type(error).__name__)


@contextlib.contextmanager
def replacing(destination: Path, within: Path | None = None, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary path beside the destination and move it into place when the block ends well.

    With `within` it lies in that folder of the same disk until then; a `private` one only its owner may
    read. When the block raises, the temporary file is removed and the destination stays as it was. Raises
    MachineStopped when the disk is full or may not be written.
    """
    with _replacing((destination,), (), within or destination.parent, private=private) as (temporary,):
        yield temporary


@contextlib.contextmanager
def replacing_all(
    destinations: Sequence[Path], *, obsolete: Sequence[Path] = ()
) -> Iterator[tuple[Path, ...]]:
    """Give a temporary path beside each destination and move all into place when the block ends well.

    All are in one folder. Files that are `obsolete` by then go at the same moment. When the block raises,
    one file cannot be moved, or the process is killed, all destinations and obsolete files are as they
    were; after a kill they are once the folder is swept. Raises MachineStopped when the disk is full or
    may not be written.
    """
    with _replacing(destinations, obsolete, destinations[0].parent) as temporaries:
        yield temporaries


@contextlib.contextmanager
def _replacing(
    destinations: Sequence[Path], obsolete: Sequence[Path], within: Path, *, private: bool = False
) -> Iterator[tuple[Path, ...]]:
    _refuse_folders(destinations)
    sweep_folder(within)
    with contextlib.ExitStack() as stack:
        temporaries = tuple(stack.enter_context(_file_in(within, path)) for path in destinations)
        try:
            yield temporaries
            for temporary in temporaries:
                if not private:
                    _apply_umask(temporary, 0o666)
                flush_to_disk(temporary)
            # Once more: a folder with all that is in it would be set aside as easily as a file.
            _refuse_folders(destinations)
            gone = ((None, path) for path in obsolete if os.path.lexists(path))
            move_together((*zip(temporaries, destinations, strict=True), *gone))
        except OSError as error:
            raise machine_error(error, destinations[0]) from error


def _refuse_folders(destinations: Sequence[Path]) -> None:
    for path in destinations:
        if path.is_dir() and not path.is_symlink():
            raise machine_error(IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)), path)


@contextlib.contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder beside a folder, and put it in its place with all that is in it by then.

    When the block raises, it cannot be moved, or the process is killed, the folder is as it was, as with
    `replacing_all`. Raises MachineStopped when the disk is full or may not be written.
    """
    folder = folder.absolute()
    sweep_folder(folder.parent)
    with new_folder(folder) as made:
        try:
            yield made
            flush_tree(made)
            move_together(((made, folder),))
        except OSError as error:
            raise machine_error(error, folder) from error


@contextlib.contextmanager
def new_folder(folder: Path, parent: Path | None = None, *, private: bool = False) -> Iterator[Path]:
    """Give a new folder beside a folder, or below a parent; what is still there in the end is removed.

    Where it is `private` only its owner may enter it, here and wherever it is moved to.
    Raises MachineStopped where there can be none.
    """
    try:
        made = make_hidden_folder(folder, PART, parent)
    except OSError as error:
        raise machine_error(error, folder) from error
    try:
        if not private:
            _apply_umask(made, 0o777)
        yield made
    finally:
        remove(made)


def move_contents(source: Path, folder: Path) -> None:
    """Move all that is in a folder into another one, of the same disk, together. Raises OSError."""
    flush_tree(source)
    moves = [
        (unused_hidden(folder / each.name, PART), folder / each.name) for each in sorted(source.iterdir())
    ]
    try:
        for hidden, place in moves:
            (source / place.name).rename(hidden)
        move_together(moves)
    finally:
        for hidden, _ in moves:
            remove(hidden)


def take_away(path: Path) -> None:
    """Remove a file or a folder: out of sight in one step, so that no half of it is ever found.

    Raises MachineStopped where it may not be removed.
    """
    hidden = unused_hidden(path, OLD)
    try:
        path.replace(hidden)
        flush_folder(path.parent)
    except OSError as error:
        raise machine_error(error, path) from error
    finally:
        remove(hidden)


def write_bytes(destination: Path, data: bytes, *, private: bool = False) -> None:
    """Write a whole file, which only its owner may read where it is `private`, or leave what was there."""
    with replacing(destination, private=private) as temporary:
        temporary.write_bytes(data)


def write_new(destination: Path, data: bytes, taken: AppError) -> None:
    """Write a whole file that only its owner may read; raises `taken` where there is anything already."""
    sweep_folder(destination.parent)
    with _file_in(destination.parent, destination) as temporary:
        try:
            temporary.write_bytes(data)
            flush_to_disk(temporary)
            _name_once(temporary, destination)
            flush_folder(destination.parent)
        except FileExistsError as error:
            raise taken from error
        except OSError as error:
            raise machine_error(error, destination) from error


def _name_once(temporary: Path, destination: Path) -> None:
    try:
        os.link(temporary, destination)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # A disk that knows one name for each file: nobody else makes this very file in this moment.
        if os.path.lexists(destination):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        temporary.replace(destination)


@contextlib.contextmanager
def _file_in(folder: Path, destination: Path) -> Iterator[Path]:
    """Give the path of a new empty file; whatever is there in the end is removed."""
    try:
        temporary = make_hidden_file(folder / destination.name, PART)
    except OSError as error:
        raise machine_error(error, destination) from error
    try:
        yield temporary
    finally:
        remove(temporary)


def _apply_umask(path: Path, usual: int) -> None:
    # What is made under a hidden name is private; what a person writes gets the usual permissions.
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(usual & ~mask)
