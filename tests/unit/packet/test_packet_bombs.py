"""What would outgrow a viewer's memory is refused at once: by the packet's own code and by the examiner."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.packet.document import PdfDocument
from app.packet.values import Name, Pointer, Stream, Value
from tests.unit.packet import odd, support

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="getrusage needs a POSIX system")

MOST_SECONDS, MOST_MIB = 1.0, 256
BIG = 200_000_000

# Measures the work alone: loading the libraries takes longer than refusing a bomb.
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from app.domain.errors import UnusableInput
from app.intake.pdf import examine_pdf
from app.packet import looks

def place(path):
    try:
        looks.placed_alone(path, 0, (0, 300.0, 400.0))
    except UnusableInput as error:
        return str(error.params["reason"])
    return "placed"

def examine(path):
    seen = examine_pdf(path)
    return seen.problem.value if seen.problem else "usable"

work = {"examine": examine, "place": place}[sys.argv[1]]
def peak():
    # Linux hands the parent's peak on to a new process, but not in its status.
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / (1 << 10)
    unit = 1 << (20 if sys.platform == "darwin" else 10)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

for name in sys.argv[2:]:
    start = time.process_time()
    answer = work(Path(name))
    spent = time.process_time() - start
    print(json.dumps([answer, spent, peak()]))
"""


