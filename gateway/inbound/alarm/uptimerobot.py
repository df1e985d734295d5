"""Read the mails of UptimeRobot: a monitor is down, or up again."""

from __future__ import annotations

import re

from gateway.desk.alarm import Alarm, AlarmState, System
from gateway.inbound.alarm.notice import Notice, shown

_SUBJECT = re.compile(r"[^\w\s\[\]]{0,4} ?Monitor is (?P<state>DOWN|UP): ?(?P<name>.+)")
_REASON = re.compile(r"\bis (?:currently |back )?(?:DOWN|UP) \((?P<reason>[^()]{1,200})\)")


def read_uptimerobot(notice: Notice) -> Alarm | None:
    """Return what it says, or None where it is no such mail."""
    found = _SUBJECT.fullmatch(notice.subject)
    if found is None:
        return None
    name, down = shown(found["name"]), found["state"] == "DOWN"
    reason = _reason(notice)
    return Alarm(
        system=System.UPTIMEROBOT,
        key=notice.key(System.UPTIMEROBOT, name),
        state=AlarmState.FIRING if down else AlarmState.RESOLVED,
        host=name,
        severity="down" if down else "",
        summary=shown(f"{name} is {found['state']}" + (f": {reason}" if reason else "")),
        targets=(name,),
    )


def _reason(notice: Notice) -> str:
    for field in ("root cause", "reason"):
        if field in notice.fields:
            return notice.fields[field]
    found = (_REASON.search(line[:1_000]) for line in notice.lines[:20])
    return next((one["reason"] for one in found if one), "")
