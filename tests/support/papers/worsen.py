"""Makes clean pages as bad as scans, copies, faxes and telephone pictures are."""

import io
import random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.support.papers import fonts
from tests.support.papers.pen import RED, round_seal

# clean300 is not made from a page: render the paper at 300 dpi.
VARIANTS = (
    "clean200", "clean300", "noise", "blur1", "blur15", "jpeg", "tilted", "turned90", "turned180",
    "turned270", "faint", "seal", "watermark", "grey", "tint", "phone", "phone_hard", "fax",
)  # fmt: skip
# Clockwise turn after which the text stands upright again.
TURN_BACK = {"turned90": 270, "turned180": 180, "turned270": 90}
TABLES = ((112, 80, 52), (70, 72, 76), (150, 124, 96), (54, 60, 72))


def worsen(image: Image.Image, how: str, seed: int) -> Image.Image:
    """Return a page as one of VARIANTS."""
    rng = random.Random(f"{how}/{seed}")
    noise = np.random.default_rng(rng.getrandbits(32))
    image = image.convert("RGB")
    if how in ("clean200", "clean300"):
        return image
    if how.startswith("turned"):
        # Pillow turns against the clock.
        return image.rotate(-int(how.removeprefix("turned")), expand=True)
    if how.startswith("blur"):
        return image.filter(ImageFilter.GaussianBlur({"blur1": 1.0, "blur15": 1.5}[how]))
    if how == "tilted":
        angle = rng.choice([-1, 1]) * rng.uniform(1, 8)
        return image.rotate(angle, expand=True, fillcolor="white", resample=Image.BICUBIC)
    simple = {"faint": _faint, "tint": _tint, "watermark": _watermark, "seal": _seal, "jpeg": _jpeg}
    if how in simple:
        return simple[how](image, rng)
    noisy = {"noise": _noise, "grey": _grey, "fax": _fax, "phone": _phone, "phone_hard": _phone_hard}
    return noisy[how](image, rng, noise)


def _faint(image: Image.Image, rng: random.Random) -> Image.Image:
    left = rng.uniform(0.32, 0.45)
    return image.point(lambda value: round(252 - (255 - value) * left))


def _tint(image: Image.Image, rng: random.Random) -> Image.Image:
    paper = rng.choice([(232, 218, 186), (214, 226, 206), (206, 218, 234), (236, 208, 212)])
    softer = image.point(lambda value: round(255 - (255 - value) * 0.62))
    return ImageChops.multiply(softer, Image.new("RGB", image.size, paper))


def _watermark(image: Image.Image, rng: random.Random) -> Image.Image:
    text = rng.choice(
        ["仅供办理永久居留使用", "COPY ONLY", "复印件与原件一致", "SPECIMEN COPY", "仅供内部使用"]
    )
    size = round(image.width / 15)
    font = fonts.font(fonts.face_for(text[0], "sans", "hei", True), size)
    piece = Image.new("RGB", (round(font.getlength(text)) + 20, round(size * 1.5)), "white")
    ImageDraw.Draw(piece).text((10, 4), text, font=font, fill=(205, 205, 210))
    piece = piece.rotate(rng.uniform(25, 45), expand=True, fillcolor="white", resample=Image.BICUBIC)
    layer = Image.new("RGB", image.size, "white")
    for top in range(0, image.height, round(piece.height * 1.2)):
        for left in range(0, image.width, round(piece.width * 1.1)):
            layer.paste(piece, (left, top))
    return ImageChops.multiply(image, layer)


def _seal(image: Image.Image, rng: random.Random) -> Image.Image:
    wide = round(min(image.size) * rng.uniform(0.2, 0.26))
    owner = rng.choice(
        ["甬江市公安局出入境管理局", "海晏省涉外公证处", "东临区人力资源服务中心", "北屿市翻译协会"]
    )
    stamp = round_seal(wide, owner, rng.choice(["业务专用章", "证明专用章", ""]), RED, True)
    stamp = stamp.rotate(rng.uniform(-20, 20), expand=True, fillcolor="white", resample=Image.BICUBIC)
    stamp = Image.blend(Image.new("RGB", stamp.size, "white"), stamp, rng.uniform(0.55, 0.85))
    layer = Image.new("RGB", image.size, "white")
    left = round(rng.uniform(0.1, 0.9) * (image.width - stamp.width))
    layer.paste(stamp, (left, round(rng.uniform(0.25, 0.9) * (image.height - stamp.height))))
    return ImageChops.multiply(image, layer)


def _jpeg(image: Image.Image, rng: random.Random) -> Image.Image:
    return _through_jpeg(image, rng.randint(30, 40))


