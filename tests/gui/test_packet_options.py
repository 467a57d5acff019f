"""How a packet is wanted is chosen beside it, and what cannot be used is said at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf
import pytest
from pytestqt.qtbot import QtBot

from app.casework.results import Review
from app.domain.packet import Originals, PacketOptions
from app.domain.words import DisplayMode
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, new_case, show, wait_for_review


@pytest.fixture
def page(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of the packet, for which no worker has to start."""
    monkeypatch.setattr(window.session.worker, "ask", lambda request: None)
    new_case(window)
    window.session.review = Review((), (), (), {})
    window.session.reviewed.emit()
    return show(window, Step.PACKET)


def test_nothing_chosen_asks_for_the_usual_packet(page: Any) -> None:
    assert page.options.options() == PacketOptions()


def test_each_choice_is_asked_for(page: Any) -> None:
    form = page.options
    form.language.setCurrentIndex(form.language.findData(DisplayMode.ZH))
    form.originals.setCurrentIndex(form.originals.findData(Originals.BESIDE))
    form.volumes.click()
    form.volume.setValue(12.5)
    form.printing.click()
    form.archival.click()
    form.supplement_to("/packets/earlier.pdf")
    assert form.options() == PacketOptions(
        language=DisplayMode.ZH,
        originals=Originals.BESIDE,
        volume_bytes=12_500_000,
        printing=True,
        archival=True,
        supplement_to="/packets/earlier.pdf",
    )


def test_a_full_width_password_is_shown_as_it_will_be_typed(page: Any) -> None:
    page.options.password.setText("密码Ａ①")
    assert page.options.typed.text().endswith("密码A1")
    assert page.options.options().password == "密码A1"


def test_a_password_that_no_viewer_takes_is_refused_beside_its_field(page: Any) -> None:
    page.draft.setChecked(True)
    assert page.build_button.isEnabled()
    page.options.password.setText("永" * 60)
    assert page.options.password.property("wrong")
    assert "127" in page.options.typed.text()
    assert not page.build_button.isEnabled()


def test_the_language_of_the_window_leaves_the_choices_as_they_are(page: Any, window: MainWindow) -> None:
    page.options.language.setCurrentIndex(1)
    window.words.choose(DisplayMode.ZH)
    assert page.options.language.currentText() == "中文"
    assert page.options.options().language is DisplayMode.ZH


def test_who_hands_it_in_is_kept_in_the_case(page: Any, window: MainWindow) -> None:
    page.agent.setText(" Harbour Relocation Ltd ")
    page.agent.editingFinished.emit()
    assert window.session.case.agent == "Harbour Relocation Ltd"


def test_a_password_of_one_case_is_not_that_of_the_next(page: Any, window: MainWindow) -> None:
    page.options.password.setText("secret")
    new_case(window)
    assert page.options.password.text() == ""


def test_a_locked_chinese_draft_opens_with_its_password_only(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    new_case(window)
    wait_for_review(window, qtbot)
    page = show(window, Step.PACKET)
    page.draft.setChecked(True)
    page.options.password.setText("密码Ａ①")
    page.options.language.setCurrentIndex(page.options.language.findData(DisplayMode.ZH))
    page.build_to(tmp_path / "draft.pdf")
    qtbot.waitUntil(lambda: page.built is not None, timeout=WORKER_MS)
    locked = pypdf.PdfReader(tmp_path / "draft.pdf")
    assert locked.is_encrypted
    assert not locked.decrypt("wrong")
    assert locked.decrypt("密码A1")
    assert "Cover" not in [str(item.title) for item in locked.outline if not isinstance(item, list)]
    page.result.verify()
    qtbot.waitUntil(lambda: page.verification is not None, timeout=WORKER_MS)
    assert page.verification.sound
