"""Attaching: a file that a person drops becomes evidence of the case."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from app.casework.desk import Desk
from app.casework.examining import examine_paths
from app.casework.keep import enter_evidence, place_of, replace_evidence
from app.casework.results import Attached
from app.domain.case import Case, Evidence, EvidencePart
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, StoredFile
from app.domain.operations import Deed
from app.domain.packet import Progress
from app.env.there import is_file, is_folder
from app.intake.identify import identify_file
from app.store.case_folder import LARGEST_FILE
from app.store.vault import some_of

Report = Callable[[Progress], None]
_WORD = (".docx", ".doc")
# How a PDF tells that it is a letter of ours, and that it bears a signature (ISO 32000-1, 12.8).
_OURS, _SIGNATURE = b"/Creator (Yongju)", b"/ByteRange"
_LARGEST_LETTER = 5_000_000


def _tell_nobody(_: Progress) -> None:
    """Report to nobody."""


def attach_evidence(
    desk: Desk,
    case_id: str,
    *,
    requirement: str,
    person: str,
    paths: tuple[Path, ...],
    part: EvidencePart = EvidencePart.ORIGINAL,
    country: str | None = None,
    report: Report = _tell_nobody,
) -> Attached:
    """Identify files, keep them, examine them, and enter them as one piece of evidence.

    `country` is where the paper was issued, when that is known. Raises UnusableInput when a file is none,
    is empty or is of no kind that a packet can hold; then nothing is entered.
    """
    case = desk.cases.load(case_id).case
    kept, facts = take_in(desk, case, requirement, paths, report=report)
    evidence = Evidence(requirement, person, tuple(kept), part, country=country)
    if all(map(_is_draft, paths)):
        evidence = replace(evidence, made_from=_unsigned_at(case, evidence))
    return Attached(enter_evidence(desk, case_id, (evidence,), kept), facts)


def add_files(
    desk: Desk,
    case_id: str,
    index: int,
    paths: tuple[Path, ...],
    base: Evidence | None = None,
    report: Report = _tell_nobody,
) -> Attached:
    """Add files at the end of a piece of evidence that is there already.

    Raises UnusableInput as `attach_evidence` does, and when the evidence is no longer there.
    """
    return _give_files(desk, case_id, index, paths, base, Deed.ADD_FILES, report)


def replace_files(
    desk: Desk,
    case_id: str,
    index: int,
    paths: tuple[Path, ...],
    base: Evidence | None = None,
    report: Report = _tell_nobody,
    *,
    instead_of: str | None = None,
) -> Attached:
    """Let files stand for a piece of evidence instead of the ones that it has; what is said of it stays.

    With `instead_of` they stand for that one of its files, and the others stay. Raises UnusableInput as
    `attach_evidence` does, and when the evidence is no longer there.
    """
    return _give_files(desk, case_id, index, paths, base, Deed.REPLACE_FILES, report, instead_of)


def take_in(
    desk: Desk,
    case: Case,
    requirement: str,
    paths: tuple[Path, ...],
    taken: Iterable[str] = (),
    report: Report = _tell_nobody,
) -> tuple[dict[str, StoredFile], dict[str, FileFacts]]:
    """Keep files for a paper of a case and examine them; returns both by the names the case gives them.

    `taken` are names that are about to be used. Raises UnusableInput when a file cannot be used.
    """
    for path in paths:
        _refuse_unusable(path)
    names = _names_for(case, requirement, paths, taken)
    kept: dict[str, StoredFile] = {}
    for name, path in names.items():
        report(Progress("import", len(kept), len(names), path.name))
        kept[name] = replace(desk.vault.keep(path), origin=str(path.absolute()))
    facts: dict[str, FileFacts] = {}
    for name, seen in examine_paths(desk, desk.vault.files(kept)):
        facts[name] = seen
        report(Progress("examine", len(facts), len(kept), names[name].name))
    return kept, facts


def _give_files(
    desk: Desk,
    case_id: str,
    index: int,
    paths: tuple[Path, ...],
    base: Evidence | None,
    deed: Deed,
    report: Report,
    instead_of: str | None = None,
) -> Attached:
    case = desk.cases.load(case_id).case
    known = case.evidence[place_of(case, index, base)]
    kept, facts = take_in(desk, case, known.requirement, paths, report=report)
    if deed is Deed.REPLACE_FILES:
        # Selections, turns and an approved layout were about the pages that go.
        files = _in_place_of(known.files, instead_of, tuple(kept))
        new = replace(known, files=files, pages=None, turns=(), layout_approved=False)
        if instead_of in (None, known.files[0]):
            # The letter itself comes first among its files: a scan takes its place.
            new = replace(new, made_from=known.made_from if all(map(_is_draft, paths)) else "", made_of="")
    else:
        pages = _with_more(desk, case_id, known, facts)
        new = replace(known, files=(*known.files, *kept), pages=pages)
    return Attached(replace_evidence(desk, case_id, index, new, known, kept, deed), facts)


def _unsigned_at(case: Case, evidence: Evidence) -> str:
    """Return the letter of ours, not signed yet, in whose place a paper comes; "" for none."""
    place = (evidence.requirement, evidence.person, evidence.part)
    rows = (row for row in case.evidence if (row.requirement, row.person, row.part) == place)
    return next((row.made_from for row in rows if row.made_from), "")


def _is_draft(path: Path) -> bool:
    """Say whether a file is no scan: a Word file, or a PDF that we have drawn and nobody has sealed since."""
    if path.suffix.lower() in _WORD:
        return True
    if path.suffix.lower() != ".pdf" or path.stat().st_size > _LARGEST_LETTER:
        return False
    data = path.read_bytes()
    return _OURS in data and _SIGNATURE not in data


def _in_place_of(files: tuple[str, ...], old: str | None, new: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files of a paper with new ones in the place of one, or of all.

    Raises UnusableInput when the one is no longer there.
    """
    if old is None:
        return new
    if old not in files:
        raise UnusableInput("case.changed_elsewhere")
    at = files.index(old)
    return (*files[:at], *new, *files[at + 1 :])


