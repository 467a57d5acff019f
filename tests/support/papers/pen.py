"""Draws on pages in millimetres and remembers every line of writing."""

import math
import random
import re
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.support.papers import fonts
from tests.support.papers.model import Run

Colour = tuple[int, int, int]
INK: Colour = (20, 20, 24)
GREY: Colour = (95, 95, 100)
RED: Colour = (205, 30, 40)
BLUE: Colour = (30, 60, 160)
A4 = (210.0, 297.0)
_WORDS = re.compile(r"\s+|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")
_AFTER_HAN = re.compile(r"(?<=[\u2e80-\uffef])[,:;()!](?! ?[A-Za-z])|[,:;()!](?=[\u2e80-\uffef])")
_FULL = str.maketrans(",:;()!", "，：；（）！")
_NEVER_FIRST = set("，。；：、）》”’！？％,.;:)")


class Pen:
    """Draws; x and y in millimetres from the top left, letters in points, y the top of the letters."""

    def __init__(self, rng: random.Random, dpi: int) -> None:
        self.rng, self.dpi = rng, dpi
        self.latin, self.han = "serif", "song"
        # Most papers write full-width punctuation among Chinese, some take the keyboard's.
        self.wide = rng.random() < 0.7
        self.pages: list[Image.Image] = []
        self.runs: list[Run] = []
        self.width, self.height = A4

    # -- the page ---------------------------------------------------------------------------------

    def page(self, size: tuple[float, float] = A4, paper: Colour = (255, 255, 255)) -> None:
        """Begin a page."""
        self.width, self.height = size
        self.pages.append(Image.new("RGB", (self.px(size[0]), self.px(size[1])), paper))

    def lay_on_a4(self, count: int = 1, caption: str = "") -> None:
        """Copy the last pages onto one sheet of A4, one below the other, as copiers do."""
        first = len(self.pages) - count
        copied, self.pages = self.pages[first:], self.pages[:first]
        self.page()
        top = self.px(self.rng.uniform(18, 34))
        for number, picture in enumerate(copied):
            left = round((self.image.width - picture.width) * self.rng.uniform(0.3, 0.7))
            self.image.paste(picture, (left, top))
            self.runs = [_moved(run, first + number, first, left, top) for run in self.runs]
            top += picture.height + self.px(14)
        if caption:
            self.put(30, top / self.dpi * 25.4, caption, 12)

    def px(self, millimetres: float) -> int:
        return round(millimetres / 25.4 * self.dpi)

    @property
    def image(self) -> Image.Image:
        return self.pages[-1]

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    # -- writing ----------------------------------------------------------------------------------

    def spelt(self, text: str) -> str:
        """Return a text with the punctuation that this paper uses among Chinese."""
        return _AFTER_HAN.sub(lambda found: found[0].translate(_FULL), text) if self.wide else text

    def _faces(self, bold: bool, latin: str | None, han: str | None) -> tuple[str, str]:
        chosen = (latin or self.latin, han or self.han)
        if not bold:
            return chosen
        return tuple(f"{face}-bold" if f"{face}-bold" in fonts.FACES else face for face in chosen)  # type: ignore[return-value]

    def measure(
        self, text: str, size: float, *, bold: bool = False, latin: str | None = None, han: str | None = None
    ) -> float:
        """Return the width of a line in millimetres."""
        pixels = round(size / 72 * self.dpi)
        faces = self._faces(bold, latin, han)
        width = sum(fonts.font(face, pixels).getlength(run) for face, run in fonts.pieces(text, *faces))
        return width / self.dpi * 25.4

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 11,
        *,
        bold: bool = False,
        colour: Colour = INK,
        align: str = "left",
        latin: str | None = None,
        han: str | None = None,
        room: float | None = None,
    ) -> float:
        """Write one line, smaller if it has not so much room, and return its right edge."""
        text = self.spelt(text)
        if not text.strip():
            return x
        width = self.measure(text, size, bold=bold, latin=latin, han=han)
        if room and width > room:
            size *= room / width
            width = self.measure(text, size, bold=bold, latin=latin, han=han)
        x -= {"left": 0.0, "centre": width / 2, "right": width}[align]
        pixels = round(size / 72 * self.dpi)
        left, base = x / 25.4 * self.dpi, y / 25.4 * self.dpi + 0.9 * pixels
        for face, run in fonts.pieces(text, *self._faces(bold, latin, han)):
            font = fonts.font(face, pixels)
            self.draw.text((left, base), run, font=font, fill=colour, anchor="ls")
            left += font.getlength(run)
        top = base - 0.9 * pixels
        box = (x / 25.4 * self.dpi, top, left, top + 1.15 * pixels)
        self.runs.append(Run(text.strip(), len(self.pages) - 1, box, size))
        return x + width

    def centre(self, y: float, text: str, size: float = 16, **more: object) -> float:
        """Write a line in the middle of the page and return the y below it."""
        self.put(self.width / 2, y, text, size, align="centre", **more)  # type: ignore[arg-type]
        return y + size * 0.3528 * 1.5

    def wrap(self, text: str, width: float, size: float, **faces: str | None) -> list[str]:
        """Break a paragraph into lines that fit."""
        lines, line = [], ""
        for word in _WORDS.findall(text):
            fits = self.measure((line + word).rstrip(), size, **faces) <= width  # type: ignore[arg-type]
            if fits or not line or word in _NEVER_FIRST:
                line += word
            else:
                lines.append(line.rstrip())
                line = word.lstrip()
        return [*lines, line.rstrip()] if line.strip() else lines

    def para(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float = 11,
        *,
        leading: float = 1.6,
        indent: float = 0.0,
        **more: object,
    ) -> float:
        """Write a paragraph and return the y below it."""
        step = size * 0.3528 * leading
        faces = {name: more[name] for name in ("latin", "han") if name in more}
        pad = "\u3000" * round(indent / (size * 0.3528)) if indent else ""
        for line in self.wrap(pad + self.spelt(text), width, size, **faces):  # type: ignore[arg-type]
            self.put(x, y, line, size, **more)  # type: ignore[arg-type]
            y += step
        return y

    def pairs(
        self,
        x: float,
        y: float,
        rows: Sequence[tuple[str, str]],
        size: float = 11,
        *,
        gap: float = 0.0,
        leading: float = 1.9,
        rule: bool = False,
        room: float | None = None,
    ) -> float:
        """Write label and value side by side, the values under each other when `gap` is given."""
        for label, value in rows:
            edge = self.put(x, y, label, size)
            at = x + gap if gap else edge + 1.5
            end = self.put(max(at, edge + 1), y, value, size, room=room)
            if rule:
                under = y + size * 0.3528 * 1.25
                self.rule(max(at, edge + 1) - 0.5, under, max(end, at + 55), under)
            y += size * 0.3528 * leading
        return y

    def field(
        self, x: float, y: float, label: str, value: str, size: float = 10, small: float = 6, **more: object
    ) -> None:
        """Write a value under its small label, as passports do."""
        self.put(x, y, label, small, colour=(70, 80, 110), latin="sans")
        self.put(x, y + small * 0.3528 * 1.35, value, size, **more)  # type: ignore[arg-type]

    # -- lines and tables -------------------------------------------------------------------------

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.25, colour: Colour = INK
    ) -> None:
        """Draw a straight line."""
        points = [self.px(x1), self.px(y1), self.px(x2), self.px(y2)]
        self.draw.line(points, fill=colour, width=max(1, self.px(width)))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        thick: float = 0.3,
        colour: Colour = INK,
        fill: Colour | None = None,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle."""
        area = (self.px(x), self.px(y), self.px(x + width), self.px(y + height))
        line = max(1, self.px(thick)) if thick else 0
        self.draw.rounded_rectangle(area, self.px(radius), fill=fill, outline=colour, width=line)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        size: float = 10,
        *,
        height: float = 8,
        grid: bool = True,
        head: Colour | None = None,
        align: str = "centre",
    ) -> float:
        """Draw a table; a cell None-like ("<") joins the one before it. Returns the y below it."""
        step = size * 0.3528 * 1.3
        for number, row in enumerate(rows):
            cells = _joined(row, widths)
            broken = [self.wrap(self.spelt(text), wide - 2, size) for text, wide in cells]
            tall = max([height, *(len(lines) * step + 2 for lines in broken)])
            left = x
            for (_, wide), lines in zip(cells, broken, strict=True):
                fill = head if number == 0 else None
                if grid or fill:
                    self.box(left, y, wide, tall, 0.2 if grid else 0, fill=fill)
                top = y + (tall - len(lines) * step) / 2 + 0.3
                for line in lines:
                    at = left + wide / 2 if align == "centre" else left + 1.2
                    self.put(at, top, line, size, align=align)
                    top += step
                left += wide
            y += tall
        return y

    # -- seals, photos, ornament ------------------------------------------------------------------

    def seal(
        self,
        x: float,
        y: float,
        text: str,
        under: str = "",
        *,
        size: float = 42,
        colour: Colour = RED,
        star: bool = True,
        strength: float | None = None,
    ) -> None:
        """Print a round seal with its middle at x, y, over what is there."""
        strong = strength or self.rng.uniform(0.55, 0.9)
        stamp = round_seal(self.px(size), text, under, colour, star)
        self.press(x, y, stamp, strong)

    def press(self, x: float, y: float, stamp: Image.Image, strength: float) -> None:
        """Print a stamp (dark on white) with its middle at x, y, a little turned, ink over ink."""
        stamp = stamp.rotate(
            self.rng.uniform(-14, 14), expand=True, fillcolor="white", resample=Image.BICUBIC
        )
        stamp = Image.blend(Image.new("RGB", stamp.size, "white"), stamp, strength)
        layer = Image.new("RGB", self.image.size, "white")
        layer.paste(stamp, (self.px(x) - stamp.width // 2, self.px(y) - stamp.height // 2))
        self.pages[-1] = ImageChops.multiply(self.image, layer)

    def square_seal(self, x: float, y: float, text: str, size: float = 16, colour: Colour = RED) -> None:
        """Print a square name seal, its characters in two columns from the right."""
        side = self.px(size)
        stamp = Image.new("RGB", (side, side), "white")
        pen = ImageDraw.Draw(stamp)
        pen.rectangle((2, 2, side - 3, side - 3), outline=colour, width=max(2, side // 22))
        rows = max(1, math.ceil(len(text) / 2))
        letter = round(side * 0.8 / max(rows, 2))
        for number, each in enumerate(text):
            column, row = divmod(number, rows)
            at = (side * (0.7 - 0.42 * column), side * (0.1 + 0.8 * (row + 0.5) / rows))
            pen.text(at, each, font=fonts.font("song-bold", letter), fill=colour, anchor="mm")
        self.press(x, y, stamp, self.rng.uniform(0.6, 0.9))

    def oval(self, x: float, y: float, lines: Sequence[str], size: float = 40, colour: Colour = BLUE) -> None:
        """Print an oval or boxed office stamp with straight lines of writing."""
        wide, tall = self.px(size), self.px(size * 0.66)
        stamp = Image.new("RGB", (wide, tall), "white")
        pen = ImageDraw.Draw(stamp)
        pen.ellipse((2, 2, wide - 3, tall - 3), outline=colour, width=max(2, wide // 70))
        letter = round(tall * 0.55 / max(len(lines), 2))
        for number, each in enumerate(lines):
            at = (wide / 2, tall * (0.5 + (number - (len(lines) - 1) / 2) * 0.2))
            pen.text(at, each, font=fonts.font("hei-bold", min(letter, 26)), fill=colour, anchor="mm")
        self.press(x, y, stamp, self.rng.uniform(0.6, 0.9))

    def photo(self, x: float, y: float, width: float, height: float, grey: bool = False) -> None:
        """Draw a portrait: a plain backdrop, shoulders, neck, head, hair; nobody."""
        wide, tall = self.px(width) * 2, self.px(height) * 2
        skin = self.rng.choice([(224, 188, 160), (198, 150, 118), (141, 94, 66), (236, 205, 184)])
        hair = self.rng.choice([(40, 30, 26), (96, 66, 40), (150, 120, 70), (120, 120, 120)])
        backdrop = self.rng.choice([(250, 250, 250), (225, 232, 240), (240, 240, 236)])
        picture = Image.new("RGB", (wide, tall), backdrop)
        pen = ImageDraw.Draw(picture)
        coat = tuple(self.rng.randint(20, 120) for _ in range(3))
        pen.ellipse((wide * 0.02, tall * 0.72, wide * 0.98, tall * 1.5), fill=coat)
        pen.rectangle((wide * 0.4, tall * 0.55, wide * 0.6, tall * 0.8), fill=skin)
        pen.ellipse((wide * 0.24, tall * 0.1, wide * 0.76, tall * 0.6), fill=hair)
        pen.ellipse((wide * 0.28, tall * 0.18, wide * 0.72, tall * 0.7), fill=skin)
        for eye in (0.41, 0.59):
            pen.ellipse(
                (wide * (eye - 0.04), tall * 0.4, wide * (eye + 0.04), tall * 0.43), fill=(50, 40, 35)
            )
        pen.line(
            (wide * 0.5, tall * 0.44, wide * 0.49, tall * 0.52), fill=tuple(c - 30 for c in skin), width=3
        )
        pen.line((wide * 0.43, tall * 0.59, wide * 0.57, tall * 0.59), fill=(150, 80, 80), width=4)
        picture = picture.filter(ImageFilter.GaussianBlur(2)).resize((wide // 2, tall // 2), Image.LANCZOS)
        if grey:
            picture = picture.convert("L").convert("RGB")
        self.image.paste(picture, (self.px(x), self.px(y)))

    def waves(
        self, colour: Colour, *, area: tuple[float, float, float, float] | None = None, step: float = 1.6
    ) -> None:
        """Draw fine waves, the ground of passports and certificates."""
        left, top, right, bottom = area or (0, 0, self.width, self.height)
        phase, long = self.rng.uniform(0, 6), self.rng.uniform(14, 30)
        y = top
        while y < bottom:
            points = [
                (
                    self.px(x),
                    self.px(min(bottom, max(top, y + 2.2 * math.sin(x / long * 6.28 + phase + y / 9)))),
                )
                for x in range(math.ceil(left), math.floor(right) + 1)
            ]
            self.draw.line(points, fill=colour, width=1)
            y += step

    def tint(self, top: Colour, bottom: Colour) -> None:
        """Colour the page from top to bottom."""
        fade = Image.linear_gradient("L").resize(self.image.size)
        upper, lower = (Image.new("RGB", self.image.size, each) for each in (top, bottom))
        self.image.paste(Image.composite(lower, upper, fade))

    def frame(self, margin: float, colour: Colour, thick: float = 0.8, gap: float = 1.6) -> None:
        """Draw a double frame around the page."""
        for inset, width in ((margin, thick), (margin + gap, thick / 3)):
            self.box(inset, inset, self.width - 2 * inset, self.height - 2 * inset, width, colour)

    def signature(self, x: float, y: float, width: float = 32) -> None:
        """Scrawl."""
        points, at = [], x
        while at < x + width:
            points.append((self.px(at), self.px(y + self.rng.uniform(-3.5, 3.5))))
            at += self.rng.uniform(1.2, 3.4)
        colour = self.rng.choice([(25, 35, 110), (20, 20, 20), (40, 40, 70)])
        self.draw.line(points, fill=colour, width=max(2, self.px(0.35)), joint="curve")

    def watermark(self, text: str, colour: Colour = (222, 226, 232), size: float = 26) -> None:
        """Print pale slanting words below what is already there."""
        pixels = round(size / 72 * self.dpi)
        face = fonts.face_for(text[0], "sans", "hei", True)
        word = fonts.font(face, pixels)
        wide = round(word.getlength(text)) + 20
        piece = Image.new("RGB", (wide, round(pixels * 1.4)), "white")
        ImageDraw.Draw(piece).text((10, 4), text, font=word, fill=colour)
        piece = piece.rotate(28, expand=True, fillcolor="white", resample=Image.BICUBIC)
        layer = Image.new("RGB", self.image.size, "white")
        for top in range(0, layer.height, round(piece.height * 1.3)):
            for left in range(0, layer.width, round(piece.width * 1.15)):
                layer.paste(piece, (left, top))
        self.pages[-1] = ImageChops.multiply(self.image, layer)


def _moved(run: Run, was: int, page: int, left: int, top: int) -> Run:
    """Move the runs of a copied page; pages are moved in order, so none is moved twice but the first."""
    if run.page != was or (was == page and run.moved):
        return run
    box = (run.box[0] + left, run.box[1] + top, run.box[2] + left, run.box[3] + top)
    return Run(run.text, page, box, run.points, moved=True)


def _joined(row: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
    cells: list[tuple[str, float]] = []
    for text, wide in zip(row, widths, strict=True):
        if text == "<" and cells:
            cells[-1] = (cells[-1][0], cells[-1][1] + wide)
        else:
            cells.append((text, wide))
    return cells


def round_seal(pixels: int, text: str, under: str, colour: Colour, star: bool) -> Image.Image:
    """Draw a round seal, dark on white: a ring, words along it, a star, a line below the star."""
    side = pixels * 2
    stamp = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(stamp)
    pen.ellipse((6, 6, side - 7, side - 7), outline=colour, width=max(4, side // 42))
    if star:
        pen.polygon(_star(side / 2, side / 2, side * 0.15), fill=colour)
    else:
        pen.ellipse((side * 0.36, side * 0.36, side * 0.64, side * 0.64), outline=colour, width=4)
        pen.polygon(_star(side / 2, side / 2, side * 0.1), fill=colour)
    _along_the_ring(stamp, text, colour)
    if under:
        letter = round(min(side * 0.095, side * 0.6 / len(under)))
        face = fonts.face_for(under[0], "sans-bold", "song-bold", True)
        pen.text((side / 2, side * 0.76), under, font=fonts.font(face, letter), fill=colour, anchor="mm")
    return stamp.resize((pixels, pixels), Image.LANCZOS)


def _along_the_ring(stamp: Image.Image, text: str, colour: Colour) -> None:
    side, count = stamp.width, len(text)
    latin = ord(text[0]) < fonts.HAN_FROM
    letter = round(min(side * 0.125, side * (3.1 if latin else 1.75) / max(count, 6)))
    spread = min(250, count * (13 if latin else 24))
    for number, each in enumerate(text):
        turn = -spread / 2 + spread * (number + 0.5) / count
        face = fonts.face_for(each, "sans-bold", "song-bold", True)
        tile = Image.new("RGB", (letter * 2, letter * 2), "white")
        ImageDraw.Draw(tile).text(
            (letter, letter), each, font=fonts.font(face, letter), fill=colour, anchor="mm"
        )
        tile = tile.rotate(-turn, fillcolor="white", resample=Image.BICUBIC)
        radius = side * 0.385
        at = math.radians(turn)
        left = side / 2 + radius * math.sin(at) - letter
        top = side / 2 - radius * math.cos(at) - letter
        area = (round(left), round(top), round(left) + letter * 2, round(top) + letter * 2)
        stamp.paste(ImageChops.multiply(stamp.crop(area), tile), area)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.382
        at = math.radians(number * 36)
        points.append((x + reach * math.sin(at), y - reach * math.cos(at)))
    return points
