"""Passports, visas, residence permits and cards."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from dataclasses import dataclass
from datetime import date, timedelta

from tests.support.papers import mrz
from tests.support.papers.book import Doc, layout, sex_word
from tests.support.papers.pen import INK, RED
from tests.support.papers.people import (
    LONG_CHINESE,
    any_zh,
    days_ago,
    identity_number,
    mod_11_2,
    number,
    same_day,
    upper,
    write_day,
)

PASSPORT_PAGE = (125.0, 88.0)
NAVY = (40, 50, 120)


@dataclass(frozen=True, slots=True)
class Labels:
    """Holds the words of one country's passport page."""

    country: str
    head: str
    surname: str
    given: str
    nationality: str
    birth: str
    sex: str
    place: str
    issued: str
    expires: str
    authority: str
    number: str
    day: str


def _labels(text: str) -> Labels:
    return Labels(*text.split("|"))


PASSPORTS = {
    each.country: each
    for each in map(
        _labels,
        (
            "DEU|BUNDESREPUBLIK DEUTSCHLAND  FEDERAL REPUBLIC OF GERMANY|[a] Name/Surname/Nom"
            "|2. Vornamen/Given names/Prénoms|3. Staatsangehörigkeit/Nationality/Nationalité"
            "|4. Geburtsdatum/Date of birth|5. Geschlecht/Sex/Sexe|6. Geburtsort/Place of birth/Lieu de naissance"
            "|7. Ausstellungsdatum/Date of issue|8. Gültig bis/Date of expiry|9. Behörde/Authority/Autorité"
            "|Pass-Nr./Passport No./Passeport N°|german",
            "GBR|UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND|Surname/Nom (1)|Given names/Prénoms (2)"
            "|Nationality/Nationalité (3)|Date of birth/Date de naissance (4)|Sex/Sexe (5)"
            "|Place of birth/Lieu de naissance (6)|Date of issue/Date de délivrance (7)"
            "|Date of expiry/Date d'expiration (9)|Authority/Autorité (8)|Passport No./Passeport No.|british",
            "USA|UNITED STATES OF AMERICA|Surname / Nom / Apellidos|Given Names / Prénoms / Nombres"
            "|Nationality / Nationalité / Nacionalidad|Date of birth / Date de naissance / Fecha de nacimiento"
            "|Sex / Sexe / Sexo|Place of birth / Lieu de naissance / Lugar de nacimiento"
            "|Date of issue / Date de délivrance / Fecha de expedición"
            "|Date of expiration / Date d'expiration / Fecha de caducidad|Authority / Autorité / Autoridad"
            "|Passport No. / No. du Passeport / No. de Pasaporte|abc mixed",
            "FRA|RÉPUBLIQUE FRANÇAISE|Nom/Surname (1)|Prénoms/Given names (2)|Nationalité/Nationality (3)"
            "|Date de naissance/Date of birth (4)|Sexe/Sex (5)|Lieu de naissance/Place of birth (6)"
            "|Date de délivrance/Date of issue (7)|Date d'expiration/Date of expiry (8)|Autorité/Authority (9)"
            "|Passeport n°/Passport No.|d m y",
            "ESP|REINO DE ESPAÑA  UNIÓN EUROPEA|(1) Apellidos / Surname / Nom|(2) Nombre / Given names / Prénoms"
            "|(3) Nacionalidad / Nationality|(4) Fecha de nacimiento / Date of birth|(5) Sexo / Sex"
            "|(6) Lugar de nacimiento / Place of birth|(7) Fecha de expedición / Date of issue"
            "|(8) Fecha de caducidad / Date of expiry|(9) Autoridad / Authority|Pasaporte Nº / Passport No|d m y",
            "PRT|PORTUGAL  UNIÃO EUROPEIA|1. Apelidos/Surname/Nom|2. Nomes próprios/Given names/Prénoms"
            "|3. Nacionalidade/Nationality|4. Data de nascimento/Date of birth|5. Sexo/Sex"
            "|6. Local de nascimento/Place of birth|7. Data de emissão/Date of issue|8. Válido até/Date of expiry"
            "|9. Autoridade/Authority|Nº Passaporte/Passport No.|d m y",
            "VNM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Họ / Surname|Chữ đệm và tên / Given names"
            "|Quốc tịch / Nationality|Ngày sinh / Date of birth|Giới tính / Sex|Nơi sinh / Place of birth"
            "|Ngày cấp / Date of issue|Có giá trị đến / Date of expiry|Nơi cấp / Place of issue"
            "|Số hộ chiếu / Passport N°|d/m/y",
            "IND|REPUBLIC OF INDIA|Surname|Given Name(s)|Nationality|Date of Birth|Sex|Place of Birth"
            "|Date of Issue|Date of Expiry|Place of Issue|Passport No.|d/m/y",
            "IDN|REPUBLIK INDONESIA|SURNAME|NAMA LENGKAP/FULL NAME|KEWARGANEGARAAN/NATIONALITY"
            "|TGL. LAHIR/DATE OF BIRTH|KELAMIN/SEX|TEMPAT LAHIR/PLACE OF BIRTH|TGL. PENGELUARAN/DATE OF ISSUE"
            "|TGL. HABIS BERLAKU/DATE OF EXPIRY|KANTOR YANG MENGELUARKAN/ISSUING OFFICE"
            "|NO. PASPOR/PASSPORT NO.|abc",
            "CAN|CANADA|Surname/Nom|Given names/Prénoms|Nationality/Nationalité|Date of birth/Date de naissance"
            "|Sex/Sexe|Place of birth/Lieu de naissance|Date of issue/Date de délivrance"
            "|Date of expiry/Date d'expiration|Issuing Authority/Autorité de délivrance"
            "|Passport No./N° de passeport|french short",
        ),
    )
}
OFFICES = {"DEU": "STADT OSNABRÜCK", "GBR": "HMPO", "USA": "UNITED STATES DEPARTMENT OF STATE",
           "FRA": "Préfecture de l'Orne", "ESP": "DGP-28066D6P1", "PRT": "IRN, I.P.",
           "VNM": "Cục Quản lý xuất nhập cảnh", "IND": "NAGPUR", "IDN": "SEMARANG", "CAN": "GATINEAU"}  # fmt: skip


