"""Makes a QR code (ISO/IEC 18004) as rows of modules, to be drawn as areas and not as a picture."""

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel

# White that must stay around a code, in modules.
QUIET_ZONE = 4


def qr_rows(words: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of a code, dark ones True, from the top; words are capitals, digits and blanks."""
    if not QRAlphaNum.valid(words):
        raise ValueError(f"not for the alphanumeric mode: {words!r}")
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum(words))
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)
