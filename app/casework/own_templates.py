"""An agency's own Word templates: looked at, kept, listed, taken away; and what they may name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.casework.desk import Desk
from app.casework.letters import WORD, letter_of, own_folder
from app.domain.letters import (
    FaultyTemplate,
    LetterField,
    LetterForm,
    LetterKind,
    LetterTemplate,
    TemplateFault,
)
from app.domain.words import Text
from app.env.replace import write_bytes
from app.i18n.catalogue import both
from app.letters import catalogue


@dataclass(frozen=True, slots=True)
class TemplateLook:
    """Holds what was found in a Word template: its faults, or else the names that it uses."""

    faults: tuple[TemplateFault, ...]
    fields: tuple[LetterField, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateName:
    """Holds a name that a template may use, and what is written in the document for it.

    `within` is the list whose rows have it, None for what stands anywhere.
    """

    name: str
    label: Text
    written: str
    within: Text | None = None


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """Holds a template that is kept: `instead_of` is the title of the letter of ours for which it stands.

    `faults` are what is wrong with one that was changed since it was taken in; such a one is not used.
    """

    id: str
    title: Text
    instead_of: Text | None = None
    faults: tuple[TemplateFault, ...] = ()


def look_at_template(path: Path) -> TemplateLook:
    """Return every fault of a Word template, or what it says; nothing is kept and nothing in it runs.

    Raises UnusableInput where it cannot be read.
    """
    from app.letters.own import fields_of, read_own_file

    try:
        return TemplateLook((), fields_of(read_own_file(path)))
    except FaultyTemplate as faulty:
        return TemplateLook(faulty.faults)


def add_template(desk: Desk, path: Path, title: Text, stands_for: str) -> LetterTemplate:
    """Keep a Word template; `stands_for` is the letter of ours in whose place it is used, "" for none.

    Raises UnusableInput where it has faults or cannot be read, MachineStopped where it cannot be kept.
    """
    from app.letters.own import add_own

    return add_own(own_folder(desk), path, title, stands_for)


def list_templates(desk: Desk) -> tuple[OwnTemplate, ...]:
    """Return the templates that are kept, by title; those that cannot be used any more come last."""
    from app.letters.own import OWN, faulty_own, own_templates

    folder = own_folder(desk)
    ours = {each.id: each.title for each in catalogue.templates().values()}
    kept = [
        OwnTemplate(each.id, each.title, ours.get(each.stands_for)) for each in own_templates(folder).values()
    ]
    faulty = [
        OwnTemplate(name, Text.same(name.removeprefix(OWN)), faults=faults)
        for name, faults in faulty_own(folder).items()
    ]
    return (*sorted(kept, key=lambda each: (each.title.zh, each.id)), *faulty)


def remove_template(desk: Desk, template: str) -> None:
    """Take a template away; letters that were made with it stay as they are."""
    from app.letters.own import remove_own

    remove_own(own_folder(desk), template)


def our_letters() -> tuple[LetterTemplate, ...]:
    """Return the letters for which an own template can stand."""
    return tuple(each for each in catalogue.templates().values() if each.kind is not LetterKind.LIST)


def export_template(letter: str, form: LetterForm, destination: Path) -> None:
    """Write the Word template of one of our letters, to start an own one from.

    Raises UnusableInput where there is no such letter, MachineStopped where it cannot be written.
    """
    template = catalogue.template_of(letter)
    write_bytes(destination, (catalogue.letters_folder() / f"{template.id}.{form.value}{WORD}").read_bytes())


def fields_of(desk: Desk, name: str | None) -> tuple[LetterField, ...]:
    """Return the names that a letter or a Word template uses; without a name, all that any may use.

    Raises UnusableInput where there is no such letter, FaultyTemplate for a template that cannot be used.
    """
    from app.letters import own

    return own.fields_of(None if name is None else letter_of(desk, name))


def usable_names() -> tuple[TemplateName, ...]:
    """Return every name that a template may use, in the order in which people look for them."""
    return tuple(_names())


def _names() -> Iterator[TemplateName]:
    for fact in catalogue.facts().values():
        yield TemplateName(fact.name, fact.label, f"{{{{ {fact.name} }}}}")
    for each in catalogue.lists().values():
        yield TemplateName(each.name, each.label, f"{{%tr for row in {each.name} %}}", each.label)
        for name, label in each.fields:
            yield TemplateName(f"row.{name}", label, f"{{{{ row.{name} }}}}", each.label)
        yield TemplateName("endfor", both("End of the rows"), "{%tr endfor %}", each.label)
