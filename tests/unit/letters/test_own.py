"""Own Word templates that are kept: what is written, what is known of each, and what is refused."""

import errno
import os
import tomllib
from pathlib import Path

import pytest

from app.domain.case import PersonRole
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.letters import FaultyTemplate, LetterKind
from app.domain.words import Language, Text
from app.i18n.wording import word_app_error
from app.letters import own, package
from app.letters.catalogue import facts, lists, template_of
from app.letters.own import (
    add_own,
    faulty_own,
    fields_of,
    own_bytes,
    own_templates,
    read_own_file,
    remove_own,
)
from app.letters.package import MAX_FILE
from app.letters.screen import screen_template
from tests.unit.letters.word_files import in_body, letterhead, parts, saved, word_file, write

TITLE = Text(en='Our "certificate" \\ of work\x7f', zh="我们的在职证明")
GOOD = word_file("{{ person.name }}{% if post.until %}{{ post.until }}{% endif %}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "letters"


def keep(folder: Path, raw: bytes = GOOD, name: str = "ours.docx", stands_for: str = "") -> str:
    """Keep a template and return its id."""
    return add_own(folder, write(folder.parents[1], name, raw), TITLE, stands_for).id


def test_a_template_that_stands_for_a_letter_of_ours_is_asked_for_like_it(folder: Path) -> None:
    added = add_own(folder, write(folder.parents[1], "在职 证明.docx", GOOD), TITLE, "employment-certificate")
    ours = template_of("employment-certificate")
    assert added.id == "own:在职-证明"
    assert added.title == TITLE
    assert (added.about, added.answers, added.signing) == (ours.about, ours.answers, ours.signing)
    assert (added.needs, added.may) == (("person.name",), ("post.until",))
    assert added.is_own
    assert own_templates(folder) == {added.id: added}
    assert tomllib.loads((folder / "在职-证明.toml").read_text("utf-8"))["stands_for"] == ours.id


def test_a_template_that_stands_for_nothing_can_be_about_anybody_and_answers_nothing(folder: Path) -> None:
    assert own_templates(folder) == {}
    letter = keep(folder)
    (template,) = own_templates(folder).values()
    assert template.id == letter
    assert (template.kind, template.about, template.answers) == (LetterKind.LETTER, tuple(PersonRole), ())
    assert all(template.use.in_language(language) for language in Language)


def test_what_is_kept_is_clean_and_stays_the_same_when_it_is_read_again(folder: Path) -> None:
    keep(folder, saved(letterhead()))
    (template,) = own_templates(folder).values()
    assert set(template.needs) == {"employer.name", "person.name", "case.office", "years"}
    assert own_bytes(template) == (folder / "ours.docx").read_bytes()
    assert b"python-docx" not in own_bytes(template)


def test_a_faulty_template_is_refused_with_all_its_faults_and_nothing_is_kept(folder: Path) -> None:
    path = write(folder.parents[1], "bad.docx", word_file("{{ persn.name }}", "{{ 1 + 1 }}"))
    with pytest.raises(FaultyTemplate) as raised:
        add_own(folder, path, TITLE, "")
    assert [fault.code for fault in raised.value.faults] == [
        "template.unknown_name",
        "template.unsafe_expression",
    ]
    assert raised.value.code == "template.faulty"
    for language in Language:
        assert "bad.docx" in word_app_error(raised.value, language)
    assert not folder.exists() or not any(folder.iterdir())


def test_a_template_that_grows_too_large_by_being_cleaned_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each of these tables gets a grid of columns.
    tables = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>" * 1_600
    raw = in_body(GOOD, tables)
    monkeypatch.setattr(package, "_MAX_TAGS", max(data.count(b"<") for data in parts(raw).values()) + 20)
    with pytest.raises(FaultyTemplate) as raised:
        keep(folder, raw)
    assert [fault.code for fault in raised.value.faults] == ["template.too_large"]
    assert not folder.exists()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.docx", "a"),
        ("../../x.docx", "x"),
        ("con.docx", "letter-con"),
        ("... .docx", "letter"),
        ("a_b c.v2.docx", "a-b-c-v2"),
        ("z" * 90 + ".docx", "z" * 60),
    ],
)
def test_a_name_is_one_that_every_system_takes(folder: Path, file: str, name: str) -> None:
    path = write(folder.parents[1], Path(file).name, GOOD)
    assert add_own(folder, path, TITLE, "").id == f"own:{name}"


def test_a_second_template_of_a_name_takes_the_next_one(folder: Path) -> None:
    assert [keep(folder), keep(folder), keep(folder, name="OURS.docx")] == [
        "own:ours",
        "own:ours-2",
        "own:OURS-3",
    ]


