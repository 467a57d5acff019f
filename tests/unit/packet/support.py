"""Files, requests and readings that the packet's tests are made of."""

from __future__ import annotations

import hashlib
import io
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from PIL import Image

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import (
    ExhibitRequest,
    PacketPlan,
    PacketRequest,
    Progress,
    SectionRequest,
    SourceFile,
)
from app.domain.words import Text
from app.packet import layout
from app.packet.document import PdfDocument
from app.packet.layout import Box
from app.packet.pixels import make_part
from app.packet.plan import plan_packet
from app.packet.values import Name, Stream, Value
from app.packet.write import write_packet

PASSPORT = Text("Passport", "护照")
PERSON = "MÜLLER ANNA 安娜"
RARE = "㛃䶮𬭎"
# Colours of the corners of the test picture, clockwise from the upper left as it is stored.
CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))


def silent(progress: Progress) -> None:
    del progress


# Source files


def write_pdf(
    path: Path, pages: Sequence[Mapping[str, Value]], *, catalogue: Mapping[str, Value] | None = None
) -> Path:
    """Write a PDF of page dictionaries; "Contents" may be a stream, anything else is taken as it is."""
    with path.open("wb") as stream:
        document = PdfDocument(stream)
        tree = document.reserve()
        kids = [
            document.add({**_page(document, page), "Type": Name("Page"), "Parent": tree}) for page in pages
        ]
        document.add({"Type": Name("Pages"), "Kids": kids, "Count": len(kids)}, tree)
        extra = {key: store(document, value) for key, value in (catalogue or {}).items()}
        root = document.add({"Type": Name("Catalog"), "Pages": tree, **extra})
        document.finish(root, document.add({"Title": b"test"}))
    return path


def _page(document: PdfDocument, page: Mapping[str, Value]) -> dict[str, Value]:
    filled = {"MediaBox": [0, 0, 300, 400], "Resources": {}, **page}
    return {key: store(document, value) for key, value in filled.items()}


def store(document: PdfDocument, value: Value) -> Value:
    """Add the streams within a value as objects of their own."""
    if isinstance(value, Stream):
        entries = {key: store(document, item) for key, item in value.entries.items()}
        return document.add(Stream(entries, value.data))
    if isinstance(value, Mapping):
        return {key: store(document, item) for key, item in value.items()}
    if isinstance(value, list):
        return [store(document, item) for item in value]
    return value


def content(text: str) -> Stream:
    return Stream({}, text.encode("ascii"))


def corners_content(box: Sequence[float]) -> Stream:
    """Return content that paints the four corners of a box."""
    x0, y0, x1, y1 = box
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    places = ((x0, middle_y), (middle_x, middle_y), (middle_x, y0), (x0, y0))
    rows = [
        f"{r / 255} {g / 255} {b / 255} rg {x} {y} {middle_x - x0} {middle_y - y0} re f"
        for (r, g, b), (x, y) in zip(CORNERS, places, strict=True)
    ]
    return content("\n".join(rows))


