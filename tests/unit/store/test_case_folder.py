"""A case folder is read with every fault at once, refuses what leaves it, and is written whole."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import (
    Case,
    Evidence,
    EvidencePart,
    HistoryRow,
    LetterRead,
    NotNeeded,
    Occupation,
    PageTurn,
    Person,
    PersonRole,
    Relation,
    Relative,
    Sex,
    YearRow,
)
from app.domain.errors import FaultyFile, UnusableInput
from app.domain.letters import LetterForm
from app.domain.words import Language
from app.i18n.wording import word_fault
from app.letters.catalogue import detail_choices, detail_kinds
from app.store import case_folder
from app.store.case_folder import read_case_folder, write_case_folder
from app.store.case_toml import KnownIds, read_case, write_case
from tests.support.cases import PACK, family

KNOWN = KnownIds(
    frozenset(PACK.categories), frozenset(PACK.places), frozenset(PACK.requirements),
    {question.id: question.kind for question in PACK.questions.values()},
    details=detail_kinds(), detail_choices=detail_choices(),
)  # fmt: skip

GOOD = """format = 1
title = "X"
category = "pr.wage-tax"
place = "ningbo"
submit_on = 2026-12-15

[[person]]
id = "me"
role = "principal"

[[evidence]]
requirement = "passport"
files = ["{file}"]
"""


def make_folder(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(FaultyFile) as caught:
        read_case_folder(folder, KNOWN)
    return [(fault.code, fault.line, fault.key) for fault in caught.value.faults]


def test_evidence_without_a_person_belongs_to_the_principal(tmp_path: Path):
    folder = make_folder(tmp_path / "case", GOOD.format(file="护照 扫描件.pdf"))
    (folder / "护照 扫描件.pdf").write_bytes(b"%PDF-")
    case, files = read_case_folder(folder, KNOWN)
    assert case.evidence == (Evidence("passport", "me", ("护照 扫描件.pdf",)),)
    assert files == {"护照 扫描件.pdf": folder / "护照 扫描件.pdf"}


def test_every_fault_is_told_at_once_with_line_and_key(tmp_path: Path):
    text = """format = 1
title = "X"
title = "Y"
catgory = "pr.wage-tax"
category = "pr.wage-tx"
place = "ningbo"
submit_on = "2026-12-15"
[[person]]
id = "a"
role = "principl"
this is not toml
[answers]
"work.consecutive_years" = "four"
[[evidence]]
requirement = "pasport"
files = ["../x.pdf", "gone.pdf"]
"""
    assert faults_of(make_folder(tmp_path / "case", text)) == [
        ("toml.duplicate_key", 3, "title"),
        ("toml.unknown_key", 4, "catgory"),
        ("case.unknown_category", 5, "category"),
        ("toml.wrong_type", 7, "submit_on"),
        ("toml.unknown_value", 10, "person[1].role"),
        ("toml.syntax", 11, ""),
        ("toml.wrong_type", 13, 'answers."work.consecutive_years"'),
        ("case.unknown_requirement", 15, "evidence[1].requirement"),
        ("case.path_leaves", 16, "evidence[1].files"),
        ("case.file_missing", 16, "evidence[1].files"),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"requirement": "passprt"}, ("case.unknown_requirement", "requirement")),
        ({"person": "he"}, ("case.unknown_person", "person")),
        ({"country": "DE"}, ("case.unknown_country", "country")),
        ({"reason": None}, ("toml.missing_key", "")),
        ({"said_by": ""}, ("toml.", "said_by")),
    ],
)
def test_what_is_wrong_with_a_row_of_a_paper_left_out_is_told(
    tmp_path: Path, row: dict[str, str | None], fault: tuple[str, str]
):
    values = {"requirement": "passport", "reason": "r", "said_by": "w", **row}
    lines = [f'{key} = "{value}"' for key, value in values.items() if value is not None]
    text = "\n".join([GOOD.format(file="p.pdf"), "[[not_needed]]", *lines, ""])
    folder = make_folder(tmp_path / "case", text)
    (folder / "p.pdf").write_bytes(b"%PDF-")
    [(code, line, key)] = faults_of(folder)
    assert code.startswith(fault[0])
    assert key.endswith(fault[1])
    assert line is not None


LETTERS = """
[details.me]
"employer.name" = "宁波示例有限公司"
"post.since" = 2019-03-01
"visa.stay_days" = 90

[[history]]
since = 2019-03-14
until = 2024-06-30
kind = "study"

[[relative]]
relation = "mother"
name = "DOE MARTHA"

