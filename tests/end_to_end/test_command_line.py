"""From a folder of papers to a verified packet by the command line, and what bad input gets."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.cli.main import yongju
from tests.end_to_end.conftest import Answer, Run

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_demo_ends_with_a_verified_packet(run_anew: Run, tmp_path: Path):
    answer = run_anew("demo", tmp_path / "demo", "--json")
    assert answer.status == 0, answer.err
    assert answer.json["summary"]["blocker"] == 0
    assert answer.json["sound"] is True
    packet = Path(answer.json["packet"])
    assert len(pypdf.PdfReader(packet).pages) == answer.json["pages"]
    assert (tmp_path / "demo" / "case.toml").is_file()


def test_the_demo_finds_a_free_folder_of_its_own(run: Run, tmp_path: Path):
    (tmp_path / "yongju-demo").mkdir()
    assert run("demo").status == 0
    assert (tmp_path / "yongju-demo-2" / "packet.pdf").is_file()


def test_the_same_case_gives_the_same_bytes(run_anew: Run, sample: Path, tmp_path: Path):
    for name, env in (
        ("a.pdf", {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}),
        ("b.pdf", {"PYTHONHASHSEED": "2"}),
    ):
        assert run_anew("build", sample, "-o", tmp_path / name, env=env).status == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_check_is_clean_on_the_sample_and_prints_one_document(run_anew: Run, sample: Path):
    answer = run_anew("check", sample, "--json")
    assert answer.status == 0
    assert answer.err == ""
    assert answer.json["format"] == 1
    assert answer.json["summary"]["blocker"] == 0
    assert answer.json["summary"]["warning"] == 0


def test_a_finding_has_every_key_in_both_languages(run: Run, sample: Path):
    remove_evidence(sample, "work-permit")
    answer = run("check", sample, "--json")
    assert answer.status == 1
    [finding] = [f for f in answer.json["findings"] if f["severity"] == "blocker"]
    assert set(finding) == {
        "code", "severity", "requirement", "person", "part", "file", "page", "params", "message", "source",
    }  # fmt: skip
    assert (finding["code"], finding["requirement"]) == ("requirement.missing", "work-permit")
    assert CHINESE.search(finding["message"]["zh"])
    where = finding["source"][0]["where"]
    assert CHINESE.search(where["zh"])
    assert where["en"]
    assert not CHINESE.search(where["en"])


def test_the_checklist_says_what_is_asked_and_until_when_it_counts(run: Run, sample: Path):
    items = run("checklist", sample, "--json").json["items"]
    health = next(item for item in items if item["requirement"] == "health-certificate")
    assert (health["state"], health["use_by"]) == ("provided", "2027-03-08")
    assert {item["person"] for item in items} == {"lucia", "mateo", "alba"}


def test_match_judges_every_category_with_value_threshold_and_source(run: Run, sample: Path):
    matches = {match["category"]: match for match in run("match", sample, "--json").json["matches"]}
    wage_tax = matches["pr.wage-tax"]
    assert wage_tax["fit"] == "fits"
    tax = next(condition for condition in wage_tax["conditions"] if condition["id"] == "tax.each-year")
    assert {year["threshold"] for year in tax["years"]} == {84936.0}
    assert tax["source"]
    assert matches["rp.in-country-change"]["fit"] == "undecided"


def test_categories_and_rules_are_shown(run: Run):
    ids = [category["id"] for category in run("categories", "--json").json["categories"]]
    assert len(ids) == len(set(ids)) == 32
    assert {"pr.wage-tax", "rp.in-country-change", "visa.intern", "filing.part-time"} <= set(ids)
    assert all(name.startswith("draft.") for name in ids[-5:])
    assert run("rules", "check", "--json").json["faults"] == []


def test_categories_say_everything_that_is_known_of_them(run: Run):
    answer = run("categories", "--json").json
    spouse = next(each for each in answer["categories"] if each["id"] == "pr.spouse")
    assert (spouse["kind"], spouse["status"]) == ("permanent-residence", "in-force")
    assert "sponsor-identity" in spouse["requirements"]
    assert all(each["source"] for each in spouse["conditions"])
    draft = next(each for each in answer["categories"] if each["id"] == "draft.academic")
    assert draft["status"] == "draft"
    topics = {article["topic"] for each in answer["background"] for article in each["articles"]}
    assert topics >= {"rights", "duties", "loss", "processing", "centres"}


def test_a_case_can_be_asked_for_another_day(run: Run, sample: Path):
    before = run("match", sample, "--on", "2019-07-31", "--json").json
    assert before["submit_on"] == "2019-07-31"
    wage_tax = next(each for each in before["matches"] if each["category"] == "pr.wage-tax")
    assert (wage_tax["fit"], wage_tax["not_evaluated"]) == ("not-evaluated", "not-yet")
    items = run("checklist", sample, "--on", "2027-03-09", "--json").json["items"]
    assert items
    for wrong in ("soon", "15/12/2026", "2027-02-30"):
        refused = run("match", sample, "--on", wrong, "--json")
        assert (refused.status, refused.json["error"]["code"]) == (2, "call.not_a_date")
    far = run("match", sample, "--on", "9999-01-01", "--json")
    assert (far.status, far.json["error"]["code"]) == (2, "call.day_out_of_range")


def test_an_option_that_takes_one_of_several_words_names_them(run: Run, sample: Path):
    told = run("letter", "cover-letter", sample, "--in", "fr", "--json")
    assert (told.status, told.json["error"]["code"]) == (2, "call.not_a_choice")
    assert '"--in"' in told.json["error"]["message"]["en"]
    assert "columns" in told.json["error"]["message"]["en"]


def test_stays_are_counted_back_from_the_planned_day(run: Run, sample: Path):
    case = sample / "case.toml"
    words = re.sub(r"days_in_china = \d+\n", "", case.read_text(encoding="utf-8"))
    case.write_text(words + "\n[[stay]]\nentered_on = 2022-06-01\n", encoding="utf-8")
    matches = run("match", sample, "--json").json["matches"]
    wage_tax = next(each for each in matches if each["category"] == "pr.wage-tax")
    stay = next(each for each in wage_tax["conditions"] if each["id"] == "stay.each-year")
    assert stay["verdict"] == "met"
    assert all(year["begins"] and year["ends"] for year in stay["years"])


def test_answers_that_cannot_be_are_named_and_nothing_is_decided_on_them(run: Run, sample: Path):
    case = sample / "case.toml"
    words = case.read_text(encoding="utf-8")
    spoilt = re.sub(r'"work.consecutive_years" = \d+', '"work.consecutive_years" = 70', words)
    assert spoilt != words
    case.write_text(spoilt, encoding="utf-8")
    answer = run("match", sample, "--json").json
    (contradiction,) = answer["contradictions"]
    assert contradiction["code"] == "answer.before_age"
    assert CHINESE.search(contradiction["message"]["zh"])
    wage_tax = next(each for each in answer["matches"] if each["category"] == "pr.wage-tax")
    assert wage_tax["fit"] == "undecided"
    work = next(each for each in wage_tax["conditions"] if each["id"] == "work.consecutive-years")
    assert work["contradicted"] == ["work.consecutive_years"]
    codes = [finding["code"] for finding in run("check", sample, "--json").json["findings"]]
    assert "answer.before_age" in codes


def test_the_checklist_says_which_chain_a_paper_from_abroad_needs(run: Run, sample: Path):
    items = run("checklist", sample, "--json").json["items"]
    record = next(item for item in items if item["requirement"] == "criminal-record")
    assert [link["authentication"] for link in record["chain"]] == ["ask"]
    assert all(item["issuer"]["zh"] for item in items)


def test_match_says_what_to_ask_next(run: Run, sample: Path):
    asked = run("match", sample, "--json").json["next_questions"]
    assert asked[0]["decides"] >= asked[-1]["decides"]
    assert CHINESE.search(asked[0]["text"]["zh"])


def test_words_come_in_the_language_asked_for(run: Run, sample: Path):
    for verb in (
        ("check", sample),
        ("checklist", sample),
        ("match", sample),
        ("categories",),
        ("rules", "check"),
    ):
        english, chinese = (run(*verb, "--language", language) for language in ("en", "zh"))
        assert CHINESE.search(chinese.out)
        assert english.out != chinese.out


def test_the_system_language_is_used_when_none_is_asked_for(run_anew: Run):
    assert CHINESE.search(run_anew("rules", "check", env={"LC_ALL": "zh_CN.UTF-8"}).out)
    assert "no faults" in run_anew("rules", "check", env={"LC_ALL": "C"}).out


def test_build_refuses_blockers_and_a_draft_shows_them(run: Run, sample: Path, tmp_path: Path):
    broken = sample / named_file(sample, "work-permit")
    broken.write_bytes(broken.read_bytes()[:2000])
    packet = tmp_path / "packet.pdf"
    refused = run("build", sample, "-o", packet, "--json")
    assert refused.status == 1
    assert [finding["code"] for finding in refused.json["findings"]] == ["file.unreadable"]
    assert not packet.exists()
    assert run("build", sample, "-o", packet, "--draft", "--json").status == 0
    words = "".join(page.extract_text() for page in pypdf.PdfReader(packet).pages)
    assert broken.name in words
    assert run("verify", packet, "--json").json["draft"] is True


def test_verify_tells_a_sound_packet_a_changed_case_and_a_tampered_file(
    run: Run, sample: Path, tmp_path: Path
):
    packet = tmp_path / "packet.pdf"
    assert run("build", sample, "-o", packet).status == 0
    assert run("verify", packet, sample, "--json").json["sound"] is True
    changed = sample / named_file(sample, "photo")
    changed.write_bytes(changed.read_bytes() + b"\0")
    answer = run("verify", packet, sample, "--json")
    assert answer.status == 1
    assert [d["code"] for d in answer.json["discrepancies"]] == ["case.file_changed"]
    cut_out_page(packet, 9)
    answer = run("verify", packet, "--json")
    assert answer.status == 1
    assert "packet.page_count" in {d["code"] for d in answer.json["discrepancies"]}


def test_every_page_of_every_paper_is_in_the_packet(run: Run, sample: Path, tmp_path: Path):
    packet = tmp_path / "packet.pdf"
    built = run("build", sample, "-o", packet, "--json").json
    verified = run("verify", packet, "--json").json
    checked = run("checklist", sample, "--json").json
    files = {name for item in checked["items"] for name in item["files"]}
    assert verified["pages"] == built["pages"]
    assert verified["source_pages"] >= len(files)


def make_pdf(path: Path, pages: int = 12) -> None:
    canvas = Canvas(str(path), invariant=True)
    for number in range(pages):
        canvas.drawString(72, 720, f"page {number}" * 20)
        canvas.showPage()
    canvas.save()


def empty_file(sample: Path, paper: Path) -> None:
    paper.write_bytes(b"")


def html_named_pdf(sample: Path, paper: Path) -> None:
    paper.write_text("<!doctype html><title>Sign in</title>")


def truncated_pdf(sample: Path, paper: Path) -> None:
    make_pdf(paper)
    paper.write_bytes(paper.read_bytes()[: paper.stat().st_size // 2])


def locked_pdf(sample: Path, paper: Path) -> None:
    make_pdf(paper)
    writer = pypdf.PdfWriter(clone_from=paper)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(paper)


def pdf_without_pages(sample: Path, paper: Path) -> None:
    pypdf.PdfWriter().write(paper)


def folder_for_file(sample: Path, paper: Path) -> None:
    paper.unlink()
    paper.mkdir()


def missing_file(sample: Path, paper: Path) -> None:
    paper.unlink()


def unknown_category(sample: Path, paper: Path) -> None:
    replace_words(sample, '"pr.wage-tax"', '"pr.wages-tax"')


def duplicate_key(sample: Path, paper: Path) -> None:
    replace_words(sample, 'place = "ningbo"', 'place = "ningbo"\nplace = "shanghai"')


@pytest.mark.parametrize(
    ("spoil", "status", "code"),
    [
        (empty_file, 1, "file.empty"),
        (html_named_pdf, 1, "file.unsupported"),
        (truncated_pdf, 1, "file.unreadable"),
        (locked_pdf, 1, "file.encrypted"),
        (pdf_without_pages, 1, "file.empty"),
        (folder_for_file, 2, "case.file_is_folder"),
        (missing_file, 2, "case.file_missing"),
        (unknown_category, 2, "case.unknown_category"),
        (duplicate_key, 2, "toml.duplicate_key"),
    ],
)
def test_bad_input_gets_one_sentence_the_right_status_and_no_packet(
    run: Run, sample: Path, tmp_path: Path, spoil, status: int, code: str
):
    paper = sample / named_file(sample, "work-permit")
    spoil(sample, paper)
    packet = tmp_path / "packet.pdf"
    for verb in (("check", sample), ("build", sample, "-o", packet)):
        answer = run(*verb, "--json")
        assert answer.status == status
        told = (*answer.json.get("faults", ()), *answer.json.get("findings", ()))
        assert [f["code"] for f in told if f.get("severity") in (None, "blocker")] == [code]
    words = run("build", sample, "-o", packet)
    assert CHINESE.search(words.err)
    assert re.search(r"[a-z]{4}", words.err)
    assert "Traceback" not in words.err
    assert not list(tmp_path.glob("*packet*"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a file system of a chosen size needs Linux")
def test_a_full_disk_leaves_nothing_and_says_so(run_anew: Run, sample: Path, tmp_path: Path):
    small = Path("/dev/full").parent / "shm"
    if os.geteuid() == 0 and shutil.which("mount"):
        small = tmp_path / "small"
        small.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], check=False, capture_output=True
        )
        if mounted.returncode == 0:
            try:
                answer = run_anew("build", sample, "-o", small / "packet.pdf", "--json")
                assert answer.status == 3
                assert answer.json["error"]["code"] == "machine.disk_full"
                assert list(small.iterdir()) == []
            finally:
                subprocess.run(["umount", str(small)], check=True)
            return
    # Without the right to mount, a limit on the size of written files stops the write in the same place.
    answer = with_file_limit(sample, tmp_path)
    assert answer.status == 3
    assert not (tmp_path / "packet.pdf").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full needs Linux")
def test_an_answer_that_no_disk_takes_is_told_and_has_its_status(repo_root: Path):
    call = [sys.executable, "-m", "app", "categories", "--json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(call, cwd=repo_root, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert "disk is full" in done.stderr.decode()
    assert "磁盘已满" in done.stderr.decode()


def with_file_limit(sample: Path, tmp_path: Path) -> Answer:
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        "sys.argv = ['yongju', *sys.argv[1:]]; from app.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "build", str(sample), "-o", str(tmp_path / "packet.pdf"), "--json"],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals to send")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_stopped_half_way_leaves_nothing(sample: Path, tmp_path: Path, repo_root: Path, sent: int):
    work = tmp_path / "work"
    work.mkdir()
    packet = tmp_path / "packet.pdf"
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "build", str(sample), "-o", str(packet)],
        env={**os.environ, "PYTHONPATH": str(repo_root), "TMPDIR": str(work)},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not any(work.glob("yongju-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(sent)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not list(tmp_path.glob("*packet*"))
    assert not list(work.iterdir())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build", "{case}", "-o", "{tmp}"), "destination.is_folder"),
        (("build", "{case}", "-o", "{tmp}/no/where.pdf"), "destination.no_folder"),
        (("check", "{tmp}/gone"), "case.not_found"),
        (("check", "{tmp}"), "case.no_case_file"),
        (("check", "{case}/case.toml"), "case.not_a_folder"),
        (("verify", "{case}/case.toml"), "packet.not_a_pdf"),
        (("verify", "{tmp}/gone.pdf"), "packet.not_found"),
        (("rules", "check", "{tmp}"), "pack.not_found"),
        (("demo", "{case}"), "folder.not_empty"),
        (("chekc", "{case}"), "call.misunderstood"),
        (("check",), "call.missing_word"),
        (("check", "{case}", "--langage", "en"), "call.unknown_word"),
    ],
)
def test_a_call_that_cannot_be_followed_says_why(
    run: Run, sample: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
):
    answer = run(*(word.format(case=sample, tmp=tmp_path) for word in arguments), "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == code
    assert CHINESE.search(answer.json["error"]["message"]["zh"])


def test_a_packet_never_replaces_one_of_the_papers(run: Run, sample: Path):
    paper = sample / named_file(sample, "passport")
    before = paper.read_bytes()
    assert run("build", sample, "-o", paper, "--json").json["error"]["code"] == "destination.is_evidence"
    assert paper.read_bytes() == before


def test_a_packet_never_replaces_the_case_itself(run: Run, sample: Path):
    before = (sample / "case.toml").read_bytes()
    answer = run("build", sample, "-o", sample / "case.toml", "--json")
    assert answer.json["error"]["code"] == "destination.is_evidence"
    assert (sample / "case.toml").read_bytes() == before


def test_a_file_name_too_long_for_the_system_is_told(run: Run, sample: Path, tmp_path: Path):
    answer = run("build", sample, "-o", tmp_path / ("x" * 300), "--json")
    assert (answer.status, answer.json["error"]["code"]) == (3, "machine.cannot_write")


def test_every_verb_has_help_in_both_languages(run: Run):
    assert run("--help").status == 0
    for name, command in yongju.commands.items():
        assert CHINESE.search(command.help or ""), name
        assert run(name, "--help").status == 0


def named_file(sample: Path, requirement: str) -> str:
    """Return the first file of a requirement's first piece of evidence."""
    words = (sample / "case.toml").read_text(encoding="utf-8")
    found = re.search(rf'requirement = "{requirement}".*?files = \["(.*?)"', words, re.DOTALL)
    assert found
    return found[1]


def replace_words(sample: Path, old: str, new: str) -> None:
    path = sample / "case.toml"
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")


def remove_evidence(sample: Path, requirement: str) -> None:
    path = sample / "case.toml"
    blocks = path.read_text(encoding="utf-8").split("[[evidence]]")
    kept = [block for block in blocks if f'requirement = "{requirement}"' not in block]
    assert len(kept) < len(blocks)
    path.write_text("[[evidence]]".join(kept), encoding="utf-8")


def cut_out_page(packet: Path, number: int) -> None:
    writer = pypdf.PdfWriter(clone_from=packet)
    writer.remove_page(number - 1)
    writer.write(packet)
