"""Writes whole files: first beside the destination, then moved into place."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
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
    try:
        descriptor, name = tempfile.mkstemp(
            prefix=f".{destination.name[:40]}.", suffix=".part", dir=destination.parent
        )
        os.close(descriptor)
    except OSError as error:
        raise machine_error(error, destination) from error
    temporary = Path(name)
    try:
        yield temporary
        _apply_umask(temporary)
        _flush_to_disk(temporary)
        temporary.replace(destination)
    except OSError as error:
        raise machine_error(error, destination) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def write_bytes(destination: Path, data: bytes) -> None:
    """Write a whole file, or leave what was there."""
    with replacing(destination) as temporary:
        temporary.write_bytes(data)


def _apply_umask(path: Path) -> None:
    # mkstemp makes files private; a packet that a person writes gets the usual permissions.
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
