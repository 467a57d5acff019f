"""Measures a portrait: size, colour, background, head, tilt, sharpness, exposure. Measures only, no verdict.

The picture is measured as a viewer shows it, at about the size of the digital photo that windows ask for.
"""

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.domain.photos import colour_words
from app.domain.reading import Face, PhotoMeasures
from app.intake.image import FORMATS, MAX_PIXELS, know_heic
from app.intake.photo_face import FoundFace, find_faces
from app.intake.photo_head import (
    Background,
    Head,
    Scene,
    lab_of,
    make_scene,
    measure_background,
    measure_head,
    whole_background,
)
from app.intake.pictures import READ_ERRORS
from app.intake.rendering import PDFIUM_LOCK

Picture = NDArray[np.uint8]

# The longer side at which all is measured: that of the smallest digital photo, so that sharpness is
# judged as it will be seen. Smaller pictures are enlarged only for finding the face.
_WORKING_SIDE = 480
_LEAST_SIDE = 300
_POINTS_PER_INCH = 72
_MOST_DPI = 4800
_PORTION_OF_PAGE = 0.2  # of a PDF page: a smaller picture on it is no photo but a letterhead

# Skin has at least twice this chroma, however pale, dark or dimly lit; a grey picture has none but what
# JPEG leaves. (CIE L*a*b*)
_GREY_FACE, _GREY_PICTURE = 4.5, 6.0
_WASHED_OUT, _BLACK = 98.0, 8.0
_NO_HEAD = Head(None, None, None, None)


@dataclass(frozen=True, slots=True)
class LoadedPhoto:
    """Holds a picture as shown, in sRGB, with the resolution that it states."""

    image: Image.Image
    dpi: float | None
    size_bytes: int


def measure_file(path: Path, kind: FileKind) -> PhotoMeasures | None:
    """Measure a photo of which nothing is known yet. Raises UnusableInput for a damaged one."""
    try:
        return measure_photo(path, kind)
    except READ_ERRORS as error:
        raise UnusableInput("photo.damaged", file=path.name) from error


def measure_photo(path: Path, kind: FileKind) -> PhotoMeasures | None:
    """Measure a photo; None for a file that is not one picture. Raises one of READ_ERRORS of `pictures`."""
    loaded = load_photo(path, kind)
    return None if loaded is None else measure_image(loaded)


def load_photo(path: Path, kind: FileKind) -> LoadedPhoto | None:
    """Return the only picture that a file holds, upright and in sRGB; None where it holds anything else."""
    size = path.stat().st_size
    if kind is FileKind.PDF:
        return _from_pdf(path, size)
    if not kind.is_picture:
        return None
    know_heic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=FORMATS[kind]) as image:
            if not 0 < image.width * image.height <= MAX_PIXELS:
                raise ValueError("no pixels, or too many")
            dpi = _stated_dpi(image)
            return LoadedPhoto(_in_srgb(ImageOps.exif_transpose(image)), dpi, size)


def _stated_dpi(image: Image.Image) -> float | None:
    stated = image.info.get("dpi")
    if not isinstance(stated, tuple) or len(stated) != 2:
        return None
    try:
        least = min(float(stated[0]), float(stated[1]))
    except (TypeError, ValueError, ArithmeticError):
        return None
    # One dot per inch and the like is what programs write that know no resolution.
    return least if 1 < least <= _MOST_DPI else None


def _in_srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        levels = np.asarray(image, np.float32)
        return Image.fromarray((levels * (255 / max(float(levels.max()), 1.0))).astype(np.uint8)).convert(
            "RGB"
        )
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            return _converted(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be used is treated as none
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if converted is None:
        raise ValueError("no conversion")
    return converted


def _from_pdf(path: Path, size: int) -> LoadedPhoto | None:
    """Draw the only picture of a one-page PDF at its own resolution; None for any other PDF."""
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            return _only_picture(document, size) if len(document) == 1 else None
        finally:
            document.close()


def _only_picture(document: pypdfium2.PdfDocument, size: int) -> LoadedPhoto | None:
    page = document[0]
    try:
        objects = list(page.get_objects(max_depth=4))
        drawn = [each for each in objects if each.type != pdfium_c.FPDF_PAGEOBJ_FORM]
        if len(drawn) != 1 or drawn[0].type != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            return None
        left, bottom, right, top = drawn[0].get_bounds()
        width, height = page.get_size()
        if (right - left) * (top - bottom) < _PORTION_OF_PAGE * width * height or page.get_rotation():
            return None
        across, _ = drawn[0].get_px_size()
        scale = across / max(right - left, 1.0)
        if not 0 < width * height * scale * scale <= MAX_PIXELS:
            return None
        image = page.render(scale=scale).to_pil().convert("RGB")
        box = (left, height - top, right, height - bottom)
        cut = image.crop(tuple(round(value * scale) for value in box))
        return LoadedPhoto(cut, scale * _POINTS_PER_INCH, size)
    finally:
        page.close()


def measure_image(loaded: LoadedPhoto) -> PhotoMeasures:
    """Measure a picture that is already loaded."""
    full = loaded.image
    picture, scale = _working_copy(full)
    faces = find_faces(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.uint8))
    if not faces:
        return _without_face(loaded, picture)
    scene = make_scene(picture, faces[0])
    background = measure_background(scene)
    head = measure_head(scene, background)
    skin = _skin(scene)
    bare = _bare(loaded, background, colour=_chroma(skin, 90) >= _GREY_FACE)
    return replace(
        bare,
        faces=(_face(faces[0], head, scale), *(_face(each, _NO_HEAD, scale) for each in faces[1:])),
        tilt=round(faces[0].tilt, 1),
        sharpness=_sharpness(full, faces[0], scale),
        over=round(float(np.mean(skin[:, 0] >= _WASHED_OUT)), 4),
        under=round(float(np.mean(skin[:, 0] <= _BLACK)), 4),
        lightness=round(float(np.median(skin[:, 0])), 1),
        cut=head.cut,
    )


