"""Draws the papers of one case: the layouts of tests/support/papers, told whom and when they are about.

A layout throws dice for its people, days and sums. Here a script answers in their place, so that all the
papers of a case speak of the same family, firm and years.
"""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unittest import mock

from tests.support.kits import own
from tests.support.papers import chain, civil, firm, forms, health, identity, money, mrz, others, police, work
from tests.support.papers.book import LAYOUTS, Doc
from tests.support.papers.model import Paper
from tests.support.papers.people import BY_CODE, Firm, Month, Person, mod_11_2, same_day

_MODULES = (chain, civil, firm, forms, health, identity, money, others, police, work, own)


@dataclass(frozen=True, slots=True)
class Script:
    """Holds what one paper is about.

    `days` answer the layout's questions for a day in their order (mostly the day of issue first), `until`
    those for a last day, `others` those for further people; where they run out, dice decide. `picks` are
    taken wherever a layout may choose among several words and one of them is among these. `said` holds
    what only the layouts of this package ask for.
    """

    kind: str
    layout: str
    held: Person
    firm: Firm
    today: date
    days: tuple[date, ...] = ()
    until: tuple[date, ...] = ()
    others: tuple[Person, ...] = ()
    months: tuple[Month, ...] = ()
    picks: tuple[str, ...] = ()
    said: tuple[tuple[str, Any], ...] = ()
    wrong_digit: bool = False
    seed: int = 0
    dpi: int = 200

    def says(self, name: str) -> Any:
        """Return what the script holds under a name."""
        return dict(self.said)[name]


class CastDoc(Doc):
    """Is the sheet of paper whose holder and firm are settled."""

    def __init__(self, script: Script) -> None:
        super().__init__(script.kind, script.layout, script.seed, script.dpi)
        self.script = script
        self._person, self._firm = script.held, script.firm

    def somebody(self, *codes: str, age: tuple[int, int] = (24, 63), sex: str | None = None) -> Person:
        return self.script.held

    def pick(self, *choices: str) -> str:
        wished = next((each for each in self.script.picks if each in choices), None)
        land = self.script.held.country.code
        lands = land in choices and all(each in BY_CODE for each in choices)
        return wished or (land if lands else super().pick(*choices))


@dataclass(slots=True)
class _Prompter:
    """Answers a layout's questions from the script, one after the other."""

    script: Script
    days: list[date] = field(default_factory=list)
    until: list[date] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)

    def day(self, rng: random.Random, least: int, most: int) -> date:
        # The dice are thrown all the same, so that the rest of the paper does not change with the script.
        thrown = rng.randint(least, most)
        return self.days.pop(0) if self.days else self.script.today - timedelta(days=thrown)

    def last_day(self, day: date, years: int) -> date:
        return self.until.pop(0) if self.until else same_day(day, years)

    def other(self, *_: object, **__: object) -> Person:
        return self.others.pop(0)


def draw(script: Script) -> Paper:
    """Draw one paper of a case; the same script gives the same paper."""
    doc = CastDoc(script)
    layouts = own.LAYOUTS if script.layout in own.LAYOUTS.get(script.kind, {}) else LAYOUTS
    with _prompted(script):
        layouts[script.kind][script.layout](doc)
    pages, runs = tuple(doc.pen.pages), tuple(doc.pen.runs)
    return Paper(script.kind, script.layout, script.seed, tuple(doc.truths), pages, runs, script.dpi, doc.of)


@contextlib.contextmanager
def _prompted(script: Script) -> Iterator[None]:
    prompter = _Prompter(script, list(script.days), list(script.until), list(script.others))
    answers = {"days_ago": prompter.day, "same_day": prompter.last_day, "invent_person": prompter.other}
    with contextlib.ExitStack() as stack:
        for module in _MODULES:
            for name, answer in answers.items():
                if hasattr(module, name):
                    stack.enter_context(mock.patch.object(module, name, answer))
        stack.enter_context(mock.patch.object(money, "_year", return_value=script.months))
        if script.wrong_digit:
            stack.enter_context(mock.patch.object(mrz, "check", _wrong(mrz.check)))
            stack.enter_context(mock.patch.object(identity, "mod_11_2", _wrong(mod_11_2)))
        yield


def _wrong(check: object) -> object:
    """Return a way to reckon check digits that is wrong for the first field and right for the others."""
    asked: list[str] = []

    def reckon(text: str) -> str:
        asked.append(text)
        right = check(text)  # type: ignore[operator]
        return str((int(right.replace("X", "0")) + 4) % 10) if len(asked) == 1 else right

    return reckon
