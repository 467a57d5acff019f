"""Facts of papers in layouts of every kind: invented people, companies and numbers."""

from datetime import date

import pytest

from app.domain.reading import Fact, FactName, Subject
from app.intake.facts import state_facts
from app.intake.sheet import Sheet
from tests.support.sheets import columns, form, kind, letter, line, sheet_of, stacked

HOLDER, OTHER = Subject.HOLDER, Subject.OTHER


def facts_of(sheet: Sheet, name: str, of: str | None = None) -> tuple[Fact, ...]:
    return state_facts(sheet, kind(name, of))


def told(facts: tuple[Fact, ...], subject: Subject = HOLDER) -> dict[str, object]:
    """What the facts say of one subject, one value for each name."""
    single = [fact for fact in facts if fact.subject is subject and fact.year is None]
    assert len({fact.name for fact in single}) == len(single), single
    return {fact.name.value: fact.value for fact in single}


def has(facts: tuple[Fact, ...], **expected: object) -> None:
    found = told(facts)
    assert {name: found.get(name) for name in expected} == expected


# Passports ------------------------------------------------------------------------------------------

PASSPORTS = {
    "stacked, English": (
        stacked(
            ("Passport No.", "K4471920"),
            ("Surname", "OKAFOR"),
            ("Given names", "CHINEDU PAUL"),
            ("Nationality", "NIGERIAN"),
            ("Date of birth", "17 NOV 1979"),
            ("Sex", "M"),
            ("Place of birth", "ENUGU"),
            ("Date of issue", "03 JAN 2024"),
            ("Date of expiry", "02 JAN 2034"),
            ("Authority", "IKOYI"),
        ),
        {
            "surname": "OKAFOR",
            "given_names": "CHINEDU PAUL",
            "passport_number": "K4471920",
            "birth_date": date(1979, 11, 17),
            "issued_on": date(2024, 1, 3),
            "expires_on": date(2034, 1, 2),
            "nationality": "NGA",
            "sex": "M",
        },
    ),
    "stacked, French and English, months in both": (
        stacked(
            ("Passport No./Passeport No.", "AB123456"),
            ("Surname/Nom", "TREMBLAY"),
            ("Given names/Prénoms", "MARIE-CLAIRE"),
            ("Nationality/Nationalité", "CANADIAN/CANADIENNE"),
            ("Date of birth/Date de naissance", "05 JUNE/JUIN 88"),
            ("Date of issue/Date de délivrance", "01 AUG/AOÛT 2022"),
            ("Date of expiry/Date d'expiration", "01 AUG/AOÛT 2032"),
        ),
        {
            "surname": "TREMBLAY",
            "given_names": "MARIE-CLAIRE",
            "passport_number": "AB123456",
            "nationality": "CAN",
            "birth_date": date(1988, 6, 5),
            "issued_on": date(2022, 8, 1),
            "expires_on": date(2032, 8, 1),
        },
    ),
    "stacked, German": (
        stacked(
            ("Name/Surname/Nom", "WEIßHAUPT"),
            ("Vornamen/Given names/Prénoms", "JÖRG"),
            ("Staatsangehörigkeit/Nationality", "DEUTSCH"),
            ("Geburtstag/Date of birth", "09.12.1990"),
            ("Ausstellungsdatum/Date of issue", "14.05.2021"),
            ("Gültig bis/Date of expiry", "13.05.2031"),
            ("Behörde/Authority", "STADT BONN"),
            ("Passnummer/Passport No.", "C01X00T47"),
        ),
        {
            "surname": "WEIßHAUPT",
            "given_names": "JÖRG",
            "nationality": "DEU",
            "birth_date": date(1990, 12, 9),
            "issued_on": date(2021, 5, 14),
            "expires_on": date(2031, 5, 13),
            "passport_number": "C01X00T47",
            "authority": "STADT BONN",
        },
    ),
    "stacked, Spanish": (
        stacked(
            ("Apellidos/Surname", "GARCÍA LÓPEZ"),
            ("Nombre/Given names", "LUCÍA"),
            ("Nacionalidad/Nationality", "ESPAÑOLA"),
            ("Fecha de nacimiento/Date of birth", "21 ENE/JAN 1992"),
            ("Fecha de caducidad/Date of expiry", "30 SEP/SEP 2029"),
            ("Pasaporte No./Passport No.", "XDD114477"),
        ),
        {
            "surname": "GARCÍA LÓPEZ",
            "given_names": "LUCÍA",
            "nationality": "ESP",
            "birth_date": date(1992, 1, 21),
            "expires_on": date(2029, 9, 30),
            "passport_number": "XDD114477",
        },
    ),
    "columns, values below": (
        sheet_of(
            columns((0.35, 0.55, 0.75), "Type", "Country code", "Passport No."),
            columns((0.35, 0.55, 0.75), "P", "KOR", "M48112233"),
            ((0.35, "Surname"),),
            ((0.35, "PARK"),),
            ((0.35, "Given names"),),
            ((0.35, "JI WOO"),),
            columns((0.35, 0.6), "Nationality", "Date of birth"),
            columns((0.35, 0.6), "REPUBLIC OF KOREA", "30 APR 1995"),
            columns((0.35, 0.6), "Date of issue", "Date of expiry"),
            columns((0.35, 0.6), "11 FEB 2020", "11 FEB 2030"),
            step=0.022,
        ),
        {
            "surname": "PARK",
            "given_names": "JI WOO",
            "passport_number": "M48112233",
            "nationality": "KOR",
            "birth_date": date(1995, 4, 30),
            "issued_on": date(2020, 2, 11),
            "expires_on": date(2030, 2, 11),
        },
    ),
    "beside, capitals": (
        form(
            ("SURNAME", "NAKAMURA"),
            ("GIVEN NAMES", "HARUKA"),
            ("PASSPORT NO", "TR8812345"),
            ("DATE OF BIRTH", "08 JUL 1983"),
            ("DATE OF ISSUE", "20 OCT 2019"),
            ("DATE OF EXPIRY", "20 OCT 2029"),
            ("NATIONALITY", "JAPAN"),
        ),
        {
            "surname": "NAKAMURA",
            "given_names": "HARUKA",
            "passport_number": "TR8812345",
            "birth_date": date(1983, 7, 8),
            "issued_on": date(2019, 10, 20),
            "expires_on": date(2029, 10, 20),
            "nationality": "JPN",
        },
    ),
    "a given name that is also a word of labels": (
        stacked(
            ("Surname", "PRESIDENT"),
            ("Given names", "DIRECTOR"),
            ("Date of birth", "01 MAR 1980"),
            ("Passport No.", "N1234567"),
        ),
        {"birth_date": date(1980, 3, 1), "passport_number": "N1234567"},
    ),
    "Italian": (
        stacked(
            ("Cognome/Surname", "DE LUCA"),
            ("Nome/Given names", "CHIARA"),
            ("Data di nascita/Date of birth", "02 GEN/JAN 1987"),
            ("Data di scadenza/Date of expiry", "15 MAG/MAY 2030"),
            ("Cittadinanza/Nationality", "ITALIANA"),
            ("Passaporto n./Passport No.", "YB1234567"),
        ),
        {
            "surname": "DE LUCA",
            "given_names": "CHIARA",
            "birth_date": date(1987, 1, 2),
            "expires_on": date(2030, 5, 15),
            "nationality": "ITA",
            "passport_number": "YB1234567",
        },
    ),
}


