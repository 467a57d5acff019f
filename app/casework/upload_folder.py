"""The folder of an upload set: filled beside its place, moved there whole, and held against its manifest.

Only a set that is still as it was written is ever replaced.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from app.casework.desk import OpenCase
from app.casework.upload_record import LIST_FILE, MANIFEST_FILE, Record, read_record
from app.domain.errors import UnusableInput
from app.domain.packet import Discrepancy, Progress, Verification
from app.env.replace import machine_error, replacing_folder

# What systems leave in every folder that was looked at.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_MOST_NAMED = 5


def refuse_folder(folder: Path) -> None:
    """Refuse a folder that holds anything but an upload set as it was written."""
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise UnusableInput("upload.not_a_folder", path=str(folder))
        if not folder.absolute().parent.is_dir():
            raise UnusableInput("destination.no_folder", path=str(folder.absolute().parent))
        foreign = foreign_files(folder) if folder.exists() else ()
    except OSError as error:
        raise machine_error(error, folder) from error
    if foreign:
        raise UnusableInput("upload.folder_in_use", path=str(folder), names=foreign[:_MOST_NAMED])


def foreign_files(folder: Path) -> tuple[str, ...]:
    """Return the names in a folder that are no part of a set, or no longer as they were written."""
    names = sorted(each.name for each in folder.iterdir() if each.name.lower() not in _LITTER)
    if not names:
        return ()
    record = _record_of(folder)
    if record is None:
        return tuple(names)
    own = {LIST_FILE, MANIFEST_FILE}
    digests = {each.name: each.sha256 for each in record.files}
    return tuple(
        name
        for name in names
        if name not in own and (name not in digests or sha256_of(folder / name) != digests[name])
    )


def _record_of(folder: Path) -> Record | None:
    try:
        return read_record(folder)
    except UnusableInput:
        return None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, nothing where it is none."""
    if not path.is_file() or path.is_symlink():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify_upload_set(
    folder: Path, opened: OpenCase | None, report: Callable[[Progress], None]
) -> Verification:
    """Read an upload set back and hold it against its manifest, and against a case where given.

    Raises UnusableInput when the folder holds none.
    """
    record = read_record(folder)
    found: list[Discrepancy] = []
    for done, file in enumerate(record.files, start=1):
        report(Progress("verify", done, len(record.files), file.name))
        digest = sha256_of(folder / file.name)
        if digest != file.sha256:
            code = "upload.file_changed" if digest else "upload.file_missing"
            found.append(Discrepancy(code, expected=file.sha256, found=digest, file=file.name))
    known = {file.name for file in record.files}
    unknown = (name for name in foreign_files(folder) if name not in known)
    found += [Discrepancy("upload.file_unknown", file=name) for name in unknown]
    if opened is not None:
        found += _source_discrepancies(record, opened)
    pages = sum(file.pages for file in record.files)
    return Verification(
        str(folder), record.title, record.category, record.place, pages, pages, record.draft, tuple(found)
    )


def _source_discrepancies(record: Record, opened: OpenCase) -> Iterator[Discrepancy]:
    written = {name: digest for file in record.files for name, digest in file.sources}
    used = dict.fromkeys(name for evidence in opened.case.evidence for name in evidence.files)
    for name, digest in written.items():
        if name not in used:
            yield Discrepancy("upload.source_gone", expected=digest, file=name)
        elif (found := sha256_of(opened.files[name])) != digest:
            yield Discrepancy("upload.source_changed", expected=digest, found=found, file=name)
    for name in used:
        if name not in written:
            yield Discrepancy("upload.source_new", file=name)


@contextlib.contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside a folder, and put it in its place when the block ends well.

    When the block raises, the temporary folder is removed and the other stays as it was.
    Raises MachineStopped when the disk is full or may not be written.
    """
    with replacing_folder(folder) as temporary:
        yield temporary
        refuse_folder(folder)
