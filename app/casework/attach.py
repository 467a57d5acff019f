"""Attaching: a file that a person drops becomes evidence of the case."""

from pathlib import Path, PurePosixPath

from app.casework.desk import Desk
from app.casework.examining import examine_paths
from app.casework.keep import enter_evidence
from app.casework.results import Attached
from app.domain.case import Case, Evidence, EvidencePart
from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.intake.identify import identify_file
from app.store.case_folder import LARGEST_FILE


def attach_evidence(
    desk: Desk,
    case_id: str,
    *,
    requirement: str,
    person: str,
    paths: tuple[Path, ...],
    part: EvidencePart = EvidencePart.ORIGINAL,
) -> Attached:
    """Identify files, keep them, examine them, and enter them as one piece of evidence.

    Raises UnusableInput when a file is none, is empty or is of no kind that a packet can hold; then
    nothing is entered.
    """
    for path in paths:
        _refuse_unusable(path)
    names = _names_for(desk.cases.load(case_id).case, requirement, paths)
    stored = {name: desk.vault.keep(path) for name, path in names.items()}
    facts = dict(examine_paths(desk, {n: desk.vault.path_of(kept.sha256) for n, kept in stored.items()}))
    evidence = Evidence(requirement=requirement, person=person, files=tuple(names), part=part)
    return Attached(enter_evidence(desk, case_id, evidence, stored), facts)


def _refuse_unusable(path: Path) -> None:
    if not path.name.isprintable():
        # A name in another encoding or with control signs; it could not be written into a case.
        raise UnusableInput("attach.bad_name", file=path.name.encode("utf-8", "replace").decode())
    if path.is_dir():
        raise UnusableInput("attach.is_folder", file=path.name)
    if not path.is_file():
        raise UnusableInput("attach.missing", file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise UnusableInput("attach.too_large", file=path.name, limit=f"{LARGEST_FILE // 1024 // 1024} MB")
    kind = identify_file(path)
    if kind is FileKind.EMPTY:
        raise UnusableInput("attach.empty", file=path.name)
    if kind is FileKind.UNSUPPORTED:
        raise UnusableInput("attach.unsupported", file=path.name)


def _names_for(case: Case, requirement: str, paths: tuple[Path, ...]) -> dict[str, Path]:
    """Give each file a name that the case does not use yet, below the requirement's own folder."""
    used = {name for evidence in case.evidence for name in evidence.files}
    names: dict[str, Path] = {}
    for path in paths:
        number = 1
        name = PurePosixPath(requirement, path.name)
        while name.as_posix() in used:
            number += 1
            name = name.with_name(f"{path.stem} ({number}){path.suffix}")
        used.add(name.as_posix())
        names[name.as_posix()] = path
    return names
