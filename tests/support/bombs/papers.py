"""PDF files whose objects are endless, deep, huge or in a circle."""

from __future__ import annotations

import struct
import zlib

from tests.support.bombs.kinds import MIB, bomb, deflated
from tests.support.bombs.pdf import laughs, one_page, packed, pdf, stream


@bomb(".pdf")
def pdf_content_that_inflates() -> bytes:
    """Content of 8 GB."""
    return one_page(stream(deflated(b" " * MIB, 8000), b"/Filter/FlateDecode"))


@bomb(".pdf")
def pdf_content_packed_twice() -> bytes:
    """Content of 8 GB, packed twice into a few kilobytes."""
    twice = zlib.compress(deflated(b" " * MIB, 8000), 9)
    return one_page(stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


@bomb(".pdf")
def pdf_content_of_a_thousand_filters() -> bytes:
    """Content behind a thousand filters, each of which gives back what it was given."""
    return one_page(stream(b"q Q " * 250_000 + b">", b"/Filter[" + b"/RunLengthDecode" * 1000 + b"]"))


@bomb(".pdf")
def pdf_content_by_lzw() -> bytes:
    """Content that LZW lets grow, by a predictor of a million columns."""
    parms = b"/DecodeParms<</Predictor 15/Columns 1000000000/Colors 32/BitsPerComponent 16>>"
    return one_page(stream(deflated(bytes(MIB), 70), b"/Filter/FlateDecode" + parms))


@bomb(".pdf")
def pdf_object_stream_that_inflates() -> bytes:
    """Objects packed into a stream of 8 GB."""
    inner = stream(deflated(b" " * MIB, 8000), b"/Type/ObjStm/N 1/First 10/Filter/FlateDecode")
    return _with_object_stream(inner)


def _with_object_stream(inner: bytes) -> bytes:
    """Return a PDF whose page stands in an object stream, object 4."""
    bodies = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 4: inner}
    data, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in bodies.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    rows = {number: struct.pack(">BIB", 1, place, 0) for number, place in {**places, 5: start}.items()}
    table = struct.pack(">BIB", 0, 0, 0) + b"".join(
        rows.get(number, struct.pack(">BIB", 2, 4, 0)) for number in range(1, 6)
    )
    entries = b"/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R"
    data += b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, entries), start)
    return bytes(data)


@bomb(".pdf", is_slow=True)
def pdf_table_that_inflates() -> bytes:
    """A table of two thousand million objects, packed into eight megabytes."""
    body = stream(
        deflated(bytes(MIB), 8000),
        b"/Type/XRef/Size 2000000000/W[1 2 1]/Root 1 0 R/Filter/FlateDecode",
    )
    head = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    return head + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(head))


@bomb(".pdf")
def pdf_of_nested_arrays() -> bytes:
    """Brackets 100,000 deep."""
    return one_page(stream(b"q Q"), page=b"/Nested " + b"[" * 100_000 + b"]" * 100_000)


@bomb(".pdf")
def pdf_of_nested_dictionaries() -> bytes:
    """Dictionaries 100,000 deep."""
    return one_page(stream(b"q Q"), page=b"/Nested " + b"<</A " * 100_000 + b"1" + b">>" * 100_000)


@bomb(".pdf")
def pdf_content_of_nested_arrays() -> bytes:
    """Brackets 100,000 deep within the content of a page."""
    return one_page(packed(b"[" * 100_000 + b"]" * 100_000 + b" TJ"))


@bomb(".pdf")
def pdf_of_a_deep_page_tree() -> bytes:
    """A page 50,000 nodes deep."""
    depth = 50_000
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 3, n + 1) for n in range(depth)]
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            *nodes,
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (depth + 1),
        ]
    )


@bomb(".pdf")
def pdf_of_a_page_tree_that_loops() -> bytes:
    """A page tree of which a leaf leads back to its root."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 9>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>",
        ]
    )


@bomb(".pdf")
def pdf_of_pages_that_double() -> bytes:
    """A page tree whose every node names the next one twice: a thousand million pages in 31 objects."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (n + 3, n + 3) for n in range(30)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 595 842]>>"])


