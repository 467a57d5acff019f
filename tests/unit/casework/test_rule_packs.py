"""A pack is taken in beside the bundled one only as the person confirms it, and says what it changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from app.casework import keep, rule_packs
from app.casework.desk import Desk, known_ids, open_desk
from app.casework.rule_packs import import_pack, list_packs, remove_pack, use_pack
from app.domain.errors import FaultyFile, UnusableInput
from app.domain.packs import BUNDLED, PackSwitch, SignatureState
from app.domain.words import Language
from app.i18n.wording import word_app_error
from app.rules.load import load_pack
from app.store.database import CaseDatabase
from tests.support.cases import PACK, family
from tests.support.packs import BUNDLED as BUNDLED_FOLDER
from tests.support.packs import PUBLISHER, change, copy_pack, each_content_loaded_once, new_key, signed

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def quick_loading() -> Iterator[None]:
    with each_content_loaded_once():
        yield


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return new_key(tmp_path)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Return a newer pack: at Ningbo a higher average wage."""
    folder = copy_pack(tmp_path / "newer")
    change(folder, "pack.toml", 'version = "', 'version = "9')
    change(folder, "places/ningbo.toml", "cny = 70_780", "cny = 80_000")
    return folder


@pytest.fixture
def given(newer: Path, tmp_path: Path, key: SigningKey) -> Path:
    return signed(newer, tmp_path / "newer.yongju-rules", key)


def take_in(data: Path, path: Path, **options: bool) -> PackSwitch:
    return import_pack(open_desk(data), path, today=TODAY, **options)


def refusal(data: Path, path: Path, **options: bool) -> UnusableInput:
    """Return why a pack is refused; then nothing at all was kept."""
    before = sorted(data.rglob("*"))
    with pytest.raises(UnusableInput) as caught:
        take_in(data, path, **options)
    assert sorted(data.rglob("*")) == before
    return caught.value


def keep_case(data: Path) -> str:
    return open_desk(data).cases.add(family(), {})


def test_the_bundled_pack_is_in_use_until_one_is_taken_in(data: Path):
    [bundled] = list_packs(data)
    assert (bundled.name, bundled.in_use, bundled.signature) == (BUNDLED, True, SignatureState.BUNDLED)
    assert open_desk(data).pack == PACK


def test_a_pack_by_an_unknown_key_is_refused_with_publisher_and_fingerprint(data: Path, given: Path):
    error = refusal(data, given, accept_unsigned=True)
    assert error.code == "rules.unknown_key"
    words = word_app_error(error, Language.EN)
    assert PUBLISHER in words
    assert str(error.params["fingerprint"]) in words
    assert "--trust-key" in words


def test_a_pack_whose_key_is_trusted_is_used_from_then_on(data: Path, given: Path, newer: Path):
    done = take_in(data, given, trust_key=True)
    assert (done.done, done.pack.in_use, done.pack.signature) == (True, True, SignatureState.KNOWN_KEY)
    assert open_desk(data).pack == load_pack(newer)
    assert [pack.in_use for pack in list_packs(data)] == [False, True]


def test_a_known_key_needs_no_confirmation(data: Path, given: Path, tmp_path: Path, key: SigningKey):
    take_in(data, given, trust_key=True)
    again = signed(BUNDLED_FOLDER, tmp_path / "again.yongju-rules", key)
    assert take_in(data, again).pack.signature is SignatureState.KNOWN_KEY


def test_another_key_in_a_known_name_is_refused_in_its_own_words(
    data: Path, given: Path, newer: Path, tmp_path: Path
):
    take_in(data, given, trust_key=True)
    forged = signed(newer, tmp_path / "forged.yongju-rules", new_key(tmp_path, "other"))
    assert refusal(data, forged).code == "rules.other_key"


def test_an_unsigned_pack_is_taken_in_only_when_that_is_accepted(data: Path, newer: Path):
    error = refusal(data, newer, trust_key=True)
    assert error.code == "rules.unsigned"
    assert "--accept-unsigned" in word_app_error(error, Language.EN)
    assert take_in(data, newer, accept_unsigned=True).pack.signature is SignatureState.UNSIGNED


