"""Says which packet this is: a digest of what a case puts into it, and the id that stands on its cover."""

import hashlib
import json

from app.domain.packet import LeftOut, PacketRequest, SourceFile
from app.domain.words import Text

# Of the code on the cover: the product, the version of what the code says.
_CODE_TAG = "YONGJU 1"
_ID_LENGTH = 20
_GROUP = 4
# Of a person's row what a shared copy tells: role, name and nationality.
_SHARED_COLUMNS = (0, 1, 3)
_UNTOLD = Text.same("—")


def shown_digest(request: PacketRequest) -> str:
    """Return a digest of all that a case puts into a packet: words, papers, their order and pages.

    A converted file's pages are left out: how many it has shows only once it is converted. Of a shared
    copy only what it shows is taken in: all else stands in it, so that a number could be found by trying.
    """
    shown: dict[str, object] = {
        "words": [request.title, request.submit_on.isoformat(), request.applicant, request.agent],
        "texts": [[text.zh, text.en] for text in (request.category, request.place, request.office)],
        "people": [[[cell.zh, cell.en] for cell in row] for row in people_told(request)],
        "exhibits": [
            [
                [section.title.zh, section.subtitle.zh, exhibit.title.zh, exhibit.person_name],
                [[detail.zh, detail.en] for detail in (*exhibit.details, *exhibit.notes)],
                [exhibit.form, exhibit.copies_asked],
                [_shown_file(file) for file in exhibit.files],
            ]
            for section in request.sections
            for exhibit in section.exhibits
        ],
    }
    told = left_out_told(request)
    if told:
        # Absent where there is none, so that packets of before papers could be left out keep their id.
        shown["left_out"] = [_shown_left_out(each) for each in told]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def people_told(request: PacketRequest) -> tuple[tuple[Text, ...], ...]:
    """Return the people's rows; a shared copy tells neither passport numbers nor dates of birth."""
    if request.options.share is None:
        return request.people
    return tuple(
        tuple(cell if column in _SHARED_COLUMNS else _UNTOLD for column, cell in enumerate(person))
        for person in request.people
    )


def left_out_told(request: PacketRequest) -> tuple[LeftOut, ...]:
    """Return the papers that are not handed in; a shared copy, which goes to no office, tells none."""
    return () if request.options.share is not None else request.left_out


def packet_id(digest: str) -> str:
    """Return the id of a packet from the digest of what the case puts into it: 20 hexadecimal digits."""
    return digest[:_ID_LENGTH].upper()


def grouped(identifier: str) -> str:
    """Write an id in groups that can be read out and compared."""
    return " ".join(identifier[start : start + _GROUP] for start in range(0, len(identifier), _GROUP))


def code_words(identifier: str, page_count: int) -> str:
    """Return what the code on the cover says; capital letters and digits alone keep it small."""
    return f"{_CODE_TAG} ID {identifier} PAGES {page_count}"


def _shown_left_out(paper: LeftOut) -> list[object]:
    day = None if paper.said_on is None else paper.said_on.isoformat()
    return [
        paper.title.zh,
        paper.title.en,
        paper.person_name,
        paper.reason,
        paper.said_by,
        day,
        paper.in_part,
    ]


def _shown_file(file: SourceFile) -> list[object]:
    pages = [] if file.treatment == "converted" else list(file.selected)
    turned = [[turn.page, turn.degrees] for turn in file.turned if turn.page - 1 in file.selected]
    # Absent where nobody turned a page, so that packets of before pages could be turned keep their id.
    return [file.name, file.sha256, pages, *([turned] if turned else [])]