def _without_face(loaded: LoadedPhoto, picture: Picture) -> PhotoMeasures:
    colour = _chroma(lab_of(picture).reshape(-1, 3), 99) >= _GREY_PICTURE
    return _bare(loaded, whole_background(picture), colour=colour)


def _bare(loaded: LoadedPhoto, background: Background | None, *, colour: bool) -> PhotoMeasures:
    """Return what is measured whether or not there is a face."""
    bare = PhotoMeasures(
        width=loaded.image.width,
        height=loaded.image.height,
        size_bytes=loaded.size_bytes,
        dpi=loaded.dpi,
        colour=colour,
        faces=(),
    )
    if background is None:
        return bare
    return replace(
        bare,
        background_lab=_rounded(background.lab),
        background_colour=colour_words(background.lab)[0],
        background_spread=round(background.spread, 1),
        background_patches=tuple(_rounded(patch) for patch in background.patches),
    )


def _working_copy(image: Image.Image) -> tuple[Picture, float]:
    """Return the picture at the size at which it is measured (BGR), and its scale to the full one."""
    longer = max(image.size)
    scale = _WORKING_SIDE / longer if longer > _WORKING_SIDE else max(1.0, _LEAST_SIDE / longer)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    way = Image.Resampling.LANCZOS if scale > 1 else Image.Resampling.BOX
    working = image if size == image.size else image.resize(size, way, reducing_gap=None)
    return np.ascontiguousarray(np.asarray(working)[:, :, ::-1]), scale


def _rounded(lab: tuple[float, float, float]) -> tuple[float, float, float]:
    return round(lab[0], 1), round(lab[1], 1), round(lab[2], 1)


def _face(face: FoundFace, head: Head, scale: float) -> Face:
    half = face.side / 2
    return Face(
        left=round((face.x - half) / scale, 1),
        top=round((face.y - half) / scale, 1),
        right=round((face.x + half) / scale, 1),
        bottom=round((face.y + half) / scale, 1),
        confidence=round(min(1.0, face.votes / 20), 2),
        crown=_scaled(head.crown, scale),
        chin=_scaled(head.chin, scale),
        head_left=_scaled(head.left, scale),
        head_right=_scaled(head.right, scale),
        eyes=_scaled_eyes(face, scale),
    )


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else round(value / scale, 1)


def _scaled_eyes(face: FoundFace, scale: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
    if face.eyes is None:
        return None
    (x1, y1), (x2, y2) = face.eyes
    return (round(x1 / scale, 1), round(y1 / scale, 1)), (round(x2 / scale, 1), round(y2 / scale, 1))


def _skin(scene: Scene) -> NDArray[np.float32]:
    """Return the pixels of the face between brows and chin, where there is mostly skin."""
    face = scene.face
    top, bottom = round(face.y - 0.25 * face.side), round(face.y + 0.42 * face.side)
    left, right = round(face.x - 0.3 * face.side), round(face.x + 0.3 * face.side)
    part = scene.lab[max(0, top) : max(1, bottom), max(0, left) : max(1, right)]
    return np.asarray(part.reshape(-1, 3), np.float32)


def _chroma(pixels: NDArray[np.float32], percentile: float) -> float:
    if not pixels.size:
        return 0.0
    return float(np.percentile(np.hypot(pixels[:, 1], pixels[:, 2]), percentile))


def _sharpness(full: Image.Image, face: FoundFace, scale: float) -> float:
    """Return how much variation the face loses by being blurred once more: 0 for none, 1 for all.

    After Crété, Dolmiere, Ladret and Nicolas, "The blur effect" (2007): what is blurred already changes
    little. It does not hang on contrast, and of both directions the more blurred one counts.
    """
    half = 0.5 * face.side / scale
    x, y = face.x / scale, face.y / scale
    box = (round(x - 0.8 * half), round(y - 0.6 * half), round(x + 0.8 * half), round(y + half))
    cut = full.convert("L").crop(box)
    if scale < 1:
        cut = cut.resize(
            (max(8, round(cut.width * scale)), max(8, round(cut.height * scale))), Image.Resampling.BOX
        )
    grey = cv2.GaussianBlur(np.asarray(cut, np.float32), (0, 0), 0.6).astype(np.float32)
    return round(min(_kept_apart(grey, 0), _kept_apart(grey, 1)), 3)


def _kept_apart(grey: NDArray[np.float32], axis: int) -> float:
    size = (1, 11) if axis == 0 else (11, 1)
    blurred = cv2.blur(grey, size)
    before = np.abs(np.diff(grey, axis=axis))
    after = np.abs(np.diff(blurred, axis=axis))
    total = float(before.sum())
    return float(np.maximum(0.0, before - after).sum()) / total if total else 0.0
