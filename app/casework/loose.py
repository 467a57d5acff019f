"""Taking in loose papers: proposes where each belongs, and enters those that a person chose."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from app.casework.attach import take_in
from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_paths, read_each
from app.casework.keep import enter_evidence
from app.casework.sort import loose_files, sort_files
from app.casework.tray import Accepted, Entered, Refused, SortedPapers
from app.domain.case import Case, Evidence
from app.domain.errors import AppError, UnusableInput
from app.domain.files import StoredFile
from app.domain.operations import Deed, Operation
from app.domain.packet import Progress
from app.domain.reading import Reading
from app.env.there import is_file, is_folder

Report = Callable[[Progress], None]


def gather_files(
    paths: Iterable[Path], *, besides: Path | None = None
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Return files, and those below folders, by short names of which no two are the same; and what is gone.

    What stands in the folder `besides` is nobody's paper. Raises UnusableInput when nothing is left of what
    was named.
    """
    found: dict[str, Path] = {}
    gone = []
    several = tuple(dict.fromkeys(paths))
    for path in several:
        if is_folder(path):
            below = loose_files(path, besides=besides)
            # Of one folder the names within it are enough; of several each is told by its folder.
            prefix = f"{path.name}/" if len(several) > 1 else ""
            for name, file in below.items():
                found[_unused(f"{prefix}{name}", found)] = file
        elif is_file(path):
            found[_unused(path.name, found)] = path
        else:
            gone.append(path.name)
    if gone and len(gone) == len(several):
        raise UnusableInput("attach.missing", file=gone[0])
    return found, tuple(gone)


def _unused(name: str, found: Mapping[str, Path]) -> str:
    number, wanted = 1, name
    while wanted in found:
        number += 1
        wanted = f"{number}/{name}"
    return wanted


def sort_paths(
    desk: Desk, paths: Sequence[Path], opened: OpenCase, *, today: date, report: Report
) -> SortedPapers:
    """Propose where loose papers belong; one that goes, or cannot be opened, does not keep the others out."""
    files, gone = gather_files(paths, besides=desk.data_folder)
    left_out = list(gone)
    while True:
        try:
            found = sort_files(desk, files, opened, today=today, report=report)
        except UnusableInput as error:
            name = str(error.params.get("file", ""))
            if error.code != "file.cannot_open" or name not in files or len(files) == 1:
                raise
            left_out.append(files.pop(name).name)
        else:
            return SortedPapers(found, {name: str(path) for name, path in files.items()}, tuple(left_out))


def read_one(desk: Desk, path: Path, *, today: date) -> Reading | None:
    """Read one file that belongs to no case, None where there is nothing to read in it."""
    if is_folder(path):
        raise UnusableInput("attach.is_folder", file=path.name)
    if not is_file(path):
        raise UnusableInput("attach.missing", file=path.name)
    files = {path.name: path}
    facts = dict(examine_paths(desk, files))
    nowhere = OpenCase(Case(title="", category="", place="", submit_on=today), files)
    with closing(read_each(desk, nowhere, facts, today=today)) as coming:
        return next((reading for _, reading in coming), None)


def enter_papers(desk: Desk, case_id: str, papers: Sequence[Accepted], report: Report) -> Entered:
    """Enter papers together, as one change; one that is refused does not keep the others out."""
    case = desk.cases.load(case_id).case
    entered: list[Evidence] = []
    stored: dict[str, StoredFile] = {}
    refused = []
    for done, paper in enumerate(papers):
        paths = tuple(Path(each) for each in paper.files)
        report(Progress("import", done, len(papers), paths[0].name))
        try:
            kept, _ = take_in(desk, case, paper.requirement, paths, taken=stored)
        except AppError as error:
            refused.append(Refused(paths[0].name, error.code, dict(error.params)))
        else:
            stored |= kept
            entered.append(
                Evidence(paper.requirement, paper.person, tuple(kept), paper.part, country=paper.country)
            )
    if entered:
        operation = Operation(Deed.ADD_PAPERS, {"count": len(entered)})
        case = enter_evidence(desk, case_id, tuple(entered), stored, operation).case
    return Entered(case, len(entered), tuple(refused))
