"""Running text: people, days and numbers in sentences."""

from datetime import date

import pytest

from app.domain.reading import FactName, Subject
from app.intake.flow import flows_of
from app.intake.names import name_of
from app.intake.prose import employer_facts, foot_day, is_employer, position_facts, prose_facts
from tests.support.sheets import letter, sheet_of


def said(text: str, name: FactName) -> set[object]:
    return {
        fact.value
        for fact in prose_facts(letter("", text).lines, 1)
        if fact.name is name and fact.subject is Subject.HOLDER
    }


@pytest.mark.parametrize(
    "text",
    [
        "兹证明PARK JI WOO（朴智友），男，韩国籍，在我公司工作。",
        "经查，PARK JI WOO（韩国籍，护照号码M48112233）在华居住。",
        "朴智友(PARK JI WOO，护照M48112233)系我单位工程师。",
        "我单位职工PARK JI WOO(护照M48112233)2024年度收入如下。",
        "This is to certify that Mr. PARK JI WOO, born on 30 April 1995, is our employee.",
        "The Office hereby certifies that, according to the records, PARK JI WOO, of "
        "Korean nationality, has no record.",
        "There is no record against PARK JI WOO, holder of passport number M48112233.",
        "We confirm that PARK JI WOO has been employed by us since May 2020.",
    ],
)
def test_the_person_of_a_sentence_is_named(text):
    assert said(text, FactName.NAME) == {"PARK JI WOO"}


@pytest.mark.parametrize(
    "text",
    [
        "The Federal Office of Justice hereby certifies the above.",
        "Ministry of Foreign Affairs of the Republic, Department of Records.",
        "本公司成立于2003年，位于宁波。",
        "Convention of 5 October 1961",
    ],
)
def test_offices_and_companies_are_no_people(text):
    assert said(text, FactName.NAME) == set()


@pytest.mark.parametrize(
    "text",
    [
        "PARK JI WOO，1995年4月30日出生，护照号码M48112233。",
        "出生于1995年4月30日。",
        "born on 30 April 1995 in Busan",
        "born in Busan on 30 April 1995",
        "born at Busan, Korea, on 30th April 1995",
        "geboren am 30. April 1995 in Busan",
        "née le 30 avril 1995 à Busan",
        "nacida en Busan el 30 de abril de 1995",
        "date of birth: 30 APR 1995",
        "出生日期为1995年4月30日",
        "1995年4月30日生，现住宁波",
    ],
)
def test_a_day_of_birth_is_told_by_its_words(text):
    assert said(text, FactName.BIRTH_DATE) == {date(1995, 4, 30)}


@pytest.mark.parametrize(
    "text",
    [
        "于2026年9月1日生效",
        "2026年9月1日生产",
        "合同自2026年9月1日起",
        "1961年10月5日海牙公约",
        "Convention of 5 October 1961",
        "valid until 1 September 2026",
        "the Act of 1 September 2026",
        "截至2026年9月1日",
    ],
)
def test_other_days_are_neither_birth_nor_issue_nor_work(text):
    facts = prose_facts(letter("", text).lines, 1)
    assert not {fact.name for fact in facts} & {
        FactName.BIRTH_DATE,
        FactName.ISSUED_ON,
        FactName.EMPLOYED_SINCE,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Done at Berlin, on 21 August 2026",
        "Done at Berlin, on21August 2026",
        "Dated this 21st day of August 2026",
        "Issued on 21 August 2026 by the Registrar",
        "Given at Bonn the 21st of August 2026",
        "Bonn, den 21. August 2026",
        "Fait à Lyon, le 21 août 2026",
        "Expedido en Madrid el 21 de agosto de 2026",
        "Signed at Leeds on 21 August 2026",
    ],
)
def test_the_day_of_issue_is_told_by_its_words(text):
    assert said(text, FactName.ISSUED_ON) == {date(2026, 8, 21)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自2019年09月01日起在我公司连续工作", date(2019, 9, 1)),
        ("于2019年9月1日入职我公司", date(2019, 9, 1)),
        ("自2019年9月起就职于我公司", date(2019, 9, 1)),
        ("自2019年9月1日至今在本单位任职", date(2019, 9, 1)),
        ("has been employed by us as engineer since 1 September 2019", date(2019, 9, 1)),
        ("He joined our company on 1 September 2019.", date(2019, 9, 1)),
        ("从2019年9月1日开始在我校工作", date(2019, 9, 1)),
        ("has worked for our company from 1 September 2019", date(2019, 9, 1)),
    ],
)
def test_the_first_day_of_work_is_told_by_its_words(text, expected):
    assert said(text, FactName.EMPLOYED_SINCE) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "聘用合同期限自2019年9月1日起至2022年8月31日",
        "合同至2028年12月31日止",
        "2019年9月1日至2020年8月31日在其他公司工作",
        "自2022年01月01日至2026年11月08日的出入境记录",
    ],
)
def test_a_contract_or_a_closed_time_is_no_first_day_of_work(text):
    assert said(text, FactName.EMPLOYED_SINCE) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("护照号码CT0N3MLTQ，", "CT0N3MLTQ"),
        ("护照号：M48112233。", "M48112233"),
        ("holder of passport number RA7985980, has", "RA7985980"),
        ("Passport No. RA7985980", "RA7985980"),
        ("(护照RA7985980)", "RA7985980"),
        ("护照号码为RA7985980）", "RA7985980"),
    ],
)
def test_a_passport_number_is_kept_as_read(text, expected):
    assert said(text, FactName.PASSPORT_NUMBER) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("韩国籍", "KOR"),
        ("国籍：法国，", "FRA"),
        ("澳大利亚国籍，", "AUS"),
        ("of German nationality,", "DEU"),
        ("a British citizen, ", "GBR"),
        ("a citizen of the United States of America, ", "USA"),
        ("系德国公民", "DEU"),
    ],
)
def test_a_nationality_is_told_as_a_code(text, expected):
    assert said(text, FactName.NATIONALITY) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("任副总经理。", "副总经理"),
        ("现任研发中心高级工程师，", "研发中心高级工程师"),
        ("系我单位副总经理，拟申请", "副总经理"),
        ("担任我公司市场总监一职", "市场总监"),
        ("has been employed by us as Deputy General Manager since 2019", "Deputy General Manager"),
        ("holds the position of Chief Engineer in our company", "Chief Engineer"),
    ],
)
def test_the_post_is_told(text, expected):
    assert {fact.value for fact in position_facts(letter("", text).lines, 1)} == {expected}


