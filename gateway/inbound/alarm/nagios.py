"""Read the mails of Nagios, Icinga, Naemon and what else sends their forms: one problem of a host or a service each."""

from __future__ import annotations

import re
from typing import NamedTuple

from gateway.desk.alarm import Alarm, AlarmState, System
from gateway.inbound.alarm.notice import Notice, shown

_TYPE = (
    r"(?P<type>PROBLEM|RECOVERY|ACKNOWLEDGEMENT|CUSTOM|FLAPPING(?:START|STOP|END|DISABLED)"
    r"|DOWNTIME(?:START|END|STOP|CANCELLED|REMOVED))"
)
_STATE = r"(?P<state>OK|WARNING|CRITICAL|UNKNOWN|PENDING|UP|DOWN|UNREACHABLE)"
_SUBJECTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\*\* ?{_TYPE} Service Alert: (?P<both>.+) is {_STATE} ?\*{{0,2}}",
        rf"\*\* ?{_TYPE} Host Alert: (?P<host>.+) is {_STATE} ?\*{{0,2}}",
        rf"\*\* ?{_TYPE} alert(?: \d{{1,6}})? - (?P<host>[^/]+) host is {_STATE} ?\*{{0,2}}",
        rf"\*\* ?{_TYPE} alert(?: \d{{1,6}})? - (?P<both>.+) is {_STATE} ?\*{{0,2}}",
        rf"\*\*\* ?{_TYPE} ?\*\*\* (?P<host>[^/ ]+)(?: / (?P<service>.+))? is {_STATE}",
        rf"\[{_TYPE}\] Host (?P<host>.+) is {_STATE}!",
        rf"\[{_TYPE}\] (?P<service>.+) on (?P<host>.+) is {_STATE}!",
        rf"{_TYPE} - (?P<host>\S+)(?: - (?P<service>.+?))?(?: -)? is {_STATE}",
    )
)
_WELL = ("ok", "up")


class _Said(NamedTuple):
    """What a subject says."""

    event: str
    host: str
    service: str
    state: str


def read_nagios(notice: Notice) -> Alarm | None:
    """Return what it says, or None where it is no such mail."""
    said = _said(notice.subject)
    if said is None:
        return None
    event, host, service, state = said
    plain = event in ("problem", "recovery")
    return Alarm(
        system=System.NAGIOS,
        key=notice.key(System.NAGIOS, host, service),
        state=_state(event, state),
        host=host,
        service=service,
        severity="" if state in _WELL else state,
        summary=_summary(notice, said),
        targets=("/".join(part for part in (host, service) if part),),
        event="" if plain else event,
    )


def _said(subject: str) -> _Said | None:
    for pattern in _SUBJECTS:
        if found := pattern.fullmatch(subject):
            parts = found.groupdict()
            host, service = parts.get("host") or "", parts.get("service") or ""
            if both := parts.get("both"):
                host, _, service = both.partition("/")  # a host's name has no slash, a service's may
            return _Said(found["type"].lower(), shown(host), shown(service), found["state"].lower())
    return None


def _state(event: str, state: str) -> AlarmState:
    if event == "recovery" or (event == "problem" and state in _WELL):
        return AlarmState.RESOLVED
    return AlarmState.FIRING if event == "problem" else AlarmState.NOTED


def _summary(notice: Notice, said: _Said) -> str:
    words = notice.fields.get("additional info") or notice.fields.get("info") or ""
    what = "/".join(part for part in (said.host, said.service) if part)
    return shown(f"{what} is {said.state.upper()}" + (f": {words}" if words else ""))
