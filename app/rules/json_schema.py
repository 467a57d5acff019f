"""Writes what the files of a rule pack look like as JSON Schema, so that an editor can help while typing."""

import json
from pathlib import Path
from typing import Any

from app.env.replace import machine_error, write_bytes
from app.rules import schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: dict[str, tuple[type[schema.Table], str]] = {
    "pack": (schema.PackFile, "pack.toml"),
    "apostille": (schema.ApostilleFile, "apostille.toml"),
    "sources": (schema.SourcesFile, "sources/GROUP.toml"),
    "questions": (schema.QuestionsFile, "questions/GROUP.toml"),
    "list": (schema.ListFile, "lists/ID.toml"),
    "set": (schema.SetFile, "sets/ID.toml"),
    "category": (schema.CategoryFile, "categories/ID.toml"),
    "requirement": (schema.RequirementFile, "requirements/ID.toml"),
    "place": (schema.PlaceFile, "places/ID.toml"),
    "background": (schema.BackgroundFile, "background/ID.toml"),
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return one schema for each kind of file of a pack, by the name of its file."""
    return {f"{kind}.schema.json": _schema(model, title) for kind, (model, title) in KINDS.items()}


def schema_text(name: str) -> str:
    """Return a schema as it is written to its file."""
    return json.dumps(schemas()[name], ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write every schema to a folder, made where it is missing; returns the files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from error
    written = tuple(folder / name for name in schemas())
    for path in written:
        write_bytes(path, schema_text(path.name).encode())
    return written


def _schema(model: type[schema.Table], title: str) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True)
    test = made.get("$defs", {}).get("TestTable")
    if test is not None:
        # Said by a validator, which a schema cannot show: a test is exactly one of its keys.
        test["minProperties"] = test["maxProperties"] = 1
    return {"$schema": _DIALECT, **made, "title": f"Yongju rule pack: {title}"}
