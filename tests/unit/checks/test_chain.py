"""Links of a chain count wherever they stand, and say nothing that the original contradicts."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.files import FileFacts
from app.domain.findings import Severity
from app.domain.reading import FactName
from tests.support.cases import changed_evidence, family, healthy_file, without_evidence
from tests.support.readings import codes_with, fact, findings_with, page, reading


def two_pages() -> FileFacts:
    return healthy_file("anna/criminal-record.pdf", pages=2)


def test_an_apostille_in_the_file_of_the_original_counts():
    case = without_evidence(family(), "criminal-record", "anna", "authentication")
    pages = (page(kind="criminal-record"), page(kind="apostille", number=2))
    readings = {"anna/criminal-record.pdf": reading(*pages)}
    facts = {"anna/criminal-record.pdf": two_pages()}
    assert codes_with(case, readings, facts) == []
    unsure = {"anna/criminal-record.pdf": reading(pages[0], page(kind="apostille", number=2, sure=False))}
    assert codes_with(case, unsure, facts) == ["chain.authentication_missing"]


def test_an_apostille_in_the_file_of_the_original_ages_too():
    case = without_evidence(family(), "criminal-record", "anna", "authentication")
    case = changed_evidence(case, "criminal-record", "anna", issued_on=date(2026, 6, 20))
    apostille = page(fact(FactName.AUTHENTICATED_ON, date(2026, 6, 21)), kind="apostille", number=2)
    readings = {"anna/criminal-record.pdf": reading(page(kind="criminal-record"), apostille)}
    case = replace(case, submit_on=date(2026, 12, 21))
    codes = [
        (f.code, f.part) for f in findings_with(case, readings, {"anna/criminal-record.pdf": two_pages()})
    ]
    assert ("date.use_by_soon", "authentication") in codes


def test_a_translation_in_the_file_of_the_original_counts():
    case = without_evidence(family(), "criminal-record", "anna", "translation")
    pages = (page(kind="criminal-record"), page(kind="translation", of="criminal-record", number=2))
    readings = {"anna/criminal-record.pdf": reading(*pages)}
    assert codes_with(case, readings, {"anna/criminal-record.pdf": two_pages()}) == []


def test_a_translated_apostille_is_no_apostille():
    case = without_evidence(family(), "criminal-record", "anna", "authentication")
    translated = page(kind="translation", of="apostille")
    readings = {"anna/criminal-record-translation.pdf": reading(translated)}
    assert codes_with(case, readings) == ["chain.authentication_missing"]


@pytest.mark.parametrize(
    ("day", "codes"), [(date(2026, 9, 1), []), (date(2026, 8, 31), ["chain.authentication_before_issue"])]
)
def test_an_authentication_follows_the_issue(day: date, codes: list[str]):
    case = changed_evidence(family(), "criminal-record", "anna", "authentication", issued_on=None)
    apostille = reading(page(fact(FactName.AUTHENTICATED_ON, day), kind="apostille"))
    assert codes_with(case, {"anna/criminal-record-authentication.pdf": apostille}) == codes


@pytest.mark.parametrize(("count", "codes"), [(1, []), (2, []), (5, ["chain.translation_pages"])])
def test_a_translation_speaks_of_as_many_pages_as_there_are(count: int, codes: list[str]):
    said = reading(page(fact(FactName.PAGES_STATED, count), kind="translation", of="criminal-record"))
    findings = findings_with(family(), {"anna/criminal-record-translation.pdf": said})
    assert [finding.code for finding in findings] == codes
    assert all(finding.severity is Severity.NOTE for finding in findings)
