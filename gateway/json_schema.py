"""Write what a model of a file takes as JSON Schema, draft 7, which editors understand.

The words are the docstrings of the models and of their keys. What parts must be together (a shift ends after it begins,
a name is there) is left to ``gateway.validation``: whatever the reader takes, the schema takes too.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, JsonSchemaWarningKind
from pydantic_core import core_schema

DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]


def schema_of(*models: type[BaseModel], title: str, description: str) -> Schema:
    """Return the schema of a file that is one of these; of the earlier, where it has the keys that one must have."""
    made = [TypeAdapter(model).json_schema(schema_generator=_Generator) for model in models]
    definitions: Schema = {}
    for one in made:
        definitions |= one.pop("$defs", {})
    whole = _first_that_fits(made, [model.__name__ for model in models], definitions)
    head = {"$schema": DRAFT, "title": title, "description": description}
    body = _draft_7(whole | ({"$defs": definitions} if definitions else {}))
    return head | {name: value for name, value in body.items() if name not in head}


def _first_that_fits(made: list[Schema], names: list[str], definitions: Schema) -> Schema:
    if len(made) == 1:
        return made[0]
    first, *others = made
    definitions[names[0]] = first
    rest = _first_that_fits(others, names[1:], definitions)
    if len(others) == 1:
        definitions[names[1]] = rest
        rest = _to(names[1])
    return {"type": "object", "if": {"required": first["required"]}, "then": _to(names[0]), "else": rest}


def _to(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


class _Generator(GenerateJsonSchema):
    """Puts the docstring of each key beside it, and leaves out what says nothing."""

    def emit_warning(self, kind: JsonSchemaWarningKind, detail: str) -> None:
        """Say nothing of what is meant: some defaults are no plain values."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return a model with the words of its keys."""
        found, model = super().model_schema(schema), schema["cls"]
        told = _docstrings(model)
        properties = found.get("properties", {})
        for name, info in model.model_fields.items():
            key = properties[info.alias or name]
            key.pop("title", None)
            if name in told:
                key["description"] = told[name]
        found.pop("title", None)
        if "description" in found:  # what follows the first sentence is for who calls it
            found["description"] = found["description"].split(". ")[0].rstrip(".") + "."
        return found

    def encode_default(self, dft: Any) -> Any:
        """Return a default as a file would have it, where that says something."""
        plain = dft if isinstance(dft, (bool, int, float)) else str(dft)
        return super().encode_default(plain)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave defaults out that are nothing, or a whole section."""
        default = schema.get("default")
        if default is None or default in ("", ()) or isinstance(default, (BaseModel, tuple, Mapping)):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the text below each key of a model and of those it is made from."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, BaseModel) and one is not BaseModel:
            found |= _docstrings_in(ast.parse(textwrap.dedent(inspect.getsource(one))).body[0])
    return found


def _docstrings_in(node: ast.stmt) -> dict[str, str]:
    assert isinstance(node, ast.ClassDef)
    found: dict[str, str] = {}
    key = ""
    for line in node.body:
        match line:
            case ast.AnnAssign(target=ast.Name(id=key)):
                pass
            case ast.Expr(value=ast.Constant(value=str(text))) if key:
                found[key] = text
                key = ""
            case _:
                key = ""
    return found


def _draft_7(value: Any) -> Any:
    """Turn the newer words of pydantic into those of draft 7, and its names into plain ones."""
    if isinstance(value, list):
        return [_draft_7(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: Schema = {}
    for name, inner in value.items():
        match name:
            case "$defs":
                found["definitions"] = {_plain(key): _draft_7(one) for key, one in sorted(inner.items())}
            case "$ref":
                found[name] = f"#/definitions/{_plain(inner.rpartition('/')[2])}"
            case "description" if isinstance(inner, str):
                found[name] = " ".join(inner.replace("``", "`").split())
            case _:
                found[name] = _draft_7(inner)
    if "enum" in found and isinstance(found.get("title"), str):
        del found["title"]  # the name of our class
    if "patternProperties" in found:
        found.setdefault("additionalProperties", False)
    if "$ref" in found and len(found) > 1:  # draft 7 looks at nothing beside a $ref
        found = {"allOf": [{"$ref": found.pop("$ref")}], **found}
    return found


def _plain(name: str) -> str:
    return name.strip("_").removesuffix("Model").lower()
