"""How long work still takes is reckoned from its pace, and told in whole units that are counted."""

from __future__ import annotations

import pytest

from app.domain.packet import Progress
from app.domain.words import Language
from app.i18n.remaining import Pace, word_remaining


def heard(*reports: tuple[float, int], total: int = 100, step: str = "read") -> Pace:
    pace = Pace()
    for now, done in reports:
        pace.hear(Progress(step, done, total), now)
    return pace


def test_a_steady_pace_tells_what_is_left() -> None:
    pace = heard(*((float(second), second) for second in range(11)))

    assert pace.left(10.0) == pytest.approx(90.0)


def test_nothing_is_told_before_the_pace_is_known() -> None:
    assert heard((0.0, 0), (0.1, 1)).left(0.2) is None
    assert heard((0.0, 0), (5.0, 1)).left(5.0) is None
    assert heard().left(1.0) is None


def test_work_that_becomes_slower_is_not_told_too_short() -> None:
    slow = heard((0.0, 0), (1.0, 10), (2.0, 20), (12.0, 22), (22.0, 24), total=34).left(22.0)

    assert slow is not None
    # At the mean of all pieces it would be 9 seconds; the latest took 5 seconds each.
    assert 9.5 < slow < 50.0


def test_a_new_step_begins_anew() -> None:
    pace = heard((0.0, 0), (5.0, 50))
    pace.hear(Progress("draw", 0, 10), 6.0)

    assert pace.left(20.0) is None


def test_the_time_runs_down_between_two_reports_but_not_below_one_piece() -> None:
    pace = heard((0.0, 0), (10.0, 5), total=10)

    assert pace.left(10.0) == pytest.approx(10.0)
    assert pace.left(11.0) == pytest.approx(9.0)
    assert pace.left(60.0) == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds left"),
        (4.9, "a few seconds left"),
        (11, "about 15 seconds left"),
        (31, "about 40 seconds left"),
        (58, "about 1 minute left"),
        (130, "about 2 minutes left"),
        (80 * 60, "about 80 minutes left"),
        (100 * 60, "about 2 hours left"),
        (45 * 86400, "about 1080 hours left"),
    ],
)
def test_the_words_count_seconds_minutes_and_hours(seconds: float, words: str) -> None:
    assert word_remaining(seconds, Language.EN) == words
