"""A whole invented case through the command line: right, with handfuls of faults, and with near misses.

The many faults one at a time are measured by benchmarks/faults.py.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest

from tests.end_to_end.conftest import CallHere
from tests.support.kits.cases import change
from tests.support.kits.faults import (
    Spoil,
    drop,
    flat_passport,
    held,
    issued,
    months_before,
    near_misses,
    photo,
    saved,
    sheets_of,
    told,
    typed,
)
from tests.support.kits.kit import ENDINGS, Kit, write_kit

Findings = list[dict[str, Any]]
Check = Callable[[Kit], Findings]


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory, call_here: CallHere) -> Check:
    """Write a case and check it by the command line; what was read once is known to the next call."""
    folder = tmp_path_factory.mktemp("kits")

    def run(kit: Kit) -> Findings:
        case = write_kit(kit, folder / f"case-{len(list(folder.iterdir()))}", folder / "drawn")
        done = call_here(("check", case, "--json"), folder, {"YONGJU_DATA": str(folder / "data")})
        assert done.status in (0, 1), done.err
        found: Findings = done.json["findings"]
        return found

    return run


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Return a small case whose papers have text layers, which are read in no time."""
    right = change("ningbo", "FRA", date.today(), seed=3)
    pieces = tuple(
        piece
        if piece.image
        else replace(piece, form="text", file=piece.file.rsplit(".", 1)[0] + ENDINGS["text"])
        for piece in right.pieces
    )
    return replace(right, pieces=pieces)


def _grave(findings: Findings) -> list[tuple[str, str]]:
    return [(each["code"], each["requirement"]) for each in findings if each["severity"] != "note"]


def _with(kit: Kit, *spoils: Spoil) -> Kit:
    return reduce(lambda spoilt, spoil: spoil(spoilt), spoils, kit)


def test_a_case_in_order_has_no_blocker_and_no_warning(check: Check, kit: Kit) -> None:
    assert _grave(check(kit)) == []


def test_what_papers_say_wrongly_is_found_each_at_its_paper(check: Check, kit: Kit) -> None:
    spoilt = _with(
        kit,
        drop("visa-delay-statement"),
        held("employment-proof", given="Roderick"),
        held("health-certificate", birth=lambda day: day - timedelta(days=371)),
        held("accommodation-registration", passport=lambda code: code[:-2] + "00"),
        told("work-permit", lambda at, _: {"until": (at.submit_on - timedelta(days=4),)}),
        typed("visa-or-permit", issued_on=lambda _, old: old.sheets[0].days[0] - timedelta(days=30)),
        sheets_of("organisation-letter", "employer-registration"),
        photo("wall=green"),
        flat_passport(wrong_digit=True),
    )
    assert set(_grave(check(spoilt))) == {
        ("requirement.missing", "visa-delay-statement"),
        ("identity.name_mismatch", "employment-proof"),
        ("identity.birth_date_mismatch", "health-certificate"),
        ("identity.passport_number_mismatch", "accommodation-registration"),
        ("date.expired", "work-permit"),
        ("date.differs", "visa-or-permit"),
        ("document.mismatch", "organisation-letter"),
        ("photo.wrong_background", "photo"),
        ("passport.mrz_check_digit", "passport"),
    }


def test_what_is_wrong_with_files_and_days_is_found(check: Check, kit: Kit) -> None:
    spoilt = _with(
        kit,
        issued(
            "health-certificate", lambda at: months_before(at.submit_on, 6) - timedelta(days=6), typed=False
        ),
        issued("employment-proof", lambda at: at.today + timedelta(days=9), typed=False),
        saved("organisation-letter", "scan", change="locked"),
        saved("visa-delay-statement", "scan", spoil="sideways"),
        saved("employer-registration", "scan", change="script"),
        saved("work-permit", "scan", spoil="blank"),
        photo("grey"),
    )
    assert set(_grave(check(spoilt))) >= {
        ("date.too_old", "health-certificate"),
        ("date.in_future", "employment-proof"),
        ("file.encrypted", "organisation-letter"),
        ("page.sideways", "visa-delay-statement"),
        ("file.active_content", "employer-registration"),
        ("page.blank", "work-permit"),
        ("photo.not_colour", "photo"),
    }


def test_what_comes_close_to_a_fault_is_none(check: Check, kit: Kit) -> None:
    silent = {"owner password only", "tilted by two degrees", "stamp on the back", "head tilted a little"}
    spoils = [near.spoil for near in near_misses() if near.label in silent]
    assert len(spoils) == len(silent)
    assert _grave(check(_with(kit, *spoils))) == []
