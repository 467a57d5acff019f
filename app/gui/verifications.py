"""Words for what reading a packet back has shown."""

from collections.abc import Iterator

from app.domain.packet import Verification
from app.gui.judgements import in_both
from app.gui.words import Words
from app.i18n.packets import word_nature
from app.i18n.wording import word_discrepancy


def verification_words(found: Verification, words: Words, *, alone: bool = True) -> str:
    """Say whether a packet is as it was built, what is not, and what it is; `alone` names other volumes."""
    return "\n".join([*_outcome(found, words), *word_nature(found, words.language, alone=alone)])


def _outcome(found: Verification, words: Words) -> Iterator[str]:
    say = words.say
    if found.sound:
        yield say(
            "Read back: {pages} pages, {sources} of them from the papers, all as planned and unchanged.",
            pages=found.page_count,
            sources=found.source_pages,
        )
        return
    yield say("The packet is not as it was built:")
    for each in found.discrepancies:
        yield words.shown(in_both(lambda language, each=each: word_discrepancy(each, language)))  # type: ignore[misc]  # bound now
