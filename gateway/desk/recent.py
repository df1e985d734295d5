"""What acknowledgements went out lately: the counting that ends every loop, whatever the other side sends.

Filled by the store, kept current while a batch is decided.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from gateway.address import Address

MAX_SKELETON = 200  # characters
_PREFIX = re.compile(r"[^\W\d_]{1,12}(?:\[\d{1,4}\])? ?[:\uff1a] *")
_TAGGED = re.compile(r"[\[(\uff3b][^\])\uff3d]{1,40}[\])\uff3d]")
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class Recent:
    """Acknowledgements, counted by everything that can go round. People are counted by ``Address.inbox``."""

    hour: Counter[str] = field(default_factory=Counter)
    """To each inbox, within an hour."""
    day: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """To each inbox, within a day, by the skeleton of the ticket's subject."""
    domain_hour: Counter[str] = field(default_factory=Counter)
    """To each domain, within an hour; only filled when so many went out that a domain can have had too many."""
    ten_minutes: int = 0
    """To everybody, within ten minutes."""
    held: bool = False
    """They are held until an operator looks."""

    def note(self, recipient: Address, *, subject: str) -> None:
        """Count one more."""
        self.hour[recipient.inbox] += 1
        self.day[recipient.inbox][skeleton(subject)] += 1
        self.domain_hour[recipient.domain] += 1
        self.ten_minutes += 1


def skeleton(subject: str) -> str:
    """Return what stays the same when a machine writes again: no prefixes, no tags, no numbers, no capitals."""
    rest = subject[:MAX_SKELETON].strip()
    while found := _PREFIX.match(rest):
        rest = rest[found.end() :]
    return " ".join(_NUMBER.sub("0", _TAGGED.sub(" ", rest)).lower().split())