def test_a_pack_with_faults_is_refused_whole_and_named_as_it_was_given(data: Path, newer: Path):
    change(newer, "places/ningbo.toml", "cny = 80_000", 'cny = "80_000"')
    with pytest.raises(FaultyFile) as caught:
        take_in(data, newer, accept_unsigned=True)
    assert caught.value.params["path"] == str(newer)
    assert not data.exists()


def test_a_dry_run_needs_no_confirmation_tells_the_same_and_writes_nothing(data: Path, given: Path):
    keep_case(data)
    before = {path: path.read_bytes() for path in data.rglob("*.toml")}
    dry = take_in(data, given, dry_run=True)
    assert (dry.done, dry.pack.signature) == (False, SignatureState.UNKNOWN_KEY)
    assert {path: path.read_bytes() for path in data.rglob("*.toml")} == before
    assert open_desk(data).pack == PACK
    assert take_in(data, given, trust_key=True).cases == dry.cases


def test_a_dry_run_makes_no_data_folder(data: Path, given: Path):
    assert take_in(data, given, dry_run=True).cases == ()
    assert not data.exists()


def test_the_import_says_of_every_kept_case_what_changes(data: Path, given: Path):
    first = keep_case(data)
    elsewhere = open_desk(data).cases.add(replace(family(), place="shanghai"), {})
    cases = {case.case_id: case for case in take_in(data, given, trust_key=True).cases}
    assert cases.keys() == {first, elsewhere}
    assert {each.code for each in cases[first].changes} == {"condition.year_threshold"}
    assert cases[elsewhere].changes == ()


def test_a_case_that_the_new_pack_cannot_open_is_told_first(data: Path, tmp_path: Path):
    desk = open_desk(data)
    case_id = desk.cases.add(family(), {})
    less = {key: value for key, value in PACK.questions.items() if key != "work.consecutive_years"}
    [told] = rule_packs._compare_cases(desk, replace(PACK, questions=less), TODAY)
    assert told.case_id == case_id
    assert [each.code for each in told.changes][:2] == ["case.no_longer_opens", "answer.unknown"]


def test_a_case_that_the_rules_used_until_now_cannot_open_is_told_and_not_left_out(data: Path):
    more = replace(PACK, places={**PACK.places, "utopia": PACK.places["ningbo"]})
    cases = CaseDatabase(data / "cases.sqlite3", lambda: known_ids(more))
    cases.add(replace(family(), place="utopia"), {})
    desk = open_desk(data)
    assert [each.place for each in keep.list_cases(desk)] == ["utopia"]
    [opens] = rule_packs._compare_cases(desk, more, TODAY)
    assert [each.code for each in opens.changes] == ["case.opens_again"]
    [shut] = rule_packs._compare_cases(desk, PACK, TODAY)
    assert [each.code for each in shut.changes] == ["case.stays_shut"]


def test_going_back_to_the_bundled_pack_says_what_changes_back(data: Path, given: Path):
    keep_case(data)
    there = take_in(data, given, trust_key=True)
    back = use_pack(open_desk(data), BUNDLED, today=TODAY)
    [forth_changes], [back_changes] = ([each.changes for each in switch.cases] for switch in (there, back))
    assert [each.params["after"] for each in back_changes] == [
        each.params["before"] for each in forth_changes
    ]
    assert open_desk(data).pack == PACK


def test_a_pack_is_chosen_by_its_id_or_by_its_full_name_where_there_are_several(
    data: Path, given: Path, newer: Path
):
    first = take_in(data, given, trust_key=True).pack.name
    use_pack(open_desk(data), BUNDLED, today=TODAY)
    assert use_pack(open_desk(data), "cn", dry_run=True, today=TODAY).done is False
    assert open_desk(data).pack == PACK
    assert use_pack(open_desk(data), "cn", today=TODAY).pack.name == first
    change(newer, "places/ningbo.toml", "cny = 80_000", "cny = 90_000")
    take_in(data, newer, accept_unsigned=True)
    with pytest.raises(UnusableInput, match=r"rules\.several"):
        use_pack(open_desk(data), "cn", today=TODAY)
    assert use_pack(open_desk(data), first, today=TODAY).pack.in_use


