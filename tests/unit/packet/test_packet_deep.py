"""What a person sees of deep grey pictures and stale form fields is what the packet shows."""

import array
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from app.domain.files import FileKind
from tests.unit.packet.support import (
    area_of,
    build,
    pdf_file,
    picture_bytes,
    picture_file,
    rendered,
    sheet_number,
)


def ramp(mode: str, brightest: float) -> Image.Image:
    """Return a picture whose left half is dark and whose right half is at its brightest."""
    kind = {"I": "i", "F": "f"}.get(mode, "H")
    row = [brightest / 8] * 100 + [brightest] * 100
    values = array.array(kind, [value if kind == "f" else round(value) for value in row] * 100)
    if mode == "I;16B":
        values.byteswap()
    return Image.frombytes(mode, (200, 100), values.tobytes())


@pytest.mark.parametrize(("mode", "brightest"), [("I;16", 65535), ("I;16B", 65535), ("I", 255), ("F", 1.0)])
def test_deep_grey_keeps_its_light_and_its_dark(tmp_path: Path, mode: str, brightest: float):
    path = tmp_path / "deep.tif"
    file = picture_file(path, picture_bytes(ramp(mode, brightest), "TIFF"), FileKind.TIFF)
    plan, packet = build(tmp_path, file)
    number = sheet_number(plan)
    page, area = rendered(packet, number).convert("L"), area_of(plan, number)
    middle = round(page.height - area.y - area.height / 2)
    across = [page.getpixel((round(area.x + area.width * share), middle)) for share in (0.48, 0.52)]
    assert across[0] < 60
    assert across[1] > 240


def test_a_field_whose_own_picture_is_out_of_date_shows_its_value(tmp_path: Path):
    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path), invariant=True)
    canvas.drawString(72, 720, "Name")
    canvas.acroForm.textfield(name="name", x=72, y=600, width=300, height=40, value="", fontSize=20)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=path)
    field = writer.pages[0]["/Annots"][0].get_object()
    field[NameObject("/V")] = TextStringObject("SECRETVALUE")
    stale = StreamObject()
    stale[NameObject("/Subtype")] = NameObject("/Form")
    stale[NameObject("/BBox")] = ArrayObject([FloatObject(value) for value in (0, 0, 300, 40)])
    stale.set_data(b"")
    appearances = DictionaryObject({NameObject("/N"): writer._add_object(stale)})
    field[NameObject("/AP")] = appearances
    writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)
    writer.write(path)
    plan, packet = build(tmp_path, pdf_file(path))
    assert "SECRETVALUE" in pypdf.PdfReader(packet).pages[sheet_number(plan) - 1].extract_text()
