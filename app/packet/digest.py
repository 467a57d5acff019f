"""Digests of what stands on a page, the same before and after copying.

The walk spells every reachable object in one canonical way, with object numbers replaced by the
order of first meeting, so it does not see how a program numbers, orders or spaces objects.
"""

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from app.packet.hashing import Sha256
from app.packet.values import SCALARS, Pointer, Stream, Value, spell, spell_name

_UNSTABLE_KEYS = frozenset({"Length", "Parent"})


class Fetcher(Protocol):
    """Reads an indirect object."""

    def fetch(self, pointer: Pointer) -> Value:
        """Read one indirect object."""
        ...


class Walk:
    """One canonical walk over values; `watch` is shown every dictionary on the way.

    Its `digest` may still be in the making: ask for it once there is nothing else to do.
    """

    def __init__(self, source: Fetcher, watch: Callable[[Mapping[str, Value]], None] | None = None) -> None:
        self._source = source
        self._watch = watch
        self._met: dict[Pointer, int] = {}
        self.digest = Sha256()
        self._waiting: list[Pointer] = []

    def add(self, value: Value) -> None:
        """Take one value and all that it leads to into the digest; a pointer counts as its target."""
        self._take(self._source.fetch(value) if isinstance(value, Pointer) else value)
        # Waiting rather than descending keeps long chains of objects off Python's stack.
        while self._waiting:
            self._take(self._source.fetch(self._waiting.pop()))

    def hexdigest(self) -> str:
        """Return the digest of everything taken so far."""
        return self.digest.hexdigest()

    def _take(self, value: Value) -> None:
        if isinstance(value, SCALARS):
            self.digest.update(spell(value) + b" ")
        elif isinstance(value, Pointer):
            self._take_pointer(value)
        elif isinstance(value, Stream):
            self.digest.update(b"S")
            self._take_entries({key: _alone(key, item) for key, item in value.entries.items()})
            self.digest.update_with_digest(value.data)
        elif isinstance(value, Mapping):
            self._take_entries(value)
        else:
            self.digest.update(b"[")
            for item in value:
                self._take(item)
            self.digest.update(b"]")

    def _take_entries(self, entries: Mapping[str, Value]) -> None:
        if self._watch is not None:
            self._watch(entries)
        self.digest.update(b"<")
        for key in sorted(entries):
            if key in _UNSTABLE_KEYS or entries[key] is None:
                continue
            self.digest.update(spell_name(key) + b" ")
            self._take(entries[key])
        self.digest.update(b">")

    def _take_pointer(self, pointer: Pointer) -> None:
        if pointer not in self._met:
            self._met[pointer] = len(self._met)
            self._waiting.append(pointer)
        self.digest.update(b"&%d " % self._met[pointer])


def _alone(key: str, value: Value) -> Value:
    """Return a filter that stands alone in an array without it; other programs write either."""
    if key not in ("Filter", "DecodeParms") or not isinstance(value, list) or len(value) != 1:
        return value
    (only,) = value
    return cast(Value, only)
