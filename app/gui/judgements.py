"""Words for what the rules judged, in both languages: years, readings, answers, sources."""

import functools
from collections.abc import Callable, Iterator
from datetime import date

from app.domain.case import Answer
from app.domain.judgement import CategoryMatch, ConditionResult, Standard, Verdict, YearJudgement
from app.domain.rules import Question, YearColumn
from app.domain.sources import Source
from app.domain.words import Language, Text
from app.gui.words import Words
from app.i18n.catalogue import N_, both, catalogue
from app.i18n.judgements import word_year
from app.i18n.terms import (
    FIT_NAMES,
    NOT_EVALUATED_NAMES,
    VERDICT_NAMES,
    amount_words,
    date_words,
)
from app.i18n.wording import NO, YES, word_source

COLUMN_NAMES = {
    YearColumn.WAGE: N_("Wage, CNY"),
    YearColumn.TAX: N_("Income tax, CNY"),
    YearColumn.STAY: N_("Days in China"),
}
COLUMN_UNITS = {YearColumn.WAGE: "cny", YearColumn.TAX: "cny", YearColumn.STAY: "days"}


def in_both(make: Callable[[Language], str]) -> Text:
    """Make a text by wording it once in each language."""
    return Text(en=make(Language.EN), zh=make(Language.ZH))


def fit_line(match: CategoryMatch) -> Text:
    """Say how a category comes out, or why it is not evaluated."""
    if match.not_evaluated is not None:
        return both(NOT_EVALUATED_NAMES[match.not_evaluated])
    return both(FIT_NAMES[match.fit])


def met_line(match: CategoryMatch) -> Text:
    """Say how many of a category's conditions are met."""
    met = sum(result.verdict is Verdict.MET for result in match.results)
    return both("{met} of {total} conditions met", met=met, total=len(match.results))


def met_on_line(day: date) -> Text:
    """Say from which day something holds if nothing else changes."""
    return in_both(
        lambda language: catalogue(language)(
            "from {day} at the latest, if things go on as they are", day=date_words(day, language)
        )
    )


def year_line(year: YearJudgement) -> Text:
    """Say how one year of a condition came out, by the text and by a harder reading of it."""
    return in_both(lambda language: _year_words(year, language))


def _year_words(year: YearJudgement, language: Language) -> str:
    say, unit = catalogue(language), COLUMN_UNITS[year.column]
    value = say("not entered") if year.value is None else amount_words(year.value, unit, language)
    asked = say("no figure known") if year.threshold is None else amount_words(year.threshold, unit, language)
    words = say(
        "{year}: {value}, asked {asked}: {verdict}",
        year=word_year(year, language),
        value=value,
        asked=asked,
        verdict=say(VERDICT_NAMES[year.verdict]),
    )
    parts = [words]
    if year.average_year is not None:
        parts.append(say("by the average wage of {year}", year=year.average_year))
    if year.strict_threshold is not None:
        harder = amount_words(year.strict_threshold, unit, language)
        verdict = say(VERDICT_NAMES[year.strict_verdict])
        parts.append(say("stricter reading: {asked} asked: {verdict}", asked=harder, verdict=verdict))
    return ("；" if language is Language.ZH else "; ").join(parts)


def beside_lines(result: ConditionResult) -> Iterator[tuple[Text, tuple[Source, ...]]]:
    """Give what stands beside the years of a condition: the wages behind a tax, and other standards.

    What holds for several years alike is said once, with those years.
    """
    found: dict[tuple[Text, tuple[Source, ...]], list[YearJudgement]] = {}
    for year in result.years:
        for line in _beside(year):
            found.setdefault(line, []).append(year)
    for (text, source), years in found.items():
        yield (text if len(years) == len(result.years) else _for_years(text, years)), source


def _beside(year: YearJudgement) -> Iterator[tuple[Text, tuple[Source, ...]]]:
    if year.income is not None:
        message = N_("The tax that is asked falls due at a yearly wage of {income}.")
        yield _with_amount(message, "income", year.income), ()
    if year.strict_income is not None:
        message = N_("The share that the stricter reading asks falls due at a yearly wage of {income}.")
        yield _with_amount(message, "income", year.strict_income), ()
    for standard in year.others:
        yield _standard_line(standard), standard.source


def _standard_line(standard: Standard) -> Text:
    if standard.average_year is None:
        return _with_amount(N_("Beside it stands a set figure of {amount}."), "amount", standard.cny)
    message = N_("Beside it stands {amount}, by the average wage of {year}.")
    return _with_amount(message, "amount", standard.cny, year=standard.average_year)


def _with_amount(message: str, place: str, cny: float, **params: object) -> Text:
    return in_both(
        lambda language: catalogue(language)(message, **{place: amount_words(cny, "cny", language)}, **params)
    )


def _for_years(text: Text, years: list[YearJudgement]) -> Text:
    def make(language: Language) -> str:
        named = ("、" if language is Language.ZH else ", ").join(word_year(year, language) for year in years)
        return catalogue(language)("{years}: {words}", years=named, words=text.in_language(language))

    return in_both(make)


def answer_text(question: Question, answer: Answer) -> Text:
    """Say an answer as people know it."""
    return in_both(lambda language: _answer_words(question, answer, language))


def _answer_words(question: Question, answer: Answer, language: Language) -> str:
    match answer:
        case bool():
            return catalogue(language)(YES if answer else NO)
        case date():
            return date_words(answer, language)
        case str():
            found = (text for value, text in question.choices if value == answer)
            return next((text.in_language(language) for text in found), answer)
    number = amount_words(answer, question.measure, language)
    if question.measure or question.unit is None:
        return number
    return f"{number} {question.unit.in_language(language)}"


def source_lines(sources: tuple[Source, ...], words: Words) -> list[str]:
    """Name sources, each in the languages of the display mode."""
    return [words.shown(_source_text(source)) for source in sources]


@functools.lru_cache(4096)
def _source_text(source: Source) -> Text:
    return in_both(lambda language: word_source(source, language))
