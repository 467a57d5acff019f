"""Loose papers are gathered under names of their own and entered one by one."""

from datetime import date
from pathlib import Path

import pytest

from app.casework.keep import create_case
from app.casework.loose import enter_papers, gather_files
from app.casework.tray import Accepted
from app.domain.case import EvidencePart
from app.domain.errors import UnusableInput
from tests.support.cases import desk_in
from tests.support.scans import draw_page, save_jpeg


def touched(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"paper")
    return path


def test_the_names_in_one_folder_are_told_without_it(tmp_path: Path) -> None:
    file = touched(tmp_path / "a" / "sub" / "x.pdf")
    assert gather_files([tmp_path / "a"]) == ({"sub/x.pdf": file}, ())


def test_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    files = [touched(tmp_path / folder / "x.pdf") for folder in ("a", "b")]
    found, gone = gather_files(files)
    assert (list(found.values()), gone) == (files, ())


def test_folders_of_one_name_keep_apart(tmp_path: Path) -> None:
    files = [touched(tmp_path / folder / "papers" / "x.pdf") for folder in ("a", "b")]
    found, gone = gather_files([file.parent for file in files])
    assert (list(found.values()), gone) == (files, ())


def test_what_is_gone_is_told_and_the_others_are_gathered(tmp_path: Path) -> None:
    file = touched(tmp_path / "here.pdf")
    found, gone = gather_files([tmp_path / "gone.pdf", file, tmp_path / "folder"])
    assert (found, gone) == ({"here.pdf": file}, ("gone.pdf", "folder"))


def test_what_is_named_twice_is_gathered_once(tmp_path: Path) -> None:
    file = touched(tmp_path / "here.pdf")
    assert gather_files([file, file]) == ({"here.pdf": file}, ())


def test_an_empty_folder_is_not_gone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert gather_files([tmp_path / "empty"]) == ({}, ())


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="missing"):
        gather_files([tmp_path / "gone.pdf"])


def test_a_refused_paper_does_not_keep_the_others_out(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "data")
    case_id = create_case(
        desk, title="Case", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    ).case_id
    empty = tmp_path / "empty.pdf"
    empty.touch()
    good = tmp_path / "good.jpg"
    save_jpeg(draw_page(["PASSPORT"]), good)
    papers = [
        Accepted("passport", "principal", EvidencePart.ORIGINAL, (str(each),), country="DEU")
        for each in (empty, good)
    ]
    entered = enter_papers(desk, case_id, papers, lambda _progress: None)
    desk.close()

    assert (entered.count, [each.code for each in entered.refused]) == (1, ["attach.empty"])
    assert [(each.files, each.country) for each in entered.case.evidence] == [(("passport/good.jpg",), "DEU")]
