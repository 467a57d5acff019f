"""Finds what a PDF does besides being read: scripts, actions, attached files; and signatures.

Named after ISO 32000-1: 12.6.4 (actions), 12.6.3 (triggers), 7.11.4 (embedded files), 12.7.8 (XFA),
13 (media), 12.8 (signatures). Links to web addresses and within the document are none of it.
"""

from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject

_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit",
    "/ImportData": "import",
    "/GoToE": "attachment",
    "/Movie": "media",
    "/Sound": "media",
    "/Rendition": "media",
    "/RichMediaExecute": "media",
    "/GoTo3DView": "media",
}
_SUBTYPES = {
    "/FileAttachment": "attachment",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
}
_KEYS = {
    "/JS": "javascript",
    "/EmbeddedFiles": "attachment",
    "/EF": "attachment",
    "/Collection": "attachment",
    "/XFA": "xfa",
}
# Actions that only move about or open an address.
_HARMLESS = frozenset({"/GoTo", "/GoToR", "/URI", "/Named", "/Thread"})
# What leads back, leads to pages (visited one by one), or only draws and describes.
_SKIPPED = frozenset(
    {
        "/Parent",
        "/P",
        "/Pages",
        "/Page",
        "/Pg",
        "/Resources",
        "/Contents",
        "/StructTreeRoot",
        "/Metadata",
        "/AP",
        "/DR",
        "/MK",
        "/Dest",
        "/Dests",
        "/D",
        "/OCProperties",
        "/PageLabels",
        "/Popup",
        "/IRT",
    }
)
_PAGE_KEYS = ("/AA", "/Annots", "/AF")
_MAX_OBJECTS = 100_000
_MAX_FIELDS = 10_000
NOT_EXAMINED = "not-examined"


@dataclass(slots=True)
class _Walk:
    codes: set[str] = field(default_factory=set)
    visited: set[int] = field(default_factory=set)
    waiting: list[object] = field(default_factory=list)
    count: int = 0

    def run(self) -> None:
        while self.waiting:
            self.count += 1
            if self.count > _MAX_OBJECTS:
                self.codes.add(NOT_EXAMINED)
                return
            self._look(self.waiting.pop())

    def _look(self, value: object) -> None:
        if isinstance(value, IndirectObject):
            if value.idnum in self.visited:
                return
            self.visited.add(value.idnum)
            value = value.get_object()
        if isinstance(value, ArrayObject):
            self.waiting.extend(list.__iter__(value))
        if isinstance(value, DictionaryObject):
            self._look_at_entries(value)

    def _look_at_entries(self, entries: DictionaryObject) -> None:
        if entries.get("/Type") in ("/Page", "/Pages"):
            return
        self._name(_ACTIONS, entries.get("/S"))
        self._name(_SUBTYPES, entries.get("/Subtype"))
        for key in entries:
            value = dict.__getitem__(entries, key)
            if key in _SKIPPED:
                continue
            if key in _KEYS and not _is_nothing(value):
                self.codes.add(_KEYS[key])
            if key == "/OpenAction" and _is_action(value):
                self.codes.add("open-action")
            self.waiting.append(value)

    def _name(self, codes: dict[str, str], name: object) -> None:
        if isinstance(name, str) and name in codes:
            self.codes.add(codes[name])


def find_active_content(reader: PdfReader) -> tuple[str, ...]:
    """Name the sorts of active content in a document, sorted; `not-examined` when it is too large."""
    walk = _Walk(waiting=[reader.root_object])
    for page in reader.pages:
        walk.waiting.extend(dict.__getitem__(page, key) for key in _PAGE_KEYS if key in page)
    walk.run()
    return tuple(sorted(walk.codes))


def is_signed(reader: PdfReader) -> bool:
    """Say whether a document carries a signature; an empty field for one does not count."""
    root = reader.root_object
    permissions = _resolve(root.get("/Perms"))
    if isinstance(permissions, DictionaryObject) and len(permissions):
        return True
    form = _resolve(root.get("/AcroForm"))
    fields = _resolve(form.get("/Fields")) if isinstance(form, DictionaryObject) else None
    return isinstance(fields, ArrayObject) and _has_signed_field(fields)


def _has_signed_field(fields: ArrayObject) -> bool:
    waiting: list[tuple[object, object]] = [(item, None) for item in list.__iter__(fields)]
    visited: set[int] = set()
    while waiting and len(visited) < _MAX_FIELDS:
        item, inherited = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in visited:
                continue
            visited.add(item.idnum)
        entries = _resolve(item)
        if not isinstance(entries, DictionaryObject):
            continue
        kind = entries.get("/FT", inherited)
        if kind == "/Sig" and not _is_nothing(entries.get("/V")):
            return True
        kids = _resolve(entries.get("/Kids"))
        if isinstance(kids, ArrayObject):
            waiting.extend((kid, kind) for kid in list.__iter__(kids))
    return False


def _resolve(value: object) -> object:
    return value.get_object() if isinstance(value, PdfObject) else value


def _is_nothing(value: object) -> bool:
    target = _resolve(value)
    return target is None or isinstance(target, NullObject)


def _is_action(value: object) -> bool:
    """Say whether opening the document does more than show a place in it."""
    target = _resolve(value)
    return isinstance(target, DictionaryObject) and target.get("/S") not in _HARMLESS
