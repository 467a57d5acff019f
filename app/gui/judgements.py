"""Words for what the rules judged: values with their units, years against thresholds, sources."""

from collections.abc import Callable
from datetime import date

from app.domain.findings import Param
from app.domain.judgement import CategoryMatch, ConditionResult, Verdict, YearJudgement
from app.domain.rules import RulePack, YearColumn
from app.domain.sources import Source
from app.domain.words import Language, Text
from app.gui.words import Words
from app.i18n.catalogue import N_, Catalogue, both, catalogue
from app.i18n.terms import VERDICT_NAMES, date_words, money_words
from app.i18n.wording import word_source

COLUMN_NAMES = {
    YearColumn.WAGE: N_("Wage, CNY"),
    YearColumn.TAX: N_("Income tax, CNY"),
    YearColumn.STAY: N_("Days in China"),
}
COLUMN_UNITS = {YearColumn.WAGE: "cny", YearColumn.TAX: "cny", YearColumn.STAY: "days"}


def in_both(make: Callable[[Language], str]) -> Text:
    """Make a text by wording it once in each language."""
    return Text(en=make(Language.EN), zh=make(Language.ZH))


def measure(value: Param, unit: str, language: Language) -> str:
    """Write a value with its unit."""
    say = catalogue(language)
    match value:
        case bool():
            return say("Yes") if value else say("No")
        case date():
            return date_words(value, language)
        case int() | float() if unit == "cny":
            return money_words(value, language)
        case int() | float():
            return _counted(say, value, unit)
        case Text():
            return value.in_language(language)
        case _:
            return str(value)


def _counted(say: Catalogue, value: float, unit: str) -> str:
    number = f"{value:,.10g}"
    match unit:
        case "days":
            return say.plural("{count} day", "{count} days", _whole(value))
        case "years":
            return say.plural("{count} year", "{count} years", _whole(value))
        case "months":
            return say.plural("{count} month", "{count} months", _whole(value))
        case "percent" | "%":
            return f"{number} %"
        case "usd":
            return say("USD {number}", number=number)
    return f"{number} {unit}".strip()


def _whole(value: float) -> int:
    """Return a count as people say it; half a year more is not yet another year."""
    return int(value)


def condition_line(result: ConditionResult, pack: RulePack) -> Text:
    """Say how a condition came out: the value, what is asked, what is short."""
    return in_both(lambda language: _condition_words(result, pack, language))


def _condition_words(result: ConditionResult, pack: RulePack, language: Language) -> str:
    say = catalogue(language)
    parts = [say(VERDICT_NAMES[result.verdict])]
    if result.value is not None:
        value = _answer_words(result, pack, language)
        parts.append(say("entered: {value}", value=value))
    if result.threshold is not None:
        parts.append(say("asked: {value}", value=measure(result.threshold, result.unit, language)))
    if result.shortfall:
        parts.append(say("short: {value}", value=measure(result.shortfall, result.unit, language)))
    missing = [year.year for year in result.years if year.value is None]
    if missing:
        years = ("、" if language is Language.ZH else ", ").join(str(year) for year in missing)
        parts.append(say("not entered: {years}", years=years))
    elif result.unanswered and result.verdict is Verdict.UNKNOWN and result.value is None:
        parts.append(say("question not answered"))
    return ("；" if language is Language.ZH else "; ").join(parts)


def _answer_words(result: ConditionResult, pack: RulePack, language: Language) -> str:
    value = result.value
    if isinstance(value, str):
        for question in pack.questions.values():
            for choice, text in question.choices:
                if choice == value:
                    return text.in_language(language)
    return measure(value if value is not None else "", result.unit, language)


def year_line(year: YearJudgement) -> Text:
    """Say how one year of a condition came out."""
    return in_both(lambda language: _year_words(year, language))


def _year_words(year: YearJudgement, language: Language) -> str:
    say, unit = catalogue(language), COLUMN_UNITS[year.column]
    value = say("not entered") if year.value is None else measure(year.value, unit, language)
    asked = say("no figure known") if year.threshold is None else measure(year.threshold, unit, language)
    return say(
        "{year}: {value}, asked {asked}: {verdict}",
        year=year.year,
        value=value,
        asked=asked,
        verdict=say(VERDICT_NAMES[year.verdict]),
    )


def met_line(match: CategoryMatch) -> Text:
    """Say how many of a category's conditions are met."""
    met = sum(result.verdict is Verdict.MET for result in match.results)
    return both("{met} of {total} conditions met", met=met, total=len(match.results))


def source_lines(sources: tuple[Source, ...], words: Words) -> list[str]:
    """Name sources, each in the languages of the display mode."""
    lines = []
    for source in sources:
        lines.append(words.shown(in_both(lambda language, source=source: word_source(source, language))))  # type: ignore[misc]  # bound now
    return lines
