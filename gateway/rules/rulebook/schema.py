"""JSON Schemas (draft 7) of files of rules and of ``sections.yml``, made from the words rules are written in.

Whatever the reader takes, the schema takes; it refuses most of what the reader refuses. Names that stand in other files
(queues, topics, people) are left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gateway.desk.ruling.action import SET_WHAT
from gateway.desk.ruling.names import VALUE_NAMES
from gateway.desk.ruling.section import SECTION_NAMES, URGENT_BY_PHONE
from gateway.desk.ruling.vocabulary import (
    ALL_ACTIONS,
    ALL_FIELDS,
    MODIFIERS,
    ActionWord,
    Field,
    Modifier,
    Sort,
    Trigger,
)
from gateway.rules.rulebook.actions import STATUSES
from gateway.rules.rulebook.schema_case import case_schema
from gateway.rules.rulebook.schema_parts import (
    Schema,
    closed,
    one_or_several,
    said,
    scalar,
    text,
    variable,
    words,
)
from gateway.rules.texts import TAG

DRAFT = "http://json-schema.org/draft-07/schema#"
_MODIFIER_SAYS: Mapping[Modifier, str] = {
    Modifier.EQUALS: "is one of these",
    Modifier.CONTAINS: "one of these texts is in it",
    Modifier.STARTSWITH: "begins with one of these texts",
    Modifier.ENDSWITH: "ends with one of these texts",
    Modifier.MATCHES: "all of it fits one of these: * is any text, ? one character",
    Modifier.RE: "one of these patterns is found in it",
    Modifier.GT: "is more than this",
    Modifier.LT: "is less than this",
    Modifier.EXISTS: "true: it has a value; false: it has none",
    Modifier.OLDER_THAN: "is longer ago than this, such as 1d",
    Modifier.IN: "one of these calendars is open",
}

_SET_SAYS = {
    "priority": "A level of a policy.",
    "queue": "A group of team.yml.",
    "status": "Its status; resolving is for people.",
    "owner": "Somebody of team.yml.",
    "language": "The language we write in, such as fr or pt-BR.",
}


def rules_schema() -> Schema:
    """Return the schema of a file of rules, or of tests of rules."""
    top = closed(
        {
            "version": {"const": 1, "description": "The version of the format."},
            "variables": {
                "type": "object",
                "description": "Words that are written once and used in many conditions, by name.",
                "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,39}$"},
                "additionalProperties": one_or_several(scalar()),
            },
            "rules": said({"type": "array", "items": _to("rule")}, "The rules, in the order they are looked at."),
            "tests": said({"type": "array", "items": _to("test")}, "What the rules are to do with mails of your own."),
        },
        required=("version",),
    )
    head = {"$schema": DRAFT, "title": "Casegate: rules/*.yml", "description": "Rules about mail and tickets."}
    return head | top | {"definitions": _definitions()}


def sections_schema() -> Schema:
    """Return the schema of ``sections.yml``."""
    names = ", ".join(f"{{{{ {name} }}}}" for name in SECTION_NAMES)
    section = closed(
        {
            "text": {
                "type": "object",
                "description": f"What it says, by language; en must be there. May name {names}.",
                "required": ["en"],
                "propertyNames": {"pattern": f"^(?:{TAG})$"},
                "additionalProperties": text(2_000),
            }
        },
        required=("text",),
    )
    sections = {
        "type": "object",
        "description": "What acknowledgements may say beside what they always say, by name.",
        "propertyNames": {"pattern": "^[a-z0-9][a-z0-9_-]{0,59}$", "not": {"const": URGENT_BY_PHONE}},
        "additionalProperties": section,
    }
    head = {"$schema": DRAFT, "title": "Casegate: sections.yml", "description": "Parts of acknowledgements."}
    return head | closed({"sections": sections})


def _to(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _definitions() -> Schema:
    return {
        "rule": _rule(),
        "trigger": _trigger(),
        "conditions": {"anyOf": [_to("condition"), {"type": "array", "items": _to("condition")}]},
        "condition": _condition(),
        "action": _action(),
        "test": case_schema(),
    }


def _rule() -> Schema:
    keys = {
        "id": said(text(60, "^[a-z0-9][a-z0-9-]{0,59}$"), "Its name, in small letters, digits and hyphens."),
        "alias": said(text(200), "What it is for, in a few words."),
        "description": said(text(2_000), "More about it."),
        "enabled": {"type": "boolean", "description": "false: it is not looked at."},
        "until": said(text(10, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "The last day on which it counts."),
        "triggers": {
            "type": "array",
            "minItems": 1,
            "items": _to("trigger"),
            "description": "When it is looked at.",
        },
        "conditions": {
            "description": "All of them must hold; without any it always does.",
            "allOf": [_to("conditions")],
        },
        "actions": {"type": "array", "items": _to("action"), "description": "What happens then."},
    }
    return closed(keys, required=("id", "triggers", "actions")) | {"allOf": list(_impossible())}


def _impossible() -> Iterator[Schema]:
    """Yield for each set of triggers the actions that cannot be done then."""
    by_triggers: dict[frozenset[Trigger], list[str]] = {}
    for action in ALL_ACTIONS:
        by_triggers.setdefault(frozenset(Trigger) - action.triggers, []).append(action.name)
    for never, names in by_triggers.items():
        if never:
            plain: Schema = {"enum": [one.value for one in Trigger if one in never]}
            some = {"anyOf": [plain, {"type": "object"}]} if Trigger.SCHEDULE in never else plain
            yield {
                "if": {"required": ["triggers"], "properties": {"triggers": {"contains": some}}},
                "then": {"properties": {"actions": {"items": {"properties": dict.fromkeys(names, False)}}}},
            }


def _trigger() -> Schema:
    names = [one.value for one in Trigger if one is not Trigger.SCHEDULE]
    when = "; ".join(f"{one.value}: {one.says}" for one in Trigger if one is not Trigger.SCHEDULE)
    timer = closed(
        {
            "schedule": said(text(100), "Minute, hour, day of the month, month, day of the week: 0 8 * * mon."),
            "location": said(text(60), "Whose clocks count, such as America/Toronto; else the provider's."),
        },
        required=("schedule",),
    )
    return {"anyOf": [{"enum": names, "description": f"{when}."}, timer]}


def _condition() -> Schema:
    together = {
        "any": "At least one of these holds.",
        "all": "All of these hold.",
        "not": "None of these holds.",
    }
    keys = {name: {"description": about, "allOf": [_to("conditions")]} for name, about in together.items()}
    exact = {name: told for field in ALL_FIELDS for name, told in _asked(field)}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": keys | exact,
        "patternProperties": dict(_patterns()),
        "additionalProperties": False,
    }


def _asked(field: Field) -> Iterator[tuple[str, Schema]]:
    """Yield each comparison of a field for editors to offer, with what it means."""
    if field.name.endswith("."):
        return
    for modifier in MODIFIERS[field.sort]:
        name = f"{field.name}|{modifier.value}" if modifier.value else field.name
        about = f"{field.says[0].upper()}{field.says[1:]}: {_MODIFIER_SAYS[modifier]}."
        known = list(field.known) if modifier is Modifier.EQUALS else []
        yield name, {"description": about, **({"examples": known} if known else {})}


def _patterns() -> Iterator[tuple[str, Schema]]:
    """Yield what values may stand behind each comparison. The reader lets blanks stand around the sign."""
    for field in ALL_FIELDS:
        begins = field.name.endswith(".")
        name = re.escape(field.name) + (r"[!-9;-{}-~ ]+" if begins else "")
        for modifier in MODIFIERS[field.sort]:
            behind = rf"\s*\|\s*{modifier.value}\s*" if modifier.value else r"\s*(?:\|\s*)?"
            yield f"^\\s*{name}{behind}$", _value(field, modifier)


def _value(field: Field, modifier: Modifier) -> Schema:
    match modifier:
        case Modifier.EXISTS:
            return {"type": "boolean"}
        case Modifier.OLDER_THAN:
            return text(60, r"^(?=.)(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?$")
        case Modifier.GT | Modifier.LT:
            return one_or_several({"anyOf": [{"type": "number"}, variable()]})
        case Modifier.RE:
            return one_or_several(text(1_000))
        case Modifier.EQUALS if field.sort is Sort.FLAG:
            return {"type": "boolean"}
        case Modifier.EQUALS if field.sort is Sort.NUMBER:
            return one_or_several({"anyOf": [{"type": "number"}, variable()]})
        case Modifier.EQUALS if field.known:
            return one_or_several(words(field.known))
    return one_or_several(scalar(1_000))


def _action() -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {one.name: said(_done(one), _about(one)) for one in ALL_ACTIONS},
        "additionalProperties": False,
    }


def _about(action: ActionWord) -> str:
    never = [one.value for one in Trigger if one not in action.triggers]
    not_then = f" Not on {', '.join(never)}: {action.not_else}." if never else ""
    return f"{action.says}{not_then} For example `{action.name}: {action.takes}`."


def _done(action: ActionWord) -> Schema:
    several = one_or_several(text(320))
    match action.name:
        case "set":
            keys = {name: said(text(100), _SET_SAYS[name]) for name in SET_WHAT}
            keys["status"] = said({"enum": list(STATUSES)}, _SET_SAYS["status"])
            keys["language"] = said(text(100, f"^(?:{TAG})$"), _SET_SAYS["language"])
            return closed(keys) | {"minProperties": 1}
        case "set_field":
            names = {"pattern": "^[a-z][a-z0-9_-]{0,39}$"}
            return {"type": "object", "minProperties": 1, "propertyNames": names, "additionalProperties": _template()}
        case "note":
            return _template()
        case "link_to":
            return one_or_several(_template())
        case "add_tag":
            return one_or_several(text(40, "^[a-z0-9][a-z0-9._-]{0,39}$"))
        case "auto_reply":
            return {"const": "never"}
        case "stop" | "quarantine" | "discard":
            return text(300)
    return several


def _template() -> Schema:
    names = ", ".join(f"{{{{ {name} }}}}" for name in VALUE_NAMES[:2])
    both: list[Any] = [text(1_000), {"type": "integer"}]
    return {"anyOf": both, "description": f"May name {names} and the like, and {{{{ match.NAME }}}}."}
