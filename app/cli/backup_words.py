"""What the verbs of `yongju backup` answer, as words and as JSON."""

from app.cli import forms
from app.domain.backups import (
    Backup,
    BackupCheck,
    BackupList,
    BackupMade,
    BackupSettings,
    DamagedPaper,
    Erased,
    Preview,
    PreviewCase,
    Restored,
    Side,
)
from app.domain.words import Language
from app.i18n.backups import word_reason, word_side, word_unreached
from app.i18n.catalogue import Catalogue, catalogue
from app.i18n.handovers import word_moment
from app.i18n.wording import word_error

_MEGABYTE = 1_000_000


def made_words(made: BackupMade, language: Language) -> str:
    """Say what was backed up, and what is wrong with the papers that were."""
    say = catalogue(language)
    lines = [
        say(
            "Backed up and proven by opening it: {cases}, {files}, {size}.",
            cases=_cases(made.backup.cases, say),
            files=_files(made.backup.files, say),
            size=_size(made.backup.size_bytes),
        ),
        made.backup.path,
    ]
    if made.unprotected_removed:
        lines.append(
            say.plural(
                "{count} older backup was not encrypted, although the cases are by now; it was removed.",
                "{count} older backups were not encrypted, although the cases are by now; they were removed.",
                made.unprotected_removed,
            )
        )
    return "\n".join([*lines, *_damage(made.damaged, say)])


def list_words(found: BackupList, language: Language) -> str:
    """List the backups, and say what is wrong with any."""
    say = catalogue(language)
    if found.trouble:
        return word_error(found.trouble, {"path": found.settings.folder}, language)
    if not found.backups:
        return say("There is no backup in {path} yet.", path=found.settings.folder)
    lines = [found.settings.folder, *(_row(each, say) for each in found.backups)]
    if found.unprotected:
        lines.append(say("The cases are encrypted, and {count} of these are not.", count=found.unprotected))
    if found.settings.is_beside_cases:
        lines.append(_beside(say))
    return "\n".join(lines)


def verified_words(checked: BackupCheck, language: Language) -> str:
    """Say whether all of a backup is whole."""
    say = catalogue(language)
    if not checked.is_whole:
        return "\n".join(
            [say("The backup {id} is not whole.", id=checked.backup.id), *_listed(checked.damaged)]
        )
    words = say(
        "The backup {id} is whole: {cases}, {files}.",
        id=checked.backup.id,
        cases=_cases(checked.backup.cases, say),
        files=_files(checked.files, say),
    )
    if not checked.mended:
        return words
    mended = say.plural(
        "{count} file was damaged there and was copied anew.",
        "{count} files were damaged there and were copied anew.",
        checked.mended,
    )
    return f"{words}\n{mended}"


def preview_words(preview: Preview, language: Language) -> str:
    """Say what restoring would change, case by case."""
    say = catalogue(language)
    lines = [_row(preview.backup, say)]
    if preview.present_trouble:
        lines.append(word_error(preview.present_trouble, {"path": preview.backup.path}, language))
    for side in Side:
        rows = [each for each in preview.cases if each.side is side]
        if rows:
            lines.append(word_side(side, language))
            lines += [f"  - {_case_row(each, say)}" for each in rows]
    lines.append(say("The same in both: {cases}.", cases=_cases(preview.same, say)))
    if not preview.keeps_passphrase:
        lines.append(say("After restoring, what opened the cases then opens them."))
    return "\n".join(lines)


def restored_words(done: Restored, language: Language) -> str:
    """Say what is kept now, and where that is which was there before."""
    say = catalogue(language)
    cases, files = _cases(done.cases, say), _files(done.files, say)
    lines = [say("Restored: {cases}, {files}.", cases=cases, files=files)]
    if done.safety is not None:
        lines.append(say("What was there before is in this backup: {id}", id=done.safety.id))
    if done.set_aside:
        lines.append(say("The files of what was there before are in {path}", path=done.set_aside))
    if not done.keeps_passphrase:
        lines.append(say("From now on, what opened the cases then opens them."))
    return "\n".join([*lines, *_damage(done.damaged, say)])


def settings_words(settings: BackupSettings, language: Language) -> str:
    """Say where backups go, whether by themselves, and how many stay."""
    say = catalogue(language)
    by_itself = (
        say("They are made by themselves, at most every few hours and only after changes.")
        if settings.automatic
        else say("They are made only when you ask for one.")
    )
    stays = say(
        "The last {count} stay, and the last one of each of {count} days, then one a week for four weeks and "
        "one a month for a year.",
        count=settings.keep,
    )
    lines = [say("Backups go to {path}.", path=settings.folder), by_itself, stays]
    return "\n".join([*lines, _beside(say)] if settings.is_beside_cases else lines)


def erased_words(erased: Erased, language: Language) -> str:
    """Say what was deleted, and what was not reached."""
    say = catalogue(language)
    lines = [say("Deleted for good: {title} ({files}).", title=erased.title, files=_files(erased.files, say))]
    if erased.backups:
        lines.append(
            say.plural("Taken out of {count} backup.", "Taken out of {count} backups.", erased.backups)
        )
    lines.append(say("Not reached:"))
    for each in erased.unreached:
        lines.append(f"  - {word_unreached(each, language)}")
        lines += [f"      {place}" for place in each.places]
    return "\n".join(lines)


