"""What employers and offices write about work."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import date

from app.domain.reading import Subject
from tests.support.papers.book import Doc, layout, sex_word
from tests.support.papers.people import (
    POSTS,
    Person,
    any_en,
    any_zh,
    chinese_person,
    days_ago,
    invent_firm,
    money,
    number,
    same_day,
    write_day,
)


def _begin(doc: Doc) -> tuple[date, date, str, str]:
    """Begin a page; choose day of issue, first day of work and post."""
    doc.pen.page()
    doc.pen.han = doc.pick("song", "kai", "hei", "thin-song")
    post, post_en = doc.rng.choice(POSTS)
    issued, since = days_ago(doc.rng, 3, 150), days_ago(doc.rng, 400, 4000)
    doc.states(issued_on=issued, employed_since=since)
    return issued, since, post, post_en


def _sign(
    doc: Doc, y: float, issued: date, *, owner: str | None = None, under: str = "", right: float = 180
) -> None:
    pen, owner = doc.pen, owner or doc.firm.chinese
    pen.put(right, y, owner + doc.pick("", "(盖章)", "(公章)"), 12.5, align="right")
    pen.put(right, y + 10, any_zh(doc.rng, issued, formal=True), 12.5, align="right")
    pen.seal(right - 30, y + 6, owner, under)


def _who(doc: Doc, shown: str, **more: object) -> None:
    held = doc.person
    doc.states(name=shown, passport_number=held.passport, **more)  # type: ignore[arg-type]


@layout("employment-proof")
def table_form(doc: Doc) -> None:
    issued, since, post, _ = _begin(doc)
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    pen.centre(22, doc.pick("在职证明", "外籍员工任职证明", "任 职 证 明"), 22, bold=True)
    until = same_day(since, 3)
    while until < issued:
        until = same_day(until, 3)
    y = pen.table(22, 44, [34, 52, 34, 46], [
        ["姓名", held.filed, "性别", sex_word(held.sex, "zh")],
        ["国籍", held.country.chinese, "出生日期", write_day(held.birth, "iso")],
        ["护照号码", held.passport, "职务", post],
        ["入职日期", any_zh(rng, since), "合同到期日", any_zh(rng, until)],
        ["工作单位", firm.chinese, "<", "<"], ["统一社会信用代码", firm.code, "<", "<"],
        ["单位地址", firm.address, "<", "<"], ["联系电话", firm.phone, "联系人", chinese_person(rng)[0]]],
        11, height=12)  # fmt: skip
    y = pen.para(22, y + 6, 166, "以上情况属实,特此证明。", 12, indent=9)
    _sign(doc, y + 20, issued, under=doc.pick("人事专用章", ""))
    _who(doc, held.filed, sex=held.sex, nationality=held.country.code, birth_date=held.birth, position=post,
         employer=firm.chinese, credit_code=firm.code, employed_until=until)  # fmt: skip


@layout("employment-proof")
def prose_chinese(doc: Doc) -> None:
    issued, since, post, _ = _begin(doc)
    held, pen, firm = doc.person, doc.pen, doc.firm
    if doc.rng.random() < 0.6:
        pen.centre(16, firm.chinese, 14)
        pen.rule(24, 25, 186, 25)
    pen.centre(42, doc.pick("在职证明", "工作证明", "在 职 证 明", "单位证明"), 24, bold=True)
    who = f"{held.filed}{'先生' if held.sex == 'M' else '女士'}"
    y = pen.para(28, 68, 154, f"兹证明{who},{held.country.chinese}国籍,护照号码{held.passport},自{write_day(since, 'zh')}起在我公司工作,"
                 f"现任{post}一职,{doc.pick('劳动合同在有效期内', '工作至今')},月薪人民币{doc.rng.randint(20, 90)},000元。", 14, leading=2, indent=10)  # fmt: skip
    y = pen.para(28, y + 2, 154, doc.pick("特此证明!", "特此证明。"), 14, indent=10)
    pen.put(28, y + 14, f"公司地址:{firm.address}", 11)
    pen.put(28, y + 21, f"统一社会信用代码:{firm.code}", 11)
    pen.put(28, y + 28, f"联系电话:{firm.phone}", 11)
    _sign(doc, y + 46, issued)
    _who(doc, held.filed, sex=held.sex, nationality=held.country.code, position=post, employer=firm.chinese,
         credit_code=firm.code)  # fmt: skip


@layout("employment-proof")
def prose_english(doc: Doc) -> None:
    issued, since, _, post_en = _begin(doc)
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    pen.latin = doc.pick("serif", "sans")
    pen.put(24, 20, firm.english, 14, bold=True)
    pen.put(24, 28, firm.english_address, 9.5)
    pen.put(24, 46, any_en(rng, issued), 11)
    pen.put(24, 58, doc.pick("To whom it may concern", "TO WHOM IT MAY CONCERN"), 11.5, bold=True)
    pen.put(24, 70, doc.pick("Certificate of Employment", "Employment Verification Letter"), 14, bold=True)
    title = "Mr." if held.sex == "M" else "Ms."
    they = "He" if held.sex == "M" else "She"
    y = pen.para(24, 84, 162, f"We hereby confirm that {title} {held.natural}, {held.country.adjective} national, holder of passport number "
                 f"{held.passport}, has been employed by {firm.english} as {post_en} since {any_en(rng, since)}. {they} works full-time under a "
                 f"labour contract that is in force.", 11.5, leading=1.8)  # fmt: skip
    y = pen.para(
        24,
        y + 4,
        162,
        "This letter is issued at the request of the employee for the application for residence in China.",
        11.5,
    )
    pen.put(24, y + 10, "Yours faithfully,", 11.5)
    pen.signature(24, y + 24)
    pen.put(24, y + 30, f"{doc.pick('Elaine Zou', 'Qin Minghao')}", 11.5)
    pen.put(24, y + 37, "HR Director", 11.5)
    pen.seal(120, y + 28, firm.chinese)
    _who(
        doc,
        held.natural,
        nationality=held.country.code,
        position=post_en,
        employer=firm.english,
        sex=held.sex,
    )


@layout("employment-proof")
def bilingual(doc: Doc) -> None:
    issued, since, post, post_en = _begin(doc)
    held, pen, firm = doc.person, doc.pen, doc.firm
    pen.centre(20, firm.chinese, 14, bold=True)
    pen.centre(28, firm.english, 11)
    pen.centre(44, "工作证明  Certificate of Employment", 18, bold=True)
    y = pen.pairs(26, 62, [
        ("姓名 Name:", held.commas), ("国籍 Nationality:", f"{held.country.chinese} {held.country.english}"),
        ("护照号码 Passport No.:", held.passport), ("出生日期 Date of birth:", write_day(held.birth, "iso")),
        ("职务 Position:", f"{post} {post_en}"), ("入职时间 Employed since:", write_day(since, doc.pick("iso", "zh", "dots"))),
    ], 11.5, gap=62, leading=2.1)  # fmt: skip
    y = pen.para(
        26,
        y + 4,
        158,
        "以上人员为我公司正式在职员工。The person named above is a regular employee of our company.",
        11.5,
    )
    _sign(doc, y + 22, issued)
    _who(
        doc,
        held.commas,
        nationality=held.country.code,
        birth_date=held.birth,
        position=post,
        employer=firm.chinese,
    )


# -- work permits -------------------------------------------------------------------------------------


def _permit(doc: Doc) -> tuple[date, date, str, str, str]:
    issued = days_ago(doc.rng, 30, 600)
    until = same_day(issued, doc.rng.choice([1, 2, 3]))
    permit = number(doc.rng, f"{doc.firm.code[2:6]}99999999999")
    klass = doc.pick("A", "B", "C")
    post = doc.rng.choice(POSTS)[0]
    doc.states(document_number=permit, work_permit_class=klass, expires_on=until)
    return issued, until, permit, klass, post


@layout("work-permit")
def plastic_card(doc: Doc) -> None:
    """Front and back of the card on one sheet."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, until, permit, klass, _ = _permit(doc)
    pen.page((85.6, 54), (238, 246, 250))
    pen.tint((222, 238, 246), (248, 250, 252))
    pen.put(43, 4, "中华人民共和国", 7.5, align="centre")
    pen.put(43, 8, "外国人工作许可证", 11, bold=True, align="centre", han="hei")
    pen.put(43, 13, "Foreigner's Work Permit", 7, align="centre", latin="sans")
    pen.photo(5, 17, 20, 27)
    pen.pairs(28, 18, [("姓名 Name", held.filed), ("国籍 Nationality", held.country.chinese), ("性别 Sex", sex_word(held.sex, "both")),
                       ("出生日期 Date of Birth", write_day(held.birth, "dots")), ("许可证号码 Permit No.", permit),
                       ("有效期至 Valid until", write_day(until, "dots"))], 6.5, leading=2.05, room=42)  # fmt: skip
    pen.put(76, 4, klass, 16, bold=True, latin="sans", colour=(40, 90, 150))
    pen.page((85.6, 54), (246, 248, 246))
    pen.pairs(6, 8, [("工作单位 Employer:", ""), ("", firm.chinese), ("签发日期 Date of issue:", write_day(issued, "dots")),
                     ("签发机关 Issued by:", f"{firm.city}外国专家局")], 7, leading=2.3)  # fmt: skip
    pen.put(6, 40, "本证仅限本人使用,须与护照同时出示。", 6.5)
    pen.lay_on_a4(2)
    doc.states(name=held.filed, nationality=held.country.code, sex=held.sex, birth_date=held.birth, employer=firm.chinese,
               issued_on=issued, authority=f"{firm.city}外国专家局")  # fmt: skip


