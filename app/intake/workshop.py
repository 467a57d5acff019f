"""Makes a copy of a photo that fits a profile: cut, scaled down, packed into the asked bytes, and no more.

Nothing is ever painted, turned, sharpened or filled in: a face is the same face, or there is no copy. A
tilted head is not levelled, since turning would draw every pixel of the face anew. The original stays
as it is; the copy carries no metadata but its resolution, in sRGB.
"""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.domain.files import FileKind
from app.domain.photos import CopyObstacle, PhotoCopy, head_sizes
from app.domain.reading import PhotoMeasures
from app.domain.rules import PhotoProfile, Range
from app.env.replace import write_bytes
from app.intake.photo import load_photo

# So little enlarging cannot be seen on a print; beyond it detail would be made up.
_MOST_ENLARGED = 1.08
_PRINT_DPI = 300
_MM_PER_INCH = 25.4
# Where nothing is asked the gap above the head is this share of the height; studios leave as much.
_GAP_SHARE, _LEAST_GAP_SHARE = 0.09, 0.02
_STEPS = 9
# A picture that is right already is not cut: as far as whole pixels allow, and within 5 % of the middle
# (ISO/IEC 19794-5).
_SAME_SHAPE, _MOST_OFF_CENTRE = 0.005, 0.05
_QUALITIES = (95, 92, 89, 86, 83, 80, 76, 72, 68)
# Both readings of a kilobyte have to hold.
_LEAST_KB, _MOST_KB = 1024, 1000

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Packed:
    data: bytes
    size: tuple[int, int]
    quality: int


def make_compliant(
    path: Path, kind: FileKind, measures: PhotoMeasures, profile: PhotoProfile, destination: Path
) -> PhotoCopy:
    """Write a copy that fits a profile to a destination, or say why cutting and scaling cannot make one.

    Raises MachineStopped when the destination cannot be written, and what reading a picture raises.
    """
    cut = _find_cut(measures, profile)
    if isinstance(cut, CopyObstacle):
        return PhotoCopy(obstacles=(cut,))
    loaded = load_photo(path, kind)
    if loaded is None:
        return PhotoCopy(obstacles=(CopyObstacle.NOT_ONE_FACE,))
    sizes = list(_sizes(cut, profile))
    if not sizes:
        return PhotoCopy(obstacles=(CopyObstacle.TOO_FEW_PIXELS,))
    part = loaded.image.crop(cut)
    packed = next((each for size in sizes if (each := _pack(part, size, profile)) is not None), None)
    if packed is None:
        return PhotoCopy(obstacles=(CopyObstacle.FILE_SIZE,))
    write_bytes(destination, packed.data)
    return PhotoCopy(
        path=str(destination),
        width=packed.size[0],
        height=packed.size[1],
        size_bytes=len(packed.data),
        dpi=_dpi(packed.size, profile),
        quality=packed.quality,
        cut=cut,
        scale=round(packed.size[1] / (cut[3] - cut[1]), 3),
    )


def _find_cut(measures: PhotoMeasures, profile: PhotoProfile) -> Box | CopyObstacle:
    """Return the part of the picture in which the head has the asked size and place."""
    if len(measures.faces) != 1:
        return CopyObstacle.NOT_ONE_FACE
    if measures.cut:
        return CopyObstacle.HEAD_CUT
    if head_sizes(measures, profile).height is None:
        return CopyObstacle.HEAD_UNKNOWN
    if _fits_as_it_is(measures, profile):
        return 0, 0, measures.width, measures.height
    cuts = (_cut_at(measures, profile, height, gap) for height, gap in _wanted(profile))
    return next((cut for cut in cuts if cut is not None), CopyObstacle.NO_ROOM)


def _fits_as_it_is(measures: PhotoMeasures, profile: PhotoProfile) -> bool:
    """Say whether the whole picture has the asked shape and the head its asked size and place."""
    sizes = head_sizes(measures, profile)
    shape = measures.width / measures.height
    shapes = (_ratio(profile), profile.width_mm / profile.height_mm)
    asked = (
        (sizes.height, profile.head_height_mm),
        (sizes.width, profile.head_width_mm),
        (sizes.above, profile.above_head_mm),
        (sizes.below, profile.below_chin_mm),
        (sizes.centre, Range(-_MOST_OFF_CENTRE, _MOST_OFF_CENTRE)),
    )
    return any(abs(shape / each - 1) <= _SAME_SHAPE for each in shapes) and all(
        value is None or _within(value, wanted) for value, wanted in asked
    )


def _wanted(profile: PhotoProfile) -> Iterator[tuple[float, float]]:
    """Give head heights with gaps above, in shares of the picture's height, the best first."""
    heights = _from_middle(profile.head_height_mm or Range(), profile.height_mm, 0.55, 0.72)
    gaps = (
        _from_middle(profile.above_head_mm, profile.height_mm, _LEAST_GAP_SHARE, 0.2)
        if profile.above_head_mm
        else [_GAP_SHARE + step * 0.01 for step in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6, -7)]
    )
    below = profile.below_chin_mm and profile.below_chin_mm.least
    for height, gap in itertools.product(heights, gaps):
        if 1 - height - gap >= (below or 0.0) / profile.height_mm:
            yield height, gap


