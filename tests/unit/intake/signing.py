"""Signs papers as programs do that sign PDFs: X.509 certificates, CMS and the seals of GB/T 38540."""

from __future__ import annotations

import functools
from datetime import datetime

from Crypto.Hash import SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15
from Crypto.Util.asn1 import DerBitString, DerInteger, DerObject, DerObjectId, DerOctetString, DerSequence

from tests.unit.intake.papers import page_pdf

COMMON_NAME, ORGANISATION, COUNTRY = "2.5.4.3", "2.5.4.10", "2.5.4.6"
UTF8, PRINTABLE, BMP = 0x0C, 0x13, 0x1E
_SIGNED_DATA, _DATA, _TIME_STAMP = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"
GM_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2"
_SIGNING_TIME, _RSA, _SHA256 = "1.2.840.113549.1.9.5", "1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1"


@functools.cache
def key() -> RSA.RsaKey:
    return RSA.generate(1024)


def tagged(tag: int, content: bytes) -> bytes:
    """Encode contents under an identifier octet of one's own."""
    written = DerObject(asn1Id=0, payload=content).encode()
    return bytes([tag]) + written[1:]


def sequence(*parts: bytes) -> bytes:
    return DerSequence(parts).encode()


def set_of(*parts: bytes) -> bytes:
    return tagged(0x31, b"".join(parts))


def object_id(dotted: str) -> bytes:
    return DerObjectId(dotted).encode()


def integer(value: int) -> bytes:
    return DerInteger(value).encode()


def octets(content: bytes) -> bytes:
    return DerOctetString(content).encode()


def utc_time(text: str) -> bytes:
    return tagged(0x17, text.encode())


def name(*pairs: tuple[str, str, int], encoding: str = "") -> bytes:
    """Encode a distinguished name of (type, text, kind of string)."""
    encodings = {BMP: "utf-16-be"}
    return sequence(
        *(
            set_of(
                sequence(object_id(kind), tagged(tag, text.encode(encoding or encodings.get(tag, "utf-8"))))
            )
            for kind, text, tag in pairs
        )
    )


def common_name(text: str) -> bytes:
    return name((COUNTRY, "CN", PRINTABLE), (COMMON_NAME, text, UTF8))


def certificate(subject: bytes, *, issuer: bytes = b"", serial: int = 7) -> bytes:
    """Make a certificate, signed with the same key whoever issues it."""
    algorithm = sequence(object_id(_RSA), b"\x05\x00")
    body = sequence(
        tagged(0xA0, integer(2)),
        integer(serial),
        algorithm,
        issuer or subject,
        sequence(utc_time("260101000000Z"), utc_time("360101000000Z")),
        subject,
        key().public_key().export_key("DER"),
    )
    signature = pkcs1_15.new(key()).sign(SHA256.new(body))
    return sequence(body, algorithm, DerBitString(signature).encode())


def signed_data(
    *certificates: bytes,
    issuer: bytes,
    serial: int = 7,
    signed_at: str | None = None,
    stamped_at: str | None = None,
    kind: str = _SIGNED_DATA,
) -> bytes:
    """Make a CMS SignedData whose signer is named by issuer and serial number."""
    digest = sequence(object_id(_SHA256))
    time = signed_at and sequence(object_id(_SIGNING_TIME), set_of(utc_time(signed_at)))
    attributes = tagged(0xA0, time) if time else b""
    signature = octets(pkcs1_15.new(key()).sign(SHA256.new(attributes or b"document")))
    signer = sequence(
        integer(1),
        sequence(issuer, integer(serial)),
        digest,
        *([attributes] if attributes else []),
        sequence(object_id(_RSA)),
        signature,
    )
    content = sequence(object_id(_DATA))
    if stamped_at is not None:
        stated = sequence(
            integer(1),
            object_id("1.2.3.4"),
            sequence(digest, octets(bytes(32))),
            integer(1),
            tagged(0x18, stamped_at.encode()),
        )
        content = sequence(object_id(_TIME_STAMP), tagged(0xA0, octets(stated)))
    fields = sequence(
        integer(1), set_of(digest), content, tagged(0xA0, b"".join(certificates)), set_of(signer)
    )
    return sequence(object_id(kind), tagged(0xA0, fields))


def seal(signer: bytes, maker: bytes, signed_at: str) -> bytes:
    """Make an SES_Signature of GB/T 38540: the seal within holds its maker's certificate."""
    stamp = sequence(sequence(octets(b"picture")), octets(maker))
    signed = sequence(integer(4), stamp, tagged(0x18, signed_at.encode()), DerBitString(bytes(32)).encode())
    return sequence(
        signed, octets(signer), object_id("1.2.156.10197.1.501"), DerBitString(bytes(64)).encode()
    )


def signed_pdf(contents: bytes, entries: bytes = b"", *, stream: bytes = b"") -> bytes:
    """Make a PDF of one page with one signature; `contents` is what a signing program would put in."""
    value = b"<</Type/Sig/Contents<" + contents.hex().encode() + b"0000>" + entries + b">>"
    return page_pdf(b"", value, catalogue=b"/AcroForm<</Fields[<</FT/Sig/T(a)/V 5 0 R>>]>>", content=stream)


def simply_signed_pdf(signer: str, day: datetime) -> bytes:
    """Make a PDF that somebody signed on a day."""
    own = common_name(signer)
    entries = b"/M(D:" + day.strftime("%Y%m%d%H%M%S").encode() + b"+08'00')"
    return signed_pdf(signed_data(certificate(own), issuer=own), entries)
