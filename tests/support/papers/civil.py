"""Papers of families: marriage, birth, kinship, household."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import timedelta

from app.domain.reading import Subject
from tests.support.papers.book import Doc, layout, sex_word
from tests.support.papers.pen import BLUE, RED
from tests.support.papers.people import (
    BY_CODE,
    any_en,
    any_zh,
    chinese_person,
    days_ago,
    identity_number,
    invent_person,
    number,
    upper,
    write_day,
)


def _couple(doc: Doc, *codes: str) -> tuple[object, object]:
    husband = doc.somebody(*codes, sex="M")
    return husband, invent_person(doc.rng, husband.country.code, "F")


@layout("marriage-certificate")
def red_book(doc: Doc) -> None:
    """The inner pages of a 结婚证: a foreigner and a Chinese."""
    pen, rng, firm = doc.pen, doc.rng, doc.firm
    held = doc.person
    mate, _ = chinese_person(rng)
    mate_sex = "F" if held.sex == "M" else "M"
    mate_birth = days_ago(rng, 9500, 18000)
    married = days_ago(rng, 300, 6000)
    serial = f"J{firm.code[2:8]}-{married.year}-{number(rng, '999999')}"
    identity = identity_number(rng, firm.code[2:8], mate_birth, mate_sex)
    pen.page((176, 125), (252, 240, 236))
    pen.waves((244, 224, 220))
    pen.han = doc.pick("song", "kai")
    pen.photo(30, 8, 28, 38)
    pen.pairs(12, 52, [("持证人", held.filed), ("登记日期", write_day(married, doc.pick("zh", "zh0"))), ("结婚证字号", serial),
                       ("备  注", "")], 9.5, gap=24, leading=2.3, room=54)  # fmt: skip
    y = 10
    for name, sex, birth, land, code in (
        (held.filed, held.sex, held.birth, held.country.chinese, held.passport),
        (mate, mate_sex, mate_birth, "中国", identity),
    ):
        y = pen.pairs(94, y, [("姓名", name), ("性别", sex_word(sex, "zh")), ("出生日期", write_day(birth, "zh")),
                              ("身份证件号", code)], 9, gap=20, leading=1.9, room=60)  # fmt: skip
        pen.put(136, y - 18.1, f"国籍  {land}", 9)
        y += 5
    office = f"{firm.city}民政局"
    pen.para(94, y, 72, "结婚申请,符合《中华人民共和国婚姻法》规定,予以登记,发给此证。", 9)
    pen.put(94, y + 22, f"婚姻登记员 {chinese_person(rng)[0]}", 9)
    pen.seal(46, 96, f"{office}", "婚姻登记专用章", size=34)
    both = {"M": Subject.HUSBAND, "F": Subject.WIFE}
    doc.states(
        both[held.sex],
        name=held.filed,
        birth_date=held.birth,
        nationality=held.country.code,
        passport_number=held.passport,
        sex=held.sex,
    )
    doc.states(both[mate_sex], chinese_name=mate, birth_date=mate_birth, nationality="CHN", sex=mate_sex)
    doc.states(issued_on=married, document_number=serial)


@layout("marriage-certificate")
def english_register(doc: Doc) -> None:
    """A certified copy of an entry of marriage, in columns."""
    husband, wife = doc.somebody("GBR", "AUS", "CAN", "IND", sex="M"), invent_person(doc.rng, None, "F")
    pen, rng = doc.pen, doc.rng
    married = days_ago(rng, 500, 7000)
    issued = married + timedelta(days=rng.randint(0, 300))
    serial = number(rng, "AAA 999999")
    pen.page((297, 210), (250, 246, 236))
    pen.latin = "serif"
    pen.waves((240, 232, 214))
    pen.centre(14, "CERTIFIED COPY OF AN ENTRY OF MARRIAGE", 17, bold=True)
    pen.put(280, 24, serial, 11, align="right", colour=RED)
    pen.put(20, 30, f"Registration district  {rng.choice(husband.country.cities)}", 10)
    y = pen.table(20, 40, [32, 70, 36, 28, 40, 50], [
        ["When married", "Name and surname", "Date of birth", "Condition", "Nationality", "Rank or profession"],
        [write_day(married, "dth"), husband.natural, write_day(husband.birth, "abc mixed"), "Bachelor", husband.country.adjective, "Engineer"],
        ["", wife.natural, write_day(wife.birth, "abc mixed"), "Spinster", wife.country.adjective, "Teacher"]], 9.5, height=16)  # fmt: skip
    pen.put(20, y + 8, "Married in the Register Office according to the rites by certificate before me", 10)
    pen.signature(190, y + 12)
    pen.para(
        20,
        y + 24,
        250,
        f"Certified to be a true copy of an entry in a register in my custody. Date of issue: {any_en(rng, issued)}",
        10,
    )
    pen.put(20, y + 38, "Superintendent Registrar", 10)
    for subject, one in ((Subject.HUSBAND, husband), (Subject.WIFE, wife)):
        doc.states(subject, name=one.natural, birth_date=one.birth, nationality=one.country.code)
    doc.states(issued_on=issued, document_number=serial)


@layout("marriage-certificate")
def european(doc: Doc) -> None:
    """German, French or Spanish, label by label."""
    code = doc.pick("DEU", "FRA", "ESP")
    husband = doc.somebody(code, sex="M")
    wife = invent_person(doc.rng, code, "F")
    pen, rng = doc.pen, doc.rng
    married = days_ago(rng, 500, 7000)
    issued = days_ago(rng, 10, 170)
    words = {
        "DEU": ("Eheurkunde", "Standesamt Osnabrück", "Ehemann", "Ehefrau", "Familienname", "Vornamen", "Geburtsdatum", "Geburtsort",
                "Tag der Eheschließung", "Ausstellungsort, -datum: Osnabrück,", "german"),
        "FRA": ("EXTRAIT D'ACTE DE MARIAGE", "Mairie de Besançon", "Époux", "Épouse", "Nom", "Prénoms", "Date de naissance",
                "Lieu de naissance", "Date du mariage", "Délivré à Besançon, le", "french"),
        "ESP": ("CERTIFICACIÓN LITERAL DE MATRIMONIO", "Registro Civil de Logroño", "Cónyuge A (esposo)", "Cónyuge B (esposa)", "Apellidos",
                "Nombre", "Fecha de nacimiento", "Lugar de nacimiento", "Fecha de celebración", "Fecha de expedición:", "spanish"),
    }[code]  # fmt: skip
    how = words[10]
    pen.page((210, 297), (252, 252, 246))
    pen.latin = doc.pick("sans", "serif")
    pen.centre(26, words[0], 20, bold=True)
    pen.centre(38, words[1], 12)
    y = 56
    for head, one in ((words[2], husband), (words[3], wife)):
        pen.put(26, y, head, 12, bold=True)
        y = pen.pairs(30, y + 9, [(words[4], one.surname), (words[5], one.given), (words[6], write_day(one.birth, how)),
                                  (words[7], one.birth_place)], 11, gap=52)  # fmt: skip
        y += 6
    pen.put(26, y, f"{words[8]}: {write_day(married, how)}", 11.5)
    pen.put(26, y + 30, f"{words[9]} {write_day(issued, how)}", 11)
    pen.seal(150, y + 34, words[1].upper(), "", size=34, colour=BLUE, star=False)
    pen.signature(40, y + 48)
    for subject, one in ((Subject.HUSBAND, husband), (Subject.WIFE, wife)):
        doc.states(
            subject,
            surname=one.surname,
            given_names=one.given,
            birth_date=one.birth,
            birth_place=one.birth_place,
        )
    doc.states(issued_on=issued)


def _family(doc: Doc, *codes: str) -> tuple[object, object, object]:
    child = doc.somebody(*codes, age=(1, 17))
    return (
        child,
        invent_person(doc.rng, child.country.code, "M"),
        invent_person(doc.rng, child.country.code, "F"),
    )


@layout("birth-certificate")
def english_form(doc: Doc) -> None:
    child = doc.somebody("GBR", "USA", "CAN", "AUS", "IND", age=(1, 17))
    father, mother = invent_person(doc.rng, child.country.code, "M"), invent_person(doc.rng, None, "F")
    pen, rng = doc.pen, doc.rng
    issued = child.birth + timedelta(days=rng.randint(5, 60))
    serial = number(rng, "99-9999999")
    pen.page((210, 297), (250, 248, 240))
    pen.waves((236, 232, 218))
    pen.frame(10, (70, 90, 60))
    pen.centre(24, doc.pick("CERTIFICATE OF LIVE BIRTH", "BIRTH CERTIFICATE"), 20, bold=True)
    pen.put(184, 38, f"No. {serial}", 10, align="right")
    how = doc.pick("mdy", "dmy", "abc mixed")
    rows = [["Name of child", child.natural, "Sex", sex_word(child.sex, "en")], ["Date of birth", write_day(child.birth, how), "Place of birth", child.birth_place],
            ["Father's name", father.natural, "Mother's name", mother.natural],
            ["Date registered", write_day(issued, how), "Registrar", "J. Thistlewood"]]  # fmt: skip
    pen.table(20, 48, [34, 56, 32, 48], rows, 10.5, height=18)
    pen.para(20, 140, 168, "I certify that this is a true record of the birth registered in this office.", 11)
    pen.signature(24, 166)
    pen.seal(150, 172, "REGISTRAR GENERAL", "", size=36, colour=BLUE, star=False)
    doc.states(
        Subject.CHILD,
        name=child.natural,
        sex=child.sex,
        birth_date=child.birth,
        birth_place=child.birth_place,
    )
    doc.states(Subject.FATHER, name=father.natural)
    doc.states(Subject.MOTHER, name=mother.natural)
    doc.states(issued_on=issued, document_number=serial)


@layout("birth-certificate")
def chinese_medical(doc: Doc) -> None:
    """The 出生医学证明 of a child born in China to foreigners."""
    child = doc.somebody(age=(1, 16))
    rng, pen, firm = doc.rng, doc.pen, doc.firm
    father, mother = (invent_person(rng, child.country.code, sex) for sex in "MF")
    issued = child.birth + timedelta(days=rng.randint(2, 30))
    serial = number(rng, "A999999999")
    pen.page((210, 148), (240, 248, 240))
    pen.waves((222, 238, 224))
    pen.centre(10, "出生医学证明", 19, bold=True)
    pen.centre(20, "MEDICAL CERTIFICATE OF BIRTH", 9)
    hospital = f"{firm.city}妇幼保健院"
    y = pen.table(16, 30, [34, 56, 34, 54], [
        ["新生儿姓名 Name", child.filed, "性别 Sex", sex_word(child.sex, "zh")],
        ["出生日期 Date of birth", write_day(child.birth, "zh"), "出生地点 Place of birth", f"{firm.province}{firm.city}"],
        ["母亲姓名 Mother", mother.filed, "国籍", mother.country.chinese], ["母亲身份证件号码", mother.passport, "<", "<"],
        ["父亲姓名 Father", father.filed, "国籍", father.country.chinese], ["父亲身份证件号码", father.passport, "<", "<"],
        ["签发机构", hospital, "签发日期", any_zh(rng, issued, formal=True)]], 8.5, height=11)  # fmt: skip
    pen.put(16, y + 4, f"出生证编号:{serial}", 10)
    pen.seal(160, y - 6, hospital, "出生医学证明专用章", size=32)
    doc.states(
        Subject.CHILD,
        name=child.filed,
        sex=child.sex,
        birth_date=child.birth,
        birth_place=f"{firm.province}{firm.city}",
    )
    for subject, one in ((Subject.FATHER, father), (Subject.MOTHER, mother)):
        doc.states(subject, name=one.filed, nationality=one.country.code, passport_number=one.passport)
    doc.states(issued_on=issued, document_number=serial, authority=hospital)


@layout("birth-certificate")
def european_extract(doc: Doc) -> None:
    code = doc.pick("DEU", "FRA", "PRT", "ESP")
    child = doc.somebody(code, age=(1, 17))
    father, mother = invent_person(doc.rng, code, "M"), invent_person(doc.rng, code, "F")
    pen, rng = doc.pen, doc.rng
    issued = days_ago(rng, 10, 170)
    words = {
        "DEU": ("Geburtsurkunde", "Kind", "Mutter", "Vater", "Familienname", "Vornamen", "Tag der Geburt", "Ort der Geburt", "Ausgestellt am", "german"),
        "FRA": ("EXTRAIT D'ACTE DE NAISSANCE", "Enfant", "Mère", "Père", "Nom", "Prénoms", "Date de naissance", "Lieu de naissance", "Délivré le", "french"),
        "PRT": ("ASSENTO DE NASCIMENTO", "Registado", "Mãe", "Pai", "Apelidos", "Nome próprio", "Data de nascimento", "Naturalidade", "Data de emissão:", "portuguese"),
        "ESP": ("CERTIFICADO DE NACIMIENTO", "Inscrito/a", "Madre", "Padre", "Apellidos", "Nombre", "Fecha de nacimiento", "Lugar de nacimiento",
                "Fecha de expedición:", "spanish"),
    }[code]  # fmt: skip
    pen.page()
    pen.latin = doc.pick("sans", "serif")
    pen.centre(26, words[0], 19, bold=True)
    y = 50
    for head, one in ((words[1], child), (words[2], mother), (words[3], father)):
        pen.put(26, y, head, 12, bold=True)
        rows = [(words[4], one.surname), (words[5], one.given)]
        if one is child:
            rows += [(words[6], write_day(one.birth, words[9])), (words[7], one.birth_place)]
        y = pen.pairs(30, y + 8, rows, 11, gap=50) + 5
    pen.put(26, y + 20, f"{words[8]} {write_day(issued, words[9])}", 11)
    pen.seal(150, y + 30, "REGISTRY · CIVIL", "", size=32, colour=BLUE, star=False)
    for subject, one in ((Subject.CHILD, child), (Subject.MOTHER, mother), (Subject.FATHER, father)):
        doc.states(subject, surname=one.surname, given_names=one.given)
    doc.states(Subject.CHILD, birth_date=child.birth, birth_place=child.birth_place)
    doc.states(issued_on=issued)


@layout("kinship-certificate")
def notarial(doc: Doc) -> None:
    """A notary's certificate of kinship, in prose."""
    parent, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    child = invent_person(rng, parent.country.code, age=(1, 17))
    issued = days_ago(rng, 5, 170)
    pen.page()
    pen.han = doc.pick("song", "kai")
    pen.centre(36, "公  证  书", 26, bold=True)
    serial = f"(2026){doc.pick('浙甬', '京方正', '沪东')}外证字第{number(rng, '99999')}号"
    pen.put(182, 54, serial, 11.5, align="right")
    pen.put(
        28, 66, f"申请人:{parent.filed},{sex_word(parent.sex, 'zh')},{write_day(parent.birth, 'zh')}出生,", 12
    )
    pen.put(28, 74, f"护照号码:{parent.passport}。", 12)
    pen.put(
        28, 84, f"关系人:{child.filed},{sex_word(child.sex, 'zh')},{write_day(child.birth, 'zh')}出生。", 12
    )
    pen.put(28, 94, "公证事项:亲属关系", 12)
    role = "父亲" if parent.sex == "M" else "母亲"
    y = pen.para(28, 104, 154, f"兹证明{parent.filed}是{child.filed}的{role}。", 13.5, leading=2, indent=10)
    office = f"中华人民共和国{firm.province if firm.province != firm.city else ''}{firm.city}{doc.pick('永信', '正诚', '甬江')}公证处"
    pen.put(180, y + 20, office, 12.5, align="right")
    pen.put(180, y + 29, f"公证员  {chinese_person(rng)[0]}", 12.5, align="right")
    pen.put(180, y + 38, write_day(issued, doc.pick("han", "zh")), 12.5, align="right")
    pen.seal(146, y + 30, office.removeprefix("中华人民共和国"), "", size=40)
    doc.states(name=parent.filed, sex=parent.sex, birth_date=parent.birth, passport_number=parent.passport, issued_on=issued,
               document_number=serial, authority=office)  # fmt: skip
    doc.states(Subject.CHILD, name=child.filed, sex=child.sex, birth_date=child.birth)


