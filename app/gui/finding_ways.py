"""Where one goes to mend what was found: to the paper, the person, the question or the planned day."""

from dataclasses import dataclass

from app.domain.findings import Finding
from app.gui.session import Session
from app.gui.steps import Step
from app.i18n.catalogue import N_

_FIGURES = ("wage.", "tax.", "stay.year", "year.", "stay.")
_OF_PERSON = ("passport.expiry_missing", "text.character_missing")


@dataclass(frozen=True, slots=True)
class Way:
    """Holds the step to go to and the words of the button; `question` is the one to be answered there.

    The way to the review itself leads to the timeline.
    """

    step: Step
    words: str
    question: str | None = None


_TO_DOCUMENTS = Way(Step.DOCUMENTS, N_("Show in Documents"))
_TO_PEOPLE = Way(Step.PEOPLE, N_("Show in People"))
_TO_FIGURES = Way(Step.CATEGORY, N_("Show the figures"))
_TO_DAY = Way(Step.REVIEW, N_("Choose another day"))


def way_of(finding: Finding, session: Session) -> Way | None:
    """Return the way to what a finding is about, None where there is nothing to go to."""
    code = finding.code
    if code == "case.planned_day_past":
        return _TO_DAY
    if code.startswith(("category.", "answer.")) or code == "requirement.undecided":
        return _to_question(_question_of(finding, session))
    if code.startswith("person.") or code in _OF_PERSON:
        return _TO_PEOPLE
    if code.startswith(_FIGURES) and finding.file is None:
        return _TO_FIGURES
    return None if finding.requirement is None else _TO_DOCUMENTS


def _to_question(question: str | None) -> Way:
    if question is None:
        return Way(Step.CATEGORY, N_("Show in Category"))
    return Way(Step.CATEGORY, N_("Show the question"), question)


def _question_of(finding: Finding, session: Session) -> str | None:
    """Return the question that a finding is about, or on which it hangs."""
    named = finding.params.get("question")
    if isinstance(named, str):
        return named
    if finding.code == "requirement.undecided":
        items = session.checklist()
        hanging = (
            item.unanswered[0]
            for item in items
            if item.unanswered
            and (item.requirement.id, item.person.id) == (finding.requirement, finding.person)
        )
        return next((each for each in hanging if each in session.desk.pack.questions), None)
    return _question_of_condition(finding, session)


def _question_of_condition(finding: Finding, session: Session) -> str | None:
    own = next((each for each in session.matches() if each.category.id == session.case.category), None)
    for result in () if own is None else own.results:
        if result.condition.label == finding.params.get("condition"):
            facts = (*result.unanswered, *(each.fact for each in result.facts))
            return next((fact for fact in facts if fact in session.desk.pack.questions), None)
    return None
