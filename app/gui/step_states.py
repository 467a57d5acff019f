"""How far each step of the open case is, in a mark and a few words."""

from app.casework.letter_states import count_letters
from app.casework.summary import count_provided
from app.domain.case import Person, PersonRole
from app.domain.findings import Severity
from app.domain.judgement import ItemState
from app.gui.marks import Mark
from app.gui.session import Session
from app.gui.state_marks import FIT_MARKS
from app.gui.steps import Step, StepState
from app.i18n.catalogue import Catalogue
from app.i18n.terms import FIT_NAMES


def state_of(step: Step, session: Session, say: Catalogue) -> StepState:
    """Return how far a step of the open case is."""
    if step is Step.CASES:
        return StepState(None, session.case.title)
    states = {
        Step.CATEGORY: _category_state,
        Step.PEOPLE: _people_state,
        Step.DOCUMENTS: _documents_state,
        Step.LETTERS: _letters_state,
        Step.REVIEW: _review_state,
        Step.PACKET: _packet_state,
    }
    return states[step](session, say)


def _category_state(session: Session, say: Catalogue) -> StepState:
    fit = next(each.fit for each in session.matches() if each.category.id == session.case.category)
    return StepState(FIT_MARKS[fit], say(FIT_NAMES[fit]))


def _people_state(session: Session, say: Catalogue) -> StepState:
    people = [person for person in session.case.people if person.role in _FAMILY]
    complete = sum(_is_complete(person) for person in people)
    words = say("{complete} of {total} complete", complete=complete, total=len(people))
    return StepState(Mark.GOOD if complete == len(people) else Mark.OPEN, words)


_FAMILY = (PersonRole.PRINCIPAL, PersonRole.SPOUSE, PersonRole.CHILD)


def _is_complete(person: Person) -> bool:
    named = bool(person.surname or person.given_names)
    rest = (person.birth_date, person.nationality, person.passport_number, person.passport_expires_on)
    return named and all(rest)


def _documents_state(session: Session, say: Catalogue) -> StepState:
    items = session.checklist()
    given, total = count_provided(items)
    words = say("{given} of {total} provided", given=given, total=total)
    lacks = any(item.state in _LACKING for item in items)
    return StepState(Mark.OPEN if lacks else Mark.GOOD, words)


_LACKING = (ItemState.MISSING, ItemState.TOO_FEW, ItemState.UNSIGNED, ItemState.UNDECIDED)


def _letters_state(session: Session, say: Catalogue) -> StepState:
    count = count_letters(session.checklist())
    if not count.asked:
        return StepState(Mark.OFF, say("None asked for"))
    words = say("{count} of {total} signed", count=count.signed, total=count.asked)
    if count.signed == count.asked:
        return StepState(Mark.GOOD, words)
    return StepState(Mark.WARN if count.unsigned else Mark.OPEN, words)


def _review_state(session: Session, say: Catalogue) -> StepState:
    if session.review is None:
        return StepState(Mark.ASK, say("Checking…") if session.review_stopped is None else "")
    blockers, warnings = session.count(Severity.BLOCKER), session.count(Severity.WARNING)
    if blockers:
        return StepState(Mark.BAD, say("{count} to solve", count=blockers))
    if warnings:
        return StepState(Mark.WARN, say("{count} to look at", count=warnings))
    return _still_reading(session, say) or StepState(Mark.GOOD, say("Nothing to solve"))


def _still_reading(session: Session, say: Catalogue) -> StepState | None:
    """Say that papers are not read yet, so that nothing looks settled before."""
    if session.review is None or not session.review.unread:
        return None
    return StepState(
        Mark.ASK, say("Not all papers read") if session.reading_stopped else say("Reading papers")
    )


def _packet_state(session: Session, say: Catalogue) -> StepState:
    if session.review is None:
        return StepState(Mark.ASK, "")
    if session.count(Severity.BLOCKER):
        return StepState(Mark.OPEN, say("Draft only"))
    return _still_reading(session, say) or StepState(Mark.GOOD, say("Can be built"))
