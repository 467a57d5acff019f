"""What is fixed to foreign papers: apostilles, consular authentications, translations."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import date

from app.domain.reading import Subject
from tests.support.papers.book import Doc, layout, sex_word
from tests.support.papers.pen import BLUE, GREY
from tests.support.papers.people import (
    Person,
    any_en,
    any_zh,
    days_ago,
    invent_person,
    number,
    upper,
    write_day,
)

OFFICES = {
    "GBR": ("Foreign, Commonwealth and Development Office", "London", "APO-9999999"),
    "USA": ("U.S. Department of State", "Washington, D.C.", "26999999-9"),
    "AUS": ("Department of Foreign Affairs and Trade", "Canberra", "99999/26"),
    "IND": ("Ministry of External Affairs, New Delhi", "New Delhi", "DLAA999999926"),
    "KOR": ("Ministry of Foreign Affairs", "Seoul", "XQA2026A9999"),
    "CAN": ("Global Affairs Canada", "Ottawa", "2026-999999"),
    "DEU": ("Bundesverwaltungsamt", "Köln", "1234-99999/26"),
    "FRA": ("Cour d'appel de Paris", "Paris", "9999/2026"),
    "ESP": ("Ministerio de Justicia", "Madrid", "SLG/2026/999999"),
    "PRT": ("Procuradoria-Geral da República", "Lisboa", "99999/2026"),
}
SIGNERS = (
    "Harold P. Quillfeather",
    "M. Oakenshaw",
    "Dr. Svenja Ahlbrecht",
    "C. Montrachet",
    "Lucía Valdeverde",
)


def _authenticate(doc: Doc, code: str, day: date, authority: str, serial: str) -> None:
    doc.states(issuing_country=code, authenticated_on=day, authority=authority, document_number=serial)


@layout("apostille")
def english(doc: Doc) -> None:
    """The ten points in English; boxed or not; with the convention's French name."""
    pen, rng = doc.pen, doc.rng
    code = doc.pick("GBR", "USA", "AUS", "IND", "KOR", "CAN")
    held = doc.somebody(code)
    office, place, shape = OFFICES[code]
    serial, day, signer = number(rng, shape), days_ago(rng, 5, 170), rng.choice(SIGNERS)
    pen.latin = doc.pick("serif", "sans")
    pen.page()
    boxed = rng.random() < 0.6
    if boxed:
        pen.box(30, 40, 150, 168, 0.6)
    y = pen.centre(48, "APOSTILLE", 22, bold=True)
    y = pen.centre(y, "(Convention de La Haye du 5 octobre 1961)", 11)
    capacity = doc.pick("Notary Public", "Registrar", "Section Chief", "Superintendent of Police")
    written = doc.pick("dmy", "mdy", "dth", "abc mixed", "d/m/y")
    if code == "USA":
        written = doc.pick("mdy", "m/d/y")
    rows = [f"1. Country: {held.country.english}", "This public document", f"2. has been signed by  {signer}",
            f"3. acting in the capacity of  {capacity}", f"4. bears the seal/stamp of  {office}", "Certified",
            f"5. at  {place}", f"6. the  {write_day(day, written)}", f"7. by  {office}", f"8. No.  {serial}",
            "9. Seal/Stamp:", "10. Signature:"]  # fmt: skip
    y += 6
    for row in rows:
        if row[0].isdigit():
            y = pen.para(38, y, 138, row, 11.5, leading=1.5) + 4
        else:
            pen.put(105, y, row, 12, bold=True, align="centre")
            y += 10
    pen.signature(115, y - 2)
    pen.seal(70, y + 16, office.upper(), "", size=36, colour=rng.choice([BLUE, (150, 30, 40)]), star=False)
    _authenticate(doc, code, day, office, serial)


