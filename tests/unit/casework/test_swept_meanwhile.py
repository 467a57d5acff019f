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
from app.casework.handover import hand_over, look_into, take_over
from app.domain.errors import UnusableInput
from app.domain.handover import TakeOver
from app.domain.packet import Progress
from app.store.database import PURGING
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


def test_a_case_that_is_taken_over_names_no_paper_that_another_window_swept(
    tmp_path: Path, desks: tuple[Desk, Desk], paper: Path
) -> None:
    here, there = desks
    case_id, other = _case(here, "here"), _case(here, "other")
    attach_evidence(here, case_id, requirement="passport", person="principal", paths=(paper,))
    file = tmp_path / "case.yongju"
    hand_over(here, case_id, file, "seven plum trees", lambda _: None)
    for each in (case_id, other):
        keep.delete_case(here, each)
    keep.purge_deleted(here, (case_id,))
    offer = look_into(here, file, "seven plum trees", lambda _: None)
    swept: list[int] = []

    def sweep(progress: Progress) -> None:
        if progress.done == progress.total:
            swept.append(len([*(tmp_path / "data" / "files").glob("??/*")]))
            keep.purge_deleted(there, (other,))

    with pytest.raises(UnusableInput, match=r"case\.changed_elsewhere"):
        take_over(here, offer, "seven plum trees", TakeOver.ADD, sweep)
    assert swept == [1]
    assert here.cases.ids() == ()
    added = take_over(here, offer, "seven plum trees", TakeOver.ADD, lambda _: None)
    [stored] = here.cases.load(added.case_id).files.values()
    assert here.vault.is_whole(stored.sha256)


def test_a_purge_that_was_killed_half_way_is_finished_by_the_next(
    desks: tuple[Desk, Desk], paper: Path
) -> None:
    here, there = desks
    case_id = _case(here, "here")
    attach_evidence(here, case_id, requirement="passport", person="principal", paths=(paper,))
    [stored] = here.cases.load(case_id).files.values()
    keep.delete_case(here, case_id)
    here.cases.purge((case_id,))
    assert here.vault.path_of(stored.sha256).exists()
    keep.purge_deleted(there)
    assert not here.vault.path_of(stored.sha256).exists()
    assert there.cases.setting(PURGING) == ""


def test_a_paper_that_was_damaged_is_whole_once_it_is_attached_again(
    desks: tuple[Desk, Desk], paper: Path
) -> None:
    here, _ = desks
    stored = here.vault.keep(paper)
    here.vault.path_of(stored.sha256).write_bytes(b"damaged")
    assert here.vault.keep(paper) == stored
    assert here.vault.is_whole(stored.sha256)
