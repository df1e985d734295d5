from __future__ import annotations

from typing import Any

import pytest

from gateway.desk.changes import AddMessage, HoldAcknowledgements, OpenTicket
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.intake.breaker import trip
from gateway.desk.recent import Recent
from gateway.desk.ticket import Direction, Priority
from tests.desk.build import FRESH, NOW, SUPPORT

POLICY = AckPolicy(breaker=100)
TOLD: Any = {"priority": Priority("p1"), "support_address": SUPPORT, "now": NOW}


@pytest.mark.id("X-08")
@pytest.mark.parametrize(("sent", "held", "trips"), [(99, False, False), (100, False, True), (100, True, False)])
def test_too_many_at_once_hold_all_of_them_and_tell_people_once(sent: int, held: bool, trips: bool) -> None:
    made = trip(
        Recent(ten_minutes=sent, held=held), POLICY, FRESH, priority=Priority("p1"), support_address=SUPPORT, now=NOW
    )
    assert [type(change) for change in made] == ([OpenTicket, AddMessage, HoldAcknowledgements] if trips else [])


def test_the_ticket_says_what_happened_and_what_to_do() -> None:
    opened, note, _ = trip(
        Recent(ten_minutes=100), POLICY, FRESH, priority=Priority("p1"), support_address=SUPPORT, now=NOW
    )
    assert isinstance(opened, OpenTicket)
    assert isinstance(note, AddMessage)
    assert (opened.requester, opened.ticket.priority) == (None, "p1")
    assert note.message.direction is Direction.NOTE
    assert note.message.body.full.startswith("100 acknowledgements within ten minutes.")
    assert "gateway outbox resume --send" in note.message.body.full


def test_it_never_trips_below_what_one_address_may_have() -> None:
    policy = AckPolicy(breaker=100, per_address_hour=1000)
    assert trip(Recent(ten_minutes=999), policy, FRESH, **TOLD) == ()
