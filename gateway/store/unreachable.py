"""Which addresses took nothing the last time we wrote to them, and what their server said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from gateway.mail import Outcome
from gateway.store.pieces import in_pieces
from gateway.store.tables import outbox

_FINAL = [outcome.value for outcome in Outcome if outcome.final]


@dataclass(frozen=True, slots=True)
class LastWord:
    """What came of the last letter to an address, which was not taken."""

    outcome: Outcome
    reply: str
    """Of its server, or why nobody could be asked."""
    at: datetime


def unreachable(connection: Connection, inboxes: Collection[str]) -> dict[str, LastWord]:
    """Return what came of the last letter to each of these addresses (``Address.inbox``) that did not take it."""
    found: dict[str, LastWord] = {}
    for some in in_pieces(inboxes):
        newest = (
            select(func.max(outbox.c.id))
            .where(outbox.c.recipient_key.in_(some), outbox.c.state.in_(_FINAL))
            .group_by(outbox.c.recipient_key)
        )
        columns = (outbox.c.recipient_key, outbox.c.state, outbox.c.reply, outbox.c.settled_at, outbox.c.queued_at)
        failed = outbox.c.state != Outcome.SENT.value
        for row in connection.execute(select(*columns).where(outbox.c.id.in_(newest), failed)):
            found[row.recipient_key] = LastWord(Outcome(row.state), row.reply, row.settled_at or row.queued_at)
    return found
