"""Small pieces of JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]


def said(schema: Schema, about: str) -> Schema:
    """Say what it is for."""
    return {"description": about, **{key: value for key, value in schema.items() if key != "description"}}


def closed(keys: Mapping[str, Schema], *, required: Sequence[str] = ()) -> Schema:
    """Return a mapping of these keys and no others."""
    found: Schema = {"type": "object", "properties": dict(keys), "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def text(limit: int, pattern: str = r"\S") -> Schema:
    """Return a text that is not blank."""
    return {"type": "string", "maxLength": limit, "pattern": pattern}


def scalar(limit: int = 1_000_000) -> Schema:
    """Return a text, or a number that is one."""
    return {"anyOf": [text(limit), {"type": "number"}]}


def variable() -> Schema:
    """Return a variable that stands for the whole value."""
    return {"type": "string", "pattern": r"^\s*\{\{.*\}\}\s*$"}


def one_or_several(schema: Schema) -> Schema:
    """Return one, or a list of at least one."""
    return {"anyOf": [schema, {"type": "array", "minItems": 1, "items": schema}]}


def words(known: Sequence[str]) -> Schema:
    """Return one of some words. Case does not count, nor do letters that only look otherwise."""
    any_case = "|".join("".join(_either(char) for char in word) for word in known)
    pattern = {"type": "string", "pattern": rf"^\s*(?:{any_case})\s*$|[^\u0000-\u007f]"}
    return {"anyOf": [{"enum": list(known)}, pattern, variable()]}


def _either(char: str) -> str:
    return f"[{char.upper()}{char}]" if char.isalpha() else char
