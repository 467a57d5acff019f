"""First painted window against a bare one of Qt, with 2 000 cases kept; and the switch of the language.

    python benchmarks/window.py [ROUNDS]

Both windows are started by turns, each in a process of its own, so that what else the machine does
falls on both alike. Needs no display: QT_QPA_PLATFORM=offscreen.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = 2000
TEXTS = 400
TIME_GOAL, MEMORY_GOAL, SWITCH_GOAL_MS = 2.5, 1.6, 50

# What both do at their first paint: print the processor time and the memory of the process, and end.
TELL = """
def tell():
    import resource, json, os
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(open("/proc/self/statm").read().split()[1])
    print(json.dumps([used.ru_utime + used.ru_stime, pages * os.sysconf("SC_PAGESIZE") / 1e6]), flush=True)
    os._exit(0)
"""
BARE = f"""
import sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget
{TELL}
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        tell()
application = QApplication(sys.argv[:1])
window, inside = Window(), QWidget()
column = QVBoxLayout(inside)
column.addWidget(QLabel("Label"))
column.addWidget(QPushButton("Button"))
window.setCentralWidget(inside)
window.resize(1200, 800)
window.show()
application.exec()
"""
OURS = f"""
import sys
from pathlib import Path
from app.gui.main import make_application, make_window
from app.gui.window import MainWindow
{TELL}
paint = MainWindow.paintEvent
def painted(window, event):
    paint(window, event)
    tell()
MainWindow.paintEvent = painted
application = make_application()
window = make_window(Path(sys.argv[1]), None)
window.show()
application.exec()
"""


def fill(folder: Path) -> None:
    """Keep many cases in a data folder."""
    sys.path.insert(0, str(ROOT))
    from datetime import date

    from app.casework.desk import open_desk
    from app.casework.keep import create_case

    desk = open_desk(folder)
    category, place = next(iter(desk.pack.categories)), next(iter(desk.pack.places))
    for number in range(CASES):
        create_case(desk, title=f"Case {number}", category=category, place=place, submit_on=date(2027, 1, 15))
    desk.cases.close()


def start(code: str, folder: Path) -> tuple[float, float, float]:
    """Open a window in a process; return wall seconds, processor seconds, megabytes."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    wall = time.perf_counter() - began
    processor, memory = json.loads(done.stdout)
    return wall, processor, memory


def time_switch(folder: Path) -> tuple[int, float, float]:
    """Return how many texts are bound, and the ms of switching the language: the median and the worst."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QObject
    from PySide6.QtTest import QTest

    from app.domain.words import DisplayMode, Language
    from app.gui.main import make_application, make_window
    from app.gui.steps import Step

    application = make_application()
    window = make_window(folder, Language.EN)
    window.show()
    QTest.qWait(300)
    window.session.new_case("Measured")
    for step in Step:
        window.show_step(step)
        QTest.qWait(50)
    bound = (each.dynamicPropertyNames() for each in window.findChildren(QObject))
    texts = sum(bytes(name.data()).startswith(b"say_") for names in bound for name in names)
    taken = []
    for step in Step:
        window.show_step(step)
        for mode in (DisplayMode.ZH, DisplayMode.EN, DisplayMode.BOTH):
            began = time.perf_counter()
            window.words.choose(mode)
            application.processEvents()
            taken.append(1000 * (time.perf_counter() - began))
    window.close()
    return texts, statistics.median(taken), max(taken)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        fill(data)
        runs: dict[str, list[tuple[float, float, float]]] = {"bare": [], "ours": []}
        for code in (BARE, OURS):
            start(code, data)
        for _ in range(rounds):
            runs["bare"].append(start(BARE, data))
            runs["ours"].append(start(OURS, data))
        for place, (name, goal) in enumerate(
            (("wall s", TIME_GOAL), ("processor s", TIME_GOAL), ("memory MB", MEMORY_GOAL))
        ):
            bare, ours = (statistics.median(run[place] for run in runs[each]) for each in ("bare", "ours"))
            print(f"{name:12} bare {bare:8.3f}  Yongju {ours:8.3f}  x{ours / bare:.2f}  (goal x{goal})")
        texts, middle, worst = time_switch(data)
        scaled = middle * TEXTS / max(texts, 1)
        print(
            f"language     {texts} texts, {middle:.0f} ms (worst {worst:.0f}), "
            f"{scaled:.0f} ms for {TEXTS} texts (goal {SWITCH_GOAL_MS})"
        )


if __name__ == "__main__":
    main()
