"""Statements of tax and of wages."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from datetime import date

from app.domain.reading import FactName
from tests.support.papers.book import Doc, layout
from tests.support.papers.pen import GREY
from tests.support.papers.people import (
    ENGLISH,
    Month,
    any_en,
    any_zh,
    capitals,
    days_ago,
    invent_months,
    money,
    number,
    write_day,
)

HEAD = (232, 236, 242)


def _year(doc: Doc) -> tuple[Month, ...]:
    return invent_months(doc.rng, doc.rng.choice([2022, 2023, 2024, 2025]))


def _taxed(doc: Doc, months: tuple[Month, ...], *, wages: bool) -> None:
    for each in months:
        doc.state(FactName.TAX, each.tax, year=each.year, month=each.month)
        if wages:
            doc.state(FactName.WAGE, each.wage, year=each.year, month=each.month)
    doc.state(FactName.TAX_TOTAL, round(sum(each.tax for each in months), 2), year=months[0].year)


def _waged(doc: Doc, months: tuple[Month, ...]) -> float:
    for each in months:
        doc.state(FactName.WAGE, each.wage, year=each.year, month=each.month)
    total = round(sum(each.wage for each in months), 2)
    doc.state(FactName.WAGE_TOTAL, total, year=months[0].year)
    return total


@layout("tax-record")
def record_table(doc: Doc) -> None:
    """The record of the tax service's own program: a row for every month."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    months = _year(doc)
    year, issued = months[0].year, days_ago(doc.rng, 3, 120)
    pen.page()
    pen.latin, pen.han = "sans", doc.pick("song", "hei")
    if rng.random() < 0.5:
        pen.watermark("国家税务总局")
    pen.centre(16, "中华人民共和国", 15, bold=True)
    pen.centre(24, "个人所得税纳税记录", 19, bold=True)
    serial = number(rng, "99999999999999")
    pen.put(190, 33, f"记录编号:{serial}", 8.5, align="right")
    pen.put(18, 40, f"纳税人姓名:{held.filed}", 10)
    pen.put(18, 46, f"身份证件类型:外国护照    身份证件号码:{held.passport}", 10)
    pen.put(18, 52, f"记录期间:{year}年01月 - {year}年12月", 10)
    pen.put(190, 52, "金额单位:元", 9, align="right")
    total = round(sum(each.tax for each in months), 2)
    office = f"国家税务总局{firm.city}{firm.district}税务局"
    rows = [["申报日期", "实缴(退)金额", "入(退)库日期", "所得项目", "税款所属期", "入库税务机关"]]
    for each in months:
        filed = date(year + each.month // 12, each.month % 12 + 1, rng.randint(5, 15))
        rows.append([write_day(filed, "iso"), money(each.tax, "plain"), write_day(filed, "iso"), "工资薪金",
                     f"{year}-{each.month:02d}", office])  # fmt: skip
    y = pen.table(16, 58, [28, 28, 28, 26, 26, 42], rows, 8.5, height=9.5, head=HEAD)
    pen.put(18, y + 4, f"税款金额合计:{money(total)}元  (大写:人民币{capitals(total)})", 9.5)
    y = pen.para(
        18, y + 11, 174, "说明:1.本记录涉及纳税人敏感信息,请妥善保存;2.您可通过扫描二维码验证本记录。", 8.5
    )
    pen.put(150, y + 6, f"开具机关:{office}", 9.5, align="centre")
    pen.put(150, y + 13, f"开具时间:{write_day(issued, 'zh0')}", 9.5, align="centre")
    pen.seal(154, y + 9, office, "业务专用章", size=40)
    doc.states(name=held.filed, passport_number=held.passport, issued_on=issued, document_number=serial, authority=office,
               period_from=date(year, 1, 1), period_until=date(year, 12, 31))  # fmt: skip
    _taxed(doc, months, wages=False)


@layout("tax-record")
def clearance(doc: Doc) -> None:
    """A tax payment certificate with one row for each kind of income; amount in capitals below."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    months = _year(doc)
    year, issued = months[0].year, days_ago(rng, 3, 150)
    total = round(sum(each.tax for each in months), 2)
    pen.page()
    pen.han = doc.pick("song", "kai")
    pen.centre(20, doc.pick("中华人民共和国税收完税证明", "税 收 完 税 证 明"), 18, bold=True)
    serial = f"({number(rng, '999')}){firm.city[0]}证{number(rng, '99999999')}"
    office = f"国家税务总局{firm.city}税务局第一税务分局"
    pen.put(186, 34, f"No.{serial}", 10, align="right", colour=(180, 30, 40))
    pen.put(22, 42, f"填发日期:{any_zh(rng, issued, formal=True)}", 10.5)
    pen.put(110, 42, f"税务机关:{office}", 9.5)
    half = round(total * rng.uniform(0.7, 0.95), 2)
    y = pen.table(
        20, 50, [34, 50, 36, 50], [["纳税人识别号", held.passport, "纳税人名称", held.filed]], 10.5, height=11
    )
    y = pen.table(20, y, [34, 28, 32, 42, 34], [
        ["原凭证号", "税种", "品目名称", "税款所属时期", "实缴(退)金额"],
        [number(rng, "3302699999"), "个人所得税", "工资薪金所得", f"{year}-01-01至{year}-12-31", money(half)],
        [number(rng, "3302699999"), "个人所得税", "全年一次性奖金", f"{year}-01-01至{year}-12-31", money(total - half)],
        ["金额合计", f"(大写)人民币{capitals(total)}", "<", "<", "¥" + money(total)]], 9.5, height=12)  # fmt: skip
    pen.table(
        20,
        y,
        [62, 40, 68],
        [
            [
                "税务机关 (盖章)",
                f"填票人 {doc.pick('电子税务局', '秦淑芬')}",
                f"备注:扣缴义务人 {firm.chinese}",
            ]
        ],
        9.5,
        height=30,
    )
    pen.seal(52, y + 14, office, "征税专用章", size=38)
    pen.put(105, y + 36, "妥 善 保 管", 11, align="centre", colour=GREY)
    doc.states(name=held.filed, passport_number=held.passport, issued_on=issued, document_number=serial, authority=office,
               employer=firm.chinese, period_from=date(year, 1, 1), period_until=date(year, 12, 31))  # fmt: skip
    doc.state(FactName.TAX_TOTAL, total, year=year)
    for part in (half, round(total - half, 2)):
        doc.state(FactName.TAX, part, year=year)


@layout("tax-record")
def continued(doc: Doc) -> None:
    """Income and tax per month over two years, so that it runs over to a second page."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 3, 120)
    first = rng.choice([2022, 2023, 2024])
    years = [invent_months(rng, first), invent_months(rng, first + 1)]
    flat = [each for months in years for each in months]
    pen.latin, pen.han = doc.pick("sans", "serif"), doc.pick("song", "zenhei")
    office = f"国家税务总局{firm.city}{firm.district}税务局"
    head = ["序号", "所得期间", "扣缴义务人", "收入额", "已缴税额"]
    widths = [14, 28, 62, 34, 34]
    for page, part in enumerate((flat[:16], flat[16:])):
        pen.page()
        if page == 0:
            pen.centre(16, doc.pick("个人所得税完税证明", "纳税清单(个人所得税)"), 18, bold=True)
            pen.put(
                18,
                32,
                f"姓名:{held.filed}   证件类型:外国护照   证件号码:{held.passport}   国籍:{held.country.chinese}",
                9.5,
            )
            pen.put(18, 38, f"税款所属期:{first}年1月至{first + 1}年12月        单位:人民币元", 9.5)
        rows = [head] + [[str(page * 16 + at + 1), f"{each.year}年{each.month}月", firm.chinese, money(each.wage), money(each.tax)]
                         for at, each in enumerate(part)]  # fmt: skip
        y = pen.table(
            18, 46 if page == 0 else 24, widths, rows, 9, height=11, head=HEAD if rng.random() < 0.5 else None
        )
        pen.put(105, 282, f"第 {page + 1} 页 共 2 页", 9, align="centre")
    total_wage, total_tax = (round(sum(getattr(each, what) for each in flat), 2) for what in ("wage", "tax"))
    y = pen.table(18, y, widths, [["合计", "<", "<", money(total_wage), money(total_tax)]], 9, height=10)
    pen.put(150, y + 12, office, 10.5, align="centre")
    pen.put(150, y + 20, any_zh(rng, issued, formal=True), 10.5, align="centre")
    pen.seal(150, y + 16, office, "业务专用章", size=40)
    doc.states(name=held.filed, passport_number=held.passport, nationality=held.country.code, issued_on=issued, authority=office,
               employer=firm.chinese, pages_stated=2, period_from=date(first, 1, 1), period_until=date(first + 1, 12, 31))  # fmt: skip
    # The row of totals is for both years together.
    doc.state(FactName.TAX_TOTAL, total_tax)
    doc.state(FactName.WAGE_TOTAL, total_wage)
    for each in flat:
        doc.state(FactName.TAX, each.tax, year=each.year, month=each.month)
        doc.state(FactName.WAGE, each.wage, year=each.year, month=each.month)


def _wage_head(doc: Doc, issued: date) -> None:
    held, firm = doc.person, doc.firm
    doc.states(name=held.filed, passport_number=held.passport, employer=firm.chinese, issued_on=issued)


@layout("wage-certificate")
def monthly_grid(doc: Doc) -> None:
    """Two months beside each other, a total, an officer of the firm."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    months, issued = _year(doc), days_ago(rng, 3, 120)
    year = months[0].year
    post = rng.choice(["技术总监", "质量经理"])
    pen.page()
    pen.han = doc.pick("song", "hei", "kai")
    pen.centre(22, firm.chinese, 15)
    pen.centre(34, doc.pick("工资收入证明", f"{year}年度工资证明", "收 入 证 明"), 21, bold=True)
    y = pen.para(
        24,
        52,
        162,
        f"兹证明{held.filed}(护照号码:{held.passport})系我公司{post},其{year}年度税前工资薪金收入如下:",
        11.5,
        indent=8,
    )
    total = round(sum(each.wage for each in months), 2)
    rows = [["月份", "工资(元)", "月份", "工资(元)"]]
    for at in range(6):
        left, right = months[at], months[at + 6]
        rows.append([f"{left.month}月", money(left.wage), f"{right.month}月", money(right.wage)])
    rows.append(["合计", "<", money(total), "<"])
    y = pen.table(24, y + 6, [36, 45, 36, 45], rows, 11, height=10.5)
    pen.put(24, y + 6, f"合计大写:人民币{capitals(total)}", 11)
    pen.put(24, y + 15, "特此证明。", 11.5)
    pen.put(24, y + 26, f"财务负责人:{doc.pick('金丽娜', '魏旻昊')}   联系电话:{firm.phone}", 10.5)
    pen.put(180, y + 42, firm.chinese, 12, align="right")
    pen.put(180, y + 51, any_zh(rng, issued, formal=True), 12, align="right")
    pen.seal(150, y + 46, firm.chinese, doc.pick("财务专用章", "", "人事专用章"))
    _wage_head(doc, issued)
    doc.states(position=post)
    _waged(doc, months)


@layout("wage-certificate")
def pay_list(doc: Doc) -> None:
    """A list with deductions: gross, insurance, tax, net."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    months, issued = _year(doc), days_ago(rng, 3, 120)
    year = months[0].year
    pen.page()
    pen.latin, pen.han = "sans", doc.pick("hei", "song", "zenhei")
    pen.centre(18, f"{firm.chinese}", 13)
    pen.centre(27, doc.pick("员工工资明细表 Salary Statement", "工资收入明细"), 17, bold=True)
    pen.put(20, 40, f"姓名 Name: {held.commas}", 10, room=86)
    pen.put(110, 40, f"护照号 Passport No.: {held.passport}", 10)
    rows = [["期间 Period", "应发工资 Gross", "社保 Insurance", "个税 IIT", "实发 Net pay"]]
    style = doc.pick("comma", "plain")
    for each in months:
        insured = round(min(each.wage * 0.105, 2700.0), 2)
        rows.append([f"{year}-{each.month:02d}", money(each.wage, style), money(insured, style), money(each.tax, style),
                     money(each.wage - insured - each.tax, style)])  # fmt: skip
    total, taxes = (round(sum(getattr(each, what) for each in months), 2) for what in ("wage", "tax"))
    rows.append(["合计 Total", money(total, style), "", money(taxes, style), ""])
    y = pen.table(20, 49, [34, 36, 32, 34, 34], rows, 9.5, height=10, head=HEAD)
    pen.put(20, y + 8, "本表真实有效,如有不实,我公司愿承担法律责任。", 10)
    pen.put(176, y + 22, f"{firm.chinese}(公章)", 11, align="right")
    pen.put(176, y + 30, any_zh(rng, issued), 11, align="right")
    pen.seal(148, y + 26, firm.chinese)
    doc.states(name=held.commas, passport_number=held.passport, employer=firm.chinese, issued_on=issued)
    _waged(doc, months)
    for each in months:
        doc.state(FactName.TAX, each.tax, year=each.year, month=each.month)
    doc.state(FactName.TAX_TOTAL, taxes, year=year)


@layout("wage-certificate")
def prose_total(doc: Doc) -> None:
    """Prose with the sum of each year."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    issued = days_ago(rng, 3, 120)
    pen.page()
    pen.han = doc.pick("song", "kai", "thin-song")
    pen.centre(36, doc.pick("收入证明", "工 资 收 入 证 明", "年收入证明"), 24, bold=True)
    last = 2025
    sums = {
        year: round(rng.uniform(300_000, 1_400_000), 2)
        for year in range(last - rng.choice([0, 1, 3]), last + 1)
    }
    how = doc.pick("yuan", "sign", "rmb")
    listed = ";".join(f"{year}年度税前工资总收入为{money(amount, how)}" for year, amount in sums.items())
    since = days_ago(rng, 1700, 3000)
    y = pen.para(28, 62, 154, f"兹证明{held.chinese or held.filed}({held.filed}),国籍:{held.country.chinese},护照号码{held.passport},自"
                 f"{write_day(since, 'zh')}起在我公司任职。该员工{listed}。上述收入均已依法缴纳个人所得税。", 13.5, leading=2, indent=10)  # fmt: skip
    y = pen.para(28, y + 3, 154, "特此证明。", 13.5, indent=10)
    pen.put(178, y + 26, firm.chinese, 13, align="right")
    pen.put(178, y + 36, any_zh(rng, issued, formal=True), 13, align="right")
    pen.seal(146, y + 31, firm.chinese)
    _wage_head(doc, issued)
    doc.states(nationality=held.country.code, employed_since=since)
    for year, amount in sums.items():
        doc.state(FactName.WAGE_TOTAL, amount, year=year)


@layout("wage-certificate")
def english_letter(doc: Doc) -> None:
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    months, issued = _year(doc), days_ago(rng, 3, 120)
    year = months[0].year
    pen.page()
    pen.latin = doc.pick("serif", "sans")
    pen.centre(20, firm.english, 15, bold=True)
    pen.centre(29, firm.english_address, 9)
    pen.rule(24, 37, 186, 37)
    pen.centre(48, doc.pick("CERTIFICATE OF INCOME", "SALARY CERTIFICATE"), 18, bold=True)
    total = round(sum(each.wage for each in months), 2)
    title = "Mr." if held.sex == "M" else "Ms."
    y = pen.para(24, 66, 162, f"This is to certify that {title} {held.natural} (passport no. {held.passport}) is employed by our company. "
                 f"The gross salary paid in {year} was as follows:", 11.5)  # fmt: skip
    rows = [["Month", "Gross salary (CNY)"]] + [
        [f"{ENGLISH[each.month - 1]} {year}", money(each.wage)] for each in months
    ]
    rows.append(["Total", money(total)])
    y = pen.table(44, y + 4, [60, 60], rows, 10.5, height=8.2)
    pen.put(24, y + 10, f"Date: {any_en(rng, issued)}", 11)
    pen.signature(24, y + 26)
    pen.put(24, y + 32, "Human Resources Manager", 11)
    pen.seal(140, y + 22, firm.chinese)
    doc.states(
        name=held.natural,
        passport_number=held.passport,
        employer=firm.english,
        issued_on=issued,
        sex=held.sex,
    )
    _waged(doc, months)
