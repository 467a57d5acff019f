"""Is each photo as the place asks: size, ratio, colour, background, head? Single measurements, no score.

Millimetres are those of the print that the profile asks for: its whole height and width are laid on the
whole picture. What an authority asks comes from the profile. The limits below are the product's own,
for what no profile puts in figures; how far measurements err was measured on portraits with known heads
(`benchmarks/photos.py`).
"""

from collections.abc import Iterator
from dataclasses import replace

from app.checks.bench import Bench, found
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param, Severity
from app.domain.photos import (
    HeadSizes,
    MeasureName,
    MeasureState,
    PhotoMeasurement,
    colour_words,
    head_sizes,
)
from app.domain.reading import PhotoMeasures
from app.domain.rules import PhotoProfile, Range

PHOTO = "photo"

# Sides are whole pixels and studios round them: 33 x 48 mm is cut as 390 x 567 pixels.
_RATIO_TOLERANCE = 0.015
# A kilobyte is 1000 bytes to some and 1024 to others; neither reading is held against anybody.
_LEAST_KB, _MOST_KB = 1000, 1024
# What measurements err at most, in millimetres of a print that is 48 mm high.
_HEAD_TOLERANCE_MM, _GAP_TOLERANCE_MM = 2.0, 1.0
# ISO/IEC 19794-5 wants heads of full frontal portraits turned by less than 5 degrees and within 5 % of
# the width from the middle; on top of each stands the error of measuring.
_MOST_TILT, _TILT_TOLERANCE = 5.0, 1.0
_MOST_OFF_CENTRE, _CENTRE_TOLERANCE = 0.05, 0.02
# Soft light falls off by three or four Delta E towards the corners; a shadow or a fold begins at twice that.
_MOST_SPREAD = 6.5
# A portrait of 354 x 472 pixels blurred by 1.5 pixels keeps less than this, sharp ones 0.58 and more.
_LEAST_SHARPNESS = 0.45
# Shares of the face, and its lightness (L*): beyond these no features are left to be seen.
_MOST_WASHED_OUT, _MOST_BLACK, _LEAST_LIGHTNESS = 0.4, 0.4, 15.0
_ALL_OVER = 0.9

_WITHIN, _OUTSIDE = MeasureState.WITHIN, MeasureState.OUTSIDE
_NOT_MEASURED, _NOT_ASKED = MeasureState.NOT_MEASURED, MeasureState.NOT_ASKED


def check_photos(bench: Bench) -> Iterator[Finding]:
    """State what on each photo is not as the place asks, and which files could not be measured."""
    profile = bench.place.photo_on(bench.category.kind, bench.case.submit_on)
    if profile is None:
        return
    for evidence in bench.case.evidence:
        if evidence.requirement == PHOTO and evidence.part is EvidencePart.ORIGINAL:
            yield from _check_evidence(evidence, profile, bench)


def _check_evidence(evidence: Evidence, profile: PhotoProfile, bench: Bench) -> Iterator[Finding]:
    for name in bench.used_pages(evidence):
        facts, reading = bench.facts[name], bench.readings.get(name)
        if facts.problem is not None or reading is None or reading.trouble is not None:
            continue
        if reading.photo is None:
            yield found("photo.not_measured", evidence, file=name, source=profile.source)
            continue
        for code, params in _faults(reading.photo, profile, is_file=facts.kind.is_picture):
            finding = found(code, evidence, file=name, source=profile.source, params=params)
            # Where the file itself is not handed in, a larger one only makes a finer print.
            weighty = code == "photo.too_large" and profile.digital
            yield replace(finding, severity=Severity.WARNING) if weighty else finding


def _faults(
    measures: PhotoMeasures, profile: PhotoProfile, *, is_file: bool
) -> Iterator[tuple[str, dict[str, Param]]]:
    rows = {row.name: row for row in photo_measurements(measures, profile, is_file=is_file)}
    yield from _file_faults(measures, profile, rows)
    if _is_outside(rows, MeasureName.FACES):
        count = len(measures.faces)
        yield ("photo.several_faces", {"count": count}) if count else ("photo.no_face", {})
    # A picture without a face may be no portrait at all; with two, one stands in the other's background.
    if len(measures.faces) == 1:
        yield from _colour_faults(measures, profile, rows)
        yield from _head_faults(rows)


def _is_outside(rows: dict[MeasureName, PhotoMeasurement], *names: MeasureName) -> bool:
    return any(name in rows and rows[name].state is _OUTSIDE for name in names)


