"""Verifies what stands around a packet's pages: catalogue, page tree, bookmarks, layers, attachments.

Everything that the trailer leads to is either known here by its keys or held against a digest, so
nothing that acts can hide in it.
"""

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import BinaryIO

from app.domain.packet import Discrepancy
from app.packet import account
from app.packet.attachments import Attachment, described, inflated_digest
from app.packet.layers import canonical
from app.packet.manifest import FORMAT, OWNER, Manifest
from app.packet.metadata import in_xml, titled
from app.packet.readback import inflated
from app.packet.source import UNREADABLE, Source
from app.packet.values import Name, Pointer, Stream, Value, text

_SETTINGS = ("Version", "Lang", "PageMode", "PageLabels", "ViewerPreferences")
_SPECIAL_SETTINGS = ("OutputIntents", "Extensions")
_CATALOGUE_KEYS = frozenset(
    {
        "Type",
        "Pages",
        "Outlines",
        "PieceInfo",
        "Metadata",
        "OCProperties",
        "Names",
        "AF",
        *_SETTINGS,
        *_SPECIAL_SETTINGS,
    }
)
# The second row: what a cross-reference stream carries, which other programs write instead of a table.
_TRAILER_KEYS = frozenset(
    {"Size", "Root", "Info", "ID", "Encrypt", "Prev"}
    | {"Type", "W", "Index", "Filter", "DecodeParms", "Length"}
)
_TREE_KEYS = frozenset({"Type", "Kids", "Count", "Parent"})
_OUTLINE_KEYS = frozenset({"Type", "First", "Last", "Count"})
_ITEM_KEYS = frozenset({"Title", "Parent", "Dest", "Prev", "Next", "First", "Last", "Count"})
_FILE_KEYS = frozenset({"Type", "F", "UF", "EF", "AFRelationship", "Desc"})
_LABELS: Value = {"Nums": [0, {"S": Name("D"), "St": 1}]}
_MAX_DEPTH = 12
_MAX_SETTING = 1000
_LARGEST_METADATA = 1_000_000

_MARK = b"startxref"
_END = re.compile(rb"startxref[\0\t\n\f\r ]{1,8}\d{1,12}[\0\t\n\f\r ]{1,8}%%EOF")
_LONGEST_END = 48
_CHUNK = 1 << 20
_HEAD = 1024


