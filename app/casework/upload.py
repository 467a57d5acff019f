"""The upload set: for portals that take files instead of paper, one file for each paper of each person."""

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.casework import photo, upload_folder, upload_record
from app.casework.desk import Desk, OpenCase
from app.casework.examining import known_readings
from app.casework.exhibits import make_request
from app.casework.ready import make_all_ready
from app.casework.review import judge_case, review_case
from app.casework.upload_names import file_name
from app.domain.case import EvidencePart
from app.domain.errors import PacketBlocked, UnusableInput
from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.findings import DEFAULT_SEVERITY, Finding, Param, Severity, blocks
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.packet import (
    ExhibitRequest,
    PacketRequest,
    PageSource,
    Progress,
    SourceFile,
)
from app.domain.photos import PhotoCopy
from app.domain.rules import Place, UploadProfile
from app.domain.uploads import (
    MissingPaper,
    PhotoSize,
    ReducedPage,
    UploadFile,
    UploadLimits,
    UploadSet,
    UploadSource,
)
from app.domain.words import Language, Text
from app.env.work_folder import work_folder
from app.i18n.catalogue import both
from app.i18n.photos import word_obstacle
from app.i18n.terms import PART_NAMES
from app.i18n.wording import Names, word_error
from app.intake.calls import Call
from app.intake.guard import Work
from app.intake.limits import MIB, Allowance, allow
from app.packet.upload import UploadPage, WrittenUpload, upload_pages, write_upload

Report = Callable[[Progress], None]

_PHOTO = "photo"
_REDUCE = "app.packet.reduce:reduce_scans"
# Dots per inch and JPEG quality, the first tried first. Below 150 dpi small print can no longer be read.
_STEPS = ((200, 80), (150, 75))
# What saves less than this share of a page is not worth another compression.
_WORTH_IT = 0.9
_PAGES_A_CALL = 20
_SECONDS_A_PAGE = 8.0
_MEMORY = 840 * MIB
_KILOBYTE = 1000


def write_upload_set(
    desk: Desk, opened: OpenCase, folder: Path, *, draft: bool, today: date, report: Report
) -> UploadSet:
    """Review a case and write one file for each paper asked of each person into a folder.

    Raises PacketBlocked while there are blockers and no draft was asked for, UnusableInput when the
    folder holds anything but an upload set, MachineStopped when it cannot be written; then the folder
    stays as it was.
    """
    upload_folder.refuse_folder(folder)
    review = review_case(desk, opened, today=today, report=report)
    _refuse_blockers(review.findings, draft=draft)
    with work_folder() as work:
        ready = make_all_ready(desk, opened, review.facts, work, report)
        # Converting a Word file shows what no look at it could: whether it has pages, and how many.
        prepared = {name: each.facts for name, each in ready.items()}
        readings = known_readings(desk, review.facts)
        judged = judge_case(desk, opened.case, prepared, readings, today=today)
        _refuse_blockers(judged.findings, draft=draft)
        request = make_request(
            desk.pack, opened.case, review.checklist, ready, draft=draft, readings=readings
        )
        with upload_folder.filling(folder) as temporary:
            making = _Making(desk, opened, review.facts, work, temporary, report)
            made = replace(making.make(request, judged.checklist), path=str(folder))
            upload_record.write_record(made, Names(desk.pack, opened.case), temporary)
    return made


def _refuse_blockers(findings: tuple[Finding, ...], *, draft: bool) -> None:
    if blocks(findings) and not draft:
        raise PacketBlocked(tuple(each for each in findings if each.severity is Severity.BLOCKER))


@dataclass(frozen=True, slots=True)
class _Paper:
    """Holds what goes into one file: a requirement of a person, or one link of its chain."""

    requirement: str
    person: str
    person_name: str
    title: Text
    part: str
    exhibits: tuple[ExhibitRequest, ...]

    def sources(self) -> Iterator[tuple[str, SourceFile]]:
        """Give each source file with the link of the chain that it belongs to."""
        for exhibit in self.exhibits:
            yield from ((exhibit.part, file) for file in exhibit.files)


