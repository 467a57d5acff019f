"""Pairs labels with what stands beside or below them."""

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.reading import Box, Subject, TextLine
from app.intake.tables import cells_of, height, part_of, rows_of, same_row, union
from app.intake.writing import fold, has_han, is_han, plain, vocabulary

# No label of the vocabulary is longer; what stands before a colon and is longer is a sentence.
_LONGEST = 48
# Chinese labels of this length and Latin ones of those lengths may have one (two) letters misread.
_HAN_SLIP, _LATIN_SLIP, _LATIN_TWO_SLIPS = 5, 7, 12
# A value below its label begins within so many line heights, and one beside it within this part of the width.
_BELOW, _BESIDE, _NEXT_LINE = 1.6, 0.5, 0.5
# Columns of one form align to within this part of the page's width.
_ALIGNED = 0.025
# The Latin half of a label that stands behind its Chinese half may be misread by a third of its letters.
_SHORTEST_AGAIN = 5
# Of a misread Chinese label no more is left than this; the Latin one after it is long enough to be sure.
_MOST_JUNK, _SURE_LATIN = 7, 8
_NUMBERING = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、．]|[①-⑳]|[*•·▪■□☐])?\s*")
_FILLER = re.compile(r"[\s/／|·.\-]*(?:[(（\[](?:\d{1,2}|(?![^)）]*\d)[^)）]{0,30})[)）\]])?[\s/／|·.\-]*")
_TRAILING = re.compile(r"\s*[(（\[](?:[^)）\d]{0,30}|\d{1,2})[)）\]]\s*$|[.．。#°º]+(?=\s|$|[^.])|")
_COLON = re.compile(r"\s*[:：;；]\s*")
# Numbers and marks before a label are no text of their own.
_MARKS_BEFORE = " .、()（）*•·-0123456789①②③④⑤⑥⑦⑧⑨⑩"
_ALIKE = (
    {"document_number", "passport_number"},
    {"document_number", "id_number"},
    {"document_number", "card_number"},
    {"id_number", "card_number"},
    {"id_number", "passport_number"},
    {"validity", "expires_on"},
    {"name", "surname"},
    {"name", "given_names"},
    {"date", "issued_on"},
)
# Numbers of whatever paper.
_ANY_NUMBER = ("no", "number", "nr", "documentno", "documentnumber")
_PERSONAL = frozenset(
    ("name", "surname", "given_names", "chinese_name", "sex", "birth_date", "birth_place", "nationality")
) | {"passport_number", "id_number", "marital_status", "position"}


@dataclass(frozen=True, slots=True)
class Label:
    """Holds a label found in a line: the field that it names, whose, and whether a colon follows."""

    field: str
    subject: Subject
    start: int
    end: int
    colon: bool
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """Holds a piece of a line: a label (or none) and the text after it."""

    label: Label | None
    line: TextLine
    value: TextLine

    @property
    def text(self) -> str:
        """Return the text after the label."""
        return self.value.text.strip()


@dataclass(frozen=True, slots=True)
class Pair:
    """Holds a field with what stands beside its label, and how surely the two belong together."""

    field: str
    subject: Subject
    text: str
    box: Box
    confidence: float
    sources: tuple[TextLine, ...]
    colon: bool = False


@functools.cache
def _fields() -> dict[str, str]:
    """Return the field for every folded label."""
    labels: dict[str, str] = {}
    for field, languages in vocabulary("fields").items():
        for words in languages.values():
            labels |= {plain(word): field for word in words if plain(word) not in labels}
    return labels


@functools.cache
def _subjects() -> dict[str, Subject]:
    words = vocabulary("subjects")["words"]
    return {
        plain(word): Subject(who)
        for who, languages in words.items()
        for line in languages.values()
        for word in line
    }


@functools.cache
def meaning_of(key: str) -> tuple[str, Subject] | None:
    """Return the field that a folded label names and whose it is; None for what is no label."""
    if key in _subjects() and _subjects()[key] is not Subject.OTHER:
        return "name", _subjects()[key]
    if field := _fields().get(key):
        return ("name", Subject.OTHER) if field == "other_name" else (field, Subject.HOLDER)
    return _composed(key)


@functools.cache
def _subject_words() -> tuple[str, ...]:
    return tuple(_subjects())


