"""What the window is working on: the desk, the open case, its review. Pages read it and ask it."""

import contextlib
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.casework import keep, match
from app.casework.checklist import list_checklist
from app.casework.desk import Desk, open_desk
from app.casework.results import Changed, Review, Undone
from app.casework.tray import Accepted, Entered, SortedPapers
from app.domain.case import (
    Answer,
    Case,
    Evidence,
    EvidencePart,
    NotNeeded,
    Person,
    PersonRole,
    YearRow,
)
from app.domain.errors import AppError, UnusableInput
from app.domain.files import ReadyFile
from app.domain.findings import Finding, Severity
from app.domain.judgement import CategoryMatch, ChecklistItem, Matching
from app.domain.operations import Deed, HistoryEntry, Operation
from app.domain.packet import Built, PacketOptions, PacketPlan, Progress, ShareCopy, Verification
from app.domain.packs import BUNDLED, PackSwitch, SignatureState
from app.domain.papers import KindTable
from app.domain.photos import MeasuredPhoto, PhotoCopy
from app.domain.reading import Reading, Zone, ZoneFormat
from app.domain.rules import CategoryKind, Force
from app.domain.summaries import CaseSummary
from app.domain.uploads import UploadSet
from app.env import paths
from app.gui.worker_client import Request, Stopped, WorkerClient
from app.i18n.wording import Names

_REVIEW_AFTER_MS = 300
_DAYS_AHEAD = 90
_NAME_LENGTH = 40
_PASSPORT = "passport"
# Spouse and children come along or not; these are asked for by the category itself.
_BESIDE_FAMILY = (PersonRole.SPONSOR, PersonRole.LEADER, PersonRole.PARENT)
# How often it is looked whether another window changed the cases.
_LOOK_EVERY_MS = 1000
EVERYTHING = keep.EVERYTHING


@dataclass(frozen=True, slots=True)
class Task:
    """Names the deed that the worker is at, for the progress line; `progress` as last heard."""

    verb: str
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """Holds what a person says of a case that is to begin; no category while none is known."""

    title: str
    category: str | None
    place: str
    submit_on: date


@dataclass(frozen=True, slots=True)
class RulesOffer:
    """Holds rules that could be used and what they would change; no path for the bundled ones.

    `digest` is that of the file as it was shown; `other_key` says that its publisher is known here by
    another key.
    """

    switch: PackSwitch
    path: Path | None = None
    digest: str = ""
    other_key: bool = False


