"""The whole pack: everything that it declares has words, a source and a test, and its words are right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from app.domain.rules import Compared, Force, Note, OneOf, RulePack, Within
from app.domain.sources import Confidence, Source
from app.domain.words import Text

HERE = Path(__file__).resolve().parent

CATEGORY_IDS = frozenset(
    [
        "pr.recommended",
        "pr.wage-tax",
        "pr.chinese-phd",
        "pr.chinese-key-region",
        "pr.investor",
        "pr.post",
        "pr.contribution",
        "pr.dependant",
        "pr.spouse",
        "pr.child",
        "pr.elder",
        "rp.invited-expert",
        "rp.hired-expert",
        "rp.key-field-team",
        "rp.innovation-team",
        "rp.leader-recommended",
        "rp.in-country-change",
        "rp.five-year-after-two",
        "rp.known-employer",
        "rp.work",
        "rp.cn-graduate",
        "rp.world-graduate",
        "visa.intern",
        "rp.intern-agreement",
        "filing.part-time",
        "draft.achievement",
        "draft.urgent-talent",
        "draft.academic",
        "draft.enterprise",
        "draft.contribution",
    ]
)
REQUIREMENT_IDS = frozenset(
    [
        "application-form",
        "passport",
        "visa-or-permit",
        "health-certificate",
        "criminal-record",
        "photo",
        "employment-proof",
        "work-permit",
        "employer-registration",
        "employer-annual-report",
        "authority-recommendation",
        "employer-recommendation",
        "university-recommendation",
        "leader-recommendation",
        "leader-guarantee",
        "work-history-proof",
        "stay-record",
        "income-proof",
        "tax-proof",
        "marriage-certificate",
        "kinship-proof",
        "birth-certificate",
        "former-id-card",
        "household-register",
        "former-passport",
        "chinese-origin-proof",
        "naturalisation-proof",
        "household-cancellation",
        "academic-diploma",
        "degree-certificate",
        "invitation-letter",
        "confirmation-letter",
        "organisation-letter",
        "visa-delay-statement",
        "main-employer-consent",
        "part-time-employer-consent",
        "part-time-company-registration",
        "entrepreneurship-proof",
        "achievement-proof",
        "ranking-proof",
        "enrolment-proof",
        "intergovernmental-agreement",
        "accommodation-registration",
        "previous-permits",
        "investment-approval",
        "investment-registration",
        "investment-annual-report",
        "capital-verification",
        "project-certificate",
        "post-proof",
        "housing-proof",
        "livelihood-proof",
        "no-relatives-abroad-proof",
        "sponsor-identity",
        "power-of-attorney",
        "curriculum-vitae",
    ]
)

# How each requirement would be named in a text; those that nothing asks for must not be.
NAMES = {
    "authority-recommendation": ("recommendation of an authority", "主管部门推荐"),
    "university-recommendation": ("recommendation of a university", "高校推荐"),
    "leader-guarantee": ("guarantee letter", "担保函"),
    "former-id-card": ("former identity card", "原中国身份证"),
    "household-register": ("household regist", "户口簿", "户籍证明"),
    "former-passport": ("former Chinese passport", "原中国护照"),
    "chinese-origin-proof": ("Chinese origin", "中国血统"),
    "naturalisation-proof": ("naturalisation", "入籍"),
    "household-cancellation": ("cancellation of the household", "户口注销", "户籍注销"),
    "academic-diploma": ("diploma", "学历证"),
    "degree-certificate": ("degree certificate", "学位证"),
    "invitation-letter": ("invitation", "邀请函"),
    "confirmation-letter": ("confirmation letter", "确认函"),
    "main-employer-consent": ("consent", "同意函"),
    "entrepreneurship-proof": ("entrepreneur", "创业"),
    "achievement-proof": ("proof of achievement", "成果证明"),
    "ranking-proof": ("ranking", "排名"),
    "enrolment-proof": ("enrolment", "就读证明"),
    "intergovernmental-agreement": ("intergovernmental", "政府间协议"),
    "capital-verification": ("capital verification", "验资"),
    "project-certificate": ("project certificate", "项目确认书"),
    "housing-proof": ("housing", "房产证", "产权证明", "租赁"),
    "livelihood-proof": ("livelihood", "生活保障"),
    "sponsor-identity": ("sponsor", "担保人"),
    "power-of-attorney": ("power of attorney", "委托书"),
    "curriculum-vitae": ("curriculum vitae", "简历"),
    "birth-certificate": ("birth certificate", "出生证明"),
    "previous-permits": ("earlier residence permits", "以往居留许可"),
}

# Errors of published translations that must not come back.
MISTRANSLATIONS = [
    r"high.?profil",
    r"(doctor\w*|PhD)( degree)? or (a )?master",
    r"\bProf\b",
    r"renovation",
    r"under.?aged",
    r"domestic resident",
    r"employment prove",
    r"authori[sz]ed non.?criminal",
    r"non.?criminal",
    r"annual check",
    r"recogni[sz]ed health",
    r"employment category",
    r"employment residence",
    r"Immigration Office",
    r"renewal of residency",
    "教授在华工作",
    "使馆授权",
    "非犯罪记录",
    "公认的健康",
    "就业类",
    "就业证明",
    "就业居留",
    "就业居住证",
    "劳动就业",
    "居住证",
    "国内居民",
    "人均收入",
    "年薪20%",
    "移民办",
    "长期居留证",
    "省级以上管理部门",
    "签证延误",
    "组织文件",
    "用人单位年检",
    "也符合条件",
    "博士或硕士",
    "硕士或博士",
    "装修",
    # Names of bodies, zones, lists and papers.
    r"Petrif",
    r"Management Committee",
    r"National Immigration Bureau",
    r"state education (bureau|administration)",
    r"China Association of Enterprises",
    r"China Entrepreneur Association",
    r"strategic (entrepreneurship|thriving)",
    r"Foreign Investment Development Cent",
    r"World University Academic Ranking",
    r"technology renovation",
    r"state level government",
    r"high.?level government administration",
    r"provincial and municipal government",
    r"prestige (univer|science)",
    r"famous (compan|enterprise)",
    r"household certificate",
    r"reference letter",
    r"student identity",
    r"Work Certification",
    r"work permit type [ABC]|type [ABC] (and|or) above",
    r"private affair (residence|visa)",
    r"residence work permit",
    r"logistics",
    r"digital entrepreneurship",
    r"remark .?entrepreneur\b",
    r"noted (as )?.?(entrepreneur|intern)",
    r"copy ?right as the first inventor",
    r"handheld",
    "移民局",
    "国家教育局",
    "国家级政府",
    "上级政府",
    "技改",
    "物流",
    "数字创业",
    "创新性企业",
    "石化经济技术开发(?!区)",
    "重点开发区",
    "名牌大学",
    "或名企",
    "学生身份证明",
    "工作证和",
    "配偶子女关系证明",
    "雇主的信函",
    "著作权的第一发明人|著作权（第一发明人）",
    "灵达",
    # Who may come along, and who may apply.
    r"so as their",
    r"high.?end talents,",
    r"imported foreign",
    r"hired by government",
    "(?<!外籍)配偶和未成年子女",
    "高端人才、",
    "聘请的外国专家",
    # Figures, boundaries and what they are counted from.
    r"continual(ly)? (4|four) years|continue (4|four) years",
    r"resid\w+ (of |for )?(over|more than) (6|six) months",
    r"average (domestic )?income|domestic income",
    r"20 ?% of (the |your )?(annual )?salary",
    r"for (2|two) years in a row|more than one year in a row",
    r"permits? within (5|five) years",
    r"(4|four) piece",
    "(居留|居住|停留)6个月以上",
    "平均收入",
    "不低于年薪",
    "近彩色",
    "成绩显著的2\\.0",
    "毕业证和毕业证",
    "条件和条件",
    # Verbs and places that turn the meaning round.
    r"unable to go abroad",
    r"delay for (the )?work visa",
    r"via (the )?entry port",
    r"report to (the )?immigration",
    r"retaining their passport",
    r"stay in China permanently",
    r"residency and travel",
    r"extend the length of residen",
    r"reducing regulations",
    r"learn to introduce",
    r"exit and admission",
    r"connecting link",
    r"middle class",
    r"victorious",
    r"limited applicants",
    r"conserving overseas",
    r"notional",
    r"public ware",
    r"housing registration",
    r"fail to work",
    r"abandonment",
    r"denied introduction",
    r"information.based security",
    "不能出国",
    "入境口岸办理签证",
    "居留和旅游",
    "专业队伍力度",
    "(?<!\\d)320日",
    "(?<!加)注“(创业|实习)”",
    "[（(]加注“(创业|实习)”。",
    "(?<!“)掌上办”",
    # Phrases of those texts that say something else than what holds.
    r"ranked higher than",
    r"more than (6|six) months per year",
    r"provide by",
    r"Chinese of foreign nationalit",
    r"residence permit of private affair",
    r"\b(2|5).years? (residence permit|multiple)",
    r"such (7|seven) categor",
    r"listed by USA",
    r"letters from organi[sz]ation",
    r"team members and research staff",
    r"attendance (rate )?higher than",
    r"average GPA",
    r"one of the requirement below",
    r"should have devoted",
    r"aims to streamline",
    r"8,000 foreigners",
    r"foreigners have made",
    r"becoming fiercer",
    r"jointly take the responsib",
    r"initiated by the approval",
    r"used to possess",
    r"increase security",
    r"the clarify",
    "我们强调",
    "5年多次",
    "私人事务居留许可",
]


def parts_of(value: object, path: str = "pack") -> Iterator[tuple[str, object]]:
    """Walk everything that a pack holds, each with the way to it."""
    yield path, value
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from parts_of(each, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from parts_of(each, f"{path}[{getattr(each, 'id', index)}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name), f"{path}.{field.name}")


def texts_of(pack: RulePack) -> dict[str, Text]:
    return {path: value for path, value in parts_of(pack) if isinstance(value, Text)}


def sources_of(pack: RulePack) -> dict[str, Source]:
    return {path: value for path, value in parts_of(pack) if isinstance(value, Source)}


def facts_of(test: Compared | Within | OneOf) -> Iterator[str]:
    yield test.fact
    if isinstance(test, Compared) and test.since is not None:
        yield test.since


# ------------------------------------------------------------------------------------- everything is there


def test_the_pack_says_what_it_is(pack: RulePack) -> None:
    assert (pack.id, pack.version, pack.home_countries) == ("cn", "2026.11", ("CHN",))
    assert (pack.passport_months, pack.use_by_soon_days) == (6, 30)
    assert pack.work_history.longest_gap_months == 2
    assert [each.confidence for each in pack.work_history.source] == [Confidence.SECONDARY]


def test_every_category_has_a_test_file_that_names_each_of_its_conditions(pack: RulePack) -> None:
    untested = []
    for category in pack.categories.values():
        name = re.sub(r"\W", "_", category.id)
        words = (HERE / f"test_{name}.py").read_text(encoding="utf-8")
        untested += [(category.id, each.id) for each in category.conditions if f'"{each.id}"' not in words]
    assert untested == []


def test_every_place_has_a_test_file(pack: RulePack) -> None:
    tested = {path.stem.removeprefix("test_") for path in (HERE / "places").glob("test_*.py")}
    assert tested == set(pack.places)


def test_every_list_background_and_waiver_is_named_in_its_tests(pack: RulePack) -> None:
    named = {
        "test_lists.py": list(pack.lists),
        "test_background.py": list(pack.background),
        "test_requirements.py": [
            *pack.requirements,
            *(waiver.id for each in pack.requirements.values() for waiver in each.waivers),
        ],
    }
    words = {name: (HERE / name).read_text(encoding="utf-8") for name in named}
    assert [each for name, ids in named.items() for each in ids if f'"{each}"' not in words[name]] == []


def test_every_part_that_has_a_source_field_names_one(pack: RulePack) -> None:
    bare = [
        path
        for path, value in parts_of(pack)
        if hasattr(value, "source") and not value.source and not isinstance(value, Note)
    ]
    assert bare == []


def test_every_note_that_names_a_figure_names_its_source(pack: RulePack) -> None:
    bare = [
        path
        for path, value in parts_of(pack)
        if isinstance(value, Note) and not value.source and re.search(r"\d", value.text.en)
    ]
    assert bare == []


def test_every_condition_in_force_is_tested_and_none_of_a_draft_is(pack: RulePack) -> None:
    for category in pack.categories.values():
        tested = {condition.test is not None for condition in category.conditions}
        assert tested == {category.force is Force.IN_FORCE}, category.id


def test_every_test_stands_on_a_question_and_every_question_on_a_test(pack: RulePack) -> None:
    tests = [value for _, value in parts_of(pack) if isinstance(value, Compared | Within | OneOf)]
    asked = {fact for test in tests for fact in facts_of(test)}
    questions = pack.questions.values()
    asked |= {name for each in questions for name in (each.since, each.inside) if name is not None}
    assert asked == set(pack.questions)


def test_every_category_says_who_may_come_along_and_what_it_asks(pack: RulePack) -> None:
    silent = [each.id for each in pack.categories.values() if each.force is Force.IN_FORCE and not each.asks]
    assert silent == []
    assert all(each.family.en and each.family.zh for each in pack.categories.values())


def test_all_ids_that_people_rely_on_are_there(pack: RulePack) -> None:
    assert set(pack.categories) >= CATEGORY_IDS
    assert set(pack.requirements) >= REQUIREMENT_IDS
    assert set(pack.places) == {"national", "ningbo", "beijing", "shanghai", "guangdong", "shenzhen"}


def test_every_section_holds_a_requirement(pack: RulePack) -> None:
    used = {requirement.section for requirement in pack.requirements.values()}
    assert used == {section.id for section in pack.sections}


def test_every_instrument_is_cited_and_was_read(pack: RulePack, pack_folder: Path) -> None:
    instruments: set[str] = set()
    for path in (pack_folder / "sources").glob("*.toml"):
        instruments |= set(tomllib.loads(path.read_text(encoding="utf-8"))["instrument"])
    assert {source.instrument for source in sources_of(pack).values()} == instruments
    assert {source.read_on for source in sources_of(pack).values()} == {date(2026, 11, 18)}


def test_every_file_begins_by_saying_what_it_is(pack_folder: Path) -> None:
    silent = [
        path.name
        for path in pack_folder.rglob("*.toml")
        if not path.read_text(encoding="utf-8").startswith("# ")
    ]
    assert silent == []


# ------------------------------------------------------------------------------------------- the words


def test_chinese_is_chinese_and_english_is_not(pack: RulePack) -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    wrong = [path for path, text in texts_of(pack).items() if not han.search(text.zh) or han.search(text.en)]
    assert wrong == []


def test_the_place_in_a_source_is_named_in_both_languages(pack: RulePack) -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    places = {path: source.where for path, source in sources_of(pack).items()}
    wrong = [path for path, where in places.items() if not han.search(where.zh) or han.search(where.en)]
    assert places
    assert wrong == []


def test_the_same_place_in_a_source_has_the_same_words(pack: RulePack) -> None:
    where = {source.where for source in sources_of(pack).values()}
    assert len({text.en for text in where}) == len(where)


def test_chinese_stands_with_chinese_punctuation(pack: RulePack) -> None:
    narrow = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.")
    wrong = [(path, text.zh) for path, text in texts_of(pack).items() if narrow.search(text.zh)]
    assert wrong == []


def test_no_text_has_stray_spaces(pack: RulePack) -> None:
    stray = re.compile(r"^\s|\s$|\s\s")
    wrong = [path for path, text in texts_of(pack).items() if stray.search(text.en) or stray.search(text.zh)]
    assert wrong == []


@pytest.mark.parametrize("pattern", MISTRANSLATIONS)
def test_no_known_mistranslation_comes_back(pack: RulePack, pattern: str) -> None:
    # The note of a source may quote what was published wrongly.
    ours = {
        path: text for path, text in texts_of(pack).items() if not re.search(r"source\[.*\]\.note$", path)
    }
    error = re.compile(pattern, re.IGNORECASE)
    assert [path for path, text in ours.items() if error.search(text.en) or error.search(text.zh)] == []


def test_no_text_mentions_a_requirement_that_nothing_asks_for(pack: RulePack) -> None:
    unasked = [name for key, names in NAMES.items() if key not in pack.requirements for name in names]
    found = [
        (path, name)
        for path, text in texts_of(pack).items()
        for name in unasked
        if name.lower() in f"{text.en}\n{text.zh}".lower()
    ]
    assert found == []


def test_no_two_requirements_bear_the_same_title(pack: RulePack) -> None:
    titles = [requirement.title for requirement in pack.requirements.values()]
    assert len({title.en for title in titles}) == len({title.zh for title in titles}) == len(titles)
