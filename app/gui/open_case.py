"""The open case, what is known of it, and how the worker is asked; every change is reviewed by and by."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.case import EvidencePart, PersonRole
from app.domain.errors import AppError
from app.env.later import import_later
from app.gui.worker_client import Request, Stopped, WorkerClient

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import clear_files, keep, kept_settings, match, results
    from app.casework.clear_files import ClearFile
    from app.casework.desk import Desk
    from app.casework.results import Changed, Review
    from app.domain import reading as reading_types
    from app.domain.case import (
        Case,
        EvidencePart,
        PersonRole,
    )
    from app.domain.findings import Finding, Severity
    from app.domain.judgement import CategoryMatch, ChecklistItem, Matching
    from app.domain.packet import Progress
    from app.domain.papers import KindTable
    from app.domain.reading import Reading, Zone
    from app.gui import built_packets
    from app.gui.clear_files import ClearFiles
    from app.i18n.wording import Names
else:
    clear_files = import_later("app.casework.clear_files")
    keep = import_later("app.casework.keep")
    kept_settings = import_later("app.casework.kept_settings")
    match = import_later("app.casework.match")
    results = import_later("app.casework.results")
    built_packets = import_later("app.gui.built_packets")
    reading_types = import_later("app.domain.reading")

_REVIEW_AFTER_MS = 300
_PASSPORT = "passport"
# Spouse and children come along or not; these are asked for by the category itself.
_BESIDE_FAMILY = (PersonRole.SPONSOR, PersonRole.LEADER, PersonRole.PARENT)
# How often it is looked whether another window changed the cases.
_LOOK_EVERY_MS = 1000
EVERYTHING = frozenset({"basics", "people", "answers", "years", "stays", "evidence", "not-needed", "details"})


@dataclass(frozen=True, slots=True)
class Task:
    """Names the deed that the worker is at, for the progress line; `progress` as last heard."""

    verb: str
    progress: Progress | None = None
    title: str = ""  # of the case for which it is done


class OpenCase(QObject):
    """Holds the open case with what is known of it, and asks the worker."""

    started = Signal()
    # The list of cases is another one; or one case of it, by its id, is new, other or gone.
    cases_changed = Signal()
    case_listed = Signal(str)
    opened = Signal()
    changed = Signal(frozenset)
    reviewed = Signal()
    working = Signal(object)
    failed = Signal(object)
    told = Signal(str)
    attached = Signal(int)
    undone = Signal(object)
    changed_elsewhere = Signal()
    # The name of a case that is no longer open, and what became of the packet that was built of it.
    left_work = Signal(str, object)

    def __init__(
        self, desk: Desk, parent: QObject | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.today = today
        self.worker = WorkerClient(desk.data_folder, self, key=self._key)
        self.worker.left_behind.connect(self._forget_strays)
        self.has_started = False
        self.case_id: str | None = None
        self.review: Review | None = None
        self.review_stopped: Stopped | None = None
        self.reading_stopped = False
        self._case: Case | None = None
        self._matching: Matching | None = None
        self._matches: tuple[CategoryMatch, ...] | None = None
        self._checklist: tuple[ChecklistItem, ...] | None = None
        self._review_timer = QTimer(self)
        self._review_timer.setSingleShot(True)
        self._review_timer.setInterval(_REVIEW_AFTER_MS)
        self._review_timer.timeout.connect(self._ask_for_review)
        self._is_closed = False
        self._seen_version: int | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look_elsewhere)
        self._turn = 0
        # What waited when reading was last asked for: who asks again for the same would ask for ever.
        self._waited: frozenset[str] | None = None

    def _key(self) -> bytes | None:
        return None if self.desk.key is None else self.desk.key.raw

    # What is known.

    @functools.cached_property
    def packets(self) -> built_packets.BuiltPackets:
        """Return which packets were built of which case."""
        return built_packets.BuiltPackets(self)

    def kept(self, name: str, case_id: str = "") -> str:
        """Return what is kept under a name beside the cases, nothing where it cannot be read."""
        try:
            return kept_settings.setting(self.desk, name, case_id)
        except AppError:
            # Whatever is asked for next tells what is wrong.
            return ""

    def keep(self, name: str, value: str, case_id: str = "") -> None:
        """Keep something under a name beside the cases; nothing to forget it."""
        with self._telling():
            kept_settings.keep_setting(self.desk, name, value, case_id)

    @property
    def has_case(self) -> bool:
        """Say whether a case is open."""
        return self._case is not None

    @property
    def case(self) -> Case:
        """Return the open case."""
        if self._case is None:
            raise LookupError("no case is open")
        return self._case

    @property
    def names(self) -> Names:
        """Return the names that sentences use for requirements and persons."""
        from app.i18n.wording import Names

        return Names(self.desk.pack, self._case)

    @property
    def kinds(self) -> KindTable:
        """Return what kinds of paper there are."""
        return self.desk.kinds

    @property
    def is_reviewing(self) -> bool:
        """Say whether what is shown of the review is about to be replaced."""
        return self._review_timer.isActive() or self.worker.has("review")

    @property
    def is_reading(self) -> bool:
        """Say whether papers are still being read, so that findings may follow."""
        return self.worker.has("read")

    def matches(self) -> tuple[CategoryMatch, ...]:
        """Return every category as it comes out for the case, nearest first."""
        if self._matching is not None:
            return self._matching.matches
        if self._matches is None:
            self._matches = match.list_matches(self.desk, self.case, today=self.today())
        return self._matches

    def matching(self) -> Matching:
        """Return how every category comes out, what contradicts itself and what to ask next."""
        if self._matching is None:
            self._matching = match.match_case(self.desk, self.case, today=self.today())
        return self._matching

    def checklist(self) -> tuple[ChecklistItem, ...]:
        """Return what is asked of whom and how far it is."""
        if self._checklist is None and self.case_id is not None:
            from app.casework.checklist import list_checklist

            self._checklist = list_checklist(self.desk, self.case, today=self.today())
        return self._checklist or ()

    def lacking_roles(self) -> tuple[PersonRole, ...]:
        """Return the roles beside the family of which papers are asked and which nobody in the case has."""
        case, pack = self.case, self.desk.pack
        category, place = pack.categories[case.category], pack.places[case.place]
        asks = [*category.asks_on(case.submit_on)]
        asks += [
            ask
            for ask in place.asks
            if ask.effective.holds_on(case.submit_on) and ask.scope.covers(category, place.id)
        ]
        asked = {role for ask in asks for role in ask.of}
        held = {person.role for person in case.people}
        return tuple(role for role in _BESIDE_FAMILY if role in asked and role not in held)

    def findings(self) -> tuple[Finding, ...]:
        """Return what the last review found."""
        return () if self.review is None else self.review.findings

    def count(self, severity: Severity) -> int:
        """Return how many findings of a severity the last review has."""
        return 0 if self.review is None else self.review.count(severity)

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the files that are still to be read, none once reading has stopped."""
        return () if self.review is None or self.reading_stopped else self.review.unread

    def passport_zone(self, person_id: str) -> tuple[str, Zone] | None:
        """Return the zone of a person's passport and the file in which it was read."""
        for name in self.passports_of(person_id):
            reading = None if self.review is None else self.review.readings.get(name)
            zone = None if reading is None else zone_of(reading)
            if zone is not None:
                return name, zone
        return None

    def passports_of(self, person_id: str) -> tuple[str, ...]:
        """Return the files given as a person's passport, the latest first."""
        return tuple(
            name
            for evidence in reversed(self.case.evidence)
            if (evidence.person, evidence.requirement) == (person_id, _PASSPORT)
            and evidence.part is EvidencePart.ORIGINAL
            for name in evidence.files
        )

    def path_of(self, name: str) -> Path | None:
        """Return where the bytes of one of the case's files are."""
        return self.paths_of((name,)).get(name)

    def paths_of(self, names: Iterable[str]) -> dict[str, Path]:
        """Return where the bytes of files of the case are, as far as it has them.

        What is large and encrypted is there a moment later: pages are drawn then, others ask `when_readable`.
        """
        if self.case_id is None:
            return {}
        found: dict[str, ClearFile] = {}
        with self._telling():
            found = clear_files.locate(self.desk, self.case_id, names)
        for each in found.values():
            if not each.is_there:
                self.clear_files.want(each)
        return {name: each.path for name, each in found.items()}

    @functools.cached_property
    def clear_files(self) -> ClearFiles:
        """Return what deciphers large files beside the window."""
        from app.gui.clear_files import ClearFiles

        return ClearFiles(self.desk, lambda error: self._fail(Stopped.by(error)), self)

    def when_readable(self, path: Path, do: Callable[[], None]) -> None:
        """Do something as soon as a file of the case can be read: a large encrypted one takes a moment."""
        if "clear_files" in vars(self):
            self.clear_files.when_there(path, do)
        else:
            do()

    # What other windows do.

    def look_elsewhere(self) -> None:
        """Show what another window changed since this one last looked."""
        with self._telling():
            version = self.desk.cases.version_seen
            before, self._seen_version = self._seen_version, version
            if before is None or version == before:
                return
            self.cases_changed.emit()
            if self.case_id is not None:
                self._show_anew(self.case_id)

    def _show_anew(self, case_id: str) -> None:
        try:
            case = self.desk.cases.load(case_id).case
        except AppError as error:
            # Another window deleted it.
            self._show(None, None)
            self._fail(Stopped.by(error))
            return
        if case != self._case:
            self._take(results.Changed(case_id, case, EVERYTHING))
            self.changed_elsewhere.emit()

    # How it is done.

    def _show(self, case_id: str | None, case: Case | None) -> None:
        self.case_id, self._case = case_id, case
        self.review = self.review_stopped = None
        self.reading_stopped = False
        self._forget()
        self.opened.emit()
        if case is not None:
            self._review_timer.start()

    def _change(self, change: Callable[[str], Changed]) -> None:
        if self.case_id is not None:
            with self._telling():
                self._take(change(self.case_id))

    def _take(self, changed: Changed) -> None:
        self._case = changed.case
        self._forget()
        self._review_timer.start()
        self.changed.emit(changed.stale)
        self.case_listed.emit(changed.case_id)

    def _forget(self) -> None:
        self._matching = self._matches = self._checklist = None
        self._waited = None
        self._turn += 1

    def _ask_for_review(self) -> None:
        turn, case_id = self._turn, self.case_id
        if case_id is None:
            return

        def done(review: Any) -> None:
            # A change since then has already asked for the next review.
            if turn == self._turn:
                self.review, self.review_stopped = review, None
                self.reading_stopped = False
                self._read_on(frozenset(review.unread), turn, case_id)
                self.reviewed.emit()

        def failed(stopped: Stopped) -> None:
            if turn == self._turn:
                self.review_stopped = stopped
                self.reviewed.emit()
                self._fail(stopped)

        self.worker.withdraw("review")
        arguments = {"case_id": case_id, "today": self.today()}
        self._ask("review", arguments, done, failed, patient=True)

    def _read_on(self, waiting: frozenset[str], turn: int, case_id: str) -> None:
        """Have more papers read while those that wait become fewer; none is tried for ever."""
        if waiting and (self._waited is None or waiting < self._waited):
            self._waited = waiting
            self._ask_for_reading(turn, case_id)
        else:
            self.reading_stopped = bool(waiting)

    def _ask_for_reading(self, turn: int, case_id: str) -> None:
        """Have the next few papers read, and then be reviewed anew; any other work goes first."""

        def done(waiting: Any) -> None:
            if turn != self._turn:
                return
            if waiting and frozenset(waiting) < (self._waited or frozenset()):
                self._read_on(frozenset(waiting), turn, case_id)
            else:
                self._ask_for_review()

        def failed(stopped: Stopped) -> None:
            if turn == self._turn:
                self.reading_stopped = True
                self.reviewed.emit()
                self._fail(stopped)

        self.worker.withdraw("read")
        self._ask("read", {"case_id": case_id, "today": self.today()}, done, failed, patient=True)

    def _while_open(self, done: Callable[[Any], None]) -> Callable[[Any], None]:
        case_id = self.case_id

        def told(result: Any) -> None:
            if self.case_id == case_id:
                done(result)

        return told

    def _ask(
        self,
        verb: str,
        arguments: Mapping[str, object],
        done: Callable[[Any], None],
        failed: Callable[[Stopped], None] | None = None,
        *,
        patient: bool = False,
        started: Callable[[], None] | None = None,
    ) -> None:
        title = self.case.title if self.has_case and "case_id" in arguments else ""

        def begin() -> None:
            self.working.emit(Task(verb, None, title))
            if started is not None:
                started()

        def finish(result: Any) -> None:
            self.working.emit(None)
            done(result)

        def stop(stopped: Stopped) -> None:
            self.working.emit(None)
            (failed or self._fail)(stopped)

        def progress(heard: Progress) -> None:
            self.working.emit(Task(verb, heard, title))

        self.worker.ask(Request(verb, arguments, finish, stop, progress, patient, begin))

    def _forget_strays(self, hashes: tuple[str, ...]) -> None:
        """Remove what a worker that was stopped had copied in for nothing."""
        with self._telling():
            keep.forget_strays(self.desk, hashes)

    def _fail(self, stopped: Stopped) -> None:
        self.failed.emit(stopped)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except AppError as error:
            self._fail(Stopped.by(error))


def zone_of(reading: Reading) -> Zone | None:
    """Return the machine-readable zone of a passport, the first where there are several."""
    zones = (page.zone for page in reading.pages if page.zone is not None)
    return next((zone for zone in zones if zone.format is reading_types.ZoneFormat.TD3), None)
