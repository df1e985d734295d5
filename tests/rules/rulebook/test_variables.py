from __future__ import annotations

import pytest

from gateway.desk.ruling import condition
from gateway.desk.ruling.check import Check, Contains, Equals, Numbers
from tests.rules.rulebook.build import complaints, good

BELOW = (
    "rules:\n  - id: a\n    triggers: [ticket.created]\n    conditions:\n      - {condition}\n"
    "    actions: [{{add_tag: x}}]\n"
)


def text(variables: str, condition: str) -> str:
    return f"version: 1\nvariables: {variables}\n" + BELOW.format(condition=condition)


def check(source: str) -> Check:
    """Return the comparison of the one rule there is."""
    (rule,) = good(source)
    (test,) = condition.tests_in(rule.condition)
    return test.check


@pytest.mark.parametrize(
    ("variables", "condition", "values"),
    [
        ("{w: down}", 'subject|contains: "{{ w }}"', ("down",)),
        ("{w: [down, 'All USERS']}", 'subject|contains: "{{ w }}"', ("down", "all users")),
        ("{w: [down]}", 'subject|contains: [slow, "{{w}}", lag]', ("slow", "down", "lag")),
        ("{w: [down], v: [slow, '{{ w }}']}", 'subject|contains: "{{ v }}"', ("slow", "down")),
        ("{v: [slow, '{{ w }}'], w: [down]}", 'subject|contains: "{{ v }}"', ("slow", "down")),
    ],
)
def test_a_variable_stands_for_its_values(variables: str, condition: str, values: tuple[str, ...]) -> None:
    assert check(text(variables, condition)) == Contains(values)


def test_a_variable_may_be_a_number() -> None:
    assert check(text("{limit: 5000}", 'size|gt: "{{ limit }}"')) == Numbers(more=5_000)
    assert check(text("{no: 7}", 'subject: "{{ no }}"')) == Equals(frozenset({"7"}))


@pytest.mark.parametrize(
    ("variables", "condition", "said"),
    [
        ("{a: '{{ a }}'}", "subject: x", ['2:16:0 E112 "a" stands for itself: a -> a']),
        ("{a: '{{ b }}', b: ['{{ a }}']}", "subject: x", ['2:16:0 E112 "a" stands for itself: a -> b -> a']),
        ("{a: '{{ c }}'}", "subject: x", ['2:20:1 E112 unknown variable "c" / there are a']),
        ("{a: []}", "subject: x", ['2:16:0 E107 "a" must not be empty']),
        ("{A-B: x}", "subject: x", ["2:13:3 E107 a variable is named by small letters, digits and underscores"]),
        ("{a: {b: c}}", "subject: x", ['2:16:0 E107 "a" must be a text, a number, or a list of them']),
        ("{a: yes, b: true}", "subject: x", ['2:24:0 E107 "b" must be a text, a number, or a list of them']),
        (
            "{a: [010, 1.0]}",
            "subject: x",
            ["2:17:0 E107 must be text / put it in quotes, so that it counts as it is written"],
        ),
        ("[a]", "subject: x", ['2:12:0 E107 "variables" must be a mapping of keys to values']),
        ("{a: x}", 'subject: "{{ b }}"', ['7:22:1 E112 unknown variable "b" / there are a']),
        ("{a: x}", 'subject: "x {{ a }}"', ['7:21:2 E112 "subject" may be a variable as a whole, and not hold one']),
    ],
)
def test_a_wrong_variable_is_told(variables: str, condition: str, said: list[str]) -> None:
    assert complaints(text(variables, condition)) == said
