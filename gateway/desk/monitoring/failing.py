"""Decide what a target leads to that fails or is well again: a ticket, its return, its end. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.desk.affected import Affected
from gateway.desk.changes import AddMessage, Change, KeepWatch
from gateway.desk.fresh import Fresh
from gateway.desk.life.law import Law
from gateway.desk.monitor import Outcome
from gateway.desk.monitoring.monitor_case import Trouble, is_untouched, opened, resolved, returned, told_well
from gateway.desk.order import Step
from gateway.desk.storm import Begun, many, storm
from gateway.desk.ticket import Direction, Message
from gateway.desk.watch import Watch, Watched
from gateway.desk.world import World
from gateway.mail import Body, Kind, TicketId

SENDER, SUBKIND = "monitoring", "check"
GROUPED = many("Many checks fail")


@dataclass(frozen=True, slots=True)
class Watching:
    """What is the same for every target."""

    law: Law
    support_address: str
    language: str = "en"


def down(
    watch: Watch, target: Watched, affected: Affected, world: World, desk: Watching, fresh: Fresh, *, at: datetime
) -> tuple[Step, ...]:
    """Put what failed often enough onto a ticket: the one it just had, one of many failures, or a new one."""
    because = f"{watch.failures} failed check{'s' * (watch.failures > 1)} of {target.name} in a row"
    message = _message(_failing(watch, target, affected, desk.law.home.zone), at)
    before = world.home(watch.ticket_id) if watch.ticket_id is not None and watch.returns else None
    if before is not None:
        case = world.case(before.id, desk.law)
        return (_kept(watch, before.id, at, grouped=watch.grouped), *returned(case, message, because=because, now=at))
    part_of = storm(_others(world, watch), world.home, at=at)
    if part_of and part_of.ticket_id is not None and part_of.home:
        return (_kept(watch, part_of.ticket_id, at, grouped=True), AddMessage(part_of.home.id, message, because))
    grouped = part_of is not None
    subject = GROUPED if grouped else f"{target.name} fails: {watch.detail}"
    whose = replace(affected, only=None) if grouped else affected
    trouble = Trouble(subject, message, whose, target.priority, desk.support_address, desk.language)
    return (
        *opened(trouble, desk.law, fresh, because=because),
        _kept(watch, fresh.ticket_id, at, grouped=grouped),
    )


def well(watch: Watch, world: World, desk: Watching, outcome: Outcome) -> tuple[Step, ...]:
    """Note on its ticket that a target is well again; where nobody has begun, that was all."""
    return (KeepWatch(watch), *_recovery(watch, world, desk, outcome))


def _recovery(watch: Watch, world: World, desk: Watching, outcome: Outcome) -> Iterator[Step]:
    home = world.home(watch.ticket_id) if watch.ticket_id is not None else None
    if home is None:
        return
    because = f"{watch.target} is well again"
    yield AddMessage(home.id, _message(f"{because}: {outcome.detail}.", outcome.at), because)
    others = (one for one in world.watches.values() if one.target != watch.target and one.is_down)
    if any(one.ticket_id == watch.ticket_id for one in others):
        return
    case = world.case(home.id, desk.law)
    if is_untouched(case):
        yield from resolved(case, because=f"{because}, and nobody had begun with it")
    else:
        yield from told_well(case, because=because)


def _kept(watch: Watch, ticket_id: TicketId, at: datetime, *, grouped: bool) -> Change:
    return KeepWatch(replace(watch, ticket_id=ticket_id, opened_at=at, recovered_at=None, grouped=grouped))


def _others(world: World, watch: Watch) -> Iterator[Begun]:
    """Yield what else became trouble."""
    for one in world.watches.values():
        if one.target != watch.target and one.opened_at is not None:
            yield Begun(one.opened_at, one.ticket_id, one.grouped)


def _failing(watch: Watch, target: Watched, affected: Affected, zone: ZoneInfo) -> str:
    since = f"{watch.since.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}" if watch.since else "(unknown)"
    times = f"{watch.failures} checks in a row have failed" if watch.failures > 1 else "A check has failed"
    what = f" ({target.what})" if target.what else ""
    return f"{target.name}{what} fails: {watch.detail}.\n{times}, since {since}.\n\nAffected: {affected}."


def _message(text: str, at: datetime) -> Message:
    return Message(Direction.IN, Kind.REPORT, SUBKIND, SENDER, at, Body(text))