@pytest.mark.parametrize("layout", PASSPORTS)
def test_a_passport_is_read_in_any_layout(layout):
    sheet, expected = PASSPORTS[layout]
    has(facts_of(sheet, "passport"), **expected)


# Letters --------------------------------------------------------------------------------------------

EMPLOYED = {
    "Chinese, name first": (
        letter(
            "在职证明",
            "兹证明OKAFOR CHINEDU PAUL（奥卡福），男，尼日利亚国籍，护照号码K4471920，"
            "1979年11月17日出生，自2018年03月05日起在我公司工作，任副总经理。",
            "劳动合同期限至2028年03月04日。特此证明。",
            foot=("苏州澄湖精密机械有限公司", "2026年9月18日"),
        ),
        {
            "name": "OKAFOR CHINEDU PAUL",
            "chinese_name": "奥卡福",
            "nationality": "NGA",
            "passport_number": "K4471920",
            "birth_date": date(1979, 11, 17),
            "employed_since": date(2018, 3, 5),
            "position": "副总经理",
            "employer": "苏州澄湖精密机械有限公司",
            "issued_on": date(2026, 9, 18),
        },
    ),
    "Chinese, month only": (
        letter(
            "工作证明",
            "兹证明我公司员工TREMBLAY MARIE-CLAIRE女士（加拿大籍，护照号：AB123456）自2019年6"
            "月起就职于我公司，现担任市场总监一职。",
            foot=("杭州云麓科技有限公司", "二〇二六年十月八日"),
        ),
        {
            "name": "TREMBLAY MARIE-CLAIRE",
            "nationality": "CAN",
            "passport_number": "AB123456",
            "position": "市场总监",
            "employer": "杭州云麓科技有限公司",
            "issued_on": date(2026, 10, 8),
        },
    ),
    "Chinese, named in brackets": (
        letter(
            "证明",
            "朴智友（PARK JI WOO，护照号码M48112233）系我单位高级工程师，2017年9月1日入职我公"
            "司，聘用合同期限为2025年9月1日至2028年8月31日。",
            foot=("青岛海岚研究院", "2026年11月02日"),
        ),
        {
            "name": "PARK JI WOO",
            "chinese_name": "朴智友",
            "passport_number": "M48112233",
            "position": "高级工程师",
            "employer": "青岛海岚研究院",
            "employed_since": date(2017, 9, 1),
            "issued_on": date(2026, 11, 2),
        },
    ),
    "English": (
        letter(
            "CERTIFICATE OF EMPLOYMENT",
            "This is to certify that Mr. Callum FRASER, born on 5 May 1977 in Dundee, "
            "holder of passport number 563912847, has been employed by "
            "Lianhu Advanced Materials Co., Ltd. as Deputy General Manager since 1 April 2019.",
            "Issued on 12 November 2026",
        ),
        {
            "name": "Callum FRASER",
            "birth_date": date(1977, 5, 5),
            "passport_number": "563912847",
            "employer": "Lianhu Advanced Materials Co., Ltd.",
            "position": "Deputy General Manager",
            "employed_since": date(2019, 4, 1),
            "issued_on": date(2026, 11, 12),
        },
    ),
    "English, date at the head": (
        sheet_of(
            "Bohai Marine Technology Limited",
            "October 9, 2026",
            None,
            "To whom it may concern",
            None,
            "We confirm that Ms Haruka NAKAMURA, a Japanese national, has been working for our company",
            "since 15 July 2020. She is employed as Senior Research Scientist.",
            None,
            "Yours sincerely,",
            "Wei Zhang, HR Director",
        ),
        {
            "name": "Haruka NAKAMURA",
            "nationality": "JPN",
            "employed_since": date(2020, 7, 15),
            "position": "Senior Research Scientist",
            "issued_on": date(2026, 10, 9),
        },
    ),
    "form in Chinese": (
        form(
            ("姓名", "GARCÍA LÓPEZ LUCÍA"),
            ("国籍", "西班牙"),
            ("护照号码", "XDD114477"),
            ("单位名称", "厦门鹭江文化传播有限公司"),
            ("职务", "艺术总监"),
            ("入职时间", "2021.3.15"),
            ("出具日期", "2026-10-20"),
        ),
        {
            "name": "GARCÍA LÓPEZ LUCÍA",
            "nationality": "ESP",
            "passport_number": "XDD114477",
            "employer": "厦门鹭江文化传播有限公司",
            "position": "艺术总监",
            "employed_since": date(2021, 3, 15),
            "issued_on": date(2026, 10, 20),
        },
    ),
    "labels within lines": (
        sheet_of(
            "在职证明",
            None,
            "员工姓名：DE LUCA CHIARA    性别：女    国籍：意大利",
            "护照号码：YB1234567    出生日期：1987年1月2日",
            "工作单位：武汉东湖光电股份有限公司",
            "职务：研发总监    入职日期：2020年2月3日",
            None,
            ((0.6, "日期：2026年10月30日"),),
        ),
        {
            "name": "DE LUCA CHIARA",
            "sex": "F",
            "nationality": "ITA",
            "passport_number": "YB1234567",
            "birth_date": date(1987, 1, 2),
            "employer": "武汉东湖光电股份有限公司",
            "position": "研发总监",
            "employed_since": date(2020, 2, 3),
            "issued_on": date(2026, 10, 30),
        },
    ),
    "traditional characters": (
        form(
            ("姓名", "NAKAMURA HARUKA"),
            ("護照號碼", "TR8812345"),
            ("國籍", "日本"),
            ("出生日期", "1983年7月8日"),
            ("現任職務", "總工程師"),
            ("簽發日期", "2026年9月9日"),
        ),
        {
            "name": "NAKAMURA HARUKA",
            "passport_number": "TR8812345",
            "nationality": "JPN",
            "birth_date": date(1983, 7, 8),
            "issued_on": date(2026, 9, 9),
        },
    ),
}