def test_a_template_that_was_removed_is_gone_with_what_was_told_of_it(folder: Path) -> None:
    letter, other = keep(folder), keep(folder, name="other.docx")
    remove_own(folder, letter)
    assert set(own_templates(folder)) == {other}
    assert sorted(path.name for path in folder.iterdir()) == ["other.docx", "other.toml"]
    for name in (letter, "own:../other", "own:", "nothing"):
        with pytest.raises(UnusableInput) as raised:
            remove_own(folder, name)
        assert raised.value.code == "letter.unknown"


def test_a_kept_template_that_was_spoilt_is_left_out_and_told(folder: Path) -> None:
    letter = keep(folder)
    (template,) = own_templates(folder).values()
    (folder / "ours.docx").write_bytes(word_file("{{ persn.name }}"))
    assert own_templates(folder) == {}
    assert [fault.code for fault in faulty_own(folder)[letter]] == ["template.unknown_name"]
    with pytest.raises(FaultyTemplate):
        own_bytes(template)
    (folder / "ours.docx").unlink()
    with pytest.raises(UnusableInput) as raised:
        own_bytes(template)
    assert raised.value.code == "file.cannot_open"


@pytest.mark.parametrize(
    "told", ["", "title = 3", "title = {en = 3}\nstands_for = []", "\x00", "stands_for = 'gone'"]
)
def test_what_is_told_of_a_template_may_be_spoilt(folder: Path, told: str) -> None:
    keep(folder)
    (folder / "ours.toml").write_text(told, "utf-8")
    (template,) = own_templates(folder).values()
    assert template.title.zh in ("ours", "3")
    assert template.answers == ()
    (folder / "ours.toml").unlink()
    assert len(own_templates(folder)) == 1


def test_hidden_files_and_locks_of_word_are_no_templates(folder: Path) -> None:
    keep(folder)
    for name in (".part.docx", "~$ours.docx"):
        write(folder, name, GOOD)
    assert set(own_templates(folder)) == {"own:ours"}


def test_a_file_that_is_not_kept_can_be_used_by_its_path(tmp_path: Path) -> None:
    path = write(tmp_path, "letter.docx", GOOD)
    template = read_own_file(path)
    assert (template.id, template.file) == ("own:letter", str(path))
    assert (template.needs, template.may) == (("person.name",), ("post.until",))


def test_what_is_no_file_or_far_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput):
        read_own_file(tmp_path)
    with pytest.raises(UnusableInput):
        read_own_file(tmp_path / "none.docx")
    huge = tmp_path / "huge.docx"
    with huge.open("wb") as stream:
        os.truncate(stream.fileno(), 100 * MAX_FILE)
    with pytest.raises(FaultyTemplate) as raised:
        read_own_file(huge)
    assert [fault.code for fault in raised.value.faults] == ["template.too_large"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.docx")
        with pytest.raises(UnusableInput):
            read_own_file(tmp_path / "pipe.docx")


def test_a_letter_that_is_not_ours_cannot_be_stood_for(folder: Path) -> None:
    with pytest.raises(UnusableInput) as raised:
        keep(folder, stands_for="nothing")
    assert raised.value.code == "letter.unknown"
    assert not folder.exists()


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(folder)
    before = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("app.env.replace.flush_to_disk", full)
    with pytest.raises(MachineStopped):
        keep(folder, name="second.docx")
    assert sorted(path.name for path in folder.iterdir()) == before


def test_templates_are_looked_at_again_only_when_they_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder)
    first = own_templates(folder)
    monkeypatch.setattr(own, "screen_template", lambda raw: pytest.fail("looked at again"))
    assert own_templates(folder) == first


def test_the_names_that_a_template_uses_are_told_with_where_they_are_entered(tmp_path: Path) -> None:
    rows = "{% if years %}{% for row in years %}{{ row.year }}{% endfor %}{% endif %}"
    path = write(tmp_path, "letter.docx", word_file("{{ person.name }}{{ post.title }}", rows))
    told = fields_of(read_own_file(path))
    assert [(each.name, each.kind, each.needed, each.where) for each in told] == [
        ("person.name", "text", True, "people"),
        ("post.title", "text", True, "letters"),
        ("years", "list", False, "category"),
    ]
    assert told[0].label == facts()["person.name"].label
    assert fields_of(screen_template(path.read_bytes())) == told


def test_every_name_that_a_template_may_use_is_told(tmp_path: Path) -> None:
    told = fields_of(None)
    names = [each.name for each in told]
    assert names[: len(facts())] == list(facts())
    assert set(lists()) < set(names)
    assert "row.year" in names
    assert {each.name for each in fields_of(template_of("wage-certificate"))} < set(names)
