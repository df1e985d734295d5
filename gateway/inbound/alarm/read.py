"""Tell whether a mail of a sender in monitors.yml is a monitoring system's, and what it says. Pure.

Reads subject, text and author. What it may lead to is not decided here: anybody can write a mail that looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gateway.address import Address
from gateway.desk.alarm import Alarm, System
from gateway.desk.monitor import MailSource
from gateway.inbound.alarm.alertmanager import read_alertmanager
from gateway.inbound.alarm.cloudwatch import read_cloudwatch
from gateway.inbound.alarm.nagios import read_nagios
from gateway.inbound.alarm.notice import MAX_SUBJECT, Notice, read_notice
from gateway.inbound.alarm.uptimerobot import read_uptimerobot
from gateway.inbound.alarm.zabbix import read_zabbix

_READERS: dict[System, Callable[[Notice], Alarm | None]] = {
    System.ALERTMANAGER: read_alertmanager,
    System.NAGIOS: read_nagios,
    System.CLOUDWATCH: read_cloudwatch,
    System.UPTIMEROBOT: read_uptimerobot,
    System.ZABBIX: read_zabbix,  # last: its subjects say least
}
_PASSED_ON = re.compile(
    r"\s{0,4}(?:(?:fwd?|wg|tr|rv|enc|vs|fs)\s{0,2}:|\[(?!firing|resolved|problem|recovery)[^\]\[]{1,40}\](?=\s{0,4}\S))",
    re.IGNORECASE,
)
_MAX_PASSED_ON = 4


def read_listed(subject: str, text: str, sender: Address, source: MailSource) -> Alarm | None:
    """Return what a monitoring system says in a mail; None for everything else. Never raises.

    ``text`` is the whole text, ``sender`` the one author, ``source`` the entry of ``monitors.yml`` he falls under. The
    subject decides, also of what was forwarded.
    """
    readers = _READERS.values() if source.system is None else (_READERS[source.system],)
    for one in _without_marks(subject):
        notice = read_notice(one, text, sender, expected=source.system is not None)
        if alarm := next((alarm for reader in readers if (alarm := reader(notice))), None):
            return alarm
    return None


def _without_marks(subject: str) -> Iterator[str]:
    """Yield the subject, then what is left of it without the marks of those who passed it on, one after the other."""
    subject = subject[:MAX_SUBJECT]
    yield subject
    for _ in range(_MAX_PASSED_ON):
        mark = _PASSED_ON.match(subject)
        if mark is None:
            return
        subject = subject[mark.end() :].lstrip()
        yield subject
