"""Reads what stands in the tags of a template: names, conditions and loops, nothing that could run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment, TemplateError, nodes

from app.domain.words import Language
from app.letters.catalogue import facts, lists
from app.letters.closed import is_allowed
from app.toml_lines import nearest

_LOOP, _LOOP_FIELDS = "loop", ("index", "first", "last")
# A list that is not known: whatever is said of its rows.
ANY_LIST = ""
_PREFIXES = tuple(each.value for each in Language)
_SYNTAX = Environment()
# What Word or Jinja would write in another way within a string of a tag.
_NOT_IN_STRINGS = frozenset("&<>{}%#\\\n\"'")


class Refused(Exception):
    """A tag that is not on the closed list; `nearest` is the known name most like its own."""

    def __init__(self, code: str, nearest: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Said:
    """Holds what an expression names: facts and lists, and the languages whose prefix it uses."""

    names: frozenset[str] = frozenset()
    forms: frozenset[Language] = frozenset()

    def __or__(self, other: "Said") -> "Said":
        return Said(self.names | other.names, self.forms | other.forms)


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds what a condition names, and which names are known where it holds and where it does not."""

    said: Said
    where_true: frozenset[str] = frozenset()
    where_false: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Loop:
    """Holds a loop: what each row is called, and the list that it goes through."""

    row: str
    list: str
    said: Said


@dataclass(frozen=True, slots=True)
class Scope:
    """Knows the names at one place of a template: `rows` are the lists of the loops around it."""

    rows: Mapping[str, str] = field(default_factory=dict)

    def with_row(self, row: str, name: str) -> "Scope":
        """Return the scope within a loop through a list."""
        return Scope({**self.rows, row: name})


def read_value(words: str, scope: Scope) -> Said:
    """Read what is written out between {{ and }}. Raises Refused."""
    body = _parsed(f"{{{{ {words} }}}}")
    if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
        raise Refused("template.broken_tag")
    node: nodes.Node = body[0].nodes[0]
    while isinstance(node, nodes.Filter) and is_allowed(node) and node.node is not None:
        node = node.node
    if isinstance(node, nodes.Const | nodes.And | nodes.Or | nodes.Not | nodes.Compare):
        raise Refused("template.unsafe_expression")
    said = _looked_up(_path_of(node), scope)
    if said.names & lists().keys():
        raise Refused("template.list_printed")
    return said


def read_condition(words: str, scope: Scope) -> Condition:
    """Read what an `if` or `elif` depends on. Raises Refused."""
    body = _parsed(f"{{% if {words} %}}{{% endif %}}")
    if len(body) != 1 or not isinstance(body[0], nodes.If) or body[0].elif_ or body[0].else_:
        raise Refused("template.broken_tag")
    return _condition(body[0].test, scope)


def read_loop(words: str, scope: Scope) -> Loop:
    """Read what a `for` goes through. Raises Refused."""
    body = _parsed(f"{{% for {words} %}}{{% endfor %}}")
    if len(body) != 1 or not isinstance(body[0], nodes.For):
        raise Refused("template.broken_tag")
    loop = body[0]
    if not is_allowed(loop) or not isinstance(loop.target, nodes.Name):
        raise Refused("template.not_supported")
    row = loop.target.name
    if row.startswith("_") or row in _taken() or row in scope.rows:
        raise Refused("template.name_taken")
    path = _path_of(loop.iter)
    name, forms = _without_prefix(path)
    if name not in lists():
        raise Refused("template.unknown_list", nearest(name, lists()))
    return Loop(row, name, Said(frozenset((name,)), forms))


def _parsed(source: str) -> list[nodes.Node]:
    try:
        return list(_SYNTAX.parse(source).body)
    except (TemplateError, RecursionError) as error:
        raise Refused("template.broken_tag") from error


@cache
def _taken() -> frozenset[str]:
    roots = {name.partition(".")[0] for name in facts()}
    return frozenset((*roots, *lists(), *_PREFIXES, _LOOP))


