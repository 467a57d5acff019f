"""Requests with everything that is hard to set, and what is drawn of them, for the tests of front matter."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest

from app.domain.files import FileKind, Handling, PageFacts, Signature
from app.domain.packet import (
    ExhibitRequest,
    LeftOut,
    PacketOptions,
    PacketPlan,
    PacketRequest,
    SectionRequest,
    SourceFile,
)
from app.domain.words import DisplayMode, Text
from app.packet import pen
from app.packet.draw import Drawn, draw_pages
from app.typeset.text import drawable, width_of
from tests.unit.packet import support

NAME = "VON UND ZU HOHENLOHE-LANGENBURG MAXIMILIAN ALEXANDER 㛃䶮𬭎𫟹"
LONG = Text(
    en=("Evidence of four consecutive years of employment, wages and income tax, with annexes " * 4)[:300],
    zh=("连续四年在中国工作并按规定缴纳个人所得税的证明材料、工资收入证明及其附件（" * 9)[:300],
)
LONG_NAME = "档案/" + "很长的文件名-very long file name_" * 9 + ".pdf"


def source(name: str, pages: int = 1, **fields: object) -> SourceFile:
    """Make a file that is never opened."""
    facts = tuple(PageFacts(number, 595, 842) for number in range(1, pages + 1))
    digest = hashlib.sha256(name.encode()).hexdigest()
    usual = SourceFile(
        name, f"/nowhere/{name}", FileKind.PDF, digest, 1000 + pages, facts, tuple(range(pages))
    )
    return dataclasses.replace(usual, **fields)  # type: ignore[arg-type]


def paper(
    *files: SourceFile, title: Text = support.PASSPORT, person: str = support.PERSON, **fields: object
) -> ExhibitRequest:
    usual = ExhibitRequest("passport", "original", title, person, (), files)
    return dataclasses.replace(usual, **fields)  # type: ignore[arg-type]


def asking(
    *sections: SectionRequest, language: DisplayMode = DisplayMode.BOTH, **fields: object
) -> PacketRequest:
    usual = support.request(*sections)
    changed = {"options": PacketOptions(language=language), "applicant": support.PERSON, **fields}
    return dataclasses.replace(usual, **changed)  # type: ignore[arg-type]


def hard_request(language: DisplayMode = DisplayMode.BOTH) -> PacketRequest:
    """Ask for long titles, twelve people, 40 sections, many exhibits in one, missing glyphs."""
    signed = (Signature("ZHANG San 张三", date(2026, 9, 1)), Signature(""))
    handled = (
        Handling("rebuilt", "qpdf"),
        Handling("pictured", "PDFium", (2,)),
        Handling("turned", pages=(1, 3)),
    )
    papers = [
        paper(
            source(LONG_NAME, 3, signatures=signed, handling=handled),
            title=LONG,
            person=NAME,
            details=(LONG,),
            notes=(LONG,),
            form="original-and-copy",
            copies_asked=12,
        ),
        paper(source("𠮷.pdf", 400, selected=(0, 1, 7)), title=Text("Lacks 𠮷", "缺𠮷"), form="copy"),
        paper(source("𠮷.pdf", 400, selected=(1, 3)), source("b.pdf", 2), form="original"),
        paper(source("c" + LONG_NAME, 2, problem="encrypted", selected=()), title=LONG, person=NAME),
        paper(),
    ]
    owner = Text(f"Principal applicant: {NAME}", f"主申请人：{NAME}")
    sections = [SectionRequest(LONG, owner, tuple(papers))]
    sections += [
        SectionRequest(
            Text(f"Kind {n}", f"第{n}类"),
            owner,
            tuple(
                paper(source(f"p{n}-{m}.pdf"), form="copy", person=f"Person {n}") for m in range(1 + n % 4)
            ),
        )
        for n in range(39)
    ]
    usual = asking(*sections, language=language)
    return dataclasses.replace(
        usual,
        draft=True,
        applicant=NAME,
        agent=LONG.en,
        left_out=(
            LeftOut(LONG, NAME, LONG.en, LONG.zh, date(2026, 11, 2)),
            LeftOut(support.PASSPORT, NAME, "𠮷", "Window 3", in_part=True),
        ),
        title=LONG.zh,
        category=LONG,
        office=LONG,
        people=usual.people * 12,
    )


@dataclass(frozen=True)
class Words:
    """Where a line of text was drawn."""

    text: str
    left: float
    right: float
    baseline: float
    size: float

    def meets(self, other: Words) -> bool:
        """Say whether the two lines run into each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        upper, lower = (self, other) if self.baseline > other.baseline else (other, self)
        return across > 0.5 and upper.baseline - 0.12 * upper.size < lower.baseline + 0.72 * lower.size


def drawn_words(plan: PacketPlan, monkeypatch: pytest.MonkeyPatch) -> tuple[Drawn, dict[int, list[Words]]]:
    """Draw a plan and return, for each page, every line that was drawn and where."""
    pages: dict[int, list[Words]] = defaultdict(list)
    number = [1]
    plain = pen.Pen.text

    def text(self: pen.Pen, x: float, y: float, words: str, size: float, **how: object) -> None:
        shown = drawable(words)
        width = width_of(shown, size)
        left = x - float(how.get("align", 0.0)) * width  # type: ignore[arg-type]
        if shown.strip():
            pages[number[0]].append(Words(shown, left, left + width, y, size))
        plain(self, x, y, words, size, **how)  # type: ignore[arg-type]

    def count(done: int) -> None:
        number[0] = done + 1

    monkeypatch.setattr(pen.Pen, "text", text)
    return draw_pages(plan, count), dict(pages)


def collisions(words: Iterable[Words]) -> list[tuple[str, str]]:
    """Return the pairs of lines on one page that run into each other."""
    lines = sorted(words, key=lambda line: -line.baseline)
    found = []
    for place, line in enumerate(lines):
        for other in lines[place + 1 :]:
            if line.baseline - other.baseline > 100:
                break
            if line.meets(other):
                found.append((line.text, other.text))
    return found
