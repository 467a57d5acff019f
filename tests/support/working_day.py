"""A day's work in the real window, deed by deed, as whoever watches it asks.

Run: python -m tests.support.working_day OUTSIDE DEED... with the environment that the program is to have.

It opens the window as the program does. After each deed a line of JSON on standard output tells it, and
the next one begins with a line on standard input: meanwhile nothing changes, and it can be looked for traces.
OUTSIDE holds the papers of a day (`papers`), where passphrases are (`secret`), and takes what is made.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit
from shiboken6 import isValid

from app.domain.case import EvidencePart, PersonRole, Stay, YearRow
from app.domain.packet import PacketOptions, ShareCopy
from app.domain.words import DisplayMode
from app.gui.main import make_application, run_window
from app.gui.printing import PrintJob, PrintOrder
from app.gui.steps import Step
from app.gui.window import MainWindow

_LONGEST_SECONDS = 300.0
_BEAT_MS = 20


class Day:
    """Does what a person does in one window."""

    def __init__(self, outside: Path, deeds: list[str]) -> None:
        self.outside, self.deeds = outside, deeds
        self.papers = outside / "papers"
        self.told: dict[str, Any] = json.loads((outside / "told.json").read_text("utf-8"))
        self.may_fail = False
        self._hook = sys.excepthook
        self._heard: Any = None
        self._stopped: list[Any] = []
        self._sorted = self._is_sorting = False
        self.secret = (outside / "secret").read_text("utf-8").strip()

    @property
    def window(self) -> MainWindow:
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))

    @property
    def session(self) -> Any:
        session = self.window.session
        if session is not self._heard:
            # Locking makes another one.
            self._heard = session
            session.failed.connect(self._stopped.append)
        return session

    def run(self) -> None:
        """Do every deed, and tell each; whatever goes wrong ends the process with what it was."""
        self._hook, sys.excepthook = sys.excepthook, self._see_bug
        try:
            for deed in self.deeds:
                getattr(self, deed)()
                print(json.dumps({"done": deed}), flush=True)
                sys.stdin.readline()
        except BaseException:  # noqa: BLE001 - whoever watches has to know, and nobody is asked here
            print(json.dumps({"failed": traceback.format_exc()}), flush=True)
            os._exit(1)

    def _see_bug(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """Let the program tell of the bug that was made for it, and end with any other."""
        if self.may_fail:
            self._hook(kind, error, trace)
            return
        print(json.dumps({"failed": "".join(traceback.format_exception(kind, error, trace))}), flush=True)
        os._exit(1)

    # How a person waits.

    def wait(self, holds: Callable[[], object], what: str) -> None:
        for _ in range(int(_LONGEST_SECONDS * 1000 / _BEAT_MS)):
            if holds():
                return
            if self._stopped and not self.may_fail:
                raise RuntimeError(f"{what}: {self._stopped}")
            pause(_BEAT_MS)
        raise TimeoutError(what)

    def rest(self) -> None:
        """Wait until the worker has nothing to do, and what is drawn is drawn."""
        session = self.session

        def is_idle() -> bool:
            return not (session.is_reviewing or session.worker.at_work or session.worker.waiting)

        self.wait(is_idle, f"the worker, at {session.worker.at_work}")
        pause(150)
        self.wait(is_idle, "the worker")

    def asked(self, ask: Callable[..., object], *arguments: Any, **more: Any) -> Any:
        """Ask for something that tells when it is done, and return what it told."""
        told: list[Any] = []

        def stop(stopped: Any = None) -> None:
            raise RuntimeError(f"{ask} stopped: {stopped}")

        ask(*arguments, done=told.append, failed=stop, **more)
        self.wait(lambda: told, str(ask))
        return told[0]

    def in_dialog(self, kind: type[QDialog], act: Callable[[Any], None]) -> None:
        """Do something in a dialog that opens next and runs by itself."""

        def look() -> None:
            shown = QApplication.activeModalWidget()
            if isinstance(shown, kind):
                act(shown)
            else:
                QTimer.singleShot(_BEAT_MS, look)

        QTimer.singleShot(0, look)

    # The deeds.

    def unlock(self) -> None:
        """Open the cases by the passphrase."""
        self.wait(lambda: self.window.locking.page is not None, "the page that asks for the passphrase")
        page: Any = self.window.locking.page
        page.secret.first.setText(self.secret)
        page.open()
        self.wait(lambda: self.session.has_started and not self.window.is_away, "the cases")

    def wait_locked(self) -> None:
        """Wait for the page that asks for the passphrase, and for what is swept beside it."""
        self.wait(lambda: self.window.locking.page is not None, "the page that asks for the passphrase")
        pause(500)

    def import_folder(self) -> None:
        """Take the case folder in."""
        done: list[bool] = []
        self.session.import_folder(self.outside / "case", lambda: done.append(True))
        self.wait(lambda: done, "the import")
        self.window.show_step(Step.DOCUMENTS)
        self.rest()

    def begin_case(self) -> None:
        """Begin a case by hand, of a person whose name and passport are typed in."""
        told, session = self.told, self.session
        proposed = session.propose(told["name"])
        session.start_case(replace(proposed, category="pr.wage-tax", place="ningbo"))
        (principal,) = session.case.people
        session.save_person(
            replace(
                principal,
                surname=told["surname"],
                given_names=told["given"],
                chinese_name=told["chinese"],
                passport_number=told["passport"],
                nationality="DEU",
                birth_date=date(1984, 5, 17),
            )
        )
        session.save_year(
            YearRow(date.today().year - 1, principal.id, int(told["wage"]), int(told["tax"]), 300)
        )
        self.window.show_step(Step.PEOPLE)
        pause(50)

    def edit(self) -> None:
        """Type into fields, answer, write down years and stays, add and remove a person."""
        told, session = self.told, self.session
        self.window.show_step(Step.PEOPLE)
        pause(100)
        for field in self.window.current_page().findChildren(QLineEdit)[:3]:
            if field.isVisible() and field.isEnabled() and not field.isReadOnly():
                field.setText(told["surname"])
                field.setModified(True)
                field.editingFinished.emit()
        (person, *_) = session.case.people
        session.save_person(replace(person, surname=told["surname"], passport_number=told["passport"]))
        session.add_person(PersonRole.CHILD)
        session.remove_person(session.case.people[-1].id)
        session.set_basics(title=told["name"])
        session.set_agent(told["name"])
        session.set_answer("work.consecutive_years", 6)
        session.save_year(YearRow(date.today().year - 2, person.id, int(told["wage"]), int(told["tax"]), 280))
        today = date.today()
        session.save_stays(person.id, (Stay(person.id, today - timedelta(90), today - timedelta(30)),))
        for step in (Step.CATEGORY, Step.REVIEW, Step.PACKET, Step.CASES):
            self.window.show_step(step)
            pause(80)
        self.window.undo()
        self.window.undo()
        self.window.redo()
        self.rest()

    def attach(self) -> None:
        """Give papers: one by one, more pages for one, others instead of one."""
        session = self.session
        given = len(session.case.evidence)
        self._give("passport", "passport.jpg")
        self._give("income-tax", "tax.pdf")
        self.wait(lambda: len(session.case.evidence) == given + 2, "the papers")
        session.add_files(given, (self.papers / "page.png",))
        self.wait(lambda: len(session.case.evidence[given].files) == 2, "the added page")
        session.replace_files(given + 1, (self.papers / "tax-again.pdf",))
        self.wait(lambda: "again" in str(session.case.evidence[given + 1].files), "the other file")

    def _give(self, requirement: str, name: str) -> None:
        session = self.session
        known = session.desk.pack.requirements
        usual = requirement if requirement in known else next(iter(known))
        session.attach(usual, session.case.people[0].id, EvidencePart.ORIGINAL, (self.papers / name,))

    def paste(self) -> None:
        """Paste a picture of a page, and a file, and have them sorted."""
        self.window.show_step(Step.DOCUMENTS)
        clipboard = QGuiApplication.clipboard()
        clipboard.setImage(QImage(str(self.papers / "page.png")))
        before = self.session.case
        self._sorting()
        self.window.paste()
        # For the chosen row, where one is; else it is asked where it belongs.
        self.wait(lambda: self._sorted or self.session.case != before, "what was pasted")
        self.rest()

    def drop(self) -> None:
        """Let papers go over the window, and enter those that are put to a place."""
        from tests.gui.hands import drop_event

        files = tuple(self.papers / name for name in ("tax.pdf", "letter.docx", "photo.jpg"))
        self._sorting()
        event, data = drop_event(files, QPointF(300, 300))
        self.window.dropEvent(event)
        self.wait(lambda: self._sorted, "the sorting of what was dropped")
        data.setUrls([QUrl()])
        self.rest()

    def _sorting(self) -> None:
        from app.gui.sort_papers import SortDialog

        self._sorted = False
        if self._is_sorting:
            return
        self._is_sorting = True

        def sort(dialog: SortDialog) -> None:
            self._is_sorting = False
            self.wait(lambda: dialog.stack.currentIndex() == 1, "where papers belong")
            for row in dialog.rows:
                row.requirement, row.person, row.ticked = "passport", self.session.case.people[0].id, True
            dialog.add_ticked()
            self.wait(lambda: not (isValid(dialog) and dialog.isVisible()), "the entering")
            self._sorted = True

        self.in_dialog(SortDialog, sort)

    def look(self) -> None:
        """Look at the pages of each paper, large and small, at a Word file, and at the photo's measures."""
        self.window.show_step(Step.DOCUMENTS)
        page: Any = self.window.current_page()
        for evidence in self.session.case.evidence[:6]:
            for name, path in self.session.paths_of(evidence.files).items():
                page.preview.show_file(path, name=name)
                pause(250)
        names = [name for each in self.session.case.evidence for name in each.files]
        for name in names:
            if name.endswith(".docx"):
                self.asked(self.session.lay_out, name)
            if "photo" in name:
                self.asked(self.session.measure_photo, name)
                self.asked(self.session.copy_photo, name, self.outside / "copy.jpg")
        self.rest()

    def history(self) -> None:
        """Read the history, and write it down outside."""
        from app.gui.history import HistoryDialog

        dialog = HistoryDialog(self.session, self.window.words, self.window)
        dialog.show()
        pause(50)
        dialog.save(self.outside / "history.csv")
        dialog.close()
        dialog.deleteLater()

    def choose(self) -> None:
        """Choose a file in a folder that is named like the person, in Qt's own dialog."""
        folder = self.outside / self.told["name"]
        folder.mkdir(exist_ok=True)
        (folder / f"{self.told['passport']}.pdf").write_bytes(b"%PDF-1.4\n")

        def accept(dialog: QFileDialog) -> None:
            dialog.setDirectory(str(folder))
            dialog.selectFile(str(folder / f"{self.told['passport']}.pdf"))
            dialog.accept()

        self.in_dialog(QFileDialog, accept)
        QFileDialog.getOpenFileName(self.window, "Choose", str(folder))

    def build(self) -> None:
        """Build the packet, a copy for somebody else and the files to upload, and read the packet back."""
        session = self.session
        self.window.show_step(Step.PACKET)
        made = self.outside / "made"
        made.mkdir(exist_ok=True)
        built = self.asked(session.build, made / "packet.pdf", draft=True, options=PacketOptions())
        session.verify(Path(built.path), "", lambda _: None)
        self.rest()
        copy = ShareCopy(f"Office of {self.told['name']}", date.today(), ())
        self.asked(
            session.share,
            made / "share.pdf",
            copy,
            draft=True,
            options=PacketOptions(language=DisplayMode.EN),
        )
        self.asked(session.write_uploads, made / "upload", draft=True)
        self.rest()

    def print_packet(self) -> None:
        """Print the packet into a file outside, as a person does who has no printer."""
        job, ended = PrintJob(self.window), []
        job.finished.connect(ended.append)
        made = self.outside / "made"
        job.begin(PrintOrder(path=str(made / "packet.pdf"), output=str(made / "printed.pdf"), pages=(1, 2)))
        self.wait(lambda: ended, "the printing")

    def back_up(self) -> None:
        """Make a backup in its usual folder, and hold it against what it was made of."""
        made = self.asked(self.session.back_up)
        self.asked(self.session.verify_backup, made.backup.id)

    def hand_over(self) -> None:
        """Write the case as one encrypted file, and look into it."""
        path = self.outside / "case.yongju"
        path.unlink(missing_ok=True)
        session = self.session
        self.asked(session.hand_over, session.case_id, path, self.secret, with_history=True)
        self.asked(session.look_into, path, self.secret)

    def crash(self) -> None:
        """Come upon a bug whose words hold what was typed, save the report and go on."""
        from app.gui.crash import CrashDialog

        ended: list[bool] = []

        def tell(dialog: CrashDialog) -> None:
            dialog.save(Path(os.environ["YONGJU_LOGS"]) / "crash-report.txt")
            dialog.copy_button.click()
            dialog.go_button.click()
            ended.append(True)

        def fail() -> None:
            raise ValueError(f"{self.told['name']} {self.told['passport']}")

        self.may_fail = True
        self.in_dialog(CrashDialog, tell)
        QTimer.singleShot(0, fail)
        self.wait(lambda: ended, "the report")
        self.may_fail = False

    def kill_worker(self) -> None:
        """Have the worker killed amid its work, by the system, and go on with the next one."""
        self.may_fail, session, stopped = True, self.session, []
        session.failed.connect(stopped.append)
        destination = self.outside / "made" / "never.pdf"
        destination.parent.mkdir(exist_ok=True)
        session.build(
            destination, draft=True, options=PacketOptions(), done=stopped.append, failed=lambda: None
        )
        self.wait(lambda: session.worker.at_work == "build" and session.worker.process_id, "the worker")
        pause(400)
        os.kill(session.worker.process_id, signal.SIGKILL)
        self.wait(lambda: stopped, "what became of the worker")
        self.rest()
        self._stopped.clear()
        self.may_fail = False

    def be_at_work(self) -> None:
        """Begin to build a packet, and be told of as soon as the worker is at it."""
        session = self.session
        destination = self.outside / "made" / "never.pdf"
        destination.parent.mkdir(exist_ok=True)
        session.build(
            destination, draft=True, options=PacketOptions(), done=lambda _: None, failed=lambda: None
        )
        self.wait(lambda: session.worker.at_work == "build" and session.worker.process_id, "the worker")
        self.window.show_step(Step.DOCUMENTS)
        pause(500)

    def open_first(self) -> None:
        """Open the case that was changed last."""
        (first, *_) = self.session.cases(limit=1)
        self.window.open_case(first.id)
        self.window.show_step(Step.DOCUMENTS)
        pause(200)

    def lock(self) -> None:
        """Lock the window, by hand."""
        self.window.locking.lock()
        self.wait(lambda: self.window.is_away and self.session.desk.key is None, "the lock")
        # What ends processes and removes folders does so beside the window.
        pause(700)

    def delete(self) -> None:
        """Delete the case for good, out of the backups as well."""
        session = self.session
        self.asked(session.forget_for_good, session.case_id, backups=True)
        self.rest()

    def close(self) -> None:
        """Close the window, whatever is still being read; the program ends after that."""
        QTimer.singleShot(0, self.window.close)


def pause(milliseconds: int) -> None:
    """Let the window do its work for a while; unlike Qt's own, let other threads of Python do theirs, too."""
    until = time.monotonic() + milliseconds / 1000
    while time.monotonic() < until:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        time.sleep(0.005)


def main() -> int:
    """Open the window and begin."""
    make_application()
    day = Day(Path(sys.argv[1]), sys.argv[2:])
    QTimer.singleShot(300, day.run)
    return run_window()


if __name__ == "__main__":
    raise SystemExit(main())