def _file_faults(
    measures: PhotoMeasures, profile: PhotoProfile, rows: dict[MeasureName, PhotoMeasurement]
) -> Iterator[tuple[str, dict[str, Param]]]:
    if _is_outside(rows, MeasureName.RATIO):
        yield (
            "photo.wrong_ratio",
            {**_pixels(measures), "wanted": f"{profile.width_mm:g} × {profile.height_mm:g}"},
        )
    sides = (MeasureName.PIXELS_WIDE, MeasureName.PIXELS_HIGH)
    beyond = [rows[side] for side in sides if _is_outside(rows, side)]
    if any(_is_below(row) for row in beyond):
        yield "photo.too_small", {**_pixels(measures), "wanted": _least_pixels(profile)}
    elif beyond:
        yield "photo.too_large", {**_pixels(measures), "wanted": _most_pixels(profile)}
    if _is_outside(rows, MeasureName.FILE_SIZE):
        row = rows[MeasureName.FILE_SIZE]
        yield "photo.file_size", {"measured": _figure(row.value), "wanted": range_words(row.wanted)}


def _pixels(measures: PhotoMeasures) -> dict[str, Param]:
    return {"width": measures.width, "height": measures.height}


def _is_below(row: PhotoMeasurement) -> bool:
    least = row.wanted.least if row.wanted else None
    return least is not None and isinstance(row.value, int | float) and row.value < least


def _least_pixels(profile: PhotoProfile) -> str:
    sides = (profile.pixels_wide, profile.pixels_high)
    return _sides_words([None if side is None else side.least for side in sides])


def _most_pixels(profile: PhotoProfile) -> str:
    sides = (profile.pixels_wide, profile.pixels_high)
    return _sides_words([None if side is None else side.most for side in sides])


def _sides_words(sides: list[float | None]) -> str:
    return " × ".join("—" if side is None else f"{side:g}" for side in sides)


def _colour_faults(
    measures: PhotoMeasures, profile: PhotoProfile, rows: dict[MeasureName, PhotoMeasurement]
) -> Iterator[tuple[str, dict[str, Param]]]:
    if _is_outside(rows, MeasureName.COLOUR):
        yield "photo.not_colour", {}
    uneven = _is_outside(rows, MeasureName.EVENNESS)
    if uneven:
        yield "photo.background_not_plain", {"measured": _figure(rows[MeasureName.EVENNESS].value)}
    # A grey picture has a grey background, whatever stood behind the person.
    off_colour = measures.colour and _is_outside(rows, MeasureName.BACKGROUND)
    if off_colour and (not uneven or _is_off_all_over(measures, profile)):
        params: dict[str, Param] = {"colour": measures.background_colour or "other"}
        yield "photo.wrong_background", {**params, "wanted": profile.background}


def _is_off_all_over(measures: PhotoMeasures, profile: PhotoProfile) -> bool:
    """Say whether hardly any part of an uneven background has a colour that is asked."""
    off = [not _is_asked(patch, profile) for patch in measures.background_patches]
    return bool(off) and sum(off) >= _ALL_OVER * len(off)


def _is_asked(lab: tuple[float, float, float], profile: PhotoProfile) -> bool:
    return any(word in profile.colours for word in colour_words(lab))


def _head_faults(rows: dict[MeasureName, PhotoMeasurement]) -> Iterator[tuple[str, dict[str, Param]]]:
    for name in (MeasureName.HEAD_HEIGHT, MeasureName.HEAD_WIDTH):
        if _is_outside(rows, name):
            yield "photo.head_size", _head_params(rows[name])
            break
    # A head that is too large leaves no gaps: that is one fault, not two.
    gaps = (
        () if _is_outside(rows, MeasureName.HEAD_HEIGHT) else (MeasureName.ABOVE_HEAD, MeasureName.BELOW_CHIN)
    )
    for name in (MeasureName.CENTRE, *gaps):
        if _is_outside(rows, name):
            yield "photo.off_centre", _head_params(rows[name])
            break
    if _is_outside(rows, MeasureName.TILT):
        yield "photo.tilted", {"measured": _figure(rows[MeasureName.TILT].value)}
    if _is_outside(rows, MeasureName.SHARPNESS):
        yield "photo.blurred", {"measured": _figure(rows[MeasureName.SHARPNESS].value)}
    if _is_outside(rows, MeasureName.WASHED_OUT):
        yield "photo.over_exposed", {}
    elif _is_outside(rows, MeasureName.BLACK, MeasureName.LIGHTNESS):
        yield "photo.under_exposed", {}


def _head_params(row: PhotoMeasurement) -> dict[str, Param]:
    return {
        "reason": row.name.value,
        "measured": "—" if row.value is None else _figure(row.value),
        "wanted": range_words(row.wanted),
    }


