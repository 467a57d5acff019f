"""Tells what kind of paper a page is by the words on it, its machine-readable zone or a face.

What stands large at the head of a page counts most, what hardly occurs on other papers next. A guess is
sure only when enough speaks for it and nothing else comes near.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from app.domain.papers import KindTable
from app.domain.reading import KindGuess, TextLine, Zone
from app.intake.kind_files import KindWords, Vocabulary, load_vocabulary
from app.intake.phrases import SHORT_TITLE, Match, Phrase, PhraseIndex, Script
from app.intake.sheet import Sheet

# What a word is worth. A whole title alone makes a guess sure when nothing else comes near; a word in a
# title or two telling words alone do not.
_TITLE, _TITLE_WORD, _TELLING, _USUAL, _MENTION = 10.0, 5.0, 4.0, 1.0, 1.0
_AGAINST, _FORBIDDEN = 4.0, 8.0
# A second title (the other language of a bilingual paper) adds less, and so does each further word.
_SECOND_TITLE = 0.3
_MOST_TELLING, _MOST_USUAL, _MOST_AGAINST = 14.0, 5.0, 16.0
_ZONE = 20.0
_EDIT_COST = 0.12
_CLEAR_TITLE = 6.0
# One character of a short title weighs as much as this many of a long one.
_SHORT_EDITS = 3
# Only what reaches this and is so far ahead of the next is sure.
_SURE_SCORE, _SURE_LEAD, _SURE_SHARE = 8.0, 4.0, 0.65
# Without anything like a title, the words in the text must be many.
_SURE_WITHOUT_TITLE = 10.0
_LEAST_SCORE = 2.5
_MOST_GUESSES = 3
# A narrower kind needs this much of its own before it takes the place of the kind that covers it.
_NARROWER_LEAST, _NARROWER_LEAD = 4.0, 3.0
# More kinds than this named in full on one page make it a list of papers rather than any of them.
_MANY_NAMED = 5
_LIST = "document-list"
# A portrait may carry the name of a studio or a date, hardly more.
_MOST_ON_PHOTO = 24
PHOTO, PASSPORT, TRANSLATION = "photo", "passport", "translation"

# Where titles stand: the first lines, or the first part of the written area.
_HEAD_LINES, _HEAD_PART, _UPPER_PART = 4, 0.22, 0.45
_LARGE, _LARGER = 1.5, 1.15
_LONGEST_TITLE_CHINESE, _LONGEST_TITLE_LATIN = 34, 95
_SENTENCE = re.compile(r"[。；;]|，.{6,}|[,，].*[,，]")
_ZONE_LINE = re.compile(r"^(P[<A-Z«ΛA∧][A-Z]{3}|P[<«Λ∧])[A-Z0-9<«Λ∧ ]{25,}$")
_FILLER = re.compile(r"[<«Λ∧]{4,}")


@dataclass(frozen=True, slots=True)
class _Title:
    """A line, or two that belong together, that may be the title; `rank` from 0 to 1."""

    script: Script
    rank: float
    possible: frozenset[Phrase]


class _Text:
    """Looks for phrases in a text, each once."""

    def __init__(self, script: Script, index: PhraseIndex) -> None:
        self.script = script
        self.possible = index.possible(script.squeezed)
        self._found: dict[tuple[Phrase, bool], Match | None] = {}

    def find(self, phrase: Phrase, *, loosely: bool = False) -> Match | None:
        if phrase not in self.possible:
            return None
        key = (phrase, loosely)
        if key not in self._found:
            self._found[key] = phrase.find(self.script, loosely=loosely)
        return self._found[key]


@dataclass(frozen=True, slots=True)
class _Page:
    titles: tuple[_Title, ...]
    text: _Text


@dataclass(frozen=True, slots=True)
class _TitleHit:
    kind: str
    phrase: Phrase
    match: Match
    title: int
    worth: float


@dataclass(frozen=True, slots=True)
class _Score:
    """What speaks for a kind: by its title, by other words, and which words."""

    kind: str
    title: float = 0.0
    body: float = 0.0
    against: float = 0.0
    words: tuple[str, ...] = ()
    of: str | None = None
    extra: float = 0.0
    mentioned: bool = False

    @property
    def total(self) -> float:
        return self.title + self.body + self.extra - self.against


def recognise(
    sheet: Sheet, *, zone: Zone | None = None, has_face_photo: bool = False
) -> tuple[KindGuess, ...]:
    """Return what kinds of paper a page may be, the likeliest first, three at most."""
    vocabulary = load_vocabulary()
    page = _read_page(sheet, vocabulary)
    if has_face_photo and zone is None and len(page.text.script.squeezed) <= _MOST_ON_PHOTO:
        return (KindGuess(PHOTO, 0.95, True, ()),)
    by_zone = _kind_of_zone(zone, vocabulary) or _kind_of_zone_text(sheet.lines)
    scores = [_with_zone(score, by_zone) for score in _score_all(page, vocabulary)]
    if by_zone is not None and all(score.kind != by_zone for score in scores):
        scores.append(_with_zone(_Score(by_zone), by_zone))
    return _guesses(scores, sheet, vocabulary)


def kind_table() -> KindTable:
    """Return every kind of paper and what it can stand for."""
    return load_vocabulary().table


def requirement_candidates(guess: KindGuess) -> tuple[str, ...]:
    """Return the requirements that a page of this kind may answer, the most usual first."""
    table = load_vocabulary().table
    kind = table.kinds.get(guess.of if guess.kind == TRANSLATION and guess.of else guess.kind)
    if kind is None:
        return ()
    narrower = (requirement for each in kind.covers for requirement in table.kinds[each].answers)
    return tuple(dict.fromkeys((*kind.answers, *narrower)))


# --- the page


def _read_page(sheet: Sheet, vocabulary: Vocabulary) -> _Page:
    # Blanks of the line are kept by joining with one, so that short Latin words keep their ends.
    text = Script.make("\n".join(line.text for line in sheet.lines), vocabulary.writing)
    return _Page(tuple(_titles(_rows(sheet.lines), vocabulary)), _Text(text, vocabulary.index))


def _rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """Join single characters that stand in one row: a title set with wide gaps."""
    rows: list[TextLine] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last is not None and _continues_spaced(last, line):
            box = replace(last.box, right=line.box.right, bottom=max(last.box.bottom, line.box.bottom))
            rows[-1] = replace(last, text=last.text + line.text, box=box)
        else:
            rows.append(line)
    return rows


def _continues_spaced(last: TextLine, line: TextLine) -> bool:
    single = len(line.text.strip()) <= 2 and "㐀" <= line.text.strip()[:1] <= "鿿"
    middle = (line.box.top + line.box.bottom) / 2
    same_row = last.box.top <= middle <= last.box.bottom
    return single and same_row and len(last.text) <= 12 and "㐀" <= last.text.strip()[-1:] <= "鿿"


def _titles(rows: Sequence[TextLine], vocabulary: Vocabulary) -> Iterable[_Title]:
    if not rows:
        return
    usual = median(_height(row) for row in rows)
    top, bottom = min(row.box.top for row in rows), max(row.box.bottom for row in rows)
    ranked: list[tuple[TextLine, float]] = []
    for index, row in enumerate(rows):
        part = (row.box.top - top) / max(bottom - top, 1e-6)
        ranked.append((row, _rank(row, index, part, _height(row) / max(usual, 1e-6))))
    for index, (row, rank) in enumerate(ranked):
        if rank <= 0:
            continue
        yield _title(row.text, rank, vocabulary)
        if index + 1 < len(ranked) and _same_title(row, ranked[index + 1][0]):
            both = f"{row.text} {ranked[index + 1][0].text}"
            yield _title(both, min(rank, ranked[index + 1][1] or rank), vocabulary)


def _title(text: str, rank: float, vocabulary: Vocabulary) -> _Title:
    script = Script.make(text, vocabulary.writing)
    return _Title(script, rank, frozenset(vocabulary.index.possible(script.squeezed)))


def _height(row: TextLine) -> float:
    return row.box.bottom - row.box.top


def _rank(row: TextLine, index: int, part: float, size: float) -> float:
    """Say from 0 to 1 how much a line looks like the title, by its place and its size."""
    length = len(row.text)
    chinese = sum("㐀" <= each <= "鿿" for each in row.text) > 0.4 * length
    if length > (_LONGEST_TITLE_CHINESE if chinese else _LONGEST_TITLE_LATIN):
        return 0.0
    if length > 16 and _SENTENCE.search(row.text):
        return 0.0
    if index < _HEAD_LINES or part < _HEAD_PART:
        place = 1.0
    elif part < _UPPER_PART:
        place = 0.8 if size >= _LARGER else 0.5
    else:
        place = 0.6 if size >= _LARGE else 0.0
    return place * (1.0 if size >= _LARGER else 0.85)


def _same_title(row: TextLine, following: TextLine) -> bool:
    """Say whether a title goes on in the next line."""
    close = following.box.top - row.box.bottom < 1.2 * _height(row) and following.box.top > row.box.top
    alike = 0.7 < _height(following) / max(_height(row), 1e-6) < 1.4
    return close and alike and len(row.text) + len(following.text) <= _LONGEST_TITLE_LATIN


# --- scores


def _score_all(page: _Page, vocabulary: Vocabulary) -> list[_Score]:
    hits = _title_hits(page, vocabulary)
    scores = []
    for words in vocabulary.kinds:
        score = _score(words, page, [hit for hit in hits if hit.kind == words.kind.id])
        if score is not None:
            scores.append(score)
    return _without_lists(scores)


def _score(words: KindWords, page: _Page, hits: Sequence[_TitleHit]) -> _Score | None:
    # A whole title stands for the word that must occur: that may have been read with wrong characters.
    required = not words.requires or any(page.text.find(phrase) for phrase in words.requires)
    if not required and not any(hit.worth >= _CLEAR_TITLE for hit in hits):
        return None
    title = _title_worth(hits)
    telling = [phrase.text for phrase in words.telling if page.text.find(phrase, loosely=True)]
    usual = [phrase.text for phrase in words.usual if page.text.find(phrase)]
    against = [phrase.text for phrase in words.against if page.text.find(phrase)]
    forbidden = [phrase.text for phrase in words.forbidden if page.text.find(phrase)]
    mentioned = not hits and any(len(each.squeezed) > 3 and page.text.find(each) for each in words.titles)
    body = min(_MOST_TELLING, _falling(len(telling), _TELLING)) + min(_MOST_USUAL, _USUAL * len(usual))
    if not (title or telling or mentioned):
        return None
    return _Score(
        kind=words.kind.id,
        title=title,
        body=body + (_MENTION if mentioned else 0.0),
        against=min(_MOST_AGAINST, _falling(len(against), _AGAINST) + _falling(len(forbidden), _FORBIDDEN)),
        words=tuple(dict.fromkeys([*_title_words(hits), *telling])),
        mentioned=mentioned,
    )


def _title_words(hits: Sequence[_TitleHit]) -> list[str]:
    """Return what was found in the title, the best first; what was misread only where nothing else was."""
    exact = [hit for hit in hits if not hit.match.edits] or list(hits)
    return [hit.phrase.text for hit in sorted(exact, key=lambda hit: (-hit.worth, hit.phrase.text))]


def _falling(count: int, worth: float) -> float:
    """Add up equal worths, each further one counting a little less."""
    return sum(worth * 0.85**number for number in range(count))


def _title_worth(hits: Sequence[_TitleHit]) -> float:
    if not hits:
        return 0.0
    best = max(hits, key=lambda hit: hit.worth)
    others = [hit.worth for hit in hits if hit.title != best.title]
    return best.worth + _SECOND_TITLE * max(others, default=0.0)


def _title_hits(page: _Page, vocabulary: Vocabulary) -> list[_TitleHit]:
    """Find the titles of all kinds in what looks like the title; a longer one takes the shorter within it."""
    hits: list[_TitleHit] = []
    for number, title in enumerate(page.titles):
        found = list(_hits_in(title, number, vocabulary))
        hits += [hit for hit in found if not any(_takes_over(other, hit) for other in found)]
    return hits


def _hits_in(title: _Title, number: int, vocabulary: Vocabulary) -> Iterable[_TitleHit]:
    for phrase in sorted(title.possible & vocabulary.heading.keys(), key=lambda each: each.text):
        match = phrase.find(title.script, loosely=True) or _find_short(phrase, title)
        if match is None:
            continue
        rest = title.rank * (1.0 - _EDIT_COST * match.edits)
        for kind, whole in vocabulary.heading[phrase]:
            if (share := _fit(phrase, match, title, whole=whole)) > 0:
                worth = (_TITLE if whole else _TITLE_WORD) * rest * share
                yield _TitleHit(kind, phrase, match, number, worth)


def _find_short(phrase: Phrase, title: _Title) -> Match | None:
    """Find a title of few characters with one of them misread or lost, where the line is nothing else."""
    line, wanted = title.script.squeezed, phrase.squeezed
    if not phrase.chinese or len(wanted) not in SHORT_TITLE or phrase.pattern or line == wanted:
        return None
    if len(line) == len(wanted):
        same = sum(a == b for a, b in zip(wanted, line, strict=True))
        return Match(0, len(line), _SHORT_EDITS) if same == len(line) - 1 else None
    longer, shorter = (line, wanted) if len(line) > len(wanted) else (wanted, line)
    drops = (longer[:at] + longer[at + 1 :] for at in range(len(longer)))
    return Match(0, len(line), _SHORT_EDITS) if shorter in drops else None


def _fit(phrase: Phrase, match: Match, title: _Title, *, whole: bool) -> float:
    """Say from 0 to 1 how far a line is the title, and not something longer that only contains it."""
    line = title.script.squeezed
    length = match.end - match.start
    cover = length / max(len(line), 1)
    if not whole:
        # A word in a title: the line must be short, or else it is a sentence or a label.
        return 1.0 if cover >= 0.2 and len(line) <= 60 else 0.0
    if cover >= 0.75:
        return 1.0
    ends = len(line) - match.end <= 1
    if phrase.chinese:
        # The noun that says what a paper is stands at the end of a Chinese title.
        if ends and length >= 3:
            return 0.95
        return (0.7 if cover >= 0.45 else 0.3) if length >= 4 else 0.0
    if length < 12 and cover < 0.5:
        return 0.0
    begins = match.start <= 1
    if begins or ends:
        return 0.9 if cover >= 0.35 else 0.6
    return 0.7 if cover >= 0.4 else 0.3


def _takes_over(other: _TitleHit, hit: _TitleHit) -> bool:
    """Say whether another kind's title covers this one: longer around it, or read with fewer faults."""
    if other.kind == hit.kind:
        return False
    around = other.match.start <= hit.match.start and hit.match.end <= other.match.end
    longer = other.match.end - other.match.start > hit.match.end - hit.match.start
    if around and longer and other.match.edits <= hit.match.edits + 1 and other.worth >= hit.worth:
        return True
    overlap = other.match.start < hit.match.end and hit.match.start < other.match.end
    return overlap and hit.match.edits > other.match.edits and other.worth >= hit.worth