@pytest.mark.parametrize("layout", EMPLOYED)
def test_a_letter_of_employment_is_read_in_any_layout(layout):
    sheet, expected = EMPLOYED[layout]
    has(facts_of(sheet, "employment-proof"), **expected)


def test_the_end_of_a_contract_is_no_day_of_issue():
    sheet = letter(
        "在职证明", "兹证明PARK JI WOO，护照号码M48112233，在本公司任高级工程师，合同至2028年12月31日止。"
    )
    assert "issued_on" not in told(facts_of(sheet, "employment-proof"))


def test_of_two_days_at_the_foot_neither_is_stated():
    sheet = letter(
        "在职证明",
        "兹证明PARK JI WOO，护照号码M48112233，在本公司工作。",
        foot=("2026年9月18日", "2026年9月19日"),
    )
    assert "issued_on" not in told(facts_of(sheet, "employment-proof"))


def test_the_month_that_work_began_is_told_as_a_month():
    sheet = letter("证明", "兹证明PARK JI WOO自2019年6月起在我公司工作。", foot=("2026年9月18日",))
    since = next(fact for fact in facts_of(sheet, "employment-proof") if fact.name is FactName.EMPLOYED_SINCE)
    assert (since.value, since.year, since.month) == (date(2019, 6, 1), 2019, 6)


