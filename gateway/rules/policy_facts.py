"""Say a policy in lines of key and value, as its file would: to read it, and to compare two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from gateway.desk.policy.level import Level
from gateway.desk.policy.policy import Policy, Requirement
from gateway.desk.policy.target import Kind, Target
from gateway.rules.duration import write_duration

KEYS = {Kind.RESPONSE: "respond", Kind.UPDATE: "update_every", Kind.RESOLUTION: "resolve", Kind.RCA: "rca"}
"""What each kind of target is called in a file."""


def facts(policy: Policy) -> Mapping[str, str]:
    """Return everything a pack says but its texts, by dotted key, in the order of the file."""
    return {key: value for key, value in _facts(policy) if value}


def write_target(target: Target | None, *, clock: str = "") -> str:
    """Write ``24h-48h``; with its calendar where that is not ``clock``."""
    if target is None:
        return ""
    lower = f"{write_duration(target.warn)}-" if target.warn else ""
    by = f" ({target.clock})" if target.clock != clock else ""
    return f"{lower}{write_duration(target.within)}{by}"


def _facts(policy: Policy) -> Iterator[tuple[str, str]]:
    yield "title", policy.title["en"]
    yield "clock", policy.clock
    yield "default_priority", policy.default
    for level in policy.levels:
        yield from _level(level, policy.clock)
    yield "pause_on", ", ".join(sorted(policy.pauses))
    yield "waiting.close_after", _length(policy.waiting.close_after)
    yield "waiting.remind_after", ", ".join(map(write_duration, policy.waiting.remind_after))
    yield "waiting.attempts", str(policy.waiting.attempts or "")
    if Requirement.APPROVAL in policy.requires:
        yield "approval.close_after", _length(policy.approving.close_after)
        yield "approval.remind_after", ", ".join(map(write_duration, policy.approving.remind_after))
    yield "reopen.by", "new-ticket" if policy.reopening.new_ticket else "reply"
    yield "reopen.window", _length(policy.reopening.window)
    yield "resolve_requires", ", ".join(policy.requires)
    yield "urgent_channel.number", policy.urgent_channel.number if policy.urgent_channel else ""
    yield "mail_may_claim", policy.claimable or ""
    yield from _escalation(policy)
    if policy.classification:
        for name, share in policy.classification.shares.items():
            yield f"classify.shares.{name}", f"{share} %"
        yield "classify.otherwise", policy.classification.otherwise
        yield "classify.ask_for", ", ".join(policy.classification.asks)
    yield "entitlement", "contract" if policy.entitlement else ""
    yield "types_without_targets", ", ".join(sorted(policy.without_targets))
    yield "alert_clock", policy.alert_clock
    yield "uptime_percent", f"{policy.uptime:g}" if policy.uptime else ""
    yield from _notices(policy)
    yield from _plans(policy)


def _level(level: Level, clock: str) -> Iterator[tuple[str, str]]:
    at = f"priorities.{level.name}"
    yield f"{at}.aliases", ", ".join(level.aliases)
    for kind, key in KEYS.items():
        yield f"{at}.{key}", "left blank" if kind in level.blank else write_target(level.targets.get(kind), clock=clock)
    yield f"{at}.solutions", ", ".join(level.solutions)
    yield f"{at}.mobilize", ", ".join(level.mobilizes)
    yield f"{at}.start_within", write_target(level.start_within, clock=clock)


def _escalation(policy: Policy) -> Iterator[tuple[str, str]]:
    found = policy.escalation
    yield "escalation.requires", ", ".join(["case"] * found.needs_case + ["reason"] * found.needs_reason)
    for number, rung in enumerate(found.ladder, 1):
        within = f", acknowledges within {write_duration(rung.acknowledge_within)}" if rung.acknowledge_within else ""
        yield f"escalation.ladder.{number}", f"{rung.group} ({rung.title['en']}){within}"
    for number, tier in enumerate(found.tiers, 1):
        yield f"escalation.tiers.{number}", tier.group + (f" after {write_duration(tier.after)}" if tier.after else "")
    yield "escalation.unreasonable_percent", str(found.unreasonable or "")


def _notices(policy: Policy) -> Iterator[tuple[str, str]]:
    times, none = policy.notices, "not promised"
    yield "notices.maintenance.min_notice", _length(times.maintenance_notice) or none
    yield "notices.maintenance.object_until", _length(times.object_until) or "no moment named"
    yield "notices.maintenance.remind", _lengths(times.reminders)
    yield "notices.maintenance.nag_after", _lengths(tuple(reversed(times.overrun_nags)))
    yield "notices.outage.report_within", _length(times.report_within) or none
    yield "notices.outage.update_every", _length(times.update_every) or none
    yield "notices.outage.holding_updates", times.holding
    yield "notices.outage.nag_before", _lengths(times.nags)
    rca = times.rca_update_every
    yield "notices.rca.update_every", f"{write_duration(rca)} ({times.rca_clock})" if rca else none
    yield "notices.rca.nag_before", _lengths(times.rca_nags)
    yield "notices.send_before", _length(times.lead)
    yield "notices.at_once", _length(times.at_once)


def _plans(policy: Policy) -> Iterator[tuple[str, str]]:
    for name, plan in policy.plans.items():
        yield f"plans.{name}", plan.title["en"]
        yield f"plans.{name}.also_for", "dedicated-hosting" if plan.for_dedicated_hosting else ""
        yield f"plans.{name}.urgent_by_mail", "" if plan.urgent_by_mail is None else str(plan.urgent_by_mail).lower()
        for (level, kind), target in plan.targets.items():
            yield f"plans.{name}.priorities.{level}.{KEYS[kind]}", write_target(target, clock=policy.clock)


def _lengths(lengths: tuple[timedelta, ...]) -> str:
    return ", ".join(map(write_duration, lengths)) or "never"


def _length(length: timedelta | None) -> str:
    return write_duration(length) if length else ""
