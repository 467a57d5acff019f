"""Turns pictures into image XObjects (ISO 32000-1, 8.9.5) without loss wherever the format allows it.

JPEG data passes through unchanged. PNG data passes through where PDF knows its form (no alpha, not
interlaced); everything else is decoded and kept with PNG's own lossless compression, black-and-white
as CCITT group 4. HEIC becomes a JPEG of quality 92: its data is lossy already and stored with halved
colour, so the eye loses nothing, where a lossless copy of a phone photo would be about eight times larger.
"""

import functools
import io
import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pi_heif
from PIL import Image, TiffImagePlugin

from app.domain.files import FileKind
from app.packet.jpeg import Jpeg, read_jpeg
from app.packet.values import Name, Pointer, Stream, Value, compressed

# What Pillow's decoders raise for damaged pictures, besides OSError.
UNREADABLE_PICTURE = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    AttributeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)

MAX_PIXELS = 300_000_000
HEIC_QUALITY = 92
_PNG_LEVEL = 4
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PROFILE = Pointer(1)
_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_PROFILE_KINDS = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
# Pillow turns TIFF frames upright while loading; this takes them back to how they are stored.
_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_ORIENTATION, _PHOTOMETRIC, _STRIP_OFFSETS, _STRIP_LENGTHS = 274, 262, 273, 279


class TooLargeError(ValueError):
    """A picture or a content that would take unreasonable memory to show."""


@dataclass(frozen=True)
class Picture:
    """Holds an image XObject, its size in pixels and the objects it refers to."""

    stream: Stream
    width: int
    height: int
    objects: Mapping[Pointer, Value] = field(default_factory=dict)

    def fetch(self, pointer: Pointer) -> Value:
        """Read one of the objects that the image refers to."""
        return self.objects.get(pointer)


def read_picture(path: Path, kind: FileKind, index: int) -> Picture:
    """Read one picture of a file; `index` counts frames from 0."""
    if kind is FileKind.JPEG:
        jpeg = read_jpeg(path.read_bytes())
        if jpeg is not None:
            if not jpeg.complete:
                _refuse_cut_off(path)
            return _jpeg_picture(jpeg)
    if kind is FileKind.PNG:
        passed = _passed_png(path.read_bytes())
        if passed is not None:
            return passed
    return _decoded_picture(path, kind, index)


def _refuse_cut_off(path: Path) -> None:
    """Raise what the decoder raises when data is missing."""
    with Image.open(path) as image:
        image.load()


