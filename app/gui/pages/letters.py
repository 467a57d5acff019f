"""The letters: which are asked for, what each still needs, how it looks, and what becomes of it."""

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.letters import Letter, LetterForm, LetterKind, LetterOffer, WrittenLetter
from app.gui.fields import button, heading, scrolled, text_label
from app.gui.letter_deeds import LettersSeen
from app.gui.letter_facts import LetterFacts
from app.gui.letter_list import LetterList
from app.gui.letter_pages import LetterPages
from app.gui.letter_words import FORM_NAMES, LetterKey, person_name
from app.gui.marks import Mark
from app.gui.page import Page
from app.gui.pages.cases import plain_name
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

# What is typed is kept a moment after the last letter; the pages follow at once.
_LOOK_AFTER_MS = 40
# From this width the pages of a letter have a column of their own; below the other, all stands in one.
_THREE_FROM, _TWO_FROM = 930, 640
_FORMS, _PEOPLE = "letter-forms", "letter-people"
# Letters are for offices unless something else was chosen.
_USUAL = LetterForm.ZH


class LettersPage(Page):
    """Shows the letters of the case, and beside them the facts and the pages of the chosen one."""

    def __init__(
        self,
        session: Session,
        words: Words,
        go_to_step: Callable[[str, str], None],
        show_paper: Callable[[str, str], None],
    ) -> None:
        super().__init__(session, words)
        self._go_to_step, self._show_paper = go_to_step, show_paper
        self.letter: Letter | None = None
        self._key: LetterKey | None = None
        self._seen: LettersSeen | None = None
        self._drawn_as: object = None
        self._kept_forms: dict[str, str] | None = None
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.setInterval(_LOOK_AFTER_MS)
        self._look_timer.timeout.connect(self._look)
        self._build()
        session.opened.connect(self._forget)
        session.reviewed.connect(self._reviewed)

    # How it is made.

    def _build(self) -> None:
        words = self.words
        self.list = LetterList(self.session, words)
        self.list.chosen.connect(self.choose)
        self.facts = LetterFacts(self.session, words)
        self.facts.step_wanted.connect(self._go_to_step)
        self.pages = LetterPages(self.session, words)
        self.pages.read_said.connect(self.say_read)
        self.pages.save_wanted.connect(self.save)
        self.pages.attach_wanted.connect(self.attach)
        self.pages.paper_wanted.connect(self._show_asked_paper)
        self.side = scrolled(self._detail())
        holder = QWidget()
        self._third_place = QVBoxLayout(holder)
        self._third_place.setContentsMargins(0, 0, 4, 0)
        self.third = scrolled(holder)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(14)
        for each in (self.list, self.side, self.third):
            self.split.addWidget(each)
        self._is_wide: bool | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addLayout(self._top())
        column.addWidget(self.split, 1)

    def _top(self) -> QHBoxLayout:
        words = self.words
        self.gap_button = button(words, N_("What is still missing…"))
        self.own_button = button(words, N_("Own templates…"))
        self.gap_button.clicked.connect(self.make_gap_list)
        self.own_button.clicked.connect(self.manage_own)
        top = QHBoxLayout()
        top.addWidget(heading(words, N_("Letters")))
        top.addStretch(1)
        top.addWidget(self.gap_button)
        top.addWidget(self.own_button)
        return top

    def _detail(self) -> QWidget:
        words = self.words
        inside = QWidget()
        self.title = text_label("", "subheading")
        self.use = text_label("", "muted")
        self.told = text_label("", "muted")
        self.list_button = button(words, N_("What is still missing…"), "primary")
        self.list_button.clicked.connect(self.make_gap_list)
        self.person, self.form = QComboBox(), QComboBox()
        self.person_label, self.form_label = QLabel(), QLabel()
        self.choices = QFormLayout()
        self.choices.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.choices.setHorizontalSpacing(12)
        self.choices.setVerticalSpacing(6)
        for combo, label, message in (
            (self.person, self.person_label, N_("Person")),
            (self.form, self.form_label, N_("Language")),
        ):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(16)
            words.bind(label, message)
            words.bind(combo, message, "setAccessibleName")
            label.setBuddy(combo)
            self.choices.addRow(label, combo)
        self.person.activated.connect(lambda _: self._choose_person())
        self.facts.comes_after = self.form
        self.form.activated.connect(lambda _: self._choose_form())
        self._viewer_place = QVBoxLayout()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.use)
        column.addLayout(self.choices)
        column.addWidget(self.told)
        column.addWidget(self.list_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.facts)
        column.addLayout(self._viewer_place)
        column.addStretch(1)
        return inside

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the pages of a letter a column of their own where there is room."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def _place(self, width: int) -> None:
        wide = width >= _THREE_FROM
        place = self._third_place if wide else self._viewer_place
        if place.indexOf(self.pages) < 0:
            place.addWidget(self.pages, 1)
        if wide != self._is_wide:
            self._is_wide = wide
            self.third.setVisible(wide)
            self.split.setSizes([250, 360, 360] if wide else [250, 400, 0])
            for at, stretch in enumerate((2, 3, 3) if wide else (2, 3, 0)):
                self.split.setStretchFactor(at, stretch)
        wanted = Qt.Orientation.Horizontal if width >= _TWO_FROM else Qt.Orientation.Vertical
        if self.split.orientation() is not wanted:
            self.split.setOrientation(wanted)
            self.list.setMinimumHeight(210 if wanted is Qt.Orientation.Vertical else 0)
            self.side.setMinimumHeight(260 if wanted is Qt.Orientation.Vertical else 0)

    # What is shown.

    def refresh(self) -> None:
        """Show the letters anew, the same one chosen."""
        has_case = self.session.has_case
        for each in (self.split, self.gap_button, self.own_button):
            each.setEnabled(has_case)
        if not has_case:
            return
        self._fill_forms()
        if self._seen is not None:
            # In another language at once; what changed follows.
            self._show(self._seen)
        self._look_timer.start()

    def _look(self) -> None:
        """Have the letters looked at as the case is now."""
        if not self.session.has_case or not self.isVisible():
            self._is_stale = True
            return
        key = self._key or LetterKey("", "")
        self.session.look_at_letters(
            key.letter, key.person, self.chosen_form(), self._take, self._look_failed
        )

    def _take(self, seen: LettersSeen) -> None:
        self._seen = seen
        if self._key is None or self.list_offer(seen, self._key) is None:
            first = self._first(seen.offers)
            self._key = first
            if first is not None:
                self._show_choice()
                self._look()
                return
        asked = self._key
        filled = seen.letter
        if asked is not None and (
            filled is None
            or (filled.template.id, filled.person, filled.form)
            != (asked.letter, asked.person, self.chosen_form())
        ):
            # Something else was chosen meanwhile, and is looked at already.
            return
        self._show(seen)
        self._ask_for_pages()

    @staticmethod
    def list_offer(seen: LettersSeen, key: LetterKey) -> LetterOffer | None:
        """Return the letter of a name among those that can be made."""
        same = (each for each in seen.offers if (each.template.id, each.person) == (key.letter, key.person))
        return next(same, None)

    @staticmethod
    def _first(offers: tuple[LetterOffer, ...]) -> LetterKey | None:
        """Return what is to be done first: a letter that is asked for and of which nothing is there."""
        from app.gui.letter_words import key_of
        from app.gui.paper_words import OPEN_STATES

        open_ones = [each for each in offers if each.requirement and each.state in OPEN_STATES]
        first = next(iter((*open_ones, *offers)), None)
        return None if first is None else key_of(first)

    def _show(self, seen: LettersSeen) -> None:
        """Show what was seen of the letters."""
        self.list.show_offers(seen.offers, frozenset(LetterKey(*each) for each in seen.read))
        if self._key is None:
            return
        self.list.select(self._key)
        offer = self.list.offer_of(self._key)
        if offer is None:
            return
        self._show_head(offer)
        letter = self.letter = seen.letter
        is_list = offer.template.kind is LetterKind.LIST and not offer.template.is_own
        self.facts.setVisible(not is_list)
        self.pages.setVisible(not is_list)
        self.told.setVisible(is_list)
        self.list_button.setVisible(is_list)
        self.form.setVisible(not is_list)
        self.form_label.setVisible(not is_list)
        if letter is None or is_list:
            self.facts.forget()
            self.pages.show_letter(None, None)
            return
        self.facts.show_letter(letter)
        self.pages.show_letter(letter, offer)

    def _show_head(self, offer: LetterOffer) -> None:
        words, template = self.words, offer.template
        self.title.setText(words.shown(template.title))
        self.use.setText(words.shown(template.use))
        self.told.setText(
            words.say(
                "This list is made of everything that the checks find missing, for the client to bring."
            )
        )
        alike = self.list.offers_like(template.id)
        self.person.blockSignals(True)
        self.person.clear()
        for each in alike:
            self.person.addItem(person_name(self.session.case, each.person), each.person)
        self.person.setCurrentIndex(self.person.findData(offer.person))
        self.person.blockSignals(False)
        for part in (self.person, self.person_label):
            part.setVisible(len(alike) > 1)

    def _fill_forms(self) -> None:
        self.form.blockSignals(True)
        chosen = self.chosen_form()
        self.form.clear()
        for form, message in FORM_NAMES.items():
            self.form.addItem(self.words.say(message), form)
        self.form.setCurrentIndex(list(FORM_NAMES).index(chosen))
        self.form.blockSignals(False)

    def _look_failed(self, stopped: Stopped) -> None:
        self.pages.notice.tell(error_words(stopped, self.words), Mark.BAD)

    def _reviewed(self) -> None:
        if self.isVisible() and self.letter is not None:
            self.facts.propose()

    def _forget(self) -> None:
        self._key = self._seen = self.letter = self._drawn_as = None
        self._kept_forms = None
        self.facts.forget()
        self.pages.show_letter(None, None)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the letters where something changed while they were not seen."""
        super().showEvent(event)
        self._place(self.width())
        # What was drawn may be gone with the process that drew it.
        self._drawn_as = None
        self.session.keep_drafting(on=True)
        self._look_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed."""
        self.facts.save_now()
        self.session.keep_drafting(on=False)
        super().hideEvent(event)

    def search(self) -> bool:
        """Search the list."""
        self.list.search.setFocus()
        self.list.search.selectAll()
        return True

    # What is chosen.

    def choose(self, key: LetterKey) -> None:
        """Look at a letter."""
        if key == self._key:
            return
        self.facts.save_now()
        people = self._kept_people()
        offers = self.list.offers_like(key.letter)
        if not any(each.requirement for each in offers) and key.letter in people:
            wanted = LetterKey(key.letter, people[key.letter])
            key = wanted if self.list.offer_of(wanted) is not None else key
        self._key = key
        self._show_choice()

    def _show_choice(self) -> None:
        self._fill_forms()
        if self._key is not None:
            self.list.select(self._key)
        self._look()

    def _choose_person(self) -> None:
        key = self._key
        if key is None:
            return
        self.facts.save_now()
        self._key = LetterKey(key.letter, str(self.person.currentData()))
        people = {**self._kept_people(), key.letter: self._key.person}
        self.session.keep(_PEOPLE, json.dumps(people), self.session.case_id or "")
        self._show_choice()

    def _choose_form(self) -> None:
        if self._key is None:
            return
        form = LetterForm(self.form.currentData())
        # What was chosen last is likeliest for a letter that nobody made yet, too.
        self._kept_forms = {**self._forms(), self._key.letter: form.value, "": form.value}
        self.session.keep(_FORMS, json.dumps(self._kept_forms))
        self.facts.save_now()
        self._look()

    def chosen_form(self) -> LetterForm:
        """Return in which language the chosen letter is made."""
        forms = self._forms()
        kept = forms.get("" if self._key is None else self._key.letter, forms.get("", _USUAL.value))
        return LetterForm(kept) if kept in tuple(LetterForm) else _USUAL

    def _forms(self) -> dict[str, str]:
        if self._kept_forms is None:
            self._kept_forms = _read(self.session.kept(_FORMS))
        return self._kept_forms

    def _kept_people(self) -> dict[str, str]:
        return _read(self.session.kept(_PEOPLE, self.session.case_id or ""))

    # The pages.

    def _ask_for_pages(self) -> None:
        """Have the pages drawn where the letter says something else than they do."""
        letter = self.letter
        if letter is None or not self.pages.isVisibleTo(self):
            return
        wanted = (
            self.session.case_id,
            letter.template.id,
            letter.person,
            letter.form,
            letter.content,
            letter.is_read,
        )
        if wanted == self._drawn_as:
            return
        self._drawn_as = wanted

        def drawn(written: WrittenLetter) -> None:
            if wanted == self._drawn_as:
                self.pages.show_pages(written, written.path)

        def failed(stopped: Stopped) -> None:
            if wanted == self._drawn_as:
                self._drawn_as = None
                self.pages.notice.tell(error_words(stopped, self.words), Mark.BAD)

        self.session.preview_letter(letter.template.id, letter.person, letter.form, drawn, failed)

    @property
    def is_at_rest(self) -> bool:
        """Say whether everything that was asked for is shown."""
        waits = self._look_timer.isActive() or self.session.is_drafting
        seen = self.letter is None or not self.pages.isVisibleTo(self) or self.pages.preview.is_at_rest
        return not waits and seen and self._seen is not None

    # What is done.

    def say_read(self) -> None:
        """Keep that the letter was read as its pages show it."""
        if self.letter is not None and self.pages.read_button.isEnabled():
            self.session.note_read(self.letter)
            self.pages.word_button.setFocus()

    def save(self, ending: str) -> None:
        """Ask where the letter goes and write it."""
        letter, say = self.letter, self.words.say
        if letter is None:
            return
        self.facts.save_now()
        title = letter.template.title.in_language(self.words.language)
        name = plain_name(f"{title} {person_name(self.session.case, letter.person)}")
        kind = say("Word file") if ending == ".docx" else say("PDF file")
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Save the letter"), str(Path.home() / f"{name}{ending}"), f"{kind} (*{ending})"
        )
        if chosen:
            path = Path(chosen)
            self.save_to(path if path.suffix.lower() == ending else path.with_name(path.name + ending))

    def save_to(self, path: Path) -> None:
        """Write the letter to a place, as a Word file or a PDF by its ending."""
        letter = self.letter
        if letter is None:
            return
        pages = self.pages

        def done(written: WrittenLetter) -> None:
            pages.writing.end()
            if self.letter is not None and written.letter.template.id == self.letter.template.id:
                pages.result.show_written(written)
                pages.result.open_button.setFocus()

        def failed(stopped: Stopped) -> None:
            pages.writing.end()
            pages.notice.tell(error_words(stopped, self.words), _mark_of(stopped))

        pages.notice.hide()
        pages.result.show_written(None)
        pages.writing.begin()
        self.session.write_letter(letter.template.id, letter.person, letter.form, path, done, failed)

    def attach(self) -> None:
        """Let the letter stand for what is asked, not signed yet."""
        letter, pages = self.letter, self.pages
        if letter is None or not pages.attach_button.isEnabled():
            return

        def done() -> None:
            pages.attaching.end()
            if self.letter is not None and self.letter.template.id == letter.template.id:
                pages.tell_attached()

        def failed(stopped: Stopped) -> None:
            pages.attaching.end()
            pages.notice.tell(error_words(stopped, self.words), _mark_of(stopped))

        pages.attaching.begin()
        pages.attach_button.setEnabled(False)
        self.session.attach_letter(letter.template.id, letter.person, letter.form, done, failed)

    def _show_asked_paper(self) -> None:
        offer = self.pages.offer
        if offer is not None:
            self._show_paper(offer.person, offer.requirement)

    def manage_own(self) -> None:
        """Show the templates that the person brought."""
        from app.gui.own_templates_dialog import manage_own_templates

        self.facts.save_now()
        if manage_own_templates(self.session, self.words, self):
            self._look()

    def make_gap_list(self) -> None:
        """Make the list of what the client still has to bring."""
        from app.gui.gap_list_dialog import make_gap_list

        self.facts.save_now()
        make_gap_list(self.session, self.words, self)


def _read(kept: str) -> dict[str, str]:
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _mark_of(stopped: Stopped) -> Mark:
    return Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD
