"""Measures what keeping cases encrypted costs, beside the same cases kept plainly and beside SHA-256.

Run: python -m benchmarks.keeping [--cases 10000] [--mib 256] [--only PART ...]

Plain and encrypted, or work and its peer, take turns in one run, so that a busy machine slows down both.
Times are of the processor; those of a commit, of unlocking and of files are of the clock, with that of the
processor beside them: files are hashed and encrypted at the same time, and a commit waits for the disk.
"""

import argparse
import functools
import hashlib
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.casework import backup, handover, keep, safety
from app.casework.desk import Desk, open_desk
from app.domain.case import Evidence
from app.domain.files import StoredFile
from app.domain.handover import Offer, TakeOver
from app.store.keys import VaultKey
from app.store.sealing import Sealing
from app.store.streams import seal
from app.store.vault import Vault
from benchmarks.cases_list import make_cases

SECRET = "correct horse battery"
CASES, MIB_OF_A_FILE, FILES, CHANGES = 10_000, 256, 1_000, 200
ROUNDS = 9
MIB = 1 << 20
PARTS = ("lists", "commits", "unlock", "streams", "backups", "handover")


@dataclass(frozen=True, slots=True)
class Pair:
    """Holds one store twice: as it is without encryption and with it."""

    plain: Path
    sealed: Path

    def desks(self) -> tuple[Desk, Desk]:
        """Open both."""
        opened = open_desk(self.sealed)
        opened.unlock(safety.open_by_passphrase(opened, SECRET))
        return open_desk(self.plain), opened


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every figure with its goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--mib", type=int, default=MIB_OF_A_FILE, help="how large the file for the vault is")
    parser.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="keeping-") as name:
        folder = Path(name)
        if {"lists", "commits", "unlock"} & {*asked.only}:
            pair = make_pair(folder, asked.cases)
            if "lists" in asked.only:
                measure_lists(pair, asked.cases)
            if "commits" in asked.only:
                measure_commits(pair)
            if "unlock" in asked.only:
                measure_unlock(pair)
        if "streams" in asked.only:
            measure_streams(folder, asked.mib)
        if {"backups", "handover"} & {*asked.only}:
            measure_packing(folder, asked.only)


def make_pair(folder: Path, cases: int) -> Pair:
    """Make a store of so many cases, and the same again encrypted."""
    pair = Pair(folder / "plain", folder / "sealed")
    make_cases(pair.plain, cases)
    shutil.copytree(pair.plain, pair.sealed)
    desk = open_desk(pair.sealed)
    safety.encrypt_store(desk, SECRET, None, lambda _: None)
    return pair


# What a person looks at


def measure_lists(pair: Pair, cases: int) -> None:
    """Print what listing, finding, opening and the history cost in both."""
    plain, sealed = pair.desks()
    ids = [each.id for each in plain.cases.summaries(limit=400)]
    for desk in (plain, sealed):
        for number in range(CHANGES):
            keep.set_basics(desk, ids[0], title=f"Renamed {number}")
    works: dict[str, Callable[[Desk], object]] = {
        f"list {cases} cases": lambda desk: desk.cases.summaries(),
        "one query: what a list shows of a case, 400 times": lambda desk: [
            desk.cases.summary(each) for each in ids
        ],
        "open one case, 40 times": lambda desk: [desk.cases.load(each) for each in ids[:40]],
        f"history of {CHANGES} changes": lambda desk: desk.cases.history(ids[0]),
    }
    for name, work in works.items():
        one, other = turns(lambda work=work: work(plain), lambda work=work: work(sealed))  # type: ignore[misc]  # bound now
        goal(name, f"{one * 1000:.1f} ms plain, {other * 1000:.1f} ms encrypted", other / one, most=1.5)
    for desk in (plain, sealed):
        desk.close()


def measure_commits(pair: Pair) -> None:
    """Print how long one change takes until it is on the disk."""
    plain, sealed = pair.desks()
    case_id = plain.cases.summaries(limit=2)[1].id
    took: dict[str, list[float]] = {"plain": [], "encrypted": [], "write and fsync alone": []}
    probe = (pair.plain / "probe").open("wb", buffering=0)
    block = secrets.token_bytes(16 << 10)
    spent = {"plain": 0.0, "encrypted": 0.0, "write and fsync alone": 0.0}
    for number in range(CHANGES):
        for name, desk in (("plain", plain), ("encrypted", sealed)):
            begun = time.process_time()
            took[name].append(clock(lambda desk=desk: keep.set_basics(desk, case_id, title=f"{number}")))  # type: ignore[misc]  # noqa: B023
            spent[name] += time.process_time() - begun
        took["write and fsync alone"].append(clock(lambda: (probe.write(block), os.fsync(probe.fileno()))))
    probe.close()
    for name, times in took.items():
        middle, most = (at * 1000 for at in (statistics.median(times), percentile(times, 0.99)))
        figures = f"median {middle:.2f} ms, 99 of 100 within {most:.2f} ms"
        if spent[name]:
            figures += f", {spent[name] / CHANGES * 1000:.2f} ms of the processor"
        if name == "encrypted":
            goal("one commit, encrypted", figures, middle, most=5.0, unit="ms")
        else:
            print(f"one commit, {name}: {figures}")
    for desk in (plain, sealed):
        desk.close()


