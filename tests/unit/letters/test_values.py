"""What letters say of a case: each fact worded once, in both languages, and nothing made up."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import (
    Answer,
    Case,
    HistoryRow,
    Occupation,
    Person,
    PersonRole,
    Relation,
    Relative,
    Sex,
    Stay,
    YearRow,
)
from app.domain.letters import LetterSource
from app.domain.rules import StayCounting
from app.domain.words import Text
from app.letters.catalogue import facts
from app.letters.said import detail_text
from app.letters.values import Values, values_of

TODAY, SUBMIT_ON = date(2026, 11, 22), date(2026, 12, 15)
ANNA = Person(
    "anna", PersonRole.PRINCIPAL, "ROE", "ANNA", sex=Sex.FEMALE, birth_date=date(1985, 3, 2),
    nationality="DEU", passport_number="C01X00T47", passport_expires_on=date(2031, 5, 1), married=True,
)  # fmt: skip
LEA = Person("lea", PersonRole.CHILD, "", "LEA", sex=Sex.FEMALE)
CASE = Case("ROE", "pr.wage-tax", "ningbo", SUBMIT_ON, people=(ANNA, LEA))


def values(case: Case = CASE, person: Person = ANNA, counted: tuple[int, ...] = (2025, 2024)) -> Values:
    words = Text(en="Office", zh="机关"), Text(en="Ningbo", zh="宁波"), Text(en="Wage", zh="工资")
    return values_of(LetterSource(case, person, TODAY, *words, StayCounting(), counted))


def test_a_person_is_told_as_in_the_passport_and_addressed_in_the_form_of_each_language() -> None:
    said = values().facts
    assert said["person.name"] == Text.same("ROE ANNA")
    assert said["person.called"] == Text(en="Ms ROE ANNA", zh="ROE ANNA女士")
    assert said["person.birth_date"] == Text(en="2 March 1985", zh="1985年3月2日")
    assert said["person.nationality"] == Text(en="Germany", zh="德国")


def test_what_is_not_known_is_left_out_and_never_made_up() -> None:
    said = values(person=LEA).facts
    assert said["person.name"] == Text.same("LEA")
    for name in ("person.surname", "person.birth_date", "person.passport_number", "person.marital_status"):
        assert name not in said


def test_a_letter_about_a_child_tells_the_employer_of_the_principal() -> None:
    case = replace(CASE, details={"anna": {"employer.credit_code": "9133"}, "lea": {"person.phone": "1"}})
    said = values(case, LEA).facts
    assert (said["employer.credit_code"].zh, said["person.phone"].zh) == ("9133", "1")
    assert "person.phone" not in values(case).facts


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"employer.name": "示例公司", "employer.name.en": "Example"}, Text(en="Example", zh="示例公司")),
        ({"employer.name": "Volkswagen AG"}, Text(en="Volkswagen AG", zh="Volkswagen AG")),
        ({"employer.name": "示例公司"}, Text(en="", zh="示例公司")),
        ({"employer.name.en": "Example"}, Text(en="Example", zh="")),
        ({"employer.name": ""}, None),
        ({"employer.name": " \u00a0\u3000"}, None),
        ({"employer.name": "\u200b\u202e\u0007\ue000"}, None),
        ({"employer.name": "示例公司", "employer.name.en": "\u200b"}, Text(en="", zh="示例公司")),
        ({}, None),
    ],
)
def test_a_form_that_was_not_typed_is_not_made_of_the_other_language(
    details: dict[str, Answer], expected: Text | None
) -> None:
    assert detail_text(facts()["employer.name"], details) == expected


def test_wages_are_summed_to_the_fen_and_not_at_all_while_a_counted_year_is_missing() -> None:
    rows = tuple(YearRow(year, "anna", 100_000.10) for year in (2025, 2024, 2020))
    said = values(replace(CASE, years=rows))
    assert said.facts["wages.total"].zh == "人民币200,000.20元"
    assert said.facts["wages.total_in_words"].zh == "人民币贰拾万元贰角整"
    assert [row["year"].zh for row in said.lists["years"]] == ["2025", "2024"]
    assert "wages.total" not in values(replace(CASE, years=rows), counted=(2025, 2024, 2023)).facts


def test_amounts_of_half_a_fen_are_rounded_in_the_total_as_in_the_rows() -> None:
    rows = (YearRow(2025, "anna", 1.005), YearRow(2024, "anna", 1234.565))
    said = values(replace(CASE, years=rows))
    assert [row["wage"].zh for row in said.lists["years"]] == ["人民币1.01元", "人民币1,234.57元"]
    assert said.facts["wages.total"].zh == "人民币1,235.58元"


def test_an_employer_certifies_the_years_since_the_first_day_there_oldest_first() -> None:
    rows = tuple(YearRow(year, "anna", 100_000.0 + year, 20_000.0 + year) for year in range(2022, 2027))
    case = replace(CASE, years=rows, details={"anna": {"post.since": date(2025, 1, 10)}})
    said = values(case, counted=(2026, 2025, 2024, 2023, 2022))
    assert [row["year"].zh for row in said.lists["years_here"]] == ["2025", "2026"]
    assert said.facts["wages_here.first_year"].zh == "2025"
    assert said.facts["wages_here.total"].zh == "人民币204,051元"
    assert said.facts["taxes_here.total"].zh == "人民币44,051元"
    assert said.facts["taxes_here.total_in_words"].zh == "人民币肆万肆仟零伍拾壹元整"
    # The sum of all counted years is another figure and keeps its own name.
    assert said.facts["wages.total"].zh == "人民币510,120元"
    assert len(said.lists["years"]) == 5


def test_a_year_before_the_present_employer_is_not_missed_in_its_total_and_one_since_is() -> None:
    rows = tuple(YearRow(year, "anna", 100_000.0, 20_000.0) for year in (2025, 2024))
    for since, known in ((date(2024, 6, 1), True), (date(2023, 6, 1), False)):
        case = replace(CASE, years=rows, details={"anna": {"post.since": since}})
        assert ("wages_here.total" in values(case, counted=(2025, 2024, 2023)).facts) is known


def test_taxes_are_not_summed_while_one_of_a_year_with_a_wage_is_missing() -> None:
    rows = (YearRow(2026, "anna", 1.0, None), YearRow(2025, "anna", 1.0, 1.0))
    said = values(replace(CASE, years=rows), counted=(2026, 2025)).facts
    assert "wages_here.total" in said
    assert "taxes_here.total" not in said


def test_chinese_words_of_a_row_are_no_english_ones() -> None:
    row = HistoryRow("anna", date(2003, 9, 1), date(2007, 6, 1), Occupation.STUDY, "示例大学", post_en="Law")
    [said] = values(replace(CASE, history=(row,))).lists["history"]
    assert said["organisation"] == Text(en="", zh="示例大学")
    assert said["post"] == Text(en="Law", zh="Law")
    assert said["since"] == Text(en="September 2003", zh="2003年9月")


def test_an_agent_with_a_chinese_name_has_no_english_one() -> None:
    assert values(replace(CASE, agent="示例签证公司")).facts["agent.company"] == Text(
        en="", zh="示例签证公司"
    )
    assert values(replace(CASE, agent="Visa Ltd")).facts["agent.company"] == Text.same("Visa Ltd")


def test_months_that_a_history_leaves_out_are_named_from_the_eighteenth_birthday_to_today() -> None:
    rows = (HistoryRow("anna", date(2003, 5, 1), date(2010, 1, 1)), HistoryRow("anna", date(2010, 3, 1)))
    said = values(replace(CASE, history=rows)).lists["gaps"]
    assert [(row["since"].en, row["until"].en, row["months"].en) for row in said] == [
        ("March 2003", "April 2003", "2"),
        ("February 2010", "February 2010", "1"),
    ]


def test_the_family_is_the_people_of_the_case_and_the_relatives_besides() -> None:
    case = replace(
        CASE, relatives=(Relative("anna", Relation.MOTHER, "ROE MARY"), Relative("lea", Relation.OTHER, "X"))
    )
    said = values(case).lists["relatives"]
    assert [(row["relation"].zh, row["name"].zh) for row in said] == [("女儿", "LEA"), ("母亲", "ROE MARY")]


def person(role: PersonRole, sex: Sex | None) -> Person:
    return Person(role.value, role, "X", role.value.upper(), sex=sex)


PRINCIPAL, SPOUSE, CHILD, PARENT = list(PersonRole)[:4]


@pytest.mark.parametrize(
    ("of", "to", "words"),
    [
        ((SPOUSE, Sex.MALE), (PARENT, Sex.MALE), Text(en="Father-in-law", zh="配偶的父亲")),
        ((SPOUSE, Sex.MALE), (PARENT, Sex.FEMALE), Text(en="Mother-in-law", zh="配偶的母亲")),
        ((SPOUSE, Sex.MALE), (PARENT, None), Text(en="Parent-in-law", zh="配偶父母")),
        ((PARENT, Sex.MALE), (SPOUSE, Sex.FEMALE), Text(en="Daughter-in-law", zh="儿媳")),
        ((PARENT, Sex.MALE), (SPOUSE, Sex.MALE), Text(en="Son-in-law", zh="女婿")),
        ((CHILD, Sex.MALE), (PARENT, Sex.FEMALE), Text(en="Maternal grandmother", zh="外祖母")),
        ((PARENT, Sex.MALE), (CHILD, Sex.MALE), Text(en="Grandson (daughter's son)", zh="外孙")),
        ((CHILD, Sex.MALE), (SPOUSE, Sex.MALE), Text(en="Father", zh="父亲")),
        ((CHILD, Sex.MALE), (CHILD, Sex.UNSPECIFIED), Text(en="Sibling", zh="兄弟姐妹")),
    ],
)
def test_what_somebody_is_to_a_person_is_said_by_their_sex(
    of: tuple[PersonRole, Sex], to: tuple[PersonRole, Sex | None], words: Text
) -> None:
    about, other = person(*of), replace(person(*to), id="other")
    case = replace(CASE, people=(ANNA, about, other))
    rows = values(case, about).lists["relatives"]
    assert next(row["relation"] for row in rows if row["name"].en == other.full_name) == words


def test_the_child_of_a_man_has_his_mother_for_a_paternal_grandmother() -> None:
    jon = replace(ANNA, sex=Sex.MALE)
    case = replace(CASE, people=(jon, LEA, person(PARENT, Sex.FEMALE)))
    assert values(case, LEA).lists["relatives"][1]["relation"] == Text(en="Paternal grandmother", zh="祖母")


def test_a_relative_besides_is_named_by_the_sex_too() -> None:
    row = Relative("anna", Relation.PARENT_IN_LAW, "ROE MARY", Sex.FEMALE)
    assert values(replace(CASE, relatives=(row,))).lists["relatives"][1]["relation"].zh == "配偶的母亲"


WANG = Person("wang", PersonRole.SPONSOR, "WANG", "LI", sex=Sex.FEMALE)


@pytest.mark.parametrize(
    ("category", "answer", "typed", "sex", "words"),
    [
        ("pr.spouse", None, None, None, Text(en="Spouse", zh="配偶")),
        ("pr.child", None, None, Sex.FEMALE, Text(en="Mother", zh="母亲")),
        ("pr.child", None, None, Sex.MALE, Text(en="Father", zh="父亲")),
        ("pr.child", None, None, None, None),
        ("pr.elder", "child", None, Sex.MALE, Text(en="Son", zh="儿子")),
        ("pr.elder", "direct-relative", None, Sex.MALE, None),
        (
            "pr.elder",
            "direct-relative",
            "daughter-s-son",
            Sex.MALE,
            Text(en="Grandson (daughter's son)", zh="外孙"),
        ),
    ],
)
def test_whom_the_applicant_joins_is_told_by_what_they_are_to_each_other(
    category: str, answer: str | None, typed: str | None, sex: Sex | None, words: Text | None
) -> None:
    case = replace(
        CASE,
        category=category,
        people=(ANNA, replace(WANG, sex=sex)),
        answers={} if answer is None else {"sponsor.relation": answer},
        details={} if typed is None else {"anna": {"sponsor.relation": typed}},
    )
    said = values(case)
    assert said.facts.get("sponsor.relation") == words
    assert said.lists["relatives"][0]["relation"] == (words or Text.same(""))
    assert values(case, case.people[1]).facts.get("person.relation") == words


def test_whom_nobody_joins_is_not_told_of_even_where_it_was_typed_once() -> None:
    case = replace(CASE, details={"anna": {"sponsor.relation": "son"}})
    assert "sponsor.relation" not in values(case).facts


def test_the_family_of_the_case_is_told_with_the_occupation_and_address_that_were_typed() -> None:
    typed = {"person.occupation": "学生", "person.occupation.en": "Pupil", "person.address_abroad": "Berlin"}
    for more, address in (({}, "Berlin"), ({"person.address_in_china": "Ningbo"}, "Ningbo")):
        case = replace(CASE, details={"lea": {**typed, **more}})
        [row] = values(case).lists["relatives"]
        assert row["occupation"] == Text(en="Pupil", zh="学生")
        assert row["address"] == Text.same(address)


def test_the_statement_on_a_gap_is_there_once_its_words_are() -> None:
    assert "gap.explained" not in values().facts
    case = replace(CASE, details={"anna": {"gap.what": "Looked for work"}})
    assert "gap.explained" in values(case).facts
    assert "gap.explained" not in values(case, LEA).facts


@pytest.mark.parametrize(
    ("entry_day", "exit_day", "words"),
    [
        (True, True, "入境当日和出境当日均计入。"),
        (True, False, "入境当日计入，出境当日不计入。"),
        (False, True, "入境当日不计入，出境当日计入。"),
        (False, False, "入境当日和出境当日均不计入。"),
    ],
)
def test_how_the_days_at_the_border_count_is_said_as_the_rules_have_it(
    entry_day: bool, exit_day: bool, words: str
) -> None:
    source = LetterSource(CASE, ANNA, TODAY, None, *(Text.same("x"),) * 2, StayCounting(entry_day, exit_day))
    assert values_of(source).facts["stay.counted_how"].zh == words


def test_days_in_china_are_told_by_year_oldest_first_and_together() -> None:
    days = ((2026, 40), (2025, 300))
    source = LetterSource(CASE, ANNA, TODAY, None, *(Text.same("x"),) * 2, StayCounting(), days_by_year=days)
    said = values_of(source)
    assert [(row["year"].zh, row["days"].zh) for row in said.lists["stay_years"]] == [
        ("2025", "300"),
        ("2026", "40"),
    ]
    assert said.facts["stay.total_days"].zh == "340"
    assert "stay.total_days" not in values().facts


@pytest.mark.parametrize(
    ("entry_day", "exit_day", "days"), [(True, True, "10"), (False, True, "9"), (False, False, "8")]
)
def test_days_of_a_stay_are_counted_as_the_rules_count_them(
    entry_day: bool, exit_day: bool, days: str
) -> None:
    case = replace(CASE, stays=(Stay("anna", date(2026, 1, 1), date(2026, 1, 10)),))
    words = Text.same("x"), Text.same("y"), Text.same("z")
    source = LetterSource(case, ANNA, TODAY, *words, StayCounting(entry_day, exit_day))
    assert values_of(source).lists["stays"][0]["days"].en == days
