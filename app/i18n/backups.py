"""Backups in words: why one was made, where a case is, and what deleting a case does not reach."""

from app.domain.backups import BackupReason, Side, Unreached, UnreachedKind
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue

_REASONS: dict[BackupReason, str] = {
    BackupReason.ASKED: N_("Asked for"),
    BackupReason.AUTOMATIC: N_("Made by itself"),
    BackupReason.RESTORE: N_("Before a backup was restored"),
    BackupReason.MIGRATION: N_("Before a new version brought the cases to its form"),
}

_SIDES: dict[Side, str] = {
    Side.ONLY_THERE: N_("Only in the backup: it would come back"),
    Side.ONLY_HERE: N_("Only here: it would go"),
    Side.DIFFERS: N_("In both, but not the same"),
}

_UNREACHED: dict[UnreachedKind, str] = {
    UnreachedKind.BACKUPS: N_(
        "The backups still hold the case, so that it can be brought back; delete it from them "
        "too if it must be gone."
    ),
    UnreachedKind.OTHER_BACKUPS: N_(
        "These backups could not be changed, because they are damaged, of a newer version, or "
        "opened by another passphrase; remove them if the case must be gone."
    ),
    UnreachedKind.OTHER_FOLDERS: N_(
        "These folders were used for backups and are not there now (a drive that is not "
        "connected?); connect them and delete the backups in them."
    ),
    UnreachedKind.SET_ASIDE: N_(
        "These folders hold what could not be read when a backup was restored; remove them once "
        "nobody needs them."
    ),
    UnreachedKind.BUILT: N_("Packets that were built stay where they were saved; delete them there."),
    UnreachedKind.HANDED_OVER: N_(
        "Folders, upload sets and files in which the case was exported, shared or handed over "
        "stay where they are, with you and with others."
    ),
    UnreachedKind.ORIGINALS: N_(
        "The originals from which the papers were copied stay where they are; delete them there "
        "if they must go."
    ),
    UnreachedKind.SYSTEM_BACKUPS: N_(
        "Copies that the computer's own backup or a cloud drive made are not reached; they go by "
        "the rules of that service."
    ),
    UnreachedKind.DISK_BLOCKS: N_(
        "On a solid-state disk or memory stick, traces may stay in worn or spare blocks until "
        "the disk uses them again; only encrypting the cases or the whole disk protects against that."
    ),
}


def word_reason(reason: BackupReason, language: Language) -> str:
    """Say why a backup was made."""
    return catalogue(language)(_REASONS[reason])


def word_side(side: Side, language: Language) -> str:
    """Say where a case is that is not the same in a backup and here."""
    return catalogue(language)(_SIDES[side])


def word_unreached(unreached: Unreached, language: Language) -> str:
    """Say what a deletion did not reach; where, stands in its places."""
    return catalogue(language)(_UNREACHED[unreached.kind])