def _composed(key: str) -> tuple[str, Subject] | None:
    """Read "husbandsdateofbirth", "丈夫出生日期" and "nameoffather"."""
    if not (key.startswith(_subject_words()) or key.endswith(_subject_words())):
        return None
    joining = vocabulary("subjects")["joining"]
    for word, subject in _subjects().items():
        rest = key.removeprefix(word) if key.startswith(word) else None
        for tail in ("", *joining["after_subject"]):
            if rest and rest.startswith(plain(tail)) and _fields().get(rest[len(plain(tail)) :]) in _PERSONAL:
                return _fields()[rest[len(plain(tail)) :]], subject
        for link in joining["before_subject"]:
            end = plain(link) + word
            if key.endswith(end) and _fields().get(key.removesuffix(end)) in _PERSONAL:
                return _fields()[key.removesuffix(end)], subject
    return None


@functools.lru_cache(maxsize=4096)
def _nearly(key: str) -> tuple[str, Subject] | None:
    """Return what a label means that was misread by a letter or two, if that is only one thing."""
    for allowed in range(1, _slips(key) + 1):
        meanings = {meaning_of(known) for known in _alike(key) if _distance_within(key, known, allowed)}
        if meanings:
            return meanings.pop() if len(meanings) == 1 else None
    return None


def _alike(key: str) -> Iterator[str]:
    """Return the labels that begin or end as a text does: few are worth comparing letter by letter."""
    rim = 2 if has_han(key) else 3
    for known in _fields():
        if abs(len(known) - len(key)) <= 2 and (known[:rim] == key[:rim] or known[-rim:] == key[-rim:]):
            yield known


def _slips(key: str) -> int:
    if has_han(key):
        return 1 if len(key) >= _HAN_SLIP else 0
    if len(key) < _LATIN_SLIP:
        return 0
    return 2 if len(key) >= _LATIN_TWO_SLIPS else 1


def _distance_within(first: str, second: str, most: int) -> bool:
    """Say whether so many changes of letters make one text the other."""
    if abs(len(first) - len(second)) > most or len(second) <= 3:
        return False
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        here = [row]
        for column, other in enumerate(second, 1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other)))
        if min(here) > most:
            return False
        above = here
    return above[-1] <= most


def _label_at(text: str, folded: str, start: int) -> Label | None:
    """Return the longest label that begins at a place, with its other languages and its colon."""
    found = _longest_at(folded, start)
    if found is None:
        return None
    end, (field, subject) = found
    while True:
        gap = _FILLER.match(text, end)
        after = _longest_at(folded, gap.end()) if gap and gap.end() < len(text) else None
        if after is None or gap is None or not _same_meaning(after[1], (field, subject)):
            break
        end = after[0]
        field = _narrower(field, after[1][0], plain(text[gap.end() : end]))
    return _finished(text, start, _past_misread(text, end, (field, subject)), field, subject)


def _narrower(first: str, second: str, key: str) -> str:
    """Return the more telling of two languages' labels: Name/Surname is a surname."""
    if (first, second) == ("id_number", "document_number") and key not in _ANY_NUMBER:
        return second  # 证件号码 Permit No.: of the permit itself
    wide = ("date", "name", "document_number", "validity", "id_number")
    return second if first in wide and second not in wide else first


