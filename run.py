#!/usr/bin/env python3
"""Set Yongju up on its first start, then run it. Needs Python 3.11 or newer and nothing else.

    python3 run.py                   opens the window (without a display: runs the demo)
    python3 run.py check my-case     any call of the command line
    python3 run.py test              the whole test suite; what follows goes to pytest
    python3 run.py --wheels DIR ...  the same, set up from a folder of wheels, without a network

Everything is installed into the folder .venv beside this file, from a lock file of names, versions and
hashes. A stamp in .venv says what it was made from, so that every later start goes straight to the program.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = ENVIRONMENT / "set-up.log"

# The installer travels with the repository: a system may hold Python without any pip.
PIP = ROOT / "resources" / "bootstrap" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

OLDEST_PYTHON = (3, 11)
WRONG_CALL = 2
STOPPED = 3
CANCELLED = 130

# What the window needs of a Debian or Ubuntu system; Qt brings all the rest in its wheel.
QT_PACKAGES = (
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    # From here on: what a window under X11 needs too.
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
LIBREOFFICE_PACKAGE = "libreoffice-writer-nogui"

OFFSCREEN_PROBE = "import PySide6.QtWidgets"
# Loading the plugin names a missing library, where starting an application would abort.
X11_PROBE = """
import ctypes, pathlib, PySide6.QtWidgets
plugin = pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"
if plugin.exists():
    ctypes.CDLL(str(plugin))
"""


class SetUpError(Exception):
    """The set-up cannot go on; holds the sentence for the person, in English and in Chinese."""

    def __init__(self, english: str, chinese: str, exit_status: int = STOPPED) -> None:
        super().__init__(english)
        self.english = english
        self.chinese = chinese
        self.exit_status = exit_status


class Profile(NamedTuple):
    """One lock file, and about how much it downloads the first time."""

    name: str
    lock: Path
    megabytes: int


PROGRAM = Profile("program", ROOT / "requirements.lock", 125)
TESTS = Profile("tests", ROOT / "requirements-dev.lock", 145)  # holds all of the program's lock too


class Request(NamedTuple):
    """What the person asked for."""

    arguments: tuple[str, ...]
    wheels: Path | None

    @property
    def is_test(self) -> bool:
        return self.arguments[:1] == ("test",)

    @property
    def is_window(self) -> bool:
        return not self.arguments

    @property
    def profile(self) -> Profile:
        return TESTS if self.is_test else PROGRAM


def main(argv: Sequence[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        say(
            f"Yongju needs Python 3.11 or newer; this is {sys.version.split()[0]}.",
            f"永居需要 Python 3.11 或更高版本；当前为 {sys.version.split()[0]}。",
        )
        return STOPPED
    try:
        request = read_request(argv)
        if request.is_window and not has_display():
            say(
                "There is no display here, so the demo runs instead of the window.",
                "此处没有显示器，因此改为运行演示，不打开窗口。",
            )
            request = request._replace(arguments=("demo",))
        prepare(request)
        return start(request)
    except SetUpError as error:
        say(error.english, error.chinese)
        return error.exit_status
    except OSError as error:
        say(f"The set-up was stopped by the machine: {error}.", f"安装被系统中止：{error}。")
        return STOPPED
    except KeyboardInterrupt:
        say("Cancelled.", "已取消。")
        return CANCELLED


def say(english: str, chinese: str) -> None:
    """Tell the person something, on standard error: standard output belongs to the program."""
    print(english, chinese, sep="\n", file=sys.stderr, flush=True)


def read_request(argv: Sequence[str]) -> Request:
    """Take our own option from the front; everything after it is the program's."""
    if not argv or not argv[0].startswith("--wheels"):
        return Request(tuple(argv), None)
    option, equals, folder = argv[0].partition("=")
    rest = tuple(argv[1:])
    if not equals and rest:
        folder, rest = rest[0], rest[1:]
    if option != "--wheels" or not folder or not Path(folder).is_dir():
        raise SetUpError(
            "--wheels needs a folder that holds the wheels: python3 run.py --wheels DIR",
            "--wheels 后面需要存放 wheel 文件的文件夹：python3 run.py --wheels 文件夹",
            WRONG_CALL,
        )
    return Request(rest, Path(folder).resolve())


