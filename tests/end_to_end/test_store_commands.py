"""`yongju store`: encrypting, opening, recovering and renewing by the command line alone."""

import io
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest

from app.casework import keep
from app.cli import unlock
from app.store import keys
from app.store.place import find_place
from tests.end_to_end.conftest import CallHere, Run
from tests.support.cases import desk_in

PASSPHRASE, OTHER = "seven plum trees", "a quiet river"


@pytest.fixture
def tmp_path(quick_path: Path) -> Path:
    """Let everything here lie in memory: what is flushed a hundred times takes no time there."""
    return quick_path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a file with the passphrase."""
    return write(tmp_path / "passphrase", PASSPHRASE)


@pytest.fixture(scope="module")
def made(call_here: CallHere, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an encrypted store in which one case is kept, and its recovery sheet beside it."""
    folder = tmp_path_factory.mktemp("made")
    desk = desk_in(folder / "data")
    keep.create_case(desk, title="Kept", category="pr.wage-tax", place="ningbo", submit_on=date(2027, 1, 15))
    desk.close()
    secret, sheet = write(folder / "passphrase", PASSPHRASE), folder / "sheet.pdf"
    call = ("store", "encrypt", "--new-passphrase-file", secret, "--recovery-sheet", sheet)
    with pytest.MonkeyPatch.context() as here:
        here.setattr(keys, "OPS", 1)
        here.setattr(keys, "MEMORY_BYTES", 8192)
        done = call_here(call, folder, {"YONGJU_DATA": str(folder / "data")})
    assert done.status == 0, done.err
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """Return the data folder of a store of the test's own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data"


def write(path: Path, words: str) -> Path:
    path.write_text(f"{words}\n", encoding="utf-8")
    return path


def code_on(sheet: Path) -> str:
    """Return the code of a sheet, read off as a person would."""
    lines = pypdf.PdfReader(sheet).pages[0].extract_text().splitlines()
    at = lines.index("Recovery code") + 1
    return "".join(lines[at : at + 2]).replace(" ", "")


class Terminal(io.StringIO):
    """A terminal at which a person types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return what a person will type at the terminal, one line after the other; all of it is asked for."""
    lines: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(unlock, "ask_unseen", lambda _words: lines.pop(0))
    yield lines
    assert lines == []


def test_status_says_that_nothing_is_kept_or_encrypted_yet(run: Run, tmp_path: Path):
    state = run("store", "status", "--json").json
    assert (state["data_folder"], state["begun"]) == (str(tmp_path / "data"), False)
    assert (state["encrypted"], state["recovery"]) == (False, False)
    assert "Not encrypted" in run("store", "status", "--language", "en").out
    assert not (tmp_path / "data").exists()


def test_status_of_an_encrypted_store_asks_for_nothing(run: Run, store: Path):
    assert run("store", "status", "--json").json["encrypted"] is True
    assert "恢复单" in run("store", "status", "--language", "zh").out


def test_encrypting_writes_a_sheet_and_leaves_nothing_readable(run: Run, store: Path, tmp_path: Path):
    assert find_place(store).is_encrypted
    assert len(code_on(tmp_path / "sheet.pdf")) == 40
    for path in store.rglob("*"):
        assert path.is_dir() or b"SQLite format 3" not in path.read_bytes() or path.name == "in-use.lock"
    assert "encrypted already" in run("store", "encrypt", "--language", "en").err


def test_without_a_sheet_the_answer_says_what_that_means(run: Run, secret: Path):
    done = run("store", "encrypt", "--new-passphrase-file", secret, "--language", "en")
    assert "There is no recovery sheet" in done.out
    assert "yongju store sheet" in done.out


def test_an_encryption_that_comes_to_nothing_leaves_no_sheet(run: Run, tmp_path: Path):
    short = write(tmp_path / "short", "short")
    done = run("store", "encrypt", "--new-passphrase-file", short, "--recovery-sheet", tmp_path / "sheet.pdf")
    assert (done.status, "8" in done.err) == (2, True)
    assert not (tmp_path / "sheet.pdf").exists()
    assert run("store", "status", "--json").json["encrypted"] is False


def test_a_verb_that_needs_kept_cases_asks_for_the_passphrase(run: Run, store: Path, secret: Path):
    for verb in (("rules", "use", "bundled"), ("cases", "list")):
        locked = run(*verb, "--json")
        assert (locked.status, locked.json["error"]["code"]) == (2, "store.locked")
    opened = run("rules", "use", "bundled", "--json", "--store-passphrase-file", secret)
    assert (opened.status, [each["title"] for each in opened.json["cases"]]) == (0, ["Kept"])


def test_a_verb_that_works_on_a_folder_asks_for_nothing_and_writes_nothing_down(
    run: Run, store: Path, sample: Path
):
    before = set(store.rglob("*"))
    assert run("match", sample, "--json").status == 0
    assert run("checklist", sample, "--json").status == 0
    assert set(store.rglob("*")) == before


def test_the_passphrase_is_changed(run: Run, store: Path, secret: Path, tmp_path: Path):
    new = write(tmp_path / "new", OTHER)
    call = ("store", "passphrase", "--passphrase-file", secret, "--new-passphrase-file", new)
    assert run(*call).status == 0
    refused = run(*call, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "store.wrong_passphrase")
    assert run("cases", "list", "--store-passphrase-file", new).status == 0


def test_the_code_of_the_sheet_sets_a_new_passphrase(run: Run, store: Path, tmp_path: Path):
    code, new = write(tmp_path / "code", code_on(tmp_path / "sheet.pdf")), write(tmp_path / "new", OTHER)
    assert run("store", "recover", "--code-file", code, "--new-passphrase-file", new).status == 0
    assert run("cases", "list", "--store-passphrase-file", new).status == 0


def test_a_new_sheet_voids_the_one_before(run: Run, store: Path, secret: Path, tmp_path: Path):
    done = run("store", "sheet", "-o", tmp_path / "new.pdf", "--passphrase-file", secret, "--language", "en")
    assert "still opens backups made before" in done.out
    for sheet, status in (("sheet.pdf", 2), ("new.pdf", 0)):
        code = write(tmp_path / "code", code_on(tmp_path / sheet))
        done = run("store", "recover", "--code-file", code, "--new-passphrase-file", secret)
        assert done.status == status, done.err


def test_a_new_key_keeps_the_passphrase_and_voids_the_sheet(run: Run, store: Path, secret: Path):
    done = run("store", "new-key", "--passphrase-file", secret, "--json")
    assert (done.status, done.json["recovery"], done.json["damaged"]) == (0, False, [])
    assert run("cases", "list", "--store-passphrase-file", secret).status == 0


def test_taking_the_encryption_away_is_a_spoken_choice(run: Run, store: Path, secret: Path):
    call = ("store", "decrypt", "--passphrase-file", secret, "--json")
    refused = run(*call)
    assert (refused.status, refused.json["error"]["code"]) == (2, "store.not_confirmed")
    assert run(*call, "--yes").json["encrypted"] is False
    assert [each["title"] for each in run("cases", "list", "--json").json["cases"]] == ["Kept"]


@pytest.mark.parametrize("verb", ["decrypt", "passphrase", "recover", "new-key", "sheet"])
def test_a_store_that_is_not_encrypted_has_nothing_to_open(run: Run, tmp_path: Path, verb: str):
    output = ("-o", tmp_path / "sheet.pdf") if verb == "sheet" else ()
    refused = run("store", verb, *output, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "store.plain_already")


@pytest.mark.parametrize("verb", ["decrypt", "passphrase", "recover", "new-key", "sheet"])
def test_without_a_terminal_or_a_file_a_locked_store_stays_locked(
    run: Run, store: Path, tmp_path: Path, verb: str
):
    output = ("-o", tmp_path / "new.pdf") if verb == "sheet" else ()
    refused = run("store", verb, *output, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "store.locked")


def test_at_a_terminal_a_mistyped_passphrase_may_be_typed_again(run: Run, store: Path, typed: list[str]):
    typed += ["seven plum tree", PASSPHRASE, OTHER, OTHER]
    done = run("store", "passphrase", "--language", "en")
    assert done.status == 0
    assert "does not open the cases" in done.err


def test_at_a_terminal_three_wrong_ones_end_it(run: Run, store: Path, typed: list[str]):
    typed += ["one", "two", "three"]
    assert run("store", "passphrase").status == 2


def test_a_new_passphrase_is_typed_twice(run: Run, typed: list[str]):
    typed += [PASSPHRASE, OTHER]
    refused = run("store", "encrypt", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "store.passphrases_differ")


def test_both_secrets_may_come_by_standard_input(
    run: Run, store: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
):
    given = io.TextIOWrapper(io.BytesIO(f"{PASSPHRASE}\n{OTHER}\n".encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert run("store", "passphrase", "--passphrase-file", "-", "--new-passphrase-file", "-").status == 0
    write(secret, OTHER)
    assert run("cases", "list", "--store-passphrase-file", secret).status == 0


def test_a_process_of_its_own_encrypts_at_the_real_cost(run_anew: Run, secret: Path):
    done = run_anew("store", "encrypt", "--new-passphrase-file", secret, "--json")
    assert (done.status, done.json["encrypted"], done.err) == (0, True, "")
