"""What encrypts the files of a store, and where they are deciphered to."""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path

from app.store.keys import KEY_BYTES, Purpose, VaultKey


class Sealing:
    """Holds the keys of a store's databases, files and file names, and the room for what is deciphered."""

    def __init__(self, key: VaultKey, room: Callable[[], Path]) -> None:
        self._name_key = key.derive(Purpose.FILE_NAMES)
        self.file_key = key.derive(Purpose.FILES)
        self.database_key = key.derive(Purpose.DATABASE)
        self.readings_key = key.derive(Purpose.READINGS)
        self._room = room

    @functools.cached_property
    def room(self) -> Path:
        """Return a private folder, made when first needed, that goes with the process."""
        return self._room()

    def name_of(self, sha256: str) -> str:
        """Return the name under which bytes lie: it tells nobody without the key which bytes they are."""
        return hashlib.blake2b(sha256.encode("ascii"), key=self._name_key, digest_size=KEY_BYTES).hexdigest()
