"""Measures the reading of papers: characters, kinds, facts, time and memory, on invented papers.

Run: python -m benchmarks.reading [--quick | --full] [--seed N] [--kinds passport visa] [--variants phone fax]
[--keep DIR] [--peer PAGES] [--shard 1/2]. The papers come from tests/support/papers, which knows nothing of
the recogniser's vocabulary; every run with another seed shows other people, numbers, wordings and damage.
Beside it stands tesseract (chi_sim+eng) on some of the same pictures, where it is installed.

Character errors: each printed line against the text of its page, wherever it stands there (NFKC, blanks
aside), so that neither reading order nor additions count; zones are counted apart. "Bare" leaves the marks
over letters out of account. Names are compared folded, days and amounts exactly.
"""

import argparse
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

from app.domain.reading import Fact, FactName, PageReading, Reading, Subject
from tests.support import papers
from tests.support.papers.model import Paper, Truth
from tests.support.papers.people import all_ways

MOST_FAULTS = 12
LAYER = "layer"  # a PDF with its text
EASY = ("clean200", "clean300", LAYER, "jpeg")
# Kinds that the product may call a paper, where it has another word for it than the renderer.
ACCEPTED = {
    "diploma": {"academic-diploma"},
    "diploma/credential_report": {"degree-recognition"},
    "wage-certificate": {"income-proof"},
    "kinship-certificate/notarial_english": {"kinship-proof", "notarial-certificate", "translation"},
    "kinship-certificate": {"kinship-proof", "notarial-certificate"},
    "work-history": {"work-history-proof"},
    "photo-page": {"photo", None},
    "sponsor-identity": {"identity-card"},
    "business-licence/institution": {"institution-certificate", "business-licence"},
    "translation/of_diploma_english": {"translation", "translator-certificate"},
    "employer-recommendation": {"employer-recommendation", "recommendation-letter"},
    "authority-recommendation": {"authority-recommendation", "recommendation-letter"},
    "university-recommendation": {"university-recommendation", "recommendation-letter"},
    "leader-recommendation": {"leader-recommendation", "recommendation-letter"},
    "lease": {"housing-proof", "lease", None},
    "bank-statement": {"bank-statement", "livelihood-proof", None},
    "invoice": {"invoice", None},
    "airline-ticket": {"invoice", None},
    "menu": {None},
    "letter": {None},
    "blank": {None},
}
NAMES = {FactName.NAME, FactName.SURNAME, FactName.GIVEN_NAMES, FactName.CHINESE_NAME}
AMOUNTS = {FactName.WAGE, FactName.WAGE_TOTAL, FactName.TAX, FactName.TAX_TOTAL}
DAYS = {FactName.BIRTH_DATE, FactName.ISSUED_ON, FactName.EXPIRES_ON, FactName.AUTHENTICATED_ON,
        FactName.ENTERED_ON, FactName.LEFT_ON, FactName.TRANSLATED_ON}  # fmt: skip
# Free text: held loosely against what is printed, and no error when the renderer did not note it.
LOOSE = {FactName.AUTHORITY, FactName.EMPLOYER, FactName.POSITION, FactName.BIRTH_PLACE, FactName.UNIVERSITY,
         FactName.DEGREE, FactName.BUSINESS_SCOPE, FactName.DOCUMENT_NUMBER, FactName.PAGES_STATED,
         FactName.PERIOD_FROM, FactName.PERIOD_UNTIL, FactName.VALID_FROM, FactName.EMPLOYED_SINCE,
         FactName.EMPLOYED_UNTIL, FactName.ISSUING_COUNTRY, FactName.AUTHENTICATION_NUMBER}  # fmt: skip
