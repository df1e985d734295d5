"""What comes of wishes, one after the other: each step sees the ticket as those before it leave it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.order import Order
from gateway.desk.ruled.carry_out import Obeyed, carry_out
from gateway.desk.ruled.matter import about_case
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.judge import judge
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ticket import MAX_TAGS, Status, Ticket, WaitingOn
from tests.desk.build import NOW, a_case, a_ticket, a_world
from tests.rules.rulebook.build import good

ACTIONS = (
    *("set: {priority: low}", "set: {priority: high}"),
    *("set: {status: pending}", "set: {status: in-progress}", "set: {status: closed}"),
    *("set: {queue: specialists}", "set: {language: fr}"),
    "set_field: {site: north}",
    *("add_tag: vip", "add_tag: weekend", "add_topic: sign-in", "add_cc: bob@acme.example", "link_to: '4711'"),
    *("note: seen", "notify: Dana"),
)
BUSY = replace(
    a_ticket(1, Status.ON_HOLD), waiting_on=WaitingOn.RELEASE, hold_until=NOW, tags=("eu",), fields=(("site", "south"),)
)


def obey(ticket: Ticket, *actions: str) -> Obeyed:
    """Return what comes of a rule with these actions, when the status of a ticket has changed."""
    said = "".join(f"      - {action}\n" for action in actions)
    book = Rulebook(
        good(f"version: 1\nrules:\n  - id: all\n    triggers: [ticket.status_changed]\n    actions:\n{said}")
    )
    case = a_case(ticket)
    return carry_out(case, judge(Trigger.STATUS_CHANGED, about_case(case, now=NOW), book), now=NOW)


@given(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=8, unique=True), st.sampled_from((BUSY, a_ticket())))
def test_the_case_is_as_the_steps_make_it(actions: list[str], ticket: Ticket) -> None:
    done = obey(ticket, *actions)
    world = a_world(ticket)
    for step in done.steps:
        if not isinstance(step, Order):
            world.after(step)
    assert done.case.ticket == world.tickets[ticket.id]


def test_what_a_status_brings_with_it_is_seen() -> None:
    rested = obey(BUSY, "set: {status: in-progress}").case.ticket
    assert (rested.status, rested.waiting_on, rested.hold_until) == (Status.IN_PROGRESS, None, None)
    waits = obey(a_ticket(), "set: {status: pending}").case.ticket
    assert (waits.status, waits.waiting_on) == (Status.PENDING, WaitingOn.CUSTOMER)


@pytest.mark.parametrize("actions", list(permutations(("add_tag: a", "add_tag: b", "add_tag: c"))))
def test_tags_beyond_the_most_are_refused_by_name_of_the_rule(actions: tuple[str, ...]) -> None:
    full = replace(a_ticket(), tags=tuple(f"t{at}" for at in range(MAX_TAGS - 1)))
    done = obey(full, *actions)
    assert len(done.case.ticket.tags) == MAX_TAGS
    assert [one.endswith(f"a case has {MAX_TAGS} tags at most") for one in done.refused] == [True, True]
    assert all(one.startswith("rule all ") for one in done.refused)


def test_what_is_so_already_is_no_step() -> None:
    assert obey(BUSY, "add_tag: eu", "set_field: {site: south}", "set: {priority: medium}").steps == []
