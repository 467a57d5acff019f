"""A rule pack as one file, signed by its publisher: a ZIP of the pack's TOML files and SIGNATURE.toml.

What is signed (ed25519) is a short text, so that it does not matter how the ZIP was packed:

    yongju-rules 1
    publisher NAME
    SHA-256 pack.toml            one line for every file, sorted by name

An archive comes from anywhere: it is read here byte by byte within narrow limits, and nothing is written.
"""

import hashlib
import io
import json
import re
import stat
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from app.domain.errors import UnusableInput
from app.domain.packs import Signature
from app.env.replace import replacing, write_new
from app.rules.load import load_pack

ENDING = ".yongju-rules"
SIGNATURE_FILE = "SIGNATURE.toml"
FORMAT = 1
MOST_FILES = 2000
LARGEST_FILE = 1_000_000
LARGEST_PACK = 20_000_000
# Room for the names and dates of the most files: once in the directory, once before each content.
_LARGEST_DIRECTORY = 500_000
_LARGEST_ARCHIVE = LARGEST_PACK + 2 * _LARGEST_DIRECTORY
_LONGEST_PUBLISHER = 100

_FOLDERS = "sources|questions|lists|sets|categories|requirements|places|background"
_NAME = re.compile(rf"(?:pack|apostille)\.toml|(?:{_FOLDERS})/[a-z0-9]+(?:[._-][a-z0-9]+)*\.toml")
_LONGEST_NAME = 120
# Windows opens a device by these names, whatever stands behind the first dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_HEX_KEY, _HEX_SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")

_END, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s5H3L2H")
_ZIP64_LOCATOR, _ZIP64_LOCATOR_SIZE = b"PK\x06\x07", 20
_ENCRYPTED = 0x1 | 0x40
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16


@dataclass(frozen=True, slots=True)
class Bundle:
    """Holds a pack's files by name, and who signed them; None where nobody did."""

    files: Mapping[str, bytes]
    signature: Signature | None = None
    signature_file: bytes | None = None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what the pack's files are, whoever signed them."""
        return digest_of(self.files)


def is_pack_file(name: str) -> bool:
    """Say whether a name has a place in a rule pack."""
    stem = name.rpartition("/")[2]
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None and not _DEVICE.fullmatch(stem)


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of what a pack's files are."""
    return hashlib.sha256(_listing(files).encode()).hexdigest()


def make_key(path: Path) -> str:
    """Make a signing key in a new file that only its owner may read, and return its public half.

    Raises UnusableInput when there is anything of that name: a key is never written over.
    """
    key = SigningKey.generate()
    public = bytes(key.verify_key).hex()
    words = (
        "# The signing key of a publisher of rule packs for Yongju. Keep it secret and keep a copy:\n"
        "# whoever has it can sign in your name.\n"
        f'format = {FORMAT}\npublic = "{public}"\nsecret = "{bytes(key).hex()}"\n'
    )
    if not path.parent.is_dir():
        raise UnusableInput("destination.no_folder", path=str(path.parent))
    write_new(path, words.encode(), UnusableInput("key.exists", path=str(path)))
    return public


def read_key(path: Path) -> SigningKey:
    """Read a signing key. Raises UnusableInput when the file holds none."""
    try:
        words = tomllib.loads(path.read_bytes()[:10_000].decode())
        secret = words["secret"]
        if words["format"] != FORMAT or not isinstance(secret, str) or not _HEX_KEY.fullmatch(secret):
            raise ValueError
    except (OSError, ValueError, KeyError) as error:
        raise UnusableInput("key.unusable", path=str(path)) from error
    return SigningKey(bytes.fromhex(secret))


