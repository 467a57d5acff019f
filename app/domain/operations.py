"""Changes of a case by name: what was done, so that it can be told, undone and done again."""

from dataclasses import dataclass, field
from enum import StrEnum


class Deed(StrEnum):
    """What a person did to a case."""

    KEEP = "case.keep"
    CREATE = "case.create"
    IMPORT = "case.import"
    DUPLICATE = "case.duplicate"
    TITLE = "basics.title"
    CATEGORY = "basics.category"
    PLACE = "basics.place"
    DAY = "basics.submit-on"
    AGENT = "basics.agent"
    ANSWER = "answer.give"
    TAKE_ANSWER_BACK = "answer.take-back"
    ADD_PERSON = "person.add"
    CHANGE_PERSON = "person.change"
    REMOVE_PERSON = "person.remove"
    MOVE_PERSON = "person.move"
    YEAR = "year.change"
    STAYS = "stay.change"
    ADD_PAPER = "evidence.add"
    ADD_PAPERS = "evidence.add-several"
    ADD_FILES = "evidence.add-files"
    REPLACE_FILES = "evidence.replace-files"
    CHANGE_PAPER = "evidence.change"
    CHANGE_PAGES = "evidence.pages"
    MOVE_PAPER = "evidence.move"
    REMOVE_PAPER = "evidence.remove"
    DETAILS = "details.change"
    HISTORY = "history.change"
    RELATIVES = "relatives.change"
    READ_LETTER = "letter.read"
    ATTACH_LETTER = "letter.attach"
    NOT_NEEDED = "not-needed.say"
    NEEDED = "not-needed.take-back"
    TAKE_OVER = "case.take-over"
    RESTORE = "case.restore"


@dataclass(frozen=True, slots=True)
class Operation:
    """Names one change of a case.

    `params` are what its words need: `person` (a name), `requirement`, `question` (ids), `year`, `count`,
    `letter` and `letter_en` (a title in Chinese and in English).
    Changes in a row with the same `merges` are one: typing a name is one change, not one a letter.
    """

    deed: Deed
    params: dict[str, str | int] = field(default_factory=dict)
    merges: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Holds one change of a case: its number, what it was, when (UTC, ISO 8601), and who made it.

    `is_within_reach`: the case after it is still kept, so that one can go back to it.
    """

    number: int
    operation: Operation
    at: str
    is_undone: bool = False
    is_within_reach: bool = True
    who: str = ""
