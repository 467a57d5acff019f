"""Letters and data sheets that are filled from a case: what each needs, who signs it, what was filled."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.case import Case, Person, PersonRole
from app.domain.errors import UnusableInput
from app.domain.judgement import ItemState
from app.domain.rules import StayCounting
from app.domain.words import Language, Text


class LetterKind(StrEnum):
    """What comes out: a letter to be signed, a sheet to copy from into an office's form, or a list."""

    LETTER = "letter"
    SHEET = "sheet"
    LIST = "list"


class LetterForm(StrEnum):
    """In which language, and with two, whether in facing columns or one after the other."""

    ZH = "zh"
    EN = "en"
    COLUMNS = "columns"
    AFTER = "after"

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages of the letter, the first one its main one."""
        match self:
            case LetterForm.ZH:
                return (Language.ZH,)
            case LetterForm.EN:
                return (Language.EN,)
        return (Language.ZH, Language.EN)


class DetailKind(StrEnum):
    """What a detail that a person types may be."""

    TEXT = "text"
    LINES = "lines"  # text of several lines
    DATE = "date"
    MONTH = "month"  # kept as its first day
    NUMBER = "number"
    MONEY = "money"  # CNY
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class LetterFact:
    """Holds one thing that a letter may say, by the name that templates use ("employer.name").

    `asked`: a person types it among the details of the case; else it follows from the case itself and
    `where` says where it is entered. `of_principal`: it is the principal's, whomever the letter is about.
    `bilingual`: it has a form in each language; the English one is kept under the name with ".en".
    `citizens`: it is asked of citizens of that country alone (ISO 3166-1 alpha-3). `instead_of`: where it is
    known, a letter that may say it does not need that other fact. `beside`: it is asked, and said, only in a
    case with somebody of that role; a letter that may say it needs it there, and a sheet leaves it blank.
    """

    name: str
    kind: DetailKind
    label: Text
    asked: bool = False
    of_principal: bool = False
    bilingual: bool = False
    section: str = ""
    hint: Text | None = None
    where: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    citizens: str = ""
    instead_of: str = ""
    beside: PersonRole | None = None

    def is_asked_of(self, nationality: str | None) -> bool:
        """Say whether somebody of a nationality can have it."""
        return not self.citizens or self.citizens == nationality

    def is_asked_in(self, case: Case) -> bool:
        """Say whether there is somebody in a case about whom it is."""
        return self.beside is None or any(person.role is self.beside for person in case.people)


@dataclass(frozen=True, slots=True)
class LetterList:
    """Holds a list whose rows a template may go through ("years"), and what each row says."""

    name: str
    label: Text
    fields: tuple[tuple[str, Text], ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """Holds what is known of a letter: what it is for, whom it is about, what it says, who signs it.

    `answers` are the requirements that it can stand for once it is signed. `signing` says who signs and
    stamps it. `needs` are the facts and lists without which it is not written, `may` those that it says
    where they are known. An own one (`file`) was brought by the person;
    `stands_for` is the letter of ours in whose place it is, `speaks` are the languages that it names itself.
    """

    id: str
    kind: LetterKind
    title: Text
    use: Text
    about: tuple[PersonRole, ...]
    answers: tuple[str, ...]
    signing: Text
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    file: str | None = None
    stands_for: str = ""
    speaks: tuple[Language, ...] = ()

    @property
    def is_own(self) -> bool:
        """Say whether the person brought it."""
        return self.file is not None

    def languages_in(self, form: LetterForm) -> tuple[Language, ...]:
        """Return the languages in which it says what it says: an own one has one text, whatever the form."""
        if not self.is_own:
            return form.languages
        return tuple(dict.fromkeys((form.languages[0], *self.speaks)))


@dataclass(frozen=True, slots=True)
class MissingFact:
    """Holds a fact that a letter needs and the case does not say.

    `key` is the name under which it is kept among the details. `language` is the form that is missing of
    one that has a form in each.
    """

    fact: LetterFact | LetterList
    person: str
    key: str
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class FilledFact:
    """Holds what a letter says of one fact, in each language; `person` is whose it is."""

    name: str
    label: Text
    shown: Text
    person: str
    asked: bool


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Holds one thing wrong in a template: which, where in the document, and what stands there."""

    code: str
    place: "DocumentPlace"
    tag: str
    nearest: str = ""


class FaultyTemplate(UnusableInput):
    """A Word template that cannot be used as it is, with everything that is wrong with it."""

    def __init__(self, file: str, faults: tuple[TemplateFault, ...]) -> None:
        super().__init__("template.faulty", file=file, count=len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Holds where in a Word document something stands; all counted from 1, 0 where it does not apply.

    `part` is "body", "header" or "footer"; `words` are the first of the paragraph.
    """

    part: str
    paragraph: int
    table: int = 0
    row: int = 0
    column: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Holds a paper that is handed in, as a cover letter lists it; `form` says original or copy.

    `amount` says how many copies and pages, as far as that is known.
    """

    title: Text
    person: Text
    form: Text
    amount: Text = field(default_factory=lambda: Text.same(""))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Holds a paper that is still missing: what of it, from whom it comes, and by when it has to be there."""

    title: Text
    person: Text
    what: Text
    from_whom: Text
    by: date


@dataclass(frozen=True, slots=True)
class LetterSource:
    """Holds all that letters about one person of a case are filled from.

    `office`, `place` and `category` are the words of the rules for those of the case; `office` is None where
    they only describe it. `counted` are the calendar years that the category counts, newest first; the
    letters say no other year's figures. `days_by_year` are the person's days in China, by calendar year.
    """

    case: Case
    person: Person
    today: date
    office: Text | None
    place: Text
    category: Text
    counting: StayCounting
    counted: tuple[int, ...] = ()
    handed_in: tuple[HandedIn, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    days_by_year: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Holds a letter as it was filled: what it says, what it lacks, and whether a person has read it."""

    template: LetterTemplate
    form: LetterForm
    person: str
    filled: tuple[FilledFact, ...]
    missing: tuple[MissingFact, ...]
    open: tuple[MissingFact, ...]  # what it would say, were it known
    content: str  # a fingerprint of what is filled: what was read is this and nothing else
    read_by: str = ""
    read_on: date | None = None

    @property
    def is_read(self) -> bool:
        """Say whether a person has read it as it is."""
        return self.read_on is not None


@dataclass(frozen=True, slots=True)
class LetterOffer:
    """Holds a letter that can be made for a person of a case, and how far it is.

    `requirement` is what the checklist asks of the person that it answers, "" where none is asked. `state`
    is how far that is. `missing` counts the facts that it still needs.
    """

    template: LetterTemplate
    person: str
    requirement: str
    state: ItemState | None
    missing: int


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """Holds a letter that was written to a file: its pages where it is a PDF, 0 in a Word file.

    `marked`: what was filled is marked in it. `lacking` are characters for which the PDF has no picture,
    `left_out` kinds of things of an own template that only its Word file shows.
    """

    path: str
    letter: Letter
    marked: bool = False
    pages: int = 0
    lacking: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterField:
    """Holds a name that a template uses, or may use: its kind, whether it must be known, where it is said."""

    name: str
    label: Text
    kind: str
    needed: bool
    where: str
