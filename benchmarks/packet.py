"""Measures the packet: how long it takes from raw files, and how that compares with copying them.

Run: python -m benchmarks.packet [--quick] [--big] [--many] [--rounds N] [--heic FILE]. One seeded applicant
(25 files, 120 pages, from many makers) goes through every contender in turn, round after round; each figure
is the median of its rounds, by the clock, so leave the machine alone meanwhile. Tiers:

    plain merge      every page once, nothing else: cat (the limit), qpdf, mutool, pdfunite, pypdf, pikepdf
    on A4, stamped   every page fitted on A4 with its number below, bookmarks and links: pikepdf's overlay
                     and ours, each with what is drawn (numbers; ours front matter besides) drawn before and
                     within the time; pypdf's merge as documented; of ours reading back told apart
    full packet      of ours: making ready, planning, drawing, writing and reading back; examining told apart
    order changed    the same again with the exhibits in another order

The peers get pictures that were made PDFs before the clock starts; what each makes is read to see that no
page is missing. --big: 2,000 scans, 2.6 GB. --many: 200 packets by two processes.
"""

import argparse
import contextlib
import functools
import io
import json
import logging
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pypdf
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A3, A4, letter
from reportlab.pdfgen.canvas import Canvas

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_files
from app.casework.exhibits import make_request
from app.casework.ready import make_all_ready
from app.domain.case import Case, Evidence, Person, PersonRole
from app.domain.files import FileFacts, ReadyFile
from app.domain.packet import PacketPlan, Progress
from app.env import paths
from app.packet.assembly import Assembly
from app.packet.document import PdfDocument
from app.packet.draw import Drawn, draw_pages
from app.packet.plan import plan_packet
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from app.rules.load import load_pack

TODAY, SUBMIT_ON = date(2026, 11, 20), date(2026, 12, 15)
A4_AT_300_DPI = (2480, 3508)
PHONE = (4000, 3000)
SEED = 20261215
# How much darker a scan's noise makes its paper here and there.
NOISE = 0.05
EXIF_TURNS = (1, 6, 8, 3, 1, 6)
OURS_PLACED, OURS_DRAWN = "ours: placed, written (drawn before)", "ours: drawn, placed, written"
PEER_PLACED, PEER_DRAWN = "pikepdf overlay (drawn before)", "pikepdf overlay, drawn"
MANY, BIG_FILES, BIG_PAGES = 200, 20, 100
# Of noise, 1.3 MB.
BIG_PAGE = (1470, 1040)


@dataclass(slots=True)
class Watch:
    """Tells how long each step of a piece of work took, from the progress that it reports."""

    begun: float = field(default_factory=time.perf_counter)
    ends: dict[str, float] = field(default_factory=dict)

    def __call__(self, progress: Progress) -> None:
        self.ends[progress.step] = time.perf_counter()

    def seconds(self, until: str) -> float:
        """Return the seconds from the beginning to the end of a step."""
        return self.ends[until] - self.begun


@dataclass(slots=True)
class Figures:
    """Gathers the seconds of each contender, round after round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        self.rounds.setdefault(name, []).append(seconds)

    def median(self, name: str) -> float:
        return statistics.median(self.rounds[name])

    def tell(self, name: str, against: str) -> None:
        """Print a contender's median and its ratio to another's."""
        if name in self.rounds:
            own, ratio = self.median(name), self.median(name) / self.median(against)
            print(f"  {name:44} {own:7.2f} s  {ratio:6.2f} x {against}")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Holds the raw files by name, in order, and the same as PDFs for peers that take nothing else."""

    files: dict[str, Path]
    as_pdf: list[Path]
    pages: int

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.files.values())


