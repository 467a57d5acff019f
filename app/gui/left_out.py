"""Remembers, case by case, which questions a person does not want to be asked again."""

from pathlib import Path

from PySide6.QtCore import QSettings

_GROUP = "left-out"


class LeftOut:
    """Holds the questions that were left out for good; they can be asked for again at any time."""

    def __init__(self, data_folder: Path, case_id: str) -> None:
        self._settings = QSettings(str(data_folder / "questions.ini"), QSettings.Format.IniFormat)
        self._key = f"{_GROUP}/{case_id}"
        held = self._settings.value(self._key, "")
        self._questions = [each for each in str(held or "").split(" ") if each]

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
        if questions:
            self._settings.setValue(self._key, " ".join(questions))
        else:
            self._settings.remove(self._key)
