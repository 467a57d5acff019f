"""Draws form fields and annotations that carry no picture of themselves, through pdfium.

A filled form whose program left the drawing to the viewer would otherwise print empty.
"""

import io
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

# What pypdfium2 raises for a file or page that pdfium refuses.
UNDRAWABLE = (pypdfium2.PdfiumError, RuntimeError)
_TINY = 0.05


def flattened_copy(path: Path) -> bytes:
    """Return a copy of a PDF in which every annotation is part of its page."""
    document = pypdfium2.PdfDocument(path)
    try:
        # Gives form fields their pictures; does nothing where there is no form.
        document.init_forms()
        for page in document:
            # Drawing a page makes pdfium give pictures to highlights, lines and shapes that have none.
            page.render(scale=_TINY, draw_annots=True)
            if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
                raise RuntimeError("a page could not be flattened")
            page.close()
        buffer = io.BytesIO()
        document.save(buffer)
    finally:
        document.close()
    return buffer.getvalue()
