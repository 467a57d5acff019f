"""The desk at which a person works: rules, and the cases that are kept."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.case import Case
from app.domain.files import FileFacts
from app.domain.rules import RulePack
from app.env import paths
from app.rules.load import load_pack
from app.store.case_folder import CASE_FILE, read_case_folder
from app.store.case_toml import KnownIds
from app.store.database import CaseDatabase
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


class Desk:
    """Carries everything that casework needs; nothing is global.

    The rules are read when they are first asked for, so that a window can be shown before.
    """

    def __init__(self, pack: RulePack | Callable[[], RulePack], data_folder: Path) -> None:
        self._pack = pack
        self.data_folder = data_folder
        self.vault = Vault(data_folder / "files")
        # What was seen in kept files, by path and name, for as long as the process lives.
        self.seen: dict[tuple[Path, str], FileFacts] = {}

    @functools.cached_property
    def pack(self) -> RulePack:
        """Return the rules. Raises UnusableInput or FaultyFile when they cannot be used."""
        return self._pack if isinstance(self._pack, RulePack) else self._pack()

    @functools.cached_property
    def known(self) -> KnownIds:
        """Return what a case may refer to."""
        return known_ids(self.pack)

    @functools.cached_property
    def cases(self) -> CaseDatabase:
        """Return the case database, opened when first needed: a case folder needs none."""
        return CaseDatabase(self.data_folder / "cases.sqlite3", lambda: self.known)

    def open_folder(self, folder: Path) -> OpenCase:
        """Open a case folder as it stands."""
        case, files = read_case_folder(folder, self.known)
        return OpenCase(case, files, case_file=folder / CASE_FILE)

    def open_kept(self, case_id: str) -> OpenCase:
        """Open a kept case."""
        kept = self.cases.load(case_id)
        files = {name: self.vault.path_of(stored.sha256) for name, stored in kept.files.items()}
        return OpenCase(kept.case, files, case_id)


def open_desk(data_folder: Path | None = None, pack_folder: Path | None = None) -> Desk:
    """Set up a desk with the bundled rules and the user's own data folder, unless told otherwise."""
    folder = pack_folder or paths.resource("rulepacks", "cn")
    return Desk(lambda: load_pack(folder), data_folder or paths.data_folder())


def known_ids(pack: RulePack) -> KnownIds:
    """Return what a case may refer to in a pack."""
    return KnownIds(
        categories=frozenset(pack.categories),
        places=frozenset(pack.places),
        requirements=frozenset(pack.requirements),
        answers={question.id: question.kind for question in pack.questions.values()},
    )
