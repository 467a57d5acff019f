"""Papers that belong in no packet, or that stand at its edge: what must not be taken for another."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from tests.support.papers.book import Doc, layout
from tests.support.papers.people import (
    any_zh,
    capitals,
    chinese_person,
    days_ago,
    invent_firm,
    money,
    number,
    same_day,
    write_day,
)


@layout("invoice")
def vat_invoice(doc: Doc) -> None:
    pen, rng, firm = doc.pen, doc.rng, doc.firm
    buyer = invent_firm(rng)
    amount = round(rng.uniform(200, 90_000), 2)
    tax = round(amount * 0.06, 2)
    pen.page((210, 140))
    pen.centre(
        8, doc.pick("电子发票(增值税专用发票)", "电子发票(普通发票)"), 15, bold=True, colour=(150, 60, 40)
    )
    pen.put(150, 18, f"发票号码:{number(rng, '26332000000099999999')}", 8.5)
    pen.put(150, 23, f"开票日期:{write_day(days_ago(rng, 3, 300), 'zh0')}", 8.5)
    pen.pairs(14, 30, [("购买方名称:", buyer.chinese), ("统一社会信用代码/纳税人识别号:", buyer.code)], 9)
    pen.pairs(112, 30, [("销售方名称:", firm.chinese), ("统一社会信用代码/纳税人识别号:", firm.code)], 8.5)
    y = pen.table(12, 46, [48, 22, 22, 32, 24, 34], [["项目名称", "单位", "数量", "金额", "税率", "税额"],
                                                     ["*信息技术服务*软件维护", "项", "1", money(amount, "plain"), "6%", money(tax, "plain")],
                                                     ["价税合计(大写)", capitals(amount + tax), "<", "<", "(小写)", f"¥{amount + tax:.2f}"]],
                  9, height=11)  # fmt: skip
    pen.put(14, y + 10, f"开票人:{chinese_person(rng)[0]}", 9)
    pen.oval(170, y + 10, ["发票专用章"], 36, (200, 40, 40))


@layout("lease")
def tenancy(doc: Doc) -> None:
    held, pen, rng, firm = doc.person, doc.pen, doc.rng, doc.firm
    begun = days_ago(rng, 30, 400)
    owner = chinese_person(rng)[0]
    pen.page()
    pen.centre(22, doc.pick("房屋租赁合同", "住房租赁合同"), 21, bold=True)
    y = pen.pairs(
        26, 42, [("出租方(甲方):", owner), ("承租方(乙方):", f"{held.filed}  护照号码 {held.passport}")], 11.5
    )
    for line in (f"第一条 甲方将位于{firm.address}的房屋出租给乙方居住使用。",
                 f"第二条 租赁期限自{write_day(begun, 'zh')}起至{write_day(same_day(begun, 1), 'zh')}止。",
                 f"第三条 月租金为人民币{rng.randint(3, 20)},500元,押一付三。", "第四条 租赁期间的水、电、燃气费用由乙方承担。",
                 "第五条 未经甲方书面同意,乙方不得转租。"):  # fmt: skip
        y = pen.para(26, y + 2, 158, line, 11.5)
    pen.put(26, y + 20, "甲方(签字):", 11.5)
    pen.signature(52, y + 23)
    pen.put(110, y + 20, "乙方(签字):", 11.5)
    pen.signature(136, y + 23)
    pen.put(26, y + 32, f"签订日期:{any_zh(rng, begun, formal=True)}", 11.5)
    doc.states(name=held.filed, passport_number=held.passport, issued_on=begun)


@layout("bank-statement")
def movements(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    pen.page()
    pen.latin = "sans"
    pen.centre(18, doc.pick("个人账户交易明细", "客户账户流水清单"), 16, bold=True)
    pen.put(20, 32, f"户名:{held.filed}   账号:{number(rng, '6222999999999999999')}   币种:人民币", 9.5)
    rows, left = [["交易日期", "摘要", "支出", "存入", "余额"]], rng.uniform(20_000, 90_000)
    for at in range(14):
        amount = round(rng.uniform(30, 9000), 2)
        into = rng.random() < 0.4
        left += amount if into else -amount
        rows.append([write_day(days_ago(rng, 200 - at * 10, 208 - at * 10), "iso"), doc.pick("转账", "消费", "利息", "手机支付", "工资"),
                     "" if into else money(amount), money(amount) if into else "", money(left)])  # fmt: skip
    pen.table(20, 42, [34, 34, 32, 32, 38], rows, 9.5, height=9)
    pen.seal(150, 200, "甬江商业银行股份有限公司", "业务专用章", size=36)


@layout("airline-ticket")
def itinerary(doc: Doc) -> None:
    held, pen, rng = doc.person, doc.pen, doc.rng
    pen.page()
    pen.latin = "sans"
    pen.put(22, 18, "E-TICKET ITINERARY RECEIPT  电子客票行程单", 14, bold=True)
    pen.pairs(22, 34, [("Passenger 旅客姓名:", f"{held.filed.replace(' ', '/', 1)}"), ("Ticket number 票号:", number(rng, "784-9999999999")),
                       ("Booking reference:", number(rng, "AAAAAA")), ("Identification:", held.passport)], 10.5)  # fmt: skip
    day = days_ago(rng, 5, 90)
    pen.table(22, 64, [34, 44, 26, 34, 28], [["From", "To", "Flight", "Date", "Departure"],
                                             ["PVG Shanghai", f"{held.country.capital}", f"XQ{rng.randint(100, 999)}", write_day(day, "abc"), "13:40"],
                                             [f"{held.country.capital}", "PVG Shanghai", f"XQ{rng.randint(100, 999)}", write_day(same_day(day, 0), "abc"), "09:15"]],
              9.5, height=11)  # fmt: skip
    pen.put(22, 110, f"Fare CNY {rng.randint(3000, 9000)}.00  Tax CNY {rng.randint(300, 1900)}.00", 10)


@layout("menu")
def restaurant(doc: Doc) -> None:
    pen, rng = doc.pen, doc.rng
    pen.page((210, 297), (252, 246, 232))
    pen.centre(20, doc.pick("听涛小馆", "望梅食府"), 26, bold=True, han="kai")
    pen.centre(38, "MENU 菜单", 14)
    y = 56
    for zh, en in (("红烧肉", "Braised pork belly"), ("清蒸鲈鱼", "Steamed sea bass"), ("麻婆豆腐", "Mapo tofu"), ("蒜蓉空心菜", "Water spinach with garlic"),
                   ("扬州炒饭", "Yangzhou fried rice"), ("酸辣汤", "Hot and sour soup"), ("龙井虾仁", "Shrimp with Longjing tea"),
                   ("宫保鸡丁", "Kung pao chicken")):  # fmt: skip
        pen.put(30, y, f"{zh}  {en}", 13)
        pen.put(180, y, f"{rng.randint(18, 188)}元", 13, align="right")
        y += 16


@layout("letter")
def private(doc: Doc) -> None:
    """A private letter in English."""
    pen, rng = doc.pen, doc.rng
    pen.page()
    pen.put(150, 24, write_day(days_ago(rng, 20, 400), "dmy"), 12)
    y = pen.para(26, 44, 158, "Dear Margaret,", 13)
    y = pen.para(26, y + 4, 158, "Thank you for the parcel, the tea arrived last week and is already half gone. We spent the holidays by the "
                 "lake, and the children learned to sail, more or less. When will you come and see the garden?", 13, leading=1.9)  # fmt: skip
    pen.put(26, y + 12, "With love,", 13)
    pen.put(26, y + 24, "Aunt Winifred", 15, latin="italic")


@layout("blank")
def empty(doc: Doc) -> None:
    doc.pen.page()


@layout("blank")
def scanned_empty(doc: Doc) -> None:
    """An empty sheet with a little dust."""
    doc.pen.page((210, 297), (247, 247, 244))
    for _ in range(12):
        x, y = doc.rng.uniform(5, 200), doc.rng.uniform(5, 290)
        doc.pen.rule(x, y, x + 0.2, y + 0.1, 0.1, (170, 170, 170))
