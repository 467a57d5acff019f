"""Certificates of no criminal record, of many countries."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import date, timedelta

from tests.support.papers.book import Doc, layout
from tests.support.papers.pen import BLUE, GREY
from tests.support.papers.people import (
    Person,
    any_en,
    any_zh,
    days_ago,
    number,
    same_day,
    upper,
    write_day,
)


def _begin(doc: Doc, *codes: str) -> tuple[Person, date]:
    held = doc.somebody(*codes) if codes else doc.person
    doc.pen.page()
    issued = days_ago(doc.rng, 5, 175)
    doc.states(issued_on=issued, issuing_country=held.country.code if codes else None)
    return held, issued


@layout("criminal-record")
def german(doc: Doc) -> None:
    """A Führungszeugnis."""
    held, issued = _begin(doc, "DEU")
    pen, rng = doc.pen, doc.rng
    pen.latin = doc.pick("sans", "serif")
    pen.put(24, 24, "Bundesamt für Justiz", 15, bold=True)
    pen.put(24, 32, "Bundeszentralregister", 10)
    pen.put(24, 37, "53094 Bonn", 10)
    pen.put(130, 24, f"Bonn, den {write_day(issued, 'german')}", 10)
    file = f"BZR-{number(rng, '9999/9999 A 999')}"
    pen.put(130, 32, f"Geschäftszeichen: {file}", 9)
    pen.put(24, 66, doc.pick("FÜHRUNGSZEUGNIS", "Führungszeugnis"), 20, bold=True)
    pen.put(24, 77, "über", 11)
    y = pen.pairs(24, 88, [("Geburtsname:", held.surname), ("Familienname:", held.surname), ("Vorname:", held.given),
                           ("Geburtsdatum:", write_day(held.birth, "german")), ("Geburtsort:", held.birth_place),
                           ("Staatsangehörigkeit:", "deutsch"), ("Anschrift:", "Lindenstraße 14, 49074 Osnabrück")],
                  11, gap=48, leading=2.0)  # fmt: skip
    pen.put(24, y + 14, "Inhalt: Keine Eintragung", 13, bold=True)
    pen.para(24, y + 40, 160, "Dieses Führungszeugnis wurde maschinell erstellt und ist ohne Unterschrift gültig. Es wird "
             "nach § 30 Abs. 1 Bundeszentralregistergesetz erteilt.", 9)  # fmt: skip
    pen.seal(150, y + 66, "BUNDESAMT FÜR JUSTIZ", "", size=34, colour=(70, 70, 75), star=False)
    doc.states(surname=held.surname, given_names=held.given, birth_date=held.birth, birth_place=held.birth_place,
               nationality="DEU", authority="Bundesamt für Justiz", document_number=file)  # fmt: skip


@layout("criminal-record")
def british(doc: Doc) -> None:
    """A police certificate in the manner of the United Kingdom's."""
    held, issued = _begin(doc, "GBR")
    pen, rng = doc.pen, doc.rng
    pen.latin = "sans"
    pen.waves((236, 240, 247))
    pen.put(20, 18, "ACRO", 26, bold=True, colour=(20, 40, 100))
    pen.put(20, 29, "Criminal Records Office", 12, colour=(20, 40, 100))
    pen.centre(48, "POLICE CERTIFICATE", 20, bold=True)
    serial = number(rng, "PC999999999")
    order = [("Certificate number", serial), ("Surname", upper(held.surname)), ("Forename(s)", upper(held.given)),
             ("Date of birth", write_day(held.birth, "d/m/y")), ("Place of birth", upper(held.birth_place)),
             ("Nationality", "BRITISH"), ("Passport number", held.passport),
             ("Country for which requested", "CHINA")]  # fmt: skip
    y = pen.pairs(24, 64, order, 10.5, gap=62, leading=2.1)
    pen.box(20, y + 4, 170, 30, 0.4)
    pen.put(24, y + 7, "Result of search of the Police National Computer (PNC):", 10)
    pen.put(24, y + 17, doc.pick("NO TRACE", "NO LIVE TRACE"), 14, bold=True)
    y = pen.para(20, y + 42, 168, "This certificate relates only to convictions, reprimands, warnings and cautions recorded in "
                 "the United Kingdom at the date of issue. It is not evidence of identity.", 9)  # fmt: skip
    pen.put(20, y + 10, f"Date of issue: {write_day(issued, 'd/m/y')}", 11)
    pen.signature(20, y + 26)
    pen.put(20, y + 33, "Chief Superintendent, ACRO Criminal Records Office", 9)
    doc.states(surname=upper(held.surname), given_names=upper(held.given), birth_date=held.birth,
               birth_place=upper(held.birth_place), nationality="GBR", passport_number=held.passport,
               document_number=serial, authority="ACRO Criminal Records Office")  # fmt: skip


