"""Letters: one as PDF, one as Word file, and two hundred in one run, against filling by docxtpl alone.

`python -m benchmarks.letters`; seconds of the processor, the libraries loaded before.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, Environment

from app.casework import demo, letters
from app.casework.desk import Desk, OpenCase, open_desk
from app.domain.letters import LetterForm
from app.letters.catalogue import letters_folder, templates

_TODAY = date(2026, 11, 22)
_ROUNDS = 9
_MANY = 200


def main() -> None:
    """Print how long letters take, and how many times a bare docxtpl run that is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = open_desk(folder / "data")
        opened = demo.write_sample_case(desk, folder / "case")
        _print_each(desk, opened, folder)
        _print_many(desk, opened, folder)
        desk.close()


def _print_each(desk: Desk, opened: OpenCase, folder: Path) -> None:
    print(f"{'letter':34} {'docxtpl':>8} {'.docx':>8} {'.pdf':>8} {'times':>6} {'times':>6}")
    slowest = 0.0
    for letter, form in ((letter, LetterForm.COLUMNS) for letter in templates()):
        raw = (letters_folder() / f"{letter}.{form.value}.docx").read_bytes()
        bare = _seconds(lambda raw=raw: _bare(raw))  # type: ignore[misc]
        writers = [_writer(desk, opened, folder, letter, form, ending) for ending in (".docx", ".pdf")]
        times = [_seconds(each) for each in writers]
        slowest = max(slowest, *times)
        ratios = [each / bare for each in times]
        print(f"{letter:34} {bare:8.3f} {times[0]:8.3f} {times[1]:8.3f} {ratios[0]:6.2f} {ratios[1]:6.2f}")
    print(f"the slowest: {slowest:.3f} s")


def _bare(raw: bytes) -> None:
    """Let docxtpl fill a template with nothing known, as a program without us would."""
    filled = DocxTemplate(io.BytesIO(raw))
    filled.render({}, Environment(undefined=ChainableUndefined), autoescape=True)
    filled.save(io.BytesIO())


def _writer(
    desk: Desk, opened: OpenCase, folder: Path, letter: str, form: LetterForm, ending: str
) -> Callable[[], None]:
    def write() -> None:
        path = folder / f"{letter}{ending}"
        letters.write_letter(desk, opened, letter, path, form=form, today=_TODAY, blanks=True)

    return write


def _seconds(work: Callable[[], None]) -> float:
    work()
    took = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return median(took)


def _print_many(desk: Desk, opened: OpenCase, folder: Path) -> None:
    names = tuple(templates())
    begun = time.perf_counter()
    for number in range(_MANY):
        ending = (".docx", ".pdf")[number % 2]
        _writer(desk, opened, folder, names[number % len(names)], LetterForm.COLUMNS, ending)()
    print(f"{_MANY} letters in one run: {time.perf_counter() - begun:.1f} s", file=sys.stdout)


if __name__ == "__main__":
    main()