def sign_pack(folder: Path, key: SigningKey, publisher: str, destination: Path) -> Bundle:
    """Sign the pack in a folder and write it as one file, the same bytes for the same pack and key.

    Raises FaultyFile when the pack has faults, UnusableInput when the name cannot stand in a signature.
    """
    if not _is_publisher(publisher):
        raise UnusableInput("bundle.bad_publisher", limit=str(_LONGEST_PUBLISHER))
    if destination.suffix != ENDING:
        raise UnusableInput("bundle.wrong_ending", path=str(destination))
    if not destination.parent.is_dir():
        raise UnusableInput("destination.no_folder", path=str(destination.parent))
    load_pack(folder)
    files = read_folder(folder).files
    signed = Signature(publisher, bytes(key.verify_key).hex())
    written = key.sign(_signed_text(publisher, files)).signature.hex()
    signature_file = _signature_words(publisher, signed.key, written)
    with replacing(destination) as temporary:
        temporary.write_bytes(_archive({**files, SIGNATURE_FILE: signature_file}))
    return Bundle(files, signed, signature_file)


def read_folder(folder: Path) -> Bundle:
    """Read the pack files of a plain folder, which nobody has signed.

    Raises UnusableInput when a TOML file has no place in a pack: it would be left out without a word.
    """
    if not (folder / "pack.toml").is_file():
        raise UnusableInput("pack.not_found", path=str(folder))
    limits, files = _Limits(str(folder)), {}
    try:
        for path in sorted([*folder.glob("*.toml"), *folder.glob("*/*.toml")]):
            name = path.relative_to(folder).as_posix()
            if name == SIGNATURE_FILE:
                continue
            if path.is_symlink() or not path.is_file():
                raise UnusableInput("bundle.foreign_member", path=str(folder), file=_shown(name))
            limits.take(name, path.stat().st_size)
            files[name] = path.read_bytes()
    except OSError as error:
        raise UnusableInput("bundle.cannot_read", path=str(folder), reason=error.strerror or "") from error
    return Bundle(files)


def read_bundle(path: Path) -> Bundle:
    """Read a pack from one file and check its signature; nothing is written.

    Raises UnusableInput when it is no such file, holds anything that has no place in a pack, goes beyond
    a limit, or was changed after it was signed. A file without a signature is read all the same.
    """
    files = _unpacked(_archive_bytes(path), path)
    signature_file = files.pop(SIGNATURE_FILE, None)
    if "pack.toml" not in files:
        raise UnusableInput("pack.not_found", path=str(path))
    if signature_file is None:
        return Bundle(files)
    signature = check_signature(files, signature_file)
    if signature is None:
        raise UnusableInput("bundle.signature_broken", path=str(path))
    return Bundle(files, signature, signature_file)


def check_signature(files: Mapping[str, bytes], signature_file: bytes) -> Signature | None:
    """Return who signed the files, None where the signature does not fit them."""
    try:
        words = tomllib.loads(signature_file.decode())
        publisher, key, written = words.pop("publisher"), words.pop("key"), words.pop("signature")
    except (ValueError, KeyError, RecursionError):
        return None
    if not (isinstance(publisher, str) and isinstance(key, str) and isinstance(written, str)):
        return None
    if not _is_publisher(publisher) or signature_file != _signature_words(publisher, key, written):
        # Not one byte of it may be otherwise than it was written.
        return None
    if not _HEX_KEY.fullmatch(key) or not _HEX_SIGNATURE.fullmatch(written):
        return None
    try:
        VerifyKey(bytes.fromhex(key)).verify(_signed_text(publisher, files), bytes.fromhex(written))
    except (BadSignatureError, ValueError):
        return None
    return Signature(publisher, key)


def _signature_words(publisher: str, key: str, written: str) -> bytes:
    name = json.dumps(publisher, ensure_ascii=False)
    lines = (f"format = {FORMAT}", f"publisher = {name}", f'key = "{key}"', f'signature = "{written}"')
    return "".join(f"{line}\n" for line in lines).encode()


def _is_publisher(name: str) -> bool:
    """Say whether a name is one line of printable signs, so that no name can look like another line."""
    return bool(name) and name == name.strip() and name.isprintable() and len(name) <= _LONGEST_PUBLISHER


def _signed_text(publisher: str, files: Mapping[str, bytes]) -> bytes:
    return f"yongju-rules {FORMAT}\npublisher {publisher}\n{_listing(files)}".encode()


