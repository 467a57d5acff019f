"""Letters made of a case: what is offered, what is missing, what is written, what stays in the case."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from pypdf import PdfWriter

from app.casework import keep
from app.casework.attach import add_files, attach_evidence, replace_files
from app.casework.desk import Desk, OpenCase
from app.casework.gap_list import usual_day, wanted_of, write_gap_list
from app.casework.letter_keeping import (
    attach_letter,
    note_read,
    save_details,
    save_history,
    save_relatives,
)
from app.casework.letter_source import counted_years
from app.casework.letters import LetterLacks, fill_letter, list_letters, write_letter
from app.casework.own_templates import add_template
from app.casework.results import Review
from app.casework.review import judge_case
from app.domain.case import (
    Answer,
    Case,
    Evidence,
    HistoryRow,
    Person,
    PersonRole,
    Relation,
    Relative,
    Sex,
    Stay,
    YearRow,
)
from app.domain.errors import UnusableInput
from app.domain.letters import LetterForm
from app.domain.words import Language, Text
from app.i18n.written import written_day
from app.letters.catalogue import letters_folder, templates
from app.letters.marks import MARK_COLOR
from tests.support.cases import SUBMIT_ON, TODAY, desk_in, family, findings_of, healthy

EMPLOYED: dict[str, Answer] = {
    "employer.name": "宁波示例有限公司",
    "employer.name.en": "Ningbo Example Co., Ltd",
    "employer.address": "宁波市示例路1号",
    "employer.address.en": "1 Shili Road, Ningbo",
    "employer.contact": "王䶮㛃",
    "employer.contact.en": "Wang Yanjie",
    "employer.phone": "0574-0000000",
    "employer.credit_code": "91330200MA2X000000",
    "post.title": "技术总监",
    "post.title.en": "Technical Director",
    "post.since": date(2019, 3, 1),
}
LETTER = "employment-certificate"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "data")


def opened(case: Case) -> OpenCase:
    return OpenCase(case, {})


def employed() -> Case:
    return replace(family(), details={"anna": EMPLOYED})


def scanned(path: Path) -> Path:
    """Write a PDF that we have not drawn."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)
    return path


def attached_letter(desk: Desk) -> str:
    """Keep a case whose employment certificate is attached and not signed yet, and return its id."""
    others = tuple(row for row in family().evidence if row.requirement != "employment-proof")
    case_id = desk.cases.add(replace(employed(), evidence=others), {})
    letter = fill_letter(desk, desk.open_kept(case_id), LETTER, form=LetterForm.ZH, today=TODAY)
    note_read(desk, case_id, letter, today=TODAY)
    attach_letter(desk, case_id, LETTER, person=None, form=LetterForm.ZH, today=TODAY)
    return case_id


def proof(desk: Desk, case_id: str) -> tuple[int, Evidence]:
    """Return where the proof of employment stands, and what it is."""
    rows = enumerate(desk.cases.load(case_id).case.evidence)
    [found] = [(at, row) for at, row in rows if row.requirement == "employment-proof"]
    return found


def shaded(path: Path) -> list[str]:
    """Return what is marked in a Word file."""
    runs = docx.Document(str(path)).element.body.iter(qn("w:r"))
    fills = ((run, run.find(f"{qn('w:rPr')}/{qn('w:shd')}")) for run in runs)
    return [
        "".join(each.text or "" for each in run.iter(qn("w:t")))
        for run, fill in fills
        if fill is not None and fill.get(qn("w:fill")) == MARK_COLOR
    ]


def test_letters_that_the_checklist_asks_for_are_offered_first_with_what_they_lack(desk: Desk) -> None:
    offers = list_letters(desk, opened(family()), today=TODAY)
    asked = [offer for offer in offers if offer.requirement]
    assert tuple(asked) == offers[: len(asked)]
    own = {offer.template.id: offer for offer in asked if offer.person == "anna"}
    assert own[LETTER].requirement == "employment-proof"
    assert own[LETTER].missing > 0
    after = list_letters(desk, opened(employed()), today=TODAY)
    assert next(each for each in after if each.template.id == LETTER).missing == 0


