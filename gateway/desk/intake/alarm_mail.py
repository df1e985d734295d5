"""Decide what a mail of a monitoring system does: it joins the ticket of its problem, opens one, or ends it. Pure.

Nobody is acknowledged, and no sender becomes a participant: what belongs together is said by the key of the problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from gateway.desk.affected import Affected
from gateway.desk.alarm import Alarm, AlarmState, KnownAlarm
from gateway.desk.changes import AddMessage, Change, Fate, FinishEntry, KeepAlarm, Remember
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.intake.arrival import Arrival, Desk, as_message, released
from gateway.desk.intake.decision import Decision, Step, decision
from gateway.desk.monitor import MailSource
from gateway.desk.monitoring.monitor_case import Trouble, opened, resolved, returned, told_well
from gateway.desk.storm import Begun, is_the_same, many, storm
from gateway.desk.ticket import Ticket
from gateway.desk.world import World


def alarm_mail(arrival: Arrival, alarm: Alarm, source: MailSource, world: World, desk: Desk, fresh: Fresh) -> Decision:
    """Decide about one mail; ``source`` is the entry of ``monitors.yml`` it came under."""
    known = world.alarms.get(alarm.key)
    home = world.home(known.ticket_id) if known else None
    match alarm.state:
        case AlarmState.FIRING:
            return _firing(arrival, alarm, source, world, desk, fresh)
        case AlarmState.RESOLVED if known and home:
            return _over(arrival, known, home, world, desk)
        case AlarmState.NOTED if found := home or _loosely(alarm, world):
            return _noted(arrival, found, f"{alarm.system}: {alarm.event or 'news'} of {alarm.target or alarm.summary}")
    because = f"{alarm.system}: {alarm.state} of what no case is about: {alarm.summary}"
    return Decision((FinishEntry(arrival.journal_id, Fate.AUTOMATIC, None, because),))


def _firing(arrival: Arrival, alarm: Alarm, source: MailSource, world: World, desk: Desk, fresh: Fresh) -> Decision:
    at, known = arrival.received_at, world.alarms.get(alarm.key)
    home = world.home(known.ticket_id) if known else None
    ended = _ended_at(known, home, world, desk) if known and home else None
    because = f"{alarm.system}: {alarm.summary}"
    if known and home and ended is None:
        return _noted(arrival, home, f"{because}; it goes on")
    kept = KnownAlarm(alarm.key, alarm.loose_key, source.sender, fresh.ticket_id, at)
    if known and home and ended is not None and is_the_same(over=ended, again=at):
        again = KeepAlarm(replace(kept, ticket_id=known.ticket_id, grouped=known.grouped))
        case = world.case(home.id, desk.law)
        steps = returned(case, as_message(arrival), because=f"{because}; it is back", now=at)
        return decision(again, *steps, *released(arrival, home.id), _finish(arrival, home, because))
    part_of = storm(_others(source, alarm, world), world.home, at=at)
    if part_of and part_of.ticket_id is not None and part_of.home:
        keep = KeepAlarm(replace(kept, ticket_id=part_of.ticket_id, grouped=True))
        found = _noted(arrival, part_of.home, f"{because}; one of many alarms of {source.sender}")
        return decision(keep, *found.changes)
    grouped = part_of is not None
    affected = world.affected.get(source.scope, Affected())
    made = _opened(arrival, source, affected, desk, fresh, grouped=grouped, because=because)
    return decision(*made, KeepAlarm(replace(kept, grouped=grouped)), verdict=AckVerdict.SILENT_AUTOMATIC)


def _opened(
    arrival: Arrival,
    source: MailSource,
    affected: Affected,
    desk: Desk,
    fresh: Fresh,
    *,
    grouped: bool,
    because: str,
) -> Iterator[Change]:
    trouble = Trouble(
        subject=many(f"Many alarms of {source.sender}") if grouped else arrival.mail.subject,
        message=as_message(arrival),
        affected=replace(affected, only=None) if grouped else affected,
        priority=source.priority,
        support_address=arrival.support_address,
        language=desk.language,
    )
    verdict = AckVerdict.SILENT_AUTOMATIC
    yield from opened(trouble, desk.law, fresh, because=because)
    yield Remember(fresh.ticket_id, f"acknowledgement: {verdict}", verdict.reason)
    yield from released(arrival, fresh.ticket_id)
    yield FinishEntry(arrival.journal_id, Fate.TICKET, fresh.ticket_id, because)


def _over(arrival: Arrival, known: KnownAlarm, home: Ticket, world: World, desk: Desk) -> Decision:
    """Note that a problem is over, and resolve its ticket when that was the last one on it."""
    at = arrival.received_at
    because = "the monitoring system says it is over"
    noted = _noted(arrival, home, because).changes
    if known.over_at is not None:
        return Decision(noted)
    kept = KeepAlarm(replace(known, over_at=at))
    lasting = (one for one in world.alarms.values() if one.key != known.key and one.over_at is None)
    if any(one.ticket_id == known.ticket_id for one in lasting):
        return decision(kept, *noted)
    case = world.case(home.id, desk.law)
    ends: tuple[Step, ...] = (*resolved(case, because=because), *told_well(case, because=because))
    return decision(kept, *noted, *ends)


def _noted(arrival: Arrival, home: Ticket, because: str) -> Decision:
    added = AddMessage(home.id, as_message(arrival), because)
    return decision(added, *released(arrival, home.id), _finish(arrival, home, because))


def _finish(arrival: Arrival, home: Ticket, because: str) -> FinishEntry:
    return FinishEntry(arrival.journal_id, Fate.AUTOMATIC, home.id, because)


def _loosely(alarm: Alarm, world: World) -> Ticket | None:
    """Find the ticket of a problem whose mail does not say which event it is about: the newest that lasts."""
    keys = {alarm.key, alarm.loose_key} - {""}
    fitting = [one for one in world.alarms.values() if one.loose_key in keys and one.over_at is None]
    newest = max(fitting, key=lambda one: one.at, default=None)
    return world.home(newest.ticket_id) if newest else None


def _ended_at(known: KnownAlarm, home: Ticket, world: World, desk: Desk) -> datetime | None:
    """Return when a problem, or people's work on it, was over; None while neither is."""
    if known.over_at is not None:
        return known.over_at
    return world.case(home.id, desk.law).story.status_since if home.status.ended else None


def _others(source: MailSource, alarm: Alarm, world: World) -> Iterator[Begun]:
    """Yield what else of a source is known."""
    for one in world.alarms.values():
        if one.source == source.sender and one.key != alarm.key:
            yield Begun(one.at, one.ticket_id, one.grouped)
