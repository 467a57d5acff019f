"""Passes pictures through into image XObjects (ISO 32000-1, 8.9.5), byte for byte and without decoding them.

PDF knows the data of most JPEGs, of a PNG without transparency that is not interlaced (its filters are
PDF's predictors), and of a TIFF frame of one strip in CCITT group 4 or Flate. Whatever else there is,
`app.packet.pixels` decodes beforehand, in a guarded process, and writes one file a page that passes.
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.files import FileKind
from app.domain.packet import PageSource
from app.packet import tiff
from app.packet.jpeg import Jpeg, read_jpeg
from app.packet.values import Name, Pointer, Stream, Value, compressed

# What malformed data raises while its parts are looked for, besides OSError.
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
)

MAX_PIXELS = 300_000_000
PNG_START = b"\x89PNG\r\n\x1a\n"
_PROFILE = Pointer(1)
_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_PROFILE_KINDS = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
_LARGEST_PROFILE = 4_000_000
_CHUNK = 1 << 18
_TIFF_SPACES = {(tiff.BLACK_IS_ZERO, 1): 1, (tiff.RGB, 3): 3, (tiff.SEPARATED, 4): 4}
_MIRRORED_BITS = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class TooLargeError(ValueError):
    """A picture or a content that would take unreasonable memory to show."""


class CannotPassError(ValueError):
    """A picture whose data PDF has no form for: it has to be decoded first."""


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
    """Read one picture of a file; `index` counts frames from 0.

    Raises CannotPassError when it has to be decoded first, TooLargeError, and of UNREADABLE_PICTURE what
    malformed data raises.
    """
    if kind is FileKind.JPEG:
        jpeg = read_jpeg(path.read_bytes())
        if jpeg is None or not jpeg.complete:
            raise CannotPassError("a JPEG that is cut off, or of a kind that PDF lacks")
        return _jpeg_picture(jpeg)
    if kind is FileKind.PNG:
        return _png_picture(path.read_bytes())
    if kind is FileKind.TIFF:
        return _tiff_picture(path.read_bytes(), index)
    raise CannotPassError(f"no form for {kind}")


def taken_from(source: PageSource) -> PageSource:
    """Return the picture that was made of a page beforehand, or the page itself where there is none."""
    file = source.file
    part = file.parts[source.index] if file.parts else file.path
    if part == file.path:
        return source
    made = replace(file, path=part, kind=_kind_of(Path(part)), parts=(), treatment="prepared")
    return PageSource(made, 0, source.facts)


def _kind_of(path: Path) -> FileKind:
    """Tell which of the kinds that pass a file is."""
    with path.open("rb") as stream:
        start = stream.read(len(PNG_START))
    if start == PNG_START:
        return FileKind.PNG
    return FileKind.JPEG if start.startswith(b"\xff\xd8") else FileKind.TIFF


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
    if not is_useful_profile(profile, count):
        return Picture(Stream(entries, data), width, height)
    entries["ColorSpace"] = [Name("ICCBased"), _PROFILE]
    objects: dict[Pointer, Value] = {_PROFILE: compressed(profile, {"N": count, "Alternate": space})}
    return Picture(Stream(entries, data), width, height, objects)


def is_useful_profile(profile: bytes, components: int) -> bool:
    """Say whether a colour profile fits a picture of so many components, and tells more than its absence.

    Viewers take plain RGB for sRGB already.
    """
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


# PNG (ISO/IEC 15948)


def _png_picture(data: bytes) -> Picture:
    chunks = _png_chunks(data)
    width, height, bits, color, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if color not in (0, 2, 3) or interlaced or b"tRNS" in chunks:
        raise CannotPassError("a PNG that is interlaced, or transparent in places")
    _refuse_too_large(width, height)
    channels = 3 if color == 2 else 1
    parameters = {"Predictor": 15, "Colors": channels, "BitsPerComponent": bits, "Columns": width}
    extra: dict[str, Value] = {"Filter": Name("FlateDecode"), "DecodeParms": parameters}
    space: Value = Name(_SPACES[channels])
    if color == 3:
        palette = chunks[b"PLTE"]
        space = [Name("Indexed"), Name("DeviceRGB"), len(palette) // 3 - 1, palette]
    return _picture(chunks[b"IDAT"], width, height, space, bits, extra, _png_profile(chunks))


def _png_profile(chunks: Mapping[bytes, bytes]) -> bytes:
    packed = chunks.get(b"iCCP", b"").partition(b"\0")[2][1:]
    return zlib.decompressobj().decompress(packed, _LARGEST_PROFILE) if packed else b""


def _png_chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the chunks by name, those of one name joined; raises ValueError where one is not as written."""
    if not data.startswith(PNG_START):
        raise ValueError("no PNG")
    gathered: dict[bytes, list[memoryview]] = {}
    position, whole = len(PNG_START), memoryview(data)
    while b"IEND" not in gathered:
        length = int.from_bytes(data[position : position + 4])
        body = whole[position + 4 : position + 8 + length]
        position += 12 + length
        if position > len(data) or zlib.crc32(body) != int.from_bytes(data[position - 4 : position]):
            raise CannotPassError("a PNG that is cut off or damaged")
        gathered.setdefault(bytes(body[:4]), []).append(body[4:])
    return {name: b"".join(parts) for name, parts in gathered.items()}


