"""Findings about photos, on measures made by hand: what is asked, near misses, and what is left alone."""

from dataclasses import replace

import pytest

from app.checks.bench import Bench
from app.checks.photo import check_photos, photo_measurements
from app.domain.case import Evidence
from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.findings import Finding, Severity
from app.domain.photos import MeasureName, MeasureState, PhotoMeasurement
from app.domain.reading import Face, PhotoMeasures, Reading
from app.domain.rules import PhotoProfile, Range
from app.domain.words import Language
from app.i18n.wording import Names, word_finding
from tests.support.cases import PACK, SUBMIT_ON, TODAY, family

FACE = Face(
    left=84, top=130, right=272, bottom=318, confidence=1.0, crown=40, chin=336, head_left=66, head_right=288,
    eyes=((140, 205), (216, 205)),
)  # fmt: skip
GOOD = PhotoMeasures(
    width=354, height=472, size_bytes=50_000, dpi=300.0, colour=True, faces=(FACE,),
    background_lab=(98.0, 0.0, 0.0), background_colour="white", background_spread=1.0, tilt=0.5,
    sharpness=0.65, over=0.0, under=0.0, lightness=65.0, background_patches=((98.0, 0.0, 0.0),) * 6,
)  # fmt: skip
BLUE, LIGHT_BLUE, GREY = (57.6, 1.1, -45.5), (84.0, -11.4, -11.0), (75.0, 0.0, 0.0)


def bench(measures: PhotoMeasures | None, place: str = "ningbo", category: str = "pr.wage-tax") -> Bench:
    case = replace(
        family(), place=place, category=category, evidence=(Evidence("photo", "anna", ("photo.jpg",)),)
    )
    return Bench(
        case=case,
        pack=PACK,
        category=PACK.categories[category],
        place=PACK.places[place],
        checklist=(),
        years=(),
        facts={"photo.jpg": FileFacts("aa", 1, FileKind.JPEG, FileKind.JPEG, (PageFacts(1, 85, 113),))},
        today=TODAY,
        readings={"photo.jpg": Reading("aa", "test", photo=measures)},
    )


def findings(measures: PhotoMeasures | None, place: str = "ningbo") -> list[Finding]:
    return list(check_photos(bench(measures, place)))


def codes(measures: PhotoMeasures | None, place: str = "ningbo") -> list[str]:
    return [finding.code for finding in findings(measures, place)]


def with_face(**values: float | None) -> PhotoMeasures:
    return replace(GOOD, faces=(replace(FACE, **values),))  # type: ignore[arg-type]


def against(lab: tuple[float, float, float], spread: float = 1.0) -> PhotoMeasures:
    return replace(GOOD, background_lab=lab, background_spread=spread, background_patches=(lab,) * 6)


def profile(place: str = "ningbo", category: str = "pr.wage-tax") -> PhotoProfile:
    found = PACK.places[place].photo_on(PACK.categories[category].kind, SUBMIT_ON)
    assert found is not None
    return found


def row(measures: PhotoMeasures, name: MeasureName, asked: PhotoProfile | None = None) -> PhotoMeasurement:
    rows = photo_measurements(measures, asked or profile())
    return next(each for each in rows if each.name is name)


