"""Papers of companies and schools."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import date

from tests.support.papers.book import Doc, layout
from tests.support.papers.pen import BLUE
from tests.support.papers.people import (
    any_en,
    any_zh,
    capitals,
    days_ago,
    han_number,
    number,
    write_day,
)


def _licensed(doc: Doc, issued: date | None) -> None:
    firm = doc.firm
    doc.states(employer=firm.chinese, credit_code=firm.code, business_scope=firm.scope, issued_on=issued)


@layout("business-licence")
def landscape(doc: Doc) -> None:
    """The licence with its golden frame, lying."""
    pen, firm, rng = doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 60, 2000)
    pen.page((297, 210), (253, 249, 238))
    pen.waves((246, 236, 212))
    pen.frame(8, (196, 160, 70), 2.0, 3)
    pen.centre(24, "营 业 执 照", 34, bold=True)
    pen.centre(42, doc.pick("(副 本)", "(副  本)1-1", "(正 本)"), 13)
    pen.put(24, 50, "统一社会信用代码", 10)
    pen.put(24, 56, firm.code, 13, bold=True, latin="sans")
    kind = doc.pick("有限责任公司(外国法人独资)", "有限责任公司(自然人投资或控股)", "股份有限公司(非上市)")
    left = [("名    称", firm.chinese), ("类    型", kind), ("法定代表人", firm.legal)]
    right = [("注册资本", f"{capitals(firm.capital).removesuffix('元整')}万元整"), ("成立日期", write_day(firm.founded, "zh0")),
             ("营业期限", f"{write_day(firm.founded, 'zh0')}至长期"), ("住    所", "")]  # fmt: skip
    y = pen.pairs(26, 74, left, 12, gap=30, leading=2.6)
    pen.put(26, y, "经营范围", 12)
    pen.para(56, y, 88, firm.scope, 10.5, leading=1.5)
    y = pen.pairs(158, 74, right, 12, gap=28, leading=2.6)
    pen.para(186, y - 11, 84, firm.address, 11)
    pen.put(160, 158, "登记机关", 13)
    pen.put(
        214, 176, doc.pick(f"{issued.year} 年 {issued.month} 月 {issued.day} 日", write_day(issued, "zh")), 13
    )
    pen.seal(226, 168, f"{firm.city}市场监督管理局", "", size=42)
    pen.put(148, 195, "国家企业信用信息公示系统网址:http://www.gsxt.example", 8, align="centre")
    _licensed(doc, issued)


@layout("business-licence")
def portrait(doc: Doc) -> None:
    """The earlier standing form."""
    pen, firm, rng = doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 1500, 3500)
    pen.page((210, 297), (252, 250, 244))
    pen.frame(10, (170, 60, 50), 1.4, 2.4)
    pen.centre(30, "营业执照", 36, bold=True)
    pen.put(180, 52, f"统一社会信用代码 {firm.code}", 11, align="right")
    y = pen.pairs(26, 72, [("名 称", firm.chinese), ("类 型", "有限责任公司"), ("住 所", ""), ("", firm.address), ("法定代表人", firm.legal),
                           ("注册资本", f"人民币{firm.capital}万元"), ("成立日期", write_day(firm.founded, "zh")),
                           ("营业期限", f"自{write_day(firm.founded, 'zh')}至{write_day(firm.founded.replace(year=firm.founded.year + 30, day=1), 'zh')}")],
                  12, gap=32, leading=2.4)  # fmt: skip
    pen.put(26, y, "经营范围", 12)
    y = pen.para(58, y, 124, firm.scope, 11)
    pen.put(130, 236, "登记机关", 13)
    pen.put(130, 256, any_zh(rng, issued, formal=True), 13)
    pen.seal(150, 246, f"{firm.city}{firm.district}市场监督管理局", "", size=42)
    _licensed(doc, issued)


@layout("business-licence")
def institution(doc: Doc) -> None:
    """The certificate of a public institution (schools, hospitals)."""
    pen, firm, rng = doc.pen, doc.firm, doc.rng
    name = doc.pick("东溟大学", "江左理工大学", f"{firm.city}海洋研究院")
    issued = days_ago(rng, 60, 1500)
    code = "12" + firm.code[2:17] + rng.choice("0123456789")
    pen.page((297, 210), (253, 250, 242))
    pen.frame(8, (150, 40, 40), 1.8, 3)
    pen.centre(24, "事业单位法人证书", 30, bold=True)
    pen.centre(42, "(副 本)", 13)
    y = pen.pairs(30, 60, [("统一社会信用代码", code), ("名称", name), ("法定代表人", firm.legal), ("经费来源", "财政补助"),
                           ("开办资金", f"¥{firm.capital}万元"), ("举办单位", f"{firm.province}教育厅"), ("住所", firm.address),
                           ("有效期", f"自{write_day(issued, 'zh0')}至{write_day(issued.replace(year=issued.year + 5, day=1), 'zh0')}")],
                  12, gap=44, leading=2.4)  # fmt: skip
    pen.put(200, y + 6, f"登记管理机关 {write_day(issued, 'zh')}", 11)
    pen.seal(240, y + 6, f"{firm.city}事业单位登记管理局", "", size=40)
    doc.states(
        employer=name,
        credit_code=code,
        valid_from=issued,
        expires_on=issued.replace(year=issued.year + 5, day=1),
    )


@layout("annual-report")
def published(doc: Doc) -> None:
    """A firm's annual report as the publicity system prints it."""
    pen, firm, rng = doc.pen, doc.firm, doc.rng
    year = rng.choice([2022, 2023, 2024, 2025])
    issued = date(year + 1, rng.randint(2, 6), rng.randint(1, 28))
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.centre(16, "国家企业信用信息公示系统", 12)
    pen.centre(28, f"{firm.chinese}", 15, bold=True)
    pen.centre(38, doc.pick(f"{year}年度报告", f"企业年度报告书({year}年度)"), 17, bold=True)
    pen.put(22, 52, "基本信息", 12, bold=True)
    y = pen.table(22, 60, [40, 48, 38, 40], [
        ["统一社会信用代码", firm.code, "企业名称", firm.chinese], ["企业联系电话", firm.phone, "邮政编码", number(rng, "999999")],
        ["企业通信地址", firm.address, "<", "<"], ["企业经营状态", "开业", "从业人数", f"{rng.randint(12, 400)}人"],
        ["是否有网站或网店", "否", "是否有对外提供担保信息", "否"]], 10, height=11)  # fmt: skip
    pen.put(22, y + 6, "企业资产状况信息", 12, bold=True)
    y = pen.table(22, y + 14, [40, 48, 38, 40], [
        ["资产总额", f"{rng.randint(500, 90000)}.{number(rng, '99')}万元", "所有者权益合计", "企业选择不公示"],
        ["营业总收入", "企业选择不公示", "纳税总额", "企业选择不公示"]], 10, height=11)  # fmt: skip
    pen.put(22, y + 8, f"填报时间:{write_day(issued, 'zh')}", 10.5)
    pen.seal(158, y + 18, firm.chinese)
    doc.states(employer=firm.chinese, credit_code=firm.code, issued_on=issued)


