from __future__ import annotations

import pytest

from tests.rules.rulebook.build import HEAD, complaints, rule, table

ACTION = "    actions:\n      - "


@pytest.mark.id("R-03", "R-07", "R-08", "T-02")
@pytest.mark.parametrize(("action", "said"), table("actions.txt"))
def test_an_action_is_taken_or_all_that_is_wrong_is_told_with_its_place(action: str, said: list[str]) -> None:
    assert complaints(f"{HEAD}{ACTION}{action}\n") == said


@pytest.mark.parametrize(
    ("trigger", "action", "why"),
    [
        ("mail.received", "set: {priority: low}", 'action "set" cannot run on trigger "mail.received" (no ticket yet)'),
        ("mail.received", "add_tag: x", 'action "add_tag" cannot run on trigger "mail.received" (no ticket yet)'),
        ("target.missed", "forward: dana", "there is no mail on a ticket"),
        ("ticket.customer_replied", "reply_section: holidays", "only a new ticket is acknowledged"),
        ("ticket.customer_replied", "auto_reply: never", "only a new ticket is acknowledged"),
    ],
)
def test_an_action_that_can_do_nothing_on_a_trigger_is_refused(trigger: str, action: str, why: str) -> None:
    text = f"version: 1\nrules:\n  - id: a\n    triggers: [{trigger}]\n{ACTION}{action}\n"
    (found,) = complaints(text)
    assert found.startswith("6:9:")
    assert " E121 " in found
    assert why in found


@pytest.mark.parametrize("action", ["discard", "quarantine", "stop"])
def test_a_reason_that_names_something_is_refused_where_it_stands(action: str) -> None:
    head = "version: 1\nrules:\n  - id: a\n    triggers: [mail.received]\n"
    said = f'E301 "{action}" is said as it is written: it can name nothing / leave out the {{{{ }}}}'
    assert complaints(f'{head}{ACTION}{action}: "of {{{{ sender.name }}}}"\n') == [f"6:{len(action) + 15}:2 {said}"]


def test_single_braces_are_text() -> None:
    (note,) = rule(ACTION + "note: 'costs {7} or } 100 %'\n").actions
    assert note.text.say({}) == "costs {7} or } 100 %"  # type: ignore[union-attr]
