"""A whole case folder: its people, its pieces of evidence, and the files that they are written to."""

# ruff: noqa: E501 - data read better in rows

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support import papers
from tests.support.kits import own, stage
from tests.support.kits.stage import Script
from tests.support.papers.worsen import worsen

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """Holds one piece of evidence: what is on its paper, how it was saved, what was typed for it.

    `sheets` are papers one behind the other in one file, `form` is one of FORMS. `image` makes a photo in
    place of sheets. `spoil` changes the pages, `change` the bytes, each by a name that tells one from
    another.
    """

    requirement: str
    person: str
    file: str
    sheets: tuple[Script, ...] = ()
    form: str = "text"
    part: str = "original"
    typed: tuple[tuple[str, Any], ...] = ()
    image: tuple[str, tuple[Any, ...]] | None = None
    spoil: str = ""
    change: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what the piece is: requirement, person, part."""
        return self.requirement, self.person, self.part


@dataclass(frozen=True, slots=True)
class Kit:
    """Holds a case folder before it is written."""

    name: str
    category: str
    place: str
    submit_on: date
    today: date
    people: tuple[dict[str, Any], ...]
    pieces: tuple[Piece, ...]
    answers: dict[str, Any] = field(default_factory=dict)
    years: tuple[dict[str, Any], ...] = ()

    def piece(
        self, requirement: str, person: str | None = None, part: str = "original", at: int = 0
    ) -> Piece:
        """Return a piece; raises LookupError where there is none."""
        found = [p for p in self.pieces if p.requirement == requirement and p.part == part
                 and person in (None, p.person)]  # fmt: skip
        if len(found) <= at:
            raise LookupError(f"{self.name}: no {requirement} {part} of {person}")
        return found[at]

    def swap(self, old: Piece, *new: Piece) -> "Kit":
        """Return the kit with other pieces in one's place; without any, it is left out."""
        pieces = [each for piece in self.pieces for each in (new if piece == old else (piece,))]
        return replace(self, pieces=tuple(pieces))

    def with_person(self, person_id: str, **values: Any) -> "Kit":
        """Return the kit with one person's typed fields changed."""
        people = tuple({**p, **values} if p["id"] == person_id else p for p in self.people)
        return replace(self, people=people)

    def with_year(self, year: int, **values: Any) -> "Kit":
        """Return the kit with one year's typed figures changed; None takes a figure away."""
        rows = tuple({**row, **values} if row["year"] == year else row for row in self.years)
        return replace(self, years=tuple({k: v for k, v in row.items() if v is not None} for row in rows))


# -- writing the folder -------------------------------------------------------------------------------


def write_kit(kit: Kit, folder: Path, cache: Path) -> Path:
    """Write a case folder; files that were made before are taken from the cache."""
    folder.mkdir(parents=True, exist_ok=True)
    for piece in kit.pieces:
        path = folder / piece.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_made(piece, cache))
    (folder / "case.toml").write_text(case_text(kit), encoding="utf-8")
    return folder


def case_text(kit: Kit) -> str:
    """Write case.toml."""
    head = {
        "format": 1,
        "title": kit.name,
        "category": kit.category,
        "place": kit.place,
        "submit_on": kit.submit_on,
    }
    blocks = [_table("", head), *(_table("[[person]]", each) for each in kit.people)]
    if kit.answers:
        blocks.append("[answers]\n" + "".join(f'"{k}" = {_value(v)}\n' for k, v in kit.answers.items()))
    blocks += [_table("[[year]]", each) for each in kit.years]
    blocks += [_table("[[evidence]]", _evidence(each)) for each in kit.pieces]
    return "\n".join(blocks)


def _evidence(piece: Piece) -> dict[str, Any]:
    part = {} if piece.part == "original" else {"part": piece.part}
    about = {"requirement": piece.requirement, "person": piece.person, **part}
    return {**about, "files": [piece.file], **dict(piece.typed)}


def _table(head: str, values: dict[str, Any]) -> str:
    lines = [head, *(f"{key} = {_value(value)}" for key, value in values.items())]
    return "\n".join(filter(None, lines)) + "\n"


