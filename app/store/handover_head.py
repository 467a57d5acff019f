"""The head of a handed-over case: what a passphrase needs to open it, in the clear and bound to the key.

    YONGJU HANDOVER 1 + newline | one line of JSON, at most 4 KiB, with its newline | a stream (`streams`)

    {"format": 1, "stream": "secretstream-xchacha20poly1305", "kdf": "argon2id", "ops": ...,
     "memory_bytes": ..., "salt": 16 bytes in base64, "check": 16 bytes in base64, "sum": 16 hex digits}

The passphrase (NFC, UTF-8) is stretched to 32 bytes. `check` is their BLAKE2b, which tells a wrong passphrase
from a damaged file; `sum` begins the SHA-256 of the line without it, which tells a damaged head. The key of
the stream is the BLAKE2b of both lines, keyed with what the passphrase gave: nothing in them can be changed.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nacl import pwhash
from nacl.exceptions import RuntimeError as SodiumError

from app.domain.errors import UnusableInput
from app.store import keys
from app.store.strict_json import read_object

MAGIC = b"YONGJU HANDOVER 1\n"
FORMAT = 1
MOST_HEAD_BYTES = 4096
# What a stranger's file may ask of this machine at most; stricter than for one's own store.
MOST_OPS, MOST_MEMORY_BYTES = keys.MOST_OPS, 256 << 20

_ANY_MAGIC = b"YONGJU HANDOVER "
_STREAM, _KDF = "secretstream-xchacha20poly1305", "argon2id"
_KEYS = frozenset({"format", "stream", "kdf", "ops", "memory_bytes", "salt", "check", "sum"})
_CHECK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """Says what it costs to try one passphrase."""

    ops: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class _Head:
    cost: Cost
    salt: bytes
    check: bytes


def write_head(target: BinaryIO, passphrase: str, cost: Cost | None = None) -> bytes:
    """Write a new head, as costly to try as a key of one's own store, and return the key of what follows it.

    Raises UnusableInput where the passphrase is too short.
    """
    cost = cost or Cost(keys.OPS, keys.MEMORY_BYTES)
    salt = secrets.token_bytes(keys.SALT_BYTES)
    stretched = _stretch(keys.passphrase_material(passphrase, is_new=True), salt, cost)
    form = {
        "format": FORMAT,
        "stream": _STREAM,
        "kdf": _KDF,
        "ops": cost.ops,
        "memory_bytes": cost.memory_bytes,
        "salt": base64.b64encode(salt).decode(),
        "check": base64.b64encode(_check_of(stretched)).decode(),
    }
    head = MAGIC + json.dumps({**form, "sum": _sum_of(form)}).encode() + b"\n"
    target.write(head)
    return _key_of(head, stretched)


def read_head(source: BinaryIO, passphrase: str, path: Path) -> bytes:
    """Read a head and return the key of what follows it.

    Raises UnusableInput where it is none, of a newer form, damaged, asks too much of this machine, or the
    passphrase is wrong.
    """
    magic = source.read(len(MAGIC))
    if magic != MAGIC:
        _refuse_magic(magic, path)
    line = source.readline(MOST_HEAD_BYTES + 1)
    head = _read_line(line, path)
    if not (1 <= head.cost.ops <= MOST_OPS and 8192 <= head.cost.memory_bytes <= MOST_MEMORY_BYTES):
        raise UnusableInput("handover.too_costly", path=str(path))
    try:
        stretched = _stretch(keys.passphrase_material(passphrase, is_new=False), head.salt, head.cost)
    except SodiumError as error:
        # There is not even as much memory as that.
        raise UnusableInput("handover.too_costly", path=str(path)) from error
    if not hmac.compare_digest(_check_of(stretched), head.check):
        raise UnusableInput("handover.wrong_passphrase", path=str(path))
    return _key_of(magic + line, stretched)


def _refuse_magic(magic: bytes, path: Path) -> None:
    number = magic.removeprefix(_ANY_MAGIC).rstrip(b"\n")
    if magic.startswith(_ANY_MAGIC) and number.isdigit() and int(number) > FORMAT:
        raise UnusableInput("handover.newer", path=str(path))
    raise UnusableInput("handover.not_one", path=str(path))


def _read_line(line: bytes, path: Path) -> _Head:
    damaged = UnusableInput("handover.damaged", path=str(path))
    if not line.endswith(b"\n") or len(line) > MOST_HEAD_BYTES:
        raise damaged
    try:
        form = read_object(line)
        if type(form.get("format")) is int and form["format"] > FORMAT:
            raise UnusableInput("handover.newer", path=str(path))
        if form.keys() != _KEYS or form.pop("sum") != _sum_of(form):
            raise damaged
        if (form["format"], form["stream"], form["kdf"]) != (FORMAT, _STREAM, _KDF):
            raise damaged
        salt, check = (base64.b64decode(form[name], validate=True) for name in ("salt", "check"))
    except (ValueError, TypeError, binascii.Error) as error:
        raise damaged from error
    sizes = (len(salt), len(check))
    if sizes != (keys.SALT_BYTES, _CHECK_BYTES) or {type(form["ops"]), type(form["memory_bytes"])} != {int}:
        raise damaged
    return _Head(Cost(form["ops"], form["memory_bytes"]), salt, check)


def _sum_of(form: dict[str, object]) -> str:
    """Return what tells a head that was damaged on its way from a whole one; anybody can make it."""
    return hashlib.sha256(json.dumps(form).encode()).hexdigest()[:16]


def _stretch(material: bytes, salt: bytes, cost: Cost) -> bytes:
    return pwhash.argon2id.kdf(keys.KEY_BYTES, material, salt, opslimit=cost.ops, memlimit=cost.memory_bytes)


def _check_of(stretched: bytes) -> bytes:
    return hashlib.blake2b(key=stretched, digest_size=_CHECK_BYTES, person=b"yongju check").digest()


def _key_of(head: bytes, stretched: bytes) -> bytes:
    return hashlib.blake2b(
        head, key=stretched, digest_size=keys.KEY_BYTES, person=b"yongju handover"
    ).digest()
