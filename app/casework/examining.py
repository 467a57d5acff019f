"""Examining and reading the files of a case: what is known is not done twice, the rest in guarded processes.

Results come as they are made, so that the first verdicts can be shown while the rest is still at work;
closing the iterator (or Ctrl-C) ends the processes at work.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from app.casework.desk import Desk, OpenCase
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem
from app.domain.packet import Progress
from app.domain.reading import Reading
from app.intake.calls import Call, Outcome, Trouble
from app.intake.examine import facts_of
from app.intake.guard import Work
from app.intake.identify import identify_file, named_kind_of
from app.intake.limits import MIB, Allowance, allow, costly_pages
from app.intake.seen import EMPTY, MOST_READ_PAGES, NOT_DRAWN, Seen
from app.intake.version import examiner_version, reader_version
from app.store.readings import stamp_before_hashing
from app.store.vault import KeptFiles, some_of, where_lies

_EXAMINE = "app.intake.examine:examine_file"
_READ = "app.intake.read:read_file"

# Seconds of the processor of a present machine. The usual paper takes 0.02 s to examine, a thousand pages of
# text (1 MB) 3 s, a colour scan 0.06 s for each MiB.
_EXAMINE_SECONDS, _EXAMINE_SECONDS_OF_FIRST_MIB, _EXAMINE_SECONDS_PER_MIB = 5.0, 4.0, 0.2
# Loading the models takes 2 s, a dense page 2 to 4 s.
_READ_SECONDS_PER_PAGE = 6.0
# What a file of one page may take in all until it can be placed, and what reading has of it at least.
BUDGET_SECONDS, _LEAST_READ_SECONDS = 14.0, 4.0
# Words that need not be recognised take two seconds at most; to lay them out takes what is left.
_READ_DOCUMENT_SECONDS = 6.0
# A picture of 178 million pixels takes 680 MiB and a small copy of it; one of so many has many bytes.
_EXAMINE_MEMORY, _MEMORY_PER_BYTE, _MOST_EXAMINE_MEMORY = 640 * MIB, 32, 840 * MIB
# The models take 270 MiB, and what they work with as much again.
_READ_MEMORY, _MOST_READ_MEMORY = 740 * MIB, 900 * MIB

_LIGHT = {FileKind.EMPTY: EMPTY, FileKind.UNSUPPORTED: Seen(problem=FileProblem.UNSUPPORTED)}
_PROBLEMS = {
    Trouble.TIMEOUT: FileProblem.TOO_HEAVY,
    Trouble.MEMORY: FileProblem.TOO_HEAVY,
    Trouble.TOO_LARGE: FileProblem.TOO_HEAVY,
    Trouble.CRASH: FileProblem.UNREADABLE,
}

Report = Callable[[Progress], None]
FactsComing: TypeAlias = Generator[tuple[str, FileFacts], None, None]
ReadingsComing: TypeAlias = Generator[tuple[str, Reading], None, None]


def examine_files(desk: Desk, opened: OpenCase, report: Report) -> dict[str, FileFacts]:
    """Return the facts of every file that the case names, by that name and in the case's order."""
    names = names_in(opened)
    facts: dict[str, FileFacts] = {}
    with closing(examine_each(desk, opened)) as coming:
        for name, each in coming:
            facts[name] = each
            report(Progress("examine", len(facts), len(names), name))
    return {name: facts[name] for name in names}


def read_files(
    desk: Desk, opened: OpenCase, facts: Mapping[str, FileFacts], report: Report, *, today: date
) -> dict[str, Reading]:
    """Return the reading of every file that can be read, by its name and in the order of the facts."""
    total = sum(map(is_readable, facts.values()))
    readings: dict[str, Reading] = {}
    with closing(read_each(desk, opened, facts, today=today)) as coming:
        for name, each in coming:
            readings[name] = each
            report(Progress("read", len(readings), total, name))
    return {name: readings[name] for name in facts if name in readings}


def known_readings(desk: Desk, facts: Mapping[str, FileFacts]) -> dict[str, Reading]:
    """Return the readings of files that were read before, by their names."""
    hashes = {name: each.sha256 for name, each in facts.items() if is_readable(each)}
    known = _known_readings(desk, set(hashes.values()))
    return {name: known[sha] for name, sha in hashes.items() if sha in known}


def examine_each(desk: Desk, opened: OpenCase) -> FactsComing:
    """Give the facts of every file that the case names as they come: known ones first.

    Raises UnusableInput when a file cannot be opened at all.
    """
    files = some_of(opened.files, names_in(opened))
    with closing(examine_paths(desk, files)) as coming:
        for name, facts in coming:
            if isinstance(files, KeptFiles) and facts.sha256 != files.sha256_of(name):
                # Something else has written over the kept bytes: they are not the paper any more.
                facts = replace(facts, pages=(), problem=FileProblem.UNREADABLE)
            yield name, facts


