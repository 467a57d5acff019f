"""Marks what was filled into a letter, until a person has read it."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from jinja2 import Undefined
from markupsafe import Markup

# Characters that stand nowhere else: what Jinja puts between them was filled in.
BEGIN, END = "\ue000", "\ue001"
_BOUNDS = re.compile(f"[{BEGIN}{END}]")
# Amber, as a felt pen marks what has to be looked at.
MARK_COLOR = "FFE9A8"


def marked(value: Any) -> Any:
    """Put the marks around a value that a template writes out; for Jinja's `finalize`."""
    if isinstance(value, Undefined) or value is None or value == "":
        return value
    if isinstance(value, Markup):
        return Markup(BEGIN) + value + Markup(END)
    return f"{BEGIN}{_BOUNDS.sub('', str(value))}{END}"


def settle_marks(element: Any, *, keep: bool) -> None:
    """Take the marks out of a part of a Word document; where they are kept, shade what stood between them."""
    is_open = False
    for run in list(element.iter(qn("w:r"))):
        texts = [each for each in run if each.tag == qn("w:t")]
        if not any(_BOUNDS.search(each.text or "") for each in texts):
            if is_open and keep and texts:
                _shade(run)
            continue
        is_open = _settle_run(run, is_open=is_open, keep=keep)
    for text in element.iter(qn("w:t")):
        # What a run holds in two ways, for newer and older programs, is no piece of the run itself.
        if text.text and _BOUNDS.search(text.text):
            text.text = _BOUNDS.sub("", text.text)


def _settle_run(run: Any, *, is_open: bool, keep: bool) -> bool:
    """Put runs in the place of one in which marks stand; returns whether a mark is open at its end."""
    parent, place = run.getparent(), run.getparent().index(run)
    pieces: list[Any] = []
    for content in [each for each in run if each.tag != qn("w:rPr")]:
        if content.tag != qn("w:t"):
            pieces.append(_piece(run, content, shaded=is_open and keep))
            continue
        for words, opened in _stretches(content.text or "", is_open=is_open):
            is_open = opened
            if words:
                pieces.append(_piece(run, _text(words), shaded=opened and keep))
        is_open = _open_after(content.text or "", is_open=is_open)
    parent.remove(run)
    for offset, piece in enumerate(pieces):
        parent.insert(place + offset, piece)
    return is_open


def _stretches(text: str, *, is_open: bool) -> Iterator[tuple[str, bool]]:
    """Give the stretches of a text between its marks, and whether each was filled in."""
    at = 0
    for bound in _BOUNDS.finditer(text):
        yield text[at : bound.start()], is_open
        is_open, at = bound[0] == BEGIN, bound.end()
    yield text[at:], is_open


def _open_after(text: str, *, is_open: bool) -> bool:
    bounds = _BOUNDS.findall(text)
    return bounds[-1] == BEGIN if bounds else is_open


def _piece(run: Any, content: Any, *, shaded: bool) -> Any:
    piece = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        piece.append(copy.deepcopy(properties))
    piece.append(content)
    if shaded:
        _shade(piece)
    return piece


def _text(words: str) -> Any:
    text = OxmlElement("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    return text


def _shade(run: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", MARK_COLOR)):
        shading.set(qn(f"w:{name}"), value)
    properties = run.get_or_add_rPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    # Where the schema of Word wants it among the properties of a run.
    properties._insert_shd(shading) if hasattr(properties, "_insert_shd") else properties.append(shading)
