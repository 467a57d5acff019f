"""Handing a case over as one encrypted file, looking into such a file, and taking over what it holds."""

import datetime as dt
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app import __version__
from app.casework.desk import Desk
from app.casework.handover_diff import Side, differences
from app.casework.keep import EVERYTHING, forget_strays, prove_kept
from app.casework.results import Changed
from app.domain.case import Case
from app.domain.errors import Fault, FaultyFile, MachineStopped, UnusableInput
from app.domain.files import StoredFile
from app.domain.handover import Difference, HandedOver, KeptSide, Offer, Standing, TakeOver
from app.domain.operations import Deed, Operation
from app.domain.packet import Progress
from app.env.replace import machine_error
from app.store.case_folder import CASE_FILE
from app.store.case_toml import read_case, write_case
from app.store.database import KeptCase
from app.store.handover import Handover, open_handover, write_handover
from app.store.handover_manifest import MOST_EARLIER, MOST_HISTORY, ListedFile, Manifest, shown_name
from app.store.states import state_digest

Report = Callable[[Progress], None]
# Left free beside what is taken in: the database grows too.
_SPARE_BYTES = 16 << 20


def hand_over(
    desk: Desk,
    case_id: str,
    destination: Path,
    passphrase: str,
    report: Report,
    *,
    with_history: bool = True,
) -> HandedOver:
    """Write a kept case with all its papers as one encrypted file; the case stays here as it is.

    Raises UnusableInput where the passphrase is too short or a paper is not whole, MachineStopped where the
    file cannot be written.
    """
    desk.refuse_locked()
    _refuse_destination(desk, destination)
    kept = desk.cases.load(case_id)
    document = write_case(kept.case).encode()
    manifest = _manifest(desk, kept, document, with_history=with_history)
    total = len(manifest.contents)
    done = 0

    def blocks_of(sha256: str) -> Iterator[bytes]:
        nonlocal done
        report(Progress("hand_over", done, total))
        done += 1
        return desk.vault.blocks_of(sha256)

    size = write_handover(destination, passphrase, manifest, document, blocks_of)
    report(Progress("hand_over", total, total))
    return HandedOver(str(destination), kept.case.title, len(manifest.files), size)


def look_into(desk: Desk, path: Path, passphrase: str, report: Report) -> Offer:
    """Read a handed-over case to its end and say what it holds and how it differs; nothing is kept of it.

    Raises UnusableInput where the passphrase is wrong or the file is not whole, FaultyFile where the case
    refers to something that the rules here do not know.
    """
    desk.refuse_locked()
    with open_handover(path, passphrase) as handover:
        case = _case_in(desk, handover, path)
        total = len(handover.manifest.contents)
        for done, _ in enumerate(handover.contents):
            report(Progress("look_into", done, total))
        report(Progress("look_into", total, total))
        return _offer(desk, handover, case, path)


def take_over(desk: Desk, offer: Offer, passphrase: str, how: TakeOver, report: Report) -> Changed:
    """Keep the case that a file holds; where nothing differs from what is kept, nothing is done.

    Raises UnusableInput where the file or what is kept is not what was looked at any more, or the case is
    kept already and is to be added, MachineStopped where there is no room. Then nothing is kept of it.
    """
    desk.refuse_locked()
    path = Path(offer.path)
    with open_handover(path, passphrase) as handover:
        kept = _kept_as_seen(desk, handover, offer)
        case = _case_in(desk, handover, path)
        if kept is None and how is TakeOver.REPLACE:
            raise UnusableInput("case.not_kept", id=offer.case_id)
        if kept is not None and how is not TakeOver.KEEP_BOTH:
            if not differences(_kept_side(kept), _offered_side(case, handover.manifest)):
                return Changed(kept.id, kept.case, frozenset())
            if how is TakeOver.ADD:
                raise UnusableInput("handover.already_kept", title=kept.case.title)
        with _kept_files(desk, handover, report) as files:
            if kept is not None and how is TakeOver.REPLACE:
                return _replace(desk, kept, case, files)
            return _add(desk, handover, case, files, how)


