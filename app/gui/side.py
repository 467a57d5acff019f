"""The column on the left: the name of the product, the steps, the work of the moment."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.gui.session import Session
from app.gui.steps import StepList
from app.gui.words import Words
from app.gui.work_strip import WorkStrip

_WIDE, _NARROW = 222, 62


class Side(QFrame):
    """Shows names and states where there is room, and else one mark for each step."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self.setObjectName("side")
        self.is_narrow = False
        self.brand = QLabel("Yongju 永居")
        self.brand.setObjectName("brand")
        self.brand.setContentsMargins(24, 0, 0, 10)
        self.steps = StepList(words)
        self.work = WorkStrip(session, words)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.brand)
        self._column.addWidget(self.steps, 100)
        self._column.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(24, 0, 12, 0)
        self._foot.addWidget(self.work)
        self._column.addLayout(self._foot)
        self.fit(narrow=False)

    def fit(self, *, narrow: bool) -> None:
        """Take the width of names or of marks, as large as the letters are."""
        self.is_narrow = narrow
        self.brand.setVisible(not narrow)
        self.steps.fit(narrow=narrow)
        wide = max(_WIDE, 37 * self.fontMetrics().horizontalAdvance("x"))
        self.setFixedWidth(_NARROW if narrow else wide)
        self._column.setContentsMargins(0, 8 if narrow else 18, 0, 6 if narrow else 14)

    def place_of_work(self) -> QVBoxLayout:
        """Return the layout in which the strip of work stands while the column is wide."""
        return self._foot
