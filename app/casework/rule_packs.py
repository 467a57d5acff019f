"""Rule packs beside the bundled one: taking in, choosing, and what that changes in each case."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from app.casework.desk import Desk, bundled_folder, known_ids
from app.domain.case import Case
from app.domain.errors import AppError, FaultyFile, UnusableInput
from app.domain.packs import (
    BUNDLED,
    CaseChanges,
    PackChange,
    PackInfo,
    PackSwitch,
    Signature,
    SignatureState,
    TrustedKey,
)
from app.domain.rules import RulePack
from app.domain.words import Text
from app.env.work_folder import work_folder
from app.rules import json_schema
from app.rules.bundle import (
    SIGNATURE_FILE,
    Bundle,
    check_signature,
    digest_of,
    make_key,
    read_bundle,
    read_folder,
    read_key,
    sign_pack,
)
from app.rules.differences import compare_case
from app.rules.load import load_pack
from app.store.database import CaseDatabase
from app.store.installed_packs import InstalledPack, InstalledPacks, InUse


def list_packs(data_folder: Path) -> tuple[PackInfo, ...]:
    """Return the bundled pack and every pack that was taken in, and which is in use."""
    store = _store(data_folder)
    in_use = _in_use(store)
    bundled = _bundled(in_use=in_use is None)
    return (bundled, *(_info(store, pack, in_use) for pack in store.kept()))


def check_pack(path: Path | None) -> RulePack:
    """Load a pack from a folder or from one file, the bundled one where none is named.

    Raises FaultyFile with every fault of it at once.
    """
    if path is None or not path.is_file():
        return load_pack(path or bundled_folder())
    return _load(read_bundle(path), path)


def import_pack(
    desk: Desk,
    path: Path,
    *,
    accept_unsigned: bool = False,
    trust_key: bool = False,
    dry_run: bool = False,
    today: date,
) -> PackSwitch:
    """Take a pack in and put it in use; say what that changes in every kept case.

    What nobody has signed and a key that is not known yet are each refused until they are accepted
    expressly; a key accepted once is known from then on. A dry run accepts and writes nothing.
    """
    bundle = read_folder(path) if path.is_dir() else read_bundle(path)
    store = _store(desk.data_folder)
    trusted = store.trusted()
    state = _state(bundle.signature, trusted)
    if not dry_run:
        _refuse_unconfirmed(bundle, state, path, trusted, accept_unsigned=accept_unsigned, trust=trust_key)
    pack = _load(bundle, path)
    cases = _compare_cases(desk, pack, today)
    info = _info_of(pack, bundle.signature, state)
    if dry_run:
        return PackSwitch(info, cases, done=False)
    if state is SignatureState.UNKNOWN_KEY and bundle.signature is not None:
        store.trust(TrustedKey(bundle.signature.publisher, bundle.signature.key, today))
        info = replace(info, signature=SignatureState.KNOWN_KEY)
    signature_file = {} if bundle.signature_file is None else {SIGNATURE_FILE: bundle.signature_file}
    kept = store.keep(pack.id, pack.version, bundle.digest, {**bundle.files, **signature_file})
    store.use(InUse(kept, bundle.digest))
    return PackSwitch(replace(info, name=kept.name, in_use=True), cases, done=True)


def use_pack(desk: Desk, name: str, *, dry_run: bool = False, today: date) -> PackSwitch:
    """Put a kept pack in use, by its id or its full name, or the bundled one; say what that changes.

    Raises UnusableInput when there is none of that name, several, or it cannot be used any more.
    """
    store = _store(desk.data_folder)
    if name == BUNDLED:
        cases = _compare_cases(desk, load_pack(bundled_folder()), today)
        if not dry_run:
            store.use(None)
        return PackSwitch(_bundled(in_use=not dry_run), cases, done=not dry_run)
    kept = _named(store, name)
    files = store.files_of(kept)
    _check_kept(kept, files)
    pack = load_pack(store.path_of(kept))
    cases = _compare_cases(desk, pack, today)
    if not dry_run:
        store.use(InUse(kept, digest_of(_pack_files(files))))
    info = _info(store, kept, None if dry_run else InUse(kept, ""))
    return PackSwitch(info, cases, done=not dry_run)


def remove_pack(data_folder: Path, name: str) -> PackInfo:
    """Forget a kept pack. Raises UnusableInput for the one in use: another is to be chosen first."""
    store = _store(data_folder)
    if name == BUNDLED:
        raise UnusableInput("rules.bundled_stays")
    kept = _named(store, name)
    in_use = _in_use(store)
    if in_use is not None and in_use.pack == kept:
        raise UnusableInput("rules.in_use", id=kept.name)
    info = _info(store, kept, None)
    store.remove(kept)
    return info


def case_of(desk: Desk, case_id: str) -> Case | None:
    """Return a kept case for the names in it, None where the rules in use cannot open it."""
    try:
        return desk.cases.load(case_id).case
    except AppError:
        return None


def make_signing_key(path: Path) -> str:
    """Make a signing key in a new file and return its public half."""
    return make_key(path)


def sign_pack_folder(folder: Path, key_file: Path, publisher: str, destination: Path) -> Signature:
    """Sign the pack in a folder and write it as one file; return who is said to have signed it."""
    key = read_key(key_file)
    bundle = sign_pack(folder, key, publisher, destination)
    return Signature(publisher, bytes(key.verify_key).hex()) if bundle.signature is None else bundle.signature


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the JSON Schema of every kind of pack file, for editors."""
    return json_schema.write_schemas(folder)


