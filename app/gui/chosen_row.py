"""What the chosen row of the list of papers stands for."""

from app.domain.case import Evidence, Person
from app.domain.findings import Finding
from app.domain.judgement import ChecklistItem
from app.gui.documents_tree import DocumentsTree
from app.gui.paper_words import EvidenceKey, PersonKey, key_of
from app.gui.rows import row_data
from app.gui.session import Session


class ChosenRow:
    """Finds the item, the paper or the person of the chosen row, and those that a finding is about."""

    def __init__(self, session: Session, tree: DocumentsTree) -> None:
        self._session = session
        self._tree = tree

    def item(self) -> ChecklistItem | None:
        """Return the item whose row, or one of whose papers, is chosen."""
        row = self._tree.currentItem()
        if row is not None and isinstance(row_data(row), EvidenceKey):
            row = row.parent()
        key = row_data(row)
        items = self._session.checklist() if self._session.has_case else ()
        return next((item for item in items if key_of(item) == key), None)

    def index(self) -> int | None:
        """Return the place in the case of the paper whose own row is chosen."""
        key = row_data(self._tree.currentItem())
        rows = self._session.case.evidence if self._session.has_case else ()
        return key.index if isinstance(key, EvidenceKey) and key.index < len(rows) else None

    def shown_index(self) -> int | None:
        """Return the paper that is shown: the chosen one, or the only one of the chosen row."""
        index = self.index()
        item = self.item() if index is None else None
        if item is None or len(item.evidence) != 1:
            return index
        return next(at for at, each in enumerate(self._session.case.evidence) if each is item.evidence[0])

    def viewed_index(self) -> int | None:
        """Return the paper whose pages are shown: the first one where a row has several."""
        index, item = self.shown_index(), self.item()
        if index is not None or item is None or not item.evidence:
            return index
        return next(at for at, each in enumerate(self._session.case.evidence) if each is item.evidence[0])

    def person(self) -> Person | None:
        """Return the person whose heading is chosen."""
        key = row_data(self._tree.currentItem())
        known = isinstance(key, PersonKey) and self._session.has_case
        return self._session.case.person(key.person) if known else None

    def evidence(self) -> Evidence | None:
        """Return the paper that is shown."""
        index = self.shown_index()
        return None if index is None else self._session.case.evidence[index]

    def item_of(self, finding: Finding) -> ChecklistItem | None:
        """Return the item that a finding is about."""
        for item in self._session.checklist():
            accepted = (item.ask.requirement, *item.ask.instead)
            if item.person.id == finding.person and finding.requirement in accepted:
                return item
        return None

    def evidence_of(self, finding: Finding, *, of_file: bool = False) -> int | None:
        """Return the paper that a finding is about: the one with its file, else the first of its part."""
        own = [
            (at, each)
            for at, each in enumerate(self._session.case.evidence)
            if (each.person, each.requirement) == (finding.person, finding.requirement)
        ]
        for at, each in own:
            if finding.file is not None and finding.file in each.files:
                return at
        if of_file:
            return None
        of_part = [at for at, each in own if finding.part in (None, each.part.value)]
        return of_part[0] if of_part else None
