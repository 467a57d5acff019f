"""Where backups go, whether they are made by themselves, and how many are kept."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from app.domain.backups import BackupSettings
from app.gui.fields import button, text_label
from app.gui.flow import flow_of
from app.gui.marks import Mark, mark_icon
from app.gui.words import Words
from app.i18n.catalogue import N_

_MOST_KEPT = 365


class BackupChoices(QWidget):
    """Shows what is chosen for backups; every choice is told at once by `chosen`."""

    # What is chosen anew, by its name.
    chosen = Signal(dict)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._settings: BackupSettings | None = None
        self.folder = text_label()
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose_button = button(words, N_("Choose a folder…"))
        self.usual_button = button(words, N_("Use the usual folder"))
        self.choose_button.clicked.connect(self._choose)
        self.usual_button.clicked.connect(lambda: self.chosen.emit({"folder": ""}))
        self._mark, self.advice = QLabel(), text_label()
        self.automatic = QCheckBox()
        words.bind(self.automatic, N_("By itself: once a day, and on closing when something was changed"))
        self.automatic.clicked.connect(lambda on: self.chosen.emit({"automatic": on}))
        self.keep = QSpinBox()
        self.keep.setRange(1, _MOST_KEPT)
        self.keep.setKeyboardTracking(False)
        self.keep.setMinimumWidth(70)
        words.bind(self.keep, N_("How many backups are kept"), "setAccessibleName")
        self.keep.valueChanged.connect(lambda count: self.chosen.emit({"keep": count}))
        self._build()

    def _build(self) -> None:
        label = QLabel()
        self._words.bind(label, N_("How many backups are kept"))
        label.setBuddy(self.keep)
        counted = QHBoxLayout()
        counted.setSpacing(8)
        counted.addWidget(label)
        counted.addWidget(self.keep)
        counted.addStretch(1)
        advised = QHBoxLayout()
        advised.setSpacing(8)
        advised.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        advised.addWidget(self.advice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.folder)
        column.addLayout(advised)
        column.addWidget(flow_of(self.choose_button, self.usual_button))
        column.addWidget(self.automatic)
        column.addLayout(counted)

    def show_settings(self, settings: BackupSettings) -> None:
        """Show what is chosen."""
        self._settings = settings
        say = self._words.say
        self.folder.setText(say("Folder: {path}", path=settings.folder))
        if settings.is_beside_cases:
            told = say(
                "The folder is on the same drive as your cases: whoever loses the drive loses both. A folder "
                "on a stick or on another drive is safer."
            )
        else:
            told = say("The folder is on another drive than your cases, as it should be.")
        self.advice.setText(told)
        self._mark.setPixmap(mark_icon(Mark.WARN if settings.is_beside_cases else Mark.GOOD).pixmap(16, 16))
        self.usual_button.setVisible(not settings.is_default)
        self.automatic.setChecked(settings.automatic)
        self.keep.blockSignals(True)
        self.keep.setValue(settings.keep)
        self.keep.blockSignals(False)

    def _choose(self) -> None:
        known = "" if self._settings is None else self._settings.folder
        start = known if known and Path(known).is_dir() else str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self._words.say("Choose a folder for backups"), start)
        if chosen:
            self.chosen.emit({"folder": chosen})
