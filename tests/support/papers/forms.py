"""Forms, records and letters around an application."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import date, timedelta

from app.domain.reading import FactName
from tests.support.papers.book import Doc, layout, sex_word
from tests.support.papers.people import (
    TODAY,
    any_en,
    any_zh,
    chinese_person,
    days_ago,
    invent_person,
    number,
    same_day,
    write_day,
)


def _trips(doc: Doc, first: int, last: int) -> list[tuple[date, date | None]]:
    """Invent stays in China, the last one lasting."""
    rng, at = doc.rng, date(first, 1, doc.rng.randint(3, 25))
    stays: list[tuple[date, date | None]] = []
    while at.year <= last:
        left = at + timedelta(days=rng.randint(60, 260))
        if left >= TODAY:
            return [*stays, (at, None)]
        stays.append((at, left))
        at = left + timedelta(days=rng.randint(4, 30))
    return stays


def _stayed(doc: Doc, stays: list[tuple[date, date | None]]) -> None:
    for entered, left in stays:
        doc.state(FactName.ENTERED_ON, entered)
        if left:
            doc.state(FactName.LEFT_ON, left)


@layout("stay-record")
def entry_exit_list(doc: Doc) -> None:
    """The list of entries and exits of the immigration administration."""
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 60)
    first = rng.choice([2022, 2023])
    stays = [(a, b if b and b < issued else None) for a, b in _trips(doc, first, 2026) if a < issued]
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.centre(20, doc.pick("出入境记录查询结果", "出入境记录查询结果(电子文件)"), 19, bold=True)
    serial = number(rng, "99992026999999")
    pen.put(20, 36, f"编号:{serial}", 10)
    pen.put(
        20, 43, f"姓名:{held.filed}    性别:{sex_word(held.sex, 'zh')}    国籍:{held.country.chinese}", 10.5
    )
    pen.put(20, 50, f"出生日期:{write_day(held.birth, 'zh')}    证件号码:{held.passport}", 10.5)
    pen.put(20, 57, f"查询时间段:{first}年01月01日至{write_day(issued, 'zh0')}", 10.5)
    rows = [["序号", "出境/入境", "日期", "证件名称", "证件号码", "出入境口岸"]]
    moves = sorted(
        [(a, "入境") for a, _ in stays] + [(b, "出境") for _, b in stays if b], reverse=rng.random() < 0.5
    )
    for at, (day, what) in enumerate(moves):
        rows.append(
            [
                str(at + 1),
                what,
                write_day(day, "iso"),
                "普通护照",
                held.passport,
                doc.pick("浦东机场", "首都机场", "白云机场", "皇岗口岸"),
            ]
        )
    y = pen.table(20, 66, [16, 26, 34, 30, 36, 32], rows, 10, height=9)
    office = doc.pick("国家移民管理局", f"{firm.city}公安局出入境管理局")
    pen.put(150, y + 12, office, 11, align="centre")
    pen.put(150, y + 20, any_zh(rng, issued, formal=True), 11, align="centre")
    pen.seal(150, y + 16, office, "出入境记录查询专用章", size=40)
    doc.states(name=held.filed, sex=held.sex, nationality=held.country.code, birth_date=held.birth, passport_number=held.passport,
               issued_on=issued, document_number=serial, authority=office, period_from=date(first, 1, 1), period_until=issued)  # fmt: skip
    _stayed(doc, stays)


@layout("stay-record")
def entry_exit_pairs(doc: Doc) -> None:
    """Each row a stay: entered, left, days; with days of each year below."""
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 60)
    stays = [(a, b) for a, b in _trips(doc, 2023, 2025) if b and b.year <= 2025]
    pen.page()
    pen.latin = "sans"
    pen.centre(20, doc.pick("在华停居留时间统计表", "外国人出入境及在华居留天数统计"), 17, bold=True)
    pen.centre(29, "Record of Entries and Exits", 11)
    pen.pairs(22, 40, [("姓名 Name:", held.commas), ("护照号码 Passport No.:", held.passport)], 10.5)
    rows = [["序号 No.", "入境日期 Entry", "出境日期 Exit", "停留天数 Days"]]
    for at, (entered, left) in enumerate(stays):
        rows.append(
            [
                str(at + 1),
                write_day(entered, "slashes"),
                write_day(left, "slashes"),
                str((left - entered).days + 1),
            ]
        )
    y = pen.table(22, 56, [26, 48, 48, 44], rows, 10.5, height=9)
    pen.put(22, y + 6, "年度在华天数 Days in China per year", 11, bold=True)
    rows = [["年度 Year", "天数 Days"]]
    for year in (2023, 2024, 2025):
        days = sum(
            1
            for entered, left in stays
            for each in range(entered.toordinal(), left.toordinal() + 1)
            if date.fromordinal(each).year == year
        )
        rows.append([str(year), str(days)])
        doc.state(FactName.DAYS_IN_CHINA, days, year=year)
    y = pen.table(22, y + 14, [40, 40], rows, 10.5, height=9)
    pen.put(22, y + 10, f"制表日期:{any_zh(rng, issued)}", 10.5)
    pen.seal(150, y + 4, firm.chinese)
    doc.states(name=held.commas, passport_number=held.passport, issued_on=issued)
    _stayed(doc, stays)


@layout("stay-record")
def certificate(doc: Doc) -> None:
    """A certificate in words of the days in each year."""
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 60)
    days = {year: rng.randint(180, 350) for year in (2022, 2023, 2024, 2025)}
    pen.page()
    pen.centre(36, doc.pick("在华居住时间证明", "境内实际居住时间证明"), 22, bold=True)
    listed = ",".join(f"{year}年在华居住{count}天" for year, count in days.items())
    y = pen.para(
        28,
        62,
        154,
        f"经查询出入境记录,{held.filed}({held.country.chinese}籍,护照号码{held.passport}){listed}。",
        14,
        leading=2,
        indent=10,
    )
    office = f"{firm.city}公安局出入境管理支队"
    pen.put(180, y + 24, office, 13, align="right")
    pen.put(180, y + 34, any_zh(rng, issued, formal=True), 13, align="right")
    pen.seal(150, y + 30, office, "证明专用章")
    for year, count in days.items():
        doc.state(FactName.DAYS_IN_CHINA, count, year=year)
    doc.states(
        name=held.filed,
        nationality=held.country.code,
        passport_number=held.passport,
        issued_on=issued,
        authority=office,
    )


@layout("accommodation-registration")
def police_form(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 200)
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.centre(20, doc.pick("境外人员住宿登记表", "境外人员临时住宿登记单"), 18, bold=True)
    pen.centre(29, "REGISTRATION FORM OF TEMPORARY RESIDENCE FOR VISITORS", 10)
    station = f"{firm.city}公安局{firm.district}分局{doc.pick('望梅', '澄湖', '听涛')}派出所"
    until = same_day(issued, 1)
    y = pen.table(20, 42, [38, 48, 38, 46], [
        ["英文姓 Surname", (held.surname and held.filed.removesuffix(held.given.upper()).strip()) or "", "英文名 Given name", held.given.upper()],
        ["中文姓名 Chinese name", held.chinese, "性别 Sex", sex_word(held.sex, "zh")],
        ["出生日期 Date of birth", write_day(held.birth, "iso"), "国家/地区 Nationality", held.country.chinese],
        ["证件种类 Type of certificate", "普通护照", "证件号码 No.", held.passport],
        ["签证种类 Type of visa", "居留许可", "停留有效期至", write_day(until, "iso")],
        ["住宿地址 Address", firm.address, "<", "<"],
        ["入住日期 Date of check-in", write_day(issued, "iso"), "拟离开日期", write_day(until, "iso")],
        ["房主姓名 Landlord", chinese_person(rng)[0], "联系电话", firm.phone]], 10, height=12)  # fmt: skip
    pen.put(20, y + 8, f"登记单位:{station}", 11)
    pen.put(20, y + 16, f"登记日期:{any_zh(rng, issued)}", 11)
    pen.seal(150, y + 14, station, "户口专用章", size=38)
    doc.states(surname=held.filed.removesuffix(held.given.upper()).strip() or None, given_names=held.given.upper(), chinese_name=held.chinese,
               sex=held.sex, birth_date=held.birth, nationality=held.country.code, passport_number=held.passport, issued_on=issued, authority=station)  # fmt: skip


@layout("accommodation-registration")
def slip(doc: Doc) -> None:
    """A small printed slip of a self-service machine."""
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 200)
    pen.page((148, 105))
    pen.centre(8, "境外人员住宿登记凭证", 14, bold=True)
    pen.pairs(12, 22, [("姓名:", held.commas), ("国籍:", held.country.chinese), ("护照号:", held.passport), ("现住址:", firm.address),
                       ("登记时间:", write_day(issued, doc.pick("iso", "zh0"))), ("登记机关:", f"{firm.city}公安局出入境管理支队")],
              10.5, gap=24, leading=2.2)  # fmt: skip
    pen.put(12, 84, "请妥善保管此凭证,变更住址后24小时内须重新登记。", 8.5)
    doc.states(name=held.commas, nationality=held.country.code, passport_number=held.passport, issued_on=issued,
               authority=f"{firm.city}公安局出入境管理支队")  # fmt: skip


@layout("accommodation-registration")
def hotel_like(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 200)
    pen.page()
    pen.latin = "sans"
    pen.centre(22, "临时住宿登记表", 18, bold=True)
    pen.centre(31, "Temporary Accommodation Registration Form for Foreigners", 11)
    y = pen.pairs(24, 46, [("姓名 Full name", held.filed), ("性别 Sex", sex_word(held.sex, "both")), ("国籍 Nationality", f"{held.country.chinese} {held.country.code}"),
                           ("出生年月日 Date of birth", any_en(rng, held.birth)), ("护照号码 Passport number", held.passport),
                           ("何日抵达 Date of arrival", any_en(rng, issued)), ("住址 Address", firm.english_address)],
                  11, gap=60, leading=2.3, rule=True)  # fmt: skip
    pen.put(24, y + 10, "派出所盖章 Stamp of police station", 10.5)
    pen.put(24, y + 20, f"日期 Date: {any_zh(rng, issued)}", 10.5)
    pen.seal(130, y + 16, f"{firm.city}公安局{firm.district}派出所", "境外人员登记专用章", size=38)
    doc.states(
        name=held.filed,
        sex=held.sex,
        nationality=held.country.code,
        birth_date=held.birth,
        passport_number=held.passport,
        issued_on=issued,
    )


@layout("application-form")
def permanent(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 1, 40)
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.centre(16, doc.pick("外国人在中国永久居留申请表", "外国人永久居留身份证申请表"), 18, bold=True)
    pen.centre(25, "APPLICATION FORM FOR PERMANENT RESIDENCE IN CHINA", 10)
    marital = doc.pick("已婚 Married", "未婚 Single")
    y = pen.table(16, 36, [36, 48, 34, 30], [
        ["姓 Surname", held.filed.removesuffix(held.given.upper()).strip() or "/", "名 Given names", held.given.upper()],
        ["中文姓名 Name in Chinese", held.chinese, "性别 Sex", sex_word(held.sex, "zh")],
        ["出生日期 Date of birth", write_day(held.birth, "iso"), "出生地 Place of birth", held.birth_place],
        ["国籍 Nationality", f"{held.country.chinese}", "婚姻状况 Marital status", marital],
        ["护照号码 Passport No.", held.passport, "护照有效期至", write_day(held.passport_expires, "iso")]], 9.5, height=13)  # fmt: skip
    pen.photo(168, 40, 30, 42)
    y = pen.table(16, y, [36, 142], [["在华住址", firm.address], ["工作单位", firm.chinese], ["申请事由 Purpose", doc.pick("任职 Employment", "团聚 Reunion")],
                                     ["是否有犯罪记录 Criminal record", "无 No"]], 9.5, height=13)  # fmt: skip
    pen.para(
        16,
        y + 6,
        178,
        "我声明以上所填内容真实完整。I declare that the information given above is true and complete.",
        10,
    )
    pen.put(16, y + 24, "申请人签名 Signature:", 10.5)
    pen.signature(62, y + 27)
    pen.put(126, y + 24, f"日期 Date: {write_day(issued, 'iso')}", 10.5)
    surname = held.filed.removesuffix(held.given.upper()).strip()
    doc.states(surname=surname or None, given_names=held.given.upper(), chinese_name=held.chinese, sex=held.sex, birth_date=held.birth,
               birth_place=held.birth_place, nationality=held.country.code, passport_number=held.passport,
               marital_status="married" if "已婚" in marital else "single", employer=firm.chinese, issued_on=issued)  # fmt: skip


@layout("application-form")
def visa_and_permit(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 1, 40)
    pen.page()
    pen.centre(14, "外国人签证证件申请表", 18, bold=True)
    pen.centre(23, "VISA AND RESIDENCE PERMIT APPLICATION FORM", 10)
    y = pen.pairs(18, 36, [("1.1 英文姓 Surname:", held.filed.removesuffix(held.given.upper()).strip() or "无"), ("1.2 英文名 Given name:", held.given.upper()),
                           ("1.3 中文姓名 Chinese name:", held.chinese), ("1.4 性别 Sex:", sex_word(held.sex, "zh en")),
                           ("1.5 出生日期 Date of birth:", write_day(held.birth, "zh")), ("1.6 国籍 Nationality:", held.country.chinese),
                           ("2.1 护照号码 Passport No.:", held.passport), ("2.2 有效期至 Valid until:", write_day(held.passport_expires, "zh")),
                           ("3. 在华住址 Address in China:", firm.address), ("4. 申请 Apply for:", "☑居留许可 Residence permit  □签证 Visa"),
                           ("5. 单位 Organization:", firm.chinese)], 10.5, gap=60, leading=2.2, rule=True)  # fmt: skip
    pen.photo(162, 36, 30, 40)
    pen.put(18, y + 10, "申请人签名 Applicant's signature", 10.5)
    pen.signature(84, y + 13)
    pen.put(130, y + 10, any_zh(rng, issued, formal=True), 10.5)
    pen.seal(160, y + 30, firm.chinese)
    doc.states(surname=held.filed.removesuffix(held.given.upper()).strip() or None, given_names=held.given.upper(), chinese_name=held.chinese, sex=held.sex,
               birth_date=held.birth, nationality=held.country.code, passport_number=held.passport,
               employer=firm.chinese, issued_on=issued)  # fmt: skip


@layout("invitation-letter")
def invitation_chinese(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 90)
    pen.page()
    pen.centre(34, doc.pick("邀 请 函", "邀请信"), 25, bold=True)
    pen.put(
        28,
        56,
        f"{held.country.chinese}驻华大使馆签证处:" if rng.random() < 0.4 else "中华人民共和国驻外使领馆:",
        13,
    )
    y = pen.para(28, 68, 154, f"我公司拟邀请{held.country.chinese}公民{held.filed}({sex_word(held.sex, 'zh')},{write_day(held.birth, 'zh')}出生,护照号码{held.passport})来华进行"
                 f"{doc.pick('技术交流', '商务洽谈', '项目实习')},停留约{rng.choice([30, 60, 90, 180])}天,其在华费用由我公司承担。", 13.5, leading=2, indent=10)  # fmt: skip
    pen.put(28, y + 6, f"邀请单位地址:{firm.address}", 11.5)
    pen.put(28, y + 14, f"联系电话:{firm.phone}", 11.5)
    pen.put(178, y + 32, firm.chinese, 13, align="right")
    pen.put(178, y + 42, any_zh(rng, issued, formal=True), 13, align="right")
    pen.seal(146, y + 38, firm.chinese)
    doc.states(
        name=held.filed,
        sex=held.sex,
        nationality=held.country.code,
        birth_date=held.birth,
        passport_number=held.passport,
        issued_on=issued,
    )


@layout("invitation-letter")
def invitation_english(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    issued = days_ago(rng, 2, 90)
    pen.page()
    pen.put(24, 22, firm.english, 13, bold=True)
    pen.put(24, 42, any_en(rng, issued), 11)
    pen.centre(56, doc.pick("INVITATION LETTER", "Letter of Invitation"), 17, bold=True)
    y = pen.para(24, 76, 162, f"We cordially invite {held.natural}, {held.country.adjective}, passport number {held.passport}, date of birth "
                 f"{any_en(rng, held.birth)}, to visit our company in China for {doc.pick('an internship', 'business meetings')}.", 11.5, leading=1.8)  # fmt: skip
    pen.put(24, y + 14, "Yours sincerely,", 11.5)
    pen.signature(24, y + 28)
    pen.seal(120, y + 26, firm.chinese)
    doc.states(
        name=held.natural,
        nationality=held.country.code,
        birth_date=held.birth,
        passport_number=held.passport,
        issued_on=issued,
    )


@layout("power-of-attorney")
def attorney_chinese(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    issued = days_ago(rng, 2, 90)
    agent = chinese_person(rng)[0]
    birth = days_ago(rng, 9000, 16000)
    pen.page()
    pen.centre(34, doc.pick("委 托 书", "授权委托书"), 25, bold=True)
    identity = number(rng, "330212") + f"{birth:%Y%m%d}" + "4016"
    y = pen.pairs(
        28,
        58,
        [
            ("委托人:", f"{held.filed}(护照号码:{held.passport})"),
            ("受托人:", f"{agent}(身份证号码:{identity})"),
        ],
        12.5,
    )
    y = pen.para(28, y + 4, 154, f"本人{held.filed},因工作繁忙,特委托{agent}代为办理外国人永久居留申请的递交材料及领取证件等相关手续。受托人在权限范围内签署的文件,本人均予承认。",
                 13, leading=2, indent=10)  # fmt: skip
    pen.put(28, y + 8, f"委托期限:自签署之日起至{write_day(same_day(issued, 1), 'zh')}止。", 12)
    pen.put(110, y + 26, "委托人签名:", 12.5)
    pen.signature(138, y + 29)
    pen.put(110, y + 36, any_zh(rng, issued, formal=True), 12.5)
    doc.states(name=held.filed, passport_number=held.passport, issued_on=issued)


@layout("power-of-attorney")
def attorney_english(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    issued = days_ago(rng, 2, 90)
    agent = invent_person(rng, "CAN")
    pen.page()
    pen.centre(34, "POWER OF ATTORNEY", 20, bold=True)
    y = pen.para(26, 60, 158, f"I, {held.natural}, holder of passport No. {held.passport}, hereby appoint {agent.natural} as my attorney to submit on my "
                 "behalf the application for permanent residence in China and to collect all documents relating thereto.", 12, leading=1.9)  # fmt: skip
    pen.put(26, y + 16, f"Signed on {any_en(rng, issued)}", 12)
    pen.signature(26, y + 34)
    pen.put(26, y + 42, held.natural, 11)
    doc.states(name=held.natural, passport_number=held.passport, issued_on=issued)
