"""What tells one state of a case from any other, here and on another machine."""

import hashlib
from collections.abc import Mapping

from app.domain.files import StoredFile


def state_digest(document: str, files: Mapping[str, StoredFile]) -> str:
    """Return the SHA-256 of a case.toml and of the hashes of its files, by their names."""
    digest = hashlib.sha256(document.encode())
    for name, stored in sorted(files.items()):
        digest.update(f"\0{name}\0{stored.sha256}".encode())
    return digest.hexdigest()
