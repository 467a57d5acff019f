"""The vocabularies of the kinds of paper, as they ship."""

from pathlib import Path

import pytest

from app.env import paths
from app.intake.kind_files import SHARED_FILE, load_vocabulary
from app.rules.load import load_pack

_SHARED = 'open = []\ntraditional = "證"\nsimplified = "证"\n[letters]\n'


def test_every_requirement_can_be_answered_by_a_kind_of_paper() -> None:
    requirements = set(load_pack(paths.resource("rulepacks", "cn")).requirements)
    answered = {each for words in load_vocabulary().kinds for each in words.kind.answers}

    assert answered == requirements


def test_open_requirements_are_requirements() -> None:
    requirements = set(load_pack(paths.resource("rulepacks", "cn")).requirements)

    assert load_vocabulary().table.open <= requirements


def test_every_kind_has_a_title_in_both_languages() -> None:
    kinds = load_vocabulary().table.kinds.values()

    assert [kind.id for kind in kinds if not (kind.title.en and kind.title.zh)] == []


def test_no_two_kinds_share_a_whole_title() -> None:
    owners: dict[str, set[str]] = {}
    for words in load_vocabulary().kinds:
        for phrase in words.titles:
            owners.setdefault(phrase.squeezed, set()).add(words.kind.id)

    assert {title: kinds for title, kinds in owners.items() if len(kinds) > 1} == {}


def test_a_telling_word_is_more_than_one_character() -> None:
    short = [
        (words.kind.id, phrase.text)
        for words in load_vocabulary().kinds
        for phrase in (*words.titles, *words.title_words, *words.telling)
        if len(phrase.squeezed) < 2
    ]

    assert short == []


def test_a_file_must_be_named_like_its_kind(tmp_path: Path) -> None:
    (tmp_path / SHARED_FILE).write_text(_SHARED, "utf-8")
    (tmp_path / "passport.toml").write_text('id = "visa"\ntitle = { en = "Visa", zh = "签证" }\n', "utf-8")

    with pytest.raises(ValueError, match=r"passport\.toml"):
        load_vocabulary(tmp_path)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / SHARED_FILE).write_text(_SHARED, "utf-8")
    text = 'id = "visa"\ntitle = { en = "Visa", zh = "签证" }\ntitel = []\n'
    (tmp_path / "visa.toml").write_text(text, "utf-8")

    with pytest.raises(ValueError, match="titel"):
        load_vocabulary(tmp_path)


def test_a_kind_that_covers_an_unknown_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / SHARED_FILE).write_text(_SHARED, "utf-8")
    text = 'id = "letter"\ntitle = { en = "Letter", zh = "信" }\ncovers = ["note"]\n'
    (tmp_path / "letter.toml").write_text(text, "utf-8")

    with pytest.raises(ValueError, match="note"):
        load_vocabulary(tmp_path)
