"""What is asked of photos and what one measured: single measurements with their limits, and colour words."""

import math
from dataclasses import dataclass
from enum import StrEnum

from app.domain.reading import PhotoMeasures
from app.domain.rules import PhotoProfile, Range
from app.domain.sources import Source


class MeasureState(StrEnum):
    """How a measurement stands to what is asked."""

    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_MEASURED = "not-measured"
    NOT_ASKED = "not-asked"


class MeasureName(StrEnum):
    """What is measured on a photo."""

    RATIO = "ratio"
    PIXELS_WIDE = "pixels-wide"
    PIXELS_HIGH = "pixels-high"
    FILE_SIZE = "file-size"
    STATED_DPI = "stated-dpi"
    PRINT_DPI = "print-dpi"
    COLOUR = "colour"
    FACES = "faces"
    BACKGROUND = "background"
    EVENNESS = "evenness"
    HEAD_HEIGHT = "head-height"
    HEAD_WIDTH = "head-width"
    ABOVE_HEAD = "above-head"
    BELOW_CHIN = "below-chin"
    EYE_LINE = "eye-line"
    CENTRE = "centre"
    TILT = "tilt"
    SHARPNESS = "sharpness"
    WASHED_OUT = "washed-out"
    BLACK = "black"
    LIGHTNESS = "lightness"


@dataclass(frozen=True, slots=True)
class PhotoMeasurement:
    """Holds one measurement: its value and unit, what is asked, how far it may err, and how it stands.

    `words` are the colours asked. `source` is where the rule is written, empty where the limit is the
    product's own or nothing is asked.
    """

    name: MeasureName
    value: float | str | None
    unit: str
    state: MeasureState
    wanted: Range | None = None
    words: tuple[str, ...] = ()
    tolerance: float = 0.0
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadSizes:
    """Holds the sizes of a head in millimetres of the print; None where they could not be measured.

    `height` of a head that is cut off above is what of it can be seen.
    `centre` is how far the face lies right of the middle, as a share of the width; `eye_line` how high
    above the lower edge.
    """

    height: float | None = None
    width: float | None = None
    above: float | None = None
    below: float | None = None
    eye_line: float | None = None
    centre: float | None = None


def head_sizes(measures: PhotoMeasures, profile: PhotoProfile) -> HeadSizes:
    """Return the sizes of the only head, the whole picture laid on the print that a profile asks for."""
    if len(measures.faces) != 1:
        return HeadSizes()
    face = measures.faces[0]
    down, across = profile.height_mm / measures.height, profile.width_mm / measures.width
    middle = (face.left + face.right) / 2
    eyes = None if face.eyes is None else (face.eyes[0][1] + face.eyes[1][1]) / 2
    if face.eyes is not None:
        middle = (middle + (face.eyes[0][0] + face.eyes[1][0]) / 2) / 2
    height = width = above = None
    crown = 0.0 if measures.cut else face.crown
    if crown is not None:
        above = crown * down
        height = None if face.chin is None else (face.chin - crown) * down
    if face.head_left is not None and face.head_right is not None:
        width = (face.head_right - face.head_left) * across
    return HeadSizes(
        height,
        width,
        above,
        None if face.chin is None else (measures.height - face.chin) * down,
        None if eyes is None else (measures.height - eyes) * down,
        middle / measures.width - 0.5,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """Holds the region of L*C*h that a word covers; `hue` in degrees, wrapping over 0."""

    word: str
    lightness: tuple[float, float]
    chroma: tuple[float, float]
    hue: tuple[float, float] = (0.0, 360.0)


# Regions overlap where people call a colour by either word. Studios' light blue has a lightness of 70
# to 90, their blue (67, 142, 219) one of 58 with a chroma of 48; their red (255, 0, 0) and darker.
_COLOURS = (
    _Named("white", (88.0, 101.0), (0.0, 7.0)),
    _Named("light-grey", (62.0, 93.0), (0.0, 8.0)),
    _Named("light-blue", (66.0, 95.0), (4.0, 42.0), (205.0, 295.0)),
    _Named("blue", (15.0, 75.0), (22.0, 140.0), (225.0, 315.0)),
    _Named("red", (20.0, 70.0), (35.0, 140.0), (345.0, 50.0)),
    _Named("green", (15.0, 95.0), (12.0, 140.0), (105.0, 200.0)),
)


def colour_words(lab: tuple[float, float, float]) -> tuple[str, ...]:
    """Return the words by which a colour may be called, the fittest first; "other" where none fits."""
    lightness, a, b = lab
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    fitting = [each for each in _COLOURS if _covers(each, lightness, chroma, hue)]
    fitting.sort(key=lambda each: -_depth(each, lightness, chroma))
    return tuple(each.word for each in fitting) or ("other",)


def _covers(named: _Named, lightness: float, chroma: float, hue: float) -> bool:
    first, last = named.hue
    in_hue = first <= hue <= last if first <= last else hue >= first or hue <= last
    return (
        in_hue
        and named.lightness[0] <= lightness <= named.lightness[1]
        and named.chroma[0] <= chroma <= named.chroma[1]
    )


def _depth(named: _Named, lightness: float, chroma: float) -> float:
    """Return how deep inside its region a colour lies."""
    return min(
        lightness - named.lightness[0],
        named.lightness[1] - lightness,
        # Nothing is less than grey: the lower end of a region without chroma is no border.
        chroma - named.chroma[0] if named.chroma[0] else math.inf,
        named.chroma[1] - chroma,
    )


class CopyObstacle(StrEnum):
    """Why no compliant copy of a photo can be made by cutting and scaling alone."""

    NOT_ONE_FACE = "not-one-face"
    HEAD_UNKNOWN = "head-unknown"
    HEAD_CUT = "head-cut"
    NO_ROOM = "no-room"
    TOO_FEW_PIXELS = "too-few-pixels"
    FILE_SIZE = "file-size"
    GREY = "grey"
    BACKGROUND = "background"
    TILTED = "tilted"
    BLURRED = "blurred"
    EXPOSURE = "exposure"
    HEAD_WIDTH = "head-width"


@dataclass(frozen=True, slots=True)
class PhotoCopy:
    """Holds what was made of a photo, or why nothing was.

    `cut` is the part that was taken of the original, in its pixels: left, top, right, bottom. `scale`
    is what its pixels were scaled by.
    """

    path: str | None = None
    width: int = 0
    height: int = 0
    size_bytes: int = 0
    dpi: int = 0
    quality: int = 0
    cut: tuple[int, int, int, int] = (0, 0, 0, 0)
    scale: float = 1.0
    obstacles: tuple[CopyObstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasuredPhoto:
    """Holds a photo's measurements beside the profile that they are held against."""

    path: str
    place: str
    profile: PhotoProfile
    measures: PhotoMeasures
    rows: tuple[PhotoMeasurement, ...]