@bomb(".pdf")
def pdf_of_one_page_a_million_times() -> bytes:
    """The same page a million times."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1_000_000 + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ]
    )


@bomb(".pdf")
def pdf_of_tables_that_loop() -> bytes:
    """Tables of objects of which each leads to the other, for ever."""
    whole = one_page(stream(b"q Q"))
    start = whole.rindex(b"xref\n0 ")
    first = whole[:start] + whole[start:].replace(b"/Root", b"/Prev %d/Root" % (start + 400), 1)
    first = first[: start + 400].ljust(start + 400, b"\n")
    second = b"xref\n0 0\ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        start,
        start + 400,
    )
    return first + second


@bomb(".pdf")
def pdf_page_of_huge_size() -> bytes:
    """A page of a thousand million units a side, of which each is 75,000 points."""
    drawn = b"0 0 1000000000 1000000000 re f 0 0 m 1000000000 1000000000 l S"
    return one_page(stream(drawn), page=b"/UserUnit 75000", box=b"0 0 1000000000 1000000000")


@bomb(".pdf", is_harmless=True)
def pdf_page_of_senseless_size() -> bytes:
    """A page whose sides are no numbers, or run backwards."""
    return one_page(stream(b"0 0 9 9 re f"), box=b"NaN -1e400 -595 99999999999999999999999999")


@bomb(".pdf")
def pdf_of_fields_that_loop() -> bytes:
    """A form whose fields are their own children, with 30,000 notes on the page."""
    notes = b"/Annots[" + b"5 0 R " * 30_000 + b"]"
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(words)/DA(/Helv 0 Tf)/Rect[0 0 99 99]"
        b"/Kids[5 0 R 5 0 R]/Parent 5 0 R>>"
    )
    return one_page(
        stream(b"q Q"), field, page=notes, root=b"/AcroForm<</Fields[5 0 R 5 0 R]/NeedAppearances true>>"
    )


@bomb(".pdf", is_harmless=True)
def pdf_that_would_act() -> bytes:
    """Scripts, programs to start and files within the file; none of them does anything."""
    actions = (
        b"/OpenAction<</S/JavaScript/JS(1)>>/AA<</WC<</S/Launch/F(nothing)>>>>"
        b"/Names<</EmbeddedFiles<</Names[(a.txt)5 0 R]>>/JavaScript<</Names[(x)<</S/JavaScript/JS(2)>>]>>>>"
    )
    kept = b"<</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>"
    return one_page(stream(b"0 0 99 99 re f"), kept, stream(b"words", b"/Type/EmbeddedFile"), root=actions)


@bomb(".pdf")
def pdf_locked_absurdly() -> bytes:
    """A lock whose key is two thousand million bits long, of a kind that nobody knows."""
    lock = (
        b"/Encrypt<</Filter/Standard/V 5/R 6/Length 2147483640/P -4/O<" + b"41" * 48 + b">/U<" + b"42" * 48
        + b">/OE<" + b"43" * 32 + b">/UE<" + b"44" * 32 + b">/Perms<" + b"45" * 16
        + b">/CF<</StdCF<</CFM/AESV3/Length 2147483640>>>>/StmF/StdCF/StrF/StdCF>>/ID[<41><41>]"
    )  # fmt: skip
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ],
        trailer=lock,
    )


@bomb(".pdf")
def pdf_signed_absurdly() -> bytes:
    """A signature of 60,000 containers within each other."""
    nested = b"\x30\x80" * 60_000 + bytes(120_000)
    field = b"<</FT/Sig/T(s)/V 6 0 R>>"
    signature = (
        b"<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 0 0 0]/Contents<"
        + nested.hex().encode()
        + b">>>"
    )
    return one_page(stream(b"q Q"), field, signature, root=b"/AcroForm<</SigFlags 3/Fields[5 0 R]>>")


@bomb(".pdf")
def pdf_form_of_nested_entities() -> bytes:
    """A form described in XML that laughs a thousand million times."""
    xml = b"<xdp:xdp xmlns:xdp='x'><template><field/>&i;</template></xdp:xdp>"
    return one_page(stream(b"q Q"), packed(laughs() + xml), root=b"/AcroForm<</XFA 5 0 R/Fields[]>>")


@bomb(".pdf", is_slow=True)
def pdf_broken_with_too_many_objects() -> bytes:
    """400,000 objects that nobody lists, of which each names others that are not there."""
    head = one_page(stream(b"/F Do"))[:-40]
    return head + b"".join(
        b"%d 0 obj<</Type/Page/Kids %d 0 R/Count 9>>stream\n" % (n, n + 1) for n in range(9, 400_000)
    )


@bomb(".pdf")
def pdf_of_nested_layers() -> bytes:
    """Layers whose order is nested 50,000 deep, with 20,000 layers to switch."""
    order = b"[" * 50_000 + b"5 0 R" + b"]" * 50_000
    root = (
        b"/OCProperties<</OCGs["
        + b"5 0 R " * 20_000
        + b"]/D<</Order "
        + order
        + b"/AS["
        + b"<</OCGs[5 0 R]>>" * 9000
        + b"]>>>>"
    )
    return one_page(
        stream(b"/OC /L BDC 0 0 9 9 re f EMC"),
        b"<</Type/OCG/Name(l)>>",
        page=b"/Resources<</Properties<</L 5 0 R>>>>",
        root=root,
    )