# Opening


def measure_unlock(pair: Pair) -> None:
    """Print how long the passphrase takes, and all that is done beside it until a list is there."""
    # What is loaded once has been loaded while the page asks for the passphrase.
    deriving, waited, beside, plain = [], [], [], []
    for _ in range(ROUNDS):
        sealed = open_desk(pair.sealed)
        keys: list[VaultKey] = []
        begun = time.process_time()
        waited.append(clock(lambda: keys.append(safety.open_by_passphrase(sealed, SECRET))))  # noqa: B023
        deriving.append(time.process_time() - begun)
        beside.append(clock(lambda: (sealed.unlock(keys[0]), sealed.cases.summaries(limit=50))))  # noqa: B023
        sealed.close()
        desk = open_desk(pair.plain)
        plain.append(clock(lambda: desk.cases.summaries(limit=50)))  # noqa: B023
        desk.close()
    took = statistics.median(deriving)
    state = "met" if 0.2 <= took <= 0.6 else "MISSED"
    on_clock = f"{min(waited):.2f} to {max(waited):.2f} s of the clock"
    print(f"from passphrase to key: {took:.2f} s of the processor, {on_clock} (goal 0.2 to 0.6 s: {state})")
    middle = statistics.median(beside) * 1000
    figures = f"{middle:.1f} ms, without encryption {statistics.median(plain) * 1000:.1f} ms"
    goal("beside that, until the first 50 cases are listed", figures, middle, most=50.0, unit="ms")


# Files


def measure_streams(folder: Path, mib: int) -> None:
    """Print how fast files are kept and opened, and what memory that takes."""
    file = folder / "file"
    with file.open("wb") as stream:
        for _ in range(mib):
            stream.write(secrets.token_bytes(MIB))
    vaults = {
        name: Vault(folder / name, None, sealing)
        for name, sealing in (
            ("plain", None),
            ("encrypted", Sealing(VaultKey.new(), lambda: folder / "room")),
        )
    }
    (folder / "room").mkdir()
    digest, key = _sha256(file), secrets.token_bytes(32)

    def seal_all() -> None:
        with file.open("rb") as source, Path(os.devnull).open("wb") as target:
            seal(source, target, key)

    measure_stream(mib, file, "encrypt it alone", seal_all)
    for name, vault in vaults.items():
        keeping = functools.partial(_keep_anew, vault, file, digest)
        # Beside the stream itself it hashes, writes and waits for the disk: told, with nothing aimed at.
        measure_stream(mib, file, f"hash, write and flush it as the vault does, {name}", keeping, least=None)
        measure_stream(mib, file, f"open it, {name}", functools.partial(_drain, vault, digest))
    measure_memory(folder, file)
    file.unlink()


def measure_stream(
    mib: int, file: Path, name: str, work: Callable[[], object], least: float | None = 0.5
) -> None:
    """Print how fast work on a file is beside hashing it, by the clock and by the processor."""
    hashing, took = turns(lambda: _sha256(file), work, rounds=4, timed=clock)
    hashing_alone, working_alone = turns(lambda: _sha256(file), work, rounds=2)
    figures = f"{mib / took:.0f} MiB/s, SHA-256 {mib / hashing:.0f} MiB/s"
    beside = f"{hashing_alone / working_alone:.2f} x of the processor"
    if least is None:
        print(f"{name}: {figures} = {hashing / took:.2f} x, {beside}", flush=True)
    else:
        goal(name, figures, hashing / took, least=least, beside=beside)