_SAME = str.maketrans(
    {"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "•": "·", "・": "·", "○": "〇"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """Names one rendering of one paper."""

    kind: str
    layout: str
    seed: int
    how: str

    @property
    def label(self) -> str:
        return f"{self.kind}_{self.layout}_{self.seed}_{self.how}"


@dataclass(slots=True)
class Tally:
    """Counts right ones among all."""

    right: int = 0
    all: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.all += 1

    @property
    def share(self) -> float:
        return self.right / self.all * 100 if self.all else float("nan")


@dataclass(slots=True)
class Score:
    """Collects what a run measures."""

    errors: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    facts: dict[FactName, Tally] = field(default_factory=lambda: defaultdict(Tally))
    names: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    days: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    amounts: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    sure: Tally = field(default_factory=Tally)
    sure_wrong: int = 0
    turns: Tally = field(default_factory=Tally)
    zones: Tally = field(default_factory=Tally)
    pages: int = 0
    stated: int = 0
    wrong: int = 0
    unlisted: int = 0
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0
    causes: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Render, read, compare, print."""
    asked = _arguments()
    cases = list(_cases(asked))
    keep = Path(asked.keep) if asked.keep else None
    score, peers = Score(), _Peer(asked.peer)
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_prepare)
    with tempfile.TemporaryDirectory() as folder, pool:
        # The first file loads the models, once for a whole run of the product's worker as well.
        pool.submit(_read, _rendered(Case("visa", "sticker", 1, "clean200"), Path(folder))[2]).result()
        for at, case in enumerate(cases):
            paper, pages, path = _rendered(case, Path(folder))
            reading, seconds, peak = pool.submit(_read, path).result()
            faults = _compare(case, paper, reading, score)
            score.seconds.append(seconds / max(1, len(pages)))
            score.peak = max(score.peak, peak)
            if at % max(1, len(cases) // max(1, asked.peer)) == 0 and case.how != LAYER:
                peers.measure(pages[0], paper.text_on(0))
            _tell(case, path, reading, faults, keep)
            path.unlink()
            if at % 25 == 24:
                print(f"... {at + 1} of {len(cases)} files", file=sys.stderr, flush=True)
    _print(score, peers)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one rendering of each layout")
    parser.add_argument("--full", action="store_true", help="every layout in every variant")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", choices=papers.KINDS)
    parser.add_argument("--variants", nargs="*", choices=(*papers.VARIANTS, LAYER))
    parser.add_argument("--keep", help="folder for the files that were read wrongly")
    parser.add_argument("--peer", type=int, default=12, help="pages that tesseract reads as well, 0 for none")
    parser.add_argument("--shard", default="1/1", help="2/3: the second of three parts")
    return parser.parse_args()


def _cases(asked: argparse.Namespace) -> Iterator[Case]:
    rng = random.Random(asked.seed)
    part, parts = (int(each) for each in asked.shard.split("/"))
    hows = asked.variants or (*papers.VARIANTS, LAYER)
    number = 0
    for kind in papers.KINDS:
        for layout in papers.layouts(kind):
            some = rng.sample(hows, min(len(hows), 1 if asked.quick else 3))
            if not asked.quick and not asked.variants and "clean200" not in some:
                some.append("clean200")
            chosen = hows if asked.full else some
            seed = rng.randrange(10**6)
            number += 1
            if (not asked.kinds or kind in asked.kinds) and number % parts == part % parts:
                yield from (Case(kind, layout, seed, how) for how in chosen)


# -- rendering and reading ----------------------------------------------------------------------------


def _rendered(case: Case, folder: Path) -> tuple[Paper, tuple[Image.Image, ...], Path]:
    """Draw a paper, worsen its pages, write the file: pictures of one page as JPEG or PNG, others as PDF."""
    dpi = 300 if case.how == "clean300" else 200
    paper = papers.make_paper(case.kind, case.layout, case.seed, dpi)
    if case.how == LAYER:
        path = folder / f"{case.label}.pdf"
        path.write_bytes(papers.to_pdf(paper, text_layer=True))
        return paper, paper.pages, path
    pages = tuple(papers.worsen(page, case.how, case.seed + at) for at, page in enumerate(paper.pages))
    if len(pages) > 1 or case.seed % 3 == 0:
        path = folder / f"{case.label}.pdf"
        path.write_bytes(papers.page_pdf(pages, dpi))
    elif case.how.startswith("phone") or case.seed % 3 == 1:
        path = folder / f"{case.label}.jpg"
        path.write_bytes(papers.to_jpeg(pages[0], dpi))
    else:
        path = folder / f"{case.label}.png"
        path.write_bytes(papers.to_png(pages[0], dpi))
    return paper, pages, path


def _prepare() -> None:
    """Keep the worker to one core, as on a machine that has other things to do."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2

    cv2.setNumThreads(1)


def _read(path: Path) -> tuple[Reading, float, float]:
    """Read one file through the product's door: the reading, CPU seconds, peak memory in MB so far."""
    from app.intake.examine import examine_file
    from app.intake.read import read_file

    begun = time.process_time()
    facts = examine_file(path, path.name)
    reading = read_file(path, facts, papers.TODAY)
    taken = time.process_time() - begun
    return reading, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# -- comparing ----------------------------------------------------------------------------------------


def _compare(case: Case, paper: Paper, reading: Reading, score: Score) -> list[str]:
    """Hold a reading against the truth; add to the score; return the faults in words."""
    faults = [f"reader: trouble {reading.trouble}"] if reading.trouble else []
    score.pages += len(paper.pages)
    unread: set[str] = set()
    for number in range(len(paper.pages)):
        page = reading.page(number + 1)
        faults += _compare_text(case, paper, number, page, score, unread)
        faults += _compare_kind(case, paper, number, page, score)
        if page is not None and paper.text_on(number) and case.kind != "photo-page":
            right = page.turn == papers.TURN_BACK.get(case.how, 0)
            score.turns.add(right)
            faults += [] if right else [f"frame: turn {page.turn}, not {papers.TURN_BACK.get(case.how, 0)}"]
    faults += _compare_zone(paper, reading, score)
    faults += _compare_facts(case, paper, reading, score, unread)
    for fault in faults:
        module, what = fault.split(": ", 1)
        score.causes[f"{module}: {what.split()[0] if module in ('facts', 'wrong') else 'page'}"] += 1
    return faults


def normal(text: str) -> str:
    """Return a text without blanks and without differences that mean nothing."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SAME).split())


def bare(text: str) -> str:
    """Return a normal text without marks over its letters."""
    split = unicodedata.normalize(
        "NFD", text.replace("đ", "d").replace("Đ", "D").replace("ł", "l").replace("Ł", "L")
    )
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def edits_within(pattern: str, text: str) -> int:
    """Return the fewest edits that make the pattern a part of the text (Sellers' alignment)."""
    if pattern in text:
        return 0
    letters = np.array([ord(each) for each in text], dtype=np.int32)
    steps = np.arange(len(text) + 1, dtype=np.int32)
    row = np.zeros(len(text) + 1, dtype=np.int32)
    for at, letter in enumerate(pattern):
        new = np.empty_like(row)
        new[0] = at + 1
        new[1:] = np.minimum(row[:-1] + (letters != ord(letter)), row[1:] + 1)
        row = np.minimum.accumulate(new - steps) + steps
    return min(len(pattern), int(row.min()))


def _compare_text(
    case: Case, paper: Paper, number: int, page: PageReading | None, score: Score, unread: set[str]
) -> list[str]:
    printed = [normal(line) for line in paper.text_on(number) if "<<" not in line]
    text = normal("".join(line.text for line in page.lines)) if page else ""
    plain = bare(text)
    worst, wrong, long = ("", 0), 0, 0
    for line in printed:
        errors = edits_within(line, text)
        if errors:
            unread.add(line)
        wrong, long = wrong + errors, long + len(line)
        score.errors[case.how][0] += errors
        score.errors[case.how][1] += edits_within(bare(line), plain) if errors else 0
        score.errors[case.how][2] += len(line)
        worst = max(worst, (line, errors), key=lambda each: each[1])
    if long and wrong / long > 0.02:
        return [
            f"ocr: {wrong} of {long} characters on page {number + 1}, most in {worst[0][:60]!r} ({worst[1]})"
        ]
    return []


def _compare_kind(case: Case, paper: Paper, number: int, page: PageReading | None, score: Score) -> list[str]:
    exact = f"{case.kind}/{case.layout}"
    accepted = ACCEPTED.get(exact) or ACCEPTED.get(case.kind) or {case.kind}
    guess = page.kind if page else None
    said = guess.kind if guess else None
    right = said in accepted
    if right and said == "translation" and paper.of:
        right = guess is not None and guess.of in (paper.of, None)
    if number == 0:
        # What no packet asks for may be called anything as long as it is not said to be sure.
        quiet = None in accepted and not (guess and guess.sure)
        score.kinds[case.kind].add(right or quiet)
        right = right or quiet
    else:
        right = right or guess is None or not guess.sure
    if guess and guess.sure:
        score.sure.add(said in accepted)
        score.sure_wrong += said not in accepted
    if right:
        return []
    more = f" of {guess.of}" if guess and guess.of else ""
    sure = " (sure)" if guess and guess.sure else ""
    return [f"kinds: {said}{more}{sure} by {guess.words[:4] if guess else 'nothing'}"]


def _compare_zone(paper: Paper, reading: Reading, score: Score) -> list[str]:
    printed = tuple(normal(run.text) for run in paper.runs if "<<" in run.text and len(run.text) >= 30)
    if paper.kind not in ("passport", "visa", "residence-permit") or not printed:
        return []
    printed = tuple(run.text for run in paper.runs if len(run.text) == 44 and run.text.isupper())
    read = next((page.zone.lines for page in reading.pages if page.zone), None)
    score.zones.add(read == printed)
    return [] if read == printed else [f"mrz: zone {read} not {printed}"]


# -- facts --------------------------------------------------------------------------------------------


def folded(text: str) -> set[str]:
    """Return the ways in which a name may be written after folding: Ü as U or UE."""
    text = unicodedata.normalize("NFKC", text).replace("ß", "ss").casefold()
    german = text.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}))
    return {"".join(letter for letter in bare(each) if letter.isalnum()) for each in (text, german)}


