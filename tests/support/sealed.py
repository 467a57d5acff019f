"""An encrypted store for tests, made without waiting for a passphrase."""

from pathlib import Path

from app.casework.desk import Desk
from app.store import place
from app.store.keys import VaultKey
from app.store.slots import Slot, SlotKind
from tests.support.cases import desk_in

_KEY = bytes(range(32))
# Nothing opens it: whoever has the key needs none.
_SLOT = Slot(SlotKind.PASSPHRASE, bytes(16), 1, 8192, bytes(72))


def sealed_desk_in(folder: Path) -> Desk:
    """Return a desk over an encrypted store, which is made where there is none."""
    desk = locked_desk_in(folder)
    desk.unlock(VaultKey(_KEY))
    return desk


def locked_desk_in(folder: Path) -> Desk:
    """Return a desk over the same store that nobody has opened."""
    found = place.find_place(folder)
    if not found.is_encrypted:
        place.use_place(place.new_generation(found, (_SLOT,)))
    return desk_in(folder)
