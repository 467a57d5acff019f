"""The zone of every passport holds against its check digits, and the passport lasts."""

from dataclasses import replace
from datetime import date

import pytest

from app.checks.identity import check_identity
from app.checks.passport import check_passports
from app.domain.case import Case
from app.domain.files import FileProblem
from app.domain.findings import Finding
from app.domain.reading import FactName, PageReading, Reading, ZoneFormat
from tests.support.cases import ANNA, changed_evidence, changed_person, family, healthy_file
from tests.support.readings import bench_of, fact, page, reading, zone_of

PASSPORT = "anna/passport.jpg"
WORDS = ("Passport", "Surname", "Given names")


def findings(read: Reading | None, case: Case | None = None) -> list[Finding]:
    readings = {} if read is None else {PASSPORT: read}
    return list(check_passports(bench_of(case or family(), readings)))


def codes(*pages: PageReading, case: Case | None = None) -> list[str]:
    return [finding.code for finding in findings(reading(*pages), case)]


def test_a_sound_zone_is_silent():
    assert codes(page(zone=zone_of(ANNA), words=WORDS)) == []


def test_a_wrong_check_digit_blocks_and_names_the_field():
    [finding] = findings(reading(page(zone=zone_of(ANNA, failed=("birth_date", "composite")))))
    assert (finding.code, finding.person, finding.page) == ("passport.mrz_check_digit", "anna", 1)
    assert finding.params == {"fields": ("birth_date", "composite")}


def test_a_zone_that_was_hard_to_read_is_not_wrong_but_unreadable():
    assert codes(page(zone=zone_of(ANNA, failed=("birth_date",), confidence=0.5))) == [
        "passport.mrz_unreadable"
    ]


def test_a_passport_without_a_zone_is_told():
    assert codes(page(words=WORDS)) == ["passport.mrz_unreadable"]


def test_a_passport_that_was_not_read_is_silent():
    assert findings(None) == []
    assert findings(reading(page(), trouble="timeout")) == []
    locked = {PASSPORT: replace(healthy_file("p.pdf"), pages=(), problem=FileProblem.ENCRYPTED)}
    assert list(check_passports(bench_of(family(), {PASSPORT: reading()}, locked))) == []


def test_one_sound_zone_among_several_pages_is_enough():
    two = {PASSPORT: healthy_file(PASSPORT, pages=2)}
    pages = reading(page(words=WORDS), page(zone=zone_of(ANNA), number=2))
    assert list(check_passports(bench_of(family(), {PASSPORT: pages}, two))) == []


def test_a_last_day_that_is_not_typed_is_taken_from_the_zone():
    case = changed_person(family(), "anna", passport_expires_on=None)
    for day, code in ((date(2026, 12, 15), "passport.expired"), (date(2027, 6, 15), "passport.expires_soon")):
        [finding] = findings(reading(page(zone=zone_of(ANNA, expires_on=day))), case)
        assert (finding.code, finding.params["expires_on"]) == (code, day)
    assert codes(page(zone=zone_of(ANNA, expires_on=date(2027, 6, 16))), case=case) == []
    assert [finding.code for finding in findings(None, case)] == ["passport.expiry_missing"]


def test_a_last_day_whose_check_digit_is_wrong_is_not_taken():
    case = changed_person(family(), "anna", passport_expires_on=None)
    zone = zone_of(ANNA, expires_on=date(2020, 1, 1), failed=("expires_on",))
    assert "passport.expired" not in codes(page(zone=zone), case=case)


@pytest.mark.parametrize(("read", "expected"), [(date(2031, 5, 1), []), (date(2031, 5, 2), ["date.differs"])])
def test_a_typed_last_day_is_held_against_the_zone(read: date, expected: list[str]):
    assert codes(page(zone=zone_of(ANNA, expires_on=read))) == expected


def test_a_typed_last_day_that_is_printed_beside_the_zone_is_silent():
    printed = fact(FactName.EXPIRES_ON, ANNA.passport_expires_on or date.min)
    assert codes(page(printed, zone=zone_of(ANNA, expires_on=date(2031, 5, 2)))) == []


def test_without_a_zone_the_printed_day_is_compared():
    printed = fact(FactName.EXPIRES_ON, date(2031, 5, 2))
    assert codes(page(printed, words=WORDS)) == ["passport.mrz_unreadable", "date.differs"]


def test_of_two_passports_either_may_bear_the_typed_day():
    case = family()
    old = replace(next(e for e in case.evidence if e.requirement == "passport"), files=("anna/old.jpg",))
    case = case.with_evidence((*case.evidence, old))
    readings = {
        PASSPORT: reading(page(zone=zone_of(ANNA))),
        "anna/old.jpg": reading(page(zone=zone_of(ANNA, expires_on=date(2021, 5, 1)))),
    }
    assert list(check_passports(bench_of(case, readings))) == []


def test_a_day_typed_for_the_evidence_is_compared_too():
    case = changed_evidence(family(), "passport", "anna", expires_on=date(2030, 1, 1))
    assert "date.differs" in codes(page(zone=zone_of(ANNA)), case=case)


# The zones of visas in a passport are not the passport's


VISA = zone_of(
    ANNA,
    format=ZoneFormat.MRVA,
    document_code="V",
    document_number="E1234567X",
    expires_on=date(2026, 12, 1),
)


def two_pages(first: PageReading, second: PageReading, case: Case | None = None) -> list[str]:
    facts = {PASSPORT: healthy_file(PASSPORT, pages=2)}
    bench = bench_of(case or family(), {PASSPORT: reading(first, second)}, facts)
    return [finding.code for finding in (*check_passports(bench), *check_identity(bench))]


def test_a_visa_beside_a_sound_passport_is_silent():
    assert two_pages(page(zone=zone_of(ANNA)), page(zone=VISA, number=2)) == []


def test_a_sound_visa_hides_no_wrong_check_digit():
    wrong = zone_of(ANNA, failed=("birth_date", "composite"))
    assert two_pages(page(zone=wrong), page(zone=VISA, number=2)) == ["passport.mrz_check_digit"]


def test_a_passport_does_not_expire_with_its_visa():
    case = changed_person(family(), "anna", passport_expires_on=None)
    found = two_pages(page(zone=VISA), page(number=2, words=WORDS), case)
    assert found == ["passport.mrz_unreadable", "passport.expiry_missing"]


def test_the_sound_zone_of_another_passport_hides_no_wrong_one():
    wrong = zone_of(ANNA, failed=("composite",))
    other = zone_of(ANNA, document_number="X9999999Q")
    assert "passport.mrz_check_digit" in two_pages(page(zone=wrong), page(zone=other, number=2))


def test_the_same_passport_read_soundly_once_is_enough():
    wrong = zone_of(ANNA, failed=("composite",))
    assert two_pages(page(zone=wrong), page(zone=zone_of(ANNA), number=2)) == []