def _without_lists(scores: list[_Score]) -> list[_Score]:
    """Take a page that names many kinds for a list of papers."""
    named = sum(score.mentioned for score in scores)
    if named < _MANY_NAMED:
        return scores
    return [
        replace(score, extra=score.extra + named) if score.kind == _LIST else score
        for score in (_halved(score) for score in scores)
    ]


def _halved(score: _Score) -> _Score:
    """Weaken what is only named in the text."""
    return score if score.title >= _TITLE_WORD else replace(score, body=score.body / 2)


# --- the machine-readable zone


def _kind_of_zone(zone: Zone | None, vocabulary: Vocabulary) -> str | None:
    """Return the kind that the document code (and the issuer) of a zone stands for."""
    if zone is None:
        return None
    code = zone.document_code[:1].upper()
    kinds = {name: words.kind.id for words in vocabulary.kinds for name in words.zones}
    return kinds.get(f"{code}:{zone.issuer.upper()}") or kinds.get(code)


def _kind_of_zone_text(lines: Sequence[TextLine]) -> str | None:
    """Return the passport where the first line of its zone can be made out, though not read."""
    texts = [line.text.replace(" ", "").upper() for line in lines]
    found = any(_ZONE_LINE.match(text) and _FILLER.search(text) for text in texts)
    return PASSPORT if found and not any("CHN" in text[2:5] for text in texts) else None