def main() -> None:
    """Print every figure, with its ratio to the peers."""
    logging.disable(logging.WARNING)  # of img2pdf, about transparency
    arguments = _arguments()
    rounds = arguments.rounds or (1 if arguments.quick else 5)
    with tempfile.TemporaryDirectory(prefix="packet-benchmark-") as name:
        folder = Path(name)
        if arguments.child:
            _be_child(arguments.child)
            return
        applicant = make_applicant(folder, quick=arguments.quick, heic=arguments.heic)
        kinds = f"{len(applicant.files)} files, {applicant.pages} pages, {applicant.size / 1e6:.0f} MB"
        print(f"{kinds}; {rounds} rounds; {len(os.sched_getaffinity(0))} cores")
        measure_tiers(applicant, folder, rounds)
        if arguments.many:
            measure_many(applicant, folder)
        if arguments.big:
            measure_big(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="a quarter of the pixels, one round")
    parser.add_argument("--big", action="store_true", help="2,000 scans besides (6 GB of disk)")
    parser.add_argument("--many", action="store_true", help="200 packets besides")
    parser.add_argument("--rounds", type=int, help="how often each contender has its turn")
    parser.add_argument(
        "--heic", type=Path, help="a HEIC photo; nothing here writes one, so a JPEG stands in"
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


# The tiers


def measure_tiers(applicant: Applicant, folder: Path, rounds: int) -> None:
    """Print the four tiers, measured in turns."""
    figures = Figures()
    out = folder / "out"
    out.mkdir()
    ours = Ours(applicant, folder / "data")
    sizes: dict[str, int] = {}
    try:
        ours.examine(figures)
        merges, overlays = plain_merges(applicant, out), stamped_merges(applicant, out)
        for _ in range(rounds):
            for name, work in (*merges.items(), *overlays.items()):
                figures.add(name, _timed(work))
                target = out / f"{name.split()[0]}.pdf"
                sizes[name] = target.stat().st_size
                if name != "cat":
                    _refuse_lost_pages(target, applicant.pages)
                target.unlink()
            ours.take_turn(figures, out / "ours.pdf")
    finally:
        ours.close()
    _tell_tiers(figures, merges, overlays, applicant, ours)


def _tell_tiers(
    figures: Figures,
    merges: Mapping[str, object],
    overlays: Mapping[str, object],
    applicant: Applicant,
    ours: "Ours",
) -> None:
    print("plain merge")
    for name in merges:
        figures.tell(name, "cat")
    print("on A4, stamped (pictures ready)")
    for name in overlays:
        figures.tell(name, "cat")
    for name in (OURS_PLACED, OURS_DRAWN, "ours: and read back"):
        figures.tell(name, "cat")
    cat, placed = figures.median("cat"), figures.median(OURS_PLACED)
    _bar("drawn before, to 2 x cat + 0.35 s", placed, 2 * cat + 0.35)
    _bar("drawn before, to pikepdf's overlay", placed, figures.median(PEER_PLACED))
    drawn = figures.median(OURS_DRAWN)
    _bar("with drawing, to 2 x cat + 0.35 s", drawn, 2 * cat + 0.35)
    _bar("with drawing, to pikepdf's overlay", drawn, figures.median(PEER_DRAWN))
    print(f"full packet (examining before it: {figures.median('examine'):.2f} s)")
    for name in ("full packet", "full packet: making ready", "order changed"):
        figures.tell(name, "cat")
    cores = len(os.sched_getaffinity(0))
    _bar("from raw files", figures.median("full packet"), 3.0 if cores == 1 else 2.0)
    _bar("order changed", figures.median("order changed"), 0.7)
    ratio = ours.size / applicant.size
    print(f"  size: {ours.size / 1e6:.1f} MB = {ratio:.3f} x the files ({_verdict(ratio, 1.05)})")


def _bar(what: str, seconds: float, most: float) -> None:
    print(f"  bar: {what}: {seconds:.2f} s ({_verdict(seconds, most)})")


def _verdict(figure: float, most: float) -> str:
    return f"at most {most:g}: {'kept' if figure <= most else 'MISSED'}"


class Ours:
    """Builds packets of the applicant with this program."""

    def __init__(self, applicant: Applicant, data: Path) -> None:
        self.pack = load_pack(paths.resource("rulepacks", "cn"))
        self.data = data
        self.desk = Desk(self.pack, data)
        self.files = applicant.files
        self.facts: dict[str, FileFacts] = {}
        self.size = 0

    def close(self) -> None:
        self.desk.close()

    def examine(self, figures: Figures) -> None:
        figures.add("examine", _timed(lambda: self.facts.update(self._examined())))
        bad = [
            name for name, each in self.facts.items() if each.problem or any(p.problem for p in each.pages)
        ]
        if bad:
            raise SystemExit(f"not as meant: {bad}")

    def _examined(self) -> dict[str, FileFacts]:
        return examine_files(self.desk, self._opened(list(self.files)), lambda _progress: None)

    def take_turn(self, figures: Figures, target: Path) -> None:
        """Build from raw files, then in another order, then once more for the time of writing alone."""
        shutil.rmtree(self.data / "ready", ignore_errors=True)
        names = list(self.files)
        begun = time.perf_counter()
        ready = self.make_ready(names)
        figures.add("full packet: making ready", time.perf_counter() - begun)
        write_packet(self.plan(names, ready), target, lambda _progress: None)
        figures.add("full packet", time.perf_counter() - begun)
        self.size = target.stat().st_size
        changed = names[::-1]
        figures.add("order changed", _timed(lambda: self.build(changed, target)))
        plan = self.plan(names, ready)
        watch = Watch()
        write_packet(plan, target, watch)
        figures.add("ours: and read back", time.perf_counter() - watch.begun)
        figures.add(OURS_DRAWN, watch.seconds("write"))
        drawn = draw_pages(plan, lambda _number: None)
        alone = target.with_name("alone.pdf")
        figures.add(OURS_PLACED, _timed(lambda: _assemble(plan, drawn, alone)))
        alone.unlink()
        if not verify_packet(target).sound:
            raise SystemExit("the packet is not sound")
        target.unlink()

    def build(self, names: list[str], target: Path) -> None:
        write_packet(self.plan(names, self.make_ready(names)), target, lambda _progress: None)

    def make_ready(self, names: list[str]) -> dict[str, ReadyFile]:
        with tempfile.TemporaryDirectory() as work:
            facts = {name: self.facts[name] for name in names}
            return make_all_ready(self.desk, self._opened(names), facts, Path(work), lambda _progress: None)

    def plan(self, names: list[str], ready: Mapping[str, ReadyFile]) -> PacketPlan:
        case = self._opened(names).case
        checklist = list_checklist(self.desk, case, today=TODAY)
        return plan_packet(make_request(self.pack, case, checklist, ready, draft=True))

    def _opened(self, names: list[str]) -> OpenCase:
        requirements = [each for each in self.pack.requirements if each != "photo"]
        person = Person("anna", PersonRole.PRINCIPAL, "ROE", "ANNA")
        evidence = tuple(
            Evidence(requirements[place % len(requirements)], "anna", (name,))
            for place, name in enumerate(names)
        )
        case = Case("bench", "pr.wage-tax", "ningbo", SUBMIT_ON, (person,), evidence=evidence)
        return OpenCase(case, self.files)


def _assemble(plan: PacketPlan, drawn: Drawn, target: Path) -> None:
    """Place all pages and write, as writing does between drawing and reading back."""
    with target.open("wb", buffering=1 << 20) as stream:
        assembly = Assembly(plan, PdfDocument(stream), drawn)
        for page in plan.pages:
            assembly.add_page(page)
        assembly.finish()
        assembly.close()


# The peers


def plain_merges(applicant: Applicant, out: Path) -> dict[str, Callable[[], None]]:
    """Return what merely puts pages one after the other; each writes a file of its first word's name."""
    pdfs = [str(path) for path in applicant.as_pdf]
    programs = {
        "qpdf": ["qpdf", "--empty", "--pages", *pdfs, "--", str(out / "qpdf.pdf")],
        "mutool": ["mutool", "merge", "-o", str(out / "mutool.pdf"), *pdfs],
        "pdfunite": ["pdfunite", *pdfs, str(out / "pdfunite.pdf")],
    }
    found: dict[str, Callable[[], None]] = {"cat": lambda: _cat(applicant.files.values(), out / "cat.pdf")}
    for name, command in programs.items():
        if shutil.which(name):
            found[name] = functools.partial(_run, command)
    found["pypdf append"] = lambda: _append_with_pypdf(pdfs, out / "pypdf.pdf")
    found["pikepdf append"] = lambda: _append_with_pikepdf(pdfs, out / "pikepdf.pdf")
    return found


def stamped_merges(applicant: Applicant, out: Path) -> dict[str, Callable[[], None]]:
    """Return what fits every page on A4 with its number below."""
    pdfs = [str(path) for path in applicant.as_pdf]
    count, target, drawn = applicant.pages, out / "pikepdf.pdf", _stamps(applicant.pages).getvalue()
    return {
        PEER_PLACED: lambda: _overlay_with_pikepdf(pdfs, count, io.BytesIO(drawn), target),
        PEER_DRAWN: lambda: _overlay_with_pikepdf(pdfs, count, _stamps(count), target),
        "pypdf merge, as documented": lambda: _merge_with_pypdf(pdfs, applicant.pages, out / "pypdf.pdf"),
    }


def _cat(files: Any, target: Path) -> None:
    with target.open("wb") as stream:
        subprocess.run(["cat", *map(str, files)], stdout=stream, check=True)


def _run(command: list[str]) -> None:
    # qpdf ends with 3 where it warns.
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{command[0]} ended with {done.returncode}")


def _append_with_pypdf(pdfs: list[str], target: Path) -> None:
    writer = pypdf.PdfWriter()
    for pdf in pdfs:
        writer.append(_unlocked(pdf), import_outline=False)
    _write_with_pypdf(writer, target)


def _unlocked(pdf: str) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(pdf)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def _write_with_pypdf(writer: pypdf.PdfWriter, target: Path) -> None:
    with target.open("wb", buffering=1 << 20) as stream:
        writer.write(stream)


def _append_with_pikepdf(pdfs: list[str], target: Path) -> None:
    with contextlib.ExitStack() as stack:
        merged = stack.enter_context(pikepdf.new())
        for pdf in pdfs:
            merged.pages.extend(stack.enter_context(pikepdf.open(pdf)).pages)
        merged.save(target)


def _stamps(count: int) -> io.BytesIO:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1)
    for number in range(1, count + 1):
        canvas.drawCentredString(A4[0] / 2, 20, f"{number} / {count}")
        canvas.showPage()
    canvas.save()
    buffer.seek(0)
    return buffer


