"""Who signed a PDF and when, as its signatures say."""

import io
from datetime import date

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.files import Signature
from app.intake.ber import BadEncoding, parse_element
from app.intake.certificates import Signer, day_of_time, read_signer
from app.intake.examine import examine_file
from tests.unit.intake import signing
from tests.unit.intake.papers import Writer, page_pdf

ANNA = signing.common_name("ANNA 安娜")
AUTHORITY = signing.common_name("Test Authority")
ISSUED = signing.certificate(ANNA, issuer=AUTHORITY, serial=42)
ROOT = signing.certificate(AUTHORITY, serial=1)


def signatures_of(write: Writer, data: bytes) -> tuple[Signature, ...]:
    facts = examine_file(write("a.pdf", data), "a.pdf")
    assert (facts.problem, facts.signed) == (None, bool(facts.signatures))
    return facts.signatures


def test_the_name_is_of_the_certificate_that_signed_and_not_of_its_issuer(write: Writer) -> None:
    for certificates in ((ISSUED, ROOT), (ROOT, ISSUED)):
        contents = signing.signed_data(*certificates, issuer=AUTHORITY, serial=42)
        found = signatures_of(write, signing.signed_pdf(contents, b"/M(D:20261109083000+08'00')"))
        assert found == (Signature("ANNA 安娜", date(2026, 11, 9)),)


def test_an_organisation_stands_for_a_certificate_without_a_common_name(write: Writer) -> None:
    own = signing.name(
        (signing.COUNTRY, "DE", signing.PRINTABLE), (signing.ORGANISATION, "Amt für 移民", signing.BMP)
    )
    contents = signing.signed_data(signing.certificate(own), issuer=own)
    assert signatures_of(write, signing.signed_pdf(contents)) == (Signature("Amt für 移民"),)


@pytest.mark.parametrize(
    ("common_name", "encoding", "shown"),
    [
        ("051@110101199001011234@王小明@1", "utf-8", "王小明"),
        ("宁波市公安局", "gb18030", "宁波市公安局"),
        ("a@example.org", "utf-8", "a@example.org"),
        ("two\nlines\x00 and  blanks", "utf-8", "two lines and blanks"),
        ("x" * 500, "utf-8", "x" * 119 + "…"),
    ],
)
def test_names_are_shown_as_people_know_them(common_name: str, encoding: str, shown: str) -> None:
    own = signing.name((signing.COMMON_NAME, common_name, signing.PRINTABLE), encoding=encoding)
    assert read_signer(signing.signed_data(signing.certificate(own), issuer=own)).name == shown


def test_the_day_is_the_one_written_beside_it_then_that_of_the_signed_attribute(write: Writer) -> None:
    contents = signing.signed_data(ISSUED, issuer=AUTHORITY, serial=42, signed_at="261109170000Z")
    assert signatures_of(write, signing.signed_pdf(contents))[0].signed_on == date(2026, 11, 10)
    dated = signing.signed_pdf(contents, b"/M(D:20261109235900-05'00')")
    assert signatures_of(write, dated)[0].signed_on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261109", date(2026, 11, 9)),
        ("20261109235959+08'00'", date(2026, 11, 9)),
        ("20261109170000Z", date(2026, 11, 10)),
        ("20261109170000.5Z", date(2026, 11, 10)),
        ("2026", None),
        ("20261399", None),
        ("99991231235959Z", None),
        ("yesterday", None),
    ],
)
def test_times_are_read_as_days(text: str, day: date | None) -> None:
    assert day_of_time(text) == day


def test_a_signature_under_the_identifiers_of_gm_t_0010_is_read_alike() -> None:
    contents = signing.signed_data(ISSUED, issuer=AUTHORITY, serial=42, kind=signing.GM_SIGNED_DATA)
    assert read_signer(contents).name == "ANNA 安娜"


def test_a_seal_names_who_pressed_it_and_not_who_made_it() -> None:
    contents = signing.seal(ISSUED, ROOT, "20261109083000Z")
    assert read_signer(contents) == Signer("ANNA 安娜", date(2026, 11, 9))


def test_the_indefinite_form_is_read_as_well() -> None:
    own = signing.certificate(ANNA)
    plain = parse_element(signing.signed_data(own, issuer=ANNA))
    kind, wrapped = plain.children()
    loose = b"\x30\x80" + kind.encoding + b"\xa0\x80" + wrapped.content + b"\0\0\0\0"
    assert read_signer(loose).name == "ANNA 安娜"
    assert read_signer(loose[:-1]) == Signer()


def test_without_a_readable_certificate_the_dictionary_names_the_signer(write: Writer) -> None:
    found = signatures_of(
        write, signing.signed_pdf(b"no signature", b"/Name(Anna)/M(D:20261109)/Reason(seen)")
    )
    assert found == (Signature("Anna", date(2026, 11, 9), "seen"),)


