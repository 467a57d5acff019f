"""The bundled sample case: the files are those its script makes, and case.toml names them rightly."""

import importlib.util
import json
import platform
import shutil
import sys
import tomllib
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "resources" / "sample_case"
SCRIPT = REPOSITORY / "tests" / "data" / "make_sample_case.py"
LIMIT = 3_000_000


def files_in(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("make_sample_case", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def made_folder(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    script.write_sample_case(folder)
    return folder


@pytest.fixture(scope="module")
def made(made_folder: Path) -> dict[str, bytes]:
    return files_in(made_folder)


@pytest.fixture(scope="module")
def case() -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "case.toml").read_text(encoding="utf-8"))


def test_the_script_writes_exactly_the_bundled_file_names_and_case(made: dict[str, bytes]) -> None:
    bundled = files_in(SAMPLE)
    assert sorted(made) == sorted(bundled)
    assert made["case.toml"] == bundled["case.toml"]


def test_the_script_reproduces_the_bundled_files_byte_for_byte(
    made: dict[str, bytes], script: ModuleType
) -> None:
    here = script.libraries()
    if here != script.MADE_WITH:
        pytest.skip(f"the bundle was made with {json.dumps(script.MADE_WITH)}, here is {json.dumps(here)}")
    bundled = files_in(SAMPLE)
    assert [name for name in bundled if made[name] != bundled[name]] == []


def test_a_second_run_over_the_first_gives_the_same_bytes(
    made: dict[str, bytes], made_folder: Path, script: ModuleType, tmp_path: Path
) -> None:
    folder = shutil.copytree(made_folder, tmp_path / "case")
    (folder / "left over.txt").write_text("from an earlier run")
    script.write_sample_case(folder)
    assert files_in(folder) == made


def test_a_folder_that_holds_something_else_is_left_alone(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text("format = 1")
    with pytest.raises(FileExistsError):
        script.write_sample_case(tmp_path)
    assert files_in(tmp_path) == {"case.toml": b"format = 1"}


def test_the_bundle_is_smaller_than_three_million_bytes() -> None:
    assert sum(len(content) for content in files_in(SAMPLE).values()) < LIMIT


def test_every_file_named_in_the_case_exists_inside_the_folder(case: dict[str, Any]) -> None:
    for piece in case["evidence"]:
        for name in piece["files"]:
            path = (SAMPLE / name).resolve()
            assert path.is_relative_to(SAMPLE.resolve())
            assert path.is_file()


def test_every_bundled_file_is_named_in_the_case_once(case: dict[str, Any]) -> None:
    named = [name for piece in case["evidence"] for name in piece["files"]]
    assert sorted([*named, "case.toml"]) == sorted(files_in(SAMPLE))


def test_no_two_bundled_files_hold_the_same_bytes() -> None:
    contents = list(files_in(SAMPLE).values())
    assert len(set(contents)) == len(contents)


def test_every_person_named_by_evidence_and_years_is_in_the_case(case: dict[str, Any]) -> None:
    people = {person["id"] for person in case["person"]}
    assert {row["person"] for row in [*case["evidence"], *case["year"]]} <= people


def test_no_paper_is_issued_later_than_the_middle_of_november(case: dict[str, Any]) -> None:
    assert all(piece.get("issued_on", date.min) < date(2026, 11, 15) for piece in case["evidence"])


def test_health_and_police_papers_are_fresh_on_the_planned_day(case: dict[str, Any]) -> None:
    dated = [
        piece["issued_on"]
        for piece in case["evidence"]
        if piece["requirement"] == "health-certificate"
        or (
            piece["requirement"] == "criminal-record"
            and piece.get("part", "original") in ("original", "authentication")
        )
    ]
    assert len(dated) == 7
    assert min(dated) > date(2026, 8, 20)


def test_every_year_passes_the_wage_tax_and_stay_tests_on_both_readings(case: dict[str, Any]) -> None:
    assert [row["year"] for row in case["year"]] == [2026, 2025, 2024, 2023, 2022]
    for row in case["year"]:
        assert row["wage_cny"] >= 760_000
        assert row["tax_cny"] > max(84_936, 0.2 * row["wage_cny"])
        assert row["days_in_china"] >= (200 if row["year"] == 2026 else 270)


def test_check_digits_follow_the_published_example(script: ModuleType) -> None:
    assert [
        script.check_digit(field) for field in ("L898902C3", "740812", "120415", "ZE184226B<<<<<")
    ] == list("6291")


def test_every_machine_readable_zone_has_two_lines_of_44_characters(script: ModuleType) -> None:
    for person in script.FAMILY:
        lines = script.machine_readable_zone(person)
        assert [len(line) for line in lines] == [44, 44]
        assert set("".join(lines)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


def test_the_library_list_names_what_the_bytes_depend_on(script: ModuleType) -> None:
    here = script.libraries()
    assert here["zlib"] == zlib.ZLIB_RUNTIME_VERSION
    assert here["machine"] == f"{sys.platform} {platform.machine()}"
