"""What a monitoring system said in a mail: of which problem, and whether it is there or over. Pure facts.

Reading it out of a mail is ``inbound.alarm``'s; what it leads to is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.mail import TicketId


class System(StrEnum):
    """The monitoring systems whose mails are known. Written in files and stored, so never renamed."""

    ALERTMANAGER = "alertmanager"
    NAGIOS = "nagios"
    """Icinga and what else sends its form, too."""
    ZABBIX = "zabbix"
    UPTIMEROBOT = "uptimerobot"
    CLOUDWATCH = "cloudwatch"


class AlarmState(StrEnum):
    """What a mail says of its problem. Stored, so never renamed."""

    FIRING = "firing"
    RESOLVED = "resolved"
    NOTED = "noted"
    """Neither begins nor ends: somebody acknowledged it, a downtime began, values are missing."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One mail of a monitoring system."""

    system: System
    key: str
    """The same in every mail about one problem, and in no mail about another: system, sender and what is wrong."""
    state: AlarmState
    host: str = ""
    """Where it is, as the system calls it; empty where it does not say."""
    service: str = ""
    """What of it; empty when it is the host itself."""
    severity: str = ""
    """In the system's words, lower case: ``critical``, ``down``, ``high``."""
    summary: str = ""
    """One line for people, never empty."""
    loose_key: str = ""
    """Where ``key`` holds the number of an event: the key without it. Some mails (a Zabbix update) carry only this."""
    targets: tuple[str, ...] = ()
    """Everything one mail is about, when it is a group's; else the one thing."""
    event: str = ""
    """What happened in the system's word where it is more than the state: ``acknowledgement``, ``downtimestart``."""

    @property
    def target(self) -> str:
        """What it is about, for people: ``db1/disk``."""
        return "/".join(part for part in (self.host, self.service) if part)


@dataclass(frozen=True, slots=True)
class KnownAlarm:
    """A problem a monitoring system told of, as the desk remembers it."""

    key: str
    loose_key: str
    source: str
    """The ``sender`` of the entry of ``monitors.yml`` it came under."""
    ticket_id: TicketId
    """The ticket its mails go on."""
    at: datetime
    """When it last began."""
    over_at: datetime | None = None
    """When it was over; None while it lasts."""
    grouped: bool = False
    """Its ticket is one that many share."""