def _overlay_with_pikepdf(pdfs: list[str], count: int, drawn: io.BytesIO, target: Path) -> None:
    area = pikepdf.Rectangle(28, 40, A4[0] - 28, A4[1] - 28)
    with contextlib.ExitStack() as stack:
        stamps = stack.enter_context(pikepdf.open(drawn))
        merged = stack.enter_context(pikepdf.new())
        stamp = iter(stamps.pages)
        for pdf in pdfs:
            for source in stack.enter_context(pikepdf.open(pdf)).pages:
                merged.add_blank_page(page_size=A4)
                page = merged.pages[-1]
                page.add_overlay(source, area)
                page.add_overlay(next(stamp), pikepdf.Rectangle(0, 0, *A4))
        targets = range(0, count, 5)
        with merged.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(str(number), number) for number in targets)
        links = [_link_of_pikepdf(merged, place, number) for place, number in enumerate(targets)]
        merged.pages[0].Annots = pikepdf.Array(links)
        merged.save(target)


def _link_of_pikepdf(merged: pikepdf.Pdf, place: int, number: int) -> pikepdf.Object:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[60, 780 - 20 * place, 540, 796 - 20 * place],
        Border=[0, 0, 0],
        Dest=[merged.pages[number].obj, pikepdf.Name.Fit],
    )
    return merged.make_indirect(link)


