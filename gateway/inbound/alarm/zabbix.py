"""Read the mails of Zabbix as its own templates write them: a problem, its updates, its end."""

from __future__ import annotations

import re

from gateway.desk.alarm import Alarm, AlarmState, System
from gateway.inbound.alarm.notice import Notice, shown

_SPAN = r"(?: in (?:\d{1,6}[yMdhms] ?){1,7})?"
_SUBJECT = re.compile(rf"(?P<what>Problem|Resolved|Updated problem|PROBLEM|OK){_SPAN}: ?(?P<name>.+)")
_UPDATE = re.compile(r"Current problem status is (?P<status>[A-Z]{2,20})\b")
_NUMBERS = ("original problem id", "original event id")
_STATES = {
    "problem": AlarmState.FIRING,
    "resolved": AlarmState.RESOLVED,
    "ok": AlarmState.RESOLVED,
    "updated problem": AlarmState.NOTED,
}


def read_zabbix(notice: Notice) -> Alarm | None:
    """Return what it says, or None where it is no such mail."""
    found = _SUBJECT.fullmatch(notice.subject)
    if found is None or not _is_ours(notice):
        return None
    name, host = shown(found["name"]), shown(notice.fields.get("host", ""))
    number = next((notice.fields[field] for field in _NUMBERS if notice.fields.get(field, "").isdigit()), "")
    state = _STATES[found["what"].lower()]
    loose_key = notice.key(System.ZABBIX, name)
    return Alarm(
        system=System.ZABBIX,
        key=notice.key(System.ZABBIX, f"#{number}") if number else notice.key(System.ZABBIX, *_named(host, name)),
        state=state,
        host=host,
        service=name,
        severity=shown(notice.fields.get("severity") or notice.fields.get("trigger severity") or "").lower(),
        summary=_summary(notice, name, host),
        loose_key=loose_key,
        targets=("/".join(part for part in (host, name) if part),),
        event="update" if state is AlarmState.NOTED else "",
    )


def _named(host: str, name: str) -> tuple[str, ...]:
    return (host, name) if host else (name,)


def _is_ours(notice: Notice) -> bool:
    """Tell whether the text is Zabbix's: its subjects are words that people write, too."""
    if notice.expected:
        return True
    numbered = any(notice.fields.get(field, "").isdigit() for field in _NUMBERS)
    return numbered or any(_UPDATE.match(line) for line in notice.lines)


def _summary(notice: Notice, name: str, host: str) -> str:
    values = notice.fields.get("operational data", "")
    return shown(f"{name}{f' on {host}' if host else ''}{f' ({values})' if values else ''}")
