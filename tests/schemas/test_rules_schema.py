"""The schema of rules and their reader agree, over files that are made up and files that are made wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.ruling.vocabulary import ALL_ACTIONS, ALL_FIELDS, MODIFIERS, Field, Modifier, Sort, Trigger
from gateway.rules.rulebook.code import Part
from gateway.rules.rulebook.codes import ALL_CODES
from tests.rules.test_codes import file_of
from tests.schemas.readers import ROOT, SCHEMAS, fits, takes

WORD = st.sampled_from(["slow", "été", "a b", "007", "no", "{{ words }}", " x ", "a|b", "*login*", "K"])
NAME = st.sampled_from(["a", "rule-1", "0", "x" * 60])
BLANKS = st.sampled_from(["", "", "", " ", "  "])


def some(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return one | st.lists(one, min_size=1, max_size=3)


def values(field: Field, modifier: Modifier) -> st.SearchStrategy[Any]:
    if modifier is Modifier.EXISTS or field.sort is Sort.FLAG:
        return st.booleans()
    if modifier is Modifier.OLDER_THAN:
        return st.sampled_from(["1d", "2h30m", "45s"])
    if modifier is Modifier.IN:
        return some(st.sampled_from(["24x7", "business-hours"]))
    if field.sort is Sort.NUMBER:
        number = st.integers(-3, 10**6) | st.floats(0, 9, allow_nan=False).map(lambda one: round(one, 2))
        return number if modifier in (Modifier.GT, Modifier.LT) else some(number)
    if modifier is Modifier.RE:
        return some(st.sampled_from([r"\d{4}", "(?P<n>a+)", "x|y"]))
    if modifier is Modifier.EQUALS and field.known:
        return some(st.sampled_from(field.known).flatmap(lambda one: st.sampled_from([one, one.upper(), f" {one} "])))
    if modifier is Modifier.EQUALS and field.name in ("ticket.priority",):
        return some(st.sampled_from(["urgent", "HIGH"]))
    return some(WORD | st.integers(1, 99))


@st.composite
def conditions(draw: st.DrawFn, triggers: frozenset[Trigger], depth: int = 0) -> dict[str, Any]:
    if depth < 2 and draw(st.booleans()) and draw(st.booleans()):
        inner = st.lists(conditions(triggers, depth + 1), min_size=1, max_size=2)
        return {draw(st.sampled_from(["any", "all", "not"])): draw(inner | conditions(triggers, depth + 1))}
    field = draw(st.sampled_from([one for one in ALL_FIELDS if triggers <= one.triggers and not by_name(one)]))
    modifier = draw(st.sampled_from(MODIFIERS[field.sort]))
    name = field.name + ("List-Id" if field.name == "header." else "own" if field.name.endswith(".") else "")
    sign = draw(BLANKS) + "|" + draw(BLANKS) if modifier.value or draw(st.booleans()) else ""
    return {draw(BLANKS) + name + sign + modifier.value: draw(values(field, modifier))}


def by_name(field: Field) -> bool:
    """Fields whose values are names of other files."""
    return field.name in ("ticket.queue", "ticket.topics", "ticket.assigned_to", "customer.policy.name")


DONE: dict[str, st.SearchStrategy[Any]] = {
    "set": st.sampled_from([{"priority": "high"}, {"status": "open", "queue": "support"}, {"language": "pt-BR"}]),
    "set_field": st.sampled_from([{"own": "{{ subject }}"}, {"own": 5}]),
    "add_topic": some(st.sampled_from(["outage", "sign-in"])),
    "add_tag": some(st.sampled_from(["a", "week.end"])),
    "add_cc": some(st.just("ops@acme.example")),
    "link_to": some(st.sampled_from(["1042735", 1042735])),
    "note": st.sampled_from(["hello", "{{ sender.name | upper }}", 5]),
    "notify": some(st.sampled_from(["on-call", "dana", "dana@provider.example"])),
    "forward": some(st.just("dana")),
    "reply_section": some(st.just("urgent_by_phone")),
    "auto_reply": st.just("never"),
    "stop": st.just("enough"),
    "quarantine": st.just("looks odd"),
    "discard": st.just("nobody reads it"),
}
TIMER = {"schedule": "0 8 * * mon", "location": "America/Toronto"}


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    triggers = draw(st.frozensets(st.sampled_from(list(Trigger)), min_size=1, max_size=3))
    possible = [one.name for one in ALL_ACTIONS if triggers <= one.triggers]
    names = draw(st.lists(st.sampled_from(possible), min_size=1, max_size=3))
    optional = {
        "alias": st.just("What it is for"),
        "description": st.just("More"),
        "enabled": st.booleans(),
        "until": st.just("2026-12-31"),
        "conditions": st.lists(conditions(triggers), max_size=3) | conditions(triggers),
    }
    more = draw(st.fixed_dictionaries({}, optional=optional))
    listed = [TIMER if one is Trigger.SCHEDULE else one.value for one in sorted(triggers)]
    return {"id": draw(NAME), "triggers": listed, "actions": [{name: draw(DONE[name])} for name in names], **more}


TESTS = st.fixed_dictionaries(
    {"name": st.just("It works"), "expect": st.sampled_from([{"ack": True}, {"matched": []}, {"fields": {"a": 5}}])},
    optional={
        "mail": st.sampled_from(
            [{"subject": "x", "to": ["a@b.example"]}, "a.eml", {"body": None, "headers": {"X-A": "b"}}]
        ),
        "trigger": st.sampled_from([one.value for one in Trigger]),
        "given": st.sampled_from(
            [
                {"sender.verified": True, "size": 5, "ticket.tags": ["a", 5]},
                {"time": "2026-11-19T10:12:00+02:00", "header.List-Id": None, "subject": ""},
            ]
        ),
    },
)
FILES = st.fixed_dictionaries(
    {"version": st.just(1), "variables": st.just({"words": ["slow", 5]})},
    optional={"rules": st.lists(rules(), max_size=2), "tests": st.lists(TESTS, max_size=2)},
)


@given(file=FILES)
def test_whatever_the_reader_takes_the_schema_takes(file: dict[str, Any]) -> None:
    text = json.dumps(file, ensure_ascii=False)
    assert takes("rules", text, Path())  # else this shows nothing
    assert fits("rules", text), [error.message for error in SCHEMAS["rules"].iter_errors(file)]


OUTSIDE = (Part.SECTIONS, Part.TEAM, Part.CUSTOMER, Part.NAME)


def written(part: Part, example: str) -> str:
    head = "" if "version:" in example else "version: 1\n"
    return f"{head}{example}\n" if part is Part.FILE else file_of(part, example)


@pytest.mark.parametrize("code", [one for one in ALL_CODES if one.part not in OUTSIDE], ids=lambda one: one.code)
def test_the_right_example_of_every_code_fits(code: Any) -> None:
    if code.right:
        assert fits("rules", written(code.part, code.right))


SHAPE = ("E101", "E102", "E103", "E106", "E107", "E109", "E111", "E113", "E121", "E122", "E124")


@pytest.mark.parametrize("code", [one for one in ALL_CODES if one.code in SHAPE], ids=lambda one: one.code)
def test_editors_mark_what_is_wrong_with_the_shape(code: Any) -> None:
    assert not fits("rules", written(code.part, code.wrong))


def test_fields_comparisons_and_actions_are_offered_with_words_about_them() -> None:
    definitions = json.loads((ROOT / "config/schemas/rules.json").read_text("utf-8"))["definitions"]
    offered = definitions["condition"]["properties"]
    assert offered["subject|contains"]["description"] == "The subject of the mail: one of these texts is in it."
    assert offered["auto.kind"]["examples"][:2] == ["new", "reply"]
    assert "Not on mail.received: no ticket yet." in definitions["action"]["properties"]["add_tag"]["description"]