@layout("apostille")
def own_language(doc: Doc) -> None:
    """German, French, Spanish or Portuguese points."""
    pen, rng = doc.pen, doc.rng
    code = doc.pick("DEU", "FRA", "ESP", "PRT")
    doc.somebody(code)
    office, place, shape = OFFICES[code]
    serial, day, signer = number(rng, shape), days_ago(rng, 5, 170), rng.choice(SIGNERS)
    words = {
        "DEU": ("Land: Bundesrepublik Deutschland", "Diese öffentliche Urkunde", "ist unterschrieben von", "in seiner Eigenschaft als",
                "sie ist versehen mit dem Siegel/Stempel des", "Bestätigt", "in", "am", "durch", "unter Nr.", "Siegel/Stempel:",
                "Unterschrift:", "Sachbearbeiterin", "german"),
        "FRA": ("République française", "Le présent acte public", "a été signé par", "agissant en qualité de",
                "est revêtu du sceau/timbre de", "Attesté", "à", "le", "par", "sous n°", "Sceau/timbre :", "Signature :",
                "officier de l'état civil", "french"),
        "ESP": ("País: España", "El presente documento público", "ha sido firmado por", "quien actúa en calidad de",
                "y está revestido del sello/timbre de", "Certificado", "en", "el día", "por", "bajo el número", "Sello/timbre:",
                "Firma:", "Encargado del Registro", "d/m/y"),
        "PRT": ("País: Portugal", "Este documento público", "foi assinado por", "agindo na qualidade de",
                "e tem o selo ou carimbo de", "Certificado", "em", "em", "por", "sob o n.º", "Selo/Carimbo:", "Assinatura:",
                "Oficial de Justiça", "portuguese"),
    }[code]  # fmt: skip
    pen.page((210, 148) if rng.random() < 0.3 else (210, 297))
    pen.latin = doc.pick("serif", "sans")
    tight = pen.height < 200
    left, y, step = 30, 12 if tight else 44, 8.6 if tight else 13
    if rng.random() < 0.7:
        pen.box(22, y - 5, 166, step * 12.5 + 6, 0.5)
    y = pen.centre(y, "APOSTILLE", 18, bold=True)
    y = pen.centre(y - 1, "(Convention de La Haye du 5 octobre 1961)", 10) + 2
    points = [f"1. {words[0]}", words[1], f"2. {words[2]} {signer}", f"3. {words[3]} {words[12]}", f"4. {words[4]} {office}",
              words[5], f"5. {words[6]} {place}", f"6. {words[7]} {write_day(day, words[13])}", f"7. {words[8]} {office}",
              f"8. {words[9]} {serial}"]  # fmt: skip
    for point in points:
        pen.put(left, y, point, 10.5)
        y += step * 0.92
    pen.put(left, y, f"9. {words[10]}", 10.5)
    pen.put(115, y, f"10. {words[11]}", 10.5)
    pen.seal(
        80, y + (4 if tight else 18), office.upper(), "", size=26 if tight else 36, colour=BLUE, star=False
    )
    pen.signature(140, y + 8)
    _authenticate(doc, code, day, office, serial)


@layout("apostille")
def bilingual_table(doc: Doc) -> None:
    """Points in a ruled table, own language and English, a form that is made by computer."""
    pen, rng = doc.pen, doc.rng
    code = doc.pick("FRA", "ESP", "PRT", "DEU")
    held = doc.somebody(code)
    office, place, shape = OFFICES[code]
    serial, day, signer = number(rng, shape), days_ago(rng, 5, 170), rng.choice(SIGNERS)
    pen.page()
    pen.latin = "sans"
    y = pen.centre(26, "APOSTILLE", 18, bold=True)
    y = pen.centre(y, "(Convention de La Haye du 5 octobre 1961)", 10) + 4
    native = {"FRA": "Pays", "ESP": "País", "PRT": "País", "DEU": "Land"}[code]
    pen.table(24, y, [12, 74, 76], [
        ["1.", f"{native} / Country:", held.country.english],
        ["", "This public document / Le présent acte public", "<"],
        ["2.", "has been signed by / a été signé par", signer],
        ["3.", "acting in the capacity of / agissant en qualité de", "Registrar"],
        ["4.", "bears the seal / stamp of / est revêtu du sceau de", office],
        ["", "Certified / Attesté", "<"],
        ["5.", "at / à", place], ["6.", "the / le", write_day(day, doc.pick("d/m/y", "german", "iso", "dmy"))],
        ["7.", "by / par", office], ["8.", "No / sous n°", serial],
        ["9.", "Seal / stamp: Sceau / timbre:", ""], ["10.", "Signature:", ""]], 10, height=12.5, align="left")  # fmt: skip
    pen.seal(150, 205, office.upper(), "", size=32, colour=BLUE, star=False)
    pen.para(24, 225, 162, "This Apostille only certifies the authenticity of the signature and the capacity of the person who "
             "has signed the public document. It does not certify the content of the document.", 8.5, colour=GREY)  # fmt: skip
    _authenticate(doc, code, day, office, serial)


