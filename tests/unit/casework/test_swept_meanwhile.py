"""What one window removes because nothing names it is never what another is just about to name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from app.casework import keep
from app.casework.attach import attach_evidence
from app.casework.desk import Desk
from app.domain.packet import Progress
from tests.support.cases import desk_in

DAY = date(2026, 12, 1)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.png"
    Image.new("RGB", (60, 80), "white").save(path)
    return path


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Desk, Desk]:
    """Return two desks on one folder, as two windows have them."""
    return desk_in(tmp_path / "data"), desk_in(tmp_path / "data")


def _case(desk: Desk, title: str) -> str:
    return keep.create_case(desk, title=title, category="pr.wage-tax", place="ningbo", submit_on=DAY).case_id


def _at(step: str, work: Callable[[], None]) -> Callable[[Progress], None]:
    return lambda progress: work() if progress.step == step else None


def test_a_paper_that_another_window_swept_just_before_it_was_named_is_kept_again(
    tmp_path: Path, desks: tuple[Desk, Desk], paper: Path
) -> None:
    here, there = desks
    case_id, other = _case(here, "here"), _case(here, "other")
    keep.delete_case(here, other)
    swept: list[str] = []

    def sweep() -> None:
        keep.purge_deleted(there, (other,))
        swept.extend(path.name for path in (tmp_path / "data" / "files").glob("??/*"))
        swept.append("done")

    report = _at("examine", sweep)
    attach_evidence(here, case_id, requirement="passport", person="principal", paths=(paper,), report=report)
    assert swept == ["done"]
    [stored] = here.cases.load(case_id).files.values()
    assert here.vault.is_whole(stored.sha256)


def test_what_is_named_by_now_is_not_swept_with_the_strays(desks: tuple[Desk, Desk], paper: Path) -> None:
    here, there = desks
    case_id = _case(here, "here")
    attach_evidence(here, case_id, requirement="passport", person="principal", paths=(paper,))
    [stored] = here.cases.load(case_id).files.values()
    keep.forget_strays(there, [stored.sha256])
    assert here.vault.is_whole(stored.sha256)


def test_while_unnamed_papers_are_swept_nobody_names_one(
    desks: tuple[Desk, Desk], paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = desks
    case_id = _case(here, "here")
    stray = here.vault.keep(paper)
    seen: list[bool] = []
    forget = type(there.vault).forget

    def look(vault: object, hashes: frozenset[str]) -> None:
        seen.append(there.cases.connection.raw.in_transaction)
        forget(vault, hashes)  # type: ignore[arg-type]

    monkeypatch.setattr(type(there.vault), "forget", look)
    keep.forget_strays(there, [stray.sha256])
    assert seen == [True]
    assert here.cases.load(case_id).files == {}
