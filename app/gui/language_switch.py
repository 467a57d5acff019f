"""The switch of the language, for pages that stand in the place of the whole window."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.domain.words import DisplayMode
from app.gui.words import Words
from app.i18n.catalogue import N_

# Each language names itself, whatever the window speaks.
_MODES = (
    (DisplayMode.ZH, "中", N_("Show Chinese")),
    (DisplayMode.EN, "EN", N_("Show English")),
    (DisplayMode.BOTH, "中+EN", N_("Show rules in Chinese and English")),
)


class LanguageSwitch(QWidget):
    """Has one button for each language."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch(1)
        self.buttons: dict[DisplayMode, QPushButton] = {}
        for mode, label, name in _MODES:
            made = QPushButton(label)
            made.setObjectName("language")
            made.setCheckable(True)
            made.setAutoDefault(False)
            words.bind(made, name, "setAccessibleName")
            words.bind(made, name, "setToolTip")
            made.clicked.connect(lambda _=False, mode=mode: self._words.choose(mode))
            group.addButton(made)
            row.addWidget(made)
            self.buttons[mode] = made
        words.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.buttons[self._words.mode].setChecked(True)
