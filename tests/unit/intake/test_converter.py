"""LibreOffice and Word are found, called and ended."""

import http.server
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from app.intake import converter, libreoffice, word
from app.intake.converter import ConversionFailed, convert_document
from tests.unit.intake.papers import Writer, docx_of, encoded, noise

# What LibreOffice does, as far as the converter sees it: a script that starts another program.
_STAND_IN = """#!/bin/sh
for each; do document="$each"; done
{work}
"""

needs_shell = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str) -> Path:
    program = tmp_path / "soffice"
    program.write_text(_STAND_IN.format(work=work), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "find_program", lambda: program)
    return program


def is_alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@needs_shell
def test_the_result_is_moved_and_nothing_else_is_left(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, 'printf "%%PDF" > "${document%.docx}.pdf"')
    (tmp_path / "out").mkdir()
    made = tmp_path / "out" / "made.pdf"
    assert convert_document(write("a.docx", docx_of()), made) == "LibreOffice"
    assert [entry.name for entry in made.parent.iterdir()] == ["made.pdf"]


@needs_shell
@pytest.mark.parametrize("work", ["exit 0", "exit 3", ': > "${document%.docx}.pdf"'])
def test_a_run_without_a_result_is_a_failure(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    stand_in(tmp_path, monkeypatch, work)
    (tmp_path / "out").mkdir()
    with pytest.raises(ConversionFailed):
        convert_document(write("a.docx", docx_of()), tmp_path / "out" / "made.pdf")
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "child"
    stand_in(tmp_path, monkeypatch, f"sleep 600 & echo $! > {noted}; wait")
    monkeypatch.setattr(converter, "_TIMEOUT_SECONDS", 1)
    with pytest.raises(ConversionFailed):
        convert_document(write("a.docx", docx_of()), tmp_path / "made.pdf")
    child = int(noted.read_text(encoding="ascii"))
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


@needs_shell
def test_the_program_gets_a_copy_and_a_profile_of_its_own(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(
        tmp_path, monkeypatch, f'echo "$@" >> {tmp_path}/calls; printf "%%PDF" > "${{document%.docx}}.pdf"'
    )
    path = write("a.docx", docx_of())
    for name in ("one.pdf", "two.pdf"):
        convert_document(path, tmp_path / name)
    calls = [line.split() for line in (tmp_path / "calls").read_text(encoding="utf-8").splitlines()]
    profiles = {call[0] for call in calls}
    assert len(profiles) == 2
    assert all(each.startswith("-env:UserInstallation=file://") for each in profiles)
    assert not any(str(path) in call for call in calls)


def test_the_profile_forbids_macros_links_and_the_network(tmp_path: Path) -> None:
    document = tmp_path / "document.docx"
    call = libreoffice.command(Path("soffice"), document)
    assert call[-1] == str(document)
    settings = ElementTree.parse(tmp_path / "profile" / "user" / "registrymodifications.xcu")
    oor = "{http://openoffice.org/2001/registry}"
    values = {prop.get(f"{oor}name"): prop.findtext("value") for prop in settings.getroot().iter("prop")}
    assert values["DisableMacrosExecution"] == values["BlockUntrustedRefererLinks"] == "true"
    assert (values["MacroSecurityLevel"], values["Link"], values["PickListSize"]) == ("3", "2", "0")
    assert (values["ooInetProxyType"], values["ooInetNoProxy"]) == ("2", "")
    assert values["ooInetHTTPProxyName"] == values["ooInetHTTPSProxyName"] == "127.0.0.1"


def test_the_surroundings_lead_to_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    surroundings = libreoffice.environment(tmp_path)
    assert "NO_PROXY" not in surroundings
    assert surroundings["HTTPS_PROXY"] == surroundings["http_proxy"] == "http://127.0.0.1:9"


def test_what_is_put_down_meanwhile_goes_with_the_folder(tmp_path: Path) -> None:
    surroundings = libreoffice.environment(tmp_path)
    assert {surroundings[name] for name in ("TMPDIR", "TEMP", "TMP")} == {str(tmp_path)}


class Listener(http.server.ThreadingHTTPServer):
    """Answers on this machine and remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Asked)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Asked(http.server.BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - names of the library

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def linked_picture(address: str) -> bytes:
    """Make a document whose one picture lies on another machine."""
    document = docx.Document()
    document.add_paragraph("在职证明")
    document.add_picture(io.BytesIO(encoded(noise(30, 40), "PNG")))
    blip = next(document.element.iter(qn("a:blip")))
    del blip.attrib[qn("r:embed")]
    link = document.part.relate_to(f"{address}/picture.png", RT.IMAGE, is_external=True)
    blip.set(qn("r:link"), link)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.skipif(libreoffice.find_program() is None, reason="this machine has no LibreOffice to try")
@pytest.mark.parametrize("inert", [True, False], ids=["the copy", "the document itself"])
def test_libreoffice_fetches_nothing(
    write: Writer, tmp_path: Path, listener: Listener, *, inert: bool
) -> None:
    document = write("document.docx", linked_picture(listener.address))
    if inert:
        convert_document(document, tmp_path / "made.pdf")
    else:
        program = libreoffice.find_program()
        assert program is not None
        converter._run(libreoffice.command(program, document), libreoffice.environment(tmp_path))
        assert (tmp_path / "document.pdf").is_file()
    assert listener.asked == []


def test_the_program_is_found_on_the_path_or_in_its_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"")
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    monkeypatch.setattr(libreoffice, "usual_places", lambda: iter([tmp_path / "gone", program]))
    assert libreoffice.find_program() == program
    monkeypatch.setattr(libreoffice, "usual_places", lambda: iter([]))
    assert libreoffice.find_program() is None
    monkeypatch.setattr(
        libreoffice.shutil, "which", lambda name: f"/opt/{name}" if name == "libreoffice" else None
    )
    assert libreoffice.find_program() == Path("/opt/libreoffice")


def test_another_version_of_the_program_has_another_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"7.4")
    monkeypatch.setattr(converter, "find_converter", lambda: program)
    one = converter.converter_stamp()
    program.write_bytes(b"24.2")
    assert converter.converter_stamp() != one
    monkeypatch.setattr(converter, "find_converter", lambda: None)
    assert converter.converter_stamp() == ""


def test_libreoffice_comes_before_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "find_program", lambda: Path("Microsoft Word.app"))
    monkeypatch.setattr(libreoffice, "find_program", lambda: Path("soffice"))
    assert converter.find_converter() == Path("soffice")
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    assert converter.find_converter() == Path("Microsoft Word.app")


def test_no_name_of_a_file_is_part_of_a_script_for_word() -> None:
    document, made = Path("C:/a b/'; rm x.docx"), Path("C:/a b/'; rm x.pdf")
    for platform, program in (("win32", "powershell"), ("darwin", "osascript")):
        call = word.command(platform)
        assert call[0] == program
        assert "rm x" not in " ".join(call)
    surroundings = word.environment(document, made)
    assert surroundings["YONGJU_DOCUMENT"] == str(document)
    assert surroundings["YONGJU_PDF"] == str(made)


def test_word_is_told_to_run_no_macros_ask_nothing_and_remember_nothing() -> None:
    script = word.command("win32")[-1]
    # By the object model of Word: wdAlertsNone, msoAutomationSecurityForceDisable, wdExportFormatPDF; then
    # Open(file, confirm conversions, read only, add to recent files, password).
    for line in (
        "$word.DisplayAlerts = 0",
        "$word.AutomationSecurity = 3",
        "$word.Options.UpdateLinksAtOpen = $false",
        ".Open($env:YONGJU_DOCUMENT, $false, $true, $false, 'none')",
        "ExportAsFixedFormat($env:YONGJU_PDF, 17)",
        "$word.Quit(0)",
    ):
        assert line in script


def test_word_of_a_stopped_run_is_ended_by_its_number_and_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda call, **_options: calls.append(call))
    word.end_left_behind(tmp_path)
    assert calls == []
    (tmp_path / "word-process.txt").write_text("4711\r\n", encoding="ascii")
    word.end_left_behind(tmp_path)
    assert calls == [["taskkill", "/F", "/FI", "IMAGENAME eq WINWORD.EXE", "/FI", "PID eq 4711"]]


def test_word_runs_where_the_machine_has_only_that(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "find_converter", lambda: Path("C:/Office/WINWORD.EXE"))

    def run(call: list[str], environment: dict[str, str]) -> None:
        assert call == word.command()
        assert Path(environment["YONGJU_DOCUMENT"]).is_file()
        Path(environment["YONGJU_PDF"]).write_bytes(b"%PDF")

    monkeypatch.setattr(converter, "_run", run)
    made = tmp_path / "made.pdf"
    assert convert_document(write("a.docx", docx_of()), made) == "Microsoft Word"
    assert made.read_bytes() == b"%PDF"