def _listing(files: Mapping[str, bytes]) -> str:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()} {name}\n" for name in sorted(files))


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Pack files so that the same files give the same bytes everywhere: sorted, dateless, uncompressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            # Otherwise the system on which it was packed would show.
            info.create_system, info.external_attr = 3, _PLAIN_FILE
            archive.writestr(info, files[name])
    return buffer.getvalue()


class _Limits:
    """Counts what is taken out of a pack and refuses what goes beyond."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: set[str] = set()
        self._total = 0

    def take(self, name: str, size: int) -> None:
        """Count one file by its name and size."""
        if name in self._names:
            raise UnusableInput("bundle.twice", path=self._path, file=_shown(name))
        if not is_pack_file(name) and name != SIGNATURE_FILE:
            raise UnusableInput("bundle.foreign_member", path=self._path, file=_shown(name))
        self._names.add(name)
        self._total += size
        if len(self._names) > MOST_FILES or size > LARGEST_FILE or self._total > LARGEST_PACK:
            raise UnusableInput("bundle.too_large", path=self._path)


def _archive_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise UnusableInput("bundle.not_found", path=str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST_ARCHIVE + 1)
    except OSError as error:
        raise UnusableInput("bundle.cannot_read", path=str(path), reason=error.strerror or "") from error
    if len(data) > _LARGEST_ARCHIVE:
        raise UnusableInput("bundle.too_large", path=str(path))
    return data


def _unpacked(data: bytes, path: Path) -> dict[str, bytes]:
    _check_end(data, path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise UnusableInput("bundle.damaged", path=str(path)) from error
    limits, files = _Limits(str(path)), {}
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise UnusableInput("bundle.encrypted", path=str(path))
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or info.orig_filename != info.filename:
            raise UnusableInput("bundle.foreign_member", path=str(path), file=_shown(info.orig_filename))
        # By the declared sizes first: nothing is inflated that says itself that it is too large.
        limits.take(info.filename, info.file_size)
    for info in infos:
        files[info.filename] = _content(data, info, path)
    return files


def _check_end(data: bytes, path: Path) -> None:
    """Refuse what is no plain ZIP from its first byte to its last, before its directory is read."""
    if len(data) < _END.size or not data.startswith(b"PK"):
        raise UnusableInput("bundle.not_a_bundle", path=str(path))
    at = len(data) - _END.size
    mark, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, at)
    locator = data[max(0, at - _ZIP64_LOCATOR_SIZE) : at].startswith(_ZIP64_LOCATOR)
    plain = mark == b"PK\x05\x06" and not (disk or first_disk or comment or locator) and here == count
    if not plain or offset + size != at:
        raise UnusableInput("bundle.not_a_bundle", path=str(path))
    if count > MOST_FILES + 1 or size > _LARGEST_DIRECTORY:
        raise UnusableInput("bundle.too_large", path=str(path))


def _content(data: bytes, info: zipfile.ZipInfo, path: Path) -> bytes:
    """Return one file's bytes; what it is must be what the directory says of it, to the byte."""
    damaged = UnusableInput("bundle.damaged", path=str(path))
    try:
        header = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error as error:
        raise damaged from error
    start = info.header_offset + _LOCAL.size
    name_ends, begins = start + header[-2], start + header[-2] + header[-1]
    packed = data[begins : begins + info.compress_size]
    told = header[0] == b"PK\x03\x04" and (header[2], header[3]) == (info.flag_bits, info.compress_type)
    if not told or data[start:name_ends] != info.filename.encode() or len(packed) != info.compress_size:
        raise damaged
    match info.compress_type:
        case zipfile.ZIP_STORED:
            content = packed
        case zipfile.ZIP_DEFLATED:
            content = _inflated(packed, info.file_size, damaged)
        case _:
            raise damaged
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise damaged
    return content


def _inflated(packed: bytes, size: int, damaged: UnusableInput) -> bytes:
    """Inflate to the declared size and not one byte further."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, size + 1)
    except zlib.error as error:
        raise damaged from error
    if not inflater.eof or inflater.unused_data or inflater.unconsumed_tail:
        raise damaged
    return content


def _shown(name: str) -> str:
    """Return a name from a file of unknown origin so that it can be printed."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name[:80])
