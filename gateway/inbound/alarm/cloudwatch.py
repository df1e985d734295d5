"""Read the mails that Amazon's SNS sends for alarms of CloudWatch: an alarm is on, over, or has no values."""

from __future__ import annotations

import re

from gateway.desk.alarm import Alarm, AlarmState, System
from gateway.inbound.alarm.notice import Notice, shown

_SUBJECT = re.compile(r'(?P<state>ALARM|OK|INSUFFICIENT_DATA): "(?P<name>[^"]+)(?:"(?: in (?P<region>.+))?)?')
_DIMENSION = re.compile(r"\[(?:[^\]=]{1,100}) = (?P<value>[^\]]{1,200})\]")
_STATES = {
    "ALARM": AlarmState.FIRING,
    "OK": AlarmState.RESOLVED,
    "INSUFFICIENT_DATA": AlarmState.NOTED,
}


def read_cloudwatch(notice: Notice) -> Alarm | None:
    """Return what it says, or None where it is no such mail."""
    found = _SUBJECT.fullmatch(notice.subject)
    if found is None:
        return None
    fields = notice.fields
    name = shown(fields.get("name") or found["name"])  # SNS cuts a subject after 100 characters
    region = shown(found["region"] or fields.get("region") or "")
    arn = fields.get("alarm arn", "")
    state = _STATES[found["state"]]
    reason = fields.get("reason for state change") or fields.get("reason") or ""
    place = (arn,) if arn else (fields.get("aws account", ""), region, name)
    return Alarm(
        system=System.CLOUDWATCH,
        key=notice.key(System.CLOUDWATCH, *place),
        state=state,
        host=_dimension(notice),
        service=name,
        severity="alarm" if state is AlarmState.FIRING else "",
        summary=shown(
            f"{name} is {found['state']}" + (f" in {region}" if region else "") + (f": {reason}" * bool(reason))
        ),
        targets=(name,),
        event="insufficient-data" if state is AlarmState.NOTED else "",
    )


def _dimension(notice: Notice) -> str:
    found = _DIMENSION.search(notice.fields.get("dimensions", "")[:2_000])
    return shown(found["value"]) if found else ""