def _turned(text: str) -> set[str]:
    """Return a name folded, beginning with any of its words."""
    words = re.split(r"[\s,]+", text.strip())
    return {each for at in range(len(words)) for each in folded(" ".join(words[at:] + words[:at]))}


def same_value(truth: Truth, fact: Fact) -> bool:
    """Say whether a fact states the value of a truth."""
    if truth.name in NAMES:
        return bool(_turned(str(truth.value)) & folded(str(fact.value)))
    if isinstance(truth.value, date):
        return truth.value == fact.value or truth.value in fact.others
    if isinstance(truth.value, int | float):
        number = isinstance(fact.value, int | float) and abs(fact.value - truth.value) < 0.005
        return number and (truth.year, truth.month) == (fact.year, fact.month)
    if truth.name in LOOSE:
        said, meant = (
            re.sub(r"\W", "", bare(normal(str(each)))).casefold() for each in (fact.value, truth.value)
        )
        return bool(said) and (said in meant or meant in said)
    return normal(str(truth.value)).upper() == normal(str(fact.value)).upper()


def _same_subject(case: Case, one: Subject, other: Subject) -> bool:
    pair = {one, other}
    if case.kind == "birth-certificate" or case.layout == "of_birth":
        return len(pair) == 1 or pair == {Subject.CHILD, Subject.HOLDER}
    # The red book names one of the two as its holder.
    red_book = case.layout == "red_book" and Subject.HOLDER in pair
    return len(pair) == 1 or (red_book and bool(pair & {Subject.HUSBAND, Subject.WIFE}))