def corner_picture(width: int = 320, height: int = 200) -> Image.Image:
    picture = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for color, (x, y) in zip(CORNERS, ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        picture.paste(color, (x * half[0], y * half[1], x * half[0] + half[0], y * half[1] + half[1]))
    return picture


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a picture that no compression makes small."""
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))


def picture_bytes(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def picture_file(path: Path, data: bytes, kind: FileKind, **facts: object) -> SourceFile:
    path.write_bytes(data)
    with Image.open(path) as picture:
        width, height = picture.size
    page = PageFacts(1, float(width), float(height), **facts)  # type: ignore[arg-type]
    if page.turn % 180:
        page = PageFacts(1, float(height), float(width), **facts)  # type: ignore[arg-type]
    return source_file(path, kind, (page,))


def pdf_file(path: Path) -> SourceFile:
    document = pypdfium2.PdfDocument(path)
    facts = []
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        facts.append(PageFacts(index + 1, width, height, turn=page.get_rotation()))
        page.close()
    document.close()
    return source_file(path, FileKind.PDF, tuple(facts))


def source_file(path: Path, kind: FileKind, pages: tuple[PageFacts, ...]) -> SourceFile:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    file = SourceFile(path.name, str(path), kind, digest, len(data), pages, tuple(range(len(pages))))
    return replace(file, parts=made_parts(file)) if kind.is_picture else file


def made_parts(file: SourceFile) -> tuple[str, ...]:
    """Decode what does not pass through, as is done before a packet is written; what fails stays as it is."""
    return tuple(_made_part(Path(file.path), file, index) for index in range(len(file.pages)))


def _made_part(path: Path, file: SourceFile, index: int) -> str:
    made = path.with_name(f"{path.name}-{index}.part")
    try:
        return str(made) if make_part(path, file.name, file.kind, index, made) else str(path)
    except UnusableInput:
        return str(path)


# Requests


def exhibit(*files: SourceFile, title: Text = PASSPORT, person: str = PERSON) -> ExhibitRequest:
    return ExhibitRequest("passport", "", title, person, (Text("copy", "复印件"),), files)


def section(*exhibits: ExhibitRequest) -> SectionRequest:
    return SectionRequest(Text("Identity", "身份材料"), Text("Passports", "护照"), exhibits)


def request(*sections: SectionRequest, draft: bool = False, title: str = "MÜLLER family") -> PacketRequest:
    words = (
        Text("Principal applicant", "主申请人"),
        Text.same(PERSON),
        Text.same("C01X"),
        Text("Germany", "德国"),
    )
    person = (*words, Text.same("1985-03-02"))
    return PacketRequest(
        title=title,
        category=Text("Permanent residence", "外国人永久居留"),
        place=Text("Ningbo", "宁波"),
        office=Text("Exit-Entry Administration", "出入境管理局"),
        submit_on=date(2026, 12, 15),
        people=(person,),
        sections=sections,
        draft=draft,
        rule_pack="cn 1",
    )


def build(folder: Path, *files: SourceFile, draft: bool = False) -> tuple[PacketPlan, Path]:
    """Build a packet with one exhibit for each file."""
    plan = plan_packet(request(section(*(exhibit(file) for file in files)), draft=draft))
    target = folder / "packet.pdf"
    write_packet(plan, target, silent)
    return plan, target


# Readings


def rendered(path: Path, number: int, scale: float = 1.0) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    page = document[number - 1]
    picture = page.render(scale=scale).to_pil().convert("RGB")
    page.close()
    document.close()
    return picture


def text_by_pdfium(path: Path, number: int) -> str:
    document = pypdfium2.PdfDocument(path)
    page = document[number - 1]
    words = page.get_textpage().get_text_bounded()
    document.close()
    return str(words)


def link_targets(path: Path, number: int) -> set[int]:
    """Return the pages to which the links of a page lead."""
    reader = pypdf.PdfReader(path)
    numbers = {page.indirect_reference: place for place, page in enumerate(reader.pages, start=1)}
    links: Any = reader.pages[number - 1].get("/Annots", [])
    return {numbers[list.__getitem__(link.get_object()["/Dest"], 0)] for link in links}


def matrices(page: pypdf.PageObject) -> list[tuple[float, ...]]:
    """Return the matrix under which each source stands on a page, as its content says."""
    contents: Any = page["/Contents"]
    words = contents[0].get_object().get_data().decode("ascii")
    found = re.findall(r"^q\n(.*) cm$", words, re.MULTILINE)
    return [tuple(map(float, numbers.split())) for numbers in found]


def corner_colors(picture: Image.Image, target: Box) -> tuple[tuple[int, int, int], ...]:
    """Return the colours a quarter into the target, clockwise from the upper left, 0 or 255 a channel."""
    places = ((0.25, 0.75), (0.75, 0.75), (0.75, 0.25), (0.25, 0.25))
    found = []
    for across, up in places:
        x = target.x + across * target.width
        y = picture.height - (target.y + up * target.height)
        pixel = picture.getpixel((int(x), int(y)))
        assert isinstance(pixel, tuple)
        found.append(tuple(255 if channel > 127 else 0 for channel in pixel[:3]))
    return tuple(found)  # type: ignore[arg-type]


def sheet_number(plan: PacketPlan) -> int:
    return next(page.number for page in plan.pages if page.kind == "sheet")


def area_of(plan: PacketPlan, number: int) -> Box:
    page = plan.pages[number - 1]
    return layout.sheet_area(page.width_pt, page.height_pt)
