"""Every check is silent on a clean case and speaks on each side of its boundary."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import PageTurn
from app.domain.files import FileKind, FileProblem, PageFacts, Repair, Signature
from app.domain.findings import Severity
from tests.support.cases import (
    changed_evidence,
    changed_person,
    changed_year,
    codes_of,
    family,
    findings_of,
    healthy_file,
    without_evidence,
)


def test_a_clean_family_has_no_blocker_and_no_warning():
    assert [f for f in findings_of(family()) if f.severity is not Severity.NOTE] == []


def test_a_missing_requirement_blocks_and_names_whose_it_is():
    [finding] = findings_of(without_evidence(family(), "work-permit", "anna"))
    assert (finding.code, finding.requirement, finding.person) == (
        "requirement.missing",
        "work-permit",
        "anna",
    )
    assert finding.source


def test_a_birth_certificate_answers_for_the_kinship_proof():
    case = without_evidence(family(), "kinship-proof", "lea")
    assert "requirement.missing" in codes_of(case)
    given = replace(
        case.evidence[0], requirement="birth-certificate", person="lea", country="CHN", files=("b.pdf",)
    )
    assert "requirement.missing" not in codes_of(case.with_evidence((*case.evidence, given)))


def test_three_of_four_yearly_statements_are_too_few():
    case = family()
    dropped = next(e for e in case.evidence if e.files == ("income/2024.pdf",))
    case = case.with_evidence(tuple(e for e in case.evidence if e is not dropped))
    [finding] = findings_of(case)
    assert (finding.code, finding.params) == ("requirement.too_few", {"asked": 4, "given": 3})


def test_one_file_that_may_hold_all_four_statements_is_a_note():
    case = without_evidence(family(), "income-proof", "anna")
    one = replace(case.evidence[0], requirement="income-proof", files=("all.pdf",))
    facts = {"all.pdf": healthy_file("all.pdf", pages=4)}
    assert codes_of(case.with_evidence((*case.evidence, one)), facts) == ["requirement.count_unclear"]


def test_a_record_of_a_child_below_the_age_is_left_to_the_window():
    case = changed_person(
        without_evidence(family(), "criminal-record", "lea"), "lea", birth_date=date(2016, 1, 1)
    )
    assert codes_of(case) == ["requirement.ask_window"]


def test_a_paper_that_nobody_asks_for_is_noted():
    case = family()
    extra = replace(case.evidence[0], requirement="previous-permits", files=("old.pdf",))
    assert codes_of(case.with_evidence((*case.evidence, extra))) == ["requirement.not_asked"]


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (FileProblem.EMPTY, "file.empty"),
        (FileProblem.UNREADABLE, "file.unreadable"),
        (FileProblem.ENCRYPTED, "file.encrypted"),
        (FileProblem.UNSUPPORTED, "file.unsupported"),
        (FileProblem.NEEDS_CONVERTER, "file.needs_converter"),
        (FileProblem.TOO_HEAVY, "file.too_heavy"),
    ],
)
def test_a_file_that_cannot_be_used_blocks(problem: FileProblem, code: str):
    facts = {"work/work-permit.pdf": replace(healthy_file("work-permit.pdf"), problem=problem, pages=())}
    [finding] = findings_of(family(), facts)
    assert (finding.code, finding.severity, finding.file) == (code, Severity.BLOCKER, "work/work-permit.pdf")


def test_a_page_that_cannot_be_read_blocks_and_is_named():
    page = PageFacts(2, 595, 842, problem="unreadable")
    facts = {"work/work-permit.pdf": replace(healthy_file("x.pdf"), pages=(PageFacts(1, 595, 842), page))}
    [finding] = findings_of(family(), facts)
    assert (finding.code, finding.page) == ("file.unreadable", 2)


def test_what_a_file_carries_or_lost_is_told():
    facts = {
        "work/work-permit.pdf": replace(
            healthy_file("x.pdf"),
            active_content=("javascript",),
            signed=True,
            signatures=(Signature("Anna", date(2026, 11, 9)), Signature("Office", date(2026, 11, 8))),
            repair=Repair.PIKEPDF,
            named_kind=FileKind.JPEG,
        )
    }
    assert sorted(codes_of(family(), facts)) == [
        "file.active_content", "file.repaired", "file.signed", "file.wrong_extension",
    ]  # fmt: skip


def test_who_signed_a_file_and_when_last_is_told():
    signatures = (
        Signature("Office", date(2026, 11, 8)),
        Signature("Anna", date(2026, 11, 9)),
        Signature("Anna"),
    )
    file = replace(healthy_file("x.pdf"), signed=True, signatures=signatures)
    [finding] = findings_of(family(), {"work/work-permit.pdf": file})
    assert finding.params == {"signer": ("Office", "Anna"), "count": 3, "day": date(2026, 11, 9)}
    unnamed = replace(file, signatures=(Signature(""),))
    [finding] = findings_of(family(), {"work/work-permit.pdf": unnamed})
    assert finding.params == {"signer": (), "count": 1}


def test_a_word_file_is_told_with_what_was_seen_when_it_was_laid_out():
    file = replace(healthy_file("x.pdf"), kind=FileKind.DOCX, named_kind=FileKind.PDF, pages=())
    [_, fresh] = findings_of(family(), {"work/work-permit.pdf": file})
    assert (fresh.code, fresh.severity, fresh.params) == ("file.layout_unapproved", Severity.NOTE, {})
    laid_out = replace(file, converter="LibreOffice 7.4", substituted=(("仿宋", "Noto Sans SC"),))
    facts = {"work/work-permit.pdf": laid_out}
    [_, seen] = findings_of(family(), facts)
    assert seen.params == {"converter": "LibreOffice 7.4", "fonts": ("仿宋 → Noto Sans SC",)}
    approved = changed_evidence(family(), "work-permit", "anna", layout_approved=True)
    [_, found] = findings_of(approved, facts)
    assert (found.code, found.params) == ("file.converted", {"converter": "LibreOffice 7.4"})


def test_a_page_selection_that_names_missing_pages_blocks():
    assert codes_of(changed_evidence(family(), "work-permit", "anna", pages="1-3")) == ["file.pages_unknown"]


def test_a_turn_of_a_page_that_is_not_there_is_told():
    turned = changed_evidence(family(), "work-permit", "anna", turns=(PageTurn(1, 90), PageTurn(3, 0)))
    [finding] = findings_of(turned)
    assert (finding.code, finding.severity) == ("file.turns_unknown", Severity.WARNING)
    assert finding.params == {"pages": ("3",), "total": 1}


def test_the_same_bytes_for_two_people_are_told():
    facts = {"jon/passport.jpg": healthy_file("anna/passport.jpg")}
    [finding] = findings_of(family(), facts)
    assert (finding.code, finding.person, finding.params["other_person"]) == ("file.duplicate", "jon", "anna")


def test_the_same_bytes_twice_for_one_requirement_of_one_person_are_no_duplicate():
    facts = {"income/2025.pdf": healthy_file("income/2024.pdf")}
    assert codes_of(family(), facts) == []


def test_the_same_picture_in_other_bytes_is_told():
    picture = bytes(range(0, 204)) * 4
    nearly = bytes(min(255, level + 3) for level in picture)
    facts = {
        "anna/passport.jpg": replace(healthy_file("a.jpg"), pages=(PageFacts(1, 595, 842, picture=picture),)),
        "work/work-permit.pdf": replace(
            healthy_file("b.pdf"), pages=(PageFacts(1, 595, 842, dpi=200, picture=nearly),)
        ),
    }
    assert codes_of(family(), facts) == ["file.duplicate"]


def test_two_forms_set_by_a_program_are_told_apart_by_their_bytes_alone():
    page = PageFacts(1, 595, 842, picture=bytes(range(0, 204)) * 4)
    facts = {
        "anna/form.pdf": replace(healthy_file("a.pdf"), pages=(page,)),
        "jon/form.pdf": replace(healthy_file("b.pdf"), pages=(page,)),
    }
    assert codes_of(family(), facts) == []


def test_two_blank_pages_are_no_duplicate():
    blank = (PageFacts(1, 595, 842, picture=b"\xff" * 816),)
    facts = {
        "anna/passport.jpg": replace(healthy_file("a.jpg"), pages=blank),
        "work/work-permit.pdf": replace(healthy_file("b.jpg"), pages=blank),
    }
    assert codes_of(family(), facts) == []


@pytest.mark.parametrize(
    ("issued_on", "codes"),
    [
        (date(2026, 6, 14), ["date.too_old"]),
        (date(2026, 6, 15), ["date.use_by_soon"]),  # counts until the planned day itself
        (date(2026, 7, 13), ["date.use_by_soon"]),  # 29 days more
        (date(2026, 7, 14), []),  # 30 days more
        (None, ["date.not_found"]),
    ],
)
def test_a_health_certificate_counts_six_months(issued_on: date | None, codes: list[str]):
    assert codes_of(changed_evidence(family(), "health-certificate", "anna", issued_on=issued_on)) == codes


def test_the_authentication_of_a_record_ages_too():
    case = changed_evidence(family(), "criminal-record", "anna", "authentication", issued_on=date(2026, 6, 1))
    [finding] = findings_of(case)
    assert (finding.code, finding.part) == ("date.too_old", "authentication")


@pytest.mark.parametrize(
    ("expires_on", "codes"),
    [
        (date(2026, 12, 15), ["date.expired"]),
        (date(2026, 12, 16), ["date.use_by_soon"]),
        (date(2027, 1, 14), []),
    ],
)
def test_a_permit_must_outlast_the_planned_day(expires_on: date, codes: list[str]):
    assert codes_of(changed_evidence(family(), "visa-or-permit", "anna", expires_on=expires_on)) == codes


@pytest.mark.parametrize(
    ("expires_on", "codes"),
    [
        (date(2026, 12, 15), ["passport.expired"]),
        (date(2026, 12, 16), ["passport.expires_soon"]),
        (date(2027, 6, 15), ["passport.expires_soon"]),
        (date(2027, 6, 16), []),
        (None, ["passport.expiry_missing"]),
    ],
)
def test_a_passport_must_outlast_the_planned_day(expires_on: date | None, codes: list[str]):
    assert codes_of(changed_person(family(), "jon", passport_expires_on=expires_on)) == codes


def test_a_paper_dated_tomorrow_is_told():
    case = changed_evidence(family(), "health-certificate", "anna", issued_on=date(2026, 11, 21))
    assert codes_of(case, today=date(2026, 11, 20)) == ["date.in_future"]
    assert codes_of(case, today=date(2026, 11, 21)) == []


@pytest.mark.parametrize("part", ["authentication", "translation"])
def test_a_record_from_abroad_needs_every_link(part: str):
    [finding] = findings_of(without_evidence(family(), "criminal-record", "anna", part))
    assert finding.code == f"chain.{part}_missing"
    assert (finding.requirement, finding.person) == ("criminal-record", "anna")


def test_a_record_from_china_needs_no_link():
    case = without_evidence(family(), "criminal-record", "anna", "authentication")
    case = without_evidence(case, "criminal-record", "anna", "translation")
    case = changed_evidence(case, "criminal-record", "anna", country="CHN")
    assert codes_of(case) == []


def test_records_of_two_countries_need_two_authentications():
    case = family()
    second = replace(
        next(e for e in case.evidence if e.requirement == "criminal-record"), country="USA", files=("us.pdf",)
    )
    codes = codes_of(case.with_evidence((*case.evidence, second)))
    assert sorted(codes) == ["chain.authentication_missing", "chain.translation_missing"]


def test_the_translator_licence_is_asked_only_where_the_place_asks_for_it():
    codes = codes_of(replace(family(), place="shanghai"))
    assert codes.count("chain.translator_licence_missing") == 4
    assert "chain.translator_licence_missing" not in codes_of(family())


def test_a_place_asks_for_a_record_of_its_own_country_besides():
    missing = [
        finding
        for finding in findings_of(replace(family(), place="shanghai"))
        if finding.code == "requirement.missing" and finding.requirement == "criminal-record"
    ]
    assert [finding.params for finding in missing] == [{"country": "CHN"}]


@pytest.mark.parametrize(
    ("column", "value", "codes"),
    [
        ("wage_cny", 424_679, ["wage.below_threshold"]),
        ("wage_cny", 424_680, []),
        ("wage_cny", None, ["wage.year_missing"]),
        ("tax_cny", 84_935, ["tax.below_standard"]),
        ("tax_cny", 84_936, ["tax.below_strict_reading"]),
        ("tax_cny", 180_000, []),
        ("tax_cny", None, ["tax.year_missing"]),
        ("days_in_china", 182, ["stay.year_short"]),
        ("days_in_china", 183, []),
        ("days_in_china", None, ["stay.year_missing"]),
    ],
)
def test_each_counted_year_must_reach_its_threshold(column: str, value: float | None, codes: list[str]):
    case = changed_year(family(), 2024, **{column: value})
    if column == "wage_cny" and value is not None:
        case = changed_year(case, 2024, tax_cny=200_000)
    assert codes_of(case) == codes


def test_a_year_that_does_not_count_is_not_asked():
    poor = {"wage_cny": 2, "tax_cny": 1}
    assert codes_of(changed_year(family(), 2022, **poor)) == []  # the part year 2026 stands in for it
    without_part_year = changed_year(family(), 2026, wage_cny=100_000, tax_cny=10_000)
    found = codes_of(changed_year(without_part_year, 2022, **poor))
    assert found == ["wage.below_threshold", "tax.below_standard"]


def test_a_child_of_eighteen_on_the_planned_day_cannot_come_along():
    assert codes_of(changed_person(family(), "lea", birth_date=date(2008, 12, 15))) == ["person.not_minor"]
    assert codes_of(changed_person(family(), "lea", birth_date=date(2008, 12, 16))) == []
    assert codes_of(changed_person(family(), "lea", married=True)) == ["person.not_minor"]
    assert codes_of(changed_person(family(), "lea", birth_date=None)) == ["person.birth_date_missing"]


def test_a_chinese_record_alone_does_not_answer_for_the_one_from_abroad():
    case = replace(changed_evidence(family(), "criminal-record", "anna", country="CHN"), place="shanghai")
    missing = [
        f for f in findings_of(case) if f.code == "requirement.missing" and f.requirement == "criminal-record"
    ]
    assert [finding.params for finding in missing] == [{}]


def test_an_earlier_permit_beside_the_present_one_may_have_expired():
    case = family()
    permit = next(e for e in case.evidence if e.requirement == "work-permit")
    old = replace(permit, files=("old.pdf",), expires_on=date(2025, 1, 1))
    assert codes_of(case.with_evidence((*case.evidence, old))) == []
    without_present = tuple(each for each in case.evidence if each is not permit)
    assert codes_of(case.with_evidence((*without_present, old))) == ["date.expired"]


def test_a_permit_without_its_last_day_is_told():
    assert codes_of(changed_evidence(family(), "work-permit", "anna", expires_on=None)) == [
        "date.expiry_missing"
    ]


def test_the_authentication_of_a_marriage_ages_only_where_the_place_says_so():
    case = changed_evidence(
        family(), "marriage-certificate", "jon", "authentication", issued_on=date(2026, 6, 14)
    )
    assert codes_of(case) == []
    assert codes_of(replace(case, place="shanghai")).count("date.too_old") == 1


def test_a_licence_whose_own_day_has_passed_blocks_whatever_it_is():
    case = changed_evidence(family(), "employer-registration", "anna", expires_on=date(2026, 12, 1))
    assert codes_of(case) == ["date.expired"]


def test_of_two_passports_the_one_that_lasts_longest_counts():
    case = family()
    passport = next(e for e in case.evidence if (e.requirement, e.person) == ("passport", "anna"))
    old = replace(passport, files=("old.jpg",), expires_on=date(2021, 1, 1))
    new = replace(passport, expires_on=date(2031, 5, 1))
    others = tuple(each for each in case.evidence if each is not passport)
    assert codes_of(case.with_evidence((*others, old, new))) == []
    assert codes_of(case.with_evidence((*others, old, passport))) == []
    assert codes_of(case.with_evidence((*others, old))) == ["passport.expired"]


def test_an_authentication_made_in_another_country_does_not_serve():
    case = changed_evidence(family(), "criminal-record", "anna", "authentication", country="FRA")
    assert codes_of(case) == ["chain.authentication_missing"]


def test_a_paper_without_a_country_goes_with_the_authentication_that_is_there():
    assert codes_of(changed_evidence(family(), "criminal-record", "anna", country=None)) == []


def test_a_translation_made_in_china_serves_whatever_the_country_of_the_paper():
    assert codes_of(changed_evidence(family(), "criminal-record", "anna", "translation", country="CHN")) == []


def test_two_records_of_one_country_need_two_authentications():
    case = family()
    second = replace(
        next(e for e in case.evidence if e.requirement == "criminal-record"), files=("second.pdf",)
    )
    codes = codes_of(case.with_evidence((*case.evidence, second)))
    assert sorted(codes) == ["chain.authentication_missing", "chain.translation_missing"]


def test_one_scan_may_serve_two_papers_with_its_own_pages_each():
    facts = {name: healthy_file("scan.pdf", pages=4) for name in ("anna/form.pdf", "work/work-permit.pdf")}
    apart = changed_evidence(family(), "application-form", "anna", pages="1-2")
    apart = changed_evidence(apart, "work-permit", "anna", pages="3-4")
    assert codes_of(apart, facts) == []
    assert codes_of(changed_evidence(apart, "work-permit", "anna", pages="2-4"), facts) == ["file.duplicate"]


def test_a_broken_page_that_is_not_used_does_not_block():
    broken = PageFacts(2, 595, 842, problem="unreadable")
    facts = {"work/work-permit.pdf": replace(healthy_file("x.pdf"), pages=(PageFacts(1, 595, 842), broken))}
    assert codes_of(changed_evidence(family(), "work-permit", "anna", pages="1"), facts) == []


def test_the_same_statement_entered_four_times_is_one():
    case = without_evidence(family(), "income-proof", "anna")
    one = replace(case.evidence[0], requirement="income-proof", files=("a.pdf",))
    assert codes_of(case.with_evidence((*case.evidence, one, one, one, one))) == ["requirement.too_few"]


def test_a_name_without_ending_promises_nothing():
    case = changed_evidence(family(), "work-permit", "anna", files=("scan",))
    facts = {"scan": replace(healthy_file("scan.pdf"), named_kind=None)}
    assert codes_of(case, facts) == []


def test_someone_whom_the_category_does_not_take_along_is_told():
    case = replace(family(), category="rp.in-country-change")
    assert codes_of(case).count("person.not_accompanying") == 2
