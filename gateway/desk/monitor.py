"""What is watched, what a check found, and whose mail comes from monitoring systems. Pure facts.

How something is checked is ``probe``'s to know; what failing leads to is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from gateway.address import Address
from gateway.desk.alarm import System
from gateway.desk.customer import Customer
from gateway.mail import ReceivedMail
from gateway.network import TcpAddress, Tls
from gateway.trust import Network, is_trusted, peer_host

MOST_FAILURES = 5
"""In a row, before something counts as down (promise V16)."""
BELOW = "*."
"""In front of a domain: every domain below it."""


class TargetKind(StrEnum):
    """How something is checked. Written in files, so never renamed."""

    HTTP = "http"
    TCP = "tcp"
    SMTP = "smtp"
    IMAP = "imap"


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is affected. A customer fits who fits every list that is not empty."""

    customers: tuple[str, ...] = ()
    """Ids."""
    products: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        """Tell whether all customers are affected."""
        return not (self.customers or self.products or self.regions)

    def includes(self, customer: Customer) -> bool:
        """Tell whether a customer is affected; capitals do not count."""
        return (
            (not self.customers or customer.id in self.customers)
            and _meet(self.products, customer.products)
            and _meet(self.regions, customer.regions)
        )


def _meet(wanted: tuple[str, ...], there: tuple[str, ...]) -> bool:
    return not wanted or not {one.casefold() for one in wanted}.isdisjoint(one.casefold() for one in there)


EVERYBODY = Scope()


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTTP check asks for, and which answer is a good one."""

    url: str
    statuses: tuple[range, ...] = ()
    """One of which the first answer must have, redirects included. Empty: 2xx or 3xx where the redirects end."""
    text: str = ""
    """What must stand in the body; empty for nothing."""
    head_first: bool = False
    """Ask for the head alone, and for the page only where that gets no good answer. Not with ``text``."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is watched."""

    name: str
    kind: TargetKind
    address: TcpAddress
    """Where to connect first."""
    page: Page | None = None
    """Of an HTTP check, and only of one."""
    tls: Tls = Tls.NONE
    check_certificate: bool = True
    authorities: Path | None = None
    """A PEM file; only what it holds is believed then. None: the system's."""
    every: timedelta = timedelta(minutes=1)
    timeout: timedelta = timedelta(seconds=10)
    """For the whole check, never longer than ``every``."""
    failures: int = MOST_FAILURES
    """In a row, that make a ticket."""
    scope: Scope = EVERYBODY
    priority: str = ""
    """A name or an alias of a level; empty: the most urgent of each customer's policy."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found."""

    ok: bool
    detail: str
    """One line, fit to be shown: ``answers 503 Service Unavailable``. The same trouble has the same words."""
    at: datetime
    """When the check ended, UTC."""


@dataclass(frozen=True, slots=True)
class MailSource:
    """Whose mail is a monitoring system's."""

    sender: str
    """An address as ``Address.key``, a domain, or ``*.`` and a domain for all below it."""
    system: System | None = None
    """How its mails are built; None: whatever they look like."""
    scope: Scope = EVERYBODY
    priority: str = ""
    peers: tuple[Network, ...] = ()
    """Hosts that bring its mail by SMTP: what they bring needs no other proof."""
    needs_proof: bool = True
    """Of who wrote a mail, or it is mail like any other: an alarm wakes people, and ends what they work on."""

    def vouched(self, received: ReceivedMail) -> bool:
        """Tell whether the way a mail came is proof enough."""
        brought = received.source == "smtp" and is_trusted(peer_host(received.peer), self.peers)
        return brought or not self.needs_proof

    def sent(self, author: Address) -> bool:
        """Tell whether it is the author's."""
        if "@" in self.sender:
            return self.sender in (author.key, author.untagged.key)
        if self.sender.startswith(BELOW):
            return author.domain.endswith(self.sender[1:])
        return author.domain == self.sender

    @property
    def exactness(self) -> int:
        """How much it says: an address more than a domain, that more than all below one, the longer of those first."""
        return (2_000 if "@" in self.sender else 0 if self.sender.startswith(BELOW) else 1_000) + len(self.sender)


@dataclass(frozen=True, slots=True)
class Monitors:
    """Everything ``monitors.yml`` says."""

    targets: tuple[Target, ...] = ()
    mail: tuple[MailSource, ...] = ()

    def target(self, name: str) -> Target | None:
        """Return the target of a name; capitals do not count."""
        return next((one for one in self.targets if one.name.casefold() == name.casefold()), None)

    def source_of(self, author: Address | None) -> MailSource | None:
        """Return the most exact entry an author falls under; None for people, and where nobody clear wrote it."""
        if author is None:
            return None
        return max((one for one in self.mail if one.sent(author)), key=lambda one: one.exactness, default=None)


NOTHING = Monitors()
"""Nothing is watched."""
