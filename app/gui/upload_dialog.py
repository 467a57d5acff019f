"""The files for a portal: written into a folder, and shown with what they answer and how large they are."""

from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.case import EvidencePart
from app.domain.findings import Finding
from app.domain.uploads import UploadFile, UploadLimits, UploadSet, UploadSource
from app.domain.words import Language
from app.gui.fields import button, fit_to_screen, heading, row_of, scrolled, subheading, text_label
from app.gui.judgements import in_both, source_lines
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.outside import answer_soon
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.session import Session
from app.gui.state_marks import SEVERITY_MARKS
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.terms import PART_NAMES
from app.i18n.wording import advise, say_finding

_KILOBYTE = 1000
# Widths of the columns after the first, and the width of the dialog below which they are tight.
_WIDE, _TIGHT, _NARROW = (250, 130, 250), (140, 96, 150), 860
_OVER = frozenset({"upload.over_limit", "upload.large", "upload.too_many_pages", "upload.many_pages"})
_DONE = {
    "rebuilt": N_("repaired"),
    "drawn": N_("made into pictures"),
    "unlocked": N_("unlocked"),
    "converted": N_("laid out from Word"),
    "flattened": N_("fields and notes made part of the page"),
    "pictured": N_("made into pictures"),
    "turned": N_("turned upright"),
    "turned_by_hand": N_("turned by hand"),
}


