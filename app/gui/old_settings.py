"""Takes over what earlier versions kept in plain files beside the cases, once, and removes these files."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QSettings

from app.casework.desk import Desk
from app.casework.kept_settings import LAST_STEPS, LEFT_OUT, PACKETS, keep_setting, setting
from app.domain.errors import AppError

_PACKETS, _QUESTIONS = "packets.ini", "questions.ini"
_QUESTION_GROUP = "left-out"
_STEPS_KEY = "last_steps"


def take_over_settings(desk: Desk, window_settings: QSettings) -> None:
    """Keep with the cases what the old files say, unless it is known already; then remove the files."""
    # What cannot be kept now stays where it is, for the next time.
    with contextlib.suppress(AppError):
        _take_over_file(desk, desk.data_folder / _PACKETS, "", PACKETS)
        _take_over_file(desk, desk.data_folder / _QUESTIONS, _QUESTION_GROUP, LEFT_OUT)
        steps = str(window_settings.value(_STEPS_KEY, "") or "")
        if steps:
            _keep_unknown(desk, LAST_STEPS, steps)
            window_settings.remove(_STEPS_KEY)
            window_settings.sync()


def _take_over_file(desk: Desk, path: Path, group: str, name: str) -> None:
    if not path.is_file():
        return
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    settings.beginGroup(group)
    for case_id in settings.childKeys():
        _keep_unknown(desk, name, str(settings.value(case_id, "") or ""), case_id)
    settings.endGroup()
    with contextlib.suppress(OSError):
        path.unlink()


def _keep_unknown(desk: Desk, name: str, value: str, case_id: str = "") -> None:
    if value and not setting(desk, name, case_id):
        keep_setting(desk, name, value, case_id)