@layout("work-permit")
def notice(doc: Doc) -> None:
    """The notice of permission to work."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    issued, until, permit, klass, post = _permit(doc)
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.centre(22, "中华人民共和国", 15, bold=True)
    pen.centre(31, "外国人工作许可通知", 20, bold=True)
    pen.centre(41, "Notification Letter of Foreigner's Work Permit in the People's Republic of China", 10)
    pen.put(24, 54, f"编号 No.: {permit}", 11)
    y = pen.para(24, 64, 162, f"经审核,同意{firm.chinese}聘用以下外国人来华工作。", 11.5, indent=8)
    y = pen.table(24, y + 4, [44, 46, 32, 42], [
        ["姓名 Name", held.filed, "性别 Sex", sex_word(held.sex, "zh en")],
        ["国籍 Nationality", held.country.chinese, "出生日期 Date of birth", write_day(held.birth, "iso")],
        ["护照号码 Passport No.", held.passport, "类别 Category", f"{klass}类"],
        ["用人单位 Employer", firm.chinese, "<", "<"], ["岗位(职业) Position", post, "<", "<"],
        ["工作许可期限 Period of validity", f"{write_day(issued, 'iso')} 至 {write_day(until, 'iso')}", "<", "<"]], 10.5, height=12.5)  # fmt: skip
    office = f"{firm.city}科学技术局" if rng.random() < 0.5 else f"{firm.city}人力资源和社会保障局"
    pen.put(180, y + 22, office, 12, align="right")
    pen.put(180, y + 31, any_zh(rng, issued, formal=True), 12, align="right")
    pen.seal(152, y + 27, office, "外国人来华工作许可专用章")
    doc.states(name=held.filed, nationality=held.country.code, sex=held.sex, birth_date=held.birth, employer=firm.chinese,
               passport_number=held.passport, position=post, issued_on=issued, authority=office, valid_from=issued)  # fmt: skip


@layout("work-permit")
def electronic(doc: Doc) -> None:
    """A picture of the telephone's electronic card, printed on A4."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, until, permit, klass, post = _permit(doc)
    pen.page((90, 160), (244, 247, 252))
    pen.han, pen.latin = "hei", "sans"
    pen.box(0, 0, 90, 16, 0, fill=(46, 110, 200))
    pen.put(45, 5, "电子外国人工作许可证", 12, align="centre", colour=(255, 255, 255))
    pen.box(6, 24, 78, 112, 0, fill=(255, 255, 255), radius=3)
    pen.photo(34, 28, 22, 29)
    pen.put(45, 60, held.filed, 11, bold=True, align="centre", room=74)
    pen.pairs(10, 70, [("国籍", held.country.chinese), ("证件号码", held.passport), ("许可证编号", permit), ("许可类别", f"{klass}类"),
                       ("职务", post), ("有效期起", write_day(issued, "iso")), ("有效期止", write_day(until, "iso")),
                       ("许可状态", "有效")], 9, gap=26, leading=2.0)  # fmt: skip
    pen.put(10, 122, "聘用单位", 9)
    for at, line in enumerate(pen.wrap(firm.chinese, 46, 9)):
        pen.put(36, 122 + 5 * at, line, 9)
    pen.put(45, 145, "打印时间以系统为准", 7.5, align="centre", colour=(120, 120, 125))
    pen.lay_on_a4()
    doc.states(name=held.filed, nationality=held.country.code, passport_number=held.passport, position=post,
               valid_from=issued, employer=firm.chinese)  # fmt: skip


