"""The group ``gateway maintenance``."""

from __future__ import annotations

import click

from gateway.cli.command import Group, Lazy

_STEPS = "gateway.cli.maintenance_steps"
COMMANDS = {
    "schedule": Lazy("gateway.cli.maintenance_schedule", "schedule", "Plan maintenance, and tell its customers."),
    "reschedule": Lazy(_STEPS, "reschedule", "Move the window, and tell them."),
    "remind": Lazy(_STEPS, "remind", "Remind them now."),
    "start": Lazy(_STEPS, "start", "Say that the work has begun."),
    "extend": Lazy(_STEPS, "extend", "Say that the work takes longer."),
    "complete": Lazy(_STEPS, "complete", "Say that the work is done."),
    "cancel": Lazy(_STEPS, "cancel", "Call it off, and tell who was told of it."),
    "show": Lazy("gateway.cli.notice_show", "maintenance_show", "Show how it stands."),
    "audit": Lazy("gateway.cli.notice_audit", "maintenance_audit", "Prove which promises were kept; exit 3 on a miss."),
    "calendar": Lazy("gateway.cli.maintenance_calendar", "calendar", "Show the windows of the coming weeks."),
    "find-window": Lazy("gateway.cli.find_window", "find_window", "Find times at which few customers are at work."),
}


@click.group("maintenance", cls=Group, lazy=COMMANDS)
def maintenance() -> None:
    """Plan maintenance, tell customers of it, and prove that they were told in time."""
