"""What an upload set says of itself: a list for people, a manifest for programs, and reading it back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.findings import Finding
from app.domain.packet import LeftOut
from app.domain.sources import Source
from app.domain.uploads import UploadFile, UploadSet
from app.domain.words import DisplayMode, Language, Text
from app.i18n.catalogue import both, catalogue
from app.i18n.packets import word_left_out
from app.i18n.wording import Names, word_finding

MANIFEST_FILE = "manifest.json"
LIST_FILE = "list.txt"
_KIND = "yongju-upload-set"
_LARGEST_MANIFEST = 64_000_000

Form = dict[str, object]


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """Holds what a manifest says of one file; `sources` are names in the case with their SHA-256."""

    name: str
    sha256: str
    size_bytes: int
    pages: int
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Holds what a manifest says of a set."""

    title: str
    category: str
    place: str
    draft: bool
    files: tuple[RecordedFile, ...]


# Writing


def manifest_form(made: UploadSet, names: Names) -> Form:
    """Return everything that is known of a set; nothing in it depends on when or where it was written."""
    limits = made.limits
    return {
        "format": 1,
        "kind": _KIND,
        "title": made.title,
        "category": _text_form(made.category),
        "place": _text_form(made.place),
        "draft": made.draft,
        "limits": {
            "most_bytes": limits.most_bytes,
            "most_pages": limits.most_pages,
            "binding": limits.binding,
            "source": [_source_form(source) for source in limits.source],
        },
        "files": [_file_form(file) for file in made.files],
        "missing": [
            {"requirement": each.requirement, "person": each.person, "title": _text_form(each.title)}
            for each in made.missing
        ],
        "not_handed_in": [_left_out_form(each) for each in made.not_handed_in],
        "findings": [_finding_form(finding, names) for finding in made.findings],
    }


def _left_out_form(paper: LeftOut) -> Form:
    return {
        "title": _text_form(paper.title),
        "person_name": paper.person_name,
        "reason": paper.reason,
        "said_by": paper.said_by,
        "said_on": None if paper.said_on is None else paper.said_on.isoformat(),
        "in_part": paper.in_part,
    }


def write_record(made: UploadSet, names: Names, folder: Path) -> None:
    """Write the list and the manifest of a set into a folder."""
    manifest = json.dumps(manifest_form(made, names), ensure_ascii=False, indent=2, allow_nan=False)
    (folder / MANIFEST_FILE).write_bytes(f"{manifest}\n".encode())
    # Older Windows editors take a text for UTF-8 only with this mark.
    (folder / LIST_FILE).write_bytes("\n".join([*_list_lines(made, names), ""]).encode("utf-8-sig"))


def _text_form(text: Text) -> Form:
    return {"en": text.en, "zh": text.zh}


def _source_form(source: Source) -> Form:
    return {
        "instrument": source.instrument,
        "title": _text_form(source.title),
        "where": _text_form(source.where),
        "read_on": source.read_on.isoformat(),
        "confidence": source.confidence.value,
    }


def _file_form(file: UploadFile) -> Form:
    photo = file.photo
    return {
        "name": file.name,
        "requirement": file.requirement,
        "title": _text_form(file.title),
        "person": file.person,
        "part": file.part or None,
        "pages": file.pages,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "sources": [
            {
                "name": source.name,
                "sha256": source.sha256,
                "part": source.part,
                "pages": list(source.pages),
                "treatment": source.treatment,
                "handling": [
                    {"code": each.code, "tool": each.tool, "pages": list(each.pages)}
                    for each in source.handling
                ],
            }
            for source in file.sources
        ],
        "reduced": [
            {
                "page": each.page,
                "from_dpi": each.from_dpi,
                "dpi": each.dpi,
                "quality": each.quality,
                "from_bytes": each.from_bytes,
                "size_bytes": each.size_bytes,
            }
            for each in file.reduced
        ],
        "photo": None if photo is None else {"width": photo.width, "height": photo.height, "dpi": photo.dpi},
    }


def _finding_form(finding: Finding, names: Names) -> Form:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "requirement": finding.requirement,
        "person": finding.person,
        "file": finding.file,
        "page": finding.page,
        "message": {language.value: word_finding(finding, names, language) for language in Language},
    }


def _list_lines(made: UploadSet, names: Names) -> Iterator[str]:
    yield _shown(both("Files to upload"))
    yield f"{made.title} | {_shown(made.category)} | {_shown(made.place)}"
    if made.draft:
        yield _shown(both("Draft, not for submission"))
    for file in made.files:
        yield ""
        yield file.name
        yield f"    {_shown(file.title)} | {file.person_name} | {_measure(file)}"
        for source in file.sources:
            yield f"    <- {source.name} ({', '.join(map(str, source.pages))})"
    if made.missing:
        yield from ("", _shown(both("Still missing")))
        yield from (f"    {_shown(each.title)} | {each.person_name}" for each in made.missing)
    if made.not_handed_in:
        yield from ("", _shown(both("Not handed in")))
    for paper in made.not_handed_in:
        yield f"    {_shown(paper.title)} | {paper.person_name}"
        yield f"        {_shown(word_left_out(paper))}"
    for finding in made.findings:
        yield from ("", *(word_finding(finding, names, language) for language in (Language.ZH, Language.EN)))


def _measure(file: UploadFile) -> str:
    size = f"{-(-file.size_bytes // 1000)} KB"
    if file.photo is not None:
        return f"{file.photo.width} × {file.photo.height}, {file.photo.dpi} dpi, {size}"
    pages = Text(
        *(
            catalogue(language).plural("{count} page", "{count} pages", file.pages)
            for language in (Language.EN, Language.ZH)
        )
    )
    return f"{_shown(pages)}, {size}"


def _shown(text: Text) -> str:
    return text.shown(DisplayMode.BOTH, " · ")


# Reading


def read_record(folder: Path) -> Record:
    """Read the manifest of a set. Raises UnusableInput where a folder holds none of ours."""
    path = folder / MANIFEST_FILE
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST_MANIFEST:
            raise ValueError("no manifest of ours")
        return _record(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise UnusableInput("upload.no_set", path=str(folder)) from error


def _record(form: dict[str, object]) -> Record:
    files = form["files"]
    if form["kind"] != _KIND or form["format"] != 1 or not isinstance(files, list):
        raise ValueError("no manifest of ours")
    return Record(
        title=str(form["title"]),
        category=_in_both(form["category"]),
        place=_in_both(form["place"]),
        draft=form["draft"] is True,
        files=tuple(_recorded(each) for each in files),
    )


def _in_both(form: object) -> str:
    if not isinstance(form, dict):
        raise TypeError("no text")
    return _shown(Text(en=str(form["en"]), zh=str(form["zh"])))


def _recorded(form: dict[str, object]) -> RecordedFile:
    name, sources = str(form["name"]), form["sources"]
    if Path(name).name != name or not isinstance(sources, list):
        raise ValueError("a name that leads out of the folder")
    return RecordedFile(
        name=name,
        sha256=str(form["sha256"]),
        size_bytes=int(str(form["size_bytes"])),
        pages=int(str(form["pages"])),
        sources=tuple((str(each["name"]), str(each["sha256"])) for each in sources),
    )
