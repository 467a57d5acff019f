"""Certificates of health."""

# ruff: noqa: E501 - what is printed on one line stands on one line

from tests.support.papers.book import Doc, layout, sex_word
from tests.support.papers.people import LONG_CHINESE, any_en, any_zh, days_ago, number, same_day, write_day


def _start(doc: Doc, *, han: str = "song") -> None:
    doc.pen.han = han
    doc.pen.latin = doc.pick("serif", "sans")
    doc.pen.page()


@layout("health-certificate")
def customs_bilingual(doc: Doc) -> None:
    """The physical examination record of a travel healthcare centre."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    _start(doc)
    issued = days_ago(rng, 5, 170)
    centre = f"{firm.city.removesuffix('市')}国际旅行卫生保健中心"
    y = pen.centre(16, centre, 14, bold=True)
    y = pen.centre(y + 1, doc.pick("外国人体格检查记录", "外国人体格检查证明"), 18, bold=True)
    y = pen.centre(
        y, doc.pick("PHYSICAL EXAMINATION RECORD FOR FOREIGNER", "HEALTH CERTIFICATE FOR FOREIGNER"), 11
    )
    serial = number(rng, "9999999999")
    pen.put(140, y, f"编号 No. {serial}", 9)
    rows = [
        ["姓名\nName".replace("\n", " "), held.filed, "性别 Sex", sex_word(held.sex, "zh en"), ""],
        ["出生日期 Date of Birth", write_day(held.birth, doc.pick("iso", "zh", "dash abc")), "血型 Blood type",
         doc.pick("A", "B", "O", "AB"), ""],
        ["国籍 Nationality", f"{held.country.chinese} {held.country.english}", "护照号码 Passport No.", held.passport, ""],
    ]  # fmt: skip
    y = pen.table(15, y + 6, [32, 50, 32, 36, 30], rows, 9, height=11)
    pen.photo(168, y - 33, 26, 32)
    y = pen.table(15, y, [60, 60, 60], [
        ["身高 Height", f"{rng.randint(152, 196)} cm", "血压 Blood pressure  " + f"{rng.randint(100, 135)}/{rng.randint(62, 88)} mmHg"],
        ["营养状况 Nutrition", "良好 Good", "视力 Vision  L 1.0  R 1.2"],
        ["皮肤 Skin", "正常 Normal", "淋巴结 Lymph nodes  正常"],
        ["心 Heart", "正常 Normal", "肺 Lungs  正常"],
        ["腹部 Abdomen", "未见异常", "神经系统 Nervous system  正常"],
        ["胸部X线检查 Chest X-ray exam", "<", "心肺膈未见异常 No abnormality"],
        ["心电图 ECG", "<", "窦性心律 Sinus rhythm"],
        ["化验室检查 Laboratory exam", "<", "HIV抗体 (-)  梅毒抗体 (-)"],
    ], 9, height=9)  # fmt: skip
    y = pen.para(18, y + 5, 172, "未发现患有下列检疫传染病和危害公共健康的疾病:霍乱、黄热病、鼠疫、麻风、开放性肺结核、精神病。"
                 "None of the following diseases or disorders found during the present examination.", 9)  # fmt: skip
    pen.put(18, y + 6, "意见 Suggestion: 合格", 10)
    pen.put(18, y + 16, "医师签字 Signature of physician", 10)
    pen.signature(75, y + 19)
    day = any_zh(rng, issued)
    pen.put(120, y + 16, f"日期 Date: {day}", 10)
    pen.seal(158, y + 18, centre, doc.pick("体检专用章", "证书专用章"))
    doc.states(name=held.filed, sex=held.sex, birth_date=held.birth, nationality=held.country.code,
               passport_number=held.passport, issued_on=issued, authority=centre, document_number=serial)  # fmt: skip


@layout("health-certificate")
def booklet_english(doc: Doc) -> None:
    """International travel health certificate, label lines, Chinese and English, valid until."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    _start(doc, han=doc.pick("hei", "kai"))
    issued = days_ago(rng, 5, 250)
    until = same_day(issued, 1)
    centre = f"{firm.province}国际旅行卫生保健中心({firm.city.removesuffix('市')}海关口岸门诊部)"
    pen.frame(10, (60, 110, 90))
    y = pen.centre(24, "国际旅行健康检查证明书", 20, bold=True)
    y = pen.centre(y, "CERTIFICATE OF HEALTH EXAMINATION FOR INTERNATIONAL TRAVELLER", 10)
    pen.photo(156, 52, 33, 43)
    serial = number(rng, "A999999999")
    y = pen.pairs(24, 56, [
        ("证书编号 Certificate No.:", serial), ("姓名 Name:", held.commas), ("性别 Gender:", sex_word(held.sex, "en")),
        ("出生日期 Birth date:", any_en(rng, held.birth)),
        ("国籍 Nationality:", held.country.adjective), ("护照号 Passport number:", held.passport),
    ], 11, gap=58 if rng.random() < 0.5 else 0, leading=2.2, rule=rng.random() < 0.5)  # fmt: skip
    y = pen.para(24, y + 6, 162, "上述人员经我中心检查,结果如下。The above-mentioned person has been examined in our centre with the "
                 "following results:", 10.5, leading=1.8)  # fmt: skip
    for item in ("内科 Internal medicine: 未见异常 NAD", "外科 Surgery: 未见异常 NAD", "X线 X-ray: 双肺未见活动性病变",
                 "血清学 Serology: HIV阴性 negative, TPPA 阴性 negative", "丙氨酸氨基转移酶 ALT: 21 U/L"):  # fmt: skip
        pen.put(30, y, item, 10)
        y += 7.5
    y = pen.para(
        24,
        y + 4,
        162,
        "结论 Conclusion: 身体健康,适合在华居留。In good health, fit for residence in China.",
        11,
        leading=1.8,
    )
    y += 8
    pen.put(24, y, "主检医师 Chief physician:", 10.5)
    pen.signature(72, y + 3)
    y += 12
    pen.put(24, y, f"签发日期 Date of issue: {any_en(rng, issued)}", 10.5)
    pen.put(24, y + 8, f"有效期至 Valid until: {any_en(rng, until)}", 10.5)
    pen.put(24, y + 16, f"签发机构 Issued by: {centre}", 9)
    pen.seal(100, y + 6, centre.split("(")[0], "证书专用章", size=40)
    doc.states(name=held.commas, sex=held.sex, birth_date=held.birth, nationality=held.country.code,
               passport_number=held.passport, issued_on=issued, expires_on=until, authority=centre, document_number=serial)  # fmt: skip