def _passport_truth(doc: Doc, authority: str) -> None:
    held = doc.person
    doc.states(
        surname=upper(held.surname) or None,
        given_names=upper(held.given),
        sex=held.sex,
        birth_date=held.birth,
        birth_place=upper(held.birth_place),
        nationality=held.country.code,
        passport_number=held.passport,
        issued_on=held.passport_issued,
        expires_on=held.passport_expires,
        issuing_country=held.country.code,
        authority=authority,
    )


def _zone(doc: Doc, lines: tuple[str, ...], left: float, top: float, width: float) -> None:
    """Print a zone so wide that its 44 or 30 letters have the standard's pitch of 2.54 mm."""
    size = 11.5
    natural = doc.pen.measure(lines[0], size, latin="ocrb")
    size *= width / natural
    for line in lines:
        doc.pen.put(left, top, line, size, latin="ocrb")
        top += 6.35 * width / 112


def _passport_page(doc: Doc, *, photo_left: bool, top: float = 0) -> None:
    pen, held = doc.pen, doc.person
    words = PASSPORTS[held.country.code]
    authority = OFFICES[held.country.code]
    shown = {name: write_day(day, words.day) for name, day in (
        ("birth", held.birth), ("issued", held.passport_issued), ("expires", held.passport_expires))}  # fmt: skip
    left = 42 if photo_left else 8
    pen.put(8, top + 4, words.head, 8, bold=True, colour=NAVY, latin="sans")
    pen.put(8, top + 9, doc.pick("PASSPORT", "PASSPORT / PASSEPORT"), 7, colour=NAVY, latin="sans")
    pen.photo(5 if photo_left else 86, top + 18, 33, 43)
    code = {"DEU": "D"}.get(held.country.code, held.country.code)
    pen.field(left, top + 12, "Type/Type", "P", 9, 5, latin="sans")
    pen.field(left + 15, top + 12, "Code/Code", code, 9, 5, latin="sans")
    pen.field(left + 34, top + 12, words.number, held.passport, 10, 5, bold=True, latin="sans")
    y = top + 19.5
    if held.surname:
        pen.field(
            left, y, words.surname, upper(held.surname), 9, 5, latin="sans", room=78 if photo_left else 70
        )
        y += 7
    pen.field(left, y, words.given, upper(held.given), 9, 5, latin="sans")
    y += 7
    pen.field(left, y, words.nationality, held.country.citizen, 9, 5, latin="sans")
    y += 7
    pen.field(left, y, words.birth, shown["birth"], 9, 5, latin="sans")
    pen.field(left + 48, y, words.sex, held.sex, 9, 5, latin="sans")
    y += 7
    pen.field(left, y, words.place, upper(held.birth_place), 9, 5, latin="sans")
    y += 7
    pen.field(left, y, words.issued, shown["issued"], 9, 5, latin="sans")
    pen.field(left + 45, y, words.authority, authority, 8, 5, latin="sans")
    y += 7
    pen.field(left, y, words.expires, shown["expires"], 9, 5, latin="sans")
    _zone(doc, mrz.passport(held), 6.5, top + 72, 112)
    _passport_truth(doc, authority)


