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
_CANCEL, _COMPLETE = "gateway maintenance cancel", "gateway maintenance complete"
MEANT = {
    **{word: f"gateway notice {word}" for word in ("list", "preview", "pause", "resume", "retry", "report", "send")},
    **{word: f"gateway notice {word}" for word in ("upgrade", "newsletter")},
    **dict.fromkeys(("abort", "stop", "withdraw"), _CANCEL),
    **dict.fromkeys(("close", "restore", "finish", "end", "done"), _COMPLETE),
    **dict.fromkeys(("open", "plan", "new"), "gateway maintenance schedule"),
    **dict.fromkeys(("move", "postpone", "update"), "gateway maintenance reschedule"),
    "confirm": "gateway notice send",
    "begin": "gateway maintenance start",
    "rca": "gateway outage rca",
}
"""Words of the other groups, and of people, that are no command of this one."""


@click.group("maintenance", cls=Group, lazy=COMMANDS, meant=MEANT)
def maintenance() -> None:
    """Plan maintenance, tell customers of it, and prove that they were told in time."""
