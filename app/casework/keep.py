"""Keeping cases: new, imported, changed, exported, deleted. Every change says what became stale."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.casework.desk import Desk
from app.casework.results import Changed, Undone
from app.domain.case import Answer, Case, Evidence, EvidencePart, NotNeeded, Person, PersonRole, Stay, YearRow
from app.domain.errors import UnusableInput
from app.domain.files import StoredFile
from app.domain.operations import Deed, HistoryEntry, Operation
from app.domain.packet import Progress
from app.domain.summaries import CaseSummary
from app.store.case_folder import read_case_folder, write_case_folder
from app.store.database import PURGING

_Row = TypeVar("_Row", Case, Person, Evidence, YearRow)
EVERYTHING = frozenset({"basics", "people", "answers", "years", "stays", "evidence", "not-needed", "details"})
# A deletion that nobody confirmed by closing the window is made true after so long.
_DELETED_FOR = dt.timedelta(days=1)


def list_cases(desk: Desk, *, after: CaseSummary | None = None, limit: int = -1) -> tuple[CaseSummary, ...]:
    """Return what a list shows of all kept cases, the one changed last first; or of so many after one."""
    return desk.cases.summaries(after=after, limit=limit)


def summarise(desk: Desk, case_id: str) -> CaseSummary | None:
    """Return what a list shows of one case, None where it is not kept."""
    return desk.cases.summary(case_id)


def only_case(desk: Desk) -> str | None:
    """Return the id of the one case that is not put away, None where there are more or none."""
    ids = desk.cases.some_open_ids(2)
    return ids[0] if len(ids) == 1 else None


def create_case(desk: Desk, *, title: str, category: str, place: str, submit_on: date) -> Changed:
    """Keep a new case with an unnamed principal applicant."""
    principal = Person(id="principal", role=PersonRole.PRINCIPAL)
    case = Case(title=title, category=category, place=place, submit_on=submit_on, people=(principal,))
    return Changed(desk.cases.add(case, {}), case, EVERYTHING)


def duplicate_case(desk: Desk, case_id: str, title: str) -> Changed:
    """Keep a second case with everything that a case has."""
    kept = desk.cases.load(case_id)
    case = replace(kept.case, title=title)
    return Changed(desk.cases.add(case, kept.files, Operation(Deed.DUPLICATE)), case, EVERYTHING)


def import_case(desk: Desk, folder: Path, report: Callable[[Progress], None]) -> Changed:
    """Keep a copy of a case folder. Raises FaultyFile with every fault at once; then nothing is kept."""
    case, paths = read_case_folder(folder, desk.known)
    files = {}
    for done, (name, path) in enumerate(paths.items()):
        # Told before: a large file on a slow drive is what one waits for.
        report(Progress("import", done, len(paths), name))
        files[name] = replace(desk.vault.keep(path), origin=str(path.absolute()))
    report(Progress("import", len(paths), len(paths)))
    case_id = desk.cases.add(case, files, Operation(Deed.IMPORT), prove=lambda: prove_kept(desk, files))
    return Changed(case_id, case, EVERYTHING)


def export_case(
    desk: Desk, case_id: str, folder: Path, report: Callable[[Progress], None] | None = None
) -> None:
    """Write a kept case as a new case folder."""
    kept = desk.cases.load(case_id)
    done = 0

    def path_of(name: str) -> Path:
        nonlocal done
        if report is not None:
            report(Progress("export", done, len(kept.files), name))
        done += 1
        return desk.vault.clear(kept.files[name].sha256)

    write_case_folder(folder, kept.case, path_of)


def forget_strays(desk: Desk, hashes: Iterable[str]) -> None:
    """Remove bytes that were copied in and that no case came to name, such as after an import was stopped."""
    copied = frozenset(hashes)
    if copied:
        # While this lasts nobody comes to name any of them; who does so just after it: `prove_kept`.
        with desk.cases.connection.transaction():
            desk.vault.forget(copied - desk.cases.named_hashes())


def archive_case(desk: Desk, case_id: str, *, archived: bool) -> None:
    """Put a case away, or bring it back; nothing of it is lost."""
    desk.cases.set_archived(case_id, archived=archived)


def delete_case(desk: Desk, case_id: str) -> None:
    """Mark a case as deleted: it is listed no more, and can be restored until deletions are purged."""
    desk.cases.set_deleted(case_id, deleted=True)


def restore_case(desk: Desk, case_id: str) -> None:
    """Bring back a case that was marked as deleted."""
    desk.cases.set_deleted(case_id, deleted=False)


def purge_deleted(desk: Desk, case_ids: Iterable[str] = ()) -> None:
    """Forget cases that are marked as deleted, those named and old ones, and the papers that none names."""
    before = dt.datetime.now(dt.UTC) - _DELETED_FOR
    wanted = {*case_ids, *desk.cases.deleted_ids(before.isoformat(timespec="microseconds"))}
    if not (wanted or desk.cases.setting(PURGING)):
        return
    desk.cases.purge(wanted)
    with desk.cases.connection.transaction():
        named = desk.cases.named_hashes()
        desk.vault.forget_all_but(named)
    if desk.readings_file.exists():
        desk.readings.forget_all_but(named)
    desk.ready_files.forget_all_but(named)
    desk.cases.set_setting(PURGING, "")


# What was done, and taking it back.


def undo(desk: Desk, case_id: str) -> Undone | None:
    """Take the last change of a case back; None where there is none."""
    return _undone(case_id, desk.cases.undo(case_id))


def redo(desk: Desk, case_id: str) -> Undone | None:
    """Do the change again that was undone last; None where there is none."""
    return _undone(case_id, desk.cases.redo(case_id))


def go_to(desk: Desk, case_id: str, number: int) -> Changed | None:
    """Go back or forth to the case as it was after a change; None where that is no longer kept."""
    case = desk.cases.go_to(case_id, number)
    return None if case is None else Changed(case_id, case, EVERYTHING)


def undoable(desk: Desk, case_id: str) -> tuple[Operation | None, Operation | None]:
    """Return the change that can be undone and the one that can be done again."""
    return desk.cases.undoable(case_id)


def list_history(desk: Desk, case_id: str) -> tuple[HistoryEntry, ...]:
    """Return every change of a case, the first one first."""
    return desk.cases.history(case_id)


def _undone(case_id: str, done: tuple[Case, Operation] | None) -> Undone | None:
    return None if done is None else Undone(Changed(case_id, done[0], EVERYTHING), done[1])


# Changes of a case. Each takes what the person saw (`base`), so that two windows on one case lose nothing:
# only what was changed is changed, in the case as it is by now.

_BASICS = {"title": Deed.TITLE, "category": Deed.CATEGORY, "place": Deed.PLACE, "submit_on": Deed.DAY}


def set_basics(
    desk: Desk,
    case_id: str,
    *,
    title: str | None = None,
    category: str | None = None,
    place: str | None = None,
    submit_on: date | None = None,
) -> Changed:
    """Change those of the case's title, category, place and planned day that are given."""
    given = {"title": title, "category": category, "place": place, "submit_on": submit_on}
    changed = {name: value for name, value in given.items() if value is not None}
    operation = Operation(_BASICS[next(iter(changed), "title")])
    return change_case(desk, case_id, operation, lambda case: _with(case, changed), "basics")


