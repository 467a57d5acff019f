"""Reads TOML that people write, remembers the line of every key, and tells every fault at once.

Case folders and rule packs are both TOML. `tomli` stops at the first fault and forgets lines, so
a small scanner walks the text beside it, once a line is asked for: it knows tables, keys, strings and
brackets, not values. (`tomli` is `tomllib` compiled: a whole pack is read before anyone notices.)
"""

import difflib
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import tomli

from app.domain.errors import Fault

if TYPE_CHECKING:
    from pydantic import ValidationError

KeyPath: TypeAlias = tuple[str | int, ...]

_MOST_FAULTS = 50
# A longer key is none that people write, and tomli refuses it at a thousand.
_MOST_PARTS = 100
# A value that has not ended after so many characters never does.
_LONGEST_VALUE = 500_000
_KEY_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.)?""")
_AT_LINE = re.compile(r"at line (\d+)")
_SPARE_TABLE = "__set_aside_{}"


@dataclass(frozen=True, slots=True)
class MarkedToml:
    """Holds what a TOML text says, where each key stands, and what could not be read."""

    file: str
    data: dict[str, Any]
    text: str
    faults: tuple[Fault, ...] = ()

    def line_of(self, path: KeyPath) -> int | None:
        """Return the line of a key, or of the nearest thing around it that has one."""
        lines = _lines_of(self.text)
        for length in range(len(path), 0, -1):
            if path[:length] in lines:
                return lines[path[:length]]
        return None

    def fault(self, code: str, path: KeyPath, **params: str | int) -> Fault:
        """Make a fault that stands at a key."""
        return Fault(code, self.file, self.line_of(path), dotted(path), dict(params))


def read_toml(raw: bytes, file: str) -> MarkedToml:
    """Read a TOML text; syntax faults and duplicate keys are told all at once and set aside."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return MarkedToml(file, {}, "", (Fault("toml.not_utf8", file, line, ""),))
    text = text.replace("\r\n", "\n")
    try:
        return MarkedToml(file, tomli.loads(text), text)
    except (ValueError, RecursionError):
        # Now every fault is looked for, not only the one at which the parser stopped.
        return _read_faulty(text, file)


def _read_faulty(text: str, file: str) -> MarkedToml:
    scan = _Scan(file, text.split("\n"))
    scan.run()
    data, syntax_faults = _parse_around_faults(scan.kept, file)
    faults = sorted([*scan.faults, *syntax_faults], key=lambda fault: fault.line or 0)
    return MarkedToml(file, data, text, tuple(faults))


@functools.lru_cache(maxsize=8)
def _lines_of(text: str) -> Mapping[KeyPath, int]:
    scan = _Scan("", text.split("\n"))
    scan.run()
    return scan.lines


