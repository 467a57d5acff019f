"""Drives hostile files through the product: how long each takes, how much memory, and what is said of it.

Run: python -m benchmarks.bombs [--verbs check build …] [--bombs NAME …] [--keep DIR]. The files come from
tests/support/bombs. Each lies in a case beside a sound paper; every verb is a process of its own, as a
person would start it. Told are seconds of the clock and of the processor, the memory that all of its
processes hold at once at most (resident, sampled twenty times a second; shared pages count by their share),
and what is said of the bomb. Beside them stands the same case with nothing but the sound paper.

The goal is 20 s and 1 GB for each; what is beyond is marked. On a busy machine the clock also counts the work
of others: the seconds of the processor tell then.
"""

import argparse
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from app.gui.picture import HEAD
from tests.support.bombs import BOMBS, Bomb

GOAL_SECONDS, GOAL_MIB = 20.0, 1000
LONGEST_SECONDS = 120
GOOD = "good.pdf"
_SAMPLE_SECONDS = 0.05
_PHOTOS = (".png", ".tif", ".webp", ".bmp", ".heic", ".jpg")
_CASE = """format = 1
title = "Bombs"
category = "pr.wage-tax"
place = "ningbo"
submit_on = 2026-12-15

[[person]]
id = "anna"
role = "principal"
surname = "ROE"
given_names = "ANNA"

[[evidence]]
requirement = "{requirement}"
files = ["{name}"]

[[evidence]]
requirement = "employment-proof"
files = ["good.pdf"]
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Holds what one run took, and what it said."""

    seconds: float
    processor_seconds: float
    peak_mib: float
    said: str

    @property
    def is_within(self) -> bool:
        """Say whether a run stayed within the goal; on a busy machine the processor's seconds tell."""
        return min(self.seconds, self.processor_seconds) <= GOAL_SECONDS and self.peak_mib <= GOAL_MIB


def main() -> int:
    """Print a row for each bomb and verb; the exit status says whether all were within the goal."""
    options = _options()
    root = Path(options.keep or tempfile.mkdtemp(prefix="bombs-"))
    chosen = [BOMBS[name] for name in options.bombs] if options.bombs else list(BOMBS.values())
    beyond = 0
    try:
        print(f"{'bomb':44} {'verb':8} {'s':>6} {'cpu s':>6} {'MiB':>6}  said", flush=True)
        for verb in options.verbs:
            _tell("(nothing but a sound paper)", verb, VERBS[verb](root, None))
        for bomb in chosen:
            for verb in options.verbs:
                if verb != "photo" or bomb.ending in _PHOTOS:
                    figures = VERBS[verb](root, bomb)
                    beyond += not figures.is_within
                    _tell(bomb.name, verb, figures)
    finally:
        if not options.keep:
            shutil.rmtree(root, ignore_errors=True)
    print(f"beyond {GOAL_SECONDS:.0f} s or {GOAL_MIB} MiB: {beyond}")
    return int(beyond > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbs", nargs="+", choices=list(VERBS), default=list(VERBS))
    parser.add_argument("--bombs", nargs="+", choices=list(BOMBS), metavar="NAME")
    parser.add_argument("--keep", help="where cases and data stay")
    return parser.parse_args()


def _tell(name: str, verb: str, figures: Figures) -> None:
    mark = " " if figures.is_within else "!"
    row = f"{figures.seconds:6.1f} {figures.processor_seconds:6.1f} {figures.peak_mib:6.0f}"
    print(f"{name:44} {verb:8} {row} {mark}{figures.said}", flush=True)


# What is measured


def measure(command: Sequence[str], data: Path, given: bytes = b"") -> tuple[Figures, bytes]:
    """Run a program to its end, and sample the memory of all the processes that it starts."""
    environment = {**os.environ, "YONGJU_DATA": str(data), "QT_QPA_PLATFORM": "offscreen"}
    before, begun = _processor_seconds(), time.monotonic()
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as errors,
        tempfile.TemporaryFile() as told,
    ):
        told.write(given)
        told.seek(0)
        process = subprocess.Popen(command, env=environment, stdin=told, stdout=out, stderr=errors)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _memory_below(process.pid))
            if time.monotonic() - begun > LONGEST_SECONDS:
                process.kill()
            time.sleep(_SAMPLE_SECONDS)
        seconds = time.monotonic() - begun
        out.seek(0)
        answer = out.read()
        errors.seek(0)
        last = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
    said = last if process.returncode not in (0, 1) or not answer else ""
    return Figures(seconds, _processor_seconds() - before, peak, said), answer


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_below(pid: int) -> float:
    """Return the resident MiB of a process and all below it (Linux)."""
    return sum(_resident(each) for each in _tree(pid)) / (1 << 20)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return


def _resident(pid: int) -> int:
    try:
        resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
    except (OSError, ValueError):
        return 0
    del shared
    return resident * os.sysconf("SC_PAGE_SIZE")


