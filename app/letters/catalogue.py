"""What letters there are and what they may say, as `templates/letters/` tells."""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.case import PersonRole
from app.domain.errors import UnusableInput
from app.domain.letters import DetailKind, LetterFact, LetterKind, LetterList, LetterTemplate
from app.domain.words import Text
from app.env import paths

FACTS_FILE = "facts.toml"
ENGLISH = ".en"
# How a case's reader names the kinds of what a person types.
_KINDS_READ = {
    DetailKind.TEXT: "text",
    DetailKind.LINES: "text",
    DetailKind.DATE: "date",
    DetailKind.MONTH: "date",
    DetailKind.NUMBER: "number",
    DetailKind.MONEY: "number",
    DetailKind.CHOICE: "choice",
}


def letters_folder() -> Path:
    """Return where the letters that come with the product are."""
    return paths.template("letters")


@functools.cache
def facts() -> Mapping[str, LetterFact]:
    """Return every fact that a letter may say, by its name, in the order of the file."""
    return {row["name"]: _fact_of(row) for row in _facts_file()["fact"]}


@functools.cache
def lists() -> Mapping[str, LetterList]:
    """Return every list that a letter may go through, by its name."""
    return {row["name"]: _list_of(row) for row in _facts_file()["list"]}


@functools.cache
def templates() -> Mapping[str, LetterTemplate]:
    """Return every letter that comes with the product, by its id."""
    return {path.stem: read_template(path) for path in wording_files()}


def wording_files() -> tuple[Path, ...]:
    """Return the files in which the wording of each letter stands, by name."""
    return tuple(path for path in sorted(letters_folder().glob("*.toml")) if path.name != FACTS_FILE)


def template_of(letter: str) -> LetterTemplate:
    """Return the letter of an id. Raises UnusableInput where there is none."""
    if (found := templates().get(letter)) is None:
        raise UnusableInput("letter.unknown", name=letter, known=", ".join(templates()))
    return found


def detail_kinds() -> Mapping[str, str]:
    """Return the kind of every detail that a person may type, by the name under which a case keeps it."""
    return {key: _KINDS_READ[fact.kind] for key, fact in details().items()}


def detail_choices() -> Mapping[str, tuple[str, ...]]:
    """Return what each detail that is a choice may be."""
    chosen = {key: fact for key, fact in details().items() if fact.choices}
    return {key: tuple(value for value, _ in fact.choices) for key, fact in chosen.items()}


@functools.cache
def details() -> Mapping[str, LetterFact]:
    """Return every fact that a person types, by the names under which a case keeps it."""
    asked = [fact for fact in facts().values() if fact.asked]
    english = {f"{fact.name}{ENGLISH}": fact for fact in asked if fact.bilingual}
    return {fact.name: fact for fact in asked} | english


@functools.cache
def _facts_file() -> dict[str, Any]:
    return tomllib.loads((letters_folder() / FACTS_FILE).read_text("utf-8"))


def _fact_of(row: Mapping[str, Any]) -> LetterFact:
    return LetterFact(
        name=row["name"],
        kind=DetailKind(row.get("kind", "text")),
        label=Text(**row["label"]),
        asked=row.get("asked", False),
        of_principal=row.get("of") == "principal",
        bilingual=row.get("bilingual", False),
        section=row.get("section", ""),
        hint=Text(**row["hint"]) if "hint" in row else None,
        where=row.get("where", ""),
        choices=tuple((each["value"], Text(**each["label"])) for each in row.get("choices", ())),
        citizens=row.get("citizens", ""),
        instead_of=row.get("instead_of", ""),
        beside=PersonRole(row["beside"]) if "beside" in row else None,
    )


def _list_of(row: Mapping[str, Any]) -> LetterList:
    fields = tuple((each["name"], Text(**each["label"])) for each in row["field"])
    return LetterList(row["name"], Text(**row["label"]), fields, row.get("where", ""))


def read_template(path: Path) -> LetterTemplate:
    """Read what is known of a letter, without its wording."""
    told = tomllib.loads(path.read_text("utf-8"))
    return LetterTemplate(
        id=path.stem,
        kind=LetterKind(told["kind"]),
        title=Text(**told["title"]),
        use=Text(**told["use"]),
        about=tuple(map(PersonRole, told["about"])),
        answers=tuple(told["answers"]),
        signing=Text(**told["signing"]),
        needs=tuple(told["needs"]),
        may=tuple(told["may"]),
    )
