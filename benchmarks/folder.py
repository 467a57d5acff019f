"""Measures a folder of 500 mixed files: when the first verdict comes, when all have, and again unchanged.

Run: python -m benchmarks.folder. Forty of the files have a defect; how many are found, and how many sound
files are accused, is counted with the product's own checks. Wall-clock time, since the work is that of
several processes; the peer in the same run reads the sound ones in this process without any guard: qpdf's own
check of each PDF (through pikepdf) and Pillow's decoding of each picture, neither of which draws a page
or looks for active content. (Over the bombs it would sit for minutes.)
"""

import contextlib
import functools
import io
import os
import random
import tempfile
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_each, examine_files
from app.casework.review import judge_case
from app.domain.case import Case, Evidence, Person, PersonRole
from app.domain.findings import Severity
from app.domain.rules import RulePack
from app.env import paths
from app.rules.load import load_pack

TODAY, SUBMIT_ON = date(2026, 11, 20), date(2026, 12, 15)
FILES = 500
A4_AT_150_DPI = (1240, 1754)
# A file counts as unchanged by its times only when these are older than the coarsest clock's tick.
SETTLE_SECONDS = 2.5
# Word files are sound, but without LibreOffice they cannot be laid out.
NOT_A_DEFECT = frozenset({"file.needs_converter", "file.signed"})


@dataclass(frozen=True, slots=True)
class Paper:
    """Holds a file of the folder; `defect` names the codes of which one should be found for it."""

    name: str
    content: bytes
    defect: tuple[str, ...] = ()