def _compare_facts(case: Case, paper: Paper, reading: Reading, score: Score, unread: set[str]) -> list[str]:
    stated = [fact for page in reading.pages for fact in page.facts]
    faults = []
    for truth in paper.facts:
        found = _is_found(case, truth, stated, reading)
        score.facts[truth.name].add(found)
        for names, tallies in ((NAMES, score.names), (DAYS, score.days), (AMOUNTS, score.amounts)):
            if truth.name in names:
                tallies[case.how].add(found)
        if not found and truth.name in NAMES | DAYS | AMOUNTS | {
            FactName.PASSPORT_NUMBER,
            FactName.CARD_NUMBER,
        }:
            said = [f"{fact.subject} {fact.value}" for fact in stated if fact.name is truth.name][:3]
            cause = "ocr" if _is_misread(truth, paper, unread) else "facts"
            faults.append(
                f"{cause}: {truth.name} {truth.subject} {truth.value} {truth.year or ''}-{truth.month or ''}"
                f" not among {said}"
            )
    return faults + _wrong_facts(case, paper, stated, score)


def _is_found(case: Case, truth: Truth, stated: Sequence[Fact], reading: Reading) -> bool:
    near = [fact for fact in stated if _same_subject(case, truth.subject, fact.subject)]
    if any(fact.name is truth.name and same_value(truth, fact) for fact in near):
        return True
    if truth.name in NAMES:
        return any(_turned(str(truth.value)) & each for each in _joined_names(near, reading, truth.name))
    if case.kind == "passport" and (zone := next((page.zone for page in reading.pages if page.zone), None)):
        by_zone = {
            FactName.BIRTH_DATE: zone.birth_date,
            FactName.EXPIRES_ON: zone.expires_on,
            FactName.SEX: zone.sex,
            FactName.PASSPORT_NUMBER: zone.document_number,
            FactName.NATIONALITY: zone.nationality,
        }
        return by_zone.get(truth.name) == truth.value
    return False


