"""Name the letters of notices, as operators read of them."""

from __future__ import annotations

from gateway.desk.notice import Notice, Stage
from gateway.desk.notices.maintenance import stays

_NAMES = {
    Stage.SCHEDULED: "announcement",
    Stage.RESCHEDULED: "notice of the new time",
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


def letter_name(notice: Notice, stage: Stage) -> str:
    """Name the letter that tells of a notice: ``interruption report``."""
    return "notice that the time is certain" if stays(notice, stage) else _NAMES[stage]
