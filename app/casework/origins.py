"""Where the files of a case came from: whether these are still the same on the disk."""

import hashlib
import queue
import threading
from collections.abc import Iterable
from pathlib import Path

from app.casework.desk import Desk
from app.domain.files import OriginChange, Origins
from app.env.stamp import file_stamp

# A drive that says nothing for so long is taken for one that is not there.
_SILENCE_SECONDS = 2.0
_BLOCK = 1 << 20
# What is heard: a path and its SHA-256, which is empty where there is no file; None while one is being read.
_Heard = queue.SimpleQueue[tuple[str, str] | None]


def compare_origins(desk: Desk, case_id: str) -> Origins:
    """Hold every file of a case against the one from which it was copied, as far as that is known."""
    files = {name: each for name, each in desk.cases.load(case_id).files.items() if each.origin}
    found = _digests(desk, dict.fromkeys(each.origin for each in files.values()))
    changes, paths = [], []
    for name, stored in files.items():
        digest = found.get(stored.origin, "")
        if digest != stored.sha256:
            changes.append(OriginChange(name, stored.origin, digest))
        if digest:
            paths.append(stored.origin)
    return Origins(tuple(changes), tuple(dict.fromkeys(paths)))


def _digests(desk: Desk, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of the files that are there, as far as their drives answer.

    A thread looks: one that hangs in a drive holds nobody up, and until it is free no other is sent there.
    """
    if desk.looking is not None and desk.looking.is_alive():
        return {}
    heard: _Heard = queue.SimpleQueue()
    wanted = tuple(paths)
    desk.looking = threading.Thread(target=_look, args=(desk, wanted, heard), daemon=True)
    desk.looking.start()
    found: dict[str, str] = {}
    done = 0
    while done < len(wanted):
        try:
            answer = heard.get(timeout=_SILENCE_SECONDS)
        except queue.Empty:
            break
        if answer is not None:
            path, digest = answer
            found[path] = digest
            done += 1
    return found


def _look(desk: Desk, paths: tuple[str, ...], heard: _Heard) -> None:
    for path in paths:
        try:
            digest = _digest_of(desk, Path(path), heard)
        except OSError:
            # Deleted, moved, or on a drive that is not there now.
            digest = ""
        heard.put((path, digest))


def _digest_of(desk: Desk, path: Path, heard: _Heard) -> str:
    """Return the SHA-256 of a file, which is read again only when its stamp is another one."""
    stamp = file_stamp(path)
    if stamp is None or not path.is_file():
        return ""
    known = desk.hashed.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    made = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            made.update(block)
            heard.put(None)
    desk.hashed[path] = (stamp, made.hexdigest())
    return made.hexdigest()
