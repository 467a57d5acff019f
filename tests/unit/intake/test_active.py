"""What a PDF does besides being read, and whether it is signed."""

import pytest

from app.intake.examine import examine_file
from tests.unit.intake.papers import Writer, page_pdf, stream

SCRIPT = b"<</S/JavaScript/JS(app.alert)>>"
FILE = b"<</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>"
EMBEDDED = stream(b"/Type/EmbeddedFile", b"x")


def annotation(entries: bytes) -> bytes:
    return b"/Annots[<</Type/Annot/Rect[0 0 9 9]" + entries + b">>]"


CASES = {
    "script on opening": ({"catalogue": b"/OpenAction" + SCRIPT}, ("javascript", "open-action")),
    "named scripts": (
        {"catalogue": b"/Names<</JavaScript<</Names[(a)" + SCRIPT + b"]>>>>"},
        ("javascript",),
    ),
    "script of a page": ({"page": b"/AA<</O" + SCRIPT + b">>"}, ("javascript",)),
    "script after a link": (
        {"page": annotation(b"/Subtype/Link/A<</S/URI/URI(x)/Next" + SCRIPT + b">>")},
        ("javascript",),
    ),
    "launch": ({"page": annotation(b"/Subtype/Link/A<</S/Launch/F(a.exe)>>")}, ("launch",)),
    "submit": ({"page": annotation(b"/Subtype/Widget/FT/Btn/A<</S/SubmitForm/F(x)>>")}, ("submit",)),
    "import": ({"page": annotation(b"/Subtype/Widget/FT/Btn/A<</S/ImportData/F(x)>>")}, ("import",)),
    "attached file": (
        {"catalogue": b"/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>", "more": (FILE, EMBEDDED)},
        ("attachment",),
    ),
    "attached to a page": (
        {"page": annotation(b"/Subtype/FileAttachment/FS 5 0 R"), "more": (FILE, EMBEDDED)},
        ("attachment",),
    ),
    "film": ({"page": annotation(b"/Subtype/RichMedia")}, ("media",)),
    "sound": ({"page": annotation(b"/Subtype/Sound")}, ("media",)),
    "form in XML": (
        {"catalogue": b"/AcroForm<</Fields[<</FT/Tx/T(a)>>]/XFA 5 0 R>>", "more": (stream(b"", b"<x/>"),)},
        ("xfa",),
    ),
    "script of a field": (
        {"catalogue": b"/AcroForm<</Fields[<</FT/Tx/T(a)/Kids[<</AA<</K" + SCRIPT + b">>>>]>>]>>"},
        ("javascript",),
    ),
}
HARMLESS = {
    "web link": {"page": annotation(b"/Subtype/Link/A<</S/URI/URI(https://example.org)>>")},
    "link within": {"page": annotation(b"/Subtype/Link/A<</S/GoTo/D[3 0 R/Fit]>>")},
    "place on opening": {"catalogue": b"/OpenAction[3 0 R/Fit]"},
    "jump on opening": {"catalogue": b"/OpenAction<</S/GoTo/D[3 0 R/Fit]>>"},
    "plain form": {"catalogue": b"/AcroForm<</Fields[<</FT/Tx/T(a)/V(b)>>]>>"},
    "empty names": {"catalogue": b"/Names<</EmbeddedFiles null>>"},
    "loop": {"catalogue": b"/Outlines 5 0 R", "more": (b"<</First 5 0 R/Last 5 0 R/Next[5 0 R 5 0 R]>>",)},
}


def made(page: bytes = b"", catalogue: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    return page_pdf(page, *more, catalogue=catalogue)


@pytest.mark.parametrize(("parts", "codes"), CASES.values(), ids=CASES.keys())
def test_active_content_is_named(write: Writer, parts: dict[str, bytes], codes: tuple[str, ...]) -> None:
    facts = examine_file(write("a.pdf", made(**parts)), "a.pdf")
    assert (facts.problem, facts.active_content) == (None, codes)


@pytest.mark.parametrize("parts", HARMLESS.values(), ids=HARMLESS.keys())
def test_links_and_plain_forms_are_not_active(write: Writer, parts: dict[str, bytes]) -> None:
    assert examine_file(write("a.pdf", made(**parts)), "a.pdf").active_content == ()


def test_a_document_with_too_much_to_look_at_says_so(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.intake.active._MAX_OBJECTS", 5)
    links = b"".join(b"<</Type/Annot/Subtype/Link>>" for _ in range(9))
    facts = examine_file(write("a.pdf", page_pdf(b"/Annots[" + links + b"]")), "a.pdf")
    assert facts.active_content == ("not-examined",)


@pytest.mark.parametrize(
    ("catalogue", "signed"),
    [
        (b"/AcroForm<</Fields[<</FT/Sig/T(a)/V<</Type/Sig>>>>]>>", True),
        (b"/AcroForm<</Fields[<</FT/Sig/Kids[<</V<</Type/Sig>>>>]>>]>>", True),
        (b"/Perms<</DocMDP<</Type/Sig>>>>", True),
        (b"/AcroForm<</Fields[<</FT/Sig/T(a)>>]>>", False),
        (b"/AcroForm<</Fields[<</FT/Sig/T(a)/V null>>]>>", False),
        (b"/AcroForm<</Fields[<</FT/Tx/T(a)/V(Anna)>>]>>", False),
        (b"/AcroForm 5 0 R", False),
        (b"", False),
    ],
)
def test_only_a_signature_that_was_given_counts(write: Writer, catalogue: bytes, *, signed: bool) -> None:
    facts = examine_file(write("a.pdf", page_pdf(catalogue=catalogue)), "a.pdf")
    assert (facts.problem, facts.signed) == (None, signed)
