"""The wording of a letter as its TOML tells it: blocks in both languages, from which templates are built."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.words import Text
from app.letters.catalogue import facts, lists

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class BlockStyle(StrEnum):
    """What a block of a letter is."""

    TITLE = "title"
    HEADING = "heading"
    ADDRESSEE = "addressee"
    BODY = "body"
    PLAIN = "plain"
    ITEM = "item"
    CLOSING = "closing"
    SIGN = "sign"
    NOTE = "note"
    TABLE = "table"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Column:
    """Holds a column of a table: its heading, what each of its cells says, its share of the width."""

    head: Text
    cell: Text
    width: float
    align: str


NO_TEXT = Text.same("")


@dataclass(frozen=True, slots=True)
class Block:
    """Holds a block of a letter; `rows` is the list that a table goes through, `when` what it depends on."""

    style: BlockStyle
    text: Text = NO_TEXT
    when: str = ""
    rows: str = ""
    columns: tuple[Column, ...] = ()


def read_wording(path: Path) -> tuple[Block, ...]:
    """Read the blocks of a letter."""
    told = tomllib.loads(path.read_text("utf-8"))
    return tuple(_block_of(row) for row in told["block"])


def _block_of(row: Mapping[str, Any]) -> Block:
    style, when = BlockStyle(row["style"]), row.get("when", "")
    if style is BlockStyle.TABLE:
        columns = tuple(_column_of(column) for column in row["column"])
        return Block(style, when=when, rows=row["rows"], columns=columns)
    if style is BlockStyle.FIELDS:
        return Block(style, when=when, columns=tuple(_field_of(field) for field in row["field"]))
    return Block(style, Text(en=row["en"], zh=row["zh"]), when)


def _column_of(row: Mapping[str, Any]) -> Column:
    return Column(Text(**row["head"]), _text_of(row["cell"]), row.get("width", 1), row.get("align", "left"))


def _field_of(row: Mapping[str, Any]) -> Column:
    """Return a line of a form: its label, and what stands beside it."""
    if "name" in row:
        value = Text.same(f"{{{{ {row['name']} }}}}")
        label = Text(**row["label"]) if "label" in row else facts()[row["name"]].label
        return Column(label, value, 1, "left")
    return Column(Text(**row["label"]), _text_of(row.get("value", "")), 1, "left")


def _text_of(words: str | Mapping[str, str]) -> Text:
    return Text.same(words) if isinstance(words, str) else Text(**words)


def in_language(words: str, prefix: str) -> str:
    """Return words of a letter in two languages: every name in its tags is that of one of them."""
    return _TAG.sub(
        lambda tag: _names().sub(rf"{prefix}.\g<0>", tag[0]).replace("row.", f"row.{prefix}."), words
    )


def _names() -> re.Pattern[str]:
    roots = sorted({name.partition(".")[0] for name in facts()} | set(lists()))
    return re.compile(rf"(?<![\w.\"'])(?:{'|'.join(roots)})(?![\w\"'])")