def _merge_with_pypdf(pdfs: list[str], count: int, target: Path) -> None:
    writer = pypdf.PdfWriter()
    stamps = iter(pypdf.PdfReader(_stamps(count)).pages)
    for pdf in pdfs:
        for source in _unlocked(pdf).pages:
            page = writer.add_blank_page(width=A4[0], height=A4[1])
            scale = min(
                (A4[0] - 56) / float(source.mediabox.width), (A4[1] - 68) / float(source.mediabox.height)
            )
            move = pypdf.Transformation().scale(scale).translate(28, 40)
            page.merge_transformed_page(source, move)
            page.merge_page(next(stamps))
    _write_with_pypdf(writer, target)


def _refuse_lost_pages(path: Path, count: int) -> None:
    with pikepdf.open(path) as merged:
        if len(merged.pages) != count:
            raise SystemExit(f"{path.name} has {len(merged.pages)} of {count} pages")


# The applicant


def make_applicant(folder: Path, *, quick: bool, heic: Path | None) -> Applicant:
    """Write the files of an applicant, the same for the same versions of the libraries that make them."""
    raw, made = folder / "raw", folder / "made"
    raw.mkdir()
    made.mkdir()
    scale = 0.5 if quick else 1.0
    files: dict[str, Path] = {}
    for name, data in (*_text_files(), *_scan_files(scale), *_picture_files(scale, heic)):
        files[name] = raw / name
        files[name].write_bytes(data)
    as_pdf = [_pdf_for_peers(path, made) for path in files.values()]
    pages = sum(len(_unlocked(str(path)).pages) for path in as_pdf)
    return Applicant(files, as_pdf, pages)


