"""What the checks of readings find can be said whole, with what to do, and nothing in it is left open."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.findings import Finding
from app.domain.reading import FactName, PageQuality, Reading, TextSource
from app.domain.words import Language
from app.i18n.wording import Names, advise, say_finding
from tests.support.cases import ANNA, PACK, changed_evidence, changed_person, family
from tests.support.readings import GOOD, about, fact, findings_with, page, reading, zone_of

PERMIT, LETTER, HEALTH = "work/work-permit.pdf", "work/employer-recommendation.pdf", "anna/health.pdf"
WORDS = ("one", "two", "three")


def spoilt() -> dict[str, Reading]:
    """Return readings with a fault of every kind."""
    return {
        PERMIT: reading(
            page(
                fact(FactName.NAME, "DOE BERTA"), fact(FactName.PASSPORT_NUMBER, "X99999999"),
                fact(FactName.BIRTH_DATE, date(1985, 3, 3)), fact(FactName.EMPLOYER, "Acme Ltd"),
                fact(FactName.POSITION, "engineer"), fact(FactName.PAGES_STATED, 3), turn=90, words=WORDS,
            )
        ),
        LETTER: reading(
            page(
                fact(FactName.NAME, "DOE BERTA", sure=0.5), fact(FactName.EMPLOYER, "Other Works Ltd"),
                fact(FactName.POSITION, "teacher"), fact(FactName.PASSPORT_NUMBER, "X99999999", sure=0.5),
                fact(FactName.BIRTH_DATE, date(1985, 3, 3), sure=0.5),
                quality=replace(GOOD, cut_edges=("left", "top"), glare=0.3, low_confidence=0.3),
            )
        ),
        HEALTH: reading(page(fact(FactName.ISSUED_ON, date(2026, 9, 2)), kind="health-certificate")),
        "jon/health.pdf": reading(page(fact(FactName.ISSUED_ON, date(2026, 9, 2), sure=0.5))),
        "lea/health.pdf": reading(page(kind="tax-record")),
        "anna/passport.jpg": reading(page(zone=zone_of(ANNA, failed=("expires_on", "composite")))),
        "jon/passport.jpg": reading(page(words=WORDS)),
        "anna/permit.jpg": reading(page(fact(FactName.EXPIRES_ON, date(2027, 8, 12)))),
        "jon/permit.jpg": reading(page(about(ANNA)[0], fact(FactName.CARD_NUMBER, "911124198108030025"))),
        "lea/permit.jpg": reading(page(fact(FactName.CARD_NUMBER, "911124198108030025", sure=0.5))),
        "jon/form.pdf": reading(page(source=TextSource.NONE, quality=PageQuality(ink=0.0))),
        "lea/form.pdf": reading(page(quality=PageQuality(0.05, 0.1, low_confidence=0.9), words=("?",))),
        "anna/form.pdf": reading(trouble="memory"),
        "tax/2024.pdf": reading(page(fact(FactName.TAX_TOTAL, 190_000, year=2024))),
        "tax/2023.pdf": reading(page(fact(FactName.TAX_TOTAL, 190_000, year=2023, sure=0.5))),
        "income/2024.pdf": reading(page(fact(FactName.WAGE_TOTAL, 900_000, year=2024),
                                        fact(FactName.TAX_TOTAL, 180_000, year=2024))),
        "work/stay-record.pdf": reading(page(fact(FactName.DAYS_IN_CHINA, 100, year=2024))),
        "anna/criminal-record-authentication.pdf": reading(
            page(fact(FactName.AUTHENTICATED_ON, date(2026, 8, 1)), kind="apostille")
        ),
        "anna/criminal-record-translation.pdf": reading(
            page(fact(FactName.PAGES_STATED, 9), kind="translation", of="criminal-record")
        ),
        "work/work-history-proof.pdf": reading(
            page(
                fact(FactName.EMPLOYED_SINCE, date(2020, 1, 1)),
                fact(FactName.EMPLOYED_UNTIL, date(2024, 1, 5)),
                fact(FactName.EMPLOYED_SINCE, date(2025, 1, 1)),
            )
        ),
    }  # fmt: skip


def all_findings() -> list[Finding]:
    case = changed_evidence(family(), "criminal-record", "anna", "authentication", issued_on=None)
    untyped = changed_evidence(case, "health-certificate", "anna", issued_on=None)
    untyped = changed_person(untyped, "jon", passport_expires_on=None)
    old = {HEALTH: reading(page(fact(FactName.ISSUED_ON, date(2026, 1, 1))))}
    coming = {HEALTH: reading(page(fact(FactName.ISSUED_ON, date(2027, 1, 1))))}
    return [
        *findings_with(case, spoilt()),
        *findings_with(untyped, old),
        *findings_with(untyped, coming),
    ]


EXPECTED = {
    "identity.name_mismatch", "identity.name_unclear", "identity.birth_date_mismatch",
    "identity.birth_date_unclear", "identity.passport_number_mismatch", "identity.passport_number_unclear",
    "identity.employer_differs", "identity.position_differs", "passport.mrz_unreadable",
    "passport.mrz_check_digit", "date.differs", "date.unclear", "date.too_old", "date.in_future",
    "chain.authentication_before_issue", "chain.translation_pages", "history.gap", "card.number_check",
    "card.number_unclear", "figures.differ", "figures.unclear", "figures.statements_differ",
    "stay.record_differs", "document.mismatch", "document.page_missing", "page.blank", "page.blurred",
    "page.sideways", "page.cut_edge", "page.glare", "reading.stopped",
}  # fmt: skip


def test_every_kind_of_fault_is_found():
    assert {finding.code for finding in all_findings()} >= EXPECTED


@pytest.mark.parametrize("language", Language)
def test_nothing_is_left_open_in_what_is_said(language: Language):
    names = Names(PACK, family())
    for finding in all_findings():
        words = say_finding(finding, names, language) + advise(finding, names, language)
        assert "{" not in words, finding
        assert finding.code not in words
