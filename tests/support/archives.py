"""Handed-over cases as a stranger would make them: every byte of the archive within can be another one."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.handover import Offer, Standing
from app.store.handover_head import Cost, write_head
from app.store.streams import SealingWriter
from tests.support.cases import SUBMIT_ON

PASSPHRASE = "correct horse"
LOW = Cost(1, 8192)
CASE_ID = "0123456789abcdef" * 2
NOW = "2026-11-20T08:00:00+00:00"
PAPER = b"%PDF-1.7 a paper that nobody has seen before"
DOCUMENT = """
format = 1
title = "ROE family"
category = "pr.wage-tax"
submit_on = 2026-12-15
[[person]]
id = "anna"
role = "principal"
[[evidence]]
requirement = "passport"
files = ["anna/passport.pdf"]
"""


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def form(
    document: str = DOCUMENT, papers: Mapping[str, bytes] | None = None, **changed: Any
) -> dict[str, Any]:
    """Return the list of a small case, with some of its values changed."""
    named = {"anna/passport.pdf": PAPER} if papers is None else papers
    raw = document.encode()
    case = {
        "id": CASE_ID, "title": "ROE family", "change_number": 0, "changed_at": NOW, "sha256": sha(raw),
        "size": len(raw),
    }  # fmt: skip
    listed = [{"name": name, "sha256": sha(data), "size": len(data)} for name, data in named.items()]
    whole = {
        "format": 1, "made_by": "Yongju 0.1.0", "made_at": NOW, "case": case, "files": listed, "earlier": [],
        "history": [],
    }  # fmt: skip
    return {**whole, **changed}


def member(name: str, data: bytes = b"", **attributes: Any) -> bytes:
    """Return one member of an archive: its header as we write it but for the attributes given, its bytes."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    form_of_header = attributes.pop("form", tarfile.USTAR_FORMAT)
    for key, value in attributes.items():
        setattr(info, key, value)
    return info.tobuf(form_of_header) + data + bytes(-len(data) % 512)


END = bytes(1024)


def packed(
    listed: dict[str, Any] | bytes | None = None, document: str = DOCUMENT, rest: bytes | None = None
) -> bytes:
    """Return an archive: a list, a case.toml, and what follows (the paper and the end, unless told)."""
    said = form(document) if listed is None else listed
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    paper = member(f"files/{sha(PAPER)}", PAPER) + END if rest is None else rest
    return member("manifest.json", raw) + member("case.toml", document.encode()) + paper


def sealed_bytes(plain: bytes, passphrase: str = PASSPHRASE) -> bytes:
    """Return an archive as an encrypted file holds it, at a low cost."""
    target = io.BytesIO()
    writer = SealingWriter(target, write_head(target, passphrase, LOW))
    writer.write(plain)
    writer.finish()
    return target.getvalue()


def sealed(path: Path, plain: bytes, passphrase: str = PASSPHRASE) -> Path:
    """Write an archive as an encrypted file."""
    path.write_bytes(sealed_bytes(plain, passphrase))
    return path


def offer_of(path: Path, plain: bytes) -> Offer:
    """Return an offer as if a file had been looked into, so that taking over is what refuses it."""
    size = tarfile.TarInfo.frombuf(plain[:512], "utf-8", "replace").size
    return Offer(
        str(path), sha(plain[512 : 512 + size]), CASE_ID, "", "", "", SUBMIT_ON, "", 0, 0, 0, 0, "", "", "",
        0, Standing.NEW,
    )  # fmt: skip


def snapshot(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, and where every link leads."""
    return {
        str(path): str(path.readlink()) if path.is_symlink() else sha(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        # But for what readers of the database share while they read.
        if (path.is_symlink() or path.is_file()) and not path.name.endswith("-shm")
    }
