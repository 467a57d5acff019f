"""Nobody else on the machine can read what is kept, even in a folder that everybody may enter."""

import os
import stat
from pathlib import Path

import pytest

from app.casework import keep
from tests.support.cases import desk_in
from tests.support.sealed import sealed_desk_in


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps who may read with the account's own folder")
@pytest.mark.parametrize("make", [desk_in, sealed_desk_in])
def test_only_its_owner_can_read_what_is_kept(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    folder, paper = tmp_path / "open", tmp_path / "paper"
    folder.mkdir(mode=0o755)
    paper.write_bytes(b"private")
    desk = make(folder)
    keep.list_cases(desk)
    desk.vault.keep(paper)

    def others_may(path: Path) -> bool:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)

    reachable = [
        path
        for path in folder.rglob("*")
        if others_may(path) and all(map(others_may, path.parents[: len(path.relative_to(folder).parts) - 1]))
    ]
    desk.close()
    assert [each.relative_to(folder).as_posix() for each in reachable] == []
