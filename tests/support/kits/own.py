"""Layouts that only whole cases need: parts of years, stays that add up, letters, homes, savings."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.support.papers.book import sex_word
from tests.support.papers.pen import BLUE, GREY
from tests.support.papers.people import any_zh, capitals, days_ago, money, number, same_day, write_day

if TYPE_CHECKING:
    from tests.support.kits.stage import CastDoc

Layout = Callable[[Any], None]
LAYOUTS: dict[str, dict[str, Layout]] = {}


def layout(kind: str) -> Callable[[Layout], Layout]:
    """Enter a layout under its kind; its name is that of the function."""

    def enter(function: Layout) -> Layout:
        LAYOUTS.setdefault(kind, {})[function.__name__] = function
        return function

    return enter


def _close(doc: "CastDoc", y: float, issued: date, owner: str, under: str = "") -> None:
    doc.pen.put(178, y, owner, 12, align="right")
    doc.pen.put(178, y + 9, any_zh(doc.rng, issued, formal=True), 12, align="right")
    doc.pen.seal(150, y + 5, owner, under, size=40)


# -- money --------------------------------------------------------------------------------------------


@layout("income-proof")
def month_rows(doc: "CastDoc") -> None:
    """Months one below the other, with a bonus column; as many as there were."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    months, issued = doc.script.months, days_ago(doc.rng, 3, 40)
    pen.page()
    pen.han = doc.pick("song", "hei")
    pen.put(22, 14, firm.chinese, 12)
    pen.rule(22, 21, 188, 21)
    pen.centre(30, doc.pick("税前收入证明", "职工薪酬证明", "工资收入情况说明"), 20, bold=True)
    pen.put(24, 46, f"员工姓名:{held.filed}", 11)
    pen.put(118, 46, f"护照号码:{held.passport}", 11)
    pen.put(24, 53, f"所属年度:{months[0].year}年1月至{months[-1].month}月", 11)
    pen.put(118, 53, "币种:人民币(元)", 11)
    rows = [["月份", "基本工资", "奖金", "税前合计"]]
    for each in months:
        bonus = round(each.wage * 0.1, 2)
        rows.append(
            [f"{each.year}年{each.month:02d}月", money(each.wage - bonus), money(bonus), money(each.wage)]
        )
    total = round(sum(each.wage for each in months), 2)
    rows.append(["年度合计", "<", "<", money(total)])
    y = pen.table(24, 62, [38, 42, 38, 44], rows, 10.5, height=9.5, head=(238, 238, 230))
    y = pen.para(
        24,
        y + 7,
        162,
        f"上表为该员工税前收入,总计人民币{capitals(total)}(¥{money(total)})。我公司对以上内容的真实性负责。",
        11,
    )
    _close(doc, y + 18, issued, firm.chinese, doc.pick("财务专用章", ""))


