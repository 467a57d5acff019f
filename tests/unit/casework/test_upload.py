"""A case becomes one file for each paper of each person, within the limits of the place, or it is told."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.casework.desk import Desk, OpenCase
from app.casework.upload import write_upload_set
from app.casework.upload_record import MANIFEST_FILE
from app.casework.wire import from_line, to_line
from app.domain.case import Case, Evidence, EvidencePart
from app.domain.errors import PacketBlocked, UnusableInput
from app.domain.rules import RulePack, UploadProfile
from app.domain.uploads import UploadSet
from app.intake.guard import InProcess
from tests.support import portraits
from tests.support.cases import PACK, family
from tests.support.portraits import portrait

TODAY = date(2026, 11, 20)
NUMBERED = "{number}-{requirement_en}-{person}-{part}"


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the papers unread: what stands in them makes no difference to the files."""
    monkeypatch.setattr("app.casework.review.read_files", lambda *_, **__: {})


def pack_with(**values: Any) -> RulePack:
    """Return the bundled rules with a profile of its own for the place of the case."""
    profile = UploadProfile(("pdf", "jpg"), values.pop("name", NUMBERED), (), **values)
    place = replace(PACK.places["ningbo"], uploads=(profile,))
    return replace(PACK, places={**PACK.places, "ningbo": place})


def words_file(path: Path, *pages: str) -> Path:
    canvas = Canvas(str(path), invariant=True)
    for words in pages:
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return path


