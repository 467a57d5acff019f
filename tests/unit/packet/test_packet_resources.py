"""A page brings along what it draws, and nothing of the pages that were left out."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.packet.values import Name, Stream, Value
from tests.unit.packet import support

SECRET = zlib.compress(bytes(range(256)) * 48)
SHOWN = zlib.compress(bytes(reversed(range(256))) * 48)


def _image(data: bytes) -> Stream:
    return Stream(
        {
            "Type": Name("XObject"),
            "Subtype": Name("Image"),
            "Width": 64,
            "Height": 64,
            "ColorSpace": Name("DeviceRGB"),
            "BitsPerComponent": 8,
            "Filter": Name("FlateDecode"),
        },
        data,
    )


def _form(content: str, **entries: Value) -> Stream:
    form = {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": [0, 0, 1, 1], **entries}
    return Stream(form, content.encode("ascii"))


def _packet_of_second_page(
    tmp_path: Path, second: str, objects: Mapping[str, Value], **resources: Value
) -> bytes:
    """Build a packet with the second of two pages that share one dictionary of resources."""
    shared = {"XObject": objects, **resources}
    pages: list[Mapping[str, Value]] = [
        {"MediaBox": [0, 0, 200, 200], "Resources": shared, "Contents": support.content(drawn)}
        for drawn in ("q 100 0 0 100 0 0 cm /Im1 Do Q", second)
    ]
    file = support.pdf_file(support.write_pdf(tmp_path / "scan.pdf", pages))
    _, path = support.build(tmp_path, dataclasses.replace(file, selected=(1,)))
    return path.read_bytes()


def test_the_picture_of_a_page_that_was_left_out_stays_out(tmp_path: Path) -> None:
    data = _packet_of_second_page(
        tmp_path, "q 100 0 0 100 0 0 cm /Im2 Do Q", {"Im1": _image(SECRET), "Im2": _image(SHOWN)}
    )
    assert SHOWN in data
    assert SECRET not in data


def test_a_page_without_any_picture_brings_none(tmp_path: Path) -> None:
    assert SECRET not in _packet_of_second_page(tmp_path, "0 0 10 10 re f", {"Im1": _image(SECRET)})


def test_a_form_with_resources_of_its_own_comes_alone(tmp_path: Path) -> None:
    form = _form("q /Im2 Do Q", Resources={"XObject": {"Im2": _image(SHOWN)}})
    data = _packet_of_second_page(tmp_path, "/Fm Do", {"Im1": _image(SECRET), "Fm": form})
    assert SHOWN in data
    assert SECRET not in data


@pytest.mark.parametrize(
    ("second", "extra"),
    [
        pytest.param("/Im#31 Do", {}, id="a name spelt with escapes"),
        pytest.param("/Fm Do", {"Fm": _form("/Im1 Do")}, id="a form that draws with the page's resources"),
    ],
)
def test_a_picture_that_may_be_drawn_in_another_way_is_kept(
    tmp_path: Path, second: str, extra: Mapping[str, Value]
) -> None:
    assert SECRET in _packet_of_second_page(tmp_path, second, {"Im1": _image(SECRET), **extra})