@layout("criminal-record")
def american(doc: Doc) -> None:
    """A letter in the manner of the FBI's identity history summary."""
    held, issued = _begin(doc, "USA")
    pen = doc.pen
    pen.put(28, 18, "U.S. Department of Justice", 13, bold=True)
    pen.put(28, 25, "Federal Bureau of Investigation", 11)
    pen.put(28, 31, "Criminal Justice Information Services Division", 10)
    pen.put(130, 31, "Clarksburg, WV 26306", 10)
    pen.rule(28, 38, 185, 38)
    how = doc.pick("mdy", "m/d/y")
    pen.put(28, 48, write_day(issued, "mdy"), 11)
    file = number(doc.rng, "E2026999999999999")
    pen.pairs(28, 60, [("Re:", "Identity History Summary Request"), ("Transaction number:", file),
                       ("Name:", upper(f"{held.surname}, {held.given}")),
                       ("Date of Birth:", write_day(held.birth, how))], 11, gap=45)  # fmt: skip
    y = pen.para(28, 96, 155, "To whom it may concern:", 11)
    y = pen.para(28, y + 4, 155, "A search of the fingerprints on the above individual has revealed no prior arrest data at the "
                 "FBI. This does not preclude further criminal history at the state or local level.", 11)  # fmt: skip
    y = pen.para(28, y + 4, 155, "The result of this response is only effective for the date the submission was originally "
                 "completed. For more updated information, please submit new fingerprints of the subject.", 11)  # fmt: skip
    pen.put(105, y + 12, "Sincerely yours,", 11)
    pen.signature(105, y + 24)
    pen.put(105, y + 32, "Section Chief, Biometric Services Section", 10)
    pen.seal(56, y + 34, "FEDERAL BUREAU OF INVESTIGATION", "", size=40, colour=(120, 105, 60), star=True)
    doc.states(name=upper(f"{held.surname}, {held.given}"), birth_date=held.birth, document_number=file,
               authority="Federal Bureau of Investigation")  # fmt: skip


@layout("criminal-record")
def french(doc: Doc) -> None:
    """A bulletin n° 3."""
    held, issued = _begin(doc, "FRA")
    pen = doc.pen
    pen.latin = doc.pick("serif", "sans")
    pen.put(22, 18, "RÉPUBLIQUE FRANÇAISE", 12, bold=True)
    pen.put(22, 25, "MINISTÈRE DE LA JUSTICE", 10)
    pen.put(22, 31, "CASIER JUDICIAIRE NATIONAL", 10)
    pen.put(22, 37, "44317 NANTES CEDEX 3", 10)
    pen.centre(58, "BULLETIN N° 3", 20, bold=True)
    pen.centre(68, "(Art. 777 du code de procédure pénale)", 10)
    pen.box(22, 80, 166, 52, 0.4)
    pen.pairs(28, 85, [("Nom de naissance :", upper(held.surname)), ("Prénoms :", held.given),
                       ("Date de naissance :", write_day(held.birth, doc.pick("french", "d/m/y"))),
                       ("Lieu de naissance :", held.birth_place), ("Sexe :", {"M": "Masculin", "F": "Féminin"}[held.sex])],
              11, gap=50, leading=2.2)  # fmt: skip
    pen.centre(150, doc.pick("NÉANT", "N É A N T"), 22, bold=True)
    pen.para(22, 172, 166, "Le bulletin n° 3 du casier judiciaire de la personne désignée ci-dessus ne comporte aucune "
             "condamnation.", 10.5)  # fmt: skip
    pen.put(110, 198, f"Nantes, le {write_day(issued, 'french')}", 11)
    pen.put(110, 206, "Le magistrat, chef du service", 10)
    pen.seal(142, 222, "CASIER JUDICIAIRE NATIONAL", "", size=36, colour=BLUE, star=False)
    doc.states(surname=upper(held.surname), given_names=held.given, birth_date=held.birth, birth_place=held.birth_place,
               sex=held.sex, authority="Casier judiciaire national")  # fmt: skip


