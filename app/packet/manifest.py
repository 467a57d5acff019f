"""The packet's own account of itself, kept in its catalogue (ISO 32000-1, 14.5) as JSON.

Format 1. It lets `verify` hold a packet against what was put into it with nothing else at hand. It is
no seal: whoever rewrites pages with knowledge can rewrite it as well.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import app
from app.domain.packet import PacketFile, PacketPlan, PacketRequest, PageKind, PlannedPage, SourceFile
from app.packet.plan import packet_files

FORMAT = 1
OWNER = "Yongju"


@dataclass(frozen=True, slots=True)
class PageRecord:
    """Holds what a page is and the digests of the whole page and of what was placed on it."""

    number: int
    kind: str
    label: str
    source: str
    source_sha256: str
    source_index: int | None
    problem: str
    page_digest: str
    placed_digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Holds what a packet consists of; `frame_digest` is that of the catalogue around the pages."""

    title: str
    category: str
    place: str
    draft: bool
    rule_pack: str
    made_with: str
    pages: tuple[PageRecord, ...]
    files: tuple[PacketFile, ...]
    bookmarks: tuple[tuple[str, int, int], ...]
    links: tuple[tuple[int, int], ...]
    shown_digest: str = ""
    frame_digest: str = ""

    def with_frame(self, digest: str) -> "Manifest":
        """Return the manifest with the catalogue's digest."""
        return replace(self, frame_digest=digest)


def page_record(page: PlannedPage, page_digest: str, placed_digest: str) -> PageRecord:
    """Describe a written page."""
    source = page.source
    return PageRecord(
        number=page.number,
        kind=page.kind.value,
        label=page.label,
        source=source.file.name if source else "",
        source_sha256=source.file.sha256 if source else "",
        source_index=source.index if source and page.kind is PageKind.SHEET else None,
        problem=page.problem or "",
        page_digest=page_digest,
        placed_digest=placed_digest,
    )


def make_manifest(
    plan: PacketPlan,
    pages: tuple[PageRecord, ...],
    bookmarks: tuple[tuple[str, int, int], ...],
    links: tuple[tuple[int, int], ...],
) -> Manifest:
    """Describe a packet whose pages are written."""
    request = plan.request
    return Manifest(
        title=request.title,
        category=request.category.en,
        place=request.place.en,
        draft=request.draft,
        rule_pack=request.rule_pack,
        made_with=app.__version__,
        pages=pages,
        files=packet_files(plan),
        bookmarks=bookmarks,
        links=links,
        shown_digest=shown_digest(request),
    )


def shown_digest(request: PacketRequest) -> str:
    """Return a digest of all that a case puts into a packet: words, papers, their order and pages.

    A converted file's pages are left out: how many it has shows only once it is converted.
    """
    shown = {
        "words": [request.title, request.submit_on.isoformat()],
        "texts": [[text.zh, text.en] for text in (request.category, request.place, request.office)],
        "people": [[[cell.zh, cell.en] for cell in row] for row in request.people],
        "exhibits": [
            [
                [section.title.zh, section.subtitle.zh, exhibit.title.zh, exhibit.person_name],
                [[detail.zh, detail.en] for detail in exhibit.details],
                [_shown_file(file) for file in exhibit.files],
            ]
            for section in request.sections
            for exhibit in section.exhibits
        ],
    }
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def _shown_file(file: SourceFile) -> list[object]:
    pages = [] if file.treatment == "converted" else list(file.selected)
    return [file.name, file.sha256, pages]


def to_json(manifest: Manifest) -> bytes:
    """Spell a manifest as JSON, the same for the same packet."""
    content = {
        "format": FORMAT,
        "title": manifest.title,
        "category": manifest.category,
        "place": manifest.place,
        "draft": manifest.draft,
        "rule_pack": manifest.rule_pack,
        "made_with": manifest.made_with,
        "frame_digest": manifest.frame_digest,
        "shown_digest": manifest.shown_digest,
        "pages": [{name: getattr(page, name) for name in PageRecord.__slots__} for page in manifest.pages],
        "files": [{name: getattr(file, name) for name in PacketFile.__slots__} for file in manifest.files],
        "bookmarks": [list(bookmark) for bookmark in manifest.bookmarks],
        "links": [list(link) for link in manifest.links],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def from_json(data: bytes) -> Manifest:
    """Read a manifest; raises ValueError when it is none of this format."""
    content = json.loads(data)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError("no manifest of a known format")
    try:
        return _manifest_of(content)
    except (TypeError, LookupError, AttributeError) as error:
        raise ValueError("a manifest with parts missing") from error


def _manifest_of(content: Mapping[str, Any]) -> Manifest:
    return Manifest(
        title=str(content["title"]),
        category=str(content["category"]),
        place=str(content["place"]),
        draft=bool(content["draft"]),
        rule_pack=str(content["rule_pack"]),
        made_with=str(content["made_with"]),
        pages=tuple(PageRecord(**page) for page in content["pages"]),
        files=tuple(PacketFile(**{**file, "pages": tuple(file["pages"])}) for file in content["files"]),
        bookmarks=tuple((str(title), int(page), int(level)) for title, page, level in content["bookmarks"]),
        links=tuple((int(page), int(target)) for page, target in content["links"]),
        frame_digest=str(content["frame_digest"]),
        shown_digest=str(content["shown_digest"]),
    )
