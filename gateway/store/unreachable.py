"""Which addresses take no mail, by what came of the last letters to them, and what was said to them.

One letter is enough where a server says that there is no such address: ours by a status that means nothing else, for
what it says otherwise may be said to every letter; one behind it by words that may be about the address. They may come
days later, and count until a letter is taken that was written after them. A full mailbox, a filter and a server in
trouble say nothing of the address: there it takes three letters in a row. What is our fault (``Refusal.is_ours``)
counts for nothing, as if that letter had never been written; so does what was given up after days while our own relay
was away, or put it off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from gateway.desk.notices.refusal import Refusal
from gateway.mail import Outcome
from gateway.store.pieces import in_pieces
from gateway.store.tables import outbox, sending

IN_A_ROW = 3
"""Letters that were not taken, whatever the reason, after which an address counts as failing."""
LOOKED_AT = 4 * IN_A_ROW  # of the last letters to an address: some of them may be our fault
_FINAL = [outcome.value for outcome in Outcome if outcome.final]
_LETTERS = select(
    outbox.c.recipient_key,
    outbox.c.state,
    outbox.c.reply,
    outbox.c.settled_at,
    outbox.c.queued_at,
    sending.c.state.label("doing"),
).outerjoin(sending, sending.c.outbox_id == outbox.c.id)
_LATER = outbox.alias("later")
_REFUSED_SINCE = (
    outbox.c.state == Outcome.REFUSED.value,
    ~select(_LATER.c.id)
    .where(
        _LATER.c.recipient_key == outbox.c.recipient_key,
        _LATER.c.id > outbox.c.id,
        _LATER.c.queued_at >= func.coalesce(outbox.c.settled_at, outbox.c.queued_at),
        _LATER.c.state == Outcome.SENT.value,
    )
    .correlate(outbox)
    .exists(),
)
"""And none was taken that was written since."""


@dataclass(frozen=True, slots=True)
class LastWord:
    """What came of the last letter to an address, which was not taken."""

    outcome: Outcome
    reply: str
    """Of whoever refused it, or why nobody could be asked."""
    at: datetime


def unreachable(connection: Connection, inboxes: Collection[str]) -> dict[str, LastWord]:
    """Return what came of the last letter to each of these addresses (``Address.inbox``) that takes none."""
    found: dict[str, LastWord] = {}
    doubtful: set[str] = set()
    for some in in_pieces(inboxes):
        refused = _LETTERS.where(outbox.c.recipient_key.in_(some), *_REFUSED_SINCE)
        for row in connection.execute(refused.order_by(outbox.c.id)):
            if _says_dead(row):
                found[row.recipient_key] = _last_word(row)
        newest = (
            select(func.max(outbox.c.id))
            .where(outbox.c.recipient_key.in_(some), outbox.c.state.in_(_FINAL))
            .group_by(outbox.c.recipient_key)
        )
        failed = outbox.c.state != Outcome.SENT.value
        doubtful.update(connection.scalars(select(outbox.c.recipient_key).where(outbox.c.id.in_(newest), failed)))
    return found | _failing(connection, doubtful - found.keys())


def _failing(connection: Connection, inboxes: Iterable[str]) -> dict[str, LastWord]:
    """Return the addresses whose last letters were all not taken, but for our own faults."""
    failing: dict[str, LastWord] = {}
    for some in in_pieces(inboxes):
        newest_first = func.row_number().over(partition_by=outbox.c.recipient_key, order_by=outbox.c.id.desc())
        final = (outbox.c.recipient_key.in_(some), outbox.c.state.in_(_FINAL))
        last = select(outbox.c.id, newest_first.label("at")).where(*final).subquery()
        letters = _LETTERS.where(outbox.c.id.in_(select(last.c.id).where(last.c.at <= LOOKED_AT)))
        rows = connection.execute(letters.order_by(outbox.c.recipient_key, outbox.c.id.desc()))
        for inbox, theirs in groupby(rows, lambda row: str(row.recipient_key)):
            counted = [row for row in theirs if not _is_ours(row)][:IN_A_ROW]
            if len(counted) == IN_A_ROW and all(row.state != Outcome.SENT.value for row in counted):
                failing[inbox] = _last_word(counted[0])
    return failing


def _says_dead(letter: Any) -> bool:
    """Tell whether what was said is about the address, and not only about that letter."""
    return letter.state == Outcome.REFUSED.value and Refusal.told(letter.reply, wire=letter.doing).says_dead


def _is_ours(letter: Any) -> bool:
    if letter.state == Outcome.GAVE_UP.value:  # its last words are those of our relay, or of nobody
        return Refusal(letter.reply, by_relay=True).is_ours
    return letter.state == Outcome.REFUSED.value and Refusal.told(letter.reply, wire=letter.doing).is_ours


def _last_word(letter: Any) -> LastWord:
    return LastWord(Outcome(letter.state), letter.reply, letter.settled_at or letter.queued_at)