def test_a_photo_as_asked_has_no_finding() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("measures", "code"),
    [
        (replace(GOOD, width=472, height=472), "photo.wrong_ratio"),
        (replace(GOOD, width=240, height=320), "photo.too_small"),
        (replace(GOOD, width=960, height=1280), "photo.too_large"),
        (replace(GOOD, size_bytes=12_000), "photo.file_size"),
        (replace(GOOD, size_bytes=300_000), "photo.file_size"),
        (replace(GOOD, colour=False), "photo.not_colour"),
        (replace(GOOD, faces=()), "photo.no_face"),
        (replace(GOOD, faces=(FACE, FACE)), "photo.several_faces"),
        (against(BLUE), "photo.wrong_background"),
        (against(GREY), "photo.wrong_background"),
        (replace(GOOD, background_spread=12.0), "photo.background_not_plain"),
        (with_face(crown=150), "photo.head_size"),
        (with_face(crown=4, chin=380), "photo.head_size"),
        (with_face(left=120, right=308, eyes=None), "photo.off_centre"),
        (replace(GOOD, cut=True, faces=(replace(FACE, crown=0, chin=300),)), "photo.off_centre"),
        (replace(GOOD, tilt=-9.0), "photo.tilted"),
        (replace(GOOD, sharpness=0.3), "photo.blurred"),
        (replace(GOOD, over=0.6), "photo.over_exposed"),
        (replace(GOOD, under=0.6), "photo.under_exposed"),
        (None, "photo.not_measured"),
    ],
)
def test_each_fault_gives_its_finding_and_no_other(measures: PhotoMeasures | None, code: str) -> None:
    # A picture with other pixels has its face elsewhere: only what is asked of the file is looked at.
    scaled = measures is not None and measures.width != GOOD.width
    seen = [
        each for each in codes(measures) if not scaled or each not in ("photo.head_size", "photo.off_centre")
    ]
    assert seen == [code]


@pytest.mark.parametrize(
    "measures",
    [
        replace(
            GOOD,
            width=390,
            height=567,
            faces=(replace(FACE, crown=48, chin=404, left=101, right=289, eyes=None),),
        ),
        replace(GOOD, tilt=2.0),
        replace(GOOD, tilt=-5.5),
        with_face(crown=50),
        with_face(left=94, right=282),
        replace(GOOD, background_spread=4.0),
        replace(GOOD, sharpness=0.5),
        replace(GOOD, size_bytes=81_500),
        replace(GOOD, size_bytes=20_200),
        against((93.0, 0.5, -1.0)),
        replace(GOOD, dpi=None),
    ],
)
def test_what_comes_close_is_silent(measures: PhotoMeasures) -> None:
    assert codes(measures) == []


def test_a_background_that_the_place_allows_is_silent_there_only() -> None:
    assert codes(against(LIGHT_BLUE), "shanghai") == []
    assert codes(against(LIGHT_BLUE), "ningbo") == ["photo.wrong_background"]
    assert codes(against(BLUE), "guangdong") == []
    assert codes(GOOD, "guangdong") == ["photo.wrong_background"]


def test_an_uneven_background_with_asked_parts_is_not_called_wrong_as_well() -> None:
    patches = (GREY, GREY, GREY, (98.0, 0.0, 0.0))
    measures = replace(against(GREY, spread=11.0), background_patches=patches)
    assert codes(measures) == ["photo.background_not_plain"]


def test_a_room_is_both_uneven_and_of_another_colour() -> None:
    room = against((45.0, 12.0, 20.0), spread=30.0)
    assert codes(room) == ["photo.background_not_plain", "photo.wrong_background"]


def test_a_grey_picture_is_not_told_off_for_its_grey_background() -> None:
    assert codes(replace(against(GREY), colour=False)) == ["photo.not_colour"]


def test_a_head_in_a_picture_of_another_shape_is_not_measured_in_millimetres() -> None:
    measures = replace(GOOD, width=472, height=472)
    assert row(measures, MeasureName.HEAD_HEIGHT).state is MeasureState.NOT_MEASURED


def test_a_head_too_large_for_the_picture_is_one_fault() -> None:
    measures = replace(GOOD, cut=True, faces=(replace(FACE, crown=0, chin=372),))
    assert codes(measures) == ["photo.head_size"]


def test_the_gaps_that_a_profile_asks_for_are_checked() -> None:
    visa = PACK.places["ningbo"].photo_on(PACK.categories["visa.intern"].kind, SUBMIT_ON)
    assert visa is not None
    asked = replace(visa, above_head_mm=Range(3, 5), below_chin_mm=Range(7, None))
    assert row(GOOD, MeasureName.ABOVE_HEAD, asked).state is MeasureState.WITHIN
    low = with_face(crown=100, chin=396)
    assert row(low, MeasureName.ABOVE_HEAD, asked).state is MeasureState.OUTSIDE
    deep = with_face(crown=160, chin=440)
    assert row(deep, MeasureName.BELOW_CHIN, asked).state is MeasureState.OUTSIDE