def examine_paths(desk: Desk, files: Mapping[str, Path]) -> FactsComing:
    """Give the facts of files as they come, by the names that they are told by.

    Those that need no parser come first, then those that are known.
    """
    places = {name: where_lies(files, name) for name in files}
    unchanged = desk.readings.known_hashes(places.values())
    if not unchanged:
        # Most will have to be examined: the processes start while the files are hashed.
        desk.guard.warm_up(Work.EXAMINING)
    known = _known_facts(desk, set(unchanged.values()))
    settled = {name: unchanged[place] for name, place in places.items() if unchanged.get(place) in known}
    rest = {name: place for name, place in places.items() if name not in settled}
    for name in tuple(rest):
        # At once, before anything else is even hashed: the first bytes of some say that they have no page.
        kind = _identify(files[name], name)
        if kind in _LIGHT:
            (paper,) = _papers_of(files, _hash_files(desk, files, {name: rest.pop(name)}, unchanged)).values()
            yield from paper.named(_made(paper, kind, _LIGHT[kind]))
    hashes = {**settled, **_hash_files(desk, files, rest, unchanged)}
    papers = _papers_of(files, {name: hashes[name] for name in files if name in hashes})
    known |= _known_facts(desk, papers)
    for sha256, paper in papers.items():
        if sha256 in known:
            yield from paper.named(known[sha256])
    yield from _examine_guarded(desk, [paper for paper in papers.values() if paper.sha256 not in known])


def read_each(desk: Desk, opened: OpenCase, facts: Mapping[str, FileFacts], *, today: date) -> ReadingsComing:
    """Give the reading of every file that can be read as they come: known ones first."""
    files = some_of(opened.files, [name for name, each in facts.items() if is_readable(each)])
    papers = _papers_of(files, {name: facts[name].sha256 for name in files})
    known = _known_readings(desk, papers)
    waiting = []
    for paper in papers.values():
        if (reading := known.get(paper.sha256)) is None:
            waiting.append(paper)
            continue
        yield from ((name, reading) for name in paper.names)
    yield from _read_guarded(desk, waiting, facts, today, reader_version())


def is_readable(facts: FileFacts) -> bool:
    """Say whether there is anything to read in a file."""
    return facts.problem is None


def names_in(opened: OpenCase) -> tuple[str, ...]:
    """Return the names of the files of a case, each once, in the case's order."""
    return tuple(dict.fromkeys(name for evidence in opened.case.evidence for name in evidence.files))