@layout("consular-authentication")
def chinese_embassy(doc: Doc) -> None:
    """A sticker of a Chinese embassy below a foreign ministry's stamp."""
    pen, rng = doc.pen, doc.rng
    held = doc.somebody("VNM", "IDN", "TUR", "BRA", "CAN", "POL")
    day = days_ago(rng, 5, 170)
    land = held.country.chinese
    embassy = f"中华人民共和国驻{land}大使馆"
    serial = f"({day.year})认字第{number(rng, '9999999')}号"
    pen.page()
    pen.put(24, 26, f"Ministry of Foreign Affairs, {held.country.english}", 11)
    pen.put(24, 33, "Seen for legalization of the signature above.", 11)
    pen.box(36, 70, 138, 108, 0.5)
    pen.put(105, 78, "认   证", 22, bold=True, align="centre")
    pen.put(105, 90, "AUTHENTICATION", 12, align="centre")
    pen.put(166, 100, serial, 11, align="right")
    y = pen.para(
        44,
        110,
        122,
        f"兹证明前面文书上{land}外交部的印章和该部官员的签字均属实。",
        12.5,
        leading=1.9,
        indent=9,
    )
    pen.put(166, y + 10, embassy, 12, align="right")
    pen.put(166, y + 19, doc.pick("领事 王敬之", "二等秘书 陆以宁", "随员 何其朗"), 12, align="right")
    pen.put(166, y + 28, any_zh(rng, day, formal=True), 12, align="right")
    pen.seal(136, y + 22, embassy, "领事专用章", size=38)
    pen.put(36, 182, "本认证不对文书内容的真实性负责。", 9)
    _authenticate(doc, held.country.code, day, embassy, serial)


@layout("consular-authentication")
def consulate_bilingual(doc: Doc) -> None:
    pen, rng = doc.pen, doc.rng
    held = doc.somebody("IND", "VNM", "RUS", "IDN", "CAN", "TUR")
    day = days_ago(rng, 5, 170)
    land, city = held.country, rng.choice(held.country.cities)
    consulate = f"中华人民共和国驻{land.capital_zh}总领事馆"
    serial = number(rng, "09999999")
    pen.page()
    pen.tint((252, 246, 238), (246, 250, 252))
    pen.waves((236, 232, 222))
    pen.put(105, 44, "领 事 认 证", 20, bold=True, align="centre")
    pen.put(105, 54, "CONSULAR LEGALIZATION", 13, align="centre")
    pen.put(28, 70, f"编号 No. {serial}", 11)
    y = pen.para(
        28,
        82,
        154,
        f"兹证明前面文书上{land.chinese}外交部之印章及官员{doc.pick('R. Pratama', 'S. Deniz')}之签字属实。",
        13,
        leading=1.8,
    )
    y = pen.para(28, y + 4, 154, f"This is to certify that the seal of the Ministry of Foreign Affairs of {land.english} and the signature "
                 f"of its official on the document annexed ({city}) are authentic.", 11.5, leading=1.6)  # fmt: skip
    pen.put(
        28,
        y + 12,
        f"日期 Date: {any_zh(rng, day)}" if rng.random() < 0.6 else f"日期 Date: {any_en(rng, day)}",
        12,
    )
    pen.put(28, y + 22, consulate, 12)
    pen.put(28, y + 30, "Consulate General of the People's Republic of China", 10.5)
    pen.seal(130, y + 22, consulate, "认证专用章", size=38)
    pen.signature(80, y + 44)
    _authenticate(doc, land.code, day, consulate, serial)


@layout("consular-authentication")
def foreign_embassy_in_china(doc: Doc) -> None:
    """The holder's own embassy in Beijing certifies; then the ministry's consular department."""
    pen, rng = doc.pen, doc.rng
    doc.somebody("VNM", "IDN", "TUR")
    day = days_ago(rng, 5, 170)
    serial = f"领认字第{number(rng, '999999')}号"
    pen.page()
    pen.put(105, 60, "领事认证书", 20, bold=True, align="centre")
    pen.put(180, 76, serial, 11, align="right")
    y = pen.para(
        30,
        90,
        150,
        f"兹证明{doc.person.country.chinese}驻华大使馆在上述文件上的印章属实,签署官员的签字属实。",
        14,
        leading=2,
        indent=10,
    )
    office = "中华人民共和国外交部领事司"
    pen.put(178, y + 16, office, 13, align="right")
    pen.put(178, y + 26, write_day(day, doc.pick("han", "zh")), 13, align="right")
    pen.seal(148, y + 22, office, "认证专用章", size=40)
    _authenticate(doc, doc.person.country.code, day, office, serial)


# -- translations -------------------------------------------------------------------------------------

TRANSLATORS = (
    "甬江译文翻译有限公司",
    "海晏市语桥翻译服务有限公司",
    "北京信雅文翻译有限公司",
    "上海博译翻译有限公司",
)


