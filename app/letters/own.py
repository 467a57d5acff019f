"""Keeps the Word templates that a person brought: each in `NAME.docx`, and what it is for in `NAME.toml`."""

import functools
import json
import stat
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.case import PersonRole
from app.domain.errors import UnusableInput
from app.domain.letters import (
    DocumentPlace,
    FaultyTemplate,
    LetterFact,
    LetterField,
    LetterKind,
    LetterList,
    LetterTemplate,
    TemplateFault,
)
from app.domain.words import Language, Text
from app.env.replace import machine_error, replacing_all, take_away
from app.i18n.catalogue import N_, both
from app.letters import catalogue
from app.letters.package import MAX_FILE
from app.letters.screen import Screened, screen_template

OWN = "own:"
_WORD, _TOLD = ".docx", ".toml"
_MAX_TOLD = 10_000
_MAX_NAME = 60
_NOT_FILES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)))
)
_LIST, _ROW = "list", "row"
# Where a person types the facts that follow from nothing else.
_TYPED_IN = "letters"
_OWN_USE = N_("Your own Word template.")
_NOBODY_TOLD = N_("As your own template says.")


@dataclass(frozen=True, slots=True)
class _Told:
    """Holds what the file beside a template says of it."""

    title: Text
    stands_for: str


def add_own(folder: Path, path: Path, title: Text, stands_for: str) -> LetterTemplate:
    """Keep a Word template, cleaned; `stands_for` is the letter of ours in whose place it is, "" for none.

    Raises FaultyTemplate with all that is wrong with it, UnusableInput where there is no such letter or
    file, and MachineStopped where it cannot be written.
    """
    if stands_for:
        catalogue.template_of(stands_for)
    clean = _usable(path).clean
    kept = screen_template(clean)
    if kept.faults:
        # It would be refused from then on.
        raise FaultyTemplate(path.name, kept.faults)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from error
    name = _free_name(folder, path.stem)
    told = _Told(title, stands_for)
    with replacing_all((folder / f"{name}{_WORD}", folder / f"{name}{_TOLD}")) as (word, beside):
        word.write_bytes(clean)
        beside.write_text(_written(told), "utf-8")
    return _template(name, folder / f"{name}{_WORD}", told, kept)


def remove_own(folder: Path, letter: str) -> None:
    """Remove a template that was kept. Raises UnusableInput where there is none, MachineStopped."""
    name = letter.removeprefix(OWN)
    known = [path.stem for path in _kept(folder)]
    if name not in known:
        raise UnusableInput("letter.unknown", name=letter, known=", ".join(f"{OWN}{each}" for each in known))
    take_away(folder / f"{name}{_WORD}")
    if (beside := folder / f"{name}{_TOLD}").exists():
        take_away(beside)


def own_templates(folder: Path) -> Mapping[str, LetterTemplate]:
    """Return the templates that were kept and can be used, by their ids, in the order of their names."""
    found = {}
    for path in _kept(folder):
        screened = _screened_file(path)
        if screened is not None and not screened.faults:
            found[f"{OWN}{path.stem}"] = _template(path.stem, path, _told_beside(path), screened)
    return found


def faulty_own(folder: Path) -> Mapping[str, tuple[TemplateFault, ...]]:
    """Return what is wrong with templates that were kept and changed since, by their ids."""
    screened = {path.stem: _screened_file(path) for path in _kept(folder)}
    return {f"{OWN}{name}": each.faults for name, each in screened.items() if each and each.faults}


def read_own_file(path: Path) -> LetterTemplate:
    """Return what is known of a Word template that is not kept. Raises FaultyTemplate, UnusableInput."""
    return _template(path.stem, path, _Told(Text.same(path.stem), ""), _usable(path))


def own_bytes(template: LetterTemplate) -> bytes:
    """Return the cleaned Word file of an own template, which alone may be filled.

    Raises FaultyTemplate where the file has become one that cannot be used, UnusableInput where it is gone.
    """
    return _usable(Path(template.file or "")).clean


def _usable(path: Path) -> Screened:
    screened = screen_template(_read(path))
    if screened.faults:
        raise FaultyTemplate(path.name, screened.faults)
    return screened


def _read(path: Path) -> bytes:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnusableInput("file.cannot_open", file=path.name)
        if state.st_size > MAX_FILE:
            fault = TemplateFault("template.too_large", DocumentPlace("body", 0), "")
            raise FaultyTemplate(path.name, (fault,))
        with path.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=path.name) from error


def _kept(folder: Path) -> list[Path]:
    """Return the files of the templates that were kept; hidden ones are not written to their end."""
    return sorted(path for path in folder.glob(f"*{_WORD}") if not path.name.startswith((".", "~$")))


