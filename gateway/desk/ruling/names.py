"""What values that rules set may name: a closed list, of which nothing is ever read as a template. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.desk.ruling.matter import Matter


def names_of(matter: Matter, captured: Mapping[str, str]) -> Mapping[str, str]:
    """Return what values may name."""
    ticket, customer = matter.ticket, matter.customer
    author = matter.written.mail.author if matter.written else None
    known = {
        "subject": (matter.written.mail.subject if matter.written else matter.subject)[:1000],
        "sender.address": str(author.address) if author else "",
        "sender.domain": author.address.domain if author else "",
        "sender.name": author.name if author else "",
        "customer.id": customer.id if customer else "",
        "customer.name": customer.name if customer else "",
        "ticket.number": ticket.number if ticket else "",
        "ticket.priority": ticket.priority if ticket else "",
        "ticket.queue": ticket.queue if ticket else "",
    }
    return known | {f"match.{name}": text for name, text in captured.items()}


VALUE_NAMES = (
    *("subject", "sender.address", "sender.domain", "sender.name", "customer.id", "customer.name"),
    *("ticket.number", "ticket.priority", "ticket.queue"),
)
"""What values may name beside ``match.NAME``."""