# Verbs


def _case(root: Path, bomb: Bomb | None) -> tuple[Path, Path]:
    """Return a case folder with a bomb beside a sound paper, and a data folder of its own."""
    name = "none" if bomb is None else bomb.name
    case = root / name
    if not case.exists():
        case.mkdir(parents=True)
        _write_good(case / GOOD)
        file = GOOD if bomb is None else bomb.write(case).name
        (case / "case.toml").write_text(
            _CASE.format(name=file, requirement="employer-registration"), encoding="utf-8"
        )
    data = root / f"{name}-data"
    shutil.rmtree(data, ignore_errors=True)
    return case, data


def _write_good(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for row in range(30):
        canvas.drawString(72, 780 - 20 * row, f"Certificate of employment of ROE ANNA, row {row}")
    canvas.showPage()
    canvas.save()


def _product(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app", *arguments]


def _findings(answer: bytes, name: str) -> str:
    try:
        told = json.loads(answer)
    except ValueError:
        return answer.decode(errors="replace").strip().partition("\n")[0][:240]
    if "packet" in told:
        return f"a packet of {told['pages']} pages"
    words = "; ".join(dict.fromkeys(_words_about(told, name))) or "(no word of it)"
    return words if any(_words_about(told, GOOD)) else f"{words} [nothing of {GOOD}]"


def _words_about(told: Any, name: str) -> Iterator[str]:
    """Give what an answer says of a file: the sentence of a finding, else its code or its sureness."""
    if isinstance(told, dict):
        if told.get("file") == name:
            message = told.get("message")
            words = message.get("en", "") if isinstance(message, dict) else str(told.get("sure", "named"))
            yield f"{told.get('code', '')} {words}".strip()
        for each in told.values():
            yield from _words_about(each, name)
    elif isinstance(told, list):
        for each in told:
            yield from _words_about(each, name)


def check(root: Path, bomb: Bomb | None) -> Figures:
    """Check a case."""
    case, data = _case(root, bomb)
    return _told(_product("check", str(case), "--json", "--language", "en"), data, bomb)


def sort(root: Path, bomb: Bomb | None) -> Figures:
    """Sort a folder of loose papers."""
    case, data = _case(root, bomb)
    command = _product("sort", str(case), "--case", str(case), "--json", "--language", "en")
    return _told(command, data, bomb)


def build(root: Path, bomb: Bomb | None) -> Figures:
    """Build a draft of the packet."""
    case, data = _case(root, bomb)
    packet = root / "packet.pdf"
    packet.unlink(missing_ok=True)
    command = _product("build", str(case), "-o", str(packet), "--draft", "--json", "--language", "en")
    figures = _told(command, data, bomb)
    if not packet.exists():
        return Figures(
            figures.seconds, figures.processor_seconds, figures.peak_mib, f"NO PACKET {figures.said}"
        )
    return figures


def verify(root: Path, bomb: Bomb | None) -> Figures:
    """Verify a file as if it were a packet."""
    case, data = _case(root, bomb)
    path = case / (GOOD if bomb is None else bomb.file_name)
    return _told(_product("verify", str(path), "--language", "en"), data, bomb)


def photo(root: Path, bomb: Bomb | None) -> Figures:
    """Measure a picture as a photo."""
    case, data = _case(root, bomb)
    path = case / (GOOD if bomb is None else bomb.file_name)
    return _told(_product("photo", str(path), "--language", "en"), data, bomb)


def picture(root: Path, bomb: Bomb | None) -> Figures:
    """Have the window's drawing process draw the first page, as large as a screen and as a thumbnail."""
    case, data = _case(root, bomb)
    path = case / (GOOD if bomb is None else bomb.file_name)
    asked = b"".join(json.dumps([str(path), 0, size, 0]).encode() + b"\n" for size in (2000, 200))
    figures, answer = measure([sys.executable, "-m", "app.gui.picture"], data, asked)
    drawn = 0
    while len(answer) >= HEAD.size:
        _, width, height, is_drawn = struct.unpack_from(HEAD.format, answer)
        answer = answer[HEAD.size + 4 * width * height :]
        drawn += is_drawn
    return Figures(
        figures.seconds, figures.processor_seconds, figures.peak_mib, f"{drawn} of 2 drawn {figures.said}"
    )


def _told(command: Sequence[str], data: Path, bomb: Bomb | None) -> Figures:
    figures, answer = measure(command, data)
    name = GOOD if bomb is None else bomb.file_name
    said = figures.said or _findings(answer, name)
    return Figures(figures.seconds, figures.processor_seconds, figures.peak_mib, said)


VERBS: dict[str, Callable[[Path, Bomb | None], Figures]] = {
    each.__name__: each for each in (check, sort, build, verify, photo, picture)
}

if __name__ == "__main__":
    sys.exit(main())
