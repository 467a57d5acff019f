"""Words what stopped some work, for the window and its dialogs alike."""

from typing import TYPE_CHECKING

from app.env.later import import_later
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.i18n import wording
else:
    wording = import_later("app.i18n.wording")

_OWN_ERRORS = {
    "worker.crashed": N_(
        "The part of Yongju that reads and builds ended unexpectedly. What you entered is kept; try again."
    ),
    "worker.not_started": N_(
        "The part of Yongju that reads and builds could not be started; install Yongju again."
    ),
    "handover.changed_since": N_(
        "The case was changed after it was replaced. Open it and go back in its history (Ctrl+H)."
    ),
    "rules.changed_meanwhile": N_("Read {path} again: it is not the file that was shown."),
}


def error_words(stopped: Stopped, words: Words) -> str:
    """Say what stopped some work and what to do."""
    if stopped.code in _OWN_ERRORS:
        return words.say(_OWN_ERRORS[stopped.code], **stopped.params)
    return wording.word_error(stopped.code, stopped.params, words.language)


def error_details(stopped: Stopped, words: Words, names: "wording.Names") -> list[str]:
    """Say every fault and finding that belongs to what stopped some work."""
    language = words.language
    faults = [wording.word_fault(fault, language) for fault in stopped.faults]
    return faults + [wording.say_finding(finding, names, language) for finding in stopped.findings]