def _refuse_too_large(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise TooLargeError(f"{width} x {height} pixels")


def _picture(
    data: bytes,
    width: int,
    height: int,
    space: Value,
    bits: int,
    extra: Mapping[str, Value],
    profile: bytes = b"",
) -> Picture:
    entries: dict[str, Value] = {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": width,
        "Height": height,
        "ColorSpace": space,
        "BitsPerComponent": bits,
        **extra,
    }
    count = next((n for n, name in _SPACES.items() if space == name), 0)
    if not _is_useful_profile(profile, count):
        return Picture(Stream(entries, data), width, height)
    entries["ColorSpace"] = [Name("ICCBased"), _PROFILE]
    objects: dict[Pointer, Value] = {_PROFILE: compressed(profile, {"N": count, "Alternate": space})}
    return Picture(Stream(entries, data), width, height, objects)


def _is_useful_profile(profile: bytes, components: int) -> bool:
    # Viewers take plain RGB for sRGB already.
    return len(profile) > 128 and profile[16:20] == _PROFILE_KINDS.get(components) and b"sRGB" not in profile


# JPEG


def _jpeg_picture(jpeg: Jpeg) -> Picture:
    _refuse_too_large(jpeg.width, jpeg.height)
    extra: dict[str, Value] = {"Filter": Name("DCTDecode")}
    if jpeg.components == 4 and jpeg.adobe:
        # Adobe stores its four colours inverted.
        extra["Decode"] = [1, 0] * 4
    space = Name(_SPACES[jpeg.components])
    return _picture(jpeg.data, jpeg.width, jpeg.height, space, 8, extra, jpeg.profile)


# PNG (ISO/IEC 15948); its filters are PDF's predictors 10 to 15


def _passed_png(data: bytes) -> Picture | None:
    """Pass a PNG's compressed data through, or None where PDF has no such form."""
    chunks = _png_chunks(data)
    width, height, bits, color, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if color not in (0, 2, 3) or interlaced or b"tRNS" in chunks:
        return None
    _refuse_too_large(width, height)
    channels = 3 if color == 2 else 1
    if not _is_whole(chunks[b"IDAT"], height * (1 + (width * channels * bits + 7) // 8)):
        return None
    parameters = {"Predictor": 15, "Colors": channels, "BitsPerComponent": bits, "Columns": width}
    extra: dict[str, Value] = {"Filter": Name("FlateDecode"), "DecodeParms": parameters}
    space: Value = Name(_SPACES[channels])
    if color == 3:
        palette = chunks[b"PLTE"]
        space = [Name("Indexed"), Name("DeviceRGB"), len(palette) // 3 - 1, palette]
    return _picture(chunks[b"IDAT"], width, height, space, bits, extra, _png_profile(chunks))


def _is_whole(data: bytes, expected: int) -> bool:
    """Say whether compressed data gives as many bytes as the picture has."""
    inflater = zlib.decompressobj()
    total, rest = 0, data
    while rest and not inflater.eof and total <= expected:
        total += len(inflater.decompress(rest, 1 << 20))
        rest = inflater.unconsumed_tail
    return total == expected


def _png_profile(chunks: Mapping[bytes, bytes]) -> bytes:
    packed = chunks.get(b"iCCP", b"").partition(b"\0")[2][1:]
    return zlib.decompressobj().decompress(packed, 4_000_000) if packed else b""


def _png_chunks(data: bytes) -> dict[bytes, bytes]:
    if not data.startswith(_PNG_START):
        raise ValueError("no PNG")
    gathered: dict[bytes, list[bytes]] = {}
    position = len(_PNG_START)
    while position + 8 <= len(data):
        length = int.from_bytes(data[position : position + 4])
        name = data[position + 4 : position + 8]
        gathered.setdefault(name, []).append(data[position + 8 : position + 8 + length])
        position += 12 + length
        if name == b"IEND":
            break
    return {name: b"".join(parts) for name, parts in gathered.items()}


# Everything that has to be decoded


def _decoded_picture(path: Path, kind: FileKind, index: int) -> Picture:
    if kind is FileKind.HEIC:
        _know_heic()
    with warnings.catch_warnings():
        # The limit on pixels is checked here, before anything is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path) as image:
            image.seek(index)
            _refuse_too_large(*image.size)
            profile = image.info.get("icc_profile") or b""
            return _embedded(_as_stored(image), kind, profile)


@functools.cache
def _know_heic() -> None:
    pi_heif.register_heif_opener()


def _as_stored(image: Image.Image) -> Image.Image:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        image.load()
        return image
    orientation = image.tag_v2.get(_ORIENTATION, 1)
    image.load()
    back = _BACK.get(orientation)
    return image if back is None else image.transpose(back)


_DEEP = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I", "F"})


def _embedded(image: Image.Image, kind: FileKind, profile: bytes) -> Picture:
    flat = _flattened(image)
    if kind is FileKind.HEIC:
        return _as_jpeg(flat.convert("RGB"), profile)
    if flat.mode == "1":
        return _as_fax(flat)
    if flat.mode == "CMYK":
        packed = compressed(flat.tobytes())
        return _picture(
            packed.data, *flat.size, Name("DeviceCMYK"), 8, {"Filter": Name("FlateDecode")}, profile
        )
    return _as_png(flat, profile)


def _flattened(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that PDF knows, what is transparent on white."""
    if image.mode in _DEEP and (image.mode != "I;16" or image.has_transparency_data):
        return _as_eight_bits(image)
    if image.has_transparency_data:
        colors = image.convert("RGBA")
        white = Image.new("RGBA", colors.size, "white")
        flat = Image.alpha_composite(white, colors)
        return flat.convert("L" if image.mode == "LA" else "RGB")
    if image.mode in ("1", "L", "RGB", "P", "CMYK", "I;16"):
        return image
    return image.convert("RGB")


def _as_eight_bits(image: Image.Image) -> Image.Image:
    """Return a deep grey picture with 256 levels: 16 bits by their full range, others by their brightest.

    Pillow's own conversions cut everything above 255 off instead.
    """
    if image.mode.startswith("I;16"):
        levels, brightest = image.convert("I"), 65535.0
    else:
        levels = image
        brightest = float(max(image.getextrema()))  # type: ignore[arg-type]  # one band has two numbers
    factor = 255.0 / brightest if brightest > 0 else 1.0
    return levels.convert("F").point(lambda level: level * factor + 0.0).convert("L")


def _as_jpeg(image: Image.Image, profile: bytes) -> Picture:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=HEIC_QUALITY, subsampling="4:2:0")
    jpeg = read_jpeg(buffer.getvalue())
    if jpeg is None:
        raise ValueError("the JPEG just made is of no usable kind")
    return _picture(
        jpeg.data, jpeg.width, jpeg.height, Name("DeviceRGB"), 8, {"Filter": Name("DCTDecode")}, profile
    )


def _as_png(image: Image.Image, profile: bytes) -> Picture:
    buffer = io.BytesIO()
    bare = image.copy()
    bare.info.clear()
    bare.save(buffer, "PNG", compress_level=_PNG_LEVEL)
    picture = _passed_png(buffer.getvalue())
    if picture is None:
        raise ValueError("the PNG just made is of no usable kind")
    if not profile or picture.objects:
        return picture
    entries = picture.stream.entries
    extra = {key: entries[key] for key in ("Filter", "DecodeParms")}
    bits = 16 if image.mode == "I;16" else 8
    return _picture(
        picture.stream.data, picture.width, picture.height, entries["ColorSpace"], bits, extra, profile
    )


def _as_fax(image: Image.Image) -> Picture:
    """Keep a black-and-white picture as CCITT group 4, in one strip."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression="group4", strip_size=1 << 30)
    with TiffImagePlugin.TiffImageFile(io.BytesIO(buffer.getvalue())) as written:
        (offset,), (length,) = written.tag_v2[_STRIP_OFFSETS], written.tag_v2[_STRIP_LENGTHS]
        white_is_zero = written.tag_v2[_PHOTOMETRIC] == 0
    data = buffer.getvalue()[offset : offset + length]
    width, height = image.size
    parameters = {"K": -1, "Columns": width, "Rows": height, "BlackIs1": not white_is_zero}
    extra: dict[str, Value] = {"Filter": Name("CCITTFaxDecode"), "DecodeParms": parameters}
    return _picture(data, width, height, Name("DeviceGray"), 1, extra)
