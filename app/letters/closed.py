"""The closed list of what a template may do, held against the very syntax tree that is rendered."""

import re
from collections.abc import MutableMapping
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.letters.limits import MAX_WRITTEN, TooLong

MAX_LOOPS = 2
# Parts of Word files that are kept ready, and the longest of them, in characters.
_MOST_KNOWN, _MOST_KEPT = 64, 500_000
ONLY_FILTER = "upper"
_HARMLESS = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


# After filling, docxtpl makes tags of these; where somebody typed them they are words.
_TYPED = re.compile(r"\{(?=_[{%])|[}%](?=_\})")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>[^<]+</w:t>")
_PARTED = r'\g<0></w:t><w:t xml:space="preserve">'


class BoundedTemplate(Template):
    """A template whose text ends where it grows beyond every letter."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the filled text. Raises TooLong where there is too much of it."""
        pieces: list[str] = []
        left = MAX_WRITTEN
        for piece in self.generate(*args, **kwargs):
            left -= len(piece)
            if left < 0:
                raise TooLong
            pieces.append(piece)
        return _keep_typed("".join(pieces))


def _keep_typed(xml: str) -> str:
    """Part what docxtpl would take for a tag, within the words of a document alone."""
    if _TYPED.search(xml) is None:
        return xml
    return _TEXT.sub(lambda text: _TYPED.sub(_PARTED, text[0]), xml)


class ClosedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that refuses everything outside the closed list before any of it runs."""

    template_class = BoundedTemplate

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, Template] = {}

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,
        template_class: type[Template] | None = None,
    ) -> Template:
        """Return a template; the one made of the same text before, as letters come in rows."""
        if not isinstance(source, str) or globals or template_class or len(source) > _MOST_KEPT:
            return super().from_string(source, globals, template_class)
        if source not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[source] = super().from_string(source)
        return self._known[source]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in (tree, *tree.find_all(nodes.Node)):
            if not is_allowed(node):
                raise TemplateSyntaxError(f"{type(node).__name__} is not allowed", node.lineno or 1)
        return tree


def is_allowed(node: nodes.Node) -> bool:
    """Say whether a part of a template is on the closed list."""
    match node:
        case nodes.Getattr():
            return not node.attr.startswith("_")
        case nodes.Getitem():
            return isinstance(node.arg, nodes.Const) and _is_plain_name(node.arg.value)
        case nodes.Const():
            return isinstance(node.value, str | bool | int)
        case nodes.Compare():
            return len(node.ops) == 1
        case nodes.Operand():
            return node.op in ("eq", "ne")
        case nodes.Filter():
            return node.name == ONLY_FILTER and not (
                node.args or node.kwargs or node.dyn_args or node.dyn_kwargs
            )
        case nodes.For():
            return isinstance(node.target, nodes.Name) and not (node.else_ or node.test or node.recursive)
    return type(node) in _HARMLESS


def _is_plain_name(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier() and not value.startswith("_")