def measure_memory(folder: Path, file: Path) -> None:
    """Print how much more memory a process takes for keeping and opening a large file than a small one."""
    small = folder / "small"
    small.write_bytes(file.read_bytes()[:MIB])
    peaks = {}
    for path in (small, file):
        code = (
            "import sys; from pathlib import Path; from benchmarks import keeping;"
            "print(keeping.peak_of(Path(sys.argv[1]), Path(sys.argv[2])))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(folder / f"vault of {path.name}")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        peaks[path.name] = int(done.stdout) / MIB
    more = peaks["file"] - peaks["small"]
    goal("memory for that file more than for one of 1 MiB", f"{more:.1f} MiB", more, most=8.0, unit="MiB")


def peak_of(path: Path, folder: Path) -> int:
    """Return the most memory that this process had once it kept and opened a file."""
    vault = Vault(folder, None, Sealing(VaultKey.new(), lambda: folder))
    stored = vault.keep(path)
    _drain(vault, stored.sha256)
    # Linux counts in kibibytes, macOS in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


# All of it


def measure_packing(folder: Path, parts: Sequence[str]) -> None:
    """Print what a second backup of many files takes, and handing over a case with them."""
    pair = Pair(folder / "files-plain", folder / "files-sealed")
    size = fill(pair.plain)
    shutil.copytree(pair.plain, pair.sealed)
    desk = open_desk(pair.sealed)
    safety.encrypt_store(desk, SECRET, None, lambda _: None)
    plain, sealed = pair.desks()
    if "backups" in parts:
        for name, desk in (("plain", plain), ("encrypted", sealed)):
            first = clock(lambda desk=desk: backup.back_up(desk, lambda _: None))  # type: ignore[misc]  # bound now
            keep.set_basics(desk, desk.cases.ids()[0], title="Another")
            second = clock(lambda desk=desk: backup.back_up(desk, lambda _: None))  # type: ignore[misc]  # bound now
            what = f"backup of {FILES} files ({size / MIB:.0f} MiB), {name}"
            print(f"{what}: {first:.2f} s, the next one {second:.2f} s")
    if "handover" in parts:
        measure_handover(folder, sealed, plain, size)
    for desk in (plain, sealed):
        desk.close()


def fill(folder: Path) -> int:
    """Keep a case of so many files, straight, and return how many bytes they have."""
    desk = open_desk(folder)
    made = keep.create_case(
        desk, title="Case", category="pr.wage-tax", place="ningbo", submit_on=date(2027, 3, 1)
    )
    stored: dict[str, StoredFile] = {}
    source, size = folder / "source", 0
    for number in range(FILES):
        data = secrets.token_bytes(40_000 + 150 * number)
        source.write_bytes(data)
        stored[f"passport/{number}.jpg"] = desk.vault.keep(source)
        size += len(data)
    source.unlink()
    evidence = tuple(Evidence("passport", made.case.people[0].id, (name,)) for name in stored)
    keep.enter_evidence(desk, made.case_id, evidence, stored)
    desk.close()
    return size


def measure_handover(folder: Path, sealed: Desk, plain: Desk, size: int) -> None:
    """Print how fast a case goes into one encrypted file, and out of it elsewhere."""
    file, blob = folder / "case.yongju", folder / "blob"
    blob.write_bytes(secrets.token_bytes(size))
    case_id = sealed.cases.ids()[0]
    hashing = min(processor(lambda: _sha256(blob)) for _ in range(3))
    out = processor(lambda: handover.hand_over(sealed, case_id, file, SECRET, lambda _: None))
    speed = f"{size / MIB / out:.0f} MiB/s = {hashing / out:.2f} x SHA-256"
    print(f"hand over a case of {size / MIB:.0f} MiB: {speed}")
    keep.delete_case(plain, case_id)
    keep.purge_deleted(plain, [case_id])
    offers: list[Offer] = []
    looking = processor(lambda: offers.append(handover.look_into(plain, file, SECRET, lambda _: None)))
    taking = processor(lambda: handover.take_over(plain, offers[0], SECRET, TakeOver.ADD, lambda _: None))
    print(f"look into it: {size / MIB / looking:.0f} MiB/s = {hashing / looking:.2f} x SHA-256", end="; ")
    print(f"take it over: {size / MIB / taking:.0f} MiB/s = {hashing / taking:.2f} x SHA-256")


# How it is measured


def turns(
    one: Callable[[], object],
    other: Callable[[], object],
    rounds: int = ROUNDS,
    timed: Callable[[Callable[[], object]], float] | None = None,
) -> tuple[float, float]:
    """Return the least time of two works that take turns, of the processor unless told otherwise."""
    timed = timed or processor
    times = [(timed(one), timed(other)) for _ in range(rounds)]
    return min(each[0] for each in times), min(each[1] for each in times)


def processor(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def clock(work: Callable[[], object]) -> float:
    """Return the seconds of the clock that work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def percentile(times: Sequence[float], part: float) -> float:
    """Return what so great a part of the times stays within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def goal(
    name: str,
    figures: str,
    value: float,
    *,
    most: float | None = None,
    least: float | None = None,
    unit: str = "x",
    beside: str = "",
) -> None:
    """Print figures, and whether they are what was aimed at."""
    met = (most is None or value <= most) and (least is None or value >= least)
    aim = f"at most {most:g}" if most is not None else f"at least {least:g}"
    shown = f"{figures} = {value:.2f} x" if unit == "x" else figures
    more = f", {beside}" if beside else ""
    print(f"{name}: {shown}{more} (goal {aim} {unit}: {'met' if met else 'MISSED'})", flush=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _keep_anew(vault: Vault, file: Path, sha256: str) -> None:
    vault.forget([sha256])
    vault.keep(file)


def _drain(vault: Vault, sha256: str) -> None:
    for _ in vault.blocks_of(sha256):
        pass


if __name__ == "__main__":
    main()