def _deflated(size: int) -> bytes:
    packer = zlib.compressobj(9)
    piece = b"0 " * (1 << 19)
    return b"".join([*(packer.compress(piece) for _ in range(size // len(piece))), packer.flush()])


BOMB = _deflated(BIG)


def _flate(data: bytes, **entries: Value) -> Stream:
    return Stream({"Filter": Name("FlateDecode"), **entries}, data)


def _run_lengths(path: Path) -> object:
    runs = bytes((129, 48)) * (BIG // 128) + b"\x80"
    return odd.page(Contents=Stream({"Filter": Name("RunLengthDecode")}, runs))(path)


def _lzw(path: Path) -> object:
    """Write what grows by a thousand: each code stands for one more byte than the one before."""
    bits = f"{256:09b}{48:09b}"
    for code in range(258, 4095):
        bits += f"{code:0{min(12, max(9, (code + 1).bit_length()))}b}"
    whole = (bits + f"{256:012b}") * (BIG // sum(range(2, 3840)) + 1)
    whole += "0" * (-len(whole) % 8)
    data = int(whole, 2).to_bytes(len(whole) // 8, "big")
    return odd.page(Contents=Stream({"Filter": Name("LZWDecode")}, data))(path)


def _parts(path: Path) -> object:
    """Write a page whose content is one great stream, many times over."""
    with path.open("wb") as file:
        document = PdfDocument(file)
        tree = document.reserve()
        body = document.add(_flate(_deflated(60_000_000)))
        leaf = document.add(
            {"Type": Name("Page"), "Parent": tree, "MediaBox": odd.BOX, "Contents": [body] * 200}
        )
        document.add({"Type": Name("Pages"), "Kids": [leaf], "Count": 1}, tree)
        document.finish(document.add({"Type": Name("Catalog"), "Pages": tree}), document.add({}))
    return None


def _object_stream(path: Path) -> object:
    """Write a file whose objects all lie in one object stream that grows without end."""
    objects = b"1 0 2 40 " + b" " * 40
    first = len(objects)
    body = objects + b"<< /Type /Catalog /Pages 2 0 R >>".ljust(40)
    body += b"<< /Type /Pages /Kids [] /Count 1 >>".ljust(60)
    packer = zlib.compressobj(9)
    blank = b" " * (1 << 20)
    data = b"".join(
        [packer.compress(body), *(packer.compress(blank) for _ in range(BIG >> 20)), packer.flush()]
    )
    parts = [b"%PDF-1.7\n"]
    head = b"3 0 obj\n<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode /Length %d >>\nstream\n"
    parts.append(head % (first, len(data)) + data + b"\nendstream\nendobj\n")
    start = sum(map(len, parts))
    rows = b"\0\0\0\0\xff" + b"\2\0\0\3\0" + b"\2\0\0\3\1" + b"\1" + len(parts[0]).to_bytes(3, "big") + b"\0"
    parts.append(b"4 0 obj\n<< /Type /XRef /Size 4 /W [1 3 1] /Root 1 0 R /Length %d >>\n" % len(rows))
    parts.append(b"stream\n" + rows + b"\nendstream\nendobj\n")
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return path.write_bytes(b"".join(parts))


def _tree(path: Path, nodes: Callable[[PdfDocument, Pointer], Value], count: int) -> object:
    with path.open("wb") as file:
        document = PdfDocument(file)
        root = document.reserve()
        kids = nodes(document, root)
        document.add({"Type": Name("Pages"), "Kids": kids, "Count": count}, root)
        document.finish(document.add({"Type": Name("Catalog"), "Pages": root}), document.add({}))
    return None


def _deep(document: PdfDocument, root: Pointer) -> Value:
    node = document.add({"Type": Name("Page"), "Parent": root, "MediaBox": odd.BOX})
    for _ in range(3000):
        node = document.add({"Type": Name("Pages"), "Kids": [node], "Count": 1, "Parent": root})
    return [node]


def _wide(document: PdfDocument, root: Pointer) -> Value:
    node = document.add({"Type": Name("Page"), "Parent": root, "MediaBox": odd.BOX})
    for level in range(12):
        node = document.add({"Type": Name("Pages"), "Kids": [node] * 8, "Count": 8 ** (level + 1)})
    return [node] * 8


HUGE_IMAGE = Stream(
    {"Type": Name("XObject"), "Subtype": Name("Image"), "Width": 60000, "Height": 60000,
     "BitsPerComponent": 1, "ColorSpace": Name("DeviceGray")}, b"\0")  # fmt: skip

BOMBS: dict[str, Callable[[Path], object]] = {
    "content": odd.page(Contents=_flate(BOMB)),
    "content packed twice": odd.page(
        Contents=Stream({"Filter": [Name("FlateDecode"), Name("FlateDecode")]}, zlib.compress(BOMB))
    ),
    "content spelt in characters": odd.page(
        Contents=Stream(
            {"Filter": [Name("ASCII85Decode"), Name("FlateDecode")]}, base64.a85encode(BOMB) + b"~>"
        )
    ),
    "content of run lengths": _run_lengths,
    "content of LZW": _lzw,
    "content in two hundred parts": _parts,
    "a form": odd.page(
        Resources={"XObject": {"F": _flate(BOMB, Subtype=Name("Form"), BBox=odd.BOX)}},
        Contents=support.content("/F Do"),
    ),
    "an image by its declared size": odd.page(
        Resources={"XObject": {"I": HUGE_IMAGE}}, Contents=support.content("/I Do")
    ),
    "object stream": _object_stream,
    "page tree that returns to itself": lambda path: _tree(path, lambda document, root: [root], 1),
    "page tree of three thousand levels": lambda path: _tree(path, _deep, 1),
    "page tree of eight to the twelfth": lambda path: _tree(path, _wide, 8**13),
}
_PLACED = [kind for kind in BOMBS if "tree" not in kind and kind != "object stream"]


_UNUSABLE = {"examine": ("unreadable", "too_heavy", "empty"), "place": ("too_large", "unreadable")}


@pytest.fixture(scope="module", params=_UNUSABLE)
def measured(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, tuple[str, float, float]]]:
    """Return what came of each bomb in one process: the answer, processor time, memory at most so far."""
    folder = tmp_path_factory.mktemp("bombs")
    kinds = list(BOMBS) if request.param == "examine" else _PLACED
    paths = [folder / f"{place}.pdf" for place in range(len(kinds))]
    for kind, path in zip(kinds, paths, strict=True):
        BOMBS[kind](path)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, request.param, *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        check=True,
        timeout=120,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return request.param, dict(zip(kinds, map(tuple, rows), strict=True))


def test_every_bomb_is_refused_at_once(
    measured: tuple[str, dict[str, tuple[str, float, float]]],
) -> None:
    work, rows = measured
    allowed = [kind for kind, (answer, _, _) in rows.items() if answer not in _UNUSABLE[work]]
    slow = {kind: seconds for kind, (_, seconds, _) in rows.items() if seconds > MOST_SECONDS}
    assert (allowed, slow) == ([], {})


def test_no_bomb_takes_more_memory_than_a_small_machine_has(
    measured: tuple[str, dict[str, tuple[str, float, float]]],
) -> None:
    _, rows = measured
    assert max(peak for _, _, peak in rows.values()) < MOST_MIB