def test_everything_missing_is_told_at_once_in_each_language_and_nothing_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "letter.docx"
    with pytest.raises(LetterLacks) as lacks:
        write_letter(desk, opened(family()), LETTER, path, form=LetterForm.COLUMNS, today=TODAY)
    keys = {each.key for each in lacks.value.letter.missing}
    assert {"employer.name", "employer.name.en", "employer.phone", "post.since"} <= keys
    assert "employer.phone.en" not in keys
    assert not path.exists()


def test_a_name_in_latin_letters_serves_in_both_languages_and_a_chinese_one_does_not(desk: Desk) -> None:
    for name, missing in (("Volkswagen AG", False), ("宁波示例有限公司", True)):
        case = replace(family(), details={"anna": {"employer.name": name}})
        letter = fill_letter(desk, opened(case), LETTER, form=LetterForm.EN, today=TODAY)
        keys = {each.key for each in letter.missing}
        assert ("employer.name.en" in keys) is missing


def test_what_was_filled_is_marked_until_it_was_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    written = write_letter(desk, opened(employed()), LETTER, path, form=LetterForm.ZH, today=TODAY)
    assert written.marked
    assert {"宁波示例有限公司", "技术总监", "C01X00T47", "王䶮㛃"} <= set(shaded(path))
    again = write_letter(desk, opened(employed()), LETTER, path, form=LetterForm.ZH, today=TODAY, read=True)
    assert not again.marked
    assert shaded(path) == []
    assert "王䶮㛃" in "\n".join(each.text for each in docx.Document(str(path)).paragraphs)


def foot(path: Path) -> str:
    """Return what stands in the margin at the foot of a Word file."""
    return "\n".join(each.text for each in docx.Document(str(path)).sections[0].footer.paragraphs)


@pytest.mark.parametrize("form", LetterForm)
def test_the_margin_says_who_signs_a_letter_until_it_was_read(
    desk: Desk, tmp_path: Path, form: LetterForm
) -> None:
    path, signing = tmp_path / "letter.docx", templates()[LETTER].signing
    told = [signing.in_language(each) for each in form.languages]
    for case, blanks in ((employed(), False), (family(), True)):
        write_letter(desk, opened(case), LETTER, path, form=form, today=TODAY, blanks=blanks)
        assert foot(path).split("\n") == told
    write_letter(desk, opened(employed()), LETTER, path, form=form, today=TODAY, read=True)
    assert foot(path) == ""


def test_a_letter_that_was_read_says_the_same_as_word_file_and_as_pdf_without_the_note(
    desk: Desk, tmp_path: Path
) -> None:
    signing = templates()[LETTER].signing.zh
    for read in (False, True):
        texts = []
        for ending in (".docx", ".pdf"):
            path = tmp_path / f"letter{ending}"
            write_letter(desk, opened(employed()), LETTER, path, form=LetterForm.ZH, today=TODAY, read=read)
            texts.append(words_of(path))
        assert texts[0] == texts[1]
        assert (signing in texts[0]) is not read


def words_of(path: Path) -> str:
    """Return all that a file says, its foot last, without white space."""
    if path.suffix == ".pdf":
        said = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        document = docx.Document(str(path))
        said = "".join(each.text for each in document.paragraphs) + foot(path)
    return "".join(said.split())


def test_a_sheet_and_a_list_keep_their_note_once_they_were_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    for letter in ("application-visa-stay-residence", "gap-list"):
        write_letter(
            desk, opened(family()), letter, path, form=LetterForm.ZH, today=TODAY, blanks=True, read=True
        )
        assert foot(path) == templates()[letter].signing.zh != ""


def own_copy(desk: Desk, tmp_path: Path, foot_says: str | None) -> str:
    """Keep a copy of the Word template of a letter as an own one that stands for it."""
    document = docx.Document(str(letters_folder() / f"{LETTER}.zh.docx"))
    if foot_says is not None:
        document.sections[0].footer.paragraphs[0].text = foot_says
    document.save(str(tmp_path / "own.docx"))
    return add_template(desk, tmp_path / "own.docx", Text.same("Own"), LETTER).id


@pytest.mark.parametrize(
    ("foot_says", "stays"), [(None, ""), ("宁波示例有限公司 0574", "宁波示例有限公司 0574")]
)
def test_an_own_template_loses_our_note_once_read_and_keeps_its_own_foot(
    desk: Desk, tmp_path: Path, foot_says: str | None, stays: str
) -> None:
    own, path = own_copy(desk, tmp_path, foot_says), tmp_path / "letter.docx"
    write_letter(desk, opened(employed()), own, path, form=LetterForm.ZH, today=TODAY)
    assert foot(path) == (foot_says or templates()[LETTER].signing.zh)
    write_letter(desk, opened(employed()), own, path, form=LetterForm.ZH, today=TODAY, read=True)
    assert foot(path) == stays


