"""Taking in loose papers: proposes where each belongs, and enters those that a person chose."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.attach import attach_evidence
from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_paths, read_each
from app.casework.keep import save_evidence
from app.casework.sort import loose_files
from app.casework.tray import Accepted, Entered, Refused
from app.domain.case import Case
from app.domain.errors import AppError, UnusableInput
from app.domain.packet import Progress
from app.domain.reading import Reading

Report = Callable[[Progress], None]


def gather_files(paths: Iterable[Path]) -> dict[str, Path]:
    """Return files, and those below folders, by short names of which no two are the same.

    Raises UnusableInput for what is neither a file nor a folder.
    """
    found: dict[str, Path] = {}
    several = tuple(dict.fromkeys(paths))
    for path in several:
        if path.is_dir():
            below = loose_files(path)
            # Of one folder the names within it are enough; of several each is told by its folder.
            prefix = f"{path.name}/" if len(several) > 1 else ""
            for name, file in below.items():
                found[_unused(f"{prefix}{name}", found)] = file
        elif path.is_file():
            found[_unused(path.name, found)] = path
        else:
            raise UnusableInput("attach.missing", file=path.name)
    return found


def _unused(name: str, found: Mapping[str, Path]) -> str:
    number, wanted = 1, name
    while wanted in found:
        number += 1
        wanted = f"{number}/{name}"
    return wanted


def read_one(desk: Desk, path: Path, *, today: date) -> Reading | None:
    """Read one file that belongs to no case, None where there is nothing to read in it."""
    if not path.is_file():
        raise UnusableInput("attach.missing", file=path.name)
    files = {path.name: path}
    facts = dict(examine_paths(desk, files))
    nowhere = OpenCase(Case(title="", category="", place="", submit_on=today), files)
    with closing(read_each(desk, nowhere, facts, today=today)) as coming:
        return next((reading for _, reading in coming), None)


def enter_papers(desk: Desk, case_id: str, papers: Sequence[Accepted], report: Report) -> Entered:
    """Enter papers one after the other; one that is refused does not keep the others out."""
    refused = []
    for done, paper in enumerate(papers, start=1):
        try:
            _enter(desk, case_id, paper)
        except AppError as error:
            refused.append(Refused(Path(paper.files[0]).name, error.code, dict(error.params)))
        report(Progress("import", done, len(papers), Path(paper.files[0]).name))
    return Entered(desk.cases.load(case_id).case, len(papers) - len(refused), tuple(refused))


def _enter(desk: Desk, case_id: str, paper: Accepted) -> None:
    attached = attach_evidence(
        desk,
        case_id,
        requirement=paper.requirement,
        person=paper.person,
        part=paper.part,
        paths=tuple(Path(each) for each in paper.files),
    )
    if paper.country is not None:
        evidence = attached.changed.case.evidence
        save_evidence(desk, case_id, len(evidence) - 1, replace(evidence[-1], country=paper.country))
