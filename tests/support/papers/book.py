"""The register of layouts, and the sheet of paper that a layout fills."""

import random
from collections.abc import Callable
from datetime import date

from app.domain.reading import FactName, FactValue, Subject
from tests.support.papers.model import Paper, Truth
from tests.support.papers.pen import Pen
from tests.support.papers.people import Firm, Person, invent_firm, invent_person, upper

Layout = Callable[["Doc"], None]
LAYOUTS: dict[str, dict[str, Layout]] = {}


class Doc:
    """Gives a layout its pen, its dice, somebody to write about; takes down what is stated."""

    def __init__(self, kind: str, layout: str, seed: int, dpi: int) -> None:
        self.rng = random.Random(f"{kind}/{layout}/{seed}")
        self.pen = Pen(random.Random(f"ink/{kind}/{layout}/{seed}"), dpi)
        self.truths: list[Truth] = []
        self.of: str | None = None
        self._person: Person | None = None
        self._firm: Firm | None = None

    @property
    def person(self) -> Person:
        """Return the holder, somebody of any origin unless `somebody` chose."""
        self._person = self._person or invent_person(self.rng)
        return self._person

    def somebody(self, *codes: str, age: tuple[int, int] = (24, 63), sex: str | None = None) -> Person:
        """Choose the holder from some countries."""
        self._person = invent_person(self.rng, self.rng.choice(codes) if codes else None, sex, age)
        return self._person

    @property
    def firm(self) -> Firm:
        self._firm = self._firm or invent_firm(self.rng)
        return self._firm

    def pick(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def state(
        self,
        name: FactName,
        value: FactValue,
        subject: Subject = Subject.HOLDER,
        *,
        year: int | None = None,
        month: int | None = None,
    ) -> None:
        """Take down that the paper states this."""
        truth = Truth(name, value, subject, year, month)
        if truth not in self.truths:
            self.truths.append(truth)

    def states(self, subject: Subject = Subject.HOLDER, **facts: FactValue | None) -> None:
        """Take down several: `birth_date=...`; None is left out."""
        for name, value in facts.items():
            if value is not None:
                self.state(FactName(name), value, subject)


def layout(kind: str) -> Callable[[Layout], Layout]:
    """Enter a layout under its kind; its name is that of the function."""

    def enter(function: Layout) -> Layout:
        LAYOUTS.setdefault(kind, {})[function.__name__.strip("_")] = function
        return function

    return enter


def render(kind: str, name: str, seed: int, dpi: int) -> Paper:
    """Draw one paper."""
    doc = Doc(kind, name, seed, dpi)
    LAYOUTS[kind][name](doc)
    pages, runs = tuple(doc.pen.pages), tuple(doc.pen.runs)
    return Paper(kind, name, seed, tuple(doc.truths), pages, runs, dpi, doc.of)


def sex_word(sex: str, how: str) -> str:
    """Write the sex as papers do."""
    words = {"zh": "男女", "letter": "MF", "en": ("Male", "Female"), "caps": ("MALE", "FEMALE"),
             "both": ("男 / M", "女 / F"), "zh en": ("男 Male", "女 Female")}  # fmt: skip
    return words[how][0 if sex == "M" else 1]


def shout(text: str) -> str:
    """Write in capitals."""
    return upper(text)


Day = date
