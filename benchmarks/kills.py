"""Kills the program at random moments of its work and looks whether anything was lost.

Run: python -m benchmarks.kills [KILLS] [--seed N] [--only DEED ...] [--keep FOLDER]
     python -m benchmarks.kills --faults [--only DEED ...] [--every N] [--keep FOLDER]

Each kill is a SIGKILL of a whole group of processes that attach papers, edit, build, back up, bring an old
store up to date, or encrypt, decrypt and give other keys, on a store of its own, plain and encrypted. After
each the store is opened as the next start would: everything that was told as done is there, every paper
that is named is whole, the database is sound, and nothing half done is left.

With --faults nothing is killed: each call by which such work writes is refused in turn, because the disk is
full, forbidden or broken, those of SQLite too (a C compiler builds what refuses them); then likewise.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.killing import LostError, Trial

_SECRET = "correct horse battery"
# What is killed, on which stores, how often of a hundred, and within which time from the first deed.
_PLAN = (
    ("attach", "", 11, 0.8),
    ("attach", _SECRET, 11, 0.8),
    ("edit", "", 9, 0.3),
    ("edit", _SECRET, 9, 0.3),
    ("build", "", 10, 2.0),
    ("build", _SECRET, 10, 2.0),
    ("backup", "", 10, 1.5),
    ("backup", _SECRET, 10, 1.5),
    ("migrate", "", 10, 0.8),
    ("rekey", "", 20, 2.0),
)


@dataclass(slots=True)
class Row:
    """Counts what came of the kills of one kind of work."""

    trial: Trial
    within: float
    kills: int = 0
    late: int = 0
    lost: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as often as asked, print what came of it, and return how much was lost."""
    asked = _arguments(arguments)
    if asked.faults:
        return _refuse(Path(asked.keep or tempfile.mkdtemp(prefix="kills-")), asked.only, asked.every)
    chance = random.Random(asked.seed)
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="kills-"))
    plan = [each for each in _PLAN if not asked.only or each[0] in asked.only]
    rows = [_row(folder, deed, secret, within) for deed, secret, _, within in plan]
    order = _order(asked.kills, [share for _, _, share, _ in plan])
    chance.shuffle(order)
    started = time.monotonic()
    for number, index in enumerate(order, start=1):
        _kill(rows[index], chance)
        if number % 20 == 0:
            print(f"{number} kills, {time.monotonic() - started:.0f} s", flush=True)
    _print(rows, time.monotonic() - started, asked.seed)
    return sum(len(row.lost) for row in rows)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="*", default=(), help=", ".join(dict.fromkeys(row[0] for row in _PLAN))
    )
    parser.add_argument("--faults", action="store_true", help="refuse writes instead of killing")
    parser.add_argument("--every", type=int, default=1, help="refuse only each so many-th call")
    parser.add_argument("--keep", help="a folder for the stores, instead of a temporary one")
    return parser.parse_args(arguments)


def _refuse(folder: Path, deeds: Sequence[str], every: int) -> int:
    library, source = folder / "refusing.so", Path(__file__).with_name("refusing.c")
    build = ("-O1", "-shared", "-fPIC", "-U_FORTIFY_SOURCE", "-o", str(library), str(source), "-ldl")
    subprocess.run(["cc", *build], check=True)
    environment = {**os.environ, "LD_PRELOAD": str(library)}
    work = [sys.executable, "-m", "tests.support.refusals", str(folder), *deeds, "--every", str(every)]
    return subprocess.run(work, env=environment, check=False).returncode


def _row(folder: Path, deed: str, secret: str, within: float) -> Row:
    trial = Trial(deed, folder / f"{deed}-{'encrypted' if secret else 'plain'}", secret)
    trial.set_up()
    return Row(trial, within)


def _order(kills: int, shares: Sequence[int]) -> list[int]:
    """Return which row each kill belongs to, by the shares."""
    counts = Counter({index: kills * share // sum(shares) for index, share in enumerate(shares)})
    for index in range(kills - counts.total()):
        counts[index % len(shares)] += 1
    return list(counts.elements())


def _kill(row: Row, chance: random.Random) -> None:
    row.kills += 1
    try:
        # Every second time the calls that change names take longer, so that many kills fall between them.
        stretched = {"STRETCH": "0.004"} if row.kills % 2 else {}
        row.late += not row.trial.kill(chance.uniform(0, row.within), stretched)
        row.trial.check()
    except LostError as error:
        row.lost.append(str(error))


def _print(rows: Sequence[Row], seconds: float, seed: int) -> None:
    print(f"\n{'work':10}{'store':11}{'kills':>6}{'late':>6}{'told as done':>14}{'lost':>6}{'strays':>8}")
    for row in rows:
        store = "encrypted" if row.trial.secret else "plain"
        print(
            f"{row.trial.deed:10}{store:11}{row.kills:6}{row.late:6}{row.trial.told.done:14}"
            f"{len(row.lost):6}{row.trial.strays:8}"
        )
    print(f"{sum(row.kills for row in rows)} kills in {seconds:.0f} s, seed {seed}")
    for row in rows:
        for each in row.lost:
            print(each)


if __name__ == "__main__":
    raise SystemExit(main() and 1)
