"""How far the letters are that the checklist asks for, in three numbers."""

from dataclasses import replace
from pathlib import Path

from app.casework.checklist import list_checklist
from app.casework.letter_states import count_letters
from app.domain.case import Evidence
from tests.support.cases import TODAY, desk_in, family


def test_what_is_asked_for_is_counted_by_what_is_there(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    nothing = replace(family(), evidence=())
    letter = Evidence("employment-proof", "anna", ("a",), made_from="employment-certificate")
    given = Evidence("employer-recommendation", "anna", ("b",))

    def count(*evidence: Evidence) -> tuple[int, int, int]:
        items = list_checklist(desk, replace(nothing, evidence=evidence), today=TODAY)
        found = count_letters(items)
        return found.asked, found.signed, found.unsigned

    asked = count()[0]
    assert asked >= 2
    assert count() == (asked, 0, 0)
    assert count(letter) == (asked, 0, 1)
    assert count(letter, given) == (asked, 1, 1)
