"""How near a category is, in a line: what is short, or which answer decides; and what choosing it brings."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.casework.checklist import list_checklist
from app.domain.case import Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, ItemState, Verdict
from app.domain.rules import Category
from app.domain.words import Language, Text
from app.gui.judgements import in_both
from app.gui.session import Session
from app.i18n.catalogue import N_, catalogue
from app.i18n.judgements import word_deposit
from app.i18n.terms import ROLE_NAMES, amount_words
from app.i18n.wording import Names

_PAPERS_NAMED = 6
_UNITS = {"wage_cny": "cny", "tax_cny": "cny", "days_in_china": "days"}


def nearness(match: CategoryMatch, names: Names, questions: Callable[[str], bool]) -> Text | None:
    """Say what a category lacks in exact figures, or the question that decides; None where nothing is open.

    `questions` says whether an id is that of a question.
    """
    if match.fit is Fit.DOES_NOT_FIT:
        lacking = [result for result in match.results if result.verdict is Verdict.NOT_MET]
        return in_both(lambda language: _lacking_words(lacking, language)) if lacking else None
    if match.fit is not Fit.UNDECIDED:
        return None
    waiting = [fact for result in match.results for fact in result.unanswered]
    asked = next((fact for fact in waiting if questions(fact)), None)
    if asked is not None:
        return in_both(lambda language: _decided_words(names.question(asked, language), language))
    years = sorted({fact.split(".")[1] for fact in waiting if fact.startswith("year.")})
    return in_both(lambda language: _years_words(years, language)) if years else None


def _lacking_words(lacking: list[ConditionResult], language: Language) -> str:
    say, first = catalogue(language), lacking[0]
    words = first.condition.label.in_language(language)
    short = _short(first)
    if short is not None:
        value = amount_words(short[0], short[1], language)
        words = say("{condition}: short by {value}", condition=words, value=value)
    if len(lacking) > 1:
        words = say.plural("{first}; {count} more", "{first}; {count} more", len(lacking) - 1, first=words)
    return say("Lacking: {what}", what=words)


def _short(result: ConditionResult) -> tuple[float, str] | None:
    """Return what is short and its unit: of the year that lacks most, where years are counted."""
    if result.shortfall:
        return result.shortfall, result.shortfall_unit
    years = [year for year in result.years if year.shortfall]
    if years:
        worst = max(years, key=lambda year: year.shortfall)
        return worst.shortfall, _UNITS[worst.column.value]
    return None


def _years_words(years: list[str], language: Language) -> str:
    gap = "、" if language is Language.ZH else ", "
    say = catalogue(language)
    return say("Decided by the figures of {years}", years=gap.join(years))


def _decided_words(question: str, language: Language) -> str:
    say = catalogue(language)
    return say("Decided by: {question}", question=question)


def what_follows(category: Category, session: Session) -> Iterator[Text]:
    """Say what choosing a category brings: papers of each person, those from abroad, sums to be deposited."""
    case = replace(session.case, category=category.id)
    items = list_checklist(session.desk, case, today=session.today())
    asked = [item for item in items if not item.optional and item.state is not ItemState.WAIVED]
    yield from _papers_of_each(asked, session)
    abroad = [item for item in asked if any(chain.way or chain.translation for chain in item.chains)]
    if abroad:
        yield in_both(lambda language: _abroad_words(abroad, language))
    open_ones = sum(item.state is ItemState.UNDECIDED for item in items)
    if open_ones:
        yield in_both(lambda language: _open_words(open_ones, language))
    for deposit in dict.fromkeys(each for item in asked for each in item.deposits):
        yield in_both(lambda language, deposit=deposit: word_deposit(deposit, language))  # type: ignore[misc]  # bound now


def _papers_of_each(asked: list[ChecklistItem], session: Session) -> Iterator[Text]:
    counted = Counter(item.person.id for item in asked)
    for person in session.case.people:
        count = counted.get(person.id, 0)
        if count:
            yield _count_of(person, count)


def _count_of(person: Person, count: int) -> Text:
    def make(language: Language) -> str:
        say = catalogue(language)
        name = person.full_name if person.has_name else say(ROLE_NAMES[person.role])
        return say.plural("{person}: {count} paper", "{person}: {count} papers", count, person=name)

    return in_both(make)


def _open_words(count: int, language: Language) -> str:
    say = catalogue(language)
    return say.plural(
        "{count} paper hangs on an answer that is not given yet.",
        "{count} papers hang on answers that are not given yet.",
        count,
    )


def _abroad_words(abroad: list[ChecklistItem], language: Language) -> str:
    titles = list(dict.fromkeys(item.title.in_language(language) for item in abroad))
    gap = "、" if language is Language.ZH else ", "
    say, named = catalogue(language), gap.join(titles[:_PAPERS_NAMED])
    more = len(titles) - _PAPERS_NAMED
    if more > 0:
        named = say.plural("{named} and {count} more", "{named} and {count} more", more, named=named)
    return say("If issued abroad, with authentication or translation, so begin early: {papers}", papers=named)


CHOSEN, BEFORE = N_("What follows from it"), N_("What follows if you choose it")