def _statement(doc: Doc, y: float, day: date, *, licence: bool = True) -> None:
    """Write the translator's statement at the foot, with the company's seal."""
    doc.states(translated_on=day)
    pen, rng = doc.pen, doc.rng
    company = rng.choice(TRANSLATORS)
    ways = (
        "翻译声明:本公司声明以上译文与所附原文内容一致,译文准确无误,并承担相应法律责任。",
        f"译者声明:兹证明本译文系{company}根据原件翻译,与原文相符。",
        "本翻译件与原件内容一致。We hereby certify that this is a true and accurate translation of the original.",
    )  # fmt: skip
    pen.rule(24, y, 186, y)
    y = pen.para(24, y + 3, 162, rng.choice(ways), 10.5, leading=1.7)
    pen.put(24, y + 4, f"翻译人员:{rng.choice(('顾昱彤', '邹铭轩', '喻思源'))}", 10.5)
    if licence:
        pen.put(24, y + 11, f"翻译资质编号:{number(rng, 'CATTI 2019999999')}", 10.5)
    pen.put(184, y + 4, company, 11, align="right")
    pen.put(184, y + 12, f"翻译日期:{any_zh(rng, day, formal=True)}", 11, align="right")
    pen.seal(156, y + 9, company, "翻译专用章", size=38)


def _names(held: Person) -> tuple[str, str]:
    return held.chinese, held.filed


@layout("translation")
def of_criminal_record(doc: Doc) -> None:
    """The Chinese of a German or French certificate, label by label."""
    held = doc.somebody("DEU", "FRA", "ESP", "PRT", "GBR")
    pen, rng = doc.pen, doc.rng
    issued = days_ago(rng, 30, 170)
    done = date.fromordinal(issued.toordinal() + rng.randint(3, 25))
    doc.of = "criminal-record"
    office = {"DEU": "德国联邦司法局", "FRA": "法国国家犯罪记录中心", "ESP": "西班牙中央刑事犯登记处",
              "PRT": "葡萄牙司法行政总局", "GBR": "英国犯罪记录办公室"}[held.country.code]  # fmt: skip
    title = {"DEU": "品行证明", "FRA": "第三号公报(无犯罪记录证明)", "GBR": "警方证明"}.get(
        held.country.code, "无犯罪记录证明"
    )
    pen.han = doc.pick("song", "thin-song", "kai")
    pen.page()
    pen.put(186, 14, doc.pick("译文", "中文翻译件", "(翻译件)"), 11, align="right")
    pen.centre(26, office, 14)
    pen.centre(40, title, 20, bold=True)
    surname_zh = held.chinese.split("·")[-1]
    latin = rng.random() < 0.7
    first = f"{held.chinese.removesuffix('·' + surname_zh)}" + (f"({upper(held.given)})" if latin else "")
    last = surname_zh + (f"({upper(held.surname)})" if latin else "")
    y = pen.pairs(26, 62, [("姓氏:", last), ("名字:", first), ("出生日期:", any_zh(rng, held.birth)),
                           ("出生地:", upper(held.birth_place)), ("国籍:", held.country.chinese)], 12, gap=34, leading=2.1)  # fmt: skip
    y = pen.para(
        26, y + 8, 160, doc.pick("内容:无记录。", "查询结果:无任何犯罪记录。", "未发现任何有罪判决。"), 13
    )
    pen.put(26, y + 6, f"签发日期:{any_zh(rng, issued)}", 12)
    pen.put(26, y + 15, f"签发机关:{office}", 12)
    pen.put(26, y + 24, "(原件盖章)", 11)
    _statement(doc, max(y + 48, 190), done)
    doc.states(
        birth_date=held.birth,
        nationality=held.country.code,
        issued_on=issued,
        birth_place=upper(held.birth_place),
        authority=office,
    )
    if latin:
        doc.states(surname=upper(held.surname), given_names=upper(held.given))


