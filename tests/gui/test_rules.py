"""Other rules are shown with who vouches for them and what they change before they are used."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from app.casework import rule_packs
from app.casework.desk import bundled_folder
from app.domain.packs import SignatureState
from app.gui.import_rules import RulesDialog
from app.gui.rows import row_data
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import new_case, show


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled rules as somebody else might publish them: a newer version, one place less strict."""
    made = tmp_path / "rules"
    shutil.copytree(bundled_folder(), made)
    pack = made / "pack.toml"
    words = pack.read_text(encoding="utf-8")
    pack.write_text(words.replace('version = "2026.', 'version = "2036.'), encoding="utf-8")
    asked = made / "categories" / "pr.wage-tax.toml"
    words = asked.read_text(encoding="utf-8")
    assert 'value = 4, unit = "years"' in words
    asked.write_text(
        words.replace('value = 4, unit = "years"', 'value = 9, unit = "years"'), encoding="utf-8"
    )
    return made


@pytest.fixture
def signed(folder: Path, tmp_path: Path) -> Path:
    rule_packs.make_signing_key(tmp_path / "key")
    made = tmp_path / "more.yongju-rules"
    rule_packs.sign_pack_folder(folder, tmp_path / "key", "A publisher", made)
    return made


@pytest.fixture
def unsigned(folder: Path, tmp_path: Path) -> Path:
    made = tmp_path / "bare.yongju-rules"
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.rglob("*.toml")):
            archive.write(path, path.relative_to(folder).as_posix())
    return made


class Reader:
    """Stands in for the person before the dialog: notes what it shows, confirms and presses."""

    def __init__(self, *, confirms: bool = True, uses: bool = True) -> None:
        self.confirms, self.uses = confirms, uses
        self.could_use_before = self.could_use_after = False
        self.origin, self.changes = "", ""

    def __call__(self, dialog: Any) -> int:
        self.origin = dialog.origin.text()
        self.changes = "\n".join(row.text(0) for row in dialog.changes.rows())
        self.could_use_before = dialog.use_button.isEnabled()
        dialog.confirm.setChecked(self.confirms)
        self.could_use_after = dialog.use_button.isEnabled()
        return int(self.uses and self.could_use_after)


def bring(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(RulesDialog, "exec", lambda dialog: reader(dialog))
    next(
        each for each in window.findChildren(QAction) if each.text().replace("&", "") == "Import rules…"
    ).trigger()


def version(window: MainWindow) -> str:
    return window.session.desk.pack.version


def test_signed_rules_are_used_once_their_key_is_confirmed(
    window: MainWindow, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    window.session.set_answer("work.consecutive_years", 6)
    reader = Reader()
    bring(window, signed, monkeypatch, reader)

    assert "A publisher" in reader.origin
    assert (reader.could_use_before, reader.could_use_after) == (False, True)
    assert "Case" in reader.changes
    assert "9" in reader.changes
    assert version(window).startswith("2036.")
    assert window.session.case.title == "Case"
    assert "2036." in window.message.text.text()
    assert "asked: at least 9 years" in show(window, Step.CATEGORY).detail.toPlainText()

    # The key is known from now on.
    again = Reader(confirms=False)
    bring(window, signed, monkeypatch, again)
    assert again.could_use_before


def test_unsigned_rules_need_an_express_word(
    window: MainWindow, unsigned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    before = version(window)
    refused = Reader(confirms=False)
    bring(window, unsigned, monkeypatch, refused)
    assert not refused.could_use_after
    assert version(window) == before
    bring(window, unsigned, monkeypatch, Reader())

    assert version(window).startswith("2036.")


def test_rules_that_were_looked_at_and_not_wanted_change_nothing(
    window: MainWindow, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version(window)
    bring(window, signed, monkeypatch, Reader(uses=False))

    assert version(window) == before
    assert not [each for each in rule_packs.list_packs(window.session.desk.data_folder)[1:] if each.in_use]


def test_another_key_under_a_known_name_is_told(
    window: MainWindow, folder: Path, signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(window, signed, monkeypatch, Reader())
    rule_packs.make_signing_key(tmp_path / "other key")
    forged = tmp_path / "forged.yongju-rules"
    rule_packs.sign_pack_folder(folder, tmp_path / "other key", "A publisher", forged)
    offer = window.session.offer_rules(forged)

    assert offer is not None
    assert offer.other_key
    assert offer.switch.pack.signature is SignatureState.UNKNOWN_KEY


def test_a_file_that_changed_after_it_was_shown_is_not_used(
    window: MainWindow, signed: Path, unsigned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version(window)
    offer = window.session.offer_rules(signed)
    assert offer is not None
    shutil.copyfile(unsigned, signed)

    assert not window.session.use_rules(offer)
    assert version(window) == before
    assert "not the file that was shown" in window.message.text.text()


def test_a_file_that_is_no_pack_is_told(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "no.yongju-rules"
    path.write_bytes(b"nothing")
    bring(window, path, monkeypatch, Reader())

    assert "is not a rule pack" in window.message.text.text()


def test_the_bundled_rules_can_be_used_again(
    window: MainWindow, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    before = version(window)
    bring(window, signed, monkeypatch, Reader())
    offer = window.session.offer_rules(None)
    assert offer is not None
    assert window.session.use_rules(offer)

    assert version(window) == before
    assert row_data(show(window, Step.CATEGORY).tree.currentItem()) is not None
