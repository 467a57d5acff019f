"""Reads out of a signature who made it and when: CMS (RFC 5652) and X.509 (RFC 5280), nothing verified.

Chinese makers also write the same structure under the identifiers of GM/T 0010, and seals in that of
GB/T 38540, which holds the signer's certificate as octets; both are found by what they are made of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from app.intake.ber import (
    GENERALIZED_TIME,
    INTEGER,
    OBJECT_ID,
    OCTET_STRING,
    SEQUENCE,
    SET,
    UTC_TIME,
    BadEncoding,
    Element,
    parse_element,
)

_COMMON_NAME, _ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")  # 1.2.840.113549.1.9.5
_TIME_STAMP = bytes.fromhex("2a864886f70d0109100104")  # 1.2.840.113549.1.9.16.1.4
_EXPLICIT_0, _SUBJECT_KEY = 0xA0, 0x80
_BMP_STRING, _UNIVERSAL_STRING = 0x1E, 0x1C
# The certificates of a chain, a seal's picture, lists of revoked certificates.
MAX_SIGNATURE_BYTES = 8 << 20
_MAX_CERTIFICATES = 64
_MAX_NAME = 120
_CHINESE_PART = re.compile(r"[^@]*[\u3400-\u9fff\U00020000-\U0003ffff][^@]*")
# Papers are shown in China: a time without a zone of its own is told as the day that it was there.
CHINA_TIME = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Signer:
    """Holds who made a signature, by the name in the certificate, and the day it names."""

    name: str = ""
    signed_on: date | None = None


def read_signer(contents: bytes) -> Signer:
    """Return the signer that a signature names; empty where it cannot be read."""
    try:
        if len(contents) > MAX_SIGNATURE_BYTES:
            return Signer()
        outer = parse_element(contents)
        found = _from_signed_data(outer) or _from_seal(outer)
    except (BadEncoding, LookupError, ValueError, OverflowError):
        return Signer()
    return found or Signer()


def name_on(certificate: bytes) -> str:
    """Return whom a certificate was issued to: the common name, else the organisation.

    Raises BadEncoding where it is none.
    """
    return _name_of(_Certificate.read(parse_element(certificate)).subject)


@dataclass(frozen=True, slots=True)
class _Certificate:
    serial: bytes
    issuer: Element
    subject: Element
    encoding: bytes

    @classmethod
    def read(cls, element: Element) -> "_Certificate":
        body = element.first_child()
        if element.tag != SEQUENCE or body.tag != SEQUENCE:
            raise BadEncoding("no certificate")
        parts = [each for each in body.children() if each.tag != _EXPLICIT_0]
        # serialNumber, signature, issuer, validity, subject
        if len(parts) < 5 or parts[0].tag != INTEGER or any(each.tag != SEQUENCE for each in parts[1:5]):
            raise BadEncoding("no certificate")
        return cls(parts[0].content, parts[2], parts[4], element.encoding)


def _from_signed_data(outer: Element) -> Signer | None:
    """Return the signer of a CMS SignedData, None where it is none."""
    kind, wrapped = _first_two(outer)
    if kind is None or kind.tag != OBJECT_ID or wrapped is None or wrapped.tag != _EXPLICIT_0:
        return None
    fields = list(wrapped.first_child().children())
    if not fields or fields[-1].tag != SET:
        return None
    holders = [field for field in fields if field.tag == _EXPLICIT_0]
    certificates = list(_certificates_in(holders[0])) if holders else []
    signer = next(fields[-1].children(), None)
    if signer is None:
        # A bare bundle of certificates names nobody who signed, unless there is just one.
        return Signer(_name_of(certificates[0].subject)) if len(certificates) == 1 else None
    chosen = _certificate_of(signer, certificates)
    day = _signing_day(signer) or _stamped_day(fields)
    return Signer("" if chosen is None else _name_of(chosen.subject), day)


def _first_two(element: Element) -> tuple[Element | None, Element | None]:
    children = element.children()
    return next(children, None), next(children, None)


def _certificates_in(holder: Element) -> Iterator[_Certificate]:
    for count, element in enumerate(holder.children()):
        if count >= _MAX_CERTIFICATES:
            return
        try:
            yield _Certificate.read(element)
        except BadEncoding:
            continue


def _certificate_of(signer: Element, certificates: list[_Certificate]) -> _Certificate | None:
    """Return the certificate that a SignerInfo points to."""
    if len(certificates) == 1:
        return certificates[0]
    _, identifier, *_ = signer.children()
    if identifier.tag == _SUBJECT_KEY:
        return next((each for each in certificates if identifier.content in each.encoding), None)
    issuer, serial, *_ = identifier.children()
    same = (each for each in certificates if each.serial == serial.content)
    return next((each for each in same if each.issuer.encoding == issuer.encoding), None)


def _signing_day(signer: Element) -> date | None:
    attributes = next((each for each in signer.children() if each.tag == _EXPLICIT_0), None)
    for attribute in () if attributes is None else attributes.children():
        kind, values = _first_two(attribute)
        if kind is not None and kind.content == _SIGNING_TIME and values is not None:
            return next((_day_of(each) for each in values.children()), None)
    return None


def _stamped_day(fields: list[Element]) -> date | None:
    """Return the day that a time stamp (RFC 3161) states."""
    content = next((each for each in fields if each.tag == SEQUENCE), None)
    kind, wrapped = (None, None) if content is None else _first_two(content)
    if kind is None or kind.content != _TIME_STAMP or wrapped is None:
        return None
    octets = wrapped.first_child()
    if octets.tag != OCTET_STRING:
        return None
    stated = parse_element(octets.content)
    return next((_day_of(each) for each in stated.children() if each.tag == GENERALIZED_TIME), None)


def _from_seal(outer: Element) -> Signer | None:
    """Return the signer of a seal by GB/T 38540: the certificate beside what it signs, not the seal maker's.

    SES_Signature has the certificate as octets behind the signed part; older ones have it inside.
    """
    parts = list(outer.children())
    inner = [part for each in parts[:1] if each.tag == SEQUENCE for part in each.children()]
    for part in (*parts[1:], *inner):
        if part.tag != OCTET_STRING:
            continue
        try:
            signer = Signer(name_on(part.content))
        except BadEncoding:
            continue
        days = (_day_of(each) for each in inner if each.tag in (UTC_TIME, GENERALIZED_TIME))
        return replace(signer, signed_on=next(days, None))
    return None


def _name_of(subject: Element) -> str:
    names: dict[bytes, str] = {}
    for part in subject.children():
        for pair in part.children():
            kind, value = _first_two(pair)
            if kind is not None and value is not None:
                names.setdefault(kind.content, _text_of(value))
    return _person_in(names.get(_COMMON_NAME) or names.get(_ORGANISATION) or "")


def _text_of(value: Element) -> str:
    if value.tag == _BMP_STRING:
        text = value.content.decode("utf-16-be", "replace")
    elif value.tag == _UNIVERSAL_STRING:
        text = value.content.decode("utf-32-be", "replace")
    else:
        text = _decoded(value.content)
    return shown_name(text)


def _decoded(raw: bytes) -> str:
    """Read octets by what they are: Chinese authorities write GBK where ASCII or T.61 is declared."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def shown_name(text: str) -> str:
    """Return a name fit for one line: without control characters, cut to a length."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    name = " ".join(words)
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"


def _person_in(name: str) -> str:
    """Return the name alone where it stands between numbers: number@identity number@王小明@1."""
    if name.count("@") < 2:
        return name
    found = [part.strip() for part in _CHINESE_PART.findall(name)]
    return max(found, key=len, default=name)


def _day_of(element: Element) -> date | None:
    """Return the day of a UTCTime or a GeneralizedTime."""
    digits = element.content.decode("ascii", "replace")
    if element.tag == UTC_TIME:
        # RFC 5280, 4.1.2.5.1
        digits = ("19" if digits[:2] >= "50" else "20") + digits
    elif element.tag != GENERALIZED_TIME:
        return None
    return day_of_time(digits)


_TIME = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?)?\s*(?:(Z)|[+-]\d\d'?(?:\d\d)?'?)?.*", re.DOTALL
)


def day_of_time(text: str) -> date | None:
    """Return the day of a time such as 20261109083000+08'00': as written there, of UTC that in China."""
    found = _TIME.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, _, is_utc = found.groups()
    try:
        written = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))
        if is_utc and hour:
            written = written.replace(tzinfo=UTC).astimezone(CHINA_TIME)
    except (ValueError, OverflowError):
        return None
    return written.date()
