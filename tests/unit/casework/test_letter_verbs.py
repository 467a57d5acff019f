"""What the window has its worker do with letters: one look at all, pages as they are so far."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.casework import keep
from app.casework.desk import Desk
from app.casework.letter_keeping import note_read
from app.casework.letter_verbs import LETTER_VERBS
from app.casework.letters import fill_letter
from app.casework.wire import from_line, to_line
from app.domain.letters import LetterForm
from tests.support.cases import SUBMIT_ON, TODAY, desk_in, family

DECLARATION = {"letter": "declaration-of-truth", "form": LetterForm.ZH, "today": TODAY}


def ask(desk: Desk, verb: str, **arguments: object) -> Any:
    return LETTER_VERBS[verb](desk, lambda _progress: None, **arguments)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Desk, str]:
    desk = desk_in(tmp_path / "data")
    made = keep.create_case(desk, title="ROE", category="pr.wage-tax", place="ningbo", submit_on=SUBMIT_ON)
    person = replace(family().people[0], id=made.case.people[0].id)
    keep.save_person(desk, made.case_id, person, made.case.people[0])
    return desk, made.case_id


def test_one_look_tells_all_letters_the_read_ones_and_the_one_that_is_looked_at(
    kept: tuple[Desk, str],
) -> None:
    desk, case_id = kept
    about = {"case_id": case_id, "person": "principal", **DECLARATION}
    offers, read, letter = from_line(to_line({"seen": ask(desk, "look_at_letters", **about)}))["seen"]
    assert "declaration-of-truth" in {each.template.id for each in offers}
    assert (read, letter.template.id, letter.person) == ((), "declaration-of-truth", "principal")
    filled = fill_letter(
        desk, desk.open_kept(case_id), "declaration-of-truth", form=LetterForm.ZH, today=TODAY
    )
    note_read(desk, case_id, filled, today=TODAY)
    _, read, letter = ask(desk, "look_at_letters", **about)

    assert read == (("declaration-of-truth", "principal"),)
    assert letter.is_read


def test_a_letter_that_cannot_be_made_any_more_is_none(kept: tuple[Desk, str]) -> None:
    desk, case_id = kept
    about = {"case_id": case_id, "person": "gone", **DECLARATION}
    offers, _, letter = ask(desk, "look_at_letters", **about)

    assert offers
    assert letter is None


def test_pages_are_drawn_with_blanks_and_only_the_last_few_are_kept(
    kept: tuple[Desk, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, case_id = kept
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    about = {"case_id": case_id, "person": "principal", **DECLARATION, "letter": "employment-certificate"}
    drawn = [ask(desk, "preview_letter", **about) for _ in range(5)]

    assert all(each.pages == 1 and each.marked and each.letter.missing for each in drawn)
    paths = [Path(each.path) for each in drawn]
    assert [path.exists() for path in paths] == [False, False, True, True, True]