def _with_more(desk: Desk, case_id: str, known: Evidence, facts: Mapping[str, FileFacts]) -> str | None:
    """Return the selection of pages with all pages of the files that are added."""
    if known.pages is None:
        return None
    opened = desk.open_kept(case_id)
    before = examine_paths(desk, some_of(opened.files, known.files))
    first = sum(len(each.pages) for _, each in before) + 1
    last = first + sum(len(each.pages) for each in facts.values()) - 1
    return f"{known.pages},{first}-{last}" if last >= first else known.pages


def _refuse_unusable(path: Path) -> None:
    if not path.name.isprintable():
        # A name in another encoding or with control signs; it could not be written into a case.
        raise UnusableInput("attach.bad_name", file=path.name.encode("utf-8", "replace").decode())
    if is_folder(path):
        raise UnusableInput("attach.is_folder", file=path.name)
    if not is_file(path):
        # Gone, or on a drive that does not answer.
        raise UnusableInput("attach.missing", file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise UnusableInput("attach.too_large", file=path.name, limit=f"{LARGEST_FILE // 1024 // 1024} MB")
    kind = identify_file(path)
    if kind is FileKind.EMPTY:
        raise UnusableInput("attach.empty", file=path.name)
    if kind is FileKind.UNSUPPORTED:
        raise UnusableInput("attach.unsupported", file=path.name)


def _names_for(
    case: Case, requirement: str, paths: tuple[Path, ...], taken: Iterable[str]
) -> dict[str, Path]:
    """Give each file a name that the case does not use yet, below the requirement's own folder."""
    used = {*taken, *(name for evidence in case.evidence for name in evidence.files)}
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