@layout("health-certificate")
def hospital_chinese(doc: Doc) -> None:
    """A hospital's form in Chinese only."""
    held, pen, firm, rng = doc.person, doc.pen, doc.firm, doc.rng
    _start(doc, han=doc.pick("song", "thin-song"))
    issued = days_ago(rng, 3, 150)
    hospital = f"{firm.city}{doc.pick('第二人民医院', '中医院', '大学附属第一医院', '仁济体检医院')}"
    nation = (
        LONG_CHINESE.get(held.country.code, held.country.chinese)
        if rng.random() < 0.4
        else held.country.chinese
    )
    y = pen.centre(20, hospital, 16, bold=True)
    y = pen.centre(y + 2, doc.pick("健康体检证明", "体 格 检 查 证 明 书", "健康证明书"), 20, bold=True)
    shown = held.chinese if held.chinese and rng.random() < 0.3 else held.filed
    rows = [["姓名", shown, "性别", sex_word(held.sex, "zh"), "国籍", nation],
            ["出生日期", write_day(held.birth, "zh"), "<", "证件号码", held.passport, "<"],
            ["婚姻状况", doc.pick("已婚", "未婚"), "职业", "职员", "籍贯", "无"]]  # fmt: skip
    marital = {"已婚": "married", "未婚": "single"}[rows[2][1]]
    y = pen.table(20, y + 6, [26, 44, 24, 26, 22, 28], rows, 10.5, height=10)
    y = pen.table(20, y, [44, 96, 30], [["检查项目", "检查结果", "医师签名"], *([item, result, ""] for item, result in (
        ("内科", "心率72次/分,律齐,双肺呼吸音清"), ("外科", "脊柱四肢无畸形"), ("眼科", "矫正视力 左5.0 右5.0"),
        ("耳鼻喉科", "未见异常"), ("胸部DR", "心肺膈未见明显异常"), ("肝功能", "正常范围"), ("梅毒、艾滋病检测", "阴性")))],
        10, height=9.5)  # fmt: skip
    y = pen.para(20, y + 5, 168, "体检结论:未发现传染性疾病及精神疾病,身体健康。", 11.5)
    pen.put(20, y + 8, "主检医师:", 11)
    pen.signature(42, y + 11)
    pen.put(120, y + 8, f"{hospital}(盖章)", 11)
    pen.put(126, y + 17, any_zh(rng, issued, formal=True), 11)
    pen.seal(146, y + 16, hospital, "体检专用章", size=38)
    doc.states(sex=held.sex, birth_date=held.birth, nationality=held.country.code, passport_number=held.passport,
               issued_on=issued, authority=hospital, marital_status=marital)  # fmt: skip
    if shown == held.filed:
        doc.states(name=held.filed)
    else:
        doc.states(chinese_name=shown)