@layout("kinship-certificate")
def embassy_letter(doc: Doc) -> None:
    """An embassy states who is whose child, in two languages."""
    father, pen, rng = doc.somebody("IND", "KOR", "BRA", "TUR", "RUS", sex="M"), doc.pen, doc.rng
    child = invent_person(rng, father.country.code, age=(1, 17))
    mother = invent_person(rng, father.country.code, "F")
    issued = days_ago(rng, 5, 170)
    land = father.country
    pen.page()
    pen.centre(22, f"EMBASSY OF {land.english.upper()}", 14, bold=True)
    pen.centre(30, "BEIJING", 11)
    pen.centre(
        46,
        doc.pick("亲属关系证明  CERTIFICATE OF KINSHIP", "FAMILY RELATIONSHIP CERTIFICATE  亲属关系证明"),
        15,
        bold=True,
    )
    y = pen.table(24, 62, [42, 64, 54], [
        ["关系 Relation", "姓名 Name", "出生日期 Date of birth"], ["父亲 Father", father.commas, write_day(father.birth, "dash abc")],
        ["母亲 Mother", mother.commas, write_day(mother.birth, "dash abc")], ["子女 Child", child.commas, write_day(child.birth, "dash abc")]],
        10.5, height=12)  # fmt: skip
    y = pen.para(
        24,
        y + 8,
        162,
        "The Embassy certifies that the persons named above are members of one family. 兹证明上述人员为同一家庭成员。",
        11.5,
    )
    pen.put(24, y + 10, f"Beijing, {any_en(rng, issued)}", 11.5)
    pen.signature(24, y + 26)
    pen.put(24, y + 32, "Consul", 11)
    pen.seal(140, y + 24, f"EMBASSY OF {land.english.upper()}", "", size=38, colour=BLUE, star=False)
    for subject, one in ((Subject.FATHER, father), (Subject.MOTHER, mother), (Subject.CHILD, child)):
        doc.states(subject, name=one.commas, birth_date=one.birth)
    doc.states(issued_on=issued, issuing_country=land.code)


