"""What the window is working on: the desk, the list of cases, the open one. Pages read it and ask it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import AppError, UnusableInput
from app.env import paths
from app.env.later import import_later
from app.gui.case_deeds import sweep
from app.gui.letter_deeds import LetterDeeds
from app.gui.worker_client import Stopped

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import keep, match
    from app.casework.desk import Desk
    from app.casework.results import Changed
    from app.domain import packs, rules
    from app.domain.packs import PackSwitch
    from app.domain.summaries import CaseSummary
    from app.i18n.wording import Names
else:
    keep = import_later("app.casework.keep")
    match = import_later("app.casework.match")
    packs = import_later("app.domain.packs")
    rules = import_later("app.domain.rules")

_DAYS_AHEAD = 90


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


class Session(LetterDeeds):
    """Opens, makes, imports and deletes cases, and changes the rules by which they are judged."""

    def __init__(
        self, desk: Desk, parent: QObject | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(desk, parent, today=today)
        # The cases deleted from here, which closing makes true, the last one last.
        self._deleted: list[str] = []

    def start(self) -> None:
        """Open the database and read the rules. Raises AppError when one of them cannot be used."""
        if not self.has_started:
            _ = self.desk.cases, self.desk.pack
            self.has_started = True
            self.started.emit()
            self._watch.start()
            self._tell_trouble()

    def _tell_trouble(self) -> None:
        """Tell why the rules that were chosen are not used."""
        if self.desk.rules_trouble is not None:
            self._fail(Stopped.by(self.desk.rules_trouble))

    # The list of cases.

    def cases(self, *, after: CaseSummary | None = None, limit: int = -1) -> tuple[CaseSummary, ...]:
        """Return the kept cases, the one changed last first; or so many after one."""
        try:
            return keep.list_cases(self.desk, after=after, limit=limit)
        except AppError as error:
            self._fail(Stopped.by(error))
            return ()

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return what a list shows of one case, None where it is not kept."""
        try:
            return keep.summarise(self.desk, case_id)
        except AppError as error:
            self._fail(Stopped.by(error))
            return None

    def only_case(self) -> str | None:
        """Return the id of the one case that is not put away, None where there are more or none."""
        try:
            return keep.only_case(self.desk)
        except AppError as error:
            self._fail(Stopped.by(error))
            return None

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
            self.case_listed.emit(changed.case_id)

    def _category_for_now(self, wanted: NewCase) -> str:
        """Return the first category of the rules under which an application can be made there."""
        held = match.list_categories(self.desk)
        usable = [
            each.id
            for each in held
            if each.force is rules.Force.IN_FORCE
            and each.effective.holds_on(wanted.submit_on)
            and each.kind is rules.CategoryKind.PERMANENT_RESIDENCE
            and (not each.places or wanted.place in each.places)
        ]
        return usable[0] if usable else held[0].id

    def duplicate_case(self, case_id: str, title: str) -> str | None:
        """Keep a second case with everything that a case has, and return its id."""
        made = None
        with self._telling():
            made = keep.duplicate_case(self.desk, case_id, title).case_id
            self.case_listed.emit(made)
        return made

    def archive_case(self, case_id: str, *, archived: bool) -> bool:
        """Put a case away, or bring it back; say whether that could be done."""
        done = False
        with self._telling():
            keep.archive_case(self.desk, case_id, archived=archived)
            done = True
            self.case_listed.emit(case_id)
        return done

    def delete_case(self, case_id: str) -> bool:
        """Delete a kept case, which can be restored until the window closes; say whether it could be done."""
        done = False
        with self._telling():
            keep.delete_case(self.desk, case_id)
            self._deleted.append(case_id)
            done = True
        if not done:
            return False
        if case_id == self.case_id:
            self._show(None, None)
        self.case_listed.emit(case_id)
        return True

    def restore_case(self, case_id: str) -> bool:
        """Bring back a case that was deleted; say whether that could be done."""
        done = False
        with self._telling():
            keep.restore_case(self.desk, case_id)
            self._deleted = [each for each in self._deleted if each != case_id]
            done = True
            self.case_listed.emit(case_id)
        return done

    def import_folder(self, folder: Path, done: Callable[[], None] | None = None) -> None:
        """Keep a copy of a case folder and open it."""

        def imported(changed: Changed) -> None:
            self._show(changed.case_id, changed.case)
            self.case_listed.emit(changed.case_id)
            if done is not None:
                done()

        self._ask("import", {"folder": str(folder.absolute())}, imported)

    def import_sample(self, done: Callable[[], None] | None = None) -> None:
        """Keep a copy of the bundled sample case and open it."""
        self.import_folder(paths.resource("sample_case"), done)

    def export_case(self, case_id: str, folder: Path, done: Callable[[], None]) -> None:
        """Write a kept case as a new case folder."""
        folder = folder.absolute()

        def stop(stopped: Stopped) -> None:
            for destination in (folder, folder / folder.name):
                sweep(destination)
            self._fail(stopped)

        self._ask("export", {"case_id": case_id, "folder": str(folder)}, lambda _: done(), stop)

    # The rules.

    def names_in(self, case_id: str) -> Names:
        """Return the names that sentences about a kept case use."""
        from app.casework import rule_packs
        from app.i18n.wording import Names

        return Names(self.desk.pack, rule_packs.case_of(self.desk, case_id))

    def offer_rules(self, path: Path | None) -> RulesOffer | None:
        """Read a rule pack, the bundled one where none is named, and see what it would change."""
        # Only here: whoever uses the bundled rules need not wait for the library of signatures.
        from app.casework import rule_packs

        offer = None
        with self._telling():
            if path is None:
                offer = RulesOffer(
                    rule_packs.use_pack(self.desk, packs.BUNDLED, dry_run=True, today=self.today())
                )
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
            from app.casework.desk import open_desk

            self._use_desk(open_desk(before.data_folder))
        return self.desk is not before

    def _take_rules(self, offer: RulesOffer) -> None:
        from app.casework import rule_packs

        if offer.path is None:
            rule_packs.use_pack(self.desk, packs.BUNDLED, today=self.today())
            return
        if _digest_of(offer.path) != offer.digest:
            raise UnusableInput("rules.changed_meanwhile", path=str(offer.path))
        state = offer.switch.pack.signature
        rule_packs.import_pack(
            self.desk,
            offer.path,
            accept_unsigned=state is packs.SignatureState.UNSIGNED,
            trust_key=state is packs.SignatureState.UNKNOWN_KEY,
            today=self.today(),
        )

    def _is_other_key(self, path: Path, switch: PackSwitch) -> bool:
        if switch.pack.signature is not packs.SignatureState.UNKNOWN_KEY:
            return False
        from app.casework import rule_packs

        try:
            # Refused before anything is written, and for the reason that is asked for here.
            rule_packs.import_pack(self.desk, path, today=self.today())
        except AppError as error:
            return error.code == "rules.other_key"
        return False

    def _use_desk(self, desk: Desk) -> None:
        self.worker.cancel_all()
        self.worker.close()
        self.end_drafting()
        before, was_open = self.desk, self.case_id
        # The key goes on to the other desk; closing this one would wipe it.
        key, before.key = before.key, None
        if "clear_files" in vars(self):
            vars(self).pop("clear_files").end()
        before.close()
        self.desk = desk
        if key is not None:
            desk.unlock(key)
        _ = desk.pack
        case = None
        if was_open is not None:
            with self._telling():
                case = desk.cases.load(was_open).case
        self._show(was_open if case is not None else None, case)
        self.cases_changed.emit()
        self._tell_trouble()

    def close(self) -> None:
        """End the worker; a packet that is being built leaves nothing behind. Closing twice does nothing."""
        if self._is_closed:
            return
        self._end_work()
        self._make_deletions_true()
        self.desk.close()

    def settle(self) -> None:
        """Make true what was deleted, and let the worker rest: the window is about to close."""
        self._review_timer.stop()
        self.worker.cancel_all()
        self._make_deletions_true()

    def _make_deletions_true(self) -> None:
        # What could not be opened has nothing to be purged.
        if self.has_started:
            with self._telling():
                keep.purge_deleted(self.desk, self._deleted)
            self._deleted = []

    def leave(self) -> tuple[str, ...]:
        """Close everything but make no deletion true; return what is deleted, for who goes on later."""
        if not self._is_closed:
            self._end_work()
            self.desk.close()
        return tuple(self._deleted)

    def fresh(self, desk: Desk) -> Session:
        """Return a session over another desk, not yet started."""
        return Session(desk, today=self.today)

    def go_on_with(self, deleted: tuple[str, ...]) -> None:
        """Take over the cases that were deleted before this session, until it is closed."""
        self._deleted = list(deleted)

    def _end_work(self) -> None:
        self._is_closed = True
        self._review_timer.stop()
        self._watch.stop()
        for verb in ("build", "share", "upload", "export", "hand_over"):
            self.worker.cancel(verb)
        self.worker.close()
        self.end_drafting()
        if "clear_files" in vars(self):
            self.clear_files.end()


def _digest_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnusableInput("bundle.cannot_read", path=str(path), reason=error.strerror or "") from error