def _text_files() -> Iterator[tuple[str, bytes]]:
    """Give 10 PDFs of 58 pages of writing, from several makers."""
    yield "01-letter.pdf", _text_pdf(8, letter, 1)
    yield "02-a4.pdf", _text_pdf(10, A4, 2)
    yield "03-a3.pdf", _text_pdf(2, (A3[1], A3[0]), 3)
    yield "04-rotated.pdf", _saved(_text_pdf(6, A4, 4), turn=90)
    streams = pikepdf.ObjectStreamMode.generate
    yield "05-object-streams.pdf", _saved(_text_pdf(8, A4, 5), object_stream_mode=streams)
    yield "06-linear.pdf", _saved(_text_pdf(8, A4, 6), linearize=True)
    yield (
        "07-owner-locked.pdf",
        _saved(_text_pdf(6, A4, 7), encryption=pikepdf.Encryption(owner="o", user="", R=6)),
    )
    yield "08-incremental.pdf", _updated(_text_pdf(4, A4, 8))
    yield "09-rewritten.pdf", _rewritten(_text_pdf(4, A4, 9))
    yield "10-office.pdf", _office_pdf() or _text_pdf(2, A4, 10)


def _scan_files(scale: float) -> Iterator[tuple[str, bytes]]:
    """Give 4 PDFs of 42 scanned pages."""
    for number, count in enumerate((12, 12, 12, 6)):
        pictures = [_jpeg(_scan(100 * number + page, scale), dpi=300 * scale) for page in range(count)]
        yield f"{11 + number}-scans.pdf", img2pdf.convert(pictures, nodate=True)


def _picture_files(scale: float, heic: Path | None) -> Iterator[tuple[str, bytes]]:
    """Give 11 picture files of 20 pages: photos, what has transparency, faxes, a scan in colour."""
    for number, turn in enumerate(EXIF_TURNS):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield f"{15 + number}-phone.jpg", _jpeg(_photo(number, scale), exif=exif.tobytes())
    if heic is not None:
        yield "21-phone.heic", heic.read_bytes()
    else:
        yield "21-phone.jpg", _jpeg(_photo(20, scale))
    for number in (22, 23):
        clear = _scan(number, scale).convert("RGBA")
        clear.putalpha(Image.new("L", clear.size, 255).point(lambda _level: 254))
        yield f"{number}-clear.png", _encoded(clear, "PNG", compress_level=6)
    faxes = [_scan(300 + number, scale).convert("1", dither=Image.Dither.NONE) for number in range(9)]
    dpi = (300 * scale, 300 * scale)
    yield (
        "24-fax.tif",
        _encoded(faxes[0], "TIFF", compression="group4", save_all=True, append_images=faxes[1:], dpi=dpi),
    )
    colors = [_scan(400 + number, scale) for number in range(2)]
    lzw = {"compression": "tiff_lzw", "save_all": True, "append_images": colors[1:], "dpi": dpi}
    yield "25-colour.tif", _encoded(colors[0], "TIFF", **lzw)


