"""Make the bundled sample case: a Spanish family of three applying in Ningbo on the wage and tax route.

    python tests/data/make_sample_case.py [DIR]        (default: resources/sample_case)

Writes `case.toml` and, beside it, every paper the family needs, in the mixture of forms people bring: PDFs
with text, scans, photographs from a phone, a PNG, a two-page TIFF, a WebP, a page on its side with /Rotate.

Every person, company, office, number and address here is invented, every paper says so, and every seal reads
样本 or MUESTRA (sample).
The same libraries (`MADE_WITH`) give the same bytes on every run: no clock, no unseeded chance, fixed PDF
dates and ids.
"""

import io
import math
import platform
import random
import re
import shutil
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import img2pdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REPOSITORY = Path(__file__).resolve().parents[2]
FONT_FILE = REPOSITORY / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
DEFAULT_FOLDER = REPOSITORY / "resources" / "sample_case"

# ---------------------------------------- the facts


@dataclass(frozen=True)
class Look:
    """How a person is drawn."""

    skin: str
    hair: str
    eyes: str
    shirt: str
    long_hair: bool = False
    beard: bool = False
    child: bool = False


@dataclass(frozen=True)
class Person:
    id: str
    role: str
    surname: str
    given: str
    chinese: str
    sex: str
    born: date
    birth_place: str
    birth_place_zh: str
    passport: str
    passport_from: date
    passport_to: date
    personal_number: str
    permit_number: str
    permit_from: date
    permit_to: date
    married: bool
    look: Look

    @property
    def plain(self) -> str:
        """The name as Chinese offices write it: the letters of the machine-readable zone."""
        return f"{transliterated(self.surname)} {transliterated(self.given)}"

    @property
    def full(self) -> str:
        return f"{self.surname} {self.given}"

    @property
    def sex_zh(self) -> str:
        return "女" if self.sex == "F" else "男"


@dataclass(frozen=True)
class Year:
    year: int
    months: int
    salary: int
    bonus: int

    def income(self, month: int) -> int:
        return self.salary + (self.bonus if month == BONUS_MONTH else 0)

    @property
    def wage(self) -> int:
        return self.salary * self.months + self.bonus

    @property
    def tax_by_month(self) -> list[float]:
        """Cumulative withholding, with the 5,000 a month everyone may deduct."""
        taxes: list[float] = []
        earned = 0
        for month in range(1, self.months + 1):
            earned += self.income(month)
            taxes.append(round(tax_on(earned - 5000 * month) - sum(taxes), 2))
        return taxes

    @property
    def tax(self) -> int:
        return round(sum(self.tax_by_month))


@dataclass(frozen=True)
class Company:
    name: str
    english: str
    code: str
    address: str
    head: str
    capital: str
    founded: date
    licensed: date
    kind: str
    scope: str


def tax_on(taxable: float) -> float:
    """Tax due on a year's comprehensive income, by the brackets in force since 2019."""
    brackets = (
        (36000, 0.03, 0),
        (144000, 0.1, 2520),
        (300000, 0.2, 16920),
        (420000, 0.25, 31920),
        (660000, 0.3, 52920),
        (960000, 0.35, 85920),
    )
    for top, rate, quick in brackets:
        if taxable <= top:
            return max(0.0, taxable * rate - quick)
    return taxable * 0.45 - 181920


def credit_code(division: str, organisation: str) -> str:
    """A unified social credit code: category, division and organisation, with both check characters right."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(digits.index(c) * w for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    organisation += "0123456789X"[(11 - total % 11) % 11]
    code = "91" + division + organisation
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code))
    return code + alphabet[(31 - total % 31) % 31]


BONUS_MONTH = 2
SUBMIT_ON = date(2026, 12, 15)
NATION, NATION_ZH, NATION_ES = "ESP", "西班牙", "ESPAÑOLA"
HOME = "宁波市北仑区听潮路218弄6号1203室"
PHONE, MAIL = "0574-5555 0166", "lucia.ibanez@example.com"
POST_ZH, POST_EN = "技术总监", "Technical Director"
WORK_SINCE = date(2020, 9, 7)
WORK_PERMIT_NUMBER = "33020620A0047152"

LUCIA = Person(
    "lucia",
    "principal",
    "IBÁÑEZ SERRANO",
    "LUCÍA",
    "易露西",
    "F",
    date(1984, 5, 17),
    "ZARAGOZA",
    "萨拉戈萨",
    "ZAB417062",
    date(2021, 6, 8),
    date(2031, 6, 8),
    "A0712846500",
    "E70418265",
    date(2025, 9, 2),
    date(2027, 9, 1),
    True,
    Look("#e9b995", "#4a2c1d", "#5b3a1e", "#2e5f73", long_hair=True),
)
MATEO = Person(
    "mateo",
    "spouse",
    "ROLDÁN PEÑA",
    "MATEO JOSÉ",
    "罗马泰",
    "M",
    date(1982, 11, 23),
    "VALENCIA",
    "巴伦西亚",
    "ZAB905318",
    date(2020, 9, 23),
    date(2030, 9, 23),
    "A0655193200",
    "E70418271",
    date(2025, 9, 3),
    date(2027, 9, 1),
    True,
    Look("#dca57e", "#241d1a", "#3f5a3a", "#5a5f6e", beard=True),
)
ALBA = Person(
    "alba",
    "child",
    "ROLDÁN IBÁÑEZ",
    "ALBA",
    "罗雅",
    "F",
    date(2017, 4, 26),
    "VALENCIA",
    "巴伦西亚",
    "ZAC230744",
    date(2024, 7, 15),
    date(2029, 7, 15),
    "A1180327700",
    "E70418289",
    date(2025, 9, 3),
    date(2027, 9, 1),
    False,
    Look("#efc3a2", "#7a4a27", "#4a6b86", "#c9533f", long_hair=True, child=True),
)
FAMILY = (LUCIA, MATEO, ALBA)
YEARS = (
    Year(2026, 10, 68000, 80000),
    Year(2025, 12, 66000, 88000),
    Year(2024, 12, 64000, 82000),
    Year(2023, 12, 62000, 76000),
    Year(2022, 12, 60000, 70000),
)
# Every stay abroad: the day of leaving and the day of coming back, newest first, with the port.
TRIPS = (
    (date(2026, 7, 4), date(2026, 8, 8), "上海浦东机场"),
    (date(2026, 2, 12), date(2026, 2, 26), "宁波栎社机场"),
    (date(2025, 11, 3), date(2025, 11, 12), "上海浦东机场"),
    (date(2025, 6, 28), date(2025, 8, 9), "上海浦东机场"),
    (date(2025, 1, 24), date(2025, 2, 8), "宁波栎社机场"),
    (date(2024, 10, 14), date(2024, 10, 23), "杭州萧山机场"),
    (date(2024, 7, 6), date(2024, 8, 12), "上海浦东机场"),
    (date(2024, 2, 6), date(2024, 2, 20), "宁波栎社机场"),
    (date(2023, 7, 8), date(2023, 8, 11), "上海浦东机场"),
    (date(2023, 1, 17), date(2023, 2, 3), "上海浦东机场"),
    (date(2022, 6, 24), date(2022, 8, 5), "上海浦东机场"),
)
EMPLOYER = Company(
    "宁波澜屿精密传动有限公司",
    "Ningbo Lanyu Precision Drive Co., Ltd.",
    credit_code("330206", "MANX7K4Q"),
    "宁波市北仑区澜屿路66号",
    "沈知行",
    "8,000万元人民币",
    date(2016, 3, 11),
    date(2021, 6, 18),
    "有限责任公司（外商投资、非独资）",
    "精密减速机、传动部件的研发、设计、制造和销售；技术咨询、技术服务；货物进出口、技术进出口。"
    "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
)
TRANSLATOR = Company(
    "宁波衡桥翻译服务有限公司",
    "Ningbo Hengqiao Translation Service Co., Ltd.",
    credit_code("330203", "MANX3T8E"),
    "宁波市海曙区衡桥巷12号4楼",
    "顾书宁",
    "200万元人民币",
    date(2014, 9, 16),
    date(2019, 5, 20),
    "有限责任公司（自然人投资或控股）",
    "翻译服务；会议及展览服务；文字编辑服务；商务信息咨询（不含投资类咨询）。"
    "（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
)
WEDDING = date(2013, 6, 15)
# Dates of issue; the papers and case.toml both read them from here.
ON = {
    "health": {"lucia": date(2026, 9, 8), "mateo": date(2026, 9, 8), "alba": date(2026, 9, 9)},
    "police": {"lucia": date(2026, 8, 28), "mateo": date(2026, 8, 28)},
    "police-apostille": {"lucia": date(2026, 9, 15), "mateo": date(2026, 9, 15)},
    "police-translation": {"lucia": date(2026, 9, 28), "mateo": date(2026, 9, 28)},
}
MARRIAGE_ON, MARRIAGE_APOSTILLE_ON, MARRIAGE_TRANSLATION_ON = (
    date(2026, 8, 26),
    date(2026, 9, 16),
    date(2026, 9, 29),
)
BIRTH_ON, BIRTH_APOSTILLE_ON, BIRTH_TRANSLATION_ON = date(2026, 8, 27), date(2026, 9, 16), date(2026, 9, 29)
KINSHIP_ON = date(2026, 10, 15)
WORK_PERMIT_ON, WORK_PERMIT_TO = date(2025, 8, 25), date(2027, 9, 1)
REPORT_ON = date(2026, 4, 22)
EMPLOYER_LETTERS_ON, RECOMMENDED_ON = date(2026, 11, 4), date(2026, 11, 5)
TAX_ON = STAY_ON = date(2026, 11, 6)
FORM_ON = date(2026, 11, 10)


def days_in_china(year: int) -> int:
    """Days of the year up to the entry-exit record, less every whole day abroad."""
    last = min(date(year, 12, 31), STAY_ON)
    days = (last - date(year, 1, 1)).days + 1
    return days - sum((back - left).days - 1 for left, back, _ in TRIPS if left.year == year)


def zh_date(day: date) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def es_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def passport_date(day: date) -> str:
    names = (
        "ENE/JAN",
        "FEB/FEB",
        "MAR/MAR",
        "ABR/APR",
        "MAY/MAY",
        "JUN/JUN",
        "JUL/JUL",
        "AGO/AUG",
        "SEP/SEP",
        "OCT/OCT",
        "NOV/NOV",
        "DIC/DEC",
    )
    return f"{day.day:02d} {names[day.month - 1]} {day.year}"


def money(amount: float) -> str:
    return f"{amount:,.2f}"


# ---------------------------------------- machine-readable zone


def transliterated(name: str) -> str:
    """The letters a Spanish passport's machine-readable zone uses: accents dropped, Ñ as N."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def check_digit(field: str) -> str:
    values = {"<": 0} | {str(i): i for i in range(10)} | {chr(55 + i): i for i in range(10, 36)}
    return str(sum(values[c] * (7, 3, 1)[i % 3] for i, c in enumerate(field)) % 10)


def machine_readable_zone(person: Person) -> tuple[str, str]:
    """Both lines of an ICAO 9303 TD3 document."""
    name = f"{transliterated(person.surname)}<<{transliterated(person.given)}".replace(" ", "<")
    first = f"P<{NATION}{name}".ljust(44, "<")[:44]
    number = person.passport.ljust(9, "<")
    number += check_digit(number)
    born = f"{person.born:%y%m%d}"
    born += check_digit(born)
    expires = f"{person.passport_to:%y%m%d}"
    expires += check_digit(expires)
    personal = person.personal_number.ljust(14, "<")
    personal += check_digit(personal)
    second = f"{number}{NATION}{born}{person.sex}{expires}{personal}"
    return first, second + check_digit(number + born + expires + personal)