def _flate_gives(data: bytes, expected: int) -> bool:
    """Say whether compressed data gives exactly so many bytes."""
    inflater = zlib.decompressobj()
    total, rest = 0, data
    while rest and not inflater.eof and total <= expected:
        total += len(inflater.decompress(rest, _CHUNK))
        rest = inflater.unconsumed_tail
    return total == expected


# TIFF


def _tiff_picture(data: bytes, index: int) -> Picture:
    frame = tiff.read_frame(data, index)
    if frame is None or frame.strip is None:
        raise CannotPassError("a TIFF frame of several strips, or of a kind that PDF lacks")
    _refuse_too_large(frame.width, frame.height)
    start, length = frame.strip
    strip = data[start : start + length]
    if len(strip) < length:
        raise ValueError("a strip beyond the end of the file")
    if frame.compression == tiff.GROUP_4:
        return _fax_picture(frame, strip)
    if frame.compression in tiff.FLATE:
        return _flate_picture(frame, strip)
    raise CannotPassError("a TIFF frame whose compression PDF lacks")


def _fax_picture(frame: tiff.Frame, strip: bytes) -> Picture:
    if frame.bits != (1,) or frame.photometric not in (tiff.WHITE_IS_ZERO, tiff.BLACK_IS_ZERO):
        raise CannotPassError("a fax in more than black and white")
    if frame.mirrored_bits:
        strip = strip.translate(_MIRRORED_BITS)
    black_is_one = frame.photometric == tiff.BLACK_IS_ZERO
    parameters: dict[str, Value] = {
        "K": -1,
        "Columns": frame.width,
        "Rows": frame.height,
        "BlackIs1": black_is_one,
    }
    extra: dict[str, Value] = {"Filter": Name("CCITTFaxDecode"), "DecodeParms": parameters}
    return _picture(strip, frame.width, frame.height, Name("DeviceGray"), 1, extra)


def _flate_picture(frame: tiff.Frame, strip: bytes) -> Picture:
    count = _TIFF_SPACES.get((frame.photometric, len(frame.bits)))
    if count is None or set(frame.bits) != {8} or frame.predictor not in (1, 2) or frame.mirrored_bits:
        raise CannotPassError("a TIFF frame whose samples PDF lacks")
    if not _flate_gives(strip, frame.width * frame.height * count):
        raise CannotPassError("a strip that does not hold the frame")
    extra: dict[str, Value] = {"Filter": Name("FlateDecode")}
    if frame.predictor == 2:
        extra["DecodeParms"] = {
            "Predictor": 2,
            "Colors": count,
            "BitsPerComponent": 8,
            "Columns": frame.width,
        }
    space = Name(_SPACES[count])
    return _picture(strip, frame.width, frame.height, space, 8, extra, frame.profile)
