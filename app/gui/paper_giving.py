"""What a person gives for the chosen row: files that are dropped, pasted or chosen."""

from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.case import EvidencePart
from app.gui.chosen_row import ChosenRow
from app.gui.documents_detail import DocumentsDetail
from app.gui.documents_tree import DocumentsTree
from app.gui.giving import give_files, give_to_evidence
from app.gui.outside import AskDisk, hold_folder
from app.gui.paper_viewer import PaperViewer
from app.gui.paper_words import EvidenceKey, ItemKey, PersonKey
from app.gui.part_slots import choose_files
from app.gui.rows import row_data
from app.gui.scratch import Scratch, pasted_files, pasted_picture
from app.gui.session import Session
from app.gui.words import Words


class _Sort(Protocol):
    def __call__(self, paths: tuple[Path, ...], person: str | None = None) -> None: ...


class PaperGiving:
    """Gives files for what is chosen on the page of documents."""

    def __init__(
        self,
        page: QWidget,
        session: Session,
        words: Words,
        *,
        tree: DocumentsTree,
        detail: DocumentsDetail,
        viewer: PaperViewer,
        scratch: Scratch,
        sort: _Sort,
    ) -> None:
        self._page = page
        self._session = session
        self._words = words
        self._tree = tree
        self._detail = detail
        self._viewer = viewer
        self._scratch = scratch
        self._sort = sort
        self._chosen = ChosenRow(session, tree)

    def paste(self) -> bool:
        """Take files or a picture from the clipboard, for the chosen row or to be sorted."""
        data = QGuiApplication.clipboard().mimeData()
        if not self._session.has_case or data is None:
            return False
        files = pasted_files(data)
        if files:
            self._take_pasted(files)
            return True
        picture = pasted_picture(data)
        if picture is None:
            return False
        case = self._session.case_id

        def saved(path: Path | None) -> None:
            if path is not None and self._session.case_id == case:
                self._take_pasted((path,))

        self._scratch.save_picture(picture, saved)
        return True

    def paste_or_tell(self) -> None:
        """Take what is on the clipboard, or tell that there is nothing."""
        if not self.paste():
            self._session.told.emit(self._words.say("There are no files and no picture on the clipboard."))

    def _take_pasted(self, files: tuple[Path, ...]) -> None:
        key = row_data(self._tree.currentItem())
        if isinstance(key, ItemKey | EvidenceKey):
            self.take_drop(key, files)
        else:
            self._sort(files, key.person if isinstance(key, PersonKey) else None)

    def take_drop(self, key: ItemKey | EvidenceKey, files: tuple[Path, ...]) -> None:
        """Choose a row and give files for it."""
        self._tree.select_row(key)
        part = EvidencePart.ORIGINAL
        if isinstance(key, EvidenceKey):
            part = self._session.case.evidence[key.index].part
        self.give(part, files)

    def give(self, part: EvidencePart, files: tuple[Path, ...], as_pages: bool | None = None) -> None:
        """Give files for a part of the chosen paper; what holds a folder is sorted."""
        if not files:
            return
        row, case = row_data(self._tree.currentItem()), self._session.case_id

        def give(has_folder: bool) -> None:
            # A drive may have answered late: what was chosen then is what is meant.
            if self._session.case_id != case:
                return
            if row_data(self._tree.currentItem()) != row and self._tree.select_row(row) is None:
                return
            if has_folder:
                item = self._chosen.item()
                self._sort(files, None if item is None else item.person.id)
            else:
                self._give_files(part, files, as_pages)

        AskDisk(self._page, partial(hold_folder, files), give, partial(self._tell_slow, files))

    def _tell_slow(self, files: tuple[Path, ...]) -> None:
        say = self._words.say
        self._session.told.emit(
            say(
                "The drive with {name} does not answer; the papers are taken as soon as it does.",
                name=files[0].name,
            )
        )

    def _give_files(self, part: EvidencePart, files: tuple[Path, ...], as_pages: bool | None) -> None:
        item, index = self._chosen.item(), self._chosen.shown_index()
        if item is not None:
            give_files(
                self._session,
                self._words,
                self._page,
                item=item,
                requirement=self._detail.given_as.currentData() or item.ask.requirement,
                part=part,
                files=files,
                chosen=index,
                as_pages=as_pages,
            )
        elif index is not None:
            give_to_evidence(self._session, self._words, self._page, index, files)

    def add_files(self, *, as_pages: bool) -> None:
        """Ask for files and add them as another paper, or as more pages of the shown one."""
        evidence = self._chosen.evidence()
        part = EvidencePart.ORIGINAL if evidence is None else evidence.part
        item, index = self._chosen.item(), self._chosen.shown_index()
        if item is not None:
            self._detail.parts.slots[part].choose(as_pages=as_pages)
        elif index is not None and as_pages:
            files = choose_files(self._words, self._words.say("Add pages to this paper…"), self._page)
            if files:
                self._session.add_files(index, files)

    def replace_file(self, name: str | None = None) -> None:
        """Ask for files that stand instead of one of the shown paper."""
        index, evidence = self._chosen.shown_index(), self._chosen.evidence()
        if index is None or evidence is None:
            return
        files = choose_files(self._words, self._words.say("Replace the file…"), self._page)
        if files:
            old = name or self._viewer.file
            self._session.replace_files(index, files, instead_of=old if len(evidence.files) > 1 else None)
