"""What a stranger may send as a handed-over case: an archive each, and the code by which it is refused."""

import json
import tarfile
from collections.abc import Callable
from typing import Any

from tests.support.archives import CASE_ID, DOCUMENT, END, PAPER, form, member, packed, sha

PAPER_MEMBER = member(f"files/{sha(PAPER)}", PAPER)
LISTED = form()["files"][0]


def paper_with(**attributes: Any) -> bytes:
    return packed(rest=member(f"files/{sha(PAPER)}", b"", **attributes) + END)


def other_list(**changed: Any) -> bytes:
    return packed(form(**changed))


def raw_list(old: str, new: str) -> bytes:
    raw = json.dumps(form()).replace(old, new, 1).encode()
    assert raw != json.dumps(form()).encode()
    return packed(raw)


def named(name: str) -> bytes:
    document = DOCUMENT.replace("anna/passport.pdf", name.replace("\\", "\\\\").replace("\0", "\\u0000"))
    return packed(form(document, {name: PAPER}), document)


def lying(size: int) -> bytes:
    return packed(form(files=[{**LISTED, "size": size}]), rest=b"")


def long_name() -> bytes:
    return packed(rest=member("x" * 300, PAPER, form=tarfile.GNU_FORMAT) + END)


def pax() -> bytes:
    info = tarfile.TarInfo(f"files/{sha(PAPER)}")
    info.size, info.pax_headers = len(PAPER), {"path": "../../evil", "size": "5"}
    return packed(rest=info.tobuf(tarfile.PAX_FORMAT) + PAPER + bytes(-len(PAPER) % 512) + END)