def _from_middle(wanted: Range, whole: float, low: float, high: float) -> list[float]:
    """Return values within a range, in shares of a whole, from its middle outwards."""
    least = low if wanted.least is None else wanted.least / whole
    most = high if wanted.most is None else wanted.most / whole
    middle, step = (least + most) / 2, (most - least) / (_STEPS + 1)
    values = [least + step * index for index in range(1, _STEPS + 1)]
    return sorted(values, key=lambda value: abs(value - middle))


def _cut_at(measures: PhotoMeasures, profile: PhotoProfile, height: float, gap: float) -> Box | None:
    """Return the part in which the head has that height and gap, None where the picture ends before."""
    face = measures.faces[0]
    if face.crown is None or face.chin is None:
        return None
    high = (face.chin - face.crown) / height
    wide = high * _ratio(profile)
    middle = measures.width * (0.5 + (head_sizes(measures, profile).centre or 0.0))
    top, left = face.crown - gap * high, middle - wide / 2
    box = (round(left), round(top), round(left) + round(wide), round(top) + round(high))
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= measures.width and box[3] <= measures.height
    return box if inside and _has_asked_width(measures, profile, wide) else None


def _has_asked_width(measures: PhotoMeasures, profile: PhotoProfile, wide: float) -> bool:
    face, wanted = measures.faces[0], profile.head_width_mm
    if wanted is None or face.head_left is None or face.head_right is None:
        return True
    width = (face.head_right - face.head_left) / wide * profile.width_mm
    return (wanted.least or 0) <= width and (wanted.most is None or width <= wanted.most)


def _ratio(profile: PhotoProfile) -> float:
    """Return width to height: of the digital photo where one is described, else of the print."""
    wide, high = profile.pixels_wide, profile.pixels_high
    if wide and high and wide.least and high.least:
        return wide.least / high.least
    return profile.width_mm / profile.height_mm


def _sizes(cut: Box, profile: PhotoProfile) -> Iterator[tuple[int, int]]:
    """Give the sizes in pixels that the copy may have, the largest first."""
    wide = cut[2] - cut[0]
    ratio = wide / (cut[3] - cut[1])
    asked = profile.pixels_wide or Range()
    least = int(asked.least or 0)
    most = int(asked.most or max(least, profile.width_mm / _MM_PER_INCH * _PRINT_DPI))
    largest = min(most, wide)
    if largest < least <= wide * _MOST_ENLARGED:
        largest = least
    step = max(1, (largest - least) // 6) if least else max(1, largest // 8)
    lowest = least or largest // 2
    widths = (*range(largest, lowest, -step), lowest) if largest >= lowest > 0 else ()
    for width in dict.fromkeys(widths):
        size = (width, round(width / ratio))
        if _within(size[1], profile.pixels_high):
            yield size


def _within(value: float, wanted: Range | None) -> bool:
    if wanted is None:
        return True
    return (wanted.least is None or value >= wanted.least) and (wanted.most is None or value <= wanted.most)


def _pack(part: Image.Image, size: tuple[int, int], profile: PhotoProfile) -> _Packed | None:
    """Encode at a size, as finely as the asked bytes allow; None where no quality fits."""
    scaled = part if part.size == size else part.resize(size, Image.Resampling.LANCZOS)
    dpi, wanted = _dpi(size, profile), profile.file_kb or Range()
    least, most = (wanted.least or 0) * _LEAST_KB, (wanted.most or float("inf")) * _MOST_KB
    for quality in _QUALITIES:
        data = _encoded(scaled, quality, dpi)
        if len(data) < least:
            # The finest is too small: a plain picture, which only finer colour can fill.
            data, quality = _encoded(scaled, 100, dpi, subsampling=0), 100
            return _Packed(data, size, quality) if least <= len(data) <= most else None
        if len(data) <= most:
            return _Packed(data, size, quality)
    return None


def _encoded(image: Image.Image, quality: int, dpi: int, subsampling: int = 0) -> bytes:
    stream = io.BytesIO()
    # A new picture: nothing of what the original said of camera, place or time goes along.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    bare.save(stream, "JPEG", quality=quality, subsampling=subsampling, optimize=True, dpi=(dpi, dpi))
    return stream.getvalue()


def _dpi(size: tuple[int, int], profile: PhotoProfile) -> int:
    """Return the resolution at which the print has the asked height, as far as the profile allows it."""
    dpi = size[1] / profile.height_mm * _MM_PER_INCH
    wanted = profile.dpi or Range()
    return round(min(max(dpi, wanted.least or 0), wanted.most or dpi))