@dataclass(slots=True)
class _Paper:
    """Holds bytes that are one file or several of the same content."""

    sha256: str
    files: Mapping[str, Path]
    names: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Return where it can be read; an encrypted one is deciphered first."""
        return self.files[self.names[0]]

    def named(self, facts: FileFacts) -> Iterator[tuple[str, FileFacts]]:
        for name in self.names:
            yield name, replace(facts, named_kind=named_kind_of(name))


def _papers_of(files: Mapping[str, Path], hashes: Mapping[str, str]) -> dict[str, _Paper]:
    papers: dict[str, _Paper] = {}
    for name, sha256 in hashes.items():
        papers.setdefault(sha256, _Paper(sha256, files)).names.append(name)
    return papers


def _hash_files(
    desk: Desk, files: Mapping[str, Path], places: Mapping[str, Path], unchanged: Mapping[Path, str]
) -> dict[str, str]:
    """Return the SHA-256 of files by where they lie. Raises UnusableInput when one cannot be opened."""
    hashes, fresh = {}, {}
    for name, place in places.items():
        if place not in unchanged and place not in fresh:
            stamp = stamp_before_hashing(place)
            fresh[place] = (stamp, _hash(files[name], name))
        hashes[name] = unchanged[place] if place in unchanged else fresh[place][1]
    desk.readings.remember_hashes(fresh)
    return hashes


def _hash(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=name) from error


def _known_facts(desk: Desk, hashes: Iterable[str]) -> dict[str, FileFacts]:
    version = examiner_version()
    missing = [sha for sha in hashes if (sha, version) not in desk.seen]
    found = desk.readings.facts(missing, version)
    desk.seen.update({(sha, version): facts for sha, facts in found.items()})
    return {sha: desk.seen[sha, version] for sha in hashes if (sha, version) in desk.seen}


def _known_readings(desk: Desk, hashes: Iterable[str]) -> dict[str, Reading]:
    wanted = list(hashes)
    missing = [sha for sha in wanted if sha not in desk.read]
    desk.read.update(desk.readings.readings(missing, reader_version()))
    return {sha: desk.read[sha] for sha in wanted if sha in desk.read}


def _identify(path: Path, name: str) -> FileKind:
    try:
        return identify_file(path)
    except UnusableInput as error:
        # Told by the name that the case gives it.
        raise UnusableInput(error.code, file=name) from error


def _made(paper: _Paper, kind: FileKind, seen: Seen) -> FileFacts:
    size = _size_of(paper)
    return facts_of(seen, sha256=paper.sha256, size_bytes=size, kind=kind, named_kind=None)


def _examine_guarded(desk: Desk, papers: list[_Paper]) -> FactsComing:
    calls = [
        Call(_EXAMINE, (paper.path.absolute(), paper.names[0]), _to_examine(_size_of(paper)))
        for paper in papers
    ]
    version = examiner_version()
    with closing(desk.guard.run(Work.EXAMINING, calls)) as outcomes:
        for index, outcome in outcomes:
            paper = papers[index]
            desk.spent[paper.sha256] = outcome.seconds
            facts = _examined(desk, paper, outcome, version)
            desk.seen[facts.sha256, version] = facts
            yield from paper.named(facts)
    desk.readings.trim()


def _examined(desk: Desk, paper: _Paper, outcome: Outcome, version: str) -> FileFacts:
    facts = _value_of(outcome)
    if not isinstance(facts, FileFacts):
        # Not kept for another day: the machine may have been short of something.
        return _made(paper, _identify(paper.path, paper.names[0]), Seen(problem=_problem_of(outcome)))
    if facts.sha256 == paper.sha256 and not _may_be_the_machine(facts):
        desk.readings.keep_facts(facts, version)
    return facts


def _may_be_the_machine(facts: FileFacts) -> bool:
    """Say whether a file may have failed for want of disk or memory: then it is tried anew another day."""
    return facts.problem is FileProblem.UNREADABLE or any(page.problem for page in facts.pages)


def _read_guarded(
    desk: Desk, papers: list[_Paper], facts: Mapping[str, FileFacts], today: date, version: str
) -> ReadingsComing:
    calls = [
        Call(_READ, (paper.path.absolute(), each, today), _to_read(each, desk.spent.get(paper.sha256, 0.0)))
        for paper in papers
        for each in (facts[paper.names[0]],)
    ]
    with closing(desk.guard.run(Work.READING, calls)) as outcomes:
        for index, outcome in outcomes:
            paper = papers[index]
            desk.spent[paper.sha256] = desk.spent.get(paper.sha256, 0.0) + outcome.seconds
            desk.read[paper.sha256] = reading = _read(desk, paper, outcome, version)
            yield from ((name, reading) for name in paper.names)
    desk.readings.trim()


def _read(desk: Desk, paper: _Paper, outcome: Outcome, version: str) -> Reading:
    reading = _value_of(outcome)
    if not isinstance(reading, Reading):
        return Reading(paper.sha256, version, trouble=(outcome.trouble or Trouble.CRASH).value)
    # Reading takes long enough for the file to become another one meanwhile.
    if reading.trouble != NOT_DRAWN and _hash(paper.path, paper.names[0]) == paper.sha256:
        desk.readings.keep_reading(reading, version)
    return reading


def _value_of(outcome: Outcome) -> object:
    """Return what a call gave back, None when it was stopped. Raises the error that it raised."""
    if outcome.error is not None:
        code, params = outcome.error
        raise UnusableInput(code, **params)
    return outcome.value


def _problem_of(outcome: Outcome) -> FileProblem:
    return _PROBLEMS[outcome.trouble or Trouble.CRASH]


def _size_of(paper: _Paper) -> int:
    """Return the size of a file. Raises UnusableInput when it is there no more."""
    try:
        return paper.path.stat().st_size
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=paper.names[0]) from error


def _to_examine(size: int) -> Allowance:
    mib = size / MIB
    more = _EXAMINE_SECONDS_OF_FIRST_MIB * min(mib, 1.0) + _EXAMINE_SECONDS_PER_MIB * max(mib - 1.0, 0.0)
    return allow(
        _EXAMINE_SECONDS + more, min(_EXAMINE_MEMORY + _MEMORY_PER_BYTE * size, _MOST_EXAMINE_MEMORY)
    )


def _to_read(facts: FileFacts, spent: float) -> Allowance:
    pages = costly_pages(min(len(facts.pages), MOST_READ_PAGES), facts.size_bytes)
    budget = _READ_DOCUMENT_SECONDS if facts.kind is FileKind.DOCX else BUDGET_SECONDS
    seconds = max(budget - spent, _LEAST_READ_SECONDS) + _READ_SECONDS_PER_PAGE * (pages - 1)
    return allow(seconds, min(_READ_MEMORY + _MEMORY_PER_BYTE * facts.size_bytes, _MOST_READ_MEMORY))