class Session(QObject):
    """Holds the open case and changes it; every change is kept at once and then reviewed."""

    started = Signal()
    cases_changed = Signal()
    opened = Signal()
    changed = Signal(frozenset)
    reviewed = Signal()
    working = Signal(object)
    failed = Signal(object)
    told = Signal(str)
    attached = Signal(int)
    undone = Signal(object)
    changed_elsewhere = Signal()

    def __init__(
        self, desk: Desk, parent: QObject | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.today = today
        self.worker = WorkerClient(desk.data_folder, self)
        self.has_started = False
        self.case_id: str | None = None
        self.review: Review | None = None
        self.review_stopped: Stopped | None = None
        self.reading_stopped = False
        self._case: Case | None = None
        self._matching: Matching | None = None
        self._checklist: tuple[ChecklistItem, ...] | None = None
        self._review_timer = QTimer(self)
        self._review_timer.setSingleShot(True)
        self._review_timer.setInterval(_REVIEW_AFTER_MS)
        self._review_timer.timeout.connect(self._ask_for_review)
        # The cases deleted from here, which closing makes true, the last one last.
        self._deleted: list[str] = []
        self._is_closed = False
        self._seen_version: int | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look_elsewhere)
        self._turn = 0
        # What waited when reading was last asked for: who asks again for the same would ask for ever.
        self._waited: frozenset[str] | None = None

    def start(self) -> None:
        """Read the rules, on which everything else stands. Raises AppError when they cannot be used."""
        if not self.has_started:
            _ = self.desk.pack
            self.has_started = True
            self.started.emit()
            self._watch.start()
            self._tell_trouble()

    def _tell_trouble(self) -> None:
        """Tell why the rules that were chosen are not used."""
        if self.desk.rules_trouble is not None:
            self._fail(Stopped.by(self.desk.rules_trouble))

    # What is known.

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
        return self.matching().matches

    def matching(self) -> Matching:
        """Return how every category comes out, what contradicts itself and what to ask next."""
        if self._matching is None:
            self._matching = match.match_case(self.desk, self.case, today=self.today())
        return self._matching

    def checklist(self) -> tuple[ChecklistItem, ...]:
        """Return what is asked of whom and how far it is."""
        if self._checklist is None and self.case_id is not None:
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
        if self.case_id is None:
            return None
        files: Mapping[str, Path] = {}
        with self._telling():
            files = self.desk.open_kept(self.case_id).files
        return files.get(name)

    # The list of cases.

    def cases(self) -> tuple[CaseSummary, ...]:
        """Return the kept cases."""
        try:
            return keep.list_cases(self.desk)
        except AppError as error:
            self._fail(Stopped.by(error))
            return ()

    def open_case(self, case_id: str) -> None:
        """Open a kept case."""
        with self._telling():
            self._show(case_id, self.desk.cases.load(case_id).case)

    def propose(self, title: str = "") -> NewCase:
        """Return a new case as it would be if nothing were said of it."""
        place = next(iter(self.desk.pack.places))
        return NewCase(title, None, place, self.today() + timedelta(days=_DAYS_AHEAD))

    def new_case(self, title: str) -> None:
        """Keep a new case of which nothing is said yet, and open it."""
        self.start_case(self.propose(title))

    def start_case(self, wanted: NewCase) -> None:
        """Keep a new case and open it; where no category is known, it stands on one for now."""
        with self._telling():
            changed = keep.create_case(
                self.desk,
                title=wanted.title,
                category=wanted.category or self._category_for_now(wanted),
                place=wanted.place,
                submit_on=wanted.submit_on,
            )
            self._show(changed.case_id, changed.case)
            self.cases_changed.emit()

    def _category_for_now(self, wanted: NewCase) -> str:
        """Return the first category of the rules under which an application can be made there."""
        held = match.list_categories(self.desk)
        usable = [
            each.id
            for each in held
            if each.force is Force.IN_FORCE
            and each.effective.holds_on(wanted.submit_on)
            and each.kind is CategoryKind.PERMANENT_RESIDENCE
            and (not each.places or wanted.place in each.places)
        ]
        return usable[0] if usable else held[0].id

    def duplicate_case(self, case_id: str, title: str) -> None:
        """Keep a second case with everything that a case has."""
        with self._telling():
            keep.duplicate_case(self.desk, case_id, title)
        self.cases_changed.emit()

    def archive_case(self, case_id: str, *, archived: bool) -> None:
        """Put a case away, or bring it back."""
        with self._telling():
            keep.archive_case(self.desk, case_id, archived=archived)
        self.cases_changed.emit()

    def delete_case(self, case_id: str) -> None:
        """Delete a kept case; until the window closes it can be restored."""
        with self._telling():
            keep.delete_case(self.desk, case_id)
            self._deleted.append(case_id)
        if case_id == self.case_id:
            self._show(None, None)
        self.cases_changed.emit()

    def restore_case(self, case_id: str) -> None:
        """Bring back a case that was deleted."""
        with self._telling():
            keep.restore_case(self.desk, case_id)
            self._deleted = [each for each in self._deleted if each != case_id]
        self.cases_changed.emit()

    def import_folder(self, folder: Path, done: Callable[[], None] | None = None) -> None:
        """Keep a copy of a case folder and open it."""

        def imported(changed: Changed) -> None:
            self._show(changed.case_id, changed.case)
            self.cases_changed.emit()
            if done is not None:
                done()

        self._ask("import", {"folder": str(folder.absolute())}, imported)

    def import_sample(self, done: Callable[[], None] | None = None) -> None:
        """Keep a copy of the bundled sample case and open it."""
        self.import_folder(paths.resource("sample_case"), done)

    def export_case(self, case_id: str, folder: Path, done: Callable[[], None]) -> None:
        """Write a kept case as a new case folder."""
        arguments = {"case_id": case_id, "folder": str(folder.absolute())}
        self._ask("export", arguments, lambda _: done())

    # The rules.

    def names_in(self, case_id: str) -> Names:
        """Return the names that sentences about a kept case use."""
        from app.casework import rule_packs

        return Names(self.desk.pack, rule_packs.case_of(self.desk, case_id))

    def offer_rules(self, path: Path | None) -> RulesOffer | None:
        """Read a rule pack, the bundled one where none is named, and see what it would change."""
        # Only here: whoever uses the bundled rules need not wait for the library of signatures.
        from app.casework import rule_packs

        offer = None
        with self._telling():
            if path is None:
                offer = RulesOffer(rule_packs.use_pack(self.desk, BUNDLED, dry_run=True, today=self.today()))
            else:
                digest = _digest_of(path)
                switch = rule_packs.import_pack(self.desk, path, dry_run=True, today=self.today())
                offer = RulesOffer(switch, path, digest, self._is_other_key(path, switch))
        return offer

    def use_rules(self, offer: RulesOffer) -> bool:
        """Use rules that were shown and confirmed; everything is then shown by them."""
        before = self.desk
        with self._telling():
            self._take_rules(offer)
            self._use_desk(open_desk(before.data_folder))
        return self.desk is not before

    def _take_rules(self, offer: RulesOffer) -> None:
        from app.casework import rule_packs

        if offer.path is None:
            rule_packs.use_pack(self.desk, BUNDLED, today=self.today())
            return
        if _digest_of(offer.path) != offer.digest:
            raise UnusableInput("rules.changed_meanwhile", path=str(offer.path))
        state = offer.switch.pack.signature
        rule_packs.import_pack(
            self.desk,
            offer.path,
            accept_unsigned=state is SignatureState.UNSIGNED,
            trust_key=state is SignatureState.UNKNOWN_KEY,
            today=self.today(),
        )

    def _is_other_key(self, path: Path, switch: PackSwitch) -> bool:
        if switch.pack.signature is not SignatureState.UNKNOWN_KEY:
            return False
        from app.casework import rule_packs

        try:
            # Refused before anything is written, and for the reason that is asked for here.
            rule_packs.import_pack(self.desk, path, today=self.today())
        except AppError as error:
            return error.code == "rules.other_key"
        return False

    def _use_desk(self, desk: Desk) -> None:
        self.worker.close()
        self.desk.cases.close()
        self.desk, was_open = desk, self.case_id
        _ = desk.pack
        case = None
        if was_open is not None:
            with self._telling():
                case = desk.cases.load(was_open).case
        self._show(was_open if case is not None else None, case)
        self.cases_changed.emit()
        self._tell_trouble()

    # Changes of the open case; each is kept before the call returns.

    def set_basics(self, **changed: Any) -> None:
        """Change title, category, place or planned day."""
        if any(getattr(self.case, name) != value for name, value in changed.items()):
            self._change(lambda case_id: keep.set_basics(self.desk, case_id, **changed))

    def set_agent(self, agent: str) -> None:
        """Say who prepares the case and hands it in."""
        if agent.strip() != self.case.agent:
            self._change(lambda case_id: keep.set_agent(self.desk, case_id, agent))

    def set_answer(self, question: str, answer: Answer | None) -> None:
        """Answer a question, or take the answer back."""
        if self.case.answers.get(question) != answer:
            self._change(lambda case_id: keep.set_answer(self.desk, case_id, question, answer))

    def save_year(self, row: YearRow) -> None:
        """Keep the figures of a year."""
        base = next(
            (each for each in self.case.years if (each.year, each.person) == (row.year, row.person)), None
        )
        self._change(lambda case_id: keep.save_year(self.desk, case_id, row, base))

    def save_person(self, person: Person) -> None:
        """Keep what is said of a person."""
        base = self.case.person(person.id)
        if base != person:
            self._change(lambda case_id: keep.save_person(self.desk, case_id, person, base))

    def add_person(self, role: PersonRole) -> Person:
        """Add a person of a role."""
        person = keep.new_person(self.case, role)
        self.save_person(person)
        return person

    def remove_person(self, person_id: str) -> None:
        """Take a person out, with everything entered under them."""
        self._change(lambda case_id: keep.remove_person(self.desk, case_id, person_id))

    def save_evidence(self, index: int, evidence: Evidence, *, deed: Deed = Deed.CHANGE_PAPER) -> None:
        """Keep what is said of a piece of evidence, at its place in the case."""
        base = self.case.evidence[index]
        if base != evidence:
            self._change(
                lambda case_id: keep.save_evidence(self.desk, case_id, index, evidence, base, deed=deed)
            )

    def move_evidence(self, index: int, to: int) -> None:
        """Put a piece of evidence at another place of the case's evidence."""
        base = self.case.evidence[index]
        self._change(lambda case_id: keep.move_evidence(self.desk, case_id, index, to, base))

    def detach(self, index: int) -> None:
        """Take a piece of evidence out of the case."""
        base = self.case.evidence[index]
        self._change(lambda case_id: keep.detach_evidence(self.desk, case_id, index, base))

    def say_not_needed(self, row: NotNeeded) -> None:
        """Say that a paper is not needed, why, and who said so."""
        self._change(lambda case_id: keep.say_not_needed(self.desk, case_id, row))

    def take_not_needed_back(self, row: NotNeeded) -> None:
        """Ask for a paper again of which it was said that it is not needed."""
        self._change(lambda case_id: keep.take_not_needed_back(self.desk, case_id, row))

    # What was done, and taking it back.

    def undoable(self) -> tuple[Operation | None, Operation | None]:
        """Return the change of the open case that can be undone, and the one that can be done again."""
        if self.case_id is not None:
            with self._telling():
                return keep.undoable(self.desk, self.case_id)
        return None, None

    def undo(self) -> None:
        """Take the last change of the open case back."""
        self._travel(keep.undo)

    def redo(self) -> None:
        """Do the change of the open case again that was undone last."""
        self._travel(keep.redo)

    def history(self) -> tuple[HistoryEntry, ...]:
        """Return every change of the open case, the first one first."""
        if self.case_id is not None:
            with self._telling():
                return keep.list_history(self.desk, self.case_id)
        return ()

    def _travel(self, go: Callable[[Desk, str], Undone | None]) -> None:
        if self.case_id is None:
            return
        done = None
        with self._telling():
            done = go(self.desk, self.case_id)
        if done is not None:
            self._take(done.changed)
            self.undone.emit(done.operation)

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
            self._take(Changed(case_id, case, EVERYTHING))
            self.changed_elsewhere.emit()

    # Deeds of the worker.

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
        self, index: int, files: tuple[Path, ...], done: Callable[[], None] | None = None
    ) -> None:
        """Let files stand for a piece of evidence instead of the ones that it has."""
        self._give_files("replace_files", index, files, done)

    def _give_files(
        self, verb: str, index: int, files: tuple[Path, ...], done: Callable[[], None] | None = None
    ) -> None:
        paths = tuple(str(path.absolute()) for path in files)
        arguments = {
            "case_id": self.case_id,
            "index": index,
            "paths": paths,
            "base": self.case.evidence[index],
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
                self._take(Changed(case_id, result.case, frozenset({"evidence"})))
                done(result)

        def stopped(why: Stopped) -> None:
            # Those that were entered before are in the case.
            if self.case_id == case_id and case_id is not None:
                with self._telling():
                    case = self.desk.cases.load(case_id).case
                    self._take(Changed(case_id, case, frozenset({"evidence"})))
            failed(why)

        self._ask("enter", {"case_id": case_id, "papers": papers}, entered, stopped)

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

    def plan(self, options: PacketOptions, done: Callable[[tuple[PacketPlan, ...]], None]) -> None:
        """Plan a draft packet of the case, volume by volume."""
        self.worker.withdraw("plan")
        arguments = {"case_id": self.case_id, "today": self.today(), "options": options}
        self._ask("plan", arguments, self._while_open(done), patient=True)

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

        def stop(stopped: Stopped) -> None:
            _sweep(destination)
            failed()
            self._fail(stopped)

        self._ask("build", arguments, self._while_open(done), stop)

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
        self._ask("share", arguments, self._while_open(done), _sweeping(destination, failed))

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

    def close(self) -> None:
        """End the worker; a packet that is being built leaves nothing behind. Closing twice does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        self._review_timer.stop()
        self._watch.stop()
        for verb in ("build", "share", "upload"):
            self.worker.cancel(verb)
        self.worker.close()
        with self._telling():
            keep.purge_deleted(self.desk, self._deleted)
        self.desk.cases.close()

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
        self.cases_changed.emit()

    def _forget(self) -> None:
        self._matching = self._checklist = None
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
    ) -> None:
        def finish(result: Any) -> None:
            self.working.emit(None)
            done(result)

        def stop(stopped: Stopped) -> None:
            self.working.emit(None)
            (failed or self._fail)(stopped)

        def progress(heard: Progress) -> None:
            self.working.emit(Task(verb, heard))

        self.worker.ask(Request(verb, arguments, finish, stop, progress, patient))
        if not patient:
            self.working.emit(Task(verb))

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
    return next((zone for zone in zones if zone.format is ZoneFormat.TD3), None)


def _sweeping(destination: Path, failed: Callable[[Stopped], None]) -> Callable[[Stopped], None]:
    def stop(stopped: Stopped) -> None:
        _sweep(destination)
        failed(stopped)

    return stop


def _sweep(destination: Path) -> None:
    """Remove the unfinished files and folders that a killed worker could not remove itself."""
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


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnusableInput("bundle.cannot_read", path=str(path), reason=error.strerror or "") from error
