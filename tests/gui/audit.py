"""What is looked for in every window: names, words of the other language, clipped words, the way of Tab."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages import pofile
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from app.domain.words import Language
from app.i18n.catalogue import source_path

CHINESE = re.compile(r"[\u3400-\u9fff]")
SAME = ("Yongju 永居", "永居", "中+EN", "中", "EN")
_SLACK = 2


def english_messages() -> frozenset[str]:
    """Return every English message of the program whose Chinese is another one."""
    with source_path(Language.ZH).open("rb") as stream:
        entries = list(pofile.read_po(stream))
    found = set()
    for entry in entries:
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        words = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        found |= {each for each in ids if re.search("[A-Za-z]{2}", each) and each not in words}
    return frozenset(found)


def is_inner(widget: QWidget) -> bool:
    """Say whether Qt made the widget as a part of another, which carries the name."""
    owner = widget.parent()
    while isinstance(owner, QWidget):
        if isinstance(owner, QComboBox | QAbstractSpinBox | QAbstractItemView | QCalendarWidget | QTabBar):
            return True
        owner = owner.parent()
    return widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)


def seen_widgets(root: QWidget) -> list[QWidget]:
    """Return what is shown in a window, but no parts that Qt makes for itself."""
    inside = (root, *root.findChildren(QWidget))
    return [each for each in inside if each.isVisibleTo(root) and not is_inner(each)]


def nameless(root: QWidget) -> list[str]:
    """Return what takes the focus and has no name for whoever does not see it."""
    return [
        told(each)
        for each in seen_widgets(root)
        if each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and each.focusProxy() is None
        and not each.accessibleName()
        and not (isinstance(each, QAbstractButton) and each.text())
        and not isinstance(each, QMenu)
    ]


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Give everything that can be read or heard in a window, and where."""
    for each in seen_widgets(root):
        for words in (each.accessibleName(), each.toolTip(), each.windowTitle(), *_texts_of(each)):
            for line in _plain(words).splitlines():
                if line.strip():
                    yield line.strip(), told(each)
    for action in root.findChildren(QAction):
        if not isinstance(action.parent(), QLineEdit):
            yield from ((words, "action") for words in (action.text(), action.toolTip()) if words)
    for menu in root.findChildren(QMenu):
        if menu.title():
            yield menu.title(), "menu"


def _texts_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (
            text for at in range(widget.count()) for text in (widget.tabText(at), widget.tabToolTip(at))
        )
    elif isinstance(widget, QListWidget):
        yield from (widget.item(at).text() for at in range(widget.count()))
    for header in widget.findChildren(QHeaderView, options=Qt.FindChildOption.FindDirectChildrenOnly):
        model = header.model()
        if header.isVisible() and header.orientation() == Qt.Orientation.Horizontal:
            yield from (
                str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in range(header.count())
            )


def _plain(words: str) -> str:
    return QTextDocumentFragment.fromHtml(words).toPlainText() if re.search("<[a-z/]", words) else words


def clipped(root: QWidget) -> list[str]:
    """Return the words that need more room than they have, and what reaches beyond what holds it."""
    found = [f"{told(each)}: {why}" for each in seen_widgets(root) for why in _lacks_room(each)]
    return found + [f"{told(each)}: reaches beyond {told(each.parentWidget())}" for each in _beyond(root)]


def _lacks_room(widget: QWidget) -> Iterator[str]:
    metrics = widget.fontMetrics()
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        yield from _label_lacks(widget)
    elif isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton):
        shown = not (isinstance(widget, QToolButton) and not widget.text())
        only_icon = isinstance(widget, QToolButton) and not widget.icon().isNull()
        room = widget.width() - 6 - (20 if isinstance(widget, QCheckBox | QRadioButton) else 0)
        need = _width(metrics, widget.text())
        if shown and not only_icon and need > room + _SLACK:
            yield f"{widget.text()!r} needs {need} of {room}"
    elif isinstance(widget, QTabBar):
        for at in range(widget.count()):
            need, room = _width(metrics, widget.tabText(at)), widget.tabRect(at).width()
            if need > room + _SLACK:
                yield f"tab {widget.tabText(at)!r} needs {need} of {room}"
        if widget.count() and not widget.usesScrollButtons():
            end = widget.tabRect(widget.count() - 1).right()
            if end > widget.width():
                yield "tabs reach beyond the bar"
    for header in widget.findChildren(QHeaderView, options=Qt.FindChildOption.FindDirectChildrenOnly):
        yield from _header_lacks(header)


