"""Changes of a case become words: what was done, what undoing takes back."""

from app.domain.case import PersonRole
from app.domain.operations import Deed, Operation
from app.domain.rules import RulePack
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.terms import ROLE_NAMES

_DEEDS: dict[Deed, str] = {
    Deed.KEEP: N_("Earlier changes"),
    Deed.CREATE: N_("New case"),
    Deed.IMPORT: N_("Import of the case"),
    Deed.DUPLICATE: N_("Copy of the case"),
    Deed.TITLE: N_("Change of the case's name"),
    Deed.CATEGORY: N_("Change of the category"),
    Deed.PLACE: N_("Change of the place"),
    Deed.DAY: N_("Change of the planned day"),
    Deed.AGENT: N_("Change of the agent"),
    Deed.ANSWER: N_("Answer"),
    Deed.TAKE_ANSWER_BACK: N_("Answer taken back"),
    Deed.ADD_PERSON: N_("New person: {role}"),
    Deed.CHANGE_PERSON: N_("Change of {person}"),
    Deed.REMOVE_PERSON: N_("Removal of {person}"),
    Deed.MOVE_PERSON: N_("Other order of the people"),
    Deed.YEAR: N_("Figures of {year}"),
    Deed.STAYS: N_("Entries and exits"),
    Deed.ADD_PAPER: N_("New paper: {requirement}"),
    Deed.ADD_PAPERS: N_("New papers: {count}"),
    Deed.ADD_FILES: N_("More files: {requirement}"),
    Deed.REPLACE_FILES: N_("Other files: {requirement}"),
    Deed.CHANGE_PAPER: N_("Change of a paper: {requirement}"),
    Deed.CHANGE_PAGES: N_("Pages of {requirement}"),
    Deed.MOVE_PAPER: N_("Other order: {requirement}"),
    Deed.REMOVE_PAPER: N_("Removal of a paper: {requirement}"),
    Deed.DETAILS: N_("Details for letters: {person}"),
    Deed.HISTORY: N_("Studies and work: {person}"),
    Deed.RELATIVES: N_("Family: {person}"),
    Deed.READ_LETTER: N_("Letter read: {letter}"),
    Deed.ATTACH_LETTER: N_("Letter as a paper: {letter}"),
    Deed.NOT_NEEDED: N_("Not needed: {requirement}"),
    Deed.NEEDED: N_("Needed after all: {requirement}"),
    Deed.TAKE_OVER: N_("Taken over from a file"),
    Deed.RESTORE: N_("Brought back from a backup"),
}
# A change that was made elsewhere may come without some of what its words need.
_NEEDED = ("person", "role", "requirement", "letter", "year", "count")
_UNTOLD: dict[str, str | int] = dict.fromkeys(_NEEDED, "…")


def word_operation(operation: Operation, pack: RulePack, language: Language) -> str:
    """Return what a change is called, in a few words."""
    say = catalogue(language)
    params: dict[str, str | int] = dict(operation.params)
    role = str(params.get("role", ""))
    if role in tuple(PersonRole):
        params["role"] = say(ROLE_NAMES[PersonRole(role)])
    if params.get("person") == "":
        # Nobody has entered a name yet.
        params["person"] = params.get("role", "")
    requirement = pack.requirements.get(str(params.get("requirement", "")))
    if requirement is not None:
        params["requirement"] = requirement.title.in_language(language)
    if language is Language.EN and "letter_en" in params:
        params["letter"] = params["letter_en"]
    return say(_DEEDS[operation.deed], **{**_UNTOLD, **params})
