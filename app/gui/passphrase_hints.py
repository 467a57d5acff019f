"""What is said beside a passphrase while it is typed: that Caps Lock is on, and how hard it is to guess."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.i18n.catalogue import N_

# By length alone: rules about digits and signs make passphrases hard to remember and easy to guess.
_SHORT, _FAIR = 12, 20
# Of so many different characters, whatever its length.
_FEW_KINDS = 5

EMPTY_ADVICE = N_("Several words that you can remember are better than one that is hard to type.")
_FEW = N_("The same few characters again and again are guessed quickly. Take several words instead.")
_DIGITS = N_("Numbers alone are guessed quickly. Take several words instead.")
_WEAK = N_("Short: with time it can be guessed. Add one or two words.")
_MEDIUM = N_("Fair. One more word makes it far harder to guess.")
_STRONG = N_("Long enough, unless it is a well-known sentence or somebody else knows it.")


def advice_on(passphrase: str) -> str:
    """Return what is to be said of a passphrase that somebody is choosing; still to be translated."""
    if not passphrase:
        return EMPTY_ADVICE
    if len(set(passphrase.casefold())) < min(_FEW_KINDS, len(passphrase)):
        return _FEW
    if passphrase.replace(" ", "").isdigit():
        return _DIGITS
    # A Chinese character is one of thousands, a letter one of twenty-six.
    weight = sum(2 if ord(each) > 0x2E7F else 1 for each in passphrase)
    if weight < _SHORT:
        return _WEAK
    return _MEDIUM if weight < _FAIR else _STRONG


class CapsWatch(QObject):
    """Tells whether Caps Lock seems to be on, as far as what is typed shows it: Qt does not say it itself."""

    def __init__(self, fields: tuple[QLineEdit, ...], tell: Callable[[bool], None]) -> None:
        super().__init__(fields[0])
        self._tell = tell
        self._is_on = False
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at each letter that is typed."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_CapsLock:
                self._set(is_on=not self._is_on)
            elif len(event.text()) == 1 and event.text().isascii() and event.text().isalpha():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._set(is_on=event.text().isupper() != shift)
        return False

    def _set(self, *, is_on: bool) -> None:
        if is_on != self._is_on:
            self._is_on = is_on
            self._tell(is_on)