def _label_lacks(label: QLabel) -> Iterator[str]:
    words = _plain(label.text())
    room = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + label.fontMetrics().height() // 2:
            yield f"{words[:60]!r} needs {need} of {label.height()} downwards"
        return
    # What is cut on purpose ends in an ellipsis, and its tool tip has the whole.
    if words.endswith("…") or label.toolTip() or label.sizePolicy().horizontalPolicy().name == "Ignored":
        return
    need = max(_width(label.fontMetrics(), line) for line in words.splitlines() or [""])
    if need > room.width() + _SLACK:
        yield f"{words[:60]!r} needs {need} of {room.width()}"


def _header_lacks(header: QHeaderView) -> Iterator[str]:
    if not header.isVisible() or header.orientation() != Qt.Orientation.Horizontal:
        return
    for at in range(header.count()):
        words = str(header.model().headerData(at, Qt.Orientation.Horizontal) or "")
        if not words or header.isSectionHidden(at):
            continue
        need, room = _width(header.fontMetrics(), words), header.sectionSize(at)
        if need > room + _SLACK:
            yield f"heading {words!r} needs {need} of {room}"


def _width(metrics: QFontMetrics, words: str) -> int:
    return max((metrics.horizontalAdvance(_without_key(line)) for line in words.splitlines()), default=0)


def _without_key(words: str) -> str:
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _beyond(root: QWidget) -> Iterator[QWidget]:
    for each in seen_widgets(root):
        parent = each.parentWidget()
        if each is root or each.isWindow() or parent is None or each.width() == 0 or each.height() == 0:
            continue
        # What is scrolled may be larger than what it is seen through.
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            continue
        inside = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not inside.contains(each.geometry()):
            yield each


def tab_stops(root: QWidget, first: QWidget) -> list[QWidget]:
    """Press Tab until it comes round, and return what had the focus, in order."""
    root.activateWindow()
    for _ in range(50):
        if root.isActiveWindow():
            break
        QTest.qWait(10)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    stops: list[QWidget] = []
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, "the window has lost the focus"
        if stops and now is stops[0]:
            return stops
        if stops and now is stops[-1]:
            # Tables go from cell to cell first.
            continue
        if now in stops:
            raise AssertionError(f"Tab goes round within {told(now)}: {[told(each) for each in stops]}")
        stops.append(now)
    raise AssertionError(f"Tab never comes round; last at {told(stops[-1])}")


def wanted_stops(root: QWidget) -> list[QWidget]:
    """Return everything that Tab has to reach."""
    return [
        each
        for each in seen_widgets(root)
        if each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and each.isEnabled()
        and each.focusProxy() is None
        and not (isinstance(each, QAbstractButton) and (each.autoExclusive() or each.group() is not None))
    ]


def backward_steps(root: QWidget, stops: list[QWidget]) -> list[str]:
    """Return where Tab goes up, or back along a row, instead of on in the order of reading."""
    places = [_place(root, each) for each in stops]
    found = []
    for (first, at), (second, then) in zip(
        zip(stops, places, strict=True), zip(stops[1:], places[1:], strict=True), strict=False
    ):
        same_row = (
            min(at.bottom(), then.bottom()) - max(at.top(), then.top()) > min(at.height(), then.height()) / 2
        )
        back = same_row and then.right() <= at.left()
        up = then.bottom() <= at.top() and then.left() <= at.left() and then.right() >= at.left()
        if back or up:
            found.append(f"{told(first)} -> {told(second)}")
    return found


def _place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def told(target: QObject | None) -> str:
    """Return which widget it is."""
    if target is None:
        return "nothing"
    named = target.accessibleName() if isinstance(target, QWidget) else ""
    words = target.text() if isinstance(target, QAbstractButton) else ""
    owner = target.parent()
    return f"{type(target).__name__}({target.objectName() or named or words}) in {type(owner).__name__}"
