"""The packet's own account of itself, kept in its catalogue (ISO 32000-1, 14.5) as JSON.

Format 2; format 1, which knew one source a page, is still read. The manifest lets `verify` hold a packet
against what was put into it with nothing else at hand. It is no seal: whoever rewrites pages with
knowledge can rewrite it as well.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import app
from app.domain.packet import PacketFile, PacketPlan, PageKind, PlannedPage, ShareCopy, Supplement
from app.domain.words import DisplayMode
from app.packet.attachments import Attachment, attachments_of
from app.packet.holdings import packet_files
from app.packet.identity import shown_digest
from app.packet.stamp import page_pattern

FORMAT = 2
_FIRST_FORMAT = 1
# So much describes some ten thousand pages; more is no manifest, and would fill the memory when read.
LARGEST = 6_000_000
OWNER = "Yongju"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Names a source page that stands on a page, or is missing there, with the digest of what it draws.

    `index` counts the file's pages from 0; it is None, and the digest empty, where nothing was placed.
    """

    name: str
    sha256: str
    index: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class PageRecord:
    """Holds what a page is, the source pages on it, and the digest of the page around them."""

    number: int
    kind: str
    label: str
    sources: tuple[SourceRecord, ...]
    problem: str
    page_digest: str

    @property
    def source(self) -> str:
        """Return the names of the files whose pages stand here."""
        return ", ".join(dict.fromkeys(source.name for source in self.sources))


@dataclass(frozen=True, slots=True)
class Manifest:
    """Holds what a packet consists of; `frame_digest` is that of the catalogue around the pages.

    `packet_id` stands on the cover; `language` is that of the packet's own words, and `stamp` the words
    that number each page, with {number} and {count} where the figures stand.
    """

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
    packet_id: str = ""
    language: DisplayMode = DisplayMode.BOTH
    stamp: str = ""
    volume: int = 1
    volumes: int = 1
    recipient: str = ""  # of a shared copy
    shared_on: str = ""
    supplement_to: str = ""  # the id of the packet to which this one is a supplement
    case_digest: str = ""  # of a supplement: that of the whole case
    standing: tuple[PacketFile, ...] = ()
    labels: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    format: int = FORMAT

    def with_frame(self, digest: str) -> "Manifest":
        """Return the manifest with the catalogue's digest."""
        return replace(self, frame_digest=digest)


def page_record(page: PlannedPage, page_digest: str, placed_digests: tuple[str, ...]) -> PageRecord:
    """Describe a written page; `placed_digests` are those of its sources, none where nothing was placed."""
    placed = page.kind is PageKind.SHEET
    digests = placed_digests if placed else ("",) * len(page.sources)
    sources = (
        SourceRecord(source.file.name, source.file.sha256, source.index if placed else None, digest)
        for source, digest in zip(page.sources, digests, strict=True)
    )
    return PageRecord(
        number=page.number,
        kind=page.kind.value,
        label=page.label,
        sources=tuple(sources),
        problem=page.problem or "",
        page_digest=page_digest,
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
        packet_id=plan.packet_id,
        language=request.options.language,
        stamp=page_pattern(request.options.language),
        volume=plan.volume,
        volumes=plan.volumes,
        attachments=attachments_of(plan),
        **_shared(request.options.share),
        **_supplementing(request.supplement),
    )


def _shared(share: ShareCopy | None) -> dict[str, Any]:
    if share is None:
        return {}
    return {"recipient": share.recipient, "shared_on": share.day.isoformat()}


