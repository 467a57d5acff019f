"""Letters by the command line, from the sample case to a Word file and a PDF."""

from pathlib import Path

import docx
import pypdf
import pytest

from tests.end_to_end.conftest import Run

EVERY_FORM = ("zh", "en", "both", "columns", "after")


def words_of(path: Path) -> str:
    """Return what a letter says, without white space."""
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        document = docx.Document(str(path))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = "".join((*(each.text for each in document.paragraphs), *cells))
    return "".join(text.split())


def test_the_letters_are_listed_in_both_languages_with_what_each_needs(run: Run) -> None:
    listed = run("letter", "--json").json["letters"]
    ids = {each["id"] for each in listed}
    assert {"employment-certificate", "application-permanent-residence", "gap-list"} <= ids
    assert all(each["title"]["zh"] and each["title"]["en"] and each["needs"] for each in listed)
    assert "在职证明" in run("letter", "--language", "zh").out


def test_the_letters_of_a_case_are_listed_with_what_each_still_lacks(run: Run, sample: Path) -> None:
    listed = run("letter", "--list", sample, "--json").json["letters"]
    ready = next(each for each in listed if each["id"] == "employment-certificate")
    assert (ready["person"], ready["missing"], ready["requirement"]) == ("lucia", 0, "employment-proof")
    lacking = next(each for each in listed if each["id"] == "power-of-attorney")
    assert lacking["missing"] > 0


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_a_letter_is_filled_in_every_form(
    run: Run, sample: Path, tmp_path: Path, form: str, ending: str
) -> None:
    path = tmp_path / f"letter.{ending}"
    answer = run("letter", "employment-certificate", sample, "-o", path, "--in", form, "--json")
    assert answer.status == 0, answer.err
    assert answer.json["marked"] is True
    words = words_of(path)
    for language, said in (("zh", "宁波澜屿精密传动有限公司"), ("en", "NingboLanyuPrecisionDriveCo.,Ltd.")):
        assert (said in words) is (form == language or form not in ("zh", "en"))


def test_a_letter_is_in_the_language_that_is_asked_for_and_in_both_otherwise(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    for arguments, form in ((("--language", "en"), "en"), (("--language", "zh"), "zh"), ((), "columns")):
        answer = run("letter", "wage-certificate", sample, "-o", tmp_path / "w.docx", "--json", *arguments)
        assert answer.json["form"] == form


def test_everything_missing_is_told_at_once_with_its_key_and_nothing_is_written(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "letter.docx"
    answer = run("letter", "power-of-attorney", sample, "-o", path, "--language", "en")
    assert answer.status == 2
    assert "[details.lucia]" in answer.out
    assert '"agent.person.en"' in run("letter", "power-of-attorney", sample, "-o", path, "--in", "en").out
    assert not path.exists()
    keys = {
        each["key"]
        for each in run("letter", "power-of-attorney", sample, "-o", path, "--json").json["missing"]
    }
    assert {"agent.person", "agent.person.en"} <= keys
    assert run("letter", "power-of-attorney", sample, "-o", path, "--blanks").status == 0
    assert "＿＿＿" in words_of(path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("love-letter", "CASE", "-o", "x.docx"), "love-letter"),
        (("employment-certificate", "CASE", "-o", "x.txt"), "x.txt"),
        (("employment-certificate", "CASE", "-o", "x.docx", "--person", "bob"), "bob"),
        (("employment-certificate", "CASE", "-o", "x.docx", "--person", "alba"), "alba"),
        (("employment-certificate", "CASE", "-o", "missing/x.docx"), "missing"),
        (("employment-certificate", "CASE"), "-o"),
        (("employment-certificate", "nowhere", "-o", "x.docx"), "nowhere"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence_and_leaves_nothing(
    run: Run, sample: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    answer = run("letter", *(sample if each == "CASE" else each for each in arguments), "--language", "en")
    assert answer.status in (2, 3)
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.glob("x.*")) == []


def test_the_gap_list_says_nothing_while_nothing_is_missing_and_names_what_is(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "gaps.pdf"
    assert run("letter", "gap-list", sample, "-o", path, "--language", "en").status == 2
    case = sample / "case.toml"
    text = case.read_text("utf-8")
    parts = text.split("[[evidence]]")
    kept = [part for part in parts if 'requirement = "work-permit"' not in part]
    case.write_text("[[evidence]]".join(kept), "utf-8")
    answer = run("letter", "gap-list", sample, "-o", path, "--language", "en", "--by", "2026-12-01", "--json")
    assert answer.status == 0, answer.err
    assert answer.json["pages"] == 1
    assert "1December2026" in words_of(path)


def test_the_names_that_a_template_may_use_are_listed(run: Run) -> None:
    every = {each["name"] for each in run("letter", "--fields", "--json").json["fields"]}
    assert {"employer.name", "person.passport_number", "years"} <= every
    own = run("letter", "--fields", "employment-certificate", "--json").json["fields"]
    needed = {each["name"] for each in own if each["needed"]}
    assert "employer.name" in needed
    assert "post.department" not in needed


def test_who_signs_is_told_by_the_answer_and_in_the_margin_until_the_letter_was_read(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    path, told = tmp_path / "letter.docx", "To be signed by the head of the employer"
    for arguments, in_margin in (((), True), (("--read",), False)):
        answer = run("letter", "employment-certificate", sample, "-o", path, "--language", "en", *arguments)
        assert told in answer.out
        foot = docx.Document(str(path)).sections[0].footer.paragraphs
        assert (told in "".join(each.text for each in foot)) is in_margin


@pytest.mark.parametrize(
    ("letter", "words", "code"),
    [
        ("gap-list", ("--read",), "call.not_with"),
        ("gap-list", ("--person", "lucia"), "call.not_with"),
        ("gap-list", ("--by", "2020-01-01"), "letter.day_passed"),
        ("cover-letter", ("--by", "2030-01-01"), "call.not_with"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    run: Run, sample: Path, tmp_path: Path, letter: str, words: tuple[str, ...], code: str
) -> None:
    told = run("letter", letter, sample, "-o", tmp_path / "x.pdf", *words, "--json")
    assert (told.status, told.json["error"]["code"]) == (2, code)
    assert not (tmp_path / "x.pdf").exists()


def test_what_is_missing_can_be_put_into_the_case_as_it_is_told(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    output = ("-o", tmp_path / "x.pdf", "--in", "zh")
    told = run("letter", "power-of-attorney", sample, *output, "--language", "en")
    lines = [line.strip() for line in told.out.splitlines() if line.startswith("  ")]
    assert len(lines) > 2
    case = sample / "case.toml"
    words = case.read_text(encoding="utf-8")
    case.write_text(
        words.replace("[details.lucia]", "\n".join(["[details.lucia]", *lines])), encoding="utf-8"
    )
    again = run("letter", "power-of-attorney", sample, *output, "--language", "en")
    # What was not filled in is still missing, and nothing of it stands in a letter as an example.
    assert [line.strip() for line in again.out.splitlines() if line.startswith("  ")] == lines
    assert not (tmp_path / "x.pdf").exists()
