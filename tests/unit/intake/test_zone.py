"""Zones are found on pictures, read by vote, and held against the print of the page."""

import random
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from app.domain.reading import Box, Fact, FactName, TextLine, Zone
from app.intake.mrz import parse_zone
from app.intake.ocr import Corners, Picture, RecognisedLine, Recogniser
from app.intake.zone import looks_like_zone, read_zone, settle_with_print
from tests.support import zones

TODAY = date(2026, 11, 20)
HOLDER = zones.Holder(surname="MUELLER", number="CT0N3MLTP")
WHERE = Box(0.1, 0.1, 0.5, 0.15)


def on_page(*texts: str) -> list[TextLine]:
    return [TextLine(text, Box(0.1, 0.7 + at * 0.08, 0.9, 0.74 + at * 0.08)) for at, text in enumerate(texts)]


def printed(name: FactName, text: str) -> Fact:
    return Fact(name, text, text, 1, WHERE)


def parsed(lines: Sequence[str]) -> Zone:
    zone = parse_zone(lines, TODAY)
    assert zone is not None
    return zone


class Script(Recogniser):
    """Stands in for the engine: two lines of a picture, read as written down, one reading after another."""

    def __init__(self, readings: Sequence[tuple[str, str]]) -> None:
        self.readings = list(readings)
        self.asked = 0

    def find_lines(self, picture: Picture) -> list[Corners]:
        return [
            np.array([[10, top], [900, top], [900, top + 40], [10, top + 40]], np.float32) for top in (10, 70)
        ]

    def recognise(
        self, picture: Picture, lines: Sequence[Corners], turn: int = 0
    ) -> tuple[RecognisedLine, ...]:
        row = self.asked % 2
        reading = self.readings[(self.asked // 2) % len(self.readings)]
        self.asked += 1
        return (RecognisedLine(reading[row], lines[0], 0.9),)


def read_script(readings: Sequence[tuple[str, str]]) -> Zone:
    page = np.full((700, 1000, 3), 230, np.uint8)
    zone = read_zone(page, Script(readings), TODAY, on_page(*readings[0]))
    assert zone is not None
    return zone


# ---- where


def test_lines_of_a_zone_are_noticed():
    where = looks_like_zone([*on_page(*zones.write("TD3", HOLDER)), TextLine("PASSPORT", WHERE)])
    assert where is not None
    assert (where.left, where.top, where.bottom) == pytest.approx((0.1, 0.7, 0.82))


@pytest.mark.parametrize(
    "text",
    [
        "PASSPORT",
        "本人声明以上内容属实",
        "Name: ........................",
        "TOTAL 1234",
        "********************",
    ],
)
def test_other_lines_are_not(text: str):
    assert looks_like_zone(on_page(text, text)) is None


def test_a_page_without_such_lines_costs_nothing():
    script = Script([("", "")])
    assert read_zone(np.zeros((9, 9, 3), np.uint8), script, TODAY, on_page("TOTAL 12")) is None
    assert script.asked == 0


# ---- the vote


def test_most_readings_decide():
    first, second = zones.write("TD3", HOLDER)
    odd = (first.replace("MUELLER", "NUELLER"), second.replace("CT0", "CTO"))
    zone = read_script([(first, second), (first, second), odd, (first, second)])
    assert (zone.lines, zone.failed) == ((first, second), ())
    assert zone.box is not None


def test_a_name_on_which_readings_part_is_doubtful():
    first, second = zones.write("TD3", HOLDER)
    zone = read_script([(first, second), (first.replace("MUELLER", "NUELLER"), second)])
    assert set(zone.doubtful) == {"surname", "given_names"}


def test_a_six_that_one_look_takes_for_a_g_is_doubtful():
    first, second = zones.write("TD3", zones.Holder(number="C61X00T47"))
    zone = read_script([(first, second)] * 4 + [(first, second.replace("C6", "CG"))])
    assert (zone.document_number, zone.failed, zone.doubtful) == ("C61X00T47", (), ("document_number",))


def test_a_single_reading_stands_where_only_it_satisfies_the_check_digits():
    first, second = zones.write("TD3", HOLDER)
    wrong = second.replace("CT0N3", "CT0N8")
    zone = read_script([(first, wrong), (first, wrong), (first, second)])
    assert (zone.lines, zone.failed) == ((first, second), ())


def test_a_wrong_check_digit_that_every_reading_shows_is_sure():
    first, second = zones.write("TD3", HOLDER)
    wrong = second[:27] + str((int(second[27]) + 1) % 10) + second[28:]
    zone = read_script([(first, wrong)])
    assert zone.failed == ("expires_on", "composite")
    assert zone.confidence > 0.8


def test_a_wrong_check_digit_on_which_readings_part_is_unsure():
    first, second = zones.write("TD3", HOLDER)
    wrong, other = (second[:27] + str((int(second[27]) + off) % 10) + second[28:] for off in (1, 2))
    assert read_script([(first, wrong), (first, other), (first, wrong)]).confidence < 0.8


# ---- against the print


def test_what_the_print_confirms_is_not_doubtful():
    first, second = zones.write("TD3", HOLDER)
    zone = parsed((first.replace("MUELLER", "MUE11ER"), second))
    assert "surname" in zone.doubtful or zone.surname != "MUELLER"
    plain = parsed((first + "<", second))
    assert plain.doubtful == ("given_names", "surname")
    settled = settle_with_print(
        plain, [printed(FactName.SURNAME, "Müller"), printed(FactName.GIVEN_NAMES, "Anna Maria")]
    )
    assert settled.doubtful == ()


def test_what_the_print_contradicts_is_doubtful():
    zone = settle_with_print(parsed(zones.write("TD3", HOLDER)), [printed(FactName.SURNAME, "Hueller")])
    assert zone.doubtful == ("surname",)


def test_a_number_read_with_two_confusions_is_settled_by_print_and_check_digits():
    first, second = zones.write("TD3", zones.Holder(number="CS0N3MOTP"))
    zone = parsed((first, second.replace("CS0N3MOTP", "C5ON3MOTP")))
    assert zone.failed
    settled = settle_with_print(zone, [printed(FactName.PASSPORT_NUMBER, "CS0N3M0TP")])
    assert (settled.document_number, settled.failed) == ("CS0N3MOTP", ())
    assert settled.repaired == ("document_number",)


def test_a_misread_print_leaves_a_proven_zone_alone():
    zone = parsed(zones.write("TD3", HOLDER))
    assert settle_with_print(zone, [printed(FactName.PASSPORT_NUMBER, "CTON3MLTP")]) == zone


def test_a_letter_that_check_digits_cannot_tell_stays_doubtful():
    zone = parsed(zones.write("TD3", zones.Holder(number="G12345678")))
    settled = settle_with_print(zone, [printed(FactName.PASSPORT_NUMBER, "612345678")])
    assert settled.document_number == "G12345678"
    assert settled.doubtful == ("document_number",)


def test_another_number_in_print_counts_only_against_a_zone_that_failed():
    first, second = zones.write("TD3", HOLDER)
    fact = printed(FactName.PASSPORT_NUMBER, "X99")
    zone = parsed((first, second))
    assert settle_with_print(zone, [fact]) == zone
    failed = parsed((first, second[:9] + str((int(second[9]) + 1) % 10) + second[10:]))
    assert settle_with_print(failed, [fact]).doubtful == ("document_number",)


# ---- with the engine


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser()


def test_a_photographed_passport_is_read(recogniser: Recogniser):
    rng = random.Random(9303)
    page = zones.worsen(zones.draw_passport(HOLDER, rng, 1100), "photographed", rng)
    zone = read_zone(np.ascontiguousarray(np.asarray(page)[..., ::-1]), recogniser, TODAY)
    assert zone is not None
    assert (zone.lines, zone.failed) == (zones.write("TD3", HOLDER), ())
    assert zone.box is not None
    assert zone.box.top > 0.6


def test_a_card_small_on_a_sheet_is_read(recogniser: Recogniser):
    rng = random.Random(4)
    holder = zones.Holder(code="I", surname="MUELLER", number="D23145890734")
    sheet = zones.on_sheet(zones.draw_passport(holder, rng, form="TD1"), rng)
    zone = read_zone(np.ascontiguousarray(np.asarray(sheet)[..., ::-1]), recogniser, TODAY)
    assert zone is not None
    assert (zone.document_number, zone.lines) == ("D23145890734", zones.write("TD1", holder))
