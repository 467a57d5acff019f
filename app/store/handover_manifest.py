"""The list in a handed-over case: what the case is, which files come with it, and what was done to it before.

    {"format": 1, "made_by": "Yongju 0.1.0", "made_at": ...,
     "case": {"id": 32 hex digits, "title": ..., "change_number": ..., "changed_at": ...,
              "sha256": of the case.toml, "size": ...},
     "files": [{"name": as the case names it, "sha256": ..., "size": ...}, ...],
     "earlier": [what tells each earlier state of the case, see `states`],
     "history": [{"number": ..., "at": ..., "who": ..., "deed": ..., "params": {...}}, ...]}

Read with suspicion: keys, kinds and lengths are exactly these, or nothing of it is taken.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from app.domain.operations import Deed, HistoryEntry, Operation
from app.store.case_folder import CASE_FILE, LARGEST_FILE, leaves
from app.store.case_toml import LARGEST_CASE_TOML
from app.store.strict_json import read_object

FORMAT = 1
MOST_BYTES = 16 << 20
MOST_FILES = 100_000
# More changes than these of a case are not handed over; the newest are.
MOST_HISTORY, MOST_EARLIER = 5_000, 1_000

_LONGEST_NAME, _LONGEST_PART = 1_000, 255
_LONGEST_WORDS, _MOST_PARAMS = 10_000, 20
_LARGEST_NUMBER = 10**9
_SHA256, _ID = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32}")


class FaultyManifest(ValueError):
    """Bytes that are no list of ours; `code` and `params` say why."""

    def __init__(self, code: str = "handover.list_faulty", **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class ListedFile:
    """Names one file of a case, and the bytes behind it."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Holds what is handed over; `case_sha256` and `case_size` are those of its case.toml."""

    made_by: str
    made_at: str
    case_id: str
    title: str
    change_number: int
    changed_at: str
    case_sha256: str
    case_size: int
    files: tuple[ListedFile, ...]
    earlier: tuple[str, ...] = ()
    history: tuple[HistoryEntry, ...] = ()

    @property
    def contents(self) -> dict[str, int]:
        """Return the size of every file by its SHA-256, each once, in the order in which they come."""
        return {each.sha256: each.size for each in self.files}


def is_plain_name(name: str) -> bool:
    """Say whether a name can be that of a file inside a case folder, and of nothing else."""
    parts = name.split("/")
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.isprintable()
        and all(part not in ("", ".") and len(part.encode()) <= _LONGEST_PART for part in parts)
        and not leaves(name)
        and name.casefold() != CASE_FILE
    )


def shown_name(name: object) -> str:
    """Return what can safely be shown of a name that is none."""
    words = name[:100] if isinstance(name, str) else ""
    return "".join(sign if sign.isprintable() else "?" for sign in words)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return a list as it stands in the file."""
    form = {
        "format": FORMAT,
        "made_by": manifest.made_by,
        "made_at": manifest.made_at,
        "case": {
            "id": manifest.case_id,
            "title": manifest.title,
            "change_number": manifest.change_number,
            "changed_at": manifest.changed_at,
            "sha256": manifest.case_sha256,
            "size": manifest.case_size,
        },
        "files": [{"name": each.name, "sha256": each.sha256, "size": each.size} for each in manifest.files],
        "earlier": list(manifest.earlier),
        "history": [_entry_form(entry) for entry in manifest.history],
    }
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()


def read_manifest(raw: bytes) -> Manifest:
    """Return the list that some bytes hold. Raises FaultyManifest where they hold none of ours."""
    try:
        form = read_object(raw)
    except ValueError as error:
        raise FaultyManifest from error
    if type(form.get("format")) is int and form["format"] > FORMAT:
        raise FaultyManifest("handover.newer")
    names = ("format", "made_by", "made_at", "case", "files", "earlier", "history")
    number, made_by, made_at, case, files, earlier, history = _values(form, names)
    if type(number) is not int or number != FORMAT:
        raise FaultyManifest
    case_id, title, change_number, changed_at, sha256, size = _values(
        case, ("id", "title", "change_number", "changed_at", "sha256", "size")
    )
    return Manifest(
        made_by=_words(made_by),
        made_at=_moment(made_at),
        case_id=_matching(case_id, _ID),
        title=_words(title),
        change_number=_number(change_number, _LARGEST_NUMBER),
        changed_at=_moment(changed_at),
        case_sha256=_matching(sha256, _SHA256),
        case_size=_number(size, LARGEST_CASE_TOML),
        files=_files(files),
        earlier=tuple(_matching(each, _SHA256) for each in _list(earlier, MOST_EARLIER)),
        history=tuple(map(_entry, _list(history, MOST_HISTORY))),
    )


def _files(rows: object) -> tuple[ListedFile, ...]:
    if isinstance(rows, list) and len(rows) > MOST_FILES:
        raise FaultyManifest("handover.too_many")
    files = tuple(map(_file, _list(rows, MOST_FILES)))
    sizes = {(each.sha256, each.size) for each in files}
    if len({each.name for each in files}) < len(files) or len({sha256 for sha256, _ in sizes}) < len(sizes):
        raise FaultyManifest
    return files


def _file(row: object) -> ListedFile:
    name, sha256, size = _values(row, ("name", "sha256", "size"))
    if not isinstance(name, str) or not is_plain_name(name):
        raise FaultyManifest("handover.bad_name", name=shown_name(name))
    return ListedFile(name, _matching(sha256, _SHA256), _number(size, LARGEST_FILE))


def _entry_form(entry: HistoryEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at,
        "who": entry.who,
        "deed": entry.operation.deed.value,
        "params": dict(entry.operation.params),
    }


def _entry(row: object) -> HistoryEntry:
    number, at, who, deed, params = _values(row, ("number", "at", "who", "deed", "params"))
    if not isinstance(params, dict) or len(params) > _MOST_PARAMS:
        raise FaultyManifest
    said = {_words(key): _param(value) for key, value in params.items()}
    # A later version may know deeds that this one has no words for.
    known = Deed(deed) if deed in tuple(Deed) else Deed.KEEP
    return HistoryEntry(
        _number(number, _LARGEST_NUMBER), Operation(known, said), _moment(at), False, False, _words(who)
    )


def _param(value: object) -> str | int:
    return value if type(value) is int and abs(value) <= _LARGEST_NUMBER else _words(value)


def _values(form: object, names: tuple[str, ...]) -> tuple[Any, ...]:
    if not isinstance(form, dict) or form.keys() != set(names):
        raise FaultyManifest
    return tuple(form[name] for name in names)


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise FaultyManifest
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_WORDS:
        raise FaultyManifest
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise FaultyManifest from error
    return value


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise FaultyManifest
    return value


def _number(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise FaultyManifest
    return value


def _moment(value: object) -> str:
    """Take a moment as UTC and ISO 8601, written as it is here, so that two can be compared as text."""
    try:
        moment = dt.datetime.fromisoformat(_words(value))
        return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError) as error:
        raise FaultyManifest from error
