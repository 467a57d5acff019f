"""Odd notes and form fields, made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.packet.document import PdfDocument
from app.packet.values import Name, Stream, Value
from tests.unit.packet import odd, support

Maker = Callable[[Path], object]
RECT: list[Value] = [40, 200, 140, 300]


def appearance(color: str = "1 0 0", box: Value = None, **entries: Value) -> Stream:
    bounds: Value = [0, 0, 10, 10] if box is None else box
    return Stream(
        {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": bounds, **entries},
        f"{color} rg 0 0 10 5 re f 0 1 0 rg 0 5 5 5 re f".encode("ascii"),
    )


def note(page: dict[str, Value] | None = None, **entries: Value) -> Maker:
    """Return what writes a page with one annotation."""
    usual: dict[str, Value] = {"Type": Name("Annot"), "Subtype": Name("Stamp"), "Rect": RECT}
    body: dict[str, Value] = {"Contents": support.content("0.9 g 10 10 280 380 re f"), **(page or {})}
    annotated = {**body, "Annots": [{**usual, **entries}]}
    return lambda path: support.write_pdf(path, [annotated])


_HELVETICA: Value = {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Helvetica")}


def field(*, stale: bool = False, listed: bool = True, **entries: Value) -> Maker:
    """Return what writes a page with one form field; one that is not listed belongs to no form."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            document = PdfDocument(file)
            tree = document.reserve()
            usual: dict[str, Value] = {
                "Type": Name("Annot"), "Subtype": Name("Widget"), "FT": Name("Tx"), "T": b"name",
                "DA": b"/Helv 14 Tf 0 g", "Rect": RECT,
            }  # fmt: skip
            widget = document.add(support.store(document, {**usual, **entries}))
            body = document.add(support.content("0.9 g 10 10 280 380 re f"))
            leaf = document.add(
                {"Type": Name("Page"), "Parent": tree, "MediaBox": odd.BOX, "Contents": body,
                 "Annots": [widget]})  # fmt: skip
            document.add({"Type": Name("Pages"), "Kids": [leaf], "Count": 1}, tree)
            form: dict[str, Value] = {
                "Fields": [widget] if listed else [], "DR": {"Font": {"Helv": _HELVETICA}},
                "DA": b"/Helv 12 Tf 0 g",
            }  # fmt: skip
            if stale:
                form["NeedAppearances"] = True
            root: Value = {"Type": Name("Catalog"), "Pages": tree, "AcroForm": form}
            document.finish(document.add(root), document.add({}))

    return make


_STATES: Value = {"N": {"On": appearance("1 0 0"), "Off": appearance("0 0 1")}}
_QUADS: list[Value] = [40, 300, 140, 300, 40, 250, 140, 250]

# Each with whether anything of the annotation is seen.
NOTES: dict[str, tuple[Maker, bool]] = {
    "stamp": (note(AP={"N": appearance()}), True),
    "stamp with a matrix": (note(AP={"N": appearance(Matrix=[0, 1, -1, 0, 0, 0])}), True),
    "stamp with a slanted matrix": (note(AP={"N": appearance(Matrix=[0.7, 0.7, -0.7, 0.7, 3, 4])}), True),
    "stamp with a reversed rectangle": (note(Rect=[140, 300, 40, 200], AP={"N": appearance()}), True),
    "stamp with a reversed box": (note(AP={"N": appearance(box=[10, 10, 0, 0])}), True),
    "stamp without extent": (note(AP={"N": appearance(box=[0, 0, 0, 0])}), False),
    "stamp as a state": (note(AP=_STATES, AS=Name("On")), True),
    "hidden": (note(F=2, AP={"N": appearance()}), False),
    "not for viewing": (note(F=32, AP={"N": appearance()}), False),
    "not for printing": (note(F=0, AP={"N": appearance()}), True),
    "for printing": (note(F=4, AP={"N": appearance()}), True),
    "not turned with the page": (note({"Rotate": 90}, F=16 + 4, AP={"N": appearance()}), True),
    "not turned with the page on its head": (note({"Rotate": 180}, F=16, AP={"N": appearance()}), True),
    "not turned with the page turned back": (note({"Rotate": 270}, F=16, AP={"N": appearance()}), True),
    "turned with the page": (note({"Rotate": 90}, AP={"N": appearance()}), True),
    "beyond the page": (note(Rect=[250, 350, 350, 450], AP={"N": appearance()}), True),
    "link with a picture": (note(Subtype=Name("Link"), AP={"N": appearance()}), True),
    "link without": (note(Subtype=Name("Link"), Border=[0, 0, 0]), False),
    "window of a note": (note(Subtype=Name("Popup"), AP={"N": appearance()}), False),
    "picture with the page's resources": (
        note({"Resources": {"XObject": {"F": appearance()}}},
             AP={"N": Stream({"Subtype": Name("Form"), "BBox": [0, 0, 10, 10]}, b"/F Do")}), True),
    "picture with a blend mode": (
        note(AP={"N": Stream(
            {"Subtype": Name("Form"), "BBox": [0, 0, 10, 10],
             "Resources": {"ExtGState": {"G": {"BM": Name("Multiply")}}}},
            b"/G gs 1 1 0 rg 0 0 10 10 re f")}), True),
    "square": (note(Subtype=Name("Square"), C=[1, 0, 0], IC=[1, 1, 0], BS={"W": 3}), True),
    "circle": (note(Subtype=Name("Circle"), C=[1, 0, 0], IC=[1, 1, 0], BS={"W": 3}), True),
    "ink": (note(Subtype=Name("Ink"), C=[1, 0, 0], InkList=[[50, 210, 130, 290]], BS={"W": 5}), True),
    "highlight": (note(Subtype=Name("Highlight"), C=[1, 1, 0], QuadPoints=_QUADS), True),
    "underline": (note(Subtype=Name("Underline"), C=[1, 0, 0], QuadPoints=_QUADS), True),
    "struck out": (note(Subtype=Name("StrikeOut"), C=[1, 0, 0], QuadPoints=_QUADS), True),
    "check box that is on": (field(FT=Name("Btn"), AP=_STATES, AS=Name("On"), V=Name("On")), True),
    "check box that is off": (field(FT=Name("Btn"), AP=_STATES, AS=Name("Off")), True),
    "field of no form without a picture": (field(listed=False, V=b"ANNA"), True),
    "filled field": (field(V=b"ANNA"), True),
    "filled field in the middle": (field(V=b"ANNA", Q=1), True),
    "field of several lines": (field(V=b"ANNA\rMARIA", Ff=1 << 12), True),
    "field of cells": (field(V=b"123", Ff=1 << 24, MaxLen=6), True),
    "choice": (field(FT=Name("Ch"), Ff=1 << 17, V=b"ANNA", Opt=[b"ANNA", b"EVA"]), True),
    "empty field": (field(), False),
    "empty field with a frame": (field(MK={"BC": [1, 0, 0], "BG": [1, 1, 0]}), True),
    "field whose picture is old": (field(stale=True, V=b"ANNA", AP={"N": appearance()}), True),
    "field whose picture is current": (field(V=b"ANNA", AP={"N": appearance()}), True),
    "field of no form with a picture": (field(listed=False, V=b"ANNA", AP={"N": appearance()}), True),
    "hidden field": (field(V=b"ANNA", F=2), False),
}  # fmt: skip

