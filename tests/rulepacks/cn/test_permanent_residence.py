"""What every way to permanent residence has in common."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.case import Case
from app.domain.rules import CategoryKind, Force, RulePack
from tests.support.checklists import asked_of


def permanent(pack: RulePack) -> list[str]:
    return [
        each.id
        for each in pack.categories.values()
        if each.kind is CategoryKind.PERMANENT_RESIDENCE and each.force is Force.IN_FORCE
    ]


@pytest.mark.parametrize(
    ("fact", "papers"),
    [
        ("agent.submits", {"power-of-attorney"}),
        ("origin.former_citizen", {"naturalisation-proof", "household-cancellation", "former-passport"}),
    ],
)
def test_who_has_an_agent_or_was_a_chinese_citizen_brings_papers_besides_whichever_way(
    pack: RulePack, make_case: Callable[..., Case], fact: str, papers: set[str]
) -> None:
    assert len(permanent(pack)) == 13
    for category in permanent(pack):
        place = "shanghai" if pack.categories[category].places else "ningbo"
        yes, no = (make_case(category, place, answers={fact: answer}) for answer in (True, False))
        assert papers <= set(asked_of(pack, yes, "anna")), category
        assert not papers & set(asked_of(pack, no, "anna")), category
