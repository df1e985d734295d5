"""The group ``gateway notice``: what customers are told at once, and how far the letters have come."""

from __future__ import annotations

import click

from gateway.cli.command import Group, Lazy

_DRIVE = "gateway.cli.notice_drive"
COMMANDS = {
    "list": Lazy("gateway.cli.notice_show", "list_", "List notices, the open ones first."),
    "show": Lazy("gateway.cli.notice_show", "show", "Show a notice with its history."),
    "preview": Lazy("gateway.cli.notice_preview", "preview", "Look at a letter as a customer would get it."),
    "upgrade": Lazy("gateway.cli.notice_circular", "upgrade", "Announce an upgrade."),
    "reschedule": Lazy("gateway.cli.notice_circular", "reschedule", "Say that an upgrade has another date."),
    "newsletter": Lazy("gateway.cli.notice_circular", "newsletter", "Send a newsletter, which people can leave."),
    "send": Lazy("gateway.cli.notice_send", "send", "Tell customers of a draft."),
    "pause": Lazy(_DRIVE, "pause", "Write no more letters of a notice for now."),
    "resume": Lazy(_DRIVE, "resume", "Go on where it was paused; nobody is told twice."),
    "abort": Lazy(_DRIVE, "abort", "Leave out everybody who has not been told yet."),
    "retry": Lazy(_DRIVE, "retry", "Write again to those whose letter did not arrive."),
    "report": Lazy("gateway.cli.notice_report", "report", "Say who got it, who did not, and who answered."),
}
_OF_MAINTENANCE = ("schedule", "start", "extend", "remind", "complete", "cancel", "calendar", "find-window")
MEANT = {
    **{word: f"gateway maintenance {word}" for word in _OF_MAINTENANCE},
    **{word: f"gateway outage {word}" for word in ("open", "confirm", "update", "restore", "rca", "close")},
    **dict.fromkeys(("delete", "drop", "discard"), "gateway notice abort"),
    "audit": "gateway maintenance audit",
    "begin": "gateway maintenance start",
    "stop": "gateway notice pause",
}
"""Words of the other groups, and of people, that are no command of this one."""


@click.group("notice", cls=Group, lazy=COMMANDS, meant=MEANT)
def notice() -> None:
    """Send notices, look at them, and follow their letters.

    A notice is named MNT-2026-0142 (maintenance), INC- (outage), UPG- (upgrade) or NWL- (newsletter).
    """
