"""Copies values from a source into the document being written, each object once."""

from collections.abc import Mapping

from app.packet.bombs import refuse_excess
from app.packet.digest import Fetcher
from app.packet.document import PdfDocument
from app.packet.values import SCALARS, Name, Pointer, Stream, Value


class Copier:
    """Copies from one source; what several pages share is copied once."""

    def __init__(self, source: Fetcher, document: PdfDocument) -> None:
        self._source = source
        self._document = document
        self._waiting: list[Pointer] = []
        self.copied: dict[Pointer, Pointer] = {}
        # Layers among what was copied, as they are named in the source.
        self.layers: list[Pointer] = []

    def add(self, value: Stream | Pointer) -> Pointer:
        """Copy a stream, or what a pointer leads to, with all that it refers to."""
        if isinstance(value, Pointer):
            target = self._translated(value)
        else:
            refuse_excess(value, self._source)
            target = self._document.add(self._with_targets(value))
        self._copy_waiting()
        return target

    def copy(self, value: Value) -> Value:
        """Copy a value that stands within another, with all that it refers to."""
        copied = self._with_targets(value)
        self._copy_waiting()
        return copied

    def _copy_waiting(self) -> None:
        while self._waiting:
            pointer = self._waiting.pop()
            value = self._source.fetch(pointer)
            if isinstance(value, Stream):
                refuse_excess(value, self._source)
            elif isinstance(value, Mapping) and value.get("Type") == Name("OCG"):
                self.layers.append(pointer)
            self._document.add(self._with_targets(value), self.copied[pointer])

    def _translated(self, pointer: Pointer) -> Pointer:
        if pointer not in self.copied:
            self.copied[pointer] = self._document.reserve()
            self._waiting.append(pointer)
        return self.copied[pointer]

    def _with_targets(self, value: Value) -> Value:
        """Return a value with its pointers leading into the document."""
        if isinstance(value, SCALARS):
            return value
        if isinstance(value, Pointer):
            return self._translated(value)
        if isinstance(value, Stream):
            return Stream({key: self._with_targets(item) for key, item in value.entries.items()}, value.data)
        if isinstance(value, Mapping):
            return {key: self._with_targets(item) for key, item in value.items()}
        return [self._with_targets(item) for item in value]
