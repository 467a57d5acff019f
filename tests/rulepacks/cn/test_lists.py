"""The named lists, entry by entry, and the questions that offer them."""

from __future__ import annotations

import pytest

from app.domain.rules import RulePack

ENTRIES = {
    "key-fields": ["网络经济", "高端制造", "生物经济", "绿色低碳", "数字创意"],
    "strategic-industries": [
        "信息技术",
        "物联网",
        "人工智能",
        "高端装备制造业",
        "新材料",
        "生物",
        "新能源汽车",
        "新能源",
        "节能环保",
        "数字创意",
    ],
    "institutes": [
        "国家实验室",
        "国家重点实验室",
        "国家工程实验室",
        "国家工程研究中心",
        "国家认定企业技术中心",
        "国家工程技术研究中心",
        "外商投资研发中心",
    ],
    "enterprises": ["中国企业500强", "高新技术企业", "战略新兴企业", "创新型企业", "《财富》世界500强"],
    "key-regions": [
        "宁波高新技术产业开发区",
        "宁波大榭开发区",
        "宁波石化经济技术开发区",
        "宁波杭州湾新区",
    ],
    "arwu": ["近五年入选《世界大学学术排名》前300名"],
}


def test_these_are_all_the_lists(pack: RulePack) -> None:
    assert set(pack.lists) == set(ENTRIES)


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_a_list_holds_its_entries_in_order(pack: RulePack, name: str) -> None:
    entries, expected = pack.lists[name].entries, ENTRIES[name]
    assert len(entries) == len(expected)
    assert all(entry.text.zh.startswith(words) for entry, words in zip(entries, expected, strict=True))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("work.field", ["key-fields", "strategic-industries"]),
        ("employer.class", ["enterprises", "institutes"]),
        ("invitation.by", ["enterprises", "institutes"]),
        ("education.ranking", ["arwu"]),
    ],
)
def test_a_question_offers_every_entry_of_its_lists(pack: RulePack, question: str, names: list[str]) -> None:
    offered = [value for value, _ in pack.questions[question].choices]
    assert {entry.id for name in names for entry in pack.lists[name].entries} <= set(offered)
    assert len(set(offered)) == len(offered)


@pytest.mark.parametrize(
    ("english", "name", "entry"),
    [
        ("Petrochemical", "key-regions", "ningbo-petrochemical"),
        ("Internet of Things", "strategic-industries", "internet-of-things"),
        ("Digital creativity", "strategic-industries", "digital-creative-industry"),
        ("research and development", "institutes", "foreign-invested-rd-centre"),
    ],
)
def test_words_that_published_texts_mistranslate_are_right(
    pack: RulePack, english: str, name: str, entry: str
) -> None:
    found = next(each for each in pack.lists[name].entries if each.id == entry)
    assert english in found.text.en


def test_the_key_regions_that_are_known_are_ningbos(pack: RulePack) -> None:
    assert {entry.place for entry in pack.lists["key-regions"].entries} == {"ningbo"}


def test_the_other_lists_hold_everywhere(pack: RulePack) -> None:
    others = [each for name, each in pack.lists.items() if name != "key-regions"]
    assert {entry.place for each in others for entry in each.entries} == {None}
