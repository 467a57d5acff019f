"""Whatever a file does to the process that parses it costs that file alone, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped
from app.domain.files import FileFacts, FileKind
from app.intake.calls import Call, Outcome, Trouble
from app.intake.guard import GuardedProcesses, InProcess, Team, Work
from app.intake.limits import MIB, Allowance, Ceiling
from tests.unit.intake.papers import pdf_of

USUAL = Allowance(60, 60)
SHORT = Allowance(0.3, 60)
SMALL = Allowance(60, 60, answer_bytes=1000)
# By their nature these are only for the real system: limits of memory and files differ elsewhere.
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what is enforced differs")


@pytest.fixture(scope="module")
def guard() -> Iterator[GuardedProcesses]:
    """One process, of little memory, for all tests of this file."""
    made = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB, file_bytes=MIB))})
    yield made
    made.close()


def outcome_of(guard: GuardedProcesses, call: Call) -> Outcome:
    ((index, outcome),) = guard.run(Work.EXAMINING, [call])
    assert index == 0
    return outcome


def run_python(code: str) -> Call:
    return Call("builtins:exec", (code,), USUAL)


def test_what_a_call_gives_back_comes_back(guard: GuardedProcesses, tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(2))
    facts = outcome_of(guard, Call("app.intake.examine:examine_file", (path, "a.pdf"), USUAL)).value
    assert isinstance(facts, FileFacts)
    assert (facts.kind, len(facts.pages)) == (FileKind.PDF, 2)


def test_an_error_that_the_person_can_mend_comes_back_as_such(guard: GuardedProcesses, tmp_path: Path):
    outcome = outcome_of(guard, Call("app.intake.examine:examine_file", (tmp_path / "no", "a.pdf"), USUAL))
    assert outcome.error == ("file.cannot_open", {"file": "a.pdf"})


@pytest.mark.parametrize(
    "call",
    [
        Call("os:abort", (), USUAL),
        Call("os:_exit", (0,), USUAL),
        Call("ctypes:string_at", (1,), USUAL),
        run_python("raise KeyError('private words')"),
        run_python("raise SystemExit"),
        Call("builtins:object", (), USUAL),  # nothing that may be given back
    ],
)
def test_a_crash_is_told_of_the_call_that_crashed(guard: GuardedProcesses, call: Call):
    outcome = outcome_of(guard, call)
    assert outcome.trouble is Trouble.CRASH
    assert "private" not in repr(outcome)


def test_the_calls_after_a_crash_are_done(guard: GuardedProcesses):
    calls = [
        Call("builtins:abs", (-1,), USUAL),
        Call("os:abort", (), USUAL),
        Call("builtins:abs", (-3,), USUAL),
    ]
    assert [outcome.value for _, outcome in sorted(guard.run(Work.EXAMINING, calls))] == [1, None, 3]


def test_a_call_that_hangs_is_stopped(guard: GuardedProcesses):
    outcome_of(guard, Call("builtins:abs", (1,), USUAL))  # so that the start does not count
    begun = time.monotonic()
    assert outcome_of(guard, Call("time:sleep", (30,), SHORT)).trouble is Trouble.TIMEOUT
    assert time.monotonic() - begun < 5


@on_linux
def test_a_call_that_never_ends_is_stopped_by_the_system_even_if_the_guard_does_not_look(
    guard: GuardedProcesses,
):
    endless = Call("builtins:exec", ("while True: pass",), Allowance(60, 0))
    assert outcome_of(guard, endless).trouble is Trouble.TIMEOUT


@on_linux
def test_a_call_that_takes_too_much_memory_is_stopped(guard: GuardedProcesses):
    assert outcome_of(guard, Call("builtins:bytearray", (1 << 30,), USUAL)).trouble is Trouble.MEMORY


def test_a_process_that_the_system_ends_for_want_of_memory_is_told_as_that(guard: GuardedProcesses):
    killed = run_python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert outcome_of(guard, killed).trouble is Trouble.MEMORY


def test_an_answer_beyond_all_size_is_refused(guard: GuardedProcesses):
    assert outcome_of(guard, Call("builtins:str", ("x" * 2000,), SMALL)).trouble is Trouble.TOO_LARGE


@on_linux
def test_a_file_beyond_all_size_is_not_written(guard: GuardedProcesses):
    code = "import tempfile\nwith tempfile.TemporaryFile() as f: f.write(bytes(2 << 20))"
    assert outcome_of(guard, run_python(code)).detail == "OSError"


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess, sys; subprocess.run([sys.executable, '-V'])",
        "import os; os.system('true')",
    ],
)
def test_python_code_reaches_neither_a_network_nor_another_program(guard: GuardedProcesses, code: str):
    assert outcome_of(guard, run_python(code)).detail == "PermissionError"


def test_what_a_library_prints_does_no_harm(guard: GuardedProcesses):
    printed = run_python("import os; print('{}'); os.write(1, b'nonsense\\n')")
    assert outcome_of(guard, printed) == Outcome()


def test_an_answer_that_is_none_of_ours_is_a_crash(guard: GuardedProcesses):
    # As a process would that a hostile file has taken over: it finds the pipe and writes into it.
    code = (
        'import os\nfor number in range(3, 20):\n try: os.write(number, b\'{"Popen": ["x"]}\\n\')\n'
        " except OSError: pass"
    )
    assert outcome_of(guard, run_python(code)).trouble is Trouble.CRASH
    assert outcome_of(guard, Call("builtins:abs", (-1,), USUAL)).value == 1


def test_only_a_new_process_tells_a_crash_of_a_file(guard: GuardedProcesses):
    # What went wrong before in the same process may have caused it.
    outcome_of(guard, run_python("import builtins, os; builtins.abs = lambda _: os.abort()"))
    assert outcome_of(guard, Call("builtins:abs", (-1,), USUAL)).value == 1


def test_threads_of_numeric_libraries_are_bounded(guard: GuardedProcesses):
    assert outcome_of(guard, Call("os:getenv", ("OMP_NUM_THREADS",), USUAL)).value == "1"


def test_nothing_is_imported_from_where_the_person_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "pypdf.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    guard = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB))})
    version = Call("importlib.metadata:version", ("pypdf",), USUAL)
    assert outcome_of(guard, run_python("import pypdf; assert pypdf.PdfReader")) == Outcome()
    assert outcome_of(guard, version).value
    guard.close()


def test_closing_a_run_ends_what_it_is_at_and_the_next_run_works(guard: GuardedProcesses):
    sleep = Call("time:sleep", (30,), USUAL)
    outcomes = guard.run(Work.EXAMINING, [Call("builtins:abs", (1,), USUAL), sleep, sleep])
    assert next(outcomes) == (0, Outcome(1))
    time.sleep(0.05)
    begun = time.monotonic()
    outcomes.close()
    assert time.monotonic() - begun < 0.25
    assert outcome_of(guard, Call("builtins:abs", (-2,), USUAL)).value == 2


def test_what_a_stopped_process_wrote_is_removed(guard: GuardedProcesses):
    where = outcome_of(guard, Call("tempfile:mkdtemp", (), USUAL)).value
    assert Path(str(where)).is_dir()
    outcome_of(guard, Call("os:abort", (), USUAL))
    assert not Path(str(where)).parent.exists()


def test_a_machine_that_starts_no_process_is_told_as_that(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.intake.guard.sys.executable", "/nowhere/python")
    guard = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB))})
    with pytest.raises(MachineStopped, match=r"machine\.no_guard"):
        outcome_of(guard, Call("builtins:abs", (1,), USUAL))
    guard.close()


@on_linux
@pytest.mark.parametrize(
    ("limit", "most"), [("RLIMIT_AS", 900 * MIB), ("RLIMIT_FSIZE", MIB // 2), ("RLIMIT_CPU", 50)]
)
def test_lower_limits_of_the_persons_own_system_are_kept(repo_root: Path, limit: str, most: int):
    code = f"""
