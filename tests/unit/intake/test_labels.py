"""Labels and the values beside or below them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reading import Box, Subject, TextLine
from app.intake.labels import meaning_of, pairs_of, segments_of
from app.intake.values import fits
from app.intake.writing import plain
from tests.support.sheets import columns, line, sheet_of, stacked


def told(*rows: str | tuple[tuple[float, str], ...]) -> dict[tuple[str, str], str]:
    pairs = pairs_of(sheet_of(*rows).lines, fits)
    return {(pair.field, pair.subject.value): pair.text for pair in pairs if pair.field != "ignored"}


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("姓名", "name"),
        ("出生日期", "birth_date"),
        ("Date of birth", "birth_date"),
        ("DATE-OF-BIRTH", "birth_date"),
        ("護照號碼", "passport_number"),
        ("Geburtsdatum", "birth_date"),
        ("Date de naissance", "birth_date"),
        ("Fecha de nacimiento", "birth_date"),
        ("Дата рождения", "birth_date"),
        ("Número de pasaporte", "passport_number"),
        ("签发机关", "authority"),
        ("有效期至", "expires_on"),
        ("Nationalité", "nationality"),
        ("Staatsangehörigkeit", "nationality"),
    ],
)
def test_a_label_is_known_in_many_languages(label, field):
    assert meaning_of(plain(label)) == (field, Subject.HOLDER)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("丈夫出生日期", ("birth_date", Subject.HUSBAND)),
        ("Wife's date of birth", ("birth_date", Subject.WIFE)),
        ("Name of father", ("name", Subject.FATHER)),
        ("母亲姓名", ("name", Subject.MOTHER)),
        ("Mother", ("name", Subject.MOTHER)),
        ("法定代表人", ("name", Subject.OTHER)),
        ("联系人及电话", ("name", Subject.OTHER)),
        ("Father's nationality", ("nationality", Subject.FATHER)),
    ],
)
def test_a_label_says_whose_it_is(label, expected):
    assert meaning_of(plain(label)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "出生日期：1985年3月2日",
        "出生日期 1985年3月2日",
        "出生日期:1985年3月2日",
        "出生日期 Date of birth 1985年3月2日",
        "Date of birth 1985年3月2日",
        "Date of birth: 1985年3月2日",
        "3. 出生日期（公历）：1985年3月2日",
        "Date of birth (DD/MM/YYYY): 1985年3月2日",
    ],
)
def test_a_value_in_the_line_of_its_label_is_paired(text):
    assert told(text) == {("birth_date", "holder"): "1985年3月2日"}


def test_several_pairs_in_one_line_are_kept_apart():
    assert told("姓名：PARK JI WOO 性别：男 国籍：韩国") == {
        ("name", "holder"): "PARK JI WOO",
        ("sex", "holder"): "男",
        ("nationality", "holder"): "韩国",
    }


def test_a_value_beside_its_label_is_paired():
    assert told(((0.1, "姓名 Name"), (0.4, "PARK JI WOO"))) == {("name", "holder"): "PARK JI WOO"}


def test_a_value_below_its_label_is_paired():
    pairs = pairs_of(stacked(("Surname", "PARK"), ("Date of birth", "30 APR 1995")).lines, fits)
    assert {pair.field: pair.text for pair in pairs} == {"surname": "PARK", "birth_date": "30 APR 1995"}


def test_labels_in_one_row_have_their_values_in_the_next():
    assert told(
        columns((0.3, 0.6), "Date of issue", "Date of expiry"),
        columns((0.3, 0.6), "01 SEP 2026", "31 AUG 2036"),
    ) == {("issued_on", "holder"): "01 SEP 2026", ("expires_on", "holder"): "31 AUG 2036"}


def test_a_value_that_does_not_fit_its_label_is_left_out():
    assert told(((0.1, "出生日期"), (0.4, "见护照"))) == {}


def test_another_labels_value_is_not_taken():
    assert told(((0.1, "护照号码"),), ((0.1, "签发日期"), (0.4, "2026年9月1日"))) == {
        ("issued_on", "holder"): "2026年9月1日"
    }


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Surmame", "surname"),
        ("Dote of birth", "birth_date"),
        ("Passp0rt No.", "passport_number"),
        ("Natlonality", "nationality"),
        ("工作许可正号", "document_number"),
    ],
)
def test_a_label_misread_by_a_letter_is_still_known(label, field):
    value = {"surname": "PARK", "birth_date": "30 APR 1995", "nationality": "KOREA"}.get(field, "M48112233")
    assert told(((0.1, label), (0.4, value))) == {(field, "holder"): value}


def test_a_label_of_two_languages_of_which_one_is_misread_is_known():
    assert told(((0.1, "有效期至 Vald until"), (0.4, "2027-08-11"))) == {
        ("expires_on", "holder"): "2027-08-11"
    }


def test_a_sentence_that_begins_like_a_label_is_none():
    assert (
        told(
            "单位推荐函如下所述，申请人表现良好。",
            "Name of the game is to be fair.",
            "Authority to act is given herewith.",
        )
        == {}
    )


def test_a_name_that_is_a_label_elsewhere_is_a_name():
    pairs = pairs_of(
        stacked(("Surname", "NUMBER"), ("Given names", "DEGREE"), ("Date of birth", "30 APR 1995")).lines,
        fits,
    )
    assert "document_number" not in {pair.field for pair in pairs}


def test_a_value_goes_on_in_the_line_below():
    lines = (
        line("经营范围", 0.1, 0.1),
        line("新材料技术研发；", 0.27, 0.1),
        line("货物进出口。", 0.27, 0.118),
        line("登记机关", 0.1, 0.16),
    )
    pairs = pairs_of(lines, fits)
    assert [pair.text for pair in pairs if pair.field == "business_scope"] == ["新材料技术研发；货物进出口。"]


def test_a_segment_keeps_its_own_box():
    first, second = segments_of(TextLine("性别：男 国籍：韩国", Box(0.1, 0.1, 0.5, 0.12)))
    assert first.value.box.right <= second.value.box.left


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(0, 0.9), st.floats(0, 0.9)), max_size=12))
def test_any_lines_are_paired_without_trouble(items):
    lines = [TextLine(text, Box(left, top, left + 0.1, top + 0.02)) for text, left, top in items]
    pairs_of(lines, fits)