class _Making:
    """An upload set being made, file after file."""

    def __init__(
        self,
        desk: Desk,
        opened: OpenCase,
        facts: Mapping[str, FileFacts],
        work: Path,
        folder: Path,
        report: Report,
    ) -> None:
        self._desk = desk
        self._facts = facts
        self._opened = opened
        self._case = opened.case
        self._place: Place = desk.pack.places[opened.case.place]
        self._category = desk.pack.categories[opened.case.category]
        self._profile: UploadProfile = self._place.upload_on(self._category.kind, opened.case.submit_on)
        self._work = work
        self._folder = folder
        self._report = report
        self._files: list[UploadFile] = []
        self._findings: list[Finding] = []

    def make(self, request: PacketRequest, checklist: tuple[ChecklistItem, ...]) -> UploadSet:
        """Write every file and return what there is to say of the set."""
        papers = list(self._papers(request))
        for done, paper in enumerate(papers, start=1):
            self._report(Progress("write", done, len(papers), f"{paper.title.zh} {paper.person_name}"))
            self._tell_left_out(paper)
            if self._takes_photos(paper):
                self._write_photos(paper)
            else:
                self._write_paper(paper)
        limits = UploadLimits(
            self._profile.most_bytes, self._profile.most_pages, self._profile.binding, self._profile.source
        )
        return UploadSet(
            path=str(self._folder),
            title=self._case.title,
            category=self._category.title,
            place=self._place.title,
            draft=request.draft,
            limits=limits,
            files=tuple(self._files),
            missing=tuple(_missing(checklist)),
            findings=tuple(self._findings),
            not_handed_in=request.left_out,
        )

    def _papers(self, request: PacketRequest) -> Iterator[_Paper]:
        """Give the papers in the order of the packet, each requirement of a person together."""
        grouped: dict[tuple[str, str, str], list[ExhibitRequest]] = {}
        for section in request.sections:
            for exhibit in section.exhibits:
                part = "" if self._profile.chain_in_one else exhibit.part
                grouped.setdefault((exhibit.person, exhibit.requirement, part), []).append(exhibit)
        for (person, requirement, part), exhibits in grouped.items():
            title = self._desk.pack.requirements[requirement].title
            name = exhibits[0].person_name
            yield _Paper(requirement, person, name, title, part, tuple(exhibits))

    # Papers

    def _write_paper(self, paper: _Paper) -> str:
        """Write the PDF of a paper and return its name, nothing where it has no page."""
        pages = [page for _, file in paper.sources() for page in upload_pages(file)]
        if not pages:
            return ""
        name = self._name_for(paper, "pdf")
        target = self._folder / name
        signed = self._signed_alone(paper)
        if signed is not None:
            self._keep_untouched(paper, signed, target)
            return name
        title = target.stem
        written = write_upload(pages, title, target)
        reduced: tuple[ReducedPage, ...] = ()
        if self._profile.binding and self._is_over(written.size_bytes):
            written, reduced = self._made_smaller(paper, pages, title, target, written)
        elif self._is_over(written.size_bytes):
            self._tell("upload.large", paper, self._sizes(name, written.size_bytes))
        self._tell_pages(paper, name, len(pages))
        self._tell_signatures(paper, name)
        self._keep(paper, name, written.size_bytes, written.sha256, len(pages), _sources(paper), reduced)
        return name

    def _signed_alone(self, paper: _Paper) -> SourceFile | None:
        """Return the only file of a paper where it is signed and may stay as it is, and so its signature."""
        files = [file for _, file in paper.sources()]
        file, facts = files[0], self._facts[files[0].name]
        if len(files) > 1 or not facts.signed or facts.active_content or facts.kind is not FileKind.PDF:
            return None
        whole = file.selected == tuple(range(len(facts.pages))) and file.pages == facts.pages
        as_it_is = whole and file.treatment == "copied" and not any(page.problem for page in facts.pages)
        fits = not (self._profile.binding and self._is_over(file.size_bytes))
        return file if as_it_is and fits else None

    def _keep_untouched(self, paper: _Paper, file: SourceFile, target: Path) -> None:
        data = self._opened.files[file.name].read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest != file.sha256:
            raise UnusableInput("packet.source_changed", file=file.name)
        target.write_bytes(data)
        if self._is_over(len(data)):
            self._tell("upload.large", paper, self._sizes(target.name, len(data)))
        self._tell_pages(paper, target.name, len(file.pages))
        sources = tuple(replace(each, treatment="untouched") for each in _sources(paper))
        self._keep(paper, target.name, len(data), digest, len(file.pages), sources)

    def _made_smaller(
        self, paper: _Paper, pages: list[UploadPage], title: str, target: Path, whole: WrittenUpload
    ) -> tuple[WrittenUpload, tuple[ReducedPage, ...]]:
        """Draw scans anew until the file is small enough; where that is not enough, leave it as it was."""
        smallest, dpi = whole.size_bytes, 0
        for dpi, quality in _STEPS:
            drawn = self._reduced_pages(target, whole, dpi, quality)
            if not drawn:
                continue
            trial = self._work / "upload-trial.pdf"
            changed = [_page_with(page, drawn.get(index)) for index, page in enumerate(pages)]
            written = write_upload(changed, title, trial)
            smallest = min(smallest, written.size_bytes)
            if not self._is_over(written.size_bytes):
                target.write_bytes(trial.read_bytes())
                reduced = tuple(each for each, _ in drawn.values())
                self._tell_reduced(paper, target.name, dpi, quality, reduced)
                return written, reduced
        sizes = self._sizes(target.name, whole.size_bytes)
        if smallest < whole.size_bytes:
            sizes |= {"reason": "even_reduced", "dpi": dpi, "reduced_size": _kilobytes(smallest)}
        self._tell("upload.over_limit", paper, sizes)
        return whole, ()

    def _reduced_pages(
        self, path: Path, whole: WrittenUpload, dpi: int, quality: int
    ) -> dict[int, tuple[ReducedPage, Path]]:
        """Return the pages that were worth drawing anew, each with its picture, by their place from 0."""
        folder = self._work / f"reduced-{path.stem[:40]}-{dpi}"
        folder.mkdir(exist_ok=True)
        drawn: dict[int, tuple[ReducedPage, Path]] = {}
        for index, had, now, name in self._draw(path, len(whole.page_bytes), dpi, quality, folder):
            picture = folder / name
            size = picture.stat().st_size
            if size < whole.page_bytes[index] * _WORTH_IT:
                page = ReducedPage(index + 1, had, now, quality, whole.page_bytes[index], size)
                drawn[index] = page, picture
        return dict(sorted(drawn.items()))

    def _draw(
        self, path: Path, count: int, dpi: int, quality: int, folder: Path
    ) -> Iterator[tuple[int, int, int, str]]:
        """Draw pages in guarded processes; pages whose process was stopped stay as they are."""
        groups = [
            tuple(range(start, min(start + _PAGES_A_CALL, count))) for start in range(0, count, _PAGES_A_CALL)
        ]
        calls = [
            Call(_REDUCE, (path.absolute(), group, dpi, quality, folder), _allowance(len(group)))
            for group in groups
        ]
        for _, outcome in self._desk.guard.run(Work.EXAMINING, calls):
            if isinstance(outcome.value, tuple):
                yield from outcome.value

    # Photos

    def _takes_photos(self, paper: _Paper) -> bool:
        day = self._case.submit_on
        asked = self._place.photo_on(self._category.kind, day)
        return paper.requirement == _PHOTO and asked is not None and "jpg" in self._profile.formats

    def _write_photos(self, paper: _Paper) -> None:
        """Write each photo as a file of its own; those that cannot be made fit stand in a PDF."""
        failed: dict[str, Text] = {}
        kept = []
        for exhibit in paper.exhibits:
            for file in exhibit.files:
                reasons = None if file.problem else self._write_photo(paper, exhibit.part, file)
                if reasons is not None:
                    failed[file.name] = reasons
            rest = tuple(file for file in exhibit.files if file.name in failed)
            kept.append(replace(exhibit, files=rest))
        name = self._write_paper(replace(paper, exhibits=tuple(kept)))
        for source, words in failed.items():
            self._tell("upload.photo_not_fitting", paper, {"name": name, "reasons": words}, file=source)

    def _write_photo(self, paper: _Paper, part: str, file: SourceFile) -> Text | None:
        """Write a photo as the place asks, or return in words why there is none."""
        name = self._name_for(paper, "jpg")
        copy, reasons = self._photo_copy(file, self._folder / name)
        if copy is None:
            return reasons
        source = UploadSource(file.name, file.sha256, part, (1,), "photo")
        data = (self._folder / name).read_bytes()
        if self._is_over(len(data)):
            code = "upload.over_limit" if self._profile.binding else "upload.large"
            self._tell(code, paper, self._sizes(name, len(data)))
        size = PhotoSize(copy.width, copy.height, copy.dpi)
        digest = hashlib.sha256(data).hexdigest()
        self._keep(paper, name, len(data), digest, 1, (source,), photo_size=size)
        return None

    def _photo_copy(self, file: SourceFile, destination: Path) -> tuple[PhotoCopy | None, Text]:
        """Make a copy as the place asks, or say in words why there is none."""
        original, case = self._opened.files[file.name], self._case
        try:
            measured = photo.measure(self._desk, original, case.place, case.category, case.submit_on)
            copy = photo.make_copy(self._desk, measured, destination)
        except UnusableInput as error:
            params = {**error.params, "file": file.name}
            words = {language: word_error(error.code, params, language) for language in Language}
            return None, Text(en=words[Language.EN], zh=words[Language.ZH])
        if copy.path is not None:
            return copy, Text.same("")
        return None, Text(
            en=" ".join(word_obstacle(each, Language.EN) for each in copy.obstacles),
            zh="".join(word_obstacle(each, Language.ZH) for each in copy.obstacles),
        )

    # What is kept and told

    def _name_for(self, paper: _Paper, ending: str) -> str:
        person = self._case.person(paper.person)
        taken = {each.name.casefold() for each in self._files}
        own = {upload_record.LIST_FILE, upload_record.MANIFEST_FILE}
        return file_name(
            self._profile.name,
            {
                "number": f"{len(self._files) + 1:02d}",
                "requirement_zh": paper.title.zh,
                "requirement_en": paper.title.en,
                "person": paper.person_name if person is None else person.full_name,
                "part": _part_words(paper.part, chinese="{requirement_en}" not in self._profile.name),
            },
            ending,
            taken | own,
        )

    def _keep(
        self,
        paper: _Paper,
        name: str,
        size: int,
        digest: str,
        pages: int,
        sources: tuple[UploadSource, ...],
        reduced: tuple[ReducedPage, ...] = (),
        photo_size: PhotoSize | None = None,
    ) -> None:
        self._files.append(
            UploadFile(
                name=name,
                requirement=paper.requirement,
                title=paper.title,
                person=paper.person,
                person_name=paper.person_name,
                size_bytes=size,
                sha256=digest,
                pages=pages,
                sources=sources,
                part=paper.part,
                reduced=reduced,
                photo=photo_size,
            )
        )

    def _is_over(self, size: int) -> bool:
        most = self._profile.most_bytes
        return most is not None and size > most

    def _sizes(self, name: str, size: int) -> dict[str, Param]:
        return {"name": name, "size": _kilobytes(size), "limit": self._profile.most_kb or 0}

    def _tell_pages(self, paper: _Paper, name: str, pages: int) -> None:
        most = self._profile.most_pages
        if most is not None and pages > most:
            code = "upload.too_many_pages" if self._profile.binding else "upload.many_pages"
            self._tell(code, paper, {"name": name, "pages": pages, "limit": most})

    def _tell_signatures(self, paper: _Paper, name: str) -> None:
        for _, file in paper.sources():
            if self._facts[file.name].signed:
                self._tell("upload.signature_lost", paper, {"name": name}, file=file.name)

    def _tell_reduced(
        self, paper: _Paper, name: str, dpi: int, quality: int, reduced: tuple[ReducedPage, ...]
    ) -> None:
        pages = tuple(f"{each.page} ({each.from_dpi}→{each.dpi} dpi)" for each in reduced)
        limit = self._profile.most_kb or 0
        params: dict[str, Param] = {
            "name": name, "limit": limit, "dpi": dpi, "quality": quality, "pages": pages
        }  # fmt: skip
        self._tell("upload.reduced", paper, params)

    def _tell_left_out(self, paper: _Paper) -> None:
        for _, file in paper.sources():
            if file.problem is not None or not file.selected:
                self._tell("upload.left_out", paper, {}, file=file.name)
                continue
            for index in file.selected:
                if file.pages[index].problem is not None:
                    self._tell("upload.left_out", paper, {}, file=file.name, page=index + 1)

    def _tell(
        self,
        code: str,
        paper: _Paper,
        params: Mapping[str, Param],
        *,
        file: str | None = None,
        page: int | None = None,
    ) -> None:
        severity = self._place.severity.get(code, DEFAULT_SEVERITY[code])
        self._findings.append(
            Finding(
                code, severity, paper.requirement, paper.person, paper.part or None, file, page, dict(params),
                self._profile.source if code.startswith(("upload.over", "upload.large")) else (),
            )
        )  # fmt: skip


