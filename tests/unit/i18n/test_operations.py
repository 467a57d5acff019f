"""Every change of a case has a name in both languages."""

import re

import pytest

from app.domain.case import PersonRole
from app.domain.operations import Deed, Operation
from app.domain.words import Language
from app.i18n.operations import word_operation
from app.i18n.terms import ROLE_NAMES
from tests.support.cases import PACK

PARAMS: dict[str, str | int] = {
    "person": "ROE ANNA",
    "role": "child",
    "requirement": "passport",
    "question": "work.consecutive_years",
    "year": 2025,
    "count": 3,
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_has_words_in_both_languages(deed: Deed):
    english, chinese = (word_operation(Operation(deed, PARAMS), PACK, each) for each in Language)
    assert not CHINESE.search(english)
    assert CHINESE.search(chinese)
    assert not set("{}") & set(english + chinese)


def test_no_two_deeds_have_the_same_words():
    for language in Language:
        words = [word_operation(Operation(deed, PARAMS), PACK, language) for deed in Deed]
        assert len(set(words)) == len(words)


def test_a_paper_is_named_by_its_title_and_one_that_the_rules_no_longer_know_by_its_id():
    for requirement, expected in (("passport", PACK.requirements["passport"].title.en), ("gone", "gone")):
        operation = Operation(Deed.ADD_PAPER, {"requirement": requirement})
        assert word_operation(operation, PACK, Language.EN) == f"New paper: {expected}"


@pytest.mark.parametrize("language", Language)
def test_a_person_without_a_name_is_named_by_the_role(language: Language):
    role = {Language.EN: "Child", Language.ZH: "子女"}[language]
    operation = Operation(Deed.REMOVE_PERSON, {"person": "", "role": PersonRole.CHILD.value})
    assert role in word_operation(operation, PACK, language)
    assert ROLE_NAMES[PersonRole.CHILD] == "Child"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("deed", Deed)
def test_a_change_made_elsewhere_has_words_even_without_what_they_need(deed: Deed, language: Language):
    assert "{" not in word_operation(Operation(deed), PACK, language)
