"""Rule packs beside the bundled one: who signed them, and what they change in a case."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.findings import Param
from app.domain.words import Text

BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Signature:
    """Names who signed a pack, by name and ed25519 public key; only ever made once it was found right."""

    publisher: str
    key: str

    @property
    def fingerprint(self) -> str:
        """Return what two people can compare of the key by eye or by telephone."""
        return fingerprint(self.key)


def fingerprint(key: str) -> str:
    """Return the short form of a public key: 32 hex digits in groups of four."""
    digits = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


class SignatureState(StrEnum):
    """How far a pack's origin is known."""

    BUNDLED = "bundled"
    KNOWN_KEY = "known-key"
    UNKNOWN_KEY = "unknown-key"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """Holds a key that the person has confirmed, under whose name and on which day."""

    publisher: str
    key: str
    trusted_on: date


@dataclass(frozen=True, slots=True)
class PackInfo:
    """Holds what is told of a pack; `name` sets it apart, `damaged` says that it cannot be used."""

    name: str
    id: str
    version: str
    title: Text
    signature: SignatureState
    publisher: str = ""
    fingerprint: str = ""
    in_use: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class PackChange:
    """Holds one thing that another pack changes in a case: a code, ids, and the values before and after.

    Where `before` or `after` is not there, nothing was said. `person` is an id of the case.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """Holds what a pack changes in one kept case; nothing where it stays as it is."""

    case_id: str
    title: str
    changes: tuple[PackChange, ...]


@dataclass(frozen=True, slots=True)
class PackSwitch:
    """Says which pack is in use from now on (or would be, where `done` is false), and what that changes."""

    pack: PackInfo
    cases: tuple[CaseChanges, ...]
    done: bool