# Single strokes in the manner of OCR-B: letters 6 wide and 10 high, figures 11 high, on a pitch of 10.
STROKES = {
    "A": "M0 0L3 10L6 0M1 3.4L5 3.4",
    "B": "M0 0L0 10L3 10C6.4 10 6.4 5.4 3 5.4L0 5.4M3 5.4C7.2 5.4 7.2 0 3 0L0 0",
    "C": "M6 9.2C3.5 11 0 9.8 0 6L0 4C0 0.2 3.5 -1 6 0.8",
    "D": "M0 0L0 10L1.5 10C7.4 10 7.4 0 1.5 0L0 0",
    "E": "M6 0L0 0L0 10L6 10M0 5.2L5 5.2",
    "F": "M0 0L0 10L6 10M0 5.2L5 5.2",
    "G": "M6 9.2C3.5 11 0 9.8 0 6L0 4C0 -1 4 -0.6 6 0.7L6 4.6L3.6 4.6",
    "H": "M0 0L0 10M6 0L6 10M0 5.2L6 5.2",
    "I": "M1 0L5 0M1 10L5 10M3 0L3 10",
    "J": "M2 10L5.5 10L5.5 3C5.5 -0.6 1 -0.8 0 1.6",
    "K": "M0 0L0 10M6 10L0 4.2M2 6L6 0",
    "L": "M0 10L0 0L6 0",
    "M": "M0 0L0 10L3 5L6 10L6 0",
    "N": "M0 0L0 10L6 0L6 10",
    "O": "M3 10C5.4 10 6 8 6 5C6 2 5.4 0 3 0C0.6 0 0 2 0 5C0 8 0.6 10 3 10",
    "P": "M0 0L0 10L3 10C6.8 10 6.8 4.4 3 4.4L0 4.4",
    "Q": "M3 10C5.4 10 6 8 6 5C6 2 5.4 0 3 0C0.6 0 0 2 0 5C0 8 0.6 10 3 10M3.8 2.6L6.2 -0.6",
    "R": "M0 0L0 10L3 10C6.8 10 6.8 4.4 3 4.4L0 4.4M3 4.4L6 0",
    "S": "M5.6 9C3.5 10.6 0.3 10.2 0.3 7.6C0.3 4.6 6 5.4 6 2.5C6 -0.4 2.4 -0.6 0 1.1",
    "T": "M0 10L6 10M3 10L3 0",
    "U": "M0 10L0 3.5C0 -1.2 6 -1.2 6 3.5L6 10",
    "V": "M0 10L3 0L6 10",
    "W": "M0 10L1.2 0L3 6L4.8 0L6 10",
    "X": "M0 0L6 10M0 10L6 0",
    "Y": "M0 10L3 5L6 10M3 5L3 0",
    "Z": "M0 10L6 10L0 0L6 0",
    "0": "M3 11C5 11 5.7 8.6 5.7 5.5C5.7 2.4 5 0 3 0C1 0 0.3 2.4 0.3 5.5C0.3 8.6 1 11 3 11",
    "1": "M0.8 8.6L3.4 11L3.4 0M1 0L5.6 0",
    "2": "M0.2 9.6C1.2 11.6 5.8 11.4 5.8 8.2C5.8 5.4 1 3.4 0.2 0L5.8 0",
    "3": "M0.3 11L5.5 11L2.6 6.6C6.9 6.6 6.9 0 2.6 0C1.6 0 0.6 0.3 0 0.9",
    "4": "M3.8 11L0.2 3.2L6 3.2M4.4 6L4.4 0",
    "5": "M5.4 11L1 11L0.6 6.2C3 7.2 5.9 6 5.9 3.3C5.9 0.2 2.4 -0.6 0 0.8",
    "6": "M4.6 11C2 8.6 0.3 5.6 0.3 3.3C0.3 -1.1 5.8 -1.1 5.8 3.3C5.8 7.2 1.6 7.4 0.5 4.6",
    "7": "M0.2 11L5.8 11C3.8 8 2.6 4 2.6 0",
    "8": "M3 6C6 6.2 6 11 3 11C0 11 0 6.2 3 6C7 5.8 7 0 3 0C-1 0 -1 5.8 3 6",
    "9": "M1.4 0C4 2.4 5.7 5.4 5.7 7.7C5.7 12.1 0.2 12.1 0.2 7.7C0.2 3.8 4.4 3.6 5.5 6.4",
    "<": "M6 9L0.4 5L6 1",
}

# ---------------------------------------- portraits

PORTRAIT_SIZE = (354, 472)
FINE = 4


def _mixed(colour: str, other: str, share: float) -> tuple[int, int, int]:
    first = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    second = [int(other[i : i + 2], 16) for i in (1, 3, 5)]
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _oval(
    cx: float, cy: float, width: float, up: float, down: float, power: float = 2.0
) -> list[tuple[float, float]]:
    """A closed curve with its own height above and below the centre."""
    points = []
    for step in range(120):
        angle = math.tau * step / 120
        c, s = math.cos(angle), math.sin(angle)
        x = math.copysign(abs(c) ** (2 / power), c) * width / 2
        y = math.copysign(abs(s) ** (2 / power), s) * (down if s > 0 else up)
        points.append(((cx + x) * FINE, (cy + y) * FINE))
    return points


def _scaled(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]


def _curve(*points: tuple[float, float], closed: bool = True) -> list[tuple[float, float]]:
    """A smooth curve through all the points."""
    count = len(points)
    made = []
    for index in range(count if closed else count - 1):
        around = [
            points[k % count if closed else min(max(k, 0), count - 1)] for k in range(index - 1, index + 3)
        ]
        for step in range(10):
            t = step / 10
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(w * p[axis] for w, p in zip(weights, around, strict=True)) / 2 for axis in (0, 1))
            made.append((x * FINE, y * FINE))
    return made if closed else [*made, (points[-1][0] * FINE, points[-1][1] * FINE)]


def _soft(
    picture: Image.Image,
    shape: Sequence[tuple[float, float]],
    colour: tuple[int, int, int],
    blur: float,
    strength: int,
    within: Image.Image,
) -> None:
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).polygon(list(shape), fill=strength)
    mask = ImageChops.multiply(mask.filter(ImageFilter.GaussianBlur(blur * FINE)), within)
    picture.paste(colour, (0, 0), mask)


def _body(picture: Image.Image, look: Look) -> None:
    draw = ImageDraw.Draw(picture)
    wide = 118 if look.child else 152
    neck_wide = 30 if look.child else 37
    shoulders = _curve(
        (177 - wide - 6, 520),
        (177 - wide + 2, 446),
        (177 - wide + 40, 404),
        (138, 380),
        (177, 376),
        (216, 380),
        (177 + wide - 40, 404),
        (177 + wide - 2, 446),
        (177 + wide + 6, 520),
    )
    draw.polygon(shoulders, fill=look.shirt)
    edge = Image.new("L", picture.size, 0)
    ImageDraw.Draw(edge).polygon(shoulders, fill=255)
    dark = _mixed(look.shirt, "#000000", 0.35)
    for side in (-1, 1):
        fold = _scaled(
            (177 + side * (wide + 12), 480),
            (177 + side * (wide - 20), 400),
            (177 + side * (wide - 44), 410),
            (177 + side * (wide - 42), 480),
        )
        _soft(picture, fold, dark, 10, 170, edge)
    neck = _mixed(look.skin, "#7a3c1e", 0.16)
    throat = _curve(
        (177 - neck_wide, 290),
        (177 + neck_wide, 290),
        (177 + neck_wide, 366),
        (220, 388),
        (177, 414),
        (134, 388),
        (177 - neck_wide, 366),
    )
    draw.polygon(throat, fill=neck)
    under = Image.new("L", picture.size, 0)
    ImageDraw.Draw(under).polygon(throat, fill=255)
    _soft(picture, _oval(177, 346, neck_wide * 1.9, 16, 12), _mixed(look.skin, "#5a2a14", 0.4), 6, 110, under)
    collar = _mixed(look.shirt, "#ffffff", 0.22)
    for side in (-1, 1):
        draw.polygon(
            _scaled((177 + side * 45, 374), (177, 414), (177 + side * 20, 438), (177 + side * 58, 392)),
            fill=collar,
        )


def _eye(draw: ImageDraw.ImageDraw, cx: float, cy: float, look: Look) -> None:
    width = 38 if look.child else 34
    height = 12.5 if look.child else 9.5
    draw.polygon(_oval(cx, cy, width, height, height * 0.8), fill="#fbfaf7")
    radius = 10 if look.child else 8.2
    draw.polygon(_oval(cx, cy - 0.5, radius * 2, radius, radius), fill=look.eyes)
    draw.polygon(_oval(cx, cy - 0.5, radius, radius / 2, radius / 2), fill="#15100d")
    draw.polygon(_oval(cx + 2.6, cy - 3.2, 4.4, 2.2, 2.2), fill="#ffffff")
    half = width / 2 + 1
    lid = _curve(
        (cx - half, cy + 1),
        (cx - half * 0.55, cy - height * 0.85),
        (cx, cy - height - 0.5),
        (cx + half * 0.55, cy - height * 0.85),
        (cx + half, cy + 1),
        closed=False,
    )
    draw.line(lid, fill="#2b1a12", width=round(2.5 * FINE), joint="curve")


def _face(picture: Image.Image, look: Look) -> None:
    shadow = _mixed(look.skin, "#8a4524", 0.35)
    eye_y, nose_y, mouth_y, mouth = (214, 256, 290, 24) if look.child else (206, 257, 295, 31)
    draw = ImageDraw.Draw(picture)
    for x in (82, 272):
        draw.polygon(_oval(x, eye_y + 10, 25, 29, 31), fill=_mixed(look.skin, "#a0502c", 0.14))
        draw.polygon(_oval(x, eye_y + 10, 11, 17, 18), fill=_mixed(look.skin, "#a0502c", 0.30))
    head = _oval(177, 200, 194, 145, 133 if look.child else 147, 2.1 if look.child else 2.2)
    draw.polygon(head, fill=look.skin)
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).polygon(head, fill=255)
    for side in (-1, 1):
        cheek = _scaled(
            (177 + side * 105, 120),
            (177 + side * 76, 160),
            (177 + side * 78, 270),
            (177 + side * 37, 350),
            (177 + side * 117, 360),
        )
        _soft(picture, cheek, shadow, 17, 150, mask)
    for x in (118, 236):
        _soft(picture, _oval(x, nose_y + 2, 46, 18, 18), _mixed(look.skin, "#e0563f", 0.38), 10, 150, mask)
    _soft(picture, _oval(177, 150, 90, 30, 30), _mixed(look.skin, "#ffffff", 0.5), 16, 110, mask)
    _soft(
        picture,
        _curve((183, eye_y - 14), (193, nose_y - 8), (186, nose_y), (178, nose_y - 8)),
        shadow,
        4,
        170,
        mask,
    )
    _soft(picture, _oval(177, nose_y + 2, 38, 5, 6), shadow, 4, 170, mask)
    if look.beard:
        jaw = _curve(
            (84, 216),
            (94, 262),
            (130, 278),
            (150, 274),
            (177, 278),
            (204, 274),
            (224, 278),
            (260, 262),
            (270, 216),
            (270, 360),
            (84, 360),
        )
        _soft(picture, jaw, _mixed(look.hair, look.skin, 0.22), 5, 205, mask)
        _soft(picture, _oval(177, 298, 76, 9, 13), _mixed(look.skin, "#b06a50", 0.2), 4, 230, mask)
    draw = ImageDraw.Draw(picture)
    for nostril in (169.5, 184.5):
        draw.polygon(_oval(nostril, nose_y - 2, 7, 2.2, 2.2), fill=_mixed(look.skin, "#5a2412", 0.55))
    for x in (136, 218):
        _eye(draw, x, eye_y, look)
    for side in (-1, 1):
        brow = _curve(
            (177 + side * 22, eye_y - 24),
            (177 + side * 40, eye_y - 30),
            (177 + side * 54, eye_y - 29),
            (177 + side * 66, eye_y - 21),
            closed=False,
        )
        draw.line(
            brow,
            fill=_mixed(look.hair, look.skin, 0.18),
            width=round((3.4 if look.child else 5) * FINE),
            joint="curve",
        )
    y = mouth_y
    lips = _curve(
        (177 - mouth, y - 2),
        (177 - mouth * 0.4, y - 7.5),
        (177, y - 5),
        (177 + mouth * 0.4, y - 7.5),
        (177 + mouth, y - 2),
        (177 + mouth * 0.5, y + 8),
        (177, y + 10),
        (177 - mouth * 0.5, y + 8),
    )
    draw.polygon(lips, fill=_mixed("#c2594f", look.skin, 0.3))
    smile = _curve(
        (177 - mouth - 3, y - 4),
        (177 - mouth * 0.5, y + 1.5),
        (177, y + 2.5),
        (177 + mouth * 0.5, y + 1.5),
        (177 + mouth + 3, y - 4),
        closed=False,
    )
    draw.line(smile, fill=_mixed("#7c2d28", look.skin, 0.1), width=round(1.8 * FINE), joint="curve")


def _hair(picture: Image.Image, look: Look) -> None:
    """The hair over the forehead, with a few lighter strands."""
    top = 42
    cap = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(cap)
    draw.polygon(_oval(177, 172, 212, 172 - top, 32, 2.1), fill=255)
    if look.child:
        draw.polygon(_oval(177, 242, 178, 92, 200, 2.3), fill=0)
        draw.polygon(
            _curve(
                (92, 150),
                (110, 100),
                (177, 84),
                (244, 100),
                (262, 150),
                (252, 172),
                (222, 168),
                (200, 174),
                (177, 169),
                (150, 175),
                (128, 169),
                (102, 174),
            ),
            fill=255,
        )
    elif look.long_hair:
        draw.polygon(_oval(177, 232, 172, 124, 200, 2.2), fill=0)
        draw.polygon(
            _curve(
                (92, 168),
                (100, 120),
                (130, 86),
                (190, 76),
                (244, 96),
                (266, 150),
                (262, 182),
                (246, 152),
                (214, 128),
                (176, 116),
                (140, 138),
                (112, 172),
            ),
            fill=255,
        )
    else:
        draw.polygon(_oval(177, 232, 178, 126, 200, 2.7), fill=0)
        draw.polygon(
            _curve(
                (94, 150),
                (100, 104),
                (177, 80),
                (254, 104),
                (260, 150),
                (250, 136),
                (214, 120),
                (170, 124),
                (132, 122),
                (104, 138),
            ),
            fill=255,
        )
    picture.paste(_mixed(look.hair, "#000000", 0.04), (0, 0), cap)
    strands = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(strands)
    chance = random.Random(look.hair)
    parting = 214 if look.long_hair and not look.child else 177
    for _ in range(90):
        x = chance.uniform(66, 288)
        away = (x - parting) * 0.45
        pen.line(
            _curve(
                (x - away, top - 2),
                (x - away * 0.25, 84),
                (x + away * 0.1, 140),
                (x + away * 0.2, 210),
                closed=False,
            ),
            fill=chance.randrange(30, 120),
            width=FINE,
        )
    strands = ImageChops.multiply(strands.filter(ImageFilter.GaussianBlur(FINE * 0.6)), cap)
    picture.paste(_mixed(look.hair, "#ffffff", 0.35), (0, 0), strands)


