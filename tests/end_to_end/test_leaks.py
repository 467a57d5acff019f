"""Of an encrypted store nothing can be read on the disk, while it is in use and afterwards."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.env.private_room import memory_folder
from tests.support.leaks import Watch

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="who does what is read from /proc; benchmarks/leaks.py says the same"
)


@pytest.fixture
def on_disk(pytestconfig: pytest.Config) -> Iterator[Path]:
    """Return a folder that is no memory, as those of a person are: the tests' own may be."""
    cache = pytestconfig.cache
    assert cache is not None
    with tempfile.TemporaryDirectory(dir=cache.mkdir("leaks")) as name:
        yield Path(name)


def test_nothing_of_an_encrypted_case_is_left_on_the_disk(on_disk: Path) -> None:
    watch = Watch(on_disk)
    watch.encrypt()
    day = ("unlock", "begin_case", "attach", "choose", "crash", "lock", "unlock", "be_at_work")
    assert watch.work(*day, kill=True) == [*day]
    watch.work("wait_locked", "unlock", "close")
    watch.look("closed")
    if memory_folder() is None:
        # Then deciphered files lie in the folder for temporary files while they are in use.
        watch.moments = [each for each in watch.moments if each.name in ("lock", "wait_locked", "closed")]
    assert [str(each) for moment in watch.moments for each in moment.told()] == []
    # Otherwise it was looked for nothing: what is deciphered was seen in memory, and the papers outside.
    assert memory_folder() is None or any(each.in_rooms for each in watch.moments)
    assert watch.rounds is not None
    assert {each.what for each in watch.rounds.look([watch.outside])} >= {
        "name",
        "passport",
        "tax",
        "passport.jpg",
    }