def case_of(document: str) -> bytes:
    return packed(form(document), document)


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "absolute path": (lambda: packed(rest=member("/etc/yongju", PAPER) + END), "handover.foreign"),
    "path that climbs": (lambda: packed(rest=member("../../evil", PAPER) + END), "handover.foreign"),
    "path of Windows": (lambda: packed(rest=member("C:\\evil", PAPER) + END), "handover.foreign"),
    "symbolic link": (
        lambda: paper_with(type=tarfile.SYMTYPE, linkname="/etc/passwd"), "handover.foreign"),
    "hard link": (lambda: paper_with(type=tarfile.LNKTYPE, linkname="/etc/passwd"), "handover.foreign"),
    "device": (lambda: paper_with(type=tarfile.CHRTYPE, devmajor=1, devminor=5), "handover.foreign"),
    "pipe": (lambda: paper_with(type=tarfile.FIFOTYPE), "handover.foreign"),
    "folder": (lambda: paper_with(type=tarfile.DIRTYPE), "handover.foreign"),
    "sparse file": (lambda: paper_with(type=tarfile.GNUTYPE_SPARSE), "handover.foreign"),
    "old kind of file": (lambda: paper_with(type=tarfile.AREGTYPE), "handover.foreign"),
    "long name of GNU": (long_name, "handover.foreign"),
    "extended header": (pax, "handover.foreign"),
    "owner and mode": (lambda: paper_with(mode=0o4755, uid=0, uname="root"), "handover.foreign"),
    "member twice": (lambda: packed(rest=PAPER_MEMBER * 2 + END), "handover.foreign"),
    "member too many": (lambda: packed(rest=PAPER_MEMBER + member("more", b"x") + END), "handover.foreign"),
    "list twice": (lambda: packed(rest=member("manifest.json", b"{}") + END), "handover.foreign"),
    "member missing": (lambda: packed(rest=END), "handover.not_whole"),
    "case before the list": (lambda: member("case.toml", DOCUMENT.encode()) + packed(), "handover.foreign"),
    "other order": (lambda: packed(rest=END + PAPER_MEMBER), "handover.not_whole"),
    "larger than listed": (
        lambda: packed(rest=member(f"files/{sha(PAPER)}", PAPER + b"x") + END), "handover.foreign"),
    "smaller than listed": (
        lambda: packed(rest=member(f"files/{sha(PAPER)}", PAPER[:-1]) + END), "handover.foreign"),
    "other bytes": (
        lambda: packed(rest=member(f"files/{sha(PAPER)}", PAPER[::-1]) + END), "handover.not_whole"),
    "bytes behind the paper": (
        lambda: packed(rest=PAPER_MEMBER[:-1] + b"x" + END), "handover.not_whole"),
    "no end": (lambda: packed(rest=PAPER_MEMBER), "handover.not_whole"),
    "half an end": (lambda: packed(rest=PAPER_MEMBER + END[:512]), "handover.not_whole"),
    "data after the end": (lambda: packed() + b"more", "handover.not_whole"),
    "zeros after the end": (lambda: packed() + bytes(10_240), "handover.not_whole"),
    "nothing in it": (lambda: b"", "handover.not_whole"),
    "noise": (lambda: bytes(range(256)) * 40, "handover.not_whole"),
    "other case.toml": (lambda: packed(form(), DOCUMENT.replace("ROE", "DOE")), "handover.not_whole"),
    "name that climbs": (lambda: named("../../evil.pdf"), "handover.bad_name"),
    "name within that climbs": (lambda: named("anna/../../evil.pdf"), "handover.bad_name"),
    "absolute name": (lambda: named("/etc/evil.pdf"), "handover.bad_name"),
    "name with a drive": (lambda: named("C:/evil.pdf"), "handover.bad_name"),
    "name on a server": (lambda: named("\\\\server\\share\\evil.pdf"), "handover.bad_name"),
    "name with control signs": (lambda: named("evil\x1b[2J.pdf"), "handover.bad_name"),
    "name that ends early": (lambda: named("evil.pdf\0.txt"), "handover.bad_name"),
    "name beyond all length": (lambda: named("x" * 300), "handover.bad_name"),
    "name of the case file": (lambda: named("case.toml"), "handover.bad_name"),
    "name twice": (lambda: other_list(files=[LISTED, LISTED]), "handover.list_faulty"),
    "one hash with two sizes": (
        lambda: other_list(files=[LISTED, {**LISTED, "name": "b.pdf", "size": 1}]), "handover.list_faulty"),
    "file that the case does not name": (
        lambda: packed(form(files=[{**LISTED, "name": "other.pdf"}])), "handover.not_whole"),
    "file that the list lacks": (lambda: packed(form(files=[]), rest=END), "handover.not_whole"),
    "hash that is none": (
        lambda: other_list(files=[{**LISTED, "sha256": "../" * 20}]), "handover.list_faulty"),
    "size below zero": (lambda: lying(-1), "handover.list_faulty"),
    "size that is none": (lambda: raw_list(f'"size": {len(PAPER)}', '"size": 1e3'), "handover.list_faulty"),
    "size beyond all": (lambda: lying(10**15), "handover.list_faulty"),
    "more than the file holds": (lambda: lying(500_000_000), "handover.damaged"),
    "too many files": (
        lambda: packed(json.dumps(form(files=[0])).replace("[0]", "[" + "0," * 100_000 + "0]").encode()),
        "handover.too_many"),
    "list beyond all length": (lambda: member("manifest.json", bytes(17 << 20)), "handover.too_many"),
    "list nested deep": (lambda: packed(b'{"a":' + b"[" * 100_000), "handover.list_faulty"),
    "list nested deep and closed": (
        lambda: packed(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "handover.list_faulty"),
    "list of nothing": (lambda: packed(b"null"), "handover.list_faulty"),
    "list that is no text": (lambda: packed(b"\xff\xfe{}"), "handover.list_faulty"),
    "number that is none": (
        lambda: raw_list('"change_number": 0', '"change_number": NaN'), "handover.list_faulty"),
    "endless number": (lambda: raw_list("12", "9" * 5_000), "handover.list_faulty"),
    "key twice": (lambda: raw_list('{"format": 1', '{"format": 1, "format": 1'), "handover.list_faulty"),
    "key too many": (lambda: other_list(run="rm"), "handover.list_faulty"),
    "yes for a number": (lambda: other_list(format=True), "handover.list_faulty"),
    "words for a list": (lambda: other_list(files="none"), "handover.list_faulty"),
    "half a character": (lambda: other_list(made_by="\ud800"), "handover.list_faulty"),
    "other id": (lambda: raw_list(CASE_ID, "../../../../etc/passwd"), "handover.list_faulty"),
    "no moment": (lambda: other_list(made_at="yesterday"), "handover.list_faulty"),
    "history of other things": (lambda: other_list(history=[[1, 2]]), "handover.list_faulty"),
    "newer list": (lambda: other_list(format=2), "handover.newer"),
    "other title than the list says": (
        lambda: raw_list('"title": "ROE family"', '"title": "DOE family"'), "handover.not_whole"),
    "case nested deep": (lambda: case_of("a = " + "[" * 100_000), "handover.list_faulty"),
    "case with an endless key": (lambda: case_of("[" + "a." * 500_000 + "a]"), "handover.list_faulty"),
    "case that is no text": (lambda: case_of(DOCUMENT + "\0"), "handover.list_faulty"),
    "case of other rules": (lambda: case_of(DOCUMENT.replace("pr.wage-tax", "pr.moon")), "case.faulty"),
    "case with a thousand strange papers": (
        lambda: case_of(DOCUMENT + '\n[[evidence]]\nrequirement = "moon"\nfiles = ["a"]' * 1_000),
        "case.faulty"),
    "case of a million values": (
        lambda: case_of(DOCUMENT.replace("[[person]]", f"stay = [{'{},' * 60_000}]\n[[person]]")),
        "case.faulty"),
}  # fmt: skip
