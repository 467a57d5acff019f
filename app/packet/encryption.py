"""Locks a packet with a password: AES-256, standard security handler of revision 6 (ISO 32000-2, 7.6).

The key is random, so a locked packet has other bytes each time it is written.
"""

import hashlib
import secrets
import struct
from collections.abc import Mapping, Sequence

from Crypto.Cipher import AES

from app.domain.passwords import typed_password
from app.packet.values import Name, Stream, Value

_BLOCK = 16
_ALL_ALLOWED = -4  # Table 22: bits 1 and 2 are reserved and 0, all others 1
_ROUNDS = 64
_REPEATS = 64
_NO_VECTOR = bytes(_BLOCK)
_HASHES = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
_CRYPT = Name("Crypt")


class Lock:
    """Encrypts what a document writes; opens with the password, and with an owner's that nobody knows.

    Raises UnusableInput for a password that a viewer cannot take.
    """

    def __init__(self, password: str) -> None:
        self._key = secrets.token_bytes(32)
        user, user_key = _verifier(typed_password(password).encode("utf-8"), b"", self._key)
        owner, owner_key = _verifier(secrets.token_hex(32).encode("ascii"), user, self._key)
        every_stream = {"Type": Name("CryptFilter"), "CFM": Name("AESV3"), "AuthEvent": Name("DocOpen")}
        # Strings of this dictionary are never encrypted themselves (7.6.2).
        self.entries: Mapping[str, Value] = {
            "Filter": Name("Standard"),
            "V": 5,
            "R": 6,
            "Length": 256,
            "CF": {"StdCF": {**every_stream, "Length": 32}},
            "StmF": Name("StdCF"),
            "StrF": Name("StdCF"),
            "U": user,
            "UE": user_key,
            "O": owner,
            "OE": owner_key,
            "P": _ALL_ALLOWED,
            "Perms": _sealed_permissions(self._key),
            "EncryptMetadata": True,
        }

    def lock(self, value: Value) -> Value:
        """Return a value as it stands in the locked file: every string and stream encrypted."""
        if isinstance(value, Stream):
            entries = {key: self.lock(item) for key, item in value.entries.items()}
            return Stream(entries, value.data if _is_exempt(value.entries) else self._encrypted(value.data))
        if isinstance(value, Mapping):
            return {key: self.lock(item) for key, item in value.items()}
        if isinstance(value, bytes):
            return self._encrypted(value)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self.lock(item) for item in value]
        return value

    def _encrypted(self, data: bytes) -> bytes:
        """Encrypt with AES in CBC mode, padded, the random first block before it (7.6.3.3, Algorithm 1.A)."""
        vector = secrets.token_bytes(_BLOCK)
        whole = len(data) - len(data) % _BLOCK
        cipher = AES.new(self._key, AES.MODE_CBC, iv=vector)
        missing = _BLOCK - len(data) % _BLOCK
        with memoryview(data) as view:
            return b"".join(
                (
                    vector,
                    cipher.encrypt(view[:whole]),
                    cipher.encrypt(data[whole:] + bytes([missing]) * missing),
                )
            )


def _is_exempt(entries: Mapping[str, Value]) -> bool:
    """Say whether a stream states that it is not encrypted: with a filter of its own (7.4.10)."""
    filters = entries.get("Filter")
    first = filters[0] if isinstance(filters, list) and filters else filters
    return first == _CRYPT


def _verifier(password: bytes, user: bytes, key: bytes) -> tuple[bytes, bytes]:
    """Return what proves a password and, encrypted with it, the file's key (7.6.4.4.7, 7.6.4.4.8).

    Algorithm 8 for the user's password with `user` empty, Algorithm 9 for the owner's.
    """
    proof_salt, key_salt = secrets.token_bytes(8), secrets.token_bytes(8)
    proof = _hashed(password, proof_salt, user) + proof_salt + key_salt
    return proof, _encrypt(_hashed(password, key_salt, user), _NO_VECTOR, key)


def _hashed(password: bytes, salt: bytes, user: bytes) -> bytes:
    """Return the hash of a password (7.6.4.3.4, Algorithm 2.B)."""
    key = hashlib.sha256(password + salt + user).digest()
    count = 0
    while True:
        mixed = _encrypt(key[:16], key[16:32], (password + key + user) * _REPEATS)
        # The first 16 bytes as one number, modulo 3: so is their sum, as 256 leaves 1.
        key = _HASHES[sum(mixed[:16]) % 3](mixed).digest()
        count += 1
        if count >= _ROUNDS and mixed[-1] <= count - 32:
            return key[:32]


def _sealed_permissions(key: bytes) -> bytes:
    """Return the permissions encrypted with the file's key (7.6.4.4.9, Algorithm 10)."""
    block = struct.pack("<i", _ALL_ALLOWED) + b"\xff\xff\xff\xff" + b"Tadb" + secrets.token_bytes(4)
    return bytes(AES.new(key, AES.MODE_ECB).encrypt(block))


def _encrypt(key: bytes, vector: bytes, data: bytes) -> bytes:
    return bytes(AES.new(key, AES.MODE_CBC, iv=vector).encrypt(data))
