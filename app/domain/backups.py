"""Backups of all that is kept, what one would bring back, and what deleting a case cannot reach."""

from dataclasses import dataclass
from enum import StrEnum


class BackupReason(StrEnum):
    """Why a backup was made."""

    ASKED = "asked"
    AUTOMATIC = "automatic"
    RESTORE = "restore"  # of what was there before another one was restored
    MIGRATION = "migration"  # of a database of an older form, just before it is brought to today's


class Side(StrEnum):
    """Where a case is that is not the same in a backup and here."""

    ONLY_THERE = "only-there"
    ONLY_HERE = "only-here"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Says where backups go, whether they are made by themselves, and how many of the last are kept.

    `earlier` are folders that were used before. `is_beside_cases`: the folder is on the disk of the cases,
    and is lost with it.
    """

    folder: str
    is_default: bool = True
    automatic: bool = True
    keep: int = 7
    earlier: tuple[str, ...] = ()
    is_beside_cases: bool = True


@dataclass(frozen=True, slots=True)
class Backup:
    """Tells of one backup: when (UTC, ISO 8601), by which version, why, and how much is in it.

    `trouble` is the code of why it cannot be used, empty where it can. `version` is the form of its database.
    """

    id: str
    path: str
    made_at: str = ""
    made_by: str = ""
    reason: BackupReason = BackupReason.ASKED
    cases: int = 0
    files: int = 0
    size_bytes: int = 0
    is_encrypted: bool = False
    version: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BackupList:
    """Holds the backups in the folder, the newest first.

    `unprotected` counts those that are not encrypted although the store is. `trouble` is the code of why the
    folder cannot be looked into.
    """

    settings: BackupSettings
    backups: tuple[Backup, ...]
    unprotected: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DamagedPaper:
    """Names a file that is not as it came, by the title of a case and the name that it has there."""

    case: str
    file: str


@dataclass(frozen=True, slots=True)
class BackupMade:
    """Tells what making a backup came to; `damaged` are papers that are not whole in the store itself.

    `removed` counts older backups that made room, `unprotected_removed` those that went because the store is
    encrypted and they were not.
    """

    backup: Backup
    copied: int
    removed: int = 0
    unprotected_removed: int = 0
    damaged: tuple[DamagedPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupCheck:
    """Tells what reading all of a backup came to; `mended` counts files that were copied anew."""

    backup: Backup
    files: int
    damaged: tuple[DamagedPaper, ...] = ()
    mended: int = 0

    @property
    def is_whole(self) -> bool:
        """Say whether every file in it is as it came."""
        return not self.damaged


@dataclass(frozen=True, slots=True)
class PreviewCase:
    """Tells of a case that is not the same in a backup and here; what is not on a side is empty there."""

    id: str
    side: Side
    title: str = ""
    applicant: str = ""
    changed_at: str = ""
    here_title: str = ""
    here_applicant: str = ""
    here_changed_at: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Tells what restoring a backup would change; `same` counts the cases that stay as they are.

    `keeps_passphrase`: what opens the store today opens it afterwards too; otherwise it is what opened it
    when the backup was made. `present_trouble` is the code of why what is kept now cannot be read.
    """

    backup: Backup
    cases: tuple[PreviewCase, ...]
    same: int
    keeps_passphrase: bool
    present_trouble: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """Tells what restoring came to, and where that is which was there before.

    `safety` is a backup of it, `set_aside` a folder with its files where no backup could be made. `damaged`
    are papers that were not whole in the backup.
    """

    cases: int
    files: int
    keeps_passphrase: bool
    safety: Backup | None = None
    set_aside: str = ""
    damaged: tuple[DamagedPaper, ...] = ()


class UnreachedKind(StrEnum):
    """What a deletion does not reach, or did not."""

    BACKUPS = "backups"  # nobody asked to take it out of these
    OTHER_BACKUPS = "other-backups"  # of another key, damaged, or of a newer version
    OTHER_FOLDERS = "other-folders"  # used for backups before, and not there now
    SET_ASIDE = "set-aside"
    BUILT = "built"
    HANDED_OVER = "handed-over"
    ORIGINALS = "originals"
    SYSTEM_BACKUPS = "system-backups"
    DISK_BLOCKS = "disk-blocks"


@dataclass(frozen=True, slots=True)
class Unreached:
    """Names a kind of thing that may still hold the case, and where, as far as that is known."""

    kind: UnreachedKind
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """Tells what was removed of a case: its files, and the backups that it was taken out of."""

    title: str
    files: int
    backups: int
    unreached: tuple[Unreached, ...]
