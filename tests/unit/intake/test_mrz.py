"""Zones of all formats are read, mended where check digits prove it, and never bent to please one."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.reading import Box, TextLine, Zone, ZoneFormat
from app.intake.mrz import (
    check_digit,
    find_zone,
    looks_like_line,
    parse_zone,
    split_names,
    with_number,
)
from tests.support.zones import Holder, write

TODAY = date(2026, 11, 20)
FORMS = [form.value for form in ZoneFormat]
CODES = {"TD1": "I", "TD2": "I", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}
ROOM = {"TD1": 30, "TD2": 31, "TD3": 39, "MRV-A": 39, "MRV-B": 31}
CONFUSED = {
    "O": "0",
    "0": "O",
    "I": "1",
    "1": "I",
    "S": "5",
    "5": "S",
    "B": "8",
    "8": "B",
    "Z": "2",
    "2": "Z",
}
VISIBLE = "".join(CONFUSED)

words = st.text(string.ascii_uppercase, min_size=2, max_size=9)
numbers = st.text(string.ascii_uppercase + string.digits, min_size=6, max_size=9)
holders = st.builds(
    Holder,
    surname=words,
    given=st.lists(words, max_size=2).map(" ".join),
    number=numbers,
    nationality=st.sampled_from(["D", "USA", "GBR", "FRA", "UTO", "UNO", "XXA", "RKS", "KOR"]),
    issuer=st.sampled_from(["D", "USA", "GBR", "FRA", "UTO", "UNO", "CHN"]),
    birth=st.dates(date(1930, 1, 1), date(2026, 1, 1)).map(lambda day: f"{day:%y%m%d}"),
    sex=st.sampled_from("FM<"),
    expiry=st.dates(date(2015, 1, 1), date(2046, 1, 1)).map(lambda day: f"{day:%y%m%d}"),
    optional=st.text(string.ascii_uppercase + string.digits, max_size=6),
)


def read(form: str = "TD3", **changes: str) -> Zone:
    zone = parse_zone(write(form, replace(Holder(code=CODES[form]), **changes)), TODAY)
    assert zone is not None
    return zone


# ---- what the standard prints


@pytest.mark.parametrize(
    ("form", "lines", "number"),
    [
        (
            ZoneFormat.TD3,
            (
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ),
            "L898902C3",
        ),
        (
            ZoneFormat.TD1,
            (
                "I<UTOD231458907<<<<<<<<<<<<<<<",
                "7408122F1204159UTO<<<<<<<<<<<6",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ),
            "D23145890",
        ),
        (
            ZoneFormat.TD2,
            ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
            "D23145890",
        ),
        (
            ZoneFormat.MRVA,
            (
                "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
            ),
            "L8988901C",
        ),
        (
            ZoneFormat.MRVB,
            ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
            "L8988901C",
        ),
    ],
)
def test_the_specimens_of_the_standard_are_read(form: ZoneFormat, lines: tuple[str, ...], number: str):
    zone = parse_zone(lines, TODAY)
    assert zone is not None
    assert (zone.format, zone.document_number, zone.failed, zone.repaired) == (form, number, (), ())
    assert (zone.surname, zone.given_names, zone.issuer, zone.sex) == ("ERIKSSON", "ANNA MARIA", "UTO", "F")
    assert (zone.lines, zone.confidence, zone.doubtful) == (lines, 1.0, ())


def test_the_specimen_of_a_long_number_is_read():
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    zone = parse_zone(lines, TODAY)
    assert zone is not None
    assert (zone.document_number, zone.optional, zone.failed) == ("D23145890734", "", ())


def test_the_check_digit_of_the_standard_is_worked_out():
    assert check_digit("520727") == 3
    assert check_digit("AB2134<<<") == 5


# ---- round trips


@settings(max_examples=40, deadline=None)
@given(holders, st.sampled_from(FORMS))
def test_what_is_written_is_read(holder: Holder, form: str):
    holder = replace(holder, code=CODES[form])
    assume(len(f"{holder.surname}<<{holder.given}") < ROOM[form])
    lines = write(form, holder)
    zone = parse_zone(lines, TODAY)
    assert zone is not None
    assert (zone.format.value, zone.lines, zone.failed, zone.repaired) == (form, lines, (), ())
    assert (zone.surname, zone.given_names) == (holder.surname, holder.given)
    assert (zone.document_number, zone.optional) == (holder.number, holder.optional)
    assert zone.birth_date is not None
    assert f"{zone.birth_date:%y%m%d}" == holder.birth
    assert zone.expires_on is not None
    assert f"{zone.expires_on:%y%m%d}" == holder.expiry
    assert (zone.sex, zone.cut, zone.confidence) == (holder.sex.strip("<"), False, 1.0)


@settings(max_examples=40, deadline=None)
@given(holders, st.data())
def test_one_confusion_in_a_number_is_mended_or_stays_failed_never_wrong(holder: Holder, data: st.DataObject):
    first, second = write("TD3", holder)
    places = [at for at in range(9) if second[at] in VISIBLE]
    assume(places)
    at = data.draw(st.sampled_from(places))
    zone = parse_zone((first, second[:at] + CONFUSED[second[at]] + second[at + 1 :]), TODAY)
    assert zone is not None
    if zone.failed:
        assert "document_number" in zone.failed
    else:
        assert (zone.lines, zone.repaired) == ((first, second), ("document_number",))


@settings(max_examples=40, deadline=None)
@given(holders, st.data())
def test_a_digit_is_never_made_another_digit(holder: Holder, data: st.DataObject):
    first, second = write("TD3", holder)
    at = data.draw(st.sampled_from([9, 13, 14, 17, 18, 19, 21, 22, 25, 26, 27, 43]))
    other = data.draw(st.sampled_from([d for d in string.digits if d != second[at]]))
    zone = parse_zone((first, second[:at] + other + second[at + 1 :]), TODAY)
    assert zone is not None
    assert zone.failed
    assert zone.lines[1][at] == other


@settings(max_examples=40, deadline=None)
@given(holders, st.sampled_from(FORMS), st.data())
def test_two_neighbours_swapped_are_noticed_where_check_digits_stand(
    holder: Holder, form: str, data: st.DataObject
):
    lines = write(form, replace(holder, code=CODES[form], number="A12345678"))
    row, start = (1, 0) if form == "TD1" else (1, 13)
    at = data.draw(st.integers(start, start + 4))
    line = lines[row]
    # Neighbours that differ by five look alike to weights that differ by an even number.
    assume((int(line[at]) - int(line[at + 1])) % 5)
    swapped = line[:at] + line[at + 1] + line[at] + line[at + 2 :]
    zone = parse_zone((*lines[:row], swapped, *lines[row + 1 :]), TODAY)
    assert zone is None or "birth_date" in zone.failed


@settings(max_examples=40, deadline=None)
@given(holders, st.sampled_from(FORMS), st.data())
def test_a_line_that_lost_characters_is_never_read_as_another_zone(
    holder: Holder, form: str, data: st.DataObject
):
    lines = list(write(form, replace(holder, code=CODES[form])))
    row = data.draw(st.integers(0, len(lines) - 1))
    lines[row] = lines[row][: len(lines[row]) - data.draw(st.integers(1, 12))]
    zone = parse_zone(lines, TODAY)
    if zone is not None and not zone.failed:
        assert (zone.document_number, zone.birth_date) == (holder.number, parsed(zone, holder))


def parsed(zone: Zone, holder: Holder) -> date | None:
    assert zone.birth_date is not None
    assert f"{zone.birth_date:%y%m%d}" == holder.birth
    return zone.birth_date


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_text_at_all_breaks_the_reader(lines: list[str]):
    find_zone(lines, TODAY)
    parse_zone(lines, TODAY)


def test_one_confusion_in_the_optional_field_is_mended():
    first, second = write("TD3", Holder(optional="HC2YW0HF"))
    zone = parse_zone((first, second.replace("YW0", "YWO")), TODAY)
    assert zone is not None
    assert (zone.lines, zone.repaired) == ((first, second), ("optional",))


def test_two_confusions_are_not_mended_but_put_the_number_in_doubt():
    first, second = write("TD3", Holder(number="CS0N3MLTP"))
    zone = parse_zone((first, second.replace("CS0", "C5O")), TODAY)
    assert zone is not None
    assert zone.failed == ("document_number", "composite")
    assert zone.doubtful == ("document_number",)
    assert zone.confidence < 0.8


# ---- fields


def test_a_zone_without_filler_in_line_two_is_read():
    zone = read(number="C01X00T47", nationality="USA", optional="A1B2C3D4E5F6G7")
    assert "<" not in zone.lines[1]
    assert (zone.failed, zone.optional) == ((), "A1B2C3D4E5F6G7")


def test_a_long_number_of_the_smaller_format_is_read():
    zone = read("TD2", number="D23145890734")
    assert (zone.document_number, zone.failed) == ("D23145890734", ())


@pytest.mark.parametrize(
    ("code", "state"), [("D", "DEU"), ("GBD", "GBR"), ("FRA", "FRA"), ("RKS", "RKS"), ("UNO", "UNO")]
)
def test_codes_become_those_of_the_country_where_there_is_one(code: str, state: str):
    zone = read(nationality=code)
    assert (zone.nationality, zone.doubtful) == (state, ())


def test_a_code_that_nobody_bears_is_doubtful():
    zone = read(nationality="QQQ")
    assert zone.doubtful == ("nationality",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("850302", date(1985, 3, 2)),
        ("261120", date(2026, 11, 20)),
        ("261121", date(1926, 11, 21)),
        ("850000", None),
        ("85<<<<", None),
    ],
)
def test_a_birth_lies_in_the_past_and_may_be_unknown(text: str, day: date | None):
    zone = read(birth=text)
    assert (zone.birth_date, zone.failed) == (day, ())


@pytest.mark.parametrize(
    ("text", "day"),
    [("310501", date(2031, 5, 1)), ("760101", date(2076, 1, 1)), ("961210", date(1996, 12, 10))],
)
def test_an_expiry_lies_at_most_fifty_years_ahead(text: str, day: date):
    assert read(expiry=text).expires_on == day


def test_an_optional_field_may_have_a_nought_for_its_check_digit():
    first, second = write("TD3", Holder())
    with_nought = second[:42] + "0" + second[43:]
    zone = parse_zone((first, with_nought), TODAY)
    assert zone is not None
    assert zone.failed == ()


@pytest.mark.parametrize(
    ("field", "surname", "given_names"),
    [
        ("ROE<<ANNA<MARIA<<<<", "ROE", "ANNA MARIA"),
        ("VAN<DER<BERG<<JAN<<", "VAN DER BERG", "JAN"),
        ("ARKFREITH<<<<<<<<<<", "ARKFREITH", ""),
        ("O<<B<<<<<<<<<<<<<<<", "O", "B"),
        ("ROE<<ANNAMARIASOPHI", "ROE", "ANNAMARIASOPHI"),
    ],
)
def test_names_part_at_two_fillers(field: str, surname: str, given_names: str):
    assert split_names(field) == (surname, given_names)


def test_names_without_room_are_said_to_be_cut():
    assert read(surname="NILAVADHANANANDA", given="CHAYAPA DEJTHAMRONG KRASUANG").cut
    assert not read().cut


def test_a_visa_of_china_is_read():
    lines = write("MRV-A", Holder(code="V", issuer="CHN", optional="1234567890123456"))
    zone = parse_zone(lines, TODAY)
    assert zone is not None
    assert (zone.format, zone.issuer, zone.nationality, zone.failed) == (ZoneFormat.MRVA, "CHN", "DEU", ())


# ---- what readers make of a zone


def test_signs_that_look_like_fillers_are_fillers():
    first, second = write("TD3", Holder())
    zone = parse_zone((first.replace("<", "Λ"), second.replace("<<", "«")), TODAY)
    assert zone is not None
    assert (zone.lines, zone.failed) == ((first, second), ())


def test_letters_within_the_fillers_behind_names_are_fillers():
    first, second = write("TD3", Holder())
    zone = parse_zone((first[:30] + "K" + first[31:38] + "C" + first[39:], second), TODAY)
    assert zone is not None
    assert (zone.surname, zone.given_names, zone.doubtful) == (
        "ROE",
        "ANNA MARIA",
        ("given_names", "surname"),
    )


def test_a_speck_at_the_end_of_the_names_is_no_name():
    first, second = write("TD3", Holder())
    zone = parse_zone((first[:43] + "A", second), TODAY)
    assert zone is not None
    assert (zone.given_names, zone.cut, zone.doubtful) == ("ANNA MARIA", False, ("given_names", "surname"))


def test_a_given_name_of_one_letter_stays():
    zone = read(given="K")
    assert (zone.given_names, zone.doubtful) == ("K", ())


def test_letters_among_digits_are_digits_where_the_check_digit_agrees():
    first, second = write("TD3", Holder(birth="801015"))
    zone = parse_zone((first, second[:13] + "8O1O15" + second[19:]), TODAY)
    assert zone is not None
    assert (zone.birth_date, zone.failed, zone.repaired) == (date(1980, 10, 15), (), ("birth_date",))


def test_digits_within_names_are_letters_and_doubtful():
    first, second = write("TD3", Holder(surname="OLSON"))
    zone = parse_zone((first.replace("OLSON", "0LS0N"), second), TODAY)
    assert zone is not None
    assert zone.surname == "OLSON"
    assert set(zone.doubtful) == {"surname", "given_names"}


def test_the_short_code_of_germany_survives_misread_fillers():
    first, second = write("TD3", Holder())
    zone = parse_zone((first, second[:10] + "DKC" + second[13:]), TODAY)
    assert zone is not None
    assert (zone.nationality, zone.lines) == ("DEU", (first, second))


@pytest.mark.parametrize("change", ["<", "<<", "-", "--"])
def test_fillers_lost_or_won_in_a_run_are_put_right(change: str):
    first, second = write("TD3", Holder())
    odd = second[:32] + change + second[32:] if change[0] == "<" else second[:32] + second[32 + len(change) :]
    zone = parse_zone((first, odd), TODAY)
    assert zone is not None
    assert (zone.lines, zone.failed) == ((first, second), ())


def test_a_wrong_check_digit_is_named():
    first, second = write("TD3", Holder(birth="801013"))
    wrong = str((int(second[19]) + 1) % 10)
    zone = parse_zone((first, second[:19] + wrong + second[20:]), TODAY)
    assert zone is not None
    assert zone.failed == ("birth_date", "composite")


def test_another_number_is_put_in_with_its_check_digits():
    zone = read(number="AG1234567")
    assert with_number(zone, "A61234567").failed == ()
    assert "document_number" in with_number(zone, "B61234567").failed


# ---- on a page


def test_a_zone_is_found_among_other_lines():
    first, second = write("TD3", Holder())
    page = [
        "PASSPORT",
        "ANNA MARIA ROE",
        "THE BEARER OF THIS PASSPORT IS TO BE ASSISTED",
        first,
        second,
        "12",
    ]
    zone = find_zone(page, TODAY)
    assert zone is not None
    assert zone.lines == (first, second)


def test_pieces_of_one_line_are_joined():
    first, second = write("TD3", Holder())
    page = [
        TextLine(first[:24], Box(0.1, 0.8, 0.5, 0.84), 0.9),
        TextLine(first[24:], Box(0.52, 0.801, 0.9, 0.841), 0.9),
        TextLine(second, Box(0.1, 0.86, 0.9, 0.9), 0.95),
    ]
    zone = find_zone(page, TODAY)
    assert zone is not None
    assert zone.lines == (first, second)
    assert zone.box == Box(0.1, 0.8, 0.9, 0.9)
    assert zone.confidence == 0.95


@pytest.mark.parametrize(
    "text",
    [
        "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG AND RUNS",
        "The bearer of this passport is a citizen of",
        "我谨声明：以上填写的内容真实、准确、完整，所提交的材料真实有效。如有虚假，愿承担相应的法律责任。",
        "........................................",
    ],
)
def test_other_lines_are_no_zone(text: str):
    assert find_zone([text, text, text], TODAY) is None


def test_chinese_text_is_never_taken_for_a_line():
    assert not looks_like_line(
        "技术开发、技术转让、技术咨询、技术服务；机械设备、电子产品的研发、制造与销售；货物进出口、技"
    )