import resource
resource.setrlimit(resource.{limit}, ({most}, {most}))
from app.intake.calls import Call
from app.intake.guard import GuardedProcesses, Team, Work
from app.intake.limits import MIB, Allowance, Ceiling
guard = GuardedProcesses({{Work.EXAMINING: Team(1, Ceiling(1000 * MIB, file_bytes=MIB))}})
call = Call("resource:getrlimit", (resource.{limit},), Allowance(60, 60))
print(next(guard.run(Work.EXAMINING, [call]))[1].value[0])
guard.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(most)


def test_a_machine_without_room_for_temporary_files_is_told_as_that(monkeypatch: pytest.MonkeyPatch):
    guard = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB))})

    def refuse(*_arguments: object, **_options: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("app.intake.guard.tempfile.mkdtemp", refuse)
    with pytest.raises(MachineStopped, match=r"machine\.disk_full"):
        outcome_of(guard, Call("builtins:abs", (1,), USUAL))
    guard.close()


def test_a_library_that_does_not_load_is_laid_to_no_file():
    guard = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB), ("no_such_library",))})
    with pytest.raises(MachineStopped, match=r"machine\.part_missing"):
        outcome_of(guard, Call("builtins:abs", (1,), USUAL))
    guard.close()


def test_a_guard_that_nobody_closes_ends_its_processes():
    guard = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB))})
    process = outcome_of(guard, Call("os:getpid", (), USUAL)).value
    assert isinstance(process, int)
    del guard
    assert is_gone(process)


def is_gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


PARENT = """
import sys, time
from app.intake.calls import Call
from app.intake.guard import GuardedProcesses, Team, Work
from app.intake.limits import MIB, Allowance, Ceiling
guard = GuardedProcesses({Work.EXAMINING: Team(1, Ceiling(400 * MIB))})
allowance = Allowance(60, 60)
try:
    for index, outcome in guard.run(Work.EXAMINING, [
        Call("os:getpid", (), allowance), Call("builtins:exec", (sys.argv[1],), allowance)
    ]):
        print(outcome.value, guard._pools[Work.EXAMINING]._workers[0].folder, flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""
# Neither lets the interpreter run another of its threads: only the system can end it.
STUBBORN = "import ctypes; ctypes.PyDLL(None).sleep(30)"
SLEEPING = "import time; time.sleep(30)"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    ("number", "at_work"),
    [
        (signal.SIGINT, SLEEPING),
        (signal.SIGTERM, SLEEPING),
        (signal.SIGKILL, SLEEPING),
        pytest.param(signal.SIGKILL, STUBBORN, marks=on_linux),
    ],
)
def test_no_process_outlives_its_parent(repo_root: Path, number: signal.Signals, at_work: str):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, at_work],
        cwd=repo_root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        process, folder = parent.stdout.readline().decode().split(maxsplit=1)
        time.sleep(0.1)
        if number is signal.SIGINT:
            os.killpg(parent.pid, number)  # as a terminal does: to all of them
        else:
            os.kill(parent.pid, number)
        status = parent.wait(5)
    assert is_gone(int(process))
    if number is signal.SIGINT:
        assert status == 130
        assert not Path(folder.strip()).exists()


def test_in_process_does_the_same_without_a_process(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(1))
    calls = [Call("app.intake.examine:examine_file", (path, "a.pdf"), USUAL), Call("os:getpid", (), USUAL)]
    facts, process = (outcome.value for _, outcome in InProcess().run(Work.EXAMINING, calls))
    assert isinstance(facts, FileFacts)
    assert process == os.getpid()