# Criminal records -----------------------------------------------------------------------------------

POLICE = {
    "English prose": (
        letter(
            "POLICE CLEARANCE CERTIFICATE",
            "This is to certify that according to the records held by this office there "
            "is no criminal record against Chinedu Paul OKAFOR, a Nigerian national, "
            "born on 17 November 1979 at Enugu, "
            "holder of passport number K4471920.",
            "Given at Abuja, this 4th day of September 2026.",
        ),
        {
            "name": "Chinedu Paul OKAFOR",
            "nationality": "NGA",
            "birth_date": date(1979, 11, 17),
            "passport_number": "K4471920",
            "issued_on": date(2026, 9, 4),
        },
    ),
    "form, American days": (
        sheet_of(
            ((0.4, "UNITED STATES OF AMERICA"),),
            ((0.4, "IDENTITY HISTORY SUMMARY"),),
            ((0.12, "Name"), (0.42, "WALKER, JASON TODD")),
            ((0.12, "Date of Birth"), (0.42, "04/09/1984")),
            ((0.12, "Date of Issue"), (0.42, "08/21/2026")),
        ),
        {
            "name": "WALKER, JASON TODD",
            "birth_date": date(1984, 4, 9),
            "issued_on": date(2026, 8, 21),
            "issuing_country": "USA",
        },
    ),
    "German": (
        sheet_of(
            ((0.4, "Bundesrepublik Deutschland"),),
            ((0.4, "Führungszeugnis"),),
            None,
            ((0.12, "Familienname:"), (0.42, "WEIßHAUPT")),
            ((0.12, "Vorname(n):"), (0.42, "JÖRG")),
            ((0.12, "Geburtsdatum:"), (0.42, "09.12.1990")),
            ((0.12, "Staatsangehörigkeit:"), (0.42, "deutsch")),
            None,
            ((0.12, "Inhalt: Keine Eintragung"),),
            None,
            ((0.12, "Bonn, den 21. August 2026"),),
        ),
        {
            "surname": "WEIßHAUPT",
            "given_names": "JÖRG",
            "birth_date": date(1990, 12, 9),
            "nationality": "DEU",
            "issued_on": date(2026, 8, 21),
            "issuing_country": "DEU",
        },
    ),
    "French": (
        sheet_of(
            ((0.4, "RÉPUBLIQUE FRANÇAISE"),),
            ((0.35, "EXTRAIT DU CASIER JUDICIAIRE"),),
            None,
            "Nom : MOREAU",
            "Prénoms : ÉLODIE ANNE",
            "Date de naissance : 14/07/1991",
            "Délivré le : 30/08/2026",
            "NÉANT",
        ),
        {
            "surname": "MOREAU",
            "given_names": "ÉLODIE ANNE",
            "birth_date": date(1991, 7, 14),
            "issued_on": date(2026, 8, 30),
            "issuing_country": "FRA",
        },
    ),
    "Spanish": (
        sheet_of(
            "Apellidos: GARCÍA LÓPEZ",
            "Nombre: LUCÍA",
            "Fecha de nacimiento: 21 de enero de 1992",
            "Nacionalidad: española",
            "Fecha de expedición: 2 de septiembre de 2026",
        ),
        {
            "surname": "GARCÍA LÓPEZ",
            "given_names": "LUCÍA",
            "birth_date": date(1992, 1, 21),
            "nationality": "ESP",
            "issued_on": date(2026, 9, 2),
        },
    ),
    "Russian": (
        sheet_of(
            "Фамилия: IVANOVA",
            "Имя: OLGA",
            "Дата рождения: 2 марта 1985 г.",
            "Дата выдачи: 15 августа 2026 г.",
        ),
        {
            "surname": "IVANOVA",
            "given_names": "OLGA",
            "birth_date": date(1985, 3, 2),
            "issued_on": date(2026, 8, 15),
        },
    ),
    "Chinese": (
        letter(
            "无犯罪记录证明",
            "经查询，NAKAMURA HARUKA（中村遥），女，日本国籍，护照号码TR8812345，1983年7月8日"
            "出生，在中国居住期间（2018年3月1日至2026年9月1日）未发现有犯罪记录。",
            foot=("深圳市公安局南山分局", "2026年9月10日"),
        ),
        {
            "name": "NAKAMURA HARUKA",
            "chinese_name": "中村遥",
            "sex": "F",
            "nationality": "JPN",
            "passport_number": "TR8812345",
            "birth_date": date(1983, 7, 8),
            "issued_on": date(2026, 9, 10),
        },
    ),
    "British": (
        sheet_of(
            ((0.4, "UNITED KINGDOM"),),
            ((0.4, "ACRO POLICE CERTIFICATE"),),
            columns((0.12, 0.42), "Surname:", "FRASER"),
            columns((0.12, 0.42), "Forename(s):", "CALLUM JAMES"),
            columns((0.12, 0.42), "Date of Birth:", "05/05/1977"),
            columns((0.12, 0.42), "Nationality:", "BRITISH"),
            columns((0.12, 0.42), "Passport Number:", "563912847"),
            columns((0.12, 0.42), "Date of Issue:", "1 September 2026"),
        ),
        {
            "surname": "FRASER",
            "given_names": "CALLUM JAMES",
            "birth_date": date(1977, 5, 5),
            "nationality": "GBR",
            "passport_number": "563912847",
            "issued_on": date(2026, 9, 1),
        },
    ),
}


