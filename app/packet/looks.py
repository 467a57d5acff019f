"""Holds pages that a packet might show otherwise than a viewer does against what a viewer shows.

A page at risk is placed alone, by the packet's own code, into a PDF in memory; pdfium draws both. Whether
a page is at risk is read from what stands around its content, which is never parsed. Both functions of
pdfium's have no limits, so this runs in a guarded process.
"""

import io
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pypdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from pypdf import PageObject

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import Frame, PageKind, PageSource, PlannedPage, SourceFile
from app.packet.annotations import Annotations, undrawn_pages
from app.packet.appearances import UNDRAWABLE, pages_in_our_font
from app.packet.document import PdfDocument
from app.packet.layers import Layers, properties_of
from app.packet.layout import upright_size
from app.packet.placing import Placer
from app.packet.sheet import page_turn, visible_box
from app.packet.source import UNREADABLE, Source
from app.packet.values import Name, Value, compressed

_LARGEST_STREAM = 1_000_000_000
# The longer side in pixels: a hairline is still a row of grey pixels.
_LONG_SIDE = 1000
_LEAST_SIDE = 1.0
# Levels of a channel by which a pixel may lie beyond all of its neighbours, and how many pixels may lie
# farther. Where two drawings of one page differ at all, it is by less than half a pixel along edges.
_LEVELS, _PIXELS = 40, 24
_BEYOND = [0] * _LEVELS + [255] * (256 - _LEVELS)
_NORMAL = frozenset({None, Name("Normal"), Name("Compatible")})
_TREATMENT = "looked at"


