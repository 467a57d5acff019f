"""Does one kind of work on a store again and again, as a process of its own, until it is killed.

Run: python -m tests.support.deeds DEED FOLDER START [SECRET]

Before each deed a line says what is about to be done, after it a line that it was done: what such a line
told is what nobody may lose any more. FOLDER holds `data`, the store, and `out`, where packets go.
"""

import functools
import hashlib
import io
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.casework import assemble, attach, backup, keep, restore, safety, upload
from app.casework.desk import Desk, bundled_folder
from app.domain.packet import Built, PacketOptions
from app.domain.rules import RulePack
from app.intake.guard import InProcess
from app.rules.load import load_pack
from app.store import keys

TODAY = date(2026, 11, 22)
CATEGORY, PLACE = "pr.wage-tax", "ningbo"
PAPERS = 3
_PICTURE = (220, 220)
# Into one volume goes one paper, into one of twice the size two.
_VOLUME = 200_000


def open_store(folder: Path, secret: str = "") -> Desk:
    """Open the store below a folder, by its passphrase where it has one."""
    # What is looked at is what is written; trying a passphrase may be cheap.
    keys.OPS, keys.MEMORY_BYTES = 1, 1 << 20
    desk = Desk(rules, folder / "data", guard=InProcess())
    if desk.place.is_encrypted:
        desk.unlock(safety.open_by_passphrase(desk, secret))
    return desk


@functools.cache
def rules() -> RulePack:
    """Return the bundled rules."""
    return load_pack(bundled_folder())


def make_store(folder: Path, secret: str = "") -> str:
    """Make a store with a case of some papers, encrypted by a passphrase if given; return the case's id."""
    (folder / "out").mkdir(parents=True)
    desk = open_store(folder)
    made = keep.create_case(desk, title="0", category=CATEGORY, place=PLACE, submit_on=date(2026, 12, 15))
    for number in range(PAPERS):
        attach_paper(desk, made.case_id, make_paper(folder, f"first {number}"))
    if secret:
        safety.encrypt_store(desk, secret, None, lambda _: None)
    desk.close()
    return made.case_id


def make_paper(folder: Path, words: str) -> Path:
    """Write a page with words and a small picture of many bytes that no other paper has."""
    noise = random.Random(words).randbytes(3 * _PICTURE[0] * _PICTURE[1])
    stream = io.BytesIO()
    Image.frombytes("RGB", _PICTURE, noise).save(stream, "JPEG", quality=90)
    path = folder / f"paper {words}.pdf"
    canvas = Canvas(str(path))
    # Enough words that the page is read by them and not by how it looks, which takes long.
    for line in range(3):
        canvas.drawString(80, 750 - 16 * line, f"Statement of {words}: line {line} of what is stated here")
    canvas.drawImage(ImageReader(stream), 80, 100, 24, 24)
    canvas.save()
    return path


def attach_paper(desk: Desk, case_id: str, path: Path) -> None:
    attach.attach_evidence(desk, case_id, requirement="passport", person="principal", paths=(path,))


def _tell(kind: str, **what: object) -> None:
    print(json.dumps({"kind": kind, **what}), flush=True)


# The deeds


def edit(folder: Path, start: int, secret: str) -> None:
    """Change the title of the case, each time in a transaction."""
    desk = open_store(folder, secret)
    [case_id] = desk.cases.ids()
    for number in itertools.count(start + 1):
        retitle(desk, case_id, number)


def retitle(desk: Desk, case_id: str, number: int) -> None:
    _tell("begin", title=number)
    keep.set_basics(desk, case_id, title=str(number))
    _tell("done", title=number)


def give(folder: Path, start: int, secret: str) -> None:
    """Give the case one paper after another."""
    desk = open_store(folder, secret)
    [case_id] = desk.cases.ids()
    for number in itertools.count(start + 1):
        path = make_paper(folder, f"{number}")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        _tell("begin", paper=digest)
        attach_paper(desk, case_id, path)
        path.unlink()
        _tell("done", paper=digest)


def build(folder: Path, start: int, secret: str) -> None:
    """Build a packet of one file, one in volumes, and a set of files to upload, over the ones before."""
    desk = open_store(folder, secret)
    [case_id] = desk.cases.ids()
    for number in itertools.count(start + 1):
        retitle(desk, case_id, number)
        for name, work in BUILDS.items():
            _tell("begin", built=name)
            _tell("done", built=name, files=work(desk, case_id, folder / "out", number))


