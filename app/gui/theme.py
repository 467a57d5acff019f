"""The look: one accent colour, light and dark, drawn by Qt's own Fusion style."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.env import paths


class Scheme(StrEnum):
    """Which colours are used."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """Holds the colours of one scheme."""

    window: str
    side: str
    base: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    soft: str
    good: str
    warn: str
    bad: str
    note: str
    bad_soft: str
    warn_soft: str


LIGHT = Colours(
    window="#f5f7f6",
    side="#ebf0ee",
    base="#ffffff",
    text="#1c2527",
    muted="#566466",
    line="#d5dddb",
    accent="#0f5c5c",
    on_accent="#ffffff",
    soft="#dcebe9",
    good="#1b7347",
    warn="#8f6200",
    bad="#b0322a",
    note="#2f639c",
    bad_soft="#fbeceb",
    warn_soft="#fcf5e3",
)
DARK = Colours(
    window="#151b1c",
    side="#101516",
    base="#1d2526",
    text="#e4ebea",
    muted="#9fadae",
    line="#364244",
    accent="#56b9b0",
    on_accent="#0b1d1d",
    soft="#21403f",
    good="#6cc795",
    warn="#e3b551",
    bad="#f29387",
    note="#8fb8ea",
    bad_soft="#3a2322",
    warn_soft="#322a18",
)

_current = LIGHT


def colours() -> Colours:
    """Return the colours in use."""
    return _current


def use_font(application: QApplication) -> None:
    """Use the bundled font, which has the Chinese of names; the system's own may draw boxes."""
    identifier = QFontDatabase.addApplicationFont(str(paths.font_file()))
    families = QFontDatabase.applicationFontFamilies(identifier)
    if families:
        font = QFont(families[0])
        font.setPointSizeF(10)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        application.setFont(font)


def use_scheme(application: QApplication, scheme: Scheme) -> None:
    """Colour the whole window."""
    global _current
    _current = DARK if _is_dark(scheme) else LIGHT
    application.setStyle("Fusion")
    application.setPalette(_palette(_current))
    application.setStyleSheet(_sheet(_current))


def _is_dark(scheme: Scheme) -> bool:
    if scheme is Scheme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return scheme is Scheme.DARK


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for each, colour in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.base),
        (role.AlternateBase, c.window),
        (role.Text, c.text),
        (role.Button, c.base),
        (role.ButtonText, c.text),
        (role.BrightText, c.bad),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Accent, c.accent),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.ToolTipBase, c.base),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.muted),
        (role.Mid, c.line),
        (role.Midlight, c.line),
        (role.Light, c.base),
        (role.Dark, c.line),
    ):
        palette.setColor(each, QColor(colour))
    faded = QColor(c.muted)
    faded.setAlpha(140)
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, faded)
    return palette


def _sheet(c: Colours) -> str:
    kind = "dark" if c is DARK else "light"
    pictures = {name: paths.resource("icons", f"{name}-{kind}.svg").as_posix() for name in ("down", "check")}
    return _SHEET.format(**pictures, **{name: getattr(c, name) for name in Colours.__slots__})