def _paper_page(doc: Doc, size: tuple[float, float]) -> None:
    doc.pen.page(size)
    light = [(250, 242, 236), (236, 244, 250), (240, 248, 240), (248, 240, 246)]
    top, bottom = doc.rng.choice(light), doc.rng.choice(light)
    doc.pen.tint(top, bottom)
    wave = tuple(round(channel * 0.93) for channel in doc.rng.choice(light))
    doc.pen.waves(wave, step=doc.rng.uniform(1.1, 2.0))  # type: ignore[arg-type]


@layout("passport")
def card_page(doc: Doc) -> None:
    doc.somebody("DEU", "GBR", "USA", "FRA", "CAN")
    _paper_page(doc, PASSPORT_PAGE)
    _passport_page(doc, photo_left=True)


@layout("passport")
def spread(doc: Doc) -> None:
    """Both open pages, the upper one with remarks."""
    doc.somebody("ESP", "PRT", "VNM", "IND", "IDN")
    _paper_page(doc, (125, 176))
    pen = doc.pen
    pen.put(62, 12, doc.pick("Observations / Remarques", "OFFICIAL REMARKS"), 8, align="centre", latin="sans")
    pen.put(62, 30, f"{doc.rng.randint(2, 5)}", 7, align="centre", latin="sans")
    pen.rule(0, 88, 125, 88, 0.2, (200, 200, 205))
    _passport_page(doc, photo_left=True, top=88)


@layout("passport")
def copied(doc: Doc) -> None:
    """A copy on A4, photo on the right."""
    doc.somebody(*PASSPORTS)
    _paper_page(doc, PASSPORT_PAGE)
    _passport_page(doc, photo_left=False)
    doc.pen.lay_on_a4()


PURPOSES = ("工作", "私人事务", "团聚", "学习")