def _sources(paper: _Paper) -> tuple[UploadSource, ...]:
    found = []
    for part, file in paper.sources():
        pages = tuple(page.source.index + 1 for page in upload_pages(file))
        if pages:
            source = UploadSource(file.name, file.sha256, part, pages, file.treatment, file.handling)
            found.append(source)
    return tuple(found)


def _missing(checklist: Iterable[ChecklistItem]) -> Iterator[MissingPaper]:
    for item in checklist:
        if item.state is ItemState.MISSING and not item.optional:
            yield MissingPaper(item.requirement.id, item.title, item.person.id, item.person.full_name)


def _page_with(page: UploadPage, drawn: tuple[ReducedPage, Path] | None) -> UploadPage:
    """Return a page with the picture that was drawn of it in its place."""
    if drawn is None:
        return page
    reduced, picture = drawn
    # The picture is as large as the page; its stated resolution only has to be one that counts.
    facts = PageFacts(1, page.width_pt, page.height_pt, dpi=float(max(reduced.dpi, _STEPS[-1][0])))
    was = page.source.file
    file = SourceFile(
        name=was.name,
        path=str(picture),
        kind=FileKind.JPEG,
        sha256=was.sha256,
        size_bytes=reduced.size_bytes,
        pages=(facts,),
        selected=(0,),
        treatment="reduced",
    )
    return UploadPage(PageSource(file, 0, facts), page.width_pt, page.height_pt)


def _part_words(part: str, *, chinese: bool) -> str:
    if part in ("", EvidencePart.ORIGINAL.value):
        return ""
    words = both(PART_NAMES[EvidencePart(part)])
    return words.zh if chinese else words.en


def _kilobytes(size: int) -> int:
    return math.ceil(size / _KILOBYTE)


def _allowance(pages: int) -> Allowance:
    return allow(_SECONDS_A_PAGE * pages, _MEMORY)