@pytest.mark.parametrize("text", ["责任由公司承担。", "离任后", "此致 出入境管理局", "as soon as possible"])
def test_other_words_are_no_post(text):
    assert position_facts(letter("", text).lines, 1) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("苏州澄湖精密机械有限公司", True),
        ("某某大学", False),
        ("宁波市公安局出入境管理局：", False),
        ("Lianhu Materials Co., Ltd.", True),
        ("宁波旭澄翻译有限公司", False),
        ("地址：某某路1号", False),
        ("清华紫光大学", True),
    ],
)
def test_a_company_is_told_by_its_name(text, expected):
    assert is_employer(text) is expected


def test_the_company_above_the_day_signs():
    facts = employer_facts(
        letter("证明", "兹证明。", foot=("苏州澄湖精密机械有限公司", "2026年9月1日")).lines, 1
    )
    assert [fact.value for fact in facts] == ["苏州澄湖精密机械有限公司"]


def test_the_day_at_the_foot_is_found_under_a_seal():
    lines = letter("证明", "兹证明1995年4月30日出生。", foot=("某某局", "2026年11月12月务专用章")).lines
    found = foot_day(lines, ())
    assert found is not None
    assert found[1].value == date(2026, 11, 12)


def test_lines_that_go_on_are_one_text():
    flow = next(
        flow
        for flow in flows_of(
            letter(
                "证明",
                "兹证明PARK JI WOO自2019年09月01日起在我公司连续工作，至本证明出具之日已连续工"
                "作满四年以上，期间未中断。",
            ).lines
        )
        if "PARK" in flow.text
    )
    assert "2019年09月01日起" in flow.text
    assert len(flow.spans) > 1


def test_a_paragraph_ends_where_a_line_is_short():
    flows = flows_of(
        sheet_of(
            "请予办理。",
            "联系人：王建国，电话0574-87533074，地址宁波市海曙区柳汀街七十七弄十二号六楼六零一室",
        ).lines
    )
    assert len(flows) == 2


@pytest.mark.parametrize(
    ("text", "latin", "chinese"),
    [
        ("朴智友 / PARK JI WOO", "PARK JI WOO", "朴智友"),
        ("PARK JI WOO（朴智友）", "PARK JI WOO", "朴智友"),
        ("Mr. Dean SMITH", "Dean SMITH", None),
        ("van der Berg, Jan", "van der Berg, Jan", None),
        ("O'BRIEN Seán", "O'BRIEN Seán", None),
        ("王建国", None, "王建国"),
        ("Jean-Pierre d'Arc", "Jean-Pierre d'Arc", None),
    ],
)
def test_a_name_is_taken_apart(text, latin, chinese):
    name = name_of(text)
    assert name is not None
    assert (name.latin, name.chinese) == (latin, chinese)


@pytest.mark.parametrize(
    "text",
    [
        "PASSPORT",
        "the issuing authority",
        "宁波市公安局",
        "1985-03-02",
        "",
        "无",
        "N/A",
        "Ministry of Foreign Affairs",
        "RA7985983",
        "某某有限公司",
    ],
)
def test_other_words_are_no_name(text):
    assert name_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "con pasaporte número XDA123456, no tiene antecedentes",
        "holder of passport number XDA123456, has been employed",
        "passeport numéro XDA123456 délivré à Lyon",
        "Reisepass Nummer XDA123456, wohnhaft in Bonn",
        "passport no XDA123456",
        "passaporto n. XDA123456",
    ],
)
def test_the_word_for_number_is_no_part_of_the_number(text: str) -> None:
    assert said(text, FactName.PASSPORT_NUMBER) == {"XDA123456"}