@layout("visa")
def sticker(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    issued = days_ago(rng, 20, 500)
    before = issued + timedelta(days=rng.choice([90, 180, 365]))
    sort, stay = rng.choice(
        [("Z", "000"), ("S1", "000"), ("Q1", "000"), ("M", "060"), ("R", "180"), ("Q2", "120")]
    )
    visa_number = number(rng, "A9999999")
    _paper_page(doc, (120, 80))
    pen.put(6, 4, "中华人民共和国签证", 12, bold=True, colour=NAVY, han="song")
    pen.put(64, 5, "CHINESE VISA", 10, colour=NAVY, latin="sans")
    pen.put(97, 11, visa_number, 10, colour=RED, latin="sans")
    rows = (
        (6, 16, "类别 CATEGORY", sort),
        (6, 24, "入境前有效 ENTER BEFORE", write_day(before, "abc").replace(" ", "")),
        (6, 32, "姓名 FULL NAME", held.filed),
        (6, 40, "护照号码 PASSPORT NO.", held.passport),
        (6, 48, "备注 REMARKS", doc.pick("*******", "无", "居留许可须在入境后30日内办理")),
        (52, 16, "入境次数 ENTRIES", doc.pick("01 (壹)", "02 (贰)", "M (多)")),
        (52, 24, "每次停留 DURATION OF EACH STAY", f"{stay} 天/DAYS"),
        (52, 40, "出生日期 BIRTH DATE", write_day(held.birth, "abc").replace(" ", "")),
        (89, 16, "签发日期 ISSUE DATE", write_day(issued, "abc").replace(" ", "")),
        (89, 24, "签发地点 ISSUED AT", f"{held.country.capital_zh} {held.country.capital}"),
    )
    for x, y, label, value in rows:
        pen.field(
            x, y, label, value, 8.5, 5.5, latin="sans", han="hei", room=86 if value == held.filed else None
        )
    pen.photo(96, 36, 20, 26)
    _zone(doc, mrz.visa(held, visa_number, before), 5, 66, 110)
    doc.states(name=held.filed, passport_number=held.passport, birth_date=held.birth, issued_on=issued,
               expires_on=before, document_number=visa_number, nationality=held.country.code, sex=held.sex)  # fmt: skip


@layout("visa")
def older_sticker(doc: Doc) -> None:
    """Labels left of their values, dates in numbers; stuck in a passport page."""
    held, pen, rng = doc.person, doc.pen, doc.rng
    issued = days_ago(rng, 20, 400)
    before = same_day(issued, 1)
    visa_number = number(rng, "A9999999")
    _paper_page(doc, (125, 88))
    pen.put(62, 4, "中华人民共和国签证", 12, bold=True, align="centre")
    pen.put(62, 10, "VISA  THE PEOPLE'S REPUBLIC OF CHINA", 8, align="centre", latin="sans")
    pen.pairs(
        6, 18,
        [("种类 TYPE", doc.pick("L", "F", "X1", "S2")), ("有效期至 VALID UNTIL", write_day(before, "iso")),
         ("签发日期 DATE OF ISSUE", write_day(issued, "iso")), ("姓名 NAME", held.filed),
         ("护照号 PASSPORT NO", held.passport), ("出生日期 DATE OF BIRTH", write_day(held.birth, "iso"))],
        9, gap=44, leading=2.1,
    )  # fmt: skip
    pen.put(86, 18, f"NO. {visa_number}", 9, colour=RED, latin="sans")
    pen.put(86, 25, doc.pick("入境次数 2 次", "ENTRIES: MULTIPLE"), 8)
    _zone(doc, mrz.visa(held, visa_number, before), 6, 72, 112)
    pen.seal(98, 48, "中华人民共和国驻" + held.country.chinese + "大使馆", "签证专用章", size=26)
    doc.states(name=held.filed, passport_number=held.passport, birth_date=held.birth, issued_on=issued,
               expires_on=before, document_number=visa_number, nationality=held.country.code, sex=held.sex)  # fmt: skip


@layout("visa")
def issued_at_home(doc: Doc) -> None:
    """A visa that an exit-entry office issued, copied on A4."""
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 5, 170)
    until = issued + timedelta(days=180)
    visa_number = number(rng, "B99999999")
    _paper_page(doc, (125, 88))
    pen.put(8, 5, "中华人民共和国签证  CHINESE VISA", 11, bold=True, colour=NAVY)
    rows = (
        (8, 14, "姓名 Full Name", held.commas), (8, 23, "护照号码 Passport No.", held.passport),
        (8, 32, "出生日期 Birth Date", write_day(held.birth, "dots")), (8, 41, "性别 Sex", held.sex),
        (8, 50, "备注 Remarks", doc.pick("实习", "家庭团聚", "人才")),
        (60, 14, "类别 Category", doc.pick("S2", "R", "M", "Q2")), (60, 23, "签发日期 Issue Date", write_day(issued, "dots")),
        (60, 32, "有效期至 Valid Until", write_day(until, "dots")),
        (60, 41, "停留期 Duration of Stay", "180天"), (60, 50, "签发地 Issued At", f"{firm.province}{firm.city}"),
    )  # fmt: skip
    for x, y, label, value in rows:
        pen.field(x, y, label, value, 9, 5.5, latin="sans", han="hei", room=50 if x < 20 else 36)
    pen.put(96, 8, visa_number, 9, colour=RED)
    pen.photo(100, 14, 20, 27)
    _zone(doc, mrz.visa(held, visa_number, until), 6, 72, 112)
    pen.lay_on_a4()
    doc.states(name=held.commas, passport_number=held.passport, birth_date=held.birth, sex=held.sex, issued_on=issued,
               expires_on=until, document_number=visa_number, nationality=held.country.code)  # fmt: skip