def _screened_file(path: Path) -> Screened | None:
    """Return what a kept template names, looked at once while its file stays as it is; None without it."""
    try:
        state = path.stat()
        return _screened_state(path, state.st_mtime_ns, state.st_size, state.st_ino)
    except (OSError, UnusableInput):
        return None


@functools.lru_cache(maxsize=128)
def _screened_state(path: Path, *_state: int) -> Screened:
    return replace(screen_template(_read(path)), clean=b"")


def _template(name: str, path: Path, told: _Told, screened: Screened) -> LetterTemplate:
    stands_for = catalogue.templates().get(told.stands_for)
    named = [each for each in (*catalogue.facts(), *catalogue.lists()) if each in screened.used]
    return LetterTemplate(
        id=f"{OWN}{name}",
        kind=LetterKind.LETTER if stands_for is None else stands_for.kind,
        title=told.title,
        use=both(_OWN_USE) if stands_for is None else stands_for.use,
        about=tuple(PersonRole) if stands_for is None else stands_for.about,
        answers=() if stands_for is None else stands_for.answers,
        signing=both(_NOBODY_TOLD) if stands_for is None else stands_for.signing,
        needs=tuple(each for each in named if each not in screened.optional),
        may=tuple(each for each in named if each in screened.optional),
        file=str(path),
        stands_for="" if stands_for is None else stands_for.id,
        speaks=tuple(Language(each) for each in sorted(screened.forms)),
    )


def _told_beside(path: Path) -> _Told:
    """Read what is told of a kept template; where that is gone or spoilt, its name is its title."""
    nothing = _Told(Text.same(path.stem), "")
    try:
        with path.with_suffix(_TOLD).open("rb") as stream:
            told = tomllib.loads(stream.read(_MAX_TOLD).decode("utf-8"))
    except (OSError, ValueError):
        return nothing
    title, stands_for = told.get("title"), told.get("stands_for", "")
    words = title if isinstance(title, dict) else {}
    en, zh = (str(words.get(each) or path.stem) for each in ("en", "zh"))
    return _Told(Text(en=en, zh=zh), stands_for if isinstance(stands_for, str) else "")


def _written(told: _Told) -> str:
    lines = (
        "# A Word template of your own · 自己的Word模板",
        f"title = {{ en = {_quoted(told.title.en)}, zh = {_quoted(told.title.zh)} }}",
        f"stands_for = {_quoted(told.stands_for)}",
        "",
    )
    return "\n".join(lines)


def _quoted(words: str) -> str:
    # A string of JSON is one of TOML, but for one control character and halves of a character.
    whole = words.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _free_name(folder: Path, stem: str) -> str:
    """Return a name that every system takes for a file, and that no template has yet."""
    words = unicodedata.normalize("NFC", stem)
    kept = "".join(sign if sign.isalnum() else "-" for sign in words)
    name = "-".join(part for part in kept.split("-") if part)[:_MAX_NAME].strip("-") or "letter"
    if name.lower() in _NOT_FILES:
        name = f"letter-{name}"
    taken = {path.stem.lower() for path in _kept(folder)}
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def fields_of(template: LetterTemplate | Screened | None) -> tuple[LetterField, ...]:
    """Return the names that a letter uses; with None, every name that a template may use."""
    if template is None:
        return tuple(_every_field())
    if isinstance(template, Screened):
        return tuple(_used_fields(template.used, template.used - template.optional))
    return tuple(_used_fields({*template.needs, *template.may}, set(template.needs)))


def _used_fields(used: Set[str], needed: Set[str]) -> Iterator[LetterField]:
    for name, fact in catalogue.facts().items():
        if name in used:
            yield _fact_field(fact, needed=name in needed)
    for name, each in catalogue.lists().items():
        if name in used:
            yield _list_field(each, needed=name in needed)


def _every_field() -> Iterator[LetterField]:
    for fact in catalogue.facts().values():
        yield _fact_field(fact, needed=False)
    for each in catalogue.lists().values():
        yield _list_field(each, needed=False)
        for name, label in each.fields:
            yield LetterField(f"row.{name}", label, _ROW, needed=False, where=each.where)


def _fact_field(fact: LetterFact, *, needed: bool) -> LetterField:
    where = fact.where or (_TYPED_IN if fact.asked else "")
    return LetterField(fact.name, fact.label, fact.kind.value, needed, where)


def _list_field(each: LetterList, *, needed: bool) -> LetterField:
    return LetterField(each.name, each.label, _LIST, needed, each.where)
