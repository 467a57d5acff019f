"""How files become papers of the case: as a new paper, as more pages of one, or instead of one."""

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from app.domain.case import Evidence, EvidencePart
from app.domain.judgement import ChecklistItem, ItemState
from app.gui.session import Session
from app.gui.words import Words


def give_files(
    session: Session,
    words: Words,
    parent: QWidget,
    *,
    item: ChecklistItem,
    requirement: str,
    part: EvidencePart,
    files: tuple[Path, ...],
    chosen: int | None = None,
    as_pages: bool | None = None,
) -> None:
    """Give files for a place of an item; where papers are there it is asked what they are."""
    there = _there(session, item, part)
    if there and as_pages is None and not _wants_more(item, part):
        as_pages = ask_as_pages(words, parent, files)
        if as_pages is None:
            return
    if there and as_pages:
        session.add_files(chosen if chosen in there else there[-1], files)
    else:
        session.attach(requirement, item.person.id, part, files, country=item.ask.country)


def give_to_evidence(
    session: Session, words: Words, parent: QWidget, index: int, files: tuple[Path, ...]
) -> None:
    """Give files for a paper that nobody asks for."""
    evidence: Evidence = session.case.evidence[index]
    as_pages = False if evidence.made_from else ask_as_pages(words, parent, files)
    if as_pages:
        session.add_files(index, files)
    elif as_pages is False:
        session.attach(evidence.requirement, evidence.person, evidence.part, files, country=evidence.country)


def ask_as_pages(words: Words, parent: QWidget, files: tuple[Path, ...]) -> bool | None:
    """Ask whether files are more pages of the paper that is there; None where the person thinks better."""
    say = words.say
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(say("Add papers"))
    box.setText(say("There is a paper here already. What is {name}?", name=_names(files)))
    another = box.addButton(say("Add another paper"), QMessageBox.ButtonRole.AcceptRole)
    pages = box.addButton(say("Add pages to this paper"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(another)
    box.exec()
    pressed = box.clickedButton()
    answer = True if pressed == pages else None
    box.deleteLater()
    return False if pressed == another else answer


def _there(session: Session, item: ChecklistItem, part: EvidencePart) -> list[int]:
    """Return the papers that are given for a place of an item."""
    # A letter of ours that is not signed gives way to what is given now.
    own = {id(each) for each in item.evidence if each.part is part and not each.made_from}
    return [at for at, each in enumerate(session.case.evidence) if id(each) in own]


def _wants_more(item: ChecklistItem, part: EvidencePart) -> bool:
    """Say whether another paper is what is asked for: then nobody has to be asked."""
    return part is EvidencePart.ORIGINAL and item.state is ItemState.TOO_FEW


def _names(files: tuple[Path, ...]) -> str:
    shown = ", ".join(each.name for each in files[:2])
    return f"{shown} …" if len(files) > 2 else shown