@cache
def portrait(person: Person) -> Image.Image:
    """A drawn head and shoulders, from the front, on white."""
    look = person.look
    picture = Image.new("RGB", (PORTRAIT_SIZE[0] * FINE, PORTRAIT_SIZE[1] * FINE), "#ffffff")
    if look.long_hair:
        back = _mixed(look.hair, "#000000", 0.25)
        down = 330 if look.child else 392
        wide = 112 if look.child else 118
        ImageDraw.Draw(picture).polygon(
            _curve(
                (177, 44),
                (177 - 92, 92),
                (177 - 106, 190),
                (177 - wide, 290),
                (177 - 92, down),
                (177, down - 30),
                (177 + 92, down),
                (177 + wide, 290),
                (177 + 106, 190),
                (177 + 92, 92),
            ),
            fill=back,
        )
    _body(picture, look)
    _face(picture, look)
    _hair(picture, look)
    small = picture.resize(PORTRAIT_SIZE, Image.Resampling.LANCZOS)
    return _grained(small, person.id)


def _grained(picture: Image.Image, seed: str) -> Image.Image:
    """The fine grain of a real photograph, left off where the background is white."""
    grain = noise(seed, picture.size, 10)
    figure = picture.convert("L").point([255 if level < 246 else 0 for level in range(256)])
    figure = figure.filter(ImageFilter.GaussianBlur(1))
    return Image.composite(ImageChops.multiply(picture, Image.merge("RGB", [grain] * 3)), picture, figure)


def noise(seed: str, size: tuple[int, int], depth: int) -> Image.Image:
    """A grey picture of seeded grain between 255 - depth and 255."""
    side = 256
    tile = Image.frombytes("L", (side, side), random.Random(seed).randbytes(side * side))
    tile = tile.point([255 - level * depth // 255 for level in range(256)])
    whole = Image.new("L", size)
    for x in range(0, size[0], side):
        for y in range(0, size[1], side):
            whole.paste(tile, (x, y))
    return whole


# ---------------------------------------- drawing papers

MM = 72 / 25.4
INK, GREY, RED, BLUE, LINE = "#1b1b1f", "#6a6a70", "#c8161d", "#20377a", "#8d8d93"
SAMPLE = "SAMPLE 样本 — invented"
A4 = (210.0, 297.0)
LANDSCAPE = (297.0, 210.0)
Row = Sequence[str]


def _register_font() -> None:
    if "Noto" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Noto", str(FONT_FILE)))


def _wrapped(text: str, width: float, size: float) -> Iterator[str]:
    """Lines no wider than width (mm): words stay whole, Chinese breaks anywhere but before a closing mark."""
    line = ""
    for piece in re.findall(
        r"\d+年\d+月(?:\d+日)?|[^\s\u2e80-\uffef]+[，。；：、）》”]*|\s|.[，。；：、）》”]*", text
    ):
        if line and pdfmetrics.stringWidth((line + piece).rstrip(), "Noto", size) > width * MM:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line:
        yield line.rstrip()


class Paper:
    """A PDF drawn in millimetres from the upper left corner."""

    def __init__(self, title: str, size: tuple[float, float] = A4, *, turned: bool = False) -> None:
        _register_font()
        rl_config.useA85 = 0
        self.width, self.height = size
        self.turned = turned
        self._bytes = io.BytesIO()
        # The canvas itself swaps the sides of a page with a quarter turn.
        self.canvas: Any = Canvas(
            self._bytes,
            pagesize=(size[0] * MM, size[1] * MM),
            invariant=1,
            pageCompression=1,
            initialFontName="Noto",
            initialFontSize=10,
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(SAMPLE)
        self._begin()

    def _begin(self) -> None:
        if self.turned:
            self.canvas.setPageRotation(90)
            self.canvas.translate(self.height * MM, 0)
            self.canvas.rotate(90)

    def _y(self, y: float) -> float:
        return (self.height - y) * MM

    def next_page(self) -> None:
        self._sample_line()
        self.canvas.showPage()
        self._begin()

    def finish(self) -> bytes:
        self._sample_line()
        self.canvas.showPage()
        self.canvas.save()
        return self._bytes.getvalue()

    def _sample_line(self) -> None:
        self.text(self.width - 4, self.height - 2.5, SAMPLE, 6 if self.height > 150 else 4.5, GREY, "right")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10.5,
        colour: str = INK,
        align: str = "left",
        *,
        bold: bool = False,
        spacing: float = 0,
    ) -> None:
        pen = self.canvas.beginText()
        wide = pdfmetrics.stringWidth(text, "Noto", size) + spacing * max(0, len(text) - 1)
        shift = {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        pen.setTextOrigin(x * MM - shift, self._y(y))
        pen.setFont("Noto", size)
        pen.setFillColor(colour)
        pen.setCharSpace(spacing)
        if bold:
            self.canvas.saveState()
            self.canvas.setLineWidth(size * 0.035)
            pen.setStrokeColor(colour)
            pen.setTextRenderMode(2)
        pen.textOut(text)
        if bold:
            pen.setTextRenderMode(0)
        self.canvas.drawText(pen)
        if bold:
            self.canvas.restoreState()

    def centred(
        self, y: float, text: str, size: float, colour: str = INK, *, bold: bool = False, spacing: float = 0
    ) -> None:
        self.text(self.width / 2, y, text, size, colour, "centre", bold=bold, spacing=spacing)

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float = 11,
        leading: float = 1.75,
        colour: str = INK,
    ) -> float:
        """Write wrapped text; gives the height of the line that would follow."""
        for part in text.split("\n"):
            for line in _wrapped(part, width, size):
                self.text(x, y, line, size, colour)
                y += size * leading / MM
        return y

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 0.5
    ) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(x1 * MM, self._y(y1), x2 * MM, self._y(y2))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str | None = LINE,
        fill: str | None = None,
        thick: float = 0.5,
    ) -> None:
        self.canvas.setLineWidth(thick)
        if colour:
            self.canvas.setStrokeColor(colour)
        if fill:
            self.canvas.setFillColor(fill)
        self.canvas.rect(
            x * MM,
            self._y(y + height),
            width * MM,
            height * MM,
            stroke=int(bool(colour)),
            fill=int(bool(fill)),
        )

    def pairs(
        self,
        x: float,
        y: float,
        rows: Sequence[tuple[str, str]],
        label_width: float,
        width: float,
        step: float = 8,
        size: float = 10.5,
    ) -> float:
        """Labels in grey, values beside them; long values wrap."""
        for label, value in rows:
            self.text(x, y, label, size * 0.9, GREY)
            lines = list(_wrapped(value, width - label_width, size)) or [""]
            for number, part in enumerate(lines):
                self.text(x + label_width, y + number * size * 1.45 / MM, part, size)
            y += step + (len(lines) - 1) * size * 1.45 / MM
        return y

    def grid(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Row],
        step: float = 7.5,
        size: float = 9,
        *,
        header: bool = True,
        numbers: Sequence[int] = (),
    ) -> float:
        """A ruled table; columns listed in numbers are set to the right."""
        for index, row in enumerate(rows):
            heading = header and index == 0
            left = x
            for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
                self.box(left, y, width, step, LINE, "#eef1f5" if heading else None, 0.4)
                baseline = y + step / 2 + size * 0.36 / MM
                if column in numbers and not heading:
                    self.text(left + width - 2, baseline, cell, size, align="right")
                elif heading or len(widths) > 4:
                    self.text(left + width / 2, baseline, cell, size, align="centre")
                else:
                    self.text(left + 2, baseline, cell, size)
                left += width
            y += step
        return y

    def form(
        self, x: float, y: float, rows: Sequence[Sequence[tuple[str, str, float, float]]], step: float = 9.5
    ) -> float:
        """Rows of (label, value, label width, value width) in boxes, as official forms have them."""
        for row in rows:
            left = x
            for label, value, label_width, value_width in row:
                self.box(left, y, label_width, step, LINE, "#f3f4f6", 0.4)
                parts = label.split("|")
                for number, part in enumerate(parts):
                    offset = step / 2 + 1.2 + (number - (len(parts) - 1) / 2) * 3.4
                    self.text(
                        left + 1.5,
                        y + offset,
                        part,
                        8.5 if number == 0 else 6.5,
                        INK if number == 0 else GREY,
                    )
                left += label_width
                self.box(left, y, value_width, step, LINE, None, 0.4)
                lines = list(_wrapped(value, value_width - 3.5, 9.5))
                for number, part in enumerate(lines):
                    self.text(left + 2, y + step / 2 + 1.3 + (number - (len(lines) - 1) / 2) * 4.2, part, 9.5)
                left += value_width
            y += step
        return y

    def picture(
        self, image: Image.Image, x: float, y: float, width: float, height: float, dpi: int = 150
    ) -> None:
        small = image.resize(
            (round(width / 25.4 * dpi), round(height / 25.4 * dpi)), Image.Resampling.LANCZOS
        )
        stored = io.BytesIO()
        small.save(stored, "JPEG", quality=80, optimize=True)
        self.canvas.drawImage(ImageReader(stored), x * MM, self._y(y + height), width * MM, height * MM)

    def path(self, strokes: str, x: float, y: float, unit: float, colour: str, width: float) -> None:
        """Draw M, L and C strokes given in units (mm each), y upwards from the point."""
        path = self.canvas.beginPath()
        for letter, numbers in re.findall(r"([MLC])([^MLC]*)", strokes):
            values = [float(v) for v in numbers.split()]
            points = [
                (x * MM + v * unit * MM) if i % 2 == 0 else (self._y(y) + v * unit * MM)
                for i, v in enumerate(values)
            ]
            {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo}[letter](*points)
        self.canvas.saveState()
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width * MM)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.restoreState()

    def machine_text(self, x: float, y: float, text: str, pitch: float = 2.54) -> None:
        for index, character in enumerate(text):
            self.path(
                STROKES[character], x + index * pitch + pitch * 0.2, y, pitch / 10, "#111114", pitch * 0.125
            )

    def signature(self, x: float, y: float, name: str, width: float = 34, colour: str = "#1a2b6b") -> None:
        """A scribble that is always the same for the same name."""
        chance = random.Random("signature " + name)
        strokes = "M0 0"
        at = 0.0
        for _ in range(7):
            ahead = at + width / 7
            numbers = (
                at + chance.uniform(0, 3),
                chance.uniform(2, 9),
                ahead - chance.uniform(0, 4),
                chance.uniform(-5, 2),
                ahead,
                chance.uniform(-1, 3),
            )
            strokes += "C" + " ".join(f"{n:.2f}" for n in numbers)
            at = ahead
        self.path(strokes + f"L{width + 6:.2f} 4", x, y, 1, colour, 0.42)

    def seal(
        self, x: float, y: float, name: str, radius: float = 19, under: str = "样本", colour: str = RED
    ) -> None:
        """A round seal: the name round the rim, a star, and the word sample."""
        c = self.canvas
        c.saveState()
        c.translate(x * MM, self._y(y))
        c.setStrokeColor(colour)
        c.setFillColor(colour)
        c.setStrokeAlpha(0.82)
        c.setFillAlpha(0.82)
        c.setLineWidth(1.0 * MM * radius / 19)
        c.circle(0, 0, radius * MM, stroke=1, fill=0)
        star = c.beginPath()
        for point in range(10):
            far = radius * (0.30 if point % 2 == 0 else 0.115) * MM
            angle = math.pi / 2 + math.pi * point / 5
            step = star.moveTo if point == 0 else star.lineTo
            step(round(far * math.cos(angle), 3), round(far * math.sin(angle), 3))
        star.close()
        c.drawPath(star, stroke=0, fill=1)
        size = radius * MM * (0.29 if len(name) <= 13 else 0.245)
        spread = (
            min(262.0, 25.0 * (len(name) - 1))
            if ord(name[0]) > 0x2E80
            else min(236.0, 11.5 * (len(name) - 1))
        )
        if ord(name[0]) <= 0x2E80:
            size = radius * MM * 0.17
        for index, character in enumerate(name):
            angle = spread / 2 - spread * index / max(1, len(name) - 1)
            c.saveState()
            c.rotate(round(angle, 3))
            c.setFont("Noto", round(size, 2))
            c.drawCentredString(0, round(radius * MM * 0.66, 3), character)
            c.restoreState()
        c.setFont("Noto", round(radius * MM * (0.24 if len(under) < 4 else 0.15), 2))
        c.drawCentredString(0, round(-radius * MM * 0.62, 3), under)
        c.restoreState()

    def waves(
        self, x: float, y: float, width: float, height: float, colours: Sequence[str], gap: float = 2.2
    ) -> None:
        """The fine wavy ground of security paper."""
        count = int(height / gap)
        for index in range(count + 1):
            base = y + index * gap
            points = []
            for step in range(61):
                along = step / 60
                swing = 1.1 * math.sin(along * 19 + index * 0.45) + 0.5 * math.sin(along * 43 - index * 0.3)
                points.append(f"{width * along:.2f} {-min(max(swing, y - base), y + height - base):.2f}")
            self.path("M" + "L".join(points), x, base, 1, colours[index % len(colours)], 0.14)

    def pattern(self, x: float, y: float, side: float, seed: str) -> None:
        """Something the eye takes for a QR code; it holds nothing."""
        chance = random.Random("pattern " + seed)
        cells = 25
        unit = side / cells
        self.canvas.setFillColor(INK)
        for row in range(cells):
            for column in range(cells):
                if (
                    not any(abs(row - r) < 5 and abs(column - k) < 5 for r, k in ((3, 3), (3, 21), (21, 3)))
                    and chance.random() < 0.48
                ):
                    self.box(x + column * unit, y + row * unit, unit, unit, None, INK)
        for row, column in ((0, 0), (0, 18), (18, 0)):
            for inset, fill in ((0, INK), (1, "#ffffff"), (2, INK)):
                self.box(
                    x + (column + inset) * unit,
                    y + (row + inset) * unit,
                    (7 - 2 * inset) * unit,
                    (7 - 2 * inset) * unit,
                    None,
                    fill,
                )


