"""What an invented paper is, and what is true of it."""

from dataclasses import dataclass
from datetime import date

from PIL import Image

from app.domain.reading import FactName, FactValue, Subject


@dataclass(frozen=True, slots=True)
class Truth:
    """Holds one thing that a paper states; `year` and `month` say which period an amount is for."""

    name: FactName
    value: FactValue
    subject: Subject = Subject.HOLDER
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Holds a drawn line of writing: page from 0, place in pixels, height of the letters in points."""

    text: str
    page: int
    box: tuple[float, float, float, float]
    points: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Holds a rendered paper; `of` is what a translation translates."""

    kind: str
    layout: str
    seed: int
    facts: tuple[Truth, ...]
    pages: tuple[Image.Image, ...]
    runs: tuple[Run, ...]
    dpi: int
    of: str | None = None

    @property
    def text(self) -> list[str]:
        """Return everything printed on it, line by line."""
        return [run.text for run in self.runs]

    def text_on(self, page: int) -> list[str]:
        """Return what is printed on one page, counted from 0."""
        return [run.text for run in self.runs if run.page == page]

    def first(self, name: FactName) -> FactValue | None:
        """Return the first stated value of a fact."""
        return next((truth.value for truth in self.facts if truth.name is name), None)

    def dates(self) -> list[date]:
        """Return every day that the paper states."""
        return [truth.value for truth in self.facts if isinstance(truth.value, date)]
