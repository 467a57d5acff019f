"""Makes files ready for the packet, each content once: from then on pages are only passed through.

Parsers and decoders run in guarded processes, a call for each page of a picture. What they make is kept
by the file's SHA-256, so that a packet in another order costs no more than its writing.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.casework.desk import Desk, OpenCase
from app.casework.examining import BUDGET_SECONDS
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem, Handling, PageFacts, ReadyFile, Repair
from app.domain.packet import Progress
from app.env.stamp import file_stamp
from app.intake.calls import Call, Outcome, Trouble
from app.intake.guard import Work
from app.intake.limits import MIB, Allowance, allow, costly_pages
from app.intake.ready import TooHeavyToLayOut, lay_out, needs_copy
from app.intake.version import maker_version
from app.store.vault import some_of, where_lies

_REBUILD = "app.intake.ready:rebuild"
_EXAMINE_LAID_OUT = "app.intake.ready:examine_laid_out"
_MAKE_PART = "app.packet.pixels:make_part"
_LOOK = "app.packet.looks:differing_pages"
_DRAW = "app.intake.page_pictures:picture_pages"
_DRAW_IN = "app.packet.appearances:draw_in"
_TRY = "app.packet.trial:unplaceable_pages"
_COPY = "app.intake.docx_copy:write_inert_copy"
_UNLOCKER = "pikepdf"
_DRAWN_DPI = 200.0
# What is left of a file's budget, at least so much for each call. Beside it, a picture of 178 million pixels
# takes 15 s of processor time to decode and pack, a large PDF 2 s for each MiB; a page takes 1 s to draw
# twice and compare.
_LEAST_SECONDS, _SECONDS_PER_MIB, _SECONDS_PER_PAGE = 3.0, 2.0, 3.0
_MEMORY, _MEMORY_PER_BYTE, _MOST_MEMORY = 640 * MIB, 32, 840 * MIB
_HEAVY = frozenset({Trouble.TIMEOUT, Trouble.MEMORY, Trouble.TOO_LARGE})

Report = Callable[[Progress], None]


def make_all_ready(
    desk: Desk, opened: OpenCase, facts: Mapping[str, FileFacts], folder: Path, report: Report
) -> dict[str, ReadyFile]:
    """Return each file with the paths from which its pages are taken, by its name and in the facts' order.

    Copies are made in `folder`, and moved to where they are kept. A file, or a page, of which none can be
    made comes back with its problem. Raises UnusableInput when a file changed since it was examined.
    """
    stamps = _stamps_as_examined(desk, some_of(opened.files, facts), facts)
    papers: dict[str, _Paper] = {}
    for name, each in facts.items():
        papers.setdefault(each.sha256, _Paper(each.sha256, name, opened.files[name], each))
    folder.mkdir(parents=True, exist_ok=True)
    _Making(desk, folder, report, list(papers.values())).run()
    return {
        name: replace(
            papers[each.sha256].ready_as(name, opened.files[name], each), stamp=stamps.get(name, "")
        )
        for name, each in facts.items()
    }


def _stamps_as_examined(
    desk: Desk, files: Mapping[str, Path], facts: Mapping[str, FileFacts]
) -> dict[str, str]:
    """Return the stamps of files that have not changed since they were hashed, so need not be hashed anew."""
    # Taken first: what is written to a file from here on makes it another than is remembered, or shows later.
    places = {name: where_lies(files, name) for name in files}
    touched = {name: file_stamp(place) for name, place in places.items()}
    unchanged = desk.readings.known_hashes(places.values())
    # What is read is the file itself, or what an encrypted one was deciphered to.
    stamps = {
        name: touched[name] if files[name] == place else file_stamp(files[name])
        for name, place in places.items()
        if unchanged.get(place) == facts[name].sha256
    }
    return {name: stamp for name, stamp in stamps.items() if stamp is not None}


@dataclass(slots=True)
class _Paper:
    """Holds one content that is being made ready, and what was made of it so far."""

    sha256: str
    name: str
    path: Path
    facts: FileFacts
    copy: Path | None = None
    parts: dict[int, Path] = field(default_factory=dict)
    handling: list[Handling] = field(default_factory=list)
    differing: tuple[int, ...] = ()
    troubled: bool = False
    kept: ReadyFile | None = None

    @property
    def weight(self) -> int:
        """Return how many pages are told of it while it is made ready."""
        return max(1, len(self.facts.pages))

    def ready(self) -> ReadyFile:
        if self.kept is not None:
            return self.kept
        path = str(self.source)
        kind = FileKind.PDF if self.copy is not None else self.facts.kind
        count = len(self.facts.pages) if self.parts else 0
        parts = tuple(str(self.parts.get(index, path)) for index in range(count))
        return ReadyFile(self.name, path, kind, self.facts, tuple(self.handling), parts)

    def ready_as(self, name: str, path: Path, facts: FileFacts) -> ReadyFile:
        """Return it under one of its names: the same bytes may lie in several places."""
        ready = self.ready()
        own = str(self.path)

        def place(each: str) -> str:
            return str(path) if each == own else each

        return replace(
            ready,
            name=name,
            path=place(ready.path),
            original=str(path),
            parts=tuple(map(place, ready.parts)),
            facts=replace(ready.facts, named_kind=facts.named_kind),
        )

    @property
    def source(self) -> Path:
        """Return the file from which pages are taken that are not taken from one of their own."""
        return self.copy or self.path

    def take_part(self, index: int, made: Path, outcome: Outcome) -> None:
        """Note whether a picture was decoded into a file of its own, or cannot be."""
        if outcome.error is not None or outcome.trouble is not None:
            self.fail_page(index, _problem_of(outcome).value)
        elif outcome.value is True:
            self.parts[index] = made

    def take_rebuilt(self, made: Path, outcome: Outcome) -> None:
        """Note the copy of a PDF that was written anew."""
        if outcome.value is not True:
            self.fail(_problem_of(outcome))
            return
        self.copy = made
        if self.facts.repair is not None:
            self.handling.append(Handling("rebuilt", self.facts.repair.value))
        if self.facts.restricted:
            self.handling.append(Handling("unlocked", _UNLOCKER))

    def take_examined(self, outcome: Outcome) -> None:
        """Note the pages of a Word file, as its copy has them, and who laid them out with which fonts."""
        seen = outcome.value
        if isinstance(seen, FileFacts) and seen.problem is None:
            self.facts = seen
            self.handling.append(Handling("converted", seen.converter))
        else:
            self.fail(_problem_of(outcome))

    def take_differing(self, outcome: Outcome) -> None:
        """Note which pages have to become pictures: those that differ, or all where none can be taken."""
        if isinstance(outcome.value, tuple):
            self.differing = outcome.value
        elif outcome.trouble is Trouble.CRASH:
            self.differing = tuple(page.number - 1 for page in self.facts.pages if not page.problem)

    def take_drawn(self, outcome: Outcome) -> None:
        """Note the pictures of pages. A page that was to become one, and cannot, is not to be used."""
        made = outcome.value if isinstance(outcome.value, tuple) else ()
        if len(made) != len(self.differing):
            for index in self.differing:
                self.fail_page(index, _problem_of(outcome).value)
            return
        self.parts.update(zip(self.differing, made, strict=True))
        pages = list(self.facts.pages)
        for index in self.differing:
            # Drawn as it is seen; what its text asks for besides is found later.
            pages[index] = replace(pages[index], turn=0, mirrored=False, dpi=_DRAWN_DPI)
        self.facts = replace(self.facts, pages=tuple(pages))
        numbers = tuple(index + 1 for index in self.differing)
        self.handling.append(Handling("pictured", Repair.PDFIUM.value, numbers))

    def take_drawn_in(self, made: Path, outcome: Outcome) -> None:
        """Note the copy in which fields and notes are part of their pages, where one was needed.

        Where none can be made, every page becomes a picture, unless drawing is what takes too much.
        """
        drawn = outcome.value
        if outcome.trouble in _HEAVY:
            self.fail(FileProblem.TOO_HEAVY)
        elif not isinstance(drawn, tuple):
            self.differing = tuple(page.number - 1 for page in self.facts.pages if not page.problem)
        elif drawn:
            self.copy = made
            self.handling.append(Handling("flattened", "pdfium", tuple(index + 1 for index in drawn)))

    def take_tried(self, outcome: Outcome) -> None:
        """Note which pages cannot be placed after all."""
        if not isinstance(outcome.value, tuple):
            self.fail(_problem_of(outcome))
            return
        for index, reason in outcome.value:
            self.fail_page(index, reason)

    def fail(self, problem: FileProblem) -> None:
        self.facts = replace(self.facts, pages=(), problem=problem)
        self.copy, self.troubled = None, True
        self.parts.clear()

    def fail_page(self, index: int, reason: str) -> None:
        pages = list(self.facts.pages)
        pages[index] = replace(pages[index], problem=reason)
        self.facts, self.troubled = replace(self.facts, pages=tuple(pages)), True


@dataclass(frozen=True, slots=True)
class _Step:
    """One guarded call, what is done with its outcome, and how many pages are told of it."""

    paper: _Paper
    call: Call
    take: Callable[[Outcome], None]
    pages: int = 0


class _Making:
    """One run over all contents of a case."""

    def __init__(self, desk: Desk, folder: Path, report: Report, papers: list[_Paper]) -> None:
        self._desk = desk
        self._folder = folder
        self._report = report
        self._papers = papers
        self._version = maker_version()
        self._done = 0
        self._total = sum(paper.weight for paper in papers)

    def run(self) -> None:
        """Find what is kept, and make the rest in as few rounds as one thing needs the other."""
        waiting = [paper for paper in self._papers if not self._is_ready(paper)]
        for paper in waiting:
            if paper.facts.kind is FileKind.DOCX:
                self._lay_out(paper)
        self._do(self._copy_steps(waiting))
        self._do(self._look_steps(waiting))
        self._do(self._draw_in_steps(waiting))
        self._do(self._draw_steps(waiting))
        self._do(self._try_steps(waiting))
        for paper in waiting:
            self._keep(paper)
        if waiting:
            self._desk.ready_files.trim()

    def _is_ready(self, paper: _Paper) -> bool:
        if paper.facts.problem is None:
            paper.kept = self._desk.ready_files.find(paper.path, paper.name, paper.facts, self._version)
            if paper.kept is None:
                return False
        self._tell(paper, paper.weight)
        return True

    def _tell(self, paper: _Paper, pages: int) -> None:
        self._done += pages
        self._report(Progress("prepare", self._done, self._total, paper.name))

    def _lay_out(self, paper: _Paper) -> None:
        made = self._folder / f"{paper.sha256}.pdf"
        try:
            program = lay_out(paper.path, made, functools.partial(self._copy_inert, paper))
            problem = FileProblem.UNREADABLE
        except TooHeavyToLayOut:
            program, problem = None, FileProblem.TOO_HEAVY
        if program is None:
            paper.fail(problem)
            self._tell(paper, 1)
            return
        paper.copy = made
        paper.facts = replace(paper.facts, converter=program)

    def _copy_inert(self, paper: _Paper, path: Path, destination: Path) -> None:
        """Copy a Word file without what it would fetch or run. Raises TooHeavyToLayOut, or ValueError."""
        call = Call(_COPY, (path.absolute(), destination.absolute()), self._allowance(paper, path))
        with closing(self._desk.guard.run(Work.EXAMINING, [call])) as outcomes:
            ((_, outcome),) = outcomes
        if outcome.trouble in _HEAVY:
            raise TooHeavyToLayOut
        if outcome.trouble is not None or outcome.error is not None:
            raise ValueError("a document that cannot be copied")

    def _copy_steps(self, papers: list[_Paper]) -> Iterator[_Step]:
        """Give the calls that make or prove copies, a call for each picture of a file."""
        for paper in papers:
            if paper.facts.kind.is_picture:
                yield from (self._part_step(paper, page) for page in paper.facts.pages if not page.problem)
            elif paper.copy is not None:
                call = Call(
                    _EXAMINE_LAID_OUT,
                    (paper.copy.absolute(), paper.facts),
                    self._allowance(paper, paper.copy),
                )
                yield _Step(paper, call, paper.take_examined)
            elif needs_copy(paper.facts) and paper.facts.problem is None:
                made = self._folder / f"{paper.sha256}.pdf"
                arguments = (paper.path.absolute(), replace(paper.facts, pages=()), made)
                take = functools.partial(paper.take_rebuilt, made)
                yield _Step(paper, Call(_REBUILD, arguments, self._allowance(paper, paper.path)), take)

    def _part_step(self, paper: _Paper, page: PageFacts) -> _Step:
        index = page.number - 1
        made = self._folder / f"{paper.sha256}-{index}"
        arguments = (paper.path.absolute(), paper.name, paper.facts.kind, index, made)
        take = functools.partial(paper.take_part, index, made)
        return _Step(paper, Call(_MAKE_PART, arguments, self._allowance(paper, paper.path)), take, 1)

    def _look_steps(self, papers: list[_Paper]) -> Iterator[_Step]:
        """Give the calls that find pages which would look otherwise in the packet."""
        for paper in papers:
            if paper.facts.kind.is_picture or paper.facts.problem is not None:
                continue
            path, count = paper.source, len(paper.facts.pages)
            pages = tuple(replace(page, picture=b"") for page in paper.facts.pages)
            call = Call(_LOOK, (path.absolute(), pages), self._allowance(paper, path, count))
            yield _Step(paper, call, paper.take_differing, paper.weight)

    def _draw_steps(self, papers: list[_Paper]) -> Iterator[_Step]:
        for paper in papers:
            if not paper.differing:
                continue
            folder = self._folder / f"{paper.sha256}-pages"
            folder.mkdir(exist_ok=True)
            allowance = self._allowance(paper, paper.source, len(paper.differing))
            call = Call(_DRAW, (paper.source.absolute(), paper.differing, folder), allowance)
            yield _Step(paper, call, paper.take_drawn)

    def _draw_in_steps(self, papers: list[_Paper]) -> Iterator[_Step]:
        """Give the calls that draw in what carries no picture of itself: fields, marks, notes."""
        for paper in papers:
            if paper.facts.kind.is_picture or paper.facts.problem is not None:
                continue
            made = self._folder / f"{paper.sha256}-drawn-in.pdf"
            count = len(paper.facts.pages)
            left = tuple(index for index in range(count) if index not in paper.differing)
            allowance = self._allowance(paper, paper.source, count)
            call = Call(_DRAW_IN, (paper.source.absolute(), made, left), allowance)
            yield _Step(paper, call, functools.partial(paper.take_drawn_in, made))

    def _try_steps(self, papers: list[_Paper]) -> Iterator[_Step]:
        """Give the calls that place what will be placed: the packet is written without a guard."""
        for paper in papers:
            if paper.facts.kind.is_picture or paper.facts.problem is not None:
                continue
            pages = tuple(
                replace(page, picture=b"")
                for page in paper.facts.pages
                if page.problem is None and page.number - 1 not in paper.parts
            )
            if pages:
                allowance = self._allowance(paper, paper.source, len(pages))
                call = Call(_TRY, (paper.source.absolute(), pages), allowance)
                yield _Step(paper, call, paper.take_tried)

    def _do(self, coming: Iterator[_Step]) -> None:
        # The longest work first, so that no process is left with it when the others have ended.
        steps = sorted(coming, key=lambda step: -step.call.allowance.processor_seconds)
        with closing(self._desk.guard.run(Work.EXAMINING, [step.call for step in steps])) as outcomes:
            for place, outcome in outcomes:
                sha256, spent = steps[place].paper.sha256, self._desk.spent
                spent[sha256] = spent.get(sha256, 0.0) + outcome.seconds
                steps[place].take(outcome)
                self._tell(steps[place].paper, steps[place].pages)

    def _allowance(self, paper: _Paper, path: Path, pages: int = 1) -> Allowance:
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        left = max(BUDGET_SECONDS - self._desk.spent.get(paper.sha256, 0.0), _LEAST_SECONDS)
        more = _SECONDS_PER_MIB * size / MIB + _SECONDS_PER_PAGE * (costly_pages(pages, size) - 1)
        return allow(left + more, min(_MEMORY + _MEMORY_PER_BYTE * size, _MOST_MEMORY))

    def _keep(self, paper: _Paper) -> None:
        """Keep what was made of a file, unless something went wrong: another day it may go well."""
        if paper.copy is not None or paper.parts:
            _refuse_changed(paper)
        if not paper.troubled:
            paper.kept = self._desk.ready_files.keep(paper.path, paper.ready(), self._version)


def _problem_of(outcome: Outcome) -> FileProblem:
    reason = outcome.error[1].get("reason") if outcome.error is not None else None
    heavy = outcome.trouble in _HEAVY or reason == "too_large"
    return FileProblem.TOO_HEAVY if heavy else FileProblem.UNREADABLE


def _refuse_changed(paper: _Paper) -> None:
    """Refuse a file that is no longer the one that was examined: the copy would be of something else."""
    try:
        with paper.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=paper.name) from error
    if digest != paper.sha256:
        raise UnusableInput("packet.source_changed", file=paper.name)