def _permit(doc: Doc) -> tuple[date, date, str]:
    issued = days_ago(doc.rng, 30, 700)
    until = same_day(issued, doc.rng.choice([1, 2, 3, 5]))
    permit = number(doc.rng, "A99999999") if doc.rng.random() < 0.5 else number(doc.rng, "999999999")
    held = doc.person
    doc.states(passport_number=held.passport, birth_date=held.birth, sex=held.sex, issued_on=issued,
               expires_on=until, document_number=permit, nationality=held.country.code)  # fmt: skip
    return issued, until, permit


@layout("residence-permit")
def permit_sticker(doc: Doc) -> None:
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, until, permit = _permit(doc)
    _paper_page(doc, (125, 88))
    pen.put(62, 4, "中华人民共和国外国人居留许可", 12, bold=True, colour=NAVY, align="centre")
    pen.put(
        62,
        10,
        "RESIDENCE PERMIT FOR FOREIGNERS IN THE PEOPLE'S REPUBLIC OF CHINA",
        6.5,
        align="centre",
        latin="sans",
    )
    rows = (
        (8, 16, "姓名 Name", held.filed), (8, 24, "出生日期 Date of Birth", write_day(held.birth, "iso")),
        (8, 32, "居留事由 Purpose of Residence", doc.pick(*PURPOSES)), (8, 40, "签发日期 Date of Issue", write_day(issued, "iso")),
        (8, 48, "签发机关 Issued by", f"{firm.city}公安局"), (8, 56, "备注 Remarks", firm.chinese),
        (60, 16, "护照号码 Passport No.", held.passport), (60, 24, "性别 Sex", held.sex),
        (60, 32, "国籍 Nationality", held.country.chinese), (60, 40, "有效期至 Valid Until", write_day(until, "iso")),
    )  # fmt: skip
    for x, y, label, value in rows:
        pen.field(x, y, label, value, 9, 5.5, latin="sans", han="hei", room=50 if x < 20 else 36)
    pen.put(95, 4, permit, 9, colour=RED)
    pen.photo(97, 15, 22, 29)
    _zone(doc, mrz.visa(held, permit, until, doc.pick("R", "C", "<")), 6, 72, 112)
    doc.states(name=held.filed, authority=f"{firm.city}公安局", employer=firm.chinese)


