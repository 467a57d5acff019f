"""Words for how long papers count, and for the last day on which all of them do."""

from datetime import date

from app.domain.case import EvidencePart
from app.domain.timelines import LimitKind, Span, SpanState, Timeline
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.terms import PART_NAMES, date_words
from app.i18n.wording import Names

SPAN_NAMES = {
    SpanState.GOOD: N_("Counts"),
    SpanState.SOON: N_("Counts, but not for long"),
    SpanState.OVER: N_("No longer counts"),
    SpanState.UNDATED: N_("Date not known"),
}
_MOST_NAMED = 3


_END_WORDS = {
    (True, SpanState.GOOD): N_("use by {day}"),
    (True, SpanState.SOON): N_("use by {day}, soon"),
    (True, SpanState.OVER): N_("too old after {day}"),
    (False, SpanState.GOOD): N_("expires on {day}"),
    (False, SpanState.SOON): N_("expires soon, on {day}"),
    (False, SpanState.OVER): N_("expired on {day}"),
}


def word_end(span: Span, day: date, soon_days: int, language: Language) -> str:
    """Say what ends a paper's time by the rules of a day, and how the paper stands to that on the day."""
    say, limit = catalogue(language), span.limit_on(day)
    if limit is None:
        return say("date not known") if not span.limits else say("no time limit on this day")
    message = _END_WORDS[limit.kind is LimitKind.AGE, span.state_on(day, soon_days)]
    return say(message, day=limit.day.isoformat())


def word_paper(span: Span, names: Names, language: Language) -> str:
    """Name a paper: its title and, where it is no original, which part of its chain it is."""
    say, title = catalogue(language), names.requirement(span.requirement, language)
    if span.part is EvidencePart.ORIGINAL:
        return title
    return say("{title}: {part}", title=title, part=say(PART_NAMES[span.part]))


def word_last_day(timeline: Timeline, names: Names, language: Language) -> str:
    """Say which is the last day on which all papers count, and which paper ends it."""
    say = catalogue(language)
    if timeline.never:
        return say("On no day do all papers count together; {papers} would be needed anew.",
                   papers=_papers(timeline, names, language))  # fmt: skip
    if timeline.last_day is None:
        return say("No date of a paper is known that would end its time.")
    return say(
        "The last day on which all papers with a known date count is {day}, set by {papers}.",
        day=date_words(timeline.last_day, language),
        papers=_papers(timeline, names, language),
    )


def _papers(timeline: Timeline, names: Names, language: Language) -> str:
    say = catalogue(language)
    spans = [timeline.spans[place] for place in timeline.set_by]
    words = [
        say(
            "{paper} ({person})",
            paper=word_paper(span, names, language),
            person=names.person(span.person, language),
        )
        for span in spans[:_MOST_NAMED]
    ]
    joined = ("、" if language is Language.ZH else ", ").join(words)
    return say("{some} and others", some=joined) if len(spans) > _MOST_NAMED else joined
