from __future__ import annotations

from tests.simulation.conftest import Play, failures

OPEN = "mail: {from: joe@acme.example, subject: Phones drop, body: Since 8., as: t1}"
# Friday, 09:00 in Toronto, where the default policy has its hours: medium, the first answer within four of them.
DUE = "2026-11-20T18:00:00Z"


def test_when_a_promise_falls_due_is_held_to_the_second(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        f"expect: {{due: {{ticket: t1, response: {DUE}, rca: null}}}}",
        "expect: {due: {ticket: t1, response: 2026-11-20T18:00:01Z}}",
        "expect: {due: {ticket: t1, response: 2026-11-20T18:00:02Z}}",
        "expect: {due: {ticket: t1, response: null}}",
        "expect: {due: {ticket: t1, rca: 2026-11-20T18:00:00Z}}",
    )
    assert failures(told) == [
        (4, "t1 due: response 2026-11-20T18:00:02Z", f"response {DUE}"),
        (5, "t1 due: response none", f"response {DUE}"),
        (6, f"t1 due: rca {DUE}", "rca none"),
    ]
    assert told.tickets["t1"]["due"]["response"] == DUE  # type: ignore[index]


def test_a_promise_that_is_kept_is_due_no_more_and_was_not_missed(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "after: 1h",
        "answer: {ticket: t1, by: dana, body: Please restart it.}",
        "expect: {due: {ticket: t1, response: null}}",
        "after: 4h",
        "expect: {missed: {ticket: t1, kinds: []}}",
    )
    assert failures(told) == []


def test_exactly_what_was_missed_by_now_is_missed(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "at: 2026-11-20T17:59:58Z",
        "expect: {missed: {ticket: t1, kinds: []}}",
        "expect: {missed: {ticket: t1, kinds: [response]}}",
        "at: 2026-11-20T18:00:01Z",
        "expect: {missed: {ticket: t1, kinds: [response]}}",
        "expect: {missed: {ticket: t1, kinds: []}}",
        "expect: {missed: {ticket: t1, kinds: [response, update]}}",
        "expect: {warned: {ticket: t1, kinds: [response]}}",
        "expect: {warned: {ticket: t1, kinds: []}}",
    )
    assert failures(told) == [
        (4, "t1 missed: response", "none"),
        (7, "t1 missed: none", "response"),
        (8, "t1 missed: response, update", "response"),
        (10, "t1 warned of: none", "response"),
    ]
    assert told.tickets["t1"]["missed"] == ["response"]
