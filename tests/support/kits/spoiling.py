"""Ways to spoil the pages or the bytes of a file."""

# ruff: noqa: E501 - data read better in rows

import io
from collections.abc import Callable

import pikepdf
from PIL import Image, ImageFilter

Pages = list[Image.Image]


def _with_blank(pages: Pages) -> Pages:
    return [*pages, Image.new("RGB", pages[0].size, (252, 252, 250))]


def _with_stamped_back(pages: Pages) -> Pages:
    """Add the back of a page: nothing on it but an office's stamp."""
    from tests.support.papers.pen import round_seal

    back = Image.new("RGB", pages[0].size, (253, 252, 250))
    stamp = round_seal(round(back.width * 0.18), "公证处", "骑缝章", (200, 40, 40), True)
    back.paste(stamp, (round(back.width * 0.6), round(back.height * 0.7)))
    return [*pages, back]


def _coarse(pages: Pages) -> Pages:
    return [page.resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS) for page in pages]


def _without_zone(pages: Pages) -> Pages:
    """Lay a strip of paper over the lowest fifth, as where a passport was not opened flat."""
    covered = pages[0].copy()
    covered.paste((236, 234, 230), (0, round(covered.height * 0.79), covered.width, covered.height))
    return [covered, *pages[1:]]


SPOILS: dict[str, Callable[[Pages], Pages]] = {
    "blank": _with_blank,
    "stamped-back": _with_stamped_back,
    "sideways": lambda pages: [page.rotate(90, expand=True) for page in pages],
    "upside-down": lambda pages: [page.rotate(180) for page in pages],
    "blurred": lambda pages: [page.filter(ImageFilter.GaussianBlur(5)) for page in pages],
    "coarse": _coarse,
    "no-zone": _without_zone,
    "tilted": lambda pages: [page.rotate(2, expand=False, fillcolor="white", resample=Image.Resampling.BICUBIC) for page in pages],
}  # fmt: skip


def _through_pikepdf(made: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        change(pdf)
        pdf.save(kept, **options)  # type: ignore[arg-type]
    return kept.getvalue()


def _nothing(_: pikepdf.Pdf) -> None:
    pass


def _add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")


def _sign(pdf: pikepdf.Pdf) -> None:
    """Add a field with a signature, as a document management system leaves it."""
    value = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
        ByteRange=pikepdf.Array([0, 100, 200, 100]), Contents=pikepdf.String(b"0" * 64)))  # fmt: skip
    box = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Signature1", V=value,
        Rect=pikepdf.Array([0, 0, 0, 0]), P=pdf.pages[0].obj))  # fmt: skip
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([box]))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([box]), SigFlags=3)


def _bmp(made: bytes) -> bytes:
    kept = io.BytesIO()
    Image.open(io.BytesIO(made)).save(kept, "PNG", dpi=(200, 200))
    return kept.getvalue()


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda made: made[: len(made) // 3],
    "garbage": lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "not-a-paper": lambda _: b"PK\x05\x06" + b"\0" * 18,
    "locked": lambda made: _through_pikepdf(made, _nothing, encryption=pikepdf.Encryption(user="k3y", owner="own")),
    "owner-locked": lambda made: _through_pikepdf(made, _nothing, encryption=pikepdf.Encryption(user="", owner="own")),
    "script": lambda made: _through_pikepdf(made, _add_script),
    "signed": lambda made: _through_pikepdf(made, _sign),
    "as-png": _bmp,
}  # fmt: skip
