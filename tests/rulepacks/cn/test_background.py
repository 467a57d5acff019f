"""The background: what is shown and never evaluated."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.rules import Article, RulePack, Topic


def article(pack: RulePack, instrument: str, name: str) -> Article:
    return next(each for each in pack.background[instrument].articles if each.id == name)


def test_these_are_all_the_instruments_of_the_background(pack: RulePack) -> None:
    assert set(pack.background) == {
        "opinion-2016",
        "service-measures-2024",
        "service-centres",
        "permanent-residence-duties",
        "draft-2020",
    }


def test_every_article_of_the_draft_says_that_it_is_not_in_force(pack: RulePack) -> None:
    draft = pack.background["draft-2020"]
    assert all(each.text.en.startswith("Draft, not in force:") for each in draft.articles)
    assert all(each.text.zh.startswith("草案，未施行：") for each in draft.articles)
    assert {each.topic for each in draft.articles} == {Topic.DIRECTION}
    assert "NOT in force" in draft.title.en


def test_the_opinion_says_what_the_card_gives_item_by_item(pack: RulePack) -> None:
    rights = [each.id for each in pack.background["opinion-2016"].articles if each.topic is Topic.RIGHTS]
    assert rights == [
        "card-alone",
        "daily-affairs",
        "time-and-travel",
        "no-work-permit",
        "examinations",
        "equal-treatment",
        "social-insurance",
        "customs",
        "rights-made-known",
        "integration",
    ]


@pytest.mark.parametrize("topic", [Topic.RIGHTS, Topic.DUTIES, Topic.LOSS, Topic.DIRECTION])
def test_the_opinion_covers_every_topic(pack: RulePack, topic: Topic) -> None:
    assert any(each.topic is topic for each in pack.background["opinion-2016"].articles)


def test_the_opinion_sets_no_threshold(pack: RulePack) -> None:
    words = " ".join(each.text.en + each.text.zh for each in pack.background["opinion-2016"].articles)
    assert not any(letter.isdigit() for letter in words)


def test_the_opinion_asks_for_fewer_years_of_residence_not_for_more(pack: RulePack) -> None:
    text = article(pack, "opinion-2016", "family-reunion").text
    assert "fewer years of residence" in text.en
    assert "放宽居留年限要求" in text.zh


@pytest.mark.parametrize(
    "name",
    [
        "one-window",
        "passport-not-kept",
        "papers-waived",
        "cross-region",
        "study",
        "five-years",
        "mobile-and-online",
    ],
)
def test_the_service_measures_hold_since_20_march_2024(pack: RulePack, name: str) -> None:
    found = article(pack, "service-measures-2024", name)
    assert found.topic is Topic.PROCESSING
    assert not found.effective.holds_on(date(2024, 3, 19))
    assert found.effective.holds_on(date(2024, 3, 20))


def test_the_office_does_not_keep_the_passport(pack: RulePack) -> None:
    assert "keeps the passport" in article(pack, "service-measures-2024", "passport-not-kept").text.en


def test_a_waived_paper_is_still_worth_having(pack: RulePack) -> None:
    assert "all the same" in article(pack, "service-measures-2024", "papers-waived").text.en


def test_service_centres_are_the_only_articles_about_centres(pack: RulePack) -> None:
    found = {
        name for name, each in pack.background.items() for one in each.articles if one.topic is Topic.CENTRES
    }
    assert found == {"service-centres"}


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("stay", "at least three months", "不得少于3个月"),
        ("validity", "5 years for holders under 18", "未满18周岁的，证件有效期为5年"),
        ("renewal", "within the month before it expires", "到期前1个月内"),
        ("abroad", "within 30 days", "30日内"),
        ("five-star", "18 digits", "18位"),
        ("replacement-fees", "600 CNY", "600元"),
        ("replacement-papers", "two photos", "照片2张"),
    ],
)
def test_a_holder_reads_the_figures_of_the_duties(
    pack: RulePack, name: str, english: str, chinese: str
) -> None:
    text = article(pack, "permanent-residence-duties", name).text
    assert english in text.en
    assert chinese in text.zh


@pytest.mark.parametrize(
    ("name", "before", "on"),
    [
        ("five-star", date(2023, 11, 30), date(2023, 12, 1)),
        ("arrival-card", date(2025, 11, 19), date(2025, 11, 20)),
    ],
)
def test_what_came_later_holds_from_its_day_on(pack: RulePack, name: str, before: date, on: date) -> None:
    effective = article(pack, "permanent-residence-duties", name).effective
    assert not effective.holds_on(before)
    assert effective.holds_on(on)
