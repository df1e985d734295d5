"""One slip is told once: what follows only from another complaint about the same rule is not said."""

from __future__ import annotations

import pytest

from gateway.rules.rulebook.case import read_case
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import read_rule_text
from tests.rules.rulebook.build import HEAD, complaints

NOTES = "    actions: [{note: '{{ match.po }}'}]\n"
TAGS = "    actions: [{add_tag: x}]\n"
CREATED = "triggers: [ticket.created]"


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ("conditions: [{subject|regex: '(?P<po>a)'}]", ["E103"]),
        ("conditions: [{not: [{subject|regex: a}]}]", ["E103"]),
        ("conditions: [{subject|re: '(?P<po>a'}]", ["E302"]),
        ("conditions: [{subject|re: ['(?P<po>a)', '(?P<po>b']}]", ["E302"]),
        ("conditions: [{subject|re: '(?P<po>a{6000})'}]", ["E304"]),
        ("conditions: [{subject|re: [5]}]", ["E107"]),
        ("conditions: [{subjct|re: '(?P<po>a)'}]", ["E101"]),
        ("conditions: [{any: [{subject|re: '(?P<po>a)'}, {body: b}]}, {bdy|re: '(?P<po>a)'}]", ["E101"]),
        ("conditions: ['subject|re: (?P<po>a)']", ["E107"]),
        ("condition: [{subject|re: '(?P<po>a)'}]", ["E102"]),
    ],
)
def test_what_a_refused_condition_would_have_captured_is_not_missed(conditions: str, said: list[str]) -> None:
    told = [line.split()[1] for line in complaints(f"{HEAD}    {conditions}\n{NOTES}")]
    assert [code for code in told if code not in said] == []
    assert sorted(set(told)) == said


@pytest.mark.parametrize(
    "conditions", ["conditions: [{ticket.priority: hgih}]", "conditions: [{ticket.status_before: open}]", "alias: none"]
)
def test_a_name_that_no_condition_makes_is_told_beside_other_mistakes(conditions: str) -> None:
    assert any(" E303 " in line for line in complaints(f"{HEAD}    {conditions}\n{NOTES}"))


def test_a_name_of_another_kind_is_told_beside_a_refused_condition() -> None:
    text = f"{HEAD}    conditions: [{{subjct: a}}]\n    actions: [{{note: '{{{{ subjct }}}}'}}]\n"
    assert [line.split()[1] for line in complaints(text)] == ["E101", "E303"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (f"id: a\n    trigger: [ticket.created]\n{TAGS}", '"trigger" (did you mean "triggers"?)'),
        (f"id: a\n    {CREATED}\n    action: [{{add_tag: x}}]\n", '"action" (did you mean "actions"?)'),
        (f"idd: a\n    {CREATED}\n{TAGS}", '"idd" (did you mean "id"?)'),
        (f'id: a\n    triggers: [{{schedul: "0 8 * * *"}}]\n{TAGS}', '"schedul" (did you mean "schedule"?)'),
    ],
)
def test_a_misspelt_key_is_taken_for_the_one_that_seems_to_be_missing(rule: str, said: str) -> None:
    (found,) = complaints(f"version: 1\nrules:\n  - {rule}")
    assert found.endswith(f" E102 unknown key {said}")


def test_a_misspelt_version_is_none_that_is_missing() -> None:
    assert complaints("verison: 1\n") == ['1:1:7 E102 unknown key "verison" (did you mean "version"?)']


def test_a_misspelt_key_of_a_test_is_taken_for_the_one_that_seems_to_be_missing() -> None:
    text = "version: 1\ntests:\n  - nam: a\n    expect: {}\n"
    file, margin = read_rule_text(text, "a.yml", "rules/a.yml", Known())
    assert file.tests is not None
    assert read_case(file.tests.below(0), "rules/a.yml", ()) is None
    assert [one.message for one in margin.problems] == ['unknown key "nam" (did you mean "name"?)']


def test_a_key_that_is_missing_is_told_beside_another_that_is_misspelt() -> None:
    told = complaints(f"version: 1\nrules:\n  - id: a\n    alais: x\n{TAGS}")
    assert [line.split()[1] for line in told] == ["E102", "E106"]


def test_a_variable_whose_values_were_refused_is_told_once() -> None:
    text = "version: 1\nvariables: {a: {b: c}}\nrules:\n  - id: a\n    triggers: [ticket.created]\n"
    text += f"    conditions: [{{size|gt: '{{{{ a }}}}'}}, {{subject: '{{{{ a }}}}'}}]\n{TAGS}"
    assert complaints(text) == ['2:16:0 E107 "a" must be a text, a number, or a list of them']


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Outage Words", 'did you mean "outage-words"?'),
        ("VIP_1", 'did you mean "vip-1"?'),
        ("ÄÖ", "for example outage-words"),
    ],
)
def test_an_id_is_offered_in_its_small_form(written: str, hint: str) -> None:
    text = f"version: 1\nrules:\n  - id: {written}\n    {CREATED}\n{TAGS}"
    assert complaints(text) == [f'3:9:0 E107 "id" must be small letters, digits and hyphens / {hint}']
