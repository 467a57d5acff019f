"""Do papers that count only with a seal bear one?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, own_pages, sure_kind
from app.domain.files import FileKind
from app.domain.findings import Finding


def check_seals(bench: Bench) -> Iterator[Finding]:
    """State papers that want a seal and on no page of which one was found."""
    for evidence in bench.case.evidence:
        pages = own_pages(bench, evidence)
        sealed = next((page for page in pages if _wants_seal(page, bench)), None)
        if sealed is None or any(page.read.seals for page in pages) or _is_unseen(sealed, bench):
            continue
        yield found("seal.not_found", evidence, file=sealed.file, page=sealed.number)


def _wants_seal(page: ReadPage, bench: Bench) -> bool:
    kind = sure_kind(page, bench)
    return kind is not None and kind.sealed


def _is_unseen(page: ReadPage, bench: Bench) -> bool:
    """Say whether only the writing is known: a picture of a seal in a Word file was not looked at."""
    return bench.facts[page.file].kind is FileKind.DOCX