def _study(doc: Doc) -> tuple[str, str, str, date]:
    school, school_en = doc.rng.choice([("东溟大学", "Dongming University"), ("江左理工大学", "Jiangzuo University of Technology"),
                                        ("北岭师范大学", "Beiling Normal University")])  # fmt: skip
    subject = doc.pick("机械工程", "国际经济与贸易", "临床医学", "计算机科学与技术")
    day = date(doc.rng.randint(2012, 2025), doc.rng.choice([1, 6, 7]), doc.rng.randint(1, 28))
    return school, school_en, subject, day


@layout("diploma")
def chinese_graduation(doc: Doc) -> None:
    """A 毕业证书 for a foreign student."""
    held, pen, rng = doc.person, doc.pen, doc.rng
    school, _, subject, day = _study(doc)
    degree = doc.pick("本科", "硕士研究生", "博士研究生")
    pen.page((297, 210), (252, 248, 238))
    pen.waves((242, 234, 214))
    pen.han = doc.pick("kai", "song")
    pen.frame(9, (170, 40, 40), 1.5, 2.5)
    pen.centre(26, doc.pick("毕 业 证 书", "普通高等学校毕业证书", f"{degree} 毕业证书"), 28, bold=True)
    pen.photo(40, 58, 33, 48)
    begun = day.replace(year=day.year - 4, month=9, day=1)
    y = pen.para(100, 60, 165, f"留学生 {held.filed},{'男' if held.sex == 'M' else '女'},{held.country.chinese}籍,{write_day(held.birth, 'zh')}生,于{begun.year}年9月至"
                 f"{day.year}年{day.month}月在本校{subject}专业{degree}学习,学制四年,修完教学计划规定的全部课程,成绩合格,准予毕业。", 15, leading=1.9, indent=10)  # fmt: skip
    serial = number(rng, "199991202605999999")
    pen.put(36, 176, f"证书编号:{serial}", 12)
    pen.put(190, y + 10, f"校 名:{school}    校(院)长:", 13)
    pen.signature(262, y + 14, 22)
    pen.put(200, 176, write_day(day, doc.pick("han", "zh")), 13)
    pen.seal(218, 168, school, "", size=42)
    doc.states(name=held.filed, sex=held.sex, birth_date=held.birth, nationality=held.country.code, university=school, issued_on=day,
               document_number=serial)  # fmt: skip