@layout("criminal-record")
def spanish(doc: Doc) -> None:
    held, issued = _begin(doc, "ESP")
    pen = doc.pen
    pen.latin = "sans"
    pen.put(22, 18, "GOBIERNO DE ESPAÑA", 12, bold=True)
    pen.put(22, 25, "MINISTERIO DE JUSTICIA", 10)
    pen.put(120, 18, "REGISTRO CENTRAL DE PENADOS", 10)
    pen.centre(46, "CERTIFICADO DE ANTECEDENTES PENALES", 17, bold=True)
    y = pen.para(22, 64, 166, "El Encargado del Registro Central de Penados CERTIFICA:", 11)
    y = pen.pairs(28, y + 5, [("Nombre:", held.given), ("Apellidos:", held.surname),
                              ("Fecha de nacimiento:", write_day(held.birth, doc.pick("d/m/y", "spanish"))),
                              ("Lugar de nacimiento:", held.birth_place), ("Nacionalidad:", "ESPAÑOLA"),
                              ("Pasaporte:", held.passport)], 11, gap=48, leading=2.1)  # fmt: skip
    y = pen.para(22, y + 8, 166, "Que consultada la base de datos del Registro Central de Penados, NO CONSTAN antecedentes penales "
                 "a nombre de la persona arriba indicada.", 11.5)  # fmt: skip
    pen.put(22, y + 10, f"En Madrid, a {write_day(issued, 'spanish')}", 11)
    code = number(doc.rng, "CSV 9999 AAAA 9999")
    pen.put(22, 270, f"Código Seguro de Verificación: {code}", 8, colour=GREY)
    doc.states(surname=held.surname, given_names=held.given, birth_date=held.birth, birth_place=held.birth_place,
               nationality="ESP", passport_number=held.passport, authority="Registro Central de Penados")  # fmt: skip


@layout("criminal-record")
def portuguese(doc: Doc) -> None:
    """In prose: a certidão of Portugal or Brazil."""
    held, issued = _begin(doc, "PRT", "BRA")
    pen = doc.pen
    brazil = held.country.code == "BRA"
    office = "Polícia Federal" if brazil else "Direção-Geral da Administração da Justiça"
    pen.centre(20, "REPÚBLICA FEDERATIVA DO BRASIL" if brazil else "REPÚBLICA PORTUGUESA", 13, bold=True)
    pen.centre(28, "MINISTÉRIO DA JUSTIÇA", 11)
    pen.centre(34, office.upper(), 11)
    pen.centre(
        54,
        "CERTIDÃO DE ANTECEDENTES CRIMINAIS" if brazil else "CERTIFICADO DO REGISTO CRIMINAL",
        17,
        bold=True,
    )
    text = (f"CERTIFICA-SE, após pesquisa nos sistemas informáticos, que NÃO CONSTAM antecedentes criminais em nome de "
            f"{upper(held.natural)}, nascido(a) em {write_day(held.birth, 'portuguese')}, natural de {held.birth_place}, "
            f"de nacionalidade {'brasileira' if brazil else 'portuguesa'}, passaporte n.º {held.passport}.")  # fmt: skip
    y = pen.para(24, 76, 162, text, 12, leading=1.9)
    pen.put(24, y + 14, f"{held.country.capital}, {write_day(issued, 'portuguese')}.", 12)
    pen.signature(24, y + 36)
    pen.put(24, y + 42, "O Oficial de Justiça" if not brazil else "Delegado de Polícia Federal", 10)
    pen.seal(150, y + 30, office.upper(), "", size=36, colour=BLUE, star=False)
    doc.states(name=upper(held.natural), birth_date=held.birth, birth_place=held.birth_place,
               nationality=held.country.code, passport_number=held.passport, authority=office)  # fmt: skip


@layout("criminal-record")
def foreign_english(doc: Doc) -> None:
    """A clearance certificate in English of some other land."""
    held, issued = _begin(doc, "IND", "VNM", "IDN", "KOR", "TUR", "AUS", "CAN", "POL", "RUS", "JPN")
    pen, land = doc.pen, held.country
    pen.frame(12, (90, 70, 40))
    office = doc.pick("NATIONAL POLICE HEADQUARTERS", "MINISTRY OF INTERIOR", "STATE POLICE SERVICE")
    pen.centre(26, land.english.upper(), 14, bold=True)
    pen.centre(35, office, 12)
    pen.centre(
        52, doc.pick("POLICE CLEARANCE CERTIFICATE", "CERTIFICATE OF NO CRIMINAL RECORD"), 18, bold=True
    )
    serial = number(doc.rng, "PCC/2026/99999")
    pen.put(26, 66, f"Ref. No.: {serial}", 10)
    title = "Mr." if held.sex == "M" else "Ms."
    whole = doc.pick(held.natural, upper(held.natural))
    how = doc.pick("dmy", "d/m/y", "abc mixed", "mdy")
    y = pen.para(26, 80, 158, f"This is to certify that {title} {whole}, born on {write_day(held.birth, how)} in "
                 f"{held.birth_place}, {land.english}, holder of passport No. {held.passport}, has no criminal record according to the "
                 f"files of this office up to the date hereof.", 12, leading=1.9)  # fmt: skip
    y = pen.para(26, y + 4, 158, "This certificate is issued upon request for the purpose of residence in the People's Republic "
                 "of China.", 12, leading=1.9)  # fmt: skip
    until = same_day(issued, 1) if doc.rng.random() < 0.4 else None
    pen.put(26, y + 10, f"Date of issue: {any_en(doc.rng, issued)}", 12)
    if until:
        pen.put(26, y + 19, f"Valid until: {any_en(doc.rng, until)}", 12)
    pen.signature(120, y + 32)
    pen.put(116, y + 40, "Superintendent of Police", 11)
    pen.seal(70, y + 46, office, "", size=38, colour=(60, 70, 150), star=False)
    doc.states(name=whole, birth_date=held.birth, birth_place=held.birth_place, nationality=land.code,
               passport_number=held.passport, document_number=serial, authority=office, expires_on=until, sex=held.sex)  # fmt: skip


