"""Words for what a backup or a restore came to."""

from app.domain.backups import DamagedPaper, Restored
from app.gui.words import Words
from app.i18n.handovers import word_moment

_TOLD_PAPERS = 5


def damage_lines(damaged: tuple[DamagedPaper, ...], words: Words) -> list[str]:
    """Name papers that are not whole: the first few, and how many more there are."""
    if not damaged:
        return []
    say = words.say
    lines = [say("These papers are not as they came; give them anew:")]
    lines += [say("{file} in “{case}”", file=each.file, case=each.case) for each in damaged[:_TOLD_PAPERS]]
    if len(damaged) > _TOLD_PAPERS:
        lines.append(say("and {count} more", count=len(damaged) - _TOLD_PAPERS))
    return lines


def restored_words(restored: Restored, words: Words) -> tuple[str, list[str]]:
    """Say what restoring everything came to, and what is to be known of it."""
    say, language = words.say, words.language
    first = say.plural(
        "Everything is restored: {count} case is here.",
        "Everything is restored: {count} cases are here.",
        restored.cases,
    )
    lines = []
    if restored.safety is not None:
        at = word_moment(restored.safety.made_at, language)
        lines.append(say("What was here before is in the backup of {moment}.", moment=at))
    if restored.set_aside:
        lines.append(say("The files of before are in {path}.", path=restored.set_aside))
    if not restored.keeps_passphrase:
        lines.append(say("Your cases are now opened by the passphrase of the time of the backup."))
    return first, [*lines, *damage_lines(restored.damaged, words)]
