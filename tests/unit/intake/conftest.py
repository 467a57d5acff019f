"""Puts the papers of a test where it can read them."""

from pathlib import Path

import pytest

from tests.unit.intake.papers import Writer


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def write_file(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write_file