def _with_zone(score: _Score, kind: str | None) -> _Score:
    return replace(score, title=score.title + _ZONE) if score.kind == kind else score


# --- guesses


def _guesses(scores: Sequence[_Score], sheet: Sheet, vocabulary: Vocabulary) -> tuple[KindGuess, ...]:
    words = {each.kind.id: each for each in vocabulary.kinds}
    held = sorted((s for s in scores if s.total >= _LEAST_SCORE), key=lambda s: s.total, reverse=True)
    if not held:
        return ()
    held, family = _settle_narrower(held, words)
    held, settled = _settle_overruling(held, words, sheet, vocabulary)
    best = held[0]
    related = family | settled
    rival = next((s.total for s in held[1:] if s.kind not in related), 0.0)
    sure = _is_sure(best, rival)
    return tuple(
        _guess(score, rival if score is best else best.total, sure=sure and score is best)
        for score in held[:_MOST_GUESSES]
    )


def _is_sure(best: _Score, rival: float) -> bool:
    needed = _SURE_SCORE if best.title >= _TITLE_WORD else _SURE_WITHOUT_TITLE
    ahead = best.total - rival >= _SURE_LEAD and rival <= _SURE_SHARE * best.total
    return best.total >= needed and ahead


def _guess(score: _Score, rival: float, *, sure: bool) -> KindGuess:
    total, rival = max(score.total, 0.0), max(rival, 0.0)
    share = total**2 / (total**2 + rival**2) if total else 0.0
    confidence = round(share * (1 - math.exp(-total / 4)), 3)
    return KindGuess(score.kind, confidence, sure, score.words[:6], score.of)


