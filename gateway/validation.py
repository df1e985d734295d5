"""Hold a document against a pydantic model: a checked object, or every complaint with its line and column.

Messages name the key and say what it must be; they never repeat a value, which may be a password.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from gateway.errors import ConfigError, Problem
from gateway.yamlfile import Document, KeyPath, quoted

M = TypeVar("M", bound=BaseModel)
V = TypeVar("V")

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)
"""What every model of a file should be: nothing unknown, nothing converted, nothing changed later."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a value, and where below the value being checked."""

    message: str
    """Goes on from the name of the key: ``must be at least 1``."""
    hint: str = ""
    at: KeyPath = ()
    code: str = ""
    """What kind of complaint it is, where it has a name."""


class Complaints(ValueError):
    """Raised by a model's validators: one or more complaints at once."""

    def __init__(self, *complaints: Complaint) -> None:
        """Keep the complaints; ``at`` is relative to what the validator was given."""
        self.complaints = complaints
        super().__init__("; ".join(complaint.message for complaint in complaints))


def complain(message: str, hint: str = "") -> Complaints:
    """Make the error for a single complaint about the value itself."""
    return Complaints(Complaint(message, hint))


def validate(document: Document, model: type[M], *, context: object = None) -> M:
    """Return the document as ``model``. An empty file counts as an empty mapping. Raises ``ConfigError``.

    Lists may fill tuples and words may fill enums; nothing else is converted. ``context`` goes to the validators.
    """
    data = {} if document.data is None else document.data
    try:
        return model.model_validate_json(json.dumps(data), strict=True, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        raise ConfigError(*(problem for one in details for problem in _problems(document, model, one))) from None


def as_text(read: Callable[[str], V]) -> Callable[[object], V]:
    """Make a validator of a reader of texts: of anything else it says that it must be one."""

    def checked(value: object) -> V:
        if not isinstance(value, str):
            raise complain("must be text", "put it in quotes")
        return read(value)

    return checked


def shape(pattern: str = "", says: str = "", **more: object) -> WithJsonSchema:
    """Say what a text looks like where JSON Schema could not know: a pattern that fits the whole of it.

    ``says`` is what editors show in place of the pattern to who wrote something else.
    """
    written = {"pattern": f"^(?:{pattern})$"} if pattern else {}
    told = {"patternErrorMessage": says} if says else {}
    return WithJsonSchema({"type": "string"} | written | told | more)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that looks like ``word``, as a hint; empty when none does."""
    name = nearest(word, known)
    return f'did you mean "{name}"?' if name else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks like ``word`` most; empty when none does."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else ""


def dotted(path: KeyPath) -> str:
    """Write a path as people name it: ``imap.sales.port``, ``support.addresses[0]``; clean and not without end."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{quoted(part)[1:-1]}" for part in path)
    return "".join(parts).removeprefix(".")


def known_keys(annotation: object, path: KeyPath) -> tuple[str, ...]:
    """Return the keys a model allows in the mapping at ``path``, in the order of the model."""
    names = (name for model in _models_at(annotation, path) for name in _fields(model))
    return tuple(dict.fromkeys(names))


def _fields(model: type[BaseModel]) -> dict[str, object]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _models_at(annotation: object, path: KeyPath) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not path:
            yield annotation
        elif path[0] in (fields := _fields(annotation)):
            yield from _models_at(fields[str(path[0])], path[1:])
        return
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _models_at(inner[0], path)
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield from _models_at(inner[1], path[1:]) if path else ()
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        yield from _models_at(inner[0], path[1:]) if path else ()
    else:  # a union
        for one in inner:
            yield from _models_at(one, path)