def _through_jpeg(image: Image.Image, quality: int) -> Image.Image:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def _grain(image: Image.Image, noise: np.random.Generator, sigma: float) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    pixels = pixels + sigma * noise.standard_normal(pixels.shape, dtype=np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _noise(image: Image.Image, rng: random.Random, noise: np.random.Generator) -> Image.Image:
    grained = _grain(image, noise, rng.uniform(12, 22))
    pen = ImageDraw.Draw(grained)
    for _ in range(round(image.width * image.height / 9000)):
        x, y = rng.randrange(image.width), rng.randrange(image.height)
        size, shade = rng.choice([0, 0, 1, 1, 2]), rng.choice([20, 60, 250])
        pen.ellipse((x, y, x + size, y + size), fill=(shade,) * 3)
    return grained


def _grey(image: Image.Image, rng: random.Random, noise: np.random.Generator) -> Image.Image:
    ground = rng.randint(222, 242)
    grey = image.convert("L").point(lambda value: round(18 + value / 255 * (ground - 18)))
    return (
        _grain(grey.filter(ImageFilter.GaussianBlur(0.5)).convert("RGB"), noise, 3)
        .convert("L")
        .convert("RGB")
    )


def _fax(image: Image.Image, rng: random.Random, noise: np.random.Generator) -> Image.Image:
    grey = _grain(image.convert("RGB"), noise, 10).convert("L").filter(ImageFilter.GaussianBlur(0.6))
    edge = rng.randint(140, 170)
    return grey.point(lambda value: 255 if value > edge else 0).convert("1", dither=Image.NONE).convert("RGB")


def _phone(image: Image.Image, rng: random.Random, noise: np.random.Generator) -> Image.Image:
    picture = _on_a_table(image, rng, noise, slant=0.035, turn=2.5)
    picture = _lit(picture, rng, 0.72, shadow=False)
    picture = _grain(picture.filter(ImageFilter.GaussianBlur(0.8)), noise, 4)
    return _through_jpeg(picture, 85)


def _phone_hard(image: Image.Image, rng: random.Random, noise: np.random.Generator) -> Image.Image:
    picture = _on_a_table(image, rng, noise, slant=0.075, turn=6)
    picture = _lit(picture, rng, 0.6, shadow=True)
    picture = _grain(picture.filter(ImageFilter.GaussianBlur(1.0)), noise, 9)
    return _through_jpeg(picture, 75)


def _on_a_table(
    image: Image.Image, rng: random.Random, noise: np.random.Generator, slant: float, turn: float
) -> Image.Image:
    """Lay the page on a table and look at it from somewhere above."""
    # Small cards are photographed from nearer.
    scale = max(1.12, min(1.6, 1500 / max(image.size)))
    wide, tall = image.width * scale, image.height * scale
    edge = 0.07 * max(wide, tall)
    size = (round(wide + 2 * edge), round(tall + 2 * edge))
    corners = [(edge, edge), (edge, edge + tall), (edge + wide, edge + tall), (edge + wide, edge)]
    middle = (size[0] / 2, size[1] / 2)
    angle = np.radians(rng.uniform(-turn, turn))
    shrink = 1 - slant * 0.6 - abs(angle) * 0.5
    quad = []
    for x, y in corners:
        x, y = (x - middle[0]) * shrink, (y - middle[1]) * shrink
        x, y = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
        quad.append((x + middle[0] + rng.uniform(-slant, slant) * wide * 0.5,
                     y + middle[1] + rng.uniform(-slant, slant) * tall * 0.35))  # fmt: skip
    paper = [(0, 0), (0, image.height), (image.width, image.height), (image.width, 0)]
    way = _perspective(quad, paper)
    page = image.transform(size, Image.PERSPECTIVE, way, resample=Image.BICUBIC)
    mask = Image.new("L", image.size, 255).transform(size, Image.PERSPECTIVE, way, resample=Image.BILINEAR)
    return Image.composite(page, _table(size, rng, noise), mask)


def _perspective(seen: list[tuple[float, float]], flat: list[tuple[float, float]]) -> list[float]:
    rows, right = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(rows, float), np.array(right, float))]


def _table(size: tuple[int, int], rng: random.Random, noise: np.random.Generator) -> Image.Image:
    """Draw a table top with grain along it."""
    wide, tall = size
    base = np.array(rng.choice(TABLES), dtype=np.float32)
    stripes = np.cumsum(noise.normal(0, 1.6, tall)).astype(np.float32)
    stripes -= np.linspace(stripes[0], stripes[-1], tall)
    top = (
        base
        + np.clip(stripes, -22, 22)[:, None, None]
        + 4 * noise.standard_normal((tall, wide, 1), dtype=np.float32)
    )
    return Image.fromarray(np.clip(top, 0, 255).astype(np.uint8))


def _lit(image: Image.Image, rng: random.Random, darkest: float, shadow: bool) -> Image.Image:
    """Light the picture from one side; `shadow` lets a hand's soft shadow fall over it."""
    wide, tall = image.size
    x = np.linspace(-1, 1, wide, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, tall, dtype=np.float32)[:, None]
    angle = rng.uniform(0, 2 * np.pi)
    along = (x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))) / np.float32(1.42)
    light = np.float32(darkest) + np.float32(1 - darkest) * (along + 1) / 2
    if shadow:
        away = x * np.float32(np.cos(angle + 1.2)) + y * np.float32(np.sin(angle + 1.2))
        light *= 1 - np.float32(0.35) / (1 + np.exp(-14 * (away - np.float32(rng.uniform(0.1, 0.5)))))
    warm = (1.0, 0.985, 0.95) if rng.random() < 0.6 else (0.97, 0.99, 1.0)
    lit = np.asarray(image, dtype=np.float32) * light[:, :, None] * np.array(warm, dtype=np.float32)
    return Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