# ---------------------------------------- identity papers


def passport_page(person: Person) -> bytes:
    p = Paper("Pasaporte / Passport", (125, 88))
    p.box(0, 0, 125, 88, None, "#f3ece4")
    p.waves(0, 1, 125, 62, ("#e3cfc9", "#d6dccb", "#d9d3e4"))
    p.box(0, 63, 125, 25, None, "#faf8f2")
    p.text(5, 6.6, "ESPAÑA", 11, "#7b1f2b", bold=True, spacing=1)
    p.text(120, 6.6, "PASAPORTE · PASSPORT", 8, "#7b1f2b", "right")
    p.picture(portrait(person), 5, 14, 32, 42.7, 300)
    fields = (
        (42, 12, "Tipo / Type", "P"),
        (58, 12, "Código / Code", NATION),
        (82, 12, "Pasaporte n.º / Passport No.", person.passport),
        (42, 20.5, "1. Apellidos / Surname", person.surname),
        (42, 29, "2. Nombre / Given names", person.given),
        (42, 37.5, "3. Nacionalidad / Nationality", NATION_ES),
        (82, 37.5, "Núm. personal / Personal No.", person.personal_number),
        (42, 46, "4. Fecha de nacimiento / Date of birth", passport_date(person.born)),
        (86, 46, "5. Sexo / Sex", person.sex),
        (100, 46, "6. Lugar / Place of birth", person.birth_place),
        (42, 54.5, "7. Fecha de expedición / Date of issue", passport_date(person.passport_from)),
        (86, 54.5, "8. Fecha de caducidad / Date of expiry", passport_date(person.passport_to)),
    )
    for x, y, label, value in fields:
        p.text(x, y, label, 4.6, GREY)
        p.text(x, y + 4.1, value, 8.8)
    p.signature(8, 61.5, person.id, 20)
    for line, y in zip(machine_readable_zone(person), (73.5, 81), strict=True):
        p.machine_text(6.6, y, line)
    return p.finish()


def residence_permit(person: Person) -> bytes:
    p = Paper("外国人居留许可", (125, 88))
    p.box(0, 0, 125, 88, None, "#f1f4ee")
    p.waves(1, 1, 123, 86, ("#cfdccf", "#dcd3e0", "#cfd9e6"))
    p.centred(8, "中华人民共和国外国人居留许可", 11.5, "#8c1a24", bold=True)
    p.centred(12, "RESIDENCE PERMIT FOR FOREIGNER IN THE PEOPLE'S REPUBLIC OF CHINA", 5.6, "#8c1a24")
    purpose = "工作 WORK" if person is LUCIA else "私人事务 PRIVATE AFFAIRS"
    remark = EMPLOYER.name if person is LUCIA else f"随行 {LUCIA.plain}"
    fields = (
        (8, 19, "编号 No.", person.permit_number),
        (66, 19, "护照号码 Passport No.", person.passport),
        (8, 28, "姓名 Name", f"{transliterated(person.surname)}, {transliterated(person.given)}"),
        (8, 37, "出生日期 Date of Birth", f"{person.born:%Y-%m-%d}"),
        (44, 37, "性别 Sex", f"{person.sex_zh} {person.sex}"),
        (66, 37, "国籍 Nationality", f"{NATION_ZH} {NATION}"),
        (8, 46, "居留事由 Purpose of Residence", purpose),
        (66, 46, "签发地 Place of Issue", "宁波 NINGBO"),
        (8, 55, "签发日期 Date of Issue", f"{person.permit_from:%Y-%m-%d}"),
        (44, 55, "有效期至 Valid until", f"{person.permit_to:%Y-%m-%d}"),
        (8, 64, "备注 Remarks", remark),
        (8, 73, "签发机关 Issued by", "宁波市公安局出入境管理局"),
    )
    for x, y, label, value in fields:
        p.text(x, y, label, 5.4, GREY)
        p.text(x, y + 4.3, value, 8.8)
    p.seal(104, 66, "宁波市公安局出入境管理局", 14)
    return p.finish()


def application_form(person: Person) -> bytes:
    p = Paper("外国人在中国永久居留申请表")
    p.centred(18, "外国人在中国永久居留申请表", 17, bold=True)
    p.centred(24, "APPLICATION FORM FOR PERMANENT RESIDENCE IN CHINA", 9, GREY)
    p.centred(29.5, "（任职人员及其配偶、子女）", 9.5)
    p.picture(portrait(person), 159, 35, 30, 40)
    p.box(158.5, 34.5, 31, 41)
    spouse = person.role == "child"
    p.form(
        21,
        34.5,
        (
            (
                ("姓|Surname", transliterated(person.surname), 26, 44),
                ("名|Given names", transliterated(person.given), 24, 41),
            ),
            (
                ("中文姓名|Chinese name", person.chinese, 26, 44),
                ("性别|Sex", f"{person.sex_zh} {person.sex}", 24, 41),
            ),
            (
                ("出生日期|Date of birth", f"{person.born:%Y-%m-%d}", 26, 44),
                ("国籍|Nationality", f"{NATION_ZH} {NATION}", 24, 41),
            ),
            (
                ("出生地点|Place of birth", f"{NATION_ZH}{person.birth_place_zh}", 26, 44),
                ("婚姻状况|Marital status", "未婚" if spouse else "已婚", 24, 41),
            ),
        ),
        10.25,
    )
    reason = {
        "principal": "在中国境内工作，工资性年收入和纳税达标",
        "spouse": "随同申请（配偶）",
        "child": "随同申请（子女）",
    }[person.role]
    work = {"principal": f"{EMPLOYER.name}　{POST_ZH}", "spouse": "家庭事务", "child": "在校学生"}[
        person.role
    ]
    y = p.form(
        21,
        75.5,
        (
            (
                ("护照号码|Passport No.", person.passport, 26, 58),
                ("护照有效期至|Passport expiry", f"{person.passport_to:%Y-%m-%d}", 30, 54),
            ),
            (
                ("居留许可号|Permit No.", person.permit_number, 26, 58),
                ("居留许可有效期至|Permit expiry", f"{person.permit_to:%Y-%m-%d}", 30, 54),
            ),
            (("在华住址|Address in China", HOME, 26, 142),),
            (("电话|Telephone", PHONE, 26, 58), ("电子邮箱|E-mail", MAIL, 30, 54)),
            (("单位及职务|Employer, post", work, 26, 142),),
            (("申请事由|Grounds", reason, 26, 142),),
        ),
    )
    p.text(21, y + 8, "个人简历　Curriculum vitae" + ("" if spouse else "（自18周岁起）"), 10.5, bold=True)
    histories: dict[str, tuple[Row, ...]] = {
        "lucia": (
            ("2002.09 — 2008.06", "萨拉戈萨 理工学院 机械工程（本科、硕士）", "西班牙"),
            ("2008.07 — 2020.08", "Talleres Moncayo Ficticio S.L. 工程师、研发经理", "西班牙"),
            ("2020.09 — 至今", f"{EMPLOYER.name} {POST_ZH}", "中国"),
        ),
        "mateo": (
            ("2000.12 — 2006.07", "巴伦西亚 建筑学院 建筑学", "西班牙"),
            ("2006.08 — 2020.08", "Estudio Almendra Ficticio 建筑师", "西班牙"),
            ("2020.09 — 至今", "随配偶在华居住", "中国"),
        ),
        "alba": (
            ("2017.04 — 2020.08", "巴伦西亚 家中", "西班牙"),
            ("2020.09 — 2023.07", "宁波市北仑区 幼儿园", "中国"),
            ("2023.09 — 至今", "宁波市北仑区 小学", "中国"),
        ),
    }
    y = p.grid(
        21,
        y + 11,
        (42, 98, 28),
        (("起止时间 Period", "单位 / 学校 Organisation", "国家 Country"), *histories[person.id]),
        8,
    )
    p.text(21, y + 8, "家庭主要成员　Family members", 10.5, bold=True)
    relation = {
        "principal": ("本人", "配偶", "女儿"),
        "spouse": ("配偶", "本人", "女儿"),
        "child": ("母亲", "父亲", "本人"),
    }[person.role]
    members = [
        (r, m.plain, f"{m.born:%Y-%m-%d}", NATION_ZH, m.passport)
        for r, m in zip(relation, FAMILY, strict=True)
    ]
    y = p.grid(
        21, y + 11, (20, 66, 28, 24, 30), (("关系", "姓名 Name", "出生日期", "国籍", "护照号码"), *members), 8
    )
    y = p.paragraph(
        21,
        y + 9,
        168,
        "我声明：以上填写的内容真实、准确、完整；本人遵守中国法律，在中国境内外无犯罪记录。"
        "I declare that the above is true, accurate and complete.",
        9.5,
    )
    p.text(21, y + 10, "申请人签名 Signature of applicant:", 10)
    p.signature(84, y + 11, "lucia" if person is ALBA else person.id)
    if person is ALBA:
        p.text(84, y + 17, "（法定监护人代签：母亲）", 8, GREY)
    p.text(189, y + 10, f"填表日期 Date: {FORM_ON:%Y-%m-%d}", 10, align="right")
    return p.finish()


def health_certificate(person: Person) -> bytes:
    p = Paper("境外人员体格检查记录验证证明")
    day = ON["health"][person.id]
    p.centred(19, "国际旅行健康检查证明书", 17, bold=True)
    p.centred(25, "CERTIFICATE OF HEALTH EXAMINATION FOR INTERNATIONAL TRAVELLER", 9, GREY)
    p.text(21, 32, f"编号 No.: NB26-{person.passport[3:]}", 9)
    p.picture(portrait(person), 157, 35, 32, 42.7)
    p.form(
        21,
        35,
        (
            (("姓名|Name", person.plain, 30, 102),),
            (
                ("性别|Sex", f"{person.sex_zh} {person.sex}", 30, 32),
                ("出生日期|Date of birth", f"{person.born:%Y-%m-%d}", 32, 38),
            ),
            (
                ("国籍|Nationality", f"{NATION_ZH} {NATION}", 30, 32),
                ("护照号码|Passport No.", person.passport, 32, 38),
            ),
            (("现住址|Address", HOME, 30, 102),),
        ),
        10.65,
    )
    child = person is ALBA
    height, weight = {"lucia": ("168", "61"), "mateo": ("179", "78"), "alba": ("134", "29")}[person.id]
    pressure = {"lucia": "116 / 74", "mateo": "124 / 80", "alba": "98 / 62"}[person.id]
    sight = "5.0 / 5.0"
    rows: list[Row] = [
        ("检查项目 Item", "结果 Result", "检查项目 Item", "结果 Result"),
        ("身高 Height (cm)", height, "体重 Weight (kg)", weight),
        ("血压 Blood pressure (mmHg)", pressure, "视力 Vision (R / L)", sight),
        ("心脏 Heart", "正常 Normal", "肺部 Lungs", "正常 Normal"),
        ("腹部 Abdomen", "正常 Normal", "神经系统 Nervous system", "正常 Normal"),
        ("皮肤 Skin", "正常 Normal", "耳鼻喉 ENT", "正常 Normal"),
        ("胸部X线 Chest X-ray", "免检 Exempt" if child else "未见异常 Normal", "心电图 ECG", "正常 Normal"),
        ("抗HIV抗体 Anti-HIV", "阴性 Negative", "梅毒 RPR / TPPA", "阴性 Negative"),
        ("乙肝表面抗原 HBsAg", "阴性 Negative", "丙肝抗体 Anti-HCV", "阴性 Negative"),
        (
            "谷丙转氨酶 ALT (U/L)",
            "18",
            "血型 Blood group",
            {"lucia": "A", "mateo": "O", "alba": "A"}[person.id],
        ),
    ]
    y = p.grid(21, 84, (47, 37, 47, 37), rows, 9)
    y = p.paragraph(
        21,
        y + 9,
        168,
        "未发现患有下列传染病及有碍公共卫生的疾病：霍乱、黄热病、鼠疫、麻风、性病、开放性肺结核、艾滋病、精神病。"
        "None of the following was found: cholera, yellow fever, plague, leprosy, venereal disease, "
        "open pulmonary tuberculosis, AIDS, psychosis.",
        9.5,
    )
    p.text(21, y + 6, "结论 Conclusion：身体健康 In good health", 11, bold=True)
    p.text(21, y + 22, "医师签字 Physician:", 10)
    p.signature(58, y + 23, "physician")
    p.text(21, y + 32, f"签发日期 Date of issue: {zh_date(day)}  {day:%Y-%m-%d}", 10.5)
    p.text(
        21, y + 41, "本证明自签发之日起6个月内有效。 Valid for six months from the date of issue.", 8.5, GREY
    )
    p.text(189, y + 41, "宁波东岸国际旅行卫生保健中心", 10, align="right")
    p.seal(163, y + 24, "宁波东岸国际旅行卫生保健中心", 20)
    p.seal(157, 74, "体检专用章", 9)
    return p.finish()