def _settle_narrower(held: list[_Score], words: dict[str, KindWords]) -> tuple[list[_Score], frozenset[str]]:
    """Let what a page says of itself decide between a kind and the narrower ones that it covers.

    Returns the scores in their new order and the kinds that are no rivals of the first.
    """
    by_kind = {score.kind: score for score in held}
    covering = next((s for s in held[:3] if words[s.kind].kind.covers and s.title >= _TITLE_WORD), None)
    if covering is None:
        covering = next((s for s in held[:2] if words[s.kind].kind.covers), None)
    if covering is None:
        return held, frozenset()
    covers = words[covering.kind].kind.covers
    narrower = sorted(
        (by_kind[kind] for kind in covers if kind in by_kind), key=lambda s: s.total, reverse=True
    )
    if held[0].kind != covering.kind and held[0].kind not in covers:
        return held, frozenset()
    family = frozenset({covering.kind, *covers})
    others = [score for score in held if score.kind not in family]
    if not narrower or narrower[0].total < _NARROWER_LEAST:
        return [covering, *narrower, *others], family
    second = narrower[1].total if len(narrower) > 1 else 0.0
    if narrower[0].total - second < _NARROWER_LEAD:
        return [covering, *narrower, *others], family
    extra = max(covering.total, 0.0) * 0.6
    first = replace(narrower[0], extra=narrower[0].extra + extra)
    return [first, covering, *narrower[1:], *others], family - ({narrower[1].kind} if second else set())


