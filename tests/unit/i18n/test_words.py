"""Everything that the program says is there in both languages, and words come out as they should."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import errors as domain_errors
from app.domain.errors import Fault
from app.domain.findings import DEFAULT_SEVERITY, Finding, Severity
from app.domain.words import DisplayMode, Language, Text
from app.env import paths
from app.i18n import upkeep
from app.i18n.catalogue import catalogue, source_path
from app.i18n.terms import country_name, date_words, money_words
from app.i18n.wording import (
    ERRORS,
    FAULTS,
    FINDINGS,
    Names,
    advise,
    say_finding,
    word_error,
    word_fault,
    word_source,
)
from tests.support.cases import PACK, family, findings_of


@pytest.fixture(scope="module", autouse=True)
def extracted_once() -> Iterator[None]:
    """What the code says is the same for every test here, and walking all of it takes seconds."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(upkeep, "extracted", functools.cache(upkeep.extracted))
        computed = functools.cache(lambda walk=upkeep._calls_with_computed_messages: tuple(walk()))
        here.setattr(upkeep, "_calls_with_computed_messages", computed)
        yield


def test_no_message_is_missing_fuzzy_or_has_other_placeholders():
    assert upkeep.check() == []


def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> list[str]:
    """Return what the check says of the catalogues after a change to the Chinese one."""
    monkeypatch.setattr(paths, "locale_folder", lambda: tmp_path)
    for language in Language:
        monkeypatch.undo()
        words = source_path(language).read_text(encoding="utf-8")
        monkeypatch.setattr(paths, "locale_folder", lambda: tmp_path)
        path = source_path(language)
        path.parent.mkdir(parents=True)
        assert language is Language.EN or old in words
        path.write_text(words.replace(old, new) if language is Language.ZH else words, encoding="utf-8")
    return upkeep.check()


def test_a_message_without_words_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = broken(tmp_path, monkeypatch, 'msgstr "缺少"', 'msgstr ""')
    assert found == ["zh_CN: not translated: 'Missing'"]


def test_a_message_with_another_placeholder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    [found] = broken(tmp_path, monkeypatch, "{count}份复印件", "{cuont}份复印件")
    assert found.startswith("zh_CN: placeholders differ")


def test_a_fuzzy_message_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    [found] = broken(tmp_path, monkeypatch, 'msgid "Missing"', '#, fuzzy\nmsgid "Missing"')
    assert found == "zh_CN: fuzzy: 'Missing'"


def test_every_finding_has_a_sentence_and_an_advice():
    worded = {code.partition(":")[0] for code in FINDINGS}
    assert worded == set(DEFAULT_SEVERITY)


def test_the_first_line_of_every_error_code_in_the_code_has_words():
    # `machine_error` and the case folder reader make theirs from tables: these are walked here.
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(domain_errors.__file__).parents[1].rglob("*.py")
    )
    for code in ("machine.disk_full", "machine.no_permission", "machine.cannot_write", "case.path_leaves"):
        assert code in source
        assert code in ERRORS or code in FAULTS


@pytest.mark.parametrize("language", Language)
def test_no_finding_leaves_a_place_unfilled(language: Language):
    case = family()
    spoilt = replace(
        case, place="shanghai", years=(), evidence=case.evidence[5:], category="pr.wage-tax",
    )  # fmt: skip
    for finding in findings_of(spoilt):
        names = Names(PACK, spoilt)
        words = say_finding(finding, names, language) + advise(finding, names, language)
        assert "{" not in words
        assert finding.code not in words


def test_names_stand_in_the_sentence_and_not_ids():
    finding = Finding("requirement.missing", Severity.BLOCKER, "work-permit", "anna")
    words = say_finding(finding, Names(PACK, family()), Language.EN)
    assert "ROE ANNA" in words
    assert PACK.requirements["work-permit"].title.en in words


def test_a_fault_says_where_what_and_the_nearest_name():
    fault = Fault(
        "case.unknown_category", "case.toml", 4, "category", {"value": "pr.wage", "nearest": "pr.wage-tax"}
    )
    assert word_fault(fault, Language.EN) == (
        'case.toml, line 4, category: There is no category "pr.wage". Did you mean "pr.wage-tax"?'
    )
    assert word_fault(fault, Language.ZH) == (
        "case.toml第4行，category：没有“pr.wage”这个类别。是否应为“pr.wage-tax”？"
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", sorted(ERRORS))
def test_every_error_can_be_said_even_without_its_details(code: str, language: Language):
    names = ("path", "file", "limit", "id", "key", "command", "word", "publisher", "fingerprint", "names")
    names += ("day", "first", "last", "most", "mark", "exhibit", "size", "cap", "value", "area")
    names += ("group", "groups", "case", "sha256", "title", "name", "folder", "person", "known")
    words = dict.fromkeys(names, "x")
    assert "{" not in word_error(code, {**words, "count": 1, "page": 1}, language)


def test_dates_and_money_cannot_be_misread():
    assert date_words(date(2026, 12, 5), Language.EN) == "5 December 2026"
    assert date_words(date(2026, 12, 5), Language.ZH) == "2026年12月5日"
    assert money_words(424680, Language.EN) == "CNY 424,680"
    assert money_words(177220.8, Language.ZH) == "177,220.80元"


def test_countries_are_named_from_their_three_letters():
    assert country_name("DEU") == Text(en="Germany", zh="德国")
    assert country_name("XYZ").en == "XYZ"


def test_rule_text_is_shown_in_one_language_or_both():
    text = Text(en="Passport", zh="护照")
    assert [text.shown(mode) for mode in DisplayMode] == ["Passport", "护照", "护照\nPassport"]


def test_a_source_is_named_in_the_words_of_one_language():
    source = PACK.categories["pr.wage-tax"].source[0]
    assert source.where == Text("measure 2", "第2条")
    assert ", measure 2 (read 18 November 2026, " in word_source(source, Language.EN)
    assert "，第2条（查阅日期" in word_source(source, Language.ZH)
    assert "measure" not in word_source(source, Language.ZH)


@given(st.integers(0, 1000))
def test_plurals_follow_the_count(count: int):
    words = catalogue(Language.EN).plural("{count} page", "{count} pages", count)
    assert words == (f"{count} page" if count == 1 else f"{count} pages")


def test_the_catalogue_is_compiled_anew_when_its_source_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    words = source_path(Language.ZH).read_text(encoding="utf-8")
    monkeypatch.setattr(paths, "locale_folder", lambda: tmp_path)
    path = source_path(Language.ZH)
    path.parent.mkdir(parents=True)
    for shown in ("缺少", "没有"):
        path.write_text(words.replace('msgstr "缺少"', f'msgstr "{shown}"'), encoding="utf-8")
        catalogue.cache_clear()
        assert catalogue(Language.ZH)("Missing") == shown
        assert path.with_suffix(".mo").exists()
    catalogue.cache_clear()