def _problems(document: Document, model: type[BaseModel], error: ErrorDetails) -> Iterator[Problem]:
    path, rest = _path(document, error["loc"])
    about_key = rest[-1:] == ("[key]",) or error["type"] == "extra_forbidden"
    context = error.get("ctx", {})
    if error["type"] == "default_factory_not_called":
        return  # what kept it from being called has its own complaint
    if error["type"] == "missing":
        name = dotted((*path, *rest[-1:]))
        yield Problem(*document.key_place(path), f'"{name}" is missing')
        return
    if error["type"] == "extra_forbidden":
        known = [key for key in known_keys(model, path[:-1]) if key != path[-1]]  # another member's of a union
        hint = did_you_mean(str(path[-1]), known) or f"known here: {', '.join(known)}"
        yield Problem(*document.key_place(path), f'unknown key "{dotted(path)}"', hint)
        return
    if error["type"] == "too_short" and len(error["input"]) >= context["min_length"]:
        return  # long enough: pydantic counts only the entries that are right, and the others have their own complaint
    cause = context.get("error")
    complaints = cause.complaints if isinstance(cause, Complaints) else (_complaint(error, context),)
    for complaint in complaints:
        whole = (*path, *complaint.at)
        place = document.key_place(whole) if about_key or _is_mapping(document, whole) else document.place(whole)
        subject = f'"{dotted(whole)}"' if whole else "the file"
        yield Problem(*place, f"{subject} {complaint.message}", complaint.hint, complaint.code)


def _is_mapping(document: Document, path: KeyPath) -> bool:
    """Tell whether a mapping stands at ``path``: its own place is its first key, which says nothing of the whole."""
    return any(len(key) == len(path) + 1 and key[:-1] == path for key in document.keys)


def _path(document: Document, loc: tuple[int | str, ...]) -> tuple[KeyPath, KeyPath]:
    """Split pydantic's location: what exists in the document, and what it added (missing keys, union members)."""
    path: KeyPath = ()
    rest: KeyPath = ()
    for part in loc:
        if (*path, part) in document.values:
            path, rest = (*path, part), ()
        else:
            rest = (*rest, part)
    return path, rest


def _complaint(error: ErrorDetails, context: Mapping[str, Any]) -> Complaint:
    kind, value = error["type"], error["input"]
    if value is None:
        return Complaint("has no value", "give one, or remove the line")
    if kind in ("enum", "literal_error"):
        expected = str(context["expected"])
        known = re.findall(r"'([^']*)'", expected) or [expected]  # a number has no quotes
        return Complaint(f"must be {_one_of(known)}", did_you_mean(value, known) if isinstance(value, str) else "")
    if kind == "string_type" and isinstance(value, (bool, int, float)):
        return Complaint("must be text", "put it in quotes")
    if kind in ("int_type", "float_type") and isinstance(value, str):
        return Complaint(_WORDS[kind](context), "write the bare number, without unit and quotes")
    if kind == "bool_type" and isinstance(value, str):
        return Complaint("must be true or false")
    if kind in _WORDS:
        return Complaint(_WORDS[kind](context))
    message = error["msg"].removeprefix("Value error, ")
    return Complaint(message[:1].lower() + message[1:].replace("Input should", "should"))


def _one_of(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _at_least_one(context: Mapping[str, Any]) -> str:
    least = context["min_length"]
    return "must not be empty" if least == 1 else f"must have at least {least} entries"


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "string_type": lambda _: "must be text",
    "int_type": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "float_type": lambda _: "must be a number",
    "bool_type": lambda _: "must be true or false",
    "tuple_type": lambda _: "must be a list",
    "list_type": lambda _: "must be a list",
    "dict_type": lambda _: "must be a mapping of keys to values",
    "mapping_type": lambda _: "must be a mapping of keys to values",
    "model_type": lambda _: "must be a mapping of keys to values",
    "greater_than_equal": lambda context: f"must be at least {context['ge']}",
    "less_than_equal": lambda context: f"must be at most {context['le']}",
    "greater_than": lambda context: f"must be more than {context['gt']}",
    "less_than": lambda context: f"must be less than {context['lt']}",
    "too_short": _at_least_one,
    "too_long": lambda context: f"must have at most {context['max_length']} entries",
    "string_too_short": _at_least_one,
    "string_too_long": lambda context: f"must have at most {context['max_length']} characters",
}
