"""Finds the tags of a template in its words, and writes each into one run, as docxtpl wants them.

Word parts words among runs as it likes. All words of a part are read as one line here, in the order of the
file, so that what is found is what Jinja will see.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from app.domain.letters import TemplateFault
from app.letters.places import Places, W, paragraph_of

# A form of many pages has two hundred.
MAX_TAGS = 1_000
MAX_TAG = 300
_SHOWN = 60
_TEXT = f"{W}t"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BOUND = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_FULL_WIDTH = re.compile(r"[｛{][｛{％%][^｛｝{}]{0,80}[｝}％%][｝}]?")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u3000": " "})
_PREFIXED = re.compile(r"(tr|tc|p|r)\s+(?=\S)")


class TagKind(StrEnum):
    """What a tag is: a value, a statement or a comment."""

    VALUE = "{{"
    STATEMENT = "{%"
    COMMENT = "{#"


@dataclass(frozen=True, slots=True)
class Tag:
    """Holds a tag: its words without prefix, what it stands for as a whole, and where it is."""

    kind: TagKind
    words: str
    prefix: str  # "p", "tr" or "tc": the paragraph, row or cell around it goes with it
    full: str
    begin: int
    end: int
    text: Any  # the element in which it begins

    @property
    def shown(self) -> str:
        """Return the tag as people are told of it."""
        return self.full if len(self.full) <= _SHOWN else f"{self.full[:_SHOWN]}…"

    @property
    def written(self) -> str:
        """Return the tag as it is written for docxtpl; comments are not written."""
        if self.kind is TagKind.COMMENT:
            return ""
        return f"{self.kind.value}{self.prefix} {self.words} {_CLOSING[self.kind.value]}"


class Line:
    """Holds all words of a part as one line, and knows the element of each."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.elements: list[Any] = []
        self.starts: list[int] = []
        paragraphs: list[Any] = []
        pieces: list[str] = []
        length = 0
        for element, words in _texts(root):
            self.elements.append(element)
            self.starts.append(length)
            # Words that are no text of a paragraph stand by themselves.
            paragraphs.append(paragraph_of(element) if element.tag == _TEXT else element)
            pieces.append(words)
            length += len(words)
        self.words = "".join(pieces)
        self._ends = _ends(paragraphs, (*self.starts, length))

    def piece(self, at: int) -> int:
        """Return the number of the piece in which a place of the line lies."""
        return bisect_right(self.starts, at) - 1

    def end_of_paragraph(self, at: int) -> int:
        """Return where the words that stand together in one paragraph end, counted from a place."""
        return self._ends[self.piece(at)]


def _ends(paragraphs: Sequence[Any], bounds: Sequence[int]) -> list[int]:
    """Return for each piece where the words that stand together with it end."""
    ends = list(bounds[1:])
    for piece in range(len(paragraphs) - 2, -1, -1):
        if paragraphs[piece] is paragraphs[piece + 1]:
            ends[piece] = ends[piece + 1]
    return ends


def _texts(root: Any) -> Iterator[tuple[Any, str]]:
    """Give every text of a part in its order, whatever holds it; a cleaned part has none between elements."""
    for element in root.iter():
        if element.text:
            yield element, element.text


# Where in the line of a part a fault lies: they are told in the order of the document.
Placed = tuple[int, TemplateFault]


def find_tags(line: Line, places: Places) -> tuple[list[Tag], list[Placed]]:
    """Return the tags of a part, and what only looks like one."""
    tags: list[Tag] = []
    faults = [
        _fault("template.full_width", each, line, places) for each in islice(_wide_tags(line), MAX_TAGS)
    ]
    at = 0
    while (bound := _BOUND.search(line.words, at)) is not None:
        if len(tags) + len(faults) >= MAX_TAGS:
            faults.append(_fault("template.too_many_tags", bound.start(), line, places))
            break
        found = _tag_at(line, bound)
        if found is None:
            faults.append(_fault("template.broken_tag", bound.start(), line, places))
            at = bound.end()
            continue
        at = found.end
        if line.words[at : at + 1] == "}" or found.text.tag != _TEXT:
            faults.append(_fault("template.broken_tag", found.begin, line, places))
        elif found.end - found.begin > MAX_TAG:
            faults.append(_fault("template.tag_too_long", found.begin, line, places))
        else:
            tags.append(found)
    return tags, faults + list(_in_attributes(line, places))


def _wide_tags(line: Line) -> Iterator[int]:
    for each in _FULL_WIDTH.finditer(line.words):
        if any(sign in each[0] for sign in "｛｝％"):
            yield each.start()


def _tag_at(line: Line, bound: re.Match[str]) -> Tag | None:
    """Return the tag that begins at a bound, None where it does not end within its paragraph."""
    if bound[0] not in _CLOSING:
        return None
    closing = _CLOSING[bound[0]]
    begin, limit = bound.start(), line.end_of_paragraph(bound.start())
    end = line.words.find(closing, bound.end(), limit)
    if end < 0:
        return None
    kind = TagKind(bound[0])
    inner = " ".join(line.words[bound.end() : end].translate(_QUOTES).split(" "))
    prefix = _PREFIXED.match(inner)
    words = inner[prefix.end() :] if prefix else inner
    end += len(closing)
    # A statement that only asks for its run needs no more than to stand in one.
    goes_with = "" if prefix is None or (kind is TagKind.STATEMENT and prefix[1] == "r") else prefix[1]
    return Tag(
        kind,
        words.strip(),
        goes_with,
        line.words[begin:end],
        begin,
        end,
        line.elements[line.piece(begin)],
    )


def _fault(code: str, at: int, line: Line, places: Places) -> Placed:
    shown = line.words[at : min(line.end_of_paragraph(at), at + _SHOWN)]
    return at, TemplateFault(code, places.of(line.elements[line.piece(at)]), shown)


def _in_attributes(line: Line, places: Places) -> Iterator[Placed]:
    """Give the tags that stand where no words are: in the description of a picture, the name of a mark."""
    for element in line.root.iter():
        for value in element.attrib.values():
            if any(bound in value for bound in _CLOSING):
                yield 0, TemplateFault("template.hidden_tag", places.of(element), str(value)[:_SHOWN])


def write_tags(line: Line, tags: Sequence[Tag]) -> None:
    """Write every tag into the run in which it begins, and take what is left of it out of the others."""
    edits: dict[int, list[tuple[int, int, str]]] = {}
    for tag in tags:
        first = line.piece(tag.begin)
        for piece in range(first, line.piece(tag.end - 1) + 1):
            start = line.starts[piece]
            words = tag.written if piece == first else ""
            edits.setdefault(piece, []).append((max(tag.begin - start, 0), tag.end - start, words))
    for piece, changes in edits.items():
        element = line.elements[piece]
        text = element.text or ""
        for begin, end, words in reversed(changes):
            text = text[:begin] + words + text[end:]
        element.text = text
        element.set(_XML_SPACE, "preserve")
