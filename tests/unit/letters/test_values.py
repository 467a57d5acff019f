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
from app.letters.values import Values, detail_text, values_of

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
