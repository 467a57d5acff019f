"""What a person says of one piece of evidence: its part, dates, country, and which pages count."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.case import Evidence, EvidencePart
from app.gui.fields import DateField, button, row_of, set_flag, text_label
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import PART_NAMES, country_name


class EvidenceForm(QWidget):
    """Shows and changes one piece of evidence; every entry is kept as its field is left."""

    edited = Signal(int, object)
    removed = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._index: int | None = None
        self._evidence: Evidence | None = None
        self.name = text_label("", "")
        self.part = QComboBox()
        self.part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.part.setMinimumContentsLength(12)
        self.issued_on = DateField(words, N_("Issued on"))
        self.expires_on = DateField(words, N_("Valid until"))
        self.country = QLineEdit()
        self.country.setMaxLength(3)
        self.country.setMaximumWidth(80)
        self.country.setPlaceholderText("DEU")
        self.pages = QLineEdit()
        self.pages.setMaximumWidth(120)
        self.pages.setPlaceholderText("1-3,5")
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(7)
        for message, field in (
            (N_("It is"), self.part),
            (N_("Issued on"), self.issued_on),
            (N_("Valid until"), self.expires_on),
            (N_("Country, three letters"), self.country),
            (N_("Pages, if not all"), self.pages),
        ):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            words.bind(field, message, "setAccessibleName")
            form.addRow(label, field)
        self.one_page = QCheckBox()
        words.bind(self.one_page, N_("Two sides of a card: on one page"))
        self.remove_button = button(words, N_("Take out of the case"))
        self.remove_button.clicked.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.name)
        column.addLayout(form)
        column.addWidget(self.one_page)
        column.addLayout(row_of(self.remove_button))
        self.part.activated.connect(lambda _: self._save())
        self.issued_on.edited.connect(self._save)
        self.expires_on.edited.connect(self._save)
        self.country.editingFinished.connect(self._save)
        self.pages.editingFinished.connect(self._save)
        self.one_page.clicked.connect(lambda _: self._save())

    def show_evidence(self, index: int | None, evidence: Evidence | None) -> None:
        """Show a piece of evidence."""
        anew = index != self._index
        self._index, self._evidence = index, evidence
        if evidence is None:
            return
        self.name.setText("\n".join(Path(name).name for name in evidence.files))
        self.part.clear()
        for part in EvidencePart:
            self.part.addItem(self._words.say(PART_NAMES[part]), part)
        self.part.setCurrentIndex(list(EvidencePart).index(evidence.part))
        self.issued_on.show_day(evidence.issued_on, anew=anew)
        self.expires_on.show_day(evidence.expires_on, anew=anew)
        if anew or not self.country.isModified():
            self.country.setText(evidence.country or "")
            set_flag(self.country, "wrong", on=False)
        self.one_page.setChecked(evidence.one_page)
        if anew or not self.pages.isModified():
            self.pages.setText(evidence.pages or "")

    def _save(self) -> None:
        if self._index is None or self._evidence is None:
            return
        code = self.country.text().strip().upper()
        known = not code or (len(code) == 3 and country_name(code).en != code)
        set_flag(self.country, "wrong", on=not known)
        old = self._evidence
        new = replace(
            old,
            part=EvidencePart(self.part.currentData()),
            issued_on=old.issued_on if self.issued_on.is_wrong else self.issued_on.day,
            expires_on=old.expires_on if self.expires_on.is_wrong else self.expires_on.day,
            country=(code or None) if known else old.country,
            pages=self.pages.text().replace(" ", "") or None,
            one_page=self.one_page.isChecked(),
        )
        if known:
            self.country.setModified(False)
        self.pages.setModified(False)
        if new != old:
            self.edited.emit(self._index, new)

    def _remove(self) -> None:
        if self._index is not None:
            self.removed.emit(self._index)
