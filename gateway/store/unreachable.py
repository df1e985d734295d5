"""Which addresses take no mail, by what came of the last letters to them, and what was said to them.

One letter is enough where a server says that there is no such address: ours by a status that means nothing else, for
what it says otherwise may be said to every letter; one behind it by words that may be about the address. A full
mailbox, a filter and a server in trouble say nothing of the address: there it takes three letters in a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from gateway.desk.notices.refusal import Refusal
from gateway.mail import Outcome
from gateway.store.pieces import in_pieces
from gateway.store.tables import outbox

IN_A_ROW = 3
"""Letters that were not taken, whatever the reason, after which an address counts as failing."""
_FINAL = [outcome.value for outcome in Outcome if outcome.final]


@dataclass(frozen=True, slots=True)
class LastWord:
    """What came of the last letter to an address, which was not taken."""

    outcome: Outcome
    reply: str
    """Of whoever refused it, or why nobody could be asked."""
    at: datetime

    @property
    def says_dead(self) -> bool:
        """Tell whether it is about the address, and not only about that letter."""
        return self.outcome is Outcome.REFUSED and Refusal.worded(self.reply).says_dead


def unreachable(connection: Connection, inboxes: Collection[str]) -> dict[str, LastWord]:
    """Return what came of the last letter to each of these addresses (``Address.inbox``) that takes none."""
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
    doubtful = {inbox for inbox, word in found.items() if not word.says_dead}
    return {inbox: found[inbox] for inbox in found.keys() - (doubtful - _failing_in_a_row(connection, doubtful))}


def _failing_in_a_row(connection: Connection, inboxes: Iterable[str]) -> set[str]:
    """Return the addresses whose last letters were all not taken."""
    failing: set[str] = set()
    for some in in_pieces(inboxes):
        newest_first = func.row_number().over(partition_by=outbox.c.recipient_key, order_by=outbox.c.id.desc())
        final = (outbox.c.recipient_key.in_(some), outbox.c.state.in_(_FINAL))
        last = select(outbox.c.recipient_key, outbox.c.state, newest_first.label("at")).where(*final).subquery()
        untaken = select(last.c.recipient_key).where(last.c.at <= IN_A_ROW, last.c.state != Outcome.SENT.value)
        counted = untaken.group_by(last.c.recipient_key).having(func.count() >= IN_A_ROW)
        failing |= set(connection.scalars(counted))
    return failing