def test_a_certificate_kept_apart_names_the_signer(write: Writer) -> None:
    entries = b"/SubFilter/adbe.x509.rsa_sha1/Cert<" + ISSUED.hex().encode() + b">"
    assert signatures_of(write, signing.signed_pdf(b"\x04\x02ab", entries)) == (Signature("ANNA 安娜"),)


def test_every_signature_is_named_in_the_order_of_its_field(write: Writer) -> None:
    first = b"<</Type/Sig/Name(One)>>"
    second = b"<</Type/Sig/Name(Two)>>"
    fields = b"/AcroForm<</Fields[<</FT/Sig/Kids[<</V 5 0 R>><</T(empty)>>]>><</FT/Sig/V 6 0 R>>]>>"
    found = signatures_of(write, page_pdf(b"", first, second, catalogue=fields))
    assert [each.signer for each in found] == ["One", "Two"]


def test_a_field_that_only_a_page_knows_counts(write: Writer) -> None:
    widget = b"/Annots[<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/FT/Sig/V<</Type/Sig/Name(Anna)>>>>]"
    assert signatures_of(write, page_pdf(widget)) == (Signature("Anna"),)


def test_a_time_stamp_is_named_only_where_nobody_signed(write: Writer) -> None:
    stamp = signing.signed_data(ROOT, issuer=AUTHORITY, serial=1, stamped_at="20261109083000Z")
    entries = b"/SubFilter/ETSI.RFC3161"
    assert signatures_of(write, signing.signed_pdf(stamp, entries)) == (
        Signature("Test Authority", date(2026, 11, 9)),
    )
    both = b"/AcroForm<</Fields[<</FT/Sig/V 5 0 R>><</FT/Sig/V<</Type/Sig/Name(Anna)>>>>]>>"
    value = b"<</Type/DocTimeStamp/Contents<" + stamp.hex().encode() + b">>>"
    assert signatures_of(write, page_pdf(b"", value, catalogue=both)) == (Signature("Anna"),)


def test_one_signature_that_certifies_is_not_counted_twice(write: Writer) -> None:
    catalogue = b"/AcroForm<</Fields[<</FT/Sig/V 5 0 R>>]>>/Perms<</DocMDP 5 0 R>>"
    found = signatures_of(write, page_pdf(b"", b"<</Type/Sig/Name(Anna)>>", catalogue=catalogue))
    assert found == (Signature("Anna"),)


def test_rights_that_a_maker_of_programs_grants_name_nobody_who_signed(write: Writer) -> None:
    catalogue = b"/AcroForm<</Fields[<</FT/Sig/V<</Name(Anna)>>>>]>>/Perms<</UR3<</Type/Sig/Name(Maker)>>>>"
    assert signatures_of(write, page_pdf(catalogue=catalogue)) == (Signature("Anna"),)


def test_a_signature_of_nobody_known_still_counts(write: Writer) -> None:
    assert signatures_of(write, signing.signed_pdf(b"\x30\x84\xff\xff\xff\xff")) == (Signature(""),)


def test_the_signer_of_a_restricted_file_is_known(write: Writer) -> None:
    # The octets of a signature are not enciphered with the rest: they are taken from the file itself.
    contents = signing.signed_data(ISSUED, issuer=AUTHORITY, serial=42)
    gap = b"/ByteRange[0 11111 22222 33333]"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(signing.signed_pdf(b"", gap)))
    writer.encrypt("", "owner", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    data = buffer.getvalue()
    start, written = len(data), b"<" + contents.hex().encode() + b">"
    numbers = [(b"11111", start), (b"22222", start + len(written))]
    for old, number in numbers:
        assert data.count(old) == 1
        data = data.replace(old, b"%05d" % number)
    assert signatures_of(write, data + written + data[data.rfind(b"startxref") :])[0].signer == "ANNA 安娜"


def test_an_element_that_never_ends_is_refused() -> None:
    for data in (b"", b"\x30", b"\x30\x80" * 50_000, b"\x30\x7f", b"\x04\x80\0\0", b"\x1f\x01\x00"):
        with pytest.raises(BadEncoding):
            parse_element(data)


def test_a_million_small_elements_are_not_gone_through() -> None:
    assert read_signer(b"\x30\x83\x20\x00\x00" + b"\x05\x00" * (1 << 20)) == Signer()


@given(st.binary(max_size=300))
def test_any_octets_name_somebody_or_nobody(data: bytes) -> None:
    assert isinstance(read_signer(data), Signer)


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_signature_with_an_octet_changed_does_no_harm(place: int, octet: int) -> None:
    contents = bytearray(
        signing.signed_data(ISSUED, ROOT, issuer=AUTHORITY, serial=42, signed_at="261109170000Z")
    )
    contents[place % len(contents)] = octet
    assert isinstance(read_signer(bytes(contents)), Signer)
