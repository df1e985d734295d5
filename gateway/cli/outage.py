"""The group ``gateway outage``."""

from __future__ import annotations

import click

from gateway.cli.command import Group, Lazy

_BEGIN, _STEPS = "gateway.cli.outage_begin", "gateway.cli.outage_steps"
COMMANDS = {
    "open": Lazy(_BEGIN, "open_", "Write down that something seems to be down; customers hear nothing yet."),
    "confirm": Lazy(_BEGIN, "confirm", "Confirm it: the clock of the report starts."),
    "report": Lazy(_STEPS, "report", "Tell customers of it for the first time."),
    "update": Lazy(_STEPS, "update", "Tell them how it goes."),
    "restore": Lazy(_STEPS, "restore", "Tell them that it is over."),
    "rca": Lazy(_STEPS, "rca", "Tell them root cause, impact and resolution, together or one by one."),
    "close": Lazy(_STEPS, "close", "Close it, once all of that is told."),
    "show": Lazy("gateway.cli.notice_show", "outage_show", "Show how it stands, and what is due."),
    "audit": Lazy("gateway.cli.notice_audit", "outage_audit", "Prove which promises were kept; exit 3 on a miss."),
}
MEANT = {
    **{word: f"gateway notice {word}" for word in ("list", "preview", "pause", "resume", "retry")},
    **{word: f"gateway notice {word}" for word in ("upgrade", "newsletter")},
    **{word: f"gateway maintenance {word}" for word in ("schedule", "reschedule", "calendar", "find-window")},
    **dict.fromkeys(("cancel", "abort", "stop", "withdraw"), "gateway outage close"),
    **dict.fromkeys(("complete", "resolve", "finish", "end", "done", "up"), "gateway outage restore"),
    **dict.fromkeys(("start", "begin", "new", "down"), "gateway outage open"),
    **dict.fromkeys(("extend", "remind"), "gateway outage update"),
    "send": "gateway outage report",
}
"""Words of the other groups, and of people, that are no command of this one."""


@click.group("outage", cls=Group, lazy=COMMANDS, meant=MEANT)
def outage() -> None:
    """Tell customers of an outage from the first suspicion to its root cause, as often as they were promised."""
