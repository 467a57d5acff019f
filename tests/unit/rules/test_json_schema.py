"""Editors get the shape of a pack's files from JSON Schema, and the copies in docs are current."""

import json
import tomllib
from pathlib import Path

import pytest

from app.rules import schema
from app.rules.json_schema import KINDS, schema_text, schemas, write_schemas
from tests.support.packs import BUNDLED


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schemas_in_docs_are_current(name: str, repo_root: Path):
    # To renew them: python -m app rules schema docs/schema
    assert (repo_root / "docs" / "schema" / name).read_text(encoding="utf-8") == schema_text(name)


def test_docs_hold_no_other_schema(repo_root: Path):
    assert {path.name for path in (repo_root / "docs" / "schema").iterdir()} == set(schemas())


@pytest.mark.parametrize("made", schemas().values(), ids=schemas())
def test_each_schema_names_its_dialect_and_has_a_title(made: dict[str, object]):
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert str(made["title"]).startswith("Yongju rule pack: ")


def test_every_kind_of_file_has_a_schema():
    files = {model for name, model in vars(schema).items() if name.endswith("File")}
    assert {model for model, _ in KINDS.values()} == files


def test_keys_stand_in_the_schema_as_they_do_in_a_pack():
    category = schemas()["category.schema.json"]
    assert "not" in category["$defs"]["TestTable"]["properties"]
    for kind, path in (("category", "categories/pr.wage-tax.toml"), ("pack", "pack.toml")):
        written = tomllib.loads((BUNDLED / path).read_text(encoding="utf-8"))
        assert written.keys() <= schemas()[f"{kind}.schema.json"]["properties"].keys()


def test_a_test_in_a_pack_is_exactly_one_of_the_set():
    test = schemas()["category.schema.json"]["$defs"]["TestTable"]
    assert (test["minProperties"], test["maxProperties"]) == (1, 1)


def test_schemas_are_written_to_a_folder_that_is_made(tmp_path: Path):
    written = write_schemas(tmp_path / "new" / "schema")
    assert [json.loads(path.read_text(encoding="utf-8"))["title"] for path in written]
    assert len(written) == len(KINDS)
