"""A page of a PDF reaches the packet as it looks, and nothing of it can act."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import NameObject, StreamObject

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.packet import layout
from app.packet.layout import Box
from app.packet.values import Name, Pointer, Stream, Value
from app.packet.verify import verify_packet
from tests.unit.packet import support

PAINTED = (255, 0, 0)


def _corners_after(tmp_path: Path, page: Mapping[str, Value]) -> tuple[object, ...]:
    file = support.pdf_file(support.write_pdf(tmp_path / "s.pdf", [page]))
    plan, path = support.build(tmp_path, file)
    number = support.sheet_number(plan)
    facts = file.pages[0]
    target = layout.fit(facts.width_pt, facts.height_pt, support.area_of(plan, number))
    return support.corner_colors(support.rendered(path, number), target)


def _turned(corners: tuple[object, ...], turn: int) -> tuple[object, ...]:
    shift = turn // 90 % 4
    return corners[-shift:] + corners[:-shift] if shift else corners


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(300, 400), (900, 500)], ids=["standing", "lying"])
def test_a_turned_page_stands_as_its_rotation_says(tmp_path: Path, turn: int, size: tuple[int, int]) -> None:
    box = (0, 0, *size)
    page = {"MediaBox": list(box), "Rotate": turn, "Contents": support.corners_content(box)}
    assert _corners_after(tmp_path, page) == _turned(support.CORNERS, turn)


@pytest.mark.parametrize(
    ("media", "crop", "visible"),
    [
        ([300, 400, 0, 0], None, (0, 0, 300, 400)),
        ([-50, -60, 250, 340], None, (-50, -60, 250, 340)),
        ([0, 0, 300, 400], [100, 100, 250, 300], (100, 100, 250, 300)),
        ([0, 0, 300, 400], [200, 300, 900, 900], (200, 300, 300, 400)),
    ],
    ids=["reversed", "negative", "cropped", "crop beyond media"],
)
def test_the_visible_box_counts(
    tmp_path: Path, media: list[Value], crop: list[Value] | None, visible: tuple[float, ...]
) -> None:
    page: dict[str, Value] = {"MediaBox": media, "Contents": support.corners_content(visible)}
    if crop is not None:
        page["CropBox"] = crop
    assert _corners_after(tmp_path, page) == support.CORNERS


@pytest.mark.parametrize(
    "box", [[0, 0, 0, 0], [b"a", 1, 2, 3], [1, 2], None], ids=["zero", "text", "short", "none"]
)
def test_a_page_with_a_broken_box_is_placed_on_a_usual_one(tmp_path: Path, box: Value) -> None:
    path = support.write_pdf(
        tmp_path / "s.pdf", [{"MediaBox": box, "Contents": support.content("0 0 9 9 re f")}]
    )
    file = support.source_file(path, FileKind.PDF, (PageFacts(1, 612, 792),))
    _, packet = support.build(tmp_path, file)
    assert verify_packet(packet).sound


def test_several_content_streams_are_one_page(tmp_path: Path) -> None:
    parts: list[Value] = [support.content("1 0 0 rg 0 0 150"), support.content("400 re f")]
    shown = _corners_after(tmp_path, {"Contents": parts})
    assert shown == (PAINTED, (255, 255, 255), (255, 255, 255), PAINTED)


def test_content_bytes_are_copied_as_they_stand(tmp_path: Path) -> None:
    data = zlib.compress(b"1 0 0 rg 0 0 300 400 re f % kept", 1)
    page: dict[str, Value] = {"Contents": Stream({"Filter": Name("FlateDecode")}, data)}
    support.build(tmp_path, support.pdf_file(support.write_pdf(tmp_path / "s.pdf", [page])))
    assert data in (tmp_path / "packet.pdf").read_bytes()


def test_unbalanced_graphics_states_do_not_reach_the_stamp(tmp_path: Path) -> None:
    page: dict[str, Value] = {"Contents": support.content("q q q 1 0 0 rg 9 0 0 9 0 0 cm 0 0 1 1 re W n")}
    plan, path = support.build(tmp_path, support.pdf_file(support.write_pdf(tmp_path / "s.pdf", [page])))
    shown = support.rendered(path, support.sheet_number(plan))
    band = shown.crop((0, shown.height - int(layout.STAMP_BAND), shown.width, shown.height)).convert("L")
    assert band.getextrema()[0] < 100


def test_a_chinese_font_name_keeps_its_bytes(tmp_path: Path) -> None:
    name = "宋体".encode("gbk")
    font: dict[str, Value] = {
        "Type": Name("Font"),
        "Subtype": Name("TrueType"),
        "BaseFont": Name(name.decode("latin-1")),
    }
    page: dict[str, Value] = {"Resources": {"Font": {"F1": font}}, "Contents": support.content("BT ET")}
    _, path = support.build(tmp_path, support.pdf_file(support.write_pdf(tmp_path / "s.pdf", [page])))
    assert b"/#CB#CE#CC#E5" in path.read_bytes()


def _appearance(color: str, **entries: Value) -> Stream:
    box: Value = [0, 0, 10, 10]
    return Stream(
        {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": box, **entries},
        f"{color} rg 0 0 10 10 re f".encode("ascii"),
    )


def _annotated(tmp_path: Path, **entries: Value) -> tuple[object, ...]:
    note: dict[str, Value] = {
        "Type": Name("Annot"),
        "Subtype": Name("Stamp"),
        "Rect": [0, 200, 150, 400],
        **entries,
    }
    return _corners_after(tmp_path, {"Annots": [note]})


def test_what_an_annotation_shows_is_part_of_the_page(tmp_path: Path) -> None:
    assert _annotated(tmp_path, AP={"N": _appearance("1 0 0")})[0] == PAINTED


def test_a_check_box_shows_the_state_it_is_in(tmp_path: Path) -> None:
    states: Value = {"N": {"On": _appearance("1 0 0"), "Off": _appearance("0 0 1")}}
    assert _annotated(tmp_path, Subtype=Name("Widget"), AP=states, AS=Name("On"))[0] == PAINTED


@pytest.mark.parametrize(
    "entries", [{"F": 2}, {"F": 32}, {"Subtype": Name("Popup")}], ids=["hidden", "no view", "popup"]
)
def test_what_a_viewer_hides_stays_hidden(tmp_path: Path, entries: dict[str, Value]) -> None:
    assert _annotated(tmp_path, AP={"N": _appearance("1 0 0")}, **entries)[0] == (255, 255, 255)


def test_a_mark_without_a_picture_of_its_own_is_drawn(tmp_path: Path) -> None:
    shown = _annotated(tmp_path, Subtype=Name("Square"), C=[1, 0, 0], IC=[1, 0, 0])
    assert shown[0] == PAINTED


def test_a_filled_field_without_a_picture_is_drawn(tmp_path: Path) -> None:
    field: dict[str, Value] = {
        "Type": Name("Annot"), "Subtype": Name("Widget"), "FT": Name("Tx"), "T": b"name", "V": b"ANNA",
        "Rect": [20, 200, 280, 260], "DA": b"/Helv 40 Tf 0 g",
    }  # fmt: skip
    path = tmp_path / "form.pdf"
    with path.open("wb") as stream:
        _write_form(stream, field)
    plan, packet = support.build(tmp_path, support.pdf_file(path))
    shown = support.rendered(packet, support.sheet_number(plan)).convert("L")
    area = support.area_of(plan, support.sheet_number(plan))
    inside = shown.crop((0, 0, shown.width, int(shown.height - area.y)))
    assert inside.getextrema()[0] < 100


def _write_form(stream: object, field: dict[str, Value]) -> None:
    from app.packet.document import PdfDocument

    document = PdfDocument(stream)  # type: ignore[arg-type]
    tree = document.reserve()
    helvetica = document.add({"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Helvetica")})
    pointer = document.add(field)
    page = {
        "Type": Name("Page"),
        "Parent": tree,
        "MediaBox": [0, 0, 300, 400],
        "Resources": {},
        "Annots": [pointer],
    }
    kid = document.add(page)
    document.add({"Type": Name("Pages"), "Kids": [kid], "Count": 1}, tree)
    form = {
        "Fields": [pointer],
        "DR": {"Font": {"Helv": helvetica}},
        "DA": b"/Helv 0 Tf 0 g",
        "NeedAppearances": True,
    }
    root = document.add({"Type": Name("Catalog"), "Pages": tree, "AcroForm": form})
    document.finish(root, document.add({}))


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    from app.packet.document import PdfDocument

    path = tmp_path / "layers.pdf"
    with path.open("wb") as stream:
        document = PdfDocument(stream)
        tree = document.reserve()
        layer = document.add({"Type": Name("OCG"), "Name": b"hidden"})
        body = document.add(support.content("/OC /L BDC 1 0 0 rg 0 0 300 400 re f EMC"))
        page = document.add({
            "Type": Name("Page"), "Parent": tree, "MediaBox": [0, 0, 300, 400], "Contents": body,
            "Resources": {"Properties": {"L": layer}},
        })  # fmt: skip
        document.add({"Type": Name("Pages"), "Kids": [page], "Count": 1}, tree)
        layers = {"OCGs": [layer], "D": {"OFF": [layer]}}
        root = document.add({"Type": Name("Catalog"), "Pages": tree, "OCProperties": layers})
        document.finish(root, document.add({}))
    plan, packet = support.build(tmp_path, support.pdf_file(path))
    number = support.sheet_number(plan)
    area = layout.fit(300, 400, support.area_of(plan, number))
    assert set(support.corner_colors(support.rendered(packet, number), area)) == {(255, 255, 255)}
    assert verify_packet(packet).sound


ACTIVE: dict[str, Value] = {"S": Name("JavaScript"), "JS": b"app.alert(1)"}


def test_nothing_active_reaches_the_packet(tmp_path: Path) -> None:
    link: Value = {
        "Type": Name("Annot"),
        "Subtype": Name("Link"),
        "Rect": [0, 0, 9, 9],
        "A": {"S": Name("URI"), "URI": b"http://x"},
    }
    form = _appearance("1 0 0", AA={"O": ACTIVE}, PieceInfo={"X": {"Private": b"secret"}}, Metadata=ACTIVE)
    page: dict[str, Value] = {
        "Annots": [link],
        "AA": {"O": ACTIVE},
        "Contents": support.content("/F Do"),
        "Resources": {
            "XObject": {"F": form},
            "Properties": {"P": ACTIVE, "Q": {"Type": Name("Filespec"), "EF": {}}},
        },
    }
    catalogue: dict[str, Value] = {"OpenAction": ACTIVE, "Names": {"JavaScript": {"Names": [b"a", ACTIVE]}}}
    path = support.write_pdf(tmp_path / "s.pdf", [page], catalogue=catalogue)
    _, packet = support.build(tmp_path, support.pdf_file(path))
    data = packet.read_bytes()
    for word in (
        b"JavaScript",
        b"/JS",
        b"/AA",
        b"/URI",
        b"/OpenAction",
        b"/EF",
        b"/Launch",
        b"secret",
        b"Filespec",
    ):
        assert word not in data


def test_a_link_to_nowhere_and_a_loop_are_no_obstacle(tmp_path: Path) -> None:
    resources: dict[str, Value] = {"XObject": {"X": Pointer(999), "Y": Pointer(1)}}
    page: dict[str, Value] = {"Resources": resources, "Contents": support.content("0 0 9 9 re f")}
    _, packet = support.build(tmp_path, support.pdf_file(support.write_pdf(tmp_path / "s.pdf", [page])))
    assert verify_packet(packet).sound


@pytest.mark.parametrize("pieces", [1, 3], ids=["one stream", "array"])
def test_a_content_bomb_is_refused_by_name(tmp_path: Path, pieces: int) -> None:
    bomb = Stream({"Filter": Name("FlateDecode")}, zlib.compress(b" " * 80_000_000, 9))
    page: dict[str, Value] = {"Contents": bomb if pieces == 1 else [bomb] * pieces}
    file = support.source_file(
        support.write_pdf(tmp_path / "s.pdf", [page]), FileKind.PDF, (PageFacts(1, 300, 400),)
    )
    with pytest.raises(UnusableInput) as caught:
        support.build(tmp_path, file)
    assert caught.value.params["reason"] in ("too_large", "unreadable")


def test_an_image_of_absurd_size_is_refused_by_name(tmp_path: Path) -> None:
    huge = Stream({"Subtype": Name("Image"), "Width": 60000, "Height": 60000, "BitsPerComponent": 1}, b"")
    page: dict[str, Value] = {"Resources": {"XObject": {"I": huge}}, "Contents": support.content("/I Do")}
    path = support.write_pdf(tmp_path / "s.pdf", [page])
    with pytest.raises(UnusableInput) as caught:
        support.build(tmp_path, support.source_file(path, FileKind.PDF, (PageFacts(1, 300, 400),)))
    assert caught.value.params == {"file": "s.pdf", "page": 1, "reason": "too_large"}


def test_a_locked_pdf_is_refused_by_name(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.encrypt(user_password="secret", algorithm="AES-256")
    writer.write(tmp_path / "s.pdf")
    with pytest.raises(UnusableInput) as caught:
        support.build(tmp_path, support.source_file(tmp_path / "s.pdf", FileKind.PDF, (PageFacts(1, 9, 9),)))
    assert caught.value.params["reason"] == "encrypted"


def test_a_pdf_locked_against_copying_only_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.encrypt(user_password="", owner_password="owner", algorithm="AES-256")
    writer.write(tmp_path / "s.pdf")
    _, packet = support.build(
        tmp_path, support.source_file(tmp_path / "s.pdf", FileKind.PDF, (PageFacts(1, 9, 9),))
    )
    assert verify_packet(packet).sound


def test_pages_that_share_a_font_share_it_in_the_packet(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(width=300, height=400)
    font = StreamObject()
    font[NameObject("/Kind")] = NameObject("/SharedByAll")
    shared = writer._add_object(font)
    for page in writer.pages:
        page[NameObject("/Resources")] = pypdf.generic.DictionaryObject({NameObject("/ColorSpace"): shared})
    writer.write(tmp_path / "s.pdf")
    _, packet = support.build(tmp_path, support.pdf_file(tmp_path / "s.pdf"))
    assert packet.read_bytes().count(b"/SharedByAll") == 1


def test_pypdf_still_keeps_encoded_bytes_where_they_are_read(tmp_path: Path) -> None:
    path = support.write_pdf(tmp_path / "s.pdf", [{"Contents": Stream({}, b"% raw")}])
    stream = pypdf.PdfReader(path).pages[0]["/Contents"].get_object()
    assert isinstance(stream, StreamObject)
    assert stream._data == b"% raw"


def test_a_page_smaller_than_the_sheet_keeps_its_size() -> None:
    area = Box(10, 40, 500, 700)
    assert layout.fit(300, 400, area) == Box(110, 190, 300, 400)
