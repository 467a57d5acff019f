"""Measures what a check finds: whole invented cases, right ones and ones with a fault put in.

Run: python -m benchmarks.faults [--seed N] [--quick] [--kits 0 2] [--codes photo. date.too_old] [--keep DIR]

First every case as it is: any blocker or warning is a false finding. Then each fault of
tests/support/kits/faults.py, one at a time, in the first cases that have room for it; and what comes
close to a fault. A fault is found when a finding has its code, requirement and file; what may follow from
it is not counted against the check. Files are drawn and read once.
"""

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.casework.desk import Desk
from app.casework.review import review_case
from app.domain.errors import AppError
from app.domain.findings import Finding, Severity
from app.env import paths
from app.intake.guard import GuardedProcesses, InProcess
from app.rules.load import load_pack
from tests.support.kits.cases import CLEAN, clean_kits
from tests.support.kits.faults import Fault, faults, near_misses
from tests.support.kits.kit import Kit, write_kit


@dataclass(slots=True)
class Tally:
    """Counts what was put in and found, and keeps what was missed or found for nothing."""

    injected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    false: list[str] = field(default_factory=list)


class Bench:
    """Writes, reads and checks cases with one desk."""

    def __init__(self, keep: Path, *, guarded: bool) -> None:
        self.keep, self.runs = keep, 0
        guard = GuardedProcesses() if guarded else InProcess()
        self.desk = Desk(load_pack(paths.resource("rulepacks", "cn")), keep / "data", guard=guard)
        (keep / "data").mkdir(parents=True, exist_ok=True)

    def check(self, kit: Kit) -> tuple[Finding, ...]:
        self.runs += 1
        folder = write_kit(kit, self.keep / "cases" / f"{self.runs:03d}-{kit.name}", self.keep / "drawn")
        opened = self.desk.open_folder(folder)
        return review_case(self.desk, opened, today=kit.today, report=lambda _: None).findings


def main(arguments: Sequence[str] | None = None) -> None:
    """Check clean cases, faults and near misses; print what was found."""
    asked = _arguments(arguments)
    keep = Path(asked.keep) if asked.keep else Path(tempfile.mkdtemp(prefix="faults-"))
    bench, tally = Bench(keep, guarded=not asked.in_process), Tally()
    kits = clean_kits(date.today(), asked.seed)
    chosen = [kits[at] for at in asked.kits] if asked.kits else kits[: 2 if asked.quick else len(kits)]
    started = time.monotonic()
    if not asked.no_clean:
        _check_clean(bench, chosen, tally)
    _check_faults(bench, chosen, tally, asked)
    if not asked.codes or "near" in asked.codes:
        _check_near_misses(bench, chosen, tally)
    _print(tally, time.monotonic() - started)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="two cases only")
    parser.add_argument("--kits", type=int, nargs="*", help=f"which of the {len(CLEAN)} cases")
    parser.add_argument("--codes", nargs="*", help="only faults whose code begins so; 'near' for near misses")
    parser.add_argument("--places", type=int, default=2, help="in how many cases each fault is put")
    parser.add_argument("--no-clean", action="store_true", help="without the cases as they are")
    parser.add_argument(
        "--keep", help="folder for cases, drawn papers and readings, used again by the next run"
    )
    parser.add_argument("--in-process", action="store_true", help="without guarded processes")
    return parser.parse_args(arguments)


def _check_clean(bench: Bench, kits: Iterable[Kit], tally: Tally) -> None:
    for kit in kits:
        _note_false(tally, kit.name, _grave(bench.check(kit)))
        print(f"clean {kit.name}: {len(kit.pieces)} papers, {len(tally.false)} false so far", flush=True)


def _check_faults(bench: Bench, kits: Sequence[Kit], tally: Tally, asked: argparse.Namespace) -> None:
    for fault in faults():
        if asked.codes and not fault.code.startswith(tuple(asked.codes)):
            continue
        for kit, spoilt in _placed(fault, kits, asked.places):
            tally.injected[fault.code] += 1
            name = f"{kit.name}: {fault.label} ({fault.requirement})"
            print(f"{fault.code}: {name}", flush=True)
            try:
                findings = bench.check(spoilt)
            except (OSError, RuntimeError, AppError) as error:
                # One case that cannot be used is no reason to leave out the others.
                tally.missed[fault.code].append(f"{name}: {error!r}")
                continue
            _judge(fault, spoilt, findings, name, tally)


def _placed(fault: Fault, kits: Sequence[Kit], places: int) -> Iterator[tuple[Kit, Kit]]:
    """Give the first cases that have room for a fault, with it in them."""
    given = 0
    for kit in kits:
        try:
            spoilt = fault.spoil(kit)
        except LookupError:
            continue
        yield kit, spoilt
        given += 1
        if given == places:
            return


def _judge(fault: Fault, kit: Kit, findings: Iterable[Finding], name: str, tally: Tally) -> None:
    findings = list(findings)
    right = [each for each in findings if _answers(fault, each, kit)]
    if right:
        tally.found[fault.code] += 1
    else:
        codes = sorted({f"{e.code}@{e.requirement}" for e in findings if e.severity is not Severity.NOTE})
        tally.missed[fault.code].append(f"{name}; said {', '.join(codes) or 'nothing'}")
        print(f"MISSED {fault.code} {name}; said {codes}", flush=True)
    others = [e for e in _grave(findings) if e.code != fault.code and e.code not in fault.follows]
    _note_false(tally, f"{fault.code} in {name}", others)


def _answers(fault: Fault, finding: Finding, kit: Kit) -> bool:
    if finding.code != fault.code or fault.requirement not in (None, finding.requirement):
        return False
    if fault.person is not None and finding.person != fault.person:
        return False
    files = {piece.file for piece in kit.pieces if piece.requirement == fault.requirement}
    return not fault.in_file or finding.file in files


def _grave(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.severity is not Severity.NOTE]


def _note_false(tally: Tally, where: str, findings: Iterable[Finding]) -> None:
    for each in findings:
        told = {key: value for key, value in each.params.items() if not hasattr(value, "zh")}
        tally.false.append(f"{each.code} {each.file or each.requirement} {told} [{where}]")
        print(f"FALSE {tally.false[-1]}", flush=True)


def _check_near_misses(bench: Bench, kits: Sequence[Kit], tally: Tally) -> None:
    for near in near_misses():
        for kit in kits:
            try:
                changed = near.spoil(kit)
            except LookupError:
                continue
            _note_false(tally, f"near miss: {near.label} in {kit.name}", _grave(bench.check(changed)))
            break


def _print(tally: Tally, seconds: float) -> None:
    print(f"\n{'code':36}{'injected':>9}{'found':>7}")
    for code, count in sorted(tally.injected.items()):
        print(f"{code:36}{count:>9}{tally.found[code]:>7}")
    total, found = sum(tally.injected.values()), sum(tally.found.values())
    print(f"{'all':36}{total:>9}{found:>7}   {seconds:.0f} s")
    for code, names in sorted(tally.missed.items()):
        for name in names:
            print(f"missed {code}: {name}")
    print(f"{len(tally.false)} false findings")
    for name in tally.false:
        print(f"false {name}")


if __name__ == "__main__":
    main()
