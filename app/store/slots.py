"""Slots of an encrypted store: the vault key wrapped by one secret each, and how `store.json` holds them."""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import UnusableInput


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Slot:
    """Holds the vault key wrapped by one secret, and what it costs to try one."""

    kind: SlotKind
    salt: bytes
    ops: int
    memory_bytes: int
    wrapped: bytes

    @property
    def bound(self) -> bytes:
        """Return what is authenticated with the wrapped key."""
        return f"yongju slot 1 {self.kind} {self.ops} {self.memory_bytes} ".encode() + self.salt


def slot_form(slot: Slot) -> dict[str, object]:
    """Return a slot as JSON can hold it."""
    return {
        "opens_by": slot.kind.value,
        "kdf": "argon2id",
        "ops": slot.ops,
        "memory_bytes": slot.memory_bytes,
        "salt": base64.b64encode(slot.salt).decode(),
        "wrapped": base64.b64encode(slot.wrapped).decode(),
    }


def slot_of(form: object) -> Slot:
    """Return the slot that JSON holds. Raises UnusableInput where it is none."""
    try:
        if not isinstance(form, dict) or form["kdf"] != "argon2id":
            raise UnusableInput("store.key_damaged")
        ops, memory = form["ops"], form["memory_bytes"]
        if type(ops) is not int or type(memory) is not int:
            raise UnusableInput("store.key_damaged")
        salt, wrapped = (base64.b64decode(form[name], validate=True) for name in ("salt", "wrapped"))
        return Slot(SlotKind(form["opens_by"]), salt, ops, memory, wrapped)
    except (KeyError, ValueError, TypeError, binascii.Error) as error:
        raise UnusableInput("store.key_damaged") from error
