"""Where loose files are proposed to belong."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from app.casework import sort
from app.casework.desk import Desk, OpenCase
from app.casework.sort import evidence_toml, sort_folder
from app.domain.case import Case, Evidence, EvidencePart, Person, PersonRole
from app.domain.errors import UnusableInput
from app.domain.reading import Box, Fact, FactName, PageReading, Reading, TextSource
from app.domain.sorting import Placement, Sureness
from app.env import paths
from app.intake.kinds import recognise
from app.rules.load import load_pack
from tests.support.wordings import sheet_of

_TODAY = date(2026, 11, 20)
_ANNA = Person(
    "anna",
    PersonRole.PRINCIPAL,
    "ÖSTERLUND",
    "ANNA KARIN",
    birth_date=date(1985, 3, 2),
    passport_number="AB0123456",
)
_PETER = Person("peter", PersonRole.SPOUSE, "ÖSTERLUND", "PETER", passport_number="AB7654321")
_LISA = Person("lisa", PersonRole.CHILD, "ÖSTERLUND", "LISA", passport_number="AB5550001")
_CASE = Case("Test", "pr.wage-tax", "ningbo", date(2026, 12, 15), people=(_ANNA, _PETER, _LISA))
_LEAVING = (date(2025, 8, 1), date(2027, 8, 1))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(load_pack(paths.resource("rulepacks", "cn")), tmp_path_factory.mktemp("data"))


def _reader(texts: Mapping[str, str], facts: Mapping[str, tuple[Fact, ...]]) -> Callable[[Path], Reading]:
    def read(path: Path) -> Reading:
        pages = enumerate(texts[path.name].split("\f"), start=1)
        return Reading(
            "0", "test", tuple(_page(number, text, facts.get(path.name, ())) for number, text in pages)
        )

    return read


def _page(number: int, text: str, facts: tuple[Fact, ...]) -> PageReading:
    sheet = sheet_of(text)
    kinds = recognise(sheet, has_face_photo=not sheet.lines)
    return PageReading(number, TextSource.LAYER, sheet.lines, kinds=kinds, facts=facts)


def _sort(
    desk: Desk,
    folder: Path,
    texts: Mapping[str, str],
    *,
    case: Case = _CASE,
    files: Mapping[str, Path] | None = None,
    facts: Mapping[str, tuple[Fact, ...]] | None = None,
) -> dict[str, Placement]:
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    opened = OpenCase(case, dict(files or {}))
    done = sort_folder(desk, folder, opened, _reader(texts, facts or {}), today=_TODAY)
    return {placement.file: placement for placement in done.placements}


def _where(placement: Placement) -> tuple[str, str | None, str] | None:
    spot = placement.spot
    return None if spot is None else (spot.requirement, spot.person, spot.part.value)


def _until(day: date) -> Fact:
    return Fact(FactName.EXPIRES_ON, day, day.isoformat(), 1, Box(0, 0, 1, 1))


_HEALTH = "健康检查证明书\n国际旅行卫生保健中心\n受检人 OSTERLUND ANNA KARIN\n护照号 AB0123456"


def test_a_paper_goes_to_the_person_whose_number_it_bears(desk: Desk, tmp_path: Path) -> None:
    placed = _sort(desk, tmp_path, {"scan.pdf": _HEALTH.replace("OSTERLUND ANNA KARIN", "")})

    assert _where(placed["scan.pdf"]) == ("health-certificate", "anna", "original")
    assert placed["scan.pdf"].sureness is Sureness.SURE


def test_a_number_misread_by_one_letter_still_counts(desk: Desk, tmp_path: Path) -> None:
    placed = _sort(desk, tmp_path, {"scan.pdf": _HEALTH.replace("AB0123456", "ABO123456")})

    assert _where(placed["scan.pdf"]) == ("health-certificate", "anna", "original")


def test_a_name_spelt_without_its_umlaut_counts(desk: Desk, tmp_path: Path) -> None:
    placed = _sort(
        desk, tmp_path, {"scan.pdf": "健康检查证明书\n姓名 Anna Karin Oesterlund\n艾滋病 未见异常"}
    )

    assert _where(placed["scan.pdf"]) == ("health-certificate", "anna", "original")


def test_nobody_is_guessed_where_several_may_be_meant(desk: Desk, tmp_path: Path) -> None:
    placed = _sort(desk, tmp_path, {"scan.pdf": "健康检查证明书\n国际旅行卫生保健中心\n艾滋病 梅毒 未见异常"})

    assert placed["scan.pdf"].spot is not None
    assert placed["scan.pdf"].spot.person is None
    assert placed["scan.pdf"].sureness is Sureness.UNSURE


def test_a_marriage_certificate_stands_under_the_spouse(desk: Desk, tmp_path: Path) -> None:
    text = "MARRIAGE CERTIFICATE\nHusband PETER OSTERLUND\nWife ANNA KARIN OSTERLUND\nDate of marriage 2009"

    placed = _sort(desk, tmp_path, {"scan.pdf": text})

    assert _where(placed["scan.pdf"]) == ("marriage-certificate", "peter", "original")


def test_a_birth_certificate_stands_under_the_child(desk: Desk, tmp_path: Path) -> None:
    text = (
        "BIRTH CERTIFICATE\nName of child LISA OSTERLUND\nMother ANNA KARIN OSTERLUND\nFather PETER OSTERLUND"
    )

    placed = _sort(desk, tmp_path, {"scan.pdf": text})

    assert _where(placed["scan.pdf"]) == ("birth-certificate", "lisa", "original")


def test_an_apostille_follows_the_paper_of_the_like_name(desk: Desk, tmp_path: Path) -> None:
    texts = {
        "police-anna.pdf": "CERTIFICATE OF GOOD CONDUCT\nANNA KARIN OSTERLUND has not been convicted",
        "police-anna-2.pdf": "APOSTILLE\nConvention de La Haye du 5 octobre 1961\nhas been signed by A. B.",
        "health.pdf": _HEALTH,
    }

    placed = _sort(desk, tmp_path, texts)

    assert _where(placed["police-anna-2.pdf"]) == ("criminal-record", "anna", "authentication")
    assert placed["police-anna-2.pdf"].sureness is Sureness.LIKELY


def test_a_translator_s_licence_follows_the_translation_with_its_credit_code(
    desk: Desk, tmp_path: Path
) -> None:
    code = "91330212MA05799JQ2"
    texts = {
        "a.pdf": f"翻译件\n无犯罪记录证明\n护照号码 AB7654321\n未发现犯罪记录\n本译文忠实于原文\n{code}",
        "b.pdf": f"营业执照\n统一社会信用代码 {code}\n名称 某某翻译有限公司\n经营范围 翻译服务",
        "c.pdf": "营业执照\n统一社会信用代码 91330212MABB9TW100\n名称 某某机电有限公司\n经营范围 机电产品",
    }

    placed = _sort(desk, tmp_path, texts)

    assert _where(placed["a.pdf"]) == ("criminal-record", "peter", "translation")
    assert _where(placed["b.pdf"]) == ("criminal-record", "peter", "translator-licence")
    assert _where(placed["c.pdf"]) == ("employer-registration", "anna", "original")


_TRANSLATORS_PAGE = "译者声明\n本译文与原件一致，翻译：张某\n宁波某某翻译有限公司\n翻译专用章"
_RECORD_IN_CHINESE = (
    "无犯罪记录证明\n姓名 OSTERLUND ANNA KARIN\n护照号码 AB0123456\n经查询，该人无任何犯罪记录。"
)
_RECORD = "CERTIFICATE OF GOOD CONDUCT\nOSTERLUND ANNA KARIN, passport AB0123456, has no criminal record."


@pytest.mark.parametrize(("first", "part"), [(_RECORD_IN_CHINESE, "translation"), (_RECORD, "original")])
def test_a_translation_may_fill_pages_before_its_translators(
    desk: Desk, tmp_path: Path, first: str, part: str
) -> None:
    placed = _sort(desk, tmp_path, {"a.pdf": f"{first}\f{_TRANSLATORS_PAGE}"})
    assert _where(placed["a.pdf"]) == ("criminal-record", "anna", part)


def test_only_the_permit_that_lasts_longest_is_the_present_one(desk: Desk, tmp_path: Path) -> None:
    text = "外国人居留许可\n居留事由 工作\n护照号码 AB0123456\n{}"
    texts = {"1.jpg": text.format("A"), "2.jpg": text.format("B")}
    facts = {"1.jpg": (_until(_LEAVING[0]),), "2.jpg": (_until(_LEAVING[1]),)}

    placed = _sort(desk, tmp_path, texts, facts=facts)

    assert _where(placed["1.jpg"]) == ("previous-permits", "anna", "original")
    assert _where(placed["2.jpg"]) == ("visa-or-permit", "anna", "original")


def test_pages_of_one_paper_in_several_files_are_joined(desk: Desk, tmp_path: Path) -> None:
    texts = {
        "IMG_9.jpg": "出入境记录查询结果\n护照号码 AB0123456\n出入境标识 口岸名称\n第1页 共2页",
        "IMG_10.jpg": "12 入境 2025-03-02 浦东机场\n第2页 共2页",
    }

    placed = _sort(desk, tmp_path, texts)

    assert list(placed) == ["IMG_9.jpg", "IMG_10.jpg"]
    assert placed["IMG_9.jpg"].with_files == ("IMG_9.jpg", "IMG_10.jpg")
    assert _where(placed["IMG_10.jpg"]) == ("stay-record", "anna", "original")


def test_what_the_case_has_already_is_said(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "health.pdf").write_text(_HEALTH, "utf-8")
    loose = tmp_path / "loose"
    loose.mkdir()

    placed = _sort(desk, loose, {"x.pdf": _HEALTH}, files={"health.pdf": own / "health.pdf"})

    assert placed["x.pdf"].already == ("health.pdf",)


def test_what_is_not_recognised_is_said_to_be_unknown(desk: Desk, tmp_path: Path) -> None:
    placed = _sort(desk, tmp_path, {"letter.pdf": "Dear Anna,\nthank you for the lovely holiday.\nTom"})

    assert (placed["letter.pdf"].sureness, placed["letter.pdf"].spot) == (Sureness.UNKNOWN, None)


def test_only_what_is_sure_becomes_evidence_newest_statement_first(desk: Desk, tmp_path: Path) -> None:
    text = "工资收入证明\n{}年度 护照 AB0123456\n税前年收入 人民币 900000 元整"
    texts = {f"{year}.pdf": text.format(year) for year in (2023, 2025, 2024)}
    for name, each in texts.items():
        (tmp_path / name).write_text(each, "utf-8")

    done = sort_folder(desk, tmp_path, OpenCase(_CASE, {}), _reader(texts, {}), today=_TODAY)

    assert [each.files for each in done.sure_evidence] == [("2025.pdf",), ("2024.pdf",), ("2023.pdf",)]


def test_evidence_is_written_as_in_a_case_file() -> None:
    evidence = Evidence("passport", "anna", ("a.jpg",), EvidencePart.ORIGINAL)

    text = evidence_toml((evidence,), _CASE)

    assert text == '[[evidence]]\nrequirement = "passport"\nperson = "anna"\nfiles = ["a.jpg"]\n'


def test_nothing_is_written_for_no_evidence() -> None:
    assert evidence_toml((), _CASE) == ""


def test_hidden_files_and_the_case_file_are_left_out(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x", "utf-8")
    (tmp_path / "case.toml").write_text("x", "utf-8")

    assert _sort(desk, tmp_path, {}) == {}


def test_a_folder_that_is_not_there_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput):
        sort_folder(desk, tmp_path / "none", None, lambda _path: None, today=_TODAY)


def test_a_file_that_goes_before_it_is_looked_at_is_told(desk: Desk, tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"file\.cannot_open"):
        sort._look("gone.pdf", tmp_path / "gone.pdf", lambda _path: None)


def test_a_file_that_could_not_be_read_is_told_as_that(desk: Desk, tmp_path: Path):
    for name in ("locked.pdf", "heavy.pdf"):
        (tmp_path / name).write_bytes(b"x")
    stopped = Reading("0", "test", trouble="timeout")
    readings = {tmp_path / "heavy.pdf": stopped}
    done = sort_folder(desk, tmp_path, None, readings.get, today=_TODAY)
    assert [[reason.code for reason in each.reasons] for each in done.placements] == [["not_read"]] * 2
