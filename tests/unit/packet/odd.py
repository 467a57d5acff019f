"""Odd PDFs of many makers and faults, made on the spot: boxes, turns, layers, notes, fields, content."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.packet.document import PdfDocument
from app.packet.values import Name, Pointer, Stream, Value
from tests.unit.packet import support

Maker = Callable[[Path], object]

RED = (255, 0, 0)
BOX: list[Value] = [0, 0, 300, 400]


def page(**entries: Value) -> Maker:
    """Return what writes a PDF of one page."""
    usual: dict[str, Value] = {"Contents": support.corners_content((0, 0, 300, 400))}
    return lambda path: support.write_pdf(path, [{**usual, **entries}])


def stream(data: bytes, **entries: Value) -> Stream:
    return Stream(entries, data)


def boxed(visible: Sequence[float], **entries: Value) -> Maker:
    """Return what writes a page whose four corners are painted within what is visible of it."""
    return page(Contents=support.corners_content(visible), **entries)


# Boxes and turns

_HUGE: list[Value] = [-14400, -14400, 14400, 14400]

BOXES: dict[str, Maker] = {
    "usual": page(),
    "reversed media box": page(MediaBox=[300, 400, 0, 0]),
    "media box reversed across": page(MediaBox=[300, 0, 0, 400]),
    "negative media box": boxed((-50, -60, 250, 340), MediaBox=[-50, -60, 250, 340]),
    "fractional media box": boxed((0.5, 0.25, 299.5, 399.75), MediaBox=[0.5, 0.25, 299.5, 399.75]),
    "huge media box": boxed((-14400, -14400, 14400, 14400), MediaBox=_HUGE),
    "narrow media box": boxed((0, 0, 5, 400), MediaBox=[0, 0, 5, 400]),
    "six numbers in the media box": page(MediaBox=[0, 0, 300, 400, 7, 8]),
    "crop box": boxed((100, 100, 250, 300), CropBox=[100, 100, 250, 300]),
    "crop box beyond the media box": boxed((200, 300, 300, 400), CropBox=[200, 300, 900, 900]),
    "reversed crop box": boxed((100, 100, 250, 300), CropBox=[250, 300, 100, 100]),
    "crop box without extent": page(CropBox=[10, 10, 10, 10]),
    "crop box of words": page(CropBox=[b"a", b"b", b"c", b"d"]),
    "trim, bleed and art boxes": page(TrimBox=[50, 50, 90, 90], BleedBox=[1, 1, 9, 9], ArtBox=[2, 2, 3, 3]),
    "unit of two points": page(UserUnit=2.0),
    "quarter turn": page(Rotate=90),
    "half turn": page(Rotate=180),
    "turn back": page(Rotate=-90),
    "turn twice around": page(Rotate=810),
    "turn of no quarter": page(Rotate=45),
    "turn beyond a quarter": page(Rotate=100),
    "turn with a fraction": page(Rotate=90.0),
    "turn in words": page(Rotate=b"90"),
    "turn of a cropped page": boxed((100, 100, 250, 300), CropBox=[100, 100, 250, 300], Rotate=270),
}


def inherited(path: Path) -> None:
    """Write a page that takes its box, crop, turn and resources from the tree above it."""
    with path.open("wb") as file:
        document = PdfDocument(file)
        root, branch = document.reserve(), document.reserve()
        form = document.add(_form(b"1 0 0 rg 0 0 60 60 re f", [0, 0, 60, 60]))
        body = document.add(support.content("q 1 0 0 1 100 100 cm /F Do Q 0 1 0 rg 200 250 30 30 re f"))
        leaf = document.add({"Type": Name("Page"), "Parent": branch, "Contents": body})
        document.add(
            {"Type": Name("Pages"), "Kids": [leaf], "Count": 1, "Parent": root, "Rotate": 90,
             "Resources": {"XObject": {"F": form}}}, branch)  # fmt: skip
        tree: Value = {
            "Type": Name("Pages"), "Kids": [branch], "Count": 1, "MediaBox": [0, 0, 300, 400],
            "CropBox": [80, 80, 280, 380],
        }  # fmt: skip
        document.add(tree, root)
        document.finish(document.add({"Type": Name("Catalog"), "Pages": root}), document.add({}))


# Content

_PAINT = b"1 0 0 rg 20 30 100 150 re f 0 0 1 rg 200 300 60 60 re f"


def _form(data: bytes, box: list[Value], **entries: Value) -> Stream:
    return Stream({"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": box, **entries}, data)


def _image(mode: str = "RGB", **entries: Value) -> Stream:
    picture = support.corner_picture(40, 30).convert(mode)
    space = {"RGB": "DeviceRGB", "L": "DeviceGray", "CMYK": "DeviceCMYK"}[mode]
    return Stream(
        {"Type": Name("XObject"), "Subtype": Name("Image"), "Width": 40, "Height": 30, "BitsPerComponent": 8,
         "ColorSpace": Name(space), **entries}, picture.tobytes())  # fmt: skip


def _encoded_image(kind: str, filter_name: str, mode: str = "RGB", **options: object) -> Stream:
    data = support.picture_bytes(support.corner_picture(40, 30).convert(mode), kind, **options)
    space = {"RGB": "DeviceRGB", "L": "DeviceGray", "CMYK": "DeviceCMYK"}[mode]
    return Stream(
        {"Type": Name("XObject"), "Subtype": Name("Image"), "Width": 40, "Height": 30, "BitsPerComponent": 8,
         "ColorSpace": Name(space), "Filter": Name(filter_name)}, data)  # fmt: skip


def lzw(data: bytes) -> bytes:
    """Encode without compression: a code for each byte, the table cleared before it grows."""
    codes = []
    for start in range(0, len(data), 200):
        codes += [256, *data[start : start + 200]]
    bits = "".join(f"{code:09b}" for code in (*codes, 257))
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _drawing(name: str, value: Stream, words: str = "q 200 0 0 150 50 100 cm /I Do Q") -> Maker:
    return page(Resources={"XObject": {name: value}}, Contents=support.content(words))


_INLINE = (
    b"q 200 0 0 100 50 50 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID "
    + bytes((255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0))
    + b" EI Q"
)
_BLEND: Value = {"ExtGState": {"G": {"BM": Name("Multiply"), "ca": 0.5, "CA": 0.5}}}
_GROUP: Value = {"S": Name("Transparency"), "CS": Name("DeviceRGB")}
_TILE = Stream(
    {"Type": Name("Pattern"), "PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 20, 20],
     "XStep": 20, "YStep": 20, "Resources": {}, "Matrix": [1, 0, 0, 1, 7, 3]},
    b"1 0 0 rg 0 0 10 10 re f 0 1 0 rg 10 10 10 10 re f",
)  # fmt: skip
_SHADING: Value = {
    "ShadingType": 2, "ColorSpace": Name("DeviceRGB"), "Coords": [0, 0, 300, 400], "Extend": [True, True],
    "Function": {"FunctionType": 2, "Domain": [0, 1], "C0": [1, 0, 0], "C1": [0, 0, 1], "N": 1},
}  # fmt: skip
_MASKED: Value = {
    "ExtGState": {
        "G": {
            "SMask": {
                "S": Name("Luminosity"),
                "G": Stream(
                    {
                        "Type": Name("XObject"),
                        "Subtype": Name("Form"),
                        "BBox": BOX,
                        "Group": {"S": Name("Transparency"), "CS": Name("DeviceGray")},
                        "Resources": {},
                    },
                    b"1 g 0 0 150 400 re f",
                ),
            }
        }
    }
}

CONTENT: dict[str, Maker] = {
    "no content": page(Contents=None),
    "empty array of content": page(Contents=[]),
    "one stream in an array": page(Contents=[stream(_PAINT)]),
    "content split between numbers": page(Contents=[stream(b"1 0 0 rg 20 30 100"), stream(b"150 re f")]),
    "content split within a state": page(Contents=[stream(b"q 1 0 0 rg"), stream(b"9 9 99 99 re f Q")]),
    "content split in a number": page(Contents=[stream(b"1 0 0 rg 20 30 1"), stream(b"00 150 re f")]),
    "content with a missing part": page(Contents=[stream(_PAINT), Pointer(999), stream(b"9 9 9 9 re f")]),
    "unbalanced states": page(Contents=support.content("q q 1 0 0 rg 0 0 90 90 re f q")),
    "too many restores": page(Contents=support.content("Q Q 1 0 0 rg 0 0 90 90 re f Q")),
    "deflated": page(Contents=stream(zlib.compress(_PAINT), Filter=Name("FlateDecode"))),
    "deflated twice": page(
        Contents=stream(
            zlib.compress(zlib.compress(_PAINT)), Filter=[Name("FlateDecode"), Name("FlateDecode")]
        )
    ),
    "abbreviated filter": page(Contents=stream(zlib.compress(_PAINT), Filter=Name("Fl"))),
    "ASCII85": page(Contents=stream(base64.a85encode(_PAINT) + b"~>", Filter=Name("ASCII85Decode"))),
    "ASCII85 around Flate": page(
        Contents=stream(
            base64.a85encode(zlib.compress(_PAINT)) + b"~>",
            Filter=[Name("ASCII85Decode"), Name("FlateDecode")],
        )
    ),
    "ASCIIHex": page(Contents=stream(_PAINT.hex().encode() + b">", Filter=Name("ASCIIHexDecode"))),
    "LZW": page(Contents=stream(lzw(_PAINT), Filter=Name("LZWDecode"))),
    "run lengths": page(
        Contents=stream(bytes([len(_PAINT) - 1]) + _PAINT + b"\x80", Filter=Name("RunLengthDecode"))
    ),
    "Flate in an array of parts": page(
        Contents=[
            stream(zlib.compress(_PAINT), Filter=Name("FlateDecode")),
            stream(lzw(b" 0 g 9 9 9 9 re f"), Filter=Name("LZWDecode")),
        ]
    ),
    "inline image": page(Contents=stream(_INLINE)),
    "unknown operators": page(Contents=support.content("BX foo EX 1 0 0 rg 0 0 90 90 re f xyzzy")),
    "raw image": _drawing("I", _image()),
    "grey image": _drawing("I", _image("L")),
    "CMYK image": _drawing("I", _image("CMYK")),
    "JPEG image": _drawing("I", _encoded_image("JPEG", "DCTDecode", quality=90)),
    "JPEG 2000 image": _drawing("I", _encoded_image("JPEG2000", "JPXDecode")),
    "image with a soft mask": _drawing("I", _image(SMask=_image("L"))),
    "image with a colour key": _drawing("I", _image(Mask=[250, 255, 0, 5, 0, 5])),
    "image of an external file": _drawing("I", _image(F=b"secret.raw")),
    "form": _drawing("I", _form(b"1 0 0 rg 0 0 1 1 re f", [0, 0, 1, 1])),
    "form without resources": page(
        Resources={"XObject": {"A": _form(b"/B Do", BOX), "B": _form(_PAINT, BOX)}},
        Contents=support.content("/A Do"),
    ),
    "form with a matrix": _drawing(
        "I", _form(b"1 0 0 rg 0 0 1 1 re f", [0, 0, 1, 1], Matrix=[0, 1, -1, 0, 1, 0])
    ),
    "form of a foreign type": page(
        Resources={"XObject": {"I": _form(_PAINT, BOX, Type=Name("Annot"))}},
        Contents=support.content("/I Do"),
    ),
    "resources of a foreign type": page(
        Resources={"Type": Name("Page"), "XObject": {"I": _form(_PAINT, BOX)}},
        Contents=support.content("/I Do"),
    ),
    "font of a foreign type": page(
        Resources={"Font": {"F": {"Type": Name("F"), "Subtype": Name("Type1"), "BaseFont": Name("Courier")}}},
        Contents=support.content("BT /F 40 Tf 20 200 Td (kept) Tj ET"),
    ),
    "no resources": page(Resources=None, Contents=stream(_PAINT)),
    "font that is not named": page(Contents=support.content("BT /F9 40 Tf 20 200 Td (shown) Tj ET")),
    "group of the page": page(Group=_GROUP, Resources=_BLEND, Contents=stream(b"/G gs " + _PAINT + _PAINT)),
    "isolated knockout group": page(
        Group={"S": Name("Transparency"), "I": True, "K": True},
        Resources=_BLEND,
        Contents=stream(b"/G gs " + _PAINT + b" 0 1 0 rg 50 50 90 90 re f"),
    ),
    "blend mode": page(
        Resources=_BLEND,
        Contents=stream(b"1 1 0 rg 0 0 200 200 re f /G gs 0 1 1 rg 50 50 220 220 re f"),
    ),
    "soft mask of the state": page(Resources=_MASKED, Contents=stream(b"/G gs 1 0 0 rg 0 0 300 400 re f")),
    "tiling pattern": page(
        Resources={"Pattern": {"T": _TILE}},
        Contents=support.content("/Pattern cs /T scn 30 40 200 300 re f"),
    ),
    "shading": page(Resources={"Shading": {"S": _SHADING}}, Contents=support.content("/S sh")),
    "shading as a pattern": page(
        Resources={"Pattern": {"S": {"PatternType": 2, "Shading": _SHADING, "Matrix": [1, 0, 0, 1, 0, 0]}}},
        Contents=support.content("/Pattern cs /S scn 30 40 200 300 re f"),
    ),
    "letters of pictures": page(
        Resources={
            "Font": {
                "F": {
                    "Type": Name("Font"),
                    "Subtype": Name("Type3"),
                    "FontBBox": [0, 0, 10, 10],
                    "FontMatrix": [0.1, 0, 0, 0.1, 0, 0],
                    "FirstChar": 65,
                    "LastChar": 65,
                    "Widths": [10],
                    "Encoding": {"Differences": [65, Name("a")]},
                    "CharProcs": {"a": stream(b"10 0 0 0 10 10 d1 0 0 8 8 re f")},
                }
            }
        },
        Contents=support.content("BT /F 60 Tf 20 200 Td (AAA) Tj ET"),
    ),
    "separation": page(
        Resources={
            "ColorSpace": {
                "S": [
                    Name("Separation"),
                    Name("Spot"),
                    Name("DeviceRGB"),
                    {"FunctionType": 2, "Domain": [0, 1], "C0": [1, 1, 1], "C1": [1, 0, 0], "N": 1},
                ]
            }
        },
        Contents=support.content("/S cs 1 scn 30 40 200 300 re f"),
    ),
    "name with an escape": page(
        Resources={"XObject": {"A B#": _form(_PAINT, BOX)}}, Contents=support.content("/A#20B#23 Do")
    ),
    "name in Chinese bytes": page(
        Resources={"XObject": {"\xcb\xce": _form(_PAINT, BOX)}}, Contents=support.content("/#CB#CE Do")
    ),
}


def loop(path: Path) -> None:
    """Write a page with a form that draws itself."""
    with path.open("wb") as file:
        document = PdfDocument(file)
        tree, form = document.reserve(), document.reserve()
        document.add(_form(_PAINT + b" /F Do", BOX, Resources={"XObject": {"F": form}}), form)
        body = document.add(support.content("/F Do"))
        leaf = document.add(
            {"Type": Name("Page"), "Parent": tree, "MediaBox": BOX, "Contents": body,
             "Resources": {"XObject": {"F": form}}})  # fmt: skip
        document.add({"Type": Name("Pages"), "Kids": [leaf], "Count": 1}, tree)
        document.finish(document.add({"Type": Name("Catalog"), "Pages": tree}), document.add({}))


CONTENT["form that draws itself"] = loop
BOXES["inherited box, crop, turn and resources"] = inherited


# Of other makers


def by_reportlab(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=(300, 400), invariant=1)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.circle(150, 200, 80, fill=1)
    canvas.linearGradient(0, 0, 300, 100, ((1, 0, 0), (0, 0, 1)))
    canvas.drawString(20, 350, "made by a program")
    canvas.save()


def _saved(path: Path, **options: object) -> None:
    by_reportlab(path)
    with pikepdf.open(io.BytesIO(path.read_bytes())) as document:
        document.save(path, **options)  # type: ignore[arg-type]


def _changed(path: Path, old: bytes, new: bytes) -> None:
    by_reportlab(path)
    path.write_bytes(path.read_bytes().replace(old, new, 1))


_RC4 = pikepdf.Encryption(owner="x", R=3, aes=False, metadata=False)
OTHER_MAKERS: dict[str, Maker] = {
    "reportlab": by_reportlab,
    "object streams": lambda path: _saved(path, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearised": lambda path: _saved(path, linearize=True),
    "owner's lock, RC4": lambda path: _saved(path, encryption=_RC4),
    "owner's lock, AES": lambda path: _saved(path, encryption=pikepdf.Encryption(owner="x", R=6)),
    "bytes before the header": lambda path: _changed(path, b"%PDF", b"\n\n%PDF"),
    "header of another version": lambda path: _changed(path, b"%PDF-1.", b"%PDF-9."),
}


# Layers


def layered(
    default: Callable[[Sequence[Pointer]], Mapping[str, Value]],
    content: Callable[[Sequence[Pointer]], Value],
    *usages: Mapping[str, Value],
) -> Maker:
    """Return what writes a page with two layers; `content` gives what the red square belongs to."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            document = PdfDocument(file)
            tree = document.reserve()
            first, second = (*usages, {}, {})[:2]
            layers = [
                document.add({"Type": Name("OCG"), "Name": name, **usage})
                for name, usage in ((b"one", first), (b"two", second))
            ]
            owner = document.add(content(layers))
            body = document.add(
                support.content("/OC /L BDC 1 0 0 rg 0 0 300 400 re f EMC 0 0 1 rg 0 0 20 20 re f")
            )
            leaf = document.add(
                {"Type": Name("Page"), "Parent": tree, "MediaBox": BOX, "Contents": body,
                 "Resources": {"Properties": {"L": owner}}})  # fmt: skip
            document.add({"Type": Name("Pages"), "Kids": [leaf], "Count": 1}, tree)
            properties: Value = {"OCGs": layers, "D": default(layers)}
            root: Value = {"Type": Name("Catalog"), "Pages": tree, "OCProperties": properties}
            document.finish(document.add(root), document.add({}))

    return make


