"""Every pair of colours that is read together differs enough, light and dark; the focus is seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication

from app.gui.theme import _SHEET, DARK, LIGHT, Colours, use_font
from tests.support.names import NAMES

# What is written in a colour, and on which.
READ = [
    *((text, ground) for text in ("text", "muted") for ground in ("window", "side", "base", "soft")),
    *(("text", ground) for ground in ("bad_soft", "warn_soft")),
    *(("accent", ground) for ground in ("window", "base", "side", "soft")),
    ("on_accent", "accent"),
    *((mark, "base") for mark in ("good", "warn", "bad", "note")),
    ("bad", "bad_soft"),
    ("warn", "warn_soft"),
]
FOCUSABLE = (
    "QLineEdit", "QComboBox", "QAbstractSpinBox", "QPushButton", "QToolButton", "QCheckBox",
    "QRadioButton", "QTabBar", "QTreeView", "QTableView", "QListView", "QTextBrowser", "QPlainTextEdit",
)  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_everything_on_which_they_stand(scheme: Colours) -> None:
    weak = {
        f"{text} on {ground}": round(contrast(getattr(scheme, text), getattr(scheme, ground)), 2)
        for text, ground in READ
        if contrast(getattr(scheme, text), getattr(scheme, ground)) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_mark_of_the_focus_stands_out_from_what_is_around_it(scheme: Colours) -> None:
    assert min(contrast(scheme.accent, ground) for ground in (scheme.window, scheme.base, scheme.side)) >= 3


@pytest.mark.parametrize("kind", FOCUSABLE)
def test_every_kind_of_widget_shows_the_focus(kind: str) -> None:
    assert f"{kind}:focus" in _SHEET


def test_names_are_drawn_in_the_bundled_font_not_in_one_of_the_system(qapp: QApplication) -> None:
    use_font(qapp)
    font = QRawFont.fromFont(qapp.font())
    assert QFontInfo(qapp.font()).family() == "Noto Sans SC"
    # A glyph with the number 0 is the box that stands for what a font lacks.
    assert [name for name in NAMES.values() if 0 in font.glyphIndexesForString(name)] == []
    assert 0 in font.glyphIndexesForString("𠮷")