@layout("kinship-certificate")
def notarial_english(doc: Doc) -> None:
    """The translation into English that notaries bind in, after the Chinese."""
    parent, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    child = invent_person(rng, parent.country.code, age=(1, 17))
    issued = days_ago(rng, 5, 170)
    pen.page()
    pen.centre(34, "NOTARIAL CERTIFICATE", 19, bold=True)
    pen.centre(46, "(Translation)", 11)
    serial = f"(2026) Y.W.Z.Z. No. {number(rng, '99999')}"
    pen.put(182, 58, serial, 11, align="right")
    who = "father" if parent.sex == "M" else "mother"
    y = pen.para(28, 70, 154, f"Applicant: {parent.natural}, {sex_word(parent.sex, 'en').lower()}, born on {any_en(rng, parent.birth)}, passport number "
                 f"{parent.passport}.", 11.5)  # fmt: skip
    y = pen.para(28, y, 154, "Matter under notarization: kinship", 11.5)
    y = pen.para(28, y + 6, 154, f"This is to certify that {parent.natural} is the {who} of {child.natural}, {sex_word(child.sex, 'en').lower()}, born on "
                 f"{any_en(rng, child.birth)}.", 12, leading=1.9)  # fmt: skip
    pen.put(110, y + 20, "Notary Public", 11.5)
    pen.put(110, y + 28, f"{firm.english.split()[0]} Yongxin Notary Public Office", 11.5)
    pen.put(110, y + 36, "The People's Republic of China", 11.5)
    pen.put(110, y + 44, any_en(rng, issued), 11.5)
    doc.states(
        name=parent.natural,
        sex=parent.sex,
        birth_date=parent.birth,
        passport_number=parent.passport,
        issued_on=issued,
    )
    doc.states(Subject.CHILD, name=child.natural, sex=child.sex, birth_date=child.birth)