def has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare(request: Request) -> None:
    """Make sure that everything this request needs is installed."""
    if not is_installed(request.profile):
        with one_at_a_time():
            # Another start may have done it while this one waited.
            if not is_installed(request.profile):
                set_up(request)
    if request.is_test:
        require_qt("offscreen", OFFSCREEN_PROBE)
    elif request.is_window:
        require_window()


def set_up(request: Request) -> None:
    install(request.profile, request.wheels)
    add_libreoffice()
    if not request.is_test and not request.is_window:
        # This call needs no window. The next one may, so missing libraries are told now, and stop nothing.
        try:
            require_window()
        except SetUpError as error:
            say(error.english, error.chinese)
    write_stamp(request.profile)


# --- the private environment -------------------------------------------------------------------------------


def install(profile: Profile, wheels: Path | None) -> None:
    """Install a lock file into .venv, which is made anew unless an earlier set-up came to its end."""
    check_installer()
    say_what_comes(profile, wheels)
    unfinished = not is_made_by_this_python()
    forget_stamps()
    if unfinished:
        make_environment()
    install_packages(profile.lock, wheels)
    compile_code()


def python_tag() -> str:
    return f"{sys.implementation.cache_tag} {sys.platform}"


def stamp_text(profile: Profile) -> str:
    """State what an environment is made from: a Python, and the bytes of a lock file."""
    return f"{python_tag()}\n{hashlib.sha256(profile.lock.read_bytes()).hexdigest()}\n"


def stamp_path(name: str) -> Path:
    return ENVIRONMENT / f"{name}.stamp"


def read_stamp(name: str) -> str:
    try:
        return stamp_path(name).read_text(encoding="ascii")
    except (OSError, UnicodeError):
        return ""


def is_installed(profile: Profile) -> bool:
    return PYTHON.exists() and read_stamp(profile.name) == stamp_text(profile)


def is_made_by_this_python() -> bool:
    """Tell whether an earlier set-up by the same Python came to its end here."""
    stamps = (read_stamp(PROGRAM.name), read_stamp(TESTS.name))
    return PYTHON.exists() and any(stamp.startswith(f"{python_tag()}\n") for stamp in stamps)


def forget_stamps() -> None:
    for stamp in ENVIRONMENT.glob("*.stamp"):
        stamp.unlink()


def write_stamp(profile: Profile) -> None:
    # What the tests need holds all that the program needs.
    for done in {profile, PROGRAM}:
        stamp_path(done.name).write_text(stamp_text(done), encoding="ascii")


def say_what_comes(profile: Profile, wheels: Path | None) -> None:
    if wheels:
        say(f"Setting up once, from {wheels}.", f"首次安装，来源：{wheels}。")
        return
    if is_made_by_this_python():
        say(
            "Bringing the set-up up to date; only what is new is downloaded.",
            "正在更新安装，只下载新增的部分。",
        )
    else:
        say(
            f"Setting up once: this downloads about {profile.megabytes} MB into {ENVIRONMENT}.",
            f"首次安装：约下载 {profile.megabytes} MB，存放于 {ENVIRONMENT}。",
        )


def check_installer() -> None:
    if not PIP.is_file() or hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        raise SetUpError(
            f"{PIP.relative_to(ROOT)} is missing or damaged; please fetch the repository again.",
            f"{PIP.relative_to(ROOT)} 缺失或已损坏，请重新获取本仓库。",
        )


def make_environment() -> None:
    """Make .venv with the standard library, or by hand where a system ships Python without venv."""
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    try:
        import venv
    except ImportError:
        lay_out_environment()
    else:
        venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(ENVIRONMENT)


