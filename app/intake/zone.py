"""Finds and reads the machine-readable zone on the picture of a page.

The print of zones reads worse the sharper it is, so each line is read several times from softened
pictures, and the readings vote place by place. What no check digit guards (the names, and G for 6) is
held against the print of the same page where that was read.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import cv2
import numpy as np

from app.domain.names import Likeness, compare_names, may_be_misread_number, same_number
from app.domain.reading import Box, Fact, FactName, TextLine, Zone
from app.intake import mrz
from app.intake.ocr import Corners, Picture, Recogniser

# A run of so many fillers, or so many digits in a line as long as one of a zone, is seldom anything else.
_FILLERS, _DIGITS = 4, 8
# A zone is searched for with so much beside it (a share of its length) on a canvas of this size.
_BESIDE = 0.05
_SEARCH_WIDTH, _SEARCH_HEIGHT, _SEARCH_SIGMA = 960, 736, 0.8
_LEAST_SHARE_OF_LONGEST = 0.6
# Height to which a line with its margins is brought: glyphs are then 30 to 40 pixels high.
_LINE_HEIGHT, _MOST_ENLARGED, _MARGIN = 56, 4.0, 8
# A reading that the reader was not sure of still counts a little; one of another length counts less.
_LEAST_WEIGHT, _FITTED_WEIGHT = 0.05, 0.2
# A place at which fewer of the readings agree is doubtful.
_AGREED = 0.7


@dataclass(frozen=True, slots=True)
class _Look:
    """One way to look at a line: softened by `sigma` pixels, with a share of the margin around it."""

    sigma: float
    margin: float
    even: bool = False
    scale: float = 1.0


_LOOKS = (
    _Look(2.0, 0.0),
    _Look(1.6, 0.5),
    _Look(2.6, 0.5),
    _Look(2.0, 1.0),
    _Look(3.2, 0.25),
    _Look(2.2, 0.5, even=True),
)
# Before a zone is said to be wrong it is looked at again, from nearer and farther.
_MORE_LOOKS = (
    _Look(1.2, 0.25, scale=0.7),
    _Look(2.8, 0.75, scale=1.4),
    _Look(1.2, 0.75, even=True),
    _Look(1.6, 0.25, even=True, scale=0.8),
    _Look(3.6, 0.5),
    _Look(0.8, 0.5, scale=0.6),
)


@dataclass(frozen=True, slots=True)
class _Ballot:
    """One reading of a line and how much it counts."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Vote:
    """What most readings of a line say, at each place which share of them does, and how sure they are."""

    text: str
    shares: tuple[float, ...]
    confidence: float


# ---- where


def looks_like_zone(lines: Sequence[TextLine]) -> Box | None:
    """Return where a zone seems to be among the lines of a page, None if nowhere."""
    seeds = [line for line in lines if _is_seed(line.text)]
    if not seeds:
        return None
    lowest = max(seeds, key=lambda line: (_strength(line.text), line.box.bottom))
    height = lowest.box.bottom - lowest.box.top
    near = [line for line in seeds if abs(line.box.top - lowest.box.top) <= 4 * height]
    return _union([line.box for line in near])


def _is_seed(text: str) -> bool:
    cleaned = mrz.clean_line(text)
    if mrz.FILLER * _FILLERS in cleaned:
        return mrz.is_of_capitals(text)
    return mrz.looks_like_line(text) and sum(c.isdigit() for c in cleaned) >= _DIGITS


def _strength(text: str) -> int:
    cleaned = mrz.clean_line(text)
    return min(len(cleaned), 44) + (10 if mrz.looks_like_line(text) else 0)


def _union(boxes: Iterable[Box]) -> Box:
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


# ---- reading


