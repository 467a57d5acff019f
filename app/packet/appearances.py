"""Draws what carries no picture of itself: form fields, marks and notes that a program left to the viewer.

A filled form would otherwise print empty. pdfium draws what it knows how to; values in characters that it
would need a font of this machine for, and notes that it does not draw, are drawn here with the bundled font.
"""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
from pypdfium2 import raw

from app.packet.annotations import Annotations, undrawn_pages
from app.packet.layers import Layers
from app.packet.layout import Box
from app.packet.notes import NotDrawable, draw_note, is_text_field
from app.packet.sheet import visible_box
from app.packet.source import Source

# What pypdfium2 and pikepdf raise for a file or page that pdfium or qpdf refuses.
UNDRAWABLE = (
    pypdfium2.PdfiumError,
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    pikepdf.ForeignObjectError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
)
_TINY = 0.05
_LARGEST_STREAM = 1_000_000_000


def draw_in(path: Path, destination: Path, indices: tuple[int, ...]) -> tuple[int, ...]:
    """Write a copy in which fields and notes without pictures are part of their pages.

    Returns the pages (indices counted from 0) of which that is true; none, and no copy is written, where
    every one of the pages asked for has what it needs. Raises ValueError when the file cannot be drawn.
    """
    with (
        pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM),
        Source.open(path, clean=True) as source,
    ):
        if not source.unlock():
            raise ValueError("locked")
        pages = {index: source.reader.pages[index] for index in indices}
        undrawn = undrawn_pages(source, pages, Annotations(source, Layers(source)))
        if undrawn:
            destination.write_bytes(flattened_copy(path, source, undrawn))
    return undrawn


def flattened_copy(path: Path, source: Source, indices: Sequence[int]) -> bytes:
    """Return a copy of an open file in which every annotation of these pages is part of its page.

    Raises one of UNDRAWABLE.
    """
    boxes = {index: visible_box(source, source.reader.pages[index]) for index in indices}
    prepared, _ = _prepared(path, source, indices)
    return _with_boxes(_flattened(prepared, indices, len(source.reader.pages)), boxes)


def pages_in_our_font(path: Path, source: Source, indices: Sequence[int]) -> frozenset[int]:
    """Return which of these pages have fields or notes that are not drawn by pdfium.

    None when the file cannot be drawn.
    """
    try:
        return _prepared(path, source, indices)[1]
    except UNDRAWABLE:
        return frozenset()


def _prepared(path: Path, source: Source, indices: Sequence[int]) -> tuple[bytes, frozenset[int]]:
    """Return a copy whose annotations are those that are seen, with what pdfium would not draw drawn.

    Says also on which pages that was.
    """
    annotations = Annotations(source, Layers(source))
    ours = set()
    with pikepdf.open(path, suppress_warnings=True) as document:
        _refuse_other_count(len(document.pages), len(source.reader.pages))
        form = document.Root.get("/AcroForm")
        stale = _declares_old_pictures(form)
        for index in indices:
            page, unseen = document.pages[index].obj, annotations.unseen(source.reader.pages[index])
            notes = [note for place, note in enumerate(_notes_of(page)) if place not in unseen]
            given = [_give_picture(document, form, note, stale=stale) for note in notes]
            page.Annots = pikepdf.Array(notes)
            if any(given):
                ours.add(index)
        if stale and form is not None:
            form.NeedAppearances = False
        return _saved(document), frozenset(ours)


def _saved(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # Fields that belong to no form are drawn like others.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        document.save(
            buffer,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return buffer.getvalue()


def _notes_of(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    notes = page.get("/Annots")
    yield from notes if isinstance(notes, pikepdf.Array) else ()


def _declares_old_pictures(form: pikepdf.Object | None) -> bool:
    stated: object = form.get("/NeedAppearances") if isinstance(form, pikepdf.Dictionary) else None
    return stated is True


def _give_picture(
    document: pikepdf.Pdf, form: pikepdf.Object | None, note: pikepdf.Object, *, stale: bool
) -> bool:
    """Give a note its picture where pdfium would give it none, or take an old one away.

    Says whether it is one that pdfium would not have drawn.
    """
    if not isinstance(note, pikepdf.Dictionary):
        return False
    if stale and note.get("/Subtype") == "/Widget" and is_text_field(note) and "/AP" in note:
        del note["/AP"]
    if _has_picture(note):
        return False
    try:
        drawn = draw_note(note, form)
    except NotDrawable:
        return False
    with pikepdf.open(io.BytesIO(drawn.pdf)) as picture:
        appearance = document.copy_foreign(picture.pages[0].as_form_xobject())
    appearance.Matrix = pikepdf.Array(drawn.matrix)
    note.AP = pikepdf.Dictionary(N=appearance)
    note.Rect = pikepdf.Array(drawn.rectangle)
    return drawn.is_beyond_pdfium


def _has_picture(note: pikepdf.Object) -> bool:
    appearance = note.get("/AP")
    return isinstance(appearance, pikepdf.Dictionary) and "/N" in appearance


def _flattened(prepared: bytes, indices: Sequence[int], count: int) -> bytes:
    document = pypdfium2.PdfDocument(prepared)
    try:
        _refuse_other_count(len(document), count)
        # Gives form fields their pictures; does nothing where there is no form.
        document.init_forms()
        for index in indices:
            page = document[index]
            # Drawing a page makes pdfium give pictures to highlights, lines and shapes that have none.
            page.render(scale=_TINY, draw_annots=True)
            if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
                raise RuntimeError("a page could not be flattened")
            page.close()
        buffer = io.BytesIO()
        document.save(buffer)
    finally:
        document.close()
    return buffer.getvalue()


def _with_boxes(flattened: bytes, boxes: Mapping[int, Box]) -> bytes:
    """Return the copy with the boxes that its pages had: flattening widens them to what reaches out."""
    with pikepdf.open(io.BytesIO(flattened)) as document:
        for index, box in boxes.items():
            page = document.pages[index].obj
            corners = pikepdf.Array([box.x, box.y, box.right, box.top])
            page.MediaBox = page.CropBox = corners
        return _saved(document)


def _refuse_other_count(found: int, count: int) -> None:
    """Refuse a file whose page tree another program reads otherwise: what it draws may be another page."""
    if found != count:
        raise RuntimeError("the pages are counted otherwise")