def main() -> None:
    """Print every figure, with its ratio to the peer where there is one."""
    pack = load_pack(paths.resource("rulepacks", "cn"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = list(make_papers())
        files = write_papers(papers, folder / "papers")
        size = sum(len(paper.content) for paper in papers) / 1e6
        defects = sum(bool(paper.defect) for paper in papers)
        print(f"{len(papers)} files, {size:.0f} MB, {defects} with a defect")
        time.sleep(SETTLE_SECONDS)
        sound = [files[paper.name] for paper in papers if not paper.defect]
        peer = timed(lambda: read_as_peer(sound))
        case = case_of(files, pack)
        opened = OpenCase(case, files)
        all_seconds = measure_first_time(pack, folder / "data", opened)
        print(
            f"all structural facts: {all_seconds:.2f} s = {all_seconds / peer:.2f} x the peer ({peer:.2f} s)"
        )
        again = measure_again(pack, folder / "data", opened)
        print(f"unchanged, by another desk: {again:.2f} s")
        tell_findings(pack, folder / "data", opened, papers)


def measure_first_time(pack: RulePack, data: Path, opened: OpenCase) -> float:
    """Return how long all files take at first, and print when the first results come."""
    desk = Desk(pack, data)
    used, begun = processor_seconds(), time.perf_counter()
    times = [time.perf_counter() - begun for _ in examine_each(desk, opened)]
    desk.close()
    parsed = next((each for each in times if each - times[0] > 0.05), times[0])
    half = times[len(times) // 2]
    print(f"first verdict: {times[0]:.2f} s; first of a parser: {parsed:.2f} s; half of all: {half:.2f} s")
    print(f"processor time of all processes: {processor_seconds() - used:.2f} s")
    return times[-1]


def processor_seconds() -> float:
    """Return the processor time of this process and of those that it has ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def measure_again(pack: RulePack, data: Path, opened: OpenCase) -> float:
    """Return how long the same files take once more, in a desk that has only what was kept."""
    desk = Desk(pack, data)
    took = timed(lambda: examine_files(desk, opened, lambda _progress: None))
    desk.close()
    return took


def tell_findings(pack: RulePack, data: Path, opened: OpenCase, papers: list[Paper]) -> None:
    """Print how many defects are found and how many sound files are accused."""
    desk = Desk(pack, data)
    facts = examine_files(desk, opened, lambda _progress: None)
    begun = time.perf_counter()
    findings = judge_case(desk, opened.case, facts, {}, today=TODAY).findings
    took = time.perf_counter() - begun
    desk.close()
    told: dict[str, set[str]] = {}
    for finding in findings:
        is_note = finding.severity is Severity.NOTE and finding.code != "file.wrong_extension"
        if finding.code.startswith("file.") and finding.file and not is_note:
            told.setdefault(finding.file, set()).add(finding.code)
    defective = [paper for paper in papers if paper.defect]
    found = [paper for paper in defective if told.get(paper.name, set()) & set(paper.defect)]
    accused = [
        paper.name for paper in papers if not paper.defect and told.get(paper.name, set()) - NOT_A_DEFECT
    ]
    print(f"defects found: {len(found)}/{len(defective)}; sound files accused: {len(accused)}", end="")
    print(f"; the checks over all of them: {took:.2f} s")
    for paper in defective:
        if paper not in found:
            print(f"  missed: {paper.name} ({', '.join(paper.defect)})")
    for name in accused:
        print(f"  accused: {name} ({', '.join(told[name])})")


def timed(work: Callable[[], object]) -> float:
    """Return how long something takes by the clock, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def read_as_peer(files: list[Path]) -> None:
    """Read every file by the plainest means, whatever comes of it."""
    for path in files:
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if path.read_bytes()[:5] == b"%PDF-":
                with pikepdf.open(path) as pdf:
                    pdf.check_pdf_syntax()
            else:
                with Image.open(path) as image:
                    image.load()


def case_of(files: dict[str, Path], pack: RulePack) -> Case:
    """Return a case in which each file is evidence of a requirement of its own as far as there are any."""
    requirements = list(pack.requirements)
    person = Person("anna", PersonRole.PRINCIPAL, "ROE", "ANNA")
    evidence = tuple(
        Evidence(requirements[index % len(requirements)], "anna", (name,)) for index, name in enumerate(files)
    )
    return Case("bench", "pr.wage-tax", "ningbo", SUBMIT_ON, (person,), evidence=evidence)


def write_papers(papers: list[Paper], folder: Path) -> dict[str, Path]:
    """Write files and return where each is."""
    folder.mkdir()
    files = {paper.name: folder / paper.name for paper in papers}
    for paper in papers:
        files[paper.name].write_bytes(paper.content)
    return files


def make_papers() -> Iterator[Paper]:
    """Make the folder: defects spread evenly among sound files."""
    defects = list(make_defects())
    sound = list(make_sound(FILES - len(defects)))
    step = FILES // len(defects)
    for index, defect in enumerate(defects):
        yield from sound[index * (step - 1) : (index + 1) * (step - 1)]
        yield defect
    yield from sound[len(defects) * (step - 1) :]


def make_sound(count: int) -> Iterator[Paper]:
    """Make sound files of every kind, in about the mixture of a consultant's folder."""
    kinds: list[tuple[str, Callable[[int], bytes]]] = [
        ("pdf", lambda n: text_pdf(n, pages=1 + n % 4)),
        ("pdf", lambda n: text_pdf(n, pages=1)),
        ("jpg", lambda n: encoded(scan(n), "JPEG", quality=80, dpi=(150, 150))),
        ("pdf", lambda n: scan_pdf(n, pages=1 + n % 3)),
        ("jpg", lambda n: encoded(scan(n), "JPEG", quality=90)),
        ("docx", word_file),
        ("pdf", lambda n: scan_pdf(n, pages=1)),
        ("png", lambda n: encoded(scan(n).convert("L").quantize(16), "PNG")),
        ("tiff", fax),
        ("webp", lambda n: encoded(scan(n), "WEBP", quality=70, method=0)),
        ("pdf", lambda n: text_pdf(n, pages=2)),
    ]
    for number in range(count):
        suffix, make = kinds[number % len(kinds)]
        yield Paper(f"{number:03d}.{suffix}", make(number))


def make_defects() -> Iterator[Paper]:
    """Make forty files, each with a defect that structural checks can see."""
    bad = ("file.unreadable", "file.too_heavy")
    for number in range(3):
        yield Paper(f"empty-{number}.pdf", b"", ("file.empty",))
        yield Paper(f"cut-{number}.png", cut(encoded(scan(900 + number), "PNG")), bad)
        yield Paper(f"locked-{number}.pdf", locked(text_pdf(910 + number)), ("file.encrypted",))
        copy = text_pdf(920 + number)
        yield Paper(f"original-{number}.pdf", copy)
        yield Paper(f"copy-{number}.pdf", copy, ("file.duplicate",))
    for number in range(4):
        yield Paper(f"cut-{number}.jpg", cut(encoded(scan(930 + number), "JPEG")), bad)
        yield Paper(f"cut-{number}.pdf", cut(scan_pdf(940 + number, pages=3)), bad)
    for number in range(2):
        yield Paper(f"cut-{number}.tiff", cut(fax(950 + number)), bad)
        yield Paper(f"pixels-{number}.png", pixel_bomb(30_000 + number), bad)
        yield Paper(f"stream-{number}.pdf", stream_bomb(number), bad)
        yield Paper(f"script-{number}.pdf", with_script(text_pdf(960 + number)), ("file.active_content",))
        yield Paper(f"locked-{number}.docx", locked_office(number), ("file.encrypted",))
    yield Paper("picture.pdf", encoded(scan(970), "PNG"), ("file.wrong_extension",))
    yield Paper("paper.jpg", text_pdf(971), ("file.wrong_extension",))
    yield Paper("letter.pdf", word_file(972), ("file.wrong_extension",))
    yield Paper("photo.png", encoded(scan(973), "JPEG"), ("file.wrong_extension",))
    yield Paper("scan.jpeg", fax(974), ("file.wrong_extension",))
    yield Paper("program.pdf", b"MZ\x90\0" + bytes(2000), ("file.unsupported",))
    yield Paper("notes.docx", b"not a Word file", ("file.unsupported",))
    yield Paper("table.docx", archive({"xl/workbook.xml": b"<x/>"}), ("file.unsupported",))
    yield Paper("broken.docx", cut(word_file(975)), bad)
    twice = scan(976)
    yield Paper("seen-before.jpg", encoded(twice, "JPEG", quality=92))
    yield Paper(
        "seen-again.jpg", encoded(twice.resize((1100, 1556)), "JPEG", quality=70), ("file.duplicate",)
    )


def scan(number: int) -> Image.Image:
    """Draw a page as a scanner sees it: lines of writing of its own on noise."""
    page = noise().copy()
    draw = ImageDraw.Draw(page)
    lines = random.Random(number)
    draw.text((120, 90), f"Paper {number}", 20, font_size=46)
    for row in range(lines.randint(12, 40)):
        words = " ".join(str(lines.randint(10, 10**9)) for _ in range(lines.randint(1, 6)))
        draw.text((120 + lines.randint(0, 200), 190 + 36 * row), words, lines.randint(0, 90), font_size=24)
    return page.convert("RGB")


@functools.cache
def noise() -> Image.Image:
    """Return an empty page as a scanner sees it."""
    return Image.blend(Image.new("L", A4_AT_150_DPI, 244), Image.effect_noise(A4_AT_150_DPI, 24), 0.06)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """Return a picture's bytes in a format."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def text_pdf(number: int, pages: int = 1) -> bytes:
    """Make a PDF of typeset pages."""
    lines = random.Random(number)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in range(pages):
        canvas.drawString(80, 780, f"Paper {number}, page {page + 1}")
        for row in range(lines.randint(10, 40)):
            canvas.drawString(80, 750 - 17 * row, " ".join(str(lines.randint(1, 10**7)) for _ in range(7)))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scan_pdf(number: int, pages: int) -> bytes:
    """Make a PDF of scanned pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in range(pages):
        picture = io.BytesIO(encoded(scan(number * 10 + page), "JPEG", quality=75))
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def fax(number: int) -> bytes:
    """Make a TIFF of two black-and-white pages."""
    pages = [scan(number * 10 + page).convert("1", dither=Image.Dither.NONE) for page in range(2)]
    return encoded(
        pages[0], "TIFF", compression="group4", save_all=True, append_images=pages[1:], dpi=(150, 150)
    )


def word_file(number: int) -> bytes:
    """Make a Word file."""
    document = docx.Document()
    document.add_paragraph(f"在职证明 {number}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def cut(content: bytes) -> bytes:
    """Return what is left of a file whose copying was stopped."""
    return content[: len(content) * 6 // 10]


def locked(content: bytes) -> bytes:
    """Return a PDF that asks for a password."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return buffer.getvalue()


def with_script(content: bytes) -> bytes:
    """Return a PDF that runs a script when opened."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = pdf.make_indirect(action)
        pdf.save(buffer)
    return buffer.getvalue()


def locked_office(number: int) -> bytes:
    """Return the beginnings of a Word file that asks for a password."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return start + "EncryptedPackage".encode("utf-16-le") + bytes(512 + number)


def pixel_bomb(side: int) -> bytes:
    """Return a small PNG of 900 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + b"\x01\0\0\0\0"
    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(1 + (side + 7) // 8)) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def stream_bomb(number: int) -> bytes:
    """Return a small PDF whose page's content grows to half a gigabyte."""
    packer = zlib.compressobj(1)
    block = b"0 0 m " * 200_000
    grown = b"".join(packer.compress(block) for _ in range(400)) + packer.flush()
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842 + number))
    page.obj.Contents = pikepdf.Stream(pdf, b"")
    page.obj.Contents.write(grown, filter=pikepdf.Name.FlateDecode)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
