"""Measures a photo against what a place asks, and makes a copy that fits where cutting and scaling allow."""

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
from app.domain.rules import CategoryKind, PhotoProfile
from app.env.replace import write_bytes
from app.env.work_folder import work_folder
from app.intake.identify import identify_file

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
    measured = _measured(path, place, profile)
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


def make_copy(measured: MeasuredPhoto, destination: Path) -> PhotoCopy:
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
        copy = _made(measured, source, trial)
        if copy.path is None:
            return copy
        again = _measured(trial, measured.place, measured.profile)
        outside = CopyObstacle.HEAD_UNKNOWN if again is None else _first_outside(again.rows)
        if outside is not None:
            return PhotoCopy(obstacles=(outside,))
        write_bytes(destination, trial.read_bytes())
    return replace(copy, path=str(destination))


def _measured(path: Path, place: str, profile: PhotoProfile) -> MeasuredPhoto | None:
    # Only here: whoever measures no photo need not wait for the libraries of pictures.
    from app.intake.photo import measure_photo
    from app.intake.pictures import READ_ERRORS

    try:
        kind = identify_file(path)
        measures = measure_photo(path, kind)
    except READ_ERRORS as error:
        raise UnusableInput("file.cannot_open", file=path.name) from error
    if measures is None:
        return None
    rows = photo_measurements(measures, profile, is_file=kind is not FileKind.PDF)
    return MeasuredPhoto(str(path), place, profile, measures, rows)


def _made(measured: MeasuredPhoto, source: Path, destination: Path) -> PhotoCopy:
    from app.intake.workshop import make_compliant

    kind = identify_file(source)
    return make_compliant(source, kind, measured.measures, measured.profile, destination)


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