def read_zone(
    image: Picture, recogniser: Recogniser, today: date, lines: Sequence[TextLine] | None = None
) -> Zone | None:
    """Read the zone of an upright page; `lines`, if given, are those already read on it."""
    seen = _read_lines(image, recogniser) if lines is None else tuple(lines)
    where = looks_like_zone(seen)
    if where is None:
        return None
    plain = mrz.find_zone(seen, today)
    closer = _read_closely(image, recogniser, today, where)
    found = [zone for zone in (closer, plain) if zone is not None]
    return max(found, key=lambda zone: -len(zone.failed), default=None)


def _read_lines(image: Picture, recogniser: Recogniser) -> tuple[TextLine, ...]:
    height, width = image.shape[:2]
    return tuple(
        TextLine(line.text, _box_of([line.corners], width, height), line.confidence)
        for line in sorted(recogniser.read(image), key=lambda line: float(line.corners[:, 1].min()))
    )


def _read_closely(image: Picture, recogniser: Recogniser, today: date, where: Box) -> Zone | None:
    """Find the lines of the zone anew, read them in several ways and let the readings vote."""
    piece, left, top = _surroundings(image, where)
    rows = _rows(_find_lines(recogniser, piece))
    strips = [_strip(piece, row) for row in rows]
    readings = [_read_strips(recogniser, strips, look) for look in _LOOKS]
    elected = _elect(readings, today)
    if elected is None or elected[0].failed:
        readings += [_read_strips(recogniser, strips, look) for look in _MORE_LOOKS]
        elected = _elect(readings, today)
    if elected is None:
        return None
    zone, first, count = elected
    height, width = image.shape[:2]
    moved = [row + np.array([left, top], np.float32) for row in rows[first : first + count]]
    return replace(zone, box=_box_of(moved, width, height))


def _surroundings(image: Picture, where: Box) -> tuple[Picture, int, int]:
    """Return the zone with room around it, as grey, and where it was cut."""
    height, width = image.shape[:2]
    across, down = (where.right - where.left) * width, (where.bottom - where.top) * height
    # Lines of zones are about 25 times as long as they are high, and two or three lie together.
    room = max(down, across / 10)
    left = max(0, int(where.left * width - _BESIDE * across))
    right = min(width, math.ceil(where.right * width + _BESIDE * across))
    top = max(0, int(where.top * height - room))
    bottom = min(height, math.ceil(where.bottom * height + room))
    # The brightest channel: coloured background prints and red stamps fade, black print stays.
    return np.asarray(image[top:bottom, left:right].max(axis=2), np.uint8), left, top


def _find_lines(recogniser: Recogniser, piece: Picture) -> list[Corners]:
    """Find lines on a canvas as large as the search works at anyway: a flat strip would be blown up."""
    height, width = piece.shape[:2]
    scale = min(_SEARCH_WIDTH / width, _SEARCH_HEIGHT / height)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    seen = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=how)
    canvas = np.full((_SEARCH_HEIGHT, max(_SEARCH_HEIGHT, seen.shape[1])), int(np.median(seen)), np.uint8)
    canvas[: seen.shape[0], : seen.shape[1]] = seen
    softened = np.asarray(cv2.GaussianBlur(canvas, (0, 0), _SEARCH_SIGMA), np.uint8)
    return [corners / scale for corners in recogniser.find_lines(_in_colour(softened))]


