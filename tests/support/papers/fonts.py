"""Fonts: those of the system where present, else the bundled one, glyph by glyph."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

ROOT = Path(__file__).parents[3]
BUNDLED = ROOT / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
PLACES = (ROOT / "tests" / "data" / "fonts", Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

# Name of a face: (file, index within a collection), first present wins; bold after regular.
FACES: dict[str, tuple[tuple[str, int], ...]] = {
    "song": (("NotoSerifCJK-Regular.ttc", 2), ("uming.ttc", 0)),
    "song-bold": (("NotoSerifCJK-Bold.ttc", 2),),
    "thin-song": (("uming.ttc", 0), ("NotoSerifCJK-Regular.ttc", 2)),
    "hei": (("NotoSansCJK-Regular.ttc", 2),),
    "hei-bold": (("NotoSansCJK-Bold.ttc", 2), ("wqy-zenhei.ttc", 0)),
    "zenhei": (("wqy-zenhei.ttc", 0),),
    "kai": (("ukai.ttc", 0),),
    "serif": (("LiberationSerif-Regular.ttf", 0), ("DejaVuSerif.ttf", 0)),
    "serif-bold": (("LiberationSerif-Bold.ttf", 0), ("DejaVuSerif-Bold.ttf", 0)),
    "italic": (("LiberationSerif-Italic.ttf", 0), ("DejaVuSerif-Italic.ttf", 0)),
    "sans": (("LiberationSans-Regular.ttf", 0), ("DejaVuSans.ttf", 0)),
    "sans-bold": (("LiberationSans-Bold.ttf", 0), ("DejaVuSans-Bold.ttf", 0)),
    "narrow": (("LiberationSansNarrow-Regular.ttf", 0), ("DejaVuSansCondensed.ttf", 0)),
    "mono": (("LiberationMono-Regular.ttf", 0), ("DejaVuSansMono.ttf", 0)),
    "mono-bold": (("LiberationMono-Bold.ttf", 0), ("DejaVuSansMono-Bold.ttf", 0)),
    "ocrb": (("OCRB.otf", 0), ("OCRB.ttf", 0), ("OCR-B.ttf", 0), ("DejaVuSansMono.ttf", 0)),
}
HAN_FROM = 0x2E80
# Drawn wide among Chinese characters, narrow among Latin letters.
EITHER = set("“”‘’…—·《》")


@cache
def files() -> dict[str, Path]:
    """Return every font file that can be found, by its name."""
    found: dict[str, Path] = {}
    for place in PLACES:
        if place.is_dir():
            for path in sorted(place.rglob("*.[to]t[fc]")):
                found.setdefault(path.name, path)
    return found


@cache
def has(face: str) -> bool:
    """Say whether a face is installed, rather than stood in for."""
    return any(name in files() for name, _ in FACES[face])


@cache
def font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Return a face at a height; a bold one that is missing is its regular one."""
    for name, index in FACES.get(face, ()):
        if name in files():
            return ImageFont.truetype(str(files()[name]), pixels, index=index)
    if face.endswith("-bold"):
        return font(face.removesuffix("-bold"), pixels)
    return ImageFont.truetype(str(BUNDLED), pixels)


@cache
def _missing(face: str) -> bytes:
    return bytes(font(face, 32).getmask("\U0010fffd"))


@cache
def draws(face: str, letter: str) -> bool:
    """Say whether a face has a letter."""
    return letter.isspace() or bytes(font(face, 32).getmask(letter)) != _missing(face)


@cache
def face_for(letter: str, latin: str, han: str, among_han: bool) -> str:
    """Return the face for one letter: by script, then the first that has it."""
    wide = ord(letter) >= HAN_FROM or (among_han and letter in EITHER)
    tried = (han, "song", "hei", "bundled", latin) if wide else (latin, "sans", "bundled", han)
    return next((face for face in tried if draws(face, letter)), "bundled")


def pieces(text: str, latin: str, han: str) -> list[tuple[str, str]]:
    """Split a line into (face, run) so that every letter is drawn by a face that has it."""
    among_han = any(ord(letter) >= HAN_FROM for letter in text)
    runs: list[tuple[str, str]] = []
    for letter in text:
        face = runs[-1][0] if letter == " " and runs else face_for(letter, latin, han, among_han)
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + letter)
        else:
            runs.append((face, letter))
    return runs
