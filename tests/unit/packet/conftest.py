"""Fixtures of the packet's tests: files made on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.files import FileKind
from app.domain.packet import SourceFile
from tests.unit.packet import support


@pytest.fixture
def jpeg_file(tmp_path: Path) -> SourceFile:
    data = support.picture_bytes(support.corner_picture(), "JPEG", quality=90)
    return support.picture_file(tmp_path / "照片.jpg", data, FileKind.JPEG)


@pytest.fixture
def pdf_file(tmp_path: Path) -> SourceFile:
    pages = [{"Contents": support.corners_content((0, 0, 300, 400))} for _ in range(3)]
    return support.pdf_file(support.write_pdf(tmp_path / "文件.pdf", pages))