@layout("diploma")
def english_diploma(doc: Doc) -> None:
    held, pen, rng = doc.somebody("GBR", "USA", "AUS", "CAN", "IND"), doc.pen, doc.rng
    school = doc.pick(
        "Northmoor Institute of Technology", "University of East Ashdown", "Saint Brannock's College"
    )
    day = date(rng.randint(2008, 2024), rng.choice([5, 6, 7, 11]), rng.randint(1, 28))
    subject = doc.pick("Mechanical Engineering", "Business Administration", "Applied Physics")
    pen.page((297, 210), (253, 250, 240))
    pen.frame(10, (60, 50, 40), 1, 2)
    pen.centre(26, school, 28, bold=True)
    pen.centre(52, doc.pick("Diploma", "has conferred this diploma on", "DIPLOMA"), 15)
    pen.centre(66, held.natural, 26, latin="italic")
    pen.centre(88, "who has completed the prescribed course of study in", 13)
    pen.centre(100, subject, 17, bold=True)
    pen.centre(116, f"Given on {write_day(day, doc.pick('the dth', 'dmy', 'mdy'))}", 13)
    pen.signature(60, 160)
    pen.put(60, 168, "Chancellor", 11)
    pen.seal(220, 160, school.upper(), "", size=38, colour=(150, 110, 40), star=True)
    doc.states(name=held.natural, university=school, issued_on=day)


@layout("diploma")
def credential_report(doc: Doc) -> None:
    """The service centre's certificate about a foreign degree."""
    held, pen, rng = doc.person, doc.pen, doc.rng
    issued = days_ago(rng, 60, 2500)
    school = doc.pick("诺斯穆尔理工学院", "东阿什当大学")
    serial = f"教留服认{doc.pick('英', '澳', '美')}[{issued.year}]{number(rng, '99999')}号"
    pen.page()
    pen.centre(34, "国(境)外学历学位认证书", 22, bold=True)
    pen.put(182, 52, serial, 11, align="right")
    y = pen.para(
        28,
        66,
        154,
        f"{held.filed},{'男' if held.sex == 'M' else '女'},国籍{held.country.chinese},{write_day(held.birth, 'zh')}出生。",
        13,
        leading=2,
        indent=10,
    )
    y = pen.para(28, y, 154, f"{held.filed}于{issued.year - 3}年9月至{issued.year - 1}年7月在{school}学习,获得该校颁发的硕士学位证书。经核查,所获学位证书真实有效。",
                 13, leading=2, indent=10)  # fmt: skip
    office = "教育部留学服务中心"
    pen.put(180, y + 24, office, 13, align="right")
    pen.put(180, y + 34, any_zh(rng, issued, formal=True), 13, align="right")
    pen.seal(152, y + 30, office, "认证专用章", size=42)
    doc.states(name=held.filed, sex=held.sex, birth_date=held.birth, nationality=held.country.code, university=school, degree="硕士",
               issued_on=issued, document_number=serial, authority=office)  # fmt: skip


