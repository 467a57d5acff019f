"""Writes whole files: first beside the destination, then moved into place, several of them together."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.errors import AppError, MachineStopped

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
def replacing(destination: Path) -> Iterator[Path]:
    """Give a temporary path beside the destination and move it into place when the block ends well.

    When the block raises, the temporary file is removed and the destination stays as it was.
    Raises MachineStopped when the disk is full or may not be written.
    """
    with _beside(destination, ".part") as temporary:
        try:
            yield temporary
            _settle(temporary)
            temporary.replace(destination)
        except OSError as error:
            raise machine_error(error, destination) from error


@contextlib.contextmanager
def replacing_all(
    destinations: Sequence[Path], *, obsolete: Sequence[Path] = ()
) -> Iterator[tuple[Path, ...]]:
    """Give a temporary path beside each destination and move all into place when the block ends well.

    Files that are `obsolete` by then go at the same moment. When the block raises, or one file cannot be
    moved, all destinations and obsolete files are as they were, as far as the file system allows.
    Raises MachineStopped when the disk is full or may not be written.
    """
    with contextlib.ExitStack() as stack:
        temporaries = tuple(stack.enter_context(_beside(path, ".part")) for path in destinations)
        try:
            yield temporaries
            for temporary in temporaries:
                _settle(temporary)
            with _set_aside((*destinations, *obsolete)):
                _move_all(temporaries, destinations)
        except OSError as error:
            raise machine_error(error, destinations[0]) from error


@contextlib.contextmanager
def _beside(destination: Path, suffix: str) -> Iterator[Path]:
    """Give the path of a new empty file beside another; whatever is there in the end is removed."""
    try:
        descriptor, name = tempfile.mkstemp(
            prefix=f".{destination.name[:40]}.", suffix=suffix, dir=destination.parent
        )
        os.close(descriptor)
    except OSError as error:
        raise machine_error(error, destination) from error
    temporary = Path(name)
    try:
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextlib.contextmanager
def _set_aside(paths: Sequence[Path]) -> Iterator[None]:
    """Move what stands under these paths aside; it comes back when the block raises, else it is removed."""
    with contextlib.ExitStack() as stack:
        moved: list[tuple[Path, Path]] = []
        try:
            for path in paths:
                if path.exists():
                    aside = stack.enter_context(_beside(path, ".old"))
                    path.replace(aside)
                    moved.append((path, aside))
            yield
        except BaseException:
            for path, aside in moved:
                with contextlib.suppress(OSError):
                    aside.replace(path)
            raise


def _move_all(temporaries: Sequence[Path], destinations: Sequence[Path]) -> None:
    placed: list[Path] = []
    try:
        for temporary, destination in zip(temporaries, destinations, strict=True):
            temporary.replace(destination)
            placed.append(destination)
    except BaseException:
        for destination in placed:
            with contextlib.suppress(OSError):
                destination.unlink()
        raise


def _settle(temporary: Path) -> None:
    _apply_umask(temporary)
    flush_to_disk(temporary)


def write_bytes(destination: Path, data: bytes) -> None:
    """Write a whole file, or leave what was there."""
    with replacing(destination) as temporary:
        temporary.write_bytes(data)


def _apply_umask(path: Path) -> None:
    # mkstemp makes files private; a packet that a person writes gets the usual permissions.
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def flush_to_disk(path: Path) -> None:
    """Return once the disk holds all of a file; raises OSError where it refuses."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
