"""What letters leave in a kept case: the details they say, who read one, one as a paper not signed yet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from app.casework.attach import take_in
from app.casework.desk import Desk, OpenCase
from app.casework.keep import change_case, in_place_of_unsigned
from app.casework.letters import PDF, answers, fill_letter, made_of, write_letter
from app.casework.results import Attached, Changed
from app.domain.case import Answer, Case, Evidence, HistoryRow, LetterRead, Relative
from app.domain.errors import UnusableInput
from app.domain.letters import Letter, LetterForm
from app.domain.operations import Deed, Operation

_Row = TypeVar("_Row")


def save_details(desk: Desk, case_id: str, person: str, changed: Mapping[str, Answer | None]) -> Changed:
    """Keep what letters say of a person; None takes a detail out. Others stay as they are."""

    def change(case: Case) -> Case:
        now = {**case.details_of(person), **changed}
        kept = {key: value for key, value in now.items() if value is not None and value != ""}
        others = {each: rows for each, rows in case.details.items() if each != person}
        return replace(case, details={**others, person: kept} if kept else others)

    merges = f"details {person} {','.join(sorted(changed))}"
    operation = Operation(Deed.DETAILS, _named(desk, case_id, person), merges)
    return change_case(desk, case_id, operation, change, "details")


def save_history(
    desk: Desk, case_id: str, person: str, rows: tuple[HistoryRow, ...], base: tuple[HistoryRow, ...]
) -> Changed:
    """Keep a person's studies and work; rows that another window entered meanwhile stay."""

    def change(case: Case) -> Case:
        own = _with_rows(tuple(row for row in case.history if row.person == person), rows, base)
        others = tuple(row for row in case.history if row.person != person)
        ordered = sorted(own, key=lambda row: (row.since, row.until or date.max))
        return replace(case, history=(*others, *ordered))

    operation = Operation(Deed.HISTORY, _named(desk, case_id, person), _merges("history", person, rows, base))
    return change_case(desk, case_id, operation, change, "details")


def save_relatives(
    desk: Desk, case_id: str, person: str, rows: tuple[Relative, ...], base: tuple[Relative, ...]
) -> Changed:
    """Keep the members of a person's family; rows that another window entered meanwhile stay."""

    def change(case: Case) -> Case:
        own = _with_rows(tuple(row for row in case.relatives if row.person == person), rows, base)
        others = tuple(row for row in case.relatives if row.person != person)
        return replace(case, relatives=(*others, *own))

    merges = _merges("relatives", person, rows, base)
    operation = Operation(Deed.RELATIVES, _named(desk, case_id, person), merges)
    return change_case(desk, case_id, operation, change, "details")


def _with_rows(now: tuple[_Row, ...], rows: tuple[_Row, ...], base: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """Return the rows that a person wants, and those that came meanwhile from elsewhere.

    What this window did not touch is as the other one has left it: changed there, or gone.
    """
    wanted = (row for row in rows if row in now or row not in base)
    return (*wanted, *(row for row in now if row not in base and row not in rows))


def _merges(what: str, person: str, rows: tuple[object, ...], base: tuple[object, ...]) -> str:
    """Return what typing in one row is merged by; a row that comes or goes is a change of its own."""
    changed = [number for number, (new, old) in enumerate(zip(rows, base, strict=False)) if new != old]
    if len(rows) != len(base) or len(changed) != 1:
        return ""
    return f"{what} {person} {changed[0]}"


def _named(desk: Desk, case_id: str, person: str) -> dict[str, str | int]:
    known = desk.cases.load(case_id).case.person(person)
    return {"person": known.full_name if known is not None and known.has_name else ""}


def note_read(desk: Desk, case_id: str, letter: Letter, *, today: date) -> Changed:
    """Keep that the person at work has read a letter as it was filled: it is written without marks then."""
    key = (letter.template.id, letter.person, letter.form.value)
    row = LetterRead(*key, letter.content, desk.who, today)

    def change(case: Case) -> Case:
        others = tuple(each for each in case.letters_read if (each.letter, each.person, each.form) != key)
        return replace(case, letters_read=(*others, row))

    operation = Operation(Deed.READ_LETTER, _titled(letter))
    return change_case(desk, case_id, operation, change, "details")


def _titled(letter: Letter) -> dict[str, str | int]:
    return {"letter": letter.template.title.zh, "letter_en": letter.template.title.en}


def attach_letter(
    desk: Desk, case_id: str, letter: str, *, person: str | None, form: LetterForm, today: date
) -> Attached:
    """Let a letter stand for what it answers, as a PDF that is not signed yet; a scan takes its place later.

    One that stands there already, not signed either, is replaced. Raises UnusableInput where the letter
    answers nothing that is asked, lacks facts, or nobody has read it.
    """
    opened = desk.open_kept(case_id)
    filled = fill_letter(desk, opened, letter, person=person, form=form, today=today)
    requirement = _requirement_for(desk, opened.case, filled, today)
    if not filled.is_read:
        raise UnusableInput("letter.not_read")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{letter.replace(':', '-')}-{filled.person}{PDF}"
        write_letter(desk, opened, letter, path, person=filled.person, form=form, today=today)
        taken, facts = take_in(desk, opened.case, requirement, (path,))
        # Made here: there is no file outside that could be looked for later.
        kept = {name: replace(stored, origin="") for name, stored in taken.items()}
        row = Evidence(
            requirement, filled.person, tuple(kept), issued_on=today, country="CHN", made_from=letter,
            made_of=made_of(filled),
        )  # fmt: skip

        def change(case: Case) -> Case:
            now = fill_letter(desk, OpenCase(case, {}), letter, person=filled.person, form=form, today=today)
            if now.content != filled.content:
                raise UnusableInput("case.changed_elsewhere")
            # Another window may have swept it while nothing named it yet.
            desk.vault.keep(path)
            return case.with_evidence(in_place_of_unsigned(case, (row,)))

        operation = Operation(Deed.ATTACH_LETTER, {**_titled(filled), "requirement": requirement})
        changed = change_case(desk, case_id, operation, change, "evidence", new_files=kept)
    return Attached(changed, facts)


def _requirement_for(desk: Desk, case: Case, letter: Letter, today: date) -> str:
    from app.casework.checklist import list_checklist

    own = (item for item in list_checklist(desk, case, today=today) if item.person.id == letter.person)
    asked = next((item for item in own if answers(letter.template, item)), None)
    if asked is None:
        raise UnusableInput("letter.answers_nothing")
    return asked.requirement.id