def scan_file(path: Path, dpi: int, pages: int = 1) -> Path:
    """Write a PDF of noisy grey scans at a resolution, about a megabyte a page at 300 dpi."""
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
    for number in range(pages):
        size = (round(595 * dpi / 72), round(842 * dpi / 72))
        noise = Image.effect_noise((size[0] // 3, size[1] // 3), 60 + number).resize(size)
        stream = io.BytesIO()
        noise.save(stream, "JPEG", quality=92)
        canvas.drawImage(ImageReader(stream), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path


def evidence_of(requirement: str, *files: str, part: EvidencePart = EvidencePart.ORIGINAL) -> Evidence:
    return Evidence(requirement, "anna", files, part=part, country="DEU")


def write(
    tmp_path: Path, evidence: tuple[Evidence, ...], pack: RulePack | None = None, *, draft: bool = True
) -> UploadSet:
    case: Case = replace(family(), evidence=evidence)
    names = [name for each in evidence for name in each.files]
    files: Mapping[str, Path] = {name: tmp_path / name for name in names}
    desk = Desk(pack or PACK, tmp_path / "data", guard=InProcess())
    return write_upload_set(
        desk, OpenCase(case, files), tmp_path / "up", draft=draft, today=TODAY, report=lambda _: None
    )


def texts(path: Path) -> list[str]:
    return [page.extract_text().strip() for page in pypdf.PdfReader(path).pages]


def codes(made: UploadSet) -> list[str]:
    return [finding.code for finding in made.findings]


def chain(tmp_path: Path) -> tuple[Evidence, ...]:
    """Write a paper with its authentication and translation, in another order than they belong."""
    given = []
    for part in (EvidencePart.TRANSLATION, EvidencePart.ORIGINAL, EvidencePart.AUTHENTICATION):
        name = f"{part.value}.pdf"
        words_file(tmp_path / name, f"{part.value} one", f"{part.value} two")
        given.append(evidence_of("criminal-record", name, part=part))
    return tuple(given)


def test_original_authentication_and_translation_are_one_file_in_that_order(tmp_path: Path) -> None:
    made = write(tmp_path, chain(tmp_path))
    [file] = made.files
    parts = ("original", "authentication", "translation")
    assert texts(tmp_path / "up" / file.name) == [f"{part} {n}" for part in parts for n in ("one", "two")]
    assert [(source.part, source.pages) for source in file.sources] == [(part, (1, 2)) for part in parts]
    for source in file.sources:
        assert source.sha256 == hashlib.sha256((tmp_path / source.name).read_bytes()).hexdigest()


def test_a_place_may_want_every_link_of_the_chain_by_itself(tmp_path: Path) -> None:
    made = write(tmp_path, chain(tmp_path), pack_with(chain_in_one=False))
    names = [file.name for file in made.files]
    title = PACK.requirements["criminal-record"].title.en
    assert [file.part for file in made.files] == ["original", "authentication", "translation"]
    assert names[0] == f"01-{title}-ROE ANNA.pdf"
    assert names[2] == f"03-{title}-ROE ANNA-Chinese translation.pdf"


def test_the_manifest_tells_every_source_and_every_file_by_its_digest(tmp_path: Path) -> None:
    made = write(tmp_path, chain(tmp_path))
    manifest = json.loads((tmp_path / "up" / MANIFEST_FILE).read_text(encoding="utf-8"))
    [file] = manifest["files"]
    data = (tmp_path / "up" / file["name"]).read_bytes()
    assert (file["sha256"], file["size_bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert {source["treatment"] for source in file["sources"]} == {"copied"}
    assert manifest["limits"]["binding"] is False
    assert manifest["draft"] is True
    missing = {(each["requirement"], each["person"]) for each in manifest["missing"]}
    assert ("passport", "anna") in missing
    assert ("criminal-record", "anna") not in missing
    assert made.usable


def test_blockers_refuse_the_set_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(PacketBlocked):
        write(tmp_path, chain(tmp_path), draft=False)
    assert not (tmp_path / "up").exists()


def test_a_folder_with_other_files_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "mine.txt").write_text("mine")
    with pytest.raises(UnusableInput) as raised:
        write(tmp_path, chain(tmp_path))
    assert raised.value.code == "upload.folder_in_use"


def test_a_file_over_our_own_limit_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = scan_file(tmp_path / "a.pdf", 300)
    made = write(tmp_path, (evidence_of("employment-proof", "a.pdf"),), pack_with(most_kb=300))
    assert codes(made) == ["upload.large"]
    assert made.usable
    [file] = made.files
    assert file.size_bytes > path.stat().st_size * 0.95
    assert file.reduced == ()


def test_a_file_over_a_binding_limit_gets_coarser_scans_and_each_is_told(tmp_path: Path) -> None:
    size = scan_file(tmp_path / "a.pdf", 300, pages=2).stat().st_size
    limit = size * 7 // 10_000
    pack = pack_with(most_kb=limit, binding=True)
    made = write(tmp_path, (evidence_of("employment-proof", "a.pdf"),), pack)
    [file] = made.files
    assert file.size_bytes <= limit * 1000
    assert (tmp_path / "up" / file.name).stat().st_size == file.size_bytes
    assert [(each.page, each.from_dpi, each.dpi) for each in file.reduced] == [(1, 300, 200), (2, 300, 200)]
    assert all(each.size_bytes < each.from_bytes for each in file.reduced)
    [finding] = made.findings
    assert finding.code == "upload.reduced"
    assert finding.params["pages"] == ("1 (300→200 dpi)", "2 (300→200 dpi)")
    reader = pypdf.PdfReader(tmp_path / "up" / file.name)
    assert [tuple(map(round, page.mediabox[2:])) for page in reader.pages] == [(595, 842)] * 2


def test_where_even_150_dpi_is_too_much_the_file_stays_whole_and_it_is_told(tmp_path: Path) -> None:
    path = scan_file(tmp_path / "a.pdf", 300)
    pack = pack_with(most_kb=20, binding=True)
    made = write(tmp_path, (evidence_of("employment-proof", "a.pdf"),), pack)
    assert not made.usable
    [finding] = made.findings
    assert (finding.code, finding.params["limit"], finding.params["dpi"]) == ("upload.over_limit", 20, 150)
    assert finding.params["reduced_size"] > 20  # type: ignore[operator]  # a number
    [file] = made.files
    assert file.size_bytes > path.stat().st_size * 0.95


def test_words_are_never_made_a_picture_for_a_limit(tmp_path: Path) -> None:
    words_file(tmp_path / "a.pdf", *(f"page {number} " * 40 for number in range(30)))
    made = write(tmp_path, (evidence_of("employment-proof", "a.pdf"),), pack_with(most_kb=5, binding=True))
    assert codes(made) == ["upload.over_limit"]
    assert "reduced_size" not in made.findings[0].params
    assert texts(tmp_path / "up" / made.files[0].name)[0].startswith("page 0")


@pytest.mark.parametrize(("binding", "code"), [(True, "upload.too_many_pages"), (False, "upload.many_pages")])
def test_too_many_pages_are_told_and_none_is_cut_off(tmp_path: Path, binding: bool, code: str) -> None:
    words_file(tmp_path / "a.pdf", "one", "two", "three")
    pack = pack_with(most_pages=2, binding=binding)
    made = write(tmp_path, (evidence_of("employment-proof", "a.pdf"),), pack)
    assert codes(made) == [code]
    assert made.usable is not binding
    assert made.files[0].pages == 3


def test_a_photo_is_a_jpeg_within_its_window_with_its_resolution(tmp_path: Path) -> None:
    image = portrait().resize((1062, 1416), Image.Resampling.BICUBIC)
    portraits.saved(portraits.smaller(image, 0.7), tmp_path / "p.jpg", 95)
    made = write(tmp_path, (evidence_of("photo", "p.jpg"),))
    [file] = made.files
    data = (tmp_path / "up" / file.name).read_bytes()
    assert file.name.endswith(".jpg")
    assert 20 * 1024 <= len(data) <= 80_000
    with Image.open(io.BytesIO(data)) as copy:
        assert file.photo is not None
        assert copy.size == (file.photo.width, file.photo.height)
        assert 354 <= copy.size[0] <= 480
        assert copy.info["dpi"] == (file.photo.dpi, file.photo.dpi)
        assert "exif" not in copy.info
    assert (file.sha256, file.sources[0].treatment) == (hashlib.sha256(data).hexdigest(), "photo")
    assert not made.findings


def test_a_photo_that_cannot_be_made_fit_stands_in_a_pdf_and_the_reasons_are_told(tmp_path: Path) -> None:
    image = portraits.turned(portraits.before(portrait(), (67, 142, 219)), 14)
    portraits.saved(image, tmp_path / "p.jpg", 95)
    made = write(tmp_path, (evidence_of("photo", "p.jpg"),))
    assert [file.name[-4:] for file in made.files] == [".pdf"]
    assert not made.usable
    [finding] = made.findings
    assert (finding.code, finding.file) == ("upload.photo_not_fitting", "p.jpg")
    assert finding.params["name"] == made.files[0].name
    box = pypdf.PdfReader(tmp_path / "up" / made.files[0].name).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (33, 48)


def test_where_pictures_are_not_taken_a_photo_stands_in_a_pdf(tmp_path: Path) -> None:
    portraits.saved(portrait("alba"), tmp_path / "p.jpg", 95)
    pack = pack_with()
    place = pack.places["ningbo"]
    only_pdf = replace(place, uploads=(replace(place.uploads[0], formats=("pdf",)),))
    pack = replace(pack, places={**pack.places, "ningbo": only_pdf})
    made = write(tmp_path, (evidence_of("photo", "p.jpg"),), pack)
    assert [file.name[-4:] for file in made.files] == [".pdf"]
    assert made.usable


def signed_file(path: Path) -> Path:
    """Write a PDF of one page with a signature field that is filled."""
    writer = pypdf.PdfWriter(clone_from=words_file(path, "signed by the bank"))
    signature = DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject("a"),
            NameObject("/V"): writer._add_object(signature),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = form
    writer.write(path)
    return path


def test_a_signed_file_that_stands_alone_stays_byte_for_byte(tmp_path: Path) -> None:
    data = signed_file(tmp_path / "a.pdf").read_bytes()
    made = write(tmp_path, (evidence_of("tax-proof", "a.pdf"),))
    [file] = made.files
    assert (tmp_path / "up" / file.name).read_bytes() == data
    assert file.sources[0].treatment == "untouched"
    assert not made.findings


def test_a_signature_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    signed_file(tmp_path / "a.pdf")
    words_file(tmp_path / "b.pdf", "another year")
    made = write(tmp_path, (evidence_of("tax-proof", "a.pdf"), evidence_of("tax-proof", "b.pdf")))
    assert [(each.code, each.file) for each in made.findings] == [("upload.signature_lost", "a.pdf")]
    assert made.usable
    assert made.files[0].pages == 2


def test_a_file_that_cannot_be_used_is_left_out_of_a_draft_and_told(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"nothing of use")
    words_file(tmp_path / "a.pdf", "one")
    made = write(tmp_path, (evidence_of("employment-proof", "bad.pdf", "a.pdf"),))
    assert [(finding.code, finding.file) for finding in made.findings] == [("upload.left_out", "bad.pdf")]
    assert not made.usable
    assert texts(tmp_path / "up" / made.files[0].name) == ["one"]


def test_what_was_made_crosses_the_wire_to_the_window_unchanged(tmp_path: Path) -> None:
    scan_file(tmp_path / "a.pdf", 300)
    portraits.saved(portrait("alba"), tmp_path / "p.jpg", 95)
    evidence = (evidence_of("employment-proof", "a.pdf"), evidence_of("photo", "p.jpg"))
    made = write(tmp_path, evidence, pack_with(most_kb=400, binding=True))
    assert from_line(to_line(made)) == made


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    evidence = chain(tmp_path)
    seen = []
    for _ in range(2):
        write(tmp_path, evidence)
        seen.append({path.name: path.read_bytes() for path in (tmp_path / "up").iterdir()})
    assert seen[0] == seen[1]
