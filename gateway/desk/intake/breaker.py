"""Decide when acknowledgements stop altogether: more of them at once than people can have asked for.

Limits by address and domain do not see ten thousand forged senders. Then acknowledgements are written and held, a
ticket tells people, and an operator says what becomes of them. Mail is taken and tickets are opened as ever. Pure.
"""

from __future__ import annotations

from datetime import datetime

from gateway.desk.changes import AddMessage, Change, HoldAcknowledgements
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.new_ticket import Beginning, begun, new_ticket
from gateway.desk.recent import Recent
from gateway.desk.ticket import Direction, Message, Priority
from gateway.mail import Body, Kind

SUBJECT = "Acknowledgements are held: too many at once"
_BODY = """{because}.

Mail is taken and cases are opened as ever; only the acknowledgements wait. Look at the newest cases
(gateway ticket list) and the letters that are held (gateway outbox list), then say what
becomes of them:

  gateway outbox resume --send       they go out, and new ones too
  gateway outbox resume --discard    they are thrown away, and new ones go out
"""


def trip(
    recent: Recent, policy: AckPolicy, fresh: Fresh, *, priority: Priority, support_address: str, now: datetime
) -> tuple[Change, ...]:
    """Hold acknowledgements, and open a ticket that says so, when the limit is reached and they are not held yet."""
    if recent.held or recent.ten_minutes < policy.most_of_all:
        return ()
    because = f"{recent.ten_minutes} acknowledgements within ten minutes"
    beginning = Beginning(SUBJECT, priority, support_address, now)
    ticket = new_ticket(beginning, fresh)
    note = Message(Direction.NOTE, Kind.NEW, "", "gateway", now, Body(_BODY.format(because=because)))
    return (
        *begun(ticket, beginning, because),
        AddMessage(ticket.id, note, because),
        HoldAcknowledgements(ticket.id, because),
    )
