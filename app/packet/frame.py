"""What stands around a packet's pages: outline, settings of the catalogue, information."""

import app
from app.domain.packet import PacketPlan
from app.domain.words import DisplayMode, Text
from app.packet.document import PdfDocument
from app.packet.values import Name, Pointer, Value, text


def outline_of(plan: PacketPlan) -> tuple[tuple[str, int, int], ...]:
    """Return the entries of the outline: words, page and level."""
    return tuple(
        (_outline_title(bookmark.title), bookmark.page, bookmark.level) for bookmark in plan.bookmarks
    )


def catalogue_settings() -> dict[str, Value]:
    """Return what the catalogue says about how the packet is shown."""
    return {
        "Version": Name("1.7"),
        "Lang": b"zh-CN",
        "PageMode": Name("UseOutlines"),
        "PageLabels": {"Nums": [0, {"S": Name("D"), "St": 1}]},
        "ViewerPreferences": {"DisplayDocTitle": True, "PrintScaling": Name("None")},
    }


def information(plan: PacketPlan) -> dict[str, Value]:
    """Return what the packet says about itself; nothing in it comes from a clock."""
    request = plan.request
    subject = request.category.shown(DisplayMode.BOTH, " · ")
    return {
        "Title": text(request.title),
        "Subject": text(subject),
        "Creator": text(f"Yongju {app.__version__}"),
        "Producer": text(f"Yongju {app.__version__}"),
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
