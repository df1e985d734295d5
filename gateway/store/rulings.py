"""What the rules said: written as they ran, read by ticket and by mail, and counted by rule.

A merge or a split moves no ruling: it stays with the ticket and the mail it was about. Whoever reads by ticket gets
what was ruled on the tickets merged into it, and on every mail that is on them now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, func, insert, or_, select

from gateway.desk.ruling.record import Matched, Ruled
from gateway.mail import JournalId, TicketId
from gateway.store.columns import ticket_id_in
from gateway.store.tables import message, rule_match, ruling, ticket


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule matched in some time."""

    matches: int
    tickets: int
    """How many different ones it was about."""
    first: datetime
    last: datetime


def keep_rulings(connection: Connection, rulings: Sequence[Ruled], *, first_id: int) -> None:
    """Write what the rules said, numbered from ``first_id``: two statements, however many there are."""
    if not rulings:
        return
    numbered = list(enumerate(rulings, first_id))
    connection.execute(insert(ruling), [_row(number, ruled) for number, ruled in numbered])
    if matches := [row for number, ruled in numbered for row in _matches(number, ruled)]:
        connection.execute(insert(rule_match), matches)


def rulings_of_ticket(connection: Connection, ticket_id: TicketId) -> tuple[Ruled, ...]:
    """Return all that was ruled on a ticket, what was merged into it, and the mails on them; the oldest first."""
    merged = connection.scalars(select(ticket.c.id).where(ticket.c.merged_into == ticket_id))
    ids = [ticket_id, *merged]
    mails = select(message.c.journal_id).where(message.c.ticket_id.in_(ids), message.c.journal_id.is_not(None))
    return _rulings(connection, or_(ruling.c.ticket_id.in_(ids), ruling.c.journal_id.in_(mails)))


def rulings_of_entry(connection: Connection, journal_id: JournalId) -> tuple[Ruled, ...]:
    """Return all that was ruled on a mail, the oldest first: once for each trigger, and again where it was let out."""
    return _rulings(connection, ruling.c.journal_id == journal_id)


def rule_counts(connection: Connection, since: datetime) -> Mapping[str, RuleCount]:
    """Return by rule how often it matched since a moment; a rule that never did is missing."""
    names, match = _names(), rule_match.c
    counts = (
        select(
            names.c.rule,
            func.count().label("matches"),
            func.count(match.ticket_id.distinct()).label("tickets"),
            func.min(match.at).label("first"),
            func.max(match.at).label("last"),
        )
        .join_from(names, rule_match, (match.rule == names.c.rule) & (match.at >= since))
        .group_by(names.c.rule)
    )
    rows = connection.execute(counts)
    return {row.rule: RuleCount(row.matches, row.tickets, row.first, row.last) for row in rows}


def last_match(connection: Connection) -> Mapping[str, datetime]:
    """Return by rule when it matched last; a rule that never did is missing."""
    names = _names()
    newest = select(func.max(rule_match.c.at)).where(rule_match.c.rule == names.c.rule).scalar_subquery()
    rows = connection.execute(select(names.c.rule, newest.label("last")).where(names.c.rule.is_not(None)))
    return {row.rule: row.last for row in rows}


def _names() -> CTE:
    """Return the rules that ever matched, and NULL: each is found in the index, without a look at every match."""
    first = select(func.min(rule_match.c.rule).label("rule")).cte("names", recursive=True)
    next_one = select(func.min(rule_match.c.rule)).where(rule_match.c.rule > first.c.rule).scalar_subquery()
    return first.union_all(select(next_one).where(first.c.rule.is_not(None)))


def _row(number: int, ruled: Ruled) -> dict[str, Any]:
    return {
        "id": number,
        "at": ruled.at,
        "trigger": ruled.trigger,
        "config_hash": ruled.config_hash,
        "ticket_id": ruled.ticket_id,
        "journal_id": ruled.journal_id,
        "matched": [{name: getattr(one, name) for name in _MATCHED} for one in ruled.matched],
        "stopped_by": ruled.stopped_by,
        "slow": ruled.slow,
        "refused": ruled.refused,
    }


def _matches(number: int, ruled: Ruled) -> Iterator[dict[str, Any]]:
    about = {"at": ruled.at, "ruling_id": number, "ticket_id": ruled.ticket_id, "journal_id": ruled.journal_id}
    for name in dict.fromkeys(one.rule for one in ruled.matched):
        yield {"rule": name, **about}


def _rulings(connection: Connection, which: ColumnElement[bool]) -> tuple[Ruled, ...]:
    return tuple(_ruled(row) for row in connection.execute(select(ruling).where(which).order_by(ruling.c.id)))


def _ruled(row: Any) -> Ruled:
    return Ruled(
        trigger=row.trigger,
        config_hash=row.config_hash,
        at=row.at,
        ticket_id=ticket_id_in(row.ticket_id),
        journal_id=None if row.journal_id is None else JournalId(row.journal_id),
        matched=tuple(_matched(one) for one in row.matched),
        stopped_by=row.stopped_by,
        slow=tuple(row.slow),
        refused=tuple(row.refused),
    )


def _matched(kept: Mapping[str, Any]) -> Matched:
    return Matched(
        rule=kept["rule"],
        place=kept["place"],
        alias=kept["alias"],
        because=tuple(kept["because"]),
        captured=tuple((name, value) for name, value in kept["captured"]),
        effects=tuple(kept["effects"]),
    )


_MATCHED = tuple(field.name for field in fields(Matched))
