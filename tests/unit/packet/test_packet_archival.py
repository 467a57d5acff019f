"""An archival packet is PDF/A-2b, or is refused with every reason."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.errors import FaultyFile, UnusableInput
from app.domain.files import FileKind
from app.domain.packet import Originals, PacketOptions, SourceFile
from app.domain.words import DisplayMode
from app.packet import metadata
from app.packet.plan import plan_packet
from app.packet.values import Name, Stream, Value
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from app.typeset.text import FONT, font
from tests.support.names import NAMES
from tests.unit.packet import support

HELVETICA: Mapping[str, Value] = {
    "Type": Name("Font"),
    "Subtype": Name("Type1"),
    "BaseFont": Name("Helvetica"),
}


def _write(path: Path, *files: SourceFile, **options: object) -> Path:
    exhibits = (support.exhibit(file) for file in files)
    request = support.request(support.section(*exhibits))
    wanted = PacketOptions(archival=True, **options)  # type: ignore[arg-type]
    write_packet(plan_packet(replace(request, options=wanted)), path, support.silent)
    return path


def _reasons(tmp_path: Path, *pages: Mapping[str, Value]) -> list[tuple[str, object]]:
    """Return why these pages cannot stand in an archival packet, with the page of each reason."""
    file = support.pdf_file(support.write_pdf(tmp_path / "source.pdf", pages))
    with pytest.raises(FaultyFile) as caught:
        _write(tmp_path / "packet.pdf", file)
    assert caught.value.code == "packet.not_archival"
    assert {fault.file for fault in caught.value.faults} == {"source.pdf"}
    assert not (tmp_path / "packet.pdf").exists()
    return [(fault.code, fault.params["page"]) for fault in caught.value.faults]


def _typeset_pdf(path: Path) -> SourceFile:
    """Write a PDF with an embedded font, as reportlab writes it."""
    font()
    canvas = Canvas(str(path), initialFontName=FONT)
    for words in ("Certificate 证明", f"Second page 第二页 {NAMES['Polish']} {NAMES['Kazakh']}"):
        canvas.setFont(FONT, 20)
        canvas.drawString(80, 600, words)
        canvas.showPage()
    canvas.save()
    return support.pdf_file(path)


def _findings(path: Path) -> list[pdfa.Finding]:
    with pikepdf.open(path) as pdf:
        del pdf.Root.PieceInfo
        return [finding for finding in pdfa.check(pdf, "2b").findings if finding.kind == "violation"]


def test_pictures_and_embedded_fonts_make_a_valid_archival_packet(
    tmp_path: Path, jpeg_file: SourceFile
) -> None:
    path = _write(tmp_path / "packet.pdf", jpeg_file, _typeset_pdf(tmp_path / "typeset.pdf"))
    assert _findings(path) == []
    assert verify_packet(path).sound
    with pikepdf.open(path) as pdf:
        claimed = pdf.open_metadata()
        assert claimed.pdfa_status == "2B"
        assert claimed["dc:title"] == str(pdf.docinfo.Title)
        assert claimed["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert claimed["xmp:CreatorTool"] == str(pdf.docinfo.Creator)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert all(note.F == 4 for page in pdf.pages for note in page.get("/Annots", []))


@pytest.mark.parametrize(
    ("mode", "kind", "options"),
    [
        ("P", "PNG", {}),
        ("L", "JPEG", {}),
        ("RGBA", "PNG", {}),
        ("1", "TIFF", {"compression": "group4"}),
        ("RGB", "TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_pictures_of_many_kinds_qualify(
    tmp_path: Path, mode: str, kind: str, options: dict[str, object]
) -> None:
    data = support.picture_bytes(support.corner_picture().convert(mode), kind, **options)
    file = support.picture_file(tmp_path / f"x.{kind}", data, FileKind(kind.lower()))
    assert _findings(_write(tmp_path / "packet.pdf", file)) == []


def test_a_cmyk_picture_without_a_profile_is_refused(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture().convert("CMYK"), "JPEG")
    file = support.picture_file(tmp_path / "x.jpg", data, FileKind.JPEG)
    with pytest.raises(FaultyFile) as caught:
        _write(tmp_path / "packet.pdf", file)
    assert [fault.code for fault in caught.value.faults] == ["archival.cmyk"]


def test_text_that_is_never_painted_needs_no_font(tmp_path: Path) -> None:
    page = {
        "Resources": {"Font": {"F1": HELVETICA}},
        "Contents": support.content("BT 3 Tr /F1 12 Tf 50 50 Td (scan) Tj ET"),
    }
    file = support.pdf_file(support.write_pdf(tmp_path / "source.pdf", [page]))
    assert _findings(_write(tmp_path / "packet.pdf", file)) == []


def test_every_reason_is_named_at_once_with_its_page(tmp_path: Path) -> None:
    first = {
        "Resources": {"Font": {"F1": HELVETICA}},
        "Contents": support.content("BT /F1 12 Tf 50 50 Td (Hi) Tj ET"),
    }
    second = {"Contents": support.content("0 0 0 1 k 0 0 50 50 re f")}
    assert _reasons(tmp_path, first, second) == [
        ("archival.font_not_embedded", 1),
        ("archival.cmyk", 2),
    ]


def _form(resources: Mapping[str, Value], content: str, **entries: Value) -> Mapping[str, Value]:
    form = {
        "Type": Name("XObject"),
        "Subtype": Name("Form"),
        "BBox": [0, 0, 300, 400],
        "Resources": resources,
        **entries,
    }
    return {
        "Resources": {"XObject": {"X": Stream(form, content.encode())}},
        "Contents": support.content("/X Do"),
    }


def _picture(data: bytes = b"\0" * 4, **entries: Value) -> Mapping[str, Value]:
    image = {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": 2,
        "Height": 2,
        "ColorSpace": Name("DeviceGray"),
        "BitsPerComponent": 8,
        **entries,
    }
    return {"Resources": {"XObject": {"X": Stream(image, data)}}, "Contents": support.content("/X Do")}


def _state(**entries: Value) -> Mapping[str, Value]:
    state = {"Type": Name("ExtGState"), **entries}
    return {"Resources": {"ExtGState": {"G": state}}, "Contents": support.content("/G gs 0 0 9 9 re f")}


def _lzw(data: bytes) -> bytes:
    """Spell bytes in LZW codes of nine bits, clearing the table before it grows."""
    codes = [code for byte in data for code in (256, byte)] + [257]
    bits = "".join(f"{code:09b}" for code in codes)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (_form({"Font": {"F1": HELVETICA}}, "BT /F1 9 Tf (a) Tj ET"), "archival.font_not_embedded"),
        (_form({}, "1 0 0 0 K 0 0 m 9 9 l S"), "archival.cmyk"),
        (
            _form({}, "0 0 9 9 re f", Group={"S": Name("Transparency"), "CS": Name("DeviceCMYK")}),
            "archival.cmyk",
        ),
        ({"Contents": support.content("/DeviceCMYK cs 0 0 0 1 sc 0 0 9 9 re f")}, "archival.cmyk"),
        ({"Contents": support.content("0 0 9 9 re f /Odd ri")}, "archival.intent"),
        ({"Contents": support.content("0 0 9 9 re f foo")}, "archival.content"),
        ({"Contents": support.content("q " * 30 + "Q " * 30)}, "archival.limits"),
        ({"Contents": support.content("BI /W 1 /H 1 /CS /CMYK /BPC 8 ID abcd EI")}, "archival.cmyk"),
        (
            {"Contents": support.content("BI /W 1 /H 1 /CS /G /I true ID a EI")},
            "archival.interpolated",
        ),
        (_picture(Interpolate=True), "archival.interpolated"),
        (_picture(Intent=Name("Odd")), "archival.intent"),
        (_picture(_lzw(b"\0" * 4), Filter=Name("LZWDecode")), "archival.lzw"),
        (_picture(b"\0" * 16, ColorSpace=Name("DeviceCMYK")), "archival.cmyk"),
        (_picture(b"\0" * 8, BitsPerComponent=12), "archival.depth"),
        (_picture(b"no JPEG 2000", Filter=Name("JPXDecode")), "archival.jpeg2000"),
        (_picture(ColorSpace=[Name("ICCBased"), Stream({"N": 1}, b"no profile")]), "archival.profile"),
        (_state(TR=Name("Identity")), "archival.transfer_function"),
        (_state(BM=Name("Odd")), "archival.blend_mode"),
        (_state(RI=Name("Odd")), "archival.intent"),
        (_state(HT={"Type": Name("Halftone"), "HalftoneType": 6}), "archival.halftone"),
    ],
)
def test_what_the_standard_forbids_is_refused_with_its_reason(
    tmp_path: Path, page: Mapping[str, Value], code: str
) -> None:
    assert (code, 1) in _reasons(tmp_path, page)


def _damage(path: Path, change: str) -> SourceFile:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (found,) = {id(f): f for f in pdf.pages[0].Resources.Font.values() if "/FontDescriptor" in f}.values()
        if change == "widths":
            found.Widths = pikepdf.Array([100] * len(found.Widths))
        else:
            del found.FontDescriptor.FontFile2
        pdf.save(path)
    return support.pdf_file(path)


@pytest.mark.parametrize(
    ("change", "code"), [("widths", "archival.widths"), ("program", "archival.font_not_embedded")]
)
def test_a_font_that_does_not_keep_what_it_says_is_refused(tmp_path: Path, change: str, code: str) -> None:
    path = tmp_path / "typeset.pdf"
    _typeset_pdf(path)
    with pytest.raises(FaultyFile) as caught:
        _write(tmp_path / "packet.pdf", _damage(path, change))
    assert {fault.code for fault in caught.value.faults} == {code}


def test_it_cannot_be_locked_as_well(tmp_path: Path, jpeg_file: SourceFile) -> None:
    with pytest.raises(UnusableInput) as caught:
        _write(tmp_path / "x.pdf", jpeg_file, password="secret")
    assert caught.value.code == "packet.archival_locked"


def test_it_cannot_carry_originals(tmp_path: Path, jpeg_file: SourceFile) -> None:
    with pytest.raises(UnusableInput) as caught:
        _write(tmp_path / "x.pdf", jpeg_file, originals=Originals.ATTACHED)
    assert caught.value.code == "packet.archival_attached"


def test_the_same_packet_has_the_same_bytes(tmp_path: Path, jpeg_file: SourceFile) -> None:
    first, second = (_write(tmp_path / name, jpeg_file) for name in ("1.pdf", "2.pdf"))
    assert first.read_bytes() == second.read_bytes()


def test_the_colour_profile_has_no_day_of_its_own() -> None:
    profile = zlib.decompress(metadata.srgb_profile().data)
    assert profile[24:36] == bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    assert profile[84:100] == bytes(16)
    with Image.new("RGB", (1, 1)) as picture:
        picture.save(io.BytesIO(), "PNG", icc_profile=profile)


@pytest.mark.parametrize(
    ("mode", "language"),
    [(DisplayMode.BOTH, "zh-CN"), (DisplayMode.ZH, "zh-CN"), (DisplayMode.EN, "en")],
)
def test_a_packet_names_its_language(
    tmp_path: Path, jpeg_file: SourceFile, mode: DisplayMode, language: str
) -> None:
    path = _write(tmp_path / "x.pdf", jpeg_file, language=mode)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == language
        assert list(pdf.open_metadata()["dc:language"]) == [language]


def test_a_packet_of_the_usual_kind_does_not_claim_to_be_archival(
    tmp_path: Path, jpeg_file: SourceFile
) -> None:
    path = support.build(tmp_path, jpeg_file)[1]
    with pikepdf.open(path) as pdf:
        assert pdf.open_metadata().pdfa_status == ""
        assert pdf.open_metadata()["dc:title"] == "MÜLLER family"
        assert "/OutputIntents" not in pdf.Root
