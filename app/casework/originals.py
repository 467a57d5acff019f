"""Puts the untouched originals of digitally signed files beside the packet, which cannot keep a signature.

They stand in a folder named after the packet, byte for byte, with their digests in the form that
`sha256sum -c` reads.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.domain.errors import UnusableInput
from app.domain.packet import Originals, PacketPlan, SourceFile
from app.env.replace import replacing_folder, take_away

DIGESTS = "SHA256SUMS"
# A line that begins so is skipped by `sha256sum -c`.
_MARK = "# Yongju: signed originals, byte for byte\n"
_UNUSABLE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Most systems take names of 255 bytes.
_LONGEST_STEM = 200
_MAX_DIGESTS_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class _Copy:
    name: str
    file: SourceFile


def folder_of(destination: Path) -> Path:
    """Return the folder in which the originals of a packet stand."""
    return destination.with_name(f"{destination.stem}-originals")


@contextlib.contextmanager
def originals_beside(plan: PacketPlan, destination: Path) -> Iterator[tuple[str, ...]]:
    """Copy the signed originals where that is asked for; give their paths, valid once the block ended well.

    When the block raises, nothing is left behind, and an earlier folder stays as it was. A shared copy has
    none beside it: they would show what was taken out of it. Raises UnusableInput when something else
    stands in the folder's place or a file changed, MachineStopped when nothing can be written.
    """
    if plan.request.options.originals is not Originals.BESIDE or plan.request.options.share is not None:
        yield ()
        return
    folder, copies = folder_of(destination), _copies(plan)
    _refuse_others(folder)
    if copies:
        with _filled(folder, copies):
            yield tuple(str(folder / copy.name) for copy in copies)
        return
    yield ()
    _refuse_others(folder)
    if folder.exists():
        take_away(folder)


def _copies(plan: PacketPlan) -> list[_Copy]:
    """Return the signed files of all exhibits, each once, under names that every system takes."""
    copies: dict[tuple[str, str], _Copy] = {}
    used: set[str] = set()
    for section in plan.sections:
        for exhibit in section.exhibits:
            for file in exhibit.request.files:
                key = exhibit.label, file.name
                if file.signatures and key not in copies:
                    name = _free_name(exhibit.label, file.name, used)
                    used.add(name.casefold())
                    copies[key] = _Copy(name, file)
    return list(copies.values())


def _free_name(label: str, name: str, used: set[str]) -> str:
    base = PurePosixPath(_UNUSABLE.sub("_", PurePosixPath(name).name))
    stem = f"{label} {base.stem}".encode()[:_LONGEST_STEM].decode(errors="ignore").rstrip(" .")
    suffix = base.suffix[:10].rstrip(" .")
    number, found = 1, f"{stem}{suffix}"
    while found.casefold() in used:
        number += 1
        found = f"{stem} ({number}){suffix}"
    return found


def _fill(folder: Path, copies: list[_Copy]) -> None:
    lines = []
    for copy in copies:
        target = folder / copy.name
        shutil.copyfile(copy.file.original or copy.file.path, target)
        # Read back from the disk: what was written counts, not what was meant to be.
        if _digest(target) != copy.file.sha256:
            raise UnusableInput("packet.source_changed", file=copy.file.name)
        lines.append(f"{copy.file.sha256} *{copy.name}\n")
    (folder / DIGESTS).write_text(_MARK + "".join(lines), encoding="utf-8", newline="\n")


def _refuse_others(folder: Path) -> None:
    """Refuse to replace anything but a folder of ours that holds nothing else than what we put there."""
    if os.path.lexists(folder) and not _is_ours(folder):
        raise UnusableInput("originals.in_the_way", path=str(folder))


def _is_ours(folder: Path) -> bool:
    try:
        if folder.is_symlink() or not folder.is_dir():
            return False
        listed = _listed(folder / DIGESTS)
        there = {entry.name for entry in folder.iterdir()}
        return there == listed.keys() | {DIGESTS} and all(
            _is_plain(folder / name) and _digest(folder / name) == digest for name, digest in listed.items()
        )
    except (OSError, ValueError):
        return False


def _listed(digests: Path) -> dict[str, str]:
    """Return the digests that we wrote into a folder. Raises ValueError where it was not we."""
    if not _is_plain(digests) or digests.stat().st_size > _MAX_DIGESTS_BYTES:
        raise ValueError("not ours")
    text = digests.read_text(encoding="utf-8")
    if not text.startswith(_MARK):
        raise ValueError("not ours")
    lines = text.removeprefix(_MARK).splitlines()
    return {name: digest for digest, _, name in (line.partition(" *") for line in lines)}


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _filled(folder: Path, copies: list[_Copy]) -> Iterator[None]:
    """Put a new folder with the copies in the place of the earlier one when the block ends well."""
    with replacing_folder(folder) as made:
        _fill(made, copies)
        yield
        _refuse_others(folder)
