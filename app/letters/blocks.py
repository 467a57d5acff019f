"""Follows the blocks of a template: what begins where, what ends it, and what is known within."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.letters import TemplateFault
from app.domain.words import Language
from app.letters.closed import MAX_LOOPS
from app.letters.expressions import (
    ANY_LIST,
    Condition,
    Refused,
    Said,
    Scope,
    read_condition,
    read_loop,
    read_value,
)
from app.letters.places import Places, W
from app.letters.tags import Placed, Tag, TagKind

# Python itself ends at twenty blocks within each other, and a person sooner.
_MAX_DEPTH = 12
_WORD = re.compile(r"([a-z_]+)\b\s*", re.IGNORECASE)
_HOLDERS = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc"}
# What is seen in a paragraph besides its words.
_SEEN = (f"{W}drawing", f"{W}pict", f"{W}sectPr")


@dataclass(slots=True)
class Block:
    """Holds a block that is open: its first tag, the scope within, and what is known in its branch."""

    tag: Tag
    kind: str  # "if" or "for"
    path: tuple[str, ...]
    scope: Scope
    known: frozenset[str]
    before: frozenset[str] = frozenset()  # known because the branches before did not hold
    has_else: bool = False


@dataclass(slots=True)
class Reading:
    """Gathers what a part of a template names, and what is wrong with its tags."""

    places: Places
    needed: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    forms: set[Language] = field(default_factory=set)
    faults: list[Placed] = field(default_factory=list)
    open: list[Block] = field(default_factory=list)

    def read(self, tags: Sequence[Tag]) -> None:
        """Read the tags of a part in their order."""
        for tag in tags:
            try:
                self._read_tag(tag)
            except Refused as refused:
                self._add_fault(refused.code, tag, refused.nearest)
        for block in self.open:
            self._add_fault("template.unclosed_block", block.tag)

    def _add_fault(self, code: str, tag: Tag, nearest: str = "") -> None:
        fault = TemplateFault(code, self.places.of(tag.text), tag.shown, nearest)
        self.faults.append((tag.begin, fault))

    def _read_tag(self, tag: Tag) -> None:
        if tag.kind is TagKind.COMMENT:
            return
        if tag.words[:1] in ("-", "+") or tag.words[-1:] in ("-", "+"):
            raise Refused("template.not_supported")
        if tag.kind is TagKind.STATEMENT:
            self._read_statement(tag)
        elif tag.prefix:
            raise Refused("template.not_supported")
        else:
            self._note(read_value(tag.words, self._scope))

    @property
    def _scope(self) -> Scope:
        return self.open[-1].scope if self.open else Scope()

    def _note(self, said: Said, *, tested: bool = False) -> None:
        self.used |= said.names
        self.forms |= said.forms
        if not tested:
            known = frozenset[str]().union(*(block.known for block in self.open))
            self.needed |= said.names - known

    def _read_statement(self, tag: Tag) -> None:
        word = _WORD.match(tag.words)
        name = word[1] if word else ""
        rest = tag.words[word.end() :] if word else ""
        match name:
            case "if":
                self._begin_if(tag, rest)
            case "for":
                self._begin_for(tag, rest)
            case "elif" | "else":
                self._branch(tag, name, rest)
            case "endif" | "endfor":
                self._end(tag, name.removeprefix("end"), rest)
            case _:
                raise Refused("template.not_supported" if name else "template.broken_tag")
        self._refuse_company(tag)

    def _refuse_company(self, tag: Tag) -> None:
        """Refuse a tag with which a paragraph, row or cell goes that holds anything else."""
        if not tag.prefix or tag.prefix not in _HOLDERS:
            return
        holder = _ancestor(tag.text, _HOLDERS[tag.prefix])
        if holder is None:
            raise Refused("template.not_alone")
        words = "".join(each.text or "" for each in holder.iter(f"{W}t"))
        inner = any(each is not holder for each in holder.iter(holder.tag, f"{W}tbl"))
        has_company = "".join(words.split()) != "".join(tag.full.split())
        if has_company or inner or any(True for _ in holder.iter(*_SEEN)):
            raise Refused("template.not_alone")

    def _begin_if(self, tag: Tag, words: str) -> None:
        block = Block(tag, "if", _path(tag), self._scope, frozenset())
        self._push(block)
        self._test(block, read_condition(words, block.scope))

    def _test(self, block: Block, condition: Condition) -> None:
        self._note(condition.said, tested=True)
        block.known = block.before | condition.where_true
        block.before |= condition.where_false

    def _begin_for(self, tag: Tag, words: str) -> None:
        block = Block(tag, "for", _path(tag), self._scope, frozenset())
        self._push(block)
        if sum(each.kind == "for" for each in self.open) > MAX_LOOPS:
            raise Refused("template.too_deep")
        try:
            loop = read_loop(words, block.scope)
        except Refused:
            # One fault is enough: what is said of its rows is not looked at.
            block.scope = block.scope.with_row(words.split(" ")[0], ANY_LIST)
            raise
        self._note(loop.said)
        block.scope = block.scope.with_row(loop.row, loop.list)

    def _push(self, block: Block) -> None:
        self.open.append(block)
        if len(self.open) > _MAX_DEPTH:
            raise Refused("template.too_deep")

    def _branch(self, tag: Tag, name: str, words: str) -> None:
        if not self.open or self.open[-1].kind != "if":
            raise Refused("template.not_supported" if self.open else "template.unopened_end")
        block = self.open[-1]
        if block.has_else or (name == "else" and words):
            raise Refused("template.broken_tag")
        self._refuse_elsewhere(tag, block)
        if name == "else":
            block.has_else = True
            block.known = block.before
            return
        block.known = frozenset()
        self._test(block, read_condition(words, block.scope))

    def _end(self, tag: Tag, kind: str, words: str) -> None:
        if not any(block.kind == kind for block in self.open):
            raise Refused("template.unopened_end")
        while self.open[-1].kind != kind:
            self._add_fault("template.unclosed_block", self.open.pop().tag)
        block = self.open.pop()
        if words:
            raise Refused("template.broken_tag")
        self._refuse_elsewhere(tag, block)

    def _refuse_elsewhere(self, tag: Tag, block: Block) -> None:
        """Refuse a block that would tear a paragraph, cell or row apart when it is left out."""
        if tag.prefix != block.tag.prefix or _path(tag) != block.path:
            raise Refused("template.block_across", nearest=block.tag.shown)


def _ancestor(element: Any, tag: str) -> Any:
    while element is not None and element.tag != tag:
        element = element.getparent()
    return element


def _path(tag: Tag) -> tuple[str, ...]:
    """Return what stands around the place at which a tag is written."""
    element = tag.text
    if tag.prefix in _HOLDERS:
        holder = _ancestor(element, _HOLDERS[tag.prefix])
        element = tag.text if holder is None else holder.getparent()
    return tuple(_names_above(element))


def _names_above(element: Any) -> Iterator[str]:
    while element is not None:
        yield element.tag
        element = element.getparent()
