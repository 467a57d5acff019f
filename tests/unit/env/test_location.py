"""Where cases are kept is remembered outside of them, and what the surroundings name counts first."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from app.env import paths


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "usual")
    monkeypatch.delenv("YONGJU_DATA", raising=False)


def test_a_chosen_folder_is_found_again_until_another_is_chosen(tmp_path: Path) -> None:
    assert paths.data_folder() == tmp_path / "usual"
    chosen = tmp_path / "永居 cases"
    paths.remember_folder(chosen)
    assert paths.data_folder() == chosen
    assert paths.is_chosen(chosen)
    paths.remember_folder(None)

    assert paths.data_folder() == tmp_path / "usual"
    assert not paths.location_file().exists()


def test_what_the_surroundings_name_counts_first_and_is_nobodys_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths.remember_folder(tmp_path / "chosen")
    monkeypatch.setenv("YONGJU_DATA", str(tmp_path / "chosen"))

    assert paths.data_folder() == tmp_path / "chosen"
    assert not paths.is_chosen(tmp_path / "chosen")


@pytest.mark.parametrize("told", ["", "relative/folder", "\n"])
def test_a_location_that_names_no_folder_is_none(told: str, tmp_path: Path) -> None:
    paths.location_file().parent.mkdir(parents=True)
    paths.location_file().write_text(told, "utf-8")

    assert paths.data_folder() == tmp_path / "usual"