def _past_misread(text: str, end: int, meaning: tuple[str, Subject]) -> int:
    """Take in the other language of a label that was misread by a letter: 有效期至 Vald until."""
    head = re.split(r"[:：]", text[end:])[0]
    key = plain(head)
    if len(key) < _SHORTEST_AGAIN or has_han(head) or any(map(str.isdigit, key)) or not has_han(text[:end]):
        return end
    again = _nearly(key) == meaning or any(
        _distance_within(key, known, max(1, len(key) // 3)) for known in _latin_of(meaning)
    )
    return end + len(head) if again else end


@functools.cache
def _latin_of(meaning: tuple[str, Subject]) -> tuple[str, ...]:
    """Return the Latin labels of one meaning."""
    return tuple(known for known in _fields() if not has_han(known) and meaning_of(known) == meaning)


def _same_meaning(first: tuple[str, Subject], second: tuple[str, Subject]) -> bool:
    """Say whether a second label only repeats the first in another language."""
    return first[1] is second[1] and (first[0] == second[0] or {first[0], second[0]} in _ALIKE)


def _finished(text: str, start: int, end: int, field: str, subject: Subject) -> Label:
    """Take in what may stand between a label and its colon: (in full), No., and the colon."""
    end += text[end : end + 1] in (")", "）")  # the bracket of Forename(s)
    gap = _FILLER.match(text, end)
    after = gap.end() if gap else end
    colon = _COLON.match(text, after) or _COLON.match(text, end)
    if colon:
        return Label(field, subject, start, colon.end(), True)
    rest = _TRAILING.match(text, end)
    return Label(field, subject, start, rest.end() if rest else end, False)


def _longest_at(folded: str, start: int) -> tuple[int, tuple[str, Subject]] | None:
    key, best = "", None
    for index in range(start, min(len(folded), start + _LONGEST)):
        letter = folded[index]
        if letter in ":：;；":
            break
        if not letter.isalnum():
            continue
        key += letter
        if _word_goes_on(folded, index):
            continue
        meaning = meaning_of(key)
        if meaning:
            best = index + 1, meaning
    return best


def _word_goes_on(folded: str, index: int) -> bool:
    after = folded[index + 1 : index + 2]
    return folded[index].isalpha() and after.isalpha() and not is_han(folded[index]) and not is_han(after)


def _starts(text: str) -> Iterator[int]:
    """Return where a label may begin: at the start, after a blank or mark, where the script changes."""
    first = _NUMBERING.match(text)
    yield first.end() if first else 0
    for index in range(1, len(text)):
        before, here = text[index - 1], text[index]
        if here.isspace() or not here.isalnum():
            continue
        if not before.isalnum() or is_han(before) != is_han(here):
            yield index


def segments_of(line: TextLine) -> tuple[Segment, ...]:
    """Part a line at its labels.

    Without a colon a label counts at the start of a line only, or where a gap stands before and after it.
    """
    text, folded = line.text, fold(line.text)
    labels: list[Label] = []
    for start in _starts(text):
        if labels and start < labels[-1].end:
            continue
        label = _label_at(text, folded, start)
        in_sentence = not labels and text[:start].count("(") + text[:start].count("（") > len(
            re.findall("[)）]", text[:start])
        )
        first = not text[:start].strip(_MARKS_BEFORE)
        if label and _counts(text, label, first=first) and (first or not in_sentence):
            labels.append(label)
    if whole := _split_by_colon(text, labels):
        labels = [whole]
    if (twice := _in_other_language(text)) and not any(label.end >= len(text) for label in labels):
        labels = [twice]
    if not labels and (guessed := _misread(text)):
        labels.append(guessed)
    return tuple(_cut(line, labels))


def _split_by_colon(text: str, labels: Sequence[Label]) -> Label | None:
    """Read a label in the midst of which a colon was read that is not there: 出生:日期 Birth Date."""
    if not labels or not labels[0].colon or not text[labels[0].end :].strip():
        return None
    bare = re.sub(r"[:：;；](?=\s*\S)", " ", text)
    label = _label_at(bare, fold(bare), labels[0].start)
    return label if label and label.end >= len(text) and has_han(text[labels[0].end :]) else None


def _in_other_language(text: str) -> Label | None:
    """Read a label that stands in an unknown language first: Họ / Surname."""
    head, mark, tail = text.replace("／", "/").rpartition("/")
    colon = tail.rstrip().endswith((":", "："))
    meaning = meaning_of(plain(tail)) if mark and len(plain(tail)) > 2 else None
    if meaning is None or not plain(head) or len(text) > _LONGEST or any(map(str.isdigit, text)):
        return None
    return Label(*meaning, 0, len(text), colon, exact=False)


def _counts(text: str, label: Label, *, first: bool) -> bool:
    after = text[label.end : label.end + 1]
    key = plain(re.split(r"[(（]", text[label.start : label.end])[0])
    if label.colon and not has_han(key):
        # "our company: RMB ..." is a sentence: within a line a label stands behind a gap, a mark or a number.
        return first or bool(
            re.search(r"(?:\s{2}|[;；/|。.，,)）]\s?|\d[.)]?\s|[\u4e00-\u9fff]\s?)$", text[: label.start])
        )
    if label.colon:
        return first or len(key) > 1 or text[label.start - 1].isspace()
    if first:
        return not after or not _joined(text[label.end - 1], after, key)
    return (
        text[label.start - 1].isspace() and (not after or after.isspace()) and has_han(key) and len(key) > 1
    )


def _joined(last: str, after: str, key: str) -> bool:
    """Say whether a word goes on after what looks like a label: 名 in 名古屋, 单位 in 单位推荐函."""
    if not after.isalnum() or not last.isalnum():
        return False
    return is_han(last) == is_han(after) and (is_han(after) or len(key) < _LATIN_TWO_SLIPS)


def _misread(text: str) -> Label | None:
    """Read a misread label that stands alone or before a colon."""
    head, colon, _ = text.replace("：", ":").partition(":")
    numbering = _NUMBERING.match(head)
    begin = numbering.end() if numbering else 0
    head = re.sub(r"[(（][^)）]*[)）]\s*$", "", head)
    key = plain(head[begin:])
    if not 0 < len(key) <= _LONGEST:
        return None
    meaning = meaning_of(key) or _nearly(key) or _by_halves(head[begin:]) or _by_tail(head[begin:])
    if meaning is None:
        return None
    return Label(
        *meaning, begin, len(text.partition(":")[0]) + 1 if colon else len(text), bool(colon), exact=False
    )


def _by_halves(head: str) -> tuple[str, Subject] | None:
    """Read a label in two languages of which one is misread: the other still says what it is."""
    han = "".join(letter for letter in fold(head) if is_han(letter))
    latin = plain("".join(letter for letter in head if not is_han(letter)))
    if len(han) < 2 or len(latin) < _LATIN_SLIP:
        return None
    known = meaning_of(han)
    return (
        known
        if known and known == (_nearly(latin) or known) and _nearly(latin)
        else _nearly_other(han, latin)
    )


def _by_tail(head: str) -> tuple[str, Subject] | None:
    """Trust a Latin label behind a Chinese one of which hardly anything was read: HI DATE OF BIRTH."""
    key = plain(head)
    for start in range(1, min(_MOST_JUNK, len(key) - _SURE_LATIN) + 1):
        known = meaning_of(key[start:]) if not has_han(key[start:]) else None
        if known and not re.search(r"[a-z]{3}", key[:start]):
            return known
    return None


def _nearly_other(han: str, latin: str) -> tuple[str, Subject] | None:
    """Trust the Latin half where it is exact and the Chinese half is wrong by one character."""
    meaning = meaning_of(latin)
    if meaning is None:
        return None
    near = any(
        len(known) == len(han) and _distance_within(han, known, 1) for known in _fields() if has_han(known)
    )
    return meaning if near and len(han) > 3 else None


def _cut(line: TextLine, labels: Sequence[Label]) -> Iterator[Segment]:
    text = line.text
    if not labels:
        yield Segment(None, line, line)
        return
    if text[: labels[0].start].strip(_MARKS_BEFORE):
        yield Segment(None, line, part_of(line, 0, labels[0].start))
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        end = after.start if after else len(text)
        yield Segment(label, line, part_of(line, label.end, end))


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: Segment
    value: Segment
    beside: bool
    distance: float


Fits = Callable[[str, str], bool]
# In words alone a value cannot be told from a label that begins it: University of Leeds.
_WORDED = frozenset(
    ("employer", "authority", "business_scope", "position", "university", "degree", "birth_place")
)
_LONG = frozenset(
    (
        "employer",
        "authority",
        "business_scope",
        "position",
        "university",
        "degree",
        "name",
        "birth_place",
        "given_names",
    )
)


def pairs_of(lines: Sequence[TextLine], fits: Fits) -> tuple[Pair, ...]:
    """Pair every label with the value that fits its field: in its line, beside it, or below it.

    Where a value could belong to two labels, the nearer label takes it, in the way in which most labels
    of the sheet stand; what stays open is left out.
    """
    cells = _gathered([cell for line in lines for cell in cells_of(line)])
    segments = _without_shouted([segment for cell in cells for segment in segments_of(cell)])
    inline = [segment for segment in segments if segment.label and segment.text]
    fitting = [segment for segment in inline if _fits_inline(segment, fits)]
    others = [segment for segment in inline if segment not in fitting]
    # A label whose own line holds what cannot be its value: a sentence, or a label in one more language.
    loose = [segment for segment in others if _may_be_bilingual(segment)]
    labels = [segment for segment in segments if segment.label and not segment.text]
    free = [segment for segment in segments if segment.label is None]
    free += [Segment(None, one.line, one.line) for one in others if one.label and not one.label.colon]
    pairs = [_inline_pair(segment, segments) for segment in fitting]
    pairs += _placed([*labels, *loose], free, segments, fits)
    return tuple(pairs)


def _gathered(cells: Sequence[TextLine]) -> list[TextLine]:
    """Join labels whose two characters stand so far apart that they were read as two runs: 职 and 务."""
    whole: list[TextLine] = []
    for row in rows_of(cells):
        last: TextLine | None = None
        for cell in row.cells:
            text = (last.text + cell.text).replace(" ", "") if last else ""
            if last and len(plain(text)) == 2 and has_han(last.text) and meaning_of(plain(text)):
                sure = min(last.confidence, cell.confidence)
                whole[-1] = last = TextLine(text, union((last.box, cell.box)), sure)
            else:
                whole.append(cell)
                last = cell if len(plain(cell.text)) == 1 else None
    return whole


def _may_be_bilingual(segment: Segment) -> bool:
    label = segment.label
    if label is None or label.colon or has_han(segment.text):
        return False
    return segment.text.startswith("/") or has_han(segment.line.text[: label.end])


def _fits_inline(segment: Segment, fits: Fits) -> bool:
    assert segment.label is not None
    if len(re.findall("[)）]", segment.text)) > len(re.findall("[(（]", segment.text)):
        return False  # the label stands within brackets of a sentence
    if not fits(segment.label.field, segment.text) or (
        segment.text.startswith("/") and not segment.label.colon
    ):
        return False
    # Without a colon nothing but the value may follow: else it is a sentence that begins with a label's word.
    if (
        not segment.label.colon
        and segment.label.field in _WORDED
        and not has_han(segment.line.text[: segment.label.end])
    ):
        return False
    sentence = r"[。；)）;].*[\u4e00-\u9fffa-z]{2}|[，,].*[\u4e00-\u9fff]{2}"
    return segment.label.colon or not re.search(sentence, segment.text)


def _without_shouted(segments: Sequence[Segment]) -> list[Segment]:
    """Undo labels in capitals on a sheet whose labels are not: there NUMBER is somebody's name."""
    latin = [one.line.text for one in segments if one.label and not has_han(one.line.text)]
    quiet = sum(any(map(str.islower, text)) for text in latin)
    if quiet * 2 <= len(latin):
        return list(segments)
    return [Segment(None, one.line, one.line) if _is_shouted(one) else one for one in segments]


def _is_shouted(segment: Segment) -> bool:
    label = segment.label
    return bool(
        label
        and not label.colon
        and not segment.text
        and segment.line.text.isupper()
        and not has_han(segment.line.text)
    )


def _inline_pair(segment: Segment, segments: Sequence[Segment]) -> Pair:
    assert segment.label is not None
    more = _continued(segment.value, segment.label.field, segment, segments)
    return _pair(segment, [segment.value, *more], 1.0 if segment.label.exact else 0.9)


def _pair(label: Segment, values: Sequence[TextLine], trust: float) -> Pair:
    assert label.label is not None
    text = functools.reduce(joined, (value.text.strip() for value in values))
    confidence = min(value.confidence for value in values) * trust
    box = union(value.box for value in values)
    return Pair(
        label.label.field, label.label.subject, text, box, confidence, tuple(values), label.label.colon
    )


def joined(first: str, second: str) -> str:
    """Join two lines of one text: Chinese without a blank, words with one, a broken word whole."""
    if not first or not second:
        return first or second
    if is_han(first[-1]) or is_han(second[0]) or first[-1] in "，。；、（(" or second[0] in "，。；、）)":
        return first + second
    if first[-1] == "-" and second[0].islower():
        return first[:-1] + second
    return f"{first} {second}"


def _placed(
    labels: Sequence[Segment], free: Sequence[Segment], segments: Sequence[Segment], fits: Fits
) -> list[Pair]:
    candidates = [found for label in labels for found in _candidates(label, free, labels, fits)]
    beside_wins = _most_stand_beside(candidates)
    candidates.sort(key=lambda found: (found.beside is not beside_wins, found.distance))
    used: set[int] = set()
    pairs: dict[int, Pair] = {}
    for found in candidates:
        if id(found.label) in pairs or id(found.value) in used:
            continue
        used.add(id(found.value))
        assert found.label.label is not None
        more = _continued(found.value.value, found.label.label.field, found.label, segments)
        trust = (1.0 if found.beside is beside_wins else 0.9) * (1.0 if found.label.label.exact else 0.9)
        pairs[id(found.label)] = _pair(found.label, [found.value.value, *more], trust)
    return list(pairs.values())


def _most_stand_beside(candidates: Sequence[_Candidate]) -> bool:
    """Say how the sheet is laid out: by the labels that leave no choice, then by the count."""
    ways: Mapping[int, set[bool]] = {}
    grouped: dict[int, set[bool]] = dict(ways)
    for found in candidates:
        grouped.setdefault(id(found.label), set()).add(found.beside)
    plain_cases = [next(iter(way)) for way in grouped.values() if len(way) == 1]
    beside = sum(plain_cases)
    if beside * 2 != len(plain_cases):
        return beside * 2 > len(plain_cases)
    return True


def _candidates(
    label: Segment, free: Sequence[Segment], labels: Sequence[Segment], fits: Fits
) -> Iterator[_Candidate]:
    assert label.label is not None
    beside = _nearest_beside(label, free, labels)
    if beside and fits(label.label.field, beside.text):
        yield _Candidate(label, beside, True, beside.value.box.left - label.line.box.right)
    below = _nearest_below(label, free, labels)
    if below and below.text.endswith("/"):  # the same in another script stands first: ИВАНОВА/ over IVANOVA
        below = _nearest_below(below, free, labels) or below
    if below and fits(label.label.field, below.text):
        yield _Candidate(label, below, False, below.value.box.top - label.line.box.bottom)


def _nearest_beside(label: Segment, free: Sequence[Segment], labels: Sequence[Segment]) -> Segment | None:
    right = label.line.box.right - height(label.line.box)
    row = [
        one
        for one in free
        if one.line is not label.line
        and same_row(one.value.box, label.line.box)
        and one.value.box.left >= right
    ]
    if not row:
        return None
    value = min(row, key=lambda one: one.value.box.left)
    between = [
        other
        for other in labels
        if other is not label
        and same_row(other.line.box, label.line.box)
        and right <= other.line.box.left < value.value.box.left
    ]
    return None if between or value.value.box.left - label.line.box.right > _BESIDE else value


def _nearest_below(label: Segment, free: Sequence[Segment], labels: Sequence[Segment]) -> Segment | None:
    box = label.line.box
    reach = box.bottom + _BELOW * height(box)
    column = [
        one
        for one in (*free, *labels)
        if one.line is not label.line and _below(one.value.box if one.label is None else one.line.box, box)
    ]
    column = [one for one in column if (one.value.box if one.label is None else one.line.box).top <= reach]
    if not column:
        return None
    nearest = min(column, key=lambda one: (one.value.box.top, abs(one.value.box.left - box.left)))
    return nearest if nearest.label is None or nearest.text else None


def _below(value: Box, label: Box) -> bool:
    """Say whether a box stands under another, aligned with its left rim or its middle."""
    if value.top < label.bottom - 0.6 * height(label) or same_row(value, label):
        return False
    aligned = abs(value.left - label.left) <= _ALIGNED
    centred = abs((value.left + value.right) / 2 - (label.left + label.right) / 2) <= _ALIGNED
    return aligned or centred


def _continued(value: TextLine, field: str, label: Segment, segments: Sequence[Segment]) -> list[TextLine]:
    """Return the lines that go on below a value that did not fit into one."""
    if field not in _LONG or (label.line is value and field not in _LONG):
        return []
    more: list[TextLine] = []
    last = value
    while (after := _next_line(last, segments)) is not None and len(more) < 12:
        more.append(after)
        last = after
    return more


def _next_line(value: TextLine, segments: Sequence[Segment]) -> TextLine | None:
    """Return the line right below that begins where a value begins and stands beside no label."""
    box = value.box
    near = [
        one
        for one in segments
        if one.label is None
        and abs(one.value.box.left - box.left) <= _ALIGNED / 2
        and -0.3 * height(box) <= one.value.box.top - box.bottom <= _NEXT_LINE * height(box)
    ]
    if len(near) != 1:
        return None
    after = near[0]
    labelled = any(
        same_row(one.line.box, after.value.box) and one.line.box.left < box.left - _ALIGNED
        for one in segments
    )
    return None if labelled else after.value
