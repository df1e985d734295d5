"""How a case is closed, whoever closes it: the customer, an engineer or the clock. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gateway.desk.becoming import became, moved
from gateway.desk.changes import SetFact, SetStatus
from gateway.desk.life.case import Case
from gateway.desk.life.facts import customer_letter
from gateway.desk.order import Fact, Form, TellCustomer, WhyClosed
from gateway.desk.ticket import Status, Ticket


def waits_no_more(ticket: Ticket, because: str) -> tuple[SetFact, ...]:
    """End a ticket's waiting for somebody, if it waits."""
    return became(ticket, "waiting_on", None, because)


def rests_no_more(ticket: Ticket, because: str) -> tuple[SetFact, ...]:
    """End the rest that was agreed for a ticket, if one was."""
    return became(ticket, "hold_until", None, because)


def closed(ticket: Ticket, because: str) -> Iterator[SetFact | SetStatus]:
    """Close a ticket; what it waited for, and until when it rested, is over with that."""
    yield from waits_no_more(ticket, because)
    yield from rests_no_more(ticket, because)
    yield from moved(ticket, Status.CLOSED, because)


def told_closed(
    case: Case, because: str, *, why: WhyClosed = WhyClosed.DONE, reason: str = "", waited: timedelta | None = None
) -> tuple[TellCustomer, ...]:
    """Tell everybody on a case that it is closed; ``waited`` is for how long nobody had answered."""
    facts: dict[str, Fact] = {
        "why": why,
        "waited": waited,
        "reason": reason,
        "new_ticket": case.policy.reopening.new_ticket,
    }
    return customer_letter(Form.CLOSED, case, because, facts)
