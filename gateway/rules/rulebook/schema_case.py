"""The JSON Schema of a test of rules."""

from __future__ import annotations

import re

from gateway.desk.ruling.vocabulary import ALL_FIELDS, Field, Sort, Trigger
from gateway.rules.rulebook.case import EXPECT_FLAGS, EXPECT_LISTS, EXPECT_MAPS, EXPECT_WORDS
from gateway.rules.rulebook.schema_parts import Schema, closed, said, text

_EXPECT_SAYS = {
    "matched": "Ids of rules that match; others may too. An empty list: none does.",
    "not_matched": "Ids of rules that do not.",
    "priority": "The level of the ticket.",
    "queue": "The group that works on it.",
    "status": "Its status.",
    "owner": "Who has it.",
    "language": "The language we write in.",
    "quarantine": "true, or the reason: it is set aside.",
    "discard": "true, or the reason: it opens no ticket.",
    "stopped": "The id of the rule that ends the pass.",
    "topics": "Its topics.",
    "tags": "Its tags.",
    "sections": "What the acknowledgement says more.",
    "notify": "Who hears of it.",
    "forward": "Who gets the text.",
    "cc": "Who reads along.",
    "links": "What it is linked to.",
    "ack": "true: it is acknowledged.",
    "fields": "What is kept about it, by name.",
}


def case_schema() -> Schema:
    """Return the schema of one test."""
    keys = {
        "name": said(text(300), "What it shows, in a sentence."),
        "mail": {
            "description": "A small mail, or the path of a whole one (.eml) from this file.",
            "anyOf": [text(1_000, r"\.eml$"), _small_mail()],
        },
        "trigger": said({"enum": [one.value for one in Trigger]}, "What happens; without, the mail comes in."),
        "given": said(_given(), "Fields that are taken for something else than the mail says."),
        "expect": said(_expect(), "What is to come of it. What is not named may be anything."),
    }
    return closed(keys, required=("name", "expect"))


def _small_mail() -> Schema:
    loose: Schema = {"type": ["string", "null"], "maxLength": 200_000}
    several = _list(1_000)
    headers: Schema = {
        "type": "object",
        "propertyNames": {"pattern": "^[!-9;-~]{1,76}$"},
        "additionalProperties": _list(5_000),
    }
    return closed(
        {
            "from": said(text(500), "Who wrote it; without, somebody."),
            "to": said(several, "Without, our own address."),
            "cc": said(several, "Who else got it."),
            "subject": said(loose, "Its subject."),
            "body": said(loose, "Its text."),
            "headers": said(headers, "More fields of its header, by name."),
            "attachments": said(several, "Names of files."),
            "language": said(text(40), "The one it is taken to be written in."),
        }
    )


def _given() -> Schema:
    plain = {one.name: said(_of(one), _about(one)) for one in ALL_FIELDS if not _begins(one)}
    more = {f"^{re.escape(one.name)}.": _of(one) for one in ALL_FIELDS if _begins(one)}
    return {"type": "object", "properties": plain, "patternProperties": more, "additionalProperties": False}


def _about(field: Field) -> str:
    return f"{field.says[0].upper()}{field.says[1:]}."


def _begins(field: Field) -> bool:
    return field.name.endswith(".")


def _of(field: Field) -> Schema:
    match field.sort:
        case Sort.FLAG:
            return {"type": "boolean"}
        case Sort.NUMBER:
            number: Schema = {"type": ["integer", "boolean"]}
            return {"anyOf": [number, {"type": "array", "items": number}]}
        case Sort.MOMENT | Sort.NOW:
            return text(40)
        case Sort.TEXT:
            one: Schema = {"type": ["string", "number", "boolean"]}
            return {"anyOf": [one, {"type": "null"}, {"type": "array", "items": one}]}


def _expect() -> Schema:
    keys: dict[str, Schema] = {name: text(300) for name in EXPECT_WORDS}
    keys |= {name: {"anyOf": [{"type": "boolean"}, text(300)]} for name in ("quarantine", "discard")}
    keys |= {name: _list(1_000) for name in EXPECT_LISTS}
    keys |= {name: {"type": "boolean"} for name in EXPECT_FLAGS}
    scalar: Schema = {"type": ["string", "number"]}
    keys |= {name: {"type": "object", "additionalProperties": scalar} for name in EXPECT_MAPS}
    return closed({name: said(schema, _EXPECT_SAYS[name]) for name, schema in keys.items()})


def _list(limit: int) -> Schema:
    return {"anyOf": [text(limit), {"type": "array", "items": text(limit)}]}
