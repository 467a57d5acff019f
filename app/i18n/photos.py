"""Measurements of photos become words: their names, values, limits, and why no copy can be made."""

from app.domain.photos import CopyObstacle, MeasureName, MeasureState, PhotoMeasurement
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.wording import PHOTO_COLOURS

MEASURE_NAMES = {
    MeasureName.RATIO: N_("Width to height"),
    MeasureName.PIXELS_WIDE: N_("Width"),
    MeasureName.PIXELS_HIGH: N_("Height"),
    MeasureName.FILE_SIZE: N_("File size"),
    MeasureName.STATED_DPI: N_("Resolution that the file states"),
    MeasureName.PRINT_DPI: N_("Resolution at the size of the print"),
    MeasureName.COLOUR: N_("Colour or grey"),
    MeasureName.FACES: N_("Faces"),
    MeasureName.BACKGROUND: N_("Colour of the background"),
    MeasureName.EVENNESS: N_("Variation of the background"),
    MeasureName.HEAD_HEIGHT: N_("Height of the head"),
    MeasureName.HEAD_WIDTH: N_("Width of the head"),
    MeasureName.ABOVE_HEAD: N_("Space above the head"),
    MeasureName.BELOW_CHIN: N_("Space below the chin"),
    MeasureName.EYE_LINE: N_("Eyes above the lower edge"),
    MeasureName.CENTRE: N_("Face beside the middle"),
    MeasureName.TILT: N_("Lean of the head"),
    MeasureName.SHARPNESS: N_("Sharpness of the face"),
    MeasureName.WASHED_OUT: N_("Face washed out to white"),
    MeasureName.BLACK: N_("Face in the black"),
    MeasureName.LIGHTNESS: N_("Lightness of the face"),
}
MEASURE_STATES = {
    MeasureState.WITHIN: N_("within"),
    MeasureState.OUTSIDE: N_("outside"),
    MeasureState.NOT_MEASURED: N_("could not be measured"),
    MeasureState.NOT_ASKED: N_("nothing is asked"),
}
STATE_SIGNS = {
    MeasureState.WITHIN: "✓",
    MeasureState.OUTSIDE: "!",
    MeasureState.NOT_MEASURED: "?",
    MeasureState.NOT_ASKED: "·",
}
OBSTACLES = {
    CopyObstacle.NOT_ONE_FACE: N_("There is not exactly one face on it."),
    CopyObstacle.HEAD_UNKNOWN: N_("Where the head ends could not be measured."),
    CopyObstacle.HEAD_CUT: N_("The head is cut off at the upper edge."),
    CopyObstacle.NO_ROOM: N_("There is not enough picture around the head to cut it to the asked shape."),
    CopyObstacle.TOO_FEW_PIXELS: N_("It has too few pixels; enlarging would make up what is not there."),
    CopyObstacle.FILE_SIZE: N_("The asked file size cannot be reached without losing detail."),
    CopyObstacle.GREY: N_("It is a grey picture."),
    CopyObstacle.BACKGROUND: N_("The background is not as asked, and a copy does not change it."),
    CopyObstacle.TILTED: N_("The head leans; turning the picture would change the face."),
    CopyObstacle.BLURRED: N_("The face is blurred."),
    CopyObstacle.EXPOSURE: N_("The face is too bright or too dark."),
    CopyObstacle.HEAD_WIDTH: N_("The width of the head does not fit its height as asked."),
}
GREY, IN_COLOUR = N_("grey"), N_("colour")


def word_measure(name: MeasureName, language: Language) -> str:
    """Name a measurement."""
    return catalogue(language)(MEASURE_NAMES[name])


def word_measure_state(state: MeasureState, language: Language) -> str:
    """Say how a measurement stands to what is asked."""
    return catalogue(language)(MEASURE_STATES[state])


def word_obstacle(obstacle: CopyObstacle, language: Language) -> str:
    """Say why no copy can be made."""
    return catalogue(language)(OBSTACLES[obstacle])


def word_value(row: PhotoMeasurement, language: Language) -> str:
    """Write a measured value with its unit."""
    if row.value is None:
        return "—"
    if isinstance(row.value, str):
        return _word(row.value, language)
    return _with_unit(f"{row.value:g}", row.unit)


def word_limits(row: PhotoMeasurement, language: Language) -> str:
    """Write what is asked, empty where nothing is."""
    if row.words:
        return ("、" if language is Language.ZH else ", ").join(_word(word, language) for word in row.words)
    if row.wanted is None:
        return ""
    least, most = row.wanted.least, row.wanted.most
    if least is None or most is None:
        words = f"≥ {least:g}" if least is not None else f"≤ {most:g}"
    elif least == -most:
        words = f"±{most:g}"
    else:
        words = f"{least:g}" if least == most else f"{least:g}–{most:g}"
    return _with_unit(words, row.unit)


def _with_unit(figure: str, unit: str) -> str:
    return f"{figure}{unit}" if unit in ("", "°") else f"{figure} {unit}"


def _word(word: str, language: Language) -> str:
    say = catalogue(language)
    if word in ("grey", "colour"):
        return say(GREY if word == "grey" else IN_COLOUR)
    return say(PHOTO_COLOURS[word]) if word in PHOTO_COLOURS else word