class UploadDialog(QDialog):
    """Writes an upload set and shows every file of it."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self.made: UploadSet | None = None
        self.setWindowTitle(words.say("Upload files"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("Upload files")))
        self.summary = text_label("", "muted")
        column.addWidget(self.summary)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.work = WorkRow(session, words, "upload", lambda: session.cancel("upload"))
        column.addWidget(self.work)
        self._add_tables(column)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(10)
        column.addWidget(scrolled(inside), 1)
        self.folder_button = button(words, N_("Open folder"))
        self.close_button = button(words, N_("Close"))
        self.folder_button.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.reject)
        buttons = row_of()
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        self._show_parts(on=False)
        fit_to_screen(self, QSize(1040, 700))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave room for the names of the files, however narrow the dialog is."""
        super().resizeEvent(event)
        self.table.set_widths(*(_WIDE if event.size().width() >= _NARROW else _TIGHT))

    def _add_tables(self, column: QVBoxLayout) -> None:
        words = self._words
        self.table = RowTree(4)
        self.table.setRootIsDecorated(False)
        self.table.setMinimumHeight(170)
        words.bind(self.table, N_("Files that were written"), "setAccessibleName")
        column.addWidget(self.table, 3)
        self.told_label = subheading(words, N_("What to know"))
        column.addWidget(self.told_label)
        self.told = RowTree(1)
        self.told.setMinimumHeight(120)
        self.told.setHeaderHidden(True)
        self.told.setRootIsDecorated(False)
        words.bind(self.told, N_("What to know"), "setAccessibleName")
        column.addWidget(self.told, 2)
        # Where nothing was written, what is told stands at the top.
        column.addStretch(0)

    def write(self, folder: Path, *, draft: bool) -> None:
        """Write the set into a folder."""
        self.notice.hide()
        self.summary.setText(str(folder))
        self._show_parts(on=False)
        self.work.begin()
        self._session.write_uploads(folder, draft=draft, done=self._done, failed=self._stopped)

    def _done(self, made: UploadSet) -> None:
        self.made = made
        self.work.end()
        self._show_parts(on=True)
        self._show_summary(made)
        self._show_files(made)
        self._show_told(made)

    def _stopped(self, stopped: Stopped) -> None:
        self.work.end()
        lines = [error_words(stopped, self._words)]
        lines += error_details(stopped, self._words, self._session.names)
        mark = Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD
        self.notice.tell("\n".join(lines), mark)

    def _show_parts(self, *, on: bool) -> None:
        for each in (self.table, self.told_label, self.told, self.folder_button):
            each.setVisible(on)

    def _show_summary(self, made: UploadSet) -> None:
        say = self._words.say
        count = say.plural("{count} file", "{count} files", len(made.files))
        self.summary.setText(f"{made.path} · {count}")
        over = len({each.params.get("name") for each in made.findings if each.code in _OVER})
        if over:
            self.notice.tell(
                say.plural(
                    "{count} file is larger than it may be or should be; it is marked below.",
                    "{count} files are larger than they may be or should be; they are marked below.",
                    over,
                ),
                Mark.WARN,
            )
        elif not made.usable:
            self.notice.tell(say("Not every file is as asked; see below what to do."), Mark.WARN)
        elif made.draft:
            self.notice.tell(say("It is a draft, not for submission."), Mark.NOTE)

    def _show_files(self, made: UploadSet) -> None:
        say = self._words.say
        self.table.setHeaderLabels([say("File"), say("Paper"), say("Size"), say("What was done")])
        self.table.clear()
        over = {each.params.get("name"): each for each in made.findings if each.code in _OVER}
        for file in made.files:
            found = over.get(file.name)
            mark = Mark.GOOD if found is None else SEVERITY_MARKS[found.severity]
            row = add_row(self.table, file.name, mark=mark, data=file.name)
            set_cell(row, 1, self._words.shown(file.title, " / "), self._owner(file))
            set_cell(row, 2, self._size(file.size_bytes), self._limit(file, made.limits))
            set_cell(row, 3, self._treatment(file))

    def _owner(self, file: UploadFile) -> str:
        part = self._words.say(PART_NAMES[EvidencePart(file.part)]) if file.part else ""
        return " · ".join(filter(None, (file.person_name, part)))

    def _size(self, size: int) -> str:
        return self._words.say("{size} KB", size=-(-size // _KILOBYTE))

    def _limit(self, file: UploadFile, limits: UploadLimits) -> str:
        say = self._words.say
        if limits.most_bytes is None or file.photo is not None:
            return ""
        size = limits.most_bytes // _KILOBYTE
        if limits.binding:
            return say("of at most {size} KB", size=size)
        return say("told from {size} KB on", size=size)

    def _treatment(self, file: UploadFile) -> str:
        say = self._words.say
        if file.photo is not None:
            return say(
                "{width} × {height} pixels, {dpi} dpi",
                width=file.photo.width,
                height=file.photo.height,
                dpi=file.photo.dpi,
            )
        parts = [say.plural("{count} page", "{count} pages", file.pages)]
        if file.reduced:
            pages = ", ".join(str(each.page) for each in file.reduced)
            parts.append(
                say("scans drawn anew at {dpi} dpi: page {pages}", dpi=file.reduced[0].dpi, pages=pages)
            )
        done = [each for source in file.sources for each in self._handling(source)]
        return " · ".join(dict.fromkeys([*parts, *done]))

    def _handling(self, source: UploadSource) -> list[str]:
        say = self._words.say
        if source.treatment == "untouched":
            return [say("signed file, left as it is")]
        return [say(_DONE[each.code]) for each in source.handling if each.code in _DONE]

    def _show_told(self, made: UploadSet) -> None:
        self.told.clear()
        for finding in made.findings:
            add_row(
                self.told,
                self._finding_words(finding),
                mark=SEVERITY_MARKS[finding.severity],
                data=finding,
            )
        for missing in made.missing:
            words = self._words.say(
                "Still missing: {requirement} for {person}",
                requirement=self._words.shown(missing.title, " / "),
                person=missing.person_name,
            )
            add_row(self.told, words, mark=Mark.OPEN, data=missing)
        first, *more = self._limit_lines(made.limits)
        add_row(self.told, first, "\n".join(more), mark=Mark.NOTE, data=made.limits)

    def _finding_words(self, finding: Finding) -> str:
        names = self._session.names

        def make(language: Language) -> str:
            return f"{say_finding(finding, names, language)}\n→ {advise(finding, names, language)}"

        return self._words.shown(in_both(make))

    def _limit_lines(self, limits: UploadLimits) -> list[str]:
        say = self._words.say
        if limits.most_bytes is None:
            return [say("No limit to the size of files is known here; ask before you upload.")]
        size = limits.most_bytes // _KILOBYTE
        if limits.binding:
            first = say("At most {size} KB in one file, as the rules say:", size=size)
        else:
            first = say("Told from {size} KB in one file on; that is no rule of the place:", size=size)
        return [first, *source_lines(limits.source, self._words)]

    def _open_folder(self) -> None:
        if self.made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self.made.path))

    def reject(self) -> None:
        """Stop what is being written before the dialog closes."""
        if self.work.isVisible():
            self._session.cancel("upload")
        super().reject()


def folder_for(chosen: Path, name: str) -> Path:
    """Return the folder to write into: the chosen one where it is empty or holds a set, else one in it."""
    from app.casework.upload_folder import foreign_files

    def is_taken() -> bool:
        try:
            return chosen.is_dir() and bool(foreign_files(chosen))
        except OSError:
            return False

    # A folder of its own is right wherever it is not known in time what the chosen one holds.
    return chosen / name if answer_soon(is_taken, otherwise=True) else chosen


def write_upload_files(session: Session, words: Words, folder: Path, parent: QWidget, *, draft: bool) -> None:
    """Write the files for a portal and show them."""
    dialog = UploadDialog(session, words, parent)
    dialog.write(folder, draft=draft)
    dialog.exec()
    dialog.deleteLater()
