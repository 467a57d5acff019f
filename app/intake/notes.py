"""Finds what a PDF leaves to one viewer to draw, and what therefore nobody else shows.

A dynamic form (XFA) holds no page but one that asks to wait; a stamp may name a picture that only its
own program knows (ISO 32000-1, 12.5.6.12 and 12.7.8).
"""

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, StreamObject

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5


def is_dynamic_form(reader: PdfReader) -> bool:
    """Say whether the pages of a form are made only when a viewer opens it."""
    form = _resolved(reader.root_object, "/AcroForm")
    if not isinstance(form, DictionaryObject) or "/XFA" not in form:
        return False
    rendering = _resolved(reader.root_object, "/NeedsRendering")
    if isinstance(rendering, BooleanObject) and rendering.value:
        return True
    fields = _resolved(form, "/Fields")
    return not (isinstance(fields, ArrayObject) and len(fields))


def has_undrawn_stamp(page: PageObject) -> bool:
    """Say whether a page has a stamp that is to be seen but has no picture."""
    notes = _resolved(page, "/Annots")
    if not isinstance(notes, ArrayObject):
        return False
    return any(_is_undrawn_stamp(note.get_object()) for note in notes)


def _is_undrawn_stamp(note: object) -> bool:
    if not isinstance(note, DictionaryObject) or note.get("/Subtype") != "/Stamp":
        return False
    flags = _resolved(note, "/F")
    if isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW):
        return False
    pictures = _resolved(note, "/AP")
    normal = _resolved(pictures, "/N") if isinstance(pictures, DictionaryObject) else None
    return not isinstance(normal, StreamObject | DictionaryObject)


def _resolved(holder: DictionaryObject, key: str) -> object:
    value = holder.get(key)
    return None if value is None else value.get_object()
