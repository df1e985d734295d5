from __future__ import annotations

import pytest

from gateway.desk.ruling.condition import All, Condition, Neither, Some, Test
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import read_rule_text
from tests.rules.rulebook.build import HEAD, NOTE, complaints, rule, table

CONDITION = "    conditions:\n      - "


@pytest.mark.id("R-03")
@pytest.mark.parametrize(("condition", "said"), table("conditions.txt"))
def test_a_condition_is_taken_or_all_that_is_wrong_is_told_with_its_place(condition: str, said: list[str]) -> None:
    assert complaints(f"{HEAD}{CONDITION}{condition}\n{NOTE}") == said


def shape(condition: Condition) -> object:
    """Say how conditions are put together."""
    match condition:
        case Test():
            return condition.wanted
        case All(of=several):
            return ("all", *map(shape, several))
        case Some(of=several):
            return ("any", *map(shape, several))
        case Neither(of=inner):
            return ("not", shape(inner))


def shape_of(conditions: str) -> object:
    return shape(rule(f"    conditions:\n{conditions}{NOTE}").condition)


def test_conditions_in_a_list_and_several_keys_of_one_must_all_hold() -> None:
    assert shape_of("      - subject: a\n      - {body: b, size: 1}\n") == ("all", "a", ("all", "b", "1"))


def test_below_any_each_item_counts_and_the_keys_of_one_item_belong_together() -> None:
    assert shape_of("      - any:\n          - {subject: a, body: b}\n          - subject: c\n") == (
        "all",
        ("any", ("all", "a", "b"), "c"),
    )


def test_below_not_none_of_the_items_may_hold() -> None:
    assert shape_of("      - not:\n          - {subject: a, body: b}\n          - subject: c\n") == (
        "all",
        ("not", ("any", ("all", "a", "b"), "c")),
    )


def test_one_condition_needs_no_list() -> None:
    assert shape_of("      subject: a\n") == ("all", "a")
    assert shape_of("      - not: {subject: a}\n") == ("all", ("not", ("any", "a")))


def test_flow_style_says_the_same_as_block_style() -> None:
    flow = rule("    conditions: [{any: [{subject|contains: [a, b]}, {not: {body: c}}]}, {size|gt: 5}]\n" + NOTE)
    block = rule(
        "    conditions:\n"
        "      - any:\n"
        "          - subject|contains:\n"
        "              - a\n"
        "              - b\n"
        "          - not:\n"
        "              body: c\n"
        "      - size|gt: 5\n" + NOTE
    )
    assert shape(flow.condition) == shape(block.condition)


def test_conditions_nested_too_deep_are_refused() -> None:
    deep = "{not: " * 12 + "{subject: a}" + "}" * 12
    assert complaints(f"{HEAD}{CONDITION}{deep}\n{NOTE}") == ['6:75:0 E107 "not" is nested more than 10 deep']


def test_all_complaints_of_a_file_come_at_once_and_in_the_order_of_the_file() -> None:
    text = (
        "version: 2\nruels: []\nrules:\n"
        "  - {id: A B, triggers: [mail.recieved], conditions: [{subjct: a}, {sice|gt: 5}], actions: [{sett: 1}]}\n"
        "  - {id: b, triggers: [ticket.created], until: 2026-13-01, enabled: maybe, actions: []}\n"
    )
    first, again = complaints(text), complaints(text)
    assert first == again
    assert [line.split(" ")[1] for line in first] == [
        *("E102", "E113", "E107", "E109", "E101", "E101", "E111", "E106", "E107", "E107"),
    ]


def test_many_values_are_refused_and_a_hundred_complaints_are_enough() -> None:
    assert complaints(f"{HEAD}{CONDITION}subject: [{'a, ' * 2_001}]\n{NOTE}") == [
        '6:18:0 E107 "subject" has more than 2000 values'
    ]
    assert len(complaints(HEAD + "    conditions:\n" + "      - subjct: a\n" * 200 + NOTE)) == 100


def test_a_number_is_no_value_of_a_field_whose_values_are_known() -> None:
    text = (
        "version: 1\nrules:\n  - id: a\n    triggers: [ticket.status_changed]\n"
        "    conditions: [{ticket.status_before: 0}]\n    actions: [{add_tag: x}]\n"
    )
    _, margin = read_rule_text(text, "a.yml", "rules/a.yml", Known())
    assert [(one.code, one.line, one.column) for one in margin.problems] == [("E104", 5, 41)]
