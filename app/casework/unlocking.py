"""Opens a store beside the thread that shows it: what takes long is done on a desk of its own."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from app.casework import safety
from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.store.keys import VaultKey as VaultKey


def key_by_passphrase(desk: Desk, passphrase: str) -> VaultKey:
    """Return the key of the store and make sure that it opens it.

    Raises UnusableInput where the passphrase is wrong, MachineStopped while another process changes the form
    of the store.
    """
    return _proven(desk, safety.open_by_passphrase(desk, passphrase))


def key_by_code(desk: Desk, code: str) -> VaultKey:
    """Return the key of the store by the code of the recovery sheet, likewise."""
    return _proven(desk, safety.open_by_code(desk, code))


def set_passphrase(desk: Desk, key: VaultKey, passphrase: str) -> None:
    """Have another passphrase open a store whose key is known. Raises UnusableInput where it will not do."""
    own = desk.anew()
    try:
        own.unlock(copied(key))
        safety.change_passphrase(own, passphrase)
    finally:
        own.close()


def _proven(desk: Desk, key: VaultKey) -> VaultKey:
    # What was left of a stopped change is swept, and an older database brought to today's form, here.
    own = desk.anew()
    try:
        own.unlock(copied(key))
    finally:
        own.close()
    # The rules, too, are read before anybody waits for them; what is wrong with them is told later.
    with contextlib.suppress(AppError):
        _ = desk.pack
    return key


def copied(key: VaultKey) -> VaultKey:
    """Return a key that is wiped by itself: a desk that is closed wipes the one that it was given."""
    from app.store.keys import VaultKey

    return VaultKey(key.raw)


def is_passphrase(desk: Desk, passphrase: str) -> None:
    """Raise UnusableInput where a passphrase does not open the store."""
    safety.open_by_passphrase(desk, passphrase).wipe()
