"""What monitoring systems told of by mail: which problem is on which ticket.

A key is as long as a system makes it, so rows are found by its hash.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from gateway.desk.alarm import Alarm, AlarmState, KnownAlarm
from gateway.desk.monitor import MailSource
from gateway.desk.storm import STORM_WITHIN
from gateway.desk.world import World
from gateway.mail import TicketId
from gateway.store.pieces import in_pieces
from gateway.store.tables import alarm
from gateway.store.upsert import upsert
from gateway.store.watches import affected_by

MAX_RECENT = 200  # of one source: the newest are enough to know a storm by


@dataclass(frozen=True, slots=True)
class AlarmMail:
    """A mail of a monitoring system, as far as has to be looked up for it."""

    alarm: Alarm
    source: MailSource
    at: datetime


def know_alarms(connection: Connection, world: World, mails: Collection[AlarmMail]) -> set[TicketId]:
    """Bring what is remembered of problems into the world; return the tickets they are on."""
    if not mails:
        return set()
    exact = {_hash(one.alarm.key) for one in mails}
    loose = {_hash(key) for one in mails if (key := one.alarm.loose_key)}
    for some in in_pieces(exact):
        _know(connection, world, alarm.c.key_hash.in_(some))
    for some in in_pieces(loose):
        _know(connection, world, alarm.c.loose_hash.in_(some))
    on = {one.ticket_id for one in world.alarms.values()}
    for tickets in in_pieces(on):  # what else is on them keeps them open
        _know(connection, world, alarm.c.ticket_id.in_(tickets) & alarm.c.over_at.is_(None))
    first = min(one.at for one in mails) - STORM_WITHIN
    for source in {one.source.sender for one in mails}:
        _know(connection, world, (alarm.c.source == source) & (alarm.c.at >= first), limit=MAX_RECENT)
    for scope in {one.source.scope for one in mails if one.alarm.state is AlarmState.FIRING}:
        world.affected[scope] = affected_by(connection, scope)
    return {one.ticket_id for one in world.alarms.values()}


def _know(connection: Connection, world: World, which: ColumnElement[bool], *, limit: int | None = None) -> None:
    rows = select(alarm).where(which).order_by(alarm.c.at.desc(), alarm.c.key_hash)
    for row in connection.execute(rows.limit(limit) if limit else rows):
        world.alarms.setdefault(row.key, _known(row))


def _known(row: Any) -> KnownAlarm:
    return KnownAlarm(row.key, row.loose_key, row.source, TicketId(row.ticket_id), row.at, row.over_at, row.grouped)


def keep_alarms(connection: Connection, alarms: Iterable[KnownAlarm]) -> None:
    """Write problems as they are now; of one that is named twice the last."""
    rows = {one.key: _row(one) for one in alarms}
    if rows:
        connection.execute(_KEEP, list(rows.values()))


def _row(one: KnownAlarm) -> dict[str, Any]:
    return {**asdict(one), "key_hash": _hash(one.key), "loose_hash": _hash(one.loose_key) if one.loose_key else ""}


def _hash(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


_KEEP = upsert(alarm)