def set_agent(desk: Desk, case_id: str, agent: str) -> Changed:
    """Say who prepares the case and hands it in; nothing where that is the applicant."""
    return change_case(
        desk, case_id, Operation(Deed.AGENT), lambda case: replace(case, agent=agent.strip()), "basics"
    )


def set_answer(desk: Desk, case_id: str, question: str, answer: Answer | None) -> Changed:
    """Answer a question, or take the answer back with None."""

    def change(case: Case) -> Case:
        answers = {key: value for key, value in case.answers.items() if key != question}
        return replace(case, answers=answers if answer is None else {**answers, question: answer})

    deed = Deed.TAKE_ANSWER_BACK if answer is None else Deed.ANSWER
    return change_case(desk, case_id, Operation(deed, {"question": question}), change, "answers")


def save_person(desk: Desk, case_id: str, person: Person, base: Person | None = None) -> Changed:
    """Change a person of the same id, or add a new one.

    Raises UnusableInput when the person was taken out of the case meanwhile.
    """

    def change(case: Case) -> Case:
        known = case.person(person.id)
        if known is None and base is not None:
            raise UnusableInput("case.changed_elsewhere")
        if known is None:
            return replace(case, people=(*case.people, person))
        new = _merged(known, base or known, person)
        return replace(case, people=tuple(new if p.id == person.id else p for p in case.people))

    is_new = base is None and desk.cases.load(case_id).case.person(person.id) is None
    return change_case(desk, case_id, _person_operation(person, base, is_new=is_new), change, "people")


