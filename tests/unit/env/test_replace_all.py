"""Several files are moved into place together, or none of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped
from app.env.replace import replacing, replacing_all


def _state(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def _fail_in_the_middle(paths: tuple[Path, Path], obsolete: Path) -> None:
    with replacing_all(paths, obsolete=(obsolete,)) as temporaries:
        temporaries[0].write_text("1")
        raise ZeroDivisionError


def _write_all(paths: tuple[Path, Path], obsolete: Path) -> None:
    with replacing_all(paths, obsolete=(obsolete,)) as temporaries:
        for path in temporaries:
            path.write_text("new")


def _paths(folder: Path) -> tuple[Path, Path]:
    return folder / "a.pdf", folder / "b.pdf"


def test_all_files_come_into_place_and_the_obsolete_ones_go(tmp_path: Path) -> None:
    first, second = _paths(tmp_path)
    first.write_text("old")
    (tmp_path / "c.pdf").write_text("obsolete")
    with replacing_all((first, second), obsolete=(tmp_path / "c.pdf",)) as temporaries:
        for path, words in zip(temporaries, "12", strict=True):
            path.write_text(words)
        assert first.read_text() == "old"
    assert _state(tmp_path) == {"a.pdf": "1", "b.pdf": "2"}


def test_when_the_block_raises_everything_is_as_it_was(tmp_path: Path) -> None:
    first, second = _paths(tmp_path)
    first.write_text("old")
    (tmp_path / "c.pdf").write_text("obsolete")
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle((first, second), tmp_path / "c.pdf")
    assert _state(tmp_path) == {"a.pdf": "old", "c.pdf": "obsolete"}


def test_when_one_file_cannot_be_moved_what_was_there_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _paths(tmp_path)
    first.write_text("old a")
    second.write_text("old b")
    (tmp_path / "c.pdf").write_text("obsolete")
    honest = os.replace

    def refuse_the_last(source: Path, target: Path) -> Path:
        if source.suffix == ".part" and target == second:
            raise PermissionError(13, "busy")
        honest(source, target)
        return Path(target)

    monkeypatch.setattr(Path, "replace", refuse_the_last)
    with pytest.raises(MachineStopped):
        _write_all((first, second), tmp_path / "c.pdf")
    assert _state(tmp_path) == {"a.pdf": "old a", "b.pdf": "old b", "c.pdf": "obsolete"}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(MachineStopped),
        replacing_all((tmp_path / "nowhere" / "a.pdf",)),
    ):
        pytest.fail("nothing can be written there")


def test_a_folder_that_stands_in_the_place_of_a_file_stays_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "papers" / "2026").mkdir(parents=True)

    with pytest.raises(MachineStopped), replacing(tmp_path / "papers") as temporary:
        temporary.write_text("packet")

    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["2026"]
    assert [path.name for path in tmp_path.iterdir()] == ["papers"]
