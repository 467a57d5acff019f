"""What became of a packet is shown file by file, and any packet can be verified without its case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.case import EvidencePart
from app.domain.packet import Built, PacketOptions, PacketRequest
from app.gui.rows import SECOND_ROLE
from app.gui.steps import Step
from app.gui.verify_dialog import VerifyDialog
from app.gui.window import MainWindow
from app.packet.plan import plan_packet
from app.packet.write import write_packet
from tests.gui.hands import WORKER_MS, new_case, show, wait_for_review, write_pdf
from tests.unit.packet import support


def a_request(folder: Path, **options: Any) -> PacketRequest:
    files = [
        support.pdf_file(write_pdf(folder / f"{name}.pdf", name, pages=4)) for name in ("first", "second")
    ]
    made = support.request(*(support.section(support.exhibit(file)) for file in files))
    return replace(made, options=PacketOptions(**options))


def a_packet(folder: Path, **options: Any) -> Built:
    return write_packet(plan_packet(a_request(folder, **options)), folder / "packet.pdf", support.silent)


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> VerifyDialog:
    """The window has no case open: a packet from a stick needs none."""
    assert not window.session.has_case
    made = VerifyDialog(window.session, window.words, window)
    made.show()
    return made


def verify(dialog: VerifyDialog, qtbot: QtBot, path: Path) -> str:
    dialog.verify(path)
    return answer(dialog, qtbot)


def answer(dialog: VerifyDialog, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: dialog.notice.isVisible() and not dialog.work.isVisible(), timeout=WORKER_MS)
    return dialog.notice.text.text()


def test_every_volume_is_listed_opened_and_verified(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    for requirement in ("passport", "tax-proof"):
        papers = (write_pdf(tmp_path / f"{requirement}.pdf", requirement, pages=4),)
        count = len(window.session.case.evidence)
        window.session.attach(requirement, "principal", EvidencePart.ORIGINAL, papers)
        qtbot.waitUntil(lambda count=count: len(window.session.case.evidence) > count, timeout=WORKER_MS)  # type: ignore[misc]  # bound now
    wait_for_review(window, qtbot)
    page = show(window, Step.PACKET)
    page.draft.setChecked(True)
    page.options.volume.setRange(0.1, 1)
    page.options.volume.setValue(0.1)
    page.options.volumes.click()
    page.options.printing.click()
    qtbot.waitUntil(lambda: len(page.plans) == 2, timeout=WORKER_MS)
    assert [page.tree.topLevelItem(at).text(0) for at in range(2)] == ["Volume 1 of 2", "Volume 2 of 2"]
    page.build_to(tmp_path / "packet.pdf")
    qtbot.waitUntil(lambda: not page._is_building, timeout=WORKER_MS)
    assert page.built is not None, window.message.text.text()
    assert [row.text(0) for row in page.result.volumes.rows()] == ["packet-1-of-2.pdf", "packet-2-of-2.pdf"]
    assert [int(row.text(1)) for row in page.result.volumes.rows()] == [
        plan.page_count for plan in page.plans
    ]

    opened: list[Path] = []
    monkeypatch.setattr(page.result, "open", opened.append)
    page.result.open_button.click()
    page.result.volumes.setCurrentItem(page.result.volumes.topLevelItem(1))
    page.result.open_button.click()
    assert [path.name for path in opened] == ["packet-1-of-2.pdf", "packet-2-of-2.pdf"]

    page.result.verify_button.click()
    qtbot.waitUntil(lambda: page.verification is not None, timeout=WORKER_MS)
    words = page.result.verify_words.text()
    assert "Volume 1 of 2" in words
    assert "Volume 2 of 2" in words
    assert words.count("all as planned and unchanged") == 2


def test_the_plan_tells_copies_and_cards(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    new_case(window)
    wait_for_review(window, qtbot)
    page = show(window, Step.PACKET)
    made = a_request(tmp_path, printing=True)
    card = support.pdf_file(write_pdf(tmp_path / "card.pdf", "side", pages=2))
    exhibit = replace(support.exhibit(card), one_page=True, copies=3)
    page._planned((plan_packet(replace(made, sections=(support.section(exhibit),))),))

    row = next(row for row in page.tree.rows() if row.text(0).startswith("1-1"))
    assert "printed 3 times · two sides on one page" in row.data(0, SECOND_ROLE)
    first, last = row.text(1).split("–")
    assert int(last) - int(first) >= 2


def test_originals_beside_the_packet_are_named(window: MainWindow, qtbot: QtBot) -> None:
    new_case(window)
    page = show(window, Step.PACKET)
    page._done(Built("/out/packet.pdf", 9, 1000, "0" * 64, beside=("/out/packet-originals/1-1 tax.pdf",)))

    assert page.result.beside.text() == "1-1 tax.pdf"
    assert page.result.beside_label.isVisible()
    assert not page.result.volumes.isVisible()


def test_a_packet_from_a_stick_is_verified_without_its_case(
    dialog: VerifyDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    sound = Path(a_packet(tmp_path).path)
    assert "all as planned and unchanged" in verify(dialog, qtbot, sound)
    assert dialog.facts["title"].text() == "MÜLLER family"

    cut = tmp_path / "cut.pdf"
    cut.write_bytes(sound.read_bytes()[:5000])
    assert "cannot be opened as a PDF" in verify(dialog, qtbot, cut)
    assert not dialog.about.isVisible()


def test_a_locked_packet_asks_for_its_password_until_it_is_right(
    dialog: VerifyDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    locked = Path(a_packet(tmp_path, password="geheim").path)
    assert "give its password" in verify(dialog, qtbot, locked)
    assert dialog.password.isVisible()

    for password, expected in (("falsch", "does not open"), ("geheim", "all as planned")):
        dialog.password.setText(password)
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)
        assert expected in answer(dialog, qtbot)
    assert not dialog.password.isVisible()


def test_one_volume_names_the_others(dialog: VerifyDialog, qtbot: QtBot, tmp_path: Path) -> None:
    built = a_packet(tmp_path, volume_bytes=100_000)
    assert len(built.volumes) == 2
    words = verify(dialog, qtbot, Path(built.volumes[1].path))
    assert "It is volume 2 of 2" in words
    assert "packet-1-of-2.pdf" in words


def test_what_was_locked_before_says_nothing_of_the_next_packet(
    dialog: VerifyDialog, qtbot: QtBot, tmp_path: Path, paper: Callable[[str], Path]
) -> None:
    verify(dialog, qtbot, Path(a_packet(tmp_path, password="geheim").path))
    dialog.password.setText("geheim")
    assert "not a packet made by Yongju" in verify(dialog, qtbot, paper("a"))
    assert not dialog.password.isVisible()
    assert dialog.password.text() == ""
