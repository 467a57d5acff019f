"""What stands about a category or in the background, written as a sheet."""

from collections.abc import Iterable
from datetime import date

from app.casework import match
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import Background, Conflict, Effective, Force, Missing, Place, Topic
from app.domain.words import Text
from app.gui.judgements import (
    beside_lines,
    fit_line,
    in_both,
    met_line,
    met_on_line,
    year_line,
)
from app.gui.marks import Mark
from app.gui.nearness import BEFORE, CHOSEN, what_follows
from app.gui.session import Session
from app.gui.sheet import Sheet
from app.gui.state_marks import FIT_MARKS, VERDICT_MARKS
from app.gui.words import Words
from app.i18n.catalogue import N_, both, catalogue
from app.i18n.judgements import word_fact, word_result
from app.i18n.terms import FORCE_NAMES, KIND_NAMES, TOPIC_NAMES, date_words

# What holds for the holder of a card comes before where policy was to go.
TOPICS = (*(topic for topic in Topic if topic is not Topic.DIRECTION), Topic.DIRECTION)


def category_sheet(shown: CategoryMatch, session: Session, words: Words) -> str:
    """Write everything that the rules say of a category, and how it comes out."""
    sheet, category = Sheet(words), shown.category
    case = session.case
    day, place = case.submit_on, session.desk.pack.places[case.place]
    sheet.title(category.title)
    if category.force is Force.DRAFT:
        sheet.text(
            both("This is a draft. It is not in force, and no office takes an application on it."),
            mark=Mark.WARN,
        )
    _write_outcome(sheet, shown, words)
    sheet.section(N_("What it gives"))
    sheet.text(category.outcome)
    sheet.section(CHOSEN if category.id == case.category else BEFORE)
    for line in what_follows(category, session):
        sheet.text(line)
    sheet.section(N_("Who may come along"))
    sheet.text(category.family)
    _write_conditions(sheet, shown, session, day)
    _write_open_points(sheet, category.conflicts, category.missing, day)
    sheet.section(N_("At this place"))
    for variant in place.variants:
        if variant.category == category.id and variant.effective.holds_on(day):
            sheet.text(variant.title, quiet=True)
            sheet.text(variant.text, variant.source, indent=1)
    for note in place.notes_for(None, category, day):
        sheet.text(note.text, note.source)
    sheet.section(N_("Good to know"))
    for known in category.notes:
        sheet.text(known.text, known.source)
    sheet.section(N_("Instrument"))
    sheet.text(category.instrument, category.source)
    sheet.text(both(KIND_NAMES[category.kind]), quiet=True)
    sheet.text(both(FORCE_NAMES[category.force]), quiet=True)
    for line in effective_lines(category.effective):
        sheet.text(line, quiet=True)
    return sheet.html()


def background_sheet(topic: Topic | None, session: Session, words: Words) -> str:
    """Write what the instruments in the background say of a topic, or of all."""
    sheet, day = Sheet(words), session.case.submit_on
    held = [each for each in match.list_background(session.desk) if each.effective.holds_on(day)]
    sheet.title(both(TOPIC_NAMES[topic]) if topic is not None else both("Background"))
    sheet.text(both("This is shown for knowledge; nothing here is evaluated."), quiet=True)
    for each in TOPICS if topic is None else (topic,):
        if topic is None:
            sheet.section(TOPIC_NAMES[each])
        for background in held:
            _write_articles(sheet, background, each, day)
    return sheet.html()


def place_sheet(place: Place, session: Session, words: Words) -> str:
    """Write what the sources of a place say differently, and what they do not say."""
    sheet = Sheet(words)
    sheet.title(place.title)
    sheet.text(place.office, place.source, quiet=True)
    _write_open_points(sheet, place.conflicts, place.missing, session.case.submit_on)
    return sheet.html()


def effective_lines(effective: Effective) -> Iterable[Text]:
    """Say from when until when something is in effect."""
    for day, message in (
        (effective.since, N_("In effect from {day}")),
        (effective.until, N_("In effect until {day}")),
    ):
        if day is not None:
            yield in_both(
                lambda language, day=day, message=message: catalogue(language)(  # type: ignore[misc]  # bound now
                    message, day=date_words(day, language)
                )
            )


def _write_outcome(sheet: Sheet, shown: CategoryMatch, words: Words) -> None:
    state = words.shown(fit_line(shown), " ")
    if shown.results:
        state += " · " + words.shown(met_line(shown), " ")
    sheet.line(state, mark=FIT_MARKS[shown.fit])
    if shown.fit is Fit.DOES_NOT_FIT and shown.met_on is not None:
        sheet.text(met_on_line(shown.met_on), quiet=True)


def _write_conditions(sheet: Sheet, shown: CategoryMatch, session: Session, day: date) -> None:
    sheet.section(N_("Conditions"))
    results = {result.condition.id: result for result in shown.results}
    for condition in shown.category.conditions_on(day):
        result = results.get(condition.id)
        if result is None:
            sheet.text(condition.label, condition.source, mark=Mark.OFF)
            if shown.not_evaluated is None:
                sheet.text(both("Yongju does not evaluate this condition."), quiet=True, indent=1)
            continue
        sheet.text(condition.label, condition.source, mark=VERDICT_MARKS[result.verdict])
        _write_result(sheet, result, session)


def _write_result(sheet: Sheet, result: ConditionResult, session: Session) -> None:
    names = session.names
    sheet.text(in_both(lambda language: word_result(result, names, language)), quiet=True, indent=1)
    if len(result.facts) > 1:
        for fact in result.facts:
            sheet.text(
                in_both(lambda language, fact=fact: word_fact(fact, names, language)),  # type: ignore[misc]  # bound now
                quiet=True,
                indent=2,
                mark=VERDICT_MARKS[fact.verdict],
            )
    for year in result.years:
        sheet.text(year_line(year), year.source, quiet=True, indent=2, mark=VERDICT_MARKS[year.verdict])
    if result.verdict is not Verdict.MET and any(fact.startswith("year.") for fact in result.unanswered):
        sheet.text(
            both(
                "A year that is not entered counts as not met, a part year too. Its figure in the table of "
                "years is what can turn this."
            ),
            quiet=True,
            indent=2,
        )
    for text, source in beside_lines(result):
        sheet.text(text, source, quiet=True, indent=2)


def _write_open_points(
    sheet: Sheet, conflicts: tuple[Conflict, ...], missing: tuple[Missing, ...], day: date
) -> None:
    sheet.section(N_("Where sources say different things"))
    for conflict in conflicts:
        if conflict.effective.holds_on(day):
            sheet.text(conflict.about, mark=Mark.WARN)
            for reading in conflict.readings:
                sheet.text(reading.value, reading.source, indent=2)
    sheet.section(N_("What no text that was read says"))
    for each in missing:
        if each.effective.holds_on(day):
            sheet.text(each.about, each.source, mark=Mark.ASK)


def _write_articles(sheet: Sheet, background: Background, topic: Topic, day: date) -> None:
    held = [each for each in background.articles if each.topic is topic and each.effective.holds_on(day)]
    if held:
        sheet.text(background.title, quiet=True)
    for article in held:
        sheet.text(article.text, article.source, indent=1)