[[letter_read]]
letter = "employment-certificate"
form = "columns"
content = "0123"
read_by = "Lin Mei"
read_on = 2026-11-20
"""


def test_what_letters_say_belongs_to_the_principal_and_counts_in_months(tmp_path: Path):
    text = GOOD.format(file="p.pdf") + 'made_from = "employment-certificate"' + LETTERS
    folder = make_folder(tmp_path / "case", text)
    (folder / "p.pdf").write_bytes(b"%PDF-")
    case, _ = read_case_folder(folder, KNOWN)
    assert case.details["me"]["post.since"] == date(2019, 3, 1)
    assert case.history == (HistoryRow("me", date(2019, 3, 1), date(2024, 6, 1), Occupation.STUDY),)
    assert case.relatives == (Relative("me", Relation.MOTHER, "DOE MARTHA"),)
    assert case.letters_read[0].person == "me"
    assert case.evidence[0].made_from == "employment-certificate"


@pytest.mark.parametrize(
    ("old", "new", "fault", "nearest"),
    [
        ('"employer.name"', '"employer.nam"', ("case.unknown_detail", "employer.nam"), "employer.name"),
        ('"employer.name" =', "employer.name =", ("case.unquoted_answer", "details.me.employer"), None),
        ("2019-03-01", '"March 2019"', ("toml.wrong_type", "post.since"), None),
        ("2019-03-01", "2019-03-01T10:00:00", ("toml.wrong_type", "post.since"), None),
        ("= 90", "= true", ("toml.wrong_type", "visa.stay_days"), None),
        ("宁波示例有限公司", "x" * 2001, ("toml.text_too_long", "employer.name"), None),
        ("[details.me]", "[details.mee]", ("case.unknown_person", "details.mee"), "me"),
        ("[details.me]", "[details]\nme = 3\n[x]", ("toml.wrong_type", "details.me"), None),
        ("since = 2019-03-14", 'person = "mee"\nsince = 2019-03-14', ("case.unknown_person", "person"), "me"),
        ("since = 2019-03-14", "", ("toml.missing_key", "since"), None),
        ("since = 2019-03-14", "since = 2025-03-14", ("case.ends_before_it_begins", "until"), None),
        ("since = 2019-03-14", "sinse = 2019-03-14", ("toml.unknown_key", "sinse"), "since"),
        ('kind = "study"', 'kind = "studies"', ("toml.unknown_value", "kind"), "study"),
        ('kind = "study"', f'post = "{"x" * 2001}"', ("toml.text_too_long", "post"), None),
        ('relation = "mother"', 'relation = "mothr"', ("toml.unknown_value", "relation"), "mother"),
        ('name = "DOE', 'nationality = "DE"\nname = "DOE', ("case.unknown_country", "nationality"), None),
        ('form = "columns"', 'form = "column"', ("toml.unknown_value", "form"), "columns"),
        ("[[history]]", "[[histori]]", ("toml.unknown_key", "histori"), "history"),
    ],
)
def test_what_is_wrong_with_what_letters_say_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, fault: tuple[str, str], nearest: str | None
):
    assert old in LETTERS
    folder = make_folder(tmp_path / "case", GOOD.format(file="p.pdf") + LETTERS.replace(old, new))
    (folder / "p.pdf").write_bytes(b"%PDF-")
    with pytest.raises(FaultyFile) as caught:
        read_case_folder(folder, KNOWN)
    told = [each for each in caught.value.faults if each.code == fault[0]]
    assert told
    assert told[0].key.replace('"', "").endswith(fault[1])
    assert told[0].line is not None
    assert told[0].params.get("nearest", nearest) == nearest or nearest is None
    for language in Language:
        assert "{" not in word_fault(told[0], language)


def test_within_a_month_nothing_ends_before_it_begins(tmp_path: Path):
    text = LETTERS.replace("2019-03-14", "2024-06-30").replace("until = 2024-06-30", "until = 2024-06-01")
    folder = make_folder(tmp_path / "case", GOOD.format(file="p.pdf") + text)
    (folder / "p.pdf").write_bytes(b"%PDF-")
    assert read_case_folder(folder, KNOWN)[0].history[0].until == date(2024, 6, 1)


def test_the_nearest_known_name_is_offered(tmp_path: Path):
    folder = make_folder(
        tmp_path / "case", GOOD.replace("pr.wage-tax", "pr.wage-tx").format(file="Passport.pdf")
    )
    (folder / "passport.pdf").write_bytes(b"x")
    with pytest.raises(FaultyFile) as caught:
        read_case_folder(folder, KNOWN)
    assert [fault.params["nearest"] for fault in caught.value.faults] == ["pr.wage-tax", "passport.pdf"]


@pytest.mark.parametrize(
    "name", ["../out.pdf", "/etc/hosts", "a/../../out.pdf", "C:\\\\x.pdf", "..\\\\out.pdf"]
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, name: str):
    (tmp_path / "out.pdf").write_bytes(b"x")
    folder = make_folder(tmp_path / "case", GOOD.format(file=name))
    assert faults_of(folder) == [("case.path_leaves", 13, "evidence[1].files")]


def test_a_link_that_leaves_the_folder_is_refused_and_one_inside_is_not(tmp_path: Path):
    (tmp_path / "out.pdf").write_bytes(b"x")
    folder = make_folder(tmp_path / "case", GOOD.format(file="link.pdf"))
    (folder / "link.pdf").symlink_to(tmp_path / "out.pdf")
    assert faults_of(folder) == [("case.link_leaves", 13, "evidence[1].files")]
    (folder / "real.pdf").write_bytes(b"x")
    (folder / "link.pdf").unlink()
    (folder / "link.pdf").symlink_to(folder / "real.pdf")
    assert read_case_folder(folder, KNOWN)


def test_a_folder_a_missing_file_a_pipe_and_a_loop_are_each_named(tmp_path: Path):
    for code, name in [
        ("case.file_is_folder", "dir"),
        ("case.file_missing", "gone"),
        ("case.file_missing", "loop"),
    ]:
        folder = make_folder(tmp_path / "case", GOOD.format(file=name))
        (folder / "dir").mkdir(exist_ok=True)
        if not (folder / "loop").is_symlink():
            (folder / "loop").symlink_to(folder / "loop")
        assert faults_of(folder) == [(code, 13, "evidence[1].files")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where the system has pipes with names")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path):
    folder = make_folder(tmp_path / "case", GOOD.format(file="pipe"))
    os.mkfifo(folder / "pipe")
    assert faults_of(folder) == [("case.not_a_file", 13, "evidence[1].files")]


def test_a_file_of_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(case_folder, "LARGEST_FILE", 10)
    folder = make_folder(tmp_path / "case", GOOD.format(file="big.pdf"))
    (folder / "big.pdf").write_bytes(b"x" * 11)
    assert faults_of(folder) == [("case.file_too_large", 13, "evidence[1].files")]


def test_what_is_no_case_folder_is_told_in_its_own_way(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for name, code in [
        ("gone", "case.not_found"),
        ("file", "case.not_a_folder"),
        ("empty", "case.no_case_file"),
    ]:
        with pytest.raises(UnusableInput) as caught:
            read_case_folder(tmp_path / name, KNOWN)
        assert caught.value.code == code


def test_a_wrong_value_is_one_fault_at_the_key_that_people_wrote(tmp_path: Path):
    text = (
        GOOD.format(file="x.pdf")
        + """
