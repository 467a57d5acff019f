"""What each paper is, how long it counts, what chain it needs from abroad, when it need not be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Evidence, EvidencePart, Person, PersonRole
from app.domain.judgement import ChecklistItem, ItemState, UseBy
from app.domain.rules import AuthenticationWay, CategoryKind, RulePack
from app.domain.sources import Confidence
from app.rules.chain import chain_need
from app.rules.checklist import earliest_use_by, make_checklist

SUBMIT_ON = date(2026, 12, 15)
AUTHENTICATED, TRANSLATED, NO_CHAIN = (True, True), (False, True), None
ABROAD, IN_CHINA = True, False

# requirement: section, form, (authentication, translation), taken to be from abroad while no country is named
REQUIREMENTS = {
    "application-form": ("identity", "original", NO_CHAIN, None),
    "photo": ("identity", "original", NO_CHAIN, None),
    "passport": ("identity", "original-and-copy", NO_CHAIN, None),
    "visa-or-permit": ("identity", "original-and-copy", NO_CHAIN, None),
    "accommodation-registration": ("identity", "original-and-copy", NO_CHAIN, None),
    "power-of-attorney": ("identity", "original", AUTHENTICATED, IN_CHINA),
    "curriculum-vitae": ("identity", "original", NO_CHAIN, None),
    "employment-proof": ("work", "original", NO_CHAIN, None),
    "work-permit": ("work", "original-and-copy", NO_CHAIN, None),
    "work-history-proof": ("work", "original", NO_CHAIN, None),
    "employer-registration": ("work", "original-and-copy", NO_CHAIN, None),
    "employer-annual-report": ("work", "copy", NO_CHAIN, None),
    "employer-recommendation": ("work", "original", NO_CHAIN, None),
    "organisation-letter": ("work", "original", NO_CHAIN, None),
    "visa-delay-statement": ("work", "original", NO_CHAIN, None),
    "post-proof": ("work", "original", NO_CHAIN, None),
    "main-employer-consent": ("work", "original", NO_CHAIN, None),
    "part-time-employer-consent": ("work", "original", NO_CHAIN, None),
    "part-time-company-registration": ("work", "original-and-copy", NO_CHAIN, None),
    "entrepreneurship-proof": ("work", "original-and-copy", NO_CHAIN, None),
    "income-proof": ("income-tax", "original", NO_CHAIN, None),
    "tax-proof": ("income-tax", "original-and-copy", NO_CHAIN, None),
    "stay-record": ("stay", "original", NO_CHAIN, None),
    "previous-permits": ("stay", "original-and-copy", NO_CHAIN, None),
    "authority-recommendation": ("qualification", "original", NO_CHAIN, None),
    "university-recommendation": ("qualification", "original", NO_CHAIN, None),
    "leader-recommendation": ("qualification", "original", NO_CHAIN, None),
    "leader-guarantee": ("qualification", "original", NO_CHAIN, None),
    "academic-diploma": ("qualification", "original-and-copy", AUTHENTICATED, ABROAD),
    "degree-certificate": ("qualification", "original-and-copy", AUTHENTICATED, ABROAD),
    "invitation-letter": ("qualification", "original", NO_CHAIN, None),
    "confirmation-letter": ("qualification", "original", NO_CHAIN, None),
    "achievement-proof": ("qualification", "original-and-copy", TRANSLATED, IN_CHINA),
    "ranking-proof": ("qualification", "copy", NO_CHAIN, None),
    "enrolment-proof": ("qualification", "original-and-copy", TRANSLATED, ABROAD),
    "intergovernmental-agreement": ("qualification", "copy", NO_CHAIN, None),
    "former-id-card": ("origin", "original-and-copy", NO_CHAIN, None),
    "household-register": ("origin", "original-and-copy", NO_CHAIN, None),
    "former-passport": ("origin", "original-and-copy", NO_CHAIN, None),
    "chinese-origin-proof": ("origin", "original-and-copy", AUTHENTICATED, IN_CHINA),
    "naturalisation-proof": ("origin", "original-and-copy", AUTHENTICATED, ABROAD),
    "household-cancellation": ("origin", "original-and-copy", NO_CHAIN, None),
    "investment-approval": ("investment", "original-and-copy", NO_CHAIN, None),
    "investment-registration": ("investment", "original-and-copy", NO_CHAIN, None),
    "investment-annual-report": ("investment", "copy", NO_CHAIN, None),
    "capital-verification": ("investment", "original-and-copy", NO_CHAIN, None),
    "project-certificate": ("investment", "original-and-copy", NO_CHAIN, None),
    "health-certificate": ("health-character", "original-and-copy", AUTHENTICATED, IN_CHINA),
    "criminal-record": ("health-character", "original-and-copy", AUTHENTICATED, ABROAD),
    "marriage-certificate": ("family", "original-and-copy", AUTHENTICATED, ABROAD),
    "birth-certificate": ("family", "original-and-copy", AUTHENTICATED, ABROAD),
    "kinship-proof": ("family", "original-and-copy", AUTHENTICATED, IN_CHINA),
    "sponsor-identity": ("family", "original-and-copy", NO_CHAIN, None),
    "housing-proof": ("family", "original-and-copy", NO_CHAIN, None),
    "livelihood-proof": ("family", "original-and-copy", AUTHENTICATED, IN_CHINA),
    "no-relatives-abroad-proof": ("family", "original-and-copy", AUTHENTICATED, ABROAD),
}
CHAINED = [name for name, (_, _, links, _) in REQUIREMENTS.items() if links is not None]
LETTERS = [
    "employer-recommendation",
    "authority-recommendation",
    "university-recommendation",
    "leader-recommendation",
    "leader-guarantee",
]


def test_every_requirement_stands_in_the_table(pack: RulePack) -> None:
    assert sorted(pack.requirements) == sorted(REQUIREMENTS)
    assert len(REQUIREMENTS) == 56


@pytest.mark.parametrize("requirement_id", REQUIREMENTS)
def test_each_requirement_says_where_it_goes_and_what_chain_it_needs(
    pack: RulePack, requirement_id: str
) -> None:
    requirement = pack.requirements[requirement_id]
    chain = requirement.chain
    links = None if chain is None else (chain.authentication, chain.translation)
    abroad = None if chain is None else chain.assumed_abroad
    assert (requirement.section, requirement.form, links, abroad) == REQUIREMENTS[requirement_id]


def test_no_two_papers_bear_the_same_name(pack: RulePack) -> None:
    for names in (
        [requirement.title.en for requirement in pack.requirements.values()],
        [requirement.title.zh for requirement in pack.requirements.values()],
    ):
        assert len(set(names)) == len(names)


def test_the_four_letters_of_recommendation_and_the_guarantee_have_five_issuers(pack: RulePack) -> None:
    letters = [pack.requirements[name] for name in LETTERS]
    assert len({letter.issuer.en for letter in letters}) == len(letters)
    assert len({letter.issuer.zh for letter in letters}) == len(letters)


# ------------------------------------------------------------------------------------------ how long


def test_only_papers_of_the_past_may_have_expired(pack: RulePack) -> None:
    past = {name for name, requirement in pack.requirements.items() if requirement.may_have_expired}
    assert past == {"previous-permits", "former-passport", "former-id-card"}


def test_only_a_visa_or_permit_and_a_work_permit_carry_a_last_day_of_their_own(pack: RulePack) -> None:
    lasting = {name for name, requirement in pack.requirements.items() if requirement.expires}
    assert lasting == {"visa-or-permit", "work-permit"}


def test_only_health_certificate_criminal_record_and_housing_proof_grow_too_old_everywhere(
    pack: RulePack,
) -> None:
    ageing = {
        name: [(row.months, row.counts_from) for row in requirement.validity]
        for name, requirement in pack.requirements.items()
        if requirement.validity
    }
    assert ageing == {
        "health-certificate": [(6, (EvidencePart.ORIGINAL,))],
        "criminal-record": [(6, (EvidencePart.ORIGINAL, EvidencePart.AUTHENTICATION))],
        "housing-proof": [(6, (EvidencePart.ORIGINAL,))],
    }


@pytest.mark.parametrize("requirement_id", ["health-certificate", "housing-proof"])
@pytest.mark.parametrize(
    ("issued_on", "day"),
    [
        (date(2026, 6, 15), date(2026, 12, 15)),
        (date(2026, 6, 14), date(2026, 12, 14)),
        (date(2026, 8, 31), date(2027, 2, 28)),
    ],
)
def test_a_health_certificate_and_a_notarised_housing_proof_count_for_six_months_from_their_issue(
    pack: RulePack, paper: Callable[..., Evidence], requirement_id: str, issued_on: date, day: date
) -> None:
    given = paper(requirement_id, issued_on=issued_on)
    found = earliest_use_by(pack.requirements[requirement_id], pack.places["national"], (given,), SUBMIT_ON)
    assert found == UseBy(day, "original", 6)


@pytest.mark.parametrize("requirement_id", ["health-certificate", "housing-proof", "criminal-record"])
def test_a_paper_whose_day_is_not_entered_sets_no_last_day(
    pack: RulePack, paper: Callable[..., Evidence], requirement_id: str
) -> None:
    given = paper(requirement_id)
    assert (
        earliest_use_by(pack.requirements[requirement_id], pack.places["national"], (given,), SUBMIT_ON)
        is None
    )


def test_a_health_certificates_authentication_sets_no_day(
    pack: RulePack, paper: Callable[..., Evidence]
) -> None:
    given = paper("health-certificate", part=EvidencePart.AUTHENTICATION, issued_on=date(2026, 1, 5))
    assert (
        earliest_use_by(pack.requirements["health-certificate"], pack.places["ningbo"], (given,), SUBMIT_ON)
        is None
    )


@pytest.mark.parametrize(
    ("original", "authentication", "day", "part"),
    [
        (date(2026, 7, 1), date(2026, 8, 1), date(2027, 1, 1), "original"),
        (date(2026, 9, 1), date(2026, 8, 31), date(2027, 2, 28), "authentication"),
    ],
)
def test_a_criminal_record_counts_until_the_earlier_of_its_two_days(
    pack: RulePack,
    paper: Callable[..., Evidence],
    original: date,
    authentication: date,
    day: date,
    part: str,
) -> None:
    given = (
        paper("criminal-record", issued_on=original),
        paper("criminal-record", part=EvidencePart.AUTHENTICATION, issued_on=authentication),
    )
    found = earliest_use_by(pack.requirements["criminal-record"], pack.places["ningbo"], given, SUBMIT_ON)
    assert found == UseBy(day, part, 6)


@pytest.mark.parametrize(
    "requirement_id",
    ["marriage-certificate", "birth-certificate", "kinship-proof", "livelihood-proof", "academic-diploma"],
)
def test_no_national_rule_limits_the_age_of_other_papers(
    pack: RulePack, paper: Callable[..., Evidence], requirement_id: str
) -> None:
    given = paper(requirement_id, issued_on=date(2009, 5, 1))
    assert (
        earliest_use_by(pack.requirements[requirement_id], pack.places["ningbo"], (given,), SUBMIT_ON) is None
    )


@pytest.mark.parametrize(
    ("requirement_id", "last_day"),
    [
        ("former-passport", None),
        ("former-id-card", None),
        ("previous-permits", None),
        ("sponsor-identity", UseBy(date(2019, 3, 1), "original", 0)),
    ],
)
def test_a_former_passport_may_have_run_out_and_a_sponsors_card_may_not(
    pack: RulePack, paper: Callable[..., Evidence], requirement_id: str, last_day: UseBy | None
) -> None:
    given = paper(requirement_id, expires_on=date(2019, 3, 1))
    found = earliest_use_by(pack.requirements[requirement_id], pack.places["ningbo"], (given,), SUBMIT_ON)
    assert found == last_day


# ------------------------------------------------------------------------------------------ from abroad


@pytest.mark.parametrize("requirement_id", CHAINED)
def test_a_paper_from_abroad_needs_the_links_of_its_chain(pack: RulePack, requirement_id: str) -> None:
    chain = pack.requirements[requirement_id].chain
    assert chain is not None
    need = chain_need(pack, pack.places["national"], chain, "DEU", SUBMIT_ON)
    assert need is not None
    assert (need.way is not None, need.translation) == REQUIREMENTS[requirement_id][2]


@pytest.mark.parametrize("requirement_id", CHAINED)
def test_a_paper_from_china_needs_no_chain(pack: RulePack, requirement_id: str) -> None:
    chain = pack.requirements[requirement_id].chain
    assert chain is not None
    assert chain_need(pack, pack.places["national"], chain, "CHN", SUBMIT_ON) is None


@pytest.mark.parametrize("requirement_id", CHAINED)
def test_while_no_country_is_named_a_paper_is_taken_to_come_from_where_it_mostly_does(
    pack: RulePack, requirement_id: str
) -> None:
    chain = pack.requirements[requirement_id].chain
    assert chain is not None
    need = chain_need(pack, pack.places["national"], chain, None, SUBMIT_ON)
    if not chain.assumed_abroad:
        assert need is None
        return
    assert need is not None
    assert need.way is (AuthenticationWay.BY_COUNTRY if chain.authentication else None)


@pytest.mark.parametrize("requirement_id", ["academic-diploma", "degree-certificate"])
def test_a_degree_from_abroad_is_recognised_by_the_service_center(
    pack: RulePack, requirement_id: str
) -> None:
    requirement = pack.requirements[requirement_id]
    assert "教育部留学服务中心" in requirement.accepts.zh
    assert "Service Center for Scholarly Exchange" in requirement.accepts.en


# ------------------------------------------------------------------------------------------ former names


@pytest.mark.parametrize(
    ("requirement_id", "former", "today"),
    [
        ("work-permit", "外国专家证", "外国人工作许可证"),
        ("work-permit", "外国人就业证", "2024年12月1日"),
        ("employer-annual-report", "年检", "年度报告"),
        ("employer-annual-report", "联合年检", "联合年报"),
        ("employer-registration", "批准证书", "备案回执"),
        ("employer-registration", "批准证书", "信息报告"),
        ("investment-approval", "外商投资企业批准证书", "备案回执"),
        ("investment-approval", "外商投资企业批准证书", "信息报告"),
        ("investment-annual-report", "联合年检", "联合年报"),
        ("sponsor-identity", "外国人永久居留证", "外国人永久居留身份证"),
        ("tax-proof", "完税证明", "纳税记录"),
        ("health-certificate", "卫生检疫部门", "海关"),
    ],
)
def test_papers_that_older_lists_name_otherwise_tell_both_names_and_a_source(
    pack: RulePack, requirement_id: str, former: str, today: str
) -> None:
    legacy = pack.requirements[requirement_id].legacy
    assert legacy is not None
    assert former in legacy.text.zh
    assert today in legacy.text.zh
    assert legacy.source


@pytest.mark.parametrize(
    "requirement_id", ["employer-annual-report", "employer-registration", "investment-approval"]
)
def test_years_that_nothing_read_confirms_are_marked_so(pack: RulePack, requirement_id: str) -> None:
    legacy = pack.requirements[requirement_id].legacy
    assert legacy is not None
    assert Confidence.UNVERIFIED in {source.confidence for source in legacy.source}


@pytest.mark.parametrize(
    ("former", "only_in"),
    [
        ("annual inspection", {"employer-annual-report", "investment-annual-report"}),
        ("expert certificate", {"work-permit"}),
        ("non-criminal", set()),
        ("authorised by the embassy", set()),
    ],
)
def test_former_and_mistaken_names_stand_only_beside_todays(
    pack: RulePack, former: str, only_in: set[str]
) -> None:
    found = set()
    for name, requirement in pack.requirements.items():
        today = (requirement.title, requirement.accepts, requirement.issuer, requirement.obtain)
        assert not any(former in text.en.lower() for text in today)
        if requirement.legacy is not None and former in requirement.legacy.text.en.lower():
            found.add(name)
    assert found == only_in


# ------------------------------------------------------------------------------------------ waivers

Waived = Callable[..., ChecklistItem]


@pytest.fixture
def asked(pack: RulePack, make_case: Callable[..., Case]) -> Waived:
    """Return the item of a requirement for the principal applicant of a case."""

    def item(
        category: str,
        requirement: str,
        *,
        answers: Mapping[str, Answer] | None = None,
        place: str = "ningbo",
        born: date | None = date(1985, 3, 2),
        submit_on: date = SUBMIT_ON,
        evidence: tuple[Evidence, ...] = (),
    ) -> ChecklistItem:
        person = Person("anna", PersonRole.PRINCIPAL, "MULLER", "ANNA", birth_date=born)
        case = make_case(category, place, people=(person,), answers=answers, evidence=evidence)
        items = make_checklist(pack, replace(case, submit_on=submit_on), today=submit_on)
        return next(each for each in items if each.requirement.id == requirement)

    return item


def grounds(item: ChecklistItem) -> tuple[str | None, set[str]]:
    """Return the ground on which an item is waived, and those on which it might be."""
    return item.waiver.id if item.waiver else None, {each.id for each in item.waivable}


SHARED = [
    ("accommodation-registration", "office.finds_registration"),
    ("employer-registration", "office.finds_licence"),
]


def test_three_papers_can_be_waived(pack: RulePack) -> None:
    waivers = {
        name: [each.id for each in requirement.waivers]
        for name, requirement in pack.requirements.items()
        if requirement.waivers
    }
    assert waivers == {
        "accommodation-registration": ["data-sharing"],
        "employer-registration": ["data-sharing"],
        "health-certificate": ["under-18", "under-one-year", "over-70"],
    }


@pytest.mark.parametrize(("requirement_id", "fact"), SHARED)
def test_data_sharing_spares_paper_for_visas_and_residence_permits_only(
    pack: RulePack, requirement_id: str, fact: str
) -> None:
    (waiver,) = pack.requirements[requirement_id].waivers
    assert set(waiver.scope.kinds) == {CategoryKind.RESIDENCE_PERMIT, CategoryKind.VISA}
    assert fact in pack.questions


@pytest.mark.parametrize(("requirement_id", "fact"), SHARED)
@pytest.mark.parametrize(
    ("answer", "state", "waiver", "waivable"),
    [
        (True, ItemState.WAIVED, "data-sharing", set()),
        (False, ItemState.MISSING, None, set()),
        (None, ItemState.MISSING, None, {"data-sharing"}),
    ],
)
def test_a_paper_that_the_office_finds_by_itself_need_not_be_given(
    asked: Waived,
    requirement_id: str,
    fact: str,
    answer: bool | None,
    state: ItemState,
    waiver: str | None,
    waivable: set[str],
) -> None:
    item = asked("rp.work", requirement_id, answers={} if answer is None else {fact: answer})
    assert item.state is state
    assert grounds(item) == (waiver, waivable)


@pytest.mark.parametrize(("requirement_id", "fact"), SHARED)
@pytest.mark.parametrize(("day", "waiver"), [(19, None), (20, "data-sharing")])
def test_data_sharing_spares_paper_from_20_march_2024(
    asked: Waived, requirement_id: str, fact: str, day: int, waiver: str | None
) -> None:
    item = asked("rp.work", requirement_id, answers={fact: True}, submit_on=date(2024, 3, day))
    assert grounds(item) == (waiver, set())


def test_data_sharing_spares_no_paper_for_permanent_residence(asked: Waived) -> None:
    item = asked("pr.wage-tax", "employer-registration", answers={"office.finds_licence": True})
    assert item.state is ItemState.MISSING
    assert grounds(item) == (None, set())


def test_a_paper_given_all_the_same_is_taken(asked: Waived, paper: Callable[..., Evidence]) -> None:
    item = asked(
        "rp.work",
        "employer-registration",
        answers={"office.finds_licence": True},
        evidence=(paper("employer-registration"),),
    )
    assert item.state is ItemState.PROVIDED


YEAR = {"permit.months_wanted": 12}


@pytest.mark.parametrize(
    ("place", "born", "answers", "waiver", "waivable"),
    [
        ("ningbo", date(2008, 12, 16), YEAR, "under-18", set()),
        ("ningbo", date(2008, 12, 15), YEAR, None, set()),
        ("ningbo", None, YEAR, None, {"under-18"}),
        ("ningbo", date(1985, 3, 2), {"permit.months_wanted": 11}, "under-one-year", set()),
        ("ningbo", date(1985, 3, 2), {"permit.months_wanted": 12}, None, set()),
        ("ningbo", date(1985, 3, 2), {"permit.months_wanted": 13}, None, set()),
        ("ningbo", date(1985, 3, 2), {}, None, {"under-one-year"}),
        ("shanghai", date(1955, 12, 15), YEAR, "over-70", set()),
        ("shanghai", date(1955, 12, 16), YEAR, None, set()),
        ("shanghai", date(2008, 12, 16), YEAR, "under-18", set()),
        ("shanghai", None, YEAR, None, {"under-18", "over-70"}),
        ("ningbo", date(1955, 12, 15), YEAR, None, set()),
        ("beijing", date(1955, 12, 15), YEAR, None, set()),
    ],
)
def test_a_residence_permit_asks_a_health_certificate_of_adults_for_a_year_or_more(
    asked: Waived,
    place: str,
    born: date | None,
    answers: Mapping[str, Answer],
    waiver: str | None,
    waivable: set[str],
) -> None:
    item = asked("rp.work", "health-certificate", place=place, born=born, answers=answers)
    assert grounds(item) == (waiver, waivable)
    assert item.state is (ItemState.MISSING if waiver is None else ItemState.WAIVED)


def test_permanent_residence_asks_a_health_certificate_of_children_too(
    pack: RulePack, make_case: Callable[..., Case], family: tuple[Person, ...]
) -> None:
    case = make_case("pr.wage-tax", people=family, answers={"permit.months_wanted": 6})
    items = [
        each
        for each in make_checklist(pack, case, today=SUBMIT_ON)
        if each.requirement.id == "health-certificate"
    ]
    assert [(item.person.id, item.state, grounds(item)) for item in items] == [
        (person.id, ItemState.MISSING, (None, set())) for person in family
    ]


# ------------------------------------------------------------------------------------------ questions


@pytest.mark.parametrize(
    ("question_id", "kind"),
    [
        ("office.finds_registration", "yes-no"),
        ("office.finds_licence", "yes-no"),
        ("permit.months_wanted", "number"),
    ],
)
def test_the_questions_behind_the_waivers_say_how_they_are_answered(
    pack: RulePack, question_id: str, kind: str
) -> None:
    question = pack.questions[question_id]
    assert question.kind == kind
    assert question.source


def test_a_residence_permit_is_asked_for_at_most_five_years(pack: RulePack) -> None:
    question = pack.questions["permit.months_wanted"]
    assert (question.least, question.most, question.measure) == (1, 60, "months")
