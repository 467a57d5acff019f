"""What verifying compares: digests of a page, of what is placed on it, and of the catalogue around.

Writing computes them from what it was given, verifying from what stands in the file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from app.packet.digest import Fetcher, Walk
from app.packet.values import Pointer, Value

Watch = Callable[[Mapping[str, Value]], None]


def digest_value(source: Fetcher, value: Value, watch: Watch | None = None) -> str:
    """Return the digest of one value and all that it leads to."""
    walk = Walk(source, watch)
    walk.add(value)
    return walk.hexdigest()


def walk_placed(source: Fetcher, parts: Iterable[tuple[str, Value]], watch: Watch | None = None) -> Walk:
    """Walk over the XObjects placed on a page, in the order of their names."""
    walk = Walk(source, watch)
    for name, value in sorted(parts, key=lambda part: part[0]):
        walk.add(name.encode("latin-1"))
        walk.add(value)
    return walk


def placed_name(place: int, name: str) -> str:
    """Return an XObject's name on its page: sources after the first carry their place before it."""
    return f"{place}.{name}" if place else name


def walks_of_placed(
    source: Fetcher, parts: Mapping[str, Value], watch: Watch | None = None
) -> tuple[Walk, ...]:
    """Walk over each source placed on a page, told by the names under which its XObjects stand."""
    found: dict[int, list[tuple[str, Value]]] = {}
    for full, value in parts.items():
        place, _, name = full.rpartition(".")
        number = int(place) if place.isascii() and place.isdigit() else 0
        found.setdefault(number, []).append((name if number else full, value))
    return tuple(walk_placed(source, found[number], watch) for number in sorted(found))


def digest_page(
    size: Sequence[Value], contents: Sequence[Value], fonts_digest: str, link_boxes: Sequence[Sequence[float]]
) -> str:
    """Return the digest of a page around what is placed on it: size, drawing, fonts and places of links."""
    return digest_value(
        _NOTHING,
        {
            "MediaBox": list(size),
            "Contents": list(contents),
            "Fonts": fonts_digest.encode("ascii"),
            "Links": [[round(number, 3) for number in box] for box in link_boxes],
        },
    )


def digest_frame(catalogue: Mapping[str, Value], information: Mapping[str, Value], layers: Value) -> str:
    """Return the digest of the catalogue's settings, the information and the layers."""
    return digest_value(_NOTHING, [dict(catalogue), dict(information), layers])


class _Nothing:
    def fetch(self, pointer: Pointer) -> Value:
        raise ValueError(f"unexpected reference to object {pointer.number}")


_NOTHING = _Nothing()