def _person_operation(person: Person, base: Person | None, *, is_new: bool) -> Operation:
    name = person.full_name if person.has_name else ""
    if is_new:
        return Operation(Deed.ADD_PERSON, {"role": person.role.value})
    merges = ""
    if base is not None:
        merges = f"person {person.id} {' '.join(_changed_fields(base, person))}"
    return Operation(Deed.CHANGE_PERSON, {"person": name, "role": person.role.value}, merges)


def new_person(case: Case, role: PersonRole) -> Person:
    """Make a person of a role with an id that the case does not use yet."""
    used = {person.id for person in case.people}
    number = 1
    while (person_id := role.value if number == 1 else f"{role.value}{number}") in used:
        number += 1
    return Person(id=person_id, role=role)


def remove_person(desk: Desk, case_id: str, person_id: str) -> Changed:
    """Take a person out of the case, with everything entered under that person."""

    def change(case: Case) -> Case:
        return replace(
            case,
            people=tuple(person for person in case.people if person.id != person_id),
            years=tuple(row for row in case.years if row.person != person_id),
            stays=tuple(row for row in case.stays if row.person != person_id),
            evidence=tuple(row for row in case.evidence if row.person != person_id),
            not_needed=tuple(row for row in case.not_needed if row.person != person_id),
            details={each: rows for each, rows in case.details.items() if each != person_id},
            history=tuple(row for row in case.history if row.person != person_id),
            relatives=tuple(row for row in case.relatives if row.person != person_id),
            letters_read=tuple(row for row in case.letters_read if row.person != person_id),
        )

    person = desk.cases.load(case_id).case.person(person_id)
    name = person.full_name if person is not None and person.has_name else ""
    role = "" if person is None else person.role.value
    operation = Operation(Deed.REMOVE_PERSON, {"person": name, "role": role})
    return change_case(desk, case_id, operation, change, *EVERYTHING - {"basics"})


def move_person(desk: Desk, case_id: str, person_id: str, to: int) -> Changed:
    """Put a person at another place of the case's people; papers follow in that order."""

    def change(case: Case) -> Case:
        others = [person for person in case.people if person.id != person_id]
        moved = [person for person in case.people if person.id == person_id]
        return replace(case, people=(*others[:to], *moved, *others[to:]))

    return change_case(desk, case_id, Operation(Deed.MOVE_PERSON), change, "people")


def save_stays(
    desk: Desk, case_id: str, person_id: str, stays: tuple[Stay, ...], base: tuple[Stay, ...]
) -> Changed:
    """Keep a person's entries and exits; those that another window entered meanwhile stay."""

    def change(case: Case) -> Case:
        now = [stay for stay in case.stays if stay.person == person_id]
        kept = [stay for stay in now if stay not in base or stay in stays]
        new = [stay for stay in stays if stay not in base and stay not in kept]
        others = [stay for stay in case.stays if stay.person != person_id]
        own = sorted({*kept, *new}, key=lambda stay: (stay.entered_on, stay.left_on or date.max))
        return replace(case, stays=(*others, *own))

    return change_case(desk, case_id, Operation(Deed.STAYS), change, "stays")


