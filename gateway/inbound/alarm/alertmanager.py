"""Read the mails of Prometheus' Alertmanager: a group of alerts in each, firing or resolved, or some of either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.desk.alarm import Alarm, AlarmState, System
from gateway.inbound.alarm.notice import Notice, shown

MAX_TARGETS = 50
_SUBJECT = re.compile(
    r"\[(?P<state>FIRING|RESOLVED)(?::\d{1,6})?(?:[ ,|]{1,3}RESOLVED:\d{1,6})?\] ?(?P<rest>.*)", re.IGNORECASE
)
_HEADING = re.compile(r"\d{1,6} alerts? for(?: (?P<labels>.*))?$")
_LABEL_NAME = re.compile(r"(?:^| )[A-Za-z_][A-Za-z0-9_]{0,99}=")
_SECTION = re.compile(r"\[\d{1,6}\] (?P<state>Firing|Resolved)")
_PAIR = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]{0,99}) = (?P<value>.*)")
_PLACES = ("instance", "host", "hostname", "node", "pod", "target", "job")
_WORDS = ("summary", "description", "message")
_GRAVEST = ("emergency", "page", "disaster", "critical", "major", "high", "error", "warning", "minor", "low", "info")


@dataclass(slots=True)
class _Alert:
    """One of the group, as far as it was read."""

    firing: bool
    labels: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return next((self.labels[name] for name in _PLACES if name in self.labels), "")


def read_alertmanager(notice: Notice) -> Alarm | None:
    """Return what it says, or None where it is no such mail. A group is firing while one of its alerts is."""
    found = _SUBJECT.fullmatch(notice.subject)
    if found is None:
        return None
    group, rest = _group(notice, found["rest"]), found["rest"]
    firing = found["state"].upper() == "FIRING"
    alerts = [one for one in _alerts(notice.lines) if one.firing is firing]
    places = tuple(dict.fromkeys(shown(one.place) for one in alerts if one.place))
    name = next((one.labels["alertname"] for one in alerts if "alertname" in one.labels), "")
    return Alarm(
        system=System.ALERTMANAGER,
        key=notice.key(System.ALERTMANAGER, group),
        state=AlarmState.FIRING if firing else AlarmState.RESOLVED,
        host=places[0] if len(places) == 1 else "",
        service=shown(name or group),
        severity=_gravest(alerts),
        summary=_summary(alerts, otherwise=rest),
        targets=places[:MAX_TARGETS] or (shown(group or rest),),
    )


def _group(notice: Notice, rest: str) -> str:
    """Return the values a group goes by: they stay, whichever alerts come and go."""
    headings = (_HEADING.match(line) for line in notice.lines[:2])
    labels = next((found["labels"] or "" for found in headings if found), None)
    return _without_common(rest) if labels is None else _LABEL_NAME.sub(" ", labels).strip()


def _without_common(rest: str) -> str:
    """Take off what stands in parentheses at the end: the labels that the alerts share just now."""
    if not rest.endswith(")"):
        return rest
    depth = 0
    for at in range(len(rest) - 1, -1, -1):
        depth += (rest[at] == ")") - (rest[at] == "(")
        if depth == 0:
            return rest[:at].rstrip() if at == 0 or rest[at - 1] == " " else rest
    return rest.partition(" (")[0]


def _alerts(lines: Sequence[str]) -> list[_Alert]:
    """Read the labels and annotations of each alert, section by section."""
    found: list[_Alert] = []
    firing, pairs = True, dict[str, str]()
    for line in lines:
        if section := _SECTION.fullmatch(line):
            firing, pairs = section["state"] == "Firing", {}
        elif line == "Labels":
            found.append(_Alert(firing))
            pairs = found[-1].labels
        elif line == "Annotations" and found:
            pairs = found[-1].annotations
        elif found and (pair := _PAIR.fullmatch(line)):
            pairs.setdefault(pair["name"], pair["value"])
    return found


def _gravest(alerts: Sequence[_Alert]) -> str:
    words = [shown(one.labels["severity"]).lower() for one in alerts if "severity" in one.labels]
    return min(words, key=lambda word: _GRAVEST.index(word) if word in _GRAVEST else len(_GRAVEST), default="")


def _summary(alerts: Sequence[_Alert], *, otherwise: str) -> str:
    for one in alerts:
        for name in _WORDS:
            if words := one.annotations.get(name):
                more = f" (and {len(alerts) - 1} more)" if len(alerts) > 1 else ""
                return shown(words + more)
    return shown(otherwise) or "alerts of a group without a name"
