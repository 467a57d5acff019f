"""Writes machine-readable zones (ICAO Doc 9303) and draws invented passports with them."""

import io
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).parents[2]
OCRB = ROOT / "tests" / "data" / "fonts" / "OCRB.otf"
PRINT = ROOT / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
CONDITIONS = ("clean", "blurred", "noisy", "rotated", "photographed", "jpeg40")
PAPERS = ((236, 228, 214), (214, 226, 236), (238, 220, 226), (222, 234, 218), (246, 246, 242))


@dataclass(frozen=True)
class Holder:
    """What a zone says, in the zone's own letters."""

    surname: str = "ROE"
    given: str = "ANNA MARIA"
    number: str = "C01X00T47"
    nationality: str = "D"
    issuer: str = "D"
    birth: str = "850302"
    sex: str = "F"
    expiry: str = "310501"
    optional: str = ""
    code: str = "P"


def check(text: str) -> str:
    """Return the check digit, worked out apart from the product."""
    values = {letter: at for at, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
    return str(sum(values[letter] * (7, 3, 1)[at % 3] for at, letter in enumerate(text)) % 10)


def names(holder: Holder, room: int) -> str:
    """Write the names into so much room, cutting what has none."""
    parts = [part.replace(" ", "<") for part in (holder.surname, holder.given) if part]
    return "<<".join(parts)[:room].ljust(room, "<")


def write(form: str, holder: Holder) -> tuple[str, ...]:
    """Write the zone of a format: TD1, TD2, TD3, MRV-A, MRV-B."""
    issuer, nationality = holder.issuer.ljust(3, "<"), holder.nationality.ljust(3, "<")
    head = holder.code.ljust(2, "<") + issuer
    birth = holder.birth + check(holder.birth)
    expiry = holder.expiry + check(holder.expiry)
    if form == "TD1":
        first = (head + _long_number(holder.number) + holder.optional).ljust(30, "<")
        second = (birth + holder.sex + expiry + nationality).ljust(29, "<")
        second += check(first[5:] + second[:7] + second[8:15] + second[18:29])
        return first, second, names(holder, 30)
    width = {"TD2": 36, "TD3": 44, "MRV-A": 44, "MRV-B": 36}[form]
    short = holder.number[:9].ljust(9, "<")
    data = short + check(short) + nationality + birth + holder.sex + expiry
    optional = holder.optional
    if form == "TD2" and len(holder.number) > 9:
        data = data[:9] + "<" + data[10:]
        optional = holder.number[9:] + check(holder.number) + "<" + holder.optional
    if form == "TD3":
        data += optional.ljust(14, "<") + (check(optional.ljust(14, "<")) if optional else "<")
    else:
        data += optional.ljust(width - 28 - (form == "TD2"), "<")
    if form in ("TD2", "TD3"):
        data += check(data[:10] + data[13:20] + data[21:])
    return head + names(holder, width - 5), data


def _long_number(number: str) -> str:
    if len(number) <= 9:
        return number.ljust(9, "<") + check(number.ljust(9, "<"))
    return number[:9] + "<" + number[9:] + check(number) + "<"


# ---------------------------------------- people


SURNAMES = (
    "ROE", "MUELLER", "VAN DER BERG", "LV", "LU", "O", "NILAVADHANANANDA", "GARCIA LOPEZ", "HOFFMANN",
    "SCHWARZENBERGER", "DELACROIX", "OKONKWO", "JAERVINEN", "KOWALCZYK", "BIN ABDULLAH", "QUIQUE", "ZZYZX",
)  # fmt: skip
GIVEN = (
    "ANNA MARIA", "LEA SOPHIE", "XIAOLV", "JOHN", "B", "CHAYAPA DEJTHAMRONG KRASUANG", "MARIA DEL CARMEN",
    "OLUWASEUN", "JEAN LUC", "KIM", "PENELOPE ISABELLA", "ZOE", "",
)  # fmt: skip
STATES = ("D", "USA", "GBR", "FRA", "KOR", "JPN", "AUS", "RUS", "IRL", "THA", "UTO", "RKS", "NGA")
NUMBER_LETTERS = "CFGHJKLMNPRTVWXYZ0123456789"


def invent(rng: random.Random) -> Holder:
    """Invent a holder; some have no surname, some names have no room, some leave no filler in line two."""
    state = rng.choice(STATES)
    full = rng.random() < 0.15
    born = date(rng.randint(1940, 2020), rng.randint(1, 12), rng.randint(1, 28))
    until = date(rng.randint(2027, 2036), rng.randint(1, 12), rng.randint(1, 28))
    number = "".join(rng.choice(NUMBER_LETTERS) for _ in range(9))
    if rng.random() < 0.4:
        number = rng.choice("ABEGPSZ") + "".join(rng.choice("0123456789") for _ in range(rng.choice((7, 8))))
    given = rng.choice(GIVEN)
    return Holder(
        surname="" if given and rng.random() < 0.05 else rng.choice(SURNAMES),
        given=given,
        number=number.ljust(9, "7") if full else number,
        nationality="USA" if full else state,
        issuer="USA" if full else state,
        birth=f"{born:%y%m%d}",
        sex=rng.choice("FM" if full else "FM<"),
        expiry=f"{until:%y%m%d}",
        optional="".join(rng.choice(NUMBER_LETTERS) for _ in range(14)) if full else "",
    )


def with_wrong_digit(lines: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    """Return the zone of a passport with one check digit changed, as a forger or a typist would."""
    first, second = lines
    at = rng.choice((9, 19, 27))
    other = str((int(second[at]) + rng.randint(1, 9)) % 10)
    return first, second[:at] + other + second[at + 1 :]


# ---------------------------------------- pictures


def draw_passport(
    holder: Holder,
    rng: random.Random,
    width: int = 1480,
    *,
    form: str = "TD3",
    lines: tuple[str, ...] | None = None,
) -> Image.Image:
    """Draw the page of a passport: printed facts above, the zone below."""
    height = round(width * 0.704)
    page = _paper(width, height, rng)
    pen = ImageDraw.Draw(page)
    small = ImageFont.truetype(str(PRINT), round(width * 0.018))
    large = ImageFont.truetype(str(PRINT), round(width * 0.026))
    left = round(width * rng.uniform(0.33, 0.38))
    pen.rectangle((width * 0.04, height * 0.14, width * 0.27, height * 0.6), fill=(150, 150, 158))
    facts = (
        ("Passport No.", holder.number), ("Surname", holder.surname), ("Given names", holder.given),
        ("Date of birth", holder.birth), ("Date of expiry", holder.expiry),
    )  # fmt: skip
    for at, (label, text) in enumerate(facts):
        top = height * (0.06 + 0.13 * at)
        pen.text((left, top), label, font=small, fill=(90, 90, 120))
        pen.text((left, top + width * 0.024), text, font=large, fill=(20, 20, 30))
    _print_zone(pen, lines or write(form, holder), width, height, rng)
    return page


def on_sheet(page: Image.Image, rng: random.Random) -> Image.Image:
    """Put a passport small in the middle of a scanned sheet at 200 dpi."""
    sheet = Image.new("RGB", (1654, 2339), (250, 250, 250))
    copy = page.resize((980, round(980 * page.height / page.width)), Image.Resampling.LANCZOS)
    sheet.paste(copy, (rng.randint(200, 400), rng.randint(300, 1300)))
    return sheet


def _paper(width: int, height: int, rng: random.Random) -> Image.Image:
    """Return paper with the fine coloured waves that passports are printed on."""
    base = np.full((height, width, 3), rng.choice(PAPERS), np.float32)
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    for channel in range(3):
        long, steep = rng.uniform(14, 60), rng.uniform(-0.6, 0.6)
        base[..., channel] += rng.uniform(3, 9) * np.sin((across + steep * down) / long * 6.28)
    return Image.fromarray(base.clip(0, 255).astype(np.uint8))


def _print_zone(
    pen: ImageDraw.ImageDraw, lines: tuple[str, ...], width: int, height: int, rng: random.Random
) -> None:
    """Print the lines at one tenth of an inch a character, as the standard asks, on a page of 125 mm."""
    pitch = width * 2.54 / 125 * (44 / 44 if len(lines[0]) > 40 else 1.1)
    font = ImageFont.truetype(str(OCRB), 100)
    font = ImageFont.truetype(str(OCRB), round(100 * pitch / font.getlength("0")))
    left = (width - pitch * len(lines[0])) / 2
    ink = (rng.randint(0, 60),) * 3
    for at, line in enumerate(lines):
        top = height * 0.955 - (len(lines) - at) * width * 6.35 / 125
        for place, character in enumerate(line):
            pen.text((left + place * pitch, top), character, font=font, fill=ink)


def worsen(page: Image.Image, condition: str, rng: random.Random) -> Image.Image:
    """Return a page as one of CONDITIONS."""
    if condition == "blurred":
        return page.filter(ImageFilter.GaussianBlur(rng.uniform(1.2, 2.4) * page.width / 1480))
    if condition == "noisy":
        noise = np.random.default_rng(rng.getrandbits(32)).normal(
            0, rng.uniform(12, 26), (page.height, page.width, 3)
        )
        return Image.fromarray((np.asarray(page, np.float32) + noise).clip(0, 255).astype(np.uint8))
    if condition == "rotated":
        return page.rotate(
            rng.uniform(-8, 8), Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 116, 110)
        )
    if condition == "photographed":
        return _photographed(page, rng)
    if condition == "jpeg40":
        written = io.BytesIO()
        page.save(written, "JPEG", quality=40)
        return Image.open(written).convert("RGB")
    return page


def _photographed(page: Image.Image, rng: random.Random) -> Image.Image:
    """Return a page seen from a little aside on a table, in light from one side."""
    width, height = page.size
    rim = round(width * 0.08)
    table = Image.new("RGB", (width + 2 * rim, height + 2 * rim), rng.choice(((92, 70, 50), (60, 64, 70))))
    table.paste(page, (rim, rim))
    shift = [rng.uniform(-0.035, 0.035) * width for _ in range(8)]
    full = (0, 0, 0, table.height, table.width, table.height, table.width, 0)
    quad = tuple(value + move for value, move in zip(full, shift, strict=True))
    seen = table.transform(table.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    light = np.linspace(rng.uniform(0.55, 0.8), 1.05, table.width)[None, :, None]
    if rng.random() < 0.5:
        light = light[:, ::-1]
    lit = (np.asarray(seen, np.float32) * light).clip(0, 255).astype(np.uint8)
    return Image.fromarray(lit).filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.2)))
