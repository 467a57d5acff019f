"""Looks into hostile handed-over cases: how long each takes, how much memory, and what is said of it.

Run: python -m benchmarks.handovers [--attacks NAME …] [--slowest 12]. The archives come from
tests/support/archive_attacks; the larger ones are made here. Each is looked into by a process of its own, on
an empty store, with the passphrase that opens it. Told are seconds of the clock and of the processor, and the
memory that the process held at most (Linux). The goal is 20 s and 1 GB for each; what is beyond is listed. To
start and to read the rules is part of it: the slowest and "nothing wrong" differ by what the attack takes. On
a busy machine the clock also counts the work of others: there the seconds of the processor are held against
the goal.
"""

import argparse
import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.casework.desk import open_desk
from app.casework.handover import look_into
from app.domain.errors import AppError
from app.domain.words import Language
from app.i18n.wording import word_app_error
from app.store.handover_head import MAGIC, MOST_MEMORY_BYTES, MOST_OPS, Cost, write_head
from tests.support.archive_attacks import ATTACKS, PAPER_MEMBER, case_of
from tests.support.archives import DOCUMENT, END, PASSPHRASE, packed, sealed

GOAL_SECONDS, GOAL_MIB = 20.0, 1000
_LIST = 16 << 20
_CASE = (4 << 20) - 4096


def _filled(unit: str, *, head: str = DOCUMENT) -> bytes:
    return case_of(head + unit * ((_CASE - len(head)) // len(unit)))


LARGE: dict[str, Callable[[], bytes]] = {
    "nothing wrong": packed,
    "list of empty lists": lambda: packed(b'{"a":[' + b"[]," * (_LIST // 3 - 9) + b"0]}"),
    "list of empty tables": lambda: packed(b'{"a":[' + b"{}," * (_LIST // 3 - 9) + b"0]}"),
    "list of small tables": lambda: packed(b'{"a":[' + b'{"a":0},' * (_LIST // 8 - 9) + b"0]}"),
    "list of numbers": lambda: packed(b'{"a":[' + b"0.1," * (_LIST // 4 - 9) + b"0]}"),
    "list of keys": lambda: packed(
        b"{" + b",".join(b'"%x":0' % number for number in range(1_200_000)) + b"}"
    ),
    "list nested to its end": lambda: packed(b'{"a":' + b"[" * (_LIST - 100)),
    "case of nothing but faults": lambda: _filled("%\n"),
    "case of values that never end": lambda: _filled("a = [\n"),
    "case of dotted keys": lambda: case_of("a" + ".a" * (_CASE // 2 - 9) + " = 1"),
    "case of strange papers": lambda: _filled('\n[[evidence]]\nrequirement = "moon"\nfiles = ["a"]'),
    "case of strange countries": lambda: case_of(
        DOCUMENT
        + "".join(f'\n[[evidence]]\nrequirement = "X{at}"\nfiles = ["a"]' for at in range(9_000))
    ),
    "case of strange answers": lambda: case_of(
        DOCUMENT + "\n[answers]\n" + "".join(f"a{at} = []\n" for at in range(49_000))
    ),
    "case of strange keys": lambda: case_of(
        DOCUMENT + "".join(f"\n[[evidence]]\nk{at} = 1" for at in range(20_000))
    ),
    "case of empty tables": lambda: case_of(
        DOCUMENT.replace("[[person]]", f"stay = [{'{},' * 1_300_000}]\n[[person]]")
    ),
    "half a gigabyte of zeros behind": lambda: packed(rest=PAPER_MEMBER + END + bytes(1 << 29)),
}  # fmt: skip


def costly(path: Path) -> None:
    """Write a head that asks for as much as is ever taken from a stranger."""
    with path.open("wb") as target:
        write_head(target, PASSPHRASE, Cost(MOST_OPS, MOST_MEMORY_BYTES))
        target.write(bytes(1000))


def endless_head(path: Path) -> None:
    """Write a head of half a gigabyte."""
    with path.open("wb") as target:
        target.write(MAGIC)
        target.truncate(1 << 29)


def attacks(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give every attack by its name, written as a file."""
    made = {name: make for name, (make, _) in ATTACKS.items()} | LARGE
    path = folder / "evil.yongju"
    for name, make in made.items():
        yield name, sealed(path, make())
    for write in (costly, endless_head):
        write(path)
        yield write.__name__, path


def measure(path: Path, folder: Path) -> tuple[float, float, float, str]:
    """Look into a file in a process of its own; return clock, processor, MiB, and what was said."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.handovers", "--one", str(path), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    clock = time.perf_counter() - began
    if done.returncode:
        return clock, 0.0, 0.0, f"ENDED {done.returncode} {done.stderr[-200:]}"
    processor, mib, said = done.stdout.strip().split(" ", 2)
    return clock, float(processor), float(mib), said


def look(path: Path, folder: Path) -> None:
    """Look into one file; say what it took of the processor and of memory (MiB), and what came of it."""
    with contextlib.closing(open_desk(folder)) as desk:
        try:
            said = look_into(desk, path, PASSPHRASE, lambda _: None).title
        except AppError as error:
            said = f"{error.code}: {word_app_error(error, Language.EN)}"
    # What the system tells from outside counts whoever started the process, too.
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    print(f"{time.process_time():.2f}", int(found[1]) // 1024 if found else 0, said)


def main() -> int:
    """Look into each, and print the slowest, the largest and whatever is beyond the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--attacks", nargs="*", default=[])
    parser.add_argument("--slowest", type=int, default=12)
    asked = parser.parse_args()
    if asked.one:
        look(*asked.one)
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for attack, path in attacks(Path(name)):
            if not asked.attacks or attack in asked.attacks:
                rows.append((attack, *measure(path, Path(name) / "data")))
    beyond = [row for row in rows if row[2] > GOAL_SECONDS or row[3] > GOAL_MIB or row[4].startswith("ENDED")]
    slowest = sorted(rows, key=lambda row: -row[2])[: asked.slowest]
    largest = sorted(rows, key=lambda row: -row[3])[: asked.slowest]
    usual = [row for row in rows if row[0] == "nothing wrong"]
    tables = {"slowest": slowest, "largest": largest, "beyond the goal": beyond, "beside": usual}
    for title, some in tables.items():
        print(f"\n{title}\n{'clock s':>9}{'cpu s':>8}{'MiB':>7}  attack, and what is said of it")
        for attack, clock, processor, mib, said in some:
            print(f"{clock:9.2f}{processor:8.2f}{mib:7.0f}  {attack}: {said[:90]}")
    print(f"\n{len(rows)} attacks, {len(beyond)} beyond {GOAL_SECONDS:.0f} s or {GOAL_MIB} MiB")
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