def history_discrepancies(
    stream: BinaryIO, digested: Sequence[tuple[int, int]] = ()
) -> Iterator[Discrepancy]:
    """Say whether anything was added to a file after it was written; what was is part of no digest.

    `digested` says between which places bytes stand that are held against a digest: they are as they were
    written, whatever they look like.
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    # A file for the web has two tables; it is written in one go all the same.
    expected = 2 if b"/Linearized" in head else 1
    sections, tail = _sections(stream, digested)
    if not head.startswith(b"%PDF-"):
        yield Discrepancy("packet.updated", found="%PDF-")
    elif sections != expected or tail.rpartition(b"%%EOF")[2].strip(b"\0\t\n\f\r "):
        yield Discrepancy("packet.updated", expected=str(expected), found=str(sections))
    stream.seek(0)


def refuse_rings(source: Source) -> None:
    """Raise ValueError for a page tree in which something stands twice; walking it might never end."""
    root = source.value_of(source.reader.root_object)
    waiting = [root.get("Pages")] if isinstance(root, Mapping) else []
    met: set[Value] = set()
    while waiting:
        pointer = waiting.pop()
        node = source.resolve(pointer)
        kids = source.resolve(node.get("Kids")) if isinstance(node, Mapping) else None
        if not isinstance(kids, list):
            continue
        if not isinstance(pointer, Pointer) or pointer in met:
            raise ValueError("a page tree that stands in itself")
        met.add(pointer)
        waiting += kids


def page_pointers(source: Source) -> list[Pointer]:
    """Return where the pages of a file stand, in order; raises ValueError for a tree with rings."""
    refuse_rings(source)
    found = _plain_leaves(source)
    if found is None:
        # A tree that is put together in an odd way: pypdf forgives what viewers forgive.
        references = [page.indirect_reference for page in source.reader.pages]
        found = [Pointer(each.idnum, each.generation) if each else Pointer(0) for each in references]
    return found


def _plain_leaves(source: Source) -> list[Pointer] | None:
    """Return the leaves of a tree in which every node says what it is, None of any other."""
    root = source.value_of(source.reader.root_object)
    waiting = [(root.get("Pages"), 0)] if isinstance(root, Mapping) else []
    leaves: dict[Pointer, None] = {}
    while waiting:
        pointer, depth = waiting.pop()
        node = source.fetch(pointer) if isinstance(pointer, Pointer) else None
        if not isinstance(node, Mapping) or not isinstance(pointer, Pointer) or pointer in leaves:
            return None
        kind, kids = node.get("Type"), node.get("Kids")
        if kind == Name("Page") and kids is None:
            leaves[pointer] = None
        elif kind == Name("Pages") and isinstance(kids, list) and depth < _MAX_DEPTH:
            waiting += [(kid, depth + 1) for kid in kids[::-1]]
        else:
            return None
    return list(leaves)


def _sections(stream: BinaryIO, digested: Sequence[tuple[int, int]]) -> tuple[int, bytes]:
    """Count the tables of objects, and return the end of the file."""
    size = stream.seek(0, os.SEEK_END)
    starts: set[int] = set()
    for start, end in _between(digested, size):
        starts.update(_starts(stream, start, end))
    stream.seek(max(0, size - _HEAD))
    return len(starts), stream.read()


def _between(digested: Sequence[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Give what lies between places, and so much of these that no mark is missed that lies across an edge."""
    start = 0
    for first, last in sorted(digested):
        if last - first > 2 * _LONGEST_END:
            yield start, first + _LONGEST_END
            start = max(start, last - _LONGEST_END)
    yield start, size


def _starts(stream: BinaryIO, place: int, end: int) -> Iterator[int]:
    """Give where, from one place up to another, what ends a table begins."""
    rest = b""
    stream.seek(place)
    while block := stream.read(max(0, min(_CHUNK, end - place))):
        joined = rest + block
        # The word alone may stand in a paper; finding it first is much faster than looking for all of it.
        if _MARK in joined:
            yield from (place - len(rest) + match.start() for match in _END.finditer(joined))
        place += len(block)
        rest = joined[-_LONGEST_END:]


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    page: int
    level: int