def _joined_names(near: Sequence[Fact], reading: Reading, name: FactName) -> Iterator[set[str]]:
    """Yield the whole names that surname and given names make, from the print and from the zone."""
    if name is FactName.NAME:
        surnames = [str(fact.value) for fact in near if fact.name is FactName.SURNAME]
        given = [str(fact.value) for fact in near if fact.name is FactName.GIVEN_NAMES]
        for surname in surnames:
            yield from (folded(f"{surname} {each}") for each in given)
    for page in reading.pages:
        if zone := page.zone:
            whole = {FactName.SURNAME: zone.surname, FactName.GIVEN_NAMES: zone.given_names}
            yield folded(whole.get(name, f"{zone.surname} {zone.given_names}"))


def _is_misread(truth: Truth, paper: Paper, unread: set[str]) -> bool:
    """Say whether a line that shows the value was not read as printed."""
    shown = {normal(str(truth.value))}
    if isinstance(truth.value, date):
        shown = {normal(way) for way in all_ways(truth.value)}
    elif isinstance(truth.value, float):
        shown = {f"{truth.value:,.2f}", f"{truth.value:.2f}"}
    lines = [normal(run.text) for run in paper.runs]
    showing = [line for line in lines if any(each in line for each in shown)]
    return bool(showing) and all(line in unread for line in showing)


def _wrong_facts(case: Case, paper: Paper, stated: Sequence[Fact], score: Score) -> list[str]:
    faults = []
    for fact in stated:
        score.stated += 1
        rivals = [truth for truth in paper.facts if truth.name is fact.name]
        near = [truth for truth in rivals if _same_subject(case, truth.subject, fact.subject)]
        if any(same_value(truth, fact) for truth in near) or _is_part_of_name(fact, paper):
            continue
        if fact.name in LOOSE or fact.subject is Subject.OTHER:
            score.unlisted += 1
            continue
        score.wrong += 1
        meant = [str(truth.value) for truth in near][:2] or "nothing"
        faults.append(
            f"wrong: {fact.name} {fact.subject} {fact.value!r} {fact.year or ''}-{fact.month or ''}"
            f" from {fact.text[:50]!r}, meant {meant}"
        )
    return faults


def _is_part_of_name(fact: Fact, paper: Paper) -> bool:
    """Say whether a name that the paper did not label is a name of the same person all the same."""
    if fact.name not in NAMES:
        return False
    whole = [
        str(truth.value) for truth in paper.facts if truth.name in NAMES and truth.subject is fact.subject
    ]
    said = folded(str(fact.value))
    apart = {each for name in whole for word in (name, " ".join(whole[:2])) for each in _turned(word)}
    return bool(said & apart) or (
        fact.name is not FactName.NAME and any(s and s in each for s in said for each in apart)
    )


# -- the peer -----------------------------------------------------------------------------------------


class _Peer:
    """Reads some of the same pictures with tesseract."""

    def __init__(self, pages: int) -> None:
        self.program = shutil.which("tesseract") if pages else None
        self.errors, self.bare, self.letters, self.seconds = 0, 0, 0, list[float]()

    def measure(self, image: Image.Image, lines: Iterable[str]) -> None:
        if self.program is None:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.png"
            path.write_bytes(papers.to_png(image))
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            call = [self.program, str(path), "stdout", "-l", "chi_sim+eng", "--psm", "3"]
            done = subprocess.run(
                call, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}, check=False
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        text = normal(done.stdout.decode("utf-8", "replace"))
        for line in map(normal, lines):
            if "<<" not in line:
                self.errors += edits_within(line, text)
                self.bare += edits_within(bare(line), bare(text))
                self.letters += len(line)