# ---------------------------------------- foreign papers and chains


def _spanish_heading(p: Paper, office: str, part: str, title: str) -> None:
    p.box(21, 14, 12, 8, None, "#b3262e")
    p.box(21, 16, 12, 4, None, "#e6b43c")
    p.text(36, 17.5, "ESPAÑA · ADMINISTRACIÓN DE MUESTRA", 9.5, bold=True)
    p.text(36, 22, office, 8.5, GREY)
    p.text(189, 17.5, part, 8.5, GREY, "right")
    p.line(21, 26, 189, 26, "#b3262e", 1)
    p.centred(42, title, 16, bold=True)


def police_certificate(person: Person) -> bytes:
    p = Paper("Certificado de antecedentes penales")
    day = ON["police"][person.id]
    _spanish_heading(
        p,
        "Registro Central de Penados",
        f"CP/2026/{person.passport[3:]}",
        "CERTIFICADO DE ANTECEDENTES PENALES",
    )
    p.centred(49, "CRIMINAL RECORD CERTIFICATE", 10, GREY)
    p.paragraph(
        21,
        64,
        168,
        "La persona encargada del Registro Central de Penados CERTIFICA que, consultada la base de datos, "
        "en el día de la fecha NO CONSTAN antecedentes penales a nombre de:",
        11,
    )
    y = p.form(
        21,
        84,
        (
            (("Apellidos|Surname", person.surname, 48, 120),),
            (("Nombre|Given names", person.given, 48, 120),),
            (("Fecha de nacimiento|Date of birth", es_date(person.born), 48, 120),),
            (("Lugar de nacimiento|Place of birth", f"{person.birth_place}, ESPAÑA", 48, 120),),
            (("Nacionalidad|Nationality", NATION_ES, 48, 120),),
            (("Pasaporte n.º|Passport No.", person.passport, 48, 120),),
        ),
        11,
    )
    y = p.paragraph(
        21,
        y + 12,
        168,
        "El presente certificado se expide a petición de la persona interesada para surtir efectos ante las "
        "autoridades de la República Popular China (permiso de residencia permanente).",
        11,
    )
    p.text(21, y + 10, f"Fecha de expedición / Date of issue: {es_date(day)}", 11.5)
    p.text(21, y + 17, "Lugar / Place: Madrid", 11.5)
    p.text(128, y + 30, "La jefa del servicio", 10)
    p.signature(128, y + 46, "Carmen Olmedo Rius")
    p.text(128, y + 56, "Carmen Olmedo Rius", 10)
    p.seal(88, y + 44, "REGISTRO CENTRAL DE PENADOS", 19, "MUESTRA 样本", "#2b4c9b")
    return p.finish()


def marriage_certificate() -> bytes:
    p = Paper("Certificación de matrimonio")
    _spanish_heading(
        p, "Registro Civil de Valencia", "Tomo 00417 · Página 083", "CERTIFICACIÓN DE MATRIMONIO"
    )
    p.centred(49, "EXTRACT OF MARRIAGE RECORD", 10, GREY)
    rows = [("", "Esposo / Husband", "Esposa / Wife")]
    for label, his, hers in (
        ("Apellidos / Surname", MATEO.surname, LUCIA.surname),
        ("Nombre / Given names", MATEO.given, LUCIA.given),
        ("Nacimiento / Born", es_date(MATEO.born), es_date(LUCIA.born)),
        ("Lugar / Place", MATEO.birth_place, LUCIA.birth_place),
        ("Nacionalidad / Nationality", NATION_ES, NATION_ES),
    ):
        rows.append((label, his, hers))
    y = p.grid(21, 60, (54, 57, 57), rows, 11, 10.5)
    y = p.paragraph(
        21,
        y + 13,
        168,
        f"Fecha del matrimonio / Date of marriage: {es_date(WEDDING)}\nLugar / Place: Valencia, España\n"
        "Régimen / Form: matrimonio civil",
        11.5,
    )
    y = p.paragraph(
        21,
        y + 6,
        168,
        "CERTIFICO que los datos anteriores concuerdan con los del asiento registral. El matrimonio "
        "subsiste en el día de la fecha, sin anotación marginal.",
        11,
    )
    p.text(21, y + 8, f"Fecha de expedición / Date of issue: {es_date(MARRIAGE_ON)}", 11.5)
    p.text(128, y + 28, "El encargado del Registro Civil", 10)
    p.signature(128, y + 44, "Andrés Vilanova Cruz")
    p.text(128, y + 54, "Andrés Vilanova Cruz", 10)
    p.seal(86, y + 42, "REGISTRO CIVIL DE VALENCIA", 19, "MUESTRA 样本", "#2b4c9b")
    return p.finish()


def birth_certificate() -> bytes:
    p = Paper("Certificación de nacimiento")
    _spanish_heading(
        p, "Registro Civil de Valencia", "Tomo 00602 · Página 217", "CERTIFICACIÓN LITERAL DE NACIMIENTO"
    )
    p.centred(49, "FULL EXTRACT OF BIRTH RECORD", 10, GREY)
    y = p.form(
        21,
        60,
        (
            (("Apellidos|Surname", ALBA.surname, 52, 116),),
            (("Nombre|Given name", ALBA.given, 52, 116),),
            (("Sexo|Sex", "MUJER / F", 52, 116),),
            (("Fecha de nacimiento|Date of birth", es_date(ALBA.born), 52, 116),),
            (("Lugar de nacimiento|Place of birth", "VALENCIA, ESPAÑA", 52, 116),),
            (("Padre|Father", f"{MATEO.full} · {es_date(MATEO.born)}", 52, 116),),
            (("Madre|Mother", f"{LUCIA.full} · {es_date(LUCIA.born)}", 52, 116),),
            (("Matrimonio de los padres|Parents married", f"Sí / Yes · {es_date(WEDDING)}", 52, 116),),
        ),
        11,
    )
    y = p.paragraph(
        21,
        y + 12,
        168,
        "CERTIFICO que la presente certificación literal contiene la reproducción íntegra del asiento "
        "correspondiente obrante en este Registro Civil.",
        11,
    )
    p.text(21, y + 8, f"Fecha de expedición / Date of issue: {es_date(BIRTH_ON)}", 11.5)
    p.text(128, y + 26, "El encargado del Registro Civil", 10)
    p.signature(128, y + 42, "Andrés Vilanova Cruz")
    p.text(128, y + 52, "Andrés Vilanova Cruz", 10)
    p.seal(86, y + 40, "REGISTRO CIVIL DE VALENCIA", 19, "MUESTRA 样本", "#2b4c9b")
    return p.finish()


@dataclass(frozen=True)
class Apostille:
    signer: str
    capacity: str
    capacity_zh: str
    seal_of: str
    seal_of_zh: str
    day: date
    number: str


def apostille_of(kind: str, person: Person) -> Apostille:
    if kind == "police":
        return Apostille(
            "Carmen Olmedo Rius",
            "Jefa del servicio",
            "科室负责人",
            "Registro Central de Penados",
            "中央犯罪记录登记处",
            ON["police-apostille"][person.id],
            f"SL001/2026/{person.passport[3:]}",
        )
    day, number = (
        (MARRIAGE_APOSTILLE_ON, "SL014/2026/031877")
        if kind == "marriage"
        else (BIRTH_APOSTILLE_ON, "SL014/2026/031878")
    )
    return Apostille(
        "Andrés Vilanova Cruz",
        "Encargado del Registro Civil",
        "民事登记处负责人",
        "Registro Civil de Valencia",
        "巴伦西亚民事登记处",
        day,
        number,
    )


def apostille(a: Apostille) -> bytes:
    p = Paper("Apostille")
    p.box(30, 50, 150, 165, "#2b4c9b", None, 1.4)
    p.box(32, 52, 146, 161, "#2b4c9b", None, 0.5)
    p.centred(66, "APOSTILLE", 22, "#1d3a80", bold=True, spacing=3)
    p.centred(74, "(Convention de La Haye du 5 octobre 1961)", 11)
    items = (
        ("1. País / Country / Pays:", "ESPAÑA"),
        ("", "El presente documento público / This public document"),
        ("2. ha sido firmado por / has been signed by:", a.signer),
        ("3. quien actúa en calidad de / acting in the capacity of:", a.capacity),
        ("4. y está revestido del sello de / bears the seal of:", a.seal_of),
        ("", "Certificado / Certified"),
        ("5. en / at:", "MADRID"),
        ("6. el día / the:", es_date(a.day)),
        ("7. por / by:", "Oficina de Apostillas (muestra)"),
        ("8. bajo el número / No.:", a.number),
    )
    y = 88.0
    for label, value in items:
        if label:
            p.text(37, y, label, 8, GREY)
            p.text(114, y, value, 11)
        else:
            p.centred(y, value, 10, "#1d3a80")
        y += 9.2
    p.text(38, y + 4, "9. Sello / timbre — Seal / stamp:", 9, GREY)
    p.text(112, y + 4, "10. Firma / Signature:", 9, GREY)
    p.seal(72, y + 21, "OFICINA DE APOSTILLAS · MADRID", 14, "MUESTRA", "#2b4c9b")
    p.signature(118, y + 24, "Teresa Quintanar" + a.number, 38)
    p.paragraph(
        32,
        222,
        146,
        "Esta apostilla certifica únicamente la autenticidad de la firma, la calidad en que ha actuado "
        "el signatario y, en su caso, la identidad del sello del que el documento público está revestido. "
        "No certifica el contenido del documento.",
        8,
        colour=GREY,
    )
    return p.finish()


def _translation(title: str, rows: Sequence[tuple[str, str]], body: str, a: Apostille, day: date) -> bytes:
    p = Paper(title + "（译文）")
    p.text(21, 18, "译文　Translation from Spanish", 9, GREY)
    p.text(189, 18, TRANSLATOR.name, 9, GREY, "right")
    p.line(21, 21, 189, 21)
    p.centred(38, title, 18, bold=True, spacing=2)
    y = p.form(25, 50, [((label, value, 44, 116),) for label, value in rows], 10)
    p.paragraph(25, y + 13, 160, body, 12, 1.9)
    p.text(189, 282, "第1页，共2页", 8.5, GREY, "right")
    p.seal(164, 250, TRANSLATOR.name, 19)
    p.next_page()
    p.centred(34, "附加证明书", 18, bold=True, spacing=3)
    p.centred(42, "（1961年10月5日海牙公约）", 11)
    lines = (
        "1. 国家：西班牙",
        "　 本公文书",
        f"2. 由 {a.signer} 签署",
        f"3. 签署人身份：{a.capacity_zh}",
        f"4. 印鉴名称：{a.seal_of_zh}",
        "　 兹证明",
        "5. 地点：马德里",
        f"6. 证明日期：{zh_date(a.day)}",
        "7. 出具机关：附加证明书办公室",
        f"8. 附加证明书编号：{a.number}",
        "9. 印鉴：（已盖章）",
        "10. 签名：（已签名）",
    )
    for index, text in enumerate(lines):
        p.text(45, 56 + index * 9, text, 12)
    p.line(21, 172, 189, 172)
    y = p.paragraph(
        21,
        182,
        168,
        "　　译者声明：本译文由本公司根据西班牙语原件翻译，内容与原件一致。"
        "The translation is faithful to the original.",
        11,
    )
    y = p.pairs(
        21,
        y + 6,
        (
            ("翻译公司", TRANSLATOR.name),
            ("统一社会信用代码", TRANSLATOR.code),
            ("译者", "陆清和（西班牙语）"),
            ("翻译日期", zh_date(day)),
        ),
        42,
        120,
    )
    p.signature(66, y + 5, "陆清和")
    p.seal(158, 226, TRANSLATOR.name, 20)
    p.text(189, 282, "第2页，共2页", 8.5, GREY, "right")
    return p.finish()


def police_translation(person: Person) -> bytes:
    return _translation(
        "无犯罪记录证明",
        (
            ("编号", f"CP/2026/{person.passport[3:]}"),
            ("姓", transliterated(person.surname)),
            ("名", transliterated(person.given)),
            ("出生日期", zh_date(person.born)),
            ("出生地点", f"{NATION_ZH} {person.birth_place_zh}"),
            ("国籍", NATION_ZH),
            ("护照号码", person.passport),
            ("签发机关", "西班牙中央犯罪记录登记处（马德里）"),
            ("签发日期", zh_date(ON["police"][person.id])),
        ),
        "　　经查询中央犯罪记录登记处数据库，截至签发之日，上述人员无犯罪记录。"
        "本证明应当事人请求出具，供向中华人民共和国主管机关申请永久居留使用。",
        apostille_of("police", person),
        ON["police-translation"][person.id],
    )


def marriage_translation() -> bytes:
    return _translation(
        "结婚证明",
        (
            ("登记机关", "西班牙巴伦西亚民事登记处"),
            ("登记号", "第00417卷 第083页"),
            ("丈夫姓名", MATEO.plain),
            ("丈夫出生日期", zh_date(MATEO.born)),
            ("妻子姓名", LUCIA.plain),
            ("妻子出生日期", zh_date(LUCIA.born)),
            ("结婚日期", zh_date(WEDDING)),
            ("结婚地点", "西班牙巴伦西亚"),
            ("签发日期", zh_date(MARRIAGE_ON)),
        ),
        "　　兹证明以上内容与登记簿记载一致。截至签发之日，该婚姻关系存续，登记簿无附注。",
        apostille_of("marriage", MATEO),
        MARRIAGE_TRANSLATION_ON,
    )