class Surroundings:
    """Looks at what stands around the pages; `watch` is shown every dictionary that no keys are known of."""

    def __init__(
        self, source: Source, manifest: Manifest, watch: Callable[[Mapping[str, Value]], None]
    ) -> None:
        self._source = source
        self._manifest = manifest
        self._watch = watch
        self._catalogue = self._entries(source.value_of(source.reader.root_object))

    def discrepancies(self) -> Iterator[Discrepancy]:
        """Say what of catalogue, trailer, page tree, layers and attachments is not as it was built."""
        trailer = self._entries(self._source.value_of(self._source.reader.trailer))
        yield from _strangers(trailer, _TRAILER_KEYS)
        yield from _strangers(self._catalogue, _CATALOGUE_KEYS)
        yield from self._tree_discrepancies()
        yield from self._piece_discrepancies()
        yield from self._settings_discrepancies()
        yield from self._attachment_discrepancies()

    def _tree_discrepancies(self) -> Iterator[Discrepancy]:
        """Look at the nodes between the root and the pages, which hand down what they hold."""
        met: set[Pointer] = set()
        waiting = [self._catalogue.get("Pages")]
        while waiting:
            pointer = waiting.pop()
            node = self._entries(self._source.resolve(pointer))
            kids = self._source.resolve(node.get("Kids"))
            if not isinstance(pointer, Pointer) or pointer in met or not isinstance(kids, list):
                continue
            met.add(pointer)
            yield from _strangers(node, _TREE_KEYS)
            waiting += [kid for kid in kids if "Kids" in self._entries(self._source.resolve(kid))]

    def _piece_discrepancies(self) -> Iterator[Discrepancy]:
        pieces = self._entries(self._source.resolve(self._catalogue.get("PieceInfo")))
        yield from _strangers(pieces, frozenset({OWNER}))
        ours = self._entries(self._source.resolve(pieces.get(OWNER)))
        yield from _strangers(ours, frozenset({"LastModified", "Private"}))

    def _settings_discrepancies(self) -> Iterator[Discrepancy]:
        catalogue = self._catalogue
        settings = {key: self._inlined(catalogue[key], 0) for key in _SETTINGS if key in catalogue}
        if settings.get("PageLabels") != _LABELS:
            yield Discrepancy("labels.differ", expected="1, 2, 3")
        settings |= {key: self._inlined(catalogue[key], 0) for key in _SPECIAL_SETTINGS if key in catalogue}
        information = self._entries(self._source.resolve(self._trailer_value("/Info")))
        try:
            digest = account.digest_frame(settings, information, self._layers())
        except UNREADABLE:
            digest = ""
        if digest != self._manifest.frame_digest:
            yield Discrepancy("settings.differ", expected=self._manifest.frame_digest, found=digest)
        if self._manifest.format == FORMAT and not self._describes_itself():
            yield Discrepancy("settings.differ", found="XMP")

    def _describes_itself(self) -> bool:
        """Say whether the XMP names the packet; programs that save a PDF write it in their own way."""
        stream = self._source.resolve(self._catalogue.get("Metadata"))
        if not isinstance(stream, Stream):
            return False
        try:
            return titled(inflated(stream, _LARGEST_METADATA)) == in_xml(self._manifest.title)
        except (ValueError, zlib.error):
            return False

    def _trailer_value(self, key: str) -> Value:
        return self._source.value_of(dict.get(self._source.reader.trailer, key))

    def _layers(self) -> Value:
        properties = self._entries(self._source.resolve(self._catalogue.get("OCProperties")) or {})
        default = self._entries(self._source.resolve(properties.get("D")) or {})
        account.digest_value(self._source, properties.get("OCGs"), self._watch)
        if self._manifest.format < FORMAT:
            hidden = self._source.resolve(default.get("OFF"))
            return len(hidden) if isinstance(hidden, list) else 0
        return canonical(properties, default)

    # Bookmarks

    def bookmark_discrepancies(self, numbers: Mapping[Pointer, int]) -> Iterator[Discrepancy]:
        """Hold the bookmarks against the manifest's; `numbers` holds the manifest's number of each page."""
        root = self._entries(self._source.resolve(self._catalogue.get("Outlines")) or {})
        yield from _strangers(root, _OUTLINE_KEYS)
        problems: list[Discrepancy] = []
        found = [(item.title, item.page, item.level) for item in self._items(root, numbers, problems)]
        yield from problems
        for mine, theirs in zip_longest(self._manifest.bookmarks, found):
            if mine != theirs:
                page = mine[1] if mine else None
                yield Discrepancy("bookmarks.differ", page, expected=str(mine), found=str(theirs))

    def _items(
        self, root: Mapping[str, Value], numbers: Mapping[Pointer, int], problems: list[Discrepancy]
    ) -> Iterator[_Item]:
        """Give the bookmarks in order, each once, whatever rings they stand in."""
        met: set[Pointer] = set()
        waiting = [(root.get("First"), 0)]
        while waiting:
            pointer, level = waiting.pop()
            if not isinstance(pointer, Pointer) or pointer in met:
                continue
            met.add(pointer)
            item = self._entries(self._source.resolve(pointer))
            problems += _strangers(item, _ITEM_KEYS)
            target = self._source.resolve(item.get("Dest"))
            page = target[0] if isinstance(target, list) and target else None
            # Shown whole, as it was built; other destinations may show a corner of a page only.
            fits = isinstance(target, list) and target[1:] == [Name("Fit")]
            number = numbers.get(page, 0) if isinstance(page, Pointer) and fits else 0
            yield _Item(_words(self._source.resolve(item.get("Title"))), number, level)
            # The last is taken first: what is below an item comes before what follows it.
            waiting += [(item.get("Next"), level), (item.get("First"), level + 1)]

    # Attachments

    def _attachment_discrepancies(self) -> Iterator[Discrepancy]:
        expected = {each.name: each for each in self._manifest.attachments}
        files = self._attached_files()
        for name, pointer in files:
            attachment = expected.pop(name, None)
            if attachment is None or not self._is_as_attached(pointer, attachment):
                yield Discrepancy("attachment.differs", file=name)
        for name in expected:
            yield Discrepancy("attachment.missing", file=name)
        listed = self._source.resolve(self._catalogue.get("AF"))
        if (listed or []) != [pointer for _, pointer in files]:
            yield Discrepancy("active.content", found="AF")

    def _attached_files(self) -> list[tuple[str, Value]]:
        trees = self._entries(self._source.resolve(self._catalogue.get("Names")) or {})
        tree = self._entries(self._source.resolve(trees.get("EmbeddedFiles")) or {})
        names = self._source.resolve(tree.get("Names")) or []
        if trees.keys() - {"EmbeddedFiles"} or tree.keys() - {"Names"} or not isinstance(names, list):
            return [("Names", None)]
        words = [_words(self._source.resolve(name)) for name in names[::2]]
        return list(zip(words, [*names[1::2], *[None] * (len(words) - len(names) // 2)], strict=True))

    def _is_as_attached(self, pointer: Value, attachment: Attachment) -> bool:
        entries = self._source.resolve(pointer)
        if not isinstance(entries, Mapping) or entries.keys() - _FILE_KEYS:
            return False
        names = {_words(self._source.resolve(entries.get(key))) for key in ("F", "UF")}
        contents = self._source.resolve(entries.get("EF"))
        streams = list(contents.values()) if isinstance(contents, Mapping) else []
        said = self._source.resolve(entries.get("Desc"))
        if names != {attachment.name} or said != text(described(attachment)):
            return False
        if len(set(map(repr, streams))) != 1:
            return False
        stream = self._source.resolve(streams[0])
        return isinstance(stream, Stream) and _digest_of(stream, attachment.size_bytes) == attachment.sha256

    # Values

    def _entries(self, value: Value) -> Mapping[str, Value]:
        if not isinstance(value, Mapping):
            raise ValueError("no dictionary where one belongs")
        return value

    def _inlined(self, value: Value, depth: int) -> Value:
        """Return a setting with what it points to within it."""
        value = self._source.resolve(value)
        if depth > _MAX_DEPTH:
            raise ValueError("a setting nested too deeply")
        if isinstance(value, Mapping):
            if len(value) > _MAX_SETTING:
                raise ValueError("a setting larger than any of ours")
            return {key: self._inlined(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            if len(value) > _MAX_SETTING:
                raise ValueError("a setting larger than any of ours")
            return [self._inlined(item, depth + 1) for item in value]
        return value


def _strangers(entries: Mapping[str, Value], known: frozenset[str]) -> Iterator[Discrepancy]:
    for key in sorted(entries.keys() - known):
        yield Discrepancy("active.content", found=key)


def _digest_of(stream: Stream, most: int) -> str:
    filters = stream.entries.get("Filter")
    names: Sequence[Value] = filters if isinstance(filters, list) else [] if filters is None else [filters]
    try:
        return inflated_digest(stream.data, [str(name) for name in names], most)
    except (ValueError, zlib.error):
        return ""


def _words(value: Value) -> str:
    """Return the words of a text string (ISO 32000-1, 7.9.2.2) as this program writes them."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")
