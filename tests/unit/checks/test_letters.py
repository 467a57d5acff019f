"""A letter of ours stands for a paper only once it is signed: until then it blocks, and proves nothing."""

from dataclasses import replace
from datetime import date

import pytest

from app.checks.check import check_case
from app.domain.case import Case, Evidence
from app.domain.findings import Finding, Severity
from app.domain.papers import KindTable
from app.domain.reading import FactName, PageQuality, PageReading, Reading
from app.domain.words import Language
from app.i18n.wording import Names, advise, say_finding
from app.letters.catalogue import template_of
from tests.support.cases import PACK, changed_evidence, codes_of, family, findings_of
from tests.support.readings import KINDS, bench_of, fact, findings_with, page, reading

LETTER, WAGES = "employment-certificate", "wage-certificate"
PROOF = "work/employment-proof.pdf"


def unsigned(case: Case | None = None, **values: object) -> Case:
    """Return a case whose proof of employment is a letter of ours."""
    return changed_evidence(case or family(), "employment-proof", "anna", **{"made_from": LETTER, **values})


def of_letters(case: Case) -> list[Finding]:
    return [each for each in findings_of(case) if each.code.startswith("letter.")]


def test_a_letter_that_nobody_signed_blocks_with_what_to_do_and_who_signs_it() -> None:
    [finding] = findings_of(unsigned())
    assert (finding.code, finding.severity) == ("letter.unsigned", Severity.BLOCKER)
    assert (finding.requirement, finding.person, finding.file) == ("employment-proof", "anna", PROOF)
    for language in Language:
        names = Names(PACK, unsigned())
        assert PROOF in say_finding(finding, names, language)
        assert template_of(LETTER).signing.in_language(language) in advise(finding, names, language)


def test_a_letter_whose_template_is_gone_is_told_all_the_same() -> None:
    [finding] = findings_of(unsigned(made_from="no-such-letter"))
    assert finding.params == {"made_from": "no-such-letter"}
    for language in Language:
        assert "{" not in say_finding(finding, Names(PACK), language) + advise(finding, Names(PACK), language)


def test_beside_a_signed_paper_it_is_to_be_taken_out() -> None:
    case = unsigned()
    signed = Evidence("employment-proof", "anna", ("work/signed.pdf",))
    [finding] = findings_of(case.with_evidence((*case.evidence, signed)))
    assert (finding.severity, finding.file) == (Severity.BLOCKER, PROOF)
    assert "Take the letter out" in advise(finding, Names(PACK, case), Language.EN)


def test_a_letter_that_nobody_asks_for_blocks_too() -> None:
    case = family()
    extra = Evidence("investment-approval", "anna", ("extra.pdf",), made_from=LETTER)
    codes = codes_of(case.with_evidence((*case.evidence, extra)))
    assert sorted(codes) == ["letter.unsigned", "requirement.not_asked"]


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (page(kind="health-certificate"), "seal.not_found"),
        (page(kind="passport"), "document.mismatch"),
        (page(fact(FactName.BIRTH_DATE, date(1970, 1, 1))), "identity.birth_date_mismatch"),
        (page(quality=PageQuality(ink=0.0, sharpness=None)), "page.blank"),
    ],
)
def test_what_is_no_paper_yet_is_not_looked_at_as_one(read: PageReading, code: str) -> None:
    sealed = KindTable({id: replace(kind, sealed=True) for id, kind in KINDS.kinds.items()})
    for made_from, expected in (("", code), (LETTER, "letter.unsigned")):
        case = changed_evidence(family(), "health-certificate", "anna", made_from=made_from)
        bench = replace(bench_of(case, {"anna/health.pdf": reading(read)}), kinds=sealed)
        assert [each.code for each in check_case(bench)] == [expected]


def test_a_letter_of_its_own_is_no_proof_of_the_figures_that_it_says() -> None:
    total = reading(page(fact(FactName.WAGE_TOTAL, 910_000, year=2024)))
    readings: dict[str, Reading] = {"income/2024.pdf": total}
    assert [each.code for each in findings_with(family(), readings)] == ["figures.differ"]
    case = family()
    letters = tuple(
        replace(each, made_from=WAGES) if each.files == ("income/2024.pdf",) else each
        for each in case.evidence
    )
    found = findings_with(case.with_evidence(letters), readings)
    assert [each.code for each in found if each.code.startswith("figures.")] == []
    assert "letter.unsigned" in {each.code for each in found}


def test_a_scan_of_it_is_looked_at_again() -> None:
    assert of_letters(unsigned(made_from="")) == []


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2030, 1, 1)])
def test_the_day_of_a_letter_is_not_the_day_of_the_paper(day: date) -> None:
    assert codes_of(unsigned(issued_on=day)) == ["letter.unsigned"]
