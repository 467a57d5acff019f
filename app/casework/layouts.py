"""Word files as they were laid out: shown to the person, and taken into account once that is known."""

from collections.abc import Mapping
from pathlib import Path

from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_files
from app.casework.ready import make_all_ready
from app.domain.files import FileFacts, FileKind, ReadyFile
from app.intake.version import maker_version
from app.store.vault import where_lies


def preview_of(desk: Desk, opened: OpenCase, name: str, folder: Path) -> ReadyFile:
    """Lay a Word file of the case out and return where its pages are, with which fonts and by which program.

    What was laid out before is not done again. Where it cannot be kept it stays in `folder`. A file that
    cannot be laid out comes back with its problem. Raises UnusableInput when it cannot be opened.
    """
    facts = examine_files(desk, opened, lambda _: None)
    return make_all_ready(desk, opened, {name: facts[name]}, folder, lambda _: None)[name]


def with_layouts(desk: Desk, opened: OpenCase, facts: Mapping[str, FileFacts]) -> dict[str, FileFacts]:
    """Return the facts of files, those of Word files with what is known from laying them out before."""
    return {
        name: _with_layout(desk, where_lies(opened.files, name), name, each) for name, each in facts.items()
    }


def _with_layout(desk: Desk, path: Path, name: str, facts: FileFacts) -> FileFacts:
    if facts.kind is not FileKind.DOCX or facts.problem is not None:
        return facts
    kept = desk.ready_files.find(path, name, facts, maker_version())
    return facts if kept is None else kept.facts