def _text_pdf(pages: int, size: tuple[float, float], seed: int) -> bytes:
    words = random.Random(SEED + seed)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, pageCompression=1, invariant=1)
    for _ in range(pages):
        for row in range(50):
            line = " ".join(
                words.choice(("income", "tax", "wage", "permit", "stay", "2026", "Ningbo")) for _ in range(11)
            )
            canvas.drawString(60, size[1] - 60 - row * (size[1] - 120) / 50, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _saved(data: bytes, *, turn: int = 0, **options: Any) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages if turn else ():
            page.rotate(turn, relative=True)
        pdf.save(buffer, **(options if "encryption" in options else {"deterministic_id": True, **options}))
    return buffer.getvalue()


def _updated(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_metadata({"/Subject": "changed"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _rewritten(data: bytes) -> bytes:
    buffer = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(data)).write(buffer)
    return buffer.getvalue()


def _office_pdf() -> bytes | None:
    """Return two pages by LibreOffice, None where there is none."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text(
            "\n".join(f"Line {number} of a letter 证明" for number in range(80)), "utf-8"
        )
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
            str(folder / "a.txt"),
        ]
        subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=120
        )
        made = folder / "a.pdf"
        if not made.exists():
            return None
        with pikepdf.open(made) as pdf:
            del pdf.pages[2:]
            buffer = io.BytesIO()
            pdf.save(buffer)
        return buffer.getvalue() if len(pypdf.PdfReader(io.BytesIO(buffer.getvalue())).pages) == 2 else None


@functools.cache
def _paper(size: tuple[int, int]) -> Image.Image:
    """Return an empty sheet as a scanner sees it; the noise is our own, so that each run has the same."""
    small = (size[0] // 2, size[1] // 2)
    noise = Image.frombytes("L", small, random.Random(SEED).randbytes(small[0] * small[1]))
    sheet = Image.blend(Image.new("L", small, 246), noise, NOISE).resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (sheet, sheet, sheet.point(lambda level: level - 6)))


def _scan(number: int, scale: float) -> Image.Image:
    page = _paper((round(A4_AT_300_DPI[0] * scale), round(A4_AT_300_DPI[1] * scale))).copy()
    draw, words = ImageDraw.Draw(page), random.Random(SEED + number)
    for row in range(42):
        line = " ".join(str(words.randint(10, 10**8)) for _ in range(5))
        draw.text((220 * scale, (220 + 70 * row) * scale), line, (30, 30, 44), font_size=44 * scale)
    draw.ellipse(
        [1500 * scale, 2700 * scale, 2100 * scale, 3300 * scale],
        outline=(200, 20, 30),
        width=round(18 * scale),
    )
    return page


def _photo(number: int, scale: float) -> Image.Image:
    size = (round(PHONE[0] * scale), round(PHONE[1] * scale))
    coarse = Image.frombytes("RGB", (80, 60), random.Random(SEED + number).randbytes(80 * 60 * 3))
    photo = coarse.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
    return Image.blend(photo, _paper(size), 0.4)


def _jpeg(image: Image.Image, *, dpi: float = 0, **options: Any) -> bytes:
    if dpi:
        options["dpi"] = (round(dpi), round(dpi))
    return _encoded(image, "JPEG", quality=88, **options)


def _encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _pdf_for_peers(path: Path, folder: Path) -> Path:
    """Return a PDF itself, or a picture as one."""
    made = folder / f"{path.stem}.pdf"
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            if not pdf.is_encrypted:
                return path
            # pdfunite refuses the others.
            pdf.save(made)
        return made
    try:
        made.write_bytes(img2pdf.convert(str(path), nodate=True, rotation=img2pdf.Rotation.ifvalid))
    except (img2pdf.AlphaChannelError, img2pdf.ImageOpenError):
        if path.suffix == ".heic":
            import pi_heif

            pi_heif.register_heif_opener()
        with Image.open(path) as image:
            flat = image.convert("RGB")
        lossless = path.suffix == ".png"
        data = _encoded(flat, "PNG") if lossless else _jpeg(flat)
        made.write_bytes(img2pdf.convert(data, nodate=True))
    return made


# Many packets, and a big one


def measure_many(applicant: Applicant, folder: Path) -> None:
    """Print how long each of many packets takes two processes, and how much their memory grows."""
    files = {name: str(path) for name, path in applicant.files.items()}
    jobs = [
        json.dumps({"many": MANY // 2, "files": files, "folder": str(folder / f"many-{each}")})
        for each in "ab"
    ]
    begun = time.perf_counter()
    children = [_child(job) for job in jobs]
    told = [json.loads(child.communicate()[0]) for child in children]
    took = (time.perf_counter() - begun - max(each["prepared"] for each in told)) / MANY
    growth = max(each["last"] - each["tenth"] for each in told)
    print(
        f"{MANY} packets, two processes: {took:.2f} s each ({_verdict(took, 0.5)})",
        end="",
    )
    most = max(each["last"] for each in told)
    print(f"; memory {most:.0f} MB, {growth:+.1f} MB since the tenth ({_verdict(growth, 25)})")


def measure_big(folder: Path) -> None:
    """Print how long 2,000 scans take against copying them, and the most memory of it."""
    raw = folder / "big"
    raw.mkdir()
    files = {f"{number:02d}.pdf": _big_file(number, raw) for number in range(BIG_FILES)}
    size = sum(path.stat().st_size for path in files.values())
    cat = _timed(lambda: _cat(files.values(), raw / "cat"))
    (raw / "cat").unlink()
    job = {
        "big": 1,
        "files": {name: str(path) for name, path in files.items()},
        "folder": str(folder / "big-out"),
    }
    told = json.loads(_child(json.dumps(job)).communicate()[0])
    again = _timed(lambda: _cat(files.values(), raw / "cat"))
    cat = (cat + again) / 2
    ratio = told["seconds"] / cat
    print(
        f"{BIG_FILES * BIG_PAGES} pages, {size / 1e9:.1f} GB: {told['seconds']:.1f} s = {ratio:.1f} x cat ",
        end="",
    )
    print(f"({_verdict(ratio, 6)}), {told['peak']:.0f} MB ({_verdict(told['peak'], 256)})")


def _big_file(number: int, folder: Path) -> Path:
    """Write a PDF of scans, each a JPEG of noise of its own."""
    noise = random.Random(SEED + number)
    path = folder / f"{number:02d}.pdf"
    with path.open("wb") as stream:
        pictures = [_noise_jpeg(noise) for _ in range(BIG_PAGES)]
        img2pdf.convert(pictures, nodate=True, outputstream=stream)
    return path


def _noise_jpeg(noise: random.Random) -> bytes:
    """Return a JPEG of about the bytes of a scan: as much as A4 at 300 dpi has."""
    grain = Image.frombytes("L", BIG_PAGE, noise.randbytes(BIG_PAGE[0] * BIG_PAGE[1]))
    return _encoded(grain, "JPEG", quality=93, dpi=(126, 126))


def _child(job: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.packet", "--child", job], stdout=subprocess.PIPE
    )


def _be_child(job: str) -> None:
    """Do what another process of this benchmark asks for, and tell it the figures."""
    asked = json.loads(job)
    files = {name: Path(path) for name, path in asked["files"].items()}
    folder = Path(asked["folder"])
    folder.mkdir()
    begun = time.perf_counter()
    ours = Ours(Applicant(files, [], 0), folder / "data")
    ours.examine(Figures())
    ready = ours.make_ready(list(files))
    ours.close()
    prepared = time.perf_counter() - begun
    told = (
        _build_many(ours, ready, asked["many"], folder)
        if "many" in asked
        else _build_big(ours, ready, folder)
    )
    print(json.dumps({"prepared": prepared, **told}))


def _build_many(ours: Ours, ready: Mapping[str, ReadyFile], count: int, folder: Path) -> dict[str, float]:
    order = random.Random(SEED)
    names, tenth = list(ours.files), 0.0
    for number in range(1, count + 1):
        order.shuffle(names)
        write_packet(ours.plan(names, ready), folder / "out.pdf", lambda _progress: None)
        if number == 10:
            tenth = _memory_now()
    return {"tenth": tenth, "last": _memory_now()}


def _build_big(ours: Ours, ready: Mapping[str, ReadyFile], folder: Path) -> dict[str, float]:
    plan = ours.plan(list(ours.files), ready)
    begun = time.perf_counter()
    write_packet(plan, folder / "out.pdf", lambda _progress: None)
    return {"seconds": time.perf_counter() - begun, "peak": _memory_peak()}


def _memory_now() -> float:
    """Return the resident memory of this process in MB."""
    return _status("VmRSS")


def _memory_peak() -> float:
    return _status("VmHWM")


def _status(key: str) -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