def _settle_overruling(
    held: list[_Score], words: dict[str, KindWords], sheet: Sheet, vocabulary: Vocabulary
) -> tuple[list[_Score], frozenset[str]]:
    """Put a translation before what it translates, once enough marks it as one."""
    over = next((score for score in held if words[score.kind].overrules), None)
    if over is None or over.total < _SURE_SCORE:
        return held, frozenset()
    kept = words[over.kind].not_over
    others = [score for score in held if score.kind != over.kind]
    blocking = next((s for s in others[:1] if s.kind in kept and s.title >= _TITLE_WORD), None)
    if blocking is not None and over.title < _TITLE_WORD:
        return [blocking, over, *others[1:]], frozenset({over.kind})
    first = replace(over, of=_translated(sheet, words[over.kind], vocabulary))
    return [first, *others], frozenset(score.kind for score in others)


def _translated(sheet: Sheet, over: KindWords, vocabulary: Vocabulary) -> str | None:
    """Return the kind of the translated paper; what certifies it (an apostille) only where there is no other.

    What the translator adds ("our company confirms ...") would speak against many kinds, so it is left out.
    """
    lines = tuple(line for line in sheet.lines if not _is_of_translator(line, over, vocabulary))
    scores = _score_all(_read_page(replace(sheet, lines=lines), vocabulary), vocabulary)
    words = {each.kind.id: each.kind for each in vocabulary.kinds}
    firm = sorted(
        (s for s in scores if s.total >= _TITLE_WORD and s.kind != over.kind.id), key=lambda s: -s.total
    )
    papers = [score.kind for score in firm if words[score.kind].answers]
    return next(iter((*papers, *(score.kind for score in firm))), None)


def _is_of_translator(line: TextLine, over: KindWords, vocabulary: Vocabulary) -> bool:
    script = Script.make(line.text, vocabulary.writing)
    return any(phrase.find(script) for phrase in (*over.usual, *over.telling, *over.titles))
