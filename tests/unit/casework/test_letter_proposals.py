"""What papers say of what letters need: proposed with file and page, from the right papers only."""

from dataclasses import replace
from datetime import date

from app.casework.letter_proposals import proposals_in
from app.domain.case import Case, Evidence, EvidencePart
from app.domain.reading import Box, Fact, FactName, FactValue, PageReading, Reading, Subject, TextSource
from tests.support.cases import family

SOMEWHERE = Box(0.1, 0.1, 0.5, 0.12)


def fact(name: FactName, value: FactValue, subject: Subject = Subject.HOLDER, sure: float = 1.0) -> Fact:
    return Fact(name, value, str(value), 2, SOMEWHERE, sure, subject=subject)


def reading(*facts: Fact) -> Reading:
    return Reading("0" * 64, "made", (PageReading(2, TextSource.LAYER, facts=facts),))


def case_with(*evidence: Evidence) -> Case:
    return replace(family(), evidence=evidence)


def proposed(case: Case, person: str, **readings: Reading) -> list[tuple[str, object, str, int]]:
    files = {name.replace("_", "/"): each for name, each in readings.items()}
    return [(each.key, each.value, each.file, each.page) for each in proposals_in(case, person, files)]


def test_an_employment_proof_proposes_employer_post_and_beginning_with_its_page() -> None:
    case = case_with(Evidence("employment-proof", "anna", ("work/a",)))
    read = reading(
        fact(FactName.EMPLOYER, "宁波示例有限公司"),
        fact(FactName.EMPLOYER, "Ningbo Example Co., Ltd"),
        fact(FactName.POSITION, "技术总监"),
        fact(FactName.EMPLOYED_SINCE, date(2019, 3, 1)),
    )

    assert proposed(case, "anna", work_a=read) == [
        ("employer.name", "宁波示例有限公司", "work/a", 2),
        ("employer.name.en", "Ningbo Example Co., Ltd", "work/a", 2),
        ("post.title", "技术总监", "work/a", 2),
        ("post.since", date(2019, 3, 1), "work/a", 2),
    ]


def test_the_same_value_is_proposed_once_and_what_was_read_plainly_comes_first() -> None:
    case = case_with(Evidence("employment-proof", "anna", ("work/a", "work/b")))
    unsure = reading(fact(FactName.EMPLOYER, "Ningbo Exarnple", sure=0.5))
    plain = reading(fact(FactName.EMPLOYER, "Ningbo Example"), fact(FactName.EMPLOYER, "NINGBO EXAMPLE"))
    found = proposals_in(case, "anna", {"work/a": unsure, "work/b": plain})

    assert [(each.value, each.is_clear) for each in found] == [
        ("Ningbo Example", True),
        ("Ningbo Exarnple", False),
    ]


def test_nothing_is_proposed_from_papers_of_others_of_the_past_or_of_our_own_letters() -> None:
    read = reading(fact(FactName.EMPLOYER, "某公司"))
    other = Evidence("employment-proof", "ben", ("x/a",))
    past = Evidence("work-history-proof", "anna", ("x/a",))
    ours = Evidence("employment-proof", "anna", ("x/a",), made_from="employment-certificate")
    licence = Evidence("employment-proof", "anna", ("x/a",), part=EvidencePart.TRANSLATOR_LICENCE)

    for evidence in (other, past, ours, licence):
        assert proposed(case_with(evidence), "anna", x_a=read) == []


def test_a_signatory_is_not_taken_for_the_person() -> None:
    case = case_with(Evidence("employment-proof", "anna", ("x/a",)))
    read = reading(fact(FactName.POSITION, "总经理", Subject.OTHER))

    assert proposed(case, "anna", x_a=read) == []


def test_days_mean_something_only_on_the_paper_that_they_belong_to() -> None:
    passport, record = (
        Evidence("passport", "anna", ("x/p",)),
        Evidence("criminal-record", "anna", ("x/r",)),
    )
    read = reading(fact(FactName.ISSUED_ON, date(2021, 6, 9)))

    assert proposed(case_with(passport, record), "anna", x_p=read, x_r=read) == [
        ("person.passport_issued_on", date(2021, 6, 9), "x/p", 2)
    ]