DECLARATION, STATEMENT = "declaration-of-truth", "name-difference"


def joined(sponsor: Person, **details: Answer) -> Case:
    """Return a case in which the applicant joins somebody."""
    typed = {f"person.{name}": value for name, value in details.items()}
    told: dict[str, Answer] = {
        "name_difference.other_form": "WANG L",
        "name_difference.paper": "Certificate",
        "name_difference.reason": "Spelling",
    }
    return replace(family(), people=(*family().people, sponsor), details={sponsor.id: {**told, **typed}})


WANG = Person(
    "wang", PersonRole.SPONSOR, "WANG", "LI", "王丽", Sex.FEMALE, date(1984, 1, 1), "CHN", married=True
)


@pytest.mark.parametrize("letter", [DECLARATION, STATEMENT])
def test_a_chinese_citizen_without_a_passport_is_told_by_the_identity_card(
    desk: Desk, tmp_path: Path, letter: str
) -> None:
    def missing(case: Case) -> set[str]:
        return {each.key for each in of_wang(case).missing}

    def of_wang(case: Case):  # type: ignore[no-untyped-def]
        return fill_letter(desk, opened(case), letter, person="wang", form=LetterForm.ZH, today=TODAY)

    assert missing(joined(WANG)) == {"person.identity_number"}
    assert missing(joined(replace(WANG, passport_number="E00X00T47"))) == set()
    case = joined(WANG, identity_number="33020019840101000X")
    assert missing(case) == set()
    for form, said in (
        (LetterForm.ZH, "居民身份证号码：33020019840101000X"),
        (LetterForm.EN, "residentidentitycardnumber:33020019840101000X"),
    ):
        path = tmp_path / "letter.docx"
        write_letter(desk, opened(case), letter, path, person="wang", form=form, today=TODAY, read=True)
        words = words_of(path)
        assert said in words
        # The declaration tells the passport of the principal applicant.
        told = "passportnumber:C01X00T47", "护照号码：C01X00T47"
        rest = words.replace(told[0], "").replace(told[1], "")
        assert "护照" not in rest
        assert "passport" not in rest.lower()
    if letter == STATEMENT:
        assert '"王丽"' in words


@pytest.mark.parametrize("letter", [DECLARATION, STATEMENT])
def test_nobody_else_is_asked_for_an_identity_card(desk: Desk, tmp_path: Path, letter: str) -> None:
    foreigner = replace(WANG, nationality="DEU")
    case = joined(foreigner, identity_number="4711")
    filled = fill_letter(desk, opened(case), letter, person="wang", form=LetterForm.ZH, today=TODAY)
    assert [each.key for each in filled.missing] == ["person.passport_number"]
    assert "person.identity_number" not in {each.key for each in filled.open}
    assert "person.identity_number" not in {each.name for each in filled.filled}


@pytest.mark.parametrize(
    ("letter", "signed_by_a_guardian"),
    [
        (DECLARATION, "声明人的父母或者其他监护人签名（注明关系）"),
        (STATEMENT, "声明人的父母或者其他监护人签名（注明关系）"),
        ("kinship-table", "本人的父母或者其他监护人签名（注明关系）"),
        ("power-of-attorney", "委托人的父母或者其他监护人签名（注明关系）"),
    ],
)
def test_for_a_person_under_18_a_parent_or_guardian_signs(
    desk: Desk, tmp_path: Path, letter: str, signed_by_a_guardian: str
) -> None:
    path = tmp_path / "letter.docx"
    for born, expected in ((date(2008, 11, 24), True), (date(2008, 11, 1), False)):
        people = tuple(
            replace(each, birth_date=born) if each.id == "lea" else each for each in family().people
        )
        case = opened(replace(family(), people=people))
        write_letter(
            desk, case, letter, path, person="lea", form=LetterForm.ZH, today=date(2026, 11, 23), blanks=True
        )
        assert (signed_by_a_guardian in words_of(path)) is expected


