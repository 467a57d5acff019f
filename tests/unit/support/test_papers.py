import io
from datetime import date

import numpy as np
import pytest
from PIL import Image

from app.domain.reading import FactName
from tests.support import papers
from tests.support.papers import mrz
from tests.support.papers.people import (
    BY_CODE,
    Person,
    capitals,
    han_number,
    invent_firm,
    mod_11_2,
    plain,
    write_day,
)


def test_the_same_seed_draws_the_same_paper():
    first, second = (papers.make_paper("visa", "sticker", 5) for _ in range(2))
    assert first.facts == second.facts
    assert papers.fingerprint(first) == papers.fingerprint(second)


def test_another_seed_draws_another_person():
    names = {papers.make_paper("visa", "sticker", seed).first(FactName.NAME) for seed in range(6)}
    assert len(names) > 1


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_kind_can_be_drawn(kind):
    paper = papers.make_paper(kind, 0, 3, dpi=60)
    assert paper.pages
    assert paper.text or kind == "blank"
    assert all(0 <= run.page < len(paper.pages) for run in paper.runs)


def test_important_kinds_have_three_layouts():
    important = (
        "passport visa residence-permit health-certificate criminal-record apostille translation tax-record "
        "consular-authentication wage-certificate employment-proof work-permit business-licence stay-record "
        "marriage-certificate birth-certificate kinship-certificate diploma degree-certificate "
        "employer-recommendation accommodation-registration"
    )
    assert [kind for kind in important.split() if len(papers.layouts(kind)) < 3] == []


@pytest.mark.parametrize("layout", papers.layouts("passport"))
def test_a_stated_name_is_printed(layout):
    paper = papers.make_paper("passport", layout, 2, dpi=60)
    assert str(paper.first(FactName.GIVEN_NAMES)) in paper.text


def test_a_page_at_300_dpi_has_the_same_words():
    coarse, fine = (papers.make_paper("employment-proof", "table_form", 4, dpi) for dpi in (60, 90))
    assert coarse.facts == fine.facts
    assert fine.pages[0].width == pytest.approx(coarse.pages[0].width * 1.5, abs=2)


@pytest.mark.parametrize("how", papers.VARIANTS)
def test_every_damage_leaves_a_picture(how):
    page = papers.make_paper("employment-proof", "prose_chinese", 1, dpi=60).pages[0]
    worse = papers.worsen(page, how, 7)
    assert worse.mode == "RGB"
    assert np.array_equal(np.asarray(worse), np.asarray(papers.worsen(page, how, 7)))


@pytest.mark.parametrize("how", papers.TURN_BACK)
def test_the_turn_back_sets_a_page_upright(how):
    page = Image.new("RGB", (40, 60), "white")
    page.putpixel((3, 5), (0, 0, 0))
    upright = papers.worsen(page, how, 1).rotate(-papers.TURN_BACK[how], expand=True)
    assert np.array_equal(np.asarray(upright), np.asarray(page))


def test_a_pdf_has_its_text_when_asked():
    from pypdf import PdfReader

    paper = papers.make_paper("work-permit", "notice", 1, dpi=60)
    with_text, without = (
        PdfReader(io.BytesIO(papers.to_pdf(paper, text_layer=asked))) for asked in (True, False)
    )
    assert str(paper.first(FactName.PASSPORT_NUMBER)) in with_text.pages[0].extract_text()
    assert without.pages[0].extract_text().strip() == ""


def test_the_specimen_of_the_standard_is_written():
    # ICAO Doc 9303-4, appendix A, without the optional number.
    country = BY_CODE["GBR"]
    issued, expires = date(2002, 4, 15), date(2012, 4, 15)
    held = Person(
        "ERIKSSON", "ANNA MARIA", "", "F", date(1974, 8, 12), "", country, "L898902C3", issued, expires
    )
    first, second = mrz.passport(held)
    assert first == "P<GBRERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    assert second[:28] == "L898902C36GBR7408122F1204159"
    assert len(first) == len(second) == 44


def test_zone_letters_are_plain():
    assert plain("Müller-Lüdenscheidt") == "MUELLER-LUEDENSCHEIDT"
    assert plain("Nguyễn Đặng") == "NGUYEN DANG"
    assert plain("Weiß") == "WEISS"


def test_a_card_number_has_its_check_character():
    # The example of ISO 7064 for MOD 11-2.
    assert mod_11_2("0794") == "0"


def test_a_credit_code_has_18_characters():
    import random

    assert len(invent_firm(random.Random(1)).code) == 18


def test_sums_and_days_are_written_in_chinese():
    assert capitals(1_000_846.05) == "壹佰万零捌佰肆拾陆元零伍分"
    assert capitals(20_300) == "贰万零叁佰元整"
    assert write_day(date(2026, 10, 21), "han") == "二〇二六年十月二十一日"
    assert han_number(31) == "三十一"
