"""What acknowledgements went out lately: the counting that ends every loop, whatever the other side sends.

Filled by the store, kept current while a batch is decided.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from gateway.address import Address

MAX_SKELETON = 200  # characters
ACK, ACK_PROVEN = "ack", "ack-proven"
ACKS = (ACK, ACK_PROVEN, "entitlement", "escalation", "urgent-channel")
"""The letters that are counted: what answers a mail by itself. All but the first count for proven authors too."""
_PREFIX = re.compile(r"[^\W\d_]{1,12}(?:\[\d{1,4}\])? ?[:\uff1a] *")
_TAGGED = re.compile(r"[\[(\uff3b][^\])\uff3d]{1,40}[\])\uff3d]")
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class Recent:
    """Acknowledgements, counted by everything that can go round. People are counted by ``Address.inbox``."""

    hour: Counter[str] = field(default_factory=Counter)
    """To each inbox, within an hour."""
    hour_proven: Counter[str] = field(default_factory=Counter)
    """Of these, for mail of proven authors: what others send in their name takes nothing from them."""
    day: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """To each inbox, within a day, by the skeleton of the ticket's subject."""
    domain_hour: Counter[str] = field(default_factory=Counter)
    """To each domain, within an hour."""
    domain_day: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """To domains that sent answers, within a day, by the skeleton of the ticket's subject."""
    ten_minutes: int = 0
    """To all authors nothing proves, within ten minutes."""
    held: bool = False
    """They are held until an operator looks."""

    def note(self, recipient: Address, *, subject: str, proven: bool) -> None:
        """Count one more."""
        bones = skeleton(subject)
        self.hour[recipient.inbox] += 1
        self.hour_proven[recipient.inbox] += proven
        self.day[recipient.inbox][bones] += 1
        self.domain_hour[recipient.domain] += 1
        self.domain_day[recipient.domain][bones] += 1
        self.ten_minutes += not proven


def skeleton(subject: str) -> str:
    """Return what stays the same when a machine writes again: no prefixes, no tags, no numbers, no capitals."""
    rest = subject[:MAX_SKELETON].strip()
    while found := _PREFIX.match(rest):
        rest = rest[found.end() :]
    return " ".join(_NUMBER.sub("0", _TAGGED.sub(" ", rest)).lower().split())