def test_the_authority_numbers_and_dates_its_recommendation_itself(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    letter = "authority-recommendation"
    for form, number, day in (
        (LetterForm.ZH, "发文字号：____", "（公章）年月日"),
        (LetterForm.EN, "Filenumber:____", "Date:____"),
    ):
        write_letter(desk, opened(employed()), letter, path, form=form, today=TODAY, blanks=True)
        words = words_of(path)
        assert number in words
        assert day in words
        assert words_of_day(TODAY, form) not in words


def words_of_day(day: date, form: LetterForm) -> str:
    return "".join(written_day(day, form.languages[0]).split())


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_blanks_are_left_where_a_person_wants_to_fill_them_by_hand(
    desk: Desk, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"letter{ending}"
    written = write_letter(desk, opened(family()), LETTER, path, form=LetterForm.ZH, today=TODAY, blanks=True)
    assert written.letter.missing
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("name", ["letter.doc", "letter", "letter.txt"])
def test_another_ending_than_word_and_pdf_is_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match=r"letter\.unknown_ending"):
        write_letter(desk, opened(employed()), LETTER, tmp_path / name, form=LetterForm.ZH, today=TODAY)
    assert list(tmp_path.glob("letter*")) == []


def test_a_letter_is_about_those_whom_it_can_be_about(desk: Desk) -> None:
    case = opened(employed())
    assert fill_letter(desk, case, LETTER, form=LetterForm.ZH, today=TODAY).person == "anna"
    for person, code in (("lea", "letter.not_about"), ("nobody", "letter.no_such_person")):
        with pytest.raises(UnusableInput, match=code.replace(".", r"\.")):
            fill_letter(desk, case, LETTER, person=person, form=LetterForm.ZH, today=TODAY)
    with pytest.raises(UnusableInput, match=r"letter\.unknown"):
        fill_letter(desk, case, "love-letter", form=LetterForm.ZH, today=TODAY)


def test_letters_say_the_figures_of_the_counted_years_and_of_no_other(desk: Desk) -> None:
    case = replace(employed(), years=(*family().years, YearRow(2015, "anna", 1.0, 1.0, 1)))
    assert counted_years(desk, case) == (2026, 2025, 2024, 2023, 2022)
    without = replace(case, years=tuple(row for row in case.years if row.year != 2026))
    assert counted_years(desk, without) == (2025, 2024, 2023, 2022)


def kept(desk: Desk) -> str:
    case_id = desk.cases.add(family(), {})
    save_details(desk, case_id, "anna", EMPLOYED)
    return case_id


def test_details_are_kept_taken_out_and_undone(desk: Desk) -> None:
    case_id = kept(desk)
    changed = save_details(desk, case_id, "anna", {"employer.phone": None, "post.title": "经理"})
    assert changed.stale == {"details"}
    assert "employer.phone" not in changed.case.details_of("anna")
    assert changed.case.details_of("anna")["employer.name"] == "宁波示例有限公司"
    keep.undo(desk, case_id)
    assert desk.cases.load(case_id).case.details_of("anna") == EMPLOYED


def test_rows_of_the_history_and_the_family_that_another_window_entered_stay(desk: Desk) -> None:
    case_id = kept(desk)
    theirs = HistoryRow("anna", date(2010, 1, 1), organisation="Theirs")
    mine = HistoryRow("anna", date(2003, 9, 1), date(2007, 6, 1), organisation="Mine")
    save_history(desk, case_id, "anna", (theirs,), ())
    changed = save_history(desk, case_id, "anna", (mine,), ())
    assert changed.case.history_of("anna") == (mine, theirs)
    mother = Relative("anna", Relation.MOTHER, "ROE MARY")
    assert save_relatives(desk, case_id, "anna", (mother,), ()).case.relatives == (mother,)


def test_a_letter_that_was_read_is_read_until_what_it_says_changes(desk: Desk) -> None:
    case_id = kept(desk)

    def letter(today: date = TODAY):  # type: ignore[no-untyped-def]
        return fill_letter(desk, desk.open_kept(case_id), LETTER, form=LetterForm.ZH, today=today)

    assert not letter().is_read
    note_read(desk, case_id, letter(), today=TODAY)
    assert letter().read_by == desk.who
    # Another day on the letter is nothing that anybody has to read again.
    assert letter(date(2026, 11, 30)).is_read
    other = fill_letter(desk, desk.open_kept(case_id), LETTER, form=LetterForm.EN, today=TODAY)
    assert not other.is_read
    save_details(desk, case_id, "anna", {"post.title": "总经理"})
    assert not letter().is_read


def test_a_letter_becomes_a_paper_only_once_it_was_read_and_a_scan_takes_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    case = replace(
        family(), evidence=tuple(row for row in family().evidence if row.requirement != "employment-proof")
    )
    case_id = desk.cases.add(case, {})
    save_details(desk, case_id, "anna", EMPLOYED)
    with pytest.raises(UnusableInput, match=r"letter\.not_read"):
        attach_letter(desk, case_id, LETTER, person=None, form=LetterForm.ZH, today=TODAY)
    letter = fill_letter(desk, desk.open_kept(case_id), LETTER, form=LetterForm.ZH, today=TODAY)
    note_read(desk, case_id, letter, today=TODAY)
    for _ in range(2):
        attached = attach_letter(desk, case_id, LETTER, person=None, form=LetterForm.ZH, today=TODAY)
    [row] = [each for each in attached.changed.case.evidence if each.requirement == "employment-proof"]
    assert (row.made_from, row.person, row.issued_on) == (LETTER, "anna", TODAY)
    scan = scanned(tmp_path / "scan.pdf")
    after = attach_evidence(desk, case_id, requirement="employment-proof", person="anna", paths=(scan,))
    [row] = [each for each in after.changed.case.evidence if each.requirement == "employment-proof"]
    assert row.made_from == ""


def test_the_gap_list_tells_each_paper_once_with_who_gives_it_and_by_when(desk: Desk, tmp_path: Path) -> None:
    case = replace(
        family(),
        evidence=tuple(
            row for row in family().evidence if row.requirement not in ("employment-proof", "photo")
        ),
    )
    review = Review(findings_of(case), (), (), {})
    rows = wanted_of(desk, opened(case), review, today=TODAY)
    assert sorted({(row.title.en, row.person.en) for row in rows}) == sorted(
        (row.title.en, row.person.en) for row in rows
    )
    work = next(row for row in rows if row.title.zh == "在职证明")
    assert work.from_whom == desk.pack.requirements["employment-proof"].issuer
    assert work.by == date(2026, 12, 1)
    path = tmp_path / "gaps.docx"
    written = write_gap_list(
        desk, opened(case), review, path, LetterForm.EN, today=TODAY, by=date(2026, 12, 3)
    )
    words = "".join(each.text or "" for each in docx.Document(str(path)).element.body.iter(qn("w:t")))
    assert "3 December 2026" in words
    assert not written.marked


@pytest.mark.parametrize(
    ("today", "by"),
    [
        (TODAY, date(2026, 12, 1)),
        (date(2026, 12, 10), date(2026, 12, 11)),
        (date(2026, 12, 20), date(2026, 12, 20)),
    ],
)
def test_what_is_missing_is_wanted_two_weeks_before_the_day_and_never_in_the_past(
    today: date, by: date
) -> None:
    assert usual_day(SUBMIT_ON, today) == by


def test_a_letter_says_what_it_says_in_the_language_it_is_in(desk: Desk) -> None:
    letter = fill_letter(desk, opened(employed()), LETTER, form=LetterForm.COLUMNS, today=TODAY)
    said = {each.name: each.shown for each in letter.filled}
    assert said["post.since"].in_language(Language.ZH) == "2019年3月1日"
    assert said["post.since"].in_language(Language.EN) == "1 March 2019"
    assert letter.missing == ()


def test_rows_that_an_english_letter_could_not_say_are_missing_in_english(desk: Desk) -> None:
    told = HistoryRow("anna", date(2003, 3, 1), organisation="示例大学", post="学生", place="Berlin")
    case = replace(family(), history=(told,))

    def missing(form: LetterForm) -> list[tuple[str, Language | None]]:
        letter = fill_letter(desk, opened(case), "curriculum-vitae", form=form, today=TODAY)
        return [(each.key, each.language) for each in letter.missing if each.key == "history"]

    assert missing(LetterForm.ZH) == []
    assert missing(LetterForm.EN) == missing(LetterForm.COLUMNS) == [("history", Language.EN)]


def told(letter: str, case: Case, desk: Desk, tmp_path: Path, **how: object) -> str:
    """Return what a letter says, without white space, cells of tables included."""
    path = tmp_path / "letter.docx"
    form = how.pop("form", LetterForm.ZH)
    write_letter(desk, opened(case), letter, path, form=form, today=TODAY, blanks=True, **how)  # type: ignore[arg-type]
    texts = docx.Document(str(path)).element.body.iter(qn("w:t"))
    return "".join("".join(each.text or "" for each in texts).split())


def test_a_wage_certificate_tells_no_year_before_the_person_came(desk: Desk, tmp_path: Path) -> None:
    came: dict[str, Answer] = {**EMPLOYED, "post.since": date(2024, 1, 10)}
    words = told("wage-certificate", replace(family(), details={"anna": came}), desk, tmp_path)
    assert "在我单位任职期间，2024年度至2026年度我单位支付" in words
    assert words.index("2024人民币") < words.index("2025人民币") < words.index("2026人民币")
    assert "2023" not in words
    assert "税前工资性收入合计人民币2,700,000元" in words
    assert "代扣代缴个人所得税合计人民币600,000元（大写：人民币陆拾万元整）" in words
    assert "原单位" in templates()["wage-certificate"].signing.zh


@pytest.mark.parametrize("letter", ["main-employer-consent", "part-time-employer-consent"])
def test_both_employers_consent_to_the_hours_the_pay_and_the_tasks(
    desk: Desk, tmp_path: Path, letter: str
) -> None:
    keys = {
        each.key
        for each in fill_letter(desk, opened(employed()), letter, form=LetterForm.EN, today=TODAY).missing
    }
    agreed = {"part_time.hours", "part_time.pay", "part_time.duties"}
    assert {f"{name}.en" for name in agreed} <= keys
    typed: dict[str, Answer] = {
        "part_time.hours": "不超过8小时",
        "part_time.pay": "无报酬",
        "part_time.duties": "研发",
    }
    words = told(letter, replace(family(), details={"anna": {**EMPLOYED, **typed}}), desk, tmp_path)
    for said in ("兼职时间：每周不超过8小时", "兼职报酬：无报酬", "兼职工作内容：研发"):
        assert said in words


def test_the_office_is_asked_for_where_the_place_only_describes_it(desk: Desk, tmp_path: Path) -> None:
    for place, asked in (("ningbo", False), ("guangdong", True), ("national", True), ("shenzhen", False)):
        case = replace(employed(), place=place)
        letter = fill_letter(desk, opened(case), LETTER, form=LetterForm.ZH, today=TODAY)
        assert ("case.office" in {each.key for each in letter.missing}) is asked
        assert "居住地" not in told(LETTER, case, desk, tmp_path)
    office = "佛山市公安局出入境管理局"
    case = replace(employed(), place="guangdong", details={"anna": {**EMPLOYED, "case.office": office}})
    assert f"{office}：" in told(LETTER, case, desk, tmp_path)


def test_days_in_china_are_summed_by_year_as_the_rules_count_them(desk: Desk, tmp_path: Path) -> None:
    stays = (
        Stay("anna", date(2024, 12, 30), date(2025, 1, 11)),
        Stay("anna", date(2026, 12, 1)),
        Stay("lea", date(2020, 1, 1), date(2020, 2, 1)),
    )
    words = told("entries-and-exits", replace(family(), stays=stays), desk, tmp_path)
    # The bundled rules count the day of entry and not that of exit; the planned day is 15 December 2026.
    assert "各年度在华天数年度在华天数202422025102026" + "15合计27天。" in words
    assert "入境当日计入，出境当日不计入。" in words


def test_no_day_is_summed_of_a_person_of_whom_no_entry_is_known(desk: Desk) -> None:
    case = opened(replace(family(), stays=(Stay("lea", date(2020, 1, 1)),)))
    letter = fill_letter(desk, case, "entries-and-exits", form=LetterForm.ZH, today=TODAY)
    assert {"stays", "stay_years", "stay.total_days"} <= {each.key for each in letter.missing}


def test_a_curriculum_vitae_promises_the_statement_on_its_gaps_only_where_that_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    case = replace(family(), history=(HistoryRow("anna", date(2010, 1, 1), organisation="X"),))
    promised = "情况见所附《个人经历空档说明》"
    assert promised not in told("curriculum-vitae", case, desk, tmp_path)
    case = replace(case, details={"anna": {"gap.what": "Looked for work"}})
    assert promised in told("curriculum-vitae", case, desk, tmp_path)


def test_a_gap_of_one_month_is_told_as_that_month(desk: Desk, tmp_path: Path) -> None:
    for until, said in (
        (date(2003, 1, 1), "个人简历中，2003年1月没有写明"),
        (date(2003, 2, 1), "个人简历中，2003年1月至2003年2月期间没有写明"),
    ):
        typed: dict[str, Answer] = {"gap.since": date(2003, 1, 1), "gap.until": until, "gap.what": "休养"}
        case = replace(family(), details={"anna": typed})
        assert said in told("gap-explanation", case, desk, tmp_path)


def joins(category: str, answer: str) -> Case:
    return replace(
        family(),
        category=category,
        people=(family().people[0], WANG),
        answers={"sponsor.relation": answer},
    )


def test_the_table_of_the_family_asks_what_a_relative_who_is_joined_is_to_the_applicant(
    desk: Desk, tmp_path: Path
) -> None:
    def missing(case: Case, letter: str = "kinship-table") -> set[str]:
        return {
            each.key
            for each in fill_letter(desk, opened(case), letter, form=LetterForm.ZH, today=TODAY).missing
        }

    asked = joins("pr.elder", "direct-relative")
    assert "sponsor.relation" in missing(asked)
    # A sheet to copy from leaves blank what is not known, and who joins nobody is not asked.
    assert "sponsor.relation" not in missing(asked, "application-permanent-residence")
    assert "sponsor.relation" not in missing(family())
    told_so = replace(asked, details={"anna": {"sponsor.relation": "daughter-s-daughter"}})
    assert "sponsor.relation" not in missing(told_so)
    words = told("kinship-table", told_so, desk, tmp_path)
    assert "被投靠人与本人关系：外孙女" in words
    assert "被投靠人" not in words.replace("被投靠人与本人关系", "")
    assert "外孙女女WANGLI" in words
    assert "女儿女WANGLI" in told("kinship-table", joins("pr.elder", "child"), desk, tmp_path)


def young(case: Case) -> Case:
    """Return the case with a principal applicant of ten."""
    anna = replace(case.people[0], birth_date=date(2016, 3, 2))
    return replace(case, people=(anna, *case.people[1:]))


def test_of_a_minor_the_history_begins_at_school_and_the_parents_are_addressed(
    desk: Desk, tmp_path: Path
) -> None:
    case = young(replace(family(), history=(HistoryRow("anna", date(2022, 9, 1), organisation="X"),)))
    words = told("curriculum-vitae", case, desk, tmp_path)
    assert "学习和工作经历（自入学起至今）" in words
    assert "父母或者其他监护人签名" in words
    words = told("gap-list", case, desk, tmp_path)
    assert "ROEANNA的家长（监护人）：您好！ROEANNA的申请计划于" in words
    assert "DearparentorguardianofROEANNA," in told("gap-list", case, desk, tmp_path, form=LetterForm.EN)


def test_a_cover_letter_tells_how_many_copies_and_pages_where_that_is_known(
    desk: Desk, tmp_path: Path
) -> None:
    evidence = tuple(
        replace(row, pages="1-3,5") if (row.requirement, row.person) == ("passport", "anna") else row
        for row in family().evidence
    )
    case = replace(family(), place="beijing", evidence=evidence)
    words = told("cover-letter", case, desk, tmp_path)
    assert "份数、页数" in words
    assert "护照ROEANNA原件及复印件复印件1份，4页" in words
    assert "在职证明ROEANNA交原件6" in words
    assert "2张照片" in words


@pytest.mark.parametrize("anew", [False, True], ids=["in its place", "as a new paper"])
def test_a_file_that_is_no_scan_leaves_the_letter_unsigned(desk: Desk, tmp_path: Path, anew: bool) -> None:
    case_id = attached_letter(desk)
    draft, word = tmp_path / "draft.pdf", tmp_path / "letter.docx"
    for path in (draft, word):
        write_letter(desk, desk.open_kept(case_id), LETTER, path, form=LetterForm.ZH, today=TODAY)
    scan = scanned(tmp_path / "scan.pdf")
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(draft.read_bytes() + b"\n% /ByteRange [0 1 2 3]")
    for path, expected in ((draft, LETTER), (word, LETTER), (sealed, ""), (scan, "")):
        at, row = proof(desk, case_id)
        if not anew:
            replace_files(desk, case_id, at, (path,))
        elif row.made_from:
            attach_evidence(desk, case_id, requirement=row.requirement, person="anna", paths=(path,))
        assert proof(desk, case_id)[1].made_from == expected


def test_files_that_were_added_to_a_letter_stay_when_a_scan_takes_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    case_id = attached_letter(desk)
    add_files(desk, case_id, proof(desk, case_id)[0], (scanned(tmp_path / "sheets.pdf"),))
    scan = scanned(tmp_path / "scan.pdf")
    attach_evidence(desk, case_id, requirement="employment-proof", person="anna", paths=(scan,))
    row = proof(desk, case_id)[1]
    assert [name.rpartition("/")[2] for name in row.files] == ["scan.pdf", "sheets.pdf"]
    assert row.made_from == ""


def test_a_letter_that_was_attached_is_told_once_the_case_says_something_else(desk: Desk) -> None:
    case_id = attached_letter(desk)

    def told() -> list[str]:
        case = desk.open_kept(case_id).case
        found = judge_case(desk, case, healthy(case), {}, today=TODAY).findings
        return [each.code for each in found if each.code.startswith("letter.")]

    assert told() == ["letter.unsigned"]
    save_details(desk, case_id, "anna", {"post.title": "总经理"})
    assert told() == ["letter.unsigned", "letter.outdated"]
    letter = fill_letter(desk, desk.open_kept(case_id), LETTER, form=LetterForm.ZH, today=TODAY)
    note_read(desk, case_id, letter, today=TODAY)
    assert told() == ["letter.unsigned", "letter.outdated"]
    attach_letter(desk, case_id, LETTER, person=None, form=LetterForm.ZH, today=TODAY)
    assert told() == ["letter.unsigned"]


def test_what_another_window_changed_or_took_out_of_the_history_is_not_put_back(desk: Desk) -> None:
    rows = tuple(HistoryRow("anna", date(2003 + at, 3, 1), organisation=f"Nr {at}") for at in range(3))
    case_id = desk.cases.add(replace(family(), history=rows), {})
    changed = replace(rows[1], organisation="Other")
    save_history(desk, case_id, "anna", (rows[0], changed), rows)
    mine = replace(rows[0], organisation="Mine")
    after = save_history(desk, case_id, "anna", (mine, *rows[1:]), rows)
    assert after.case.history == (mine, changed)


def test_a_letter_is_never_written_over_a_paper_of_the_case_or_its_own_template(
    desk: Desk, tmp_path: Path
) -> None:
    paper, template = scanned(tmp_path / "signed.pdf"), tmp_path / "own.docx"
    docx.Document().save(str(template))
    case = OpenCase(employed(), {"anna/signed.pdf": paper})
    for letter, path in ((LETTER, paper), (str(template), template)):
        before = path.read_bytes()
        with pytest.raises(UnusableInput, match=r"destination\.is_evidence"):
            write_letter(desk, case, letter, path, form=LetterForm.ZH, today=TODAY)
        assert path.read_bytes() == before
    with pytest.raises(UnusableInput, match=r"destination\.no_folder"):
        write_letter(desk, case, LETTER, tmp_path / "no" / "x.pdf", form=LetterForm.ZH, today=TODAY)


def test_the_gap_list_of_a_case_that_knows_no_name_yet_is_written(desk: Desk, tmp_path: Path) -> None:
    nobody = tuple(replace(each, surname="", given_names="") for each in family().people)
    case = replace(family(), people=nobody, evidence=())
    review = Review(findings=tuple(findings_of(case)), checklist=(), years=(), facts={})
    path = tmp_path / "list.docx"
    written = write_gap_list(desk, opened(case), review, path, LetterForm.ZH, today=TODAY)
    assert path.exists()
    with pytest.raises(UnusableInput, match=r"letter\.day_passed"):
        write_gap_list(
            desk, opened(case), review, path, LetterForm.ZH, today=TODAY, by=TODAY - timedelta(days=1)
        )
    said = [cell.text for row in docx.Document(written.path).tables[0].rows for cell in row.cells]
    # Each thing that is wrong with a paper ends before the next.
    assert not any("尚未提供未" in words for words in said)
