"""The one door to pypdf: opens a PDF and gives its objects as plain values.

Only what a page draws is let through. Actions, scripts, attached files, links out of the file and
private data of other programs become null here, so that nothing downstream has to think of them.
"""

import contextlib
import copy
import logging
import math
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeGuard

import pypdf
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from app.packet.objects import NotPlainError, read_plain
from app.packet.values import Name, Pointer, Stream, Value

# pypdf reads names as UTF-8 or GBK text and would write GBK font names as UTF-8, which turns Chinese
# pages to mojibake. Latin-1 keeps every byte; ASCII names read the same as before.
NameObject.CHARSETS = ("latin1",)  # type: ignore[assignment]  # declared as three

# What pypdf remarks about a malformed file tells a person nothing; that the file is read, or is not, does.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# Besides its own errors pypdf lets these through for malformed files; each was met in a corpus of
# 1,755 odd files (missing boxes, wrong types, nesting, broken compression).
UNREADABLE = (
    PyPdfError,
    DependencyError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)

_MAX_DEPTH = 100
_LARGE_STREAM = 200_000
_MOST_SMALL, _MOST_OBJECTS = 8_000_000, 20_000


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ACTION_KINDS = _names(
    "JavaScript Launch URI GoTo GoToR GoToE SubmitForm ResetForm ImportData Named Hide Rendition Movie Sound "
    "Thread SetOCGState Trans GoTo3DView RichMediaExecute"
)
_FOREIGN_TYPES = _names(
    "Action Annot Page Pages Catalog Filespec F EmbeddedFile StructElem StructTreeRoot Metadata Sig Outlines"
)
# Of streams: what other programs keep there, alternative content, and the same content in another file.
_STREAM_EXTRAS = _names(
    "Metadata PieceInfo LastModified StructParent StructParents OPI Ref AF Measure PtData F FFilter "
    "FDecodeParms DL Length AA A"
)
_LAYERS = frozenset({Name("OCG"), Name("OCMD")})
# Whether a layer is shown is read from all of these once, and stated anew in the packet's own catalogue.
_LAYER_EXTRAS = frozenset({"Usage", "Intent", "Metadata", "AF"})
# What only a part of a page's drawing has: with one of these a wrong or missing type means nothing.
_DRAWN_STREAMS = _names("BBox PatternType ShadingType FunctionType Width Length1 Length2 Length3")
_DRAWN_ENTRIES = _names("BaseFont FontName CharProcs PatternType ShadingType FunctionType HalftoneType")
_RESOURCES = _names("Font XObject ExtGState ColorSpace Pattern Shading ProcSet")
_ACTING = _names("A AA JS")


