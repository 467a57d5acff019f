"""What the rules judged becomes words here: values against thresholds, what is short, until when."""

from app.domain.findings import Param
from app.domain.judgement import ChainNeed, ConditionResult, FactResult, Verdict, YearJudgement
from app.domain.rules import Deposit, PhotoProfile
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, Catalogue, catalogue
from app.i18n.terms import VERDICT_NAMES, WAY_NAMES, amount_words, country_name, date_words, money_words
from app.i18n.wording import NO, YES, Names

_RELATION_WORDS = {
    "at_least": N_("asked: at least {value}"),
    "at_most": N_("asked: at most {value}"),
    "before": N_("asked: before {value}"),
    "after": N_("asked: after {value}"),
    "below": N_("asked: less than {value}"),
    "above": N_("asked: more than {value}"),
    "from": N_("asked: not before {value}"),
    "until": N_("asked: not after {value}"),
    "within": N_("asked: from {value}"),
    "outside": N_("asked: not from {value}"),
    "one_of": N_("asked: {value}"),
    "none_of": N_("asked: not {value}"),
}
_MOST_NAMED = 3
_OWN_WORDS = ("years", "months", "days", "points", "permits")


def word_result(result: ConditionResult, names: Names, language: Language) -> str:
    """Say how a condition came out: the value, what is asked, what is short, until when."""
    say = catalogue(language)
    parts = [say(VERDICT_NAMES[result.verdict])]
    if result.contradicted:
        parts.append(say("the answers contradict each other"))
    elif len(result.facts) == 1:
        parts += _fact_parts(result.facts[0], names, say)
    if result.disputed:
        parts.append(say("not by the stricter reading"))
    missing = [
        word_year(year, language)
        for year in result.years
        if year.value is None and f"year.{year.year}.{year.column.value}" not in result.contradicted
    ]
    waiting = [fact.split(".")[1] for fact in result.unanswered if fact.startswith("year.")]
    missing += [year for year in dict.fromkeys(waiting) if year not in missing and not _is_window(result)]
    if missing:
        parts.append(say("not entered: {years}", years=_listed(missing, language)))
    if result.met_on is not None:
        day = date_words(result.met_on, language)
        parts.append(say("from {day} at the latest, if things go on as they are", day=day))
    return ("；" if language is Language.ZH else "; ").join(parts)


def _is_window(result: ConditionResult) -> bool:
    return any(year.begins is not None for year in result.years)


def word_fact(result: FactResult, names: Names, language: Language) -> str:
    """Say how one answer stands against what is asked of it."""
    say = catalogue(language)
    parts = _fact_parts(result, names, say)
    words = ("；" if language is Language.ZH else "; ").join(parts)
    return say("{question} {words}", question=names.question(result.fact, language), words=words)


def _fact_parts(result: FactResult, names: Names, say: Catalogue) -> list[str]:
    parts = []
    if result.value is None:
        parts.append(say("question not answered"))
    else:
        value = _value(result, result.value, names, say)
        if names.kind(result.fact) == "date" and result.since is not None:
            value = say("{day}, that is {value}", day=date_words(result.since, say.language), value=value)
        parts.append(say("entered: {value}", value=value))
    if result.threshold is not None and result.verdict is not Verdict.MET:
        asked = _threshold(result, names, say)
        if asked:
            parts.append(say(_RELATION_WORDS[result.relation], value=asked))
    if result.shortfall:
        unit = result.shortfall_unit
        parts.append(say("short: {value}", value=amount_words(result.shortfall, unit, say.language)))
    return parts


def _threshold(result: FactResult, names: Names, say: Catalogue) -> str:
    threshold = result.threshold
    if not isinstance(threshold, tuple):
        return _value(result, threshold if threshold is not None else "", names, say)
    if result.relation in ("within", "outside"):
        low, high = (_value(result, each, names, say) for each in threshold)
        return say("{low} to {high}", low=low, high=high)
    words = [_value(result, each, names, say) for each in threshold]
    joined = " / ".join(words[:_MOST_NAMED])
    return say("{some} and others", some=joined) if len(words) > _MOST_NAMED else joined


def _value(result: FactResult, value: Param, names: Names, say: Catalogue) -> str:
    """Write a value as people know it: an answer by its words, an amount with its unit."""
    match value:
        case True | "yes":
            return say(YES)
        case False | "no":
            return say(NO)
        case Text():
            return value.in_language(say.language)
        case int() | float():
            own = names.unit(result.fact, say.language)
            # English counts "1 year"; Chinese has a word of its own for years of age, for grades and times.
            if own is None or say.language is Language.EN or result.unit not in _OWN_WORDS:
                return amount_words(value, result.unit, say.language)
            return f"{value:,.10g}{own}"
        case str():
            return names.choice(result.fact, value, say.language)
        case tuple():
            return _listed(list(value), say.language)
    return date_words(value, say.language)


def _listed(words: list[str], language: Language) -> str:
    return ("、" if language is Language.ZH else ", ").join(words)


def word_year(year: YearJudgement, language: Language) -> str:
    """Name a counted year: a calendar year, or the days between which it lies."""
    if year.begins is None or year.ends is None:
        return str(year.year)
    say = catalogue(language)
    begins, ends = date_words(year.begins, language), date_words(year.ends, language)
    return say("{begins} to {ends}", begins=begins, ends=ends)


def word_chain(need: ChainNeed, language: Language) -> str:
    """Say which chain a paper needs."""
    say = catalogue(language)
    links = [] if need.way is None else [say(WAY_NAMES[need.way])]
    if need.translation:
        links.append(say("Chinese translation"))
    if need.translator_licence:
        links.append(say("the translation company's licence"))
    words = _listed(links, language)
    if need.country is None:
        line = say("if issued abroad: {links}", links=words)
    else:
        country = country_name(need.country).in_language(language)
        line = say("issued in {country}: {links}", country=country, links=words)
    gap = "" if language is Language.ZH else " "
    return line if need.how is None else f"{line}{gap}{need.how.in_language(language)}"


def word_photo(photo: PhotoProfile, language: Language) -> str:
    """Say how many photos are asked, of which size and on which background."""
    say = catalogue(language)
    parts = [
        say(
            "{count} of {width} × {height} mm, background: {background}",
            count=say.plural("{count} photo", "{count} photos", photo.count),
            width=f"{photo.width_mm:g}",
            height=f"{photo.height_mm:g}",
            background=photo.background.in_language(language),
        )
    ]
    if photo.digital:
        parts.append(say("and the digital file"))
    if photo.receipt:
        parts.append(say("and the receipt of the photo check"))
    return _listed(parts, language)


def word_deposit(deposit: Deposit, language: Language) -> str:
    """Say which sum must lie frozen, and for how long."""
    say, amount = catalogue(language), money_words(deposit.cny, language)
    if deposit.frozen_months is None:
        return say("a deposit of at least {amount}", amount=amount)
    return say(
        "a deposit of at least {amount}, frozen for more than {months} months",
        amount=amount,
        months=deposit.frozen_months,
    )
