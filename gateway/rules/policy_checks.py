"""What must fit together in a policy file: names that are there, steps that can be reached, times that agree."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from gateway.desk.policy.notices import LEAD_PART, Holding
from gateway.rules.duration import write_duration
from gateway.rules.policy_model import EscalationModel, LevelModel, NoticesModel, PolicyModel, Promises
from gateway.rules.policy_words import Within
from gateway.validation import Complaint, did_you_mean
from gateway.yamlfile import KeyPath


def check(pack: PolicyModel, calendars: Container[str]) -> Iterator[Complaint]:
    """Yield everything that contradicts itself or names what is not there."""
    yield from _names(pack)
    yield from _clocks(pack, calendars)
    yield from _targets(pack.priorities)
    yield from _waiting(pack)
    yield from _ladder(pack.escalation)
    yield from _classes(pack)
    yield from _notices(pack.notices)


def _names(pack: PolicyModel) -> Iterator[Complaint]:
    levels = pack.priorities
    if pack.default_priority not in levels:
        yield _unknown(pack.default_priority, levels, ("default_priority",))
    if pack.mail_may_claim is not None and pack.mail_may_claim not in levels:
        yield _unknown(pack.mail_may_claim, levels, ("mail_may_claim",))
    owners = {name: name for name in levels}
    for name, level in levels.items():
        for at, alias in enumerate(level.aliases):
            owner = owners.setdefault(alias.casefold(), name)
            if owner != name or alias.casefold() in levels:
                yield Complaint(f'means "{owner}" already', at=("priorities", name, "aliases", at))
    for plan, terms in pack.plans.items():
        for name in terms.priorities:
            if name not in levels:
                yield _unknown(name, levels, ("plans", plan, "priorities", name))


def _unknown(name: str, levels: Mapping[str, LevelModel], at: KeyPath) -> Complaint:
    return Complaint("is none of the priorities", did_you_mean(name, levels), at)


def _clocks(pack: PolicyModel, calendars: Container[str]) -> Iterator[Complaint]:
    for at, name in _named_clocks(pack):
        if name is not None and name not in calendars:
            known = calendars if isinstance(calendars, Mapping) else {}
            hint = did_you_mean(name, known) or "calendars are named in calendars.yml; 24x7 is always there"
            yield Complaint("is no calendar", hint, at)


def _named_clocks(pack: PolicyModel) -> Iterator[tuple[KeyPath, str | None]]:
    yield ("clock",), pack.clock
    yield ("alert_clock",), pack.alert_clock
    yield ("notices", "rca", "clock"), pack.notices.rca.clock
    groups: list[tuple[KeyPath, Promises]] = [(("priorities", name), level) for name, level in pack.priorities.items()]
    for plan, terms in pack.plans.items():
        groups += [(("plans", plan, "priorities", name), promises) for name, promises in terms.priorities.items()]
    for at, level in groups:
        yield (*at, "clock"), level.clock
        for key in (*level.written().values(), "start_within"):
            promised = getattr(level, key, None)
            if isinstance(promised, Within):
                yield (*at, key, "clock"), promised.clock


def _targets(levels: Mapping[str, LevelModel]) -> Iterator[Complaint]:
    for name, level in levels.items():
        at = ("priorities", name)
        respond, update, resolve = (_end(level.respond), _end(level.update_every), _end(level.resolve))
        if respond and resolve and respond > resolve:
            yield Complaint("is longer than resolve: it would be resolved before it is answered", at=(*at, "respond"))
        if update and resolve and update > resolve:
            yield Complaint("is longer than resolve: no update would ever be due", at=(*at, "update_every"))
        if level.update_every is not None and level.update_every.within[0] is not None:
            yield Complaint("is a rhythm, not a range", "write one duration", (*at, "update_every"))
    for (above, urgent), (name, level) in pairwise(levels.items()):
        for key in ("respond", "resolve"):
            sooner, later = _end(getattr(urgent, key)), _end(getattr(level, key))
            same_clock = urgent.clock == level.clock and not _own_clock(urgent, key) and not _own_clock(level, key)
            if sooner and later and later < sooner and same_clock:
                message = f'is sooner than that of "{above}" above it: levels go from the most urgent down'
                yield Complaint(message, at=("priorities", name, key))


def _end(promised: Within | None) -> timedelta | None:
    return promised.within[1] if promised else None


def _own_clock(level: LevelModel, key: str) -> bool:
    promised = getattr(level, key)
    return promised is not None and promised.clock is not None


def _waiting(pack: PolicyModel) -> Iterator[Complaint]:
    waiting = pack.waiting
    for at, reminder in enumerate(waiting.remind_after):
        if at and reminder <= waiting.remind_after[at - 1]:
            yield Complaint("is not later than the reminder before it", at=("waiting", "remind_after", at))
        elif waiting.close_after is not None and reminder >= waiting.close_after:
            yield Complaint("is never sent: it is closed by then", at=("waiting", "remind_after", at))
    if "solution" in pack.resolve_requires:
        for name, level in pack.priorities.items():
            if not level.solutions:
                message = "has no solutions, and resolve_requires asks for one"
                yield Complaint(message, at=("priorities", name))


def _ladder(escalation: EscalationModel) -> Iterator[Complaint]:
    groups = [rung.group for rung in escalation.ladder]
    for at, group in enumerate(groups):
        if group in groups[:at]:
            message = f"cannot be reached: {group} is a step of the ladder already"
            yield Complaint(message, at=("escalation", "ladder", at, "group"))
    before: timedelta | None = None
    for at, tier in enumerate(escalation.tiers):
        place = ("escalation", "tiers", at, "after")
        if tier.after is not None and at == 0:
            yield Complaint("has no meaning: every ticket begins at the first tier", at=place)
        elif tier.after is not None and before is not None and tier.after <= before:
            yield Complaint("is not later than that of the tier before it, which is passed over", at=place)
        before = tier.after or before


def _classes(pack: PolicyModel) -> Iterator[Complaint]:
    if pack.classify is None:
        return
    if pack.classify.otherwise not in pack.priorities:
        yield _unknown(pack.classify.otherwise, pack.priorities, ("classify", "otherwise"))
    before: int | None = None
    for name, share in pack.classify.shares.items():
        at = ("classify", "shares", name)
        if name not in pack.priorities:
            yield _unknown(name, pack.priorities, at)
        elif before is not None and share >= before:
            yield Complaint("cannot be reached: a level above it begins at a lower share", at=at)
        before = share


def _notices(notices: NoticesModel) -> Iterator[Complaint]:
    outage, rca, lead = notices.outage, notices.rca, notices.send_before
    yield from _objections(notices)
    yield from _falling(notices.maintenance.remind, ("notices", "maintenance", "remind"))
    for at, (before, late) in enumerate(pairwise(notices.maintenance.nag_after), 1):
        if late <= before:
            yield Complaint("is not later than the one before it", at=("notices", "maintenance", "nag_after", at))
    down = [one for one in (outage.report_within, outage.update_every) if one]
    by_itself = outage.holding_updates is Holding.AUTO
    for named, rhythms, asked, sends in (
        ("outage", down, outage.nag_before, by_itself and outage.update_every),
        ("rca", [one for one in (rca.update_every,) if one], rca.nag_before, rca.update_every),
    ):
        place: KeyPath = ("notices", named, "nag_before")
        yield from _falling(asked, place)
        if "nag_before" in getattr(notices, named).model_fields_set and rhythms:
            yield from _asked_too_soon(asked, max(rhythms), place)
        if sends and asked and asked[-1] <= lead:
            message = f"comes after the gateway has written by itself, {write_duration(lead)} before"
            yield Complaint(message, "ask sooner, or write a shorter send_before", (*place, len(asked) - 1))
        if sends and "send_before" in notices.model_fields_set and lead > sends / LEAD_PART:
            message = f"is more than a tenth of {named}.update_every: the last word is still new then"
            yield Complaint(message, at=("notices", "send_before"))


def _objections(notices: NoticesModel) -> Iterator[Complaint]:
    notice, until = notices.maintenance.min_notice, notices.maintenance.object_until
    if notice and until and until >= notice:
        message = "leaves no time to object to a window of which notice is the shortest, maintenance.min_notice"
        yield Complaint(message, "write a shorter one", ("notices", "maintenance", "object_until"))


def _falling(lengths: tuple[timedelta, ...], place: KeyPath) -> Iterator[Complaint]:
    for at, (before, sooner) in enumerate(pairwise(lengths), 1):
        if sooner >= before:
            yield Complaint("is not shorter than the one before it", "the longest comes first", (*place, at))


def _asked_too_soon(asked: tuple[timedelta, ...], longest: timedelta, place: KeyPath) -> Iterator[Complaint]:
    for at, before in enumerate(asked):
        if before >= longest:
            yield Complaint(f"asks for nothing: a word is due within {write_duration(longest)}", at=(*place, at))
