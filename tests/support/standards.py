"""Reads the wage standard that decides, for tests of places."""

from app.domain.rules import Place
from app.domain.sources import Source
from app.rules.standards import wage_standards


def wage_standard(
    place: Place, year: int, times: float
) -> tuple[float | None, int | None, tuple[Source, ...]]:
    """Return the lowest wage standard of a year in CNY, the year of the average wage used, and the source."""
    found = sorted((each for each, _ in wage_standards(place, year, times)), key=lambda each: each.cny)
    return (found[0].cny, found[0].average_year, found[0].source) if found else (None, None, ())
