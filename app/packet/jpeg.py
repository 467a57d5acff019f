"""Reads a JPEG's segments, to pass the picture through unchanged and leave out what tells about its maker.

Segments: ITU-T T.81, annex B. Kept are those that a decoder needs, the JFIF header and Adobe's colour
transform; Exif (with position and thumbnail), XMP, comments and whatever follows the picture are not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_SCAN = 0xDA
_COMMENT = 0xFE
# In coded data FF is followed by 00, a restart mark or another FF; anything else begins a segment.
_NEXT_MARK = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_THIS_MARK = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True, slots=True)
class Jpeg:
    """Holds a JPEG without its metadata, and what a page has to know to show it.

    `complete` says that its end was found; without it the picture may be cut off in the middle.
    """

    data: bytes
    width: int
    height: int
    components: int
    adobe: bool
    profile: bytes
    complete: bool


def read_jpeg(data: bytes) -> Jpeg | None:
    """Take a JPEG apart; None when it is of a kind that PDF readers need not decode."""
    if not data.startswith(_START):
        raise ValueError("no JPEG")
    kept = [_START]
    frame: tuple[int, int, int] | None = None
    adobe, complete, profile = False, False, []
    for mark, segment in _segments(data):
        complete = mark == _END[1]
        if mark in _OTHER_FRAMES or (mark in _FRAMES and segment[4] != 8):
            return None
        if mark in _FRAMES:
            frame = (int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7]), segment[9])
        adobe = adobe or _is_adobe(mark, segment)
        if _is_profile(mark, segment):
            profile.append(segment[18:])
        if _is_needed(mark, segment):
            kept.append(segment)
    if frame is None or min(frame) == 0:
        return None
    return Jpeg(b"".join((*kept, _END)), *frame, adobe, b"".join(profile), complete)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each segment up to the first end of picture; a scan includes its coded data."""
    position = 2
    while position + 2 <= len(data):
        match = _THIS_MARK.match(data, position)
        if match is None:
            raise ValueError("a JPEG segment does not begin where it should")
        mark = data[match.end() - 1]
        if mark == _END[1]:
            yield mark, b""
            return
        start, body = match.end() - 2, match.end()
        end = body + int.from_bytes(data[body : body + 2])
        if mark == _SCAN:
            following = _NEXT_MARK.search(data, end)
            end = following.start() if following else len(data)
        yield mark, data[start:end]
        position = end


def _is_adobe(mark: int, segment: bytes) -> bool:
    return mark == 0xEE and segment[4:9] == b"Adobe"


def _is_profile(mark: int, segment: bytes) -> bool:
    return mark == 0xE2 and segment[4:16] == b"ICC_PROFILE\0"


def _is_needed(mark: int, segment: bytes) -> bool:
    if mark == 0xE0:
        return segment[4:9] == b"JFIF\0"
    if 0xE0 <= mark <= 0xEF:
        return _is_adobe(mark, segment) or _is_profile(mark, segment)
    return mark not in (_COMMENT, _END[1])