def _store(data_folder: Path) -> InstalledPacks:
    return InstalledPacks(data_folder / "rules")


def _in_use(store: InstalledPacks) -> InUse | None:
    """Return which pack is in use; the bundled one is where that cannot be read or is not kept any more."""
    try:
        chosen = store.in_use()
    except AppError:
        return None
    return chosen if chosen is not None and chosen.pack in store.kept() else None


def _state(signature: Signature | None, trusted: tuple[TrustedKey, ...]) -> SignatureState:
    if signature is None:
        return SignatureState.UNSIGNED
    known = any(each.key == signature.key for each in trusted)
    return SignatureState.KNOWN_KEY if known else SignatureState.UNKNOWN_KEY


def _refuse_unconfirmed(
    bundle: Bundle,
    state: SignatureState,
    path: Path,
    trusted: tuple[TrustedKey, ...],
    *,
    accept_unsigned: bool,
    trust: bool,
) -> None:
    if state is SignatureState.UNSIGNED and not accept_unsigned:
        raise UnusableInput("rules.unsigned", path=str(path))
    signature = bundle.signature
    if state is SignatureState.UNKNOWN_KEY and signature is not None and not trust:
        same_name = any(each.publisher == signature.publisher for each in trusted)
        code = "rules.other_key" if same_name else "rules.unknown_key"
        raise UnusableInput(
            code, path=str(path), publisher=signature.publisher, fingerprint=signature.fingerprint
        )


def _load(bundle: Bundle, path: Path) -> RulePack:
    """Load the pack in a bundle from a private folder that is removed again."""
    with work_folder() as folder:
        for name, content in bundle.files.items():
            file = folder / PurePosixPath(name)
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
        try:
            return load_pack(folder)
        except FaultyFile as error:
            # Named as the person knows it, not by the folder in between.
            raise FaultyFile(error.code, error.faults, path=str(path)) from error


def _compare_cases(desk: Desk, pack: RulePack, today: date) -> tuple[CaseChanges, ...]:
    """Say of every kept case what comes out otherwise; one that no longer opens is told, not left out."""
    if not desk.cases_file.is_file():
        return ()
    desk.refuse_locked()
    key = None if desk.sealing is None else desk.sealing.database_key
    by_new = CaseDatabase(desk.cases_file, functools.partial(known_ids, pack), key=key)
    try:
        ids = desk.cases.ids()
        return tuple(_compare_case(desk, pack, by_new, case_id, today) for case_id in ids)
    finally:
        by_new.close()


def _compare_case(desk: Desk, pack: RulePack, by_new: CaseDatabase, case_id: str, today: date) -> CaseChanges:
    opens, case = _opens(by_new, case_id), case_of(desk, case_id)
    if case is None:
        # Today's rules cannot open it: there is nothing to compare with.
        code = "case.opens_again" if opens is not None else "case.stays_shut"
        return CaseChanges(case_id, opens or "", (PackChange(code),))
    changes = compare_case(desk.pack, pack, case, today=today)
    if opens is None:
        changes = (PackChange("case.no_longer_opens"), *changes)
    return CaseChanges(case_id, case.title, changes)


def _opens(cases: CaseDatabase, case_id: str) -> str | None:
    """Return the title of a case that can be opened, None of one that cannot."""
    try:
        return cases.load(case_id).case.title
    except AppError:
        return None


def _named(store: InstalledPacks, name: str) -> InstalledPack:
    found = [pack for pack in store.kept() if name in (pack.id, pack.folder, pack.name)]
    if not found:
        raise UnusableInput("rules.not_kept", id=name)
    if len(found) > 1:
        raise UnusableInput("rules.several", id=name, names=tuple(pack.name for pack in found))
    return found[0]


def _pack_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name != SIGNATURE_FILE}


def _check_kept(pack: InstalledPack, files: Mapping[str, bytes]) -> None:
    """Refuse a kept pack whose files are no longer those that were taken in."""
    if not pack.folder.endswith(f"-{digest_of(_pack_files(files))[:8]}"):
        raise UnusableInput("rules.altered", id=pack.name)


def _info(store: InstalledPacks, pack: InstalledPack, in_use: InUse | None) -> PackInfo:
    """Tell of a kept pack; one that cannot be used any more is told as damaged."""
    used = in_use is not None and in_use.pack == pack
    try:
        files = store.files_of(pack)
        _check_kept(pack, files)
        loaded = load_pack(store.path_of(pack))
    except AppError:
        version, title = pack.folder.rpartition("-")[0], Text.same(pack.id)
        unsigned = SignatureState.UNSIGNED
        return PackInfo(pack.name, pack.id, version, title, unsigned, in_use=used, damaged=True)
    signature = None
    if SIGNATURE_FILE in files:
        signature = check_signature(_pack_files(files), files[SIGNATURE_FILE])
    try:
        trusted = store.trusted()
    except AppError:
        trusted = ()
    info = _info_of(loaded, signature, _state(signature, trusted))
    return replace(info, name=pack.name, in_use=used)


def _info_of(pack: RulePack, signature: Signature | None, state: SignatureState) -> PackInfo:
    publisher, key = ("", "") if signature is None else (signature.publisher, signature.fingerprint)
    return PackInfo(pack.id, pack.id, pack.version, pack.title, state, publisher, key)


def _bundled(*, in_use: bool) -> PackInfo:
    pack = load_pack(bundled_folder())
    return PackInfo(BUNDLED, pack.id, pack.version, pack.title, SignatureState.BUNDLED, in_use=in_use)
