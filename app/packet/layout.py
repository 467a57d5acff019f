"""Where things stand on a page: the one place for measures, colours and the matrix of a placed page.

All measures are points (1/72 inch), from the lower left corner as PDF counts.
"""

from dataclasses import dataclass

from app.domain.files import PageFacts
from app.domain.packet import A4_HEIGHT_PT, A4_WIDTH_PT, PT_PER_MM

# Colours, red green blue from 0 to 1.
INK = (0.13, 0.15, 0.17)
QUIET = (0.42, 0.45, 0.48)
HAIR = (0.80, 0.83, 0.84)
ACCENT = (0.059, 0.361, 0.361)
TINT = (0.925, 0.957, 0.953)
ALERT = (0.69, 0.23, 0.10)
ALERT_TINT = (0.992, 0.945, 0.925)

MARGIN = 22 * PT_PER_MM
TOP = 24 * PT_PER_MM
STAMP_BAND = 13 * PT_PER_MM
STAMP_MARGIN = 10 * PT_PER_MM
BOTTOM = STAMP_BAND + 9 * PT_PER_MM
TEXT_WIDTH = A4_WIDTH_PT - 2 * MARGIN
# Printers leave about four millimetres of a sheet's edge white.
SHEET_EDGE = 4 * PT_PER_MM

# A picture that states no resolution is not blown up beyond what still looks like paper.
MIN_PICTURE_DPI = 150.0
# Outside these a stated resolution is a slip of the program that wrote it.
CREDIBLE_DPI = (60.0, 1300.0)


@dataclass(frozen=True, slots=True)
class Box:
    """Holds a rectangle by its lower left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return self.y + self.height


Matrix = tuple[float, float, float, float, float, float]


def page_size(facts: PageFacts) -> tuple[float, float]:
    """Return A4 lying for a page wider than tall, else A4 standing."""
    if facts.width_pt > facts.height_pt:
        return A4_HEIGHT_PT, A4_WIDTH_PT
    return A4_WIDTH_PT, A4_HEIGHT_PT


def sheet_area(width: float, height: float) -> Box:
    """Return where a source page may stand: the page without the stamp's band and the printer's edge."""
    return Box(SHEET_EDGE, STAMP_BAND, width - 2 * SHEET_EDGE, height - STAMP_BAND - SHEET_EDGE)


def is_credible(dpi: float | None) -> bool:
    """Say whether a stated resolution can be that of a paper's picture."""
    return dpi is not None and CREDIBLE_DPI[0] <= dpi <= CREDIBLE_DPI[1]


def fit(width: float, height: float, area: Box, *, largest: float = 1.0) -> Box:
    """Return where something of this size stands: centred in the area, scaled down when too large."""
    scale = min(largest, area.width / width, area.height / height)
    return centred(width * scale, height * scale, area)


def centred(width: float, height: float, area: Box) -> Box:
    """Return a rectangle of this size in the middle of the area."""
    return Box(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies the first, then the second (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def upright(box: Box, turn: int, *, mirrored: bool) -> Matrix:
    """Return the matrix that moves a box to the origin, mirrors it, then turns it clockwise."""
    matrix: Matrix = (1, 0, 0, 1, -box.x, -box.y)
    width, height = box.width, box.height
    if mirrored:
        matrix = multiply(matrix, (-1, 0, 0, 1, width, 0))
    for _ in range(turn // 90 % 4):
        # A quarter turn clockwise: (x, y) goes to (y, width - x).
        matrix = multiply(matrix, (0, -1, 1, 0, 0, width))
        width, height = height, width
    return matrix


def upright_size(box: Box, turn: int) -> tuple[float, float]:
    """Return width and height after turning."""
    return (box.height, box.width) if turn // 90 % 2 else (box.width, box.height)


def placing(box: Box, turn: int, target: Box, *, mirrored: bool) -> Matrix:
    """Return the matrix that puts a box upright into the target rectangle."""
    width, height = upright_size(box, turn)
    to_size: Matrix = (target.width / width, 0, 0, target.height / height, target.x, target.y)
    return multiply(upright(box, turn, mirrored=mirrored), to_size)
