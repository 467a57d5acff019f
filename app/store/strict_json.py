"""JSON that a stranger may have written: one object, each key once, and no numbers that are none."""

import json
from typing import Any


def read_object(raw: bytes) -> dict[str, Any]:
    """Read one object of JSON.

    Raises ValueError where it is none, names a key twice, is not UTF-8, holds NaN or an infinity, or is
    nested beyond all reason.
    """
    try:
        form = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(form, dict):
        raise ValueError("no object")
    return form


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