# Drawn by us alone: pdfium, or pdfium without a font for them, draws nothing.
OURS: dict[str, Maker] = {
    "line": note(Subtype=Name("Line"), C=[1, 0, 0], L=[50, 210, 130, 290], BS={"W": 4}),
    "arrow": note(
        Subtype=Name("Line"), L=[50, 210, 130, 290], BS={"W": 4}, LE=[Name("None"), Name("OpenArrow")]
    ),
    "outline": note(Subtype=Name("Polygon"), C=[1, 0, 0], Vertices=[50, 210, 130, 210, 90, 290], BS={"W": 4}),
    "open outline": note(
        Subtype=Name("PolyLine"), C=[1, 0, 0], Vertices=[50, 210, 130, 210, 90, 290], BS={"W": 4}
    ),
    "free text": note(Subtype=Name("FreeText"), Contents=b"kept", DA=b"/Helv 30 Tf 1 0 0 rg"),
    "Chinese field": field(V=b"\xfe\xff" + "安娜".encode("utf-16-be")),
    "Chinese field with an old picture": field(
        stale=True, V=b"\xfe\xff" + "安娜".encode("utf-16-be"), AP={"N": appearance()}
    ),
    "Chinese field of several lines": field(V=b"\xfe\xff" + "安娜\n玛丽".encode("utf-16-be"), Ff=1 << 12),
    "Chinese field of cells": field(V=b"\xfe\xff" + "安娜".encode("utf-16-be"), Ff=1 << 24, MaxLen=4),
    "turned Chinese field": field(V=b"\xfe\xff" + "安娜".encode("utf-16-be"), MK={"R": 90}),
}


def of_a_layer(*, shown: bool) -> Maker:
    """Return what writes a page with a stamp that belongs to a layer."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            document = PdfDocument(file)
            tree = document.reserve()
            layer = document.add({"Type": Name("OCG"), "Name": b"stamps"})
            stamp: dict[str, Value] = {
                "Type": Name("Annot"), "Subtype": Name("Stamp"), "Rect": RECT, "OC": layer,
                "AP": {"N": document.add(appearance())},
            }  # fmt: skip
            leaf = document.add(
                {"Type": Name("Page"), "Parent": tree, "MediaBox": odd.BOX, "Annots": [stamp]}
            )
            document.add({"Type": Name("Pages"), "Kids": [leaf], "Count": 1}, tree)
            layers: Value = {"OCGs": [layer], "D": {"ON" if shown else "OFF": [layer]}}
            root: Value = {"Type": Name("Catalog"), "Pages": tree, "OCProperties": layers}
            document.finish(document.add(root), document.add({}))

    return make


UNSTATED = field(FT=Name("Btn"), AP=_STATES, V=Name("On"))
