"""Leaves out of a page's resources what its content never names.

Scanners give all pages of a file one dictionary of resources. Copied as it stands it would carry the
picture of every page along with any one of them: also of pages that a person left out.
"""

import re
from collections.abc import Callable, Mapping

from app.packet.source import Source
from app.packet.values import Name, Pointer, Stream, Value

# A name ends at white space or a delimiter (ISO 32000-1, 7.2.2).
_NAME = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)")
_MOST_FORMS = 500


def named_resources(source: Source, resources: Value, content: Callable[[], bytes | None]) -> Value:
    """Return resources without the XObjects that the content does not name.

    All of them stay where it is not plain who else may name them: names spelt with escapes, patterns and
    Type 3 fonts, soft masks, and forms that have no resources of their own and draw with the page's.
    """
    entries = source.resolve(resources)
    objects = source.resolve(entries.get("XObject")) if isinstance(entries, Mapping) else None
    if not isinstance(entries, Mapping) or not isinstance(objects, Mapping) or not objects:
        return resources
    names = _names_in(content())
    if names is None or _may_be_named_elsewhere(source, entries):
        return resources
    kept = {name: value for name, value in objects.items() if name in names}
    if len(kept) == len(objects) or not all(_stands_alone(source, value) for value in kept.values()):
        return resources
    return {**entries, "XObject": kept}


def _names_in(content: bytes | None) -> frozenset[str] | None:
    """Return every name in a content; None where one is spelt with escapes, or nothing is known of it."""
    if content is None:
        return None
    names = frozenset(match[1] for match in _NAME.finditer(content))
    return (
        None if any(b"#" in name for name in names) else frozenset(name.decode("latin-1") for name in names)
    )


def _may_be_named_elsewhere(source: Source, entries: Mapping[str, Value]) -> bool:
    fonts, states = (_dictionaries(source, entries.get(key)) for key in ("Font", "ExtGState"))
    return bool(
        source.resolve(entries.get("Pattern"))
        or any(source.resolve(font.get("Subtype")) == Name("Type3") for font in fonts)
        or any(isinstance(source.resolve(state.get("SMask")), Mapping) for state in states)
    )


def _dictionaries(source: Source, value: Value) -> list[Mapping[str, Value]]:
    items = source.resolve(value)
    resolved = map(source.resolve, items.values()) if isinstance(items, Mapping) else ()
    return [each for each in resolved if isinstance(each, Mapping)]


def _stands_alone(source: Source, value: Value) -> bool:
    """Say whether an object, and every form within it, draws with resources of its own."""
    waiting, met = [value], set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, Pointer):
            if each in met:
                continue
            met.add(each)
        if len(met) > _MOST_FORMS:
            return False
        form = source.resolve(each)
        if not isinstance(form, Stream) or source.resolve(form.entries.get("Subtype")) == Name("Image"):
            continue
        resources = source.resolve(form.entries.get("Resources"))
        if not isinstance(resources, Mapping):
            return False
        inner = source.resolve(resources.get("XObject"))
        waiting += inner.values() if isinstance(inner, Mapping) else ()
    return True
