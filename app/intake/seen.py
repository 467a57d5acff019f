"""What the readers of each kind of file hand to `examine`."""

from dataclasses import dataclass

from app.domain.files import FileProblem, PageFacts, Repair, Signature

UNREADABLE_PAGE = FileProblem.UNREADABLE.value
TOO_HEAVY_PAGE = FileProblem.TOO_HEAVY.value
MAX_PAGES = 10_000
# A book is no paper of a case: what follows after so many pages is not read, and the reading says so.
MOST_READ_PAGES = 60
# The trouble of a reading of which a page, or the file, could not be drawn.
NOT_DRAWN = "unreadable"


@dataclass(frozen=True, slots=True)
class Seen:
    """Holds what was seen inside a file, without its name, size and digest.

    `hopeless` says that a bad page lacks a part, or is beyond the limits: no other reader may mend that.
    A rebuilt copy would only leave the part out.
    """

    pages: tuple[PageFacts, ...] = ()
    problem: FileProblem | None = None
    repair: Repair | None = None
    active_content: tuple[str, ...] = ()
    signed: bool = False
    restricted: bool = False
    hopeless: bool = False
    signatures: tuple[Signature, ...] = ()
    fonts_asked: tuple[str, ...] = ()
    undrawn_notes: tuple[int, ...] = ()

    @property
    def bad_pages(self) -> int:
        """Count the pages that cannot be used."""
        return sum(page.problem is not None for page in self.pages)


EMPTY = Seen(problem=FileProblem.EMPTY)
UNREADABLE = Seen(problem=FileProblem.UNREADABLE)
# What grows beyond every limit once it is opened, however small it is.
TOO_HEAVY = Seen(problem=FileProblem.TOO_HEAVY)
DYNAMIC_FORM = Seen(problem=FileProblem.DYNAMIC_FORM)
ENCRYPTED = Seen(problem=FileProblem.ENCRYPTED)