def _condition(node: nodes.Node, scope: Scope) -> Condition:
    if not is_allowed(node):
        raise Refused("template.unsafe_expression")
    match node:
        case nodes.Not():
            held = _condition(node.node, scope)
            return Condition(held.said, held.where_false, held.where_true)
        case nodes.And() | nodes.Or():
            return _joined(
                _condition(node.left, scope), _condition(node.right, scope), isinstance(node, nodes.And)
            )
        case nodes.Compare():
            return _comparison(node, scope)
        case nodes.Const():
            return Condition(_constant(node))
    said = _operand(node, scope)
    return Condition(said, said.names)


def _joined(one: Condition, other: Condition, is_and: bool) -> Condition:
    said = one.said | other.said
    if is_and:
        return Condition(said, one.where_true | other.where_true, one.where_false & other.where_false)
    return Condition(said, one.where_true & other.where_true, one.where_false | other.where_false)


def _comparison(node: nodes.Compare, scope: Scope) -> Condition:
    operand = node.ops[0]
    if not is_allowed(operand):
        raise Refused("template.unsafe_expression")
    sides = (node.expr, operand.expr)
    said = Said()
    for side in sides:
        said |= _operand(side, scope)
    constants = [side.value for side in sides if isinstance(side, nodes.Const)]
    if len(constants) != 1:
        return Condition(said)
    # Equal to words, or other than nothing: then it is known.
    if (operand.op == "eq") is (constants[0] != ""):
        return Condition(said, where_true=said.names)
    return Condition(said, where_false=said.names)


def _operand(node: nodes.Node, scope: Scope) -> Said:
    if isinstance(node, nodes.Const):
        return _constant(node)
    while isinstance(node, nodes.Filter) and is_allowed(node) and node.node is not None:
        node = node.node
    return _looked_up(_path_of(node), scope)


def _constant(node: nodes.Const) -> Said:
    if not is_allowed(node):
        raise Refused("template.unsafe_expression")
    if isinstance(node.value, str) and _NOT_IN_STRINGS & set(node.value):
        raise Refused("template.not_supported")
    return Said()


def _path_of(node: nodes.Node) -> tuple[str, ...]:
    """Return the names that an expression goes along: person.name. Raises Refused for anything else."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if not is_allowed(node):
            raise Refused("template.unsafe_expression")
        parts.append(node.attr if isinstance(node, nodes.Getattr) else _constant_name(node.arg))
        node = node.node
    if not isinstance(node, nodes.Name) or node.name.startswith("_"):
        raise Refused("template.unsafe_expression")
    return (node.name, *reversed(parts))


def _constant_name(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Const):
        raise Refused("template.unsafe_expression")
    return str(node.value)


def _looked_up(path: tuple[str, ...], scope: Scope) -> Said:
    """Return what a path names where it is known. Raises Refused."""
    if path[0] in scope.rows:
        return _row_field(path, scope.rows[path[0]])
    if path[0] == _LOOP and scope.rows:
        if path[1:] not in {(each,) for each in _LOOP_FIELDS}:
            raise Refused("template.unsafe_expression")
        return Said()
    name, forms = _without_prefix(path)
    if name not in facts() and name not in lists():
        raise Refused("template.unknown_name", nearest_name(name))
    return Said(frozenset((name,)), forms)


def _row_field(path: tuple[str, ...], name: str) -> Said:
    if name == ANY_LIST:
        return Said()
    field, forms = _without_prefix(path[1:])
    known = [each for each, _ in lists()[name].fields]
    if field not in known:
        near = nearest(field, known) if field else ""
        raise Refused("template.unknown_name", f"{path[0]}.{near}" if near else "")
    return Said(forms=forms)


def _without_prefix(path: tuple[str, ...]) -> tuple[str, frozenset[Language]]:
    if len(path) > 1 and path[0] in _PREFIXES:
        return ".".join(path[1:]), frozenset((Language(path[0]),))
    return ".".join(path), frozenset()


def nearest_name(words: str) -> str:
    """Return the known name most like what somebody wrote, by the name itself or by its label."""
    if found := nearest(words, (*facts(), *lists())):
        return found
    labels = dict(_labels())
    return labels.get(nearest(words.replace("_", " "), labels), "")


def _labels() -> Iterator[tuple[str, str]]:
    known = {name: each.label for name, each in facts().items()}
    for name, label in (known | {name: each.label for name, each in lists().items()}).items():
        yield label.en.lower(), name
        yield label.zh, name
