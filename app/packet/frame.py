"""What stands around a packet's pages: outline, settings of the catalogue, information."""

from collections.abc import Mapping

from app.domain.packet import PacketOptions, PacketPlan
from app.domain.words import DisplayMode, Text
from app.packet.document import PdfDocument
from app.packet.metadata import LANGUAGES, output_intent, srgb_profile
from app.packet.values import Name, Pointer, Stream, Value, text


def outline_of(plan: PacketPlan) -> tuple[tuple[str, int, int], ...]:
    """Return the entries of the outline: words, page and level."""
    return tuple(
        (_outline_title(bookmark.title), bookmark.page, bookmark.level) for bookmark in plan.bookmarks
    )


def catalogue_settings(plan: PacketPlan) -> dict[str, Value]:
    """Return what the catalogue says about the packet; streams stand within it, not yet as objects."""
    options = plan.request.options
    return {**_usual_settings(options), **_special_settings(options)}


def written_settings(document: PdfDocument, settings: Mapping[str, Value]) -> dict[str, Value]:
    """Write the streams within the settings and return the settings with pointers to them."""
    return {key: _written(document, value) for key, value in settings.items()}


def _written(document: PdfDocument, value: Value) -> Value:
    if isinstance(value, Stream):
        return document.add(value)
    if isinstance(value, Mapping):
        return {key: _written(document, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_written(document, item) for item in value]
    return value


def _special_settings(options: PacketOptions) -> dict[str, Value]:
    special: dict[str, Value] = {}
    if options.archival:
        special["OutputIntents"] = [output_intent(srgb_profile())]
    if options.password:
        # How a file of version 1.7 says that it is locked as of version 2.0.
        special["Extensions"] = {"ADBE": {"BaseVersion": Name("1.7"), "ExtensionLevel": 8}}
    return special


def _usual_settings(options: PacketOptions) -> dict[str, Value]:
    return {
        "Version": Name("1.7"),
        "Lang": LANGUAGES[options.language].encode("ascii"),
        "PageMode": Name("UseOutlines"),
        "PageLabels": {"Nums": [0, {"S": Name("D"), "St": 1}]},
        "ViewerPreferences": {"DisplayDocTitle": True, "PrintScaling": Name("None")},
    }


def write_outline(
    document: PdfDocument, bookmarks: tuple[tuple[str, int, int], ...], targets: tuple[Pointer, ...]
) -> Pointer:
    """Write the outline (ISO 32000-1, 12.3.3) of bookmarks in two levels and return its root."""
    root = document.reserve()
    items = [document.reserve() for _ in bookmarks]
    tops = [n for n, bookmark in enumerate(bookmarks) if bookmark[2] == 0]
    for place, top in enumerate(tops):
        end = tops[place + 1] if place + 1 < len(tops) else len(bookmarks)
        children = list(range(top + 1, end))
        siblings = _chain(items, tops, place) | _family(items, children)
        document.add(_outline_item(bookmarks[top], targets, root) | siblings, items[top])
        for position, child in enumerate(children):
            entries = _outline_item(bookmarks[child], targets, items[top]) | _chain(items, children, position)
            document.add(entries, items[child])
    counts: dict[str, Value] = {"Type": Name("Outlines"), "First": items[tops[0]], "Last": items[tops[-1]]}
    return document.add({**counts, "Count": len(bookmarks)}, root)


def _outline_title(title: Text) -> str:
    """Return a bookmark's words in both languages, an exhibit's label only once."""
    label, _, rest = title.en.partition(" ")
    if title.zh != title.en and rest and title.zh.startswith(f"{label} "):
        return f"{title.zh} · {rest}"
    return title.shown(DisplayMode.BOTH, " · ")


def _outline_item(
    bookmark: tuple[str, int, int], targets: tuple[Pointer, ...], parent: Pointer
) -> dict[str, Value]:
    title, page, _ = bookmark
    return {"Title": text(title), "Parent": parent, "Dest": [targets[page - 1], Name("Fit")]}


def _chain(items: list[Pointer], row: list[int], place: int) -> dict[str, Value]:
    entries: dict[str, Value] = {}
    if place > 0:
        entries["Prev"] = items[row[place - 1]]
    if place + 1 < len(row):
        entries["Next"] = items[row[place + 1]]
    return entries


def _family(items: list[Pointer], children: list[int]) -> dict[str, Value]:
    if not children:
        return {}
    return {"First": items[children[0]], "Last": items[children[-1]], "Count": len(children)}