def lay_out_environment() -> None:
    """Write the few files that make a folder a virtual environment on POSIX systems."""
    base = Path(getattr(sys, "_base_executable", "") or sys.executable)
    version = "{}.{}.{}".format(*sys.version_info)
    PYTHON.parent.mkdir(parents=True)
    PYTHON.symlink_to(base)
    for name in ("python3", "python{}.{}".format(*sys.version_info)):
        (PYTHON.parent / name).symlink_to(PYTHON.name)
    (ENVIRONMENT / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages").mkdir(parents=True)
    (ENVIRONMENT / "pyvenv.cfg").write_text(
        f"home = {base.parent}\ninclude-system-site-packages = false\nversion = {version}\n", encoding="utf-8"
    )


def install_packages(lock: Path, wheels: Path | None) -> None:
    source = ["--no-index", "--find-links", str(wheels)] if wheels else []
    reason = run_step(
        [
            str(PYTHON), "-I", str(PIP / "pip"), "install",
            "--disable-pip-version-check", "--no-input", "--no-warn-script-location", "--no-compile",
            "--only-binary=:all:", "--require-hashes", *source, "-r", str(lock),
        ],
        # A person's own pip settings (a mirror, a certificate) count; an installation elsewhere does not.
        {**os.environ, "PIP_USER": "0"},
        error_mark="ERROR: ",
        quiet_option="-q",
    )  # fmt: skip
    if reason is None:
        return
    english = f"The set-up could not install what the program needs ({reason}); the whole log is in {LOG}."
    chinese = f"安装未能完成（{reason}）；完整日志见 {LOG}。"
    if not wheels:
        english += " Is there a network? Without one: python3 run.py --wheels DIR"
        chinese += "请检查网络；无网络时可用：python3 run.py --wheels 文件夹"
    raise SetUpError(english, chinese)


def compile_code() -> None:
    """Compile ahead, so that the first start is as quick as all others; what does not compile may wait."""
    packages = next(ENVIRONMENT.glob("[Ll]ib/**/site-packages"))
    subprocess.run(
        [str(PYTHON), "-I", "-m", "compileall", "-q", "-j", "0", str(packages), str(ROOT / "app")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def run_step(
    command: Sequence[str], environment: Mapping[str, str], *, error_mark: str, quiet_option: str
) -> str | None:
    """Run one step of the set-up; return None where it worked, else its own words about what went wrong."""
    watched = sys.stderr.isatty()
    done = subprocess.run(
        [*command] if watched else [*command, quiet_option],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr if watched else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode == 0:
        return None
    words = done.stderr.decode(errors="replace")
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"{' '.join(command)}\nexit status {done.returncode}\n{words}\n")
    marked = [line for line in words.splitlines() if line.startswith(error_mark)]
    return marked[-1].removeprefix(error_mark).strip() if marked else f"exit status {done.returncode}"


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two first starts wait for each other instead of installing into each other's folder."""
    with (ROOT / ".venv.lock").open("a") as handle:
        if not take_lock(handle.fileno()):
            say("Another start is setting up; waiting for it.", "另一个启动正在安装，请稍候。")
            while not take_lock(handle.fileno()):
                time.sleep(0.2)
        yield  # closing the file gives the lock back


def take_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


# --- what the system has to bring --------------------------------------------------------------------------


def require_window() -> None:
    if os.environ.get("DISPLAY"):
        require_qt("window", X11_PROBE)
    else:
        require_qt("offscreen", OFFSCREEN_PROBE)


def require_qt(level: str, probe: str) -> None:
    """Make sure that Qt loads: install the system's libraries where we may, else raise the line to run."""
    stamp = stamp_path(f"qt-{level}")
    if stamp.exists():
        return
    reason = why_not(probe)
    if reason and may_install():
        say(
            "Installing the system libraries that the window needs (about 60 MB, once).",
            "正在安装窗口所需的系统库（约 60 MB，仅一次）。",
        )
        update_package_lists()  # which also say what GLib is called
        apt_install([glib_package(), *QT_PACKAGES])
        reason = why_not(probe)
    if reason:
        raise SetUpError(*advice(reason))
    stamp.touch()


def why_not(probe: str) -> str | None:
    """Try Qt in a process of its own; return None where it loads, else the last thing it said."""
    done = subprocess.run([str(PYTHON), "-I", "-c", probe], capture_output=True, check=False)
    if done.returncode == 0:
        return None
    words = done.stderr.decode(errors="replace").strip()
    return words.splitlines()[-1] if words else f"exit status {done.returncode}"


def advice(reason: str) -> tuple[str, str]:
    """Word the one line to run, in both languages."""
    if not shutil.which("apt-get"):
        return (
            f"Qt cannot start here ({reason}): please install the system package that holds this library.",
            f"Qt 无法在此启动（{reason}）：请安装包含该库的系统软件包。",
        )
    packages = [glib_package(), *QT_PACKAGES]
    optional, optional_zh = "", ""
    if not has_libreoffice():
        packages.append(LIBREOFFICE_PACKAGE)
        optional = f" ({LIBREOFFICE_PACKAGE} is optional and turns Word files into pages)"
        optional_zh = f"（{LIBREOFFICE_PACKAGE} 可选，用于把 Word 文件转成页面）"
    return (
        f"The window needs system libraries ({reason}). Run this once{optional}:\n  {apt_line(*packages)}",
        f"窗口缺少系统库（{reason}）。请运行一次上面这一行{optional_zh}。",
    )


def add_libreoffice() -> None:
    """Offer what turns Word files into pages; the program works without it, so nothing here stops it."""
    if not sys.platform.startswith("linux") or has_libreoffice() or not shutil.which("apt-get"):
        return
    if not may_install():
        if why_not(OFFSCREEN_PROBE):
            return  # the line that Qt needs names this package too
        say(
            f"Optional, to turn Word files into pages: {apt_line(LIBREOFFICE_PACKAGE)}",
            f"可选，用于把 Word 文件转成页面：{apt_line(LIBREOFFICE_PACKAGE)}",
        )
        return
    say(
        "Installing LibreOffice Writer, which turns Word files into pages (about 115 MB, once).",
        "正在安装 LibreOffice Writer，用于把 Word 文件转成页面（约 115 MB，仅一次）。",
    )
    reason = apt_install([LIBREOFFICE_PACKAGE])
    if reason:
        say(
            f"It could not be installed ({reason}); Word files cannot become pages until it is.",
            f"未能安装（{reason}）；安装之前 Word 文件无法转成页面。",
        )


def has_libreoffice() -> bool:
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


def may_install() -> bool:
    return sys.platform.startswith("linux") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def apt_line(*packages: str) -> str:
    """Word the installation as a person types it."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


def glib_package() -> str:
    """Return the name of GLib's package, which changed when Debian and Ubuntu went to 64-bit time."""
    known = subprocess.run(["apt-cache", "show", "libglib2.0-0t64"], capture_output=True, check=False)
    return "libglib2.0-0t64" if known.returncode == 0 else "libglib2.0-0"


def apt_install(packages: Sequence[str]) -> str | None:
    update_package_lists()
    return apt_get("install", "-y", "--no-install-recommends", *packages)


@functools.lru_cache(maxsize=None)  # noqa: UP033 - functools.cache is unknown to Pythons we only turn away
def update_package_lists() -> None:
    apt_get("update")


def apt_get(*arguments: str) -> str | None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return run_step(["apt-get", *arguments], environment, error_mark="E: ", quiet_option="-qq")


# --- the program -------------------------------------------------------------------------------------------


def start(request: Request) -> int:
    """Give the process over to the program, in the person's own folder, and pass its exit status through."""
    environment = program_environment(request)
    if request.is_test:
        os.chdir(ROOT)
        command = [str(PYTHON), "-m", "pytest", *request.arguments[1:]]
    else:
        command = [str(PYTHON), "-m", "app", *request.arguments]
    if os.name != "nt":
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


def program_environment(request: Request) -> dict[str, str]:
    """Let this copy of the program be found from any folder, and nothing else that is called app."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    if request.is_test:
        environment["QT_QPA_PLATFORM"] = "offscreen"
        if request.wheels:
            environment["YONGJU_WHEELS"] = str(request.wheels)
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
