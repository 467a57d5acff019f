"""What files a place takes: its own profile before the inherited one, and every slip in one told."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import FaultyFile
from app.domain.rules import PLAIN_UPLOAD, CategoryKind
from app.rules.load import load_pack
from tests.support.packs import change, copy_pack

DAY = date(2026, 12, 15)
PR, VISA = CategoryKind.PERMANENT_RESIDENCE, CategoryKind.VISA
OWN = """
[[upload]]
kind = ["permanent-residence"]
formats = ["pdf"]
name = "{requirement_en} {person} {part}"
chain_in_one = false
most_kb = 1000
most_pages = 20
binding = true
effective_until = 2026-12-31
source = [{ id = "product", where = { en = "a test", zh = "测试" } }]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = copy_pack(tmp_path / "cn")
    path = folder / "places" / "beijing.toml"
    path.write_text(path.read_text(encoding="utf-8") + OWN, encoding="utf-8")
    return folder


def codes_with(pack: Path, old: str, new: str) -> list[tuple[str, str]]:
    change(pack, "places/beijing.toml", old, new)
    with pytest.raises(FaultyFile) as caught:
        load_pack(pack)
    return [(fault.code, fault.key) for fault in caught.value.faults]


def test_a_place_with_a_profile_of_its_own_uses_it(pack: Path) -> None:
    profile = load_pack(pack).places["beijing"].upload_on(PR, DAY)
    assert (profile.formats, profile.name) == (("pdf",), "{requirement_en} {person} {part}")
    assert (profile.most_bytes, profile.most_pages) == (1_000_000, 20)
    assert profile.binding
    assert not profile.chain_in_one


def test_for_other_outcomes_and_days_the_inherited_profile_holds(pack: Path) -> None:
    places = load_pack(pack).places
    national = places["national"].upload_on(PR, DAY)
    assert places["beijing"].upload_on(VISA, DAY) == national
    assert places["beijing"].upload_on(PR, date(2027, 1, 1)) == national


def test_where_nothing_is_written_names_differ_and_nothing_is_limited(pack: Path) -> None:
    path = pack / "places" / "national.toml"
    words = path.read_text(encoding="utf-8")
    start, end = words.index("[[upload]]"), words.index("[[translator_licence]]")
    path.write_text(words[:start] + words[end:], encoding="utf-8")
    sources = pack / "sources" / "national.toml"
    cited = sources.read_text(encoding="utf-8")
    start, end = cited.index("[instrument.work-permit-guide]"), cited.index("[instrument.nanjing-photo]")
    sources.write_text(cited[:start] + cited[end:], encoding="utf-8")
    profile = load_pack(pack).places["shanghai"].upload_on(PR, DAY)
    assert profile == PLAIN_UPLOAD
    assert profile.most_bytes is None
    assert "{number}" in profile.name


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("most_pages = 20", "most_page = 20", "toml.unknown_key", "most_page"),
        ("most_kb = 1000", 'most_kb = "1000"', "toml.wrong_type", "most_kb"),
        ("most_kb = 1000", "most_kb = 0", "toml.wrong_type", "most_kb"),
        ('formats = ["pdf"]', 'formats = ["doc"]', "toml.unknown_value", "formats"),
        ('formats = ["pdf"]', 'formats = ["jpg"]', "pack.upload_without_pdf", "formats"),
        ('formats = ["pdf"]', "formats = []", "toml.wrong_type", "formats"),
        ("{requirement_en} {person}", "{person} {person}", "pack.upload_names_alike", "name"),
        ("{requirement_en} {person}", "{requirement} {person}", "toml.wrong_type", "name"),
        ("{requirement_en} {person}", "../{requirement_en}", "toml.wrong_type", "name"),
        ("{requirement_en} {person}", "{requirement_en}: {person}", "toml.wrong_type", "name"),
        ("{requirement_en} {person}", "{requirement_en!r}", "toml.wrong_type", "name"),
        ("2026-12-31", "2026-13-31", "toml.syntax", ""),
    ],
)
def test_a_slip_in_a_profile_is_told(pack: Path, old: str, new: str, code: str, key: str) -> None:
    found = codes_with(pack, old, new)
    assert any(each == code and key in where for each, where in found), found


def test_two_profiles_for_the_same_outcome_and_day_are_a_fault(pack: Path) -> None:
    path = pack / "places" / "beijing.toml"
    path.write_text(path.read_text(encoding="utf-8") + OWN, encoding="utf-8")
    with pytest.raises(FaultyFile) as caught:
        load_pack(pack)
    assert [fault.code for fault in caught.value.faults] == ["pack.overlapping"]


def test_a_profile_without_a_source_is_a_fault(pack: Path) -> None:
    source = 'source = [{ id = "product", where = { en = "a test", zh = "测试" } }]\n'
    found = codes_with(pack, f"effective_until = 2026-12-31\n{source}", "effective_until = 2026-12-31\n")
    assert any(code == "toml.missing_key" for code, _ in found)