class Source:
    """An opened PDF whose objects are read as plain values.

    With `clean` only what a page draws comes through; without it, everything as it stands.
    """

    def __init__(self, stream: BinaryIO, *, clean: bool) -> None:
        self._stream = stream
        self._clean = clean
        self._latest: tuple[Pointer, Value] = (Pointer(0), None)
        # What is digested is copied afterwards, and several pages share it: read once, within limits.
        self._small: dict[Pointer, Value] = {}
        self._small_bytes = 0
        # Where the bytes of large streams that were read stand in the file, from and up to.
        self.extents: list[tuple[int, int]] = []
        self.reader = pypdf.PdfReader(stream)
        self._encrypted = self.reader.is_encrypted

    @classmethod
    def open(cls, path: Path, *, clean: bool) -> "Source":
        """Open a file; pages are read when they are asked for."""
        stream = path.open("rb")
        try:
            return cls(stream, clean=clean)
        except BaseException:
            stream.close()
            raise

    def __enter__(self) -> "Source":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file below."""
        self.reader.close()
        self._stream.close()

    def unfiltered(self) -> "Source":
        """Return the same open file, with everything that stands in it."""
        other = copy.copy(self)
        other._clean = False
        other._latest, other._small, other._small_bytes = (Pointer(0), None), {}, 0
        return other

    def unlock(self) -> bool:
        """Say whether the content is readable, trying the empty password where one is asked for."""
        return not self.reader.is_encrypted or bool(self.reader.decrypt(""))

    def fetch(self, pointer: Pointer) -> Value:
        """Read one indirect object; a dangling reference is null."""
        if pointer == self._latest[0]:
            return self._latest[1]
        if pointer in self._small:
            return self._small[pointer]
        value = self._read(pointer)
        size = len(value.data) if isinstance(value, Stream) else 0
        if size > _LARGE_STREAM:
            # Here it is the latest only, since what was digested is copied next.
            self._latest = (pointer, value)
            return value
        self._small_bytes += size
        if self._small_bytes > _MOST_SMALL or len(self._small) > _MOST_OBJECTS:
            self._small.clear()
            self._small_bytes = size
        self._small[pointer] = value
        return value

    def _read(self, pointer: Pointer) -> Value:
        place = self._place_of(pointer)
        if place is not None:
            with contextlib.suppress(NotPlainError):
                value, start = read_plain(
                    self._stream, place, pointer, self._dictionary_from, self._stream_from
                )
                if isinstance(value, Stream) and len(value.data) > _LARGE_STREAM:
                    self.extents.append((start, start + len(value.data)))
                return value
        value = self.value_of(IndirectObject(pointer.number, pointer.generation, self.reader).get_object())
        if isinstance(value, Stream) and len(value.data) > _LARGE_STREAM:
            # pypdf would keep every scan in memory until the file is closed.
            self.reader.resolved_objects.pop((pointer.generation, pointer.number), None)
        return value

    def _place_of(self, pointer: Pointer) -> int | None:
        """Return where an object stands by itself in a file that is not encrypted."""
        reader, number, generation = self.reader, pointer.number, pointer.generation
        if self._encrypted or (generation == 0 and number in reader.xref_objStm):
            return None
        if reader.xref_free_entry.get(generation, {}).get(number, False):
            return None
        return reader.xref.get(generation, {}).get(number)

    def resolve(self, value: Value) -> Value:
        """Follow a pointer, or a pointer to a pointer, to what it stands for."""
        for _ in range(_MAX_DEPTH):
            if not isinstance(value, Pointer):
                return value
            value = self.fetch(value)
        return None

    def entries_of(self, value: Value) -> Mapping[str, Value]:
        """Return the dictionary that a value leads to, of a stream as well, without the stream's bytes."""
        if isinstance(value, Pointer):
            target = IndirectObject(value.number, value.generation, self.reader).get_object()
            return self._entries_of(target, 0) if isinstance(target, DictionaryObject) else {}
        if isinstance(value, Stream):
            return value.entries
        return value if isinstance(value, Mapping) else {}

    def numbers(self, value: Value, count: int) -> tuple[float, ...] | None:
        """Return the first numbers of an array, None when they are not all there or not finite."""
        items = self.resolve(value)
        if not isinstance(items, list) or len(items) < count:
            return None
        resolved = [self.resolve(item) for item in items[:count]]
        numbers = tuple(float(item) for item in resolved if is_number(item))
        return numbers if len(numbers) == count and all(map(math.isfinite, numbers)) else None

    def value_of(self, item: object, depth: int = 0) -> Value:
        """Turn an object of pypdf into a plain value."""
        if depth > _MAX_DEPTH:
            raise ValueError("objects nested too deeply")
        if isinstance(item, IndirectObject):
            return Pointer(item.idnum, item.generation)
        if isinstance(item, StreamObject):
            return self._stream_of(item, depth)
        if isinstance(item, DictionaryObject):
            return self._dictionary_of(item, depth)
        if isinstance(item, ArrayObject):
            return [self.value_of(part, depth + 1) for part in item]
        return _scalar_of(item)

    def _entries_of(self, item: DictionaryObject, depth: int) -> dict[str, Value]:
        # dict's own access gives the raw values, references unresolved.
        pairs = ((str(key)[1:], self.value_of(dict.__getitem__(item, key), depth + 1)) for key in item)
        return {key: value for key, value in pairs if value is not None}

    def _dictionary_of(self, item: DictionaryObject, depth: int) -> Value:
        return self._dictionary_from(self._entries_of(item, depth))

    def _dictionary_from(self, entries: dict[str, Value]) -> Value:
        if not self._clean:
            return entries
        if _is_foreign(entries):
            return _mistyped(entries) if _is_drawn(entries) else None
        if entries.get("Type") in _LAYERS:
            return {key: value for key, value in entries.items() if key not in _LAYER_EXTRAS}
        return entries

    def _stream_of(self, item: StreamObject, depth: int) -> Value:
        # The encoded bytes have no public name in pypdf; a test covers this one.
        return self._stream_from(self._entries_of(item, depth), bytes(item._data))

    def _stream_from(self, entries: dict[str, Value], data: bytes) -> Value:
        if self._clean and _is_foreign(entries):
            if not (entries.keys() & _DRAWN_STREAMS):
                return None
            entries = _mistyped(entries)
        dropped = _STREAM_EXTRAS if self._clean else frozenset({"Length"})
        return Stream({key: value for key, value in entries.items() if key not in dropped}, data)


def decoded(item: StreamObject) -> bytes:
    """Return a stream's decoded bytes; pypdf refuses what grows beyond its limits."""
    return item.get_data()


def is_action(entries: Mapping[str, Value]) -> bool:
    """Say whether a dictionary is an action, whether or not it says so."""
    kind, action = entries.get("Type"), entries.get("S")
    if kind == "Action" or isinstance(entries.get("JS"), bytes):
        return True
    return kind is None and isinstance(action, Name) and action in _ACTION_KINDS


def _is_foreign(entries: Mapping[str, Value]) -> bool:
    kind = entries.get("Type")
    return is_action(entries) or (isinstance(kind, Name) and kind in _FOREIGN_TYPES)


def _is_drawn(entries: Mapping[str, Value]) -> bool:
    """Say whether a dictionary is a font, a pattern or a page's resources, whatever type it claims."""
    return not is_action(entries) and bool(entries.keys() & (_DRAWN_ENTRIES | _RESOURCES))


def _mistyped(entries: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is drawn without the type that it wrongly claims."""
    return {key: value for key, value in entries.items() if key != "Type" and key not in _ACTING}


def is_number(value: Value) -> TypeGuard[int | float]:
    """Say whether a value is a number; a truth value is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _scalar_of(item: object) -> Value:
    if isinstance(item, NameObject):
        return Name(str(item)[1:])
    if isinstance(item, TextStringObject):
        return item.original_bytes
    if isinstance(item, ByteStringObject):
        return bytes(item)
    if isinstance(item, BooleanObject):
        return bool(item.value)
    if isinstance(item, NumberObject):
        return int(item)
    if isinstance(item, FloatObject):
        return float(item)
    if item is None or isinstance(item, NullObject):
        return None
    raise TypeError(f"no PDF value: {type(item).__name__}")
