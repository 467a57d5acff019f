"""Optional content (ISO 32000-1, 8.11): which layers a source shows, and how the packet states the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.packet.source import Source
from app.packet.values import Name, Pointer, Value, text

_MAX_DEPTH = 32
_OFF = Name("OFF")
_VIEW = Name("View")
# Intents of a layer that viewers care for.
_VIEWED = frozenset({_VIEW, Name("All")})


@dataclass(frozen=True, slots=True)
class Layer:
    """Holds a layer as it stands in the packet, and whether it is shown."""

    pointer: Pointer
    shown: bool


class Layers:
    """Knows which layers of a source are shown when it is opened on a screen."""

    def __init__(self, source: Source) -> None:
        self._source = source.unfiltered()
        properties = self._entries(dict.get(source.reader.root_object, "/OCProperties"))
        default = self._resolved_entries(properties.get("D"))
        self._known = self._pointers(properties.get("OCGs"))
        self._base = self._source.resolve(default.get("BaseState")) != _OFF
        self._on = self._pointers(default.get("ON"))
        self._off = self._pointers(default.get("OFF"))

    def is_shown(self, layer: Pointer) -> bool:
        """Say whether one layer is shown.

        A layer's own view state comes first: viewers in browsers obey it even where no /AS asks for it.
        """
        entries = self._resolved_entries(layer)
        if not self._is_for_viewing(entries):
            return True
        usage = self._resolved_entries(self._resolved_entries(entries.get("Usage")).get("View"))
        state = self._source.resolve(usage.get("ViewState"))
        if isinstance(state, Name):
            return state != _OFF
        if layer not in self._known or layer in self._off:
            return layer not in self._off
        return self._base or layer in self._on

    def shows(self, content: Value) -> bool:
        """Say whether what belongs to a layer, or to a rule over layers, is shown."""
        entries = self._resolved_entries(content)
        if entries.get("Type") != Name("OCMD"):
            return self.is_shown(content) if isinstance(content, Pointer) and entries else True
        expression = self._source.resolve(entries.get("VE"))
        if isinstance(expression, list) and expression:
            return self._holds(expression, 0)
        return self._follows_policy(entries)

    def _is_for_viewing(self, entries: Mapping[str, Value]) -> bool:
        intent = self._source.resolve(entries.get("Intent"))
        if intent is None:
            return True
        intents = intent if isinstance(intent, list) else [intent]
        return any(self._source.resolve(each) in _VIEWED for each in intents)

    def _follows_policy(self, entries: Mapping[str, Value]) -> bool:
        layers = self._pointers_of_one_or_several(entries.get("OCGs"))
        if not layers:
            return True
        shown = [self.is_shown(layer) for layer in layers]
        match self._source.resolve(entries.get("P")):
            case "AllOn":
                return all(shown)
            case "AnyOff":
                return not all(shown)
            case "AllOff":
                return not any(shown)
        return any(shown)

    def _holds(self, expression: Value, depth: int) -> bool:
        """Say whether a visibility expression holds (ISO 32000-1, 8.11.2.2)."""
        terms = self._source.resolve(expression)
        if depth > _MAX_DEPTH:
            return False
        if not isinstance(terms, list):
            return self.is_shown(expression) if isinstance(expression, Pointer) else False
        operator = self._source.resolve(terms[0]) if terms else None
        held = (self._holds(term, depth + 1) for term in terms[1:])
        match operator:
            case "And":
                return all(held)
            case "Or":
                return any(held)
            case "Not":
                return not next(held, False)
        return False

    def _entries(self, item: object) -> Mapping[str, Value]:
        return self._resolved_entries(self._source.value_of(item))

    def _resolved_entries(self, value: Value) -> Mapping[str, Value]:
        resolved = self._source.resolve(value)
        return resolved if isinstance(resolved, Mapping) else {}

    def _pointers(self, value: Value) -> frozenset[Pointer]:
        items = self._source.resolve(value)
        row = items if isinstance(items, list) else []
        return frozenset(item for item in row if isinstance(item, Pointer))

    def _pointers_of_one_or_several(self, value: Value) -> Sequence[Pointer]:
        resolved = self._source.resolve(value)
        items = resolved if isinstance(resolved, list) else [value]
        return [item for item in items if isinstance(item, Pointer) and self._resolved_entries(item)]


def properties_of(layers: Sequence[Layer]) -> dict[str, Value]:
    """Return the catalogue's entry: every layer listed, those hidden that their sources hide."""
    return {"OCGs": [layer.pointer for layer in layers], "D": _default_of(layers)}


def stated_layers(layers: Sequence[Layer]) -> Value:
    """Return what the catalogue says about layers, in a form that no numbering of objects changes."""
    return canonical(properties_of(layers), _default_of(layers)) if layers else canonical({}, {})


def _default_of(layers: Sequence[Layer]) -> dict[str, Value]:
    return {
        "Name": text("Yongju"),
        "BaseState": Name("ON"),
        "OFF": [layer.pointer for layer in layers if not layer.shown],
        "Order": [layer.pointer for layer in layers],
    }


def canonical(properties: Mapping[str, Value], default: Mapping[str, Value]) -> Value:
    """Return the catalogue's entry with each layer named by its place in the list of all."""
    pointers = properties.get("OCGs")
    places = {one: place for place, one in enumerate(pointers)} if isinstance(pointers, list) else {}
    rest = {key: value for key, value in properties.items() if key not in ("OCGs", "D")}
    return [len(places), _placed(rest, places, 0), _placed(default, places, 0)]


def _placed(value: Value, places: Mapping[Value, int], depth: int) -> Value:
    if depth > _MAX_DEPTH:
        raise ValueError("layers nested too deeply")
    if isinstance(value, Pointer):
        return places.get(value, -1)
    if isinstance(value, Mapping):
        return {key: _placed(item, places, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_placed(item, places, depth + 1) for item in value]
    return value