_SHEET = """
QToolTip {{ border: 1px solid {line}; padding: 4px 6px; }}
QLabel#heading {{ font-size: 17pt; }}
QLabel#subheading {{ font-size: 11.5pt; font-weight: 600; }}
QLabel#muted {{ color: {muted}; }}
QLabel#wrong {{ color: {bad}; }}
QLabel#brand {{ font-size: 15pt; color: {accent}; font-weight: 600; }}
QLabel#figure {{ font-size: 15pt; }}
QFrame#side {{ background: {side}; border: none; }}
QFrame#header {{ background: {base}; border: none; border-bottom: 1px solid {line}; }}
QFrame#card {{ background: {base}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#slot {{ background: {window}; border: 1px dashed {line}; border-radius: 8px; }}
QFrame#slot[over="true"] {{ border: 1px solid {accent}; background: {soft}; }}
QFrame#message {{ background: {soft}; border: 1px solid {accent}; border-radius: 8px; }}
QFrame#message[bad="true"] {{ background: {bad_soft}; border: 1px solid {bad}; }}
QFrame#chip {{ background: {soft}; border: 1px solid {accent}; border-radius: 8px; }}
QFrame#chip:focus {{ border: 2px solid {accent}; }}
QFrame#blocker {{ background: {bad_soft}; border: 1px solid {bad}; border-radius: 8px; }}
QLabel#small-muted {{ color: {muted}; font-size: 9pt; }}
QLabel#strong {{ font-weight: 600; }}
QFrame#warning {{ background: {warn_soft}; border: 1px solid {warn}; border-radius: 8px; }}
QScrollArea, QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; border: none; }}
QScrollArea#page {{ border: 1px solid transparent; border-radius: 4px; }}
QScrollArea#page:focus {{ border: 1px solid {accent}; }}
QLineEdit, QComboBox, QDateEdit, QAbstractSpinBox {{
    background: {base}; border: 1px solid {line}; border-radius: 5px; padding: 4px 8px; min-height: 20px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QLineEdit[wrong="true"] {{ border: 2px solid {bad}; padding: 3px 7px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{ background: {window}; color: {muted}; }}
QComboBox {{ padding-left: 10px; }}
QComboBox:focus {{ padding-left: 9px; }}
QAbstractSpinBox {{ padding: 3px 8px 2px 8px; }}
QAbstractSpinBox:focus {{ padding: 2px 7px 1px 7px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{down}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{
    background: {base}; border: 1px solid {line}; selection-background-color: {soft};
    selection-color: {text}; outline: none;
}}
QLineEdit#qt_spinbox_lineedit, QLineEdit#qt_spinbox_lineedit:focus {{
    border: none; padding: 0; min-height: 0; background: transparent;
}}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
    width: 0; height: 0; border: none;
}}
QLineEdit#title {{
    border: 1px solid transparent; background: transparent; font-size: 15pt; padding: 2px 4px;
}}
QLineEdit#title:hover {{ border: 1px solid {line}; }}
QLineEdit#title[wrong="true"] {{ border: 2px solid {bad}; padding: 1px 3px; }}
QLineEdit#title:focus {{ border: 2px solid {accent}; padding: 1px 3px; background: {base}; }}
QPushButton {{
    background: {base}; border: 1px solid {line}; border-radius: 5px; padding: 5px 14px; min-height: 20px;
}}
QPushButton:hover {{ border-color: {accent}; }}
QPushButton:pressed {{ background: {soft}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton#primary {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#primary:disabled {{ background: {line}; color: {muted}; border-color: {line}; }}
QLabel#strip-name {{ font-weight: 600; }}
QPushButton#small {{ padding: 1px 8px; min-height: 18px; }}
QPushButton#small:focus {{ padding: 0 7px; }}
QPushButton#flat {{
    background: transparent; border: 1px solid transparent; color: {accent}; padding: 3px 6px;
    text-align: left;
}}
QPushButton#fold {{
    background: transparent; border: 1px solid transparent; padding: 5px 6px; text-align: left;
    font-size: 11.5pt; font-weight: 600;
}}
QPushButton#fold:hover {{ border-color: {line}; }}
QPushButton#fold:focus {{ border: 1px solid {accent}; }}
QPushButton#flat:hover {{ border-color: {line}; }}
QPushButton#flat:focus {{ border: 1px solid {accent}; }}
QToolButton#icon {{
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 4px;
}}
QToolButton#icon:hover {{ border-color: {line}; }}
QToolButton#icon:focus {{ border-color: {accent}; }}
QToolButton#deed {{
    background: {base}; border: 1px solid {line}; border-radius: 5px; padding: 2px 9px; min-height: 20px;
}}
QToolButton#deed:hover {{ border-color: {accent}; }}
QToolButton#deed:pressed {{ background: {soft}; }}
QToolButton#deed:focus {{ border: 2px solid {accent}; padding: 1px 8px; }}
QPushButton#language {{ padding: 4px 10px; min-width: 34px; }}
QPushButton#filter {{ padding: 2px 10px; min-height: 20px; border-radius: 12px; }}
QPushButton#filter:focus {{ padding: 1px 9px; }}
QPushButton#filter:checked {{ background: {soft}; border-color: {accent}; font-weight: 600; }}
QPushButton#language:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QTreeView, QTableView, QListView, QTextBrowser {{
    background: {base}; border: 1px solid {line}; border-radius: 8px; outline: none; padding: 2px;
    gridline-color: {line}; selection-background-color: {soft}; selection-color: {text};
}}
QTreeView:focus, QTableView:focus, QListView:focus, QTextBrowser:focus {{ border: 1px solid {accent}; }}
QTableCornerButton::section {{ background: {base}; border: none; border-bottom: 1px solid {line}; }}
QTableView::item {{ padding: 4px 8px; }}
QTableView::item:selected {{ background: {soft}; color: {text}; }}
QListView#people::item {{ padding: 7px 8px; border-radius: 6px; }}
QListView#chapters::item {{ padding: 5px 8px; border-radius: 6px; }}
QListView#chapters::item:selected {{ background: {soft}; color: {text}; }}
QListView#people::item:selected {{ background: {soft}; color: {text}; }}
QListView#steps {{ background: transparent; border: none; border-radius: 0; }}
QHeaderView {{ background: {base}; border: none; }}
QHeaderView::section {{
    background: {base}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: 6px 10px; font-weight: 400;
}}
QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ padding: 7px 16px; border: none; border-bottom: 3px solid transparent; color: {muted}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 3px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabBar:focus {{ border: 1px solid {accent}; border-radius: 5px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 3px; }}
QToolButton:focus {{ border-color: {accent}; }}
QPlainTextEdit, QTextEdit {{
    background: {base}; border: 1px solid {line}; border-radius: 8px; padding: 4px;
}}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 1px solid {accent}; }}
QProgressBar {{
    background: {window}; border: 1px solid {line}; border-radius: 5px; height: 12px; text-align: center;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: 14px; height: 14px; border: 1px solid {muted}; background: {base};
}}
QCheckBox::indicator, QTreeView::indicator {{ border-radius: 3px; }}
QTreeView::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; background: {base}; }}
QTreeView::indicator:disabled {{ border-color: {line}; background: {window}; }}
QTreeView::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{check}");
}}
QRadioButton::indicator {{ border-radius: 7px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QRadioButton::indicator:checked {{ border: 4px solid {accent}; width: 8px; height: 8px; }}
QSplitter::handle {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 2px; border: none; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 3px; min-height: 30px; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 2px; border: none; }}
QScrollBar::handle:horizontal {{ background: {line}; border-radius: 3px; min-width: 30px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenuBar {{ background: {side}; }}
QMenuBar::item {{ padding: 5px 10px; background: transparent; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {soft}; color: {text}; }}
QMenu {{ background: {base}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 20px; }}
QStatusBar {{ color: {muted}; }}
"""
