"""Looks for what must not be found: words, files and pictures, in every form that a disk may hold."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import json
import re
import sqlite3
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageOps

# So deep may one thing be packed in another: a page in a PDF in a ZIP file in a database.
_DEPTH = 4
# What comes out of one packed thing at most; a trial looks at so many bytes of it first.
_MOST_OUT, _TRIAL_IN, _TRIAL_OUT = 64 << 20, 512, 256
_LEAST_OUT = 48
# A part of a file of which there is no other like it.
_PIECE = 32
# Two bytes say: deflate, some window, and that they are a multiple of 31 (RFC 1950).
_ZLIB_HEAD = re.compile(
    b"|".join(
        re.escape(bytes((first, second)))
        for first in (0x28, 0x38, 0x48, 0x58, 0x68, 0x78)
        for second in range(256)
        if (first * 256 + second) % 31 == 0 and not second & 0x20
    )
)
_ASCII85 = re.compile(rb"(?:stream\r?\n|<~)([!-uz\s]{20,})~>")
_PICTURE = re.compile(
    rb"\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*", re.DOTALL
)
_SQLITE = b"SQLite format 3\0"
_NO_PICTURE = (
    *(OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError, TypeError, zlib.error),
    Image.DecompressionBombError,
)
# Pictures are held against each other as so many dots a side; as alike as this is the same one.
_SIDE, _ALIKE = 24, 0.9
_KINDS = (
    (b"YONGJU1\n", "sealed"),
    (_SQLITE, "sqlite"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"PK\x03\x04", "zip"),
    (b"{", "json"),
    (b"[", "text"),
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Says what was found, in which form, and where."""

    what: str
    form: str
    where: str

    def __str__(self) -> str:
        return f"{self.what} as {self.form} in {self.where}"