@pytest.mark.parametrize("layout", POLICE)
def test_a_criminal_record_is_read_in_any_layout(layout):
    sheet, expected = POLICE[layout]
    has(facts_of(sheet, "criminal-record"), **expected)


def test_an_ambiguous_day_names_its_other_reading():
    sheet = form(("Surname", "FRASER"), ("Date of birth", "1/9/1977"))
    born = next(fact for fact in facts_of(sheet, "criminal-record") if fact.name is FactName.BIRTH_DATE)
    assert (born.value, born.others) == (date(1977, 9, 1), (date(1977, 1, 9),))


# Apostilles and translations --------------------------------------------------------------------------

APOSTILLES = {
    "beside": form(
        ("1. Country:", "Republic of Ireland"),
        ("2. has been signed by", "S. Byrne"),
        ("3. acting in the capacity of", "Officer"),
        ("4. bears the seal/stamp of", "the Court"),
        ("5. at", "Dublin"),
        ("6. the", "3 September 2026"),
        ("7. by", "Department of Foreign Affairs"),
        ("8. No.", "IE-4471/26"),
        ("9. Seal/stamp", "10. Signature"),
    ),
    "in one line each": sheet_of(
        "1. Country: Ireland",
        "This public document",
        "2. has been signed by S. Byrne",
        "3. acting in the capacity of Officer",
        "4. bears the seal/stamp of the Court",
        "Certified",
        ((0.12, "5. at Dublin"), (0.55, "6. the 3rd September 2026")),
        "7. by Department of Foreign Affairs",
        "8. No. IE-4471/26",
        ((0.12, "9. Seal/stamp:"), (0.55, "10. Signature:")),
    ),
}


@pytest.mark.parametrize("layout", APOSTILLES)
def test_an_apostille_is_read_in_any_layout(layout):
    plain = APOSTILLES[layout]
    heading = (line("APOSTILLE", 0.42, 0.01), line("(Convention de La Haye du 5 octobre 1961)", 0.3, 0.03))
    facts = facts_of(Sheet(1, 1.414, (*heading, *plain.lines)), "apostille")
    has(facts, issuing_country="IRL", authenticated_on=date(2026, 9, 3), document_number="IE-4471/26")
    assert told(facts, OTHER)["name"] == "S. Byrne"


def test_the_convention_is_no_day_of_anything():
    sheet = sheet_of(
        "APOSTILLE",
        "(Convention de La Haye du 5 octobre 1961)",
        "1. Country: Ireland",
        "2. has been signed by S. Byrne",
        "5. at Dublin",
        "6. the",
        "7. by the Department",
        "8. No. 12345",
    )
    assert "authenticated_on" not in told(facts_of(sheet, "apostille"))


def test_a_translation_keeps_the_days_of_original_apostille_and_translator_apart():
    sheet = sheet_of(
        "翻译件",
        "警方证明",
        "姓名：FRASER CALLUM JAMES",
        "出生日期：1977年5月5日",
        "签发日期：2026年8月1日",
        None,
        "附加证明书（1961年10月5日海牙公约）",
        "1.国家：英国",
        "2.签署人：A. Reid",
        "5.证明地点：伦敦  6.日期：2026年8月20日",
        "7.签发人：外交部  8.编号：APO-771",
        None,
        "兹证明以上译文与原文一致。",
        "翻译：陈思远",
        ((0.6, "上海译桥翻译有限公司"),),
        ((0.6, "2026年9月1日"),),
    )
    facts = facts_of(sheet, "translation", "criminal-record")
    has(
        facts,
        name="FRASER CALLUM JAMES",
        birth_date=date(1977, 5, 5),
        issued_on=date(2026, 8, 1),
        authenticated_on=date(2026, 8, 20),
        issuing_country="GBR",
        translated_on=date(2026, 9, 1),
    )


def test_a_translator_is_somebody_else():
    sheet = sheet_of("翻译件", "姓名：FRASER CALLUM", "翻译：陈思远")
    facts = facts_of(sheet, "translation", "criminal-record")
    assert told(facts)["name"] == "FRASER CALLUM"
    assert told(facts, OTHER) == {"chinese_name": "陈思远"}


# Permits, visas, health, forms, families ------------------------------------------------------------------


