"""Rule packs by the command line: made, signed, taken in, chosen, and what a wrong call gets."""

import json
import re
import shutil
import stat
from pathlib import Path

import pytest

from app.cli.rules import rules_group
from tests.end_to_end.conftest import Answer, Run

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def pack(tmp_path: Path, repo_root: Path) -> Path:
    """Return a copy of the bundled pack with a higher average wage at Ningbo."""
    folder = tmp_path / "pack"
    shutil.copytree(repo_root / "resources" / "rulepacks" / "cn", folder)
    path = folder / "places" / "ningbo.toml"
    words = path.read_text(encoding="utf-8")
    assert "cny = 70_780" in words
    path.write_text(words.replace("cny = 70_780", "cny = 80_000"), encoding="utf-8")
    return folder


@pytest.fixture
def given(run: Run, pack: Path, tmp_path: Path) -> Path:
    """Return the pack signed by the commands themselves."""
    assert run("rules", "key", "key").status == 0
    path = tmp_path / "own.yongju-rules"
    answer = run("rules", "sign", pack, "--key", "key", "--publisher", "Example 事务所", "-o", path, "--json")
    assert answer.status == 0, answer.out
    return path


def code_of(answer: Answer) -> str:
    assert answer.status == 2
    message = answer.json["error"]["message"]
    assert "{" not in message["en"] + message["zh"]
    return str(answer.json["error"]["code"])


def test_a_pack_goes_from_a_folder_into_use_and_back(run: Run, given: Path, sample: Path):
    before = run("match", sample, "--json").json
    assert run("rules", "check", given, "--json").json["faults"] == []
    assert code_of(run("rules", "import", given, "--json")) == "rules.unknown_key"
    dry = run("rules", "import", given, "--dry-run", "--json")
    assert (dry.status, dry.json["done"]) == (0, False)
    done = run("rules", "import", given, "--trust-key", "--json")
    assert (done.status, done.json["done"], done.json["pack"]["signature"]) == (0, True, "known-key")
    assert [each["in_use"] for each in run("rules", "list", "--json").json["packs"]] == [False, True]
    assert run("match", sample, "--json").json != before
    assert run("rules", "use", "bundled").status == 0
    assert run("match", sample, "--json").json == before
    assert run("rules", "use", "cn").status == 0
    assert run("match", sample, "--json").json != before


def test_the_import_says_in_both_languages_what_changes_in_a_kept_case(
    run: Run, given: Path, sample: Path, tmp_path: Path
):
    from app.casework import keep
    from app.casework.desk import open_desk

    keep.import_case(open_desk(tmp_path / "data"), sample, lambda _progress: None)
    [case] = run("rules", "import", given, "--dry-run", "--json").json["cases"]
    assert {change["code"] for change in case["changes"]} == {"condition.year_threshold"}
    assert case["changes"][0]["params"]["after"] == 480_000
    words = run("rules", "import", given, "--trust-key", "--language", "en").out
    assert "CNY 424,680 → CNY 480,000" in words
    assert "1 case stays as it is." in run("rules", "use", "cn", "--language", "en").out


def test_an_unsigned_pack_needs_its_own_word(run: Run, pack: Path):
    assert code_of(run("rules", "import", pack, "--json")) == "rules.unsigned"
    assert run("rules", "import", pack, "--accept-unsigned").status == 0


def test_a_changed_file_is_refused_whatever_is_accepted(run: Run, given: Path):
    content = given.read_bytes()
    given.write_bytes(content.replace(b"cny = 80_000", b"cny = 80_001"))
    for options in ((), ("--accept-unsigned", "--trust-key"), ("--dry-run",)):
        assert code_of(run("rules", "import", given, *options, "--json")) == "bundle.damaged"
    assert not (given.parent / "data").exists()


def test_trouble_with_the_chosen_pack_is_told_beside_the_answer(
    run: Run, given: Path, sample: Path, tmp_path: Path
):
    before = run("check", sample, "--json").json
    run("rules", "import", given, "--trust-key")
    [folder] = (tmp_path / "data" / "rules" / "cn").iterdir()
    (folder / "pack.toml").write_text("")
    answer = run("check", sample, "--json", "--language", "en")
    assert (answer.status, answer.json) == (0, before)
    assert "import it again" in answer.err
    assert "Until then the bundled rules are used." in answer.err
    assert "Traceback" not in answer.err
    assert "import it again" in run("check", tmp_path / "gone", "--language", "en").err


def test_a_key_is_private_is_printed_once_and_never_written_over(run: Run, tmp_path: Path):
    made = run("rules", "key", tmp_path / "key", "--json")
    assert re.fullmatch(r"[0-9a-f]{64}", made.json["key"])
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    secret = (tmp_path / "key").read_text().split('secret = "')[1][:64]
    assert secret not in made.out
    assert code_of(run("rules", "key", tmp_path / "key", "--json")) == "key.exists"


def test_schemas_are_written_for_editors(run: Run, tmp_path: Path):
    answer = run("rules", "schema", tmp_path / "schema", "--json")
    assert answer.status == 0
    for name in answer.json["files"]:
        assert json.loads(Path(name).read_text(encoding="utf-8"))["title"]


def test_a_removed_pack_is_no_longer_listed(run: Run, pack: Path):
    run("rules", "import", pack, "--accept-unsigned")
    assert code_of(run("rules", "remove", "cn", "--json")) == "rules.in_use"
    run("rules", "use", "bundled")
    assert run("rules", "remove", "cn").status == 0
    assert len(run("rules", "list", "--json").json["packs"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "{tmp}"), "pack.not_found"),
        (("check", "{pack}/pack.toml"), "bundle.not_a_bundle"),
        (("import", "{tmp}/gone"), "bundle.not_found"),
        (("import", "{pack}/pack.toml"), "bundle.not_a_bundle"),
        (("use", "nothing"), "rules.not_kept"),
        (("remove", "bundled"), "rules.bundled_stays"),
        (("key", "{tmp}/no/key"), "destination.no_folder"),
        (
            ("sign", "{pack}", "--key", "{tmp}/gone", "--publisher", "A", "-o", "a.yongju-rules"),
            "key.unusable",
        ),
        (("sign", "{pack}", "--publisher", "A", "-o", "a.yongju-rules"), "call.missing_word"),
        (("import",), "call.missing_word"),
        (("imprt", "{pack}"), "call.misunderstood"),
    ],
)
def test_a_call_that_cannot_be_followed_says_why(
    run: Run, pack: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
):
    words = (word.format(pack=pack, tmp=tmp_path) for word in arguments)
    assert code_of(run("rules", *words, "--json")) == code


def test_a_place_that_cannot_be_written_is_a_matter_of_the_machine(run: Run, pack: Path, tmp_path: Path):
    (tmp_path / "file").write_text("")
    answer = run(
        "rules", "import", pack, "--accept-unsigned", "--json", env={"YONGJU_DATA": str(tmp_path / "file")}
    )
    assert (answer.status, answer.json["error"]["code"]) == (3, "machine.cannot_write")


def test_every_verb_has_help_in_both_languages(run: Run):
    for name, command in rules_group.commands.items():
        assert CHINESE.search(command.help or ""), name
    assert run("rules", "import", "--help").status == 0