@layout("household-register")
def booklet(doc: Doc) -> None:
    """The head's page of a 户口簿 and a member's."""
    pen, rng, firm = doc.pen, doc.rng, doc.firm
    pen.han = doc.pick("song", "thin-song")
    name, sex = chinese_person(rng)[0], rng.choice("FM")
    birth, issued = days_ago(rng, 9000, 20000), days_ago(rng, 500, 5000)
    identity = identity_number(rng, firm.code[2:8], birth, sex)
    pen.page((148, 210), (246, 250, 244))
    pen.centre(12, doc.pick("常住人口登记卡", "居民户口簿  常住人口登记卡"), 14, bold=True)
    married = doc.pick("已婚", "有配偶")
    pen.table(8, 26, [30, 38, 30, 34], [
        ["姓名", name, "户主或与户主关系", "户主"], ["曾用名", "", "性别", sex_word(sex, "zh")], ["出生地", firm.city, "民族", "汉族"],
        ["籍贯", firm.city, "出生日期", write_day(birth, "zh")], ["公民身份证件编号", identity, "<", "<"],
        ["文化程度", "大学本科", "婚姻状况", married], ["服务处所", "", "职业", "职员"],
        ["何时由何地迁来本址", "", "<", "<"]], 9, height=13)  # fmt: skip
    pen.put(140, 170, f"登记日期:{write_day(issued, 'zh')}", 9, align="right")
    pen.seal(116, 168, f"{firm.city}公安局", "户口专用", size=32)
    doc.states(
        chinese_name=name,
        sex=sex,
        birth_date=birth,
        marital_status="married",
        document_number=identity,
        birth_place=firm.city,
    )


@layout("household-register")
def first_page(doc: Doc) -> None:
    pen, rng, firm = doc.pen, doc.rng, doc.firm
    name = chinese_person(rng)[0]
    pen.page((148, 210), (246, 250, 244))
    pen.centre(20, "居 民 户 口 簿", 18, bold=True)
    pen.table(10, 44, [30, 36, 28, 34], [["户别", doc.pick("家庭户", "非农业家庭户"), "户主姓名", name], ["户号", number(rng, "999999999"), "住址", firm.address]],
              9.5, height=18)  # fmt: skip
    pen.put(20, 110, "省级公安机关户口专用章", 9)
    pen.put(84, 110, "户口登记机关户口专用章", 9)
    pen.seal(42, 130, f"{firm.province}公安厅", "户口专用章", size=32)
    pen.seal(106, 130, f"{firm.city}公安局{firm.district}派出所", "户口专用章", size=32)
    pen.put(110, 170, write_day(days_ago(rng, 400, 4000), "zh"), 10, align="right")
    doc.states(chinese_name=name)


LANDS = BY_CODE
CAPITALS = upper
