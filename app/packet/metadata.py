"""What a packet says about itself for other programs: XMP metadata (ISO 16684-1) and its colours."""

import functools
import re
import struct
from xml.sax.saxutils import escape, unescape

from PIL import ImageCms

import app
from app.domain.packet import PacketPlan
from app.domain.words import DisplayMode
from app.packet.values import Name, Stream, Value, compressed, text

LANGUAGES = {DisplayMode.ZH: "zh-CN", DisplayMode.EN: "en", DisplayMode.BOTH: "zh-CN"}
_COLORS = "sRGB IEC61966-2.1"
# An ICC profile's header (ICC.1, 7.2): the program that made it, its day, its identifier.
_ICC_MAKER, _ICC_DAY, _ICC_ID = slice(4, 8), slice(24, 36), slice(84, 100)
_FIXED_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))

_TITLE = re.compile(r"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^<>]*>([^<>]*)</rdf:li>")
_QUOTES = {"&quot;": '"', "&apos;": "'"}

_ARCHIVAL = """
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>"""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{program}</xmp:CreatorTool>
   <pdf:Producer>{program}</pdf:Producer>{archival}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def information(plan: PacketPlan) -> dict[str, Value]:
    """Return the document information; nothing in it comes from a clock."""
    return {
        "Title": text(_title(plan)),
        "Subject": text(_subject(plan)),
        "Creator": text(_program()),
        "Producer": text(_program()),
    }


def xmp(plan: PacketPlan) -> Stream:
    """Return the same as XMP; left uncompressed, so that any program finds it."""
    words = _XMP.format(
        title=escape(_title(plan)),
        subject=escape(_subject(plan)),
        language=LANGUAGES[plan.request.options.language],
        program=escape(_program()),
        archival=_ARCHIVAL if plan.request.options.archival else "",
    )
    return Stream({"Type": Name("Metadata"), "Subtype": Name("XML")}, words.encode("utf-8"))


def output_intent(profile: Value) -> dict[str, Value]:
    """Return what says how an archival packet's colours are meant; `profile` is that of sRGB."""
    return {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFA1"),
        "OutputConditionIdentifier": text(_COLORS),
        "Info": text(_COLORS),
        "RegistryName": text("http://www.color.org"),
        "DestOutputProfile": profile,
    }


@functools.cache
def srgb_profile() -> Stream:
    """Return the profile of sRGB, the same bytes on every day and computer."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[_ICC_DAY] = _FIXED_DAY
    data[_ICC_MAKER] = bytes(4)
    data[_ICC_ID] = bytes(16)
    return compressed(bytes(data), {"N": 3})


def titled(data: bytes) -> str | None:
    """Return the title that XMP states."""
    match = _TITLE.search(data.decode("utf-8", "replace"))
    return None if match is None else unescape(match[1], _QUOTES)


def in_xml(words: str) -> str:
    """Return words without what XML cannot hold."""
    return words.translate(_NOT_IN_XML)


def _title(plan: PacketPlan) -> str:
    return in_xml(plan.request.title)


def _subject(plan: PacketPlan) -> str:
    return in_xml(plan.request.category.shown(plan.request.options.language, " · "))


def _program() -> str:
    return f"Yongju {app.__version__}"
