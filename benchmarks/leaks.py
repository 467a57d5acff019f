"""Works through a day on an encrypted store, and looks what of it can be read on the disk.

Run: python -m benchmarks.leaks [--keep FOLDER] [--seed N] [--sample]

The day is done by the real program, its window drawn into memory, in folders of its own for data, temporary
files, caches, settings and logs. After each deed, after a kill of everything amid work, and after the end all
bytes of all files below these folders are searched, those that are new in the folders of all (/tmp, /dev/shm)
too, and what everybody can read of its processes: for the names, numbers and figures of the case in every
usual writing and packing, for the bytes, digests and pictures of its papers, for passphrase and keys.
Deciphered files may lie in memory, in a private folder of a process that runs: these are counted apart.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.env import paths
from tests.support.leaks import Moment, Watch

# A day in several sittings; everything is killed amid the last deed of one that says so.
DAY: tuple[tuple[tuple[str, ...], bool], ...] = (
    (
        ("unlock", "begin_case", "attach", "drop", "look", "build", "print_packet", "back_up", "hand_over"),
        True,
    ),
    (("wait_locked", "unlock", "open_first", "history", "choose", "crash", "lock", "unlock", "close"), False),
    (("unlock", "open_first", "kill_worker", "edit", "paste", "close"), False),
    (("unlock", "open_first", "be_at_work"), True),
    (("wait_locked", "unlock", "import_folder", "delete", "lock", "close"), False),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the day, print what was found after each deed, and return how much that was."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", help="a new folder for all of it, instead of a temporary one")
    parser.add_argument("--seed", type=int, help="the same names and numbers again")
    parser.add_argument("--sample", action="store_true", help="the bundled sample case beside (minutes)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="leaks-") as temporary:
        watch = Watch(Path(asked.keep or temporary) / "day", asked.seed, _print_moment)
        started = time.monotonic()
        watch.encrypt()
        for deeds, kill in DAY:
            _do(watch, deeds, kill=kill)
        _call(watch, sample=asked.sample)
        watch.look("the end")
        return _print(watch, time.monotonic() - started)


def _do(watch: Watch, deeds: Sequence[str], *, kill: bool) -> None:
    watch.work(*deeds, kill=kill)
    if kill:
        # What was deciphered in memory stays there until the next start: it is counted, not held against it.
        watch.look("killed", swept_next=True)


def _call(watch: Watch, *, sample: bool) -> None:
    """Use the command line, too: on the kept cases, and on a folder of papers while they are locked."""
    secret, made = watch.outside / "secret", watch.outside / "made"
    case = watch.outside / "case"
    calls: list[tuple[object, ...]] = [
        ("store", "status"),
        ("cases", "list", "--store-passphrase-file", secret),
        ("check", case, "--json"),
        ("build", case, "-o", made / "by-call.pdf", "--draft"),
    ]
    if sample:
        calls.append(("check", paths.resource("sample_case"), "--json"))
    for call in calls:
        watch.call(*call)
        watch.look(f"yongju {call[0]}")


def _print_moment(moment: Moment) -> None:
    rooms = f", {moment.in_rooms} in memory, in use" if moment.in_rooms else ""
    found = [*moment.told()]
    print(f"{moment.name}: {len(found)} found{rooms}", flush=True)
    for each in found:
        print(f"    {each}")


def _print(watch: Watch, seconds: float) -> int:
    found = sum(len([*moment.told()]) for moment in watch.moments)
    assert watch.rounds is not None
    read = f"{watch.rounds.files} files with {watch.rounds.bytes / 1e6:.0f} MB read"
    print(f"\n{len(watch.moments)} moments, {read}, {found} found, {seconds:.0f} s. What is there:")
    for kind, count in sorted(watch.kinds().items()):
        print(f"    {kind}: {count}")
    return found


if __name__ == "__main__":
    raise SystemExit(main() and 1)
