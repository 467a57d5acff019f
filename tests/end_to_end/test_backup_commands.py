"""`yongju backup` and `yongju cases delete`, as a person would call them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.casework import keep, safety
from app.casework.desk import Desk
from tests.end_to_end.conftest import Run
from tests.support.cases import desk_in, family


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """Keep two cases and return the id of one."""
    desk = desk_in(tmp_path / "data")
    case_id = desk.cases.add(family(), {})
    keep.duplicate_case(desk, case_id, "Twin")
    desk.close()
    return case_id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path / "data")
    yield made
    made.close()


def test_a_backup_is_made_listed_checked_shown_and_restored(run: Run, kept: str, tmp_path: Path):
    made = run("backup", "now", "--json").json
    id_ = made["backup"]["id"]
    assert (made["backup"]["cases"], made["damaged"]) == (2, [])
    listed = run("backup", "list", "--language", "en")
    assert id_ in listed.out
    assert "2 cases" in listed.out
    assert "Another drive is better." in listed.out
    assert run("backup", "verify").status == 0
    desk = desk_in(tmp_path / "data")
    keep.set_basics(desk, kept, title="Spoilt")
    desk.close()
    shown = run("backup", "show", id_, "--json").json
    assert [(each["side"], each["title"], each["here_title"]) for each in shown["cases"]] == [
        ("differs", "ROE family", "Spoilt")
    ]
    assert shown["same"] == 1
    one = run("backup", "restore", id_, "--case", kept, "--json").json
    assert one == {"format": 1, "id": kept, "title": "ROE family", "changed": True}
    refused = run("backup", "restore", id_)
    assert refused.status == 2
    restored = run("backup", "restore", id_, "--yes", "--language", "zh")
    assert restored.status == 0
    assert "2" in restored.out
    assert len(run("backup", "list", "--json").json["backups"]) == 2


def test_the_settings_are_told_and_changed(run: Run, kept: str, tmp_path: Path):
    assert run("backup", "settings", "--json").json["usual_folder"] is True
    changed = run(
        "backup", "settings", "--folder", tmp_path / "drive", "--no-automatic", "--keep", 3, "--json"
    ).json
    assert (changed["folder"], changed["automatic"], changed["keep"]) == (str(tmp_path / "drive"), False, 3)
    assert run("backup", "now").status == 0
    assert list((tmp_path / "drive").glob("yongju-*/*/manifest.json"))
    assert run("backup", "now", "--to", tmp_path / "other", "--json").json["files_copied"] == 0
    back = run("backup", "settings", "--usual-folder", "--json").json
    assert back["earlier_folders"] == [str(tmp_path / "drive"), str(tmp_path / "other")]
    assert run("backup", "settings", "--keep", 0).status == 2


def test_a_damaged_backup_ends_with_status_1_and_names_the_paper(run: Run, tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    (tmp_path / "form.pdf").write_bytes(b"a form")
    desk.cases.add(family(), {"anna/form.pdf": desk.vault.keep(tmp_path / "form.pdf")})
    desk.close()
    made = run("backup", "now", "--json").json["backup"]
    [paper] = Path(made["path"]).parent.glob("files/*/*")
    paper.write_bytes(b"a farm")
    [kept_paper] = (tmp_path / "data" / "files").glob("*/*")
    kept_paper.unlink()
    checked = run("backup", "verify", "--language", "en")
    assert checked.status == 1
    assert "anna/form.pdf" in checked.out
    assert run("backup", "restore", made["id"], "--yes").status == 2


def test_a_backup_of_another_passphrase_asks_for_it(run: Run, kept: str, desk: Desk, tmp_path: Path):
    safety.encrypt_store(desk, "seven plum trees", None, lambda _: None)
    today, then = tmp_path / "today.txt", tmp_path / "then.txt"
    then.write_text("seven plum trees\n")
    today.write_text("a quiet river\n")
    made = run("backup", "now", "--store-passphrase-file", then, "--json").json["backup"]
    assert made["encrypted"]
    again = desk_in(tmp_path / "data")
    again.unlock(safety.open_by_passphrase(again, "seven plum trees"))
    safety.renew_key(again, "a quiet river", None, lambda _: None)
    refused = run("backup", "show", made["id"], "--store-passphrase-file", today, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "backup.needs_passphrase")
    arguments = (made["id"], "--store-passphrase-file", today, "--passphrase-file", then)
    assert run("backup", "show", *arguments, "--json").json["same"] == 2
    assert run("backup", "restore", *arguments, "--yes").status == 0
    listed = run("cases", "list", "--store-passphrase-file", today, "--json").json["cases"]
    assert {each["title"] for each in listed} == {"ROE family", "Twin"}


def test_a_case_is_deleted_for_good_and_what_is_not_reached_is_said(run: Run, kept: str):
    run("backup", "now")
    assert run("cases", "delete", kept).status == 2
    gone = run("cases", "delete", kept, "--backups", "--yes", "--language", "en")
    assert gone.status == 0
    assert "Taken out of 1 backup." in gone.out
    assert "solid-state" in gone.out
    assert run("cases", "delete", kept, "--yes").status == 2
    assert run("backup", "list", "--json").json["backups"][0]["cases"] == 1


def test_an_encrypted_store_that_is_damaged_is_shown_and_brought_back(run: Run, kept: str, desk: Desk):
    safety.encrypt_store(desk, "seven plum trees", None, lambda _: None)
    secret = desk.data_folder.parent / "secret.txt"
    secret.write_text("seven plum trees\n")
    made = run("backup", "now", "--store-passphrase-file", secret, "--json").json["backup"]
    [database] = desk.data_folder.glob("g-*/cases.sqlite3")
    database.write_bytes(bytes(9000))
    arguments = (made["id"], "--store-passphrase-file", secret, "--passphrase-file", secret)
    shown = run("backup", "show", *arguments, "--json").json
    assert ([each["side"] for each in shown["cases"]], shown["present_trouble"]) == (
        ["only-there", "only-there"],
        "store.locked",
    )
    assert run("backup", "restore", *arguments, "--yes", "--json").json["error"]["code"] == (
        "backup.present_unreadable"
    )
    done = run("backup", "restore", *arguments, "--yes", "--set-aside", "--json").json
    assert (done["cases"], Path(done["set_aside"]).is_dir()) == (2, True)
    assert len(run("cases", "list", "--store-passphrase-file", secret, "--json").json["cases"]) == 2