def test_a_work_permit_states_class_and_validity():
    sheet = form(
        ("姓名 Name", "PARK JI WOO"),
        ("工作许可证号 Permit No.", "370202A20250011"),
        ("类别 Category", "外国高端人才（A类）"),
        ("用人单位 Employer", "青岛海岚研究院"),
        ("职务 Position", "首席科学家"),
        ("有效期限 Valid", "2025年07月30日至2027年07月29日"),
        ("护照号码 Passport No.", "M48112233"),
    )
    has(
        facts_of(sheet, "work-permit"),
        name="PARK JI WOO",
        document_number="370202A20250011",
        work_permit_class="A",
        employer="青岛海岚研究院",
        position="首席科学家",
        valid_from=date(2025, 7, 30),
        expires_on=date(2027, 7, 29),
        passport_number="M48112233",
    )


def test_a_value_of_two_lines_is_joined():
    sheet = Sheet(
        1,
        1.414,
        (
            line("用人单位", 0.12, 0.1),
            line("青岛海岚新能源材料", 0.42, 0.1),
            line("研究院有限公司", 0.42, 0.119),
            line("职务", 0.12, 0.15),
            line("总工程师", 0.42, 0.15),
        ),
    )
    has(facts_of(sheet, "work-permit"), employer="青岛海岚新能源材料研究院有限公司", position="总工程师")


def test_a_visa_states_until_when_one_may_enter():
    sheet = sheet_of(
        columns((0.3, 0.6), "签发日期 ISSUE DATE", "入境前有效 ENTER BEFORE"),
        columns((0.3, 0.6), "01 SEP 2026", "01 MAR 2027"),
        ((0.3, "姓名 FULL NAME"),),
        ((0.3, "FRASER, CALLUM"),),
        columns((0.3, 0.6), "护照号码 PASSPORT NO.", "签证号码 VISA NO."),
        columns((0.3, 0.6), "563912847", "B1122334"),
        step=0.022,
    )
    has(
        facts_of(sheet, "visa"),
        issued_on=date(2026, 9, 1),
        expires_on=date(2027, 3, 1),
        name="FRASER, CALLUM",
        surname="FRASER",
        passport_number="563912847",
        document_number="B1122334",
    )


def test_a_form_in_two_columns_keeps_its_pairs():
    sheet = sheet_of(
        columns((0.07, 0.25, 0.51, 0.69), "姓 Surname", "MOREAU", "名 Given names", "ÉLODIE"),
        columns((0.07, 0.25, 0.51, 0.69), "国籍 Nationality", "法国", "出生日期 Date of birth", "1991-07-14"),
        columns(
            (0.07, 0.25, 0.51, 0.69), "婚姻状况 Marital status", "已婚", "护照号码 Passport No.", "19CV12345"
        ),
        columns((0.07, 0.25, 0.51, 0.69), "护照签发日期", "2019-02-02", "护照有效期至", "2029-02-01"),
    )
    facts = facts_of(sheet, "application-form")
    has(
        facts,
        surname="MOREAU",
        given_names="ÉLODIE",
        nationality="FRA",
        birth_date=date(1991, 7, 14),
        marital_status="married",
        passport_number="19CV12345",
    )
    assert "issued_on" not in told(facts)


def test_relatives_in_a_form_are_others():
    table = (0.1, 0.26, 0.52, 0.7, 0.82)
    sheet = sheet_of(
        "姓 Surname: MOREAU",
        "家庭成员",
        columns(table, "关系", "姓名", "出生日期", "国籍", "护照号码"),
        columns(table, "配偶", "MOREAU LUC", "1989-01-30", "法国", "20AB98765"),
        "申请日期：2026年10月1日",
    )
    facts = facts_of(sheet, "application-form")
    assert told(facts) == {"surname": "MOREAU", "issued_on": date(2026, 10, 1)}
    assert told(facts, OTHER) == {
        "name": "MOREAU LUC",
        "birth_date": date(1989, 1, 30),
        "nationality": "FRA",
        "passport_number": "20AB98765",
    }


def test_husband_and_wife_are_told_apart_by_their_labels():
    facts = facts_of(
        form(
            ("Husband's full name", "LUC MOREAU"),
            ("Wife's full name", "ÉLODIE ANNE PETIT"),
            ("Date of birth of husband", "30 January 1989"),
            ("Wife's date of birth", "14 July 1991"),
            ("Date of marriage", "1 June 2015"),
            ("Date of issue", "2 June 2015"),
        ),
        "marriage-certificate",
    )
    assert told(facts, Subject.HUSBAND) == {"name": "LUC MOREAU", "birth_date": date(1989, 1, 30)}
    assert told(facts, Subject.WIFE) == {"name": "ÉLODIE ANNE PETIT", "birth_date": date(1991, 7, 14)}
    has(facts, issued_on=date(2015, 6, 2))


