"""Measures the list of cases with ten thousand of them: reading, finding as one types, sorting.

Run: QT_QPA_PLATFORM=offscreen python -m benchmarks.cases_list [how many cases]. Prints processor time of
the window's process: of each keystroke with the painting of the rows that are seen, of sorting by each
column, of reading the list in pieces, and the longest time for which the window heard nothing meanwhile.
"""

import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from app.casework import keep
from app.casework.desk import open_desk
from app.domain.rules import RulePack
from app.domain.words import Language
from app.gui.case_cells import COLUMN_NAMES
from app.gui.main import make_application, make_window
from app.gui.pages.cases import CasesPage
from app.gui.steps import Step

CASES = 10_000
# Typed letter by letter, and taken back letter by letter.
TYPED = ("garcia", "ningbo", "王伟", "case 77", "permanent residence")
_NAMES = ("García", "王伟", "Muster", "Okafor", "Kim", "안나", "Dubois", "Ivanov", "Nakamura", "Smith")
_BEAT_MS = 5
_CHANGED = """
    INSERT INTO case_change (case_id, number, deed, params, merges, changed_at, document, files)
    VALUES (?, 0, ?, ?, ?, ?, ?, ?)
"""


def main() -> None:
    """Make the cases, open the window over them and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        make_cases(Path(folder), count)
        application = make_application()
        window = make_window(Path(folder), Language.EN)
        window.resize(1280, 800)
        window.show()
        window.start()
        page = window.page(Step.CASES)
        assert isinstance(page, CasesPage)
        wait_until_read(page)
        print(f"{count} cases; processor time, median / longest, with painting")
        tell("a keystroke", keystrokes(page))
        for column, name in COLUMN_NAMES.items():
            tell(f"sorting by {name}", timed(page, [lambda: page.table.sort_by(column)] * 4))  # noqa: B023
        first = page.model.case_at(0).id
        tell("one case changed", timed(page, [lambda: rename(page, first, at) for at in range(8)]))  # noqa: B023
        read_again(page)
        window.close()
        application.quit()


def make_cases(folder: Path, count: int) -> None:
    """Write cases straight into the database, each as large as a case with twenty papers is."""
    desk = open_desk(folder)
    made = keep.create_case(
        desk, title="Case", category="pr.wage-tax", place="ningbo", submit_on=date(2027, 3, 1)
    )
    path, pack = folder / "cases.sqlite3", desk.pack
    document = desk.cases.load(made.case_id).case
    desk.cases.close()
    chance = random.Random(6)
    with sqlite3.connect(path) as connection:
        kept = connection.execute("SELECT document FROM case_record").fetchone()[0]
        assert document.title == "Case"
        large = kept + "# " + "x" * 12_000 + "\n"
        connection.executemany(
            """
            INSERT INTO case_record (id, document, changed_at, title, category, place, submit_on, applicant,
                people, papers, archived_at, blockers, warnings, given, asked, lapses_on)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [row_of(number, large, pack, chance) for number in range(count - 1)],
        )
        change = ("case.create", json.dumps({}), "", "2026-01-01", zlib.compress(large.encode()), "{}")
        ids = connection.execute("SELECT id FROM case_record WHERE id <> ?", (made.case_id,)).fetchall()
        connection.executemany(_CHANGED, [(each[0], *change) for each in ids])


def row_of(number: int, document: str, pack: RulePack, chance: random.Random) -> tuple[object, ...]:
    """Return the row of a case of which some were never checked and some are archived."""
    name, asked = chance.choice(_NAMES), chance.randint(10, 34)
    day = date(2026, 11, 20) + timedelta(days=chance.randint(0, 400))
    at = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(minutes=number * 7)
    checked = (chance.randint(0, 9), chance.randint(0, 9), chance.randint(0, asked), asked, day.isoformat())
    return (
        f"{number:032x}",
        document,
        at.isoformat(timespec="microseconds"),
        f"{name} case {number}",
        chance.choice(list(pack.categories)),
        chance.choice(list(pack.places)),
        day.isoformat(),
        f"{name.upper()} A{number}",
        3,
        20,
        at.isoformat() if number % 20 == 19 else None,
        *(checked if number % 9 else (None,) * 5),
    )


def keystrokes(page: CasesPage) -> list[float]:
    """Type words letter by letter and take them back; return what each letter took."""
    texts = []
    for words in TYPED:
        ends = [*range(1, len(words) + 1), *range(len(words) - 1, -1, -1)]
        texts += [words[:end] for end in ends]

    def search(text: str) -> Callable[[], None]:
        def do() -> None:
            page.filter_field.setText(text)
            page.search()

        return do

    return timed(page, [search(text) for text in texts])


def rename(page: CasesPage, case_id: str, number: int) -> None:
    """Change one case, as the header does it while the list is seen."""
    keep.set_basics(page.session.desk, case_id, title=f"Renamed {number}")
    page.session.case_listed.emit(case_id)


def timed(page: CasesPage, deeds: list[Callable[[], None]]) -> list[float]:
    """Return the milliseconds of processor time of each deed and the painting after it."""
    took = []
    for do in deeds:
        QTest.qWait(1)
        begun = time.process_time()
        do()
        page.table.viewport().repaint()
        page.table.heads.viewport().repaint()
        took.append((time.process_time() - begun) * 1000)
    return took


def wait_until_read(page: CasesPage) -> None:
    """Wait until all cases are listed."""
    while page.model.total == 0 or page.model.is_reading:
        QTest.qWait(2)


def read_again(page: CasesPage) -> None:
    """Read the whole list anew as after a change of another window, and print how that was felt."""
    beats: list[float] = []
    timer = QTimer()
    timer.setInterval(_BEAT_MS)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    QTest.qWait(30)
    begun = time.process_time()
    page.session.cases_changed.emit()
    wait_until_read(page)
    spent = (time.process_time() - begun) * 1000
    QTest.qWait(30)
    timer.stop()
    longest = max(after - before for before, after in pairwise(beats)) * 1000
    print(f"reading all anew: {spent:.0f} ms in pieces; longest silence {longest:.0f} ms of the clock")


def tell(what: str, took: list[float]) -> None:
    """Print a median and a longest time."""
    print(f"{what}: {statistics.median(took):.1f} / {max(took):.1f} ms")


if __name__ == "__main__":
    main()
