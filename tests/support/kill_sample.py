"""Kills a few deeds and refuses a few writes, from one process that has everything loaded.

Run: python -m tests.support.kill_sample FOLDER SEED

Prints what was lost, one line each, and in the last line how much was told as done and how often writes
were refused. `python -m benchmarks.kills` does the same at length.
"""

import random
import sys
from pathlib import Path

from tests.support.deeds import rules
from tests.support.killing import Fork, LostError, Trial
from tests.support.refusals import Deed, run_limited

_SECRET = "correct horse battery"
KILLED = (
    ("attach", "", 0.15),
    ("attach", _SECRET, 0.15),
    ("edit", _SECRET, 0.05),
    ("backup", "", 0.2),
    ("migrate", "", 0.2),
    ("rekey", "", 0.3),
)
# No file may grow beyond so many bytes: none of these can be done.
REFUSED = (("edit", "", 8_000), ("attach", "", 30_000), ("encrypt", "", 30_000), ("change", _SECRET, 100))


def main(folder: Path, seed: int) -> int:
    """Kill, refuse, print what came of it and return how much was lost."""
    chance, lost, done, refused = random.Random(seed), 0, 0, 0
    rules()
    for deed, secret, within in KILLED:
        trial = Trial(deed, folder / f"{deed}-{bool(secret)}", secret, start=Fork)
        try:
            trial.set_up()
            trial.kill(chance.uniform(0, within))
            trial.check()
        except LostError as error:
            lost += 1
            print(error, flush=True)
        done += trial.told.done
    for deed, secret, most_bytes in REFUSED:
        row = run_limited(folder, Deed(deed, secret), most_bytes)
        lost, refused = lost + len(row.lost), refused + row.refused
        print(*row.lost, sep="\n", end="")
    print(f"{done} done, {refused} refused", flush=True)
    return lost


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2])))
