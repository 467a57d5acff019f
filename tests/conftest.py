"""What every test stands on: Qt draws into memory, and a stray warning in the log fails the test."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

# Before anything imports PySide6: a test neither needs nor touches a display.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


# What the largest tests need together, several times over.
_ROOM_FOR_TESTS = 4 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let tests write to memory where it has room: they flush to the disk as often as the product does."""
    # Hundreds of processes of the product start: each would compile the whole of it anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if config.option.basetemp is not None or hasattr(config, "workerinput"):
        return
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK | os.X_OK) or shutil.disk_usage(memory).free < _ROOM_FOR_TESTS:
        return
    config.option.basetemp = tempfile.mkdtemp(prefix="pytest-", dir=memory)
    config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


@pytest.fixture(scope="session")
def repo_root() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase be stretched in no time, and leave the folder for temporary files as it was."""
    from app.store import keys

    monkeypatch.setattr(keys, "OPS", 1)
    monkeypatch.setattr(keys, "MEMORY_BYTES", 8192)
    # Whoever unlocks a store writes to memory from then on.
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    for name in ("TMPDIR", "TEMP", "TMP"):
        was = os.environ.get(name)
        monkeypatch.setenv(name, was or "")
        if was is None:
            monkeypatch.delenv(name)


@pytest.fixture
def quick_path(tmp_path: Path) -> Generator[Path]:
    """Return a folder of the test's own, in memory where there is such: flushing it costs nothing."""
    from app.env.private_room import memory_folder

    memory = memory_folder()
    if memory is None:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="yongju-test-", dir=memory, ignore_cleanup_errors=True) as name:
        yield Path(name)


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
