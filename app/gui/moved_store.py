"""The folder of the cases is a person's choice: another one is used, or one that is gone is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from app.domain.errors import AppError
from app.env import paths
from app.gui.away_page import TellingPage
from app.gui.stopped import error_words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.window import MainWindow

_OWN_NAME = "Yongju"
# What a folder may hold besides and still be one of ours, or empty.
_OWN_FILES = frozenset({"store.json", "cases.sqlite3", "window.ini", "in-use.lock", "rules"})


def is_free_to_choose(folder: Path) -> bool:
    """Say whether it is a person's choice where the cases are: nobody named the folder for this start."""
    return not os.environ.get("YONGJU_DATA") and folder == paths.data_folder()


class MovedStore:
    """Has the window use the cases of another folder, and remembers that folder."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def use(self, chosen: Path) -> None:
        """Use a folder: the cases that are in it, or none yet; what others have there is left alone."""
        from app.casework.desk import open_desk

        window = self._window
        folder = own_folder(chosen)
        if folder == window.session.desk.data_folder:
            return
        desk = open_desk(folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not desk.place.is_begun:
                # Begun before it is remembered: what is remembered and not there is told as missing.
                _ = desk.cases
                desk.close()
            paths.remember_folder(folder)
        except OSError as error:
            window.locking.tell(
                window.words.say(
                    "{folder} cannot be used: {reason}", folder=str(folder), reason=error.strerror or ""
                )
            )
        except AppError as error:
            window.locking.tell(error_words(Stopped.by(error), window.words))
        else:
            window.locking.use_other(desk.anew(), settings_in(folder, window.settings))


def own_folder(chosen: Path) -> Path:
    """Return a folder for the cases: the chosen one where it is ours or empty, else a new one in it."""
    try:
        names = {each.name for each in chosen.iterdir()} if chosen.exists() else set()
    except OSError:
        return chosen
    return chosen / _OWN_NAME if names and not names & _OWN_FILES else chosen


def settings_in(folder: Path, before: QSettings) -> QSettings:
    """Return the settings of the window in another folder, as they were where there are none yet."""
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    for key in ("scheme", "mode", "language", "geometry"):
        if settings.value(key) is None and before.value(key) is not None:
            settings.setValue(key, before.value(key))
    return settings


class MissingPage(TellingPage):
    """Tells that the folder of the cases is not there: it is never taken for an empty one."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        folder = str(window.session.desk.data_folder)
        told = N_(
            "{folder} cannot be reached, or the cases are no longer in it. If it is on a drive or a server, "
            "connect that and try again. Nothing was changed and nothing was made in its place."
        )
        super().__init__(
            window.words,
            N_("Your cases are not where they were"),
            lambda: window.words.say(told, folder=folder),
            (
                (N_("Try again"), window.locking.try_again),
                (N_("They are in another folder…"), self._choose),
                (N_("Begin anew in the usual folder"), self._begin_anew),
            ),
        )

    def _choose(self) -> None:
        say = self._window.words.say
        chosen = QFileDialog.getExistingDirectory(self, say("Where the cases are kept"), str(Path.home()))
        if chosen:
            MovedStore(self._window).use(Path(chosen))

    def _begin_anew(self) -> None:
        MovedStore(self._window).use(paths.usual_folder())
