"""Measures a photo against what a place asks, and makes a copy that fits where cutting and scaling allow."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.desk import Desk
from app.checks.photo import photo_measurements
from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.domain.photos import (
    CopyObstacle,
    MeasuredPhoto,
    MeasureName,
    MeasureState,
    PhotoCopy,
    PhotoMeasurement,
)
from app.domain.reading import PhotoMeasures
from app.domain.rules import CategoryKind, PhotoProfile
from app.env.replace import write_bytes
from app.env.work_folder import work_folder
from app.intake.calls import Call, Outcome, Trouble
from app.intake.guard import Work
from app.intake.identify import identify_file
from app.intake.limits import MIB, allow

_MEASURE = "app.intake.photo:measure_file"
_MAKE = "app.intake.workshop:make_compliant"
# The largest camera picture takes two seconds to measure, and some more to be packed again and again. Of the
# memory a quarter is set aside by the libraries that measure, and never touched.
_ALLOWANCE = allow(12.0, 960 * MIB)
_HEAVY = frozenset({Trouble.TIMEOUT, Trouble.MEMORY, Trouble.TOO_LARGE})
# What no cutting and scaling mends.
_BEYOND = {
    MeasureName.COLOUR: CopyObstacle.GREY,
    MeasureName.FACES: CopyObstacle.NOT_ONE_FACE,
    MeasureName.BACKGROUND: CopyObstacle.BACKGROUND,
    MeasureName.EVENNESS: CopyObstacle.BACKGROUND,
    MeasureName.TILT: CopyObstacle.TILTED,
    MeasureName.SHARPNESS: CopyObstacle.BLURRED,
    MeasureName.WASHED_OUT: CopyObstacle.EXPOSURE,
    MeasureName.BLACK: CopyObstacle.EXPOSURE,
    MeasureName.LIGHTNESS: CopyObstacle.EXPOSURE,
}
# Should the copy itself not come out as asked: why it is not kept.
_NOT_REACHED = {
    MeasureName.FILE_SIZE: CopyObstacle.FILE_SIZE,
    MeasureName.HEAD_WIDTH: CopyObstacle.HEAD_WIDTH,
    MeasureName.PIXELS_WIDE: CopyObstacle.TOO_FEW_PIXELS,
    MeasureName.PIXELS_HIGH: CopyObstacle.TOO_FEW_PIXELS,
}


def measure(desk: Desk, path: Path, place: str, category: str | None, day: date) -> MeasuredPhoto:
    """Measure a photo and hold each measurement against the place's profile on a day.

    Without a category the profile for permanent residence counts. Raises UnusableInput for what is no
    single picture, for an unknown place or category, and where the place asks for no photo.
    """
    profile = profile_for(desk, place, category, day)
    measured = _measured(desk, path, place, profile)
    if measured is None:
        raise UnusableInput("photo.not_one_picture", file=path.name)
    return measured


def profile_for(desk: Desk, place: str, category: str | None, day: date) -> PhotoProfile:
    """Return what a place asks of photos on a day. Raises UnusableInput where it is not known."""
    if place not in desk.pack.places:
        raise UnusableInput("photo.unknown_place", id=place, names=tuple(desk.pack.places))
    if category is not None and category not in desk.pack.categories:
        raise UnusableInput("photo.unknown_category", id=category)
    kind = CategoryKind.PERMANENT_RESIDENCE if category is None else desk.pack.categories[category].kind
    profile = desk.pack.places[place].photo_on(kind, day)
    if profile is None:
        raise UnusableInput("photo.none_asked", id=place)
    return profile


def make_copy(desk: Desk, measured: MeasuredPhoto, destination: Path) -> PhotoCopy:
    """Write a copy that fits the profile, or say everything that stands against it; the original stays.

    The copy is measured again before it is kept. Raises UnusableInput for a destination that cannot be,
    MachineStopped when it cannot be written.
    """
    source = Path(measured.path)
    _refuse_destination(source, destination)
    obstacles = _obstacles(measured.rows, _BEYOND)
    if obstacles:
        return PhotoCopy(obstacles=obstacles)
    with work_folder() as folder:
        trial = folder / "copy.jpg"
        copy = _made(desk, measured, source, trial)
        if copy.path is None:
            return copy
        again = _measured(desk, trial, measured.place, measured.profile)
        outside = CopyObstacle.HEAD_UNKNOWN if again is None else _first_outside(again.rows)
        if outside is not None:
            return PhotoCopy(obstacles=(outside,))
        write_bytes(destination, trial.read_bytes())
    return replace(copy, path=str(destination))


def _measured(desk: Desk, path: Path, place: str, profile: PhotoProfile) -> MeasuredPhoto | None:
    kind = identify_file(path)
    measures = _measures(desk, path, kind)
    if measures is None:
        return None
    rows = photo_measurements(measures, profile, is_file=kind is not FileKind.PDF)
    return MeasuredPhoto(str(path), place, profile, measures, rows)


def _measures(desk: Desk, path: Path, kind: FileKind) -> PhotoMeasures | None:
    """Measure a file in a guarded process. Raises UnusableInput when it is damaged, or takes too much."""
    value = _do(desk, Call(_MEASURE, (path.absolute(), kind), _ALLOWANCE), path).value
    return value if isinstance(value, PhotoMeasures) else None


def _made(desk: Desk, measured: MeasuredPhoto, source: Path, destination: Path) -> PhotoCopy:
    """Make a copy in a guarded process. Raises UnusableInput when the file is damaged, or takes too much."""
    arguments = (
        source.absolute(),
        identify_file(source),
        measured.measures,
        measured.profile,
        destination.absolute(),
    )
    value = _do(desk, Call(_MAKE, arguments, _ALLOWANCE), source).value
    if not isinstance(value, PhotoCopy):
        raise UnusableInput("photo.damaged", file=source.name)
    return value


def _do(desk: Desk, call: Call, path: Path) -> Outcome:
    with closing(desk.guard.run(Work.EXAMINING, [call])) as outcomes:
        _, outcome = next(outcomes)
    if outcome.trouble in _HEAVY:
        raise UnusableInput("photo.too_heavy", file=path.name)
    if outcome.error is not None or outcome.trouble is not None:
        raise UnusableInput("photo.damaged", file=path.name)
    return outcome


def _refuse_destination(source: Path, destination: Path) -> None:
    if destination.is_dir():
        raise UnusableInput("destination.is_folder", path=str(destination))
    if not destination.parent.is_dir():
        raise UnusableInput("destination.no_folder", path=str(destination.parent))
    if destination.exists() and destination.samefile(source):
        raise UnusableInput("photo.destination_is_original", path=str(destination))


def _obstacles(
    rows: tuple[PhotoMeasurement, ...], meanings: dict[MeasureName, CopyObstacle]
) -> tuple[CopyObstacle, ...]:
    outside = (meanings.get(row.name) for row in rows if row.state is MeasureState.OUTSIDE)
    return tuple(dict.fromkeys(each for each in outside if each is not None))


def _first_outside(rows: tuple[PhotoMeasurement, ...]) -> CopyObstacle | None:
    outside = [row.name for row in rows if row.state is MeasureState.OUTSIDE]
    return {**_BEYOND, **_NOT_REACHED}.get(outside[0], CopyObstacle.NO_ROOM) if outside else None