def _group(policy: str | None = None, expression: Callable[[Sequence[Pointer]], Value] | None = None):
    def make(layers: Sequence[Pointer]) -> Value:
        entries: dict[str, Value] = {"Type": Name("OCMD"), "OCGs": list(layers)}
        if policy is not None:
            entries["P"] = Name(policy)
        if expression is not None:
            entries["VE"] = expression(layers)
        return entries

    return make


def _first(layers: Sequence[Pointer]) -> Value:
    # A reference to the layer itself, as an indirect object of its own would be one step too many.
    return {"Type": Name("OCMD"), "OCGs": layers[0]}


def _off_first(layers: Sequence[Pointer]) -> Mapping[str, Value]:
    return {"Name": b"usual", "OFF": [layers[0]]}


def _nothing(layers: Sequence[Pointer]) -> Mapping[str, Value]:
    del layers
    return {}


def _usage(state: str) -> Mapping[str, Value]:
    return {"Usage": {"View": {"ViewState": Name(state)}, "Print": {"PrintState": Name("ON")}}}


def _viewed(layers: Sequence[Pointer]) -> Mapping[str, Value]:
    return {"AS": [{"Event": Name("View"), "OCGs": list(layers), "Category": [Name("View")]}]}


# Each with whether the red square is shown.
LAYERS: dict[str, tuple[Maker, bool]] = {
    "nothing said": (layered(_nothing, _first), True),
    "turned off": (layered(_off_first, _first), False),
    "all off": (layered(lambda layers: {"BaseState": Name("OFF")}, _first), False),
    "all off but one": (
        layered(lambda layers: {"BaseState": Name("OFF"), "ON": [layers[0]]}, _first), True),
    "unchanged": (layered(lambda layers: {"BaseState": Name("Unchanged")}, _first), True),
    "both on and off": (
        layered(lambda layers: {"ON": [layers[0]], "OFF": [layers[0]]}, _first), False),
    "any on": (layered(_off_first, _group("AnyOn")), True),
    "all on": (layered(_off_first, _group("AllOn")), False),
    "any off": (layered(_off_first, _group("AnyOff")), True),
    "all off by policy": (layered(_off_first, _group("AllOff")), False),
    "not": (layered(_off_first, _group(None, lambda layers: [Name("Not"), layers[0]])), True),
    "and": (layered(_off_first, _group(None, lambda layers: [Name("And"), *layers])), False),
    "or": (layered(_off_first, _group(None, lambda layers: [Name("Or"), *layers])), True),
    "and not": (
        layered(_off_first, _group(None, lambda layers: [Name("And"), layers[1], [Name("Not"), layers[0]]])),
        True),
    "expression before policy": (
        layered(_off_first, _group("AnyOn", lambda layers: [Name("And"), *layers])), False),
    "view state off": (layered(_viewed, _first, _usage("OFF")), False),
    "view state on": (
        layered(lambda layers: {**_viewed(layers), "OFF": [layers[0]]}, _first, _usage("ON")), True),
    "for design only": (layered(_off_first, _first, {"Intent": Name("Design")}), True),
    "print state off": (
        layered(_nothing, _first, {"Usage": {"Print": {"PrintState": Name("OFF")}}}), True),
}  # fmt: skip


def picture_of_color(image: Image.Image, across: float, up: float) -> tuple[int, ...]:
    """Return the colour at a share of width and height from the lower left."""
    pixel = image.getpixel((int(image.width * across), int(image.height * (1 - up))))
    assert isinstance(pixel, tuple)
    return pixel
