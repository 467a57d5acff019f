"""Fields for what letters say: each takes one kind of value, keeps it while one types, and says its name."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.domain.case import Answer
from app.domain.letters import DetailKind, LetterFact
from app.gui.autosave import PAUSE_MS, Autosave
from app.gui.fields import DateField, number_of, set_flag, whole
from app.gui.month_field import MonthField
from app.gui.words import Words
from app.i18n.catalogue import N_

_LONGEST = 2000
_LINES = 4
_NUMBER_WIDTH = 180
_CHOICE_LETTERS = 18
_NAME = "say_setAccessibleName"


class DetailField:
    """Takes one value; `save` is called when it has another one."""

    widget: QWidget

    def name(self, name: str) -> None:
        """Say what it is called by who does not see it."""
        self.widget.setAccessibleName(name)

    def show(self, value: Answer | None, *, anew: bool) -> None:
        """Show a value; not anew, what is being typed stays as it is."""
        raise NotImplementedError

    def said(self) -> Answer | None:
        """Return the value, None where nothing is said."""
        raise NotImplementedError

    @property
    def is_wrong(self) -> bool:
        """Say whether something stands there that cannot be kept."""
        return False

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""


class TextField(DetailField):
    """Takes one line of words."""

    def __init__(self, save: Callable[[], None]) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(_LONGEST)
        self.widget = self.line
        self._saving = Autosave(self.line, save)

    def show(self, value: Answer | None, *, anew: bool) -> None:
        """Show words."""
        text = "" if value is None else str(value)
        (self._saving.show_anew if anew else self._saving.show)(text)

    def said(self) -> Answer | None:
        """Return the words."""
        return self.line.text().strip() or None

    def save_now(self) -> None:
        """Save what waits."""
        self._saving.save_now()


class NumberField(TextField):
    """Takes a number, or an amount of money."""

    def __init__(self, save: Callable[[], None]) -> None:
        super().__init__(save)
        self.line.setMaximumWidth(_NUMBER_WIDTH)
        self.line.editingFinished.connect(self._judge)

    def show(self, value: Answer | None, *, anew: bool) -> None:
        """Show a number; a slip stays until it is mended."""
        if not anew and self.is_wrong:
            return
        number = f"{whole(value):,}" if isinstance(value, int | float) else None
        if anew or self.said() != value:
            super().show(number, anew=anew)
        self._judge()

    def said(self) -> Answer | None:
        """Return the number."""
        number = number_of(self.line.text()) if self.line.text().strip() else None
        return None if number is None else whole(number)

    @property
    def is_wrong(self) -> bool:
        """Say whether what stands there is no number."""
        return bool(self.line.text().strip()) and number_of(self.line.text()) is None

    def _judge(self) -> None:
        set_flag(self.line, "wrong", on=self.is_wrong)


class _LinesEdit(QPlainTextEdit):
    """Takes words of several lines; Tab goes on to the next field."""

    def __init__(self, save: Callable[[], None]) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._save = save
        self._filling = self._is_composing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save_now)
        self.textChanged.connect(self._begin)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 18)

    @property
    def is_typing(self) -> bool:
        """Say whether something was typed that is not saved yet, or is being composed."""
        return self._timer.isActive() or self._is_composing

    def fill(self, text: str) -> None:
        """Show words without saving them."""
        if self.toPlainText() != text:
            self._filling = True
            self.setPlainText(text)
            self._filling = False
        self._timer.stop()

    def save_now(self) -> None:
        """Save, unless an input method is still at it."""
        if self._is_composing:
            self._timer.start()
            return
        self._timer.stop()
        self._save()

    @property
    def waits(self) -> bool:
        """Say whether something waits to be saved."""
        return self._timer.isActive()

    def event(self, event: QEvent) -> bool:
        """Wait while an input method composes; save when the field is left."""
        if isinstance(event, QInputMethodEvent):
            self._is_composing = bool(event.preeditString())
        elif event.type() is QEvent.Type.FocusOut:
            self._is_composing = False
            if self._timer.isActive():
                self.save_now()
        return super().event(event)

    def _begin(self) -> None:
        if not self._filling:
            self._timer.start()


class LinesField(DetailField):
    """Takes words of several lines."""

    def __init__(self, save: Callable[[], None]) -> None:
        self.edit = _LinesEdit(save)
        self.widget = self.edit

    def show(self, value: Answer | None, *, anew: bool) -> None:
        """Show words."""
        text = "" if value is None else str(value)
        if anew or (not self.edit.is_typing and self.said() != (text or None)):
            self.edit.fill(text)

    def said(self) -> Answer | None:
        """Return the words."""
        return self.edit.toPlainText().strip()[:_LONGEST] or None

    def save_now(self) -> None:
        """Save what waits."""
        if self.edit.waits:
            self.edit.save_now()


class DayField(DetailField):
    """Takes a day."""

    def __init__(self, words: Words, save: Callable[[], None]) -> None:
        self.field = DateField(words, N_("Day"))
        # It is called by what is asked.
        self.field.line.setProperty(_NAME, None)
        self.field.edited.connect(save)
        self.widget = self.field

    def name(self, name: str) -> None:
        """Name the line in which one types."""
        self.field.line.setAccessibleName(name)

    def show(self, value: Answer | None, *, anew: bool) -> None:
        """Show a day."""
        self.field.show_day(value if isinstance(value, date) else None, anew=anew)

    def said(self) -> Answer | None:
        """Return the day."""
        return self.field.day

    @property
    def is_wrong(self) -> bool:
        """Say whether what stands there is no day."""
        return self.field.is_wrong

    def save_now(self) -> None:
        """Save what waits."""
        self.field.saving.save_now()


class MonthDetail(DetailField):
    """Takes a month."""

    def __init__(self, words: Words, save: Callable[[], None]) -> None:
        self.field = MonthField(words, N_("Month"))
        self.field.setProperty(_NAME, None)
        self.field.edited.connect(save)
        self.widget = self.field

    def show(self, value: Answer | None, *, anew: bool) -> None:
        """Show a month."""
        self.field.show_month(value if isinstance(value, date) else None, anew=anew)

    def said(self) -> Answer | None:
        """Return the first day of the month."""
        return self.field.month

    @property
    def is_wrong(self) -> bool:
        """Say whether what stands there is no month."""
        return self.field.is_wrong

    def save_now(self) -> None:
        """Save what waits."""
        self.field.save_now()


class ChoiceField(DetailField):
    """Takes one of a few things."""

    def __init__(self, words: Words, fact: LetterFact, save: Callable[[], None]) -> None:
        self._words, self._fact = words, fact
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(_CHOICE_LETTERS)
        self.combo.installEventFilter(_wheel_guard())
        self.combo.activated.connect(lambda _: save())
        self.widget = self.combo
        self._fill()

    def name(self, name: str) -> None:
        """Say its name, and what can be chosen, in the language of the moment."""
        super().name(name)
        self._fill()

    def _fill(self) -> None:
        chosen = self.combo.currentData()
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItem(self._words.say("Not said"), None)
        for value, label in self._fact.choices:
            self.combo.addItem(self._words.shown(label, " / "), value)
            self.combo.setItemData(
                self.combo.count() - 1, self._words.shown(label), Qt.ItemDataRole.ToolTipRole
            )
        self.combo.setCurrentIndex(max(0, self.combo.findData(chosen)))
        self.combo.blockSignals(False)

    def show(self, value: Answer | None, *, anew: bool) -> None:  # noqa: ARG002 - it has no unfinished state
        """Show what is chosen."""
        self.combo.setCurrentIndex(max(0, self.combo.findData(value)))

    def said(self) -> Answer | None:
        """Return what is chosen."""
        chosen = self.combo.currentData()
        return str(chosen) if chosen else None


class _WheelGuard(QObject):
    """Lets the wheel scroll the page, not change what is chosen."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Pass the wheel on unless the field has the focus."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


_guards: list[_WheelGuard] = []


def _wheel_guard() -> _WheelGuard:
    if not _guards:
        _guards.append(_WheelGuard())
    return _guards[0]


def field_for(words: Words, fact: LetterFact, save: Callable[[], None]) -> DetailField:
    """Make the field for a fact."""
    match fact.kind:
        case DetailKind.LINES:
            return LinesField(save)
        case DetailKind.DATE:
            return DayField(words, save)
        case DetailKind.MONTH:
            return MonthDetail(words, save)
        case DetailKind.NUMBER | DetailKind.MONEY:
            return NumberField(save)
        case DetailKind.CHOICE:
            return ChoiceField(words, fact, save)
    return TextField(save)