# -- recommendations ----------------------------------------------------------------------------------


@layout("employer-recommendation")
def to_the_police(doc: Doc) -> None:
    issued, since, post, _ = _begin(doc)
    held, pen, firm = doc.person, doc.pen, doc.firm
    pen.centre(30, doc.pick("推荐函", "推 荐 信", "单位推荐函"), 24, bold=True)
    pen.put(28, 52, f"{firm.city}公安局出入境管理局:", 13.5)
    y = pen.para(28, 64, 154, f"{held.filed},{sex_word(held.sex, 'zh')},{held.country.chinese}籍,护照号码:{held.passport},"
                 f"{write_day(held.birth, 'zh')}出生,自{write_day(since, 'zh')}起在我公司担任{post}。", 13, leading=1.9, indent=9)  # fmt: skip
    y = pen.para(
        28,
        y,
        154,
        "该同志工作认真负责,专业能力突出,为公司技术进步作出了重要贡献,遵守中国法律法规,按时足额缴纳个人所得税。",
        13,
        leading=1.9,
        indent=9,
    )
    y = pen.para(
        28, y, 154, "鉴于其工作表现,我公司特推荐其申请在中国永久居留,请予批准。", 13, leading=1.9, indent=9
    )
    pen.put(28, y + 6, f"联系人:{chinese_person(doc.rng)[0]}   联系电话:{firm.phone}", 11.5)
    _sign(doc, y + 26, issued)
    _who(
        doc,
        held.filed,
        sex=held.sex,
        nationality=held.country.code,
        birth_date=held.birth,
        position=post,
        employer=firm.chinese,
    )


