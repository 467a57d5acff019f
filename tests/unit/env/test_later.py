"""A module that is imported later is there at once and read at its first use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.env.later import import_later

NAME = "yongju_read_later"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A module on the path that notes in a file that it was run."""
    noted = tmp_path / "run"
    source = (
        f"import pathlib\nwith pathlib.Path({str(noted)!r}).open('a') as noted:\n    noted.write('x')\n"
        "ANSWER = 42\n"
    )
    (tmp_path / f"{NAME}.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    yield noted
    sys.modules.pop(NAME, None)


def test_a_module_is_run_once_and_only_when_something_of_it_is_used(module: Path):
    later = import_later(NAME)
    assert not module.exists()
    assert later.ANSWER == 42
    assert import_later(NAME).ANSWER == 42
    assert module.read_text() == "x"


def test_a_plain_import_gets_the_same_module(module: Path):
    later = import_later(NAME)
    plain = __import__(NAME)
    assert plain is later
    assert (plain.ANSWER, module.read_text()) == (42, "x")


def test_a_module_that_is_there_already_is_given_as_it_is():
    assert import_later("sys") is sys


def test_a_module_that_does_not_exist_is_told_at_once():
    with pytest.raises(ModuleNotFoundError) as told:
        import_later("yongju_no_such_module")
    assert told.value.name == "yongju_no_such_module"