def birth_translation() -> bytes:
    return _translation(
        "出生证明",
        (
            ("登记机关", "西班牙巴伦西亚民事登记处"),
            ("登记号", "第00602卷 第217页"),
            ("姓", transliterated(ALBA.surname)),
            ("名", ALBA.given),
            ("性别", "女"),
            ("出生日期", zh_date(ALBA.born)),
            ("出生地点", "西班牙巴伦西亚"),
            ("父亲", MATEO.plain),
            ("母亲", LUCIA.plain),
            ("签发日期", zh_date(BIRTH_ON)),
        ),
        "　　兹证明本证明完整转录本民事登记处所存出生登记的内容。",
        apostille_of("birth", ALBA),
        BIRTH_TRANSLATION_ON,
    )


def business_licence(company: Company, purpose: str = "") -> bytes:
    p = Paper("营业执照（副本）", LANDSCAPE)
    p.box(9, 9, 279, 190, "#a9853f", None, 2.6)
    p.box(12.5, 12.5, 272, 183, "#a9853f", None, 0.6)
    p.text(148.5, 44, "营业执照", 34, align="centre", bold=True, spacing=10)
    p.text(148.5, 52, "（副本）　BUSINESS LICENSE (DUPLICATE)", 10.5, GREY, "centre")
    p.text(26, 32, "统一社会信用代码", 9, GREY)
    p.text(26, 39, company.code, 13)
    p.pattern(246, 24, 24, company.code)
    p.text(258, 52, "样本，不含信息", 6.5, GREY, "centre")
    left = (
        ("名　　称", company.name),
        ("类　　型", company.kind),
        ("法定代表人", company.head),
        ("经营范围", company.scope),
    )
    right = (
        ("注册资本", company.capital),
        ("成立日期", zh_date(company.founded)),
        ("营业期限", "长期"),
        ("住　　所", company.address),
    )
    p.pairs(26, 72, left, 30, 128, 13, 11.5)
    p.pairs(166, 72, right, 26, 104, 13, 11.5)
    p.text(196, 150, "登记机关", 11, GREY)
    p.text(214, 176, zh_date(company.licensed), 12.5)
    p.seal(238, 159, "宁波市市场监督管理局", 20)
    if purpose:
        p.box(26, 158, 118, 22, "#20377a", None, 0.8)
        p.text(30, 166, "此复印件与原件一致，仅用于：", 10, BLUE)
        p.text(30, 174, purpose, 10, BLUE)
        p.seal(156, 168, company.name, 17)
    return p.finish()


def kinship_certificate() -> bytes:
    p = Paper("亲属关系公证书")
    p.centred(38, "公　证　书", 24, bold=True)
    p.text(189, 52, "（2026）浙甬东证外字第0417号", 10.5, align="right")
    y = p.pairs(
        25,
        68,
        (
            (
                "申请人",
                f"{ALBA.plain}（{ALBA.chinese}），女，{zh_date(ALBA.born)}出生，{NATION_ZH}国籍，护照号码：{ALBA.passport}。",
            ),
            (
                "关系人",
                f"{MATEO.plain}（{MATEO.chinese}），男，{zh_date(MATEO.born)}出生，{NATION_ZH}国籍，护照号码：{MATEO.passport}。",
            ),
            (
                "关系人",
                f"{LUCIA.plain}（{LUCIA.chinese}），女，{zh_date(LUCIA.born)}出生，{NATION_ZH}国籍，护照号码：{LUCIA.passport}。",
            ),
            ("公证事项", "亲属关系"),
        ),
        28,
        160,
        13,
        12,
    )
    y = p.paragraph(
        25,
        y + 6,
        160,
        f"　　兹证明申请人{ALBA.plain}是关系人{MATEO.plain}与{LUCIA.plain}的女儿；"
        f"{MATEO.plain}是其父亲，{LUCIA.plain}是其母亲。",
        13,
        2,
    )
    p.text(185, y + 24, "中华人民共和国浙江省宁波市东岸公证处", 12, align="right")
    p.text(104, y + 38, "公证员", 12)
    p.signature(126, y + 39, "公证员 方予安")
    p.text(185, y + 64, "二〇二六年十月十五日", 12, align="right")
    p.seal(158, y + 37, "浙江省宁波市东岸公证处", 20)
    p.next_page()
    p.centred(38, "NOTARIAL CERTIFICATE", 18, bold=True, spacing=1.5)
    p.centred(46, "(Translation)", 10, GREY)
    p.text(185, 56, "(2026) Z.Y.D.Z.W.Zi No. 0417", 10.5, align="right")

    def described(m: Person) -> str:
        sex = "female" if m.sex == "F" else "male"
        return f"{m.plain}, {sex}, born on {m.born:%Y-%m-%d}, Spanish, passport No. {m.passport}."

    y = p.pairs(
        25,
        70,
        (
            ("Applicant", described(ALBA)),
            ("Related party", described(MATEO)),
            ("Related party", described(LUCIA)),
            ("Matter", "Kinship"),
        ),
        32,
        160,
        12,
        11,
    )
    y = p.paragraph(
        25,
        y + 6,
        160,
        f"This is to certify that the applicant {ALBA.plain} is the daughter of {MATEO.plain}, her father, "
        f"and {LUCIA.plain}, her mother.",
        12,
        1.9,
    )
    p.text(185, y + 24, "Notary: Fang Yu'an", 11.5, align="right")
    p.text(185, y + 33, "Ningbo Dong'an Notary Public Office, Zhejiang Province", 11.5, align="right")
    p.text(185, y + 42, "The People's Republic of China", 11.5, align="right")
    p.text(185, y + 52, f"Date: {KINSHIP_ON.day} October {KINSHIP_ON.year}", 11.5, align="right")
    return p.finish()


# ---------------------------------------- papers of the employer and offices


def _letterhead(title: str) -> Paper:
    p = Paper(title)
    p.text(21, 17, EMPLOYER.name, 13, BLUE, bold=True)
    p.text(21, 22, EMPLOYER.english, 8.5, GREY)
    p.line(21, 25, 189, 25, BLUE, 1)
    p.centred(286, f"{EMPLOYER.address}　电话 0574-5555 0100", 8, GREY)
    return p


def _closing(p: Paper, y: float, day: date) -> None:
    p.text(21, y, "联系人：沈知行（总经理）", 11)
    p.text(21, y + 8, "联系电话：0574-5555 0101", 11)
    p.text(185, y + 16, EMPLOYER.name, 12, align="right")
    p.text(185, y + 25, zh_date(day), 12, align="right")
    p.signature(96, y + 19, "沈知行")
    p.seal(160, y + 17, EMPLOYER.name, 20)


def _who() -> str:
    born = f"{zh_date(LUCIA.born)}出生"
    return (
        f"{LUCIA.plain}（中文名：{LUCIA.chinese}），女，{NATION_ZH}国籍，{born}，护照号码：{LUCIA.passport}"
    )


def employment_letter() -> bytes:
    p = _letterhead("在职证明")
    p.centred(48, "在职证明", 20, bold=True, spacing=6)
    p.centred(55, "CERTIFICATE OF EMPLOYMENT", 9, GREY)
    y = p.paragraph(
        25,
        74,
        160,
        f"　　兹证明{_who()}，自{zh_date(WORK_SINCE)}起在我公司工作，现任{POST_ZH}，与我公司签订的劳动合同"
        "期限至2027年09月01日。该员工目前在职，遵守公司规章制度，表现良好。",
        12.5,
        2.1,
    )
    y = p.paragraph(25, y, 160, "　　特此证明。", 12.5, 2.1)
    y = p.paragraph(
        25,
        y + 6,
        160,
        f"This is to certify that {LUCIA.plain}, passport No. {LUCIA.passport}, has worked for "
        f"{EMPLOYER.english} since {WORK_SINCE:%Y-%m-%d} and is its {POST_EN}.",
        10.5,
        1.8,
        GREY,
    )
    _closing(p, y + 34, EMPLOYER_LETTERS_ON)
    return p.finish()


def work_history() -> bytes:
    p = _letterhead("工作经历证明")
    p.centred(48, "在华连续工作证明", 20, bold=True, spacing=3)
    y = p.paragraph(
        25,
        68,
        160,
        f"　　兹证明{_who()}，自{zh_date(WORK_SINCE)}起在我公司连续工作，至今未中断，已连续工作满6年，"
        "每年在中国境内实际居住不少于6个月。任职情况如下：",
        12.5,
        2.1,
    )
    y = p.grid(
        25,
        y + 2,
        (52, 60, 48),
        (
            ("起止时间", "部门", "职务"),
            ("2020.09 — 2022.12", "研发中心", "研发经理"),
            ("2023.01 — 至今", "技术部", POST_ZH),
        ),
        10,
        11,
    )
    y = p.paragraph(25, y + 12, 160, "　　特此证明。", 12.5, 2.1)
    _closing(p, y + 30, EMPLOYER_LETTERS_ON)
    return p.finish()


def recommendation() -> bytes:
    p = _letterhead("推荐函")
    p.centred(48, "推　荐　函", 20, bold=True)
    p.text(25, 66, "宁波市公安局出入境管理局：", 12.5)
    y = p.paragraph(
        25,
        77,
        160,
        f"　　{_who()}，系我公司{POST_ZH}，自2020年09月起连续在我公司工作。该员工主持开发的精密减速器系列产品"
        "已批量投产，为公司技术进步和人才培养作出了积极贡献；任职期间遵守中国法律，按时足额缴纳个人所得税。",
        12.5,
        2.1,
    )
    y = p.paragraph(
        25,
        y,
        160,
        f"　　我公司推荐其申请在华永久居留，其配偶{MATEO.plain}（护照号码：{MATEO.passport}）"
        f"和女儿{ALBA.plain}（护照号码：{ALBA.passport}）随同申请，请予办理。",
        12.5,
        2.1,
    )
    _closing(p, y + 30, RECOMMENDED_ON)
    return p.finish()


def work_permit() -> bytes:
    p = Paper("外国人来华工作许可通知")
    p.centred(26, "外国人来华工作许可通知", 20, bold=True)
    p.centred(33, "NOTIFICATION LETTER OF FOREIGNER'S WORK PERMIT", 9.5, GREY)
    p.picture(portrait(LUCIA), 154, 42, 33, 44)
    y = p.form(
        23,
        42,
        (
            (("姓名|Name", LUCIA.plain, 42, 86),),
            (("性别|Sex", f"{LUCIA.sex_zh} {LUCIA.sex}", 42, 86),),
            (("出生日期|Date of birth", f"{LUCIA.born:%Y-%m-%d}", 42, 86),),
            (("国籍|Nationality", f"{NATION_ZH} {NATION}", 42, 86),),
        ),
        11,
    )
    y = p.form(
        23,
        y,
        (
            (("护照号码|Passport No.", LUCIA.passport, 42, 122),),
            (("工作许可证号码|Work permit No.", WORK_PERMIT_NUMBER, 42, 122),),
            (("人员类别|Category", "外国高端人才（A类）", 42, 122),),
            (("用人单位|Employer", EMPLOYER.name, 42, 122),),
            (("统一社会信用代码|Credit code", EMPLOYER.code, 42, 122),),
            (("职务|Post", f"{POST_ZH} {POST_EN}", 42, 122),),
            (("有效期限|Valid", f"2025年09月02日至{zh_date(WORK_PERMIT_TO)}", 42, 122),),
        ),
        11,
    )
    y = p.paragraph(
        23, y + 14, 164, "　　经审查，同意上述外国人在中国境内工作。持本通知可依法办理工作类居留许可。", 12, 2
    )
    p.text(185, y + 28, "宁波市科学技术局", 12, align="right")
    p.text(185, y + 37, f"签发日期：{zh_date(WORK_PERMIT_ON)}", 12, align="right")
    p.seal(160, y + 28, "宁波市科学技术局", 20)
    return p.finish()


def annual_report() -> bytes:
    """Stored on its side with /Rotate 90, so that it stands upright when shown."""
    p = Paper("企业年度报告", turned=True)
    p.centred(24, "企业年度报告书", 20, bold=True, spacing=3)
    p.centred(31, "（2025年度）", 11)
    p.text(21, 44, "一、企业基本信息", 12, bold=True)
    y = p.form(
        21,
        48,
        (
            (("企业名称", EMPLOYER.name, 42, 126),),
            (("统一社会信用代码", EMPLOYER.code, 42, 126),),
            (("住所", EMPLOYER.address, 42, 126),),
            (("法定代表人", EMPLOYER.head, 42, 42), ("经营状态", "开业", 42, 42)),
            (("从业人数", "186人", 42, 42), ("企业类型", "外商投资企业", 42, 42)),
        ),
        9.5,
    )
    p.text(21, y + 11, "二、股东及出资信息（万元人民币）", 12, bold=True)
    y = p.grid(
        21,
        y + 15,
        (62, 26, 27, 26, 27),
        (
            ("股东", "认缴出资", "认缴时间", "实缴出资", "出资方式"),
            ("Moncayo Ficticio Holding S.L.", "5,200.00", "2018-12-31", "5,200.00", "货币"),
            ("沈知行", "2,800.00", "2018-12-31", "2,800.00", "货币"),
        ),
        9,
    )
    p.text(21, y + 11, "三、资产状况信息（万元）", 12, bold=True)
    y = p.grid(
        21,
        y + 15,
        (48, 36, 48, 36),
        (
            ("项目", "金额", "项目", "金额"),
            ("资产总额", "31,460.20", "所有者权益合计", "19,875.60"),
            ("营业总收入", "27,318.40", "利润总额", "3,042.70"),
            ("净利润", "2,586.30", "纳税总额", "1,914.80"),
            ("负债总额", "11,584.60", "主营业务收入", "26,905.10"),
        ),
        9,
        numbers=(1, 3),
    )
    p.text(21, y + 11, "四、社保信息", 12, bold=True)
    y = p.grid(
        21,
        y + 15,
        (48, 36, 48, 36),
        (
            ("险种", "参保人数", "险种", "参保人数"),
            ("城镇职工基本养老保险", "182人", "失业保险", "182人"),
            ("职工基本医疗保险", "182人", "工伤保险", "186人"),
        ),
        9,
    )
    p.text(21, y + 18, f"报送日期：{zh_date(REPORT_ON)}", 11)
    p.text(185, y + 18, EMPLOYER.name, 11, align="right")
    p.seal(160, y + 19, EMPLOYER.name, 18)
    return p.finish()


