"""Each answer of the command line carries what was said of papers that are not needed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.casework.match import match_case
from app.casework.review import judge_case
from app.cli import forms, show
from app.domain.case import Case, NotNeeded
from app.domain.words import Language
from app.i18n.wording import Names
from app.rules.checklist import make_checklist
from tests.support.cases import PACK, TODAY, desk_in, family, healthy, without_evidence

ROW = NotNeeded("work-permit", "anna", "The office sees it", "Window 3", date(2026, 11, 2))
FORM = {
    "requirement": "work-permit",
    "person": "anna",
    "country": None,
    "reason": "The office sees it",
    "said_by": "Window 3",
    "said_on": "2026-11-02",
}


def case_with(*rows: NotNeeded) -> Case:
    return replace(without_evidence(family(), "work-permit", "anna"), not_needed=rows)


def test_the_checklist_carries_it_beside_the_item():
    case = case_with(ROW)
    form = forms.checklist_form(case, make_checklist(PACK, case, today=TODAY))
    items = {(each["requirement"], each["person"]): each for each in form["items"]}  # type: ignore[union-attr]
    assert items["work-permit", "anna"]["state"] == "not-needed"
    assert items["work-permit", "anna"]["not_needed"] == FORM
    assert items["passport", "anna"]["not_needed"] is None


def test_check_and_match_carry_every_row(tmp_path: Path):
    case, desk = case_with(ROW, replace(ROW, said_on=None)), desk_in(tmp_path)
    names = Names(PACK, case)
    review = judge_case(desk, case, healthy(case), {}, today=TODAY)
    expected = [FORM, {**FORM, "said_on": None}]
    assert forms.review_form(case, review, names)["not_needed"] == expected
    assert forms.matches_form(case, match_case(desk, case, today=TODAY), names)["not_needed"] == expected


@pytest.mark.parametrize("language", Language)
def test_people_read_it_in_the_checklist_in_the_findings_and_beside_the_categories(
    tmp_path: Path, language: Language
):
    case, desk = case_with(ROW), desk_in(tmp_path)
    names = Names(PACK, case)
    shown = (
        show.show_checklist(make_checklist(PACK, case, today=TODAY), names, language),
        show.show_review(judge_case(desk, case, healthy(case), {}, today=TODAY), names, language),
        show.show_matches(match_case(desk, case, today=TODAY), names, language),
    )
    for words in shown:
        [line] = [line for line in words.splitlines() if "The office sees it" in line]
        assert "Window 3" in line
