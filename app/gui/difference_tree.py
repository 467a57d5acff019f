"""Shows what differs between a kept case and another one, part by part: what it is, here, and there."""

from itertools import groupby

from PySide6.QtGui import QResizeEvent

from app.domain.handover import Difference
from app.domain.rules import RulePack
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.handovers import GROUP_NAMES, difference_label, difference_values

_NARROW = 560
_NOTHING = "–"


class DifferenceTree(RowTree):
    """Lists differences in their groups; a screen reader hears each as three cells."""

    def __init__(self, words: Words) -> None:
        super().__init__(3)
        self._words = words
        self.setRootIsDecorated(False)
        self.setMinimumHeight(130)
        words.bind(self, N_("What differs"), "setAccessibleName")

    def show_differences(self, differences: tuple[Difference, ...], pack: RulePack) -> None:
        """Show differences, in the order in which they come."""
        say = self._words.say
        self.setHeaderLabels([say("What differs"), say("Here"), say("In the file")])
        self.clear()
        for group, each in groupby(differences, key=lambda one: one.group):
            add_row(self, say(GROUP_NAMES[group]), head=True)
            for difference in each:
                self._add(difference, pack)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give both sides the same room, and most of it where there is little."""
        super().resizeEvent(event)
        width = self.viewport().width()
        side = width // 3 if width < _NARROW else int(width * 0.29)
        self.set_widths(side, side)

    def _add(self, difference: Difference, pack: RulePack) -> None:
        language = self._words.language
        row = add_row(self, difference_label(difference, pack, language), data=difference)
        kept, offered = difference_values(difference, pack, language)
        say = self._words.say
        match difference.code.rpartition(".")[2]:
            case "added":
                kept, offered = say("not there"), offered or say("there")
            case "gone":
                kept, offered = kept or say("there"), say("not there")
            case "bytes":
                kept, offered = kept, say("other contents under the same name")
        set_cell(row, 1, kept or _NOTHING)
        set_cell(row, 2, offered or _NOTHING)
