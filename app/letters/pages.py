"""Lays a letter's lines and tables out on pages: everything has its place before anything is drawn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from app.letters.flow import LetterFlow, ParagraphFlow, RowFlow, TableFlow
from app.letters.limits import MAX_PAGES, TooLong
from app.letters.lines import Line, PlacedPicture, Span, break_lines, has_word_wider, widest_word
from app.letters.looks import Sheet
from app.letters.styles import STYLE_NAMES

_CELL_PADDING = 5.0
_CELL_AIR = 1.5
_LEAST_LINES = 2
_LAST_RESORT = 40
_LEAST_ROOM = 36.0
# What stands in facing columns goes on over pages, where so much of it has room on each.
_WORTH_BEGINNING, _WORTH_LEAVING = 80.0, 36.0
# A cell is set smaller, down to this share, rather than that a word is cut in it.
_SMALLEST = 0.75


@dataclass(frozen=True, slots=True)
class PlacedSpan:
    """Holds words with their place on the page, from its lower left corner; `y` is the base line."""

    x: float
    y: float
    span: Span


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """Holds a picture with its lower left corner."""

    x: float
    y: float
    picture: PlacedPicture


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds a thin line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float


Placed = PlacedSpan | PlacedImage | Rule


@dataclass(slots=True)
class Page:
    """Holds what stands on a page."""

    content: list[Placed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Box:
    """Holds what stands together: its height, and the lines that it draws at an offset from its top."""

    height: float
    lines: tuple[tuple[float, float, Line], ...] = ()  # x, distance from the top, line
    rules: tuple[tuple[float, float, float, float], ...] = ()  # x1, down1, x2, down2
    with_next: bool = False
    new_page: bool = False
    heads: "tuple[_Box, ...]" = ()  # repeated where the page ends before this box
    air: float = 0.0  # space at its top that goes at the top of a page
    splits: bool = False


def lay_out(flow: LetterFlow, scale: float = 1.0) -> tuple[Page, ...]:
    """Return the pages of a letter; sizes are taken at a scale.

    Raises TooLong for more pages than any letter has, and where header and footer leave no room for it.
    """
    sheet = flow.sheet
    width = sheet.width - sheet.left - sheet.right
    margins = {
        kind: tuple(tuple(_boxes(blocks, width, scale)) for blocks in both)
        for kind, both in {"": (flow.header, flow.footer), **flow.others}.items()
    }
    high = max(_height(header) + (6 if header else 0) for header, _ in margins.values())
    low = max(_height(footer) for _, footer in margins.values())
    top = sheet.height - max(sheet.top, sheet.header + high)
    bottom = max(sheet.bottom, sheet.footer + low + 10)
    if top - bottom < _LEAST_ROOM:
        raise TooLong
    pages = _filled(list(_bounded(_boxes(flow.body, width, scale), top - bottom)), sheet, top, bottom)
    for number, page in enumerate(pages, 1):
        kind = "first" if number == 1 and "first" in margins else "even" if number % 2 == 0 else ""
        header, footer = margins.get(kind, margins[""])
        _place(page, header, sheet.left, sheet.height - sheet.header)
        _place(page, footer, sheet.left, sheet.footer + _height(footer))
    return pages


def _bounded(boxes: Iterator[_Box], room: float) -> Iterator[_Box]:
    """Give boxes as long as no more pages are needed than any letter has."""
    left = MAX_PAGES * room
    for box in boxes:
        left -= box.height
        if left < 0:
            raise TooLong
        yield box


def _height(boxes: Sequence[_Box]) -> float:
    return sum(box.height for box in boxes)


def _boxes(blocks: Sequence[ParagraphFlow | TableFlow], width: float, scale: float) -> Iterator[_Box]:
    for number, block in enumerate(blocks):
        follower = blocks[number + 1] if number + 1 < len(blocks) else None
        if isinstance(block, TableFlow):
            yield from _table_boxes(block, width, scale)
        else:
            # A signature never stands alone on a page.
            signs = isinstance(follower, ParagraphFlow) and follower.style == STYLE_NAMES["sign"]
            yield from _paragraph_boxes(replace(block, with_next=block.with_next or signs), width, scale)


def _paragraph_boxes(paragraph: ParagraphFlow, width: float, scale: float) -> Iterator[_Box]:
    lines = break_lines(paragraph, width, scale)
    if paragraph.together or len(lines) <= 2 * _LEAST_LINES - 1:
        groups = [lines]
    else:
        middle = [(line,) for line in lines[_LEAST_LINES:-_LEAST_LINES]]
        groups = [lines[:_LEAST_LINES], *middle, lines[-_LEAST_LINES:]]
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        yield replace(
            _stacked(group, 0.0),
            with_next=paragraph.with_next and last,
            new_page=paragraph.new_page and number == 0,
        )


def _stacked(lines: Sequence[Line], x: float) -> _Box:
    """Return lines beneath each other as one box."""
    placed, down = [], 0.0
    for line in lines:
        placed.append((x, down + line.above, line))
        down += line.height
    return _Box(down, tuple(placed), air=lines[0].above if lines else 0.0)


def _table_boxes(table: TableFlow, width: float, scale: float) -> Iterator[_Box]:
    total = sum(table.widths) or 1.0
    # A table that is wider than the page is drawn as wide as there is room.
    widths = [each * min(1.0, width / total) for each in table.widths]
    left = max(0.0, (width - sum(widths)) / 2)
    made: list[_Box] = []
    heads: list[_Box] = []
    for number, row in enumerate(table.rows):
        cells: list[tuple[float, float, tuple[Line, ...]]] = []
        x, column = left, 0
        open_above: list[bool] = []
        for cell in row.cells:
            span = sum(widths[column : column + cell.span])
            inner = max(10.0, span - 2 * _CELL_PADDING)
            fitting = _fitting_scale(cell.content, inner, scale) if table.lines else scale
            cells.append((x, span, tuple(_cell_lines(cell.content, inner, fitting))))
            open_above.append(cell.goes_on)
            x += span
            column += cell.span
        for box in _row_boxes(cells, table, open_above):
            stays = _has(row, lambda each: each.with_next) or _signs(table.rows, number + 1)
            splits = table.divided and not row.whole
            made.append(replace(box, heads=tuple(heads), with_next=stays, splits=splits))
        if row.repeats and number == len(heads):
            heads.append(replace(made[-1], with_next=True))
            made[-1] = replace(made[-1], with_next=True)
    yield from made


def _fitting_scale(content: Sequence[ParagraphFlow | TableFlow], width: float, scale: float) -> float:
    """Return the scale at which no word of a cell is cut, the given one where none would do."""
    paragraphs = [block for block in content if isinstance(block, ParagraphFlow)]
    if not any(has_word_wider(each, scale, width) for each in paragraphs):
        return scale
    widest = max((widest_word(each, scale) for each in paragraphs), default=0.0)
    return scale * width / widest if width < widest <= width / _SMALLEST else scale


def _signs(rows: Sequence[RowFlow], number: int) -> bool:
    """Say whether a row is a signature, which never stands alone on a page."""
    return number < len(rows) and _has(rows[number], lambda each: each.style == STYLE_NAMES["sign"])


def _has(row: RowFlow, holds: Callable[[ParagraphFlow], bool]) -> bool:
    blocks = (block for cell in row.cells for block in cell.content)
    return any(isinstance(block, ParagraphFlow) and holds(block) for block in blocks)


def _cell_lines(content: Sequence[ParagraphFlow | TableFlow], width: float, scale: float) -> Iterator[Line]:
    for block in content:
        if isinstance(block, ParagraphFlow):
            yield from break_lines(block, width, scale)
        else:
            # A table within a cell is read out cell by cell.
            for row in block.rows:
                for cell in row.cells:
                    yield from _cell_lines(cell.content, width, scale)


def _row_boxes(
    cells: Sequence[tuple[float, float, tuple[Line, ...]]], table: TableFlow, open_above: Sequence[bool]
) -> Iterator[_Box]:
    """Give a row as one box, or line by line where it may break anywhere."""
    air = _CELL_AIR if table.lines else 0.0
    height = max((sum(line.height for line in lines) for _, _, lines in cells), default=0.0) + 2 * air
    placed = []
    for x, _, lines in cells:
        placed += [(at, down + air, line) for at, down, line in _stacked(lines, x + _CELL_PADDING).lines]
    yield _Box(height, tuple(placed), tuple(_row_rules(cells, table, open_above, height)))


def _row_rules(
    cells: Sequence[tuple[float, float, tuple[Line, ...]]],
    table: TableFlow,
    open_above: Sequence[bool],
    height: float,
) -> Iterator[tuple[float, float, float, float]]:
    if table.divided:
        for x, _, _ in cells[1:]:
            yield (x, 0.0, x, height)
    if not table.lines:
        return
    for (x, width, _), is_open in zip(cells, open_above, strict=True):
        yield (x, 0.0, x, height)
        yield (x + width, 0.0, x + width, height)
        yield (x, height, x + width, height)
        if not is_open:
            yield (x, 0.0, x + width, 0.0)


def _filled(boxes: list[_Box], sheet: Sheet, top: float, bottom: float) -> tuple[Page, ...]:
    pages = [Page()]
    y = top
    room = top - bottom
    at = 0
    while at < len(boxes):
        group = _group_at(boxes, at, room)
        height = sum(box.height for box in group) + _begun_after(boxes, at + len(group), room)
        is_fresh = y == top
        if not is_fresh and _goes_on(group[0], y - bottom, room):
            y = _draw_cut(pages, group[0], sheet.left, y, top, bottom)
            at += 1
            continue
        if not is_fresh and (group[0].new_page or height > y - bottom + 0.01):
            pages.append(Page())
            y = top
            is_fresh = True
            for head in group[0].heads:
                y = _draw(pages[-1], head, sheet.left, y)
        for box in group:
            if box.height > room:
                y = _draw_cut(pages, box, sheet.left, y, top, bottom)
                continue
            if is_fresh and box.air:
                box = _without_air(box)
            y = _draw(pages[-1], box, sheet.left, y)
            is_fresh = False
        at += len(group)
    return tuple(pages)


def _goes_on(box: _Box, left: float, room: float) -> bool:
    """Say whether a box begins in what is left of a page and goes on over the next."""
    may_part = box.splits or box.height > room
    return may_part and not box.new_page and left >= _WORTH_BEGINNING and box.height - left >= _WORTH_LEAVING


def _begun_after(boxes: list[_Box], at: int, room: float) -> float:
    """Return what has to be left of a page for a box too high for any page, where it stays with another."""
    if at < len(boxes) and boxes[at - 1].with_next and boxes[at].height > room:
        return _WORTH_BEGINNING
    return 0.0


def _group_at(boxes: list[_Box], at: int, room: float) -> list[_Box]:
    """Return the boxes that have to stand on one page, from one on; not more than a page has room for."""
    group = [boxes[at]]
    height = boxes[at].height
    while group[-1].with_next and at + len(group) < len(boxes) and len(group) < _LAST_RESORT:
        follower = boxes[at + len(group)]
        if follower.new_page or height + follower.height > room:
            break
        group.append(follower)
        height += follower.height
    return group


def _without_air(box: _Box) -> _Box:
    moved = tuple((x, down - box.air, line) for x, down, line in box.lines)
    return replace(box, height=box.height - box.air, lines=moved, air=0.0)


def _draw_cut(pages: list[Page], box: _Box, left: float, y: float, top: float, bottom: float) -> float:
    """Draw a box that is higher than its room, column by column, over as many pages as it takes."""
    cuts = list(_cuts(box, y - bottom, top - bottom))
    for number, begun in enumerate(cuts):
        if number:
            pages.append(Page())
            y = top
        ended = cuts[number + 1] if number + 1 < len(cuts) else inf
        here = [(x, down, line) for x, down, line in box.lines if begun <= down < ended]
        foot = max((down + line.height for _, down, line in here), default=begun)
        _draw_rules(pages[-1], box, left, y, begun, box.height if ended == inf else foot)
        for x, down, line in here:
            _draw_line(pages[-1], line, left + x, y - (down - begun))
    return y - (box.height - cuts[-1])


def _cuts(box: _Box, room: float, whole_room: float) -> Iterator[float]:
    """Give how far from its top a box goes on at the top of each page."""
    begun, is_empty = 0.0, True
    yield begun
    for _, down, line in sorted(box.lines, key=lambda each: each[1]):
        if not is_empty and down - begun + line.height > room:
            begun, room = down, whole_room
            yield begun
        is_empty = False


def _draw_rules(page: Page, box: _Box, left: float, y: float, begun: float, ended: float) -> None:
    for x1, down1, x2, down2 in box.rules:
        first, last = max(down1, begun), min(down2, ended)
        if first <= last:
            page.content.append(Rule(left + x1, y - (first - begun), left + x2, y - (last - begun)))


def _draw(page: Page, box: _Box, left: float, y: float) -> float:
    """Draw a box from a height downwards and return where it ends."""
    _draw_rules(page, box, left, y, 0.0, box.height)
    for x, down, line in box.lines:
        _draw_line(page, line, left + x, y - down)
    return y - box.height


def _place(page: Page, boxes: Sequence[_Box], left: float, y: float) -> None:
    for box in boxes:
        y = _draw(page, box, left, y)


def _draw_line(page: Page, line: Line, left: float, top: float) -> None:
    inner = line.height - line.above - line.below
    pictures = [each.picture.height for each in line.content if isinstance(each, PlacedPicture)]
    # The letters stand in the middle of the line's height, or at the foot of a picture.
    baseline = top - (max(pictures) if pictures else inner / 2 + line.size * 0.36)
    for each in line.content:
        if isinstance(each, PlacedPicture):
            page.content.append(PlacedImage(left + each.x, top - each.picture.height, each))
        else:
            page.content.append(PlacedSpan(left + each.x, baseline, each))
