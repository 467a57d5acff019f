"""Many use a data folder together; one alone changes its form; a process that ends lets go."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped
from app.store.in_use import InUse


def test_many_share_a_folder(tmp_path: Path):
    several = [InUse(tmp_path) for _ in range(3)]
    for each in several:
        each.share()
        each.share()
    for each in several:
        each.close()


def test_nobody_is_alone_while_others_share(tmp_path: Path):
    other, mine = InUse(tmp_path), InUse(tmp_path)
    other.share()
    mine.share()
    with pytest.raises(MachineStopped, match=r"store\.in_use"), mine.alone():
        pytest.fail("not alone")
    other.close()
    with mine.alone():
        pass


def test_nobody_shares_while_one_is_alone(tmp_path: Path):
    mine, other = InUse(tmp_path), InUse(tmp_path)
    with mine.alone():
        with pytest.raises(MachineStopped, match=r"store\.in_use"):
            other.share(wait_seconds=0)
        with pytest.raises(MachineStopped, match=r"store\.in_use"), other.alone():
            pytest.fail("two alone")
    other.share()


def test_who_shared_before_shares_afterwards_also_where_it_failed(tmp_path: Path):
    mine, other = InUse(tmp_path), InUse(tmp_path)
    mine.share()
    with pytest.raises(ValueError, match="x"), mine.alone():
        raise ValueError("x")
    with pytest.raises(MachineStopped), other.alone():
        pytest.fail("not alone")
    mine.close()


def test_one_at_a_time_changes_what_the_folder_says_while_others_share_it(tmp_path: Path):
    mine, other, third = InUse(tmp_path), InUse(tmp_path), InUse(tmp_path)
    other.share()
    with mine.changing():
        third.share()
        with pytest.raises(MachineStopped, match=r"store\.in_use"), other.changing(wait_seconds=0):
            pytest.fail("two change it")
    with other.changing(wait_seconds=0):
        pass


def test_a_process_that_is_killed_lets_go(tmp_path: Path, repo_root: Path):
    code = (
        "import sys; from pathlib import Path; from app.store.in_use import InUse\n"
        "held = InUse(Path(sys.argv[1])); held.share(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=repo_root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(MachineStopped), InUse(tmp_path).alone():
            pytest.fail("not alone")
        process.kill()
        process.wait()
    with InUse(tmp_path).alone():
        pass


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(MachineStopped, match=r"machine\."):
        InUse(tmp_path / "file" / "below").share()