def _build_whole(desk: Desk, case_id: str, out: Path, _: int) -> dict[str, str]:
    return dict(_digests(_assemble(desk, case_id, out / "packet.pdf")))


def _build_volumes(desk: Desk, case_id: str, out: Path, number: int) -> dict[str, str]:
    # Now more of them, now fewer: some take the place of others, and some go.
    options = PacketOptions(volume_bytes=_VOLUME * (1 + number % 2))
    return dict(_digests(_assemble(desk, case_id, out / "series.pdf", options)))


def _build_set(desk: Desk, case_id: str, out: Path, _: int) -> dict[str, str]:
    opened = desk.open_kept(case_id)
    made = upload.write_upload_set(desk, opened, out / "set", draft=True, today=TODAY, report=lambda _: None)
    return {f"set/{file.name}": file.sha256 for file in made.files}


def _assemble(desk: Desk, case_id: str, path: Path, options: PacketOptions | None = None) -> Built:
    opened = desk.open_kept(case_id)
    return assemble.assemble_packet(
        desk,
        opened,
        path,
        draft=True,
        today=TODAY,
        report=lambda _: None,
        options=options or PacketOptions(),
    )


def _digests(built: Built) -> Iterator[tuple[str, str]]:
    for file in built.volumes or (built,):
        yield Path(file.path).name, file.sha256


BUILDS: dict[str, Callable[[Desk, str, Path, int], dict[str, str]]] = {
    "packet": _build_whole,
    "series": _build_volumes,
    "set": _build_set,
}


def rekey(folder: Path, start: int, secret: str) -> None:
    """Encrypt the store, give it another passphrase, another key, and no key again."""
    desk = open_store(folder, secret)
    for number in itertools.count(start + 1):
        new = f"passphrase {number}"
        for name, secret in _FORMS[desk.place.is_encrypted]:
            wanted = new + secret if secret else ""
            _tell("begin", secret=wanted)
            CHANGES[name](desk, wanted)
            _tell("done", secret=wanted)
            desk.close()
            desk = open_store(folder, wanted)


_FORMS = {
    False: (("encrypt", "a"), ("change", "b"), ("renew", "c")),
    True: (("change", "d"), ("renew", "e"), ("decrypt", "")),
}
CHANGES: dict[str, Callable[[Desk, str], object]] = {
    "encrypt": lambda desk, new: safety.encrypt_store(desk, new, None, lambda _: None),
    "change": safety.change_passphrase,
    "renew": lambda desk, new: safety.renew_key(desk, new, None, lambda _: None),
    "decrypt": lambda desk, _: safety.decrypt_store(desk, lambda _: None),
}


def back_up(folder: Path, start: int, secret: str) -> None:
    """Make one backup after another, and restore every fourth."""
    desk = open_store(folder, secret)
    for number in itertools.count(start + 1):
        [case_id] = desk.cases.ids()
        retitle(desk, case_id, number)
        made = backup_once(desk)
        if number % 4 == 0:
            retitle(desk, case_id, number + 1)
            _tell("begin", title=number)
            restore.restore_backup(desk, made, lambda _: None)
            _tell("done", title=number)
            desk.close()
            desk = open_store(folder, secret)


def backup_once(desk: Desk) -> str:
    """Make a backup, and return what it is called."""
    _tell("begin", backup="")
    made = backup.back_up(desk, lambda _: None)
    assert made is not None
    _tell("done", backup=made.backup.id)
    return made.backup.id


def migrate(folder: Path, _start: int, secret: str) -> None:
    """Bring a store of an older version to today's form."""
    _tell("begin", migrated=True)
    desk = open_store(folder, secret)
    _ = desk.cases
    _tell("done", migrated=True)
    desk.close()


DEEDS: dict[str, Callable[[Path, int, str], None]] = {
    "attach": give,
    "edit": edit,
    "build": build,
    "backup": back_up,
    "rekey": rekey,
    "migrate": migrate,
}


def stretch(most_seconds: float) -> None:
    """Have the calls that change names take longer, so that a kill falls between any two of them."""

    if not most_seconds:
        return

    def slow(honest: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **more: object) -> object:
            time.sleep(random.uniform(0, most_seconds))
            done = honest(*arguments, **more)
            time.sleep(random.uniform(0, most_seconds))
            return done

        return call

    for name in ("replace", "rename", "link", "unlink", "mkdir", "rmdir", "fsync"):
        setattr(os, name, slow(getattr(os, name)))


if __name__ == "__main__":
    stretch(float(os.environ.get("STRETCH", "0")))
    DEEDS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
