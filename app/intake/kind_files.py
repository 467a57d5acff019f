"""Reads the vocabularies of the kinds of paper: `resources/papers`, one file a kind."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomli
from pydantic import BaseModel, ConfigDict

from app.domain.case import EvidencePart
from app.domain.papers import KindTable, PaperKind
from app.domain.words import Text
from app.env import paths
from app.intake.phrases import Phrase, PhraseIndex, Writing

SHARED_FILE = "_shared.toml"


@dataclass(frozen=True, slots=True)
class KindWords:
    """Holds the words by which one kind is known.

    `titles` head the paper, `title_words` occur in its title, `telling` words hardly occur elsewhere,
    `usual` ones do, `against` speak for another kind. One of `requires` must occur and none of
    `forbidden`. `overrules` says that it wins wherever it is certain, but not over the kinds in `not_over`.
    """

    kind: PaperKind
    titles: tuple[Phrase, ...] = ()
    title_words: tuple[Phrase, ...] = ()
    telling: tuple[Phrase, ...] = ()
    usual: tuple[Phrase, ...] = ()
    against: tuple[Phrase, ...] = ()
    requires: tuple[Phrase, ...] = ()
    forbidden: tuple[Phrase, ...] = ()
    overrules: bool = False
    not_over: frozenset[str] = frozenset()
    zones: tuple[str, ...] = ()

    def phrases(self) -> tuple[Phrase, ...]:
        """Return every phrase in it."""
        known = (*self.titles, *self.title_words, *self.telling, *self.usual)
        return (*known, *self.against, *self.requires, *self.forbidden)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Holds the words of every kind, and how writing is made comparable."""

    writing: Writing
    kinds: tuple[KindWords, ...]
    table: KindTable
    index: PhraseIndex
    # Of each phrase that occurs in titles: the kinds it stands for, and whether it is a whole title.
    heading: Mapping[Phrase, tuple[tuple[str, bool], ...]]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Title(_Table):
    en: str
    zh: str


class _KindFile(_Table):
    id: str
    title: _Title
    answers: list[str] = []
    parts: list[str] = ["original"]
    covers: list[str] = []
    sealed: bool = False
    titles: list[str] = []
    title_words: list[str] = []
    telling: list[str] = []
    usual: list[str] = []
    against: list[str] = []
    requires: list[str] = []
    forbidden: list[str] = []
    overrules: bool = False
    not_over: list[str] = []
    zones: list[str] = []


class _SharedFile(_Table):
    open: list[str]
    letters_asked: list[str] = []
    no_letters: list[str] = []
    traditional: str
    simplified: str
    letters: dict[str, str]


@functools.lru_cache(maxsize=2)
def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Load the words of every kind; raises ValueError when a file says something else than it may."""
    folder = folder or paths.resource("papers")
    shared = _SharedFile.model_validate(tomli.loads((folder / SHARED_FILE).read_text("utf-8")))
    writing = Writing.make(shared.traditional, shared.simplified, shared.letters)
    files = sorted(path for path in folder.glob("*.toml") if path.name != SHARED_FILE)
    kinds = tuple(_read_kind(path, writing) for path in files)
    table = KindTable(
        {each.kind.id: each.kind for each in kinds},
        open=frozenset(shared.open),
        letters=frozenset(shared.letters_asked),
        no_letters=frozenset(shared.no_letters),
    )
    _check_names(table, kinds)
    index = PhraseIndex(each for words in kinds for each in words.phrases())
    return Vocabulary(writing, kinds, table, index, _headings(kinds))


def _headings(kinds: tuple[KindWords, ...]) -> dict[Phrase, tuple[tuple[str, bool], ...]]:
    headings: dict[Phrase, tuple[tuple[str, bool], ...]] = {}
    for words in kinds:
        for phrases, whole in ((words.titles, True), (words.title_words, False)):
            for phrase in phrases:
                headings[phrase] = (*headings.get(phrase, ()), (words.kind.id, whole))
    return headings


def _read_kind(path: Path, writing: Writing) -> KindWords:
    read = _KindFile.model_validate(tomli.loads(path.read_text("utf-8")))
    if read.id != path.stem:
        raise ValueError(f"{path.name} calls itself {read.id}")
    kind = PaperKind(
        id=read.id,
        title=Text(read.title.en, read.title.zh),
        answers=tuple(read.answers),
        parts=tuple(EvidencePart(part) for part in read.parts),
        covers=tuple(read.covers),
        sealed=read.sealed,
    )

    def phrases(texts: list[str], *, stem: bool = False) -> tuple[Phrase, ...]:
        return tuple(Phrase.make(text, writing, stem=stem) for text in texts)

    return KindWords(
        kind=kind,
        titles=phrases(read.titles),
        title_words=phrases(read.title_words),
        telling=phrases(read.telling),
        usual=phrases(read.usual),
        against=phrases(read.against),
        requires=phrases(read.requires, stem=True),
        forbidden=phrases(read.forbidden),
        overrules=read.overrules,
        not_over=frozenset(read.not_over),
        zones=tuple(read.zones),
    )


def _check_names(table: KindTable, kinds: tuple[KindWords, ...]) -> None:
    for words in kinds:
        named = {*words.kind.covers, *words.not_over}
        if unknown := named - set(table.kinds):
            raise ValueError(f"{words.kind.id} names unknown kinds: {', '.join(sorted(unknown))}")