@layout("degree-certificate")
def chinese_degree(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    school, _, subject, day = _study(doc)
    degree = doc.pick("工学学士", "经济学硕士", "理学博士", "文学学士")
    level = degree[-2:]
    pen.page((297, 210), (250, 244, 244))
    pen.waves((240, 226, 226))
    pen.han = doc.pick("kai", "song")
    pen.centre(26, doc.pick(f"{level}学位证书", "学 位 证 书"), 30, bold=True)
    pen.photo(38, 58, 33, 48)
    y = pen.para(96, 62, 168, f"{held.filed},{'男' if held.sex == 'M' else '女'},{held.country.chinese}人,{write_day(held.birth, 'zh')}生。在本校{subject}专业"
                 f"完成了{level}学位培养计划规定的全部要求,成绩合格,根据《中华人民共和国学位条例》的规定,授予{degree}学位。", 15, leading=1.9, indent=10)  # fmt: skip
    serial = number(rng, "1999942026999999")
    pen.put(38, 174, f"证书编号:{serial}", 12)
    pen.put(176, y + 8, f"{school}  校长  学位评定委员会主席", 12)
    pen.put(196, 174, write_day(day, doc.pick("han", "zh")), 13)
    pen.seal(222, 166, school, "", size=42)
    doc.states(name=held.filed, sex=held.sex, birth_date=held.birth, nationality=held.country.code, university=school, degree=degree,
               issued_on=day, document_number=serial)  # fmt: skip


@layout("degree-certificate")
def english_degree(doc: Doc) -> None:
    held, pen, rng = doc.somebody("GBR", "USA", "AUS", "CAN", "IND", "POL", "TUR"), doc.pen, doc.rng
    school = doc.pick("University of East Ashdown", "Calderwick State University", "Northmoor University")
    degree = doc.pick(
        "Bachelor of Engineering",
        "Master of Science",
        "Doctor of Philosophy",
        "Master of Business Administration",
    )
    day = date(rng.randint(2008, 2024), rng.choice([5, 6, 7, 11]), rng.randint(1, 28))
    pen.page((297, 210), (254, 252, 246))
    pen.frame(10, (60, 70, 110), 1, 2)
    pen.centre(28, school.upper(), 26, bold=True)
    pen.centre(
        54, doc.pick("This is to certify that", "Be it known that", "The Senate hereby confers upon"), 14
    )
    pen.centre(68, held.natural, 25, latin="italic")
    pen.centre(
        90,
        doc.pick(
            "has been admitted to the degree of",
            "the degree of",
            "having satisfied the requirements has been awarded the degree of",
        ),
        13,
    )
    pen.centre(102, degree, 21, bold=True)
    pen.centre(
        122,
        doc.pick(f"Awarded on {any_en(rng, day)}", write_day(day, "the dth"), f"Dated {any_en(rng, day)}"),
        13,
    )
    pen.signature(60, 164)
    pen.put(60, 170, "Vice-Chancellor", 11)
    pen.put(200, 170, "Registrar", 11)
    doc.states(name=held.natural, university=school, degree=degree, issued_on=day)


@layout("degree-certificate")
def german_degree(doc: Doc) -> None:
    held, pen, rng = doc.somebody("DEU"), doc.pen, doc.rng
    day = date(rng.randint(2005, 2022), rng.randint(1, 12), rng.randint(1, 28))
    school = doc.pick("Technische Universität Wesermark", "Hochschule Nordheide")
    degree = doc.pick("Master of Science", "Diplom-Ingenieur", "Bachelor of Arts")
    pen.page()
    pen.centre(30, school, 20, bold=True)
    pen.centre(56, doc.pick("URKUNDE", "MASTERURKUNDE", "Diplom"), 24, bold=True)
    pen.centre(80, f"Die Hochschule verleiht {'Herrn' if held.sex == 'M' else 'Frau'}", 12)
    pen.centre(92, held.natural, 18, bold=True)
    pen.centre(104, f"geboren am {write_day(held.birth, 'german long')} in {held.birth_place}", 12)
    pen.centre(116, "den akademischen Grad", 12)
    pen.centre(128, degree, 18, bold=True)
    pen.put(30, 180, f"Nordheide, den {write_day(day, 'german long')}", 12)
    pen.signature(120, 200)
    pen.put(120, 206, "Der Dekan", 11)
    pen.seal(60, 216, school.upper(), "", size=38, colour=BLUE, star=False)
    doc.states(
        name=held.natural,
        birth_date=held.birth,
        birth_place=held.birth_place,
        university=school,
        degree=degree,
        issued_on=day,
    )


HAN = han_number
