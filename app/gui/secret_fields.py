"""Fields for a passphrase: typed once to open something, twice to lock something new; shown on request."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from app.gui.fields import quiet, set_flag, text_label
from app.gui.passphrase_hints import EMPTY_ADVICE, CapsWatch, advice_on
from app.gui.words import Words
from app.i18n.catalogue import N_

# The store asks for no less of a new passphrase; it is told here before anything is begun.
LEAST = 8
_LONGEST = 1024
_HIDDEN, _SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


class SecretFields(QWidget):
    """Takes a passphrase, a new one twice; says beside the fields what is wrong with it."""

    changed = Signal()
    entered = Signal()

    def __init__(self, words: Words, *, is_new: bool) -> None:
        super().__init__()
        self._words = words
        self._is_new = is_new
        self.first = self._field(N_("Passphrase"))
        self.again = self._field(N_("Passphrase again"))
        self.reveal = QCheckBox()
        words.bind(self.reveal, N_("Show what is typed"))
        self.reveal.toggled.connect(self._reveal)
        self.told = text_label("", "muted")
        self.caps = quiet(words, N_("Caps Lock seems to be on."))
        self.advice = quiet(words, EMPTY_ADVICE)
        CapsWatch((self.first, self.again), self.caps.setVisible)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._add(N_("Passphrase"), self.first)
        if is_new:
            self._add(N_("Passphrase again"), self.again)
            self._form.addRow(self.advice)
            self.first.textChanged.connect(lambda text: words.bind(self.advice, advice_on(text)))
        self._form.addRow(self.reveal)
        self._form.addRow(self.caps)
        self._form.addRow(self.told)
        self.caps.hide()
        self.told.hide()
        self.setFocusProxy(self.first)

    def text(self) -> str:
        """Return what was typed."""
        return self.first.text()

    def forget(self) -> None:
        """Empty the fields."""
        self.first.clear()
        self.again.clear()
        self.reveal.setChecked(False)
        self.tell("")

    def judge(self) -> bool:
        """Say whether the passphrase can be used; else tell why, and go to where it is to be typed."""
        say = self._words.say
        if not self.text():
            return self._refuse(say("Type the passphrase first."), self.first)
        if not self._is_new:
            return self._accept()
        if len(self.text()) < LEAST:
            return self._refuse(say("Use at least {count} characters.", count=LEAST), self.first)
        if self.text() != self.again.text():
            return self._refuse(say("The two are not the same; type the passphrase again."), self.again)
        return self._accept()

    def tell(self, words: str) -> None:
        """Tell what is wrong with the passphrase, or nothing."""
        set_flag(self.first, "wrong", on=bool(words))
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def refuse(self, words: str) -> None:
        """Tell that the passphrase was not the right one, and let it be typed again."""
        self._refuse(words, self.first)
        self.first.selectAll()

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setEchoMode(_HIDDEN)
        made.setMaxLength(_LONGEST)
        made.setMinimumWidth(180)
        self._words.bind(made, name, "setAccessibleName")
        made.textEdited.connect(self._note_typing)
        made.returnPressed.connect(self.entered)
        return made

    def _add(self, name: str, field: QLineEdit) -> None:
        label = QLabel()
        self._words.bind(label, name)
        label.setBuddy(field)
        self._form.addRow(label, field)

    def _note_typing(self) -> None:
        if not self.told.isHidden():
            self.tell("")
        self.changed.emit()

    def _reveal(self, on: bool) -> None:
        for field in (self.first, self.again):
            field.setEchoMode(_SHOWN if on else _HIDDEN)

    def _refuse(self, words: str, field: QLineEdit) -> bool:
        self.tell(words)
        field.setFocus()
        return False

    def _accept(self) -> bool:
        self.tell("")
        return True