@layout("employer-recommendation")
def with_letterhead(doc: Doc) -> None:
    issued, since, post, _ = _begin(doc)
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    pen.centre(14, firm.chinese, 18, bold=True, colour=(190, 30, 40))
    pen.rule(22, 26, 188, 26, 0.6, (190, 30, 40))
    pen.put(188, 30, f"{firm.chinese[2:4]}字〔2026〕{rng.randint(2, 88)}号", 10.5, align="right")
    pen.centre(44, f"关于推荐{held.filed}申请在华永久居留的函", 17, bold=True)
    pen.put(26, 62, doc.pick("国家移民管理局:", "市公安局出入境管理支队:"), 13)
    rows = [["姓名", held.filed, "国籍", held.country.chinese], ["护照号码", held.passport, "出生日期", write_day(held.birth, "dots")],
            ["现任职务", post, "入职时间", write_day(since, "dots")]]  # fmt: skip
    y = pen.table(26, 73, [28, 54, 28, 48], rows, 11, height=10.5)
    y = pen.para(
        26,
        y + 6,
        158,
        "上述外籍专家为我单位核心管理人员,业绩突出。现推荐其申请外国人永久居留身份证,我单位对上述内容的真实性负责。",
        13,
        leading=1.9,
        indent=9,
    )
    pen.put(26, y + 6, "法定代表人(签字):", 12)
    pen.signature(66, y + 9)
    _sign(doc, y + 26, issued)
    _who(
        doc,
        held.filed,
        nationality=held.country.code,
        birth_date=held.birth,
        position=post,
        employer=firm.chinese,
    )


