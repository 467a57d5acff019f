"""What kind of paper a page is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import EvidencePart
from app.domain.reading import Box, KindGuess, TextLine, Zone, ZoneFormat
from app.intake.kinds import kind_table, recognise, requirement_candidates
from app.intake.sheet import Sheet
from tests.support.wordings import Wording, more_wordings, sheet_of, spoil, wordings

# What is asked of the reader: the kind right on 97 of 100 pages, sure and wrong on one of them at most.
_RIGHT, _SURE_AND_WRONG = 0.97, 0.01


def _best(text: str, **layout: bool) -> KindGuess | None:
    guesses = recognise(sheet_of(text, **layout))
    return guesses[0] if guesses else None


_LAYOUTS = (
    {"large_title": True},
    {"large_title": False},
    {"large_title": True, "letterhead": True},
)


def _is_right(wording: Wording, guess: KindGuess | None) -> bool:
    if guess is None:
        return False
    covers = wording.kind in kind_table().kinds[guess.kind].covers
    return (guess.kind == wording.kind and guess.of == wording.of) or covers


@pytest.mark.parametrize("seed", [0, 7])
def test_papers_in_many_wordings_are_recognised(seed: int) -> None:
    papers = [each for each in (*wordings(), *more_wordings()) if each.kind is not None]
    texts = [spoil(each.text, seed, 0.02) if seed else each.text for each in papers]
    guesses = [_best(text, **_LAYOUTS[number % 3]) for number, text in enumerate(texts)]

    right = [_is_right(*pair) for pair in zip(papers, guesses, strict=True)]
    wrong = [
        (paper.text[:40], guess)
        for paper, guess, good in zip(papers, guesses, right, strict=True)
        if not good and guess is not None and guess.sure and guess.kind != paper.kind
    ]

    assert sum(right) >= _RIGHT * len(papers)
    assert len(wrong) <= _SURE_AND_WRONG * len(papers), wrong


@pytest.mark.parametrize("layout", _LAYOUTS, ids=str)
def test_other_papers_are_never_taken_for_one_that_is_asked_for(layout: dict[str, bool]) -> None:
    others = [each for each in (*wordings(), *more_wordings()) if each.kind is None]
    guesses = [(each.text[:30], _best(each.text, **layout)) for each in others]

    kinds = kind_table().kinds
    assert [pair for pair in guesses if pair[1] and pair[1].sure and kinds[pair[1].kind].answers] == []


def test_an_empty_page_is_nothing() -> None:
    assert recognise(Sheet(1, 1.4, ())) == ()


def test_a_face_without_writing_is_a_photo() -> None:
    assert recognise(Sheet(1, 1.33, ()), has_face_photo=True)[0].kind == "photo"


def test_a_title_set_wide_is_read_as_one() -> None:
    cells = [
        TextLine(each, Box(0.3 + 0.1 * n, 0.05, 0.34 + 0.1 * n, 0.08)) for n, each in enumerate("在职证明")
    ]
    body = TextLine("兹证明王五系我公司员工，现任工程师。", Box(0.1, 0.2, 0.8, 0.22))

    assert recognise(Sheet(1, 1.4, (*cells, body)))[0].kind == "employment-proof"


def test_traditional_characters_count_as_simplified_ones() -> None:
    guess = _best("結婚證明書\n登記日期\n丈夫 妻子")

    assert guess is not None
    assert guess.kind == "marriage-certificate"


def test_a_translation_says_what_it_translates() -> None:
    guess = _best(
        "翻译件\n无犯罪记录证明\n未发现犯罪记录\n附加证明书\n本公文书\n我公司确认上述译文忠实于原文"
    )

    assert guess is not None
    assert (guess.kind, guess.of, guess.sure) == ("translation", "criminal-record", True)


def test_the_licence_of_a_translation_company_stays_a_licence() -> None:
    guess = _best("营业执照\n统一社会信用代码\n名称 某某翻译有限公司\n经营范围 翻译服务\n翻译专用章")

    assert guess is not None
    assert guess.kind == "business-licence"


def test_an_apostille_is_one_although_it_speaks_of_a_public_document() -> None:
    text = (
        "APOSTILLE\nThis public document\nhas been signed by A. Sample\nacting in the capacity of Registrar"
    )

    guess = _best(text)

    assert guess is not None
    assert (guess.kind, guess.sure) == ("apostille", True)


def test_a_list_of_papers_is_none_of_them() -> None:
    listed = "材料\n护照\n健康检查证明书\n无犯罪记录证明\n在职证明\n税收完税证明\n结婚证明书\n营业执照"

    guess = _best(listed, large_title=False)

    assert guess is None or not guess.sure or guess.kind == "document-list"


def test_a_recommendation_that_does_not_say_whose_it_is_stays_general() -> None:
    guess = _best("推荐函\n兹推荐王五办理永久居留，请予支持。")

    assert guess is not None
    assert guess.kind == "recommendation-letter"
    assert "leader-recommendation" in requirement_candidates(guess)


@pytest.mark.parametrize(
    ("code", "issuer", "kind"),
    [
        ("P", "DEU", "passport"),
        ("P", "CHN", "chinese-passport"),
        ("V", "CHN", "visa"),
        ("V", "DEU", "foreign-visa"),
    ],
)
def test_a_zone_tells_the_kind(code: str, issuer: str, kind: str) -> None:
    zone = Zone(ZoneFormat.TD3, (), (), code, issuer, "A", "B", "C01", issuer, None, "F", None)

    guess = recognise(sheet_of("X\nY"), zone=zone)[0]

    assert (guess.kind, guess.sure) == (kind, True)


def test_a_translation_brings_the_requirements_of_what_it_translates() -> None:
    guess = KindGuess("translation", 0.9, True, of="birth-certificate")

    assert requirement_candidates(guess)[0] == "birth-certificate"


@pytest.mark.parametrize(
    ("requirement", "part", "guess", "accepted"),
    [
        ("tax-proof", EvidencePart.ORIGINAL, KindGuess("tax-record", 1, True), True),
        ("tax-proof", EvidencePart.ORIGINAL, KindGuess("health-certificate", 1, True), False),
        ("tax-proof", EvidencePart.ORIGINAL, KindGuess("health-certificate", 1, False), None),
        ("criminal-record", EvidencePart.ORIGINAL, KindGuess("apostille", 1, True), None),
        ("criminal-record", EvidencePart.AUTHENTICATION, KindGuess("apostille", 1, True), True),
        ("criminal-record", EvidencePart.AUTHENTICATION, KindGuess("visa", 1, True), False),
        (
            "criminal-record", EvidencePart.TRANSLATION,
            KindGuess("translation", 1, True, of="criminal-record"), True,
        ),
        (
            "criminal-record", EvidencePart.TRANSLATION,
            KindGuess("translation", 1, True, of="birth-certificate"), False,
        ),
        ("criminal-record", EvidencePart.TRANSLATOR_LICENCE, KindGuess("business-licence", 1, True), True),
        ("criminal-record", EvidencePart.TRANSLATOR_LICENCE, KindGuess("invoice", 1, True), False),
        ("leader-recommendation", EvidencePart.ORIGINAL, KindGuess("recommendation-letter", 1, True), True),
        ("achievement-proof", EvidencePart.ORIGINAL, KindGuess("invoice", 1, True), None),
        ("no-such-requirement", EvidencePart.ORIGINAL, KindGuess("passport", 1, True), None),
    ],
)  # fmt: skip
def test_a_kind_is_held_against_a_requirement(
    requirement: str, part: EvidencePart, guess: KindGuess, accepted: bool | None
) -> None:
    assert kind_table().accepts(requirement, part, guess) is accepted


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_text_gives_at_most_three_guesses_best_first(texts: list[str]) -> None:
    guesses = recognise(sheet_of("\n".join(texts)))

    assert len(guesses) <= 3
    assert all(0 <= guess.confidence <= 1 for guess in guesses)
    assert not any(guess.sure for guess in guesses[1:])