@layout("translation")
def of_marriage(doc: Doc) -> None:
    """A foreign marriage certificate put into Chinese, in a table."""
    husband = doc.somebody("BRA", "POL", "USA", "AUS", "FRA", sex="M")
    wife = invent_person(doc.rng, husband.country.code, "F")
    pen, rng = doc.pen, doc.rng
    doc.of = "marriage-certificate"
    married = days_ago(rng, 800, 6000)
    done = days_ago(rng, 5, 150)
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.put(24, 14, doc.pick("[译自英文]", "翻译件", "译 文"), 11)
    pen.centre(24, doc.pick("结婚证书", "结婚登记证明", "婚姻登记证明书"), 20, bold=True)
    rows = [["", "丈夫", "妻子"], ["姓名", f"{husband.filed}", f"{wife.filed}"], ["中文译名", husband.chinese, wife.chinese],
            ["出生日期", write_day(husband.birth, "zh"), write_day(wife.birth, "zh")],
            ["出生地点", upper(husband.birth_place), upper(wife.birth_place)],
            ["国籍", husband.country.chinese, wife.country.chinese]]  # fmt: skip
    y = pen.table(24, 44, [40, 61, 61], rows, 11, height=12)
    pen.put(24, y + 8, f"结婚日期:{write_day(married, 'zh')}", 12)
    pen.put(24, y + 17, f"结婚地点:{husband.country.capital_zh}", 12)
    issued = date.fromordinal(married.toordinal() + rng.randint(0, 20))
    pen.put(24, y + 26, f"签发日期:{write_day(issued, 'zh')}", 12)
    _statement(doc, 190, done)
    for subject, one in ((Subject.HUSBAND, husband), (Subject.WIFE, wife)):
        doc.states(subject, name=one.filed, birth_date=one.birth, nationality=one.country.code, chinese_name=one.chinese,
                   birth_place=upper(one.birth_place))  # fmt: skip
    doc.states(issued_on=issued)


@layout("translation")
def of_birth(doc: Doc) -> None:
    """A birth certificate put into Chinese, with a cover statement."""
    child = doc.somebody("GBR", "USA", "CAN", "IND", "DEU", age=(2, 17))
    pen, rng = doc.pen, doc.rng
    mother = invent_person(rng, child.country.code, "F")
    father = invent_person(rng, child.country.code, "M")
    doc.of = "birth-certificate"
    done = days_ago(rng, 5, 150)
    registered = date.fromordinal(child.birth.toordinal() + rng.randint(2, 40))
    pen.page()
    pen.put(186, 14, "译文", 11, align="right")
    pen.centre(24, doc.pick("出生证明", "出生登记证明书", "出生证书(核证副本)"), 20, bold=True)
    y = pen.pairs(28, 48, [("婴儿姓名:", child.filed), ("性别:", sex_word(child.sex, "zh")),
                           ("出生日期:", write_day(child.birth, "zh")), ("出生地:", upper(child.birth_place)),
                           ("父亲姓名:", father.filed), ("父亲国籍:", father.country.chinese), ("母亲姓名:", mother.filed),
                           ("母亲国籍:", mother.country.chinese), ("登记日期:", write_day(registered, "zh"))],
                  12, gap=36, leading=2.2)  # fmt: skip
    pen.put(28, y + 6, "登记官签字(签名)", 11)
    _statement(doc, 185, done)
    doc.states(
        Subject.CHILD,
        name=child.filed,
        sex=child.sex,
        birth_date=child.birth,
        birth_place=upper(child.birth_place),
    )
    doc.states(Subject.FATHER, name=father.filed, nationality=father.country.code)
    doc.states(Subject.MOTHER, name=mother.filed, nationality=mother.country.code)
    doc.states(issued_on=registered)


@layout("translation")
def of_diploma_english(doc: Doc) -> None:
    """A statement page alone, as agencies put before their translations."""
    held = doc.somebody("GBR", "DEU", "IND")
    pen, rng = doc.pen, doc.rng
    done = days_ago(rng, 5, 150)
    company = rng.choice(TRANSLATORS)
    pen.page()
    pen.centre(40, "翻 译 证 明", 22, bold=True)
    pen.centre(52, "CERTIFICATE OF TRANSLATION", 13)
    paper = doc.pick("无犯罪记录证明", "出生证明", "结婚证明")
    doc.of = {
        "无犯罪记录证明": "criminal-record",
        "出生证明": "birth-certificate",
        "结婚证明": "marriage-certificate",
    }[paper]
    y = pen.para(
        28,
        76,
        154,
        f"兹证明所附{held.filed}的{paper}中文译文由我公司翻译,译文内容与原文一致。",
        13,
        leading=2,
        indent=10,
    )
    y = pen.para(28, y + 4, 154, "We hereby certify that the attached Chinese translation is a complete and faithful rendering of the "
                 "original document.", 11.5, leading=1.8)  # fmt: skip
    pen.put(178, y + 20, company, 12, align="right")
    pen.put(178, y + 29, any_zh(rng, done, formal=True), 12, align="right")
    pen.seal(150, y + 26, company, "翻译专用章", size=40)
    doc.states(name=held.filed, translated_on=done)
