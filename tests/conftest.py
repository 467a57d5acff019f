"""What every test stands on: Qt draws into memory, and a stray warning in the log fails the test."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports PySide6: a test neither needs nor touches a display.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="session")
def repo_root() -> Path:
    return Path(__file__).resolve().parents[1]


class StrayRecords(logging.Handler):
    """Collects the warnings and errors that no test has said it waits for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # caplog.at_level(logging.WARNING) says: this test waits for warnings (and for nothing worse).
        awaited = {logging.getLogger().level, logging.getLogger(record.name).level}
        if record.levelno not in awaited:
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def fail_on_stray_records(item: pytest.Item) -> Generator[None, object, object]:
    stray = StrayRecords()
    logging.getLogger().addHandler(stray)
    try:
        result = yield
    finally:
        logging.getLogger().removeHandler(stray)
    if stray.lines and item.get_closest_marker("allow_log_warnings") is None:
        pytest.fail("\n".join(["The log holds what no test waited for:", *stray.lines]), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    return (yield from fail_on_stray_records(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    return (yield from fail_on_stray_records(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    return (yield from fail_on_stray_records(item))
