"""Odd pages of many kinds look in a packet as they look in a viewer."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from app.intake.pdf import examine_pdf
from app.packet import looks
from app.packet.layers import Layers
from app.packet.source import Source
from tests.unit.packet import odd, support

KINDS = {**odd.BOXES, **odd.CONTENT, **odd.OTHER_MAKERS}


def placed(path: Path, index: int = 0) -> bytes:
    return looks.placed_alone(path, index, looks.look_of(path, index))


def assert_looks_as_shown(path: Path) -> None:
    shown, found = looks.picture_of(path, 0), looks.picture_of(placed(path), 0)
    assert shown is not None
    assert found is not None
    assert not looks.differ(shown, found)


@pytest.mark.parametrize("kind", KINDS)
def test_an_odd_page_looks_in_the_packet_as_in_a_viewer(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd.pdf"
    KINDS[kind](path)
    assert_looks_as_shown(path)
    (page,) = examine_pdf(path).pages
    assert page.turn == looks.look_of(path, 0)[0]


@pytest.mark.parametrize("kind", odd.LAYERS)
def test_a_layer_is_shown_when_a_viewer_shows_it(tmp_path: Path, kind: str) -> None:
    maker, is_shown = odd.LAYERS[kind]
    path = tmp_path / "odd.pdf"
    maker(path)
    assert_looks_as_shown(path)
    found = looks.picture_of(placed(path), 0)
    assert found is not None
    assert (odd.picture_of_color(found, 0.5, 0.5) == odd.RED) is is_shown
    with Source.open(path, clean=True) as source:
        properties = dict.get(source.reader.pages[0]["/Resources"]["/Properties"], "/L")
        assert Layers(source).shows(source.value_of(properties)) is is_shown


def test_every_layer_is_listed_in_the_packet(tmp_path: Path) -> None:
    files = []
    for name in ("turned off", "all on"):
        odd.LAYERS[name][0](tmp_path / f"{name}.pdf")
        files.append(support.pdf_file(tmp_path / f"{name}.pdf"))
    _, packet = support.build(tmp_path, *files)
    reader = pypdf.PdfReader(packet)
    properties = reader.root_object["/OCProperties"]
    listed = [item.idnum for item in properties["/OCGs"]]
    layers = [
        number
        for number in range(1, reader.trailer["/Size"])
        if isinstance(found := reader.get_object(number), dict) and found.get("/Type") == "/OCG"
    ]
    assert sorted(listed) == sorted(layers)
    assert len(listed) == len(set(listed)) == 3
    assert [item.idnum for item in properties["/D"]["/Order"]] == listed
    assert len(properties["/D"]["/OFF"]) == 2
    assert properties["/D"]["/Name"]
    assert all("/Usage" not in item.get_object() for item in properties["/OCGs"])


def test_joined_content_is_no_larger_than_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd.CONTENT["Flate in an array of parts"](path)
    lengths = [len(part.get_object()._data) for part in pypdf.PdfReader(path).pages[0]["/Contents"]]
    form = pypdf.PdfReader(io.BytesIO(placed(path))).pages[0]["/Resources"]["/XObject"]
    (only,) = form.values()
    assert len(only.get_object()._data) <= sum(lengths) + 1


def test_a_page_that_cannot_be_told_apart_is_not_called_different(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd.BOXES["crop box"](path)
    assert looks.differing_pages(path, examine_pdf(path).pages) == ()