def _figure(value: float | str | None) -> str:
    return f"{value:.3g}" if isinstance(value, int | float) else str(value)


def range_words(wanted: Range | None) -> str:
    """Write a range as figures, the same in every language."""
    if wanted is None:
        return "—"
    if wanted.least is None or wanted.most is None:
        return f"≥ {wanted.least:g}" if wanted.least is not None else f"≤ {wanted.most:g}"
    return f"{wanted.least:g}–{wanted.most:g}"


def photo_measurements(
    measures: PhotoMeasures, profile: PhotoProfile, *, is_file: bool = True
) -> tuple[PhotoMeasurement, ...]:
    """Return every measurement with what is asked and how it stands to that.

    `is_file` says that the picture is itself the file, not drawn from a page of a PDF.
    """
    sizes = head_sizes(measures, profile)
    # Cut to another ratio, millimetres of the print cannot be told.
    fits = _has_right_ratio(measures, profile)
    return (
        *_file_rows(measures, profile, is_file=is_file),
        *_colour_rows(measures, profile),
        *_head_rows(measures, profile, sizes if fits else HeadSizes(centre=sizes.centre)),
        *_look_rows(measures),
    )


def _file_rows(
    measures: PhotoMeasures, profile: PhotoProfile, *, is_file: bool
) -> Iterator[PhotoMeasurement]:
    state = _WITHIN if _has_right_ratio(measures, profile) else _OUTSIDE
    ratio = round(measures.width / measures.height, 3)
    yield PhotoMeasurement(
        MeasureName.RATIO,
        ratio,
        "",
        state,
        words=_ratio_words(profile),
        tolerance=_RATIO_TOLERANCE,
        source=profile.source,
    )
    yield _row(MeasureName.PIXELS_WIDE, measures.width, "px", profile.pixels_wide, profile)
    yield _row(MeasureName.PIXELS_HIGH, measures.height, "px", profile.pixels_high, profile)
    if is_file:
        yield _file_size(measures, profile)
    yield PhotoMeasurement(MeasureName.STATED_DPI, measures.dpi, "dpi", _NOT_ASKED)
    dpi = round(measures.height / profile.height_mm * 25.4)
    yield PhotoMeasurement(MeasureName.PRINT_DPI, dpi, "dpi", _NOT_ASKED)


def _ratio_words(profile: PhotoProfile) -> tuple[str, ...]:
    rights = [f"{profile.width_mm:g}:{profile.height_mm:g} ({profile.width_mm / profile.height_mm:.3f})"]
    wide, high = profile.pixels_wide, profile.pixels_high
    if wide and high and wide.least and high.least:
        rights.append(f"{wide.least:g}:{high.least:g} ({wide.least / high.least:.3f})")
    return tuple(rights)


def _right_ratios(profile: PhotoProfile) -> Iterator[float]:
    """Give the ratios that are right: of the print, and of the digital photo."""
    yield profile.width_mm / profile.height_mm
    wide, high = profile.pixels_wide, profile.pixels_high
    if wide and high and wide.least and high.least:
        yield wide.least / high.least
    if wide and high and wide.most and high.most:
        yield wide.most / high.most


def _has_right_ratio(measures: PhotoMeasures, profile: PhotoProfile) -> bool:
    ratio = measures.width / measures.height
    return any(abs(ratio / right - 1) <= _RATIO_TOLERANCE for right in _right_ratios(profile))


def _file_size(measures: PhotoMeasures, profile: PhotoProfile) -> PhotoMeasurement:
    size, wanted = measures.size_bytes, profile.file_kb
    state = _NOT_ASKED
    if wanted is not None:
        small = wanted.least is not None and size < wanted.least * _LEAST_KB
        large = wanted.most is not None and size > wanted.most * _MOST_KB
        state = _OUTSIDE if small or large else _WITHIN
    return PhotoMeasurement(
        MeasureName.FILE_SIZE, round(size / _MOST_KB, 1), "KB", state, wanted,
        source=profile.source if wanted else (),
    )  # fmt: skip


def _colour_rows(measures: PhotoMeasures, profile: PhotoProfile) -> Iterator[PhotoMeasurement]:
    colour = measures.colour
    yield PhotoMeasurement(
        MeasureName.COLOUR,
        "colour" if colour else "grey",
        "",
        _WITHIN if colour else _OUTSIDE,
        words=("colour",),
        source=profile.source,
    )
    state = _WITHIN if len(measures.faces) == 1 else _OUTSIDE
    yield PhotoMeasurement(MeasureName.FACES, len(measures.faces), "", state, Range(1, 1))
    lab = measures.background_lab
    state = _NOT_MEASURED if lab is None else _WITHIN if _is_asked(lab, profile) else _OUTSIDE
    yield PhotoMeasurement(
        MeasureName.BACKGROUND,
        measures.background_colour,
        "",
        state,
        words=profile.colours,
        source=profile.source,
    )
    yield _own(MeasureName.EVENNESS, measures.background_spread, "ΔE", Range(None, _MOST_SPREAD))


