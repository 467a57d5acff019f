"""All that letters about a person are filled from: the case, and what rules and checklist say of it."""

from collections.abc import Iterator
from datetime import date

from app.casework.desk import Desk
from app.casework.stays import count_years
from app.domain.case import Case, EvidencePart, PageSelectionError, Person, select_pages
from app.domain.judgement import ChecklistItem
from app.domain.letters import HandedIn, LetterSource, Wanted
from app.domain.rules import EachYear, Test
from app.domain.words import Language, Text
from app.i18n.catalogue import both, catalogue
from app.i18n.terms import FORM_NAMES

# So many years a wage certificate tells where the category counts none.
_USUAL_YEARS = 4
# No paper has more; a selection beyond is a slip.
_MOST_PAGES = 10_000


def source_of(
    desk: Desk,
    case: Case,
    person: Person,
    checklist: tuple[ChecklistItem, ...],
    *,
    today: date,
    wanted: tuple[Wanted, ...] = (),
) -> LetterSource:
    """Return all that letters about a person are filled from."""
    place, category = desk.pack.places[case.place], desk.pack.categories[case.category]
    own_stays = [stay for stay in case.stays_in_order() if stay.person == person.id]
    first = own_stays[0].entered_on.year if own_stays else case.submit_on.year
    years = range(first, case.submit_on.year + 1)
    return LetterSource(
        case,
        person,
        today,
        None if place.office_described else place.office,
        place.title,
        category.title,
        desk.pack.stay_counting,
        counted_years(desk, case),
        tuple(_handed_in(checklist)),
        wanted,
        tuple((each.year, each.days) for each in count_years(desk, case, person.id, years)),
    )


def counted_years(desk: Desk, case: Case) -> tuple[int, ...]:
    """Return the calendar years whose figures letters say, newest first.

    They are the full years before the planned day that the category counts, and the year of that day where
    the case has figures of it.
    """
    conditions = desk.pack.categories[case.category].conditions_on(case.submit_on)
    counted = [each for condition in conditions if condition.test for each in _counts(condition.test)]
    this = case.submit_on.year
    so_far = (this,) if any(row.year == this and row.wage_cny for row in case.years_of_principal()) else ()
    return (*so_far, *range(this - 1, this - 1 - max(counted, default=_USUAL_YEARS), -1))


def _counts(test: Test) -> Iterator[int]:
    """Give how many years the tests within a test count."""
    if isinstance(test, EachYear):
        yield test.years
    for each in getattr(test, "tests", ()):
        yield from _counts(each)


def _handed_in(checklist: tuple[ChecklistItem, ...]) -> Iterator[HandedIn]:
    for item in checklist:
        if any(row.part is EvidencePart.ORIGINAL and not row.made_from for row in item.evidence):
            form = both(FORM_NAMES[item.requirement.form])
            yield HandedIn(item.requirement.title, Text.same(item.person.full_name), form, _amount(item))


def _amount(item: ChecklistItem) -> Text:
    """Say how many photos or copies the place asks for, and of how many pages where these were chosen."""
    said = {each: list(_amounts(item, each)) for each in Language}
    return Text(en=", ".join(said[Language.EN]), zh="，".join(said[Language.ZH]))


def _amounts(item: ChecklistItem, language: Language) -> Iterator[str]:
    say = catalogue(language)
    if item.photo is not None:
        yield say.plural("{count} photo", "{count} photos", item.photo.count)
        return
    # An original that is handed in has none.
    if item.copies is not None and item.requirement.form != "original":
        yield say.plural("{count} copy", "{count} copies", item.copies)
    if (pages := _chosen_pages(item)) is not None:
        yield say.plural("{count} page", "{count} pages", pages)


def _chosen_pages(item: ChecklistItem) -> int | None:
    """Count the pages of a paper where they were chosen; how many a file has is seen only in a review."""
    chosen = [row.pages for row in item.evidence]
    if None in chosen:
        return None
    try:
        return sum(len(select_pages(each, _MOST_PAGES)) for each in chosen)
    except PageSelectionError:
        return None
