"""Watches a day's work on an encrypted store from outside: what is left of it, where, and by whom."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import re
import resource
import signal
import stat
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.env.private_room import memory_folder
from app.env.processes import MARK
from app.store import keys, place
from app.store.slots import SlotKind
from tests.support.traces import Rounds, Trace, Wanted, kind_of

ROOT = Path(__file__).resolve().parents[2]
# The folders that a program may write to unasked, below the one that is looked through.
_PLACES = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_DATA_HOME": "share",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
    "YONGJU_DATA": "data",
    "YONGJU_LOGS": "logs",
}
# Where others write as well: there only what is newer, and bears a mark of the day, counts.
_SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
_LARGEST, _SMALL, _MOST_OF_OTHERS = 16 << 20, 16 << 10, 100
_ROOM = re.compile(rf"yongju-{MARK}-[^/]*")
_ENDING_SECONDS = 20.0
_FAMILY, _GIVEN, _CHINESE = "ÉQUVEX", "Zóltana", "龘翯垚淼"


@dataclass(slots=True)
class Moment:
    """Holds what was found at one moment of the day."""

    name: str
    traces: list[Trace] = field(default_factory=list)
    open_to_others: list[str] = field(default_factory=list)
    may_dump: list[str] = field(default_factory=list)
    in_rooms: int = 0

    def told(self) -> Iterator[str]:
        """Give all that was found that must not be there."""
        yield from (f"{self.name}: {each}" for each in self.traces)
        yield from (f"{self.name}: others may read {each}" for each in self.open_to_others)
        yield from (f"{self.name}: may leave its memory on the disk: {each}" for each in self.may_dump)


class Watch:
    """Makes the surroundings of a day, has its deeds done by real processes, and looks what they leave."""

    def __init__(
        self, folder: Path, seed: int | None = None, tell: Callable[[Moment], None] = lambda _: None
    ) -> None:
        self._tell = tell
        self.since = time.time() - 1.0
        self.searched, self.outside = folder / "searched", folder / "outside"
        self.data = self.searched / "data"
        self.moments: list[Moment] = []
        self._chance = random.Random(seed)
        self._process: subprocess.Popen[str] | None = None
        # The numbers of all processes of the day.
        self._known: set[str] = set()
        for name in {*_PLACES.values()} - {"data"}:
            (self.searched / name).mkdir(mode=0o700, parents=True)
        (self.outside / "papers").mkdir(parents=True)
        self.told = self._marks()
        self._before = {path for shared in _SHARED for path in _children(shared)}
        self._write_papers()
        self.rounds: Rounds | None = None

    # The day.

    def encrypt(self) -> None:
        """Begin the store as an encrypted one, and look for its key from now on, too."""
        told = self.call("store", "encrypt", "--new-passphrase-file", self.outside / "secret")
        assert told.returncode == 0, told.stderr
        passphrase = self.told["secret"]
        key = keys.open_slot(place.find_place(self.data).slots, SlotKind.PASSPHRASE, passphrase)
        secrets = {"the key": key.raw}
        for purpose in keys.Purpose:
            secrets[f"the key for {purpose.name}"] = key.derive(purpose)
        words = {what: word for what, word in self.told.items() if what not in ("wage", "given")}
        self.rounds = Rounds(Wanted(words, sorted((self.outside / "papers").iterdir()), secrets))

    def call(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run the command line to its end."""
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=ROOT, env=self._environment(), capture_output=True, text=True, timeout=300, check=False,
            preexec_fn=_allow_dumps,
        )  # fmt: skip

    def work(self, *deeds: str, kill: bool = False) -> list[str]:
        """Have deeds done in a window, and look after each; `kill` everything amid the last one."""
        log = (self.searched / "logs" / "stderr.log").open("a")
        process = self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.working_day", str(self.outside), *deeds],
            cwd=ROOT, env=self._environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            text=True, start_new_session=True, preexec_fn=_allow_dumps,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        done = []
        try:
            for line in process.stdout:
                told = json.loads(line)
                if "failed" in told:
                    raise RuntimeError(told["failed"])
                done.append(told["done"])
                if kill and len(done) == len(deeds):
                    break
                self.look(told["done"])
                process.stdin.write("\n")
                process.stdin.flush()
            if not kill:
                process.stdin.close()
                process.wait(_ENDING_SECONDS)
        finally:
            self._end_all()
            log.close()
        return done

    def _end_all(self) -> None:
        """Kill whatever of the day still runs, as a power cut would."""
        until = time.monotonic() + _ENDING_SECONDS
        while (left := [*self._ours()]) and time.monotonic() < until:
            for process in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.05)
        if self._process is not None:
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()
            self._process = None

    # What is left of it.

    def look(self, name: str, *, swept_next: bool = False) -> Moment:
        """Look through everything, and at every process, as they are at this moment.

        With `swept_next` what killed processes left in memory is what the next start is to remove.
        """
        assert self.rounds is not None
        moment = Moment(name)
        processes = [*self._ours()]
        found = self.rounds.look([self.searched])
        self._known.update(map(str, processes))
        found += self.rounds.look(self._shared(own=True), since=self.since)
        found += self.rounds.look(self._shared(own=False), since=self.since, packed_up_to=_SMALL)
        for trace in found:
            if self._is_in_room_of(trace.where, processes, swept_next=swept_next):
                moment.in_rooms += 1
            else:
                moment.traces.append(trace)
        for process in processes:
            moment.traces += self._told_of(process)
            moment.may_dump += self._dumps_of(process)
        moment.open_to_others = [*self._open_to_others()]
        self.moments.append(moment)
        self._tell(moment)
        return moment

    def kinds(self) -> dict[str, int]:
        """Return how many files of which kind there are, by what they begin with."""
        counted: dict[str, int] = {}
        for path in self.searched.rglob("*"):
            if path.is_file():
                kind = f"{path.relative_to(self.searched).parts[0]}: {kind_of(path)}"
                counted[kind] = counted.get(kind, 0) + 1
        return counted

    def _is_in_room_of(self, where: str, processes: Sequence[int], *, swept_next: bool) -> bool:
        """Say whether it lies in memory, in a private folder of a process that still runs."""
        memory = memory_folder()
        path = Path(where.removeprefix("the name of ").split(" > ")[0].split(" at ")[0])
        if memory is None or not path.is_relative_to(memory):
            return False
        room = memory / path.relative_to(memory).parts[0]
        known = _ROOM.fullmatch(room.name)
        owner = room.name.split("-")[1] if known is not None else ""
        if owner not in (self._known if swept_next else {*map(str, processes)}):
            return False
        try:
            return _mode(room) == 0o700
        except FileNotFoundError:
            # Removed while it was looked through: by its process, or by the next that swept.
            return True

    def _ours(self) -> Iterator[int]:
        """Give the processes of this day: those that were started, and what they started in turn."""
        mark = f"YONGJU_LOGS={self.searched}/".encode()
        parents: dict[int, tuple[int, int]] = {}
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError, IndexError):
                state, parent, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if state not in "ZXx":
                    parents[int(entry.name)] = (int(parent), int(session))
        ours = {process for process in parents if _is_marked(process, mark)}
        # Those that let nobody look into them are known by who started them.
        started = {self._process.pid} if self._process is not None else set()
        while more := {
            process
            for process, (parent, session) in parents.items()
            if process not in ours and ({process, parent, session} & (ours | started))
        }:
            ours |= more
        yield from ours

    def _told_of(self, process: int) -> Iterator[Trace]:
        """Give what everybody on the machine can read of a process."""
        assert self.rounds is not None
        for name in ("cmdline", "environ", "comm"):
            with contextlib.suppress(OSError):
                told = Path(f"/proc/{process}/{name}").read_bytes()
                yield from self.rounds.wanted.found_in(told, f"{name} of a process", 9)

    @staticmethod
    def _dumps_of(process: int) -> Iterator[str]:
        with contextlib.suppress(OSError):
            limits = Path(f"/proc/{process}/limits").read_text()
            command = (
                Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            soft = re.search(r"Max core file size\s+(\S+)", limits)
            if soft is not None and soft[1] != "0":
                yield command[-60:]

    def _open_to_others(self) -> Iterator[str]:
        """Give what others could read even if they may enter the data folder itself."""
        for path in self.data.rglob("*"):
            # The look of the window, which tells nothing of a case.
            if path.is_symlink() or path.name == "window.ini":
                continue
            with contextlib.suppress(OSError):
                above = path.parents[: len(path.relative_to(self.data).parts) - 1]
                if _mode(path) & 0o077 and all(_mode(each) & 0o011 for each in above):
                    yield f"{path.relative_to(self.data)} {_mode(path):o}"

    def _shared(self, *, own: bool) -> Iterator[Path]:
        """Give what is new in the folders of all: what is marked as of this day's processes, or the rest."""
        for shared in _SHARED:
            for path in _children(shared):
                if path in self._before or self.searched.is_relative_to(path):
                    continue
                marked = _ROOM.fullmatch(path.name) is not None and path.name.split("-")[1] in self._known
                if marked is own:
                    found = (each for each in _below(path) if _size(each) <= _LARGEST)
                    # What others write has not to be looked through to its end each time.
                    yield from found if own else itertools.islice(found, _MOST_OF_OTHERS)

    # How it is set up.

    def _environment(self) -> dict[str, str]:
        places = {name: str(self.searched / below) for name, below in _PLACES.items()}
        kept = {
            name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LD_LIBRARY_PATH")
        }
        more = {
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "OMP_NUM_THREADS": "1",
            "PYTHONPYCACHEPREFIX": "",
        }
        return {**kept, **places, **more}

    def _marks(self) -> dict[str, str]:
        letters = "".join(self._chance.choices(string.ascii_uppercase, k=4))
        given = _GIVEN + "".join(self._chance.choices(string.ascii_lowercase, k=4))
        digits = "".join(self._chance.choices("123456789", k=8))
        surname = _FAMILY + letters
        chinese = "".join(self._chance.sample(_CHINESE, 4))
        return {
            "surname": surname,
            "given": given,
            "name": f"{surname} {given}",
            "chinese": chinese,
            "passport": f"X{letters[:2]}{digits[:6]}",
            "tax": f"{int(digits) % 70_000_000 + 10_000_000}",
            "wage": f"{int(digits) % 70_000_000 + 100_000_000}",
            "secret": f"marked horse {letters} battery {digits}",
        }

    def _write_papers(self) -> None:
        papers, told = self.outside / "papers", self.told
        (self.outside / "told.json").write_text(json.dumps(told), "utf-8")
        (self.outside / "secret").write_text(told["secret"] + "\n", "utf-8")
        page = self._page()
        page.save(papers / "passport.jpg", quality=88, dpi=(150, 150))
        page.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(papers / "page.png", dpi=(150, 150))
        self._page((240, 340)).save(papers / "photo.jpg", quality=92)
        for name in ("tax", "tax-again"):
            self._write_pdf(papers / f"{name}.pdf", page)
        letter = Document()
        letter.add_paragraph(f"{told['name']} {told['chinese']} {told['passport']} {told['tax']}")
        letter.core_properties.author = told["name"]
        letter.save(str(papers / "letter.docx"))
        self._write_case_folder(papers)

    def _page(self, size: tuple[int, int] = (440, 620)) -> Image.Image:
        """Draw a page as no other looks, with the words of the day on it."""
        page = Image.new("RGB", size, "white")
        pen = ImageDraw.Draw(page)
        for _ in range(14):
            x, y = self._chance.randrange(size[0]), self._chance.randrange(size[1])
            width, height = self._chance.randrange(80, 400), self._chance.randrange(80, 400)
            colour = tuple(self._chance.randrange(40, 220) for _ in range(3))
            pen.ellipse((x - width // 2, y - height // 2, x + width // 2, y + height // 2), fill=colour)
        page = page.filter(ImageFilter.GaussianBlur(2))
        ImageDraw.Draw(page).text((60, 60), f"{self.told['name']} {self.told['passport']}", fill="black")
        return page

    def _write_pdf(self, path: Path, page: Image.Image) -> None:
        told = self.told
        canvas = Canvas(str(path))
        canvas.setAuthor(told["name"])
        canvas.setTitle(path.stem)
        canvas.drawString(70, 780, f"Tax paid by {told['name']}: {told['tax']} CNY {path.stem}")
        canvas.drawImage(ImageReader(page), 80, 120, 300, 420)
        canvas.showPage()
        canvas.save()

    def _write_case_folder(self, papers: Path) -> None:
        told, folder = self.told, self.outside / "case"
        folder.mkdir()
        (folder / "tax.pdf").write_bytes((papers / "tax.pdf").read_bytes())
        (folder / "passport.jpg").write_bytes((papers / "passport.jpg").read_bytes())
        (folder / "case.toml").write_text(
            f"""format = 1
title = "{told["name"]}"
category = "pr.wage-tax"
place = "ningbo"
submit_on = {time.localtime().tm_year + 1}-06-15

[[person]]
id = "own"
role = "principal"
surname = "{told["surname"]}"
given_names = "{told["given"]}"
chinese_name = "{told["chinese"]}"
birth_date = 1984-05-17
nationality = "DEU"
passport_number = "{told["passport"]}"

[[year]]
year = {time.localtime().tm_year - 1}
person = "own"
wage_cny = {told["wage"]}
tax_cny = {told["tax"]}
days_in_china = 300

[[evidence]]
requirement = "passport"
person = "own"
files = ["passport.jpg"]
""",
            "utf-8",
        )


def _is_marked(process: int, mark: bytes) -> bool:
    with contextlib.suppress(OSError):
        return mark in Path(f"/proc/{process}/environ").read_bytes()
    return False


def _allow_dumps() -> None:
    """Let a process leave pictures of its memory, as some systems do: it is to refuse that by itself."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def _children(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return list(folder.iterdir())
    return []


def _below(path: Path) -> Iterable[Path]:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            return [each for each in path.rglob("*") if each.is_file()]
    return [path]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0
