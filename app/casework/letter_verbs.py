"""What the window asks its worker to do with letters."""

import contextlib
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.casework import gap_list as missing
from app.casework import letter_keeping, letters, own_templates, review
from app.casework.desk import Desk
from app.casework.own_templates import OwnTemplate, TemplateLook
from app.casework.results import Attached
from app.domain.letters import Letter, LetterForm, LetterOffer, LetterTemplate, WrittenLetter
from app.domain.packet import Progress
from app.domain.words import Text

Report = Callable[[Progress], None]
# In the temporary folder of the worker, which goes with it.
_PREVIEWS = "letters"
# The window may still be drawing an earlier one.
_KEPT_PREVIEWS = 3


def _look_at_letters(
    desk: Desk,
    _report: Report,
    *,
    case_id: str,
    today: date,
    letter: str = "",
    person: str = "",
    form: LetterForm = LetterForm.ZH,
) -> tuple[tuple[LetterOffer, ...], tuple[tuple[str, str], ...], Letter | None]:
    """Return every letter that can be made, those that were read as they are, and one as it is filled.

    It is None where it cannot be made any more.
    """
    opened = desk.open_kept(case_id)
    offers = letters.list_letters(desk, opened, today=today)
    known = {(each.template.id, each.person) for each in offers}
    filled: dict[tuple[str, str, str], Letter] = {}

    def fill(letter: str, person: str, form: LetterForm) -> Letter:
        key = (letter, person, form)
        if key not in filled:
            filled[key] = letters.fill_letter(desk, opened, letter, person=person, form=form, today=today)
        return filled[key]

    read = tuple(
        (row.letter, row.person)
        for row in opened.case.letters_read
        if (row.letter, row.person) in known and fill(row.letter, row.person, LetterForm(row.form)).is_read
    )
    return offers, read, fill(letter, person, form) if (letter, person) in known else None


def _preview_letter(
    desk: Desk, _report: Report, *, case_id: str, letter: str, person: str, form: LetterForm, today: date
) -> WrittenLetter:
    """Write a letter as it is so far, with blanks for what is missing, under a name of its own."""
    folder = Path(tempfile.gettempdir()) / _PREVIEWS
    folder.mkdir(mode=0o700, exist_ok=True)
    earlier = sorted(folder.iterdir())
    for old in earlier[: max(0, len(earlier) + 1 - _KEPT_PREVIEWS)]:
        with contextlib.suppress(OSError):
            old.unlink()
    destination = folder / f"{time.time_ns():020d}{letters.PDF}"
    opened = desk.open_kept(case_id)
    return letters.write_letter(
        desk, opened, letter, destination, person=person, form=form, today=today, blanks=True
    )


def _write_letter(
    desk: Desk,
    _report: Report,
    *,
    case_id: str,
    letter: str,
    person: str,
    form: LetterForm,
    destination: str,
    today: date,
) -> WrittenLetter:
    """Write a letter where a person wants it, with blanks for what they saw to be missing."""
    opened = desk.open_kept(case_id)
    return letters.write_letter(
        desk, opened, letter, Path(destination), person=person, form=form, today=today, blanks=True
    )


def _attach_letter(
    desk: Desk, _report: Report, *, case_id: str, letter: str, person: str, form: LetterForm, today: date
) -> Attached:
    return letter_keeping.attach_letter(desk, case_id, letter, person=person, form=form, today=today)


def _list_templates(desk: Desk, _report: Report) -> tuple[OwnTemplate, ...]:
    return own_templates.list_templates(desk)


def _look_at_template(_desk: Desk, _report: Report, *, path: str) -> TemplateLook:
    return own_templates.look_at_template(Path(path))


def _add_template(
    desk: Desk, _report: Report, *, path: str, title_en: str, title_zh: str, stands_for: str
) -> LetterTemplate:
    return own_templates.add_template(desk, Path(path), Text(en=title_en, zh=title_zh), stands_for)


def _gap_list(
    desk: Desk, report: Report, *, case_id: str, destination: str, form: LetterForm, by: date, today: date
) -> WrittenLetter:
    opened = desk.open_kept(case_id)
    seen = review.review_case(desk, opened, today=today, report=report, read=False)
    return missing.write_gap_list(desk, opened, seen, Path(destination), form, today=today, by=by)


LETTER_VERBS: dict[str, Callable[..., object]] = {
    "look_at_letters": _look_at_letters,
    "preview_letter": _preview_letter,
    "write_letter": _write_letter,
    "attach_letter": _attach_letter,
    "list_templates": _list_templates,
    "look_at_template": _look_at_template,
    "add_template": _add_template,
    "gap_list": _gap_list,
}
