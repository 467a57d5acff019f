"""Remembers, case by case, which questions a person does not want to be asked again."""

from app.casework.kept_settings import LEFT_OUT
from app.gui.built_packets import Keeper


class LeftOut:
    """Holds the questions that were left out for good; they can be asked for again at any time."""

    def __init__(self, keeper: Keeper, case_id: str) -> None:
        self._keeper = keeper
        self._case_id = case_id
        self._questions = keeper.kept(LEFT_OUT, case_id).split()

    def __contains__(self, question: object) -> bool:
        return question in self._questions

    def __len__(self) -> int:
        return len(self._questions)

    def add(self, question: str) -> None:
        """Leave a question out."""
        if question not in self._questions:
            self._keep([*self._questions, question])

    def take_back(self, question: str | None = None) -> None:
        """Ask a question again, or all of them."""
        self._keep([] if question is None else [each for each in self._questions if each != question])

    def _keep(self, questions: list[str]) -> None:
        self._questions = questions
        self._keeper.keep(LEFT_OUT, " ".join(questions), self._case_id)
