"""The desk at which a person works: rules, and the cases that are kept."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.casework.patience import Patience
from app.domain.case import Case
from app.domain.errors import AppError, FaultyFile, MachineStopped, UnusableInput
from app.env import paths
from app.env.person import account_name

# The name that a person gave for the history, among what is kept beside the cases.
WHO = "who"

# What is not needed before the first window is painted is imported where it is first used.
if TYPE_CHECKING:
    from app.domain.files import FileFacts
    from app.domain.findings import Finding
    from app.domain.papers import KindTable
    from app.domain.reading import Reading
    from app.domain.rules import RulePack
    from app.intake.guard import Guard
    from app.store.case_toml import KnownIds
    from app.store.connection import Connection
    from app.store.database import CaseDatabase
    from app.store.in_use import InUse
    from app.store.installed_packs import InstalledPacks
    from app.store.keys import VaultKey
    from app.store.place import Place
    from app.store.readings import Readings
    from app.store.ready_files import ReadyFiles
    from app.store.sealing import Sealing
    from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Holds a case and where the bytes of each of its files are.

    A kept case has an `id`; a case folder has the path of its `case_file`.
    """

    case: Case
    files: Mapping[str, Path]
    id: str | None = None
    case_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Holds a case as it was reviewed last, what was seen in its files, and what was found beside that."""

    case: Case
    facts: Mapping[str, FileFacts]
    beside: tuple[Finding, ...]


class Desk:
    """Carries everything that casework needs; nothing is global.

    The rules are read when they are first asked for, so that a window can be shown before.
    """

    def __init__(
        self,
        pack: RulePack | Callable[[], RulePack],
        data_folder: Path,
        *,
        guard: Guard | None = None,
        key: VaultKey | None = None,
    ) -> None:
        self._pack = pack
        self._guard = guard
        self.data_folder = data_folder
        # What opens an encrypted store; None for one that is not, and for one that is locked.
        self.key = key
        # How many wrong passphrases were given here.
        self.patience = Patience()
        # Who is at work, for the history of each case.
        self.who = account_name()
        # Lists what is copied in, for whoever ends this process.
        self.journal: Path | None = None
        self._rooms = contextlib.ExitStack()
        # What was seen (by SHA-256 and examiner) and read (by SHA-256), for as long as the process lives.
        self.seen: dict[tuple[str, str], FileFacts] = {}
        self.read: dict[str, Reading] = {}
        # What each content, by its SHA-256, took of the processor so far: all work on one has one budget.
        self.spent: dict[str, float] = {}
        # The stamp and the SHA-256 of files outside, by their paths, likewise.
        self.hashed: dict[Path, tuple[str, str]] = {}
        # The thread that looked at files outside last; it may hang in a drive that does not answer.
        self.looking: threading.Thread | None = None
        # What the last review of each kept case saw, so that it can be judged by another day at once.
        self.judged: dict[str, Judged] = {}
        # Why the pack that the person chose was set aside for the bundled one, once the rules were read.
        self.rules_trouble: AppError | None = None

    @functools.cached_property
    def pack(self) -> RulePack:
        """Return the rules. Raises UnusableInput or FaultyFile when they cannot be used."""
        return self._pack() if callable(self._pack) else self._pack

    @functools.cached_property
    def known(self) -> KnownIds:
        """Return what a case may refer to."""
        return known_ids(self.pack)

    @functools.cached_property
    def kinds(self) -> KindTable:
        """Return what kinds of paper there are, and what each can stand for."""
        from app.intake.kind_files import load_vocabulary

        return load_vocabulary().table

    @functools.cached_property
    def place(self) -> Place:
        """Return where the store lies and whether it is encrypted.

        Raises UnusableInput where that cannot be known.
        """
        from app.store.place import find_place

        return find_place(self.data_folder)

    @property
    def is_locked(self) -> bool:
        """Say whether the store is encrypted and nobody has opened it here."""
        return self.place.is_encrypted and self.key is None

    def refuse_locked(self) -> None:
        """Raise UnusableInput while the store is locked."""
        if self.is_locked:
            raise UnusableInput("store.locked", path=str(self.data_folder))

    @functools.cached_property
    def in_use(self) -> InUse:
        """Return what tells other processes that the store is in use."""
        from app.store.in_use import InUse

        return InUse(self.data_folder)

    @property
    def cases_file(self) -> Path:
        """Return where the case database is, whether or not there is one yet."""
        return self.place.cases_file

    @functools.cached_property
    def cases(self) -> CaseDatabase:
        """Return the case database, opened when first needed: a case folder needs none.

        Raises UnusableInput while the store is locked, MachineStopped while another process changes its form.
        """
        from app.store.database import CaseDatabase

        self._settle()
        self.refuse_locked()
        key = None if self.sealing is None else self.sealing.database_key
        opened = CaseDatabase(
            self.cases_file,
            lambda: self.known,
            key=key,
            who=self.who,
            before_migration=self._back_up_first,
        )
        self.who = opened.who = opened.setting(WHO) or self.who
        return opened

    @functools.cached_property
    def vault(self) -> Vault:
        """Return the file vault. Raises UnusableInput while the store is locked."""
        from app.store.vault import Vault

        self.refuse_locked()
        return Vault(self.place.vault_folder, self.journal, self.sealing)

    @functools.cached_property
    def sealing(self) -> Sealing | None:
        """Return what encrypts files, None where the store is not encrypted or is locked."""
        if self.key is None or not self.place.is_encrypted:
            return None
        from app.store.sealing import Sealing

        return Sealing(self.key, self._make_room)

    @functools.cached_property
    def readings(self) -> Readings:
        """Return what is kept of files that were examined and read, opened when first needed."""
        from app.store.readings import Readings

        if not self._may_keep:
            # Nothing may be written down of what is seen meanwhile.
            return Readings(None)
        key = None if self.sealing is None else self.sealing.readings_key
        return Readings(self.readings_file, key)

    @property
    def readings_file(self) -> Path:
        """Return where that is kept, whether or not there is anything yet."""
        return self.place.readings_file

    @functools.cached_property
    def ready_files(self) -> ReadyFiles:
        """Return what is kept of files that were made ready for a packet."""
        from app.store.ready_files import ReadyFiles

        if not self._may_keep:
            return ReadyFiles(self._make_room())
        return ReadyFiles(self.place.ready_folder, self.sealing)

    @property
    def _may_keep(self) -> bool:
        """Say whether what is seen may be kept: a case folder is worked on without the store as well."""
        try:
            return not (self.is_locked or self.is_missing)
        except AppError:
            # Nobody can tell where the store is, or whether it is encrypted.
            return False

    def unlock(self, key: VaultKey) -> None:
        """Use the key of an encrypted store from now on. Raises UnusableInput where it is another's."""
        from app.env.private_room import leave_no_dumps, write_in_memory

        write_in_memory()
        leave_no_dumps()
        self._use_key(key)
        try:
            _ = self.cases
        except AppError:
            self._use_key(None)
            raise

    def _use_key(self, key: VaultKey | None) -> None:
        self.key = key
        for name in ("readings", "ready_files", "vault", "sealing"):
            vars(self).pop(name, None)

    def anew(self) -> Desk:
        """Return a desk on the same store and rules, of which nothing is open and whose key is not known."""
        other = Desk(vars(self).get("pack", self._pack), self.data_folder, guard=self._guard)
        # Wrong passphrases count from one to the next.
        other.patience, other.rules_trouble = self.patience, self.rules_trouble
        return other

    @property
    def is_missing(self) -> bool:
        """Say whether cases were begun here, or the folder was chosen for them, and they are gone."""
        from app.store.place import find_place, is_lost

        if is_lost(self.place):
            # Another process may just have given the store another form.
            self.place = find_place(self.data_folder)
            return is_lost(self.place)
        return not self.place.is_begun and paths.is_chosen(self.data_folder)

    def _settle(self) -> None:
        """Use the store from now on, and remove what was left of a change of its form that was stopped."""
        from app.store import place

        if self.is_missing:
            # A drive that is not there must not be taken for an empty one.
            raise UnusableInput("store.folder_missing", path=str(self.data_folder))
        if place.has_leftovers(self.place):
            with contextlib.suppress(MachineStopped), self.in_use.alone():
                place.sweep_generations(place.find_place(self.data_folder))
        self.in_use.share()
        # As it is from now on: another process may have changed it just before.
        self.place = place.find_place(self.data_folder)
        if place.is_lost(self.place):
            raise UnusableInput("store.folder_missing", path=str(self.data_folder))
        place.sweep_unfinished(self.place)

    def _back_up_first(self, connection: Connection, _version: int) -> None:
        """Keep an older database as it is before it is brought to today's form."""
        from app.casework.backup import keep_before_migration

        keep_before_migration(self, connection)

    def _make_room(self) -> Path:
        from app.env.work_folder import work_folder

        return self._rooms.enter_context(work_folder())

    @functools.cached_property
    def guard(self) -> Guard:
        """Return what the parsers of files run in; it belongs to the desk unless it was given."""
        if self._guard is not None:
            return self._guard
        # Only here: a window or a call that opens no file starts without it.
        from app.intake.guard import GuardedProcesses

        return GuardedProcesses()

    def rest(self) -> None:
        """Close the databases until they are next asked for."""
        for name in ("cases", "readings"):
            if (opened := vars(self).pop(name, None)) is not None:
                opened.close()

    def close(self) -> None:
        """Close what was opened and end the processes that were started."""
        opened = vars(self)
        if "guard" in opened and self._guard is None:
            self.guard.close()
        self.rest()
        if "in_use" in opened:
            self.in_use.close()
        self._rooms.close()
        if self.key is not None:
            self.key.wipe()

    def open_folder(self, folder: Path) -> OpenCase:
        """Open a case folder as it stands."""
        from app.store.case_folder import CASE_FILE, read_case_folder

        case, files = read_case_folder(folder, self.known)
        return OpenCase(case, files, case_file=folder / CASE_FILE)

    def open_kept(self, case_id: str) -> OpenCase:
        """Open a kept case."""
        kept = self.cases.load(case_id)
        return OpenCase(kept.case, self.vault.files(kept.files), case_id)


