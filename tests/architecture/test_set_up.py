"""run.py sets up from nothing, fails in one sentence, and hands over to the program."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import run

if TYPE_CHECKING:
    from tests.architecture.conftest import Git

STAND_IN = """
import os, sys
print(sys.argv[1:], os.getcwd(), __file__)
sys.exit(7)
"""


@pytest.fixture
def copy(repo_root: Path, tmp_path: Path) -> Path:
    """A copy of what the set-up needs, with a stand-in for the program, in a folder with an awkward name."""
    root = tmp_path / "永居 copy"
    shutil.copytree(repo_root / "resources" / "bootstrap", root / "resources" / "bootstrap")
    for name in ("run.py", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(repo_root / name, root)
    (root / "app").mkdir()
    (root / "app" / "__main__.py").write_text(STAND_IN, encoding="utf-8")
    return root


def call(
    copy: Path, *arguments: str, cwd: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [base_python(), str(copy / "run.py"), *arguments],
        cwd=cwd,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def base_python() -> str:
    """The system's own Python: what a person starts run.py with."""
    return str(getattr(sys, "_base_executable", sys.executable))


def pretend_set_up(copy: Path, environment: dict[str, str]) -> None:
    subprocess.run(
        [base_python(), "-c", "import run; run.make_environment(); run.write_stamp(run.PROGRAM)"],
        cwd=copy,
        env=environment,
        check=True,
    )


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_a_failed_set_up_says_one_sentence_and_leaves_no_stamp(
    copy: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    (tmp_path / "empty").mkdir()
    done = call(copy, "--wheels", "empty", "check", cwd=tmp_path, environment=plain_environment)
    assert done.returncode == run.STOPPED
    assert done.stdout == ""
    assert "could not install" in done.stderr
    assert "安装未能完成" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((copy / ".venv").glob("*.stamp")) == []


def test_a_damaged_installer_is_not_run(
    copy: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    installer = copy / run.PIP.relative_to(run.ROOT)
    installer.write_bytes(installer.read_bytes()[:-1] + b"!")
    done = call(copy, "check", cwd=tmp_path, environment=plain_environment)
    assert done.returncode == run.STOPPED
    assert "damaged" in done.stderr
    assert not (copy / ".venv").exists()


def test_a_second_start_goes_straight_to_the_program_in_the_callers_folder(
    copy: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    pretend_set_up(copy, plain_environment)
    here = tmp_path / "elsewhere"
    # A folder of the caller's that is called as the program is must not be taken for it.
    (here / "app").mkdir(parents=True)
    (here / "app" / "__main__.py").write_text("raise SystemExit('the wrong app')", encoding="utf-8")
    done = call(copy, "check", "家 case", cwd=here, environment=plain_environment)
    assert done.returncode == 7
    assert done.stderr == ""
    assert done.stdout.split("] ")[0] == "['check', '家 case'"
    assert done.stdout.rstrip().endswith(f"{here} {copy / 'app' / '__main__.py'}")


def test_a_changed_lock_is_installed_again(
    copy: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    pretend_set_up(copy, plain_environment)
    with (copy / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("nothing-of-this-name==1.0 --hash=sha256:" + "0" * 64 + "\n")
    (tmp_path / "empty").mkdir()
    done = call(copy, "--wheels=empty", "check", cwd=tmp_path, environment=plain_environment)
    assert done.returncode == run.STOPPED
    assert list((copy / ".venv").glob("*.stamp")) == []


def test_without_a_display_the_demo_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[tuple[str, ...]] = []

    def start(request: run.Request) -> int:
        started.append(request.arguments)
        return 0

    monkeypatch.setattr(run, "has_display", lambda: False)
    monkeypatch.setattr(run, "prepare", lambda request: None)
    monkeypatch.setattr(run, "start", start)
    assert run.main([]) == 0
    assert started == [("demo",)]
    said = capsys.readouterr()
    assert said.out == ""
    assert "no display" in said.err
    assert is_chinese(said.err)


def test_the_display_is_what_the_system_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not run.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert run.has_display()


@pytest.mark.parametrize("arguments", [["--wheels"], ["--wheels="], ["--wheels", "no such folder", "demo"]])
def test_a_folder_of_wheels_that_is_not_there_is_a_wrong_call(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(arguments) == run.WRONG_CALL
    assert is_chinese(capsys.readouterr().err)


def test_missing_qt_libraries_are_told_as_one_line_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(run, "may_install", lambda: False)
    monkeypatch.setattr(
        run, "why_not", lambda probe: "ImportError: libEGL.so.1: cannot open shared object file"
    )
    monkeypatch.setattr(run, "glib_package", lambda: "libglib2.0-0")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    with pytest.raises(run.SetUpError) as told:
        run.require_qt("offscreen", run.OFFSCREEN_PROBE)
    assert "libEGL.so.1" in told.value.english
    assert "apt-get install -y --no-install-recommends libglib2.0-0 libegl1" in told.value.english
    assert is_chinese(told.value.chinese)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Python for Windows always brings venv")
def test_an_environment_laid_out_by_hand_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = tmp_path / "by hand"
    monkeypatch.setattr(run, "ENVIRONMENT", environment)
    monkeypatch.setattr(run, "PYTHON", environment / "bin" / "python")
    run.lay_out_environment()
    printed = subprocess.check_output(
        [
            run.PYTHON,
            "-I",
            "-c",
            "import sys, sysconfig; print(sys.prefix, sysconfig.get_path('purelib'), sep='\\n')",
        ],
        text=True,
    )
    prefix, packages = printed.splitlines()
    assert Path(prefix) == environment
    assert Path(packages).is_dir()


@pytest.mark.network
@pytest.mark.timeout(900)
def test_a_fresh_clone_installs_all_that_the_program_imports(
    repo_root: Path, git: Git, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    clone = tmp_path / "clone"
    git("clone", "--quiet", str(repo_root), str(clone))
    wheels = os.environ.get("YONGJU_WHEELS")
    script = "import pathlib, run; run.install(run.PROGRAM, pathlib.Path({0!r}) if {0!r} else None)"
    done = subprocess.run(
        [base_python(), "-c", script.format(wheels)],
        cwd=clone,
        env=plain_environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    names = third_party_modules(clone / "app")
    assert names
    python = clone / run.PYTHON.relative_to(run.ROOT)
    script = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    done = subprocess.run([python, "-I", "-c", script, *names], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def third_party_modules(package: Path) -> list[str]:
    """Every module that the program imports and neither it nor Python brings."""
    names: set[str] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module)
    own = {*sys.stdlib_module_names, package.name}
    return sorted(name for name in names if name.partition(".")[0] not in own)
