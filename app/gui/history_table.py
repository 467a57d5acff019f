"""A person's studies and work, month by month since the age of 18, with the gaps in between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.calendar import months_between
from app.domain.case import HistoryRow, Occupation
from app.domain.history import HistoryGap, comes_of_age, find_gaps
from app.domain.words import Language
from app.gui.fields import button, card, quiet, row_of, text_label
from app.gui.marks import Mark
from app.gui.month_field import MonthField, month_words
from app.gui.rows import add_row, row_data
from app.gui.session import Session
from app.gui.two_languages import DAY_WIDTH, LABEL_TOP, LowTree, TwoLanguages
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.families import OCCUPATION_NAMES

_FIELDS = (
    (
        "organisation",
        N_("School, company or other"),
        N_("School, company or other, in Chinese"),
        N_("School, company or other, in English"),
    ),
    ("post", N_("Course or post"), N_("Course or post, in Chinese"), N_("Course or post, in English")),
    ("place", N_("Town and country"), N_("Town and country, in Chinese"), N_("Town and country, in English")),
)
_GAP_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Shared:
    """Holds how many months two times of a history share."""

    other: HistoryRow
    months: int


def shared_months(row: HistoryRow, rows: tuple[HistoryRow, ...], today: date) -> Iterator[Shared]:
    """Give the other times of a history that run beside one.

    A month in which one ends and the next begins is no time beside each other.
    """
    ends = row.until or today
    for other in rows:
        if other is row:
            continue
        months = months_between(max(row.since, other.since), min(ends, other.until or today)) + 1
        if months > 1:
            yield Shared(other, months)


class HistoryList(LowTree):
    """Lists the times and the gaps between them; Enter and Delete act on the chosen row."""

    def __init__(self, owner: "HistoryTable") -> None:
        super().__init__(2)
        self._owner = owner
        self.set_widths(_GAP_WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Remove by the Delete key; fill a gap, or go to the fields, by Enter."""
        if event.key() == Qt.Key.Key_Delete:
            self._owner.remove_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._owner.go_on()
        else:
            super().keyPressEvent(event)


