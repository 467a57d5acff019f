"""Days that were read take the place of days not typed, and are held against those that are."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.checks.dates import mentions
from app.domain.case import Case
from app.domain.files import FileFacts
from app.domain.reading import Box, Fact, FactName, Seal
from tests.support.cases import changed_evidence, family, healthy_file
from tests.support.readings import SOMEWHERE, codes_with, fact, findings_with, page, reading

HEALTH = "anna/health.pdf"
ISSUED = FactName.ISSUED_ON


def untyped() -> Case:
    return changed_evidence(family(), "health-certificate", "anna", issued_on=None)


def health_codes(*facts: Fact, case: Case | None = None, **more: object) -> list[str]:
    readings = {HEALTH: reading(page(*facts, **more))}  # type: ignore[arg-type]
    return codes_with(case or untyped(), readings)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 6, 14), ["date.too_old"]),
        (date(2026, 6, 15), ["date.use_by_soon"]),
        (date(2026, 7, 14), []),
        (date(2026, 11, 21), ["date.in_future"]),
    ],
)
def test_a_day_that_was_read_counts_where_none_is_typed(day: date, codes: list[str]):
    assert health_codes(fact(ISSUED, day)) == codes


def test_a_finding_on_a_day_that_was_read_says_so_and_where():
    [finding] = findings_with(untyped(), {HEALTH: reading(page(fact(ISSUED, date(2026, 6, 14)), number=1))})
    assert (finding.params["read"], finding.file, finding.page) == (True, HEALTH, 1)


def test_a_typed_day_counts_before_what_was_read():
    case = changed_evidence(family(), "health-certificate", "anna", issued_on=date(2026, 9, 1))
    [finding] = findings_with(case, {HEALTH: reading(page(fact(ISSUED, date(2026, 5, 1))))})
    assert finding.code == "date.differs"


@pytest.mark.parametrize(
    "facts",
    [
        (fact(ISSUED, date(2026, 1, 1), sure=0.5),),
        (fact(ISSUED, date(2026, 1, 9), others=(date(2026, 9, 1),)),),
        (fact(ISSUED, date(2026, 1, 1)), fact(ISSUED, date(2026, 9, 1))),
        (fact(FactName.EXPIRES_ON, date(2026, 1, 1)),),
    ],
)
def test_a_day_that_is_not_certain_is_said_not_to_be_found(facts: tuple[Fact, ...]):
    assert health_codes(*facts) == ["date.not_found"]


@pytest.mark.parametrize(
    ("read", "codes"),
    [
        (fact(ISSUED, date(2026, 9, 1)), []),
        (fact(ISSUED, date(2026, 9, 2)), ["date.differs"]),
        (fact(ISSUED, date(2026, 9, 2), sure=0.6), ["date.unclear"]),
        (fact(ISSUED, date(2026, 1, 9), others=(date(2026, 9, 1),)), []),
        (fact(ISSUED, date(2026, 2, 9), others=(date(2026, 9, 2),)), ["date.unclear"]),
    ],
)
def test_a_typed_day_is_held_against_the_paper(read: Fact, codes: list[str]):
    assert health_codes(read, case=family()) == codes


def test_a_day_under_a_seal_needs_a_surer_reader():
    day = fact(ISSUED, date(2026, 9, 2), sure=0.95)
    seal = Seal(SOMEWHERE, "round", "red")
    assert health_codes(day, case=family()) == ["date.differs"]
    assert health_codes(day, case=family(), seals=(seal,)) == ["date.unclear"]
    beside = Seal(Box(0.6, 0.6, 0.9, 0.9), "round", "red")
    assert health_codes(day, case=family(), seals=(beside,)) == ["date.differs"]


def test_a_typed_day_that_stands_elsewhere_on_the_page_is_silent():
    day = fact(ISSUED, date(2026, 9, 2))
    assert health_codes(day, case=family(), words=("Date of examination: 1 September 2026",)) == []
    birth = fact(FactName.BIRTH_DATE, date(2026, 9, 1), sure=0.5)
    codes = health_codes(day, birth, case=family(), words=("born 2026-09-01",))
    assert "date.differs" in codes


def test_the_expiry_of_a_permit_is_read_and_compared():
    permit = "anna/permit.jpg"
    untyped_permit = changed_evidence(family(), "visa-or-permit", "anna", expires_on=None)
    past = {permit: reading(page(fact(FactName.EXPIRES_ON, date(2026, 12, 15))))}
    [finding] = findings_with(untyped_permit, past)
    assert (finding.code, finding.params["read"]) == ("date.expired", True)
    [finding] = findings_with(family(), past)
    assert (finding.code, finding.params["reason"]) == ("date.differs", "expires_on")
    assert "date.expiry_missing" in codes_with(untyped_permit, {})


def test_a_last_day_on_a_paper_that_has_none_of_its_own_is_left_alone():
    contract = {"work/employment-proof.pdf": reading(page(fact(FactName.EXPIRES_ON, date(2025, 1, 1))))}
    assert codes_with(family(), contract) == []


def test_an_authentication_bears_its_own_day():
    case = changed_evidence(family(), "criminal-record", "anna", "authentication", issued_on=None)
    file = "anna/criminal-record-authentication.pdf"
    old = {file: reading(page(fact(FactName.AUTHENTICATED_ON, date(2026, 6, 1)), kind="apostille"))}
    [finding] = findings_with(case, old)
    assert (finding.code, finding.part) == ("date.too_old", "authentication")


def test_a_translation_bears_no_day_of_issue():
    file = "anna/criminal-record-translation.pdf"
    assert codes_with(family(), {file: reading(page(fact(ISSUED, date(2020, 1, 1))))}) == []


def test_the_day_of_a_translation_is_its_own_or_that_of_the_paper():
    file = "anna/criminal-record-translation.pdf"
    own, papers = date(2026, 9, 23), date(2026, 9, 1)
    said = reading(page(fact(FactName.TRANSLATED_ON, own), fact(ISSUED, papers), kind="translation"))
    for day, codes in ((own, []), (papers, []), (date(2026, 9, 24), ["date.differs"])):
        case = changed_evidence(family(), "criminal-record", "anna", "translation", issued_on=day)
        assert codes_with(case, {file: said}) == codes


def test_what_is_another_kind_of_paper_dates_nothing():
    wrong = reading(page(fact(ISSUED, date(2026, 1, 1)), kind="tax-record"))
    assert codes_with(family(), {HEALTH: wrong}) == ["document.mismatch"]


def test_the_apostille_in_an_originals_file_does_not_date_the_original():
    case = changed_evidence(family(), "criminal-record", "anna", issued_on=None)
    record = page(fact(ISSUED, date(2026, 9, 1)), kind="criminal-record")
    apostille = page(fact(ISSUED, date(2026, 1, 1)), kind="apostille", number=2)
    facts = {"anna/criminal-record.pdf": two_pages()}
    assert codes_with(case, {"anna/criminal-record.pdf": reading(record, apostille)}, facts) == []


def two_pages() -> FileFacts:
    return healthy_file("anna/criminal-record.pdf", pages=2)


# Days in lines of text


DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
WRITINGS = ("%Y-%m-%d", "%Y年%m月%d日", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%Y%m%d")


@given(DAYS, st.sampled_from(WRITINGS))
def test_a_day_is_found_in_every_writing(day: date, writing: str):
    assert mentions(f"Date: {day.strftime(writing)} (seal)", day)


@given(DAYS, DAYS, st.sampled_from(("%Y-%m-%d", "%Y年%m月%d日", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y")))
def test_another_day_is_not_found(day: date, other: date, writing: str):
    assume(other not in (day, swapped(day)))
    assert not mentions(other.strftime(writing), day)


def swapped(day: date) -> date | None:
    """Return the day with day and month taken for each other, where there is one."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def test_two_numbers_that_happen_to_stand_in_a_line_are_no_day():
    assert not mentions("No. 2026 / 17", date(2026, 9, 1))
