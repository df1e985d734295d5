"""Tell whether a mail is a monitoring system's, and what it says. Reads subject, text, author and header; pure.

What it may lead to is not decided here: whatever a stranger's mail looks like, anybody can write one like it.
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
from gateway.inbound.alarm.notice import MAX_SUBJECT, Notice, Trust, read_notice
from gateway.inbound.alarm.uptimerobot import read_uptimerobot
from gateway.inbound.alarm.zabbix import read_zabbix
from gateway.inbound.kind.by_hand import from_a_mailbox
from gateway.inbound.mime.headers import Headers

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


def read_alarm(
    subject: str, text: str, sender: Address | None, headers: Headers, *, source: MailSource | None = None
) -> Alarm | None:
    """Return what a monitoring system says in a mail; None for everything else. Never raises.

    ``text`` is the whole text, ``sender`` the one author. ``source`` is the entry of ``monitors.yml`` the author falls
    under: with it the subject decides, also of what was forwarded. Without it only a mail is read that is a system's
    own in every respect and shows no trace of a person's mail program.
    """
    if sender is None:
        return None
    if source is None:
        return None if from_a_mailbox(headers) else _read(subject, text, sender, Trust.STRANGER, None)
    return read_listed(subject, text, sender, source)


def read_listed(subject: str, text: str, sender: Address, source: MailSource) -> Alarm | None:
    """Return what a monitoring system says whose sender is configured; None for everything else. Never raises."""
    trust = Trust.LISTED if source.system is None else Trust.NAMED
    for one in _without_marks(subject):
        if alarm := _read(one, text, sender, trust, source.system):
            return alarm
    return None


def _read(subject: str, text: str, sender: Address, trust: Trust, system: System | None) -> Alarm | None:
    notice = read_notice(subject, text, sender, trust)
    readers = _READERS.values() if system is None else (_READERS[system],)
    return next((alarm for reader in readers if (alarm := reader(notice))), None)


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