@layout("employer-recommendation")
def in_english(doc: Doc) -> None:
    issued, since, _, post_en = _begin(doc)
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    pen.latin = doc.pick("serif", "sans")
    pen.put(24, 18, firm.english, 13, bold=True)
    pen.put(186, 34, any_en(rng, issued), 11, align="right")
    pen.centre(48, doc.pick("LETTER OF RECOMMENDATION", "Recommendation Letter"), 17, bold=True)
    pen.put(24, 64, "To the Exit-Entry Administration", 11.5)
    title, his = ("Mr.", "his") if held.sex == "M" else ("Ms.", "her")
    y = pen.para(24, 76, 162, f"We are pleased to recommend {title} {held.natural} (passport No. {held.passport}, born {any_en(rng, held.birth)}) for "
                 f"permanent residence in China. {title} {held.surname or held.given} joined us on {any_en(rng, since)} and serves as {post_en}. "
                 f"During {his} employment all taxes have been paid and {his} performance has been outstanding.", 11.5, leading=1.8)  # fmt: skip
    pen.put(24, y + 10, "Sincerely,", 11.5)
    pen.signature(24, y + 22)
    pen.put(24, y + 30, f"General Manager, {firm.english}", 10.5)
    pen.seal(140, y + 30, firm.chinese)
    _who(doc, held.natural, birth_date=held.birth, position=post_en, employer=firm.english, sex=held.sex)


@layout("authority-recommendation")
def government(doc: Doc) -> None:
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 3, 150)
    pen.page()
    office = doc.pick(
        f"{firm.city}人力资源和社会保障局",
        f"{firm.province}科学技术厅",
        f"{firm.city}高新技术产业开发区管理委员会",
    )
    pen.centre(20, office + doc.pick("", "文件"), 20, bold=True, colour=(200, 30, 40))
    pen.rule(22, 34, 188, 34, 0.6, (200, 30, 40))
    pen.centre(50, doc.pick("外籍高层次人才推荐函", f"关于推荐{held.filed}申请永久居留的函"), 17, bold=True)
    pen.put(26, 68, f"{firm.province}公安厅出入境管理局:", 13)
    y = pen.para(26, 80, 158, f"经我单位审核,{firm.chinese}外籍专家{held.filed}({held.country.chinese},护照号码{held.passport})符合外籍高层次人才认定条件,"
                 "属于国家特别需要的人才。现予推荐申请在华永久居留。", 13.5, leading=2, indent=9)  # fmt: skip
    _sign(doc, y + 30, issued, owner=office)
    _who(
        doc,
        held.filed,
        nationality=held.country.code,
        employer=firm.chinese,
        issued_on=issued,
        authority=office,
    )


