"""States the facts of one file: the only door through which files come in.

Bad content is a fact like any other. Only a file that cannot be opened at all is an error.
"""

import hashlib
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem
from app.intake.identify import identify_file, named_kind_of
from app.intake.seen import EMPTY, Seen

_UNSUPPORTED = Seen(problem=FileProblem.UNSUPPORTED)


def examine_file(path: Path, name: str) -> FileFacts:
    """State what a file is and what is in it; raises UnusableInput when it cannot be opened."""
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
        kind = identify_file(path)
        seen = _look_inside(path, kind)
    except (OSError, UnusableInput) as error:
        raise UnusableInput("file.cannot_open", file=name) from error
    return facts_of(seen, sha256=digest, size_bytes=size, kind=kind, named_kind=named_kind_of(name))


def facts_of(
    seen: Seen, *, sha256: str, size_bytes: int, kind: FileKind, named_kind: FileKind | None
) -> FileFacts:
    """Join what was seen inside a file with what it is."""
    return FileFacts(
        sha256=sha256,
        size_bytes=size_bytes,
        kind=kind,
        named_kind=named_kind,
        pages=seen.pages,
        problem=seen.problem,
        repair=seen.repair,
        active_content=seen.active_content,
        signed=seen.signed,
        restricted=seen.restricted,
        signatures=seen.signatures,
        fonts_asked=seen.fonts_asked,
        undrawn_notes=seen.undrawn_notes,
    )


def _look_inside(path: Path, kind: FileKind) -> Seen:
    """Ask the reader of a kind; each is heavy, so none is loaded before it is needed."""
    if kind is FileKind.EMPTY:
        return EMPTY
    if kind is FileKind.UNSUPPORTED:
        return _UNSUPPORTED
    if kind is FileKind.PDF:
        from app.intake.pdf import examine_pdf

        return examine_pdf(path)
    if kind is FileKind.DOCX:
        from app.intake.docx import examine_docx

        return examine_docx(path)
    from app.intake.image import examine_image

    return examine_image(path, kind)
