"""The review step: findings and where they lead, the timeline that is moved, charts and their tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.casework.desk import Desk
from app.domain.case import Case, Evidence, Person, PersonRole, YearRow
from app.domain.findings import Finding, Severity
from app.domain.rules import RulePack, YearColumn
from app.domain.timelines import SpanState
from app.domain.words import DisplayMode, Language
from app.gui.chart_frame import ChartFrame
from app.gui.finding_ways import way_of
from app.gui.pages.review import ReviewPage
from app.gui.rows import RowTree, row_data
from app.gui.session import Session
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.gui.words import Words
from tests.gui.hands import WORKER_MS, know, show, write_pdf

PLANNED, TODAY = date(2026, 12, 15), date(2026, 11, 20)
LAST = date(2027, 2, 28)
FINDINGS, TIMELINE, YEARS, IDENTITY = range(4)

ANNA = Person(
    "anna", PersonRole.PRINCIPAL, "ROE", "ANNA", birth_date=date(1985, 3, 2), nationality="DEU",
    passport_number="C01X00T47", passport_expires_on=date(2031, 5, 1),
)  # fmt: skip


def case_of(*files: str) -> Case:
    health, police = files
    return Case(
        title="ROE",
        category="pr.wage-tax",
        place="ningbo",
        submit_on=PLANNED,
        people=(ANNA,),
        years=(YearRow(2025, "anna", 900_000, 100_000, 300), YearRow(2024, "anna", 10_000, None, 300)),
        evidence=(
            Evidence("health-certificate", "anna", (health,), issued_on=date(2026, 8, 31)),
            Evidence("criminal-record", "anna", (police,), country="CHN", issued_on=date(2026, 9, 20)),
        ),
    )


@pytest.fixture(scope="module")
def reviewed(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """One window with a small reviewed case; every test leaves the planned day as it was."""
    folder = tmp_path_factory.mktemp("data")
    papers = [write_pdf(folder.parent / f"{name}.pdf", name) for name in ("health", "police")]
    for paper in papers:
        know(folder, paper)
    desk = Desk(pack, folder)
    stored = {paper.name: desk.vault.keep(paper) for paper in papers}
    case_id = desk.cases.add(case_of(*stored), stored)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(Session(desk, today=lambda: TODAY), Words(Language.EN, DisplayMode.EN), settings)
    made.resize(1280, 800)
    made.show()
    made.start()
    made.session.open_case(case_id)
    wait_until_reviewed(made)
    yield made
    made.close()


def wait_until_reviewed(window: MainWindow) -> None:
    waiting = QEventLoop()
    window.session.reviewed.connect(waiting.quit)
    QTimer.singleShot(WORKER_MS, waiting.quit)
    waiting.exec()
    assert window.session.review is not None


@pytest.fixture
def page(reviewed: MainWindow) -> Iterator[ReviewPage]:
    made: ReviewPage = show(reviewed, Step.REVIEW)
    made.tabs.setCurrentIndex(TIMELINE)
    yield made
    if reviewed.session.case.submit_on != PLANNED:
        reviewed.session.set_basics(submit_on=PLANNED)
    made.chips.buttons[Severity.NOTE].setChecked(False)


def place_of(page: ReviewPage, day: date) -> QPoint:
    chart = page.timeline.chart
    return QPoint(round(chart.axis().place(day)), chart.visibleRegion().boundingRect().center().y())


def states(page: ReviewPage) -> dict[str, SpanState]:
    chart = page.timeline.chart
    return {span.requirement: chart._state(span) for span in chart.timeline.spans}


def test_moving_the_planned_day_judges_everything_anew_and_keeps_it_on_release(
    reviewed: MainWindow, page: ReviewPage, qtbot: QtBot
) -> None:
    chart, session = page.timeline.chart, reviewed.session
    before = len(session.history())
    assert states(page)["health-certificate"] is SpanState.GOOD
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=place_of(page, PLANNED))
    QTest.mouseMove(chart, place_of(page, date(2027, 3, 9)))
    shown = chart.shown_day
    assert shown is not None
    assert shown > LAST

    # The bars at once, the findings as soon as the worker has judged that day; nothing is kept.
    assert states(page)["health-certificate"] is SpanState.OVER
    qtbot.waitUntil(lambda: page.timeline.trial is not None, timeout=WORKER_MS)
    rows = [(row.text(0), row.text(3)) for row in page.timeline.tree.rows()]
    assert any("Health certificate" in words and told == "new on this day" for words, told in rows)
    assert session.case.submit_on == PLANNED
    assert len(session.history()) == before

    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=place_of(page, shown))
    assert session.case.submit_on == shown
    assert reviewed.header.day.date().toPython() == shown
    assert len(session.history()) == before + 1
    session.undo()
    assert session.case.submit_on == PLANNED
    assert chart.shown_day == PLANNED


def test_keys_move_the_planned_day_and_escape_takes_it_back(
    reviewed: MainWindow, page: ReviewPage, qtbot: QtBot
) -> None:
    chart, session = page.timeline.chart, reviewed.session
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.shown_day == date(2026, 12, 16)
    QTest.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chart.shown_day == date(2027, 1, 16)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.shown_day == date(2027, 1, 15)
    qtbot.waitUntil(lambda: page.timeline.trial is not None, timeout=WORKER_MS)
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert (chart.shown_day, page.timeline.trial) == (PLANNED, None)
    assert session.case.submit_on == PLANNED

    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert session.case.submit_on == date(2026, 12, 16)


def test_escape_while_the_planned_day_is_held_lets_it_go_back(reviewed: MainWindow, page: ReviewPage) -> None:
    chart = page.timeline.chart
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=place_of(page, PLANNED))
    QTest.mouseMove(chart, place_of(page, date(2027, 1, 9)))
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=place_of(page, date(2027, 1, 9)))

    assert (chart.shown_day, reviewed.session.case.submit_on) == (PLANNED, PLANNED)


def test_the_last_day_for_all_papers_is_named_and_can_be_used(reviewed: MainWindow, page: ReviewPage) -> None:
    panel = page.timeline
    assert panel.timeline.last_day == LAST
    assert "28 February 2027, set by Health certificate (ROE ANNA)" in panel.last_day.text()
    QTest.mouseClick(panel.use_last, Qt.MouseButton.LeftButton)

    assert reviewed.session.case.submit_on == LAST
    assert not panel.use_last.isEnabled()


def rows_of(tree: RowTree) -> list[list[str]]:
    return [[row.text(column) for column in range(tree.columnCount())] for row in tree.rows()]


def test_the_timeline_is_also_a_table(page: ReviewPage) -> None:
    frame = page.timeline.frame
    QTest.keyClick(frame.as_table, Qt.Key.Key_Space)

    assert frame.stack.currentWidget() is frame.tree
    head, *rows = rows_of(frame.tree)
    assert head[0] == "ROE ANNA"
    assert ["Health certificate", "2026-08-31", "use by 2027-02-28", "Counts"] in rows
    assert len(rows) == len(frame.chart.timeline.spans)  # type: ignore[attr-defined]
    assert "Health certificate, 2026-08-31, use by 2027-02-28" in frame.chart.accessibleDescription()
    frame.as_table.setChecked(False)


def test_the_years_stand_against_what_is_asked_with_what_is_short_and_missing(page: ReviewPage) -> None:
    page.tabs.setCurrentIndex(YEARS)
    wage, tax = page.years.frames[YearColumn.WAGE], page.years.frames[YearColumn.TAX]
    for frame in (wage, tax):
        frame.as_table.setChecked(True)

    rows = {row[0]: row for row in rows_of(wage.tree)}
    assert rows["2024"][3] == "Not met"
    short = next(row for row in wage.tree.rows() if row.text(0) == "2024")
    assert "short by CNY" in str(short.data(3, Qt.ItemDataRole.AccessibleTextRole))
    taxes = {row[0]: row for row in rows_of(tax.tree)}
    assert taxes["2024"][1] == "not entered"
    assert [row[0] for row in rows_of(tax.tree)] == [str(year.year) for year in tax.chart.years]  # type: ignore[attr-defined]
    for frame in (wage, tax):
        frame.as_table.setChecked(False)


def colours_in(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


@pytest.mark.parametrize("tab", [TIMELINE, YEARS])
def test_a_chart_is_saved_as_a_picture(page: ReviewPage, tab: int, tmp_path: Path) -> None:
    page.tabs.setCurrentIndex(tab)
    frame: ChartFrame = page.timeline.frame if tab == TIMELINE else page.years.frames[YearColumn.WAGE]
    frame.save_to(tmp_path / "chart")

    image = QImage(str(tmp_path / "chart.png"))
    assert image.width() == 2000
    assert len(colours_in(image)) > 8


def test_a_chart_that_cannot_be_saved_is_told(page: ReviewPage, reviewed: MainWindow, tmp_path: Path) -> None:
    page.timeline.frame.save_to(tmp_path / "nowhere" / "chart.png")

    assert "could not be written" in reviewed.message.text.text()


def test_a_chart_is_printed(page: ReviewPage, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "chart.pdf"))
    page.timeline.frame.print_on(printer)

    assert (tmp_path / "chart.pdf").stat().st_size > 10_000


def test_findings_are_shown_of_one_severity_and_one_person(reviewed: MainWindow, page: ReviewPage) -> None:
    chip = page.chips.buttons[Severity.BLOCKER]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    blockers = [each for each in reviewed.session.findings() if each.severity is Severity.BLOCKER]

    assert page.tabs.currentIndex() == FINDINGS
    assert chip.text() == f"Must be solved: {len(blockers)}"
    listed = [each for row in page.findings.tree.rows() if isinstance(each := row_data(row), Finding)]
    assert listed == blockers
    page.findings.person.setCurrentIndex(page.findings.person.findData("anna"))
    page.findings.person.activated.emit(0)
    assert {each.person for each in page.findings.shown()} == {"anna"}
    page.findings.person.setCurrentIndex(0)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert len(page.findings.shown()) == len(reviewed.session.findings())


def test_each_finding_leads_to_where_it_is_mended(reviewed: MainWindow, page: ReviewPage) -> None:
    session = reviewed.session
    steps = {finding.code: way.step for finding in session.findings() if (way := way_of(finding, session))}
    assert steps["requirement.missing"] is Step.DOCUMENTS
    assert steps["tax.year_missing"] is Step.CATEGORY
    open_one = next(each for each in session.findings() if each.code == "category.condition_open")
    way = way_of(open_one, session)
    assert way is not None
    assert way.question in session.desk.pack.questions
    page.tabs.setCurrentIndex(FINDINGS)
    page.findings.tree.select_row(open_one)
    assert page.findings.follow_button.text() == "Show the question"
    QTest.mouseClick(page.findings.follow_button, Qt.MouseButton.LeftButton)

    assert reviewed.steps.currentRow() == Step.CATEGORY


def test_the_ledger_has_a_row_for_each_paper_and_can_show_differences_alone(page: ReviewPage) -> None:
    page.tabs.setCurrentIndex(IDENTITY)
    panel = page.identity
    typed = next(row for row in panel.tree.rows() if row.text(0) == "As you entered it")
    assert "ROE ANNA" in [typed.text(column) for column in range(panel.tree.columnCount())]
    panel.only_differences.setChecked(True)

    assert panel.empty.text() == "No paper differs from what is known of its person."
    assert panel.stack.currentIndex() == 1
    panel.only_differences.setChecked(False)


def test_without_papers_and_years_it_is_said_what_will_stand_there(window: MainWindow) -> None:
    window.session.new_case("Empty")
    empty = show(window, Step.REVIEW)

    assert empty.timeline.empty.text() == "The case is being checked…"
    empty.years.refresh(())
    assert empty.years.empty.text() == "No years are counted in this category."
    assert empty.years.go.isVisibleTo(empty.years)
