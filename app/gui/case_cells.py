"""What the cells of the list of cases show: words, a quieter second line, a mark; made when first seen."""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

from app.domain.summaries import CaseSummary
from app.domain.words import Text
from app.gui.marks import Mark
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_

# A paper that lapses within so many days is marked.
_SOON_DAYS = 30


class Column(IntEnum):
    """The columns of the list."""

    PROGRESS = 0
    TITLE = 1
    CATEGORY = 2
    PLACE = 3
    DAY = 4
    FINDINGS = 5
    LAPSES = 6
    CHANGED = 7


COLUMN_NAMES = {
    Column.PROGRESS: N_("Papers"),
    Column.TITLE: N_("Case"),
    Column.CATEGORY: N_("Category"),
    Column.PLACE: N_("Place"),
    Column.DAY: N_("Planned day"),
    Column.FINDINGS: N_("Findings"),
    Column.LAPSES: N_("First to lapse"),
    Column.CHANGED: N_("Changed"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Holds what one cell shows; `told` is what a screen reader and the tool tip say of it."""

    first: str
    second: str = ""
    mark: Mark | None = None
    second_mark: Mark | None = None
    told: str = ""
    quiet: bool = False

    @property
    def words(self) -> str:
        """Return everything that the cell says."""
        return self.told or "\n".join(filter(None, (self.first, self.second)))


Cells = tuple[Cell, ...]


class CellMaker:
    """Words the cells of a case in the language of the moment."""

    def __init__(self, session: Session, words: Words) -> None:
        self._session = session
        self._words = words

    def category(self, summary: CaseSummary) -> Text:
        """Return a case's category; its id where today's rules no longer know it."""
        known = self._session.desk.pack.categories.get(summary.category)
        return Text(summary.category, summary.category) if known is None else known.title

    def place(self, summary: CaseSummary) -> Text:
        """Return a case's place; its id where today's rules no longer know it."""
        known = self._session.desk.pack.places.get(summary.place)
        return Text(summary.place, summary.place) if known is None else known.title

    def search_key(self, summary: CaseSummary) -> str:
        """Return all by which a case is found, in both languages."""
        category, place = self.category(summary), self.place(summary)
        parts = (
            summary.title,
            summary.applicant,
            summary.category,
            category.en,
            category.zh,
            summary.place,
            place.en,
            place.zh,
            summary.submit_on.isoformat(),
        )
        return "\n".join(parts).casefold()

    def cells(self, summary: CaseSummary) -> Cells:
        """Return the cells of a case."""
        category, place = self.category(summary), self.place(summary)
        return (
            self._progress(summary),
            self._title(summary),
            Cell(*self._words.lines(category)),
            Cell(*self._words.lines(place)),
            Cell(summary.submit_on.isoformat(), self._from_today(summary.submit_on)),
            self._findings(summary),
            self._lapses(summary),
            self._changed(summary),
        )

    def _progress(self, summary: CaseSummary) -> Cell:
        say, checked = self._words.say, summary.checked
        if checked is None:
            return Cell(say("Not checked"), told=say("Not checked yet"), quiet=True)
        given, asked = checked.given, checked.asked
        told = say("{given} of {asked} papers given", given=given, asked=asked)
        return Cell(f"{given}/{asked}", told=told)

    def _title(self, summary: CaseSummary) -> Cell:
        if not summary.archived:
            return Cell(summary.title, summary.applicant)
        say = self._words.say
        if not summary.applicant:
            return Cell(summary.title, say("Archived"), second_mark=Mark.OFF)
        archived = say("Archived · {applicant}", applicant=summary.applicant)
        return Cell(summary.title, archived, second_mark=Mark.OFF)

    def _findings(self, summary: CaseSummary) -> Cell:
        say, checked = self._words.say, summary.checked
        if checked is None:
            return Cell("–", told=say("Not checked yet"), quiet=True)
        warnings = say("{count} to look at", count=checked.warnings) if checked.warnings else ""
        if checked.blockers:
            second = Mark.WARN if warnings else None
            return Cell(say("{count} to solve", count=checked.blockers), warnings, Mark.BAD, second)
        if warnings:
            return Cell(warnings, mark=Mark.WARN, quiet=True)
        return Cell(say("Nothing to solve"), mark=Mark.GOOD, quiet=True)

    def _lapses(self, summary: CaseSummary) -> Cell:
        say, checked = self._words.say, summary.checked
        day = None if checked is None else checked.lapses_on
        if day is None:
            told = say("Not checked yet") if checked is None else say("Nothing given is known to lapse")
            return Cell("–", told=told, quiet=True)
        today = self._session.today()
        if day <= today:
            return Cell(day.isoformat(), say("has lapsed"), second_mark=Mark.BAD)
        if day <= summary.submit_on:
            return Cell(day.isoformat(), say("before planned day"), second_mark=Mark.WARN)
        soon = (day - today).days <= _SOON_DAYS
        return Cell(day.isoformat(), self._from_today(day), second_mark=Mark.WARN if soon else None)

    def _from_today(self, day: dt.date) -> str:
        say, days = self._words.say, (day - self._session.today()).days
        if days == 0:
            return say("today")
        if days > 0:
            return say.plural("in {count} day", "in {count} days", days)
        return say.plural("{count} day ago", "{count} days ago", -days)

    def _changed(self, summary: CaseSummary) -> Cell:
        try:
            at = dt.datetime.fromisoformat(summary.changed_at).astimezone()
        except ValueError:
            return Cell("–", quiet=True)
        say, days = self._words.say, (self._session.today() - at.date()).days
        named = {0: say("Today"), 1: say("Yesterday")}
        return Cell(named.get(days, at.date().isoformat()), f"{at:%H:%M}", quiet=True)
