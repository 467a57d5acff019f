"""Shows a rule pack before it is used: who vouches for it, and what it changes in each case."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.packs import PackChange, SignatureState
from app.domain.words import Text
from app.gui.fields import button, card, heading, row_of, subheading, text_label
from app.gui.judgements import in_both
from app.gui.marks import Mark, mark_icon
from app.gui.rows import RowTree, add_row
from app.gui.session import RulesOffer, Session
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.changes import word_change, word_signature
from app.i18n.wording import Names

_MARKS = {
    SignatureState.BUNDLED: Mark.GOOD,
    SignatureState.KNOWN_KEY: Mark.GOOD,
    SignatureState.UNKNOWN_KEY: Mark.WARN,
    SignatureState.UNSIGNED: Mark.WARN,
}


class RulesDialog(QDialog):
    """Asks whether a rule pack is to be used; what nobody vouches for has to be confirmed expressly."""

    def __init__(self, session: Session, words: Words, offer: RulesOffer, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._offer = offer
        self._pack = offer.switch.pack
        self.setWindowTitle(words.say("Import rules"))
        self.setMinimumSize(660, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Import rules")))
        column.addWidget(text_label(words.shown(self._pack.title), "subheading"))
        column.addWidget(text_label(words.say("Version {version}", version=self._pack.version), "muted"))
        column.addWidget(self._origin())
        column.addWidget(subheading(words, N_("What changes in your cases")))
        self.changes = RowTree(1)
        self.changes.setHeaderHidden(True)
        self.changes.setRootIsDecorated(False)
        words.bind(self.changes, N_("What changes in your cases"), "setAccessibleName")
        self._fill()
        column.addWidget(self.changes, 1)
        self.use_button = button(words, N_("Use these rules"), "primary")
        self.keep_button = button(words, N_("Keep the present rules"))
        self.use_button.clicked.connect(self.accept)
        self.keep_button.clicked.connect(self.reject)
        self.keep_button.setDefault(True)
        buttons = row_of()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.use_button)
        column.addLayout(buttons)
        self.use_button.setEnabled(not self.needs_confirmation)

    @property
    def needs_confirmation(self) -> bool:
        """Say whether the person has to confirm where the rules come from."""
        return self._pack.signature in (SignatureState.UNSIGNED, SignatureState.UNKNOWN_KEY)

    def _origin(self) -> QWidget:
        words, say, pack = self._words, self._words.say, self._pack
        frame, column = card(kind="warning" if self.needs_confirmation else "card", margin=12)
        row = QHBoxLayout()
        row.setSpacing(10)
        icon = QLabel()
        icon.setPixmap(mark_icon(_MARKS[pack.signature]).pixmap(16, 16))
        self.origin = text_label(words.shown(in_both(lambda language: word_signature(pack, language))))
        self.origin.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.origin, 1)
        column.addLayout(row)
        self.confirm = QCheckBox()
        if pack.signature is SignatureState.UNSIGNED:
            column.addWidget(text_label(say("Nobody has signed these rules, so nobody vouches for them.")))
            self.confirm.setText(say("I know where these rules come from and want to use them unsigned."))
        elif self.needs_confirmation:
            if self._offer.other_key:
                other = N_("This is another key than the one known here under that name.")
                column.addWidget(text_label(say(other)))
            self.confirm.setText(
                say(
                    "I have asked {publisher}, and this is the fingerprint of their key.",
                    publisher=pack.publisher,
                )
            )
        self.confirm.toggled.connect(lambda on: self.use_button.setEnabled(on))
        if self.needs_confirmation:
            column.addWidget(self.confirm)
        return frame

    def _fill(self) -> None:
        words = self._words
        changed = [case for case in self._offer.switch.cases if case.changes]
        for case in changed:
            add_row(self.changes, case.title or case.case_id, head=True)
            names = self._session.names_in(case.case_id)
            for change in case.changes:
                first, second = words.lines(_change_text(change, names))
                add_row(self.changes, first, second, mark=Mark.NOTE, data=change)
        if not changed:
            add_row(self.changes, *words.lines(both("Nothing changes in the kept cases.")), data=())


def _change_text(change: PackChange, names: Names) -> Text:
    return in_both(lambda language: word_change(change, names, language))


def confirm_rules(session: Session, words: Words, offer: RulesOffer, parent: QWidget) -> bool:
    """Show what was read and use it when the person says so; say whether it is used."""
    dialog = RulesDialog(session, words, offer, parent)
    wanted = bool(dialog.exec())
    used = wanted and session.use_rules(offer)
    if used:
        pack = offer.switch.pack
        title = words.shown(pack.title, " / ")
        session.told.emit(
            words.say(
                "These rules are used now: {title}, version {version}.", title=title, version=pack.version
            )
        )
    dialog.deleteLater()
    return used
