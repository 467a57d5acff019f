"""Whose facts are whose: prose that names several people, registers, blocks and wrapped cells."""

from datetime import date

import pytest

from app.domain.reading import Fact, FactName, Subject
from app.intake.facts import state_facts
from app.intake.sheet import Sheet
from app.intake.wrapped import mended, unwrapped
from tests.support.sheets import columns, form, kind, letter, line, sheet_of

HOLDER = Subject.HOLDER


def told(sheet: Sheet, name: str, subject: Subject = HOLDER, of: str | None = None) -> dict[str, object]:
    facts: tuple[Fact, ...] = state_facts(sheet, kind(name, of))
    return {fact.name.value: fact.value for fact in facts if fact.subject is subject}


@pytest.mark.parametrize(
    ("paper", "text"),
    [
        (
            "invitation-letter",
            "我单位特邀请挪威籍专家HAUGEN SOLVEIG MARIE女士（护照号码CCK204417）来华讲学。",
        ),
        (
            "invitation-letter",
            "We are pleased to invite Ms. HAUGEN SOLVEIG MARIE, Norwegian, passport no. CCK204417.",
        ),
        (
            "university-recommendation",
            "兹推荐我院博士毕业生HAUGEN SOLVEIG MARIE（女，挪威，护照号码CCK204417）。",
        ),
        ("leader-recommendation", "本人林致远，现推荐项目组成员HAUGEN SOLVEIG MARIE(护照号码CCK204417)。"),
        (
            "power-of-attorney",
            "I, HAUGEN SOLVEIG MARIE, holder of passport No. CCK204417, hereby authorise my agent.",
        ),
        (
            "power-of-attorney",
            "I, HAUGEN SOLVEIG MARIE, passport CCK204417, hereby appoint Mei Lin (passport EK1234567).",
        ),
        (
            "criminal-record",
            "Atesta-se que nada consta em nome de HAUGEN SOLVEIG MARIE, nascida em 3 de maio de 1988.",
        ),
        ("stay-record", "经查询出入境记录，HAUGEN SOLVEIG MARIE（挪威，护照号码CCK204417）在华居住。"),
        ("translation", "兹证明所附HAUGEN SOLVEIG MARIE的出生证明译文与原文一致。"),
        ("degree-certificate", "HAUGEN SOLVEIG MARIE，女，挪威人，1988年5月3日生，授予文学硕士学位。"),
    ],
)
def test_the_person_is_named_and_no_noun_is_her_name(paper, text):
    found = told(letter("", text), paper)
    assert found.get("name") == "HAUGEN SOLVEIG MARIE"
    assert "chinese_name" not in found
    assert found.get("passport_number", "CCK204417") == "CCK204417"


@pytest.mark.parametrize("text", ["兹证明SIEMENS ENERGY公司为我司客户。", "我单位使用ORACLE CLOUD系统。"])
def test_companies_and_products_are_no_people(text):
    assert "name" not in told(letter("", text), "employment-proof")


def test_a_nationality_behind_a_comma_is_no_given_name():
    found = told(
        letter("", "This is to certify that Ms. Ines Barbosa, Brazilian, works for us."), "employment-proof"
    )
    assert found["name"] == "Ines Barbosa"
    assert "given_names" not in found


def test_a_place_of_birth_is_no_name():
    text = "We certify that Mr. OLE BRANDT, born on 3 May 1988 in Esbjerg, Denmark, has no criminal record."
    found = told(letter("", text), "criminal-record")
    assert found["name"] == "OLE BRANDT"
    assert "surname" not in found


def test_the_two_of_a_deed_of_kinship_are_told_apart():
    sheet = sheet_of(
        "申请人：OLE BRANDT，男，1980年3月4日出生，护照号码：208844117。",
        "关系人：IDA BRANDT，女，2014年6月5日出生。",
        "兹证明OLE BRANDT是IDA BRANDT的父亲。",
    )
    assert told(sheet, "kinship-proof")["birth_date"] == date(1980, 3, 4)
    child = told(sheet, "kinship-proof", Subject.CHILD)
    assert (child["name"], child["birth_date"]) == ("IDA BRANDT", date(2014, 6, 5))