def save_year(desk: Desk, case_id: str, row: YearRow, base: YearRow | None = None) -> Changed:
    """Change the row of a year, or add it; a row without any figure is taken out."""

    def change(case: Case) -> Case:
        known = {(each.year, each.person): each for each in case.years}
        key = (row.year, row.person)
        before = known.pop(key, None)
        new = row if before is None or base is None else _merged(before, base, row)
        if any(value is not None for value in (new.wage_cny, new.tax_cny, new.days_in_china)):
            known[key] = new
        return replace(case, years=tuple(sorted(known.values(), key=lambda each: each.year, reverse=True)))

    return change_case(desk, case_id, Operation(Deed.YEAR, {"year": row.year}), change, "years")


def save_evidence(
    desk: Desk,
    case_id: str,
    index: int,
    evidence: Evidence,
    base: Evidence | None = None,
    *,
    deed: Deed = Deed.CHANGE_PAPER,
) -> Changed:
    """Change what is said of one piece of evidence (dates, country, part, pages), at its place in the case.

    Raises UnusableInput when it was changed beyond recognition or taken out meanwhile.
    """

    def change(case: Case) -> Case:
        at = place_of(case, index, base)
        return _with_row(case, at, _merged(case.evidence[at], base or case.evidence[at], evidence))

    merges = "" if base is None else f"{deed} {index} {' '.join(_changed_fields(base, evidence))}"
    # What is typed is one change; every turn of a page is one of its own.
    merges = "" if deed is Deed.CHANGE_PAGES else merges
    operation = Operation(deed, {"requirement": evidence.requirement}, merges)
    return change_case(desk, case_id, operation, change, "evidence")


def move_evidence(desk: Desk, case_id: str, index: int, to: int, base: Evidence | None = None) -> Changed:
    """Put a piece of evidence before or after others: at the place `to` of the case's evidence."""

    def change(case: Case) -> Case:
        rows = list(case.evidence)
        rows.insert(to, rows.pop(place_of(case, index, base)))
        return case.with_evidence(tuple(rows))

    requirement = desk.cases.load(case_id).case.evidence[index].requirement
    return change_case(
        desk, case_id, Operation(Deed.MOVE_PAPER, {"requirement": requirement}), change, "evidence"
    )


def detach_evidence(desk: Desk, case_id: str, index: int, base: Evidence | None = None) -> Changed:
    """Take one piece of evidence out of the case; its bytes stay in the vault."""

    def change(case: Case) -> Case:
        at = place_of(case, index, base)
        return case.with_evidence(case.evidence[:at] + case.evidence[at + 1 :])

    rows = desk.cases.load(case_id).case.evidence
    requirement = rows[index].requirement if index < len(rows) else ""
    operation = Operation(Deed.REMOVE_PAPER, {"requirement": requirement})
    return change_case(desk, case_id, operation, change, "evidence")


def say_not_needed(desk: Desk, case_id: str, row: NotNeeded) -> Changed:
    """Say that a paper is not needed, why, and who said so; what was said of it before is replaced."""

    def change(case: Case) -> Case:
        return replace(case, not_needed=(*_other_rows(case, row), row))

    operation = Operation(Deed.NOT_NEEDED, {"requirement": row.requirement})
    return change_case(desk, case_id, operation, change, "not-needed")


def take_not_needed_back(desk: Desk, case_id: str, row: NotNeeded) -> Changed:
    """Ask for a paper again of which it was said that it is not needed."""
    operation = Operation(Deed.NEEDED, {"requirement": row.requirement})
    return change_case(
        desk, case_id, operation, lambda case: replace(case, not_needed=_other_rows(case, row)), "not-needed"
    )


def _other_rows(case: Case, row: NotNeeded) -> tuple[NotNeeded, ...]:
    key = (row.requirement, row.person, row.country)
    return tuple(each for each in case.not_needed if (each.requirement, each.person, each.country) != key)


def enter_evidence(
    desk: Desk,
    case_id: str,
    several: tuple[Evidence, ...],
    stored: Mapping[str, StoredFile],
    operation: Operation | None = None,
) -> Changed:
    """Enter kept files as pieces of evidence, in one transaction."""
    made = operation or Operation(Deed.ADD_PAPER, {"requirement": several[0].requirement})
    return change_case(
        desk,
        case_id,
        made,
        lambda case: case.with_evidence(in_place_of_unsigned(case, several)),
        "evidence",
        new_files=stored,
    )


