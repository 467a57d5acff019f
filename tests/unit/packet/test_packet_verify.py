"""Verifying finds whatever differs from the manifest, and never stumbles."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.domain.packet import SourceFile
from app.packet import account
from app.packet.document import PdfDocument
from app.packet.manifest import from_json, make_manifest, to_json
from app.packet.source import Source
from app.packet.values import Name
from app.packet.verify import compare_with_request, verify_packet
from tests.unit.packet import support


@pytest.fixture
def packet(tmp_path: Path, jpeg_file: SourceFile, pdf_file: SourceFile) -> Path:
    return support.build(tmp_path, jpeg_file, pdf_file)[1]


def _after(packet: Path, change: Callable[[pikepdf.Pdf], object]) -> list[tuple[str, int | None]]:
    """Change a packet with another program and return what verifying finds."""
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(packet, compress_streams=False)
    return [(one.code, one.page) for one in verify_packet(packet).discrepancies]


def test_a_packet_as_it_was_built_is_sound(packet: Path) -> None:
    verification = verify_packet(packet)
    assert verification.sound
    assert (verification.title, verification.source_pages, verification.draft) == ("MÜLLER family", 4, False)
    assert [file.name for file in verification.files] == ["照片.jpg", "文件.pdf"]


def test_rewriting_it_with_another_program_changes_nothing(packet: Path) -> None:
    assert _after(packet, lambda pdf: None) == []


def test_a_removed_page_is_found(packet: Path) -> None:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[4]

    codes = _after(packet, remove)
    assert ("packet.page_count", None) in codes
    assert ("page.missing", 5) in codes
    assert "page.altered" not in {code for code, _ in codes}


def test_swapped_pages_are_found(packet: Path) -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[4]
        del pdf.pages[4]
        pdf.pages.insert(5, page)

    assert {("page.moved", 5), ("page.moved", 6)} <= set(_after(packet, swap))


def test_a_page_put_in_is_found(packet: Path) -> None:
    codes = _after(packet, lambda pdf: pdf.add_blank_page())
    assert ("packet.page_count", None) in codes
    assert ("page.unknown", 9) in codes


def test_altered_source_content_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[4].Resources.XObject.P.write(b"0 0 1 rg 0 0 100 100 re f")

    assert ("source.altered", 5) in _after(packet, alter)


def test_content_drawn_over_a_page_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[4].contents_add(b"0 0 1 rg 0 0 100 100 re f")

    assert ("page.altered", 5) in _after(packet, alter)


def test_a_script_put_in_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    assert ("active.content", None) in _after(packet, alter)


def test_a_link_bent_elsewhere_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Annots[1].Dest[0] = pdf.pages[0].obj

    assert _after(packet, alter) == [("link.differs", 2)]


def test_a_changed_bookmark_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Title = "else"

    assert ("bookmarks.differ", 1) in _after(packet, alter)


def test_changed_page_labels_are_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels.Nums[1].St = 5

    assert ("labels.differ", None) in _after(packet, alter)


def test_a_font_taken_out_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            del font.FontDescriptor.FontFile2

    assert "font.not_embedded" in {code for code, _ in _after(packet, alter)}


def test_a_note_laid_over_a_page_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 99, 99])
        pdf.pages[4].Annots = pikepdf.Array([pdf.make_indirect(note)])

    assert _after(packet, alter) == [("page.altered", 5)]


def _link_of(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(page.Annots[0] for page in pdf.pages if "/Annots" in page)


@pytest.mark.parametrize(
    ("key", "value"),
    [("/Border", pikepdf.Array([0, 0, 200])), ("/F", 2)],
)
def test_a_link_that_hides_or_covers_what_is_under_it_is_found(
    packet: Path, key: str, value: pikepdf.Object
) -> None:
    found = _after(packet, lambda pdf: _link_of(pdf).__setitem__(key, value))
    assert "page.altered" in {code for code, _ in found}


def test_a_link_to_a_corner_of_a_page_is_found(packet: Path) -> None:
    def bend(pdf: pikepdf.Pdf) -> None:
        link = _link_of(pdf)
        link.Dest = pikepdf.Array([link.Dest[0], pikepdf.Name.XYZ, 0, 0, 64])

    assert "page.altered" in {code for code, _ in _after(packet, bend)}


def test_a_way_of_blending_given_to_a_page_is_found(packet: Path) -> None:
    group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, K=True)
    found = _after(packet, lambda pdf: pdf.pages[0].__setitem__("/Group", group))
    assert ("page.altered", 1) in found


@pytest.mark.parametrize("key", ["A", "AA", "PA"])
def test_a_link_that_acts_is_found(packet: Path, key: str) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.org")
        pdf.pages[1].Annots[0][f"/{key}"] = action

    assert ("page.altered", 2) in _after(packet, alter)


def _script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _in_names(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", _script()]))


def _in_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].AA = pikepdf.Dictionary(O=_script())


def _in_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.AA = _script()


def _in_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.A = _script()


def _in_form(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].Resources.XObject.P.Resources.Odd = _script()


def _in_private_data(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PieceInfo.Other = pikepdf.Dictionary(Private=_script())


def _in_fields(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA="x")


def _in_resources(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].Resources.Properties = pikepdf.Dictionary(X=_script())


@pytest.mark.parametrize(
    "alter",
    [_in_names, _in_page, _in_tree, _in_bookmark, _in_form, _in_private_data, _in_fields, _in_resources],
)
def test_active_content_is_found_wherever_it_hides(
    packet: Path, alter: Callable[[pikepdf.Pdf], object]
) -> None:
    codes = {code for code, _ in _after(packet, alter)}
    assert codes & {"active.content", "attachment.differs"}


def test_an_incremental_update_is_found_whatever_it_holds(packet: Path) -> None:
    data = packet.read_bytes()
    place = int(data.rpartition(b"startxref")[2].split()[0])
    update = b"9999 0 obj\n(hidden)\nendobj\nxref\n0 0\ntrailer\n" + data.rpartition(b"trailer\n")[2]
    update = update.partition(b"startxref")[0].replace(b"/Root", b"/Prev %d/Root" % place)
    packet.write_bytes(data + update + b"startxref\n%d\n%%%%EOF\n" % (len(data) + 30))
    assert "packet.updated" in _codes(packet)


def test_a_paper_that_speaks_of_updates_is_none(tmp_path: Path) -> None:
    page = {"Contents": support.content("(startxref) pop % startxref is no table")}
    file = support.pdf_file(support.write_pdf(tmp_path / "paper.pdf", [page]))
    assert verify_packet(support.build(tmp_path, file)[1]).sound


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\3\4"])
def test_bytes_behind_the_end_are_found(packet: Path, tail: bytes) -> None:
    packet.write_bytes(packet.read_bytes() + tail)
    assert _codes(packet) == ["packet.updated"]


def test_a_file_made_ready_for_the_web_is_as_sound(packet: Path) -> None:
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        pdf.save(packet, linearize=True, compress_streams=False)
    assert verify_packet(packet).sound


def _codes(packet: Path) -> list[str]:
    return [one.code for one in verify_packet(packet).discrepancies]


def test_another_title_in_its_metadata_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(data.replace("MÜLLER".encode(), b"MILLER"))

    assert ("settings.differ", None) in _after(packet, alter)


def test_fonts_that_a_paper_does_not_carry_are_named_and_nothing_else(tmp_path: Path) -> None:
    font = {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Helvetica")}
    content = support.content("BT /F1 12 Tf 50 50 Td (Hi) Tj ET")
    page = {"Resources": {"Font": {"F1": font}}, "Contents": content}
    file = support.pdf_file(support.write_pdf(tmp_path / "paper.pdf", [page]))
    verification = verify_packet(support.build(tmp_path, file)[1])
    assert verification.sound
    assert verification.unembedded_fonts == (("paper.pdf", ("Helvetica",)),)


def test_each_page_is_reported_with_how_many_there_are(packet: Path) -> None:
    told: list[tuple[int, int]] = []
    verification = verify_packet(packet, report=lambda number, count: told.append((number, count)))
    count = verification.page_count
    assert told == [(number, count) for number in range(1, count + 1)]


def _bomb() -> bytes:
    packer = zlib.compressobj(9)
    zeros = bytes(1_000_000)
    return b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()


def _manifest_bomb(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PieceInfo.Yongju.Private.write(_bomb(), filter=pikepdf.Name.FlateDecode)


def _font_bomb(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.FontDescriptor.FontFile2.write(_bomb(), filter=pikepdf.Name.FlateDecode)


def _content_bomb(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[0].Contents
    last = contents[-1] if isinstance(contents, pikepdf.Array) else contents
    last.write(_bomb(), filter=pikepdf.Name.FlateDecode)


def _many_fonts(pdf: pikepdf.Pdf) -> None:
    for place in range(60):
        program = pikepdf.Stream(pdf, zlib.compress(b"\0\1\0\0" + bytes(14_000_000), 9))
        program.Filter = pikepdf.Name.FlateDecode
        font = pikepdf.Dictionary(FontDescriptor=pikepdf.Dictionary(FontFile2=program))
        pdf.pages[0].Resources.Font[f"/X{place}"] = pdf.make_indirect(font)


def _ring_of_bookmarks(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First
    first.Next = first.First = first


def _nested_manifest(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PieceInfo.Yongju.Private.write(b"[" * 1_000_000)


def _meanings_bomb(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.ToUnicode.write(b"1 beginbfrange " + b"<00> <ff> <0041> " * 5000 + b"endbfrange")


@pytest.mark.parametrize(
    "alter",
    [
        _manifest_bomb,
        _font_bomb,
        _content_bomb,
        _ring_of_bookmarks,
        _nested_manifest,
        _meanings_bomb,
        _many_fonts,
    ],
)
def test_a_packet_made_to_harm_is_found_out_quickly(
    packet: Path, alter: Callable[[pikepdf.Pdf], object]
) -> None:
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        alter(pdf)
        pdf.save(packet, compress_streams=False)
    started = time.process_time()
    tracemalloc.start()
    _assert_not_sound(packet)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000_000
    # Tracing memory alone makes it several times slower.
    assert time.process_time() - started < 5


@pytest.mark.parametrize(("depth", "width"), [(12, 8), (3000, 1)])
def test_a_page_tree_made_to_harm_is_refused(tmp_path: Path, depth: int, width: int) -> None:
    path = tmp_path / "tree.pdf"
    with path.open("wb") as stream:
        document = PdfDocument(stream)
        nodes = [document.reserve() for _ in range(depth)]
        for node, below in itertools.pairwise(nodes):
            document.add({"Type": Name("Pages"), "Kids": [below] * width, "Count": 1}, node)
        document.add({"Type": Name("Page"), "MediaBox": [0, 0, 9, 9]}, nodes[-1])
        root = document.add({"Type": Name("Catalog"), "Pages": nodes[0]})
        document.finish(root, document.add({}))
    with pytest.raises(UnusableInput) as caught:
        verify_packet(path)
    assert caught.value.code == "packet.not_a_pdf"


def _as_first_format(packet: Path) -> None:
    """Give a packet the manifest that the first format would have."""
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        content = json.loads(pdf.Root.PieceInfo.Yongju.Private.read_bytes())
        for key in ("packet_id", "language", "volume", "volumes", "attachments", "standing", "labels"):
            content.pop(key, None)
        content["format"] = 1
        for page in content["pages"]:
            source = (page.pop("sources") or [{"name": "", "sha256": "", "index": None, "digest": ""}])[0]
            page |= {"source": source["name"], "source_sha256": source["sha256"]}
            page |= {"source_index": source["index"], "placed_digest": source["digest"]}
        for file in content["files"]:
            for key in ("indices", "person", "part", "packet", "volume", "redacted"):
                file.pop(key, None)
        source_settings = Source(io.BytesIO(packet.read_bytes()), clean=False)
        catalogue = source_settings.value_of(source_settings.reader.root_object)
        assert isinstance(catalogue, dict)
        keys = ("Version", "Lang", "PageMode", "PageLabels", "ViewerPreferences")
        information = source_settings.resolve(
            source_settings.value_of(dict.get(source_settings.reader.trailer, "/Info"))
        )
        assert isinstance(information, dict)
        settings = {key: catalogue[key] for key in keys}
        content["frame_digest"] = account.digest_frame(settings, information, 0)
        pdf.Root.PieceInfo.Yongju.Private.write(json.dumps(content).encode())
        del pdf.Root.Metadata
        pdf.save(packet, compress_streams=False)


def test_a_packet_of_the_first_format_still_verifies(packet: Path) -> None:
    _as_first_format(packet)
    verification = verify_packet(packet)
    assert verification.discrepancies == ()
    assert verification.source_pages == 4
    assert [file.name for file in verification.files] == ["照片.jpg", "文件.pdf"]


def test_a_packet_of_the_first_format_is_not_said_to_differ_from_its_case(
    packet: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    _as_first_format(packet)
    request = support.request(support.section(support.exhibit(jpeg_file), support.exhibit(pdf_file)))
    assert compare_with_request(verify_packet(packet), request) == ()


def test_what_a_later_version_adds_to_the_manifest_is_passed_over(
    tmp_path: Path, jpeg_file: SourceFile
) -> None:
    path = support.build(tmp_path, jpeg_file)[1]
    with pikepdf.open(path) as pdf:
        content = json.loads(pdf.Root.PieceInfo.Yongju.Private.read_bytes())
    known = from_json(json.dumps(content).encode())
    content["later"] = content["pages"][0]["later"] = content["files"][0]["later"] = 1
    assert from_json(json.dumps(content).encode()) == known


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as caught:
        verify_packet(tmp_path / "none.pdf")
    assert caught.value.code == "packet.not_found"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "packet.not_a_pdf"), (b"PK\3\4 zip", "packet.not_a_pdf"), (b"%PDF-1.7\n", "packet.not_a_pdf")],
)
def test_what_is_no_pdf_is_named(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    with pytest.raises(UnusableInput) as caught:
        verify_packet(tmp_path / "x.pdf")
    assert caught.value.code == code


def test_a_pdf_that_is_no_packet_is_named(tmp_path: Path) -> None:
    path = support.write_pdf(tmp_path / "x.pdf", [{}])
    with pytest.raises(UnusableInput) as caught:
        verify_packet(path)
    assert caught.value.code == "packet.not_ours"


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_packet_is_never_sound(packet: Path, share: float) -> None:
    data = packet.read_bytes()
    packet.write_bytes(data[: int(len(data) * share)])
    _assert_not_sound(packet)


@given(place=st.floats(0.01, 0.99), noise=st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_packet_with_noise_in_it_raises_nothing_unforeseen(
    packet: Path, place: float, noise: bytes
) -> None:
    data = bytearray(packet.read_bytes())
    start = int(len(data) * place)
    data[start : start + len(noise)] = noise
    damaged = packet.with_name("damaged.pdf")
    damaged.write_bytes(data)
    with contextlib.suppress(UnusableInput):
        verify_packet(damaged)


def _assert_not_sound(path: Path) -> None:
    try:
        verification = verify_packet(path)
    except UnusableInput:
        return
    assert not verification.sound


def test_files_that_changed_or_came_or_went_since_are_named(
    packet: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    fields = {name: getattr(jpeg_file, name) for name in jpeg_file.__slots__}
    changed = SourceFile(**fields | {"sha256": "cd" * 32})
    added = SourceFile(**fields | {"name": "new.jpg"})
    request = support.request(support.section(support.exhibit(changed), support.exhibit(added)))
    found = {(one.code, one.file) for one in compare_with_request(verify_packet(packet), request)}
    assert found == {
        ("case.file_changed", "照片.jpg"),
        ("case.file_not_in_packet", "new.jpg"),
        ("case.file_gone", "文件.pdf"),
    }


def test_the_case_as_it_was_shows_no_difference(
    packet: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    request = support.request(support.section(support.exhibit(jpeg_file), support.exhibit(pdf_file)))
    assert compare_with_request(verify_packet(packet), request) == ()


def test_a_manifest_reads_back_as_it_was(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan, _ = support.build(tmp_path, jpeg_file)
    manifest = make_manifest(plan, (), (("a", 1, 0),), ((1, 2),))
    assert from_json(to_json(manifest)) == manifest


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"format": 2}', b'{"format": 1}', b"\xff"])
def test_a_manifest_of_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json and format errors alike
        from_json(data)


def test_a_packet_stamped_in_other_words_than_todays_is_sound(
    tmp_path: Path, jpeg_file: SourceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        for module in ("stamp", "manifest"):
            earlier.setattr(f"app.packet.{module}.page_pattern", lambda _=None: "{number} / {count}")
        _, path = support.build(tmp_path, jpeg_file)
    assert verify_packet(path).sound
