"""Files that are made to bring their readers down each end within their limits, and the next file goes on."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import app
from app.casework.desk import Desk, OpenCase
from app.casework.examining import _to_examine, examine_files
from app.casework.photo import measure
from app.casework.reading_back import read_packet
from app.casework.ready import make_all_ready
from app.domain.case import Case, Evidence, Person, PersonRole
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileProblem
from app.gui.picture import HEAD
from app.intake.calls import Call, Outcome, Trouble
from app.intake.guard import GuardedProcesses, Team, Work, usual_teams
from app.intake.held import command_held
from app.intake.limits import MIB, Allowance
from app.intake.read import read_file
from tests.support.bombs import BOMBS, Bomb
from tests.support.cases import PACK, TODAY
from tests.unit.intake.papers import pdf_of

EXAMINE = "app.intake.examine:examine_file"
FAST = [bomb for bomb in BOMBS.values() if not bomb.is_slow]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what is enforced differs")


@pytest.fixture(scope="module")
def guard() -> Iterator[GuardedProcesses]:
    """One process of each kind, as the product has them."""
    usual = usual_teams()
    made = GuardedProcesses({work: Team(1, team.ceiling, team.modules) for work, team in usual.items()})
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, guard: GuardedProcesses) -> Desk:
    return Desk(PACK, tmp_path / "data", guard=guard)


def outcome_of(guard: GuardedProcesses, call: Call, work: Work = Work.EXAMINING) -> Outcome:
    ((_, outcome),) = guard.run(work, [call])
    return outcome


def examined(guard: GuardedProcesses, path: Path) -> Outcome:
    allowance = _to_examine(path.stat().st_size)
    return outcome_of(guard, Call(EXAMINE, (path, path.name), allowance))


@pytest.mark.parametrize("bomb", FAST, ids=lambda bomb: bomb.name)
def test_a_bomb_is_examined_within_its_limits(guard: GuardedProcesses, tmp_path: Path, bomb: Bomb):
    path = bomb.write(tmp_path)
    outcome = examined(guard, path)
    assert outcome.trouble in (None, Trouble.MEMORY)
    assert outcome.seconds < _to_examine(path.stat().st_size).processor_seconds
    if outcome.trouble is None:
        assert isinstance(outcome.value, FileFacts)
        assert not (bomb.is_harmless and outcome.value.problem)


def test_what_is_endless_is_ended_by_the_clock_of_the_processor(guard: GuardedProcesses, tmp_path: Path):
    path = BOMBS["pdf_of_costly_shadings"].write(tmp_path)
    outcome = outcome_of(guard, Call(EXAMINE, (path, path.name), Allowance(30, 0.5)))
    assert outcome.trouble is Trouble.TIMEOUT


@on_linux
def test_a_call_has_only_the_memory_that_its_file_is_worth(guard: GuardedProcesses):
    little, much = (
        outcome_of(
            guard, Call("builtins:bytearray", (200 * MIB,), Allowance(30, 30, memory_bytes=most * MIB))
        )
        for most in (100, 400)
    )
    assert (little.trouble, much.trouble) == (Trouble.MEMORY, Trouble.CRASH)  # no value that can be told


def test_a_small_file_is_given_little_time_and_a_large_one_more():
    small, large = (_to_examine(size).processor_seconds for size in (10_000, 100 * MIB))
    assert small <= 6
    assert large > 20


def test_bombs_become_findings_and_the_good_file_is_judged(desk: Desk, tmp_path: Path):
    names = ("pdf_content_that_inflates", "png_of_billions_of_pixels", "docx_of_overlapping_parts")
    files = {BOMBS[name].file_name: BOMBS[name].write(tmp_path) for name in names}
    files["good.pdf"] = tmp_path / "good.pdf"
    files["good.pdf"].write_bytes(pdf_of(1))
    facts = examine_files(desk, case_of(files), lambda _: None)
    assert facts["good.pdf"].problem is None
    assert {facts[BOMBS[name].file_name].problem for name in names} == {FileProblem.TOO_HEAVY}


def test_a_bomb_that_comes_as_far_as_the_packet_does_not_stop_the_good_file(desk: Desk, tmp_path: Path):
    files = {"forms.pdf": tmp_path / "forms.pdf", "good.pdf": tmp_path / "good.pdf"}
    files["forms.pdf"].write_bytes(BOMBS["pdf_forms_that_multiply"].make())
    files["good.pdf"].write_bytes(pdf_of(1))
    opened = case_of(files)
    facts = examine_files(desk, opened, lambda _: None)
    ready = make_all_ready(desk, opened, facts, tmp_path / "work", lambda _: None)
    assert ready["good.pdf"].facts.problem is None
    assert len(ready["good.pdf"].facts.pages) == 1


def test_a_line_of_thousands_of_letters_is_read_as_many_lines(tmp_path: Path):
    from dataclasses import replace

    from app.intake.examine import examine_file

    path = BOMBS["pdf_of_long_lines"].write(tmp_path)
    facts = examine_file(path, path.name)
    reading = read_file(path, replace(facts, pages=facts.pages[:1]), TODAY)
    lines = reading.pages[0].lines
    assert max(len(line.text) for line in lines) <= 500
    assert sum(len(line.text) for line in lines) > 20_000


@pytest.mark.parametrize("name", ["docx_of_long_lines", "docx_of_a_cell_without_end"])
def test_a_document_of_endless_lines_or_columns_is_read_in_pieces(tmp_path: Path, name: str):
    from app.intake.docx_text import read_docx

    lines = read_docx(BOMBS[name].write(tmp_path))
    assert lines
    assert max(len(line.text) for line in lines) <= 2000


@pytest.mark.parametrize("name", ["pdf_of_pages_that_double", "pdf_object_stream_that_inflates"])
def test_what_is_no_packet_is_refused_in_one_sentence(tmp_path: Path, desk: Desk, name: str):
    path = BOMBS[name].write(tmp_path)
    with pytest.raises(UnusableInput) as caught:
        read_packet(path, desk)
    assert caught.value.code in ("packet.not_a_pdf", "packet.not_ours", "packet.too_heavy")
    assert caught.value.params["path"] == str(path)


def test_a_picture_that_takes_too_much_is_not_measured(tmp_path: Path, desk: Desk):
    path = BOMBS["png_of_billions_of_pixels"].write(tmp_path)
    with pytest.raises(UnusableInput) as caught:
        measure(desk, path, "ningbo", None, TODAY)
    assert caught.value.code in ("photo.damaged", "photo.too_heavy")


def test_the_process_that_draws_pages_outlives_bombs_and_draws_the_next_page(tmp_path: Path):
    names = ("png_of_billions_of_pixels", "webp_of_impossible_size", "pdf_of_pages_that_double")
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf_of(1))
    asked = [*(BOMBS[name].write(tmp_path) for name in names), good]
    lines = b"".join(json.dumps([str(path), 0, 100, 0]).encode() + b"\n" for path in asked)
    answer = subprocess.run(
        [sys.executable, "-m", "app.gui.picture"], input=lines, capture_output=True, check=True
    ).stdout
    drawn = []
    while answer:
        _, width, height, is_drawn = struct.unpack_from(HEAD.format, answer)
        answer = answer[HEAD.size + 4 * width * height :]
        drawn.append(is_drawn)
    assert len(drawn) == len(asked)
    assert drawn[0] == drawn[1] == 0
    assert drawn[-1] == 1


@on_linux
def test_the_process_that_draws_pages_is_held_to_its_memory(tmp_path: Path):
    code = "from app.casework.held import hold; hold(100); bytearray(300 << 20)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


@on_linux
def test_a_program_that_lays_out_is_held_to_its_memory_with_all_that_it_starts():
    code = (
        "import subprocess, sys\n"
        "sys.exit(subprocess.run([sys.executable, '-c', 'bytearray(1 << 30)']).returncode)"
    )
    done = subprocess.run(
        command_held([sys.executable, "-c", code], 300 * MIB, 60),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(app.__file__).parents[1])},
    )
    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


def case_of(files: dict[str, Path]) -> OpenCase:
    person = Person("anna", PersonRole.PRINCIPAL, "ROE", "ANNA")
    evidence = tuple(Evidence("employment-proof", "anna", (name,)) for name in files)
    case = Case("Bombs", "pr.wage-tax", "ningbo", date(2026, 12, 15), people=(person,), evidence=evidence)
    return OpenCase(case, files)