def _chinese_state(doc: Doc, shown: str, held: Person, office: str) -> None:
    doc.states(name=shown, birth_date=held.birth, nationality=held.country.code, passport_number=held.passport,
               issuing_country="CHN", authority=office)  # fmt: skip


@layout("criminal-record")
def chinese_prose(doc: Doc) -> None:
    """What an exit-entry office in China certifies to a foreigner, in prose."""
    held, issued = _begin(doc)
    pen, firm, rng = doc.pen, doc.firm, doc.rng
    pen.han = doc.pick("song", "kai", "thin-song")
    pen.centre(34, doc.pick("无犯罪记录证明", "无 犯 罪 记 录 证 明", "有无违法犯罪记录证明"), 24, bold=True)
    serial = f"{doc.pick('甬', '苏', '穗')}公境证字[2026]第{number(rng, '99999')}号"
    pen.put(186, 50, serial, 11, align="right")
    start = issued - timedelta(days=rng.randint(800, 2500))
    text = (f"兹证明{held.filed}({held.country.chinese}籍,{'男' if held.sex == 'M' else '女'},"
            f"{write_day(held.birth, 'zh')}出生,护照号码:{held.passport})在{write_day(start, 'zh')}至"
            f"{write_day(issued, 'zh')}于中国境内居留期间,未发现有违法犯罪记录。")  # fmt: skip
    y = pen.para(26, 66, 158, text, 15, leading=2.0, indent=11)
    y = pen.para(26, y + 4, 158, "特此证明。", 15, indent=11)
    office = f"{firm.city}公安局出入境管理局"
    pen.put(180, y + 28, office, 14, align="right")
    pen.put(180, y + 39, any_zh(rng, issued, formal=True), 14, align="right")
    pen.seal(152, y + 36, office, doc.pick("", "证明专用章"))
    _chinese_state(doc, held.filed, held, office)
    doc.states(sex=held.sex, document_number=serial, period_from=start, period_until=issued)


@layout("criminal-record")
def chinese_table(doc: Doc) -> None:
    """A police station's form."""
    held, issued = _begin(doc)
    pen, firm, rng = doc.pen, doc.firm, doc.rng
    pen.han = doc.pick("song", "hei")
    pen.centre(28, doc.pick("无犯罪记录证明", "公民无犯罪记录证明(境外人员)"), 22, bold=True)
    station = f"{firm.city}公安局{firm.district.removesuffix('区')}分局"
    serial = number(rng, "2026999999")
    pen.put(24, 44, f"编号:{serial}", 11)
    y = pen.table(24, 52, [34, 50, 30, 50], [
        ["姓名", held.filed, "性别", "男" if held.sex == "M" else "女"],
        ["国籍", held.country.chinese, "出生日期", any_zh(rng, held.birth)],
        ["护照号码", held.passport, "证件种类", "普通护照"],
        ["在华住址", firm.address, "<", "<"],
        ["查询结果", "经查询,截至出具之日未发现该人在中华人民共和国境内有犯罪记录。", "<", "<"],
        ["用途", "申请办理外国人永久居留", "<", "<"]], 11, height=13)  # fmt: skip
    pen.put(24, y + 6, "本证明自出具之日起六个月内有效。", 10.5)
    pen.put(176, y + 22, f"{station}(盖章)", 12, align="right")
    pen.put(176, y + 32, any_zh(rng, issued, formal=True), 12, align="right")
    pen.seal(150, y + 28, station, "证明专用章")
    _chinese_state(doc, held.filed, held, station)
    doc.states(sex=held.sex, document_number=serial)