def dotted(path: KeyPath) -> str:
    """Return a key path as people write it, such as `person[2].birth_date`, counting from 1."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            quoted = f'"{part}"' if "." in part else part
            words += f".{quoted}" if words else quoted
    return words


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name most like a word, or an empty string when none is near."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def model_faults(
    error: "ValidationError", marked: MarkedToml, known_keys: Callable[[str], set[str]]
) -> list[Fault]:
    """Turn what pydantic refused into faults; `known_keys` gives the keys of a table by its name.

    The table of a key is the last named part before it, "" at the top.
    """
    unread = _unread_keys(marked)
    kept: dict[tuple[str, str], Fault] = {}
    for details in error.errors(include_url=False):
        fault = _model_fault(dict(details), marked, known_keys)
        if fault.code != "toml.missing_key" or fault.params["name"] not in unread:
            # A value that may be one of several kinds fails once for each of them.
            kept.setdefault((fault.code, fault.key), fault)
    return list(kept.values())


def _unread_keys(marked: MarkedToml) -> set[str]:
    """Return the keys on lines that could not be read: they are there, so they are not missing."""
    lines = (str(fault.params.get("words", fault.key)) for fault in marked.faults)
    return {part for line in lines for part in _key_parts(line)[0]}


def _model_fault(details: dict[str, Any], marked: MarkedToml, known_keys: Callable[[str], set[str]]) -> Fault:
    kind = str(details["type"])
    path = tuple(details["loc"]) if kind == "missing" else _written_part(tuple(details["loc"]), marked.data)
    if kind == "extra_forbidden":
        table = next((part for part in reversed(path[:-1]) if isinstance(part, str)), "")
        near = nearest(str(path[-1]), known_keys(table))
        return marked.fault("toml.unknown_key", path, name=str(path[-1]), nearest=near)
    if kind.startswith("pack."):
        key = details.get("ctx", {}).get("key")
        return marked.fault(kind, path if key is None else (*path, key))
    if kind == "missing":
        return marked.fault("toml.missing_key", path, name=str(path[-1]))
    if kind in ("enum", "literal_error"):
        expected = [word.strip("' ") for word in re.split(r", | or ", str(details["ctx"]["expected"]))]
        given = str(details["input"])
        return marked.fault(
            "toml.unknown_value",
            path,
            value=given,
            nearest=nearest(given, expected),
            known=", ".join(expected),
        )
    if kind == "string_too_long":
        return marked.fault("toml.text_too_long", path, limit=details["ctx"]["max_length"])
    return marked.fault("toml.wrong_type", path, expected=_expected(kind), value=_shown(details["input"]))


def _written_part(path: KeyPath, data: Any) -> KeyPath:
    """Return the part of a path that people wrote; behind it pydantic names members of unions."""
    for length, part in enumerate(path):
        inside = isinstance(data, dict) and part in data
        if not inside and not (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            return path[:length]
        data = data[part]
    return path


def _shown(value: object) -> str:
    """Return a value as people wrote it, or only its brackets."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return str(value)[:60]


def _expected(kind: str) -> str:
    """Name the kind of value in one word that the wording knows."""
    for start, word in _EXPECTED:
        if kind.startswith(start):
            return word
    return "other"


_EXPECTED = (
    ("string", "text"), ("int", "whole-number"), ("float", "number"), ("finite", "number"), ("date", "date"),
    ("bool", "yes-no"), ("list", "list"), ("tuple", "list"), ("dict", "table"), ("model", "table"),
    ("greater", "in-range"), ("less", "in-range"), ("too_short", "at-least-one"),
)  # fmt: skip


def _parse_around_faults(lines: list[str], file: str) -> tuple[dict[str, Any], list[Fault]]:
    """Parse, blanking each line that cannot be read, until the rest can."""
    faults: list[Fault] = []
    lines = list(lines)
    while True:
        try:
            data = tomli.loads("\n".join(lines))
            return {key: value for key, value in data.items() if not key.startswith("__set_aside_")}, faults
        except RecursionError:
            return {}, [*faults, Fault("toml.too_deep", file, None, "")]
        except ValueError as error:
            # Besides its own error, tomli lets Python's limit on very long numbers through.
            found = _AT_LINE.search(str(error))
            number = int(found[1]) if found else _longest(lines)
            faults.append(Fault("toml.syntax", file, number, "", {"words": lines[number - 1].strip()[:60]}))
            if not lines[number - 1].strip() or len(faults) >= _MOST_FAULTS:
                # An unclosed string or bracket swallows the rest: nothing after it can be trusted.
                return {}, faults
            lines[number - 1] = ""


def _longest(lines: list[str]) -> int:
    """Return the number of the longest line: that of a value too long to be read."""
    return 1 + max(range(len(lines)), key=lambda index: len(lines[index]))