@layout("authority-recommendation")
def government_form(doc: Doc) -> None:
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 3, 150)
    office = doc.pick(f"{firm.city}科学技术局", f"中共{firm.city}委人才工作领导小组办公室")
    pen.page()
    pen.centre(20, "外籍人才申请永久居留推荐表", 19, bold=True)
    y = pen.table(22, 42, [32, 51, 32, 51], [
        ["姓名", held.filed, "国籍", held.country.chinese], ["护照号码", held.passport, "出生日期", write_day(held.birth, "iso")],
        ["工作单位", firm.chinese, "<", "<"], ["推荐理由", "在先进制造领域取得突出成果,为国家急需紧缺人才。", "<", "<"],
        ["推荐部门意见", "同意推荐", "<", "<"]], 11.5, height=16)  # fmt: skip
    _sign(doc, y + 16, issued, owner=office)
    _who(
        doc,
        held.filed,
        nationality=held.country.code,
        employer=firm.chinese,
        issued_on=issued,
        authority=office,
        birth_date=held.birth,
    )


@layout("university-recommendation")
def from_university(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    school = doc.pick("东溟大学", "江左理工大学", "北岭师范大学")
    issued = days_ago(rng, 3, 150)
    pen.page()
    pen.centre(22, school, 22, bold=True, colour=(150, 30, 40))
    pen.centre(42, doc.pick("优秀留学生推荐信", "高校推荐函"), 19, bold=True)
    pen.put(26, 62, "出入境管理局:", 13)
    y = pen.para(26, 74, 158, f"兹推荐我校{doc.pick('毕业生', '2025届硕士毕业生')}{held.filed}({held.country.chinese}籍,护照号码{held.passport})。该生在校期间品学兼优,"
                 "现拟在华从事创新创业活动,特推荐其申请办理居留许可。", 13.5, leading=2, indent=9)  # fmt: skip
    _sign(doc, y + 28, issued, owner=school, under=doc.pick("", "国际学生处"))
    _who(doc, held.filed, nationality=held.country.code, issued_on=issued, university=school)


@layout("leader-recommendation")
def from_team_leader(doc: Doc) -> None:
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 3, 150)
    leader = invent_firm(rng).legal
    pen.page()
    pen.centre(30, doc.pick("科研团队负责人推荐函", "团队负责人推荐信"), 21, bold=True)
    y = pen.para(28, 58, 154, f"本人{leader},系{firm.chinese}重点科研团队负责人。现推荐团队成员{held.filed}(国籍{held.country.chinese},护照号码{held.passport})"
                 "申请办理居留许可。该成员为本团队核心技术骨干。", 13.5, leading=2, indent=10)  # fmt: skip
    pen.put(120, y + 20, f"推荐人:{leader}", 13)
    pen.signature(150, y + 22)
    pen.put(120, y + 30, any_zh(rng, issued, formal=True), 13)
    _who(doc, held.filed, nationality=held.country.code, issued_on=issued, employer=firm.chinese)
    doc.states(Subject.OTHER, chinese_name=leader)


@layout("work-history")
def former_posts(doc: Doc) -> None:
    """A table of earlier work, certified by the last employer."""
    held, pen, rng = doc.person, doc.pen, doc.rng
    issued = days_ago(rng, 3, 150)
    pen.page()
    pen.centre(22, doc.pick("工作经历证明", "工作履历证明"), 21, bold=True)
    y = pen.para(24, 42, 162, f"兹证明{held.filed}(护照号码:{held.passport})工作经历如下:", 12, indent=8)
    rows, at = [["起止时间", "工作单位", "职务"]], 2014
    for _ in range(3):
        rows.append(
            [
                f"{at}年{rng.randint(1, 12)}月至{at + 3}年{rng.randint(1, 12)}月",
                invent_firm(rng).chinese,
                rng.choice(POSTS)[0],
            ]
        )
        at += 3
    y = pen.table(24, y + 4, [56, 70, 36], rows, 10.5, height=13)
    pen.put(24, y + 8, "以上情况属实,特此证明。", 12)
    _sign(doc, y + 26, issued)
    _who(doc, held.filed, issued_on=issued)


