"""From a folder of papers to the files of a portal by the command line."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pypdf
from PIL import Image

from tests.end_to_end.conftest import Run

FILE_KEYS = {
    "name", "requirement", "title", "person", "part", "pages", "size_bytes", "sha256", "sources", "reduced",
    "photo",
}  # fmt: skip


def test_the_sample_becomes_one_file_for_each_paper_of_each_person(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    answer = run("upload", sample, "-o", tmp_path / "up", "--json")
    assert answer.status == 0, answer.err or answer.out
    form = answer.json
    assert form["usable"] is True
    assert form["missing"] == []
    assert all(set(file) == FILE_KEYS for file in form["files"])
    papers = [(file["person"], file["requirement"]) for file in form["files"]]
    assert len(papers) == len(set(papers))
    written = {path.name for path in (tmp_path / "up").iterdir()}
    assert written == {file["name"] for file in form["files"]} | {"list.txt", "manifest.json"}
    for file in form["files"]:
        data = (tmp_path / "up" / file["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size_bytes"], file["sha256"])
        if file["name"].endswith(".pdf"):
            assert len(pypdf.PdfReader(tmp_path / "up" / file["name"]).pages) == file["pages"]
    _every_page_stands_in_exactly_one_file(form["files"], sample)
    _photos_are_within_the_window_and_state_their_resolution(form["files"], tmp_path / "up")


def _every_page_stands_in_exactly_one_file(files: list[dict[str, Any]], sample: Path) -> None:
    case = (sample / "case.toml").read_text(encoding="utf-8")
    listed = [
        name
        for row in re.findall(r"^files = \[(.*)\]$", case, re.M)
        for name in re.findall(r'"([^"]+)"', row)
    ]
    sources = [source for file in files for source in file["sources"]]
    assert sorted(source["name"] for source in sources) == sorted(listed)
    for source in sources:
        data = (sample / source["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == source["sha256"]
    assert sum(file["pages"] for file in files) == sum(len(source["pages"]) for source in sources)


def _photos_are_within_the_window_and_state_their_resolution(
    files: list[dict[str, Any]], folder: Path
) -> None:
    photos = [file for file in files if file["requirement"] == "photo"]
    assert len(photos) == 3
    for file in photos:
        path = folder / file["name"]
        assert 20 * 1024 <= path.stat().st_size <= 80_000
        with Image.open(path) as image:
            assert image.format == "JPEG"
            assert 354 <= image.width <= 480
            assert 472 <= image.height <= 640
            assert image.info["dpi"] == (file["photo"]["dpi"],) * 2


def test_again_gives_the_same_bytes_and_verify_finds_them_sound(
    run_anew: Run, sample: Path, tmp_path: Path
) -> None:
    seen = []
    for env in ({"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}):
        assert run_anew("upload", sample, "-o", tmp_path / "up", env=env).status == 0
        seen.append({path.name: path.read_bytes() for path in (tmp_path / "up").iterdir()})
    assert seen[0] == seen[1]
    assert run_anew("verify", tmp_path / "up", sample).status == 0
    changed = next((tmp_path / "up").glob("*.pdf"))
    changed.write_bytes(changed.read_bytes() + b"\n")
    answer = run_anew("verify", tmp_path / "up", "--json")
    assert answer.status == 1
    assert [each["code"] for each in answer.json["discrepancies"]] == ["upload.file_changed"]


def test_blockers_refuse_and_a_draft_names_what_is_missing(run: Run, sample: Path, tmp_path: Path) -> None:
    case = sample / "case.toml"
    words = case.read_text(encoding="utf-8")
    blocks = words.split("[[evidence]]")
    case.write_text(
        "[[evidence]]".join(each for each in blocks if 'requirement = "work-permit"' not in each),
        encoding="utf-8",
    )
    refused = run("upload", sample, "-o", tmp_path / "up", "--json")
    assert refused.status == 1
    assert refused.json["error"]["code"] == "packet.blocked"
    assert not (tmp_path / "up").exists()
    draft = run("upload", sample, "-o", tmp_path / "up", "--draft", "--json")
    assert draft.status == 0
    assert draft.json["draft"] is True
    assert [each["requirement"] for each in draft.json["missing"]] == ["work-permit"]


def test_a_folder_in_use_is_refused_in_one_sentence_for_each_language(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "mine.txt").write_text("mine")
    answer = run("upload", sample, "-o", tmp_path / "up")
    assert answer.status == 2
    assert "mine.txt" in answer.err
    assert "Traceback" not in answer.err
    assert [path.name for path in (tmp_path / "up").iterdir()] == ["mine.txt"]


def test_a_folder_that_holds_no_set_is_no_set(run: Run, tmp_path: Path) -> None:
    (tmp_path / "up").mkdir()
    answer = run("verify", tmp_path / "up", "--json")
    assert (answer.status, answer.json["error"]["code"]) == (2, "upload.no_set")
