"""A copy for somebody else, and a supplement after a request for more, of the sample case."""

import shutil
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from tests.end_to_end.conftest import Run

FORM = "永久居留申请表-lucia.pdf"
PASSPORT_NUMBER = "ZAB417062"
# Of the application form, where it prints the passport's number.
NUMBER_AREA = f"{FORM}:1:10%,24%,90%,32%"
RECIPIENT = "宁波测试人力资源有限公司"


@pytest.fixture
def share(run: Run, sample: Path, tmp_path: Path):
    """Make a shared copy of the sample case."""

    def call(*arguments: object):
        return run("share", sample, "-o", tmp_path / "copy.pdf", "--for", RECIPIENT, "--json", *arguments)

    return call


def streams_of(path: Path) -> list[bytes]:
    reader = pypdf.PdfReader(path)
    found = []
    for number in range(1, int(reader.trailer["/Size"])):
        item = reader.get_object(number)
        if hasattr(item, "get_data"):
            found.append(bytes(item._data))
    return found


def text_of(path: Path, number: int) -> str:
    document = pypdfium2.PdfDocument(path)
    words = document[number - 1].get_textpage().get_text_bounded()
    document.close()
    return str(words)


def page_of(run: Run, packet: Path, label: str) -> int:
    """Return the page on which an exhibit begins, by the packet's bookmarks."""
    reader = pypdf.PdfReader(packet)
    flat = [item for entry in reader.outline for item in (entry if isinstance(entry, list) else [entry])]
    (target,) = (item for item in flat if str(item.title).startswith(f"{label} "))
    number = reader.get_destination_page_number(target)
    assert number is not None
    return number + 1


def test_an_area_is_gone_from_the_copy_and_from_nowhere_else(run: Run, share, sample: Path, tmp_path: Path):
    assert run("build", sample, "-o", tmp_path / "packet.pdf").status == 0
    answer = share("--remove", NUMBER_AREA, "--on", "2026-11-22")
    assert answer.status == 0, answer.out + answer.err
    assert answer.json["recipient"] == RECIPIENT
    assert answer.json["on"] == "2026-11-22"
    assert [area["file"] for area in answer.json["areas_removed"]] == [FORM]
    number = page_of(run, tmp_path / "packet.pdf", "1-1")
    assert PASSPORT_NUMBER in text_of(tmp_path / "packet.pdf", number)
    copied = text_of(tmp_path / "copy.pdf", number)
    assert PASSPORT_NUMBER not in copied
    assert RECIPIENT in copied
    assert "2026-11-22" in copied
    page = pypdf.PdfReader(tmp_path / "packet.pdf").pages[number - 1]
    drawn = [bytes(item.get_object()._data) for item in page["/Resources"]["/XObject"].values()]
    assert not [data for data in streams_of(tmp_path / "copy.pdf") if data in drawn]
    assert run("verify", tmp_path / "copy.pdf", sample).status == 0


def test_areas_may_stand_in_a_list(share, tmp_path: Path):
    areas = tmp_path / "areas.toml"
    areas.write_text(f'areas = ["{NUMBER_AREA}", "passports/alba.jpg:1:0%,50%,100%,100%"]', encoding="utf-8")
    answer = share("--remove-list", areas, "--packet-language", "zh")
    assert answer.status == 0, answer.out + answer.err
    assert len(answer.json["areas_removed"]) == 2


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("other.pdf:1:0%,0%,10%,10%", "share.no_such_file"),
        (f"{FORM}:9:0%,0%,10%,10%", "share.no_such_page"),
        (f"{FORM}:1:10%,0%,10%,10%", "share.area_empty"),
        (f"{FORM}:1", "share.area_unreadable"),
    ],
)
def test_an_area_that_names_nothing_is_refused_and_nothing_is_written(
    share, tmp_path: Path, area: str, code: str
):
    answer = share("--remove", area)
    assert answer.status == 2
    assert answer.json["error"]["code"] == code
    assert not (tmp_path / "copy.pdf").exists()


def test_a_locked_copy_is_looked_through_all_the_same(run: Run, share, tmp_path: Path):
    secret = tmp_path / "password.txt"
    secret.write_text("永居 2026\n", encoding="utf-8")
    answer = share("--remove", NUMBER_AREA, "--password-file", secret)
    assert answer.status == 0, answer.out + answer.err
    assert run("verify", tmp_path / "copy.pdf").status == 2
    assert run("verify", tmp_path / "copy.pdf", "--password-file", secret).status == 0


def test_a_supplement_holds_what_was_added_and_replaced(run: Run, sample: Path, tmp_path: Path):
    assert run("build", sample, "-o", tmp_path / "first.pdf").status == 0
    # The office asks for another page of the work permit, and for a newer health certificate.
    shutil.copy(sample / "work" / "recommendation.pdf", sample / "work" / "more.pdf")
    shutil.copy(sample / "health" / "health-mateo.pdf", sample / "health" / "newer.pdf")
    toml = (sample / "case.toml").read_text(encoding="utf-8")
    toml = toml.replace('"work/工作许可通知.pdf"', '"work/工作许可通知.pdf", "work/more.pdf"')
    toml = toml.replace('"health/health-lucia.pdf"', '"health/newer.pdf"')
    (sample / "case.toml").write_text(toml, encoding="utf-8")

    target = tmp_path / "supplement.pdf"
    answer = run(
        "build", sample, "-o", target, "--draft", "--supplement-to", tmp_path / "first.pdf", "--json"
    )
    assert answer.status == 0, answer.out + answer.err
    assert 5 < answer.json["pages"] < 15
    assert run("verify", target).status == 0
    assert run("verify", target, sample).status == 0
    assert run("verify", tmp_path / "first.pdf", sample).status == 1
    words = " ".join(text_of(target, 3).split())
    for expected in ("2-2-1", "5-1-1", "work/more.pdf", "health/newer.pdf", "5-1"):
        assert expected in words
    assert "IBÁÑEZ" in words

    again = run("build", sample, "-o", tmp_path / "b.pdf", "--draft", "--supplement-to", target, "--json")
    assert again.status == 2
    assert again.json["error"]["code"] == "supplement.nothing_new"
    assert not (tmp_path / "b.pdf").exists()
