"""PDF files whose pages take for ever to draw or to read."""

from __future__ import annotations

import struct
import zlib

from tests.support.bombs.kinds import MIB, bomb, deflated
from tests.support.bombs.pdf import one_page, packed, pdf, stream


@bomb(".pdf", is_slow=True)
def pdf_form_that_draws_itself() -> bytes:
    """A drawing that draws itself."""
    form = stream(
        b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    )
    return one_page(stream(b"/F Do"), form, page=b"/Resources<</XObject<</F 5 0 R>>>>")


@bomb(".pdf")
def pdf_forms_that_multiply() -> bytes:
    """Twelve drawings of which each draws the next one ten times."""
    forms = [
        stream(
            b"/F Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>" % (n + 6),
        )
        for n in range(12)
    ]
    last = stream(b"0 0 595 842 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return one_page(stream(b"/F Do"), *forms, last, page=b"/Resources<</XObject<</F 5 0 R>>>>")


@bomb(".pdf", is_slow=True)
def pdf_of_endless_states() -> bytes:
    """Five million times `q`, and never `Q`."""
    return one_page(packed(b"q " * 5_000_000))


@bomb(".pdf", is_slow=True)
def pdf_of_millions_of_lines() -> bytes:
    """Millions of lines across the whole page."""
    return one_page(packed(b"0 0 m 595 842 l S 0 842 m 595 0 l S\n" * 800_000))


@bomb(".pdf", is_slow=True)
def pdf_of_millions_of_curves() -> bytes:
    """One shape of a million curves that is filled and stroked."""
    return one_page(packed(b"0 0 m\n" + b"0 842 595 842 595 0 c 0 842 9 9 0 0 c\n" * 700_000 + b"B*"))


@bomb(".pdf")
def pdf_of_endless_dashes() -> bytes:
    """A line of a thousand million dashes."""
    line = b"[0.0001 0.0001] 0 d 1 w 0 0 m 595 842 l S\n"
    return one_page(packed(line * 1000))


@bomb(".pdf")
def pdf_of_tiny_tiles() -> bytes:
    """A page filled with tiles of a thousandth of a point, each of which is filled with tiles."""
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001"
    inner = stream(b"/Pattern cs /P scn 0 0 1 1 re f", tile + b"/Resources<</Pattern<</P 6 0 R>>>>")
    outer = stream(b"/Pattern cs /P scn 0 0 1 1 re f", tile + b"/Resources<</Pattern<</P 5 0 R>>>>")
    drawn = stream(b"/Pattern cs /P scn 0 0 595 842 re f")
    return one_page(drawn, inner, outer, page=b"/Resources<</Pattern<</P 5 0 R>>>>")


@bomb(".pdf", is_slow=True)
def pdf_of_costly_shadings() -> bytes:
    """A shading that reckons 20,000 sines for each pixel, drawn a thousand times."""
    function = stream(
        b"{" + b" sin" * 20_000 + b" pop dup dup }", b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]"
    )
    shading = b"<</ShadingType 1/ColorSpace/DeviceRGB/Matrix[595 0 0 842 0 0]/Function 6 0 R>>"
    return one_page(packed(b"/S sh\n" * 1000), shading, function, page=b"/Resources<</Shading<</S 5 0 R>>>>")


@bomb(".pdf", is_slow=True)
def pdf_of_a_mesh_without_end() -> bytes:
    """A mesh of a million patches, each as large as the page."""
    mesh = b"/ShadingType 4/ColorSpace/DeviceGray/BitsPerCoordinate 8/BitsPerComponent 8/BitsPerFlag 8"
    data = bytes.fromhex("0000000000ff00ff0000ffff") * 2_000_000
    shading = packed(data, mesh + b"/Decode[0 595 0 842 0 1]")
    return one_page(stream(b"/S sh"), shading, page=b"/Resources<</Shading<</S 5 0 R>>>>")


@bomb(".pdf")
def pdf_of_nested_groups() -> bytes:
    """Transparency of 38 layers, each with a mask, on a page of 14,400 points."""
    forms = []
    for n in range(38):
        number = 5 + 2 * n
        below = b"/XObject<</F %d 0 R>>/ExtGState<</G %d 0 R>>" % (number + 2, number + 1)
        forms.append(
            stream(
                b"/G gs /F Do",
                b"/Type/XObject/Subtype/Form/BBox[0 0 14400 14400]/Group<</S/Transparency/I true/K true>>"
                b"/Resources<<%s>>" % below,
            )
        )
        forms.append(b"<</Type/ExtGState/ca 0.5/BM/Multiply/SMask<</S/Luminosity/G %d 0 R>>>>" % (number + 2))
    last = stream(
        b"0 0 14400 14400 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 14400 14400]/Group<</S/Transparency>>"
    )
    page = b"/Resources<</XObject<</F 5 0 R>>>>"
    return one_page(stream(b"/F Do"), *forms, last, page=page, box=b"0 0 14400 14400")


