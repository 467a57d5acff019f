"""What the tests of rule packs stand on: the pack as it ships, and small cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from app.domain.case import Answer, Case, Evidence, EvidencePart, Person, PersonRole, YearRow
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult
from app.domain.rules import RulePack
from app.rules.checklist import make_checklist
from app.rules.load import load_pack
from app.rules.match import match_category

CaseMaker: TypeAlias = Callable[..., Case]
Judge: TypeAlias = Callable[[Case], CategoryMatch]
ConditionJudge: TypeAlias = Callable[[Case, str], ConditionResult]

TODAY = date(2026, 11, 20)

_PEOPLE = (
    Person("anna", PersonRole.PRINCIPAL, "MULLER", "ANNA", birth_date=date(1985, 3, 2), married=True),
    Person("jonas", PersonRole.SPOUSE, "MULLER", "JONAS", birth_date=date(1983, 8, 19), married=True),
    Person("lea", PersonRole.CHILD, "MULLER", "LEA", birth_date=date(2014, 10, 6), married=False),
)


@pytest.fixture(scope="session")
def pack_folder(repo_root: Path) -> Path:
    return repo_root / "resources" / "rulepacks" / "cn"


@pytest.fixture(scope="session")
def pack(pack_folder: Path) -> RulePack:
    return load_pack(pack_folder)


@pytest.fixture(scope="session")
def family() -> tuple[Person, ...]:
    """A principal applicant, her spouse, and a child of 12."""
    return _PEOPLE


@pytest.fixture(scope="session")
def make_case(family: tuple[Person, ...]) -> CaseMaker:
    """Make a case for submission on 15 December 2026, by the principal applicant alone unless told."""

    def make(
        category: str,
        place: str = "ningbo",
        *,
        people: Sequence[Person] = family[:1],
        answers: Mapping[str, Answer] | None = None,
        years: Sequence[YearRow] = (),
        evidence: Sequence[Evidence] = (),
    ) -> Case:
        return Case(
            title="MULLER",
            category=category,
            place=place,
            submit_on=date(2026, 12, 15),
            people=tuple(people),
            answers=dict(answers or {}),
            years=tuple(years),
            evidence=tuple(evidence),
        )

    return make


@pytest.fixture(scope="session")
def paper() -> Callable[..., Evidence]:
    """Make a piece of evidence of the principal applicant, of one file unless told."""

    def make(
        requirement: str,
        *,
        person: str = "anna",
        files: int = 1,
        part: EvidencePart = EvidencePart.ORIGINAL,
        country: str | None = None,
        issued_on: date | None = None,
        expires_on: date | None = None,
    ) -> Evidence:
        names = tuple(f"{requirement}-{number}.pdf" for number in range(1, files + 1))
        return Evidence(
            requirement, person, names, part, country=country, issued_on=issued_on, expires_on=expires_on
        )

    return make


@pytest.fixture(scope="session")
def judge(pack: RulePack) -> Judge:
    """Judge the category of a case, on 20 November 2026."""

    def judged(case: Case) -> CategoryMatch:
        return match_category(pack, pack.categories[case.category], case, today=TODAY)

    return judged


@pytest.fixture(scope="session")
def judge_condition(judge: Judge) -> ConditionJudge:
    """Judge one condition of the category of a case."""

    def judged(case: Case, condition_id: str) -> ConditionResult:
        return next(each for each in judge(case).results if each.condition.id == condition_id)

    return judged


@pytest.fixture(scope="session")
def checklist(pack: RulePack) -> Callable[[Case], tuple[ChecklistItem, ...]]:
    """List what is asked of everyone in a case."""

    def listed(case: Case) -> tuple[ChecklistItem, ...]:
        return make_checklist(pack, case, today=TODAY)

    return listed