def _head_rows(
    measures: PhotoMeasures, profile: PhotoProfile, sizes: HeadSizes
) -> Iterator[PhotoMeasurement]:
    head, gap = _HEAD_TOLERANCE_MM, _GAP_TOLERANCE_MM
    height = _row(MeasureName.HEAD_HEIGHT, sizes.height, "mm", profile.head_height_mm, profile, head)
    too_high = height.state is _OUTSIDE and not _is_below(height)
    # Of a head that is cut off only the least height is known.
    yield replace(height, state=_NOT_MEASURED) if measures.cut and not too_high else height
    width = _row(MeasureName.HEAD_WIDTH, sizes.width, "mm", profile.head_width_mm, profile, head)
    too_wide = width.state is _OUTSIDE and not _is_below(width)
    # Wide hair hides where the head ends; a face that is as wide itself needs no hair for it.
    hidden = too_wide and not _is_face_wider(measures, profile)
    yield replace(width, state=_NOT_MEASURED) if hidden else width
    above = _row(MeasureName.ABOVE_HEAD, sizes.above, "mm", profile.above_head_mm, profile, gap)
    if measures.cut:
        # A head that runs out of the picture is wrong everywhere, whatever gap is asked.
        above = replace(above, value=0.0, state=_OUTSIDE, wanted=above.wanted or Range(0.0, None))
    yield above
    yield _row(MeasureName.BELOW_CHIN, sizes.below, "mm", profile.below_chin_mm, profile, gap)
    yield _row(MeasureName.EYE_LINE, sizes.eye_line, "mm", None, profile)
    centre = None if sizes.centre is None else 100 * sizes.centre
    limit = Range(-100 * _MOST_OFF_CENTRE, 100 * _MOST_OFF_CENTRE)
    yield _own(MeasureName.CENTRE, centre, "%", limit, 100 * _CENTRE_TOLERANCE)


def _is_face_wider(measures: PhotoMeasures, profile: PhotoProfile) -> bool:
    """Say whether the square of the face alone is wider than the whole head may be."""
    wanted, face = profile.head_width_mm, measures.faces[0]
    width = (face.right - face.left) / measures.width * profile.width_mm
    return wanted is not None and wanted.most is not None and width > wanted.most


def _look_rows(measures: PhotoMeasures) -> Iterator[PhotoMeasurement]:
    yield _own(MeasureName.TILT, measures.tilt, "°", Range(-_MOST_TILT, _MOST_TILT), _TILT_TOLERANCE)
    yield _own(MeasureName.SHARPNESS, measures.sharpness, "", Range(_LEAST_SHARPNESS, None))
    seen = bool(measures.faces)
    over, under = (100 * measures.over, 100 * measures.under) if seen else (None, None)
    yield _own(MeasureName.WASHED_OUT, over, "%", Range(None, 100 * _MOST_WASHED_OUT))
    yield _own(MeasureName.BLACK, under, "%", Range(None, 100 * _MOST_BLACK))
    yield _own(MeasureName.LIGHTNESS, measures.lightness, "L*", Range(_LEAST_LIGHTNESS, None))


def _row(
    name: MeasureName,
    value: float | None,
    unit: str,
    wanted: Range | None,
    profile: PhotoProfile,
    tolerance: float = 0.0,
) -> PhotoMeasurement:
    """Make a measurement that is held against the profile, where that asks for anything."""
    if wanted is None:
        return PhotoMeasurement(
            name, _rounded(value), unit, _NOT_ASKED if value is not None else _NOT_MEASURED
        )
    state = _state(value, wanted, tolerance)
    return PhotoMeasurement(name, _rounded(value), unit, state, wanted, (), tolerance, profile.source)


def _own(
    name: MeasureName, value: float | None, unit: str, wanted: Range, tolerance: float = 0.0
) -> PhotoMeasurement:
    """Make a measurement that is held against the product's own limit, which has no source."""
    return PhotoMeasurement(
        name, _rounded(value), unit, _state(value, wanted, tolerance), wanted, (), tolerance
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _state(value: float | None, wanted: Range, tolerance: float) -> MeasureState:
    if value is None:
        return _NOT_MEASURED
    low = wanted.least is not None and value < wanted.least - tolerance
    high = wanted.most is not None and value > wanted.most + tolerance
    return _OUTSIDE if low or high else _WITHIN