def in_place_of_unsigned(case: Case, new: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the evidence with new papers in the place of letters of ours that are not signed yet.

    Files that somebody added to such a letter go on with the first new paper of its place.
    """
    taken = {_place(row): row for row in reversed(new)}
    gone = [row for row in case.evidence if row.made_from and _place(row) in taken]
    added = {_place(row): row.files[1:] for row in gone}
    kept = (row for row in case.evidence if row not in gone)
    return (*kept, *(_with_added(row, added if taken[_place(row)] is row else {}) for row in new))


def _place(row: Evidence) -> tuple[str, str, EvidencePart]:
    return row.requirement, row.person, row.part


def _with_added(row: Evidence, added: Mapping[tuple[str, str, EvidencePart], tuple[str, ...]]) -> Evidence:
    files = added.get(_place(row), ())
    return replace(row, files=(*row.files, *files)) if files and row.pages is None else row


def replace_evidence(
    desk: Desk,
    case_id: str,
    index: int,
    evidence: Evidence,
    base: Evidence,
    stored: Mapping[str, StoredFile],
    deed: Deed,
) -> Changed:
    """Let a piece of evidence have other files, which are kept already."""

    def change(case: Case) -> Case:
        return _with_row(case, place_of(case, index, base), evidence)

    operation = Operation(deed, {"requirement": evidence.requirement})
    return change_case(desk, case_id, operation, change, "evidence", new_files=stored)


def place_of(case: Case, index: int, base: Evidence | None) -> int:
    """Return where a piece of evidence stands by now, given where it stood and how it was.

    Raises UnusableInput when it is no longer there.
    """
    rows = case.evidence
    if index < len(rows) and (base is None or rows[index] == base):
        return index
    if base is not None and base in rows:
        return rows.index(base)
    if base is not None:
        same = [at for at, row in enumerate(rows) if row.files == base.files and row.person == base.person]
        if len(same) == 1:
            return same[0]
    raise UnusableInput("case.changed_elsewhere")


def _with_row(case: Case, at: int, evidence: Evidence) -> Case:
    return case.with_evidence((*case.evidence[:at], evidence, *case.evidence[at + 1 :]))


def _merged(now: _Row, base: _Row, new: _Row) -> _Row:
    """Return a row as it is now, with what a person changed of it since it was `base`."""
    return _with(now, {name: getattr(new, name) for name in _changed_fields(base, new)})


def _changed_fields(base: object, new: object) -> tuple[str, ...]:
    names = (each.name for each in fields(base))  # type: ignore[arg-type]  # rows are dataclasses
    return tuple(name for name in names if getattr(base, name) != getattr(new, name))


def _with(row: _Row, changed: Mapping[str, object]) -> _Row:
    return replace(row, **changed)  # type: ignore[arg-type]  # each is its field's own


def change_case(
    desk: Desk,
    case_id: str,
    operation: Operation,
    change: Callable[[Case], Case],
    *stale: str,
    new_files: Mapping[str, StoredFile] | None = None,
) -> Changed:
    """Change a kept case and note what was done; `stale` is what became so."""
    # Whatever a person gives comes from somewhere.
    files = {name: stored for name, stored in (new_files or {}).items() if stored.origin}
    case = desk.cases.change(case_id, change, operation, new_files, prove=lambda: prove_kept(desk, files))
    return Changed(case_id, case, frozenset(stale))


def prove_kept(desk: Desk, files: Mapping[str, StoredFile]) -> None:
    """Keep what another window swept while nothing named it yet; no case comes to name what is not there.

    It is to be called within the change that names them: nobody sweeps meanwhile. Raises UnusableInput where
    it cannot be had again; then nothing is changed.
    """
    for stored in files.values():
        if desk.vault.path_of(stored.sha256).exists():
            continue
        if not stored.origin or desk.vault.keep(Path(stored.origin)).sha256 != stored.sha256:
            raise UnusableInput("case.changed_elsewhere")