def _value(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


# -- making a file ------------------------------------------------------------------------------------


def _made(piece: Piece, cache: Path) -> bytes:
    about = (piece.sheets, piece.form, piece.image, piece.spoil, piece.change)
    key = hashlib.sha256(f"{_SOURCES}{about!r}".encode()).hexdigest()[:32]
    kept = cache / key
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(make_file(piece))
    return kept.read_bytes()


def _digest(modules: Iterable[Any]) -> str:
    return hashlib.sha256(b"".join(Path(each.__file__).read_bytes() for each in modules)).hexdigest()


_SOURCES = _digest((own, stage, papers.pen if hasattr(papers, "pen") else papers))


def make_file(piece: Piece) -> bytes:
    """Draw a piece's papers and save them as its form says."""
    if piece.image is not None:
        from tests.support.kits import pictures

        made = pictures.make(*piece.image)
    else:
        drawn = [stage.draw(script) for script in piece.sheets]
        made = FORMS[piece.form](drawn, piece)
    if piece.change:
        from tests.support.kits import spoiling

        made = spoiling.CHANGES[piece.change](made)
    return made


def _pages(drawn: list[papers.Paper], piece: Piece, how: str) -> list[Image.Image]:
    from tests.support.kits import spoiling

    pages = [page for paper in drawn for page in paper.pages]
    if piece.spoil:
        pages = spoiling.SPOILS[piece.spoil](pages)
    seed = piece.sheets[0].seed
    return [worsen(page, how, seed + at) for at, page in enumerate(pages)]


def _dpi(piece: Piece) -> int:
    return piece.sheets[0].dpi // (2 if piece.spoil == "coarse" else 1)


def _text(drawn: list[papers.Paper], piece: Piece) -> bytes:
    """A PDF whose text can be marked, its letters drawn by a program."""
    runs, before = [], 0
    for paper in drawn:
        runs += [replace(run, page=run.page + before) for run in paper.runs]
        before += len(paper.pages)
    pages = tuple(_pages(drawn, piece, "clean200"))
    return papers.page_pdf(pages, _dpi(piece), () if piece.spoil else tuple(runs))


def _scan(how: str) -> Callable[[list[papers.Paper], Piece], bytes]:
    def save(drawn: list[papers.Paper], piece: Piece) -> bytes:
        return papers.page_pdf(tuple(_pages(drawn, piece, how)), _dpi(piece))

    return save


def _picture(how: str, kind: str) -> Callable[[list[papers.Paper], Piece], bytes]:
    def save(drawn: list[papers.Paper], piece: Piece) -> bytes:
        pages = _pages(drawn, piece, how)
        kept, dpi = io.BytesIO(), (_dpi(piece),) * 2
        if kind == "TIFF":
            pages[0].save(kept, kind, save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=dpi)
        elif how.startswith("phone"):
            # Telephones state 72 dots per inch.
            pages[0].save(kept, kind, quality=88, dpi=(72, 72))
        else:
            pages[0].save(kept, kind, quality=90, dpi=dpi)
        return kept.getvalue()

    return save


def _docx(drawn: list[papers.Paper], piece: Piece) -> bytes:
    """Write the lines as paragraphs, what stands beside each other parted by a tab."""
    from docx import Document

    document = Document()
    for paper in drawn:
        for line in _lines(paper):
            document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return _same_times(kept.getvalue())


def _same_times(written: bytes) -> bytes:
    """Return a ZIP without the time of writing, so that the same paper gives the same file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), old.read(name))
    return kept.getvalue()


def _lines(paper: papers.Paper) -> list[str]:
    rows: dict[tuple[int, int], list[papers.Run]] = {}
    for run in paper.runs:
        rows.setdefault((run.page, round(run.box[3] / 8)), []).append(run)
    return [
        "\t".join(run.text for run in sorted(row, key=lambda run: run.box[0]))
        for _, row in sorted(rows.items())
    ]


FORMS: dict[str, Callable[[list[papers.Paper], Piece], bytes]] = {
    "text": _text,
    "scan": _scan("noise"),
    "scan-jpeg": _scan("jpeg"),
    "scan-faint": _scan("faint"),
    "scan-tint": _scan("tint"),
    "scan-grey": _scan("grey"),
    "jpg": _picture("jpeg", "JPEG"),
    "png": _picture("clean200", "PNG"),
    "webp": _picture("jpeg", "WEBP"),
    "tif": _picture("noise", "TIFF"),
    "phone": _picture("phone", "JPEG"),
    "phone-angle": _picture("phone_hard", "JPEG"),
    "docx": _docx,
}
ENDINGS = {"text": ".pdf", "scan": ".pdf", "scan-jpeg": ".pdf", "scan-faint": ".pdf", "scan-tint": ".pdf", "scan-grey": ".pdf",
           "jpg": ".jpg", "png": ".png", "webp": ".webp", "tif": ".tif", "phone": ".jpg", "phone-angle": ".jpg", "docx": ".docx"}  # fmt: skip
