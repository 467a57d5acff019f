"""Measures the reading of machine-readable zones on invented passports.

Run: python -m benchmarks.passports [HOW MANY]. Prints for each condition how many zones were read with both
lines exact and with every check digit right; how many were accepted with a wrong second line ("false"); how
many misread names were not said to be doubtful ("silent"); how many were surely said to have a wrong check
digit ("alarms": right only in the condition "wrong digit"); and the processor time of each. The peer, in
the same run, is the same recogniser reading the page once without more ado; beside it tesseract, where that
is installed.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

from app.domain.reading import Box, TextLine, Zone
from app.intake import mrz
from app.intake.ocr import Picture, Recogniser
from app.intake.zone import read_zone
from tests.support import zones

TODAY = date(2026, 11, 20)
SEED = 9303
PEOPLE = 30
WRONG, SHEET = "wrong digit", "on a sheet"
CONDITIONS = (*zones.CONDITIONS, SHEET, WRONG)
# From here on the product takes what was read for certain.
SURE = 0.9


def main() -> None:
    """Print a row for each condition and reader."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    recogniser = Recogniser()
    readers: dict[str, Callable[[Picture], Zone | None]] = {
        "product": lambda page: read_zone(page, recogniser, TODAY),
        "read once": lambda page: mrz.find_zone(read_once(page, recogniser), TODAY),
    }
    if shutil.which("tesseract"):
        readers["tesseract"] = lambda page: mrz.find_zone(read_with_tesseract(page), TODAY)
    readers["product"](np.full((64, 64, 3), 255, np.uint8))  # loads the models
    columns = f"{'exact':>7} {'checks':>7} {'false':>6} {'silent':>7} {'alarms':>7} {'CPU s':>6}"
    print(f"{'reader':<10} {'condition':<13} {'n':>4} {columns}")
    for name, reader in readers.items():
        sound: Counter[str] = Counter()
        for condition in CONDITIONS:
            row = measure(reader, condition, people)
            print_row(name, condition, row)
            if condition != WRONG:
                sound += row
        print_row(name, "all sound", sound)


def measure(reader: Callable[[Picture], Zone | None], condition: str, people: int) -> Counter[str]:
    """Read every passport in one condition; the same passports for every reader."""
    row: Counter[str] = Counter()
    for number in range(people):
        rng = random.Random(f"{SEED}/{condition}/{number}")
        holder = zones.invent(rng)
        lines = zones.write("TD3", holder)
        if condition == WRONG:
            lines = zones.with_wrong_digit(lines, rng)
        picture = draw(holder, lines, condition, rng)
        begun = cpu_seconds()
        zone = reader(picture)
        row["time"] += round((cpu_seconds() - begun) * 1e6)
        row.update(judge(zone, lines))
    return row


def draw(holder: zones.Holder, lines: tuple[str, ...], condition: str, rng: random.Random) -> Picture:
    """Return the picture of a passport as the recogniser takes it."""
    page = zones.draw_passport(holder, rng, rng.randint(1100, 2000), lines=lines)
    bad = zones.on_sheet(page, rng) if condition == SHEET else zones.worsen(page, condition, rng)
    return np.ascontiguousarray(np.asarray(bad)[..., ::-1])


def judge(zone: Zone | None, truth: Sequence[str]) -> Counter[str]:
    """Count what one reading got right, and whether a wrong second line passed for right."""
    if zone is None:
        return Counter(n=1)
    held = not zone.failed
    return Counter(
        n=1,
        exact=zone.lines == tuple(truth),
        checks=held,
        false=held and zone.lines[-1] != truth[-1],
        silent=zone.lines[0] != truth[0] and not zone.doubtful,
        alarms=not held and zone.confidence >= SURE,
    )


def cpu_seconds() -> float:
    """Return the processor time of this process and of those it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def print_row(reader: str, condition: str, row: Counter[str]) -> None:
    """Print one row of the table."""
    count = row["n"]
    exact, checks = (f"{row[name] / count:7.1%}" for name in ("exact", "checks"))
    seconds = row["time"] / 1e6 / count
    told = f"{row['false']:>6} {row['silent']:>7} {row['alarms']:>7}"
    print(
        f"{reader:<10} {condition:<13} {count:>4} {exact} {checks} {told} {seconds:6.2f}",
        flush=True,
    )


def read_once(page: Picture, recogniser: Recogniser) -> list[TextLine]:
    """Read a page as it is, top to bottom."""
    height, width = page.shape[:2]
    lines = sorted(recogniser.read(page), key=lambda line: float(line.corners[:, 1].mean()))
    boxes = [
        (line.corners.min(axis=0) / (width, height), line.corners.max(axis=0) / (width, height))
        for line in lines
    ]
    return [
        TextLine(line.text, Box(*map(float, (*low, *high))), line.confidence)
        for line, (low, high) in zip(lines, boxes, strict=True)
    ]


def read_with_tesseract(page: Picture) -> list[str]:
    """Read a page with tesseract's English model."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        Image.fromarray(page[..., ::-1]).save(path)
        command = ["tesseract", str(path), "stdout", "-l", "eng", "--psm", "6"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if line.strip()]


if __name__ == "__main__":
    main()
