"""What a backup would bring back: seen first; then one case, or everything after a second question."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.casework.results import Changed
from app.domain.backups import Backup, Preview, PreviewCase, Side
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, scrolled, text_label
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.secret_fields import SecretFields
from app.gui.session import Session
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.backups import word_side
from app.i18n.catalogue import N_
from app.i18n.handovers import word_moment
from app.i18n.wording import word_error

_ASKS = frozenset(
    {
        *("backup.needs_passphrase", "store.wrong_passphrase"),
        *("store.wrong_code", "store.code_mistyped", "store.code_length"),
    }
)
_ORDER = (Side.ONLY_THERE, Side.DIFFERS, Side.ONLY_HERE)
_WIDE, _TIGHT, _NARROW = (210, 210), (130, 130), 700


@dataclass(frozen=True, slots=True)
class RestoreWish:
    """Holds which backup is to be restored, and how; `opens_with` opens the cases afterwards, if known."""

    backup: str
    opening: Mapping[str, str]
    set_aside: bool = False
    despite_damage: bool = False
    opens_with: str = ""

    def arguments(self) -> dict[str, object]:
        """Return what the worker is told."""
        names = ("backup", "set_aside", "despite_damage")
        return {**self.opening, **{name: getattr(self, name) for name in names}}


class RestoreDialog(QDialog):
    """Shows a preview of a backup, brings one case back, or everything."""

    def __init__(self, session: Session, words: Words, backup: Backup, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._backup = backup
        self._busy: WorkRow | None = None
        self._sets_aside = False
        self.preview: Preview | None = None
        # What is to be asked of whoever has the store alone, once everything is wanted back.
        self.wanted: RestoreWish | None = None
        self.setWindowTitle(words.say("Restore"))
        self._build()
        fit_to_screen(self, QSize(760, 560))
        self._allow()

    # How it is made.

    def _build(self) -> None:
        words = self._words
        moment = word_moment(self._backup.made_at, words.language)
        self.stack = QStackedWidget()
        self.ask_page, self.preview_page = self._make_ask_page(), self._make_preview_page()
        self.confirm_page = self._make_confirm_page()
        for page in (self.preview_page, self.ask_page, self.confirm_page):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("Restore")))
        column.addWidget(text_label(words.say("Backup of {moment}", moment=moment), "subheading"))
        column.addWidget(self.stack, 1)
        self.notice = Notice()
        column.addWidget(self.notice)
        session = self._session
        self.look_row = WorkRow(session, words, "look_into_backup", self._cancel)
        self.case_row = WorkRow(session, words, "restore_case", self._cancel)
        for row in (self.look_row, self.case_row):
            column.addWidget(row)
        self._add_buttons(column)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        words = self._words
        self.close_button = button(words, N_("Close"))
        self.open_button = button(words, N_("Look inside"), "primary")
        self.everything_button = button(words, N_("Restore everything…"))
        self.case_button = button(words, N_("Restore this case"), "primary")
        self.back_button = button(words, N_("Back to the list"))
        self.now_button = button(words, N_("Restore everything now"), "primary")
        for each, do in (
            (self.close_button, self.reject),
            (self.open_button, self.look),
            (self.everything_button, self.ask_for_everything),
            (self.case_button, self.restore_case),
            (self.back_button, self._go_back),
            (self.now_button, self.restore_everything),
        ):
            each.clicked.connect(lambda _=False, do=do: do())
        buttons = row_of()
        for each in (
            self.close_button,
            self.back_button,
            self.open_button,
            self.everything_button,
            self.case_button,
            self.now_button,
        ):
            buttons.addWidget(each)
        column.addLayout(buttons)

    def _make_ask_page(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(
            quiet(
                self._words,
                N_(
                    "This backup was made under another passphrase than today's. Type the one that opened "
                    "your cases when it was made, or the recovery code of that time."
                ),
            )
        )
        self.secret = SecretFields(self._words, is_new=False)
        self.secret.entered.connect(self.look)
        column.addWidget(self.secret)
        self.is_code = QCheckBox()
        self._words.bind(self.is_code, N_("This is the recovery code of that time"))
        column.addWidget(self.is_code)
        column.addStretch(1)
        return scrolled(inside)

    def _make_preview_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.summary = text_label("", "muted")
        column.addWidget(self.summary)
        self.tree = RowTree(3)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(110)
        self._words.bind(self.tree, N_("What restoring would change"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._allow())
        column.addWidget(self.tree, 1)
        return page

    def _make_confirm_page(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        self.consequences = text_label()
        column.addWidget(self.consequences)
        column.addSpacing(8)
        self.confirm = QCheckBox()
        self._words.bind(self.confirm, N_("Yes: put everything back as it was then"))
        self.confirm.toggled.connect(lambda _: self._allow())
        column.addWidget(self.confirm)
        column.addStretch(1)
        return scrolled(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave room for the names of the cases, however narrow the dialog is."""
        super().resizeEvent(event)
        self.tree.set_widths(*(_WIDE if event.size().width() >= _NARROW else _TIGHT))

    # Looking inside.

    def look(self) -> None:
        """Look what is in the backup; where it is under another passphrase that is asked for."""
        asks = self.stack.currentWidget() is self.ask_page
        if self._busy is not None or (asks and not self.secret.judge()):
            return
        self._begin(self.look_row)
        self._session.look_into_backup(self._backup.id, self._opening, self._show, self._stopped)

    @property
    def _opening(self) -> dict[str, str]:
        """Return what was typed to open the backup, nothing where nothing had to be."""
        typed = self.secret.text()
        return {"code" if self.is_code.isChecked() else "passphrase": typed} if typed else {}

    def _show(self, preview: Preview) -> None:
        self._end()
        self.preview = preview
        say = self._words.say
        lines = []
        if preview.present_trouble:
            lines.append(say("What is kept now cannot be read: {reason}", reason=self._present_trouble()))
        if preview.same:
            lines.append(
                say.plural(
                    "{count} case is the same in the backup and here.",
                    "{count} cases are the same in the backup and here.",
                    preview.same,
                )
            )
        if not preview.cases:
            lines.append(say("Restoring it would change nothing."))
        self.summary.setText("\n".join(lines))
        self.summary.setVisible(bool(lines))
        self._fill(preview)
        self.stack.setCurrentWidget(self.preview_page)
        self._allow()
        (self.tree if preview.cases else self.close_button).setFocus()

    def _present_trouble(self) -> str:
        preview = self.preview
        code = "" if preview is None else preview.present_trouble
        path = str(self._session.desk.data_folder)
        return word_error(code, {"path": path}, self._words.language) if code else ""

    def _fill(self, preview: Preview) -> None:
        say, language = self._words.say, self._words.language
        self.tree.setHeaderLabels([say("Case"), say("In the backup"), say("Here")])
        self.tree.clear()
        for side in _ORDER:
            cases = [case for case in preview.cases if case.side is side]
            if cases:
                add_row(self.tree, word_side(side, language), head=True)
            for case in cases:
                self._add(case)

    def _add(self, case: PreviewCase) -> None:
        language = self._words.language
        row = add_row(
            self.tree, case.title or case.here_title, case.applicant or case.here_applicant, data=case
        )
        for column, title, changed_at in (
            (1, case.title, case.changed_at),
            (2, case.here_title, case.here_changed_at),
        ):
            moment = word_moment(changed_at, language) if changed_at else ""
            other = title if title != row.text(0) else ""
            set_cell(row, column, moment or "–", other)

    # One case.

    def restore_case(self) -> None:
        """Bring the chosen case back: added where it is not here, else in place of what is."""
        chosen = self._chosen_case()
        if chosen is None or self._busy is not None:
            return

        def done(changed: Changed) -> None:
            self._end()
            replaced = chosen.side is Side.DIFFERS
            message = (
                N_("“{title}” is as it was in the backup. This can be undone.")
                if replaced
                else N_("“{title}” is back among the cases.")
            )
            self._tell_restored(self._words.say(message, title=changed.case.title))

        self._begin(self.case_row)
        self._session.restore_from_backup(self._backup.id, chosen.id, self._opening, done, self._stopped)

    def _tell_restored(self, told: str) -> None:
        """Tell it beside what the backup holds by now."""
        self._begin(self.look_row)

        def show(preview: Preview) -> None:
            self._show(preview)
            self.notice.tell(told, Mark.GOOD)

        self._session.look_into_backup(self._backup.id, self._opening, show, self._stopped)

    def _chosen_case(self) -> PreviewCase | None:
        found = row_data(self.tree.currentItem())
        is_there = isinstance(found, PreviewCase) and found.side is not Side.ONLY_HERE
        return found if is_there else None

    # Everything.

    def ask_for_everything(self) -> None:
        """Say in words what restoring everything does, and ask once more."""
        preview = self.preview
        if preview is None or self._busy is not None:
            return
        self._sets_aside = bool(preview.present_trouble)
        self.consequences.setText("\n\n".join(self._consequence_lines(preview)))
        self.confirm.setChecked(False)
        self.notice.hide()
        self.stack.setCurrentWidget(self.confirm_page)
        self._allow()
        self.confirm.setFocus()

    def _consequence_lines(self, preview: Preview) -> list[str]:
        say = self._words.say
        count = {side: sum(case.side is side for case in preview.cases) for side in Side}
        lines = [
            say.plural(
                "After this {count} case is here, as it was in the backup.",
                "After this {count} cases are here, as they were in the backup.",
                preview.backup.cases,
            )
        ]
        if count[Side.ONLY_HERE]:
            lines.append(
                say.plural(
                    "{count} case that is only here is then not here any more.",
                    "{count} cases that are only here are then not here any more.",
                    count[Side.ONLY_HERE],
                )
            )
        if count[Side.DIFFERS]:
            lines.append(
                say.plural(
                    "{count} case loses what was changed in it since.",
                    "{count} cases lose what was changed in them since.",
                    count[Side.DIFFERS],
                )
            )
        if self._sets_aside:
            lines.append(
                say(
                    "What is kept now cannot be read and so cannot be backed up first. Its files are put "
                    "into the folder of the backups as they are; nothing of them is thrown away."
                )
            )
        else:
            lines.append(
                say("What is kept now is backed up first. That backup then stands at the top of the list.")
            )
        if not preview.keeps_passphrase:
            lines.append(
                say("Afterwards the passphrase of that time opens your cases, not the one of today.")
            )
        return lines

    def restore_everything(self) -> None:
        """Close, and have everything put back."""
        preview = self.preview
        if self._busy is not None or preview is None or not self.confirm.isChecked():
            return
        # Where today's passphrase goes on to open the cases, the one of then is only for the backup.
        opens_with = "" if preview.keeps_passphrase else self._opening.get("passphrase", "")
        self.wanted = RestoreWish(self._backup.id, self._opening, self._sets_aside, opens_with=opens_with)
        self.secret.forget()
        self.accept()

    def _go_back(self) -> None:
        self.notice.hide()
        self.stack.setCurrentWidget(self.preview_page)
        self._allow()

    # What may be done.

    def _begin(self, row: WorkRow) -> None:
        self.notice.hide()
        self._busy = row
        row.begin()
        self._allow()

    def _end(self) -> None:
        if self._busy is not None:
            self._busy.end()
        self._busy = None
        self._allow()

    def _stopped(self, stopped: Stopped) -> None:
        self._end()
        told = error_words(stopped, self._words)
        if stopped.code in _ASKS:
            self.stack.setCurrentWidget(self.ask_page)
            self._allow()
            self.secret.setFocus()
            if stopped.code != "backup.needs_passphrase":
                self.secret.refuse(told)
            return
        lines = [told, *error_details(stopped, self._words, self._session.names)]
        self.notice.tell("\n".join(lines), Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD)

    def _allow(self) -> None:
        page, free = self.stack.currentWidget(), self._busy is None
        sees = page is self.preview_page and self.preview is not None
        changes = self.preview is not None and bool(self.preview.cases or self.preview.present_trouble)
        for each, shown, usable in (
            (self.open_button, page is self.ask_page, True),
            (self.everything_button, sees, changes),
            (self.case_button, sees, self._chosen_case() is not None),
            (self.back_button, page is self.confirm_page, True),
            (self.now_button, page is self.confirm_page, self.confirm.isChecked()),
        ):
            each.setVisible(shown)
            each.setEnabled(shown and usable and free)
        self.secret.setEnabled(free)
        self.confirm.setEnabled(free)

    def _cancel(self) -> None:
        if self._busy is not None:
            self._session.cancel("look_into_backup" if self._busy is self.look_row else "restore_case")

    def reject(self) -> None:
        """Stop what is being done before the dialog closes."""
        self._cancel()
        self.secret.forget()
        super().reject()


def restore_from(session: Session, words: Words, backup: Backup, parent: QWidget) -> RestoreWish | None:
    """Show what a backup holds and bring cases back; return what to ask for where everything is wanted."""
    dialog = RestoreDialog(session, words, backup, parent)
    dialog.look()
    dialog.exec()
    wanted = dialog.wanted
    dialog.deleteLater()
    return wanted