@dataclass(slots=True)
class _Scan:
    """Walks the lines of one text and notes where every key stands."""

    file: str
    source: list[str]
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    _arrays: dict[KeyPath, int] = field(default_factory=dict)
    _table: KeyPath = ()

    def run(self) -> None:
        self.kept = list(self.source)
        index = 0
        # What never ends is looked for to the last line each time: after some faults nobody asks for more.
        while index < len(self.source) and len(self.faults) < _MOST_FAULTS:
            line = self.source[index].strip()
            if line.startswith("["):
                self._enter_table(line, index)
                index += 1
            elif line and not line.startswith("#"):
                end = self._end_of_value(index)
                if end is None:
                    self._report_unclosed(index)
                    end = index
                self._note_key(index, end)
                index = end + 1
            else:
                index += 1

    def _enter_table(self, line: str, index: int) -> None:
        is_array = line.startswith("[[")
        parts, _ = _key_parts(line.lstrip("["))
        if not 0 < len(parts) <= _MOST_PARTS:
            return
        path = (*self._resolved(parts[:-1]), parts[-1])
        if is_array:
            self._arrays[path] = self._arrays.get(path, -1) + 1
            self.lines.setdefault(path, index + 1)
            self._table = (*path, self._arrays[path])
            self.lines[self._table] = index + 1
        elif path in self.lines:
            self._report_duplicate(path, index)
            self.kept[index] = f"[{_SPARE_TABLE.format(index)}]"
            self._table = (_SPARE_TABLE.format(index),)
        else:
            self._table = path
            self.lines[path] = index + 1

    def _note_key(self, index: int, end: int) -> None:
        parts, rest = _key_parts(self.source[index])
        if not parts or not rest.startswith("="):
            return
        path = self._table + tuple(parts)
        if path in self.lines:
            self._report_duplicate(path, index)
            for set_aside in range(index, end + 1):
                self.kept[set_aside] = ""
            return
        self.lines[path] = index + 1

    def _report_duplicate(self, path: KeyPath, index: int) -> None:
        fault = Fault(
            "toml.duplicate_key",
            self.file,
            index + 1,
            dotted(path),
            {"first_line": self.lines[path], "name": str(path[-1])},
        )
        self.faults.append(fault)

    def _report_unclosed(self, index: int) -> None:
        parts, _ = _key_parts(self.source[index])
        path = (*self._table, *parts)
        self.faults.append(Fault("toml.unclosed", self.file, index + 1, dotted(path)))
        self.kept[index] = ""

    def _resolved(self, parts: list[str]) -> KeyPath:
        """Put the running index behind every name that is an array of tables."""
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path

    def _end_of_value(self, start: int) -> int | None:
        """Return the last line of the value that begins on a line, None when it never ends."""
        depth, fence, walked = 0, "", 0
        for index in range(start, len(self.source)):
            depth, fence = _walk(self.source[index], depth, fence)
            walked += len(self.source[index])
            if depth <= 0 and not fence:
                return index
            if walked > _LONGEST_VALUE:
                return None
        return None


def _walk(line: str, depth: int, fence: str) -> tuple[int, str]:
    """Return the bracket depth and the open multi-line string mark after a line."""
    position = 0
    while position < len(line):
        if fence:
            end = line.find(fence, position)
            if end < 0:
                return depth, fence
            position, fence = end + 3, ""
            continue
        three, one = line[position : position + 3], line[position]
        if three in ('"""', "'''"):
            fence, position = three, position + 3
        elif one in "\"'":
            position = _after_string(line, position)
        elif one == "#":
            break
        else:
            depth += (one in "[{") - (one in "]}")
            position += 1
    return depth, fence


def _after_string(line: str, start: int) -> int:
    quote, position = line[start], start + 1
    while position < len(line) and line[position] != quote:
        position += 2 if quote == '"' and line[position] == "\\" else 1
    return position + 1


def _key_parts(words: str) -> tuple[list[str], str]:
    """Split a dotted key from the start of a line; returns its parts and what follows."""
    parts: list[str] = []
    position = 0
    while found := _KEY_PART.match(words, position):
        parts.append(next(group for group in found.groups()[:3] if group is not None))
        position = found.end()
        if not found[4]:
            break
    return parts, words[position:].lstrip()
