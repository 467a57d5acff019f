"""Keys of an encrypted store: a passphrase or a recovery code opens the one vault key that all else hangs on.

    passphrase or recovery code -> argon2id -> key of a slot, which wraps
    the vault key (32 random bytes) -> BLAKE2b -> the keys of the database, of the files and of their names

Another passphrase wraps the same vault key anew: nothing else has to be written. All of it is libsodium's
(PyNaCl): argon2id, XChaCha20-Poly1305, BLAKE2b. What a slot says of itself is authenticated with what it
wraps, so nobody can make a slot cheaper to try.
"""

import base64
import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from nacl import bindings, pwhash
from nacl.exceptions import CryptoError

from app.domain.errors import UnusableInput
from app.store.slots import Slot, SlotKind

KEY_BYTES = 32
SALT_BYTES = 16
# Each try costs a present machine 0.2 to 0.6 s and 128 MiB; RFC 9106 asks for 3 passes over 64 MiB.
OPS, MEMORY_BYTES = 4, 128 << 20
# What a stranger's file may ask of this machine at most.
MOST_OPS, MOST_MEMORY_BYTES = 10, 1 << 30
LEAST_CHARACTERS = 8
# One that is longer is a pasted file, and no passphrase.
MOST_CHARACTERS = 1024

_CODE_BYTES, _GROUPS = 20, 8
# Crockford's base 32: no I, L, O or U, which are read as 1, 1, 0 and are not used.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
_GROUP = _CODE_BYTES * 8 // 5 // _GROUPS


class Purpose(StrEnum):
    """What a key that is derived from the vault key is for."""

    DATABASE = "database"
    READINGS = "readings"
    FILES = "files"
    FILE_NAMES = "file names"


class VaultKey:
    """Holds the vault key for as long as a store is open; `wipe` overwrites it."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError("a vault key has 32 bytes")
        self._raw = bytearray(raw)

    @classmethod
    def new(cls) -> "VaultKey":
        """Make a random one."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def raw(self) -> bytes:
        """Return its bytes. Raises ValueError once it was wiped."""
        if not self._raw:
            raise ValueError("the key was wiped")
        return bytes(self._raw)

    def derive(self, purpose: Purpose, of: str = "") -> bytes:
        """Return the key for a purpose, and for one thing among those that it serves."""
        person = hashlib.blake2b(purpose.value.encode(), digest_size=16).digest()
        return hashlib.blake2b(of.encode(), digest_size=KEY_BYTES, key=self.raw, person=person).digest()

    def wipe(self) -> None:
        """Overwrite the key; whoever asks for it from now on is refused.

        Copies that the interpreter made while it was used are beyond reach until their memory is used anew.
        """
        self._raw[:] = bytes(len(self._raw))
        self._raw.clear()


def make_slot(kind: SlotKind, secret: str, key: VaultKey) -> Slot:
    """Wrap the vault key by a passphrase or a recovery code.

    Raises UnusableInput where the passphrase is too short or the code none.
    """
    material = _material(kind, secret, is_new=True)
    bare = Slot(kind, secrets.token_bytes(SALT_BYTES), OPS, MEMORY_BYTES, b"")
    return Slot(
        bare.kind, bare.salt, bare.ops, bare.memory_bytes, wrap(key.raw, stretch(material, bare), bare.bound)
    )


def open_slot(slots: Iterable[Slot], kind: SlotKind, secret: str) -> VaultKey:
    """Return the vault key. Raises UnusableInput, always for the same reason, where the secret is wrong."""
    material = _material(kind, secret, is_new=False)
    for slot in slots:
        if slot.kind is kind:
            raw = unwrap(slot.wrapped, stretch(material, slot), slot.bound)
            if raw is not None and len(raw) == KEY_BYTES:
                return VaultKey(raw)
    raise UnusableInput("store.wrong_passphrase" if kind is SlotKind.PASSPHRASE else "store.wrong_code")


def stretch(material: bytes, slot: Slot) -> bytes:
    """Return the key that a secret gives by argon2id. Raises UnusableInput where the slot asks too much."""
    if not (1 <= slot.ops <= MOST_OPS and 8192 <= slot.memory_bytes <= MOST_MEMORY_BYTES):
        raise UnusableInput("store.key_damaged")
    if len(slot.salt) != SALT_BYTES:
        raise UnusableInput("store.key_damaged")
    return pwhash.argon2id.kdf(KEY_BYTES, material, slot.salt, opslimit=slot.ops, memlimit=slot.memory_bytes)


def wrap(plain: bytes, key: bytes, bound: bytes) -> bytes:
    """Return a few bytes encrypted, and authenticated together with others."""
    nonce = secrets.token_bytes(bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, nonce, key)


def unwrap(wrapped: bytes, key: bytes, bound: bytes) -> bytes | None:
    """Return what was wrapped, None where the key is another or anything was changed."""
    size = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    if len(wrapped) < size + bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES:
        return None
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(wrapped[size:], bound, wrapped[:size], key)
    except CryptoError:
        return None


def passphrase_material(passphrase: str, *, is_new: bool) -> bytes:
    """Return the bytes of a passphrase, the same ones however a keyboard composed its characters.

    Raises UnusableInput where a new one is too short, or any is absurdly long.
    """
    text = unicodedata.normalize("NFC", passphrase)
    if is_new and len(text) < LEAST_CHARACTERS:
        raise UnusableInput("store.passphrase_short", limit=LEAST_CHARACTERS)
    if len(text) > MOST_CHARACTERS:
        raise UnusableInput("store.passphrase_long", limit=MOST_CHARACTERS)
    return text.encode("utf-8", "surrogatepass")


def new_recovery_code() -> str:
    """Return a random code to print: eight groups, each of four digits of base 32 and one check digit."""
    digits = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    ours = digits.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _DIGITS))
    groups = [ours[at : at + _GROUP] for at in range(0, len(ours), _GROUP)]
    return "-".join(group + _check_digit(place, group) for place, group in enumerate(groups))


def read_recovery_code(code: str) -> str:
    """Return the digits of a code as somebody typed it, without its check digits.

    Raises UnusableInput, with the number of the first group that is mistyped.
    """
    typed = "".join(each for each in code.upper().translate(_READ_AS) if each.isalnum())
    size = _GROUP + 1
    groups = [typed[at : at + size] for at in range(0, len(typed), size)]
    for place, group in enumerate(groups[:_GROUPS]):
        if len(group) != size or group[_GROUP] != _check_digit(place, group[:_GROUP]):
            raise UnusableInput("store.code_mistyped", group=place + 1)
    if len(groups) != _GROUPS:
        raise UnusableInput("store.code_length", groups=_GROUPS)
    return "".join(group[:_GROUP] for group in groups)


def _material(kind: SlotKind, secret: str, *, is_new: bool) -> bytes:
    if kind is SlotKind.RECOVERY:
        return read_recovery_code(secret).encode()
    return passphrase_material(secret, is_new=is_new)


def _check_digit(place: int, group: str) -> str:
    return _DIGITS[hashlib.blake2b(f"{place} {group}".encode(), digest_size=1).digest()[0] % len(_DIGITS)]