def test_the_mother_of_a_sentence_has_a_child():
    text = (
        "We certify that Ida Brandt, born on 4 March 1980, is the mother of Ole Brandt, born on 5 June 2014."
    )
    assert told(letter("", text), "kinship-proof")["birth_date"] == date(1980, 3, 4)
    assert told(letter("", text), "kinship-proof", Subject.CHILD)["birth_date"] == date(2014, 6, 5)


def test_each_row_of_a_family_is_about_who_its_first_word_says():
    places = (0.15, 0.40, 0.70)
    sheet = sheet_of(
        columns(places, "称谓", "姓名", "出生日期"),
        columns(places, "父亲", "BRANDT OLE", "1980-03-04"),
        columns(places, "女儿", "BRANDT IDA", "2014-06-05"),
        step=0.04,
    )
    assert told(sheet, "kinship-proof", Subject.FATHER)["name"] == "BRANDT OLE"


def test_rows_of_relatives_in_an_application_are_about_others():
    places = (0.15, 0.40, 0.70)
    sheet = sheet_of(
        columns(places, "称谓", "姓名", "出生日期"), columns(places, "父亲", "BRANDT OLE", "1980-03-04")
    )
    assert told(sheet, "application-form", Subject.OTHER)["name"] == "BRANDT OLE"
    assert "name" not in told(sheet, "application-form")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ehemann", "Ehefrau"),
        ("Cónyuge A (esposo)", "Cónyuge B (esposa)"),
        ("L'époux", "L'épouse"),
        ("男方", "女方"),
    ],
)
def test_a_heading_says_whom_the_labels_below_are_about(first, second):
    rows = []
    for head, surname, day in ((first, "Holm", "04.03.1980"), (second, "Berg", "05.06.1982")):
        rows += [head, ((0.14, "Surname"), (0.4, surname)), ((0.14, "Date of birth"), (0.4, day)), None]
    sheet = sheet_of(*rows, ((0.14, "Date of issue"), (0.4, "01.09.2026")))
    husband = told(sheet, "marriage-certificate", Subject.HUSBAND)
    wife = told(sheet, "marriage-certificate", Subject.WIFE)
    assert (husband["surname"], husband["birth_date"]) == ("Holm", date(1980, 3, 4))
    assert (wife["surname"], wife["birth_date"]) == ("Berg", date(1982, 6, 5))


def test_what_stands_beside_a_mother_is_not_her_childs():
    sheet = sheet_of(
        ((0.1, "新生儿姓名"), (0.3, "BRANDT IDA")),
        ((0.1, "母亲姓名"), (0.3, "HOLM ANE"), (0.6, "国籍"), (0.8, "丹麦")),
        ((0.1, "父亲姓名"), (0.3, "BRANDT OLE"), (0.6, "国籍"), (0.8, "丹麦")),
    )
    assert "nationality" not in told(sheet, "birth-certificate", Subject.CHILD)
    assert told(sheet, "birth-certificate", Subject.MOTHER)["nationality"] == "DNK"


def test_a_register_of_marriages_is_told_apart_by_its_conditions():
    places = (0.1, 0.3, 0.5, 0.7)
    sheet = sheet_of(
        columns(places, "Name and surname", "Date of birth", "Condition", "Nationality"),
        columns(places, "Ole Brandt", "4 March 1980", "Widower", "Danish"),
        columns(places, "Ane Kirstine Holm", "5 June 1982", "Spinster", "Danish"),
        step=0.05,
    )
    assert told(sheet, "marriage-certificate", Subject.HUSBAND)["name"] == "Ole Brandt"
    assert told(sheet, "marriage-certificate", Subject.WIFE)["birth_date"] == date(1982, 6, 5)


# Cells of several lines ---------------------------------------------------------------------------------


def test_a_name_in_two_lines_beside_its_label_is_one():
    lines = (
        line("BARBOSA DE OLIVEIRA", 0.3, 0.100),
        line("姓名", 0.12, 0.110),
        line("性别", 0.6, 0.110),
        line("女", 0.7, 0.110),
        line("INES CAROLINA", 0.3, 0.120),
        line("国籍", 0.12, 0.150),
        line("巴西", 0.3, 0.150),
    )
    found = told(Sheet(1, 1.414, lines), "health-certificate")
    assert (found["name"], found["sex"]) == ("BARBOSA DE OLIVEIRA INES CAROLINA", "F")


