"""A rule pack is loaded whole or every fault of it is told at once, with file, line and key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import Fault, FaultyFile, UnusableInput
from app.env import paths
from app.rules.load import load_pack

BUNDLED = paths.resource("rulepacks", "cn")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "cn"
    shutil.copytree(BUNDLED, folder)
    return folder


def spoil(path: Path, old: str, new: str) -> int:
    """Replace words once and return their line."""
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    return words[: words.index(old)].count("\n") + 1


def faults_of(pack: Path) -> tuple[Fault, ...]:
    with pytest.raises(FaultyFile) as caught:
        load_pack(pack)
    return caught.value.faults


def test_the_bundled_pack_has_no_fault():
    assert load_pack(BUNDLED).categories


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("requirements/photo.toml", "title = {", "titel = {", "toml.unknown_key"),
        ("requirements/photo.toml", 'zh = "', 'cn = "', "toml.missing_key"),
        ("requirements/photo.toml", 'section = "identity"', 'section = "identify"', "case.unknown_section"),
        ("requirements/photo.toml", 'id = "photo"', 'id = "foto"', "pack.file_name"),
        (
            "categories/pr.wage-tax.toml",
            "effective_from = 2019-08-01",
            'effective_from = "2019"',
            "toml.wrong_type",
        ),
        ("categories/pr.wage-tax.toml", 'force = "in-force"', 'force = "in_force"', "toml.unknown_value"),
        (
            "categories/pr.wage-tax.toml",
            'requirement = "photo"',
            'requirement = "foto"',
            "case.unknown_requirement",
        ),
        ("categories/pr.wage-tax.toml", '"nia-12"', '"nia-13"', "pack.unknown_source"),
        ("places/ningbo.toml", 'inherits = "national"', 'inherits = "nation"', "case.unknown_place"),
        ("places/ningbo.toml", "year = 2018", "year = 2018\nyear = 2018", "toml.duplicate_key"),
        ("questions/work.toml", 'id = "work.hired"', 'id = "work.consecutive_years"', "pack.repeated_id"),
        ("categories/pr.wage-tax.toml", '"pr-agent"', '"pr-agents"', "case.unknown_set"),
        ("questions/work.toml", 'lists = ["', 'lists = ["no-', "case.unknown_list"),
        (
            "categories/rp.in-country-change.toml",
            'values = ["A", "B"]',
            'values = ["A", "D"]',
            "pack.unknown_choice",
        ),
        (
            "categories/pr.wage-tax.toml",
            'fact = "work.consecutive_years", value = 4',
            'fact = "work.consecutive_years", value = 2020-01-01',
            "pack.wrong_test",
        ),
        (
            "places/shanghai.toml",
            "effective_until = 2023-04-30",
            "effective_until = 2003-04-30",
            "pack.dates_out_of_order",
        ),
        ("places/shanghai.toml", "year = 2024", "year = 2022", "pack.overlapping"),
        ("apostille.toml", 'country = "DEU"', 'country = "FRA"', "pack.overlapping"),
    ],
)
def test_each_fault_is_told_with_its_place(pack: Path, file: str, old: str, new: str, code: str):
    line = spoil(pack / file, old, new)
    told = [fault for fault in faults_of(pack) if fault.code == code]
    assert told
    assert {fault.file for fault in told} == {file}
    assert any(abs((fault.line or 0) - line) <= 1 for fault in told)


def test_faults_of_several_files_are_told_at_once(pack: Path):
    spoil(pack / "requirements/photo.toml", "title = {", "titel = {")
    spoil(pack / "places/ningbo.toml", 'inherits = "national"', 'inherits = "nation"')
    spoil(pack / "sources/national.toml", "read_on", "readon")
    assert {fault.file for fault in faults_of(pack)} >= {
        "requirements/photo.toml", "places/ningbo.toml", "sources/national.toml",
    }  # fmt: skip


def test_a_requirement_that_nothing_asks_for_is_dead(pack: Path):
    words = (pack / "requirements/photo.toml").read_text(encoding="utf-8")
    (pack / "requirements/spare.toml").write_text(
        words.replace('id = "photo"', 'id = "spare"'), encoding="utf-8"
    )
    assert [fault.code for fault in faults_of(pack)] == ["pack.dead_requirement"]


def test_a_value_without_a_source_is_a_fault(pack: Path):
    path = pack / "places/ningbo.toml"
    words = path.read_text(encoding="utf-8")
    start = words.index("[[average_wage]]")
    cut = words.index("source =", start)
    end = words.index("\n", cut)
    path.write_text(words[:cut] + words[end:], encoding="utf-8")
    assert "toml.missing_key" in {fault.code for fault in faults_of(pack)}


def test_two_tests_in_one_condition_are_a_fault(pack: Path):
    spoil(
        pack / "categories/pr.wage-tax.toml",
        "at_least = { fact",
        'before = { fact = "x", value = 1 }, at_least = { fact',
    )
    assert faults_of(pack)


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (without("apostille.toml"), "pack.file_missing"),
        (without("questions/work.toml"), "case.unknown_answer"),
        (without("sources/national.toml"), "pack.unknown_source"),
        (without("lists/institutes.toml"), "case.unknown_list"),
    ],
)
def test_a_missing_file_is_told(pack: Path, harm: Callable[[Path], None], code: str):
    harm(pack)
    assert code in {fault.code for fault in faults_of(pack)}


def test_a_folder_without_a_pack_is_told(tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"pack\.not_found"):
        load_pack(tmp_path)


def test_places_that_inherit_in_a_circle_are_told(pack: Path):
    spoil(pack / "places/national.toml", 'id = "national"', 'id = "national"\ninherits = "ningbo"')
    told = {fault.file for fault in faults_of(pack) if fault.code == "pack.inherits_circle"}
    assert told == {"places/national.toml", "places/ningbo.toml"}


def test_a_place_that_says_its_office_is_described_has_one_of_its_own(pack: Path):
    spoil(
        pack / "places/ningbo.toml", 'inherits = "national"', 'inherits = "national"\noffice_described = true'
    )
    path = pack / "places/ningbo.toml"
    words = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in words if not row.startswith("office =")), encoding="utf-8")
    assert [fault.code for fault in faults_of(pack)] == ["toml.missing_key"]


def test_an_office_is_described_or_named_as_the_place_has_it_from():
    places = load_pack(BUNDLED).places
    described = {place.id for place in places.values() if place.office_described}
    assert described == {"national", "guangdong"}


def test_what_nothing_uses_is_dead(pack: Path):
    spare = {
        "sources/spare.toml": (
            '[instrument.spare]\ntitle = { en = "S", zh = "备" }\n'
            'read_on = 2026-11-18\nconfidence = "official"\n'
        ),
        "lists/spare.toml": (
            'id = "spare"\ntitle = { en = "S", zh = "备" }\n'
            'source = [{ id = "product", where = { en = "a", zh = "备" } }]\n'
            '[[entry]]\nid = "a"\ntext = { en = "A", zh = "甲" }\n'
        ),
        "questions/spare.toml": (
            '[[question]]\nid = "spare"\nkind = "yes-no"\n'
            'text = { en = "S", zh = "备" }\nhelp = { en = "S", zh = "备" }\n'
        ),
    }
    for name, words in spare.items():
        (pack / name).write_text(words, encoding="utf-8")
    assert {fault.code for fault in faults_of(pack)} == {
        "pack.dead_instrument", "pack.dead_list", "pack.dead_answer"
    }  # fmt: skip


def test_the_same_condition_may_stand_twice_where_one_ends_before_the_other_begins(pack: Path):
    path = pack / "categories/pr.wage-tax.toml"
    words = path.read_text(encoding="utf-8")
    start = words.index("[[condition]]")
    condition = words[start : words.index("[[condition]]", start + 1)]
    old = condition.replace("[[condition]]", "[[condition]]\neffective_until = 2023-12-31", 1)
    new = condition.replace("[[condition]]", "[[condition]]\neffective_from = 2024-01-01", 1)
    path.write_text(words.replace(condition, old + new), encoding="utf-8")
    assert load_pack(pack).categories
    path.write_text(words.replace(condition, old + condition), encoding="utf-8")
    assert {fault.code for fault in faults_of(pack)} == {"pack.overlapping"}


def test_a_whole_pack_is_read_and_no_text_of_it_is_lost():
    pack = load_pack(BUNDLED)
    assert len(pack.categories) == 32
    assert len(pack.requirements) == 56
    assert len(pack.apostille.members) > 120
