"""How the packet is wanted: language of its pages, printing, volumes, password, archive, originals."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import UnusableInput
from app.domain.packet import Originals, PacketOptions
from app.domain.passwords import typed_password
from app.domain.words import DisplayMode
from app.gui.fields import button, quiet, row_of, set_flag, text_label
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.wording import word_app_error

_MEGABYTE = 1_000_000
_LANGUAGES = (
    (DisplayMode.BOTH, N_("Chinese and English")),
    (DisplayMode.ZH, N_("Chinese")),
    (DisplayMode.EN, N_("English")),
)
_ORIGINALS = (
    (Originals.LEFT, N_("leave them out")),
    (Originals.BESIDE, N_("put them beside the packet")),
    (Originals.ATTACHED, N_("attach them inside the packet")),
)


class PacketOptionsForm(QWidget):
    """Takes the options of a packet; what stands in it is always usable or says why not."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._earlier = ""
        self._unusable: Stopped | None = None
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.language = self._choice(N_("Language of its pages"), len(_LANGUAGES))
        self.originals = self._choice(N_("Signed originals"), len(_ORIGINALS))
        self._add_volumes()
        self._add_password()
        self._add_supplement()
        self.printing = self._tick(N_("For printing, with all copies"))
        self.archival = self._tick(N_("For archives (PDF/A-2b)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._form)
        for tick, message in (
            (self.printing, N_("Every paper begins on an odd page, for printing on both sides.")),
            (
                self.archival,
                N_("Possible only where every paper is made for it; else you are told which is not."),
            ),
        ):
            column.addWidget(tick)
            column.addWidget(quiet(words, message))
        words.changed.connect(self._renew)
        self._renew()

    def options(self) -> PacketOptions:
        """Return what is asked for. Raises UnusableInput while the password cannot be one."""
        volume = self.volume.value() if self.volumes.isChecked() else None
        return PacketOptions(
            language=DisplayMode(self.language.currentData()),
            printing=self.printing.isChecked(),
            volume_bytes=None if volume is None else round(volume * _MEGABYTE),
            password=typed_password(self.password.text()) if self.password.text() else "",
            archival=self.archival.isChecked(),
            originals=Originals(self.originals.currentData()),
            supplement_to=self._earlier,
            supplement_password=self._opening() if self._earlier else "",
        )

    def _opening(self) -> str:
        """Return what opens the earlier packet, nothing where no password could."""
        given = self.earlier_password.text()
        return typed_password(given) if given else ""

    @property
    def is_usable(self) -> bool:
        """Say whether the options can be used as they stand."""
        try:
            self.options()
        except UnusableInput:
            return False
        return True

    def forget(self) -> None:
        """Forget what belongs to one case: the password and the earlier packet."""
        self.password.clear()
        self.supplement_to("")

    def supplement_to(self, path: str) -> None:
        """Ask for a supplement to an earlier packet, or for a whole packet when the path is empty."""
        self._earlier, self._unusable = path, None
        self.earlier_password.clear()
        self._show_earlier()
        self.changed.emit()

    def tell_earlier(self, stopped: Stopped | None) -> None:
        """Say beside the earlier packet why it cannot be used; None takes that back."""
        self._unusable = stopped
        self._show_earlier()

    # Its fields.

    def _label(self, message: str, field: QWidget) -> QLabel:
        label = QLabel()
        self._words.bind(label, message)
        self._words.bind(field, message, "setAccessibleName")
        return label

    def _choice(self, message: str, count: int) -> QComboBox:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for _ in range(count):
            combo.addItem("")
        combo.activated.connect(lambda _: self.changed.emit())
        self._form.addRow(self._label(message, combo), combo)
        return combo

    def _tick(self, message: str) -> QCheckBox:
        tick = QCheckBox()
        self._words.bind(tick, message)
        tick.toggled.connect(lambda _: self.changed.emit())
        return tick

    def _add_volumes(self) -> None:
        self.volumes = QCheckBox()
        self._words.bind(self.volumes, N_("Volumes of at most"))
        # As high as its row, so that it stands level with the figure.
        self.volumes.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.volume = QDoubleSpinBox()
        self.volume.setRange(0.5, 2000.0)
        self.volume.setDecimals(1)
        self.volume.setSuffix(" MB")
        # As far from the edge as the words of the other fields.
        self.volume.lineEdit().setTextMargins(8, 0, 0, 0)
        self.volume.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.volume.setValue(20.0)
        self.volume.setEnabled(False)
        self._words.bind(self.volume, N_("Size of a volume in megabytes"), "setAccessibleName")
        self.volumes.toggled.connect(self.volume.setEnabled)
        self.volumes.toggled.connect(lambda _: self.changed.emit())
        self.volume.valueChanged.connect(lambda _: self.changed.emit())
        self._form.addRow(self.volumes, self.volume)

    def _add_password(self) -> None:
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(127)
        self._words.bind(self.password, N_("none: everybody can open it"), "setPlaceholderText")
        self.typed = text_label("", "muted")
        self.typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.bind(self.typed, N_("Password to open it"), "setAccessibleName")
        self.password.textChanged.connect(lambda _: self._judge_password())
        self._form.addRow(self._label(N_("Password to open it"), self.password), self.password)
        self._form.addRow(self.typed)

    def _add_supplement(self) -> None:
        self.earlier = text_label("", "muted")
        self.choose_button = button(self._words, N_("Choose packet…"))
        self.whole_button = button(self._words, N_("Whole packet"))
        self.choose_button.clicked.connect(self._choose_earlier)
        self.whole_button.clicked.connect(lambda: self.supplement_to(""))
        self._form.addRow(
            self._label(N_("Only what is new since"), self.choose_button),
            row_of(self.choose_button, self.whole_button),
        )
        self._form.addRow(self.earlier)
        self.earlier_password = QLineEdit()
        self.earlier_password.setEchoMode(QLineEdit.EchoMode.Password)
        self.earlier_password.setMaxLength(127)
        self._words.bind(self.earlier_password, N_("only if it is locked"), "setPlaceholderText")
        self.earlier_password.textChanged.connect(lambda _: self.changed.emit())
        self._form.addRow(self._label(N_("Its password"), self.earlier_password), self.earlier_password)

    # What is shown.

    def _renew(self) -> None:
        for combo, entries in ((self.language, _LANGUAGES), (self.originals, _ORIGINALS)):
            for place, (value, message) in enumerate(entries):
                combo.setItemText(place, self._words.say(message))
                combo.setItemData(place, value)
        self._judge_password()
        self._show_earlier()

    def _judge_password(self) -> None:
        """Show how the password will be typed, or why it cannot be one."""
        given = self.password.text()
        self.typed.setVisible(bool(given))
        wrong = False
        if given:
            try:
                shown = typed_password(given)
                self.typed.setText(
                    self._words.say("In a PDF viewer this password is typed: {password}", password=shown)
                )
            except UnusableInput as error:
                wrong = True
                self.typed.setText(word_app_error(error, self._words.language))
        set_flag(self.password, "wrong", on=wrong)
        self.changed.emit()

    def _show_earlier(self) -> None:
        self.whole_button.setVisible(bool(self._earlier))
        self.choose_button.setVisible(not self._earlier)
        self.earlier.setVisible(bool(self._earlier))
        self._form.setRowVisible(self.earlier_password, bool(self._earlier))
        name = Path(self._earlier).name
        if self._unusable is not None:
            name = f"{name}\n{error_words(self._unusable, self._words)}"
        self.earlier.setText(name)
        self.earlier.setObjectName("muted" if self._unusable is None else "wrong")
        self.earlier.style().unpolish(self.earlier)
        self.earlier.style().polish(self.earlier)

    def _choose_earlier(self) -> None:
        say = self._words.say
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("The packet that was handed in"), str(Path.home()), say("Packet") + " (*.pdf)"
        )
        if chosen:
            self.supplement_to(chosen)