def test_a_pack_that_is_not_there_is_told(data: Path):
    with pytest.raises(UnusableInput, match=r"rules\.not_kept"):
        use_pack(open_desk(data), "cn", today=TODAY)


def test_the_pack_in_use_is_not_removed(data: Path, given: Path):
    name = take_in(data, given, trust_key=True).pack.name
    with pytest.raises(UnusableInput, match=r"rules\.in_use"):
        remove_pack(data, name)
    with pytest.raises(UnusableInput, match=r"rules\.bundled_stays"):
        remove_pack(data, BUNDLED)
    use_pack(open_desk(data), BUNDLED, today=TODAY)
    remove_pack(data, name)
    assert [pack.name for pack in list_packs(data)] == [BUNDLED]


def kept_folder(data: Path) -> Path:
    [folder] = (data / "rules").glob("cn/*")
    return folder


def read_in_spite_of_trouble(data: Path) -> Desk:
    desk = open_desk(data)
    before = desk.rules_trouble
    assert desk.pack == PACK
    assert (before is None, desk.rules_trouble is None) == (True, False)
    return desk


def test_a_pack_changed_on_the_disk_is_set_aside_and_told(data: Path, given: Path):
    take_in(data, given, trust_key=True)
    change(kept_folder(data), "places/ningbo.toml", "cny = 80_000", "cny = 1")
    desk = read_in_spite_of_trouble(data)
    assert desk.rules_trouble is not None
    assert desk.rules_trouble.code == "rules.altered"
    assert [pack.damaged for pack in list_packs(data)] == [False, True]
    with pytest.raises(UnusableInput, match=r"rules\.altered"):
        use_pack(desk, "cn", today=TODAY)


def test_a_pack_that_lost_files_is_set_aside_and_told(data: Path, given: Path):
    take_in(data, given, trust_key=True)
    for path in kept_folder(data).rglob("*.toml"):
        path.unlink()
    read_in_spite_of_trouble(data)


def test_a_choice_that_cannot_be_read_keeps_nothing_from_starting(data: Path, given: Path):
    take_in(data, given, trust_key=True)
    (data / "rules" / "in_use.toml").write_bytes(b"\xff")
    read_in_spite_of_trouble(data)
    assert list_packs(data)[0].in_use
    use_pack(open_desk(data), "cn", today=TODAY)
    assert open_desk(data).pack != PACK


@pytest.mark.parametrize(
    "error", [FaultyFile("pack.faulty", ()), ValueError("x"), RecursionError(), OSError(5, "x")]
)
def test_whatever_a_taken_in_pack_does_the_product_starts(
    data: Path, given: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
):
    take_in(data, given, trust_key=True)

    def load(folder: Path) -> object:
        if folder.is_relative_to(data):
            raise error
        return PACK

    monkeypatch.setattr("app.rules.load.load_pack", load)
    read_in_spite_of_trouble(data)


def test_importing_a_damaged_pack_again_mends_it(data: Path, given: Path):
    take_in(data, given, trust_key=True)
    (kept_folder(data) / "pack.toml").write_bytes(b"")
    take_in(data, given)
    desk = open_desk(data)
    assert desk.pack != PACK
    assert desk.rules_trouble is None


def test_keys_that_cannot_be_read_stop_the_import_and_not_the_list(data: Path, given: Path):
    take_in(data, given, trust_key=True)
    (data / "rules" / "trusted.toml").write_text("damaged")
    with pytest.raises(UnusableInput, match=r"rules\.trusted_unreadable"):
        take_in(data, given)
    assert list_packs(data)[1].signature is SignatureState.UNKNOWN_KEY


def test_a_pack_in_one_file_is_checked_like_a_folder(given: Path, newer: Path):
    assert rule_packs.check_pack(given) == rule_packs.check_pack(newer)
    assert rule_packs.check_pack(None) == PACK