def test_rows_of_a_list_are_never_one_cell():
    rows = form(("姓名", "BARBOSA INES"), ("出生日期", "1988-05-03"), ("性别", "女"), ("国籍", "巴西"))
    tight = tuple(line(each.text, each.box.left, 0.1 + 0.018 * (n // 2)) for n, each in enumerate(rows.lines))
    assert unwrapped(tight) == tight


def test_a_day_read_in_two_runs_is_one():
    lines = (line("2026年10", 0.60, 0.5), line("月9日", 0.672, 0.5))
    assert [each.text for each in mended(lines, 1.414)] == ["2026年10月9日"]


# Without labels ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("This is to certify that", "has successfully completed the programme"),
        ("verleiht Frau", "geboren am 3. Mai 1988"),
        ("has conferred upon", "the degree of"),
    ],
)
def test_a_name_on_a_line_of_its_own_is_the_graduates(before, after):
    sheet = sheet_of(
        "University of Esbjerg", before, "Ines Barbosa", after, "Master of Arts", "Vice-Chancellor"
    )
    found = told(sheet, "degree-certificate")
    assert (found["name"], found["university"]) == ("Ines Barbosa", "University of Esbjerg")


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("经审核，授予工学博士学位。", "工学博士"),
        ("was awarded the degree of Doctor of Philosophy on 3 May 2014", "Doctor of Philosophy"),
        ("den akademischen Grad Diplom-Chemiker", "Diplom-Chemiker"),
    ],
)
def test_a_degree_is_read_in_its_sentence(text, degree):
    assert told(letter("", text), "degree-certificate")["degree"] == degree


def test_a_name_large_over_a_curriculum_vitae_is_its_persons():
    sheet = Sheet(
        1, 1.414, (line("Ines Barbosa", 0.1, 0.06, 0.03), line("Date of birth: 3 May 1988", 0.1, 0.12))
    )
    assert told(sheet, "curriculum-vitae")["name"] == "Ines Barbosa"


@pytest.mark.parametrize(
    ("text", "sex"), [("☑男 □女", "M"), ("□男 ☑女", "F"), ("男□ 女□", None), ("☑男 ☑女", None)]
)
def test_a_ticked_sex_is_read(text, sex):
    assert told(form(("性别 Sex", text)), "application-form").get("sex") == sex


@pytest.mark.parametrize("number", ["NOR310120880503", "931042198805034428"])
def test_the_number_of_a_card_is_read_in_both_forms(number):
    assert told(form(("证件号码 ID No.", number)), "permanent-residence-card")["card_number"] == number


def test_the_number_of_a_permit_is_not_the_passports():
    sheet = form(("证件号码 Permit No.", "B22817733"), ("护照号码 Passport No.", "CCK204417"))
    assert told(sheet, "residence-permit")["passport_number"] == "CCK204417"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Quốc tịch / Nationality", "nationality"),
        ("Sukunimi / Surname", "surname"),
        ("生年月日/Date of birth", "birth_date"),
    ],
)
def test_a_label_in_a_language_that_is_not_known_is_read_by_its_other_half(label, field):
    value = {"nationality": "DENMARK", "surname": "HOLM", "birth_date": "3 MAY 1988"}[field]
    assert field in told(form((label, value)), "passport")


def test_a_half_read_label_is_not_the_value():
    assert "surname" not in told(sheet_of("英文姓 Sumame"), "accommodation-registration")


@pytest.mark.parametrize(
    ("signer", "name"), [("公证员：周可", FactName.ISSUED_ON), ("翻译人员：周可", FactName.TRANSLATED_ON)]
)
def test_the_day_under_a_translation_is_of_whoever_signs(signer, name):
    sheet = letter("公证书", "兹证明OLE BRANDT是IDA BRANDT的父亲。", foot=(signer, "2026年9月1日"))
    assert told(sheet, "translation", of="kinship-proof")[name.value] == date(2026, 9, 1)
    other = {FactName.ISSUED_ON, FactName.TRANSLATED_ON} - {name}
    assert other.pop().value not in told(sheet, "translation", of="kinship-proof")


def test_the_first_day_of_a_column_is_no_day_of_issue():
    places = (0.2, 0.45)
    rows = [columns(places, "出境/入境", "日期")]
    rows += [columns(places, "入境", f"2026-0{month}-11") for month in (3, 4, 5)]
    assert "issued_on" not in told(sheet_of(*rows), "stay-record")