@dataclass(slots=True)
class Wanted:
    """Holds everything that is looked for, in the forms in which it is looked for.

    `words` are looked for in any case of their letters; of `files` their bytes, their pictures and SHA-256.
    """

    words: Mapping[str, str]
    files: Iterable[Path] = ()
    secrets: Mapping[str, bytes] = field(default_factory=dict)
    # By the needle, what it is a form of; the ones are held against small letters.
    _small: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    _exact: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    _pictures: list[tuple[str, np.ndarray]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for what, word in self.words.items():
            self._add_word(what, word)
        for path in self.files:
            self._add_file(path)
        for what, secret in self.secrets.items():
            self._add_bytes(what, secret, "bytes")

    def found_in(self, data: bytes, where: str, depth: int = 0) -> Iterator[Trace]:
        """Give every trace in some bytes, and in whatever is packed in them."""
        small = data.lower()
        for needle, (what, form) in self._small.items():
            if needle in small:
                yield Trace(what, form, where)
        for needle, (what, form) in self._exact.items():
            if needle in data:
                yield Trace(what, form, where)
        if depth < _DEPTH:
            yield from self._found_pictures(data, where)
            for how, inner in unpacked(data):
                yield from self.found_in(inner, f"{where} > {how}", depth + 1)

    def _add_word(self, what: str, word: str) -> None:
        plain = "".join(
            each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each)
        )
        for spelt in dict.fromkeys(
            (word, word.upper(), word.lower(), unicodedata.normalize("NFD", word), plain)
        ):
            for form, needle in _forms(spelt):
                self._small.setdefault(needle.lower(), (what, form))
            for form, needle in _packed_forms(spelt.encode()):
                self._exact.setdefault(needle, (what, form))

    def _add_file(self, path: Path) -> None:
        data = path.read_bytes()
        digest = hashlib.sha256(data)
        self._add_bytes(f"SHA-256 of {path.name}", digest.digest(), "digest")
        for tenth in range(1, 10):
            # Away from the head, which others of its kind have too.
            piece = data[len(data) * tenth // 10 :][:_PIECE]
            if len(set(piece)) > _PIECE // 2:
                self._exact.setdefault(piece, (path.name, "bytes"))
        with contextlib.suppress(OSError, ValueError):
            self._pictures.append((path.name, _dots(Image.open(io.BytesIO(data)))))

    def _add_bytes(self, what: str, secret: bytes, form: str) -> None:
        self._exact[secret] = (what, form)
        self._small[secret.hex().encode()] = (what, "hexadecimal")
        for packed, needle in _packed_forms(secret):
            self._exact[needle] = (what, packed)

    def _found_pictures(self, data: bytes, where: str) -> Iterator[Trace]:
        for found in _PICTURE.finditer(data):
            picture = _opened(data[found.start() :])
            if picture is None:
                continue
            dots = _dots(picture)
            for name, wanted in self._pictures:
                if any(_likeness(np.rot90(wanted, turns), dots) > _ALIKE for turns in range(4)):
                    yield Trace(name, "picture", f"{where} at {found.start()}")
            # What is drawn on a page that was scanned without loss, and what a PNG says of itself.
            yield from (Trace(name, "note of a picture", where) for name in self._named_in(picture))

    def _named_in(self, picture: Image.Image) -> Iterator[str]:
        told = " ".join(str(each) for each in picture.info.values()).lower().encode(errors="replace")
        yield from {what for needle, (what, _) in self._small.items() if needle in told}


def _forms(word: str) -> Iterator[tuple[str, bytes]]:
    """Give the forms of a word in which large and small letters make no difference."""
    yield "UTF-8", word.encode()
    yield "UTF-16", word.encode("utf-16-le")
    yield "UTF-16", word.encode("utf-16-be")
    for encoding in ("latin-1", "cp1252", "gb18030", "mac-roman"):
        with contextlib.suppress(UnicodeEncodeError):
            yield encoding, word.encode(encoding)
    yield "JSON", json.dumps(word)[1:-1].encode()
    yield "URL", urllib.parse.quote(word).encode()
    yield "HTML", escape(word).encode("ascii", "xmlcharrefreplace")
    yield "hexadecimal", word.encode().hex().encode()
    yield "hexadecimal UTF-16", word.encode("utf-16-be").hex().encode()
    yield "hexadecimal UTF-16", word.encode("utf-16-le").hex().encode()
    if word.isdecimal():
        for gap in (",", " ", ".", "\u00a0", "\u202f"):
            yield "number", f"{int(word):,}".replace(",", gap).encode()


def _packed_forms(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the parts of Base64 that these bytes make wherever they stand, in both alphabets."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw)
        first = -(-8 * before // 6)
        last = (before + len(raw)) * 8 // 6
        if last - first >= 6:
            yield "Base64", whole[first:last]
            yield "Base64", whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give what is packed in some bytes: deflated streams, ZIP members, databases, ASCII85, gzip."""
    if data.startswith(_SQLITE):
        yield from _tables(data)
    if b"PK\x03\x04" in data:
        yield from _members(data)
    for found in _ASCII85.finditer(data):
        with contextlib.suppress(ValueError):
            yield f"ASCII85 at {found.start()}", base64.a85decode(found[1])
    for found in re.finditer(rb"\x1f\x8b\x08", data):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            yield (
                f"gzip at {found.start()}",
                gzip.GzipFile(fileobj=io.BytesIO(data[found.start() :])).read(_MOST_OUT),
            )
    view = memoryview(data)
    for found in _ZLIB_HEAD.finditer(data):
        at = found.start()
        if len(_inflated(view[at : at + _TRIAL_IN], _TRIAL_OUT)) >= _LEAST_OUT:
            yield f"zlib at {at}", _inflated(view[at:], _MOST_OUT)


def _inflated(packed: memoryview, most: int) -> bytes:
    """Return what comes out of a stream before it ends or turns out to be none."""
    stream, out, taken = zlib.decompressobj(), bytearray(), 0
    with contextlib.suppress(zlib.error):
        while len(out) < most and taken < len(packed) and not stream.eof:
            # Piece by piece: what came before a fault would be lost with it.
            out += stream.decompress(packed[taken : taken + 64], most - len(out))
            taken += 64
            while stream.unconsumed_tail and len(out) < most:
                out += stream.decompress(stream.unconsumed_tail, most - len(out))
    return bytes(out)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with (
        contextlib.suppress(
            zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error
        ),
        zipfile.ZipFile(io.BytesIO(data)) as packed,
    ):
        for each in packed.infolist():
            if each.file_size <= _MOST_OUT and not each.flag_bits & 1:
                yield f"ZIP {each.filename}", each.filename.encode() + b"\n" + packed.read(each)


def _tables(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give every row of a database as text, and what its blobs hold."""
    opened = sqlite3.connect(":memory:")
    with contextlib.closing(opened), contextlib.suppress(sqlite3.Error):
        # A log of changes cannot be read without its file; its bytes are looked at as they are.
        opened.deserialize(data[:18] + b"\1\1" + data[20:])
        for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in opened.execute(f'SELECT * FROM "{name}"'):
                told = "\t".join(str(each) for each in row if not isinstance(each, bytes))
                yield f"table {name}", told.encode(errors="replace")
                yield from (
                    (f"blob of {name}", each) for each in row if isinstance(each, bytes) and len(each) > 8
                )


def _opened(data: bytes) -> Image.Image | None:
    try:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except _NO_PICTURE:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return picture


def _dots(picture: Image.Image) -> np.ndarray:
    """Return a picture as few dots, in which one that was scaled or packed anew looks the same."""
    grey = ImageOps.autocontrast(picture.convert("L")).resize((_SIDE, _SIDE), Image.Resampling.BOX)
    dots = np.asarray(grey, dtype=np.float64)
    return dots - dots.mean()


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) / size if size else 0.0


class Rounds:
    """Looks through folders again and again; what has not changed since is not read again."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._seen: dict[Path, tuple[tuple[int, ...], tuple[Trace, ...]]] = {}
        self.files = self.bytes = 0

    def look(
        self, folders: Iterable[Path], *, since: float = 0.0, packed_up_to: int | None = None
    ) -> list[Trace]:
        """Return the traces in all files below folders, and in their names; `since` leaves older ones out.

        What is packed in files that are larger than `packed_up_to` is not looked at.
        """
        found: list[Trace] = []
        for path in _all_below(folders):
            found += self.wanted.found_in(str(path).encode(errors="replace"), f"the name of {path}", _DEPTH)
            with contextlib.suppress(OSError):
                state = path.lstat()
                if path.is_symlink() or not path.is_file() or max(state.st_mtime, state.st_ctime) < since:
                    continue
                depth = 0 if packed_up_to is None or state.st_size <= packed_up_to else _DEPTH
                found += self._look_into(path, (state.st_size, state.st_mtime_ns, state.st_ino), depth)
        return found

    def _look_into(self, path: Path, state: tuple[int, ...], depth: int) -> tuple[Trace, ...]:
        known = self._seen.get(path)
        # Mapped into memory, a file changes without its times telling.
        if known is None or known[0] != state or path.name.endswith(("-shm", "-wal")):
            data = path.read_bytes()
            self.files, self.bytes = self.files + 1, self.bytes + len(data)
            known = self._seen[path] = (
                state,
                tuple(dict.fromkeys(self.wanted.found_in(data, str(path), depth))),
            )
        return known[1]


def _all_below(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            yield from sorted(folder.rglob("*"))
        else:
            yield folder


def kind_of(path: Path) -> str:
    """Say what a file looks like from outside."""
    with path.open("rb") as stream:
        head = stream.read(16)
    return next((kind for start, kind in _KINDS if head.startswith(start)), "empty" if not head else "other")
