"""What the worker does with the open case: reading, sorting, adding, building, verifying."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.case import EvidencePart
from app.env.later import import_later
from app.env.leftovers import sweep_folder
from app.gui.case_changes import CaseChanges
from app.gui.worker_client import Request, Stopped

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import results
    from app.casework.tray import Accepted, Entered, SortedPapers
    from app.domain.case import (
        Case,
        EvidencePart,
    )
    from app.domain.files import Origins, ReadyFile, StoredFile
    from app.domain.packet import Built, PacketOptions, PacketPlan, ShareCopy, Verification
    from app.domain.photos import MeasuredPhoto, PhotoCopy
    from app.domain.reading import Reading
    from app.domain.timelines import DayJudgement
    from app.domain.uploads import UploadSet
    from app.gui import built_packets
else:
    results = import_later("app.casework.results")
    built_packets = import_later("app.gui.built_packets")

_NAME_LENGTH = 40


@dataclass(slots=True)
class Building:
    """Holds what a packet is being built of: which case, as it was when the work began."""

    case_id: str
    case: Case
    destination: Path
    draft: bool
    locked: bool = False
    recipient: str = ""


class CaseDeeds(CaseChanges):
    """Has the worker do what takes long, and takes over what comes of it."""

    # What a packet is being built of, while one is.
    building: Building | None = None

    def attach(
        self,
        requirement: str,
        person: str,
        part: EvidencePart,
        files: tuple[Path, ...],
        *,
        country: str | None = None,
    ) -> None:
        """Keep files as one piece of evidence; `country` is where it was issued, when that is known."""
        case_id = self.case_id
        arguments = {
            "case_id": case_id,
            "requirement": requirement,
            "person": person,
            "part": part,
            "paths": tuple(str(path.absolute()) for path in files),
            "country": country,
        }

        def attached(result: Any) -> None:
            if self.case_id == case_id:
                self._take(result.changed)
                self.attached.emit(len(self.case.evidence) - 1)

        self._ask("attach", arguments, attached)

    def add_files(self, index: int, files: tuple[Path, ...]) -> None:
        """Add files at the end of a piece of evidence."""
        self._give_files("add_files", index, files)

    def replace_files(
        self,
        index: int,
        files: tuple[Path, ...],
        done: Callable[[], None] | None = None,
        *,
        instead_of: str | None = None,
    ) -> None:
        """Let files stand for a piece of evidence instead of those, or the one, that it has."""
        self._give_files("replace_files", index, files, done, instead_of=instead_of)

    def has_origins(self) -> bool:
        """Say whether it is known of any file of the case where it came from."""
        return any(self.origins().values())

    def origins(self) -> dict[str, str]:
        """Return from where each file of the case was copied, nothing where that is not known."""
        files: Mapping[str, StoredFile] = {}
        if self.case_id is not None:
            with self._telling():
                files = self.desk.cases.load(self.case_id).files
        return {name: stored.origin for name, stored in files.items()}

    def compare_origins(self, done: Callable[[Origins], None]) -> None:
        """Have the files of the case held against those from which they were copied."""
        self.worker.withdraw("compare_origins")
        arguments = {"case_id": self.case_id}
        # Nobody asked for it: a drive that is gone is told by the papers that come from it.
        self._ask("compare_origins", arguments, self._while_open(done), lambda _: None, patient=True)

    def _give_files(
        self,
        verb: str,
        index: int,
        files: tuple[Path, ...],
        done: Callable[[], None] | None = None,
        **more: object,
    ) -> None:
        paths = tuple(str(path.absolute()) for path in files)
        arguments = {
            "case_id": self.case_id,
            "index": index,
            "paths": paths,
            "base": self.case.evidence[index],
            **more,
        }

        def given(result: Any) -> None:
            self._take(result.changed)
            self.attached.emit(index)
            if done is not None:
                done()

        self._ask(verb, arguments, self._while_open(given))

    def sort_papers(
        self,
        paths: tuple[Path, ...],
        done: Callable[[SortedPapers], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Read loose papers and propose where in the case each belongs; nothing is entered."""
        names = tuple(str(path.absolute()) for path in paths)
        arguments = {"case_id": self.case_id, "paths": names, "today": self.today()}
        self._ask("sort", arguments, self._while_open(done), failed)

    def enter_papers(
        self,
        papers: tuple[Accepted, ...],
        done: Callable[[Entered], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Enter papers that a person has chosen, each at its place."""
        case_id = self.case_id

        def entered(result: Entered) -> None:
            if self.case_id == case_id and case_id is not None:
                self._take(results.Changed(case_id, result.case, frozenset({"evidence"})))
                done(result)

        def stopped(why: Stopped) -> None:
            # They are entered together: all, where the worker ended just after that, or none.
            if self.case_id == case_id and case_id is not None:
                with self._telling():
                    case = self.desk.cases.load(case_id).case
                    self._take(results.Changed(case_id, case, frozenset({"evidence"})))
            failed(why)

        self._ask("enter", {"case_id": case_id, "papers": papers}, entered, stopped)

    def judge_on(self, day: date, done: Callable[[DayJudgement], None]) -> None:
        """Judge the case as if it were handed in on another day; nothing is kept, the latest asked wins."""
        self.worker.withdraw("judge_on")
        arguments = {"case_id": self.case_id, "submit_on": day, "today": self.today()}
        self.worker.ask(Request("judge_on", arguments, self._while_open(done), lambda _: None))

    def cancel(self, verb: str) -> None:
        """Stop a deed of the worker."""
        self.worker.cancel(verb)

    def look_at(self, path: Path, done: Callable[[Reading | None], None], failed: Callable[[], None]) -> None:
        """Read a file that is no paper of the case."""
        arguments = {"path": str(path.absolute()), "today": self.today()}

        def stop(stopped: Stopped) -> None:
            failed()
            self._fail(stopped)

        self._ask("look", arguments, self._while_open(done), stop)

    def measure_photo(
        self, name: str, done: Callable[[MeasuredPhoto], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Measure a photo of the case against what its place asks."""
        self.worker.withdraw("measure")
        arguments = {"case_id": self.case_id, "file": name}
        self._ask("measure", arguments, self._while_open(done), failed)

    def copy_photo(
        self,
        name: str,
        destination: Path,
        done: Callable[[PhotoCopy], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Save a copy of a photo that is as the place asks, or say what stands against it."""
        arguments = {"case_id": self.case_id, "file": name, "destination": str(destination.absolute())}
        self._ask("copy_photo", arguments, self._while_open(done), failed)

    def plan(
        self,
        options: PacketOptions,
        done: Callable[[tuple[PacketPlan, ...]], None],
        failed: Callable[[Stopped], None] | None = None,
    ) -> None:
        """Plan a draft packet of the case, volume by volume."""
        self.worker.withdraw("plan")
        arguments = {"case_id": self.case_id, "today": self.today(), "options": options}
        self._ask("plan", arguments, self._while_open(done), failed, patient=True)

    def lay_out(
        self, name: str, done: Callable[[ReadyFile], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Have a Word file of the case laid out; the checks then know its pages and its fonts, too."""

        def laid_out(ready: ReadyFile) -> None:
            done(ready)
            known = None if self.review is None else self.review.facts.get(name)
            if known is not None and known.converter != ready.facts.converter:
                self._forget()
                self._review_timer.start()

        self._ask("lay_out", {"case_id": self.case_id, "file": name}, self._while_open(laid_out), failed)

    def build(
        self,
        destination: Path,
        *,
        draft: bool,
        options: PacketOptions,
        done: Callable[[Built], None],
        failed: Callable[[], None],
    ) -> None:
        """Build the packet; when that is stopped nothing of it is left."""
        destination = destination.absolute()
        arguments = {
            "case_id": self.case_id,
            "destination": str(destination),
            "draft": draft,
            "options": options,
            "today": self.today(),
        }

        work = Building(self.case_id or "", self.case, destination, draft, bool(options.password))

        def stop(stopped: Stopped) -> None:
            sweep(destination)
            self.building = None
            if self.case_id != work.case_id:
                self.left_work.emit(work.case.title, stopped)
                return
            failed()
            self._fail(stopped)

        self.building = work
        self._ask("build", arguments, self._noting(work, done), stop, started=lambda: self._see_start(work))

    def _see_start(self, work: Building) -> None:
        """Remember the case as the packet shows it: what is changed from now on is not in it."""
        if self.case_id == work.case_id:
            work.case = self.case

    def _noting(self, work: Building, done: Callable[[Built], None]) -> Callable[[Built], None]:
        """Note a packet that was built, and tell of it even where its case is no longer open."""

        def built(result: Built) -> None:
            self.building = None
            self.packets.note(work.case_id, built_packets.packet_of(result, work.case, work))
            if self.case_id == work.case_id:
                done(result)
            else:
                self.left_work.emit(work.case.title, result)

        return built

    def share(
        self,
        destination: Path,
        copy: ShareCopy,
        *,
        draft: bool,
        options: PacketOptions,
        done: Callable[[Built], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Write a copy for somebody else; when that is stopped nothing of it is left."""
        destination = destination.absolute()
        arguments = {
            "case_id": self.case_id,
            "destination": str(destination),
            "share_copy": copy,
            "draft": draft,
            "today": self.today(),
            "language": options.language,
            "password": options.password,
        }
        work = Building(
            self.case_id or "", self.case, destination, draft, bool(options.password), copy.recipient
        )
        self._ask("share", arguments, self._noting(work, done), _sweeping(destination, failed))

    def write_uploads(
        self,
        folder: Path,
        *,
        draft: bool,
        done: Callable[[UploadSet], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Write one file for each paper into a folder; when that is stopped the folder is as it was."""
        folder = folder.absolute()
        arguments = {
            "case_id": self.case_id,
            "destination": str(folder),
            "draft": draft,
            "today": self.today(),
        }
        self._ask("upload", arguments, self._while_open(done), _sweeping(folder, failed))

    def verify(
        self,
        path: Path,
        password: str,
        done: Callable[[Verification], None],
        failed: Callable[[Stopped], None] | None = None,
    ) -> None:
        """Read a packet back and hold it against the case."""
        arguments = {
            "path": str(path.absolute()),
            "case_id": self.case_id,
            "today": self.today(),
            "password": password,
        }
        self._ask("verify", arguments, self._while_open(done), failed)

    def verify_file(
        self,
        path: Path,
        password: str,
        done: Callable[[Verification], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Read any packet back and hold it against its own manifest; no case is needed."""
        arguments = {"path": str(path.absolute()), "today": self.today(), "password": password}
        self._ask("verify", arguments, done, failed)

    def cancel_build(self) -> None:
        """Stop building."""
        self.worker.cancel("build")


def _sweeping(destination: Path, failed: Callable[[Stopped], None]) -> Callable[[Stopped], None]:
    def stop(stopped: Stopped) -> None:
        sweep(destination)
        failed(stopped)

    return stop


def sweep(destination: Path) -> None:
    """Take back what a killed worker had begun to move, and remove the unfinished files that it left."""
    sweep_folder(destination.parent)
    with contextlib.suppress(OSError):
        for left in destination.parent.glob(".*.part"):
            if not _is_unfinished(left.name, destination):
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def _is_unfinished(name: str, destination: Path) -> bool:
    """Say whether a name is that of an unfinished packet, of a volume of it, or of its originals."""
    begun = name
    # What is looked through before it is put into place is written within an unfinished file itself.
    while begun.startswith(".") and begun.endswith(".part"):
        begun = begun[1:].removesuffix(".part").rpartition(".")[0]
    stem, suffix = re.escape(destination.stem), re.escape(destination.suffix)
    if re.fullmatch(rf"{stem}(-\d+-of-\d+)?{suffix}|{stem}-originals", begun):
        return True
    # At most this many characters stand before the ending that makes a name the only one of its kind.
    start = destination.stem[: _NAME_LENGTH - 1]
    return len(begun) == _NAME_LENGTH and begun.removeprefix(".").startswith(start)
