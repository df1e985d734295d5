"""Name the letters of notices, as operators read of them."""

from __future__ import annotations

from gateway.desk.notice import Stage

_NAMES = {
    Stage.SCHEDULED: "announcement",
    Stage.RESCHEDULED: "word of the window",
    Stage.REMINDER: "reminder",
    Stage.STARTED: "start notice",
    Stage.EXTENDED: "extension notice",
    Stage.COMPLETED: "completion notice",
    Stage.CANCELLED: "cancellation",
    Stage.REPORT: "interruption report",
    Stage.UPDATE: "update",
    Stage.HOLDING: "automatic update",
    Stage.RESTORED: "all-clear",
    Stage.RCA: "root cause update",
    Stage.FINAL: "final report",
    Stage.UPGRADE: "announcement of the upgrade",
    Stage.NEWSLETTER: "newsletter",
}


def letter_name(stage: Stage) -> str:
    """Name a letter: ``interruption report``."""
    return _NAMES[stage]