@layout("residence-permit")
def permit_copied(doc: Doc) -> None:
    """Labels and values in one line, Chinese days, on A4."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, until, permit = _permit(doc)
    _paper_page(doc, (125, 88))
    pen.put(62, 5, "外国人居留许可", 14, bold=True, align="centre")
    pen.put(62, 12, "FOREIGNER'S RESIDENCE PERMIT", 8, align="centre", latin="sans")
    pen.put(118, 5, f"No.{permit}", 9, align="right", colour=RED)
    pen.pairs(
        8, 19,
        [("姓名:", held.commas), ("国籍:", held.country.chinese), ("性别:", sex_word(held.sex, "zh")),
         ("出生日期:", any_zh(doc.rng, held.birth, formal=True)), ("护照号码:", held.passport),
         ("居留事由:", doc.pick(*PURPOSES)), ("有效期至:", any_zh(doc.rng, until, formal=True)),
         ("签发日期:", any_zh(doc.rng, issued, formal=True))],
        9, gap=22 if doc.rng.random() < 0.5 else 0, leading=1.9, room=40,
    )  # fmt: skip
    pen.put(70, 26, f"签发地:{firm.city}", 9)
    pen.put(70, 33, "备注:工作单位" if doc.rng.random() < 0.3 else "备注:", 9)
    for number_, line in enumerate(pen.wrap(firm.chinese, 44, 8)):
        pen.put(70, 39 + 4 * number_, line, 8)
    _zone(doc, mrz.visa(held, permit, until, doc.pick("R", "C", "<")), 6, 73, 112)
    pen.seal(98, 56, f"{firm.city}公安局出入境管理局", "证件专用章", size=26)
    pen.lay_on_a4(caption=doc.pick("", "", "与原件核对无误"))
    doc.states(name=held.commas, employer=firm.chinese)


@layout("residence-permit")
def permit_english_days(doc: Doc) -> None:
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, until, permit = _permit(doc)
    _paper_page(doc, (125, 88))
    pen.put(8, 4, "中华人民共和国", 10, bold=True)
    pen.put(8, 9, "居留许可 RESIDENCE PERMIT", 12, bold=True, latin="sans")
    rows = (
        (8, 18, "证件号码 PERMIT NO.", permit), (8, 26, "姓名 NAME IN FULL", held.filed),
        (8, 34, "护照号 PASSPORT NO.", held.passport), (8, 42, "出生日期 DATE OF BIRTH", write_day(held.birth, "abc")),
        (8, 50, "签发日期 ISSUE DATE", write_day(issued, "abc")), (8, 58, "备注 REMARKS", firm.chinese),
        (58, 18, "许可种类 TYPE", doc.pick("工作类居留 WORK", "私人事务类 PERSONAL AFFAIRS", "团聚类 REUNION")),
        (58, 34, "性别 SEX", held.sex), (58, 42, "国籍 NATIONALITY", f"{held.country.chinese} {held.country.code}"),
        (58, 50, "居留有效期至 VALID UNTIL", write_day(until, "abc")),
    )  # fmt: skip
    for x, y, label, value in rows:
        pen.field(x, y, label, value, 8.5, 5.5, latin="sans", han="zenhei", room=48 if x < 20 else 38)
    pen.photo(99, 16, 20, 27)
    _zone(doc, mrz.visa(held, permit, until, doc.pick("R", "C", "<")), 6, 73, 112)
    doc.states(name=held.filed, employer=firm.chinese)


def _card_number(doc: Doc) -> str:
    body = f"9{doc.firm.code[2:4]}{number(doc.rng, '999')}{doc.person.birth:%Y%m%d}{number(doc.rng, '999')}"
    return body + mod_11_2(body)


def _five_star(doc: Doc) -> tuple[str, date]:
    """Draw the front of the card of 2023 and state it."""
    held, pen = doc.person, doc.pen
    until = same_day(days_ago(doc.rng, 30, 1000), 10)
    card_number = _card_number(doc)
    _paper_page(doc, (85.6, 54))
    pen.put(6, 3.5, "中华人民共和国", 8, bold=True)
    pen.put(6, 7.5, "外国人永久居留身份证", 10, bold=True, han="hei")
    pen.put(6, 12, "FOREIGN PERMANENT RESIDENT ID CARD", 5.5, latin="sans")
    pen.field(6, 16, "姓名 / Name", held.filed, 8, 5, latin="sans", room=52)
    if held.chinese:
        pen.put(6, 22, held.chinese, 8, room=52)
        doc.states(chinese_name=held.chinese)
    pen.field(6, 26.5, "性别 / Sex", sex_word(held.sex, "both"), 8, 5, latin="sans")
    pen.field(26, 26.5, "出生日期 / Date of Birth", write_day(held.birth, "dots"), 8, 5, latin="sans")
    pen.field(
        6, 34, "国籍 / Nationality", f"{held.country.chinese} / {held.country.code}", 8, 5, latin="sans"
    )
    pen.field(36, 34, "有效期至 / Date of Expiry", write_day(until, "dots"), 8, 5, latin="sans")
    pen.put(6, 44, "证件号码 / ID No.", 5, latin="sans")
    pen.put(26, 43, card_number, 10, latin="sans", bold=True)
    pen.photo(60, 16, 21, 26)
    doc.states(name=held.filed, sex=held.sex, birth_date=held.birth, nationality=held.country.code,
               expires_on=until, card_number=card_number)  # fmt: skip
    return card_number, until


@layout("permanent-residence-card")
def five_star_front(doc: Doc) -> None:
    _five_star(doc)


@layout("permanent-residence-card")
def five_star_both(doc: Doc) -> None:
    _, until = _five_star(doc)
    pen = doc.pen
    issued = same_day(until, -10)
    _paper_page(doc, (85.6, 54))
    pen.put(6, 5, "签发机关 Issuing Authority", 6, latin="sans")
    pen.put(6, 9, "中华人民共和国国家移民管理局", 8)
    pen.put(6, 13.5, "National Immigration Administration, PRC", 6, latin="sans")
    pen.put(6, 19, f"有效期限 Period of Validity  {issued:%Y.%m.%d}-{until:%Y.%m.%d}", 7, latin="sans")
    for at, line in enumerate(
        mrz.card(doc.person, doc.truths[-1].value if isinstance(doc.truths[-1].value, str) else "", until)
    ):
        pen.put(6, 33 + at * 5.5, line, 8.6, latin="ocrb")
    pen.lay_on_a4(2)
    doc.states(valid_from=issued, authority="国家移民管理局")


@layout("permanent-residence-card")
def earlier_card(doc: Doc) -> None:
    """The card before 2023 with 15 characters."""
    held, pen = doc.person, doc.pen
    issued = days_ago(doc.rng, 1200, 3000)
    until = same_day(issued, 10)
    code = f"{held.country.code}{doc.firm.code[2:6]}{number(doc.rng, '99999999')}"
    _paper_page(doc, (85.6, 54))
    pen.put(43, 4, "外国人永久居留身份证", 10, bold=True, align="centre")
    pen.put(43, 9, "PERMANENT RESIDENCE IDENTITY CARD", 5.5, align="centre", latin="sans")
    pen.pairs(6, 14, [("姓名 Name", held.filed), ("出生日期 Date of Birth", write_day(held.birth, "dots")),
                      ("性别 Sex", sex_word(held.sex, "both")), ("国籍 Nationality", held.country.chinese),
                      ("有效期限 Valid", f"{issued:%Y.%m.%d}-{until:%Y.%m.%d}"),
                      ("签发机关 Issued by", "公安部"), ("证件号码 No.", code)], 7, gap=26, leading=1.95, room=28)  # fmt: skip
    pen.photo(61, 14, 20, 26)
    pen.lay_on_a4()
    doc.states(name=held.filed, sex=held.sex, birth_date=held.birth, nationality=held.country.code, valid_from=issued,
               expires_on=until, card_number=code)  # fmt: skip


@layout("photo-page")
def portraits(doc: Doc) -> None:
    """Small photos glued on a sheet, nothing else to read but a heading."""
    pen = doc.pen
    pen.page()
    pen.centre(20, doc.pick("照片粘贴页", "申请人近期照片", "PHOTOS"), 16)
    for at in range(doc.rng.choice([2, 4])):
        pen.photo(40 + 50 * (at % 2), 50 + 65 * (at // 2), 33, 48)


@layout("sponsor-identity")
def resident_card(doc: Doc) -> None:
    """A Chinese resident identity card, both sides copied on A4."""
    pen, rng, firm = doc.pen, doc.rng, doc.firm
    from tests.support.papers.people import chinese_person

    name, _ = chinese_person(rng)
    sex = rng.choice("FM")
    birth, issued = days_ago(rng, 9000, 22000), days_ago(rng, 300, 3000)
    until = same_day(issued, 20)
    code = identity_number(rng, firm.code[2:8], birth, sex)
    _paper_page(doc, (85.6, 54))
    pen.pairs(6, 6, [("姓 名", name)], 9, gap=13)
    pen.pairs(6, 13, [("性 别", sex_word(sex, "zh"))], 9, gap=13)
    pen.put(32, 13, "民 族  汉", 9)
    pen.put(6, 20, f"出 生  {birth.year} 年 {birth.month} 月 {birth.day} 日", 9)
    pen.put(6, 27, "住 址", 9)
    for at, line in enumerate(pen.wrap(firm.address, 36, 9)):
        pen.put(19, 27 + 4.5 * at, line, 9)
    pen.put(6, 45, "公民身份号码", 9)
    pen.put(30, 44.5, code, 11, latin="sans")
    pen.photo(60, 8, 21, 28)
    _paper_page(doc, (85.6, 54))
    pen.put(30, 8, "中华人民共和国", 13, bold=True)
    pen.put(30, 16, "居 民 身 份 证", 17, bold=True)
    pen.put(18, 38, f"签发机关  {firm.city}公安局{firm.district.removesuffix('区')}分局", 9)
    pen.put(18, 45, f"有效期限  {issued:%Y.%m.%d}-{until:%Y.%m.%d}", 9)
    pen.lay_on_a4(2)
    doc.states(
        chinese_name=name,
        sex=sex,
        birth_date=birth,
        valid_from=issued,
        expires_on=until,
        document_number=code,
    )


LONG = LONG_CHINESE
BLACK = INK