@bomb(".pdf")
def pdf_of_letters_that_draw_letters() -> bytes:
    """A font whose letter writes a line of itself."""
    glyph = stream(b"1000 0 d0 BT /F 1 Tf (" + b"a" * 500 + b") Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97"
        b"/LastChar 97/Widths[1000]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>"
        b"/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return one_page(stream(b"BT /F 9 Tf (aaaa) Tj ET"), font, glyph, page=b"/Resources<</Font<</F 5 0 R>>>>")


@bomb(".pdf", is_slow=True)
def pdf_font_that_inflates() -> bytes:
    """A font file of 8 GB, and a table of letters without end."""
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 0/LastChar 255/FontDescriptor 6 0 R"
        b"/ToUnicode 8 0 R>>"
    )
    described = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R>>"
    file = stream(deflated(bytes(MIB), 8000), b"/Filter/FlateDecode")
    table = packed(
        b"begincmap 100000 beginbfrange " + b"<0000> <FFFFFFFF> <0041>\n" * 100_000 + b"endbfrange"
    )
    drawn = stream(b"BT /F 9 Tf 9 9 Td (" + b"words " * 100 + b") Tj ET")
    return one_page(drawn, font, described, file, table, page=b"/Resources<</Font<</F 5 0 R>>>>")


def _picture(data: bytes, entries: bytes, *, times: int = 1, side: int = 60_000) -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
    drawn = b"595 0 0 842 0 0 cm\n" + b"/I Do\n" * times
    return one_page(stream(drawn), stream(data, head + entries), page=b"/Resources<</XObject<</I 5 0 R>>>>")


@bomb(".pdf")
def pdf_picture_of_billions_of_pixels() -> bytes:
    """A picture of 60,000 x 60,000 pixels."""
    return _picture(
        deflated(bytes(7500 * 100), 600), b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode"
    )


@bomb(".pdf", is_slow=True)
def pdf_picture_drawn_a_thousand_times() -> bytes:
    """A picture of 170 million pixels, drawn a thousand times."""
    grey = b"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    return _picture(deflated(bytes(13_000 * 100), 130), grey, times=1000, side=13_000)


@bomb(".pdf")
def pdf_picture_by_jpeg2000() -> bytes:
    """A JPEG 2000 picture of 13,000 x 13,000 pixels of 16 bits in 16,000 tiles, without any data."""
    side = 13_000
    size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, 100, 100, 0, 0, 4) + b"\x0f\x01\x01" * 4
    coding = b"\0\0\0\0\x01\0\x20\x04\x04\0\0"
    data = b"\xff\x4f" + _marked(0x51, size) + _marked(0x52, coding) + _marked(0x5C, b"\x40" + b"\x40" * 97)
    tile = b"\xff\x90\0\x0a" + struct.pack(">HIBB", 0, 14, 0, 1) + b"\xff\x93"
    return _picture(data + tile * 1000 + b"\xff\xd9", b"/Filter/JPXDecode", side=side)


def _marked(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


@bomb(".pdf")
def pdf_picture_by_jbig2() -> bytes:
    """A JBIG2 page of four thousand million lines, and segments that each fill all of it."""
    page = struct.pack(">IBBI", 0, 0x30, 1, 19) + struct.pack(">IIIIBH", 13_000, 0xFFFFFFFF, 0, 0, 0, 0x8FFF)
    region = (
        struct.pack(">IIIIB", 13_000, 13_000, 0, 0, 0)
        + b"\0"
        + struct.pack(">bbbbbbbb", 3, -1, -3, -1, 2, -2, -2, -2)
    )
    body = region + bytes(100)
    segments = b"".join(struct.pack(">IBBI", number, 38, 1, len(body)) + body for number in range(1, 500))
    return _picture(
        page + segments, b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", side=13_000
    )


@bomb(".pdf", is_slow=True)
def pdf_picture_by_fax() -> bytes:
    """A fax of 13,300 x 13,300 points without data, drawn a thousand times."""
    parms = b"/DecodeParms<</K -1/Columns 13300/Rows 13300>>"
    entries = b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode" + parms
    return _picture(b"\x26\xa0" * 20_000, entries, times=1000, side=13_300)


@bomb(".pdf", is_slow=True)
def pdf_picture_within_the_content() -> bytes:
    """Ten thousand pictures of 60,000 x 60,000 pixels that stand within the content of a page."""
    inline = (
        b"q 595 0 0 842 0 0 cm BI /W 60000 /H 60000 /BPC 1 /CS /G /F /Fl ID "
        + zlib.compress(bytes(9))
        + b" EI Q\n"
    )
    return one_page(packed(inline * 10_000))


@bomb(".pdf", is_harmless=True)
def pdf_of_long_lines() -> bytes:
    """Sixty pages of text, each one line of 60,000 letters that could be anything."""
    words = b"Name: ROE ANNA 1985-03-02 No. C01X00T47 CNY 1,234.56 page 1 of 2 tax paid to "
    line = (words * 800)[:60_000]
    content = packed(b"BT /F 0.01 Tf 9 400 Td (" + line + b") Tj ET")
    pages = [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    ] * 60
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 60/Kids[" + b"".join(b"%d 0 R " % (n + 5) for n in range(60)) + b"]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            content,
            *pages,
        ]
    )


@bomb(".pdf", is_harmless=True)
def pdf_of_letters_on_one_place() -> bytes:
    """60,000 letters on one and the same place, digits and blanks by turns."""
    row = b"BT /F 9 Tf 99 400 Td (1) Tj ET BT /F 9 Tf 99 400 Td ( -) Tj ET\n"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return one_page(packed(row * 20_000), font, page=b"/Resources<</Font<</F 5 0 R>>>>")


@bomb(".pdf")
def pdf_functions_of_themselves() -> bytes:
    """A colour whose function is made of itself, in a space that is based on itself."""
    function = b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
    space = b"[/Separation/X 5 0 R 6 0 R]"
    return one_page(
        stream(b"/C cs 1 scn 0 0 595 842 re f"),
        space,
        function,
        page=b"/Resources<</ColorSpace<</C 5 0 R>>>>",
    )