@layout("income-proof")
def one_sentence(doc: "CastDoc") -> None:
    """One year's sum in prose."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    months, issued = doc.script.months, days_ago(doc.rng, 3, 40)
    total = round(sum(each.wage for each in months), 2)
    pen.page()
    pen.han = doc.pick("kai", "song")
    pen.centre(38, doc.pick("年度收入证明", "收 入 证 明"), 22, bold=True)
    y = pen.para(
        28,
        62,
        154,
        f"兹证明我公司员工{held.filed}({held.country.chinese}籍,护照号:{held.passport}){months[0].year}年度全年税前工资薪金收入共计"
        f"人民币{money(total)}元(大写:{capitals(total)})。",
        14,
        leading=2,
        indent=10,
    )
    y = pen.para(28, y + 2, 154, "以上情况属实,特此证明。", 14, indent=10)
    _close(doc, y + 30, issued, firm.chinese)


@layout("tax-proof")
def bureau_list(doc: "CastDoc") -> None:
    """A list of what was paid, with the income beside it, of as many months as there were."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    months, issued = doc.script.months, days_ago(doc.rng, 3, 40)
    year, total = months[0].year, round(sum(each.tax for each in months), 2)
    office = f"国家税务总局{firm.city}{firm.district}税务局"
    pen.page()
    pen.latin, pen.han = "sans", doc.pick("song", "hei")
    pen.centre(18, doc.pick("个人所得税纳税清单", "个人所得税纳税记录"), 19, bold=True)
    pen.put(190, 30, f"编号:{number(doc.rng, '9999 9999 9999')}", 9, align="right")
    pen.put(18, 38, f"姓名:{held.filed}", 10.5)
    pen.put(110, 38, f"证件号码:{held.passport}", 10.5)
    pen.put(18, 45, f"税款所属期:{year}年01月至{year}年{months[-1].month:02d}月", 10.5)
    pen.put(110, 45, f"扣缴义务人:{firm.chinese}", 10.5, room=84)
    rows = [["税款所属期", "收入额(元)", "税率", "实缴税额(元)", "入库日期"]]
    for each in months:
        paid = date(year + each.month // 12, each.month % 12 + 1, doc.rng.randint(4, 15))
        rows.append([f"{year}-{each.month:02d}", money(each.wage, "plain"), f"{doc.rng.choice([20, 25, 30])}%",
                     money(each.tax, "plain"), write_day(paid, "iso")])  # fmt: skip
    rows.append(
        ["合计", money(round(sum(each.wage for each in months), 2), "plain"), "", money(total, "plain"), ""]
    )
    y = pen.table(18, 54, [34, 40, 24, 40, 36], rows, 9.5, height=9)
    pen.put(18, y + 6, f"实缴税额合计(大写):人民币{capitals(total)}", 10)
    _close(doc, y + 22, issued, office, "业务专用章")


@layout("livelihood-proof")
def deposit(doc: "CastDoc") -> None:
    """A bank's certificate of a frozen deposit."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued = days_ago(doc.rng, 5, 60)
    bank = f"江海银行股份有限公司{firm.city.removesuffix('市')}分行"
    amount = doc.script.says("amount")
    until = same_day(issued, 1)
    pen.page()
    pen.waves((238, 240, 246))
    pen.centre(26, "江海银行  JIANGHAI BANK", 15, bold=True, colour=BLUE)
    pen.centre(44, "存款证明书", 22, bold=True)
    pen.centre(56, "CERTIFICATE OF DEPOSIT", 13)
    pen.put(184, 70, f"编号 No. {number(doc.rng, 'AA99999999')}", 10, align="right")
    y = pen.para(
        26,
        84,
        158,
        f"兹证明{held.filed}(护照号码 {held.passport})截至{write_day(issued, 'zh')}在我行存有人民币存款{money(amount)}元"
        f"(大写:{capitals(amount)}),存款自{write_day(issued, 'zh')}起冻结至{write_day(until, 'zh')}。",
        13,
        leading=1.9,
        indent=9,
    )
    y = pen.para(
        26,
        y + 3,
        158,
        "This is to certify that the client named above holds the deposit stated with our bank.",
        11,
    )
    _close(doc, y + 26, issued, bank, "业务专用章")


# -- stays --------------------------------------------------------------------------------------------


@layout("stay-record")
def movements(doc: "CastDoc") -> None:
    """The administration's list of entries and exits, one row for each."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued = days_ago(doc.rng, 2, 20)
    stays = doc.script.says("stays")
    moves = [each for stay in stays for each in zip(stay, ("入境", "出境"), strict=True) if each[0]]
    pen.latin, pen.han = "sans", doc.pick("song", "hei")
    office = f"{firm.city}公安局出入境管理局"
    rows = [
        [
            str(at + 1),
            what,
            write_day(day, "iso"),
            "普通护照",
            held.passport,
            doc.pick("浦东机场", "首都机场", "栎社机场", "白云机场"),
        ]
        for at, (day, what) in enumerate(moves)
    ]
    widths, head = [14, 26, 36, 30, 36, 36], ["序号", "出入境", "出入境日期", "证件种类", "证件号码", "口岸"]
    parts = [rows[:18], *(rows[at : at + 24] for at in range(18, len(rows), 24))]
    for page, part in enumerate(parts):
        pen.page()
        if page == 0:
            pen.centre(18, doc.pick("出入境记录查询结果", "外国人出入境记录查询结果"), 18, bold=True)
            pen.put(18, 34, f"姓名:{held.filed}", 10.5)
            pen.put(118, 34, f"性别:{sex_word(held.sex, 'zh')}   国籍:{held.country.chinese}", 10.5)
            pen.put(18, 41, f"出生日期:{write_day(held.birth, 'zh')}", 10.5)
            pen.put(118, 41, f"证件号码:{held.passport}", 10.5)
            pen.put(
                18,
                48,
                f"查询期间:{write_day(doc.script.says('first'), 'zh')}至{write_day(issued, 'zh')}",
                10.5,
            )
        y = pen.table(16, 58 if page == 0 else 20, widths, [head, *part], 9.5, height=8.5)
        pen.put(105, 286, f"第{page + 1}页/共{len(parts)}页", 8.5, align="centre", colour=GREY)
    _close(doc, y + 14, issued, office, "出入境记录专用章")


# -- letters ------------------------------------------------------------------------------------------


@layout("organisation-letter")
def to_the_office(doc: "CastDoc") -> None:
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued = days_ago(doc.rng, 3, 40)
    pen.page()
    pen.han = doc.pick("song", "kai")
    pen.centre(34, doc.pick("单位公函", "关于办理外国人居留许可的函", "单 位 函"), 21, bold=True)
    pen.put(28, 56, f"{firm.city}公安局出入境管理局:", 13)
    y = pen.para(
        28,
        68,
        154,
        f"我单位{firm.chinese}(统一社会信用代码:{firm.code})聘用{held.country.chinese}籍员工{held.filed}(护照号码:{held.passport},"
        f"{write_day(held.birth, 'zh')}出生),现需为其申请办理工作类居留许可,有效期{doc.script.says('months') or 24}个月。",
        13,
        leading=1.9,
        indent=9,
    )
    y = pen.para(
        28,
        y + 2,
        154,
        "我单位保证所提供的材料真实有效,并对该外国人在华期间的行为承担相应责任。请予办理为盼。",
        13,
        leading=1.9,
        indent=9,
    )
    pen.put(28, y + 6, f"联系人:喻思源  联系电话:{firm.phone}", 11.5)
    _close(doc, y + 24, issued, firm.chinese)


@layout("visa-delay-statement")
def why_no_visa(doc: "CastDoc") -> None:
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued = days_ago(doc.rng, 3, 40)
    pen.page()
    pen.han = doc.pick("hei", "song")
    pen.centre(
        34, doc.pick("未能办理工作签证的情况说明", "来不及办理工作签证的说明", "情况说明"), 19, bold=True
    )
    pen.put(28, 54, f"{firm.city}公安局出入境管理局:", 13)
    y = pen.para(
        28,
        66,
        154,
        f"{held.filed}({held.country.chinese},护照号码{held.passport})持访问类签证入境。因我公司生产线调试项目时间紧迫,"
        "该人员须立即到岗,来不及返回国内向中国驻外使领馆申请工作签证(Z字签证),特申请在境内变更为工作类居留许可。",
        13,
        leading=1.9,
        indent=9,
    )
    y = pen.para(28, y + 2, 154, "特此说明。", 13, indent=9)
    _close(doc, y + 24, issued, firm.chinese)


@layout("employment-proof")
def plain_letter(doc: "CastDoc") -> None:
    """A proof that quotes the contract, its subject in one running sentence."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, since = days_ago(doc.rng, 3, 40), days_ago(doc.rng, 2000, 3000)
    pen.page()
    pen.han = doc.pick("song", "hei", "kai")
    pen.centre(30, doc.pick("任职及劳动关系证明", "在职证明书", "员工在职证明"), 21, bold=True)
    pen.put(28, 48, "致:有关部门", 12.5)
    y = pen.para(
        28,
        60,
        154,
        f"{held.filed},{held.country.chinese}公民,生于{write_day(held.birth, 'zh')},护照号{held.passport},为我公司正式员工,担任工艺部经理。"
        f"其于{write_day(since, 'zh')}入职,目前劳动合同仍在履行中。",
        13,
        leading=1.9,
        indent=9,
    )
    y = pen.para(28, y + 3, 154, "本证明仅用于申请在华永久居留或居留许可,不作担保用途。", 12, indent=9)
    pen.put(28, y + 8, f"单位地址:{firm.address}", 11)
    pen.put(28, y + 15, f"电话:{firm.phone}   经办人:金丽娜", 11)
    _close(doc, y + 34, issued, firm.chinese, doc.pick("人事专用章", ""))


@layout("work-history-proof")
def in_this_firm(doc: "CastDoc") -> None:
    """What posts somebody held with the present employer."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued, since = days_ago(doc.rng, 3, 40), days_ago(doc.rng, 2600, 3400)
    pen.page()
    pen.han = doc.pick("song", "thin-song")
    pen.centre(28, doc.pick("工作经历证明", "工作履历证明"), 20, bold=True)
    y = pen.para(
        26,
        48,
        158,
        f"兹证明{held.filed}(护照号码{held.passport})自{write_day(since, 'zh')}起连续在我公司工作,任职情况如下:",
        12.5,
        indent=9,
    )
    middle = since + timedelta(days=1100)
    y = pen.table(26, y + 4, [70, 84], [["任职期间", "职务"], [f"{since.year}年{since.month}月—{middle.year}年{middle.month}月", "工艺工程师"],
                                        [f"{middle.year}年{middle.month}月至今", "工艺部经理"]], 11, height=11)  # fmt: skip
    pen.put(26, y + 8, "特此证明。", 12.5)
    _close(doc, y + 26, issued, firm.chinese)


# -- homes and families -------------------------------------------------------------------------------


@layout("housing-proof")
def property_certificate(doc: "CastDoc") -> None:
    """A certificate of a home that one owns, put before a notary."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    issued = days_ago(doc.rng, 5, 90)
    office = f"{firm.city}正信公证处"
    pen.page()
    pen.centre(32, "公  证  书", 24, bold=True)
    pen.put(182, 50, f"({issued.year})内民证字第{number(doc.rng, '99999')}号", 11.5, align="right")
    pen.put(28, 62, f"申请人:{doc.script.says('owner')}", 12)
    pen.put(28, 71, "公证事项:不动产权属证书复印件与原件相符", 12)
    y = pen.para(
        28,
        84,
        154,
        f"兹证明前面的复印件与《中华人民共和国不动产权证书》原件相符。权利人:{doc.script.says('owner')};坐落:{firm.address};用途:住宅;"
        f"由{held.filed}共同居住。",
        13,
        leading=1.9,
        indent=9,
    )
    pen.put(180, y + 20, office, 12.5, align="right")
    pen.put(180, y + 29, "公证员  何浩然", 12.5, align="right")
    pen.put(180, y + 38, write_day(issued, doc.pick("han", "zh")), 12.5, align="right")
    pen.seal(146, y + 30, office, size=40)


@layout("marriage-certificate")
def red_book_of(doc: "CastDoc") -> None:
    """The inner pages of a Chinese marriage certificate, of a foreigner and a Chinese who are both in the case."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    mate, mate_code = doc.script.says("mate"), doc.script.says("mate_code")
    married = days_ago(doc.rng, 2500, 5000)
    pen.page((176, 125), (252, 240, 236))
    pen.waves((244, 224, 220))
    pen.han = doc.pick("song", "kai")
    pen.photo(30, 8, 28, 38)
    pen.pairs(
        12,
        52,
        [
            ("持证人", held.filed),
            ("登记日期", write_day(married, "zh")),
            ("结婚证字号", f"J{firm.code[2:8]}-{married.year}-{number(doc.rng, '999999')}"),
        ],
        9.5,
        gap=24,
        leading=2.3,
        room=54,
    )
    y = 10.0
    for name, sex, birth, land, code in ((held.filed, held.sex, held.birth, held.country.chinese, held.passport),
                                         (mate.chinese, mate.sex, mate.birth, "中国", mate_code)):  # fmt: skip
        y = (
            pen.pairs(
                94,
                y,
                [
                    ("姓名", name),
                    ("性别", sex_word(sex, "zh")),
                    ("出生日期", write_day(birth, "zh")),
                    ("身份证件号", code),
                    ("国籍", land),
                ],
                9,
                gap=24,
                leading=1.9,
                room=54,
            )
            + 5
        )
    pen.para(94, y, 72, "结婚申请,符合《中华人民共和国民法典》规定,予以登记,发给此证。", 9)
    pen.seal(46, 96, f"{firm.city}民政局", "婚姻登记专用章", size=34)


@layout("sponsor-identity")
def resident_card_of(doc: "CastDoc") -> None:
    """The resident identity card of a Chinese in the case, both sides on A4."""
    pen, firm, mate = doc.pen, doc.firm, doc.script.says("mate")
    issued = days_ago(doc.rng, 900, 2500)
    until = same_day(issued, 20)
    pen.page((85.6, 54), (244, 246, 252))
    pen.pairs(6, 6, [("姓 名", mate.chinese)], 9, gap=13)
    pen.pairs(6, 13, [("性 别", sex_word(mate.sex, "zh"))], 9, gap=13)
    pen.put(32, 13, "民 族  汉", 9)
    pen.put(6, 20, f"出 生  {mate.birth.year} 年 {mate.birth.month} 月 {mate.birth.day} 日", 9)
    pen.put(6, 27, "住 址", 9)
    for at, line in enumerate(pen.wrap(firm.address, 36, 9)):
        pen.put(19, 27 + 4.5 * at, line, 9)
    pen.put(6, 45, "公民身份号码", 9)
    pen.put(30, 44.5, doc.script.says("mate_code"), 11, latin="sans")
    pen.photo(60, 8, 21, 28)
    pen.page((85.6, 54), (244, 246, 252))
    pen.put(30, 8, "中华人民共和国", 13, bold=True)
    pen.put(30, 16, "居 民 身 份 证", 17, bold=True)
    pen.put(18, 38, f"签发机关  {firm.city}公安局{firm.district.removesuffix('区')}分局", 9)
    pen.put(18, 45, f"有效期限  {issued:%Y.%m.%d}-{until:%Y.%m.%d}", 9)
    pen.lay_on_a4(2)


@layout("former-passport")
def chinese_passport(doc: "CastDoc") -> None:
    """The data page of the Chinese passport that somebody held before."""
    held, pen = doc.person, doc.pen
    issued = days_ago(doc.rng, 5000, 6000)
    until = same_day(issued, 10)
    code = doc.script.says("former_number")
    surname, given = doc.script.says("pinyin")
    pen.page((125, 88), (246, 240, 236))
    pen.tint((250, 242, 236), (240, 246, 250))
    pen.put(8, 4, "中华人民共和国  PEOPLE'S REPUBLIC OF CHINA", 8, bold=True)
    pen.put(8, 10, "护照 PASSPORT", 8)
    pen.photo(5, 18, 33, 43)
    rows = ((42, 11, "类型/Type", "P"), (60, 11, "国家码/Country Code", "CHN"), (88, 11, "护照号/Passport No.", code),
            (42, 19, "姓名/Name", f"{held.chinese}"), (42, 27, "", f"{surname}, {given}"),
            (42, 36, "性别/Sex", sex_word(held.sex, "both")), (66, 36, "国籍/Nationality", "中国/CHINESE"),
            (42, 44, "出生日期/Date of birth", write_day(held.birth, "abc")), (84, 44, "出生地点/Place of birth", "浙江/ZHEJIANG"),
            (42, 52, "签发日期/Date of issue", write_day(issued, "abc")), (84, 52, "有效期至/Date of expiry", write_day(until, "abc")))  # fmt: skip
    for x, y, label, value in rows:
        pen.field(x, y, label, value, 8.5, 5, latin="sans")
    from tests.support.papers import mrz

    birth, last = f"{held.birth:%y%m%d}", f"{until:%y%m%d}"
    body = (
        f"{code}{mrz.check(code)}CHN{birth}{mrz.check(birth)}{held.sex}{last}{mrz.check(last)}"
        + "<" * 14
        + "<"
    )
    lines = (
        f"POCHN{surname}<<{given}".ljust(44, "<"),
        body + mrz.check(body[:10] + body[13:20] + body[21:43]),
    )
    size = 11.5 * 112 / pen.measure(lines[0], 11.5, latin="ocrb")
    for at, line in enumerate(lines):
        pen.put(6.5, 72 + 6.35 * at, line, size, latin="ocrb")


# -- chains -------------------------------------------------------------------------------------------

TITLES = {"criminal-record": "无犯罪记录证明", "marriage-certificate": "结婚证明", "birth-certificate": "出生证明",
          "degree-certificate": "学位证书", "academic-diploma": "毕业证书"}  # fmt: skip


@layout("translation")
def by_labels(doc: "CastDoc") -> None:
    """The Chinese of a foreign paper, label by label; the translator's day may be left out."""
    held, pen = doc.person, doc.pen
    of, issued, company = doc.script.says("of"), doc.script.says("issued"), doc.script.says("company")
    done = days_ago(doc.rng, 3, 30)
    pen.page()
    pen.han = doc.pick("song", "kai", "hei")
    pen.put(24, 14, doc.pick("中文译本", "【译文】"), 11)
    pen.centre(26, TITLES[of], 20, bold=True)
    rows = [("姓名:", held.filed), ("出生日期:", write_day(held.birth, "zh")), ("出生地点:", held.birth_place),
            ("国籍:", held.country.chinese), ("护照号码:", held.passport)]  # fmt: skip
    if of == "marriage-certificate":
        mate = doc.script.says("mate")
        rows = [("配偶一姓名:", held.filed), ("出生日期:", write_day(held.birth, "zh")), ("配偶二姓名:", mate.filed),
                ("出生日期:", write_day(mate.birth, "zh")), ("结婚日期:", write_day(doc.script.says("married"), "zh"))]  # fmt: skip
    if of in ("degree-certificate", "academic-diploma"):
        rows = [("姓名:", held.filed), ("学校:", "北荒原大学"), ("学位:", "哲学博士")]
    y = pen.pairs(26, 48, rows, 12, gap=36, leading=2.1)
    text = {"criminal-record": "经查询,截至本证明签发之日,上述人员在本国无犯罪记录。", "marriage-certificate": "上述双方的婚姻已依法登记。",
            "degree-certificate": "兹证明上述人员已获授上述学位。", "academic-diploma": "兹证明上述人员已完成全部课程,准予毕业。"}[of]  # fmt: skip
    y = pen.para(26, y + 5, 158, text, 12, leading=1.8)
    pen.put(26, y + 6, f"签发日期:{write_day(issued, 'zh')}", 12)
    pen.put(26, y + 15, "(签字)(盖章)", 11)
    y = max(y + 36, 190)
    pen.rule(24, y, 186, y)
    pen.para(24, y + 4, 160, "我公司系在中国境内依法注册的专业翻译机构,兹证明以上译文忠实于原文。", 10.5)
    pen.put(184, y + 18, company, 11, align="right")
    if not doc.script.says("undated"):
        pen.put(184, y + 26, write_day(done, "zh"), 11, align="right")
    pen.seal(156, y + 22, company, "翻译专用章", size=38)


@layout("bilingual-record")
def in_two_languages(doc: "CastDoc") -> None:
    """A clearance that its own country writes in Chinese beside its language: no translation is needed."""
    held, pen = doc.person, doc.pen
    issued = days_ago(doc.rng, 20, 100)
    pen.page()
    land = held.country
    pen.centre(24, f"{land.english.upper()}  {land.chinese}", 14, bold=True)
    pen.centre(36, "POLICE CLEARANCE CERTIFICATE", 17, bold=True)
    pen.centre(46, "无犯罪记录证明", 17, bold=True)
    y = pen.pairs(
        26,
        66,
        [
            ("Name 姓名:", held.filed),
            ("Date of birth 出生日期:", write_day(held.birth, "iso")),
            ("Nationality 国籍:", f"{land.adjective} {land.chinese}"),
            ("Passport No. 护照号码:", held.passport),
        ],
        12,
        gap=62,
        leading=2.2,
    )
    y = pen.para(
        26,
        y + 6,
        158,
        "The person named above has no criminal record in this country up to the date of issue.",
        12,
    )
    y = pen.para(26, y + 2, 158, "经查,上述人员截至签发之日在本国没有犯罪记录。", 12)
    pen.put(26, y + 12, f"Date of issue 签发日期: {write_day(issued, 'iso')}", 12)
    pen.seal(150, y + 20, "NATIONAL POLICE", "", size=36, colour=BLUE, star=False)


@layout("health-certificate")
def without_day(doc: "CastDoc") -> None:
    """A certificate on which the day was forgotten."""
    held, pen, firm = doc.person, doc.pen, doc.firm
    centre = f"{firm.city.removesuffix('市')}国际旅行卫生保健中心"
    pen.page()
    pen.centre(20, centre, 14, bold=True)
    pen.centre(32, "外国人体格检查证明", 18, bold=True)
    y = pen.table(20, 48, [40, 60, 30, 40], [["姓名 Name", held.filed, "性别 Sex", sex_word(held.sex, "zh")],
                                             ["护照号码 Passport No.", held.passport, "国籍", held.country.chinese]], 10.5, height=12)  # fmt: skip
    pen.para(22, y + 8, 160, "经检查,未发现患有限制入境的传染病及精神病。体检结论:合格。", 12)
    pen.put(120, y + 40, f"{centre}(盖章)", 11)
    pen.seal(150, y + 44, centre, "体检专用章")
