"""What reading a packet back has shown, and what is not in it, becomes words, the same wherever it stands."""

from collections.abc import Iterator
from datetime import date

from app.domain.packet import LeftOut, Verification
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, catalogue, filled
from app.i18n.terms import date_words, long_date


def word_nature(verification: Verification, language: Language, *, alone: bool = True) -> Iterator[str]:
    """Give what kind of packet it is, and what else belongs to it; `alone` names its other volumes."""
    say = catalogue(language)
    if verification.recipient:
        yield say(
            "It is a copy for {recipient} of {day}, not for submission.",
            recipient=verification.recipient,
            day=_day_words(verification.shared_on, language),
        )
    if verification.supplement_to:
        yield say("It is a supplement to the packet {id}.", id=verification.supplement_to)
    if verification.draft:
        yield say("It is a draft, not for submission.")
    if verification.volumes > 1 and alone:
        yield say(
            "It is volume {number} of {count}; verify the others as well: {names}.",
            number=verification.volume,
            count=verification.volumes,
            names=", ".join(verification.siblings),
        )
    if verification.attachments:
        yield say("Attached originals: {names}.", names=", ".join(verification.attachments))
    for file, fonts in verification.unembedded_fonts:
        yield say(
            "{file} came without its fonts ({fonts}): other machines may show it in other ones.",
            file=file,
            fonts=", ".join(fonts),
        )


def _day_words(day: str, language: Language) -> str:
    """Write out a day as a packet's own list has it; what is no day stays as it is."""
    try:
        return date_words(date.fromisoformat(day), language)
    except ValueError:
        return day


def word_left_out(paper: LeftOut) -> Text:
    """Say why a paper, or a part of it, is not handed in, and who said so."""
    day = Text.same("") if paper.said_on is None else long_date(paper.said_on)
    words = _LEFT_OUT[paper.in_part, paper.said_on is not None]
    return filled(words, reason=Text.same(paper.reason), who=Text.same(paper.said_by), day=day)


_LEFT_OUT = {
    (False, False): N_("Not handed in: {reason} (said by {who})"),
    (False, True): N_("Not handed in: {reason} (said by {who}, {day})"),
    (True, False): N_("Handed in only in part: {reason} (said by {who})"),
    (True, True): N_("Handed in only in part: {reason} (said by {who}, {day})"),
}
