"""What was found about a paper: one card each, with what to do and a button that does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.case import EvidencePart
from app.domain.findings import Finding, Severity
from app.domain.words import Language
from app.gui.fields import button, card, text_label
from app.gui.finding_ways import way_of
from app.gui.flow import flow_of
from app.gui.judgements import in_both
from app.gui.marks import mark_icon
from app.gui.session import Session
from app.gui.state_marks import SEVERITY_MARKS
from app.gui.steps import Step
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import SEVERITY_NAMES
from app.i18n.wording import advise, say_finding


class Remedy(StrEnum):
    """What can be done about a finding where it is shown."""

    GO = "go"  # to the question, the person, the figures or the day
    ADD = "add"
    ADD_PART = "add-part"
    SAY_DATE = "say-date"
    SAY_EXPIRY = "say-expiry"
    LOOK = "look"
    REPLACE = "replace"
    LEAVE_OUT = "leave-out"
    ASK_AGAIN = "ask-again"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Deed:
    """Holds a remedy and the words of its button."""

    remedy: Remedy
    words: str
    part: EvidencePart = EvidencePart.ORIGINAL


_ADD = Deed(Remedy.ADD, N_("Add files…"))
_LEAVE_OUT = Deed(Remedy.LEAVE_OUT, N_("It is not needed…"))
_LOOK = Deed(Remedy.LOOK, N_("Look at the page"))
_REPLACE = Deed(Remedy.REPLACE, N_("Replace the file…"))
_SAY_DATE = Deed(Remedy.SAY_DATE, N_("Say the day of issue"))
_SAY_EXPIRY = Deed(Remedy.SAY_EXPIRY, N_("Say until when it is valid"))
_PARTS = {
    "chain.authentication_missing": EvidencePart.AUTHENTICATION,
    "chain.translation_missing": EvidencePart.TRANSLATION,
    "chain.translator_licence_missing": EvidencePart.TRANSLATOR_LICENCE,
}
_DEEDS: dict[str, tuple[Deed, ...]] = {
    "requirement.missing": (_ADD, _LEAVE_OUT),
    "requirement.too_few": (_ADD, _LEAVE_OUT),
    "letter.unsigned": (
        Deed(Remedy.REPLACE, N_("Put the scan in its place…")),
        Deed(Remedy.REMOVE, N_("Take out of the case")),
    ),
    "requirement.said_not_needed": (_ADD, Deed(Remedy.ASK_AGAIN, N_("It is needed after all"))),
    "requirement.not_needed_given": (Deed(Remedy.ASK_AGAIN, N_("It is needed after all")),),
    "requirement.not_needed_unasked": (Deed(Remedy.ASK_AGAIN, N_("Forget it")),),
    "requirement.not_asked": (Deed(Remedy.REMOVE, N_("Take out of the case")),),
    "file.duplicate": (_LOOK, Deed(Remedy.REMOVE, N_("Take out of the case"))),
    "file.layout_unapproved": (Deed(Remedy.LOOK, N_("Look at the pages")),),
    "date.not_found": (_SAY_DATE,),
    "date.differs": (_LOOK, _SAY_DATE),
    "date.unclear": (_LOOK, _SAY_DATE),
    "date.in_future": (_SAY_DATE,),
    "date.too_old": (_REPLACE, _SAY_DATE),
    "date.use_by_soon": (_REPLACE,),
    "date.expired": (_REPLACE, _SAY_EXPIRY),
    "date.expiry_missing": (_SAY_EXPIRY,),
}
# By the first word of the code, where the code itself says nothing.
_BY_AREA: dict[str, tuple[Deed, ...]] = {
    "file": (_REPLACE,),
    "photo": (_REPLACE,),
    "page": (_LOOK, _REPLACE),
    "seal": (_LOOK,),
    "document": (_LOOK,),
    "identity": (_LOOK,),
    "figures": (_LOOK,),
    "card": (_LOOK,),
    "history": (_LOOK,),
    "chain": (_LOOK,),
    "passport": (_LOOK,),
}


def deeds_for(finding: Finding, session: Session) -> tuple[Deed, ...]:
    """Return what can be done about a finding, the likeliest first."""
    part = _PARTS.get(finding.code)
    if part is not None:
        return (Deed(Remedy.ADD_PART, N_("Add files…"), part),)
    way = way_of(finding, session)
    made = () if way is None or way.step is Step.DOCUMENTS else (Deed(Remedy.GO, way.words),)
    own = _DEEDS.get(finding.code, _BY_AREA.get(finding.code.partition(".")[0], ()))
    if finding.file is None:
        # Without a file there is no page to look at.
        own = tuple(each for each in own if each.remedy not in (Remedy.LOOK, Remedy.REPLACE))
    return (*made, *own)


class FindingCards(QWidget):
    """Shows findings, each with its buttons."""

    chosen = Signal(object, object)  # the finding and the deed

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._shown: object = None
        self.cards: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings, the worst first."""
        self.setVisible(bool(findings))
        # Cards that stay keep the focus of whoever goes through them by keyboard.
        shown = [(repr(each), deeds_for(each, self._session)) for each in findings]
        if (shown, self._words.language, self._words.mode) == self._shown:
            return
        self._shown = (shown, self._words.language, self._words.mode)
        for each in self.cards:
            self._column.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.cards = [self._card(each) for each in findings]
        for made in self.cards:
            self._column.addWidget(made)

    def _card(self, finding: Finding) -> QWidget:
        words = self._words
        kind = {Severity.BLOCKER: "blocker", Severity.WARNING: "warning"}.get(finding.severity, "card")
        frame, column = card(kind=kind, margin=12)
        column.setSpacing(5)
        icon = QLabel()
        icon.setPixmap(mark_icon(SEVERITY_MARKS[finding.severity]).pixmap(16, 16))
        severity = QLabel(words.say(SEVERITY_NAMES[finding.severity]))
        severity.setObjectName("strong")
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(severity, 1)
        column.addLayout(head)
        names = self._session.names
        sentence = words.shown(in_both(lambda language: say_finding(finding, names, language)))
        advice = words.shown(in_both(lambda language: _advice(finding, names, language)))
        column.addWidget(_selectable(sentence, ""))
        column.addWidget(_selectable(advice, "muted"))
        made = [self._button(finding, deed, sentence) for deed in deeds_for(finding, self._session)]
        if made:
            column.addWidget(flow_of(*made))
        return frame

    def _button(self, finding: Finding, deed: Deed, sentence: str) -> QWidget:
        made = button(self._words, deed.words, "small")
        made.setAccessibleDescription(sentence)
        made.clicked.connect(lambda: self.chosen.emit(finding, deed))
        return made


def _advice(finding: Finding, names: object, language: Language) -> str:
    return "→ " + advise(finding, names, language)  # type: ignore[arg-type]  # the names of the session


def _selectable(words: str, kind: str) -> QLabel:
    label = text_label(words, kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