def _kept_as_seen(desk: Desk, handover: Handover, offer: Offer) -> KeptCase | None:
    """Return what is kept under the id; refuse where that or the file is not what was looked at."""
    if handover.digest != offer.digest:
        raise UnusableInput("handover.other_file", path=offer.path)
    kept = _kept(desk, handover.manifest.case_id)
    seen = None if offer.kept is None else offer.kept.changed_at
    if seen != (None if kept is None else kept.changed_at):
        raise UnusableInput("case.changed_elsewhere")
    return kept


def _refuse_destination(desk: Desk, destination: Path) -> None:
    path = str(destination)
    try:
        if destination.is_dir():
            raise UnusableInput("handover.to_folder", path=path)
        if not destination.absolute().parent.is_dir():
            raise UnusableInput("destination.no_folder", path=str(destination.absolute().parent))
        if destination.exists() and not destination.is_file():
            raise UnusableInput("handover.to_no_file", path=path)
        if destination.resolve().is_relative_to(desk.data_folder.resolve()):
            raise UnusableInput("handover.in_data_folder", path=path)
    except (OSError, RuntimeError) as error:
        # A name too long for the system, a folder that may not be entered, links that lead in a circle.
        reason = error if isinstance(error, OSError) else OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        raise machine_error(reason, destination) from error


def _manifest(desk: Desk, kept: KeptCase, document: bytes, *, with_history: bool) -> Manifest:
    history = tuple(entry for entry in desk.cases.history(kept.id) if not entry.is_undone)
    return Manifest(
        made_by=f"Yongju {__version__}",
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        case_id=kept.id,
        title=kept.case.title,
        change_number=history[-1].number if history else 0,
        changed_at=kept.changed_at,
        case_sha256=hashlib.sha256(document).hexdigest(),
        case_size=len(document),
        files=tuple(_listed(kept, name) for name in _names(kept.case)),
        earlier=tuple(dict.fromkeys(desk.cases.states(kept.id)))[:MOST_EARLIER],
        history=history[-MOST_HISTORY:] if with_history else (),
    )


def _listed(kept: KeptCase, name: str) -> ListedFile:
    if name not in kept.files:
        raise UnusableInput("handover.paper_damaged", file=name)
    return ListedFile(name, kept.files[name].sha256, kept.files[name].size_bytes)


def _names(case: Case) -> tuple[str, ...]:
    """Return the names of all files of a case, each once."""
    return tuple(dict.fromkeys(name for evidence in case.evidence for name in evidence.files))


def _case_in(desk: Desk, handover: Handover, path: Path) -> Case:
    """Return the case of a file, if it goes with the rules here and with the list of its files."""
    case, _, faults = read_case(handover.document, CASE_FILE, desk.known)
    if case is None:
        raise FaultyFile("case.faulty", tuple(map(_shown, faults)), path=str(path))
    manifest = handover.manifest
    if case.title != manifest.title or {each.name for each in manifest.files} != set(_names(case)):
        raise UnusableInput("handover.not_whole", path=str(path))
    return case


def _shown(fault: Fault) -> Fault:
    """Return a fault as it can safely be shown: what a stranger wrote may hold signs that move a cursor."""
    params = {
        key: shown_name(value) if isinstance(value, str) else value for key, value in fault.params.items()
    }
    return replace(fault, key=shown_name(fault.key), params=params)


def _kept(desk: Desk, case_id: str) -> KeptCase | None:
    return None if desk.cases.summary(case_id) is None else desk.cases.load(case_id)


