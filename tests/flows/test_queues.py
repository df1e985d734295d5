"""Queues, tags and rulings in a desk that works: who hears, and what is kept with the rest of a transaction."""

from __future__ import annotations

import pytest

from gateway.desk.becoming import about, became, tagged
from gateway.desk.changes import KeepRuling
from gateway.desk.ruling.record import Matched, Ruled
from gateway.docket import Docket
from gateway.errors import Refused
from gateway.mail import JournalId, TicketId
from gateway.store.database import Side
from gateway.store.look_up import ticket_by_id
from gateway.store.rulings import rule_counts, rulings_of_entry, rulings_of_ticket
from tests.flows.timed_desk import BOTH, HOUR, START, TimedDesk


def warned(desk: TimedDesk, number: str) -> set[str]:
    """Who hears that the first answer is due soon."""
    due = next(row for row in desk.ticket(number).promises if row.kind.value == "response")
    assert due.warn
    desk.at(due.warn)
    desk.settle()
    return {sent.recipient for sent in desk.outbox() if sent.template == "warning"}


@BOTH
def test_what_falls_due_on_a_ticket_of_a_queue_is_told_to_the_people_of_its_group(timed: TimedDesk) -> None:
    number = timed.opened()
    timed.set(number, queue="operations-manager")
    assert warned(timed, number) == {"olga@support.example"}


@BOTH
def test_in_the_queue_of_a_group_that_has_nobody_the_support_level_still_hears(timed: TimedDesk) -> None:
    number = timed.opened()
    timed.set(number, queue="experts")
    assert warned(timed, number) == {"dana@support.example"}


@BOTH
def test_what_rules_decide_is_written_with_what_they_said_and_found_by_mail_and_ticket(timed: TimedDesk) -> None:
    entry = timed.receive(timed.mail())
    ticket_id = TicketId(1)
    before = Ruled(
        "mail.received", "7f3c21a", START, None, entry, (Matched("newsletters", "rules/10-intake.yml:3", ""),)
    )
    after = Ruled("ticket.created", "7f3c21a", START, ticket_id, entry, (Matched("billing", "rules/20.yml:8", ""),))
    because = "rule billing (rules/20.yml:8)"
    means = timed.office.means
    with timed.office.database.write(Side.DESK) as connection:
        docket = Docket(connection, means)
        found = ticket_by_id(connection, ticket_id)
        assert found
        ticket = docket.open(found).ticket
        docket.take(
            (
                KeepRuling(before),
                KeepRuling(after),
                *became(ticket, "queue", "operations-manager", because),
                *tagged(ticket, "invoice", because),
                *about(ticket, "billing", because),
            )
        )
        now = docket.world.tickets[ticket_id]
        docket.write()
    assert (now.queue, now.tags, now.topics) == ("operations-manager", ("invoice",), ("billing",))
    view = timed.ticket()
    assert (view.line.queue, view.line.tags, view.line.topics) == (now.queue, now.tags, now.topics)
    assert [line.what for line in view.history if line.because == because] == [
        *("queue support -> operations-manager", "tag invoice", "topic billing"),
    ]
    with timed.office.database.read() as connection:
        assert rulings_of_entry(connection, entry) == rulings_of_ticket(connection, ticket_id) == (before, after)


@BOTH
def test_what_was_ruled_in_a_transaction_that_fails_was_never_ruled(timed: TimedDesk) -> None:
    kept = Ruled("ticket.created", "7f3c21a", START, None, JournalId(1), (Matched("a", "rules/20.yml:8", ""),))
    means = timed.office.means
    with pytest.raises(Refused), timed.office.database.write(Side.DESK) as connection:  # noqa: PT012 - as flows write
        docket = Docket(connection, means)
        docket.take((KeepRuling(kept),))
        docket.write()
        raise Refused("too late")
    timed.pass_time(HOUR)
    with timed.office.database.read() as connection:
        assert rulings_of_entry(connection, JournalId(1)) == ()
        assert rule_counts(connection, START) == {}
