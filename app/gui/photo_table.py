"""Shows what was measured on a photo beside what the place asks, and makes a copy that fits."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QVBoxLayout, QWidget

from app.domain.photos import MeasuredPhoto, PhotoCopy, PhotoMeasurement
from app.domain.words import Text
from app.gui.fields import button, quiet, row_of, text_label
from app.gui.judgements import in_both, source_lines
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.session import Session
from app.gui.state_marks import MEASURE_MARKS
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_, both, catalogue
from app.i18n.photos import MEASURE_STATES, word_limits, word_measure, word_obstacle, word_value
from app.i18n.wording import word_error

_HEIGHT = 300


class PhotoTable(QWidget):
    """Lists single measurements, never a score: a person compares, the office decides."""

    copied = Signal(str, object)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._name: str | None = None
        # What was measured, under what was asked of it: the place, the category and the day may change.
        self._known: dict[tuple[object, ...], MeasuredPhoto | Stopped] = {}
        self._awaited: tuple[object, ...] | None = None
        self._copy: PhotoCopy | Stopped | None = None
        self.title = quiet(words, N_("What was measured on the photo"))
        self.told = text_label("", "muted")
        self.tree = RowTree(3)
        self.tree.setFixedHeight(_HEIGHT)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(92, 116)
        words.bind(self.tree, N_("What was measured on the photo"), "setAccessibleName")
        self.sources = text_label("", "muted")
        self.copy_button = button(words, N_("Make a compliant copy…"))
        self.copy_button.clicked.connect(self.ask_for_copy)
        self.outcome = text_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for each in (self.title, self.told, self.tree):
            column.addWidget(each)
        column.addLayout(row_of(self.copy_button))
        column.addWidget(self.outcome)
        column.addWidget(self.sources)
        self.hide()

    def show_photo(self, name: str | None) -> None:
        """Show the measurements of one of the case's photos, measured now where they are not known."""
        if name != self._name:
            self._copy = None
        self._name = name
        self.setVisible(name is not None)
        if name is None:
            return
        key = self._key(name)
        if key is not None and key not in self._known and key != self._awaited:
            self._awaited = key
            self._session.measure_photo(
                name,
                lambda measured: self._take(key, measured),
                lambda stopped: self._take(key, stopped),
            )
        self._show()

    def _key(self, name: str) -> tuple[object, ...] | None:
        path, case = self._session.path_of(name), self._session.case
        return None if path is None else (path, case.place, case.category, case.submit_on)

    def _take(self, key: tuple[object, ...], found: MeasuredPhoto | Stopped) -> None:
        self._known[key] = found
        self._awaited = None if self._awaited == key else self._awaited
        self._show()

    def _measured(self) -> MeasuredPhoto | Stopped | None:
        key = None if self._name is None or not self._session.has_case else self._key(self._name)
        return None if key is None else self._known.get(key)

    def _show(self) -> None:
        say, found = self._words.say, self._measured()
        rows = found.rows if isinstance(found, MeasuredPhoto) else ()
        if found is None:
            self.told.setText(say("The photo is being measured…"))
        elif isinstance(found, Stopped):
            self.told.setText(word_error(found.code, found.params, self._words.language))
        else:
            self.told.setText(
                say("Each figure stands for itself. Glasses, expression and retouching are not judged.")
            )
        self.tree.clear()
        self.tree.setHeaderLabels([say("What"), say("Measured"), say("State")])
        for row in rows:
            self._add(row)
        for part in (self.tree, self.sources, self.copy_button):
            part.setVisible(bool(rows))
        if isinstance(found, MeasuredPhoto):
            lines = source_lines(found.profile.source, self._words)
            own = say("Limits without a number are the product's own; no rule was found that names any.")
            self.sources.setText("\n".join([*(f"[1] {line}" for line in lines), own]))
        self._show_outcome()

    def _add(self, measured: PhotoMeasurement) -> None:
        words, say = self._words, self._words.say

        def shown(text: Text) -> str:
            return words.shown(text, " / ")

        limits = word_limits(measured, words.language)
        asked = say("asked: {value}", value=limits) if limits else ""
        if asked and measured.source:
            asked += " [1]"
        name, second = words.lines(in_both(lambda language: word_measure(measured.name, language)))
        row = add_row(self.tree, name, "\n".join(filter(None, (second, asked))), data=measured.name.value)
        set_cell(row, 1, shown(in_both(lambda language: word_value(measured, language))))
        state = words.lines(both(MEASURE_STATES[measured.state]))
        set_cell(row, 2, *state, mark=MEASURE_MARKS[measured.state])

    # The copy.

    def ask_for_copy(self) -> None:
        """Ask where the copy is to be saved, and make it."""
        if self._name is None:
            return
        say = self._words.say
        proposed = f"{Path(self._name).stem}-copy.jpg"
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Make a compliant copy"), proposed, f"{say('Pictures')} (*.jpg)"
        )
        if chosen:
            self.make_copy(Path(chosen))

    def make_copy(self, destination: Path) -> None:
        """Make a copy and offer it instead of the photo, or say what stands against it."""
        name = self._name
        if name is None:
            return
        self.copy_button.setEnabled(False)
        self.outcome.setText(self._words.say("The copy is being made…"))
        self.outcome.show()

        def take(copy: PhotoCopy | Stopped) -> None:
            self.copy_button.setEnabled(True)
            if name != self._name:
                return
            self._copy = copy
            self._show_outcome()
            if isinstance(copy, PhotoCopy) and copy.path is not None:
                self._offer(name, Path(copy.path))

        self._session.copy_photo(name, destination, take, take)

    def _show_outcome(self) -> None:
        copy, language = self._copy, self._words.language
        if isinstance(copy, Stopped):
            self.outcome.setText(word_error(copy.code, copy.params, language))
        elif copy is not None and copy.path is None:
            reasons = [
                self._words.shown(in_both(lambda each_in, each=each: word_obstacle(each, each_in)))  # type: ignore[misc]  # bound now
                for each in copy.obstacles
            ]
            lines = [self._words.say("No copy was made:"), *(f"· {reason}" for reason in reasons)]
            self.outcome.setText("\n".join(lines))
        elif copy is not None:
            self.outcome.setText(_saved_words(copy, self._words))
        self.outcome.setVisible(copy is not None)

    def _offer(self, name: str, path: Path) -> None:
        say = self._words.say
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(say("Make a compliant copy"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(say("The copy is saved. Use it in the case instead of the photo that is given?"))
        box.setInformativeText(say("Your own file stays where it is and as it is."))
        use = box.addButton(say("Use the copy"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(say("Leave the case as it is"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        if box.clickedButton() is use:
            self.copied.emit(name, path)


def _saved_words(copy: PhotoCopy, words: Words) -> str:
    return words.shown(
        in_both(
            lambda language: catalogue(language)(
                "Copy: {path} ({width} × {height} pixels, {kb} KB, {dpi} dpi). "
                "Only cut and scaled; the original stays as it is.",
                path=copy.path,
                width=copy.width,
                height=copy.height,
                kb=f"{copy.size_bytes / 1024:.1f}",
                dpi=copy.dpi,
            )
        )
    )