[answers]
work.hired = true
"work.consecutive_years" = nan
[[year]]
year = 2025
wage_cny = "520000"
[[year]]
year = 2025
person = "me"
"""
    )
    folder = make_folder(tmp_path / "case", text.replace("2026-12-15", "2026-02-30"))
    (folder / "x.pdf").write_bytes(b"x")
    assert faults_of(folder) == [
        ("toml.syntax", 5, ""),
        ("case.unquoted_answer", 15, "answers.work"),
        ("toml.wrong_type", 17, 'answers."work.consecutive_years"'),
        ("toml.wrong_type", 20, "year[1].wage_cny"),
        ("case.repeated_year", 22, "year[2].year"),
    ]  # fmt: skip


def test_people_and_years_must_be_unambiguous(tmp_path: Path):
    text = (
        GOOD.format(file="x.pdf")
        + """
[[person]]
id = "me"
role = "principal"
nationality = "Germany"
[[year]]
year = 2025
[[year]]
year = 2025
person = "nobody"
"""
    )
    folder = make_folder(tmp_path / "case", text)
    (folder / "x.pdf").write_bytes(b"x")
    assert [code for code, _, _ in faults_of(folder)] == [
        "case.repeated_person", "case.second_principal", "case.unknown_country", "case.unknown_person",
    ]  # fmt: skip


def test_a_written_folder_reads_back_the_same(tmp_path: Path):
    case = family()
    source = tmp_path / "bytes"
    source.write_bytes(b"x")
    write_case_folder(tmp_path / "out", case, lambda name: source)
    read, files = read_case_folder(tmp_path / "out", KNOWN)
    assert read == case
    assert set(files) == {name for evidence in case.evidence for name in evidence.files}


def test_a_folder_that_holds_anything_is_not_written_into(tmp_path: Path):
    (tmp_path / "precious").write_text("x")
    with pytest.raises(UnusableInput) as caught:
        write_case_folder(tmp_path, family(), lambda name: tmp_path / name)
    assert caught.value.code == "folder.not_empty"


_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
_days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
_people = st.builds(
    Person, id=st.just("p"), role=st.just(PersonRole.PRINCIPAL), surname=_words, given_names=_words,
    chinese_name=st.none() | _words.filter(bool), sex=st.none() | st.sampled_from(Sex),
    birth_date=st.none() | _days, nationality=st.sampled_from([None, "DEU", "USA"]),
    passport_expires_on=st.none() | _days, married=st.none() | st.booleans(),
)  # fmt: skip
_rows = st.builds(
    YearRow, year=st.integers(2000, 2050), person=st.just("p"),
    wage_cny=st.none() | st.integers(0, 10**9) | st.floats(0, 10**9), tax_cny=st.none(),
    days_in_china=st.none() | st.integers(0, 366),
)  # fmt: skip
_evidence = st.builds(
    Evidence, requirement=st.sampled_from(sorted(PACK.requirements)), person=st.just("p"),
    files=st.lists(_words, min_size=1, max_size=3).map(tuple), part=st.sampled_from(EvidencePart),
    pages=st.none() | st.just("1-3"), country=st.sampled_from([None, "CHN"]), issued_on=st.none() | _days,
    made_from=st.just("") | _words,
    turns=st.lists(
        st.builds(PageTurn, page=st.integers(1, 99), degrees=st.sampled_from([0, 90, 180, 270])),
        max_size=3, unique_by=lambda turn: turn.page,
    ).map(lambda turns: tuple(sorted(turns, key=lambda turn: turn.page))),
)  # fmt: skip
_not_needed = st.builds(
    NotNeeded, requirement=st.sampled_from(sorted(PACK.requirements)), person=st.just("p"),
    reason=_words.filter(bool), said_by=_words.filter(bool), said_on=st.none() | _days,
    country=st.sampled_from([None, "CHN"]),
)  # fmt: skip
_months = _days.map(lambda day: day.replace(day=1))
_VALUES = {
    "text": _words, "date": _days, "choice": st.nothing(),
    "number": st.integers(-(10**9), 10**9) | st.floats(0, 10**9),
}  # fmt: skip
_details = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(detail_choices()[name]) if name in detail_choices() else _VALUES[kind]
        for name, kind in list(detail_kinds().items())[::7]
    },
).filter(bool)
_history = st.builds(
    HistoryRow, person=st.just("p"), since=_months, until=st.none(), kind=st.sampled_from(Occupation),
    organisation=_words, organisation_en=_words, post=_words, post_en=_words, place=_words, place_en=_words,
) | st.builds(
    lambda days: HistoryRow("p", min(days), max(days)), st.tuples(_months, _months)
)  # fmt: skip
_relatives = st.builds(
    Relative, person=st.just("p"), relation=st.sampled_from(Relation), name=_words.filter(bool),
    sex=st.none() | st.sampled_from(Sex), birth_date=st.none() | _days,
    nationality=st.sampled_from([None, "DEU"]), passport_number=st.none() | _words.filter(bool),
    occupation=_words, occupation_en=_words, address=_words, address_en=_words,
)  # fmt: skip
_letters_read = st.builds(
    LetterRead, letter=_words.filter(bool), person=st.just("p"),
    form=st.sampled_from([each.value for each in LetterForm]), content=_words.filter(bool),
    read_by=_words.filter(bool), read_on=_days,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Case, title=_words, category=st.just("pr.wage-tax"), place=st.just("ningbo"), submit_on=_days,
        people=_people.map(lambda person: (person,)),
        answers=st.dictionaries(st.just("work.consecutive_years"), st.integers(0, 50) | st.floats(0, 50)),
        years=st.lists(_rows, max_size=3, unique_by=lambda row: row.year).map(tuple),
        evidence=st.lists(_evidence, max_size=3).map(tuple),
        not_needed=st.lists(_not_needed, max_size=2).map(tuple),
        details=st.dictionaries(st.just("p"), _details), history=st.lists(_history, max_size=2).map(tuple),
        relatives=st.lists(_relatives, max_size=2).map(tuple),
        letters_read=st.lists(_letters_read, max_size=2).map(tuple),
    )
)  # fmt: skip
def test_any_case_reads_back_as_it_was_written(case: Case):
    read, _, faults = read_case(write_case(case).encode(), "case.toml", KNOWN)
    assert faults == []
    assert read == case
