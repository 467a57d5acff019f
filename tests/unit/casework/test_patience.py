"""Wrong passphrases are tried ever more slowly; a right one ends that."""

import pytest

from app.casework.patience import Patience
from app.domain.errors import MachineStopped, UnusableInput


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(clock, clock.sleep)


def fail(patience: Patience, times: int) -> None:
    for _ in range(times):
        with pytest.raises(UnusableInput), patience.one_try():
            raise UnusableInput("store.wrong_passphrase")


def test_three_tries_are_free_and_then_pauses_grow_to_half_a_minute(patience: Patience, clock: Clock):
    fail(patience, 3)
    assert clock.slept == []
    fail(patience, 7)
    assert clock.slept == [1, 2, 4, 8, 16, 30, 30]


def test_the_right_one_is_waited_for_too_and_begins_anew(patience: Patience, clock: Clock):
    fail(patience, 4)
    with patience.one_try():
        assert clock.slept == [1, 2]
    fail(patience, 3)
    assert clock.slept == [1, 2]


def test_time_that_went_by_counts(patience: Patience, clock: Clock):
    fail(patience, 5)
    assert patience.seconds_left == 4
    clock.now += 3
    assert patience.seconds_left == 1
    clock.now += 3600
    assert patience.seconds_left == 0
    fail(patience, 1)
    assert clock.slept == [1, 2]


def test_what_the_machine_refuses_is_no_wrong_try(patience: Patience, clock: Clock):
    fail(patience, 2)
    for _ in range(3):
        with pytest.raises(MachineStopped), patience.one_try():
            raise MachineStopped("machine.no_permission")
    assert patience.seconds_left == 0
