"""The command line tells of letters that are not signed yet: in the checklist, in the findings."""

from pathlib import Path

import pytest

from app.casework.checklist import list_checklist
from app.casework.review import judge_case
from app.cli import forms, show
from app.domain.words import Language
from app.i18n.wording import Names
from app.letters.catalogue import template_of
from tests.support.cases import PACK, TODAY, changed_evidence, desk_in, family, healthy

LETTER = template_of("employment-certificate")
CASE = changed_evidence(family(), "employment-proof", "anna", made_from=LETTER.id)


def test_the_checklist_carries_the_letter_and_who_signs_it(tmp_path: Path) -> None:
    form = forms.checklist_form(CASE, list_checklist(desk_in(tmp_path), CASE, today=TODAY))
    items = {(each["requirement"], each["person"]): each for each in form["items"]}  # type: ignore[union-attr]
    assert items["employment-proof", "anna"]["state"] == "unsigned"
    assert items["employment-proof", "anna"]["unsigned"] == [
        {
            "made_from": LETTER.id,
            "title": {"en": LETTER.title.en, "zh": LETTER.title.zh},
            "signing": {"en": LETTER.signing.en, "zh": LETTER.signing.zh},
            "files": ["work/employment-proof.pdf"],
        }
    ]
    assert items["passport", "anna"]["unsigned"] == []


def test_the_findings_carry_the_letter(tmp_path: Path) -> None:
    review = judge_case(desk_in(tmp_path), CASE, healthy(CASE), {}, today=TODAY)
    [finding] = forms.review_form(CASE, review, Names(PACK, CASE))["findings"]  # type: ignore[misc]
    assert (finding["code"], finding["severity"]) == ("letter.unsigned", "blocker")
    assert finding["params"]["made_from"] == LETTER.id


@pytest.mark.parametrize("language", Language)
def test_people_read_in_the_checklist_who_signs_it(tmp_path: Path, language: Language) -> None:
    checklist = list_checklist(desk_in(tmp_path), CASE, today=TODAY)
    shown = show.show_checklist(checklist, Names(PACK, CASE), language)
    assert LETTER.title.in_language(language) in shown
    assert LETTER.signing.in_language(language) in shown
