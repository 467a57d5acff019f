"""How the lines of a letter break: by the rules of Chinese punctuation, with Latin words whole."""

import pytest

from app.letters.flow import ParagraphFlow, Picture, Run
from app.letters.lines import Line, PlacedPicture, Span, break_lines, widest_word
from app.typeset.text import width_of

LONG = "兹证明（该员工）于“2024年”起在我单位《研发中心》任职，职务：高级工程师；以上情况属实。"


def words_of(line: Line) -> str:
    return "".join(each.words for each in line.content if isinstance(each, Span))


def broken(words: str, width: float, align: str = "even", indent: float = 0.0, size: float = 10) -> list[str]:
    paragraph = ParagraphFlow(((Run(words, size),),), align=align, first_indent=indent, size=size)
    return [words_of(line) for line in break_lines(paragraph, width)]


@pytest.mark.parametrize("width", range(30, 160, 7))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(width: float) -> None:
    lines = broken(LONG * 3, width)
    assert "".join(lines) == LONG * 3
    assert not [line for line in lines if line[0] in "，。；：）》”、"]
    assert not [line for line in lines if line[-1] in "（《“"]


@pytest.mark.parametrize("width", [70, 95, 130, 200])
def test_latin_words_numbers_with_hyphens_and_rules_to_sign_on_stay_whole(width: float) -> None:
    words = "电话 +86-574-8765 for Example Company 签名：________ 护照 C01X00T47"
    lines = broken(words, width)
    for whole in ("+86-574-8765", "Example", "Company", "________", "C01X00T47"):
        assert any(whole in line for line in lines), whole


def test_a_word_wider_than_a_line_is_cut_after_a_joint_where_there_is_one() -> None:
    lines = broken("very.long.address@mail.example-company.example", 120)
    assert "".join(lines) == "very.long.address@mail.example-company.example"
    assert all(width_of(line, 10) <= 120 for line in lines)
    assert all(line[-1] in "@.-" for line in lines[:-1])
    lines = broken("A" * 90, 100)
    assert "".join(lines) == "A" * 90
    assert len(lines) > 1
    assert all(width_of(line, 10) <= 100 for line in lines)


def test_a_dash_or_a_full_stop_after_a_cut_word_does_not_begin_a_line() -> None:
    for count in range(10, 60):
        lines = broken("A" * count + "。" + "B" * count + "）", 100)
        assert not [line for line in lines if line[0] in "。）"], count


def test_titles_and_heads_break_into_lines_of_about_the_same_width() -> None:
    lines = broken("关于推荐外国人申请在中国永久居留的函", 150, "center")
    assert lines == ["关于推荐外国人申请", "在中国永久居留的函"]
    assert broken("国籍、护照号码", 65, "center") == ["国籍、", "护照号码"]
    assert broken("Consent of the Part-Time Employer", 120, "center") == [
        "Consent of the",
        "Part-Time Employer",
    ]
    assert broken("Example & Sons Co., Ltd. (official seal)", 170, "right") == [
        "Example & Sons Co., Ltd.",
        "(official seal)",
    ]


def test_a_last_line_and_one_of_few_words_are_not_drawn_apart() -> None:
    paragraph = ParagraphFlow(((Run("永久居留" * 9, 10),),), align="even", size=10)
    *full, last = break_lines(paragraph, 104)
    assert all(sum(each.width for each in line.content if isinstance(each, Span)) <= 104 for line in full)
    ends = [max(each.x + each.width for each in line.content if isinstance(each, Span)) for line in full]
    assert ends == pytest.approx([104] * len(full))
    assert max(each.x + each.width for each in last.content if isinstance(each, Span)) <= 60
    words = ParagraphFlow(((Run("extraordinarily incomprehensibilities", 10),),), align="even", size=10)
    first = break_lines(words, 120)[0].content[0]
    assert isinstance(first, Span)
    assert (first.x, first.words) == (0, "extraordinarily")


def test_the_ground_of_a_mark_ends_where_its_line_ends() -> None:
    run = Run("MARIA DO ROSARIO DA CONCEICAO", 10, shade=(1.0, 0.9, 0.6))
    for line in break_lines(ParagraphFlow(((run,),), size=10), 80):
        for each in line.content:
            assert isinstance(each, Span)
            assert not each.words.endswith(" ")
            assert each.x + each.width <= 80


def test_an_empty_line_is_as_high_as_a_full_one_and_space_stands_around_a_paragraph_once() -> None:
    lines = break_lines(ParagraphFlow(((), (Run("永", 10),)), size=10, before=5, after=7, pitch=1.5), 100)
    assert [line.height for line in lines] == [15 + 5, 15 + 7]


def test_the_first_line_alone_is_indented() -> None:
    first, second, *_ = break_lines(
        ParagraphFlow(((Run("永久居留" * 9, 10),),), align="left", first_indent=20, size=10), 104
    )
    assert [line.content[0].x for line in (first, second)] == [20, 0]


def test_a_picture_wider_than_its_column_is_made_smaller() -> None:
    (line,) = break_lines(ParagraphFlow(((Picture(b"", 400, 100),),)), 200)
    (placed,) = line.content
    assert isinstance(placed, PlacedPicture)
    assert (placed.picture.width, placed.picture.height) == (200, 50)


def test_how_wide_a_word_is_tells_what_a_cell_must_hold() -> None:
    paragraph = ParagraphFlow(((Run("DE ALBUQUERQUE E SOUSA", 10),),), size=10)
    assert widest_word(paragraph, 1.0) == pytest.approx(width_of("ALBUQUERQUE", 10))
