"""The desk at which a person works: rules, and the cases that are kept."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.case import Case
from app.domain.errors import AppError, FaultyFile, UnusableInput
from app.env import paths
from app.store.vault import Vault

# What is not needed before the first window is painted is imported where it is first used.
if TYPE_CHECKING:
    from app.domain.files import FileFacts
    from app.domain.findings import Finding
    from app.domain.papers import KindTable
    from app.domain.reading import Reading
    from app.domain.rules import RulePack
    from app.intake.guard import Guard
    from app.store.case_toml import KnownIds
    from app.store.database import CaseDatabase
    from app.store.installed_packs import InstalledPacks
    from app.store.readings import Readings
    from app.store.ready_files import ReadyFiles


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
    ) -> None:
        self._pack = pack
        self._guard = guard
        self.data_folder = data_folder
        self.vault = Vault(data_folder / "files")
        # What was seen (by SHA-256 and examiner) and read (by SHA-256), for as long as the process lives.
        self.seen: dict[tuple[str, str], FileFacts] = {}
        self.read: dict[str, Reading] = {}
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

    @property
    def cases_file(self) -> Path:
        """Return where the case database is, whether or not there is one yet."""
        return self.data_folder / "cases.sqlite3"

    @functools.cached_property
    def cases(self) -> CaseDatabase:
        """Return the case database, opened when first needed: a case folder needs none."""
        from app.store.database import CaseDatabase

        return CaseDatabase(self.cases_file, lambda: self.known)

    @functools.cached_property
    def readings(self) -> Readings:
        """Return what is kept of files that were examined and read, opened when first needed."""
        from app.store.readings import Readings

        return Readings(self.readings_file)

    @property
    def readings_file(self) -> Path:
        """Return where that is kept, whether or not there is anything yet."""
        return self.data_folder / "readings.sqlite3"

    @functools.cached_property
    def ready_files(self) -> ReadyFiles:
        """Return what is kept of files that were made ready for a packet."""
        from app.store.ready_files import ReadyFiles

        return ReadyFiles(self.data_folder / "ready")

    @functools.cached_property
    def guard(self) -> Guard:
        """Return what the parsers of files run in; it belongs to the desk unless it was given."""
        if self._guard is not None:
            return self._guard
        # Only here: a window or a call that opens no file starts without it.
        from app.intake.guard import GuardedProcesses

        return GuardedProcesses()

    def close(self) -> None:
        """Close what was opened and end the processes that were started."""
        opened = vars(self)
        if "guard" in opened and self._guard is None:
            self.guard.close()
        if "readings" in opened:
            self.readings.close()
        if "cases" in opened:
            self.cases.close()

    def open_folder(self, folder: Path) -> OpenCase:
        """Open a case folder as it stands."""
        from app.store.case_folder import CASE_FILE, read_case_folder

        case, files = read_case_folder(folder, self.known)
        return OpenCase(case, files, case_file=folder / CASE_FILE)

    def open_kept(self, case_id: str) -> OpenCase:
        """Open a kept case."""
        kept = self.cases.load(case_id)
        files = {name: self.vault.path_of(stored.sha256) for name, stored in kept.files.items()}
        return OpenCase(kept.case, files, case_id)


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
    """Return what a case may refer to in a pack."""
    from app.store.case_toml import KnownIds

    return KnownIds(
        categories=frozenset(pack.categories),
        places=frozenset(pack.places),
        requirements=frozenset(pack.requirements),
        answers={question.id: question.kind for question in pack.questions.values()},
        choices={
            question.id: tuple(value for value, _ in question.choices) for question in pack.questions.values()
        },
    )