def income_statement(year: Year) -> bytes:
    p = _letterhead("工资收入证明")
    p.centred(44, f"工资收入证明（{year.year}年度）", 18, bold=True)
    post = POST_ZH if year.year >= 2023 else "研发经理"
    until = f"{year.year}年1月至{year.months}月"
    y = p.paragraph(
        25,
        58,
        160,
        f"　　兹证明{_who()}，系我公司{post}。其{until}工资、薪金税前收入"
        f"共计人民币{money(year.wage)}元，明细如下：",
        11.5,
        1.9,
    )
    rows: list[Row] = [("月份", "基本工资（元）", "年度奖金（元）", "当月合计（元）")]
    for month in range(1, year.months + 1):
        bonus = year.bonus if month == BONUS_MONTH else 0
        rows.append(
            (
                f"{year.year}年{month}月",
                money(year.salary),
                money(bonus) if bonus else "—",
                money(year.income(month)),
            )
        )
    rows.append(("合计", money(year.salary * year.months), money(year.bonus), money(year.wage)))
    y = p.grid(25, y, (34, 42, 42, 42), rows, 7.6, 10, numbers=(1, 2, 3))
    y = p.paragraph(25, y + 9, 160, "　　以上情况属实，特此证明。", 11.5)
    _closing(p, y + 18, EMPLOYER_LETTERS_ON)
    return p.finish()


