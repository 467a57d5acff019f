"""Keeping cases: new, imported, changed, exported, deleted. Every change says what became stale."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.desk import Desk
from app.casework.results import CaseSummary, Changed
from app.domain.case import Answer, Case, Evidence, Person, PersonRole, YearRow
from app.domain.errors import AppError
from app.domain.files import StoredFile
from app.domain.packet import Progress
from app.store.case_folder import read_case_folder, write_case_folder


def list_cases(desk: Desk) -> tuple[CaseSummary, ...]:
    """Return all kept cases, the one changed last first; one that today's rules cannot read is left out."""
    summaries = []
    for case_id in desk.cases.ids():
        try:
            case = desk.cases.load(case_id).case
        except AppError:
            continue
        summaries.append(
            CaseSummary(
                case_id,
                case.title,
                case.category,
                case.place,
                case.submit_on,
                len(case.people),
                len(case.evidence),
            )
        )
    return tuple(summaries)


def create_case(desk: Desk, *, title: str, category: str, place: str, submit_on: date) -> Changed:
    """Keep a new case with an unnamed principal applicant."""
    principal = Person(id="principal", role=PersonRole.PRINCIPAL)
    case = Case(title=title, category=category, place=place, submit_on=submit_on, people=(principal,))
    return Changed(desk.cases.add(case, {}), case, frozenset({"basics", "people"}))


def import_case(desk: Desk, folder: Path, report: Callable[[Progress], None]) -> Changed:
    """Keep a copy of a case folder. Raises FaultyFile with every fault at once; then nothing is kept."""
    case, paths = read_case_folder(folder, desk.known)
    files = {}
    for done, (name, path) in enumerate(paths.items(), start=1):
        files[name] = desk.vault.keep(path)
        report(Progress("import", done, len(paths), name))
    return Changed(desk.cases.add(case, files), case, frozenset({"basics", "people", "evidence"}))


def export_case(desk: Desk, case_id: str, folder: Path) -> None:
    """Write a kept case as a new case folder."""
    kept = desk.cases.load(case_id)
    write_case_folder(folder, kept.case, lambda name: desk.vault.path_of(kept.files[name].sha256))


def delete_case(desk: Desk, case_id: str) -> None:
    """Forget a kept case, and the papers that no other case names."""
    desk.cases.delete(case_id)
    named = desk.cases.named_hashes()
    desk.vault.forget_all_but(named)
    if desk.readings_file.exists():
        desk.readings.forget_all_but(named)
    desk.ready_files.forget_all_but(named)


def set_basics(
    desk: Desk, case_id: str, *, title: str, category: str, place: str, submit_on: date
) -> Changed:
    """Change the case's title, category, place and planned day."""

    def change(case: Case) -> Case:
        return replace(case, title=title, category=category, place=place, submit_on=submit_on)

    return _change(desk, case_id, change, "basics")


def set_agent(desk: Desk, case_id: str, agent: str) -> Changed:
    """Say who prepares the case and hands it in; nothing where that is the applicant."""

    def change(case: Case) -> Case:
        return replace(case, agent=agent.strip())

    return _change(desk, case_id, change, "basics")


def set_answer(desk: Desk, case_id: str, question: str, answer: Answer | None) -> Changed:
    """Answer a question, or take the answer back with None."""

    def change(case: Case) -> Case:
        answers = {key: value for key, value in case.answers.items() if key != question}
        return replace(case, answers=answers if answer is None else {**answers, question: answer})

    return _change(desk, case_id, change, "answers")


def save_person(desk: Desk, case_id: str, person: Person) -> Changed:
    """Change a person of the same id, or add a new one."""

    def change(case: Case) -> Case:
        if case.person(person.id) is None:
            return replace(case, people=(*case.people, person))
        return replace(case, people=tuple(person if p.id == person.id else p for p in case.people))

    return _change(desk, case_id, change, "people")


def new_person(case: Case, role: PersonRole) -> Person:
    """Make a person of a role with an id that the case does not use yet."""
    used = {person.id for person in case.people}
    number = 1
    while (person_id := role.value if number == 1 else f"{role.value}{number}") in used:
        number += 1
    return Person(id=person_id, role=role)


def remove_person(desk: Desk, case_id: str, person_id: str) -> Changed:
    """Take a person out of the case, with the evidence and years entered under that person."""

    def change(case: Case) -> Case:
        return replace(
            case,
            people=tuple(person for person in case.people if person.id != person_id),
            years=tuple(row for row in case.years if row.person != person_id),
            evidence=tuple(row for row in case.evidence if row.person != person_id),
        )

    return _change(desk, case_id, change, "people", "years", "evidence")


def save_year(desk: Desk, case_id: str, row: YearRow) -> Changed:
    """Change the row of a year, or add it; a row without any figure is taken out."""

    def change(case: Case) -> Case:
        kept = [each for each in case.years if (each.year, each.person) != (row.year, row.person)]
        if any(value is not None for value in (row.wage_cny, row.tax_cny, row.days_in_china)):
            kept.append(row)
        return replace(case, years=tuple(sorted(kept, key=lambda each: each.year, reverse=True)))

    return _change(desk, case_id, change, "years")


def save_evidence(desk: Desk, case_id: str, index: int, evidence: Evidence) -> Changed:
    """Change what is said of one piece of evidence (dates, country, part), at its place in the case."""

    def change(case: Case) -> Case:
        return case.with_evidence((*case.evidence[:index], evidence, *case.evidence[index + 1 :]))

    return _change(desk, case_id, change, "evidence")


def detach_evidence(desk: Desk, case_id: str, index: int) -> Changed:
    """Take one piece of evidence out of the case; its bytes stay in the vault."""

    def change(case: Case) -> Case:
        return case.with_evidence(case.evidence[:index] + case.evidence[index + 1 :])

    return _change(desk, case_id, change, "evidence")


def enter_evidence(desk: Desk, case_id: str, evidence: Evidence, stored: Mapping[str, StoredFile]) -> Changed:
    """Enter kept files as one piece of evidence, in one transaction."""
    case = desk.cases.change(
        case_id, lambda case: case.with_evidence((*case.evidence, evidence)), new_files=stored
    )
    return Changed(case_id, case, frozenset({"evidence"}))


def _change(desk: Desk, case_id: str, change: Callable[[Case], Case], *stale: str) -> Changed:
    return Changed(case_id, desk.cases.change(case_id, change), frozenset(stale))
