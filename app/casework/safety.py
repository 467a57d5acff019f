"""Who may open the store: its passphrase, its recovery code, its key, and whether it is encrypted at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.errors import UnusableInput
from app.domain.words import DisplayMode

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from app.casework.desk import Desk
    from app.domain.packet import Progress
    from app.store.conversion import Converted, DamagedFile, NewForm
    from app.store.keys import VaultKey
    from app.store.place import Place
    from app.store.slots import Slot, SlotKind

# A worker that was just told to end needs a moment.
_ALONE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class StoreState:
    """Says where the store is, whether anything is kept in it yet, and by what it is opened."""

    data_folder: str
    is_begun: bool
    is_encrypted: bool
    has_recovery: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class NewState:
    """Says what a change of the store's form came to.

    `damaged` were damaged before, as (case, file). `leaves_rest`: some of the old store could not be
    removed and will be when it is next opened.
    """

    damaged: tuple[tuple[str, str], ...] = ()
    leaves_rest: bool = False


def state_of(desk: Desk) -> StoreState:
    """Return how the store is kept as it stands now. Raises UnusableInput where that cannot be known."""
    from app.store.slots import SlotKind

    place = _place_now(desk)
    return StoreState(
        data_folder=str(desk.data_folder),
        is_begun=place.is_begun,
        is_encrypted=place.is_encrypted,
        has_recovery=any(slot.kind is SlotKind.RECOVERY for slot in place.slots),
        is_locked=place.is_encrypted and desk.key is None,
    )


def open_by_passphrase(desk: Desk, passphrase: str) -> VaultKey:
    """Return the key of the store. Raises UnusableInput where the passphrase is wrong.

    It takes a third of a second, and longer the more wrong ones were given.
    """
    from app.store.slots import SlotKind

    return _open(desk, SlotKind.PASSPHRASE, passphrase)


def open_by_code(desk: Desk, code: str) -> VaultKey:
    """Return the key of the store by the code of the recovery sheet, likewise."""
    from app.store.keys import read_recovery_code
    from app.store.slots import SlotKind

    # A slip of the pen is told at once, by its check digits: nothing is tried with it.
    read_recovery_code(code)
    return _open(desk, SlotKind.RECOVERY, code)


def encrypt_store(
    desk: Desk, passphrase: str, code: str | None, report: Callable[[Progress], None]
) -> NewState:
    """Encrypt the store by a passphrase and, where one is given, a recovery code.

    As with all that changes the form: the desk is closed then. Raises UnusableInput where it is encrypted
    already or the passphrase will not do, MachineStopped while somebody else uses the store or where the
    disk has no room; then nothing was changed and the desk can be used as before.
    """
    from app.store.conversion import NewForm
    from app.store.keys import VaultKey

    if desk.place.is_encrypted:
        raise UnusableInput("store.encrypted_already")
    key = VaultKey.new()
    return _convert(desk, NewForm("encrypt", key, _slots(key, passphrase, code)), report)


def decrypt_store(
    desk: Desk, report: Callable[[Progress], None], *, despite_damage: bool = False
) -> NewState:
    """Keep the store without encryption from now on.

    A file that can no longer be deciphered to its end is refused, or comes along as far as it can
    `despite_damage`. Raises as `encrypt_store` does.
    """
    from app.store.conversion import NewForm

    _refuse_not_encrypted(desk)
    return _convert(desk, NewForm("decrypt"), report, despite_damage=despite_damage)


def renew_key(
    desk: Desk,
    passphrase: str,
    code: str | None,
    report: Callable[[Progress], None],
    *,
    despite_damage: bool = False,
) -> NewState:
    """Encrypt the store anew, by another key that this passphrase and code open, and nothing else.

    Who has an old copy of `store.json` and an old passphrase can then open old copies only. Raises as
    `decrypt_store` does.
    """
    from app.store.conversion import NewForm
    from app.store.keys import VaultKey

    _refuse_not_encrypted(desk)
    key = VaultKey.new()
    form = NewForm("renew", key, _slots(key, passphrase, code))
    return _convert(desk, form, report, despite_damage=despite_damage)


def change_passphrase(desk: Desk, new: str) -> None:
    """Have another passphrase open the unlocked store; nothing else is written."""
    from app.store.slots import SlotKind

    _change_slot(desk, SlotKind.PASSPHRASE, new)


def set_recovery(desk: Desk, code: str | None) -> None:
    """Have a code open the unlocked store, instead of the one before; None for none."""
    from app.store.slots import SlotKind

    _change_slot(desk, SlotKind.RECOVERY, code)


def new_code() -> str:
    """Return a new recovery code, which opens nothing until it is set."""
    from app.store.keys import new_recovery_code

    return new_recovery_code()


def _place_now(desk: Desk) -> Place:
    # Another process may have changed it since the desk last looked.
    from app.store.place import find_place

    return find_place(desk.data_folder)


def _open(desk: Desk, kind: SlotKind, secret: str) -> VaultKey:
    from app.store.keys import open_slot

    with desk.patience.one_try():
        return open_slot(_place_now(desk).slots, kind, secret)


def _slots(key: VaultKey, passphrase: str, code: str | None) -> tuple[Slot, ...]:
    from app.store.keys import make_slot
    from app.store.slots import SlotKind

    slot = make_slot(SlotKind.PASSPHRASE, passphrase, key)
    return (slot,) if code is None else (slot, make_slot(SlotKind.RECOVERY, code, key))


def _refuse_not_encrypted(desk: Desk) -> None:
    if not desk.place.is_encrypted:
        raise UnusableInput("store.plain_already")
    desk.refuse_locked()


def _change_slot(desk: Desk, kind: SlotKind, secret: str | None) -> None:
    from app.store.keys import make_slot
    from app.store.place import use_place

    _refuse_not_encrypted(desk)
    # Opened, it is shown to be the key of this store, and nobody gives the store another form meanwhile.
    _ = desk.cases
    if desk.key is None:
        raise UnusableInput("store.locked", path=str(desk.data_folder))
    made = () if secret is None else (make_slot(kind, secret, desk.key),)
    with desk.in_use.changing():
        place = _place_now(desk)
        others = (slot for slot in place.slots if slot.kind is not kind)
        slots = (*made, *others) if kind.value == "passphrase" else (*others, *made)
        desk.place = use_place(replace(place, slots=slots))


def _convert(
    desk: Desk, form: NewForm, report: Callable[[Progress], None], *, despite_damage: bool = False
) -> NewState:
    from app.store.conversion import convert

    # Opened first: what an older version kept is brought to today's form, with a backup, before.
    _ = desk.cases
    before = desk.place
    with desk.in_use.alone(wait_seconds=_ALONE_SECONDS):
        place = _place_now(desk)
        if place.generation != before.generation:
            raise UnusableInput("store.changed_elsewhere")
        desk.rest()
        converted = convert(place, desk.key, form, report, despite_damage=despite_damage)
    desk.close()
    return _state_after(converted)


def _state_after(converted: Converted) -> NewState:
    def words(file: DamagedFile) -> tuple[str, str]:
        return file.case, file.file

    return NewState(tuple(map(words, converted.damaged)), converted.leaves_rest)


def write_recovery_sheet(
    desk: Desk, code: str, path: Path, language: DisplayMode = DisplayMode.BOTH, *, today: date
) -> Path:
    """Write a page to print: the recovery code, what it is for, and how to use it.

    The file is new, and not within the data folder. Raises UnusableInput where it cannot be so,
    MachineStopped when it cannot be written.
    """
    from app.env.replace import write_new
    from app.packet.recovery_sheet import draw_recovery_sheet

    destination = path.absolute()
    if destination.resolve().is_relative_to(desk.data_folder.resolve()):
        raise UnusableInput("store.sheet_inside", path=str(destination))
    if not destination.parent.is_dir():
        raise UnusableInput("destination.no_folder", path=str(destination.parent))
    drawn = draw_recovery_sheet(code, str(desk.data_folder), today, language)
    write_new(destination, drawn, UnusableInput("store.sheet_there", path=str(destination)))
    return destination