class HistoryTable(QWidget):
    """Shows and changes the history of one person; every entry is kept while one types."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._person = ""
        self._rows: tuple[HistoryRow, ...] = ()
        self._chosen: HistoryRow | HistoryGap | None = None
        self._at = -1
        self._shown: object = None
        self._in_fields: tuple[str, int] = ("", -1)
        self._filling = False
        self.gaps: tuple[HistoryGap, ...] = ()
        self._build()
        session.changed.connect(lambda _: self._show_again())
        words.changed.connect(self._show_again)

    # How it is made.

    def _build(self) -> None:
        words = self._words
        self.summary = text_label("", "muted")
        self.list = HistoryList(self)
        words.bind(self.list, N_("Studies and work"), "setAccessibleName")
        self.list.currentItemChanged.connect(lambda now, _: self._choose(row_data(now)))
        self.add_button = button(words, N_("Add a time"))
        self.remove_button = button(words, N_("Remove this time"))
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            quiet(words, N_("Every month since the age of 18; times may run beside each other."))
        )
        column.addWidget(self.list)
        column.addWidget(self.summary)
        column.addLayout(row_of(self.add_button, self.remove_button))
        column.addWidget(self._gap_card())
        column.addWidget(self._fields())

    def _gap_card(self) -> QWidget:
        self.gap_card, inside = card(kind="slot", margin=12)
        self.gap_words = text_label()
        self.fill_button = button(self._words, N_("Fill in this time"))
        self.fill_button.clicked.connect(self.go_on)
        inside.addWidget(self.gap_words)
        inside.addLayout(row_of(self.fill_button))
        return self.gap_card

    def _fields(self) -> QWidget:
        words = self._words
        self.fields, inside = card(margin=14)
        self.since = MonthField(words, N_("From month"))
        self.until = MonthField(words, N_("Until month"), open_words=N_("until now"))
        for each in (self.since, self.until):
            each.setMinimumWidth(DAY_WIDTH)
        self.kind = QComboBox()
        self.kind.setMinimumWidth(160)
        words.bind(self.kind, N_("What it was"), "setAccessibleName")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (message, field) in enumerate(
            ((N_("From month"), self.since), (N_("Until month"), self.until), (N_("What it was"), self.kind))
        ):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            label.setContentsMargins(0, LABEL_TOP, 0, 0)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(field, at, 1, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(grid)
        self.told = TwoLanguages(words, _FIELDS, self._save)
        inside.addWidget(self.told)
        self.since.edited.connect(self._save)
        self.until.edited.connect(self._save)
        self.kind.activated.connect(lambda _: self._save())
        return self.fields

    # What is shown.

    def show_person(self, person_id: str) -> None:
        """Show the history of a person; what is being typed of the same person stays as it is."""
        if person_id != self._person:
            self.save_now()
            self._person, self._chosen, self._at, self._in_fields = person_id, None, -1, ("", -1)
        self._show_again()

    def _show_again(self) -> None:
        person = self._session.case.person(self._person) if self._session.has_case else None
        if person is None:
            return
        today = self._session.today()
        rows = self._session.case.history_of(person.id)
        shown = (person.id, rows, person.birth_date, today, self._words.language)
        if shown == self._shown:
            return
        self._shown, self._rows = shown, rows
        since = None if person.birth_date is None else comes_of_age(person.birth_date)
        begin = since or (rows[0].since if rows else None)
        self.gaps = () if begin is None else find_gaps(rows, begin, today)
        self._fill_kinds()
        self._fill_list()
        self.summary.setText(self._summary(since, today))
        self._choose(self._chosen)

    def _summary(self, since: date | None, today: date) -> str:
        say = self._words.say
        if since is None:
            return say(
                "Enter the date of birth under People, and every gap since the age of 18 is shown here."
            )
        if since > today:
            return say("Not 18 years old yet: nothing has to be told here.")
        if self.gaps:
            months = sum(gap.months for gap in self.gaps)
            return say.plural(
                "Nothing is told of {count} month since {month}.",
                "Nothing is told of {count} months since {month}.",
                months,
                month=month_words(since),
            )
        return say("Every month since {month} is told.", month=month_words(since))

    def _fill_kinds(self) -> None:
        if self.kind.count() and self.kind.property("language") == self._words.language.value:
            return
        self.kind.setProperty("language", self._words.language.value)
        self.kind.clear()
        for occupation, message in OCCUPATION_NAMES.items():
            self.kind.addItem(self._words.say(message), occupation)

    def _fill_list(self) -> None:
        self.list.blockSignals(True)
        place = self.list.verticalScrollBar().value()
        self.list.clear()
        entries: list[HistoryRow | HistoryGap] = [*self._rows, *self.gaps]
        for entry in sorted(entries, key=lambda each: (each.since, each.until or date.max)):
            self._add_gap(entry) if isinstance(entry, HistoryGap) else self._add_time(entry)
        self.list.fit()
        self.list.verticalScrollBar().setValue(place)
        self.list.blockSignals(False)

    def _add_time(self, row: HistoryRow) -> None:
        lines = [self._about(row), *self._beside(row)]
        add_row(self.list, self._when(row), "\n".join(line for line in lines if line), data=row)

    def _add_gap(self, gap: HistoryGap) -> None:
        words = self._gap_line(gap)
        item = add_row(self.list, words, mark=Mark.OPEN, data=gap)
        fill = QPushButton(self._words.say("Fill in"))
        fill.setObjectName("small")
        # With the keyboard it is Enter on the row, or the button below.
        fill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        fill.setAccessibleName(self._words.say("Fill in: {gap}", gap=words))
        fill.clicked.connect(lambda: self.fill(gap))
        self.list.setItemWidget(item, 1, _centred(fill))

    def _when(self, row: HistoryRow) -> str:
        say = self._words.say
        since = month_words(row.since)
        if row.until is None:
            return say("{since} until now", since=since)
        return say("{since} to {until}", since=since, until=month_words(row.until))

    def _about(self, row: HistoryRow) -> str:
        zh = self._words.language is Language.ZH
        pairs = (
            (row.organisation, row.organisation_en),
            (row.post, row.post_en),
            (row.place, row.place_en),
        )
        told = [(first or second) if zh else (second or first) for first, second in pairs]
        gap = "，" if zh else ", "
        return gap.join([self._words.say(OCCUPATION_NAMES[row.kind]), *(each for each in told if each)])

    def _beside(self, row: HistoryRow) -> Iterator[str]:
        for each in shared_months(row, self._rows, self._session.today()):
            yield self._words.say.plural(
                "{count} month at the same time as {when}",
                "{count} months at the same time as {when}",
                each.months,
                when=self._when(each.other),
            )

    def _gap_line(self, gap: HistoryGap) -> str:
        return self._words.say.plural(
            "{since} to {until}: nothing told, {count} month",
            "{since} to {until}: nothing told, {count} months",
            gap.months,
            since=month_words(gap.since),
            until=month_words(gap.until),
        )

    # What is chosen.

    def _choose(self, entry: HistoryRow | HistoryGap | None) -> None:
        """Show the fields of a time, or the offer to fill a gap; where it went, what came in its place."""
        if isinstance(entry, HistoryRow) and entry not in self._rows:
            entry = self._rows[min(self._at, len(self._rows) - 1)] if self._rows and self._at >= 0 else None
        if isinstance(entry, HistoryGap) and entry not in self.gaps:
            entry = None
        self._chosen = entry
        is_row, is_gap = isinstance(entry, HistoryRow), isinstance(entry, HistoryGap)
        self._at = self._rows.index(entry) if isinstance(entry, HistoryRow) else -1
        self._select(entry)
        self.remove_button.setEnabled(is_row)
        self.fields.setVisible(is_row)
        self.gap_card.setVisible(is_gap)
        if isinstance(entry, HistoryGap):
            self.gap_words.setText(self._gap_line(entry))
        if isinstance(entry, HistoryRow):
            self._fill_fields(entry)

    def _select(self, entry: HistoryRow | HistoryGap | None) -> None:
        if row_data(self.list.currentItem()) is entry and entry is not None:
            return
        self.list.blockSignals(True)
        if entry is None:
            self.list.choose_none()
        else:
            self.list.select_row(entry)
        self.list.blockSignals(False)

    def _fill_fields(self, row: HistoryRow) -> None:
        anew = (self._person, self._at) != self._in_fields
        self._in_fields = (self._person, self._at)
        self._filling = True
        self.since.show_month(row.since, anew=anew)
        self.until.show_month(row.until, anew=anew)
        self.kind.setCurrentIndex(self.kind.findData(row.kind))
        self.told.show_of(row, anew=anew)
        self._filling = False
        self._judge()

    # What is done.

    def add(self) -> None:
        """Add a time: the last one of which nothing is told, else from this month on."""
        self.save_now()
        if self.gaps:
            self.fill(self.gaps[-1])
            return
        self._enter(HistoryRow(self._person, self._session.today().replace(day=1)))
        self.since.line.setFocus()

    def fill(self, gap: HistoryGap) -> None:
        """Make a time of a gap, and put the cursor where it is told what it was."""
        self.save_now()
        today = self._session.today().replace(day=1)
        until = None if gap.until >= today else gap.until
        self._enter(HistoryRow(self._person, gap.since, until))
        zh = self._words.language is Language.ZH
        self.told.fields["organisation" if zh else "organisation_en"].setFocus()

    def fill_first_gap(self) -> bool:
        """Fill the first gap in; say whether there is one."""
        if self.gaps:
            self.fill(self.gaps[0])
            return True
        return False

    def go_on(self) -> None:
        """Fill the chosen gap in, or go to the fields of the chosen time."""
        if isinstance(self._chosen, HistoryGap):
            self.fill(self._chosen)
        elif self._chosen is not None:
            self.since.line.setFocus()

    def remove_chosen(self) -> None:
        """Take the chosen time out; it can be undone."""
        row = self._chosen
        if not isinstance(row, HistoryRow):
            return
        self._in_fields = ("", -1)
        at, words = self._at, self._when(row)
        self._session.save_history(self._person, (*self._rows[:at], *self._rows[at + 1 :]))
        self._session.told.emit(self._words.say("Removed: {name}. Ctrl+Z brings it back.", name=words))
        self.list.setFocus()

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        for each in (self.since, self.until, self.told):
            each.save_now()

    def _enter(self, row: HistoryRow) -> None:
        self._in_fields = ("", -1)
        self._keep((*self._rows, row), row)

    def _keep(self, rows: tuple[HistoryRow, ...], chosen: HistoryRow) -> None:
        ordered = tuple(sorted(rows, key=lambda row: (row.since, row.until or date.max)))
        before = self._rows
        self._chosen, self._at = chosen, ordered.index(chosen)
        self._session.save_history(self._person, ordered)
        if self._rows == before:
            # It could not be kept, which is told elsewhere.
            self._choose(self._chosen)

    def _save(self) -> None:
        row = self._chosen
        if self._filling or not isinstance(row, HistoryRow):
            return
        since, until = self.since.month, self.until.month
        if not self._judge() or since is None:
            return
        new = replace(
            row, since=since, until=until, kind=Occupation(self.kind.currentData()), **self.told.said()
        )
        if new == row:
            return
        rows = tuple(new if at == self._at else each for at, each in enumerate(self._rows))
        # It may stand elsewhere among the times from now on, and is still the same.
        ordered = sorted(rows, key=lambda each: (each.since, each.until or date.max))
        self._in_fields = (self._person, ordered.index(new))
        self._keep(rows, new)

    def _judge(self) -> bool:
        """Say whether the months can be kept; mark what is wrong with them."""
        since, until = self.since.month, self.until.month
        say = self._words.say
        self.since.judge(say("Enter from which month.") if since is None and not self.since.is_wrong else "")
        ends_before = since is not None and until is not None and until < since
        self.until.judge(say("It ends before it begins.") if ends_before else "")
        return not (self.since.is_wrong or self.until.is_wrong or since is None or ends_before)


def _centred(inside: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(2, 2, 8, 2)
    column.addWidget(inside, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return holder
