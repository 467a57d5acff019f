"""Everybody is the same person on every paper, or it is told; what was only misread is a note."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.identity import check_identity, ledger_of
from app.domain.case import Person, PersonRole, Sex
from app.domain.findings import Severity
from app.domain.ledger import Agreement
from app.domain.reading import FactName, FactValue, PageReading, Subject, TextSource
from tests.support.cases import ANNA, JON, LEA, changed_evidence, changed_person, family
from tests.support.readings import (
    about,
    agreeing,
    bench_of,
    codes_with,
    fact,
    findings_with,
    page,
    reading,
    zone_of,
)

PERMIT = "work/work-permit.pdf"
MARRIAGE = "jon/marriage-certificate.pdf"


def identity_codes(*pages: PageReading, file: str = PERMIT, case=None) -> list[str]:
    readings = {file: reading(*pages)}
    return [finding.code for finding in check_identity(bench_of(case or family(), readings))]


def named(name: str, **more: object) -> PageReading:
    return page(fact(FactName.NAME, name), **more)  # type: ignore[arg-type]


def test_papers_that_all_agree_give_no_finding_at_all():
    assert codes_with(family(), agreeing(family())) == []


@pytest.mark.parametrize(
    "name", ["ROE ANNA", "Anna Roe", "ROE, Anna", "Roé Anna", "ANNA ROE", "Ms. Anna ROE"]
)
def test_one_name_in_other_writing_is_silent(name: str):
    assert identity_codes(named(name)) == []


@given(
    st.sampled_from(["MÜLLER", "Müller", "MUELLER", "MULLER", "mueller"]),
    st.sampled_from(["ANNA MARIA", "Anna-Maria", "Anna Maria", "ANNA  MARIA"]),
    st.sampled_from(["{surname} {given}", "{given} {surname}", "{surname}, {given}"]),
)
@settings(max_examples=40, deadline=None)
def test_no_folding_of_a_name_is_a_mismatch(surname: str, given_names: str, order: str):
    case = changed_person(family(), "anna", surname="MÜLLER", given_names="ANNA MARIA")
    name = order.format(surname=surname, given=given_names)
    assert identity_codes(named(name), case=case) == []


def test_another_given_name_is_a_warning_that_names_both():
    case = family()
    [finding] = check_identity(bench_of(case, {PERMIT: reading(named("ROE MARIE"))}))
    assert (finding.code, finding.severity) == ("identity.name_mismatch", Severity.WARNING)
    assert (finding.requirement, finding.person, finding.file, finding.page) == (
        "work-permit", "anna", PERMIT, 1,
    )  # fmt: skip
    assert finding.params == {"read": "ROE MARIE", "typed": "ROE ANNA", "whose": "anna"}


def test_surname_and_given_names_apart_are_one_name():
    parts = (fact(FactName.SURNAME, "ROE"), fact(FactName.GIVEN_NAMES, "ANNA"))
    assert identity_codes(page(*parts)) == []
    assert identity_codes(page(parts[0], fact(FactName.GIVEN_NAMES, "BERTA"))) == ["identity.name_mismatch"]


def test_a_name_that_was_hard_to_read_is_a_note():
    assert identity_codes(page(fact(FactName.NAME, "ROE MARIE", sure=0.6))) == ["identity.name_unclear"]


def test_a_letter_that_print_confuses_is_a_note():
    assert identity_codes(named("R0E ANNA")) == ["identity.name_unclear"]


def test_a_surname_found_alone_is_no_other_name_where_the_rest_stands_by():
    words = ("Surname ROE", "Given names ANNA")
    assert identity_codes(named("ROE", words=words)) == []
    assert identity_codes(named("ROE", words=words[:1])) == ["identity.name_mismatch"]


def test_a_letter_left_out_counts_only_where_the_reader_was_sure():
    assert identity_codes(page(fact(FactName.NAME, "ROE ANA", sure=0.93))) == ["identity.name_unclear"]
    assert identity_codes(page(fact(FactName.NAME, "ROE ANA", sure=0.99))) == ["identity.name_mismatch"]


def test_another_name_beside_the_right_one_is_a_note():
    both = page(fact(FactName.NAME, "ROE ANNA"), fact(FactName.NAME, "DOE BERTA"))
    assert identity_codes(both) == ["identity.name_unclear"]
    written = named("DOE BERTA", words=("Mrs. Anna Roe, born 1985",))
    assert identity_codes(written) == ["identity.name_unclear"]


def test_the_right_name_inside_a_longer_word_is_not_the_right_name():
    case = changed_person(family(), "anna", given_names="ANN")
    assert identity_codes(named("ROE ANNABEL", words=("ROE ANNABEL",)), case=case) == [
        "identity.name_mismatch"
    ]


@pytest.mark.parametrize("name", ["IVANOV IVAN IVANOVICH", "Иванов Иван Иванович", "Ivan Petrovich Ivanov"])
def test_a_fathers_name_that_passports_leave_out_is_no_mismatch(name: str):
    case = changed_person(family(), "anna", surname="IVANOV", given_names="IVAN")
    assert "identity.name_mismatch" not in identity_codes(named(name), case=case)


def test_names_of_other_people_on_a_paper_never_count():
    assert identity_codes(page(fact(FactName.NAME, "WANG JIANGUO", subject=Subject.OTHER))) == []


def test_the_paper_of_another_person_of_the_case_is_told_with_whose_it_is():
    case = family()
    [finding] = check_identity(bench_of(case, {PERMIT: reading(named("ROE JON"))}))
    assert (finding.code, finding.params["other_person"]) == ("identity.name_mismatch", "jon")


def test_a_form_that_also_names_the_family_is_told_by_birth_date_and_number():
    jons = page(*about(JON), words=("Spouse: Anna Roe",))
    codes = identity_codes(jons)
    assert codes == [
        "identity.name_mismatch", "identity.birth_date_mismatch", "identity.passport_number_mismatch",
    ]  # fmt: skip
    annas = page(fact(FactName.NAME, "ROE JON"), *about(ANNA)[1:])
    assert identity_codes(annas) == []


def test_a_paper_without_a_name_is_silent():
    assert identity_codes(page()) == []


def test_a_name_in_chinese_is_held_against_a_chinese_name_alone():
    case = changed_person(family(), "anna", chinese_name="安娜")
    assert identity_codes(named("安娜"), case=case) == []
    assert identity_codes(named("安妮·罗"), case=case) == []  # by ear, with a sign in common
    assert identity_codes(named("王晓明"), case=case) == ["identity.name_unclear"]
    assert identity_codes(named("王晓明")) == []
    both = page(fact(FactName.NAME, "ROE ANNA"), fact(FactName.CHINESE_NAME, "王晓明"))
    assert identity_codes(both, case=case) == []


def test_the_name_of_a_chinese_citizen_has_to_be_the_same():
    wang = Person("wang", PersonRole.SPONSOR, "WANG", "XIAOMING", "王晓明", nationality="CHN")
    case = replace(family(), people=(*family().people, wang))
    card = replace(case.evidence[0], requirement="sponsor-identity", person="wang", files=("card.jpg",))
    case = case.with_evidence((*case.evidence, card))
    assert identity_codes(named("王晓明"), file="card.jpg", case=case) == []
    assert identity_codes(named("王晓朋"), file="card.jpg", case=case) == ["identity.name_unclear"]
    assert identity_codes(named("李大力"), file="card.jpg", case=case) == ["identity.name_mismatch"]


# Couples, children, parents


def couple(husband: str, wife: str) -> PageReading:
    return page(
        fact(FactName.NAME, husband, subject=Subject.HUSBAND), fact(FactName.NAME, wife, subject=Subject.WIFE)
    )


def test_a_marriage_certificate_names_both():
    assert identity_codes(couple("Jon Roe", "Anna Roe"), file=MARRIAGE) == []


def test_a_stranger_on_a_marriage_certificate_is_told_of_the_one_who_is_left():
    case = family()
    [finding] = check_identity(bench_of(case, {MARRIAGE: reading(couple("Peter Doe", "Anna Roe"))}))
    assert (finding.code, finding.person, finding.params["whose"]) == ("identity.name_mismatch", "jon", "jon")


def test_a_name_before_marriage_is_a_note():
    assert identity_codes(couple("Jon Roe", "Anna Schmidt"), file=MARRIAGE) == ["identity.name_unclear"]


def test_strangers_are_told_apart_by_sex_where_it_is_entered():
    case = changed_person(changed_person(family(), "anna", sex=Sex.FEMALE), "jon", sex=Sex.MALE)
    assert identity_codes(couple("Peter Doe", "Berta Doe"), file=MARRIAGE, case=case) == [
        "identity.name_mismatch"
    ]


def test_birth_dates_of_a_couple_are_each_held_against_their_own():
    birth = fact(FactName.BIRTH_DATE, date(1984, 8, 19), subject=Subject.HUSBAND)
    pair = couple("Jon Roe", "Anna Roe")
    assert identity_codes(replace(pair, facts=(*pair.facts, birth)), file=MARRIAGE) == [
        "identity.birth_date_mismatch"
    ]
    right = replace(birth, value=JON.birth_date)
    assert identity_codes(replace(pair, facts=(*pair.facts, right)), file=MARRIAGE) == []


def test_a_birth_certificate_is_the_childs_and_parents_may_have_other_names():
    parents = (
        fact(FactName.NAME, "Peter Doe", subject=Subject.FATHER),
        fact(FactName.NAME, "Anna Schmidt", subject=Subject.MOTHER),
    )
    file = "lea/kinship.pdf"
    assert identity_codes(page(*about(LEA, Subject.CHILD), *parents), file=file) == []
    other = replace(LEA, birth_date=date(2011, 10, 6))
    assert identity_codes(page(*about(other, Subject.CHILD), *parents), file=file) == [
        "identity.birth_date_mismatch"
    ]


def test_a_kinship_proof_may_be_made_out_to_a_parent():
    both = (*about(ANNA), *about(LEA))
    assert identity_codes(page(*both), file="lea/kinship.pdf") == []
    assert identity_codes(page(*about(ANNA)), file="lea/kinship.pdf") == []
    stranger = replace(LEA, given_names="MIA")
    assert identity_codes(page(*about(stranger)), file="lea/kinship.pdf") == ["identity.name_mismatch"]


def test_somebody_else_of_the_case_beside_the_right_person_is_silent():
    assert identity_codes(page(*about(ANNA), *about(JON))) == []


def test_papers_made_out_to_companies_or_owners_are_silent():
    assert identity_codes(named("LI SI"), file="work/employer-registration.pdf") == []


# Birth dates


@pytest.mark.parametrize(
    ("value", "sure", "others", "codes"),
    [
        (date(1985, 3, 2), 0.99, (), []),
        (date(1985, 3, 3), 0.99, (), ["identity.birth_date_mismatch"]),
        (date(1985, 3, 3), 0.6, (), ["identity.birth_date_unclear"]),
        (date(1985, 2, 3), 0.99, (date(1985, 3, 2),), []),  # 02/03/1985
        (date(1985, 2, 4), 0.99, (date(1985, 4, 2),), ["identity.birth_date_unclear"]),
    ],
)
def test_a_birth_date_blocks_only_where_it_is_clear(
    value: date, sure: float, others: tuple[date, ...], codes: list[str]
):
    assert identity_codes(page(fact(FactName.BIRTH_DATE, value, sure=sure, others=others))) == codes


def test_another_birth_date_blocks_and_names_both():
    wrong = page(fact(FactName.BIRTH_DATE, date(1985, 3, 3)))
    [finding] = check_identity(bench_of(family(), {PERMIT: reading(wrong)}))
    assert finding.severity is Severity.BLOCKER
    assert finding.params["read"] == date(1985, 3, 3)
    assert finding.params["typed"] == date(1985, 3, 2)


def test_without_a_typed_birth_date_the_passport_decides():
    case = changed_person(family(), "anna", birth_date=None)
    passport = reading(page(zone=zone_of(ANNA)))
    wrong = reading(page(fact(FactName.BIRTH_DATE, date(1985, 3, 3))))
    findings = check_identity(bench_of(case, {"anna/passport.jpg": passport, PERMIT: wrong}))
    assert [finding.code for finding in findings] == ["identity.birth_date_mismatch"]


# Passport numbers


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("C01X00T47", []),
        ("CO1XOOT47", []),  # O and 0 look the same
        ("C 01X00T47", []),
        ("C01X00T99", ["identity.passport_number_mismatch"]),
    ],
)
def test_a_passport_number_is_folded(number: str, codes: list[str]):
    assert identity_codes(page(fact(FactName.PASSPORT_NUMBER, number))) == codes


def test_a_passport_number_that_was_hard_to_read_is_a_note():
    assert identity_codes(page(fact(FactName.PASSPORT_NUMBER, "C01X00T99", sure=0.7))) == [
        "identity.passport_number_unclear"
    ]


def test_the_number_of_a_former_passport_that_is_given_is_no_mismatch():
    case = family()
    former = replace(case.evidence[0], requirement="former-passport", files=("old.jpg",))
    case = case.with_evidence((*case.evidence, former))
    old = reading(page(fact(FactName.PASSPORT_NUMBER, "B99X99T99")))
    permit = reading(page(fact(FactName.PASSPORT_NUMBER, "B99X99T99")))
    assert [f.code for f in check_identity(bench_of(case, {"old.jpg": old, PERMIT: permit}))] == []


def test_a_paper_older_than_the_passport_may_bear_another_number():
    case = changed_evidence(family(), "passport", "anna", issued_on=date(2021, 5, 2))
    case = changed_evidence(case, "work-permit", "anna", issued_on=date(2020, 1, 1))
    assert identity_codes(page(fact(FactName.PASSPORT_NUMBER, "B99X99T99")), case=case) == []


def test_an_old_kind_of_paper_is_judged_by_its_day_where_that_is_known():
    other = page(fact(FactName.PASSPORT_NUMBER, "B99X99T99"))
    file = "jon/marriage-certificate.pdf"
    assert identity_codes(other, file=file) == []
    case = changed_evidence(family(), "passport", "jon", issued_on=date(2009, 5, 2))
    assert identity_codes(other, file=file, case=case) == ["identity.passport_number_mismatch"]


# The zone


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"surname": "DOE"}, ["identity.name_mismatch"]),
        ({"birth_date": date(1985, 3, 3)}, ["identity.birth_date_mismatch"]),
        ({"document_number": "X99999999"}, ["identity.passport_number_mismatch"]),
        ({"document_number": "X99999999", "failed": ("document_number",)}, []),
        ({"birth_date": date(1985, 3, 3), "confidence": 0.5}, ["identity.birth_date_unclear"]),
        ({"surname": "DOE", "doubtful": ("surname",)}, ["identity.name_unclear"]),
    ],
)
def test_the_zone_is_held_against_what_is_typed(changed: dict[str, object], codes: list[str]):
    passport = page(zone=zone_of(ANNA, **changed))
    assert identity_codes(passport, file="anna/passport.jpg") == codes


def test_a_zone_that_agrees_with_the_papers_leaves_one_finding_on_the_passport():
    case = changed_person(family(), "anna", given_names="ANA")
    readings = {
        "anna/passport.jpg": reading(page(*about(ANNA), zone=zone_of(ANNA))),
        PERMIT: reading(named("ROE ANNA")),
    }
    findings = list(check_identity(bench_of(case, readings)))
    assert [(f.code, f.file) for f in findings] == [("identity.name_mismatch", "anna/passport.jpg")]


def test_an_earlier_passport_beside_the_present_one_is_silent():
    case = changed_evidence(family(), "passport", "anna", files=("anna/new.jpg",))
    old = replace(next(e for e in case.evidence if e.requirement == "passport"), files=("anna/old.jpg",))
    case = case.with_evidence((*case.evidence, old))
    readings = {
        "anna/new.jpg": reading(page(zone=zone_of(ANNA))),
        "anna/old.jpg": reading(page(zone=zone_of(ANNA, document_number="X99999999", surname="SCHMIDT"))),
    }
    assert [f.code for f in check_identity(bench_of(case, readings))] == []


# Employer and position


LETTER = "work/employer-recommendation.pdf"


def work_codes(name: FactName, on_permit: FactValue, on_letter: FactValue, sure: float = 0.99) -> list[str]:
    readings = {
        PERMIT: reading(page(fact(name, on_permit))),
        LETTER: reading(page(fact(name, on_letter, sure=sure))),
    }
    return [finding.code for finding in check_identity(bench_of(family(), readings))]


@pytest.mark.parametrize(
    ("on_permit", "on_letter", "codes"),
    [
        ("宁波新准国际贸易有限公司", "宁波新准国际贸易有限公司", []),
        ("宁波新准国际贸易有限公司", "宁波新淮国际贸易有限责任公司", []),  # one sign misread, other form
        ("宁波新准国际贸易有限公司", "宁波华诚国际贸易有限公司", ["identity.employer_differs"]),
        ("Acme Co., Ltd.", "ACME CO LTD", []),
        ("Acme Co., Ltd.", "Other Works Ltd", ["identity.employer_differs"]),
        ("宁波新准国际贸易有限公司", "Ningbo Xinzhun Trade", []),  # two scripts: not decided
    ],
)
def test_the_employer_of_the_letter_is_held_against_the_permit(
    on_permit: str, on_letter: str, codes: list[str]
):
    assert work_codes(FactName.EMPLOYER, on_permit, on_letter) == codes


@pytest.mark.parametrize(
    ("on_permit", "on_letter", "codes"),
    [
        ("副总经理", "副总经理", []),
        ("技术总监", "技术总监（研发）", []),
        ("副总经理", "总经理", ["identity.position_differs"]),
        ("副总经理", "Vice President", []),
    ],
)
def test_the_position_of_the_letter_is_held_against_the_permit(
    on_permit: str, on_letter: str, codes: list[str]
):
    assert work_codes(FactName.POSITION, on_permit, on_letter) == codes


def test_an_employer_that_was_hard_to_read_is_left_alone():
    assert work_codes(FactName.EMPLOYER, "宁波新准国际贸易有限公司", "北京天地大学", sure=0.7) == []


# The ledger


def test_the_ledger_says_how_each_paper_stands_to_what_is_typed():
    readings = {PERMIT: reading(page(fact(FactName.NAME, "DOE BERTA"), *about(ANNA)[1:]))}
    rows = [row for row in ledger_of(bench_of(family(), readings)) if row.person == "anna"]
    assert [(row.what, row.agreement, row.file) for row in rows] == [
        (FactName.NAME, Agreement.AGREES, None),
        (FactName.BIRTH_DATE, Agreement.AGREES, None),
        (FactName.PASSPORT_NUMBER, Agreement.AGREES, None),
        (FactName.NAME, Agreement.DIFFERS, PERMIT),
        (FactName.BIRTH_DATE, Agreement.AGREES, PERMIT),
        (FactName.PASSPORT_NUMBER, Agreement.AGREES, PERMIT),
    ]


def test_pages_that_are_not_used_say_nothing():
    case = changed_evidence(family(), "work-permit", "anna", pages="1")
    second = page(fact(FactName.NAME, "DOE BERTA"), number=2)
    assert identity_codes(named("ROE ANNA"), second, case=case) == []


def test_text_of_a_text_layer_is_held_against_the_case_as_well():
    assert identity_codes(named("ROE MARIE", source=TextSource.LAYER)) == ["identity.name_mismatch"]


def test_a_typed_value_is_never_changed_by_what_was_read():
    case = family()
    findings_with(case, {PERMIT: reading(named("ROE MARIE"))})
    assert case == family()