def tax_record(year: Year) -> bytes:
    p = Paper("个人所得税纳税记录")
    p.centred(22, "中华人民共和国个人所得税纳税记录", 16, bold=True)
    p.centred(28, "INDIVIDUAL INCOME TAX RECORD", 8.5, GREY)
    p.text(21, 37, f"记录期间：{year.year}年1月 — {year.year}年{year.months}月", 10)
    p.text(189, 37, f"记录编号：3302{year.year}{LUCIA.passport[3:]}01", 10, align="right")
    p.form(
        21,
        41,
        (
            (("纳税人姓名", LUCIA.plain, 30, 62), ("纳税人识别号", f"{NATION}{LUCIA.passport}", 30, 46)),
            (("身份证件类型", "外国护照", 30, 62), ("身份证件号码", LUCIA.passport, 30, 46)),
            (("扣缴义务人", EMPLOYER.name, 30, 62), ("主管税务机关", "宁波市北仑区税务局", 30, 46)),
        ),
        8.5,
    )
    rows: list[Row] = [
        ("申报日期", "所得项目小类", "税款所属期", "入库日期", "收入额（元）", "实缴（退）金额（元）")
    ]
    for month, tax in enumerate(year.tax_by_month, start=1):
        filed = date(year.year + month // 12, month % 12 + 1, 10 + month % 4)
        rows.append(
            (
                f"{filed:%Y-%m-%d}",
                "正常工资薪金",
                f"{year.year}-{month:02d}",
                f"{filed + timedelta(days=1):%Y-%m-%d}",
                money(year.income(month)),
                money(tax),
            )
        )
    rows.append(("合计", "", "", "", money(year.wage), money(year.tax)))
    y = p.grid(21, 71, (26, 30, 25, 26, 28, 33), rows, 7.8, 9, numbers=(4, 5))
    y = p.paragraph(21, y + 9, 168, f"实缴税额合计：人民币{money(year.tax)}元。", 11.5)
    y = p.paragraph(
        21,
        y + 2,
        168,
        "说明：1. 本记录涉及纳税人敏感信息，请妥善保存。2. 本记录为样本，不能验证。"
        "3. 收入额为税前工资薪金所得，"
        "税额按累计预扣法计算，已减除费用每月5,000元。",
        8.5,
        colour=GREY,
    )
    p.text(185, y + 24, "国家税务总局宁波市税务局", 11, align="right")
    p.text(185, y + 33, f"开具日期：{zh_date(TAX_ON)}", 11, align="right")
    p.seal(160, y + 24, "国家税务总局宁波市税务局", 19)
    return p.finish()


def stay_record() -> bytes:
    p = Paper("出入境记录查询结果")
    rows: list[Row] = []
    for left, back, port in TRIPS:
        rows.append((f"{back:%Y-%m-%d}", "入境", port, "飞机", LUCIA.passport))
        rows.append((f"{left:%Y-%m-%d}", "出境", port, "飞机", LUCIA.passport))
    numbered = [(str(i), *row) for i, row in enumerate(rows, start=1)]
    heading = ("序号", "出入境日期", "类别", "口岸", "交通方式", "证件号码")
    widths = (16, 34, 20, 42, 26, 30)
    half = 14
    p.centred(24, "出入境记录查询结果", 20, bold=True)
    p.text(189, 34, "编号：宁公境查〔2026〕第11060417号", 9.5, align="right")
    y = p.paragraph(
        21, 44, 168, f"　　经查询，{_who()}，自2022年01月01日至{zh_date(STAY_ON)}的出入境记录如下：", 12, 1.9
    )
    p.grid(21, y + 2, widths, (heading, *numbered[:half]), 11, 10.5)
    p.centred(284, "第1页，共2页", 9)
    p.next_page()
    y = p.grid(21, 24, widths, (heading, *numbered[half:]), 11, 10.5)
    p.text(21, y + 12, "各年度在华停留天数：", 12, bold=True)
    days: list[Row] = [
        tuple(f"{y.year}年" for y in YEARS),
        tuple(f"{days_in_china(y.year)}天" for y in YEARS),
    ]
    y = p.grid(21, y + 16, (33.6,) * 5, days, 10, 11)
    p.text(21, y + 8, f"（2026年统计至{zh_date(STAY_ON)}；以下空白）", 10)
    p.text(185, y + 38, "宁波市公安局出入境管理局", 12, align="right")
    p.text(185, y + 47, f"查询日期：{zh_date(STAY_ON)}", 12, align="right")
    p.seal(158, y + 38, "宁波市公安局出入境管理局", 20)
    p.centred(284, "第2页，共2页", 9)
    return p.finish()


# ---------------------------------------- forms of files

SCAN_DPI = 155


def rendered(pdf: bytes, dpi: float) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def as_scan(pdf: bytes, seed: str, tilt: float, *, grey: bool = False, quality: int = 40) -> bytes:
    """The paper as an office scanner gives it: off-white, a little crooked, one JPEG a page."""
    pages = []
    for number, page in enumerate(rendered(pdf, SCAN_DPI)):
        turned = page.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        grain = noise(f"{seed}{number}", turned.size, 4)
        tint = Image.merge(
            "RGB", [grain.point([v * share // 255 for v in range(256)]) for share in (252, 250, 247)]
        )
        aged = ImageChops.multiply(turned, tint)
        stored = io.BytesIO()
        (aged.convert("L") if grey else aged).save(
            stored, "JPEG", quality=quality, optimize=True, dpi=(SCAN_DPI, SCAN_DPI)
        )
        pages.append(stored.getvalue())
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)))
    made: bytes = img2pdf.convert(
        pages, layout_fun=layout, nodate=True, producer="", engine=img2pdf.Engine.internal
    )
    return made


def _perspective(source: tuple[int, int], corners: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers that carry the corners (clockwise from the upper left) back onto the source."""
    width, height = source
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for other in range(8):
            if other != column:
                factor = rows[other][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[column], strict=True)]
    return [round(row[8], 10) for row in rows]


def as_photograph(
    pdf: bytes,
    seed: str,
    corners: Sequence[tuple[float, float]],
    desk: tuple[str, str],
    size: tuple[int, int] = (2000, 1500),
) -> Image.Image:
    """The first page lying on a desk, seen by a hand-held phone."""
    page = rendered(pdf, 400 if size[0] > size[1] else 200)[0]
    light = Image.linear_gradient("L").rotate(90).resize(size)
    scene = Image.composite(Image.new("RGB", size, desk[0]), Image.new("RGB", size, desk[1]), light)
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).polygon([(x + 14, y + 20) for x, y in corners], fill=150)
    scene.paste((20, 18, 16), (0, 0), shadow.filter(ImageFilter.GaussianBlur(18)))
    back = _perspective(page.size, corners)
    laid = page.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    mask = Image.new("L", page.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC
    )
    scene.paste(laid, (0, 0), mask)
    falling = light.point([238 + v * 17 // 255 for v in range(256)])
    seen = ImageChops.multiply(
        scene, Image.merge("RGB", [ImageChops.multiply(falling, noise(seed, size, 3))] * 3)
    )
    return seen.resize((size[0] * 9 // 10, size[1] * 9 // 10), Image.Resampling.LANCZOS)


def phone_jpeg(picture: Image.Image, *, sideways: bool = False, quality: int = 46) -> bytes:
    """A JPEG as phones store it; sideways: held upright, so with Orientation 6, and the place in its EXIF."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Sample", "Sample Phone"
    exif[0x0132] = "2026:11:01 10:15:02"
    if sideways:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
        exif[0x8825] = {1: "N", 2: (29.0, 54.0, 12.0), 3: "E", 4: (121.0, 50.0, 36.0)}
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=quality, optimize=True, dpi=(72, 72), exif=exif)
    return stored.getvalue()


def as_webp(picture: Image.Image) -> bytes:
    stored = io.BytesIO()
    picture.save(stored, "WEBP", quality=45, method=4)
    return stored.getvalue()


def as_png(pdf: bytes) -> bytes:
    page = rendered(pdf, SCAN_DPI)[0].quantize(72, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    stored = io.BytesIO()
    page.save(stored, "PNG", optimize=True, dpi=(SCAN_DPI, SCAN_DPI))
    return stored.getvalue()


def as_fax_tiff(pdf: bytes) -> bytes:
    """Every page in pure black and white, Group 4, 200 dpi, in one TIFF."""
    pages = [page.convert("L").point([0] * 205 + [255] * 51).convert("1") for page in rendered(pdf, 200)]
    stored = io.BytesIO()
    pages[0].save(
        stored, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200)
    )
    return stored.getvalue()


def photo_file(person: Person) -> bytes:
    stored = io.BytesIO()
    portrait(person).save(stored, "JPEG", quality=94, subsampling=0, dpi=(300, 300))
    return stored.getvalue()


# ---------------------------------------- the case


@dataclass(frozen=True)
class Evidence:
    requirement: str
    person: str
    file: str
    content: Callable[[], bytes]
    part: str = ""
    country: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


OAK, SLATE, CLOTH = ("#a98458", "#8b6a45"), ("#5d646d", "#474d55"), ("#8e9c93", "#75847c")


def _chain(
    requirement: str,
    kind: str,
    person: Person,
    folder: str,
    original: Callable[[], bytes],
    original_name: str,
    issued: date,
    translation: Callable[[], bytes],
    translated: date,
    subject: str,
    tilt: float,
) -> list[Evidence]:
    """Original, apostille, translation and the translation company's licence."""
    a = apostille_of(kind, person)
    stem = f"{folder}/{kind}-{person.id}"
    apostilled = f"{stem}-2-apostilla.pdf"
    purpose = f"{person.plain} {subject}翻译"
    return [
        Evidence(requirement, person.id, original_name, original, "", NATION, issued),
        Evidence(
            requirement,
            person.id,
            apostilled,
            lambda: as_scan(apostille(a), apostilled, -tilt) if kind == "police" else apostille(a),
            "authentication",
            NATION,
            a.day,
        ),
        Evidence(requirement, person.id, f"{stem}-3-译文.pdf", translation, "translation", "", translated),
        Evidence(
            requirement,
            person.id,
            f"{stem}-4-licence.pdf",
            lambda: business_licence(TRANSLATOR, purpose),
            "translator-licence",
            "",
            TRANSLATOR.licensed,
        ),
    ]


def _police_chain(person: Person, tilt: float) -> list[Evidence]:
    name = f"police/police-{person.id}-1-certificado.pdf"
    return _chain(
        "criminal-record",
        "police",
        person,
        "police",
        lambda: as_scan(police_certificate(person), name, tilt),
        name,
        ON["police"][person.id],
        lambda: police_translation(person),
        ON["police-translation"][person.id],
        "无犯罪记录证明",
        tilt,
    )


def _passport(person: Person, file: str, content: Callable[[], bytes]) -> Evidence:
    return Evidence(
        "passport", person.id, file, content, "", NATION, person.passport_from, person.passport_to
    )


def _permit(person: Person, file: str, content: Callable[[], bytes]) -> Evidence:
    return Evidence(
        "visa-or-permit", person.id, file, content, "", "CHN", person.permit_from, person.permit_to
    )


def _health(person: Person, file: str, content: Callable[[], bytes]) -> Evidence:
    return Evidence("health-certificate", person.id, file, content, "", "CHN", ON["health"][person.id])


def _lucia() -> list[Evidence]:
    me = LUCIA
    passport = ((148, 190), (1846, 168), (1868, 1362), (136, 1384))
    permit = ((170, 150), (1830, 176), (1816, 1352), (150, 1330))
    own = [
        _passport(
            me,
            "passports/IMG_20261101_101502.jpg",
            lambda: phone_jpeg(as_photograph(passport_page(me), "oak", passport, OAK), sideways=True),
        ),
        _permit(
            me,
            "permits/居留许可-lucia.jpg",
            lambda: phone_jpeg(as_photograph(residence_permit(me), "slate", permit, SLATE), quality=42),
        ),
        _health(me, "health/health-lucia.pdf", lambda: as_scan(health_certificate(me), "health-lucia", 0.6)),
        *_police_chain(me, 0.5),
        Evidence("photo", me.id, "photos/photo-lucia.jpg", lambda: photo_file(me)),
        Evidence(
            "application-form",
            me.id,
            "永久居留申请表-lucia.pdf",
            lambda: application_form(me),
            issued_on=FORM_ON,
        ),
        Evidence(
            "employment-proof",
            me.id,
            "work/employment certificate.pdf",
            employment_letter,
            "",
            "CHN",
            EMPLOYER_LETTERS_ON,
        ),
        Evidence(
            "work-permit",
            me.id,
            "work/工作许可通知.pdf",
            work_permit,
            "",
            "CHN",
            WORK_PERMIT_ON,
            WORK_PERMIT_TO,
        ),
        Evidence(
            "employer-registration",
            me.id,
            "work/business-licence.pdf",
            lambda: business_licence(EMPLOYER),
            "",
            "CHN",
            EMPLOYER.licensed,
        ),
        Evidence(
            "employer-annual-report",
            me.id,
            "work/annual-report-2025.pdf",
            annual_report,
            "",
            "CHN",
            REPORT_ON,
        ),
        Evidence(
            "employer-recommendation",
            me.id,
            "work/recommendation.pdf",
            recommendation,
            "",
            "CHN",
            RECOMMENDED_ON,
        ),
        Evidence(
            "work-history-proof", me.id, "work/work-history.pdf", work_history, "", "CHN", EMPLOYER_LETTERS_ON
        ),
    ]
    return [*own, *_figures()]


def _scanned_income(year: Year) -> bytes:
    return as_scan(income_statement(year), "income", -0.4, quality=36)


def _figures() -> Iterator[Evidence]:
    for year in YEARS:
        content = partial(_scanned_income if year.year == 2022 else income_statement, year)
        file = f"income/income-{year.year}.pdf"
        yield Evidence("income-proof", LUCIA.id, file, content, "", "CHN", EMPLOYER_LETTERS_ON)
    for year in YEARS:
        file = f"tax/tax-{year.year}.pdf"
        yield Evidence("tax-proof", LUCIA.id, file, partial(tax_record, year), "", "CHN", TAX_ON)
    yield Evidence(
        "stay-record",
        LUCIA.id,
        "stay/entry-exit-record.tif",
        lambda: as_fax_tiff(stay_record()),
        "",
        "CHN",
        STAY_ON,
    )


def _mateo() -> list[Evidence]:
    me = MATEO
    passport = ((160, 170), (1840, 196), (1822, 1378), (142, 1352))
    permit = ((150, 172), (1842, 150), (1856, 1342), (166, 1362))
    marriage = "family/marriage-mateo-1-certificado.pdf"
    return [
        _passport(
            me,
            "passports/mateo passport.jpg",
            lambda: phone_jpeg(as_photograph(passport_page(me), "slate2", passport, SLATE)),
        ),
        _permit(
            me,
            "permits/permit-mateo.webp",
            lambda: as_webp(as_photograph(residence_permit(me), "cloth", permit, CLOTH)),
        ),
        _health(me, "health/health-mateo.pdf", lambda: health_certificate(me)),
        *_police_chain(me, -0.7),
        Evidence("photo", me.id, "photos/photo-mateo.jpg", lambda: photo_file(me)),
        Evidence(
            "application-form",
            me.id,
            "永久居留申请表-mateo.pdf",
            lambda: application_form(me),
            issued_on=FORM_ON,
        ),
        *_chain(
            "marriage-certificate",
            "marriage",
            me,
            "family",
            lambda: as_scan(marriage_certificate(), marriage, 0.8),
            marriage,
            MARRIAGE_ON,
            marriage_translation,
            MARRIAGE_TRANSLATION_ON,
            "结婚证明",
            -0.3,
        ),
    ]


def _alba() -> list[Evidence]:
    me = ALBA
    passport = ((152, 176), (1838, 160), (1850, 1350), (164, 1370))
    permit = ((168, 162), (1826, 150), (1840, 1330), (156, 1346))
    birth = ((92, 84), (1420, 70), (1436, 1950), (74, 1930))
    return [
        _passport(
            me,
            "passports/alba.jpg",
            lambda: phone_jpeg(as_photograph(passport_page(me), "cloth2", passport, CLOTH)),
        ),
        _permit(
            me,
            "permits/permit-alba.jpg",
            lambda: phone_jpeg(as_photograph(residence_permit(me), "oak2", permit, OAK), quality=42),
        ),
        _health(me, "health/health-alba.pdf", lambda: health_certificate(me)),
        Evidence("photo", me.id, "photos/photo-alba.jpg", lambda: photo_file(me)),
        Evidence(
            "application-form",
            me.id,
            "永久居留申请表-alba.png",
            lambda: as_png(application_form(me)),
            issued_on=FORM_ON,
        ),
        *_chain(
            "birth-certificate",
            "birth",
            me,
            "family",
            lambda: phone_jpeg(
                as_photograph(birth_certificate(), "slate3", birth, SLATE, (1500, 2000)), quality=44
            ),
            "family/IMG_20261101_102211.jpg",
            BIRTH_ON,
            birth_translation,
            BIRTH_TRANSLATION_ON,
            "出生证明",
            0,
        ),
        Evidence(
            "kinship-proof", me.id, "family/亲属关系公证书.pdf", kinship_certificate, "", "CHN", KINSHIP_ON
        ),
    ]


# What the bundled files were made with: another release may round a curve or pack a stream differently.
MADE_WITH = {
    "Pillow": "13.0.0",
    "reportlab": "5.1.0",
    "img2pdf": "0.6.3",
    "pypdfium2": "5.15.2",
    "zlib": "1.2.13",
    "machine": "linux x86_64",
}


def libraries() -> dict[str, str]:
    """The releases the bytes depend on, as they are here."""
    here = {name: version(name) for name in ("Pillow", "reportlab", "img2pdf", "pypdfium2")}
    here["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    here["machine"] = f"{sys.platform} {platform.machine()}"
    return here


def all_evidence() -> list[Evidence]:
    return [*_lucia(), *_mateo(), *_alba()]


def _toml(values: dict[str, object]) -> str:
    lines = []
    for key, value in values.items():
        if isinstance(value, bool):
            text = str(value).lower()
        elif isinstance(value, (date, int)):
            text = str(value)
        elif isinstance(value, list):
            text = "[" + ", ".join(f'"{item}"' for item in value) + "]"
        else:
            text = f'"{value}"'
        lines.append(f"{key} = {text}")
    return "\n".join(lines) + "\n"


# What letters say beside the rest; as the papers state it, where they do.
DETAILS = {
    "employer.name": EMPLOYER.name,
    "employer.name.en": EMPLOYER.english,
    "employer.credit_code": EMPLOYER.code,
    "employer.address": EMPLOYER.address,
    "employer.address.en": "66 Lanyu Road, Beilun District, Ningbo",
    "employer.contact": EMPLOYER.head,
    "employer.contact.en": "SHEN Zhixing",
    "employer.phone": "0574-5555 0101",
    "employer.reasons": "主持开发的精密减速器系列产品已批量投产，为单位技术进步作出了积极贡献。",
    "employer.reasons.en": "the precision gearboxes developed under this lead are in production, and our "
    "engineers have learnt much.",
    "post.title": POST_ZH,
    "post.title.en": POST_EN,
    "post.department": "技术部",
    "post.department.en": "Technical Department",
    "post.since": WORK_SINCE,
    "post.duties": "主持精密减速器产品的研发，管理技术部，培养技术人员。",
    "post.duties.en": "Leads the development of precision gearboxes, heads the technical department, "
    "trains engineers.",
    "person.birth_place": f"西班牙{LUCIA.birth_place_zh}",
    "person.birth_place.en": "Zaragoza, Spain",
    "person.address_in_china": HOME,
    "person.address_in_china.en": "Room 1203, No. 6, 218 Tingchao Road, Beilun District, Ningbo",
    "person.phone": PHONE,
    "person.email": MAIL,
    "person.passport_kind": "ordinary",
    "person.permit_kind": "residence",
}
HISTORY = (
    (
        date(2002, 9, 1),
        date(2008, 6, 1),
        "study",
        "萨拉戈萨理工学院",
        "Polytechnic of Zaragoza",
        "机械工程（本科、硕士）",
        "Mechanical engineering, bachelor and master",
        "西班牙萨拉戈萨",
        "Zaragoza, Spain",
    ),
    (
        date(2008, 7, 1),
        date(2020, 8, 1),
        "work",
        "蒙卡约虚构机械厂",
        "Talleres Moncayo Ficticio S.L.",
        "工程师、研发经理",
        "Engineer, development manager",
        "西班牙萨拉戈萨",
        "Zaragoza, Spain",
    ),
    (
        date(2020, 9, 1),
        None,
        "work",
        EMPLOYER.name,
        EMPLOYER.english,
        POST_ZH,
        POST_EN,
        "浙江宁波",
        "Ningbo, Zhejiang",
    ),
)
HISTORY_KEYS = (
    "since",
    "until",
    "kind",
    "organisation",
    "organisation_en",
    "post",
    "post_en",
    "place",
    "place_en",
)
RELATIVES = (
    {
        "relation": "father",
        "name": "IBÁÑEZ LANUZA TOMÁS",
        "sex": "M",
        "birth_date": date(1955, 2, 11),
        "nationality": NATION,
        "occupation": "退休",
        "occupation_en": "retired",
        "address": "西班牙萨拉戈萨",
        "address_en": "Zaragoza, Spain",
    },
    {
        "relation": "mother",
        "name": "SERRANO GIL PILAR",
        "sex": "F",
        "birth_date": date(1957, 10, 3),
        "nationality": NATION,
        "occupation": "退休",
        "occupation_en": "retired",
        "address": "西班牙萨拉戈萨",
        "address_en": "Zaragoza, Spain",
    },
)

FIRST_LINE = "# The bundled sample. Every person, company, office and number in it is invented.\n"


def case_toml(evidence: Sequence[Evidence]) -> str:
    parts = [
        FIRST_LINE
        + _toml(
            {
                "format": 1,
                "title": "IBÁÑEZ – ROLDÁN family (sample)",
                "category": "pr.wage-tax",
                "place": "ningbo",
                "submit_on": SUBMIT_ON,
            }
        )
    ]
    for p in FAMILY:
        parts.append(
            "[[person]]\n"
            + _toml(
                {
                    "id": p.id,
                    "role": p.role,
                    "surname": p.surname,
                    "given_names": p.given,
                    "chinese_name": p.chinese,
                    "sex": p.sex,
                    "birth_date": p.born,
                    "nationality": NATION,
                    "passport_number": p.passport,
                    "passport_expires_on": p.passport_to,
                    "married": p.married,
                }
            )
        )
    parts.append(
        '[answers]\n"work.consecutive_years" = 6\n"origin.former_citizen" = false\n"agent.submits" = false\n'
    )
    for y in YEARS:
        parts.append(
            "[[year]]\n"
            + _toml(
                {
                    "year": y.year,
                    "person": LUCIA.id,
                    "wage_cny": y.wage,
                    "tax_cny": y.tax,
                    "days_in_china": days_in_china(y.year),
                }
            )
        )
    details = {f'"{key}"': value for key, value in DETAILS.items()}
    parts.append(f"[details.{LUCIA.id}]\n" + _toml(details))
    for row in HISTORY:
        told = dict(zip(HISTORY_KEYS, row, strict=True))
        known = {key: value for key, value in told.items() if value is not None}
        parts.append("[[history]]\n" + _toml(known))
    parts += ["[[relative]]\n" + _toml(dict(relative)) for relative in RELATIVES]
    for e in evidence:
        values: dict[str, object] = {"requirement": e.requirement, "person": e.person}
        optional = {
            "part": e.part,
            "files": [e.file],
            "country": e.country,
            "issued_on": e.issued_on,
            "expires_on": e.expires_on,
        }
        parts.append("[[evidence]]\n" + _toml(values | {k: v for k, v in optional.items() if v}))
    return "\n".join(parts)


def write_sample_case(folder: Path) -> None:
    """Write the whole case, replacing what an earlier run left; a folder of anything else is refused."""
    case_file = folder / "case.toml"
    if case_file.exists() and case_file.read_text(encoding="utf-8").startswith(FIRST_LINE):
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds other files")
    evidence = all_evidence()
    for piece in evidence:
        target = folder / piece.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(piece.content())
    (folder / "case.toml").write_bytes(case_toml(evidence).encode())


if __name__ == "__main__":
    write_sample_case(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER)