def test_a_larger_photo_weighs_more_where_the_file_is_handed_in() -> None:
    large = replace(GOOD, width=960, height=1280, faces=(replace(FACE, left=386, right=574, eyes=None),))
    on_paper = [each for each in check_photos(bench(large)) if each.code == "photo.too_large"]
    as_file = [
        each for each in check_photos(bench(large, category="visa.intern")) if each.code == "photo.too_large"
    ]
    assert [each.severity for each in on_paper] == [Severity.NOTE]
    assert [each.severity for each in as_file] == [Severity.WARNING]


def test_a_photo_that_was_not_read_to_its_end_is_left_alone() -> None:
    held = bench(GOOD)
    stopped = Reading("aa", "test", photo=None, trouble="timeout")
    assert list(check_photos(replace(held, readings={"photo.jpg": stopped}))) == []
    assert list(check_photos(replace(held, readings={}))) == []


def test_the_bytes_of_a_pdf_are_not_those_of_the_photo() -> None:
    held = bench(replace(GOOD, size_bytes=400_000))
    facts = FileFacts("aa", 400_000, FileKind.PDF, FileKind.PDF, (PageFacts(1, 85, 113),))
    assert list(check_photos(replace(held, facts={"photo.jpg": facts}))) == []


def test_findings_carry_the_rule_s_source() -> None:
    assert findings(against(BLUE))[0].source == profile().source


def test_measurements_name_their_source_only_where_the_rule_asks() -> None:
    assert row(GOOD, MeasureName.HEAD_HEIGHT).source == profile().source
    assert row(GOOD, MeasureName.TILT).source == ()
    assert row(GOOD, MeasureName.HEAD_WIDTH).state is MeasureState.NOT_ASKED


def test_every_measurement_stands_alone() -> None:
    names = [each.name for each in photo_measurements(GOOD, profile())]
    assert sorted(names) == sorted(MeasureName)


def test_every_finding_is_worded_with_all_of_its_figures() -> None:
    spoilt = [
        replace(GOOD, width=472, height=472),
        replace(GOOD, width=240, height=320, size_bytes=1000),
        replace(GOOD, width=960, height=1280),
        replace(GOOD, faces=()),
        replace(GOOD, faces=(FACE, FACE)),
        against(BLUE, 12.0),
        with_face(crown=150),
        with_face(left=120, right=308, eyes=None),
        replace(GOOD, cut=True, faces=(replace(FACE, crown=0, chin=300),)),
        replace(GOOD, tilt=-9.0, sharpness=0.3, over=0.6, colour=False),
        replace(GOOD, under=0.6),
        None,
    ]
    names = Names(PACK, family())
    for finding in (each for measures in spoilt for each in findings(measures)):
        for language in Language:
            words = word_finding(finding, names, language)
            assert "{" not in words
            assert "None" not in words


def test_a_place_without_a_profile_asks_nothing() -> None:
    held = bench(with_face(crown=150))
    assert list(check_photos(replace(held, place=replace(held.place, photos=())))) == []


def test_wide_hair_is_not_held_against_the_width_of_the_head() -> None:
    visa = profile(category="visa.intern")
    hair = with_face(head_left=20, head_right=334)
    assert row(hair, MeasureName.HEAD_WIDTH, visa).state is MeasureState.NOT_MEASURED
    close = with_face(head_left=20, head_right=334, left=40, right=310, eyes=None)
    assert row(close, MeasureName.HEAD_WIDTH, visa).state is MeasureState.OUTSIDE
    far = with_face(head_left=130, head_right=230)
    assert row(far, MeasureName.HEAD_WIDTH, visa).state is MeasureState.OUTSIDE