def _rows(lines: Sequence[Corners]) -> list[Corners]:
    """Return the long lines from top to bottom; pieces of one line become one."""
    pieces = sorted((c for c in lines if _length(c) >= 2 * _height(c)), key=_length, reverse=True)
    if not pieces:
        return []
    rows: list[list[Corners]] = []
    for piece in pieces:
        row = next((row for row in rows if _continues(row[0], piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    joined = [_joined(row) for row in rows]
    longest = max(map(_length, joined))
    long = [row for row in joined if _length(row) >= _LEAST_SHARE_OF_LONGEST * longest]
    return sorted(long, key=lambda corners: float(corners[:, 1].mean()))


def _continues(row: Corners, piece: Corners) -> bool:
    """Say whether a piece lies on the line through the middle of a row, beside it."""
    start, end = (row[0] + row[3]) / 2, (row[1] + row[2]) / 2
    along = (end - start) / max(1.0, float(np.linalg.norm(end - start)))
    offset = piece.mean(axis=0) - start
    away = abs(float(along[0] * offset[1] - along[1] * offset[0]))
    beside = float(offset @ along)
    apart = _length(piece) / 2 < -beside + _height(row) or beside > _length(row) + _length(
        piece
    ) / 2 - _height(row)
    return away < _height(row) / 2 and apart and 0.5 < _height(piece) / _height(row) < 2


def _joined(row: list[Corners]) -> Corners:
    if len(row) == 1:
        return row[0]
    first = min(row, key=lambda corners: float(corners[0][0]))
    last = max(row, key=lambda corners: float(corners[1][0]))
    return np.stack([first[0], last[1], last[2], first[3]]).astype(np.float32)


def _length(corners: Corners) -> float:
    return float(np.linalg.norm(corners[1] - corners[0]))


def _height(corners: Corners) -> float:
    return max(1.0, float(np.linalg.norm(corners[3] - corners[0])))


def _strip(piece: Picture, row: Corners) -> Picture:
    """Return one line, straightened, at reading size, with a margin all around."""
    scale = min(_MOST_ENLARGED, _LINE_HEIGHT / _height(row))
    if scale < 1:
        piece = np.asarray(
            cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
        row, scale = row * scale, 1.0
    width, height = round(_length(row) * scale), round(_height(row) * scale)
    side = _MARGIN
    target = np.array(
        [[side, side], [side + width, side], [side + width, side + height], [side, side + height]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(row.astype(np.float32), target)
    return np.asarray(
        cv2.warpPerspective(
            piece, matrix, (width + 2 * side, height + 2 * side), flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )  # fmt: skip


def _in_colour(grey: Picture) -> Picture:
    return np.asarray(cv2.merge([grey, grey, grey]), np.uint8)


def _read_strips(recogniser: Recogniser, strips: Sequence[Picture], look: _Look) -> list[TextLine]:
    """Read each strip as one look shows it; an unreadable one becomes an empty line."""
    read = []
    for strip in strips:
        seen = _in_colour(_seen_so(strip, look))
        found = recogniser.recognise(seen, [_inner(seen, look)])
        read.append(
            TextLine(found[0].text, _WHOLE, found[0].confidence) if found else TextLine("", _WHOLE, 0.0)
        )
    return read


def _seen_so(strip: Picture, look: _Look) -> Picture:
    if look.even:
        strip = np.asarray(cv2.createCLAHE(2.0, (1, 8)).apply(strip), np.uint8)
    soft = cv2.GaussianBlur(strip, (0, 0), look.sigma)
    if look.scale != 1.0:
        soft = cv2.resize(soft, None, fx=look.scale, fy=look.scale, interpolation=cv2.INTER_AREA)
    return np.asarray(soft, np.uint8)


def _inner(seen: Picture, look: _Look) -> Corners:
    """Return the corners of what is seen, with as much of its margin as the look takes."""
    height, width = seen.shape[:2]
    out = round(_MARGIN * look.scale * (1 - look.margin))
    return np.array(
        [[out, out], [width - out, out], [width - out, height - out], [out, height - out]], np.float32
    )


_WHOLE = Box(0.0, 0.0, 1.0, 1.0)


def _box_of(lines: Sequence[Corners], width: int, height: int) -> Box:
    points = np.concatenate(list(lines))
    left, top = points.min(axis=0) / (width, height)
    right, bottom = points.max(axis=0) / (width, height)
    return Box(*(min(1.0, max(0.0, float(value))) for value in (left, top, right, bottom)))


# ---- the vote


def _elect(readings: Sequence[Sequence[TextLine]], today: date) -> tuple[Zone, int, int] | None:
    """Return the zone that most readings give, and which rows it stands on."""
    rows = len(readings[0]) if readings else 0
    elected = [
        (zone, first, count)
        for count in (2, 3)
        for first in range(rows - count + 1)
        if (zone := _elect_rows([reading[first : first + count] for reading in readings], today)) is not None
    ]
    return min(elected, key=lambda each: (len(each[0].failed), -each[0].confidence), default=None)


def _elect_rows(readings: Sequence[Sequence[TextLine]], today: date) -> Zone | None:
    """Let readings of the same rows vote at each place; single ones stand by where check digits fail."""
    single = [(reading, zone) for reading in readings if (zone := mrz.parse_zone(reading, today)) is not None]
    if not single:
        return None
    widths = Counter(tuple(map(len, zone.lines)) for _, zone in single).most_common(1)[0][0]
    alike = [(reading, zone) for reading, zone in single if tuple(map(len, zone.lines)) == widths]
    votes = [
        _vote([_ballot(reading[at], zone.lines[at], mrz.kinds(zone.format)[at]) for reading, zone in alike])
        for at in range(len(widths))
    ]
    texts = [TextLine(vote.text, _WHOLE, vote.confidence) for vote in votes]
    zone = _best_of_lines(texts, [zone for _, zone in alike], today)
    plainest = max(
        (reading for reading, _ in alike), key=lambda reading: min(line.confidence for line in reading)
    )
    return None if zone is None else _with_doubt(zone, votes, tuple(line.text for line in plainest))


def _ballot(read: TextLine, fitted: str, kinds: str) -> _Ballot:
    """Return a reading as it came; one that had to be brought to its length counts little."""
    cleaned = mrz.clean_line(read.text)
    weight = max(_LEAST_WEIGHT, read.confidence**2)
    if len(cleaned) != len(fitted):
        return _Ballot(fitted, weight * _FITTED_WEIGHT)
    return _Ballot(mrz.in_class(cleaned, kinds), weight)


def _vote(ballots: Sequence[_Ballot]) -> _Vote:
    elected = [_elect_character(place, ballots) for place in zip(*(b.text for b in ballots), strict=True)]
    shares = tuple(share for _, share in elected)
    confidence = max(math.sqrt(ballot.weight) for ballot in ballots)
    return _Vote("".join(character for character, _ in elected), shares, confidence)


def _elect_character(place: Sequence[str], ballots: Sequence[_Ballot]) -> tuple[str, float]:
    """Return the character with most votes at one place, and its share of them."""
    count: dict[str, float] = {}
    for character, ballot in zip(place, ballots, strict=True):
        count[character] = count.get(character, 0.0) + ballot.weight
    winner = max(count, key=lambda character: count[character])
    return winner, count[winner] / sum(count.values())


def _best_of_lines(voted: list[TextLine], zones: Sequence[Zone], today: date) -> Zone | None:
    """Take the elected lines, or single readings of a line where only these satisfy the check digits."""
    zone = mrz.parse_zone(voted, today)
    if zone is not None and not zone.failed:
        return zone
    choices = [
        list(dict.fromkeys((line.text, *(each.lines[at] for each in zones)))) for at, line in enumerate(voted)
    ]
    confidence = min(line.confidence for line in voted)
    proven = []
    for lines in itertools.product(*choices):
        other = mrz.parse_zone([TextLine(text, _WHOLE, confidence) for text in lines], today)
        if other is not None and not other.failed:
            proven.append(other)
    guarded = {_guarded(each) for each in proven}
    return proven[0] if len(guarded) == 1 else zone


def _guarded(zone: Zone) -> tuple[object, ...]:
    return zone.document_number, zone.birth_date, zone.expires_on, zone.optional


def _with_doubt(zone: Zone, votes: Sequence[_Vote], read: tuple[str, ...]) -> Zone:
    """Name the fields on which the readings did not agree.

    A check digit that fails is only as sure as the least sure place of its field: the page may be right.
    A few odd looks do not count against it, for none of them would satisfy the check digits either.
    """
    places = mrz.field_places(zone.format)
    agreed = {name: min(votes[at].shares[start:end]) for name, (at, start, end) in places.items()}
    unguarded = {name for name in agreed if name in mrz.UNGUARDED and agreed[name] < _AGREED}
    if _parts_on_g_and_6(votes, places[mrz.DOCUMENT_NUMBER]):
        unguarded.add(mrz.DOCUMENT_NUMBER)
    open_to_doubt = [agreed[name] for name in zone.failed if agreed[name] < _AGREED]
    return replace(
        zone,
        read=read,
        doubtful=tuple(sorted({*zone.doubtful, *unguarded})),
        confidence=zone.confidence * min(open_to_doubt, default=1.0),
    )


def _parts_on_g_and_6(votes: Sequence[_Vote], place: tuple[int, int, int]) -> bool:
    """Say whether looks part where G or 6 stands, which weigh the same in every check digit."""
    at, start, end = place
    voted = zip(votes[at].text[start:end], votes[at].shares[start:end], strict=True)
    return any(character in "G6" and share < 1 for character, share in voted)


# ---- the print of the same page


def settle_with_print(zone: Zone, facts: Sequence[Fact]) -> Zone:
    """Hold a zone against what the same page prints: number and names.

    Where zone and print differ only as letters and digits are confused, the reading is taken that the
    check digits bear out. What the print confirms is no longer doubtful; a name that it contradicts is,
    and a number that neither proves.
    """
    printed: dict[FactName, str] = {}
    for fact in sorted(facts, key=lambda fact: fact.confidence):
        printed[fact.name] = str(fact.value)
    if number := printed.get(FactName.PASSPORT_NUMBER):
        zone = _settle_number(zone, number)
    for name, field in ((FactName.SURNAME, mrz.SURNAME), (FactName.GIVEN_NAMES, mrz.GIVEN_NAMES)):
        if text := printed.get(name):
            zone = _settle_name(zone, field, text)
    return zone


def _settle_number(zone: Zone, printed: str) -> Zone:
    if same_number(zone.document_number, printed):
        return _confirmed(zone, mrz.DOCUMENT_NUMBER)
    if not may_be_misread_number(zone.document_number, printed):
        return zone if not zone.failed else _in_doubt(zone, mrz.DOCUMENT_NUMBER)
    readings = _readings_between(zone.document_number, printed)
    others = [mrz.with_number(zone, number) for number in readings]
    settled = [other for other in others if mrz.DOCUMENT_NUMBER not in other.failed]
    if len(settled) == 1:
        return _confirmed(settled[0], mrz.DOCUMENT_NUMBER)
    return _in_doubt(zone, mrz.DOCUMENT_NUMBER)


def _readings_between(zone: str, printed: str) -> Iterator[str]:
    """Give every number that takes each character from the zone or from the print."""
    print_of = [c for c in printed.upper() if c.isalnum()]
    for characters in itertools.product(*(dict.fromkeys(pair) for pair in zip(zone, print_of, strict=True))):
        yield "".join(characters)


def _settle_name(zone: Zone, field: str, printed: str) -> Zone:
    read = zone.surname if field == mrz.SURNAME else zone.given_names
    likeness = compare_names(read, printed, cut=zone.cut)
    if likeness is Likeness.UNDECIDED:
        return zone
    return _confirmed(zone, field) if likeness is Likeness.SAME else _in_doubt(zone, field)


def _confirmed(zone: Zone, field: str) -> Zone:
    return replace(zone, doubtful=tuple(name for name in zone.doubtful if name != field))


def _in_doubt(zone: Zone, field: str) -> Zone:
    return replace(zone, doubtful=tuple(sorted({*zone.doubtful, field})))
