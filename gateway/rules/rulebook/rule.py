"""Read one rule."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import available_timezones

from gateway.desk.customer import known_zone
from gateway.desk.ruling.check import Finds
from gateway.desk.ruling.condition import captures_of, tests_in
from gateway.desk.ruling.rule import Rule, Schedule
from gateway.desk.ruling.vocabulary import Trigger
from gateway.rules.rulebook.actions import Writing, read_actions
from gateway.rules.rulebook.comparisons import Reading
from gateway.rules.rulebook.conditions import read_conditions
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.schedule import BadSchedule, read_schedule
from gateway.rules.rulebook.variables import Variables
from gateway.validation import did_you_mean

KEYS = ("id", "alias", "description", "enabled", "until", "triggers", "conditions", "actions")
MAX_SCHEDULES = 20
_TIMER = ("schedule", "location")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)


def read_rule(node: Node, name: str, known: Known, variables: Variables) -> Rule | None:
    """Read a rule of the file ``name``; None where it has no id. What is wrong stands in the margin."""
    if not isinstance(node.value, dict):
        node.wrong("must be a rule: a mapping with an id")
        return None
    node.only(KEYS)
    rule_id = _id(node)
    triggers, schedules = _triggers(node, known)
    reading = Reading(known, variables, triggers, rule_id, name)
    condition = read_conditions(node.get("conditions"), reading)
    checks = (test.check for test in tests_in(condition))
    maybe = {group for check in checks if isinstance(check, Finds) for one in check.patterns for group in one.groups}
    writing = Writing(
        known,
        triggers,
        captures_of(condition, reading.groups),
        frozenset(maybe),
        unsure=reading.refused or ("conditions" not in node.value and not node.lacks("conditions", KEYS)),
    )
    actions = read_actions(node.get("actions"), writing)
    if node.lacks("actions", KEYS) or node.value.get("actions") == []:
        named = f'rule "{rule_id}"' if rule_id else "the rule"
        node.margin.at_key("E106", node.path, f"{named} has no actions")
    if not rule_id:
        return None
    return Rule(
        id=rule_id,
        file=name,
        line=node.line,
        triggers=triggers,
        condition=condition,
        actions=actions,
        alias=_words(node, "alias", 200),
        description=_words(node, "description", 2_000),
        schedules=schedules,
        enabled=_enabled(node),
        until=_until(node),
    )


def _id(node: Node) -> str:
    found = node.get("id")
    if found is None:
        if node.lacks("id", KEYS):
            node.margin.at_key("E106", node.path, 'a rule needs an "id"', "for example id: outage-words")
        return ""
    text = found.text(limit=60)
    if text is not None and not _ID.fullmatch(text):
        small = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        fits = _ID.fullmatch(small)
        hint = f'did you mean "{small}"?' if fits else "for example outage-words"
        found.wrong("must be small letters, digits and hyphens", hint)
    return text or ""


def _words(node: Node, key: str, limit: int) -> str:
    found = node.get(key)
    return (found.text(limit=limit) or "") if found else ""


def _enabled(node: Node) -> bool:
    found = node.get("enabled")
    return found is None or found.flag() is not False


def _until(node: Node) -> date | None:
    found = node.get("until")
    text = found.text(limit=10) if found else None
    if found is None or text is None:
        return None
    try:
        if len(text) != len("2026-12-31"):
            raise ValueError
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, by the provider's clocks
    except ValueError:
        found.wrong("must be a day such as 2026-12-31, the last on which it counts")
        return None


def _triggers(node: Node, known: Known) -> tuple[frozenset[Trigger], tuple[Schedule, ...]]:
    found = node.get("triggers")
    if found is None:
        if node.lacks("triggers", KEYS):
            node.margin.at_key("E106", node.path, 'a rule needs "triggers"', "for example triggers: [ticket.created]")
        return frozenset(), ()
    if isinstance(found.value, str) and found.value.strip():
        found.wrong("must be a list", f"put it in brackets: triggers: [{found.value[:60]}]")
        return frozenset(), ()
    return _listed(found, known)


def _listed(found: Node, known: Known) -> tuple[frozenset[Trigger], tuple[Schedule, ...]]:
    triggers: set[Trigger] = set()
    schedules: list[Schedule] = []
    for one in found.items():
        if isinstance(one.value, dict):
            if (schedule := _schedule(one, known)) is not None:
                schedules.append(schedule)
            triggers.add(Trigger.SCHEDULE)
        elif one.value == Trigger.SCHEDULE.value:
            one.wrong(
                '"schedule" needs its times', 'write {schedule: "0 8 * * mon", location: Europe/Paris}', code="E110"
            )
        elif (text := one.text(limit=60)) is not None:
            if text in list(Trigger):
                triggers.add(Trigger(text))
            else:
                one.margin.unknown("E109", one.path, "trigger", text, (trigger.value for trigger in Trigger))
    if isinstance(found.value, list) and not found.value:
        found.wrong("must not be empty")
    if len(schedules) > MAX_SCHEDULES:
        found.wrong(f"has more than {MAX_SCHEDULES} schedules", code="E110")
    return frozenset(triggers), tuple(schedules)


def _schedule(node: Node, known: Known) -> Schedule | None:
    node.only(_TIMER)
    line, place = node.get("schedule"), node.get("location")
    zone = known.zone
    if place is not None and (name := place.text(limit=60)):
        there = known_zone(name)
        if there is None:
            near = did_you_mean(name, available_timezones())
            said = "must be a name of the time zone database"
            place.wrong(said, near or "for example Europe/Paris", code="E110")
        else:
            zone = there
    if line is None:
        if node.lacks("schedule", _TIMER):
            node.wrong('"schedule" is missing, and so its times', 'for example schedule: "0 8 * * mon"', code="E110")
        return None
    text = line.text(limit=200)
    try:
        return read_schedule(text, zone) if text else None
    except BadSchedule as bad:
        line.wrong(str(bad), 'for example "0 8 * * mon": Mondays at eight', code="E110")
        return None
