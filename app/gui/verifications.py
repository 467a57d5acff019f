"""Words for what reading a packet back has shown."""

from collections.abc import Iterator

from app.domain.packet import Verification
from app.gui.judgements import in_both
from app.gui.words import Words
from app.i18n.wording import word_discrepancy


def verification_words(found: Verification, words: Words, *, alone: bool = True) -> str:
    """Say whether a packet is as it was built, what is not, and what it is; `alone` names other volumes."""
    return "\n".join([*_outcome(found, words), *_nature(found, words, alone=alone)])


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


def _nature(found: Verification, words: Words, *, alone: bool) -> Iterator[str]:
    say = words.say
    if found.recipient:
        yield say(
            "It is a copy for {recipient} of {day}, not for submission.",
            recipient=found.recipient,
            day=found.shared_on,
        )
    if found.draft:
        yield say("It is a draft, not for submission.")
    if found.volumes > 1 and alone:
        yield say(
            "It is volume {number} of {count}; verify the others as well: {names}.",
            number=found.volume,
            count=found.volumes,
            names=", ".join(found.siblings),
        )
    if found.supplement_to:
        yield say("It is a supplement to the packet {id}.", id=found.supplement_to)
    if found.attachments:
        yield say("Attached originals: {names}.", names=", ".join(found.attachments))
    for file, fonts in found.unembedded_fonts:
        yield say(
            "{file} came without its fonts ({fonts}): other machines may show it in other ones.",
            file=file,
            fonts=", ".join(fonts),
        )