def backup_form(backup: Backup) -> forms.Form:
    """Return what is told of one backup."""
    return {
        "id": backup.id,
        "path": backup.path,
        "made_at": backup.made_at,
        "made_by": backup.made_by,
        "reason": backup.reason.value,
        "cases": backup.cases,
        "files": backup.files,
        "size_bytes": backup.size_bytes,
        "encrypted": backup.is_encrypted,
        "trouble": backup.trouble or None,
    }


def settings_form(settings: BackupSettings) -> forms.Form:
    """Return what is set."""
    return {
        "folder": settings.folder,
        "usual_folder": settings.is_default,
        "automatic": settings.automatic,
        "keep": settings.keep,
        "earlier_folders": list(settings.earlier),
        "on_the_disk_of_the_cases": settings.is_beside_cases,
    }


def made_form(made: BackupMade) -> forms.Form:
    """Return what a backup came to."""
    return {
        "format": 1,
        "backup": backup_form(made.backup),
        "files_copied": made.copied,
        "older_removed": made.removed,
        "unprotected_removed": made.unprotected_removed,
        "damaged": _damage_form(made.damaged),
    }


def check_form(checked: BackupCheck) -> forms.Form:
    """Return what reading a backup came to."""
    return {
        "format": 1,
        "backup": backup_form(checked.backup),
        "whole": checked.is_whole,
        "files": checked.files,
        "mended": checked.mended,
        "damaged": _damage_form(checked.damaged),
    }


def preview_form(preview: Preview) -> forms.Form:
    """Return what restoring would change."""
    return {
        "format": 1,
        "backup": backup_form(preview.backup),
        "same": preview.same,
        "keeps_passphrase": preview.keeps_passphrase,
        "present_trouble": preview.present_trouble or None,
        "cases": [
            {
                "id": each.id,
                "side": each.side.value,
                "title": each.title,
                "applicant": each.applicant,
                "changed_at": each.changed_at or None,
                "here_title": each.here_title,
                "here_applicant": each.here_applicant,
                "here_changed_at": each.here_changed_at or None,
            }
            for each in preview.cases
        ],
    }


def restored_form(done: Restored) -> forms.Form:
    """Return what restoring came to."""
    return {
        "format": 1,
        "cases": done.cases,
        "files": done.files,
        "keeps_passphrase": done.keeps_passphrase,
        "safety": None if done.safety is None else backup_form(done.safety),
        "set_aside": done.set_aside or None,
        "damaged": _damage_form(done.damaged),
    }


def erased_form(case_id: str, erased: Erased) -> forms.Form:
    """Return what deleting came to."""
    return {
        "format": 1,
        "id": case_id,
        "title": erased.title,
        "files": erased.files,
        "backups": erased.backups,
        "unreached": [
            {
                "kind": each.kind.value,
                "places": list(each.places),
                "message": {language.value: word_unreached(each, language) for language in Language},
            }
            for each in erased.unreached
        ],
    }


def _row(backup: Backup, say: Catalogue) -> str:
    if backup.trouble:
        return f"{backup.id}  {word_error(backup.trouble, {'path': backup.path}, say.language)}"
    about = (
        word_moment(backup.made_at, say.language),
        word_reason(backup.reason, say.language),
        _cases(backup.cases, say),
        _files(backup.files, say),
        _size(backup.size_bytes),
        say("encrypted") if backup.is_encrypted else say("not encrypted"),
    )
    return f"{backup.id}  {' · '.join(about)}"


def _case_row(row: PreviewCase, say: Catalogue) -> str:
    there = (row.title, row.applicant, word_moment(row.changed_at, say.language) if row.changed_at else "")
    here = (
        row.here_title,
        row.here_applicant,
        word_moment(row.here_changed_at, say.language) if row.here_changed_at else "",
    )
    sides = (" · ".join(filter(None, side)) for side in (there, here))
    return f"{row.id}  " + "  ≠  ".join(filter(None, sides))


def _damage(damaged: tuple[DamagedPaper, ...], say: Catalogue) -> list[str]:
    if not damaged:
        return []
    return [say("These papers are damaged or missing in the store itself; add them anew:"), *_listed(damaged)]


def _listed(damaged: tuple[DamagedPaper, ...]) -> list[str]:
    return [f"  - {each.case}: {each.file}" for each in damaged]


def _damage_form(damaged: tuple[DamagedPaper, ...]) -> list[dict[str, str]]:
    return [{"case": each.case, "file": each.file} for each in damaged]


def _beside(say: Catalogue) -> str:
    return say(
        "This folder is on the same disk as the cases: whoever loses the disk loses both. Another drive is "
        "better."
    )


def _cases(count: int, say: Catalogue) -> str:
    return say.plural("{count} case", "{count} cases", count)


def _files(count: int, say: Catalogue) -> str:
    return say.plural("{count} file", "{count} files", count)


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:.1f} MB" if count >= _MEGABYTE else f"{max(count, 0) // 1000} kB"