def test_husband_and_wife_are_told_apart_by_the_sex_of_each_block():
    sheet = sheet_of(
        "结婚证",
        "结婚证字号：J330106-2015-000123",
        "登记日期：2015年6月1日",
        "姓名：LUC MOREAU  性别：男",
        "国籍：法国  出生日期：1989年1月30日",
        "姓名：李梦瑶  性别：女",
        "国籍：中国  出生日期：1991年7月14日",
    )
    facts = facts_of(sheet, "marriage-certificate")
    assert told(facts, Subject.HUSBAND) == {
        "name": "LUC MOREAU",
        "sex": "M",
        "nationality": "FRA",
        "birth_date": date(1989, 1, 30),
    }
    assert told(facts, Subject.WIFE)["birth_date"] == date(1991, 7, 14)


def test_a_birth_certificate_is_about_a_child():
    facts = facts_of(
        form(
            ("Name of child", "NOAH LUC MOREAU"),
            ("Date of birth", "3 March 2018"),
            ("Name of father", "LUC MOREAU"),
            ("Name of mother", "ÉLODIE ANNE PETIT"),
            ("Mother's date of birth", "14 July 1991"),
        ),
        "birth-certificate",
    )
    assert told(facts, Subject.CHILD) == {"name": "NOAH LUC MOREAU", "birth_date": date(2018, 3, 3)}
    assert told(facts, Subject.MOTHER) == {"name": "ÉLODIE ANNE PETIT", "birth_date": date(1991, 7, 14)}


def test_a_deed_of_kinship_keeps_child_and_parents_apart():
    sheet = letter(
        "公证书",
        "申请人：NOAH LUC MOREAU，男，2018年3月3日出生。",
        "兹证明申请人NOAH LUC MOREAU是LUC MOREAU（父亲，1989年1月30日出生，护照号码20AB98765）的儿子。",
        foot=("杭州市之江公证处", "2026年9月6日"),
    )
    facts = facts_of(sheet, "kinship-proof")
    assert told(facts, Subject.CHILD) == {
        "name": "NOAH LUC MOREAU",
        "birth_date": date(2018, 3, 3),
        "sex": "M",
    }
    assert told(facts, Subject.FATHER) == {
        "name": "LUC MOREAU",
        "birth_date": date(1989, 1, 30),
        "passport_number": "20AB98765",
    }
    has(facts, issued_on=date(2026, 9, 6))


def test_a_doctor_is_not_the_person_examined():
    facts = facts_of(
        sheet_of(
            "受检者：MOREAU ÉLODIE（女）",
            "出生年月日：1991年7月14日",
            "护照号：19CV12345",
            ((0.12, "检查医师：许可"), (0.6, "签发日期：2026年9月3日")),
        ),
        "health-certificate",
    )
    has(
        facts,
        name="MOREAU ÉLODIE",
        sex="F",
        birth_date=date(1991, 7, 14),
        passport_number="19CV12345",
        issued_on=date(2026, 9, 3),
    )
    assert told(facts, OTHER) == {"chinese_name": "许可"}


def test_a_business_licence_names_company_and_day():
    facts = facts_of(
        sheet_of(
            columns((0.1, 0.27), "统一社会信用代码", "91320505MA1XK2T47Q"),
            columns((0.1, 0.27), "名称", "苏州澄湖精密机械有限公司"),
            columns((0.1, 0.27), "法定代表人", "何建明"),
            columns((0.1, 0.27), "成立日期", "2012年04月09日"),
            None,
            ((0.75, "2022年5月6日"),),
        ),
        "business-licence",
    )
    has(
        facts,
        employer="苏州澄湖精密机械有限公司",
        credit_code="91320505MA1XK2T47Q",
        issued_on=date(2022, 5, 6),
    )


def test_an_unknown_kind_states_only_what_is_labelled():
    sheet = letter("通知", "兹证明PARK JI WOO于2020年1月2日出生。", foot=("2026年9月18日",))
    assert state_facts(sheet, None) == ()
    has(
        state_facts(form(("姓名 Name", "PARK JI WOO"), ("出生日期", "1995-04-30")), None),
        name="PARK JI WOO",
        birth_date=date(1995, 4, 30),
    )


def test_two_numbers_of_equal_standing_are_not_stated():
    facts = facts_of(form(("护照号码", "M48112233"), ("护照号", "M48112299")), "health-certificate")
    assert "passport_number" not in told(facts)


def test_pages_are_counted_as_the_paper_says():
    facts = facts_of(sheet_of("姓名：PARK JI WOO", "第1页 共3页"), "tax-record")
    assert told(facts)["pages_stated"] == 3


def test_a_diploma_names_university_and_degree():
    facts = facts_of(
        form(
            ("Name", "Haruka NAKAMURA"),
            ("University", "University of Leeds"),
            ("Degree awarded", "Master of Science"),
            ("Date of award", "12 July 2008"),
        ),
        "academic-diploma",
    )
    has(
        facts,
        university="University of Leeds",
        degree="Master of Science",
        issued_on=date(2008, 7, 12),
        name="Haruka NAKAMURA",
    )