def _offer(desk: Desk, handover: Handover, case: Case, path: Path) -> Offer:
    manifest, principal = handover.manifest, case.principal
    kept = _kept(desk, manifest.case_id)
    differ = () if kept is None else differences(_kept_side(kept), _offered_side(case, manifest))
    return Offer(
        path=str(path.absolute()),
        digest=handover.digest,
        case_id=manifest.case_id,
        title=case.title,
        category=case.category,
        place=case.place,
        submit_on=case.submit_on,
        applicant=principal.full_name if principal is not None and principal.has_name else "",
        people=len(case.people),
        papers=len(case.evidence),
        files=len(manifest.files),
        size_bytes=sum(manifest.contents.values()),
        made_at=manifest.made_at,
        made_by=manifest.made_by,
        changed_at=manifest.changed_at,
        changes=len(manifest.history),
        standing=_standing(desk, handover, kept, differ),
        kept=None if kept is None else KeptSide(kept.case.title, kept.changed_at),
        differences=differ,
    )


def _kept_side(kept: KeptCase) -> Side:
    return Side(kept.case, {name: stored.sha256 for name, stored in kept.files.items()})


def _offered_side(case: Case, manifest: Manifest) -> Side:
    return Side(case, {each.name: each.sha256 for each in manifest.files})


def _standing(
    desk: Desk, handover: Handover, kept: KeptCase | None, differ: tuple[Difference, ...]
) -> Standing:
    """Say which of the two comes from the other, by what each is known to have been before."""
    if kept is None:
        return Standing.NEW
    if not differ:
        return Standing.SAME
    named = {name: kept.files[name] for name in _names(kept.case) if name in kept.files}
    if state_digest(write_case(kept.case), named) in handover.manifest.earlier:
        return Standing.AHEAD
    offered = state_digest(handover.document.decode(), _stored(handover.manifest))
    return Standing.BEHIND if offered in desk.cases.states(kept.id) else Standing.APART


def _stored(manifest: Manifest) -> dict[str, StoredFile]:
    # Without an origin: where a file lay on another machine is nobody's business here.
    return {each.name: StoredFile(each.sha256, each.size) for each in manifest.files}


@contextmanager
def _kept_files(desk: Desk, handover: Handover, report: Report) -> Iterator[Mapping[str, StoredFile]]:
    """Keep the bytes of all files; where anything is raised, those that no case names are forgotten again."""
    new = [sha256 for sha256 in handover.manifest.contents if not desk.vault.path_of(sha256).exists()]
    _refuse_without_room(desk, sum(handover.manifest.contents[sha256] for sha256 in new))
    total = len(handover.manifest.contents)
    try:
        for done, (sha256, blocks) in enumerate(handover.contents):
            report(Progress("take_over", done, total))
            desk.vault.keep_blocks(blocks, sha256)
        report(Progress("take_over", total, total))
        yield _stored(handover.manifest)
    except BaseException:
        forget_strays(desk, new)
        raise


def _refuse_without_room(desk: Desk, needed: int) -> None:
    folder = next(each for each in (desk.vault.folder, *desk.vault.folder.parents) if each.exists())
    if needed and shutil.disk_usage(folder).free < needed + _SPARE_BYTES:
        raise MachineStopped("handover.no_room", path=str(folder), size=f"{needed / 1e6:.0f} MB")


def _add(
    desk: Desk, handover: Handover, case: Case, files: Mapping[str, StoredFile], how: TakeOver
) -> Changed:
    manifest = handover.manifest
    case_id = "" if how is TakeOver.KEEP_BOTH else manifest.case_id
    added = desk.cases.add(
        case,
        files,
        Operation(Deed.TAKE_OVER),
        case_id=case_id,
        before=manifest.history,
        prove=lambda: prove_kept(desk, files),
    )
    return Changed(added, case, EVERYTHING)


def _replace(desk: Desk, kept: KeptCase, case: Case, files: Mapping[str, StoredFile]) -> Changed:
    def change(now: Case) -> Case:
        if now != kept.case:
            raise UnusableInput("case.changed_elsewhere")
        return case

    changed = desk.cases.change(
        kept.id, change, Operation(Deed.TAKE_OVER), files, prove=lambda: prove_kept(desk, files)
    )
    return Changed(kept.id, changed, EVERYTHING)
