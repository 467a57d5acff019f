"""Keeps the catalogues: extracts messages, updates, compiles, and finds every fault of a translation."""

import ast
import io
import string
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from babel.messages import extract, pofile
from babel.messages.catalog import Catalog, Message

from app.domain.words import Language
from app.env import replace
from app.i18n.catalogue import LOCALE_NAMES, compile_catalogue, source_path

_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "N_": None,
    "both": None,
    "filled": None,
    "_": None,
    "plural": (1, 2),
}
_APP = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Run one verb; returns 1 when `check` finds a fault."""
    verbs = {"update": update, "extract": lambda: print(len(extracted())), "compile": compile_all}
    if arguments in ([verb] for verb in verbs):
        verbs[arguments[0]]()
        return 0
    if arguments == ["check"]:
        faults = check()
        print("\n".join(faults) or "no faults")
        return 1 if faults else 0
    print("python -m app.i18n.catalogue extract|update|compile|check")
    return 2


def extracted() -> Catalog:
    """Return every message that the program says."""
    found = Catalog(project="Yongju", charset="utf-8", header_comment="# Yongju")
    for path in sorted(_APP.rglob("*.py")):
        with path.open("rb") as stream:
            for _line, message, comments, _context in extract.extract("python", stream, keywords=_KEYWORDS):
                place = path.relative_to(_APP.parent).as_posix()
                found.add(message, locations=[(place, 0)], auto_comments=comments)
    return found


def update() -> None:
    """Bring each catalogue to what the program says; English says the message as it stands in the code."""
    template = extracted()
    for language in Language:
        path = source_path(language)
        old = _read(path) if path.exists() else Catalog(locale=LOCALE_NAMES[language])
        new = Catalog(
            locale=LOCALE_NAMES[language],
            project="Yongju",
            charset="utf-8",
            header_comment=f"# Yongju: {LOCALE_NAMES[language]}",
            fuzzy=False,
        )
        for message in template:
            if not message.id:
                continue
            words = _words_for(message, old, language)
            new.add(message.id, words, locations=message.locations, flags=())
        _write(path, new)


def compile_all() -> None:
    """Compile both catalogues."""
    for language in Language:
        source = source_path(language)
        compile_catalogue(source, source.with_suffix(".mo"))


def check() -> list[str]:
    """Return every fault of the catalogues and of the calls that say messages."""
    template = {message.id: message for message in extracted() if message.id}
    faults = list(_calls_with_computed_messages())
    for language in Language:
        path = source_path(language)
        messages = {message.id: message for message in _read(path) if message.id}
        name = f"{LOCALE_NAMES[language]}"
        faults += [f"{name}: missing: {message_id!r}" for message_id in template.keys() - messages.keys()]
        faults += [
            f"{name}: no longer said: {message_id!r}" for message_id in messages.keys() - template.keys()
        ]
        for message in messages.values():
            faults += [f"{name}: {fault}: {message.id!r}" for fault in _faults_of(message)]
    return sorted(faults)


def _words_for(message: Message, old: Catalog, language: Language) -> str | tuple[str, ...]:
    if language is Language.EN:
        return tuple(message.id) if isinstance(message.id, tuple | list) else message.id
    known = old.get(message.id)
    words = _forms(known.string) if known is not None else ("",)
    return words if isinstance(message.id, tuple | list) else words[0]


def _faults_of(message: Message) -> Iterator[str]:
    words = _forms(message.string)
    if not all(words):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    asked = set().union(*(_placeholders(each) for each in _forms(message.id)))
    if any(_placeholders(each) != asked for each in words):
        yield "placeholders differ"


def _forms(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the forms of a message, one unless it has a plural."""
    return tuple(words) if isinstance(words, tuple | list) else (words or "",)


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def _calls_with_computed_messages() -> Iterator[str]:
    """Find say(f"..."), say("a" + b) and say(N_("...")), which extraction drops without a word."""
    for path in sorted(_APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _says(node) and _hides_a_message(node):
                place = f"{path.relative_to(_APP.parent)}:{node.lineno}"
                yield f"{place}: this message is never extracted"


def _hides_a_message(node: ast.Call) -> bool:
    """Say whether the message is put together on the spot, or stands in a call within the call."""
    computed = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    inner = (each for argument in node.args for each in ast.walk(argument))
    return computed or any(_says(each) and isinstance(each.args[0], ast.Constant) for each in inner)


def _says(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and bool(node.args) and _called_name(node) in _KEYWORDS


def _called_name(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return pofile.read_po(stream)


def _write(path: Path, messages: Catalog) -> None:
    buffer = io.BytesIO()
    pofile.write_po(buffer, messages, width=110, sort_output=True, include_lineno=False, omit_header=False)
    # The dates in the header change at every run and say nothing.
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if b"-Date:" not in line]
    path.parent.mkdir(parents=True, exist_ok=True)
    replace.write_bytes(path, b"".join(lines))