def differing_pages(path: Path, pages: tuple[PageFacts, ...]) -> tuple[int, ...]:
    """Return the indices (from 0) of pages that would look otherwise in a packet.

    Of the pages given only those at risk are drawn. A page that the packet cannot place at all, while
    pdfium draws it, differs as well; one that is refused for its size does not.
    """
    usable = {page.number - 1: page for page in pages if page.problem is None}
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        with Source.open(path, clean=True) as source:
            if not source.unlock():
                return ()
            try:
                risky = tuple(_risky_pages(source, usable, path))
                turns = {index: _frame_of(source, source.reader.pages[index]) for index in risky}
            except UNREADABLE:
                # What cannot even be looked at cannot be placed either.
                return tuple(usable)
        return tuple(_differing(path, turns)) if turns else ()


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Say whether two pictures of a page show different things; soft edges do not count."""
    if abs(one.width - other.width) > 1 or abs(one.height - other.height) > 1:
        return True
    if one.size != other.size:
        other = other.resize(one.size)
    strong = _strongest(ImageChops.difference(one, other)).point(_BEYOND)
    place = strong.getbbox()
    if place is None:
        return False
    around = (place[0] - 2, place[1] - 2, place[2] + 2, place[3] + 2)
    one, other = one.crop(around), other.crop(around)
    return max(_pixels_beyond(one, other), _pixels_beyond(other, one)) > _PIXELS


def _pixels_beyond(one: Image.Image, other: Image.Image) -> int:
    """Count the pixels that are lighter or darker than everything around their place in the other."""
    lightest, darkest = other.filter(ImageFilter.MaxFilter(3)), other.filter(ImageFilter.MinFilter(3))
    beyond = ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))
    return sum(_strongest(beyond).histogram()[_LEVELS:])


def _strongest(picture: Image.Image) -> Image.Image:
    """Return the strongest channel of each pixel."""
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


# Which pages to look at


def _risky_pages(source: Source, usable: Mapping[int, PageFacts], path: Path) -> Iterator[int]:
    annotations = Annotations(source, Layers(source))
    pages = dict(enumerate(source.reader.pages))
    undrawn = undrawn_pages(source, pages, annotations)
    # pdfium may lack the characters that we draw: what it shows is no measure for these pages.
    ours = pages_in_our_font(path, source, undrawn) if undrawn else frozenset()
    layered = dict.get(source.reader.root_object, "/OCProperties") is not None
    if usable.keys() - pages.keys():
        raise ValueError("fewer pages than were seen")
    for index in sorted(usable):
        if index in ours:
            continue
        try:
            if annotations.is_shown_differently(pages[index]):
                continue
            risky = index in undrawn or _is_risky(source, pages[index], annotations, layered=layered)
        except UNREADABLE:
            risky = True
        if risky:
            yield index


def _is_risky(source: Source, page: PageObject, annotations: Annotations, *, layered: bool) -> bool:
    entries = {key: source.value_of(dict.get(page, f"/{key}")) for key in ("Resources", "UserUnit")}
    resources = source.resolve(entries["Resources"])
    if not isinstance(resources, Mapping) or entries["UserUnit"] is not None:
        return True
    return (
        annotations.has_any(page)
        or (layered and bool(resources.keys() & {"Properties", "XObject"}))
        or _has_odd_boxes(source, page)
        or bool(source.resolve(resources.get("Pattern")))
        or any(_blends(source, state) for state in _states(source, resources))
    )


def _has_odd_boxes(source: Source, page: PageObject) -> bool:
    boxes = [source.value_of(dict.get(page, key)) for key in ("/MediaBox", "/CropBox")]
    media, crop = (None if box is None else source.numbers(box, 4) for box in boxes)
    turn = source.resolve(source.value_of(dict.get(page, "/Rotate")))
    if media is None or media[0] >= media[2] or media[1] >= media[3]:
        return True
    if not (turn is None or (isinstance(turn, int) and turn % 90 == 0)):
        return True
    return boxes[1] is not None and (crop is None or crop[0] >= crop[2] or crop[1] >= crop[3])


def _states(source: Source, resources: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """Give the graphics states of a page and of the forms that it names."""
    forms = source.resolve(resources.get("XObject"))
    for holder in (resources, *(_form_resources(source, forms) if isinstance(forms, Mapping) else ())):
        states = source.resolve(holder.get("ExtGState"))
        for state in states.values() if isinstance(states, Mapping) else ():
            resolved = source.resolve(state)
            if isinstance(resolved, Mapping):
                yield resolved


def _form_resources(source: Source, forms: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    # Asked of pypdf, which reads the dictionary of a scan without copying its pixels.
    for value in forms.values():
        form = source.entries_of(value)
        if form.get("Subtype") == Name("Form"):
            resources = source.resolve(form.get("Resources"))
            if isinstance(resources, Mapping):
                yield resources


def _blends(source: Source, state: Mapping[str, Value]) -> bool:
    mode = source.resolve(state.get("BM"))
    mode = mode[0] if isinstance(mode, list) and mode else mode
    mask = source.resolve(state.get("SMask"))
    return mode not in _NORMAL or mask not in (None, Name("None"))


# How they look

_Look = tuple[int, float, float]


def _frame_of(source: Source, page: PageObject) -> _Look:
    """Return how far a page is turned, and its size then."""
    turn = page_turn(source, page)
    return turn, *upright_size(visible_box(source, page), turn)


def _differing(path: Path, looks: Mapping[int, _Look]) -> Iterator[int]:
    try:
        document = pypdfium2.PdfDocument(path)
        document.init_forms()
    except UNDRAWABLE:
        return
    with closing(document):
        for index, look in looks.items():
            shown = _drawn(document, index)
            if shown is not None and _looks_otherwise(path, index, look, shown):
                yield index


def _looks_otherwise(path: Path, index: int, look: _Look, shown: Image.Image) -> bool:
    try:
        placed = placed_alone(path, index, look)
    except UnusableInput as error:
        return error.params.get("reason") == "unreadable"
    found = picture_of(placed, 0)
    return found is None or differ(shown, found)


def picture_of(file: Path | bytes, index: int) -> Image.Image | None:
    """Draw a page of a PDF as a viewer does; None when pdfium refuses."""
    try:
        document = pypdfium2.PdfDocument(file)
    except UNDRAWABLE:
        return None
    with closing(document):
        document.init_forms()
        return _drawn(document, index)


def look_of(path: Path, index: int) -> _Look:
    """Return how far a page of a file is turned, and its size then."""
    with Source.open(path, clean=True) as source:
        source.unlock()
        return _frame_of(source, source.reader.pages[index])


def _drawn(document: pypdfium2.PdfDocument, index: int) -> Image.Image | None:
    """Draw a page as a viewer does, form fields included; None when pdfium refuses."""
    try:
        page = document[index]
        try:
            width, height = page.get_size()
            if not _LEAST_SIDE <= min(width, height) <= max(width, height) < float("inf"):
                return None
            picture: Image.Image = page.render(scale=_LONG_SIDE / max(width, height)).to_pil()
            return picture.convert("RGB")
        finally:
            page.close()
    except UNDRAWABLE:
        return None


def placed_alone(path: Path, index: int, look: _Look) -> bytes:
    """Return a PDF with one page, as large as the source's, on which the source stands as in a packet."""
    turn, width, height = look
    facts = PageFacts(index + 1, width, height, turn=turn)
    file = SourceFile(path.name, str(path), FileKind.PDF, "", 0, (facts,), (0,), treatment=_TREATMENT)
    planned = PlannedPage(
        1, PageKind.SHEET, width, height,
        sources=(PageSource(file, index, facts),), frames=(Frame(0, 0, width, height),),
    )  # fmt: skip
    buffer = io.BytesIO()
    document = PdfDocument(buffer)
    placer = Placer(document)
    try:
        placed = placer.place(planned)
    finally:
        placer.close()
    tree = document.reserve()
    page: dict[str, Value] = {
        "Type": Name("Page"),
        "Parent": tree,
        "MediaBox": [0, 0, width, height],
        "Resources": {"XObject": placed.parts},
        "Contents": document.add(compressed(placed.content)),
    }
    document.add({"Type": Name("Pages"), "Kids": [document.add(page)], "Count": 1}, tree)
    catalogue: dict[str, Value] = {"Type": Name("Catalog"), "Pages": tree}
    if placer.layers:
        catalogue["OCProperties"] = properties_of(placer.layers)
    document.finish(document.add(catalogue), document.add({}))
    return buffer.getvalue()
