"""No bytes whatever make the reader raise."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.intake.examine import examine_file
from app.intake.identify import identify_file
from tests.unit.intake.papers import LOCKED_OFFICE_FILE, docx_of, encoded, noise, page_pdf

STARTS = [
    b"",
    b"%PDF-1.7\n",
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n",
    b"\xff\xd8\xff\xe0",
    b"\xff\xd8\xff\xe1\x00\x20Exif\0\0",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"II*\0\x08\0\0\0",
    b"MM\0*\0\0\0\x08",
    b"II+\0\x08\0\0\0",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    b"RIFF\x20\0\0\0WEBPVP8 ",
    b"RIFF\x20\0\0\0WEBPVP8X",
    b"BM" + bytes(12) + b"\x28\0\0\0",
    b"PK\x03\x04",
    LOCKED_OFFICE_FILE[:8],
]
WHOLE = [
    page_pdf(b"/MediaBox[0 0 99 99]/Annots[<</Subtype/Link>>]", content=b"0 0 9 9 re f"),
    *(encoded(noise(12, 12), form) for form in ("JPEG", "PNG", "TIFF", "WEBP", "BMP")),
    encoded(noise(12, 12), "TIFF", compression="tiff_lzw"),
    docx_of(),
]


@pytest.fixture(autouse=True)
def _no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.intake.docx.find_converter", lambda: None)


def looks_at(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    kind = identify_file(path)
    facts = examine_file(path, "any.pdf")
    assert facts.kind is kind
    assert facts.problem is not None or facts.pages


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400))
def test_any_bytes_behind_any_start_are_only_facts(tmp_path: Path, start: bytes, rest: bytes) -> None:
    looks_at(tmp_path / "any", start + rest)


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(data=st.data())
def test_any_damage_to_a_whole_file_is_only_facts(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        patch = data.draw(st.binary(max_size=8))
        content[at : at + data.draw(st.integers(0, 8))] = patch
    looks_at(tmp_path / "any", bytes(content[: data.draw(st.integers(0, len(content)))]))


def test_an_archive_whose_directory_lies_is_only_facts(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", b"x")
    content = buffer.getvalue()
    for at in range(len(content)):
        looks_at(tmp_path / "any", content[:at] + b"\xff" + content[at + 1 :])