# -- telling ------------------------------------------------------------------------------------------


def _tell(case: Case, path: Path, reading: Reading, faults: list[str], keep: Path | None) -> None:
    if not faults:
        return
    print(f"{case.label}", flush=True)
    for fault in faults[:MOST_FAULTS]:
        print(f"    {fault}")
    if len(faults) > MOST_FAULTS:
        print(f"    and {len(faults) - MOST_FAULTS} more")
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, keep / path.name)
        told = [*faults, "", *(line for page in reading.pages for line in _page_in_words(page))]
        (keep / f"{case.label}.txt").write_text("\n".join(told), encoding="utf-8")


def _page_in_words(page: PageReading) -> Iterator[str]:
    yield f"page {page.number}, turn {page.turn}, kinds {page.kinds[:2]}"
    yield from (line.text for line in page.lines)
    for fact in page.facts:
        yield f"    {fact.name} {fact.subject} {fact.value} {fact.year}-{fact.month} <- {fact.text}"


def _print(score: Score, peer: _Peer) -> None:
    print(f"\n{score.pages} pages, {len(score.seconds)} files")
    _print_variants(score)
    _print_shares(score)
    _print_details(score)
    _print_costs(score, peer)


def _print_variants(score: Score) -> None:
    print(f"\n{'variant':<12}{'CER':>8}{'bare':>8}{'goal':>8}{'names':>9}{'days':>9}{'amounts':>9}")
    for how in (*papers.VARIANTS, LAYER):
        wrong, plain, letters = score.errors[how]
        if letters:
            goal = "0.5%" if how in EASY else "1%"
            print(f"{how:<12}{wrong / letters:>8.2%}{plain / letters:>8.2%}{goal:>8}", end="")
            print("".join(f"{each[how].share:8.1f}%" for each in (score.names, score.days, score.amounts)))


def _print_shares(score: Score) -> None:
    for title, tallies, goal in (
        ("names", score.names, 99),
        ("days", score.days, 98),
        ("amounts", score.amounts, 98),
        ("kinds", score.kinds, 97),
    ):
        right, every = (sum(getattr(each, what) for each in tallies.values()) for what in ("right", "all"))
        print(f"{title}: {right} of {every} = {right / max(1, every):.1%} (goal {goal}%)")
    pages = score.pages
    print(f"sure of a wrong kind: {score.sure_wrong} pages = {score.sure_wrong / pages:.1%} (goal 1%)")
    print(f"sure of the right kind: {score.sure.right} pages of {pages}")
    print(f"turn right: {score.turns.right} of {score.turns.all} (goal all)")
    print(f"zones exact: {score.zones.right} of {score.zones.all}")
    print(f"facts stated: {score.stated}, wrong {score.wrong} = {score.wrong / pages:.3f} a page", end="")
    print(f", free text that the renderer did not note {score.unlisted}")


def _print_details(score: Score) -> None:
    facts = sorted(score.facts.items())
    print("found: " + ", ".join(f"{name} {each.right}/{each.all}" for name, each in facts))
    missed = {kind: each for kind, each in score.kinds.items() if each.right < each.all}
    shares = (f"{kind} {each.all - each.right}/{each.all}" for kind, each in missed.items())
    print("kinds missed: " + ", ".join(shares))
    print("faults: " + ", ".join(f"{cause} {count}" for cause, count in score.causes.most_common(40)))


def _print_costs(score: Score, peer: _Peer) -> None:
    seconds = sorted(score.seconds)
    late = seconds[int(len(seconds) * 0.95)]
    print(f"CPU seconds a page: mean {np.mean(seconds):.2f}, median {np.median(seconds):.2f}", end="")
    print(f", 95% {late:.2f} (goal 1.5); peak memory {score.peak:.0f} MB (goal 1024)")
    if peer.seconds:
        print(f"tesseract on {len(peer.seconds)} of the pages: CER {peer.errors / peer.letters:.2%}", end="")
        print(f", bare {peer.bare / peer.letters:.2%}, {np.mean(peer.seconds):.2f} CPU seconds a page")


if __name__ == "__main__":
    main()
