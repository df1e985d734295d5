"""The facts of a ticket, as scenarios name them. The one place that knows what the store calls them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gateway.rules.scenario_expect import FACTS
from gateway.rules.scenario_values import TICKET_KINDS
from gateway.simulation.told import written
from gateway.store.reading import TicketView


def facts_of(view: TicketView) -> dict[str, object]:
    """Return every fact that an expectation may name; None where there is none."""
    line = view.line
    known: dict[str, object] = {
        "status": line.status,
        "priority": line.priority,
        "type": line.type,
        "waiting_on": line.waiting_on,
        "assigned_to": line.assigned_to,
        "level": line.level,
        "escalation_level": line.escalation_level,
        "customer": line.customer,
        "queue": line.queue,
        "tags": line.tags,
        "topics": line.topics,
        "linked_to": view.linked_to,
        "messages": len(view.messages),
    }
    return {name: _plain(known[name]) for name in FACTS}


def due_of(view: TicketView) -> dict[str, datetime | None]:
    """Return when each promise that runs falls due; None where none of the kind runs."""
    running = {one.kind.value: one.due for one in view.promises if one.runs}
    return {kind: running.get(kind) for kind in TICKET_KINDS}


def missed_of(view: TicketView, now: datetime) -> frozenset[str]:
    """Return the kinds of promises that have been missed by now."""
    return frozenset(one.kind.value for one in view.promises if one.missed_at and one.missed_at <= now)


def warned_of(view: TicketView, now: datetime) -> frozenset[str]:
    """Return the kinds of promises that people have been warned of by now."""
    return frozenset(one.kind.value for one in view.promises if one.warned_at and one.warned_at <= now)


def ticket_json(view: TicketView, now: datetime) -> Mapping[str, object]:
    """Return a ticket with stable keys."""
    facts = {name: list(value) if isinstance(value, tuple) else value for name, value in facts_of(view).items()}
    return {
        "number": str(view.line.number),
        "subject": view.line.subject,
        **facts,
        "due": {kind: written(at) if at else None for kind, at in due_of(view).items()},
        "missed": sorted(missed_of(view, now)),
        "warned": sorted(warned_of(view, now)),
    }


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.casefold() or None
    return value