def open_desk(data_folder: Path | None = None, pack_folder: Path | None = None) -> Desk:
    """Set up a desk with the rules in use and the user's own data folder, unless told otherwise."""
    own_folder = data_folder or paths.data_folder()
    if pack_folder is not None:
        return Desk(lambda: _load(pack_folder), own_folder)
    desk = Desk(lambda: _pack_in_use(desk), own_folder)
    return desk


def bundled_folder() -> Path:
    """Return the folder of the bundled rules."""
    return paths.resource("rulepacks", "cn")


def _pack_in_use(desk: Desk) -> RulePack:
    """Load the pack that the person chose; where that fails, the bundled one, and keep why."""
    from app.store.installed_packs import InstalledPacks

    try:
        chosen = _load_chosen(InstalledPacks(desk.data_folder / "rules"))
    except AppError as error:
        chosen, desk.rules_trouble = None, error
    except (OSError, ValueError, RecursionError) as error:
        chosen, desk.rules_trouble = None, UnusableInput("rules.set_aside", reason=type(error).__name__)
    return _load(bundled_folder()) if chosen is None else chosen


def _load(folder: Path) -> RulePack:
    from app.rules.load import load_pack

    return load_pack(folder)


def _load_chosen(packs: InstalledPacks) -> RulePack | None:
    in_use = packs.in_use()
    if in_use is None:
        return None
    # Only here: whoever uses the bundled rules need not wait for the library of signatures.
    from app.rules.bundle import SIGNATURE_FILE, digest_of

    files = {name: raw for name, raw in packs.files_of(in_use.pack).items() if name != SIGNATURE_FILE}
    if digest_of(files) != in_use.digest:
        raise UnusableInput("rules.altered", id=in_use.pack.name)
    try:
        return _load(packs.path_of(in_use.pack))
    except FaultyFile as error:
        raise UnusableInput("rules.no_longer_sound", id=in_use.pack.name, count=len(error.faults)) from error


def known_ids(pack: RulePack) -> KnownIds:
    """Return what a case may refer to in a pack, and among what letters say."""
    from app.letters.catalogue import detail_choices, detail_kinds
    from app.store.case_toml import KnownIds

    return KnownIds(
        categories=frozenset(pack.categories),
        places=frozenset(pack.places),
        requirements=frozenset(pack.requirements),
        answers={question.id: question.kind for question in pack.questions.values()},
        choices={
            question.id: tuple(value for value, _ in question.choices) for question in pack.questions.values()
        },
        details=detail_kinds(),
        detail_choices=detail_choices(),
    )