def _supplementing(supplement: Supplement | None) -> dict[str, Any]:
    if supplement is None:
        return {}
    return {
        "supplement_to": supplement.packet_id,
        "case_digest": supplement.case_digest,
        "standing": supplement.standing,
        "labels": supplement.labels,
    }


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
        "packet_id": manifest.packet_id,
        "language": manifest.language.value,
        "stamp": manifest.stamp,
        "volume": manifest.volume,
        "volumes": manifest.volumes,
        "pages": [_form_of_page(page) for page in manifest.pages],
        "recipient": manifest.recipient,
        "shared_on": manifest.shared_on,
        "supplement_to": manifest.supplement_to,
        "case_digest": manifest.case_digest,
        "standing": [_form_of_file(file) for file in manifest.standing],
        "labels": list(manifest.labels),
        "attachments": [
            {name: getattr(one, name) for name in Attachment.__slots__} for one in manifest.attachments
        ],
        "files": [_form_of_file(file) for file in manifest.files],
        "bookmarks": [list(bookmark) for bookmark in manifest.bookmarks],
        "links": [list(link) for link in manifest.links],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _form_of_page(page: PageRecord) -> dict[str, object]:
    sources = [{name: getattr(one, name) for name in SourceRecord.__slots__} for one in page.sources]
    return {name: getattr(page, name) for name in PageRecord.__slots__} | {"sources": sources}


def _form_of_file(file: PacketFile) -> dict[str, object]:
    return {name: getattr(file, name) for name in PacketFile.__slots__}


def from_json(data: bytes) -> Manifest:
    """Read a manifest; raises ValueError when it is none of this format."""
    if len(data) > LARGEST:
        raise ValueError("more than a manifest can be")
    content = json.loads(data)
    if not isinstance(content, dict) or content.get("format") not in (_FIRST_FORMAT, FORMAT):
        raise ValueError("no manifest of a known format")
    try:
        return _manifest_of(content if content["format"] == FORMAT else _from_first_format(content))
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
        pages=tuple(_page_of(page) for page in content["pages"]),
        volume=int(content.get("volume", 1)),
        volumes=int(content.get("volumes", 1)),
        files=tuple(_file_of(file) for file in content["files"]),
        bookmarks=tuple((str(title), int(page), int(level)) for title, page, level in content["bookmarks"]),
        links=tuple((int(page), int(target)) for page, target in content["links"]),
        frame_digest=str(content["frame_digest"]),
        shown_digest=str(content["shown_digest"]),
        packet_id=str(content.get("packet_id", "")),
        language=DisplayMode(content.get("language", DisplayMode.BOTH.value)),
        stamp=str(content.get("stamp", "")),
        recipient=str(content.get("recipient", "")),
        shared_on=str(content.get("shared_on", "")),
        supplement_to=str(content.get("supplement_to", "")),
        case_digest=str(content.get("case_digest", "")),
        standing=tuple(_file_of(file) for file in content.get("standing", ())),
        labels=tuple(map(str, content.get("labels", ()))),
        attachments=tuple(_attachment_of(one) for one in content.get("attachments", ())),
        format=int(content["format"]),
    )


def _page_of(form: Mapping[str, Any]) -> PageRecord:
    sources = tuple(SourceRecord(**_known(SourceRecord, source)) for source in form["sources"])
    return PageRecord(**{**_known(PageRecord, form), "sources": sources})


def _file_of(form: Mapping[str, Any]) -> PacketFile:
    known = dict(_known(PacketFile, form))
    known |= {key: tuple(item) for key, item in known.items() if isinstance(item, list)}
    return PacketFile(**known)


def _attachment_of(form: Mapping[str, Any]) -> Attachment:
    return Attachment(str(form["name"]), str(form["sha256"]), int(form["size_bytes"]))


def _known(kind: type, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries that this version knows; a later one may have added more."""
    return {name: form[name] for name in kind.__slots__ if name in form}  # type: ignore[attr-defined]


def _from_first_format(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a manifest of format 1 as one of format 2 says it; it has no digest of the case to compare."""
    files = [
        {
            **file,
            "indices": [
                page["source_index"]
                for page in content["pages"]
                if page["number"] in file["pages"] and page["source_index"] is not None
            ],
        }
        for file in content["files"]
    ]
    pages = [_page_of_first_format(page) for page in content["pages"]]
    return {**content, "files": files, "pages": pages, "shown_digest": ""}


def _page_of_first_format(page: Mapping[str, Any]) -> dict[str, Any]:
    source = {
        "name": page["source"],
        "sha256": page["source_sha256"],
        "index": page["source_index"],
        "digest": page["placed_digest"],
    }
    return {**page, "sources": [source] if page["source"] else []}