@layout("work-history")
def leaving_letter(doc: Doc) -> None:
    """A former employer abroad confirms the years of service."""
    held, pen, rng = doc.somebody("DEU", "GBR", "AUS", "USA"), doc.pen, doc.rng
    since, until = days_ago(rng, 3000, 4000), days_ago(rng, 900, 2500)
    issued = days_ago(rng, 100, 800)
    pen.page()
    firm = doc.pick("Aldersgate Turbines Ltd.", "Nordlicht Messtechnik GmbH", "Palmetto Grid Systems Inc.")
    post = rng.choice(POSTS)[1]
    pen.put(24, 22, firm, 15, bold=True)
    pen.put(24, 44, any_en(rng, issued), 11)
    pen.centre(60, doc.pick("Certificate of Service", "Reference Letter – Work Experience"), 16, bold=True)
    pen.para(24, 78, 162, f"This is to certify that {held.natural}, passport No. {held.passport}, worked for {firm} as {post} from "
             f"{any_en(rng, since)} to {any_en(rng, until)}.", 12, leading=1.8)  # fmt: skip
    pen.signature(24, 130)
    pen.put(24, 138, "Head of Personnel", 11)
    _who(
        doc,
        held.natural,
        issued_on=issued,
        employer=firm,
        position=post,
        employed_since=since,
        employed_until=until,
    )


@layout("curriculum-vitae")
def cv_chinese(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    pen.page()
    pen.han = doc.pick("hei", "song")
    pen.centre(18, doc.pick("个人简历", "简  历 / CURRICULUM VITAE", "RESUME 个人履历"), 20, bold=True)
    pen.photo(158, 30, 30, 40)
    y = pen.pairs(22, 36, [("姓名:", held.filed), ("性别:", sex_word(held.sex, "zh")), ("出生日期:", write_day(held.birth, "dots")),
                           ("国籍:", held.country.chinese), ("护照号码:", held.passport)], 11)  # fmt: skip
    for head, lines in (("教育背景", ("2004.09-2008.06  曼城理工学院  机械工程  学士", "2008.09-2010.06  曼城理工学院  硕士")),
                        ("工作经历", (f"2010.07-2016.03  {invent_firm(rng).chinese}  工程师", f"2016.04-至今  {doc.firm.chinese}  {rng.choice(POSTS)[0]}"))):  # fmt: skip
        pen.put(22, y + 6, head, 13, bold=True)
        pen.rule(22, y + 13, 188, y + 13)
        y += 16
        for line in lines:
            pen.put(24, y, line, 10.5)
            y += 8
    pen.put(22, y + 12, "本人签名:", 11)
    pen.signature(44, y + 15)
    doc.states(
        name=held.filed,
        sex=held.sex,
        birth_date=held.birth,
        nationality=held.country.code,
        passport_number=held.passport,
    )


@layout("curriculum-vitae")
def cv_english(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    pen.page()
    pen.latin = doc.pick("sans", "serif")
    pen.put(24, 20, held.natural, 20, bold=True)
    pen.put(24, 31, doc.pick("Curriculum Vitae", "CURRICULUM VITAE"), 13)
    y = pen.pairs(24, 42, [("Date of birth:", any_en(rng, held.birth)), ("Nationality:", held.country.adjective),
                           ("Passport:", held.passport), ("E-mail:", "contact@example.org")], 10.5, gap=34)  # fmt: skip
    for head, lines in (("Work Experience", (f"2016 - present  {doc.firm.english}", f"{rng.choice(POSTS)[1]}, budget {money(2_500_000, 'code')}",
                                             "2010 - 2016  Aldersgate Turbines Ltd., Design Engineer")),
                        ("Education", ("2006 - 2010  Northmoor Institute of Technology, B.Eng.",)),
                        ("Languages", ("English (native), Mandarin (HSK 5)",))):  # fmt: skip
        pen.put(24, y + 6, head, 13, bold=True)
        y += 15
        for line in lines:
            pen.put(28, y, line, 10.5)
            y += 7
    doc.states(
        name=held.natural, birth_date=held.birth, nationality=held.country.code, passport_number=held.passport
    )


HELD: type[Person] = Person