def test_a_card_of_permanent_residence_has_its_number():
    facts = facts_of(
        stacked(
            ("证件号码 Card No.", "GBR310077050512"),
            ("姓名 Name", "FRASER, CALLUM"),
            ("有效期限 Period of validity", "2022.08.01-2032.07.31"),
        ),
        "permanent-residence-card",
    )
    has(facts, card_number="GBR310077050512", expires_on=date(2032, 7, 31))


def test_every_fact_keeps_page_text_and_box():
    sheet = sheet_of("出生日期：1985年3月2日", number=3)
    fact = next(one for one in facts_of(sheet, "health-certificate") if one.name is FactName.BIRTH_DATE)
    assert (fact.page, fact.text) == (3, "1985年3月2日")
    assert 0.12 < fact.box.left < fact.box.right < 0.5


# What must not be stated ------------------------------------------------------------------------------


def test_a_spouse_in_a_letter_is_not_its_person():
    sheet = letter(
        "单位推荐函",
        "兹推荐我公司副总经理FRASER CALLUM先生（护照号：563912847）"
        "及其配偶FRASER EMMA女士（护照号：563912999）申请在华永久居留。",
        foot=("上海澄测技术有限公司", "2026年11月3日"),
    )
    facts = facts_of(sheet, "employer-recommendation")
    has(facts, name="FRASER CALLUM", passport_number="563912847", position="副总经理", chinese_name=None)
    assert told(facts, OTHER)["passport_number"] == "563912999"


def test_an_authority_that_recommends_is_no_employer():
    sheet = letter(
        "推荐函", "兹推荐FRASER CALLUM（英国籍）申请永久居留。", foot=("某市科学技术委员会", "2026年10月8日")
    )
    has(facts_of(sheet, "authority-recommendation"), employer=None, name="FRASER CALLUM")


def test_the_date_of_issue_in_a_form_is_not_the_forms():
    sheet = sheet_of("护照号码：563912847", "Date of issue: 2020-07-02", "Date of expiry: 2030-07-02")
    has(facts_of(sheet, "application-form"), issued_on=None, passport_number="563912847")


def test_a_nationality_is_not_the_country_that_issues():
    sheet = stacked(("Name", "Aoife BRENNAN"), ("Nationality", "IRISH"), ("Date of birth", "12 FEB 1981"))
    has(facts_of(sheet, "criminal-record"), nationality="IRL", issuing_country=None)


def test_columns_of_groom_and_bride_are_told_apart():
    places = (0.05, 0.35, 0.65)
    sheet = sheet_of(
        columns(places, None, "Groom", "Bride"),
        columns(places, "Name and surname", "LUC MOREAU", "ELODIE PETIT"),
        columns(places, "Date of birth", "30 January 1989", "14 July 1991"),
    )
    facts = facts_of(sheet, "marriage-certificate")
    assert told(facts, Subject.HUSBAND) == {"name": "LUC MOREAU", "birth_date": date(1989, 1, 30)}
    assert told(facts, Subject.WIFE) == {"name": "ELODIE PETIT", "birth_date": date(1991, 7, 14)}


def test_a_father_named_behind_his_label_keeps_his_day_of_birth():
    sheet = sheet_of(
        "孩子姓名：NOAH LUC MOREAU", "出生日期：2018年3月3日", "父亲：LUC MOREAU，1989年1月30日出生"
    )
    facts = facts_of(sheet, "birth-certificate")
    assert told(facts, Subject.FATHER) == {"name": "LUC MOREAU", "birth_date": date(1989, 1, 30)}
    assert told(facts, Subject.CHILD)["birth_date"] == date(2018, 3, 3)


@pytest.mark.parametrize(
    "label",
    [
        ("名    称：苏州澄湖精密机械有限公司",),
        ((0.1, "名"), (0.15, "称"), (0.27, "苏州澄湖精密机械有限公司")),
    ],
)
def test_a_label_spread_over_its_column_is_one(label):
    row = label[0] if len(label) == 1 else label
    has(facts_of(sheet_of(row), "business-licence"), employer="苏州澄湖精密机械有限公司")


def test_an_apostille_on_the_record_itself_is_read():
    sheet = sheet_of(
        "CERTIFICATE OF GOOD CONDUCT",
        "Name: Aoife BRENNAN",
        "Date of issue: 14 August 2026",
        None,
        "APOSTILLE",
        "(Convention de La Haye du 5 octobre 1961)",
        "1. Country: Ireland",
        "2. has been signed by P. Murphy",
        "5. at Dublin",
        "6. the 20 August 2026",
        "7. by the Department",
        "8. No. IE-1",
        "9. Seal",
        "10. Signature",
    )
    has(
        facts_of(sheet, "criminal-record"),
        issued_on=date(2026, 8, 14),
        authenticated_on=date(2026, 8, 20),
        issuing_country="IRL",
    )
