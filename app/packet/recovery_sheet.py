"""The recovery sheet of an encrypted store: one page to print and to keep apart from the computer."""

import io
from datetime import date

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.domain.packet import A4_HEIGHT_PT, A4_WIDTH_PT
from app.domain.words import DisplayMode, Text
from app.i18n.catalogue import N_
from app.i18n.terms import long_date
from app.packet import layout
from app.packet.listing import Line, fitted, height_of, lines_of
from app.packet.pen import RIGHT, Pen
from app.packet.qr import QUIET_ZONE, qr_rows
from app.packet.wording import Wording
from app.typeset.text import FONT, font

_CODE_SIZE = 23.0
# Every sign has a cell of its own, as on a typewriter: none is taken for two, or two for one.
_CELL, _GROUP_GAP, _ROW = 18.4, 18.0, 42.0
_GROUPS_IN_A_ROW = 4
_QR = 118.0
_FACT_LABEL = 118.0
_FACTS_WIDTH = layout.TEXT_WIDTH - _QR - 20 - _FACT_LABEL
_NUMBER = 20.0

_STEPS = (
    N_(
        'In the window: where the passphrase is asked for choose "{button}", type the code (the spaces may '
        "be left out), and set a new passphrase."
    ),
    N_('Without the window: run "yongju store recover" and answer what it asks.'),
    N_(
        "The code goes on opening the cases afterwards, until a new sheet is made or the key is renewed. "
        "Then it opens only backups made before: keep this sheet as long as those, then destroy it."
    ),
)
# As the button in the window says.
_BUTTON = N_("Use the recovery sheet instead")
_WARNINGS = (
    N_(
        "Whoever holds this sheet and the computer, or a backup, can open every case. Keep it apart from "
        "both: in a safe, or with somebody you trust."
    ),
    N_("Delete the file of this page once it is printed; do not photograph it, and do not send it."),
    N_(
        "Nobody else has this code. Without the passphrase and without this sheet nobody can open the cases, "
        "not even those who made this program."
    ),
)


def draw_recovery_sheet(
    code: str, data_folder: str, today: date, mode: DisplayMode = DisplayMode.BOTH
) -> bytes:
    """Return the page as a PDF; the code is groups parted by hyphens."""
    font()
    rl_config.useA85 = 0
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(A4_WIDTH_PT, A4_HEIGHT_PT),
        pageCompression=1,
        invariant=1,
        initialFontName=FONT,
        initialFontSize=10,
    )
    say = Wording(mode)
    pen = Pen(canvas)
    title = say("Recovery sheet for your cases in Yongju")
    # Shown by viewers and by printers: the code itself stands on the page alone.
    canvas.setTitle(title.en)
    _draw(pen, say, title, code, data_folder, today)
    canvas.save()
    return buffer.getvalue()


def _draw(pen: Pen, say: Wording, title: Text, code: str, data_folder: str, today: date) -> None:
    top = pen.header(title, 0, 1)
    about = say(
        "Your cases are encrypted on the computer. When the passphrase is forgotten, this code opens them."
    )
    top = pen.lines(layout.MARGIN, top, lines_of(about, layout.TEXT_WIDTH, zh_size=11.5, en_size=9.6)) - 14
    top = _draw_code(pen, say, code, top)
    top = _draw_facts(pen, say, code, data_folder, today, top)
    top = _draw_steps(pen, say, top)
    _draw_warnings(pen, say, top)


def _draw_code(pen: Pen, say: Wording, code: str, top: float) -> float:
    groups = code.split("-")
    rows = [groups[at : at + _GROUPS_IN_A_ROW] for at in range(0, len(groups), _GROUPS_IN_A_ROW)]
    height = 46 + _ROW * len(rows)
    pen.panel(layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height), layout.TINT, radius=4)
    pen.pair(layout.MARGIN + 16, top - 18, say("Recovery code"), 9.6, color=layout.ACCENT)
    y = top - 63
    for row in rows:
        _draw_groups(pen, row, y)
        y -= _ROW
    return top - height - 20


def _draw_groups(pen: Pen, groups: list[str], y: float) -> None:
    width = sum(len(group) * _CELL for group in groups) + _GROUP_GAP * (len(groups) - 1)
    x = layout.MARGIN + (layout.TEXT_WIDTH - width) / 2
    for group in groups:
        for sign in group:
            pen.text(x + _CELL / 2, y, sign, _CODE_SIZE, align=0.5)
            x += _CELL
        x += _GROUP_GAP


def _draw_facts(pen: Pen, say: Wording, code: str, data_folder: str, today: date, top: float) -> float:
    """Draw when and for what the sheet was made, beside the code as a square to scan."""
    rows = qr_rows(code)
    white = QUIET_ZONE * _QR / (len(rows) + 2 * QUIET_ZONE)
    pen.modules(layout.Box(RIGHT + white - _QR, top + white - _QR, _QR, _QR), rows, QUIET_ZONE)
    y = top
    for label, lines in (
        (say("Made on"), lines_of(say.of(long_date(today)), _FACTS_WIDTH)),
        (say("The cases lie in"), fitted(data_folder, (10.5, 9, 7.6), _FACTS_WIDTH, 3, limit=4)),
        (say("The same code, to scan"), lines_of(say("the square on the right"), _FACTS_WIDTH)),
    ):
        pen.rule(layout.MARGIN, RIGHT - _QR - 10, y)
        pen.pair(layout.MARGIN, y - 14, label, 9.2)
        pen.lines(layout.MARGIN + _FACT_LABEL, y - 3.5, lines)
        y -= max(height_of(lines), 24.0) + 8
    pen.rule(layout.MARGIN, RIGHT - _QR - 10, y)
    return min(y, top - _QR) - 16


def _draw_steps(pen: Pen, say: Wording, top: float) -> float:
    top = _draw_heading(pen, say("How to use it"), top)
    for number, step in enumerate(_STEPS, start=1):
        pen.text(layout.MARGIN, top - 10.5, f"{number}", 10.5, color=layout.ACCENT)
        lines = lines_of(
            say.filled(step, button=say(_BUTTON)), layout.TEXT_WIDTH - _NUMBER, zh_size=10.2, en_size=8.6
        )
        top = pen.lines(layout.MARGIN + _NUMBER, top, lines) - 6
    return top - 8


def _draw_heading(pen: Pen, heading: Text, top: float) -> float:
    lines: tuple[Line, ...] = lines_of(heading, layout.TEXT_WIDTH, zh_size=13, en_size=9.4, heavy=True)
    return pen.lines(layout.MARGIN, top, lines, color=layout.ACCENT) - 5


def _draw_warnings(pen: Pen, say: Wording, top: float) -> None:
    width = layout.TEXT_WIDTH - 32
    several = [lines_of(say(each), width, zh_size=10.2, en_size=8.6) for each in _WARNINGS]
    height = sum(height_of(lines) + 6 for lines in several) + 18
    box = layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height)
    pen.panel(box, layout.ALERT_TINT, radius=4)
    pen.panel(layout.Box(box.x, box.y, 3.5, height), layout.ALERT)
    top -= 12
    for lines in several:
        top = pen.lines(box.x + 16, top, lines) - 6
