"""A passphrase or a recovery code opens the vault key; nothing else does, and nobody can make it cheaper."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.store import keys
from app.store.keys import Purpose, VaultKey, make_slot, new_recovery_code, open_slot, read_recovery_code
from app.store.slots import Slot, SlotKind, slot_form, slot_of

REAL_COST = keys.OPS, keys.MEMORY_BYTES
PASSPHRASE = "seven plum trees"
P, R = SlotKind.PASSPHRASE, SlotKind.RECOVERY


def test_the_passphrase_opens_the_key_that_it_wraps():
    key = VaultKey.new()
    slots = (make_slot(R, new_recovery_code(), key), make_slot(P, PASSPHRASE, key))
    assert open_slot(slots, P, PASSPHRASE).raw == key.raw


def test_the_real_cost_of_a_try_is_what_rfc_9106_asks_for_and_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "OPS", REAL_COST[0])
    monkeypatch.setattr(keys, "MEMORY_BYTES", REAL_COST[1])
    key = VaultKey.new()
    slot = make_slot(P, PASSPHRASE, key)
    assert (slot.ops >= 3, slot.memory_bytes >= 64 << 20) == (True, True)
    assert open_slot((slot,), P, PASSPHRASE).raw == key.raw


@pytest.mark.parametrize(("kind", "code"), [(P, "wrong_passphrase"), (R, "wrong_code")])
def test_a_wrong_secret_is_refused_in_the_same_words_whether_or_not_there_is_a_slot(kind, code):
    wrong = PASSPHRASE if kind is P else new_recovery_code()
    slot = make_slot(kind, "another passphrase" if kind is P else new_recovery_code(), VaultKey.new())
    for slots in ((slot,), ()):
        with pytest.raises(UnusableInput) as told:
            open_slot(slots, kind, wrong)
        assert (told.value.code, told.value.params) == (f"store.{code}", {})


def test_an_accent_counts_the_same_however_a_keyboard_composes_it():
    slot = make_slot(P, "caf\N{LATIN SMALL LETTER E WITH ACUTE} noir", VaultKey.new())
    assert open_slot((slot,), P, "cafe\N{COMBINING ACUTE ACCENT} noir").raw


def test_a_new_passphrase_needs_eight_characters_of_any_script():
    with pytest.raises(UnusableInput, match=r"store\.passphrase_short"):
        make_slot(P, "七棵李子树在院", VaultKey.new())
    assert make_slot(P, "七棵李子树在院里", VaultKey.new()).wrapped


def test_a_pasted_file_is_no_passphrase():
    slot = make_slot(P, PASSPHRASE, VaultKey.new())
    with pytest.raises(UnusableInput, match=r"store\.passphrase_long"):
        open_slot((slot,), P, "x" * (keys.MOST_CHARACTERS + 1))


def changed(slot: Slot, what: str) -> Slot:
    """Return a slot of which one thing that it says was changed."""
    if what == "salt":
        return replace(slot, salt=bytes([slot.salt[0] ^ 1]) + slot.salt[1:])
    if what == "wrapped":
        return replace(slot, wrapped=slot.wrapped[:-1] + bytes([slot.wrapped[-1] ^ 1]))
    if what == "cut":
        return replace(slot, wrapped=slot.wrapped[:30])
    return replace(slot, **{what: getattr(slot, what) * 2})


@pytest.mark.parametrize("what", ["ops", "memory_bytes", "salt", "wrapped", "cut"])
def test_a_slot_of_which_anything_was_changed_opens_nothing(what: str):
    slot = make_slot(P, PASSPHRASE, VaultKey.new())
    with pytest.raises(UnusableInput, match=r"store\.wrong_passphrase"):
        open_slot((changed(slot, what),), P, PASSPHRASE)


def test_a_slot_is_not_opened_as_one_of_another_kind():
    code = new_recovery_code()
    slot = make_slot(R, code, VaultKey.new())
    with pytest.raises(UnusableInput, match=r"store\.wrong_passphrase"):
        open_slot((replace(slot, kind=P),), P, read_recovery_code(code))


@pytest.mark.parametrize(
    "asked", [{"ops": keys.MOST_OPS + 1}, {"memory_bytes": 1 << 40}, {"ops": 0}, {"salt": b"short"}]
)
def test_a_slot_that_asks_for_more_than_a_machine_can_bear_is_refused_untried(asked: dict[str, object]):
    slot = make_slot(P, PASSPHRASE, VaultKey.new())
    with pytest.raises(UnusableInput, match=r"store\.key_damaged"):
        open_slot((replace(slot, **asked),), P, PASSPHRASE)


def test_a_slot_comes_back_the_same_from_json():
    slot = make_slot(R, new_recovery_code(), VaultKey.new())
    assert slot_of(slot_form(slot)) == slot


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        {},
        {"kdf": "scrypt"},
        {"ops": "4"},
        {"ops": True},
        {"salt": "?"},
        {"wrapped": 1},
        {"opens_by": "x"},
    ],
)
def test_what_is_no_slot_is_told(form: object):
    whole = slot_form(make_slot(P, PASSPHRASE, VaultKey.new()))
    spoilt = {**whole, **form} if isinstance(form, dict) and form else form
    with pytest.raises(UnusableInput, match=r"store\.key_damaged"):
        slot_of(spoilt)


def test_a_recovery_code_opens_however_it_is_typed():
    key, code = VaultKey.new(), new_recovery_code()
    slots = (make_slot(R, code, key),)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        f"  {code.replace('-', '  ')}\n",
        code.replace("0", "O"),
    ):
        assert open_slot(slots, R, typed).raw == key.raw


def test_every_code_has_eight_groups_of_its_own():
    codes = {new_recovery_code() for _ in range(50)}
    assert len(codes) == 50
    assert {tuple(map(len, code.split("-"))) for code in codes} == {(5,) * 8}


@given(st.integers(0, 39), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_slip_of_one_sign_is_told_by_its_group(at: int, sign: str):
    signs = list(new_recovery_code().replace("-", ""))
    was, signs[at] = signs[at], sign
    *group, check = signs[at // 5 * 5 :][:5]
    if sign == was or keys._check_digit(at // 5, "".join(group)) == check:
        # One slip in thirty-two agrees with the check digit; the code then just opens nothing.
        assert read_recovery_code("".join(signs))
        return
    with pytest.raises(UnusableInput) as told:
        read_recovery_code("".join(signs))
    assert (told.value.code, told.value.params["group"]) == ("store.code_mistyped", at // 5 + 1)


def test_two_groups_that_changed_places_are_told():
    first, second, *rest = new_recovery_code().split("-")
    with pytest.raises(UnusableInput, match=r"store\.code_"):
        read_recovery_code("-".join([second + "0", first, *rest]))


@pytest.mark.parametrize("groups", [7, 9])
def test_a_code_of_another_length_is_told(groups: int):
    several = (new_recovery_code() + "-" + "00000").split("-")[:groups]
    with pytest.raises(UnusableInput, match=r"store\.code_length"):
        read_recovery_code("-".join(several))


def test_each_purpose_has_a_key_of_its_own():
    key = VaultKey.new()
    derived = {key.derive(each) for each in Purpose} | {key.derive(Purpose.FILES, "a")}
    assert len(derived) == len(Purpose) + 1
    assert key.raw not in derived
    assert VaultKey(key.raw).derive(Purpose.FILES) == key.derive(Purpose.FILES)


def test_a_wiped_key_serves_nobody():
    key = VaultKey.new()
    held = key._raw
    key.wipe()
    assert bytes(held) == b""
    with pytest.raises(ValueError, match="wiped"):
        key.derive(Purpose.FILES)


def test_a_key_of_another_length_is_none():
    with pytest.raises(ValueError, match="32"):
        VaultKey(b"short")
