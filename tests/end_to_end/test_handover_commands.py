"""`yongju cases`: kept cases are listed, handed over as one encrypted file, and taken over elsewhere."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from app.casework import keep
from app.domain.packet import Progress
from app.env import paths
from tests.end_to_end.conftest import Answer, Run
from tests.support.archives import DOCUMENT, form, packed, sealed
from tests.support.cases import desk_in

PASSPHRASE = "correct horse battery"


def silent(_progress: Progress) -> None:
    """Report to nobody."""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(f"{PASSPHRASE}\nand more that is not read\n", encoding="utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """Keep the sample case with two of its papers, and return its id."""
    folder = tmp_path / "sample"
    (folder / "photos").mkdir(parents=True)
    shutil.copy(paths.resource("sample_case", "photos", "photo-lucia.jpg"), folder / "photos")
    text = paths.resource("sample_case", "case.toml").read_text(encoding="utf-8")
    head = text[: text.index("[[evidence]]")]
    row = '[[evidence]]\nrequirement = "photo"\nperson = "lucia"\nfiles = ["photos/photo-lucia.jpg"]\n'
    (folder / "case.toml").write_text(head + row, encoding="utf-8")
    desk = desk_in(tmp_path / "data")
    case_id = keep.import_case(desk, folder, silent).case_id
    desk.close()
    return case_id


def rename(tmp_path: Path, case_id: str, title: str) -> None:
    desk = desk_in(tmp_path / "data")
    keep.set_basics(desk, case_id, title=title)
    desk.close()


@pytest.fixture
def elsewhere(run: Run, tmp_path: Path) -> Callable[..., Answer]:
    """Run a call on another data folder."""

    def call(*arguments: object) -> Answer:
        return run(*arguments, env={"YONGJU_DATA": str(tmp_path / "elsewhere")})

    return call


def test_a_case_is_handed_over_and_taken_over_elsewhere(
    run: Run, elsewhere: Callable[..., Answer], kept: str, secret: Path, tmp_path: Path
):
    file = tmp_path / "case.yongju"
    [listed] = run("cases", "list", "--json").json["cases"]
    assert listed["id"] == kept
    done = run("cases", "hand-over", kept[:8], "-o", file, "--passphrase-file", secret, "--json")
    assert (done.status, done.json["files"], done.json["id"]) == (0, 1, kept)
    assert file.stat().st_size == done.json["size_bytes"]
    looked = elsewhere("cases", "take-over", file, "--diff", "--passphrase-file", secret, "--json")
    assert (looked.json["done"], looked.json["standing"]) == (False, "new")
    assert elsewhere("cases", "list", "--json").json["cases"] == []
    taken = elsewhere("cases", "take-over", file, "--passphrase-file", secret, "--json")
    assert (taken.json["done"], taken.json["id"]) == (True, kept)
    [there] = elsewhere("cases", "list", "--json").json["cases"]
    assert {**there, "changed_at": ""} == {**listed, "changed_at": ""}


def test_what_differs_is_told_and_nothing_is_replaced_unasked(
    run: Run, elsewhere: Callable[..., Answer], kept: str, secret: Path, tmp_path: Path
):
    file, opened = tmp_path / "case.yongju", ("--passphrase-file", secret)
    run("cases", "hand-over", kept, "-o", file, *opened)
    elsewhere("cases", "take-over", file, *opened)
    same = elsewhere("cases", "take-over", file, *opened, "--language", "en")
    assert (same.status, "nothing in the file differs" in same.out) == (0, True)
    rename(tmp_path, kept, "Another name")
    run("cases", "hand-over", kept, "-o", file, *opened)
    refused = elsewhere("cases", "take-over", file, *opened, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "handover.already_kept")
    told = elsewhere("cases", "take-over", file, "--diff", *opened, "--language", "en")
    assert "Name of the case: here" in told.out
    assert "in the file Another name" in told.out
    assert told.out.rstrip().endswith("Nothing was changed here.")
    both = elsewhere("cases", "take-over", file, "--keep-both", *opened, "--json")
    assert both.json["id"] != kept
    done = elsewhere("cases", "take-over", file, "--replace", *opened, "--json")
    assert (done.json["id"], done.json["standing"]) == (kept, "ahead")
    assert [each["code"] for each in done.json["differences"]] == ["basics"]
    titles = [each["title"] for each in elsewhere("cases", "list", "--json").json["cases"]]
    assert titles == ["Another name", "Another name"]
    words = elsewhere("cases", "list", "--language", "zh")
    assert "Another name" in words.out


def test_every_refusal_is_one_sentence_in_both_languages(run: Run, kept: str, secret: Path, tmp_path: Path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("wrong horse", encoding="utf-8")
    short = tmp_path / "short.txt"
    short.write_text("short", encoding="utf-8")
    file = sealed(tmp_path / "case.yongju", packed(), PASSPHRASE)
    moon = DOCUMENT.replace("pr.wage-tax", "pr.moon")
    strange = sealed(tmp_path / "strange.yongju", packed(form(moon), moon), PASSPHRASE)
    broken = tmp_path / "broken.yongju"
    broken.write_bytes(file.read_bytes()[:-5])
    out = tmp_path / "out.yongju"
    for arguments, code in (
        (("hand-over", "nobody", "-o", out, "--passphrase-file", secret), "cases.no_such"),
        (("hand-over", "", "-o", out, "--passphrase-file", secret), "cases.no_such"),
        (("hand-over", kept, "-o", tmp_path, "--passphrase-file", secret), "handover.to_folder"),
        (("hand-over", kept, "-o", out, "--passphrase-file", short), "store.passphrase_short"),
        (("hand-over", kept, "-o", out, "--passphrase-file", tmp_path / "none"), "password.no_file"),
        (("hand-over", kept, "-o", out), "handover.no_passphrase"),
        (("take-over", tmp_path / "none", "--passphrase-file", secret), "handover.not_found"),
        (("take-over", secret, "--passphrase-file", secret), "handover.not_one"),
        (("take-over", file, "--passphrase-file", wrong), "handover.wrong_passphrase"),
        (("take-over", broken, "--passphrase-file", secret), "handover.damaged"),
        (("take-over", strange, "--passphrase-file", secret), "case.faulty"),
        (("take-over", file, "--replace", "--keep-both"), "call.misunderstood"),
    ):
        told = run("cases", *arguments, "--json")
        assert (told.status, told.json["error"]["code"]) == (2, code)
        for language in ("en", "zh"):
            words = run("cases", *arguments, "--language", language).err.splitlines()
            assert len([line for line in words if not line.startswith("-")]) == 1
    assert not out.exists()
    assert [each["id"] for each in run("cases", "list", "--json").json["cases"]] == [kept]


def test_what_a_stranger_wrote_never_moves_the_cursor(run: Run, secret: Path, tmp_path: Path):
    evil = r"ROE\u001B]0;evil\u0007 family"
    document = DOCUMENT.replace("ROE family", evil)
    listed = form(document)
    listed["case"]["title"] = "ROE\x1b]0;evil\x07 family"
    opened = ("--passphrase-file", secret, "--language", "en")
    good = sealed(tmp_path / "good.yongju", packed(listed, document), PASSPHRASE)
    told = run("cases", "take-over", good, *opened)
    assert (told.status, "ROE?]0;evil? family" in told.out) == (0, True)
    listed_words = run("cases", "list", "--language", "en").out
    faulty = document.replace('"passport"', r'"pass\u001B[2Jport"')
    listed = {**form(faulty), "case": {**form(faulty)["case"], "title": listed["case"]["title"]}}
    refused = run("cases", "take-over", sealed(good, packed(listed, faulty), PASSPHRASE), *opened)
    assert (refused.status, "pass?[2Jport" in refused.err) == (2, True)
    assert not {"\x1b", "\x07"} & set(told.out + listed_words + refused.err)


def test_a_passphrase_is_typed_unseen_and_twice_where_it_is_new(
    run: Run, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    typed: list[str] = []
    asked: list[str] = []

    def answer(words: str, *, hide_input: bool, **_rest: object) -> str:
        assert hide_input
        asked.append(words)
        return typed.pop(0)

    monkeypatch.setattr(click, "prompt", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    file = tmp_path / "case.yongju"
    typed[:] = [PASSPHRASE, PASSPHRASE[:-1]]
    differs = run("cases", "hand-over", kept, "-o", file, "--json")
    assert (differs.status, differs.json["error"]["code"]) == (2, "handover.passphrases_differ")
    assert not file.exists()
    typed[:] = [PASSPHRASE] * 3
    assert run("cases", "hand-over", kept, "-o", file).status == 0
    asked.clear()
    assert run("cases", "take-over", file, "--diff").status == 0
    assert len(asked) == 1


def test_a_passphrase_may_come_from_standard_input(
    run: Run, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "case.yongju"
    for verb in (("hand-over", kept, "-o", file), ("take-over", file, "--diff")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{PASSPHRASE}\n".encode())))
        done = run("cases", *verb, "--passphrase-file", "-")
        assert done.status == 0
        assert PASSPHRASE not in done.out + done.err


def test_looking_at_a_folder_that_is_not_there_makes_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As with a drive that is not plugged in.
    gone = tmp_path / "drive" / "cases"
    monkeypatch.setenv("YONGJU_DATA", str(gone))

    assert run("cases", "list", "--json").json["cases"] == []
    assert run("store", "status").status == 0

    assert not gone.parent.exists()
